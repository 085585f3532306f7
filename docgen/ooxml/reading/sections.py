"""Sections: page, margins, grid, and which headers and footers their pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from docgen.frozen import frozen
from docgen.ooxml.reading.opening import Package, W
from docgen.ooxml.reading.values import is_on, whole

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@frozen
class Section:
    """One section: measures in twips (None where the file says nothing), its grid and its footers.

    ``footers`` and ``headers`` map default, first, even to part names, those taken over from the section
    before among them; ``shown`` are the kinds that its pages can show.
    """

    number: int
    width: int | None
    height: int | None
    margins: Mapping[str, int | None]
    grid: str
    pitch: int | None
    char_space: int
    has_first: bool
    start_number: int | None
    is_landscape: bool
    kind: str
    footers: Mapping[str, str]
    headers: Mapping[str, str]
    has_even: bool
    has_page_numbers: bool = False
    element: Any = field(default=None)

    @property
    def shown(self) -> tuple[str, ...]:
        """The kinds of header and footer that its pages can show."""
        return ("default", *(["first"] if self.has_first else []), *(["even"] if self.has_even else []))


def read_section(
    element: Any,
    number: int,
    before: Section | None,
    relations: Mapping[str, tuple[str, str]],
    has_even: bool,
) -> Section:
    """A ``w:sectPr``; headers and footers it doesn't name are those of the section before."""

    def child(name: str) -> Any:
        return element.find(f"{W}{name}") if element is not None else None

    def measure(name: str, key: str) -> int | None:
        found = child(name)
        return whole(found.get(f"{W}{key}")) if found is not None else None

    def word(name: str, key: str) -> str:
        found = child(name)
        return (found.get(f"{W}{key}") if found is not None else None) or ""

    title = child("titlePg")
    named: dict[str, dict[str, str]] = {"header": {}, "footer": {}}
    for kind, parts in named.items():
        if before is not None:
            parts.update(before.headers if kind == "header" else before.footers)
        for reference in element.iter(f"{W}{kind}Reference") if element is not None else ():
            target = relations.get(reference.get(f"{_R}id") or "")
            if target is not None:
                parts[reference.get(f"{W}type") or "default"] = target[0]
    width, height = measure("pgSz", "w"), measure("pgSz", "h")
    return Section(
        number,
        width,
        height,
        {
            key: measure("pgMar", key)
            for key in ("top", "right", "bottom", "left", "header", "footer", "gutter")
        },
        word("docGrid", "type"),
        measure("docGrid", "linePitch"),
        measure("docGrid", "charSpace") or 0,
        title is not None and is_on(title),
        measure("pgNumType", "start"),
        # a page is printed as wide as it is, whatever its orientation is called
        word("pgSz", "orient") == "landscape" or (width or 0) > (height or 0),
        word("type", "val") or "nextPage",
        named["footer"],
        named["header"],
        has_even,
        element=element,
    )


def even_pages_differ(package: Package) -> bool:
    """Whether even pages have headers and footers of their own (``w:evenAndOddHeaders``)."""
    targets = package.related(package.main, "settings")
    root = package.tree(targets[0]) if targets else None
    found = root.find(f"{W}evenAndOddHeaders") if root is not None else None
    return found is not None and is_on(found)
