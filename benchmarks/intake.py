"""A form of 10,000 cells read with all its checks, beside openpyxl reading the same cells.

Usage: python benchmarks/intake.py [--repeat N]. Both run in one process, in turn; the ratio is of the medians.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from docgen import load
from docgen.intake.form_reading import form_kind, read_form
from docgen.intake.forms import make_form
from docgen.intake.grids import read_grids
from docgen.library import find_library
from docgen.records import Record
from docgen.rules.packs import load_packs
from docgen.schemas import load_kind
from docgen.validation import validate

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "samples" / "good" / "rectification-list" / "three-sources.json"
CELLS = 10_000
#: the filled cells of an item of the ledger
ITEM_CELLS = 14


def large_record() -> Record:
    """The sample ledger with so many items that its form has 10,000 filled cells and more."""
    data: dict[str, Any] = deepcopy(load(LEDGER).data)
    source = data["rectifications"][0]
    items = source["items"]
    source["items"] = [
        {**items[at % len(items)], "id": f"item_{at}", "problem": f"第{at}个问题"}
        for at in range(CELLS // ITEM_CELLS + 100)
    ]
    return Record.from_data(data)


def read_with_checks(path: Path) -> int:
    """What docgen intake does with a form before its rules: every cell read, every value validated."""
    grids = read_grids(str(path))
    kind = load_kind(find_library(), form_kind(grids))
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
    """Seconds, and how many filled cells were seen."""
    begun = time.perf_counter()
    count = work(path)
    return time.perf_counter() - begun, count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=7)
    repeat = parser.parse_args().repeat
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
    if counts[0] < CELLS or whole < 3 * own:
        print("too slow: openpyxl alone should take at least 3 times as long", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
