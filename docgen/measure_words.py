"""The words that stand after a number in Chinese prose (单位、量词), and which count the same things."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import cache

from docgen.patterns import lazy
from docgen.quantities import Dimension, known_units, parse_unit

#: general counters: which of them a writer takes is a matter of style (18个墓地, 18处墓地, 359件婚姻登记)
COUNTERS = frozenset("个处家座所例起件具项条份张只台辆套批间栋块本册场宗笔支名位")
#: what counts something of its own
_OTHERS = {"人", "个人", "人次", "户", "个家庭", "户次", "对"} | {
    "袋", "桶", "箱", "盆", "平方米", "亩", "公里", "公斤", "吨",
}  # fmt: skip
#: a stretch of time; alone it says little (24小时值班)
DURATIONS = frozenset({"天", "个月", "小时", "分钟", "个工作日", "个季度", "学时"})
#: dates, ages and ordinals: none of them is a quantity
_CALENDAR = {"年", "月", "日", "号", "时", "点", "岁", "周岁", "届", "级", "版", "周年", "季度"}
#: always, whatever is counted
_IDIOMS = {"24小时", "24个小时"}
_MEASURED = {"元", "亩", "平方米", "天", "月", "岁", "小时", "人次", "户次", "次", ""}

_KNOWN = set(known_units()) - {"分", "角", "日", "年", "季", "季度", "次", "位"}
_SCALE = r"(?P<scale>百万|千万|万|千|亿)?"


def _alternatives(words: AbstractSet[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_UNITS = COUNTERS | _OTHERS | DURATIONS | _KNOWN
_UNIT, _UNIT_OR_DATE = _alternatives(_UNITS), _alternatives(_UNITS | _CALENDAR)
_AFTER = lazy(rf"[）)\s]*[余多来]?(?P<rest>{_SCALE}[余多来]?(?P<unit>{_UNIT})?)")
_QUANTITY = lazy(
    r"(?<![0-9A-Za-z.,\-－—~～第〔×/+\0])"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,40})(?P<places>\.[0-9]{1,40})?"
    rf"\s?[余多来]?{_SCALE}[余多来]?(?P<unit>{_UNIT_OR_DATE})"
)


def unit_after(text: str) -> str:
    """The unit a text begins with, behind 余, 多 or a closing bracket: 万元 of 「万余元，」; "" if none."""
    match = _AFTER.match(text)
    return (match["scale"] or "") + match["unit"] if match and match["unit"] else ""


def begins_with(text: str, unit: str) -> bool:
    """Whether a text begins with a unit, known or not, or with another word for it (日 for 天)."""
    text = text.lstrip("）) \t\u3000余多来")
    return bool(unit) and (text.startswith(unit) or text.startswith(other_words(unit)))


def is_measure(text: str) -> bool:
    """Whether a text is a unit that offices write: 万元, 户, 元/人·月, %."""
    return all(part in _UNITS or part in ("%", "％", "‰", "月", "年") for part in re.split("[/·]", text))


@cache
def other_words(unit: str) -> tuple[str, ...]:
    """The words that mean exactly the same measure: 日 for 天, 岁 for 周岁, ％ for %."""
    own = parse_unit(unit)
    words = [word for word in known_units() if measure_of(word) == measure_of(unit)]
    bases = [base for base, _power in own.dimension] if own.factor == 1 and len(own.dimension) == 1 else []
    return (*words, *bases)


def quantities_in(text: str) -> list[re.Match[str]]:
    """Numbers with a unit behind them (groups digits, places, scale, unit); no dates, ages or ordinals."""
    found = (match for match in _QUANTITY.finditer(text) if match["scale"] or match["unit"] not in _CALENDAR)
    return [match for match in found if match[0] not in _IDIOMS]


def counts_same(written: str, own: str) -> bool:
    """Whether a unit in prose may stand for a value's own: the same measure, or a general counter."""
    if measure_of(written) == measure_of(own):
        return True
    if (written, own) in (("个人", "人"), ("个家庭", "户")):
        return True
    return written in COUNTERS and not is_measured(own)


def measure_of(unit: str) -> tuple[Dimension, Fraction]:
    """What a unit measures, and how large it is."""
    parsed = parse_unit(unit)
    return parsed.dimension, parsed.factor


def is_measured(unit: str) -> bool:
    """Whether a unit measures (元, 天, 人次) and doesn't merely count things."""
    return all(base in _MEASURED for base, _power in parse_unit(unit).dimension)
