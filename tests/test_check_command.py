"""docgen check and make: formats, files, what ends with which exit code, and what is never shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sample_cases as samples
from test_cli import COMPLETE, Run, Terminal, contradicting, run

from docgen.cli.options import BINARY, FORMATS
from docgen.rules.masking import MASK

__all__ = ["contradicting", "run"]  # fixtures


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    """The complete sample with a number that nobody knows: something can't be assessed."""
    data = json.loads(Path(COMPLETE).read_text(encoding="utf-8"))
    data["indicators"]["temp_aid_limit"]["value"] = {"unknown": "尚未统计"}
    return saved(tmp_path / "未知.json", data)


def saved(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", FORMATS)
def test_writes_a_report_into_a_file_and_not_over_one(form: str, run: Terminal, contradicting: Path) -> None:
    target = Path(f"结果.{form}")
    found = run("check", contradicting, "--format", form, "-o", target)
    assert (found.code, found.out, found.err) == (1, f"Written: {target}\n", "")
    before = target.read_bytes()
    again = run("check", contradicting, "--format", form, "-o", target)
    assert (again.code, target.read_bytes()) == (2, before)
    assert run("check", contradicting, "--format", form, "-o", target, "--force").code == 1
    assert target.read_bytes() == before
    assert [path.name for path in Path().iterdir() if path.name.startswith(".docgen-")] == []


@pytest.mark.parametrize("form", [each for each in FORMATS if each not in BINARY])
def test_prints_a_report_that_is_text(form: str, run: Terminal, contradicting: Path) -> None:
    found = run("check", contradicting, "--format", form)
    assert (found.code, found.err) == (1, "")
    assert "association-decoupling-sum" in found.out


@pytest.mark.parametrize("form", BINARY)
def test_a_report_that_is_no_text_needs_a_file(form: str, run: Terminal) -> None:
    found = run("--lang=en", "check", COMPLETE, "--format", form)
    assert (found.code, found.out) == (2, "")
    assert found.err == f"A report in the format {form} needs a file; name it with -o.\n"


def test_a_report_is_never_written_over_what_was_checked(run: Terminal, contradicting: Path) -> None:
    before = contradicting.read_bytes()
    assert run("check", contradicting, "-o", contradicting, "--force").code == 2
    assert contradicting.read_bytes() == before


def test_json_is_short_for_its_format(run: Terminal) -> None:
    assert run("check", COMPLETE, "--json") == run("check", COMPLETE, "--format", "json")
    found = run("--lang=en", "check", COMPLETE, "--json", "--format", "html")
    assert (found.code, found.err) == (2, "--json and --format html can't go together.\n")


def codes(run: Terminal, record: Path | str) -> dict[str, int]:
    asked = ("error", "warning", "info", "never")
    return {each: run("check", record, "--fail-on", each).code for each in asked}


def test_the_exit_code_is_decided_by_what_is_asked_for(
    run: Terminal, contradicting: Path, unknown: Path
) -> None:
    assert codes(run, contradicting) == {"error": 1, "warning": 1, "info": 1, "never": 0}
    assert codes(run, samples.SEED)["never"] == 0
    assert (run("check", unknown).code, run("check", unknown, "--strict").code) == (0, 1)
    assert run("check", unknown, "--fail-on", "never", "--strict").code == 1


def test_make_asks_for_as_much(run: Terminal, unknown: Path) -> None:
    found = run("--lang=en", "make", unknown, "-o", "文.docx", "--strict")
    assert found.code == 1
    assert found.err == "Nothing was made: --fail-on or --strict counts what the record has.\n"
    assert not Path("文.docx").exists()
    assert run("make", unknown, "-o", "文.docx").code == 0
    assert run("make", unknown, "-o", "草.docx", "--strict", "--draft").code == 0
    assert run("make", unknown, "--fail-on", "never").code == 2


def test_inputs_that_can_not_be_read_are_in_the_report(run: Terminal) -> None:
    found = run("check", COMPLETE, "没有.json", "--format", "sarif")
    assert found.code == 4
    [invocation] = json.loads(found.out)["runs"][0]["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 4)


PRIVATE = "南宫不忘"


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A record that contradicts itself and names somebody where it shouldn't: also in prose and a title."""
    data = json.loads(Path(COMPLETE).read_text(encoding="utf-8"))
    entry = data["indicators"]["trade_assoc_total"]
    entry["value"] += 1
    entry["filled_by"] = PRIVATE
    entry["name"] = f"{PRIVATE}统计的总数"
    data["indicators"]["vagrants_received"]["reviewed_by"] = [PRIVATE]
    data["title"] = f"{PRIVATE}的总结"
    return saved(tmp_path / "记录.json", data)


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_not_public_is_in_no_report(form: str, run: Terminal, named: Path) -> None:
    found: Run = run("--lang=zh_CN", "check", named, "--format", form, "-o", "结果")
    assert found.code == 1
    data = Path("结果").read_bytes()
    if form == "xlsx":
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path("结果")
        text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    elif form == "docx":
        from docx import Document

        text = Document("结果").element.xml
    else:
        text = data.decode("utf-8")
    assert PRIVATE not in text
    assert MASK in text
    assert PRIVATE not in found.out + found.err
