"""Inspections: which files, what is kept of each unit, against a baseline, on several processes, interrupted."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import sample_cases as samples
from inspected_units import inspected, named, number, period, write, write_units
from jsonschema import Draft202012Validator

from docgen import inspection_jobs
from docgen.errors import UnreadableInput, UsageError
from docgen.inspecting import REPORT_NAMES, record_files
from docgen.library import shipped_root


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_units(tmp_path_factory.mktemp("inspection") / "units")


def test_takes_every_record_of_a_folder_once_and_in_order(units: Path) -> None:
    found = record_files([str(units), str(units / "b-bai.json")])
    assert [Path(path).relative_to(units).as_posix() for path in found] == [
        "a-qing.json",
        "b-bai.json",
        "c-twice.json",
        "e-gbk.json",
        "f-broken.json",
        "g-unknown-kind.json",
        "below/d-formula.json",
    ]


def test_leaves_out_what_an_earlier_inspection_wrote(tmp_path: Path) -> None:
    write(tmp_path / "a.json")
    inspection_jobs.inspect([str(tmp_path)], tmp_path / "out")
    # and the lists of letters and orders
    (tmp_path / "out" / "letters.json").write_text("{}", encoding="utf-8")
    (tmp_path / "out" / "orders.json").write_text("{}", encoding="utf-8")
    assert record_files([str(tmp_path)]) == [str(tmp_path / "a.json")]


def test_one_unreadable_file_is_a_unit_and_not_the_end(units: Path, tmp_path: Path) -> None:
    found = inspected(units, tmp_path / "out")
    assert [(unit["unit"], unit["status"]) for unit in found["units"]] == [
        ("青山县民政局", "clean"),
        ("白河县民政局", "clean"),
        ("白河县民政局（2）", "blocked"),
        ("e-gbk.json", "unreadable"),
        ("f-broken.json", "unreadable"),
        ("g-unknown-kind.json", "unreadable"),
        ("=1+1县民政局", "blocked"),
    ]
    assert found["counts"] == {"clean": 2, "blocked": 2, "unreadable": 3}
    assert [unit["findings"][0]["message"] for unit in found["units"][3:5]] == [
        "文件的编码是 GBK，请另存为 UTF-8（记事本：另存为，编码选“UTF-8”）。",
        found["units"][4]["findings"][0]["message"],
    ]
    assert found["units"][4]["findings"][0]["line"] == 1
    assert found["notes"] == [
        f"{units / 'c-twice.json'} 与 {units / 'b-bai.json'} 是同一单位（白河县民政局）、同一材料类型、同一报告期，请核对。"
    ]


def test_a_finding_carries_its_evidence(units: Path, tmp_path: Path) -> None:
    found = inspected(units, tmp_path / "out")
    blocking = next(
        each for each in found["units"][2]["findings"] if each["rule"] == "association-decoupling-sum"
    )
    assert blocking["class"] == "fault" and blocking["nature"] == "文稿差错"
    assert "99家" in [read["text"] for read in blocking["reads"]]
    assert blocking["file"] == str(units / "c-twice.json") and blocking["line"]
    assert found["units"][2]["cells"]["association-decoupling-sum"] == {"fault": 1}
    unsure = found["units"][6]["unsure"]
    assert {each["rule"]: (each["missing"][0]["label"], each["missing"][0]["reason"]) for each in unsure} == {
        "lottery-rate": ("指标 › 福利彩票年度销售任务 › 数值", '=HYPERLINK("x")')
    }


def test_names_digests_version_and_date(units: Path, tmp_path: Path) -> None:
    import docgen

    found = inspected(units, tmp_path / "out", as_of="2024-12-31")
    assert (found["format"], found["docgen"], found["as_of"]) == (
        "docgen-inspection/0",
        docgen.__version__,
        "2024-12-31",
    )
    assert found["packs"]["civil-affairs"]
    first = found["units"][0]
    assert first["sha256"] == hashlib.sha256((units / "a-qing.json").read_bytes()).hexdigest()
    assert first["as_of"] == "2024-12-31"
    own = inspected(units, tmp_path / "own")
    assert own["as_of"] == "" and own["units"][0]["as_of"] == "2024-07-05"


def test_two_processes_give_what_one_gives(units: Path, tmp_path: Path) -> None:
    for number_of, folder in ((1, "one"), (2, "two")):
        inspection_jobs.inspect([str(units)], tmp_path / folder, workers=number_of)
    for name in REPORT_NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_marks_findings_against_a_baseline(tmp_path: Path) -> None:
    records, file = tmp_path / "records", tmp_path / "records" / "a.json"
    write(file, number("trade_assoc_total", 99))
    inspected(records, tmp_path / "first")
    # another line and another fault; the first one is mended
    write(file, number("lottery_sales", 1), lambda data: data.update(note="新"))
    found = inspected(records, tmp_path / "second", baseline=tmp_path / "first" / "inspection.json")
    unit = found["units"][0]
    assert [each["rule"] for each in unit["gone"]] == ["association-decoupling-sum"]
    assert {each["rule"]: each["baseline"] for each in unit["findings"]}["lottery-split"] == "new"
    again = inspected(records, tmp_path / "third", baseline=tmp_path / "second" / "inspection.json")
    assert {each["baseline"] for each in again["units"][0]["findings"]} <= {"still"}
    assert again["baseline"]["new"] == again["baseline"]["gone"] == 0


def test_a_finding_stays_the_same_when_lines_are_added_above_it(tmp_path: Path) -> None:
    records = tmp_path / "records"
    write(records / "a.json", number("trade_assoc_total", 99))
    inspected(records, tmp_path / "first")
    text = (records / "a.json").read_text(encoding="utf-8")
    (records / "a.json").write_text("\n\n\n" + text, encoding="utf-8")
    found = inspected(records, tmp_path / "second", baseline=tmp_path / "first" / "inspection.json")
    assert found["baseline"]["new"] == found["baseline"]["gone"] == 0 < found["baseline"]["still"]


def test_a_unit_that_became_unreadable_has_nothing_gone(tmp_path: Path) -> None:
    records = tmp_path / "records"
    write(records / "a.json", number("trade_assoc_total", 99))
    inspected(records, tmp_path / "first")
    (records / "a.json").write_text("{", encoding="utf-8")
    found = inspected(records, tmp_path / "second", baseline=tmp_path / "first" / "inspection.json")
    assert found["baseline"] == {"new": 0, "still": 0, "gone": 0}


@pytest.mark.parametrize("text", ["{}", '{"format": "docgen-inspection/0", "units": [{}]}'])
def test_refuses_a_baseline_that_is_none(units: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "other.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput) as refused:
        inspection_jobs.inspect([str(units)], tmp_path / "out", baseline=tmp_path / "other.json")
    assert refused.value.code == "baseline-not-inspection"


def test_writes_over_reports_only_with_force(units: Path, tmp_path: Path) -> None:
    (tmp_path / "inspection.html").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        inspection_jobs.inspect([str(units)], tmp_path)
    assert refused.value.code == "output-exists"
    assert (tmp_path / "inspection.html").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "inspection.xlsx").exists()
    inspection_jobs.inspect([str(units)], tmp_path, force=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(REPORT_NAMES)


def test_a_folder_that_nobody_may_make_is_told_in_words(
    units: Path, tmp_path: Path, as_ordinary_user: Callable[[], AbstractContextManager[None]]
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    with as_ordinary_user(), pytest.raises(UsageError) as refused:
        inspection_jobs.inspect([str(units)], closed / "out")
    assert (refused.value.code, refused.value.path) == ("output-no-permission", str(closed / "out"))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    with pytest.raises(UsageError) as refused:
        inspection_jobs.inspect([str(tmp_path / "records")], tmp_path / "out")
    assert refused.value.code == "inspection-no-records"
    assert not (tmp_path / "out").exists()


def test_private_texts_are_masked_everywhere(tmp_path: Path) -> None:
    def private(data: dict[str, object]) -> None:
        data["indicators"]["trade_assoc_total"].update(value=99, filled_by="欧阳填报", note="由欧阳填报提供")  # type: ignore[index]

    write(tmp_path / "records" / "a.json", private)
    inspection_jobs.inspect([str(tmp_path / "records")], tmp_path / "out")
    for name in ("inspection.json", "inspection.html"):
        assert "欧阳填报" not in (tmp_path / "out" / name).read_text(encoding="utf-8")


def test_explanations_are_shown_and_unused_ones_noted_once(tmp_path: Path) -> None:
    write(tmp_path / "records" / "a.json", named("甲县民政局"), number("trade_assoc_total", 99))
    write(tmp_path / "records" / "b.json", named("乙县民政局"))
    (tmp_path / "explained.yaml").write_text(
        "- rule: association-decoupling-sum\n  place: trade_assoc_total\n  reason: 年中新成立\n  by: 张三\n"
        "- rule: lottery-split\n  place: lottery_sales\n  reason: 口径不同\n  by: 李四\n",
        encoding="utf-8",
    )
    found = inspected(tmp_path / "records", tmp_path / "out", explanations=tmp_path / "explained.yaml")
    assert found["units"][0]["cells"]["association-decoupling-sum"] == {"explained": 1}
    assert [each["explanation"] for each in found["units"][0]["findings"] if each["explanation"]] == [
        "年中新成立（张三）"
    ]
    assert len([note for note in found["notes"] if "lottery-split" in note]) == 1
    assert all("record" not in unit["cells"] for unit in found["units"])


def test_every_inspection_json_is_what_its_schema_says(units: Path, tmp_path: Path) -> None:
    schema = json.loads((shipped_root() / "schemas" / "reports" / "inspection.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    written = Draft202012Validator(schema)

    def faults(found: Any) -> list[str]:
        return [f"{error.json_path}: {error.message}" for error in written.iter_errors(found)]

    def private(data: dict[str, Any]) -> None:
        data["indicators"]["trade_assoc_total"].update(value=99, filled_by="欧阳填报", note="由欧阳填报提供")

    before = tmp_path / "before"
    write(before / "a.json", named("青山县民政局"), period("2023-07-01", "2023-12-31"), number("nursing_homes", 1))
    write(tmp_path / "worse" / "a.json", named("青山县民政局"), private)
    write(tmp_path / "worse" / "half.json", named("\ud800县民政局"), number("marriages", None))
    (tmp_path / "explained.yaml").write_text(
        "- {rule: indicator-jump, item: nursing_homes, reason: 新建, approver: 赵某, document: 九号文, expires: 2099-12-31}\n"
        "- {rule: association-decoupling-sum, place: trade_assoc_total, reason: 旧, by: 李四}\n",
        encoding="utf-8",
    )
    explained = tmp_path / "explained.yaml"
    plain = inspected(units, tmp_path / "plain")
    compared = inspected(units, tmp_path / "compared", previous=before, explanations=explained, as_of="2024-12-31")
    later = inspected(
        tmp_path / "worse", tmp_path / "later", previous=before, baseline=tmp_path / "compared" / "inspection.json"
    )
    english = inspected(units, tmp_path / "english", language="en")
    stopped = inspected(units, tmp_path / "stopped", is_stopped=lambda: True)
    every = (plain, compared, later, english, stopped, inspected(samples.GOOD, tmp_path / "good"))
    assert [faults(each) for each in every] == [[]] * len(every)
    # what the samples ought to hold, so that nothing of the schema is there for nothing
    entries = [entry for each in every for unit in each["units"] for entry in (*unit["findings"], *unit["unsure"])]
    assert {entry["class"] for entry in entries} == {"fault", "hint", "unsure", "waived", "explained"}
    assert {entry["baseline"] for entry in entries} == {"", "new", "still"}
    assert {unit["status"] for unit in compared["units"]} == {"clean", "blocked", "unreadable"}
    assert later["baseline"]["gone"] and later["band"] == 30 and not stopped["complete"]
    digest = hashlib.sha256((before / "a.json").read_bytes()).hexdigest()
    assert [unit["previous"] for unit in later["units"]] == [
        {"file": str(before / "a.json"), "sha256": digest},
        None,
    ]
    # a field under another name, wherever it is, is a fault
    for name, spoilt in renamed(later):
        assert faults(spoilt), name


def renamed(data: Any, root: Any = None) -> Iterator[tuple[str, Any]]:
    """The data with one field under another name: each field of the first of each list, once for its name."""
    root = data if root is None else root
    if isinstance(data, dict):
        for name in list(data):
            data[f"{name}_"] = data.pop(name)
            yield name, root
            data[name] = data.pop(f"{name}_")
            if name not in ("packs", "cells", "subjects", "units") or isinstance(data[name], list):
                yield from renamed(data[name], root)
    elif isinstance(data, list) and data:
        yield from renamed(data[0], root)


def test_compares_with_the_latest_earlier_record_of_the_unit(tmp_path: Path) -> None:
    now, before = tmp_path / "now", tmp_path / "before"
    write(now / "a.json", named("甲县民政局"))
    write(before / "1.json", named("甲县民政局"), period("2023-01-01", "2023-06-30"), number("nursing_homes", 1))
    write(before / "2.json", named("甲县民政局"), period("2023-07-01", "2023-12-31"))
    write(before / "3.json", named("甲县民政局"))  # of the same period: no earlier one
    write(before / "4.json", named("乙县民政局"), period("2023-07-01", "2023-12-31"), number("nursing_homes", 1))
    (before / "5.json").write_text("{", encoding="utf-8")
    found = inspected(now, tmp_path / "out", previous=before)
    assert "fail" not in found["units"][0]["cells"]["indicator-jump"]
    assert found["units"][0]["cells"]["indicator-jump"].get("hint", 0) == 0
    assert found["units"][0]["cells"]["plan-item-unanswered"]
    assert found["notes"] == [f"上期的 {before / '5.json'} 不能使用：无法读取，或者没有写明单位和报告期。"]
    assert [rule["id"] for rule in found["rules"]][-4:] == [
        "plan-item-unanswered",
        "stock-discontinued",
        "standard-fell",
        "indicator-jump",
    ]


def test_comparisons_are_explained_and_an_expired_waiver_is_told_once(tmp_path: Path) -> None:
    now, before = tmp_path / "now", tmp_path / "before"
    write(now / "a.json", named("甲县民政局"), number("nursing_homes", 14), number("trade_assoc_total", 99))
    write(before / "a.json", named("甲县民政局"), period("2023-07-01", "2023-12-31"), number("nursing_homes", 7))
    (tmp_path / "explained.yaml").write_text(
        "- {rule: indicator-jump, item: nursing_homes, reason: 新建, approver: 赵某, document: 九号文, expires: 2099-12-31}\n"
        "- {rule: association-decoupling-sum, place: trade_assoc_total, reason: 旧, by: 李四, expires: 2020-01-01}\n"
        "- {rule: standard-fell, reason: 口径不同, by: 李四}\n",
        encoding="utf-8",
    )
    file = str(tmp_path / "explained.yaml")
    found = inspected(now, tmp_path / "out", previous=before, explanations=file)
    unit = found["units"][0]
    assert unit["cells"]["indicator-jump"]["waived"] == 1
    assert [(each["rule"], each["explanation"]) for each in unit["findings"] if each["explanation"]] == [
        ("indicator-jump", "新建（赵某，九号文，有效期至2099-12-31）")
    ]
    assert [each["message"] for each in unit["findings"] if each["file"] == file] == [
        "对 association-decoupling-sum（trade_assoc_total）的豁免到2020-01-01为止，已经过期，请核对是否续批。"
    ]
    assert found["notes"] == [f"{file}:3: 对规则standard-fell（整份记录）的情况说明没有对应的差错或提示，请核对。"]


def test_records_of_two_periods_are_each_held_against_their_own_and_are_no_doubles(tmp_path: Path) -> None:
    records = tmp_path / "records"
    write(records / "b-first.json", number("trade_assoc_total", 99))
    inspected(records, tmp_path / "first")
    # a later half-year's record is sorted before it, as is a copy of that
    write(records / "a-second.json", period("2024-07-01", "2024-12-31"), number("lottery_sales", 1))
    found = inspected(records, tmp_path / "second", baseline=tmp_path / "first" / "inspection.json")
    second, first = found["units"]
    assert [unit["unit"] for unit in found["units"]] == ["云川县民政局", "云川县民政局"]
    assert found["notes"] == []
    assert {each["baseline"] for each in first["findings"]} == {"still"} and first["gone"] == []
    # of a period that was not looked at before: held against the latest
    assert [each["rule"] for each in second["gone"]] == ["association-decoupling-sum"]
    write(records / "0-copy.json", period("2024-07-01", "2024-12-31"))
    again = inspected(records, tmp_path / "third", baseline=tmp_path / "second" / "inspection.json")
    _copy, second, first = again["units"]
    assert [unit["unit"] for unit in again["units"]] == ["云川县民政局", "云川县民政局（2）", "云川县民政局"]
    assert again["notes"] == [
        f"{records / 'a-second.json'} 与 {records / '0-copy.json'} 是同一单位（云川县民政局）、"
        "同一材料类型、同一报告期，请核对。"
    ]
    for unit in (second, first):
        assert {each["baseline"] for each in (*unit["findings"], *unit["unsure"])} == {"still"}
        assert unit["gone"] == []


def test_a_unit_of_the_baseline_that_is_not_there_now_is_named(tmp_path: Path) -> None:
    records = tmp_path / "records"
    write(records / "a.json", named("甲县民政局"))
    write(records / "b.json", named("乙县民政局"), number("trade_assoc_total", 99))
    inspected(records, tmp_path / "first")
    (records / "b.json").unlink()
    found = inspected(records, tmp_path / "second", baseline=tmp_path / "first" / "inspection.json")
    assert found["notes"] == ["上次检查过、这次没有的记录有1份，原有发现的变化无法判断：乙县民政局。"]


def test_a_previous_folder_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "now" / "a.json")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableInput) as missing:
        inspection_jobs.inspect([str(tmp_path / "now")], tmp_path / "out", previous=tmp_path / "nowhere")
    assert (missing.value.code, missing.value.path) == ("file-missing", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError) as empty:
        inspection_jobs.inspect([str(tmp_path / "now")], tmp_path / "out", previous=tmp_path / "empty")
    assert (empty.value.code, empty.value.path) == ("inspection-no-records", str(tmp_path / "empty"))
    assert not (tmp_path / "out").exists()


def test_of_two_previous_records_of_one_period_the_first_is_compared_with_and_the_other_told(tmp_path: Path) -> None:
    now, before = tmp_path / "now", tmp_path / "before"
    write(now / "a.json")
    for name in ("1.json", "2.json"):
        write(before / name, period("2023-07-01", "2023-12-31"))
    found = inspected(now, tmp_path / "out", previous=before)
    assert found["notes"] == [
        f"上期的 {before / '2.json'} 与 {before / '1.json'} 是同一单位、同一材料类型、同一报告期，"
        f"只与 {before / '1.json'} 比较，请核对。"
    ]


def test_tells_the_records_of_one_unit_apart_in_print_and_on_the_page(tmp_path: Path) -> None:
    write(tmp_path / "records" / "a.json", number("trade_assoc_total", 99))
    write(tmp_path / "records" / "b.json", period("2024-07-01", "2024-12-31"), number("trade_assoc_total", 99))
    lines = run(tmp_path / "records", "-o", tmp_path / "out").stdout.splitlines()
    at = lines.index("脱钩分类合计一致（association-decoupling-sum）：2 份，2 处")
    title = "民政工作半年总结及下步计划"
    assert lines[at + 1] == (
        f"   云川县民政局（{title}　2024-01-01—2024-06-30）、云川县民政局（{title}　2024-07-01—2024-12-31）"
    )
    text = (tmp_path / "out" / "inspection.html").read_text(encoding="utf-8")
    assert f"云川县民政局</a><small>{title}　2024-07-01—2024-12-31</small></th>" in text


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "docgen", "inspect", *map(str, arguments), "--lang", "zh_CN"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **more},
        check=False,
    )


def test_exit_codes_say_what_was_blocked_and_what_unreadable(units: Path, tmp_path: Path) -> None:
    cases = (
        (("a-qing.json",), 0),
        (("a-qing.json", "c-twice.json"), 1),
        (("e-gbk.json",), 3),
        (("a-qing.json", "e-gbk.json"), 4),
        (("a-qing.json", "no-such.json"), 4),
    )
    for number_of, (names, code) in enumerate(cases):
        found = run(*(units / name for name in names), "-o", tmp_path / str(number_of))
        assert (found.returncode, found.stderr) == (code, "")


def test_prints_a_summary_by_rule_with_the_units(units: Path, tmp_path: Path) -> None:
    found = run(units / "a-qing.json", units / "c-twice.json", units / "e-gbk.json", "-o", tmp_path / "out")
    lines = found.stdout.splitlines()
    assert lines[0] == "共 3 份记录：可以成文 1，有差错 1，无法读取 1。"
    at = lines.index("脱钩分类合计一致（association-decoupling-sum）：1 份，1 处")
    assert lines[at + 1] == "   白河县民政局"
    assert lines[-3:] == [f"已写出：{tmp_path / 'out' / name}" for name in REPORT_NAMES]


def test_prints_one_json_object(units: Path, tmp_path: Path) -> None:
    found = json.loads(run(units / "c-twice.json", "-o", tmp_path / "out", "--json").stdout)
    assert found["exit"] == 1 and found["inspection"]["counts"] == {"clean": 0, "blocked": 1, "unreadable": 0}
    assert found["files"] == [str(tmp_path / "out" / name) for name in REPORT_NAMES]


def test_writes_what_was_done_when_it_is_stopped(units: Path, tmp_path: Path) -> None:
    reached: list[int] = []

    def is_stopped() -> bool:
        reached.append(1)
        return len(reached) > 2

    inspection_jobs.inspect([str(units)], tmp_path, is_stopped=is_stopped)
    found = json.loads((tmp_path / "inspection.json").read_text(encoding="utf-8"))
    assert (found["complete"], found["inputs"], len(found["units"])) == (False, 7, 2)
    assert "检查被中断：7 个文件中检查了 2 个。" in (tmp_path / "inspection.html").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes of this sort")
@pytest.mark.parametrize(("workers", "least", "most"), [(1, 21, 21), (2, 32, 199)])
def test_an_interrupt_ends_cleanly_with_what_was_done(tmp_path: Path, workers: int, least: int, most: int) -> None:
    records, output = tmp_path / "records", tmp_path / "out"
    write(records / "0000.json")
    content = (records / "0000.json").read_bytes()
    for index in range(1, 200):
        (records / f"{index:04}.json").write_bytes(content)
    pipe = records / "0020.json"
    pipe.unlink()
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "docgen", "inspect", records, "-o", output, "--workers", str(workers)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True) as process:
        with pipe.open("wb") as stream:  # waits until the record is being read
            os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to every process of the group
            stream.write(content)
        _out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"")
    found = json.loads((output / "inspection.json").read_text(encoding="utf-8"))
    assert (found["complete"], found["inputs"]) == (False, 200)
    assert least <= len(found["units"]) <= most
    assert [unit["file"] for unit in found["units"]] == [
        str(records / f"{index:04}.json") for index in range(len(found["units"]))
    ]
    assert sorted(path.name for path in output.iterdir()) == sorted(REPORT_NAMES)


def test_what_is_waived_is_shown_as_waived_for_its_own_record_only(tmp_path: Path) -> None:
    for name in ("甲县民政局", "乙县民政局"):
        write(tmp_path / "records" / f"{name}.json", named(name), number("trade_assoc_total", 99))
    (tmp_path / "waivers.yaml").write_text(
        "- rule: association-decoupling-sum\n  record: 甲县民政局\n  place: trade_assoc_total\n"
        "  reason: 年中新成立\n  by: 张三\n  approver: 李四\n  expires: 2024-12-31\n",
        encoding="utf-8",
    )
    found = inspected(tmp_path / "records", tmp_path / "out", explanations=tmp_path / "waivers.yaml")
    cells = {unit["unit"]: unit["cells"]["association-decoupling-sum"] for unit in found["units"]}
    assert cells == {"甲县民政局": {"waived": 1}, "乙县民政局": {"fault": 1}}
    assert found["notes"] == []
    page = (tmp_path / "out" / "inspection.html").read_text(encoding="utf-8")
    assert "年中新成立（张三，李四，有效期至2024-12-31）" in page and ">免1</a>" in page


def test_explanations_that_cannot_be_read_stop_the_inspection(units: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("- rule: [\n", encoding="utf-8")
    with pytest.raises(UnreadableInput):
        inspection_jobs.inspect([str(units)], tmp_path / "out", explanations=tmp_path / "bad.yaml")
    assert not (tmp_path / "out").exists()
