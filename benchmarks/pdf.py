"""PDF by LibreOffice: a start for each document, beside one start for many. Part of make bench.

Usage: python benchmarks/pdf.py [--documents N]. Each is the sample notice. Ratios travel, seconds do not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from docgen.converting import Office, find_office
from docgen.library import find_library
from docgen.records import parse
from docgen.rendering import render
from docgen.schemas import load_kind
from docgen.sources import read_source
from docgen.templates import find_template

ROOT = Path(__file__).resolve().parent.parent
NOTICE = ROOT / "samples" / "good" / "notice" / "inspection-2023.json"
#: documents that are made with a start each
ALONE = 3


def seconds(program: Path, batches: Sequence[Sequence[Path]]) -> float:
    """How long the documents take, a start of LibreOffice for each batch."""
    began = time.perf_counter()
    with Office(program) as office:
        for batch in batches:
            assert all(is_made for _document, is_made in office.convert(batch))
    return time.perf_counter() - began


def main() -> int:
    """Print seconds a document, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=40)
    count = parser.parse_args().documents
    program = find_office()
    if program is None:
        print("PDF: LibreOffice isn't installed")
        return 0
    record, library = parse(read_source(str(NOTICE))), find_library()
    kind = load_kind(library, record.kind_id)
    data = render(find_template(library, "notice", kind.id), record, kind).data
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        documents = [Path(folder, f"{number}.docx") for number in range(count)]
        for document in documents:
            document.write_bytes(data)
        seconds(program, [documents[:1]])  # what LibreOffice does once on a machine
        alone = seconds(program, [[document] for document in documents[:ALONE]]) / ALONE
        together = seconds(program, [documents]) / count
    print(f"PDF, a start for each: {alone:.2f} s a document")
    print(f"PDF, one start for {count}: {together:.2f} s a document, {alone / together:.1f}x as many")
    return 0


if __name__ == "__main__":
    sys.exit(main())
