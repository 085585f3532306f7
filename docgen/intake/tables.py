"""A table, .csv or .xlsx, as a list of records: one row each, on top of what all of them share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from docgen.errors import UnreadableInput, together
from docgen.findings import Finding, Nature, Place, Severity
from docgen.intake.cell_records import said_of_cell
from docgen.intake.cells import Lost, shown
from docgen.intake.columns import Column, Fault, Names, is_for_people, likeness, match
from docgen.intake.grids import GridRow, OpenGrid, open_grids
from docgen.ooxml.cell_names import cell_name, cell_place
from docgen.ooxml.oddities import Oddities
from docgen.ooxml.workbooks import Cell
from docgen.records import FORMAT, Record, Source, escape_pointer
from docgen.schemas import Kind

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".et")
#: how far down the headings may stand, below a title and who filled the table in
_HEADING_ROWS = 12
#: the whole first text of a row that is no row of the list: its sums, who filled it in, remarks; a name that
#: only begins like one (审核员协会) is a recipient
_CLOSING = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计)(?:\s*[（(：:].*)?"
    r"|(?:填\s*表|制\s*表|填\s*报|审\s*核|复\s*核)\s*(?:人|单位|日期)?\s*(?:[：:].*)?"
    r"|负责人\s*(?:[：:].*)?|(?:说\s*明|备\s*注|注)\s*[：:].*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its number in the file, its record, what was wrong in reading it."""

    number: int
    record: Record | None
    findings: tuple[Finding, ...]
    table: CellTable

    def place_of(self, pointer: str) -> Place:
        """The cell of a value; the row where it has no column of its own."""
        return self.table.place(self.number, pointer)

    def said(self, finding: Finding) -> Finding:
        """What is wrong with a cell, for those who fill it in; what has no column stands in a record."""
        return said_of_cell(finding) if finding.place.pointer in self.table.at else finding


@dataclass(slots=True)
class Seen:
    """What a table was looked through for.

    ``last`` is the list's last row, ``closing`` the sums and signatures below it (number and first text),
    ``again`` the rows that repeat the headings, ``unnamed`` the columns (from 0) that hold something and have
    no heading, and the first row where they do.
    """

    last: int
    closing: list[tuple[int, str]] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    unnamed: dict[int, int] = field(default_factory=dict)


class CellTable:
    """A table whose headings are understood; each call of ``rows`` goes through it anew.

    UnreadableInput where it can't be read to its end, or headings are no fields: it tells of all at once.
    """

    def __init__(self, path: str, kind: Kind, common: Mapping[str, Any]) -> None:
        self.path = path
        # what every row is goes without saying: the template says it
        self.common = {"format": FORMAT, "kind": kind.id, **common}
        names = Names(kind, common)
        self.grid, self.heading, others = _with_headings(open_grids(path), names, path)
        self.columns, faults = match(self.heading.cells, names)
        if faults:
            raise self._refused(faults, names)
        self.at = {_pointer(each): each.at for each in self.columns}
        self.seen = self._looked_through()
        self.notes = tuple(self._notes(others))

    @property
    def rows(self) -> Iterator[TableRow]:
        """Every row in order: below the headings, without sums and signatures at the end."""
        for row in self._below():
            if row.number > self.seen.last:
                return
            if row.cells != self.heading.cells:
                record, findings = self._record(row, self.grid.oddities)
                yield TableRow(row.number, record, tuple(findings), self)

    def place(self, number: int, pointer: str) -> Place:
        """Where a value of a row stands."""
        inner = pointer
        while inner and inner not in self.at:
            inner = inner.rpartition("/")[0]
        if not inner:
            under = (
                [at for known, at in self.at.items() if known.startswith(f"{pointer}/")] if pointer else []
            )
            return self._cell(number, under[0] if len(under) == 1 else None, pointer)
        return self._cell(number, self.at[inner], pointer)

    def _refused(self, faults: Sequence[Fault], names: Names) -> UnreadableInput:
        """All that is wrong with the headings: such a column would be missing in every row."""
        errors = []
        for each in faults:
            place = self._cell(self.heading.number, each.at)
            path = f"{self.path} {place.label}".strip()
            line, column = (None, None) if place.label else (place.line, each.at + 1)
            error = UnreadableInput(each.code, path=path, line=line, column=column, **each.parameters)
            errors.append(error)
        if any(each.code == "column-unknown" for each in faults):
            errors.append(UnreadableInput("columns-are-called", path=self.path, names=names.usual()))
        return together(errors)

    def _cell(self, number: int, at: int | None, pointer: str = "") -> Place:
        if not self.grid.sheet:
            return Place(self.path, pointer, "", number)
        label = f"{self.grid.sheet} {cell_name(number, at + 1) if at is not None else f'第{number}行'}"
        return Place(self.path, pointer, label, number)

    def _below(self) -> Iterator[GridRow]:
        """The rows below the headings that hold more than spaces."""
        for row in self.grid.rows:
            if row.number > self.heading.number and any(shown(cell).strip() for cell in row.cells):
                yield row

    def _looked_through(self) -> Seen:
        """What only the whole table shows."""
        seen = Seen(self.heading.number)
        unnamed = [at for at, cell in enumerate(self.heading.cells) if not shown(cell).strip()]
        for row in self._below():
            if is_closing(row):
                seen.closing.append((row.number, _first_text(row)))
                continue
            seen.last = row.number
            seen.closing.clear()
            if row.cells == self.heading.cells:
                seen.again.append(row.number)
            under = [at for at in unnamed if at < len(row.cells)]
            for at in (*under, *range(len(self.heading.cells), len(row.cells))):
                if shown(row.cells[at]).strip():
                    seen.unnamed.setdefault(at, row.number)
        return seen

    def _record(self, row: GridRow, odd: Oddities) -> tuple[Record | None, list[Finding]]:
        data: dict[str, Any] = dict(self.common)
        own: set[int] = {id(data)}
        findings: list[Finding] = []
        for column in self.columns:
            cell = row.cells[column.at] if column.at < len(row.cells) else ""
            if odd.errors and cell_name(row.number, column.at + 1) in odd.errors:
                findings.append(Finding("cell-error", self._cell(row.number, column.at, _pointer(column))))
                continue
            if odd.uncalculated and cell_name(row.number, column.at + 1) in odd.uncalculated:
                place = self._cell(row.number, column.at, _pointer(column))
                findings.append(Finding("cell-not-calculated", place))
                continue
            if cell == "" or (isinstance(cell, str) and not cell.strip()):
                continue
            try:
                _put(data, column, column.convert(cell), own)
            except Lost as lost:
                place = self._cell(row.number, column.at, _pointer(column))
                heading = shown(self.heading.cells[column.at]).strip()
                findings.append(
                    Finding("cell-digits-lost", place, parameters={"shown": lost.shown, "heading": heading})
                )
        # a workbook's cells stand in their columns; those of a .csv are moved by a comma too many
        beyond = row.cells[len(self.heading.cells) :] if not self.grid.sheet else ()
        if any(shown(cell).strip() for cell in beyond):
            found, wanted = len(row.cells), len(self.heading.cells)
            place = self._cell(row.number, None)
            findings.append(Finding("row-too-wide", place, parameters={"found": found, "wanted": wanted}))
        return Record(Source(self.path, ""), data), findings

    def _notes(self, others: Sequence[str]) -> Iterator[Finding]:
        """What reading has to tell of the table as a whole."""
        whole = Place(self.path)

        def note(code: str, **parameters: object) -> Finding:
            return Finding(code, whole, Severity.INFO, Nature.ADVICE, parameters)

        if self.grid.encoding not in ("", "UTF-8"):
            yield note("table-encoding", encoding=self.grid.encoding)
        if others:
            yield note("table-other-sheets", sheet=self.grid.sheet, others="、".join(others))
        for at, number in sorted(self.seen.unnamed.items()):
            if self.grid.sheet or at < len(self.heading.cells):
                yield note("column-unnamed", cell=cell_name(number, at + 1))
        if self.seen.again:
            yield note("table-headings-again", rows="、".join(map(str, self.seen.again[:5])))
        if self.seen.closing:
            numbers = "、".join(str(number) for number, _first in self.seen.closing)
            yield note("table-closing-rows", rows=numbers, first=self.seen.closing[0][1])
        first, last = self.heading.number + 1, self.seen.last
        hidden = [row for row in sorted(self.grid.oddities.hidden) if first <= row <= last]
        if hidden:
            yield note("table-hidden-rows", count=len(hidden), first=hidden[0])
        merged = [each for each in self.grid.oddities.merged if _reaches_into(each, first, last)]
        if merged:
            yield note("table-merged-cells", cells="、".join(merged[:5]))


def read_table(path: str, kind: Kind, common: Mapping[str, Any]) -> CellTable:
    """The table at a path; UnreadableInput where nothing in it can be read."""
    return CellTable(path, kind, common)


def _with_headings(
    grids: Iterable[OpenGrid], names: Names, path: str
) -> tuple[OpenGrid, GridRow, tuple[str, ...]]:
    """The first sheet with a row of headings, that row, and the other sheets; UnreadableInput if none has."""
    found: tuple[OpenGrid, GridRow] | None = None
    near: tuple[OpenGrid, GridRow] | None = None
    first: GridRow | None = None
    sheets: list[str] = []
    for grid in grids:
        top = list(islice(grid.rows, _HEADING_ROWS))
        first = first or top[0]
        sheets.append(grid.sheet)
        if found is None:
            rows = [_with_merged(row, top, grid.oddities.merged) for row in top]
            heading = _heading(rows, lambda cells: likeness(cells, names))
            found = (grid, heading) if heading is not None else None
            if heading is None and near is None:
                heading = _heading(rows, lambda cells: _nearness(cells, names))
                near = (grid, heading) if heading is not None else None
    if first is None:
        raise UnreadableInput("file-empty", path=path)
    found = found or near  # headings that are all nearly right are told one by one
    if found is None:
        texts = "、".join(shown(cell) for cell in first.cells if shown(cell).strip())[:60]
        raise UnreadableInput("table-no-headings", path=path, line=first.number, found=texts)
    return *found, tuple(each for each in sheets if each != found[0].sheet)


def _heading(
    rows: Iterable[GridRow], likeness: Callable[[Sequence[Cell]], tuple[int, int]]
) -> GridRow | None:
    """Of these rows, the one that has the most headings."""
    best: tuple[int, GridRow] | None = None
    for row in rows:
        known, filled = likeness(row.cells)
        if known and known * 2 >= filled and (best is None or known > best[0]):
            best = (known, row)
    return best[1] if best is not None else None


def _nearness(cells: Sequence[Cell], names: Names) -> tuple[int, int]:
    """How many cells of a row may be meant for headings, if more than one may, and how many hold anything."""
    texts = [text for cell in cells if (text := shown(cell).strip())]
    if any(names.find(text)[0] is not None for text in texts):
        return len(texts), len(texts)  # one that is right is no chance
    near = sum(1 for text in texts if is_for_people(text) or names.nearest(text))
    return near if near > 1 else 0, len(texts)


def _with_merged(heading: GridRow, rows: Iterable[GridRow], merged: Iterable[str]) -> GridRow:
    """The headings, with those that are merged from a row above into this one."""
    above = {row.number: row.cells for row in rows}
    cells = list(heading.cells)
    for each in merged:
        (first, left), (last, right) = map(cell_place, each.split(":"))
        if first < heading.number <= last and left == right and first in above and left <= len(cells):
            cells[left - 1] = cells[left - 1] or above[first][left - 1]
    return heading._replace(cells=cells)


def _reaches_into(merged: str, first: int, last: int) -> bool:
    """Whether merged cells (C2:C5) are among the rows of the list, and not only above or below them."""
    begin, end = (cell_place(each)[0] for each in merged.split(":"))
    return begin <= last and end >= first


def is_closing(row: GridRow) -> bool:
    """Whether a row is none of the list: sums, who filled it in, remarks."""
    return _CLOSING.fullmatch(_first_text(row)) is not None


def _first_text(row: GridRow) -> str:
    return next((shown(cell).strip() for cell in row.cells if shown(cell).strip()), "")


def _pointer(column: Column) -> str:
    """Where the values of a column stand in a record."""
    return "/" + "/".join(map(escape_pointer, column.field.steps))


def _put(data: dict[str, Any], column: Column, value: Any, own: set[int]) -> None:
    """Set a value of a row's record; objects that the common part gives are copied first, never changed."""
    inner = data
    for step in column.field.steps[:-1]:
        there = inner.get(step)
        if not isinstance(there, dict) or id(there) not in own:
            there = dict(there) if isinstance(there, dict) else {}
            own.add(id(there))
            inner[step] = there
        inner = there
    inner[column.field.steps[-1]] = value
