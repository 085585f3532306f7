"""A document as sentences and rows of tables: their words, and the numerals between the words.

Two texts that docgen makes of two records have the same words where only figures differ; so has a document
that was edited elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from docgen.auditing.passages import BLANK, Passage, seen
from docgen.frozen import frozen
from docgen.ooxml.anchored import anchored
from docgen.ooxml.reading import FOOTER, HEADER, Para, Reading, W

#: a date, or a number with its scale
_NUMERAL = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|\d{4}([.\-/])\d{1,2}\1\d{1,2}|\d+(?:\.\d+)?[万亿]{0,2}",
    re.ASCII,
)
_SCALE = "万亿"
#: 1. or 1） at the head of a paragraph counts it
_COUNT = re.compile(r"\d+[.．、)）](?!\d)", re.ASCII)
_WIDTHS = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


class Numeral(NamedTuple):
    """A date or number as it stands in a document.

    ``text`` is without white space and in half width. ``para`` counts the reading's paragraphs from 0,
    ``places`` are those of its characters in that paragraph's text. ``anchor`` is docgen's name for it.
    """

    text: str
    para: int
    places: tuple[int, ...]
    anchor: str


@frozen
class Sentence:
    """A sentence, or a row of a table (``table`` counts from 1, 0 outside of any).

    ``words`` is its text with every numeral as one sign; ``para`` counts the reading's paragraphs from 0.
    """

    text: str
    words: str
    numerals: tuple[Numeral, ...]
    para: int
    table: int = 0


def sentences_of(reading: Reading) -> list[Sentence]:
    """The sentences and rows with any text, in order; heads and feet of pages left out."""
    found: list[Sentence] = []
    paras = [
        (at, para) for at, para in enumerate(reading.paragraphs) if para.where not in (HEADER, FOOTER)
    ]
    for row, group in groupby(paras, key=lambda each: _row(each[1])):
        parts = [part for at, para in group for part in _sentences(at, para)]
        if row is None or not parts:
            found += parts
            continue
        table = reading.paragraphs[parts[0].para].table
        found.append(
            Sentence(
                "\t".join(each.text for each in parts),
                "\t".join(each.words for each in parts),
                tuple(numeral for each in parts for numeral in each.numerals),
                parts[0].para,
                table.number if table is not None else 0,
            )
        )
    return found


def _row(para: Para) -> object:
    return next(para.element.iterancestors(f"{W}tr"), None)


def _sentences(at: int, para: Para) -> Iterator[Sentence]:
    signs = [place for place, sign in enumerate(para.text) if seen(sign).strip()]
    text = "".join(para.text[place] for place in signs).translate(_WIDTHS)
    if not text:
        return
    spans = anchored(para)
    count = _COUNT.match(text)
    numerals = []
    for match in _NUMERAL.finditer(text, count.end() if count is not None else 0):
        places = tuple(signs[match.start() : match.end()])
        digits = places[: len(match[0].rstrip(_SCALE))]
        around = (name for name, start, end in spans if start <= digits[0] and digits[-1] < end)
        numerals.append((match.start(), match.end(), Numeral(match[0], at, places, next(around, ""))))
    for start, end in pairwise([*Passage(para.index, text).sentence_starts, len(text)]):
        inside = [each for each in numerals if start <= each[0] < end]
        bounds = [start, *(bound for each in inside for bound in each[:2]), end]
        between = zip(bounds[::2], bounds[1::2], strict=True)
        words = BLANK.join(text[first:last] for first, last in between)
        yield Sentence(text[start:end], words, tuple(numeral for _, _, numeral in inside), at)


def partners(
    copies: Sequence[Sentence], originals: Sequence[Sentence], *, is_edited: bool = False
) -> dict[int, int]:
    """Which original each copy is a copy of, by their numbers: the words are the same, numerals may differ.

    Where the same words stand several times the sentences around decide; copies that they leave unsure are
    left out. ``is_edited``: sentences may stand in another order, and there may be several copies of one.
    """
    by_words: dict[str, list[int]] = {}
    for at, each in enumerate(originals):
        by_words.setdefault(each.words, []).append(at)
    counts = Counter(each.words for each in copies)
    found = {
        at: by_words[each.words][0]
        for at, each in enumerate(copies)
        if len(by_words.get(each.words, ())) == 1 and (is_edited or counts[each.words] == 1)
    }
    following, preceding = (_beside(copies, originals, found, step, is_edited) for step in (1, -1))
    claimed = Counter(original for _copy, original in {*following.items(), *preceding.items()})
    for at, each in enumerate(copies):
        claims = {way[at] for way in (following, preceding) if at in way}
        if len(claims) != 1 or claimed[min(claims)] > 1:
            continue
        is_between = at in following and at in preceding
        if is_between or counts[each.words] == len(by_words[each.words]):
            found[at] = min(claims)
    return found


def _beside(
    copies: Sequence[Sentence],
    originals: Sequence[Sentence],
    known: dict[int, int],
    step: int,
    is_edited: bool,
) -> dict[int, int]:
    """Copies whose neighbour (the one before for step 1, behind for -1) is known, with its neighbour.

    Texts that nobody edited begin and end alike.
    """
    found: dict[int, int] = {}
    at = None if is_edited else -1 if step > 0 else len(originals)
    for number in range(len(copies))[::step]:
        if number in known:
            at = known[number]
            continue
        at = None if at is None else at + step
        if at is None or not 0 <= at < len(originals) or originals[at].words != copies[number].words:
            at = None
        else:
            found[number] = at
    return found
