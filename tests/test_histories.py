"""history.jsonl: lines that follow on, survive a kill, and tell who changed what when; docgen history shows it."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from docgen import jobs
from docgen.cli import run
from docgen.errors import UsageError
from docgen.finalising.ledger import FORMAT, Ledger, append, ledger_of, read_ledger
from docgen.finalising.results import Order
from docgen.finals import finalise
from docgen.histories import history

SAMPLE = Path(__file__).parent.parent / "samples" / "good" / "civil-affairs-half-year" / "complete.json"


def line_of(text: str) -> str:
    return json.dumps({"format": FORMAT, "text": text}, ensure_ascii=False)


def add(path: Path, text: str) -> None:
    def line(ledger: Ledger) -> str:
        return json.dumps({"format": FORMAT, "text": text, "previous": ledger.last}, ensure_ascii=False)

    append(path, line)


def said(path: Path) -> list[str]:
    return [str(each.data["text"]) for each in read_ledger(path).entries]


def test_lines_follow_on_one_from_the_other(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    for text in ("一", "二", "三"):
        add(path, text)
    ledger = read_ledger(path)
    assert said(path) == ["一", "二", "三"]
    assert (ledger.unreadable, ledger.broken) == ((), ())


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lambda raw: raw.replace("二".encode(), "贰".encode()), (3,)),
        (lambda raw: b"".join(raw.splitlines(keepends=True)[:1] + raw.splitlines(keepends=True)[2:]), (2,)),
        (lambda raw: b"".join(reversed(raw.splitlines(keepends=True))), (1, 2, 3)),
    ],
)
def test_a_line_changed_or_taken_out_afterwards_shows(
    tmp_path: Path, change: object, broken: tuple[int, ...]
) -> None:
    path = tmp_path / "history.jsonl"
    for text in ("一", "二", "三"):
        add(path, text)
    assert callable(change)
    assert ledger_of(change(path.read_bytes())).broken == broken


def test_a_line_cut_short_is_skipped_and_the_next_one_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    add(path, "一")
    whole = path.read_bytes()
    add(path, "二")
    path.write_bytes(path.read_bytes()[:-9])
    add(path, "三")
    ledger = read_ledger(path)
    assert said(path) == ["一", "三"]
    assert (ledger.unreadable, ledger.broken) == ((2,), ())
    assert path.read_bytes().startswith(whole)


@pytest.mark.parametrize("rest", [b"\xff\xfe", b"[1]\n", b'{"format": "other"}\n', b"\n\n", b"null\n"])
def test_strange_lines_are_skipped_and_kept(tmp_path: Path, rest: bytes) -> None:
    path = tmp_path / "history.jsonl"
    path.write_bytes(rest)
    add(path, "一")
    assert said(path) == ["一"]
    assert path.read_bytes().startswith(rest)


def _many(path: Path, who: int) -> None:
    for at in range(20):
        add(path, f"{who}-{at}")


def test_several_clerks_at_once_leave_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    context = multiprocessing.get_context("spawn")
    clerks = [context.Process(target=_many, args=(path, who)) for who in range(3)]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    ledger = read_ledger(path)
    assert len(ledger.entries) == 60
    assert (ledger.unreadable, ledger.broken) == ((), ())


def test_killed_at_any_moment_no_line_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    add(path, "一")
    program = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from docgen.finalising.ledger import FORMAT, append\n"
        "at = 0\n"
        "while True:\n"
        "    at += 1\n"
        "    text = {'format': FORMAT, 'text': f'{at}', 'more': 'x' * 200_000}\n"
        "    append(Path(sys.argv[1]), lambda ledger: json.dumps({**text, 'previous': ledger.last}))\n"
    )
    for delay in (0.5, 0.7, 0.9):
        before = len(read_ledger(path).entries)
        worker = subprocess.Popen([sys.executable, "-c", program, str(path)])
        deadline = time.monotonic() + 20
        while len(read_ledger(path).entries) == before and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(delay / 20)
        worker.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        worker.wait()
        assert len(read_ledger(path).entries) > before
        assert read_ledger(path).broken == ()
    add(path, "末")
    assert said(path)[-1] == "末"
    assert read_ledger(path).broken == ()


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are those of POSIX")
def test_a_history_that_cannot_be_written_keeps_the_copy_from_being_made(
    tmp_path: Path, as_ordinary_user: object
) -> None:
    shutil.copy(SAMPLE, tmp_path / "记录.json")
    jobs.make(str(tmp_path / "记录.json"), tmp_path / "总结.docx")
    (tmp_path / "history.jsonl").write_bytes(b"")
    os.chmod(tmp_path / "history.jsonl", 0o444)
    assert callable(as_ordinary_user)
    with as_ordinary_user(), pytest.raises(UsageError) as told:
        finalise(str(tmp_path / "总结.docx"), ORDER, MOMENT)
    assert told.value.code == "output-no-permission"
    assert not (tmp_path / "总结.定稿.docx").exists()
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".docgen")] == []


ORDER = Order(number=None, day="2024-07-05", signed_by="李四")
MOMENT = datetime.fromisoformat("2024-07-05T17:30:00+08:00")


def changed_record(path: Path, **values: object) -> None:
    """The record with indicators' values changed, the rest of the text as it was."""
    data = json.loads(path.read_text(encoding="utf-8"))
    for id_, value in values.items():
        data["indicators"][id_]["value"] = value
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def test_history_tells_who_changed_which_value_when(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "记录.json"
    shutil.copy(SAMPLE, record)
    jobs.make(str(record), tmp_path / "总结.docx")
    finalise(str(tmp_path / "总结.docx"), ORDER, MOMENT)
    changed_record(record, org_village_projects=46)
    jobs.make(str(record), tmp_path / "总结2.docx")
    second = Order(number=None, day="2024-07-09", signed_by="王五")
    finalise(str(tmp_path / "总结2.docx"), second, datetime.fromisoformat("2024-07-09T09:00:00+08:00"))
    told = history(str(record))
    assert [(each.at, each.signed_by, each.changes is None) for each in told.versions] == [
        ("2024-07-05T17:30:00+08:00", "李四", True),
        ("2024-07-09T09:00:00+08:00", "王五", False),
    ]
    changes = told.versions[1].changes
    assert changes is not None
    assert [(each.kind, each.pointer_b, each.after) for each in changes] == [
        ("changed", "/indicators/org_village_projects/value", "46")
    ]
    assert told.is_current
    assert told.since == ()
    changed_record(record, org_village_projects=47)
    assert [(each.before, each.after) for each in history(str(record)).since] == [("46", "47")]
    assert run(["history", str(record), "--lang", "zh_CN"]) == 0
    out = capsys.readouterr().out
    assert "1. 2024-07-05 17:30:00+08:00  签发人：李四  无发文字号  成文日期：2024-07-05\n" in out
    assert "45 → 46\n" in out
    assert "46 → 47\n" in out


def test_without_any_final_copy_history_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = tmp_path / "记录.json"
    shutil.copy(SAMPLE, record)
    assert run(["history", str(record), "--lang", "zh_CN"]) == 0
    assert capsys.readouterr().out == f"{record}：还没有定稿（{tmp_path / 'history.jsonl'}）\n"


def test_a_history_changed_afterwards_ends_with_1_and_names_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "记录.json"
    shutil.copy(SAMPLE, record)
    jobs.make(str(record), tmp_path / "总结.docx")
    finalise(str(tmp_path / "总结.docx"), ORDER, MOMENT)
    finalise(str(tmp_path / "总结.docx"), ORDER, MOMENT, force=True)
    path = tmp_path / "history.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("李四", "王五", 1), encoding="utf-8")
    assert run(["history", str(record), "--format", "json", "--lang", "zh_CN"]) == 1
    told = json.loads(capsys.readouterr().out)["history"]
    assert told["broken"] == [2]
    assert [each["signed_by"] for each in told["versions"]] == ["王五", "李四"]


def test_private_values_are_in_no_history(tmp_path: Path) -> None:
    record = tmp_path / "记录.json"
    shutil.copy(SAMPLE.parent.parent / "letter" / "verify-residents.json", record)
    jobs.make(str(record), tmp_path / "函.docx")
    order = Order(number="云民函〔2024〕17号", day="2024-07-18", signed_by="李四")
    assert not finalise(str(tmp_path / "函.docx"), order, MOMENT).is_blocked
    line = (tmp_path / "history.jsonl").read_text(encoding="utf-8")
    assert "欧阳倩" in record.read_text(encoding="utf-8")
    assert "欧阳倩" not in line
    assert "1234567" not in line


def test_documents_that_are_made_and_not_final_are_told_with_what_changed_since(tmp_path: Path) -> None:
    record = tmp_path / "记录.json"
    shutil.copy(SAMPLE, record)
    shutil.copy(SAMPLE.parent.parent / "letter" / "verify-residents.json", tmp_path / "函.json")
    jobs.make(str(tmp_path / "函.json"), tmp_path / "函.docx")
    jobs.make(str(record), tmp_path / "一稿.docx")
    changed_record(record, org_village_projects=46)
    jobs.make(str(record), tmp_path / "二稿.docx")
    told = history(str(record))
    assert [(each.document, [(one.before, one.after) for one in each.changes]) for each in told.made] == [
        ("一稿.docx", [("45", "46")]),
        ("二稿.docx", []),
    ]
    finalise(str(tmp_path / "二稿.docx"), ORDER, MOMENT)
    assert [each.document for each in history(str(record)).made] == ["一稿.docx"]
    (tmp_path / "一稿.docgen.json").write_bytes(b"\xff{")
    assert history(str(record)).made == ()
