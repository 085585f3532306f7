"""Rules of GB/T 9704 clause 5: page, margins, grid, colour, fonts in general."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.layout.fonts import category, has_chinese, size_name
from docgen.layout.looking import Stretch, judge_font, stretches
from docgen.layout.measures import MILLIMETRE, TOLERANCE
from docgen.layout.parts import (
    ADDRESSEE,
    ANNEX_NOTE,
    ANNEX_NOTE_MORE,
    BODY_TEXT,
    DATE,
    DOC_NO,
    HEADINGS,
    MARK,
    NOTE,
    SIGNATURE,
)
from docgen.layout.rule import (
    LETTER,
    OFFICIAL,
    Draft,
    Given,
    Strength,
    Unsure,
    at_section,
    departure,
    whole_document,
)
from docgen.ooxml.edits import Edit
from docgen.ooxml.reading import BODY, HEADER, SDT, TABLE, TEXTBOX, Para, Section, Values

TEXT = (BODY_TEXT, *HEADINGS)
#: what else is in 三号仿宋 (5.2.2)
_ELEMENTS = (ADDRESSEE, ANNEX_NOTE, ANNEX_NOTE_MORE, SIGNATURE, DATE, NOTE)
_BLACK = 0x14


def page_size(draft: Draft) -> Iterator[Given]:
    """Every section is A4, upright, or turned for wide tables."""
    wanted = (int(draft.measures["page.width"]), int(draft.measures["page.height"]))
    heads = {para.section for para in draft.of(DOC_NO, ADDRESSEE)}
    for section in draft.reading.sections:
        if section.is_landscape and section.number in heads:
            yield at_section(section, "纸张横放", "A4竖放，只有宽表格的页面可以横放")
            continue
        if section.width is None or section.height is None:
            yield Unsure("文件没有写明纸张大小")
            continue
        upright = sorted((section.width, section.height))
        if abs(upright[0] - wanted[0]) > 20 or abs(upright[1] - wanted[1]) > 20:
            w, h = (str(each) for each in (wanted if section.width <= section.height else wanted[::-1]))
            found = f"{_millimetres(section.width)}×{_millimetres(section.height)}毫米"
            yield at_section(
                section, found, "A4（210×297毫米）", _section(draft, section, pgSz={"w": w, "h": h})
            )


def margin_top(draft: Draft) -> Iterator[Given]:
    """天头 37 mm ± 1 mm."""
    for section in _upright(draft):
        top, wanted = section.margins["top"], int(draft.measures["margin.top"])
        if top is not None and abs(abs(top) - wanted) > TOLERANCE:
            yield at_section(
                section,
                f"上边距{_millimetres(abs(top))}毫米",
                f"{_millimetres(wanted)}毫米±1毫米",
                _section(draft, section, pgMar={"top": str(wanted)}),
            )


def margin_left(draft: Draft) -> Iterator[Given]:
    """订口 28 mm ± 1 mm, the gutter among it."""
    for section in _upright(draft):
        left, wanted = _left(section), int(draft.measures["margin.left"])
        if left is not None and abs(left - wanted) > TOLERANCE:
            yield at_section(
                section,
                f"左边距（含装订线）{_millimetres(left)}毫米",
                f"{_millimetres(wanted)}毫米±1毫米",
                _section(draft, section, pgMar={"left": str(wanted), "gutter": "0"}),
            )


def type_area(draft: Draft) -> Iterator[Given]:
    """版心 156 × 225 mm; a wrong size, top or left margin has its own rule and counts as right here."""
    size = {"width": int(draft.measures["page.width"]), "height": int(draft.measures["page.height"])}
    sides = {side: int(draft.measures[f"margin.{side}"]) for side in ("left", "top", "right", "bottom")}
    for section in _upright(draft):
        for name, extent, start, side in (
            ("宽", "width", _left(section), "right"),
            ("高", "height", section.margins["top"], "bottom"),
        ):
            before = sides["left" if side == "right" else "top"]
            end = section.margins[side]
            if start is None or end is None:
                continue
            own = start if abs(start - before) <= TOLERANCE else before
            wanted = size[extent] - before - sides[side]
            found = size[extent] - own - abs(end)
            if abs(found - wanted) > TOLERANCE:
                margin = "右边距" if side == "right" else "下边距"
                yield at_section(
                    section,
                    f"版心{name}{_millimetres(found)}毫米（{margin}{_millimetres(abs(end))}毫米）",
                    f"版心{name}{_millimetres(wanted)}毫米（{margin}{_millimetres(sides[side])}毫米）",
                    _section(draft, section, pgMar={side: str(sides[side])}),
                )


def line_pitch(draft: Draft) -> Iterator[Given]:
    """22 lines a page: exact lines of 28 to 28.95 pt, or single lines on a grid of that pitch."""
    least, most = int(draft.measures["line.least"]), int(draft.measures["line.most"])
    for para in _main_text(draft):
        rule, line = str(para.values["lineRule"].value), int(para.values["line"].value)
        section = draft.section_of(para)
        is_exact = rule == "exact" and least <= line <= most
        has_grid = (
            section.grid in ("lines", "linesAndChars", "snapToChars") and para.values["snapToGrid"].value
        )
        on_grid = has_grid and least <= (section.pitch or 0) <= most and line == 240 and rule == "auto"
        if not is_exact and not on_grid:
            yield departure(
                para,
                _line_words(rule, line),
                para.values["line"],
                "固定值28磅至28.95磅（每面22行）",
                [Edit(para.part, para.element, {"spacing": {"line": str(most), "lineRule": "exact"}})],
            )


def _line_words(rule: str, line: int) -> str:
    if rule == "auto":
        return "单倍行距" if line == 240 else f"{line / 240:.4g}倍行距"
    return f"{'固定值' if rule == 'exact' else '最小值'}{line / 20:g}磅"


def grid_chars(draft: Draft) -> Iterator[Given]:
    """28 characters a line: runs condensed by 0.25 to 0.5 pt, or a grid of characters."""
    for para in _main_text(draft):
        section = draft.section_of(para)
        if section.grid in ("linesAndChars", "snapToChars"):
            normal = int(
                draft.reading.styles.run_values(draft.reading.styles.default("paragraph"), ("", {}), None)[
                    "sz"
                ].value
            )
            pitch = normal / 2 + section.char_space / 4096
            if 15.3 <= pitch <= 15.793:
                continue
        parts = [
            each for each in stretches(para) if each.run.values["sz"].value == 32 and has_chinese(each.text)
        ]
        wide = [each for each in parts if not -10 <= int(each.run.values["spacing"].value) <= -5]
        if wide and len(para.text.strip()) >= 28:  # a line that isn't full shows nothing
            spacing = wide[0].run.values["spacing"]
            yield departure(
                para,
                f"字符间距{int(spacing.value) / 20:g}磅",
                spacing,
                "每行28字（三号字紧缩0.25磅，或文档网格每行28字）",
                [Edit(para.part, each.run.element, {"spacing": {"val": "-5"}}) for each in wide],
            )


def text_color(draft: Draft) -> Iterator[Given]:
    """Black, but for the red elements of the head."""
    for para in draft.reading.paragraphs:
        if para.role == MARK or para.where in (HEADER, TEXTBOX):
            continue
        for each in stretches(para):
            color = each.run.values["color"]
            if not _is_black(color.value):
                edit = Edit(para.part, each.run.element, {"color": _plain_color()})
                yield departure(para, f"颜色{color.value}", color, "黑色", [edit])


def _plain_color() -> dict[str, str | None]:
    return {"val": "000000", "themeColor": None, "themeShade": None, "themeTint": None}


def _is_black(color: Any) -> bool:
    if color in (None, "auto"):
        return True
    try:
        number = int(str(color), 16)
    except ValueError:
        return True  # no colour that Word knows: it shows black
    return all((number >> shift) & 0xFF <= _BLACK for shift in (0, 8, 16))


def default_font(draft: Draft) -> Iterator[Given]:
    """Text that takes its font from the defaults, the theme or the style Normal gets 三号仿宋 there."""
    found: dict[str, list[Edit]] = {}
    # the number, where the form is one that has it above the title
    elements = (DOC_NO, *_ELEMENTS) if draft.profile in (OFFICIAL, LETTER) else _ELEMENTS
    for para in draft.of(BODY_TEXT, *elements):
        for each in _without_signer(para):
            for way in inherited_departures(draft, each.run.values, each.text):
                edit = Edit(para.part, each.run.element, _mended(draft), each.span)
                found.setdefault(way, []).append(edit)
    if found:
        edits = [edit for some in found.values() for edit in some]
        yield whole_document("、".join(found), "文档默认值、主题或正文样式", "三号仿宋", edits)
    for para in draft.of(*elements):
        own = [
            each
            for each in _without_signer(para)
            if not inherited_departures(draft, each.run.values, each.text)
        ]
        yield from judge_font(draft, para, own, "body")


def _without_signer(para: Para) -> list[Stretch]:
    """The text of a paragraph up to 签发人, whose name has a font of its own."""
    end = para.text.find("签发人") if para.role == DOC_NO else -1
    return stretches(para, 0, end if end >= 0 else None)


def _mended(draft: Draft) -> Mapping[str, Mapping[str, str | None] | None]:
    from docgen.layout.fonts import PREFERRED
    from docgen.ooxml.edits import run_font, run_size

    return run_font(PREFERRED[str(draft.measures["body.font"])]) | run_size(int(draft.measures["body.size"]))


def is_general(draft: Draft, source: str, name: str) -> bool:
    """Whether a value comes from what the whole document has in common, rather than from this text's own."""
    normal = draft.reading.styles.name(draft.reading.styles.default("paragraph"))
    return source in ("built-in", "defaults", "theme") or (source == "style" and name == normal)


def inherited_departures(draft: Draft, values: Values, text: str) -> tuple[str, ...]:
    """How text departs from 三号仿宋 by what it inherits from the whole document."""
    key = (id(values), has_chinese(text))  # runs of one format share their values
    if key not in draft.inherited:
        draft.inherited[key] = tuple(_inherited_departures(draft, values, text))
    return draft.inherited[key]


def _inherited_departures(draft: Draft, values: Values, text: str) -> Iterator[str]:
    font, size = values["eastAsia"], values["sz"]
    if has_chinese(text) and is_general(draft, font.source, font.name):
        is_unknown = font.source == "theme" and not font.value
        if not is_unknown and category(str(font.value or "")) != draft.measures["body.font"]:
            yield str(font.value or "未指定字体")
    if is_general(draft, size.source, size.name) and size.value != draft.measures["body.size"]:
        yield size_name(int(size.value))


def no_decoration(draft: Draft) -> Iterator[Given]:
    """No italics, underlines, shading, highlight or frames in the text."""
    for para in draft.of(*TEXT):
        for each in stretches(para):
            values = each.run.values
            if values.given.keys().isdisjoint(_DECORATIONS):
                continue
            for name, said, off in (
                ("i", "斜体", {"i": {"val": "0"}}),
                ("u", "下划线", {"u": {"val": "none"}}),
                ("highlight", "突出显示", {"highlight": {"val": "none"}}),
                ("shd", "底纹", {"shd": {"val": "clear", "color": "auto", "fill": "auto"}}),
                ("bdr", "边框", {"bdr": {"val": "none"}}),
            ):
                if _decorates(name, values[name].value):
                    yield departure(
                        para,
                        said,
                        values[name],
                        "不加修饰",
                        [Edit(para.part, each.run.element, off)],
                        Strength.PRACTICE,
                    )


_DECORATIONS = frozenset(("i", "u", "highlight", "shd", "bdr"))


def _decorates(name: str, value: Any) -> bool:
    if name == "shd":
        fill = (value or {}).get("fill", "auto").lower()
        return value is not None and (
            fill not in ("auto", "ffffff") or value.get("val") not in ("clear", "nil", None)
        )
    if name == "bdr":
        return value is not None and value.get("val") not in ("none", "nil")
    return value not in (None, False, "none")


def paragraph_spacing(draft: Draft) -> Iterator[Given]:
    """No space before or after paragraphs of the text."""
    for para in _main_text(draft):
        values = para.values
        given = [
            name
            for name in (
                "before",
                "after",
                "beforeLines",
                "afterLines",
                "beforeAutospacing",
                "afterAutospacing",
            )
            if values[name].value and not (name in ("before", "after") and values[f"{name}Lines"].value)
        ]
        if given:
            off: dict[str, str | None] = {
                **dict.fromkeys(("before", "after", "beforeLines", "afterLines"), "0"),
                **dict.fromkeys(("beforeAutospacing", "afterAutospacing"), "0"),
            }
            yield departure(
                para,
                "、".join(_spacing_words(name, values[name].value) for name in given),
                values[given[0]],
                "段前段后0",
                [Edit(para.part, para.element, {"spacing": off})],
                Strength.PRACTICE,
            )


def _spacing_words(name: str, value: Any) -> str:
    side = "段前" if name.startswith("before") else "段后"
    if name.endswith("Autospacing"):
        return f"{side}自动"
    return f"{side}{value / 100:g}行" if name.endswith("Lines") else f"{side}{value / 20:g}磅"


def _main_text(draft: Draft) -> list[Para]:
    return [para for para in draft.of(*TEXT) if para.where in (BODY, SDT)]


def _upright(draft: Draft) -> list[Section]:
    return [each for each in draft.reading.sections if (each.width or 0) <= (each.height or 0)]


def _left(section: Section) -> int | None:
    left = section.margins["left"]
    return None if left is None else left + (section.margins["gutter"] or 0)


def _section(draft: Draft, section: Section, **properties: Mapping[str, str | None]) -> list[Edit]:
    """The edit of a section's pages; none where a table would then stand out of the type area."""
    room = int(draft.measures["page.width"])
    room -= int(draft.measures["margin.left"]) + int(draft.measures["margin.right"])
    tables = {para.table.number: para.table for para in draft.reading.of(TABLE) if para.table is not None}
    if section.element is None or any((table.width or 0) > room for table in tables.values()):
        return []
    return [Edit(draft.reading.package.main, section.element, properties)]


def _millimetres(twips: int) -> str:
    return f"{twips / MILLIMETRE:.1f}".removesuffix(".0")
