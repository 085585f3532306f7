"""What a layout rule is, what it looks at, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from enum import Enum

from docgen.frozen import frozen
from docgen.layout.parts import BLANK, full_text
from docgen.ooxml.edits import Edit
from docgen.ooxml.reading import (
    FOOTER,
    FOOTNOTE,
    HEADER,
    TABLE,
    TEXTBOX,
    Effective,
    Para,
    Reading,
    Section,
)
from docgen.ooxml.reading.values import BUILT_IN, DEFAULTS, DIRECT, NUMBERING, STYLE, TABLE_STYLE

PLAIN, OFFICIAL, LETTER, ORDER, MINUTES = PROFILES = ("plain", "official", "letter", "order", "minutes")
ALL = frozenset(PROFILES)

_PLACES = {HEADER: "页眉", FOOTER: "页脚", FOOTNOTE: "注释", TABLE: "表格", TEXTBOX: "文本框"}
_SOURCES = {
    BUILT_IN: "软件默认值",
    DEFAULTS: "文档默认值",
    STYLE: "样式“{name}”",
    TABLE_STYLE: "表格样式“{name}”",
    NUMBERING: "自动编号",
    DIRECT: "直接设置",
    "theme": "主题字体",
}


class Strength(str, Enum):
    """How strongly the standard says it: flatly (S), in general (C), or not at all (P: usual practice)."""

    STATED = "S"
    GENERAL = "C"
    PRACTICE = "P"


@frozen
class Departure:
    """One place that departs: what is in force, where it comes from, what is wanted, how to mend it.

    ``part`` and ``index`` place it, ``words`` are the first of the paragraph; ``edits`` is empty where
    only a person can put it right. ``strength`` is the rule's own unless this departure is a weaker one.
    Departures are told together where ``found`` and ``wanted`` are the same, or ``alike`` where it says more.
    """

    part: str
    index: int
    words: str
    found: str
    origin: str
    wanted: str
    edits: tuple[Edit, ...] = ()
    strength: Strength | None = None
    alike: str = ""
    #: what puts it right by adding parts to the document: NUMBERED_PAGES, or nothing
    adds: str = ""


#: footers with page numbers
NUMBERED_PAGES = "page-numbers"


@frozen
class Unsure:
    """Why a rule could not be judged, as a clerk is told."""

    reason: str


Given = Departure | Unsure


@frozen
class Draft:
    """A document with its parts recognised, and the measures that hold for it (id -> number or name)."""

    reading: Reading
    profile: str
    measures: Mapping[str, int | str] = field(default_factory=dict)
    #: what the rules on text tell, by rule id: all of them look once
    text_departures: Mapping[str, tuple[Departure, ...]] = field(default_factory=dict)
    #: how runs depart by what they inherit, by their values: asked of every run, found out once
    inherited: dict[tuple[int, bool], tuple[str, ...]] = field(default_factory=dict)

    def of(self, *roles: str) -> list[Para]:
        """The paragraphs with these roles, in order."""
        return [para for para in self.reading.paragraphs if para.role in roles]

    def blank_before(self, para: Para) -> int:
        """How many empty paragraphs stand directly before a paragraph of the body."""
        paragraphs = self.reading.paragraphs
        at = next(count for count, each in enumerate(paragraphs) if each is para)
        found = 0
        while at - found - 1 >= 0 and paragraphs[at - found - 1].role == BLANK:
            found += 1
        return found

    def section_of(self, para: Para) -> Section:
        return self.reading.sections[para.section - 1]


Measure = Callable[[Draft], Iterator[Given]]


@frozen
class Rule:
    """A row of the table: see table.py."""

    id: str
    title: str
    clause: str
    strength: Strength
    fix: str
    measure: Measure
    roles: frozenset[str]
    right: str
    wrong: str
    by_hand: str
    profiles: frozenset[str] = ALL


def origin(value: Effective) -> str:
    """Where a value comes from, in a clerk's words."""
    return _SOURCES[value.source].format(name=value.name)


def place_name(para: Para) -> str:
    """Where a paragraph stands, in a clerk's words."""
    return _PLACES.get(para.where, "正文")


def departure(
    para: Para,
    found: str,
    source: Effective | None,
    wanted: str,
    edits: Iterable[Edit] = (),
    strength: Strength | None = None,
) -> Departure:
    """A departure at a paragraph."""
    place = place_name(para)
    words = full_text(para)
    short = words[:12] + ("…" if len(words) > 12 else "")
    return Departure(
        place, para.index, short, found, origin(source) if source else "", wanted, tuple(edits), strength
    )


def at_section(
    section: Section, found: str, wanted: str, edits: Iterable[Edit] = (), source: str = "页面设置"
) -> Departure:
    """A departure of a section's pages."""
    return Departure("页面", section.number, f"第{section.number}节", found, source, wanted, tuple(edits))


def whole_document(found: str, source: str, wanted: str, edits: Iterable[Edit] = ()) -> Departure:
    """A departure of the document as a whole."""
    return Departure("全文", 0, "", found, source, wanted, tuple(edits))
