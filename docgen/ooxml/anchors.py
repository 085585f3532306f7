"""The pass after rendering: marks out, every value into a run of its own, and where each one stands.

One walk over the text of a part, linear in its length. The new runs take the properties of the run
they stood in; one switch decides what is put around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from docgen.frozen import frozen
from docgen.ooxml.marking import END, FIELD, FIELD_END, TAB_ELEMENT, TEXT, VALUE

#: what stands around a value: nothing, a hidden bookmark (_dg1), or a content control tagged so
Anchors = Literal["none", "bookmark", "control"]

#: a document's own bookmarks and controls are numbered from here, beyond what a template has
FIRST_ANCHOR_ID = 1_000_000

_MARK = re.compile(f"([{VALUE}{END}{FIELD}{FIELD_END}])")
_PROPERTIES = r"<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>"
_RUN = re.compile(rf"<w:r(?: [^>]*)?>({_PROPERTIES})?(<w:t(?: [^>]*)?>)?", re.DOTALL)
_CLOSING = "</w:t></w:r>"


@frozen
class Placement:
    """One value, or the prose of one field, in a made document.

    ``part`` names the part of the package and ``paragraph`` counts its ``w:p`` from 0. ``pointer`` is the
    value stated; ``field`` the prose field whose mention put it there, "" if the template did. For the
    prose of a field both are the field's own pointer. ``anchor`` is the value's name in the document.
    """

    part: str
    paragraph: int
    pointer: str
    text: str
    field: str = ""
    anchor: str = ""

    @property
    def is_prose(self) -> bool:
        """Whether this is a whole field of prose rather than a value."""
        return self.pointer == self.field


@dataclass(slots=True)
class MarkedPart:
    """A rendered part taken apart at its marks.

    ``pieces`` are XML of the template (str), runs still to be written (their text), and the numbers of
    placements that open (k) or close (~k) there.
    """

    name: str
    pieces: list[str | tuple[str, str] | int] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)


@frozen
class CommentRanges:
    """The ids of the comments that begin before a placement, and of those that end behind one."""

    begin: dict[int, list[int]]
    end: dict[int, list[int]]


def without_marks(xml: str) -> str:
    """The rendered part as if nothing had been marked: values stay in the runs they were put into."""
    if VALUE not in xml and FIELD not in xml:
        return xml
    pieces = _MARK.split(xml)
    kept = [pieces[0]]
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        kept.append(piece.partition(TEXT)[2] if mark in (VALUE, FIELD) else piece)
    return "".join(kept)


def take_apart(name: str, xml: str) -> MarkedPart:
    """The rendered part with its marks read: XML, texts for runs of their own, and placements."""
    part = MarkedPart(name)
    add = part.pieces.append
    paragraph, properties = -1, ""
    open_placements: list[tuple[int, str, list[str]]] = []
    pieces = _MARK.split(xml)
    is_last = len(pieces) - 1

    def put_text(text: str) -> None:
        if text:
            add((properties, text))
            for _number, _pointer, texts in open_placements:
                texts.append(text)

    for position in range(0, len(pieces), 2):
        piece = pieces[position]
        mark = pieces[position - 1] if position else ""
        if mark in (VALUE, FIELD) and mark:
            pointer, _, text = piece.partition(TEXT)
            number = len(part.placements)
            within = pointer if mark == FIELD else _field_of(open_placements)
            part.placements.append(Placement(name, paragraph, pointer, "", within))
            open_placements.append((number, within, []))
            add(number)
            put_text(text)
            continue
        if mark:
            number, _pointer, texts = open_placements.pop()
            part.placements[number] = _with_text(part.placements[number], "".join(texts))
            add(~number)
            if open_placements:
                put_text(piece)
                continue
            if not piece and position < is_last:
                continue  # the next value follows at once
            piece = _after_value(piece, properties)
        start = max(piece.rfind("<w:r>"), piece.rfind("<w:r "))
        paragraph += piece.count("<w:p>") + piece.count("<w:p ")
        run = _RUN.match(piece, start) if start >= 0 else None
        if run is not None:
            properties = run.group(1) or ""
        if position < is_last:
            # a value comes next: end the run before it, or take it back if it has said nothing yet
            piece = piece[:start] if run and run.group(2) and run.end() == len(piece) else piece + _CLOSING
        if piece:
            add(piece)
    return part


def _field_of(open_placements: list[tuple[int, str, list[str]]]) -> str:
    return open_placements[-1][1] if open_placements else ""


def _with_text(placement: Placement, text: str) -> Placement:
    return Placement(
        placement.part,
        placement.paragraph,
        placement.pointer,
        plain_text(text),
        placement.field,
        placement.anchor,
    )


def _after_value(piece: str, properties: str) -> str:
    """Template XML after a value: its run is either over, or goes on in a new one."""
    if piece.startswith(_CLOSING):
        return piece[len(_CLOSING) :]
    return f'<w:r>{properties}<w:t xml:space="preserve">{piece}'


def plain_text(xml: str) -> str:
    """The characters of a piece of a run: breaks as newlines, entities resolved."""
    if "<" in xml:
        for element, sign in (("<w:br/>", "\n"), ("<w:tab/>", "\t"), (TAB_ELEMENT, "\t")):
            xml = xml.replace(element, sign)
        xml = re.sub(r"<[^>]*>", "", xml)
    return xml.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def put_together(
    part: MarkedPart,
    anchors: Anchors,
    first_anchor: int = 1,
    comments: CommentRanges | None = None,
) -> tuple[str, list[Placement]]:
    """The part's XML with every value in its own run, and its placements, anchors counted from a number.

    ``comments`` gives the comments that begin and end at a placement, by its number.
    """
    named = _named(part.placements, anchors, first_anchor)
    begin, end = (comments.begin, comments.end) if comments else ({}, {})
    written: list[str] = []
    for piece in part.pieces:
        if isinstance(piece, str):
            written.append(piece)
        elif isinstance(piece, tuple):
            written.append(f'<w:r>{piece[0]}<w:t xml:space="preserve">{piece[1]}</w:t></w:r>')
        else:
            number = piece if piece >= 0 else ~piece
            around = _anchor_around(named[number].anchor, anchors)
            if piece >= 0:
                written += (f'<w:commentRangeStart w:id="{id}"/>' for id in begin.get(number, ()))
                written.append(around[0])
            else:
                written.append(around[1])
                written += (comment_end(id) for id in end.get(number, ()))
    return "".join(written), named


def comment_end(id: int) -> str:
    """What closes a comment's range and shows its mark."""
    return f'<w:commentRangeEnd w:id="{id}"/><w:r><w:commentReference w:id="{id}"/></w:r>'


def _named(placements: list[Placement], anchors: Anchors, first: int) -> list[Placement]:
    if anchors == "none":
        return placements
    named = []
    for placement in placements:
        if not placement.is_prose:
            placement = Placement(
                placement.part,
                placement.paragraph,
                placement.pointer,
                placement.text,
                placement.field,
                f"_dg{first}",
            )
            first += 1
        named.append(placement)
    return named


def _anchor_around(anchor: str, anchors: Anchors) -> tuple[str, str]:
    if not anchor:
        return "", ""
    id = FIRST_ANCHOR_ID + int(anchor.removeprefix("_dg"))
    if anchors == "bookmark":
        return f'<w:bookmarkStart w:id="{id}" w:name="{anchor}"/>', f'<w:bookmarkEnd w:id="{id}"/>'
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{anchor}"/><w:id w:val="{id}"/></w:sdtPr><w:sdtContent>',
        "</w:sdtContent></w:sdt>",
    )
