"""docgen pdf: each document's PDF beside it or in a folder; what can't be read is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_builder import document, paragraph

from docgen import converting, pdfs
from docgen.cli import run
from docgen.errors import UsageError

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
