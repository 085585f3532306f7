"""A filled form and a document dropped on the desk, in a real browser."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from desk_server import CHROMIUM, ROOT, downloaded, dropped, shown
from docx import Document

from docgen.intake.tasks import write_form

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")

COMPLETE = ROOT / "samples" / "good" / "civil-affairs-half-year" / "complete.json"
TEXT = """云川县民政局2024年上半年工作总结
一、工作完成情况
全县共有行业协会商会56家,其中已脱钩5家、拟脱钩30家、暂不脱钩20家。
临时救助194人，发放金额24.33万。
"""


def test_a_filled_form_becomes_a_record_whose_document_is_ready(page: Any, tmp_path: Path) -> None:
    form = tmp_path / "上半年.xlsx"
    write_form(None, str(form), record=str(COMPLETE), max_bytes=10**8)
    dropped(page, form)
    page.wait_for_url("**/record/*")
    shown(page)
    official = Document(io.BytesIO(downloaded(page, "a[href$='/get/document']")))
    assert official.paragraphs[0].text.replace("\n", "") == "云川县民政局2024年上半年工作总结和下半年工作计划"
    again = downloaded(page, "a[href$='/form']")
    assert again[:2] == b"PK"


def test_a_document_is_looked_at_and_its_copy_put_right(page: Any, tmp_path: Path) -> None:
    text = tmp_path / "总结.txt"
    text.write_text(TEXT, encoding="gb18030")
    dropped(page, text)
    page.wait_for_url("**/document/*")
    page.get_by_text("分项合计55家").first.wait_for()
    page.get_by_text("“24.33万”之后没有写单位").first.wait_for()
    fixed = tmp_path / "已改.docx"
    fixed.write_bytes(downloaded(page, "a[href$='/fixed']"))
    assert "56家，其中已脱钩5家" in "".join(each.text for each in Document(str(fixed)).paragraphs)
    page.goto(page.url.rpartition("/document/")[0])
    dropped(page, fixed)
    page.wait_for_url("**/document/*")
    frame = shown(page)
    assert "行业协会商会56家" in frame.locator("#document").inner_text()
    page.get_by_role("button", name="查看").first.click()
    frame.locator(".flash").first.wait_for()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("坏.docx", b"PK\x03\x04 not a zip", "坏.docx"),
        ("假.xlsx", b"MZ\x90\x00", "假.xlsx"),
        ("空.txt", b"", "空.txt"),
        ("假.pdf", b"%PDF-1.7 nothing", "假.pdf"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_told(
    page: Any, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    dropped(page, path)
    page.locator("main").get_by_text(told).wait_for()
