"""The words that all reports of an inspection share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docgen.inspecting import CLASSES, Inspection
from docgen.messages import N_, translate

#: class -> its one-character sign, which stands in a cell beside the count (never colour alone)
SIGNS = {
    "error": N_("E|sign of a rule that failed to run"),
    "fault": N_("F|sign of a fault"),
    "hint": N_("H|sign of a hint"),
    "unsure": N_("?|sign of not assessable"),
    "waived": N_("W|sign of waived"),
    "explained": N_("X|sign of explained"),
    "pass": N_("P|sign of passed"),
    "other": N_("-|sign of not applicable"),
}
NAMES = {
    "error": N_("rule error"),
    "fault": N_("fault"),
    "hint": N_("hint"),
    "unsure": N_("not assessable"),
    "waived": N_("waived"),
    "explained": N_("explained"),
    "pass": N_("passed"),
    "other": N_("not applicable"),
}
STATUSES = {
    "clean": N_("can be made"),
    "blocked": N_("has faults"),
    "unreadable": N_("can't be read"),
}
BASELINE = {"": "", "new": N_("new"), "still": N_("still there"), "gone": N_("gone")}
#: background of each class in cells; the text on it is nearly black
COLOURS = {
    "error": "#BDBDBD",
    "fault": "#F4B6B0",
    "hint": "#FCE3A1",
    "unsure": "#D9CFEC",
    "waived": "#B9E3E6",
    "explained": "#C5DDF4",
    "pass": "#D3ECD6",
    "other": "#F3F4F5",
}


def said(text: str, language: str, /, **values: object) -> str:
    """An interface text in a language, its values filled in."""
    return translate(text, language).format_map(values)


def sign(sort: str, language: str) -> str:
    """The sign of a class."""
    return translate(SIGNS[sort], language).partition("|")[0]


def name(sort: str, language: str) -> str:
    """The name of a class."""
    return translate(NAMES[sort], language)


def worst(cell: Mapping[str, int]) -> str:
    """The class that decides a cell's colour."""
    return next((sort for sort in CLASSES if cell.get(sort)), "other")


def cell_text(cell: Mapping[str, int], language: str) -> str:
    """What a matrix cell says: signs with counts, the worst first; not applicable only where it is alone."""
    shown = [sort for sort in CLASSES if cell.get(sort) and sort != "other"]
    if not shown:
        return sign("other", language)
    return " ".join(f"{sign(sort, language)}{cell[sort]}" for sort in shown)


def cell_words(cell: Mapping[str, int], language: str) -> str:
    """A matrix cell in full words, for those who hear it."""
    gap = "" if language.startswith("zh") else " "
    parts = [f"{name(sort, language)}{gap}{cell[sort]}" for sort in CLASSES if cell.get(sort)]
    return ("，" if not gap else ", ").join(parts) or name("other", language)


def facts(inspection: Inspection) -> list[tuple[str, str]]:
    """What every report says of itself: label and text, a pair each."""
    language = inspection.language

    def _(text: str, /, **values: object) -> str:
        return said(text, language, **values)

    counts = inspection.counts
    found = [
        (_(N_("docgen's version")), inspection.version),
        (_(N_("As of")), inspection.as_of or _(N_("each record's own date"))),
        (_(N_("Units looked at")), f"{inspection.done}/{inspection.total}"),
        *((translate(STATUSES[status], language), str(counts[status])) for status in STATUSES),
    ]
    for sort in CLASSES:
        subjects = sum(tally.subjects.get(sort, 0) for tally in inspection.tallies.values())
        found.append((_(N_("Results: {name}"), name=name(sort, language)), str(subjects)))
    if inspection.band is not None:
        text = N_("Compared with last period; changes are asked about beyond")
        found.append((_(text), f"±{inspection.band}%"))
    if inspection.has_baseline:
        for state in ("new", "still", "gone"):
            heading = _(N_("Against the baseline: {state}"), state=translate(BASELINE[state], language))
            found.append((heading, str(inspection.baseline[state])))
    found += [(_(N_("Rule pack {id} (SHA-256)"), id=id), digest) for id, digest in inspection.packs.items()]
    if not inspection.is_complete:
        found.append((_(N_("Note")), _(INTERRUPTED, done=inspection.done, total=inspection.total)))
    found += [(_(N_("Note")), note) for note in inspection.notes]
    return found


INTERRUPTED = N_("The inspection was interrupted: {done} of {total} inputs were looked at.")
COMPARED = N_("Compared with {file}, SHA-256 {sha256:.16}…")


def where(entry: Mapping[str, Any]) -> str:
    """``file:line`` of an entry, as far as it is known."""
    return f"{entry['file']}:{entry['line']}" if entry["line"] else str(entry["file"])


def put_in(entry: Mapping[str, Any]) -> str:
    """The values that a rule read, in one text."""
    return "；".join(f"{read['label']} {read['text']}".strip() for read in entry["reads"])


def missing_text(entry: Mapping[str, Any]) -> str:
    """What is missing, by label and with the record's reason."""
    named = ((each["label"], each["reason"]) for each in entry["missing"])
    return "；".join(f"{label}（{why}）" if label and why else label or why for label, why in named)
