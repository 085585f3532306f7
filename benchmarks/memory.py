"""Memory over many documents of one compiled template in one process: make bench-memory.

The sample notice is rendered from its record again and again, with bookmarks, each time with another
recipient; the memory in use is printed after every tenth of the documents. It must not grow.

Then lists of 10,000 and of 100,000 rows are read and judged, in each form, each in a new process; the most
memory that it held is printed. What grows with the rows is what tells them apart: names, recipients, codes.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))

from notices import peak  # noqa: E402
from rendering import SAMPLES  # noqa: E402

from docgen.contexts import document_context  # noqa: E402
from docgen.library import find_library  # noqa: E402
from docgen.records import FORMAT, Record, parse  # noqa: E402
from docgen.rendering import document_properties, prepare  # noqa: E402
from docgen.schemas import load_kind  # noqa: E402
from docgen.sources import read_source  # noqa: E402
from docgen.templates import find_template  # noqa: E402


def memory_in_use() -> float:
    """MB that this process holds now; where the system doesn't tell, the most it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1_000_000 if sys.platform == "darwin" else 1_000)
    import resource

    return pages * resource.getpagesize() / 1_000_000


def main() -> None:
    """Print the memory as the documents are made."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=100_000, help="how many (default 100000)")
    parser.add_argument("--list", nargs="+", help="only judge this list, with what its rows share")
    given = parser.parse_args()
    if given.list:
        judge(*given.list)
        return
    documents = given.documents
    library = find_library()
    _title, record_path, template_id, *_rest = SAMPLES[0]
    record: Record = parse(read_source(str(ROOT / record_path)))
    kind = load_kind(library, record.kind_id)
    compiled = prepare(find_template(library, template_id, record.kind_id), kind).compiled
    properties = document_properties(record, kind)
    start = time.perf_counter()
    step = max(documents // 10, 1)
    for number in range(documents + 1):
        if number % step == 0:
            passed = time.perf_counter() - start
            print(f"{number:8} documents  {memory_in_use():6.1f} MB  {passed:6.1f} s", flush=True)
        context: dict[str, Any] = document_context(record, kind)
        context["addressee"] = f"单位{number}号"
        compiled.fill(context, anchors="bookmark", properties=properties)
    for rows in (documents // 10, documents):
        lists(rows)


def lists(rows: int) -> None:
    """Print the peak of judging a list of so many rows in each form."""
    from xlsxwriter import Workbook

    shared = ROOT / "samples/notices/inspection/共用.json"
    with tempfile.TemporaryDirectory() as name:
        head = ("主送机关", "统一社会信用代码", "办理期限")
        table = [(f"云川县第{n}社会组织", f"T{n:08}", "2024-05-24") for n in range(1, rows + 1)]
        for encoding in ("utf-8", "gbk"):
            with Path(name, f"{encoding}.csv").open("w", encoding=encoding, newline="") as stream:
                csv.writer(stream).writerows([head, *table])
        with Workbook(str(Path(name, "list.xlsx"))) as book:
            sheet = book.add_worksheet()
            for at, cells in enumerate([head, *table]):
                sheet.write_row(at, 0, cells)
        with Path(name, "list.jsonl").open("w", encoding="utf-8") as stream:
            common = json.loads(shared.read_text("utf-8"))
            for addressee, code, deadline in table:
                own = {"addressee": addressee, "recipient_code": code, "deadline": deadline}
                record = {"format": FORMAT, "kind": "notice", **common, **own}
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        del table
        for path in sorted(Path(name).iterdir()):
            command = [sys.executable, __file__, "--list", str(path)]
            command += [str(shared)] if path.suffix != ".jsonl" else []
            done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=True)
            print(f"{rows:8} rows  {path.name:12} {done.stdout.strip()}", flush=True)


def own_peak() -> float:
    """The most memory in MB that this process held; Linux's usual figure has the parent's peak in it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return peak()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def judge(path: str, common: str | None = None) -> None:
    """In a process of its own: one list judged, nothing written; its peak in MB."""
    import docgen

    start = time.perf_counter()
    result = docgen.notices(path, "notice", "unused", common=common, check_only=True)
    assert result.ready == result.total, "a row was sent back"
    print(f"{own_peak():6.1f} MB  {time.perf_counter() - start:6.1f} s")


if __name__ == "__main__":
    main()
