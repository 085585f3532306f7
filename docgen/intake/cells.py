"""One cell as the value that a field of a record holds: dates as people type them, exact numbers, 无, 未知.

What can't be read stays the text that it is, so that the schema's own finding tells what was wanted there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from docgen.expressions import Type
from docgen.ooxml.workbooks import Cell

NONE = "无"
#: what people write for the cell above, and where they put nothing: for none, or because nobody knows
DITTO = frozenset({"同上", "同前", "〃", "″", "’’", "''", '"', "“"})
DASHES = frozenset({"/", "／", "\\", "-", "－", "—", "——", "--", "─", "–"})
#: Excel's day 0; its wrong 1900-02-29 is before any date that a list has
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
#: units in which 98.5% is 98.5
PERCENT = frozenset({"%", "％", ""})
#: an integer of so many digits has lost its tail in a double
_CERTAIN = 10**15

_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?\s*(?:00?:00(?::00)?)?", re.ASCII
)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_DAY_NUMBER = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})", re.ASCII)
#: a date in Chinese numerals: its year digit by digit, month and day counted (二〇二四年十二月三十一日)
_IN_WORDS = re.compile(
    "[〇零○一二三四五六七八九]{4}年(?:[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?)?"
)
_DIGITS_IN_WORDS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_DAY_IN_WORDS = re.compile(r"(\d?)十(\d?)", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
#: how a .csv from Excel writes a long number
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d+", re.ASCII)
_UNKNOWN = re.compile(
    r"(?:未知|不详|待查|待定)\s*(?:[：:](?P<after>.*)|[（(](?P<inside>.*?)[）)]?)?", re.DOTALL
)
_DOCUMENT_NUMBER = re.compile(r"(.+?)[〔\[（(［【](\d{4})[〕\]）)］】]第?0*(\d+)号?")

Convert = Callable[[Cell], Any]

_PADDED = re.compile(r"0{2,}")
_PLACES = re.compile(r"[#,]*0\.(0+)(?:[;_].*)?")


class Shown(float):
    """A number of a table with the format that it is shown in (Excel's, without quoted words)."""

    format: str

    def __new__(cls, number: float, format: str) -> Shown:
        made = super().__new__(cls, number)
        made.format = format
        return made

    @property
    def is_percent(self) -> bool:
        """Whether 0.777 is shown as 77.7%."""
        return "%" in self.format

    @property
    def is_scaled(self) -> bool:
        """Whether it is shown in thousands or ten thousands of what it is."""
        return re.search(r"[0#],+(?![0#?])|0!\.0|0\\\.0", self.format) is not None

    @property
    def width(self) -> int:
        """How many digits it is filled up to with zeros in front (000000: 6); 0 where it isn't."""
        return len(self.format) if _PADDED.fullmatch(self.format) else 0

    @property
    def places(self) -> int:
        """How many places after the point are always shown; 0 where none are fixed."""
        match = _PLACES.fullmatch(self.format)
        return len(match[1]) if match else 0


class Lost(Exception):
    """A number that lost digits before the list was read; ``shown`` is what is left of it."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self.shown = shown


def converter(type_: Type, unit: str = "") -> Convert | None:
    """What turns a cell into a value of this type; None for what one cell can't hold.

    ``unit`` is the number's: a text with % is none in another one.
    """
    make = {
        "date": as_date,
        "number": as_number if unit in PERCENT else _as_amount,
        "text": as_text,
        "boolean": as_boolean,
        "list": _list_of(type_.item) if type_.item is not None else None,
        "object": as_document_number if {"code", "year", "sequence"} <= type_.fields.keys() else None,
    }.get(type_.sort)
    if make is None:
        return None

    def convert(cell: Cell) -> Any:
        if isinstance(cell, str):
            text = cell.strip()
            if text == NONE and type_.may_be_none:
                return NONE
            if text == NONE and type_.sort == "list":  # none of them, not one that is called so
                return []
            reason = unknown_reason(text) if type_.may_be_unknown else None
            if reason is not None:
                return {"unknown": reason}
        return make(cell)

    return convert


def unknown_reason(text: str) -> str | None:
    """The reason in 未知：尚未反馈 or 不详（尚未反馈）, "" where none is given; None for another text."""
    said = _UNKNOWN.fullmatch(text)
    return (said["after"] or said["inside"] or "").strip() if said is not None else None


def _list_of(item: Type) -> Convert | None:
    """What reads several of one sort in one cell."""
    if item.sort == "date":
        return lambda cell: [as_date(text) for text in (as_list(cell) if isinstance(cell, str) else [cell])]
    return as_list if item.sort == "text" or (item.sort == "number" and item.ref) else None


def as_date(cell: Cell) -> str:
    """A date as records write it (2024-03-01, 2024-03, 2024); the text itself where it is none."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if cell == int(cell) and int(cell) in _SERIALS:
            return (_EPOCH + timedelta(days=int(cell))).isoformat()
        cell = plain_digits(cell)
    return _date_of(shown(cell))


@lru_cache(maxsize=4096)
def _date_of(shown_as: str) -> str:
    text = unicodedata.normalize("NFKC", shown_as).strip()
    if _IN_WORDS.fullmatch(text):
        text = _DAY_IN_WORDS.sub(_as_digits, text.translate(_DIGITS_IN_WORDS))
    if match := _DATE.fullmatch(text):
        year, month, day = match.groups()
        return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    if match := _DAY_NUMBER.fullmatch(text):
        century, year, month, day = match.groups()
        return f"{century}{year}-{month}-{day}"
    if match := _YEAR.fullmatch(text):
        return match[1]
    return shown_as


def _as_digits(match: re.Match[str]) -> str:
    """十 between its digits: 十 is 10, 十二 12, 三十一 31."""
    return f"{match[1] or 1}{match[2] or 0}"


def as_number(cell: Cell) -> int | Decimal | str:
    """An exact number: a double is read at the 15 digits that it is sure of; Lost for one that has more."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if abs(cell) >= _CERTAIN:
            raise Lost(plain_digits(cell))
        if isinstance(cell, Shown) and cell.is_percent:
            return _exact(format(Decimal(format(cell, ".15g")).scaleb(2), "f"))
        return _exact(format(Decimal(format(cell, ".15g")), "f"))
    text = unicodedata.normalize("NFKC", shown(cell)).strip()
    if _SCIENTIFIC.fullmatch(text):
        raise Lost(text)
    number = text.removesuffix("%").replace(" ", "")
    return _exact(number.replace(",", "")) if _NUMBER.fullmatch(number) else shown(cell)


def is_with_percent(cell: Cell) -> bool:
    """Whether a cell is a text that ends in %."""
    return isinstance(cell, str) and cell.rstrip().endswith(("%", "％"))


def _as_amount(cell: Cell) -> int | Decimal | str:
    return shown(cell) if is_with_percent(cell) else as_number(cell)


def _exact(text: str) -> int | Decimal:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() and "." not in text else +number


def as_text(cell: Cell) -> str:
    """A text as it stands; a code that Excel took for a number gets its digits back, if it has them all."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if abs(cell) >= _CERTAIN:
            raise Lost(plain_digits(cell))
        return plain_digits(cell)
    text = shown(cell).strip()
    if _SCIENTIFIC.fullmatch(text):
        raise Lost(text)
    return text


def as_boolean(cell: Cell) -> bool | str:
    """是 or 否."""
    text = shown(cell).strip()
    return {"是": True, "否": False, "TRUE": True, "FALSE": False}.get(text.upper(), text)


def as_list(cell: Cell) -> list[str]:
    """Several texts in one cell: a line each, or between semicolons."""
    text = as_text(cell)
    parts = text.splitlines() if "\n" in text else re.split("[；;]", text)
    return [part.strip() for part in parts if part.strip()]


def as_document_number(cell: Cell) -> dict[str, Any] | str:
    """发文字号 in its parts: 云民字〔2024〕6号, whatever the brackets; the text itself where it is none."""
    text = as_text(cell)
    match = _DOCUMENT_NUMBER.fullmatch(text)
    if match is None:
        return text
    return {"code": match[1].strip(), "year": int(match[2]), "sequence": int(match[3])}


def plain_digits(number: float) -> str:
    """A number without exponent, at the digits that a double is sure of, and the zeros shown before it."""
    if isinstance(number, Shown) and number.width and number >= 0 and number.is_integer():
        return format(int(number), f"0{number.width}d")
    return format(Decimal(format(number, ".15g")), "f")


def shown(cell: Cell) -> str:
    """A cell as a text."""
    if cell.__class__ is str:  # nearly all of a form's
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return plain_digits(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return str(cell)
