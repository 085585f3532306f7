"""An edited document dropped on the page, held against its record: what differs, and the copies to take."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from desk_server import CHROMIUM, ROOT, cell_texts, downloaded, dropped, shown
from docx import Document
from worked_on import replaced

from docgen import jobs

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")

GOOD = ROOT / "samples" / "good"
SAID = "城市低保人数：文稿为1084人，工作记录为1048人，请核对。"
FOLLOWS = "低保人均补差不高于低保标准"


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A document made from summary.json, in which two figures were changed."""
    record = tmp_path / "summary.json"
    shutil.copy(GOOD / "civil-affairs-half-year" / "complete.json", record)
    made = jobs.make(str(record), tmp_path / "总结.docx").document
    data = replaced(made.read_bytes(), ">1048<", ">1084<")
    target = tmp_path / "领导改过.docx"
    target.write_bytes(replaced(data, ">53.448<", ">153.448<"))
    return target


def test_an_edited_document_is_compared_with_its_record(page: Any, edited: Path) -> None:
    dropped(page, edited)
    page.wait_for_url("**/document/*")
    page.get_by_text("文中的数还没有与工作记录核对").wait_for()
    page.set_input_files("input[name=files]", str(edited.with_name("summary.json")))
    page.get_by_role("button", name="核对", exact=True).click()
    page.get_by_text("已与工作记录“summary.json”核对").wait_for()
    page.locator(".finding.fault").get_by_text(SAID).wait_for()
    page.locator(".finding.hint").get_by_text(FOLLOWS).first.wait_for()
    frame = shown(page)
    page.locator(".finding.fault .one", has_text=SAID).get_by_role("button", name="查看").click()
    frame.locator(".flash").first.wait_for()
    marked = Document(io.BytesIO(downloaded(page, "a[href$='/get/marked']")))
    assert SAID in [comment.text for comment in marked.comments]
    changes = Document(io.BytesIO(downloaded(page, "a[href$='/get/changes']")))
    assert {"1048人", "1084人", "城市低保人数"} <= set(cell_texts(changes))
    patch = json.loads(downloaded(page, "a[href$='/get/patch']"))
    assert {"op": "replace", "path": "/indicators/urban_dibao_persons/value", "value": 1084} in patch


def test_a_record_on_the_desk_is_chosen_and_another_one_refused(page: Any, edited: Path) -> None:
    home = page.url
    dropped(page, edited.with_name("summary.json"))
    page.wait_for_url("**/record/*")
    page.goto(home)
    dropped(page, edited)
    page.wait_for_url("**/document/*")
    page.get_by_label("桌面上的记录").select_option(label="summary.json")
    page.get_by_role("button", name="核对", exact=True).click()
    page.locator(".finding.fault").get_by_text(SAID).wait_for()
    page.set_input_files("input[name=files]", str(GOOD / "letter" / "verify-residents.json"))
    page.get_by_role("button", name="核对", exact=True).click()
    page.get_by_text("文稿与工作记录 verify-residents.json 没有相同之处").wait_for()
    page.go_back()
    page.get_by_text("已与工作记录“summary.json”核对").wait_for()
