"""Many documents of one template made into one, for printing: each on a page of its own, as it was.

The text goes through a temporary file and equal parts are kept once, so that memory hardly grows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from docgen.errors import UnreadableInput
from docgen.ooxml.combined_ids import Ids, Lists, R, W, renumber
from docgen.ooxml.combined_parts import (
    DOCUMENT,
    LEFT_OUT,
    SINGLE,
    Placed,
    kind_of,
    relationships,
    relationships_name,
)
from docgen.ooxml.package import CONTENT_TYPES, read_package

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SECTION_ORDER = (
    *("headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc"),
    *("pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg"),
    *("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange"),
)
#: parts with entries that the text points to by number, and what an entry is called
_STORIES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


class Combined:
    """One document of many: ``add`` each in order, then ``write``; ``close`` lets go of temporary files."""

    def __init__(self, *, is_two_sided: bool = True) -> None:
        self._start = "oddPage" if is_two_sided else "nextPage"
        self._placed = Placed()
        self._ids = Ids()
        self._text = tempfile.TemporaryFile(prefix="docgen-")  # noqa: SIM115 - closed by close
        self._single: dict[str, tuple[str, bytes]] = {}
        self._stories: dict[str, Any] = {}
        self._lists: Lists | None = None
        self._kinds: dict[tuple[str, str], None] = {}
        self._head = self._foot = b""
        self._waiting: tuple[Any, Any] | None = None
        self.count = 0

    def add(self, data: bytes, name: str) -> None:
        """Put one more document behind those before; UnreadableInput if it is no .docx of their template."""
        from lxml import etree

        parts = read_package(data, name)
        types = self._placed.learn_types(parts[CONTENT_TYPES])
        single = {
            kind_of(each): (each["path"], parts[each["path"]])
            for each in relationships(parts, DOCUMENT)
            if kind_of(each) in SINGLE and each["path"] in parts
        }
        self._begin(parts, single, types, name)
        root = etree.fromstring(parts[DOCUMENT])
        self._ids.begin()
        renumber(root, self._ids, self._pointing(parts, DOCUMENT, DOCUMENT, types))
        if self._lists is not None:
            self._lists.restart(root, self._ids.document == 1)
        has_notes = self._add_stories(parts, single, types)
        section = self._sections(root, has_notes)
        self._flush()
        self._waiting = (root, section)
        self.count += 1

    def write(self, stream: IO[bytes]) -> None:
        """The whole document; nothing can be added after."""
        self._flush(is_last=True)
        for kind, root in self._stories.items():
            self._placed.take(self._single[kind][0], _serialised(root))
        if self._lists is not None:
            self._placed.take(self._single["numbering"][0], _serialised(self._lists.root))
        self._placed.write(stream, self._text)

    def close(self) -> None:
        """Let go of the temporary files."""
        for each in (self._text, self._placed.parts):
            with suppress(OSError):  # what couldn't be written has been told
                each.close()

    def _begin(
        self,
        parts: dict[str, bytes],
        single: dict[str, tuple[str, bytes]],
        types: dict[str, str],
        name: str,
    ) -> None:
        """The first document gives what all share; the others must have the same."""
        from lxml import etree

        for kind in ("styles", "numbering"):
            if self.count and single.get(kind, ("", b""))[1] != self._single.get(kind, ("", b""))[1]:
                raise UnreadableInput("combine-other-template", path=name)
        for kind, (path, content) in single.items():
            if kind in self._single:
                continue
            self._single[kind] = (path, content)
            self._placed.types.setdefault(path, types.get(path, ""))
            self._placed.point(DOCUMENT, _OFFICE + kind, f"/{path}")
            if kind in _STORIES:
                self._stories[kind] = _without_entries(etree.fromstring(content))
            elif kind == "numbering":
                self._lists = Lists(content, single.get("styles", ("", b"<a/>"))[1])
            else:
                self._placed.take(path, content)
                own = relationships_name(path)
                if own in parts and kind != "settings":  # of settings: only the template on somebody's disk
                    self._placed.take(own, parts[own])
                    for each in relationships(parts, path):
                        if each["path"] in parts and each["path"] not in self._placed.parts:
                            self._placed.take(each["path"], parts[each["path"]])
                            if each["path"] in types:
                                self._placed.types[each["path"]] = types[each["path"]]
        if self.count:
            return
        self._placed.types[DOCUMENT] = types.get(DOCUMENT, _WORD_TYPE + "document.main+xml")
        for part in ("_rels/.rels", "docProps/core.xml", "docProps/app.xml"):
            if part in parts:
                content = parts[part] if part != "_rels/.rels" else _own_relationships(parts)
                self._placed.take(part, content)
                if part in types:
                    self._placed.types[part] = types[part]

    def _pointing(
        self, parts: dict[str, bytes], source: str, target: str, types: dict[str, str]
    ) -> Callable[[str], str]:
        """Old relationship of one document's part -> the whole's; parts go along."""
        known: dict[str, str] = {}
        for each in relationships(parts, source):
            kind = kind_of(each)
            if kind in LEFT_OUT or kind in SINGLE:
                continue
            if not each["path"]:
                is_outside = each.get("TargetMode") == "External"
                known[each["Id"]] = self._placed.point(target, each["Type"], each["Target"], is_outside)
            elif each["path"] in parts:
                placed = self._placed.place(parts, each["path"])
                if each["path"] in types:
                    self._placed.types[placed] = types[each["path"]]
                known[each["Id"]] = self._placed.point(target, each["Type"], f"/{placed}")
        return lambda old: known.get(old, old)

    def _add_stories(
        self, parts: dict[str, bytes], single: dict[str, tuple[str, bytes]], types: dict[str, str]
    ) -> bool:
        """This document's notes and comments, behind those before; whether it has footnotes."""
        from lxml import etree

        has_notes = False
        for kind, entry in _STORIES.items():
            if kind not in single:
                continue
            path, content = single[kind]
            root = etree.fromstring(content)
            renumber(root, self._ids, self._pointing(parts, path, self._single[kind][0], types))
            for each in root.iterfind(f"{W}{entry}"):
                if each.get(f"{W}type") not in (None, "normal"):
                    continue
                if kind != "comments":  # comments have their number already
                    each.set(f"{W}id", self._ids.number(kind, each.get(f"{W}id", "")))
                self._stories[kind].append(each)
                has_notes = has_notes or kind == "footnotes"
        return has_notes

    def _sections(self, root: Any, has_notes: bool) -> Any:
        """Let the first section begin on a page of its own with number 1; the last one, taken out."""
        from lxml import etree

        body = root.find(f"{W}body")
        last = body.find(f"{W}sectPr")
        if last is None:
            last = etree.SubElement(body, f"{W}sectPr")
        first = next(root.iter(f"{W}sectPr"))
        _put(first, "type").set(f"{W}val", self._start)
        numbers = _put(first, "pgNumType")
        if numbers.get(f"{W}start") is None:
            numbers.set(f"{W}start", "1")
        if has_notes:
            notes = _put(first, "footnotePr")
            if notes.find(f"{W}numRestart") is None:
                etree.SubElement(notes, f"{W}numRestart", {f"{W}val": "eachSect"})
        own = {(_kind(each), each.get(f"{W}type", "default")) for each in first if _kind(each)}
        for kind, which in self._kinds:
            if (kind, which) not in own:  # otherwise Word takes those of the document before
                self._put_blank(first, kind, which)
        for section in root.iter(f"{W}sectPr"):
            for each in section:
                if _kind(each):
                    self._kinds.setdefault((_kind(each), each.get(f"{W}type", "default")))
        body.remove(last)
        return last

    def _put_blank(self, section: Any, kind: str, which: str) -> None:
        from lxml import etree

        tag = "hdr" if kind == "header" else "ftr"
        content = f'<w:{tag} xmlns:w="{W[1:-1]}"><w:p/></w:{tag}>'.encode()
        name = self._placed.place({}, f"word/blank-{kind}.xml", content)
        self._placed.types[name] = f"{_WORD_TYPE}{kind}+xml"
        rid = self._placed.point(DOCUMENT, _OFFICE + kind, f"/{name}")
        section.insert(0, etree.Element(f"{W}{kind}Reference", {f"{W}type": which, f"{R}id": rid}))

    def _flush(self, is_last: bool = False) -> None:
        """Write the document that waits: its last section ends in its last paragraph, or ends the whole."""
        from lxml import etree

        if self._waiting is None:
            return
        root, section = self._waiting
        body = root.find(f"{W}body")
        if is_last:
            body.append(section)
        else:
            _end_section(body, section)
        text = etree.tostring(root, encoding="utf-8")
        tag = f"{root.prefix}:body".encode() if root.prefix else b"body"
        begins, ends = text.index(b">", text.index(b"<" + tag)) + 1, text.rindex(b"</" + tag)
        if not self._head:
            self._head, self._foot = text[:begins], text[ends:]
            self._text.write(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + self._head)
        if text[:begins] == self._head:
            self._text.write(text[begins:ends])
        else:  # other namespaces above: each element says its own
            for each in body:
                self._text.write(etree.tostring(each, encoding="utf-8"))
        if is_last:
            self._text.write(self._foot)
        self._waiting = None


def _end_section(body: Any, section: Any) -> None:
    from lxml import etree

    last: Any = body[-1] if len(body) else None
    if last is None or last.tag != f"{W}p" or last.find(f"{W}pPr/{W}sectPr") is not None:
        last = etree.SubElement(body, f"{W}p")  # behind a table: as low as a line can be
        properties = etree.SubElement(last, f"{W}pPr")
        spacing = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
        etree.SubElement(properties, f"{W}spacing", {f"{W}{key}": value for key, value in spacing.items()})
    properties = last.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        last.insert(0, properties)
    changed = properties.find(f"{W}pPrChange")
    if changed is None:
        properties.append(section)
    else:
        changed.addprevious(section)


def _kind(element: Any) -> str:
    """``header`` or ``footer`` for a reference to one."""
    name = str(element.tag).removeprefix(W)
    return name.removesuffix("Reference") if name in ("headerReference", "footerReference") else ""


def _put(section: Any, name: str) -> Any:
    """The section's element of that name, put in where it belongs if it isn't there."""
    from lxml import etree

    found = section.find(f"{W}{name}")
    if found is None:
        before = {f"{W}{each}" for each in _SECTION_ORDER[: _SECTION_ORDER.index(name)]}
        found = etree.Element(f"{W}{name}")
        section.insert(sum(1 for each in section if each.tag in before), found)
    return found


def _without_entries(story: Any) -> Any:
    """A part of notes with its separators only."""
    for each in list(story):
        if each.get(f"{W}type") in (None, "normal"):
            story.remove(each)
    return story


def _own_relationships(parts: dict[str, bytes]) -> bytes:
    """The package's own relationships, without those to parts that only the first document has."""
    from lxml import etree

    root = etree.fromstring(parts["_rels/.rels"])
    for each in list(root):
        if each.get("Target", "").lstrip("/") not in (DOCUMENT, "docProps/core.xml", "docProps/app.xml"):
            root.remove(each)
    return _serialised(root)


def _serialised(root: Any) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
