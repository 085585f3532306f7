"""docgen lint on the text of a document, and on a plain draft: told together, put right once, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_builder import document, paragraph, part, texts

from docgen.cli import main
from docgen.errors import UsageError
from docgen.lints import Choice, fix_file, lint_files
from docgen.rules.outcomes import Status

DRAFT = """关于开展社会组织年检的通知

各乡镇人民政府:
为做好年检工作,现将有关事项通知如下.
一.年检对象
(一)社会团体。2019年登记的社会团体,都要参加.
电话0792-4341234,请于8月1号前报送.
共青城市民政局
2020年07月3日
"""


@pytest.fixture
def txt(tmp_path: Path) -> Path:
    path = tmp_path / "草稿.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def told(path: Path, choice: Choice) -> list[tuple[str, str]]:
    (checked,) = lint_files([str(path)], choice)
    assert checked.result is not None
    return [(each.rule, each.message) for each in checked.result.outcomes if each.status is Status.FAIL]


def test_of_a_plain_draft_only_the_text_is_judged_and_alike_faults_are_one(txt: Path) -> None:
    assert told(txt, Choice()) == [
        ("text.date.issue", "“2020年07月3日”，应为“2020年7月3日”"),
        ("text.heading.l1-mark", "“一.年检对象”，应为“一、年检对象”"),
        ("text.heading.l2-mark", "“(一)社会团体。2…”，应为“（一）社会团体。2…”"),
        ("text.punct.halfwidth", "“…乡镇人民政府:”，应为“…乡镇人民政府：”"),
        ("text.punct.stop", "“…事项通知如下.”，应为“…事项通知如下。”"),
        ("text.date.form", "“…,请于8月1号前报送.”，一般为“…,请于8月1日前报送.”"),
    ]


def test_a_plain_draft_becomes_a_document_with_its_parts_in_their_styles(txt: Path) -> None:
    fixed = fix_file(str(txt), Choice())
    assert Path(fixed.written).name == "草稿（已调整）.docx"
    assert [text for text in texts(Path(fixed.written).read_bytes()) if text] == [
        "关于开展社会组织年检的通知",
        "各乡镇人民政府：",
        "为做好年检工作，现将有关事项通知如下。",
        "一、年检对象",
        "（一）社会团体。2019年登记的社会团体，都要参加。",
        "电话0792-4341234，请于8月1日前报送。",
        "共青城市民政局",
        "2020年7月3日",
    ]
    assert told(Path(fixed.written), Choice()) == []
    assert fix_file(fixed.written, Choice()).departures == ()


def test_changes_of_the_text_are_revisions_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(document(paragraph("上半年,我局稳步推进各项工作，成效明显。")))
    fixed = fix_file(str(path), Choice(select=("text",), is_tracked=True))
    xml = part(Path(fixed.written).read_bytes())
    assert '<w:delText xml:space="preserve">,</w:delText>' in xml
    assert (xml.count("<w:ins "), xml.count("<w:del "), xml.count("w:date")) == (1, 1, 0)
    assert told(Path(fixed.written), Choice(select=("text",))) == []


def test_the_command_shows_each_place_before_and_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(document(paragraph("上半年,我局稳步推进,成效明显。")))
    with pytest.raises(SystemExit) as left:
        main(["lint", str(path), "--diff", "--select", "text", "--lang", "zh_CN"])
    assert left.value.code == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  正文第1段“上半年,我局稳步推进,成…”  - “上半年,我局稳步推进…”  + “上半年，我局稳步推进…”",
        "  正文第1段“上半年,我局稳步推进,成…”  - “…我局稳步推进,成效明显。”  + “…我局稳步推进，成效明显。”",
    ]
    assert list(tmp_path.iterdir()) == [path]


def test_the_document_itself_is_never_written_over_and_what_is_put_right_is_a_docx(txt: Path) -> None:
    fixed = Path(fix_file(str(txt), Choice()).written)
    before = [path.read_bytes() for path in (txt, fixed)]
    wrong = [(txt, txt, "output-not-docx"), (fixed, fixed, "output-is-input"), (txt, "改好", "output-not-docx")]
    for source, output, code in wrong:
        with pytest.raises(UsageError) as refused:
            fix_file(str(source), Choice(), output=str(output), force=True)
        assert refused.value.code == code
    assert [path.read_bytes() for path in (txt, fixed)] == before
    folder = txt.with_name("改好的")
    folder.mkdir()
    assert fix_file(str(txt), Choice(), output=str(folder)).written == str(folder / fixed.name)
