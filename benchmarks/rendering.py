"""One document rendered and written, beside docxtpl as documented, in one run: part of make bench.

docxtpl opens its template for each document, renders and saves; docgen has it compiled. Both have the same
values, filters and tests, and write into the same fresh folder in memory. The floor, and where the time
goes, stand beside. Ratios travel, microseconds don't.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docxtpl import DocxTemplate
from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))

from side_by_side import machine  # noqa: E402

from docgen.batch.rendering import stated_by  # noqa: E402
from docgen.contexts import document_context  # noqa: E402
from docgen.filters import FILTER_FUNCTIONS, TEST_FUNCTIONS  # noqa: E402
from docgen.library import find_library  # noqa: E402
from docgen.ooxml.anchors import Anchors, take_apart, without_marks  # noqa: E402
from docgen.ooxml.apart import runs_apart  # noqa: E402
from docgen.ooxml.compiled import DOCUMENT  # noqa: E402
from docgen.ooxml.environment import text_of  # noqa: E402
from docgen.ooxml.filling import CompiledTemplate  # noqa: E402
from docgen.ooxml.package import deflate, write_package  # noqa: E402
from docgen.ooxml.skeletons import decisive_names, skeleton  # noqa: E402
from docgen.records import parse  # noqa: E402
from docgen.rendering import (  # noqa: E402
    compile_for,
    document_properties,
    prepare,
    unmarked_environment,
)
from docgen.schemas import load_kind  # noqa: E402
from docgen.sources import read_source  # noqa: E402
from docgen.templates import find_template, template_root  # noqa: E402

HALF_YEAR = "samples/good/civil-affairs-half-year/complete.json"
SUMMARY = "half-year-summary-and-plan"
#: how Word and WPS write each run of a document that was formatted by hand
_BY_HAND = (
    '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/>'
    '<w:sz w:val="32"/></w:rPr>'
)
#: a value of the record as docgen anchors it in a made document: its anchor's name
_ANCHORED = re.compile(
    r'<w:bookmarkStart w:id="\d+" w:name="(_dg\w+)"/><w:r>[^\n]*?</w:r><w:bookmarkEnd w:id="\d+"/>'
)
#: how docgen notices renders, which has the same aims
BATCH = ("as in a batch, other texts each time", "the same, anchored (--anchors)")
Timed = dict[str, Callable[[], object]]


class Sample:
    """A record with its template, compiled, and everything that is timed with it."""

    def __init__(self, record_path: str, template: str, folder: Path, repeats: int = 1) -> None:
        library = find_library()
        self.record = parse(read_source(str(ROOT / record_path)))
        self.kind = load_kind(library, self.record.kind_id)
        self.template = find_template(library, template, self.record.kind_id)
        self.is_in_batches = self.record.kind_id == "notice"
        self.prepared = prepare(self.template, self.kind)
        self.compiled = self.prepared.compiled
        self.properties = document_properties(self.record, self.kind)
        self.repeats, self.target = repeats, folder / "made.docx"
        self.values = self.context()
        self.data = self.fill(self.values)
        self.unmarked = compile_for(self.template, template_root(self.kind), unmarked_environment())
        self.xml = self.compiled.rendered(self.values)[0][DOCUMENT]

    def context(self) -> dict[str, Any]:
        """The document's values; its sections as often as it takes to have the size wanted."""
        context = document_context(self.record, self.kind)
        if self.repeats > 1:
            context["parts"] = [
                {**part, "sections": [*part["sections"]] * self.repeats} for part in context["parts"]
            ]
        return context

    def fill(self, values: Any, **options: Any) -> bytes:
        """The document by docgen, from values composed before."""
        return self.compiled.fill(values, properties=self.properties, **options).data

    def write(self, data: bytes) -> None:
        """The finished bytes into the folder."""
        self.target.write_bytes(data)

    def by_docxtpl(self) -> None:
        """The document by docxtpl, as its documentation has it."""
        environment = Environment()
        environment.filters.update(FILTER_FUNCTIONS)
        environment.tests.update(TEST_FUNCTIONS)
        template = DocxTemplate(self.template.path)
        template.render(self.values, environment)
        template.save(self.target)

    def by_docgen(self) -> Timed:
        """The ways in which docgen makes the document, the two with an aim first."""
        ways: Timed = {
            "anchors off": lambda: self.write(
                self.unmarked.fill(self.values, split=False, properties=self.properties).data
            ),
            "anchors on (bookmarks)": lambda: self.write(self.fill(self.values, anchors="bookmark")),
            "runs apart, no anchors": lambda: self.write(self.fill(self.values)),
        }
        if self.is_in_batches:
            ways["from the record, values composed"] = lambda: self.write(
                self.prepared.render(self.record).data
            )
            ways[BATCH[0]] = self.into_skeleton(self.unmarked, "none")
            ways[BATCH[1]] = self.into_skeleton(self.compiled, "bookmark")
        return ways

    def into_skeleton(self, compiled: CompiledTemplate, anchors: Anchors) -> Callable[[], object]:
        """What docgen notices does for each row that differs from others only in what is put out.

        Every text is one that was never put out before.
        """
        open_names = frozenset(self.record.data) - decisive_names(compiled, unmarked_environment())
        stated = {name: stated_by(self.values[name]) for name in open_names}
        slots = {name: pointer for name, pointer in stated.items() if pointer}
        ready = skeleton(compiled, self.values, slots, self.properties, anchors)
        assert ready is not None
        texts = {name: str(self.values[name]) for name in ready.slots}
        numbers = count()

        def fill() -> None:
            self.write(ready.filled({name: f"{text}{next(numbers)}" for name, text in texts.items()}))

        return fill

    def stages(self) -> Timed:
        """The floor and the stages, alone."""
        template = self.compiled.templates[DOCUMENT]
        values, xml = self.values, self.xml
        apart = runs_apart(template, values, "bookmark", 1)
        assert apart is not None
        finished = "".join(apart.pieces).encode("utf-8")
        packed = {**self.compiled.plan.static, DOCUMENT: deflate(DOCUMENT, finished, 1)}
        return {
            "floor: writing the finished bytes": lambda: self.write(self.data),
            "floor: Jinja render alone": lambda: text_of(template, values),
            "rendered with bookmarks": lambda: runs_apart(template, values, "bookmark", 1),
            "where values stand (when asked for)": lambda: take_apart(DOCUMENT, xml),
            "packing document.xml (zlib level 1)": lambda: deflate(DOCUMENT, finished, 1),
            "the package put together": lambda: write_package(packed),
        }


def own_template(sample: Sample, target: Path) -> Path:
    """A summary as an office has it in Word, with a placeholder for each of the record's indicators.

    It is the document that docgen makes of the record, every run formatted by hand and each indicator's
    figure replaced by the tag for it: what a secretary gets who puts tags into last year's summary.
    """
    made = sample.compiled.fill(sample.values, anchors="bookmark", properties=sample.properties)
    pointers = {each.anchor: each.pointer.split("/") for each in made.placements if each.anchor}

    def tagged(found: re.Match[str]) -> str:
        at = pointers[found[1]]
        if at[1] != "indicators":
            return found[0]
        return f"<w:r><w:t>{{{{ indicators.{at[2]} }}}}</w:t></w:r>"

    with ZipFile(BytesIO(made.data)) as given, ZipFile(target, "w", ZIP_DEFLATED) as written:
        for name in given.namelist():
            data = given.read(name)
            if name == DOCUMENT:
                xml = _ANCHORED.sub(tagged, data.decode("utf-8"))
                assert xml.count("{{ indicators.") > 100, "the figures have no tags"
                data = xml.replace("<w:r><w:t", f"<w:r>{_BY_HAND}<w:t").encode("utf-8")
            written.writestr(name, data)
    return target


def seconds(do: Callable[[], object], times: int) -> float:
    """The time of one call, of so many in a row."""
    start = time.perf_counter()
    for _ in range(times):
        do()
    return (time.perf_counter() - start) / times


def report(title: str, sample: Sample, aims: tuple[int, int], rounds: int) -> None:
    """Print a sample's table: every round times docxtpl and each way one after the other."""
    ways = sample.by_docgen()
    theirs: list[float] = []
    ours: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        theirs.append(seconds(sample.by_docxtpl, 3))
        for name, do in ways.items():
            ours[name].append(seconds(do, 30))
    size = len(without_marks(sample.xml).encode("utf-8"))
    print(
        f"\n{title}: document.xml {size / 1000:.0f} KB; docxtpl {statistics.median(theirs) * 1e3:.1f} ms = 1x"
    )
    for position, (name, times) in enumerate(ours.items()):
        ratios = [one / other for one, other in zip(theirs, times, strict=True)]
        middle = statistics.median(ratios)
        aim = ""
        if name in BATCH:
            position = BATCH.index(name)
        wanted = aims[position] if position < len(aims) else None
        if wanted is not None:
            aim = f"  aim {wanted}x {'met' if middle >= wanted else 'NOT met'}"
        spread = f"({min(ratios):.0f}-{max(ratios):.0f})"
        print(f"  {name:36} {middle:6.1f}x {spread:11} {statistics.median(times) * 1e6:7.0f} us{aim}")
    for name, do in sample.stages().items():
        took = statistics.median(seconds(do, 30) for _ in range(rounds))
        print(f"  {name:36} {statistics.median(theirs) / took:6.0f}x {'':11} {took * 1e6:7.0f} us")


def main() -> None:
    """Print the machine, the folder and a table a sample."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=15, help="rounds (default 15)")
    rounds = parser.parse_args().repeats
    memory = Path("/dev/shm")
    print(machine())
    with tempfile.TemporaryDirectory(
        prefix="docgen-bench-", dir=memory if memory.is_dir() else None
    ) as folder:
        where = "in memory (/dev/shm)" if memory.is_dir() else "in the temporary folder"
        print(f"median of {rounds} rounds (slowest-fastest), one process, files {where}")
        target = Path(folder)
        notice = Sample("samples/good/notice/inspection-2023.json", "notice", target)
        report("notice", notice, (180, 120), rounds)
        shipped = Sample(HALF_YEAR, SUMMARY, target, repeats=6)
        word = own_template(Sample(HALF_YEAR, SUMMARY, target), target / "own.docx")
        own = Sample(HALF_YEAR, str(word), target)
        report("summary, an office's own template", own, (50, 35), rounds)
        report("summary, the shipped template, its sections six times over", shipped, (50, 35), rounds)


if __name__ == "__main__":
    main()
