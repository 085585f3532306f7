"""The filters and tests of templates: a value worded otherwise, still stating what it states.

templates.FILTERS and templates.TESTS tell authors what each is for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from docgen.contexts import Measured, Passage, Stated
from docgen.dates import PartialDate
from docgen.headings import MOST_HEADING, heading_level, heading_words
from docgen.ooxml.signatures import width_in_characters
from docgen.prose import Prose, Segment, Stating
from docgen.quantities import convert, number_text
from docgen.titles import line_breaks
from docgen.wording import amount_capitals, chinese_numeral, format_date, ordinal_label

#: how many 二号 characters fit on a line of the type area
TITLE_CHARACTERS = 20


def _stated(value: object) -> object:
    """The value itself of an indicator or dated entry; anything else as it is."""
    return value.stated if isinstance(value, Measured) else value


def _worded(text: str, value: Stated) -> Prose:
    """Other words for a value, which still state it."""
    return Prose("", (Segment(text, value.pointer),))


def date_in_style(value: object, style: str) -> object:
    """A date in a style; as precisely as it is known where the style asks for more."""
    value = _stated(value)
    if not isinstance(value, Stated) or not isinstance(value.raw, PartialDate):
        return value
    try:
        return _worded(format_date(value.raw, style), value)
    except ValueError:
        return value


def with_unit(value: object, unit: str = "") -> object:
    """A number with its unit behind it, converted exactly if another one is asked for."""
    value = _stated(value)
    if (
        not isinstance(value, Stated)
        or isinstance(value.raw, bool)
        or not isinstance(value.raw, (int, Decimal))
    ):
        return value
    converted = convert(value.raw, value.unit, unit) if unit else None
    if converted is None:
        return _worded(f"{value.text}{value.unit}", value)
    return _worded(f"{number_text(converted)}{unit}", value)


def in_capitals(value: object) -> object:
    """An amount of money in capitals (金额大写)."""
    value = _stated(value)
    if (
        not isinstance(value, Stated)
        or isinstance(value.raw, bool)
        or not isinstance(value.raw, (int, Decimal))
    ):
        return value
    yuan = convert(value.raw, value.unit, "元") if value.unit else Decimal(value.raw)
    try:
        return value if yuan is None else _worded(amount_capitals(yuan), value)
    except ValueError:
        return value


def numeral(value: object) -> object:
    """A whole number in Chinese: 十一; what is none, or is too large to be read so, as it is."""
    return _in_words(value, chinese_numeral)


def ordinal(value: object) -> object:
    """一是, 二是."""
    return _in_words(value, ordinal_label)


def _in_words(value: object, words: Callable[[int], str]) -> object:
    stated = _stated(value)
    raw = stated.raw if isinstance(stated, Stated) else stated
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal)) or raw != int(raw):
        return value
    try:
        text = words(int(raw))
    except ValueError:
        return value
    return _worded(text, stated) if isinstance(stated, Stated) else text


def joined(values: object) -> object:
    """The elements of a list with 、 between them; what stands for an unknown list as it is."""
    if not isinstance(values, list):
        return values
    parts: list[Prose | str] = []
    for value in values:
        if parts:
            parts.append("、")
        parts += value.parts if isinstance(value, Stating) else (str(value),)
    return Passage(tuple(parts))


def brief(value: object) -> object:
    """Unknown as 未知 alone, without its reason."""
    stated = _stated(value)
    if isinstance(stated, Stated) and stated.state == "unknown":
        return _worded("未知", stated)
    return value


def reason(value: object) -> object:
    """Why something is unknown; nothing for what is known."""
    stated = _stated(value)
    return _worded(stated.reason, stated) if isinstance(stated, Stated) and stated.reason else ""


def title_lines(value: object, width: int = TITLE_CHARACTERS) -> object:
    """A long title in lines that keep words whole and look balanced; text of any other sort as it is."""
    if not isinstance(value, Stating):
        return value
    breaks = set(line_breaks(str(value), width))
    if not breaks:
        return value
    return Passage(tuple(_broken(part, start, breaks) for part, start in _with_starts(value.parts)))


def _with_starts(parts: tuple[Prose | str, ...]) -> list[tuple[Prose | str, int]]:
    found, at = [], 0
    for part in parts:
        found.append((part, at))
        at += len(str(part))
    return found


def _broken(part: Prose | str, start: int, breaks: set[int]) -> Prose | str:
    """A piece of a title with a line break before every character whose place is in ``breaks``."""
    if isinstance(part, str):
        return "".join("\n" * (start + at in breaks) + character for at, character in enumerate(part))
    segments = []
    for segment in part.segments:
        segments.append(Segment(str(_broken(segment.text, start, breaks)), segment.states))
        start += len(segment.text)
    return Prose(part.pointer, tuple(segments))


def level_of_heading(value: object) -> int:
    """The level of the heading with which a text begins, 0 for a text without."""
    text = str(value)
    level = heading_level(text)
    return level if level and len(heading_words(text)) <= MOST_HEADING else 0


def heading(value: object) -> object:
    """The heading with which a numbered text begins; nothing of a text without."""
    return _parted(value)[0]


def after_heading(value: object) -> object:
    """The text that runs on behind its heading; all of a text without."""
    return _parted(value)[1]


def _parted(value: object) -> tuple[object, object]:
    text = str(value)
    end = len(heading_words(text)) if level_of_heading(value) else 0
    if not end or not isinstance(value, Stating):
        return (text, "") if end else ("", value)
    head: list[Prose | str] = []
    rest: list[Prose | str] = []
    for part, start in _with_starts(value.parts):
        for side, pieces in ((0, head), (1, rest)):
            piece = _side(part, end - start, side)
            if str(piece):
                pieces.append(piece)
    return Passage(tuple(head)), Passage(tuple(rest))


def _side(part: Prose | str, at: int, side: int) -> Prose | str:
    """What of a piece of text stands before a place (0) or behind it (1)."""
    if isinstance(part, str):
        return (part[: max(at, 0)], part[max(at, 0) :])[side]
    segments = []
    for segment in part.segments:
        segments.append(Segment(str(_side(segment.text, at, side)), segment.states))
        at -= len(segment.text)
    return Prose(part.pointer, tuple(each for each in segments if each.text))


def width(value: object) -> float:
    """How many 字 wide a text is; Latin letters and digits count half."""
    return width_in_characters(str(value))


def _in_state(state: str) -> Callable[[object], bool]:
    def test(value: object) -> bool:
        stated = _stated(value)
        return (stated.state if isinstance(stated, Stated) else "known") == state

    return test


#: the functions of the filters that templates.FILTERS tells
FILTER_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "date": date_in_style,
    "unit": with_unit,
    "amount_capitals": in_capitals,
    "numeral": numeral,
    "ordinal": ordinal,
    "list_join": joined,
    "brief": brief,
    "reason": reason,
    "title_lines": title_lines,
    "heading_level": level_of_heading,
    "heading": heading,
    "after_heading": after_heading,
    "width": width,
}
#: the functions of the tests that templates.TESTS tells
TEST_FUNCTIONS: Mapping[str, Callable[[object], bool]] = {
    "unknown": _in_state("unknown"),
    "none": _in_state("none"),
    "known": _in_state("known"),
}
