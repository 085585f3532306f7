"""Made documents as LibreOffice lays them out: they open, and the pages say what the record says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pytest

from docgen import jobs
from docgen.contexts import document_context
from docgen.diagnosing import FONTS_CONF
from docgen.library import Library
from docgen.schemas import load_kind

ROOT = Path(__file__).resolve().parent.parent
GOOD = ROOT / "samples" / "good"
SEED = ROOT / "samples" / "gongqingcheng-2020h1.json"

OFFICE_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: the head of the ledger, which every page of it repeats
LEDGER_HEAD = "序号问题来源问题描述责任领导责任单位责任人整改措施整改时限完成情况整改状态销号日期佐证材料"
EXPLANATIONS = """\
- rule: association-decoupling-sum
  place: ""
  reason: 另有1家已办理注销登记
  by: 社会组织管理股
"""
HALF_YEAR, LIST, ANNUAL = "half-year-summary-and-plan", "rectification-report", "annual-summary"


class Case(NamedTuple):
    """A document to make: its record, its template, and whether it is a draft."""

    record: Path
    template: str
    is_draft: bool = False


#: name of the made document -> what it is made of: every template with every good sample, and drafts
DOCUMENTS = {
    **{
        f"{record.stem}-{template}": Case(record, template)
        for record in sorted((GOOD / "civil-affairs-half-year").glob("*.json"))
        for template in (HALF_YEAR, "work-plan")
    },
    **{f"{record.stem}-{LIST}": Case(record, LIST) for record in sorted((GOOD / "rectification-list").glob("*.json"))},
    **{f"{record.stem}-{ANNUAL}": Case(record, ANNUAL) for record in sorted((GOOD / "civil-affairs-annual").glob("*.json"))},
    "annual-draft": Case(GOOD / "civil-affairs-annual" / "poor-results.json", ANNUAL, is_draft=True),
    "seed-draft": Case(SEED, HALF_YEAR, is_draft=True),
    "seed-plan-draft": Case(SEED, "work-plan", is_draft=True),
    "rectification-draft": Case(GOOD / "rectification-list" / "three-sources.json", LIST, is_draft=True),
}
#: a PDF keeps a draft's comments as notes
PDF = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice (soffice) and poppler (pdftotext)",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made documents and check sheets, and beside each its PDF."""
    folder = tmp_path_factory.mktemp("pages")
    explanations = folder / "explanations.yaml"
    explanations.write_text(EXPLANATIONS, encoding="utf-8")
    for name, (record, template, is_draft) in DOCUMENTS.items():
        made = jobs.make(record, folder / f"{name}.docx", template=template, draft=is_draft)
        assert made.document is not None
    assert jobs.make(SEED, folder / "seed-explained.docx", explanations=explanations).sheet is not None
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    fonts = str(FONTS_CONF)
    subprocess.run(
        [*office, "--convert-to", PDF, "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))],
        env={**os.environ, "FONTCONFIG_FILE": fonts},
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder


def pages(pdf: Path) -> list[str]:
    """The text of each page, a line a line; cells of a table one after the other."""
    # raw: as it was written, where the order of reading would go across the cells of a row
    order = ["-raw"] if any(word in pdf.name for word in ("rectification", "annual")) else []
    command = ["pdftotext", "-enc", "UTF-8", *order, str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    return text.removesuffix("\f").split("\f")


def page_text(pdf: Path) -> str:
    """The text of a PDF without any space, page numbers, the draft's mark and repeated heads of tables."""
    kept = []
    for number, page in enumerate(pages(pdf), 1):
        lines = [re.sub(r"\s", "", line) for line in page.splitlines()]
        mark = re.compile(r"草稿|草|稿|草稿（未经核准，不得外传）")
        text = "".join(line for line in lines if not mark.fullmatch(line))
        kept.append(text.replace(f"—{number}—", "", 1).removeprefix(LEDGER_HEAD))
    return "".join(kept)


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


def record_texts(case: Case, library: Library) -> list[str]:
    """What a record wants said by a template, in order and without any space."""
    record = jobs.load(case.record)
    context = document_context(record, load_kind(library, record.kind_id))
    texts: list[str] = []
    if case.template == "work-plan":
        texts += said(context["plan_sections"])
    else:
        texts += [str(context["title"]), str(context["opening"])]
        for part in context["parts"]:
            texts += said(part["sections"])
    texts += [str(context["signature"]["issuer"]), str(context["signature"]["date"])]
    if case.template == HALF_YEAR:
        texts.append(str(context["publication"]["index_number"]))
    for row in context["ledger"] if case.template == LIST else ():
        names = ("problem", "leader", "unit", "person", "measure", "progress", "status")
        texts += [str(row["source"]), *(str(row["item"][name]) for name in names)]
    return [re.sub(r"\s", "", text) for text in texts]


def notes(pdf: Path) -> int:
    """How many notes a PDF has."""
    return len(re.findall(rb"/Subtype\s*/Text\b", pdf.read_bytes()))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_opens_in_libreoffice_and_python_docx(name: str, folder: Path) -> None:
    assert len(docx.Document(str(folder / f"{name}.docx")).paragraphs) > 3
    assert len(pages(folder / f"{name}.pdf")) >= 1


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_part_of_a_document_is_there_and_well_formed(name: str, folder: Path) -> None:
    from lxml import etree

    with zipfile.ZipFile(folder / f"{name}.docx") as package:
        parts = {part: package.read(part) for part in package.namelist()}
    types = etree.fromstring(parts["[Content_Types].xml"])
    listed = {each.get("PartName") for each in types if each.get("PartName")}
    assert listed <= {f"/{part}" for part in parts}
    relationships = etree.fromstring(parts["word/_rels/document.xml.rels"])
    targets = {each.get("Id"): f"word/{each.get('Target')}" for each in relationships}
    assert set(targets.values()) <= set(parts)
    document = etree.fromstring(parts["word/document.xml"])
    used = document.xpath("//@r:id", namespaces={"r": OFFICE_RELATIONSHIPS})
    assert set(used) <= set(targets)
    for part, content in parts.items():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(content)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_pages_say_exactly_what_the_document_holds(name: str, folder: Path) -> None:
    assert page_text(folder / f"{name}.pdf") == document_text(folder / f"{name}.docx")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_pages_say_all_that_the_record_says_in_its_order(name: str, folder: Path, library: Library) -> None:
    text_of_pages = page_text(folder / f"{name}.pdf")
    at = 0
    for text in record_texts(DOCUMENTS[name], library):
        found = text_of_pages.find(text, at)
        assert found >= 0, f"not on the pages after character {at}: {text}"
        at = found + len(text)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_page_of_a_draft_says_so_and_no_other_page(name: str, folder: Path) -> None:
    marked = ["草稿（未经核准，不得外传）" in page for page in pages(folder / f"{name}.pdf")]
    assert marked == [DOCUMENTS[name].is_draft] * len(marked)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_page_has_its_number(name: str, folder: Path) -> None:
    for number, page in enumerate(pages(folder / f"{name}.pdf"), 1):
        assert f"—{number}—" in re.sub(r"\s", "", page)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_libreoffice_keeps_every_comment_of_a_draft(name: str, folder: Path) -> None:
    comments = len(list(docx.Document(str(folder / f"{name}.docx")).comments))
    assert notes(folder / f"{name}.pdf") == comments
    assert bool(comments) == DOCUMENTS[name].is_draft


@pytest.mark.parametrize("name", ["poor-results-half-year-summary-and-plan", "seed-explained"])
def test_the_check_sheet_is_one_page(name: str, folder: Path) -> None:
    (page,) = pages(folder / f"{name}.校核单.pdf")
    assert "文稿校核单" in page and "校核人" in page
    assert ("社会组织管理股" in page) == (name == "seed-explained")
