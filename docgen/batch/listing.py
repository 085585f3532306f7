"""The list that a batch is made from, read row by row: a table, JSON records in lines, or in one list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from docgen.errors import UnreadableInput, UsageError
from docgen.findings import Finding, Place
from docgen.frozen import frozen
from docgen.intake.tables import ENDINGS, read_table
from docgen.records import Record, Source, parse, parse_list, read_source
from docgen.schemas import Kind
from docgen.sources import foreign_encoding

#: how long a line may be, in bytes: a file without line ends is no list of records
_LONGEST_LINE = 64 * 1024 * 1024


class Row(Protocol):
    """One row: its number in the file, its record or why it has none, and where its values stand.

    ``said`` words a finding for whoever wrote the row.
    """

    @property
    def number(self) -> int: ...
    @property
    def record(self) -> Record | None: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    def place_of(self, pointer: str) -> Place: ...
    def said(self, finding: Finding) -> Finding: ...


class Table(Protocol):
    """A list: its rows, and what there is to tell of it as a whole."""

    @property
    def rows(self) -> Iterator[Row]: ...
    @property
    def notes(self) -> tuple[Finding, ...]: ...


@frozen
class JsonRow:
    """A record of a list: its line, or its place in the list, is its number."""

    number: int
    record: Record | None
    findings: tuple[Finding, ...]
    file: str

    def place_of(self, pointer: str) -> Place:
        """The row; a line of JSON is told by its number alone."""
        return Place(self.file, pointer, "", self.number)

    def said(self, finding: Finding) -> Finding:
        """The finding itself, which speaks of JSON."""
        return finding


class Alike:
    """Reads records whose lines are mostly the same, letter for letter, as one that was read before.

    Only the members that differ are parsed, by the same strict parse; a line that is put together in any
    other way is read as a whole. Equal members give the very same values.
    """

    def __init__(self) -> None:
        self._members: list[tuple[str, str, str]] | None = None
        self._data: dict[str, Any] = {}

    def parse(self, source: Source) -> Record:
        """The record of a line; UnreadableInput as records.parse has it."""
        text = source.text
        if self._members is not None:
            own = self._own(source.name, text)
            if own is not None:
                return Record(Source(source.name, ""), {**self._data, **own})
        record = parse(source)
        if self._members is None:
            self._members, self._data = _members(text, record.data), record.data
        return record

    def _own(self, name: str, text: str) -> dict[str, Any] | None:
        """The members that are the line's own; None if it isn't put together like the first one."""
        own: dict[str, Any] = {}
        at = 0
        for key, before, value in self._members or ():
            if not text.startswith(before, at):
                return None
            at += len(before)
            end = at + len(value)
            # a number may go on where the other one ended
            if text.startswith(value, at) and text[end : end + 1] in _ENDS:
                at = end
                continue
            try:
                end = _FINDER.raw_decode(text, at)[1]
                member = parse(Source(name, f'{{"":{text[at:end]}}}'))
            except (ValueError, RecursionError, UnreadableInput):
                return None  # told by the parse of the whole line, with its place
            own[key] = member.data[""]
            at = end
        return own if text[at:].strip(_BLANK) == "}" else None


_FINDER = json.JSONDecoder()
_BLANK = " \t\r\n"
_ENDS = (*_BLANK, ",", "}")
_KEY = re.compile(r'[ \t\r\n]*[{,][ \t\r\n]*("(?:[^"\\]|\\.)*")[ \t\r\n]*:[ \t\r\n]*')


def _members(text: str, data: Mapping[str, Any]) -> list[tuple[str, str, str]] | None:
    """Key, what stands before the value, and the value, of each member of a record that was read."""
    found = []
    at = 0
    try:
        for key in data:
            before = _KEY.match(text, at)
            if before is None or json.loads(before[1]) != key:
                return None
            end = _FINDER.raw_decode(text, before.end())[1]
            found.append((key, before[0], text[before.end() : end]))
            at = end
    except (ValueError, RecursionError):
        return None
    return found


@frozen
class JsonTable:
    """The records of a .jsonl or of a .json with a list; each call of ``rows`` reads them anew."""

    path: Path
    common: Mapping[str, Any]
    notes: tuple[Finding, ...] = ()

    @property
    def rows(self) -> Iterator[Row]:
        """Every row in order; UnreadableInput where the file can't be read at all."""
        return self._listed() if self.path.suffix.lower() == ".json" else self._lines()

    def _lines(self) -> Iterator[Row]:
        name = str(self.path)
        try:
            with self.path.open("rb") as stream:
                number, alike = 0, Alike()
                while line := stream.readline(_LONGEST_LINE):
                    number += 1
                    if line.strip(b" \t\r\n\xef\xbb\xbf"):
                        yield self._row(number, line.removeprefix(b"\xef\xbb\xbf"), name, alike)
        except FileNotFoundError:
            raise UnreadableInput("file-missing", path=name) from None
        except PermissionError:
            raise UnreadableInput("file-no-permission", path=name) from None
        except IsADirectoryError:
            raise UnreadableInput("file-is-folder", path=name) from None

    def _row(self, number: int, line: bytes, name: str, alike: Alike) -> JsonRow:
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            if encoding := foreign_encoding(name):
                raise UnreadableInput("file-encoding", path=name, encoding=encoding) from None
            raise UnreadableInput(
                "file-bad-byte",
                path=name,
                line=number,
                column=error.start + 1,
                byte=f"0x{line[error.start]:02X}",
            ) from None
        try:
            record = alike.parse(Source(name, text))
        except UnreadableInput as error:
            place = Place(name, "", "", number, error.column)
            told = error.parameters
            if "first_line" in told:  # the row is parsed as a text of its own
                told = {**told, "first_line": number}
            return JsonRow(number, None, (Finding(error.code, place, parameters=told),), name)
        return JsonRow(number, self._with_common(record), (), name)

    def _listed(self) -> Iterator[Row]:
        source = read_source(str(self.path))
        for line, data in parse_list(source):
            if isinstance(data, dict):
                record = self._with_common(Record(Source(source.name, ""), data))
                yield JsonRow(line, record, (), source.name)
            else:
                place = Place(source.name, "", "", line)
                yield JsonRow(line, None, (Finding("list-row-not-a-record", place),), source.name)

    def _with_common(self, record: Record) -> Record:
        if not self.common:
            return record
        return Record(Source(record.source.name, ""), {**self.common, **record.data})


def read_common(path: str | Path | None) -> Mapping[str, Any]:
    """What all rows of a list share; nothing where there is no file of it."""
    return parse(read_source(str(path))).data if path is not None else {}


def read_rows(path: str | Path, kind: Kind, common: Mapping[str, Any]) -> Table:
    """The rows of a list, each with the fields that ``common`` gives to all."""
    found = Path(path)
    if found.suffix.lower() in ENDINGS:
        return read_table(str(path), kind, common)
    if found.suffix.lower() not in (".jsonl", ".json"):
        raise UsageError("list-of-other-form", path=str(path))
    return JsonTable(found, common)
