"""What finalising a document gave, for a terminal: what forbids it, what to look at, what was set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docgen.finalising.results import Finalised
from docgen.findings import Finding
from docgen.formats.json_report import finding_object, plain
from docgen.messages import N_, translate, word

_SET = {
    "number": N_("Document number"),
    "date": N_("Date of issue"),
    "printed": N_("Date of printing"),
}


def finalised_text(finalised: Finalised, language: str) -> str:
    """What keeps the document from being final, or what was set and written; then what to look at."""
    return "\n".join(_lines(finalised, language)) + "\n"


def _lines(finalised: Finalised, language: str) -> Iterator[str]:
    def said(text: str, **parameters: object) -> str:
        return translate(text, language).format(**parameters)

    blocking = [each for each in finalised.findings if each.blocks]
    others = [each for each in finalised.findings if not each.blocks]
    if finalised.is_blocked:
        yield said(N_("{file} can't be final yet. Please settle first:"), file=finalised.path)
        yield from numbered(blocking, 1, language)
    else:
        for each in finalised.changes:
            before = each.before or said(N_("blank"))
            yield f"{translate(_SET[each.what], language)}: {before} → {each.after}  ({each.label})"
        if finalised.compared is not None:
            yield said(N_("Values compared with the record, all equal: {count}"), count=finalised.compared)
        yield said(N_("Taken out: anchors, comments, marks of editing, names of authors, embedded data"))
        yield said(N_("Final copy: {file}"), file=finalised.written)
        yield said(N_("Written down in: {file}"), file=finalised.history)
    if others:
        yield ""
        yield said(N_("Please look at:"))
        yield from numbered(others, len(blocking) + 1, language)
    if finalised.is_blocked:
        yield ""
        yield said(N_("Nothing was written."))


def numbered(findings: Sequence[Finding], first: int, language: str) -> Iterator[str]:
    """A line for each finding: its number, its place in the document, what is the matter."""
    for number, each in enumerate(findings, first):
        where = f"{each.place.label}  " if each.place.label else ""
        yield f"{number:3}. {where}{word(each.code, each.parameters, language)}"


def finalised_object(finalised: Finalised, language: str) -> dict[str, Any]:
    """The same for --json."""
    return {
        "file": finalised.path,
        "status": "blocked" if finalised.is_blocked else "final",
        "written": finalised.written or None,
        "history": finalised.history or None,
        "compared": finalised.compared,
        "changes": plain(finalised.changes),
        "findings": [finding_object(each, language) for each in finalised.findings],
    }
