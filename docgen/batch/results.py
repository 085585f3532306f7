"""What came of a batch, row by row: kept in a temporary file, so that memory doesn't grow with the rows."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import Enum
from pathlib import Path
from typing import IO, Any
from weakref import finalize

from docgen.errors import UsageError
from docgen.findings import Finding
from docgen.frozen import frozen

#: what stands beside the documents in their folder besides the manifest
COMPANIONS = ("核对清单.docx", "核对清单.xlsx")


#: how many rows are kept at a time: together they take half the time and room
_ROWS_TOGETHER = 100


class Spool:
    """Objects kept in a temporary file, in order; gone when it is closed."""

    def __init__(self) -> None:
        self._stream: IO[bytes] = tempfile.TemporaryFile(prefix="docgen-")  # noqa: SIM115 - closed by finalize
        self._is_read = False
        finalize(self, self._stream.close)

    def add(self, one: object) -> None:
        """Keep one more; UsageError where the disk is full."""
        try:
            if self._is_read:  # somebody may have stopped reading anywhere
                self._stream.seek(0, os.SEEK_END)
                self._is_read = False
            pickle.dump(one, self._stream, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise UsageError("notices-no-room", path=tempfile.gettempdir()) from error

    def __iter__(self) -> Iterator[Any]:
        self._is_read = True
        try:
            end = self._stream.seek(0, os.SEEK_END)
        except OSError as error:  # what was still on its way to the disk
            raise UsageError("notices-no-room", path=tempfile.gettempdir()) from error
        at = 0
        while at < end:  # others may read in between
            self._stream.seek(at)
            one = pickle.load(self._stream)
            at = self._stream.tell()
            yield one


class RowOutcome(str, Enum):
    """What became of a row: made now, sent back to whoever keeps the list, or there already and right."""

    MADE = "已成文"
    RETURNED = "退回"
    UNTOUCHED = "未动"
    #: of a list that is only checked: nothing is wrong with it
    READY = "可成文"


@frozen
class RowResult:
    """One row (应发的一份) and its document.

    ``number`` is the row as the list counts it (line of a .jsonl, row of a sheet), ``position`` its place
    in the list from 1, ``key`` what tells it from the others in the manifest, ``recipient`` the name to
    show for it ("" where the schema keeps that from the public), ``document_number`` its 发文字号 as
    printed, ``file`` its document's name ("" for none: returned). The digests are SHA-256 in hex, "" where
    nothing was made: of the file, of its parts when unpacked, of the row's record. ``findings`` has what
    the row was returned for, and hints.
    """

    number: int
    position: int
    key: str
    recipient: str
    document_number: str
    file: str
    outcome: RowOutcome
    findings: tuple[Finding, ...] = ()
    sha256: str = ""
    parts: str = ""
    record: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return RowResult, tuple([getattr(self, name) for name in _ROW_FIELDS])

    @property
    def is_made(self) -> bool:
        """Whether its document is in place, made now or before."""
        return self.outcome in (RowOutcome.MADE, RowOutcome.UNTOUCHED)


_ROW_FIELDS = tuple(each.name for each in fields(RowResult))


@dataclass(slots=True, eq=False)
class BatchResult:
    """A whole batch: 应发 (``total``) = 已成文 (``made`` and ``untouched``) + 退回 (``returned``).

    A list that was only checked (``is_check_only``) has ``ready`` rows instead of made ones.

    ``findings`` are on the list as a whole, ``notes`` what reading the list has to tell. ``left_over`` are
    documents in the folder that no row asks for: never deleted. ``is_complete`` is False for a batch that
    was interrupted: rows not reached are in no count but ``total``. ``checklist`` are the files of the
    核对清单, none for a batch that was interrupted. ``outputs`` are an archive and a document for printing,
    where they were asked for, ``pdfs`` how many documents have their PDF beside them.
    """

    folder: Path
    list_name: str
    template_id: str
    template_title: str
    kind: str
    kind_title: str
    total: int = 0
    made: int = 0
    untouched: int = 0
    returned: int = 0
    ready: int = 0
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    left_over: tuple[str, ...] = ()
    is_complete: bool = True
    is_check_only: bool = False
    manifest: Path | None = None
    checklist: tuple[Path, ...] = ()
    outputs: tuple[Path, ...] = ()
    pdfs: int = 0
    _kept: Spool = field(default_factory=Spool, repr=False)
    _waiting: list[RowResult] = field(default_factory=list, repr=False)

    @property
    def in_place(self) -> int:
        """How many documents are in place (已成文), those of an earlier run among them."""
        return self.made + self.untouched

    @property
    def reached(self) -> int:
        """How many rows were dealt with."""
        return self.in_place + self.returned + self.ready

    def add(self, row: RowResult) -> None:
        """Count and keep the next row."""
        match row.outcome:
            case RowOutcome.MADE:
                self.made += 1
            case RowOutcome.UNTOUCHED:
                self.untouched += 1
            case RowOutcome.RETURNED:
                self.returned += 1
            case RowOutcome.READY:
                self.ready += 1
        self._waiting.append(row)
        if len(self._waiting) >= _ROWS_TOGETHER:
            self._kept.add(self._waiting)
            self._waiting = []

    def rows(self) -> Iterator[RowResult]:
        """Every row that was dealt with, in the order of the list."""
        for rows in self._kept:
            yield from rows
        yield from self._waiting

    def returned_rows(self) -> Iterator[RowResult]:
        """The rows that were sent back."""
        return (row for row in self.rows() if row.outcome is RowOutcome.RETURNED)
