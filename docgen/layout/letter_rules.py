"""Rules of GB/T 9704 clause 10.1: letters."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.layout.heights import Extent, leading, line_height, together
from docgen.layout.looking import alignment, alignment_name, is_red, justified
from docgen.layout.measures import TOLERANCE
from docgen.layout.parts import DOC_NO, MARK, PRINTER, TITLE
from docgen.layout.rule import Draft, Given, Unsure, at_section, departure
from docgen.ooxml.edits import Edit
from docgen.ooxml.reading import BODY, FOOTER, HEADER, SDT, TABLE, TEXTBOX, Para

_NEAR = 60
#: 170 mm, 4 mm below the mark, 20 mm above the page's lower edge, and what nobody sees (1.5 mm)
_LENGTH, _UNDER_MARK, _ABOVE_EDGE, _UNSEEN = 9638, 227, 1134, 85
_UPPER = "发文机关标志下4毫米处一条170毫米长的红色双线（上粗下细）"
_LOWER = "距下页边20毫米处一条170毫米长的红色双线（上细下粗）"
_DRAWN = "红色双线可能是画的线，要看版面"


def letter_rules(draft: Draft) -> Iterator[Given]:
    """Two red double lines of 170 mm: thick over thin below the mark, thin over thick at the page's foot."""
    reading = draft.reading
    section = reading.sections[0]
    kind = "first" if section.has_first else "default"
    parts = (section.headers.get(kind), section.footers.get(kind))
    title = next((para for para in reading.paragraphs if para.role == TITLE), None)
    head = [para for para in reading.of(HEADER, TEXTBOX) if para.part == parts[0]]
    for para in reading.of(BODY, SDT):
        if para is title:
            break
        head.append(para)
    foot = [para for para in reading.paragraphs if para.part == parts[1]]
    upper, lower = _lines(head), _lines(foot)
    is_drawn = any(para.has_drawing for para in (*head, *reading.of(HEADER)))
    if not upper and not lower and not is_drawn and not any(para.has_drawing for para in foot):
        wanted = "发文机关标志下和页脚处各有一条170毫米的红色双线"
        yield at_section(section, "没有红色双线", wanted, source="正文和页眉页脚")
        return
    for lines, is_upper, drawn in (
        (upper, True, is_drawn),
        (lower, False, any(para.has_drawing for para in foot)),
    ):
        if lines:
            yield from _line(draft, *lines[-1], is_upper)
        elif drawn or any(para.where == TABLE and para.part == reading.package.main for para in head):
            yield Unsure(_DRAWN)
        else:
            found = "发文机关标志下没有红色双线" if is_upper else "首页页脚没有红色双线"
            yield at_section(section, found, _UPPER if is_upper else _LOWER, source="正文和页眉页脚")


def _lines(paragraphs: list[Para]) -> list[tuple[Para, str]]:
    return [
        (para, side)
        for para in paragraphs
        for side in ("border-top", "border-bottom")
        if para.values[side].value and para.values[side].value.get("val") not in ("nil", "none")
    ]


def _line(draft: Draft, para: Para, side: str, is_upper: bool) -> Iterator[Given]:
    """Form, colour, length and place of one line."""
    line = para.values[side]
    form, color = str(line.value.get("val")), str(line.value.get("color", "auto"))
    wanted, kinds = (_UPPER, ("thickThin", "上粗下细")) if is_upper else (_LOWER, ("thinThick", "上细下粗"))
    if not form.startswith(("thickThin", "thinThick")):
        yield departure(para, "红线不是粗细双线", line, wanted)
    elif side == "border-top":
        yield Unsure("红色双线是上框线，哪条在上要看版面")
    elif not form.startswith(kinds[0]):
        yield departure(para, f"双线不是{kinds[1]}", line, wanted)
    if not is_red(color):
        yield departure(para, f"双线颜色{color}", line, "红色")
    length = _length(draft, para)
    if length is None:
        yield Unsure("红色双线的长短要看版面")
    elif abs(length - _LENGTH) > TOLERANCE:
        yield departure(para, f"双线长{length / 56.69:.0f}毫米", None, "170毫米，居中")
    place = _under_mark(draft, para, side) if is_upper else _above_edge(draft, para, side)
    right = _UNDER_MARK if is_upper else _ABOVE_EDGE
    if place is None:
        yield Unsure(f"{'上' if is_upper else '下'}面一条红色双线的位置要看版面")
    elif place.misses(right, _UNSEEN):
        said = max(place.most if place.most < right else place.least, 0) / 56.69
        found = f"双线距发文机关标志约{said:.0f}毫米" if is_upper else f"双线距下页边约{said:.0f}毫米"
        yield departure(para, found, None, "距发文机关标志4毫米" if is_upper else "距下页边20毫米")


def _length(draft: Draft, para: Para) -> int | None:
    section = draft.reading.sections[0]
    left, right = section.margins["left"], section.margins["right"]
    if para.table is not None or para.where == TEXTBOX:
        return None
    if section.width is None or left is None or right is None:
        return None
    frame = para.values["framePr"].value
    room = section.width - left - right
    if frame:
        if not frame.get("w", "").isdecimal():
            return None
        room = int(frame["w"])
    if para.values["leftChars"].value or para.values["rightChars"].value:
        return None
    return room - int(para.values["left"].value) - int(para.values["right"].value)


def _under_mark(draft: Draft, para: Para, side: str) -> Extent | None:
    """From the mark's characters down to the line."""
    marks = [each for each in draft.of(MARK) if each.part == para.part]
    if not marks:
        return None
    mark, section = marks[-1], draft.reading.sections[0]
    below = Extent(*(2 * (int(para.values[side].value.get("space") or 0) * 20,)))
    if mark is not para:
        paragraphs = draft.reading.paragraphs
        first, last = (next(at for at, each in enumerate(paragraphs) if each is one) for one in (mark, para))
        between = together(paragraphs[first + 1 : last + (side == "border-bottom")], section)
        if between is None or first > last:
            return None
        below = between.plus(below if side == "border-bottom" else Extent(0, 0))
    elif side == "border-top":
        return None
    return below.plus(leading(mark, section))


def _above_edge(draft: Draft, para: Para, side: str) -> Extent | None:
    """From the line down to the page's lower edge."""
    section = draft.reading.sections[0]
    if section.height is None or para.where != FOOTER:
        return None
    frame = para.values["framePr"].value
    thick = int(para.values[side].value.get("sz") or 0) * 2.5 * 2  # both lines and the gap between
    own = line_height(para, section)
    space = int(para.values[side].value.get("space") or 0) * 20
    if frame:
        y = frame.get("y", "")
        if not y.isdecimal() or frame.get("vAnchor") != "page":
            return None
        down = int(y) + (own.most + space if side == "border-bottom" else 0)
        return Extent(section.height - down - thick, section.height - down)
    footer = section.margins["footer"]
    paragraphs = [each for each in draft.reading.paragraphs if each.part == para.part]
    at = next(count for count, each in enumerate(paragraphs) if each is para)
    after = together(paragraphs[at + 1 :], section)
    if footer is None or after is None:
        return None
    if side == "border-top":
        after = after.plus(own)
    return Extent(footer + after.least, footer + after.most + thick)


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


def letter_bottom(draft: Draft) -> Iterator[Given]:
    """Text keeps its distance from the second line: only a page shows it."""
    yield Unsure("首页文字与下面一条红色双线的距离要看版面")
