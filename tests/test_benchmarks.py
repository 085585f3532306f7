"""The two sides of the benchmark make the same document, so that their times may be compared."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from docgen import jobs

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, TEMPLATES = ROOT / "samples/good", ROOT / "templates/docx"


def paragraphs(path: Path) -> list[str]:
    """The text of a document's paragraphs."""
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode("utf-8")
    return [re.sub(r"<[^>]+>", "", each) for each in xml.split("</w:p>")]


@pytest.mark.parametrize(
    ("record", "template"),
    [
        ("civil-affairs-half-year/complete.json", "half-year-summary-and-plan.docx"),
        ("notice/inspection-2023.json", "notice.docx"),
    ],
)
def test_docxtpl_makes_the_same_paragraphs_from_the_dumped_values(
    record: str, template: str, tmp_path: Path
) -> None:
    context, theirs, ours = tmp_path / "context.json", tmp_path / "theirs.docx", tmp_path / "ours.docx"
    for program, *arguments in (
        ("dump_context.py", SAMPLES / record, TEMPLATES / template, context),
        ("docxtpl_render.py", "-o", "-q", TEMPLATES / template, context, theirs),
    ):
        command = [sys.executable, "-X", "utf8", ROOT / "benchmarks" / program, *arguments]
        subprocess.run(command, check=True, capture_output=True)
    jobs.make(SAMPLES / record, ours)
    assert paragraphs(theirs) == paragraphs(ours)
