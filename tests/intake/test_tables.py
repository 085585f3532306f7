"""Tables as offices have them, .csv and .xlsx, read into records: every fault at its row and cell."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sample_cases as samples
from xlsxwriter import Workbook

from docgen.errors import UnreadableInput
from docgen.findings import Finding
from docgen.intake.tables import CellTable, read_table
from docgen.library import find_library
from docgen.messages import word
from docgen.schemas import load_kind

KIND = load_kind(find_library(), "notice")
COMMON = json.loads((samples.GOOD.parent / "notices" / "inspection" / "共用.json").read_text("utf-8"))
HEAD = ("主送机关", "统一社会信用代码", "办理期限")

Write = Callable[[Sequence[Sequence[Any]]], Path]


@pytest.fixture
def csv(tmp_path: Path) -> Write:
    def write(rows: Sequence[Sequence[Any]]) -> Path:
        path = tmp_path / "名单.csv"
        path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def xlsx(tmp_path: Path) -> Write:
    def write(rows: Sequence[Sequence[Any]]) -> Path:
        path = tmp_path / "名单.xlsx"
        with Workbook(str(path), {"strings_to_numbers": False}) as book:
            sheet, day = book.add_worksheet("名单"), book.add_format({"num_format": "yyyy/m/d"})
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(at, column, value, day)
                    elif value is not None:
                        sheet.write(at, column, value)
        return path

    return write


def table(path: Path, common: dict[str, Any] | None = None) -> CellTable:
    return read_table(str(path), KIND, COMMON if common is None else common)


def values(path: Path, *pointers: str, common: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """The values at the pointers in each row; that nothing was wrong in reading them."""
    found = []
    for row in table(path, common).rows:
        assert row.findings == () and row.record is not None
        found.append(tuple(row.record.get(pointer) for pointer in pointers))
    return found


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [
        (each.place.label or f"第{each.place.line}行", word(each.code, each.parameters, "zh_CN"))
        for each in findings
    ]


def refused(path: Path) -> list[tuple[str, str]]:
    """What is told of a table that is refused: where (behind the file's name), and what."""
    with pytest.raises(UnreadableInput) as caught:
        table(path)
    return [
        (
            ":".join(
                str(part)
                for part in (each.path.removeprefix(str(path)).strip(), each.line, each.column)
                if part
            ),
            word(each.code, each.parameters, "zh_CN") + (f" → {each.suggestion}" if each.suggestion else ""),
        )
        for each in (caught.value, *caught.value.also)
    ]


ROW = ("云川县养老服务协会", "51999999000000001P", "2024-05-24")


def test_columns_are_found_by_title_id_or_path_in_any_order(csv: Write) -> None:
    for head in (
        HEAD,
        ("addressee", "recipient_code", "deadline"),
        ("主送 机关", "统一社会信用代码", "ｄｅａｄｌｉｎｅ"),
    ):
        path = csv([("序号", *reversed(head)), (1, *reversed(ROW))])
        assert values(path, "/addressee", "/recipient_code", "/deadline") == [ROW]
    path = csv([("主送机关", "落款·成文日期", "signature.issuer"), ("甲协会", "2024-02-01", "云川县民政局")])
    assert values(path, "/signature/date", "/signature/issuer") == [("2024-02-01", "云川县民政局")]


def test_a_row_overrides_what_all_share_and_leaves_it_unchanged(csv: Write) -> None:
    path = csv([("主送机关", "成文日期"), ("甲协会", "2024-02-01"), ("乙协会", "")])
    assert values(path, "/signature/date", "/signature/issuer", "/title") == [
        ("2024-02-01", "云川县民政局", COMMON["title"]),
        ("2024-01-30", "云川县民政局", COMMON["title"]),
    ]
    assert COMMON["signature"]["date"] == "2024-01-30"


@pytest.mark.parametrize(
    "typed",
    [
        "2024-05-24",
        "2024/5/24",
        "2024.5.24",
        "2024年5月24日",
        "２０２４年５月２４日",
        "20240524",
        "2024-5-24 00:00:00",
    ],
)
def test_dates_are_read_in_the_ways_people_type_them(csv: Write, xlsx: Write, typed: str) -> None:
    for write in (csv, xlsx):
        assert values(write([("主送机关", "办理期限"), ("甲协会", typed)]), "/deadline") == [("2024-05-24",)]


def test_dates_of_a_workbook_are_dates_serials_or_numbers(xlsx: Write) -> None:
    path = xlsx(
        [
            ("主送机关", "办理期限"),
            ("甲", date(2024, 5, 24)),
            ("乙", 45436),
            ("丙", 20240524),
            ("丁", "2024年5月"),
        ]
    )
    assert values(path, "/deadline") == [("2024-05-24",), ("2024-05-24",), ("2024-05-24",), ("2024-05",)]


def test_what_is_no_date_stays_as_typed_for_the_schema_to_tell(csv: Write) -> None:
    path = csv([("主送机关", "办理期限"), ("甲协会", "五月底")])
    assert values(path, "/deadline") == [("五月底",)]


def test_numbers_are_exact(xlsx: Write, csv: Write) -> None:
    common = {
        **COMMON,
        "indicators": {"due": {"name": "应缴会费", "value": 0, "unit": "万元", "basis": "event"}},
    }
    rows = [
        ("主送机关", "应缴会费（万元）"),
        ("甲", 77.7),
        ("乙", 1200),
        ("丙", 0.1),
        ("丁", "1,200.50"),
        ("戊", "１２"),
    ]
    wanted = [Decimal("77.7"), 1200, Decimal("0.1"), Decimal("1200.50"), 12]
    for path in (xlsx(rows), csv([rows[0], *rows[1:4], ("丁", '"1,200.50"'), rows[5]])):
        found = values(path, "/indicators/due/value", common=common)
        assert [repr(each) for (each,) in found] == [repr(each) for each in wanted]


def test_another_unit_in_the_heading_is_refused(csv: Write) -> None:
    common = {
        **COMMON,
        "indicators": {"due": {"name": "应缴会费", "value": 0, "unit": "万元", "basis": "event"}},
    }
    with pytest.raises(UnreadableInput) as caught:
        table(csv([("主送机关", "应缴会费（元）"), ("甲", 3)]), common)
    assert (caught.value.code, caught.value.parameters) == (
        "column-other-unit",
        {"heading": "应缴会费（元）", "unit": "元", "wanted": "万元"},
    )


def test_codes_keep_their_leading_zeros_and_get_their_digits_back(xlsx: Write, csv: Write) -> None:
    assert values(csv([HEAD[:2], ("甲", "007")]), "/recipient_code") == [("007",)]
    assert values(xlsx([HEAD[:2], ("甲", "007"), ("乙", 123456789012345)]), "/recipient_code") == [
        ("007",),
        ("123456789012345",),
    ]


def test_a_long_number_that_lost_its_end_is_told_with_its_cell(xlsx: Write, csv: Write) -> None:
    path = xlsx([HEAD[:2], ("甲", "好"), ("乙", 511234567890123000)])
    rows = list(table(path).rows)
    assert [told(row.findings) for row in rows] == [
        [],
        [
            (
                "名单 B3",
                "“统一社会信用代码”在这里是511234567890123000：超过15位的数字在表格里丢了尾数，请把单元格设为文本后重新填写。",
            )
        ],
    ]
    path = csv([HEAD[:2], ("甲", "5.11235E+17")])
    assert [told(row.findings) for row in table(path).rows] == [
        [
            (
                "第2行",
                "“统一社会信用代码”在这里是5.11235E+17：超过15位的数字在表格里丢了尾数，请把单元格设为文本后重新填写。",
            )
        ]
    ]


def test_lists_document_numbers_none_and_unknown_stand_in_one_cell(xlsx: Write) -> None:
    head = ("主送机关", "正文", "附件", "发文字号", "办理期限")
    path = xlsx(
        [
            head,
            ("甲", "第一段。\n第二段。", "报告书；清单", "云民字[2024]006号", "无"),
            ("乙", "只有一段。", "", "云民字〔2024〕7号", "未知（等上级通知）"),
            ("丙", "只有一段。", " 无 ", "云民字〔2024〕8号", "2024-05-24"),
        ]
    )
    assert values(path, "/paragraphs", "/attachments", "/number", "/deadline") == [
        (["第一段。", "第二段。"], ["报告书", "清单"], {"code": "云民字", "year": 2024, "sequence": 6}, "无"),
        (
            ["只有一段。"],
            COMMON["attachments"],
            {"code": "云民字", "year": 2024, "sequence": 7},
            {"unknown": "等上级通知"},
        ),
        (["只有一段。"], [], {"code": "云民字", "year": 2024, "sequence": 8}, "2024-05-24"),
    ]


def test_gbk_from_excel_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("主送机关,办理期限\r\n云川县养老服务协会,2024/5/24\r\n".encode("gbk"))
    assert values(path, "/addressee", "/deadline") == [("云川县养老服务协会", "2024-05-24")]
    assert [word(each.code, each.parameters, "zh_CN") for each in table(path).notes] == [
        "表格是 GBK 编码，已按此读取。"
    ]


def test_a_csv_that_is_cut_within_a_character_says_where(tmp_path: Path) -> None:
    text = "主送机关,办理期限\r\n云川县养老服务协会,2024/5/24\r\n云川县餐饮协会"
    for encoding, byte in (("utf-8", "0xE4"), ("gbk", "0xBB"), ("utf-16", "0x1A")):
        path = tmp_path / f"{encoding}.csv"
        whole = text.encode(encoding)
        path.write_bytes(whole[:-1] if encoding != "utf-8" else whole[:-2])
        with pytest.raises(UnreadableInput) as caught:
            table(path)
        error = caught.value
        assert (error.code, error.line, error.parameters["byte"]) == ("file-bad-byte", 3, byte), encoding


def test_cells_between_semicolons_or_tabs_below_a_title_are_found(tmp_path: Path) -> None:
    for mark in ";\t":
        path = tmp_path / "名单.csv"
        path.write_text(f"年检通知名单\n主送机关{mark}办理期限\n甲协会{mark}2024-05-24\n", encoding="gbk")
        assert values(path, "/addressee", "/deadline") == [("甲协会", "2024-05-24")]


def test_a_long_sheet_keeps_the_format_of_every_cell(tmp_path: Path) -> None:
    """Its XML is looked at in pieces of a megabyte; the list begins in the third column."""
    path = tmp_path / "名单.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        padded, month = book.add_format({"num_format": "000000"}), book.add_format({"num_format": "yyyy-mm"})
        sheet.write_row(0, 2, HEAD)
        for row in range(1, 12_001):
            sheet.write_string(row, 2, f"云川县第{row}社会组织")
            sheet.write_number(row, 3, row, padded)
            sheet.write_datetime(row, 4, date(2024, 5, 24), month)
        sheet.set_row(12_000, None, None, {"hidden": True})
        sheet.merge_range("H11000:H11001", "")
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/worksheets/sheet1.xml").file_size > 1 << 20
    assert values(path, "/addressee", "/recipient_code", "/deadline") == [
        (f"云川县第{row}社会组织", f"{row:06}", "2024-05") for row in range(1, 12_001)
    ]
    assert [(each.code, each.parameters) for each in table(path).notes] == [
        ("table-hidden-rows", {"count": 1, "first": 12_001}),
        ("table-merged-cells", {"cells": "H11000:H11001"}),
    ]


def test_titles_above_and_sums_below_are_no_rows(xlsx: Write) -> None:
    rows = [
        ("年检通知名单",),
        ("填表单位：民政局", None, "2024年"),
        HEAD,
        ROW,
        (None, None, None),
        ("合计", "1家"),
        ("填表人：李四",),
    ]
    path = xlsx(rows)
    found = table(path)
    assert [row.number for row in found.rows] == [4]
    assert [word(each.code, each.parameters, "zh_CN") for each in found.notes] == [
        "第6、7行看作合计、填表说明，没有列入（“合计”）。"
    ]


CALLED = "栏名可以是：标题、发文字号、主送机关、统一社会信用代码、缘由、正文、办理期限、附件、抄送；其余的见 docs/templates.md。"


def test_every_heading_that_is_no_field_is_told_at_once(csv: Write, xlsx: Write) -> None:
    rows = [("主送机关", "办里期限", "联系电话", "#备用", "addressee"), ("甲", "2024-05-24", "", "x", "乙")]
    said = "不认识栏名“{}”。请改成字段的名称；不用的栏，在栏名前加#。"
    twice = "“addressee”和“主送机关”两栏是同一个字段，请保留一栏。"
    assert refused(xlsx(rows)) == [
        ("名单 B1", said.format("办里期限") + "是不是“办理期限”？"),
        ("名单 C1", said.format("联系电话") + "是不是“联系人·电话”？"),
        ("名单 E1", twice),
        ("", CALLED),
    ]
    assert [where for where, _what in refused(csv(rows))] == ["1:2", "1:3", "1:5", ""]


def test_when_something_is_due_is_not_taken_for_the_end_of_the_period(csv: Write) -> None:
    assert refused(csv([("主送机关", "截止日期"), ("甲", "2024-05-24")])) == [
        ("1:2", "不认识栏名“截止日期”。请改成字段的名称；不用的栏，在栏名前加#。"),
        ("", CALLED),
    ]


def test_a_table_without_headings_says_what_its_first_row_has(csv: Write) -> None:
    assert refused(csv([("云川县养老服务协会", "2024-05-24")])) == [
        (
            "1",
            "没有找到表头；第一行写的是“云川县养老服务协会、2024-05-24”。请把各栏的栏名写成字段的名称（主送机关等）。",
        )
    ]


def test_a_formula_without_a_result_is_told_with_its_cell(xlsx: Write) -> None:
    path = xlsx([HEAD, ("甲", '="51"&"99"', "2024-05-24")])
    data = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in data.items():
            archive.writestr(
                name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", content) if "sheet1" in name else content
            )
    [row] = table(path).rows
    assert told(row.findings) == [
        ("名单 B2", "这个单元格是公式，没有计算结果。请用 Excel 或 WPS 打开表格，保存后再试。")
    ]


def test_a_cell_that_shows_an_error_is_told_and_not_taken_from_what_all_share(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ROW[:2])
        sheet.write_formula(1, 2, "=A1/0", None, "#DIV/0!")
    [row] = table(path, {**COMMON, "deadline": "2024-06-30"}).rows
    assert told(row.findings) == [("名单 C2", "这一格的公式出错（显示 #REF! 之类），请直接填数。")]
    assert row.findings[0].place.pointer == "/deadline"


def test_headings_merged_over_two_rows_are_read_and_a_column_without_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        sheet.merge_range("A1:A2", HEAD[0])
        sheet.merge_range("B1:C1", "办理情况")
        sheet.write_row(1, 1, HEAD[1:])
        sheet.write_row(2, 0, (*ROW, "已签收"))
    assert values(path, "/addressee", "/recipient_code", "/deadline") == [ROW]
    assert [word(each.code, each.parameters, "zh_CN") for each in table(path).notes] == [
        "有一栏有内容、没有栏名（第一处在D3），没有读取。请补写栏名；不用的栏，栏名以#开头。",
    ]


def test_headings_merged_over_two_rows_are_read_though_the_upper_row_has_more_of_them(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        sheet.merge_range("A1:A2", HEAD[0])
        sheet.merge_range("B1:B2", HEAD[1])
        sheet.write_row(0, 2, ("时限", "经办"))
        sheet.write_row(1, 2, (HEAD[2], "备注"))
        sheet.write_row(2, 0, (*ROW, "已签收"))
    assert values(path, "/addressee", "/recipient_code", "/deadline") == [ROW]
    assert table(path).notes == ()


def test_headings_that_are_all_nearly_right_are_told_one_by_one(csv: Write) -> None:
    path = csv([("名单", "", ""), ("主送单位", "统一社会信用代码号", "办理时限"), ROW])
    ask = "请改成字段的名称；不用的栏，在栏名前加#。"
    assert refused(path) == [
        ("2:1", f"不认识栏名“主送单位”。{ask}"),
        ("2:2", f"不认识栏名“统一社会信用代码号”。{ask}是不是“统一社会信用代码”？"),
        ("2:3", f"不认识栏名“办理时限”。{ask}是不是“办理期限”？"),
        ("", CALLED),
    ]


def test_a_hidden_sheet_is_not_read_before_one_that_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with Workbook(str(path)) as book:
        last_year, sheet = book.add_worksheet("去年"), book.add_worksheet("名单")
        last_year.write_row(0, 0, HEAD)
        last_year.write_row(1, 0, ("旧协会", "x", "2023-05-24"))
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ROW)
        sheet.activate()
        sheet.set_first_sheet()
        last_year.hide()
    assert values(path, "/addressee", "/recipient_code", "/deadline") == [ROW]
    assert [word(each.code, each.parameters, "zh_CN") for each in table(path).notes] == [
        "只读取了工作表“名单”，没有读取：去年"
    ]


def test_headings_that_come_again_are_no_row(csv: Write) -> None:
    path = csv([HEAD, ROW, HEAD, ROW, (" ", "", "")])
    assert [row.number for row in table(path).rows] == [2, 4]
    assert [word(each.code, each.parameters, "zh_CN") for each in table(path).notes] == [
        "第3行与表头相同，没有列入。"
    ]


def test_a_comma_too_many_in_a_csv_sends_the_row_back(csv: Write) -> None:
    path = csv([HEAD, ("云川县", "养老服务协会", *ROW[1:]), (*ROW, "", "")])
    assert [told(row.findings) for row in table(path).rows] == [
        [("第2行", "这一行有4格，表头只有3格：文字里有逗号的，要加英文双引号。")],
        [],
    ]


def test_a_quotation_mark_left_open_does_not_swallow_the_rest_of_the_list(csv: Write) -> None:
    path = csv([(*HEAD, "备注"), (*ROW, '"已寄'), (*ROW, ""), (*ROW, "")])
    assert refused(path) == [("2", "表格从这里开始无法读取，可能有引号没有成对。")]


def test_rows_of_spaces_below_the_list_are_no_rows(xlsx: Write) -> None:
    assert [row.number for row in table(xlsx([HEAD, ROW, (" ",), ("　", " ")])).rows] == [2]


def test_other_sheets_hidden_rows_and_merged_cells_are_said(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with Workbook(str(path)) as book:
        about = book.add_worksheet("说明")
        about.write(0, 0, "填写说明")
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ROW)
        sheet.write_row(2, 0, ("乙协会", "x", ""))
        sheet.merge_range("C2:C3", "2024-05-24")
        sheet.set_row(2, None, None, {"hidden": True})
    found = table(path)
    assert [row.number for row in found.rows] == [2, 3]
    assert [word(each.code, each.parameters, "zh_CN") for each in found.notes] == [
        "只读取了工作表“名单”，没有读取：说明",
        "有1行是隐藏的（第一处在第3行），也已列入，请核对。",
        "有跨行合并的单元格（C2:C3），只有第一行有值，请核对。",
    ]


def test_what_is_no_table_says_how_to_save_it(tmp_path: Path) -> None:
    old, broken, empty = (tmp_path / name for name in ("旧.xls", "坏.xlsx", "空.csv"))
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    broken.write_bytes(b"PK\x03\x04" + bytes(100))
    empty.write_text("\n\n", encoding="utf-8")
    assert refused(old) == [
        ("", "这是旧格式（.xls、.et）的表格，或者加了密码。请打开后取消密码，另存为 .xlsx。")
    ]
    assert refused(broken) == [("", "无法按 .xlsx 表格读取。请用 Excel 或 WPS 打开，另存为 .xlsx。")]
    assert refused(empty) == [("", "文件是空的。")]


def test_a_cell_far_from_the_table_is_named_and_not_made_room_for(tmp_path: Path) -> None:
    path = tmp_path / "远.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ROW)
        sheet.write_blank(2_000, 16_383, None, book.add_format({"bold": True}))
        sheet.write(1_048_575, 100, "x")
    assert refused(path) == [
        (
            "",
            "有一张工作表的内容一直到 CW1048576，远在表格之外，无法读取。"
            "请打开表格，把不属于名单的行、列删除后保存。",
        )
    ]


def test_values_know_their_cells(xlsx: Write) -> None:
    path = xlsx([("主送机关", "成文日期"), ("甲", "2024-02-01")])
    [row] = table(path).rows
    places = [row.place_of(pointer) for pointer in ("/addressee", "/signature/date", "/signature", "/title")]
    assert [(place.file, place.label, place.line) for place in places] == [
        (str(path), label, 2) for label in ("名单 A2", "名单 B2", "名单 B2", "名单 第2行")
    ]


def test_what_every_row_is_goes_without_saying(csv: Write) -> None:
    assert values(csv([HEAD, ROW]), "/format", "/kind", common={}) == [("docgen-record/0", "notice")]


@pytest.mark.parametrize(
    "name",
    [
        "审核员协会",
        "制表业商会",
        "填表服务中心",
        "负责人联谊会",
        "合计算盘协会",
        "小计时器学会",
        "注册会计师协会",
    ],
)
def test_a_recipient_that_only_begins_like_a_closing_row_is_kept(csv: Write, name: str) -> None:
    path = csv([HEAD, ROW, (name, "51999999000000002T", "2024-05-24")])
    assert [row.number for row in table(path).rows] == [2, 3]
    assert table(path).notes == ()


@pytest.mark.parametrize(
    "first",
    ["合计", "总 计：2家", "小计（家）", "填表人：李四", "审核人", "制表日期：2024年", "备注：以上无误"],
)
def test_sums_and_signatures_at_the_end_are_no_rows(csv: Write, first: str) -> None:
    found = table(csv([HEAD, ROW, (first, "", "")]))
    assert [row.number for row in found.rows] == [2]
    assert [each.code for each in found.notes] == ["table-closing-rows"]
