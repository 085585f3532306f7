"""Numbers, dates and labels as an official document writes them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from docgen.dates import PartialDate, parse_date
from docgen.messages import MESSAGES, word
from docgen.wording import (
    amount_capitals,
    chinese_numeral,
    default_date,
    document_number,
    format_date,
    list_join,
    nearest,
    number_with_unit,
    ordinal_label,
)


def date(text: str) -> PartialDate:
    found = parse_date(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("2020-06-30", "Y年M月D日", "2020年6月30日"),
        ("2020-06-05", "M月D日", "6月5日"),
        ("2020-06-05", "D日", "5日"),
        ("2020-06", "M月份", "6月份"),
        ("2020", "Y年", "2020年"),
        ("2020-06-30", "M月底", "6月底"),
        ("2020-06", "M月底", "6月底"),
        ("2020-02-29", "Y年M月底", "2020年2月底"),
        ("2020-12-31", "Y年底", "2020年底"),
        ("2020-12", "Y年底", "2020年底"),
        ("2020", "Y年底", "2020年底"),
        ("9999-12-31", "M月底", "12月底"),
        ("2020-06-30", "Y-M-D", "2020-6-30"),
        ("2020-06-30", "GDP（Y年）", "GDP（2020年）"),
        ("2020-06-30", "截至M月D日24时", "截至6月30日24时"),
    ],
)
def test_writes_a_date_in_a_style(text: str, style: str, expected: str) -> None:
    assert format_date(date(text), style) == expected


@pytest.mark.parametrize(
    ("text", "style", "code"),
    [
        ("2020", "Y年M月", "date-lacks-month"),
        ("2020", "M月底", "date-lacks-month"),
        ("2020", "D日", "date-lacks-day"),
        ("2020-06", "M月D日", "date-lacks-day"),
        ("2020-06-29", "M月底", "date-not-month-end"),
        ("2020-02-28", "M月底", "date-not-month-end"),
        ("2020-12-30", "Y年底", "date-not-year-end"),
        ("2020-11", "Y年底", "date-not-year-end"),
        ("2020-06-30", "", "date-style-empty"),
        ("2020-06-30", "年底", "date-style-empty"),
        ("2020-06-30", "GDP", "date-style-empty"),
        ("2020-06-30", "YYYY年M月", "date-style-empty"),
        ("2020-06-30", "Y-MM-DD", "date-style-empty"),
    ],
)
def test_says_why_a_date_does_not_fit_a_style(text: str, style: str, code: str) -> None:
    with pytest.raises(ValueError) as caught:
        format_date(date(text), style)
    assert str(caught.value) == code
    assert style in word(code, {"style": style, "date": text}, "zh_CN") != MESSAGES[code]


@pytest.mark.parametrize(
    ("text", "expected"), [("2020-06-30", "2020年6月30日"), ("2020-04", "2020年4月"), ("2017", "2017年")]
)
def test_writes_a_date_as_precisely_as_it_is_known(text: str, expected: str) -> None:
    assert default_date(date(text)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (2022, "二千零二十二"),
        (9999, "九千九百九十九"),
    ],
)
def test_writes_numerals_in_chinese(number: int, expected: str) -> None:
    assert chinese_numeral(number) == expected


@pytest.mark.parametrize("number", [-1, 10_000])
def test_refuses_numerals_beyond_four_digits(number: int) -> None:
    with pytest.raises(ValueError):
        chinese_numeral(number)


def test_writes_labels_lists_and_document_numbers() -> None:
    assert [ordinal_label(n) for n in (1, 2, 12)] == ["一是", "二是", "十二是"]
    assert list_join(["城市低保", "农村低保"]) == "城市低保、农村低保"
    assert list_join([]) == ""
    assert document_number("共民发", 2020, 1) == "共民发〔2020〕1号"


def test_keeps_the_digits_of_a_number_with_its_unit() -> None:
    assert number_with_unit(Decimal("77.70"), "%") == "77.70%"
    assert number_with_unit(Decimal("1E+3"), "元") == "1000元"
    assert number_with_unit(Fraction(1, 3), "") == "0.333333"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "零元整"),
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("12", "壹拾贰元整"),
        ("105.00", "壹佰零伍元整"),
        ("1005", "壹仟零伍元整"),
        ("1050", "壹仟零伍拾元整"),
        ("12300.05", "壹万贰仟叁佰元零伍分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000", "壹拾万元整"),
        ("100005", "壹拾万零伍元整"),
        ("10000000", "壹仟万元整"),
        ("10050000", "壹仟零伍万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("-3.5", "负叁元伍角整"),
        ("1E+4", "壹万元整"),
        (
            "9999999999999999.99",
            "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
        ),
    ],
)
def test_writes_amounts_in_capitals(amount: str, expected: str) -> None:
    assert amount_capitals(Decimal(amount)) == expected


@pytest.mark.parametrize("amount", ["0.001", "1E+16", "-1E+16", "1E+400", "NaN", "Infinity"])
def test_refuses_amounts_that_have_no_capitals(amount: str) -> None:
    with pytest.raises(ValueError):
        amount_capitals(Decimal(amount))


@pytest.mark.parametrize(
    ("name", "candidates", "expected"),
    [
        ("vaule", ["unit", "value", "basis"], "value"),
        ("城市低保户", ["农村低保户数", "城市低保户数"], "城市低保户数"),
        ("Urban-Dibao", ["rural_dibao", "urban_dibao"], "urban_dibao"),
        ("ｕｎｉｔ", ["unite", "unit"], "unit"),
        ("dibao", ["orphans", "urban_dibao_households"], "urban_dibao_households"),
        ("indicator", ["indicators", "index"], "indicators"),
        ("xyz", ["value", "unit"], ""),
        ("", ["value"], ""),
        ("value", [], ""),
        ("value", ["", "v"], ""),
        ("长" * 100_000, ["长" * 100_000], ""),
    ],
    ids=lambda value: str(value)[:20],
)
def test_names_the_nearest_right_name(name: str, candidates: list[str], expected: str) -> None:
    assert nearest(name, candidates) == expected
