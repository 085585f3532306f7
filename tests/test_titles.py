"""Long titles in lines that keep words whole."""

from __future__ import annotations

from itertools import pairwise

import pytest

from docgen.titles import line_breaks


def lines(text: str, width: int = 20) -> list[str]:
    breaks = [0, *line_breaks(text, width), len(text)]
    return [text[start:end] for start, end in pairwise(breaks)]


def test_a_title_that_fits_stays_on_one_line():
    assert lines("云川县民政局2024年下半年工作计划") == ["云川县民政局2024年下半年工作计划"]


@pytest.mark.parametrize(
    "expected",
    [
        ["民政局2020年上半年工作总结", "及下半年工作计划"],
        ["云溪县民政局2025年", "上半年工作总结和下半年工作计划"],
        ["关于进一步做好", "全市散埋乱葬坟墓排查整治工作的通知"],
        ["中央脱贫攻坚专项巡视“回头看”", "反馈意见、主题教育检视问题", "和成效考核指出问题整改情况报告"],
    ],
)
def test_breaks_between_words_into_lines_of_like_length(expected: list[str]):
    assert lines("".join(expected)) == expected


def test_never_breaks_a_number_or_begins_a_line_with_a_mark():
    assert lines("一二三四五六七八九2024号文", 10) == ["一二三四五六", "七八九2024号文"]
    assert lines("一二三四五六七八九十）一二", 10)[1][0] != "）"


def test_a_title_broken_by_hand_stays_so():
    assert line_breaks("一" * 15 + "\n" + "二" * 15, 20) == []


def test_a_title_without_any_place_to_break_stays_whole():
    assert line_breaks("1" * 100, 20) == []


def test_a_text_far_too_long_for_a_title_is_left_to_word():
    assert line_breaks("长" * 20_000, 20) == []
