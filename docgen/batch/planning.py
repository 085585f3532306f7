"""What the rows of a list are to each other, looked at before anything is written.

Two rows that want one file name, one recipient twice, numbers that leave one out or come twice. Of each
row only its keys are kept.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from docgen.batch.names import Place as Field
from docgen.batch.names import same_name
from docgen.batch.roles import Roles
from docgen.findings import Finding, Nature, Place, Severity
from docgen.wording import document_number

#: how many other rows, or missing numbers, a sentence names
_MOST_NAMED = 5

#: 发文字号 in its parts: 机关代字, year, sequence
Number = tuple[str, int, int]


class Keys(NamedTuple):
    """What one row is told from others by: "" or None where it doesn't say.

    ``is_unnumbered``: it is known to have no 发文字号, which of a row that can't be read nobody knows.
    """

    file: str = ""
    recipient: str = ""
    code: str = ""
    number: Number | None = None
    is_unnumbered: bool = False


@dataclass(slots=True)
class _Seen:
    """Rows by a key: the first row of each, and all of those that come more than once."""

    first: dict[str, int] = field(default_factory=dict)
    again: dict[str, list[int]] = field(default_factory=dict)

    def add(self, key: str, row: int) -> None:
        first = self.first.setdefault(key, row)
        if first != row:
            self.again.setdefault(key, [first]).append(row)


class Plan:
    """Collects the keys of all rows, then tells what doesn't go together; rows go by their own numbers."""

    def __init__(self, roles: Roles) -> None:
        self.roles = roles
        self.files, self.codes = _Seen(), _Seen()
        self.with_code, self.without_code = _Seen(), _Seen()
        self.shared: dict[Number, array[int]] = {}
        self.series: dict[tuple[str, int], _Seen] = {}
        self.unnumbered = array("q")
        self.backwards: tuple[int, Number] | None = None
        self.last: Number | None = None

    def add(self, row: int, keys: Keys) -> None:
        """Take in the next row's keys, whether it is a good one or not."""
        if keys.file:
            self.files.add(same_name(keys.file), row)
        name = plain_name(keys.recipient)
        if keys.code:
            self.codes.add(plain_name(keys.code).upper(), row)
            if name:
                self.with_code.add(name, row)
        elif name:
            self.without_code.add(name, row)
        if not self.roles.numbers:
            return
        if keys.is_unnumbered:
            self.unnumbered.append(row)
        elif keys.number is not None:
            self._count(row, keys.number)

    def _count(self, row: int, number: Number) -> None:
        if self.roles.numbers == "shared":
            self.shared.setdefault(number, array("q")).append(row)
            return
        self.series.setdefault(number[:2], _Seen()).add(str(number[2]), row)
        if self.last is not None and self.last[:2] == number[:2] and number[2] < self.last[2]:
            self.backwards = self.backwards or (row, number)
        self.last = number

    def conflicts(self) -> dict[int, list[Finding]]:
        """Row -> what keeps it from being made because of other rows."""
        found: dict[int, list[Finding]] = {}
        for row, each in (
            *_together("notice-same-file", Place(), self.files.again),
            *self._recipients(),
            *self._numbers(),
        ):
            found.setdefault(row, []).append(each)
        return found

    def _recipients(self) -> Iterator[tuple[int, Finding]]:
        roles = self.roles
        yield from _together("notice-same-recipient", _at(roles.code), self.codes.again)
        yield from _together("notice-same-recipient", _at(roles.recipient), self.without_code.again)
        place, hint = _at(roles.recipient), (Severity.WARNING, Nature.ADVICE)
        same = {row for rows in self.codes.again.values() for row in rows}
        for rows in self.with_code.again.values():
            for row, others in _others([each for each in rows if each not in same]):
                yield row, Finding("notice-recipient-same-name", place, *hint, parameters={"rows": others})
        for name, row in self.without_code.first.items():
            if name in self.with_code.first:
                told = {"rows": str(self.with_code.first[name])}
                yield row, Finding("notice-recipient-without-code", place, *hint, parameters=told)

    def _numbers(self) -> Iterator[tuple[int, Finding]]:
        place = _at(self.roles.number)
        if len(self.shared) > 1:
            usual = max(self.shared, key=lambda number: len(self.shared[number]))  # the first of equals
            for number, rows in self.shared.items():
                told = {"number": shown_number(number), "usual": shown_number(usual)}
                for row in rows if number != usual else ():
                    yield row, Finding("notice-number-differs", place, parameters=told)
        if self.series or self.shared:
            for row in self.unnumbered:
                yield row, Finding("notice-number-missing", place)
        for (code, year), seen in self.series.items():
            for sequence, sharing in seen.again.items():
                told_number = shown_number((code, year, int(sequence)))
                alike = {sequence: sharing}
                yield from _together("notice-number-twice", place, alike, number=told_number)

    def on_the_list(self) -> list[Finding]:
        """What there is to say of the list as a whole: none of it keeps a document from being made."""
        found = []
        for (code, year), seen in self.series.items():
            gaps = _gaps(sorted(map(int, seen.first)))
            if gaps:
                named = [
                    shown_number((code, year, first))
                    + (f" — {shown_number((code, year, last))}" if last > first else "")
                    for first, last in gaps[:_MOST_NAMED]
                ]
                told = {"numbers": "、".join(named), "count": sum(last - first + 1 for first, last in gaps)}
                found.append(_hint("notice-numbers-gap", told))
        if self.backwards is not None:
            row, number = self.backwards
            found.append(_hint("notice-numbers-order", {"row": row, "number": shown_number(number)}))
        if self.unnumbered and not (self.series or self.shared):
            found.append(_hint("notice-numbers-none", {}))
        return found


def _at(field: Field | None) -> Place:
    """The place of a field in whatever row."""
    return Place(pointer=field.pointer, label=field.title) if field is not None else Place()


def plain_name(text: str) -> str:
    """A name or code without what makes no difference: full or half width, spaces, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def shown_number(number: Number | None) -> str:
    """A 发文字号 as it is printed."""
    return document_number(*number) if number else ""


def _together(
    code: str, place: Place, again: Mapping[str, Iterable[int]], **told: str
) -> Iterator[tuple[int, Finding]]:
    """A finding for each of the rows that share a key; it names the others."""
    for rows in again.values():
        for row, others in _others(list(rows)):
            yield row, Finding(code, place, parameters={"rows": others, **told})


def _others(rows: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Each of several rows with the others as a sentence names them; nothing for one alone."""
    nearest = rows[: _MOST_NAMED + 2]  # no more are looked at: thousands may share a name
    for row in rows if len(rows) > 1 else ():
        others = [str(other) for other in nearest if other != row]
        yield row, "、".join(others[:_MOST_NAMED]) + ("…" if len(others) > _MOST_NAMED else "")


def _gaps(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of every stretch that is left out of ascending numbers."""
    return [(a + 1, b - 1) for a, b in pairwise(numbers) if b > a + 1]


def _hint(code: str, told: Mapping[str, object]) -> Finding:
    return Finding(code, Place(), Severity.WARNING, Nature.ADVICE, told)
