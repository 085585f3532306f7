"""Ids and what people call them: a form shows 城市低保人数, and the record says urban_dibao_persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.intake.columns import normal
from docgen.schemas import Kind, element_name

#: a longer name is no name but a sentence; its id stands in the form
_LONGEST = 60


class Names:
    """What each id of a record is called, and which id is meant by a name."""

    def __init__(self, kind: Kind, data: Mapping[str, Any]) -> None:
        self._called: dict[str, dict[str, str]] = {}
        self._meant: dict[str, dict[str, str]] = {}
        for field, value in data.items():
            pairs = list(_named(kind, field, value))
            if not pairs:
                continue
            self._called[field], self._meant[field] = _both_ways(pairs)
        every = [pair for called in self._called.values() for pair in called.items()]
        self._called["any"], self._meant["any"] = _both_ways(every)

    def called(self, ref: str, id: str) -> str:
        """The name of an id, if nothing else of its sort bears it; otherwise the id."""
        return self._called.get(ref, {}).get(id, id)

    def meant(self, ref: str, text: str) -> str:
        """The id that a text names; the text itself if it names none."""
        if text in self._called.get(ref, {}):
            return text
        return self._meant.get(ref, {}).get(normal(text), text)

    def all_of(self, ref: str) -> list[str]:
        """The names that may be chosen for a reference."""
        return list(self._called.get(ref, {}).values())


def _named(kind: Kind, field: str, value: Any) -> Iterator[tuple[str, str]]:
    """(id, name) of what stands in a field; the id twice where it has no name of its own."""
    if isinstance(value, dict):
        type_ = kind.root.fields.get(field)
        for id, entry in value.items():
            known = type_.fields.get(id) if type_ is not None else None
            own = entry.get("name") or entry.get("title") if isinstance(entry, dict) else None
            yield id, own if isinstance(own, str) else (known.title if known is not None else "") or id
    elif isinstance(value, list):
        for element in value:
            if isinstance(element, dict) and isinstance(element.get("id"), str):
                yield element["id"], element_name(element) or element["id"]


def _both_ways(pairs: list[tuple[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    count: dict[str, int] = {}
    for id, name in pairs:
        for key in {normal(id), normal(name)}:
            count[key] = count.get(key, 0) + 1
    called: dict[str, str] = {}
    meant: dict[str, str] = {}
    for id, name in pairs:
        is_name = (
            count[normal(name)] == 1
            and len(name) <= _LONGEST
            and "…" not in name
            and not set(name) & set("；;\n")
        )
        called[id] = name.strip() if is_name else id
        meant[normal(called[id])] = id
        meant.setdefault(normal(id), id)
    return called, meant
