"""A document's numbers beside those of the text that its record gives: the same, moved, changed, new, gone.

Paragraphs are matched by their words, however they were moved, and what is left of either text sentence by
sentence, for paragraphs are merged and split; in a reworded one the numbers are matched by what stands around
them. 2.85万元 and 28500元 are the same number, 2024年7月5日 and 2024-07-05 the same date. Texts that a value
of the record gave (names, titles) are compared as well, where the made text says which they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from docgen.finalising.lines import Line, Number, Value, sentences
from docgen.frozen import frozen
from docgen.layout.parts import DATE, DOC_NO, PRINTER
from docgen.measure_words import DURATIONS
from docgen.quantities import Dimension

SAME, REFORMATTED, MOVED = "same", "reformatted", "moved"
CHANGED, NEW, GONE = "changed", "new", "gone"
#: what a document says as its record does
AGREEING = (SAME, REFORMATTED, MOVED)
#: lines that are set when the document is finalised
SET_WHEN_FINAL = (DOC_NO, DATE, PRINTER)
#: paragraphs with fewer words in common are not the same one reworded
_ALIKE = 0.6
#: with so many, they surely are
_SURELY = 0.95
#: so many reworded paragraphs are tried for one, those nearest to where it should stand
_MOST_TRIED = 60
#: a document with less of the record's text than this was not made from it
_MADE_FROM = 0.5
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


class _Pair(NamedTuple):
    """A line of the document and the line of the made text that it is a version of."""

    here: Line
    made: Line


def restated(here: Sequence[Line], made: Sequence[Line], year: int | None = None) -> list[Restated] | None:
    """What became of the made text's numbers and values; None if the document is no version of that text.

    ``year`` is that of dates that have none (lines.year_of).
    """
    pairs, alone, lost = _matched(here, made)
    more, alone, lost = _matched(sentences(alone, year), sentences(lost, year))
    if not made or _length(made) - _length(lost) < _MADE_FROM * _length(made):
        return None
    pairs = [each for pair in pairs for each in _within(pair, year)] + more
    pairs.sort(key=lambda pair: (pair.here.at, pair.here.base))
    unmoved = _in_order([(pair.made.at, pair.made.base) for pair in pairs])
    found: list[Restated] = []
    for number, pair in enumerate(pairs):
        told = _differences(pair)
        found += told if number in unmoved else map(_moved, told)
    found += numbers_alone(alone)
    for line in lost:
        before = [pair for pair in pairs if pair.made.at <= line.at]
        near = max(before, key=lambda pair: pair.made.at).here.at if before else 0
        found += _lost(line, near, here)
    return _without_moved(found)


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _within(pair: _Pair, year: int | None) -> list[_Pair]:
    """The sentences of two versions of a paragraph if each has its counterpart, or else the two."""
    if pair.here.text == pair.made.text:
        return [pair]
    pairs, alone, lost = _matched(sentences([pair.here], year), sentences([pair.made], year))
    return pairs if not alone and not lost else [pair]


def numbers_alone(lines: Sequence[Line]) -> list[Restated]:
    """The numbers of lines that are versions of nothing: all of them new."""
    return [_one(NEW, number, line, written=number) for line in lines for number in line.numbers.values()]


def unbacked(found: Sequence[Restated], amounts: Set[Amount]) -> list[Restated]:
    """New quantities that no value of the record has; stretches of time and dates aside."""
    new = (each for each in found if each.status == NEW and each.is_quantity and each.value is not None)
    return [each for each in new if amounts.isdisjoint({(each.value, None), (each.value, each.key[-1])})]


def _matched(
    here: Sequence[Line], made: Sequence[Line]
) -> tuple[list[_Pair], list[Line], list[Line]]:
    """Lines that are versions of one another, and those of either text that have no counterpart."""
    waiting = defaultdict(list)
    for line in reversed(made):
        waiting[line.text].append(line)
    pairs = []
    left_here = []
    for line in here:
        if waiting[line.text]:
            pairs.append(_Pair(line, waiting[line.text].pop()))
        else:
            left_here.append(line)
    left_made = sorted(chain.from_iterable(waiting.values()), key=lambda line: (line.at, line.base))
    for role in SET_WHEN_FINAL:
        ours = [line for line in left_here if line.para.role == role]
        theirs = [line for line in left_made if line.para.role == role]
        for line, other in zip(ours, theirs, strict=False):
            left_here.remove(line)
            left_made.remove(other)
            pairs.append(_Pair(line, other))
    alone = []
    used: set[int] = set()
    follows = 0
    for line in left_here:
        best = _nearest(line, left_made, used, follows)
        if best is None:
            alone.append(line)
        else:
            used.add(best)
            follows = best + 1
            pairs.append(_Pair(line, left_made[best]))
    return pairs, alone, [line for at, line in enumerate(left_made) if at not in used]


def _nearest(line: Line, others: Sequence[Line], used: set[int], follows: int) -> int | None:
    """Which of the other lines is this one reworded; those near where it is expected are tried first."""
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    matcher.set_seq2(line.words)
    best, most = None, _ALIKE
    free = sorted((at for at in range(len(others)) if at not in used), key=lambda at: abs(at - follows))
    for at in free[:_MOST_TRIED]:
        matcher.set_seq1(others[at].words)
        if matcher.real_quick_ratio() >= most and matcher.quick_ratio() >= most:
            ratio = matcher.ratio()
            if ratio >= most and (best is None or ratio > most):
                best, most = at, ratio
            if ratio >= _SURELY:
                break
    return best


def _in_order(places: Sequence[tuple[int, int]]) -> set[int]:
    """Which of the places, by their number, are in the longest run that rises: what has not moved."""
    ends: list[tuple[int, int]] = []
    last: list[int] = []
    before: list[int] = []
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
        before.append(last[length - 1] if length else -1)
    kept: set[int] = set()
    number = last[-1] if last else -1
    while number >= 0:
        kept.add(number)
        number = before[number]
    return kept


def _differences(pair: _Pair) -> list[Restated]:
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
        found += [_one(NEW, number, here, written=number) for number in after[len(before) :]]
        found += [_one(GONE, number, here, made=number) for number in before[len(after) :]]
    told = {pointer for each in found if each.status == CHANGED for pointer in each.pointers}
    for value in made.values:
        if value.pointer not in told:
            first, last, is_same = _place_of(value.start, value.end, opcodes)
            written = here.between(first, last)
            status = SAME if is_same else CHANGED if written else GONE
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


def _lost(line: Line, near: int, here: Sequence[Line]) -> Iterator[Restated]:
    """What a made line without counterpart held; its texts may stand elsewhere."""
    for number in line.numbers.values():
        yield replace(_one(GONE, number, line, made=number), line=near)
    for value in line.values:
        holding = next((other for other in here if value.text in other.text), None)
        if holding is None:
            yield replace(_text(GONE, value, "", line), line=near)
        else:
            yield _text(MOVED, value, value.text, holding)


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


def _without_moved(found: Sequence[Restated]) -> list[Restated]:
    """With what is gone from one place and new at another as what it is: moved."""
    waiting = defaultdict(list)
    for number, each in enumerate(found):
        if each.status == GONE and not each.is_text:
            waiting[each.key].append(number)
    moved: set[int] = set()
    result = list(found)
    for number, each in enumerate(found):
        if each.status == NEW and waiting[each.key]:
            gone = waiting[each.key].pop(0)
            moved.add(gone)
            result[number] = replace(each, status=MOVED, made=found[gone].made, pointers=found[gone].pointers)
    return [each for number, each in enumerate(result) if number not in moved]
