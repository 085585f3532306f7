"""Word comments put into a finished document at its paragraphs; parts not concerned keep their bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from docgen.ooxml.compiled import DOCUMENT
from docgen.ooxml.drafts import COMMENTS, DOCUMENT_RELATIONSHIPS, FIRST_COMMENT_ID, Comment, add_to_package
from docgen.ooxml.package import CONTENT_TYPES, deflate
from docgen.ooxml.reading import Package, W, serialised

_EMPTY_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_IDS = re.compile(rb'<w:comment\b[^>]*\bw:id="([0-9]{1,9})"')


class Remark(NamedTuple):
    """What is to be said at a paragraph of the body: the one of that number, of all there are, from 0."""

    paragraph: int
    text: str


def with_remarks(data: bytes, path: str, remarks: Sequence[Remark], author: str) -> bytes:
    """The document with its remarks as comments; UnreadableInput for what is no .docx."""
    package = Package(data, path)
    root = package.tree(DOCUMENT)
    paragraphs = [] if root is None else [*root.iter(f"{W}p")]
    if not paragraphs:
        return data
    present = package.content(COMMENTS) if COMMENTS in package.names else b""
    first = max([FIRST_COMMENT_ID, *(int(each) + 1 for each in _IDS.findall(present))])
    for number, remark in enumerate(remarks, first):
        _mark(paragraphs[remark.paragraph], number)
    rendered = {DOCUMENT: serialised(root).decode("utf-8")}
    touched = [name for name in (CONTENT_TYPES, DOCUMENT_RELATIONSHIPS, COMMENTS) if name in package.names]
    static = {name: deflate(name, package.content(name)) for name in touched}
    if DOCUMENT_RELATIONSHIPS not in static:
        rendered[DOCUMENT_RELATIONSHIPS] = _EMPTY_RELATIONSHIPS
    comments = [Comment("", author, remark.text) for remark in remarks]
    add_to_package(rendered, static, comments, is_draft=False, first=first)
    return package.written({name: text.encode("utf-8") for name, text in rendered.items()})


def _mark(paragraph: Any, number: int) -> None:
    """A comment around a paragraph's content."""

    def element(name: str) -> Any:
        return paragraph.makeelement(f"{W}{name}", {f"{W}id": str(number)})

    paragraph.insert(
        1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0, element("commentRangeStart")
    )
    run = paragraph.makeelement(f"{W}r")
    run.append(element("commentReference"))
    paragraph.extend([element("commentRangeEnd"), run])
