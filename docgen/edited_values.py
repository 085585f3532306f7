"""What an edited document says otherwise, as values of its record: the change, and what follows from it.

Nothing here changes a record or prints.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from docgen.auditing.figures import figures_in
from docgen.auditing.passages import Passage
from docgen.backing import Backing
from docgen.finalising.restating import Restated
from docgen.finalising.results import Consequence
from docgen.frozen import frozen
from docgen.jobs import check
from docgen.quantities import places_needed, to_decimal
from docgen.records import Record, split_pointer
from docgen.rules.outcomes import Outcome
from docgen.structure import is_number

#: what a unit may multiply a record's value by in the text: %, 万元 in base units…
_FACTORS = frozenset(Fraction(10) ** power for power in range(-4, 13))


@frozen
class Edited:
    """A value of the record that the document states otherwise: where it stands, as it is, as it would be."""

    pointer: str
    before: int | Decimal | str
    after: int | Decimal | str


def edited_values(backing: Backing, changed: Iterable[Restated]) -> tuple[Edited, ...]:
    """The record's values that a document states otherwise, as they would be; those that are sure only.

    One that is worked out of others, or that the document states in two other ways, is none.
    """
    found: dict[str, set[Edited]] = defaultdict(set)
    for each in changed:
        if len(each.pointers) == 1 and not each.pointers[0].startswith("/derived/"):
            pointer = each.pointers[0]
            before = backing.record.get(pointer)
            after = _day(before, each) if isinstance(before, str) else _number(before, each)
            if after is not None and after != before:
                found[pointer].add(Edited(pointer, before, after))
    return tuple(each for alike in found.values() if len(alike) == 1 for each in alike)


def _number(before: Any, each: Restated) -> int | Decimal | None:
    """The number that a record would hold, in its unit; None where it can't be said exactly.

    Its unit is what the text made of it tells: 53.448 in the record and 53.448万元 in the text.
    """
    made = figures_in(Passage(0, each.made))
    if not is_number(before) or len(made) != 1 or each.value is None or not made[0].value or not before:
        return None
    factor = made[0].value / Fraction(before)
    if factor not in _FACTORS:  # the text gives the record's value rounded
        return None
    amount = each.value / factor
    exact = to_decimal(amount, places_needed(amount))
    if Fraction(exact) != amount:
        return None
    return int(exact) if amount.denominator == 1 else exact


def _day(before: str, each: Restated) -> str | None:
    """The day that a record would hold; None for anything but a whole date, or a month and day, of a day."""
    parts = [int(part) for part in re.findall(r"[0-9]+", each.written)]
    made = [int(part) for part in re.findall(r"[0-9]+", each.made)]
    if not each.written.endswith("日") or len(parts) not in (2, 3) or len(parts) != len(made):
        return None
    try:
        day = date.fromisoformat(before)
        after = date(*([day.year, *parts][-3:]))
    except ValueError:
        return None
    return after.isoformat() if [day.year, day.month, day.day][-len(made) :] == made else None


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
        *above, name = split_pointer(each.pointer)
        holder: Any = data
        for step in above:
            holder = holder[int(step)] if isinstance(holder, list) else holder[step]
        holder[int(name) if isinstance(holder, list) else name] = each.after
    after = _outcomes(Record.from_data(data, backing.path), library)
    found = []
    for key, before in _outcomes(backing.record, library).items():
        now = after.get(key)
        if now is not None and now.status is not before.status:
            found.append(Consequence(now.title, before.status.value, now.status.value, now.message))
    return tuple(found)


def _outcomes(record: Record, library: str | Path | None) -> dict[tuple[str, str], Outcome]:
    return {(each.rule, each.subject): each for each in check(record, library=library).outcomes}
