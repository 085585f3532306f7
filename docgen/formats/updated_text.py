"""What bringing a document up to date gave, for a terminal and for --json."""

from __future__ import annotations

from typing import Any

from docgen.finalising.results import Updated
from docgen.formats.final_text import numbered
from docgen.formats.json_report import finding_object
from docgen.messages import N_, translate


def updated_text(updated: Updated, language: str) -> str:
    """Each figure set and each one left with its place, how many were set, and the files written."""
    lines = [*numbered(updated.findings, 1, language)]
    text = translate(N_("Figures set to the record's present ones: {count}"), language)
    lines.append(text.format(count=updated.count))
    lines += [translate(N_("Written: {file}"), language).format(file=file) for file in updated.written]
    if not updated.written:
        lines.append(translate(N_("Nothing was written."), language))
    return "\n".join(lines) + "\n"


def updated_object(updated: Updated, language: str) -> dict[str, Any]:
    """The same for --json."""
    return {
        "document": updated.path,
        "record": updated.record,
        "refreshed": updated.count,
        "written": list(updated.written),
        "findings": [finding_object(each, language) for each in updated.findings],
    }
