"""Where the schemas, rule packs and templates are: those shipped, then an office's own folder.

Shipped data stands beside the package in a checkout and under ``docgen/_library/`` in a wheel. An
office's folder has the same three subfolders and a file ``docgen-library.yaml`` that marks it.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from docgen import strict_yaml
from docgen.errors import BrokenLibrary, UsageError, YamlFault, together
from docgen.frozen import frozen

#: the file that makes a folder an office's library (本单位资料夹)
MARKER = "docgen-library.yaml"
SCHEMAS = "schemas"
CHECKS = "checks"
TEMPLATES = "templates/docx"
#: how files are called that were meant to have an ending
_MISNAMED = {".yaml": (".yml", ".yaml.txt", ".yml.txt"), ".json": (".json.txt",)}
#: how files begin that are not meant: hidden ones, and Word's lock files
_NOT_MEANT = (".", "~$")
#: the schema that the kinds are composed from; no kind itself
CORE = "core"


class LibraryFile(NamedTuple):
    """A schema, pack or template: its id (the file's name without ending), itself, and whose it is."""

    id: str
    path: Path
    root: Path


@frozen
class Library:
    """Folders in the order shipped, then offices'; a later one may override an earlier one's file."""

    roots: tuple[Path, ...]

    def schema_files(self) -> list[LibraryFile]:
        """Every schema, core among them, sorted by id; BrokenLibrary if two libraries clash."""
        return self._files(SCHEMAS, ".json")

    def kind_files(self) -> list[LibraryFile]:
        """The schemas that are kinds of record."""
        return [file for file in self.schema_files() if file.id != CORE]

    def pack_files(self) -> list[LibraryFile]:
        """Every rule pack, sorted by id; BrokenLibrary if two libraries clash."""
        return self._files(CHECKS, ".yaml")

    def no_packs(self) -> list[Path]:
        """What lies beside an office's packs and is none, such as backup copies; a README isn't meant."""
        return [
            path
            for root in self.roots
            if (root / CHECKS).is_dir()
            for path in sorted((root / CHECKS).iterdir())
            if path.suffix.lower() != ".yaml" and not path.name.lower().startswith((*_NOT_MEANT, "readme"))
        ]

    def template_files(self) -> list[LibraryFile]:
        """Every .docx template, sorted by id; its sidecar is the .yaml of the same name beside it."""
        return self._files(TEMPLATES, ".docx")

    def _files(self, folder: str, ending: str) -> list[LibraryFile]:
        found: dict[str, LibraryFile] = {}
        for root in self.roots:
            for path in _listed(root / folder, ending):
                file = LibraryFile(unicodedata.normalize("NFC", path.stem), path, root)
                earlier = found.get(file.id)
                if earlier is not None and _overrides(path) != file.id:
                    raise BrokenLibrary("library-clash", path=str(path), id=file.id, other=str(earlier.path))
                found[file.id] = file
        return [found[id] for id in sorted(found)]


def shipped_root() -> Path:
    """The folder with docgen's own schemas/, checks/ and templates/."""
    package = Path(__file__).resolve().parent
    for root in (package / "_library", package.parent):
        if (root / SCHEMAS / f"{CORE}.json").is_file():
            return root
    raise BrokenLibrary("library-shipped-missing", path=str(package / "_library"))


def find_library(folder: str | Path | None = None, near: Iterable[Path] = ()) -> Library:
    """The shipped library and, after it, the office's.

    The office's is ``folder``, else the environment's DOCGEN_LIBRARY, else the first folder with a
    marker at or above one of ``near`` or the current one. UsageError if a named folder is no library.
    """
    shipped = shipped_root()
    named = folder if folder is not None else os.environ.get("DOCGEN_LIBRARY") or None
    office = _named_root(Path(named)) if named is not None else _marked_root((*near, Path.cwd()))
    if office is None or office.resolve() == shipped:
        return Library((shipped,))
    return Library((shipped, office))


def _named_root(root: Path) -> Path:
    if not root.is_dir():
        raise UsageError("library-not-a-folder", path=str(root))
    if not any((root / part).exists() for part in (MARKER, SCHEMAS, CHECKS, TEMPLATES)):
        raise UsageError("library-empty", path=str(root))
    return root


def _marked_root(near: Iterable[Path]) -> Path | None:
    for start in near:
        start = start.absolute()
        for root in (start, *start.parents):
            if (root / MARKER).is_file():
                return root
    return None


def _listed(folder: Path, ending: str) -> list[Path]:
    """The files of a library folder; hidden ones and Word's lock files (~$name.docx) are not meant.

    BrokenLibrary for what is called like one and is none, and for packs in a folder of their own: they
    would be passed over without a word (a kind or template that isn't read is missed by name).
    """
    if not folder.is_dir():
        return []
    found: list[Path] = []
    faults: list[BrokenLibrary] = []
    for path in sorted(folder.iterdir()):
        name = path.name.lower()
        if name.startswith(_NOT_MEANT):
            continue
        if name.endswith(_MISNAMED.get(ending, ())):
            faults.append(BrokenLibrary("library-misnamed", path=str(path), ending=ending))
        elif path.suffix.lower() == ending:
            if path.is_file():
                found.append(path)
            else:
                faults.append(BrokenLibrary("library-no-file", path=str(path)))
        elif folder.name == CHECKS and path.is_dir():
            faults += [
                BrokenLibrary("library-inner-folder", path=str(each), folder=folder.name)
                for each in _meant_inside(path, ending)
            ]
    if faults:
        raise together(faults)
    return found


def _meant_inside(folder: Path, ending: str) -> list[Path]:
    """The files of a folder whose names say that they were meant to be read."""
    endings = (ending, *_MISNAMED.get(ending, ()))
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return []
    return [
        each
        for each in names
        if each.name.lower().endswith(endings) and not each.name.startswith(_NOT_MEANT)
    ]


def _overrides(path: Path) -> str | None:
    """The id that an office's file says it replaces on purpose."""
    if path.suffix.lower() == ".json":
        try:
            schema = json.loads(path.read_text(encoding="utf-8-sig"))
        except (ValueError, RecursionError):
            return None  # the clash is reported first; what is wrong with the JSON comes after it
        stated = schema.get("x-overrides") if isinstance(schema, dict) else None
    else:
        sidecar = path.with_suffix(".yaml")
        if not sidecar.is_file():
            return None
        try:
            data = strict_yaml.load_file(sidecar).data
        except YamlFault as fault:
            raise fault.as_broken_library() from None
        stated = data.get("overrides") if isinstance(data, dict) else None
    return stated if isinstance(stated, str) else None
