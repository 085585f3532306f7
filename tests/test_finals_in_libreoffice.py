"""Final copies as LibreOffice opens them, and documents that came back from LibreOffice made final."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from docgen import jobs
from docgen.finalising.results import Order
from docgen.finals import finalise
from docgen.layout.parts import recognise
from docgen.ooxml.reading import read_document
from docgen.ooxml.traces import traces
from tests.worked_on import worked_on

SAMPLES = Path(__file__).parent.parent / "samples" / "good"
MOMENT = datetime.fromisoformat("2024-07-08T17:30:00+08:00")
ORDERS = {
    "notice": ("notice/inspection-2023.json", Order("云民字〔2024〕16号", "2024-11-26", "李四")),
    "summary": ("civil-affairs-half-year/complete.json", Order(None, "2024-07-08", "李四")),
    "letter": ("letter/verify-residents.json", Order("云民函〔2024〕21号", "2024-07-19", "李四")),
}

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice (soffice) and poppler (pdftotext)",
)


def converted(folder: Path, form: str, files: list[Path], into: Path) -> None:
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*office, "--convert-to", form, "--outdir", str(into), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=240,
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made documents, worked on in Word; the same after LibreOffice wrote them as .odt and as .docx again."""
    folder = tmp_path_factory.mktemp("office")
    for name, (record, _order) in ORDERS.items():
        shutil.copy(SAMPLES / record, folder / f"{name}.json")
        jobs.make(str(folder / f"{name}.json"), folder / f"{name}.docx")
        (folder / f"{name}.docx").write_bytes(worked_on((folder / f"{name}.docx").read_bytes()))
    made = [folder / f"{name}.docx" for name in ORDERS]
    converted(folder, "odt", made, folder / "odt")
    converted(
        folder, "docx:MS Word 2007 XML", [folder / "odt" / f"{name}.odt" for name in ORDERS], folder / "back"
    )
    for name, (_record, order) in ORDERS.items():
        finalise(str(folder / f"{name}.docx"), order, MOMENT)
    finals = [folder / f"{name}.定稿.docx" for name in ORDERS]
    converted(folder, "pdf", [*made, *finals], folder / "pdf")
    return folder


def page_text(pdf: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", "-raw", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    return "".join(text.split())


@pytest.mark.parametrize("name", ORDERS)
def test_a_final_copy_shows_the_same_pages_with_the_new_number_and_date(office: Path, name: str) -> None:
    before, after = page_text(office / "pdf" / f"{name}.pdf"), page_text(office / "pdf" / f"{name}.定稿.pdf")
    told = {
        "notice": (("云民字〔2024〕6号", "云民字〔2024〕16号"), ("2024年1月30日（", "2024年11月26日（")),
        "summary": (("2024年7月5日", "2024年7月8日"),),
        "letter": (("云民函〔2024〕17号", "云民函〔2024〕21号"), ("2024年7月18日", "2024年7月19日")),
    }
    assert "审阅意见" not in after
    for old, new in told[name]:
        assert before.count(old) == 1, before
        before = before.replace(old, new)
    assert after == before


@pytest.mark.parametrize("name", ORDERS)
def test_a_document_that_went_through_libreoffice_is_made_final(office: Path, name: str) -> None:
    order = ORDERS[name][1]
    done = finalise(
        str(office / "back" / f"{name}.docx"), order, MOMENT, record=str(office / f"{name}.json"), force=True
    )
    assert [each for each in done.findings if each.blocks] == []
    data = Path(done.written).read_bytes()
    assert traces(data) == []
    roles = {para.role: para.text for para in recognise(read_document(data)).paragraphs}
    assert roles.get("doc-no") == order.number
    year, month, day = map(int, order.day.split("-"))
    assert roles["date"] == f"{year}年{month}月{day}日"
