"""Tables that offices have already: found on their sheets, understood as far as that is sure, asked for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from form_editing import LIBRARY, told

from docgen.intake.form_reading import FormReading
from docgen.intake.grids import read_grids
from docgen.intake.mappings import Meanings
from docgen.intake.table_reading import read_tables
from docgen.schemas import load_kind

LEDGER = [
    ["云川县民政局2024年巡察整改工作台账"],
    ["填报单位：云川县民政局", None, None, None, None, None, "2024年7月"],
    ["序号", "问题来源", "存在问题", "整改措施", "责任单位", "整改责任人", "整改完成时限", "整改状态", "完成时间",
     "佐证资料", "处置意见"],
    [1, "县委巡察", "低保动态管理不及时", "逐户复核", "社会救助股", "张三", "2024年5月31日", "已销号", "2024.5.20",
     "复核表；会议纪要", "同意"],
    [2, None, "敬老院台账不规范", "统一台账", "养老股", "王五", "2024/6/30", "整改中", None, "无", None],
    [3, "主题教育", "调研报告雷同", "重新调研", "办公室", "赵六", "2024年6月", "未启动", None, "未知：尚未收集", None],
    ["合计", None, "3个"],
    ["填表人：周八", None, None, "审核人：吴九"],
]  # fmt: skip
STATISTICS = [
    ["2024年上半年民政统计表（一）"],
    ["序号", "项目", "计量单位", "本期数", "备注"],
    [1, "城市低保户数", "户", 200],
    [2, "城市低保人数", "人", "296人"],
    [3, "城市低保月发放额", "元", 141290],
    [4, "农村低保人数（人）", "人", 2245],
    [5, "天气", "度", 30],
    ["填表人：张三"],
    [],
    ["婚姻登记情况（二）"],
    ["单位", "婚姻登记总数", "结婚登记", "离婚登记"],
    ["东街", 100, 60, 20],
    ["西街", 50, 30, 10],
    ["合计", 150, 90, 30],
    [],
    ["福利彩票（三）"],
    ["福利彩票", None, "电脑票", "即开票"],
    ["销售额（元）", "年度任务", "销售额", "销售额"],
    [4650000, 800, 450, 15],
]


def book(path: Path, rows: Sequence[Sequence[Any]], *merged: str) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "表"
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    made.save(path)
    return path


def read(path: Path, kind: str, meanings: Meanings | None = None) -> FormReading:
    grids = read_grids(str(path))
    return read_tables(str(path), grids, load_kind(LIBRARY, kind), meanings or Meanings(None, ""))


def test_a_ledger_is_read_under_its_title_with_the_names_that_offices_use(tmp_path: Path) -> None:
    reading = read(book(tmp_path / "台账.xlsx", LEDGER, "B4:B5"), "rectification-list")
    first, second = reading.record.data["rectifications"]
    assert (first["name"], second["name"]) == ("县委巡察", "主题教育")
    assert first["items"] == [
        {
            "id": "items_1", "problem": "低保动态管理不及时", "measure": "逐户复核", "unit": "社会救助股",
            "person": "张三", "due": "2024-05-31", "status": "已销号", "done_on": "2024-05-20",
            "evidence": ["复核表", "会议纪要"],
        },
        {
            "id": "items_2", "problem": "敬老院台账不规范", "measure": "统一台账", "unit": "养老股", "person": "王五",
            "due": "2024-06-30", "status": "整改中", "evidence": "无",
        },
    ]  # fmt: skip
    assert [(each["due"], each["evidence"]) for each in second["items"]] == [
        ("2024-06", {"unknown": "尚未收集"})
    ]
    assert told(reading.findings) == [
        (
            "表 第3行",
            "读作“整改来源-整改台账”，5行：问题来源→所属整改来源、存在问题→问题描述、整改措施→整改措施、"
            "责任单位→责任单位、整改责任人→责任人、整改完成时限→整改时限、整改状态→整改状态、完成时间→完成日期、"
            "佐证资料→佐证材料",
        ),
        ("表 K3", "“处置意见”这一栏不是这种材料要的，没有读入。"),
        ("表 第7行", "第7行看作合计、填表说明，没有列入（“合计”）。"),
        ("表 第8行", "第8行看作合计、填表说明，没有列入（“填表人：周八”）。"),
    ]
    assert reading.record.place("/rectifications/0/items/1/due").label == "表 G5"


def test_several_tables_on_a_sheet_with_headings_in_two_rows(tmp_path: Path) -> None:
    meanings = Meanings(None, "")
    reading = read(book(tmp_path / "统计.xlsx", STATISTICS), "civil-affairs-half-year", meanings)
    values = {id: (each["value"], each["unit"]) for id, each in reading.record.data["indicators"].items()}
    assert values == {
        "urban_dibao_households": (200, "户"),
        "urban_dibao_persons": (296, "人"),
        "urban_dibao_monthly_amount": (Decimal("14.129"), "万元"),
        "rural_dibao_persons": (2245, "人"),
        "marriage_total": (150, "对"),
        "marriages": (90, "对"),
        "divorces": (30, "对"),
        "lottery_sales": (465, "万元"),
        "lottery_computer": (450, "万元"),
        "lottery_instant": (15, "万元"),
    }
    warned = [each for each in told(reading.findings) if not each[1].startswith(("读作", "第"))]
    assert warned == [
        ("表 A11", "“单位”这一栏不是这种材料要的，没有读入。"),
        ("表 B18", "“福利彩票年度任务”这一栏可能是“福利彩票年度销售任务”（把握79%），没有读入。请在栏名对照文件（--mapping）里确认。"),
        ("表 D5", "141290元按14.129万元记入。"),
        ("表 B7", "“天气”不是这种材料的指标，没有读入。"),
        ("表 A19", "4650000元按465万元记入。"),
    ]  # fmt: skip
    assert meanings.asked == {"福利彩票年度任务": "？指标·福利彩票年度销售任务"}


def test_what_was_asked_once_is_remembered_for_its_sender(tmp_path: Path) -> None:
    path, kept = book(tmp_path / "统计.xlsx", STATISTICS), tmp_path / "对照.yaml"
    meanings = Meanings(str(kept), "云川县")
    read(path, "civil-affairs-half-year", meanings)
    kept.write_bytes(meanings.written() or b"")
    again = Meanings(str(kept), "云川县")
    assert "lottery_annual_task" not in read(path, "civil-affairs-half-year", again).record.data["indicators"]
    assert again.written() is None  # nothing new is asked
    kept.write_text(kept.read_text("utf-8").replace("？", "") + '  "天气": "不读"\n', encoding="utf-8")
    confirmed = read(path, "civil-affairs-half-year", Meanings(str(kept), "云川县"))
    assert confirmed.record.data["indicators"]["lottery_annual_task"]["value"] == 800
    assert not any("天气" in text for _place, text in told(confirmed.findings))
    other = read(path, "civil-affairs-half-year", Meanings(str(kept), "别的县"))
    assert "lottery_annual_task" not in other.record.data["indicators"]


@pytest.mark.parametrize(
    ("unit", "value", "kept", "finding"),
    [
        ("万元", 14.129, Decimal("14.129"), []),
        ("亿元", 1, 10000, [("表 C2", "1亿元按10000万元记入。")]),
        ("人", 5, 5, [("表 C2", "这个数的单位是人，应填的单位是万元，两者不能换算，请核对。")]),
    ],
)
def test_other_units_are_converted_exactly_or_told(
    tmp_path: Path, unit: str, value: Any, kept: Any, finding: list[tuple[str, str]]
) -> None:
    rows = [["指标", "单位", "数值"], ["城市低保月发放额", unit, value]]
    reading = read(book(tmp_path / "a.xlsx", rows), "civil-affairs-half-year")
    assert reading.record.data["indicators"]["urban_dibao_monthly_amount"]["value"] == kept
    assert told(reading.findings)[1:] == finding


def test_side_by_side_values_of_many_rows_without_a_sum_are_not_guessed(tmp_path: Path) -> None:
    rows = [["单位", "结婚登记", "离婚登记"], ["东街", 60, 20], ["西街", 30, 10]]
    reading = read(book(tmp_path / "a.xlsx", rows), "civil-affairs-half-year")
    assert "indicators" not in reading.record.data
    assert told(reading.findings)[-1] == (
        "表 第2行", "这张表有2行数，没有合计行，不知道取哪一行。请只留一行，或者加一行“合计”。",
    )  # fmt: skip


def test_a_sheet_without_any_such_table_gives_nothing(tmp_path: Path) -> None:
    rows = [["姓名", "年龄"], ["张三", 30], ["李四", 40]]
    reading = read(book(tmp_path / "a.xlsx", rows), "civil-affairs-half-year")
    assert (reading.findings, reading.record.data) == (
        [], {"format": "docgen-record/0", "kind": "civil-affairs-half-year"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "kept", "findings"),
    [
        # behind the name of the row, over the table, in the heading
        ([["项目", "数量"], ["城市低保月发放额（元）", 141290]], "14.129", [("表 B2", "141290元按14.129万元记入。")]),
        ([["单位：人、元"], ["项目", "数量"], ["城市低保月发放额", 141290]], "14.129",
         [("表 B3", "141290元按14.129万元记入。")]),
        ([["单位：元"], ["城市低保月发放额", "结婚登记"], [141290, 60]], "14.129",
         [("表 A3", "141290元按14.129万元记入。")]),
        ([["填报单位：元阳县民政局"], ["项目", "数量"], ["城市低保月发放额", "14.129"]], "14.129", []),
        # a remark that is no unit makes it something else, which is asked
        ([["项目", "数量"], ["城市低保月发放额（上年同期）", 13]], None,
         [("表 A2", "“城市低保月发放额（上年同期）”可能是指标“城市低保月发放额”（把握72%），没有读入。"
                    "请在栏名对照文件（--mapping）里确认。")]),
        ([["项目", "数量"], ["城市低保月发放额", "14%"]], "14%", []),
    ],
)  # fmt: skip
def test_a_unit_counts_wherever_a_table_says_it(
    tmp_path: Path, rows: list[list[Any]], kept: str | None, findings: list[tuple[str, str]]
) -> None:
    reading = read(book(tmp_path / "a.xlsx", rows), "civil-affairs-half-year")
    indicators = reading.record.data.get("indicators", {})
    value = indicators.get("urban_dibao_monthly_amount", {}).get("value")
    assert (str(value) if value is not None else None) == kept
    assert told(reading.findings)[1:] == findings


def test_a_row_of_sums_is_compared_with_the_rows_above_it(tmp_path: Path) -> None:
    rows = [["乡镇", "结婚登记", "离婚登记", "城市低保标准"], ["东街", 60, 20, 700], ["西街", 30, "无", 700],
            ["合计", 91, 20, 700]]  # fmt: skip
    reading = read(book(tmp_path / "a.xlsx", rows), "civil-affairs-half-year")
    assert reading.record.data["indicators"]["marriages"]["value"] == 91
    assert told(reading.findings)[2:] == [("表 B4", "“结婚登记”的合计是91，各行相加是90，请核对。")]


def test_dittos_are_what_stands_above_and_dashes_are_nothing(tmp_path: Path) -> None:
    rows = [
        ["问题来源", "存在问题", "责任单位", "整改完成时限", "整改状态", "佐证资料"],
        ["县委巡察", "低保动态管理不及时", "社会救助股", "2024-05-31", "已销号", "复核表"],
        ["〃", "敬老院台账不规范", "同上", "同上", "整改中", "—"],
        ["同上", "调研报告雷同", "同上", "2024-06", "未启动", "无"],
    ]
    reading = read(book(tmp_path / "a.xlsx", rows), "rectification-list")
    [source] = reading.record.data["rectifications"]
    assert source["name"] == "县委巡察"
    assert [(each["unit"], each["due"], each.get("evidence")) for each in source["items"]] == [
        ("社会救助股", "2024-05-31", ["复核表"]),
        ("社会救助股", "2024-05-31", None),
        ("社会救助股", "2024-06", "无"),
    ]
    assert told(reading.findings)[1:] == [
        ("表 A3", "“所属整改来源”有2格写的是“同上”，按上一行读入，请核对。"),
        ("表 C3", "“责任单位”有2格写的是“同上”，按上一行读入，请核对。"),
        ("表 D3", "“整改时限”有1格写的是“同上”，按上一行读入，请核对。"),
        ("表 F3", "这一格写的是“—”，看不出是没有还是不清楚，没有读入。没有的写“无”，查不到的写“未知：原因”。"),
    ]


def test_the_title_of_a_group_is_the_source_of_the_rows_below_it(tmp_path: Path) -> None:
    rows = [
        ["序号", "存在问题", "责任单位", "整改完成时限", "整改状态"],
        ["（一）县委巡察"],
        [1, "低保动态管理不及时", "社会救助股", "2024-05-31", "已销号"],
        [2, "敬老院台账不规范", "养老服务股", "2024-06-30", "整改中"],
        ["（二）主题教育"],
        [1, "调研报告雷同", "办公室", "2024-06", "未启动"],
    ]
    reading = read(book(tmp_path / "a.xlsx", rows), "rectification-list")
    sources = reading.record.data["rectifications"]
    assert [(each["name"], [item["unit"] for item in each["items"]]) for each in sources] == [
        ("县委巡察", ["社会救助股", "养老服务股"]), ("主题教育", ["办公室"]),
    ]  # fmt: skip


@pytest.mark.parametrize("between", [["注：以下为第二批"], ["第2页"], ["（一）养老方面"]])
def test_a_remark_or_a_smaller_title_among_the_rows_of_a_source_is_no_source(
    tmp_path: Path, between: list[str]
) -> None:
    rows = [
        ["序号", "存在问题", "责任单位", "整改完成时限", "整改状态"],
        ["一、县委巡察"],
        [1, "低保动态管理不及时", "社会救助股", "2024-05-31", "已销号"],
        between,
        [2, "敬老院台账不规范", "养老服务股", "2024-06-30", "整改中"],
        ["二、主题教育"],
        [1, "调研报告雷同", "办公室", "2024-06", "未启动"],
    ]
    sources = read(book(tmp_path / "a.xlsx", rows), "rectification-list").record.data["rectifications"]
    assert [(each["name"], [item["unit"] for item in each["items"]]) for each in sources] == [
        ("县委巡察", ["社会救助股", "养老服务股"]), ("主题教育", ["办公室"]),
    ]  # fmt: skip


def test_where_a_column_says_the_source_a_title_among_the_rows_is_none(tmp_path: Path) -> None:
    rows = [
        ["问题来源", "存在问题", "责任单位", "整改完成时限", "整改状态"],
        ["县委巡察", "低保动态管理不及时", "社会救助股", "2024-05-31", "已销号"],
        [None, "（一）养老方面"],
        [None, "敬老院台账不规范", "养老服务股", "2024-06-30", "整改中"],
    ]
    [source] = read(book(tmp_path / "a.xlsx", rows), "rectification-list").record.data["rectifications"]
    assert (source["name"], len(source["items"])) == ("县委巡察", 2)


def test_rows_that_are_counted_in_others_make_no_sum_differ(tmp_path: Path) -> None:
    rows = [
        ["单位", "婚姻登记总数", "结婚登记", "离婚登记"],
        ["东街", 100, 60, 40],
        ["其中：甲村", 40, 30, 10],
        ["西街", 50, 30, 20],
        ["合计", 150, 90, 60],
    ]
    reading = read(book(tmp_path / "a.xlsx", rows), "civil-affairs-half-year")
    assert reading.record.data["indicators"]["marriages"]["value"] == 90
    assert [each.code for each in reading.findings] == ["table-found", "table-column-unknown"]


def test_a_unit_in_brackets_may_be_introduced_as_one_and_a_dash_is_none(tmp_path: Path) -> None:
    rows = [
        ["项目", "计量单位", "本期数"],
        ["城市低保月发放额（单位：元）", None, 141290],
        ["城市低保人数", "—", 296],
    ]
    reading = read(book(tmp_path / "a.xlsx", rows), "civil-affairs-half-year")
    found = reading.record.data["indicators"]
    assert [(each["value"], each["unit"]) for each in found.values()] == [
        (Decimal("14.129"), "万元"), (296, "人"),
    ]  # fmt: skip
    assert told(reading.findings)[1:] == [
        ("表 C2", "141290元按14.129万元记入。"),
        ("表 B3", "这一格写的是“—”，看不出是没有还是不清楚，没有读入。没有的写“无”，查不到的写“未知：原因”。"),
    ]


def test_a_sum_may_be_rounded_and_a_dash_for_a_remark_is_none(tmp_path: Path) -> None:
    rows = [
        ["单位", "城市低保户数", "城市低保人数", "城市低保月发放额（万元）"],
        ["东街", 100, 150, 7],
        ["西街", 100, 146, 7.129],
        ["合计", 200, 296, 14.13],
    ]
    reading = read(book(tmp_path / "a.xlsx", rows), "civil-affairs-half-year")
    assert reading.record.data["indicators"]["urban_dibao_monthly_amount"]["value"] == Decimal("14.13")
    assert [each.code for each in reading.findings] == ["table-found", "table-column-unknown"]

    rows = [["项目", "计量单位", "本期数", "备注"], ["城市低保户数", "户", 200, "/"], ["城市低保人数", "人", 296, "—"]]
    reading = read(book(tmp_path / "b.xlsx", rows), "civil-affairs-half-year")
    assert [each.get("note") for each in reading.record.data["indicators"].values()] == [None, None]
    assert [each.code for each in reading.findings] == ["table-found"]


def test_a_remark_that_a_number_is_of_the_period_itself_leaves_its_name(tmp_path: Path) -> None:
    rows = [["婚姻登记总数（本期）", "结婚登记（对）", "离婚登记（上年同期）"], [150, 90, 60]]
    reading = read(book(tmp_path / "a.xlsx", rows), "civil-affairs-half-year")
    assert {id: each["value"] for id, each in reading.record.data["indicators"].items()} == {
        "marriage_total": 150, "marriages": 90,
    }  # fmt: skip
