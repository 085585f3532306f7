"""A document's numbers beside those of the text that its record gives: the same, moved, changed, new, gone.

Paragraphs are matched by their words, however they were moved, and what is left of either text sentence by
sentence, for paragraphs are merged and split; in a reworded one the numbers are matched by what stands around
them. 2.85万元 and 28500元 are the same number, 2024年7月5日 and 2024-07-05 the same date. Texts that a value
of the record gave (names, titles) are compared as well, where the made text says which they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import field, replace
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import takewhile
from operator import eq

from docgen.auditing.passages import full_width
from docgen.finalising.lines import Line, Number, Value, parts, sentences
from docgen.finalising.matching import Pair, in_order, matched
from docgen.frozen import frozen
from docgen.measure_words import DURATIONS
from docgen.quantities import Dimension

SAME, REFORMATTED, MOVED = "same", "reformatted", "moved"
CHANGED, NEW, GONE = "changed", "new", "gone"
#: what a document says as its record does
AGREEING = (SAME, REFORMATTED, MOVED)
#: a document with less of the record's text than this was not made from it
_MADE_FROM = 0.5
#: so many signs before and behind a number tell it from others; with so many alike it is the same one
_AROUND, _SAME_PLACE = 8, 6
#: which are among so many characters, numbers written out
_NEAR = 60
_DIGITS = re.compile(r"\d+")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
#: an amount in base units, and its dimension, None for a number that stands for itself
Amount = tuple[Fraction, Dimension | None]
Opcodes = Sequence[tuple[str, int, int, int, int]]


@frozen
class Restated:
    """A number, or a text that a value gave, as the record gives it, as it is written, and where.

    ``line`` counts the document's paragraphs from 0 (of what is gone: where it should stand), ``start`` and
    ``end`` are places in that one's text. ``pointers`` are the values of the record that gave it.
    """

    status: str
    made: str
    written: str
    place: str
    pointers: tuple[str, ...] = ()
    #: the quantity in base units, None for a date or the like; that of ``written``, of what is gone: ``made``
    value: Fraction | None = None
    is_quantity: bool = False
    is_text: bool = False
    line: int = 0
    start: int = 0
    end: int = 0
    role: str = ""
    key: tuple[object, ...] = ()
    #: an anchor in the file says so too; or says that it is this other value
    is_marked: bool = False
    marked_as: str = ""
    #: the signs before what is new or gone, the nearest first, and those behind it
    around: tuple[str, str] = field(default=("", ""), compare=False, repr=False)


def restated(here: Sequence[Line], made: Sequence[Line], year: int | None = None) -> list[Restated] | None:
    """What became of the made text's numbers and values; None if the document is no version of that text.

    ``year`` is that of dates that have none (lines.year_of).
    """
    here = _taken_apart(here, {line.text for line in made}, year)
    pairs, alone, lost = matched(here, made)
    pairs = [each for pair in pairs for each in _within(pair, alone, lost, year)]
    more, alone, lost = matched(sentences(alone, year), sentences(lost, year))
    if not made or _length(made) - _length(lost) < _MADE_FROM * _length(made):
        return None
    pairs += more
    pairs.sort(key=lambda pair: (pair.here.at, pair.here.base))
    unmoved = in_order([(pair.made.at, pair.made.base) for pair in pairs])
    found: list[Restated] = []
    for number, pair in enumerate(pairs):
        told = _differences(pair)
        found += told if number in unmoved else map(_moved, told)
    found += numbers_alone(alone)
    for line in lost:
        before = [pair for pair in pairs if pair.made.at <= line.at]
        near = max(before, key=lambda pair: pair.made.at).here.at if before else 0
        found += _lost(line, near)
    return _without_moved(found, here)


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _taken_apart(here: Sequence[Line], made: Set[str], year: int | None) -> list[Line]:
    """The lines; instead of one that was put together of lines of the made text, those."""
    found = []
    for line in here:
        cut = parts(line, year)
        is_together = 2 * sum(part.text in made for part in cut) >= len(cut) > 1
        found += cut if is_together else [line]
    return found


def _within(pair: Pair, alone: list[Line], lost: list[Line], year: int | None) -> list[Pair]:
    """The sentences of two versions of a paragraph; the two as they are if both have some of their own.

    Those that only one of them has are added to ``alone`` or ``lost``: they may be a version of others.
    """
    if pair.here.text == pair.made.text:
        return [pair]
    pairs, own, missing = matched(sentences([pair.here], year), sentences([pair.made], year))
    if own and missing:
        return [pair]
    alone += own
    lost += missing
    return pairs


def numbers_alone(lines: Sequence[Line]) -> list[Restated]:
    """The numbers of lines that are versions of nothing: all of them new."""
    return [_new(number, line) for line in lines for number in line.numbers.values()]


def unbacked(found: Sequence[Restated], amounts: Set[Amount]) -> list[Restated]:
    """New quantities that no value of the record has; stretches of time and dates aside."""
    new = (each for each in found if each.status == NEW and each.is_quantity and each.value is not None)
    return [each for each in new if amounts.isdisjoint({(each.value, None), (each.value, each.key[-1])})]


def _differences(pair: Pair) -> list[Restated]:
    """What became of a made line's numbers and values, numbers paired by what stands around them."""
    here, made = pair
    opcodes: Opcodes
    if here.text == made.text:
        opcodes = [("equal", 0, len(made.signs), 0, len(here.signs))]
    else:
        opcodes = SequenceMatcher(None, made.signs, here.signs, autojunk=False).get_opcodes()
    found = []
    for _tag, first, last, other_first, other_last in opcodes:
        before = [number for at, number in made.numbers.items() if first <= at < last]
        after = [number for at, number in here.numbers.items() if other_first <= at < other_last]
        for one, other in zip(before, after, strict=False):
            status = CHANGED if one.key != other.key else SAME if one.text == other.text else REFORMATTED
            found.append(_one(status, other, here, made=one, written=other))
        found += [_new(number, here) for number in after[len(before) :]]
        found += [_gone(number, made, here) for number in before[len(after) :]]
    told = {pointer for each in found if each.status == CHANGED for pointer in each.pointers}
    for value in made.values:
        if value.pointer not in told:
            first, last, is_same = _place_of(value.start, value.end, opcodes)
            written = here.between(first, last)
            status = SAME if is_same else GONE if not written else CHANGED
            if status == CHANGED and _plain(written) == _plain(value.text):
                status = REFORMATTED
            found.append(_text(status, value, written, here))
    return found


def _place_of(start: int, end: int, opcodes: Opcodes) -> tuple[int, int, bool]:
    """Where a stretch of the made line's signs is in the other line, and whether nothing in it differs."""
    first = last = 0
    is_found, is_same = False, True
    for tag, made_start, made_end, other_start, other_end in opcodes:
        is_put_in = made_start == made_end
        if not (start < made_start < end if is_put_in else made_start < end and start < made_end):
            continue
        begin, stop = other_start, other_end
        if tag == "equal":
            shift = other_start - made_start
            begin, stop = max(start, made_start) + shift, min(end, made_end) + shift
        is_same = is_same and tag == "equal"
        first, last, is_found = first if is_found else begin, stop, True
    return first, last, is_same


def _plain(text: str) -> str:
    """A text with signs of one width and straight quotation marks."""
    return full_width(text.translate(_QUOTES))


def _lost(line: Line, near: int) -> Iterator[Restated]:
    """What a made line without counterpart held."""
    for number in line.numbers.values():
        yield replace(_gone(number, line, line), line=near)
    for value in line.values:
        yield replace(_text(GONE, value, "", line), line=near)


def _one(
    status: str, number: Number, line: Line, *, made: Number | None = None, written: Number | None = None
) -> Restated:
    figure = number.figure
    return Restated(
        status,
        made.text if made is not None else "",
        written.text if written is not None else "",
        line.place,
        made.pointers if made is not None else (),
        None if figure is None else figure.value,
        figure is not None and not figure.is_word and figure.unit not in DURATIONS,
        line=line.at,
        start=number.start,
        end=number.end,
        role=line.para.role,
        key=number.key,
    )


def _new(number: Number, line: Line) -> Restated:
    return replace(_one(NEW, number, line, written=number), around=_around(number, line))


def _gone(number: Number, line: Line, told_at: Line) -> Restated:
    return replace(_one(GONE, number, told_at, made=number), around=_around(number, line))


def _around(number: Number, line: Line) -> tuple[str, str]:
    text, start, end = line.text, number.start - line.base, number.end - line.base
    before = _DIGITS.sub("#", text[max(0, start - _NEAR) : start])
    return before[: -_AROUND - 1 : -1], _DIGITS.sub("#", text[end : end + _NEAR])[:_AROUND]


def _text(status: str, value: Value, written: str, line: Line) -> Restated:
    return Restated(
        status,
        value.text,
        written,
        line.place,
        (value.pointer,),
        is_text=True,
        line=line.at,
        role=line.para.role,
    )


def _moved(each: Restated) -> Restated:
    return replace(each, status=MOVED) if each.status == SAME else each


def _without_moved(found: Sequence[Restated], here: Sequence[Line]) -> list[Restated]:
    """With what is gone from one place and new at another as moved, or among the same words as changed."""
    gone = [number for number, each in enumerate(found) if each.status == GONE and not each.is_text]
    new = [number for number, each in enumerate(found) if each.status == NEW]
    stood = _same_places(found, gone, new)
    waiting = defaultdict(list)
    for number in gone:
        if number not in stood.values():
            waiting[found[number].key].append(number)
    for number in new:
        if number not in stood and waiting[found[number].key]:
            stood[number] = waiting[found[number].key].pop(0)
    result = list(found)
    for number, before in stood.items():
        one, other = found[before], found[number]
        status = MOVED if one.key == other.key else CHANGED
        result[number] = replace(other, status=status, made=one.made, pointers=one.pointers)
    return [_moved_text(each, here) for number, each in enumerate(result) if number not in stood.values()]


def _moved_text(each: Restated, here: Sequence[Line]) -> Restated:
    """What is gone as moved, if it is a text that stands elsewhere."""
    if each.status == GONE and each.is_text:
        for line in here:
            if each.made in line.text:
                return replace(each, status=MOVED, written=each.made, line=line.at, place=line.place)
    return each


def _same_places(found: Sequence[Restated], gone: Sequence[int], new: Sequence[int]) -> dict[int, int]:
    """For what is new, what is gone from among the same words: equal numbers first, then most words alike."""
    by_words = defaultdict(list)
    for number in gone:
        for side, words in enumerate(found[number].around):
            by_words[side, words[: _SAME_PLACE // 2]].append(number)
    alike = set()
    for number in new:
        for side, words in enumerate(found[number].around):
            for before in by_words[side, words[: _SAME_PLACE // 2]]:
                one, other = found[before], found[number]
                count = sum(map(_in_common, one.around, other.around))
                if count >= _SAME_PLACE:
                    alike.add((one.key != other.key, -count, number, before))
    same: dict[int, int] = {}
    for _differ, _count, number, before in sorted(alike):
        if number not in same and before not in same.values():
            same[number] = before
    return same


def _in_common(one: str, other: str) -> int:
    """How many signs two texts begin with alike."""
    return sum(takewhile(bool, map(eq, one, other)))
