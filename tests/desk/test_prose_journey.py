"""Plain sentences beside a record, in a real browser: taken in, their numbers confirmed together as its values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk_server import CHROMIUM, ROOT, Server, downloaded, dropped, opened, posted, shown, upload
from docx import Document

pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")

SEED = ROOT / "samples" / "gongqingcheng-2020h1.json"
NOTICE = ROOT / "samples" / "good" / "notice" / "inspection-2023.json"
TYPED = "全市城市低保对象200户296人，另有3人得到照顾，办了12件实事。\n城市低保人数299人，大括号{不是引用}。"
IN_DOCUMENT = "全市4所敬老院都有人值班。"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    made = Document()
    made.add_paragraph(IN_DOCUMENT)
    made.save(str(tmp_path / "情况.docx"))
    return tmp_path / "情况.docx"


def taken_in(page: Any, document: Path) -> None:
    """The seed on the desk, with sentences typed and those of a document."""
    dropped(page, SEED)
    page.wait_for_url("**/record/*")
    page.get_by_role("link", name="文字里的数字").click()
    page.get_by_text("记录的文字里没有手写的数字。").wait_for()
    page.get_by_label("直接写，一段一行").fill(TYPED)
    page.set_input_files("input[name=files]", str(document))
    page.get_by_role("button", name="写入记录").click()
    page.get_by_text("已写入3段").wait_for()


def told(page: Any, selector: str) -> list[str]:
    return [" ".join(each.split()) for each in page.locator(selector).all_inner_texts()]


def changed_counts(page: Any) -> tuple[int, int]:
    """By how many the faults and the hints became more, as the page tells it."""
    before, after, hints_before, hints_after = map(int, re.findall(r"有(\d+)处", page.locator(".said").inner_text()))
    return after - before, hints_after - hints_before


def kept(page: Any) -> str:
    """The record's file as it is now."""
    return downloaded(page, "a[href$='/get/record']").decode("utf-8")


def test_numbers_of_plain_sentences_are_confirmed_together(page: Any, document: Path) -> None:
    taken_in(page, document)
    # two texts with typed numbers and the one that isn't the record's are hints
    assert changed_counts(page) == (0, 3)
    assert told(page, ".links li") == [
        "200户 → 指标 › 城市低保户数 {urban_dibao_households}户",
        "296人 → 指标 › 城市低保人数 {urban_dibao_persons}人",
        "3人 → （不改） 指标 › 公安要求协助救助的外来精神病人 {vagrants_police_mental}人"
        " 指标 › 协助公安护送返乡 {vagrants_returned_with_police}人",
        "4所 → 指标 › 敬老院数 {nursing_homes}所",
    ]
    assert told(page, ".unbacked:not(mark)") == ["记录里没有数值对应：12件"]
    assert told(page, ".differs") == ["文字写的是城市低保人数299人，记录为296人，请更正其中一个。"]
    page.get_by_label("200户").uncheck()
    page.get_by_label("3人", exact=False).last.select_option("{vagrants_police_mental}人")
    page.get_by_role("button", name="改写打勾的").click()
    page.get_by_text("已改写3处").wait_for()
    assert changed_counts(page) == (0, -1)
    page.get_by_role("link", name="回到记录").click()
    sentences = [
        "全市城市低保对象200户{urban_dibao_persons}人，另有{vagrants_police_mental}人得到照顾，办了12件实事。",
        "城市低保人数299人，大括号\\{不是引用\\}。",
        "全市{nursing_homes}所敬老院都有人值班。",
    ]
    text = kept(page)
    record = json.loads(text)
    section = record["sections"].pop()
    assert section == {
        "id": "section_text",
        "part": "summary",
        "heading": "文字情况",
        "points": [{"text": each} for each in sentences],
    }
    assert record == json.loads(SEED.read_text("utf-8"))
    # nothing else of the file became another
    added = f", {json.dumps(section, ensure_ascii=False)}"
    assert text.replace(added, "") == SEED.read_text("utf-8")


def test_a_confirmed_number_follows_its_value_and_can_be_taken_back(page: Any, document: Path) -> None:
    taken_in(page, document)
    page.get_by_role("button", name="改写打勾的").click()
    page.get_by_text("已改写3处").wait_for()
    page.get_by_role("link", name="回到记录").click()
    assert IN_DOCUMENT in shown(page).locator("#document").inner_text()
    page.get_by_role("tab", name="数值").click()
    page.fill("#find", "敬老院数")
    page.get_by_role("button", name="敬老院数 4所").click()
    page.fill("#dialog [name=value]", "5")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存。").wait_for()
    page.get_by_role("tab", name="预览").click()
    assert "全市5所敬老院都有人值班。" in shown(page).locator("#document").inner_text()
    for _step in ("5所", "改写", "写入"):
        before = page.locator("#work").get_attribute("data-version")
        page.locator(".said").get_by_role("button").click()
        page.locator(f"#work:not([data-version='{before}'])").wait_for()
    assert kept(page) == SEED.read_text("utf-8")


def test_sentences_of_a_form_are_asked_about_on_its_record(page: Any, server: Server, tmp_path: Path) -> None:
    form = tmp_path / "填报表.xlsx"
    link = "form[action='/form']"
    page.select_option(f"{link} select", "civil-affairs-half-year")
    form.write_bytes(downloaded(page, f"{link} button"))
    book = openpyxl.load_workbook(form)
    cells = {(sheet.title, row[0].value): row[1] for sheet in book for row in sheet.iter_rows(max_col=2)}
    cells["填写说明", "文字情况"].value = "全县城市低保对象200户。\n上半年办理结婚登记359对。"
    cells["指标", "城市低保户数"].value = 200
    book.save(form)
    dropped(page, form)
    page.wait_for_url("**/record/*")
    page.get_by_role("link", name="文字里的数字（2段有手写的数字）").click()
    assert told(page, ".links li") == ["200户 → 指标 › 城市低保户数 {urban_dibao_households}户"]
    assert told(page, ".unbacked:not(mark)") == ["记录里没有数值对应：359对"]
    page.get_by_role("button", name="改写打勾的").click()
    page.get_by_text("已改写1处").wait_for()
    page.get_by_role("link", name="回到记录").click()
    page.get_by_role("link", name="文字里的数字（1段有手写的数字）").wait_for()
    points = json.loads(kept(page))["sections"][-1]["points"]
    assert [each["text"] for each in points] == [
        "全县城市低保对象{urban_dibao_households}户。",
        "上半年办理结婚登记359对。",
    ]


@pytest.mark.parametrize("width", [1366, 390])
def test_the_page_has_no_serious_barrier_and_is_used_by_keyboard(page: Any, document: Path, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.set_viewport_size({"width": width, "height": 768})
    taken_in(page, document)
    found = axe.run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.activeElement.className") == "said"  # what came of it is read out
    page.get_by_role("button", name="全不选").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="改写打勾的").focus()
    page.keyboard.press("Enter")
    page.get_by_text("没有选，什么都没有改。").wait_for()
    page.get_by_role("button", name="English").click()
    page.get_by_text("No value of the record backs: 12件").wait_for()


@pytest.fixture
def desk(server: Server) -> Iterator[tuple[Server, str, str]]:
    """The server, a cookie, and where a notice lies on that desk."""
    cookie = opened(server)
    yield server, cookie, upload(server, cookie, "通知.json", NOTICE.read_bytes()).headers["Location"] or ""


def test_what_is_no_text_is_refused_in_words(desk: tuple[Server, str, str]) -> None:
    server, cookie, where = desk

    def answer(name: str, data: bytes) -> str:
        return posted(server, cookie, f"{where}/prose", version="1", files=(name, data)).text

    assert "不能直接读取.doc文件，请先另存为.docx再放入。" in answer("情况.doc", b"\xd0\xcf\x11\xe0")
    assert "情况.exe：" in answer("情况.exe", b"MZ\0\0")
    assert "这不是 Word 能打开的 .docx 文件" in answer("情况.docx", b"MZ\0\0")
    assert "没有选，什么都没有改。" in posted(server, cookie, f"{where}/prose", version="1", text=" \n").text


def test_a_window_that_is_out_of_date_is_told_and_nothing_taken(desk: tuple[Server, str, str]) -> None:
    server, cookie, where = desk
    first = posted(server, cookie, f"{where}/prose", version="1", text="应参加年检的社会组织158家。")
    assert "已写入1段" in first.text and "{orgs_to_inspect}家" in first.text
    assert "<html" in first.text  # a browser that sends the form before its script is there gets a whole page
    key = f"/paragraphs/{len(json.loads(NOTICE.read_text('utf-8'))['paragraphs'])}@10"
    again = posted(server, cookie, f"{where}/prose", version="1", text="另写一句。")
    late = posted(server, cookie, f"{where}/prose/confirm", version="1", **{key: "{orgs_to_inspect}家"})
    in_time = posted(server, cookie, f"{where}/prose/confirm", version="2", **{key: "{orgs_to_inspect}家"})
    assert "刚才的填写未保存" in again.text and "刚才的填写未保存" in late.text
    assert "已改写1处" in in_time.text and "另写一句" not in in_time.text
