"""Notices from a table, in a real browser: checked, looked at, run, stopped, gone on with, taken."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from desk_server import CHROMIUM, NOTICES, downloaded, long_list

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")


def handed_in(page: Any, rows: Path) -> None:
    page.get_by_role("navigation").get_by_role("link", name="批量通知").click()
    page.wait_for_url("**/notices")
    page.set_input_files("input[name=files]", str(rows))
    page.set_input_files("input[name=common]", str(NOTICES / "共用.json"))
    page.select_option("select[name=template]", "notice")
    page.get_by_role("button", name="核对名单").click()
    page.wait_for_url("**/notices/*")


def test_a_list_becomes_an_archive_of_notices(page: Any) -> None:
    handed_in(page, NOTICES / "名单.csv")
    page.get_by_text("名单已核对，尚未成文。").wait_for()
    frame = page.frame_locator("#preview")
    frame.locator("#document[data-ready=yes]").wait_for()
    assert "年度检查" in frame.locator("#document").inner_text()
    page.get_by_role("tab", name="第3份").click()
    page.get_by_role("button", name="全部成文").click()
    page.get_by_text("已全部成文。").wait_for()
    with zipfile.ZipFile(io.BytesIO(downloaded(page, "a[href$='/archive']"))) as archive:
        names = archive.namelist()
    assert sum(name.endswith(".docx") and "核对清单" not in name for name in names) == 95
    assert "manifest.jsonl" in names
    assert downloaded(page, "a[href$='/checklist.xlsx']")[:2] == b"PK"


def test_bad_rows_are_told_while_the_good_ones_go_on(page: Any, tmp_path: Path) -> None:
    lines = (NOTICES / "名单.csv").read_text("utf-8-sig").splitlines()
    rows = tmp_path / "名单.csv"
    rows.write_text("\n".join([*lines[:6], lines[5], lines[6]]) + "\n", encoding="gb18030")
    handed_in(page, rows)
    page.get_by_text("退回的行（不成文，其余照常）").wait_for()
    page.get_by_role("button", name="全部成文").click()
    page.get_by_text("已全部成文。").wait_for()
    assert page.locator(".counts .fault b").inner_text() == "2"
    assert page.locator(".counts .pass b").inner_text() == "5"


def test_a_batch_is_stopped_and_gone_on_with(page: Any, tmp_path: Path) -> None:
    rows = tmp_path / "名单.csv"
    rows.write_bytes(long_list(1200))
    handed_in(page, rows)
    page.get_by_role("button", name="全部成文").click()
    page.get_by_role("button", name="停止").click()
    page.get_by_text("已停止，可从停下处继续。").or_(page.get_by_text("已全部成文。")).wait_for()
    if page.get_by_role("button", name="继续").count():
        page.get_by_role("button", name="继续").click()
    page.get_by_text("已全部成文。").wait_for(timeout=120_000)
    assert page.locator(".counts .pass b").inner_text() == "1200"


def test_a_table_that_is_none_is_told(page: Any, tmp_path: Path) -> None:
    rows = tmp_path / "名单.xlsx"
    rows.write_bytes(b"MZ\x90\x00 no workbook")
    page.get_by_role("navigation").get_by_role("link", name="批量通知").click()
    page.wait_for_url("**/notices")
    page.set_input_files("input[name=files]", str(rows))
    page.get_by_role("button", name="核对名单").click()
    page.get_by_role("heading", name="未能完成").wait_for()
    assert "xlsx" in page.locator("main").inner_text()
