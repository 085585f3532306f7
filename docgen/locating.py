"""Where things stand in a JSON text: the place of every value and key, and the first fault of a text.

Only used once something has to be printed: a scan in Python costs many times the parse, so a record
that is fine never comes here. Offsets count characters of the text from 0, lines and columns from 1.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from docgen.patterns import lazy
from docgen.quantities import MAX_DIGITS, is_within_caps

#: containers inside containers; a record needs about ten
MAX_DEPTH = 100

_TOKEN = lazy(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
_SPACE = lazy(r"\s*")
#: what stands before the next member's value in an object, and in a list
_KEY = lazy(r'[\s,]*+("[^"\\]*+(?:\\.[^"\\]*+)*+")\s*+:\s*+', re.DOTALL)
_NEXT = lazy(r"[\s,]*+(?!\])")
#: json's C scanner: a value of a text and the offset behind it
_SCAN: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
_NUMBER = lazy(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_NOT_A_NUMBER = lazy(r"NaN|-?Infinity")
#: what the end of a text may look like when it was cut inside a word or a number
_CUT_TAIL = lazy(r"-|[.eE][eE\d]*[+-]?\d*|t(ru?)?|f(a(ls?)?)?|n(ul?)?|\\(u[0-9a-fA-F]{0,4})?", re.ASCII)
#: marks of a Chinese keyboard and the JSON mark that was meant
_MEANT = dict(zip("，、；：“”„‟＂‘’'`｛｝［］【】", ',,,:"""""""""{}[][]', strict=True))
#: the end that a container needs which has been closed with the wrong one
_OTHER_END = {"]": "}", "}": "]"}


class Spot(NamedTuple):
    """One value of the text: its pointer, where it and its key start, and its first token.

    ``key_at`` is -1 in a list and for the whole; ``earlier_key_at`` is where an equal key of the same
    object stands before it, or -1; ``depth`` counts the containers around it, itself included.
    """

    pointer: str
    key_at: int
    value_at: int
    token: str
    depth: int
    earlier_key_at: int


class Fault(NamedTuple):
    """The first thing that keeps a text from being a record: a code of messages.py and its offset."""

    code: str
    at: int
    parameters: dict[str, Any]


@dataclass(slots=True)
class _Open:
    """A container that the scan is inside of."""

    pointer: str
    is_object: bool
    index: int = 0
    key: str | None = None
    key_at: int = -1
    earlier_key_at: int = -1
    keys: dict[str, int] = field(default_factory=dict)

    def take_key(self, token: str, at: int) -> None:
        """Note the key of the next value, and whether the object had it before."""
        self.key, self.key_at = _unquoted(token), at
        self.earlier_key_at = self.keys.setdefault(normal_key(self.key), at)
        if self.earlier_key_at == at:
            self.earlier_key_at = -1

    def next_pointer(self) -> str:
        """The pointer of the value that comes next."""
        return join_pointer(self.pointer, self.key or "" if self.is_object else self.index)


def escape_pointer(token: str) -> str:
    """A key as it stands inside a JSON pointer (RFC 6901)."""
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def join_pointer(parent: str, token: str | int) -> str:
    """The pointer of a member (by key) or an element (by index) of what ``parent`` points to."""
    return f"{parent}/{escape_pointer(token) if isinstance(token, str) else token}"


def split_pointer(pointer: str) -> list[str]:
    """The keys and indexes of a pointer, unescaped; the whole record ("") has none."""
    return [unescape_pointer(token) for token in pointer.split("/")[1:]]


def unescape_pointer(token: str) -> str:
    """The key that a pointer's token stands for."""
    return token.replace("~1", "/").replace("~0", "~") if "~" in token else token


def normal_key(key: str) -> str:
    """The form in which keys are compared: Python reads ｘ２ in a rule as x2, so must we."""
    return key if key.isascii() else unicodedata.normalize("NFKC", key)


def is_exact_number(text: str) -> bool:
    """Whether a JSON number is short enough to calculate with (quantities.MAX_DIGITS, MAX_EXPONENT)."""
    if len(text) > 3 * MAX_DIGITS:
        return False
    try:
        return is_within_caps(Decimal(text))
    except InvalidOperation:  # an exponent that even Decimal can't hold
        return False


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1; the column counts characters."""
    start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - start + 1


def spots(text: str) -> Iterator[Spot]:
    """Every value of a JSON text in order; on a broken text what could be read, never an exception."""
    stack: list[_Open] = []
    for match in _TOKEN.finditer(text):
        token, at = match[0], match.start()
        inside = stack[-1] if stack else None
        if token in ("]", "}"):
            if stack:
                stack.pop()
            if not stack:
                return
        elif token == ",":
            if inside:
                inside.index, inside.key = inside.index + 1, None
        elif token == ":":
            continue
        elif inside and inside.is_object and inside.key is None:
            inside.take_key(token, at)
        else:
            pointer = inside.next_pointer() if inside else ""
            key_at, earlier = (inside.key_at, inside.earlier_key_at) if inside else (-1, -1)
            yield Spot(pointer, key_at, at, token, len(stack) + (token in ("[", "{")), earlier)
            if token in ("[", "{"):
                stack.append(_Open(pointer, token == "{"))


class Offsets:
    """Where the values of a text that is a record stand, looked for container by container when asked.

    What nobody asks for is passed over by json's own scanner, so that a few places of a long record cost
    about as much as parsing what is around them.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.inside: dict[str, dict[str, tuple[int, int]]] = {}

    def find(self, pointer: str) -> tuple[int, int] | None:
        """Offsets of the key (-1: has none) and of the value at a pointer; None where there is nothing."""
        if not pointer:
            start = _SPACE.match(self.text)
            return (-1, start.end()) if start and start.end() < len(self.text) else None
        parent, _, token = pointer.rpartition("/")
        members = self.inside.get(parent)
        if members is None:
            around = self.find(parent)
            members = self.inside[parent] = {} if around is None else self.members(around[1])
        return members.get(token)

    def members(self, start: int) -> dict[str, tuple[int, int]]:
        """Key (escaped) or index -> offsets, of the container that begins at an offset; {} for others."""
        text, found = self.text, dict[str, tuple[int, int]]()
        at = start + 1
        if text.startswith("{", start):
            while key := _KEY.match(text, at):
                quoted, value_at = key[1], key.end()
                is_plain = "\\" not in quoted and "~" not in quoted and "/" not in quoted
                token = quoted[1:-1] if is_plain else escape_pointer(_unquoted(quoted))
                found[token] = (key.start(1), value_at)
                at = _SCAN(text, value_at)[1]
        elif text.startswith("[", start):
            while before := _NEXT.match(text, at):
                found[str(len(found))] = (-1, before.end())
                at = _SCAN(text, before.end())[1]
        return found


def first_fault(text: str) -> Fault | None:
    """The first duplicate key, number out of bounds, NaN or too deep nesting of a text."""
    for spot in spots(text):
        if spot.earlier_key_at >= 0:
            key = split_pointer(spot.pointer)[-1]
            line, _column = line_and_column(text, spot.earlier_key_at)
            return Fault("json-duplicate-key", spot.key_at, {"key": shown(key), "first_line": line})
        # the parse stops at such a start, before it sees that the rest (NaN1) makes no sense either
        if constant := _NOT_A_NUMBER.match(spot.token):
            return Fault("json-not-a-number", spot.value_at, {"found": constant[0]})
        number = _NUMBER.match(spot.token)
        if number and not is_exact_number(number[0]):
            parameters = {"number": shown(number[0]), "digits": MAX_DIGITS}
            return Fault("number-too-long", spot.value_at, parameters)
        if spot.depth > MAX_DEPTH:
            return Fault("json-too-deep", spot.value_at, {"limit": MAX_DEPTH})
    return None


def syntax_fault(text: str, error: json.JSONDecodeError) -> Fault:
    """What a clerk needs to hear about a text that is no JSON, judged by what stands at the place."""
    at, found = error.pos, text[error.pos : error.pos + 1]
    before = text[:at].rstrip(" \t\r\n")
    if error.msg.startswith("Invalid control character"):
        if found in ("\n", "\r"):
            return Fault("json-string-open", max(text.rfind('"', 0, at), 0), {})
        return Fault("json-control-character", at, {"found": shown(found)})
    if error.msg.startswith("Invalid \\"):  # json's offset is somewhere inside the escape
        at = text.rfind("\\", 0, at + 1)
        if not _CUT_TAIL.fullmatch(text[at:]):
            return Fault("json-bad-escape", at, {"found": shown(text[at : at + 2])})
    if not text[at:].strip(" \t\r\n") or _CUT_TAIL.fullmatch(text[at:].rstrip()):
        return Fault("json-cut-short", len(text.rstrip()), {})
    if error.msg.startswith("Unterminated string"):
        return Fault("json-cut-short", at, {})
    if not before:
        return Fault("json-not-json", at, {"found": shown(found)})
    if error.msg.startswith("Illegal trailing comma"):  # Python 3.13 and later point at the comma
        return Fault("json-extra-comma", at, {})
    if before.endswith(",") and found in ("]", "}", ","):
        return Fault("json-extra-comma", len(before) - 1, {})
    if error.msg.startswith("Expecting ','") and found in _OTHER_END:
        return Fault("json-wrong-mark", at, {"found": found, "expected": _OTHER_END[found]})
    if error.msg.startswith("Expecting ','") and "\n" in text[len(before) : at]:
        return Fault("json-line-comma-missing", len(before), {})
    if found in _MEANT:
        return Fault("json-wrong-mark", at, {"found": found, "expected": _MEANT[found]})
    if found.isspace() or unicodedata.category(found) in ("Cf", "Cc"):
        return Fault("json-odd-space", at, {"found": shown(found)})
    return Fault(_syntax_code(error.msg), at, {"found": shown(found)})


def shown(text: str, limit: int = 40) -> str:
    """A text fit to stand in a message: short, and what can't be seen or printed by its code point."""
    visible = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text[:limit])
    return visible if len(text) <= limit else f"{visible}…"


def _syntax_code(message: str) -> str:
    """The code for one of json's own messages."""
    for start, code in (
        ("Expecting property name", "json-key-expected"),
        ("Expecting ':'", "json-colon-missing"),
        ("Expecting ','", "json-comma-missing"),
        ("Extra data", "json-text-after-end"),
    ):
        if message.startswith(start):
            return code
    return "json-value-expected"


def _unquoted(token: str) -> str:
    """The key that a string token means; the token itself where it is no JSON string."""
    if "\\" not in token and token[:1] == '"':
        return token[1:-1]
    try:
        return str(json.loads(token))
    except ValueError:
        return token
