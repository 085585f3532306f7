"""Made documents as LibreOffice lays them out: they open, and the pages say what the record says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from docgen import jobs
from docgen.contexts import document_context
from docgen.library import Library
from docgen.records import Record
from docgen.schemas import load_kind

ROOT = Path(__file__).resolve().parent.parent
GOOD = ROOT / "samples" / "good"
SEED = ROOT / "samples" / "gongqingcheng-2020h1.json"

#: name of the made document -> record, template ("" is the kind's own), whether it is a draft
DOCUMENTS = {
    "complete": (GOOD / "civil-affairs-half-year/complete.json", "", False),
    "plan": (GOOD / "civil-affairs-half-year/complete.json", "work-plan", False),
    "poor-results": (GOOD / "civil-affairs-half-year/poor-results.json", "", False),
    "rectification": (next((GOOD / "rectification-list").glob("*.json")), "", False),
    "seed-draft": (SEED, "", True),
}

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice (soffice) and poppler (pdftotext)",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made documents, and beside each its PDF."""
    folder = tmp_path_factory.mktemp("pages")
    for name, (record, template, is_draft) in DOCUMENTS.items():
        made = jobs.make(record, folder / f"{name}.docx", template=template or None, draft=is_draft)
        assert made.document is not None
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    fonts = str(ROOT / "tests" / "fonts" / "official-document-fonts.conf")
    subprocess.run(
        [*office, "--convert-to", "pdf", "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))],
        env={**os.environ, "FONTCONFIG_FILE": fonts},
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder


def page_text(pdf: Path) -> str:
    """The text of a PDF in reading order without any space, page numbers and the draft's mark."""
    command = ["pdftotext", "-enc", "UTF-8", "-nopgbrk", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    lines = [re.sub(r"\s", "", line) for line in text.splitlines()]
    furniture = re.compile(r"—\d+—|草稿|草|稿|草稿（未经核准，不得外传）")
    return "".join(line for line in lines if not furniture.fullmatch(line))


def document_text(path: Path) -> str:
    """The text of a document's body without any space, wherever it stands in the XML."""
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml")
    from lxml import etree

    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body = etree.fromstring(xml).find(f"{w}body")
    return re.sub(r"\s", "", "".join(text.text or "" for text in body.iter(f"{w}t")))


def said(value: Any) -> Iterator[str]:
    """Every text of a part of the record's sections, in the order in which it is to be read."""
    for section in value:
        yield str(section["heading"])
        for paragraph in section["body"]:
            yield str(paragraph)
        yield from said(section["subsections"])


def record_texts(record: Record, library: Library) -> list[str]:
    """What a record wants said, in order and without any space."""
    context = document_context(record, load_kind(library, record.kind_id))
    texts = [str(context["title"]), str(context["opening"])]
    for part in context["parts"]:
        texts += said(part["sections"])
    texts += [str(context["signature"]["issuer"]), str(context["signature"]["date"])]
    return [re.sub(r"\s", "", text) for text in texts]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_opens_in_python_docx_and_has_pages(name: str, folder: Path) -> None:
    assert len(docx.Document(str(folder / f"{name}.docx")).paragraphs) > 3
    assert (folder / f"{name}.pdf").stat().st_size > 10_000


@pytest.mark.parametrize("name", ["complete", "plan", "poor-results"])
def test_the_pages_say_exactly_what_the_document_holds(name: str, folder: Path) -> None:
    assert page_text(folder / f"{name}.pdf") == document_text(folder / f"{name}.docx")


@pytest.mark.parametrize("name", ["complete", "poor-results", "seed-draft"])
def test_the_pages_say_all_that_the_record_says_in_its_order(name: str, folder: Path, library: Library) -> None:
    pages = page_text(folder / f"{name}.pdf")
    at = 0
    for text in record_texts(jobs.load(DOCUMENTS[name][0]), library):
        found = pages.find(text, at)
        assert found >= 0, f"not on the pages after character {at}: {text}"
        at = found + len(text)
