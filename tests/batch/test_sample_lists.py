"""samples/notices/: of the good list nothing is said, of the bad one exactly what is wrong with each row."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import sample_cases as samples
from python_calamine import CalamineWorkbook

import docgen
from docgen.batch.codes import credit_code_fault
from docgen.batch.results import RowOutcome
from docgen.errors import UnreadableInput
from docgen.messages import word

ROOT = samples.GOOD.parent.parent
LISTS = samples.GOOD.parent / "notices"
COMMON = LISTS / "inspection" / "共用.json"
#: row -> its cell, whether it is sent back, and what is said
FINDINGS = {
    3: ("名单 B3", True, "这个收文单位与第5行的相同，请核对是否重复。"),
    4: ("名单 C4", True, "这个期限（2024-01-05）早于成文日期（2024-01-30），请核对。"),
    5: ("名单 B5", True, "这个收文单位与第3行的相同，请核对是否重复。"),
    6: ("名单 A6", True, "缺少“主送机关”（addressee），请补充。"),
    7: (
        "名单 B7",
        True,
        "“统一社会信用代码”在这里是519999990000000000：超过15位的数字在表格里丢了尾数，请把单元格设为文本后重新填写。",
    ),
    8: ("名单 C8", True, "“5月底前后”不是日历上的日期，请写成2020-06-30、2020-06或2020。"),
    9: ("名单 C9", True, "“2024-02-30”不是日历上的日期，请写成2020-06-30、2020-06或2020。"),
    10: (
        "名单 D10",
        True,
        "这一行的发文字号是“云民字〔2024〕7号”，其他多数行是“云民字〔2024〕6号”；按模板，各份用同一个发文字号，请核对。",
    ),
    11: (
        "名单 C11",
        True,
        "缺少“办理期限”（deadline），请填在这一格；确实查不到的，写“未知：原因”。",
    ),
    13: ("名单 B13", False, "统一社会信用代码应有18位，这里是17位，请核对。"),
    14: (
        "名单 B14",
        False,
        "这个统一社会信用代码的最后一位与前面各位不符（GB 32100-2015），可能有一位录错，请核对。",
    ),
}


def test_of_the_bad_list_exactly_its_faults_are_told(tmp_path: Path) -> None:
    result = docgen.notices(LISTS / "bad" / "名单.xlsx", "notice", tmp_path / "out", common=COMMON)
    rows = list(result.rows())
    told = {
        row.number: [
            (each.place.label, each.blocks, word(each.code, each.parameters, "zh_CN"))
            for each in row.findings
        ]
        for row in rows
    }
    assert told == {number: [FINDINGS[number]] if number in FINDINGS else [] for number in range(2, 15)}
    returned = {number for number, (_, blocks, _) in FINDINGS.items() if blocks}
    assert {row.number for row in rows if row.outcome is RowOutcome.RETURNED} == returned
    assert {each.name for each in (tmp_path / "out").glob("0*.docx")} == {
        row.file for row in rows if row.file
    }
    assert (result.total, result.made, result.returned, result.findings) == (13, 4, 9, ())


def test_headings_that_are_no_fields_are_told_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as refused:
        docgen.notices(LISTS / "bad" / "标题.csv", "notice", tmp_path / "out", common=COMMON)
    told = [
        (each.line, each.column, word(each.code, each.parameters, "zh_CN"))
        for each in (refused.value, *refused.value.also)
    ]
    assert told == [
        (1, 1, "不认识栏名“主送单位”。请改成字段的名称；不用的栏，在栏名前加#。"),
        (1, 3, "不认识栏名“最后期限”。请改成字段的名称；不用的栏，在栏名前加#。"),
        (
            None,
            None,
            "栏名可以是：标题、发文字号、主送机关、统一社会信用代码、缘由、正文、办理期限、附件、抄送；其余的见 docs/templates.md。",
        ),
    ]
    assert not list((tmp_path / "out").glob("*.docx"))


def test_the_workbook_and_the_csv_give_the_same_documents(tmp_path: Path) -> None:
    made = {}
    for ending in ("csv", "xlsx"):
        result = docgen.notices(
            LISTS / "inspection" / f"名单.{ending}", "notice", tmp_path / ending, common=COMMON
        )
        assert (result.made, result.returned, result.findings) == (95, 0, ())
        assert [row.findings for row in result.rows()] == [()] * 95
        made[ending] = {each.name: each.read_bytes() for each in (tmp_path / ending).glob("0*.docx")}
    assert len(made["csv"]) == 95
    assert made["csv"] == made["xlsx"]


def test_the_lists_are_those_that_the_tool_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import notice_samples

    try:
        notice_samples.main(tmp_path)
    finally:
        for name in ("notice_samples", "notice_rows"):
            sys.modules.pop(name, None)
    for name in ("bad/名单.xlsx", "inspection/名单.xlsx"):
        ours, kept = (
            CalamineWorkbook.from_path(str(folder / name)).get_sheet_by_index(0).to_python()
            for folder in (tmp_path, LISTS)
        )
        assert ours == kept
    assert (tmp_path / "bad" / "标题.csv").read_bytes() == (LISTS / "bad" / "标题.csv").read_bytes()


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y43", ""),  # the standard's own example
        ("91350100m000100y43", ""),
        ("91350100M000100Y44", "check"),
        ("91350100M000100Y4", "length"),
        ("91350100M000100I43", "signs"),
        ("９1350100M000100Y43", "signs"),
        ("", "length"),
    ],
)
def test_a_code_fits_its_last_sign(code: str, fault: str) -> None:
    assert credit_code_fault(code) == fault
