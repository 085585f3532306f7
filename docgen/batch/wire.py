"""Rows on their way to other processes: only what tells a row from the list's first one is sent.

Nearly everything in a notice is the same for all its recipients. The first row (the base) goes along once
with each chunk; of every other row only the top-level fields that differ are sent, as JSON. What a process
puts together again shares the base's values, so that what was judged once needn't be judged anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from docgen.quantities import number_text
from docgen.records import Record, Source


class Wire(NamedTuple):
    """One row as it is sent: its place in the list, its own row number, and the fields it has of its own.

    ``names`` and ``texts`` are the own fields and their JSON; ``order`` names all its fields where they
    aren't the base's in the base's order.
    """

    position: int
    number: int
    names: tuple[str, ...]
    texts: tuple[str, ...]
    order: tuple[str, ...] | None = None


class Base:
    """The list's first record: its fields' values, their JSON, and the SHA-256 of each."""

    def __init__(self, data: Mapping[str, Any], name: str) -> None:
        self.name = name
        self.data = dict(data)
        self.names = tuple(self.data)
        self.texts = {field: field_text(value) for field, value in self.data.items()}
        self.digests = {field: _digest(field, text) for field, text in self.texts.items()}

    def __reduce__(self) -> tuple[Any, ...]:
        return _base, (self.name, self.names, tuple(self.texts.values()))

    def wire(self, position: int, number: int, data: Mapping[str, Any]) -> Wire:
        """A row as it is sent."""
        own = self.data
        names, texts = [], []
        for field, value in data.items():
            given = own.get(field, _ABSENT)
            if value is given or (type(value) is str and value == given):
                continue
            text = field_text(value)
            if self.texts.get(field) != text:
                names.append(field)
                texts.append(text)
        order = tuple(data)
        return Wire(position, number, tuple(names), tuple(texts), None if order == self.names else order)

    def record(self, wire: Wire) -> Record:
        """The row put together again; its values are the base's where they are the same."""
        own = _parsed(wire.names, wire.texts)
        if wire.order is None:
            return Record(Source(self.name, ""), {**self.data, **own} if own else dict(self.data))
        known = {**self.data, **own}
        return Record(Source(self.name, ""), {field: known[field] for field in wire.order})

    def digest(self, wire: Wire) -> str:
        """The record's SHA-256: of its fields' digests, sorted by name, whatever the base is."""
        digests = self.digests
        if wire.order is not None:
            digests = {field: digests[field] for field in wire.order if field in digests}
        own = {name: _digest(name, text) for name, text in zip(wire.names, wire.texts, strict=True)}
        found = {**digests, **own} if own else digests
        return hashlib.sha256(b"".join([found[name] for name in sorted(found)])).hexdigest()


_ABSENT = object()


@lru_cache(maxsize=1)
def _base(name: str, names: tuple[str, ...], texts: tuple[str, ...]) -> Base:
    """The base that came with a chunk: the very one that came with the chunk before, as a rule."""
    return Base(_parsed(names, texts), name)


def _parsed(names: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, Any]:
    if not names:
        return {}
    members = ",".join([f"{_ENCODER.encode(field)}:{text}" for field, text in zip(names, texts, strict=True)])
    own: dict[str, Any] = _DECODER.decode("{" + members + "}")
    return own


def field_text(value: Any) -> str:
    """A field as JSON that only its value decides; numbers keep the digits they were written with."""
    text = _ENCODER.encode(value)
    return _NUMBER.sub(r"\1", text) if _TOKEN in text else text


#: json's encoder knows no Decimal: its digits go through as a text that no record can hold by chance
_TOKEN = os.urandom(16).hex()
_NUMBER = re.compile(rf'"{_TOKEN}(-?[0-9.]+)"')


def _marked(value: object) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is no value of a record")
    return f"{_TOKEN}{number_text(value)}"


#: for what _ENCODER wrote of values that were read with all care before
_DECODER = json.JSONDecoder(parse_float=Decimal)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_marked)


def _digest(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}\0{text}".encode("utf-8", "surrogatepass")).digest()
