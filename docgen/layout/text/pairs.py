"""Marks in pairs (GB/T 15834 4.8, 4.9, 4.15): quotation marks, brackets, title marks, and nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.layout.text.drafts import Draft, Mark, Spot
from docgen.punctuation import CHINESE, HAN, unpaired

#: how many paragraphs further on a quotation or a bracket may be closed
_REACH = 6
_SPANNING = {"“": "”", "（": "）", "(": ")", "「": "」"}


def unpaired_marks(draft: Draft) -> Iterator[Spot]:
    """Marks without their other half; a quotation of several paragraphs may be closed in a later one."""
    lone = [(index, at) for index, text in enumerate(draft.veiled) for at in unpaired(text)]
    closed: set[tuple[int, int]] = set()
    for number, place in enumerate(lone):
        sign = draft.veiled[place[0]][place[1]]
        if sign == "“" and _goes_on(draft, place[0]):
            closed.add(place)
        elif sign in _SPANNING:
            closing = _closing(draft, lone[number + 1 :], place[0], sign)
            closed |= {place, closing} if closing else set()
    for index, at in lone:
        if (index, at) not in closed:
            yield draft.spot(index, Mark(at, at + 1))


def _goes_on(draft: Draft, index: int) -> bool:
    """Whether the next paragraph begins with “ too, as each paragraph of a long quotation does."""
    following = next((text for text in draft.veiled[index + 1 :] if text.strip()), "")
    return following.lstrip().startswith("“")


def _closing(draft: Draft, later: list[tuple[int, int]], index: int, sign: str) -> tuple[int, int] | None:
    """The lone closing mark that belongs to one opened in an earlier paragraph: the next lone mark of all."""
    if later:
        paragraph, at = later[0]
        if 0 < paragraph - index <= _REACH and draft.veiled[paragraph][at] == _SPANNING[sign]:
            return paragraph, at
    return None


_STRAIGHT = re.compile('"')


def straight_quotes(text: str) -> Iterator[Mark]:
    """``"`` in Chinese text; put right by itself where opening and closing ones alternate beyond doubt."""
    if '"' not in text or not re.search(f"[{HAN}]", text):
        yield from _single_quotes(text)
        return
    places = [match.start() for match in _STRAIGHT.finditer(text) if not _is_inch(text, match.start())]
    if len(places) % 2 == 0:
        is_sure = "“" not in text and "”" not in text
        for number, at in enumerate(places):
            if _is_beside_chinese(text, places, number):
                yield Mark(at, at + 1, "”" if number % 2 else "“", is_sure)
    else:
        yield from (Mark(at, at + 1) for at in places if _touches_chinese(text, at))
    yield from _single_quotes(text)


def _is_inch(text: str, at: int) -> bool:
    """55" and 6'3": a measure, no quotation mark, unless one was opened before."""
    return bool(re.search(r"(?<!\")(?:^|[^\"0-9.])[0-9.]+$", text[:at])) and text.count('"') % 2 == 1


def _touches_chinese(text: str, at: int) -> bool:
    return bool(re.search(f"[{CHINESE}]", text[max(0, at - 1) : at] + text[at + 1 : at + 2]))


def _is_beside_chinese(text: str, places: list[int], number: int) -> bool:
    """Whether this quotation mark or its other half touches Chinese, or Chinese stands between them."""
    first = number - number % 2
    start, end = places[first], places[first + 1]
    return bool(re.search(f"[{CHINESE}]", text[max(0, start - 1) : end + 2]))


_SINGLE = re.compile(rf"(?<![A-Za-z0-9\0])'(?=[{HAN}])([^'\n]*[{HAN}])'(?![A-Za-z0-9\0])")


def _single_quotes(text: str) -> Iterator[Mark]:
    for match in _SINGLE.finditer(text):
        is_sure = text.count("'") == 2
        yield Mark(match.start(), match.start() + 1, "‘", is_sure)
        yield Mark(match.end() - 1, match.end(), "’", is_sure)


_QUOTED_IN_QUOTES = re.compile(r"“[^“”]*(“[^“”]*”)[^“”]*”")


def nested_quotes(text: str) -> Iterator[Mark]:
    """Quotation marks inside such marks: the inner ones are single."""
    for match in _QUOTED_IN_QUOTES.finditer(text):
        yield Mark(match.start(1), match.end(1), f"‘{match[1][1:-1]}’", is_sure=False)


def quotes(text: str) -> Iterator[Mark]:
    """Quotation marks as a typewriter has them, and ones nested without changing the mark."""
    yield from straight_quotes(text)
    yield from nested_quotes(text)


_TITLE_MARK = re.compile("[《》]")


def nested_titles(text: str) -> Iterator[Mark]:
    """A title inside a title takes 〈〉; only where the marks are in pairs."""
    depth, waiting = 0, 0
    for match in _TITLE_MARK.finditer(text):
        if match[0] == "《":
            depth += 1
            if depth == 2:
                waiting = match.start()
        else:
            if depth == 2 and _is_closed_again(text, match.end()):
                inner = text[waiting + 1 : match.start()]
                yield Mark(waiting, match.end(), f"〈{inner}〉", is_sure="《" not in inner)
            depth = max(0, depth - 1)


def _is_closed_again(text: str, start: int) -> bool:
    """Whether the outer title is closed as well before anything else begins."""
    following = _TITLE_MARK.findall(text, start)
    depth = 1
    for sign in following:
        depth += 1 if sign == "《" else -1
        if depth == 0:
            return True
    return False


_BRACKET = re.compile("[（）]")


def nested_brackets(text: str) -> Iterator[Mark]:
    """The same bracket inside itself; where the outer ones hold whole clauses it can't well be helped."""
    waiting: list[int] = []
    inner: list[Mark] = []
    for match in _BRACKET.finditer(text):
        if match[0] == "（":
            waiting.append(match.start())
        elif waiting:
            start = waiting.pop()
            if waiting:
                if not _NUMBER_IN_BRACKETS.fullmatch(text[start : match.end()]):
                    inner.append(Mark(start, match.end()))
            else:
                if not _CLAUSES.search(text[start : match.end()]):
                    yield from inner
                inner = []


_NUMBER_IN_BRACKETS = re.compile(r"（[0-9一二三四五六七八九十]{1,3}）")
_CLAUSES = re.compile("[，。：；]")


_ITEM = r"(?:“[^“”]*”|《[^《》]*》)"
_LIST = re.compile(rf"{_ITEM}(?:（[^（）]*）)?(?:、{_ITEM}(?:（[^（）]*）)?)+")


def list_commas(text: str) -> Iterator[Mark]:
    """、 between “”“” or 《》《》; right where a note or another word stands in the list."""
    for match in _LIST.finditer(text):
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if "）、" in match[0] or match[0].endswith("）") or "、" in (before, after):
            continue
        wanted = re.sub("(?<=[”》])、(?=[“《])", "", match[0])
        yield Mark(match.start(), match.end(), wanted, is_sure=False)


_BEFORE_DENG = re.compile(r"、(?=等(?![级候次同待额比离号边高腰压温式效值量因于份价分闲第外身距值深]))")


def comma_before_deng(text: str) -> Iterator[Mark]:
    """A list with 、 goes on to 等 without another mark."""
    for match in _BEFORE_DENG.finditer(text):
        yield Mark(match.start(), match.end(), "")


_SENTENCE = re.compile(r"[^。！？\n；]+")
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|（[^（）]*）")
_COLON = re.compile(r"(?<![0-9０-９])：|：(?![0-9０-９])")
#: 缺： behind another colon
_SHORT_LABEL = re.compile("：[^：，、]{1,4}$")
_LABEL = re.compile(
    rf"(?:^|[，、\s])[{HAN}A-Za-z]*(?:人|人员|电话|手机|传真|邮箱|邮件|地址|时间|日期|地点|单位|账号|帐号|账户|户名|开户行|银行"
    r"|邮编|编码|网址|附件|主题|方式|热线|号码|姓名|名称|代码|信箱|部门|职务|QQ|微信|科室|机关|来源|标准|金额|数量|编号|类别|范围)$"
)


def nested_colons(text: str) -> Iterator[Mark]:
    """A second ： in one sentence, behind a first that still governs; labels (联系人：…，电话：…) aside."""
    for match in _SENTENCE.finditer(text):
        sentence = match[0]
        for _depth in range(2):  # brackets inside brackets first
            sentence = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), sentence)
        colons = [colon.start() for colon in _COLON.finditer(sentence)]
        colons = [
            at for at in colons if not (_LABEL.search(sentence[:at]) or _SHORT_LABEL.search(sentence[:at]))
        ]
        if len(colons) > 1 and not _is_heading_label(sentence, colons[0]):
            at = match.start() + colons[1]
            yield Mark(at, at + 1)
        elif len(colons) > 2:
            at = match.start() + colons[2]
            yield Mark(at, at + 1)


_NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|第[一二三四五六七八九十]+[，、]?|[一二三四五六七八九十]是)"
)


def _is_heading_label(sentence: str, colon: int) -> bool:
    """Whether the first colon only closes a heading that the text runs on from: （一）社会救助：."""
    label = sentence[:colon]
    return bool(_NUMBERED.match(label)) or (len(label) <= 20 and not re.search("[，、]", label))
