"""longest_gap, multiple_of, year_of: how long nothing happened, whole multiples, the year of a date."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.expressions import Number, Unknown, Value, compile_expression
from docgen.library import Library, shipped_root
from docgen.records import Record
from docgen.schemas import Kind, load_kind

KIND: Kind = load_kind(Library((shipped_root(),)), "civil-affairs-half-year")


def value_of(source: str, **data: Any) -> Value:
    """An expression's value on a record of the half-year kind."""
    period = {"start": "2020-06-01", "end": "2020-06-30"}
    record = Record.from_data({"kind": KIND.id, "period": period, **data})
    return compile_expression(source, KIND.root).evaluate(KIND.scope(record))


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (["2020-06-11", "2020-06-21"], 10),
        (["2020-06-21", "2020-06-11"], 10),
        (["2020-06-02"], 28),
        (["2020-06-29"], 28),
        ([], 29),
        (["2020-06-10", "2020-06-10", "2020-06-20"], 10),
        (["2020-01-10", "2020-06-15", "2020-08-20"], 15),
        (["2020-01-10"], 29),
    ],
)
def test_the_longest_gap_counts_both_ends(dates: list[str], days: int) -> None:
    rows = [{"period": date} for date in dates]
    payments = [{"instalments": [{"due": each["period"]} for each in rows]}]
    found = value_of(
        "sum(payments, longest_gap(each.instalments, each.due, period.start, period.end))", payments=payments
    )
    assert isinstance(found, Number) and found.amount == days


@pytest.mark.parametrize("paid", [{"unknown": "待查"}, "2020-06"])
def test_a_date_that_is_not_known_to_the_day_leaves_the_gap_unknown(paid: Any) -> None:
    payments = [{"instalments": [{"due": "2020-06-10"}, {"due": paid}]}]
    source = "sum(payments, longest_gap(each.instalments, each.due, period.start, period.end))"
    assert isinstance(value_of(source, payments=payments), Unknown)


def test_a_span_that_ends_before_it_begins_has_no_gap() -> None:
    source = "sum(payments, longest_gap(each.instalments, each.due, period.end, period.start))"
    assert isinstance(value_of(source, payments=[{"instalments": [{"due": "2020-06-10"}]}]), Unknown)


@pytest.mark.parametrize(
    ("amount", "step", "expected"), [(830, 5, True), (358, 22, False), (0, 5, True), (5, 0, False)]
)
def test_a_multiple_leaves_no_rest(amount: int, step: int, expected: bool) -> None:
    indicators = {
        "orphan_gift_total": {"value": amount, "unit": "元", "basis": "event"},
        "orphan_price_subsidy": {"value": step, "unit": "元", "basis": "cumulative"},
    }
    assert value_of("multiple_of(orphan_gift_total, orphan_price_subsidy)", indicators=indicators) is expected


@pytest.mark.parametrize("date", ["2020", "2020-03", "2020-12-31"])
def test_the_year_of_a_date_is_a_number(date: str) -> None:
    found = value_of("year_of(signature.date)", signature={"date": date})
    assert isinstance(found, Number) and (found.amount, found.dimension) == (2020, ())
