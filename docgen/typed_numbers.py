"""Quantities typed by hand in prose: found, and matched to the record's values by number and unit.

What is matched may be written as a mention; what isn't, nothing backs. A false alarm is worse than a miss:
dates, document numbers, ages, ordinals, and all that stands in quotation marks or book-title marks are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from docgen.expressions import Type
from docgen.measure_words import COUNTERS, DURATIONS, quantities_in
from docgen.quantities import is_within_caps, parse_unit
from docgen.records import Record
from docgen.structure import is_number

_MENTION = re.compile(r"\{[^{}]*\}")
_QUOTED = re.compile(
    # an opening mark ends the search for the closing one, so that many of them cost no more than their number
    r"“[^“”]*”|‘[^‘’]*’|「[^「」]*」|『[^『』]*』|《[^《》]*》|〔[^〔〕]*〕|\"[^\"]*\""
)
_DIGIT = re.compile(r"[0-9]")
#: how many values with the same number are named, and how far around it their names are looked for
_MOST, _AROUND = 3, 12
#: stands for the dimension of all counters
COUNTED = "个"

#: amount in base units and its dimension, counters being one
Key = tuple[Fraction, object]


class Known(NamedTuple):
    """An indicator with a number: its id, the name it gives itself ("": none), its unit."""

    id: str
    name: str
    unit: str


def key_of(amount: Fraction, unit: str) -> Key:
    """What makes two quantities the same: their amount and what is measured."""
    head = parse_unit(parse_unit(unit).head)
    return amount * head.factor, COUNTED if is_counter(unit) else head.dimension


def is_counter(unit: str) -> bool:
    """Whether a unit counts anything, so that it tells little of what is counted."""
    return unit in COUNTERS and parse_unit(unit).dimension != parse_unit("人").dimension


def known_amounts(record: Record) -> dict[Key, list[Known]]:
    """Every indicator's quantity -> the indicators that have it."""
    found: dict[Key, list[Known]] = {}
    indicators = record.data.get("indicators")
    for id_, entry in indicators.items() if isinstance(indicators, dict) else ():
        if not isinstance(entry, dict):
            continue
        value, unit, name = entry.get("value"), entry.get("unit"), entry.get("name")
        if is_number(value) and is_within_caps(value) and isinstance(unit, str) and unit:
            known = Known(id_, name if isinstance(name, str) else "", unit)
            found.setdefault(key_of(Fraction(value), unit), []).append(known)
    return found


def typed_numbers(text: str, known: Mapping[Key, list[Known]], titles: Mapping[str, Type]) -> list[str]:
    """The quantities typed in a text: 「296人 → {dibao_persons}人」 where a value has it, else 「296人」.

    ``known`` is known_amounts; ``titles`` has the kind's names of its indicators.
    """
    if not known or not _DIGIT.search(text):
        return []
    bare = _QUOTED.sub(_blank, _MENTION.sub(_blank, text))
    found: dict[str, None] = {}
    for match in quantities_in(bare):
        unit = (match["scale"] or "") + match["unit"]
        number = Fraction(match["digits"].replace(",", "") + (match["places"] or ""))
        having = known.get(key_of(number, unit), [])
        if not having and match["unit"] in DURATIONS:
            continue
        around = bare[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        usable = [each for each in having if "/" not in each.unit or is_of_size(each, unit)]
        mentions = "、".join(mention_of(each, unit) for each in best(usable, around, titles))
        found[f"{match[0]} → {mentions}" if mentions else match[0]] = None
    return list(found)


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def mention_of(known: Known, unit: str) -> str:
    """The mention that says a value in a unit, with the unit behind it."""
    return "{" + known.id + ("" if is_of_size(known, unit) else f"|{unit}") + "}" + unit


def is_of_size(known: Known, unit: str) -> bool:
    """Whether a value's unit is as large as another (元/人·月 as 元), so that it needn't be converted."""
    return parse_unit(parse_unit(known.unit).head).factor == parse_unit(unit).factor


def best(having: list[Known], around: str, titles: Mapping[str, Type]) -> list[Known]:
    """Of the values with the same number, the one whose name the text around it speaks of most, or a few.

    Where the unit is a mere counter (3个), none that the text doesn't speak of.
    """
    near = pairs(around)

    def likeness(one: Known) -> int:
        declared = titles.get(one.id)
        return len(near & pairs(one.name + (declared.title if declared else one.id)))

    spoken_of = [one for one in having if likeness(one) or not is_counter(one.unit)]
    ranked = sorted(spoken_of, key=likeness, reverse=True)
    if len(ranked) > 1 and likeness(ranked[0]) > likeness(ranked[1]):
        return ranked[:1]
    return ranked[:_MOST]


def pairs(text: str) -> set[str]:
    """Every two neighbouring characters of a text."""
    return {text[at : at + 2] for at in range(len(text) - 1)}
