"""Forms filled in, moved about and damaged as people do it, by openpyxl."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import sample_cases as samples

from docgen import load, loading
from docgen.findings import Finding
from docgen.formats.manifest import exact_json
from docgen.intake.form_reading import FormReading, form_kind, read_form
from docgen.intake.forms import make_form
from docgen.intake.grids import read_grids
from docgen.library import find_library
from docgen.messages import word
from docgen.schemas import Kind

LIBRARY = find_library()
HALF_YEAR = samples.GOOD / "civil-affairs-half-year" / "complete.json"
#: the row with the headings, and the first row of a list
HEADINGS, FIRST = 4, 5


def write_form(path: Path, record: Path | None, kind_id: str = "") -> Path:
    path.write_bytes(_made(record, kind_id))
    return path


@cache
def _made(record: Path | None, kind_id: str) -> bytes:
    given = load(record) if record is not None else None
    kind = loading.kind(LIBRARY, given.kind_id if given is not None else kind_id)
    form = make_form(kind, loading.packs(LIBRARY, kind.id), given)
    assert form.lost == ()
    return form.data


def change(path: Path, *changes: Callable[[Any], object]) -> Path:
    """Open the form, do something to its workbook, and save it."""
    book = openpyxl.load_workbook(path)
    for each in changes:
        each(book)
    book.save(path)
    return path


def kind_of(path: Path) -> Kind:
    return loading.kind(LIBRARY, form_kind(read_grids(str(path))))


def read(path: Path) -> FormReading:
    grids = read_grids(str(path))
    return read_form(str(path), grids, loading.kind(LIBRARY, form_kind(grids)))


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(each.place.label, word(each.code, each.parameters, "zh_CN")) for each in findings]


def canonical(data: Any) -> str:
    """A record's data as exact text, whatever the order of its fields."""
    return exact_json(_sorted(data))


def _sorted(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _sorted(data[key]) for key in sorted(data)}
    return [_sorted(each) for each in data] if isinstance(data, list) else data


def column(sheet: Any, heading: str) -> int:
    """The column (from 1) under a heading."""
    return next(cell.column for cell in sheet[HEADINGS] if cell.value == heading)


def row(sheet: Any, name: str) -> int:
    """The row (from 1) in which a text stands."""
    return next(cell.row for line in sheet.iter_rows(min_row=FIRST) for cell in line if cell.value == name)


def cell(book: Any, sheet: str, name: str, heading: str) -> Any:
    """The cell of a row, known by a text in it, under a heading."""
    return book[sheet].cell(row(book[sheet], name), column(book[sheet], heading))
