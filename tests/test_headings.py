"""Headings by their numbers, and the text that runs on behind them."""

from __future__ import annotations

import pytest

from docgen.contexts import Passage
from docgen.filters import after_heading, heading, level_of_heading
from docgen.prose import Prose, Segment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、年检对象", (1, "一、年检对象", "")),
        ("二、年检内容。检查财务状况。", (1, "二、年检内容。", "检查财务状况。")),
        ("（三）社会团体：共3家。", (2, "（三）社会团体：", "共3家。")),
        ("1.报告书。一式两份。", (3, "1.报告书。", "一式两份。")),
        ("（2）清单", (4, "（2）清单", "")),
        ("2024年6月，全县完成年检。", (0, "", "2024年6月，全县完成年检。")),
        ("第一条 本办法适用于社会团体。", (0, "", "第一条 本办法适用于社会团体。")),
        ("1.5万元用于补助。", (0, "", "1.5万元用于补助。")),
        ("一、二季度发放低保金80万元。", (0, "", "一、二季度发放低保金80万元。")),
        ("一、二、三类对象，分别报送。", (0, "", "一、二、三类对象，分别报送。")),
        ("十、十一月份的报表应当补报。", (0, "", "十、十一月份的报表应当补报。")),
        ("一、二季度工作情况", (1, "一、二季度工作情况", "")),
        ("（一）至（三）项材料一式两份。", (0, "", "（一）至（三）项材料一式两份。")),
        ("（一）和谐社区建设", (2, "（一）和谐社区建设", "")),
        # a numbered sentence is text
        (f"一、{'各单位要对照要求开展自查，' * 5}按时报送。", (0, "", f"一、{'各单位要对照要求开展自查，' * 5}按时报送。")),
    ],
)
def test_a_text_is_parted_behind_its_heading(text: str, expected: tuple[int, str, str]) -> None:
    value = Prose("/paragraphs/0", (Segment(text),))
    assert (level_of_heading(value), str(heading(value)), str(after_heading(value))) == expected


def test_both_parts_still_state_what_they_state() -> None:
    segments = (Segment("一、共"), Segment("158家", "/a"), Segment("。其中"), Segment("10家", "/b"), Segment("。"))
    value = Passage((Prose("/p", segments),))
    assert heading(value) == Passage((Prose("/p", (*segments[:2], Segment("。"))),))
    assert after_heading(value) == Passage((Prose("/p", (Segment("其中"), *segments[3:])),))
