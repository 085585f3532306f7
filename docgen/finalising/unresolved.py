"""What keeps a document from being final: blanks, template signs, draft marks, revisions, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.finalising.places import label
from docgen.findings import Finding, Place, Severity
from docgen.layout.parts import (
    ANNEX_LABEL,
    ANNEX_TEXT,
    ANNEX_TITLE,
    COPY_NO,
    SECRECY,
    TITLE,
    full_text,
)
from docgen.layout.rule import place_name
from docgen.ooxml.pending import (
    COMMENT,
    EMBEDDED,
    HIDDEN,
    LINK,
    MACRO,
    REVISION,
    SIGNED,
    WATERMARK,
    Pending,
    pending,
)
from docgen.ooxml.reading import FOOTER, HEADER, TABLE, Para, Reading

_TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|｛｛|｝｝|｛%")
#: a mention that nobody resolved: {relieved_persons}, {period.end|M月底}
_MENTION = re.compile(r"\{[^\W\d]\w*(?:\.\w+)*(?:\|[^{}]{1,20})?\}")
_TO_FILL = re.compile(
    r"待填|[【\[［（(〔]\s*(?:待|请)(?:补充|补|核实|核|定|确认|填写|填)[^】\]］）)〕]{0,12}[】\]］）)〕]"
    r"|\bTBD\b"
)
_BLANKS = re.compile(
    r"[_＿]{3,}|[×xX＊*]{2,}(?=[年月日号元万亿人户个项次家%％])|(?<=[共计为达])[×＊]{1,}(?=[元万亿人户个项次家%％])"
)
_FIELD_ERROR = re.compile(r"错误!\s*未|错误！\s*未|Error! (?:Reference|Bookmark)|#REF!|#DIV/0!|#VALUE!|#N/A")
#: fields of Word that show something else whenever the file is opened, saved or printed, or who did that
_CHANGING = {
    *("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME", "AUTHOR", "LASTSAVEDBY", "USERNAME"),
    *(
        "USERINITIALS",
        "USERADDRESS",
        "FILENAME",
        "TEMPLATE",
        "DOCPROPERTY",
        "DOCVARIABLE",
        "INFO",
        "COMMENTS",
    ),
}
_DRAFT = re.compile(r"草\s*稿|送审稿|讨论稿|审议稿|初\s*稿|未经核准|DRAFT", re.IGNORECASE)
_DRAFT_LINE = re.compile(
    r"[（(【\[]?\s*(?:草稿|送审稿|讨论稿|审议稿|初稿|第[一二三四五六七八九\d]+稿)[^。；]{0,12}[）)】\]]?"
)
_DRAFT_TITLE = re.compile(
    r"[（(]\s*(?:草稿|送审稿|讨论稿|审议稿|初稿|第[一二三四五六七八九\d]+稿)\s*[）)]\s*$"
)
_SECRET = re.compile(r"(绝密|机密|秘密)\s*★?\s*(\d+年|\d+个月|长期)?")
#: blanks in tables and annexes are there to be filled in by those who get the document
_FORMS = (ANNEX_LABEL, ANNEX_TITLE, ANNEX_TEXT)
_REVISION_NAMES = {"ins": "插入", "del": "删除", "move": "移动", "format": "格式"}
_MOST = 20


def unresolved(reading: Reading, path: str, *, is_public: bool = False) -> list[Finding]:
    """Everything that somebody has yet to settle, each at its place.

    What lies inside the document or is linked from it is asked about; a public copy may have none of it.
    """
    found = [finding for para in reading.paragraphs for finding in _of_paragraph(para, path)]
    places = {para.element: para for para in reading.paragraphs}
    waiting = pending(reading)
    found += _revisions([each for each in waiting if each.what == REVISION], places, path)
    found += _comments([each for each in waiting if each.what == COMMENT], path)
    for each in waiting:
        found += _other(each, places, path, is_public)
    return found


def _of_paragraph(para: Para, path: str) -> Iterator[Finding]:
    text = full_text(para)
    where = Place(path, label=label(para))
    for field in sorted({each for each in para.fields if each in _CHANGING}):
        yield Finding("final-field", where, parameters={"field": field})
    if not text:
        return
    for code, pattern in (
        ("final-template-sign", _TEMPLATE),
        ("final-mention", _MENTION),
        ("final-to-fill", _TO_FILL),
        ("final-field-error", _FIELD_ERROR),
    ):
        match = pattern.search(text)
        if match:
            yield Finding(code, where, parameters={"found": _around(text, match)})
    blank = _BLANKS.search(text)
    if blank:
        is_form = para.where == TABLE or para.role in _FORMS
        severity = Severity.WARNING if is_form else Severity.ERROR
        yield Finding("final-blank", where, severity, parameters={"found": _around(text, blank)})
    if _is_draft_mark(para, text):
        yield Finding("final-draft-mark", where, parameters={"found": text[:40]})
    if para.role in (SECRECY, COPY_NO) or para.where == HEADER:
        secret = _SECRET.fullmatch(text)
        if secret:
            yield Finding("final-secret", where, parameters={"found": text})


def _is_draft_mark(para: Para, text: str) -> bool:
    if para.where in (HEADER, FOOTER):
        return _DRAFT.search(text) is not None
    if _DRAFT_LINE.fullmatch(text):
        return True
    return para.role == TITLE and _DRAFT_TITLE.search(text) is not None


def _around(text: str, match: re.Match[str]) -> str:
    """The words at a match, for somebody to find it by."""
    begin, end = max(match.start() - 8, 0), min(match.end() + 8, len(text))
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def _revisions(waiting: Sequence[Pending], places: dict[object, Para], path: str) -> Iterator[Finding]:
    """Revisions one by one up to a number, then how many there are besides."""
    for each in waiting[:_MOST]:
        parameters = {"sort": _REVISION_NAMES[each.sort], "text": each.text, "author": each.author}
        code = "final-revision" if each.text else "final-revision-format"
        yield Finding(code, _place(each, places, path), parameters=parameters)
    if len(waiting) > _MOST:
        yield Finding("final-revisions-more", Place(path), parameters={"count": len(waiting) - _MOST})


def _comments(waiting: Sequence[Pending], path: str) -> Iterator[Finding]:
    """Comments of docgen's draft keep a document from being final; others are taken out, and told first."""
    own = [each for each in waiting if each.author in ("docgen", "校核", "Check")]
    if own:
        parameters = {"count": len(own), "first": own[0].text}
        yield Finding("final-draft-comments", Place(path), parameters=parameters)
    for each in [each for each in waiting if each not in own][:_MOST]:
        parameters = {"author": each.author or "—", "text": each.text}
        yield Finding("final-comment", Place(path), Severity.WARNING, parameters=parameters)


def _other(each: Pending, places: dict[object, Para], path: str, is_public: bool) -> Iterator[Finding]:
    where = _place(each, places, path)
    # text that is only put in when Word opens the file nobody has checked
    severity = Severity.ERROR if is_public or each.sort == "chunk" else Severity.WARNING
    if each.what == WATERMARK and _DRAFT.search(each.text):
        yield Finding("final-watermark", where, parameters={"found": each.text})
    elif each.what == HIDDEN:
        yield Finding("final-hidden-text", where, parameters={"found": each.text})
    elif each.what == SIGNED:
        yield Finding("final-signed", where)
    elif each.what == MACRO:
        yield Finding("final-macro", where, parameters={"part": each.text})
    elif each.what == EMBEDDED:
        yield Finding("final-embedded", where, severity, parameters={"part": each.text})
    elif each.what == LINK:
        yield Finding("final-link", where, severity, parameters={"target": each.text})


def _place(each: Pending, places: dict[object, Para], path: str) -> Place:
    para = places.get(each.paragraph)
    if para is None:
        return Place(path)
    # a paragraph whose only text was deleted has no number of its own to be found by
    return Place(path, label=label(para) if full_text(para) else f"{place_name(para)}第{para.index}段之后")
