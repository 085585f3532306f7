"""Rules of GB/T 9704 clause 10: letters, orders, minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.layout.fonts import HEITI, PREFERRED, category, has_chinese
from docgen.layout.looking import alignment, alignment_name, justified, stretches
from docgen.layout.parts import DOC_NO, PRINTER, TITLE, full_text
from docgen.layout.rule import Draft, Given, Unsure, at_section, departure
from docgen.ooxml.edits import Edit, run_font
from docgen.ooxml.reading import HEADER

_PEOPLE = re.compile(r"(出席|请假|列席)(人员?)?\s*[：:]")
_NEAR = 60


def letter_rules(draft: Draft) -> Iterator[Given]:
    """Two red double rules of 170 mm: thick over thin below the mark, thin over thick at the page's foot."""
    found = {
        str(para.values[side].value.get("val"))
        for para in draft.reading.paragraphs
        for side in ("border-top", "border-bottom")
        if para.values[side].value
    }
    if any(para.has_drawing for para in draft.reading.paragraphs[:6]) or any(
        para.has_drawing for para in draft.reading.of(HEADER)
    ):
        yield Unsure("红色双线可能是画的线，要看版面")
    elif not {each for each in found if each.startswith(("thickThin", "thinThick"))}:
        section = draft.reading.sections[0]
        yield at_section(
            section,
            "没有红色双线",
            "发文机关标志下和页脚处各有一条170毫米的红色双线",
            source="正文和页眉页脚",
        )


def letter_number(draft: Draft) -> Iterator[Given]:
    """The document number flush right under the first rule."""
    for para in draft.of(DOC_NO)[:1]:
        if alignment(para) != "right":
            yield departure(
                para, alignment_name(para), para.values["jc"], "顶格居右", [justified(para, "right")]
            )
        elif para.values["right"].value:
            edit = Edit(para.part, para.element, {"ind": {"right": "0", "rightChars": "0"}})
            yield departure(para, "右侧有缩进", para.values["right"], "顶格居右", [edit])


def letter_title(draft: Draft) -> Iterator[Given]:
    """The title two lines below the last element above it."""
    for para in draft.of(TITLE)[:1]:
        blank, before = draft.blank_before(para), int(para.values["before"].value)
        if draft.of(DOC_NO) and blank != 2 and abs(before - 1158) > _NEAR:
            yield departure(para, f"标题前空{blank}行", None, "与上一要素空二行")


def letter_page_number(draft: Draft) -> Iterator[Given]:
    """The first page shows no number."""
    section = draft.reading.sections[0]
    parts = {para.part for para in draft.reading.paragraphs if "PAGE" in para.fields}
    if not section.has_first and section.footers.get("default") in parts:
        edit = Edit(draft.reading.package.main, section.element, {"titlePg": {}})
        yield at_section(section, "首页显示页码", "首页不显示页码", [edit])
    elif section.has_first and section.footers.get("first") in parts:
        yield at_section(section, "首页页脚有页码", "首页不显示页码", source="页脚")


def letter_imprint(draft: Draft) -> Iterator[Given]:
    """No 印发机关 and date of printing in a letter."""
    for para in draft.of(PRINTER):
        yield departure(para, "版记写有印发机关和印发日期", None, "信函版记不加印发机关和印发日期、分隔线")


def order_number(draft: Draft) -> Iterator[Given]:
    """令号 centred, as 第×号."""
    for para in draft.of(DOC_NO)[:1]:
        if not re.fullmatch(r"第[1-9]\d*号", full_text(para)):
            yield departure(para, f"写作“{full_text(para)}”", None, "令号写作“第×号”")
        if alignment(para) != "center":
            yield departure(
                para, alignment_name(para), para.values["jc"], "居中", [justified(para, "center")]
            )


def minutes_people(draft: Draft) -> Iterator[Given]:
    """出席, 请假, 列席 in 三号黑体, the names in 仿宋."""
    for para in draft.reading.paragraphs:
        match = _PEOPLE.match(para.text.lstrip())
        if match is None or para.where not in ("body", "sdt"):
            continue
        start = len(para.text) - len(para.text.lstrip())
        for each in stretches(para, start, start + len(match[1] + (match[2] or ""))):
            font = each.run.values["eastAsia"]
            if has_chinese(each.text) and category(str(font.value or "")) != HEITI:
                edit = Edit(para.part, each.run.element, run_font(PREFERRED[HEITI]), each.span)
                yield departure(para, f"“{match[1]}”用{font.value or '未指定字体'}", font, "三号黑体", [edit])


def rendered_only(draft: Draft) -> Iterator[Given]:
    """Only a laid-out page shows it."""
    yield Unsure("要看版面才能判断")
