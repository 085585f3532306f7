"""A form of 10,000 cells read with all its checks, beside openpyxl reading the same cells.

Usage: python benchmarks/intake.py [--repeats N]. Both run in one process, in turn; the ratio is of medians.
The kind's schema is compiled before, as the desk does once for all forms.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from docgen import load
from docgen.intake.form_reading import form_kind, read_form
from docgen.intake.forms import make_form
from docgen.intake.grids import read_grids
from docgen.library import find_library
from docgen.records import Record
from docgen.rules.packs import load_packs
from docgen.schemas import Kind, load_kind
from docgen.validation import validate

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "samples" / "good" / "rectification-list" / "three-sources.json"
CELLS = 10_000
#: the filled cells of an item of the ledger
ITEM_CELLS = 19


def large_record() -> Record:
    """The sample ledger with so many items that its form has 10,000 filled cells and more."""
    data: dict[str, Any] = deepcopy(load(LEDGER).data)
    source = data["rectifications"][0]
    items = source["items"]
    source["items"] = [
        {**items[at % len(items)], "id": f"item_{at}", "problem": f"第{at}个问题"}
        for at in range(CELLS // ITEM_CELLS)
    ]
    return Record.from_data(data)


@cache
def kind_of(id: str) -> Kind:
    """A kind with its compiled schema."""
    return load_kind(find_library(), id)


def read_with_checks(path: Path) -> int:
    """What docgen intake does with a form before its rules: every cell read, every value validated."""
    grids = read_grids(str(path))
    kind = kind_of(form_kind(grids))
    reading = read_form(str(path), grids, kind)
    assert reading.findings == []
    assert validate(reading.record, kind) == []
    return sum(cell != "" for grid in grids for row in grid.rows for cell in row.cells)


def read_with_openpyxl(path: Path) -> int:
    """The same cells as openpyxl gives them, nothing converted or checked."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    return sum(
        cell is not None for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


def read_with_openpyxl_streaming(path: Path) -> int:
    """The same, a row at a time: its fastest way."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    count = sum(
        cell is not None for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    book.close()
    return count


def measured(work: Callable[[Path], int], path: Path) -> tuple[float, int]:
    """Seconds of processor time, and how many filled cells were seen."""
    gc.collect()  # nobody pays for what the other left behind
    begun = time.process_time()
    count = work(path)
    return time.process_time() - begun, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7)
    repeat = parser.parse_args().repeats
    gc.set_threshold(50_000)  # as docgen's command line does; it helps both
    record = large_record()
    kind = load_kind(find_library(), record.kind_id)
    ways = (read_with_checks, read_with_openpyxl, read_with_openpyxl_streaming)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "form.xlsx")
        path.write_bytes(make_form(kind, load_packs(find_library(), kind), record).data)
        counts = [way(path) for way in ways]  # the first run loads modules
        times: list[list[float]] = [[] for _way in ways]
        for _round in range(repeat):
            for at, way in enumerate(ways):
                times[at].append(measured(way, path)[0])
    own, whole, streaming = (statistics.median(each) for each in times)
    print(f"form: {counts[0]} filled cells (openpyxl sees {counts[1]} and {counts[2]})")
    print(f"docgen, read and checked     {own * 1000:7.1f} ms   1x")
    print(f"openpyxl, read               {whole * 1000:7.1f} ms   {whole / own:.1f}x")
    print(f"openpyxl, read row by row    {streaming * 1000:7.1f} ms   {streaming / own:.1f}x")
    print("wanted: at least 3x openpyxl's time to read, with all checks")


if __name__ == "__main__":
    main()
