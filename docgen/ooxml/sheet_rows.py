"""Long lists in a workbook: XlsxWriter lays the sheet out with sample rows, the list is put in their place.

XlsxWriter takes 60 microseconds a row and keeps all rows until the end; here a row takes a tenth of that,
and only what is packed is kept.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from math import ceil

from docgen.ooxml.marking import FORBIDDEN, escaped_markup
from docgen.ooxml.package import Deflated, deflate, write_package

SHEET = "xl/worksheets/sheet1.xml"
#: what Excel holds in a cell, in characters
MOST_IN_CELL = 32_767

_LEVEL = 1
_CHUNK = 500
_DIMENSION = re.compile(r"<dimension [^>]*/>")
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
#: what Excel would read as a character in its own way of writing one
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

#: heights in points: of a row at most, of a line in a workbook's own font, what stands in for it included
_MOST_HEIGHT, _LINE_HEIGHT = 409, 16
#: which sample row a row looks like, from 0, and its cells
StyledRow = tuple[int, Sequence[str | int]]


def row_height(values: Sequence[str | int], widths: Sequence[float], line: float = 13.5) -> float:
    """The height in points of a row with these texts, ``line`` that of a line; few programs work it out."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str) and (len(value) * 2 > width or "\n" in value):
            text = value[:MOST_IN_CELL]
            if "\n" in text or _columns_of(text) > width - 1:
                parts = text.split("\n")
                lines = max(lines, sum(max(1, ceil(_columns_of(part) / (width - 1))) for part in parts))
    return min(_MOST_HEIGHT, line * lines + 2)


def _columns_of(text: str) -> int:
    """How many columns a text takes in a row: Chinese characters, of three bytes, take two each."""
    return (len(text) + len(text.encode("utf-8", "surrogatepass"))) // 2


def with_rows(
    book: bytes, first: int, widths: Sequence[float], samples: int, rows: Iterable[StyledRow]
) -> bytes:
    """A workbook whose first sheet ends in sample rows (``first`` counts from 1), with these in their place.

    Cells of a row have the style of the sample row's first cell; an empty text is an empty cell.
    """
    with zipfile.ZipFile(BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, tail, styles = _taken_apart(parts.pop(SHEET).decode("utf-8"), first, samples)
    packed = {name: deflate(name, content) for name, content in parts.items()}
    packed[SHEET] = _packed(_texts(head, tail, styles, first, widths, rows))
    return write_package(packed)


def _taken_apart(sheet: str, first: int, samples: int) -> tuple[str, str, list[str]]:
    """What stands before and behind the sample rows, and the number of each one's style."""
    starts = [sheet.index(f'<row r="{number}"') for number in range(first, first + samples)]
    styles = []
    for start in starts:
        style = _STYLE.search(sheet, start)
        if style is None:
            raise ValueError("a sample row has no style")
        styles.append(style[1])
    # how far the sheet goes is said before its rows are known, and needn't be said
    return _DIMENSION.sub("", sheet[: starts[0]]), sheet[sheet.index("</sheetData>") :], styles


def _texts(
    head: str,
    tail: str,
    styles: Sequence[str],
    first: int,
    widths: Sequence[float],
    rows: Iterable[StyledRow],
) -> Iterator[str]:
    yield head
    numbered = enumerate(rows, first)
    while chunk := list(islice(numbered, _CHUNK)):
        yield "".join([_row(number, styles[sample], cells, widths) for number, (sample, cells) in chunk])
    yield tail


def _row(number: int, style: str, cells: Sequence[str | int], widths: Sequence[float]) -> str:
    written = [f'<row r="{number}" ht="{row_height(cells, widths, _LINE_HEIGHT):g}">']
    for letter, value in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", cells, strict=False):
        if value == "":
            written.append(f'<c r="{letter}{number}" s="{style}"/>')
        elif isinstance(value, int):
            written.append(f'<c r="{letter}{number}" s="{style}"><v>{value}</v></c>')
        else:
            written.append(
                f'<c r="{letter}{number}" s="{style}" t="inlineStr">'
                f'<is><t xml:space="preserve">{_text(value)}</t></is></c>'
            )
    written.append("</row>")
    return "".join(written)


def _text(text: str) -> str:
    text = escaped_markup(FORBIDDEN.sub("", text)[:MOST_IN_CELL]).replace("\r", "")
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def _packed(texts: Iterable[str]) -> Deflated:
    packer, packed = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15), []
    crc = size = 0
    for text in texts:
        content = text.encode("utf-8")
        crc, size = zlib.crc32(content, crc), size + len(content)
        packed.append(packer.compress(content))
    packed.append(packer.flush())
    return Deflated(SHEET, crc, size, b"".join(packed))
