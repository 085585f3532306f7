"""Rules of GB/T 9704 clause 7.3.5: where the office's name and the date stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.layout.fonts import width
from docgen.layout.looking import alignment, stretches
from docgen.layout.parts import DATE, MARK, SIGNATURE, TITLE, full_text
from docgen.layout.rule import Draft, Given, Unsure, departure
from docgen.ooxml.edits import Edit, indents
from docgen.ooxml.reading import Para

_TWO_LINES, _LINES_NEAR = 1158, 60
_NO_TEXT = re.compile(r"此页无正文")
_POST = re.compile(
    r"(代)?([\u4e00-\u9fff]{0,12}?)(总\s*理|省\s*长|市\s*长|县\s*长|区\s*长|乡\s*长|镇\s*长|局\s*长|厅\s*长|部\s*长|州\s*长|"
    r"主\s*任|主\s*席|书\s*记|院\s*长|检察长|盟\s*长|旗\s*长)(\s+[\u4e00-\u9fff·]{1,2}\s?[\u4e00-\u9fff·]{1,6})?"
)
#: twips that nobody sees, the odd half character of a centred line among them
_NEAR = 40
#: text is set in by two characters at most
_AS_TEXT = 680


def sealed(draft: Draft) -> Iterator[Given]:
    """With a seal: the date four characters from the right, the name centred over it."""
    yield from _judge(draft, True)


def unsealed(draft: Draft) -> Iterator[Given]:
    """Without a seal: the name two characters from the right, the date beginning two after the name."""
    yield from _judge(draft, False)


def _judge(draft: Draft, is_sealed: bool) -> Iterator[Given]:
    """Whether a seal will be set no file tells: what fits neither form departs, from the nearer one."""
    names, dates = draft.of(SIGNATURE), draft.of(DATE)
    if any(is_stamp(para) for para in names):
        return  # 签名章 has a rule of its own
    if len(names) != 1 or len(dates) != 1:
        if is_sealed:
            yield Unsure("没有认出落款和成文日期，或有多个署名单位")
        return
    name, date = names[0], dates[0]
    astray = [(para, how) for para in (name, date) if (how := _not_right(para))]
    if astray:
        if not is_sealed:  # wrong in both forms, told once
            for para, how in astray:
                yield departure(
                    para, how, para.values["jc"], "居右，加盖印章的右空四字，不加盖的按署名定位"
                )
        return
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


def _not_right(para: Para) -> str:
    """How a line stands that neither form puts there: centred, or at the left edge like running text."""
    how = alignment(para)
    if para.text != para.text.strip() or how == "right":
        return ""
    if how == "center":
        return "居中"
    names = ("left", "leftChars", "first", "firstChars")
    is_left = all(0 <= int(para.values[name].value) <= _AS_TEXT for name in names)
    return "居左" if how in ("left", "both") and is_left and "\t" not in para.text else ""


def order(draft: Draft) -> Iterator[Given]:
    """Offices that issue together sign in the order of the head (or of the title), the lead office first."""
    names = [_bare(full_text(para)) for para in draft.of(SIGNATURE) if not is_stamp(para)]
    if len(names) < 2:
        return
    marks = "\n".join(_bare(full_text(para)) for para in draft.of(MARK))
    title = "\n".join(_bare(full_text(para)) for para in draft.of(TITLE))
    for text, said in ((marks, "发文机关标志"), (title, "标题")):
        places = [text.find(name) for name in names]
        if min(places) >= 0:
            if places != sorted(places):
                found = f"署名依次为{'、'.join(names)}"
                yield departure(draft.of(SIGNATURE)[0], found, None, f"与{said}的顺序一致，主办机关在前")
            return
    yield Unsure("联合行文的机关顺序没有版头或标题可以对照，主办机关是否在前请核对")


def signature_stamp(draft: Draft) -> Iterator[Given]:
    """签名章: two lines below the text, four characters from the right; the date a line below, as far in."""
    for para in draft.of(SIGNATURE):
        if not is_stamp(para):
            continue
        if draft.blank_before(para) != 2 and int(para.values["before"].value) < _TWO_LINES - _LINES_NEAR:
            yield departure(para, f"正文下空{draft.blank_before(para)}行", None, "正文下空二行")
        if len(full_text(para).split()) > 1 and not para.has_drawing:
            yield from _four_from_right(para)
        else:
            yield Unsure("签名章在文件之外或是图片，位置要看版面")
        for date in draft.of(DATE)[:1]:
            blank, before = draft.blank_before(date), int(date.values["before"].value)
            if blank != 1 and before < _TWO_LINES / 2 - _LINES_NEAR:
                found = f"签名章与成文日期之间空{blank}行"
                yield departure(date, found, None, "签名章下空一行")
            yield from _four_from_right(date)


def _four_from_right(para: Para) -> Iterator[Given]:
    why = _unclear(para)
    if why:
        yield Unsure(why)
    elif abs(_right(para) - 1280) > _NEAR:
        yield departure(para, f"右空{_right(para) / 320:.3g}字", para.values["right"], "右空四字")


def orphan(draft: Draft) -> Iterator[Given]:
    """The page with the signature holds text: a forced new page, or “此页无正文”, says that it doesn't."""
    signed = [*draft.of(SIGNATURE), *draft.of(DATE)]
    paragraphs = draft.reading.paragraphs
    said = next((para for para in paragraphs if _NO_TEXT.search(para.text)), None)
    if said is not None:
        yield departure(said, "写有“此页无正文”", None, "调整行距、字距，使落款与正文同在一面")
        return
    at = next(count for count, each in enumerate(paragraphs) if each is signed[0])
    for para in reversed(paragraphs[: at + 1]):
        is_text = bool(full_text(para)) and para is not signed[0]
        if para.breaks_page and not (is_text and para.text.startswith("\f")):
            yield departure(signed[0], "落款前强行分页", None, "落款与正文同在一面")
            return
        if is_text:
            break
        if para.values["pageBreakBefore"].value:
            yield departure(signed[0], "落款前强行分页", None, "落款与正文同在一面")
            return
    yield Unsure("落款所在的一面有没有正文要看版面")


def is_stamp(para: Para) -> bool:
    """Whether a signature is a post's title, with the name of who signs or room for it."""
    return _POST.fullmatch(full_text(para)) is not None


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).removesuffix("文件")


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
