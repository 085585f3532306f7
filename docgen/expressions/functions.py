"""The closed set of functions of the rule language, in one visible table."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from docgen.dates import PartialDate, parse_date
from docgen.expressions import values as v
from docgen.expressions.compiling import Compiler, Evaluator, Known, Part, element_of
from docgen.expressions.reading import Scope
from docgen.expressions.values import Gap, Listing, Nothing, Number, Unknown, Value
from docgen.quantities import Dimension, parse_unit, to_decimal
from docgen.wording import nearest

_DAYS: Dimension = (("天", 1),)
_MONTHS: Dimension = (("月", 1),)


def compile_call(compiler: Compiler, node: ast.Call) -> Part:
    """A call of one of FUNCTIONS; anything else is refused with the nearest name."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS:
        raise compiler.fault("expression-unknown-function", node, nearest(name, list(FUNCTIONS)), name=name)
    low, high, build = FUNCTIONS[name]
    if node.keywords or not low <= len(node.args) <= high:
        raise compiler.fault("expression-arguments", node, name=name, low=low, high=high)
    part = build(compiler, node, name)
    text = compiler.text(node)

    def run(scope: Scope) -> Value:
        scope.spend()
        value = part.run(scope)
        scope.note(text, value)
        return value

    return Part(run, part.known, text)


def over_list(compiler: Compiler, node: ast.Call, name: str) -> Part:
    """sum, count, all, any: over a list, with ``each`` as the element."""
    listing = compiler.compile(node.args[0])
    element = element_of(listing)
    if element is None:
        raise compiler.fault("expression-wrong-sort", node.args[0], wanted="list", found=listing.known.sort)
    inner: Part | None = None
    if len(node.args) == 2:
        outer = compiler.locals.get("each")
        compiler.locals["each"] = element
        inner = compiler.compile(node.args[1])
        if outer is None:
            del compiler.locals["each"]
        else:
            compiler.locals["each"] = outer
        compiler.want(inner, "number" if name == "sum" else "boolean", node.args[1])
    gather = {"all": v.both, "any": v.either, "count": counted, "sum": summed(inner)}[name]
    known = Known("boolean") if name in ("all", "any") else Known("number", ())
    if name == "sum" and inner is not None:
        known = inner.known

    def run(scope: Scope) -> Value:
        elements = listing.run(scope)
        if not isinstance(elements, Listing):
            return v.absent(elements) or Unknown((Gap("", "不是列表"),))
        if inner is None:
            return Number(Fraction(len(elements.elements)), ())
        results: list[Value] = []
        outer_each = scope.local.get("each")
        for element_thing in elements.elements:
            scope.local["each"] = element_thing
            results.append(inner.run(scope))
        if outer_each is None:
            scope.local.pop("each", None)
        else:
            scope.local["each"] = outer_each
        return gather(results)

    return Part(run, known, "")


def counted(results: list[Value]) -> Value:
    """How many are true; unknown while one of them is. What says 「无」 isn't counted."""
    if any(isinstance(result, Unknown) for result in results):
        return v.absent(*results) or False
    return Number(Fraction(sum(result is True for result in results)), ())


def summed(inner: Part | None) -> Callable[[list[Value]], Value]:
    """The sum of an expression over a list; 「无」 adds nothing, an unknown makes the sum unknown."""

    def gather(results: list[Value]) -> Value:
        total: Value | None = None
        for result in results:
            if isinstance(result, Unknown):
                return v.absent(*results) or result
            if isinstance(result, Number):
                total = v.add(total, result, 1) if isinstance(total, Number) else result
                if isinstance(total, Unknown):
                    return total
        return total or Number(Fraction(0), (inner.known.dimension if inner else None) or ())

    return gather


def arguments(compiler: Compiler, node: ast.Call, sort: str) -> list[Part]:
    """All arguments compiled, each of one sort."""
    parts = [compiler.compile(argument) for argument in node.args]
    for part, argument in zip(parts, node.args, strict=True):
        compiler.want(part, sort, argument)
    return parts


def of_numbers(parts: list[Part], work: Callable[[list[Number]], Value]) -> Evaluator:
    """An evaluator of numbers that passes on what is missing."""

    def run(scope: Scope) -> Value:
        values = [part.run(scope) for part in parts]
        numbers = [value for value in values if isinstance(value, Number)]
        if len(numbers) < len(values):
            return v.absent(*values) or Unknown((Gap("", "填写的内容无法计算"),))
        for number in numbers[1:]:
            if number.dimension != numbers[0].dimension:
                return v.unlike(numbers[0].dimension, number.dimension)
        return work(numbers)

    return run


def of_alike(compiler: Compiler, node: ast.Call, name: str) -> Part:
    """abs, min, max, near(a, b, tolerance): numbers of one dimension."""
    parts = arguments(compiler, node, "number")
    for part in parts[1:]:
        compiler.alike(parts[0], part, node)
    if name == "near":
        run = of_numbers(parts, lambda n: abs(n[0].amount - n[1].amount) <= n[2].amount)
        return Part(run, Known("boolean"), "")
    if name == "abs":
        run = of_numbers(parts, lambda n: Number(abs(n[0].amount), n[0].dimension, n[0].shown_in))
    else:
        pick = min if name == "min" else max
        run = of_numbers(parts, lambda n: pick(n, key=lambda number: number.amount))
    return Part(run, parts[0].known, "")


def rounds_to(compiler: Compiler, node: ast.Call, name: str) -> Part:
    """rounds_to(computed, stated): half up, at the precision that the stated value was written with."""
    parts = arguments(compiler, node, "number")
    compiler.alike(parts[0], parts[1], node)
    if not parts[1].path:
        raise compiler.fault("expression-needs-path", node.args[1], name=name)

    def work(numbers: list[Number]) -> Value:
        computed, stated = numbers
        factor = stated.shown_in.factor if stated.shown_in else Fraction(1)
        places = stated.places or 0
        return Fraction(to_decimal(computed.amount / factor, places)) == stated.amount / factor

    return Part(of_numbers(parts, work), Known("boolean"), "")


def of_dates(compiler: Compiler, node: ast.Call, name: str) -> Part:
    """days, months, working_days(a, b); start_of, end_of(date)."""
    parts = arguments(compiler, node, "date")
    work, known = {
        "days": (days, Known("number", _DAYS)),
        "months": (months, Known("number", _MONTHS)),
        "working_days": (working_days, Known("number", _DAYS)),
        "start_of": (lambda d: day(d[0].first), Known("date")),
        "end_of": (lambda d: day(d[0].last), Known("date")),
    }[name]

    def run(scope: Scope) -> Value:
        values = [part.run(scope) for part in parts]
        dates = [value for value in values if isinstance(value, PartialDate)]
        if len(dates) < len(values):
            return v.absent(*values) or Unknown((Gap("", "填写的日期无法识别"),))
        return work(dates)

    return Part(run, known, "")


def day(value: date) -> PartialDate:
    """A date to the day."""
    return PartialDate(value.isoformat(), value, value, "day")


def inexact(dates: list[PartialDate]) -> Unknown | None:
    """The Unknown for a date that isn't known to the day."""
    vague = [each.text for each in dates if not each.is_day]
    return Unknown((Gap("", f"日期{'、'.join(vague)}没有写到日"),)) if vague else None


def days(dates: list[PartialDate]) -> Value:
    """Days from the first date to the second."""
    return inexact(dates) or Number(Fraction((dates[1].first - dates[0].first).days), _DAYS, parse_unit("天"))


def months(dates: list[PartialDate]) -> Value:
    """Calendar months touched from the first date to the second."""
    first, last = dates[0].first, dates[1].last
    touched = (last.year - first.year) * 12 + last.month - first.month + 1
    return Number(Fraction(touched), _MONTHS, parse_unit("个月"))


def working_days(dates: list[PartialDate]) -> Value:
    """Chinese working days after the first date up to and with the second (public holidays and shifted days)."""
    vague = inexact(dates)
    if vague:
        return vague
    import chinese_calendar

    current, last, count = dates[0].first, dates[1].first, 0
    try:
        if (last - current).days > 3660:
            raise NotImplementedError
        while current < last:
            current += timedelta(days=1)
            count += bool(chinese_calendar.is_workday(current))
    except NotImplementedError:
        return Unknown((Gap("", f"没有{current.year}年的放假安排，无法计算工作日"),))
    return Number(Fraction(count), _DAYS, parse_unit("个工作日"))


def year_day(compiler: Compiler, node: ast.Call, name: str) -> Part:
    """year_day(date, "05-31"): that month and day in the year of a date."""
    part, text = compiler.compile(node.args[0]), node.args[1]
    compiler.want(part, "date", node.args[0])
    given = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else ""
    if parse_date(f"2001-{given}") is None or len(given) != 5:
        raise compiler.fault("expression-year-day", text)

    def run(scope: Scope) -> Value:
        value = part.run(scope)
        if not isinstance(value, PartialDate):
            return v.absent(value) or Unknown((Gap("", "填写的日期无法识别"),))
        return parse_date(f"{value.first.year:04d}-{given}") or Unknown((Gap("", "没有这一天"),))

    return Part(run, Known("date"), "")


def presence(compiler: Compiler, node: ast.Call, name: str) -> Part:
    """What the record gives at a path.

    has(x): true for a value, false for 「无」, unknown where it is missing or unknown; known(x): given and not
    unknown (「无」 is known); none(x): says 「无」; given(x): the field is there at all.
    """
    part = compiler.compile(node.args[0])
    if not part.path:
        raise compiler.fault("expression-needs-path", node.args[0], name=name)

    def run(scope: Scope) -> Value:
        value = part.run(scope)
        if name == "has":
            return value if isinstance(value, Unknown) else not isinstance(value, Nothing)
        if name == "none":
            return isinstance(value, Nothing)
        if name == "known":
            return not isinstance(value, Unknown)
        return not (isinstance(value, Unknown) and value.gaps and not value.gaps[0].reason)

    return Part(run, Known("boolean"), "")


def quantity(compiler: Compiler, node: ast.Call, name: str) -> Part:
    """quantity(1000, "元/人"): a literal with its unit."""
    number, unit = node.args
    if not isinstance(number, ast.Constant) or not isinstance(unit, ast.Constant) or not isinstance(unit.value, str):
        raise compiler.fault("expression-arguments", node, name=name, low=2, high=2)
    compiler.compile(number)
    measure = parse_unit(unit.value)
    digits = Decimal(compiler.text(number))
    value = Number(Fraction(digits) * measure.factor, measure.dimension, measure)
    return Part(lambda scope: value, Known("number", measure.dimension), "")


#: name -> least and most arguments, and what checks and builds the call
FUNCTIONS: dict[str, tuple[int, int, Callable[[Compiler, ast.Call, str], Part]]] = {
    "sum": (2, 2, over_list),
    "count": (1, 2, over_list),
    "all": (2, 2, over_list),
    "any": (2, 2, over_list),
    "abs": (1, 1, of_alike),
    "min": (2, 9, of_alike),
    "max": (2, 9, of_alike),
    "near": (3, 3, of_alike),
    "rounds_to": (2, 2, rounds_to),
    "days": (2, 2, of_dates),
    "months": (2, 2, of_dates),
    "working_days": (2, 2, of_dates),
    "start_of": (1, 1, of_dates),
    "end_of": (1, 1, of_dates),
    "year_day": (2, 2, year_day),
    "has": (1, 1, presence),
    "known": (1, 1, presence),
    "none": (1, 1, presence),
    "given": (1, 1, presence),
    "quantity": (2, 2, quantity),
}

__all__ = ["FUNCTIONS", "compile_call"]
