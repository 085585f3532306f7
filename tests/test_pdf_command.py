"""docgen pdf: each document's PDF beside it or in a folder; what can't be read is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_builder import document, paragraph

from docgen import converting, pdfs
from docgen.cli import run
from docgen.errors import UsageError

SAMPLE = Path(__file__).parent.parent / "samples" / "good" / "civil-affairs-half-year" / "complete.json"
needs_office = pytest.mark.skipif(converting.find_office() is None, reason="LibreOffice isn't installed")


@needs_office
def test_good_documents_become_pdf_in_the_folder_and_a_renamed_file_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, renamed = tmp_path / "报告.docx", tmp_path / "假.docx"
    good.write_bytes(document(paragraph("全县养老机构32家。")))
    renamed.write_bytes(b"MZ\x90\x00")
    assert run(["pdf", str(good), str(renamed), "-o", str(tmp_path / "出"), "--lang", "zh_CN"]) == 4
    told = capsys.readouterr()
    assert (tmp_path / "出" / "报告.pdf").read_bytes().startswith(b"%PDF-")
    assert [each.name for each in (tmp_path / "出").iterdir()] == ["报告.pdf"]
    assert str(tmp_path / "出" / "报告.pdf") in told.out.splitlines()[0]
    assert told.err.startswith(f"{renamed}: ")


def test_what_is_there_and_what_would_meet_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    one, two = tmp_path / "a" / "报告.docx", tmp_path / "b" / "报告.docx"
    with pytest.raises(UsageError) as refused:
        pdfs.convert_files([one, two], tmp_path, max_bytes=1000)
    assert refused.value.code == "pdf-same-name"
    (tmp_path / "报告.pdf").write_bytes(b"kept")
    with pytest.raises(UsageError) as refused:
        pdfs.convert_files([one], tmp_path, max_bytes=1000)
    assert refused.value.code == "output-exists"
    assert (tmp_path / "报告.pdf").read_bytes() == b"kept"


def test_without_libreoffice_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "find_office", lambda: None)
    with pytest.raises(UsageError) as refused:
        pdfs.convert_files([tmp_path / "报告.docx"], max_bytes=1000)
    assert refused.value.code == "pdf-no-office"


@needs_office
def test_words_sign_that_a_document_is_open_is_called_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "报告.docx").write_bytes(document(paragraph("全县养老机构32家。")))
    sign = tmp_path / "~$报告.docx"
    sign.write_bytes(b"\x06wang" + b"\0" * 157)
    assert run(["pdf", str(sign), str(tmp_path / "报告.docx"), "--lang", "zh_CN"]) == 4
    assert capsys.readouterr().err == (
        f"{sign}: 这不是文稿，是 Word 打开“报告.docx”时留下的标记文件，不用转换。\n"
    )
    assert (tmp_path / "报告.pdf").is_file()


@needs_office
def test_make_gives_the_pdf_beside_the_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "总结.docx"
    assert run(["make", str(SAMPLE), "-o", str(target), "--pdf", "--lang", "zh_CN"]) == 0
    assert (tmp_path / "总结.pdf").read_bytes().startswith(b"%PDF-")
    assert str(tmp_path / "总结.pdf") in capsys.readouterr().out


def test_without_libreoffice_make_still_writes_the_document_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdfs, "find_office", lambda: None)
    target = tmp_path / "总结.docx"
    assert run(["make", str(SAMPLE), "-o", str(target), "--pdf", "--lang", "zh_CN"]) == 4
    told = capsys.readouterr()
    assert target.is_file() and not (tmp_path / "总结.pdf").exists()
    assert told.err == "没有找到 LibreOffice，不能做 PDF；请先安装，再试一次。\n"


@needs_office
def test_a_pdf_that_cannot_be_written_is_told_and_the_others_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, blocked = tmp_path / "a b" / "报告 一.docx", tmp_path / "c" / "报告二.docx"
    damaged = tmp_path / "c" / "坏.docx"
    for path in (good, blocked):
        path.parent.mkdir()
        path.write_bytes(document(paragraph("全县养老机构32家。")))
    damaged.write_bytes(good.read_bytes()[:-40])
    (blocked.with_suffix(".pdf")).mkdir()
    files = [str(each) for each in (blocked, damaged, good)]
    assert run(["pdf", *files, "--force", "--lang", "zh_CN"]) == 4
    told = capsys.readouterr()
    assert [line for line in told.out.splitlines() if "报告" in line] == [f"已写出：{good.with_suffix('.pdf')}"]
    assert [line.partition(": ")[0] for line in told.err.splitlines()] == [str(damaged), str(blocked.with_suffix(".pdf"))]
