"""Making the documents of good rows: rendered, compared with what is there, put in place."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from docgen.batch.manifest import Kept, Origin, made_from
from docgen.batch.results import RowOutcome
from docgen.batch.sinks import NotWritten, Sink
from docgen.batch.wire import Base, Wire
from docgen.errors import DocgenError
from docgen.findings import Finding
from docgen.findings import Place as Where
from docgen.frozen import frozen
from docgen.ooxml.digests import is_whole_package, parts_digest


class Order(NamedTuple):
    """A document to make: its row, its name, and what an earlier run left under that name, if it did."""

    wire: Wire
    file: str
    kept: Kept | None = None


class Made(NamedTuple):
    """What became of a document: its digests, or why it isn't in place.

    ``data`` is the document itself where the sink is on the first process.
    """

    outcome: RowOutcome
    sha256: str = ""
    parts: str = ""
    record: str = ""
    findings: tuple[Finding, ...] = ()
    data: bytes = b""


@frozen
class Resumed:
    """A folder that an earlier run worked in.

    ``was_cut_short``: that run was killed or stopped, so that documents may be there which its manifest
    doesn't have yet. ``overwrites``: also those that somebody changed since are made anew (--force).
    """

    folder: str
    was_cut_short: bool
    overwrites: bool


class Maker:
    """Makes documents of one template; made once on each process."""

    def __init__(
        self,
        render: Callable[[Base, Wire], bytes],
        sink: Sink,
        origin: Origin,
        resumed: Resumed | None = None,
    ) -> None:
        self.render = render
        self.sink = sink
        self.origin = origin
        self.resumed = resumed

    def made(self, base: Base, order: Order) -> Made:
        """One document in its place; whatever goes wrong with it is a finding of its row."""
        record = base.digest(order.wire)
        try:
            return self._made(base, order, record)
        except NotWritten as error:
            return _returned(record, error.code, **error.parameters)
        except DocgenError as error:
            return _returned(record, error.code, **error.parameters)
        except MemoryError:
            raise
        except Exception as error:  # a fault of docgen on one row must not cost the other thousands
            return _returned(record, "notice-not-made", name=type(error).__name__)

    def _made(self, base: Base, order: Order, record: str) -> Made:
        there = self._there(order.file)
        if there is not None and self._is_as_it_was(there, order.kept, record):
            return _in_place(RowOutcome.UNTOUCHED, there, record)
        data = self.render(base, order.wire)
        if there is not None:
            if there == data:
                return _in_place(RowOutcome.UNTOUCHED, data, record)
            if self._is_somebodys(there, order.kept):
                return _returned(record, "notice-file-changed", file=order.file)
        if not self.sink.is_shared:
            return _in_place(RowOutcome.MADE, data, record)._replace(data=data)
        self.sink.put(order.file, data)
        return _in_place(RowOutcome.MADE, data, record)

    def _there(self, file: str) -> bytes | None:
        """What an earlier run left under the document's name."""
        if self.resumed is None:
            return None
        try:
            return Path(os.path.join(self.resumed.folder, file)).read_bytes()
        except OSError:
            return None  # nothing, or what can't be read: writing tells why

    def _is_as_it_was(self, there: bytes, kept: Kept | None, record: str) -> bool:
        """Whether it is the document of this very record, template and version, and nobody changed it."""
        if kept is None or kept.made_from != made_from(record, self.origin):
            return False
        return hashlib.sha256(there).digest() == kept.sha256

    def _is_somebodys(self, there: bytes, kept: Kept | None) -> bool:
        """Whether what is there was changed, or put there, by somebody else than an earlier run."""
        if self.resumed is None or self.resumed.overwrites or not is_whole_package(there):
            return False
        if kept is None:
            return not self.resumed.was_cut_short
        return hashlib.sha256(there).digest() != kept.sha256


def _in_place(outcome: RowOutcome, data: bytes, record: str) -> Made:
    return Made(outcome, hashlib.sha256(data).hexdigest(), parts_digest(data), record)


def _returned(record: str, code: str, **parameters: object) -> Made:
    return Made(RowOutcome.RETURNED, record=record, findings=(Finding(code, Where(), parameters=parameters),))
