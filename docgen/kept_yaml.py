"""A library's YAML file as data, read strictly once: the data is kept for the next run, by the file's digest.

Rule packs and the sidecars of templates are read like this: a command needs no YAML parser while they stay
as they are.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from docgen import strict_yaml
from docgen.caching import keep, kept
from docgen.errors import BrokenLibrary, YamlFault
from docgen.strict_yaml import Document, Mark

#: what ends a line, and what announces a text that stands in the lines below
LINE, BLOCK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]"), re.compile(r"[|>][-+0-9]*[ \t]*(#|$)")
BLANK = re.compile(r"[ \t\r\n]+")
#: raised whenever the same file gives other data
FORMAT = 2


@dataclass
class KeptYaml:
    """A file: its data, SHA-256 and the line of each of its rules; other places are found when asked for."""

    path: str
    digest: str
    content: bytes = field(repr=False)
    data: Any
    rule_lines: list[int]

    @cached_property
    def document(self) -> Document:
        """The file read with all its marks."""
        return parsed(self.content, self.path)

    def mark(self, pointer: str, *, key: bool = False) -> Mark:
        """Line and column of the value at a pointer (or with ``key`` of its key), or of what is around it."""
        marks = self.document.key_marks
        return marks[pointer] if key and pointer in marks else self.document.mark(pointer)

    def within(self, start: Mark, text: str, offset: int) -> Mark:
        """Line and column of a character of a text that begins at a mark.

        However the text is written: quoted, folded over lines or as a block. What the file has between two
        characters of it (blanks, line ends, quotes, the mark of a block) is passed over.
        """
        content = self.content.decode("utf-8-sig")
        lines = [*LINE.split(content), ""]
        line, column = start[0] - 1, start[1] - 1
        wanted = BLANK.sub("", text[: offset + 1])
        at_end = offset >= len(text.rstrip())
        if BLOCK.match(lines[line], column):
            line, column = line + 1, 0
        for character in wanted:
            row, from_ = line, column
            while row < len(lines) and (found := lines[row].find(character, from_)) < 0:
                row, from_ = row + 1, 0
            if row >= len(lines):
                return start
            line, column = row, found + 1
        return line + 1, column + 1 if at_end else column


def read_kept(path: Path) -> KeptYaml:
    """The file as data; BrokenLibrary if it can't be read."""
    try:
        with path.open("rb") as file:
            content = file.read(strict_yaml.MAX_BYTES + 1)
    except OSError as error:
        raise BrokenLibrary(
            "file-not-readable", path=str(path), reason=error.strerror or type(error).__name__
        ) from None
    digest = hashlib.sha256(content).hexdigest()
    key = f"yaml-{FORMAT}-{digest}"
    found = unpacked(kept(key))
    if found is not None:
        return KeptYaml(str(path), digest, content, *found)
    document = parsed(content, str(path))
    rules = document.data.get("rules") if isinstance(document.data, dict) else None
    count = len(rules) if isinstance(rules, list) else 0
    lines = [document.mark(f"/rules/{index}")[0] for index in range(count)]
    keep(key, packed(document.data, lines))
    return KeptYaml(str(path), digest, content, document.data, lines)


def parsed(content: bytes, path: str) -> Document:
    """A file's content read strictly; BrokenLibrary with line and column if it is not such YAML."""
    try:
        return strict_yaml.load(content, path)
    except YamlFault as fault:
        raise fault.as_broken_library() from None


def packed(data: Any, lines: list[int]) -> dict[str, Any]:
    """Data as JSON can hold it: decimals as texts, and the steps that lead to each."""
    decimals: list[list[str | int]] = []
    return {"data": without_decimals(data, [], decimals), "decimals": decimals, "lines": lines}


def without_decimals(value: Any, steps: list[str | int], found: list[list[str | int]]) -> Any:
    """A copy with every Decimal as its text; ``found`` gets the steps to each."""
    if isinstance(value, Decimal):
        found.append(steps)
        return str(value)
    if isinstance(value, dict):
        return {key: without_decimals(item, [*steps, key], found) for key, item in value.items()}
    if isinstance(value, list):
        return [without_decimals(item, [*steps, index], found) for index, item in enumerate(value)]
    return value


def unpacked(given: Any) -> tuple[Any, list[int]] | None:
    """The data and lines that were packed; None for anything else."""
    try:
        data = given["data"]
        for *steps, last in given["decimals"]:
            inner = data
            for step in steps:
                inner = inner[step]
            inner[last] = Decimal(inner[last])
        return data, [int(line) for line in given["lines"]]
    except (TypeError, KeyError, IndexError, ValueError, ArithmeticError):
        return None
