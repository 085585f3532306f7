"""Dates as records give them: a day, a month or a year, and exact comparison between them.

「2020-06-30」 is a day, 「2020-04」 a month, 「2017」 a year. Two such dates compare surely only when
their spans do not overlap; otherwise the answer is unknown (None), never a guess. Two months written alike
overlap: nobody knows which of their days is meant.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Literal

from docgen.frozen import frozen
from docgen.patterns import lazy

_QUARTER = lazy(r"(\d{4})-Q([1-4])", re.ASCII)
_PATTERN = lazy(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@frozen
class PartialDate:
    """A date to the day, the month or the year, as the span from ``first`` to ``last``."""

    text: str
    first: date
    last: date
    precision: Literal["day", "month", "year"]

    @property
    def is_day(self) -> bool:
        """Whether the date is known to the day."""
        return self.precision == "day"


@lru_cache(maxsize=4096)
def parse_date(text: str) -> PartialDate | None:
    """Read YYYY, YYYY-MM or YYYY-MM-DD; None if it is no date of the calendar."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern demands it
    try:
        if month is None:
            return PartialDate(text, date(year, 1, 1), date(year, 12, 31), "year")
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return PartialDate(text, date(year, month, 1), date(year, month, last), "month")
        return PartialDate(text, date(year, month, day), date(year, month, day), "day")
    except ValueError:  # includes calendar.IllegalMonthError
        return None


def parse_quarter(text: str) -> tuple[date, date] | None:
    """The first and last day of a quarter written 2024-Q1; None if it is none."""
    match = _QUARTER.fullmatch(text)
    if match is None or match[1] == "0000":
        return None
    year, last_month = int(match[1]), 3 * int(match[2])
    return date(year, last_month - 2, 1), date(year, last_month, calendar.monthrange(year, last_month)[1])


def is_before(left: PartialDate, right: PartialDate, *, or_same: bool = False) -> bool | None:
    """Whether left < right (or <=); None where the spans overlap and nobody can say."""
    if left.last < right.first or (or_same and left.last == right.first):
        return True
    if left.first > right.last or (not or_same and left.first == right.last):
        return False
    return None


def is_same(left: PartialDate, right: PartialDate) -> bool | None:
    """Whether two dates are the same day; None where they only overlap."""
    if left.is_day and right.is_day:
        return left.first == right.first
    if left.last < right.first or left.first > right.last:
        return False
    return None
