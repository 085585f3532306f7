"""A record laid out in the rows of its kind's form, and what no cell of it can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from docgen.intake.columns import normal
from docgen.intake.form_values import EMPTY, to_cell
from docgen.intake.naming import Names
from docgen.intake.plans import KEY, LOCAL, OWNER, SHOWN, Plan, Table
from docgen.records import join_pointer
from docgen.schemas import element_name

CellValue = str | int | Decimal
Row = dict[str, CellValue]
#: a cell of a spreadsheet holds so many characters
MAX_CELL = 32_767


@dataclass(slots=True)
class Filled:
    """Table code -> rows (column code -> cell), and the pointers of what found no cell."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def fill(plan: Plan, data: Mapping[str, Any], names: Names) -> Filled:
    """The rows of every sheet; those that the schema names are there in an empty form too."""
    return _Filling(plan, names).filled(data)


class _Filling:
    def __init__(self, plan: Plan, names: Names) -> None:
        self.plan = plan
        self.names = names
        self.result = Filled({table.code: [] for table in plan.tables})
        self.waiting: list[tuple[Table, Any, str, str]] = []

    def filled(self, data: Mapping[str, Any]) -> Filled:
        rest = {name: value for name, value in data.items() if name not in ("format", "kind")}
        self.result.rows["."] = [self.row(self.plan.single, rest, "", "")]
        while self.waiting:
            table, value, pointer, owner = self.waiting.pop(0)
            self.rows_of(table, value, pointer, owner)
        for table in self.plan.tables:
            there = {row.get(KEY) for row in self.result.rows[table.code]}
            missing: list[Row] = [dict(row) for row in table.rows if row[KEY] not in there]
            self.result.rows[table.code] += missing
            if table.rows:
                order = {row[KEY]: at for at, row in enumerate(table.rows)}
                self.result.rows[table.code].sort(key=lambda row: order.get(str(row.get(KEY)), len(order)))
        return self.result

    def rows_of(self, table: Table, value: Any, pointer: str, owner: str) -> None:
        """The rows of one list; of a list inside it, when all of its own are told by their names."""
        pairs = value.items() if table.is_keyed else enumerate(value)
        called = self.owner_texts(table, value)
        shown = {row[KEY]: row for row in table.rows}
        for at, (key, element) in enumerate(pairs):
            here = join_pointer(pointer, key)
            row: Row = {OWNER: owner} if owner else {}
            if table.is_keyed:
                row[KEY] = key
                if SHOWN in shown.get(key, {}):
                    row[SHOWN] = shown[key][SHOWN]
            if table.column(LOCAL) is not None:
                row[LOCAL] = str(len(self.result.rows[table.code]) + 1)
            known = row | self.row(table, element, here, called[at] or str(row.get(LOCAL, "")))
            self.result.rows[table.code].append(known)

    def owner_texts(self, table: Table, value: Any) -> list[str]:
        """What each element is called on the sheets of the lists inside it: its name, or its id."""
        elements = list(value.items() if table.is_keyed else enumerate(value))
        if table.column(LOCAL) is not None:
            return [""] * len(elements)
        count: dict[str, int] = {}
        for _key, element in elements:
            for text in {normal(_id(element)), normal(element_name(element))}:
                count[text] = count.get(text, 0) + 1
        texts = []
        for key, element in elements:
            name = element_name(element)
            id = str(key) if table.is_keyed else _id(element)
            texts.append(name if name and "…" not in name and count.get(normal(name)) == 1 else id)
        return texts

    def row(self, table: Table, element: Any, pointer: str, owner: str) -> Row:
        """The cells of one element; the lists inside it wait for their sheets."""
        row: Row = {}
        whole = table.column("")
        if whole is not None:
            self.put(row, "", to_cell(element, whole.type, self.names), pointer)
            return row
        taken: dict[tuple[str, ...], bool] = {}
        for column in table.columns:
            if not column.is_field:
                continue
            value, is_there = _at(element, column.steps)
            if not is_there:
                continue
            taken[column.steps] = True
            here = pointer
            for step in column.steps:
                here = join_pointer(here, step)
            if column.table:
                child = self.plan.by_code[column.table]
                is_keyed = child.is_keyed and isinstance(value, dict) and set(value) != {"unknown"}
                if isinstance(value, list) or is_keyed:
                    if value:
                        self.waiting.append((child, value, here, owner))
                    row[column.code] = f"见“{child.sheet}”" if value else EMPTY
                    continue
            self.put(row, column.code, to_cell(value, column.type, self.names), here)
        self.result.lost += _left_over(element, pointer, (), taken)
        return row

    def put(self, row: Row, code: str, cell: CellValue | None, pointer: str) -> None:
        if cell is None or (isinstance(cell, str) and (len(cell) > MAX_CELL or not cell.strip())):
            self.result.lost.append(pointer)
        else:
            row[code] = cell


def _at(element: Any, steps: tuple[str, ...]) -> tuple[Any, bool]:
    for step in steps:
        if not isinstance(element, dict) or step not in element:
            return None, False
        element = element[step]
    return element, True


def _id(element: Any) -> str:
    return str(element.get("id", "")) if isinstance(element, dict) else ""


def _left_over(
    element: Any, pointer: str, steps: tuple[str, ...], taken: Mapping[tuple[str, ...], bool]
) -> list[str]:
    """The pointers of what stands in an element and has no column."""
    if not isinstance(element, dict):
        return [pointer]
    found = []
    for name, value in element.items():
        here, at = (*steps, name), join_pointer(pointer, name)
        if here in taken or (not pointer and name in ("format", "kind")):
            continue
        if isinstance(value, dict) and value and any(each[: len(here)] == here for each in taken):
            found += _left_over(value, at, here, taken)
        else:
            found.append(at)
    return found
