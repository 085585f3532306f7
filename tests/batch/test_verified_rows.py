"""A document of a batch, edited after it was sent out, held against the record of its row."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import pytest
from notice_lists import notice, write_list

import docgen
from docgen.batch.row_records import backing_of_row
from docgen.cli import run
from docgen.errors import UsageError
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
            backing, told = backing_of_row(document, SAMPLE / rows, common=common)
            assert (backing.record.data["addressee"], told) == (sent.stem[5:], ())
            assert verify(str(document), backing=backing).findings == ()
    # the list in another order since: found by what it says; changed since: by its number, and told
    head, *lines = (SAMPLE / "名单.csv").read_text("utf-8-sig").splitlines()
    turned = tmp_path / "倒序.csv"
    turned.write_text("\n".join([head, *reversed(lines)]), encoding="utf-8")
    assert backing_of_row(sent, turned, common=common)[0].record.data["addressee"] == sent.stem[5:]
    lines[3] = lines[3].replace(sent.stem[5:], "云川县改名协会")
    turned.write_text("\n".join([head, *lines]), encoding="utf-8")
    backing, [told_now] = backing_of_row(sent, turned, common=common)
    assert word(told_now.code, told_now.parameters, "zh_CN") == (
        "名单第5行与成文时不同，按现在的内容核对。各行共用的内容要用 --common 给出。"
    )
    [differs] = verify(str(sent), backing=backing).findings
    assert differs.parameters["recorded"] == "云川县改名协会"


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
    backing, _ = backing_of_row(elsewhere, SAMPLE / "名单.csv", common=common, row=5, template="notice")
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
    assert marked.is_file() and (tmp_path / "批注本.改动清单.docx").is_file()
    for more in (["--record", str(common)], ["--into-record", str(tmp_path / "p.json")]):
        assert run([*given, *more]) == 2
    assert run(["verify", str(sent), "--row", "5"]) == 2
