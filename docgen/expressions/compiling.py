"""Parsing an expression, checking its paths and dimensions, and turning it into a chain of closures."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from docgen.expressions import values as v
from docgen.expressions.reading import BudgetExceeded, Scope, read_path, value_of
from docgen.expressions.types import Type
from docgen.expressions.values import Gap, Number, Thing, Unknown, Value
from docgen.quantities import MAX_DIGITS, Dimension, dimension_text, multiply, parse_unit
from docgen.wording import nearest

MAX_LENGTH = 2000
MAX_DEPTH = 40
Evaluator = Callable[[Scope], Value]


class ExpressionFault(Exception):
    """Why an expression is refused: ``code`` for messages.py, ``offset`` in the source, a suggestion."""

    def __init__(self, code: str, offset: int = 0, suggestion: str = "", **parameters: object) -> None:
        super().__init__(f"{code} {parameters}")
        self.code = code
        self.offset = offset
        self.suggestion = suggestion
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sub-expression before it runs: its sort, and a number's dimension (None: not known)."""

    sort: str
    dimension: Dimension | None = None
    type: Type | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A compiled sub-expression: how to evaluate it, what it will give, and its source."""

    run: Evaluator
    known: Known
    source: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression; ``paths`` are the dotted paths it reads, ``titles`` their labels."""

    source: str
    sort: str
    run: Evaluator
    paths: tuple[tuple[str, ...], ...]
    titles: Mapping[str, str]
    dimension: Dimension | None = None

    def evaluate(self, scope: Scope) -> Value:
        """Its value over a record; never raises for what the record holds."""
        try:
            return self.run(scope)
        except BudgetExceeded:
            return Unknown((Gap("", "计算步数超出限额"),))


def compile_expression(
    source: str,
    root: Type,
    locals_: Mapping[str, Type] | None = None,
    derived: Mapping[str, Dimension] | None = None,
    *,
    wanted: str = "",
) -> Expression:
    """Check an expression against the types of a record's kind and compile it.

    ``locals_`` are the types of ``item`` and ``each``; ``wanted`` a sort the result must have
    (``boolean`` for a condition). Raises ExpressionFault with the offset of what is wrong.
    """
    source = source.strip()
    tree = parse(source)
    compiler = Compiler(source, root, dict(locals_ or {}), dict(derived or {}))
    part = compiler.compile(tree.body)
    if wanted and part.known.sort != wanted:
        raise ExpressionFault("expression-wrong-sort", 0, wanted=wanted, found=part.known.sort, source=source)
    return Expression(source, part.known.sort, part.run, tuple(compiler.paths), compiler.titles, part.known.dimension)


def parse(source: str) -> ast.Expression:
    """The syntax tree of an expression within the caps of length, digits and depth."""
    if len(source) > MAX_LENGTH:
        raise ExpressionFault("expression-too-long", 0, limit=MAX_LENGTH)
    long_number = re.search(rf"\d{{{MAX_DIGITS + 1},}}", source)
    if long_number:
        raise ExpressionFault("expression-number-too-long", long_number.start(), limit=MAX_DIGITS)
    try:
        tree = ast.parse(source.replace("\n", " "), mode="eval")
    except SyntaxError as error:
        offset = max(0, (error.offset or 1) - 1)
        raise ExpressionFault("expression-syntax", offset, source=source, reason=error.msg) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionFault("expression-syntax", 0, source=source, reason="unreadable") from None
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH + 2):
        level = [inner for node in level for inner in ast.iter_child_nodes(node)]
        if not level:
            return tree
    raise ExpressionFault("expression-too-deep", 0, limit=MAX_DEPTH)


class Compiler:
    """One pass over a syntax tree: each method checks a kind of node and gives its Part."""

    def __init__(
        self, source: str, root: Type, locals_: dict[str, Type], derived: dict[str, Dimension]
    ) -> None:
        self.source = source.replace("\n", " ")
        self.encoded = self.source.encode("utf-8")
        self.root = root
        self.locals = locals_
        self.derived = derived
        self.paths: list[tuple[str, ...]] = []
        self.titles: dict[str, str] = {}

    def text(self, node: ast.AST) -> str:
        """The source of a node (ast counts UTF-8 bytes)."""
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
        return self.encoded[start:end].decode("utf-8")

    def fault(self, code: str, node: ast.AST, suggestion: str = "", **parameters: object) -> ExpressionFault:
        """A fault at a node."""
        offset = len(self.encoded[: getattr(node, "col_offset", 0)].decode("utf-8"))
        return ExpressionFault(code, offset, suggestion, source=self.text(node), **parameters)

    def compile(self, node: ast.expr) -> Part:
        """Any expression node; ExpressionFault for what the language doesn't have."""
        match node:
            case ast.Constant():
                return self.constant(node)
            case ast.Name() | ast.Attribute():
                return self.path(node)
            case ast.UnaryOp():
                return self.unary(node)
            case ast.BinOp():
                return self.arithmetic(node)
            case ast.BoolOp():
                return self.logic(node)
            case ast.Compare():
                return self.comparison(node)
            case ast.IfExp():
                return self.choice(node)
            case ast.Call():
                from docgen.expressions.functions import compile_call

                return compile_call(self, node)
        raise self.fault("expression-not-allowed", node)

    def constant(self, node: ast.Constant) -> Part:
        """A number (exact, from its digits), a text, True or False."""
        text = self.text(node)
        value: Value
        if isinstance(node.value, bool):
            value = node.value
            return Part(lambda scope: value, Known("boolean"), text)
        if isinstance(node.value, str):
            value = node.value
            return Part(lambda scope: value, Known("text"), text)
        if isinstance(node.value, (int, float)) and re.fullmatch(r"\d+(\.\d+)?", text):
            value = Number(Fraction(Decimal(text)), ())
            return Part(lambda scope: value, Known("number", ()), text)
        raise self.fault("expression-not-allowed", node)

    def path(self, node: ast.Name | ast.Attribute) -> Part:
        """A dotted path; its first name is item, each, an indicator, a derived value or a field of the record."""
        names = self.names(node)
        known, start, rest = self.resolve(names, node)
        self.paths.append(names)
        text = ".".join(names)
        if known.type is not None:
            self.titles[text] = known.type.title
        if start == "derived":
            name = names[0]
            return Part(lambda scope: scope.derived[name](scope), known, text, names)
        if start == "root":
            return Part(self.spent(lambda scope: read_path(scope, scope.root, rest)), known, text, names)
        if not rest:
            return Part(self.spent(lambda scope: value_of(scope, scope.local[start])), known, text, names)
        return Part(self.spent(lambda scope: read_path(scope, scope.local[start], rest)), known, text, names)

    @staticmethod
    def spent(run: Evaluator) -> Evaluator:
        """The evaluator, counted against the budget."""

        def counted(scope: Scope) -> Value:
            scope.spend()
            return run(scope)

        return counted

    def names(self, node: ast.expr) -> tuple[str, ...]:
        """The names of a dotted path; underscored names are refused like everything that smells of Python."""
        names: list[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            names.insert(0, inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            raise self.fault("expression-not-allowed", node)
        names.insert(0, inner.id)
        return tuple(names)

    def resolve(self, names: tuple[str, ...], node: ast.AST) -> tuple[Known, str, tuple[str, ...]]:
        """What a path gives, where it starts (root, derived, item, each), and the names from there."""
        first = names[0]
        indicators = self.root.fields.get("indicators")
        if first in self.locals:
            return self.walk(self.locals[first], names[1:], node), first, names[1:]
        if indicators and first in indicators.fields:
            return self.walk(indicators, names, node), "root", ("indicators", *names)
        if first in self.derived and len(names) == 1:
            return Known("number", self.derived[first]), "derived", names
        if first in self.root.fields:
            return self.walk(self.root, names, node), "root", names
        candidates = [*self.locals, *self.derived, *self.root.fields, *(indicators.fields if indicators else ())]
        raise self.fault("expression-unknown-name", node, nearest(first, candidates), name=first)

    def walk(self, start: Type, names: tuple[str, ...], node: ast.AST) -> Known:
        """Follow names through types, and through references into what they refer to."""
        kind = start
        for name in names:
            kind = self.referred(kind)
            found = kind.fields.get(name) or kind.entry
            if found is None:
                raise self.fault("expression-unknown-name", node, nearest(name, list(kind.fields)), name=name)
            kind = found
        target = self.referred(kind)
        if target.sort != "number":
            return Known(target.sort, None, target)
        unit = kind.unit if not kind.ref or kind.unit == "" else None
        return Known("number", None if unit is None else parse_unit(unit).dimension, kind)

    def referred(self, kind: Type) -> Type:
        """The type of what a reference refers to; the type itself where it isn't one."""
        if not kind.ref:
            return kind
        if kind.ref == "any":
            return Type("object")
        target = self.root.fields.get(kind.ref)
        return (target and (target.entry or target.item)) or kind

    def unary(self, node: ast.UnaryOp) -> Part:
        """not and the minus sign."""
        inner, text = self.compile(node.operand), self.text(node)
        if isinstance(node.op, ast.Not):
            self.want(inner, "boolean", node)

            def negate(scope: Scope) -> Value:
                value = inner.run(scope)
                return not value if isinstance(value, bool) else value

            return Part(negate, Known("boolean"), text)
        if not isinstance(node.op, ast.USub):
            raise self.fault("expression-not-allowed", node)
        self.want(inner, "number", node)

        def minus(scope: Scope) -> Value:
            value = inner.run(scope)
            if isinstance(value, Number):
                return Number(-value.amount, value.dimension, value.shown_in, value.places)
            return value

        return Part(minus, inner.known, text)

    def want(self, part: Part, sort: str, node: ast.AST) -> None:
        """Refuse a part of another sort than the operator takes."""
        if part.known.sort != sort:
            raise self.fault("expression-wrong-sort", node, wanted=sort, found=part.known.sort)

    def arithmetic(self, node: ast.BinOp) -> Part:
        """+ - * / of numbers, with their dimensions."""
        left, right, text = self.compile(node.left), self.compile(node.right), self.text(node)
        self.want(left, "number", node.left)
        self.want(right, "number", node.right)
        a, b = left.known.dimension, right.known.dimension
        result: Dimension | None
        match node.op:
            case ast.Add() | ast.Sub():
                self.alike(left, right, node)
                result = a if a is not None else b
                sign = 1 if isinstance(node.op, ast.Add) else -1

                def work(x: Number, y: Number) -> Value:
                    return v.add(x, y, sign)
            case ast.Mult():
                result, work = (None if a is None or b is None else multiply(a, b)), v.times
            case ast.Div():
                result, work = (None if a is None or b is None else multiply(a, b, -1)), v.over
            case _:
                raise self.fault("expression-not-allowed", node)

        def run(scope: Scope) -> Value:
            scope.spend()
            x, y = left.run(scope), right.run(scope)
            if isinstance(x, Number) and isinstance(y, Number):
                value = work(x, y)
            else:
                value = v.absent(x, y) or Unknown((Gap("", "填写的内容无法计算"),))
            scope.note(text, value)
            return value

        return Part(run, Known("number", result), text)

    def alike(self, left: Part, right: Part, node: ast.AST) -> None:
        """Refuse to add or compare unlike dimensions (人 and 人次)."""
        a, b = left.known.dimension, right.known.dimension
        if a is not None and b is not None and a != b:
            raise self.fault(
                "expression-unlike-units", node, left=dimension_text(a), right=dimension_text(b)
            )

    def logic(self, node: ast.BoolOp) -> Part:
        """and, or: every operand is evaluated, so that all that is missing is named at once."""
        parts = [self.compile(operand) for operand in node.values]
        for part, operand in zip(parts, node.values, strict=True):
            self.want(part, "boolean", operand)
        join = v.both if isinstance(node.op, ast.And) else v.either
        runs = tuple(part.run for part in parts)
        return Part(lambda scope: join([run(scope) for run in runs]), Known("boolean"), self.text(node))

    def comparison(self, node: ast.Compare) -> Part:
        """Chained comparisons; ``in`` takes a list of texts."""
        from docgen.expressions.comparisons import compile_pair

        operands = [node.left, *node.comparators]
        runs: list[Evaluator] = []
        for operator, left, right in zip(node.ops, operands, operands[1:], strict=False):
            runs.append(compile_pair(self, operator, left, right, node))
        if len(runs) == 1:
            return Part(runs[0], Known("boolean"), self.text(node))
        return Part(lambda scope: v.both([run(scope) for run in runs]), Known("boolean"), self.text(node))

    def choice(self, node: ast.IfExp) -> Part:
        """a if condition else b; unknown where the condition is."""
        test, yes, no = self.compile(node.test), self.compile(node.body), self.compile(node.orelse)
        self.want(test, "boolean", node.test)
        if yes.known.sort != no.known.sort:
            raise self.fault("expression-wrong-sort", node.orelse, wanted=yes.known.sort, found=no.known.sort)
        if yes.known.sort == "number":
            self.alike(yes, no, node)

        def run(scope: Scope) -> Value:
            condition = test.run(scope)
            if isinstance(condition, bool):
                return (yes if condition else no).run(scope)
            return condition

        return Part(run, yes.known, self.text(node))


def element_of(part: Part) -> Type | None:
    """The type of a list's elements, if the part is a list."""
    return part.known.type.item if part.known.type and part.known.sort == "list" else None


__all__ = ["Compiler", "Expression", "ExpressionFault", "Known", "Part", "Thing", "compile_expression"]
