"""Headings by their numbers (GB/T 9704 7.3.3), and the text that runs on behind them."""

from __future__ import annotations

from docgen.patterns import lazy

#: a group for each level
_NUMBER = lazy(
    r"([一二三四五六七八九十百]{1,4}\s*[、．.，,])"
    r"|([（(]\s*[一二三四五六七八九十百]{1,4}\s*[）)])"
    r"|(\d{1,2}\s*[.．、](?!\d))"
    r"|([（(]\s*\d{1,2}\s*[）)])"
)
#: 一、二季度发放低保金…万元。 counts quarters, while 一、二季度工作情况 on its own is a heading
_COUNTED = lazy(r"([一二三四五六七八九十]、)+[二三四五六七八九十][一二]?(季度|月|年级|级|类|档|批|期|产业)")
_SENTENCE_MARKS = frozenset("，。；")
#: （一）至（三）项材料…
_SEVERAL_ITEMS = lazy(r"[（(][一二三四五六七八九十]{1,4}[）)]\s*[至到和及、—－～]\s*[（(]")
#: （一）社会救助：一是… has its heading before the colon
_NEAR_COLON = lazy(r"[^。：:]{1,25}[：:](?=.)")
#: a heading's own words: a numbered sentence longer than this is text, not a heading
MOST_HEADING = 50


def heading_level(text: str) -> int:
    """The level that a paragraph's number says, 0 without one.

    第一条, dates and decimals are none, nor are numbers that a sentence counts or refers to.
    """
    number = _NUMBER.match(text)
    if number is None or _SEVERAL_ITEMS.match(text):
        return 0
    is_counting = _COUNTED.match(text) and not _SENTENCE_MARKS.isdisjoint(text)
    return 0 if is_counting else number.lastindex or 0


def heading_words(text: str) -> str:
    """What of a numbered paragraph is its heading: up to the first 。 or, if near, the first colon."""
    head, mark, _ = text.partition("。")
    colon = _NEAR_COLON.match(text)
    return colon[0] if colon is not None else head + mark
