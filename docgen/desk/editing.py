"""A value of a record changed as a clerk types it; the rest of the file stays as it was written."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from docgen.dates import parse_date
from docgen.expressions import Type
from docgen.formats.manifest import exact_json
from docgen.intake.cells import NONE, as_date, unknown_reason
from docgen.locating import Offsets, is_exact_number, split_pointer
from docgen.quantities import number_text
from docgen.records import Record
from docgen.structure import is_unknown

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_YES, _NO = ("是", "有", "true", "yes"), ("否", "无", "没有", "false", "no")


class NotUnderstood(ValueError):
    """What was typed can't be such a value; the text names what it should be (number, date, …)."""


def shown(value: Any, type_: Type | None) -> str:
    """A value as it stands in the page and in the field where it is changed."""
    if value is None:
        return ""
    if is_unknown(value):
        return f"未知（{value['unknown']}）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | Decimal):
        return number_text(value)
    if isinstance(value, str):
        return type_.choices.get(value, value) if type_ is not None else value
    return exact_json(value, "")


def understood(typed: str, type_: Type | None, unit: str = "") -> Any:
    """The value that somebody typed; NotUnderstood says what it should have been."""
    text = typed.replace("\r\n", "\n").strip()
    plain = unicodedata.normalize("NFKC", text)
    reason = unknown_reason(text)
    if reason is not None and (text.startswith("未知") or (type_ is not None and type_.may_be_unknown)):
        return {"unknown": reason or "填报时未说明原因"}
    sort = type_.sort if type_ is not None else "text"
    codes = {label: code for code, label in type_.choices.items()} if type_ is not None else {}
    if text in codes or (type_ is not None and text in type_.choices):
        return codes.get(text, text)
    if text == NONE and type_ is not None and type_.may_be_none:
        return NONE
    if sort == "number":
        return _number(plain.removesuffix(unit).strip() if unit else plain)
    if sort == "date":
        return _date(plain)
    if sort == "boolean":
        if plain.lower() in (*_YES, *_NO):
            return plain.lower() in _YES
        raise NotUnderstood("boolean")
    if codes:
        raise NotUnderstood("choice")
    return text


def _number(plain: str) -> int | Decimal:
    if not _NUMBER.fullmatch(plain):
        raise NotUnderstood("number")
    digits = plain.replace(",", "").removeprefix("+")
    if not is_exact_number(digits):
        raise NotUnderstood("number")
    return Decimal(digits) if "." in digits else int(digits)


def _date(plain: str) -> str:
    text = as_date(plain)
    if parse_date(text) is None:
        raise NotUnderstood("date")
    return text


def replaced(text: str, values: Mapping[str, Any]) -> str:
    """A record's text with other values at pointers; KeyError where there is none to be replaced."""
    offsets = Offsets(text)
    spans = []
    for pointer, value in values.items():
        found = offsets.find(pointer)
        if found is None:
            raise KeyError(pointer)
        spans.append((found[1], _end(text, found[1]), exact_json(value, "")))
    for start, end, written in sorted(spans, reverse=True):
        text = text[:start] + written + text[end:]
    return text


def appended(record: Record, pointer: str, items: Sequence[Any]) -> str:
    """The record's text with more in the list at a pointer, which is made where there is none."""
    text = record.source.text
    found = Offsets(text).find(pointer)
    if found is None:
        return changed(record, pointer, list(items))
    inside = text[: _end(text, found[1]) - 1].rstrip()
    comma = "" if inside.endswith("[") else ", "
    return inside + comma + exact_json(items, "")[1:-1] + text[len(inside) :]


def _end(text: str, start: int) -> int:
    """Where the value that begins there ends."""
    return json.JSONDecoder().raw_decode(text, start)[1]


def changed(record: Record, pointer: str, value: Any) -> str:
    """The record's text with one value put in; KeyError where there is nothing to put it into."""
    text = record.source.text
    offsets = Offsets(text)
    written = exact_json(value, "")
    if offsets.find(pointer) is not None:
        return replaced(text, {pointer: value})
    parent, _, token = pointer.rpartition("/")
    holder = record.at(parent)
    if not isinstance(holder, dict):
        raise KeyError(pointer)
    around = offsets.find(parent)
    if around is None:
        raise KeyError(pointer)
    inside = around[1] + 1
    name = json.dumps(split_pointer("/" + token)[0], ensure_ascii=False)
    return f"{text[:inside]}{name}: {written}{', ' if holder else ''}{text[inside:]}"
