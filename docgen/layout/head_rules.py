"""Rules of GB/T 9704 clause 7.2: 版头."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.layout.fonts import HEITI, KAITI, PREFERRED, category, has_chinese, size_name
from docgen.layout.heights import text_size
from docgen.layout.looking import alignment, alignment_name, is_flush, is_red, justified, stretches
from docgen.layout.parts import COPY_NO, DOC_NO, MARK, SECRECY, SIGNER, TITLE, URGENCY, full_text
from docgen.layout.rule import OFFICIAL, Draft, Given, Unsure, departure
from docgen.ooxml.edits import Edit, indents, run_font, run_size
from docgen.ooxml.reading import Para
from docgen.ooxml.reading.values import whole as whole_number

_ORDER = (COPY_NO, SECRECY, URGENCY)
_ORDER_NAMES = {COPY_NO: "份号", SECRECY: "密级", URGENCY: "紧急程度"}
_TWO_LINES, _LINES_NEAR = 1158, 60
#: and what nobody sees (2 mm)
_FOUR_MILLIMETRES, _LINE_NEAR = 227, 113


def copy_number(draft: Draft) -> Iterator[Given]:
    """份号: six digits in 三号, flush left."""
    for para in draft.of(COPY_NO):
        yield from _size(para, 32)
        yield from _flush_left(para)


def secrecy(draft: Draft) -> Iterator[Given]:
    """密级 and term: 三号黑体, flush left."""
    for para in draft.of(SECRECY):
        yield from _font(para, HEITI)
        yield from _size(para, 32)
        yield from _flush_left(para)
        if not re.fullmatch(r"(绝密|机密|秘密)(★\d+(年|个月|天))?", full_text(para)):
            yield departure(para, f"写作“{full_text(para)}”", None, "密级和保密期限之间用★，期限用阿拉伯数字")


def urgency(draft: Draft) -> Iterator[Given]:
    """紧急程度: 三号黑体, flush left."""
    for para in draft.of(URGENCY):
        yield from _font(para, HEITI)
        yield from _size(para, 32)
        yield from _flush_left(para)


def order(draft: Draft) -> Iterator[Given]:
    """份号, 密级, 紧急程度 from top to bottom."""
    found = draft.of(*_ORDER)
    ranks = [_ORDER.index(para.role) for para in found]
    if ranks != sorted(ranks):
        names = "、".join(_ORDER_NAMES[para.role] for para in found)
        yield departure(found[0], f"自上而下是{names}", None, "自上而下为份号、密级和保密期限、紧急程度")


def document_number_place(draft: Draft) -> Iterator[Given]:
    """Two empty lines below the mark, centred; in a report upwards on the left, one character in."""
    for para in draft.of(DOC_NO)[:1]:
        is_upward = bool(draft.of(SIGNER)) or "签发人" in para.text
        if not is_upward and alignment(para) != "center":
            yield departure(
                para, alignment_name(para), para.values["jc"], "居中", [justified(para, "center")]
            )
        elif not is_upward and not is_flush(para):
            yield departure(
                para,
                "有缩进",
                para.values["left"],
                "居中，不缩进",
                [Edit(para.part, para.element, indents())],
            )
        marks = [each for each in draft.of(MARK) if each.where == "body"]
        blank, before = draft.blank_before(para), int(para.values["before"].value)
        if marks and draft.profile == OFFICIAL and blank != 2 and abs(before - _TWO_LINES) > _LINES_NEAR:
            yield departure(para, f"发文机关标志下空{blank}行", None, "发文机关标志下空二行")


def signer(draft: Draft) -> Iterator[Given]:
    """“签发人：” in 三号仿宋, the name in 三号楷体."""
    for para in draft.reading.paragraphs:
        match = re.search(r"签发人\s*[：:]\s*", para.text) if para.role in (SIGNER, DOC_NO) else None
        if match is None:
            continue
        if ":" in match[0]:
            yield departure(para, "“签发人”后用半角冒号", None, "“签发人：”用全角冒号")
        for each in stretches(para, match.end()):
            font = each.run.values["eastAsia"]
            if has_chinese(each.text) and category(str(font.value or "")) != KAITI:
                edit = Edit(para.part, each.run.element, run_font(PREFERRED[KAITI]), each.span)
                yield departure(para, f"签发人姓名{font.value or '未指定字体'}", font, "三号楷体", [edit])


def red_line(draft: Draft) -> Iterator[Given]:
    """A red line as wide as the type area, 4 mm below the document number."""
    numbers, titles = draft.of(DOC_NO), draft.of(TITLE)
    if not numbers or not titles:
        yield Unsure("没有认出发文字号或标题，无法判断红色分隔线")
        return
    paragraphs = draft.reading.paragraphs
    at = [count for count, each in enumerate(paragraphs) if each is numbers[0] or each is titles[0]]
    between = paragraphs[at[0] : at[1] + 1]
    lines = [
        each
        for each in between
        if any(_is_line(each, side) for side in ("border-bottom", "border-top", "border-between"))
    ]
    if not lines:
        if any(each.has_drawing for each in between) or any(each.has_drawing for each in paragraphs[: at[0]]):
            yield Unsure("红色分隔线可能是画的线，要看版面")
        else:
            yield departure(
                numbers[0], "没有红色分隔线", None, "发文字号之下4毫米处印一条与版心等宽的红色分隔线"
            )
    for each in lines:
        side = next(
            side for side in ("border-bottom", "border-top", "border-between") if _is_line(each, side)
        )
        color = str(each.values[side].value.get("color", "auto"))
        if not is_red(color):
            yield departure(each, f"分隔线颜色{color}", each.values[side], "红色")
        if each is numbers[0] and side == "border-bottom":
            yield from _below_number(each)


def _below_number(para: Para) -> Iterator[Given]:
    """4 mm from the number's characters to the line below them; only exact lines tell where they stand."""
    if str(para.values["lineRule"].value) != "exact":
        return
    border = para.values["border-bottom"]
    space = 20 * (whole_number(border.value.get("space")) or 0)
    # characters stand on a base at four fifths of a line, and reach a little below it
    distance = space + int(para.values["line"].value) / 5 - 0.14 * text_size(para)
    if abs(distance - _FOUR_MILLIMETRES) > _LINE_NEAR:
        found = f"分隔线在发文字号之下约{max(distance, 0) / 56.69:.1f}毫米"
        yield departure(para, found, border, "发文字号之下4毫米")


def _is_line(para: Para, side: str) -> bool:
    border = para.values[side].value
    return border is not None and border.get("val") not in ("nil", "none")


def _font(para: Para, wanted: str) -> Iterator[Given]:
    for each in stretches(para):
        font = each.run.values["eastAsia"]
        if has_chinese(each.text) and category(str(font.value or "")) != wanted:
            edit = Edit(para.part, each.run.element, run_font(PREFERRED[wanted]))
            yield departure(para, str(font.value or "未指定字体"), font, wanted, [edit])


def _size(para: Para, wanted: int) -> Iterator[Given]:
    for each in stretches(para):
        size = each.run.values["sz"]
        if size.value != wanted:
            edit = Edit(para.part, each.run.element, run_size(wanted))
            yield departure(para, size_name(int(size.value)), size, size_name(wanted), [edit])


def _flush_left(para: Para) -> Iterator[Given]:
    if alignment(para) not in ("left", "both"):
        yield departure(para, alignment_name(para), para.values["jc"], "居左顶格", [justified(para, "left")])
    elif not is_flush(para):
        edit = Edit(para.part, para.element, indents())
        yield departure(para, "有缩进", para.values["left"], "顶格", [edit])
