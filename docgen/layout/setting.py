"""A plain draft set as GB/T 9704 says, in the profile plain: no 版头 and no 版记.

The parts come from recognising; the styles, pages and page numbers are those of docgen's own template.
Blank lines of the draft give way to the ones that the standard has; no other character is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from docgen.headings import heading_words
from docgen.ooxml.set_text import SetText, set_in


class DraftLine(NamedTuple):
    """One line of a draft: its part, as docgen/layout/parts.py names it, and its text."""

    role: str
    text: str


def _font(name: str) -> str:
    slots = "".join(f' w:{slot}="{name}"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f'<w:rFonts w:hint="eastAsia"{slots}/>'


_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_CENTRED = f'{_FLUSH}<w:jc w:val="center"/>'
_BLANK = SetText("BodyText", "")
#: part -> style of the template; any other part is running text
_STYLES = {
    "title": "DocumentTitle",
    "annex-title": "DocumentTitle",
    "addressee": "Addressee",
    "level1": "Level1",
    "level2": "Level2",
    "level3": "Level3",
    "level4": "Level3",
    "signature": "Signer",
    "date": "IssueDate",
    "note": "Note",
    "annex-note-more": "AnnexNoteNext",
}
#: a blank line stands before these where another part comes first (7.3.2, 7.3.4, 7.3.5.2, 7.3.7)
_SET_APART = {"addressee", "annex-note", "signature", "annex-title"}
_TITLE_PARTS = {"title", "subtitle", "annex-title"}
#: in these the text that runs on behind the heading has another font
_RUN_ON = {"level1", "level2"}
_NO_OUTLINE = '<w:keepNext w:val="0"/><w:outlineLvl w:val="9"/>'
_NUMBERED_ANNEX = re.compile(r"附\s*件\s*[：:]\s*[0-9]")


def set_draft(template: bytes, path: str, lines: Sequence[DraftLine]) -> bytes:
    """The .docx of a draft's lines, set in the styles of a template (the shipped one for 通知).

    Raises BrokenLibrary if the template can't be used, UnreadableInput for text that XML can't hold.
    """
    texts: list[SetText] = []
    before = ""
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        is_first_of_text = before in _TITLE_PARTS and line.role not in _TITLE_PARTS
        is_unsigned_date = line.role == "date" and before != "signature"
        is_set_apart = line.role in _SET_APART and before != line.role
        if before and (is_first_of_text or is_unsigned_date or is_set_apart):
            texts.append(_BLANK)
        texts.append(_set(line.role, text))
        before = line.role
    return set_in(template, path, texts)


def _set(role: str, text: str) -> SetText:
    if role == "subtitle":
        return SetText("BodyText", text, _CENTRED, len(text), _font("楷体_GB2312"))
    if role == "annex-label":
        return SetText("BodyText", text, f"<w:pageBreakBefore/>{_FLUSH}", len(text), _font("黑体"))
    if role == "annex-note":
        return SetText("AnnexNoteFirst" if _NUMBERED_ANNEX.match(text) else "AnnexNote", text)
    end = len(heading_words(text))
    if role in _RUN_ON and text[end:]:
        # 7.3.3: where the text runs on behind its heading, only the heading has the heading's font
        return SetText(_STYLES[role], text, _NO_OUTLINE, end, "", _font("仿宋_GB2312"))
    return SetText(_STYLES.get(role, "BodyText"), text)
