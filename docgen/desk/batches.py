"""Notices on the desk: a list, a template, a document for each row, run in the background. No HTTP here.

What a batch has done stands in its folder (``docgen notices --resume``), so one that was cut short by
anything goes on where it was.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.desk.sessions import Item, Session
from docgen.desk.views import error_text
from docgen.desk.words import say
from docgen.errors import DocgenError, UnreadableInput
from docgen.ooxml.archives import ArchiveWriter
from docgen.writing import FULL

if TYPE_CHECKING:
    from docgen.batch.results import BatchResult, RowResult

#: so many documents are shown before all are made, and so many bad rows are told of
FIRST, MOST_TOLD = 3, 200
#: folders of a batch: all documents, and the first ones to be looked at
_OUT, _FIRST = "out", "first"


class Run:
    """A batch at work: how far it is, and how it is stopped."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.stopped = threading.Event()
        self.began = time.monotonic()

    def judged(self, rows: int) -> None:
        """Rows were looked at."""
        self.total += rows

    def dealt_with(self, rows: Sequence[RowResult], result: BatchResult) -> None:
        """Rows have their document, or were sent back."""
        self.done, self.total = result.reached, result.total

    def put_out(self, what: str, done: int, total: int) -> None:
        """Documents were put into an archive."""


#: folder of a batch -> it at work; what isn't here doesn't run
_RUNS: dict[Path, Run] = {}
#: folder of a batch -> why it ended, where that couldn't be written down
_UNKEPT: dict[Path, str] = {}
_LOCK = threading.Lock()


def receive(
    session: Session, name: str, data: bytes, common: tuple[str, bytes] | None, template: str
) -> Item:
    """Put a list on the desk, checked as a whole and its first documents made; the errors of notices."""
    ending = "." + re.sub(r"[^a-z]", "", name.lower().rpartition(".")[2])
    contents = {f"list{ending}": data}
    if common is not None:
        contents["common.json"] = common[1]
    item = session.new("notices", name, contents, ending=ending, template=template, status="checked")
    try:
        result = _notices(item, _OUT, check_only=True)
        item.keep(**_told(result))
    except DocgenError as error:
        item.remove()
        if isinstance(error, UnreadableInput):
            error.path = name
        raise
    except BaseException:
        item.remove()
        raise
    return item


def _notices(item: Item, folder: str, **options: Any) -> BatchResult:
    """The batch of a list, made into one of its item's folders."""
    from docgen.batch.notices import notices

    common = item.path("common.json")
    return notices(
        item.path(f"list{item.state['ending']}"),
        str(item.state["template"]),
        item.path(folder),
        common=common if common.exists() else None,
        **options,
    )


def _told(result: BatchResult) -> dict[str, Any]:
    """What is kept of a batch: how it adds up, and the rows that were sent back."""
    from docgen.formats.json_report import finding_object

    def sentences(findings: Any) -> list[str]:
        return [str(finding_object(each, "zh_CN")["sentence"]) for each in findings]

    rows: list[list[Any]] = []
    for row in result.returned_rows():
        if len(rows) == MOST_TOLD:
            break
        rows.append([row.number, row.recipient, "；".join(sentences(row.findings))])
    return {
        "total": result.total,
        "made": result.in_place,
        "ready": result.ready,
        "returned": result.returned,
        "rows": rows,
        "notes": sentences((*result.notes, *result.findings)),
        "checklist": [each.name for each in result.checklist],
        "error": "",
    }


def first_documents(item: Item) -> list[bytes]:
    """The first documents of the list, as they will be."""
    if not item.path(_FIRST).exists():
        stopper = _StopAfter(FIRST)
        _notices(item, _FIRST, watcher=stopper, is_stopped=stopper.is_enough)
    return [file.read_bytes() for file in _documents(item, _FIRST)[:FIRST]]


def _documents(item: Item, folder: str) -> list[Path]:
    """The documents of the rows that are in a folder, in their order."""
    from docgen.batch.results import COMPANIONS

    return sorted(each for each in item.path(folder).glob("*.docx") if each.name not in COMPANIONS)


class _StopAfter(Run):
    """Stops a batch once so many documents are made."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def is_enough(self) -> bool:
        """Whether there are enough of them."""
        return self.done >= self.most


def start(item: Item) -> None:
    """Begin, or go on; nothing happens while it runs."""
    with _LOCK:
        if item.folder in _RUNS:
            return
        item.keep(status="running", error="")
        _UNKEPT.pop(item.folder, None)
        run = _RUNS[item.folder] = Run()
    threading.Thread(target=_work, args=(item, run), daemon=True).start()


def _work(item: Item, run: Run) -> None:
    try:
        resume = item.path(_OUT).exists()
        result = _notices(item, _OUT, resume=resume, watcher=run, is_stopped=run.stopped.is_set)
        item.keep(status="done" if result.is_complete else "stopped", **_told(result))
    except DocgenError as error:
        _stopped(item, error_text(error, "zh_CN"))
    except OSError as error:
        full = say("disk-full", "zh_CN")
        _stopped(item, full if error.errno in FULL else error.strerror or str(error))
    finally:
        with _LOCK:
            _RUNS.pop(item.folder, None)


def _stopped(item: Item, error: str) -> None:
    """Keep why a batch ended; a full disk doesn't take that either."""
    try:
        item.keep(status="stopped", error=error)
    except DocgenError:
        _UNKEPT[item.folder] = error


def stop(item: Item) -> None:
    """End it after the documents at hand; it can go on later."""
    run = _RUNS.get(item.folder)
    if run is not None:
        run.stopped.set()


def progress(item: Item) -> dict[str, Any]:
    """How far it is: rows dealt with, of how many, whether it runs."""
    run = _RUNS.get(item.folder)
    state = item.state
    if run is None:
        # a server that was killed left it so
        status = "stopped" if state.get("status") == "running" else state.get("status", "")
        done = state.get("returned", 0) + len(_documents(item, _OUT))
        told = {"status": status, "error": _UNKEPT.get(item.folder) or state.get("error", "")}
        return {"runs": False, "done": done, "total": state.get("total", 0), **told}
    return {"runs": True, "status": "running", "done": run.done, "total": run.total or state.get("total", 0)}


def archive(item: Item) -> Path:
    """All that was made, as one .zip: the same bytes for the same documents."""
    target = item.path("documents.zip")
    writer = ArchiveWriter(target)
    try:
        for file in sorted(item.path(_OUT).iterdir()):
            writer.add(file.name, file.read_bytes())
        writer.finish()
    except BaseException:
        writer.abandon()
        raise
    return target


def checklist(item: Item, ending: str) -> Path | None:
    """The 核对清单 with that ending; None if there is none."""
    for name in item.state.get("checklist", ()):
        if str(name).endswith(ending):
            return item.path(_OUT) / str(name)
    return None
