"""Kinds and rule packs, kept while their library's files stay as they are: the page asks at every click."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.library import Library, LibraryFile
from docgen.schemas import Kind, load_kind

if TYPE_CHECKING:
    from docgen.rules.packs import Pack

#: a file's path, the time of its last change in nanoseconds, its size in bytes
_Stamp = tuple[Path, int, int]


def kind(library: Library, id: str) -> Kind:
    """The kind of that id; UsageError or BrokenLibrary as load_kind raises them."""
    return _kind(library, id, _stamps(library.schema_files()))


def packs(library: Library, kind_id: str) -> tuple[Pack, ...]:
    """The packs that speak of a kind; BrokenLibrary as load_packs raises it."""
    return _packs(library, kind_id, _stamps(library.schema_files()), _stamps(library.pack_files()))


@lru_cache(maxsize=64)
def _kind(library: Library, id: str, schemas: tuple[_Stamp, ...]) -> Kind:
    return load_kind(library, id)


@lru_cache(maxsize=64)
def _packs(
    library: Library, kind_id: str, schemas: tuple[_Stamp, ...], packs: tuple[_Stamp, ...]
) -> tuple[Pack, ...]:
    from docgen.rules.packs import load_packs

    return tuple(load_packs(library, _kind(library, kind_id, schemas)))


def _stamps(files: list[LibraryFile]) -> tuple[_Stamp, ...]:
    """What tells that files are still those that were read; zeros for one that can't be asked."""
    return tuple(map(_stamp, (each.path for each in files)))


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return path, 0, 0
    return path, found.st_mtime_ns, found.st_size
