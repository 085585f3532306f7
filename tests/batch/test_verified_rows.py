"""A document of a batch, edited after it was sent out, held against the record of its row."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
from notice_lists import notice, write_list

import docgen
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
    for run in paragraph.runs:
        run.text = "6月30日" if run.text == "5月31日" else re.sub(r"[^0-9]+", "逾期不再受理", run.text)
    if len(paragraph.runs) == 1:
        paragraph.runs[0].text = "逾期不再受理6月30日逾期不再受理"
    document.save(str(returned))
