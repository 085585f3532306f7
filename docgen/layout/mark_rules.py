"""Rules on the 发文机关标志 of each form: GB/T 9704 clauses 7.2.4, 10.1, 10.2 and 10.3."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.layout.fonts import XIAOBIAOSONG, category, has_chinese
from docgen.layout.heights import text_size, top_of_text
from docgen.layout.looking import (
    alignment,
    alignment_name,
    is_red,
    justified,
    recoloured,
    refonted,
    stretches,
)
from docgen.layout.parts import MARK, SIGNATURE, full_text
from docgen.layout.rule import Draft, Given, Unsure, departure
from docgen.ooxml.reading import TABLE, Para

NO_MARK = "没有认出发文机关标志（可能是图片或文本框），无法判断"
#: twips from the upper edge of the type area (or, in a letter, of the page) and what nobody sees
_BELOW = {"official": 1984, "order": 1134, "minutes": 1984}
_LETTER_FROM_PAGE = 1701
_NEAR = 85
#: a mark is larger than a title; what is smaller above the number may be anything
_LEAST_SIZE = 440
_DOCUMENT_KIND = re.compile(r"(决议|决定|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|命令|令)$")
_STRAY = re.compile(r"[0-9０-９，。；：！？、,;:!?《》“”\"〔〕\[\]]")


def mark_style(draft: Draft) -> Iterator[Given]:
    """发文机关标志 in red 小标宋 (recommended)."""
    marks = draft.of(MARK)
    for para in marks:
        for each in stretches(para):
            font = each.run.values["eastAsia"]
            if has_chinese(each.text) and category(str(font.value or "")) != XIAOBIAOSONG:
                said = str(font.value or "未指定字体")
                yield departure(para, said, font, XIAOBIAOSONG, [refonted(para, each, XIAOBIAOSONG)])
            color = each.run.values["color"]
            if not is_red(str(color.value or "")):
                yield departure(
                    para, f"颜色{color.value or '自动'}", color, "红色", [recoloured(para, each, "FF0000")]
                )
    if not marks:
        yield Unsure(NO_MARK)


def mark_position(draft: Draft) -> Iterator[Given]:
    """Centred, its upper edge 35 mm below the type area's; a page must show it where the file doesn't."""
    yield from _centred(draft)
    yield from _distance(draft, "发文机关标志上边缘至版心上边缘35毫米")


def mark_text(draft: Draft) -> Iterator[Given]:
    """The office's full or standard short name, with 文件 or without: no kind of document, number or mark."""
    marks = [para for para in draft.of(MARK) if text_size(para) >= _LEAST_SIZE]
    offices = {_bare(full_text(para)) for para in draft.of(SIGNATURE)}
    names = []
    for para in marks:
        text = _bare(full_text(para))
        names.append(text.removesuffix("文件"))
        kind = _DOCUMENT_KIND.search(names[-1])
        stray = _STRAY.search(text)
        if "文件" in names[-1] or stray is not None:
            wanted = "发文机关全称或规范化简称，可加“文件”二字"
            yield departure(para, f"写作“{full_text(para)}”", None, wanted)
        elif kind is not None:
            wanted = f"发文机关名称，不写“{kind[0]}”"
            yield departure(para, f"写作“{full_text(para)}”", None, wanted)
    if not marks:
        yield Unsure(NO_MARK)
    elif not any(name in offices for name in names):
        yield Unsure("标志上的机关名称没有同名的署名可以对照，是否全称或规范化简称请核对")


def letter_mark(draft: Draft) -> Iterator[Given]:
    """In a letter the name alone, centred, its upper edge 30 mm from the page's."""
    for para in draft.of(MARK):
        if full_text(para).endswith("文件"):
            yield departure(para, f"写作“{full_text(para)}”", None, "发文机关名称，不加“文件”二字")
    yield from _centred(draft)
    yield from _distance(draft, "发文机关标志上边缘至上页边30毫米")


def order_mark(draft: Draft) -> Iterator[Given]:
    """The full name with 命令 or 令, centred, 20 mm below the type area's upper edge."""
    for para in draft.of(MARK)[-1:]:
        if not full_text(para).endswith("令"):
            yield departure(para, f"写作“{full_text(para)}”", None, "发文机关全称加“命令”或“令”")
    yield from _centred(draft)
    yield from _distance(draft, "发文机关标志上边缘至版心上边缘20毫米")


def minutes_mark(draft: Draft) -> Iterator[Given]:
    """××××纪要, centred, 35 mm below the type area's upper edge."""
    for para in draft.of(MARK)[-1:]:
        if not full_text(para).endswith("纪要"):
            yield departure(para, f"写作“{full_text(para)}”", None, "标志由“××××纪要”组成")
    yield from _centred(draft)
    yield from _distance(draft, "标志上边缘至版心上边缘35毫米")


def _centred(draft: Draft) -> Iterator[Given]:
    for para in draft.of(MARK):
        if para.where == TABLE:  # 文件 stands to the right of the names there (7.2.4)
            continue
        is_framed = para.where == "textbox" or (para.values["framePr"].value or {}).get("xAlign") == "center"
        if alignment(para) not in ("center", "distribute") and not is_framed:
            yield departure(
                para, alignment_name(para), para.values["jc"], "居中", [justified(para, "center")]
            )


def _distance(draft: Draft, wanted: str) -> Iterator[Given]:
    marks = draft.of(MARK)
    if not marks:
        yield Unsure(NO_MARK)
        return
    base, right = _base(draft, marks[0])
    top = top_of_text(draft, marks[0])
    if top is None or base is None:
        yield Unsure("发文机关标志上边缘的位置要看版面")
    elif top.misses(base + right, _NEAR):
        edge = top.most if top.most < base + right else top.least
        found = f"上边缘距{'上页边' if base == 0 else '版心上边缘'}约{max(edge - base, 0) / 56.69:.0f}毫米"
        yield departure(marks[0], found, None, wanted)
    elif not top.meets(base + right, _NEAR):
        yield Unsure("发文机关标志上边缘的位置要看版面")


def _base(draft: Draft, mark: Para) -> tuple[int | None, int]:
    """Where the distance is taken from, from the page's upper edge, and how much it should be."""
    if draft.profile not in _BELOW:
        return 0, _LETTER_FROM_PAGE
    top = draft.reading.sections[0].margins["top"]
    return None if top is None else abs(top), _BELOW[draft.profile]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
