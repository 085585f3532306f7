"""Precision and recall of `docgen audit` on the labelled passages of samples/audit, class by class.

A passage counts as accused if any relation of it is called inconsistent. Precision is how many of the accused
passages hold a fault; recall is how many of those that hold one are accused. Where the fault's place is
labelled (``spans``), an accusation that touches none of it is an alarm, not a hit.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docgen.auditing.judging import relations_of
from docgen.auditing.passages import passages_of
from docgen.auditing.relations import Relation, Verdict

FOLDER = Path(__file__).parent.parent / "samples" / "audit"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(FOLDER.glob("*.jsonl")))
    parser.add_argument("--wrong", action="store_true", help="show every passage that was judged wrongly")
    options = parser.parse_args()
    for file in options.files:
        score(file, options.wrong)
    return 0


def accused(case: dict[str, Any]) -> list[Relation]:
    """What is called inconsistent in one labelled passage."""
    issued = date.fromisoformat(case["issued"]) if case.get("issued") else None
    found = relations_of(passages_of(case["text"]), issued)
    return [each for each in found if each.verdict is Verdict.INCONSISTENT]


def outcome_of(case: dict[str, Any], found: Sequence[Relation]) -> str:
    """hit, miss, alarm or quiet."""
    expected = case["expect"] if "expect" in case else [case] if case["fault"] else []
    spans = [str(span) for each in expected for span in each.get("spans", ())]
    if not expected:
        return "alarm" if found else "quiet"
    if not found:
        return "miss"
    touches = not spans or any(
        term.text in span or span in term.text or span in each.excerpt
        for each in found
        for term in each.terms
        for span in spans
    )
    return "hit" if touches else "alarm"


def score(file: Path, show_wrong: bool) -> None:
    """Print the counts of one file."""
    counts: dict[str, Counter[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        found = accused(case)
        outcome = outcome_of(case, found)
        name = case.get("class") or (case["expect"][0]["class"] if case["expect"] else "good")
        counts.setdefault(name, Counter())[outcome] += 1
        if show_wrong and outcome in ("miss", "alarm"):
            print(f"{outcome:5} {case['id']} {name}: {case['text']}")
            for each in found:
                print(f"      {each.sort}: {each.equation or each.terms[0].text}")
    print(f"{file.name}: hit 查出, miss 漏查, alarm 误报, quiet 无误")
    total = sum(counts.values(), Counter())
    for name, row in [*sorted(counts.items()), ("all", total)]:
        cells = "  ".join(f"{key} {row[key]:3}" for key in ("hit", "miss", "alarm", "quiet"))
        print(f"  {name:14} {cells}  {rates(row)}")


def rates(row: Counter[str]) -> str:
    """Precision and recall in words, with a dash where there is nothing to divide by."""
    made, faulty = row["hit"] + row["alarm"], row["hit"] + row["miss"]
    precision = f"{row['hit'] / made:.3f}" if made else "-"
    recall = f"{row['hit'] / faulty:.3f}" if faulty else "-"
    return f"precision {precision:>5}  recall {recall:>5}"


if __name__ == "__main__":
    sys.exit(main())
