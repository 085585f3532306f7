"""核对清单: what a batch came to, to print and to check off."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
import sample_cases as samples
from python_calamine import CalamineWorkbook

import docgen
from docgen.batch.checklist import PRINTED, WORKBOOK

COMMON = json.loads((samples.GOOD.parent / "notices" / "inspection" / "共用.json").read_text("utf-8"))


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Three rows, the second with a deadline before the day of issue."""
    path = tmp_path / "名单.jsonl"
    deadlines = {"养老服务协会": "2024-05-24", "餐饮协会": "2023-05-24", "物流协会": "2024-05-31"}
    records = [{**COMMON, "addressee": f"云川县{name}", "deadline": day} for name, day in deadlines.items()]
    path.write_text(
        "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records), encoding="utf-8"
    )
    return path


def test_says_what_was_made_and_why_the_rest_was_not(rows: Path, tmp_path: Path) -> None:
    folder = tmp_path / "通知"
    result = docgen.notices(rows, "notice", folder)
    assert result.checklist == (folder / PRINTED, folder / WORKBOOK)
    reason = "名单.jsonl:2 办理期限：这个期限（2023-05-24）早于成文日期（2024-01-30），请核对。"
    digests = [row.sha256[:12] for row in result.rows()]
    sheet = CalamineWorkbook.from_path(str(folder / WORKBOOK)).get_sheet_by_index(0).to_python()
    number = "云民字〔2024〕6号"
    assert [row[:8] for row in sheet] == [
        ["通知核对清单", *[""] * 7],
        ["应发3份＝已成文2份＋退回1份", *[""] * 7],
        [""] * 8,
        ["序号", "名单行号", "主送机关", "发文字号", "文件名", "结果", "退回原因", "校验码"],
        [1, 1, "云川县养老服务协会", number, "0001-云川县养老服务协会.docx", "已成文", "", digests[0]],
        [2, 2, "云川县餐饮协会", number, "", "退回", reason, ""],
        [3, 3, "云川县物流协会", number, "0003-云川县物流协会.docx", "已成文", "", digests[2]],
    ]
    printed = docx.Document(str(folder / PRINTED))
    texts = [paragraph.text for paragraph in printed.paragraphs]
    assert "应发3份＝已成文2份＋退回1份" in texts
    table = [[cell.text for cell in row.cells] for row in printed.tables[0].rows]
    assert table == [
        ["序号", "主送机关", "发文字号", "文件名", "结果", "退回原因（名单中的位置）", "校验码"],
        ["1", "云川县养老服务协会", number, "0001-云川县养老服务协会.docx", "已成文", "", digests[0]],
        ["2", "云川县餐饮协会", number, "", "退回", reason, ""],
        ["3", "云川县物流协会", number, "0003-云川县物流协会.docx", "已成文", "", digests[2]],
    ]


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice (soffice) and poppler (pdftotext)",
)
@pytest.mark.parametrize("count", [3, 40])
def test_the_page_number_stands_at_the_edge_that_is_bound_below(tmp_path: Path, count: int) -> None:
    rows = tmp_path / "名单.jsonl"
    records = [{**COMMON, "addressee": f"云川县第{at}协会", "deadline": "2024-05-24"} for at in range(count)]
    rows.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    [printed, _book] = docgen.notices(rows, "notice", tmp_path / "通知").checklist
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless"]
    subprocess.run([*office, "--convert-to", "pdf", "--outdir", tmp_path, printed], check=True, capture_output=True)
    pdf = tmp_path / f"{printed.stem}.pdf"
    listed = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True, encoding="utf-8")
    dashes = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)"[^>]*>—<', listed.stdout)
    assert [(float(x), float(y)) for x, y in dashes[:2]] == [
        pytest.approx((69, 469), abs=1),
        pytest.approx((69, 496), abs=1),
    ]


def test_is_the_same_after_resuming_and_not_touched(rows: Path, tmp_path: Path) -> None:
    folder = tmp_path / "通知"
    docgen.notices(rows, "notice", folder)
    before = {
        name: ((folder / name).read_bytes(), (folder / name).stat().st_mtime_ns)
        for name in (PRINTED, WORKBOOK)
    }
    again = docgen.notices(rows, "notice", folder, resume=True)
    assert again.untouched == 2
    after = {
        name: ((folder / name).read_bytes(), (folder / name).stat().st_mtime_ns)
        for name in (PRINTED, WORKBOOK)
    }
    assert after == before


def test_one_that_cannot_be_written_costs_no_document(
    rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    replace = os.replace

    def held(source: str, target: str | Path) -> None:
        if str(target).endswith(WORKBOOK):
            raise PermissionError(13, "held", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)  # as Windows does for a file that is open in Excel
    result = docgen.notices(rows, "notice", tmp_path / "通知")
    assert (result.made, result.checklist) == (2, (tmp_path / "通知" / PRINTED,))
    assert [(each.code, Path(each.place.file).name) for each in result.findings] == [
        ("output-no-permission", WORKBOOK)
    ]


def test_a_recipient_that_is_not_public_is_not_named(rows: Path, tmp_path: Path) -> None:
    texts = (COMMON["contact"]["name"], COMMON["contact"]["phone"])
    folder = tmp_path / "通知"
    docgen.notices(rows, "notice", folder)
    printed = docx.Document(str(folder / PRINTED)).element.xml
    assert all(text not in printed for text in texts)
