"""A document's paragraphs as they are compared: numbers as signs among the characters, and values.

White space and what no reader sees are left out: places are in the paragraph's text without them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from docgen.auditing.figures import Figure, figures_in
from docgen.auditing.numerals import read_numeral
from docgen.auditing.passages import Passage, Stretches, seen
from docgen.finalising.places import label
from docgen.frozen import frozen
from docgen.layout.parts import DATE, full_text
from docgen.ooxml.anchored import anchored
from docgen.ooxml.reading import FOOTER, HEADER, Para, Reading

#: a sentence or a part of one ends here
_ENDS = re.compile(r"(?<=[。；;])")
#: the cell of a table, or the paragraph, that was made part of a line ends here; a number goes on
_PART_ENDS = re.compile(r"\t+|(?<!\d)\n+|\n+(?!\d)")
_SIGN = "〇零一二三四五六七八九"
_DIGITS = str.maketrans(_SIGN, "00123456789")
#: numbers that are no quantities: dates, numbers of documents, and what is left
_OTHER = re.compile(
    rf"(?:(?P<year>\d{{4}}|[{_SIGN}]{{4}})年|(?P<said>[今去])年)?"
    rf"(?P<month>\d{{1,2}}|[{_SIGN}十]{{1,2}})月(?:(?P<day>\d{{1,2}}|[{_SIGN}十]{{1,3}})[日号])?"
    r"|(?<![\d.])(?P<y>(?:19|20)\d{2})(?P<stroke>[-./])(?P<m>\d{1,2})(?:(?P=stroke)(?P<d>\d{1,2}))?(?![\d.])"
    rf"|(?P<only>\d{{4}}|[{_SIGN}]{{4}})年"
    r"|[〔\[（(](?P<of>\d{4})[〕\]）)]第?(?P<sequence>\d+)号"
    r"|\d{1,40}(?:\.\d{1,40})?(?!\d{0,4}年)"
)
_DATED = re.compile(r"(\d{4})年")


class Number(NamedTuple):
    """A number in a line: what it is equal by, text and place, its quantity, and the values that gave it."""

    key: tuple[object, ...]
    text: str
    start: int
    end: int
    figure: Figure | None
    pointers: tuple[str, ...] = ()


class Value(NamedTuple):
    """A text that a value of the record gave: the signs it takes up, and the value."""

    start: int
    end: int
    text: str
    pointer: str


class Span(NamedTuple):
    """Characters of a paragraph that a value of the record gave."""

    start: int
    end: int
    pointer: str


@frozen
class Line:
    """A paragraph or a sentence of one: its signs are characters, and numbers whole.

    ``at`` counts the document's paragraphs from 0, ``base`` is where in its paragraph it begins; ``numbers``
    are by their sign. ``sign_places`` says where each sign begins, and where the last one ends; ``broken`` is
    the text with its tabs and line breaks, ``text`` without any white space.
    """

    para: Para
    at: int
    base: int
    place: str
    broken: str
    text: str
    signs: Sequence[object]
    sign_places: Sequence[int]
    numbers: Mapping[int, Number]
    values: Sequence[Value] = ()
    spans: Sequence[Span] = ()

    @property
    def words(self) -> str:
        """The text with every number as one sign, so that short lines with other numbers are still alike."""
        return "".join(sign if isinstance(sign, str) else "#" for sign in self.signs)

    def between(self, first: int, last: int) -> str:
        """The text from one sign up to another."""
        return self.text[self.sign_places[first] - self.base : self.sign_places[last] - self.base]


def year_of(made: Reading) -> int | None:
    """The year that 今年 is: that of the document's date."""
    dates = (_DATED.match(full_text(para)) for para in made.paragraphs if para.role == DATE)
    return next((int(match[1]) for match in dates if match), None)


def lines_of(
    reading: Reading,
    year: int | None = None,
    left_out: Collection[str] = (),
    pointers: Mapping[str, str] | None = None,
) -> list[Line]:
    """The paragraphs that are compared: not those of the roles left out.

    Of heads and feet of pages each text once, for first, odd and even pages have their own; none with a field
    in it, which is counted anew on every page. A date without a year is one of ``year``. ``pointers`` are the
    record's values by their digests, by which docgen's anchors in the document tell what stands there.
    """
    found: list[Line] = []
    in_margins: set[str] = set()
    for para in reading.paragraphs:
        broken = seen(full_text(para))
        if not broken.split() or para.role in left_out:
            continue
        if para.where in (HEADER, FOOTER):
            if para.fields or broken in in_margins:
                continue
            in_margins.add(broken)
        spans = spans_of(para, pointers) if pointers else ()
        found.append(_line(para, len(found), 0, label(para), broken, spans, year))
    return found


def spans_of(para: Para, pointers: Mapping[str, str]) -> list[Span]:
    """What stands inside the anchors that are known; ``pointers`` are values by their digests."""

    known = [each for each in anchored(para) if each.digest in pointers and each.start < each.end]
    tight: dict[int, int] = {}
    count, before = _tight(para.label), 0
    for at in sorted({at for each in known for at in (each.start, each.end)}):
        count += _tight(para.text[before:at])
        tight[at], before = count, at
    return [Span(tight[each.start], tight[each.end], pointers[each.digest]) for each in known]


def _tight(text: str) -> int:
    """How many signs of a text are seen, white space being none."""
    return len("".join(seen(text).split()))


def sentences(lines: Sequence[Line], year: int | None) -> list[Line]:
    """Lines cut into sentences."""
    return _cut(lines, _ENDS, year)


def parts(line: Line, year: int | None) -> list[Line]:
    """A line cut at its tabs and line breaks: cells of a table made into one, paragraphs put together."""
    return _cut([line], _PART_ENDS, year)


def _cut(lines: Sequence[Line], ends: re.Pattern[str], year: int | None) -> list[Line]:
    found = []
    for line in lines:
        base = line.base
        for part in ends.split(line.broken):
            if part.split():
                found.append(_line(line.para, line.at, base, line.place, part, line.spans, year))
            base += len("".join(part.split()))
    return found


def _line(
    para: Para, at: int, base: int, place: str, broken: str, spans: Sequence[Span], year: int | None
) -> Line:
    text = "".join(broken.split())
    signs: list[object] = []
    places: list[int] = []
    numbers: dict[int, Number] = {}
    done = 0
    for number in _numbers(Passage(para.index, text), year):
        if number.start < done:
            continue
        signs += text[done : number.start]
        places += range(base + done, base + number.start)
        start, end = base + number.start, base + number.end
        own = (span.pointer for span in spans if span.start < end and start < span.end)
        numbers[len(signs)] = number._replace(start=start, end=end, pointers=tuple(dict.fromkeys(own)))
        signs.append(number.key)
        places.append(start)
        done = number.end
    signs += text[done:]
    places += range(base + done, base + len(text) + 1)
    values = []
    for span in spans:
        is_number = any(each.start <= span.start and span.end <= each.end for each in numbers.values())
        if base <= span.start and span.end <= base + len(text) and not is_number:
            first, last = bisect_left(places, span.start), bisect_left(places, span.end)
            values.append(Value(first, last, text[span.start - base : span.end - base], span.pointer))
    return Line(para, at, base, place, broken, text, signs, places, numbers, values, spans)


def _numbers(passage: Passage, year: int | None) -> list[Number]:
    """The numbers of a passage in their order; a later one may overlap the one before it."""
    found = [
        Number(("figure", each.value, each.dimension), each.text, each.start, each.end, each)
        for each in figures_in(passage)
    ]
    figures = Stretches(found)
    for match in _OTHER.finditer(passage.plain):
        if not figures.meet(*match.span()):
            found.append(Number(_key(match, year), match[0], match.start(), match.end(), None))
    return sorted(found, key=lambda each: (each.start, each.end))


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
