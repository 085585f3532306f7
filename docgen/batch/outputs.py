"""What a batch puts out besides its folder: an archive, one document for printing, and PDF."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import Protocol

from docgen.batch.results import BatchResult
from docgen.errors import DocgenError, UsageError
from docgen.findings import Finding, Nature, Place, Severity
from docgen.frozen import frozen
from docgen.ooxml.archives import ArchiveReader, ArchiveWriter
from docgen.writing import DOCX, not_written, refuse_existing, write_all


@frozen
class Extras:
    """What was asked for beside the documents; ``archive`` holds them instead of the folder."""

    archive: Path | None = None
    combine: Path | None = None
    is_two_sided: bool = True
    pdf: bool = False

    @property
    def files(self) -> dict[Path, str]:
        """The files that were asked for, each with the ending that its name has to have."""
        endings = {self.archive: ".zip", self.combine: DOCX}
        return {each: ending for each, ending in endings.items() if each is not None}

    def refuse(self, folder: Path, may_replace: bool) -> None:
        """UsageError for what can't be had together or would write over a file, before anything is made."""
        if self.archive is not None and self.pdf:
            raise UsageError("notices-pdf-in-archive", path=str(self.archive))
        for each, ending in self.files.items():
            if each.suffix.lower() != ending:  # nothing opens it otherwise, and no document has its name
                raise UsageError("notices-output-ending", path=str(each), ending=ending)
            if each.is_dir():
                raise UsageError("output-is-folder", path=str(each))
            if not (each.absolute().parent.is_dir() or is_in(folder, each)):
                raise UsageError("output-no-folder", path=str(each), folder=str(each.parent))
        if not may_replace:
            refuse_existing(list(self.files))


def is_in(folder: Path, file: Path) -> bool:
    """Whether a file stands, or would stand, in a folder, which needn't be there yet."""
    return os.path.normcase(os.path.realpath(file.parent)) == os.path.normcase(os.path.realpath(folder))


class Told(Protocol):
    """Who is told how far the work after the last document is."""

    def put_out(self, what: str, done: int, total: int) -> None: ...


class ArchiveSink:
    """One archive that every document is appended to, in the order of the list."""

    is_shared = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer: ArchiveWriter | None = None

    def __getstate__(self) -> Path:
        return self.path  # a worker only needs to know that it doesn't write itself

    def __setstate__(self, path: Path) -> None:
        self.__init__(path)  # type: ignore[misc]

    def put(self, name: str, data: bytes) -> None:
        """Append a document; UsageError ends the batch: half an archive would be none."""
        try:
            if self._writer is None:
                self._writer = ArchiveWriter(self.path)
            self._writer.add(name, data)
        except OSError as error:
            raise not_written(self.path, error) from error

    def finish(self, result: BatchResult) -> None:
        """Put the archive in its place if every row was dealt with; otherwise it was never there."""
        writer, self._writer = self._writer, None
        if writer is None:
            return
        if not (result.is_complete and result.reached == result.total):
            writer.abandon()
            return
        try:
            writer.finish()
        except OSError as error:
            writer.abandon()
            raise not_written(self.path, error) from error
        result.outputs = (*result.outputs, self.path)


def put_out(extras: Extras, result: BatchResult, told: Told, is_stopped: Callable[[], bool]) -> None:
    """Make what was asked for of the documents in place. What fails is a finding: the documents are made.

    Once ``is_stopped`` says so the result isn't complete any more, and a resumed batch does the rest.
    """
    if not result.in_place:
        return
    if extras.combine is not None:
        try:
            _combine(extras, extras.combine, result, told, is_stopped)
        except DocgenError as error:
            _hint(result, error.code, error.path or str(extras.combine), **error.parameters)
    if extras.pdf and result.is_complete:
        _convert(result, told, is_stopped)


def _files(result: BatchResult) -> Iterator[str]:
    return (row.file for row in result.rows() if row.is_made)


def _combine(
    extras: Extras, target: Path, result: BatchResult, told: Told, is_stopped: Callable[[], bool]
) -> None:
    from docgen.ooxml.combining import Combined

    with ExitStack() as stack:
        whole = stack.enter_context(closing(Combined(is_two_sided=extras.is_two_sided)))
        if extras.archive is not None:
            read = stack.enter_context(ArchiveReader(extras.archive)).read
        else:

            def read(name: str) -> bytes:
                return (result.folder / name).read_bytes()

        for done, name in enumerate(_files(result), 1):
            if is_stopped():
                result.is_complete = False
                return
            try:
                data = read(name)
            except OSError as error:
                reason = error.strerror or str(error)
                raise UsageError("combine-not-read", path=name, reason=reason) from error
            try:
                whole.add(data, name)
            except OSError as error:  # what comes before the end stands in a temporary file
                raise UsageError("notices-no-room", path=tempfile.gettempdir()) from error
            told.put_out("combine", done, result.in_place)
        write_all({target: whole.write})
    result.outputs = (*result.outputs, target)


def _convert(result: BatchResult, told: Told, is_stopped: Callable[[], bool]) -> None:
    from docgen.converting import BATCH, Office, find_office

    program = find_office()
    if program is None:
        _hint(result, "pdf-without-office", "")
        return
    _name_fonts(result)
    failed: list[str] = []
    files, done = _files(result), 0
    try:
        with Office(program) as office:
            while names := list(islice(files, BATCH)):
                stale = [each for each in (result.folder / name for name in names) if _is_stale(each)]
                done += len(names) - len(stale)
                result.pdfs += len(names) - len(stale)
                for document, is_made in office.convert(stale, is_stopped):
                    done += 1
                    result.pdfs += is_made
                    if not is_made:
                        failed.append(document.name)
                    told.put_out("pdf", done, result.in_place)
                if is_stopped():
                    result.is_complete = False
                    break
    except UsageError as error:
        _hint(result, error.code, error.path, **error.parameters)
    for name in failed[:_MOST_NAMED]:
        _hint(result, "pdf-not-made", name)
    if len(failed) > _MOST_NAMED:
        _hint(result, "pdf-not-made-more", "", count=len(failed) - _MOST_NAMED)


_MOST_NAMED = 20


def _is_stale(document: Path) -> bool:
    """Whether a document has no PDF, or one that is older."""
    try:
        return document.with_suffix(".pdf").stat().st_mtime_ns < document.stat().st_mtime_ns
    except OSError:
        return True


def _name_fonts(result: BatchResult) -> None:
    """Tell which of the documents' fonts LibreOffice replaces by others, where the system knows."""
    from docgen.converting import stand_ins
    from docgen.ooxml.fonts import named_fonts

    first = next(_files(result))
    try:
        data = (result.folder / first).read_bytes()
    except OSError:
        return  # converting tells
    missing = stand_ins(named_fonts(data, first))
    if missing:
        fonts = "、".join(f"{font}（{instead}）" for font, instead in missing.items())
        _hint(result, "pdf-fonts-missing", "", fonts=fonts)


def _hint(result: BatchResult, code: str, path: str, **parameters: object) -> None:
    hint = Finding(code, Place(path), Severity.WARNING, Nature.ADVICE, parameters)
    result.findings = (*result.findings, hint)
