"""Rows as they are sent: only what differs, put together exactly, with a digest that knows no base."""

from __future__ import annotations

import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notice_lists import notice

from docgen.batch.wire import Base, field_text
from docgen.records import Source, parse

TEXTS = st.text('甲乙ab"\\\n', max_size=6) | st.sampled_from(
    ["\ud800", "\u0000 5 \u0000", "𠮷", '"\\', "\ufffe"]
)
NUMBERS = st.integers(-(10**20), 10**20) | st.decimals(allow_nan=False, allow_infinity=False, places=2)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.dictionaries(st.sampled_from("甲乙丙丁ab"), VALUES, max_size=5)


def exactly(value: Any) -> Any:
    """A value with the types of its numbers, since 1 == True == Decimal("1.0")."""
    if isinstance(value, dict):
        return [(key, exactly(item)) for key, item in value.items()]
    if isinstance(value, list):
        return [exactly(item) for item in value]
    return (type(value).__name__, str(value))


@given(RECORDS, RECORDS)
def test_a_row_comes_out_as_it_went_in(first: dict[str, Any], other: dict[str, Any]) -> None:
    # as the parser gives them: a Decimal without places is an int
    first, other = (Base({}, "").record(Base({}, "").wire(1, 1, each)).data for each in (first, other))
    base = pickle.loads(pickle.dumps(Base(first, "名单")))
    wire = pickle.loads(pickle.dumps(base.wire(2, 3, other)))
    assert exactly(base.record(wire).data) == exactly(other)


@given(RECORDS, RECORDS, RECORDS)
def test_a_digest_is_that_of_the_record_whatever_the_base(
    one: dict[str, Any], two: dict[str, Any], record: dict[str, Any]
) -> None:
    digests = {
        base.digest(base.wire(1, 1, record)) for base in (Base(one, ""), Base(two, ""), Base(record, ""))
    }
    assert len(digests) == 1


def test_only_what_differs_is_sent() -> None:
    base = Base(notice(1), "")
    wire = base.wire(2, 2, notice(2))
    assert (wire.names, wire.order) == (("number", "addressee"), None)
    assert base.record(wire).data["paragraphs"] is base.data["paragraphs"]


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), (1, Decimal("1.0")), (Decimal("2.50"), Decimal("2.5")), ("1", 1), (0, False)],
)
def test_values_that_python_holds_for_equal_are_sent_all_the_same(one: Any, other: Any) -> None:
    base = Base({"a": one}, "")
    assert exactly(base.record(base.wire(1, 1, {"a": other})).data) == exactly({"a": other})
    assert base.digest(base.wire(1, 1, {"a": other})) != base.digest(base.wire(1, 1, {"a": one}))


def test_numbers_keep_their_digits() -> None:
    data = parse(Source("", '{"a": 77.70, "b": {"c": [0.5, 100000000000000000001]}}')).data
    assert field_text(data) == '{"a":77.70,"b":{"c":[0.5,100000000000000000001]}}'
