"""Rules of GB/T 9704 clauses 10.2 and 10.3: orders and minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.layout.fonts import HEITI, PREFERRED, category, has_chinese
from docgen.layout.looking import alignment, alignment_name, justified, stretches
from docgen.layout.parts import BLANK, DOC_NO, MARK, PEOPLE, full_text
from docgen.layout.rule import Draft, Given, departure
from docgen.ooxml.edits import Edit, run_font
from docgen.ooxml.reading import BODY, SDT, Para

_PEOPLE = re.compile(r"(出席|请假|列席)(人员?)?\s*[：:]")
_NEAR = 60


def order_number(draft: Draft) -> Iterator[Given]:
    """令号 centred, as 第×号, two lines below the mark and two above the text."""
    for para in draft.of(DOC_NO)[:1]:
        if not re.fullmatch(r"第[1-9]\d*号", full_text(para)):
            yield departure(para, f"写作“{full_text(para)}”", None, "令号写作“第×号”")
        if alignment(para) != "center":
            yield departure(
                para, alignment_name(para), para.values["jc"], "居中", [justified(para, "center")]
            )
        marks = [each for each in draft.of(MARK) if each.where == BODY]
        if marks and not _is_apart(draft, para):
            yield departure(para, f"标志下空{draft.blank_before(para)}行", None, "标志下空二行")
        later = (each for each in draft.reading.of(BODY, SDT) if each.index > para.index)
        text = next((each for each in later if each.role != BLANK), None)
        if text is not None and not _is_apart(draft, text):
            yield departure(text, f"令号与正文之间空{draft.blank_before(text)}行", None, "令号下空二行")


def _is_apart(draft: Draft, para: Para) -> bool:
    """Whether two lines are left free above a paragraph."""
    return draft.blank_before(para) == 2 or abs(int(para.values["before"].value) - 1158) <= _NEAR


def minutes_people(draft: Draft) -> Iterator[Given]:
    """出席, 请假, 列席 in 三号黑体, the names in 仿宋."""
    for para in draft.of(PEOPLE):
        match = _PEOPLE.match(para.text.lstrip())
        if match is None:
            continue
        start = len(para.text) - len(para.text.lstrip())
        for each in stretches(para, start, start + len(match[1] + (match[2] or ""))):
            font = each.run.values["eastAsia"]
            if has_chinese(each.text) and category(str(font.value or "")) != HEITI:
                edit = Edit(para.part, each.run.element, run_font(PREFERRED[HEITI]), each.span)
                yield departure(para, f"“{match[1]}”用{font.value or '未指定字体'}", font, "三号黑体", [edit])
