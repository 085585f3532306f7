"""Pictures of the page in the browser for docs/images: python tools/desk_pictures.py (needs chromium)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from docx import Document

from docgen import jobs

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SAMPLES = ROOT / "samples"
COMPLETE = SAMPLES / "good" / "civil-affairs-half-year" / "complete.json"
#: typed as a secretary would, on the page where numbers are confirmed
SENTENCES = """全市城市低保对象200户296人，每月发放低保金14.129万元，另有3人得到照顾，办了12件实事。
城市低保人数299人，全市4所敬老院都有人值班。"""


def main() -> None:
    """Start a server, go through it, and keep what is seen."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="docgen-") as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "docgen", "serve", "--json", "--work", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert process.stdout is not None
        try:
            address = json.loads(process.stdout.readline())["address"]
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.goto(address)
            go_through(page, address.partition("?")[0], folder)
            browser.close()
        finally:
            process.kill()
            process.communicate()


def go_through(page: Any, home: str, folder: str) -> None:
    """Every state that the README and docs show."""

    def kept(name: str) -> None:
        page.screenshot(path=str(IMAGES / f"desk-{name}.png"))

    def drawn() -> None:
        page.frame_locator("#preview").locator("#document[data-ready=yes]").wait_for()

    kept("start")
    page.set_input_files("input[type=file]", str(SAMPLES / "gongqingcheng-2020h1.json"))
    page.wait_for_url("**/record/*")
    drawn()
    kept("record")
    page.get_by_role("button", name="说明情况").first.click()
    page.locator("#dialog textarea").wait_for()
    kept("explain")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="数值").click()
    kept("values")
    page.set_viewport_size({"width": 390, "height": 844})
    kept("phone")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("link", name="文字里的数字").click()
    page.get_by_label("直接写，一段一行").fill(SENTENCES)
    page.get_by_role("button", name="写入记录").click()
    page.get_by_text("已写入2段").wait_for()
    kept("prose")
    page.goto(f"{home}notices")
    page.set_input_files("input[name=files]", str(SAMPLES / "notices" / "bad" / "名单.xlsx"))
    page.set_input_files("input[name=common]", str(SAMPLES / "notices" / "inspection" / "共用.json"))
    page.select_option("select[name=template]", "notice")
    page.get_by_role("button", name="核对名单").click()
    page.wait_for_url("**/notices/*")
    drawn()
    kept("notices")
    page.goto(f"{home}board")
    records = [*sorted((SAMPLES / "good" / "civil-affairs-half-year").glob("*.json"))]
    page.set_input_files(
        "input[name=files]", [str(each) for each in (*records, SAMPLES / "gongqingcheng-2020h1.json")]
    )
    page.wait_for_url("**/board/*")
    kept("board")
    page.goto(home)
    page.set_input_files("input[type=file]", str(edited(Path(folder))))
    page.wait_for_url("**/document/*")
    page.set_input_files("input[name=files]", str(COMPLETE))
    page.get_by_role("button", name="核对", exact=True).click()
    page.get_by_text("已与工作记录").wait_for()
    drawn()
    kept("verify")


def edited(folder: Path) -> Path:
    """A document in which a figure was changed in Word."""
    made = jobs.make(str(COMPLETE), folder / "总结（领导改）.docx").document
    document = Document(str(made))
    run = next(run for each in document.paragraphs for run in each.runs if run.text == "1048")
    run.text = "1084"
    document.save(str(made))
    return made


if __name__ == "__main__":
    main()
