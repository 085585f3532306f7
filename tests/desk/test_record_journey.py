"""A record on the desk, in a real browser: looked at, corrected, explained, made into its documents."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from desk_server import CHROMIUM, PATIENCE, ROOT, cell_texts, downloaded, dropped, shown, start, stop
from docx import Document

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")

SEED = ROOT / "samples" / "gongqingcheng-2020h1.json"


def fault(page: Any) -> Any:
    """The one contradiction of the seed: 56 in all, and its parts make 55."""
    return page.locator(".finding.fault .one")


def saved(page: Any, **typed: str) -> None:
    """Fill the dialog in and save it."""
    for name, text in typed.items():
        page.fill(f"#dialog [name={name}]", text)
    page.get_by_role("button", name="保存").click()


def test_a_record_is_corrected_until_its_official_document_can_be_had(page: Any) -> None:
    dropped(page, SEED)
    page.wait_for_url("**/record/*")
    frame = shown(page)
    assert "民政局2020年上半年工作总结" in frame.locator("#document").inner_text()
    assert page.locator("a[href$='/get/document']").count() == 0  # 56家的分项合计55家，正式文稿不能出
    fault(page).get_by_text("更正").last.click()
    saved(page, value="五十五")
    page.locator("#dialog").get_by_text("请只填数字").wait_for()
    saved(page, value="55")
    page.locator("a[href$='/get/document']").wait_for()
    official = Document(io.BytesIO(downloaded(page, "a[href$='/get/document']")))
    assert "行业协会商会55家" in "".join(each.text for each in official.paragraphs).replace(" ", "")
    record = json.loads(downloaded(page, "a[href$='/get/record']"))
    assert record["indicators"]["trade_assoc_total"]["value"] == 55
    assert record["title"] == json.loads(SEED.read_text("utf-8"))["title"]


def test_an_explanation_releases_the_document_and_can_be_taken_back(page: Any) -> None:
    dropped(page, SEED)
    page.wait_for_url("**/record/*")
    fault(page).get_by_role("button", name="说明情况").click()
    saved(page, reason="1家已注销，未列入分项。", by="张三")
    page.locator("a[href$='/get/document']").wait_for()
    sheet = Document(io.BytesIO(downloaded(page, "a[href$='/get/sheet']")))
    assert any("1家已注销" in text for text in cell_texts(sheet))
    page.reload()
    page.get_by_role("button", name="撤销").first.click()
    page.locator("a[href$='/get/document']").wait_for(state="detached")


def test_a_killed_server_finds_everything_again(browser: Any, tmp_path: Path) -> None:
    first = start(tmp_path)
    port = first.host.split(":")[1]
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(first.address)
    dropped(page, SEED)
    page.wait_for_url("**/record/*")
    where = page.url
    stop(first)
    again = start(tmp_path, "--port", port)
    try:
        page.goto(again.address)
        page.get_by_role("link", name=SEED.name).click()
        page.wait_for_url(where)
        fault(page).wait_for()
    finally:
        stop(again)
        context.close()


@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_have_no_serious_barrier(page: Any, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.set_viewport_size({"width": width, "height": 768})

    def barriers() -> list[str]:
        found = axe.run(page).response["violations"]
        return [each["id"] for each in found if each["impact"] in ("serious", "critical")]

    assert barriers() == []
    dropped(page, SEED)
    page.wait_for_url("**/record/*")
    shown(page)
    assert barriers() == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_everything_can_be_reached_by_keyboard(page: Any) -> None:
    dropped(page, SEED)
    page.wait_for_url("**/record/*")
    tab = page.get_by_role("tab", name="预览")
    tab.focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tab", name="数值").get_attribute("aria-selected") == "true"
    fault(page).get_by_role("button", name="说明情况").focus()
    page.keyboard.press("Enter")
    page.locator("#dialog textarea").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("#dialog").evaluate("dialog => dialog.open")




def test_a_time_limit_is_a_date_or_one_of_its_words_and_the_keyboard_stays_where_it_was(page: Any) -> None:
    dropped(page, SEED)
    page.wait_for_url("**/record/*")
    page.get_by_role("tab", name="数值").click()
    page.evaluate("document.querySelectorAll('#pane-values details').forEach(each => each.open = true)")
    due = page.locator("#pane-values tr[data-pointer='/plan/0/due'] button")
    for typed, kept in (
        ("20200930", "2020-09-30"), ("每月", "每月"), ("未知：县（区）未定，待报", "未知（县（区）未定，待报）"), ("无", "无"),
    ):  # fmt: skip
        due.focus()
        page.keyboard.press("Enter")
        box = page.locator("#dialog input[name=value]")
        box.wait_for()
        # its office is no unit of a date, and nothing of the list is chosen beforehand
        assert page.locator("#dialog .was").inner_text().split("（第")[0].split() == ["现为：", box.input_value()]
        assert page.locator("#dialog .help").inner_text().split("。 ")[1:] == [
            "也可以填：每月、每季度", "没有的写“无”。",
        ]  # fmt: skip
        box.fill(typed)
        page.keyboard.press("Enter")
        page.locator("#dialog:not([open])").wait_for(state="attached")
        assert due.inner_text() == kept
        here = "document.activeElement.closest('[data-pointer], .one, .said')?.textContent.includes('时限') ?? false"
        assert due.evaluate("button => button === document.activeElement") or page.evaluate(here)


def test_what_was_typed_and_not_saved_is_not_thrown_away_unasked(page: Any) -> None:
    asked: list[str] = []

    def refuse(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", refuse)
    dropped(page, SEED)
    page.wait_for_url("**/record/*")
    fault(page).get_by_role("button", name="说明情况").click()
    page.locator("#dialog textarea").wait_for()
    page.keyboard.press("Escape")
    page.locator("#dialog:not([open])").wait_for(state="attached")
    assert asked == []  # nothing was typed
    fault(page).get_by_role("button", name="说明情况").click()
    page.fill("#dialog [name=reason]", "1家已注销，未列入分项。")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="办公桌").evaluate("link => link.click()")
    assert page.input_value("#dialog [name=reason]") == "1家已注销，未列入分项。"
    assert asked == ["confirm", "beforeunload"]
    saved(page, by="张三")
    page.locator("a[href$='/get/document']").wait_for()
    page.get_by_role("link", name="办公桌").click()
    page.get_by_role("heading", name="桌上的材料").wait_for()
    assert asked == ["confirm", "beforeunload"]


def test_printed_the_findings_are_there_in_their_colours_and_nothing_to_press(page: Any) -> None:
    dropped(page, SEED)
    page.wait_for_url("**/record/*")
    page.emulate_media(media="print")
    head = page.locator(".group.fault > summary")
    assert head.evaluate("each => getComputedStyle(each).printColorAdjust") == "exact"
    assert page.locator(".findings").evaluate("each => each.scrollHeight <= each.clientHeight")
    assert page.locator("button:visible, .button:visible, nav:visible, iframe:visible").count() == 0
