"""Ids of one document made unique in a document of many: bookmarks, drawings, notes, comments, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_VML, _OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
#: ids that stand for an entry of another part
_COMMENT_MARKS = {f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference", f"{W}comment"}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
#: what stands in w:pPr before w:numPr
_BEFORE_NUMBERS = {
    f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
}
_FIELD_NAME = re.compile(r"(\b(?:PAGEREF|NOTEREF|REF)\s+\"?|\\l\s+\"?)([^\s\"\\]+)")
#: Word takes no longer name of a bookmark
_LONGEST_NAME = 40


class Ids:
    """Numbers given out over all documents; ``begin`` starts the next document."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._own: dict[tuple[str, str], int] = {}
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self.document = 0

    def begin(self) -> None:
        """What follows belongs to the next document."""
        self.document += 1
        self._own = {}
        self._names = {}

    def number(self, space: str, old: str) -> str:
        """The new number for an id of this document; the same again for the same."""
        key = (space, old)
        if key not in self._own:
            self._own[key] = self.fresh(space)
        return str(self._own[key])

    def fresh(self, space: str) -> int:
        """A number that nothing has yet."""
        self._last[space] = self._last.get(space, 0) + 1
        return self._last[space]

    def name_bookmarks(self, root: Any) -> None:
        """Give every bookmark of this document its name in the whole."""
        for element in root.iter(f"{W}bookmarkStart"):
            old = element.get(f"{W}name", "")
            if old in self._names:
                continue
            new, count = old, self.document
            while new.lower() in self._taken:
                tail = f"_{count}"
                new = old[: _LONGEST_NAME - len(tail)] + tail
                count += 1
            self._taken.add(new.lower())
            self._names[old] = new

    def name(self, old: str) -> str:
        """A bookmark's name in the whole; of one that isn't there, as it is."""
        return self._names.get(old, old)


def renumber(root: Any, ids: Ids, pointed: Callable[[str], str]) -> None:
    """Give what is below ``root`` its ids in the whole; ``pointed`` gives the new relationship of an old."""
    ids.name_bookmarks(root)
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        for key in list(element.attrib):
            if key.startswith(R) or key == f"{_OFFICE}relid":
                element.set(key, pointed(element.get(key)))
            elif key in (f"{_W14}paraId", f"{_W14}textId"):
                del element.attrib[key]
        _renumber_one(element, tag, ids)


def _renumber_one(element: Any, tag: str, ids: Ids) -> None:
    if (old := element.get(f"{W}id")) is not None and tag not in (f"{W}footnote", f"{W}endnote"):
        space = "comments" if tag in _COMMENT_MARKS else _NOTES.get(tag, "marks")
        element.set(f"{W}id", ids.number(space, old))
    if tag == f"{W}bookmarkStart":
        element.set(f"{W}name", ids.name(element.get(f"{W}name", "")))
    elif tag == f"{W}hyperlink" and element.get(f"{W}anchor"):
        element.set(f"{W}anchor", ids.name(element.get(f"{W}anchor")))
    elif tag == f"{W}instrText" and element.text:
        element.text = _renamed(element.text, ids)
    elif tag == f"{W}fldSimple" and element.get(f"{W}instr"):
        element.set(f"{W}instr", _renamed(element.get(f"{W}instr"), ids))
    elif tag == f"{_WP}docPr":
        element.set("id", str(ids.fresh("drawings")))
    elif tag == f"{W}id" and element.getparent().tag == f"{W}sdtPr":
        element.set(f"{W}val", str(ids.fresh("controls")))
    elif tag.startswith(_VML) and tag != f"{_VML}shapetype" and element.get("id"):
        element.set("id", f"{element.get('id')}_{ids.document}")
    elif tag == f"{_OFFICE}OLEObject" and element.get("ShapeID"):
        element.set("ShapeID", f"{element.get('ShapeID')}_{ids.document}")


def _renamed(instruction: str, ids: Ids) -> str:
    return _FIELD_NAME.sub(lambda found: found[1] + ids.name(found[2]), instruction)


class Lists:
    """Numbered lists that begin anew in every document, those that styles number among them."""

    def __init__(self, numbering: bytes, styles: bytes) -> None:
        from lxml import etree

        self.root = etree.fromstring(numbering)
        self._numbers = {each.get(f"{W}numId"): each for each in self.root.iterfind(f"{W}num")}
        self._starts = {
            each.get(f"{W}abstractNumId"): dict(_starts(each))
            for each in self.root.iterfind(f"{W}abstractNum")
        }
        self._styles = _numbered_styles(etree.fromstring(styles))
        self._last = max((int(key) for key in self._numbers if key), default=0)
        self._own: dict[str, str] = {}

    def restart(self, root: Any, is_first: bool) -> None:
        """Let the lists below ``root`` be lists of their own."""
        self._own = {}
        if is_first:
            return
        for paragraph in root.iter(f"{W}p"):
            found = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
            if found is not None:
                found.set(f"{W}val", self._new(found.get(f"{W}val", "0")))
                continue
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            if style is not None and style.get(f"{W}val") in self._styles:
                number, level = self._styles[style.get(f"{W}val")]
                _number(style.getparent(), self._new(number), level)

    def _new(self, old: str) -> str:
        if old not in self._numbers:
            return old  # 0: no number here
        if old not in self._own:
            from copy import deepcopy

            from lxml import etree

            self._last += 1
            new = deepcopy(self._numbers[old])
            new.set(f"{W}numId", str(self._last))
            abstract = _value(new.find(f"{W}abstractNumId"))
            overridden = {each.get(f"{W}ilvl") for each in new.iterfind(f"{W}lvlOverride")}
            for level, start in self._starts.get(abstract, {}).items():
                if level not in overridden:
                    override = etree.SubElement(new, f"{W}lvlOverride", {f"{W}ilvl": level})
                    etree.SubElement(override, f"{W}startOverride", {f"{W}val": start})
            last = self.root.findall(f"{W}num")[-1]
            last.addnext(new)
            self._own[old] = str(self._last)
        return self._own[old]


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def _starts(abstract: Any) -> Iterator[tuple[str, str]]:
    for level in abstract.iterfind(f"{W}lvl"):
        start = level.find(f"{W}start")
        yield level.get(f"{W}ilvl"), "0" if start is None else start.get(f"{W}val", "1")


def _numbered_styles(styles: Any) -> dict[str, tuple[str, str]]:
    """Style id -> (numId, level) for the paragraph styles that number, by themselves or what they rest on."""
    below: dict[str, str] = {}
    found: dict[str, tuple[str, str]] = {}
    for style in styles.iterfind(f"{W}style"):
        key = style.get(f"{W}styleId", "")
        parent = style.find(f"{W}basedOn")
        below[key] = "" if parent is None else parent.get(f"{W}val", "")
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            level = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
            found[key] = (number.get(f"{W}val", "0"), "0" if level is None else level.get(f"{W}val", "0"))
    for key in below:
        at, steps = key, 0
        while at and at not in found and steps < len(below):
            at, steps = below.get(at, ""), steps + 1
        if at in found:
            found[key] = found[at]
    return found


def _number(properties: Any, number: str, level: str) -> None:
    from lxml import etree

    numbered = etree.Element(f"{W}numPr")
    etree.SubElement(numbered, f"{W}ilvl", {f"{W}val": level})
    etree.SubElement(numbered, f"{W}numId", {f"{W}val": number})
    at = sum(1 for each in properties if each.tag in _BEFORE_NUMBERS)
    properties.insert(at, numbered)
