"""What verifying a document gave, for a terminal and for --json."""

from __future__ import annotations

from typing import Any

from docgen.finalising.results import Verification
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


def verified_text(verified: Verification, language: str) -> str:
    """Each difference with its place, then how many values stand as recorded."""
    lines = [*numbered(verified.findings, 1, language)]
    if verified.same is not None:
        text = translate(N_("Values found as the record has them: {count}"), language)
        lines.append(text.format(count=verified.same))
    if verified.consequences:
        head = N_("With the edited values these rules would come out differently:")
        lines.append(translate(head, language))
    for each in verified.consequences:
        states = f"{translate(STATUSES[each.before], language)} → {translate(STATUSES[each.after], language)}"
        lines.append(f"   - {each.title}: {states}" + (f"  {each.message}" if each.message else ""))
    lines += [translate(N_("Written: {file}"), language).format(file=file) for file in verified.written]
    return "\n".join(lines) + "\n"


def verified_object(verified: Verification, language: str) -> dict[str, Any]:
    """The same for --json."""
    return {
        "document": verified.path,
        "record": verified.record,
        "same": verified.same,
        "written": list(verified.written),
        "consequences": [
            {"rule": each.title, "before": each.before, "after": each.after, "message": each.message}
            for each in verified.consequences
        ],
        "findings": [finding_object(each, language) for each in verified.findings],
    }
