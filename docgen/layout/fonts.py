"""Fonts by the categories that GB/T 9704 names; product names are the makers' own."""

from __future__ import annotations

import re
from functools import cache

FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG = "仿宋", "楷体", "黑体", "宋体", "小标宋"

#: what a mended run gets: the name that offices use for each category
PREFERRED = {
    FANGSONG: "仿宋_GB2312",
    KAITI: "楷体_GB2312",
    HEITI: "黑体",
    SONGTI: "宋体",
    XIAOBIAOSONG: "方正小标宋简体",
}
#: parts of names, the more telling first; 华文中宋 and 微软雅黑 belong to none of the five
_TELLING = (
    (XIAOBIAOSONG, ("小标宋", "xiaobiaosong", "fzxbs")),
    ("", ("中宋", "zhongsong", "雅黑", "yahei", "大标宋", "标题宋", "黑简", "超粗")),
    (FANGSONG, ("仿宋", "fangsong", "fang song")),
    (KAITI, ("楷", "kaiti", "kai ti", "simkai")),
    (HEITI, ("黑体", "simhei", "heiti")),
    (SONGTI, ("宋", "simsun", "nsimsun", "stsong")),
)
#: sizes by name, in half-points (w:sz)
SIZES = {
    "初号": 84,
    "小初": 72,
    "一号": 52,
    "小一": 48,
    "二号": 44,
    "小二": 36,
    "三号": 32,
    "小三": 30,
    "四号": 28,
    "小四": 24,
    "五号": 21,
    "小五": 18,
}
_SIZE_NAMES = {size: name for name, size in SIZES.items()}


@cache
def category(font: str) -> str:
    """Which of the five a font belongs to by its name; "" if to none."""
    lowered = font.lower()
    for name, parts in _TELLING:
        if any(part in lowered for part in parts):
            return name
    return ""


def size_name(half_points: int) -> str:
    """三号 for 32; 12.5磅 where there is no name."""
    points = f"{half_points // 2}{'.5' if half_points % 2 else ''}磅"
    return _SIZE_NAMES.get(half_points, points)


def is_chinese(character: str) -> bool:
    """Whether a character takes its font from the East Asian slot without doubt."""
    return (
        "\u3400" <= character <= "\u9fff"
        or "\u3001" <= character <= "\u303f"
        or "\uff01" <= character <= "\uffef"
    )


#: the characters of is_chinese
_CHINESE = re.compile("[\u3400-\u9fff\u3001-\u303f\uff01-\uffef]")


def has_chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None


def width(text: str) -> float:
    """How wide a line of text is, in characters (字): Latin letters and digits count half."""
    return sum(1.0 if ord(each) > 0xFF and each != "·" else 0.5 for each in text)
