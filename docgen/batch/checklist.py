"""核对清单: what a batch came to, row by row, for whoever sends it off: a .docx to print and an .xlsx.

Both say 应发 = 已成文 + 退回. They bear no moment and no word of what was made before or now, so that a batch
that was interrupted and resumed gives the same bytes as one that wasn't.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.batch.results import COMPANIONS, BatchResult, RowOutcome, RowResult
from docgen.batch.telling import shown_place
from docgen.errors import BrokenLibrary, UsageError
from docgen.findings import Finding, Nature, Place, Severity
from docgen.library import Library
from docgen.messages import word

if TYPE_CHECKING:
    from docgen.batch.crews import Crew, Task

PRINTED, WORKBOOK = COMPANIONS
#: more rows than this are no list to print: the .docx has the returned ones, the .xlsx all
MOST_PRINTED = 10_000
#: how much of a digest is enough to tell documents apart by eye
_SHOWN_DIGITS = 12
_TITLES = ("序号", "名单行号", "主送机关", "发文字号", "文件名", "结果", "退回原因", "校验码", "签收")
#: the row of the titles, from 0
_HEAD_ROW = 3
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


class Sums(NamedTuple):
    """What stands above the rows: titles of kind and template, the list's file, 应发, 已成文 and 退回."""

    kind: str
    list: str
    template: str
    total: int
    made: int
    returned: int

    @property
    def is_whole(self) -> bool:
        """Whether the printed list has all rows; otherwise they would be too many to print."""
        return self.total <= MOST_PRINTED


def sums_of(result: BatchResult) -> Sums:
    """The sums of a batch that ran to its end."""
    name = Path(result.list_name).name
    return Sums(
        result.kind_title, name, result.template_title, result.total, result.in_place, result.returned
    )


def checklist_book(sums: Sums, rows: Iterable[ListedRow]) -> bytes:
    """The workbook: the sums above, a row for each document below, filters set, the head frozen."""
    from docgen.ooxml.sheet_rows import with_rows

    styled = ((0 if row.outcome == RowOutcome.MADE.value else 1, (*row, "")) for row in rows)
    return with_rows(_laid_out(sums), _HEAD_ROW + 2, _WIDTHS, 2, styled)


def _laid_out(sums: Sums) -> bytes:
    """The workbook with two rows to show what one made and one returned looks like."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as book:
        book.set_properties({"title": "核对清单", "created": _CREATED})
        head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "text_wrap": True})
        cell = book.add_format({"border": 1, "valign": "top", "text_wrap": True})
        returned = book.add_format({"border": 1, "valign": "top", "text_wrap": True, "bg_color": "#FCE4D6"})
        sheet = book.add_worksheet("核对清单")
        sheet.write_string(0, 0, f"{sums.kind}核对清单", book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, summary(sums))
        for column, (title, width) in enumerate(zip(_TITLES, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEAD_ROW, column, title, head)
        for sample, style in enumerate((cell, returned), _HEAD_ROW + 1):
            sheet.write_blank(sample, 0, None, style)
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + sums.total, len(_TITLES) - 1)
        sheet.freeze_panes(_HEAD_ROW + 1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页，共 &N 页")
    return stream.getvalue()


def summary(sums: Sums) -> str:
    """应发 = 已成文 + 退回."""
    return f"应发{sums.total}份＝已成文{sums.made}份＋退回{sums.returned}份"


def checklist_context(sums: Sums, rows: Iterable[ListedRow]) -> dict[str, Any]:
    """What the printed list's template may use (templates.CHECKLIST_ROOT)."""
    return {
        **sums._asdict(),
        "is_whole": sums.is_whole,
        "rows": [row._asdict() for row in rows],
    }


def checklist_document(sums: Sums, library: Library, rows: Iterable[ListedRow]) -> bytes:
    """The printed list, made with the library's template for it; BrokenLibrary where there is none."""
    from docgen.rendering import render_checklist
    from docgen.templates import CHECKLIST_KIND, find_template, list_templates

    found = [each.id for each in list_templates(library) if each.kind == CHECKLIST_KIND]
    if not found:
        raise BrokenLibrary("library-without-checklist", path=str(library.roots[0]))
    template = find_template(library, found[0], CHECKLIST_KIND)
    return render_checklist(template, checklist_context(sums, rows))


def _contents(
    result: BatchResult, library: Library, language: str, crew: Crew
) -> Iterator[tuple[str, bytes]]:
    """Both lists by name: made side by side, or one after the other where they are long."""
    sums, rows = sums_of(result), rows_of(result, language)
    if sums.is_whole:
        known = list(rows)
        tasks: list[tuple[str, Task]] = [
            (PRINTED, ("print_list", (sums, known))),
            (WORKBOOK, ("list_in_book", (sums, known))),
        ]
        yield from crew.done(iter(tasks), lambda: False)
        return
    returned: list[ListedRow] = []

    def each() -> Iterator[ListedRow]:
        for row in rows:
            if row.outcome != RowOutcome.MADE.value:
                returned.append(row)
            yield row

    book = checklist_book(sums, each())
    yield PRINTED, checklist_document(sums, library, returned)
    yield WORKBOOK, book


def write_checklist(result: BatchResult, library: Library, language: str, crew: Crew) -> None:
    """Put both lists into the batch's folder, over those of an earlier run; what is right isn't touched.

    One that can't be written (open in Word, no room) is a finding of the batch: its documents are made.
    """
    from docgen.writing import write_all

    for name, content in _contents(result, library, language, crew):
        target = result.folder / name
        try:
            if not (target.is_file() and target.read_bytes() == content):
                write_all({target: content})
            result.checklist = (*result.checklist, target)
        except UsageError as error:
            place = Place(error.path or str(target))
            hint = Finding(error.code, place, Severity.WARNING, Nature.ADVICE, error.parameters)
            result.findings = (*result.findings, hint)
