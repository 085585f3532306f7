"""The second kind: figures by quarter, stocks, standards and breakdowns, checked, mentioned and printed."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
import pytest
import sample_cases as samples
from record_changes import kind_of, written

from docgen.contexts import document_context
from docgen.library import Library
from docgen.prose import check_prose, resolve_text
from docgen.records import Record
from docgen.rendering import render
from docgen.rules.outcomes import Status
from docgen.templates import find_template
from docgen.validation import validate

ANNUAL = "civil-affairs-annual"
KIND = kind_of(ANNUAL)
COMPLETE = samples.read(samples.GOOD / ANNUAL / "complete.json")


def with_series(**values: Any) -> Record:
    """The complete sample with its first series (of 万元) changed."""
    data = deepcopy(COMPLETE.data)
    data["series"][0].update(values)
    return written(data)


def quarters(record: Record) -> list[str]:
    """The first row of the table of quarters, as it prints."""
    row = document_context(record, KIND)["quarterly"][0]
    return [str(row[name]) for name in ("name", "unit", "q1", "q2", "q3", "q4", "total")]


def test_every_rule_passes_on_the_complete_sample(library: Library) -> None:
    outcomes = samples.result_of(COMPLETE, library).outcomes
    assert {o.rule for o in outcomes if o.status is Status.NOT_APPLICABLE} == {"series-total"}
    passed = [o.rule for o in outcomes if o.status is Status.PASS]
    assert passed.count("series-total") == len(COMPLETE.data["series"]) - 1  # beds at quarter ends have no sum
    assert {o.status for o in outcomes} == {Status.PASS, Status.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("年初{urban_dibao_persons.opening}人", "年初1082人"),
        ("由每人每月{std_urban.before}元提高到{std_urban.after}元", "由每人每月740元提高到780元"),
        ("每人每年{std_urban.restated.after}元", "每人每年9360元"),
        ("每人每年{std_urban.restated.after|万元/人·年}万元", "每人每年0.936万元"),
        ("新增{flow_beds.added}张", "新增90张"),
        ("增长{relief_spending_growth}%", "增长8.2%"),
    ],
)
def test_a_number_beside_a_unit_can_be_mentioned(text: str, resolved: str) -> None:
    assert str(resolve_text(COMPLETE, KIND, text, "/opening")) == resolved


def test_tells_another_unit_behind_a_number_beside_a_unit() -> None:
    record = written({**deepcopy(COMPLETE.data), "opening": "年初{urban_dibao_persons.opening}户"})
    assert [found.code for found in check_prose(record, KIND)] == ["mention-other-unit"]


def test_a_series_is_a_row_of_the_quarters_of_its_year() -> None:
    assert quarters(COMPLETE) == ["城市低保金支出", "万元", "152.36", "150.92", "159.48", "160.31", "623.07"]


@pytest.mark.parametrize(
    ("values", "printed"),
    [
        ({"values": {"2024-Q1": 1.5, "2024-Q3": "无"}}, ["1.5", "", "无", ""]),
        ({"values": {"2024-Q1": {"unknown": "待报"}}}, ["未知（待报）", "", "", ""]),
        ({"values": {"unknown": "待报"}}, ["未知（待报）"] * 4),
        ({"values": "无"}, ["无"] * 4),
    ],
)
def test_a_quarter_without_a_figure_says_why(values: dict[str, Any], printed: list[str]) -> None:
    assert quarters(with_series(**values))[2:6] == printed


@pytest.mark.parametrize(
    ("unit", "total"), [("万元", "623.07"), ("亿元", "0.062307"), ("元", "6230700"), ("户", "623.07")]
)
def test_the_total_is_printed_in_the_unit_of_its_row(unit: str, total: str) -> None:
    assert quarters(with_series(unit=unit))[6] == total


def test_quarters_of_other_years_and_words_are_told_at_their_key() -> None:
    values = {"2023-Q4": 1, "2024-Q1": 2, "2024Q2": 3, "2025-Q1": 4}
    found = [each for each in validate(with_series(values=values), KIND)]
    assert {(each.code, each.place.pointer) for each in found} == {
        ("quarter-outside-period", "/series/0/values/2023-Q4"),
        ("not-a-quarter", "/series/0/values/2024Q2"),
        ("quarter-outside-period", "/series/0/values/2025-Q1"),
    }


def test_the_annexes_hold_every_series_and_every_standard(library: Library) -> None:
    data = render(find_template(library, "annual-summary", ANNUAL), COMPLETE, KIND).data
    document = docx.Document(BytesIO(data))
    by_quarter, standards = ([[c.text for c in row.cells] for row in t.rows] for t in document.tables)
    assert [row[1] for row in by_quarter[1:]] == [row["name"] for row in COMPLETE.data["series"]]
    assert by_quarter[6] == ["6", "寒潮期间送暖物资", "份", "860", "无", "无", "940", "1800"]
    assert by_quarter[8][-1] == "无"
    notice = "《关于提高城乡低保和特困人员救助供养标准的通知》"
    assert standards[1] == [
        "1", "城市低保标准", "元/人·月", "740", "780", "8880→9360", "元/人·年", "2024.7.1", notice
    ]  # fmt: skip
    assert standards[4][5:7] == ["", ""]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert [text for text in texts if text.startswith("附件")] == ["附件：1.2024年分季数据表", "附件1", "附件2"]


def test_a_standard_without_a_document_says_so(library: Library) -> None:
    data = deepcopy(COMPLETE.data)
    data["standards"][0]["document"] = "无"
    data["standards"][1]["document"] = {"unknown": "文号待查"}
    data["standards"][2]["document"] = "doc_missing"  # a draft shows what was written
    data["standards"][3]["document"] = "orphans"
    made = render(find_template(library, "annual-summary", ANNUAL), written(data), KIND).data
    rows = docx.Document(BytesIO(made)).tables[1].rows
    assert [row.cells[8].text for row in rows[1:5]] == ["无", "未知", "doc_missing", "orphans"]
