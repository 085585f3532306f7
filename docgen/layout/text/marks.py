"""Marks (GB/T 15834): half-width ones, brackets, quotation marks, stops, doubled marks, ellipsis and dash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.layout.text.drafts import Mark
from docgen.punctuation import CHINESE, HAN

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_HALF = re.compile(rf"(?<=[{CHINESE}])(?:([,;:?!]) ?)|([,;:?!])(?: (?=[{HAN}]))?(?=[{CHINESE}])")


def half_width(text: str) -> Iterator[Mark]:
    """``, ; : ? !`` beside Chinese; a single space behind one that goes before Chinese goes with it."""
    for match in _HALF.finditer(text):
        sign = match[1] or match[2]
        behind = match.end() - match.start() - len(sign)
        is_space_kept = behind and not re.match(f"[{HAN}]", text[match.end() : match.end() + 1])
        end = match.end() - 1 if is_space_kept else match.end()
        if not _is_smiley(text, match.start()):
            yield Mark(match.start(), end, _FULL[sign])


def _is_smiley(text: str, at: int) -> bool:
    return text[at] in ":;" and text[at + 1 : at + 2] in tuple("()-")


def half_width_brackets(text: str) -> Iterator[Mark]:
    """``( )`` with Chinese inside or beside them; f(x) and Ca(OH)2 stay."""
    waiting: list[int] = []
    for match in re.finditer(r"[()（）]", text):
        at, sign = match.start(), match[0]
        if sign in "(（":
            waiting.append(at)
        elif waiting:
            start = waiting.pop()
            if (text[start] == "(" or sign == ")") and _takes_full_brackets(text, start, at):
                yield from (
                    Mark(place, place + 1, _FULL[text[place]]) for place in (start, at) if text[place] in "()"
                )


def _takes_full_brackets(text: str, start: int, end: int) -> bool:
    inside, before, after = (
        text[start + 1 : end],
        text[start - 1 : start] if start else "",
        text[end + 1 : end + 2],
    )
    if "\0" in inside and not re.search(f"[{HAN}]", inside):
        return False
    if text[start] != "(" or text[end] != ")":
        return True  # one of the two is full-width already
    if re.search(f"[{CHINESE}]", inside):
        return True
    if re.match(r"[A-Za-z0-9\0]", before):
        return False
    return bool(re.match(f"[{CHINESE}]", before) or re.match(f"[{CHINESE}]", after))


#: what Uighur, Kazakh and other names are written with: 买买提.吾买尔江 lacks a middle dot, not a full stop
_IN_NAMES = "阿艾买提江尔克木拉依古丽热合曼努哈萨帕孜吾斯买迪亚热吐逊肉库巴布卡甫力别赛麦"
_STOP = re.compile(rf"(?<=[{HAN}）》”])[.．](?![.．0-9０-９A-Za-z\0])")
_CLOSES = re.compile(r"\s*(?:$|[”’）】\n])")


def half_width_stop(text: str) -> Iterator[Mark]:
    """``.`` behind Chinese; put right by itself only at an end or between two whole clauses."""
    for match in _STOP.finditer(text):
        at = match.start()
        if text[at - 1 : at] == ".":
            continue
        neighbours = text[max(0, at - 2) : at] + text[at + 1 : at + 3]
        if at + 1 < len(text) and sum(sign in _IN_NAMES for sign in neighbours) >= 2:
            continue
        is_end = bool(_CLOSES.match(text, at + 1))
        if not is_end and not re.match(rf"\s?[{HAN}“《（]", text[at + 1 : at + 3]):
            continue
        before = re.search(rf"[{HAN}A-Za-z0-9）》”]*$", text[:at])
        is_clause = before is not None and len(before[0]) >= 6
        yield Mark(at, at + 1, "。", is_sure=is_end or is_clause)


_REPEATED = re.compile(r"([，、；：])\1+|(?<!。)。。(?!。)")


def repeated(text: str) -> Iterator[Mark]:
    """The same mark twice: ，， 、、 。。"""
    for match in _REPEATED.finditer(text):
        yield Mark(match.start(), match.end(), match[0][0])


_ELLIPSIS = re.compile(
    rf"(?<=[{CHINESE}])(?:\.{{3,6}}|[·]{{3,6}})(?![.·])|。{{3,}}|(?<!…)…(?=\s*$|[。！？])|…{{2}}(?=等)"
)
#: dots that lead to a page number in a table of contents
_LEADER = re.compile(r"\s*[0-9]{1,4}\s*$")


def ellipsis(text: str) -> Iterator[Mark]:
    """Six dots written otherwise than ……, and …… together with 等."""
    for match in _ELLIPSIS.finditer(text):
        if _LEADER.match(text, match.end()):
            continue
        if match[0] == "……":
            if not re.match(r"等(?:待|级|于|同|候)", text[match.end() : match.end() + 2]):
                yield Mark(match.start(), match.end() + 1)
        elif match[0] != "…" or re.search(f"[{CHINESE}]", text):
            yield Mark(match.start(), match.end(), "……")


_DASH = re.compile(
    rf"(?<=[{HAN}”》）])(?:--|––)(?=[{HAN}“《])|(?:(?<=[，。；：])|^)(?:—|-{{2}}|–{{1,2}})(?=[{HAN}“《])"
)


def dash(text: str) -> Iterator[Mark]:
    """A dash of hyphens, or of one sign behind a mark; between words one may join (北京—上海)."""
    for match in _DASH.finditer(text):
        yield Mark(match.start(), match.end(), "——", is_sure=False)


_DOT = "[ ]?[•・．·∙‧●][ ]?"
_MIDDLE_DOT = re.compile(rf"(?:(?<=[“‘\"]\d)|(?<=[“‘\"]\d\d)){_DOT}(?=\d{{1,2}}[”’\"])")


def middle_dot(text: str) -> Iterator[Mark]:
    """The dot between month and day of a day that has a name: “3·15”."""
    for match in _MIDDLE_DOT.finditer(text):
        if match[0] != "·":
            yield Mark(match.start(), match.end(), "·")
