"""days, months, working_days, start_of, end_of, year_of, year_day: the rule language on dates."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from docgen.dates import PartialDate, parse_date
from docgen.expressions import values as v
from docgen.expressions.parts import Compilation, Known, Part, counted
from docgen.expressions.scopes import Scope
from docgen.expressions.values import Gap, Number, Unknown, Value
from docgen.quantities import Dimension, parse_unit
from docgen.wording import default_date

_DAYS: Dimension = (("天", 1),)
_MONTHS: Dimension = (("月", 1),)
_WORDS = {
    "days": "{0}到{1}的天数",
    "months": "{0}到{1}的月数",
    "working_days": "{0}到{1}的工作日数",
    "start_of": "{0}的首日",
    "end_of": "{0}的末日",
    "year_of": "{0}的年份",
}


def of_dates(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """days, months, working_days(a, b); start_of, end_of, year_of(date)."""
    parts = compilation.arguments(node, "date")
    runs = [part.run for part in parts]
    work, known = _DATE_FUNCTIONS[name]

    def run(scope: Scope) -> Value:
        values = [each(scope) for each in runs]
        dates = [value for value in values if isinstance(value, PartialDate)]
        if len(dates) < len(values):
            return v.absent(*values) or Unknown((Gap("", "填写的日期无法识别"),))
        return work(scope, dates)

    return counted(Part(run, known, _WORDS[name].format(*(part.words for part in parts))))


@lru_cache(maxsize=4096)
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


def year_of(scope: Scope, dates: list[PartialDate]) -> Value:
    """The year of a date, a plain number."""
    return Number(Fraction(dates[0].first.year), ())


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


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Whether China works on a day; NotImplementedError for a year whose holidays aren't known."""
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))


def working_days(scope: Scope, dates: list[PartialDate]) -> Value:
    """Chinese working days after the first date up to and with the second (holidays and shifted days).

    None if the second isn't later; Unknown for a year whose holidays aren't known. Each day is a step.
    """
    vague = inexact(dates)
    if vague:
        return vague
    current, last, count = dates[0].first, dates[1].first, 0
    while current < last:
        scope.spend()
        current += timedelta(days=1)
        try:
            count += is_working_day(current)
        except NotImplementedError:
            return Unknown((Gap("", f"没有{current.year}年的放假安排，无法计算工作日"),))
    return Number(Fraction(count), _DAYS, parse_unit("个工作日"))


_DATE_FUNCTIONS: dict[str, tuple[Callable[[Scope, list[PartialDate]], Value], Known]] = {
    "days": (days, Known("number", _DAYS)),
    "months": (months, Known("number", _MONTHS)),
    "working_days": (working_days, Known("number", _DAYS)),
    "start_of": (start_of, Known("date")),
    "end_of": (end_of, Known("date")),
    "year_of": (year_of, Known("number", ())),
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


def date_of(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """date("2024-06-30"): a day that the rule itself names."""
    text = node.args[0]
    fixed = parse_date(text.value) if isinstance(text, ast.Constant) and isinstance(text.value, str) else None
    if fixed is None or not fixed.is_day:
        raise compilation.fault("expression-date", text)
    return Part(lambda scope: fixed, Known("date"), default_date(fixed))
