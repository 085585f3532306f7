"""Dates, numbers of documents and titles, as far as their text goes (GB/T 9704 7.2.5, 7.3.1, 7.3.5.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from docgen.layout.text.drafts import Draft, Mark, Spot
from docgen.punctuation import HAN

#: the parts that recognising tells (docgen/layout/parts.py)
ISSUE_DATE, PRINTER, TITLE = "date", "printer", "title"

_NO_NAME = r"(?!楼|院|地块|房|门|线|车|机|桥|井|码头|文(?!件))"
_ZERO = re.compile(r"(?<=[年月])0(?=[1-9][月日号])")
_DAY = re.compile(rf"(?<=月)(\d{{1,2}})号{_NO_NAME}")
_POINTS = re.compile(
    r"(?<![A-Za-z0-9_.\-/〔第\0])(?P<year>(?:19|20)\d\d)(?P<sign>[./])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?![A-Za-z0-9_.\-/\0]*[\d\0])"
)
_CHINESE_YEAR = re.compile(r"[一二][〇零○一二三四五六七八九]{3}年\d{1,2}月(?:\d{1,2}日)?")
_INCOMPLETE = re.compile(
    r"(?<![A-Za-z0-9_.\-/〔\0])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?![A-Za-z0-9_.\-/—～~]|\s*[-—至])(?=[，。；、）]|$)"
)


def forms(draft: Draft) -> Iterator[Spot]:
    """Dates in running text: leading zeros, 号 for 日, 2026.8.1, and Chinese beside Arabic digits."""
    for index, text in enumerate(draft.veiled):
        paragraph = draft.paragraphs[index]
        if paragraph.role not in (ISSUE_DATE, PRINTER):  # layout.imprint.printer has its date
            for mark in date_marks(text):
                # in the narrow cells of a table 2026.8.1 is how dates are written
                if not (paragraph.is_in_table and "." in paragraph.text[mark.start : mark.end]):
                    yield draft.spot(index, mark)


def date_marks(text: str) -> Iterator[Mark]:
    """What is wrong in the dates of one text."""
    for match in _ZERO.finditer(text):
        yield Mark(match.start(), match.end(), "")
    for match in _DAY.finditer(text):
        yield Mark(match.end() - 1, match.end(), "日")
    for match in _POINTS.finditer(text):
        year, month, day = (int(match[name]) for name in ("year", "month", "day"))
        if is_date(year, month, day):
            yield Mark(match.start(), match.end(), f"{year}年{month}月{day}日", is_sure=False)
    for match in _CHINESE_YEAR.finditer(text):
        yield Mark(match.start(), match.end())
    for match in _INCOMPLETE.finditer(text):
        year_text, month_text = match[0].split("-")
        yield Mark(match.start(), match.end(), f"{year_text}年{int(month_text)}月", is_sure=False)


def is_date(year: int, month: int, day: int) -> bool:
    """Whether a calendar has that day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_ISSUE_DATE = re.compile(
    r"\s*(?P<date>(?P<year>\d{4})年(?P<month>[1-9]|1[0-2])月(?P<day>[1-9]|[12]\d|3[01])日)\s*"
)
_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "Ｏ": "0",
    "O": "0",
    "０": "0",
}
_YEAR = r"(?P<year>\d{4}|[一二][〇零○ＯO一二三四五六七八九]{3})"
_SMALL = r"[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_ISSUE_FORMS = (
    re.compile(rf"\s*{_YEAR}\s*年\s*(?P<month>{_SMALL})\s*月\s*(?P<day>{_SMALL})\s*[日号]\s*"),
    re.compile(
        r"\s*(?P<year>\d{4})\s*(?P<sign>[.．/\-])\s*(?P<month>\d{1,2})\s*(?P=sign)\s*(?P<day>\d{1,2})\s*"
    ),
)


def issue_dates(draft: Draft) -> Iterator[Spot]:
    """The date of issue (成文日期): Arabic digits, the whole year, no leading zeros, a day that exists."""
    for index, paragraph in enumerate(draft.paragraphs):
        if paragraph.role == ISSUE_DATE:
            for mark in _issue_date_marks(paragraph.text):
                yield draft.spot(index, mark)


def _issue_date_marks(text: str) -> Iterator[Mark]:
    text = text.translate({ord("０") + digit: str(digit) for digit in range(10)}) if text else text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    right = _ISSUE_DATE.fullmatch(text)
    if right and is_date(int(right["year"]), int(right["month"]), int(right["day"])):
        return
    for form in _ISSUE_FORMS:
        match = form.fullmatch(text)
        if match:
            parts = [_value(match[name]) for name in ("year", "month", "day")]
            wanted = "{}年{}月{}日".format(*parts) if is_date(*parts) else None
            yield Mark(start, end, wanted)
            return
    if re.search(r"\d|年|月", text):
        yield Mark(start, end)


def _value(text: str) -> int:
    """12, 十二 or 二〇一二 as a number."""
    if text.isdecimal() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS.get(sign, sign) for sign in text))


_OPEN, _CLOSE = r"[\[\]（）()［］【】〔〕﹝﹞]", r"[\[\]（）()［］【】〔〕﹝﹞]"
_NUMBER = re.compile(
    rf"(?<=[{HAN}])(?P<open>{_OPEN})(?P<year>(?:19|20)\d\d|\d\d)(?P<close>{_CLOSE})(?P<di>第)?(?P<zeros>0*)(?P<number>[1-9]\d*)号{_NO_NAME}"
)
_CODES = re.compile(
    rf"[{HAN}]*[发函字办令文规通电呈报议批复秘综财政教民社人建委党府组宣纪监审计环农林水卫税法司公安交医保督调研明]$"
)


def document_numbers(text: str) -> Iterator[Mark]:
    """Numbers of documents (发文字号): 〔2026〕 in brackets of its own, no 第, no leading zero."""
    for match in _NUMBER.finditer(text):
        if not _CODES.search(text[: match.start()]):
            continue
        if match["open"] not in "〔﹝（(［[【" or match["close"] not in "〕﹞）)］]】":
            continue
        year = match["year"]
        is_right = (
            match["open"] + match["close"] == "〔〕"
            and not match["di"]
            and not match["zeros"]
            and len(year) == 4
        )
        if not is_right:
            wanted = f"〔{year}〕{match['number']}号" if len(year) == 4 else None
            end = match.end("number") + 1
            yield Mark(match.start(), end, wanted)


_CLOSING_MARK = re.compile(r"[。，；：、.,;:]+\s*$")


def title_marks(draft: Draft) -> Iterator[Spot]:
    """A title has no closing mark."""
    for index, paragraph in enumerate(draft.paragraphs):
        match = _CLOSING_MARK.search(draft.veiled[index]) if paragraph.role == TITLE else None
        if match and not _title_goes_on(draft, index):
            yield draft.spot(index, Mark(match.start(), len(paragraph.text.rstrip()), ""))


def _title_goes_on(draft: Draft, index: int) -> bool:
    following = draft.paragraphs[index + 1] if index + 1 < len(draft.paragraphs) else None
    return following is not None and following.role == TITLE


#: the fifteen legal kinds of documents (党政机关公文处理工作条例 第八条)
LEGAL_KINDS = (
    "决议",
    "决定",
    "命令",
    "令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
_ENDS_IN_KIND = re.compile(rf"(?:{'|'.join(LEGAL_KINDS)})书?(?:\s*[（(][^（）()]*[）)])?\s*$")


def title_parts(draft: Draft) -> Iterator[Spot]:
    """The title of an official document ends in its kind (文种), a note in brackets aside."""
    if draft.profile not in ("official", "letter"):
        return
    for index, paragraph in enumerate(draft.paragraphs):
        if paragraph.role == TITLE and paragraph.text.strip() and not _title_goes_on(draft, index):
            if not _ENDS_IN_KIND.search(_CLOSING_MARK.sub("", paragraph.text)):
                start = len(paragraph.text) - len(paragraph.text.lstrip())
                yield draft.spot(index, Mark(start, len(paragraph.text.rstrip())))
            return
