"""The cells of an .xlsx workbook as plain texts, read under limits; nothing in it is calculated or run."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from docgen.errors import UnreadableInput
from docgen.ooxml.archives import member

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

#: a cell as the file has it; "" for an empty one
Cell = str | float | int | bool | date | datetime | time | timedelta

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
#: formats that Excel has without writing them down
_BUILT_IN = {9: "0%", 10: "0.00%"}
#: what a format may hold that changes what a number is: percent, leading zeros, thousands left out, places,
#: a date without its day
_TELLING = re.compile(r"%|^0{2,}(?:;|$)|[0#],+(?![0#?])|0!\.0|0\\\.0|^[#,]*0\.0+(?:[;_]|$)|[yYmM]")

#: sheet name -> its rows from the first on, each cell's text from the first column on
Sheets = dict[str, list[list[str]]]


class Oddities(NamedTuple):
    """What a sheet has that a list of rows can't say.

    ``uncalculated`` are cells (C7) whose formula has no result, ``merged`` the rows that a merged range
    goes over beyond its first, ``hidden`` the hidden rows, ``errors`` the cells that show one (#REF!).
    ``formats`` are the number formats that change what a number is (percent, leading zeros), cell by cell.
    """

    uncalculated: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    errors: frozenset[str] = frozenset()
    formats: Mapping[str, str] = MappingProxyType({})


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


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheets call it (J5); row and column count from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def cell_place(name: str) -> tuple[int, int]:
    """Row and column (from 1) of a cell (J5)."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]), column


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
    """One sheet with its cells as the file has them, row by row from the first on."""

    name: str
    rows: list[list[Cell]]
    oddities: Oddities


def read_cells(data: bytes, path: str, most_rows: int) -> list[CellSheet]:
    """Every sheet of an .xlsx, so many rows of each; UnreadableInput for none, too large, or with macros."""
    from python_calamine import CalamineError

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bombs(archive, path, MAX_UNPACKED_LIST)
            if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
                raise UnreadableInput("table-has-macros", path=path)
            styles = _telling_styles(archive)
            parts = sheet_parts(archive).items()
            odd = {name: _oddities(member(archive, part), styles) for name, part in parts}
        return _sheets(data, path, most_rows, odd)
    except (CalamineError, zipfile.BadZipFile, zlib.error, LookupError, RuntimeError, ValueError, OSError):
        raise UnreadableInput("table-not-a-workbook", path=path) from None


def _refuse_bombs(archive: zipfile.ZipFile, path: str, limit: int) -> None:
    """UnreadableInput for what unpacks to more than ``limit`` bytes, or to far more than tables do.

    BadZipFile for a part that unpacks to another size than it says: calamine would go on unpacking it.
    """
    parts = archive.infolist()
    if sum(each.file_size for each in parts) > limit:
        raise UnreadableInput("workbook-too-large", path=path, limit=limit // 1_000_000)
    for each in parts:
        if each.file_size > max(_HARMLESS, _MOST_TIMES * each.compress_size):
            raise UnreadableInput("workbook-bomb", path=path, size=each.file_size // 1_000_000)
    for each in parts:
        if each.filename.lower().endswith(".xml"):
            member(archive, each.filename)


def read_old_cells(data: bytes, path: str, most_rows: int) -> list[CellSheet]:
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
        return _sheets(data, path, most_rows, {})
    except (CalamineError, LookupError, RuntimeError, ValueError, OSError):
        raise UnreadableInput("table-old-or-locked", path=path) from None


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _sheets(data: bytes, path: str, most_rows: int, odd: Mapping[str, Oddities]) -> list[CellSheet]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    found = []
    for name in book.sheet_names:
        try:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=most_rows)
        except OverflowError:  # 1E+300 in a cell that is shown as a date or a duration
            raise UnreadableInput("table-no-such-date", path=path, sheet=name) from None
        if len(rows) >= most_rows:
            raise UnreadableInput("table-too-long", path=path, limit=most_rows - 1)
        found.append(CellSheet(name, rows, odd.get(name, Oddities())))
    return found


def _telling_styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
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


def _oddities(xml: bytes, styles: Mapping[bytes, str]) -> Oddities:
    # looking for a few bytes first is much quicker than an expression that finds nothing
    merges = _MERGED.findall(xml) if b"<mergeCell " in xml else ()
    merged = tuple(
        f"{a.decode()}{first.decode()}:{b.decode()}{last.decode()}"
        for a, first, b, last in merges
        if first != last
    )
    wrong = [_CELL_REF.search(each) for each in _ERROR_CELL.findall(xml)] if b't="e"' in xml else []
    return Oddities(
        frozenset(name.decode() for name in _UNCALCULATED.findall(xml))
        if b"<f>" in xml or b"<f " in xml
        else frozenset(),
        merged,
        frozenset(map(int, _HIDDEN_ROW.findall(xml))) if b" hidden=" in xml else frozenset(),
        frozenset(name[1].decode() for name in wrong if name),
        _formats(xml, styles),
    )


def _formats(xml: bytes, styles: Mapping[bytes, str]) -> dict[str, str]:
    """The telling number formats of a sheet's number cells."""
    if not styles:
        return {}
    if b"<c s=" in xml or b"<c t=" in xml:  # attributes in another order than all office programs write them
        found = _STYLED_NUMBER.findall(xml)
    else:
        found = re.findall(
            rb'<c r="([A-Z]{1,3}[0-9]{1,7})" s="(' + b"|".join(styles) + rb')"(?: t="n")?>', xml
        )
    return {name.decode(): styles[style] for name, style in found if style in styles}
