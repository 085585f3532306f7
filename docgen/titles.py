"""Where a long title is broken into lines: whole words, and a shape that is neither block nor orphan.

A pure function of the text (GB/T 9704 7.3.1: 词意完整、排列对称、长短适宜).
"""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

#: a line begins well before these, and ends well after those
_BEFORE = ("及其", "及", "和", "暨", "与", "《", "“")
_FAIRLY_BEFORE = ("全国", "全省", "全市", "全县", "全区", "进一步", "开展", "做好", "印发")
_AFTER = ("关于", "的", "、", "》", "”", "）")
_WORD_ENDS = (
    "总结", "计划", "情况", "报告", "方案", "通知", "意见", "上半年", "下半年", "年度", "季度", "年",
    "通知书", "政府", "厅", "局", "委员会",
)  # fmt: skip
_YEAR = re.compile(r"[0-9]{4}年")
#: no line ends inside of these
_WORDS = (*_BEFORE, *_FAIRLY_BEFORE, *_AFTER, *_WORD_ENDS, "社区", "社会", "工作")
_INSIDE = tuple((word, at) for word in _WORDS for at in range(1, len(word)))
_NEVER_FIRST = "、，。；：！？）》〉”’」』〕…—％%"
_NEVER_LAST = "（《〈“‘「『〔"
#: a text of more lines than this is no title; Word breaks it as it comes
_MOST_LINES = 5
_GOOD, _FAIR, _POOR = 0.0, 1.5, 16.0
#: what the standard (梯形或菱形) doesn't want: lines that are all alike, or that narrow and then widen;
#: but 词意完整 goes first, so either is better than a line that may end in the middle of a word
_BLOCK, _WAIST = 15.0, 15.0
_MORE_LINES = 10.0
#: how much wider than half a character a digit is in some fonts: a line is not filled to its last one
_DIGIT_MORE = 0.05


def line_breaks(text: str, width: int) -> list[int]:
    """The places of the characters that begin a new line, for lines of at most ``width`` characters.

    Latin letters and digits count half. Empty where the text fits on one line, or is far
    too long for a title.
    """
    return list(_found_breaks(text, width))


@lru_cache(maxsize=256)
def _found_breaks(text: str, width: int) -> Sequence[int]:
    """The breaks, kept: thousands of notices share one title, and finding them costs a millisecond."""
    halves = [1 if character < "\u2000" else 2 for character in text]
    total = sum(halves) / 2
    if not width < total <= _MOST_LINES * width or "\n" in text:
        return []
    fewest = math.ceil(total / width)
    costs = [math.inf, *(_break_cost(text, at) for at in range(1, len(text))), _GOOD]
    whole_words = [at for at, cost in enumerate(costs) if cost < _POOR]
    anywhere = [at for at, cost in enumerate(costs) if cost < math.inf]
    for places in (whole_words, anywhere):
        found = [
            (price + more * _MORE_LINES, breaks)
            for more in (0, 1)
            for price, breaks in _cheapest(halves, costs, places, width, fewest + more)
        ]
        if found and (min(found)[0] < _POOR or places is anywhere):
            return min(found)[1]
    return []


def _cheapest(
    halves: Sequence[int], costs: Sequence[float], places: Sequence[int], width: int, lines: int
) -> list[tuple[float, list[int]]]:
    """The breaks at some of these places that make so many lines, each with its price."""
    before = [0, *itertools.accumulate(halves)]
    digits = [0, *itertools.accumulate(each == 1 for each in halves)]
    whole = len(halves)
    usual = before[-1] / lines
    # where a line begins, how long the one above is, whether lines were all alike, widened or narrowed
    best: dict[tuple[int, int, str], tuple[float, list[int]]] = {(0, 0, ""): (0.0, [])}
    for line in range(1, lines + 1):
        reached: dict[tuple[int, int, str], tuple[float, list[int]]] = {}
        for (start, above, shape), (cost, breaks) in best.items():
            for end in (whole,) if line == lines else places[bisect_right(places, start) :]:
                length = before[end] - before[start]
                if length / 2 + (digits[end] - digits[start]) * _DIGIT_MORE > width:
                    break
                if end == whole and line < lines:
                    continue
                now, price = _shape(shape, above, length), cost + (length - usual) ** 2 / 32 + costs[end]
                price += _WAIST if shape == "narrowed" and now == "widened" else 0.0
                price += _BLOCK if end == whole and now == "alike" else 0.0
                key = (end, length, now)
                if price < reached.get(key, (math.inf, []))[0]:
                    reached[key] = (price, breaks if end == whole else [*breaks, end])
        best = reached
    return list(best.values())


def _shape(shape: str, above: int, length: int) -> str:
    """How lines go on: alike as long as no line differs from the one above it."""
    if not above:
        return "alike"
    if length == above:
        return shape
    return "widened" if length > above else "narrowed"


def _break_cost(text: str, at: int) -> float:
    """How bad it is to begin a line at this character; infinite where no line may break."""
    before, after = text[:at], text[at:]
    if after[0] in _NEVER_FIRST or before[-1] in _NEVER_LAST:
        return math.inf
    if before[-1] < "\u2000" and after[0] < "\u2000":
        return math.inf
    if any(text.startswith(word, at - inside) for word, inside in _INSIDE if at >= inside):
        return 2 * _POOR
    if before.count("“") > before.count("”") or before.count("《") > before.count("》"):
        return 2 * _POOR
    if after.startswith(_BEFORE) or before.endswith(_AFTER):
        return _GOOD
    if (before.endswith(_WORD_ENDS) and after[0] not in "年度书") or after.startswith(_FAIRLY_BEFORE):
        return _FAIR
    if _YEAR.match(after):
        return _FAIR
    return _POOR
