"""An inspection as inspection.xlsx: the matrix, the findings, what could not be judged, the rules, the facts.

Written row by row, so that memory does not grow with the units. Every text is written as text: nothing
that a record says is ever taken for a formula or a link. Equal inspections give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from docgen.dates import parse_date
from docgen.formats.inspection_words import (
    BASELINE,
    COLOURS,
    STATUSES,
    cell_text,
    facts,
    missing_text,
    name,
    put_in,
    said,
    sign,
    where,
    worst,
)
from docgen.inspecting import CLASSES, RECORD_RULE, Inspection, Unit
from docgen.messages import N_, translate
from docgen.ooxml.sheet_rows import row_height

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: what a sheet and a cell of a workbook hold at most; a cell's text is counted in UTF-16 units
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CUT = "…"
#: the height in points of the headings that run upwards
TALL = 170
#: XlsxWriter's number of the paper
A3 = 8
#: the width of a rule's column in the matrix
NARROW = 6.5

#: heading and width (in characters) of each column
_UNIT_COLUMNS = (
    (N_("Unit"), 26),
    (N_("Kind of record"), 20),
    (N_("Period"), 22),
    (N_("Result"), 10),
    (N_("Faults"), 7),
    (N_("Hints"), 7),
    (N_("Not assessable"), 9),
    (N_("Subjects looked at"), 9),
    (N_("File"), 28),
)
_FINDING_COLUMNS = (
    (N_("Unit"), 26),
    (N_("Rule"), 26),
    (N_("Rule's title"), 26),
    (N_("Result"), 9),
    (N_("Nature"), 10),
    (N_("Severity"), 8),
    (N_("About"), 26),
    (N_("Message"), 60),
    (N_("Expected"), 36),
    (N_("Put in"), 50),
    (N_("Came out"), 40),
    (N_("Difference"), 14),
    (N_("Where"), 30),
    (N_("Basis"), 40),
    (N_("Explained"), 30),
    (N_("Baseline"), 10),
)
_UNSURE_COLUMNS = (
    (N_("Unit"), 26),
    (N_("Rule"), 26),
    (N_("Rule's title"), 26),
    (N_("About"), 26),
    (N_("Missing, with the record's reason"), 60),
    (N_("What to add"), 50),
    (N_("Where"), 30),
    (N_("Baseline"), 10),
)
_RULE_COLUMNS = (
    (N_("Rule"), 28),
    (N_("Title"), 30),
    (N_("Nature"), 10),
    (N_("Severity"), 8),
    (N_("Why"), 60),
    (N_("Expected"), 50),
    (N_("Basis"), 60),
    (N_("Rule pack"), 18),
)
LEFT_OUT = N_("{count} rows didn't fit into a sheet; they are in inspection.json.")
_FACT_COLUMNS = ((N_("What"), 34), (N_("Says"), 90))


def write_workbook(inspection: Inspection, stream: IO[bytes]) -> None:
    """Write inspection.xlsx."""
    from xlsxwriter.workbook import Workbook

    # in_memory would hold whole sheets; constant_memory keeps one row of each
    book = Workbook(stream, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"created": _created(inspection.created), "author": "", "comments": ""})
    _Writing(book, inspection).write()
    book.close()


def clean_text(text: str) -> str:
    """A text as a cell can hold it: what XML has no way to write is replaced, what is too long cut."""
    text = _NOT_IN_XML.sub("\ufffd", text)
    if len(text) * 2 <= MAX_TEXT or len(text.encode("utf-16-le")) // 2 <= MAX_TEXT:
        return text
    kept = text.encode("utf-16-le")[: (MAX_TEXT - len(_CUT)) * 2].decode("utf-16-le", "ignore")
    return kept + _CUT


def _created(day: str) -> datetime:
    date = parse_date(day)
    # a workbook has to say when it was made; with no date to go by it is always the same one
    return datetime(date.last.year, date.last.month, date.last.day) if date else datetime(2000, 1, 1)


class _Sheet:
    """One sheet that is filled row by row, with its headings."""

    def __init__(
        self, sheet: Worksheet, columns: Sequence[tuple[str, float]], formats: dict[str, Format]
    ) -> None:
        self.sheet = sheet
        self.widths = [width for _heading, width in columns]
        self.formats = formats
        self.row = 0
        self.left_out = 0
        for column, (_heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        sheet.hide_gridlines(0)
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.repeat_rows(0)
        # a narrow column's heading runs upwards
        tall = {column: "tall" for column, (_heading, width) in enumerate(columns) if width == NARROW}
        if tall:
            sheet.repeat_columns(0)
            sheet.set_print_scale(55)
            sheet.set_row(0, TALL)
        else:
            sheet.fit_to_pages(1, 0)
        self.add([heading for heading, _width in columns], "head", tall)

    def add(
        self, values: Iterable[str | int], style: str = "text", styles: Mapping[int, str] | None = None
    ) -> None:
        """Write the next row; rows that no sheet can hold are counted."""
        if self.row >= MAX_ROWS:
            self.left_out += 1
            return
        values = list(values)
        if self.row:
            self.sheet.set_row(self.row, row_height(values, self.widths))
            # the rows before the last are written; what is kept of their heights would only grow
            for name in ("row_info", "set_rows", "row_sizes"):  # no public names: releases differ in them
                getattr(self.sheet, name, {}).pop(self.row - 2, None)
        for column, value in enumerate(values):
            chosen = self.formats[(styles or {}).get(column, style)]
            if isinstance(value, int):
                self.sheet.write_number(self.row, column, value, chosen)
            elif value:
                self.sheet.write_string(self.row, column, clean_text(value), chosen)
            else:
                self.sheet.write_blank(self.row, column, None, chosen)
        self.row += 1

    def finish(self) -> None:
        """Set the filter over all rows that were written."""
        self.sheet.autofilter(0, 0, max(self.row - 1, 0), len(self.widths) - 1)


class _Writing:
    """The workbook under way."""

    def __init__(self, book: Workbook, inspection: Inspection) -> None:
        self.inspection = inspection
        self.language = inspection.language
        self.book = book
        self.formats = _formats(book)
        self.rules = inspection.columns()
        rule_columns = [(rule["title"], NARROW) for rule in self.rules]
        self.overview = self.sheet(N_("Overview"), [*self.headed(_UNIT_COLUMNS), *rule_columns])
        self.findings = self.sheet(N_("Findings"), self.headed(_FINDING_COLUMNS))
        self.unsure = self.sheet(N_("Not assessable"), self.headed(_UNSURE_COLUMNS))
        self.rule_list = self.sheet(N_("Rules"), self.headed(_RULE_COLUMNS))
        self.facts = self.sheet(N_("About this report"), self.headed(_FACT_COLUMNS))

    def sheet(self, title: str, columns: Sequence[tuple[str, float]]) -> _Sheet:
        return _Sheet(self.book.add_worksheet(translate(title, self.language)), columns, self.formats)

    def headed(self, columns: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        return [(translate(heading, self.language), width) for heading, width in columns]

    def write(self) -> None:
        """Write every sheet."""
        for unit in self.inspection.units():
            self.add_unit(unit)
        for rule in self.inspection.rules.values():
            told = [rule[each] for each in ("id", "title", "nature", "severity", "why", "expect")]
            self.rule_list.add([*told, "\n".join(rule["basis"]), rule["pack"]])
        self.add_facts()
        for each in (self.overview, self.findings, self.unsure, self.rule_list, self.facts):
            each.finish()

    def add_unit(self, unit: Unit) -> None:
        """One unit: its row of the matrix, and a row for each of its findings."""
        self.overview.add(*self.unit_row(unit))
        for entry in unit["findings"]:
            self.findings.add(self.finding_row(unit, entry), "text", {3: entry["class"]})
        for entry in unit["unsure"]:
            told = [unit["unit"], *(entry[each] for each in ("rule", "title", "about"))]
            self.unsure.add(
                [*told, missing_text(entry), entry["message"], where(entry), self.state(entry["baseline"])]
            )
        for gone in unit["gone"]:
            told = [unit["unit"], gone["rule"], gone["title"], *[""] * 4, gone["message"]]
            self.findings.add([*told, *[""] * 7, self.state("gone")])

    def state(self, baseline: str) -> str:
        """How a finding stands against the baseline, in words."""
        return translate(BASELINE[baseline], self.language) if baseline else ""

    def unit_row(self, unit: Unit) -> tuple[list[str | int], str, dict[int, str]]:
        """A unit's row of the matrix: its values, the ordinary style, and the styles of single cells."""
        cells: dict[str, dict[str, int]] = unit["cells"]
        counts = {sort: sum(cell.get(sort, 0) for cell in cells.values()) for sort in CLASSES}
        row: list[str | int] = [
            unit["unit"],
            unit["kind_title"],
            unit["period"],
            translate(STATUSES[unit["status"]], self.language),
            counts["fault"],
            counts["hint"],
            counts["unsure"],
            sum(counts.values()),
            unit["file"],
        ]
        styles = {3: {"clean": "pass", "blocked": "fault", "unreadable": "error"}[unit["status"]]}
        for rule in self.rules:
            cell = cells.get(rule["id"])
            if cell is None:
                none = rule["id"] == RECORD_RULE and unit["status"] != "unreadable"
                row.append(sign("pass", self.language) if none else "")
                styles[len(row) - 1] = "pass" if none else "text"
            else:
                styles[len(row)] = worst(cell)
                row.append(cell_text(cell, self.language))
        return row, "text", styles

    def finding_row(self, unit: Unit, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """A finding with its evidence."""
        title = entry["title"] or self.inspection.rules.get(entry["rule"], {}).get("title", "")
        # what can't be read is no fault of the record's, and is counted apart from them
        is_read = unit["status"] != "unreadable"
        result = name(entry["class"], self.language)
        return (
            unit["unit"],
            entry["code"] or entry["rule"],
            title,
            result if is_read else translate(STATUSES["unreadable"], self.language),
            entry["nature"],
            entry["severity"],
            entry["about"],
            entry["message"],
            entry["expected"],
            put_in(entry),
            entry["computed"],
            entry["difference"],
            where(entry),
            "\n".join(entry["basis"]),
            entry["explanation"],
            self.state(entry["baseline"]),
        )

    def add_facts(self) -> None:
        """What the report says of itself: facts, signs, what did not fit, and each record's digest."""
        for fact in facts(self.inspection):
            self.facts.add(fact)
        for sort in CLASSES:
            sample = said(N_("Sign {sign}"), self.language, sign=sign(sort, self.language))
            self.facts.add((sample, name(sort, self.language)), "text", {0: sort})
        for sheet in (self.overview, self.findings, self.unsure):
            if sheet.left_out:
                text = said(LEFT_OUT, self.language, count=sheet.left_out)
                self.facts.add((sheet.sheet.get_name(), text))
        digest = translate(N_("SHA-256 of {file}"), self.language)
        for unit in self.inspection.units():
            if unit["sha256"]:
                self.facts.add((digest.format(file=unit["file"]), f"{unit['sha256']} ({unit['as_of']})"))
            if unit["previous"]:
                self.facts.add((digest.format(file=unit["previous"]["file"]), unit["previous"]["sha256"]))


def _formats(book: Workbook) -> dict[str, Format]:
    plain = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#C8CCD0", "font_size": 10}
    head = {**plain, "bold": True, "bg_color": "#E4E8EE", "align": "center", "valign": "vcenter"}
    found = {
        "text": book.add_format(plain),
        "head": book.add_format(head),
        "tall": book.add_format({**head, "rotation": 90}),
    }
    for sort, colour in COLOURS.items():
        found[sort] = book.add_format({**plain, "bg_color": colour, "align": "center"})
    return found
