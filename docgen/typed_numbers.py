"""Quantities typed by hand in prose: found, and matched to the record's values by number and unit.

What is matched may be written as a mention; what isn't, nothing backs. A false alarm is worse than a miss:
dates, document numbers, ages, ordinals, and all that stands in quotation marks or book-title marks are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from docgen.expressions import Type
from docgen.measure_words import COUNTERS, DURATIONS, quantities_in
from docgen.patterns import lazy
from docgen.quantities import is_within_caps, number_text, parse_unit, to_decimal
from docgen.records import Record
from docgen.structure import is_number

if TYPE_CHECKING:
    from docgen.schemas import Kind

_MENTION = lazy(r"\{[^{}]*\}")
_QUOTED = lazy(
    # an opening mark ends the search for the closing one, so that many of them cost no more than their number
    r"“[^“”]*”|‘[^‘’]*’|「[^「」]*」|『[^『』]*』|《[^《》]*》|〔[^〔〕]*〕|\"[^\"]*\""
)
_DIGIT = lazy(r"[0-9０-９]")
#: full-width digits count like others, and stand where they stand
_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
#: how many values with the same number are named, and how far around it their names are looked for
_MOST, _AROUND = 3, 12
#: names shorter than this stand inside other words; ones with brackets aren't what prose says
_LEAST_NAME = 4
_BRACKETS = lazy(r"[()（）/]")
#: what may stand between a name and its number, and what makes the number a rough one
_LINK = lazy(r"(?:为|达到|达|共计|共有|共|是|有|：|:)?\s?")
_LOOSELY = lazy(r"[余多来]")
#: a number that says all of something ends its clause; of what goes on (3人考上大学, 99%以上) nobody knows
_ENDS = lazy(r"\s?(?:[，。；、：！？,;:!?（(）)]|$)")
#: a sentence with this may speak of another time, place or share than the record's value
_ELSEWHERE = lazy(
    r"[月日号镇]|上年|去年|往年|前年|同期|全国|全省|其中|目标|计划|任务|年底|年末|季度|每|街道|(?<!城)乡|看[，：]"
)
#: what the last of these before a number says: another time or place than the record's, or its own
_WHEN = lazy(
    r"(?P<other>上年|去年|往年|前年|同期|上期|年初|力争|预计|全国|全省)|今年|本年|本期|目前|现有|截至"
)
_LOOKED_BACK = 80
_AS_OF = lazy(r"截至[^，,。；]*[，,]")
#: stands for the dimension of all counters
COUNTED = "个"

#: amount in base units and its dimension, counters being one
Key = tuple[Fraction, object]


class Typed(NamedTuple):
    """A quantity typed in a text: where, as written, and the mentions that say the same (if any)."""

    start: int
    end: int
    text: str
    mentions: tuple[str, ...]


class Known(NamedTuple):
    """An indicator with a number: its id, the name it gives itself ("": none), its unit."""

    id: str
    name: str
    unit: str


class Named(NamedTuple):
    """A value of the record by the name that prose calls it: 城市低保人数, 296 人."""

    name: str
    value: int | Decimal
    unit: str


class Differing(NamedTuple):
    """A number typed behind an indicator's name: where, as typed with the name, and what the record says."""

    start: int
    typed: str
    recorded: str


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


def named_amounts(record: Record, kind: Kind) -> list[Named]:
    """The indicators that prose may call by name: long enough, and no other has that name."""
    indicators, type_ = record.data.get("indicators"), kind.root.fields.get("indicators")
    found: dict[str, list[Named]] = {}
    for id_, entry in indicators.items() if isinstance(indicators, dict) else ():
        declared = type_.fields.get(id_) if type_ else None
        value, unit = (entry.get("value"), entry.get("unit")) if isinstance(entry, dict) else (None, None)
        if not is_number(value) or not is_within_caps(value) or not isinstance(unit, str) or not unit:
            continue
        own, title = str(entry.get("name") or ""), declared.title if declared else ""
        for name in (own, title) if own != title else (own,):
            if is_a_name(name):
                found.setdefault(name, []).append(Named(name, value, unit))
    return [each for (each, *others) in found.values() if not others]


@lru_cache(maxsize=4096)
def is_a_name(name: str) -> bool:
    """Whether prose may call a value so; the same names are asked for with every record."""
    return len(name) >= _LEAST_NAME and not _BRACKETS.search(name)


def differing(text: str, named: Sequence[Named]) -> list[Differing]:
    """Numbers typed right behind an indicator's own name that its value isn't, nor rounds to.

    Only where the name begins its clause and nothing there speaks of another time, place or share.
    """
    if not named or not _DIGIT.search(text):
        return []
    bare = _bare(text)
    quantities = {match.start(): match for match in quantities_in(bare)}
    found: list[Differing] = []
    for each in named if quantities else ():
        for begin in re.finditer(re.escape(each.name), bare):
            link = _LINK.match(bare, begin.end())
            match = quantities.get(link.end()) if link else None
            if match is None or _LOOSELY.search(match[0]) or not _ENDS.match(bare, match.end()):
                continue
            if not is_own_clause(bare, begin.start()):
                continue
            if is_other_amount(match, each):
                typed = text[begin.start() : match.end()]
                found.append(Differing(match.start(), typed, f"{number_text(each.value)}{each.unit}"))
    return found


def is_own_clause(text: str, at: int) -> bool:
    """Whether a clause begins there, in a sentence that so far speaks of here and now."""
    before = _sentence_before(text, at)
    if before and before[-1] not in "，、：,:（(":
        return False
    return not _ELSEWHERE.search(_AS_OF.sub("", before))


def speaks_of_another(text: str, at: int) -> bool:
    """Whether the sentence says before this place that it speaks of another time or place (去年同期)."""
    said = [match["other"] for match in _WHEN.finditer(_sentence_before(text, at))]
    return bool(said) and said[-1] is not None


def _sentence_before(text: str, at: int) -> str:
    """The sentence that a place stands in, up to there and no further back than is looked."""
    before = text[max(0, at - _LOOKED_BACK) : at]
    return before[max(before.rfind(mark) for mark in "。；;") + 1 :]


def is_other_amount(match: re.Match[str], named: Named) -> bool:
    """Whether a typed quantity measures what a value does, and is neither it nor the value rounded."""
    unit = (match["scale"] or "") + match["unit"]
    typed, own = parse_unit(unit), parse_unit(named.unit)
    if typed.dimension != own.dimension:
        return False
    places = match["places"] or ""
    number = Fraction(match["digits"].replace(",", "") + places)
    recorded = Fraction(named.value) * own.factor / typed.factor
    return number != Fraction(to_decimal(recorded, max(0, len(places) - 1)))


def typed_numbers(
    text: str,
    known: Mapping[Key, list[Known]],
    titles: Mapping[str, Type],
    named: Sequence[Named] = (),
) -> list[str]:
    """The quantities typed in a text: 「296人 → {dibao_persons}人」 where a value has it, else 「296人」.

    ``known`` is known_amounts; ``titles`` has the kind's names of its indicators. Those that differ from
    what ``named`` has are told of elsewhere.
    """
    found: dict[str, None] = {}
    for each in typed_in(text, known, titles, named):
        mentions = "、".join(each.mentions)
        found[f"{each.text} → {mentions}" if mentions else each.text] = None
    return list(found)


def typed_in(
    text: str,
    known: Mapping[Key, list[Known]],
    titles: Mapping[str, Type],
    named: Sequence[Named] = (),
) -> Iterator[Typed]:
    """Every quantity typed in a text, in order, with the mentions that say the same; see typed_numbers."""
    if not known or not _DIGIT.search(text):
        return
    bare = _bare(text)
    elsewhere = {each.start for each in differing(text, named)}
    for match in quantities_in(bare):
        if match.start() in elsewhere:
            continue
        unit = (match["scale"] or "") + match["unit"]
        number = Fraction(match["digits"].replace(",", "") + (match["places"] or ""))
        having = known.get(key_of(number, unit), [])
        if not having and match["unit"] in DURATIONS:
            continue
        around = bare[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        usable = [each for each in having if "/" not in each.unit or is_of_size(each, unit)]
        mentions = tuple(mention_of(each, unit) for each in best(usable, around, titles))
        yield Typed(match.start(), match.end(), text[match.start() : match.end()], mentions)


def _bare(text: str) -> str:
    """A text with nothing where it mentions or quotes, and its digits half-width; every place stays."""
    return _QUOTED.sub(_blank, _MENTION.sub(_blank, text)).translate(_WIDTH)


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
