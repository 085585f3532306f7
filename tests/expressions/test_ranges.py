"""Values that are only about right: what they may stand for, and what can be said of them all the same."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from docgen.expressions import Unknown, Value, compile_expression
from docgen.expressions.ranges import ends
from docgen.expressions.values import Number
from docgen.library import Library, shipped_root
from docgen.records import Record
from docgen.schemas import Kind, load_kind

KIND: Kind = load_kind(Library((shipped_root(),)), "civil-affairs-half-year")


def value_of(source: str, value: Any, qualifier: Any, unit: str = "人") -> Value:
    """An expression's value on a record whose ``vagrants_received`` is said to be about right."""
    about = {"value": value, "unit": unit, "basis": "cumulative", "qualifier": qualifier}
    exact = {"value": 100, "unit": "人", "basis": "cumulative"}
    record = Record.from_data(
        {"kind": KIND.id, "indicators": {"vagrants_received": about, "vagrants_relieved": exact}}
    )
    return compile_expression(source, KIND.root).evaluate(KIND.scope(record).loosened())


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "low", "high"),
    [
        (465, "about", "人", "418.5", "511.5"),  # a tenth
        (3000, "about", "人", 2500, 3500),  # rounded to thousands
        (1, "about", "万人", 0, 20000),
        (3, "about", "人", 2, 4),
        (2000, "over", "人", 2000, 3000),
        (12, "over", "人", 12, "13.2"),
        (8000, "about-over", "人", 7200, 9000),
        (17, "at-least", "人", 17, 17 + 18 * 10**12),
        (0, "about", "人", -1, 1),
    ],
)
def test_a_qualifier_leaves_room(value: int, qualifier: str, unit: str, low: Any, high: Any) -> None:
    found = value_of("vagrants_received", value, qualifier, unit)
    assert isinstance(found, Number)
    assert ends(found) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("source", "low", "high"),
    [
        ("vagrants_received + vagrants_relieved", 199, 221),
        ("vagrants_relieved - vagrants_received", -21, 1),
        ("-vagrants_received", -121, -99),
        ("vagrants_received * 2", 198, 242),
        ("vagrants_received * vagrants_received", 9801, 14641),
        ("vagrants_relieved / vagrants_received", Fraction(100, 121), Fraction(100, 99)),
        ("min(vagrants_received, vagrants_relieved)", 99, 100),
        ("max(vagrants_received, vagrants_relieved)", 100, 121),
        ("abs(vagrants_relieved - vagrants_received)", 0, 21),
        ("abs(vagrants_received - vagrants_relieved * 2)", 79, 101),
        ("or_zero(vagrants_received)", 99, 121),
    ],
)
def test_calculating_keeps_the_range(source: str, low: Any, high: Any) -> None:
    found = value_of(source, 110, "about")
    assert isinstance(found, Number)
    assert ends(found) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("source", "truth"),
    [
        ("vagrants_received == vagrants_relieved", None),
        ("vagrants_received == vagrants_relieved * 2", False),
        ("vagrants_received != vagrants_relieved * 2", True),
        ("vagrants_received != vagrants_relieved", None),
        ("vagrants_received < vagrants_relieved", None),
        ("vagrants_received < vagrants_relieved * 2", True),
        ("vagrants_received > vagrants_relieved * 2", False),
        ("vagrants_received <= vagrants_relieved / 2", False),
        ("vagrants_received >= vagrants_relieved / 2", True),
        ('near(vagrants_received, vagrants_relieved, quantity(1, "人"))', None),
        ('near(vagrants_received, vagrants_relieved * 2, quantity(50, "人"))', False),
        ('near(vagrants_received, vagrants_relieved, quantity(20, "人"))', True),
        ("rounds_to(vagrants_relieved, vagrants_received)", None),
        ("rounds_to(vagrants_relieved * 2, vagrants_received)", False),
        ("rounds_to(vagrants_received * 2, vagrants_relieved)", False),
        ('multiple_of(vagrants_received, quantity(7, "人"))', None),
        ("vagrants_relieved / (vagrants_received - vagrants_relieved) == 5", None),  # by zero, perhaps
    ],
)
def test_a_comparison_is_decided_only_where_every_reading_agrees(source: str, truth: bool | None) -> None:
    found = value_of(source, 104, "about")
    assert isinstance(found, Unknown) if truth is None else found is truth


def test_an_estimate_contradicts_nothing() -> None:
    assert isinstance(value_of("vagrants_received == vagrants_relieved", 10**6, "estimate"), Unknown)


@pytest.mark.parametrize("qualifier", ["无此说法", ["about"], {"unknown": "待查"}, 5, True, None])
def test_what_is_no_qualifier_leaves_no_room(qualifier: Any) -> None:
    assert value_of("vagrants_received == vagrants_relieved", 104, qualifier) is False
