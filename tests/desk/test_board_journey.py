"""Many records inspected together, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk_server import CHROMIUM, ROOT, downloaded

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")

SAMPLES = ROOT / "samples"


def test_units_stand_by_rules_and_each_can_be_looked_into(page: Any, tmp_path: Path) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text('{"kind": ', encoding="utf-8")
    files = [*sorted((SAMPLES / "good" / "civil-affairs-half-year").glob("*.json")), SAMPLES / "gongqingcheng-2020h1.json"]
    page.get_by_role("navigation").get_by_role("link", name="检查一览").click()
    page.wait_for_url("**/board")
    page.set_input_files("input[name=files]", [str(each) for each in (*files, broken)])
    page.wait_for_url("**/board/*")
    assert page.locator(".matrix tbody tr").count() == 4
    everything = page.locator(".matrix thead th.rule:visible").count()
    page.select_option("#only-sort", "fault")
    page.locator(".matrix thead th.rule", has_text="脱钩分类合计一致").wait_for()
    assert page.locator(".matrix thead th.rule:visible").count() < everything
    page.fill("#find-unit", "共青城")
    assert page.locator(".matrix tbody tr:visible").count() == 1
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert downloaded(page, "a[href$='/report.xlsx']")[:2] == b"PK"
    page.get_by_role("link", name="共青城市民政局", exact=True).click()
    page.get_by_text("分项合计55").wait_for()
    page.get_by_role("button", name="在办公桌上打开").click()
    page.wait_for_url("**/record/*")


def test_an_unreadable_file_is_one_of_the_units(page: Any, tmp_path: Path) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text('{"kind": ', encoding="utf-8")
    page.get_by_role("navigation").get_by_role("link", name="检查一览").click()
    page.wait_for_url("**/board")
    page.set_input_files("input[name=files]", str(broken))
    page.wait_for_url("**/board/*")
    page.get_by_role("link", name="坏.json", exact=True).click()
    page.locator(".finding").first.wait_for()
