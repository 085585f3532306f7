"""What several rules ask of a paragraph: its fonts, sizes, indents and spacing, in words and as edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docgen.layout.fonts import PREFERRED, category, has_chinese, size_name
from docgen.layout.rule import Draft, Given, Strength, Unsure, departure
from docgen.ooxml.edits import Edit, indents, run_font, run_size
from docgen.ooxml.reading import Effective, Para, Run

#: a difference of twips that nobody sees
NEAR = 20


class Stretch(NamedTuple):
    """A run, or the part of it that a rule is about."""

    run: Run
    text: str
    span: tuple[int, int] | None


def stretches(para: Para, start: int = 0, end: int | None = None) -> list[Stretch]:
    """The text of a paragraph from ``start`` to ``end``, run by run, without raised and hidden runs."""
    if not para.kept:
        para.kept.append(
            [Stretch(run, run.text, None) for run in para.runs if run.values.is_shown and run.text.strip()]
        )
    whole: list[Stretch] = para.kept[0]
    if start == 0 and (end is None or end >= len(para.text)):
        return whole
    end = len(para.text) if end is None else end
    found = []
    for stretch in whole:
        run = stretch.run
        first, last = max(start - run.start, 0), min(end - run.start, len(run.text))
        text = run.text[first:last] if first < last else ""
        if text.strip():
            is_whole = (first, last) == (0, len(run.text))
            found.append(stretch if is_whole else Stretch(run, text, (first, last)))
    return found


def judge_font(
    draft: Draft,
    para: Para,
    parts: Sequence[Stretch],
    key: str,
    size_key: str = "",
    strength: Strength | None = None,
) -> Iterator[Given]:
    """Departures of stretches from the font category ``key`` and a size, one for each way of departing."""
    wanted, size = str(draft.measures[f"{key}.font"]), int(draft.measures[size_key or f"{key}.size"])
    ways: dict[tuple[str, str, str], tuple[list[Edit], Effective, list[str]]] = {}
    for part in parts:
        font, its_size = part.run.values["eastAsia"], part.run.values["sz"]
        is_wrong_font = has_chinese(part.text) and category(str(font.value or "")) != wanted
        if is_wrong_font and font.source == "theme" and not font.value:
            yield Unsure("主题没有给出中文字体")
            continue
        for is_wrong, value, found, edit in (
            (is_wrong_font, font, str(font.value or "未指定字体"), run_font(PREFERRED[wanted])),
            (its_size.value != size, its_size, size_name(int(its_size.value)), run_size(size)),
        ):
            if is_wrong:
                way = ways.setdefault((found, value.source, value.name), ([], value, []))
                way[0].append(Edit(para.part, part.run.element, edit, part.span))
    for (found, *_), (edits, value, _words) in ways.items():
        said = wanted if value in [part.run.values["eastAsia"] for part in parts] else size_name(size)
        yield departure(para, found, value, said, edits, strength)


def first_line(para: Para) -> tuple[bool, str]:
    """Whether the first line is set in by two characters and the others by none; and how it is, in words."""
    values = para.values
    chars, twips = int(values["firstChars"].value), int(values["first"].value)
    left, left_chars = int(values["left"].value), int(values["leftChars"].value)
    sizes = [int(part.run.values["sz"].value) for part in stretches(para)] or [int(para.mark["sz"].value)]
    two = sizes[0] * 20  # two characters of this size; 1 half-point is 10 twips
    is_in = chars == 200 if chars else two - 40 <= twips <= two + 20
    is_left = abs(left) <= NEAR and left_chars == 0
    if chars:
        said = f"首行{'缩进' if chars > 0 else '悬挂'}{abs(chars) / 100:g}字"
    else:
        said = f"首行{'缩进' if twips >= 0 else '悬挂'}{abs(twips) / 20:g}磅"
    if not is_left:
        said += f"，左缩进{left_chars / 100:g}字" if left_chars else f"，左缩进{left / 20:g}磅"
    return is_in and is_left, said


def two_characters(draft: Draft, para: Para, measure: str) -> list[Edit]:
    """The edit that sets the first line in by two characters and takes other indents away.

    ``measure`` names the size that the text is to have, which may be mended at the same time.
    """
    size = int(draft.measures[measure])
    return [Edit(para.part, para.element, indents(first=size * 20, first_chars=200))]


def first_line_source(para: Para) -> Effective:
    """What a first line that departs comes from."""
    for name in ("left", "leftChars", "firstChars", "first"):
        value = para.values[name]
        if value.value and not (name == "firstChars" and value.value == 200):
            return value
    return para.values["first"]


def is_flush(para: Para) -> bool:
    """Whether a paragraph has no indents at all."""
    return all(
        abs(int(para.values[name].value)) <= NEAR for name in ("left", "first", "leftChars", "firstChars")
    )


def alignment(para: Para) -> str:
    """left, center, right or both, as it is in force (left where nothing is said)."""
    return str(para.values["jc"].value or "left")


_ALIGNMENTS = {
    "left": "左对齐",
    "center": "居中",
    "right": "右对齐",
    "both": "两端对齐",
    "distribute": "分散对齐",
}


def alignment_name(para: Para) -> str:
    return _ALIGNMENTS.get(alignment(para), alignment(para))


def justified(para: Para, how: str) -> Edit:
    return Edit(para.part, para.element, {"jc": {"val": how}})


def is_red(color: str) -> bool:
    """Whether a colour (RRGGBB or a name) is one that a reader calls red."""
    try:
        red, green, blue = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return color == "red"
    return red >= 0xC0 and green <= 0x50 and blue <= 0x50


def recoloured(para: Para, part: Stretch, color: str) -> Edit:
    return Edit(para.part, part.run.element, {"color": {"val": color, "themeColor": None}})


def refonted(para: Para, part: Stretch, wanted: str) -> Edit:
    """The edit that gives a stretch the usual font of a category."""
    return Edit(para.part, part.run.element, run_font(PREFERRED[wanted]), part.span)
