"""What an author sees of a template: its paragraphs, and the cell, row and table each stands in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple

from docgen.ooxml.compiled import DOCUMENT, tree_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class TemplateParagraph(NamedTuple):
    """A paragraph's text, and what it stands in, each by a number (0 for none).

    ``around`` is the body, cell or text box that the paragraph is a child of. ``paths`` says of each of its
    texts where it ends and which elements it stands in, by name: body/p/hyperlink/r.
    """

    text: str
    around: int = 0
    cell: int = 0
    row: int = 0
    table: int = 0
    paths: tuple[tuple[int, str], ...] = ()

    def path(self, column: int) -> str:
        """The names of the elements that the character at a column (from 1) stands in."""
        at = bisect_left(self.paths, (column,))
        return self.paths[at][1] if at < len(self.paths) else ""


def margins(parts: Mapping[str, bytes], path: str) -> dict[str, tuple[int, str]]:
    """The heads and feet of pages by the names of their parts: the first section with it, and on which pages.

    These are "default", "first" or "even".
    """
    related = parts.get("word/_rels/document.xml.rels")
    if related is None:
        return {}
    targets = {each.get("Id"): each.get("Target", "") for each in tree_of(related, path)}
    found: dict[str, tuple[int, str]] = {}
    for number, section in enumerate(tree_of(parts[DOCUMENT], path).iter(f"{_W}sectPr"), 1):
        for each in section.iterchildren(f"{_W}headerReference", f"{_W}footerReference"):
            target = targets.get(each.get(f"{_R}id"), "")
            name = target.removeprefix("/") if target.startswith("/") else f"word/{target}"
            found.setdefault(name, (number, each.get(f"{_W}type", "")))
    return found


def template_paragraphs(content: bytes, path: str) -> list[TemplateParagraph]:
    """Every paragraph of a part, in the order in which they begin; BrokenLibrary if the part is no XML."""
    root = tree_of(content, path)
    numbers = {element: number for number, element in enumerate(root.iter(), 1)}
    found = []
    for paragraph in root.iter(f"{_W}p"):
        own = [text for text in paragraph.iter(f"{_W}t") if next(text.iterancestors(f"{_W}p")) is paragraph]
        paths = ("/".join(str(each.tag) for each in text.iterancestors()) for text in own)
        ends = accumulate(len(text.text or "") for text in own)
        where = {}
        for tag in ("tc", "tr", "tbl"):
            holder = next(paragraph.iterancestors(f"{_W}{tag}"), None)
            where[tag] = 0 if holder is None else numbers[holder]
        parent = paragraph.getparent()
        around = 0 if parent is None else numbers[parent]
        text = "".join(each.text or "" for each in own)
        held = (where["tc"], where["tr"], where["tbl"])
        found.append(TemplateParagraph(text, around, *held, tuple(zip(ends, paths, strict=True))))
    return found
