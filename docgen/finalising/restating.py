"""A document's numbers beside those of the text that its record gives now: changed, new, gone.

Paragraphs are matched by their words, however they were moved, and what is left of either text sentence by
sentence, for paragraphs are merged and split; in a reworded one the numbers are matched by what stands around
them. 2.85万元 and 28500元 are the same number, 2024年7月5日 and 2024-07-05 the same date; a number that only
moved is none of the three.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from typing import NamedTuple

from docgen.auditing.figures import Figure, figures_in
from docgen.auditing.numerals import read_numeral
from docgen.auditing.passages import Passage, seen
from docgen.finalising.places import label
from docgen.frozen import frozen
from docgen.layout.parts import DATE, DOC_NO, PRINTER, full_text
from docgen.measure_words import DURATIONS
from docgen.ooxml.reading import FOOTER, HEADER, Reading

CHANGED, NEW, GONE = "changed", "new", "gone"
#: paragraphs with fewer words in common are not the same one reworded
_ALIKE = 0.6
#: with so many, they surely are
_SURELY = 0.95
#: so many reworded paragraphs are tried for one, those nearest to where it should stand
_MOST_TRIED = 60
#: a document with less of the record's text than this was not made from it
_MADE_FROM = 0.5
#: a sentence or a part of one ends here; so does the cell of a table that was made into a line
_ENDS = re.compile(r"(?<=[。；])|(?<!\d)[\t\n]+|[\t\n]+(?!\d)")
_SIGN = "〇零一二三四五六七八九"
_DIGITS = str.maketrans(_SIGN, "00123456789")
#: numbers that are no quantities: dates, numbers of documents, and what is left
_OTHER = re.compile(
    rf"(?:(?P<year>\d{{4}}|[{_SIGN}]{{4}})年|(?P<said>[今去])年)?"
    rf"(?P<month>\d{{1,2}}|[{_SIGN}十]{{1,2}})月(?:(?P<day>\d{{1,2}}|[{_SIGN}十]{{1,3}})[日号])?"
    r"|(?<![\d.])(?P<y>(?:19|20)\d{2})(?P<stroke>[-./])(?P<m>\d{1,2})(?:(?P=stroke)(?P<d>\d{1,2}))?(?![\d.])"
    rf"|(?P<only>\d{{4}}|[{_SIGN}]{{4}})年"
    r"|[〔\[（(](?P<of>\d{4})[〕\]）)]第?(?P<sequence>\d+)号"
    r"|\d+(?:\.\d+)?(?!\d*年)"
)
#: set when the document is finalised, or counted by Word
_NOT_COMPARED = (DOC_NO, DATE, PRINTER)
_DATED = re.compile(r"(\d{4})年")


@frozen
class Restated:
    """A number that the document states otherwise: as the record gives it, as it is written, and where."""

    status: str
    made: str
    written: str
    place: str
    #: the quantity in base units, None for a date or the like
    value: Fraction | None = None
    is_quantity: bool = False


class _Number(NamedTuple):
    """A number in a paragraph: what it is equal by, its text, and its quantity."""

    key: tuple[object, ...]
    text: str
    figure: Figure | None


class Line(NamedTuple):
    """A paragraph or sentence: its text, its place, and its signs: characters, and numbers whole."""

    text: str
    place: str
    #: the text with its tabs and line breaks
    broken: str
    signs: Sequence[object]
    numbers: dict[int, _Number]


def restated(document: Reading, made: Reading) -> list[Restated] | None:
    """What the document states otherwise than the text just made; None if it isn't a version of that text."""
    year = _year_of(made)
    here, there = lines_of(document, year), lines_of(made, year)
    pairs, left_here, left_there = _matched(here, there)
    more, left_here, left_there = _matched(_sentences(left_here, year), _sentences(left_there, year))
    if not there or _length(there) - _length(left_there) < _MADE_FROM * _length(there):
        return None
    within = [each for one, other in pairs for each in _within(one, other, year)]
    found = [each for one, other in [*within, *more] for each in _differences(one, other)]
    for line in left_here:
        found += [_one(NEW, number, line, written=number.text) for number in line.numbers.values()]
    for line in left_there:
        found += [_one(GONE, number, line, made=number.text) for number in line.numbers.values()]
    return _without_moved(found)


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _year_of(made: Reading) -> int | None:
    """The year that 今年 is: that of the document's date."""
    dates = (_DATED.match(full_text(para)) for para in made.paragraphs if para.role == DATE)
    return next((int(match[1]) for match in dates if match), None)


def unbacked(found: Sequence[Restated], amounts: Collection[Fraction]) -> list[Restated]:
    """New quantities that no value of the record has; stretches of time and dates aside."""
    return [
        each
        for each in found
        if each.status == NEW and each.is_quantity and each.value not in amounts
    ]  # fmt: skip


def lines_of(reading: Reading, year: int | None = None) -> list[Line]:
    """The paragraphs whose numbers are compared: not those set when finalising, nor heads of pages.

    A date without a year is one of ``year``.
    """
    return [
        _line(para.index, text, label(para), year)
        for para in reading.paragraphs
        if para.role not in _NOT_COMPARED and para.where not in (HEADER, FOOTER)
        and (text := seen(full_text(para))).split()
    ]  # fmt: skip


def _sentences(lines: Sequence[Line], year: int | None) -> list[Line]:
    """Lines cut into sentences."""
    return [
        _line(0, part, line.place, year)
        for line in lines
        for part in _ENDS.split(line.broken)
        if part.split()
    ]  # fmt: skip


def _within(here: Line, there: Line, year: int | None) -> list[tuple[Line, Line]]:
    """The sentences of two versions of a paragraph if each has its counterpart, or else the two."""
    pairs, left_here, left_there = _matched(_sentences([here], year), _sentences([there], year))
    return pairs if not left_here and not left_there else [(here, there)]


def _line(index: int, broken: str, place: str, year: int | None) -> Line:
    text = "".join(broken.split())
    passage = Passage(index, text)
    spans = [
        (each.start, each.end, _Number(("figure", each.value, each.dimension), each.text, each))
        for each in figures_in(passage)
    ]
    for match in _OTHER.finditer(passage.plain):
        if not any(start < match.end() and match.start() < end for start, end, _number in spans):
            spans.append((match.start(), match.end(), _Number(_key(match, year), match[0], None)))
    signs: list[object] = []
    numbers: dict[int, _Number] = {}
    at = 0
    for start, end, number in sorted(spans, key=lambda span: span[:2]):
        if start < at:
            continue
        signs += text[at:start]
        numbers[len(signs)] = number
        signs.append(number.key)
        at = end
    signs += text[at:]
    return Line(text, place, broken, signs, numbers)


def _key(match: re.Match[str], year: int | None) -> tuple[object, ...]:
    """What a date or another number that is no quantity is equal by."""
    if match["of"]:
        return ("document", int(match["of"]), int(match["sequence"]))
    if match["only"]:
        return ("date", _whole(match["only"]))
    month, day = match["month"] or match["m"], match["day"] or match["d"]
    if month is None:
        return ("other", Decimal(match[0]))
    given = match["year"] or match["y"]
    if given:
        year = _whole(given)
    elif year is not None:
        year -= match["said"] == "去"
    return ("date", year, _whole(month), _whole(day) if day else None)


def _whole(text: str) -> int:
    """A year, month or day in digits or in Chinese: 2024, 二〇二四, 十二."""
    if text.isdecimal():
        return int(text)
    number = read_numeral(text)
    return int(text.translate(_DIGITS) if number is None else number)


def _matched(
    here: Sequence[Line], there: Sequence[Line]
) -> tuple[list[tuple[Line, Line]], list[Line], list[Line]]:
    """Lines that are the same one reworded, and those of either text that have no counterpart."""
    waiting = Counter(line.text for line in there)
    left_here = []
    for line in here:
        if waiting[line.text]:
            waiting[line.text] -= 1
        else:
            left_here.append(line)
    left_there = []
    for line in there:
        if waiting[line.text]:
            waiting[line.text] -= 1
            left_there.append(line)
    pairs = []
    alone = []
    used: set[int] = set()
    follows = 0
    for line in left_here:
        best = _nearest(line, left_there, used, follows)
        if best is None:
            alone.append(line)
        else:
            used.add(best)
            follows = best + 1
            pairs.append((line, left_there[best]))
    return pairs, alone, [line for at, line in enumerate(left_there) if at not in used]


def _nearest(line: Line, others: Sequence[Line], used: set[int], follows: int) -> int | None:
    """Which of the other lines is this one reworded; those near where it is expected are tried first."""
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_words(line))
    best, most = None, _ALIKE
    free = sorted((at for at in range(len(others)) if at not in used), key=lambda at: abs(at - follows))
    for at in free[:_MOST_TRIED]:
        matcher.set_seq1(_words(others[at]))
        if matcher.real_quick_ratio() >= most and matcher.quick_ratio() >= most:
            ratio = matcher.ratio()
            if ratio >= most and (best is None or ratio > most):
                best, most = at, ratio
            if ratio >= _SURELY:
                break
    return best


def _words(line: Line) -> str:
    """The text with every number as one sign, so that short lines with other numbers are still alike."""
    return "".join(sign if isinstance(sign, str) else "#" for sign in line.signs)


def _differences(here: Line, there: Line) -> Iterator[Restated]:
    """Numbers that differ between two versions of a line, paired by what stands around them."""
    matcher: SequenceMatcher[object] = SequenceMatcher(None, there.signs, here.signs, autojunk=False)
    for tag, first, last, other_first, other_last in matcher.get_opcodes():
        if tag == "equal":
            continue
        before = [number for at, number in there.numbers.items() if first <= at < last]
        after = [number for at, number in here.numbers.items() if other_first <= at < other_last]
        for one, other in zip(before, after, strict=False):
            if one.key != other.key:
                yield _one(CHANGED, other, here, made=one.text, written=other.text)
        for number in after[len(before) :]:
            yield _one(NEW, number, here, written=number.text)
        for number in before[len(after) :]:
            yield _one(GONE, number, here, made=number.text)


def _one(status: str, number: _Number, line: Line, made: str = "", written: str = "") -> Restated:
    figure = number.figure
    is_quantity = figure is not None and not figure.is_word and figure.unit not in DURATIONS
    return Restated(status, made, written, line.place, None if figure is None else figure.value, is_quantity)


def _without_moved(found: Sequence[Restated]) -> list[Restated]:
    """Without what is gone from one place and new at another: it only moved."""
    gone = Counter(each.made for each in found if each.status == GONE)
    moved: Counter[str] = Counter()
    kept = []
    for each in found:
        if each.status == NEW and gone[each.written]:
            gone[each.written] -= 1
            moved[each.written] += 1
        else:
            kept.append(each)
    result = []
    for each in kept:
        if each.status == GONE and moved[each.made]:
            moved[each.made] -= 1
        else:
            result.append(each)
    return result
