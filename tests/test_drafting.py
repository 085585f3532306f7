"""A report as prose held against a record, and made into a first one."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from docgen import jobs
from docgen.auditing.passages import passages_of
from docgen.audits import against_record, to_record
from docgen.cli import run
from docgen.errors import UsageError
from docgen.library import Library, shipped_root
from docgen.quantities import parse_unit
from docgen.recognising import recognised
from docgen.schemas import load_kind

SAMPLES = Path(__file__).parent.parent / "samples"
REPORT = SAMPLES / "audit" / "half-year.txt"
KIND = "civil-affairs-half-year"


def drafted(tmp_path: Path, text: str) -> dict[str, object]:
    report = tmp_path / "报告.txt"
    report.write_text(text, encoding="utf-8")
    written, _filled, _left = to_record(str(report), KIND, str(tmp_path / "记录.json"))
    return dict(json.loads(written.read_text(encoding="utf-8"), parse_float=Decimal))


def values(record: dict[str, object]) -> dict[str, object]:
    indicators = record["indicators"]
    assert isinstance(indicators, dict)
    return {id_: each["value"] for id_, each in indicators.items() if not isinstance(each["value"], dict)}


def test_fills_in_exactly_what_the_report_says(tmp_path: Path) -> None:
    expected = json.loads(
        (SAMPLES / "audit" / "half-year.values.json").read_text(encoding="utf-8"), parse_float=Decimal
    )
    record = drafted(tmp_path, REPORT.read_text(encoding="utf-8"))
    assert values(record) == expected
    assert len(expected) == 87


@pytest.mark.parametrize(("number", "least"), [(1, 88), (2, 79), (3, 77)])
def test_invents_nothing_from_reports_written_without_knowing_the_code(number: int, least: int) -> None:
    report = SAMPLES / "audit" / f"blind-report-{number}.txt"
    stated = json.loads(report.with_suffix(".values.json").read_text(encoding="utf-8"))["indicators"]
    kind = load_kind(Library((shipped_root(),)), KIND)
    found = recognised(passages_of(report.read_text(encoding="utf-8")), kind).found
    right = wrong = 0
    for id_, entry in stated.items():
        exact = Fraction(entry["value"]) * parse_unit(parse_unit(entry["unit"]).head).factor
        if id_ in found:
            right += found[id_].figure.value == exact
            wrong += found[id_].figure.value != exact
    assert (right, wrong) == (least, 0)


def test_each_value_carries_its_sentence_and_the_rest_a_reason(tmp_path: Path) -> None:
    record = drafted(tmp_path, "民政局2021年上半年工作总结及下半年工作计划\n城市低保共200户296人。\n")
    indicators = record["indicators"]
    assert isinstance(indicators, dict)
    assert indicators["urban_dibao_persons"] == {
        "name": "城市低保人数",
        "value": 296,
        "unit": "人",
        "basis": "stock",
        "source": "第2段第1句：城市低保共200户296人。",
    }
    assert values(record) == {"urban_dibao_households": 200, "urban_dibao_persons": 296}
    assert indicators["lottery_sales"]["value"] == {
        "unknown": "原材料中没有找到，或者不能确定是哪个数，请补充"
    }
    assert record["period"] == {
        "start": "2021-01-01",
        "end": "2021-06-30",
        "plan_start": "2021-07-01",
        "plan_end": "2021-12-31",
    }


@pytest.mark.parametrize(
    "text",
    [
        "上年同期城市低保共200户296人。",
        "城市低保新增12户。",
        "城市低保200-300户。",
        "力争城市低保人次达到296人次。",
        "二、下半年工作计划\n城市低保控制在200户以内。",
    ],
)
def test_invents_nothing_from_what_speaks_of_something_else(tmp_path: Path, text: str) -> None:
    assert values(drafted(tmp_path, text)) == {}


def test_the_draft_can_be_read_and_lacks_no_field(tmp_path: Path) -> None:
    drafted(tmp_path, REPORT.read_text(encoding="utf-8"))
    result = jobs.check(jobs.load(tmp_path / "记录.json"))
    codes = {finding.code for finding in result.findings}
    assert codes <= {"unknown-not-allowed", "choice-unknown"}


def test_writes_over_nothing_unless_told_to(tmp_path: Path) -> None:
    target = tmp_path / "记录.json"
    target.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        to_record(str(REPORT), KIND, str(target))
    assert raised.value.code == "output-exists"
    assert target.read_text(encoding="utf-8") == "{}"


def test_against_a_record_tells_what_differs_lacks_and_is_not_backed(tmp_path: Path) -> None:
    report, record = tmp_path / "报告.txt", tmp_path / "记录.json"
    report.write_text("城市低保共200户297人，另有义工35人。", encoding="utf-8")
    entry = {"basis": "stock"}
    record.write_text(
        json.dumps(
            {
                "format": "docgen-record/0",
                "kind": KIND,
                "indicators": {
                    "urban_dibao_households": {"value": 200, "unit": "户", **entry},
                    "urban_dibao_persons": {"value": 296, "unit": "人", **entry},
                    "rural_dibao_persons": {"value": 2245, "unit": "人", **entry},
                },
            }
        ),
        encoding="utf-8",
    )
    lines = against_record(str(report), str(record))
    assert [(each.status, each.title, each.recorded, each.written) for each in lines] == [
        ("same", "城市低保户数", "200户", "200户"),
        ("differs", "城市低保人数", "296人", "297人"),
        ("absent", "农村低保人数", "2245人", ""),
        ("unbacked", "另有义工", "", "35人"),
    ]


def test_the_command_shows_what_differs_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "记录.json"
    assert run(["audit", str(REPORT), "--to-record", KIND, "-o", str(record), "--lang", "zh_CN"]) == 0
    assert capsys.readouterr().out == f"已写入：{record}；填入指标87项（附原文），3项没有把握，留待补充\n"
    changed = record.read_text(encoding="utf-8").replace('"value": 279,', '"value": 280,')
    record.write_text(changed, encoding="utf-8")
    assert run(["audit", str(REPORT), "--against", str(record), "--lang", "zh_CN"]) == 1
    shown = capsys.readouterr().out
    assert "城市低保人数：材料写的是279人，记录是280人，请核对。" in shown
    assert run(["audit", str(REPORT), str(REPORT), "--against", str(record)]) == 2
    assert run(["audit", str(REPORT), "--to-record", KIND]) == 2
    capsys.readouterr()


def test_what_the_kind_computes_from_a_record_is_backed_by_it(tmp_path: Path) -> None:
    record = SAMPLES / "good" / KIND / "complete.json"
    made = tmp_path / "总结.docx"
    jobs.make(str(record), output=str(made))
    lines = against_record(str(made), str(record))
    assert [each for each in lines if each.status in ("differs", "unbacked")] == []
    # the record's own indicator is called by its name
    assert ("absent", "特困集中供养标准") in [(each.status, each.title) for each in lines]
