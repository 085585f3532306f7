"""docgen form and docgen intake, as they are typed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from form_editing import HALF_YEAR, canonical, cell, change

from docgen import load
from docgen.cli.running import run
from docgen.intake.tasks import take_in


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOCGEN_LANG", "zh_CN")
    return tmp_path


def test_a_form_goes_out_filled_and_comes_in_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "--from", str(HALF_YEAR), "-o", "表.xlsx"]) == 0
    assert run(["intake", "表.xlsx", "-o", "记录.json"]) == 0
    out = capsys.readouterr()
    assert out.err == ""
    assert out.out.splitlines()[-2:] == ["可以生成正式文稿。", "已写出：记录.json"]
    assert canonical(load(here / "记录.json").data) == canonical(load(HALF_YEAR).data)


def test_what_is_wrong_is_told_at_its_cell(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "civil-affairs-half-year", "--from", str(HALF_YEAR), "-o", "表.xlsx"]) == 0

    def put(book: object) -> None:
        cell(book, "指标", "结婚登记", "数值").value = 1

    change(here / "表.xlsx", put)
    capsys.readouterr()
    assert run(["intake", "表.xlsx", "-o", "记录.json", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    failed = [each for each in report["inputs"][0]["outcomes"] if each["status"] == "fail"]
    assert [each["rule"] for each in failed] == ["marriage-split"]
    labels = {read["place"]["label"] for read in failed[0]["reads"]}
    assert any(label.startswith("指标 B") for label in labels)
    assert load(here / "记录.json").get("/indicators/marriages/value") == 1


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["form", "-o", "a.xlsx"], 2, "请写明材料类型（见 docgen kinds），或者用 --from 指定记录。"),
        (["form", "letter", "-o", "a.xls"], 2, "a.xls: 填报表是 .xlsx 文件，请把文件名的结尾写成 .xlsx。"),
        (
            ["form", "letter", "--from", str(HALF_YEAR), "-o", "a.xlsx"], 2,
            f"{HALF_YEAR}: 记录的材料类型是“civil-affairs-half-year”，不是“letter”。",
        ),
        (["intake", "a.xlsx", "b.xlsx", "-o", "r.json"], 2, "几个文件要合成一个记录，请加上 --merge。"),
    ],
)  # fmt: skip
def test_wrong_calls_are_told(
    args: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(args) == code
    assert capsys.readouterr().err.strip() == told


def test_files_that_are_no_forms_are_refused_with_what_to_do(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    wanted = {
        "表.et": (old, "读不了 .et 文件。请用 WPS 或者 Office 打开，选“另存为”，存成 .xlsx。"),
        "文.wps": (old, "读不了 .wps 文件。请用 WPS 或者 Office 打开，选“另存为”，存成 .docx。"),
        "文.doc": (old, "读不了 .doc 文件。请用 WPS 或者 Office 打开，选“另存为”，存成 .docx。"),
        "密.xlsx": (
            old + "EncryptedPackage".encode("utf-16-le"),
            "这个文件加了密码。请打开后取消密码（文件—信息—保护工作簿—用密码进行加密，清空密码），另存为 .xlsx。",
        ),
        "宏.xls": (
            old + "_VBA_PROJECT".encode("utf-16-le"),
            "这个文件带宏，没有打开。请另存为不带宏的 .xlsx。",
        ),
    }
    for name, (data, told) in wanted.items():
        (here / name).write_bytes(data)
        assert run(["intake", name, "-o", "r.json"]) == 3
        assert capsys.readouterr().err.strip() == f"{name}: {told}"
    book = openpyxl.Workbook()
    book.active["A1"] = "随便什么"
    book.save("别的.xlsx")
    assert run(["intake", "别的.xlsx", "-o", "r.json"]) == 3
    assert capsys.readouterr().err.strip() == (
        "别的.xlsx: 这不是 docgen 的填报表。请用 docgen form 生成填报表，或者用 --kind 写明材料类型。"
    )
    assert not (here / "r.json").exists()


def test_a_workbook_with_macros_is_not_opened(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import zipfile

    assert run(["form", "letter", "-o", "表.xlsx"]) == 0
    with zipfile.ZipFile("表.xlsx", "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen")
    capsys.readouterr()
    assert run(["intake", "表.xlsx", "-o", "r.json"]) == 3
    assert capsys.readouterr().err.strip() == "表.xlsx: 这个文件带宏，没有打开。请另存为不带宏的 .xlsx。"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_a_form_saved_as_xls_is_read_and_what_can_t_be_known_is_told(here: Path) -> None:
    assert run(["form", "--from", str(HALF_YEAR), "-o", "表.xlsx"]) == 0
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(here / 'profile').as_uri()}", "--headless",
         "--convert-to", "xls", str(here / "表.xlsx")],
        check=True, capture_output=True, timeout=240, cwd=here,
    )  # fmt: skip
    taken = take_in([str(here / "表.xls")], str(here / "r.json"))
    assert [each.code for each in taken.result.findings] == ["table-old-format"]
    assert canonical(load(here / "r.json").data) == canonical(load(HALF_YEAR).data)
