"""A notice and a letter as LibreOffice lays them out: the measures of GB/T 9704 sections 7 and 10.1."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sample_cases as samples

from docgen import jobs
from docgen.diagnosing import FONTS_CONF

ROOT = Path(__file__).resolve().parent.parent
#: points in a millimetre
MM = 72 / 25.4
#: the type area of a page, in mm from its edges
TOP, BOTTOM, LEFT, RIGHT = 37, 297 - 35, 28, 210 - 26

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice (soffice) and poppler (pdftotext)",
)


class Line(NamedTuple):
    """A line of a page: its text, and where it stands, in mm from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def notice(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((samples.GOOD / "notice" / "inspection-2023.json").read_text("utf-8"))
    return {**record, "printing": {"office": "云川县民政局办公室", "date": "2024-01-30"}, **changes}


LONG_NAME = "安平省云麓市云川经济技术开发区管理委员会"
#: names of each length that has a width of its own
NAMES = {len(name): name for name in ("云川县民政局", "云川经济技术开发区管委会", "云川哈萨克族自治县民政局", LONG_NAME)}


def summary(more: str, **publication: Any) -> dict[str, Any]:
    """The half-year summary, so much longer; ``publication`` gives it the number that a note tells."""
    record: dict[str, Any] = json.loads(
        (samples.GOOD / "civil-affairs-half-year" / "complete.json").read_text("utf-8")
    )
    told = {key: value for key, value in record["publication"].items() if key != "index_number"}
    return {**record, "opening": record["opening"] + more, "publication": {**told, **publication}}


def letter(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((samples.GOOD / "letter" / "verify-residents.json").read_text("utf-8"))
    return {**record, **changes}


def of(name: str) -> dict[str, Any]:
    """What names an office in a notice or letter."""
    return {"issuer": {"name": name, "province": "安平省"}, "signature": {"issuer": name, "date": "2024-01-30"}}


LINES = "工作要求。年检不收取任何费用。"
RECORDS = {
    "notice": notice(),
    "long": notice(
        issuer={"name": LONG_NAME, "province": "安平省"},
        signature={"issuer": LONG_NAME, "date": "2024-01-30"},
    ),
    "bare": {
        key: value
        for key, value in notice().items()
        if key not in ("attachments", "cc", "printing", "contact")
    },
    "letter": letter(),
    **{f"notice-{length}": notice(**of(name)) for length, name in NAMES.items()},
    **{f"letter-{length}": letter(**of(name)) for length, name in NAMES.items()},
    # their last pages would hold nothing but name and date, the contact, or the note
    "signed-alone": summary("进一步夯实民政工作基础。" * 6),
    "noted-alone": summary("", index_number="YC0115/2024-00037"),
    "contact-alone": notice(paragraphs=[*notice()["paragraphs"][:1], *[LINES] * 12]),
    # its last line is the last one of the page
    "full": {
        key: value
        for key, value in notice(paragraphs=[*notice()["paragraphs"][:1], *[LINES] * 16]).items()
        if key not in ("attachments", "cc", "printing", "contact")
    },
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Line]]]:
    """The lines of each page of each paper, from above."""
    folder = tmp_path_factory.mktemp("papers")
    for name, record in RECORDS.items():
        assert jobs.make(record, folder / f"{name}.docx").document is not None
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    documents = [str(folder / f"{name}.docx") for name in RECORDS]
    subprocess.run(
        [*office, "--convert-to", "pdf", "--outdir", str(folder), *documents],
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF)},
        check=True,
        capture_output=True,
        timeout=240,
    )
    return {name: lines_of(folder / f"{name}.pdf") for name in RECORDS}


def lines_of(pdf: Path) -> list[list[Line]]:
    command = ["pdftotext", "-enc", "UTF-8", "-bbox-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    found = []
    for page in re.findall(r"<page .*?</page>", text, re.DOTALL):
        lines = []
        for place, words in re.findall(r"<line ([^>]*)>(.*?)</line>", page, re.DOTALL):
            numbers = [float(number) / MM for number in re.findall(r'="([\d.]+)"', place)]
            lines.append(Line("".join(re.findall(r">([^<]+)</word>", words)), *numbers))
        found.append(sorted(lines, key=lambda line: (line.top, line.left)))
    return found


def line(page: list[Line], text: str) -> Line:
    return next(each for each in page if text in each.text)


def test_the_mark_is_centred_35_mm_below_the_type_area(pages: dict[str, list[list[Line]]]) -> None:
    mark = line(pages["notice"][0], "云川县民政局文件")
    assert mark.top == pytest.approx(TOP + 35, abs=2)
    assert (mark.left + mark.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)


def test_a_long_mark_stays_on_one_line(pages: dict[str, list[list[Line]]]) -> None:
    assert line(pages["long"][0], f"{LONG_NAME}文件").right < RIGHT + 1


@pytest.mark.parametrize("length", sorted(NAMES))
def test_marks_of_every_length_begin_at_one_height(pages: dict[str, list[list[Line]]], length: int) -> None:
    marks = [line(pages[f"{kind}-{length}"][0], NAMES[length]) for kind in ("notice", "letter")]
    usual = [line(pages[f"{kind}-6"][0], NAMES[6]) for kind in ("notice", "letter")]
    # the boxes of lower characters have less room above what shows
    assert [each.top for each in marks] == pytest.approx([each.top for each in usual], abs=1)


@pytest.mark.parametrize("name", ["signed-alone", "noted-alone", "contact-alone"])
def test_what_closes_a_paper_stands_with_text(pages: dict[str, list[list[Line]]], name: str) -> None:
    last = [each.text for each in pages[name][-1]]
    signed = last.index("云川县民政局")
    assert any(each.endswith("。") for each in last[:signed])


def test_a_page_filled_to_its_last_line_is_the_last(pages: dict[str, list[list[Line]]]) -> None:
    last = pages["full"][-1]
    assert len(pages["full"]) == 2
    assert line(last, "2024年1月30日").bottom == pytest.approx(BOTTOM, abs=3)


def test_the_first_page_shows_body_text(pages: dict[str, list[list[Line]]]) -> None:
    for name in ("notice", "long", "letter"):
        assert line(pages[name][0], "现就").top < BOTTOM


def test_name_and_date_leave_room_for_a_seal(pages: dict[str, list[list[Line]]]) -> None:
    page = pages["notice"][-1]
    name = [each for each in page if each.text == "云川县民政局"][-1]
    date = line(page, "2024年1月30日")
    text = [each for each in page if each.bottom < name.top][-1]
    # 42 mm of seal end less than a line below the text, and cover both
    assert 25 < name.top - text.bottom < 40
    assert RIGHT - date.right == pytest.approx(4 * 320 / 56.69, abs=2)
    assert (name.left + name.right) / 2 == pytest.approx((date.left + date.right) / 2, abs=3)


def test_the_imprint_stands_at_the_foot_of_the_last_page(pages: dict[str, list[list[Line]]]) -> None:
    for name, text in (("notice", "印发"), ("letter", "抄送：")):
        assert line(pages[name][-1], text).bottom == pytest.approx(BOTTOM, abs=4)
        assert all(text not in each.text for page in pages[name][:-1] for each in page)


def test_several_annexes_are_numbered_under_one_another(pages: dict[str, list[list[Line]]]) -> None:
    page = pages["notice"][-1]
    lefts = [line(page, f"{number}.").right - line(page, f"{number}.").left for number in (1, 2)]
    assert line(page, "附件：1.社会团体年度检查报告书").left == pytest.approx(LEFT + 2 * 320 / 56.69, abs=1.5)
    assert line(page, "2.民办非企业单位年度检查报告书").left > line(page, "附件：1.").left + 10
    assert all(width > 0 for width in lefts)


def test_what_the_record_leaves_out_leaves_no_trace(pages: dict[str, list[list[Line]]]) -> None:
    texts = "".join(each.text for page in pages["bare"] for each in page)
    assert not re.search("附件|抄送|印发|联系人", texts)


def test_pages_are_numbered_but_not_the_first_of_a_letter(pages: dict[str, list[list[Line]]]) -> None:
    numbers = {
        name: [[each.text for each in page if re.fullmatch("—[0-9]+—", each.text)] for page in pages[name]]
        for name in ("notice", "letter")
    }
    assert numbers == {"notice": [["—1—"], ["—2—"], ["—3—"]], "letter": [[], ["—2—"]]}
