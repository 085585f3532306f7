"""Where a long title is broken into lines: whole words, and a shape that is neither block nor orphan.

A pure function of the text (GB/T 9704 7.3.1: 词意完整、排列对称、长短适宜).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

#: a line begins well before these, and ends well after those
_BEFORE = ("及其", "及", "和", "暨", "与", "《")
_FAIRLY_BEFORE = ("全国", "全省", "全市", "全县", "全区", "进一步")
_AFTER = ("关于", "的", "、", "》", "）")
_WORD_ENDS = (
    "总结", "计划", "情况", "报告", "方案", "通知", "意见", "上半年", "下半年", "年度", "季度", "年",
    "通知书", "政府", "厅", "局", "委员会",
)  # fmt: skip
_NEVER_FIRST = "、，。；：！？）》〉”’」』〕…—％%"
_NEVER_LAST = "（《〈“‘「『〔"
#: a text of more lines than this is no title; Word breaks it as it comes
_MOST_LINES = 8
_GOOD, _FAIR, _POOR = 0.0, 1.5, 8.0
#: two equal lines are a block, which the standard (梯形或菱形) doesn't want
_BLOCK = 3.0


def line_breaks(text: str, width: int) -> list[int]:
    """The places of the characters that begin a new line, for lines of at most ``width`` characters.

    Latin letters and digits count half. Empty where the text fits on one line, or is far
    too long for a title.
    """
    return list(_found_breaks(text, width))


@lru_cache(maxsize=256)
def _found_breaks(text: str, width: int) -> Sequence[int]:
    """The breaks, kept: thousands of notices share one title, and finding them costs a millisecond."""
    widths = [0.5 if character < "\u2000" else 1.0 for character in text]
    total = sum(widths)
    if not width < total <= _MOST_LINES * width or "\n" in text:
        return []
    lines = math.ceil(total / width)
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for line in range(1, lines + 1):
        reached: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, breaks) in best.items():
            for end in range(start + 1, len(text) + 1):
                length = sum(widths[start:end])
                if length > width:
                    break
                if (end == len(text)) != (line == lines):
                    continue
                shape = (length - total / lines) ** 2 / 8
                if lines == 2 and length * 2 == total:
                    shape += _BLOCK
                price = cost + shape + (0.0 if end == len(text) else _break_cost(text, end))
                if price < reached.get(end, (math.inf, []))[0]:
                    reached[end] = (price, breaks if end == len(text) else [*breaks, end])
        best = reached
    return best[len(text)][1] if len(text) in best else []


def _break_cost(text: str, at: int) -> float:
    """How bad it is to begin a line at this character; infinite where no line may break."""
    before, after = text[:at], text[at:]
    if after[0] in _NEVER_FIRST or before[-1] in _NEVER_LAST:
        return math.inf
    if before[-1] < "\u2000" and after[0] < "\u2000":
        return math.inf
    if before.count("“") > before.count("”") or before.count("《") > before.count("》"):
        return 2 * _POOR
    if after.startswith(_BEFORE) or before.endswith(_AFTER):
        return _GOOD
    if (before.endswith(_WORD_ENDS) and after[0] not in "年度书") or after.startswith(_FAIRLY_BEFORE):
        return _FAIR
    return _POOR
