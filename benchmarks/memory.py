"""Memory over many documents of one compiled template in one process: make bench-memory.

The sample notice is rendered from its record again and again, with bookmarks, each time with another
recipient; the memory in use is printed after every tenth of the documents. It must not grow.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))

from rendering import SAMPLES  # noqa: E402

from docgen.contexts import document_context  # noqa: E402
from docgen.library import find_library  # noqa: E402
from docgen.records import Record, parse  # noqa: E402
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
    documents = parser.parse_args().documents
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


if __name__ == "__main__":
    main()
