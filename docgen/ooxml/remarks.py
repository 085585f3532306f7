"""Word comments put into a finished document at its paragraphs; parts not concerned keep their bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from lxml import etree

from docgen.ooxml.anchors import comment_end
from docgen.ooxml.compiled import DOCUMENT
from docgen.ooxml.drafts import COMMENTS, DOCUMENT_RELATIONSHIPS, FIRST_COMMENT_ID, Comment, add_to_package
from docgen.ooxml.package import deflate, read_package, write_package
from docgen.ooxml.reading import W, serialised

_EMPTY_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_IDS = re.compile(rb'<w:comment\b[^>]*\bw:id="([0-9]{1,9})"')
_NAMESPACE = f'xmlns:w="{W[1:-1]}"'


class Remark(NamedTuple):
    """What is to be said at a paragraph: the one that holds ``words``, of several the nearest to ``number``.

    ``number`` counts the paragraphs with text from 1, as ooxml.reading does.
    """

    number: int
    words: str
    text: str


def with_remarks(data: bytes, path: str, remarks: Sequence[Remark], author: str) -> bytes:
    """The document with its remarks as comments; UnreadableInput for what is no .docx."""
    parts = read_package(data, path)
    root = etree.fromstring(parts[DOCUMENT], etree.XMLParser(resolve_entities=False, no_network=True))
    paragraphs = [each for each in root.iter(f"{W}p") if _text(each)]
    first = max(FIRST_COMMENT_ID, *(int(each) + 1 for each in _IDS.findall(parts.get(COMMENTS, b""))), 0)
    placed = [(remark, _place(paragraphs, remark)) for remark in remarks] if paragraphs else []
    for number, (_remark, paragraph) in enumerate(placed, first):
        _mark(paragraph, number)
    rendered = {DOCUMENT: serialised(root).decode("utf-8")}
    static = {name: deflate(name, content) for name, content in parts.items() if name != DOCUMENT}
    if DOCUMENT_RELATIONSHIPS not in static:
        rendered[DOCUMENT_RELATIONSHIPS] = _EMPTY_RELATIONSHIPS
    comments = [Comment("", author, remark.text) for remark, _paragraph in placed]
    add_to_package(rendered, static, comments, is_draft=False, first=first)
    made = {name: deflate(name, text.encode("utf-8")) for name, text in rendered.items()}
    return write_package({**static, **made})


def _text(paragraph: Any) -> str:
    return "".join("".join(paragraph.itertext(f"{W}t")).split())


def _place(paragraphs: Sequence[Any], remark: Remark) -> Any:
    wanted = "".join(remark.words.split())
    holding = [at for at, each in enumerate(paragraphs, 1) if wanted and wanted in _text(each)]
    nearest = min(holding or range(1, len(paragraphs) + 1), key=lambda at: abs(at - remark.number))
    return paragraphs[nearest - 1]


def _mark(paragraph: Any, number: int) -> None:
    """A comment around a paragraph's content."""
    begin = etree.fromstring(f'<w:commentRangeStart {_NAMESPACE} w:id="{number}"/>')
    paragraph.insert(1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0, begin)
    for each in etree.fromstring(f"<w:p {_NAMESPACE}>{comment_end(number)}</w:p>"):
        paragraph.append(each)
