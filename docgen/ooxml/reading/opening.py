"""A .docx from anywhere, opened under limits: its parts, or a clear word on why it can't be read.

Nothing named by the file is fetched, no entity is expanded, and nothing larger than the limits is unpacked.
Macros and outside links are left where they are: reading a document runs neither.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docgen.errors import UnreadableInput
from docgen.ooxml.archives import member
from docgen.ooxml.package import CONTENT_TYPES, STRICT, deflate, why_no_zip, write_package

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

#: one XML part, all parts together, and how many there may be
MAX_PART_BYTES = 64_000_000
MAX_PACKAGE_BYTES = 400_000_000
MAX_PARTS = 5_000


_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError)


class Package:
    """The parts of one .docx: XML parsed when asked for, everything else as it came.

    ``main`` is the name of the part that holds the body.
    """

    def __init__(self, data: bytes, path: str) -> None:
        """Raises UnreadableInput for what is no .docx that Word could open, or is too large."""
        self.path = path
        self._trees: dict[str, Any] = {}
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise UnreadableInput(why_no_zip(data), path=path) from None
        infos = [info for info in self._archive.infolist() if not info.is_dir()]
        self.names = frozenset(info.filename for info in infos)
        self._refuse(infos)
        target = self.related("", "officeDocument")
        self.main = target[0] if target else "word/document.xml"
        if self.main not in self.names:
            raise UnreadableInput("lint-no-body", path=path)

    def _refuse(self, infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > MAX_PARTS:
            raise UnreadableInput("lint-too-many-parts", path=self.path, limit=MAX_PARTS)
        if sum(info.file_size for info in infos) > MAX_PACKAGE_BYTES:
            raise UnreadableInput("lint-too-large", path=self.path, limit=MAX_PACKAGE_BYTES // 1_000_000)
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadableInput("lint-encrypted", path=self.path)
        for name in self.names:
            if name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name:
                raise UnreadableInput("lint-unsafe-name", path=self.path, part=name)
        if len(infos) != len(self.names):
            raise UnreadableInput("lint-damaged", path=self.path, part=CONTENT_TYPES)
        if CONTENT_TYPES not in self.names:
            raise UnreadableInput("lint-not-docx", path=self.path)

    def content(self, name: str) -> bytes:
        """The bytes of a part; UnreadableInput if they are damaged."""
        try:
            return member(self._archive, name)
        except (*_BROKEN, RuntimeError, OSError):
            raise UnreadableInput("lint-damaged", path=self.path, part=name) from None

    def tree(self, name: str) -> _Element | None:
        """The root of an XML part, None if there is no such part; UnreadableInput if it is damaged."""
        if name not in self.names:
            return None
        if name not in self._trees:
            self._trees[name] = self._parsed(name)
        root: _Element = self._trees[name]
        return root

    def _parsed(self, name: str) -> _Element:
        from lxml import etree

        if self._archive.getinfo(name).file_size > MAX_PART_BYTES:
            raise UnreadableInput("lint-too-large", path=self.path, limit=MAX_PART_BYTES // 1_000_000)
        content = self.content(name)
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:65536]:
            raise UnreadableInput("lint-entities", path=self.path, part=name)
        if STRICT in content[:8192]:
            raise UnreadableInput("lint-strict-format", path=self.path)
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.XMLSyntaxError, ValueError):
            raise UnreadableInput("lint-damaged", path=self.path, part=name) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableInput("lint-entities", path=self.path, part=name)
        return root

    def related(self, name: str, kind: str) -> list[str]:
        """The parts inside the package that a part (or, for "", the package) names as of this kind."""
        return [target for target, its_kind in self.relations(name).values() if its_kind == kind]

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (part, kind) for what a part names inside the package."""
        folder, _, file = name.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for each in root if root is not None else ():
            target, kind = each.get("Target", ""), each.get("Type", "")
            if each.get("TargetMode") == "External" or not kind.startswith(_OFFICE):
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[each.get("Id", "")] = (posixpath.normpath(path), kind.removeprefix(_OFFICE))
        return found

    @property
    def links_outside(self) -> bool:
        """Whether opening the document would fetch something: a linked picture, template or file."""
        for name in sorted(name for name in self.names if name.endswith(".rels")):
            root = self.tree(name)
            for each in root if root is not None else ():
                is_outside = each.get("TargetMode") == "External"
                if is_outside and not each.get("Type", "").endswith("/hyperlink"):
                    return True
        return False

    def written(self, changed: dict[str, bytes]) -> bytes:
        """The .docx again with these parts instead of, or beside, those it had; all others as they came."""
        names = [*self.names, *(name for name in changed if name not in self.names)]
        return write_package(
            {name: deflate(name, changed[name] if name in changed else self.content(name)) for name in names}
        )


def serialised(root: Any) -> bytes:
    """An XML part as bytes, as Word writes the head of one."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
