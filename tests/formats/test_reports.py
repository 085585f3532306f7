"""docgen/formats/reports.py: one result in every format, each read back by a program that knows it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from docx import Document
from jsonschema import Draft4Validator, Draft202012Validator
from outcome_samples import BASIS, FILE, PASSED, TOTAL, late, place, result, unsure
from python_calamine import CalamineWorkbook
from sample_cases import SEED
from sarif_shape import SARIF

from docgen import jobs
from docgen.errors import UnreadableInput, UsageError
from docgen.findings import Finding, Severity
from docgen.formats.reports import rendered
from docgen.library import shipped_root
from docgen.rules.outcomes import Checked, Explanation, Outcome, Standard, Status

#: the schema of the standard itself (OASIS, as its MIT-licensed tools carry it)
OFFICIAL_SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
BROKEN = replace(TOTAL, rule="lottery-rate", title="福彩公益金比例", status=Status.ERROR, message="规则出错。")
EXPLAINED = replace(
    TOTAL, rule="cemetery-split", explanation=Explanation("cemetery-split", "", "1处已注销", "张三", "2020-07-01")
)
FAULT = Finding("yaml-not-utf8", place("/title", "标题", 3), Severity.ERROR)
UNREADABLE = Checked("坏 的.json", None, UnreadableInput("file-empty", path="坏 的.json", line=1, column=2))
ALL = (PASSED, TOTAL, late("孤儿", 2), unsure("低保", 3), EXPLAINED, BROKEN)
HOSTILE = '=1+1<script>alert("1")</script>]]>\x00\x1b\ud800&'


def checked(*outcomes: Outcome, **more: object) -> Checked:
    return Checked(FILE, result(*outcomes, **more), None)


SMALL = (checked(*ALL, findings=(FAULT,)), UNREADABLE)


@pytest.fixture(scope="module")
def seed() -> tuple[Checked, ...]:
    return tuple(jobs.check_files([str(SEED)]))


def made(form: str, inputs: tuple[Checked, ...], standard: Standard = jobs.DEFAULT_STANDARD) -> bytes:
    return rendered(form, inputs, "zh_CN", exit_code=1, standard=standard)


def log(inputs: tuple[Checked, ...]) -> dict[str, object]:
    found = json.loads(made("sarif", inputs))
    assert [error.message for error in Draft202012Validator(SARIF).iter_errors(found)] == []
    assert [error.message for error in Draft4Validator(OFFICIAL_SARIF).iter_errors(found)] == []
    return found["runs"][0]  # type: ignore[no-any-return]


def hostile() -> tuple[Checked, ...]:
    failed = replace(TOTAL, message=HOSTILE, title=HOSTILE, subject_label=HOSTILE, computed=HOSTILE)
    return (checked(failed, replace(failed, status=Status.NOT_ASSESSABLE)),)


@pytest.mark.parametrize("form", ["text", "json", "html", "xlsx", "sarif", "junit"])
def test_equal_results_give_equal_bytes(form: str, seed: tuple[Checked, ...]) -> None:
    assert made(form, seed) == made(form, tuple(jobs.check_files([str(SEED)])))


def test_json_is_what_its_schema_says(seed: tuple[Checked, ...]) -> None:
    schema = json.loads((shipped_root() / "schemas" / "reports" / "report.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    for inputs in (seed, SMALL, hostile()):
        found = json.loads(made("json", inputs))
        assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []


def test_sarif_is_what_the_standard_says(seed: tuple[Checked, ...]) -> None:
    run = log(seed)
    log(hostile())
    log((*seed, *seed))
    assert isinstance(run["results"], list) and seed[0].result is not None
    assert len(run["results"]) == len(seed[0].result.findings) + len(seed[0].result.outcomes)
    assert run["artifacts"][0]["hashes"] == {"sha-256": seed[0].result.digest}  # type: ignore[index]
    assert run["properties"] == {"packs": dict(seed[0].result.packs)}


def test_sarif_tells_each_outcome_by_kind_level_and_place() -> None:
    run = log(SMALL)
    results: list[dict[str, object]] = run["results"]  # type: ignore[assignment]
    assert [(each["ruleId"], each["kind"], each["level"]) for each in results] == [
        ("yaml-not-utf8", "fail", "error"),
        ("marriage-split", "pass", "none"),
        ("association-decoupling-sum", "fail", "error"),
        ("child-pay-on-time", "fail", "error"),
        ("dibao-paid-monthly", "open", "none"),
        ("cemetery-split", "fail", "error"),
    ]
    assert results[2] == {
        "ruleId": "association-decoupling-sum",
        "ruleIndex": 2,
        "kind": "fail",
        "level": "error",
        "message": {"text": "已脱钩、拟脱钩、暂缓脱钩合计55家，总数56家，请核对。"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "%E6%9F%90%E5%A4%84/%E8%AE%B0%E5%BD%95.json"},
                    "region": {"startLine": 120, "startColumn": 15},
                },
                "logicalLocations": [
                    {
                        "name": "指标 › 行业协会商会总数 › 数值",
                        "fullyQualifiedName": "/indicators/trade_assoc_total/value",
                        "kind": "member",
                    }
                ],
            }
        ],
        "properties": {
            "nature": "文稿差错",
            "blocks": True,
            "expected": "已脱钩数、拟脱钩数、暂缓脱钩数之和等于总数",
            "computed": "5 + 30 + 20 = 55家",
            "difference": "1家",
            "values": ["行业协会商会总数 56家", "已脱钩数 5家"],
        },
    }
    assert results[5]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "1处已注销（张三，2020-07-01）"}
    ]
    [invocation] = run["invocations"]  # type: ignore[misc]
    assert not invocation["executionSuccessful"]
    assert [each["message"]["text"] for each in invocation["toolExecutionNotifications"]] == [
        "规则出错。",
        "文件是空的。",
    ]


def test_junit_is_red_exactly_where_the_standard_counts() -> None:
    def tags(standard: Standard) -> list[str]:
        root = ElementTree.fromstring(made("junit", SMALL, standard))
        return [next((child.tag for child in case), "passed") for case in root.iter("testcase")]

    assert tags(Standard()) == [
        "failure", "passed", "failure", "skipped", "skipped", "skipped", "error", "error",
    ]  # fmt: skip
    assert tags(Standard("info", True)) == [
        "failure", "passed", "failure", "failure", "failure", "skipped", "error", "error",
    ]  # fmt: skip
    assert tags(Standard("never")) == [
        "skipped", "passed", "skipped", "skipped", "skipped", "skipped", "error", "error",
    ]  # fmt: skip


def test_junit_counts_what_it_holds_and_names_rule_and_subject(seed: tuple[Checked, ...]) -> None:
    root = ElementTree.fromstring(made("junit", (checked(late("孤儿", 2)),)))
    assert root.attrib == {
        "name": root.get("name"),
        "tests": "1",
        "failures": "0",
        "errors": "0",
        "skipped": "1",
    }
    [case] = root.iter("testcase")
    assert case.attrib == {"classname": "child-pay-on-time", "name": "儿童生活费按时发放：资金发放 › 孤儿"}
    assert case[0].get("message") == "6月份应于2020-06-10前发放，实际2020-06-12发放，请说明。"
    for inputs in (seed, hostile()):
        ElementTree.fromstring(made("junit", inputs))


class Outline(HTMLParser):
    """The tags that are open and every text and address of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.texts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)


@pytest.mark.parametrize("inputs", [SMALL, hostile()])
def test_a_page_is_whole_and_needs_nothing_from_outside(inputs: tuple[Checked, ...]) -> None:
    page = made("html", inputs).decode("utf-8")
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert "script" not in outline.seen
    assert all(link.startswith("#") for link in outline.links)
    assert re.search(r"url\(|@import|https?:", page) is None


def test_a_page_shows_findings_with_their_evidence_and_grounds(seed: tuple[Checked, ...]) -> None:
    outline = Outline()
    outline.feed(made("html", SMALL).decode("utf-8"))
    text = "\n".join(outline.texts)
    for shown in (
        "已脱钩、拟脱钩、暂缓脱钩合计55家，总数56家，请核对。",
        "5 + 30 + 20 = 55家",
        "某处/记录.json:120:15  指标 › 行业协会商会总数 › 数值",
        "低保 › 各期发放（材料未写明）",
        "1处已注销（张三，2020-07-01）",
        "规则出错。",
        "文件是空的。",
    ):
        assert shown in text
    page = made("html", seed).decode("utf-8")
    assert seed[0].result is not None
    for ground in (seed[0].result.digest, seed[0].result.as_of, *seed[0].result.packs.values()):
        assert ground in page


def test_a_workbook_holds_every_text_as_text() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(made("xlsx", (*SMALL, *hostile()))))
    assert book.sheet_names == ["发现", "无法判断", "通过", "说明"]
    rows = book.get_sheet_by_name("发现").to_python()
    assert [(row[1], row[5]) for row in rows[1:]] == [
        ("yaml-not-utf8", "差错"),
        ("association-decoupling-sum", "差错"),
        ("child-pay-on-time", "提示"),
        ("cemetery-split", "已说明"),
        ("lottery-rate", "规则出错"),
        ("file-empty", "无法读取"),
        ("association-decoupling-sum", "差错"),
    ]
    assert str(rows[7][7]).startswith("=1+1<script>")
    assert book.get_sheet_by_name("无法判断").to_python()[1][4] == "低保 › 各期发放（材料未写明）"


def test_the_check_sheet_is_of_one_record(seed: tuple[Checked, ...]) -> None:
    data = jobs.report(seed, "docx")
    assert data == jobs.report(seed, "docx")
    text = "\n".join(cell.text for table in Document(BytesIO(data)).tables for cell in table._cells)
    assert "脱钩分类合计一致" in text
    with pytest.raises(UsageError) as raised:
        jobs.report((*seed, UNREADABLE), "docx")
    assert raised.value.code == "report-one-record"


def test_what_cannot_be_read_is_in_every_format() -> None:
    for form in ("text", "json", "html", "sarif", "junit"):
        text = made(form, SMALL).decode("utf-8")
        assert "坏 的.json" in text or "%E5%9D%8F%20%E7%9A%84.json" in text, form
        assert "文件是空的" in text, form
    assert made("text", SMALL).decode("utf-8").startswith("坏 的.json:1:2: 文件是空的。\n\n")
    assert made("text", (UNREADABLE,)).decode("utf-8") == "坏 的.json:1:2: 文件是空的。\n"


def test_rows_of_the_workbook_are_as_high_as_their_texts() -> None:
    inputs = (checked(replace(TOTAL, message="请核对。" * 100)),)
    sheet = openpyxl.load_workbook(BytesIO(made("xlsx", inputs))).worksheets[0]
    assert sheet.row_dimensions[1].height < 20 and sheet.row_dimensions[2].height > 150


def test_a_basis_is_in_every_format_that_shows_evidence() -> None:
    inputs = (checked(late("孤儿", 2)),)
    for form in ("text", "json", "html", "sarif", "junit"):
        assert BASIS.title in made(form, inputs).decode("utf-8"), form


@pytest.mark.parametrize(
    ("standard", "outcomes", "fails"),
    [
        (Standard(), ALL[:2], True),
        (Standard(), (late("甲", 1), unsure("乙", 2), EXPLAINED), False),
        (Standard("warning"), (late("甲", 1),), True),
        (Standard("warning"), (replace(TOTAL, severity=Severity.INFO),), False),
        (Standard("info"), (replace(TOTAL, severity=Severity.INFO),), True),
        (Standard("info"), (EXPLAINED, PASSED), False),
        (Standard("never"), (TOTAL,), False),
        (Standard("never", True), (TOTAL, unsure("乙", 2)), True),
    ],
)
def test_what_counts_is_what_was_asked_for(standard: Standard, outcomes: tuple[Outcome, ...], fails: bool) -> None:
    assert standard.fails(result(*outcomes)) is fails
