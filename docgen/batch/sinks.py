"""Where the documents of a batch go: a folder here, an archive elsewhere; both keep this protocol."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, Protocol

from docgen.batch.results import BatchResult
from docgen.writing import FULL, TEMPORARY_ENDING, TEMPORARY_PREFIX


class NotWritten(Exception):
    """A document that couldn't be put in its place: ``code`` and parameters of its row's finding."""

    def __init__(self, code: str, **parameters: Any) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


class Sink(Protocol):
    """Where documents go. ``put`` raises NotWritten for one that can't be put in its place.

    With ``is_shared`` every process of the batch puts its own documents (the sink is pickled to them), in
    no order. Without it all come back to the first process, which puts them in the order of the list.
    ``finish`` is called once on the first process, after the last document and whatever became of the
    batch; ``result.is_complete`` says whether it ran to its end.
    """

    @property
    def is_shared(self) -> bool: ...

    def put(self, name: str, data: bytes) -> None: ...

    def finish(self, result: BatchResult) -> None: ...


class FolderSink:
    """A folder that every process writes into: each document beside its place first, then put there."""

    is_shared = True

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self._beginning = os.path.join(self.folder, "")
        self._own = ""
        self._count = 0

    def __getstate__(self) -> str:
        return self.folder

    def __setstate__(self, folder: str) -> None:
        self.__init__(Path(folder))  # type: ignore[misc]

    def put(self, name: str, data: bytes) -> None:
        """Write a document; NotWritten where the disk is full, the file is open in Word, or nobody may write.

        One open, one write, one rename: nobody ever sees half a document, and a power cut may cost the last
        few (docs/notices.md), which a resumed batch finds by their digests.
        """
        temporary, target = self._temporary(), self._beginning + name
        try:
            handle = os.open(temporary, _NEW, 0o666)
            try:
                written = os.write(handle, data)
                while written < len(data):  # a disk that is nearly full takes less than all
                    written += os.write(handle, data[written:])
            finally:
                os.close(handle)
            os.replace(temporary, target)
        except OSError as error:
            _take_away(temporary)
            raise _told(error, target) from error
        except BaseException:
            _take_away(temporary)
            raise

    def finish(self, result: BatchResult) -> None:
        """Nothing is left to do: every document is in its place."""

    def _temporary(self) -> str:
        # random once a process: a shared folder may have processes of the same number on several machines
        self._own = self._own or f"{os.getpid():x}-{os.urandom(5).hex()}"
        self._count += 1
        return f"{self._beginning}{TEMPORARY_PREFIX}{self._own}-{self._count:x}{TEMPORARY_ENDING}"


#: O_BINARY: on Windows a file is text unless it is said; O_EXCL: never anybody else's file
_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)


def _take_away(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return  # it was never there, or the next run takes it away


def _told(error: OSError, target: str) -> NotWritten:
    """What a clerk is told of a document that couldn't be written."""
    name = os.path.basename(target)
    if error.errno in FULL:
        return NotWritten("notice-disk-full", file=name)
    if os.path.isdir(target):
        return NotWritten("notice-name-is-folder", file=name)
    if isinstance(error, PermissionError):
        code = "notice-file-open" if os.path.exists(target) else "notice-no-permission"
        return NotWritten(code, file=name)
    if error.errno == errno.EROFS:
        return NotWritten("notice-no-permission", file=name)
    return NotWritten("notice-not-written", file=name, reason=error.strerror or type(error).__name__)


def is_temporary(name: str) -> bool:
    """Whether a file of the folder is a document that a run was writing when it ended."""
    return name.startswith(TEMPORARY_PREFIX) and name.endswith(TEMPORARY_ENDING)


def mark_folder(folder: Path) -> str:
    """Leave a mark in the folder by which every worker knows that it sees the same one; its name."""
    name = f"{TEMPORARY_PREFIX}run-{os.urandom(8).hex()}{TEMPORARY_ENDING}"
    (folder / name).touch()
    return name
