"""The offices' forms dropped on the page at once, put together into one record."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk_server import CHROMIUM, ROOT, downloaded, dropped, shown
from docx import Document

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")

OFFICES = ROOT / "samples" / "intake" / "各股室"


@pytest.fixture
def forms(tmp_path: Path) -> list[Path]:
    """The nine offices' forms; the lottery's says another date for the end of the period."""
    for path in OFFICES.glob("*.xlsx"):
        shutil.copy(path, tmp_path)
    lottery = tmp_path / "09-福彩中心.xlsx"
    book = openpyxl.load_workbook(lottery)
    [cell] = [line[1] for line in book["基本情况"].iter_rows() if line[0].value == "报告期·截止日"]
    cell.value = "2024-07-01"
    book.save(lottery)
    return sorted(tmp_path.glob("*.xlsx"))


def test_nine_forms_become_one_record_and_a_contradiction_names_both_files(page: Any, forms: list[Path]) -> None:
    home = page.url
    dropped(page, *forms)
    page.get_by_role("link", name="09-福彩中心.json").wait_for()
    boxes = page.get_by_role("checkbox")
    assert [box.is_checked() for box in boxes.all()] == [True] * len(forms) == [True] * 9
    for box in boxes.all()[1:]:
        box.uncheck()
    page.get_by_role("button", name="合并", exact=True).click()
    page.get_by_text("请勾选至少两份填报表再合并。").wait_for()
    page.goto(home)
    page.get_by_role("button", name="合并", exact=True).click()
    page.wait_for_url("**/record/*")
    shown(page)
    told = page.locator(".one", has_text="2024-07-01").first.inner_text()
    names = sorted(path.name for path in forms)
    assert sum(name in told for name in names) == 2 and "09-福彩中心.xlsx" in told
    assert str(forms[0].parent) not in page.content()
    official = Document(io.BytesIO(downloaded(page, "a[href$='/get/document']")))
    assert official.paragraphs[0].text.replace("\n", "") == "云川县民政局2024年上半年工作总结和下半年工作计划"


def test_a_form_whose_record_was_changed_on_the_page_is_not_put_together_silently(
    page: Any, forms: list[Path]
) -> None:
    home = page.url
    dropped(page, *forms[:2])
    link = page.get_by_role("link", name=f"{forms[0].stem}.json")
    link.click()
    page.wait_for_url("**/record/*")
    page.get_by_role("tab", name="数值").click()
    page.get_by_text("发文机关").first.wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.get_by_role("button", name="简称").first.click()
    page.fill("#dialog [name=value]", "云川民政局")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").wait_for()
    page.goto(home)
    page.get_by_role("button", name="合并", exact=True).click()
    page.get_by_text(f"{forms[0].stem}.json 在网页上改过").wait_for()


def test_a_column_that_isn_t_sure_is_asked_in_words_of_the_page(page: Any) -> None:
    dropped(page, ROOT / "samples" / "intake" / "统计表.xlsx")
    page.get_by_role("row", name="民政工作半年总结").get_by_role("button").click()
    page.wait_for_url("**/record/*")
    told = page.locator(".one", has_text="B17").first.inner_text()
    assert told == (
        "统计表 B17 “福利彩票年度任务”这一栏可能是“福利彩票年度销售任务”（把握79%），没有读入。"
        "是的话，请把表里的栏名改成“福利彩票年度销售任务”，再放一次。"
    )
