"""docgen notices as its users run it: what is printed where, exit codes, events, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from notice_lists import notice, write_list, write_template

from docgen.cli import run as run_command
from docgen.cli.progress import duration, progress_text


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Office:
    """A list of five rows of which the third has no addressee, a template, and a folder for documents."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.template = write_template(folder / "template")
        self.out = folder / "通知"
        self.rows = write_list(
            folder / "名单.jsonl", 5, lambda at, record: notice(at, addressee=None) if at == 3 else record
        )

    def run(self, *options: str, rows: Path | None = None) -> Ran:
        given = ["notices", str(rows or self.rows), "-t", str(self.template), "-o", str(self.out)]
        code = run_command([*given, "--lang", "zh_CN", *options])
        said = self.capsys.readouterr()
        return Ran(code, said.out, said.err)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def test_says_what_was_sent_back_and_how_it_adds_up(office: Office) -> None:
    ran = office.run()
    assert ran == (
        4,
        f"{office.rows}:3: 退回  主送机关：缺少“主送机关”（addressee），请补充。\n"
        "\n"
        "应发5份：已成文4份，退回1份。\n"
        f"成文清单：{office.out / 'manifest.jsonl'}\n"
        f"核对清单：{office.out / '核对清单.docx'}\n核对清单：{office.out / '核对清单.xlsx'}\n",
        "",
    )


def test_goes_on_after_the_row_was_mended_and_tells_what_is_left_over(office: Office) -> None:
    office.run()
    ran = office.run("--resume", rows=write_list(office.folder / "改.jsonl", 3))
    assert (ran.code, ran.out) == (
        0,
        "应发3份：已成文3份（其中2份以前已成文，未动），退回0份。\n"
        "文件夹里另有2个文件不在这次的成文范围内，没有删除，不要一起发出；要只有这一批的文件夹，请换一个新文件夹重做：0004-云川县第4社会组织.docx、0005-云川县第5社会组织.docx\n"
        f"成文清单：{office.out / 'manifest.jsonl'}\n"
        f"核对清单：{office.out / '核对清单.docx'}\n核对清单：{office.out / '核对清单.xlsx'}\n",
    )


def test_check_writes_nothing(office: Office) -> None:
    ran = office.run("--check")
    assert (ran.code, ran.out.splitlines()[-1]) == (4, "应发5份：可成文4份，退回1份。只作检查，没有写文件。")
    assert not office.out.exists()


def test_the_same_hint_on_many_rows_is_told_once(office: Office) -> None:
    unsigned = {"issuer": "云川县民政局", "date": {"unknown": "待签发"}}
    rows = write_list(office.folder / "未签.jsonl", 4, lambda at, record: notice(at, signature=unsigned))
    ran = office.run(rows=rows)
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        f"{rows}:1: 提示  办理期限：还没有写成文日期，无法判断这个期限是否早于它。（共4行如此）",
    )


def test_what_many_rows_were_returned_for_is_told_once(office: Office) -> None:
    late = {1: "2024-01-01", 2: None, 3: "2024-01-02"}

    def change(at: int, record: dict[str, Any]) -> dict[str, Any]:
        return notice(at, deadline=late.get(at, "2024-01-03"))

    rows = write_list(office.folder / "迟.jsonl", 7, change)
    ran = office.run("--check", rows=rows)
    sentence = "这个期限（2024-01-0{}）早于成文日期（2024-01-30），请核对。"
    assert [line for line in ran.out.splitlines() if "早于" in line] == [
        f"{rows}:1: 退回  办理期限：{sentence.format(1)}",
        f"{rows}:3: 退回  办理期限：{sentence.format(2)}",
        f"{rows}:4: 退回  办理期限：{sentence.format(3)}（共4行如此）",
    ]


def test_none_made_ends_with_1_and_an_empty_list_with_3(office: Office) -> None:
    bad = write_list(office.folder / "差.jsonl", 2, lambda at, record: notice(at, paragraphs=[]))
    assert office.run(rows=bad).code == 1
    empty = office.folder / "空.jsonl"
    empty.write_text("\n", encoding="utf-8")
    office.out = office.folder / "另"
    assert office.run(rows=empty) == (3, "", f"{empty}: 名单里一行也没有，请核对。\n")
    assert list(office.out.iterdir()) == []


def test_a_folder_with_documents_asks_whether_to_go_on(office: Office) -> None:
    office.run()
    ran = office.run()
    assert (ran.code, ran.err) == (
        2,
        f"{office.out}: 文件夹里已有以前成文的文件（0001-云川县第1社会组织.docx、0002-云川县第2社会组织.docx、"
        "0004-云川县第4社会组织.docx、0005-云川县第5社会组织.docx、manifest.jsonl…）。"
        "接着做请加 --resume，全部重做请加 --force。\n",
    )


def test_json_is_one_event_a_line(office: Office) -> None:
    ran = office.run("--json")
    events: list[dict[str, Any]] = [json.loads(line) for line in ran.out.splitlines()]
    assert [each["event"] for each in events] == ["judged", "row", "progress", "end"]
    row, progress, end = events[1:]
    assert (row["row"], row["outcome"], [each["code"] for each in row["findings"]]) == (
        3,
        "退回",
        ["missing-needed"],
    )
    assert progress == {"event": "progress", "done": 5, "total": 5, "returned": 1}
    assert {name: end[name] for name in ("exit", "meaning", "total", "in_place", "returned", "complete")} == {
        "exit": 4,
        "meaning": "partly-judged",
        "total": 5,
        "in_place": 4,
        "returned": 1,
        "complete": True,
    }


def test_json_tells_an_error_in_one_line_too(office: Office) -> None:
    office.run()
    ran = office.run("--json")
    [event] = [json.loads(line) for line in ran.out.splitlines()]
    assert (event["event"], event["exit"], event["error"]["code"]) == ("end", 2, "notices-folder-has-notices")


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_stops_cleanly_and_can_be_resumed(workers: str, tmp_path: Path) -> None:
    template, rows = write_template(tmp_path / "template"), write_list(tmp_path / "list.jsonl", 3000)
    folder = tmp_path / "out"
    command = [sys.executable, "-m", "docgen", "notices", str(rows), "-t", str(template), "-o", str(folder)]
    command += ["--workers", workers, "--lang", "zh_CN"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while not folder.is_dir() or sum(1 for _ in os.scandir(folder)) < 100:
            assert process.poll() is None
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process
        out, err = (said.decode("utf-8") for said in process.communicate())
    assert process.returncode == 130, out + err
    assert out.endswith("已中断；加上 --resume 可以接着做。\n")
    assert "Traceback" not in err
    names = sorted(path.name for path in folder.iterdir())
    lines = (folder / "manifest.partial.jsonl").read_text(encoding="utf-8").splitlines()
    assert names == sorted(["manifest.partial.jsonl", *(json.loads(line)["file"] for line in lines)])
    assert subprocess.run([*command, "--resume"], capture_output=True).returncode == 0
    assert len(list(folder.glob("*社会组织.docx"))) == 3000


def test_the_bar_and_its_words_are_in_gbk() -> None:
    text = progress_text("made", 1250, 5000, 10.0, "zh_CN", has_bar=True)
    assert text == "██████────────────────── 已处理1250/5000份，每秒125份，还需30秒"
    assert text.encode("gbk")
    assert (
        progress_text("made", 1250, 5000, 10.0, "zh_CN", has_bar=False)
        == "已处理1250/5000份，每秒125份，还需30秒"
    )
    assert progress_text("judged", 700, 0, 2.0, "en", has_bar=True) == "Checked 700 rows, 350 a second"


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0秒"), (59.6, "1分钟"), (3661, "1小时1分"), (754, "12分钟")]
)
def test_a_time_is_said_as_a_clerk_says_it(seconds: float, said: str) -> None:
    assert duration(seconds, "zh_CN") == said


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_gets_a_bar_that_leaves_nothing_behind(tmp_path: Path) -> None:
    import pty

    template, rows = write_template(tmp_path / "template"), write_list(tmp_path / "list.jsonl", 800)
    command = [
        sys.executable,
        "-m",
        "docgen",
        "notices",
        str(rows),
        "-t",
        str(template),
        "-o",
        str(tmp_path / "o"),
    ]
    ours, theirs = pty.openpty()
    with subprocess.Popen([*command, "--lang", "zh_CN"], stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while process.poll() is None or not said:
            try:
                said += os.read(ours, 65536)
            except OSError:  # Linux says so once nobody holds the other end
                break
        assert process.stdout is not None
        printed = process.stdout.read().decode("utf-8")
    os.close(ours)
    drawn = said.decode("utf-8", "replace").split("\r")
    assert process.returncode == 0
    assert any("█" in each and "800" in each for each in drawn)
    assert drawn[-1] == ""
    assert printed.startswith("应发800份：已成文800份，退回0份。\n")


def test_a_folder_that_cannot_be_made_is_told(office: Office) -> None:
    office.out = office.rows / "通知"
    code, out, told = office.run()
    assert (code, out) == (2, "")
    assert told.startswith(f"{office.out}: 无法建立文件夹：") and told.count("\n") == 1
