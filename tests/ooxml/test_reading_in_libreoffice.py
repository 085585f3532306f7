"""What reading says is in force is what LibreOffice shows: where lines begin and end, and how large they are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from docgen.diagnosing import FONTS_CONF
from docgen.ooxml.reading import Para, read_document
from tests.layout_documents import document, level, numbering, para, style, styles

ROOT = Path(__file__).resolve().parent.parent.parent
FONT = '<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/>'
LEFT_MARGIN, TEXT_WIDTH = 1588, 8844

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice (soffice) and poppler (pdftotext)",
)

NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
SIZE = '<w:sz w:val="{}"/>'
STYLES = styles(
    style("Normal", "", SIZE.format(28)),
    style("A", '<w:ind w:left="720" w:firstLine="640"/>', SIZE.format(36), "Normal"),
    style("B", '<w:ind w:left="0"/>', "", "A"),
    style("H", '<w:ind w:hanging="400"/>', "", "A"),
    style("L", NUMBERED.format(0), "", "Normal"),
    style("R", '<w:jc w:val="right"/><w:ind w:right="1280"/>', "", "Normal"),
    style("Big", "", SIZE.format(52), kind="character"),
    p='<w:spacing w:after="120"/>',
    r=FONT + SIZE.format(24),
)
#: nothing between number and text, so that they are one word on the page
LISTS = numbering(
    level(0, "chineseCounting", "%1、", '<w:ind w:left="900" w:firstLine="0"/>'),
    level(1, "decimal", "%2.", '<w:ind w:left="1500" w:firstLine="0"/>'),
).replace("<w:lvlText", '<w:suff w:val="nothing"/><w:lvlText')


class Case(NamedTuple):
    """A paragraph whose text is one word, so that its place on the page is the paragraph's."""

    what: str
    xml: str


def cases() -> list[Case]:
    """Paragraphs named 甲, 乙…: properties said at every level, and overruled."""
    given = (
        ("nothing", "", "", ""),
        ("style", "", "", "A"),
        ("style based on another", "", "", "B"),
        ("hanging replaces first line", "", "", "H"),
        ("direct left leaves the style's first line", '<w:ind w:left="300"/>', "", "A"),
        ("direct hanging replaces the style's first line", '<w:ind w:left="1200" w:hanging="500"/>', "", "A"),
        ("direct first line", '<w:ind w:firstLine="640"/>', "", ""),
        ("start is left", '<w:ind w:start="640"/>', "", ""),
        ("right aligned with an indent", "", "", "R"),
        ("end is right", '<w:ind w:end="640"/><w:jc w:val="end"/>', "", ""),
        ("character style", "", '<w:rStyle w:val="Big"/>', "A"),
        ("direct size over the character style", "", '<w:rStyle w:val="Big"/>' + SIZE.format(30), "A"),
        ("missing style is the default one", "", "", "Gone"),
    )
    return [
        Case(what, para(chr(0x4E00 + 16 * at) * 2, p, r, named))
        for at, (what, p, r, named) in enumerate(given, 1)
    ]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, float, float]]:
    """Word -> where it begins and ends (twips from the left of the page), and its height in points."""
    folder = tmp_path_factory.mktemp("reading")
    (folder / "x.docx").write_bytes(data())
    program = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*program, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "x.docx")],
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF)},
        check=True,
        capture_output=True,
        timeout=240,
    )
    command = ["pdftotext", "-enc", "UTF-8", "-bbox", str(folder / "x.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    found = {}
    for x, y, right, bottom, word in re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', text
    ):
        found[word] = (float(x) * 20, float(right) * 20, float(bottom) - float(y))
    return found


def data() -> bytes:
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1000" w:right="1474" w:bottom="1000" w:left="1588" w:header="0" w:footer="0" w:gutter="0"/>'
    return document(
        *(case.xml for case in cases()), section=page, parts={"styles": STYLES, "numbering": LISTS}
    )


def paragraphs() -> list[Para]:
    return list(read_document(data()).paragraphs)


@pytest.mark.parametrize(("at", "case"), list(enumerate(cases())), ids=[case.what for case in cases()])
def test_lines_begin_or_end_where_reading_says(
    at: int, case: Case, shown: dict[str, tuple[float, float, float]]
) -> None:
    para = paragraphs()[at]
    begins, ends, _height = shown[para.text]
    if para.values["jc"].value == "right":
        assert abs(ends - (LEFT_MARGIN + TEXT_WIDTH - para.values["right"].value)) < 25
    else:
        assert abs(begins - (LEFT_MARGIN + para.values["left"].value + para.values["first"].value)) < 25


@pytest.mark.parametrize(("at", "case"), list(enumerate(cases())), ids=[case.what for case in cases()])
def test_letters_are_as_large_as_reading_says(
    at: int, case: Case, shown: dict[str, tuple[float, float, float]]
) -> None:
    para = paragraphs()[at]
    reference = shown[paragraphs()[0].text][2] / 28  # of 14 pt, the first paragraph's size
    assert abs(shown[para.text][2] / reference - para.runs[0].values["sz"].value) < 0.6


def test_automatic_numbers_and_their_indents_are_those_shown(tmp_path: Path) -> None:
    body = [
        para("甲子", style="L"),
        para("乙丑", NUMBERED.format(1), "", "L"),
        para("丙寅", NUMBERED.format(0) + '<w:ind w:left="1800" w:firstLine="0"/>', "", "L"),
    ]
    made = document(
        *body,
        section='<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1000" w:right="1474" w:bottom="1000" w:left="1588"/>',
        parts={"styles": STYLES, "numbering": LISTS},
    )
    (tmp_path / "x.docx").write_bytes(made)
    program = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*program, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "x.docx")],
        check=True,
        capture_output=True,
        timeout=240,
    )
    command = ["pdftotext", "-enc", "UTF-8", "-bbox-layout", str(tmp_path / "x.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    lines = [
        ("".join(re.findall(r">([^<]+)</word>", words)), round(float(x) * 20))
        for x, words in re.findall(r'<line xMin="([\d.]+)"[^>]*>(.*?)</line>', text, re.DOTALL)
    ]
    read = read_document(made).paragraphs
    assert [line for line, _ in lines] == [each.label + each.text for each in read]
    for (_line, begins), each in zip(lines, read, strict=True):
        assert abs(begins - LEFT_MARGIN - each.values["left"].value - each.values["first"].value) < 25
