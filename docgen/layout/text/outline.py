"""The headings of a document beside one another: levels skipped, numbers that don't run on, closing marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docgen.layout.text.drafts import Draft, Mark, Spot
from docgen.layout.text.headings import NUMERAL, NUMERALS, TO_HALF

#: parts that begin with a number of their own accord
ROLES_ASIDE = frozenset(
    ("title", "subtitle", "doc-no", "date", "signature", "addressee", "note", "annex-note", "annex-note-more")
)
#: how a heading of each level begins, however it is marked
_LEVELS = (
    (1, re.compile(rf"\s*({NUMERAL})(?:、(?![{NUMERALS}])|[.．，,](?=\s?[一-鿿]))")),
    (2, re.compile(rf"\s*[（(]({NUMERAL})[）)]")),
    (3, re.compile(r"\s*([0-9０-９]{1,2})(?:[.．、](?![0-9０-９])|,(?=\s?[一-鿿]))")),
    (4, re.compile(r"\s*(?:[（(]([0-9０-９]{1,2})[）)]|([⑴-⒇]))")),
)
_UNNUMBERED = 9


class Heading(NamedTuple):
    """A paragraph that begins with a number: where, at which level, which, and where the number ends."""

    paragraph: int
    level: int
    number: int
    end: int


def headings(draft: Draft) -> list[Heading]:
    """The paragraphs that begin with a number of one of the four levels, tables aside."""
    if draft.headings is None:
        draft.headings = list(_headings(draft))
    return draft.headings


def _headings(draft: Draft) -> Iterator[Heading]:
    for index, text in enumerate(draft.veiled):
        paragraph = draft.paragraphs[index]
        if not paragraph.is_in_table and paragraph.role not in ROLES_ASIDE:
            heading = _heading(index, text)
            if heading:
                yield heading


def _heading(index: int, text: str) -> Heading | None:
    for level, pattern in _LEVELS:
        match = pattern.match(text)
        if match:
            sign = next(group for group in match.groups() if group)
            return Heading(index, level, _value(sign), match.end())
    return None


def _value(sign: str) -> int:
    if "⑴" <= sign <= "⒇":
        return ord(sign) - ord("⑴") + 1
    if sign.translate(TO_HALF).isascii():
        return int(sign)
    tens, ten, ones = sign.rpartition("十")
    if not ten:
        return NUMERALS.index(ones[0]) + 1
    return (NUMERALS.index(tens[0]) + 1 if tens else 1) * 10 + (NUMERALS.index(ones[0]) + 1 if ones else 0)


def _spot(draft: Draft, heading: Heading) -> Spot:
    text = draft.veiled[heading.paragraph]
    return draft.spot(heading.paragraph, Mark(len(text) - len(text.lstrip()), heading.end))


def skipped_levels(draft: Draft) -> Iterator[Spot]:
    """1. under 一、 where the document uses （一） elsewhere; told at the first of them under one parent."""
    found = headings(draft)
    used = {heading.level for heading in found}
    path: list[int] = []
    told = False
    for heading in found:
        while path and path[-1] >= heading.level:
            path.pop()
            told = False
        above = path[-1] if path else 0
        between = used & set(range(above + 1, heading.level))
        if above and between and heading.number == 1 and not told:
            yield _spot(draft, heading)
            told = True
        path.append(heading.level)


def broken_sequences(draft: Draft) -> Iterator[Spot]:
    """Numbers with a gap, or twice, among the headings of one parent; a new count may begin anywhere."""
    last: dict[int, Heading] = {}
    for heading in headings(draft):
        before = last.get(heading.level)
        last = {level: each for level, each in last.items() if level < heading.level}
        last[heading.level] = heading
        expected = before.number + 1 if before else 1
        if heading.number not in (1, expected):
            since = before.paragraph if before else 0
            if not _is_counted_between(draft, since, heading):
                yield _spot(draft, heading)


def _is_counted_between(draft: Draft, since: int, heading: Heading) -> bool:
    """Whether the number before is counted by Word, or stands inside a paragraph further up."""
    number = heading.number - 1
    tens, ones = divmod(number, 10)
    chinese = ("" if not tens else "十" if tens == 1 else NUMERALS[tens - 1] + "十") + (
        NUMERALS[ones - 1] if ones else ""
    )
    signs = {
        1: (f"{chinese}、",),
        2: (f"（{chinese}）", f"({chinese})"),
        3: (f"{number}.", f"{number}、", f"{number}．"),
        4: (f"（{number}）", f"({number})", f"{number}）", f"{number})"),
    }[heading.level]
    return any(
        draft.paragraphs[index].is_list_item or any(sign in draft.veiled[index][1:] for sign in signs)
        for index in range(since, heading.paragraph)
    )


_MOST_IN_A_HEADING = 25
_SET_CLOSINGS = re.compile(r"\s*(?:特此|附件|附：|以上|此复|妥否|当否|请予|联系人|（[^（）]*）\s*$)")


def closing_stops(draft: Draft) -> Iterator[Spot]:
    """。 behind a heading on a line of its own: one with text of its own below, as all its likes have."""
    found = headings(draft)
    for position, heading in enumerate(found):
        text = draft.veiled[heading.paragraph].rstrip()
        title = text[heading.end :]
        is_short = title.endswith("。") and len(title) <= _MOST_IN_A_HEADING
        if heading.level > 2 or not is_short or re.search("[。；，：]", title[:-1]):
            continue
        if all(_has_text_below(draft, each) for each in _likes(found, position)):
            yield draft.spot(heading.paragraph, Mark(len(text) - 1, len(text), ""))


def _likes(found: list[Heading], position: int) -> Iterator[Heading]:
    """The headings of the same level under the same parent, this one among them."""
    level = found[position].level
    first = last = position
    while first > 0 and found[first - 1].level >= level:
        first -= 1
    while last + 1 < len(found) and found[last + 1].level >= level:
        last += 1
    return (each for each in found[first : last + 1] if each.level == level)


def _has_text_below(draft: Draft, heading: Heading) -> bool:
    """Whether what follows is text of its own, or a heading of a deeper level."""
    if len(draft.veiled[heading.paragraph].strip()) > 2 * _MOST_IN_A_HEADING:
        return True  # the text runs on behind the heading
    for index in range(heading.paragraph + 1, len(draft.paragraphs)):
        text = draft.veiled[index]
        if text.strip():
            if draft.paragraphs[index].role in ROLES_ASIDE or _SET_CLOSINGS.match(text):
                return False
            below = _heading(index, text)
            return below.level > heading.level if below else len(text.strip()) > _MOST_IN_A_HEADING
    return False


_CIRCLED = re.compile(r"\s*[①-⑳]")


def fifth_levels(draft: Draft) -> Iterator[Spot]:
    """① at the beginning of a paragraph."""
    for index, text in enumerate(draft.veiled):
        match = _CIRCLED.match(text)
        if match and not draft.paragraphs[index].is_in_table:
            yield draft.spot(index, Mark(match.end() - 1, match.end()))


def automatic_numbers(draft: Draft) -> Iterator[Spot]:
    """Paragraphs that Word counts: their numbers aren't in the text."""
    for index, paragraph in enumerate(draft.paragraphs):
        if paragraph.is_list_item and not paragraph.is_in_table and paragraph.text.strip():
            yield draft.spot(index, Mark(0, len(paragraph.text)))


def line_starts(draft: Draft) -> Iterator[Spot]:
    """Paragraphs where marks may begin a line, since the rules for it are switched off."""
    for index, paragraph in enumerate(draft.paragraphs):
        if paragraph.breaks_anywhere and paragraph.text.strip():
            yield draft.spot(index, Mark(0, len(paragraph.text)))
