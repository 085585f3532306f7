"""Automatic numbers: the indents they bring, and the number that a reader sees before the text."""

from __future__ import annotations

import re
from typing import Any

from docgen.ooxml.reading.opening import Package, W
from docgen.ooxml.reading.values import NUMBERING, Layer, paragraph_layer, whole

_DIGITS = "〇一二三四五六七八九"
_CHINESE = {
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"),
    *("taiwaneseCounting", "ideographDigital", "japaneseDigitalTenThousand"),
}
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}


class Numbering:
    """A document's lists; ``label`` counts, so it is asked once for each paragraph in order."""

    def __init__(self, package: Package) -> None:
        targets = package.related(package.main, "numbering")
        self.part = targets[0] if targets else ""
        root = package.tree(self.part) if self.part else None
        self._lists: dict[str, Any] = {}
        self._abstract: dict[str, Any] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for each in root if root is not None else ():
            if each.tag == f"{W}abstractNum":
                self._abstract[each.get(f"{W}abstractNumId") or ""] = each
            elif each.tag == f"{W}num":
                self._lists[each.get(f"{W}numId") or ""] = each

    def _abstract_of(self, number: str) -> Any:
        listed = self._lists.get(number)
        named = listed.find(f"{W}abstractNumId") if listed is not None else None
        return self._abstract.get(named.get(f"{W}val") or "") if named is not None else None

    def level(self, number: str, depth: int) -> Any:
        """The ``w:lvl`` that holds for a list at a depth, None if the list has none."""
        listed = self._lists.get(number)
        for override in listed.iter(f"{W}lvlOverride") if listed is not None else ():
            own = override.find(f"{W}lvl")
            if override.get(f"{W}ilvl") == str(depth) and own is not None:
                return own
        abstract = self._abstract_of(number)
        for level in abstract.iter(f"{W}lvl") if abstract is not None else ():
            if level.get(f"{W}ilvl") == str(depth):
                return level
        return None

    def layer(self, number: str, depth: int) -> Layer:
        """What the list says of its paragraphs (their indents)."""
        level = self.level(number, depth)
        return paragraph_layer(level.find(f"{W}pPr"), NUMBERING) if level is not None else {}

    def label(self, number: str, depth: int) -> str:
        """The number before the next paragraph of the list, such as （一）; "" for bullets."""
        level = self.level(number, depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._key(number), {})
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        counts[depth] = counts[depth] + 1 if depth in counts else self._start(number, depth)
        text = level.find(f"{W}lvlText")
        pattern = (text.get(f"{W}val") if text is not None else None) or ""

        def filled(match: re.Match[str]) -> str:
            above = int(match[1]) - 1
            return self._number(number, above, counts.get(above) or self._start(number, above))

        shown = re.sub(r"%([1-9])", filled, pattern)
        return shown if shown != pattern else ""

    def _key(self, number: str) -> str:
        """Lists on one abstract list count on, unless one of them starts anew."""
        listed = self._lists[number]
        if listed.find(f"{W}lvlOverride/{W}startOverride") is not None:
            return f"num:{number}"
        return f"abstract:{listed.find(f'{W}abstractNumId').get(f'{W}val')}"

    def _start(self, number: str, depth: int) -> int:
        for override in self._lists[number].iter(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if override.get(f"{W}ilvl") == str(depth) and start is not None:
                return whole(start.get(f"{W}val")) or 0
        level = self.level(number, depth)
        start = level.find(f"{W}start") if level is not None else None
        given = whole(start.get(f"{W}val")) if start is not None else None
        return 1 if given is None else given

    def _number(self, number: str, depth: int, count: int) -> str:
        level = self.level(number, depth)
        form = level.find(f"{W}numFmt") if level is not None else None
        name = (form.get(f"{W}val") if form is not None else None) or "decimal"
        if name in _CHINESE and 0 < count < 100:
            return chinese(count)
        if name in _CIRCLED and 0 < count <= 20:
            return chr(0x245F + count)
        if name == "lowerLetter" and 0 < count <= 26:
            return chr(0x60 + count)
        if name == "upperLetter" and 0 < count <= 26:
            return chr(0x40 + count)
        return str(count)


def chinese(count: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(count, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return ten + (_DIGITS[ones] if ones else "")
