"""Findings and failed rules as remarks at the cells of the workbook that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.findings import Finding, Place
from docgen.formats.text import basis_text
from docgen.intake.cell_records import CellPlace
from docgen.messages import word
from docgen.ooxml.annotating import Remark
from docgen.rules.outcomes import CheckResult, Outcome, Status

#: a rule that reads more cells than this is told at the first ones
_MOST_CELLS = 12


def remarks_of(result: CheckResult, file: str, language: str) -> list[Remark]:
    """What is to be said at the cells of one file."""
    found = [
        *(remark for each in result.findings for remark in _of_finding(each, file, language)),
        *(remark for each in result.outcomes for remark in _of_outcome(each, file, language)),
    ]
    return list(dict.fromkeys(found))


def _of_finding(finding: Finding, file: str, language: str) -> Iterator[Remark]:
    text = word(finding.code, finding.parameters, language)
    if finding.place.file == file:
        yield _at(finding.place, text, finding.blocks)


def _of_outcome(outcome: Outcome, file: str, language: str) -> Iterator[Remark]:
    if outcome.status is not Status.FAIL or outcome.explanation is not None:
        return
    bases = "；".join(filter(None, (basis_text(each, language) for each in outcome.bases)))
    text = f"{outcome.title}：{outcome.message}" + (f"\n依据：{bases}" if bases else "")
    places = [each.place for each in outcome.reads if each.place.file == file]
    for place in places[:_MOST_CELLS] or [outcome.place]:
        if place.file == file:
            yield _at(place, text, outcome.blocks)


def _at(place: Place, text: str, is_fault: bool) -> Remark:
    if isinstance(place, CellPlace):
        return Remark(place.sheet, place.at[0], place.at[1], text, is_fault)
    label = f"{place.label}：" if place.label else ""
    return Remark("", 1, 1, f"{label}{text}", is_fault)
