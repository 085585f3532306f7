"""Where a document differs from its record: what became of every value that the record gave it.

Two means that know nothing of one another: the text beside the one that the record gives now, and docgen's
anchors in the file. A document too far from that text is searched for the record's values by their names.
Nothing here prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import NamedTuple

from docgen.auditing.passages import Passage
from docgen.backing import Backing, MadeAs, made_as
from docgen.confronting import DIFFERS, confronted
from docgen.confronting import SAME as FOUND
from docgen.errors import DocgenError
from docgen.finalising.by_marks import list_of, marks_of, strange_lists, wanted_of, with_marks
from docgen.finalising.differences import Difference, Sides, differences
from docgen.finalising.lines import Line, lines_of, year_of
from docgen.finalising.matching import SET_WHEN_FINAL
from docgen.finalising.restating import (
    AGREEING,
    CHANGED,
    SAME,
    Amount,
    Restated,
    numbers_alone,
    restated,
)
from docgen.finalising.results import Standing
from docgen.findings import Finding, Place, Severity
from docgen.frozen import frozen
from docgen.layout.parts import recognise
from docgen.library import find_library
from docgen.ooxml.anchors import digest_of
from docgen.ooxml.reading import FOOTER, HEADER, Reading, read_document
from docgen.quantities import is_within_caps, parse_unit
from docgen.rendering import render
from docgen.schemas import LABEL_STEP, everything
from docgen.schemas import label as label_of
from docgen.structure import is_number
from docgen.templates import find_template


@frozen
class Compared:
    """A document beside its record: what differs, what became of each value, and the numbers changed."""

    differences: tuple[Difference, ...]
    values: tuple[Standing, ...] = ()
    changed: tuple[Restated, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What differs, without where a comment belongs."""
        return tuple(each.finding for each in self.differences)

    @property
    def same(self) -> int:
        """How many values stand as the record has them, counted at each place."""
        return sum(each.status in AGREEING for each in self.values)


def compared(
    path: str, reading: Reading, backing: Backing, library: str | Path | None, *, is_final: bool = False
) -> Compared:
    """A document (its paragraphs recognised) beside its record.

    ``is_final``: its number and dates are being set, and are not compared with those of the record.
    """
    left_out = SET_WHEN_FINAL if is_final else ()
    said = made_as(Path(path))
    as_made = _made(path, said, backing, library)
    year = None if as_made is None else year_of(as_made.reading)
    here = lines_of(reading, year, left_out)
    stated = set() if as_made is None else as_made.pointers
    made = [] if as_made is None else lines_of(as_made.reading, year, left_out, _by_digest(stated))
    if not reading.of(HEADER, FOOTER):  # a text, or pages that have none: what they lack is no loss
        made = [line for line in made if line.para.where not in (HEADER, FOOTER)]
    told = restated(here, made, year)
    found = numbers_alone(here) if told is None else told
    wanted = wanted_of(made)
    has_same_record = said.record == backing.record.source.digest
    # of a value in a list nobody knows which it was then, where the record isn't surely the same
    trusted = {each for each in stated | {*said.anchors.values()} if has_same_record or not list_of(each)}
    marks = marks_of(here, _by_digest(trusted))
    strange = set() if told is None else strange_lists(found, marks, wanted)
    marks = [each for each in marks if list_of(each.pointer) not in strange]
    found = with_marks(found, () if told is None and not said.anchors else marks, wanted)
    if told is None:
        found = _recognised(found, here, backing)
        if not any(each.pointers for each in found):
            other = Finding("final-other-record", Place(path), parameters={"record": backing.path})
            return Compared((Difference(other),))
    title = partial(_title, backing)
    sides = Sides(path, here, made, _amounts(backing, made), title)
    differing = [*differences(found, sides)]
    if strange:
        names = "、".join(title(each) for each in sorted(strange))
        parameters = {"lists": names}
        differing.append(
            Difference(Finding("final-marks-strange", Place(path), Severity.WARNING, parameters=parameters))
        )
    values = [
        Standing(
            each.pointers[0],
            title(each.pointers[0]),
            each.status,
            each.made,
            each.written,
            each.place,
            each.is_marked,
        )
        for each in found
        if each.pointers
    ]
    changed = (each for each in found if each.status == CHANGED and not each.is_text)
    return Compared(tuple(differing), tuple(values), tuple(changed))


class _AsMade(NamedTuple):
    """The document that the record gives, and the values that it states."""

    reading: Reading
    pointers: set[str]


def _made(
    path: str, said: MadeAs, backing: Backing, library: str | Path | None
) -> _AsMade | None:
    """The document that the record gives now; None where it can't be made."""
    wanted, template = said.template or backing.kind.default_template, backing.template
    if not wanted and template is None:
        return None
    try:
        if template is None:
            known = find_library(library, near=[Path(backing.path)])
            template = find_template(known, wanted, backing.kind.id)
        made = render(template, backing.record, backing.kind, anchors="bookmark")
    except DocgenError:  # the template is gone, or the record too faulty, which is told already
        return None
    pointers = {each.pointer for each in made.placements if each.anchor}
    return _AsMade(recognise(read_document(made.data, path)), pointers)


def _amounts(backing: Backing, made: Sequence[Line]) -> set[Amount]:
    """The amounts that the record holds, and those that are worked out of them or stand in its prose."""
    figures = (number.figure for line in made for number in line.numbers.values())
    found: set[Amount] = {(each.value, each.dimension) for each in figures if each is not None}
    for _pointer, value, _type, parent in everything(backing.record, backing.kind):
        if is_number(value) and is_within_caps(value):
            unit = parent.get("unit") if isinstance(parent, Mapping) else None
            if isinstance(unit, str):
                head = parse_unit(parse_unit(unit).head)
                found.add((Fraction(value) * head.factor, head.dimension))
            else:
                found.add((Fraction(value), None))
    return found


def _by_digest(pointers: Collection[str]) -> dict[str, str]:
    """Values by what anchors say of them; the few that share it can't be told apart."""
    times = Counter(map(digest_of, pointers))
    return {digest: each for each in pointers if times[digest := digest_of(each)] == 1}


def _recognised(found: Sequence[Restated], here: Sequence[Line], backing: Backing) -> list[Restated]:
    """The numbers of a text that is no version of the made one, those known by the names beside them."""
    passages = [Passage(at, line.text) for at, line in enumerate(here)]
    places = {(each.line, each.start): number for number, each in enumerate(found)}
    result = list(found)
    for each in confronted(passages, backing.record, backing.kind):
        figure = each.figure
        number = None if figure is None else places.get((figure.passage.number, figure.start))
        if number is not None and each.status in (FOUND, DIFFERS) and not result[number].pointers:
            status = SAME if each.status == FOUND else CHANGED
            pointers = (f"/indicators/{each.id}/value",)
            result[number] = replace(result[number], status=status, made=each.recorded, pointers=pointers)
    return result


def _title(backing: Backing, pointer: str) -> str:
    """What a value is called: the name of its indicator, else its path."""
    name = pointer.removeprefix("/derived/")
    if name != pointer and name in backing.kind.derived:
        return backing.kind.derived[name].title
    parts = label_of(backing.kind, pointer, backing.record).split(LABEL_STEP)
    return LABEL_STEP.join(parts[1:-1] if pointer.endswith("/value") and len(parts) > 2 else parts)
