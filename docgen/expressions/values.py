"""The values that expressions calculate with: exact, three-valued, and knowing how they were written.

A value is True, False, a Number, a PartialDate, a str, a Listing, Unknown or Nothing. Unknown is a value
that the record doesn't give; Nothing is its explicit 「无」. Neither ever turns into zero, true or false.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from docgen.dates import PartialDate
from docgen.expressions.types import Type
from docgen.frozen import frozen
from docgen.quantities import (
    Dimension,
    Unit,
    dimension_text,
    multiply,
    number_text,
    places_needed,
    to_decimal,
)


@frozen
class Number:
    """An exact number in base units.

    ``shown_in`` is the unit to print it in, ``places`` how many it was written with (None: it was
    calculated).
    """

    amount: Fraction
    dimension: Dimension
    shown_in: Unit | None = None
    places: int | None = None


@frozen
class Range(Number):
    """A number that is only about right: what it may fairly stand for, from ``low`` to ``high``."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


class Gap(NamedTuple):
    """One value that is missing or unknown, and why: the record's reason or docgen's.

    ``reason`` is "" only where the record has no such field or null in it; ``pointer`` is "" where the
    reason is not in the record (a zero divisor, a budget).
    """

    pointer: str
    reason: str = ""


@frozen
class Unknown:
    """No value can be given; ``gaps`` say why."""

    gaps: tuple[Gap, ...]


@frozen
class Nothing:
    """The record says 「无」: there is no such thing to calculate with."""

    pointer: str = ""


class Thing(NamedTuple):
    """An object of the record as an expression meets it."""

    data: Any
    pointer: str
    type: Type


@frozen
class Listing:
    """A list of the record: its elements in order."""

    elements: tuple[Thing, ...]
    pointer: str


Value = bool | Number | PartialDate | str | Thing | Listing | Unknown | Nothing

#: what dividing by zero gives
ZERO_DIVISOR = Unknown((Gap("", "除数为零"),))
#: the largest numerator or denominator, in bits, before a calculation is given up
MAX_BITS = 8192


def absent(*values: Value) -> Unknown | Nothing | None:
    """What makes a calculation impossible: all the gaps together, else a 「无」, else None."""
    unknown: list[Unknown] = []
    nothing: Nothing | None = None
    for value in values:
        if value.__class__ is Unknown:
            unknown.append(value)
        elif value.__class__ is Nothing:
            nothing = value
    if len(unknown) > 1:
        return Unknown(tuple(dict.fromkeys([gap for value in unknown for gap in value.gaps])))
    return unknown[0] if unknown else nothing


def both(values: Iterable[Value]) -> Value:
    """Kleene's and: false if any is false, else unknown if any is unknown, else 「无」, else true."""
    lacking: list[Value] = []
    for value in values:
        if value is False:
            return False
        if value is not True:
            lacking.append(value)
    return (absent(*lacking) or True) if lacking else True


def either(values: Iterable[Value]) -> Value:
    """Kleene's or: true if any is true, else unknown if any is unknown, else 「无」, else false."""
    lacking: list[Value] = []
    for value in values:
        if value is True:
            return True
        if value is not False:
            lacking.append(value)
    return (absent(*lacking) or False) if lacking else False


def capped(amount: Fraction, dimension: Dimension, shown_in: Unit | None = None) -> Value:
    """A calculated number, or Unknown once it has grown beyond all reason."""
    if max(amount.numerator.bit_length(), amount.denominator.bit_length()) > MAX_BITS:
        return Unknown((Gap("", "数值过大，超出计算限额"),))
    return Number(amount, dimension, shown_in)


def unlike(left: Dimension, right: Dimension) -> Unknown:
    """The Unknown for two quantities that can't be added or compared."""
    return Unknown((Gap("", f"单位不可比：{dimension_text(left)}与{dimension_text(right)}"),))


def plus(left: Number, right: Number) -> Value:
    """The sum; Unknown for unlike dimensions."""
    if left.dimension != right.dimension:
        return unlike(left.dimension, right.dimension)
    return capped(left.amount + right.amount, left.dimension, left.shown_in or right.shown_in)


def less(left: Number, right: Number) -> Value:
    """left - right; Unknown for unlike dimensions."""
    return plus(left, Number(-right.amount, right.dimension, right.shown_in))


def times(left: Number, right: Number) -> Value:
    """The product, with its dimension."""
    shown = left.shown_in if not right.dimension else right.shown_in if not left.dimension else None
    return capped(left.amount * right.amount, multiply(left.dimension, right.dimension), shown)


def over(left: Number, right: Number) -> Value:
    """The quotient, with its dimension; Unknown for a zero divisor."""
    if not right.amount:
        return ZERO_DIVISOR
    shown = left.shown_in if not right.dimension else None
    return capped(left.amount / right.amount, multiply(left.dimension, right.dimension, -1), shown)


def text_of(value: Value, like: Value | None = None) -> str:
    """A value for a clerk, with its unit; a plain number takes the unit of ``like`` (0.5 beside 50%)."""
    if value is True or value is False:  # what most results are
        return "是" if value else "否"
    if isinstance(value, Number):
        unit = value.shown_in
        if unit is None and isinstance(like, Number) and like.dimension == value.dimension:
            unit = like.shown_in
        if unit is None:
            tail = dimension_text(value.dimension) if value.dimension else ""
            return f"{shown_number(value)}{tail}"
        return f"{shown_number(value, unit)}{unit.text}"
    return plain_text(value)


def shown_number(value: Number, unit: Unit | None = None) -> str:
    """The digits of a number in a unit (its own where none is given).

    Written places are kept; an endless number is shown to 2 places, or to as many more as it takes to
    tell it from zero (up to 6).
    """
    unit = unit or value.shown_in
    amount = value.amount / unit.factor if unit and unit.factor != 1 else value.amount
    if amount.denominator == 1 and not value.places:
        return str(amount.numerator)
    needed = places_needed(amount)
    if amount * 10**needed % 1 == 0:
        written = value.places if value.places is not None and unit is value.shown_in else 0
        return number_text(to_decimal(amount, max(needed, written)))
    places = next((each for each in (2, 3, 4, 5) if to_decimal(amount, each)), 6)
    return number_text(to_decimal(amount, places))


def plain_text(value: Value) -> str:
    """Any other value for a clerk."""
    if isinstance(value, Unknown):
        return "未知"
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, str):
        return value
    if isinstance(value, Nothing):
        return "无"
    return f"{len(value.elements)}项" if isinstance(value, Listing) else ""
