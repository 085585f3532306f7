"""A filled form read back into a record: whatever was moved, renamed, inserted, merged or left out in it.

A sheet is known by its hidden first row, or by its name and headings; a column by what stands in its heading,
or by the hidden row. What can't be taken is a finding at its cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from docgen.dates import parse_date
from docgen.expressions import Type
from docgen.findings import Finding, Nature, Place, Severity
from docgen.intake.cell_records import CellRecord, Spot, place_of
from docgen.intake.cells import (
    DASHES,
    DITTO,
    PERCENT,
    Lost,
    Shown,
    as_date,
    as_number,
    is_with_percent,
    shown,
)
from docgen.intake.columns import normal
from docgen.intake.form_book import CHOICES, SIGNED
from docgen.intake.form_sheets import Laid, cell_at, first_text, lay, mark_of
from docgen.intake.form_values import EMPTY, CellReader, with_ids
from docgen.intake.grids import Grid, GridRow
from docgen.intake.naming import Names
from docgen.intake.plans import ABOUT, KEY, LOCAL, OWNER, SHOWN, Column, Plan, Table
from docgen.intake.tables import is_closing
from docgen.ooxml.cell_names import cell_name, cell_place
from docgen.ooxml.marking import FORBIDDEN
from docgen.ooxml.workbooks import Cell
from docgen.quantities import number_text
from docgen.records import FORMAT, Source, join_pointer
from docgen.schemas import Kind, element_name
from docgen.validation import UNDIVIDED


@dataclass(slots=True)
class FormReading:
    """What a form says: the record, what was wrong in reading it, and who filled it in (SIGNED's codes)."""

    record: CellRecord
    findings: list[Finding]
    signed: dict[str, str]


def form_kind(grids: Sequence[Grid]) -> str:
    """The kind whose form a workbook is; "" if it is none."""
    for grid in grids:
        mark = mark_of(grid)
        if mark is not None:
            return mark.kind
    return ""


def read_form(path: str, grids: Sequence[Grid], kind: Kind) -> FormReading:
    """The record in a filled form."""
    return Reading(path, grids, kind).read()


@dataclass(slots=True)
class Element:
    pointer: str
    data: Any
    names: tuple[str, ...]


class Reading:
    def __init__(self, path: str, grids: Sequence[Grid], kind: Kind) -> None:
        self.path, self.grids, self.kind = path, grids, kind
        self.plan = Plan(kind)
        self.findings: list[Finding] = []
        self.spots: dict[str, Spot] = {}
        self.data: dict[str, Any] = {"format": FORMAT, "kind": kind.id}
        self.elements: dict[str, list[Element]] = {".": [Element("", self.data, ())]}
        self.owners: dict[tuple[str, str], Element] = {}
        self.references: list[tuple[Any, Any, Type]] = []
        #: (container, last step) of lists whose cell says that there is none, with that cell
        self.said: dict[tuple[int, str], tuple[Any, Laid, int, int]] = {}
        self.signed: dict[str, str] = {}

    def read(self) -> FormReading:
        laid: dict[str, Laid] = {}
        for grid in self.grids:
            self.about(grid)
            found = lay(grid, self.plan)
            if found is None:
                mark = mark_of(grid)
                if grid.sheet not in (ABOUT, CHOICES) and (mark is None or mark.table != "about"):
                    place = Place(self.path, "", grid.sheet)
                    about = {"sheet": grid.sheet}
                    told = Finding("form-sheet-unknown", place, Severity.WARNING, Nature.ADVICE, about)
                    self.findings.append(told)
                continue
            if found.table.code in laid:
                number = found.rows[0].number if found.rows else 1
                other = laid[found.table.code].grid.sheet
                self.tell("form-sheet-twice", found, number, None, Severity.WARNING, other=other)
            else:
                laid[found.table.code] = found
        return self.of_sheets(laid)

    def of_sheets(self, laid: Mapping[str, Laid]) -> FormReading:
        """The record of sheets whose columns are known."""
        for table in self.plan.tables:
            if table.code not in laid:
                self.rows_wanted(table, table.sheet, 1)
                continue
            sheet = laid[table.code]
            for number, at, text in sheet.strange:
                if text:
                    self.tell("form-column-unknown", sheet, number, at, Severity.WARNING, heading=text)
                else:
                    cell = cell_name(number, at + 1)
                    self.tell("form-column-unnamed", sheet, number, at, Severity.WARNING, cell=cell)
            self.oddities(sheet)
            (self.table if table.path else self.single)(sheet)
        self.ask_for(laid)
        return self.finished()

    def finished(self) -> FormReading:
        """The record, when every sheet is read."""
        self.resolve()
        self.sign()
        self.order()
        texts = (
            cell for grid in self.grids for row in grid.rows for cell in row.cells if cell.__class__ is str
        )
        # a text that is there, and has nothing that no .docx can hold, spares looking at each value for it
        text = "" if FORBIDDEN.search("".join(texts)) else " "
        record = CellRecord(Source(self.path, text), self.data, self.spots)
        return FormReading(record, self.findings, self.signed)

    # --- which sheet is which

    def about(self, grid: Grid) -> None:
        """Who filled the form in; and any plain sentences."""
        mark = mark_of(grid)
        if (mark is None or mark.table != "about") and grid.sheet != ABOUT:
            return
        wanted = {normal(label): code for code, label in SIGNED.items()}
        for row in grid.rows:
            texts = [shown(cell).strip() for cell in row.cells]
            code = wanted.get(normal(texts[0])) if texts else None
            if code is not None and (value := next(filter(None, texts[1:]), "")):
                self.signed[code] = value
                if code == "on" and parse_date(as_date(value)) is None:
                    place = place_of(self.path, grid.sheet, row.number, texts.index(value))
                    self.findings.append(Finding("not-a-date", place, parameters={"found": value}))

    # --- what a sheet has that no value tells

    def oddities(self, laid: Laid) -> None:
        odd, rows = laid.grid.oddities, {row.number for row in laid.rows}
        hidden = sorted(row for row in odd.hidden if row in rows)
        if hidden:
            self.tell(
                "table-hidden-rows", laid, hidden[0], None, Severity.INFO, count=len(hidden), first=hidden[0]
            )
        for merged in odd.merged:
            first, _, last = merged.partition(":")
            (top, left), (bottom, _right) = cell_place(first), cell_place(last)
            if top in rows:
                for row in range(top + 1, bottom + 1):
                    laid.merged[row, left - 1] = top

    # --- the sheets

    def single(self, laid: Laid) -> None:
        """The fields that there are once, a row for each."""
        by_code = {each.code: each for each in laid.table.columns}
        by_label = {normal(each.label): each for each in laid.table.columns}
        rows: dict[str, int] = {}
        values: list[tuple[Column, GridRow, Cell]] = []
        for row in laid.rows:
            code, label = (shown(cell_at(row, laid.columns[name])).strip() for name in ("#code", "#label"))
            column = by_code.get(code) or by_label.get(normal(label))
            if column is not None and column.code not in rows:
                rows[column.code] = row.number
                values.append((column, row, cell_at(row, laid.columns["#value"])))
        self.spots[""] = Spot(self.path, laid.grid.sheet, 1, {"#value": laid.columns["#value"]}, rows)
        for column, row, cell in values:
            self.take(laid, row, laid.columns["#value"], column, CellReader(column.type), cell, self.data)

    def table(self, laid: Laid) -> None:
        """A list: an element for each row that says anything."""
        table = laid.table
        readers = [
            (column, laid.columns[column.code], CellReader(column.type, is_direct="/" not in column.code))
            for column in table.columns
            if column.is_field and column.code in laid.columns
        ]
        given = {row[KEY]: row for row in table.rows}
        names = Counter(normal(row.get(SHOWN, "")) for row in table.rows)
        # two of one name are told apart by their ids alone
        titles = {name: row[KEY] for row in table.rows if names[name := normal(row.get(SHOWN, ""))] == 1}
        laid.rows = self.without_dittos(laid)
        found = self.elements.setdefault(table.code, [])
        for row in laid.rows:
            if is_closing(row) and not self.key_of(laid, row, given, titles):
                self.tell(
                    "table-closing-rows",
                    laid,
                    row.number,
                    None,
                    Severity.INFO,
                    rows=row.number,
                    first=first_text(row),
                )
                continue
            key = self.key_of(laid, row, given, titles) if table.is_keyed else ""
            known = given.get(key, {})
            said = shown(cell_at(row, laid.columns[KEY])).strip() if key and KEY in laid.columns else ""
            if said not in ("", key):
                name, other = known.get(SHOWN, key), given.get(said, {}).get(SHOWN, said)
                at = laid.columns[SHOWN]
                self.tell("form-row-two-names", laid, row.number, at, name=name, other=other)
            if not self.says_anything(laid, row, readers, known):
                if key and known and not self.is_there(table, key):
                    self.spots[join_pointer(_holder_pointer(table), key)] = self.spot(laid, row)
                continue
            holder = self.holder(laid, row)
            if holder is None:
                continue
            self.element(laid, row, readers, holder, key, known, found)
        self.rows_wanted(table, laid.grid.sheet, laid.rows[0].number - 1 if laid.rows else 1)

    def without_dittos(self, laid: Laid) -> list[GridRow]:
        """The rows with 同上 as what stands above it; of a number it is left to be told as none."""
        places = {
            laid.columns[each.code]: each
            for each in laid.table.columns
            if each.code in laid.columns
            and not each.table  # whether there is a list in this row
            and (each.type.sort != "number" or each.type.ref)
        }
        rows: list[GridRow] = []
        told: dict[int, tuple[int, int]] = {}
        for row in laid.rows:
            above = rows[-1] if rows else None
            if above is not None and not DITTO.isdisjoint(row.cells):
                dittos = [at for at in places if cell_at(row, at) in DITTO]
                cells = list(row.cells)
                for at in dittos:
                    if places[at].code in (KEY, LOCAL, "id"):
                        cells[at] = ""  # no two rows have the same: a new one gets its own
                        continue
                    said = cell_at(above, at) or self.filled_down(laid, above, at, places[at])
                    if places[at].type.sort == "number" and not isinstance(as_number(said), str):
                        continue  # a number, where the name of one may stand
                    cells[at] = said
                    first, count = told.get(at, (row.number, 0))
                    told[at] = first, count + 1
                row = row._replace(cells=cells)
            rows.append(row)
        for at, (number, count) in told.items():
            self.tell("cell-ditto", laid, number, at, Severity.INFO, label=places[at].label, count=count)
        return rows

    def rows_wanted(self, table: Table, sheet: str, top: int) -> None:
        """A place on the sheet for what the form came with and somebody took out: it is missing there."""
        for row in table.rows:
            pointer = join_pointer(_holder_pointer(table), row[KEY])
            self.spots.setdefault(pointer, Spot(self.path, sheet, top, {}))

    def element(
        self,
        laid: Laid,
        row: GridRow,
        readers: Sequence[tuple[Column, int, CellReader]],
        holder: tuple[Any, str, str],
        key: str,
        known: Mapping[str, str],
        found: list[Element],
    ) -> None:
        """One row as an element of the list (or object) that it belongs to."""
        table = laid.table
        inside, step, above = holder
        empty: Any = {} if table.is_keyed else []
        container: Any = inside.setdefault(step, empty)
        here = join_pointer(above, step)
        if type(container) is not type(empty):
            return  # the cell for the whole list said something else, which is told there
        if table.is_keyed:
            key = key or _fresh(f"{step}_{len(container) + 1}", container)
            if key in container:
                name = known.get(SHOWN) or key
                self.tell("form-key-twice", laid, row.number, laid.columns.get(KEY), key=name)
                return
        pointer = join_pointer(here, key if table.is_keyed else len(container))
        self.spots[pointer] = self.spot(laid, row)
        unit = self.unit_of(laid, row, known)
        if len(readers) == 1 and readers[0][0].code == "":
            column, at, reader = readers[0]
            box: list[Any] = [None]
            self.take(laid, row, at, column, reader, cell_at(row, at), box, unit)
            data: Any = box[0]
            if column.type.ref and isinstance(data, str):
                self.references.append((container, key if table.is_keyed else len(container), column.type))
        else:
            data = {}
            odd = bool(laid.grid.oddities.uncalculated or laid.grid.oddities.errors)
            cells, width, merged = row.cells, len(row.cells), laid.merged
            for column, at, reader in readers:
                cell = cells[at] if at < width else ""
                if cell == "":
                    cell = self.filled_down(laid, row, at, column) if merged else ""
                    if cell == "" and not odd:
                        continue
                memo = reader.memo
                if memo is not None and cell.__class__ is str and not odd:
                    value = memo.get(cell) or reader.quick(cell)
                    if value is not None:
                        data[column.code] = value
                        continue
                self.take(laid, row, at, column, reader, cell, data, unit)
            for code in ("unit", "basis"):
                if code in known and code not in data and table.column(code) is not None:
                    data[code] = CellReader(_type(table, code)).read(known[code])
            id_column = table.column("id")
            if id_column is not None and id_column.is_required and "id" not in data:
                taken = {each.data.get("id") for each in found if isinstance(each.data, dict)}
                data["id"] = _fresh(f"{table.path[-2]}_{len(found) + 1}", taken)
        if table.is_keyed:
            container[key] = data
        else:
            container.append(data)
        names: tuple[str, ...] = (
            key,
            shown(cell_at(row, laid.columns[LOCAL])) if LOCAL in laid.columns else "",
        )
        if isinstance(data, dict):
            names = (*names, str(data.get("id", "")), element_name(data))
        found.append(Element(pointer, data, tuple(filter(None, names))))

    def take(
        self,
        laid: Laid,
        row: GridRow,
        at: int,
        column: Column,
        reader: CellReader,
        cell: Cell,
        into: Any,
        unit: str = "",
    ) -> None:
        """Put the value of a cell where it belongs; a finding for one that can't be believed."""
        odd = laid.grid.oddities
        if odd.uncalculated or odd.errors:
            name = cell_name(row.number, at + 1)
            if name in odd.uncalculated or name in odd.errors:
                code = "cell-not-calculated" if name in odd.uncalculated else "cell-error"
                self.tell(code, laid, row.number, at)
                return
        if cell == "" or (isinstance(cell, str) and not cell.strip()):
            return
        is_free = column.type.sort in ("text", "list") and not (column.type.choices or column.type.ref)
        if is_free and not column.table and isinstance(cell, str) and cell.strip() in DASHES:
            # what may be empty, and is never 无 or 未知 (备注), is as if it were
            if column.is_required or column.type.may_be_none or column.type.may_be_unknown:
                self.tell("cell-dash", laid, row.number, at, Severity.WARNING, found=cell.strip())
            return
        unit = unit if column.type.unit is None else column.type.unit
        if column.table:
            self.take_state(laid, row, at, column, shown(cell).strip(), into)
            return
        if isinstance(cell, Shown) and column.type.sort == "number":
            if cell.is_percent and unit not in PERCENT:
                self.tell(
                    "cell-percent", laid, row.number, at, Severity.WARNING, label=column.label, unit=unit
                )
            if cell.is_scaled:
                self.tell("cell-scaled", laid, row.number, at, Severity.WARNING, label=column.label)
        try:
            value = reader.read(cell, unit)
        except Lost as lost:
            self.tell("cell-digits-lost", laid, row.number, at, shown=lost.shown, heading=column.label)
            return
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            self.doubt(laid, row, at, column, cell, value, unit)
        steps = column.steps
        if not steps:
            into[0] = value
            return
        for step in steps[:-1]:
            into = into.setdefault(step, {})
        into[steps[-1]] = value
        if column.type.ref or (column.type.item is not None and column.type.item.ref):
            self.references.append((into, steps[-1], column.type))

    def doubt(
        self, laid: Laid, row: GridRow, at: int, column: Column, cell: Cell, value: int | Decimal, unit: str
    ) -> None:
        """Ask about a number that its unit makes unlikely: 0.985 for 98.5%, half a person.

        Of an indicator the record's own check asks the latter: it knows averages and changes by their names.
        """
        is_shown = is_with_percent(cell) or (isinstance(cell, Shown) and cell.is_percent)
        is_share = unit in ("%", "％") and 0 < value <= 1 and not is_shown
        is_of_whole = laid.table.code != "indicators/*" and unit in UNDIVIDED
        if not (is_share or (is_of_whole and (value < 0 or value != int(value)))):
            return
        name = shown(cell_at(row, laid.columns[SHOWN])).strip() if SHOWN in laid.columns else ""
        about = {"label": name or column.label, "found": number_text(value), "unit": unit}
        if is_share:
            meant = number_text(Fraction(value) * 100)
            self.tell("cell-share", laid, row.number, at, Severity.WARNING, meant=meant, **about)
        else:
            self.tell("cell-not-whole", laid, row.number, at, Severity.WARNING, **about)

    def take_state(self, laid: Laid, row: GridRow, at: int, column: Column, text: str, into: Any) -> None:
        """The cell that tells of a whole list: none, unknown, empty, or that its rows are on their sheet."""
        table = self.plan.by_code[column.table]
        for step in column.steps[:-1]:
            into = into.setdefault(step, {})
        last = column.steps[-1]
        if text.startswith(("见", EMPTY)):
            into[last] = {} if table.is_keyed else []
            return
        value = _WORDED.read(text)
        if not isinstance(value, str) or value == "无":
            into[last] = value
            self.said[id(into), last] = (value, laid, row.number, at)
        else:
            self.tell("form-list-cell", laid, row.number, at, sheet=table.sheet, found=text[:20])

    # --- which row belongs where

    def key_of(self, laid: Laid, row: GridRow, given: Mapping[str, Any], titles: Mapping[str, str]) -> str:
        """The id of a row of a keyed list: by the title that the form gave it, which is what people see.

        Its own id where that says nothing. The two differ where names were pasted or sorted alone.
        """
        at = laid.columns.get(KEY)
        key = shown(cell_at(row, at)).strip() if at is not None else ""
        beside = normal(shown(cell_at(row, laid.columns[SHOWN]))) if SHOWN in laid.columns else ""
        return titles.get(beside, "") or key

    def is_there(self, table: Table, key: str) -> bool:
        holder = self.data.get(table.path[0])
        return isinstance(holder, dict) and key in holder

    def says_anything(
        self,
        laid: Laid,
        row: GridRow,
        readers: Sequence[tuple[Column, int, CellReader]],
        known: Mapping[str, str],
    ) -> bool:
        """Whether a row has more than what the form came with."""
        odd = laid.grid.oddities
        if not known and any(cell_at(row, at) not in ("", " ") for _column, at, _reader in readers[:3]):
            return any(shown(cell_at(row, at)).strip() for _column, at, _reader in readers)
        for column, at, _reader in readers:
            cell = cell_at(row, at)
            if (cell != "" and shown(cell).strip()) and shown(cell).strip() != known.get(column.code):
                return True
            if (odd.uncalculated or odd.errors) and cell_name(
                row.number, at + 1
            ) in odd.uncalculated | odd.errors:
                return True
        return False

    def holder(self, laid: Laid, row: GridRow) -> tuple[Any, str, str] | None:
        """The object that a row's list belongs to, the list's name in it, and the object's pointer."""
        table = laid.table
        if table.parent is None:
            inside: Any = self.data
            steps, pointer = table.path[:-1], ""
        else:
            owner = self.owner(laid, row)
            if owner is None:
                return None
            inside, pointer = owner.data, owner.pointer
            steps = table.path[len(table.parent.path) : -1]
        for step in steps[:-1]:
            inside = inside.setdefault(step, {})
            pointer = join_pointer(pointer, step)
        said = self.said.pop((id(inside), steps[-1]), None)
        if said is not None:
            self.tell("form-list-and-none", said[1], said[2], said[3], sheet=table.sheet, row=row.number)
        return inside, steps[-1], pointer

    def owner(self, laid: Laid, row: GridRow) -> Element | None:
        """The element of the list above that a row names."""
        assert laid.table.parent is not None  # only then is it asked for
        at = laid.columns.get(OWNER)
        above = self.elements.get(laid.table.parent.code, [])
        cell = self.filled_down(laid, row, at, laid.table.columns[0]) if at is not None else ""
        text = normal(shown(cell))
        if not text and len(above) == 1:
            return above[0]
        if text and (known := self.owners.get((laid.table.code, text))) is not None:
            return known
        if not text:
            self.tell("form-row-without-owner", laid, row.number, at, label=laid.table.columns[0].label)
            return None
        for position in range(4):
            named = [
                each for each in above if position < len(each.names) and normal(each.names[position]) == text
            ]
            if len(named) == 1:
                self.owners[laid.table.code, text] = named[0]
                return named[0]
        self.tell(
            "form-owner-unknown",
            laid,
            row.number,
            at,
            found=shown(cell).strip()[:40],
            sheet=laid.table.parent.sheet,
        )
        return None

    def filled_down(self, laid: Laid, row: GridRow, at: int, column: Column) -> Cell:
        """A cell; one that a merged cell goes over has what that cell says, unless it is a number."""
        cell = cell_at(row, at)
        first = laid.merged.get((row.number, at))
        if cell != "" or first is None:
            return cell
        above = next((each for each in laid.rows if each.number == first), None)
        value = cell_at(above, at) if above is not None else ""
        if value != "" and column.type.sort == "number":
            self.tell(
                "cell-merged-number", laid, first, at, Severity.WARNING, label=column.label, row=row.number
            )
            return ""
        return value

    def unit_of(self, laid: Laid, row: GridRow, known: Mapping[str, str]) -> str:
        at = laid.columns.get("unit")
        return (shown(cell_at(row, at)).strip() if at is not None else "") or known.get("unit", "")

    def spot(self, laid: Laid, row: GridRow) -> Spot:
        return Spot(self.path, laid.grid.sheet, row.number, laid.columns)

    # --- when all sheets are read

    def ask_for(self, laid: Mapping[str, Laid]) -> None:
        """Empty objects where something in them has to be filled in, so that each such cell is told."""
        if "." in laid:
            for column in self.plan.single.columns:
                if column.is_required and len(column.steps) > 1:
                    inside = self.data
                    for step in column.steps[:-1]:
                        inside = inside.setdefault(step, {})
        for table in self.plan.tables:
            if table.code in laid and table.required and len(table.path) == 2:
                self.data.setdefault(table.path[0], {})

    def resolve(self) -> None:
        """Names as the ids that they mean."""
        known: dict[str, Any] = {}
        for table in self.plan.tables:
            if table.rows:
                known[table.path[0]] = {row[KEY]: {} for row in table.rows}
        together = {**known, **self.data}
        for name, entries in known.items():
            if isinstance(self.data.get(name), dict):
                together[name] = {**entries, **self.data[name]}
        names = Names(self.kind, together)
        for holder, step, type_ in self.references:
            holder[step] = with_ids(holder[step], type_, names)

    def sign(self) -> None:
        """Who filled in and who reviewed the whole form, at every indicator that doesn't say it itself."""
        indicators = self.data.get("indicators")
        table = self.plan.by_code.get("indicators/*")
        if table is None or not isinstance(indicators, dict):
            return
        for code, name in (("by", "filled_by"), ("on", "filled_on"), ("reviewed", "reviewed_by")):
            if not self.signed.get(code) or table.column(name) is None:
                continue
            value = CellReader(_type(table, name)).read(self.signed[code])
            if code == "on" and parse_date(value) is None:
                continue  # told where it stands
            for entry in indicators.values():
                if isinstance(entry, dict):
                    entry.setdefault(name, value)

    def order(self) -> None:
        """The fields in the order of the schema, as people write records."""
        order = {name: at for at, name in enumerate(self.kind.root.fields)}
        self.data = dict(sorted(self.data.items(), key=lambda pair: order.get(pair[0], len(order))))

    def tell(
        self,
        code: str,
        laid: Laid,
        number: int,
        at: int | None,
        severity: Severity = Severity.ERROR,
        **parameters: object,
    ) -> None:
        nature = Nature.CONTRADICTION if severity is Severity.ERROR else Nature.ADVICE
        place = place_of(self.path, laid.grid.sheet, number, at)
        self.findings.append(Finding(code, place, severity, nature, parameters))


_WORDED = CellReader(Type("text", may_be_unknown=True, may_be_none=True))


def _type(table: Table, code: str) -> Type:
    column = table.column(code)
    return column.type if column is not None else Type("text")


def _holder_pointer(table: Table) -> str:
    return "".join(f"/{step}" for step in table.path[:-1])


def _fresh(wanted: str, taken: Any) -> str:
    """An id that nothing else has."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name


def signatures(signed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Label and text of what the first page says."""
    return ((SIGNED[code], text) for code, text in signed.items())
