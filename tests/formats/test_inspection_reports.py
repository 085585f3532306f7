"""The reports of an inspection: the workbook's cells, the page's table and links, the same bytes each time."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from inspected_units import inspected, named, number, period, write, write_units
from lxml import html
from python_calamine import CalamineWorkbook

from docgen import inspection_jobs
from docgen.formats import inspection_page
from docgen.formats.inspection_workbook import MAX_TEXT, clean_text, write_workbook
from docgen.inspecting import REPORT_NAMES, Inspection, new_spool

SHEETS = ["总览", "发现", "无法判断", "规则", "说明"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports on the seven inputs, compared with last period's records of two of them."""
    folder = tmp_path_factory.mktemp("reports")
    write_units(folder / "units")
    earlier = (period("2023-07-01", "2023-12-31"), number("nursing_homes", 1))
    write(folder / "before" / "a.json", named("青山县民政局"), *earlier)
    inspection_jobs.inspect([str(folder / "units")], folder / "out", previous=folder / "before")
    return folder / "out"


@pytest.fixture(scope="module")
def sheets(made: Path) -> dict[str, list[list[Any]]]:
    """Each sheet's rows."""
    book = CalamineWorkbook.from_path(made / "inspection.xlsx")
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.fixture(scope="module")
def page(made: Path) -> Any:
    return html.fromstring((made / "inspection.html").read_text(encoding="utf-8"))


def test_the_workbook_has_its_sheets_in_order(sheets: dict[str, list[list[Any]]]) -> None:
    assert list(sheets) == SHEETS


def test_the_overview_is_a_matrix_of_units_and_rules(sheets: dict[str, list[list[Any]]]) -> None:
    head, *rows = sheets["总览"]
    assert head[:9] == ["单位", "材料类型", "报告期", "结果", "差错", "提示", "无法判断", "判断次数", "文件"]
    assert [row[0] for row in rows] == [
        "青山县民政局",
        "白河县民政局",
        "白河县民政局（2）",
        "e-gbk.json",
        "f-broken.json",
        "g-unknown-kind.json",
        "=1+1县民政局",
    ]
    assert [row[3] for row in rows] == ["可以成文", "可以成文", "有差错", *["无法读取"] * 3, "有差错"]
    column = head.index("脱钩分类合计一致")
    assert [row[column] for row in rows] == ["过1", "过1", "差1", "", "", "", "过1"]
    assert rows[2][4] == 1 and rows[2][2] == "2024-01-01—2024-06-30"
    assert rows[6][head.index("福彩任务完成比例与计算一致")] == "缺1"
    assert rows[0][head.index("指标变化在合理幅度内")].startswith("提1 过")
    assert rows[1][head.index("指标变化在合理幅度内")] == "缺1"


def test_the_findings_carry_their_evidence(sheets: dict[str, list[list[Any]]]) -> None:
    head, *rows = sheets["发现"]
    found = [dict(zip(head, row, strict=True)) for row in rows]
    (fault,) = [each for each in found if each["规则"] == "association-decoupling-sum"]
    assert {name: fault[name] for name in ("单位", "规则名称", "结果", "性质", "程度")} == {
        "单位": "白河县民政局（2）",
        "规则名称": "脱钩分类合计一致",
        "结果": "差错",
        "性质": "文稿差错",
        "程度": "差错",
    }
    assert "99家" in fault["填写"] and fault["应当"] and fault["算得"] and fault["相差"]
    assert re.search(r"c-twice\.json:\d+$", fault["位置"])
    (jump,) = [each for each in found if each["规则"] == "indicator-jump"]
    assert jump["内容"].endswith("超过±30%，请说明口径或原因。") and "上期 › " in jump["填写"]


def test_what_could_not_be_judged_names_the_data(sheets: dict[str, list[list[Any]]]) -> None:
    head, *rows = sheets["无法判断"]
    found = [dict(zip(head, row, strict=True)) for row in rows]
    lottery = next(each for each in found if each["规则"] == "lottery-rate")
    assert lottery["缺少的数据（记录写明的原因）"] == '指标 › 福利彩票年度销售任务 › 数值（=HYPERLINK("x")）'


def test_the_facts_name_version_packs_and_records(made: Path, sheets: dict[str, list[list[Any]]]) -> None:
    facts = dict(row[:2] for row in sheets["说明"][1:])
    data = json.loads((made / "inspection.json").read_text(encoding="utf-8"))
    assert facts["docgen 版本"] == data["docgen"] and facts["截至日期"] == "各记录自己的日期"
    assert facts["规则包 civil-affairs（SHA-256）"] == data["packs"]["civil-affairs"]
    first = data["units"][0]
    assert facts[f"{first['file']} 的 SHA-256"] == f"{first['sha256']} (2024-07-05)"
    assert facts["符号 差"] == "差错"


def test_nothing_that_a_record_says_becomes_a_formula_or_a_link(made: Path) -> None:
    with zipfile.ZipFile(made / "inspection.xlsx") as package:
        parts = {name: package.read(name).decode("utf-8") for name in package.namelist()}
    sheets = {name: text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")}
    assert len(sheets) == len(SHEETS)
    assert all("<f>" not in text and "<hyperlink" not in text for text in sheets.values())
    assert not any("externalLink" in name or "vba" in name for name in parts)


def test_every_sheet_is_frozen_and_filtered(made: Path) -> None:
    with zipfile.ZipFile(made / "inspection.xlsx") as package:
        for number_of in range(1, len(SHEETS) + 1):
            text = package.read(f"xl/worksheets/sheet{number_of}.xml").decode("utf-8")
            assert '<pane xSplit="1" ySplit="1"' in text and "<autoFilter" in text


@pytest.mark.parametrize("name", REPORT_NAMES)
def test_equal_inspections_give_equal_bytes(made: Path, tmp_path: Path, name: str) -> None:
    units, before = made.parent / "units", made.parent / "before"
    inspection_jobs.inspect([str(units)], tmp_path, previous=before)
    assert (tmp_path / name).read_bytes() == (made / name).read_bytes()


def test_every_cell_of_the_page_says_something(page: Any) -> None:
    (table,) = page.xpath('//table[contains(@class, "matrix")]')
    heads = table.xpath("./thead/tr/th")
    assert all(head.get("scope") == "col" and head.text_content().strip() for head in heads)
    rows = table.xpath("./tbody/tr")
    assert len(rows) == 7
    for row in rows:
        assert [cell.tag for cell in row] == ["th"] + ["td"] * (len(heads) - 1)
        assert row[0].get("scope") == "row"
        assert all(cell.text_content().strip() for cell in row)
        for cell in row.xpath("./td[position()>1]"):
            # all in words too: at the cell, or at its link for those who hear it
            assert cell.get("title") or cell.xpath("./a[@aria-label and @title]")


def test_every_link_of_the_page_leads_somewhere(page: Any) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = page.xpath("//a/@href")
    assert len(links) > 20
    assert {link for link in links if not link.startswith("#") or link[1:] not in ids} == set()


def test_a_cell_leads_to_its_evidence(page: Any) -> None:
    (link,) = page.xpath('//td[contains(@class,"fault")]/a[contains(@href,"association-decoupling-sum")]')
    assert link.text_content() == "差1"
    assert link.get("aria-label") == "白河县民政局（2） 脱钩分类合计一致：差错1"
    (evidence,) = page.xpath(f'//details[@id="{link.get("href")[1:]}"]')
    assert evidence.get("open") is not None
    text = evidence.text_content()
    assert "99家" in text and "c-twice.json:" in text


def test_the_page_asks_for_nothing_from_outside(made: Path, page: Any) -> None:
    text = (made / "inspection.html").read_text(encoding="utf-8")
    assert not re.search(r"https?://|@import|url\(|<script|<link|<img|\son\w+=", text)
    (policy,) = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert page.get("lang") == "zh-CN" and page.xpath("//title/text()") == ["检查结果"]


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    name = '<script>alert(1)</script>&"\' @SUM(A1) _x0041_ ⑨𠮷'
    write(tmp_path / "records" / "a.json", named(name), number("trade_assoc_total", 99))
    found = inspected(tmp_path / "records", tmp_path / "out")
    assert found["units"][0]["unit"] == name
    assert "<script" not in (tmp_path / "out" / "inspection.html").read_text(encoding="utf-8")
    book = CalamineWorkbook.from_path(tmp_path / "out" / "inspection.xlsx")
    assert book.get_sheet_by_name("总览").to_python()[1][0] == name


def test_half_a_character_pair_and_control_characters_end_no_report(tmp_path: Path) -> None:
    write(tmp_path / "records" / "a.json", named("a\ud800b\u0007c\ufffed县"), number("trade_assoc_total", 99))
    found = inspected(tmp_path / "records", tmp_path / "out")
    assert found["units"][0]["unit"] == "a\ud800b\u0007c\ufffed县"
    html.fromstring((tmp_path / "out" / "inspection.html").read_text(encoding="utf-8"))
    book = CalamineWorkbook.from_path(tmp_path / "out" / "inspection.xlsx")
    assert book.get_sheet_by_name("总览").to_python()[1][0] == "a\ufffdb\ufffdc\ufffdd县"


@pytest.mark.parametrize("character", ["文", "𠮷"])
def test_a_text_is_cut_to_what_a_cell_holds(character: str) -> None:
    cut = clean_text(character * 40_000)
    assert len(cut.encode("utf-16-le")) // 2 in (MAX_TEXT, MAX_TEXT - 1) and cut.endswith("…")
    assert clean_text(character * 10_000) == character * 10_000


def test_a_page_of_too_many_units_shows_those_with_most_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection_page, "MAX_UNITS", 2)
    write(tmp_path / "records" / "a.json", named("甲县民政局"))
    write(tmp_path / "records" / "b.json", named("乙县民政局"), number("trade_assoc_total", 99))
    (tmp_path / "records" / "c.json").write_text("{", encoding="utf-8")
    inspection_jobs.inspect([str(tmp_path / "records")], tmp_path / "out")
    found = html.fromstring((tmp_path / "out" / "inspection.html").read_text(encoding="utf-8"))
    assert [row.text_content() for row in found.xpath('//tbody/tr/th[@class="unit"]')] == ["乙县民政局", "c.json"]
    assert found.xpath('//p[@class="warning"]/text()') == [
        "本页只列出差错最多的 2 份记录（共 3 份）；全部记录见 inspection.xlsx。"
    ]


def test_speaks_english_when_asked(tmp_path: Path) -> None:
    write(tmp_path / "records" / "a.json", number("trade_assoc_total", 99))
    inspection_jobs.inspect([str(tmp_path / "records")], tmp_path / "out", language="en")
    book = CalamineWorkbook.from_path(tmp_path / "out" / "inspection.xlsx")
    assert book.sheet_names == ["Overview", "Findings", "Not assessable", "Rules", "About this report"]
    found = html.fromstring((tmp_path / "out" / "inspection.html").read_text(encoding="utf-8"))
    assert found.get("lang") == "en" and found.xpath("//h1/text()") == ["Result of the inspection"]


def test_an_inspection_without_dates_still_has_one_workbook() -> None:
    def made() -> bytes:
        with new_spool() as spool:
            inspection = Inspection(version="0", language="zh_CN", as_of="", total=0, spool=spool)
            stream = io.BytesIO()
            write_workbook(inspection, stream)
            return stream.getvalue()

    assert made() == made()


def test_as_many_rows_are_faults_as_the_overview_counts(made: Path, sheets: dict[str, list[list[Any]]], page: Any) -> None:
    head, *rows = sheets["总览"]
    counted = sum(row[head.index("差错")] for row in rows)
    head, *rows = sheets["发现"]
    results = [row[head.index("结果")] for row in rows]
    assert (results.count("差错"), results.count("无法读取")) == (counted, 3)
    summaries = [each.text_content().strip() for each in page.xpath("//details/summary")]
    assert summaries.count("无法读取") == 3
    assert sum(int(each.rpartition("(")[2][:-1]) for each in summaries if each.startswith("差 差错：")) == counted
