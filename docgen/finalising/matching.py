"""Which paragraphs, or sentences, of two texts are versions of one another."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from docgen.finalising.alike import most_alike
from docgen.finalising.lines import Line
from docgen.layout.parts import DATE, DOC_NO, PRINTER

#: lines that are set when the document is finalised
SET_WHEN_FINAL = (DOC_NO, DATE, PRINTER)


class Pair(NamedTuple):
    """A line of the document and the line of the made text that it is a version of."""

    here: Line
    made: Line


def matched(
    here: Sequence[Line], made: Sequence[Line]
) -> tuple[list[Pair], list[Line], list[Line]]:
    """Lines that are versions of one another, and those of either text that have no counterpart."""
    waiting = defaultdict(list)
    for line in reversed(made):
        waiting[line.text].append(line)
    pairs = []
    left_here = []
    for line in here:
        if waiting[line.text]:
            pairs.append(Pair(line, waiting[line.text].pop()))
        else:
            left_here.append(line)
    left_made = sorted(chain.from_iterable(waiting.values()), key=lambda line: (line.at, line.base))
    for role in SET_WHEN_FINAL:
        ours = [line for line in left_here if line.para.role == role]
        theirs = [line for line in left_made if line.para.role == role]
        for line, other in zip(ours, theirs, strict=False):
            left_here.remove(line)
            left_made.remove(other)
            pairs.append(Pair(line, other))
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
            pairs.append(Pair(line, left_made[best]))
    return pairs, alone, [line for at, line in enumerate(left_made) if at not in used]


def _nearest(line: Line, others: Sequence[Line], used: set[int], follows: int) -> int | None:
    """Which of the other lines is this one reworded; those near where it is expected are tried first."""
    free = sorted((at for at in range(len(others)) if at not in used), key=lambda at: abs(at - follows))
    found = most_alike(line.words, (others[at].words for at in free))
    return None if found is None else free[found]


def in_order(places: Sequence[tuple[int, int]]) -> set[int]:
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
