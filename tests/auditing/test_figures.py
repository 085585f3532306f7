"""Figures in prose: number, unit, what they are per, how exactly they are meant."""

from __future__ import annotations

from fractions import Fraction

import pytest

from docgen.auditing.figures import Figure, figures_in
from docgen.auditing.numerals import read_numeral
from docgen.auditing.passages import Passage


def figures(text: str) -> list[Figure]:
    return figures_in(Passage(1, text))


def shown(text: str) -> list[tuple[str, Fraction, str]]:
    return [(each.text, each.value, each.unit) for each in figures(text)]


def test_reads_the_figures_of_a_sentence_with_their_units() -> None:
    assert shown("城市低保共200户296人，月发放14.129万元；完成任务56%。") == [
        ("200户", Fraction(200), "户"),
        ("296人", Fraction(296), "人"),
        ("14.129万元", Fraction(141290), "万元"),
        ("56%", Fraction(56, 100), "%"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2020年6月30日，根据民发〔2021〕43号，第3次会议，3-5月、4月26日-28日",
        "开展“520，为爱助力”活动，落实《十四五规划300条》",
        "热线0792-4398765，一户一策，编号202073",
    ],
)
def test_dates_numbers_of_documents_and_names_are_no_figures(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("296人", 296, 296),
        ("3000余元", 3000, 4000),
        ("约100户", 90, 110),
        ("不少于17个", 17, None),
        ("近200人", 100, 200),
        ("3.4亿元", 335_000_000, 345_000_000),
    ],
)
def test_a_figure_knows_the_span_of_what_it_may_stand_for(text: str, low: int, high: int | None) -> None:
    (one,) = figures(text)
    assert one.low == low
    assert high is None or one.high == high


def test_says_what_a_figure_is_for_each_of() -> None:
    texts = ["每人每月50元", "615元/月/人", "户均3000元", "70元/人·月"]
    assert [set(figures(text)[0].per) for text in texts] == [{"人", "月"}, {"人", "月"}, {"户"}, {"人", "月"}]


def test_the_unit_at_the_end_of_a_row_is_the_unit_of_all() -> None:
    assert shown("公办、民办、公建民营分别为3、5、7家") == [
        ("3", Fraction(3), "家"),
        ("5", Fraction(5), "家"),
        ("7家", Fraction(7), "家"),
    ]


def test_figures_in_chinese_numerals_are_read() -> None:
    assert shown("占百分之五十六，投入五百万元，惠及三分之二的村，一百零五户") == [
        ("百分之五十六", Fraction(56, 100), "%"),
        ("五百万元", Fraction(5_000_000), "元"),
        ("三分之二", Fraction(2, 3), "分之"),
        ("一百零五户", Fraction(105), "户"),
    ]


def test_full_width_digits_are_read_and_places_stay() -> None:
    text = "共有２９６人"
    (one,) = figures(text)
    assert (one.value, text[one.start : one.end]) == (296, "２９６人")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12),
        ("一百零五", 105),
        ("三万二千", 32_000),
        ("两亿", 200_000_000),
        ("五点六", Fraction(56, 10)),
    ],
)
def test_numerals_say_numbers(text: str, number: int | Fraction) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize("text", ["", "二〇二〇", "万", "五点"])
def test_what_is_no_numeral_says_none(text: str) -> None:
    assert read_numeral(text) is None
