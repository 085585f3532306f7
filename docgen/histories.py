"""The history of a record: its final copies, and which values changed from one to the next.

Values come from history.jsonl, which keeps them as they were when each copy was made final; what the record's
schema keeps from the public is not among them. Nothing here prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docgen.errors import UnreadableInput
from docgen.finalising.ledger import HISTORY, Entry, read_ledger
from docgen.formats.history_text import History, Version
from docgen.formats.listings import ChangeLine
from docgen.formats.manifest import public_data
from docgen.jobs import diff
from docgen.library import find_library
from docgen.records import Record, parse
from docgen.schemas import load_kind
from docgen.sources import DEFAULT_MAX_BYTES, read_source


def history(record: str, *, library: str | Path | None = None, max_bytes: int = DEFAULT_MAX_BYTES) -> History:
    """What the history beside a record says of it; UnreadableInput if either can't be read."""
    read = parse(read_source(record, max_bytes=max_bytes))
    kind = load_kind(find_library(library, near=[Path(record)]), read.kind_id)
    path = Path(record).with_name(HISTORY) if record != "-" else Path(HISTORY)
    ledger = read_ledger(path)
    name = Path(record).name
    versions: list[Version] = []
    before: Record | None = None
    for entry in ledger.entries:
        recorded = entry.data.get("record")
        if not isinstance(recorded, Mapping) or recorded.get("name") != name:
            continue
        after = _snapshot(recorded, str(path), entry.line)
        changes = None if before is None else tuple(diff(before, after, library=library))
        versions.append(_version(entry, recorded, changes))
        before = after
    now = Record.from_data(public_data(read, kind), record)
    since = () if before is None else tuple(diff(before, now, library=library))
    is_current = bool(versions) and versions[-1].record_digest == read.source.digest
    return History(record, str(path), tuple(versions), since, is_current, ledger.unreadable, ledger.broken)


def _snapshot(recorded: Mapping[str, Any], path: str, line: int) -> Record:
    data = recorded.get("data")
    if not isinstance(data, Mapping) or not isinstance(data.get("kind"), str):
        raise UnreadableInput("history-no-values", path=path, line=line)
    return Record.from_data(data, path)


def _version(entry: Entry, recorded: Mapping[str, Any], changes: tuple[ChangeLine, ...] | None) -> Version:
    said = entry.data
    document = said.get("document")
    document = document if isinstance(document, Mapping) else {}
    return Version(
        entry.line,
        str(said.get("at") or ""),
        str(said.get("signed_by") or ""),
        str(said.get("number") or ""),
        str(said.get("date") or ""),
        said.get("public") is True,
        str(document.get("name") or ""),
        str(document.get("sha256") or ""),
        str(recorded.get("sha256") or ""),
        changes,
    )
