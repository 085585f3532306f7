"""What its author did wrong in a YAML file that the parser refused, said as the author would see it.

A parser tells where it could not go on, which may be many lines below what is wrong, and in its own terms.
These are the slips that offices make, told at their own place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from docgen.patterns import lazy

#: what ends a line for libyaml
_BREAK = lazy(r"\r\n|[\n\r\x85\u2028\u2029]")
_CONFLICT = lazy(r"(<{7}|={7}|>{7}|\|{7})( |$)")
#: blanks that look like spaces in front of a line, and are none
_WIDE_SPACE = lazy(r" *(?:- )? *(?P<mark>[\u3000\u00a0\u2000-\u200b\u202f\ufeff])")
_TAB = lazy(r" *(?P<mark>\t)")
_WIDE_COLON = lazy(r" *(?:- +)?[A-Za-z_][\w-]*(?P<mark>：)")
_NO_SPACE_AFTER_DASH = lazy(r" *(?P<mark>-)[A-Za-z_][\w-]*: ")
_NO_SPACE_AFTER_COLON = lazy(r" *(?:- +)?[A-Za-z_][\w-]*(?P<mark>:)\S")
#: a key with its value: where the value begins
_VALUE = lazy(r""" *(?:- +)*(?:[^\s:"'{\[][^:]*|"[^"]*"): +(?P<mark>\S)""")
_BLOCK = lazy(r".*: *[|>][-+0-9]* *(#.*)?$")
#: marks of a Chinese keyboard inside brackets, and those that were meant
_WIDE_MARKS = {"，": ",", "、": ",", "：": ":", "｛": "{", "｝": "}", "【": "[", "】": "]", "；": ","}
_CLOSED = {'"': '"', "'": "'", "}": "{", "]": "["}
#: marks that a plain text can't begin with
_SPECIAL = "*&!@%|>`{["


class Slip(NamedTuple):
    """A code of messages.py, a line and a column counted from 1, and what goes into the sentence."""

    code: str
    line: int
    column: int
    parameters: dict[str, Any]


def slips(text: str, error: Any) -> list[Slip]:
    """The slips that a text was refused for: those seen on any line, else what the parser's error means."""
    lines = _BREAK.split(text)
    mark = error.problem_mark or error.context_mark
    seen = list(seen_on_lines(lines))
    if seen or mark is None:
        return seen
    found = meant(lines, error, mark)
    return [found] if found is not None else []


def seen_on_lines(lines: Sequence[str]) -> Iterator[Slip]:
    """What is wrong on a line whatever stands around it; the lines of block texts may hold anything."""
    block = -1  # how far the key of a block text is indented
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip(" "))
        if block >= 0 and (not line.strip() or indent > block):
            continue
        block = indent if _BLOCK.match(line) else -1
        if _CONFLICT.match(line):
            yield Slip("yaml-conflict", number, 1, {})
        elif found := _TAB.match(line):
            yield Slip("yaml-tab", number, found.start("mark") + 1, {})
        elif found := _WIDE_SPACE.match(line):
            yield Slip("yaml-wide-space", number, found.start("mark") + 1, {})
        elif found := _WIDE_COLON.match(line):
            yield Slip("yaml-wide-mark", number, found.start("mark") + 1, {"mark": "：", "right": ": "})
        elif found := _NO_SPACE_AFTER_DASH.match(line):
            yield Slip("yaml-no-space", number, found.start("mark") + 1, {"mark": "-"})


def meant(lines: Sequence[str], error: Any, mark: Any) -> Slip | None:
    """What the parser's error means at its line; None where it is told as it is."""
    context, problem = error.context or "", error.problem or ""
    start = error.context_mark
    line = lines[mark.line] if mark.line < len(lines) else ""
    before, here = line[: mark.column].rstrip(), line[mark.column : mark.column + 1]
    first = lines[start.line] if start is not None and start.line < len(lines) else ""
    if context == "while scanning a quoted scalar" and start is not None:
        return Slip("yaml-quote-open", start.line + 1, start.column + 1, {"mark": first[start.column]})
    if context == "while parsing a quoted scalar":
        return Slip("yaml-escape", mark.line + 1, line.rfind("\\", 0, mark.column + 1) + 1, {})
    if "simple key" in context and start is not None:
        found = _NO_SPACE_AFTER_COLON.match(first)
        if found:
            return Slip("yaml-no-space", start.line + 1, found.start("mark") + 1, {"mark": ":"})
        return Slip("yaml-no-colon", start.line + 1, start.column + 1, {"text": first.strip()[:30]})
    if "flow" in context and start is not None:
        if wide := wide_mark(lines, start, mark):
            return wide
        if mark.line > start.line or here in ("}", "]"):
            return Slip("yaml-bracket-open", start.line + 1, start.column + 1, {"mark": first[start.column]})
        return None
    if here in ("}", "]"):
        return Slip("yaml-bracket-extra", mark.line + 1, mark.column + 1, {"mark": here})
    if before and before[-1] in _CLOSED:  # a quoted text, or brackets, and something behind them
        opening = _CLOSED[before[-1]]
        for number in range(mark.line, -1, -1):
            found = _VALUE.match(lines[number])
            if found and found["mark"] == opening:
                code = "yaml-text-behind" if number == mark.line else "yaml-quote-open"
                return Slip(code, number + 1, found.start("mark") + 1, {"mark": opening})
    value = _VALUE.match(line)
    if value and value["mark"] in _SPECIAL and mark.column >= value.start("mark"):
        return Slip("yaml-text-behind", mark.line + 1, value.start("mark") + 1, {"mark": value["mark"]})
    if problem.startswith("mapping values") and value and mark.column > value.start("mark"):
        return Slip("yaml-second-colon", mark.line + 1, mark.column + 1, {})
    if problem.startswith("mapping values") or context.startswith("while parsing a block"):
        indent = len(line) - len(line.lstrip(" "))
        return Slip("yaml-indent", mark.line + 1, indent + 1, {"found": indent})
    return None


def wide_mark(lines: Sequence[str], start: Any, end: Any) -> Slip | None:
    """The first mark of a Chinese keyboard between two places, which stands for one of the brackets' own."""
    for number in range(start.line, min(end.line + 1, len(lines))):
        first = start.column if number == start.line else 0
        for column, mark in enumerate(lines[number][first:], first):
            if mark in _WIDE_MARKS:
                parameters: dict[str, Any] = {"mark": mark, "right": _WIDE_MARKS[mark]}
                return Slip("yaml-wide-mark", number + 1, column + 1, parameters)
    return None
