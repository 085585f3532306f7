"""How long a document of about 100 pages is verified, beside making it: part of make bench.

The record is the sample's with its sections and indicators twelve times, each with other values. Verified
are the document as made, and one worked on: sentences added, paragraphs moved, figures changed. All in one
process and interleaved; the median ratio of the rounds is printed.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
from pathlib import Path
from typing import Any

from checking import interleaved
from docx import Document

from docgen import jobs
from docgen.ooxml.reading import read_document
from docgen.verifying import verify

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples/good/civil-affairs-half-year/complete.json"
COPIES, LINES, CHARACTERS = 12, 22, 28
AIM = 10
_VALUE = re.compile(r"\{(\w+)\}")


def grown(data: dict[str, Any], copies: int) -> dict[str, Any]:
    """A record with its sections so many times; each copy has indicators, and values, of its own."""
    own = data["indicators"]
    indicators, sections = dict(own), list(data["sections"])
    for number in range(1, copies):
        for name, entry in own.items():
            indicators[f"{name}_{number}"] = {**entry, "value": entry["value"] + number}
        for section in data["sections"]:
            sections.append({**renamed(section, own, number), "id": f"{section['id']}_{number}"})
    return {**data, "indicators": indicators, "sections": sections}


def renamed(value: Any, names: dict[str, Any], number: int) -> Any:
    """A part of a record whose texts take the indicators of a copy."""
    if isinstance(value, dict):
        return {key: renamed(each, names, number) for key, each in value.items()}
    if isinstance(value, list):
        return [renamed(each, names, number) for each in value]
    if not isinstance(value, str):
        return value
    return _VALUE.sub(lambda match: f"{{{match[1]}_{number}}}" if match[1] in names else match[0], value)


def worked_on(source: Path, target: Path) -> None:
    """A sentence more in every fourth paragraph, every seventh moved on, a figure changed in every tenth."""
    document = Document(str(source))
    prose = [each for each in document.paragraphs if len(each.text) > 40]
    for at, paragraph in enumerate(prose):
        if at % 4 == 0:
            paragraph.add_run("全体干部职工团结一致，工作扎实。")
        if at % 10 == 0:
            figure = next((run for run in paragraph.runs if run.text.isdigit()), None)
            if figure is not None:
                figure.text = str(int(figure.text) + 1)
        if at % 7 == 0 and at + 20 < len(prose):
            prose[at + 20]._p.addnext(paragraph._p)
    document.save(str(target))


def main() -> None:
    """Print a line for each document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=7, help="rounds (default 7)")
    rounds = min(parser.parse_args().repeats, 7)
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as folder:
        record, made, edited = (Path(folder, name) for name in ("record.json", "made.docx", "edited.docx"))
        data = grown(json.loads(SAMPLE.read_text(encoding="utf-8")), COPIES)
        record.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        jobs.make(str(record), made)
        worked_on(made, edited)
        texts = [each.text for each in read_document(made.read_bytes()).paragraphs]
        pages = sum(max(1, -(-len(text) // CHARACTERS)) for text in texts) / LINES
        times = interleaved(
            {
                "made": lambda: jobs.make(str(record), made, force=True),
                "as made": lambda: verify(str(made), str(record)),
                "worked on": lambda: verify(str(edited), str(record)),
            },
            rounds,
        )
    made_in = statistics.median(times["made"])
    print(f"{len(texts)} paragraphs, about {pages:.0f} pages: made in {made_in:.0f} ms")
    for name in ("as made", "worked on"):
        ratio = statistics.median(ours / of for ours, of in zip(times[name], times["made"], strict=True))
        verdict = "met" if ratio < AIM else "NOT met"
        took = statistics.median(times[name])
        print(f"verified, {name}: {took:.0f} ms, {ratio:.1f}x  aim under {AIM}x {verdict}")


if __name__ == "__main__":
    main()
