"""sum, count, all, any, longest_gap, lacking_months: what rules do with a list or a keyed object."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import pairwise
from math import lcm

from docgen.dates import PartialDate
from docgen.expressions import values as v
from docgen.expressions.parts import LOOSE, Compilation, Evaluator, Known, Part, counted
from docgen.expressions.ranges import is_loose, loosely
from docgen.expressions.reading import child
from docgen.expressions.scopes import MAX_ELEMENTS, Scope, has_decided
from docgen.expressions.types import Type
from docgen.expressions.values import Gap, Listing, Nothing, Number, Thing, Unknown, Value
from docgen.quantities import Dimension, parse_unit

#: months (quarters) that lacking_months goes by
SPANS = (1, 3)
#: of how many of them the names are given
MAX_NAMED = 12
_WORDS = {
    "sum": "{0}各项的{1}之和",
    "count": "{0}中“{1}”的项数",
    "all": "{0}每一项都满足：{1}",
    "any": "{0}有一项满足：{1}",
}


def over_list(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """sum, count, all, any: over a list or the entries of a keyed object, with ``each`` as the element."""
    listing, element = listed(compilation, node.args[0])
    if len(node.args) == 1:
        return counted(Part(length_of(listing), Known("number", ()), f"{listing.words}的项数"))
    inner = inner_part(compilation, node.args[1], element)
    compilation.want(inner, "number" if name == "sum" else "boolean", node.args[1])
    words = _WORDS[name].format(listing.words, inner.words)
    match name:
        case "all":
            return Part(each_judged(listing, inner, v.both), Known("boolean"), words, rank=LOOSE)
        case "any":
            return Part(each_judged(listing, inner, v.either), Known("boolean"), words, rank=LOOSE)
        case "count":
            return counted(Part(each_taken(listing, inner, how_many), Known("number", ()), words))
    return counted(Part(each_taken(listing, inner, total_of(inner.known.dimension)), inner.known, words))


def listed(compilation: Compilation, node: ast.expr) -> tuple[Part, Type]:
    """What is gone through, compiled, and the type of its elements; a fault for what is no list."""
    listing = compilation.compile(node)
    element = element_type(listing.known.type) if listing.known.type else None
    if element is None:
        raise compilation.fault("expression-wrong-sort", node, wanted="list", found=listing.known.sort)
    return listing, element


def element_type(type_: Type) -> Type | None:
    """What a list holds, or an object whose keys are all the record's own; None for anything else."""
    return type_.item if type_.sort == "list" else None if type_.fields else type_.entry


def inner_part(compilation: Compilation, node: ast.expr, element: Type) -> Part:
    """What is said of each element, compiled with ``each`` as the element."""
    outer = compilation.locals.get("each")
    compilation.locals["each"] = element
    inner = compilation.compile(node)
    del compilation.locals["each"]
    if outer is not None:
        compilation.locals["each"] = outer
    return inner


def longest_gap(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """longest_gap(list, date, first, last): the most days from first to last without one of the dates."""
    listing, element = listed(compilation, node.args[0])
    inner = inner_part(compilation, node.args[1], element)
    ends = [compilation.compile(each) for each in node.args[2:]]
    for part, each in zip((inner, *ends), node.args[1:], strict=True):
        compilation.want(part, "date", each)

    def gather(results: list[Value]) -> Value:
        given = [date.first for date in results if isinstance(date, PartialDate) and date.is_day]
        if len(given) < len(results):
            return v.absent(*results) or Unknown((Gap("", "有的日期没有写到日"),))
        start, end = given[:2]
        dates = sorted(date for date in given if start <= date <= end)  # what lies outside bridges no gap
        longest = max((later - earlier).days for earlier, later in pairwise(dates))
        return Number(Fraction(longest), parse_unit("天").dimension, parse_unit("天"))

    def run(scope: Scope) -> Value:
        bounds = [end.run(scope) for end in ends]
        first, last = bounds
        if isinstance(first, PartialDate) and isinstance(last, PartialDate) and last.first < first.first:
            return Unknown((Gap("", f"{last.text}早于{first.text}，无法计算间隔"),))
        return each_taken(listing, inner, lambda results: gather([*bounds, *results]))(scope)

    words = f"{listing.words}从{ends[0].words}到{ends[1].words}的最长间隔"
    return counted(Part(run, Known("number", parse_unit("天").dimension), words))


def lacking_months(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """lacking_months(list, date, first, last, 1 or 3): the months (quarters) no element is in, in words.

    「缺2020年4月（2020年3月有2期）」: what stands twice is told as well, for it often is what lacks. It is ""
    where none lacks; a list that says 「无」 lacks all.
    """
    listing, element = listed(compilation, node.args[0])
    inner = inner_part(compilation, node.args[1], element)
    ends = [compilation.compile(each) for each in node.args[2:4]]
    size = compilation.compile(node.args[4])
    for part, each in zip((inner, *ends), node.args[1:], strict=False):
        compilation.want(part, "date", each)
    compilation.want(size, "number", node.args[4])

    def run(scope: Scope) -> Value:
        bounds, step = [end.run(scope) for end in ends], size.run(scope)
        first, last = bounds
        if not isinstance(first, PartialDate) or not isinstance(last, PartialDate):
            return v.absent(*bounds) or Unknown((Gap("", "填写的日期无法识别"),))
        if last.last < first.first:
            return Unknown((Gap("", f"{last.text}早于{first.text}，无法逐月查对"),))
        if not isinstance(step, Number) or step.amount not in SPANS:
            return v.absent(step) or Unknown((Gap("", "只能按月或按季查"),))
        months = int(step.amount)
        span = range(month_of(first.first) // months, month_of(last.last) // months + 1)
        found = each_taken(listing, inner, lambda results: lacking(results, span, months))(scope)
        return lacking([], span, months) if isinstance(found, Nothing) else found

    words = f"{listing.words}从{ends[0].words}到{ends[1].words}所缺的期次"
    return counted(Part(run, Known("text"), words))


def lacking(results: list[Value], span: range, months: int) -> Value:
    """In words, which months (or quarters, by their numbers) none of the dates is in; "" where none lacks."""
    dates = [each for each in results if isinstance(each, PartialDate) and each.precision != "year"]
    given = Counter(month_of(each.first) // months for each in dates)
    lacks = [each for each in span if not given[each]]
    if not lacks:
        return ""
    if len(dates) < len(results):
        return v.absent(*results) or Unknown((Gap("", "有的期次没有写到月"),))
    twice = [f"{said_span(each, months)}有{given[each]}期" for each in span if given[each] > 1]
    more = f"（{listed_spans(twice)}）" if twice else ""
    return f"缺{listed_spans([said_span(each, months) for each in lacks])}{more}"


def listed_spans(names: list[str]) -> str:
    """Names in a row; of many, the first ones and how many there are."""
    return "、".join(names[:MAX_NAMED]) + (f"等{len(names)}个" if len(names) > MAX_NAMED else "")


def month_of(day: date) -> int:
    """The number of a day's month, counted from the year 0."""
    return day.year * 12 + day.month - 1


def said_span(number: int, months: int) -> str:
    """A month or quarter by its number: 2020年4月, 2020年第二季度."""
    year, part = divmod(number, 12 // months)
    return f"{year}年{part + 1}月" if months == 1 else f"{year}年第{'一二三四'[part]}季度"


def elements_of(listing: Part, scope: Scope) -> Listing | Unknown | Nothing:
    """The list, a keyed object's entries as one, or why there is none."""
    elements = listing.run(scope)
    if isinstance(elements, Listing):
        return elements
    if isinstance(elements, Thing) and isinstance(elements.data, dict) and elements.type.entry is not None:
        entries = (child(elements, name) for name in elements.data)
        return Listing(tuple(entry for entry in entries if entry is not None), elements.pointer)
    return v.absent(elements) or Unknown((Gap("", "不是列表"),))


def length_of(listing: Part) -> Evaluator:
    """What counts a list's elements."""

    def run(scope: Scope) -> Value:
        elements = elements_of(listing, scope)
        return Number(Fraction(len(elements.elements)), ()) if isinstance(elements, Listing) else elements

    return run


def results_of(elements: Iterable[Thing], inner: Part, scope: Scope) -> list[Value]:
    """What the inner part gives with every element as ``each``."""
    local, run = scope.local, inner.run
    outer = local.get("each")
    results: list[Value] = []
    try:
        for element in elements:
            local["each"] = element
            results.append(run(scope))
    finally:
        local.pop("each", None)
        if outer is not None:
            local["each"] = outer
    return results


def each_judged(listing: Part, inner: Part, join: Callable[[list[Value]], Value]) -> Evaluator:
    """What judges every element; where it is traced, the first ones that decided leave evidence."""

    def run(scope: Scope) -> Value:
        scope.spend()
        listed = elements_of(listing, scope)
        if not isinstance(listed, Listing):
            return listed
        elements = listed.elements
        if not scope.is_traced:
            return join(results_of(elements, inner, scope))
        results, _evidence = scope.untraced(partial(results_of, elements, inner))
        result = join(results)
        pairs = zip(elements, results, strict=True)
        deciding = [element for element, value in pairs if has_decided(value, result)]
        results_of(deciding[:MAX_ELEMENTS], inner, scope)
        scope.evidence.left_out += max(0, len(deciding) - MAX_ELEMENTS)
        return result

    return run


def each_taken(listing: Part, inner: Part, gather: Callable[[list[Value]], Value]) -> Evaluator:
    """What takes a value from every element and gathers them; of many, the first ones' reads are kept."""

    def run(scope: Scope) -> Value:
        listed = elements_of(listing, scope)
        if not isinstance(listed, Listing):
            return listed
        elements = listed.elements
        if not scope.is_traced:
            return gather(results_of(elements, inner, scope))
        results, all_read = scope.untraced(partial(results_of, elements, inner))
        _results, evidence = scope.apart(partial(results_of, elements[:MAX_ELEMENTS], inner))
        evidence.steps.clear()
        evidence.failures.clear()
        if len(elements) > MAX_ELEMENTS:
            evidence.untold.update(all_read.reads)
        scope.evidence.add(evidence)
        return gather(results)

    return run


def how_many(results: list[Value]) -> Value:
    """How many are true; unknown while one of them is. What says 「无」 isn't counted."""
    if any(isinstance(result, Unknown) for result in results):
        return v.absent(*results) or False
    return Number(Fraction(sum(result is True for result in results)), ())


def loose_total(numbers: list[Number]) -> Value:
    """The sum where some of the numbers are ranges."""
    total: Value = numbers[0]
    for number in numbers[1:]:
        total = loosely(v.plus, total, number) if isinstance(total, Number) else total
    return total


def total_of(dimension: Dimension | None) -> Callable[[list[Value]], Value]:
    """What sums up: 「无」 adds nothing, an unknown makes the sum unknown."""

    def gather(results: list[Value]) -> Value:
        missing = v.absent(*results)
        if isinstance(missing, Unknown):
            return missing
        numbers = [result for result in results if isinstance(result, Number)]
        if is_loose(numbers):
            return loose_total(numbers)
        if numbers and all(number.dimension == numbers[0].dimension for number in numbers):
            # one sum of whole numbers over what they have in common, instead of a fraction for each
            bottom = lcm(*{number.amount.denominator for number in numbers})
            top = sum(number.amount.numerator * (bottom // number.amount.denominator) for number in numbers)
            unit = next((number.shown_in for number in numbers if number.shown_in), None)
            if len(numbers) == 1:
                return numbers[0]
            return v.capped(Fraction(top, bottom), numbers[0].dimension, unit)
        total: Value = Number(Fraction(0), dimension or ())
        for position, number in enumerate(numbers):
            total = v.plus(total, number) if position and isinstance(total, Number) else number
            if isinstance(total, Unknown):
                return total
        return total

    return gather
