"""发文字号 and 成文日期 as they are given, held to GB/T 9704 7.2.5 and 7.3.5.4."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from docgen.findings import Finding, Place, Severity
from docgen.frozen import frozen

_HAN = r"\u4e00-\u9fff"
_NUMBER = re.compile(
    rf"(?P<code>[{_HAN}]{{1,12}})〔(?P<year>(?:19|20)\d\d)〕(?P<serial>[1-9]\d*)号", re.ASCII
)
#: what people type for it
_LOOSE = re.compile(
    rf"\s*(?P<code>[{_HAN}]{{1,12}})\s*[〔\[［（(【﹝]\s*(?P<year>\d{{2,4}})\s*年?\s*[〕\]］）)】﹞]\s*第?\s*(?P<serial>\d+)\s*号?\s*"
)
#: an order (令) and minutes (纪要) are counted without a year
_PLAIN_NUMBER = re.compile(r"第[1-9]\d*[号期]", re.ASCII)
_DATE_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]", re.ASCII),
)
_EARLIEST = 1949


@frozen
class Number:
    """A 发文字号 in its right form; code, year and serial are "" for one like 第12号."""

    text: str
    code: str = ""
    year: str = ""
    serial: str = ""


def read_number(given: str, place: Place) -> tuple[Number | None, list[Finding]]:
    """A 发文字号 as given, or a finding with the right form where that is sure."""
    text = given.strip()
    match = _NUMBER.fullmatch(text)
    if match:
        return Number(text, *match.group("code", "year", "serial")), []
    if _PLAIN_NUMBER.fullmatch(text):
        return Number(text), []
    return None, [
        Finding("final-number-form", place, parameters={"given": given, "reasons": "、".join(_reasons(text))})
    ]


def _reasons(text: str) -> Iterator[str]:
    """What is wrong with a number, in a clerk's words; then how it should be."""
    loose = _LOOSE.fullmatch(text)
    if loose is None:
        yield "应为“机关代字〔年份〕序号号”，如“云民字〔2024〕6号”"
        return
    if "〔" not in text or "〕" not in text:
        yield "年份应当用六角括号〔〕"
    if len(loose["year"]) != 4:
        yield "年份应当写全四位"
    if "第" in text[loose.end("year") :]:
        yield "序号前不加“第”"
    serial = loose["serial"].lstrip("0")
    if loose["serial"].startswith("0"):
        yield "序号不编虚位（前面不加0）"
    if not text.endswith("号"):
        yield "序号后有“号”字"
    if re.search(r"\s", text):
        yield "中间不空格"
    if len(loose["year"]) == 4 and serial:
        right = f"{loose['code']}〔{loose['year']}〕{serial}号".translate(_NARROW)
        if right != text:
            yield f"应为“{right}”"


_NARROW = {ord("０") + digit: str(digit) for digit in range(10)}


def read_day(given: str, place: Place) -> tuple[date | None, list[Finding]]:
    """A date as given (2024-07-05, 2024.7.5 or 2024年7月5日), or a finding where no calendar has it."""
    for form in _DATE_FORMS:
        match = form.fullmatch(given.strip())
        if match:
            try:
                day = date(*map(int, match.groups()))
            except ValueError:
                break
            if day.year >= _EARLIEST:
                return day, []
            break
    return None, [Finding("final-date-impossible", place, parameters={"given": given})]


def shown_day(day: date) -> str:
    """2024年7月5日 (7.3.5.4: whole year, no leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"


def agreement(number: Number, day: date, place: Place) -> list[Finding]:
    """A number counts in the year of issue; another year is asked about."""
    if number.year and int(number.year) != day.year:
        parameters = {"number": number.text, "date": shown_day(day)}
        return [Finding("final-number-year", place, Severity.WARNING, parameters=parameters)]
    return []
