"""A record as it was given: exact numbers, no duplicate keys, and the place of everything in it.

Reading is exact and safe; judging comes later. A record may hold values of any type anywhere, so
nothing here trusts its shape.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from docgen.errors import UnreadableInput
from docgen.findings import Place
from docgen.locating import (
    MAX_DEPTH,
    Fault,
    Offsets,
    escape_pointer,
    first_fault,
    is_exact_number,
    join_pointer,
    line_and_column,
    normal_key,
    shown,
    split_pointer,
    syntax_fault,
    unescape_pointer,
)
from docgen.patterns import lazy
from docgen.quantities import MAX_DIGITS, is_within_caps
from docgen.sources import DEFAULT_MAX_BYTES, Source, read_source

__all__ = [
    "DEFAULT_MAX_BYTES",
    "Record",
    "Source",
    "escape_pointer",
    "forbidden_characters",
    "join_pointer",
    "parse",
    "read_source",
    "split_pointer",
    "unescape_pointer",
]

#: what a record says its format is
FORMAT = "docgen-record/0"
#: top-level objects whose keys are ids
KEYED_BY_ID = ("indicators", "documents", "dates")
#: top-level list -> the list inside its elements whose elements have ids as well
NESTED_WITH_IDS = {"rectifications": "items", "sections": "subsections"}

#: what XML 1.0 has no way to write (its rule [2] Char), so that no .docx can hold it
_FORBIDDEN = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: escapes that can mean a forbidden character; a control character as such is refused by the parse
_SUSPICIOUS_ESCAPE = lazy(r"\\[ubf]")


class _Refused(Exception):
    """The parse met something that the locator has to find again, with its line."""


@dataclass(frozen=True, eq=False)
class Record:
    """One work record (工作记录): its data with exact numbers, and where each value stands in the file."""

    source: Source
    data: dict[str, Any]

    @classmethod
    def from_data(cls, data: Mapping[str, Any], name: str = "") -> Record:
        """A record from Python values, copied; floats become the decimals they print as.

        Its places have no line. Raises UnreadableInput for NaN, numbers beyond the caps and nesting
        too deep.
        """
        return cls(Source(name, ""), _exact(dict(data), name, 1))

    @property
    def kind_id(self) -> str:
        """The record's kind (材料类型), "" where it doesn't say one."""
        kind = self.data.get("kind")
        return kind if isinstance(kind, str) else ""

    def at(self, pointer: str) -> Any:
        """The value a JSON pointer names; KeyError where there is none."""
        if pointer and not pointer.startswith("/"):
            raise KeyError(pointer)
        value: Any = self.data
        for token in _tokens(pointer):
            if isinstance(value, dict) and token in value:
                value = value[token]
            elif isinstance(value, list) and _is_index(token, value):
                value = value[int(token)]
            else:
                raise KeyError(pointer)
        return value

    def get(self, pointer: str, default: Any = None) -> Any:
        """The value a JSON pointer names, or the default."""
        try:
            return self.at(pointer)
        except KeyError:
            return default

    def place(self, pointer: str, label: str = "", *, key: bool = False) -> Place:
        """Where a value (or with ``key`` its key) stands; for what isn't there, what is nearest around it."""
        nearest, found = pointer, self._offsets.find(pointer)
        while found is None and nearest:
            nearest = nearest.rpartition("/")[0]
            found = self._offsets.find(nearest)
        if found is None:
            return Place(self.source.name, pointer, label)
        key_at, value_at = found
        at = key_at if key and key_at >= 0 and nearest == pointer else value_at
        line = bisect_right(self._line_starts, at)
        return Place(self.source.name, pointer, label, line, at - self._line_starts[line - 1] + 1)

    @cached_property
    def pointers(self) -> Mapping[str, str]:
        """Id -> JSON pointer of what bears it; the first where two bear the same.

        An id that NFKC changes (ｘ２) is there as written and in its normal form, as rules read it.
        """
        found: dict[str, str] = {}
        for name, pointer in self._ids:
            found.setdefault(name, pointer)
        for name, pointer in list(found.items()):
            if not name.isascii():
                found.setdefault(normal_key(name), pointer)
        return found

    @cached_property
    def id_clashes(self) -> list[tuple[str, str, str]]:
        """(id, first pointer, second pointer) of every id given twice or equal to a top-level field."""
        first = {normal_key(name): join_pointer("", name) for name in self.data}
        clashes = []
        for name, pointer in self._ids:
            earlier = first.setdefault(name if name.isascii() else normal_key(name), pointer)
            if earlier != pointer:
                clashes.append((name, earlier, pointer))
        return clashes

    @cached_property
    def _ids(self) -> list[tuple[str, str]]:
        return list(_ids(self.data))

    @cached_property
    def _offsets(self) -> Offsets:
        """Where its values stand in its text."""
        return Offsets(self.source.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *[match.end() for match in re.finditer("\n", self.source.text)]]


@lru_cache(maxsize=4096)
def _tokens(pointer: str) -> tuple[str, ...]:
    """The keys and indexes of a pointer; the same ones are asked for of thousands of records."""
    return tuple(split_pointer(pointer))


def parse(source: Source) -> Record:
    """The record in a text; UnreadableInput names line and column of what keeps it from being one."""
    text = source.text
    data = _decoded(source)
    if not isinstance(data, dict):
        start = len(text) - len(text.lstrip())
        found = shown(text[start : start + 1])
        raise _unreadable(source, Fault("json-not-an-object", start, {"found": found}))
    if _is_too_deep(data):
        raise _unreadable(source, _found_again(text))
    return Record(source, data)


def parse_list(source: Source) -> list[tuple[int, Any]]:
    """Line and value of each element of a list of records, read as strictly; UnreadableInput as above."""
    data = _decoded(source)
    if not isinstance(data, list):
        raise UnreadableInput("list-not-a-list", path=source.name)
    if _is_too_deep({"": data}):
        raise _unreadable(source, _found_again(source.text))
    places = Record(source, {})
    return [(places.place(join_pointer("", at)).line or 1, each) for at, each in enumerate(data)]


def _decoded(source: Source) -> Any:
    text = source.text
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _unreadable(source, syntax_fault(text, error)) from None
    except (_Refused, RecursionError):
        raise _unreadable(source, _found_again(text)) from None


def forbidden_characters(record: Record) -> list[tuple[str, str]]:
    """(pointer, character) of every character that no .docx can hold; a key's pointer is its value's.

    Half of a character pair (a lone \\ud800) counts too; tabs and line ends are allowed.
    """
    if record.source.text and not _may_hold_forbidden(record.source.text):
        return []
    strings = _strings(record.data)
    return [(pointer, match) for pointer, string in strings for match in _FORBIDDEN.findall(string)]


def _may_hold_forbidden(text: str) -> bool:
    # looking for one character at a time is many times faster than one expression for all
    if "\ufffe" in text or "\uffff" in text:
        return True
    return "\\" in text and _SUSPICIOUS_ESCAPE.search(text) is not None


def _read_integer(text: str) -> int:
    if len(text) > MAX_DIGITS and not is_exact_number(text):
        raise _Refused
    return int(text)


def _read_decimal(text: str) -> Decimal:
    # the quick test is sure: fewer characters than the caps and no exponent
    if (len(text) >= MAX_DIGITS or "e" in text or "E" in text) and not is_exact_number(text):
        raise _Refused
    return Decimal(text)


def _refuse_constant(text: str) -> Any:
    raise _Refused


def _read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Refused
    if not "".join(members).isascii() and len({normal_key(key) for key in members}) != len(pairs):
        raise _Refused
    return members


#: json's C scanner takes these hooks; a subclass or a Python scanner would cost many times more
_DECODER = json.JSONDecoder(
    parse_int=_read_integer,
    parse_float=_read_decimal,
    parse_constant=_refuse_constant,
    object_pairs_hook=_read_object,
)


def _unreadable(source: Source, fault: Fault) -> UnreadableInput:
    line, column = line_and_column(source.text, fault.at)
    return UnreadableInput(fault.code, path=source.name, line=line, column=column, **fault.parameters)


def _found_again(text: str) -> Fault:
    """The fault for which the parse was given up, with its place."""
    return first_fault(text) or Fault("json-too-deep", 0, {"limit": MAX_DEPTH})


def _is_too_deep(data: dict[str, Any]) -> bool:
    """Whether containers nest more than MAX_DEPTH deep; level by level, so no recursion of its own."""
    level: list[Any] = [data]
    for _depth in range(MAX_DEPTH):
        level = [
            member
            for container in level
            for member in (container.values() if type(container) is dict else container)
            if type(member) is dict or type(member) is list
        ]
        if not level:
            return False
    return True


def _is_index(token: str, elements: list[Any]) -> bool:
    """Whether a pointer's token is the index of an element (no sign, no leading zero)."""
    is_number = token.isascii() and token.isdigit() and (token == "0" or not token.startswith("0"))
    return is_number and len(token) < 10 and int(token) < len(elements)


def _ids(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every (id, pointer) of a record, in the order of the record's fields."""
    for name, value in data.items():
        pointer = join_pointer("", name)
        if name in KEYED_BY_ID and isinstance(value, dict) and not _is_unknown(value):
            for key in value:
                yield key, join_pointer(pointer, key)
        elif isinstance(value, list):
            yield from _ids_of_elements(value, pointer, NESTED_WITH_IDS.get(name, ""))


def _ids_of_elements(elements: list[Any], parent: str, nested: str) -> Iterator[tuple[str, str]]:
    for position, element in enumerate(elements):
        if not isinstance(element, dict):
            continue
        pointer = join_pointer(parent, position)
        if isinstance(element.get("id"), str):
            yield element["id"], pointer
        inner = element.get(nested) if nested else None
        if isinstance(inner, list):
            yield from _ids_of_elements(inner, join_pointer(pointer, nested), "")


def _is_unknown(value: dict[str, Any]) -> bool:
    """Whether a value is the record's way to say unknown (未知): {"unknown": reason}."""
    return len(value) == 1 and isinstance(value.get("unknown"), str)


def _strings(data: Any) -> Iterator[tuple[str, str]]:
    """Every key and text below a value, each with its pointer, in the order of the record."""
    waiting: list[tuple[str, Any]] = [("", data)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str):
            yield pointer, value
        elif isinstance(value, dict):
            yield from ((join_pointer(pointer, key), key) for key in value)
            waiting.extend((join_pointer(pointer, key), value[key]) for key in reversed(value))
        elif isinstance(value, list):
            waiting.extend((join_pointer(pointer, i), value[i]) for i in reversed(range(len(value))))


def _exact(value: Any, name: str, depth: int) -> Any:
    """A copy of a Python value as the parser would have read it."""
    if isinstance(value, (Mapping, list, tuple)):
        if depth > MAX_DEPTH:
            raise UnreadableInput("json-too-deep", path=name, limit=MAX_DEPTH)
        if isinstance(value, Mapping):
            return {str(key): _exact(member, name, depth + 1) for key, member in value.items()}
        return [_exact(member, name, depth + 1) for member in value]
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise UnreadableInput("json-not-a-number", path=name, found=str(value))
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and not is_within_caps(value):
        raise UnreadableInput("number-too-long", path=name, number=f"{Decimal(value):.3e}", digits=MAX_DIGITS)
    return value
