"""A letter and an order as LibreOffice lays them out: the form of GB/T 9704 10.1, and nobody's signature alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import sample_cases as samples
from test_sending import LETTER, ORDER, filled, marked

from docgen import sending
from docgen.diagnosing import FONTS_CONF

ROOT = Path(__file__).resolve().parent.parent
#: points in a millimetre
MM = 72 / 25.4

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice (soffice) and poppler (pdftotext)",
)


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDF of the seed's letter, and that of an order of all that it asks."""
    office = tmp_path_factory.mktemp("letters")
    (office / "核实函.yaml").write_text(LETTER, encoding="utf-8")
    (office / "通知书.yaml").write_text(ORDER, encoding="utf-8")
    records = [str(samples.SEED)]
    letter = sending.letters(records, office / "核实", office / "核实函.yaml").sent[0][0]
    filled(office, lambda rows: marked(*range(2, len(rows) + 1))(rows))
    workbook = office / "核实" / "核实清单.xlsx"
    order = sending.orders(workbook, records, office / "整改", office / "通知书.yaml").sent[0][0]
    documents = {"letter": office / "核实" / letter, "order": office / "整改" / order}
    program = ["soffice", f"-env:UserInstallation={(office / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*program, "--convert-to", "pdf", "--outdir", str(office), *map(str, documents.values())],
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF)},
        check=True,
        capture_output=True,
        timeout=240,
    )
    return {name: office / f"{path.stem}.pdf" for name, path in documents.items()}


def first_page(pdf: Path) -> list[tuple[str, float, float, float]]:
    """(text, left, top, bottom) of each line of the first page, in mm from the edges of the page."""
    command = ["pdftotext", "-enc", "UTF-8", "-f", "1", "-l", "1", "-bbox-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    lines = []
    for place, words in re.findall(r"<line ([^>]*)>(.*?)</line>", text, re.DOTALL):
        x, y, _right, bottom = (float(number) / MM for number in re.findall(r'="([\d.]+)"', place))
        lines.append(("".join(re.findall(r">([^<]+)</word>", words)), x, y, bottom))
    return sorted(lines, key=lambda line: line[2])


@pytest.mark.parametrize("name", ["letter", "order"])
def test_the_first_page_holds_all_from_mark_to_contact(pdfs: dict[str, Path], name: str) -> None:
    lines = [line[0] for line in first_page(pdfs[name])]
    assert lines[0] == "澄湾市民政局"
    assert re.fullmatch(r"澄民(函|改字)〔2024〕\d+号", lines[1])
    assert lines[-1] == "（联系人：丁若川；联系电话：0795-1234567）"
    assert lines[-3] == "澄湾市民政局"
    assert not any("—" in line for line in lines)  # no page number (10.1)


@pytest.mark.parametrize("name", ["letter", "order"])
def test_the_mark_begins_30_mm_below_the_edge_of_the_page(pdfs: dict[str, Path], name: str) -> None:
    _text, _left, top, bottom = first_page(pdfs[name])[0]
    # the box of a line is the font's, a little more than its characters
    assert 26 < top < 31.5 and 40 < bottom < 46


@pytest.mark.parametrize("name", ["letter", "order"])
def test_the_text_ends_above_the_lower_rule(pdfs: dict[str, Path], name: str) -> None:
    assert first_page(pdfs[name])[-1][3] < 297 - 35 + 1
