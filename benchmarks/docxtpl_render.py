"""``python -m docxtpl`` itself, knowing the few filters and tests of ours that the template uses.

The plain command stops at a filter or test it has not heard of; everything else is docxtpl's own program,
reading a JSON file and writing a .docx. The lines of the title are broken in the JSON already.
"""

import re

from jinja2.filters import FILTERS
from jinja2.tests import TESTS

NUMERALS = "〇一二三四五六七八九"
FIRST_LEVEL, SECOND_LEVEL = re.compile("[一二三四五六七八九十]+、"), re.compile("（[一二三四五六七八九十]+）")


def numeral(number: int) -> str:
    """1 to 99 as Chinese numerals: 一, 十, 二十三."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def heading_level(text: str) -> int:
    """1 for 一、…, 2 for （一）…, 0 for a paragraph that doesn't begin so."""
    return 1 if FIRST_LEVEL.match(text) else 2 if SECOND_LEVEL.match(text) else 0


def heading(text: str) -> str:
    """A numbered paragraph up to its first 。"""
    head, mark, _ = text.partition("。")
    return head + mark if heading_level(text) else ""


def after_heading(text: str) -> str:
    """What follows in a numbered paragraph; all of another."""
    return text.partition("。")[2] if heading_level(text) else text


def is_known(value: object) -> bool:
    """Whether the JSON's text is a value, not 未知（…） or 无 or nothing."""
    return bool(value) and value != "无" and not str(value).startswith("未知")


FILTERS["numeral"] = numeral
FILTERS["title_lines"] = str
FILTERS["width"] = len
FILTERS["list_join"] = "、".join
FILTERS["heading_level"] = heading_level
FILTERS["heading"] = heading
FILTERS["after_heading"] = after_heading
TESTS["known"] = is_known

if __name__ == "__main__":
    from docxtpl.__main__ import main

    main()
