"""A kind of record: its JSON Schema found and compiled, and the tree of types read from it.

The schemas use draft 2020-12 with our annotations: ``x-prose`` (read for mentions), ``x-ref`` (the id of
something else in the record), ``x-window`` (where a date may lie), ``x-unit`` (the unit of a bare number),
``x-public`` (false: never in names, manifests or logs), ``x-derived`` (values computed by name).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from docgen import __version__, schema_checks
from docgen.caching import keep, kept
from docgen.errors import BrokenLibrary, UnreadableInput, UsageError, together
from docgen.expressions import Expression, ExpressionFault, Scope, Thing, Type, Value, compile_expression
from docgen.frozen import frozen
from docgen.library import CORE, Library
from docgen.locating import shown
from docgen.quantities import parse_unit
from docgen.records import Record, escape_pointer, join_pointer, parse, read_source, unescape_pointer
from docgen.schema_checks import fault_at, faults_of_schema, texts_of
from docgen.schema_types import CORE_URI, TypeBuilder
from docgen.wording import nearest

LABEL_STEP = " › "
_MENTION = re.compile(r"\{[^{}]*\}")


@frozen
class Derived:
    """A value that the kind computes by name (派生指标), rounded half up to ``places`` when printed."""

    id: str
    title: str
    unit: str
    places: int
    expression: Expression


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of record (材料类型): its schema, its types, its derived values and default template."""

    id: str
    title: str
    description: str
    path: Path
    schema: dict[str, Any]
    core: dict[str, Any]
    root: Type
    derived: Mapping[str, Derived]
    default_template: str
    #: the SHA-256 of its schema and of the core
    digest: str

    @cached_property
    def acceptor(self) -> Any:
        """The fast yes-or-no validator; what it rejects is worded by validation.py."""
        import jsonschema_rs

        try:
            registry = jsonschema_rs.Registry([(CORE_URI, self.core)])
            return jsonschema_rs.Draft202012Validator(self.schema, registry=registry)
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise broken_schema(_read(self.path), error) from error

    @cached_property
    def _evaluators(self) -> Mapping[str, Callable[[Scope], Value]]:
        return {name: each.expression.evaluate for name, each in self.derived.items()}

    @cached_property
    def private_names(self) -> frozenset[str]:
        """What the fields are called that are kept from the public; the same name may be public elsewhere."""
        return frozenset(_private_names(self.root, set()))

    def scope(self, record: Record) -> Scope:
        """What expressions see of a record of this kind."""
        return Scope(Thing(record.data, "", self.root), record.pointers, self._evaluators)

    def compute(self, name: str, record: Record) -> Value:
        """A derived value of a record, exact."""
        return self.derived[name].expression.evaluate(self.scope(record))


def _private_names(type_: Type, seen: set[int]) -> Iterator[str]:
    if id(type_) in seen:
        return
    seen.add(id(type_))
    for name, field in type_.fields.items():
        if not field.is_public:
            yield name
    for inner in (*type_.fields.values(), type_.entry, type_.item):
        if inner is not None:
            yield from _private_names(inner, seen)


def load_kind(library: Library, kind_id: str) -> Kind:
    """The kind of that id; UsageError if there is none (with the nearest), BrokenLibrary if it's broken."""
    files = {file.id: file.path for file in library.schema_files()}
    if kind_id not in files or kind_id == "core":
        names = sorted(set(files) - {"core"})
        raise UsageError(
            "unknown-kind", suggestion=nearest(kind_id, names), kind=kind_id, kinds="、".join(names)
        )
    source, core_source = _read(files[kind_id]), _read(files["core"])
    refuse_faults(source, kind_id, core_source)
    schema, core = source.data, core_source.data
    try:
        root = TypeBuilder({"": schema, CORE_URI: core}, files[kind_id]).build(schema, "")
        derived = read_derived(source, root)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise broken_schema(source, error) from error
    except BrokenLibrary as fault:
        if fault.line is None:
            ref = fault.parameters.get("ref")
            pointer = next((at for at, text in texts_of(schema, "$ref") if text == ref), "")
            raise fault_at(source, fault.code, pointer, **fault.parameters) from None
        raise
    return Kind(
        id=kind_id,
        title=str(schema.get("title", kind_id)),
        description=str(schema.get("description", "")),
        path=files[kind_id],
        schema=schema,
        core=core,
        root=root,
        derived=derived,
        default_template=str(schema.get("x-template", "")),
        digest=f"{source.source.digest}-{core_source.source.digest}",
    )


def refuse_faults(source: Record, id: str, core: Record) -> None:
    """BrokenLibrary, with every fault and its place, for a schema that has any; that it has none is kept."""
    names = (str(schema_checks.FORMAT), __version__, id, source.source.digest, core.source.digest)
    key = f"schema-{sha256(chr(0).join(names).encode()).hexdigest()}"
    if kept(key) is True:
        return
    faults = faults_of_schema(core, CORE, core.data) or faults_of_schema(source, id, core.data)
    if faults:
        raise together(faults)
    keep(key, True)


def broken_schema(source: Record, error: Exception) -> BrokenLibrary:
    """The error for a schema that JSON Schema doesn't allow, or that can't be read as one."""
    import jsonschema_rs
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    for pointer, pattern in texts_of(source.data, "pattern"):
        try:
            jsonschema_rs.Draft202012Validator({"pattern": pattern})
        except ValueError:
            return fault_at(source, "schema-bad-pattern", pointer, found=shown(pattern))
    place, reason = "", str(error)
    try:
        Draft202012Validator.check_schema(source.data)
    except SchemaError as fault:
        place, reason = "".join(f"/{step}" for step in fault.absolute_path), fault.message
    return fault_at(source, "schema-not-valid", place, place=place or "/", reason=reason)


def read_schema(path: Path) -> dict[str, Any]:
    """A schema file as data; BrokenLibrary if it isn't JSON or no object."""
    return _read(path).data


def _read(path: Path) -> Record:
    """A schema file, which knows where everything in it stands."""
    try:
        return parse(read_source(str(path)))
    except UnreadableInput as error:
        raise BrokenLibrary(
            error.code, path=str(path), line=error.line, column=error.column, **error.parameters
        ) from error


def read_derived(source: Record, root: Type) -> dict[str, Derived]:
    """The kind's derived values, their expressions checked; BrokenLibrary for the faulty ones."""
    found: dict[str, Derived] = {}
    faults: list[BrokenLibrary] = []
    for name, given in source.data.get("x-derived", {}).items():
        pointer = join_pointer("/x-derived", name)
        try:
            expression = compile_expression(str(given["expression"]), root, wanted="number")
            unit = str(given.get("unit", ""))
            if expression.dimension not in (None, parse_unit(unit).dimension):
                faults.append(fault_at(source, "derived-wrong-unit", f"{pointer}/unit", unit=unit, name=name))
                continue
        except ExpressionFault as fault:
            parameters = {"source": "", **fault.parameters, "field": name}
            here = f"{pointer}/expression"
            faults.append(
                fault_at(source, fault.code, here, fault.suggestion, offset=fault.offset, **parameters)
            )
            continue
        except KeyError as missing:
            lacking = missing.args[0]
            faults.append(fault_at(source, "schema-lacks", pointer, key=True, field=name, lacking=lacking))
            continue
        title = str(given.get("title", name))
        found[name] = Derived(name, title, unit, int(given.get("places", 0)), expression)
    if faults:
        raise together(faults)
    return found


#: one value of a record that its kind knows: pointer, value, type, and the value it stands in
Known = tuple[str, Any, Type, Any]


def walk(data: Any, type_: Type, pointer: str, found: list[Known]) -> None:
    """Add everything inside the data that the types know, in the record's order, parents first.

    It calls itself as deep as a record may nest (records.py has the limit). A record's data are plain
    dicts, lists and values, so that looking at their class is enough.
    """
    if data.__class__ is dict:
        fields, entry, add = type_.fields, type_.entry, found.append
        for name, value in data.items():
            inner = fields.get(name) or entry
            if inner is not None:
                token = escape_pointer(name) if "~" in name or "/" in name else name
                here = f"{pointer}/{token}"
                add((here, value, inner, data))
                sort = value.__class__
                if sort is dict or sort is list:
                    walk(value, inner, here, found)
    elif data.__class__ is list and type_.item is not None:
        for index, value in enumerate(data):
            here = f"{pointer}/{index}"
            found.append((here, value, type_.item, data))
            if value.__class__ is dict or value.__class__ is list:
                walk(value, type_.item, here, found)


@lru_cache(maxsize=2)
def everything(record: Record, kind: Kind) -> Sequence[Known]:
    """A record walked whole, kept for the next reader."""
    found: list[Known] = [("", record.data, kind.root, None)]
    walk(record.data, kind.root, "", found)
    return found


class Noted:
    """The values of a record that checks look at one by one, each sort in the record's order.

    Most of a record is not among them, and is passed over without a trace: ``everything`` has it all.
    """

    def __init__(self, record: Record, kind: Kind) -> None:
        #: texts that name something, dates, and blank ones
        self.texts: list[Known] = []
        #: what is read for mentions: pointer and text
        self.prose: list[tuple[str, str]] = []
        #: objects whose keys have to lie in a window
        self.windowed: list[Known] = []
        #: numbers with a point where the kind wants whole ones
        self.decimals: list[Known] = []
        #: what is kept from the public, whatever it is
        self.private: list[Any] = []
        self.look_through(record.data, kind.root, "")

    def look_through(self, data: Any, type_: Type, pointer: str) -> None:
        """Note what is inside a value; it calls itself as deep as a record may nest."""
        is_list = data.__class__ is list
        members: Iterable[tuple[Any, Any]] = enumerate(data) if is_list else data.items()
        fields, other = ({}, type_.item) if is_list else (type_.fields, type_.entry)
        for name, value in members:
            inner = fields.get(name) or other
            if inner is None:
                continue
            sort = value.__class__
            if sort is str:
                is_blank = not value.strip()
                if inner.is_prose or inner.ref or inner.sort == "date" or is_blank:
                    here = join_pointer(pointer, name)
                    if inner.is_prose:
                        self.prose.append((here, value))
                    if inner.ref or inner.sort == "date" or is_blank:
                        self.texts.append((here, value, inner, data))
            elif sort is dict or sort is list:
                here = join_pointer(pointer, name)
                if inner.window and sort is dict:
                    self.windowed.append((here, value, inner, data))
                self.look_through(value, inner, here)
            elif sort is Decimal and inner.is_whole:
                here = join_pointer(pointer, name)
                self.decimals.append((here, value, inner, data))
            if not inner.is_public:
                self.private.append(value)


@lru_cache(maxsize=2)
def noted(record: Record, kind: Kind) -> Noted:
    """What is noted of a record, kept for the next check: validation, prose and masking all want it."""
    return Noted(record, kind)


def prose_fields(record: Record, kind: Kind) -> Sequence[tuple[str, str]]:
    """Every text that is read for mentions, in the record's order: pointer and text."""
    return noted(record, kind).prose


def label(kind: Kind, pointer: str, record: Record) -> str:
    """The Chinese path of a pointer as a clerk knows it: 资金发放 › 孤儿基本生活费 › 各期发放 › 第2项."""
    return Labels(kind, record).of(pointer)


class Labels:
    """The labels of a record's pointers; the way to each is walked once, for all that lies beyond it, too."""

    def __init__(self, kind: Kind, record: Record) -> None:
        #: pointer -> label, type and value of what stands there, as far as they are known
        self.known: dict[str, tuple[str, Type | None, Any]] = {"": ("", kind.root, record.data)}

    def of(self, pointer: str) -> str:
        """The label of a pointer."""
        return self.at(pointer)[0]

    def at(self, pointer: str) -> tuple[str, Type | None, Any]:
        """What is known of a pointer."""
        found = self.known.get(pointer)
        if found is None:
            around, _, token = pointer.rpartition("/")
            before, holder, data = self.at(around)
            name = unescape_pointer(token)
            type_: Type | None
            if isinstance(data, list):
                type_ = holder.item if holder else None
                value = data[int(name)] if name.isdecimal() and int(name) < len(data) else None
                own = element_name(value) or (numbered(int(name)) if name.isdecimal() else name)
            else:
                type_ = (holder.fields.get(name) or holder.entry) if holder else None
                value = data.get(name) if isinstance(data, dict) else None
                own = field_name(name, value, type_, holder)
            found = self.known[pointer] = (f"{before}{LABEL_STEP}{own}" if around else own, type_, value)
        return found


def field_name(name: str, data: Any, type_: Type | None, holder: Type | None) -> str:
    """What a field, or an entry keyed by an id, is called: its own name, its title in the schema, its key."""
    if type_ is None:
        return "未知原因" if name == "unknown" and holder and holder.may_be_unknown else name
    is_entry = holder is not None and name not in holder.fields
    if isinstance(data, dict) and (is_entry or type_.sort in ("number", "date")):
        own = data.get("name") or (data.get("title") if is_entry else None)
        if isinstance(own, str):
            return own
    return name if is_entry else type_.title or name


def numbered(index: int) -> str:
    """What a list element is called that has no name of its own: 第2项."""
    return f"第{index + 1}项"


def element_name(data: Any) -> str:
    """What a list element calls itself: its name, heading, problem, or the start of its text."""
    if not isinstance(data, dict):
        return ""
    for key in ("name", "heading", "problem", "text", "title", "period"):
        value = data.get(key)
        if isinstance(value, str) and value:
            value = _MENTION.sub("…", value)
            return value if len(value) <= 20 else value[:19] + "…"
    return ""
