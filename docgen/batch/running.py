"""A batch from end to end: every row judged first, then the documents of the good ones made.

Nothing is written before the whole list was looked at. Between the two passes the rows wait in a temporary
file, so that what is made is what was judged and memory holds no more than their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple, Protocol

from docgen.batch.bench import MakingSetup
from docgen.batch.crews import Crew, Task
from docgen.batch.judging import Judged
from docgen.batch.listing import Row
from docgen.batch.making import Made, Order
from docgen.batch.manifest import Kept, Manifest
from docgen.batch.names import same_name
from docgen.batch.planning import Keys, Plan, shown_number
from docgen.batch.results import BatchResult, RowOutcome, RowResult, Spool
from docgen.batch.roles import Roles
from docgen.batch.sinks import NotWritten
from docgen.batch.wire import Base, Wire
from docgen.findings import Finding, Place

#: rows that go to a process at a time: enough that sending them costs little
CHUNK = 100


class Watcher(Protocol):
    """Who wants to know how far a batch is: ``judged`` and ``dealt_with`` are told after each chunk.

    ``put_out`` is told of the work after the last document: ``combine`` or ``pdf``.
    """

    def judged(self, rows: int) -> None: ...
    def dealt_with(self, rows: Sequence[RowResult], result: BatchResult) -> None: ...
    def put_out(self, what: str, done: int, total: int) -> None: ...


class Silent:
    """Nobody wants to know."""

    def judged(self, rows: int) -> None:
        """Do nothing."""

    def dealt_with(self, rows: Sequence[RowResult], result: BatchResult) -> None:
        """Do nothing."""

    def put_out(self, what: str, done: int, total: int) -> None:
        """Do nothing."""


class Entry(NamedTuple):
    """A row between the passes: as it is sent (None: it can't be read), and what judging gave."""

    number: int
    position: int
    wire: Wire | None
    judged: Judged


@dataclass(slots=True, eq=False)
class Judgement:
    """The list as judged: its rows wait in a file, chunk by chunk."""

    name: str
    plan: Plan
    shared: Shared
    base: Base | None = None
    total: int = 0
    is_complete: bool = True
    conflicts: dict[int, list[Finding]] = field(default_factory=dict)
    returned_names: set[str] = field(default_factory=set)
    explained_by: set[int] = field(default_factory=set)
    _kept: Spool = field(default_factory=Spool)

    def add(self, entries: Sequence[Entry]) -> None:
        """Keep a chunk of judged rows."""
        for entry in entries:
            self.plan.add(entry.number, entry.judged.keys)
            self.explained_by.update(entry.judged.explained_by)
        self.total += len(entries)
        self._kept.add(entries)

    def chunks(self) -> Iterator[list[Entry]]:
        """The rows again, in order, with what other rows have to do with them among their findings."""
        for entries in self._kept:
            yield [self._with_conflicts(entry) for entry in entries]

    def _with_conflicts(self, entry: Entry) -> Entry:
        more = self.conflicts.get(entry.number)
        if more is None:
            return entry
        return entry._replace(judged=entry.judged._replace(findings=(*entry.judged.findings, *more)))


class Shared(NamedTuple):
    """What all rows of a list share: the name of the file that says it, and what it says."""

    name: str
    data: Mapping[str, Any]

    def says(self, row: Row, pointer: str) -> bool:
        """Whether what stands there in a row's record is what all share."""
        name = pointer[1:].partition("/")[0]
        record = row.record
        return name in self.data and record is not None and record.data.get(name) == self.data[name]


def judge_list(
    read: Callable[[], Iterable[Row]],
    roles: Roles,
    crew: Crew,
    watcher: Watcher,
    is_stopped: Callable[[], bool],
    name: str,
    shared: Shared,
) -> Judgement:
    """The first pass: every row judged by itself, then the rows against each other."""
    judgement = Judgement(name, Plan(roles), shared)
    for chunk, found in crew.done(_judging(iter(read()), judgement), is_stopped):
        results: Iterator[Judged] = iter(found)
        judgement.add(
            [each if isinstance(each, Entry) else _entry(*each, next(results), shared) for each in chunk]
        )
        watcher.judged(judgement.total)
    judgement.is_complete = not is_stopped()
    judgement.conflicts = judgement.plan.conflicts()
    if judgement.conflicts:
        _find_places(judgement, read())
    return judgement


def _find_places(judgement: Judgement, rows: Iterable[Row]) -> None:
    """Give the findings between rows their places, which are known only while a row is read."""
    waiting = dict(judgement.conflicts)
    for row in rows:
        found = waiting.pop(row.number, None)
        if found is not None:
            judgement.conflicts[row.number] = [_placed(row, each, judgement.shared) for each in found]
        if not waiting:
            return


#: a row on its way: as it stands in the list and as it is sent, or at once what it gives
_Chunk = list[Entry | tuple[Row, Wire]]


def _judging(rows: Iterator[Row], judgement: Judgement) -> Iterator[tuple[_Chunk, Task]]:
    position = 0
    while batch := list(islice(rows, CHUNK)):
        chunk: _Chunk = []
        for row in batch:
            position += 1
            if row.record is None:
                chunk.append(Entry(row.number, position, None, Judged(Keys(), row.findings)))
                continue
            if judgement.base is None:
                judgement.base = Base(row.record.data, judgement.name)
            chunk.append((row, judgement.base.wire(position, row.number, row.record.data)))
        wires = [each[1] for each in chunk if not isinstance(each, Entry)]
        yield chunk, ("judge_chunk", (judgement.base, wires))


def _entry(row: Row, wire: Wire, judged: Judged, shared: Shared) -> Entry:
    """A judged row; its findings now say where in the list they stand."""
    findings = row.findings
    if judged.findings:
        unread = {each.place.pointer for each in findings}
        # what couldn't be read was told; that it is missing only follows
        findings += tuple(
            each
            for each in judged.findings
            if not (each.code.startswith("missing") and each.place.pointer in unread)
        )
    if findings:
        judged = judged._replace(findings=tuple(_placed(row, each, shared) for each in findings))
    return Entry(row.number, wire.position, wire, judged)


def _placed(row: Row, finding: Finding, shared: Shared) -> Finding:
    """A finding at its place in the list, or in the file of what all share, which nobody finds in a row."""
    there = row.place_of(finding.place.pointer)
    if shared.says(row, finding.place.pointer):
        return replace(finding, place=replace(there, label=f"{shared.name} {finding.place.label}"))
    return replace(row.said(finding), place=replace(there, label=there.label or finding.place.label))


def make_documents(
    judgement: Judgement,
    making: MakingSetup,
    known: dict[str, Kept],
    manifest: Manifest,
    result: BatchResult,
    crew: Crew,
    watcher: Watcher,
    is_stopped: Callable[[], bool],
) -> None:
    """The second pass: every good row's document, a line in the manifest for each row, all results."""
    for entries, made in crew.done(_orders(judgement, making, known), is_stopped):
        results: Iterator[Made] = iter(made)
        rows = []
        for entry in entries:
            row = _result(entry, next(results) if _is_good(entry) else None, judgement, making)
            rows.append(row)
            if not _is_good(entry) and entry.judged.keys.file:  # else the document there is the row's own
                judgement.returned_names.add(same_name(entry.judged.keys.file))
        manifest.add(rows)
        for row in rows:
            result.add(row)
        watcher.dealt_with(rows, result)
    result.is_complete = result.reached == judgement.total


def _orders(
    judgement: Judgement, making: MakingSetup, known: dict[str, Kept]
) -> Iterator[tuple[list[Entry], Task]]:
    for entries in judgement.chunks():
        orders = [
            Order(entry.wire, entry.judged.keys.file, known.get(entry.judged.keys.file))
            for entry in entries
            if _is_good(entry) and entry.wire is not None
        ]
        yield entries, ("make_chunk", (judgement.base, orders, making))


def _is_good(entry: Entry) -> bool:
    return entry.wire is not None and entry.judged.is_good


def _result(entry: Entry, made: Made | None, judgement: Judgement, making: MakingSetup) -> RowResult:
    """What became of a row; a sink that is only here gets its document now."""
    judged, wire, base = entry.judged, entry.wire, judgement.base
    if made is not None and made.data:
        try:
            making.sink.put(judged.keys.file, made.data)
        except NotWritten as error:
            failed = Finding(error.code, Place(), parameters=error.parameters)
            made = Made(RowOutcome.RETURNED, record=made.record, findings=(failed,))
    if made is None:
        record = base.digest(wire) if base is not None and wire is not None else ""
        made = Made(RowOutcome.RETURNED, record=record)
    place = Place(judgement.name, line=entry.number)
    return RowResult(
        number=entry.number,
        position=entry.position,
        key=judged.key or f"row-{entry.number}",
        recipient=judged.recipient,
        document_number=shown_number(judged.keys.number),
        file=judged.keys.file if made.outcome is not RowOutcome.RETURNED else "",
        outcome=made.outcome,
        findings=(*judged.findings, *(replace(each, place=place) for each in made.findings)),
        sha256=made.sha256,
        parts=made.parts,
        record=made.record,
    )


def judged_rows(judgement: Judgement) -> Iterator[list[RowResult]]:
    """The rows of a list that is only checked, chunk by chunk."""
    for entries in judgement.chunks():
        yield [_checked(entry) for entry in entries]


def _checked(entry: Entry) -> RowResult:
    judged = entry.judged
    return RowResult(
        number=entry.number,
        position=entry.position,
        key=judged.key or f"row-{entry.number}",
        recipient=judged.recipient,
        document_number=shown_number(judged.keys.number),
        file=judged.keys.file if _is_good(entry) else "",
        outcome=RowOutcome.READY if _is_good(entry) else RowOutcome.RETURNED,
        findings=judged.findings,
    )
