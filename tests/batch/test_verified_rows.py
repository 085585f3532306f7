"""A document of a batch, edited after it was sent out, held against the record of its row."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx
import pytest
from notice_lists import notice, write_list

import docgen
from docgen.batch.row_records import backing_of_row
from docgen.cli import run
from docgen.errors import UsageError
from docgen.findings import Finding
from docgen.messages import word
from docgen.verifying import verify


def test_an_edited_date_of_a_batch_document_is_told(tmp_path: Path) -> None:
    number = notice(1)["number"]
    rows = write_list(tmp_path / "名单.jsonl", 3, lambda _at, record: {**record, "number": number})
    folder = tmp_path / "通知"
    docgen.notices(rows, "notice", folder)
    record = tmp_path / "第2行.json"
    record.write_text(rows.read_text("utf-8").splitlines()[1], encoding="utf-8")
    [sent], returned = folder.glob("0002-*.docx"), tmp_path / "收回.docx"
    assert verify(str(sent), str(record)).findings == ()
    with zipfile.ZipFile(sent) as source, zipfile.ZipFile(returned, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                assert data.count("请在5月31日前".encode()) == 1
                data = data.replace("请在5月31日前".encode(), "请在6月30日前".encode())
            target.writestr(name, data)
    [finding] = verify(str(returned), str(record)).findings
    assert word(finding.code, finding.parameters, "zh_CN") == (
        "办理期限：文稿为6月30日，工作记录为5月31日，请核对。"
    )


def test_with_anchors_a_figure_is_found_again_in_a_sentence_written_anew(tmp_path: Path) -> None:
    number = notice(1)["number"]
    rows = write_list(tmp_path / "名单.jsonl", 3, lambda _at, record: {**record, "number": number})
    record = tmp_path / "第2行.json"
    record.write_text(rows.read_text("utf-8").splitlines()[1], encoding="utf-8")
    told = {}
    for is_anchored in (False, True):
        folder, returned = tmp_path / f"通知{is_anchored}", tmp_path / "收回.docx"
        docgen.notices(rows, "notice", folder, anchors=is_anchored)
        [sent] = folder.glob("0002-*.docx")
        assert verify(str(sent), str(record)).findings == ()
        written_anew(sent, returned)
        told[is_anchored] = [
            word(each.code, each.parameters, "zh_CN") for each in verify(str(returned), str(record)).findings
        ]
    assert told[True] == ["办理期限：文稿为6月30日，工作记录为5月31日，请核对。"]
    assert told[True] != told[False]


def written_anew(sent: Path, returned: Path) -> None:
    """Copy a document with all its words but the figures in other words where the deadline stands."""
    document = docx.Document(str(sent))
    [paragraph] = [each for each in document.paragraphs if "5月31日" in each.text]
    for each in paragraph.runs:
        each.text = "6月30日" if each.text == "5月31日" else re.sub(r"[^0-9]+", "逾期不再受理", each.text)
    if len(paragraph.runs) == 1:
        paragraph.runs[0].text = "逾期不再受理6月30日逾期不再受理"
    document.save(str(returned))


SAMPLE = Path(__file__).parents[2] / "samples" / "notices" / "inspection"


def test_the_row_of_a_batch_document_is_found_by_its_manifest(tmp_path: Path) -> None:
    folder, common = tmp_path / "通知", SAMPLE / "共用.json"
    docgen.notices(SAMPLE / "名单.csv", "notice", folder, common=common)
    [sent] = folder.glob("0004-*.docx")
    longer = sent.with_name(f"{sent.stem}.改.docx")
    longer.write_bytes(sent.read_bytes())
    for document in (sent, longer):
        for rows in ("名单.csv", "名单.xlsx"):
            backing = backing_of_row(document, SAMPLE / rows, common=common)
            assert (backing.record.data["addressee"], backing.findings) == (sent.stem[5:], ())
            assert verify(str(document), backing=backing).findings == ()


@pytest.mark.parametrize(
    "ending",
    [
        *(" (1).docx", "（修改稿）.docx", "-副本.docx", " - 副本 (2).docx", "_修改.docx", "【王局审】.docx"),
        *("·改.docx", "+1.docx", ".DOCX", ".pdf", "_盖章.pdf"),
    ],
)
def test_a_longer_name_is_known_where_what_was_added_is_set_off(tmp_path: Path, ending: str) -> None:
    folder, common, _head, _lines = batch(tmp_path)
    [sent] = folder.glob("0004-*.docx")
    longer = sent.rename(sent.with_name(f"{sent.stem}{ending}"))
    backing = backing_of_row(longer, SAMPLE / "名单.csv", common=common)
    assert backing.record.data["addressee"] == sent.stem[5:]


@pytest.mark.parametrize("added", ["分会", "2", "A", "修改稿"])
def test_a_name_that_only_begins_alike_may_be_anothers_and_its_row_is_asked_for(
    tmp_path: Path, added: str
) -> None:
    folder, common, _head, _lines = batch(tmp_path)
    [sent] = folder.glob("0004-*.docx")
    longer = sent.rename(sent.with_name(f"{sent.stem}{added}.docx"))
    with pytest.raises(UsageError) as refused:
        backing_of_row(longer, SAMPLE / "名单.csv", common=common)
    assert (refused.value.code, refused.value.path) == ("verify-row-needed", str(longer))


def test_a_row_that_was_sorted_away_is_found_by_what_it_says_and_a_corrected_one_by_its_code(tmp_path: Path) -> None:
    folder, common, head, lines = batch(tmp_path)
    [sent] = folder.glob("0004-*.docx")
    turned = write(tmp_path / "倒序.csv", [head, *reversed(lines)])
    backing = backing_of_row(sent, turned, common=common)
    assert (backing.record.data["addressee"], backing.row, backing.findings) == (sent.stem[5:], 93, ())
    lines[3] = lines[3].replace(sent.stem[5:], "云川县改名协会")
    for number, rows in ((5, lines), (93, lines[::-1])):
        backing = backing_of_row(sent, write(turned, [head, *rows]), common=common)
        assert told(verify(str(sent), backing=backing).findings) == [
            (f"名单第{number}行", "这一行与成文时不同，按现在的内容核对。"),
            (
                "正文第4段“云川县茶叶协会：”",
                "主送机关：文稿为“云川县茶叶协会”，工作记录为“云川县改名协会”，请核对。",
            ),
        ]
    backing = backing_of_row(sent, turned)
    assert told(backing.findings) == [
        ("名单第93行", "这一行与成文时不同，或者缺少各行共用的内容（--common），按现在的内容核对。")
    ]


def test_a_document_is_never_held_against_the_row_of_somebody_else(tmp_path: Path) -> None:
    folder, common, head, lines = batch(tmp_path)
    [sent] = folder.glob("0004-*.docx")
    other_date = lines[3].replace("2024-05-24", "2024-06-07")
    gone = "名单里已经没有“519999990000000041”这一行，或者不止一行；请核对是否这份名单，或者用 --row 指明行号。"
    for rows in (lines[:3] + lines[4:], [*lines[:3], other_date, other_date, *lines[4:]]):
        with pytest.raises(UsageError) as refused:
            backing_of_row(sent, write(tmp_path / "现在.csv", [head, *rows]), common=common)
        assert word(refused.value.code, refused.value.parameters, "zh_CN") == gone


def test_a_row_without_public_name_and_code_is_known_by_its_number(tmp_path: Path) -> None:
    lines = [notice(1), notice(2)]
    rows = write_list(tmp_path / "名单.jsonl", 2, lambda _at, record: {**record, "number": lines[0]["number"]})
    folder = tmp_path / "通知"
    docgen.notices(rows, "notice", folder)
    manifest = folder / "manifest.jsonl"
    kept = [json.loads(line) for line in manifest.read_text("utf-8").splitlines()]
    manifest.write_text("".join(json.dumps({**each, "key": f"row-{each['row']}"}) + "\n" for each in kept))
    rows.write_text(rows.read_text("utf-8").replace("2024-05-31", "2024-06-30"), encoding="utf-8")
    [sent] = folder.glob("0002-*.docx")
    assert told(backing_of_row(sent, rows, common=None).findings) == [
        ("名单第2行", "这一行与成文时不同，或者缺少各行共用的内容（--common），按现在的内容核对。")
    ]
    rows.write_text("", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        backing_of_row(sent, rows)
    assert (refused.value.code, refused.value.parameters["row"]) == ("verify-row-missing", 2)


def test_what_is_wrong_in_the_row_itself_keeps_it_from_being_compared(tmp_path: Path) -> None:
    folder, common, head, lines = batch(tmp_path)
    [sent] = folder.glob("0004-*.docx")
    changed = ("名单第5行", "这一行与成文时不同，按现在的内容核对。")
    faulty = (
        "名单第5行 › 办理期限",
        "工作记录自身有1处差错（第一处：办理期限），不能全部核对，请改正后再核对。",
    )
    cells = lines[3].split(",")
    for wrong, expected in (
        ([*cells[:2], "五月底"], [changed, faulty]),
        (cells[:2], [changed, faulty]),
        (
            [*cells, "又", "又"],
            [("名单第5行", "这一行有5格，表头只有3格：文字里有逗号的，要加英文双引号。")],
        ),
    ):
        rows = write(tmp_path / "现在.csv", [head, *lines[:3], ",".join(wrong), *lines[4:]])
        verified = verify(str(sent), backing=backing_of_row(sent, rows, common=common))
        assert told(verified.findings) == expected
        assert verified.is_blocked


def batch(folder: Path) -> tuple[Path, Path, str, list[str]]:
    """The sample batch made in a folder: that of its documents, what rows share, the list's lines."""
    made, common = folder / "通知", SAMPLE / "共用.json"
    docgen.notices(SAMPLE / "名单.csv", "notice", made, common=common)
    head, *lines = (SAMPLE / "名单.csv").read_text("utf-8-sig").splitlines()
    return made, common, head, lines


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def told(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Where and what, as a clerk reads it."""
    return [(each.place.label, word(each.code, each.parameters, "zh_CN")) for each in findings]


def test_a_document_elsewhere_needs_its_row_and_template(tmp_path: Path) -> None:
    folder, common = tmp_path / "通知", SAMPLE / "共用.json"
    docgen.notices(SAMPLE / "名单.csv", "notice", folder, common=common)
    [sent] = folder.glob("0004-*.docx")
    elsewhere = tmp_path / "收回.docx"
    elsewhere.write_bytes(sent.read_bytes())
    wrong = [({}, "verify-row-needed"), ({"row": 5}, "verify-template-needed")]
    wrong.append(({"row": 500, "template": "notice"}, "verify-row-missing"))
    for given, code in wrong:
        with pytest.raises(UsageError) as refused:
            backing_of_row(elsewhere, SAMPLE / "名单.csv", common=common, **given)  # type: ignore[arg-type]
        assert refused.value.code == code
    backing = backing_of_row(elsewhere, SAMPLE / "名单.csv", common=common, row=5, template="notice")
    assert verify(str(elsewhere), backing=backing).findings == ()


def test_the_command_tells_what_differs_from_the_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, common = tmp_path / "通知", SAMPLE / "共用.json"
    docgen.notices(SAMPLE / "名单.csv", "notice", folder, common=common)
    [sent] = folder.glob("0004-*.docx")
    given = ["verify", str(sent), "--list", str(SAMPLE / "名单.csv"), "--common", str(common), "--lang", "zh_CN"]
    assert run(given) == 0
    document = docx.Document(str(sent))
    for paragraph in document.paragraphs:
        for each in paragraph.runs:
            each.text = each.text.replace("2024年1月30日", "2024年1月31日")
    document.save(str(sent))
    marked = tmp_path / "批注本.docx"
    assert run([*given, "-o", str(marked)]) == 1
    assert "2024年1月31日" in capsys.readouterr().out
    assert marked.is_file()
    for more, why in (
        (["--record", str(common)], "--list 与 --record 都指明文稿和什么核对，请只写一个。"),
        (["--into-record", "p.json"], "--into-record 不能与 --list 同用：请直接改正名单里的那一行。"),
        (["--update", "新.docx"], "--update 不能与 --list 同用：成批的文稿不留成文时的数。"),
    ):
        assert run([*given, *more]) == 2
        assert why in capsys.readouterr().err
    assert run(["verify", str(sent), "--row", "5"]) == 2
    sent.rename(folder / "第四份.docx")
    given[1] = str(folder / "第四份.docx")
    assert run(given) == 2
    assert capsys.readouterr().err.endswith(
        "第四份.docx: 不知道这份文稿是名单的哪一行：文件夹里没有成文清单（manifest.jsonl），或者清单里没有这份文稿。"
        "请放回成批的文件夹，或者用 --row 指明行号、-t 指明模板。\n"
    )


def test_the_list_to_sign_says_which_row_it_was_and_that_it_changed_since(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, common, head, lines = batch(tmp_path)
    [sent] = folder.glob("0004-*.docx")
    rows = write(tmp_path / "现在.csv", [line.replace("2024-05-24", "2024-06-07") for line in (head, *lines)])
    given = ["verify", str(sent), "--list", str(rows), "--common", str(common), "--json"]
    assert run([*given, "-o", str(tmp_path / "批注本.docx")]) == 1
    assert json.loads(capsys.readouterr().out)["verified"]["row"] == 5
    document = docx.Document(str(tmp_path / "批注本.改动清单.docx"))
    assert "工作记录：现在.csv 第5行" in [each.text for each in document.paragraphs]
    assert [[cell.text for cell in row.cells[:4]] for row in document.tables[0].rows[1:]] == [
        ["名单第5行", "", "", "这一行与成文时不同，按现在的内容核对。"],
        ["正文第7段“请在5月24日前将年检报…”", "6月7日", "5月24日", "办理期限"],
    ]
