"""A record against its kind: every fault at once, as findings a clerk understands.

Structure is accepted by the fast validator; what it rejects is walked again by jsonschema, whose errors are
turned into findings here. What a JSON Schema can't say (dates of the calendar and their windows,
references, ids, forbidden characters) is looked at afterwards, on every record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from docgen.dates import PartialDate, parse_date
from docgen.expressions import Type
from docgen.findings import Finding, Nature, Severity
from docgen.quantities import convert, number_text
from docgen.records import Record, forbidden_characters, join_pointer
from docgen.schemas import CORE_URI, Kind, label, walk
from docgen.wording import nearest

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

#: how far beyond the report period a payment, a due date or a publication may lie, in days
_PAYMENT_BEFORE, _PAYMENT_AFTER, _YEAR, _TEN_YEARS = 31, 184, 366, 3653
#: how alike (0 to 1) an id must be to a required one to be taken for a slip of the keyboard
_SLIP = 0.9


def validate(record: Record, kind: Kind) -> list[Finding]:
    """Everything wrong with a record's structure, dates, references and characters, in the record's order."""
    found: list[Finding] = []
    if not kind.acceptor.is_valid(record.data):
        found.extend(structure_findings(record, kind))
    found.extend(date_findings(record, kind))
    found.extend(reference_findings(record, kind))
    found.extend(id_findings(record, kind))
    found.extend(character_findings(record, kind))
    unique = {(f.code, f.place.pointer, str(f.parameters)): f for f in found}
    return sorted(unique.values(), key=lambda f: (f.place.line or 0, f.place.column or 0))


def finding(
    record: Record,
    kind: Kind,
    code: str,
    pointer: str,
    severity: Severity = Severity.ERROR,
    nature: Nature = Nature.CONTRADICTION,
    *,
    key: bool = False,
    **parameters: object,
) -> Finding:
    """A finding at a pointer of the record, with its label and place."""
    place = record.place(pointer, label(kind, pointer, record), key=key)
    return Finding(code, place, severity, nature, parameters)


def structure_findings(record: Record, kind: Kind) -> Iterator[Finding]:
    """What jsonschema finds, told as findings."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    registry: Registry[Any] = Registry().with_resource(CORE_URI, Resource.from_contents(kind.core))
    validator = Draft202012Validator(kind.schema, registry=registry)
    for error in validator.iter_errors(record.data):
        yield from told(record, kind, error, "")


def told(record: Record, kind: Kind, error: ValidationError, above: str) -> Iterator[Finding]:
    """One jsonschema error as findings; alternatives are told by the one that was meant."""
    pointer = above
    for token in error.path:
        pointer = join_pointer(pointer, str(token))
    name, instance, wanted = str(error.validator), error.instance, error.validator_value
    if instance is None and name != "required":
        yield finding(record, kind, "null-without-reason", pointer)
    elif name in ("anyOf", "oneOf"):
        yield from told_alternatives(record, kind, error, pointer)
    elif name == "required":
        yield from told_missing(record, kind, pointer, instance, wanted)
    elif name in ("additionalProperties", "unevaluatedProperties"):
        yield from told_extra(record, kind, pointer, instance, error)
    elif name == "const":
        yield told_constant(record, kind, pointer, instance, wanted)
    elif name == "pattern":
        code = "not-a-date" if error.schema.get("x-date") else "bad-id"
        yield finding(record, kind, code, pointer, found=shown(instance))
    elif name == "propertyNames" or (error.parent and error.parent.validator == "propertyNames"):
        yield finding(record, kind, "bad-id", join_pointer(pointer, str(instance)), key=True, found=shown(instance))
    elif name == "contains":
        yield finding(record, kind, "list-lacks", pointer, wanted=error.schema.get("title", ""))
    elif name in ("minLength", "minItems"):
        yield finding(record, kind, "empty", pointer)
    elif name in ("minimum", "maximum"):
        yield finding(record, kind, f"beyond-{name}", pointer, found=shown(instance), limit=wanted)
    elif name == "type":
        yield finding(record, kind, f"wanted-{wanted}", pointer, found=shown(instance))
    else:
        yield finding(record, kind, "not-allowed", pointer, found=shown(instance))


def told_alternatives(record: Record, kind: Kind, error: ValidationError, pointer: str) -> Iterator[Finding]:
    """anyOf and oneOf: a list of choices names them; else the first real alternative tells what is wrong."""
    branches: list[Mapping[str, Any]] = list(error.validator_value)
    choices = {b["const"]: str(b.get("title", b["const"])) for b in branches if "const" in b}
    if len(choices) == len(branches):
        near = nearest(str(error.instance), [*choices, *choices.values()])
        labels = "、".join(f"{code}（{title}）" if code != title else title for code, title in choices.items())
        meant = next((str(code) for code, title in choices.items() if near in (code, title)), near)
        yield finding(record, kind, "not-a-choice", pointer, found=shown(error.instance), choices=labels, nearest=meant)
        return
    meant_index = 0
    if isinstance(error.instance, dict) and "unknown" in error.instance:
        meant_index = next((i for i, b in enumerate(branches) if str(b.get("$ref", "")).endswith("unknown")), 0)
    else:  # the alternative whose own type fits, if one does
        failed = {e.schema_path[0] for e in error.context or () if e.validator == "type" and not e.path}
        fitting = [i for i in range(len(branches)) if i not in failed and not refers_to_special(branches[i])]
        meant_index = fitting[0] if fitting else 0
    for inner in error.context or ():
        if inner.schema_path[0] == meant_index:
            yield from told(record, kind, inner, pointer[: len(pointer)])


def refers_to_special(branch: Mapping[str, Any]) -> bool:
    """Whether an alternative is the unknown or the 「无」."""
    return str(branch.get("$ref", "")).endswith(("/unknown", "/none"))


def told_missing(
    record: Record, kind: Kind, pointer: str, instance: Any, required: list[str]
) -> Iterator[Finding]:
    """Each required field that isn't there, with the misspelt key that may be meant for it."""
    declared = type_at(kind, pointer)
    for name in required:
        if name in instance:
            continue
        strange = [key for key in instance if declared is None or key not in declared.fields]
        meant = nearest(name, strange)
        if declared is not None and declared.entry is not None and not is_slip(meant, name):
            meant = ""  # where keys are the record's own, another id may well be meant as it stands
        place = join_pointer(pointer, name)
        title = declared.fields[name].title if declared and name in declared.fields else name
        if meant and nearest(meant, [name]):
            yield finding(record, kind, "misspelt", join_pointer(pointer, meant), key=True, wanted=name, title=title)
        else:
            yield finding(record, kind, "missing", place, name=name, title=title or name)


def is_slip(given: str, wanted: str) -> bool:
    """Whether a name is another one but for a letter or two."""
    return SequenceMatcher(None, given, wanted, autojunk=False).ratio() >= _SLIP


def told_extra(
    record: Record, kind: Kind, pointer: str, instance: Any, error: ValidationError
) -> Iterator[Finding]:
    """Each key that the schema doesn't know; one that stands for a missing field is told there."""
    fields: Mapping[str, Any] = error.schema.get("properties", {})
    missing = [name for name in error.schema.get("required", ()) if name not in instance]
    for name in instance:
        if name not in fields and not nearest(name, missing):
            near = nearest(name, list(fields))
            yield finding(record, kind, "unknown-key", join_pointer(pointer, name), key=True, name=name, nearest=near)


def told_constant(record: Record, kind: Kind, pointer: str, instance: Any, wanted: Any) -> Finding:
    """A unit that is not the indicator's (with the converted value), or another fixed text."""
    parent, _, field = pointer.rpartition("/")
    if field != "unit":
        return finding(record, kind, "not-the-constant", pointer, found=shown(instance), wanted=wanted)
    value = record.get(f"{parent}/value")
    converted = None
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and isinstance(instance, str):
        converted = convert(value, instance, wanted)
    if converted is None:
        return finding(record, kind, "wrong-unit", pointer, found=shown(instance), wanted=wanted)
    return finding(
        record, kind, "wrong-unit-convertible", pointer,
        found=shown(instance), wanted=wanted, value=number_text(value), converted=number_text(converted),
    )  # fmt: skip


def type_at(kind: Kind, pointer: str) -> Type | None:
    """The type at a pointer, if the kind knows it."""
    type_: Type | None = kind.root
    for token in pointer.split("/")[1:]:
        if type_ is None:
            return None
        name = token.replace("~1", "/").replace("~0", "~")
        type_ = type_.item if type_.item and name.isdecimal() else type_.fields.get(name) or type_.entry
    return type_


def shown(value: Any) -> str:
    """A value of the record, short, for a message."""
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = number_text(value) if isinstance(value, (int, Decimal)) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def date_findings(record: Record, kind: Kind) -> Iterator[Finding]:
    """Dates that the calendar doesn't have, and dates outside their field's window."""
    period = {name: date_at(record, f"/period/{name}") for name in ("start", "end", "plan_start", "plan_end")}
    start, end = period["start"], period["end"]
    for pointer, value, type_, parent in walk(record.data, kind.root):
        if type_.sort != "date" or not isinstance(value, str) or value in type_.choices or value == "无":
            continue
        given = parse_date(value)
        if given is None:
            yield finding(record, kind, "not-a-date", pointer, found=shown(value))
            continue
        own = parent.get("window") if isinstance(parent, dict) else None
        limits = window(own if isinstance(own, str) else type_.window, period)
        if limits is not None and not limits[0] <= given.last <= limits[1] and not reaches(given, limits):
            first, last = limits[0].isoformat(), limits[1].isoformat()
            code = "date-outside-window"
            if limits[0] == date.min:
                code, first = "date-after-window", ""
            yield finding(record, kind, code, pointer, found=value, first=first, last=last)
    if start and end and start.first > end.last:
        yield finding(record, kind, "period-reversed", "/period/end", start=start.text, end=end.text)
    plan_start, plan_end = period["plan_start"], period["plan_end"]
    if plan_start and plan_end and plan_start.first > plan_end.last:
        yield finding(record, kind, "period-reversed", "/period/plan_end", start=plan_start.text, end=plan_end.text)
    if end and plan_start and plan_start.first <= end.first:
        yield finding(record, kind, "plan-before-period-end", "/period/plan_start", start=plan_start.text, end=end.text)


def reaches(given: PartialDate, limits: tuple[date, date]) -> bool:
    """Whether a month or year lies at least partly inside the window."""
    return not given.is_day and given.first <= limits[1] and given.last >= limits[0]


def date_at(record: Record, pointer: str) -> PartialDate | None:
    """A date of the record, None if it is missing or none."""
    value = record.get(pointer)
    return parse_date(value) if isinstance(value, str) else None


def window(name: str, period: Mapping[str, PartialDate | None]) -> tuple[date, date] | None:
    """The first and last day a date may have; None where there is no window or no period to judge by."""
    start, end, plan_start = period["start"], period["end"], period["plan_start"]
    if name in ("", "any") or start is None or end is None:
        return None
    match name:
        case "period":
            return start.first, end.last
        case "history":
            return date.min, end.last
        case "payment":
            plan_end = period["plan_end"]
            last = plan_end.last if plan_end else later(end.last, _PAYMENT_AFTER)
            return earlier(start.first, _PAYMENT_BEFORE), last
        case "due":
            return start.first, later(end.last, _TEN_YEARS)
        case "plan":
            first = plan_start.first if plan_start else start.first
            return first, later(first, _TEN_YEARS)
        case "publication":
            return end.last, later(end.last, _YEAR)
    return None


def later(day: date, days: int) -> date:
    """A day some days later, within the calendar."""
    return day + timedelta(days) if (date.max - day).days > days else date.max


def earlier(day: date, days: int) -> date:
    """A day some days earlier, within the calendar."""
    return day - timedelta(days) if (day - date.min).days > days else date.min


def reference_findings(record: Record, kind: Kind) -> Iterator[Finding]:
    """Fields that name something the record doesn't have, and plan items that no section prints."""
    ids = record.pointers
    printed: set[str] = set()
    for pointer, value, type_, _parent in walk(record.data, kind.root):
        if not type_.ref or not isinstance(value, str) or (value == "无" and type_.may_be_none):
            continue
        if type_.ref == "plan":
            printed.add(value)
        target = ids.get(value)
        wanted = "" if type_.ref == "any" else f"/{type_.ref}/"
        if target is None or not target.startswith(wanted):
            fitting = [name for name, where in ids.items() if where.startswith(wanted)]
            field = kind.root.fields.get(type_.ref)
            yield finding(
                record, kind, "names-nothing", pointer,
                found=shown(value), wanted=field.title if field else "记录", nearest=nearest(value, fitting),
            )  # fmt: skip
    plan = record.data.get("plan")
    for index, item in enumerate(plan if isinstance(plan, list) else ()):
        own = item.get("id") if isinstance(item, dict) else None
        if isinstance(own, str) and own not in printed:
            yield finding(
                record, kind, "plan-item-not-printed", f"/plan/{index}", Severity.WARNING, Nature.ADVICE, id=own
            )


def id_findings(record: Record, kind: Kind) -> Iterator[Finding]:
    """Ids given twice, or equal to a field of the record."""
    for name, first, second in record.id_clashes:
        yield finding(record, kind, "id-clash", second, key=True, id=name, other=label(kind, first, record))


def character_findings(record: Record, kind: Kind) -> Iterator[Finding]:
    """Characters that no .docx can hold."""
    for pointer, character in forbidden_characters(record):
        yield finding(record, kind, "forbidden-character", pointer, character=f"U+{ord(character):04X}")
