"""Dates to the day, the month or the year, and what can surely be said of two of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.dates import PartialDate, is_before, is_same, parse_date


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2020-06-30", date(2020, 6, 30), date(2020, 6, 30), "day"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28), "month"),
        ("2020", date(2020, 1, 1), date(2020, 12, 31), "year"),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31), "month"),
    ],
)
def test_reads_a_date(text: str, first: date, last: date, precision: str) -> None:
    assert parse_date(text) == PartialDate(text, first, last, precision)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["", "2020-6", "2020-06-3", "2020-13", "2020-00", "2020-02-30", "2021-02-29", "0000", "20200630", "2020/06/30",
     "2020-06-30 ", " 2020", "2020-06-30T00:00", "２０２０", "2020-06-30\n", "-2020", "20", "2020年", "无"],
)  # fmt: skip
def test_reads_nothing_else(text: str) -> None:
    assert parse_date(text) is None


def texts() -> st.SearchStrategy[str]:
    days = st.dates(date(2019, 12, 1), date(2020, 3, 31)).map(date.isoformat)
    return st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))


def spanned(text: str) -> list[date]:
    found = parse_date(text)
    assert found is not None
    return [date.fromordinal(n) for n in range(found.first.toordinal(), found.last.toordinal() + 1)]


@given(texts(), texts())
def test_says_what_holds_of_all_days_meant_and_nothing_else(left: str, right: str) -> None:
    a, b = parse_date(left), parse_date(right)
    assert a and b
    lefts, rights = spanned(left), spanned(right)

    def surely(truths: set[bool]) -> bool | None:
        return truths.pop() if len(truths) == 1 else None

    assert is_before(a, b) == surely({max(lefts) < min(rights), min(lefts) < max(rights)})
    assert is_before(a, b, or_same=True) == surely({max(lefts) <= min(rights), min(lefts) <= max(rights)})
    overlap = bool(set(lefts) & set(rights))
    assert is_same(a, b) == (
        surely({True}) if len(lefts) == len(rights) == 1 and overlap else None if overlap else False
    )
