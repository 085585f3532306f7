"""Comparisons of the rule language: exact numbers of one dimension, dates by their spans, texts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docgen.dates import PartialDate, is_before, is_same
from docgen.expressions import values as v
from docgen.expressions.values import Gap, Number, Unknown, Value
from docgen.wording import nearest

if TYPE_CHECKING:
    from docgen.expressions.compiling import Compiler, Evaluator, Part
    from docgen.expressions.reading import Scope

_SYMBOLS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


def compile_pair(
    compiler: Compiler, operator: ast.cmpop, left: ast.expr, right: ast.expr, node: ast.Compare
) -> Evaluator:
    """One comparison of two operands, checked to be comparable."""
    symbol = _SYMBOLS.get(type(operator))
    if symbol is None:
        raise compiler.fault("expression-not-allowed", node)
    if symbol in ("in", "not in"):
        return membership(compiler, symbol, left, right)
    first, second = compiler.compile(left), compiler.compile(right)
    if first.known.sort != second.known.sort or first.known.sort in ("list", "object"):
        raise compiler.fault(
            "expression-not-comparable", node, left=first.known.sort, right=second.known.sort
        )
    if first.known.sort == "number":
        compiler.alike(first, second, node)
    elif first.known.sort not in ("date",) and symbol not in ("==", "!="):
        raise compiler.fault("expression-no-order", node, sort=first.known.sort)
    known_choice(compiler, first, right)
    known_choice(compiler, second, left)
    text = f"{first.source} {symbol} {second.source}"

    def run(scope: Scope) -> Value:
        scope.spend()
        x, y = first.run(scope), second.run(scope)
        scope.note(first.source, x, y)
        scope.note(second.source, y, x)
        result = compared(symbol, x, y)
        scope.note(text, result)
        if result is False and scope.steps is not None:
            scope.failures.append((text, x, symbol, y))
        return result

    return run


def known_choice(compiler: Compiler, part: Part, other: ast.expr) -> None:
    """Refuse a text that the field can't have (a misspelt program or status)."""
    choices = part.known.type.choices if part.known.type else {}
    texts = other.elts if isinstance(other, (ast.List, ast.Tuple)) else [other]
    for text in texts:
        if choices and isinstance(text, ast.Constant) and text.value not in choices:
            raise compiler.fault(
                "expression-unknown-choice", text, nearest(str(text.value), list(choices)), field=part.source
            )


def membership(compiler: Compiler, symbol: str, left: ast.expr, right: ast.expr) -> Evaluator:
    """``field in ["a", "b"]``."""
    first = compiler.compile(left)
    compiler.want(first, "text", left)
    if not isinstance(right, (ast.List, ast.Tuple)):
        raise compiler.fault("expression-in-needs-list", right)
    texts = [item.value for item in right.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    if len(texts) != len(right.elts):
        raise compiler.fault("expression-in-needs-list", right)
    known_choice(compiler, first, right)
    source = f"{first.source} {symbol} [{'、'.join(texts)}]"

    def run(scope: Scope) -> Value:
        value = first.run(scope)
        result: Value = (value in texts) == (symbol == "in") if isinstance(value, str) else value
        scope.note(source, result)
        return result

    return run


def compared(symbol: str, x: Value, y: Value) -> Value:
    """The truth of one comparison, Unknown or Nothing where an operand is, or where partial dates overlap."""
    lacking = v.absent(x, y)
    if lacking is not None:
        return lacking
    if isinstance(x, Number) and isinstance(y, Number):
        if x.dimension != y.dimension:
            return v.unlike(x.dimension, y.dimension)
        order = (x.amount > y.amount) - (x.amount < y.amount)
        return {
            "==": order == 0, "!=": order != 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0
        }[symbol]  # fmt: skip
    if isinstance(x, PartialDate) and isinstance(y, PartialDate):
        sure = compare_dates(symbol, x, y)
        return Unknown((Gap("", f"{x.text}和{y.text}没有写到日，无法比较先后"),)) if sure is None else sure
    if isinstance(x, (str, bool)) and isinstance(y, (str, bool)):
        return (x == y) == (symbol == "==")
    return Unknown((Gap("", "填写的内容无法比较"),))


def compare_dates(symbol: str, x: PartialDate, y: PartialDate) -> bool | None:
    """Dates by their spans; None where nobody can say."""
    match symbol:
        case "<":
            return is_before(x, y)
        case "<=":
            return is_before(x, y, or_same=True)
        case ">":
            return is_before(y, x)
        case ">=":
            return is_before(y, x, or_same=True)
    same = is_same(x, y)
    return None if same is None else same == (symbol == "==")
