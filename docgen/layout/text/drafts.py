"""What the rules on text look at: paragraphs with their parts told, and what none of the rules may touch.

Addresses, file names, code, phone numbers and sentences in Latin script are veiled before any rule looks:
each of their characters becomes U+0000, so that places in the text stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from docgen.frozen import frozen
from docgen.punctuation import HAN


@frozen
class Paragraph:
    """One paragraph: its text, and the part of the document it is ("" where that could not be told).

    ``is_in_table`` for a paragraph of a table's cell; ``is_list_item`` where Word counts it (``w:numPr``), so
    that its number isn't in the text; ``breaks_anywhere`` where the rules for line starts are off
    (``w:kinsoku``).
    """

    text: str
    role: str = ""
    is_in_table: bool = False
    is_list_item: bool = False
    breaks_anywhere: bool = False


@frozen
class Spot:
    """One fault: characters ``start`` to ``end`` of a paragraph, what stands there, and what is wanted.

    ``wanted`` is None where only a person can say; with ``is_sure`` False it is a proposal that nothing puts
    in by itself.
    """

    paragraph: int
    start: int
    end: int
    found: str
    wanted: str | None = None
    is_sure: bool = True


class Mark(NamedTuple):
    """A spot inside one text, before it is known which paragraph that is."""

    start: int
    end: int
    wanted: str | None = None
    is_sure: bool = True


class Draft:
    """The paragraphs of one document in reading order, and their texts with what is protected veiled."""

    def __init__(self, paragraphs: Sequence[Paragraph], profile: str = "plain") -> None:
        self.paragraphs = paragraphs
        self.profile = profile
        #: what outline.py finds, for its rules to share
        self.headings: list[Any] | None = None
        self.veiled = [veiled(paragraph.text) for paragraph in paragraphs]
        self._holding: dict[str, list[int]] = {}

    def with_any(self, signs: str) -> Sequence[int]:
        """The paragraphs that hold any of these signs, in order; all of them for no sign."""
        if not signs:
            return range(len(self.veiled))
        found = [self._with(sign) for sign in signs]
        return found[0] if len(found) == 1 else sorted({index for each in found for index in each})

    def _with(self, sign: str) -> list[int]:
        if sign not in self._holding:  # several rules ask for the same sign
            self._holding[sign] = [index for index, text in enumerate(self.veiled) if sign in text]
        return self._holding[sign]

    def spot(self, paragraph: int, mark: Mark) -> Spot:
        """A mark in one of the paragraphs."""
        found = self.paragraphs[paragraph].text[mark.start : mark.end]
        return Spot(paragraph, mark.start, mark.end, found, mark.wanted, mark.is_sure)


#: a rule's measure: the faults in a draft
Look = Callable[[Draft], Iterator[Spot]]


def in_each(look: Callable[[str], Iterator[Mark]], signs: str = "") -> Look:
    """The measure of a rule that needs no more than one text at a time, one with any of these signs in it."""

    def look_everywhere(draft: Draft) -> Iterator[Spot]:
        for index in draft.with_any(signs):
            text = draft.veiled[index]
            for mark in look(text):
                if "\0" not in text[mark.start : mark.end]:
                    yield draft.spot(index, mark)

    return look_everywhere


_EXTENSIONS = (
    "docx?|wps|wpt|xlsx?|et|pptx?|dps|pdf|ofd|txt|csv|json|ya?ml|xml|html?|md|zip|rar|7z|jpe?g|png|gif|mp[34]|exe"
)
_DOMAINS = "com|cn|gov|org|net|edu|top|info|io"
_PROTECTED = re.compile(
    "|".join(
        (
            r"(?:https?|ftp|file)://[!-~]+",  # an address runs on as long as there are ASCII signs
            r"\bwww\.[!-~]+",
            r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
            r"[A-Za-z]:[\\/][^\s，。；：、！？“”（）<>|\"]*",
            r"(?<![\w/.])[~.]{0,2}/(?:[\w.-]+/)+[\w.-]*",
            rf"[\w-]{{1,60}}\.(?:{_EXTENSIONS})(?![A-Za-z0-9])",
            rf"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:{_DOMAINS})(?![A-Za-z0-9])(?:/[!-~]*)?",
            r"`[^`\n]+`",
            r"\{[^{}\n]*\}+",
            r"</?[A-Za-z][^<>\n]*>",
            r"(?<![\d-])[(（]0\d{2,3}[)）][ -]?\d{7,8}(?:-\d{1,6})?(?!\d)",
            r"(?<![\d-])0\d{2,3}[ -]\d{7,8}(?:-\d{1,6})?(?!\d)",
            r"(?<![\d-])1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)",
            r"(?<![\d-])[48]00[ -]\d{3,4}[ -]\d{3,4}(?!\d)",
        )
    ),
    re.IGNORECASE,
)
#: without any of these nothing is protected; far quicker to look for
_SIGNS_OF_PROTECTED = re.compile(r"[@/\\`{<]|\.[A-Za-z7]|\d[ -]\d{3}|[)）][ -]?\d{7}")
_SENTENCE = re.compile(r"[^。！？；\n]+")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
#: how many words in Latin script make a sentence of it, if it has fewer Chinese characters than that
_WORDS_OF_A_SENTENCE = 5


def veiled(text: str) -> str:
    """The text with each protected character as U+0000; as long as the text."""
    if text.isascii():
        return "\0" * len(text) if _LATIN_WORD.search(text) else text
    if _SIGNS_OF_PROTECTED.search(text):
        text = _PROTECTED.sub(_veil, text)
    if _LATIN_WORD.search(text):
        text = _SENTENCE.sub(_veil_latin, text)
    return text


def _veil(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _veil_latin(match: re.Match[str]) -> str:
    words = len(_LATIN_WORD.findall(match[0]))
    is_latin = words >= _WORDS_OF_A_SENTENCE and words > len(_HAN_CHARACTER.findall(match[0]))
    return _veil(match) if is_latin else match[0]
