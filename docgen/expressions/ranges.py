"""What values that are only about right (约、余、不少于、估算) may fairly stand for, and what comes of it.

A rule first judges the numbers as they are written. Where that gives a contradiction, it is judged once more
with ranges: only what holds under no fair reading is one. A range that comes out too wide makes a
contradiction less sure, never more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from docgen.expressions import values as v
from docgen.expressions.values import Gap, Number, Range, Unknown, Value
from docgen.quantities import place_of_last_digit

#: why nothing more can be said of what a range leaves open
OPEN = Unknown((Gap("", "填的是约数"),))
#: how far a value said to be about right may be off, where its last digit doesn't allow more
ABOUT = Fraction(1, 10)
#: larger than anything that an office counts, as how many times a value
_ENDLESS = Fraction(10**12)


def fair_range(number: Number, qualifier: str) -> Number:
    """The range of what a value with a qualifier may stand for; the value itself where it has none.

    约 leaves room for rounding to the last digit that isn't 0, and at least for a tenth and for one of
    the last digit (约3人 may be 4); 余 is no less than the value and less than one more of the last digit
    that isn't 0; 不少于 has no upper end, 估算 no end at all.
    """
    amount, factor = number.amount, number.shown_in.factor if number.shown_in else Fraction(1)
    last = factor / 10 ** (number.places or 0)
    digit, tenth = place_of_last_digit(amount, last), abs(amount) * ABOUT
    near, more = max(digit / 2, tenth, last), max(digit, tenth)
    far = (abs(amount) + factor) * _ENDLESS
    ends = {
        "about": (near, near),
        "over": (Fraction(0), more),
        "about-over": (near, more),
        "at-least": (Fraction(0), far),
        "estimate": (far, far),
    }
    if qualifier not in ends:
        return number
    below, above = ends[qualifier]
    return Range(amount, number.dimension, number.shown_in, number.places, amount - below, amount + above)


def ends(number: Number) -> tuple[Fraction, Fraction]:
    """The least and the most that a number may be."""
    return (number.low, number.high) if isinstance(number, Range) else (number.amount, number.amount)


def is_loose(numbers: Sequence[Number]) -> bool:
    """Whether any of the numbers is a range."""
    return Range in {number.__class__ for number in numbers}


def loosely(work: Callable[..., Value], *numbers: Number) -> Value:
    """The range of a calculation whose least and most lie at the ends of its numbers (+ - * / min max)."""
    if work is v.over and ends(numbers[1])[0] <= 0 <= ends(numbers[1])[1]:
        return OPEN
    found: list[Number] = []
    for amounts in product(*map(ends, numbers)):
        plain = [
            Number(amount, number.dimension, number.shown_in)
            for amount, number in zip(amounts, numbers, strict=True)
        ]
        value = work(*plain)
        if not isinstance(value, Number):
            return value
        found.append(value)
    amounts_found = [value.amount for value in found]
    first = found[0]
    return Range(
        first.amount, first.dimension, first.shown_in, None, min(amounts_found), max(amounts_found)
    )


def loosely_minus(number: Range) -> Range:
    """The negative of a range."""
    return replace(number, amount=-number.amount, low=-number.high, high=-number.low)


def loosely_abs(number: Range) -> Range:
    """How far a range is from zero."""
    low, high = ends(number)
    least = Fraction(0) if low <= 0 <= high else min(abs(low), abs(high))
    return replace(number, amount=abs(number.amount), low=least, high=max(abs(low), abs(high)))


def loosely_compared(symbol: str, x: Number, y: Number) -> bool | Unknown:
    """What a comparison gives for all that two ranges may stand for; OPEN where it depends."""
    (low, high), (least, most) = ends(x), ends(y)
    match symbol:
        case ">" | ">=":
            return loosely_compared("<" if symbol == ">" else "<=", y, x)
        case "!=":
            same = loosely_compared("==", x, y)
            return same if isinstance(same, Unknown) else not same
        case "<":
            return True if high < least else False if low >= most else OPEN
        case "<=":
            return True if high <= least else False if low > most else OPEN
    if high < least or low > most:
        return False
    return True if low == high == least == most else OPEN


def loosely_near(a: Number, b: Number, tolerance: Number) -> Value:
    """Whether two ranges may be no farther apart than that."""
    apart = loosely(v.less, a, b)
    return loosely_compared("<=", loosely_abs(apart), tolerance) if isinstance(apart, Range) else apart


def loosely_rounds(computed: Number, stated: Number, step: Fraction) -> bool | Unknown:
    """Whether a range may be rounded, by steps of that size, to what another may stand for."""
    (low, high), (least, most) = ends(computed), ends(stated)
    return False if high + step / 2 < least or low - step / 2 > most else OPEN
