"""Names of documents from a pattern of fields: ``{seq:04}-{addressee}.docx``, safe on Windows and on Linux.

A field is named by its path in the record or by its Chinese titles; ``seq`` (序号) counts the rows. What
the schema keeps from the public gets into no name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from decimal import Decimal
from typing import Any, NamedTuple

from docgen.batch.results import COMPANIONS
from docgen.dates import parse_date
from docgen.errors import UsageError
from docgen.expressions import Type
from docgen.frozen import frozen
from docgen.prose import resolve
from docgen.quantities import number_text
from docgen.records import Record, join_pointer
from docgen.schemas import Kind
from docgen.wording import document_number, nearest
from docgen.writing import DOCX, MAX_NAME_BYTES, clean_name, is_reserved_name

SEQUENCE = ("seq", "序号")
#: of a name that is cut, this much tells it from others that begin alike
_TAIL_DIGITS = 8

_FIELD = re.compile(r"\{\{|\}\}|\{([^{}:]*)(?::([^{}]*))?\}|([{}])")
_WIDTH = re.compile(r"0?([1-9])")


class Absent(Exception):
    """A field that the name needs and the row doesn't give; ``title`` is what a clerk calls it."""

    def __init__(self, title: str, pointer: str) -> None:
        super().__init__(title)
        self.title = title
        self.pointer = pointer


class Place(NamedTuple):
    """A field of the kind in a pattern: its pointer, its Chinese titles, its type, digits to fill up to."""

    pointer: str
    title: str
    type: Type
    width: int = 0


@frozen
class NamePattern:
    """A pattern read for one kind: literal texts, fields, and None for the row's place in the list."""

    text: str
    parts: tuple[str | Place | int, ...]

    def name(self, position: int, record: Record, kind: Kind) -> str:
        """The file name of the row at a place in the list; Absent where a field has no value."""
        written = []
        for part in self.parts:
            if isinstance(part, str):
                written.append(part)
            elif isinstance(part, int):
                written.append(f"{position:0{part or 1}}")
            else:
                written.append(_shown(part, record, kind))
        return safe_file_name("".join(written))


def read_pattern(text: str, kind: Kind) -> NamePattern:
    """A pattern read; UsageError for a field that there isn't (with the nearest) or that isn't public."""
    parts: list[str | Place | int] = []
    at = 0
    stem = text[: -len(DOCX)] if text.lower().endswith(DOCX) else text
    for match in _FIELD.finditer(stem):
        parts.append(stem[at : match.start()])
        at = match.end()
        if match[0] in ("{{", "}}"):
            parts.append(match[0][0])
        elif match[3]:
            raise UsageError("name-pattern-brace", pattern=text)
        else:
            parts.append(_part(text, match[1].strip(), match[2], kind))
    parts.append(stem[at:])
    found = NamePattern(text, tuple(part for part in parts if part != ""))
    if all(isinstance(part, str) for part in found.parts):
        raise UsageError("name-pattern-constant", pattern=text)
    return found


def _part(text: str, path: str, width: str | None, kind: Kind) -> Place | int:
    digits = 0
    if width is not None:
        match = _WIDTH.fullmatch(width.strip())
        if match is None:
            raise UsageError("name-pattern-width", pattern=text, found=width)
        digits = int(match[1])
    if path in SEQUENCE:
        return digits
    place = find_field(path, kind)
    if place is None:
        near = nearest(
            path, [*SEQUENCE, *kind.root.fields, *(each.title for each in kind.root.fields.values())]
        )
        raise UsageError("name-pattern-no-field", suggestion=near, pattern=text, field=path)
    if isinstance(place, str):
        raise UsageError("name-pattern-private", pattern=text, field=place)
    if place.type.sort in ("list", "boolean") or (place.type.sort == "object" and not _is_number(place.type)):
        raise UsageError("name-pattern-not-a-value", pattern=text, field=place.title)
    return place._replace(width=digits)


def find_field(path: str, kind: Kind, *, may_be_private: bool = False) -> Place | str | None:
    """The field at a dotted path of names or titles; its titles alone if it isn't public, None if none is.

    An entry keyed by an id (``indicators.orphans``) is a field as well; of an indicator or date its value
    is meant.
    """
    type_, pointer, titles = kind.root, "", []
    for name in path.removeprefix("/").replace("/", ".").split("."):
        known = type_.fields
        own = name if name in known else next((id for id, each in known.items() if each.title == name), None)
        inner = known[own] if own is not None else type_.entry
        if inner is None or not name:
            return None
        titles.append(inner.title or name)
        if not (inner.is_public or may_be_private):
            return " › ".join(titles)
        pointer, type_ = join_pointer(pointer, own if own is not None else name), inner
    if type_.sort in ("number", "date") and "value" in type_.fields:
        pointer += "/value"
    return Place(pointer, " › ".join(titles), type_)


def _is_number(type_: Type) -> bool:
    return {"code", "year", "sequence"} <= type_.fields.keys()


def shown_value(place: Place, record: Record, kind: Kind) -> str:
    """The value of a field as it is printed, "" where the row gives none (unknown and 无 are none)."""
    value: Any = record.get(place.pointer)
    if isinstance(value, str):
        if place.type.is_prose and "{" in value:
            return str(resolve(record, kind, place.pointer)).strip()
        if value == "无" and (place.type.may_be_none or place.type.sort != "text"):
            return ""
        day = parse_date(value) if place.type.sort == "date" else None
        return day.text if day is not None else place.type.choices.get(value, value).strip()
    if isinstance(value, dict) and {"code", "year", "sequence"} <= value.keys():
        return document_number(str(value["code"]), value["year"], value["sequence"])
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return number_text(value)
    return ""


def _shown(place: Place, record: Record, kind: Kind) -> str:
    text = shown_value(place, record, kind)
    if not text:
        raise Absent(place.title, place.pointer)
    return text.zfill(place.width)


def safe_file_name(stem: str) -> str:
    """A name that Windows and Linux take, with its ending; one that is too long is cut and keeps a tail.

    The tail is made from the whole name, so that two long names that begin alike stay two.
    """
    name = clean_name(stem)
    if len(name.encode("utf-8")) > MAX_NAME_BYTES:
        tail = "-" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:_TAIL_DIGITS]
        room = MAX_NAME_BYTES - len(tail)
        name = clean_name(name.encode("utf-8")[:room].decode("utf-8", "ignore")) + tail
    if is_reserved_name(name) or same_name(name + DOCX) in COMPANIONS:
        name = f"_{name}"
    return (name or "_") + DOCX


def same_name(name: str) -> str:
    """What is equal for two names that Windows holds for one: capitals and ways to write an accent aside."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
