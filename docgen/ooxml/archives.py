"""Many documents in one .zip, each appended as it comes; the file is there whole or not at all.

And a member of anybody's .zip, read without trusting what it says of itself.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from docgen.writing import begun_beside, share

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
#: how many bytes of a member are read at a time
_PIECE = 1 << 20


class ArchiveWriter:
    """A .zip written beside its place, put there by ``finish`` or given up by ``abandon``; OSErrors pass.

    Documents are packed already and are stored as they are. The zip's own rules apply: names that aren't
    ASCII are marked as UTF-8, and what 32 bits can't count is counted with 64.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream, self._temporary = begun_beside(path)
        self._zip = zipfile.ZipFile(self._stream, "w", zipfile.ZIP_STORED)
        self.count = 0

    def add(self, name: str, data: bytes) -> None:
        """Append one document: the same bytes for the same documents, whoever runs it and when."""
        info = zipfile.ZipInfo(name, _FIRST_MOMENT)
        info.create_system = 3
        info.external_attr = 0o100644 << 16
        self._zip.writestr(info, data)
        self.count += 1

    def finish(self) -> None:
        """Write the directory and put the archive in its place."""
        self._zip.close()
        self._stream.close()
        share(self._temporary)
        os.replace(self._temporary, self._path)

    def abandon(self) -> None:
        """Take away what was written; what was there before stays."""
        with suppress(OSError, ValueError):
            self._zip.close()
        with suppress(OSError):
            self._stream.close()
        with suppress(OSError):
            os.unlink(self._temporary)


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member's bytes, never more than the archive says; BadZipFile if it says something else than is so.

    What ``zipfile`` raises for a damaged one passes.
    """
    return b"".join(member_pieces(archive, name))


def member_pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member's bytes a piece at a time, with the same errors."""
    left = archive.getinfo(name).file_size
    with archive.open(name) as stream:
        while piece := stream.read(min(_PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                break
            yield piece
    if left:
        raise zipfile.BadZipFile(name)


class ArchiveReader:
    """The documents of an archive by name; a context."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)

    def __enter__(self) -> ArchiveReader:
        return self

    def __exit__(self, *unused: object) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """One document; OSError if it isn't there or damaged."""
        try:
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile) as error:
            raise OSError(str(error)) from error
