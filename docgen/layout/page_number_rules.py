"""Rules of GB/T 9704 clause 7.5: page numbers, and of clause 8: tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from docgen.layout.fonts import PREFERRED, category, size_name
from docgen.layout.heights import text_size
from docgen.layout.looking import alignment, alignment_name, stretches
from docgen.layout.measures import TOLERANCE
from docgen.layout.parts import CC, MAIN_MOVED, PRINTER, full_text
from docgen.layout.rule import (
    LETTER,
    NUMBERED_PAGES,
    PLAIN,
    Draft,
    Given,
    Unsure,
    at_section,
    departure,
    whole_document,
)
from docgen.ooxml.edits import Edit, run_font, run_size
from docgen.ooxml.reading import FOOTER, HEADER, TABLE, TEXTBOX, Para, Section, W

#: from page edge to the number's foot, so that its dash is 7 mm below the type area
_LEAST_FOOTER, _MOST_FOOTER = 1390, 1520
_SIDE_LEAST, _SIDE_MOST = 260, 340
_DASHED = re.compile(r"—\s*\S+\s*—")


def numbers(draft: Draft) -> list[Para]:
    """The paragraphs of footers (and headers) that hold a page number."""
    return [
        para for para in draft.reading.paragraphs if para.where in (FOOTER, HEADER) and "PAGE" in para.fields
    ]


def _numbered_parts(draft: Draft) -> set[str]:
    return {para.part for para in draft.reading.paragraphs if "PAGE" in para.fields}


def field(draft: Draft) -> Iterator[Given]:
    """Every page has its number, as a field; annexes count on."""
    parts = _numbered_parts(draft)
    for section in draft.reading.sections:
        missing = [kind for kind in section.shown if not _has_number(section, kind, parts)]
        if "first" in missing and (draft.profile == LETTER or section.number == 1):
            missing.remove("first")  # a letter's first page shows none (10.1); a first page may be told so
        if missing:
            names = {"default": "单页", "first": "首页", "even": "双页"}
            found = (
                "、".join(names[kind] for kind in missing) + "没有页码" if section.has_even else "没有页码"
            )
            made = at_section(section, found, "各页用页码域编页码", source="页脚")
            yield replace(made, adds=NUMBERED_PAGES) if _is_free_for_numbers(draft) else made
        if section.number > 1 and section.start_number is not None:
            edit = Edit(draft.reading.package.main, section.element, {"pgNumType": {"start": None}})
            yield at_section(section, f"从{section.start_number}重新编号", "与前文连续编排页码", [edit])


def _is_free_for_numbers(draft: Draft) -> bool:
    """Whether footers can be added to all sections with nothing lost and no new departure.

    No header or footer may hold anything (even pages would lose it), no section be turned or have a first
    page of its own behind the first section.
    """
    reading = draft.reading
    sections = reading.sections
    return (
        draft.profile != LETTER
        and not any(full_text(para) or para.has_drawing for para in reading.of(HEADER, FOOTER))
        and all(section.element is not None and not section.is_landscape for section in sections)
        and not any(section.has_first for section in sections[1:])
        and not any(section.footers.get("first") for section in sections)
    )


def _has_number(section: Section, kind: str, parts: set[str]) -> bool:
    return section.footers.get(kind) in parts or section.headers.get(kind) in parts


def font(draft: Draft) -> Iterator[Given]:
    """四号半角宋体 digits."""
    wanted, size = str(draft.measures["page-number.font"]), int(draft.measures["page-number.size"])
    for para in numbers(draft):
        for each in stretches(para):
            face, its_size = each.run.values["ascii"], each.run.values["sz"]
            has_digits = re.search(r"[0-9]", each.text) is not None
            if has_digits and category(str(face.value or "")) != wanted:
                edit = Edit(para.part, each.run.element, run_font(PREFERRED[wanted]))
                yield departure(para, f"数字字体{face.value or '未指定'}", face, "宋体", [edit])
            if its_size.value != size:
                edit = Edit(para.part, each.run.element, run_size(size))
                yield departure(para, size_name(int(its_size.value)), its_size, size_name(size), [edit])


def dash(draft: Draft) -> Iterator[Given]:
    """One 一字线 on each side."""
    for para in numbers(draft):
        text = para.text.strip()
        if not _DASHED.fullmatch(text):
            yield departure(para, f"页码写作“{text}”", None, "数字左右各一条一字线：— 1 —")


def offset(draft: Draft) -> Iterator[Given]:
    """The dash lies 7 mm below the type area."""
    parts = _numbered_parts(draft)
    for section in draft.reading.sections:
        footer, bottom = section.margins["footer"], section.margins["bottom"]
        has_number = any(section.footers.get(kind) in parts for kind in section.shown)
        if footer is None or bottom is None or not has_number or section.is_landscape:
            continue
        if abs(abs(bottom) - int(draft.measures["margin.bottom"])) > TOLERANCE:
            continue  # the type area's own rule comes first
        if draft.profile != LETTER and not _LEAST_FOOTER <= footer <= _MOST_FOOTER:
            edit = Edit(draft.reading.package.main, section.element, {"pgMar": {"footer": "1455"}})
            wanted = "页码一字线在版心下边缘之下7毫米（页脚距边界25.7毫米）"
            yield at_section(section, f"页脚距边界{footer / 56.69:.1f}毫米", wanted, [edit])


def side(draft: Draft) -> Iterator[Given]:
    """Odd pages right, even pages left, one character in."""
    reading = draft.reading
    found = numbers(draft)
    if not found or any(para.where != FOOTER for para in found):
        return
    if all(alignment(para) == "center" for para in found):
        if draft.profile != PLAIN or any(section.has_even for section in reading.sections):
            yield departure(found[0], "居中", found[0].values["jc"], "单页码居右空一字，双页码居左空一字")
        return
    section = reading.sections[0]
    if not section.has_even:
        yield whole_document("单双页页码位置相同", "页面设置", "单页码居右空一字，双页码居左空一字")
        return
    for kind, wanted, indent in (("default", "right", "right"), ("even", "left", "left")):
        for para in found:
            if para.part not in {
                each.footers.get(kind) for each in reading.sections if not each.is_landscape
            }:
                continue
            twips, chars = int(para.values[indent].value), int(para.values[f"{indent}Chars"].value)
            is_in = chars == 100 if chars else _SIDE_LEAST <= twips <= _SIDE_MOST
            if (
                alignment(para) != wanted and not (wanted == "left" and alignment(para) == "both")
            ) or not is_in:
                where = "居右" if wanted == "right" else "居左"
                edit = Edit(
                    para.part,
                    para.element,
                    {
                        "jc": {"val": wanted},
                        "ind": {
                            indent: "280",
                            f"{indent}Chars": None,
                            "firstLine": "0",
                            "firstLineChars": "0",
                        },
                    },
                )
                now = f"{alignment_name(para)}空{(chars / 100) if chars else twips / 280:.2g}字"
                yield departure(para, now, para.values["jc"], f"{where}空一字", [edit])


def blank(draft: Draft) -> Iterator[Given]:
    """A blank page before that of 版记, and that page itself, carry no number."""
    imprint = next(iter(draft.of(CC, MAIN_MOVED, PRINTER)), None)
    if imprint is None:
        return
    paragraphs = draft.reading.paragraphs
    at = next(count for count, each in enumerate(paragraphs) if each is imprint)
    breaks, is_turned, start = 0, False, imprint.section
    for para in reversed(paragraphs[:at]):
        breaks += para.breaks_page + bool(para.values["pageBreakBefore"].value)
        if full_text(para) and para.where not in (TABLE, TEXTBOX):
            break
        start = para.section
    section = draft.section_of(imprint)
    if section.number > start:
        breaks += section.kind != "continuous"
        is_turned = section.kind in ("oddPage", "evenPage")
    has_number = any(_has_number(section, kind, _numbered_parts(draft)) for kind in section.shown)
    if breaks > 1 and has_number:
        yield departure(imprint, "版记前有空白页，版记页编了页码", None, "空白页和版记页都不编页码")
    elif (breaks > 1 or is_turned) and has_number:
        yield Unsure("版记前是否有空白页要看版面")


def landscape(draft: Draft) -> Iterator[Given]:
    """On a page turned for a wide table the number stays at the sheet's foot: in a turned box, not below."""
    parts = _numbered_parts(draft)
    for section in draft.reading.sections:
        if not section.is_landscape:
            continue
        shown = {section.footers.get(kind) for kind in section.shown} & parts
        for para in draft.reading.paragraphs:
            if para.part in shown and "PAGE" in para.fields and not _is_boxed(para):
                wanted = "页码位置与其他各页一致（纸张竖放时的下端，用文字旋转的文本框放页码）"
                yield at_section(section, "横排页的页码在长边之下", wanted, source="页脚")
                break
    for para in _first_cells(draft):
        if draft.section_of(para).is_landscape and para.part == draft.reading.package.main:
            yield Unsure("横排表格的表头单页在订口一边、双页在切口一边，要看版面")
            break


def _is_boxed(para: Para) -> bool:
    return (
        para.values["framePr"].value is not None
        or next(para.element.iterancestors(f"{W}txbxContent"), None) is not None
    )


def table_width(draft: Draft) -> Iterator[Given]:
    """A table stays inside the type area (usual practice)."""
    for para in _first_cells(draft):
        table, section = para.table, draft.section_of(para)
        left, right = section.margins["left"], section.margins["right"]
        if table is None or table.width is None or section.width is None or left is None or right is None:
            continue
        room = section.width - left - right
        if table.width > room + 230:  # cell margins of both sides may stand out
            yield departure(
                para, f"表宽{table.width / 56.69:.0f}毫米", None, f"不超过版心宽{room / 56.69:.0f}毫米"
            )


def row_height(draft: Draft) -> Iterator[Given]:
    """Exact lines in a cell leave room for its characters (usual practice); tables keep to no grid."""
    for para in draft.reading.of(TABLE):
        line, size = int(para.values["line"].value), text_size(para)
        if str(para.values["lineRule"].value) == "exact" and line < size and full_text(para):
            found = f"固定值{line / 20:g}磅，字高{size / 20:g}磅，字显示不全"
            yield departure(para, found, para.values["line"], "单倍行距，或者不小于字高的固定值")


def _first_cells(draft: Draft) -> Iterator[Para]:
    seen: set[int] = set()
    for para in draft.reading.of(TABLE):
        if para.table is not None and para.table.number not in seen:
            seen.add(para.table.number)
            yield para


def punctuation_slot(draft: Draft) -> Iterator[Given]:
    """“ ” ‘ ’ — … · in Chinese text come from the Latin font unless the run hints at the East Asian one."""
    for para in draft.reading.paragraphs:
        if para.where in (HEADER, FOOTER, TEXTBOX) or not any(
            "\u4e00" <= each <= "\u9fff" for each in para.text
        ):
            continue
        edits = []
        shown = ""
        for each in stretches(para):
            marks = re.findall(r"[“”‘’—…·]", each.text)
            values = each.run.values
            if (
                marks
                and values["hint"].value != "eastAsia"
                and values["hAnsi"].value != values["eastAsia"].value
            ):
                edits.append(Edit(para.part, each.run.element, {"rFonts": {"hint": "eastAsia"}}))
                shown = shown or f"“{marks[0]}”用西文字体{values['hAnsi'].value or '（未指定）'}"
        if edits:
            yield departure(para, shown, None, "中文标点用中文字体", edits)
