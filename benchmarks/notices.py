"""docgen notices beside docxtpl and others, side by side in one run: make bench.

What is timed of docgen is the whole chain: the list read, every row against its schema and the rules, the
rows against each other, documents, manifest and 核对清单. The others only fill and write documents whose
values are ready. Each side writes into new folders, in memory where the system has such a place.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from side_by_side import DOCGEN, ROOT, Command, Pair, machine

SAMPLE = ROOT / "samples/good/notice/inspection-2023.json"
TEMPLATE = ROOT / "templates/docx/notice.docx"
#: npm packages that are compared where node and npm are there
NODE_PACKAGES = ("docxtemplater@3.71.0", "pizzip@3.3.0", "easy-template-x@7.2.8")
#: what a batch's time is told by
STAGES = ("imports", "judging", "making", "check sheets")
#: what the two engines and docx-mailmerge2 are given to fill in
FILLED = "某社会组织"


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """A new folder, in memory if there is such a place."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="docgen-bench-", dir=memory if os.access(memory, os.W_OK) else None
    ) as name:
        yield Path(name)


def write_rows(path: Path, count: int) -> None:
    """A list of so many notices, one to each organisation."""
    record = json.loads(SAMPLE.read_text("utf-8"))
    with path.open("w", encoding="utf-8") as stream:
        for number in range(1, count + 1):
            row = {**record, "addressee": f"云川县第{number}社会组织"}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


class Stages:
    """A watcher that notes when a stage was last told of."""

    def __init__(self) -> None:
        self.start = self.at_judged = self.at_made = time.perf_counter()

    def judged(self, rows: int) -> None:
        """The list is read and judged up to here."""
        self.at_judged = time.perf_counter()

    def dealt_with(self, rows: Sequence[object], result: object) -> None:
        """Documents and their lines in the manifest are written up to here."""
        self.at_made = time.perf_counter()

    def put_out(self, what: str, done: int, total: int) -> None:
        """Nothing is put out here."""


def own_batch(rows: str, folder: str, workers: str) -> None:
    """In a process of its own: one batch; seconds as a whole and by stage, and peak memory in MB."""
    import docgen

    began = time.perf_counter()
    make = docgen.notices  # imported now
    imported = time.perf_counter()
    stages = Stages()
    result = make(rows, "notice", folder, workers=int(workers), watcher=stages)
    ended = time.perf_counter()
    assert result.made == result.total, "a row was sent back"
    told = {
        "count": result.total,
        "whole": ended - began,
        "imports": imported - began,
        "judging": stages.at_judged - imported,
        "making": stages.at_made - stages.at_judged,
        "check sheets": ended - stages.at_made,
        "peak": peak(),
    }
    print(json.dumps(told))


def peak() -> float:
    """The most memory in MB that this process held; 0 where the system doesn't tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    # without worker processes; kilobytes on Linux, bytes on macOS
    unit = 1024 if sys.platform == "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1024


def batch(rows: Path, workers: int = 1) -> Mapping[str, float]:
    """One batch in a new process and a new folder."""
    with fresh_folder() as folder:
        command = [sys.executable, __file__, "--batch", str(rows), str(folder / "out"), str(workers)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        told: Mapping[str, float] = json.loads(done.stdout.splitlines()[-1])
        return told


def per_document(make: Callable[[Path, int], None], count: int) -> float:
    """Seconds a document, written into a new folder."""
    with fresh_folder() as folder:
        start = time.perf_counter()
        for number in range(count):
            make(folder / f"{number}.docx", number)
        return (time.perf_counter() - start) / count


def others(context: dict[str, Any], folder: Path) -> dict[str, Callable[[], float]]:
    """What is measured beside docgen, by name: seconds a document."""
    import docxtpl_render  # noqa: F401 - the filters that the template uses
    from docxtpl import DocxTemplate

    def docxtpl_one(path: Path, number: int) -> None:
        template = DocxTemplate(str(TEMPLATE))
        template.render({**context, "addressee": f"云川县第{number}社会组织"}, autoescape=True)
        template.save(str(path))

    finished = folder / "finished.docx"
    docxtpl_one(finished, 1)
    data = finished.read_bytes()

    def bytes_only(path: Path, number: int) -> None:
        temporary = f"{path}.tmp"
        with open(temporary, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)

    jinja = _jinja_only(context)
    found: dict[str, Callable[[], float]] = {
        "docxtpl 0.20.2 as documented": lambda: per_document(docxtpl_one, 30),
        "floor: writing finished bytes": lambda: per_document(bytes_only, 2000),
        "floor: the Jinja render alone": lambda: per_document(lambda path, number: jinja(), 300),
    }
    if find_spec("mailmerge") is None:
        print("docx-mailmerge2: not installed (pip install -c constraints.txt docgen[bench]), left out")
    else:
        merged = _with_tag(data, folder / "merge.docx", _merge_field())
        found["docx-mailmerge2"] = lambda: per_document(lambda path, number: _merge(merged, path), 60)
    node = _node(folder)
    if node is not None:
        tagged = _with_tag(data, folder / "tags.docx", "{addressee}")
        (folder / "context.json").write_text(json.dumps({"addressee": FILLED}), encoding="utf-8")
        for engine in ("docxtemplater", "easy-template-x"):
            found[engine] = lambda engine=engine: _node_run(engine, tagged, folder, node)  # type: ignore[misc]
    return found


def _jinja_only(context: dict[str, Any]) -> Callable[[], str]:
    from docxtpl import DocxTemplate
    from jinja2 import Environment

    template = DocxTemplate(str(TEMPLATE))
    template.init_docx()
    source = template.patch_xml(template.get_xml())
    compiled = Environment(autoescape=True).from_string(source)
    return lambda: compiled.render(context)


def _with_tag(data: bytes, path: Path, tag: str) -> Path:
    """A finished notice with the addressee left open as another engine wants it: easier than ours."""
    from io import BytesIO
    from zipfile import ZipFile

    source, name = ZipFile(BytesIO(data)), "云川县第1社会组织"
    with ZipFile(path, "w") as archive:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "word/document.xml":
                text = content.decode("utf-8")
                if text.count(name) != 1:
                    raise RuntimeError("the notice doesn't name its addressee once")
                content = text.replace(name, tag).encode("utf-8")
            archive.writestr(info, content)
    return path


def _merge_field() -> str:
    """MERGEFIELD addressee, in the middle of a text."""
    kinds = [f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end")]
    middle = "<w:instrText> MERGEFIELD addressee </w:instrText>"
    field = "</w:r><w:r>".join((kinds[0], middle, kinds[1], "<w:t>«addressee»</w:t>", kinds[2]))
    return f"</w:t></w:r><w:r>{field}</w:r><w:r><w:t>"


def _merge(template: Path, path: Path) -> None:
    from mailmerge import MailMerge

    with MailMerge(str(template)) as document:
        document.merge(addressee=FILLED)
        document.write(str(path))


def _node(folder: Path) -> Path | None:
    """A folder with the npm packages, or None and why."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        print("docxtemplater, easy-template-x: node and npm aren't here, left out")
        return None
    place = folder / "node"
    place.mkdir()
    (place / "package.json").write_text("{}", encoding="utf-8")
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", *NODE_PACKAGES]
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, timeout=120, shell=os.name == "nt")
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
        print("docxtemplater, easy-template-x: npm could not install them, left out")
        return None
    return place


def _node_run(engine: str, template: Path, folder: Path, place: Path) -> float:
    with fresh_folder() as output:
        script = ROOT / "benchmarks" / "notices_node.mjs"
        command = [
            "node",
            str(script),
            engine,
            str(template),
            str(folder / "context.json"),
            str(output),
            "60",
        ]
        done = subprocess.run(command, cwd=place, capture_output=True, encoding="utf-8")
        if done.returncode:
            raise RuntimeError(done.stderr)
        return float(done.stdout) / 1000


def one_in_a_process(folder: Path, context: Path) -> Pair:
    """One notice in a new process, its template compiled before, beside docxtpl's own command."""
    ours, theirs = folder / "ours.docx", folder / "theirs.docx"
    render = [sys.executable, "benchmarks/docxtpl_render.py", "-o", "-q"]
    return Pair(
        "docgen make NOTICE (template cached) : python -m docxtpl",
        Command([DOCGEN, "make", str(SAMPLE), "-o", str(ours), "--force"], makes=ours),
        Command([*render, str(TEMPLATE), str(context), str(theirs)], makes=theirs),
        0.9,
    )


def _line(title: str, ratios: Sequence[float], aim: float | None = None) -> str:
    middle = statistics.median(ratios)
    text = f"{title:58} {middle:6.2f}x  ({min(ratios):.2f}-{max(ratios):.2f})"
    return text if aim is None else f"{text}  aim {aim:g}x {'met' if middle >= aim else 'NOT met'}"


def main() -> None:
    """Print the machine, then a line for each comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=5, help="rounds (default 5)")
    parser.add_argument("--rows", type=int, default=1000, help="rows of a batch (default 1000)")
    given = parser.parse_args()
    rounds, count = given.repeats, given.rows
    print(machine())
    print(f"load when it began: {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")
    with fresh_folder() as folder:
        where = "in memory" if folder.is_relative_to("/dev/shm") else "on disk, NOT in memory"
        print(f"batches of {count} notices, {rounds} interleaved rounds, files {where}")
        context_path, rows, many = folder / "values.json", folder / "rows.jsonl", folder / "many.jsonl"
        dump = [sys.executable, "benchmarks/dump_context.py", str(SAMPLE), str(TEMPLATE), str(context_path)]
        subprocess.run(dump, check=True, cwd=ROOT)
        write_rows(rows, count)
        write_rows(many, 5 * count)
        measured = others(json.loads(context_path.read_text("utf-8")), folder)
        ones: list[Mapping[str, float]] = []
        twos: list[Mapping[str, float]] = []
        times: dict[str, list[float]] = {name: [] for name in measured}
        batch(rows)  # the first one warms the caches
        for number in range(rounds):
            turns: list[Callable[[], None]] = [
                lambda: ones.append(batch(many)),
                lambda: twos.append(batch(many, 2)),
                *(lambda name=name, one=one: times[name].append(one()) for name, one in measured.items()),  # type: ignore[misc]
            ]
            for turn in turns if number % 2 else reversed(turns):
                turn()
        _print(ones, twos, times)
        print(one_in_a_process(folder, context_path).run(max(rounds, 5)), flush=True)


def _print(
    ones: list[Mapping[str, float]], twos: list[Mapping[str, float]], times: Mapping[str, list[float]]
) -> None:
    own = [each["whole"] / each["count"] for each in ones]
    docxtpl = times["docxtpl 0.20.2 as documented"]
    title = "docxtpl a document : docgen's whole chain a notice"
    print(_line(title, [theirs / ours for theirs, ours in zip(docxtpl, own, strict=True)], 60))
    pairs = zip(ones, twos, strict=True)
    print(_line("one process : two", [one["whole"] / two["whole"] for one, two in pairs], 1.7))
    for name, each in times.items():
        if name.startswith("docxtpl"):
            continue
        ratios = [theirs / one for theirs, one in zip(docxtpl, each, strict=True)]
        print(_line(f"docxtpl : {name}", ratios))
    middle = {name: statistics.median(each[name] for each in ones) for name in ones[0]}
    micro = 1e6 / middle["count"]
    parts = ", ".join(f"{name} {middle[name] * micro:.0f}" for name in STAGES)
    print(f"microseconds a notice: {middle['whole'] * micro:.0f}, of which {parts}")
    print(f"docxtpl {statistics.median(docxtpl) * 1e3:.1f} ms a document")
    print(f"peak memory with {middle['count']:.0f} rows: {middle['peak']:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--batch"]:
        own_batch(*sys.argv[2:5])
    else:
        main()
