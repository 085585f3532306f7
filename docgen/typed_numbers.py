"""Quantities typed by hand in prose: found, and matched to the record's values by number and unit.

What is matched may be written as a mention; what isn't, nothing backs. A false alarm is worse than a miss:
dates, document numbers, ages, ordinals, and all that stands in quotation marks or book-title marks are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from docgen.measure_words import COUNTERS, DURATIONS, quantities_in
from docgen.quantities import is_within_caps, parse_unit
from docgen.records import Record
from docgen.structure import is_number

_MENTION = re.compile(r"\{[^{}]*\}")
_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|《[^》]*》|〔[^〕]*〕|\"[^\"]*\"")
_DIGIT = re.compile(r"[0-9]")
#: how many values with the same number are named, and how far around it their names are looked for
_MOST, _AROUND = 3, 12

#: amount in base units and its dimension, counters being one
Key = tuple[Fraction, object]


def key_of(amount: Fraction, unit: str) -> Key:
    """What makes two quantities the same: their amount and what is measured."""
    head = parse_unit(parse_unit(unit).head)
    return amount * head.factor, "个" if head.text in COUNTERS and head.text not in "名位" else head.dimension


def known_amounts(record: Record) -> dict[Key, list[tuple[str, str]]]:
    """Every indicator's quantity -> the ids and names that have it."""
    found: dict[Key, list[tuple[str, str]]] = {}
    indicators = record.data.get("indicators")
    for name, entry in indicators.items() if isinstance(indicators, dict) else ():
        if not isinstance(entry, dict):
            continue
        value, unit = entry.get("value"), entry.get("unit")
        if is_number(value) and is_within_caps(value) and isinstance(unit, str) and unit:
            own = entry.get("name")
            found.setdefault(key_of(Fraction(value), unit), []).append(
                (name, own if isinstance(own, str) else "")
            )
    return found


def typed_numbers(
    text: str, known: Mapping[Key, list[tuple[str, str]]], titles: Mapping[str, Any]
) -> list[str]:
    """The quantities typed in a text: 「296人 → {dibao_persons}人」 where a value has it, else 「296人」.

    ``known`` is known_amounts; ``titles`` gives the kind's names of its indicators.
    """
    if not known or not _DIGIT.search(text):
        return []
    bare = _QUOTED.sub(lambda m: "\0" * len(m[0]), _MENTION.sub(lambda m: "\0" * len(m[0]), text))
    found: dict[str, None] = {}
    for match in quantities_in(bare):
        unit = (match["scale"] or "") + match["unit"]
        number = Fraction(match["digits"].replace(",", "") + (match["places"] or ""))
        having = known.get(key_of(number, unit), [])
        if not having and match["unit"] in DURATIONS:
            continue
        around = bare[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        said = match[0].replace("\0", "")
        mentions = "、".join("{" + name + "}" + match["unit"] for name in best(having, around, titles))
        found[f"{said} → {mentions}" if mentions else said] = None
    return list(found)


def best(having: list[tuple[str, str]], around: str, titles: Mapping[str, Any]) -> list[str]:
    """Of the values with the same number, the one whose name the text around it speaks of most, or a few."""
    if len(having) < 2:
        return [name for name, _own in having]

    near = pairs(around)

    def likeness(one: tuple[str, str]) -> int:
        declared = titles.get(one[0])
        return len(near & pairs(one[1] + (declared.title if declared else one[0])))

    ranked = sorted(having, key=likeness, reverse=True)
    if likeness(ranked[0]) > likeness(ranked[1]):
        return [ranked[0][0]]
    return [name for name, _own in ranked[:_MOST]]


def pairs(text: str) -> set[str]:
    """Every two neighbouring characters of a text."""
    return {text[at : at + 2] for at in range(len(text) - 1)}
