"""The span of days in which a date of the record may lie, by the name its schema field gives (x-window)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from docgen.dates import PartialDate
from docgen.frozen import frozen

#: how far beyond the report period a date may lie, in days
_PAYMENT_BEFORE, _PAYMENT_AFTER, _YEAR, _TEN_YEARS = 31, 184, 366, 3653

#: first and last day of a window
Window = tuple[date, date]


@frozen
class Period:
    """The report period (报告期) and the plan's (计划期), as far as the record gives them."""

    start: PartialDate | None
    end: PartialDate | None
    plan_start: PartialDate | None = None
    plan_end: PartialDate | None = None

    @property
    def is_reversed(self) -> bool:
        """Whether the period ends before it starts; no date can then be judged by it."""
        return bool(self.start and self.end and self.start.first > self.end.last)

    @property
    def is_plan_reversed(self) -> bool:
        """Whether the plan's period ends before it starts."""
        return bool(self.plan_start and self.plan_end and self.plan_start.first > self.plan_end.last)

    def window(self, name: str) -> Window | None:
        """The days a date of that window may have; None where it is any, or no period is given."""
        if self.start is None or self.end is None or self.is_reversed or name not in _WINDOWS:
            return None
        if name in ("payment", "plan") and self.is_plan_reversed:
            return None
        return _WINDOWS[name](self, self.start.first, self.end.last)


def lies_in(given: PartialDate, window: Window) -> bool:
    """Whether a day lies in a window, or a month or year at least partly."""
    return given.first <= window[1] and given.last >= window[0]


def later(day: date, days: int) -> date:
    """A day some days later, within the calendar."""
    return day + timedelta(days) if (date.max - day).days > days else date.max


def earlier(day: date, days: int) -> date:
    """A day some days earlier, within the calendar."""
    return day - timedelta(days) if (day - date.min).days > days else date.min


def _payment(period: Period, start: date, end: date) -> Window:
    last = period.plan_end.last if period.plan_end else later(end, _PAYMENT_AFTER)
    return earlier(start, _PAYMENT_BEFORE), last


def _plan(period: Period, start: date, end: date) -> Window:
    first = period.plan_start.first if period.plan_start else start
    return first, later(first, _TEN_YEARS)


#: name -> the window of a period that starts and ends on two days
_WINDOWS: dict[str, Callable[[Period, date, date], Window]] = {
    "period": lambda period, start, end: (start, end),
    "history": lambda period, start, end: (date.min, end),
    "issued": lambda period, start, end: (date.min, later(end, _YEAR)),
    "payment": _payment,
    "due": lambda period, start, end: (start, later(end, _TEN_YEARS)),
    "plan": _plan,
    "publication": lambda period, start, end: (end, later(end, _YEAR)),
}
#: what x-window, and ``window`` of an entry, may say
WINDOW_NAMES = (*_WINDOWS, "any")
