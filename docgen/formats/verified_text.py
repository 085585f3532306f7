"""What verifying a document gave, for a terminal and for --json."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from docgen.finalising.restating import AGREEING, CHANGED, GONE, MOVED, REFORMATTED
from docgen.finalising.results import Consequence, Verification
from docgen.formats.final_text import numbered
from docgen.formats.json_report import finding_object
from docgen.messages import N_, translate

#: how a rule comes out
STATUSES = {
    "pass": N_("passes"),
    "fail": N_("fails"),
    "not-applicable": N_("does not apply"),
    "not-assessable": N_("not assessable"),
    "error": N_("rule error"),
}


CONSEQUENCES = N_("With the edited values these rules would come out differently:")


def verified_text(verified: Verification, language: str) -> str:
    """Each difference with its place, then how many values stand as recorded."""
    lines = [*numbered(verified.findings, 1, language)]
    if verified.values:
        lines += _counts(verified, language)
    if verified.consequences:
        lines.append(translate(CONSEQUENCES, language))
    lines += [f"   - {each.title}: {change_of(each, language)}" for each in verified.consequences]
    lines += [translate(N_("Written: {file}"), language).format(file=file) for file in verified.written]
    return "\n".join(lines) + "\n"


def change_of(follows: Consequence, language: str) -> str:
    """How a rule comes out now and would then: 通过 → 不通过, and what it would say."""
    before, after = (translate(STATUSES[each], language) for each in (follows.before, follows.after))
    return f"{before} → {after}" + (f"  {follows.message}" if follows.message else "")


def _counts(verified: Verification, language: str) -> Iterator[str]:
    """How many values stand as recorded, how many of those otherwise than made, and how many don't."""
    same = translate(N_("Values found as the record has them: {count}"), language)
    line = same.format(count=verified.count(*AGREEING))
    reformatted, moved = verified.count(REFORMATTED), verified.count(MOVED)
    if reformatted or moved:
        otherwise = translate(N_("written otherwise {reformatted}, moved {moved}"), language)
        line += f" ({otherwise.format(reformatted=reformatted, moved=moved)})"
    yield line
    changed, gone = verified.count(CHANGED), verified.count(GONE)
    if changed or gone:
        text = translate(N_("Values changed: {changed}, no longer there: {gone}"), language)
        yield text.format(changed=changed, gone=gone)


def verified_object(verified: Verification, language: str) -> dict[str, Any]:
    """The same for --json."""
    return {
        "document": verified.path,
        "record": verified.record,
        "row": verified.row,
        "same": verified.count(*AGREEING) if verified.values else None,
        "values": [asdict(each) for each in verified.values],
        "written": list(verified.written),
        "consequences": [
            {"rule": each.title, "before": each.before, "after": each.after, "message": each.message}
            for each in verified.consequences
        ],
        "findings": [finding_object(each, language) for each in verified.findings],
    }
