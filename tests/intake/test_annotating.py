"""The workbook that goes back: what is wrong in its cells, everything else as it was."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from form_editing import HALF_YEAR, canonical, cell, change, read, write_form

from docgen.intake.tasks import take_in
from docgen.ooxml.annotating import Remark, annotate

PINK, YELLOW = "FFFFC7CE", "FFFFEB9C"


def coloured(path: Path) -> list[tuple[str, str, str, str]]:
    """(sheet, cell, colour, comment) of every coloured cell."""
    return [
        (sheet.title, each.coordinate, each.fill.fgColor.rgb, each.comment.text if each.comment else "")
        for sheet in openpyxl.load_workbook(path)
        for line in sheet.iter_rows()
        for each in line
        if each.fill.fgColor.rgb in (PINK, YELLOW)
    ]


def test_every_finding_stands_in_its_cell_and_the_form_still_reads_the_same(tmp_path: Path) -> None:
    def put(book: object) -> None:
        cell(book, "指标", "城市低保户数", "数值").value = "约200"
        cell(book, "工作计划事项", "社会救助股", "内容").value = None

    form = change(write_form(tmp_path / "表.xlsx", HALF_YEAR), put)
    back = tmp_path / "退回.xlsx"
    taken = take_in([str(form)], str(tmp_path / "r.json"), annotated=str(back))
    assert taken.annotated == (back,)
    assert coloured(back) == [
        ("指标", "B5", PINK, "这里应填数字，不带单位和别的字，现为“约200”。没有的写“无”，查不到的写“未知：原因”。"),
        ("工作计划事项", "B5", PINK, "缺少“内容”（text），请补充。"),
    ]
    assert canonical(read(back).record.data) == canonical(read(form).record.data)


def test_a_failed_rule_stands_in_every_cell_that_it_read_with_its_basis(tmp_path: Path) -> None:
    def put(book: object) -> None:
        cell(book, "指标", "结婚登记", "数值").value = 1

    form = change(write_form(tmp_path / "表.xlsx", HALF_YEAR), put)
    back = tmp_path / "退回.xlsx"
    take_in([str(form)], str(tmp_path / "r.json"), annotated=str(back))
    found = [each for each in coloured(back) if "婚姻登记构成一致" in each[3]]
    assert [(each[0], each[1], each[2]) for each in found] == [
        ("指标", f"B{row}", PINK) for row in (94, 95, 96, 97, 98, 99)
    ]


def test_a_comment_that_is_there_keeps_its_text(tmp_path: Path) -> None:
    form = write_form(tmp_path / "表.xlsx", HALF_YEAR)
    before = openpyxl.load_workbook(form)["指标"]["B4"].comment.text
    made = tmp_path / "退回.xlsx"
    made.write_bytes(annotate(form.read_bytes(), "表.xlsx", [Remark("指标", 4, 2, "请核对。", False)]))
    assert openpyxl.load_workbook(made)["指标"]["B4"].comment.text == f"{before}\n————\n请核对。"


def test_cells_and_sheets_that_are_not_there_are_no_obstacle(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active["B2"] = "=1+1"
    book.active["D4"] = 5
    book.save(tmp_path / "a.xlsx")
    remarks = [
        Remark("台账", 3, 3, "中间", True),
        Remark("台账", 2, 1, "前面", False),
        Remark("台账", 2, 2, "公式", True),
        Remark("没有这张表", 7, 7, "别处", True),
        Remark("台账", 9, 0, "整行", True),
    ]
    (tmp_path / "b.xlsx").write_bytes(annotate((tmp_path / "a.xlsx").read_bytes(), "a.xlsx", remarks))
    assert coloured(tmp_path / "b.xlsx") == [
        ("台账", "A1", PINK, "别处"),
        ("台账", "A2", YELLOW, "前面"),
        ("台账", "B2", PINK, "公式"),
        ("台账", "C3", PINK, "中间"),
        ("台账", "A9", PINK, "整行"),
    ]
    again = openpyxl.load_workbook(tmp_path / "b.xlsx")["台账"]
    assert (again["B2"].value, again["D4"].value) == ("=1+1", 5)


@pytest.mark.parametrize("text", ["=1+1", "a & b < c", "</xml>", "\n", "长" * 9000])
def test_whatever_is_said_stays_a_text(tmp_path: Path, text: str) -> None:
    form = write_form(tmp_path / "表.xlsx", HALF_YEAR)
    made = tmp_path / "退回.xlsx"
    made.write_bytes(annotate(form.read_bytes(), "表.xlsx", [Remark("指标", 40, 2, text, True)]))
    assert openpyxl.load_workbook(made)["指标"]["B40"].comment.text == text[:4000]
