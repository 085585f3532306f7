"""How well the linter finds one fault put into a document: python tools/lint_scores.py [CASES.jsonl].

The cases are lines with a file (of the .tar.xz of the same name), its profile, and the rules that should
speak of it (``expect``: rule and, where it is known, how the paragraph begins). Printed are precision and
recall, of all and of each rule, and every miss and false alarm by its file.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from docgen.lints import Choice, lint_files
from docgen.rules.outcomes import Status

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "samples" / "lint" / "blind.jsonl"


class Scores(NamedTuple):
    """Rules that spoke rightly, kept silent, spoke besides; and clean documents, all and quiet ones."""

    right: Counter[str]
    missed: Counter[str]
    besides: Counter[str]
    clean: int
    quiet: int
    told: list[str]

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right.total() / (self.right.total() + self.besides.total())

    @property
    def recall(self) -> float:
        """The share of what is wrong that was found."""
        return self.right.total() / (self.right.total() + self.missed.total())


def scored(cases: Path) -> Scores:
    """The linter held against every case."""
    scores = Scores(Counter(), Counter(), Counter(), 0, 0, [])
    with tempfile.TemporaryDirectory(prefix="docgen-lint-") as folder:
        with tarfile.open(cases.with_suffix(".tar.xz")) as archive:
            archive.extractall(folder, filter="data")
        for text in cases.read_text(encoding="utf-8").splitlines():
            case = json.loads(text)
            [checked] = lint_files([str(Path(folder) / case["file"])], Choice(profile=case["profile"]))
            assert checked.result is not None, checked.error
            found = {each.rule for each in checked.result.outcomes if each.status is Status.FAIL}
            expected = {each["rule"] for each in case["expect"]}
            scores.right.update(found & expected)
            scores.missed.update(expected - found)
            scores.besides.update(found - expected)
            if not expected:
                scores = scores._replace(clean=scores.clean + 1, quiet=scores.quiet + (not found))
            if found != expected:
                lacking, more = sorted(expected - found), sorted(found - expected)
                scores.told.append(f"{case['file']}: missed {lacking}, besides {more}")
    return scores


def main(cases: Path) -> None:
    """Print the scores."""
    scores = scored(cases)
    print(*scores.told, "", sep="\n")
    for rule in sorted({*scores.right, *scores.missed, *scores.besides}):
        counts = (scores.right[rule], scores.missed[rule], scores.besides[rule])
        print(f"{rule:34} right {counts[0]:3}  missed {counts[1]:3}  besides {counts[2]:3}")
    right = scores.right.total()
    print(f"precision {right}/{right + scores.besides.total()} = {scores.precision:.3f}")
    print(f"recall    {right}/{right + scores.missed.total()} = {scores.recall:.3f}")
    print(f"clean documents without a finding: {scores.quiet} of {scores.clean}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES)
