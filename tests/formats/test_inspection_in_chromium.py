"""inspection.html as a browser shows it and prints it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sample_cases as samples
from desk_server import CHROMIUM
from inspected_units import named, number, write

from docgen import inspection_jobs

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
#: how wide, in CSS pixels, a sheet of A4 is that lies on its side, without its margins
PAPER = 1032


def opened(browser: Any, output: Path, media: str) -> Any:
    page = browser.new_page(viewport={"width": PAPER, "height": 720})
    page.emulate_media(media=media)
    page.goto((output / "inspection.html").as_uri())
    return page


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of which little came."""
    folder = tmp_path_factory.mktemp("few")
    write(folder / "records" / "a.json", named("青山县民政局"), number("lottery_annual_task", {"unknown": "待查"}))
    inspection_jobs.inspect([str(folder / "records")], folder / "out")
    return folder / "out"


def test_a_link_to_what_is_folded_shows_it(browser: Any, few: Path) -> None:
    page = opened(browser, few, "screen")
    folded = page.locator("details:has(summary .unsure)")
    shown = "each => getComputedStyle(each, '::details-content').contentVisibility"
    assert folded.evaluate(shown) == "hidden"
    page.locator("td.unsure a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#u1-lottery-rate")
    assert folded.evaluate(shown) == "visible"


def test_the_headings_of_the_rules_are_printed_above_their_columns(browser: Any, few: Path) -> None:
    page = opened(browser, few, "print")
    column = page.locator("td.unsure").evaluate("each => each.cellIndex")
    heading = page.locator(f".matrix thead th:nth-child({column + 1})")
    head, cell = heading.bounding_box(), page.locator("td.unsure").bounding_box()
    assert head["x"] == cell["x"] and head["y"] + head["height"] <= cell["y"]
    assert heading.evaluate("each => getComputedStyle(each).position") == "static"


def test_of_more_rules_than_paper_has_room_for_everything_is_printed(browser: Any, tmp_path: Path) -> None:
    records = tmp_path / "records"
    records.mkdir()
    for position, case in enumerate(samples.bad_cases()):
        if case.parent.name == "unreadable":
            continue
        text = json.dumps(samples.read(case).data, ensure_ascii=False, default=float)
        (records / f"{position}.json").write_text(text, encoding="utf-8", errors="backslashreplace")
    inspection_jobs.inspect([str(records)], tmp_path / "out")
    page = opened(browser, tmp_path / "out", "print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    cells = page.locator(".matrix td a")
    found = cells.evaluate_all("every => every.map(each => each.getBoundingClientRect())")
    assert len(found) > 100 and all(each["width"] > 0 and each["right"] <= PAPER for each in found)
    said = cells.first.evaluate("each => getComputedStyle(each, '::after').content")
    assert said == f'" {cells.first.get_attribute("data-rule")}"'
