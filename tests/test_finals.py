"""docgen finalize on documents of our own and of others: what is set, what forbids it, what is left in the copy."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from docgen import jobs
from docgen.cli import run
from docgen.errors import UnreadableInput, UsageError
from docgen.finalising.results import Finalised, Order
from docgen.finals import finalise
from docgen.findings import Finding
from docgen.formats.final_text import finalised_text
from docgen.layout.parts import recognise
from docgen.messages import word
from docgen.ooxml.reading import read_document
from docgen.ooxml.traces import traces
from tests.worked_on import AUTHOR, SECRETS, changed, packed, parts_of, replaced, revised, worked_on

SAMPLES = Path(__file__).parent.parent / "samples" / "good"
MOMENT = datetime.fromisoformat("2024-07-08T17:30:00+08:00")
NOTICE = Order(number="云民字〔2024〕16号", day="2024-02-06", signed_by="李四")
SUMMARY = Order(number=None, day="2024-07-08", signed_by="李四")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a notice and a summary, made, beside their records."""
    folder = tmp_path_factory.mktemp("made")
    for name, record in (
        ("notice", "notice/inspection-2023.json"),
        ("summary", "civil-affairs-half-year/complete.json"),
        ("letter", "letter/verify-residents.json"),
    ):
        shutil.copy(SAMPLES / record, folder / f"{name}.json")
        jobs.make(str(folder / f"{name}.json"), folder / f"{name}.docx")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of that folder to write in."""
    shutil.copytree(made, tmp_path / "office")
    return tmp_path / "office"


def texts(path: str | Path) -> dict[str, list[str]]:
    """Role -> texts of a document."""
    found: dict[str, list[str]] = {}
    for para in recognise(read_document(Path(path).read_bytes())).paragraphs:
        found.setdefault(para.role, []).append(para.text)
    return found


def said(made: Finalised) -> list[tuple[str, str, bool]]:
    """Each finding: place, sentence in Chinese, whether it forbids."""
    return [(each.place.label, worded(each), each.blocks) for each in made.findings]


def worded(finding: Finding) -> str:
    return word(finding.code, finding.parameters, "zh_CN")


def codes(made: Finalised) -> list[str]:
    return [each.code for each in made.findings]


def with_document(folder: Path, name: str, data: bytes) -> str:
    """The document of that name replaced."""
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_a_notice_gets_its_number_and_date_and_keeps_everything_else(folder: Path) -> None:
    path = folder / "notice.docx"
    done = finalise(str(path), NOTICE, MOMENT)
    assert said(done) == [
        ("落款 › 成文日期", "工作记录里还是2024-01-30，请把2024-02-06也写进记录。", False),
        ("发文字号", "工作记录里还是云民字〔2024〕6号，请把云民字〔2024〕16号也写进记录。", False),
    ]
    assert done.written == str(folder / "notice.定稿.docx")
    before, after = texts(path), texts(done.written)
    assert after["doc-no"] == ["云民字〔2024〕16号"]
    assert after["date"] == ["2024年2月6日"]
    assert {role: text for role, text in before.items() if role not in ("doc-no", "date")} == {
        role: text for role, text in after.items() if role not in ("doc-no", "date")
    }
    assert [(each.what, each.before, each.after) for each in done.changes] == [
        ("number", "云民字〔2024〕6号", "云民字〔2024〕16号"),
        ("date", "2024年1月30日", "2024年2月6日"),
    ]


def test_parts_that_hold_nothing_to_change_keep_their_bytes(folder: Path) -> None:
    done = finalise(str(folder / "notice.docx"), NOTICE, MOMENT)
    before, after = parts_of((folder / "notice.docx").read_bytes()), parts_of(Path(done.written).read_bytes())
    assert set(before) == set(after)
    assert sorted(name for name in before if before[name] != after[name]) == [
        "docProps/core.xml",
        "word/document.xml",
    ]


def test_the_same_order_gives_the_same_bytes_at_any_time(folder: Path) -> None:
    first = finalise(str(folder / "notice.docx"), NOTICE, MOMENT)
    data = Path(first.written).read_bytes()
    later = datetime.fromisoformat("2031-01-01T00:00:00+08:00")
    finalise(str(folder / "notice.docx"), NOTICE, later, force=True)
    assert Path(first.written).read_bytes() == data


def test_a_copy_keeps_nothing_of_those_who_worked_on_it(folder: Path) -> None:
    dirty = worked_on((folder / "summary.docx").read_bytes())
    path = with_document(folder, "summary.docx", dirty)
    assert {what for _part, what in traces(dirty)} == {
        *("part", "rsid", "author", "comment", "anchor", "creator", "record"),
    }
    done = finalise(path, SUMMARY, MOMENT)
    assert [(each.code, each.blocks) for each in done.findings if each.code != "final-record-behind"] == [
        ("final-comment", False)
    ]
    data = Path(done.written).read_bytes()
    assert traces(data) == []
    everything = b"\n".join((*parts_of(data).values(), *(name.encode() for name in parts_of(data))))
    assert [secret for secret in SECRETS if secret.encode("utf-8") in everything] == []
    before, after = texts(path), texts(done.written)
    assert before["date"] == ["2024年7月5日"]
    assert after["date"] == ["2024年7月8日"]
    assert after["body"] == before["body"]


def test_what_was_stripped_opens_in_python_docx_with_its_text(folder: Path) -> None:
    import docx

    path = with_document(folder, "summary.docx", worked_on((folder / "summary.docx").read_bytes()))
    done = finalise(path, SUMMARY, MOMENT)
    opened = docx.Document(done.written)
    assert opened.core_properties.author == ""
    assert opened.core_properties.last_modified_by == ""
    assert opened.core_properties.title.startswith("云川县民政局2024年")
    assert opened.paragraphs[0].text == "云川县民政局2024年\n上半年工作总结和下半年工作计划"


def test_a_revision_that_waits_forbids_it(folder: Path) -> None:
    path = with_document(
        folder, "summary.docx", revised((folder / "summary.docx").read_bytes(), "集中供养", "机构供养")
    )
    done = finalise(path, SUMMARY, MOMENT)
    assert [each for each in said(done) if each[2]] == [
        ("正文第6段“二是特困供养精准到人。全…”", f"有修订没有接受或拒绝：删除“集中供养”（{AUTHOR}）。", True),
        ("正文第6段“二是特困供养精准到人。全…”", f"有修订没有接受或拒绝：插入“机构供养”（{AUTHOR}）。", True),
    ]
    assert done.written == ""
    assert not (folder / "summary.定稿.docx").exists()
    assert not (folder / "history.jsonl").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("请于{{ deadline }}前报送。", "final-template-sign"),
        ("请于｛｛deadline｝｝前报送。", "final-template-sign"),
        ("共救助{relieved_persons}人次。", "final-mention"),
        ("共救助（待核实）人次。", "final-to-fill"),
        ("共救助待填人次。", "final-to-fill"),
        ("请于××月××日前报送。", "final-blank"),
        ("支出____万元。", "final-blank"),
        ("详见错误!未找到引用源。", "final-field-error"),
        ("（送审稿）", "final-draft-mark"),
    ],
)
def test_what_is_still_open_forbids_it(folder: Path, text: str, code: str) -> None:
    path = with_document(
        folder,
        "notice.docx",
        replaced(
            (folder / "notice.docx").read_bytes(),
            "年检不收取任何费用。",
            text if text[0] == "（" else f"年检。{text}",
        )
        if text[0] != "（"
        else changed(
            (folder / "notice.docx").read_bytes(),
            lambda xml: xml.replace("<w:sectPr", f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:sectPr", 1),
        ),
    )
    done = finalise(path, NOTICE, MOMENT)
    assert code in [each.code for each in done.findings if each.blocks]
    assert done.written == ""


@pytest.mark.parametrize(
    "text",
    [
        "对待核实的线索逐一入户核实。",
        "集合{1,2}中的数不是引用。",
        "关于征求《办法（征求意见稿）》意见的说明另行印发。",
        "面积3×4米，李××等人参加。",
        "初稿形成后征求了意见。",
    ],
)
def test_ordinary_words_are_not_taken_for_something_open(folder: Path, text: str) -> None:
    path = with_document(
        folder, "notice.docx", replaced((folder / "notice.docx").read_bytes(), "年检不收取任何费用。", text)
    )
    done = finalise(path, NOTICE, MOMENT)
    assert [each.code for each in done.findings if each.blocks and each.code != "final-layout"] == []


def test_a_draft_of_docgen_is_told_by_its_mark_and_its_comments(folder: Path) -> None:
    data: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    data["indicators"]["trade_assoc_total"]["value"] += 1
    (folder / "summary.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    jobs.make(str(folder / "summary.json"), folder / "draft.docx", draft=True)
    done = finalise(str(folder / "draft.docx"), SUMMARY, MOMENT, record=str(folder / "summary.json"))
    blocking = [each.code for each in done.findings if each.blocks]
    assert "final-draft-comments" in blocking
    assert "final-draft-mark" in blocking
    assert "final-comment" not in codes(done)
    assert [worded(each) for each in done.findings if each.code == "final-record-blocked"] == [
        "工作记录有1项差错，不能出正式文稿（第一项：指标 › 已脱钩 › 数值）。"
        "请用 docgen check 查看，已有情况说明的用 --explanations 给出。"
    ]


def test_a_record_whose_contradiction_is_explained_backs_a_final_copy(folder: Path) -> None:
    data: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    data["indicators"]["trade_assoc_total"]["value"] += 1
    (folder / "summary.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    explained = folder / "说明.yaml"
    explained.write_text(
        "- rule: association-decoupling-sum\n  reason: 另有1家已注销\n  by: 王五\n", encoding="utf-8"
    )
    made = jobs.make(str(folder / "summary.json"), folder / "新.docx", explanations=str(explained))
    assert made.document is not None
    done = finalise(str(folder / "新.docx"), SUMMARY, MOMENT)
    assert [each.code for each in done.findings if each.blocks] == ["final-record-blocked"]
    done = finalise(str(folder / "新.docx"), SUMMARY, MOMENT, explanations=str(explained))
    assert not done.is_blocked


def test_a_figure_changed_in_word_forbids_it(folder: Path) -> None:
    path = with_document(
        folder, "summary.docx", replaced((folder / "summary.docx").read_bytes(), ">612<", ">621<")
    )
    done = finalise(path, SUMMARY, MOMENT)
    assert [each for each in said(done) if each[2]] == [
        ("正文第5段“一是城乡低保应保尽保。截…”", "城市低保户数：文稿为621户，工作记录为612户，请核对。", True)
    ]


def test_everything_wrong_with_an_order_is_said_at_once(folder: Path) -> None:
    order = Order(number="云民字[24]第016号", day="2024-2-30", signed_by=" ")
    done = finalise(str(folder / "notice.docx"), order, MOMENT)
    assert said(done) == [
        (
            "",
            "发文字号“云民字[24]第016号”不符合《党政机关公文格式》7.2.5：年份应当用六角括号〔〕、年份应当写全四位、"
            "序号前不加“第”、序号不编虚位（前面不加0）。",
            True,
        ),
        ("", "“2024-2-30”不是一个存在的日期，请写成 2024-07-05 的样子。", True),
        ("", "没有写明签发人。", True),
    ]


def test_a_place_for_a_number_wants_one_and_a_number_wants_a_place(folder: Path) -> None:
    without = Order(number=None, day="2024-02-06", signed_by="李四")
    done = finalise(str(folder / "notice.docx"), without, MOMENT)
    assert [each for each in said(done) if each[2]] == [
        ("正文第2段“云民字〔2024〕6号”", "文稿留有发文字号的位置，请用 --number 给出发文字号。", True)
    ]
    with_one = Order(number="云民字〔2024〕9号", day="2024-07-08", signed_by="李四")
    done = finalise(str(folder / "summary.docx"), with_one, MOMENT)
    assert [each for each in said(done) if each[2]] == [
        (
            "",
            "没有找到写发文字号云民字〔2024〕9号的位置。请在红头之下写上“云民字〔2024〕  号”这样的一行。",
            True,
        )
    ]


def test_a_public_copy_holds_no_private_values(folder: Path) -> None:
    order = Order(number="云民字〔2024〕16号", day="2024-02-06", signed_by="李四", is_public=True)
    done = finalise(str(folder / "notice.docx"), order, MOMENT)
    place = "正文第16段“（联系人：欧阳倩；联系电话…”"
    found = [each for each in said(done) if each[2]]
    assert [(sentence, blocks) for _label, sentence, blocks in found] == [
        ("不公开的“姓名”出现在这里：欧＊＊", True),
        ("不公开的“电话”出现在这里：000＊＊＊＊＊＊＊67", True),
    ]
    assert all("欧阳倩" not in label and label for label, _sentence, _blocks in found), place
    allowed = Order(
        number="云民字〔2024〕16号",
        day="2024-02-06",
        signed_by="李四",
        is_public=True,
        allowed=("欧阳倩", "0000-1234567"),
    )
    done = finalise(str(folder / "notice.docx"), allowed, MOMENT)
    assert done.written == str(folder / "notice.公开.docx")
    line = (folder / "history.jsonl").read_text(encoding="utf-8")
    assert "欧阳倩" not in line
    assert "1234567" not in line


def test_nothing_is_overwritten_without_force_and_never_the_document_itself(folder: Path) -> None:
    path = str(folder / "notice.docx")
    finalise(path, NOTICE, MOMENT)
    with pytest.raises(UsageError) as told:
        finalise(path, NOTICE, MOMENT)
    assert told.value.code == "output-exists"
    with pytest.raises(UsageError) as told:
        finalise(path, NOTICE, MOMENT, output=path, force=True)
    assert told.value.code == "output-is-input"
    with pytest.raises(UsageError) as told:
        finalise(path, NOTICE, MOMENT, output=str(folder / "定稿"))
    assert told.value.code == "output-not-docx"
    (folder / "定稿").mkdir()
    done = finalise(path, NOTICE, MOMENT, output=str(folder / "定稿"))
    assert done.written == str(folder / "定稿" / "notice.定稿.docx")


@pytest.mark.parametrize("lock", ["~$notice.docx", "~$tice.docx", ".~lock.notice.docx#"])
def test_a_document_that_is_open_elsewhere_is_told(folder: Path, lock: str) -> None:
    (folder / lock).write_bytes(b"x")
    done = finalise(str(folder / "notice.docx"), NOTICE, MOMENT)
    assert [each for each in said(done) if each[2]] == [
        ("", f"notice.docx正在别的程序中打开（有{lock}），请先保存并关闭。", True)
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "lint-empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "lint-old-doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "lint-encrypted"),
        (b"PK\x03\x04 cut", "lint-cut-short"),
        (b"<html></html>", "lint-not-docx"),
    ],
)
def test_what_is_no_docx_is_named(folder: Path, data: bytes, code: str) -> None:
    path = with_document(folder, "other.docx", data)
    with pytest.raises(UnreadableInput) as told:
        finalise(path, NOTICE, MOMENT)
    assert told.value.code == code


def test_without_a_record_it_has_to_be_said(folder: Path) -> None:
    (folder / "notice.json").write_text(
        (folder / "notice.json").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    done = finalise(str(folder / "notice.docx"), NOTICE, MOMENT)
    assert [each.code for each in done.findings if each.blocks] == ["final-record-needed"]
    order = Order(number=NOTICE.number, day=NOTICE.day, signed_by="李四", without_record=True)
    done = finalise(str(folder / "notice.docx"), order, MOMENT)
    assert codes(done) == ["final-not-compared"]
    assert done.compared is None


def test_a_number_is_given_once(folder: Path) -> None:
    finalise(str(folder / "notice.docx"), NOTICE, MOMENT)
    order = Order(number="云民字〔2024〕16号", day="2024-07-20", signed_by="李四")
    done = finalise(str(folder / "letter.docx"), order, MOMENT)
    assert [each for each in said(done) if each[2]] == [
        ("", "发文字号云民字〔2024〕16号已经给了notice.json（history.jsonl 第1行），请核对。", True)
    ]


def test_a_letter_gets_its_number_too(folder: Path) -> None:
    order = Order(number="云民函〔2024〕21号", day="2024-07-19", signed_by="李四")
    done = finalise(str(folder / "letter.docx"), order, MOMENT)
    assert not done.is_blocked, said(done)
    assert texts(done.written)["doc-no"] == ["云民函〔2024〕21号"]
    assert texts(done.written)["date"] == ["2024年7月19日"]


def test_the_history_line_says_who_when_and_what(folder: Path) -> None:
    done = finalise(str(folder / "summary.docx"), SUMMARY, MOMENT)
    line = json.loads((folder / "history.jsonl").read_text(encoding="utf-8"))
    data = line["record"].pop("data")
    assert line == {
        "format": "docgen-history/0",
        "event": "finalised",
        "at": "2024-07-08T17:30:00+08:00",
        "signed_by": "李四",
        "number": None,
        "date": "2024-07-08",
        "public": False,
        "allowed": 0,
        "document": {
            "name": "summary.定稿.docx",
            "sha256": hashlib.sha256(Path(done.written).read_bytes()).hexdigest(),
        },
        "from": {
            "name": "summary.docx",
            "sha256": hashlib.sha256((folder / "summary.docx").read_bytes()).hexdigest(),
        },
        "record": {
            "name": "summary.json",
            "sha256": hashlib.sha256((folder / "summary.json").read_bytes()).hexdigest(),
        },
        "compared": 218,
        "warnings": len(done.findings),
        "previous": "",
    }
    assert data["indicators"]["urban_dibao_households"]["value"] == 612


def test_the_command_says_what_was_done_and_ends_with_0(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "summary.docx"
    code = run(
        [
            "finalize",
            str(path),
            "--date",
            "2024-07-05",
            "--signed-by",
            "李四",
            "--at",
            "2024-07-05T17:30",
            "--lang",
            "zh_CN",
        ]
    )
    assert code == 0
    assert capsys.readouterr().out == (
        "与工作记录核对218项数值，全部一致\n"
        "已清除：定位标记、批注、编辑痕迹、作者姓名、嵌入数据\n"
        f"定稿：{folder / 'summary.定稿.docx'}\n"
        f"已记入：{folder / 'history.jsonl'}\n"
    )


def test_the_command_ends_with_1_where_it_is_forbidden_and_json_says_why(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "notice.docx"
    code = run(
        ["finalize", str(path), "--date", "2024-02-06", "--signed-by", "李四", "--json", "--lang", "zh_CN"]
    )
    assert code == 1
    told = json.loads(capsys.readouterr().out)["finalised"]
    assert told["status"] == "blocked"
    assert told["written"] is None
    assert [each["code"] for each in told["findings"] if each["blocks"]] == ["final-number-needed"]


def test_blocked_text_counts_on_through_what_to_look_at(folder: Path) -> None:
    path = with_document(folder, "summary.docx", worked_on((folder / "summary.docx").read_bytes()))
    order = Order(number="云民字〔2024〕9号", day="2024-07-05", signed_by="李四")
    assert finalised_text(finalise(path, order, MOMENT), "zh_CN") == (
        f"{path} 还不能定稿，请先处理：\n"
        "  1. 没有找到写发文字号云民字〔2024〕9号的位置。请在红头之下写上“云民字〔2024〕  号”这样的一行。\n"
        "\n请核对：\n"
        f"  2. 删去了{AUTHOR}的批注：“审阅意见：此处已改”，请确认已经处理。\n"
        "\n没有写出文件。\n"
    )


def test_packed_gives_back_what_parts_of_read(folder: Path) -> None:
    parts = parts_of((folder / "notice.docx").read_bytes())
    assert parts_of(packed(parts)) == parts


@pytest.mark.parametrize("field", ["DATE \\@ yyyy", "AUTHOR", "FILENAME \\p"])
def test_a_field_that_changes_by_itself_forbids_it(folder: Path, field: str) -> None:
    run_of_field = (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{field}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2024</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    data = changed(
        (folder / "notice.docx").read_bytes(),
        lambda xml: (
            xml.replace('<w:t xml:space="preserve">— </w:t></w:r>', f"<w:t>— </w:t></w:r>{run_of_field}", 1)
            if "— " in xml
            else xml.replace("</w:p>", f"{run_of_field}</w:p>", 1)
        ),
        "word/footer1.xml",
    )
    done = finalise(with_document(folder, "notice.docx", data), NOTICE, MOMENT)
    assert field.split()[0] in [each.parameters.get("field") for each in done.findings if each.blocks]


def test_pictures_lose_what_the_camera_wrote(folder: Path) -> None:
    parts: dict[str, bytes | str] = dict(parts_of((folder / "notice.docx").read_bytes()))
    taken = b"\xff\xd8\xff\xe1\x00\x0eExif\x00\x00GPS28N\xff\xda\x00\x02\x11\x22\xff\xd9"
    parts["word/media/image1.jpg"] = taken
    rels = str(parts["word/_rels/document.xml.rels"], "utf-8")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    parts["word/_rels/document.xml.rels"] = rels.replace(
        "</Relationships>",
        f'<Relationship Id="rIdP" Type="{kind}" Target="media/image1.jpg"/></Relationships>',
    )
    data = packed(parts)
    assert ("word/media/image1.jpg", "picture") in traces(data)
    done = finalise(with_document(folder, "notice.docx", data), NOTICE, MOMENT)
    final = parts_of(Path(done.written).read_bytes())
    assert final["word/media/image1.jpg"] == b"\xff\xd8\xff\xda\x00\x02\x11\x22\xff\xd9"


def test_lines_emptied_in_our_own_templates_are_filled_in_their_style(folder: Path) -> None:
    data = (folder / "notice.docx").read_bytes()
    for text in ("云民字〔2024〕6号", "2024年1月30日"):
        data = replaced(data, f">{text}<", "><")
    done = finalise(with_document(folder, "notice.docx", data), NOTICE, MOMENT)
    assert not done.is_blocked, said(done)
    assert [(each.what, each.before, each.after) for each in done.changes] == [
        ("number", "", "云民字〔2024〕16号"),
        ("date", "", "2024年2月6日"),
    ]
    assert texts(done.written)["doc-no"] == ["云民字〔2024〕16号"]
    assert texts(done.written)["date"] == ["2024年2月6日"]


def test_a_letter_whose_date_was_left_open_is_dated(tmp_path: Path) -> None:
    from docgen import sending

    (tmp_path / "核实函.yaml").write_text(
        "sender: 澄湾市民政局\nnumber: {code: 澄民函, year: 2024, first: 12}\ndeadline: 2024-07-31\n"
        "contact: {name: 丁若川, phone: 0795-1234567}\n",
        encoding="utf-8",
    )
    seed = str(SAMPLES.parent / "gongqingcheng-2020h1.json")
    sent = sending.letters([seed], tmp_path / "核实", tmp_path / "核实函.yaml").sent[0][0]
    order = Order(number="澄民函〔2024〕15号", day="2024-07-20", signed_by="李四", without_record=True)
    done = finalise(str(tmp_path / "核实" / sent), order, MOMENT)
    assert [(each.what, each.before, each.after) for each in done.changes] == [
        ("number", "澄民函〔2024〕12号", "澄民函〔2024〕15号"),
        ("date", "年　　月　　日", "2024年7月20日"),
    ]
    assert texts(done.written)["date"] == ["2024年7月20日"]


def test_a_document_is_one_whatever_its_name_ends_in(folder: Path) -> None:
    shutil.copy(folder / "summary.docx", folder / "summary.wps")
    done = finalise(str(folder / "summary.wps"), SUMMARY, MOMENT)
    assert (done.written, done.compared) == (str(folder / "summary.wps.定稿.docx"), 218)


@pytest.mark.parametrize("is_public", [False, True])
def test_a_file_inside_the_document_is_asked_about_and_forbidden_in_public(
    folder: Path, is_public: bool
) -> None:
    parts: dict[str, bytes | str] = dict(parts_of((folder / "summary.docx").read_bytes()))
    parts["word/embeddings/名册.xlsx"] = b"PK"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts["word/_rels/document.xml.rels"] = str(parts["word/_rels/document.xml.rels"], "utf-8").replace(
        "</Relationships>",
        f'<Relationship Id="rIdE" Type="{kind}/package" Target="embeddings/名册.xlsx"/>'
        f'<Relationship Id="rIdL" Type="{kind}/hyperlink" Target="file:///D:/台账.xlsx" TargetMode="External"/>'
        "</Relationships>",
    )
    order = Order(number=None, day="2024-07-05", signed_by="李四", is_public=is_public)
    done = finalise(with_document(folder, "summary.docx", packed(parts)), order, MOMENT)
    assert said(done) == [
        ("", "有链接指向个人电脑或单位内部网络：file:///D:/台账.xlsx", is_public),
        ("", "文稿里嵌有文件（名册.xlsx），其中的内容可能多于页面上所见，请核对。", is_public),
    ]


def test_text_that_word_puts_in_only_when_it_opens_the_file_forbids_it(folder: Path) -> None:
    data = replaced((folder / "summary.docx").read_bytes(), "<w:sectPr", '<w:altChunk w:id="1"/><w:sectPr')
    done = finalise(with_document(folder, "summary.docx", data), SUMMARY, MOMENT)
    assert [each.code for each in done.findings if each.blocks] == ["final-embedded"]


def test_hidden_text_and_watermarks_forbid_it(folder: Path) -> None:
    data = (folder / "summary.docx").read_bytes()
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部掌握</w:t></w:r>"
    mark = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="送审稿"/></v:shape>'
        "</w:pict></w:r>"
    )
    data = changed(data, lambda xml: xml.replace("</w:p>", f"{hidden}</w:p>", 1))
    data = changed(data, lambda xml: xml.replace("</w:p>", f"{mark}</w:p>", 1), "word/footer1.xml")
    done = finalise(with_document(folder, "summary.docx", data), SUMMARY, MOMENT)
    assert ("有隐藏文字：“内部掌握”，请删除或者显示出来。", True) in [
        (worded(each), each.blocks) for each in done.findings
    ]
    assert ("页面有水印“送审稿”。", True) in [(worded(each), each.blocks) for each in done.findings]
