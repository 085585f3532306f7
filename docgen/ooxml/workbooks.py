"""The cells of an .xlsx workbook as plain texts, read under limits; nothing in it is calculated or run."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from docgen.errors import UnreadableInput

MAX_BYTES = 32_000_000
#: what a workbook may unpack to, all parts together
MAX_UNPACKED_BYTES = 256_000_000
#: the ends of worksheets that are looked at; more is no list of questions
MAX_ROWS = 100_000

#: sheet name -> its rows from the first on, each cell's text from the first column on
Sheets = dict[str, list[list[str]]]


def read_sheets(path: str) -> Sheets:
    """Every sheet of a workbook; UnreadableInput for what is none, too large, or can't be read."""
    data = _bytes_of(path)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise UnreadableInput("workbook-too-large", path=path, limit=MAX_UNPACKED_BYTES // 1_000_000)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError):
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
