"""docgen verify: a made document, one with a figure changed, and one without its record."""

from __future__ import annotations

import importlib
import json
import re
import shutil
from pathlib import Path

import pytest
from docx import Document

from docgen import jobs
from docgen.cli import run
from docgen.errors import UsageError
from docgen.messages import word
from docgen.verifying import verify
from tests.worked_on import W, parts_of, replaced

SAMPLE = Path(__file__).parent.parent / "samples" / "good" / "civil-affairs-half-year" / "complete.json"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    shutil.copy(SAMPLE, tmp_path / "summary.json")
    jobs.make(str(tmp_path / "summary.json"), tmp_path / "summary.docx")
    return tmp_path / "summary.docx"


def test_a_document_as_made_differs_in_nothing(made: Path) -> None:
    found = verify(str(made))
    assert found.findings == ()
    assert found.count("same") == len(found.values) > 200
    assert run(["verify", str(made)]) == 0


def test_without_its_record_nothing_is_passed(made: Path) -> None:
    (made.parent / "summary.json").unlink()
    found = verify(str(made))
    assert [each.code for each in found.findings] == ["verify-record-needed"]
    assert found.values == ()
    assert run(["verify", str(made)]) != 0


def test_a_record_with_something_missing_is_not_passed(made: Path) -> None:
    record = made.parent / "summary.json"
    data = json.loads(record.read_text("utf-8"))
    del data["period"]["end"]
    record.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    found = verify(str(made), str(record))
    assert [(each.place.label, word(each.code, each.parameters, "zh_CN")) for each in found.findings if each.blocks] == [
        ("报告期 › 截止日", "工作记录自身有1处差错（第一处：报告期 › 截止日），不能全部核对，请改正后再核对。")
    ]


def test_a_changed_figure_is_the_one_finding(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = parts_of(made.read_bytes())["word/document.xml"].decode("utf-8")
    stated = re.search(r">(\d+\.\d+)</w:t>", body)
    assert stated is not None
    made.write_bytes(replaced(made.read_bytes(), f">{stated[1]}<", f">9{stated[1]}<"))
    assert len(verify(str(made)).findings) == 1
    assert run(["verify", str(made)]) == 1
    assert f"9{stated[1]}" in capsys.readouterr().out


def test_a_marked_copy_has_a_comment_at_the_change_and_a_list_of_changes(made: Path) -> None:
    edited = made.with_name("edited.docx")
    edited.write_bytes(replaced(made.read_bytes(), ">1048<", ">1084<"))
    marked = made.with_name("marked.docx")
    record = str(made.parent / "summary.json")
    found = verify(str(edited), record, output=str(marked))
    assert found.written == (str(marked), str(marked.with_name("marked.改动清单.docx")))
    [comment] = Document(str(marked)).comments
    assert comment.text == "城市低保人数：文稿为1084人，工作记录为1048人，请核对。"
    body = parts_of(marked.read_bytes())["word/document.xml"].decode("utf-8")
    around = body.partition("<w:commentRangeStart")[2].partition("<w:commentRangeEnd")[0]
    assert ">1084<" in around and body.count("<w:commentRangeStart") == 1
    cells = [cell.text for row in Document(found.written[1]).tables[0].rows for cell in row.cells]
    assert cells[6:10] == ["1048人", "1084人", "城市低保人数", "□记录　□文稿"]
    untouched = {name: data for name, data in parts_of(edited.read_bytes()).items() if name == "word/styles.xml"}
    assert untouched.items() <= parts_of(marked.read_bytes()).items()
    with pytest.raises(UsageError):
        verify(str(edited), record, output=str(marked))
    with pytest.raises(UsageError):
        verify(str(edited), record, output=str(edited), force=True)


def test_pasted_text_and_pdf_text_are_compared_as_well(made: Path) -> None:
    record = str(made.parent / "summary.json")
    lines = [each.text for each in Document(str(made)).paragraphs]
    text = made.with_name("pasted.txt")
    text.write_text("\n".join(lines).replace("1048人", "1084人"), encoding="gb18030")
    assert [each.code for each in verify(str(text), record).findings] == ["final-figure-differs"]
    with pytest.raises(UsageError):
        verify(str(text), record, output=str(made.with_name("m.docx")))


def test_the_scores_of_a_notice_are_full(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "tools"))
    tool = importlib.import_module("verify_scores")
    monkeypatch.setattr(tool, "NAMES", ("notice/inspection-2023",))
    monkeypatch.setattr(tool, "HARMLESS", dict(list(tool.HARMLESS.items())[::4]))
    monkeypatch.setattr(tool, "find_office", lambda: None)
    assert tool.scores(most=1) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        f"changed by {way}, {kept}: 1 of 1 (100.0%)"
        for kept in ("with anchors", "without anchors")
        for way in ("raw XML", "python-docx")
    ]
    assert lines[-2:] == [
        "27 kinds of edit that change no figure, nothing told: 27 of 27 (100.0%)",
        "a value changed, then such an edit, told alone: 27 of 27 (100.0%)",
    ]


def test_the_edited_values_are_proposed_to_the_record_and_what_follows_is_told(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = made.with_name("edited.docx")
    edited.write_bytes(replaced(made.read_bytes(), ">53.448<", ">153.448<"))
    record, patch = made.parent / "summary.json", made.with_name("patch.json")
    before = record.read_bytes()
    code = run(
        ["verify", str(edited), "--record", str(record), "--into-record", str(patch), "--lang", "zh_CN"]
    )
    assert code == 1
    assert json.loads(patch.read_text(encoding="utf-8")) == [
        {"op": "test", "path": "/indicators/urban_dibao_monthly_amount/value", "value": 53.448},
        {"op": "replace", "path": "/indicators/urban_dibao_monthly_amount/value", "value": 153.448},
    ]
    assert record.read_bytes() == before
    assert "低保人均补差不高于低保标准: 通过 → 不通过" in capsys.readouterr().out


def test_without_a_change_nothing_is_proposed(made: Path) -> None:
    patch = made.with_name("patch.json")
    found = verify(str(made), into_record=str(patch))
    assert (found.consequences, json.loads(patch.read_text(encoding="utf-8"))) == ((), [])


def test_what_is_written_is_never_what_it_was_made_from(made: Path) -> None:
    record = made.parent / "summary.json"
    before = [path.read_bytes() for path in (made, record)]
    wrong: list[tuple[dict[str, str], str]] = [
        ({"output": str(made)}, "output-is-input"),
        ({"output": str(made.with_name("批注本"))}, "output-not-docx"),
        ({"output": str(record)}, "output-not-docx"),
        ({"into_record": str(record)}, "output-is-input"),
        ({"into_record": str(made)}, "output-is-input"),
    ]
    for given, code in wrong:
        with pytest.raises(UsageError) as refused:
            verify(str(made), str(record), force=True, **given)  # type: ignore[arg-type]
        assert refused.value.code == code
    assert [path.read_bytes() for path in (made, record)] == before


def test_a_folder_gets_the_marked_copy_under_the_documents_name(made: Path) -> None:
    folder = made.with_name("给领导")
    folder.mkdir()
    assert verify(str(made), output=str(folder)).written == (
        str(folder / "summary.批注本.docx"),
        str(folder / "summary.批注本.改动清单.docx"),
    )


def test_the_mark_in_the_head_of_a_letters_page_is_compared_with_the_record(tmp_path: Path) -> None:
    record = str(SAMPLE.parent.parent / "letter" / "verify-residents.json")
    letter, marked = tmp_path / "letter.docx", tmp_path / "marked.docx"
    jobs.make(record, letter)
    assert verify(str(letter), record).findings == ()
    letter.write_bytes(replaced(letter.read_bytes(), "民政局", "财政局", "word/header1.xml"))
    [finding] = verify(str(letter), record, output=str(marked)).findings
    assert (finding.code, finding.place.label) == ("final-text-differs", "页眉第1段“云川县财政局”")
    command = ["verify", str(letter), "--record", record]
    assert (run(command), run([*command, "--strict"])) == (0, 1)
    [comment] = Document(str(marked)).comments  # Word has none in heads
    assert comment.text == (
        "页眉第1段“云川县财政局”：发文机关 › 全称：文稿为“云川县财政局”，工作记录为“云川县民政局”，请核对。"
    )
    head = "<w:p><w:r><w:t>今年已支出100万元</w:t></w:r></w:p></w:hdr>"
    jobs.make(record, letter, force=True)
    letter.write_bytes(replaced(letter.read_bytes(), "</w:hdr>", head, "word/header1.xml"))
    [finding] = verify(str(letter), record).findings
    assert (finding.code, finding.place.label) == ("final-figures-new", "页眉第2段“今年已支出100万元”")


def test_pages_heads_that_only_count_pages_or_come_twice_tell_nothing(tmp_path: Path) -> None:
    record = str(SAMPLE.parent.parent / "letter" / "verify-residents.json")
    letter, text = tmp_path / "letter.docx", tmp_path / "letter.txt"
    jobs.make(record, letter)
    body = Document(str(letter)).element.body
    lines = ["".join(each.itertext(f"{{{W}}}t")) for each in body.iter(f"{{{W}}}p")]
    text.write_text("\n".join(lines), encoding="utf-8")
    assert verify(str(text), record).findings == ()
    mark = re.search(r"<w:p>.*</w:p>", parts_of(letter.read_bytes())["word/header1.xml"].decode("utf-8"))
    assert mark is not None
    pages = '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>3万元</w:t></w:r></w:fldSimple>'
    more = f"{mark[0]}<w:p><w:r><w:t>共</w:t></w:r>{pages}</w:p></w:hdr>"
    letter.write_bytes(replaced(letter.read_bytes(), "</w:hdr>", more, "word/header1.xml"))
    assert verify(str(letter), record).findings == ()
