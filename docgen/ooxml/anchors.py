"""The pass after rendering: marks out, every value into a run of its own, and where each one stands.

One walk over the text of a part, linear in its length. The new runs take the properties of the run
they stood in; one switch decides what is put around them.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from docgen.frozen import frozen
from docgen.ooxml.marking import END, FIELD, FIELD_END, TAB_ELEMENT, TEXT, VALUE

#: what stands around a value: nothing, a hidden bookmark (_dg1_0a1b2c3d), or a content control tagged so
Anchors = Literal["none", "bookmark", "control"]

#: a document's own bookmarks and controls are numbered from here, beyond what a template has
FIRST_ANCHOR_ID = 1_000_000

_MARK = re.compile(f"([{VALUE}{END}{FIELD}{FIELD_END}])")
_PROPERTIES = r"<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>"
_RUN = re.compile(rf"<w:r(?: [^>]*)?>({_PROPERTIES})?(<w:t(?: [^>]*)?>)?", re.DOTALL)
CLOSING = "</w:t></w:r>"
_PREFIX = "_dg"
_OPENING = VALUE + FIELD


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
    if len(pieces) == 1:
        return xml
    kept = [pieces[0]]
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        kept.append(piece.partition(TEXT)[2] if mark in _OPENING else piece)
    return "".join(kept)


def take_apart(name: str, xml: str) -> MarkedPart:
    """The rendered part with its marks read: XML, texts for runs of their own, and placements."""
    part = MarkedPart(name)
    add = part.pieces.append
    ended: list[Placement | None] = []
    paragraph, properties = -1, ""
    open_placements: list[tuple[int, str, list[str]]] = []
    begun: list[tuple[int, str]] = []
    pieces = _MARK.split(xml)
    is_last = len(pieces) - 1

    def put_text(text: str) -> None:
        if text:
            add((properties, text))
            for opened in open_placements:
                opened[2].append(text)

    for position in range(0, len(pieces), 2):
        piece = pieces[position]
        mark = pieces[position - 1] if position else ""
        if mark and mark in _OPENING:
            pointer, _, text = piece.partition(TEXT)
            number = len(begun)
            within = pointer if mark == FIELD else open_placements[-1][1] if open_placements else ""
            begun.append((paragraph, pointer))
            ended.append(None)
            open_placements.append((number, within, []))
            add(number)
            put_text(text)
            continue
        if mark:
            number, within, texts = open_placements.pop()
            at, pointer = begun[number]
            ended[number] = Placement(name, at, pointer, plain_text("".join(texts)), within)
            add(~number)
            if open_placements:
                put_text(piece)
                continue
            if not piece and position < is_last:
                continue  # the next value follows at once
            piece = after_value(piece, properties)
        seen = looked_at(piece)
        paragraph += seen.paragraphs
        if seen.properties is not None:
            properties = seen.properties
        if position < is_last:
            # a value comes next: end the run before it, or take it back if it has said nothing yet
            piece = seen.without_bare_run
        if piece:
            add(piece)
    part.placements += [placement for placement in ended if placement is not None]
    return part


class _Looked(NamedTuple):
    """What a piece of template XML tells, and the piece as it stands before a value.

    ``properties`` are those of its last run, None without one.
    """

    paragraphs: int
    properties: str | None
    without_bare_run: str


@lru_cache(maxsize=1024)
def looked_at(piece: str) -> _Looked:
    """The piece read; the same ones come again with every turn of a loop and every document."""
    start = run_start(piece)
    paragraphs = piece.count("<w:p>") + piece.count("<w:p ") + piece.count("<w:p/>")
    run = _RUN.match(piece, start) if start >= 0 else None
    is_bare = run is not None and run.group(2) and run.end() == len(piece)
    properties = None if run is None else run.group(1) or ""
    return _Looked(paragraphs, properties, piece[:start] if is_bare else piece + CLOSING)


def run_start(piece: str) -> int:
    """Where the last run of a piece begins; -1 if none does."""
    return max(piece.rfind("<w:r>"), piece.rfind("<w:r "))


def after_value(piece: str, properties: str) -> str:
    """Template XML after a value: its run is either over, or goes on in a new one."""
    if piece.startswith(CLOSING):
        return piece[len(CLOSING) :]
    return f'<w:r>{properties}<w:t xml:space="preserve">{piece}'


def plain_text(xml: str) -> str:
    """The characters of a piece of a run: breaks as newlines, entities resolved."""
    if "<" in xml:
        for element, sign in (("<w:br/>", "\n"), ("<w:tab/>", "\t"), (TAB_ELEMENT, "\t")):
            xml = xml.replace(element, sign)
        xml = re.sub(r"<[^>]*>", "", xml)
    if "&" not in xml:
        return xml
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
    before, behind = _around(named, anchors, comments)
    written = [
        piece
        if isinstance(piece, str)
        else f'<w:r>{piece[0]}<w:t xml:space="preserve">{piece[1]}</w:t></w:r>'
        if isinstance(piece, tuple)
        else before[piece]
        if piece >= 0
        else behind[~piece]
        for piece in part.pieces
    ]
    return "".join(written), named


def _around(
    placements: list[Placement], anchors: Anchors, comments: CommentRanges | None
) -> tuple[list[str], list[str]]:
    """What stands before each placement, and what behind."""
    if anchors == "none":
        before, behind = [""] * len(placements), [""] * len(placements)
    else:
        around = [
            anchor_around(placement.anchor, anchors) if placement.anchor else ("", "")
            for placement in placements
        ]
        before, behind = [each[0] for each in around], [each[1] for each in around]
    if comments is not None:
        for number, ids in comments.begin.items():
            starts = (f'<w:commentRangeStart w:id="{id}"/>' for id in ids)
            before[number] = "".join((*starts, before[number]))
        for number, ids in comments.end.items():
            behind[number] = "".join((behind[number], *map(comment_end, ids)))
    return before, behind


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
                anchor_name(first, placement.pointer),
            )
            first += 1
        named.append(placement)
    return named


def digest_of(pointer: str) -> str:
    """What an anchor says of the value inside it: eight digits made of its pointer."""
    return f"{zlib.crc32(pointer.encode('utf-8')):08x}"


def anchor_name(number: int, pointer: str) -> str:
    """The name of the anchor of that number, counted from 1, around the value of that pointer."""
    return f"{_PREFIX}{number}_{digest_of(pointer)}"


def anchor_around(anchor: str, anchors: Anchors) -> tuple[str, str]:
    """What stands before and behind the value in the anchor of that name; ``anchors`` is not "none"."""
    id = FIRST_ANCHOR_ID + int(anchor.removeprefix(_PREFIX).partition("_")[0])
    if anchors == "bookmark":
        return f'<w:bookmarkStart w:id="{id}" w:name="{anchor}"/>', f'<w:bookmarkEnd w:id="{id}"/>'
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{anchor}"/><w:id w:val="{id}"/></w:sdtPr><w:sdtContent>',
        "</w:sdtContent></w:sdt>",
    )
