"""An office's own profile (layout.yaml in its library): a measure or rule changed, each with its reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from docgen.errors import BrokenLibrary, YamlFault
from docgen.layout.fonts import PREFERRED, SIZES
from docgen.layout.linting import Office
from docgen.layout.measures import MEASURES
from docgen.layout.table import RULES
from docgen.library import Library
from docgen.strict_yaml import Document, load_file
from docgen.wording import nearest

FILE = "layout.yaml"


def load_office(library: Library) -> Office:
    """The office's profile, an empty one if its library has none; BrokenLibrary names the line of a fault."""
    for root in reversed(library.roots):
        path = root / FILE
        if path.is_file():
            return _read(path)
    return Office()


def _read(path: Path) -> Office:
    try:
        document = load_file(path)
    except YamlFault as fault:
        raise fault.as_broken_library() from None
    data = document.data
    if not isinstance(data, dict):
        raise _fault("office-shape", document, "")
    for key in data:
        if key not in ("measures", "ignore"):
            raise _fault("office-unknown-key", document, f"/{key}", key=key)
    measures: dict[str, int | str] = {}
    reasons: dict[str, str] = {}
    for name, given in _mapping(document, data, "measures").items():
        pointer = f"/measures/{name}"
        if name not in MEASURES:
            raise _fault("office-no-measure", document, pointer, near=nearest(name, MEASURES), name=name)
        if (
            not isinstance(given, dict)
            or set(given) != {"value", "reason"}
            or not _has_words(given["reason"])
        ):
            raise _fault("office-no-reason", document, pointer, name=name)
        measures[name] = _value(document, pointer, name, given["value"])
        reasons[name] = given["reason"]
    ignored: dict[str, str] = {}
    ids = [rule.id for rule in RULES]
    for id, reason in _mapping(document, data, "ignore").items():
        if not any(each == id or each.startswith(f"{id}.") for each in ids):
            raise _fault("office-no-rule", document, f"/ignore/{id}", near=nearest(id, ids), id=id)
        if not _has_words(reason):
            raise _fault("office-no-reason", document, f"/ignore/{id}", name=id)
        ignored[id] = reason
    return Office(measures, reasons, ignored)


def _mapping(document: Document, data: dict[str, Any], key: str) -> dict[str, Any]:
    found = data.get(key) or {}
    if not isinstance(found, dict):
        raise _fault("office-shape", document, f"/{key}")
    return found


def _has_words(reason: object) -> bool:
    return isinstance(reason, str) and bool(reason.strip())


def _value(document: Document, pointer: str, name: str, value: Any) -> int | str:
    """A measure as it is kept: a size by name (四号), a font category, or twips."""
    if isinstance(value, str):
        if name.endswith(".font") and value in PREFERRED:
            return value
        if name.endswith(".size") and value in SIZES:
            return SIZES[value]
    is_measure = isinstance(value, int | Decimal) and not isinstance(value, bool) and 0 < value < 40_000
    if is_measure and value == int(value) and not name.endswith((".font", ".size")):
        return int(value)
    raise _fault("office-value", document, pointer, name=name)


def _fault(
    code: str, document: Document, pointer: str, near: str | None = None, **parameters: object
) -> BrokenLibrary:
    line, column = document.mark(pointer)
    return BrokenLibrary(
        code, path=document.path, line=line, column=column, suggestion=near or "", **parameters
    )
