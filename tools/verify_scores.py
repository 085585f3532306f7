"""What docgen verify finds: every number that a sample document states, changed, one at a time.

    python tools/verify_scores.py [--most N]

A value behind one of docgen's anchors is changed in the raw XML, through python-docx, and in a document that
LibreOffice then converts to .odt and back; with the anchors, and with all bookmarks taken out. Without them
also other sorts of change, and of every other number (dates, numbers in the record's prose). Printed is how
often that change was told, and nothing else. Then edits that change no figure (none may be told of), and each
of those after a value was changed (that one is to be told).
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from verify_arranging import ARRANGED
from verify_changes import SORTS, Change, Spot, by_python_docx, by_xml, first_digit, spots, through_office
from verify_edits import WORDED, WRITTEN, Edit, body_of, without_anchors
from verify_markup import MARKED

from docgen import jobs
from docgen.converting import find_office
from docgen.findings import Finding
from docgen.verifying import verify

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "good"
NAMES = (
    "civil-affairs-half-year/complete",
    "civil-affairs-half-year/poor-results",
    "civil-affairs-annual/complete",
    "rectification-list/three-sources",
    "notice/inspection-2023",
)
HARMLESS: dict[str, Edit] = WRITTEN | WORDED | ARRANGED | MARKED
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Sample(NamedTuple):
    """A made document, its record, and the numbers in it."""

    name: str
    record: Path
    data: bytes
    spots: list[Spot]


class Scores:
    """How often what was to be told was told alone, by name; what wasn't is said on the standard error."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}

    def add(self, name: str, is_good: bool, what: str) -> None:
        """Count one trial."""
        count = self.counts.setdefault(name, [0, 0])
        count[0] += is_good
        count[1] += 1
        if not is_good:
            print(f"  {name}: {what}", file=sys.stderr)

    def lines(self) -> Iterator[str]:
        """A line a name."""
        for name, (good, of) in self.counts.items():
            yield f"{name}: {good} of {of} ({good / of:.1%})"

    @property
    def is_full(self) -> bool:
        """Whether nothing was missed."""
        return all(good == of for good, of in self.counts.values())


def main() -> int:
    """Print the rates; 1 if any change was missed or any harmless edit told of."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--most", type=int, default=0, help="so many numbers of each document (0: all)")
    return scores(parser.parse_args().most)


def scores(most: int) -> int:
    """Try it on every sample, so many numbers of each, and print the rates."""
    found = Scores()
    with tempfile.TemporaryDirectory(prefix="docgen-") as name:
        folder = Path(name)
        for sample in samples(folder):
            values = few([spot for spot in sample.spots if spot.is_value], most)
            others = few([spot for spot in sample.spots if not spot.is_value], most)
            in_three_ways(found, sample, values, folder)
            in_every_sort(found, sample, values, others)
            edited(found, sample, values)
    print(*found.lines(), sep="\n")
    return 0 if found.is_full else 1


def samples(folder: Path) -> Iterator[Sample]:
    """The sample documents, made."""
    for name in NAMES:
        record = folder / f"{name.replace('/', '-')}.json"
        record.write_bytes((SAMPLES / f"{name}.json").read_bytes())
        made = jobs.make(str(record), record.with_suffix(".docx"))
        assert made.document is not None, name
        data = made.document.read_bytes()
        yield Sample(name, record, data, spots(data))


def few(found: Sequence[Spot], most: int) -> Sequence[Spot]:
    """So many of them, from all over."""
    return found[:: max(1, len(found) // most)] if most else found


def findings(sample: Sample, data: bytes) -> list[Finding]:
    """What verify tells of an edited version of a sample."""
    path = sample.record.with_suffix(".edited.docx")
    path.write_bytes(data)
    return list(verify(str(path), str(sample.record)).findings)


def is_told_alone(found: Sequence[Finding], change: Change) -> bool:
    """Whether the new number is what is told, and nothing else."""
    if len(found) != 1 or not found[0].blocks:
        return False
    return any(change.new in _NUMBER.findall(str(each)) for each in found[0].parameters.values())


def in_three_ways(found: Scores, sample: Sample, values: Sequence[Spot], folder: Path) -> None:
    """The first digit of every value another."""
    body = body_of(sample.data)
    changes = [first_digit(body, spot) for spot in values]
    ways = {
        "raw XML": [by_xml(sample.data, change) for change in changes],
        "python-docx": [by_python_docx(sample.data, change) for change in changes],
    }
    for kept, strip in (("with anchors", bytes), ("without anchors", without_anchors)):
        here = {way: [strip(data) for data in documents] for way, documents in ways.items()}
        office = find_office()
        if office is not None:
            here["LibreOffice to .odt and back"] = list(through_office(office, here["raw XML"], folder))
        else:
            print("  LibreOffice isn't installed: not tried", file=sys.stderr)
        for way, documents in here.items():
            for change, data in zip(changes, documents, strict=True):
                good = is_told_alone(told := findings(sample, data), change)
                found.add(f"changed by {way}, {kept}", good, said(sample, change, told))


def in_every_sort(found: Scores, sample: Sample, values: Sequence[Spot], others: Sequence[Spot]) -> None:
    """Every sort of change, without anchors; of numbers that are no value alone the last digit only."""
    body = body_of(sample.data)
    trials = [(name, sort(body, spot)) for name, sort in SORTS.items() for spot in values]
    trials += [("last digit of another number", SORTS["last digit another"](body, spot)) for spot in others]
    for name, change in trials:
        if change is not None:
            told = findings(sample, without_anchors(by_xml(sample.data, change)))
            found.add(name, is_told_alone(told, change), said(sample, change, told))


def edited(found: Scores, sample: Sample, values: Sequence[Spot]) -> None:
    """Every harmless edit, alone and after a change; the change has to be in what the edit left."""
    body = body_of(sample.data)
    for at, (name, edit) in enumerate(HARMLESS.items()):
        harmless = edit(sample.data)
        told = figures_of(findings(sample, harmless), name)
        title = f"{len(HARMLESS)} kinds of edit that change no figure, nothing told"
        found.add(title, not told, f"{sample.name}, {name}: {told}")
        change = first_digit(body, values[at % len(values)])
        changed = edit(by_xml(sample.data, change))
        if body_of(changed) != body_of(harmless):
            told = figures_of(findings(sample, changed), name)
            good = len(told) == 1 and told[0].blocks
            title = "a value changed, then such an edit, told alone"
            found.add(title, good, f"{name}: {said(sample, change, told)}")


def figures_of(told: Sequence[Finding], edit: str) -> list[Finding]:
    """What is told, without the remark that there are tracked changes, where there are."""
    expected = "verify-revisions" if edit.endswith(", tracked") else ""
    return [each for each in told if each.code != expected]


def said(sample: Sample, change: Change, told: Sequence[Finding]) -> str:
    """What was changed and what was told, for whoever looks for the fault."""
    parameters = [(each.code, each.place.label, dict(each.parameters)) for each in told]
    return f"{sample.name}, {change.old} → {change.new}: {len(told)} told {parameters[:4]}"


if __name__ == "__main__":
    sys.exit(main())
