"""Precision and recall of `docgen audit` on the labelled passages of samples/audit, class by class.

A passage counts as accused if any relation of it is called inconsistent. Precision is how many of the accused
passages hold a fault; recall is how many of those that hold one are accused.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from docgen.auditing.judging import relations_of
from docgen.auditing.passages import passages_of
from docgen.auditing.relations import Verdict

FOLDER = Path(__file__).parent.parent / "samples" / "audit"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(FOLDER.glob("*.jsonl")))
    parser.add_argument("--wrong", action="store_true", help="show every passage that was judged wrongly")
    options = parser.parse_args()
    for file in options.files:
        score(file, options.wrong)
    return 0


def score(file: Path, show_wrong: bool) -> None:
    """Print the counts of one file."""
    counts: dict[str, Counter[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found = [
            each for each in relations_of(passages_of(case["text"])) if each.verdict is Verdict.INCONSISTENT
        ]
        outcome = {
            (True, True): "hit",
            (True, False): "miss",
            (False, True): "alarm",
            (False, False): "quiet",
        }[bool(case["fault"]), bool(found)]
        counts.setdefault(case["class"], Counter())[outcome] += 1
        if show_wrong and outcome in ("miss", "alarm"):
            print(f"{outcome:5} {case['id']} {case['class']}: {case['text']}")
            for each in found:
                print(f"      {each.sort}: {each.equation or each.terms[0].text}")
    print(f"{file.name}: hit 查出, miss 漏查, alarm 误报, quiet 无误")
    total = sum(counts.values(), Counter())
    for name, row in [*sorted(counts.items()), ("all", total)]:
        cells = "  ".join(f"{key} {row[key]:3}" for key in ("hit", "miss", "alarm", "quiet"))
        print(f"  {name:10} {cells}  {rates(row)}")


def rates(row: Counter[str]) -> str:
    """Precision and recall in words, with a dash where there is nothing to divide by."""
    accused, faulty = row["hit"] + row["alarm"], row["hit"] + row["miss"]
    precision = f"{row['hit'] / accused:.3f}" if accused else "-"
    recall = f"{row['hit'] / faulty:.3f}" if faulty else "-"
    return f"precision {precision:>5}  recall {recall:>5}"


if __name__ == "__main__":
    sys.exit(main())
