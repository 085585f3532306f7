"""Which sheet of a form is which, and where its columns stand: by the hidden row, or by the headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from docgen.intake.cells import shown
from docgen.intake.columns import normal
from docgen.intake.form_book import MARK
from docgen.intake.grids import Grid, GridRow
from docgen.intake.plans import Plan, Table
from docgen.ooxml.workbooks import Cell

#: how far down the headings are looked for
HEAD_ROWS = 15


class Mark(NamedTuple):
    """The row of codes of a sheet, the kind and the table that it names, and the column of the mark."""

    row: GridRow
    kind: str
    table: str
    at: int


@dataclass(slots=True)
class Laid:
    """A sheet whose table and columns are known: column code -> place from 0; the rows below the headings.

    ``merged`` are the cells that a merged cell above goes over -> its row; ``strange`` the headings (row,
    place, text) that are none of the table's; ``units`` what headings say of their unit, ``units_above`` what
    stands above them all (单位：人、万元); ``groups`` the title (一、县委巡察) that a row stands under.
    """

    grid: Grid
    table: Table
    columns: dict[str, int]
    rows: list[GridRow]
    merged: dict[tuple[int, int], int] = field(default_factory=dict)
    strange: list[tuple[int, int, str]] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    units_above: str = ""
    groups: dict[int, str] = field(default_factory=dict)


def mark_of(grid: Grid) -> Mark | None:
    """What the hidden row says of a sheet."""
    for row in grid.rows[:HEAD_ROWS]:
        for at, cell in enumerate(row.cells):
            if isinstance(cell, str) and cell.startswith(f"{MARK} "):
                parts = cell.split(" ")
                kind, table = [*parts, "", ""][1:3]
                return Mark(row, kind, table, at)
    return None


def lay(grid: Grid, plan: Plan) -> Laid | None:
    """A sheet with its columns found; None for one that is no part of the form."""
    mark = mark_of(grid)
    table = plan.by_code.get(mark.table) if mark is not None and mark.kind == plan.kind.id else None
    if table is None:
        table = next((each for each in plan.tables if each.sheet == grid.sheet), None)
    if table is None:
        return None
    codes: dict[int, str] = {}
    if mark is not None:
        for at, cell in enumerate(mark.row.cells):
            text = shown(cell).strip()
            codes[at] = text.rpartition(" ")[2] if at == mark.at else text
    if not table.path:
        return _lay_single(grid, table, mark)
    by_label = {normal(each.label): each.code for each in table.columns}
    known = {each.code or "#self": each.code for each in table.columns}
    rows = [row for row in grid.rows if mark is None or row.number > mark.row.number]
    heading = max(
        rows[:HEAD_ROWS],
        key=lambda row: sum(normal(shown(cell)) in by_label for cell in row.cells if cell != ""),
        default=None,
    )
    if heading is None:
        return None
    columns: dict[str, int] = {}
    matched = sum(normal(shown(cell)) in by_label for cell in heading.cells if cell != "")
    if matched * 2 < min(len(table.columns), 4):
        if mark is None:
            return None
        heading = GridRow(mark.row.number + 3, ())
    width = max((len(row.cells) for row in grid.rows), default=0)
    for at in range(width):
        label = normal(shown(heading.cells[at])) if at < len(heading.cells) else ""
        code = by_label.get(label)
        if code is None and codes.get(at) in known:
            code = known[codes[at]]
        if code is not None and code not in columns:
            columns[code] = at
    below = [row for row in rows if row.number > heading.number]
    laid = Laid(grid, table, columns, below)
    taken = set(columns.values())
    for at, cell in enumerate(heading.cells):
        text = shown(cell).strip()
        if text and at not in taken and any(at < len(row.cells) and row.cells[at] != "" for row in below):
            laid.strange.append((heading.number, at, text))
    beside = [at for at in range(width) if at not in taken and not shown(cell_at(heading, at)).strip()]
    written = ((row.number, at) for row in below for at in beside if shown(cell_at(row, at)).strip())
    for number, at in written:  # what somebody wrote beside the table, where no column is
        laid.strange.append((number, at, ""))
        break
    return laid


def _lay_single(grid: Grid, table: Table, mark: Mark | None) -> Laid:
    """基本情况: where the labels, the values and the codes stand."""
    columns = {"#label": 0, "#value": 1, "#code": 3}
    if mark is not None:
        for at, cell in enumerate(mark.row.cells):
            text = shown(cell).strip().rpartition(" ")[2]
            if text.startswith("#"):
                columns[text] = at
    heads = [
        row.number
        for row in grid.rows[:HEAD_ROWS]
        if [shown(cell_at(row, columns[each])).strip() for each in ("#label", "#value")] == ["项目", "内容"]
    ]
    first = heads[0] if heads else mark.row.number if mark is not None else 0
    return Laid(grid, table, columns, [row for row in grid.rows if row.number > first])


def cell_at(row: GridRow, at: int) -> Cell:
    """A cell of a row; "" beyond its end."""
    return row.cells[at] if at < len(row.cells) else ""


def first_text(row: GridRow) -> str:
    """The first text of a row."""
    return next((shown(cell).strip() for cell in row.cells if shown(cell).strip()), "")
