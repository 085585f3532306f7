"""Rows written into a workbook that was laid out with samples: what spreadsheets read of them."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from docgen.ooxml.sheet_rows import MOST_IN_CELL, SHEET, StyledRow, with_rows


@pytest.fixture(scope="module")
def book() -> bytes:
    """A sheet with a title, and a bold and a slanted sample row."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("名单")
        sheet.write_string(0, 0, "标题")
        for row, style in enumerate(({"bold": True}, {"italic": True}), 2):
            sheet.write_blank(row, 0, None, made.add_format(style))
        sheet.set_landscape()
    return stream.getvalue()


ROWS: list[StyledRow] = [
    (0, (1, "甲<乙>&丙", "")),
    (1, (2, " 前后有空格 ", "两\n行")),
    (0, (3, "_x0041_", "=1+1")),
    (1, (4, "制\x07表\ud800", "长" * (MOST_IN_CELL + 5))),
]


WIDTHS = (5, 20, 20)


def test_cells_hold_what_they_were_given(book: bytes) -> None:
    made = with_rows(book, 3, WIDTHS, 2, ROWS)
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [
        [1, "甲<乙>&丙", None],
        [2, " 前后有空格 ", "两\n行"],
        [3, "_x005F_x0041_", "=1+1"],  # which Excel shows as _x0041_
        [4, "制表", "长" * MOST_IN_CELL],
    ]
    assert sheet["C5"].data_type != "f"
    assert [(row[0].font.bold, row[1].font.italic) for row in sheet.iter_rows(min_row=3)] == [
        (True, False),
        (False, True),
    ] * 2
    assert sheet["A1"].value == "标题"
    assert [sheet.row_dimensions[number].height for number in range(3, 7)] == [18, 34, 18, 409]
    assert sheet.page_setup.orientation == "landscape"
    read = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in read] == ["标题", "", 1, 2, 3, 4]


def test_many_rows_come_in_order_and_give_the_same_bytes(book: bytes) -> None:
    rows = [(number % 2, (number, f"第{number}家")) for number in range(1, 1234)]
    made = with_rows(book, 3, WIDTHS[:2], 2, iter(rows))
    assert made == with_rows(book, 3, WIDTHS[:2], 2, rows)
    with ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.read(SHEET).count(b"<row ") == 1234
    read = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()
    assert read[2:] == [[number, f"第{number}家"] for number in range(1, 1234)]


def test_a_list_without_rows_has_none(book: bytes) -> None:
    read = CalamineWorkbook.from_filelike(BytesIO(with_rows(book, 3, WIDTHS, 2, ()))).get_sheet_by_index(0).to_python()
    assert read == [["标题"]]
