"""The history of a record: its final copies, and which values changed from one to the next.

Values come from history.jsonl, which keeps them as they were when each copy was made final; what the record's
schema keeps from the public is not among them. Nothing here prints.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from docgen.errors import UnreadableInput
from docgen.finalising.ledger import HISTORY, Entry, read_ledger
from docgen.formats.history_text import History, MadeCopy, Version
from docgen.formats.listings import ChangeLine
from docgen.formats.manifest import public_data
from docgen.jobs import MANIFEST_ENDING, diff
from docgen.library import find_library
from docgen.records import Record, parse
from docgen.schemas import load_kind
from docgen.sources import DEFAULT_MAX_BYTES, read_source

#: by these two records are of the same thing
_SAME = ("kind", "issuer", "period")
#: a manifest beside a record is looked at up to this size
_MOST_LOOKED_AT = 8_000_000


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
    finals = {
        (_name_in(entry.data.get("from")), _digest_in(entry.data.get("record"))) for entry in ledger.entries
    }
    made = tuple(_made(Path(record), now, finals, library))
    since = () if before is None else tuple(diff(before, now, library=library))
    is_current = bool(versions) and versions[-1].record_digest == read.source.digest
    return History(
        record, str(path), tuple(versions), made, since, is_current, ledger.unreadable, ledger.broken
    )


def _made(
    record: Path, now: Record, finals: set[tuple[str, str]], library: str | Path | None
) -> Iterator[MadeCopy]:
    """Documents of this record beside it that are not final, by their manifests (NAME.docgen.json)."""
    for path in sorted(record.parent.glob(f"*{MANIFEST_ENDING}")):
        said = _manifest(path)
        recorded = said.get("record")
        data = recorded.get("data") if isinstance(recorded, dict) else None
        name = _name_in(said.get("document"))
        if not isinstance(data, dict) or not name or (name, _digest_in(recorded)) in finals:
            continue
        if all(data.get(key) == now.data.get(key) for key in _SAME):
            then = Record.from_data(data, str(path))
            yield MadeCopy(name, tuple(diff(then, now, library=library)))


def _manifest(path: Path) -> dict[str, Any]:
    """What a manifest says, nothing where it can't be read: the history doesn't depend on it."""
    try:
        if path.stat().st_size > _MOST_LOOKED_AT:
            return {}
        said = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _name_in(said: Any) -> str:
    return str(said.get("name") or "") if isinstance(said, Mapping) else ""


def _digest_in(said: Any) -> str:
    return str(said.get("sha256") or "") if isinstance(said, Mapping) else ""


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
