"""A record against its kind: every fault at once, as findings a clerk understands.

structure.py tells what differs from the schema; what a JSON Schema can't say is looked at here: dates of
the calendar and their windows, references, ids, blank texts and forbidden characters. One fault gives one
finding: what only follows from another is left out.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from docgen.dates import PartialDate, parse_date, parse_quarter
from docgen.expressions import Type
from docgen.findings import Finding, Nature, Severity
from docgen.quantities import is_within_caps
from docgen.records import KEYED_BY_ID, Record, forbidden_characters, join_pointer
from docgen.schemas import Kind, Known, label, noted
from docgen.structure import finding, is_slip, refers_to, shown, structure_findings
from docgen.windows import WINDOW_NAMES, Period, lies_in
from docgen.wording import nearest

_ID = re.compile(r"[^\W\d]\w*")
_MENTIONED = re.compile(r"\{\s*([^\W\d]\w*)")
#: units of which there is no part: half a person is no count
UNDIVIDED = frozenset(("人", "名", "位", "户", "对", "例", "家", "所", "具"))
#: words in an indicator's name by which it may well be less than nothing, and by which it may be a fraction
_CHANGE = re.compile("[增减差变净余亏盈涨跌升降]|[同环]比|比(上|去|往|同)|利润|损益")
_SHARE = re.compile("[均每率比倍折]")
#: names that an expression reads as something else
_RESERVED = {"item", "each"}


class Node(NamedTuple):
    """One value of a record that its kind knows: where it stands, what it is, and what it stands in."""

    pointer: str
    value: Any
    type: Type
    parent: Any


class Lost(NamedTuple):
    """What a record has elsewhere than where it belongs, so that what names it is no fault of its own.

    ``names`` are there under a wrong key, or required and missing; of the ``fields`` (top level) nobody can
    say what ids they hold. All of it is told by its own findings.
    """

    names: frozenset[str]
    fields: frozenset[str]


NOTHING_LOST = Lost(frozenset(), frozenset())


def validate(record: Record, kind: Kind) -> list[Finding]:
    """Everything wrong with a record except its prose, in the record's order."""
    found = structure_findings(record, kind)
    faulty = {each.place.pointer for each in found}
    seen = noted(record, kind)
    texts = [node for node in seen.texts if node[0] not in faulty] if faulty else seen.texts
    for pointer, value, _type, _parent in seen.decimals:
        if pointer not in faulty:
            # JSON Schema takes 3.0 for an integer, but it would be printed as 3.0
            found.append(finding(record, kind, "wanted-integer", pointer, found=shown(value)))
    found.extend(date_findings(record, kind, texts))
    found.extend(quarter_findings(record, kind, seen.windowed))
    found.extend(count_findings(record, kind, faulty))
    found.extend(reference_findings(record, kind, texts))
    found.extend(slip_findings(record, kind))
    found.extend(blank_findings(record, kind, texts))
    found.extend(id_findings(record, kind, faulty))
    found.extend(character_findings(record, kind))
    unique = {(f.code, f.place.pointer, str(f.parameters)): f for f in found}
    return sorted(unique.values(), key=lambda f: (f.place.line or 0, f.place.column or 0))


def date_findings(record: Record, kind: Kind, texts: Iterable[Known]) -> Iterator[Finding]:
    """Dates that the calendar doesn't have, and dates outside their field's window."""
    period = period_of(record)
    windows = {name: period.window(name) for name in WINDOW_NAMES}
    for pointer, value, type_, parent in texts:
        if type_.sort != "date" or value in type_.choices or (value == "无" and type_.may_be_none):
            continue
        given = parse_date(value)
        if given is None:
            yield finding(record, kind, "not-a-date", pointer, found=shown(value))
            continue
        own = parent.get("window") if isinstance(parent, dict) else None
        limits = windows.get(own if isinstance(own, str) and own in windows else type_.window)
        if limits is None or lies_in(given, limits):
            continue
        first, last = limits[0].isoformat(), limits[1].isoformat()
        if limits[0] == date.min:
            yield finding(record, kind, "date-after-window", pointer, found=value, last=last)
        else:
            yield finding(record, kind, "date-outside-window", pointer, found=value, first=first, last=last)
    yield from period_findings(record, kind, period)


def quarter_findings(record: Record, kind: Kind, quarterly: Iterable[Known]) -> Iterator[Finding]:
    """Quarters for which a figure is given though they don't belong to the record's period."""
    period = period_of(record)
    for pointer, figures, type_, _parent in quarterly:
        limits = period.window(type_.window)
        if limits is None or type_.entry is None:
            continue
        for name in figures:
            span = parse_quarter(name)
            if span is not None and (span[0] > limits[1] or span[1] < limits[0]):
                first, last = limits[0].isoformat(), limits[1].isoformat()
                place, code = join_pointer(pointer, name), "quarter-outside-period"
                yield finding(record, kind, code, place, key=True, found=name, first=first, last=last)


def period_findings(record: Record, kind: Kind, period: Period) -> Iterator[Finding]:
    """A period that ends before it starts, a plan that starts before the report period has ended."""
    start, end, plan_start, plan_end = period.start, period.end, period.plan_start, period.plan_end
    if period.is_reversed and start and end:
        yield finding(record, kind, "period-reversed", "/period/end", start=start.text, end=end.text)
    elif plan_start and end and plan_start.first <= end.first:
        yield finding(
            record, kind, "plan-before-period-end", "/period/plan_start", start=plan_start.text, end=end.text
        )
    if period.is_plan_reversed and plan_start and plan_end:
        yield finding(
            record, kind, "period-reversed", "/period/plan_end", start=plan_start.text, end=plan_end.text
        )


def period_of(record: Record) -> Period:
    """The record's periods, as far as they are given."""
    return Period(
        *(date_at(record, f"/period/{name}") for name in ("start", "end", "plan_start", "plan_end"))
    )


def date_at(record: Record, pointer: str) -> PartialDate | None:
    """A date of the record, None if it is missing or none."""
    value = record.get(pointer)
    return parse_date(value) if isinstance(value, str) else None


def reference_findings(record: Record, kind: Kind, texts: Iterable[Known]) -> Iterator[Finding]:
    """Fields that name nothing, or something of another sort; plan items that no section prints."""
    ids = record.pointers
    references = [each for each in texts if each[2].ref and not (each[1] == "无" and each[2].may_be_none)]
    printed = {name for _pointer, name, type_, _parent in references if type_.ref == "plan"}
    dangling = [Node(*each) for each in references if not names_one(ids.get(each[1]), each[2].ref)]
    gone = lost(record, kind) if dangling or not record.data.get("sections") else NOTHING_LOST
    for node in dangling:
        ref = node.type.ref
        if node.value in gone.names or ref in gone.fields or (ref == "any" and gone.fields):
            continue
        found = unfound(record, kind, node)
        if node.type.ref == "plan":
            printed.add(str(found.parameters["nearest"]))
        yield found
    if "sections" not in gone.fields:
        yield from unprinted_findings(record, kind, printed)


def unfound(record: Record, kind: Kind, node: Node) -> Finding:
    """A reference that names nothing, or something of another sort, with the nearest of the right sort."""
    ids, wanted = record.pointers, refers_to(node.type, kind)
    near = nearest(node.value, [name for name, where in ids.items() if belongs(where, node.type.ref)])
    named: dict[str, Any] = {"found": shown(node.value), "wanted": wanted, "nearest": near}
    if node.value not in ids:
        return finding(record, kind, "names-nothing", node.pointer, **named)
    other = label(kind, ids[node.value], record)
    return finding(record, kind, "names-other-sort", node.pointer, **named, other=other)


def names_one(target: str | None, ref: str) -> bool:
    """Whether a reference's target is there and of the wanted sort."""
    return target is not None and belongs(target, ref)


def belongs(pointer: str, ref: str) -> bool:
    """Whether what stands at a pointer is of the sort that a reference names."""
    return ref == "any" or pointer.startswith(f"/{ref}/")


def unprinted_findings(record: Record, kind: Kind, printed: set[str]) -> Iterator[Finding]:
    """Plan items that no section prints (a hint)."""
    plan = record.data.get("plan")
    for index, item in enumerate(plan if isinstance(plan, list) else ()):
        own = item.get("id") if isinstance(item, dict) else None
        if isinstance(own, str) and own not in printed:
            place, hint = f"/plan/{index}", (Severity.WARNING, Nature.ADVICE)
            yield finding(record, kind, "plan-item-not-printed", place, *hint, id=own)


def lost(record: Record, kind: Kind) -> Lost:
    """The names and fields for which other findings already tell why they can't be found."""
    fields, given = kind.root.fields, record.data.get("indicators")
    names = {name for name, type_ in fields.items() if type_.is_required and name not in record.data}
    if "indicators" in fields and isinstance(given, dict):
        declared = fields["indicators"].fields
        names |= {name for name, type_ in declared.items() if type_.is_required and name not in given}
        names |= set(slipped(record, kind))
    for name, value in record.data.items():
        if name not in fields:
            names |= set(ids_inside(value))
    holders = {name for name, type_ in fields.items() if holds_ids(name, type_)}
    return Lost(frozenset(names), frozenset(n for n in holders if is_unreadable(record, n, fields[n])))


def holds_ids(name: str, type_: Type) -> bool:
    """Whether a field's entries bear ids."""
    return name in KEYED_BY_ID or bool(type_.item and "id" in type_.item.fields)


def is_unreadable(record: Record, name: str, type_: Type) -> bool:
    """Whether nobody can say what ids a field holds: it, or an entry, is missing or of a wrong type."""
    if name not in record.data:
        return type_.is_required
    value = record.data[name]
    if name in KEYED_BY_ID:
        return not isinstance(value, dict)
    if not isinstance(value, list) or (not value and type_.is_required):
        return True
    return any(not isinstance(each, dict) or not isinstance(each.get("id"), str) for each in value)


def ids_inside(value: Any) -> Iterator[str]:
    """What may be ids in a field whose name is wrong: its keys, or its entries' ids."""
    if isinstance(value, dict):
        yield from value
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, dict) and isinstance(each.get("id"), str):
                yield each["id"]


def slipped(record: Record, kind: Kind) -> dict[str, str]:
    """Indicator of the kind that is named but not given -> the record's own that is it with a slip."""
    given, declared = record.data.get("indicators"), kind.root.fields.get("indicators")
    if not isinstance(given, dict) or declared is None:
        return {}
    own = [name for name in given if name not in declared.fields]
    absent = [name for name, type_ in declared.fields.items() if name not in given and not type_.is_required]
    if not own or not absent:
        return {}
    named = names_used(record, kind)
    own = [name for name in own if name not in named]
    pairs = {name: nearest(name, own) for name in absent if name in named}
    return {name: near for name, near in pairs.items() if near and is_slip(name, near)}


def names_used(record: Record, kind: Kind) -> set[str]:
    """Every id that a reference or a mention names."""
    seen = noted(record, kind)
    used = {value for _pointer, value, type_, _parent in seen.texts if type_.ref}
    for _pointer, text in seen.prose:
        if "{" in text:
            used.update(_MENTIONED.findall(text))
    return used


def slip_findings(record: Record, kind: Kind) -> Iterator[Finding]:
    """The record's own indicator that is, with a slip, one of the kind's that is named but not given."""
    for name, own in slipped(record, kind).items():
        title = kind.root.fields["indicators"].fields[name].title
        yield finding(record, kind, "misspelt", f"/indicators/{own}", key=True, wanted=name, title=title)


def count_findings(record: Record, kind: Kind, faulty: set[str]) -> Iterator[Finding]:
    """Indicators that are less than nothing, and people or households that aren't whole, as what to check.

    One whose name says that it is a change or an average may be, and one whose schema says so.
    """
    entries, type_ = record.data.get("indicators"), kind.root.fields.get("indicators")
    if not isinstance(entries, dict) or type_ is None:
        return
    for name, entry in entries.items():
        value = entry.get("value") if isinstance(entry, dict) else None
        if value.__class__ is int and value >= 0:  # nearly all
            continue
        if not (value.__class__ is int or isinstance(value, Decimal)) or not is_within_caps(value):
            continue
        unit, pointer = entry.get("unit"), join_pointer("/indicators", name)
        declared = type_.fields.get(name)
        own = entry.get("name") or (declared.title if declared else "")
        if not isinstance(unit, str) or not isinstance(own, str) or f"{pointer}/value" in faulty:
            continue
        may_be_negative = declared is not None and declared.least is not None and declared.least < 0
        if value < 0 and not may_be_negative and not _CHANGE.search(own):
            code = "below-zero"
        elif unit in UNDIVIDED and value.as_integer_ratio()[1] > 1 and not _SHARE.search(own):
            code = "not-whole"
        else:
            continue
        place = f"{pointer}/value"
        yield finding(record, kind, code, place, Severity.WARNING, found=shown(value), unit=unit)


def blank_findings(record: Record, kind: Kind, texts: Iterable[Known]) -> Iterator[Finding]:
    """Texts of nothing but spaces."""
    for pointer, value, type_, _parent in texts:
        if type_.sort == "text" and value and not value.strip():
            yield finding(record, kind, "empty", pointer)


def id_findings(record: Record, kind: Kind, faulty: set[str]) -> Iterator[Finding]:
    """Ids given twice, or taken by the kind or the rule language; what can't be an id."""
    for name, first, second in record.id_clashes:
        yield finding(record, kind, "id-clash", second, key=True, id=name, other=label(kind, first, record))
    seen: set[str] = set()
    for name, pointer in record.pointers.items():
        if pointer in seen:
            continue  # the normal form of an id already looked at
        seen.add(pointer)
        if not is_id(name):
            if pointer not in faulty and f"{pointer}/id" not in faulty:
                yield finding(record, kind, "bad-id", pointer, key=True, found=shown(name))
        elif name in kind.derived or (name in kind.root.fields and name not in record.data):
            other = (kind.derived.get(name) or kind.root.fields[name]).title
            yield finding(record, kind, "id-clash", pointer, key=True, id=name, other=other)


@lru_cache(maxsize=4096)
def is_id(name: str) -> bool:
    """Whether a name can be an id; most of them are the kind's own, the same in every record."""
    return bool(_ID.fullmatch(name)) and not keyword.iskeyword(name) and name not in _RESERVED


def character_findings(record: Record, kind: Kind) -> Iterator[Finding]:
    """Characters that no .docx can hold."""
    for pointer, character in forbidden_characters(record):
        yield finding(record, kind, "forbidden-character", pointer, character=f"U+{ord(character):04X}")
