"""docgen audit on files: text, .docx, PDF; exit codes and what is shown."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from docx_builder import document, paragraph, row, table

import docgen
from docgen import jobs
from docgen.auditing.relations import Verdict
from docgen.audits import audit_file, joined
from docgen.cli import run
from docgen.errors import UnreadableInput

WRONG = "全县养老机构32家，其中公办21家，民办12家。"
RIGHT = "全县养老机构32家，其中公办21家，民办11家。"


def test_shows_an_inconsistent_sum_with_its_place_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "报告.txt"
    file.write_text(f"工作总结\n{WRONG}\n", encoding="utf-8")
    assert run(["audit", str(file), "--lang", "zh_CN"]) == 1
    assert capsys.readouterr().out == (
        f"{file}：请核对1处，不能判断0处，相符0处；共读到3个数量\n"
        "\n请核对：\n"
        "  1. 第2段第1句（第2行）  分项合计33家，总数写的是32家，请核对是否漏列或写错。\n"
        "     21家＋12家＝33家，文中为32家\n"
        f"     原文：{WRONG}\n"
    )


def test_a_report_without_faults_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "报告.txt"
    file.write_text(RIGHT, encoding="utf-8")
    assert run(["audit", str(file), "--all", "--lang", "zh_CN"]) == 0
    assert capsys.readouterr().out == (
        f"{file}：没有发现自相矛盾的地方；不能判断0处，相符1处；共读到3个数量\n"
        "\n相符：\n  1. 第1段第1句（第1行）\n     21家＋11家＝32家\n"
    )


def test_json_holds_every_relation_with_its_terms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "报告.txt"
    file.write_text(WRONG, encoding="utf-8")
    assert run(["audit", str(file), "--json", "--lang", "zh_CN"]) == 1
    report = json.loads(capsys.readouterr().out)
    (relation,) = report["inputs"][0]["relations"]
    assert (relation["sort"], relation["verdict"]) == ("sum-differs", "inconsistent")
    assert [WRONG[term["start"] : term["end"]] for term in relation["terms"]] == ["21家", "12家", "32家"]


def test_reads_paragraphs_and_tables_of_a_docx(tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"
    file.write_bytes(document(paragraph("全县养老机构32家，", "其中公办21家，民办12家。"), table(row("任务", WRONG))))
    audit = audit_file(str(file))
    assert [each.place.label for each in audit.of(Verdict.INCONSISTENT)] == ["第1段第1句", "第3段第1句"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("没有.txt", None, "file-missing"),
        ("坏的.docx", b"no zip", "lint-not-docx"),
        ("坏的.pdf", b"no pdf", "audit-not-pdf"),
        ("空的.docx", document(paragraph("")), "audit-no-text"),
    ],
)
def test_says_why_a_file_cannot_be_read(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UnreadableInput) as raised:
        audit_file(str(file))
    assert raised.value.code == code


def test_the_page_marks_the_numbers_in_their_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, page = tmp_path / "报告.txt", tmp_path / "核对.html"
    file.write_text(WRONG + "《a<b》", encoding="utf-8")
    assert run(["audit", str(file), "--html", str(page), "--lang", "zh_CN"]) == 1
    capsys.readouterr()
    text = page.read_text(encoding="utf-8")
    assert (
        '<p class="message">分项合计33家，总数写的是32家，请核对是否漏列或写错。</p>\n<p>21家＋12家＝33家，文中为32家</p>\n'
        "<p>全县养老机构<mark>32家</mark>，其中公办<mark>21家</mark>，民办<mark>12家</mark>。</p>"
    ) in text
    assert run(["audit", str(file), "--html", str(page)]) == 2
    capsys.readouterr()


def test_programs_audit_a_file_with_one_call(tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    file.write_text(WRONG, encoding="utf-8")
    (relation,) = docgen.audit(str(file)).relations
    assert relation.equation == "21家＋12家＝33家，文中为32家"


def test_one_unreadable_file_of_two_ends_with_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "报告.txt"
    file.write_text(RIGHT, encoding="utf-8")
    assert run(["audit", str(file), str(tmp_path / "没有.txt")]) == 4
    assert run(["audit", str(tmp_path / "没有.txt")]) == 3
    capsys.readouterr()


def test_lines_that_fill_the_page_go_on_in_the_next() -> None:
    lines = ["一、社会救助", "截至6月底，全县城市低保对象共二百户，其中A类保障对象", "30户。", "— 2 —", "二、养老服务"]
    assert joined(lines) == ["一、社会救助", lines[1] + "30户。", "二、养老服务"]


GOOD = sorted((Path(__file__).parent.parent / "samples" / "good").glob("civil-affairs-*/*.json"))


@pytest.mark.parametrize("record", GOOD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_accuses_no_document_made_from_a_good_record(record: Path, tmp_path: Path) -> None:
    made = jobs.make(record, tmp_path / "文稿.docx", draft=True)
    audit = audit_file(str(made.document))
    assert [each.equation for each in audit.of(Verdict.INCONSISTENT)] == []
    assert audit.of(Verdict.CONSISTENT) or audit.figures < 20


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_reads_a_pdf_that_libreoffice_made(tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"
    long = "截至六月底，" + "全县各项民政工作平稳有序推进，" * 6
    file.write_bytes(document(paragraph(long + WRONG)))
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*office, "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    (relation,) = audit_file(str(tmp_path / "报告.pdf")).relations
    assert relation.equation == "21家＋12家＝33家，文中为32家"
