"""A record read from a workbook: its values stand in cells, and what is wrong with them is told there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from docgen.findings import Finding, Place
from docgen.frozen import frozen
from docgen.ooxml.cell_names import cell_name
from docgen.records import Record

#: findings that speak of JSON -> the same for those who fill in cells; a document number is the one object
#: that a cell holds
_SAID_OF_CELLS = {
    "missing": "missing-in-form",
    "wanted-number": "wanted-number-in-form",
    "wanted-object": "wanted-document-number",
}
#: what reading says of a cell that it couldn't read: that its value is missing only follows
UNREAD = ("cell-not-calculated", "cell-error", "cell-digits-lost", "form-list-cell", "cell-merged-number")


def said_of_cell(finding: Finding) -> Finding:
    """A finding as it is said to someone who fills in cells, and writes no JSON."""
    code = _SAID_OF_CELLS.get(finding.code)
    if finding.code == "missing" and isinstance(finding.place, CellPlace) and not finding.place.at[1]:
        code = "missing-row-in-form"  # a row that was taken out: there is no cell to fill in
    return replace(finding, code=code) if code is not None else finding


@frozen
class Spot:
    """Where an element of a record stands: a row of a sheet, and the column (from 0) of each of its fields.

    ``across`` is for the sheet of single fields, where each has a row (from 1) instead.
    """

    file: str
    sheet: str
    row: int
    columns: Mapping[str, int]
    rows: Mapping[str, int] = field(default_factory=dict)

    def cell(self, code: str) -> tuple[int, int] | None:
        """Row (from 1) and column (from 0) of a field, or of the nearest field that it stands in."""
        while True:
            if code in self.rows:
                return self.rows[code], self.columns.get("#value", 1)
            if code in self.columns:
                return self.row, self.columns[code]
            inside = next((row for name, row in self.rows.items() if name.startswith(f"{code}/")), None)
            if code and inside is not None:
                return inside, self.columns.get("#value", 1)
            if not code:
                return None
            code = code.rpartition("/")[0]


@frozen
class CellPlace(Place):
    """A place that is a cell, for marking it: ``at`` is its row and column, from 1."""

    sheet: str = ""
    at: tuple[int, int] = (0, 0)


def place_of(file: str, sheet: str, row: int, at: int | None, pointer: str = "", label: str = "") -> Place:
    """A cell (row from 1, column from 0) as the place of a finding; a row where there is no cell."""
    name = cell_name(row, at + 1) if at is not None else f"第{row}行"
    where = f"{sheet} {name}".strip()
    text = f"{where}（{label}）" if label else where
    return CellPlace(file, pointer, text, sheet=sheet, at=(row, at + 1) if at is not None else (row, 0))


@dataclass(frozen=True, eq=False)
class CellRecord(Record):
    """A record that knows the cell of each of its values. ``spots``: pointer of an element -> where it is."""

    spots: Mapping[str, Spot] = field(default_factory=dict)

    def place(self, pointer: str, label: str = "", *, key: bool = False) -> Place:
        """The cell of a value; of one that isn't there, the cell where it would stand."""
        steps: Sequence[str] = pointer.split("/")[1:] if pointer else ()
        for length in range(len(steps), -1, -1):
            above = "".join(f"/{step}" for step in steps[:length])
            spot = self.spots.get(above)
            if spot is None:
                continue
            rest = [step for step in steps[length:]]
            found = spot.cell("/".join(rest)) or (spot.cell("value") if not rest else None)
            if found is not None:
                return place_of(spot.file, spot.sheet, found[0], found[1], pointer, label)
            if length:
                first = min(spot.columns.values(), default=None)
                return place_of(spot.file, spot.sheet, spot.row, first, pointer, label)
        return Place(self.source.name, pointer, label)
