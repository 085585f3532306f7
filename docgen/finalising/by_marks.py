"""The second means of telling what became of a record's values: docgen's anchors that are left in the file.

An anchor says of the number inside it which value it was made from; whether it still is that value is seen
by the number itself. So a number in a sentence that nobody would know again is still known. Where the words
around a number say that it should be another one, nobody but a reader can say which means is right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from operator import attrgetter
from typing import NamedTuple

from docgen.finalising.lines import Line, spans_of
from docgen.finalising.restating import AGREEING, CHANGED, GONE, MOVED, NEW, Restated

#: where more anchors of a list than this hold something else than the text says, the list was another then
_STRANGE = 0.2
_START = attrgetter("start")


class Mark(NamedTuple):
    """An anchor: the value it was made from, and where in the lines it stands."""

    pointer: str
    line: int
    start: int
    end: int

    def covers(self, each: Restated) -> bool:
        """Whether a number, or a part of it, stands in this anchor."""
        return each.line == self.line and each.start < self.end and self.start < each.end


class Wanted(NamedTuple):
    """What each value of the record looks like in the text made of it now: equal numbers, and as written."""

    keys: Mapping[str, Collection[tuple[object, ...]]]
    texts: Mapping[str, str]


def wanted_of(made: Sequence[Line]) -> Wanted:
    """What the values look like in the lines of a made text."""
    keys = defaultdict(set)
    texts: dict[str, str] = {}
    for line in made:
        for number in line.numbers.values():
            for pointer in number.pointers:
                keys[pointer].add(number.key)
                texts.setdefault(pointer, number.text)
    return Wanted(keys, texts)


def marks_of(here: Sequence[Line], pointers: Mapping[str, str]) -> list[Mark]:
    """The anchors in a document's lines that are known; ``pointers`` are values by their digests."""
    return [
        Mark(each.pointer, line.at, each.start, each.end)
        for line in here
        for each in (spans_of(line.para, pointers) if pointers else ())
    ]


def list_of(pointer: str) -> str:
    """The list of the record that a value stands in, by its pointer; "" for a value in none."""
    names = list(takewhile(lambda step: not step.isdecimal(), pointer.split("/")))
    return "/".join(names) if len(names) < pointer.count("/") + 1 else ""


def strange_lists(found: Sequence[Restated], marks: Sequence[Mark], wanted: Wanted) -> set[str]:
    """The lists of which many anchors hold another value's number where the text is as made.

    An anchor tells a value by its pointer, and what that is in a list depends on how the list was then.
    """
    seen, strange = Counter[str](), Counter[str]()
    for mark, each in _met(found, marks, wanted):
        name = list_of(mark.pointer)
        if name and each.status in AGREEING and each.pointers:
            seen[name] += 1
            strange[name] += mark.pointer not in each.pointers and each.key not in wanted.keys[mark.pointer]
    return {name for name, count in seen.items() if strange[name] > _STRANGE * count}


def with_marks(found: Sequence[Restated], marks: Sequence[Mark], wanted: Wanted) -> list[Restated]:
    """What the text tells of a document's numbers, with what their anchors say."""
    result = list(found)
    numbers = {id(each): number for number, each in enumerate(found)}
    standing = {
        pointer for each in found if each.status in AGREEING and not each.is_text for pointer in each.pointers
    }
    known: set[str] = set()
    for mark, each in _met(found, marks, wanted):
        pointer = mark.pointer
        is_right = each.key in wanted.keys[pointer]
        told = each
        if pointer in each.pointers:
            told = replace(each, is_marked=True)
        elif is_right and each.status == CHANGED:
            told = replace(each, marked_as=pointer)
        elif each.status == NEW and (is_right or pointer not in standing):
            status = MOVED if is_right else CHANGED
            told = replace(
                each, status=status, made=wanted.texts[pointer], pointers=(pointer,), is_marked=True
            )
            known.add(pointer)
        result[numbers[id(each)]] = told
    return [
        each
        for each in result
        if each.status != GONE or each.is_text or not each.pointers or not known.issuperset(each.pointers)
    ]


def _met(
    found: Sequence[Restated], marks: Sequence[Mark], wanted: Wanted
) -> Iterator[tuple[Mark, Restated]]:
    """Each anchor of a number that is known, with the one number it holds, or of several the right one."""
    by_line = defaultdict(list)
    for each in found:
        if each.status != GONE and not each.is_text:
            by_line[each.line].append(each)
    for numbers in by_line.values():
        numbers.sort(key=_START)
    longest = {line: max(each.end - each.start for each in numbers) for line, numbers in by_line.items()}
    for mark in marks:
        if mark.pointer not in wanted.texts or mark.line not in by_line:
            continue
        numbers = by_line[mark.line]
        first = bisect_left(numbers, mark.start - longest[mark.line], key=_START)
        near = numbers[first : bisect_left(numbers, mark.end, key=_START)]
        inside = [each for each in near if mark.covers(each)]
        right = [each for each in inside if each.key in wanted.keys[mark.pointer]]
        if right or len(inside) == 1:
            yield mark, (right or inside)[0]
