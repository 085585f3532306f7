"""Numbers, dates, lists and labels as an official document writes them, and the nearest right name.

Pure functions from values to text; rules, prose and templates share them.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from functools import lru_cache

from docgen.dates import PartialDate
from docgen.patterns import lazy
from docgen.quantities import is_within_caps, number_text

DIGITS = "零一二三四五六七八九"
CAPITAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
MAX_NUMERAL = 9999
#: 大写 goes up to 万亿
CAPITALS_END = 10**16

_STYLE_FIELD = lazy(r"(?<![A-Za-z])[YMD](?![A-Za-z])")
_REPEATED_FIELD = lazy(r"(?<![A-Za-z])(?:Y{2,}|M{2,}|D{2,})(?![A-Za-z])")
#: what is compared to find a near name; a longer one is no slip of the keyboard
_MAX_NAME = 64
_NEAR = 0.6


def format_date(date: PartialDate, style: str) -> str:
    """A date in a style such as Y年M月D日, M月底 or Y年; Y, M and D count where they stand alone.

    Raises ValueError with a code of messages.py (its parameters: ``style``, ``date``) if the style asks
    for what the date doesn't hold, or says 月底 or 年底 of a date that is not the last.
    """
    fields = set(_STYLE_FIELD.findall(style))
    if not fields or _REPEATED_FIELD.search(style):
        raise ValueError("date-style-empty")
    if "M" in fields and date.precision == "year":
        raise ValueError("date-lacks-month")
    if "D" in fields and date.precision != "day":
        raise ValueError("date-lacks-day")
    if "M月底" in style and date.last.day != monthrange(date.last.year, date.last.month)[1]:
        raise ValueError("date-not-month-end")
    if "Y年底" in style and (date.last.month, date.last.day) != (12, 31):
        raise ValueError("date-not-year-end")
    parts = {"Y": date.last.year, "M": date.last.month, "D": date.last.day}
    return _STYLE_FIELD.sub(lambda match: str(parts[match[0]]), style)


def default_date(date: PartialDate) -> str:
    """A date as precise as it is known: 2020年6月30日, 2020年4月, 2017年."""
    return format_date(date, {"day": "Y年M月D日", "month": "Y年M月", "year": "Y年"}[date.precision])


@lru_cache(maxsize=128)
def chinese_numeral(number: int) -> str:
    """A whole number from 0 to 9999 in Chinese: 十一, 二十一, 一百零五; ValueError beyond."""
    if not 0 <= number <= MAX_NUMERAL:
        raise ValueError(f"{number} is not between 0 and {MAX_NUMERAL}")
    if number == 0:
        return DIGITS[0]
    text = _four_digits(number, DIGITS, ("千", "百", "十", ""))
    return text.removeprefix("一") if 10 <= number < 20 else text


def ordinal_label(number: int) -> str:
    """The label of the n-th point that runs in the text: 一是, 二是."""
    return f"{chinese_numeral(number)}是"


def list_join(items: Iterable[str]) -> str:
    """Things in a row, with the Chinese list comma between them."""
    return "、".join(items)


def document_number(code: str, year: int, sequence: int) -> str:
    """A document number (发文字号): 共民发〔2020〕1号."""
    return f"{code}〔{year}〕{sequence}号"


def number_with_unit(number: int | Decimal | Fraction, unit: str) -> str:
    """A number as written with its unit behind it: 77.7%, 1200元."""
    return f"{number_text(number)}{unit}"


def amount_capitals(yuan: int | Decimal) -> str:
    """An amount in capitals (金额大写): 壹万贰仟叁佰元零伍分; 整 unless it ends in 分.

    Raises ValueError for more than two decimals or 10^16 元 and more.
    """
    amount = Decimal(yuan)
    if not is_within_caps(amount) or abs(amount) >= CAPITALS_END:
        raise ValueError(f"{amount} has no amount in capitals")
    fen_in_all = Fraction(amount) * 100
    if fen_in_all.denominator != 1:
        raise ValueError(f"{amount} has a part of less than 1 分")
    whole, rest = divmod(abs(fen_in_all.numerator), 100)
    jiao, fen = divmod(rest, 10)
    text = f"{_capitals(whole)}元" if whole or not rest else ""
    if jiao:
        text += f"{CAPITAL_DIGITS[jiao]}角"
    elif fen and whole:
        text += "零"
    text += f"{CAPITAL_DIGITS[fen]}分" if fen else "整"
    return f"负{text}" if fen_in_all < 0 else text


def nearest(name: str, candidates: Iterable[str]) -> str:
    """The candidate that was most likely meant by a misspelt name, "" if none is near."""
    wanted = _comparable(name)
    if not 0 < len(wanted) <= _MAX_NAME:
        return ""
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    best, best_score = "", 0.0
    for candidate in candidates:
        score = _likeness(wanted, _comparable(candidate), matcher)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _likeness(wanted: str, other: str, matcher: SequenceMatcher[str]) -> float:
    """How alike two names are, 0 (not near) to 2 (the same but for case, width and separators)."""
    if wanted == other:
        return 2.0
    matcher.set_seq1(other)
    if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR:
        ratio = matcher.ratio()
        if ratio >= _NEAR:
            return ratio
    shorter, longer = sorted((wanted, other), key=len)
    is_part = len(shorter) >= 2 and shorter in longer
    return len(shorter) / len(longer) * _NEAR if is_part else 0.0


def _comparable(name: str) -> str:
    return re.sub(r"[\s_\-.]+", "", unicodedata.normalize("NFKC", name[: 2 * _MAX_NAME]).casefold())


def _four_digits(number: int, digits: str, places: tuple[str, ...]) -> str:
    """A number from 1 to 9999 with the words of its places; zeros inside give one 零."""
    text, gap = "", False
    for digit, place in zip(f"{number:04d}", places, strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += ("零" if gap else "") + digits[int(digit)] + place
        gap = False
    return text


def _capitals(number: int) -> str:
    """A whole number below 10^16 in capitals, without 元."""
    if number == 0:
        return CAPITAL_DIGITS[0]
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            link = "零" if 0 < low < size // 10 else ""
            return _capitals(high) + name + (link + _capitals(low) if low else "")
    return _four_digits(number, CAPITAL_DIGITS, ("仟", "佰", "拾", ""))
