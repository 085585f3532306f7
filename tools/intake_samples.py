"""Make samples/intake: a filled form, nine offices' forms with their roster, and tables that offices have.

Usage: python tools/intake_samples.py [FOLDER]. The forms come from samples/good/civil-affairs-half-year.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docgen import load
from docgen.intake.forms import make_form
from docgen.library import find_library
from docgen.records import Record
from docgen.rules.packs import load_packs
from docgen.schemas import load_kind

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = ROOT / "samples" / "good" / "civil-affairs-half-year" / "complete.json"
#: office -> its section, and the first of its indicators in the record's order
OFFICES = {
    "社会救助股": ("social_assistance", "urban_dibao_households"),
    "养老服务股": ("elderly_care", "welfare_centre_land"),
    "殡葬管理所": ("funeral_reform", "bodies_cremated"),
    "基层政权股": ("community_governance", "villages_total"),
    "区划地名股": ("divisions_place_names", "place_names_corrected"),
    "社会组织股": ("social_organisations", "orgs_total"),
    "社会事务股": ("social_affairs", "marriage_total"),
    "儿童福利股": ("child_welfare", "orphans_scattered"),
    "福彩中心": ("welfare_lottery", "lottery_sales"),
}
LISTS = ("payments", "projects", "rectifications", "activities", "plan")
LEDGER = [
    ["云川县民政局2024年巡察整改工作台账"],
    ["填报单位：云川县民政局办公室", "", "", "", "", "", "", "2024年7月"],
    ["序号", "问题来源", "存在问题", "整改措施", "责任单位", "整改责任人", "整改完成时限", "整改进展情况",
     "整改状态", "完成时间", "销号日期", "佐证资料", "处置意见", "分管领导"],
    [1, "县委巡察", "低保动态管理不及时", "逐户复核", "社会救助股", "张某某", "2024年5月31日",
     "已复核全部家庭", "已销号", "2024.5.20", "2024-5-28", "复核表；会议纪要", "同意", "李某某"],
    [2, "县委巡察", "敬老院台账不规范", "统一台账格式", "养老服务股", "王某某", "2024/6/30", "正在统一",
     "整改中", "", "", "无", "", "李某某"],
    [3, "主题教育", "调研报告雷同", "重新调研", "办公室", "赵某某", "2024年6月", "未启动", "未启动", "", "",
     "未知：尚未收集", "", "钱某某"],
    ["合计", "", "3个"],
    ["填表人：周某某", "", "", "审核人：吴某某"],
]  # fmt: skip
STATISTICS = [
    ["2024年上半年民政统计表（一）"],
    ["序号", "项目", "计量单位", "本期数", "备注"],
    [1, "城市低保户数", "户", 200],
    [2, "城市低保人数", "人", "296人"],
    [3, "城市低保月发放额", "元", 141290],
    [4, "农村低保人数（人）", "人", 2245],
    ["填表人：张某某"],
    [],
    ["婚姻登记情况（二）"],
    ["登记处", "婚姻登记总数", "结婚登记", "离婚登记"],
    ["东街", 100, 60, 20],
    ["西街", 50, 30, 10],
    ["合计", 150, 90, 30],
    [],
    ["福利彩票（三）"],
    ["福利彩票", "", "电脑票", "即开票"],
    ["销售额（元）", "年度任务", "销售额", "销售额"],
    [4650000, 800, 450, 15],
]


def parts(record: Record) -> Iterator[tuple[str, Record]]:
    """Each office's part of the record; the first one has what there is once."""
    data = record.data
    ids = list(data["indicators"])
    starts = [ids.index(first) for _section, first in OFFICES.values()] + [len(ids)]
    for at, (office, (section, _first)) in enumerate(OFFICES.items()):
        part: dict[str, Any] = {name: data[name] for name in ("format", "kind", "issuer", "period")}
        if at == 0:
            part = {
                name: value for name, value in data.items() if name not in (*LISTS, "indicators", "sections")
            }
        part["indicators"] = {id: data["indicators"][id] for id in ids[starts[at] : starts[at + 1]]}
        own = {section, f"plan_{section}"}
        for name in LISTS:
            part[name] = [each for each in data[name] if each["section"] in own]
        part["sections"] = [
            each for each in data["sections"] if each["id"] in own or (at == 0 and each["part"] == "problems")
        ]
        yield office, Record.from_data(part)


def filled_forms() -> Iterator[tuple[str, bytes]]:
    """The whole form, and one for each office with its name and the day on its first page."""
    record = load(COMPLETE)
    library = find_library()
    kind = load_kind(library, record.kind_id)
    packs = load_packs(library, kind)
    yield "填报表.xlsx", make_form(kind, packs, record).data
    for at, (office, part) in enumerate(parts(record)):
        signed = {"unit": office, "by": "张某某", "on": f"2024-07-{3 + at:02}"}
        yield f"各股室/{at + 1:02}-{office}.xlsx", make_form(kind, packs, part, signed).data


def table(title: str, rows: Sequence[Sequence[Any]]) -> bytes:
    """A plain table, as an office would have it."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": datetime(1980, 1, 1)})
        sheet = book.add_worksheet(title)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if value != "":
                    sheet.write(at, column, value)
    return stream.getvalue()


def roster() -> bytes:
    """Who owes a form, and by when; one office more than those that sent one."""
    lines = ["单位,截止日期", *(f"{office},2024-07-10" for office in OFFICES), "婚姻登记处,2024-07-10"]
    return ("\n".join(lines) + "\n").encode("utf-8")


def files() -> Iterator[tuple[str, bytes]]:
    """Every file by its place in samples/intake."""
    yield from filled_forms()
    yield "名册.csv", roster()
    yield "整改台账.xlsx", table("台账", LEDGER)
    yield "统计表.xlsx", table("统计表", STATISTICS)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples" / "intake"
    for name, data in files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


if __name__ == "__main__":
    main()
