"""What a sheet of an .xlsx has besides the values of its cells, looked for in its XML a piece at a time."""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from operator import gt
from typing import NamedTuple

from docgen.ooxml.archives import member, member_pieces
from docgen.ooxml.cell_names import cell_place

#: a formula whose result the file doesn't hold: made by a program, and never opened in Excel
_UNCALCULATED = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_HIDDEN_ROW = re.compile(rb'<row [^>]*\br="([0-9]{1,7})"[^>]*\bhidden="(?:1|true)"')
_ERROR_CELL = re.compile(rb'<c [^>]*\bt="e"[^>]*>')
_CELL_REF = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
#: a number cell with a style: dates and texts of the file's own are told apart by calamine
_STYLED_NUMBER = re.compile(
    rb'<c (?=[^>]*\br="([A-Z]{1,3}[0-9]{1,7})")(?=[^>]*\bs="([0-9]+)")(?![^>]*\bt="[^n])[^>]*[^/>]>'
)
#: a cell beyond column ZZ or row 9999, and how many bytes its reference may take
_FAR = re.compile(rb' r="(?:[A-Z]{3}[0-9]|[A-Z]{1,2}[0-9]{5})')
_LONGEST_REFERENCE = 16
#: a cell that isn't empty
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
#: how a row ends, and how many bytes are no row any more
_ROW_END, _LONGEST_ROW = b"</row>", 1 << 26
#: formats that Excel has without writing them down
_BUILT_IN = {9: "0%", 10: "0.00%"}
#: what a format may hold that changes what a number is: percent, leading zeros, thousands left out, places,
#: a date without its day
_TELLING = re.compile(r"%|^0{2,}(?:;|$)|[0#],+(?![0#?])|0!\.0|0\\\.0|^[#,]*0\.0+(?:[;_]|$)|[yYmM]")


class Formats:
    """Number formats of cells: a few bytes for each, for a list may have a date in every row."""

    def __init__(self) -> None:
        self._codes: list[str] = []
        self._rows: array[int] = array("L")
        self._columns: array[int] = array("H")
        self._kinds: array[int] = array("H")

    def add(self, cell: str, code: str) -> None:
        """A cell (J5) has this format."""
        if code not in self._codes:
            self._codes.append(code)
        row, column = cell_place(cell)
        self._rows.append(row)
        self._columns.append(column)
        self._kinds.append(self._codes.index(code))

    def by_row(self) -> Iterator[tuple[int, dict[int, str]]]:
        """Rows that have such cells, ascending, and the format in each column (both from 1)."""
        order: Iterable[int] = range(len(self._rows))
        if any(map(gt, self._rows, islice(self._rows, 1, None))):  # no office program writes them so
            order = sorted(order, key=self._rows.__getitem__)
        for row, cells in groupby(order, self._rows.__getitem__):
            yield row, {self._columns[at]: self._codes[self._kinds[at]] for at in cells}


class Oddities(NamedTuple):
    """What a sheet has that a list of rows can't say.

    ``uncalculated`` are cells (C7) whose formula has no result, ``merged`` the rows that a merged range
    goes over beyond its first, ``hidden`` the hidden rows, ``errors`` the cells that show one (#REF!).
    ``formats`` are the number formats that change what a number is (percent, leading zeros).
    """

    uncalculated: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    errors: frozenset[str] = frozenset()
    formats: Formats = Formats()


def telling_styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """Style number (as cells write it) -> its number format, of formats that change what a number is."""
    from lxml import etree

    if "xl/styles.xml" not in archive.namelist():
        return {}
    safe = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(member(archive, "xl/styles.xml"), safe)
    codes = dict(_BUILT_IN)
    for each in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[int(each.get("numFmtId", "0"))] = _plain_format(each.get("formatCode", ""))
    found: dict[bytes, str] = {}
    for number, each in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = codes.get(int(each.get("numFmtId", "0")), "")
        if _TELLING.search(code):
            found[str(number).encode()] = code
    return found


def _plain_format(code: str) -> str:
    """A number format without what only stands beside the number: colours, languages, quoted words."""
    return re.sub(r'"[^"]*"|\[[^\]]*\]', "", code).split(";")[0]


def oddities(archive: zipfile.ZipFile, part: str, styles: Mapping[bytes, str]) -> Oddities:
    """What the sheet in this part has besides its cells; what ``zipfile`` raises for a damaged one passes."""
    uncalculated: set[str] = set()
    merged: list[str] = []
    hidden: set[int] = set()
    errors: set[str] = set()
    formats = Formats()
    for xml in _whole_rows(member_pieces(archive, part)):
        # looking for a few bytes first is much quicker than an expression that finds nothing
        if b"<f>" in xml or b"<f " in xml:
            uncalculated.update(name.decode() for name in _UNCALCULATED.findall(xml))
        for a, first, b, last in _MERGED.findall(xml) if b"<mergeCell " in xml else ():
            if first != last:
                merged.append(f"{a.decode()}{first.decode()}:{b.decode()}{last.decode()}")
        if b" hidden=" in xml:
            hidden.update(map(int, _HIDDEN_ROW.findall(xml)))
        wrong = map(_CELL_REF.search, _ERROR_CELL.findall(xml)) if b't="e"' in xml else ()
        errors.update(name[1].decode() for name in wrong if name)
        for name, style in _styled(xml, styles):
            formats.add(name.decode(), styles[style])
    return Oddities(frozenset(uncalculated), tuple(merged), frozenset(hidden), frozenset(errors), formats)


def is_near(pieces: Iterable[bytes]) -> bool:
    """Whether a sheet names no cell beyond column ZZ or row 9999: much quicker than how far it reaches."""
    before = b""
    for piece in pieces:
        if _FAR.search(before + piece):
            return False
        before = piece[-_LONGEST_REFERENCE:]
    return True


def reach(pieces: Iterable[bytes]) -> tuple[int, int]:
    """The last row, and the last column, of a sheet that hold anything; 0, 0 for what is no sheet."""
    last, widest = 0, 0
    for xml in _whole_rows(pieces):
        cells = _FILLED.findall(xml)
        if cells:
            last = max(last, int(cells[-1][1]))
            letters = {name.decode() for name, _row in cells}
            widest = max(widest, *(cell_place(f"{each}1")[1] for each in letters))
    return last, widest


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A sheet's XML in pieces that end where a row ends."""
    rest = b""
    for piece in pieces:
        rest += piece
        end = rest.rfind(_ROW_END) + len(_ROW_END)
        if end < len(_ROW_END):
            if len(rest) < _LONGEST_ROW:
                continue
            end = len(rest)
        yield rest[:end]
        rest = rest[end:]
    yield rest


def _styled(xml: bytes, styles: Mapping[bytes, str]) -> Iterable[tuple[bytes, bytes]]:
    """The number cells that have one of these styles, and which."""
    if not styles:
        return ()
    if b"<c s=" in xml or b"<c t=" in xml:  # attributes in another order than all office programs write them
        return [each for each in _STYLED_NUMBER.findall(xml) if each[1] in styles]
    pattern = rb'<c r="([A-Z]{1,3}[0-9]{1,7})" s="(' + b"|".join(styles) + rb')"(?: t="n")?>'
    found: list[tuple[bytes, bytes]] = re.findall(pattern, xml)
    return found
