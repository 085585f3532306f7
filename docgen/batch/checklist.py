"""核对清单: what a batch came to, row by row, for whoever sends it off: a .docx to print and an .xlsx.

Both say 应发 = 已成文 + 退回. They bear no moment and no word of what was made before or now, so that a batch
that was interrupted and resumed gives the same bytes as one that wasn't.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from docgen.batch.results import COMPANIONS, BatchResult, RowOutcome, RowResult
from docgen.batch.telling import shown_place
from docgen.errors import BrokenLibrary, UsageError
from docgen.findings import Finding, Nature, Place, Severity
from docgen.library import Library
from docgen.messages import word

PRINTED, WORKBOOK = COMPANIONS
#: more rows than this are no list to print: the .docx has the returned ones, the .xlsx all
MOST_PRINTED = 10_000
#: how much of a digest is enough to tell documents apart by eye
_SHOWN_DIGITS = 12
_TITLES = ("序号", "名单行号", "主送机关", "发文字号", "文件名", "结果", "退回原因", "校验码", "签收")
_WIDTHS = (7, 9, 34, 18, 40, 9, 60, 16, 14)
#: the moment that the workbook bears; a moment of its own would make every run another file
_CREATED = datetime(1980, 1, 1)


class ListedRow(NamedTuple):
    """One row as the list shows it; texts are "" where there is nothing to say."""

    position: int
    number: int
    recipient: str
    document_number: str
    file: str
    outcome: str
    reason: str
    digest: str


def listed(row: RowResult, language: str) -> ListedRow:
    """A row in words: what it was returned for, and where in the list that stands."""
    reasons = []
    for finding in row.findings if not row.is_made else ():
        if finding.blocks:
            place = replace(finding.place, file=Path(finding.place.file).name)
            where, sentence = shown_place(place), word(finding.code, finding.parameters, language)
            label = f"{finding.place.label}：" if finding.place.label else ""
            reasons.append(f"{where} {label}{sentence}".strip())
    return ListedRow(
        row.position,
        row.number,
        row.recipient,
        row.document_number,
        row.file,
        RowOutcome.MADE.value if row.is_made else RowOutcome.RETURNED.value,
        "\n".join(reasons),
        row.sha256[:_SHOWN_DIGITS],
    )


def rows_of(result: BatchResult, language: str) -> Iterator[ListedRow]:
    """Every row of the batch, in the order of the list."""
    return (listed(row, language) for row in result.rows())


def checklist_book(result: BatchResult, language: str) -> bytes:
    """The workbook: the sums above, a row for each document below, filters set, the head frozen."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as book:
        book.set_properties({"title": "核对清单", "created": _CREATED})
        head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "text_wrap": True})
        cell = book.add_format({"border": 1, "valign": "top", "text_wrap": True})
        returned = book.add_format({"border": 1, "valign": "top", "text_wrap": True, "bg_color": "#FCE4D6"})
        sheet = book.add_worksheet("核对清单")
        sheet.write_string(
            0, 0, f"{result.kind_title}核对清单", book.add_format({"bold": True, "font_size": 14})
        )
        sheet.write_string(1, 0, summary(result))
        for column, (title, width) in enumerate(zip(_TITLES, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(3, column, title, head)
        last = 3
        for last, row in enumerate(rows_of(result, language), 4):
            style = cell if row.outcome == RowOutcome.MADE.value else returned
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(last, column, value, style)
                else:
                    sheet.write_string(last, column, value, style)
            sheet.write_blank(last, len(_TITLES) - 1, None, style)
        sheet.autofilter(3, 0, last, len(_TITLES) - 1)
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(3)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
    return stream.getvalue()


def summary(result: BatchResult) -> str:
    """应发 = 已成文 + 退回."""
    return f"应发{result.total}份＝已成文{result.in_place}份＋退回{result.returned}份"


def checklist_context(result: BatchResult, language: str) -> dict[str, Any]:
    """What the printed list's template may use (templates.CHECKLIST_ROOT)."""
    is_whole = result.total <= MOST_PRINTED
    rows = (row for row in rows_of(result, language) if is_whole or row.outcome != RowOutcome.MADE.value)
    return {
        "kind": result.kind_title,
        "list": Path(result.list_name).name,
        "template": result.template_title,
        "total": result.total,
        "made": result.in_place,
        "returned": result.returned,
        "is_whole": is_whole,
        "rows": [
            {
                "position": row.position,
                "number": row.number,
                "recipient": row.recipient,
                "document_number": row.document_number,
                "file": row.file,
                "outcome": row.outcome,
                "reason": row.reason,
                "digest": row.digest,
            }
            for row in rows
        ],
    }


def checklist_document(result: BatchResult, library: Library, language: str) -> bytes:
    """The printed list, made with the library's template for it; BrokenLibrary where there is none."""
    from docgen.rendering import render_checklist
    from docgen.templates import CHECKLIST_KIND, find_template, list_templates

    found = [each.id for each in list_templates(library) if each.kind == CHECKLIST_KIND]
    if not found:
        raise BrokenLibrary("library-without-checklist", path=str(library.roots[0]))
    template = find_template(library, found[0], CHECKLIST_KIND)
    return render_checklist(template, checklist_context(result, language))


def write_checklist(result: BatchResult, library: Library, language: str) -> None:
    """Put both lists into the batch's folder, over those of an earlier run; what is right isn't touched.

    One that can't be written (open in Word, no room) is a finding of the batch: its documents are made.
    """
    from docgen.writing import write_all

    for name, content in (
        (PRINTED, checklist_document(result, library, language)),
        (WORKBOOK, checklist_book(result, language)),
    ):
        target = result.folder / name
        try:
            if not (target.is_file() and target.read_bytes() == content):
                write_all({target: content})
            result.checklist = (*result.checklist, target)
        except UsageError as error:
            place = Place(error.path or str(target))
            hint = Finding(error.code, place, Severity.WARNING, Nature.ADVICE, error.parameters)
            result.findings = (*result.findings, hint)
