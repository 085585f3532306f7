"""What a record has other than its kind's schema wants, told for a clerk.

The fast validator only says that something is wrong; jsonschema then walks the record, and each of its
errors becomes a finding here, one at each place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, TypeGuard

from docgen.expressions import Type
from docgen.findings import Finding, Nature, Severity
from docgen.quantities import convert, number_text
from docgen.records import Record, join_pointer, split_pointer
from docgen.schema_types import CORE_URI
from docgen.schemas import Kind, label
from docgen.wording import nearest

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

#: of two findings at one place the one that says more is kept; these say most, in this order
_TELLING = (
    "null-without-reason",
    "unknown-belongs-inside",
    "misspelt",
    "wrong-unit",
    "wrong-unit-convertible",
    "not-the-constant",
)
#: how alike two names are where one is the other with a slip of the keyboard (1 is the same)
_SLIP = 0.8
#: what can't be printed: half of a character pair, control characters
_UNPRINTABLE = dict.fromkeys([*range(0x20), *range(0xD800, 0xE000)], "\ufffd")


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
    """A finding at a pointer of the record (``key``: at its key), with its label and place, all printable."""
    place = record.place(pointer, printable(label(kind, pointer, record)), key=key)
    place = replace(place, pointer=printable(pointer))
    shown = {
        name: printable(value) if isinstance(value, str) else value for name, value in parameters.items()
    }
    return Finding(code, place, severity, nature, shown)


def printable(text: str) -> str:
    """A text in which what no file or screen can show is a replacement character."""
    return text.translate(_UNPRINTABLE)


def structure_findings(record: Record, kind: Kind) -> list[Finding]:
    """Everything in which a record differs from its schema, one finding a place."""
    if is_accepted(record, kind):
        return []
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    registry: Registry[Any] = Registry().with_resource(CORE_URI, Resource.from_contents(kind.core))
    validator = Draft202012Validator(kind.schema, registry=registry)
    kept: dict[tuple[str, object], Finding] = {}
    for error in validator.iter_errors(record.data):
        for found in Teller(record, kind).told(error, ""):
            place = (
                found.place.pointer,
                found.parameters.get("wanted") if found.code == "list-lacks" else None,
            )
            if place not in kept or rank(found) < rank(kept[place]):
                kept[place] = found
    return list(kept.values())


def is_accepted(record: Record, kind: Kind) -> bool:
    """Whether the fast validator finds nothing wrong."""
    try:
        return bool(kind.acceptor.is_valid(record.data))
    except UnicodeEncodeError:  # half of a character pair; characters are told of elsewhere
        return False


def rank(found: Finding) -> int:
    """How much a finding's code says beside others at its place; 0 says most."""
    return _TELLING.index(found.code) if found.code in _TELLING else len(_TELLING)


class Teller:
    """Turns jsonschema's errors on one record into findings."""

    def __init__(self, record: Record, kind: Kind) -> None:
        self.record = record
        self.kind = kind

    def finding(self, code: str, pointer: str, *, key: bool = False, **parameters: Any) -> Finding:
        """A finding that blocks, at a pointer of the record."""
        return finding(self.record, self.kind, code, pointer, key=key, **parameters)

    def told(self, error: ValidationError, above: str) -> Iterator[Finding]:
        """One error (below the pointer ``above``) as findings."""
        pointer = above
        for token in error.path:
            pointer = join_pointer(pointer, str(token))
        name, instance, wanted = str(error.validator), error.instance, error.validator_value
        if "propertyNames" in error.absolute_schema_path:
            code = "not-a-quarter" if error.schema.get("x-quarter") else "bad-id"
            yield self.finding(code, join_pointer(pointer, str(instance)), key=True, found=shown(instance))
        elif instance is None:
            yield self.finding("null-without-reason", pointer)
        elif name in ("anyOf", "oneOf"):
            yield from self.alternatives(error, pointer)
        elif name == "required":
            yield from self.missing(pointer, instance, list(wanted))
        elif name == "additionalProperties":
            yield from self.unknown_keys(pointer, instance, error)
        elif name == "const":
            yield self.constant(pointer, instance, wanted)
        elif name == "enum" and all(isinstance(each, str) for each in wanted):
            yield self.not_a_choice(pointer, instance, {each: each for each in wanted})
        elif name == "contains":
            yield from self.lacking(pointer, error)
        elif name == "type":
            yield self.wrong_type(pointer, instance, str(wanted))
        else:
            yield self.simple(name, pointer, instance, error)

    def simple(self, name: str, pointer: str, instance: Any, error: ValidationError) -> Finding:
        """An error that one sentence tells: a pattern, a length, a limit, anything else."""
        if name == "pattern":
            is_id = error.validator_value == self.kind.core["$defs"]["id"]["pattern"]
            said = str(error.schema.get("description", ""))
            code = "not-as-described" if said else "bad-form"
            code = "not-a-date" if error.schema.get("x-date") else "bad-id" if is_id else code
            return self.finding(code, pointer, found=shown(instance), wanted=said)
        if name == "minLength" and pointer.endswith("/unknown"):
            return self.finding("unknown-without-reason", pointer)
        if name in ("minLength", "minItems"):
            return self.finding("empty", pointer)
        if name in ("minimum", "maximum"):
            return self.finding(f"beyond-{name}", pointer, found=shown(instance), limit=error.validator_value)
        if name == "maxLength":
            return self.finding("too-long", pointer, found=shown(instance), limit=error.validator_value)
        return self.finding("not-allowed", pointer, found=shown(instance))

    def wrong_type(self, pointer: str, instance: Any, wanted: str) -> Finding:
        """Another type of value than the field's: an unknown where none may stand, a number for an id."""
        type_ = type_at(self.kind, pointer)
        if is_unknown(instance):
            return self.finding("unknown-not-allowed", pointer)
        if type_ and type_.ref and wanted == "string":
            return self.finding(
                "wanted-reference", pointer, found=shown(instance), wanted=refers_to(type_, self.kind)
            )
        if type_ and type_.sort == "date" and wanted == "string":
            return self.finding("not-a-date", pointer, found=shown(instance))
        return self.finding(f"wanted-{wanted}", pointer, found=shown(instance))

    def alternatives(self, error: ValidationError, pointer: str) -> Iterator[Finding]:
        """anyOf and oneOf: a list of choices names them; else the alternative that was meant tells."""
        branches: list[Mapping[str, Any]] = list(error.validator_value)
        choices = {b["const"]: str(b.get("title", b["const"])) for b in branches if "const" in b}
        if len(choices) == len(branches):
            yield self.not_a_choice(pointer, error.instance, choices)
            return
        type_ = type_at(self.kind, pointer)
        if type_ and type_.sort == "date" and type_.choices and not isinstance(error.instance, dict):
            words = "、".join(type_.choices.values())
            yield self.finding("not-a-date-or-choice", pointer, found=shown(error.instance), choices=words)
            return
        meant = meant_branch(error, branches)
        for inner in error.context or ():
            if inner.schema_path[0] == meant:
                yield from self.told(inner, pointer)

    def not_a_choice(self, pointer: str, instance: Any, choices: Mapping[Any, str]) -> Finding:
        """A value that is none of the choices, with the nearest code; a label typed for its code finds it."""
        near = nearest(instance, [*choices, *choices.values()]) if isinstance(instance, str) else ""
        meant = next((str(code) for code, title in choices.items() if near in (code, title)), near)
        labels = "、".join(
            f"{code}（{title}）" if code != title else title for code, title in choices.items()
        )
        if is_unknown(instance):
            return self.finding("choice-unknown", pointer, choices=labels)
        return self.finding("not-a-choice", pointer, found=shown(instance), choices=labels, nearest=meant)

    def missing(self, pointer: str, instance: Mapping[str, Any], required: list[str]) -> Iterator[Finding]:
        """Each required field that isn't there, or the misspelt key that stands for it."""
        declared = type_at(self.kind, pointer)
        fields = declared.fields if declared else {}
        if is_unknown(instance):
            inside = "、".join(fields[n].title for n in required if n in fields and fields[n].may_be_unknown)
            yield self.finding(
                "unknown-belongs-inside" if inside else "unknown-not-allowed", pointer, fields=inside
            )
            return
        missing = [name for name in required if name not in instance]
        slips = slips_of(missing, (key for key in instance if key not in fields))
        for name in missing:
            title = (
                "未知原因" if name == "unknown" else (fields[name].title if name in fields else "") or name
            )
            if name in slips:
                key = join_pointer(pointer, slips[name])
                yield self.finding("misspelt", key, key=True, wanted=name, title=title)
            else:
                code = missing_code(fields.get(name))
                yield self.finding(code, join_pointer(pointer, name), name=name, title=title)

    def unknown_keys(
        self, pointer: str, instance: Mapping[str, Any], error: ValidationError
    ) -> Iterator[Finding]:
        """Each key that the schema doesn't know, with the nearest that is still free."""
        fields: Mapping[str, Any] = error.schema.get("properties", {})
        if is_unknown(instance) and error.schema.get("required"):
            return
        free = [name for name in fields if name not in instance]
        for name in instance:
            if name not in fields:
                key = join_pointer(pointer, name)
                yield self.finding(
                    "unknown-key", key, key=True, name=shown(name), nearest=nearest(name, free)
                )

    def lacking(self, pointer: str, error: ValidationError) -> Iterator[Finding]:
        """A list without the entry it must have, unless one of its entries may be that, misspelt."""
        properties: dict[str, Any] = error.validator_value.get("properties", {})
        field = next(iter(properties), "")
        wanted, type_ = properties.get(field, {}).get("const"), type_at(self.kind, pointer)
        own_type = type_.item.fields.get(field) if type_ and type_.item else None
        choices: Mapping[str, str] = own_type.choices if own_type else {}
        for each in error.instance:
            own = each.get(field) if isinstance(each, dict) else None
            if not isinstance(own, str) or (own not in choices and wanted == self.meant(own, choices)):
                return  # that entry's own finding says what to mend
        yield self.finding("list-lacks", pointer, wanted=error.schema.get("title", wanted))

    def meant(self, found: str, choices: Mapping[str, str]) -> str:
        """The code of the choice that is nearest to what was written."""
        near = nearest(found, [*choices, *choices.values()])
        return next((code for code, title in choices.items() if near in (code, title)), "")

    def constant(self, pointer: str, instance: Any, wanted: Any) -> Finding:
        """A unit that is not the indicator's (with the converted value), or another fixed text."""
        parent, _, field = pointer.rpartition("/")
        type_ = type_at(self.kind, pointer)
        if field != "unit" or not isinstance(instance, str):
            title = type_.choices.get(str(wanted), "") if type_ else ""
            expected = f"{wanted}（{title}）" if title and title != wanted else wanted
            return self.finding("not-the-constant", pointer, found=shown(instance), wanted=expected)
        value = self.record.get(f"{parent}/value")
        converted = convert(value, instance, wanted) if is_number(value) else None
        if converted is None:
            return self.finding("wrong-unit", pointer, found=shown(instance), wanted=wanted)
        return self.finding(
            "wrong-unit-convertible", pointer,
            found=shown(instance), wanted=wanted, value=number_text(value), converted=number_text(converted),
        )  # fmt: skip


def missing_code(type_: Type | None) -> str:
    """How a missing field is told: it, or (an indicator) its value, may be unknown, or it has to be given."""
    may_be_unknown = type_ is not None and (type_.may_be_unknown or "value" in type_.fields)
    return "missing" if may_be_unknown else "missing-needed"


def meant_branch(error: ValidationError, branches: list[Mapping[str, Any]]) -> int:
    """Which alternative was meant: an unknown that is begun, else one whose type fits, else the first."""
    instance = error.instance
    failed = {e.schema_path[0] for e in error.context or () if e.validator == "type" and not e.path}
    fitting = [i for i in range(len(branches)) if i not in failed and not is_special(branches[i])]
    unknowns = [i for i, branch in enumerate(branches) if str(branch.get("$ref", "")).endswith("/unknown")]
    if isinstance(instance, dict) and unknowns and ("unknown" in instance or not fitting):
        return unknowns[0]
    return fitting[0] if fitting else 0


def is_special(branch: Mapping[str, Any]) -> bool:
    """Whether an alternative is the unknown or the 「无」."""
    return str(branch.get("$ref", "")).endswith(("/unknown", "/none"))


def slips_of(missing: Iterable[str], strange: Iterable[str]) -> dict[str, str]:
    """Missing name -> the strange key that is it with a slip of the keyboard, each key once."""
    left, found = list(strange), {}
    for name in missing:
        near = nearest(name, left)
        if near and is_slip(near, name):
            found[name] = near
            left.remove(near)
    return found


def is_slip(name: str, other: str) -> bool:
    """Whether two names are one with a slip of the keyboard, not merely alike."""
    return SequenceMatcher(None, name.casefold(), other.casefold(), autojunk=False).ratio() >= _SLIP


def type_at(kind: Kind, pointer: str) -> Type | None:
    """The type at a pointer, if the kind knows it."""
    type_: Type | None = kind.root
    for name in split_pointer(pointer):
        if type_ is None:
            return None
        type_ = type_.item if type_.item and name.isdecimal() else type_.fields.get(name) or type_.entry
    return type_


def refers_to(type_: Type, kind: Kind) -> str:
    """The Chinese name of what a reference names: 指标, 文件; 记录 for anything that has an id."""
    field = kind.root.fields.get(type_.ref)
    return field.title if field else "记录"


def is_unknown(value: Any) -> bool:
    """Whether a value is the record's explicit unknown (未知): nothing but a reason."""
    return isinstance(value, dict) and list(value) == ["unknown"]


def is_number(value: Any) -> TypeGuard[int | Decimal]:
    """Whether a record's value is an exact number."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def shown(value: Any) -> str:
    """A value of the record, short, for a message."""
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = number_text(value) if is_number(value) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
