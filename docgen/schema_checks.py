"""What is wrong with a schema file: keywords nobody reads, values they can't have, broken references.

JSON Schema lets pass every keyword that it doesn't know, so that one misspelt never checks anything. Here
it is a fault, like everything else that the author of a kind would hear of only much later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from docgen.errors import BrokenLibrary
from docgen.library import CORE
from docgen.locating import join_pointer, shown
from docgen.records import Record
from docgen.schema_types import CORE_URI
from docgen.windows import WINDOW_NAMES
from docgen.wording import nearest

#: raised whenever a schema is found right where it was broken, or broken where it was right
FORMAT = 1
#: the annotation that declares an indicator's relations (rules/relations.py)
RELATIONS = "x-relations"
#: where indicators are declared
INDICATORS = "/properties/indicators/properties"
#: more faults than this nobody reads
MAX_FAULTS = 100

#: what a keyword holds -> the keywords
_KEYWORDS: dict[str, tuple[str, ...]] = {
    "schema": (
        "not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames",
        "unevaluatedItems", "unevaluatedProperties", "contentSchema",
    ),
    "schemas": ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
    "alternatives": ("allOf", "anyOf", "oneOf", "prefixItems"),
    "text": (
        "$id", "$schema", "$ref", "$anchor", "$dynamicRef", "$dynamicAnchor", "$comment", "title",
        "description", "format", "contentEncoding", "contentMediaType", "x-unit", "x-template", "x-overrides",
        "x-kind",
    ),
    "pattern": ("pattern",),
    "truth": (
        "uniqueItems", "readOnly", "writeOnly", "deprecated", "x-prose", "x-public", "x-date", "x-quarter",
    ),
    "count": (
        "minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains", "minProperties",
        "maxProperties",
    ),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    "positive": ("multipleOf",),
    "names": ("required",),
    "aliases": ("x-aliases",),
    "list": ("enum",),
    "sort": ("type",),
    "window": ("x-window",),
    "reference": ("x-ref",),
    "any": ("const", "default", "examples", "dependentRequired", "$vocabulary", "x-derived", RELATIONS),
}  # fmt: skip
_HOLDS = {keyword: sort for sort, keywords in _KEYWORDS.items() for keyword in keywords}
#: how else relations may be written at an indicator
_MISSPELT = ("relations", "relation", "xrelations", "x_relations")
SORTS = ("object", "array", "string", "integer", "number", "boolean", "null")


def is_schema(value: Any) -> bool:
    """Whether a value may stand where a schema is wanted."""
    return isinstance(value, (dict, bool))


def is_count(value: Any) -> bool:
    """Whether a value is 0, 1, 2…"""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_number(value: Any) -> bool:
    """Whether a value is a number."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def are_texts(value: Any) -> bool:
    """Whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def are_names(value: Any) -> bool:
    """Whether a value is a list of texts, none of them twice."""
    return are_texts(value) and len(set(value)) == len(value)


def are_sorts(value: Any) -> bool:
    """Whether a value names a type of JSON, or several."""
    several = [value] if isinstance(value, str) else value
    return are_names(several) and bool(several) and set(several) <= set(SORTS)


#: what a keyword holds -> whether a value is that
_FITS: dict[str, Callable[[Any], bool]] = {
    "schema": is_schema,
    "schemas": lambda value: isinstance(value, dict) and all(map(is_schema, value.values())),
    "alternatives": lambda value: isinstance(value, list) and bool(value) and all(map(is_schema, value)),
    "text": lambda value: isinstance(value, str),
    "pattern": lambda value: isinstance(value, str),
    "truth": lambda value: isinstance(value, bool),
    "count": is_count,
    "number": is_number,
    "positive": lambda value: is_number(value) and value > 0,
    "names": are_names,
    "aliases": are_texts,
    "list": lambda value: isinstance(value, list) and bool(value),
    "sort": are_sorts,
    "window": lambda value: value in WINDOW_NAMES,
    "reference": lambda value: isinstance(value, str),
    "any": lambda value: True,
}


def faults_of_schema(record: Record, id: str, core: Mapping[str, Any]) -> list[BrokenLibrary]:
    """Every fault of a kind's schema (or of the core itself) with its place, in the file's order."""
    reader = _Reader(record, core)
    reader.schema(record.data, "")
    if id != CORE:
        reader.named(id)
    reader.faults.sort(key=lambda fault: (fault.line or 0, fault.column or 0))
    return reader.faults[:MAX_FAULTS]


class _Reader:
    """One pass over a schema's file."""

    def __init__(self, record: Record, core: Mapping[str, Any]) -> None:
        self.record = record
        self.core = core
        self.faults: list[BrokenLibrary] = []

    def fault(self, code: str, pointer: str, suggestion: str = "", **parameters: Any) -> None:
        """Keep a fault at the value of a pointer, or (``key``) at its key."""
        self.faults.append(fault_at(self.record, code, pointer, suggestion, **parameters))

    def schema(self, node: Any, pointer: str) -> None:
        """The faults of one schema and of those inside it; it calls itself as deep as a file may nest."""
        if not isinstance(node, dict):
            return
        for keyword, value in node.items():
            here = join_pointer(pointer, keyword)
            if keyword == RELATIONS and pointer.rpartition("/")[0] != INDICATORS:
                self.fault("relation-misplaced", here, key=True)
            elif keyword not in _HOLDS:
                self.unknown(keyword, here, is_indicator=pointer.rpartition("/")[0] == INDICATORS)
            else:
                self.keyword(keyword, value, here)
        self.required(node, pointer)

    def unknown(self, keyword: str, pointer: str, *, is_indicator: bool) -> None:
        """The fault of a keyword that is none."""
        plain = keyword.casefold().strip()
        if plain.startswith("x-") or (is_indicator and plain in _MISSPELT):
            known = [each for each in _HOLDS if each.startswith("x-")]
            near = RELATIONS if plain in _MISSPELT else nearest(plain, known)
            self.fault("schema-unknown-annotation", pointer, near, key=True, name=shown(keyword))
        else:
            near = nearest(keyword, list(_HOLDS))
            self.fault("schema-unknown-keyword", pointer, near, key=True, name=shown(keyword))

    def keyword(self, keyword: str, value: Any, pointer: str) -> None:
        """The faults of one keyword's value."""
        sort = _HOLDS[keyword]
        if not _FITS[sort](value):
            choices = {"sort": SORTS, "window": sorted(WINDOW_NAMES)}.get(sort, ())
            near = nearest(value, list(choices)) if isinstance(value, str) else ""
            self.fault(f"schema-wants-{sort}", pointer, near, name=keyword, found=shown(said(value)))
        if sort == "schema" and isinstance(value, dict):
            self.schema(value, pointer)
        elif sort in ("schema", "schemas", "alternatives") and isinstance(value, (dict, list)):
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            for name, each in inner:
                if name == RELATIONS:  # no field is called like this
                    self.fault("relation-misplaced", join_pointer(pointer, name), key=True)
                    continue
                self.schema(each, join_pointer(pointer, name))
        elif not isinstance(value, str):
            return
        elif sort == "pattern":
            self.pattern(value, pointer)
        elif keyword == "$ref":
            self.reference(value, pointer)
        elif sort == "reference" and not self.holds_ids(value):
            known = ["any", *self.record.data.get("properties", {})]
            self.fault("schema-unknown-field", pointer, nearest(value, known), name=value)

    def pattern(self, pattern: str, pointer: str) -> None:
        """The fault of a regular expression that is none."""
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            self.fault("schema-bad-pattern", pointer, found=shown(pattern))

    def reference(self, ref: str, pointer: str) -> None:
        """The fault of a $ref to what isn't there."""
        uri, _, fragment = ref.partition("#")
        document = self.core if uri == CORE_URI else self.record.data if not uri else None
        target: Any = document
        for token in fragment.split("/")[1:]:
            target = target.get(token) if isinstance(target, Mapping) else None
        if document is None or not isinstance(target, Mapping) or (fragment and fragment[0] != "/"):
            known = [f"{CORE_URI}#/$defs/{name}" for name in self.core.get("$defs", {})]
            own = self.record.data.get("$defs")
            known += [f"#/$defs/{name}" for name in own] if isinstance(own, dict) else []
            self.fault("schema-bad-ref", pointer, nearest(ref, known), ref=shown(ref, 80))

    def holds_ids(self, name: str) -> bool:
        """Whether x-ref names a field of the record, whose entries have ids."""
        properties = self.record.data.get("properties")
        if name == "any" or self.record.data is self.core:  # its fields are the kinds'
            return True
        return isinstance(properties, dict) and name in properties

    def required(self, node: Mapping[str, Any], pointer: str) -> None:
        """Faults for fields that must be there and may not be."""
        names, fields = node.get("required"), node.get("properties")
        if node.get("additionalProperties") is not False or "patternProperties" in node:
            return
        if not are_names(names) or not isinstance(fields, dict):
            return
        for index, name in enumerate(names or ()):
            if name not in fields:
                free = [each for each in fields if each not in (names or ())]
                here = f"{pointer}/required/{index}"
                self.fault("schema-unknown-field", here, nearest(name, free), name=name)

    def named(self, id: str) -> None:
        """The fault of a kind that wants records to say the name of another."""
        pointer = "/properties/kind/const"
        stated = self.record.get(pointer)
        if isinstance(stated, str) and stated != id:
            self.fault("schema-other-kind", pointer, id, found=shown(stated), id=id)


def fault_at(
    record: Record, code: str, pointer: str, suggestion: str = "", *, key: bool = False, offset: int = 0,
    **parameters: Any,
) -> BrokenLibrary:  # fmt: skip
    """A fault at the value of a pointer of a schema's file, at its key, or at a character of its text."""
    place = record.place(pointer, key=key)
    column = place.column
    if offset and column is not None:
        column += 1 + offset  # behind the quotation mark
    return BrokenLibrary(
        code, path=record.source.name, line=place.line, column=column, suggestion=suggestion, **parameters
    )


def texts_of(node: Any, keyword: str, pointer: str = "") -> Iterator[tuple[str, str]]:
    """The pointer and text of every such keyword, such as $ref or pattern."""
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, inner in members:
        here = join_pointer(pointer, name)
        if name == keyword and isinstance(inner, str):
            yield here, inner
        else:
            yield from texts_of(inner, keyword, here)


def said(value: Any) -> str:
    """A value as it stands in a message."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return f"[{', '.join(map(said, value))}]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return f'"{value}"' if isinstance(value, str) else str(value)
