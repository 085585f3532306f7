"""What docgen lint writes: html, xlsx, SARIF, JUnit and JSON say the same as the terminal; and what it refuses."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx_builder import texts

from docgen.cli import main
from docgen.lints import Choice, fix_file, lint_files
from docgen.rules.outcomes import Status
from tests.clean_documents import CLEAN, FANGSONG, HEITI, LONG
from tests.layout_faults import inside

WORDS = "正文第1段“为深入贯彻落实省委、省…”"


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "通知.docx"
    made = inside(LONG, FANGSONG, HEITI)(inside("各街道办事处", '<w:jc w:val="left"/>', '<w:jc w:val="center"/>')(CLEAN["official"]()))
    path.write_bytes(made.data())
    return path


@pytest.fixture
def report(faulty: Path, tmp_path: Path) -> Callable[[str, str], bytes]:
    def made(form: str, ending: str) -> bytes:
        target = tmp_path / f"报告.{ending}"
        with pytest.raises(SystemExit) as left:
            main(["lint", str(faulty), "--format", form, "-o", str(target)])
        assert left.value.code == 1
        return target.read_bytes()

    return made


def test_sarif_names_rule_level_message_and_file(report: Callable[[str, str], bytes]) -> None:
    run = json.loads(report("sarif", "sarif"))["runs"][0]
    results = [each for each in run["results"] if each.get("kind", "fail") == "fail"]
    assert {(each["ruleId"], each["level"]) for each in results} == {("layout.addressee", "error"), ("layout.body.font", "warning")}
    [centred] = [each for each in results if each["ruleId"] == "layout.addressee"]
    assert "居中，应为居左顶格（来自直接设置）" in centred["message"]["text"]
    assert centred["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("%E9%80%9A%E7%9F%A5.docx")
    assert {each["id"] for each in run["tool"]["driver"]["rules"]} >= {"layout.addressee", "layout.body.font"}


def test_junit_counts_a_failure_for_each_error(report: Callable[[str, str], bytes]) -> None:
    root = ElementTree.fromstring(report("junit", "xml"))
    suite = root if root.tag == "testsuite" else root[0]
    failed = {case.get("name", ""): case.find("failure") for case in suite.iter("testcase") if case.find("failure") is not None}
    assert int(suite.get("failures", "0")) == len(failed) >= 1
    assert any("layout.addressee" in name or "主送机关" in name for name in failed)
    assert "居左顶格" in ElementTree.tostring(suite, encoding="unicode")


def test_a_page_and_a_workbook_have_every_finding(report: Callable[[str, str], bytes], tmp_path: Path) -> None:
    page = report("html", "html").decode("utf-8")
    from openpyxl import load_workbook

    report("xlsx", "xlsx")
    book = load_workbook(tmp_path / "报告.xlsx")
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    for told in ("居中，应为居左顶格", "黑体，一般为仿宋", "第7.3.2条"):
        assert told in page
    for told in ("居中，应为居左顶格", "黑体，一般为仿宋", "layout.addressee"):
        assert told in cells


def test_json_has_what_the_terminal_says(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["lint", str(faulty), "--json", "--lang", "zh_CN"])
    said = json.loads(capsys.readouterr().out)
    with pytest.raises(SystemExit):
        main(["lint", str(faulty), "--lang", "zh_CN"])
    shown = capsys.readouterr().out
    failed = [each for each in said["inputs"][0]["outcomes"] if each["status"] == "fail"]
    assert [each["rule"] for each in failed] == ["layout.addressee", "layout.body.font"]
    assert all(each["message"] in shown for each in failed)
    assert WORDS in shown or "为深入贯彻落实省委、省" in shown


@pytest.mark.parametrize("option", ["--fix", "--diff", "--tracked"])
def test_measuring_pages_and_mending_are_two_things(
    faulty: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["lint", str(faulty), "--rendered", option, "--lang", "zh_CN"])
    assert left.value.code == 2
    assert "不能同用" in capsys.readouterr().err
    assert [each.name for each in faulty.parent.iterdir()] == [faulty.name]


def test_a_workbook_needs_a_file(faulty: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["lint", str(faulty), "--format", "xlsx"])
    assert left.value.code == 2


def test_a_file_of_300_mb_is_refused_at_once_and_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "很大.docx"
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(300 * 1024 * 1024)
    tracemalloc.start()
    begun = time.monotonic()
    with pytest.raises(SystemExit) as left:
        main(["lint", str(path), "--lang", "zh_CN"])
    assert time.monotonic() - begun < 5
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()
    assert left.value.code == 3
    assert "64 MiB" in capsys.readouterr().err
    (checked,) = lint_files([str(path)], Choice(), max_bytes=400 * 1024 * 1024)
    assert checked.error is not None and checked.error.code == "lint-cut-short"


DRAFT = "关于开展社会组织年检的通知\n各乡镇人民政府:\n为做好年检工作,现将有关事项通知如下.\n共青城市民政局\n2020年7月3日\n"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_a_draft_in_gbk_is_taken_and_it_is_said(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "草稿.txt"
    given = DRAFT if encoding == "gbk" else DRAFT.replace("共青城市", "共青城㙟")
    path.write_bytes(given.encode(encoding))
    fixed = fix_file(str(path), Choice())
    name = "GBK" if encoding == "gbk" else "GB18030"
    assert fixed.departures[0].found == f"{name}编码的纯文本"
    whole = "".join(texts(Path(fixed.written).read_bytes()))
    assert "为做好年检工作，现将有关事项通知如下。" in whole
    (checked,) = lint_files([str(path)], Choice())
    assert checked.result is not None
    assert "text.punct.halfwidth" in {each.rule for each in checked.result.outcomes if each.status is Status.FAIL}


def test_what_is_neither_utf8_nor_gbk_is_still_refused(tmp_path: Path) -> None:
    path = tmp_path / "草稿.txt"
    path.write_bytes(DRAFT.encode("utf-16"))
    (checked,) = lint_files([str(path)], Choice())
    assert checked.error is not None and checked.error.code == "file-encoding"
    path.write_bytes(DRAFT.encode("gbk") + b"\xff\xff")
    (checked,) = lint_files([str(path)], Choice())
    assert checked.error is not None and checked.error.code in ("file-encoding", "file-bad-byte")
