"""A document's text as auditing reads it: passages (paragraphs) cut into sentences and clauses.

Every place is an offset into the passage's own text. Full-width digits are read as half-width ones, signs
stay where they are; what stands in closed quotation or title marks is blanked, for a number in it is a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import field
from typing import Protocol

from docgen.findings import Place
from docgen.frozen import frozen

_WIDTHS = str.maketrans("０１２３４５６７８９．％／＋", "0123456789.%/+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_QUOTED = re.compile(r"“[^“”]*”|‘[^‘’]*’|「[^「」]*」|『[^『』]*』|《[^《》]*》|\"[^\"]*\"")
_SENTENCE_END = re.compile(r"[。！？!?\n]+[”’）)]?")
#: a comma in a number (1,200) ends no clause
_CLAUSE_END = re.compile(r"[，；：。！？!?;:\n]|,(?![0-9]{3}(?![0-9]))|(?<![0-9]),")
_FULL = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
_HALF_WIDTH = re.compile(r",(?![0-9]{3}(?![0-9]))|(?<![0-9]),|[;()]|:(?![0-9])|(?<![0-9]):")
#: stands for a character that is not to be read
BLANK = "\0"


@frozen
class Passage:
    """One paragraph: its number in the document (from 1), its text, and its line (0: no lines)."""

    number: int
    text: str
    line: int = 0
    file: str = ""
    #: text for reading: widths made alike, quoted stretches blanked
    plain: str = field(init=False, default="")
    #: where sentences begin, then where clauses begin
    sentence_starts: Sequence[int] = field(init=False, default=())
    clause_starts: Sequence[int] = field(init=False, default=())

    def __post_init__(self) -> None:
        plain = full_width(blanked(self.text.translate(_WIDTHS)))
        object.__setattr__(self, "plain", plain)
        object.__setattr__(self, "sentence_starts", starts(_SENTENCE_END, plain))
        object.__setattr__(self, "clause_starts", starts(_CLAUSE_END, plain))

    def sentence_of(self, at: int) -> int:
        """Which sentence a place is in, from 0."""
        return bisect_right(self.sentence_starts, at) - 1

    def clause_of(self, at: int) -> int:
        """Which clause a place is in, from 0."""
        return bisect_right(self.clause_starts, at) - 1

    def sentence_span(self, index: int) -> tuple[int, int]:
        """Where a sentence begins and ends."""
        following = [*self.sentence_starts[index + 1 :], len(self.plain)]
        return self.sentence_starts[index], following[0]

    def clause_span(self, index: int) -> tuple[int, int]:
        """Where a clause begins and ends, its closing mark among it."""
        following = [*self.clause_starts[index + 1 :], len(self.plain)]
        return self.clause_starts[index], following[0]

    def place(self, at: int) -> Place:
        """A place as a clerk finds it: paragraph and sentence."""
        label = f"第{self.number}段第{self.sentence_of(at) + 1}句"
        return Place(self.file, label=label, line=self.line or None)


class _Stretch(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Stretches:
    """Stretches of a text in their order, none of which overlaps another."""

    def __init__(self, stretches: Sequence[_Stretch]) -> None:
        self.starts = [each.start for each in stretches]
        self.ends = [each.end for each in stretches]

    def meet(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with this one."""
        at = bisect_left(self.starts, end)
        return at > 0 and self.ends[at - 1] > start


def seen(text: str) -> str:
    """A text without the characters that no reader sees: soft hyphens, zero-width spaces and joiners."""
    return text.translate(_UNSEEN)


def full_width(text: str) -> str:
    """A text of the same length with the punctuation of Chinese full width; that of numbers stays."""
    return _HALF_WIDTH.sub(lambda match: _FULL[match[0]], text)


def blanked(text: str) -> str:
    """A text of the same length without what stands in closed quotation and title marks."""
    return _QUOTED.sub(lambda match: match[0][0] + BLANK * (len(match[0]) - 2) + match[0][-1], text)


def starts(ends: re.Pattern[str], text: str) -> list[int]:
    """Where the stretches of a text begin that a pattern ends."""
    found = [0, *(match.end() for match in ends.finditer(text))]
    return [at for at in found if at < len(text)] or [0]


def passages_of(text: str, file: str = "") -> list[Passage]:
    """The paragraphs of a plain text, one a line that isn't empty."""
    lines = [(number, line.strip("\r")) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return [Passage(at, line, number, file) for at, (number, line) in enumerate(lines, 1)]
