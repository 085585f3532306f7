"""lacking_months: which months or quarters of a span no date of a list is in, and which stand twice."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.expressions import Gap, Unknown, Value, compile_expression
from docgen.library import Library, shipped_root
from docgen.records import Record
from docgen.schemas import Kind, load_kind

KIND: Kind = load_kind(Library((shipped_root(),)), "civil-affairs-half-year")
MONTHS = "lacking_months(payments, each.raised_on, period.start, period.end, 1)"
QUARTERS = "lacking_months(payments, each.raised_on, period.start, period.end, 3)"


def value_of(source: str, dates: Any, start: str = "2020-01-01", end: str = "2020-06-30") -> Value:
    """An expression's value on a record with these dates as a list."""
    payments = [{"raised_on": date} for date in dates] if isinstance(dates, list) else dates
    record = Record.from_data(
        {"kind": KIND.id, "period": {"start": start, "end": end}, "payments": payments}
    )
    return compile_expression(source, KIND.root).evaluate(KIND.scope(record))


@pytest.mark.parametrize(
    ("dates", "lacks"),
    [
        (["2020-01", "2020-02", "2020-03", "2020-04", "2020-05", "2020-06"], ""),
        (["2020-06-30", "2020-01-01", "2020-02", "2020-03", "2020-04", "2020-05", "2020-05"], ""),
        (["2020-01", "2020-02", "2020-03", "2020-03", "2020-05", "2020-06"], "缺2020年4月（2020年3月有2期）"),
        (["2020-01", "2020-01", "2020-02", "2020-02", "2020-02", "2020-05"],
         "缺2020年3月、2020年4月、2020年6月（2020年1月有2期、2020年2月有3期）"),
        (["2019-12", "2020-02", "2020-03", "2020-04", "2020-05", "2020-07"], "缺2020年1月、2020年6月"),
        ([], "缺2020年1月、2020年2月、2020年3月、2020年4月、2020年5月、2020年6月"),
        (["2020-01", "2020-02", "2020-03", "2020-04", "2020-05", "2020-06", {"unknown": "待查"}], ""),
    ],
)  # fmt: skip
def test_the_months_that_lack_are_named_beside_those_that_stand_twice(dates: list[Any], lacks: str) -> None:
    assert value_of(MONTHS, dates) == lacks


@pytest.mark.parametrize(
    ("dates", "lacks"),
    [
        (["2020-01", "2020-04"], ""),
        (["2020-03", "2020-06"], ""),
        (["2020-01", "2020-03"], "缺2020年第二季度（2020年第一季度有2期）"),
        ([], "缺2020年第一季度、2020年第二季度"),
    ],
)
def test_quarters_are_gone_by_where_three_months_are_asked(dates: list[Any], lacks: str) -> None:
    assert value_of(QUARTERS, dates) == lacks


def test_a_span_goes_from_year_to_year() -> None:
    dates = ["2019-11", "2020-01"]
    assert value_of(MONTHS, dates, "2019-11-15", "2020-02-10") == "缺2019年12月、2020年2月"


def test_of_many_that_lack_the_first_ones_are_named() -> None:
    named = "、".join(f"2019年{month}月" for month in range(1, 13))
    assert value_of(MONTHS, [], "2019-01-01", "2020-12-31") == f"缺{named}等24个"


@pytest.mark.parametrize(
    ("dates", "gap"),
    [
        (["2020-01", {"unknown": "待查"}], Gap("/payments/1/raised_on", "待查")),
        (["2020-01", "2020"], Gap("", "有的期次没有写到月")),
    ],
)
def test_a_date_not_known_to_the_month_may_be_the_one_that_lacks(dates: list[Any], gap: Gap) -> None:
    assert value_of(MONTHS, dates) == Unknown((gap,))


def test_a_span_that_ends_before_it_begins_is_no_span() -> None:
    gap = Gap("", "2019-06-30早于2020-01-01，无法逐月查对")
    assert value_of(MONTHS, [], end="2019-06-30") == Unknown((gap,))


def test_what_is_neither_months_nor_quarters_is_not_gone_by() -> None:
    source = MONTHS.replace(", 1)", ", 2)")
    assert value_of(source, []) == Unknown((Gap("", "只能按月或按季查"),))
