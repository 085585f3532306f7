"""Chinese numerals read: 三千二百 is 3200, 百分之五十六 is 56 %, 三分之二 is 2/3."""

from __future__ import annotations

from fractions import Fraction

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}
#: every character that a numeral is made of
NUMERAL_SIGNS = "".join((*_DIGITS, *_PLACES, *_SCALES))


def read_numeral(text: str) -> Fraction | None:
    """The number a numeral says (十二, 一百零五, 三万, 五点六); None if it is none, as in 二〇二〇."""
    whole, point, places = text.partition("点")
    number = _whole(whole)
    if number is None or (point and not places):
        return None
    if not all(sign in _DIGITS for sign in places):
        return None
    digits = "".join(str(_DIGITS[sign]) for sign in places)
    return number + (Fraction(int(digits), 10 ** len(digits)) if digits else 0)


def _whole(text: str) -> Fraction | None:
    total, section, digit = 0, 0, None
    for sign in text:
        if sign in _DIGITS:
            if digit:  # two digits in a row are a year or a telephone number
                return None
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            section += (1 if digit is None else digit) * _PLACES[sign]
            digit = None
        elif sign in _SCALES:
            section += digit or 0
            if not section and not total:
                return None
            # 一万亿 multiplies what stands before it
            total = (total + section) * _SCALES[sign] if sign == "亿" else total + section * _SCALES[sign]
            section, digit = 0, None
        else:
            return None
    return Fraction(total + section + (digit or 0)) if text else None
