"""The closed set of functions of the rule language, in one visible table."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from docgen.dates import PartialDate, parse_date
from docgen.expressions import values as v
from docgen.expressions.parts import ATOM, LOOSE, Compilation, Evaluator, Known, Part, stating
from docgen.expressions.scopes import MAX_ELEMENTS, Scope
from docgen.expressions.values import Gap, Listing, Nothing, Number, Unknown, Value
from docgen.quantities import Dimension, number_text, parse_unit, to_decimal
from docgen.wording import nearest

_DAYS: Dimension = (("天", 1),)
_MONTHS: Dimension = (("月", 1),)
#: what a function of lists, numbers or dates says in Chinese, from the words of its arguments
_LIST_WORDS = {
    "sum": "{0}各项的{1}之和",
    "count": "{0}中“{1}”的项数",
    "all": "{0}每一项都满足：{1}",
    "any": "{0}有一项满足：{1}",
}
_DATE_WORDS = {
    "days": "{0}到{1}的天数",
    "months": "{0}到{1}的月数",
    "working_days": "{0}到{1}的工作日数",
    "start_of": "{0}的首日",
    "end_of": "{0}的末日",
}
_PRESENCE_WORDS = {"has": "已写明{0}且不为“无”", "none": "{0}为“无”", "known": "已写明{0}", "given": "填写了{0}一项"}


def compile_call(compilation: Compilation, node: ast.Call) -> Part:
    """A call of one of FUNCTIONS; anything else is refused with the nearest name."""
    if not isinstance(node.func, ast.Name):
        raise compilation.fault("expression-not-allowed", node)
    name = node.func.id
    if name not in FUNCTIONS:
        raise compilation.fault("expression-unknown-function", node, nearest(name, list(FUNCTIONS)), name=name)
    low, high, build = FUNCTIONS[name]
    if node.keywords or not low <= len(node.args) <= high:
        raise compilation.fault("expression-arguments", node, name=name, low=low, high=high)
    return build(compilation, node, name)


def counted(part: Part) -> Part:
    """The part of a call: a step against the budget, and one in the working."""

    def run(scope: Scope) -> Value:
        scope.spend()
        value = part.run(scope)
        scope.note(part.words, value)
        return value

    return Part(run, part.known, part.words, rank=part.rank)


def over_list(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """sum, count, all, any: over a list, with ``each`` as the element."""
    listing = compilation.compile(node.args[0])
    element = listing.known.type.item if listing.known.type and listing.known.sort == "list" else None
    if element is None:
        raise compilation.fault("expression-wrong-sort", node.args[0], wanted="list", found=listing.known.sort)
    if len(node.args) == 1:
        return counted(Part(length_of(listing), Known("number", ()), f"{listing.words}的项数"))
    outer = compilation.locals.get("each")
    compilation.locals["each"] = element
    inner = compilation.compile(node.args[1])
    del compilation.locals["each"]
    if outer is not None:
        compilation.locals["each"] = outer
    compilation.want(inner, "number" if name == "sum" else "boolean", node.args[1])
    words = _LIST_WORDS[name].format(listing.words, inner.words)
    match name:
        case "all":
            return Part(each_judged(listing, inner, v.both), Known("boolean"), words, rank=LOOSE)
        case "any":
            return Part(each_judged(listing, inner, v.either), Known("boolean"), words, rank=LOOSE)
        case "count":
            return counted(Part(each_taken(listing, inner, how_many), Known("number", ()), words))
    return counted(Part(each_taken(listing, inner, total_of(inner.known.dimension)), inner.known, words))


def elements_of(listing: Part, scope: Scope) -> Listing | Unknown | Nothing:
    """The list, or why there is none."""
    elements = listing.run(scope)
    if isinstance(elements, Listing):
        return elements
    return v.absent(elements) or Unknown((Gap("", "不是列表"),))


def length_of(listing: Part) -> Evaluator:
    """What counts a list's elements."""

    def run(scope: Scope) -> Value:
        elements = elements_of(listing, scope)
        return Number(Fraction(len(elements.elements)), ()) if isinstance(elements, Listing) else elements

    return run


def on_each(elements: Listing, inner: Part) -> list[Evaluator]:
    """One evaluator for each element: the inner part with that element as ``each``."""

    def at(index: int) -> Evaluator:
        def run(scope: Scope) -> Value:
            outer = scope.local.get("each")
            scope.local["each"] = elements.elements[index]
            try:
                return inner.run(scope)
            finally:
                del scope.local["each"]
                if outer is not None:
                    scope.local["each"] = outer

        return run

    return [at(index) for index in range(len(elements.elements))]


def each_judged(listing: Part, inner: Part, join: Callable[[list[Value]], Value]) -> Evaluator:
    """What judges every element, keeping the evidence of those that decided."""

    def run(scope: Scope) -> Value:
        scope.spend()
        elements = elements_of(listing, scope)
        if not isinstance(elements, Listing):
            return elements
        return scope.joined(on_each(elements, inner), join, MAX_ELEMENTS)

    return run


def each_taken(listing: Part, inner: Part, gather: Callable[[list[Value]], Value]) -> Evaluator:
    """What takes a value from every element and gathers them; of many, the first ones' reads are kept."""

    def run(scope: Scope) -> Value:
        elements = elements_of(listing, scope)
        if not isinstance(elements, Listing):
            return elements
        results: list[Value] = []
        for take in on_each(elements, inner):
            if not scope.is_traced:
                results.append(take(scope))
                continue
            value, evidence = scope.apart(take)
            results.append(value)
            if len(results) <= MAX_ELEMENTS:
                evidence.steps.clear()
                evidence.failures.clear()
                scope.evidence.add(evidence)
        return gather(results)

    return run


def how_many(results: list[Value]) -> Value:
    """How many are true; unknown while one of them is. What says 「无」 isn't counted."""
    if any(isinstance(result, Unknown) for result in results):
        return v.absent(*results) or False
    return Number(Fraction(sum(result is True for result in results)), ())


def total_of(dimension: Dimension | None) -> Callable[[list[Value]], Value]:
    """What sums up: 「无」 adds nothing, an unknown makes the sum unknown."""

    def gather(results: list[Value]) -> Value:
        missing = v.absent(*results)
        if isinstance(missing, Unknown):
            return missing
        total: Value = Number(Fraction(0), dimension or ())
        numbers = [result for result in results if isinstance(result, Number)]
        for position, number in enumerate(numbers):
            total = v.plus(total, number) if position and isinstance(total, Number) else number
            if isinstance(total, Unknown):
                return total
        return total

    return gather


def arguments(compilation: Compilation, node: ast.Call, sort: str) -> list[Part]:
    """All arguments compiled, each of one sort."""
    parts = [compilation.compile(argument) for argument in node.args]
    for part, argument in zip(parts, node.args, strict=True):
        compilation.want(part, sort, argument)
    return parts


def of_numbers(parts: list[Part], work: Callable[[list[Number]], Value]) -> Evaluator:
    """An evaluator of numbers of one dimension that passes on what is missing."""

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


def of_alike(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """abs, min, max, near(a, b, tolerance): numbers of one dimension."""
    parts = arguments(compilation, node, "number")
    dimension = parts[0].known.dimension
    for part in parts[1:]:
        dimension = compilation.alike(parts[0], part, node) if dimension is None else dimension
        compilation.alike(Part(part.run, Known("number", dimension), ""), part, node)
    known = Known("number", dimension)
    words = [part.words for part in parts]
    match name:
        case "near":
            said = f"{words[0]}与{words[1]}相差不超过{words[2]}"
            run = of_numbers(parts, lambda n: abs(n[0].amount - n[1].amount) <= n[2].amount)
            return Part(stating(said, run), Known("boolean"), said, rank=LOOSE)
        case "abs":
            run = of_numbers(parts, lambda n: Number(abs(n[0].amount), n[0].dimension, n[0].shown_in, n[0].places))
            return counted(Part(run, known, f"{parts[0].within(ATOM)}的绝对值"))
        case "min":
            run = of_numbers(parts, lambda n: min(n, key=lambda number: number.amount))
            return counted(Part(run, known, f"{'、'.join(words)}中最小的"))
    run = of_numbers(parts, lambda n: max(n, key=lambda number: number.amount))
    return counted(Part(run, known, f"{'、'.join(words)}中最大的"))


def rounds_to(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """rounds_to(computed, stated): half up, at the precision that the stated value was written with."""
    parts = arguments(compilation, node, "number")
    compilation.alike(parts[0], parts[1], node)
    if not parts[1].path:
        raise compilation.fault("expression-needs-path", node.args[1], name=name)

    def work(numbers: list[Number]) -> Value:
        computed, stated = numbers
        if stated.places is None:
            return Unknown((Gap("", "看不出填报的数保留几位小数"),))
        factor = stated.shown_in.factor if stated.shown_in else Fraction(1)
        return Fraction(to_decimal(computed.amount / factor, stated.places)) == stated.amount / factor

    words = f"{parts[0].words}四舍五入后等于{parts[1].words}"

    def run(scope: Scope) -> Value:
        scope.spend()
        if scope.is_traced:
            (computed, _), (stated, _) = scope.apart(parts[0].run), scope.apart(parts[1].run)
            scope.note(parts[0].words, computed, stated)
        return of_numbers(parts, work)(scope)

    return Part(stating(words, run), Known("boolean"), words, rank=LOOSE)


def of_dates(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """days, months, working_days(a, b); start_of, end_of(date)."""
    parts = arguments(compilation, node, "date")
    work, known = _DATE_FUNCTIONS[name]

    def run(scope: Scope) -> Value:
        values = [part.run(scope) for part in parts]
        dates = [value for value in values if isinstance(value, PartialDate)]
        if len(dates) < len(values):
            return v.absent(*values) or Unknown((Gap("", "填写的日期无法识别"),))
        return work(scope, dates)

    return counted(Part(run, known, _DATE_WORDS[name].format(*(part.words for part in parts))))


def day(value: date) -> PartialDate:
    """A date to the day."""
    return PartialDate(value.isoformat(), value, value, "day")


def inexact(dates: list[PartialDate]) -> Unknown | None:
    """The Unknown for a date that isn't known to the day."""
    vague = [each.text for each in dates if not each.is_day]
    return Unknown((Gap("", f"日期{'、'.join(vague)}没有写到日"),)) if vague else None


def start_of(scope: Scope, dates: list[PartialDate]) -> Value:
    """The first day of a month or year; a day is its own."""
    return day(dates[0].first)


def end_of(scope: Scope, dates: list[PartialDate]) -> Value:
    """The last day of a month or year; a day is its own."""
    return day(dates[0].last)


def days(scope: Scope, dates: list[PartialDate]) -> Value:
    """Days from the first date to the second; negative if that is earlier."""
    return inexact(dates) or Number(Fraction((dates[1].first - dates[0].first).days), _DAYS, parse_unit("天"))


def months(scope: Scope, dates: list[PartialDate]) -> Value:
    """Calendar months touched from the first date to the second."""
    vague = [each.text for each in dates if each.precision == "year"]
    if vague:
        return Unknown((Gap("", f"日期{'、'.join(vague)}没有写到月"),))
    first, last = dates[0].first, dates[1].last
    if last < first:
        return Unknown((Gap("", f"{dates[1].text}早于{dates[0].text}，无法计算月数"),))
    touched = (last.year - first.year) * 12 + last.month - first.month + 1
    return Number(Fraction(touched), _MONTHS, parse_unit("个月"))


def working_days(scope: Scope, dates: list[PartialDate]) -> Value:
    """Chinese working days after the first date up to and with the second (holidays and shifted days).

    None if the second isn't later; Unknown for a year whose holidays aren't known. Each day is a step.
    """
    vague = inexact(dates)
    if vague:
        return vague
    import chinese_calendar

    current, last, count = dates[0].first, dates[1].first, 0
    while current < last:
        scope.spend()
        current += timedelta(days=1)
        try:
            count += bool(chinese_calendar.is_workday(current))
        except NotImplementedError:
            return Unknown((Gap("", f"没有{current.year}年的放假安排，无法计算工作日"),))
    return Number(Fraction(count), _DAYS, parse_unit("个工作日"))


_DATE_FUNCTIONS: dict[str, tuple[Callable[[Scope, list[PartialDate]], Value], Known]] = {
    "days": (days, Known("number", _DAYS)),
    "months": (months, Known("number", _MONTHS)),
    "working_days": (working_days, Known("number", _DAYS)),
    "start_of": (start_of, Known("date")),
    "end_of": (end_of, Known("date")),
}


def year_day(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """year_day(date, "05-31"): that month and day in the year of a date."""
    part, text = compilation.compile(node.args[0]), node.args[1]
    compilation.want(part, "date", node.args[0])
    given = text.value if isinstance(text, ast.Constant) and isinstance(text.value, str) else ""
    fixed = parse_date(f"2001-{given}") if len(given) == 5 else None
    if fixed is None:
        raise compilation.fault("expression-year-day", text)

    def run(scope: Scope) -> Value:
        value = part.run(scope)
        if not isinstance(value, PartialDate):
            return v.absent(value) or Unknown((Gap("", "填写的日期无法识别"),))
        return day(fixed.first.replace(year=value.first.year))

    words = f"{part.words}当年{fixed.first.month}月{fixed.first.day}日"
    return counted(Part(run, Known("date"), words))


def presence(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """What the record gives at a path.

    has(x): true for a value, false for 「无」, unknown where it is missing or unknown; none(x) the other way
    round; known(x): given and not unknown (「无」 is known); given(x): the field is there at all, which is
    unknown where what it belongs to is.
    """
    part = compilation.compile(node.args[0])
    if not part.path:
        raise compilation.fault("expression-needs-path", node.args[0], name=name)
    ends = (part.path[-1], "value")
    is_whole = len(part.path) == 1

    def has(value: Value) -> Value:
        return value if isinstance(value, Unknown) else not isinstance(value, Nothing)

    def given(value: Value) -> Value:
        if not isinstance(value, Unknown) or not value.gaps:
            return True
        if not value.gaps[0].reason:
            return False
        return True if is_whole or value.gaps[0].pointer.rpartition("/")[2] in ends else value

    answers: dict[str, Callable[[Value], Value]] = {
        "has": has,
        "given": given,
        "none": lambda value: value if isinstance(value, Unknown) else isinstance(value, Nothing),
        "known": lambda value: not isinstance(value, Unknown),
    }
    answer = answers[name]
    words = _PRESENCE_WORDS[name].format(part.words)
    return Part(stating(words, lambda scope: answer(part.run(scope))), Known("boolean"), words, rank=LOOSE)


def quantity(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """quantity(1000, "元/人"): a literal with its unit."""
    number, unit = node.args
    if not isinstance(number, ast.Constant) or not isinstance(unit, ast.Constant) or not isinstance(unit.value, str):
        raise compilation.fault("expression-arguments", node, name=name, low=2, high=2)
    compilation.want(compilation.compile(number), "number", number)
    measure = parse_unit(unit.value)
    digits = Decimal(compilation.text(number))
    value = Number(Fraction(digits) * measure.factor, measure.dimension, measure)
    return Part(lambda scope: value, Known("number", measure.dimension), f"{number_text(digits)}{measure.text}")


#: name -> least and most arguments, and what checks and builds the call
FUNCTIONS: dict[str, tuple[int, int, Callable[[Compilation, ast.Call, str], Part]]] = {
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
