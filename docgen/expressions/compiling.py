"""Parsing an expression, checking its paths and dimensions, and turning it into a chain of closures."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from docgen.dates import PartialDate
from docgen.expressions import values as v
from docgen.expressions.comparisons import compile_comparison
from docgen.expressions.functions import compile_call
from docgen.expressions.parts import (
    ATOM,
    LOOSE,
    PRODUCT,
    SUM,
    Compilation,
    Evaluator,
    ExpressionFault,
    Known,
    Part,
    stating,
)
from docgen.expressions.ranges import loosely, loosely_minus
from docgen.expressions.reading import reader
from docgen.expressions.scopes import BudgetExceeded, Scope
from docgen.expressions.types import Type, meant, named_fields
from docgen.expressions.values import Gap, Listing, Nothing, Number, Range, Thing, Unknown, Value
from docgen.frozen import frozen
from docgen.patterns import lazy
from docgen.quantities import MAX_DIGITS, Dimension, multiply, parse_unit

#: the name of the day that decides what is overdue
AS_OF = "as_of"
MAX_LENGTH = 2000
MAX_DEPTH = 60

#: marks that an input method writes -> those of the language
CHINESE_MARKS = {
    "（": "(", "）": ")", "，": ",", "。": ".", "．": ".", "“": '"', "”": '"', "‘": "'", "’": "'", "＂": '"',
    "：": ":", "；": ";", "、": ",", "＜": "<", "＞": ">", "＝": "=", "≤": "<=", "≥": ">=", "≠": "!=",
    "！": "!",
    "＋": "+", "－": "-", "—": "-", "×": "*", "＊": "*", "÷": "/", "／": "/", "【": "[", "】": "]",
    "％": "%",
}  # fmt: skip
#: signs and words of other languages, and of people -> those of this one
OTHER_SIGNS = {
    "=<": "<=", "=>": ">=", "<>": "!=", "=": "==", "&&": "and", "||": "or", "!": "not",
    "AND": "and", "And": "and", "OR": "or", "Or": "or", "NOT": "not", "Not": "not", "或": "or", "或者": "or",
    "且": "and", "并且": "and", "而且": "and", "不是": "not", "等于": "==", "大于": ">", "小于": "<",
    "不大于": "<=", "不小于": ">=", "不等于": "!=", "　": " ", "\u00a0": " ",
}  # fmt: skip
_OTHER_SIGN = lazy(r"=[<>]|<>|(?<![=<>!])(?<![=<>!] )=(?!=)|&&|\|\||!(?!=)|[　\u00a0]|[^\W\d]+")
_ALONE = lazy(r"(?<![=<>!])=(?!=)")
_IF = lazy(r"(if|如果|若)\b|如果|若")
#: what is looked for before Python's parser sees the text: texts are passed over; a comment would swallow
#: what follows it, an escape hides what a text says, and a number that runs into a word only gets a warning
_LEXICAL = lazy(
    r"""(?P<text>"[^"\\]*"|'[^'\\]*')|(?P<open>["'](?=[^\\]*\Z))|"""
    rf"(?P<mark>[{''.join(CHINESE_MARKS)}])|"
    r"(?P<date>(?<![\w.])[12]\d{3}-\d{1,2}-\d{1,2}(?!\w))|"
    rf"(?P<long>\d{{{MAX_DIGITS + 1},}})|"
    r"(?P<percent>(?<![\w.])\d+(\.\d+)?%(?!\s*[\w(.]))|"
    r"(?P<measured>(?<![\w.])\d+(\.\d+)?[^\W\da-zA-Z_][^\W\d]*)|"
    r"(?P<refused>[#\\]|(?<![\w.])\d[\d.]*[^\W\d])"
)
#: what is written for a value that there isn't, or for a truth -> how it is said
NO_NAMES = {"无": "none(…)", "null": "known(…)", "未知": "known(…)", "true": "True", "false": "False"}
_NUMBER = lazy(r"[0-9]+(\.[0-9]+)?")
#: sort -> the Python types of its values, and what is missing; another type was never what the field is for
_TYPES: dict[str, frozenset[type]] = {
    "number": frozenset((Number, Range, Unknown, Nothing)),
    "date": frozenset((PartialDate, str, Unknown, Nothing)),
    "text": frozenset((str, Unknown, Nothing)),
    "boolean": frozenset((bool, Unknown, Nothing)),
    "list": frozenset((Listing, Unknown, Nothing)),
    "object": frozenset((Thing, Unknown, Nothing)),
}


@frozen
class Expression:
    """A checked expression: ``paths`` are the dotted paths it reads, ``words`` what it says in Chinese."""

    source: str
    sort: str
    run: Evaluator
    paths: tuple[tuple[str, ...], ...]
    words: str
    dimension: Dimension | None = None
    type: Type | None = None

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
    derived: Mapping[str, Type] | None = None,
    *,
    wanted: str = "",
) -> Expression:
    """Check an expression against the types of a record's kind and compile it.

    ``locals_`` are the types of ``item`` and ``each``, ``derived`` those of the kind's derived values;
    ``wanted`` is a sort the result must have (``boolean`` for a condition). Raises ExpressionFault with
    the offset of what is wrong.
    """
    blank = len(source) - len(source.lstrip())
    try:
        tree = parse(source.strip())
        compiler = Compiler(source.strip(), root, dict(locals_ or {}), dict(derived or {}))
        part = compiler.compile(tree.body)
        if wanted:
            compiler.want(part, wanted, tree.body)
    except ExpressionFault as fault:
        fault.offset += blank
        raise
    known = part.known
    return Expression(
        source.strip(), known.sort, part.run, tuple(compiler.paths), part.words, known.dimension, known.type
    )


def parse(source: str) -> ast.Expression:
    """The syntax tree of an expression within the caps of length and digits."""
    if len(source) > MAX_LENGTH:
        raise ExpressionFault("expression-too-long", 0, limit=MAX_LENGTH)
    for match in _LEXICAL.finditer(source):
        if match.lastgroup == "long":
            raise ExpressionFault("expression-number-too-long", match.start(), limit=MAX_DIGITS)
        if match.lastgroup == "open":
            raise ExpressionFault("expression-quote-missing", match.start(), mark=match[0])
        if match.lastgroup == "mark":
            right = CHINESE_MARKS[match[0]]
            raise ExpressionFault("expression-chinese-mark", match.start(), mark=match[0], right=right)
        if match.lastgroup == "date":
            raise ExpressionFault("expression-bare-date", match.start(), found=match[0])
        if match.lastgroup == "percent":
            raise ExpressionFault("expression-percent", match.start(), source=match[0])
        if match.lastgroup == "measured":
            number = re.match(r"[0-9.]+", match[0])
            if number:
                parts = {"number": number[0], "unit": match[0][number.end() :]}
                raise ExpressionFault("expression-number-with-unit", match.start(), source=match[0], **parts)
        if match.lastgroup == "refused":
            raise ExpressionFault("expression-not-allowed", match.start(), source=match[0])
    try:
        # a condition may be broken into lines; to Python's parser it is one
        return ast.parse(source.replace("\n", " "), mode="eval")
    except SyntaxError as error:
        # what ends too early has its fault at the end
        offset = min((error.offset or len(source) + 1) - 1, len(source))
        raise misread(source, offset, error.msg) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionFault("expression-syntax", 0, source=source) from None


def misread(source: str, offset: int, reason: str) -> ExpressionFault:
    """What is wrong where Python's parser could not go on."""
    if "meant '=='" in reason or 'meant "=="' in reason:  # Python tells where the name before it begins
        offset = next((at.start() for at in _ALONE.finditer(source, offset)), offset)
    if _IF.match(source, offset):
        return ExpressionFault("expression-if", offset, source=source[offset:])
    before = source[:offset].rstrip()
    word = len(before) - len(before.split()[-1]) if before else 0  # where the word before begins
    for at in (offset, max(offset - 1, 0), word):
        found = _OTHER_SIGN.match(source, at)
        if found and found[0] in OTHER_SIGNS:
            return ExpressionFault(
                "expression-other-sign", found.start(), mark=found[0], right=OTHER_SIGNS[found[0]]
            )
    if "never closed" in reason or reason.startswith("unmatched"):
        return ExpressionFault("expression-bracket-alone", offset, mark=source[offset : offset + 1])
    if not source[offset:].strip():
        return ExpressionFault("expression-cut-short", offset)
    return ExpressionFault("expression-syntax", offset, source=source[offset:])


class Compiler(Compilation):
    """One pass over a syntax tree: each method checks a kind of node and gives its Part."""

    depth = 0

    def compile(self, node: ast.expr) -> Part:
        """Any expression node; ExpressionFault for what the language doesn't have."""
        if self.depth >= MAX_DEPTH:
            raise self.fault("expression-too-deep", node, limit=MAX_DEPTH)
        self.depth += 1
        part = self.part(node)
        self.depth -= 1
        return part

    def part(self, node: ast.expr) -> Part:
        """The part for a node, by its class."""
        match node:
            case ast.Name() | ast.Attribute():
                return self.path(node)
            case ast.Compare():
                return compile_comparison(self, node)
            case ast.BoolOp():
                return self.logic(node)
            case ast.Call():
                return compile_call(self, node)
            case ast.BinOp():
                return self.arithmetic(node)
            case ast.Constant():
                return self.constant(node)
            case ast.UnaryOp(op=ast.Not()):
                return self.negation(node)
            case ast.UnaryOp(op=ast.USub()):
                return self.minus(node)
            case ast.IfExp():
                return self.choice(node)
        raise self.fault("expression-not-allowed", node)

    def constant(self, node: ast.Constant) -> Part:
        """A number (exact, from its digits), a text, True or False."""
        text = self.text(node)
        value: Value
        if isinstance(node.value, bool):
            value = node.value
            return Part(lambda scope: value, Known("boolean"), "是" if value else "否")
        if isinstance(node.value, str):
            value = node.value
            return Part(lambda scope: value, Known("text"), f"“{value}”")
        if isinstance(node.value, (int, float)) and _NUMBER.fullmatch(text):
            value = Number(Fraction(Decimal(text)), ())
            return Part(lambda scope: value, Known("number", ()), text)
        raise self.fault("expression-not-allowed", node)

    def path(self, node: ast.Name | ast.Attribute) -> Part:
        """A dotted path; it begins with item, each, an indicator, a derived value or a record's field."""
        names = self.names(node)
        self.paths.append(names)
        first = names[0]
        indicators = self.root.fields.get("indicators")
        if first in self.locals:
            return self.local_path(names, node)
        if indicators and first in indicators.fields:
            return self.root_path(("indicators", *names), node, indicators, names)
        if first in self.derived and len(names) == 1:
            return self.derived_path(first)
        if names == (AS_OF,):
            return as_of_part()
        if first in self.root.fields:
            return self.root_path(names, node, self.root, names)
        if first in ("item", "each"):
            is_other = first == "item" and "each" in self.locals
            code = "expression-item-alone" if first == "item" else "expression-each-alone"
            raise self.fault(code, node, "each" if is_other else "", name=first)
        if first in NO_NAMES:
            raise self.fault("expression-unknown-name", node, NO_NAMES[first], name=first)
        fields = {**(indicators.fields if indicators else {}), **self.root.fields, **self.derived}
        near = meant(first, fields, (AS_OF, *self.locals))
        raise self.fault("expression-unknown-name", node, near, name=first)

    def derived_path(self, name: str) -> Part:
        """A derived value, calculated anew where it is used."""
        type_ = self.derived[name]
        known = Known("number", parse_unit(type_.unit or "").dimension)
        return Part(lambda scope: scope.derived[name](scope), known, type_.title or name)

    def local_path(self, names: tuple[str, ...], node: ast.AST) -> Part:
        """A path from ``item`` or ``each``."""
        start, rest = names[0], names[1:]
        own = self.locals[start]
        known, titles = self.walk(own, rest, node)
        run = reader(own, rest, _TYPES[known.sort], start)
        return Part(run, known, "的".join(titles) or self.locals[start].title or "该项", names)

    def root_path(self, rest: tuple[str, ...], node: ast.AST, start: Type, names: tuple[str, ...]) -> Part:
        """A path from the record as a whole, or from its indicators."""
        known, titles = self.walk(start, names, node)
        return Part(reader(self.root, rest, _TYPES[known.sort]), known, "的".join(titles), names)

    def names(self, node: ast.expr) -> tuple[str, ...]:
        """The names of a dotted path; what has anything but names in it is refused."""
        names: list[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            names.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name) or len(names) > MAX_DEPTH:
            raise self.fault("expression-not-allowed", node)
        return (inner.id, *reversed(names))

    def walk(self, start: Type, names: tuple[str, ...], node: ast.AST) -> tuple[Known, list[str]]:
        """What a path gives, through references into what they refer to; and the titles along it."""
        type_ = start
        titles: list[str] = []
        for name in names:
            type_ = self.referred(type_)
            found = type_.fields.get(name) or type_.entry
            if found is None and type_.sort == "list":
                raise self.fault("expression-list-path", node, name=".".join(titles) or name)
            if found is None and type_.fields:
                raise self.fault(
                    "expression-unknown-field", node, meant(name, type_.fields), name=name,
                    holder="的".join(titles) or start.title, fields=named_fields(type_.fields),
                )  # fmt: skip
            if found is None:
                holder = "的".join(titles) or start.title or name
                raise self.fault("expression-no-fields", node, name=name, holder=holder)
            type_ = found
            titles.append(type_.title or name)
        target = self.referred(type_)
        if target.sort != "number":
            return Known(target.sort, None, target), titles
        unit = type_.unit if not type_.ref or type_.unit == "" else None
        return Known("number", None if unit is None else parse_unit(unit).dimension, type_), titles

    def referred(self, type_: Type) -> Type:
        """The type of what a reference refers to; the type itself where it isn't one."""
        if not type_.ref:
            return type_
        if type_.ref == "any":
            return Type("object")
        target = self.root.fields.get(type_.ref)
        return (target and (target.entry or target.item)) or type_

    def negation(self, node: ast.UnaryOp) -> Part:
        """not: true for false, false for true, and what is missing stays missing."""
        inner = self.compile(node.operand)
        self.want(inner, "boolean", node)

        def run(scope: Scope) -> Value:
            value = inner.run(scope)
            return not value if isinstance(value, bool) else value

        words = f"并非{inner.within(ATOM)}"
        return Part(stating(words, run, inner.words), Known("boolean"), words)

    def minus(self, node: ast.UnaryOp) -> Part:
        """The minus sign."""
        inner = self.compile(node.operand)
        self.want(inner, "number", node)

        def run(scope: Scope) -> Value:
            value = inner.run(scope)
            if isinstance(value, Range):
                return loosely_minus(value)
            if isinstance(value, Number):
                return Number(-value.amount, value.dimension, value.shown_in, value.places)
            return value

        return Part(run, Known("number", inner.known.dimension), f"－{inner.within(PRODUCT)}", rank=PRODUCT)

    def arithmetic(self, node: ast.BinOp) -> Part:
        """+ - * / of numbers, with their dimensions."""
        left, right = self.compile(node.left), self.compile(node.right)
        if "date" in (left.known.sort, right.known.sort):
            raise self.fault("expression-date-arithmetic", node)
        self.want(left, "number", node.left)
        self.want(right, "number", node.right)
        match node.op:
            case ast.Add():
                return calculation(left, right, "＋", self.alike(left, right, node), v.plus)
            case ast.Sub():
                return calculation(left, right, "－", self.alike(left, right, node), v.less)
            case ast.Mult():
                return calculation(left, right, "×", product_of(left, right, 1), v.times)
            case ast.Div():
                return calculation(left, right, "÷", product_of(left, right, -1), v.over)
        raise self.fault("expression-not-allowed", node)

    def logic(self, node: ast.BoolOp) -> Part:
        """and, or: all that is missing is named at once, so only what decides alone ends the evaluation."""
        parts = [self.compile(operand) for operand in node.values]
        for part, operand in zip(parts, node.values, strict=True):
            self.want(part, "boolean", operand)
        is_and = isinstance(node.op, ast.And)
        join, decisive = (v.both, False) if is_and else (v.either, True)
        runs = [part.run for part in parts]
        words = ("，且" if is_and else "，或").join(part.words for part in parts)

        def run(scope: Scope) -> Value:
            if scope.is_traced:
                return scope.joined(runs, join)
            lacking: list[Value] = []
            for each in runs:
                value = each(scope)
                if value is decisive:
                    return decisive
                if value.__class__ is not bool:
                    lacking.append(value)
            return join(lacking) if lacking else not decisive

        return Part(run, Known("boolean"), words, rank=LOOSE)

    def choice(self, node: ast.IfExp) -> Part:
        """a if condition else b; unknown where the condition is."""
        test, yes, no = self.compile(node.test), self.compile(node.body), self.compile(node.orelse)
        self.want(test, "boolean", node.test)
        sort = yes.known.sort
        if sort in ("list", "object"):
            raise self.fault("expression-not-allowed", node)
        self.want(no, sort, node.orelse)
        dimension = self.alike(yes, no, node) if sort == "number" else None

        def run(scope: Scope) -> Value:
            if not scope.is_traced:
                condition = test.run(scope)
                return (yes if condition else no).run(scope) if isinstance(condition, bool) else condition
            condition, reads = scope.unblamed(test.run)
            if not isinstance(condition, bool):
                return condition
            failures = scope.evidence.failures
            before = len(failures)
            value = (yes if condition else no).run(scope)
            # that this way was taken tells of the condition
            failures[before:] = [each._replace(reads=(*reads, *each.reads)) for each in failures[before:]]
            return value

        words = f"（若{test.words}则取{yes.words}，否则取{no.words}）"
        return Part(run, Known(sort, dimension), words)


def as_of_part() -> Part:
    """The day as of which the record is judged; unknown where neither the caller nor the record says it."""
    words = "核查日期"

    def run(scope: Scope) -> Value:
        scope.spend()
        return scope.as_of or Unknown((Gap("", "没有核查日期"),))

    return Part(run, Known("date"), words)


def calculation(
    left: Part, right: Part, sign: str, dimension: Dimension | None, work: Callable[[Number, Number], Value]
) -> Part:
    """The part for one operation on two numbers; what is missing in either makes it missing."""
    rank = SUM if sign in "＋－" else PRODUCT
    words = f"{left.within(rank)}{sign}{right.within(rank if sign in '＋×' else rank + 1)}"

    def run(scope: Scope) -> Value:
        scope.spend()
        x, y = left.run(scope), right.run(scope)
        if x.__class__ is Number and y.__class__ is Number:
            value = work(x, y)
        elif isinstance(x, Number) and isinstance(y, Number):
            value = loosely(work, x, y)
        else:
            value = v.absent(x, y) or Unknown((Gap("", "填写的内容无法计算"),))
        if scope.is_traced:
            scope.note(words, value)
        return value

    return Part(run, Known("number", dimension), words, rank=rank)


def product_of(left: Part, right: Part, sign: int) -> Dimension | None:
    """The dimension of a product (sign 1) or quotient (-1), as far as it is known."""
    a, b = left.known.dimension, right.known.dimension
    return None if a is None or b is None else multiply(a, b, sign)
