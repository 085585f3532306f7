"""落款 (GB/T 9704 7.3.5): how far name and date stand from the right edge.

The indents depend on how long the two are, so they can't stand in a template: paragraphs in the styles
Signer (落款) and IssueDate (成文日期) get them here, and those that leave room for a seal, SealedSigner and
SealedDate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from docgen.patterns import lazy

SIGNER_STYLE, DATE_STYLE = "Signer", "IssueDate"
SEALED_SIGNER_STYLE, SEALED_DATE_STYLE = "SealedSigner", "SealedDate"
SIGNATURE_STYLES = (SIGNER_STYLE, DATE_STYLE, SEALED_SIGNER_STYLE, SEALED_DATE_STYLE)
#: the width of one 三号 character (一字)
CHARACTER_TWIPS = 320

_PARAGRAPH_STYLE = {
    style: re.compile(
        rf'<w:p(?: [^>]*)?><w:pPr><w:pStyle w:val="{style}"/>((?:(?!</w:pPr>).)*)</w:pPr>', re.DOTALL
    )
    for style in SIGNATURE_STYLES
}
_TEXT = lazy(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_INDENT = lazy(r"<w:ind\b[^>]*/>")


def width_in_characters(text: str) -> float:
    """The width of a line in 字: Latin letters, digits and spaces are half as wide."""
    return sum(0.5 if character < "\u2000" else 1 for character in text)


def right_indents(name_width: float, date_width: float) -> tuple[float, float]:
    """(name, date): how many 字 each line stands from the right edge."""
    if date_width <= name_width:
        return 2, name_width - date_width
    return date_width - name_width + 4, 2


def sealed_indents(name_width: float, date_width: float) -> tuple[float, float]:
    """(name, date) under a seal (7.3.5.1): the date 四字 from the edge, the name centred over it.

    A name so long that it would pass the edge ends there.
    """
    return max(0, 4 + (date_width - name_width) / 2), 4


#: the styles of name and date, and the rule for their indents
_FORMS = (
    (SIGNER_STYLE, DATE_STYLE, right_indents),
    (SEALED_SIGNER_STYLE, SEALED_DATE_STYLE, sealed_indents),
)


#: a pair of styles and their rule
Form = tuple[str, str, Callable[[float, float], tuple[float, float]]]


@lru_cache(maxsize=64)
def forms_in(source: str) -> tuple[Form, ...]:
    """The forms whose styles are used in a template's source, or in a document."""
    return tuple(form for form in _FORMS if f'"{form[0]}"' in source)


def indent_signature(document: str) -> str:
    """The document with its last 落款 and 成文日期 indented by rule; unchanged where one is missing."""
    for signer, dated, rule in _FORMS:
        if f'"{signer}"' in document:
            document = _indented_by(document, signer, dated, rule)
    return document


def indent_signature_in(pieces: list[str], forms: Sequence[Form]) -> list[str]:
    """The same for a document in pieces, of which only those from 落款 on are put together.

    ``forms`` are those that may be in it.
    """
    for signer, dated, rule in forms:
        starts = [_last_piece(pieces, style) for style in (signer, dated)]
        if min(starts) >= 0:
            start = min(starts)
            pieces = [*pieces[:start], _indented_by("".join(pieces[start:]), signer, dated, rule)]
    return pieces


def _last_piece(pieces: Sequence[str], style: str) -> int:
    """Where the last paragraph of a style begins; -1 where there is none."""
    wanted = f'<w:pStyle w:val="{style}"/>'
    at = next((at for at in range(len(pieces) - 1, -1, -1) if wanted in pieces[at]), -1)
    while at > 0 and not any(start in pieces[at].partition(wanted)[0] for start in ("<w:p>", "<w:p ")):
        at -= 1
    return at


def _indented_by(
    document: str, signer: str, dated: str, rule: Callable[[float, float], tuple[float, float]]
) -> str:
    name, date = _last(document, signer), _last(document, dated)
    if name is None or date is None or name.start() > date.start():
        return document
    indents = rule(_width(document, name), _width(document, date))
    return "".join(
        (
            document[: name.start(1)],
            _indented(name.group(1), indents[0]),
            document[name.end(1) : date.start(1)],
            _indented(date.group(1), indents[1]),
            document[date.end(1) :],
        )
    )


def _last(document: str, style: str) -> re.Match[str] | None:
    at = document.rfind(f'<w:pStyle w:val="{style}"/>')
    if at < 0:
        return None
    start = max(0, document.rfind("<w:p>", 0, at))
    # only behind that one: where no paragraph has attributes the whole document would be searched
    start = max(start, document.rfind("<w:p ", start, at))
    return _PARAGRAPH_STYLE[style].match(document, start)


def _width(document: str, paragraph: re.Match[str]) -> float:
    end = document.find("</w:p>", paragraph.end())
    text = "".join(_TEXT.findall(document[paragraph.end() : end]))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return width_in_characters(text)


def _indented(properties: str, characters: float) -> str:
    """Paragraph properties after the style, with this right indent: w:ind stands before w:jc and w:rPr."""
    properties = _INDENT.sub("", properties)
    indent = f'<w:ind w:right="{round(characters * CHARACTER_TWIPS)}"/>'
    at = min(
        (found for found in (properties.find("<w:jc"), properties.find("<w:rPr")) if found >= 0), default=-1
    )
    return properties + indent if at < 0 else properties[:at] + indent + properties[at:]
