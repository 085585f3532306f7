"""manifest.jsonl: a line for each row in the list's order, what became of it and how to tell its document.

While a batch runs the lines stand in manifest.partial.jsonl; the finished manifest takes its name in one
step. A line is written only after its document is in its place, so that whoever is stopped at any moment
loses lines, never documents.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from docgen.batch.results import RowOutcome, RowResult
from docgen.errors import UnreadableInput, UsageError
from docgen.frozen import frozen
from docgen.writing import FULL, TEMPORARY_ENDING, TEMPORARY_PREFIX, holds

MANIFEST, PARTIAL = "manifest.jsonl", "manifest.partial.jsonl"


@frozen
class Origin:
    """What all documents of a batch are made from, besides the rows.

    ``template`` is the SHA-256 of the .docx, ``by`` that of all else that decides what comes out: the
    version, the schema, the way of packing.
    """

    template: str
    by: str


@frozen
class Kept:
    """A document that an earlier run put in place: SHA-256 of the file, and of what it was made from."""

    sha256: bytes
    made_from: bytes


def made_from(record: str, origin: Origin) -> bytes:
    """One digest for a record's and the origin's."""
    return hashlib.sha256(f"{record} {origin.template} {origin.by}".encode("ascii")).digest()


def line(row: RowResult, origin: Origin) -> str:
    """The manifest's line for a row: the same whether its document was made now or before."""
    outcome = RowOutcome.MADE if row.is_made else RowOutcome.RETURNED
    content = {
        "row": row.number,
        "key": row.key,
        "file": row.file if row.is_made else "",
        "sha256": row.sha256,
        "parts": row.parts,
        "record": row.record,
        "template": origin.template,
        "by": origin.by,
        "outcome": outcome.value,
    }
    return _ENCODER.encode(content) + "\n"


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Manifest:
    """The manifest of a running batch; nobody else can run one in the same folder meanwhile.

    Unless it ``is_anew``, what interrupted runs have written stays until this one is finished.
    """

    def __init__(self, folder: Path, origin: Origin, *, is_anew: bool = True) -> None:
        self.folder = folder
        self.origin = origin
        self.is_anew = is_anew
        self._stream: IO[bytes] | None = None
        self._begins = 0

    def __enter__(self) -> Manifest:
        """Begin it; UsageError if another run is at work here, or nothing can be written."""
        path = self.folder / PARTIAL
        try:
            self._stream = path.open("ab")
        except OSError as error:
            raise _not_written(path, error) from error
        if not holds(self._stream):
            self._close()
            raise UsageError("notices-folder-in-use", path=str(self.folder))
        return self

    def begin(self) -> None:
        """The next line is this run's first; until then what was there before is as it was."""
        assert self._stream is not None  # entered
        self._begins = 0 if self.is_anew else _end_of_lines(self.folder / PARTIAL)
        self._stream.truncate(self._begins)
        self._stream.seek(self._begins)

    def add(self, rows: Iterable[RowResult]) -> None:
        """Write the lines of the next rows, whose documents are in place; UsageError if it can't be done."""
        assert self._stream is not None  # entered
        try:
            self._stream.write("".join([line(row, self.origin) for row in rows]).encode("utf-8"))
            self._stream.flush()
        except OSError as error:
            raise _not_written(self.folder / PARTIAL, error) from error

    def finish(self) -> Path:
        """Make it the folder's manifest: on the disk first, then under its name.

        Lines of earlier runs that were interrupted stand before this run's own, and stay out of it.
        """
        assert self._stream is not None  # entered
        partial, target = self.folder / PARTIAL, self.folder / MANIFEST
        whole = self.folder / f"{TEMPORARY_PREFIX}manifest{TEMPORARY_ENDING}"
        try:
            self._stream.flush()
            with partial.open("rb") as lines, whole.open("wb") as stream:
                lines.seek(self._begins)
                shutil.copyfileobj(lines, stream)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(whole, target)
            self._close()  # Windows deletes no open file
            partial.unlink()
        except OSError as error:
            whole.unlink(missing_ok=True)
            raise _not_written(target, error) from error
        return target

    def give_up(self) -> None:
        """End without having made anything: what was there before is as it was."""
        self._close()
        path = self.folder / PARTIAL
        if not path.stat().st_size:
            path.unlink()

    def __exit__(
        self, sort: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._stream is not None:
            stream, self._stream = self._stream, None
            try:
                stream.close()
            except OSError:
                return  # what couldn't be flushed has been told when it was written


def known_documents(folder: Path) -> dict[str, Kept]:
    """File name -> the document as the last runs left it; UnreadableInput for a damaged finished manifest."""
    known: dict[str, Kept] = {}
    for path in (folder / MANIFEST, folder / PARTIAL):
        for number, content in enumerate(_lines(path), 1):
            try:
                _know(known, json.loads(content))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                if path.name == PARTIAL:
                    continue  # cut short when the run was killed: its document is looked at anew
                raise UnreadableInput("manifest-not-readable", path=str(path), line=number) from error
    return known


def _know(known: dict[str, Kept], row: dict[str, Any]) -> None:
    if row["outcome"] != RowOutcome.MADE.value:
        return
    origin = Origin(row["template"], row["by"])
    known[row["file"]] = Kept(bytes.fromhex(row["sha256"]), made_from(row["record"], origin))


def told_of(document: Path) -> Mapping[str, Any]:
    """What the manifest in a document's folder says of it; nothing where there is none or it is damaged.

    A copy with a longer name is known by the name it had where something sets off what was added
    (甲协会.改.docx, 甲协会 (1).docx); 甲协会分会.docx may be another's.
    """
    found: Mapping[str, Any] = {}
    try:
        for content in _lines(document.parent / MANIFEST):
            told = json.loads(content)
            file = str(told["file"])
            if file == document.name:
                return dict(told)
            stem = file.rpartition(".")[0]
            added = document.stem[len(stem) :]
            # the same document as .pdf or .txt has nothing added
            is_of_it = stem and document.stem.startswith(stem) and not added[:1].isalnum()
            if is_of_it and len(file) > len(str(found.get("file", ""))):
                found = dict(told)
    except (UnreadableInput, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return found


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            yield from stream
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableInput("file-not-readable", path=str(path), reason=reason) from error


def _end_of_lines(path: Path) -> int:
    """Where the last whole line of a file ends."""
    with path.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        while end > 0:
            begin = max(0, end - 65536)
            stream.seek(begin)
            at = stream.read(end - begin).rfind(b"\n")
            if at >= 0:
                return begin + at + 1
            end = begin
    return 0


def _not_written(path: Path, error: OSError) -> UsageError:
    if error.errno in FULL:
        return UsageError("manifest-disk-full", path=str(path))
    if isinstance(error, PermissionError):
        return UsageError("output-no-permission", path=str(path))
    return UsageError("output-not-written", path=str(path), reason=error.strerror or str(error))
