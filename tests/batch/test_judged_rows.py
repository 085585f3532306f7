"""Rows judged: each by itself like any record, and against each other before anything is written."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from notice_lists import notice, write_list, write_template
from xlsxwriter import Workbook

from docgen.batch.bench import Bench, Setup
from docgen.batch.judging import Judge
from docgen.batch.notices import notices
from docgen.batch.results import BatchResult
from docgen.batch.wire import Base
from docgen.errors import UnreadableInput
from docgen.library import find_library
from docgen.messages import word
from docgen.records import Record
from docgen.templates import read_sidecar


def checked(tmp_path: Path, *records: dict[str, Any], sidecar: str = "", **options: Any) -> BatchResult:
    by_row = dict(enumerate(records, 1))
    rows = write_list(tmp_path / "名单.jsonl", len(records), lambda position, _: by_row[position])
    template = write_template(tmp_path / "template", sidecar=sidecar)
    return notices(rows, str(template), tmp_path / "out", check_only=True, **options)


def told(result: BatchResult) -> list[tuple[int, str, str, str]]:
    """Row, outcome, label and sentence of every finding."""
    return [
        (
            row.number,
            "退回" if each.blocks else "提示",
            each.place.label,
            word(each.code, each.parameters, "zh_CN"),
        )
        for row in result.rows()
        for each in row.findings
    ]


def test_a_bad_row_is_told_with_its_line_and_the_others_are_fine(tmp_path: Path) -> None:
    result = checked(
        tmp_path,
        notice(1),
        notice(2, addressee=None),
        notice(3, deadline="2024-02-30"),
        notice(4, paragraphs=["请在{deadlin}前报送。"]),
    )
    assert told(result) == [
        (2, "退回", "主送机关", "缺少“主送机关”（addressee），请补充。"),
        (3, "退回", "办理期限", "“2024-02-30”不是日历上的日期，请写成2020-06-30、2020-06或2020。"),
        (4, "退回", "正文 › 第1项", "引用“deadlin”在记录中找不到。是不是“deadline”？"),
    ]
    assert [(row.number, row.outcome.value) for row in result.rows()] == [
        (1, "可成文"),
        (2, "退回"),
        (3, "退回"),
        (4, "退回"),
    ]
    assert all(each.place.line == row.number for row in result.rows() for each in row.findings)
    assert not (tmp_path / "out").exists()


def test_a_deadline_before_the_day_of_issue_sends_the_row_back(tmp_path: Path) -> None:
    result = checked(
        tmp_path,
        notice(1, deadline="2024-01-29"),
        notice(2, deadline="2024-01-30"),
        notice(3, deadline="2024-01", paragraphs=["请按时报送。"]),
        notice(4, dates={"supervisor": {"name": "初审时限", "value": "2024-01-10", "window": "due"}}),
        notice(5, signature={"issuer": "云川县民政局", "date": {"unknown": "待签发"}}),
    )
    late = "这个期限（{}）早于成文日期（2024-01-30），请核对。"
    assert told(result) == [
        (1, "退回", "办理期限", late.format("2024-01-29")),
        (4, "退回", "日期 › 初审时限 › 日期", late.format("2024-01-10")),
        (5, "提示", "办理期限", "还没有写成文日期，无法判断这个期限是否早于它。"),
    ]


def test_two_rows_with_one_file_name_are_both_sent_back(tmp_path: Path) -> None:
    result = checked(
        tmp_path,
        notice(1, addressee="Ａ协会"),
        notice(2, addressee="商会"),
        notice(3, addressee="ａ协会"),
        file_names="{addressee}",
    )
    same = "这一份与第{}行的文件名相同（Windows 不分大小写），请核对是否重复，或者在文件名样式里加上序号。"
    again = "这个收文单位与第{}行的相同，请核对是否重复。"
    assert told(result) == [
        (1, "退回", "", same.format(3)),
        (1, "退回", "主送机关", again.format(3)),
        (3, "退回", "", same.format(1)),
        (3, "退回", "主送机关", again.format(1)),
    ]


def test_a_recipient_that_comes_three_times_names_the_other_rows(tmp_path: Path) -> None:
    result = checked(
        tmp_path, *(notice(at, addressee="云川县钱币学会" if at % 2 else f"学会{at}") for at in range(1, 6))
    )
    again = "这个收文单位与第{}行的相同，请核对是否重复。"
    assert told(result) == [
        (1, "退回", "主送机关", again.format("3、5")),
        (3, "退回", "主送机关", again.format("1、5")),
        (5, "退回", "主送机关", again.format("1、3")),
    ]


def test_of_many_rows_of_one_recipient_each_names_five_others(tmp_path: Path) -> None:
    result = checked(tmp_path, *(notice(at, addressee="云川县钱币学会") for at in range(1, 9)))
    texts = [text for _row, _state, _place, text in told(result)]
    again = "这个收文单位与第{}…行的相同，请核对是否重复。"
    assert [texts[0], texts[2], texts[7]] == [
        again.format("2、3、4、5、6"), again.format("1、2、4、5、6"), again.format("1、2、3、4、5"),
    ]  # fmt: skip


def test_a_sentence_with_a_date_that_is_none_makes_no_document(tmp_path: Path) -> None:
    result = checked(tmp_path, notice(1), notice(2, deadline="无"), notice(3, deadline="无", paragraphs=["请尽快。"]))
    assert told(result) == [
        (2, "退回", "正文 › 第2项", "引用“deadline”的日期是“无”，不能写进这句话，请补充日期或改写这句话。")
    ]


def test_a_list_whose_common_part_was_forgotten_asks_for_it(tmp_path: Path) -> None:
    rows = tmp_path / "名单.csv"
    rows.write_text("主送机关,办理期限\n甲协会,2024-05-31\n", encoding="utf-8")
    template = str(write_template(tmp_path / "template"))
    result = notices(rows, template, tmp_path / "out", check_only=True)
    assert [word(each.code, each.parameters, "zh_CN") for each in result.findings] == [
        "名单里没有发文机关、所属期、标题、正文、落款。各份相同的内容写在共用部分（一个 .json 文件），用 --common 指明。"
    ]
    assert (result.total, result.returned) == (1, 1)


def test_what_is_wrong_in_what_all_rows_share_is_told_with_its_file(tmp_path: Path) -> None:
    rows = tmp_path / "名单.csv"
    rows.write_text("主送机关,办理期限\n甲协会,2024-05-31\n乙协会,\n", encoding="utf-8")
    common = tmp_path / "共用.json"
    shared = notice(1, addressee=None, deadline="2023-05-31", paragraphs=["请在{截止}前报送。"])
    common.write_text(json.dumps(shared), encoding="utf-8")
    template = str(write_template(tmp_path / "template"))
    result = notices(rows, template, tmp_path / "out", check_only=True, common=common)
    late = "这个期限（2023-05-31）早于成文日期（2024-01-30），请核对。"
    assert told(result) == [
        (2, "退回", "共用.json 正文 › 第1项", "引用“截止”在记录中找不到。"),
        (3, "退回", "共用.json 正文 › 第1项", "引用“截止”在记录中找不到。"),
        (3, "退回", "共用.json 办理期限", late),
    ]


def test_a_recipient_is_one_line_and_has_no_mark_at_its_end(tmp_path: Path) -> None:
    names = ("云川县\n物流协会", "云川县茶叶协会：", "各乡镇人民政府，县直各单位", " 云川县蜂业协会\n", "云川县　茶叶协会")
    result = checked(tmp_path, *(notice(at, addressee=name) for at, name in enumerate(names, 1)))
    lines = "这个名称分成了几行，会照样分行印出；请写在一行里，几个机关之间用顿号、逗号。"
    mark = "这个名称以“：”结尾；名称后面的标点由模板加，请核对是否会重复。"
    space = "这个名称中间有空格，会照样印出，请核对。"
    assert told(result) == [
        (1, "退回", "主送机关", lines),
        (2, "提示", "主送机关", mark),
        (5, "提示", "主送机关", space),
    ]


def test_recipients_of_one_name_with_different_codes_are_told(tmp_path: Path) -> None:
    given = (("茶叶协会", "1"), ("茶叶协会", "2"), ("茶叶 协会", "2"), ("蜂业协会", "3"), ("茶叶协会", "4"))
    records = [notice(at, addressee=name, recipient_code=code) for at, (name, code) in enumerate(given, 1)]
    sidecar = "recipient: addressee\nrecipient_code: recipient_code\n"
    result = checked(tmp_path, *records, sidecar=sidecar)
    found = [each for each in told(result) if each[2] != "统一社会信用代码" or each[1] == "退回"]
    name, code = "这个名称与第{}行的相同，代码不同；请核对是不是同一个单位。", "这个收文单位与第{}行的相同，请核对是否重复。"
    assert found == [
        (1, "提示", "主送机关", name.format(5)),
        (2, "退回", "统一社会信用代码", code.format(3)),
        (3, "提示", "主送机关", "这个名称中间有空格，会照样印出，请核对。"),
        (3, "退回", "统一社会信用代码", code.format(2)),
        (5, "提示", "主送机关", name.format(1)),
    ]


def number(sequence: int) -> dict[str, Any]:
    return {"code": "云民函", "year": 2024, "sequence": sequence}


def test_numbers_one_each_are_in_sequence(tmp_path: Path) -> None:
    rows = [notice(at, number=number(sequence)) for at, sequence in enumerate((3, 4, 7, 7, 9, 8), 1)]
    result = checked(tmp_path, *rows, notice(7, number=None), sidecar="numbers: each\n")
    twice = "发文字号“云民函〔2024〕7号”与第{}行的相同；按模板，一份一个号，请核对。"
    assert told(result) == [
        (3, "退回", "发文字号", twice.format(4)),
        (4, "退回", "发文字号", twice.format(3)),
        (7, "退回", "发文字号", "这一行没有写发文字号，其他行写了，请补充。"),
    ]
    assert [word(each.code, each.parameters, "zh_CN") for each in result.findings] == [
        "发文字号中间缺2个：云民函〔2024〕5号 — 云民函〔2024〕6号。请核对是否另有他用。",
        "发文字号没有按名单的次序由小到大：第6行是“云民函〔2024〕8号”，比前一行的小。请核对。",
    ]


@pytest.mark.parametrize("numbers", ["shared", "each"])
def test_a_batch_without_any_number_is_told_once(tmp_path: Path, numbers: str) -> None:
    rows = [notice(at, number=given) for at, given in enumerate((None, "无", {"unknown": "待编"}), 1)]
    result = checked(tmp_path, *rows, sidecar=f"numbers: {numbers}\n")
    assert told(result) == []
    assert [word(each.code, each.parameters, "zh_CN") for each in result.findings] == [
        "各行都没有发文字号，印发之前请编上。"
    ]


def test_a_number_of_another_year_than_the_day_of_issue_is_told(tmp_path: Path) -> None:
    last = {"code": "云民函", "year": 2023, "sequence": 6}
    result = checked(tmp_path, notice(1), notice(2, number=last))
    assert told(result) == [
        (2, "提示", "发文字号", "发文字号是2023年的，成文日期是2024-01-30，请核对。")
    ]


def test_a_shared_number_is_the_same_on_every_row(tmp_path: Path) -> None:
    rows = [notice(at, number=number(6)) for at in (1, 2, 3)]
    result = checked(
        tmp_path, *rows, notice(4, number=number(9)), notice(5, number=None), sidecar="numbers: shared\n"
    )
    assert told(result) == [
        (
            4,
            "退回",
            "发文字号",
            "这一行的发文字号是“云民函〔2024〕9号”，其他多数行是“云民函〔2024〕6号”；按模板，各份用同一个发文字号，请核对。",
        ),
        (5, "退回", "发文字号", "这一行没有写发文字号，其他行写了，请补充。"),
    ]


def test_what_is_private_gets_into_no_finding(tmp_path: Path) -> None:
    contact = {"name": "欧阳倩", "phone": "0000-1234567"}
    result = checked(
        tmp_path, notice(1), notice(2, contact=contact, basis="联系人欧阳倩,电话0000-1234567(办公室)。")
    )
    sentences = [sentence for _, _, _, sentence in told(result)]
    assert sentences and not any("欧阳倩" in each or "1234567" in each for each in sentences)


#: what rows may have instead of the usual, one by one and together
CHANGES: list[dict[str, Any]] = [
    {"addressee": " "},
    {"addressee": "县\u0007农会"},
    {"addressee": "\ud800会"},
    {"deadline": "2023-02-01"},
    {"deadline": "2024-02-30"},
    {"deadline": {"unknown": "待定"}},
    {"number": {"code": "云民函", "year": 2024, "sequence": 3.5}},
    {"number": {"code": "云民函", "year": 2024.0, "sequence": 3}},
    {"title": "关于{orgs_to_inspect}家的通知,附名单"},
    {"paragraphs": ["共158家。", "请在{deadline|M月D日}前（含当日报送。"]},
    {"paragraphs": ["发给{addressee}。"]},
    {"attachments": ["年检报告书", ""]},
    {"cc": ["云麓市民政局"]},
    {"note": "备注"},
    {"surplus": 1},
    {"indicators": {}},
    {"basis": None},
    {"signature": {"issuer": "云川县民政局", "date": "2024-01"}},
    {"period": {"start": "2023-12-31", "end": "2023-01-01"}},
]


@pytest.mark.parametrize("seed", range(6))
def test_remembering_what_rows_share_finds_exactly_what_judging_each_anew_finds(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    library = find_library()
    path = write_template(tmp_path / "template")
    bench = Bench(Setup(library, "notice", read_sidecar("tong-zhi", path, path.parent)))
    records = []
    for position in range(1, 60):
        changed: dict[str, Any] = {}
        for change in chance.sample(CHANGES, chance.choice((0, 1, 1, 2))):
            changed |= change
        records.append(Record.from_data(notice(position, **changed)).data)
    base = Base(records[0], "")
    for position, data in enumerate(records, 1):
        wire = base.wire(position, position, data)
        anew = Judge(bench.kind, bench.packs, bench.roles)
        assert bench.judge_chunk(base, [wire]) == [anew.judged(base, wire, base.record(wire))]
    assert bench.judge.remembered


@pytest.mark.parametrize("numbers", ["shared", "each"])
def test_a_line_that_cannot_be_read_is_not_held_for_one_without_a_number(tmp_path: Path, numbers: str) -> None:
    rows = write_list(tmp_path / "名单.jsonl", 2, lambda at, _: notice(at, number=NUMBERS[numbers][at - 1]))
    text = rows.read_text(encoding="utf-8")
    rows.write_text('{"addressee": \n[1]\n' + text + '{"title": 1, "title": 2}\n', encoding="utf-8")
    template = write_template(tmp_path / "template", sidecar=f"numbers: {numbers}\n")
    assert told(notices(rows, str(template), tmp_path / "out", check_only=True)) == [
        (1, "退回", "", "内容到此中断，文件不完整，后面可能缺了一部分。"),
        (2, "退回", "", "工作记录应以「{」开头、以「}」结尾，此处以「[」开头。"),
        (5, "退回", "", "“title”写了两次，第一次在第 5 行，请只留一个。"),
    ]


NUMBERS = {
    "shared": [{"code": "云民函", "year": 2024, "sequence": 6}] * 2,
    "each": [{"code": "云民函", "year": 2024, "sequence": at} for at in (6, 7)],
}


def test_a_list_in_json_tells_the_line_of_what_breaks_it(tmp_path: Path) -> None:
    rows = tmp_path / "名单.json"
    template = write_template(tmp_path / "template")
    for text, told_of in {
        '[\n{"a": 1},\n{"a": 1, "a": 2}\n]\n': (3, "“a”写了两次，第一次在第 3 行，请只留一个。"),
        '[\n{"a": 1},\n{"a": 1': (3, "内容到此中断，文件不完整，后面可能缺了一部分。"),
        '{"a": 1}': (None, "成批用的 .json 文件应当是记录的列表：[ {…}, {…} ]。"),
    }.items():
        rows.write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableInput) as refused:
            notices(rows, str(template), tmp_path / "out", check_only=True)
        error = refused.value
        assert (error.line, word(error.code, error.parameters, "zh_CN")) == told_of
    lines = tmp_path / "名单.jsonl"
    lines.write_text('{"addressee": "云川县养老服务协会"}\n', encoding="gbk")
    with pytest.raises(UnreadableInput) as refused:
        notices(lines, str(template), tmp_path / "out", check_only=True)
    assert (refused.value.code, refused.value.parameters) == ("file-encoding", {"encoding": "GBK"})


def test_what_is_wrong_with_a_cell_is_said_once_and_without_json(tmp_path: Path) -> None:
    rows = tmp_path / "名单.xlsx"
    with Workbook(str(rows)) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, ("主送机关", "办理期限", "发文字号"))
        sheet.write_row(1, 0, ("甲协会", "2024-05-24", "云民字2024-17"))
        sheet.write(2, 0, "乙协会")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write_row(3, 0, ("丙协会", "", "云民字〔2024〕6号"))
    common = tmp_path / "共用.json"
    shared = notice(1, addressee=None, deadline=None, number={"code": "云民字", "year": 2024, "sequence": 6})
    common.write_text(json.dumps(shared, ensure_ascii=False), encoding="utf-8")
    template = write_template(tmp_path / "template", sidecar="numbers: shared\n")
    assert told(notices(rows, str(template), tmp_path / "out", common=common, check_only=True)) == [
        (2, "退回", "名单 C2", "“云民字2024-17”不是发文字号，请写成“云民字〔2024〕6号”的样子。"),
        (3, "退回", "名单 B3", "这一格的公式出错（显示 #REF! 之类），请直接填数。"),
        (4, "退回", "名单 B4", "缺少“办理期限”（deadline），请填在这一格；确实查不到的，写“未知：原因”。"),
    ]
