"""A kind of record: its JSON Schema found and compiled, and the tree of types read from it.

The schemas use draft 2020-12 with our annotations: ``x-prose`` (read for mentions), ``x-ref`` (the id of
something else in the record), ``x-window`` (where a date may lie), ``x-unit`` (the unit of a bare number),
``x-public`` (false: never in names, manifests or logs), ``x-derived`` (values computed by name).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from docgen.errors import BrokenLibrary, UnreadableInput, UsageError
from docgen.expressions import Expression, ExpressionFault, Scope, Thing, Type, Value, compile_expression
from docgen.library import Library
from docgen.quantities import parse_unit
from docgen.records import Record
from docgen.wording import nearest

CORE_URI = "docgen:core"
_INDICATOR, _DATED = f"{CORE_URI}#/$defs/indicator", f"{CORE_URI}#/$defs/dated"
_UNKNOWN, _NONE = f"{CORE_URI}#/$defs/unknown", f"{CORE_URI}#/$defs/none"
_SEPARATOR = " › "
_MENTION = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that the kind computes by name (派生指标), rounded half up to ``places`` when printed."""

    id: str
    title: str
    unit: str
    places: int
    expression: Expression


@dataclass(frozen=True)
class Kind:
    """A kind of record (材料类型): its schema, its types, its derived values and default template."""

    id: str
    title: str
    description: str
    path: Path
    schema: Mapping[str, Any]
    core: Mapping[str, Any]
    root: Type
    derived: Mapping[str, Derived]
    default_template: str

    @cached_property
    def acceptor(self) -> Any:
        """The fast yes-or-no validator; what it rejects is worded by validation.py."""
        import jsonschema_rs

        registry = jsonschema_rs.Registry([(CORE_URI, self.core)])
        return jsonschema_rs.Draft202012Validator(self.schema, registry=registry)

    def scope(self, record: Record) -> Scope:
        """What expressions see of a record of this kind."""
        derived = {name: each.expression.evaluate for name, each in self.derived.items()}
        return Scope(Thing(record.data, "", self.root), record.pointers, derived)

    def compute(self, name: str, record: Record) -> Value:
        """A derived value of a record, exact."""
        return self.derived[name].expression.evaluate(self.scope(record))


def load_kind(library: Library, kind_id: str) -> Kind:
    """The kind of that id; UsageError with the nearest name if there is none, BrokenLibrary if it's broken."""
    files = {file.id: file.path for file in library.schema_files()}
    if kind_id not in files or kind_id == "core":
        names = sorted(set(files) - {"core"})
        raise UsageError("unknown-kind", suggestion=nearest(kind_id, names), kind=kind_id, kinds="、".join(names))
    schema, core = read_schema(files[kind_id]), read_schema(files["core"])
    builder = TypeBuilder({"": schema, CORE_URI: core}, files[kind_id])
    root = builder.build(schema, "")
    return Kind(
        id=kind_id,
        title=str(schema.get("title", kind_id)),
        description=str(schema.get("description", "")),
        path=files[kind_id],
        schema=schema,
        core=core,
        root=root,
        derived=read_derived(schema, root, files[kind_id]),
        default_template=str(schema.get("x-template", "")),
    )


def read_schema(path: Path) -> dict[str, Any]:
    """A schema file as data; BrokenLibrary if it isn't JSON or no object."""
    from docgen.records import parse, read_source

    try:
        return parse(read_source(str(path))).data
    except UnreadableInput as error:
        raise BrokenLibrary(
            error.code, path=str(path), line=error.line, column=error.column, **error.parameters
        ) from error
    except json.JSONDecodeError as error:  # pragma: no cover - parse words it itself
        raise BrokenLibrary("not-json", path=str(path), line=error.lineno) from error


def read_derived(schema: Mapping[str, Any], root: Type, path: Path) -> dict[str, Derived]:
    """The kind's derived values, their expressions checked; BrokenLibrary for a faulty one."""
    found: dict[str, Derived] = {}
    for name, given in schema.get("x-derived", {}).items():
        try:
            expression = compile_expression(str(given["expression"]), root, wanted="number")
            unit = str(given.get("unit", ""))
            if expression.dimension not in (None, parse_unit(unit).dimension):
                raise ExpressionFault("derived-wrong-unit", 0, unit=unit, name=name)
        except ExpressionFault as fault:
            parameters = {"source": "", **fault.parameters, "field": name}
            raise BrokenLibrary(fault.code, path=str(path), suggestion=fault.suggestion, **parameters) from fault
        except KeyError as missing:
            raise BrokenLibrary("schema-lacks", path=str(path), field=name, key=str(missing)) from missing
        title = str(given.get("title", name))
        found[name] = Derived(name, title, unit, int(given.get("places", 0)), expression)
    return found


class TypeBuilder:
    """Reads a kind's schema and the core into a tree of types."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]], path: Path) -> None:
        self.documents = documents
        self.path = path
        self.known: dict[str, Type] = {}

    def build(self, node: Mapping[str, Any], document: str) -> Type:
        """The type of one schema node; ``document`` is the URI that local references are relative to."""
        if "$ref" in node:
            return self.overlaid(self.referred(str(node["$ref"]), document), node, document)
        for key in ("anyOf", "oneOf"):
            if key in node:
                return self.merged(node, key, document)
        return self.plain(node, document)

    def referred(self, ref: str, document: str) -> Type:
        """The type behind a $ref, built once."""
        uri, _, fragment = ref.partition("#")
        full = f"{uri or document}#{fragment}"
        if full not in self.known:
            target: Any = self.documents.get(uri or document)
            for token in fragment.split("/")[1:]:
                target = target.get(token) if isinstance(target, Mapping) else None
            if not isinstance(target, Mapping):
                raise BrokenLibrary("schema-bad-ref", path=str(self.path), ref=ref)
            built = self.build(target, uri or document)
            if full == _INDICATOR:
                built = replace(built, sort="number", unit=None)
            if full == _DATED:
                built = replace(built, sort="date")
            self.known[full] = built
        return self.known[full]

    def overlaid(self, base: Type, node: Mapping[str, Any], document: str) -> Type:
        """A referred type with what the referring node adds: title, window, unit, more about its fields."""
        unit = node.get("properties", {}).get("unit", {}).get("const") if base.sort == "number" else None
        return replace(
            base,
            title=str(node.get("title", base.title)),
            window=str(node.get("x-window", base.window)),
            unit=unit if unit is not None else node.get("x-unit", base.unit),
            is_prose=bool(node.get("x-prose", base.is_prose)),
            is_public=bool(node.get("x-public", base.is_public)),
        )

    def merged(self, node: Mapping[str, Any], key: str, document: str) -> Type:
        """One type for alternatives: the first real one, with what the others allow besides."""
        real: list[Type] = []
        unknown = none = False
        choices: dict[str, str] = {}
        for branch in node[key]:
            ref = str(branch.get("$ref", ""))
            uri = ref if ref.startswith(CORE_URI) else f"{document}{ref}"
            if uri == _UNKNOWN:
                unknown = True
            elif uri == _NONE:
                none = True
            elif "const" in branch:
                choices[str(branch["const"])] = str(branch.get("title", branch["const"]))
            else:
                real.append(self.build(branch, document))
        base = real[0] if real else Type("text")
        for other in real[1:]:
            choices.update(other.choices)
            base = replace(base, ref=base.ref or other.ref)
        if base.ref == "indicators":
            base = replace(base, sort="number", unit="" if real[0].sort == "number" else None)
        return replace(
            base,
            title=str(node.get("title", base.title)),
            choices={**base.choices, **choices},
            may_be_unknown=unknown or base.may_be_unknown,
            may_be_none=none or base.may_be_none,
            is_public=bool(node.get("x-public", base.is_public)),
        )

    def plain(self, node: Mapping[str, Any], document: str) -> Type:
        """An object, a list, a number, a text, a date, or a constant."""
        common: dict[str, Any] = {
            "title": str(node.get("title", "")),
            "is_prose": bool(node.get("x-prose", False)),
            "is_public": bool(node.get("x-public", True)),
        }
        if node.get("const") == "无":
            return Type("text", may_be_none=True, **common)
        if node.get("x-date"):
            return Type("date", window=str(node.get("x-window", "")), **common)
        match node.get("type"):
            case "object":
                return self.object(node, document, common)
            case "array":
                return Type("list", item=self.build(node.get("items", {}), document), **common)
            case "number" | "integer":
                return Type("number", unit=str(node.get("x-unit", "")), **common)
            case "boolean":
                return Type("boolean", **common)
        return Type("text", ref=str(node.get("x-ref", "")), **common)

    def object(self, node: Mapping[str, Any], document: str, common: dict[str, Any]) -> Type:
        """An object with its fields; beside a text field ``unit``, an amount or value is measured in it."""
        required = set(node.get("required", ()))
        fields: dict[str, Type] = {}
        properties: Mapping[str, Any] = node.get("properties", {})
        for name, inner in properties.items():
            built = self.build(inner, document)
            if "unit" in properties and name in ("amount", "value") and built.sort == "number":
                built = replace(built, unit=None)
            fields[name] = replace(built, is_required=True) if name in required else built
        rest = node.get("additionalProperties")
        entry = self.build(rest, document) if isinstance(rest, Mapping) else None
        return Type("object", fields=fields, entry=entry, **common)


def walk(data: Any, kind: Type, pointer: str = "") -> Iterator[tuple[str, Any, Type, Any]]:
    """Everything in the data that the types know, parents first: pointer, value, type, parent's value."""
    stack: list[tuple[str, Any, Type, Any]] = [(pointer, data, kind, None)]
    while stack:
        here, value, type_, parent = stack.pop()
        yield here, value, type_, parent
        if isinstance(value, dict):
            for name in reversed(value):
                inner = type_.fields.get(name) or type_.entry
                if inner is not None:
                    token = name.replace("~", "~0").replace("/", "~1")
                    stack.append((f"{here}/{token}", value[name], inner, value))
        elif isinstance(value, list) and type_.item is not None:
            for index in range(len(value) - 1, -1, -1):
                stack.append((f"{here}/{index}", value[index], type_.item, value))


def prose_fields(record: Record, kind: Kind) -> Iterator[tuple[str, str]]:
    """Every text that is read for mentions, in the record's order: pointer and text."""
    for pointer, value, type_, _parent in walk(record.data, kind.root):
        if type_.is_prose and isinstance(value, str):
            yield pointer, value


def label(kind: Kind, pointer: str, record: Record) -> str:
    """The Chinese path of a pointer as a clerk knows it: 资金发放 › 孤儿基本生活费 › 各期发放 › 第2项 › 实发日期."""
    parts: list[str] = []
    type_: Type | None = kind.root
    data: Any = record.data
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(data, list):
            type_ = type_.item if type_ else None
            data = data[int(name)] if name.isdecimal() and int(name) < len(data) else None
            parts.append(element_name(data) or (f"第{int(name) + 1}项" if name.isdecimal() else name))
            continue
        type_ = (type_.fields.get(name) or type_.entry) if type_ else None
        data = data.get(name) if isinstance(data, dict) else None
        own = data.get("name") if isinstance(data, dict) and type_ and type_.sort in ("number", "date") else None
        if own is None and isinstance(data, dict) and parts and parts[-1] == "文件":
            own = data.get("title")
        parts.append(own if isinstance(own, str) else (type_.title if type_ and type_.title else name))
    return _SEPARATOR.join(parts)


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
