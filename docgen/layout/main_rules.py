"""Rules of GB/T 9704 clause 7.3: title, addressee, body, headings, annexes, signature."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from docgen.headings import heading_words
from docgen.layout.fonts import category, has_chinese, width
from docgen.layout.looking import (
    NEAR,
    Stretch,
    alignment,
    alignment_name,
    first_line,
    first_line_source,
    is_flush,
    judge_font,
    justified,
    stretches,
    two_characters,
)
from docgen.layout.page_rules import inherited_departures
from docgen.layout.parts import (
    ADDRESSEE,
    ANNEX_LABEL,
    ANNEX_NOTE,
    ANNEX_NOTE_MORE,
    ANNEX_TITLE,
    BODY_TEXT,
    DETACHED,
    DOC_NO,
    LEVEL1,
    LEVEL2,
    LEVEL3,
    LEVEL4,
    NOTE,
    TITLE,
    full_text,
)
from docgen.layout.rule import MINUTES, OFFICIAL, ORDER, Draft, Given, Strength, Unsure, departure
from docgen.ooxml.edits import Edit, indents
from docgen.ooxml.reading import BODY, SDT, Para

#: a digit, a line break set by hand, a digit: 12⏎860
_SPLIT = re.compile(r"\d[\d,.]*\n\d[\d,.]*")
_LONG_NUMBER = re.compile(r"\d{2}")
#: orders and minutes have their mark and number, and may have no title (10.2, 10.3)
_UNTITLED = (ORDER, MINUTES)
_NO_TITLE = "没有认出标题，无法判断"
#: two lines of 28.95 pt before a paragraph are as good as two empty ones
_TWO_LINES, _LINES_NEAR = 1158, 60
#: characters of 二号 that fill a line
_TITLE_LINE = 20
#: 附件：1、 and 附件：一、; a later line that begins 2、 has a rule on text of its own
_OTHER_NUMBER = re.compile(
    r"(?:附\s*件\s*[：:]\s*)?([一二三四五六七八九十]{1,3}[、.．])|附\s*件\s*[：:]\s*(\d{1,2}[、．])"
)


def title_font(draft: Draft) -> Iterator[Given]:
    """二号小标宋; bold is not the standard's business but makes 小标宋 blot."""
    for para in draft.of(TITLE):
        parts = stretches(para)
        yield from judge_font(draft, para, parts, "title")
        bold = [each for each in parts if each.run.values["b"].value]
        if bold:
            edits = [Edit(para.part, each.run.element, {"b": {"val": "0"}}) for each in bold]
            yield departure(para, "加粗", bold[0].run.values["b"], "不加粗", edits, Strength.PRACTICE)
    if not draft.of(TITLE) and draft.profile not in _UNTITLED:
        yield Unsure(_NO_TITLE)


def title_position(draft: Draft) -> Iterator[Given]:
    """Centred, without indents; two empty lines below the red line in an official document."""
    titles = draft.of(TITLE)
    for para in titles:
        if alignment(para) != "center":
            yield departure(
                para, alignment_name(para), para.values["jc"], "居中", [justified(para, "center")]
            )
        elif not is_flush(para):
            edit = Edit(para.part, para.element, indents())
            yield departure(para, first_line(para)[1], first_line_source(para), "居中，不缩进", [edit])
    if titles and draft.profile == OFFICIAL and draft.of(DOC_NO):
        blank, before = draft.blank_before(titles[0]), int(titles[0].values["before"].value)
        if blank != 2 and abs(before - _TWO_LINES) > _LINES_NEAR:
            yield departure(titles[0], f"标题前空{blank}行", None, "红色分隔线下空二行")
    if not titles and draft.profile not in _UNTITLED:
        yield Unsure(_NO_TITLE)


def title_shape(draft: Draft) -> Iterator[Given]:
    """Lines of a title widen, narrow, or do one and then the other; never equal ones, never waisted ones."""
    titles = draft.of(TITLE)
    lines = [line.strip() for para in titles for line in para.text.split("\n") if line.strip()]
    widths = [width(line) for line in lines]
    if len(lines) == 1 and widths[0] > _TITLE_LINE:
        yield Unsure("标题自动换行，各行长短要看版面")
    elif len(lines) > 1:
        steps = [after - before for before, after in itertools.pairwise(widths)]
        is_waisted = any(before < 0 < after for before, after in itertools.pairwise(steps))
        if is_waisted or not any(steps):
            found = "各行长短" + "、".join(f"{each:g}字" for each in widths)
            yield departure(titles[0], found, None, "排成梯形或菱形")


def addressee(draft: Draft) -> Iterator[Given]:
    """One empty line below the title, flush left."""
    for para in draft.of(ADDRESSEE)[:1]:
        if alignment(para) not in ("left", "both"):
            yield departure(
                para, alignment_name(para), para.values["jc"], "居左顶格", [justified(para, "left")]
            )
        elif not is_flush(para):
            edit = Edit(para.part, para.element, indents())
            yield departure(para, first_line(para)[1], first_line_source(para), "顶格", [edit])
        if full_text(para)[-1] not in "：:":
            yield departure(para, f"末尾是“{full_text(para)[-1]}”", None, "末尾用全角冒号")
        blank, before = draft.blank_before(para), int(para.values["before"].value)
        if draft.of(TITLE) and blank != 1 and abs(before - _TWO_LINES / 2) > _LINES_NEAR:
            yield departure(para, f"标题与主送机关之间空{blank}行", None, "标题下空一行")


def body_font(draft: Draft) -> Iterator[Given]:
    """三号仿宋; what text inherits from the whole document is default_font's business."""
    for para in draft.of(BODY_TEXT):
        own = [
            each
            for each in stretches(para)
            if not inherited_departures(draft, each.run.values, each.text)
        ]
        yield from judge_font(draft, para, own, "body")
    if not draft.of(BODY_TEXT):
        yield Unsure("没有认出正文，无法判断")


def body_indent(draft: Draft) -> Iterator[Given]:
    """Each paragraph begins two characters in and runs on flush left; spaces are no indent."""
    for para in draft.of(BODY_TEXT):
        spaces = len(para.text) - len(para.text.lstrip(" \u3000\u00a0\t"))
        is_right, found = first_line(para)
        if spaces:
            kind = "制表符" if "\t" in para.text[:spaces] else "空格"
            yield departure(para, f"段首用{spaces}个{kind}空位（{found}）", None, "首行缩进2字，不用空格")
        elif not is_right:
            edits = two_characters(draft, para, "body.size")
            yield departure(para, found, first_line_source(para), "首行缩进2字，左侧不缩进", edits)
        right, chars = para.values["right"], para.values["rightChars"]
        if para.where in (BODY, SDT) and (int(right.value) > NEAR or int(chars.value) > 0):
            said = f"右缩进{chars.value / 100:g}字" if chars.value else f"右缩进{right.value / 20:g}磅"
            edit = Edit(para.part, para.element, {"ind": {"right": "0", "rightChars": "0"}})
            yield departure(para, said, chars if chars.value else right, "右侧不缩进", [edit])


def body_justify(draft: Draft) -> Iterator[Given]:
    """Lines fill the type area."""
    for para in draft.of(BODY_TEXT):
        if para.values["jc"].value not in (None, "both", "distribute"):
            yield departure(
                para,
                alignment_name(para),
                para.values["jc"],
                "两端对齐",
                [justified(para, "both")],
                Strength.PRACTICE,
            )


def level1(draft: Draft) -> Iterator[Given]:
    """“一、” in 黑体, three sizes as the text, indented as it is."""
    yield from _heading(draft, LEVEL1, "level1")


def level2(draft: Draft) -> Iterator[Given]:
    """“（一）” in 楷体, up to the first 。"""
    yield from _heading(draft, LEVEL2, "level2")


def level34(draft: Draft) -> Iterator[Given]:
    """“1.” and “（1）” in 仿宋."""
    yield from _heading(draft, LEVEL3, "level3")
    yield from _heading(draft, LEVEL4, "level4")


def _heading(draft: Draft, role: str, key: str) -> Iterator[Given]:
    for para in draft.of(role):
        lead = len(para.text) - len(para.text.lstrip())
        end = lead + len(heading_words(para.text.strip()))
        yield from judge_font(draft, para, stretches(para, lead, end), key, "heading.size")
        yield from judge_font(draft, para, _text_after(draft, para, end, key), "body")
        is_right, found = first_line(para)
        if not is_right and alignment(para) != "center" and not lead:
            edits = two_characters(draft, para, "heading.size")
            yield departure(para, found, first_line_source(para), "首行缩进2字", edits)


def _text_after(draft: Draft, para: Para, end: int, key: str) -> list[Stretch]:
    """The text behind a heading on its line; up to its first 。 it may have the heading's font as well."""
    stop = para.text.find("。", end) + 1 or len(para.text)
    stop = stop if para.text[end - 1 : end] in ("：", ":") else end
    between = [
        each
        for each in stretches(para, end, stop)
        if category(str(each.run.values["eastAsia"].value or "")) != draft.measures[f"{key}.font"]
    ]
    rest = [*between, *stretches(para, stop)]
    return rest if has_chinese("".join(each.text for each in rest)) else []


def annex_note(draft: Draft) -> Iterator[Given]:
    """附件说明: one line below the text, two characters in, no mark after a name."""
    for para in draft.of(ANNEX_NOTE)[:1]:
        values = para.values
        start = int(values["left"].value) + int(values["first"].value)
        chars = int(values["firstChars"].value)
        is_in = abs(start - 640) <= 40 or (chars == 200 and not values["left"].value)
        spaces = len(para.text) - len(para.text.lstrip(" \u3000"))
        if spaces:
            yield departure(para, f"段首用{spaces}个空格空位", None, "左空二字，不用空格")
        elif not is_in:
            edit = Edit(para.part, para.element, indents(left=1600, first=-960))
            yield departure(para, f"左侧空{start / 320:.3g}字", first_line_source(para), "左空二字", [edit])
        if draft.blank_before(para) != 1 and int(values["before"].value) < _TWO_LINES / 2 - _LINES_NEAR:
            yield departure(para, f"附件说明前空{draft.blank_before(para)}行", None, "正文下空一行")
    for para in draft.of(ANNEX_NOTE, ANNEX_NOTE_MORE):
        number = _OTHER_NUMBER.match(full_text(para))
        if number is not None:
            found = f"附件顺序号写作“{number[1] or number[2]}”"
            yield departure(para, found, None, "附件顺序号用阿拉伯数字，写作“1.”")
        if full_text(para)[-1] in "。；，、.;,":
            yield departure(para, f"附件名称后有“{full_text(para)[-1]}”", None, "附件名称后不加标点")


def note(draft: Draft) -> Iterator[Given]:
    """附注: two characters in, in （）."""
    for para in draft.of(NOTE):
        if not re.fullmatch(r"[（(].*[）)]", full_text(para)):
            yield departure(para, "没有加圆括号", None, "附注加圆括号")
        is_right, found = first_line(para)
        start = int(para.values["left"].value) + int(para.values["first"].value)
        if not is_right and abs(start - 640) > 40:
            edits = two_characters(draft, para, "body.size")
            yield departure(para, found, first_line_source(para), "左空二字", edits)


def annex_new_page(draft: Draft) -> Iterator[Given]:
    """Each annex begins a new page."""
    paragraphs = draft.reading.paragraphs
    for para in draft.of(ANNEX_LABEL):
        at = next(count for count, each in enumerate(paragraphs) if each is para)
        if para.values["pageBreakBefore"].value or para.text.startswith("\f") or at == 0:
            continue
        before = [each for each in paragraphs[:at] if each.where == para.where]
        if not any(full_text(each) for each in before):
            continue
        ends_page = False
        for each in reversed(before):
            ends_page = each.breaks_page or (
                each.section < para.section and draft.section_of(para).kind != "continuous"
            )
            if ends_page or full_text(each):
                break
        if not ends_page:
            edit = Edit(para.part, para.element, {"pageBreakBefore": {"val": "1"}})
            yield departure(para, "接在上文之后", None, "另面编排", [edit])


def annex_label(draft: Draft) -> Iterator[Given]:
    """“附件1” in 三号黑体, flush left, without a colon."""
    for para in draft.of(ANNEX_LABEL):
        if not DETACHED.fullmatch(full_text(para)):  # the standard says no font where it stands alone
            yield from judge_font(draft, para, stretches(para), "level1", "heading.size")
        if full_text(para)[-1] in "：:":
            yield departure(para, "后面有冒号", None, "“附件”及顺序号后不加冒号")
        if alignment(para) not in ("left", "both"):
            yield departure(
                para, alignment_name(para), para.values["jc"], "居左顶格", [justified(para, "left")]
            )
        elif not is_flush(para):
            edit = Edit(para.part, para.element, indents())
            yield departure(para, first_line(para)[1], first_line_source(para), "顶格", [edit])


def annex_detached(draft: Draft) -> Iterator[Given]:
    """An annex bound by itself: its first line has the document number, 附件 and its number, flush left."""
    line = [para for para in draft.reading.of(BODY, SDT) if full_text(para)]
    if not line or line[0].role != ANNEX_LABEL:
        return
    para = line[0]
    match = DETACHED.fullmatch(full_text(para))
    if match is None:
        yield Unsure("附件单独成文：与正文分开装订的，首行顶格写发文字号加“附件”及顺序号，请核对")
        return
    if match[2] or draft.blank_before(para):
        yield departure(para, f"写作“{full_text(para)}”", None, f"第一行顶格写“{match[1]}{match[3]}”")


def annex_title(draft: Draft) -> Iterator[Given]:
    """The annex's title on the third line, centred."""
    for para in draft.of(ANNEX_TITLE):
        if alignment(para) != "center":
            yield departure(
                para, alignment_name(para), para.values["jc"], "居中", [justified(para, "center")]
            )
        if draft.blank_before(para) != 1 and int(para.values["before"].value) < _TWO_LINES / 2 - _LINES_NEAR:
            yield departure(
                para, f"附件标识与标题之间空{draft.blank_before(para)}行", None, "标题在版心第三行"
            )


def annex_match(draft: Draft) -> Iterator[Given]:
    """The annexes are those that 附件说明 names."""
    names = [_name(para) for para in draft.of(ANNEX_NOTE, ANNEX_NOTE_MORE)]
    labels = draft.of(ANNEX_LABEL)
    if not labels or not names:
        return
    if len(labels) != len(names):
        found = f"附件说明列{len(names)}件，文后附{len(labels)}件"
        yield departure(labels[0], found, None, "件数与附件说明一致")
        return
    titles = draft.of(ANNEX_TITLE)
    if len(titles) != len(labels):
        yield Unsure("没有认出每个附件的标题")
        return
    for name, para in zip(names, titles, strict=True):
        shown = _bare(full_text(para))
        if shown not in _bare(name) and _bare(name) not in shown:
            yield departure(para, f"附件标题“{full_text(para)}”", None, f"附件说明中写的是“{name}”")


def _name(para: Para) -> str:
    return re.sub(r"^(附\s*件\s*[：:])?\s*(\d{1,2}\s*[.．、])?\s*", "", full_text(para)).rstrip("。；，")


def _bare(text: str) -> str:
    return re.sub(r"[\s《》“”]", "", text)


def split_numbers(draft: Draft) -> Iterator[Given]:
    """A number isn't broken over two lines: by a break set by hand, or where words may break."""
    is_loose = False
    for para in draft.of(BODY_TEXT, LEVEL1, LEVEL2, LEVEL3, LEVEL4):
        for match in _SPLIT.finditer(para.text):
            found = f"“{match[0].replace(chr(10), ' ⏎ ')}”"
            yield departure(para, found, None, f"“{match[0].replace(chr(10), '')}”写在同一行")
        is_loose |= para.values["wordWrap"].value is False and _LONG_NUMBER.search(para.text) is not None
    if is_loose:
        yield Unsure("段落允许西文在单词中间换行，数字是否断在两行要看版面")


def body_first_page(draft: Draft) -> Iterator[Given]:
    """Only a laid-out page shows it."""
    yield Unsure("首页是否有正文要看版面")
