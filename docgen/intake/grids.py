"""A table file as rows of cells: .csv (UTF-8, or GBK as Excel saves it) and .xlsx. Nothing is calculated.

Only here are such files opened; what the cells mean is told by columns.py and cells.py.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from docgen.errors import UnreadableInput
from docgen.intake.cells import Shown
from docgen.ooxml.oddities import Oddities
from docgen.ooxml.workbooks import Cell, CellSheet, read_cells, read_old_cells
from docgen.sources import MIB, chinese_encoding, opened, read_bytes

#: how large a workbook may be, and a .csv that is read at once
MAX_BYTES = 128 * MIB
#: how many rows are read at once, and how many columns are looked at
MAX_ROWS = 200_000
MAX_COLUMNS = 400

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
#: what may stand between the cells of a .csv
_MARKS = ",\t;"
_LONGEST_LINE = 16 * MIB
#: no text of a table holds this
_END = "\0\0"
#: files of offices that hold no table that could be read surely -> what they are to be saved as
_TO_SAVE_AS = {"et": ".xlsx", "ett": ".xlsx", "wps": ".docx", "wpt": ".docx", "doc": ".docx"}


class GridRow(NamedTuple):
    """One row: its number as the file counts it, and its cells from the first column on."""

    number: int
    cells: Sequence[Cell]


class Grid(NamedTuple):
    """One sheet: its name ("" for a .csv), its rows, and what else it has. ``encoding`` is that of a .csv."""

    sheet: str
    rows: list[GridRow]
    oddities: Oddities = Oddities()
    encoding: str = ""


class OpenGrid(NamedTuple):
    """A sheet whose rows are read anew, one after the other, each time that ``rows`` is gone through."""

    sheet: str
    rows: Iterable[GridRow]
    oddities: Oddities = Oddities()
    encoding: str = ""


def read_grids(path: str) -> list[Grid]:
    """Every sheet that holds anything; UnreadableInput for what is no table, too long, or can't be read."""
    found = []
    with opened(path, max_bytes=MAX_BYTES):
        pass
    for each in open_grids(path):
        rows = list(islice(each.rows, MAX_ROWS + 1))
        if len(rows) > MAX_ROWS:
            raise UnreadableInput("table-too-long", path=path, limit=MAX_ROWS)
        found.append(Grid(each.sheet, rows, each.oddities, each.encoding))
    return found


def open_grids(path: str) -> Iterator[OpenGrid]:
    """The same sheets, whatever their length, row by row."""
    with opened(path) as stream:
        start = stream.read(len(_OLD_OFFICE))
    ending = path.lower().rpartition(".")[2]
    is_book = start.startswith((_OLD_OFFICE, _ZIP))
    if is_book and ending in _TO_SAVE_AS:
        raise UnreadableInput("table-save-as", path=path, ending=ending, wanted=_TO_SAVE_AS[ending])
    if is_book:
        data = read_bytes(path, max_bytes=MAX_BYTES)
        sheets = read_cells(data, path) if start.startswith(_ZIP) else read_old_cells(data, path)
        grids = (OpenGrid(each.name, _SheetRows(each), each.oddities) for each in sheets)
        yield from (grid for grid in grids if any(True for _ in grid.rows))
    elif path.lower().endswith((".xlsx", ".xlsm", ".xls", ".et")):
        raise UnreadableInput("table-not-a-workbook", path=path)
    else:
        yield open_csv(path)


def open_csv(path: str) -> OpenGrid:
    """A .csv whose encoding was made sure of to its end; UnreadableInput where it can't be read."""
    codec, name = _encoding(path)
    marks = (max(_MARKS, key=line.count) for line in _lines(path, codec) if any(map(line.count, _MARKS)))
    mark = next(marks, _MARKS[0])
    rows = _CsvRows(path, codec, mark)
    if not any(True for _ in rows):
        raise UnreadableInput("file-empty", path=path)
    return OpenGrid("", rows, encoding=name)


class _CsvRows:
    """The rows of a .csv that hold anything."""

    def __init__(self, path: str, codec: str, mark: str) -> None:
        self._path, self._codec, self._mark = path, codec, mark

    def __iter__(self) -> Iterator[GridRow]:
        # the last line is a row by itself unless a quotation mark is still open, which csv doesn't tell
        reader = csv.reader(chain(_lines(self._path, self._codec), [_END]), delimiter=self._mark)
        before = 0
        try:
            for cells in reader:
                if cells == [_END]:
                    return
                if cells and _END in cells[-1]:
                    raise UnreadableInput("table-csv-broken", path=self._path, line=before + 1)
                if any(cell.strip() for cell in cells):
                    # a cell may hold line breaks: the row is where it begins
                    yield GridRow(before + 1, cells[:MAX_COLUMNS])
                before = reader.line_num
        except csv.Error as error:
            raise UnreadableInput("table-csv-broken", path=self._path, line=reader.line_num) from error


def _lines(path: str, codec: str) -> Iterator[str]:
    with opened(path) as stream, io.TextIOWrapper(stream, codec, newline="") as text:
        number = 0
        while line := text.readline(_LONGEST_LINE):
            number += 1
            if len(line) == _LONGEST_LINE:  # a file without line ends is no table
                raise UnreadableInput("table-csv-broken", path=path, line=number)
            yield line


def _encoding(path: str) -> tuple[str, str]:
    """How a .csv is written: Python's name for it, and the one that people know."""
    with opened(path) as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):  # Excel's "Unicode text"
            codec, name, fault = "utf-16", "UTF-16", _undecodable(path, "utf-16")
        else:
            codec, name, fault = "utf-8-sig", "UTF-8", _undecodable(path, "utf-8-sig")
            chinese = chinese_encoding(_chunks(path)) if fault else ""
            if chinese:
                codec, name, fault = "gb18030", chinese, _undecodable(path, "gb18030")
    if fault:
        line, byte = fault
        raise UnreadableInput("file-bad-byte", path=path, line=line, byte=f"0x{byte:02X}")
    return codec, name


def _undecodable(path: str, codec: str) -> tuple[int, int] | None:
    """The line (from 1) and value of a file's first byte that isn't of this encoding; None if all are."""
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    for chunk in chain(_chunks(path), [b""]):
        try:
            line += decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(codec, errors="ignore")
            return line + good.count("\n"), error.object[error.start]
    return None


def _chunks(path: str) -> Iterator[bytes]:
    with opened(path) as stream:
        while chunk := stream.read(MIB):
            yield chunk


class _SheetRows:
    """The rows of a workbook's sheet that hold anything, numbers as their formats show them."""

    def __init__(self, sheet: CellSheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[GridRow]:
        formats = self._sheet.oddities.formats.by_row()
        row, codes = next(formats, (0, {}))
        for number, cells in enumerate(self._sheet.rows, 1):
            while 0 < row < number:
                row, codes = next(formats, (0, {}))
            if row == number:
                for column, code in codes.items():
                    if column <= len(cells):
                        cells[column - 1] = _as_shown(cells[column - 1], code)
            if cells.count("") < len(cells):
                yield GridRow(number, cells if len(cells) <= MAX_COLUMNS else cells[:MAX_COLUMNS])


def _as_shown(cell: Cell, code: str) -> Cell:
    """A number with its format; a date whose format leaves out the day, or day and month, as it is shown."""
    if isinstance(cell, date):  # a datetime too
        letters = code.lower()
        if "d" in letters or "y" not in letters:
            return cell
        return f"{cell:%Y-%m}" if "m" in letters else f"{cell:%Y}"
    return Shown(cell, code) if isinstance(cell, float) else cell
