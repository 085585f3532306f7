"""Reading typed values out of a record's data: look-ups in dicts and lists only, never attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from docgen.dates import parse_date
from docgen.expressions.types import Type
from docgen.expressions.values import Gap, Listing, Nothing, Number, Thing, Unknown, Value, text_of
from docgen.quantities import is_within_caps, parse_unit

NONE_TEXT = "无"
#: how many sub-expressions one evaluation may take, loops included
MAX_STEPS = 200_000


class BudgetExceeded(Exception):
    """An evaluation took more steps than MAX_STEPS; becomes a not assessable outcome."""


@dataclass(slots=True)
class Scope:
    """What an evaluation sees, and the evidence it leaves.

    ``root`` is the whole record as a Thing; ``pointers`` maps each id of the record to its JSON pointer;
    ``local`` holds ``item`` and ``each``; ``derived`` the kind's derived values. ``reads`` collects every
    value read (pointer -> value and type); when ``steps`` is a list it collects every sub-expression with its
    result, and ``failures`` every comparison that didn't hold (source, left, symbol, right).
    """

    root: Thing
    pointers: Mapping[str, str] = field(default_factory=dict)
    derived: Mapping[str, Callable[[Scope], Value]] = field(default_factory=dict)
    local: dict[str, Thing] = field(default_factory=dict)
    reads: dict[str, tuple[Value, Type]] = field(default_factory=dict)
    steps: list[tuple[str, str]] | None = None
    failures: list[tuple[str, Value, str, Value]] = field(default_factory=list)
    budget: int = MAX_STEPS

    def spend(self) -> None:
        """Count one step; BudgetExceeded when there are none left."""
        self.budget -= 1
        if self.budget < 0:
            raise BudgetExceeded

    def note(self, expression: str, value: Value, like: Value | None = None) -> None:
        """Keep a sub-expression's result, if steps are wanted."""
        if self.steps is not None:
            step = (expression, text_of(value, like))
            if step not in self.steps:
                self.steps.append(step)


def child(thing: Thing, name: str) -> Thing | None:
    """A field of an object (or entry of a keyed object); None if the type or the data has none."""
    kind = thing.type.fields.get(name) or thing.type.entry
    if kind is None or not isinstance(thing.data, dict) or name not in thing.data:
        return None
    return Thing(thing.data[name], f"{thing.pointer}/{name.replace('~', '~0').replace('/', '~1')}", kind)


def locate(scope: Scope, pointer: str) -> Thing | None:
    """The thing at a pointer with its type; None where the record has nothing there."""
    thing = scope.root
    for token in pointer.split("/")[1:]:
        if isinstance(thing.data, list):
            if thing.type.item is None or not token.isdecimal() or int(token) >= len(thing.data):
                return None
            thing = Thing(thing.data[int(token)], f"{thing.pointer}/{token}", thing.type.item)
        else:
            found = child(thing, token.replace("~1", "/").replace("~0", "~"))
            if found is None:
                return None
            thing = found
    return thing


def refers(thing: Thing) -> bool:
    """Whether the thing is the id of something else in the record."""
    return bool(thing.type.ref) and isinstance(thing.data, str) and thing.data != NONE_TEXT


def follow(scope: Scope, thing: Thing) -> Thing | Unknown:
    """The thing that a reference names."""
    target = locate(scope, scope.pointers[thing.data]) if thing.data in scope.pointers else None
    return target or Unknown((Gap(thing.pointer, f"记录中没有“{thing.data}”"),))


def read_path(scope: Scope, start: Thing, names: tuple[str, ...]) -> Value:
    """The value at a dotted path from a thing, noting what was read."""
    thing = start
    for position, name in enumerate(names, 1):
        if refers(thing):
            followed = follow(scope, thing)
            if isinstance(followed, Unknown):
                return noted(scope, thing.pointer, followed, thing.type)
            thing = followed
        lacking = lack(thing)
        if lacking is not None:
            return noted(scope, thing.pointer, lacking, thing.type)
        found = child(thing, name)
        if found is None:
            pointer = f"{thing.pointer}/{name}"
            kind = thing.type.fields.get(name) or thing.type.entry or thing.type
            return noted(scope, pointer, Unknown((Gap(pointer),)), kind)
        is_number = found.type.sort == "number" and found.type.unit is None
        # a path may go on into what a number's entry says besides, such as its basis
        if is_number and position == len(names) and isinstance(thing.data, dict):
            return measured(scope, found, thing.data.get("unit"))
        thing = found
    return value_of(scope, thing)


def lack(thing: Thing) -> Unknown | Nothing | None:
    """Why a thing has no value: null, an explicit unknown, or 「无」; None if it has one."""
    data = thing.data
    if data is None:
        return Unknown((Gap(thing.pointer),))
    if isinstance(data, dict) and "unknown" in data and thing.type.may_be_unknown:
        return Unknown((Gap(thing.pointer, str(data["unknown"])),))
    if data == NONE_TEXT and isinstance(data, str) and thing.type.may_be_none:
        return Nothing(thing.pointer)
    return None


def value_of(scope: Scope, thing: Thing) -> Value:
    """The value of a thing: an exact number, a date, a text, a list, or what is missing."""
    lacking = lack(thing)
    if lacking is not None:
        return noted(scope, thing.pointer, lacking, thing.type)
    if refers(thing):
        followed = follow(scope, thing)
        if isinstance(followed, Unknown):
            return noted(scope, thing.pointer, followed, thing.type)
        value = value_of(scope, followed)
        if thing.type.sort == "number" and thing.type.unit == "" and isinstance(value, Number):
            return Number(value.amount, (), None, value.places)  # a count, whatever is counted
        return value
    data, sort = thing.data, thing.type.sort
    if sort == "number":
        return measured(scope, thing, thing.type.unit)
    if sort == "date" and isinstance(data, dict):  # an entry of the record's dates
        inner = thing.type.fields.get("value")
        given = child(thing, "value")
        return value_of(scope, given) if given and inner else Unknown((Gap(thing.pointer),))
    if sort == "date":
        date = parse_date(data) if isinstance(data, str) else None
        word = data if isinstance(data, str) and data in thing.type.choices else None  # 每月
        return noted(scope, thing.pointer, date or word or unreadable(thing), thing.type)
    if sort == "text" and isinstance(data, str):
        return noted(scope, thing.pointer, data, thing.type)
    if sort == "boolean" and isinstance(data, bool):
        return noted(scope, thing.pointer, data, thing.type)
    if sort == "list" and isinstance(data, list) and thing.type.item is not None:
        item = thing.type.item
        return Listing(
            tuple(Thing(each, f"{thing.pointer}/{index}", item) for index, each in enumerate(data)),
            thing.pointer,
        )
    if sort == "object" and isinstance(data, dict):
        return thing
    return noted(scope, thing.pointer, unreadable(thing), thing.type)


def unreadable(thing: Thing) -> Unknown:
    """The Unknown for data that isn't what its field should hold (the schema's finding says more)."""
    return Unknown((Gap(thing.pointer, "填写的内容无法识别"),))


def measured(scope: Scope, thing: Thing, unit: Any) -> Value:
    """The exact number of a thing in base units; an indicator says its own unit."""
    data, pointer = thing.data, thing.pointer
    if isinstance(data, dict) and "value" in data:
        unit, pointer = data.get("unit", unit), f"{thing.pointer}/value"
        declared = thing.type.unit
        if isinstance(unit, str) and declared and parse_unit(unit).dimension != parse_unit(declared).dimension:
            return noted(scope, pointer, Unknown((Gap(pointer, f"单位是“{unit}”，应为“{declared}”"),)), thing.type)
        kind = thing.type.fields.get("value", thing.type)
        lacking = lack(Thing(data["value"], pointer, kind))
        if lacking is not None:
            return noted(scope, pointer, lacking, thing.type)
        data = data["value"]
    else:
        lacking = lack(thing)
        if lacking is not None:
            return noted(scope, pointer, lacking, thing.type)
    if isinstance(data, str) and refers(thing):
        followed = follow(scope, thing)
        return followed if isinstance(followed, Unknown) else value_of(scope, followed)
    if isinstance(data, bool) or not isinstance(data, (int, Decimal)) or not is_within_caps(data):
        return noted(scope, pointer, unreadable(thing), thing.type)
    if not isinstance(unit, str):
        return noted(scope, pointer, Unknown((Gap(pointer, "没有写单位"),)), thing.type)
    measure = parse_unit(unit)
    places = max(0, -int(data.as_tuple().exponent)) if isinstance(data, Decimal) else 0
    number = Number(Fraction(data) * measure.factor, measure.dimension, measure, places)
    return noted(scope, pointer, number, thing.type)


def noted(scope: Scope, pointer: str, value: Value, kind: Type) -> Value:
    """The value, kept as evidence."""
    scope.reads.setdefault(pointer, (value, kind))
    return value
