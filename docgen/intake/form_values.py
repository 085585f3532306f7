"""A value of a record as what stands in a form's cell, and a cell read back as the value."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from docgen.expressions import Type
from docgen.intake.cells import DASHES, NONE, PERCENT, Lost, Shown, converter, is_with_percent, shown
from docgen.intake.columns import normal
from docgen.intake.naming import Names
from docgen.ooxml.workbooks import Cell
from docgen.quantities import number_text, parse_unit

#: a list that is there and has nothing in it
EMPTY = "（空）"
#: more digits than a spreadsheet keeps: such a number goes in as a text
_SURE_DIGITS = 15
_UNKNOWN_WORDS = frozenset({"未知", "不详", "待查", "待定"})
_YES_NO = {True: "是", False: "否"}
_UNIT_BEHIND = re.compile(r"(\s*[-+]?[\d,，.．０-９]+)\s*([^\d\s,.，．%％].*?)\s*")


def to_cell(value: Any, type_: Type, names: Names) -> str | int | Decimal | None:
    """What a form shows for a value; None for what a single cell can't hold."""
    if isinstance(value, dict):
        if set(value) == {"unknown"}:
            return f"未知：{value['unknown']}"
        if {"code", "year", "sequence"} == set(value):
            return f"{value['code']}〔{value['year']}〕{value['sequence']}号"
        return None
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, int | Decimal):
        return value if len(Decimal(value).as_tuple().digits) <= _SURE_DIGITS else number_text(value)
    if isinstance(value, list):
        return _list_cell(value, type_.item or Type("text"), names)
    if not isinstance(value, str):
        return None
    if type_.choices:
        return label_of(type_, value)
    return names.called(type_.ref, value) if type_.ref else value


def _list_cell(value: list[Any], item: Type, names: Names) -> str | None:
    if not value:
        return EMPTY
    texts = [to_cell(each, item, names) for each in value]
    if not all(isinstance(each, str) for each in texts):
        return None
    joined = "\n".join(map(str, texts))
    # one entry with a semicolon is one: with a line's end behind it, it isn't taken apart
    return f"{joined}\n" if len(texts) == 1 and set(joined) & set("；;") else joined


def label_of(type_: Type, code: str) -> str:
    """The label of a choice, if no other has it."""
    label = type_.choices.get(code, code)
    return label if list(type_.choices.values()).count(label) == 1 else code


class CellReader:
    """What reads the cells of one field; made once for a column, because a form has many cells."""

    def __init__(self, type_: Type, *, is_direct: bool = False) -> None:
        self.type = type_
        self._convert = converter(type_)
        self._codes = {normal(text): code for code, label in type_.choices.items() for text in (label, code)}
        #: a text that is taken as it stands, unless it begins like one of the words for what isn't known
        self._is_simple = type_.sort == "text" and not (type_.choices or type_.ref)
        says_all = is_direct and type_.sort in ("text", "date", "boolean") and not type_.ref
        #: texts read before -> values, where a text alone says what the value is (and stands in the element
        #: itself); None where it doesn't
        self.memo: dict[str, Any] | None = {} if says_all else None
        self._is_plain = type_.sort == "text" and not (
            type_.choices or type_.may_be_unknown or type_.may_be_none
        )

    def quick(self, text: str) -> Any:
        """The value of a text, kept for the next cell that says it; None for what ``read`` must look at."""
        if not text.strip() or text.strip() in DASHES:
            return None
        try:
            value = self.read(text)
        except Lost:
            return None
        if self.memo is not None and isinstance(value, str | bool):
            self.memo[text] = value
        return value

    def read(self, cell: Cell, unit: str = "") -> Any:
        """The value of a cell; ``unit`` is that of the field, which may be typed behind the number.

        A number keeps the zeros that its format shows after it. What can't be read stays the text that it
        is. cells.Lost for a number that lost digits.
        """
        if self._is_simple and cell.__class__ is str:
            text = cell.strip()
            if "+" not in text and (self._is_plain or (text[:2] not in _UNKNOWN_WORDS and text != NONE)):
                return text
        if self._convert is None:
            return shown(cell)
        if isinstance(cell, str) and not self._is_plain:
            text = cell.strip()
            if self.type.sort == "list" and text == EMPTY:
                return []
            if self._codes:
                code = self._codes.get(text) or self._codes.get(normal(text))
                if code is not None:
                    return code
            if (
                self.type.sort == "number"
                and (match := _UNIT_BEHIND.fullmatch(text))
                and _is_unit(match[2], unit)
            ):
                cell = match[1]
            elif self.type.sort == "number" and unit not in PERCENT and is_with_percent(text):
                return cell
        value = self._convert(cell)
        if isinstance(cell, Shown) and cell.places and isinstance(value, int | Decimal):
            return _with_places(value, cell.places)
        return value


def _with_places(number: int | Decimal, places: int) -> int | Decimal:
    exact = Decimal(number)
    return exact.quantize(Decimal(1).scaleb(-places)) if -int(exact.as_tuple().exponent) < places else number


def _is_unit(text: str, unit: str) -> bool:
    return (bool(unit) and parse_unit(text) == parse_unit(unit)) or text == unit != ""


def with_ids(value: Any, type_: Type, names: Names) -> Any:
    """A reference's names as the ids that they mean; other values as they are."""
    if isinstance(value, list) and type_.item is not None and type_.item.ref:
        return [names.meant(type_.item.ref, each) if isinstance(each, str) else each for each in value]
    if isinstance(value, str) and type_.ref and value != NONE and value not in type_.choices:
        return names.meant(type_.ref, value)
    return value
