"""Rules of GB/T 9704 clause 7.3.5: where the office's name and the date stand."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.layout.fonts import width
from docgen.layout.looking import alignment, stretches
from docgen.layout.parts import DATE, SIGNATURE, full_text
from docgen.layout.rule import Draft, Given, Unsure, departure
from docgen.ooxml.edits import Edit, indents
from docgen.ooxml.reading import Para

#: twips that nobody sees, the odd half character of a centred line among them
_NEAR = 40


def sealed(draft: Draft) -> Iterator[Given]:
    """With a seal: the date four characters from the right, the name centred over it."""
    yield from _judge(draft, True)


def unsealed(draft: Draft) -> Iterator[Given]:
    """Without a seal: the name two characters from the right, the date beginning two after the name."""
    yield from _judge(draft, False)


def _judge(draft: Draft, is_sealed: bool) -> Iterator[Given]:
    """Whether a seal will be set no file tells: what fits neither form departs, from the nearer one."""
    names, dates = draft.of(SIGNATURE), draft.of(DATE)
    if len(names) != 1 or len(dates) != 1:
        if is_sealed:
            yield Unsure("没有认出落款和成文日期，或有多个署名单位")
        return
    name, date = names[0], dates[0]
    why = _unclear(name) or _unclear(date)
    if why:
        if is_sealed:
            yield Unsure(why)
        return
    forms = {each: wanted_right(full_text(name), full_text(date), each) for each in (True, False)}
    found = (_right(name), _right(date))
    if any(_fits(found, form) for form in forms.values()):
        return
    nearer = min(forms, key=lambda each: abs(forms[each][1] - found[1]) + abs(forms[each][0] - found[0]))
    if nearer is is_sealed:
        for para, right, wanted in zip((name, date), found, forms[nearer], strict=True):
            if abs(right - wanted) > _NEAR:
                yield departure(
                    para,
                    f"右空{right / 320:.3g}字",
                    para.values["right"],
                    f"右空{wanted / 320:.3g}字（{'加盖印章' if nearer else '不加盖印章'}的排法）",
                    [Edit(para.part, para.element, indents(right=wanted))],
                )


def _fits(found: tuple[int, int], form: tuple[int, int]) -> bool:
    return all(abs(have - wanted) <= _NEAR for have, wanted in zip(found, form, strict=True))


def wanted_right(name: str, date: str, is_sealed: bool) -> tuple[int, int]:
    """Right indents of name and date in twips (7.3.5.1, 7.3.5.2), from their widths in characters."""
    long, short = width(name), width(date)
    if is_sealed:
        right = (4 + (short - long) / 2, 4.0)
    elif short <= long:
        right = (2.0, long - short)
    else:
        right = (short - long + 4, 2.0)
    return round(max(right[0], 0) * 320), round(right[1] * 320)


def _right(para: Para) -> int:
    """The right indent in twips; characters count by the text's own size."""
    chars = int(para.values["rightChars"].value)
    if not chars:
        return int(para.values["right"].value)
    sizes = [int(each.run.values["sz"].value) for each in stretches(para)]
    return round(chars / 100 * sizes[0] * 10)


def _unclear(para: Para) -> str:
    """Why the place of a line can't be told from its properties."""
    if para.text != para.text.strip() or "\t" in para.text or alignment(para) != "right":
        return "落款用空格、制表位或左缩进定位，位置要看版面"
    if para.values["left"].value or para.values["first"].value:
        return "落款另有左缩进，位置要看版面"
    return ""
