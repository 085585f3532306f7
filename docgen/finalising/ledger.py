"""history.jsonl: who finalised what and when, a line each, never changed again.

Every line names the SHA-256 of the one before it, so that a line altered or taken out afterwards shows. That
detects accident, not fraud: whoever can write the file can write all of it anew. A line is written in one go
and flushed to disk; what a power cut left of one is skipped and said.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from docgen.errors import UnreadableInput, UsageError
from docgen.frozen import frozen
from docgen.writing import holds

HISTORY = "history.jsonl"
FORMAT = "docgen-history/0"
#: a shared folder's other clerk writes one line, not more
_PATIENCE_SECONDS = 10.0


@frozen
class Entry:
    """One line: its number in the file (from 1) and what it says."""

    line: int
    data: Mapping[str, Any]


@frozen
class Ledger:
    """The lines of a history: those that can be read, those that can't, and those that don't follow on.

    ``broken`` are the numbers of lines whose ``previous`` isn't the digest of the line before them.
    """

    entries: tuple[Entry, ...] = ()
    unreadable: tuple[int, ...] = ()
    broken: tuple[int, ...] = ()
    last: str = ""


def read_ledger(path: Path) -> Ledger:
    """The history in a file, an empty one where there is none; UnreadableInput if it can't be read at all."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableInput("file-not-readable", path=str(path), reason=reason) from None
    return ledger_of(raw)


def ledger_of(raw: bytes) -> Ledger:
    """The history in these bytes."""
    entries: list[Entry] = []
    unreadable: list[int] = []
    broken: list[int] = []
    last = ""
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        data = _read(line)
        if data is None:
            unreadable.append(number)
            continue
        if data.get("previous") != last:
            broken.append(number)
        last = hashlib.sha256(line).hexdigest()
        entries.append(Entry(number, data))
    return Ledger(tuple(entries), tuple(unreadable), tuple(broken), last)


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(line.decode("utf-8"), parse_float=Decimal)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and data.get("format") == FORMAT else None


def append(path: Path, line: Callable[[Ledger], str]) -> None:
    """Add the line that ``line`` makes of the history so far; nothing that is there is touched.

    UsageError if the file can't be written, or another program holds it for longer than one line takes.
    """
    try:
        with open(path, "ab+", buffering=0) as stream:
            _lock(stream, path)
            stream.seek(0)
            raw = stream.read() or b""
            text = line(ledger_of(raw)).encode("utf-8")
            assert b"\n" not in text  # one line
            # a line that was cut short keeps its place, and the new one begins on its own
            gap = b"" if not raw or raw.endswith(b"\n") else b"\n"
            _write(stream, gap + text + b"\n")
            os.fsync(stream.fileno())
    except PermissionError:
        raise UsageError("output-no-permission", path=str(path)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError("output-not-written", path=str(path), reason=reason) from None


def _write(stream: IO[bytes], data: bytes) -> None:
    while data:
        written = stream.write(data)
        data = data[written:]


def _lock(stream: IO[bytes], path: Path) -> None:
    """Hold the file until it is closed, so that two clerks' lines follow one on the other."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not holds(stream):
        if time.monotonic() > until:
            raise UsageError("history-held", path=str(path))
        time.sleep(0.05)
