"""The cells of an .xlsx workbook as plain texts, read under limits; nothing in it is calculated or run."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docgen.errors import UnreadableInput
from docgen.ooxml.archives import member, member_pieces
from docgen.ooxml.cell_names import cell_name
from docgen.ooxml.oddities import Oddities, is_near, oddities, reach, telling_styles

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_BYTES = 32_000_000
#: what a workbook may unpack to, all parts together
MAX_UNPACKED_BYTES = 256_000_000
#: the ends of worksheets that are looked at; more is no list of questions
MAX_ROWS = 100_000

#: the same for a list of many rows
MAX_UNPACKED_LIST = 1_000_000_000

#: sheets of offices are unpacked to 5 to 40 times their size; what is larger than this many bytes and
#: unpacks to so many times its size was made to fill the memory
_HARMLESS, _MOST_TIMES = 64_000_000, 150
#: calamine has room for every cell between the first and the last, empty ones too
_MOST_CELLS = 40_000_000

#: a cell as the file has it; "" for an empty one
Cell = str | float | int | bool | date | datetime | time | timedelta

#: sheet name -> its rows from the first on, each cell's text from the first column on
Sheets = dict[str, list[list[str]]]


def read_sheets(path: str) -> Sheets:
    """Every sheet of a workbook; UnreadableInput for what is none, too large, or can't be read."""
    data = _bytes_of(path)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bombs(archive, path, MAX_UNPACKED_BYTES)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError):
        raise UnreadableInput("workbook-not-xlsx", path=path) from None
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets: Sheets = {}
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MAX_ROWS)
            sheets[name] = [[_text(value) for value in row] for row in rows]
        return sheets
    except (CalamineError, ValueError, OSError):
        raise UnreadableInput("workbook-not-xlsx", path=path) from None


def _bytes_of(path: str) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableInput("file-missing", path=path) from None
    except IsADirectoryError:
        raise UnreadableInput("file-is-folder", path=path) from None
    except PermissionError:
        code = "file-is-folder" if Path(path).is_dir() else "file-no-permission"
        raise UnreadableInput(code, path=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableInput("file-not-readable", path=path, reason=reason) from None
    if len(data) > MAX_BYTES:
        raise UnreadableInput("workbook-too-large", path=path, limit=MAX_BYTES // 1_000_000)
    return data


def _text(value: object) -> str:
    """A cell's value as text: whole numbers without decimals, dates as ISO."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.hour == value.minute == value.second == 0:
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value is not None else ""


class CellSheet(NamedTuple):
    """One sheet; ``rows`` makes its cells anew, row by row from the first on, each time it is used."""

    name: str
    rows: Iterable[list[Cell]]
    oddities: Oddities


def read_cells(data: bytes, path: str) -> Iterator[CellSheet]:
    """Every sheet of an .xlsx; UnreadableInput for none, too large, or with macros."""
    from python_calamine import CalamineError

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bombs(archive, path, MAX_UNPACKED_LIST)
            if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
                raise UnreadableInput("table-has-macros", path=path)
            styles = telling_styles(archive)
            odd = {name: oddities(archive, part, styles) for name, part in sheet_parts(archive).items()}
        yield from _sheets(data, path, odd)
    except (CalamineError, zipfile.BadZipFile, zlib.error, LookupError, RuntimeError, ValueError, OSError):
        raise UnreadableInput("table-not-a-workbook", path=path) from None


def _refuse_bombs(archive: zipfile.ZipFile, path: str, limit: int) -> None:
    """UnreadableInput for what unpacks to more than ``limit`` bytes, or takes far more room than tables do.

    BadZipFile for a part that unpacks to another size than it says: calamine would go on unpacking it.
    """
    parts = archive.infolist()
    if sum(each.file_size for each in parts) > limit:
        raise UnreadableInput("workbook-too-large", path=path, limit=limit // 1_000_000)
    for each in parts:
        if each.file_size > max(_HARMLESS, _MOST_TIMES * each.compress_size):
            raise UnreadableInput("workbook-bomb", path=path, size=each.file_size // 1_000_000)
    for each in parts:
        is_xml = each.filename.lower().endswith(".xml")
        if is_xml and not is_near(member_pieces(archive, each.filename)):
            rows, columns = reach(member_pieces(archive, each.filename))
            if rows * columns > _MOST_CELLS:
                raise UnreadableInput("workbook-far-cell", path=path, cell=cell_name(rows, columns))


def read_old_cells(data: bytes, path: str) -> Iterator[CellSheet]:
    """Every sheet of an .xls; number formats and hidden rows can't be known of it."""
    from python_calamine import CalamineError

    # names in the container's directory are UTF-16
    if _utf16("_VBA_PROJECT") in data:
        raise UnreadableInput("table-has-macros", path=path)
    if _utf16("EncryptedPackage") in data or _utf16("EncryptionInfo") in data:
        raise UnreadableInput("table-locked", path=path)
    if _utf16("WordDocument") in data:
        raise UnreadableInput("table-is-a-text", path=path)
    try:
        yield from _sheets(data, path, {})
    except (CalamineError, LookupError, RuntimeError, ValueError, OSError):
        raise UnreadableInput("table-old-or-locked", path=path) from None


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _sheets(data: bytes, path: str, odd: Mapping[str, Oddities]) -> Iterator[CellSheet]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    # hidden ones last: what was put aside, last year's list say, mustn't stand before the one that is seen
    for name in sorted(book.sheet_names, key=_hidden_sheets(book).__contains__):
        yield CellSheet(name, _Rows(book.get_sheet_by_name(name), path), odd.get(name, Oddities()))


def _hidden_sheets(book: CalamineWorkbook) -> set[str]:
    from python_calamine import SheetVisibleEnum

    return {each.name for each in book.sheets_metadata if each.visible != SheetVisibleEnum.Visible}


class _Rows:
    """The rows of a sheet, of which calamine keeps the cells in little room, and makes values of them."""

    def __init__(self, sheet: CalamineSheet, path: str) -> None:
        self._sheet = sheet
        self._path = path

    def __iter__(self) -> Iterator[list[Cell]]:
        # calamine leaves out the empty columns on the left, but not the empty rows above
        empty: list[Cell] = [""] * (self._sheet.start[1] if self._sheet.start else 0)
        try:
            for cells in self._sheet.iter_rows():
                yield empty + cells if empty else cells
        except OverflowError:  # 1E+300 in a cell that is shown as a date or a duration
            raise UnreadableInput("table-no-such-date", path=self._path, sheet=self._sheet.name) from None


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> its part of the package."""
    from lxml import etree

    safe = etree.XMLParser(resolve_entities=False, no_network=True)
    related = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in etree.fromstring(member(archive, "xl/_rels/workbook.xml.rels"), safe)
    }
    names = set(archive.namelist())
    found: dict[str, str] = {}
    for sheet in etree.fromstring(member(archive, "xl/workbook.xml"), safe).iter("{*}sheet"):
        target = targets.get(sheet.get(related), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            found[sheet.get("name", "")] = part
    return found
