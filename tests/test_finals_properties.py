"""Random edits of made documents: either nothing is written, or a copy without traces and with the same words."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen import jobs
from docgen.finalising.ledger import read_ledger
from docgen.finalising.results import Order
from docgen.finals import finalise
from docgen.layout.parts import recognise
from docgen.ooxml.reading import read_document
from docgen.ooxml.traces import traces
from tests.worked_on import AUTHOR, changed, revised, worked_on

SAMPLES = Path(__file__).parent.parent / "samples" / "good"
MOMENT = datetime.fromisoformat("2024-02-06T17:30:00+08:00")
ORDER = Order(number="云民字〔2024〕16号", day="2024-02-06", signed_by="李四")
RUN = re.compile(r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>([^<]{2,})</w:t></w:r>")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(SAMPLES / "notice" / "inspection-2023.json", folder / "记录.json")
    jobs.make(str(folder / "记录.json"), folder / "通知.docx")
    return folder


def at_run(where: float, change: Callable[[re.Match[str]], str]) -> Callable[[bytes], bytes]:
    """An edit of one run of text, so far through the document."""

    def edit(data: bytes) -> bytes:
        def in_xml(xml: str) -> str:
            runs = list(RUN.finditer(xml))
            run = runs[int(where * (len(runs) - 1))]
            return xml[: run.start()] + change(run) + xml[run.end() :]

        return changed(data, in_xml)

    return edit


def split(run: re.Match[str]) -> str:
    half = len(run[2]) // 2
    properties = run[1] or ""
    return "".join(
        f'<w:r w:rsidR="00AB12CD">{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'
        for text in (run[2][:half], run[2][half:])
    )


def bookmarked(run: re.Match[str]) -> str:
    return f'<w:bookmarkStart w:id="77" w:name="_GoBack"/>{run[0]}<w:bookmarkEnd w:id="77"/>'


def controlled(run: re.Match[str]) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="_dg9001"/></w:sdtPr><w:sdtContent>{run[0]}</w:sdtContent></w:sdt>'


def tagged(run: re.Match[str]) -> str:
    inner = f'<w:customXml w:element="x"><w:customXmlPr/>{run[0]}</w:customXml>'
    return f'<w:smartTag w:element="place">{inner}</w:smartTag>'


def bold(run: re.Match[str]) -> str:
    return run[0].replace("<w:r>", '<w:r w:rsidRPr="00CD34EF">', 1) + '<w:proofErr w:type="spellStart"/>'


HARMLESS = [split, bookmarked, controlled, tagged, bold]
places = st.floats(0, 1)
edits = st.lists(st.tuples(st.sampled_from(HARMLESS), places), max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits, st.booleans())
def test_what_people_do_in_word_leaves_no_trace_and_no_word_is_lost(
    office: Path, made: list[tuple[Callable[[re.Match[str]], str], float]], is_worked_on: bool
) -> None:
    data = (office / "通知.docx").read_bytes()
    before = [para.text for para in read_document(data).paragraphs]
    for change, where in made:
        data = at_run(where, change)(data)
    if is_worked_on:
        data = worked_on(data)
    (office / "改.docx").write_bytes(data)
    done = finalise(str(office / "改.docx"), ORDER, MOMENT, record=str(office / "记录.json"), force=True)
    assert not done.is_blocked, done.findings
    final = Path(done.written).read_bytes()
    assert traces(final) == []
    told = {"云民字〔2024〕6号": "云民字〔2024〕16号", "2024年1月30日": "2024年2月6日"}
    assert [para.text for para in read_document(final).paragraphs] == [
        told.get(text, text) for text in before
    ]
    again = finalise(
        done.written,
        ORDER,
        MOMENT,
        record=str(office / "记录.json"),
        output=str(office / "再.docx"),
        force=True,
    )
    assert Path(again.written).read_bytes() == final


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits, st.sampled_from(["监督管理", "年检报告书", "合格", "附件", "云麓市民政局", "县民政局"]))
def test_a_revision_among_other_edits_always_forbids_it(
    office: Path, made: list[tuple[Callable[[re.Match[str]], str], float]], word: str
) -> None:
    data = (office / "通知.docx").read_bytes()
    try:
        data = revised(data, word, "改后")
    except AssertionError:
        return  # the word is split over runs here
    for change, where in made:
        data = at_run(where, change)(data)
    (office / "修.docx").write_bytes(data)
    lines = len(read_ledger(office / "history.jsonl").entries)
    done = finalise(str(office / "修.docx"), ORDER, MOMENT, record=str(office / "记录.json"), force=True)
    assert sorted(
        {str(each.parameters["author"]) for each in done.findings if each.code == "final-revision"}
    ) == [AUTHOR]
    assert done.is_blocked
    assert not (office / "修.定稿.docx").exists()
    assert len(read_ledger(office / "history.jsonl").entries) == lines


def test_killed_at_any_moment_there_is_no_copy_that_the_history_does_not_know(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "notice" / "inspection-2023.json", tmp_path / "记录.json")
    jobs.make(str(tmp_path / "记录.json"), tmp_path / "通知.docx")
    command = [sys.executable, "-m", "docgen", "finalize", str(tmp_path / "通知.docx"), "--force"]
    command += ["--number", "云民字〔2024〕16号", "--date", "2024-02-06", "--signed-by", "李四"]
    begun = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - begun
    (tmp_path / "通知.定稿.docx").unlink()
    (tmp_path / "history.jsonl").unlink()
    for part in (0.5, 0.7, 0.8, 0.85, 0.9, 0.95):
        worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * part)
        worker.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        worker.wait()
        ledger = read_ledger(tmp_path / "history.jsonl")
        known = {str(each.data["document"]["sha256"]) for each in ledger.entries}
        final = tmp_path / "通知.定稿.docx"
        assert not final.exists() or hashlib.sha256(final.read_bytes()).hexdigest() in known
        assert ledger.broken == ()
        read_document((tmp_path / "通知.docx").read_bytes())
        final.unlink(missing_ok=True)
    subprocess.run(command, check=True, capture_output=True)
    assert read_ledger(tmp_path / "history.jsonl").broken == ()


def test_a_record_from_making_to_the_second_final_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """make, edit in Word, refused for a figure, put right in the record, made anew, final twice, told by history."""
    import docx

    from docgen.cli import run

    record, paper = tmp_path / "记录.json", tmp_path / "总结.docx"
    shutil.copy(SAMPLES / "civil-affairs-half-year" / "complete.json", record)
    assert run(["make", str(record), "-o", str(paper), "--lang", "zh_CN"]) == 0
    final = ["finalize", "--signed-by", "李四", "--lang", "zh_CN", "--force"]

    def edited(old: str, new: str) -> None:
        opened = docx.Document(str(paper))
        (held,) = [each for para in opened.paragraphs for each in para.runs if old in each.text][:1]
        held.text = held.text.replace(old, new, 1)
        opened.save(str(paper))

    edited("在县委、县政府的领导", "在县委、县政府的坚强领导")
    assert run([*final, str(paper), "--date", "2024-07-05", "--at", "2024-07-05T17:30"]) == 0
    first = Path(tmp_path / "总结.定稿.docx").read_bytes()
    assert "坚强领导" in "".join(para.text for para in recognise(read_document(first)).paragraphs)
    edited("612", "615")
    capsys.readouterr()
    assert run([*final, str(paper), "--date", "2024-07-08", "--at", "2024-07-08T09:00"]) == 1
    out = capsys.readouterr().out
    assert "城市低保户数：文稿为615户，工作记录为612户，请核对。" in out
    assert out.endswith("没有写出文件。\n")
    assert (tmp_path / "总结.定稿.docx").read_bytes() == first
    data = json.loads(record.read_text(encoding="utf-8"))
    data["indicators"]["urban_dibao_households"]["value"] = 615
    data["signature"]["date"] = "2024-07-08"
    record.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    assert (
        run([*final, str(paper), "--date", "2024-07-08", "--record", str(record), "--at", "2024-07-08T10:00"])
        == 0
    )
    capsys.readouterr()
    assert run(["history", str(record), "--lang", "zh_CN"]) == 0
    second = hashlib.sha256((tmp_path / "总结.定稿.docx").read_bytes()).hexdigest()
    assert capsys.readouterr().out == (
        f"{record}：定稿2次（{tmp_path / 'history.jsonl'}）\n"
        "\n1. 2024-07-05 17:30:00  签发人：李四  无发文字号  成文日期：2024-07-05\n"
        f"   定稿: 总结.定稿.docx  SHA-256 {hashlib.sha256(first).hexdigest()[:16]}…\n"
        "\n2. 2024-07-08 10:00:00  签发人：李四  无发文字号  成文日期：2024-07-08\n"
        f"   定稿: 总结.定稿.docx  SHA-256 {second[:16]}…\n"
        "   与上一次定稿相比：\n"
        "   · 改动  指标 › 城市低保户数 › 数值\n"
        "       612 → 615\n"
        "   · 改动  落款 › 成文日期\n"
        "       2024-07-05 → 2024-07-08\n"
        "\n工作记录此后没有改动。\n"
    )
