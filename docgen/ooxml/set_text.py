"""A document of plain texts: in no style, to be read like any other; or set in a template's own styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docgen.frozen import frozen
from docgen.ooxml.marking import escaped
from docgen.ooxml.package import CONTENT_TYPES, deflate, read_package, write_package
from docgen.ooxml.signatures import indent_signature

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SECTION = re.compile(r"<w:sectPr\b(?:(?!<w:sectPr\b).)*</w:sectPr>(?=</w:body>)", re.DOTALL)
_BODY = re.compile(r"(<w:body>).*(</w:body>)", re.DOTALL)


@frozen
class SetText:
    """One paragraph to be set: its style's id, its text, and direct properties in Word's order.

    The first ``lead`` characters stand in a run of their own with the properties ``lead_properties``, those
    behind it in one with ``rest_properties``.
    """

    style: str
    text: str
    properties: str = ""
    lead: int = 0
    lead_properties: str = ""
    rest_properties: str = ""


def unstyled(lines: Iterable[str]) -> bytes:
    """The .docx with a paragraph for each line, nothing said about its format."""
    body = "".join(f"<w:p>{_run(line)}</w:p>" for line in lines)
    parts = {
        CONTENT_TYPES: f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
    }
    return write_package({name: deflate(name, content.encode("utf-8")) for name, content in parts.items()})


def set_in(template: bytes, path: str, texts: Sequence[SetText]) -> bytes:
    """The template with these paragraphs for its body; pages, footers and styles are the template's.

    Raises BrokenLibrary for what is no template, UnreadableInput for a character that XML can't hold.
    """
    parts = dict(read_package(template, path))
    document = parts["word/document.xml"].decode("utf-8")
    section = _SECTION.search(document)
    body = "".join(map(_paragraph, texts)) + (section[0] if section else "")
    written = _BODY.sub(lambda match: match[1] + body + match[2], document)
    parts["word/document.xml"] = indent_signature(written).encode("utf-8")
    return write_package({name: deflate(name, content) for name, content in parts.items()})


def _paragraph(text: SetText) -> str:
    lead, rest = text.text[: text.lead], text.text[text.lead :]
    runs = (_run(lead, text.lead_properties) if lead else "") + _run(rest, text.rest_properties)
    return f'<w:p><w:pPr><w:pStyle w:val="{text.style}"/>{text.properties}</w:pPr>{runs}</w:p>'


def _run(text: str, properties: str = "") -> str:
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>' if text else ""
