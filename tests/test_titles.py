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
        ["中央脱贫攻坚专项巡视", "“回头看”反馈意见、主题教育检视问题", "和成效考核指出问题整改情况报告"],
        ["云川县民政局关于核实县殡葬管理所", "2025年上半年工作数据的函"],
    ],
)
def test_breaks_between_words_into_lines_of_like_length(expected: list[str]):
    assert lines("".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        # 13 and 13 characters, 18 and 18, 20 and 12 and 19 are nearer in length
        ["云溪民政局关于开展", "2023年度社会组织年度检查工作的通知"],
        ["云川县民政局关于", "云川县第三社会福利院2025年", "一季度工作数据问题的整改通知书"],
        [
            "安平省云麓市云川哈萨克族蒙古族自治县民政",
            "和退役军人事务综合局关于开展2023年度",
            "社会组织年度检查工作的通知",
        ],
    ],
)
def test_lines_are_neither_all_alike_nor_narrow_in_the_middle(expected: list[str]):
    assert lines("".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        # 13 and 13 characters; three lines narrow in the middle would keep no more words
        ["云川县殡葬管理执法大队关于", "开展散埋乱葬专项整治的通告"],
        ["中共云川县委社会工作部 云川县民政局", "关于开展2024年度全县城乡社区", "工作者职业水平培训的通知"],
    ],
)
def test_whole_words_go_before_the_shape_of_a_title(expected: list[str]):
    assert lines("".join(expected)) == expected


def test_a_title_whose_lines_would_be_full_to_the_last_character_takes_one_more():
    assert lines("安平省云麓市云川哈萨克族蒙古族自治县局关于开展2023年度社会组织年度检查工作的通知") == [
        "安平省云麓市云川哈萨克族蒙古族自治县局",
        "关于开展2023年度社会组织年度",
        "检查工作的通知",
    ]


def test_never_breaks_a_number_or_begins_a_line_with_a_mark():
    assert lines("一二三四五六七八九2024号文", 10) == ["一二三四五六", "七八九2024号文"]
    assert lines("一二三四五六七八九十）一二", 10)[1][0] != "）"


def test_a_title_broken_by_hand_stays_so():
    assert line_breaks("一" * 15 + "\n" + "二" * 15, 20) == []


def test_a_title_without_any_place_to_break_stays_whole():
    assert line_breaks("1" * 100, 20) == []


def test_a_text_far_too_long_for_a_title_is_left_to_word():
    assert line_breaks("长" * 20_000, 20) == []
