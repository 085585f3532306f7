"""Calculating in the rule language: exact numbers with their units, however long."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_kind import fault, people, value

from docgen.expressions import Gap, Nothing, Number, Unknown, text_of


def amount(source: str, **numbers: object) -> Fraction:
    found = value(source, people(**numbers))
    assert isinstance(found, Number), found
    return found.amount


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("0.1 + 0.2", Fraction(3, 10)),
        ("77.7 * 10000", Fraction(777_000)),
        ("1 / 3 * 3", Fraction(1)),
        ("1 / 3 + 1 / 6", Fraction(1, 2)),
        ("-(2 - 5) * 2", Fraction(6)),
        ("2 + 3 * 4 - 6 / 4", Fraction(25, 2)),
        ("1.10 - 1.1", Fraction(0)),
        ("9999999999999999999999999999999999999999 + 1", Fraction(10**40)),
        ("0.0000000000000000000000000000000000000001 * 1", Fraction(1, 10**40)),
        ("abs(2 - 5)", Fraction(3)),
        ("min(3, 1, 2) + max(3, 1, 2)", Fraction(4)),
        ("1 if 2 > 1 else 3", Fraction(1)),
        ('quantity(0.5, "万元") / quantity(1, "元")', Fraction(5000)),
    ],
)
def test_calculates_exactly(source: str, expected: Fraction) -> None:
    assert amount(source) == expected


@given(st.data())
def test_arithmetic_agrees_with_fractions(data: st.DataObject) -> None:
    def grown(depth: int) -> tuple[str, Fraction | None]:
        if depth == 0 or data.draw(st.booleans()):
            digits = data.draw(st.decimals(0, 10**6, places=data.draw(st.integers(0, 6))))
            text = f"{digits:f}"
            return text, Fraction(text)
        (left, a), (right, b) = grown(depth - 1), grown(depth - 1)
        sign = data.draw(st.sampled_from("+-*/"))
        if a is None or b is None or (sign == "/" and b == 0):
            return f"({left} {sign} {right})", None
        result = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else a}[sign]
        return f"({left} {sign} {right})", result

    source, expected = grown(4)
    found = value(source)
    if expected is None:
        assert found == Unknown((Gap("", "除数为零"),))
    else:
        assert isinstance(found, Number)
        assert found.amount == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("received", "12人"),
        ("received + relieved", "15人"),
        ("received * 2", "24人"),
        ("relieved / received", "0.25"),
        ("received / 7", "1.71人"),
        ("received / 7000", "0.002人"),
        ("received / 700000000", "0.000000人"),
        ("paid_total", "1.50万元"),
        ("paid_total / received", "1250元/人"),
        ("standard * received", "1200元/月"),
        ('standard * received * quantity(6, "个月")', "7200元"),
        ("rate", "56.0%"),
        ("rate * 2", "112%"),
        ("户数", "3户"),
        ('paid_total + quantity(500, "元")', "1.55万元"),
    ],
)
def test_a_value_is_shown_with_its_unit_as_written(source: str, expected: str) -> None:
    data = {
        "indicators": {
            "received": {"value": 12, "unit": "人"},
            "relieved": {"value": Decimal("3.0"), "unit": "人"},
            "paid_total": {"value": Decimal("1.50"), "unit": "万元"},
            "standard": {"value": 100, "unit": "元/人·月"},
            "rate": {"value": Decimal("56.0"), "unit": "%"},
            "户数": {"value": 3, "unit": "户"},
        }
    }
    found = value(source, data)
    assert text_of(found) == expected


def test_forty_digits_are_shown_as_they_are() -> None:
    long = "1234567890123456789012345678901234567.125"
    assert text_of(value("received", people(received=long))) == f"{long}人"
    assert text_of(value("received + 0 * received", people(received=long))) == f"{long}人"


def test_what_is_missing_or_zero_is_never_a_number() -> None:
    assert value("1 / 0") == Unknown((Gap("", "除数为零"),))
    assert value("received / relieved", people(received=5, relieved=0)) == Unknown((Gap("", "除数为零"),))
    assert value("received + relieved", {"indicators": {}}) == Unknown(
        (Gap("/indicators/received"), Gap("/indicators/relieved"))
    )
    assert value("received + relieved") == Unknown((Gap("/indicators"),))


def test_a_none_counts_as_zero_only_where_a_rule_says_so() -> None:
    data = {"indicators": {"received": {"value": "无", "unit": "人"}, "relieved": {"value": 5, "unit": "人"}}}
    assert text_of(value("or_zero(received)", data)) == "0人"
    assert text_of(value("or_zero(received) + or_zero(relieved)", data)) == "5人"
    assert value("received + relieved", data) == Nothing("/indicators/received/value")
    assert value("or_zero(received)", {"indicators": {}}) == Unknown((Gap("/indicators/received"),))
    unknown = {"indicators": {"received": {"value": {"unknown": "待查"}, "unit": "人"}}}
    assert value("or_zero(received)", unknown) == Unknown((Gap("/indicators/received/value", "待查"),))


@pytest.mark.parametrize("source", ["or_zero(received + relieved)", "or_zero(1)"])
def test_only_a_field_with_a_unit_can_count_as_zero(source: str) -> None:
    assert fault(source)[0] == "expression-needs-path"


def test_a_product_of_products_ends_before_it_fills_the_memory() -> None:
    row = "(" + "*".join(["x2"] * 20) + ")"
    record = people(x2=int("9" * 40))
    assert value(f"{row} == {row}", record) is True
    square = "*".join([row] * 10)
    assert value(f"{square} == {square}", record) == Unknown((Gap("", "数值过大，超出计算限额"),))


@pytest.mark.parametrize("unit", ["人次", "元", "", "户", "元/人"])
def test_a_unit_of_another_dimension_is_unknown_not_compared(unit: str) -> None:
    data = {"indicators": {"received": {"value": 5, "unit": unit}, "relieved": {"value": 5, "unit": "人"}}}
    assert value("received == relieved", data) == Unknown(
        (Gap("/indicators/received/value", f"单位是“{unit}”，应为“人”"),)
    )


def test_like_units_of_another_size_are_converted() -> None:
    data = {
        "indicators": {
            "received": {"value": Decimal("0.0005"), "unit": "万人"},
            "relieved": {"value": 5, "unit": "名"},
        }
    }
    assert value("received == relieved", data) is True


def test_an_indicator_that_the_kind_does_not_know_brings_its_own_unit() -> None:
    data = {
        "indicators": {
            "own": {"value": 5, "unit": "辆"},
            "received": {"value": 5, "unit": "人"},
            "bare": {"value": 5},
        }
    }
    assert value("indicators.own == received", data) == Unknown((Gap("", "单位不可比：辆与人"),))
    assert value("indicators.bare == received", data) == Unknown(
        (Gap("/indicators/bare/value", "没有写单位"),)
    )


@pytest.mark.parametrize(
    ("source", "numbers", "expected"),
    [
        ("rounds_to(relieved / received, rate)", ("56", "100", "56"), True),
        ("rounds_to(relieved / received, rate)", ("564", "1000", "56"), True),
        ("rounds_to(relieved / received, rate)", ("565", "1000", "57"), True),
        ("rounds_to(relieved / received, rate)", ("565", "1000", "56"), False),
        ("rounds_to(relieved / received, rate)", ("5649", "10000", "56"), True),
        ("rounds_to(relieved / received, rate)", ("564", "1000", "56.0"), False),
        ("rounds_to(relieved / received, rate)", ("564", "1000", "56.4"), True),
        ("rounds_to(relieved / received, rate)", ("5645", "10000", "56.5"), True),
        ("rounds_to(relieved / received, rate)", ("1", "3", "33.33"), True),
        ("rounds_to(relieved / received, rate)", ("2", "3", "66.66"), False),
        ("rounds_to(-relieved / received, rate)", ("565", "1000", "-57"), True),
    ],
)
def test_rounds_half_up_at_the_places_that_were_written(
    source: str, numbers: tuple[str, str, str], expected: bool
) -> None:
    relieved, received, rate = (Decimal(number) for number in numbers)
    data = people(relieved=int(relieved), received=int(received))
    data["indicators"]["rate"] = {"value": rate, "unit": "%"}
    assert value(source, data) is expected


def test_rounding_to_a_derived_value_is_refused() -> None:
    assert fault("rounds_to(relieved / received, share)") == ("expression-needs-path", 31, "")
    assert fault("rounds_to(relieved / received, 0.5)") == ("expression-needs-path", 31, "")


def test_a_derived_value_is_calculated_from_the_record() -> None:
    assert value("share == relieved / received", people(relieved=1, received=3)) is True
    assert value("share > 0", people(received=3)) == Unknown((Gap("/indicators/relieved"),))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('near(received, relieved, quantity(1, "人"))', True),
        ('near(received, relieved, quantity(0.9, "人"))', False),
        ('near(relieved, received, quantity(1, "人"))', True),
        ('near(received, received, quantity(0, "人"))', True),
    ],
)
def test_near_counts_its_limit_in(source: str, expected: bool) -> None:
    assert value(source, people(received=5, relieved=4)) is expected
