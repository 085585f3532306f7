"""The parts of a document made of many: each content once, under a name and a relationship of its own."""

from __future__ import annotations

import hashlib
import posixpath
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, Any

from docgen.ooxml.package import CONTENT_TYPES, in_package_order

_PACKAGE_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
#: namespaces without a prefix, as readers expect them
_RELATIONSHIPS_ALONE: Any = {None: _PACKAGE_RELATIONSHIPS[1:-1]}
_TYPES_ALONE: Any = {None: _TYPES[1:-1]}
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
DOCUMENT = "word/document.xml"

#: what a document has one of (ends of relationship types): that of the first document serves all
SINGLE = {
    *("styles", "settings", "theme", "fontTable", "webSettings", "numbering", "footnotes", "endnotes"),
    *("comments", "customXml", "glossaryDocument", "stylesWithEffects", "attachedTemplate"),
}
#: what tells more of comments by ids that are taken away here
LEFT_OUT = {"commentsExtended", "commentsIds", "commentsExtensible", "people"}


def relationships_name(part: str) -> str:
    """Where the relationships of a part stand: word/document.xml -> word/_rels/document.xml.rels."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships(parts: Mapping[str, bytes], part: str) -> list[dict[str, str]]:
    """What a part points to; ``path`` is the other part's name in the package, "" outside of it."""
    from lxml import etree

    name = relationships_name(part)
    if name not in parts:
        return []
    found = []
    for element in etree.fromstring(parts[name]).iterfind(f"{_PACKAGE_RELATIONSHIPS}Relationship"):
        each = {str(key): str(value) for key, value in element.attrib.items()}
        target = each["Target"]
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(part), target)).lstrip("/")
        if target.startswith("/"):
            inside = posixpath.normpath(target).lstrip("/")
        each["path"] = "" if each.get("TargetMode") == "External" else inside
        found.append(each)
    return found


def kind_of(relationship: Mapping[str, str]) -> str:
    """The last word of a relationship's type: ``footer``."""
    return relationship["Type"].rpartition("/")[2]


class Spooled:
    """Parts kept in one temporary file, so that memory doesn't grow with them."""

    def __init__(self) -> None:
        self._stream = tempfile.TemporaryFile(prefix="docgen-")  # noqa: SIM115 - closed by close
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def add(self, name: str, content: bytes) -> None:
        """Keep one more part."""
        self._places[name] = (self._end, len(content))
        self._stream.seek(self._end)
        self._stream.write(content)
        self._end += len(content)

    def read(self, name: str) -> bytes:
        """A part as it was kept."""
        at, size = self._places[name]
        self._stream.seek(at)
        return self._stream.read(size)

    def close(self) -> None:
        """Let go of the temporary file."""
        self._stream.close()


class Placed:
    """The parts of the whole document besides its text: equal ones once, different ones side by side."""

    def __init__(self) -> None:
        self.parts = Spooled()
        self.types: dict[str, str] = {}
        self.defaults: dict[str, str] = {}
        self._names: dict[bytes, str] = {}
        self._rows: dict[str, dict[tuple[str, str, bool], str]] = {}

    def take(self, name: str, content: bytes) -> None:
        """Take a part of the first document under its own name."""
        self.parts.add(name, content)

    def place(self, parts: Mapping[str, bytes], name: str, given: bytes | None = None) -> str:
        """The name in the whole for a part of one document and, with it, all it points to."""
        own: list[tuple[str, str, str, str]] = []
        for each in relationships(parts, name):
            target = each["Target"]
            if each["path"] in parts:
                target = f"/{self.place(parts, each['path'])}"
            own.append((each["Id"], each["Type"], target, each.get("TargetMode", "")))
        content = parts[name] if given is None else given
        digest = hashlib.sha256(repr((own, posixpath.splitext(name)[1])).encode() + content).digest()
        if digest not in self._names:
            free = self._free(name)
            self.parts.add(free, content)
            self._names[digest] = free
            if own:
                self.parts.add(relationships_name(free), _relationships_part(own))
        return self._names[digest]

    def point(self, source: str, kind: str, target: str, is_outside: bool = False) -> str:
        """The relationship by which a part of the whole points to another: made once."""
        rows = self._rows.setdefault(source, {})
        return rows.setdefault((kind, target, is_outside), f"rId{len(rows) + 1}")

    def learn_types(self, content_types: bytes) -> dict[str, str]:
        """What a document says its parts are, by name."""
        from lxml import etree

        own = {}
        for element in etree.fromstring(content_types):
            if element.tag == f"{_TYPES}Default":
                self.defaults.setdefault(element.get("Extension", "").lower(), element.get("ContentType", ""))
            elif element.tag == f"{_TYPES}Override":
                own[element.get("PartName", "").lstrip("/")] = element.get("ContentType", "")
        return own

    def write(self, stream: IO[bytes], document: IO[bytes]) -> None:
        """The whole package, always the same bytes for the same documents."""
        for source, rows in self._rows.items():
            own = [(rid, *key[:2], "External" if key[2] else "") for key, rid in rows.items()]
            self.parts.add(
                relationships_name(source),
                _relationships_part([(rid, kind, target, mode) for rid, kind, target, mode in own]),
            )
        self.parts.add(CONTENT_TYPES, self._content_types())
        with zipfile.ZipFile(stream, "w") as archive:
            for name in in_package_order({*self.parts, DOCUMENT}):
                info = zipfile.ZipInfo(name, _FIRST_MOMENT)
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
                if name != DOCUMENT:
                    archive.writestr(info, self.parts.read(name))
                    continue
                document.seek(0, 2)
                info.file_size = document.tell()
                document.seek(0)
                with archive.open(info, "w") as entry:
                    shutil.copyfileobj(document, entry, 1 << 20)

    def _content_types(self) -> bytes:
        from lxml import etree

        root = etree.Element(f"{_TYPES}Types", nsmap=_TYPES_ALONE)
        for extension, kind in sorted(self.defaults.items()):
            etree.SubElement(root, f"{_TYPES}Default", Extension=extension, ContentType=kind)
        for name, kind in sorted(self.types.items()):
            if name in self.parts or name == DOCUMENT:
                etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{name}", ContentType=kind)
        return _serialised(root)

    def _free(self, name: str) -> str:
        stem, ending = posixpath.splitext(name)
        number, free = 1, name
        while free in self.parts:
            number += 1
            free = f"{stem}-{number}{ending}"
            if number % 64 == 0:  # thousands of different pictures: don't try every number again
                number += len(self._names)
        return free


def _relationships_part(rows: list[tuple[str, str, str, str]]) -> bytes:
    from lxml import etree

    root = etree.Element(f"{_PACKAGE_RELATIONSHIPS}Relationships", nsmap=_RELATIONSHIPS_ALONE)
    for rid, kind, target, mode in rows:
        row: dict[str, Any] = {"Id": rid, "Type": kind, "Target": target}
        if mode:
            row["TargetMode"] = mode
        etree.SubElement(root, f"{_PACKAGE_RELATIONSHIPS}Relationship", row)
    return _serialised(root)


def _serialised(root: Any) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
