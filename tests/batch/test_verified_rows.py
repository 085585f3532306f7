"""A document of a batch, edited after it was sent out, held against the record of its row."""

from __future__ import annotations

import zipfile
from pathlib import Path

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
