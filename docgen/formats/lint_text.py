"""What linting a document gave, for a terminal: alike departures once, with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docgen.findings import Severity
from docgen.formats.text import basis_text
from docgen.layout.linting import places
from docgen.layout.rule import Departure
from docgen.messages import N_, translate
from docgen.rules.outcomes import CheckResult, Outcome, Status

_HEADS = {
    Severity.ERROR: N_("Please put right:"),
    Severity.WARNING: N_("Please look at:"),
    Severity.INFO: N_("Usual practice, not in the standard:"),
}
_SUMMARY = N_(
    "{file} ({profile}): {errors} errors, {warnings} warnings, {hints} hints, {unsure} not assessable"
)
_UNSURE = N_("Not assessable:")
_PRACTICE = N_("usual practice, not in the standard")


def lint_text(result: CheckResult, language: str) -> str:
    """One document's result: errors, warnings, hints, what could not be judged and why."""
    return "\n".join(_lines(result, language)) + "\n"


def _lines(result: CheckResult, language: str) -> Iterator[str]:
    failed = [each for each in result.outcomes if each.status is Status.FAIL]
    unsure = [each for each in result.outcomes if each.status is Status.NOT_ASSESSABLE]
    by_severity = {level: [each for each in failed if each.severity is level] for level in Severity}
    yield translate(_SUMMARY, language).format(
        file=result.file,
        profile=result.kind_title,
        errors=len(by_severity[Severity.ERROR]),
        warnings=len(by_severity[Severity.WARNING]),
        hints=len(by_severity[Severity.INFO]),
        unsure=len(unsure),
    )
    number = 0
    for level, head in _HEADS.items():
        if by_severity[level]:
            yield ""
            yield translate(head, language)
        for each in by_severity[level]:
            number += 1
            yield f"{number:3}. {each.subject_label}  {each.message}"
            yield f"     {each.title}  {_basis(each, language)}  [{each.rule}]"
    if unsure:
        yield ""
        yield translate(_UNSURE, language)
        for each in unsure:
            yield f"   - {each.title}：{each.message}  [{each.rule}]"


def _basis(outcome: Outcome, language: str) -> str:
    return "；".join(basis_text(each, language) for each in outcome.bases) or translate(_PRACTICE, language)


def mended_lines(departures: Sequence[Departure], language: str, *, every_place: bool = False) -> list[str]:
    """What was, or would be, put right: place, before, after; alike ones together unless each is wanted."""
    groups: dict[tuple[str, ...], list[Departure]] = {}
    for each in departures:
        alike = each.alike if each.alike and not every_place else ""
        key = (each.part, alike) if alike else (each.part, each.found, each.wanted)
        groups.setdefault(key, []).append(each)
    return [f"{places(group)}  - {group[0].found}  + {group[0].wanted}" for group in groups.values()]


def mended_objects(departures: Sequence[Departure]) -> list[dict[str, Any]]:
    """The same for JSON, one object a place."""
    return [
        {
            "part": each.part,
            "paragraph": each.index,
            "words": each.words,
            "before": each.found,
            "after": each.wanted,
        }
        for each in departures
    ]
