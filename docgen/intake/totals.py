"""The records of subordinate units added up, beside the total that was reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docgen.quantities import convert, parse_unit
from docgen.schemas import Kind

#: bases of which several units' values make a sum; standards and parameters are the same everywhere
_ADDED = frozenset({"stock", "cumulative", "monthly", "quarterly", "yearly", "event", "target"})

SAME, DIFFERS, OPEN = "same", "differs", "not-assessable"


@dataclass(frozen=True, slots=True)
class Total:
    """One indicator: what the units' values come to, what was reported, and how the two stand.

    ``missing`` are the units that don't give a value (or only 约), so that nobody can say.
    """

    id: str
    title: str
    unit: str
    parts: tuple[tuple[str, Decimal], ...]
    total: Decimal
    reported: Decimal | None
    state: str
    missing: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """Sum minus what was reported."""
        return self.total - self.reported if self.reported is not None else None


def is_added(unit: str, basis: object) -> bool:
    """Whether values of this unit and basis make a sum; that of rates and standards means nothing."""
    return "/" not in unit and bool(parse_unit(unit).dimension) and basis in _ADDED


def add_up(
    kind: Kind, units: Sequence[tuple[str, Mapping[str, Any]]], reported: Mapping[str, Any]
) -> list[Total]:
    """Every indicator that adds up, in the order of the total record."""
    found = []
    for id, whole in _indicators(reported).items():
        unit, basis = whole.get("unit"), whole.get("basis")
        if not isinstance(unit, str) or not is_added(unit, basis):
            continue
        parts: list[tuple[str, Decimal]] = []
        missing = []
        for name, data in units:
            value = _value(_indicators(data).get(id), unit, basis)
            if value is None:
                missing.append(name)
            else:
                parts.append((name, value))
        own = _value(whole, unit, basis)
        if not parts or own is None:
            continue
        total = sum((value for _name, value in parts), Decimal(0))
        state = OPEN if missing else SAME if total == own else DIFFERS
        inner = kind.root.fields["indicators"].fields.get(id)
        title = str(whole.get("name") or (inner.title if inner is not None else "") or id)
        found.append(Total(id, title, unit, tuple(parts), total, own, state, tuple(missing)))
    return found


def _indicators(data: Mapping[str, Any]) -> Mapping[str, Any]:
    found = data.get("indicators")
    return found if isinstance(found, dict) else {}


def _value(entry: Any, unit: str, basis: object) -> Decimal | None:
    """A unit's exact value in the total's unit; none (无) counts as nothing, about isn't exact."""
    if not isinstance(entry, dict) or entry.get("basis") != basis or entry.get("qualifier"):
        return None
    value = entry.get("value")
    if value == "无":
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    converted = convert(value, str(entry.get("unit")), unit)
    return Decimal(converted) if converted is not None else None
