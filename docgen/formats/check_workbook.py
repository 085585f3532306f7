"""Checked inputs as a workbook: findings, what can't be assessed, what passed, and what all was judged by.

Every text is written as text: nothing that a record says is ever taken for a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docgen.formats.inspection_workbook import A3, clean_text
from docgen.formats.text import NATURES, basis_text, explained_text, place_text
from docgen.messages import N_, translate, word
from docgen.ooxml.sheet_rows import row_height
from docgen.rules.outcomes import Checked, Outcome, Status

Row = Sequence[str | int]
_SHEETS: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    (
        N_("Findings"),
        (
            (N_("File"), 24),
            (N_("Rule"), 26),
            (N_("Title"), 26),
            (N_("Nature"), 10),
            (N_("Severity"), 8),
            (N_("Result"), 12),
            (N_("About"), 28),
            (N_("Message"), 60),
            (N_("Expected"), 36),
            (N_("Put in"), 50),
            (N_("Came out"), 40),
            (N_("Difference"), 14),
            (N_("Where"), 30),
            (N_("Basis"), 40),
            (N_("Explained"), 30),
        ),
    ),
    (
        N_("Not assessable"),
        (
            (N_("File"), 24),
            (N_("Rule"), 26),
            (N_("Title"), 26),
            (N_("About"), 28),
            (N_("Missing, with the record's reason"), 60),
            (N_("Where"), 30),
            (N_("What to add"), 50),
        ),
    ),
    (
        N_("Passed"),
        (
            (N_("File"), 24),
            (N_("Rule"), 26),
            (N_("Title"), 36),
            (N_("Passed"), 9),
            (N_("Not applicable"), 9),
            (N_("Subjects looked at"), 9),
        ),
    ),
    (N_("About this report"), ((N_("What"), 34), (N_("Says"), 90))),
)


def workbook(inputs: Sequence[Checked], language: str, version: str) -> bytes:
    """The .xlsx file; equal inputs give equal bytes."""
    from xlsxwriter.workbook import Workbook

    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    # a workbook has to say when it was made; it is always the same day
    book.set_properties({"created": datetime(2000, 1, 1), "author": "", "comments": ""})
    plain = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#C8CCD0", "font_size": 10}
    body = book.add_format(plain)
    head = book.add_format({**plain, "bold": True, "bg_color": "#E4E8EE"})
    rows = _Rows(language, version)
    for (title, columns), content in zip(_SHEETS, rows.of(inputs), strict=True):
        sheet = book.add_worksheet(translate(title, language))
        widths = [width for _heading, width in columns]
        _fill(sheet, [[translate(each, language) for each, _width in columns], *content], widths, head, body)
        for column, (_heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
        sheet.autofilter(0, 0, len(content), len(columns) - 1)
    book.close()
    return stream.getvalue()


def _fill(sheet: Any, rows: Iterable[Row], widths: Sequence[float], head: Any, body: Any) -> None:
    for at, row in enumerate(rows):
        sheet.set_row(at, row_height(row, widths))  # not every program works it out
        for column, value in enumerate(row):
            chosen = body if at else head
            if isinstance(value, int):
                sheet.write_number(at, column, value, chosen)
            else:
                sheet.write_string(at, column, clean_text(value), chosen)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


class _Rows:
    """The rows of each sheet."""

    def __init__(self, language: str, version: str) -> None:
        self.language = language
        self.version = version

    def of(self, inputs: Sequence[Checked]) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
        """The rows of the four sheets."""
        findings: list[Row] = []
        unsure: list[Row] = []
        passed: list[Row] = []
        about: list[Row] = [(self._(N_("Version")), f"docgen {self.version}")]
        for checked in inputs:
            result = checked.result
            if result is None:
                findings.append(self.unreadable(checked))
                continue
            for finding in result.findings:
                sentence = word(finding.code, finding.parameters, self.language)
                sort = N_("fault") if finding.blocks else N_("hint")
                place = place_text(finding.place)
                severity = finding.severity.value
                first = self.row(result.file, finding.code, "", finding.nature, severity, sort)
                findings.append((*first, finding.place.label, sentence, *[""] * 4, place, "", ""))
            for outcome in result.outcomes:
                if outcome.status in (Status.FAIL, Status.ERROR):
                    findings.append(self.failed(result.file, outcome))
                elif outcome.status is Status.NOT_ASSESSABLE:
                    unsure.append(self.unsure(result.file, outcome))
            passed += _tallies(result.file, result.outcomes)
            about += [
                (result.file, result.title),
                (self._(N_("Kind of record")), result.kind_title),
                (self._(N_("Record's SHA-256")), result.digest),
                (self._(N_("As of")), result.as_of),
                *((f"{self._(N_('Rule pack'))} {id}", digest) for id, digest in result.packs.items()),
            ]
        return findings, unsure, passed, about

    def row(self, file: str, rule: str, title: str, nature: Any, severity: str, sort: str) -> tuple[str, ...]:
        """The first columns of a finding."""
        named = {"error": N_("error"), "warning": N_("warning"), "info": N_("note")}[severity]
        return (file, rule, title, self._(NATURES[nature]), self._(named), self._(sort))

    def failed(self, file: str, outcome: Outcome) -> tuple[str, ...]:
        """A rule that failed, is explained, or broke."""
        given = outcome.explanation
        sort = N_("fault") if outcome.blocks else N_("hint")
        if given is not None:
            sort = N_("waived") if outcome.is_waived else N_("explained")
        if outcome.status is Status.ERROR:
            sort = N_("rule error")
        first = self.row(file, outcome.rule, outcome.title, outcome.nature, outcome.severity.value, sort)
        return (
            *first,
            outcome.subject_label or outcome.place.label,
            outcome.message,
            outcome.expected,
            "\n".join(f"{each.label} {each.text}" for each in outcome.reads),
            outcome.computed,
            outcome.difference,
            place_text(outcome.place),
            "\n".join(filter(None, (basis_text(each, self.language) for each in outcome.bases))),
            explained_text(given, self.language) if given else "",
        )

    def unsure(self, file: str, outcome: Outcome) -> tuple[str, ...]:
        """A rule that can't be assessed."""
        missing = (
            f"{each.label or each.pointer}" + (f"（{each.reason}）" if each.reason else "")
            for each in outcome.missing
        )
        about = outcome.subject_label or outcome.place.label
        place = place_text(outcome.place)
        return (file, outcome.rule, outcome.title, about, "\n".join(missing), place, outcome.message)

    def unreadable(self, checked: Checked) -> tuple[str, ...]:
        """An input that couldn't be judged."""
        error = checked.error
        assert error is not None  # it has one or the other
        sentence = word(error.code, error.parameters, self.language)
        where = ":".join(str(each) for each in (error.path, error.line, error.column) if each)
        sort = self._(N_("can't be read"))
        first = (checked.path, error.code, "", "", self._(N_("error")), sort)
        return (*first, "", sentence, *[""] * 4, where, "", "")

    def _(self, text: str) -> str:
        return translate(text, self.language)


def _tallies(file: str, outcomes: Iterable[Outcome]) -> list[Row]:
    """For each rule how many subjects passed, were not applicable, were looked at."""
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.rule, []).append(outcome)
    rows: list[Row] = []
    for rule, alike in found.items():
        passed = sum(each.status is Status.PASS for each in alike)
        other = sum(each.status is Status.NOT_APPLICABLE for each in alike)
        rows.append((file, rule, alike[0].title, passed, other, len(alike) - other))
    return rows
