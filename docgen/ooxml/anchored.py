"""docgen's anchors in a document that was worked on: which characters each of them still holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from docgen.ooxml.reading import Para, W

_NAME = re.compile(r"_dg[0-9]{1,9}(?:_[0-9a-f]{8})?")


class Anchored(NamedTuple):
    """An anchor and the characters inside it: places in the paragraph's text (``Para.text``)."""

    name: str
    start: int
    end: int

    @property
    def digest(self) -> str:
        """What it says of its value (anchors.digest_of)."""
        return self.name.partition("_dg")[2].partition("_")[2]


def anchored(para: Para) -> list[Anchored]:
    """The anchors that begin and end in a paragraph, in the order they end in."""
    return list(_anchored(para))


def _anchored(para: Para) -> Iterator[Anchored]:
    ends = {run.element: run.start + len(run.text) for run in para.runs}
    opened: dict[str, tuple[str, int]] = {}
    at = 0
    for element in para.element.iter(f"{W}r", f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}sdt"):
        if next(element.iterancestors(f"{W}p")) is not para.element:
            continue  # in a text box
        if element.tag == f"{W}r":
            at = ends.get(element, at)
        elif element.tag == f"{W}bookmarkStart":
            if _NAME.fullmatch(element.get(f"{W}name", "")):
                opened[element.get(f"{W}id")] = (element.get(f"{W}name"), at)
        elif element.tag == f"{W}bookmarkEnd":
            if element.get(f"{W}id") in opened:
                name, start = opened.pop(element.get(f"{W}id"))
                yield Anchored(name, start, at)
        else:
            name = _tag(element)
            last = [ends[run] for run in element.iter(f"{W}r") if run in ends]
            if name and last:
                yield Anchored(name, at, last[-1])


def _tag(control: Any) -> str:
    tag = control.find(f"{W}sdtPr/{W}tag")
    name = tag.get(f"{W}val", "") if tag is not None else ""
    return name if _NAME.fullmatch(name) else ""
