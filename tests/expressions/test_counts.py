"""counts: several numbers in words, without those that are zero."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.expressions import ExpressionFault, Value, compile_expression
from docgen.library import Library, shipped_root
from docgen.records import Record
from docgen.schemas import Kind, load_kind

KIND: Kind = load_kind(Library((shipped_root(),)), "civil-affairs-half-year")
COUNTS = (
    'counts("没有日期", count(payments, not known(each.raised_on)), "迟到", '
    'count(payments, each.raised_on > date("2020-01-31")))'
)


def value_of(source: str, dates: list[Any]) -> Value:
    """An expression's value on a record with these dates as a list."""
    data = {"kind": KIND.id, "payments": [{"raised_on": each} for each in dates]}
    return compile_expression(source, KIND.root).evaluate(KIND.scope(Record.from_data(data)))


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (["2020-01-05", "2020-02-05", "2020-02-06"], "迟到2项"),
        (["2020-01-05"], ""),
        # whether one came late that nobody dated can't be counted; the others are said all the same
        (["2020-02-05", {"unknown": "待查"}], "没有日期1项、迟到未知"),
    ],
)
def test_says_what_is_not_zero(dates: list[Any], said: str) -> None:
    assert value_of(COUNTS, dates) == said


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('counts("没有日期")', "expression-arguments"),
        ('counts("没有日期", 1, "迟到")', "expression-arguments-exactly"),
        ("counts(title, 1)", "expression-wrong-sort"),
        ('counts("没有日期", "一")', "expression-wrong-sort"),
    ],
)
def test_takes_texts_and_numbers_by_turns(source: str, code: str) -> None:
    with pytest.raises(ExpressionFault) as caught:
        compile_expression(source, KIND.root)
    assert caught.value.code == code
