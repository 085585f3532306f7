"""From the first start, with last year's table and the form, to the official document: every step is counted."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk_server import CHROMIUM, PATIENCE, ROOT, cell_texts, dropped
from docx import Document

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")

LAST_YEAR = ROOT / "samples" / "intake" / "整改台账.xlsx"
#: sheet, text of the row, heading -> what is typed there in Excel
THIS_YEAR = {
    ("基本情况", "发文机关·全称", "内容"): "云川县民政局",
    ("基本情况", "发文机关·简称", "内容"): "县民政局",
    ("基本情况", "发文机关·层级", "内容"): "县级",
    ("基本情况", "发文机关·省（自治区、直辖市）", "内容"): "海晏省",
    ("基本情况", "发文机关·设区的市（州、盟）", "内容"): "澄湾市",
    ("基本情况", "报告期·起始日", "内容"): "2025年1月1日",
    ("基本情况", "报告期·截止日", "内容"): "2025年6月30日",
    ("基本情况", "标题", "内容"): "云川县民政局关于巡察发现问题整改情况的报告",
    ("基本情况", "导语", "内容"): "现将巡察发现问题的整改情况报告如下。",
    ("基本情况", "落款·署名", "内容"): "云川县民政局",
    ("基本情况", "落款·成文日期", "内容"): "2025.7.8",
    ("整改来源", "县委巡察", "问题数"): 2,
    ("整改来源", "县委巡察", "已销号数"): 3,  # more than there are: the page has to tell
    ("整改来源", "县委巡察", "状态"): "已销号一项",
    ("整改来源", "主题教育", "问题数"): 1,
    ("整改来源", "主题教育", "已销号数"): 0,
    ("整改来源", "主题教育", "状态"): "未启动",
    ("整改来源-整改台账", "低保动态管理不及时", "问题类别"): "资金发放",
    ("整改来源-整改台账", "低保动态管理不及时", "整改时限"): "2025/5/31",
    ("整改来源-整改台账", "低保动态管理不及时", "完成日期"): "2025/5/20",
    ("整改来源-整改台账", "低保动态管理不及时", "销号日期"): "2025/5/28",
    ("整改来源-整改台账", "低保动态管理不及时", "销号审核人"): "孙某某",
    **{
        ("整改来源-整改台账", problem, heading): value
        for problem, due in (("敬老院台账不规范", "2025/9/30"), ("调研报告雷同", "2025/8/31"))
        for heading, value in {
            "问题类别": "内部管理", "整改时限": due, "完成日期": "无", "销号日期": "无", "销号审核人": "无",
        }.items()
    },
}  # fmt: skip


class Counted:
    """A page on which every click, every file dropped and every field typed into counts as one step."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.steps: list[str] = []

    def click(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.steps.append(f"click {name}")

    def drop(self, file: Path) -> None:
        self.page.set_input_files("input[type=file]", str(file))
        self.steps.append(f"drop {file.name}")

    def type(self, text: str) -> None:
        self.page.fill("#dialog [name=value]", text)
        self.steps.append(f"type {text}")

    def take(self, name: str) -> bytes:
        with self.page.expect_download() as waiting:
            self.click("link", name)
        return Path(waiting.value.path()).read_bytes()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Counted]:
    """What ``docgen open`` opens: this test stands in for the browser that it would start."""
    told = tmp_path / "address"
    starter = tmp_path / "browser.py"
    starter.write_text(f"import sys; open({str(told)!r}, 'w').write(sys.argv[1])", encoding="utf-8")
    environment = {
        **os.environ, "PYTHONUTF8": "1", "DOCGEN_LANG": "zh_CN",
        "BROWSER": f"{sys.executable} {starter} %s",
    }  # fmt: skip
    command = [sys.executable, "-m", "docgen", "open", "--work", str(tmp_path / "desk")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment, cwd=ROOT)
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    try:
        for _ in range(PATIENCE // 100):
            if told.exists() and told.read_text():
                break
            time.sleep(0.1)
        page = context.new_page()
        page.goto(told.read_text())
        yield Counted(page)
    finally:
        context.close()
        process.kill()
        process.wait()


def typed_in_excel(form: bytes, target: Path) -> Path:
    """The form with this year's cells in it, as it is saved after typing."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    for (name, row, heading), value in THIS_YEAR.items():
        sheet = book[name]
        at = next(cell.row for line in sheet.iter_rows(min_row=5) for cell in line if cell.value == row)
        column = next(cell.column for cell in sheet[4] if cell.value == heading)
        sheet.cell(at, column).value = value
    book.save(target)
    return target


def test_last_year_s_table_becomes_this_year_s_official_document_in_ten_steps(
    opened: Counted, tmp_path: Path
) -> None:
    opened.drop(LAST_YEAR)
    opened.click("button", "按此读入 整改台账")
    opened.page.get_by_text("要起草今年的材料，取“填报表（Excel）”").wait_for()
    form = opened.take("填报表（Excel）")
    opened.click("link", "办公桌")
    opened.drop(typed_in_excel(form, tmp_path / "2025年整改填报表.xlsx"))
    opened.page.get_by_role("heading", name="销号数不大于问题数").wait_for()
    opened.click("button", "更正 整改来源 › 县委巡察 › 已销号数")
    opened.type("1")
    opened.click("button", "保存")
    official = Document(io.BytesIO(opened.take("送审稿")))
    sheet = Document(io.BytesIO(opened.take("校核单")))

    assert len(opened.steps) == 10, opened.steps
    heads, *rows = ([cell.text.replace("\n", "") for cell in row.cells] for row in official.tables[0].rows)
    wanted = [heads.index(name) for name in ("问题描述", "责任人", "整改时限", "整改状态", "销号日期")]
    assert [[row[at] for at in wanted] for row in rows] == [
        ["低保动态管理不及时", "张某某", "2025.5.31", "已销号", "2025.5.28"],
        ["敬老院台账不规范", "王某某", "2025.9.30", "整改中", "无"],
        ["调研报告雷同", "赵某某", "2025.8.31", "未启动", "无"],
    ]
    told = "".join(cell_texts(sheet))
    assert "县委巡察：问题数2，已销号数1" in told and "主题教育：问题数1，已销号数0" in told


def test_a_table_that_holds_nothing_of_the_chosen_sort_stays_to_be_read_as_another(page: Any) -> None:
    dropped(page, LAST_YEAR)
    page.get_by_role("button", name="按此读入 函", exact=True).click()
    page.get_by_text("没有找到这种材料的表").wait_for()
    page.get_by_role("link", name="返回办公桌").click()
    page.get_by_role("link", name=LAST_YEAR.name).click()
    page.get_by_role("button", name="按此读入 整改台账").click()
    page.wait_for_url("**/record/*")
    page.goto(page.url.rpartition("/record/")[0])
    assert page.get_by_role("link", name=LAST_YEAR.name).count() == 0  # a record now
