"""Reading typed values out of a record's data: look-ups in dicts and lists only, never attributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from docgen.dates import parse_date
from docgen.expressions.ranges import fair_range
from docgen.expressions.scopes import BudgetExceeded, Scope
from docgen.expressions.types import Type
from docgen.expressions.values import Gap, Listing, Nothing, Number, Thing, Unknown, Value
from docgen.locating import join_pointer, normal_key, shown, split_pointer
from docgen.quantities import is_within_caps, parse_unit

NONE_TEXT = "无"
#: makes a named tuple without the Python call that its own constructor is; thousands are made for a record
_new = tuple.__new__


class Found(NamedTuple):
    """A value of the record, and the pointer and type under which it counts as read ("": it doesn't)."""

    value: Value
    pointer: str = ""
    type: Type | None = None


def reader(
    start: Type, names: tuple[str, ...], types: frozenset[type], local: str = ""
) -> Callable[[Scope], Value]:
    """What reads the path, as one step, and keeps what it read as evidence.

    It begins at the local thing of that name (``item``, ``each``), or at the root. ``types`` are the Python
    types that the expression was checked for; a value of any other is Unknown.
    """
    path, short = ".".join(names), shortcut(start, names)

    def found_anew(scope: Scope, thing: Thing) -> Found:
        return (
            short(scope, thing) if short is not None and thing.type is start else None
        ) or follow_path(scope, thing, names)

    def checked(value: Value) -> Value:
        if value.__class__ in types:
            return value
        here = value.pointer if isinstance(value, (Thing, Listing)) else ""
        return Unknown((Gap(here, "填写的内容无法识别"),))

    # nothing runs as often as these two: steps are counted and evidence is kept without a call
    def read_root(scope: Scope) -> Value:
        scope.budget -= 1
        if scope.budget < 0:
            raise BudgetExceeded
        found = scope.known.get(path)
        if found is None:
            found = scope.known[path] = found_anew(scope, scope.root)
        value, pointer, type_ = found
        if type_ is not None and pointer not in (reads := scope.evidence.reads):
            reads[pointer] = (value, type_)
        return value if value.__class__ in types else checked(value)

    def read_local(scope: Scope) -> Value:
        thing = scope.local.get(local)
        if thing is None:
            return Unknown((Gap("", "没有可查的项"),))
        scope.budget -= 1
        if scope.budget < 0:
            raise BudgetExceeded
        key = (thing[1], path)
        found = scope.known.get(key)
        if found is None:
            found = scope.known[key] = found_anew(scope, thing)
        value, pointer, type_ = found
        if type_ is not None and pointer not in (reads := scope.evidence.reads):
            reads[pointer] = (value, type_)
        return value if value.__class__ in types else checked(value)

    return read_local if local else read_root


Shortcut = Callable[[Scope, Thing], Found | None]


def shortcut(start: Type, names: tuple[str, ...]) -> Shortcut | None:
    """What reads a path in the ordinary case, as follow_path would, without looking at what can't be there.

    Made once when an expression is compiled; None where there is no such case (a reference on the way, an
    object keyed by ids). What it makes gives None wherever the record has anything out of the ordinary.
    """
    steps: list[tuple[str, bool]] = []
    type_ = start
    for name in names:
        inner = type_.fields.get(name)
        if type_.ref or inner is None or not name.isidentifier() or is_measured_by_owner(inner):
            return None
        steps.append((name, type_.may_be_unknown))
        type_ = inner
    if type_.ref or type_.sort == "object" or not names:
        return None
    tail, last, sort = "/" + "/".join(names), len(names) - 1, type_.sort

    def found(scope: Scope, thing: Thing) -> Found | None:
        raw = thing.data
        for position, (name, may_be_unknown) in enumerate(steps):
            if type(raw) is not dict or (may_be_unknown and "unknown" in raw):
                return None
            data, raw = raw, raw.get(name)
            if raw is None and (position < last or not "".join(data).isascii()):
                return None
        pointer = thing.pointer + tail
        if raw is None:  # the record has no such field, or null in it
            return _new(Found, (Unknown((_new(Gap, (pointer, "")),)), pointer, type_))
        if type(raw) is str:
            if sort == "text" and raw != NONE_TEXT:
                return _new(Found, (raw, pointer, type_))
            date = parse_date(raw) if sort == "date" else None
            if date is not None:
                return _new(Found, (date, pointer, type_))
        return found_in(scope, _new(Thing, (raw, pointer, type_)))

    return found


def is_measured_by_owner(type_: Type) -> bool:
    """Whether a number, or the numbers of a keyed object, are in the unit that their owner gives."""
    entry = type_.entry
    own = type_.sort == "number" and type_.unit is None
    return own or (entry is not None and entry.sort == "number" and not entry.fields and entry.unit is None)


def value_of(scope: Scope, thing: Thing) -> Value:
    """The value of a thing: an exact number, a date, a text, a list, or what is missing."""
    return found_in(scope, thing).value


def child(thing: Thing, name: str) -> Thing | None:
    """A field of an object (or entry of a keyed object); None if the type or the data has none."""
    data, pointer, type_ = thing
    inner = type_.fields.get(name) or type_.entry
    if inner is None or not isinstance(data, dict):
        return None
    if name in data and name.isidentifier():
        return _new(Thing, (data[name], f"{pointer}/{name}", inner))
    if name not in data:  # a rule's names are NFKC-normal, a record's keys need not be
        if "".join(data).isascii():
            return None
        name = next((key for key in data if not key.isascii() and normal_key(key) == name), "")
        if not name:
            return None
    is_plain = "/" not in name and "~" not in name
    return Thing(data[name], f"{pointer}/{name}" if is_plain else join_pointer(pointer, name), inner)


def locate(scope: Scope, pointer: str) -> Thing | None:
    """The thing at a pointer with its type; None where the record has nothing there."""
    thing: Thing | None = scope.root
    for token in split_pointer(pointer):
        if thing is None:
            return None
        if isinstance(thing.data, list):
            index = int(token) if token.isdecimal() and len(token) < 9 else len(thing.data)
            if thing.type.item is None or index >= len(thing.data):
                return None
            thing = Thing(thing.data[index], f"{thing.pointer}/{token}", thing.type.item)
        else:
            thing = child(thing, token)
    return thing


def refers(thing: Thing) -> bool:
    """Whether the thing is the id of something else in the record."""
    return bool(thing.type.ref) and isinstance(thing.data, str) and thing.data != NONE_TEXT


def referred(scope: Scope, thing: Thing) -> Thing | Unknown:
    """The thing that a reference names; a reference to a reference names nothing."""
    pointer = scope.pointers.get(thing.data)
    target = None if pointer is None else locate(scope, pointer)
    if target is None or refers(target):
        return Unknown((Gap(thing.pointer, f"记录中没有“{shown(thing.data)}”"),))
    return target


def follow_path(scope: Scope, start: Thing, names: tuple[str, ...]) -> Found:
    """The value at a path, or why there is none: named at the last thing on the way that is there."""
    thing = start
    last = len(names) - 1
    for position, name in enumerate(names):
        if type(thing.data) is not str:  # an object, nearly always
            pass
        elif refers(thing):
            target = referred(scope, thing)
            if isinstance(target, Unknown):
                return Found(target, thing.pointer, thing.type)
            thing = target
        lacking = lack(thing)
        if lacking is not None:
            return Found(lacking, thing.pointer, thing.type)
        found = child(thing, name)
        if found is None:
            pointer = join_pointer(thing.pointer, name)
            type_ = thing.type.fields.get(name) or thing.type.entry or thing.type
            return Found(Unknown((Gap(pointer),)), pointer, type_)
        is_measured = position == last and found.type.sort == "number" and found.type.unit is None
        if is_measured and isinstance(thing.data, dict):
            return measured(scope, found, thing.data.get("unit"))
        thing = measured_entries(found, thing.data) if found.type.entry is not None else found
    return found_in(scope, thing)


def lack(thing: Thing) -> Unknown | Nothing | None:
    """Why a thing has no value: null, an explicit unknown, or 「无」; None if it has one."""
    data = thing.data
    if data is None:
        return Unknown((Gap(thing.pointer),))
    if data == NONE_TEXT:
        return Nothing(thing.pointer) if thing.type.may_be_none else None
    if type(data) is dict and "unknown" in data and thing.type.may_be_unknown:
        reason = data["unknown"].strip() if isinstance(data["unknown"], str) else ""
        return Unknown((Gap(thing.pointer, reason or "没有写明原因"),))
    return None


def measured_entries(thing: Thing, owner: Any) -> Thing:
    """A keyed object whose plain numbers are measured in the unit that its owner gives."""
    entry = thing.type.entry
    unit = owner.get("unit") if isinstance(owner, dict) else None
    if entry is None or entry.sort != "number" or entry.fields or entry.unit is not None:
        return thing
    unit = unit if isinstance(unit, str) else None
    return thing._replace(type=replace(thing.type, entry=replace(entry, unit=unit)))


def found_in(scope: Scope, thing: Thing) -> Found:
    """The value of a thing, and where it stands."""
    data, type_ = thing.data, thing.type
    lacking = lack(thing)
    if lacking is not None:
        return Found(lacking, thing.pointer, type_)
    if refers(thing):
        return found_behind(scope, thing)
    match type_.sort:
        case "number":
            return measured(scope, thing, type_.unit)
        case "date":
            return found_date(scope, thing)
        case "text" if isinstance(data, str):
            return Found(data, thing.pointer, type_)
        case "boolean" if isinstance(data, bool):
            return Found(data, thing.pointer, type_)
        case "list" if isinstance(data, list) and type_.item is not None:
            item = type_.item
            start = f"{thing.pointer}/"
            things = [_new(Thing, (each, f"{start}{index}", item)) for index, each in enumerate(data)]
            return Found(Listing(tuple(things), thing.pointer))
        case "object" if isinstance(data, dict):
            return Found(thing)
    return Found(unreadable(thing), thing.pointer, type_)


def found_behind(scope: Scope, thing: Thing) -> Found:
    """The value of what a reference names; a number in a place for plain counts is a plain count."""
    target = referred(scope, thing)
    if isinstance(target, Unknown):
        return Found(target, thing.pointer, thing.type)
    found = found_in(scope, target)
    if thing.type.sort != "number" or thing.type.unit != "" or not isinstance(found.value, Number):
        return found
    is_base = found.value.shown_in is None or found.value.shown_in.factor == 1
    places = found.value.places if is_base else None
    return found._replace(value=replace(found.value, dimension=(), shown_in=None, places=places))


def found_date(scope: Scope, thing: Thing) -> Found:
    """A date, one of the words its field allows (每月), or the date of an entry of the record's dates."""
    data = thing.data
    if isinstance(data, dict):
        given = child(thing, "value") if "value" in thing.type.fields else None
        return (
            found_in(scope, given)
            if given
            else Found(Unknown((Gap(thing.pointer),)), thing.pointer, thing.type)
        )
    date = parse_date(data) if isinstance(data, str) else None
    word = data if isinstance(data, str) and data in thing.type.choices else None
    return Found(date or word or unreadable(thing), thing.pointer, thing.type)


def unreadable(thing: Thing) -> Unknown:
    """The Unknown for data that isn't what its field should hold (the schema's finding says more)."""
    return Unknown((Gap(thing.pointer, "填写的内容无法识别"),))


def measured(scope: Scope, thing: Thing, unit: Any) -> Found:
    """The exact number of a thing in base units; an indicator says its own unit."""
    data, pointer = thing.data, thing.pointer
    type_, qualifier = thing.type, None
    if isinstance(data, dict) and "value" in data:
        qualifier = data.get("qualifier") if scope.is_loose else None
        unit, pointer, declared = data.get("unit", unit), f"{pointer}/value", type_.unit
        if (
            isinstance(unit, str)
            and declared
            and unit != declared
            and parse_unit(unit).dimension != parse_unit(declared).dimension
        ):
            return Found(Unknown((Gap(pointer, f"单位是“{shown(unit)}”，应为“{declared}”"),)), pointer, type_)
        data = data["value"]
        lacking = lack(Thing(data, pointer, type_.fields.get("value", type_)))
    else:
        lacking = lack(thing)
    if lacking is not None:
        return Found(lacking, pointer, type_)
    if isinstance(data, str) and refers(thing):
        return found_behind(scope, thing)
    if isinstance(data, bool) or not isinstance(data, (int, Decimal)) or not is_within_caps(data):
        return Found(unreadable(Thing(data, pointer, type_)), pointer, type_)
    if not isinstance(unit, str):
        return Found(Unknown((Gap(pointer, "没有写单位"),)), pointer, type_)
    measure = parse_unit(unit)
    places = max(0, -int(data.as_tuple().exponent)) if isinstance(data, Decimal) else 0
    amount = Fraction(data) if measure.factor == 1 else Fraction(data) * measure.factor
    number = Number(amount, measure.dimension, measure, places)
    if isinstance(qualifier, str):  # what else stands there is told by itself
        number = fair_range(number, qualifier)
    return _new(Found, (number, pointer, type_))
