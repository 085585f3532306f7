"""Units as offices write them, exact conversion, and numbers in plain digits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.quantities import (
    MAX_DIGITS,
    Unit,
    convert,
    dimension_text,
    is_within_caps,
    known_units,
    number_text,
    parse_unit,
    to_decimal,
)


@pytest.mark.parametrize(
    ("text", "dimension", "factor"),
    [
        ("元", (("元", 1),), Fraction(1)),
        ("万元", (("元", 1),), Fraction(10_000)),
        ("亿元", (("元", 1),), Fraction(10**8)),
        ("角", (("元", 1),), Fraction(1, 10)),
        ("人", (("人", 1),), Fraction(1)),
        ("万人", (("人", 1),), Fraction(10_000)),
        ("人次", (("人次", 1),), Fraction(1)),
        ("%", (), Fraction(1, 100)),
        ("‰", (), Fraction(1, 1000)),
        ("个百分点", (), Fraction(1, 100)),
        ("", (), Fraction(1)),
        ("元/月", (("元", 1), ("月", -1)), Fraction(1)),
        ("元/人·月", (("人", -1), ("元", 1), ("月", -1)), Fraction(1)),
        ("元/月/人", (("人", -1), ("元", 1), ("月", -1)), Fraction(1)),
        ("万元/年", (("元", 1), ("月", -1)), Fraction(10_000, 12)),
        ("人·月", (("人", 1), ("月", 1)), Fraction(1)),
        ("元/元", (), Fraction(1)),
        ("辆", (("辆", 1),), Fraction(1)),
        (" 万元 ", (("元", 1),), Fraction(10_000)),
    ],
)
def test_reads_a_unit(text: str, dimension: tuple[tuple[str, int], ...], factor: Fraction) -> None:
    assert parse_unit(text) == Unit(text.strip(), dimension, factor)


def test_people_person_times_households_and_couples_are_unlike() -> None:
    units = ["人", "人次", "户", "对", "件", "元", "元/月", "天", "月", ""]
    assert len({parse_unit(unit).dimension for unit in units}) == len(units)


def test_the_head_of_a_unit_is_what_stands_in_prose() -> None:
    assert parse_unit("元/人·月").head == "元"
    assert parse_unit("人").head == "人"


def test_a_text_too_long_for_a_unit_is_none_and_costs_nothing() -> None:
    long = "人·" * 200_000
    assert parse_unit(long) == Unit(long, ((long, 1),), Fraction(1))


def test_the_longest_units_come_first() -> None:
    units = known_units()
    assert units.index("万人次") < units.index("万人") < units.index("名")
    assert "" not in units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("元/人·月", "元/人·月"),
        ("", "纯数"),
        ("%", "纯数"),
        ("人·人", "人^2"),
        ("元/人/人", "元/人^2"),
        ("个/月", "个/月"),
    ],
)
def test_words_a_dimension(text: str, expected: str) -> None:
    assert dimension_text(parse_unit(text).dimension) == expected


@pytest.mark.parametrize(
    ("number", "unit", "wanted", "expected"),
    [
        (Decimal("77.7"), "万元", "元", Decimal("777000")),
        (777000, "元", "万元", Decimal("77.7")),
        (1, "元", "亿元", Decimal("0.00000001")),
        (Decimal("0.0000000000001"), "元", "元", Decimal("0.0000000000001")),
        (
            Decimal("1234567890123456789012345678901234.5678"),
            "万元",
            "元",
            Decimal("12345678901234567890123456789012345678"),
        ),
        (1, "月", "年", Decimal("0.083333")),
        (50, "%", "", Decimal("0.5")),
        (2, "年", "个月", Decimal(24)),
        (1, "人", "人次", None),
        (1, "元", "元/月", None),
        (10**40, "元", "元", None),
        (Decimal("NaN"), "元", "元", None),
    ],
)
def test_converts_exactly_or_not_at_all(
    number: int | Decimal, unit: str, wanted: str, expected: Decimal | None
) -> None:
    assert convert(number, unit, wanted) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**37), max_value=10**37, places=2))
def test_a_number_survives_there_and_back(number: Decimal) -> None:
    there = convert(number, "元", "万元")
    assert there is not None
    assert convert(there, "万元", "元") == number


@given(st.integers(-(10**60), 10**60), st.integers(0, 50))
def test_a_decimal_fraction_keeps_every_digit(whole: int, places: int) -> None:
    number = Fraction(whole, 10**places)
    assert Fraction(to_decimal(number)) == number


@given(st.fractions(max_denominator=10**6), st.integers(0, 12))
def test_rounding_is_never_off_by_more_than_half_a_place(number: Fraction, places: int) -> None:
    rounded = to_decimal(number, places)
    assert rounded.as_tuple().exponent == -places
    assert abs(Fraction(rounded) - number) * 10**places * 2 <= 1


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), None, "0.333333"),
        (Fraction(2, 3), None, "0.666667"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(1, 2), 3, "0.500"),
        (Fraction(0), 2, "0.00"),
        (Fraction(1, 10**7), None, "0.0000001"),
        (Fraction(1, 3**4000), None, "0.000000"),
        (Fraction(1, 2**4000), None, "0.000000"),
    ],
)
def test_rounds_half_up(number: Fraction, places: int | None, expected: str) -> None:
    assert number_text(to_decimal(number, places)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(5, "5"), (Decimal("1.50"), "1.50"), (Decimal("1E+3"), "1000"), (Decimal("1E-7"), "0.0000001"),
     (Decimal("12345678901234567890123456789012345678.90"), "12345678901234567890123456789012345678.90"),
     (Fraction(1, 8), "0.125"), (Fraction(-1, 3), "-0.333333")],
)  # fmt: skip
def test_writes_plain_digits(number: int | Decimal | Fraction, expected: str) -> None:
    assert number_text(number) == expected


@pytest.mark.parametrize(
    ("number", "is_within"),
    [
        (10**MAX_DIGITS - 1, True),
        (10**MAX_DIGITS, False),
        (-(10**MAX_DIGITS), False),
        (Decimal("1e40"), True),
        (Decimal("1e41"), False),
        (Decimal("1e-41"), False),
        (Decimal("1" * 41), False),
        (Decimal("Infinity"), False),
        (Decimal("NaN"), False),
    ],
)
def test_numbers_have_caps(number: int | Decimal, is_within: bool) -> None:
    assert is_within_caps(number) is is_within
