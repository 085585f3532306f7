"""What a kind's form has: a sheet for the single fields, one for each list, and the columns of each.

The plan comes from the schema alone. Writing a form, filling it from a record and reading it back all go by
it, so that what one of them puts into a cell the other finds there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from docgen.expressions import Type
from docgen.frozen import frozen
from docgen.intake.cells import converter
from docgen.schemas import Kind

#: the sheet of the fields that a record has once
SINGLE = "基本情况"
ABOUT = "填写说明"
#: the step of a path that stands for every element
EACH = "*"
#: codes of columns that are no field: what is shown beside a row, whose element a row is, its key, its number
SHOWN, OWNER, KEY, LOCAL = "#shown", "#owner", "#key", "#number"
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


@cache
def _steps(code: str) -> tuple[str, ...]:
    return () if code.startswith("#") or not code else tuple(code.split("/"))


@frozen
class Column:
    """One column of a list, or one row of the sheet of single fields.

    ``code`` names it for docgen: the steps from the element joined by "/", or one of the codes above.
    ``table`` is set where the field is a list with a sheet of its own: the cell then tells only whether there
    is one (none, unknown, empty).
    """

    code: str
    label: str
    type: Type
    is_required: bool = False
    table: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The way from the element to the field; () for the element itself, and for what is no field."""
        return _steps(self.code)

    @property
    def is_field(self) -> bool:
        """Whether the column holds a value of the record."""
        return not self.code.startswith("#")


@dataclass(slots=True, eq=False)
class Table:
    """One sheet: ``path`` leads to its elements (payments, *, instalments, *), () to the single fields."""

    path: tuple[str, ...]
    sheet: str
    columns: list[Column]
    parent: Table | None = None
    is_keyed: bool = False
    #: rows that the form begins with: column code -> text
    rows: list[dict[str, str]] = field(default_factory=list)
    #: id of such a row -> the unit that its value is in
    units: dict[str, str] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    #: what a row of this list is called on the sheets of the lists inside it
    owner_name: str = ""

    @property
    def code(self) -> str:
        """The path as one word; "." for the single fields."""
        return "/".join(self.path) or "."

    @property
    def ids(self) -> str:
        """The column by which the rows of inner lists name their owner."""
        codes = [each.code for each in self.columns]
        return next((code for code in (KEY, LOCAL, "id") if code in codes), "")

    def column(self, code: str) -> Column | None:
        """The column of that code."""
        return next((each for each in self.columns if each.code == code), None)


class Plan:
    """The sheets of a kind's form, in their order."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.tables: list[Table] = []
        self._names: set[str] = {ABOUT, "选项"}
        single = Table((), self._name(SINGLE), [])
        self.tables.append(single)
        single.columns = list(self._columns(kind.root, (), "", single, skip=("format", "kind")))
        self.by_code: Mapping[str, Table] = {each.code: each for each in self.tables}

    @property
    def single(self) -> Table:
        """The sheet of the fields that there are once."""
        return self.tables[0]

    def _name(self, wanted: str) -> str:
        clean = _FORBIDDEN_IN_NAMES.sub("", wanted).strip("'") or "表"
        name, number = clean[:_LONGEST_NAME], 2
        while name in self._names:
            name = f"{clean[: _LONGEST_NAME - 3]}{number}"
            number += 1
        self._names.add(name)
        return name

    def _columns(
        self,
        type_: Type,
        steps: tuple[str, ...],
        label: str,
        table: Table,
        *,
        skip: tuple[str, ...] = (),
        is_needed: bool = True,
    ) -> Iterator[Column]:
        """The columns of an object's fields, objects inside it laid out beside; lists get their own sheet."""
        for name, inner in type_.fields.items():
            if name in skip:
                continue
            here, called = (*steps, name), f"{label}·{inner.title or name}" if label else inner.title or name
            # what is required of an object that may be left out needn't be filled in
            needed = is_needed and inner.is_required
            if is_listed(inner):
                child = self._table(inner, (*table.path, *here), called, table)
                yield Column("/".join(here), called, inner, needed, child.code)
            elif converter(inner) is not None:
                yield Column("/".join(here), called, inner, needed)
            elif inner.fields:
                yield from self._columns(inner, here, called, table, is_needed=needed)

    def _table(self, type_: Type, path: tuple[str, ...], title: str, owner: Table) -> Table:
        """The sheet of a list, or of an object keyed by ids."""
        prefix = f"{owner.sheet}-" if owner.path else ""
        table = Table((*path, EACH), self._name(prefix + title), [], owner if owner.path else None)
        self.tables.append(table)
        item = type_.entry if type_.entry is not None else type_.item
        assert item is not None  # is_listed
        table.is_keyed = type_.entry is not None
        table.owner_name = title
        columns = []
        if table.parent is not None:
            columns.append(Column(OWNER, f"所属{owner.owner_name}", Type("text"), True))
        if not item.fields:  # a list of paragraphs, an object of numbers
            value = Column("", item.title or "内容", item, True)
            key = "季度" if type_.window else "标识"
            table.columns = [
                *columns,
                *([Column(KEY, key, Type("text"), True)] if table.is_keyed else []),
                value,
            ]
            return table
        fields = list(self._columns(item, (), "", table))
        ids = [each for each in fields if each.code == "id"]
        if table.is_keyed:
            table.rows = list(_known_entries(self.kind, path, type_))
            table.units = {row[KEY]: row.get("unit", "") for row in table.rows}
            table.required = frozenset(name for name, each in type_.fields.items() if each.is_required)
            if table.rows:
                columns.append(Column(SHOWN, title, Type("text")))
            columns += [*_value_first(fields), Column(KEY, "标识", Type("text"), True)]
        else:
            if not (ids and ids[0].is_required) and any(each.table for each in fields):
                columns.append(Column(LOCAL, "编号", Type("text"), True))
            columns += [*(each for each in fields if each.code != "id"), *ids]
        table.columns = columns
        return table


def is_listed(type_: Type) -> bool:
    """Whether a field has a sheet of its own: a list of objects or paragraphs, an object keyed by ids."""
    if type_.entry is not None:
        return True
    item = type_.item
    return item is not None and ((bool(item.fields) and converter(item) is None) or item.is_prose)


def _value_first(fields: list[Column]) -> list[Column]:
    """The columns of indicators and dates: the value where the eye looks for it, a name of its own last."""
    order = {"value": 0, "unit": 1, "basis": 2, "qualifier": 3, "name": 9}
    if not any(each.code == "value" for each in fields):
        return fields
    return sorted(fields, key=lambda each: order.get(each.code, 5))


def _known_entries(kind: Kind, path: tuple[str, ...], type_: Type) -> Iterator[dict[str, str]]:
    """The entries that the schema itself names, each with what it says of them."""
    properties: Mapping[str, Any] = kind.schema.get("properties", {}).get(path[0], {}).get("properties", {})
    choices = type_.entry.fields["basis"].choices if type_.entry and "basis" in type_.entry.fields else {}
    for name, inner in type_.fields.items():
        given = properties.get(name, {}).get("properties", {})
        row = {SHOWN: inner.title or name, KEY: name}
        if inner.sort == "number" and inner.unit:
            row["unit"] = inner.unit
        basis = given.get("basis", {}).get("const")
        if basis is not None:
            row["basis"] = choices.get(basis, basis)
        yield row
