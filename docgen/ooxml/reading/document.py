"""A document as its reader sees it: paragraphs in order, their runs, and the values in force for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from docgen.frozen import frozen
from docgen.ooxml.reading.numbering import Numbering
from docgen.ooxml.reading.opening import Package, W
from docgen.ooxml.reading.sections import Section, even_pages_differ, read_section
from docgen.ooxml.reading.styles import Styles, is_hidden_row, looks
from docgen.ooxml.reading.values import DIRECT, Layer, Values, merged, paragraph_layer, whole

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\u00ad",
    f"{W}sym": "\ufffc",
}
#: deleted text, and a second rendering of what was read already
_GONE = {f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}delText", f"{W}delInstrText"}
#: what holds paragraphs, or runs, without being one
_THROUGH = {
    *(
        f"{W}{name}"
        for name in ("ins", "moveTo", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple")
    ),
    *(f"{W}{name}" for name in ("dir", "bdo", "body", "tc", "ruby", "rubyBase")),
}
BODY, TABLE, TEXTBOX, HEADER, FOOTER, FOOTNOTE, SDT = (
    *("body", "table", "textbox", "header", "footer"),
    *("footnote", "sdt"),
)


@frozen
class Run:
    """A stretch of text with one set of values: where it starts in the paragraph's text, and its element."""

    text: str
    start: int
    values: Values
    element: Any
    is_inserted: bool = False


@frozen
class Table:
    """A table: its number in its part, its element, and how wide its columns are together (twips)."""

    number: int
    element: Any
    width: int | None
    style: str


@frozen
class Para:
    """A paragraph as a reader sees it: deleted text is not read, inserted text is.

    ``index`` counts the part's paragraphs that hold text, from 1; an empty one has the number of the one
    before it. ``label`` is an automatic number (一、), which is not in ``text``; ``fields`` names its fields
    (PAGE). ``breaks_page``: a page break stands in it. ``role`` is what recognising gives ("" before).
    """

    part: str
    index: int
    text: str
    runs: tuple[Run, ...]
    where: str
    style: str
    values: Values
    element: Any
    section: int = 1
    label: str = ""
    fields: tuple[str, ...] = ()
    breaks_page: bool = False
    table: Table | None = None
    style_id: str = ""
    role: str = ""
    #: whether a drawing, picture or text box is anchored here, or stands in line
    has_drawing: bool = False
    #: the values of its paragraph mark: what an empty paragraph's height comes from
    mark: Values = field(default_factory=lambda: Values({}))
    #: what was found out about it once, for those who ask again
    kept: list[Any] = field(init=False, default_factory=list)


@frozen
class Reading:
    """A whole document: paragraphs in order (body, then headers, footers, notes), and sections."""

    paragraphs: tuple[Para, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    styles: Styles
    package: Package

    def of(self, *where: str) -> tuple[Para, ...]:
        """The paragraphs that stand in these places (body, table, footer…)."""
        return tuple(para for para in self.paragraphs if para.where in where)


def read_document(data: bytes, path: str = "") -> Reading:
    """A .docx with the values in force for every paragraph and run.

    Raises UnreadableInput for what is no .docx, is damaged, or is larger than can be read.
    """
    package = Package(data, path)
    styles, numbering = Styles(package), Numbering(package)
    relations = package.relations(package.main)
    reader = _Reader(styles, numbering, relations, even_pages_differ(package))
    body = package.tree(package.main)
    inner = body.find(f"{W}body") if body is not None else None
    if inner is None:
        from docgen.errors import UnreadableInput

        raise UnreadableInput("lint-no-body", path=path)
    reader.read_body(package.main, inner)
    for kind, where in (
        ("header", HEADER),
        ("footer", FOOTER),
        ("footnotes", FOOTNOTE),
        ("endnotes", FOOTNOTE),
    ):
        for name in sorted({target for target, its_kind in relations.values() if its_kind == kind}):
            root = package.tree(name)
            if root is not None:
                reader.read_part(name, root, where)
    return Reading(tuple(reader.paragraphs), tuple(reader.sections), tuple(reader.tables), styles, package)


class _Around:
    """What holds for the paragraphs inside something: where they stand, and their table."""

    __slots__ = ("layers", "style_key", "table", "where")

    def __init__(
        self,
        where: str,
        table: Table | None = None,
        style_key: str = "",
        layers: tuple[Layer, Layer] = ({}, {}),
    ) -> None:
        self.where, self.table, self.style_key, self.layers = where, table, style_key, layers


class _Reader:
    """Walks the parts of one document and collects their paragraphs."""

    def __init__(
        self, styles: Styles, numbering: Numbering, relations: Mapping[str, tuple[str, str]], has_even: bool
    ) -> None:
        self.styles, self.numbering, self.relations, self.has_even = styles, numbering, relations, has_even
        self.paragraphs: list[Para] = []
        self.sections: list[Section] = []
        self.tables: list[Table] = []
        self._part = ""
        self._index = 0

    def read_body(self, part: str, body: Any) -> None:
        """The main part; its sections are known when their last paragraph is reached."""
        self.read_part(part, body, BODY)
        final = body.find(f"{W}sectPr")
        self._section(final)

    def read_part(self, part: str, root: Any, where: str) -> None:
        """One part with paragraphs in it."""
        self._part, self._index = part, 0
        self._blocks(root, _Around(where))

    def _section(self, element: Any) -> None:
        before = self.sections[-1] if self.sections else None
        number = len(self.sections) + 1
        self.sections.append(read_section(element, number, before, self.relations, self.has_even))

    def _blocks(self, parent: Any, around: _Around) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}p":
                self._paragraph(child, around)
            elif tag == f"{W}tbl":
                self._table(child, around)
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    is_body = around.where == BODY
                    self._blocks(content, _Around(SDT, around.table) if is_body else around)
            elif tag in (f"{W}footnote", f"{W}endnote"):
                if child.get(f"{W}type") in (None, "normal"):
                    self._blocks(child, around)
            elif tag in _THROUGH:
                self._blocks(child, around)

    def _table(self, element: Any, around: _Around) -> None:
        named = element.find(f"{W}tblPr/{W}tblStyle")
        style = (named.get(f"{W}val") if named is not None else None) or self.styles.default("table")
        columns = [whole(each.get(f"{W}w")) or 0 for each in element.findall(f"{W}tblGrid/{W}gridCol")]
        table = Table(len(self.tables) + 1, element, sum(columns) or None, style)
        self.tables.append(table)
        shown = looks(element)
        rows = [row for row in _rows(element) if not is_hidden_row(row)]
        where = TABLE if around.where in (BODY, TABLE, SDT) else around.where
        for at, row in enumerate(rows):
            cells = list(_cells(row))
            for column, cell in enumerate(cells):
                conditions = frozenset(
                    name
                    for name, holds in (
                        ("firstRow", at == 0),
                        ("lastRow", at == len(rows) - 1),
                        ("firstCol", column == 0),
                        ("lastCol", column == len(cells) - 1),
                    )
                    if holds and name in shown
                )
                layers = self.styles.table_layers(style, conditions) if style else ({}, {})
                self._blocks(cell, _Around(where, table, f"{style}/{sorted(conditions)}", layers))

    def _paragraph(self, element: Any, around: _Around) -> None:
        properties = element.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        style = (named.get(f"{W}val") if named is not None else None) or ""
        if style not in self.styles.elements:  # Word takes the default style for one that is missing
            style = self.styles.default("paragraph")
        direct = paragraph_layer(properties, DIRECT)
        values, label = self._values(style, direct, around)
        table = (around.style_key, around.layers[1])
        pieces = _Pieces(self, style, table)
        nested = pieces.read(element)
        text = "".join(run.text for run in pieces.runs)
        if text.strip() or label:
            self._index += 1
        mark = self.styles.run_values(
            style, table, properties.find(f"{W}rPr") if properties is not None else None
        )
        self.paragraphs.append(
            Para(
                self._part,
                self._index,
                text,
                tuple(pieces.runs),
                around.where,
                self.styles.name(style),
                values,
                element,
                len(self.sections) + 1,
                label,
                tuple(pieces.fields),
                pieces.breaks_page,
                around.table,
                style,
                "",
                pieces.has_drawing,
                mark,
            )
        )
        for box in nested:
            self._blocks(
                box, _Around(TEXTBOX if around.where in (BODY, TABLE, SDT, TEXTBOX) else around.where)
            )
        ends = properties.find(f"{W}sectPr") if properties is not None else None
        if ends is not None and around.where in (BODY, SDT):
            self._section(ends)

    def _values(self, style: str, direct: Layer, around: _Around) -> tuple[Values, str]:
        """Defaults, table style, numbering of the style, style, numbering of the paragraph, paragraph."""
        own = self.styles.layers(style)[0]
        number = direct.get("numId") or own.get("numId")
        depth = direct.get("ilvl") or own.get("ilvl")
        below: Layer = {}
        above: Layer = {}
        label = ""
        if number is not None and number.value not in (None, "0"):
            level = whole(depth.value) or 0 if depth is not None else 0
            layer = self.numbering.layer(number.value, level)
            below, above = (layer, {}) if "numId" not in direct else ({}, layer)
            label = self.numbering.label(number.value, level)
        layers = (self.styles.default_paragraph, around.layers[0], below, own, above, direct)
        return Values(merged(layers)), label


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag == f"{W}sdt":
            yield from (row for row in child.iter(f"{W}tr") if _nearest_table(row) is table)
        elif child.tag in _THROUGH:
            yield from _rows(child)


def _nearest_table(row: Any) -> Any:
    return next(row.iterancestors(f"{W}tbl"), None)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _cells(content)
        elif child.tag in _THROUGH:
            yield from _cells(child)


class _Pieces:
    """The runs of one paragraph; text boxes inside it are handed back for reading by themselves."""

    def __init__(self, reader: _Reader, style: str, table: tuple[str, Layer]) -> None:
        self.reader, self.style, self.table = reader, style, table
        self.runs: list[Run] = []
        self.fields: list[str] = []
        self.breaks_page = False
        self.has_drawing = False
        self._length = 0
        self._code: str | None = None  # of the field whose instruction is being read

    def read(self, paragraph: Any) -> list[Any]:
        boxes: list[Any] = []
        self._walk(paragraph, boxes, False)
        return boxes

    def _walk(self, parent: Any, boxes: list[Any], is_inserted: bool) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, boxes, is_inserted)
            elif tag in _GONE or not isinstance(tag, str):
                continue
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    self._walk(content, boxes, is_inserted)
            elif tag in _THROUGH:
                if tag == f"{W}fldSimple":
                    self._field(child.get(f"{W}instr") or "")
                self._walk(child, boxes, is_inserted or tag in (f"{W}ins", f"{W}moveTo"))

    def _run(self, element: Any, boxes: list[Any], is_inserted: bool) -> None:
        text = "".join(self._signs(element, boxes))
        if not text:
            return
        values = self.reader.styles.run_values(self.style, self.table, element.find(f"{W}rPr"))
        self.runs.append(Run(text, self._length, values, element, is_inserted))
        self._length += len(text)

    def _signs(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag == f"{W}t":
                yield child.text or ""
            elif tag == f"{W}br":
                is_page = child.get(f"{W}type") in ("page", "column")
                self.breaks_page |= child.get(f"{W}type") == "page"
                yield "\f" if is_page else "\n"
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == f"{W}fldChar":
                if child.get(f"{W}fldCharType") == "begin":
                    self._code = ""
                elif self._code is not None:
                    self._field(self._code)
                    self._code = None
            elif tag == f"{W}instrText":
                self._code = (self._code or "") + (child.text or "")
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MC}AlternateContent"):
                self.has_drawing = True
                boxes += self._boxes(child)
            elif tag == f"{W}ruby":
                for base in child.iter(f"{W}rubyBase"):
                    yield "".join(each.text or "" for each in base.iter(f"{W}t"))

    def _field(self, code: str) -> None:
        words = code.split()
        if words:
            self.fields.append(words[0].upper())

    def _boxes(self, element: Any) -> Iterator[Any]:
        """The outermost text boxes below an element."""
        if element.tag == f"{W}txbxContent":
            yield element
            return
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _GONE:
                yield from self._boxes(child)
