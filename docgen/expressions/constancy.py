"""Conditions that nothing in any record can decide: they hold, or fail, whatever it says.

What is proven is said and nothing else: a comparison of a thing with itself, of constants, of two sides
that differ by a constant (``x <= x + 1``), alternatives that leave no case out (``x != "a" or x != "b"``),
demands that nothing meets (``x > 5 and x < 3``), counts below zero. What the schema itself bounds is taken
into account where a pack is for one kind of record alone: what this one rules out, another may allow.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from docgen.dates import parse_date
from docgen.expressions.compiling import Compiler, parse
from docgen.expressions.list_functions import element_type
from docgen.expressions.parts import ExpressionFault, Part
from docgen.expressions.types import Type
from docgen.frozen import frozen
from docgen.quantities import number_text, parse_unit

#: nodes that read the record
_READ = (ast.Name, ast.Attribute)
#: whether a part always holds (or never does), and by what the schema says -> the code of the fault
_CODES = {
    (True, False): "expression-always", (True, True): "expression-always-bounded",
    (False, False): "expression-never", (False, True): "expression-never-bounded",
}  # fmt: skip
#: what a part demands: of which text or number, how it compares, and with what
Demand = tuple[str, type[ast.cmpop], Fraction | set[str]]
#: functions that never give less than zero
_NEVER_NEGATIVE = ("count", "abs", "working_days", "longest_gap")
#: an order of two numbers -> the same one read from the right, and its denial
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq,
}  # fmt: skip
_DENIED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@frozen
class Span:
    """What a number can be: from ``least`` to ``most``, without an end where that is None.

    ``limits`` says in words what the schema has to do with it; nothing where the functions alone do.
    """

    least: Fraction | None = None
    most: Fraction | None = None
    limits: tuple[str, ...] = ()

    def times(self, factor: Fraction) -> Span:
        """The span of so many times the number."""
        ends = [None if end is None else end * factor for end in (self.least, self.most)]
        least, most = ends if factor >= 0 else reversed(ends)
        return Span(least, most, self.limits)

    def plus(self, other: Span) -> Span:
        """The span of the sum of two numbers."""
        return Span(
            None if self.least is None or other.least is None else self.least + other.least,
            None if self.most is None or other.most is None else self.most + other.most,
            (*self.limits, *other.limits),
        )

    def holds(self, operator: type[ast.cmpop]) -> bool | None:
        """Whether a number of the span compares so with zero, whichever it is; None if it depends."""
        low, high = self.least, self.most
        below = high is not None and high < 0
        above = low is not None and low > 0
        answers: dict[type[ast.cmpop], tuple[bool, bool]] = {
            ast.Lt: (below, low is not None and low >= 0),
            ast.LtE: (high is not None and high <= 0, above),
            ast.Gt: (above, high is not None and high <= 0),
            ast.GtE: (low is not None and low >= 0, below),
            ast.Eq: (low == high == 0, below or above),
            ast.NotEq: (below or above, low == high == 0),
        }
        always, never = answers.get(operator, (False, False))
        return True if always else False if never else None


@dataclass
class Linear:
    """A number (a date counts its days) as constants times what the record gives, and a constant."""

    terms: dict[str, Fraction] = field(default_factory=dict)
    constant: Fraction = Fraction(0)

    def plus(self, other: Linear, factor: Fraction) -> Linear:
        """The sum with so many times another."""
        terms = dict(self.terms)
        for name, value in other.terms.items():
            terms[name] = terms.get(name, Fraction(0)) + factor * value
        return Linear(
            {name: value for name, value in terms.items() if value}, self.constant + factor * other.constant
        )


@dataclass
class Demands:
    """What the parts of an ``and`` demand together of one text, or of one number."""

    allowed: set[str] | None = None
    refused: set[str] = field(default_factory=set)
    #: the ends between which the number has to be, and whether it may be the end itself
    least: tuple[Fraction, bool] | None = None
    most: tuple[Fraction, bool] | None = None
    unlike: set[Fraction] = field(default_factory=set)

    def of_text(self, texts: set[str], *, is_one_of: bool) -> None:
        """Add that a text has to be one of some, or none of them."""
        if is_one_of:
            self.allowed = texts if self.allowed is None else self.allowed & texts
        else:
            self.refused |= texts

    def of_number(self, operator: type[ast.cmpop], value: Fraction) -> None:
        """Add that a number has to compare so with a value."""
        if operator is ast.NotEq:
            self.unlike.add(value)
        if operator in (ast.Gt, ast.GtE, ast.Eq):
            new = (value, operator is not ast.Gt)
            if self.least is None or (value, not new[1]) > (self.least[0], not self.least[1]):
                self.least = new
        if operator in (ast.Lt, ast.LtE, ast.Eq):
            new = (value, operator is not ast.Lt)
            if self.most is None or (value, new[1]) < (self.most[0], self.most[1]):
                self.most = new

    @property
    def are_met_by_nothing(self) -> bool:
        """Whether no text, no number is as demanded."""
        if self.allowed is not None and not self.allowed - self.refused:
            return True
        if self.least is None or self.most is None:
            return False
        (low, may_be_low), (high, may_be_high) = self.least, self.most
        is_point = low == high and may_be_low and may_be_high
        return low > high or (low == high and not is_point) or (is_point and low in self.unlike)


def refuse_constant(
    source: str,
    root: Type,
    locals_: Mapping[str, Type] | None = None,
    derived: Mapping[str, Type] | None = None,
    *,
    is_for_one_kind: bool = False,
) -> None:
    """ExpressionFault for a condition that always comes out the same, or for a part that does."""
    blank = len(source) - len(source.lstrip())
    compiler = Compiler(source.strip(), root, dict(locals_ or {}), dict(derived or {}))
    try:
        body = parse(compiler.source).body
        if isinstance(body, ast.Constant):
            raise compiler.fault("expression-constant", body)
        judge = _Judge(compiler, is_for_one_kind)
        if judge.truth(body) is not None:  # of parts that hold by the schema alone nothing is said
            judge.refuse(body, True, judge.limits)
    except ExpressionFault as fault:
        fault.offset += blank
        raise


class _Judge:
    """Goes through one condition; what is surely the same for every record is refused where it stands."""

    def __init__(self, compiler: Compiler, is_for_one_kind: bool) -> None:
        self.compiler = compiler
        self.is_for_one_kind = is_for_one_kind
        #: what is known of each number or date by its text; None for what is neither
        self.spans: dict[str, Span | None] = {}
        #: what the schema says that makes parts hold always
        self.limits: tuple[str, ...] = ()

    def refuse(self, node: ast.expr, holds: bool, limits: Iterable[str] = ()) -> None:
        """The fault of a part that always holds, or never."""
        said = "、".join(dict.fromkeys(limits))
        raise self.compiler.fault(_CODES[holds, bool(said)], node, limits=said)

    def truth(self, node: ast.expr) -> bool | None:
        """True for a part that always holds by the schema, else None; what never holds is refused."""
        match node:
            case ast.BoolOp():
                return self.joined(node)
            case ast.UnaryOp(op=ast.Not()):
                return self.denied(node)
            case ast.Compare():
                return self.compared(node)
            case ast.IfExp():
                self.truth(node.test)
                branches = [self.truth(each) for each in (node.body, node.orelse)]
                return True if all(branches) else None
            case ast.Call():
                return self.called(node)
        return None

    def joined(self, node: ast.BoolOp) -> bool | None:
        """and, or: parts that deny one another, or leave nothing out."""
        truths = [self.truth(each) for each in node.values]
        is_and = isinstance(node.op, ast.And)
        parts = [literal(each) for each in node.values]
        for part, holds in parts:
            if any(holds is not other and is_same(part, each) for each, other in parts):
                self.refuse(node, not is_and)
        # an or leaves nothing out where the denials of its parts can't all hold
        demanded = [demand for part, holds in parts for demand in self.demands(part, holds is is_and)]
        if are_met_by_nothing(demanded):
            self.refuse(node, not is_and)
        if is_and:
            return True if all(truths) else None
        return True if any(truths) else None

    def denied(self, node: ast.UnaryOp) -> bool | None:
        """not: what always holds by the schema never does."""
        if self.truth(node.operand):
            self.refuse(node, False, self.limits)
        return None

    def demands(self, node: ast.expr, holds: bool) -> Iterator[Demand]:
        """What a part demands of texts or numbers if it holds (or doesn't), where that is plain."""
        if not isinstance(node, ast.Compare) or (len(node.ops) > 1 and not holds):
            return
        sides = pairwise([node.left, *node.comparators])
        for operator, (left, right) in zip(node.ops, sides, strict=True):
            kind = type(operator) if holds else _DENIED.get(type(operator), type(operator))
            sides_of = [(left, right)]
            if kind not in (ast.In, ast.NotIn):  # a list on the right can hold several texts at once
                sides_of.append((right, left))
            for side, other in sides_of:
                texts = texts_of(other)
                if texts is not None:
                    yield ast.dump(side), kind, texts
            difference = self.difference(left, right) if kind in _MIRRORED else None
            if difference is None or not difference.terms:
                continue
            first = difference.terms[min(difference.terms)]
            scaled = Linear().plus(difference, 1 / first)
            form = repr(sorted(scaled.terms.items()))
            yield form, kind if first > 0 else _MIRRORED[kind], -scaled.constant

    def compared(self, node: ast.Compare) -> bool | None:
        """Comparisons, chained or not."""
        found: list[bool | None] = []
        for operator, (left, right) in zip(node.ops, pairwise([node.left, *node.comparators]), strict=True):
            if is_same(left, right):
                raise self.compiler.fault("expression-same-sides", node)
            if is_constant(left) and is_constant(right):
                raise self.compiler.fault("expression-constant", node)
            for side in (left, right):
                self.looked_into(side)
            found.append(self.pair(node, type(operator), left, right))
        if len(found) > 1 and are_met_by_nothing(self.demands(node, True)):
            self.refuse(node, False)
        return True if all(found) else None

    def pair(
        self, node: ast.Compare, operator: type[ast.cmpop], left: ast.expr, right: ast.expr
    ) -> bool | None:
        """One comparison of two numbers or dates; True where it holds by the schema, or beside others."""
        difference = self.difference(left, right) if operator in _MIRRORED else None
        if difference is None:
            return None
        span = Span(difference.constant, difference.constant)
        for name, factor in difference.terms.items():
            span = span.plus((self.spans[name] or Span()).times(factor))
        holds = span.holds(operator)
        if holds is False or (holds and not span.limits and len(node.ops) == 1):
            self.refuse(node, holds, span.limits)
        if holds:
            self.limits += span.limits
        return holds

    def looked_into(self, node: ast.expr) -> None:
        """Judge the conditions inside a number: count(list, condition), a if condition else b."""
        match node:
            case ast.Call():
                self.called(node)
            case ast.BinOp():
                self.looked_into(node.left)
                self.looked_into(node.right)
            case ast.UnaryOp():
                self.looked_into(node.operand)
            case ast.IfExp():
                self.truth(node.test)
                self.looked_into(node.body)
                self.looked_into(node.orelse)

    def called(self, node: ast.Call) -> bool | None:
        """A call: what is asked of each element, what is never 「无」, how near two numbers are."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        match name:
            case "all" | "any" | "count" | "sum" if len(node.args) == 2:
                return self.on_each(name, node)
            case "none":
                self.refuse_no_none(node)
            case "near":
                self.refuse_near(node)
            case "min" | "max" | "abs" | "rounds_to" | "multiple_of":
                for each in node.args:
                    self.looked_into(each)
        return None

    def on_each(self, name: str, node: ast.Call) -> bool | None:
        """What is said of each element of a list; ``all`` of what always holds does, too."""
        listing = self.compiler.compile(node.args[0]).known.type
        element = element_type(listing) if listing else None
        if element is None:
            return None
        outer, spans = self.compiler.locals.get("each"), self.spans
        self.compiler.locals["each"], self.spans = element, {}
        try:
            if name == "sum":
                self.looked_into(node.args[1])
                return None
            truth = self.truth(node.args[1])
        finally:
            del self.compiler.locals["each"]
            self.spans = spans
            if outer is not None:
                self.compiler.locals["each"] = outer
        return truth if name == "all" else None

    def refuse_no_none(self, node: ast.Call) -> None:
        """Refuse to ask for 「无」 where no value on the way may be that."""
        names = self.compiler.names(node.args[0])
        indicators = self.compiler.root.fields.get("indicators")
        first = names[0]
        if not self.is_for_one_kind or first in self.compiler.derived:
            return
        if first in self.compiler.locals:
            types, rest = [self.compiler.locals[first]], names[1:]
        elif indicators and first in indicators.fields:
            types, rest = [indicators], names
        else:
            types, rest = [self.compiler.root], names
        for each in rest:
            inner = types[-1].fields.get(each) or types[-1].entry
            if inner is None:
                return
            types.append(inner)
        value = types[-1].fields.get("value")
        if not any(each.ref or each.may_be_none for each in (*types, *([value] if value else ()))):
            raise self.compiler.fault("expression-no-none", node)

    def refuse_near(self, node: ast.Call) -> None:
        """Refuse two numbers that are always as near, and a distance below zero."""
        difference, limit = self.difference(node.args[0], node.args[1]), self.linear(node.args[2])
        if limit is None or limit.terms:
            return
        if limit.constant < 0:
            self.refuse(node, False)
        if difference is not None and not difference.terms:
            self.refuse(node, abs(difference.constant) <= limit.constant)

    # --- numbers

    def difference(self, left: ast.expr, right: ast.expr) -> Linear | None:
        """The left number or date less the right one; None for anything else."""
        first = self.linear(left)
        second = None if first is None else self.linear(right)
        return None if first is None or second is None else first.plus(second, Fraction(-1))

    def linear(self, node: ast.expr) -> Linear | None:
        """A number or date as a sum; None where it is neither."""
        match node:
            case ast.Constant(value=bool()) | ast.Constant(value=str()) | ast.List() | ast.Tuple():
                return None
            case ast.Constant():
                return Linear({}, Fraction(self.compiler.text(node)))
            case ast.UnaryOp(op=ast.USub()):
                inner = self.linear(node.operand)
                return None if inner is None else Linear().plus(inner, Fraction(-1))
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                left, right = self.linear(node.left), self.linear(node.right)
                sign = Fraction(1 if isinstance(node.op, ast.Add) else -1)
                return None if left is None or right is None else left.plus(right, sign)
            case ast.BinOp(op=ast.Mult() | ast.Div()):
                return self.product(node)
            case ast.Call(func=ast.Name(id="quantity"), args=[number, ast.Constant(value=unit)]):
                factor = parse_unit(str(unit)).factor
                return Linear({}, Fraction(self.compiler.text(number)) * factor)
            case ast.Call(func=ast.Name(id="date"), args=[ast.Constant(value=text)]):
                day = parse_date(str(text))
                return None if day is None else Linear({}, Fraction(day.first.toordinal()))
        return self.term(node)

    def product(self, node: ast.BinOp) -> Linear | None:
        """A product or quotient: a sum where one side is a constant, else a term of its own."""
        left, right = self.linear(node.left), self.linear(node.right)
        if left is None or right is None:
            return None
        if not right.terms and isinstance(node.op, ast.Mult):
            return Linear().plus(left, right.constant)
        if not right.terms and right.constant:
            return Linear().plus(left, 1 / right.constant)
        if not left.terms and isinstance(node.op, ast.Mult):
            return Linear().plus(right, left.constant)
        return self.term(node)

    def term(self, node: ast.expr) -> Linear | None:
        """A number or date that the record gives, under its own text."""
        name = ast.dump(node)
        if name not in self.spans:
            part = self.compiler.compile(node)
            is_amount = part.known.sort in ("number", "date")
            self.spans[name] = self.span(node, part) if is_amount else None
        return None if self.spans[name] is None else Linear({name: Fraction(1)})

    def span(self, node: ast.expr, part: Part) -> Span:
        """What is known of a number that the record gives."""
        called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if called in _NEVER_NEGATIVE:
            return Span(Fraction(0))
        type_ = part.known.type
        if called == "or_zero" or not isinstance(node, _READ) or type_ is None or not self.is_for_one_kind:
            return Span()
        if part.known.sort != "number" or type_.ref or type_.unit is None:
            return Span()
        factor, unit = parse_unit(type_.unit).factor, parse_unit(type_.unit).text
        limits: list[str] = []
        ends: list[Fraction | None] = []
        for sign, end in (("≥", type_.least), ("≤", type_.most)):
            ends.append(None if end is None else Fraction(end) * factor)
            if end is not None:
                limits.append(f"{part.words} {sign} {number_text(end)}{unit}")
        return Span(ends[0], ends[1], tuple(limits))


def literal(node: ast.expr) -> tuple[ast.expr, bool]:
    """A part without the ``not`` in front of it, and whether it is meant to hold."""
    holds = True
    while isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node, holds = node.operand, not holds
    return node, holds


def are_met_by_nothing(demanded: Iterable[Demand]) -> bool:
    """Whether demands on texts and numbers leave one of them no value at all."""
    found: dict[str, Demands] = {}
    for name, operator, value in demanded:
        demands = found.setdefault(name, Demands())
        if isinstance(value, Fraction):
            demands.of_number(operator, value)
        elif operator in (ast.Eq, ast.In):
            demands.of_text(value, is_one_of=True)
        elif operator in (ast.NotEq, ast.NotIn):
            demands.of_text(value, is_one_of=False)
    return any(demands.are_met_by_nothing for demands in found.values())


def texts_of(node: ast.expr) -> set[str] | None:
    """The texts that something is compared with; None where it is anything else."""
    several = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    texts = {each.value for each in several if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return texts if len(texts) == len(several) else None


def is_same(left: ast.expr, right: ast.expr) -> bool:
    """Whether two parts say the same."""
    return type(left) is type(right) and ast.dump(left) == ast.dump(right)


def is_constant(node: ast.expr) -> bool:
    """Whether an expression reads nothing of the record."""
    functions = {id(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
    return not any(isinstance(each, ast.Name) and id(each) not in functions for each in ast.walk(node))
