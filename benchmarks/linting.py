"""How fast 100 pages are linted, beside python-docx opening them and reading every run: make bench.

Two documents: one whose text takes everything from a few styles, a run a paragraph, and one that says font,
size and spacing at every run, a few runs a paragraph, as WPS writes it. Everything is in one process and
interleaved; the median ratio of the rounds is printed. Memory is the most that a new process held for each.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(ROOT))

from checking import interleaved  # noqa: E402

from docgen.layout.linting import lint, outcomes  # noqa: E402
from tests.clean_documents import CENTRE, FANGSONG, FIRST, HEITI, NORMAL, THREE, TIGHT, TWO, XBS, Made  # noqa: E402
from tests.layout_documents import para, style, styles  # noqa: E402

SAMPLES = ROOT / "samples" / "good"
PAGES, LINES, CHARACTERS = 100, 22, 28
AIM = 4
#: what a new process does for each side; then it says how much it held at most, in kB
_THEIRS = """
from docx import Document
for paragraph in Document(sys.argv[1]).paragraphs:
    for run in paragraph.runs:
        run.text, run.font.name, run.font.size
"""
_OURS = """
from docgen.layout.linting import lint, outcomes
outcomes(*lint(open(sys.argv[1], "rb").read()), "")
"""
_PEAK = 'print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))'


def prose(value: object) -> Iterator[str]:
    """Every text of a record that reads like prose."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from prose(each)
    elif isinstance(value, str) and len(value) >= 60 and value.endswith("。") and "{" not in value:
        yield value


def hundred_pages() -> list[str]:
    """Paragraphs of the sample records that fill 100 pages, each with its own number in it."""
    records = sorted(SAMPLES.glob("*/*.json"))
    found = [text for path in records for text in prose(json.loads(path.read_text(encoding="utf-8")))]
    made: list[str] = []
    room = PAGES * LINES
    for number, text in enumerate(cycle(found), 1):
        own = f"{text[:-1]}，共{number}户。"
        room -= -(-(len(own) + 2) // CHARACTERS)
        if room < 0:
            return made
        made.append(own)
    return made


def by_styles(texts: list[str]) -> bytes:
    """A heading to every tenth paragraph; styles say everything."""
    body = [para("云溪县民政局2026年上半年工作总结", style="T"), para()]
    for number, text in enumerate(texts):
        if number % 10 == 0:
            body.append(para(f"{number // 10 + 1}.工作情况", style="H"))
        body.append(para(text, style="B"))
    shared = styles(
        NORMAL,
        style("T", CENTRE, XBS + TWO, "Normal", name="大标题"),
        style("B", FIRST, "", "Normal", name="文段"),
        style("H", FIRST, HEITI, "Normal", name="小标题"),
    )
    return Made(tuple(body), shared).data()


def by_runs(texts: list[str]) -> bytes:
    """Four runs a paragraph, each saying font, size and spacing itself."""
    said = f"<w:rPr>{FANGSONG}{TIGHT}{THREE}</w:rPr>"
    body = [para("云溪县民政局2026年上半年工作总结", CENTRE, XBS + TWO), para()]
    for text in texts:
        cuts = [0, *(len(text) * part // 4 for part in (1, 2, 3)), len(text)]
        runs = "".join(f"<w:r>{said}<w:t>{text[start:end]}</w:t></w:r>" for start, end in pairwise(cuts))
        body.append(f"<w:p><w:pPr>{FIRST}</w:pPr>{runs}</w:p>")
    return Made(tuple(body), styles(NORMAL)).data()


def read_runs(data: bytes) -> int:
    """What python-docx needs for every run's text and font."""
    from docx import Document

    count = 0
    for paragraph in Document(io.BytesIO(data)).paragraphs:
        for run in paragraph.runs:
            count += len(run.text) + bool(run.font.name) + bool(run.font.size)
    return count


def linted(data: bytes) -> int:
    """Every rule tried, and what it gave as outcomes."""
    draft, found = lint(data)
    return len(outcomes(draft, found, ""))


def peak(data: bytes, program: str) -> str:
    """The most MB that a new process held; “?” where the system doesn't tell."""
    if not Path("/proc/self/status").is_file():
        return "?"
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as folder:
        path = Path(folder) / "a.docx"
        path.write_bytes(data)
        command = [sys.executable, "-c", f"import sys{program}{_PEAK}", str(path)]
        held = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
        return f"{int(held) / 1000:.0f} MB"


def main() -> None:
    """Print a line for each document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=10, help="rounds (default 10)")
    rounds = min(parser.parse_args().repeats, 10)
    texts = hundred_pages()
    for name, data in (("styles say everything", by_styles(texts)), ("every run says it", by_runs(texts))):
        times = interleaved({"theirs": lambda: read_runs(data), "ours": lambda: linted(data)}, rounds)  # noqa: B023
        ratios = [ours / theirs for ours, theirs in zip(times["ours"], times["theirs"], strict=True)]
        ratio = statistics.median(ratios)
        middle = {each: statistics.median(values) for each, values in times.items()}
        verdict = "met" if ratio <= AIM else "NOT met"
        print(
            f"{name}: {len(texts)} paragraphs, {len(data) // 1000} kB; "
            f"python-docx {middle['theirs']:.0f} ms, lint {middle['ours']:.0f} ms: "
            f"{ratio:.2f}x  aim {AIM}x {verdict}; "
            f"memory {peak(data, _THEIRS)} and {peak(data, _OURS)}"
        )


if __name__ == "__main__":
    main()
