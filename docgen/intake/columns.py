"""Which column of a table is which field of a record: by the field's Chinese title, its id, or its path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from docgen.expressions import Type
from docgen.intake.cells import Convert, converter, shown
from docgen.ooxml.workbooks import Cell
from docgen.quantities import parse_unit
from docgen.schemas import Kind
from docgen.wording import nearest

#: columns that lists have for people, and no record wants
FOR_PEOPLE = frozenset({"序号", "编号", "备注", "签收", "签收人"})
#: how many names of columns a message gives
_MOST_NAMED = 12
#: the unit, or another remark, behind a heading
REMARK = re.compile(r"[（(]([^（）()]*)[）)]$")


class Field(NamedTuple):
    """A field that a column may be: its pointer in steps, its label, type, and its unit ("" for none)."""

    steps: tuple[str, ...]
    label: str
    type: Type
    unit: str = ""


class Column(NamedTuple):
    """A column that is understood: where it stands (from 0), its field, and how its cells are read."""

    at: int
    field: Field
    convert: Convert


class Fault(NamedTuple):
    """What is wrong with a heading: a code of messages.py, the column (from 0), parameters."""

    code: str
    at: int
    parameters: dict[str, Any]


class Names:
    """Every name by which a kind's fields may be called in a heading."""

    def __init__(self, kind: Kind, common: Mapping[str, Any]) -> None:
        self.fields: dict[str, Field] = {}
        leaf: dict[str, list[Field]] = {}
        for field in _fields(kind, common):
            path, titles = ".".join(field.steps), field.label.split(" › ")
            for name in (path, field.label, "".join(titles), ".".join(titles), "·".join(titles)):
                self.fields.setdefault(normal(name), field)
            for name in (titles[-1], field.steps[-1]):
                leaf.setdefault(normal(name), []).append(field)
        for name, found in leaf.items():
            shortest = min(found, key=lambda each: len(each.steps))
            if sum(len(each.steps) == len(shortest.steps) for each in found) == 1:
                self.fields.setdefault(name, shortest)

    def find(self, heading: str) -> tuple[Field | None, str]:
        """The field of a heading, and the unit that it names in brackets ("" for none)."""
        name = normal(heading)
        if name in self.fields:
            return self.fields[name], ""
        unit = REMARK.search(heading.strip())
        if unit is not None:
            field = self.fields.get(normal(heading.strip()[: unit.start()]))
            if field is not None:
                return field, unit[1].strip()
        return None, ""

    def nearest(self, heading: str) -> str:
        """The label of the field that a heading most likely means."""
        # 截止日期 of a list is when something is due, never the end of the period
        likely = [name for name, each in self.fields.items() if each.steps[0] != "period"]
        near = nearest(normal(heading), likely)
        return self.fields[near].label.replace(" › ", "·") if near else ""


    def usual(self) -> str:
        """What columns are called in a list: the titles of the record's own fields."""
        titles = list(dict.fromkeys(each.label for each in self.fields.values() if len(each.steps) == 1))
        titles = [each for each in titles if not is_for_people(each)]
        return "、".join(titles[:_MOST_NAMED]) + ("…" if len(titles) > _MOST_NAMED else "")


def is_for_people(heading: str) -> bool:
    """Whether a column is none of a record's: empty, usual in lists, or begins with #."""
    return not heading or heading.startswith(("#", "＃")) or normal(heading) in FOR_PEOPLE


@lru_cache(maxsize=8192)
def normal(heading: str) -> str:
    """A heading without what makes no difference: width, spaces, case."""
    return "".join(unicodedata.normalize("NFKC", heading).split()).casefold()


def _fields(kind: Kind, common: Mapping[str, Any]) -> Iterator[Field]:
    """Every field that one cell can hold, those that only the common part gives an id among them."""
    waiting: list[tuple[tuple[str, ...], str, Type]] = [
        ((name,), type_.title or name, type_) for name, type_ in kind.root.fields.items()
    ]
    while waiting:
        steps, label, type_ = waiting.pop(0)
        if steps in (("format",), ("kind",)):
            continue
        if type_.entry is not None:
            yield from _entries(steps, type_, common.get(steps[-1]) if len(steps) == 1 else None)
        elif converter(type_) is not None:
            yield Field(steps, label, type_, type_.unit or "")
            if type_.sort != "object":
                continue
        if type_.entry is None and type_.sort == "object":
            waiting += [
                ((*steps, name), f"{label} › {inner.title or name}", inner)
                for name, inner in type_.fields.items()
            ]


def _entries(steps: tuple[str, ...], type_: Type, given: object) -> Iterator[Field]:
    """The values of indicators and dates by their ids and names, those of the record's own among them."""
    own = given if isinstance(given, dict) else {}
    for name in dict.fromkeys((*type_.fields, *own)):
        inner = type_.fields.get(name) or type_.entry
        entry = own.get(name)
        if inner is None or inner.sort not in ("number", "date"):
            continue
        called = entry.get("name") if isinstance(entry, dict) else None
        unit = entry.get("unit") if isinstance(entry, dict) else None
        yield Field(
            (*steps, name, "value"),
            str(called or inner.title or name),
            inner,
            str(unit or inner.unit or "") if inner.sort == "number" else "",
        )


def match(headings: Sequence[Cell], names: Names) -> tuple[list[Column], list[Fault]]:
    """The columns of a heading row that are understood, and what is wrong with the others."""
    columns: list[Column] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], str] = {}
    for at, cell in enumerate(headings):
        heading = shown(cell).strip()
        if is_for_people(heading):
            continue
        field, unit = names.find(heading)
        if field is None:
            faults.append(
                Fault("column-unknown", at, {"heading": heading, "nearest": names.nearest(heading)})
            )
            continue
        if field.steps in seen:
            faults.append(Fault("column-twice", at, {"heading": heading, "other": seen[field.steps]}))
            continue
        seen[field.steps] = heading
        if unit and field.unit and parse_unit(unit) != parse_unit(field.unit):
            faults.append(
                Fault("column-other-unit", at, {"heading": heading, "unit": unit, "wanted": field.unit})
            )
            continue
        convert = converter(field.type, field.unit)
        if convert is not None:
            columns.append(Column(at, field, convert))
    return columns, faults


def likeness(headings: Sequence[Cell], names: Names) -> tuple[int, int]:
    """How many cells of a row are headings, and how many hold anything."""
    texts = [shown(cell).strip() for cell in headings]
    known = sum(names.find(text)[0] is not None or is_for_people(text) for text in texts if text)
    return known, sum(1 for text in texts if text)
