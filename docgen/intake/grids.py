"""A table file as rows of cells: .csv (UTF-8, or GBK as Excel saves it) and .xlsx. Nothing is calculated.

Only here are such files opened; what the cells mean is told by columns.py and cells.py.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from docgen.errors import UnreadableInput
from docgen.intake.cells import Shown
from docgen.ooxml.workbooks import Cell, CellSheet, Oddities, cell_place, read_cells, read_old_cells
from docgen.sources import chinese_encoding, read_bytes

MAX_BYTES = 128 * 1024 * 1024
#: how many rows a list may have, and how many columns are looked at
MAX_ROWS = 200_000
MAX_COLUMNS = 400

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
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


def read_grids(path: str) -> list[Grid]:
    """Every sheet that holds anything; UnreadableInput for what is no table or can't be read."""
    data = read_bytes(path, max_bytes=MAX_BYTES)
    ending = path.lower().rpartition(".")[2]
    if data.startswith((_OLD_OFFICE, _ZIP)) and ending in _TO_SAVE_AS:
        raise UnreadableInput("table-save-as", path=path, ending=ending, wanted=_TO_SAVE_AS[ending])
    if data.startswith(_OLD_OFFICE):
        return [grid for grid in map(_grid, read_old_cells(data, path, MAX_ROWS + 1)) if grid.rows]
    if data.startswith(_ZIP):
        return [grid for grid in map(_grid, read_cells(data, path, MAX_ROWS + 1)) if grid.rows]
    if path.lower().endswith((".xlsx", ".xlsm", ".xls", ".et")):
        raise UnreadableInput("table-not-a-workbook", path=path)
    return [_csv(data, path)]


def _csv(data: bytes, path: str) -> Grid:
    text, encoding = _decoded(data, path)
    if not text.strip():
        raise UnreadableInput("file-empty", path=path)
    first = text.lstrip().partition("\n")[0]
    mark = max(",\t;", key=first.count)
    rows: list[GridRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                # a cell may hold line breaks: the row is where it begins
                rows.append(GridRow(before + 1, cells[:MAX_COLUMNS]))
            if len(rows) > MAX_ROWS:
                raise UnreadableInput("table-too-long", path=path, limit=MAX_ROWS)
            before = reader.line_num
    except csv.Error as error:
        raise UnreadableInput("table-csv-broken", path=path, line=reader.line_num) from error
    return Grid("", rows, encoding=encoding)


def _decoded(data: bytes, path: str) -> tuple[str, str]:
    """The text of a .csv, and how it was written."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # Excel's "Unicode text"
        return data.decode("utf-16"), "UTF-16"
    body = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return body.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        name = chinese_encoding(body)
        if not name:
            line = body.count(b"\n", 0, error.start) + 1
            byte = f"0x{body[error.start]:02X}"
            raise UnreadableInput("file-bad-byte", path=path, line=line, byte=byte) from None
        return body.decode("gb18030"), name


def _grid(sheet: CellSheet) -> Grid:
    for name, code in sheet.oddities.formats.items():
        row, column = cell_place(name)
        if row <= len(sheet.rows) and column <= len(sheet.rows[row - 1]):
            sheet.rows[row - 1][column - 1] = _as_shown(sheet.rows[row - 1][column - 1], code)
    rows = [
        GridRow(number, cells[:MAX_COLUMNS])
        for number, cells in enumerate(sheet.rows, 1)
        if any(cell != "" for cell in cells)
    ]
    return Grid(sheet.name, rows, sheet.oddities)


def _as_shown(cell: Cell, code: str) -> Cell:
    """A number with its format; a date whose format leaves out the day, or day and month, as it is shown."""
    if isinstance(cell, date):  # a datetime too
        letters = code.lower()
        if "d" in letters or "y" not in letters:
            return cell
        return f"{cell:%Y-%m}" if "m" in letters else f"{cell:%Y}"
    return Shown(cell, code) if isinstance(cell, float) else cell
