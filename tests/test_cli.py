"""docgen/cli/: exit codes, what is printed where, and in which language."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sample_cases as samples

import docgen
from docgen import cli, library_jobs
from docgen.cli import commands
from docgen.cli.commands import command_line, function_of
from docgen.formats.json_report import EXIT_MEANINGS

COMPLETE = str(samples.GOOD / "civil-affairs-half-year" / "complete.json")
COMMANDS = (
    "audit",
    "check",
    "diff",
    "doctor",
    "explain",
    "finalize",
    "form",
    "history",
    "init",
    "inspect",
    "intake",
    "kinds",
    "letters",
    "lint",
    "make",
    "notices",
    "open",
    "orders",
    "pdf",
    "rules",
    "serve",
    "templates",
    "verify",
)


class Run(NamedTuple):
    """What a command ended with and printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Terminal:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *args: str | Path) -> Run:
        code = cli.run([str(each) for each in args])
        captured = self.capsys.readouterr()
        return Run(code, captured.out, captured.err)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Terminal:
    for name in ("DOCGEN_LANG", "DOCGEN_LIBRARY", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return Terminal(capsys)


@pytest.fixture
def contradicting(tmp_path: Path) -> Path:
    """The complete sample with one trade association more than its three parts make."""
    data = json.loads(Path(COMPLETE).read_text(encoding="utf-8"))
    data["indicators"]["trade_assoc_total"]["value"] += 1
    path = tmp_path / "contradicting.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def truncated(tmp_path: Path) -> Path:
    path = tmp_path / "truncated.json"
    path.write_text('{\n  "format": "docgen-record/0",\n', encoding="utf-8")
    return path


def test_ends_with_0_for_a_clean_record(run: Terminal) -> None:
    found = run("check", COMPLETE)
    assert (found.code, found.err) == (0, "")
    assert found.out.endswith("The official document can be made.\n")


def test_ends_with_1_for_a_blocked_record(run: Terminal, contradicting: Path) -> None:
    found = run("check", contradicting)
    assert (found.code, found.err) == (1, "")
    assert found.out.endswith("The official document can't be made yet.\n")


def test_ends_with_1_and_makes_nothing_of_a_blocked_record(
    run: Terminal, contradicting: Path, tmp_path: Path
) -> None:
    found = run("make", contradicting, "-o", "a.docx")
    assert found.code == 1
    assert found.err == (
        "Nothing was made. Put right the 1 faults above, explain them with --explanations, "
        "or make a marked draft with --draft.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["contradicting.json"]


def test_names_the_files_it_made(run: Terminal) -> None:
    found = run("make", COMPLETE, "-o", "a.docx")
    assert found == Run(
        0,
        "Document: a.docx\nCheck sheet: a.校核单.docx\nMade from: a.docgen.json\n"
        "Faults 0, hints 0, not assessable 0.\n",
        "",
    )


def test_makes_a_draft_of_a_blocked_record(run: Terminal, contradicting: Path, tmp_path: Path) -> None:
    found = run("make", contradicting, "--draft", "-o", "a.docx")
    assert (found.code, found.out.splitlines()[0], found.err) == (0, "Document: a.docx", "")


def test_reads_standard_input(run: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stream = io.TextIOWrapper(io.BytesIO(Path(COMPLETE).read_bytes()), encoding="ascii")
    monkeypatch.setattr("sys.stdin", stream)
    found = run("make", "-")
    assert found.code == 0
    assert (tmp_path / "云川县民政局2024年上半年工作总结和下半年工作计划.docx").is_file()


@pytest.mark.parametrize(
    "args",
    [
        ["chek"],
        ["check"],
        ["check", COMPLETE, "--no-such-option"],
        ["make", COMPLETE, "-o", "a.txt"],
        ["make", COMPLETE, "-t", "no-such-template"],
        ["check", COMPLETE, "--library", "nowhere"],
        ["explain", "no-such-rule"],
        ["init", "."],
        ["kinds", "--lang", "fr"],
        ["check", COMPLETE, "--max-size", "0"],
    ],
)
def test_ends_with_2_for_a_wrong_call(run: Terminal, tmp_path: Path, args: list[str]) -> None:
    (tmp_path / "something").touch()
    found = run(*args)
    assert (found.code, found.out) == (2, "")
    assert found.err and "Traceback" not in found.err


def test_ends_with_3_and_names_the_line_of_what_can_not_be_read(run: Terminal, truncated: Path) -> None:
    found = run("check", truncated)
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith(f"{truncated}:2:31: ")
    assert len(found.err.splitlines()) == 1


def test_ends_with_3_for_a_broken_pack(run: Terminal, tmp_path: Path) -> None:
    run("init", "office")
    pack = tmp_path / "office" / "checks" / "our-office.yaml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace("nature:", "natur:"), encoding="utf-8")
    line = 1 + text[: text.index("    nature:")].count("\n")
    found = run("check", COMPLETE, "--library", "office")
    assert (found.code, found.out) == (3, "")
    assert f"{Path('office/checks/our-office.yaml')}:{line}:5: " in found.err
    assert "Did you mean “nature”?" in found.err


def test_ends_with_4_when_some_could_be_judged_and_others_not(run: Terminal, truncated: Path) -> None:
    found = run("check", truncated, COMPLETE)
    assert found.code == 4
    assert found.err.startswith(f"{truncated}:2:31: ")
    assert found.out.endswith("The official document can be made.\n")


def test_ends_with_3_when_none_could_be_judged(run: Terminal, truncated: Path) -> None:
    assert run("check", truncated, "nowhere.json").code == 3


def test_ends_with_1_when_all_were_judged_and_one_is_blocked(run: Terminal, contradicting: Path) -> None:
    assert run("check", contradicting, COMPLETE).code == 1


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["check", COMPLETE], 0),
        (["check", "contradicting.json"], 1),
        (["make", "contradicting.json"], 1),
        (["make", COMPLETE, "-o", "made.docx"], 0),
        (["check", "truncated.json", COMPLETE], 4),
        (["check", "truncated.json"], 3),
        (["make", "truncated.json"], 3),
        (["explain", "no-such-rule"], 2),
        (["explain", "association-decoupling-sum"], 0),
        (["check"], 2),
        (["kinds"], 0),
        (["templates"], 0),
        (["diff", COMPLETE, "contradicting.json"], 0),
        (["init", "office"], 0),
    ],
)
def test_prints_one_json_object_whatever_happens(
    run: Terminal, contradicting: Path, truncated: Path, args: list[str], code: int
) -> None:
    found = run(*args, "--json")
    assert found.code == code
    content = found.json
    assert (content["format"], content["exit"], content["meaning"]) == (
        "docgen-report/0",
        code,
        EXIT_MEANINGS[code],
    )


def test_tells_programs_what_failed_and_where(run: Terminal, contradicting: Path) -> None:
    content = run("check", contradicting, "--json").json
    failed = [outcome for outcome in content["inputs"][0]["outcomes"] if outcome["status"] == "fail"]
    assert [(each["rule"], each["nature"], each["severity"], each["blocks"]) for each in failed] == [
        ("association-decoupling-sum", "文稿差错", "error", True)
    ]
    assert {read["pointer"] for read in failed[0]["reads"]} == {
        f"/indicators/trade_assoc_{name}/value" for name in ("decoupled", "to_decouple", "deferred", "total")
    }
    assert all(read["place"]["line"] == 1 for read in failed[0]["reads"])


@pytest.mark.parametrize(
    ("arguments", "environment", "text"),
    [
        ([], {}, "Usage:"),
        ([], {"LC_ALL": "zh_CN.UTF-8"}, "用法"),
        ([], {"LANG": "zh_TW.UTF-8"}, "用法"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "DOCGEN_LANG": "en"}, "Usage:"),
        (["--lang", "zh_CN"], {"DOCGEN_LANG": "en"}, "用法"),
        (["--lang=en"], {"LC_ALL": "zh_CN.UTF-8"}, "Usage:"),
    ],
)
def test_speaks_the_language_asked_for(
    run: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    text: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = run(*arguments, "--help")
    assert found.code == 0
    assert found.out.startswith(text)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["notices"], "缺少参数 'DATA'."),
        (["notices", "a.csv", "-o", "out"], "缺少选项 '-t' / '--template'."),
        (["notices", "a.csv", "b.csv", "-t", "notice", "-o", "out"], "多写了参数（b.csv）"),
    ],
)
def test_a_wrong_call_is_told_in_the_language_asked_for_whatever_the_system_speaks(
    run: Terminal, monkeypatch: pytest.MonkeyPatch, args: list[str], said: str
) -> None:
    monkeypatch.setenv("LANG", "C")
    monkeypatch.delenv("LANGUAGE", raising=False)
    ran = run(*args, "--lang", "zh_CN")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, f"错误：{said}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_both_languages(run: Terminal, command: str) -> None:
    english, chinese = (run(command, "--help", "--lang", language).out for language in ("en", "zh_CN"))
    assert english.startswith(f"Usage: docgen {command} ")
    assert chinese.startswith("用法") and chinese != english


def test_has_exactly_the_commands_it_says() -> None:
    assert tuple(sorted(command_line("en").commands)) == COMMANDS


def test_every_command_names_a_function_that_is_there() -> None:
    named = re.findall(r'"(\w+:\w+)"', Path(commands.__file__).read_text("utf-8"))
    assert len(named) > len(COMMANDS)
    assert all(callable(function_of(name)) for name in named)


def test_words_files_in_chinese_unless_told_otherwise(
    run: Terminal, contradicting: Path, tmp_path: Path
) -> None:
    import zipfile

    def comments(*options: str) -> str:
        assert run("make", contradicting, "--draft", "--force", "-o", "a.docx", *options).code == 0
        with zipfile.ZipFile(tmp_path / "a.docx") as package:
            return package.read("word/comments.xml").decode("utf-8")

    assert "应当：" in comments() and "Expected:" not in comments()
    assert "Expected: " in comments("--lang", "en")


def test_shows_its_version(run: Terminal) -> None:
    assert run("--version") == Run(0, f"docgen, version {docgen.__version__}\n", "")


def test_a_fault_of_its_own_is_one_sentence_and_a_file(
    run: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(library_jobs, "kinds", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = run("kinds")
    (log,) = tmp_path.glob("docgen-*.log")
    assert found == Run(
        70, "", f"This is a fault of docgen itself (RuntimeError), not of your record. Details: {log}\n"
    )
    assert "RuntimeError: out of order" in log.read_text(encoding="utf-8")


def test_ends_with_130_when_interrupted(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(library_jobs, "kinds", interrupt)
    assert run("kinds") == Run(130, "", "\nInterrupted.\n")


def start(*args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONUTF8", "DOCGEN_LANG")}
    return subprocess.run(
        [sys.executable, "-m", "docgen", *args], capture_output=True, env={**kept, **environment}, check=False
    )


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252", "utf-8"])
def test_never_fails_on_a_character_that_a_console_lacks(contradicting: Path, encoding: str) -> None:
    found = start("check", str(contradicting), "--lang", "zh_CN", PYTHONIOENCODING=encoding)
    assert (found.returncode, found.stderr) == (1, b"")
    # click takes an ASCII stream for one that was set up wrongly, and writes UTF-8
    shown = found.stdout.decode("utf-8" if encoding == "ascii" else encoding)
    assert "association-decoupling-sum" in shown
    if encoding == "gbk":
        assert "指标 > 行业协会商会总数 > 数值" in shown and "?" not in shown


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_json_is_whole_in_any_encoding(contradicting: Path, encoding: str) -> None:
    found = start("check", str(contradicting), "--json", PYTHONIOENCODING=encoding)
    title = json.loads(found.stdout.decode(encoding))["inputs"][0]["title"]
    assert title == "云川县民政局2024年上半年工作总结和下半年工作计划"


def test_ends_quietly_when_nobody_reads_on() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "docgen", "check", *[COMPLETE] * 3, "--json"],  # more than any pipe holds
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # an unbuffered stream doesn't notice that it wrote only a part
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141
