"""A form made from the schema, and read back: the same record, whatever people did to the form."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sample_cases as samples
from form_editing import (
    FIRST,
    HALF_YEAR,
    HEADINGS,
    LIBRARY,
    canonical,
    cell,
    change,
    column,
    read,
    row,
    told,
    write_form,
)

from docgen import check, load, loading
from docgen.errors import UnreadableInput
from docgen.intake.forms import make_form
from docgen.intake.grids import read_grids
from docgen.intake.plans import Plan
from docgen.intake.tasks import take_in
from docgen.messages import word
from docgen.records import Record

GOOD = [*sorted(samples.GOOD.glob("*/*.json")), samples.SEED]


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return write_form(tmp_path / "填报表.xlsx", HALF_YEAR)


def same(path: Path, record: Path = HALF_YEAR) -> None:
    """The form gives the record back, and nothing was wrong in reading it."""
    reading = read(path)
    assert told(reading.findings) == []
    assert canonical(reading.record.data) == canonical(load(record).data)


@pytest.mark.parametrize("record", GOOD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_record_goes_out_and_in_again_unchanged(tmp_path: Path, record: Path) -> None:
    same(write_form(tmp_path / "form.xlsx", record), record)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_a_form_saved_by_libreoffice_gives_the_same_records(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    forms = [write_form(tmp_path / f"{at}.xlsx", record) for at, record in enumerate(GOOD)]
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx", "--outdir", str(saved), *map(str, forms)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    for path, record in zip(forms, GOOD, strict=True):
        assert (saved / path.name).read_bytes() != path.read_bytes()
        same(saved / path.name, record)


def test_the_same_record_gives_the_same_bytes() -> None:
    record = load(HALF_YEAR)
    kind = loading.kind(LIBRARY, record.kind_id)
    packs = loading.packs(LIBRARY, kind.id)
    assert make_form(kind, packs, record).data == make_form(kind, packs, record).data


def test_what_has_no_cell_is_told(tmp_path: Path) -> None:
    data = dict(load(HALF_YEAR).data)
    data["surprise"] = 1
    data["issuer"] = {**data["issuer"], "motto": "为民"}
    kind = loading.kind(LIBRARY, "civil-affairs-half-year")
    made = make_form(kind, loading.packs(LIBRARY, kind.id), Record.from_data(data))
    assert made.lost == ("/issuer/motto", "/surprise")


def test_every_list_has_a_sheet_and_every_field_a_cell() -> None:
    plan = Plan(loading.kind(LIBRARY, "rectification-list"))
    assert [(table.sheet, table.code) for table in plan.tables] == [
        ("基本情况", "."),
        ("指标", "indicators/*"),
        ("文件", "documents/*"),
        ("日期", "dates/*"),
        ("整改来源", "rectifications/*"),
        ("整改来源-整改台账", "rectifications/*/items/*"),
        ("部分", "sections/*"),
        ("部分-分点", "sections/*/points/*"),
        ("部分-小节", "sections/*/subsections/*"),
        ("部分-小节-分点", "sections/*/subsections/*/points/*"),
    ]
    ledger = plan.by_code["rectifications/*/items/*"]
    assert [each.label for each in ledger.columns[:6]] == [
        "所属整改来源", "问题描述", "问题类别", "责任领导", "责任单位", "责任人",
    ]  # fmt: skip


def test_nothing_in_a_form_is_a_formula_and_texts_that_look_like_one_are_quoted(tmp_path: Path) -> None:
    data = dict(load(HALF_YEAR).data)
    hostile = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"]
    data["projects"] = [
        {**data["projects"][0], "location": text, "id": f"p{at}"} for at, text in enumerate(hostile)
    ]
    kind = loading.kind(LIBRARY, "civil-affairs-half-year")
    path = tmp_path / "form.xlsx"
    path.write_bytes(make_form(kind, loading.packs(LIBRARY, kind.id), Record.from_data(data)).data)
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in archive.read(name) for name in sheets)
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")
    assert [each["location"] for each in read(path).record.data["projects"]] == hostile


def test_the_first_rows_remarks_tell_rule_and_basis(form: Path) -> None:
    def look(book: Any) -> None:
        sheet = book["指标"]
        note = sheet.cell(row(sheet, "遗体火化率"), 1).comment.text
        assert "火化率、入公墓率不超过100%" in note
        paid = book["资金发放-各期发放"]
        assert (
            "依据：《社会救助暂行办法》第十二条" in paid.cell(HEADINGS, column(paid, "实发日期")).comment.text
        )

    change(form, look)


# --- what people do to a form


def test_columns_may_be_moved_sheets_renamed_and_rows_put_in_or_out(form: Path) -> None:
    def move(book: Any) -> None:
        sheet = book["资金发放"]
        width = sheet.max_column
        for line in range(1, sheet.max_row + 1):  # the first column goes to the end
            values = [sheet.cell(line, at).value for at in range(1, width + 1)]
            for at, value in enumerate([*values[1:], values[0]], 1):
                sheet.cell(line, at).value = value
        sheet.title = "发钱情况"
        book["指标"].insert_rows(FIRST + 3, 2)
        book["工作计划事项"].insert_rows(FIRST)

    same(change(form, move))


def test_a_form_without_its_hidden_row_is_known_by_its_headings(form: Path) -> None:
    def cut(book: Any) -> None:
        for name in ("资金发放", "指标", "部分-分点", "基本情况"):
            book[name].delete_rows(1)

    same(change(form, cut))


def test_headings_that_were_changed_are_known_by_the_hidden_row(form: Path) -> None:
    def rename(book: Any) -> None:
        sheet = book["指标"]
        sheet.cell(HEADINGS, column(sheet, "数值")).value = "本期数"

    same(change(form, rename))


#: what is typed into cells of dates, and what is read
DATES: list[tuple[Any, Any]] = [
    ("2024-6-5", "2024-06-05"),
    ("2024.6.5", "2024-06-05"),
    ("2024/06/05", "2024-06-05"),
    ("２０２４年６月５日", "2024-06-05"),
    ("二〇二四年六月五日", "2024-06-05"),
    ("二○二四年十二月三十一日", "2024-12-31"),
    ("二零二四年十月二十日", "2024-10-20"),
    ("二〇二四年十一月", "2024-11"),
    ("20240605", "2024-06-05"),
    (20240605, "2024-06-05"),
    (date(2024, 6, 5), "2024-06-05"),
    (45448, "2024-06-05"),
    ("2024年6月", "2024-06"),
    ("未知：银行回单未返回", {"unknown": "银行回单未返回"}),
    ("不详（档案缺失）", {"unknown": "档案缺失"}),
    ("无", "无"),
    ("六月初", "六月初"),
]
#: the same for numbers of households
NUMBERS: list[tuple[Any, Any]] = [
    (296, 296),
    (14.129, Decimal("14.129")),
    (0.1 + 0.2, Decimal("0.3")),
    ("1,234", 1234),
    ("１２３４", 1234),
    ("1234户", 1234),
    (" 1234 ", 1234),
    ("无", "无"),
    ("未知", {"unknown": ""}),
    ("约200", "约200"),
    ("1234人", "1234人"),
    (0, 0),
]


def test_dates_are_read_as_people_type_them(form: Path) -> None:
    def put(book: Any) -> None:
        sheet = book["资金发放-各期发放"]
        for at, (typed, _read_as) in enumerate(DATES):
            sheet.cell(FIRST + at, column(sheet, "实发日期")).value = typed

    payments = read(change(form, put)).record.data["payments"]
    paid = [each["paid"] for payment in payments for each in payment["instalments"]]
    assert paid[: len(DATES)] == [read_as for _typed, read_as in DATES]


def test_numbers_are_read_exactly_and_what_is_none_stays(form: Path) -> None:
    def put(book: Any) -> None:
        sheet = book["指标"]
        for at, (typed, _read_as) in enumerate(NUMBERS):
            sheet.cell(FIRST + at, column(sheet, "数值")).value = typed
            sheet.cell(FIRST + at, column(sheet, "单位")).value = "户"

    indicators = read(change(form, put)).record.data["indicators"]
    found = [each["value"] for each in indicators.values()][: len(NUMBERS)]
    assert [(value, type(value)) for value in found] == [(value, type(value)) for _typed, value in NUMBERS]


def test_number_formats_say_what_a_number_is(form: Path) -> None:
    def put(book: Any) -> None:
        rate = cell(book, "指标", "救助率", "数值")
        rate.value, rate.number_format = 0.777, "0.0%"
        households = cell(book, "指标", "城市低保户数", "数值")
        households.value, households.number_format = 0.5, "0%"
        amount = cell(book, "指标", "城市低保月发放额", "数值")
        amount.value, amount.number_format = 141290, '0!.0,"万元"'
        month = book["资金发放-各期发放"].cell(FIRST, column(book["资金发放-各期发放"], "实发日期"))
        month.value, month.number_format = date(2024, 3, 1), 'yyyy"年"m"月"'

    reading = read(change(form, put))
    values = reading.record.data["indicators"]
    assert values["relief_rate"]["value"] == Decimal("77.7")
    assert reading.record.data["payments"][0]["instalments"][0]["paid"] == "2024-03"
    assert told(reading.findings) == [
        ("指标 B5", "“数值”的单位是户，这一格却显示为百分数，请核对。"),
        ("指标 B7", "“数值”：这一格显示的是缩小（千、万）以后的数，读入的是格里的原数，请核对单位。"),
    ]


def test_codes_keep_their_zeros_and_long_numbers_that_lost_digits_are_told(form: Path) -> None:
    def put(book: Any) -> None:
        for line in book["基本情况"].iter_rows(min_row=FIRST):
            if line[0].value == "公开信息·信息索取号":
                line[1].value, line[1].number_format = 14349, "000000000"
            if line[0].value == "公开信息·公开范围":
                line[1].value = 110101199003074514

    reading = read(change(form, put))
    assert reading.record.data["publication"]["index_number"] == "000014349"
    assert told(reading.findings) == [
        (
            "基本情况 B15",
            "“公开信息·公开范围”在这里是110101199003074000：超过15位的数字在表格里丢了尾数，请把单元格设为文本后重新填写。",
        )
    ]


def test_formulas_count_by_their_result_and_errors_are_told(form: Path) -> None:
    def put(book: Any) -> None:
        cell(book, "指标", "城市低保户数", "数值").value = "=100+100"

    path = change(form, put)
    assert told(read(path).findings) == [
        ("指标 B5", "这个单元格是公式，没有计算结果。请用 Excel 或 WPS 打开表格，保存后再试。")
    ]
    data = path.read_bytes()
    for result, mark, findings in (
        ("200", "", []),
        ("#REF!", ' t="e"', [("指标 B5", "这一格的公式出错（显示 #REF! 之类），请直接填数。")]),
    ):
        calculated = path.with_name("算过.xlsx")
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(calculated, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                part = re.sub(
                    rb'<c r="B5"([^>]*)><f>100\+100</f><v ?/?>(?:</v>)?</c>',
                    f'<c r="B5"\\1{mark}><f>100+100</f><v>{result}</v></c>'.encode(),
                    part,
                )
                new.writestr(name, part)
        assert told(read(calculated).findings) == findings
    assert path.read_bytes() == data


def test_merged_cells_count_for_every_row_unless_they_are_numbers(form: Path) -> None:
    def merge(book: Any) -> None:
        sheet = book["资金发放-各期发放"]
        at = column(sheet, "所属资金发放")
        assert sheet.cell(FIRST, at).value == sheet.cell(FIRST + 1, at).value
        sheet.merge_cells(start_row=FIRST, end_row=FIRST + 1, start_column=at, end_column=at)
        at = column(sheet, "实发金额")
        sheet.merge_cells(start_row=FIRST, end_row=FIRST + 1, start_column=at, end_column=at)

    reading = read(change(form, merge))
    assert told(reading.findings) == [
        (
            "资金发放-各期发放 E5",
            "“实发金额”：这个数在合并的单元格里，第6行也在其中。只在第一行记了一次，请核对。",
        )
    ]
    assert len(reading.record.data["payments"][0]["instalments"]) == len(
        load(HALF_YEAR).data["payments"][0]["instalments"]
    )


def test_hidden_rows_are_read_and_told(form: Path) -> None:
    def hide(book: Any) -> None:
        book["指标"].row_dimensions[7].hidden = True

    reading = read(change(form, hide))
    assert told(reading.findings) == [("指标 第7行", "有1行是隐藏的（第一处在第7行），也已列入，请核对。")]
    assert canonical(reading.record.data) == canonical(load(HALF_YEAR).data)


def test_a_row_whose_owner_nobody_knows_is_told_and_left_out(form: Path) -> None:
    def lose(book: Any) -> None:
        sheet = book["资金发放-各期发放"]
        at = column(sheet, "所属资金发放")
        sheet.cell(FIRST, at).value = "不存在的发放"
        sheet.cell(FIRST + 1, at).value = None

    reading = read(change(form, lose))
    assert told(reading.findings) == [
        ("资金发放-各期发放 A5", "“资金发放”表里没有“不存在的发放”，或者有几个，这一行没有读入，请核对。"),
        ("资金发放-各期发放 A6", "“所属资金发放”空着，不知道这一行属于哪一项，没有读入，请补充。"),
    ]


def test_a_list_that_is_said_to_be_none_and_has_rows_is_told(form: Path) -> None:
    def contradict(book: Any) -> None:
        sheet = book["资金发放"]
        sheet.cell(FIRST, column(sheet, "各期发放")).value = "无"

    reading = read(change(form, contradict))
    assert told(reading.findings)[0][1] == (
        "这一格写的是没有或者未知，“资金发放-各期发放”表第5行却填了内容，请核对。"
    )


def test_sums_and_signatures_under_a_list_are_left_out_and_told(form: Path) -> None:
    def add(book: Any) -> None:
        sheet = book["项目"]
        at = next(line for line in range(FIRST, 100) if sheet.cell(line, 2).value is None)
        sheet.cell(at, 1).value = "合计"
        sheet.cell(at, 2).value = "3个"

    reading = read(change(form, add))
    assert [code for code, _ in told(reading.findings)] == [
        f"项目 第{FIRST + len(load(HALF_YEAR).data['projects'])}行"
    ]
    assert canonical(reading.record.data) == canonical(load(HALF_YEAR).data)


def test_ids_may_be_left_out_and_names_are_understood(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book["分项构成"]
        for heading, value in (
            ("名称", "低保"),
            ("总数", "城市低保人数"),
            ("各分项", "城市低保人数；农村低保人数"),
            ("各分项是否列全", "是"),
        ):
            sheet.cell(FIRST, column(sheet, heading)).value = value
        about = book["填写说明"]
        for line in about.iter_rows():
            if line[0].value == "填报人":
                line[1].value = "张三"
        cell(book, "指标", "城市低保人数", "数值").value = 30

    path = change(write_form(tmp_path / "年.xlsx", None, "civil-affairs-annual"), fill)
    reading = read(path)
    assert reading.record.data["breakdowns"] == [
        {
            "name": "低保",
            "whole": "urban_dibao_persons",
            "parts": ["urban_dibao_persons", "rural_dibao_persons"],
            "complete": True,
            "id": "breakdowns_1",
        }
    ]
    assert reading.record.data["indicators"] == {
        "urban_dibao_persons": {"value": 30, "unit": "人", "basis": "stock", "filled_by": "张三"}
    }
    assert reading.signed == {"by": "张三"}


def test_places_are_cells_even_of_what_is_missing(tmp_path: Path) -> None:
    path = write_form(tmp_path / "空.xlsx", None, "civil-affairs-half-year")
    record = read(path).record
    assert record.place("/indicators/urban_dibao_persons").label == "指标 B6"
    assert (
        record.place("/indicators/urban_dibao_persons/value", "城市低保人数").label
        == "指标 B6（城市低保人数）"
    )
    assert record.place("/issuer").label == "基本情况 B5"
    assert record.place("/period/end").label == "基本情况 B20"


def test_a_folder_of_sheets_of_two_forms_reads_only_the_first(form: Path) -> None:
    def copy(book: Any) -> None:
        book.copy_worksheet(book["项目"]).title = "项目（副本）"

    reading = read(change(form, copy))
    assert told(reading.findings) == [
        ("项目（副本） 第5行", "这张工作表与“项目”是同一张表，只读了后者，请只保留一张。")
    ]
    assert canonical(reading.record.data) == canonical(load(HALF_YEAR).data)


def test_a_sheet_that_somebody_added_is_told_and_not_read(form: Path) -> None:
    def add(book: Any) -> None:
        book.create_sheet("随手记")["A1"] = "记一笔"

    reading = read(change(form, add))
    assert told(reading.findings) == [("随手记", "工作表“随手记”不是填报表里的，没有读入。")]
    assert canonical(reading.record.data) == canonical(load(HALF_YEAR).data)


def test_grids_of_a_form_are_no_more_than_its_sheets(form: Path) -> None:
    names = [grid.sheet for grid in read_grids(str(form))]
    plan = Plan(loading.kind(LIBRARY, "civil-affairs-half-year"))
    assert names == ["填写说明", *(table.sheet for table in plan.tables), "选项"]


def test_a_number_too_large_for_its_date_format_is_told_not_a_crash(form: Path) -> None:
    def put(book: Any) -> None:
        huge = cell(book, "指标", "城市低保户数", "数值")
        huge.value, huge.number_format = 1e300, "[h]:mm"

    change(form, put)
    with pytest.raises(UnreadableInput) as refused:
        read(form)
    assert word(refused.value.code, refused.value.parameters, "zh_CN") == (
        "工作表“指标”里有一格设成了日期格式，里面的数却大得不是日期，请改正。"
    )


def test_numbers_that_their_unit_makes_unlikely_are_asked_about(form: Path) -> None:
    def put(book: Any) -> None:
        for name, value in (
            ("遗体火化率", 0.985), ("骨灰入公墓率", "98.5%"), ("救助率", 0.5), ("城市低保户数", 1048.5),
            ("城市低保人数", -3), ("农村低保人数", "98.5%"), ("城市低保月发放额", 0.5),
        ):  # fmt: skip
            cell(book, "指标", name, "数值").value = value
        cell(book, "指标", "救助率", "数值").number_format = "0%"
        book["资金发放-各期发放"].cell(FIRST, column(book["资金发放-各期发放"], "实发人数")).value = -3

    reading = read(change(form, put))
    values = reading.record.data["indicators"]
    assert told(reading.findings) == [
        ("指标 B57", "“遗体火化率”的单位是%，这一格填的是0.985，读作0.985%；如果是98.5%，请填98.5。"),
        ("资金发放-各期发放 G5", "“实发人数”的单位是人，这一格填的是-3，请核对。"),
    ]
    # of indicators the record's check asks, once
    asked = [each for each in check(reading.record).findings if each.place.pointer.startswith("/indicators")]
    assert told(asked) == [
        ("指标 B10（指标 › 农村低保人数 › 数值）", "这里应填数字（不加引号），现为“98.5%”。"),
        ("指标 B5（指标 › 城市低保户数 › 数值）", "数值不是整数（1048.5户），请核对；确是平均数的，请在名称里写明。"),
        ("指标 B6（指标 › 城市低保人数 › 数值）", "数值是负的（-3人），请核对；确是增减数的，请在名称里写明。"),
    ]
    # no number in 人: the schema asks for one
    assert [values[id]["value"] for id in ("burial_rate", "relief_rate", "rural_dibao_persons")] == [
        Decimal("98.5"), 50, "98.5%",
    ]  # fmt: skip


def test_names_and_numbers_pasted_in_another_order_than_the_ids_stay_together(form: Path) -> None:
    before = read(form).record.data["indicators"]

    def paste(book: Any) -> None:
        sheet = book["指标"]
        first, second = row(sheet, "城市低保户数"), row(sheet, "城市低保人数")
        for name in ("指标", "数值", "单位"):
            at = column(sheet, name)
            one, other = sheet.cell(first, at), sheet.cell(second, at)
            one.value, other.value = other.value, one.value

    reading = read(change(form, paste))
    ids = ("urban_dibao_households", "urban_dibao_persons")
    assert [reading.record.data["indicators"][id]["value"] for id in ids] == [
        before[id]["value"] for id in ids
    ]
    tail = "请核对数值，并把名称和标识改成同一项。"
    assert told(reading.findings) == [
        ("指标 A5", f"这一行的名称是“城市低保人数”，标识却是“城市低保户数”的。按“城市低保人数”读入，{tail}"),
        ("指标 A6", f"这一行的名称是“城市低保户数”，标识却是“城市低保人数”的。按“城市低保户数”读入，{tail}"),
    ]


def test_what_is_written_beside_a_table_is_told(form: Path) -> None:
    def write(book: Any) -> None:
        book["指标"]["T6"].value = "去年是1036"

    reading = read(change(form, write))
    assert told(reading.findings) == [
        ("指标 T6", "表旁边写的内容（第一处在T6）不属于哪一栏，没有读入。")
    ]
    assert canonical(reading.record.data) == canonical(load(HALF_YEAR).data)


def test_what_was_taken_out_of_a_form_is_asked_for_where_it_was(form: Path, tmp_path: Path) -> None:
    def take_out(book: Any) -> None:
        book["指标"].delete_rows(row(book["指标"], "城市低保人数"))
        cell(book, "指标", "农村低保人数", "数值").value = "不详"

    taken = take_in([str(change(form, take_out))], str(tmp_path / "r.json"))
    assert told(list(taken.result.findings)) == [
        (
            "指标 第4行（指标 › 城市低保人数）",
            "缺少“城市低保人数”（urban_dibao_persons）：这张表里没有这一行，请补上这一行；"
            "确实查不到的，写“未知：原因”。",
        ),
        ("指标 B9（指标 › 农村低保人数 › 数值 › 未知原因）", "请写明原因，例如“未知：财政尚未反馈”。"),
    ]


def test_a_day_of_filling_in_that_is_none_is_told_once_where_it_stands(form: Path) -> None:
    def put(book: Any) -> None:
        book["填写说明"]["B15"].value = "7月5日"

    reading = read(change(form, put))
    assert told(reading.findings) == [
        ("填写说明 B15", "“7月5日”不是日历上的日期，请写成2020-06-30、2020-06或2020。")
    ]
    assert canonical(reading.record.data) == canonical(load(HALF_YEAR).data)


def test_an_id_that_is_the_same_as_above_is_one_of_its_own(form: Path) -> None:
    def write(book: Any) -> None:
        sheet = book["文件"]
        for at in range(1, sheet.max_column + 1):
            if sheet.cell(FIRST + 1, at).value is not None:
                sheet.cell(FIRST + 1, at).value = "同上"
        sheet.cell(FIRST + 1, column(sheet, "标题")).value = "另一个文件"

    before = list(read(form).record.data["documents"].items())
    reading = read(change(form, write))
    first, second, *_others = reading.record.data["documents"].items()
    assert first == before[0]
    assert second == ("documents_2", {**before[0][1], "title": "另一个文件"})
    assert {(each.code, each.place.label.split()[0]) for each in reading.findings} == {("cell-ditto", "文件")}


def test_same_as_above_is_no_number_where_the_name_of_one_may_stand(tmp_path: Path) -> None:
    form = write_form(tmp_path / "表.xlsx", samples.GOOD / "civil-affairs-annual" / "complete.json")
    before = read(form).record.data["stocks"]

    def write(book: Any) -> None:
        sheet = book["存量增减"]
        at = column(sheet, "本期增加")
        sheet.cell(FIRST, at).value, sheet.cell(FIRST + 1, at).value = 14, "同上"

    reading = read(change(form, write))
    assert [each["added"] for each in reading.record.data["stocks"]] == [
        14, "同上", *(each["added"] for each in before[2:]),
    ]  # fmt: skip
