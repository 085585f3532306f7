"""What an edited document says otherwise, as values of its record: the change, and what follows from it.

Nothing here changes a record or prints.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from docgen.auditing.figures import figures_in
from docgen.auditing.passages import Passage
from docgen.backing import Backing
from docgen.confronting import Confronted
from docgen.finalising.results import Consequence
from docgen.frozen import frozen
from docgen.jobs import check
from docgen.quantities import parse_unit, places_needed, to_decimal
from docgen.records import Record
from docgen.rules.outcomes import Outcome


@frozen
class Edited:
    """A value of the record that the document states otherwise: where it stands, as it is, as it would be."""

    pointer: str
    title: str
    before: int | Decimal
    after: int | Decimal


def edited_values(backing: Backing, differing: Iterable[Confronted]) -> tuple[Edited, ...]:
    """The record's values that a document states otherwise, as they would be; those that are sure only."""
    found = []
    for line in differing:
        entry = backing.record.get(f"/indicators/{line.id}")
        after = _in_unit(line.written, str(entry["unit"]))
        if after is not None and after != entry["value"]:
            found.append(Edited(f"/indicators/{line.id}/value", line.title, entry["value"], after))
    return tuple(found)


def _in_unit(written: str, unit: str) -> int | Decimal | None:
    """A figure as it is written, in the record's unit; None where it can't be said exactly."""
    figures = figures_in(Passage(0, written))
    if len(figures) != 1:
        return None
    amount = Fraction(figures[0].value) / parse_unit(parse_unit(unit).head).factor
    exact = to_decimal(amount, places_needed(amount))
    if Fraction(exact) != amount:
        return None
    return int(exact) if amount.denominator == 1 else exact


def json_patch(edited: Sequence[Edited]) -> list[dict[str, Any]]:
    """The change as a JSON Patch (RFC 6902): each value is tested to be the old one before it is replaced."""
    found: list[dict[str, Any]] = []
    for each in edited:
        found.append({"op": "test", "path": each.pointer, "value": each.before})
        found.append({"op": "replace", "path": each.pointer, "value": each.after})
    return found


def consequences(
    backing: Backing, edited: Sequence[Edited], library: str | Path | None
) -> tuple[Consequence, ...]:
    """The rules whose outcome would be another one if the record held the edited values."""
    if not edited:
        return ()
    data = copy.deepcopy(dict(backing.record.data))
    for each in edited:
        _, _, name, field = each.pointer.split("/")
        data["indicators"][name][field] = each.after
    after = _outcomes(Record.from_data(data, backing.path), library)
    found = []
    for key, before in _outcomes(backing.record, library).items():
        now = after.get(key)
        if now is not None and now.status is not before.status:
            found.append(Consequence(now.title, before.status.value, now.status.value, now.message))
    return tuple(found)


def _outcomes(record: Record, library: str | Path | None) -> dict[tuple[str, str], Outcome]:
    return {(each.rule, each.subject): each for each in check(record, library=library).outcomes}
