"""Rules of GB/T 9704 clause 7.4: 版记."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docgen.layout.looking import judge_font, stretches
from docgen.layout.measures import TOLERANCE
from docgen.layout.parts import CC, MAIN_MOVED, PRINTER, full_text
from docgen.layout.rule import Draft, Given, Strength, Unsure, departure
from docgen.ooxml.edits import Edit, indents
from docgen.ooxml.reading import Para, W
from docgen.ooxml.reading.values import whole as whole_number

_TYPE_AREA = 8844
#: eighths of a point: 0.35 mm and 0.25 mm, with what nobody sees
_OUTER, _INNER = range(7, 10), range(5, 8)
_PRINTED = re.compile(r"\S+.*\d{4}年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日印发")


def rules(draft: Draft) -> Iterator[Given]:
    """Lines as wide as the type area: thick ones outside, thin ones between (sizes are recommended)."""
    tables: dict[int, Para] = {}
    for para in draft.of(CC, MAIN_MOVED, PRINTER):
        if para.table is None:
            if not (para.values["border-top"].value or para.values["border-bottom"].value):
                yield Unsure("版记不是表格，分隔线可能是画的，要看版面")
                return
            continue
        tables.setdefault(para.table.number, para)
    for para in tables.values():
        assert para.table is not None
        borders = para.table.element.find(f"{W}tblPr/{W}tblBorders")
        ends = (("top", "首条"), ("bottom", "末条"))
        missing = [name for side, name in ends if not _has_line(para, borders, side)]
        if missing:
            yield departure(para, f"没有{'、'.join(missing)}分隔线", None, "首条和末条用粗线，中间用细线")
        if para.table.width is not None and abs(para.table.width - _TYPE_AREA) > TOLERANCE + 230:
            found = f"分隔线宽{para.table.width / 56.69:.0f}毫米"
            yield departure(para, found, None, "与版心等宽（156毫米）")
        yield from _thickness(para, borders)


def _thickness(para: Para, borders: Any) -> Iterator[Given]:
    """0.35 mm for the first and last line, 0.25 mm between: recommended, so what departs is weaker."""
    assert para.table is not None
    rows = para.table.element.findall(f"{W}tr")
    outer = [_size(rows[0], borders, "top", "top"), _size(rows[-1], borders, "bottom", "bottom")]
    inner = [_size(row, borders, "bottom", "insideH") for row in rows[:-1]]
    for name, sizes, wanted, millimetres in (
        ("首条、末条", outer, _OUTER, "0.35毫米（1磅）"),
        ("中间", inner, _INNER, "0.25毫米（0.75磅）"),
    ):
        wrong = [size for size in sizes if size and size not in wanted]
        if wrong:
            said = f"{name}分隔线粗{wrong[0] / 8:g}磅"
            yield departure(para, said, None, millimetres, strength=Strength.GENERAL)


def _size(row: Any, borders: Any, side: str, whole: str) -> int:
    """How thick a line of the table is, in eighths of a point; 0 where it isn't told or there is none."""
    cells = [each.find(f"{W}tcPr/{W}tcBorders/{W}{side}") for each in row.findall(f"{W}tc")]
    own = [each for each in cells if each is not None]
    line = own[0] if own else borders.find(f"{W}{whole}") if borders is not None else None
    if line is None or line.get(f"{W}val") in ("nil", "none"):
        return 0
    return whole_number(line.get(f"{W}sz")) or 0


def main_moved(draft: Draft) -> Iterator[Given]:
    """主送 moved to 版记 stands above 抄送, with no line between."""
    moved, copies = draft.of(MAIN_MOVED), draft.of(CC)
    if not moved or not copies:
        return
    paragraphs = draft.reading.paragraphs
    first, last = (
        next(at for at, each in enumerate(paragraphs) if each is para) for para in (moved[0], copies[0])
    )
    if first > last:
        yield departure(moved[0], "主送在抄送之下", None, "主送在抄送之上一行")
        return
    table = moved[0].table
    if table is None or copies[0].table is not table:
        return
    rows = [_row(para) for para in (moved[0], copies[0])]
    if rows[0] is rows[1]:
        return
    borders = table.element.find(f"{W}tblPr/{W}tblBorders")
    if _size(rows[0], borders, "bottom", "insideH") and _size(rows[1], borders, "top", "insideH"):
        yield departure(moved[0], "主送与抄送之间有分隔线", None, "主送与抄送之间不加分隔线")


def _row(para: Para) -> Any:
    return next(para.element.iterancestors(f"{W}tr"))


def _has_line(para: Para, borders: Any, side: str) -> bool:
    assert para.table is not None
    rows = para.table.element.findall(f"{W}tr")
    row = rows[0] if side == "top" else rows[-1]
    inner = [each.find(f"{W}tcPr/{W}tcBorders/{W}{side}") for each in row.findall(f"{W}tc")]
    own = [each.get(f"{W}val") for each in inner if each is not None]
    if own:
        return any(each not in ("nil", "none") for each in own)
    line = borders.find(f"{W}{side}") if borders is not None else None
    if line is None:  # a style of the table's own may draw it
        own = para.table.element.find(f"{W}tblPr/{W}tblStyle")
        return own is not None and borders is None
    return line.get(f"{W}val") not in ("nil", "none")


def cc(draft: Draft) -> Iterator[Given]:
    """抄送: 四号仿宋, a full stop at its end, wraps aligned after the colon."""
    for para in draft.of(CC, MAIN_MOVED):
        yield from judge_font(draft, para, stretches(para), "imprint")
        if not full_text(para).endswith("。"):
            yield departure(para, f"末尾是“{full_text(para)[-1]}”", None, "末尾用句号")
        left, first = int(para.values["left"].value), int(para.values["first"].value)
        if not 240 <= left + first <= 360 and not para.values["firstChars"].value:
            found = f"左空{(left + first) / 280:.2g}字"
            edit = Edit(para.part, para.element, indents(left=1120, first=-840, right=280))
            wanted = "左右各空一字，回行与冒号后的首字对齐"
            yield departure(para, found, para.values["left"], wanted, [edit])


def printer(draft: Draft) -> Iterator[Given]:
    """印发机关 and date, 四号仿宋, the date followed by 印发."""
    for para in draft.of(PRINTER):
        yield from judge_font(draft, para, stretches(para), "imprint")
        text = re.sub(r"\s+", " ", full_text(para))
        if not _PRINTED.fullmatch(text):
            yield departure(para, f"写作“{text[-16:]}”", None, "印发机关　年月日印发（月、日不编虚位）")


def position(draft: Draft) -> Iterator[Given]:
    """The last line lies at the foot of the last page: a table held there says so, else a page must."""
    for para in draft.of(PRINTER, CC)[:1]:
        held = para.table.element.find(f"{W}tblPr/{W}tblpPr") if para.table is not None else None
        if held is None or held.get(f"{W}tblpYSpec") != "bottom":
            yield Unsure("版记是否在最后一面的版心底部要看版面")
