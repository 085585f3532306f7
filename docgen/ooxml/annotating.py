"""Remarks and colour put into the cells of a workbook, which else stays as it is: values, formulas, looks.

A remark is a comment as Excel, WPS and LibreOffice show it at a cell; one that is there already keeps its
text, and the new one stands below. Nothing in the workbook is calculated or run.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Sequence
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.errors import UnreadableInput
from docgen.ooxml.cell_names import cell_name, cell_place
from docgen.ooxml.workbooks import sheet_parts

if TYPE_CHECKING:
    from lxml import etree

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
#: what in a sheet stands behind the drawing that comments are shown by
_BEHIND = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_COLOURS = {True: "FFFFC7CE", False: "FFFFEB9C"}
_LONGEST = 4000
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<v:shape id="_dg{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:260pt;height:{height}pt;z-index:{number};visibility:hidden" fillcolor="#ffffe1" '
    'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left">'
    '</div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {row}, 4, {right}, 20, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class Remark(NamedTuple):
    """What to say at a cell: its sheet, row and column (from 1), the text, and whether it is a fault."""

    sheet: str
    row: int
    column: int
    text: str
    is_fault: bool


def annotate(data: bytes, path: str, remarks: Sequence[Remark]) -> bytes:
    """The workbook with the remarks; those for a sheet that it hasn't got go to the first sheet's A1."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
            sheets = sheet_parts(archive)
    except (zipfile.BadZipFile, LookupError, RuntimeError, ValueError, OSError):
        raise UnreadableInput("table-not-a-workbook", path=path) from None
    if not sheets or "xl/styles.xml" not in parts:
        raise UnreadableInput("table-not-a-workbook", path=path)
    first = next(iter(sheets))
    book = _Book(parts)
    by_sheet: dict[str, dict[tuple[int, int], list[Remark]]] = {}
    for each in remarks:
        known = each if each.sheet in sheets else each._replace(sheet=first, row=1, column=1)
        known = known._replace(row=max(known.row, 1), column=max(known.column, 1))
        by_sheet.setdefault(known.sheet, {}).setdefault((known.row, known.column), []).append(known)
    for name, cells in by_sheet.items():
        book.mark(sheets[name], cells)
    book.finish()
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, _FIRST_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, part)
    return stream.getvalue()


def _parsed(data: bytes) -> etree._Element:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _written(root: etree._Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class _Book:
    """The parts of a workbook while remarks are put in."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.styles = _parsed(parts["xl/styles.xml"])
        self.types = _parsed(parts["[Content_Types].xml"])
        self.main = self.styles.tag.partition("}")[0].strip("{") or _MAIN
        self.coloured: dict[tuple[str, bool], str] = {}
        self.fills: dict[bool, str] = {}
        self.count = 0

    def finish(self) -> None:
        self.parts["xl/styles.xml"] = _written(self.styles)
        self.parts["[Content_Types].xml"] = _written(self.types)

    def mark(self, part: str, cells: dict[tuple[int, int], list[Remark]]) -> None:
        """Colour the cells of a sheet, and give each its comment."""
        sheet = _parsed(self.parts[part])
        for (row, column), remarks in cells.items():
            cell = self.cell(sheet, row, column)
            cell.set("s", self.style(cell.get("s", "0"), any(each.is_fault for each in remarks)))
        comments, drawing = self.comment_parts(sheet, part)
        root = _parsed(self.parts[comments])
        shapes = []
        for (row, column), remarks in sorted(cells.items()):
            text = "\n".join(dict.fromkeys(each.text for each in remarks))[:_LONGEST]
            if self.comment(root, cell_name(row, column), text):
                shapes.append(self.shape(row, column, text))
        self.parts[comments] = _written(root)
        head, end, tail = self.parts[drawing].rpartition(b"</xml>")
        if not end:
            head, tail = _VML.encode()[: -len("</xml>")], b""
        self.parts[drawing] = head + "".join(shapes).encode() + b"</xml>" + tail
        self.parts[part] = _written(sheet)

    def cell(self, sheet: etree._Element, row: int, column: int) -> etree._Element:
        """A cell, made in its place where the file has none."""
        ns = f"{{{self.main}}}"
        data = sheet.find(f"{ns}sheetData")
        if data is None:
            raise UnreadableInput("table-not-a-workbook")
        line = self.placed(data, f"{ns}row", row, lambda each: int(each.get("r", "0")), str(row))
        name = cell_name(row, column)
        return self.placed(line, f"{ns}c", column, lambda each: cell_place(each.get("r", "A1"))[1], name)

    def placed(self, parent: Any, tag: str, number: int, number_of: Any, name: str) -> etree._Element:
        """The child of that number, put in between those before and behind it if there is none."""
        from lxml import etree

        at = len(parent)
        for position, each in enumerate(parent):
            if each.tag == tag and number_of(each) >= number:
                if number_of(each) == number:
                    found: etree._Element = each
                    return found
                at = position
                break
        made = etree.Element(tag)
        made.set("r", name)
        parent.insert(at, made)
        return made

    def style(self, style: str, is_fault: bool) -> str:
        """The number of a style that is like this one, and coloured."""
        key = (style, is_fault)
        if key not in self.coloured:
            ns = f"{{{self.main}}}"
            formats = self.styles.find(f"{ns}cellXfs")
            if formats is None or not len(formats):
                return style
            base = formats[int(style)] if style.isdigit() and int(style) < len(formats) else formats[0]
            made = deepcopy(base)
            made.set("fillId", self.fill(is_fault))
            made.set("applyFill", "1")
            formats.append(made)
            formats.set("count", str(len(formats)))
            self.coloured[key] = str(len(formats) - 1)
        return self.coloured[key]

    def fill(self, is_fault: bool) -> str:
        from lxml import etree

        if is_fault not in self.fills:
            ns = f"{{{self.main}}}"
            fills = self.styles.find(f"{ns}fills")
            if fills is None:
                return "0"
            made = etree.SubElement(fills, f"{ns}fill")
            pattern = etree.SubElement(made, f"{ns}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{ns}fgColor", rgb=_COLOURS[is_fault])
            etree.SubElement(pattern, f"{ns}bgColor", indexed="64")
            fills.set("count", str(len(fills)))
            self.fills[is_fault] = str(len(fills) - 1)
        return self.fills[is_fault]

    def comment(self, root: etree._Element, name: str, text: str) -> bool:
        """Put a comment in, or below one that is there; whether it needs a shape of its own."""
        from lxml import etree

        ns = f"{{{self.main}}}"
        listed = root.find(f"{ns}commentList")
        if listed is None:
            listed = etree.SubElement(root, f"{ns}commentList")
        there = next((each for each in listed if each.get("ref") == name), None)
        if there is not None:
            body = there.find(f"{ns}text")
            if body is None:
                body = etree.SubElement(there, f"{ns}text")
            plain = body.find(f"{ns}t")
            if plain is not None:  # a text without runs: it becomes the first run
                run = etree.SubElement(body, f"{ns}r")
                body.remove(plain)
                run.append(plain)
            self.run(body, f"\n————\n{text}")
            return False
        authors = root.find(f"{ns}authors")
        if authors is None:
            authors = etree.Element(f"{ns}authors")
            root.insert(0, authors)
        author = next((at for at, each in enumerate(authors) if each.text == "docgen"), None)
        if author is None:
            etree.SubElement(authors, f"{ns}author").text = "docgen"
            author = len(authors) - 1
        made = etree.SubElement(listed, f"{ns}comment", ref=name, authorId=str(author))
        self.run(etree.SubElement(made, f"{ns}text"), text)
        return True

    def run(self, body: etree._Element, text: str) -> None:
        from lxml import etree

        ns = f"{{{self.main}}}"
        written = etree.SubElement(etree.SubElement(body, f"{ns}r"), f"{ns}t")
        written.text = text
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def shape(self, row: int, column: int, text: str) -> str:
        self.count += 1
        lines = 2 + sum(1 + len(line) // 22 for line in text.split("\n"))
        return _SHAPE.format(
            number=9000 + self.count,
            height=14 * lines,
            row=row - 1,
            column=column - 1,
            left=column,
            right=column + 4,
            bottom=row + lines,
        )

    def comment_parts(self, sheet: etree._Element, part: str) -> tuple[str, str]:
        """The sheet's comments and the drawing that shows them; made where it has none."""
        from lxml import etree

        folder, _, file = part.rpartition("/")
        related = f"{folder}/_rels/{file}.rels"
        relations = (
            _parsed(self.parts[related])
            if related in self.parts
            else _parsed(f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
        )
        ids = {each.get("Id", "") for each in relations}
        comments = drawing = ""
        legacy = sheet.find(f"{{{self.main}}}legacyDrawing")
        legacy_id = legacy.get(f"{{{_OFFICE}}}id") if legacy is not None else None
        for each in relations:
            target = posixpath.normpath(posixpath.join(f"/{folder}", each.get("Target", ""))).lstrip("/")
            if each.get("Type", "").endswith("/comments") and target in self.parts:
                comments = target
            if legacy_id is not None and each.get("Id") == legacy_id and target in self.parts:
                drawing = target
        stem = file.rpartition(".")[0]
        if not comments:
            comments = f"xl/comments-docgen-{stem}.xml"
            empty = f'<comments xmlns="{self.main}"><authors/><commentList/></comments>'
            self.parts[comments] = empty.encode()
            self.relate(relations, ids, "comments", f"/{comments}")
            override = etree.SubElement(self.types, f"{{{_TYPES}}}Override")
            override.set("PartName", f"/{comments}")
            override.set("ContentType", _COMMENTS_TYPE)
        if not drawing:
            drawing = f"xl/drawings/docgen-{stem}.vml"
            self.parts[drawing] = _VML.encode()
            made = etree.Element(f"{{{self.main}}}legacyDrawing")
            made.set(f"{{{_OFFICE}}}id", self.relate(relations, ids, "vmlDrawing", f"/{drawing}"))
            if legacy is not None:
                sheet.remove(legacy)
            _insert_before(sheet, made, (f"{{{self.main}}}{name}" for name in _BEHIND))
            if not any(each.get("Extension", "").lower() == "vml" for each in self.types):
                default = etree.Element(f"{{{_TYPES}}}Default")
                default.set("Extension", "vml")
                default.set("ContentType", _VML_TYPE)
                self.types.insert(0, default)
        self.parts[related] = _written(relations)
        return comments, drawing

    def relate(self, relations: etree._Element, ids: set[str], sort: str, target: str) -> str:
        """A new relationship's id."""
        from lxml import etree

        number = 1
        while f"rIdDg{number}" in ids:
            number += 1
        name = f"rIdDg{number}"
        ids.add(name)
        made = etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship")
        made.set("Id", name)
        made.set("Type", f"{_OFFICE}/{sort}")
        made.set("Target", target)
        return name


def _insert_before(parent: etree._Element, made: etree._Element, tags: Iterable[str]) -> None:
    behind = set(tags)
    at = next((at for at, each in enumerate(parent) if each.tag in behind), len(parent))
    parent.insert(at, made)
