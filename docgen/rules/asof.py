"""The day that decides what is overdue (核查日期): as asked, else the record's own, never the clock."""

from __future__ import annotations

from docgen.dates import PartialDate, parse_date
from docgen.records import Record

#: where a record says when it was signed, formed, or at least which day it reaches
OWN_DATES = ("/signature/date", "/publication/formed_on", "/period/end")


def own_date(record: Record) -> PartialDate | None:
    """The record's own date: signed, else formed, else the end of its period; None if it gives none."""
    for pointer in OWN_DATES:
        given = record.get(pointer)
        date = parse_date(given) if isinstance(given, str) else None
        if date is not None:
            return date
    return None
