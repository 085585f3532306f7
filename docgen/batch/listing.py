"""The list that a batch is made from, read row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from docgen.errors import UnreadableInput
from docgen.findings import Finding, Place
from docgen.frozen import frozen
from docgen.records import Record, Source, parse


class Row(Protocol):
    """One row: its number in the file, its record or why it has none, and where its values stand."""

    @property
    def number(self) -> int: ...
    @property
    def record(self) -> Record | None: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    def place_of(self, pointer: str) -> Place: ...


class Table(Protocol):
    """A list: its rows, and what there is to tell of it as a whole."""

    @property
    def rows(self) -> Iterator[Row]: ...
    @property
    def notes(self) -> tuple[Finding, ...]: ...


@frozen
class Line:
    number: int
    record: Record | None
    findings: tuple[Finding, ...]
    file: str

    def place_of(self, pointer: str) -> Place:
        return Place(self.file, pointer, "", self.number)


@frozen
class Lines:
    path: Path

    @property
    def notes(self) -> tuple[Finding, ...]:
        return ()

    @property
    def rows(self) -> Iterator[Row]:
        with self.path.open(encoding="utf-8") as stream:
            for number, text in enumerate(stream, 1):
                if not text.strip():
                    continue
                try:
                    yield Line(number, parse(Source(str(self.path), text)), (), str(self.path))
                except UnreadableInput as error:
                    place = Place(str(self.path), "", "", number, error.column)
                    yield Line(
                        number,
                        None,
                        (Finding(error.code, place, parameters=error.parameters),),
                        str(self.path),
                    )


def read_rows(path: str | Path, kind: object, *, common: str | Path | None = None) -> Table:
    """Stand-in."""
    return Lines(Path(path))
