"""How high lines are and where they begin, as far as a file tells it: a least and a most, in twips."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from docgen.layout.fonts import width
from docgen.layout.looking import stretches
from docgen.layout.rule import Draft
from docgen.ooxml.reading import BODY, HEADER, SDT, Para, Section

#: an automatic line is at least as high as its characters, and at most so many times, in any usual font
_MOST_LEADING = 1.6


class Extent(NamedTuple):
    """A measure that lies between two values."""

    least: float
    most: float

    def plus(self, other: Extent) -> Extent:
        return Extent(self.least + other.least, self.most + other.most)

    def misses(self, wanted: float, tolerance: float) -> bool:
        """Whether it can't be what is wanted."""
        return self.most < wanted - tolerance or self.least > wanted + tolerance

    def meets(self, wanted: float, tolerance: float) -> bool:
        """Whether it is what is wanted, wherever between its two values it lies."""
        return wanted - tolerance <= self.least and self.most <= wanted + tolerance


def text_size(para: Para) -> int:
    """The height of its largest characters in twips; of an empty paragraph, its mark's."""
    sizes = [int(each.run.values["sz"].value) for each in stretches(para)] or [int(para.mark["sz"].value)]
    return max(sizes) * 10


def line_height(para: Para, section: Section) -> Extent:
    """One line of a paragraph."""
    rule, line = str(para.values["lineRule"].value), int(para.values["line"].value)
    size = text_size(para)
    if rule == "exact":
        return Extent(line, line)
    if rule == "atLeast":
        return Extent(max(line, size), max(line, size * _MOST_LEADING))
    least, most = float(size), size * _MOST_LEADING
    if section.grid and section.pitch and para.values["snapToGrid"].value:
        least, most = (math.ceil(each / section.pitch) * section.pitch for each in (least, most))
    return Extent(least * line / 240, most * line / 240)


def leading(para: Para, section: Section) -> Extent:
    """How far below a line's upper edge, or above its lower one, its characters can begin."""
    return Extent(0, max(0.0, line_height(para, section).most - text_size(para)))


def height(para: Para, section: Section) -> Extent | None:
    """A whole paragraph with the space around it; None where its lines can't be counted."""
    if para.has_drawing or para.breaks_page or section.width is None:
        return None
    room = (section.width - (section.margins["left"] or 0) - (section.margins["right"] or 0)) / 20
    if any(width(line) * text_size(para) / 20 > room for line in para.text.split("\n")):
        return None
    count = para.text.count("\n") + 1
    line = line_height(para, section)
    around = int(para.values["before"].value) + int(para.values["after"].value)
    return Extent(line.least * count + around, line.most * count + around)


def together(paragraphs: Iterable[Para], section: Section) -> Extent | None:
    """Paragraphs on one another; frames take no room."""
    total = Extent(0, 0)
    for para in paragraphs:
        if para.values["framePr"].value:
            continue
        own = height(para, section) if para.where in (BODY, SDT, HEADER, "footer") else None
        if own is None:
            return None
        total = total.plus(own)
    return total


def top_of_text(draft: Draft, para: Para) -> Extent | None:
    """Where a paragraph's characters begin, from the first page's upper edge; None if it can't be told."""
    section = draft.section_of(para) if para.where in (BODY, SDT) else draft.reading.sections[0]
    top = section.margins["top"]
    frame = para.values["framePr"].value
    if frame:
        anchor, y = frame.get("vAnchor", ""), frame.get("y", "")
        if not y.lstrip("-").isdecimal() or anchor not in ("page", "margin") or top is None:
            return None
        begin = Extent(*(2 * (int(y) + (abs(top) if anchor == "margin" else 0),)))
        return begin.plus(leading(para, section))
    start = top if para.where in (BODY, SDT) else section.margins["header"]
    if start is None or para.where not in (BODY, SDT, HEADER) or section.number > 1:
        return None
    paragraphs = draft.reading.paragraphs
    at = next(count for count, each in enumerate(paragraphs) if each is para)
    above = [each for each in paragraphs[:at] if each.part == para.part]
    taken = together(above, section)
    if taken is None:
        return None
    before = int(para.values["before"].value)
    return taken.plus(Extent(abs(start) + before, abs(start) + before)).plus(leading(para, section))
