"""Documents and what lies beside them, broken or made to do harm: docgen verify says what is wrong, in a word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document

from docgen import jobs
from docgen.cli import run
from docgen.errors import DocgenError, UnreadableInput
from docgen.verifying import verify
from tests.docx_builder import document, paragraph, row, table
from tests.layout.test_hostile_documents import HOSTILE

SAMPLE = Path(__file__).parent.parent / "samples" / "good" / "notice" / "inspection-2023.json"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    shutil.copy(SAMPLE, tmp_path / "notice.json")
    return tmp_path / "notice.json"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_that_cant_be_read_is_refused_with_a_clear_word(name: str, record: Path) -> None:
    make, code = HOSTILE[name]
    path = record.with_name("edited.docx")
    path.write_bytes(make())
    with pytest.raises(UnreadableInput) as refused:
        verify(str(path), str(record))
    assert (refused.value.code, refused.value.path) == (code, str(path))


def test_the_command_says_so_and_writes_nothing(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, marked = record.with_name("edited.docx"), record.with_name("marked.docx")
    path.write_bytes(HOSTILE["entities"][0]())
    assert run(["verify", str(path), "--record", str(record), "-o", str(marked)]) == 3
    printed = capsys.readouterr()
    assert "edited.docx" in printed.err and "Traceback" not in printed.err
    assert printed.out == ""
    assert sorted(each.name for each in record.parent.iterdir()) == ["edited.docx", "notice.json"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("binary.txt", bytes(range(256)) * 40),
        ("empty.txt", b""),
        ("empty.pdf", b""),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>"),
        ("text.pdf", "关于开展检查的通知".encode()),
    ],
)
def test_a_text_or_pdf_that_cant_be_read_is_refused(name: str, data: bytes, record: Path) -> None:
    path = record.with_name(name)
    path.write_bytes(data)
    with pytest.raises(DocgenError) as refused:
        verify(str(path), str(record))
    assert refused.value.path == str(path)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, "[]", '{"record": 1, "template": [], "values": {}}', '{"values": [1]}', "\0"],
)
def test_a_manifest_that_is_none_says_nothing(text: str, record: Path) -> None:
    made = record.with_suffix(".docx")
    jobs.make(str(record), made)
    record.with_suffix(".docgen.json").write_text(text, encoding="utf-8")
    assert verify(str(made), str(record)).findings == ()
    assert [each.code for each in verify(str(made)).findings] == ["verify-record-needed"]


@pytest.mark.parametrize(
    "body",
    [
        [paragraph("1" * 50_000)],
        [paragraph("百" * 20_000 + "元")],
        [paragraph("3人、" * 2_000)],
        [paragraph(f"第{number}项支出{number}万元。") for number in range(800)],
        [table(*(row(str(number), "无") for number in range(600)))],
        [paragraph("（" * 5_000), paragraph("“" * 5_000), paragraph("\u200b" * 5_000)],
    ],
    ids=["long number", "long numeral", "many in a paragraph", "many paragraphs", "long table", "open brackets"],
)
def test_a_document_of_endless_numbers_is_another_one(body: list[str], record: Path) -> None:
    path = record.with_name("edited.docx")
    path.write_bytes(document(*body))
    assert [each.code for each in verify(str(path), str(record)).findings] == ["verify-other-record"]


def test_endless_numbers_put_into_the_document_are_told_together(record: Path) -> None:
    made = record.with_suffix(".docx")
    jobs.make(str(record), made)
    text = record.with_name("pasted.txt")
    lines = [each.text for each in Document(str(made)).paragraphs]
    text.write_text("\n".join([*lines, "又支出3.77万元、" * 1_000]), encoding="utf-8")
    [finding] = [each for each in verify(str(text), str(record)).findings if each.code == "final-figures-new"]
    assert (finding.parameters["count"], finding.blocks) == (1_000, False)


def test_a_record_that_cant_be_read_is_refused(record: Path) -> None:
    made = record.with_suffix(".docx")
    jobs.make(str(record), made)
    for content in (b"", b"{", b"[" * 100_000, b"\xff\xfe\0"):
        record.write_bytes(content)
        with pytest.raises(DocgenError):
            verify(str(made), str(record))
    record.write_bytes(b'{"kind": "notice"}')
    assert [each.code for each in verify(str(made), str(record)).findings] == ["verify-other-record"]
