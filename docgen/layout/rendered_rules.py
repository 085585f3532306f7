"""What only a laid-out page shows, measured on LibreOffice's pages; a rule's id -> its measure.

Positions hold where fonts are replaced, too: Chinese characters are as wide as they are high in every font.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from docgen.layout.fonts import width
from docgen.layout.measures import TOLERANCE
from docgen.layout.pages import MILLIMETRE, Laid, Line, Page, plain
from docgen.layout.parts import (
    BODY_TEXT,
    CC,
    DATE,
    HEADINGS,
    MAIN_MOVED,
    MARK,
    PRINTER,
    SIGNATURE,
    TITLE,
    full_text,
)
from docgen.layout.rule import LETTER, PLAIN, Draft, Given, Strength, Unsure, departure
from docgen.ooxml.reading import BODY, FOOTER, SDT, TABLE, Para, W

Rendered = Callable[[Draft, Laid], Iterator[Given]]

_TEXT = (BODY_TEXT, *HEADINGS)
_NUMBER = re.compile(r"[—–\-－]*\d+[—–\-－]*|第\d+页(共\d+页)?")
#: characters stand on the base line; above it they rise so much of their size, below it the rest
_RISE = 0.86
_UNSEEN = 2 * MILLIMETRE
_NOT_FOUND = "排出的版面上没有认出这一部分"
#: where the mark's characters begin: from the page's upper edge, or the type area's (millimetres)
_MARKS = {"letter": ("上页边", 30.0), "order": ("版心上边缘", 20.0)}
_MARK_ELSE = ("版心上边缘", 35.0)
#: from a page's lower edge to a letter's second line, and what text keeps from it (7/8 of 三号)
_SECOND_LINE, _KEPT = 20 * MILLIMETRE, 14.0
_ENOUGH_LINES = 3


def first_page(draft: Draft, laid: Laid) -> Iterator[Given]:
    """The first page shows text."""
    lines = laid.lines(*_TEXT)
    if not lines:
        yield Unsure(_NOT_FOUND)
    elif lines[0].page > 1 and lines[0].para is not None:
        yield departure(lines[0].para, f"正文从第{lines[0].page}面开始", None, "首页显示正文")


def rows(draft: Draft, laid: Laid) -> Iterator[Given]:
    """22 lines on the pages that are full of text: those on which a paragraph runs on to the next page."""
    counts: list[tuple[int, Line]] = []
    for page, after in itertools.pairwise(laid.pages):
        lines = [line for line in page.lines if not _NUMBER.fullmatch(line.text)]
        following = [line for line in after.lines if line.para is not None]
        if not lines or not following or lines[-1].para is not following[0].para:
            continue
        if any(line.para is None or line.para.where == TABLE or line.size > 16.5 for line in lines):
            continue
        steps = [below.base - above.base for above, below in itertools.pairwise(lines)]
        pitch = statistics.median(steps) if steps else 0
        if pitch > 1:
            counts.append((round((lines[-1].base - lines[0].base) / pitch) + 1, lines[0]))
    if not counts:
        return
    most, line = max(counts, key=lambda each: each[0])
    if line.para is not None and (most > 22 or (most < 22 and len(counts) > 1)):
        said = f"每面{most}行"
        yield departure(line.para, said, None, "每面22行", strength=Strength.GENERAL)
    elif most < 22:
        yield Unsure("满页的正文只有一面，每面行数无法判断")


def characters(draft: Draft, laid: Laid) -> Iterator[Given]:
    """28 characters on the lines that are full of Chinese: inside a paragraph, neither its first nor last."""
    lines = laid.lines(BODY_TEXT)
    counts: Counter[int] = Counter()
    where: dict[int, Para] = {}
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if before.para is not line.para or after.para is not line.para or line.para is None:
            continue
        if all("\u4e00" <= each <= "\u9fff" for each in line.text):
            counts[len(line.text)] += 1
            where.setdefault(len(line.text), line.para)
    if counts.total() >= _ENOUGH_LINES:
        usual, _count = counts.most_common(1)[0]
        if usual != 28:
            yield departure(where[usual], f"每行{usual}字", None, "每行28字", strength=Strength.GENERAL)


def imprint(draft: Draft, laid: Laid) -> Iterator[Given]:
    """版记 at the foot of the last page."""
    found = [(para, _last_line(para, laid)) for para in draft.of(CC, MAIN_MOVED, PRINTER)]
    placed = [(para, line) for para, line in found if line is not None]
    if not placed or any(_floats(para) for para, _line in found):
        yield Unsure("版记没有在排出的版面上认出，或是浮动表格（LibreOffice排不准）")
        return
    para, line = max(placed, key=lambda each: (each[1].page, each[1].base))
    page = laid.pages[line.page - 1]
    if line.page != laid.pages[-1].number:
        yield departure(para, f"版记在第{line.page}面，后面还有", None, "版记在最后一面")
        return
    edge = _bottom(draft, page)
    if edge is None:
        yield Unsure("各节下边距不同或不是35毫米，版记的位置没有量")
        return
    left = edge - line.base
    if left > 12 * MILLIMETRE or left < -3 * MILLIMETRE:
        said = f"末行在版心下边缘之{'上' if left > 0 else '下'}约{abs(left) / MILLIMETRE:.0f}毫米"
        yield departure(para, said, None, "末条分隔线在版心下边缘")


def _floats(para: Para) -> bool:
    return para.table is not None and para.table.element.find(f"{W}tblPr/{W}tblpPr") is not None


def _last_line(para: Para, laid: Laid) -> Line | None:
    """The line on which a paragraph ends, found by its text."""
    text = plain(para.text)
    for page in reversed(laid.pages):
        for line in reversed(page.lines):
            if len(line.text) >= 4 and text.endswith(line.text):
                return line
    return None


def mark(draft: Draft, laid: Laid) -> Iterator[Given]:
    """Where the mark's characters begin."""
    marks = draft.of(MARK)
    name, wanted = _MARKS.get(draft.profile, _MARK_ELSE)
    if not marks or not laid.pages:
        yield Unsure("没有认出发文机关标志（可能是图片或文本框），无法判断")
        return
    page, text = laid.pages[0], plain(marks[0].text)
    line = next((line for line in page.lines if len(line.text) >= 3 and text.startswith(line.text)), None)
    top = draft.reading.sections[0].margins["top"]
    if line is None or top is None:
        yield Unsure(_NOT_FOUND)
        return
    base = 0.0 if draft.profile == LETTER else abs(top) / 20
    distance = line.base - _RISE * line.size - base
    if abs(distance - wanted * MILLIMETRE) > _UNSEEN:
        said = f"上边缘距{name}{distance / MILLIMETRE:.1f}毫米"
        yield departure(marks[0], said, None, f"距{name}{wanted:g}毫米")


def signature_page(draft: Draft, laid: Laid) -> Iterator[Given]:
    """The page with the signature holds text."""
    signed = laid.lines(SIGNATURE, DATE)
    texts = {line.page for line in laid.lines(*_TEXT)}
    if not signed or not texts:
        yield Unsure(_NOT_FOUND)
    elif not {line.page for line in signed} <= texts and signed[0].para is not None:
        yield departure(signed[0].para, f"第{signed[0].page}面只有落款，没有正文", None, "落款与正文同在一面")


def letter_bottom(draft: Draft, laid: Laid) -> Iterator[Given]:
    """Text keeps 7/8 of a character from the second line of a letter's first page."""
    lines = [
        line
        for page in laid.pages[:1]
        for line in page.lines
        if line.para is not None and line.para.where in (BODY, SDT, TABLE)
    ]
    if not lines:
        yield Unsure(_NOT_FOUND)
        return
    last = max(lines, key=lambda line: line.base)
    left = laid.pages[0].height - _SECOND_LINE - (last.base + (1 - _RISE) * last.size)
    if left < _KEPT - MILLIMETRE and last.para is not None:
        said = f"末行文字距双线{left / MILLIMETRE:.1f}毫米"
        yield departure(last.para, said, None, "不小于三号字的7/8（4.9毫米）")


def blank_pages(draft: Draft, laid: Laid) -> Iterator[Given]:
    """A blank page before that of 版记, and that page, carry no number."""
    placed = [(para, _last_line(para, laid)) for para in draft.of(CC, MAIN_MOVED, PRINTER)]
    pages = [(para, line.page) for para, line in placed if line is not None]
    if not pages:
        yield Unsure(_NOT_FOUND)
        return
    para, at = pages[0]
    blank = [
        page for page in laid.pages[: at - 1] if all(_NUMBER.fullmatch(line.text) for line in page.lines)
    ]
    if blank and blank[-1].number == at - 1:
        numbered = [page for page in (*blank, laid.pages[at - 1]) if _number_line(page) is not None]
        if numbered:
            said = f"第{numbered[0].number}面编了页码"
            yield departure(para, said, None, "版记前的空白页和版记页都不编页码")


def title_lines(draft: Draft, laid: Laid) -> Iterator[Given]:
    """The lines of a title that wraps by itself."""
    lines = laid.lines(TITLE)
    titles = draft.of(TITLE)
    if not lines or "".join(line.text for line in lines) != "".join(
        plain(full_text(para)) for para in titles
    ):
        yield Unsure(_NOT_FOUND)
        return
    widths = [width(line.text) for line in lines]
    steps = [after - before for before, after in itertools.pairwise(widths)]
    is_waisted = any(before < 0 < after for before, after in itertools.pairwise(steps))
    if len(widths) > 1 and (is_waisted or not any(steps)):
        said = "各行长短" + "、".join(f"{each:g}字" for each in widths)
        yield departure(titles[0], said, None, "排成梯形或菱形")


def split_numbers(draft: Draft, laid: Laid) -> Iterator[Given]:
    """A number that begins on one line and ends on the next."""
    lines = laid.lines(*_TEXT)
    for line, after in itertools.pairwise(lines):
        if line.para is None or line.para is not after.para or after.at != line.at + len(line.text):
            continue
        first, last = re.search(r"[\d,.]*\d$", line.text), re.match(r"\d[\d,.]*", after.text)
        if first is not None and last is not None and "\n" not in line.para.text:
            yield departure(line.para, f"“{first[0]} ⏎ {last[0]}”", None, f"“{first[0]}{last[0]}”写在同一行")


def number_offset(draft: Draft, laid: Laid) -> Iterator[Given]:
    """The page number's dash 7 mm below the type area; a letter's has no place of its own."""
    if draft.profile == LETTER:
        return
    for page in laid.pages:
        line = _number_line(page)
        if line is None or page.width > page.height:
            continue
        edge = _bottom(draft, page)
        if edge is None:
            continue
        distance = (line.base - 0.35 * line.size - edge) / MILLIMETRE
        if abs(distance - 7) > 2:
            para = next((each for each in draft.reading.paragraphs if "PAGE" in each.fields), None)
            if para is not None:
                yield departure(
                    para, f"第{page.number}面页码在版心下{distance:.1f}毫米", None, "版心下边缘之下7毫米"
                )
            return


def number_side(draft: Draft, laid: Laid) -> Iterator[Given]:
    """Odd pages right, even pages left, one character in."""
    if draft.profile == PLAIN:
        return
    section = draft.reading.sections[0]
    left, right = (section.margins[side] for side in ("left", "right"))
    if left is None or right is None:
        return
    for page in laid.pages:
        line = _number_line(page)
        if line is None or page.width > page.height:
            continue
        is_odd = page.number % 2 == 1
        gap = page.width - right / 20 - line.right if is_odd else line.left - left / 20
        if abs(gap - line.size) > line.size:
            para = next((each for each in draft.reading.paragraphs if "PAGE" in each.fields), None)
            side = "右" if is_odd else "左"
            if para is not None:
                said = f"第{page.number}面页码{side}空约{gap / line.size:.0f}字"
                yield departure(para, said, None, f"居{side}空一字")
            return


def _number_line(page: Page) -> Line | None:
    """The line of a page number: the lowest on the page."""
    line = page.lines[-1] if page.lines else None
    if line is None or not _NUMBER.fullmatch(line.text):
        return None
    return line if line.para is None or line.para.where == FOOTER else None


def _bottom(draft: Draft, page: Page) -> float | None:
    """The type area's lower edge from the page's upper one; None where sections differ or it is not 35 mm."""
    is_wide = page.width > page.height
    bottoms = {
        section.margins["bottom"] for section in draft.reading.sections if section.is_landscape is is_wide
    }
    bottom = bottoms.pop() if len(bottoms) == 1 else None
    if bottom is None or abs(abs(bottom) - int(draft.measures["margin.bottom"])) > TOLERANCE:
        return None
    return page.height - abs(bottom) / 20


#: rules that the file alone leaves open, or whose outcome a page can refute
RENDERED: Mapping[str, Rendered] = {
    "layout.grid.line-pitch": rows,
    "layout.grid.chars": characters,
    "layout.header.mark-position": mark,
    "layout.letter.mark": mark,
    "layout.order.mark": mark,
    "layout.minutes.mark": mark,
    "layout.title.shape": title_lines,
    "layout.body.first-page": first_page,
    "layout.sign.orphan": signature_page,
    "layout.imprint.position": imprint,
    "layout.pageno.offset": number_offset,
    "layout.pageno.side": number_side,
    "layout.pageno.blank": blank_pages,
    "layout.letter.bottom": letter_bottom,
    "text.num.split": split_numbers,
}
