"""What stands where on the pages that LibreOffice lays a document out on: lines of text with their places.

Measures are points from a page's upper left corner; a line's ``base`` is where its characters stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from io import BytesIO
from typing import Any

from docgen.frozen import frozen
from docgen.layout.parts import full_text
from docgen.ooxml.reading import BODY, FOOTER, HEADER, SDT, TABLE, TEXTBOX, Para, Reading

#: 1 mm in points
MILLIMETRE = 72 / 25.4
_UNSEEN = re.compile(r"[\s\u00ad\ufffc\ufeff]")
#: a line of at least so many characters is looked for so far ahead in the document's text
_WINDOWS = ((10, 4000), (4, 600), (0, 0))


@frozen
class Line:
    """One line of text on a page; ``para`` is what it belongs to (None: not of the running text)."""

    page: int
    base: float
    left: float
    right: float
    size: float
    text: str
    para: Para | None = None
    #: where it begins in the document's text without white space
    at: int = -1


@frozen
class Page:
    """One page: its size and its lines from the top down."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


@frozen
class Laid:
    """A document as LibreOffice laid it out, and which fonts stood in for others."""

    pages: tuple[Page, ...]
    stand_ins: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """Where a measure comes from, in a clerk's words."""
        others = [f"{font}由{other}代替" for font, other in self.stand_ins.items()]
        return "LibreOffice排出的版面" + (f"，其中{'、'.join(others)}" if others else "")

    def lines(self, *roles: str) -> list[Line]:
        """The lines of paragraphs with these roles, in order."""
        return [
            line
            for page in self.pages
            for line in page.lines
            if line.para is not None and line.para.role in roles
        ]


def plain(text: str) -> str:
    """Text without white space and what shows nothing."""
    return _UNSEEN.sub("", text)


def read_pages(pdf: bytes) -> list[Page]:
    """The pages of a PDF; ValueError if it can't be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(pdf))
        return [_page(number, page) for number, page in enumerate(reader.pages, 1)]
    except (PyPdfError, KeyError, IndexError, TypeError) as error:
        raise ValueError(str(error)) from error


def _page(number: int, page: Any) -> Page:
    height, found = float(page.mediabox.height), []

    def visit(text: str, matrix: Sequence[float], place: Sequence[float], font: object, size: float) -> None:
        if text.strip():
            left = place[4] * matrix[0] + matrix[4]
            base = height - (place[5] * matrix[3] + matrix[5])
            # characters may be narrower than they are high
            found.append(
                (base, left, abs(size * place[3] * matrix[3]), abs(size * place[0] * matrix[0]), text)
            )

    page.extract_text(visitor_text=visit)
    return Page(number, float(page.mediabox.width), height, tuple(_lines(number, found)))


def _lines(number: int, pieces: Iterable[tuple[float, float, float, float, str]]) -> list[Line]:
    """Pieces of text (base, left, height, width, text) that stand on one height are one line."""
    rows: list[list[tuple[float, float, float, float, str]]] = []
    for piece in sorted(pieces):
        if rows and piece[0] - rows[-1][0][0] <= 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    made = []
    for row in rows:
        row.sort(key=lambda piece: piece[1])
        base, _left, size, _width, _text = max(row, key=lambda piece: piece[2])
        last = row[-1]
        text = "".join(plain(each[4]) for each in row)
        # half-width signs are a little wider than half in many fonts; nothing here needs it nearer
        right = last[1] + last[3] * sum(
            1.0 if ord(each) > 0xFF or each == "—" else 0.5 for each in plain(last[4])
        )
        made.append(Line(number, base, row[0][1], right, size, text))
    return made


def told_apart(pages: Sequence[Page], reading: Reading) -> tuple[Page, ...]:
    """The same pages with each line's paragraph, found by the document's text in its order."""
    # the text of headers, footers and boxes stands anywhere on a page, and not in the order of the text
    others = {plain(para.text): para for para in reading.of(HEADER, FOOTER, TEXTBOX) if para.text.strip()}
    paragraphs = [para for para in reading.of(BODY, SDT, TABLE) if full_text(para)]
    starts, whole = [], ""
    for para in paragraphs:
        starts.append(len(whole))
        whole += plain(para.label + para.text)
    current, made = 0, []
    for page in pages:
        lines = []
        for line in page.lines:
            reach = next(far for least, far in _WINDOWS if len(line.text) >= least)
            at = whole.find(line.text, current, current + len(line.text) + reach) if line.text else -1
            if line.text in others and at != current:
                line = replace(line, para=others[line.text])
            elif at >= 0:
                index = bisect_right(starts, at) - 1
                current = at + len(line.text)
                line = replace(line, para=paragraphs[index], at=at)
            lines.append(line)
        made.append(Page(page.number, page.width, page.height, tuple(lines)))
    return tuple(made)
