"""What is told of a document that differs from its record: changes, and what is new or lost in paragraphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from typing import Any

from docgen.finalising.lines import Line
from docgen.finalising.matching import SET_WHEN_FINAL
from docgen.finalising.restating import (
    AGREEING,
    CHANGED,
    GONE,
    NEW,
    Amount,
    Restated,
    unbacked,
)
from docgen.findings import Finding, Place, Severity
from docgen.frozen import frozen

#: so many numbers of a kind are named in one finding, so much of a text
_MOST_SHOWN, _LONGEST_SHOWN = 6, 24


@frozen
class Difference:
    """A finding, and where a comment on it belongs: the paragraph's element in the reading, None: nowhere."""

    finding: Finding
    paragraph: Any = None


@frozen
class Sides:
    """What is compared: the document's path and lines, the lines made of the record, its amounts.

    ``title`` gives the name of a value by its pointer.
    """

    path: str
    here: Sequence[Line]
    made: Sequence[Line]
    amounts: Set[Amount]
    title: Callable[[str], str]


def differences(found: Sequence[Restated], sides: Sides) -> Iterator[Difference]:
    """Each change by itself; what is new and what is gone together by paragraph."""
    standing = defaultdict(list)
    for each in found:
        if each.status in AGREEING and not each.is_text:
            for pointer in each.pointers:
                standing[pointer].append(each)
    for each in found:
        if each.status == CHANGED:
            yield _changed(each, standing, sides)
    new = unbacked(found, sides.amounts)
    yield from _together("final-figures-new", new, _with_nearest(sides), sides)
    set_later = [each for each in found if each.status == NEW and each.role in SET_WHEN_FINAL]
    yield from _together("final-marks-new", set_later, lambda each: each.written, sides)
    keys = {each.key for each in found if each.status != GONE}
    gone = [each for each in found if each.status == GONE and _is_missed(each, keys)]
    yield from _together("final-figures-gone", gone, lambda each: _named(each, sides), sides)


def _changed(each: Restated, standing: Mapping[str, Sequence[Restated]], sides: Sides) -> Difference:
    parameters: dict[str, object] = {"written": each.written, "recorded": each.made}
    code, severity = "final-figure-changed", Severity.ERROR
    if each.pointers:
        parameters["title"] = sides.title(each.pointers[0])
        code = "final-figure-differs"
        elsewhere = standing[each.pointers[0]]
        if each.is_text:
            code, severity = "final-text-differs", Severity.WARNING
        elif each.marked_as:
            code = "final-means-disagree"
            parameters["other"] = sides.title(each.marked_as)
        elif elsewhere:
            code = "final-figure-twice"
            parameters["elsewhere"] = elsewhere[0].place
    return _difference(code, each, severity, parameters, sides)


def _difference(
    code: str, each: Restated, severity: Severity, parameters: Mapping[str, object], sides: Sides
) -> Difference:
    place = Place(sides.path, label=each.place)
    paragraph = sides.here[each.line].para.element if sides.here else None
    return Difference(Finding(code, place, severity, parameters=parameters), paragraph)


def _together(
    code: str, found: Sequence[Restated], shown: Callable[[Restated], str], sides: Sides
) -> Iterator[Difference]:
    """One finding for what a paragraph has of a kind."""
    by_line = defaultdict(list)
    for each in found:
        by_line[each.line].append(each)
    for line in sorted(by_line):
        of_line = by_line[line]
        parameters: dict[str, object] = {"count": len(of_line), "shown": _joined(map(shown, of_line))}
        side = "recorded" if of_line[0].status == GONE else "written"
        parameters[side] = _joined(each.written or each.made for each in of_line)
        yield _difference(code, of_line[0], Severity.WARNING, parameters, sides)


def _joined(words: Iterable[str]) -> str:
    shown = [*words]
    return "、".join(shown[:_MOST_SHOWN]) + ("…" if len(shown) > _MOST_SHOWN else "")


def _with_nearest(sides: Sides) -> Callable[[Restated], str]:
    """How a new number is shown: with the value of the record nearest to it in the same unit."""
    known = [
        (number.figure.dimension, number.figure.value, number.text, number.pointers[0])
        for line in sides.made
        for number in line.numbers.values()
        if number.figure is not None and number.figure.value and number.pointers
    ]

    def shown(each: Restated) -> str:
        value = each.value or Fraction(0)
        near = [
            (abs(value / amount - 1), text, pointer)
            for dimension, amount, text, pointer in known
            if dimension == each.key[-1]
        ]
        if not near:
            return each.written
        _, text, pointer = min(near)
        return f"{each.written}（记录中最接近的：{sides.title(pointer)}{text}）"

    return shown


def _named(each: Restated, sides: Sides) -> str:
    made = each.made if len(each.made) <= _LONGEST_SHOWN else each.made[:_LONGEST_SHOWN] + "…"
    return f"{sides.title(each.pointers[0])}{made}" if each.pointers and not each.is_text else made


def _is_missed(each: Restated, keys: Collection[object]) -> bool:
    """Whether what is gone is told: quantities, what is set when final, values that stand nowhere else."""
    stands_nowhere = each.is_text or each.key not in keys
    return each.is_quantity or each.role in SET_WHEN_FINAL or bool(each.pointers and stands_nowhere)
