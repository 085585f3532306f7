"""核实清单.xlsx: a row for each question, to be answered by the unit and judged by the inspector.

Only the columns to be filled in are unlocked. The same questions give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docgen.formats.inspection_workbook import A3
from docgen.formats.questions import Asked
from docgen.ooxml.sheet_rows import row_height

SHEET, ABOUT = "核实清单", "清单说明"
KEY, UNIT, PERIOD, RULE, TITLE, VALUES, ASKS, BASIS, STATEMENT, VERDICT, OPINION = COLUMNS = (
    "编号", "单位", "报告期", "规则", "事项", "填报情况", "需核实内容", "依据",
    "单位说明", "属实", "处理意见",
)  # fmt: skip
#: the columns that are filled in; the rest says what it said when it was sent
FILLED = (STATEMENT, VERDICT, OPINION)
TRUE, FALSE, OPEN = VERDICTS = ("属实", "不属实", "待核")
_WIDTHS = (15, 22, 14, 24, 24, 40, 44, 40, 36, 10, 36)
#: what the second sheet names, besides a row for each record and pack
AS_OF, EXPLANATIONS, RECORD, PACK = "核实截至", "情况说明文件校验码", "工作记录", "规则包"
#: and, where records were compared with last period's: beyond how many percent, and with which
BAND, PREVIOUS = "与上期相比的幅度（%）", "上期工作记录"
_HOW = (
    "单位在“单位说明”一栏如实说明；核查人员在“属实”一栏选填“属实”“不属实”“待核”，"
    "属实的在“处理意见”一栏写明整改要求。",
    "其余各栏请勿改动、增删或者调换，可以筛选；填好后用 docgen orders 生成整改通知书，"
    "只有填“属实”的才会列入。",
)
#: the moment that the file bears; a moment of its own would make every run another file
_CREATED = datetime(1980, 1, 1)


def question_rows(every: Iterable[Asked]) -> list[dict[str, str]]:
    """Each question as its row, empty where it is filled in."""
    return [
        {
            KEY: question.key,
            UNIT: each.unit,
            PERIOD: each.period,
            RULE: question.rule,
            TITLE: question.title,
            VALUES: question.values,
            ASKS: question.asks,
            BASIS: question.basis,
            **dict.fromkeys(FILLED, ""),
        }
        for each in every
        for question in each.questions
    ]


def question_book(
    every: Sequence[Asked], *, version: str, as_of: str, explanations: str, band: int | None = None
) -> bytes:
    """The workbook; ``explanations`` is the digest of the file that explained, "" without one.

    ``band`` is None where nothing was compared with last period.
    """
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(stream, options)
    book.set_properties({"title": SHEET, "created": _CREATED, "comments": f"docgen {version}"})
    _write_questions(book, question_rows(every))
    _write_about(book, every, version=version, as_of=as_of, explanations=explanations, band=band)
    book.close()
    return stream.getvalue()


def _write_questions(book: Any, rows: Sequence[Mapping[str, str]]) -> None:
    sheet = book.add_worksheet(SHEET)
    frame = {"border": 1, "text_wrap": True, "valign": "top", "font_name": "宋体", "font_size": 10}
    heading = {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7E6E6"}
    head = book.add_format(frame | heading)
    fixed = book.add_format(frame)
    filled = book.add_format({**frame, "locked": False, "bg_color": "#FFF9E5"})
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
        for number, row in enumerate(rows, 1):
            if name in FILLED:
                sheet.write_blank(number, column, None, filled)
            else:
                sheet.write_string(number, column, cell_text(row[name]), fixed)
    for number, row in enumerate(rows, 1):  # not every program works the heights out
        sheet.set_row(number, row_height([row.get(name, "") for name in COLUMNS], _WIDTHS))
    last = max(len(rows), 1)
    sheet.data_validation(
        1, COLUMNS.index(VERDICT), last, COLUMNS.index(VERDICT),
        {"validate": "list", "source": list(VERDICTS), "error_title": VERDICT,
         "error_message": f"请选填{'、'.join(VERDICTS)}之一。"},
    )  # fmt: skip
    sheet.freeze_panes(1, COLUMNS.index(VALUES))
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True, "sort": False})
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_about(
    book: Any, every: Sequence[Asked], *, version: str, as_of: str, explanations: str, band: int | None
) -> None:
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 70)
    packs = sorted({pack for each in every for pack in each.packs})
    lines = [
        *(("说明", text, "") for text in _HOW),
        ("docgen", version, ""),
        (AS_OF, as_of, ""),
        (EXPLANATIONS, explanations, ""),
        *((RECORD, each.unit, each.digest) for each in every),
        *((PACK, name, digest) for name, digest in packs),
        *([(BAND, str(band), "")] if band is not None else []),
        *((PREVIOUS, each.digest, each.before) for each in every if each.before),
    ]
    for number, line in enumerate(lines):
        for column, text in enumerate(line):
            sheet.write_string(number, column, cell_text(text))
    sheet.protect("")


def cell_text(text: str) -> str:
    """The text as far as a cell holds it (32,767 characters)."""
    return text if len(text) <= 32_767 else text[:32_766] + "…"
