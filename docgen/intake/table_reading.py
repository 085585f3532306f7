"""Tables that offices already have, read into the record that their kind's form would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from docgen.expressions import Type
from docgen.findings import Severity
from docgen.intake.cell_records import Spot
from docgen.intake.cells import DASHES, NONE, shown
from docgen.intake.columns import normal
from docgen.intake.form_reading import Element, FormReading, Reading
from docgen.intake.form_sheets import Laid, cell_at, first_text
from docgen.intake.form_values import CellReader
from docgen.intake.found_tables import POSSIBLE, SURE, Finder, Found, unit_above, unit_in
from docgen.intake.grids import Grid, GridRow
from docgen.intake.mappings import Meanings
from docgen.intake.plans import KEY, LOCAL, OWNER, SHOWN, Column
from docgen.intake.tables import is_closing
from docgen.intake.totals import is_added
from docgen.quantities import convert, number_text
from docgen.records import join_pointer
from docgen.schemas import Kind


def read_tables(path: str, grids: Sequence[Grid], kind: Kind, meanings: Meanings) -> FormReading:
    """The record in the tables of a workbook; ``meanings`` takes up what has to be asked."""
    return _TableReading(path, grids, kind, meanings).read()


class _TableReading(Reading):
    """Like a form, but its sheets and columns have to be found, and names may be nearly right."""

    def __init__(self, path: str, grids: Sequence[Grid], kind: Kind, meanings: Meanings) -> None:
        super().__init__(path, grids, kind)
        self.meanings = meanings
        self.finder = Finder(self.plan, meanings)

    def read(self) -> FormReading:
        found = [each for grid in self.grids for each in self.finder.tables_of(grid)]
        for each in found:
            self.tell_of(each)
        for table in self.plan.tables:
            for each in found:
                if each.laid.table is table:
                    self.oddities(each.laid)
                    (self.across if each.across else self.table)(each.laid)
        return self.finished()

    def tell_of(self, found: Found) -> None:
        """How the headings were understood, and which have to be confirmed."""
        laid = found.laid
        named = "、".join(f"{each.heading}→{self.label(found, each.code)}" for each in found.matches)
        about: dict[str, object] = {"table": laid.table.sheet, "rows": len(laid.rows), "columns": named}
        self.tell("table-found", laid, found.heading, None, Severity.INFO, **about)
        for each in found.unsure:
            label, percent = self.label(found, each.code), round(each.confidence * 100)
            about = {"heading": each.heading, "label": label, "percent": percent}
            self.tell("table-column-unsure", laid, found.heading, each.at, Severity.WARNING, **about)
        for number, at, text in laid.strange:
            self.tell("table-column-unknown", laid, number, at, Severity.WARNING, heading=text)

    def label(self, found: Found, code: str) -> str:
        if found.across:
            return self.finder.title(code)
        column = found.laid.table.column(code)
        return column.label if column is not None else code

    def across(self, laid: Laid) -> None:
        """Indicators side by side: the values of the row of sums, or of the only row."""
        rows = [row for row in laid.rows if any(cell_at(row, at) != "" for at in laid.columns.values())]
        sums = [
            row
            for row in rows
            if is_closing(row) and first_text(row).replace(" ", "")[:2] in ("合计", "总计")
        ]
        chosen = sums or [row for row in rows if not is_closing(row)]
        if len(chosen) != 1:
            self.tell("table-rows-many", laid, rows[0].number if rows else 1, None, count=len(chosen))
            return
        indicators = self.data.setdefault("indicators", {})
        for id, at in laid.columns.items():
            row, known = chosen[0], self.known(id)
            table = laid.table
            entry: dict[str, Any] = {}
            column = Column("value", known.get(SHOWN, id), table.column("value").type)  # type: ignore[union-attr]
            pointer = join_pointer("/indicators", id)
            self.spots[pointer] = Spot(self.path, laid.grid.sheet, row.number, {"value": at})
            wanted = known.get("unit", "")
            unit = laid.units.get(id) or unit_above(laid, wanted) or wanted
            self.take(laid, row, at, column, CellReader(column.type), cell_at(row, at), entry, unit)
            if "value" in entry:
                self.compare(laid, rows, row, at, entry["value"], known)
                self.add(indicators, id, entry, unit, known, laid, row, at)

    def compare(
        self, laid: Laid, rows: Sequence[GridRow], row: GridRow, at: int, total: Any, known: Mapping[str, str]
    ) -> None:
        """The row of sums beside what the rows above it come to."""
        basis = self.plan.by_code["indicators/*"].column("basis")
        if not is_closing(row) or basis is None or not isinstance(total, int | Decimal):
            return
        if any(first_text(each).startswith("其中") for each in rows):
            return  # those rows are counted in others
        if not is_added(known.get("unit", ""), CellReader(basis.type).read(known.get("basis", ""))):
            return
        reader = CellReader(Type("number", may_be_none=True))
        cells = [cell_at(each, at) for each in rows if not is_closing(each) and each.number < row.number]
        values = [0 if value == NONE else value for value in (reader.read(cell) for cell in cells)]
        numbers = [value for value in values if isinstance(value, int | Decimal)]
        if len(numbers) < 2 or len(numbers) < len(values):
            return
        added = sum(map(Fraction, numbers), Fraction(0))
        last = Fraction(10) ** min(0, int(Decimal(total).as_tuple().exponent))
        if abs(added - Fraction(total)) * 2 > last:  # it may be rounded: 14.13万元 of 7 and 7.129
            self.tell(
                "table-sum-differs", laid, row.number, at, Severity.WARNING, name=known.get(SHOWN, ""),
                total=number_text(total), sum=number_text(added),
            )  # fmt: skip

    def add(
        self, indicators: dict[str, Any], id: str, entry: dict[str, Any], unit: str, known: Mapping[str, str],
        laid: Laid, row: GridRow, at: int,
    ) -> None:  # fmt: skip
        """An indicator with its unit and basis; one that is there already is told."""
        entry["unit"] = unit
        basis = self.plan.by_code["indicators/*"].column("basis")
        if "basis" in known and basis is not None:
            entry["basis"] = CellReader(basis.type).read(known["basis"])
        self.convert(entry, known, laid, row, at)
        if id in indicators:
            self.tell("form-key-twice", laid, row.number, at, key=known.get(SHOWN, id))
        else:
            indicators[id] = entry

    def known(self, id: str) -> Mapping[str, str]:
        rows = self.plan.by_code["indicators/*"].rows
        return next((row for row in rows if row[KEY] == id), {})

    def element(
        self, laid: Laid, row: GridRow, readers: Any, holder: Any, key: str, known: Any, found: list[Element]
    ) -> None:
        before = len(found)
        super().element(laid, row, readers, holder, key, known, found)
        if len(found) == before or not isinstance(found[-1].data, dict):
            return
        data = found[-1].data
        if known:
            data["unit"] = self.unit_of(laid, row, known)
            self.convert(data, known, laid, row, laid.columns["value"])
        elif laid.units.get("amount") and laid.table.column("unit") is not None:
            data.setdefault("unit", laid.units["amount"])  # 实发金额（元）, and no column for the unit

    def unit_of(self, laid: Laid, row: GridRow, known: Mapping[str, str]) -> str:
        """The unit of a row: its own cell's, that behind its name, that of the column, that of the table."""
        at = laid.columns.get("unit")
        own = shown(cell_at(row, at)).strip() if at is not None else ""
        own = "" if own in DASHES else own
        name = shown(cell_at(row, laid.columns[SHOWN])) if SHOWN in laid.columns else ""
        own = own or unit_in(name, self.finder.units) or laid.units.get("value", "")
        wanted = known.get("unit", "")
        return own or unit_above(laid, wanted) or wanted

    def convert(
        self, entry: dict[str, Any], known: Mapping[str, str], laid: Laid, row: GridRow, at: int
    ) -> None:
        """A value in the unit that the record keeps it in, if it was given in another one of its sort."""
        unit, wanted, value = entry.get("unit", ""), known.get("unit", ""), entry.get("value")
        if not wanted or unit == wanted or not isinstance(value, int | Decimal) or isinstance(value, bool):
            return
        converted = convert(value, str(unit), wanted)
        if converted is None:
            self.tell("cell-other-unit", laid, row.number, at, unit=unit, wanted=wanted)
            return
        whole = converted == converted.to_integral_value()
        entry["value"], entry["unit"] = (int(converted) if whole else converted), wanted
        if value != converted:
            self.tell("cell-converted", laid, row.number, at, Severity.INFO, before=f"{value}{unit}",
                      after=f"{entry['value']}{wanted}")  # fmt: skip

    def key_of(self, laid: Laid, row: GridRow, given: Mapping[str, Any], titles: Mapping[str, str]) -> str:
        """The indicator that a row's name means; one that isn't sure is asked and not read."""
        key = super().key_of(laid, row, given, titles)
        if key or SHOWN not in laid.columns:
            return key
        text = shown(cell_at(row, laid.columns[SHOWN])).strip()
        id, confidence = self.finder.indicator(text) if text else ("", 0.0)
        return id if id and confidence >= SURE else ""

    def ask(self, laid: Laid, row: GridRow, text: str) -> None:
        """Tell of a row whose indicator isn't sure, and keep the question; or that it is none at all."""
        id, confidence = self.finder.indicator(text)
        at = laid.columns[SHOWN]
        if confidence < POSSIBLE:
            self.tell("table-row-unknown", laid, row.number, at, Severity.WARNING, name=text)
            return
        title = self.finder.title(id)
        self.meanings.ask(text, f"指标·{title}")
        about = {"name": text, "label": title, "percent": round(confidence * 100)}
        self.tell("table-row-unsure", laid, row.number, at, Severity.WARNING, **about)

    def holder(self, laid: Laid, row: GridRow) -> tuple[Any, str, str] | None:
        if laid.table.rows:
            text = shown(cell_at(row, laid.columns[SHOWN])).strip()
            key = self.key_of(laid, row, {each[KEY]: each for each in laid.table.rows}, self.finder.titles)
            if not key and self.meanings.meaning(text) is None:
                self.ask(laid, row, text)
            if not key:
                return None
        return super().holder(laid, row)

    def owner(self, laid: Laid, row: GridRow) -> Element | None:
        """What a row belongs to; a source that is named for the first time is put into its list."""
        parent = laid.table.parent
        assert parent is not None  # only then is it asked for
        at = laid.columns.get(OWNER)
        cell = self.filled_down(laid, row, at, laid.table.columns[0]) if at is not None else ""
        text = shown(cell).strip() or laid.groups.get(row.number, "")
        above = self.elements.setdefault(parent.code, [])
        named = [each for each in above if normal(text) in map(normal, each.names)]
        if named:
            return named[0]
        if parent.parent is not None or parent.is_keyed or parent.column(LOCAL) is not None:
            return super().owner(laid, row)
        if not text and above:
            return above[-1]
        listed = self.data.setdefault(parent.path[0], [])
        data = {"id": f"{parent.path[0]}_{len(listed) + 1}", "name": text or laid.table.sheet}
        listed.append(data)
        pointer = join_pointer(f"/{parent.path[0]}", len(listed) - 1)
        self.spots[pointer] = Spot(self.path, laid.grid.sheet, row.number, {"name": at or 0})
        made = Element(pointer, data, (data["id"], data["name"]))
        above.append(made)
        return made
