"""YAML read strictly: what stands in the file is what a pack means, and every value knows its line.

Read from the parser's events rather than through PyYAML's constructors, so that nothing is guessed:
``on`` and ``012`` stay text, only ``true`` and ``false`` are booleans, numbers are exact, dates stay
text, and a duplicate key, anchor, alias or tag is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from docgen.errors import YamlFault, together
from docgen.frozen import frozen
from docgen.patterns import lazy
from docgen.quantities import is_within_caps
from docgen.yaml_slips import slips

MAX_BYTES = 2_000_000
MAX_DEPTH = 50
#: more values than this no file for people has, more slips than this nobody reads at once
MAX_VALUES, MAX_SLIPS = 200_000, 20

#: a line and a column, both counted from 1
Mark = tuple[int, int]

_NUMBER = lazy(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?", re.ASCII)
#: a character that YAML 1.1 allows
_ALLOWED = lazy("[\\t\\n\\r\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}


@frozen
class Document:
    """The plain data of a YAML file, with the mark of every value and mapping key by JSON pointer."""

    path: str
    data: Any
    marks: dict[str, Mark]
    key_marks: dict[str, Mark]

    def mark(self, pointer: str) -> Mark:
        """Where the value at a pointer stands, or the nearest value around it that is in the file."""
        while pointer not in self.marks and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.marks.get(pointer, (1, 1))


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet; ``key`` waits for its value."""

    pointer: str
    value: list[Any] | dict[str, Any]
    key: str | None = None
    seen: dict[str, Mark] = field(default_factory=dict)


def load_file(path: Path) -> Document:
    """Read a YAML file; raises YamlFault, and OSError if the file can't be opened."""
    with path.open("rb") as stream:
        return load(stream.read(MAX_BYTES + 1), str(path))


def load(text: str | bytes, path: str) -> Document:
    """Read one YAML document (UTF-8, with or without BOM); raises YamlFault with line and column."""
    if len(text) > MAX_BYTES:
        raise YamlFault("yaml-too-large", path=path, limit=MAX_BYTES)
    if isinstance(text, bytes):
        text = _decoded(text, path)
    return _Reading(path).document(text.removeprefix("\ufeff"))


def _decoded(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        before = content[content.rfind(b"\n", 0, error.start) + 1 : error.start]
        column = len(before.decode("utf-8")) + 1
        raise YamlFault("yaml-not-utf8", path=path, line=line, column=column) from None


class _Reading:
    """One pass over the events of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.open: list[_Open] = []
        self.marks: dict[str, Mark] = {}
        self.key_marks: dict[str, Mark] = {}
        self.root: Any = None
        #: what is wrong and keeps nobody from reading on
        self.faults: list[YamlFault] = []

    def document(self, text: str) -> Document:
        """The file's data; YamlFault with all that is wrong with it, as far as it could be read."""
        try:
            self._read(text)
        except YamlFault as fault:
            self.faults += (fault, *(each for each in fault.also if isinstance(each, YamlFault)))
        if self.faults:
            self.faults.sort(key=lambda fault: (fault.line or 0, fault.column or 0))
            raise together(self.faults[:MAX_SLIPS])
        return Document(self.path, self.root, self.marks, self.key_marks)

    def _read(self, text: str) -> None:
        import yaml

        documents = 0
        for event in self._events(text):
            sort = type(event)
            if sort is yaml.ScalarEvent:
                self._check(event)
                self._text(event, event.value)
            elif sort is yaml.MappingStartEvent or sort is yaml.SequenceStartEvent:
                self._check(event)
                self._collection(event, {} if sort is yaml.MappingStartEvent else [])
            elif sort is yaml.MappingEndEvent or sort is yaml.SequenceEndEvent:
                self.open.pop()
            elif sort is yaml.AliasEvent:
                self._keep("yaml-alias", event, name=event.anchor)
                self._text(event, f"*{event.anchor}")
            elif sort is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self._fault("yaml-several-documents", event)

    def _events(self, text: str) -> Iterator[Any]:
        import yaml

        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # a PyYAML built without libyaml has no C one
        try:
            yield from yaml.parse(text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            raise self._refusal(text, error) from None
        except yaml.reader.ReaderError:
            # libyaml counts bytes, PyYAML characters: the first character that YAML doesn't allow is meant
            position = next((at for at, each in enumerate(text) if not _ALLOWED.match(each)), 0)
            line = text.count("\n", 0, position) + 1
            column = position - (text.rfind("\n", 0, position) + 1) + 1
            raise YamlFault("yaml-character", path=self.path, line=line, column=column) from None

    def _refusal(self, text: str, error: Any) -> YamlFault:
        """What was done wrong, as far as it can be told, else what the parser says."""
        faults = [
            YamlFault(slip.code, path=self.path, line=slip.line, column=slip.column, **slip.parameters)
            for slip in slips(text, error)[:MAX_SLIPS]
        ]
        if not faults:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            return YamlFault("yaml-syntax", path=self.path, line=line, column=column)
        return together(faults)

    def _check(self, event: Any) -> None:
        if event.anchor is not None:
            self._keep("yaml-anchor", event, name=event.anchor)
        if event.tag is not None:
            self._keep("yaml-tag", event, tag=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def _text(self, event: Any, text: str) -> None:
        """A key of the mapping that waits for one, else a value."""
        around = self.open[-1] if self.open else None
        if around is not None and around.key is None and type(around.value) is dict:
            self._key(around, event, text)
        else:
            self._put(around, event, self._scalar(event, text))

    def _collection(self, event: Any, value: list[Any] | dict[str, Any]) -> None:
        around = self.open[-1] if self.open else None
        if around is not None and around.key is None and type(around.value) is dict:
            raise self._fault("yaml-key-not-text", event)
        if len(self.open) >= MAX_DEPTH:
            raise self._fault("yaml-too-deep", event, limit=MAX_DEPTH)
        self.open.append(_Open(self._put(around, event, value), value))

    def _key(self, around: _Open, event: Any, text: str) -> None:
        # names in expressions are NFKC-normalised by Python's parser; keys must match them
        key = text if text.isascii() else unicodedata.normalize("NFKC", text)
        if key in around.seen:
            self._keep("yaml-duplicate-key", event, key=key, first=around.seen[key][0])
        around.key = key
        around.seen.setdefault(key, _mark(event))
        self.key_marks[f"{around.pointer}/{_escape(key)}"] = around.seen[key]

    def _put(self, around: _Open | None, event: Any, value: Any) -> str:
        """Put a value into the list or mapping around it; its pointer."""
        if around is None:
            self.root, pointer = value, ""
        elif around.key is None:
            pointer = f"{around.pointer}/{len(around.value)}"
            cast("list[Any]", around.value).append(value)
        else:
            pointer = f"{around.pointer}/{_escape(around.key)}"
            cast("dict[str, Any]", around.value)[around.key] = value
            around.key = None
        self.marks[pointer] = _mark(event)
        if len(self.marks) > MAX_VALUES:
            raise self._fault("yaml-too-many", event, limit=MAX_VALUES)
        return pointer

    def _scalar(self, event: Any, text: str) -> str | int | Decimal | bool | None:
        """A quoted or block scalar is text; a plain one may be a word or a number of JSON's grammar."""
        style = getattr(event, "style", None)  # an alias has none
        if style:
            # an escape may write what the file itself can't hold, nor a document
            if style == '"' and not text.isprintable() and not all(map(_ALLOWED.match, text)):
                self._keep("yaml-character", event)
            return text
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "-0123456789" or not _NUMBER.fullmatch(text):
            return text
        is_whole = text.removeprefix("-").isdigit()
        # int() refuses thousands of digits with a ValueError of its own: look at the length first
        if len(text) <= 100:
            number = int(text) if is_whole else Decimal(text)
            if is_within_caps(number):
                return number
        self._keep("yaml-number-too-large", event, number=text[:20])
        return text

    def _keep(self, code: str, event: Any, **parameters: Any) -> None:
        """Keep a fault and read on, as long as anybody would read it."""
        fault = self._fault(code, event, **parameters)
        if len(self.faults) >= MAX_SLIPS:
            raise fault
        self.faults.append(fault)

    def _fault(self, code: str, event: Any, **parameters: Any) -> YamlFault:
        line, column = _mark(event)
        return YamlFault(code, path=self.path, line=line, column=column, **parameters)


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _escape(step: str) -> str:
    """One step of a JSON pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1") if "~" in step or "/" in step else step
