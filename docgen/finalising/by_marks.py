"""The second means of telling what became of a record's values: docgen's anchors that are left in the file.

An anchor says of the number inside it which value it was made from; whether it still is that value is seen
by the number itself. So a number in a sentence that nobody would know again is still known. Where the words
around a number say that it should be another one, nobody but a reader can say which means is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from docgen.finalising.lines import Line, spans_of
from docgen.finalising.restating import AGREEING, CHANGED, GONE, MOVED, NEW, Restated


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
    """The anchors in a document's lines that are known, by the values they were made from."""
    return [
        Mark(each.pointer, line.at, each.start, each.end)
        for line in here
        for each in (spans_of(line.para, pointers) if pointers else ())
    ]


def strange_share(found: Sequence[Restated], marks: Sequence[Mark], wanted: Wanted) -> float:
    """The share of anchors that hold another value's number where the text is as made, 0 to 1."""
    strange = seen = 0
    for mark, each in _met(found, marks, wanted):
        if each.status in AGREEING and each.pointers:
            seen += 1
            strange += mark.pointer not in each.pointers and each.key not in wanted.keys[mark.pointer]
    return strange / seen if seen else 0.0


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
    for mark in marks:
        if mark.pointer not in wanted.texts:
            continue
        inside = [each for each in by_line[mark.line] if mark.covers(each)]
        right = [each for each in inside if each.key in wanted.keys[mark.pointer]]
        if right or len(inside) == 1:
            yield mark, (right or inside)[0]
