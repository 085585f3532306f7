"""Comparisons of the rule language: exact numbers of one dimension, dates by their spans, texts."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from fractions import Fraction

from docgen.dates import PartialDate, is_before, is_same
from docgen.expressions import values as v
from docgen.expressions.parts import LOOSE, SUM, Compilation, Evaluator, Known, Part, stating
from docgen.expressions.ranges import is_loose, loosely_compared
from docgen.expressions.reading import NONE_TEXT
from docgen.expressions.scopes import BudgetExceeded, Failure, Scope
from docgen.expressions.types import named_choices
from docgen.expressions.values import Gap, Listing, Number, Unknown, Value
from docgen.wording import nearest

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
#: what each asks of the sign of a difference
_ORDERS: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
#: how a comparison is printed
SIGNS = {"==": "＝", "!=": "≠", "<": "＜", "<=": "≤", ">": "＞", ">=": "≥"}


def compile_comparison(compilation: Compilation, node: ast.Compare) -> Part:
    """Comparisons, chained or not; ``in`` takes a list of texts."""
    operands = [node.left, *node.comparators]
    pairs = [
        compile_pair(compilation, operator, left, right, node)
        for operator, left, right in zip(node.ops, operands, operands[1:], strict=False)
    ]
    if len(pairs) == 1:
        return pairs[0]
    runs = [pair.run for pair in pairs]
    words = "，且".join(pair.words for pair in pairs)
    return Part(lambda scope: scope.joined(runs, v.both), Known("boolean"), words, rank=LOOSE)


def compile_pair(
    compilation: Compilation, operator: ast.cmpop, left: ast.expr, right: ast.expr, node: ast.Compare
) -> Part:
    """One comparison of two operands, checked to be comparable."""
    symbol = _SYMBOLS.get(type(operator))
    if symbol is None:
        raise compilation.fault("expression-not-allowed", node)
    if symbol in ("in", "not in"):
        return membership(compilation, symbol, left, right)
    refuse_none(compilation, left, right)
    first, second = compilation.compile(left), compilation.compile(right)
    if {first.known.sort, second.known.sort} == {"boolean", "text"}:
        field = first if first.known.sort == "boolean" else second
        raise compilation.fault("expression-truth-as-text", node, field=field.words)
    if first.known.sort != second.known.sort or first.known.sort in ("list", "object"):
        raise compilation.fault(
            "expression-not-comparable", node, left=first.known.sort, right=second.known.sort
        )
    if first.known.sort == "number":
        compilation.alike(first, second, node)
    elif first.known.sort != "date" and symbol not in ("==", "!="):
        raise compilation.fault("expression-no-order", node, sort=first.known.sort)
    texts = [known_choice(compilation, second, left), known_choice(compilation, first, right)]
    words = f"{texts[0] or first.within(SUM)}{SIGNS[symbol]}{texts[1] or second.within(SUM)}"
    run = pair_evaluator(first, second, symbol, words)
    if isinstance(right, ast.Constant) and isinstance(right.value, str) and symbol in ("==", "!="):
        run = text_evaluator(first.run, right.value, symbol == "==", run)
    return Part(run, Known("boolean"), words, rank=LOOSE)


def text_evaluator(left: Evaluator, wanted: str, is_same: bool, whole: Evaluator) -> Evaluator:
    """What evaluates what rules ask most: whether a field holds a given text; ``whole`` does the rest."""

    def run(scope: Scope) -> Value:
        if not scope.is_traced:
            scope.budget -= 1
            found = left(scope)
            if found.__class__ is str:
                return (found == wanted) is is_same
        return whole(scope)

    return run


def pair_evaluator(first: Part, second: Part, symbol: str, words: str) -> Evaluator:
    """What evaluates one comparison, and keeps both sides of it where it fails."""

    left, right, test = first.run, second.run, _ORDERS[symbol]
    is_same, is_of_texts = symbol == "==", symbol in ("==", "!=")

    def run(scope: Scope) -> Value:
        if scope.is_traced:
            return traced(scope)
        scope.budget -= 1  # as Scope.spend, without the call
        if scope.budget < 0:
            raise BudgetExceeded
        x, y = left(scope), right(scope)
        if x.__class__ is Number and y.__class__ is Number and x.dimension == y.dimension:
            return test(difference_sign(x.amount, y.amount), 0)
        if x.__class__ is str and y.__class__ is str and is_of_texts:
            return (x == y) is is_same
        return compared(symbol, x, y)

    def sides(scope: Scope) -> tuple[Value, Value]:
        return left(scope), right(scope)

    def traced(scope: Scope) -> Value:
        scope.spend()
        (x, y), reads = scope.unblamed(sides)
        result = compared(symbol, x, y)
        for part, value, other in ((first, x, y), (second, y, x)):
            if not part.path:
                scope.note(part.words, value, other)
        scope.note(words, result)
        if result is False:
            each = scope.local.get("each")
            at = each.pointer if each else ""
            is_told = y == "" and isinstance(x, str)  # a text that should have been empty says what is wrong
            told = Failure(words, at, denial=str(x)) if is_told else Failure(words, at, x, symbol, y)
            scope.evidence.failures.append(told._replace(reads=reads))
        return result

    return run


def refuse_none(compilation: Compilation, *sides: ast.expr) -> None:
    """ExpressionFault for 「无」 as a text: it is read as nothing, so no comparison with it ever holds."""
    for side in sides:
        if isinstance(side, ast.Constant) and side.value == NONE_TEXT:
            raise compilation.fault("expression-none-text", side)


def known_choice(compilation: Compilation, part: Part, other: ast.expr) -> str:
    """What a text beside a field with a fixed choice says ("" for others); one it can't have is refused."""
    choices = part.known.type.choices if part.known.type else {}
    texts = other.elts if isinstance(other, (ast.List, ast.Tuple)) else [other]
    for text in texts:
        if choices and isinstance(text, ast.Constant) and text.value not in choices:
            near = nearest(str(text.value), list(choices))
            raise compilation.fault(
                "expression-unknown-choice", text, near, field=part.words, choices=named_choices(choices)
            )
    said = [text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)]
    return "、".join(f"“{choices.get(text, text)}”" if text else "空" for text in said)


def membership(compilation: Compilation, symbol: str, left: ast.expr, right: ast.expr) -> Part:
    """``field in ["a", "b"]``, or ``field in path`` where the path is a list of texts."""
    refuse_none(compilation, *(right.elts if isinstance(right, (ast.List, ast.Tuple)) else ()))
    first = compilation.compile(left)
    compilation.want(first, "text", left)
    if isinstance(right, (ast.Name, ast.Attribute)):
        return listed(compilation, symbol, first, right)
    if not isinstance(right, (ast.List, ast.Tuple)):
        raise compilation.fault("expression-in-needs-list", right)
    texts = {
        item.value for item in right.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)
    }
    if not all(isinstance(item, ast.Constant) and isinstance(item.value, str) for item in right.elts):
        raise compilation.fault("expression-in-needs-list", right)
    said = known_choice(compilation, first, right)
    words = f"{first.words}{'是' if symbol == 'in' else '不是'}{said}{'之一' if len(texts) > 1 else ''}"

    def run(scope: Scope) -> Value:
        scope.spend()
        value = first.run(scope)
        return (value in texts) == (symbol == "in") if isinstance(value, str) else value

    return Part(stating(words, run), Known("boolean"), words, rank=LOOSE)


def listed(compilation: Compilation, symbol: str, first: Part, right: ast.expr) -> Part:
    """Whether a text is one of those that the record lists; unknown where it doesn't say which."""
    second = compilation.compile(right)
    element = second.known.type.item if second.known.type and second.known.sort == "list" else None
    if element is None or element.sort != "text":
        raise compilation.fault("expression-in-needs-list", right)
    words = f"{first.words}{'在' if symbol == 'in' else '不在'}{second.words}之中"

    def run(scope: Scope) -> Value:
        scope.spend()
        value, among = first.run(scope), second.run(scope)
        if isinstance(value, str) and isinstance(among, Listing):
            return any(each.data == value for each in among.elements) == (symbol == "in")
        return v.absent(value, among) or Unknown((Gap("", "填写的内容无法比较"),))

    return Part(stating(words, run), Known("boolean"), words, rank=LOOSE)


def compared(symbol: str, x: Value, y: Value) -> Value:
    """The truth of one comparison, Unknown or Nothing where an operand is, or where partial dates overlap."""
    if isinstance(x, Number) and isinstance(y, Number):
        if x.dimension != y.dimension:
            return v.unlike(x.dimension, y.dimension)
        if is_loose((x, y)):
            return loosely_compared(symbol, x, y)
        return _ORDERS[symbol](difference_sign(x.amount, y.amount), 0)
    if x.__class__ is not y.__class__:
        return v.absent(x, y) or Unknown((Gap("", "填写的内容无法比较"),))
    if isinstance(x, PartialDate) and isinstance(y, PartialDate):
        sure = compare_dates(symbol, x, y)
        return Unknown((Gap("", f"{x.text}和{y.text}没有写到日，无法比较先后"),)) if sure is None else sure
    if isinstance(x, (str, bool)) and symbol in ("==", "!="):
        return (x == y) == (symbol == "==")
    return v.absent(x, y) or Unknown((Gap("", "填写的内容无法比较"),))


def difference_sign(x: Fraction, y: Fraction) -> int:
    """Below, at or above 0 as x is to y, without the fraction that a subtraction would make."""
    return x.numerator * y.denominator - y.numerator * x.denominator


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
