"""The tree of types that a kind's JSON Schema describes: what expressions, labels and walks go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from docgen.errors import BrokenLibrary
from docgen.expressions import Type
from docgen.expressions.reading import NONE_TEXT

Number = int | Decimal
CORE_URI = "docgen:core"
_INDICATOR, _DATED = f"{CORE_URI}#/$defs/indicator", f"{CORE_URI}#/$defs/dated"
_UNKNOWN, _NONE = f"{CORE_URI}#/$defs/unknown", f"{CORE_URI}#/$defs/none"
#: numbers that a field ``unit`` beside them measures; of ``values`` it measures each entry
_MEASURED = frozenset(
    ("amount", "value", "values", "before", "after", "opening", "added", "removed", "closing")
)


class TypeBuilder:
    """Reads a kind's schema and the core into a tree of types."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]], path: Path) -> None:
        self.documents = documents
        self.path = path
        self.known: dict[str, Type] = {}
        self.building: set[str] = set()

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
            if full in self.building:
                raise BrokenLibrary("schema-in-circle", path=str(self.path), ref=ref)
            self.building.add(full)
            built = self.build(target, uri or document)
            self.building.remove(full)
            if full == _INDICATOR:
                built = replace(built, sort="number", unit=None)
            if full == _DATED:
                built = replace(built, sort="date")
            self.known[full] = built
        return self.known[full]

    def overlaid(self, base: Type, node: Mapping[str, Any], document: str) -> Type:
        """A referred type with what the referring node adds: title, window, unit, more about its fields."""
        added = node.get("properties", {}) if base.sort == "number" else {}
        unit = added.get("unit", {}).get("const")
        (least, most), (least_value, most_value) = bounds(node), bounds(added.get("value", {}))
        return replace(
            base,
            title=str(node.get("title", base.title)),
            window=str(node.get("x-window", base.window)),
            unit=str(unit) if unit is not None else node.get("x-unit", base.unit),
            least=first(least_value, least, base.least),
            most=first(most_value, most, base.most),
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
        if node.get("const") == NONE_TEXT:
            return Type("text", may_be_none=True, **common)
        if node.get("x-date"):
            return Type("date", window=str(node.get("x-window", "")), **common)
        match node.get("type"):
            case "object":
                return self.object(node, document, common)
            case "array":
                return Type("list", item=self.build(node.get("items", {}), document), **common)
            case "number" | "integer":
                is_whole = node["type"] == "integer"
                unit, (least, most) = str(node.get("x-unit", "")), bounds(node)
                return Type("number", unit=unit, is_whole=is_whole, least=least, most=most, **common)
            case "boolean":
                return Type("boolean", **common)
        texts = [each for each in node.get("enum", ()) if isinstance(each, str)]
        return Type(
            "text",
            ref=str(node.get("x-ref", "")),
            choices={each: each for each in texts if each != NONE_TEXT},
            may_be_none=NONE_TEXT in texts,
            **common,
        )

    def object(self, node: Mapping[str, Any], document: str, common: dict[str, Any]) -> Type:
        """An object with its fields; beside a text field ``unit``, amounts and values are measured in it."""
        required = set(node.get("required", ()))
        fields: dict[str, Type] = {}
        properties: Mapping[str, Any] = node.get("properties", {})
        for name, inner in properties.items():
            built = self.build(inner, document)
            if "unit" in properties and name in _MEASURED:
                built = measured_beside(built)
            fields[name] = replace(built, is_required=True) if name in required else built
        rest = node.get("additionalProperties")
        entry = self.build(rest, document) if isinstance(rest, Mapping) else None
        # of an object keyed by quarters, the window says where those may lie
        return Type("object", fields=fields, entry=entry, window=str(node.get("x-window", "")), **common)


def bounds(node: Mapping[str, Any]) -> tuple[Number | None, Number | None]:
    """What a number must not be below or above, as far as a schema node says it."""
    ends = [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")]
    least, most = (first(*(node.get(name) for name in names)) for names in ends)
    return least, most


def first(*values: Number | None) -> Number | None:
    """The first of some values that is given."""
    return next((value for value in values if value is not None), None)


def measured_beside(type_: Type) -> Type:
    """A number, or the numbers of a keyed object, in the unit that the record gives beside it."""
    if type_.sort == "number":
        return replace(type_, unit=None)
    if type_.entry is not None and type_.entry.sort == "number":
        return replace(type_, entry=replace(type_.entry, unit=None))
    return type_
