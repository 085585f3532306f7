"""Numbering of headings (GB/T 9704 7.3.3, GB/T 15834 B.3): how a number is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.layout.text.drafts import Mark
from docgen.punctuation import HAN

NUMERALS = "一二三四五六七八九十"
NUMERAL = rf"[{NUMERALS}]{{1,3}}"
TO_HALF = {ord("０") + digit: str(digit) for digit in range(10)}
_DIGITS = "[0-9０-９]{1,2}"
_TEXT = rf"\s*[{HAN}《“]"
#: what a number of each level looks like when its marks are wrong, and how it is right
_LEVEL1 = re.compile(
    rf"\s*({NUMERAL})(?:[.．，,]\s*(?=[{HAN}《“])(?![{NUMERALS}])"
    rf"|[ 　]+(?=[{HAN}《“])(?![{NUMERALS}个是年月日天次家名位种项条部路]))"
)
_LEVEL2 = re.compile(
    rf"\s*(?:[（(]({NUMERAL})[）)][、.．，,]\s?|\(({NUMERAL})[）)]|（({NUMERAL})\))(?={_TEXT})"
)
_LEVEL3 = re.compile(rf"\s*({_DIGITS})[、．,]\s?(?=[{HAN}《“])")
_LEVEL4 = re.compile(
    rf"\s*(?:[（(]({_DIGITS})[）)][、.．，,]\s?|\(({_DIGITS})[）)]|（({_DIGITS})\)|([0-9]{{1,2}})[)）]|([⑴-⒇]))(?={_TEXT})"
)


def _marked(text: str, pattern: re.Pattern[str], right: str) -> Iterator[Mark]:
    match = pattern.match(text)
    if match:
        number = next(group for group in match.groups() if group)
        if "⑴" <= number <= "⒇":
            number = str(ord(number) - ord("⑴") + 1)
        start = match.end() - len(match[0].lstrip())
        yield Mark(start, match.end(), right.format(number.translate(TO_HALF)))


def level1_marks(text: str) -> Iterator[Mark]:
    """一. 一， for 一、; a space behind the number is taken for that only in a short line."""
    for mark in _marked(text, _LEVEL1, "{}、"):
        is_spaced = not re.search("[.．，,]", text[mark.start : mark.end])
        rest = text[mark.end :]
        if not is_spaced or (3 <= len(rest) <= 28 and not re.search("[ 　，。；]", rest)):
            yield mark


def level2_marks(text: str) -> Iterator[Mark]:
    """（一）、 (一) for （一）."""
    return _marked(text, _LEVEL2, "（{}）")


def level3_marks(text: str) -> Iterator[Mark]:
    """1、 1． for 1.; decimals stay, and lists of numbers (1、2月)."""
    return _marked(text, _LEVEL3, "{}.")


def level4_marks(text: str) -> Iterator[Mark]:
    """(1) （1）、 1） ⑴ for （1）."""
    return _marked(text, _LEVEL4, "（{}）")


_ORDINAL = re.compile(
    rf"(?:^\s*|(?<=[。；：]))(第{NUMERAL}|其[{NUMERALS}]|首先|其次|再次|最后)(、)(?!第|其|[{NUMERALS}]|再|最|首)(?=[{HAN}])"
)


def ordinals(text: str) -> Iterator[Mark]:
    """第一、 首先、 for 第一， 首先，; 第一、二产业 is right."""
    for match in _ORDINAL.finditer(text):
        yield Mark(match.start(2), match.end(2), "，", is_sure=False)
