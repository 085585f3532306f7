"""docgen/sending.py: letters, the workbook that comes back, orders, and the ledger that answers them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import sample_cases as samples

from docgen import cli, jobs, sending
from docgen.errors import UnreadableInput, UsageError
from docgen.findings import Severity
from docgen.formats.question_book import ABOUT, COLUMNS, KEY, OPINION, SHEET, STATEMENT, TITLE, UNIT, VERDICT
from docgen.formats.sendings import notes_texts
from docgen.ooxml.workbooks import Sheets, read_sheets
from docgen.rules.outcomes import Status

COMPLETE = samples.GOOD / "civil-affairs-half-year" / "complete.json"
POOR = samples.GOOD / "civil-affairs-half-year" / "poor-results.json"
LATE = samples.BAD / "rectify-all-closed" / "late-open-and-unproved.json"
RECORDS = [str(POOR), str(COMPLETE), str(LATE), str(samples.SEED)]
LETTER = """\
sender: 澄湾市民政局
number: {code: 澄民函, year: 2024, first: 12}
date: 2024-07-20
deadline: 2024-07-31
contact: {name: 丁若川, phone: 0795-1234567}
"""
ORDER = """\
sender: 澄湾市民政局
number: {code: 澄民改字, year: 2024, first: 3}
date: 2024-08-05
due: 2024-08-31
contact: {name: 丁若川, phone: 0795-1234567}
requirement: 请查明原因，更正数据。
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with what an office says of its letters and orders."""
    (tmp_path / "核实函.yaml").write_text(LETTER, encoding="utf-8")
    (tmp_path / "通知书.yaml").write_text(ORDER, encoding="utf-8")
    return tmp_path


def asked(office: Path, *records: str, **more: Any) -> sending.Letters:
    return sending.letters(records or RECORDS, office / "核实", office / "核实函.yaml", **more)


def ordered(office: Path, *records: str, **more: Any) -> sending.Orders:
    workbook = office / "核实" / "核实清单.xlsx"
    return sending.orders(workbook, records or RECORDS, office / "整改", office / "通知书.yaml", **more)


def saved(path: Path, sheets: Sheets) -> None:
    """Sheets as another program would save them: their texts, without protection and formats."""
    from xlsxwriter import Workbook

    book = Workbook(str(path), {"strings_to_numbers": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(number, column, text)
    book.close()


def filled(office: Path, change: Callable[[list[list[str]]], object]) -> None:
    """The workbook as it comes back: every line 不属实, then ``change`` of its lines (the first is the head)."""
    path = office / "核实" / "核实清单.xlsx"
    sheets = read_sheets(str(path))
    for row in sheets[SHEET][1:]:
        row[COLUMNS.index(STATEMENT)] = "已核实"
        row[COLUMNS.index(VERDICT)] = "不属实"
    change(sheets[SHEET])
    saved(path, sheets)


def put(row: list[str], column: str, text: str) -> None:
    row[COLUMNS.index(column)] = text


def marked(*numbers: int, opinion: str = "") -> Callable[[list[list[str]]], None]:
    """Lines of the sheet (2 is the first below the head) marked 属实."""

    def change(rows: list[list[str]]) -> None:
        for number in numbers:
            put(rows[number - 1], VERDICT, "属实")
            put(rows[number - 1], OPINION, opinion)

    return change


def texts(document: bytes) -> list[str]:
    """The paragraphs of a .docx, those of its header first."""
    with ZipFile(BytesIO(document)) as archive:
        parts = [name for name in ("word/header1.xml", "word/document.xml") if name in archive.namelist()]
        content = "".join(archive.read(name).decode("utf-8") for name in parts)
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", content, re.DOTALL)
    return ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", each)) for each in paragraphs]


def told(made: sending.Orders) -> list[tuple[str, str]]:
    return [(finding.code, finding.place.label) for finding in made.findings]


def test_makes_a_letter_for_each_unit_with_anything_to_ask(office: Path) -> None:
    made = asked(office)
    assert [(file, unit) for file, unit, _count in made.sent] == [
        ("青岚县民政局2023年上半年数据核实函.docx", "青岚县民政局"),
        ("清河县民政局2024年上半年数据核实函.docx", "清河县民政局"),
        ("共青城市民政局2020年上半年数据核实函.docx", "共青城市民政局"),
    ]
    assert made.clean == ((str(COMPLETE), "云川县民政局"),)
    assert {path.name for path in (office / "核实").iterdir()} == {
        *(file for file, _unit, _count in made.sent),
        "核实清单.xlsx",
        "letters.json",
    }


def test_numbers_letters_without_gaps(office: Path) -> None:
    made = asked(office)
    listed = json.loads((office / "核实" / "letters.json").read_text(encoding="utf-8"))
    numbers = ["澄民函〔2024〕12号", "澄民函〔2024〕13号", "澄民函〔2024〕14号"]
    assert [each["number"] for each in listed["sent"]] == numbers
    for number, (file, _unit, _count) in zip(numbers, made.sent, strict=True):
        assert number in texts((office / "核实" / file).read_bytes())


def test_a_letter_says_who_asks_whom_what_and_until_when(office: Path) -> None:
    [(file, _unit, count)] = asked(office, str(LATE)).sent
    lines = [line for line in texts((office / "核实" / file).read_bytes()) if line]
    assert count == 1
    assert lines == [
        "澄湾市民政局",
        "澄民函〔2024〕12号",
        "澄湾市民政局关于核实清河县民政局2024年上半年填报数据的函",
        "清河县民政局：",
        "你单位报送的《清河县民政局社会救助专项检查反馈问题整改台账》收悉，现有1项内容需要核实（见附件）。"
        "填报有误的，请更正后重新报送；无误的，请说明情况和依据；尚未填报的，请补充。"
        "所列事项只用于核实数据，不是对问题的认定。",
        "请于2024年7月31日前书面回复我单位，并报送填写了“单位说明”的《核实清单》电子表格。",
        "附件：数据核实事项表",
        "澄湾市民政局",
        "2024年7月20日",
        "（联系人：丁若川；联系电话：0795-1234567）",
        "附件",
        "数据核实事项表",
        *("序号", "事项", "填报情况（数值和位置）", "需核实内容", "依据", "单位说明"),
        "1",
        "整改事项全部销号",
        *lines[20:],
    ]
    assert lines[21].startswith("社会救助专项检查反馈问题：问题数5，已销号数2；")
    wanted = "应销号的事项都已销号，完成日期不晚于时限（批准延期的不晚于延期后的时限），并有佐证材料；台账的项数不少于问题数"
    assert lines[21].endswith(f"（应当：{wanted}）")
    assert len(lines) == 22


def test_leaves_a_date_that_is_not_given_to_be_filled_in(office: Path) -> None:
    (office / "核实函.yaml").write_text(LETTER.replace("date: 2024-07-20\n", ""), encoding="utf-8")
    [(file, _unit, _count)] = asked(office, str(LATE)).sent
    assert "　　　　年　　月　　日" in texts((office / "核实" / file).read_bytes())


def test_the_same_records_give_the_same_bytes(office: Path) -> None:
    first = {path: Path(path).read_bytes() for path in asked(office).files}
    assert {path: Path(path).read_bytes() for path in asked(office, force=True).files} == first


def test_every_failed_or_unsure_rule_and_every_fault_is_asked_about(office: Path) -> None:
    asked(office, str(samples.SEED))
    rows = read_sheets(str(office / "核实" / "核实清单.xlsx"))[SHEET]
    result = jobs.check(str(samples.SEED))
    open_ = {each.rule for each in result.outcomes if each.status in (Status.FAIL, Status.NOT_ASSESSABLE)}
    rules = [row[COLUMNS.index("规则")] for row in rows[1:]]
    assert set(rules) == open_ | {finding.code for finding in result.findings}
    keys = [row[0] for row in rows[1:]]
    assert len(set(keys)) == len(keys)


def test_an_explained_finding_is_not_asked_about(office: Path) -> None:
    explanations = office / "说明.yaml"
    explanations.write_text(
        "- {rule: rectify-all-closed, place: special_check, reason: 正在办理, by: 丁若川}\n", encoding="utf-8"
    )
    made = asked(office, str(LATE), explanations=explanations)
    assert (made.sent, made.files) == ((), ())
    assert made.clean == ((str(LATE), "清河县民政局"),)
    assert not (office / "核实").exists()


def test_what_the_schema_keeps_from_the_public_is_in_no_letter(office: Path) -> None:
    made = asked(office)
    private = {"经办人甲", *re.findall(r'"person": "([^"]+)"', POOR.read_text(encoding="utf-8"))}
    for path in made.files:
        content = Path(path).read_bytes()
        if path.endswith(".json"):
            said = content.decode("utf-8")
        elif path.endswith(".docx"):
            said = "".join(texts(content))
        else:
            said = str(read_sheets(path))
        assert [name for name in private if name in said] == []


def test_only_what_is_filled_in_is_unlocked(office: Path) -> None:
    asked(office, str(LATE))
    with ZipFile(office / "核实" / "核实清单.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
        styles = archive.read("xl/styles.xml").decode("utf-8")
    formats = re.findall(r"<xf (?:[^>]*/>|.*?</xf>)", styles.partition("<cellXfs")[2])
    unlocked = {str(number) for number, each in enumerate(formats) if 'locked="0"' in each}
    assert {cell for cell, style in re.findall(r'<c r="(\w+)" s="(\d+)"', sheet) if style in unlocked} == {
        "I2",
        "J2",
        "K2",
    }
    assert "<sheetProtection" in sheet and 'state="frozen"' in sheet and '<autoFilter ref="A1:K2"' in sheet
    assert '<formula1>"属实,不属实,待核"</formula1>' in sheet


def test_an_unreadable_record_does_not_keep_others_from_their_letters(office: Path) -> None:
    broken = office / "坏.json"
    broken.write_text("{", encoding="utf-8")
    made = asked(office, str(broken), str(LATE))
    assert [unit for _file, unit, _count in made.sent] == ["清河县民政局"]
    assert [error.path for error in made.unreadable] == [str(broken)]


def test_a_character_that_no_document_can_hold_is_shown_as_a_box(office: Path) -> None:
    data = json.loads(LATE.read_text(encoding="utf-8"))
    data["issuer"]["name"] = "清河\u0001县{{ title }}<民政局>"
    hostile = office / "怪.json"
    hostile.write_text(json.dumps(data), encoding="utf-8")
    [(file, unit, count)] = asked(office, str(hostile)).sent
    assert (file, unit, count) == (
        "清河□县{{ title }} 民政局 2024年上半年数据核实函.docx",
        "清河□县{{ title }}<民政局>",
        2,
    )
    assert "清河□县{{ title }}&lt;民政局&gt;：" in texts((office / "核实" / file).read_bytes())


def test_one_letter_and_one_order_come_of_the_same_record_twice(office: Path) -> None:
    copy = office / "副本.json"
    copy.write_bytes(LATE.read_bytes())
    once = ("letters-same-record", {"file": str(copy), "first": str(LATE)})
    made = asked(office, str(LATE), str(copy), str(POOR))
    assert [unit for _file, unit, _count in made.sent] == ["清河县民政局", "青岚县民政局"]
    assert (made.clean, made.notes, made.unreadable) == ((), (once,), ())
    listed = json.loads((office / "核实" / "letters.json").read_text(encoding="utf-8"))
    assert listed["same"] == [{"record": "副本.json", "first": LATE.name}]
    filled(office, marked(2))
    # which of the two comes first decides nothing
    made_orders = ordered(office, str(copy), str(LATE), str(POOR))
    assert (made_orders.findings, made_orders.true) == ((), 1)
    assert [(unit, count) for _file, unit, count in made_orders.sent] == [("清河县民政局", 1)]
    assert made_orders.notes == (("letters-same-record", {"file": str(LATE), "first": str(copy)}),)


def test_tells_two_records_of_a_unit_apart(office: Path) -> None:
    data = json.loads(LATE.read_text(encoding="utf-8"))
    data["note"] = "重报"
    again = office / "重报.json"
    again.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert [file for file, _unit, _count in asked(office, str(LATE), str(again)).sent] == [
        "清河县民政局2024年上半年数据核实函.docx",
        "清河县民政局2024年上半年数据核实函（2）.docx",
    ]


def test_writes_over_nothing_without_force(office: Path) -> None:
    asked(office)
    with pytest.raises(UsageError) as caught:
        asked(office)
    assert caught.value.code == "output-exists"


def test_only_what_the_inspector_found_true_is_ordered(office: Path) -> None:
    questions = sum(count for _file, _unit, count in asked(office, str(POOR), str(LATE)).sent)
    filled(office, marked(2, 3, opinion="补发到位"))
    made = ordered(office, str(POOR), str(LATE))
    assert (made.true, made.false, made.open, made.findings) == (2, questions - 2, 0, ())
    assert made.sent == (("青岚县民政局2023年上半年整改通知书.docx", "青岚县民政局", 2),)
    lines = texts((office / "整改" / made.sent[0][0]).read_bytes())
    assert lines.count("补发到位") == 2
    assert "澄民改字〔2024〕3号" in lines
    assert (office / "整改" / "青岚县民政局.rectification-list.json").is_file()


def test_an_order_brings_a_ledger_that_is_a_record_without_faults(office: Path) -> None:
    asked(office)
    filled(office, marked(*range(2, 30)))
    made = ordered(office)
    assert len(made.sent) == 3
    for path in made.files:
        if path.endswith(sending.LEDGER_ENDING):
            result = jobs.check(path)
            failed = {each.rule for each in result.outcomes if each.status is Status.FAIL}
            assert result.findings == ()
            # nothing has been answered yet, and that is all there is to say
            assert failed == {"rectify-ledger-complete", "rectify-all-closed", "rectify-ordered-unanswered"}


def answered(office: Path) -> dict[str, Any]:
    """The ledger of one ordered item, filled in and returned in time."""
    asked(office, str(LATE))
    filled(office, marked(2))
    ordered(office, str(LATE))
    ledger = office / "整改" / "清河县民政局.rectification-list.json"
    data: dict[str, Any] = json.loads(ledger.read_text(encoding="utf-8"))
    data["rectifications"][0]["closed"] = 1
    [item] = data["rectifications"][0]["items"]
    item |= {name: "已填报" for name in ("category", "leader", "unit", "person", "measure", "progress", "mechanism")}
    item |= {"status": "已销号", "done_on": "2024-08-30", "accepted_on": "2024-08-31", "closed_on": "2024-08-31"}
    item |= {"closed_by": "丁若川", "evidence": ["更正后的台账"]}
    data["signature"]["date"] = "2024-09-02"
    return data


def failed(data: dict[str, Any]) -> set[str]:
    result = jobs.check(data)
    assert result.findings == ()
    return {each.rule for each in result.outcomes if each.status is Status.FAIL}


def test_a_ledger_answered_in_time_passes_the_rules(office: Path) -> None:
    assert failed(answered(office)) == set()


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"id": "q_other"}, {"rectify-ordered-missing"}),
        ({"progress": {"unknown": "待填"}}, {"rectify-ordered-unanswered", "rectify-ledger-complete"}),
        ({"done_on": "2024-09-01", "accepted_on": "2024-09-01", "closed_on": "2024-09-01"}, {"rectify-all-closed"}),
        ({"due": "2024-12-31"}, {"rectify-ordered-due"}),
        ({"evidence": "无"}, {"rectify-all-closed", "rectify-ledger-complete"}),
        ({"accepted_on": "无"}, {"rectify-closed-unaccepted"}),
        ({"accepted_on": "2024-09-01"}, {"rectify-accepted-between"}),
        (
            {
                **{name: "2024-09-10" for name in ("done_on", "accepted_on", "closed_on")},
                "extension": {"approved_by": "澄湾市民政局", "until": "2024-09-10"},
            },
            set(),
        ),
    ],
)
def test_what_comes_back_is_judged(office: Path, change: dict[str, Any], rules: set[str]) -> None:
    data = answered(office)
    data["rectifications"][0]["items"][0] |= change
    assert failed(data) == rules


def test_nothing_is_made_of_lines_with_faults(office: Path) -> None:
    questions = sum(count for _file, _unit, count in asked(office, str(POOR), str(LATE)).sent)

    def spoil(rows: list[list[str]]) -> None:
        marked(*range(2, 11))(rows)
        put(rows[1], KEY, "")
        put(rows[2], KEY, "0123456789ab")
        put(rows[3], TITLE, "别的事项")
        put(rows[4], VERDICT, "是")
        put(rows[5], VERDICT, "")
        rows.append(list(rows[6]))
        put(rows[7], OPINION, "整改\x02")
        del rows[8]

    filled(office, spoil)
    made = ordered(office, str(POOR), str(LATE))
    lost = [(finding.code, finding.place.label) for finding in made.findings if finding.code == "answers-row-lost"]
    assert told(made) == [
        ("answers-key-lost", "核实清单 A2"),
        ("answers-key-unknown", "核实清单 A3"),
        ("answers-text-changed", "核实清单 E4"),
        ("answers-verdict-other", "核实清单 J5"),
        ("answers-verdict-empty", "核实清单 J6"),
        ("answers-character", "核实清单 K8"),
        ("answers-key-twice", f"核实清单 A{1 + questions}"),
        *lost,
    ]
    assert len(lost) == 3
    # line 7 is there twice and line 9 is gone: of nine lines that were found true, one is left
    assert (made.true, [count for _file, _unit, count in made.sent]) == (1, [1])


def test_says_once_that_a_record_is_not_the_one_that_was_asked_about(office: Path) -> None:
    asked(office, str(POOR), str(LATE))
    filled(office, marked(2))
    made = ordered(office, str(LATE))
    assert [(each.code, each.parameters["unit"]) for each in made.findings] == [
        ("answers-record-absent", "青岚县民政局")
    ]
    assert made.files == ()


def test_a_record_that_was_not_asked_about_is_a_hint(office: Path) -> None:
    asked(office, str(LATE))
    filled(office, marked(2))
    made = ordered(office, str(POOR), str(LATE))
    assert [(each.code, each.blocks) for each in made.findings] == [("answers-record-other", False)]
    assert [unit for _file, unit, _count in made.sent] == ["清河县民政局"]


def test_asks_what_is_to_be_done_where_nobody_says(office: Path) -> None:
    asked(office, str(LATE))
    filled(office, marked(2))
    (office / "通知书.yaml").write_text(ORDER.replace("requirement: 请查明原因，更正数据。\n", ""), encoding="utf-8")
    made = ordered(office, str(LATE))
    assert told(made) == [("answers-opinion-empty", "核实清单 K2")]
    assert made.sent == ()


def test_orders_need_the_explanations_of_the_letters(office: Path) -> None:
    asked(office, str(LATE))
    explanations = office / "说明.yaml"
    explanations.write_text("[]\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        ordered(office, str(LATE), explanations=explanations)
    assert caught.value.code == "orders-other-explanations"


def test_orders_judge_as_of_the_day_of_the_letters(office: Path) -> None:
    asked(office, as_of="2024-12-31")
    filled(office, marked(2))
    assert ordered(office).findings == ()
    listed = json.loads((office / "整改" / "orders.json").read_text(encoding="utf-8"))
    assert listed["as_of"] == "2024-12-31"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook-not-xlsx"),
        (b"PK\x03\x04 nothing", "workbook-not-xlsx"),
        (None, "file-missing"),
    ],
)
def test_refuses_what_is_no_workbook(office: Path, content: bytes | None, code: str) -> None:
    (office / "核实").mkdir()
    if content is not None:
        (office / "核实" / "核实清单.xlsx").write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        ordered(office)
    assert caught.value.code == code


def test_says_what_was_made_and_how_it_ended(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        code = cli.run([*arguments, "--from", str(office / terms), "--json", "--force"])
        return code, json.loads(capsys.readouterr().out)

    terms, folder = "核实函.yaml", str(office / "核实")
    broken = office / "坏.json"
    broken.write_text("{", encoding="utf-8")
    code, said = run("letters", str(broken), str(LATE), str(COMPLETE), "-o", folder)
    assert (code, [each["unit"] for each in said["sent"]]) == (4, ["清河县民政局"])
    assert [each["unit"] for each in said["clean"]] == ["云川县民政局"]
    assert [each["code"] for each in said["unreadable"]] == ["json-cut-short"]
    filled(office, lambda rows: put(rows[1], VERDICT, "是"))
    terms = "通知书.yaml"
    workbook = str(office / "核实" / "核实清单.xlsx")
    code, said = run("orders", workbook, str(LATE), str(COMPLETE), "-o", str(office / "整改"))
    assert (code, said["sent"], said["counts"]) == (1, [], {"true": 0, "false": 0, "open": 0})
    assert [each["sentence"] for each in said["findings"]] == ["“是” can't be chosen here; choose one of: 属实、不属实、待核."]


def test_names_the_cell_to_the_clerk(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked(office, str(LATE))
    filled(office, lambda rows: put(rows[1], VERDICT, "是"))
    workbook = str(office / "核实" / "核实清单.xlsx")
    order = ["orders", workbook, str(LATE), "-o", str(office / "整改"), "--from", str(office / "通知书.yaml")]
    assert cli.run([*order, "--lang", "zh_CN"]) == 1
    assert capsys.readouterr().out == (
        "核实清单 J2  这里不能填“是”，请选填：属实、不属实、待核。\n"
        "没有属实的事项，没有生成文件。\n"
        "属实0项，不属实0项，待核0项；有差错1处，请留意0处。\n"
    )


def test_refuses_a_workbook_of_something_else(office: Path) -> None:
    (office / "核实").mkdir()
    path = office / "核实" / "核实清单.xlsx"
    saved(path, {"Sheet1": [["编号"]]})
    with pytest.raises(UnreadableInput) as caught:
        ordered(office)
    assert (caught.value.code, caught.value.parameters["sheets"]) == ("answers-no-sheet", "Sheet1")
    saved(path, {SHEET: [[name for name in COLUMNS if name != UNIT]], ABOUT: []})
    with pytest.raises(UnreadableInput) as caught:
        ordered(office)
    assert (caught.value.code, caught.value.parameters["columns"]) == ("answers-no-column", "单位")


def test_text_outside_the_columns_is_told_and_not_lost_in_silence(office: Path) -> None:
    asked(office, str(LATE))

    def change(rows: list[list[str]]) -> None:
        rows[0].extend(["", "备注"])
        rows[1].extend(["属实", "已与单位电话核对"])
        rows.append(["", "", "", "", "", "", "", "", "", "", "", "", "表外说明"])

    filled(office, change)
    made = ordered(office, str(LATE))
    assert [(each.code, each.place.label, each.severity, each.parameters) for each in made.findings] == [
        (
            "answers-outside",
            "核实清单 L2",
            Severity.WARNING,
            {"cells": "L2、M2、M3", "count": 3, "columns": "单位说明、属实、处理意见"},
        )
    ]
    assert (made.true, made.false) == (0, 1)


def test_refuses_two_columns_of_one_name(office: Path) -> None:
    asked(office, str(LATE))

    def change(rows: list[list[str]]) -> None:
        rows[0].append(VERDICT)
        rows[1].append("属实")

    filled(office, change)
    with pytest.raises(UnreadableInput) as caught:
        ordered(office, str(LATE))
    assert (caught.value.code, caught.value.parameters["columns"]) == ("answers-column-twice", VERDICT)


def test_finds_the_head_below_a_title_and_tells_only_what_it_lacks(office: Path) -> None:
    asked(office, str(LATE))

    def change(rows: list[list[str]]) -> None:
        marked(2)(rows)
        rows[0][COLUMNS.index(VERDICT)] = f"{VERDICT} "
        rows.insert(0, ["澄湾市民政局核实清单"])

    filled(office, change)
    made = ordered(office, str(LATE))
    assert (told(made), made.true) == ([], 1)
    path = office / "核实" / "核实清单.xlsx"
    sheets = read_sheets(str(path))
    put(sheets[SHEET][1], VERDICT, "是否属实")
    saved(path, sheets)
    with pytest.raises(UnreadableInput) as caught:
        ordered(office, str(LATE))
    assert (caught.value.code, caught.value.parameters["columns"]) == ("answers-no-column", VERDICT)


def test_says_of_a_copied_sheet_that_it_is_not_read_and_of_a_lost_one_what_it_cost(office: Path) -> None:
    asked(office, str(LATE))
    filled(office, marked(2))
    path = office / "核实" / "核实清单.xlsx"
    sheets = read_sheets(str(path))
    saved(path, {**sheets, "核实清单 (2)": sheets[SHEET]})
    made = ordered(office, str(LATE))
    assert [(each.code, each.place.label, each.blocks) for each in made.findings] == [
        ("answers-sheet-copied", "核实清单 (2)", False)
    ]
    saved(path, {SHEET: sheets[SHEET]})
    made = ordered(office, str(LATE), force=True)
    assert [(each.code, each.place.label, each.blocks) for each in made.findings] == [
        ("answers-about-lost", ABOUT, False)
    ]
    assert made.true == 1


def test_a_fault_of_the_record_is_asked_and_ordered_in_words_of_a_letter(office: Path) -> None:
    data = json.loads(COMPLETE.read_text(encoding="utf-8"))
    del data["indicators"]["lottery_instant"]["value"]
    data["indicators"]["lottery_sites"]["value"] = None
    data["indicators"]["marriages"]["unit"] = "人"
    record = office / "记录.json"
    record.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    asked(office, str(record))
    rows = read_sheets(str(office / "核实" / "核实清单.xlsx"))[SHEET][1:]
    said = {row[COLUMNS.index("规则")]: row[COLUMNS.index("需核实内容")] for row in rows}
    assert said["missing"] == "缺少“数值”，请补充；确实不掌握的，请说明原因。"
    assert said["null-without-reason"] == "这里没有填写内容，请补充；确实不掌握的，请说明原因。"
    filled(office, marked(*(2 + at for at, row in enumerate(rows) if row[COLUMNS.index("规则")] == "wrong-unit")))
    [(file, _unit, count)] = ordered(office, str(record)).sent
    line = next(n for n, text in enumerate(record.read_text(encoding="utf-8").splitlines(), 1) if '"marriages"' in text)
    problem = f"单位：结婚登记—单位（第{line + 2}行）。单位是“人”，应为“对”。"
    assert count == 1
    assert problem in texts((office / "整改" / file).read_bytes())
    ledger = json.loads((office / "整改" / "云川县民政局.rectification-list.json").read_text(encoding="utf-8"))
    assert [item["problem"] for item in ledger["rectifications"][0]["items"]] == [problem]


def halves(office: Path) -> tuple[str, str]:
    """A record of this period, and a folder with the last one's of the same unit and of nobody else."""
    data = json.loads(COMPLETE.read_text(encoding="utf-8"))
    data["indicators"]["nursing_homes"]["value"] = data["indicators"]["nursing_homes_fire_checked"]["value"] = 30
    now = office / "本期.json"
    now.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    data["indicators"]["nursing_homes"]["value"] = data["indicators"]["nursing_homes_fire_checked"]["value"] = 10
    data["indicators"]["urban_dibao_standard"]["value"] = 800
    data["period"] = {"start": "2023-07-01", "end": "2023-12-31"}
    data["plan"] = []
    (office / "上期").mkdir()
    before = office / "上期" / "记录.json"
    before.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return str(now), str(office / "上期")


def test_asks_about_what_changed_since_last_period(office: Path) -> None:
    now, before = halves(office)
    assert asked(office, now).sent == ()
    made = asked(office, now, str(LATE), previous=before)
    assert [(unit, count) for _file, unit, count in made.sent] == [("云川县民政局", 3), ("清河县民政局", 1)]
    assert made.notes == (("previous-none", {"file": str(LATE), "unit": "清河县民政局"}),)
    sheet = read_sheets(str(office / "核实" / "核实清单.xlsx"))
    rows = [row[COLUMNS.index("规则") : COLUMNS.index("依据")] for row in sheet[SHEET][1:4]]
    assert [(rule, re.sub(r"（第\d+行）", "", values), asks) for rule, _title, values, asks in rows] == [
        (
            "standard-fell",
            "城市低保标准 780元/人·月；上期—城市低保标准 800元/人·月",
            "上期标准800元/人·月，本期780元/人·月，低了20元/人·月，请说明口径或原因。（应当：本期标准不低于上期标准）",
        ),
        (
            "indicator-jump",
            "敬老院数 30所；上期—敬老院数 10所",
            "上期10所，本期30所，增加20所（200%），超过±30%，请说明口径或原因。（应当：与上期相比，增减不超过设定幅度）",
        ),
        (
            "indicator-jump",
            "已开展消防安全检查的敬老院 30所；上期—已开展消防安全检查的敬老院 10所",
            "上期10所，本期30所，增加20所（200%），超过±30%，请说明口径或原因。（应当：与上期相比，增减不超过设定幅度）",
        ),
    ]
    filled(office, marked(2, 3))
    made_orders = ordered(office, now, str(LATE), previous=before)
    assert (made_orders.findings, made_orders.true) == ((), 2)
    assert [(unit, count) for _file, unit, count in made_orders.sent] == [("云川县民政局", 2)]


def test_explanations_that_hold_for_nothing_are_told(office: Path) -> None:
    now, before = halves(office)
    explained = office / "说明.yaml"
    explained.write_text(
        "- {rule: indicator-jump, item: nursing_homes, reason: 新建, by: 李四}\n"
        "- {rule: indicator-jmp, item: nursing_homes, reason: 新建, by: 李四}\n"
        "- {rule: standard-fell, item: urban_dibao_standard, reason: 旧, by: 李四, expires: 2020-01-01}\n",
        encoding="utf-8",
    )
    notes = (
        (
            "explanation-expired",
            {"at": f"{explained}:3:3", "rule": "standard-fell", "place": "urban_dibao_standard", "expires": "2020-01-01"},
        ),
        ("explanation-unused", {"at": f"{explained}:2:3", "rule": "indicator-jmp", "place": "nursing_homes"}),
    )
    made = asked(office, now, previous=before, explanations=explained)
    assert [count for _file, _unit, count in made.sent] == [2]
    assert made.notes == notes
    assert notes_texts(made, "zh_CN") == [
        f"{explained}:3:3: 对 standard-fell（urban_dibao_standard）的豁免到2020-01-01为止，已经过期，请核对是否续批。",
        f"{explained}:2:3: 对规则indicator-jmp（nursing_homes）的情况说明没有对应的差错或提示，请核对。",
    ]
    filled(office, marked(2))
    assert ordered(office, now, previous=before, explanations=explained).notes == notes


def test_orders_are_of_the_band_and_last_period_of_the_letters(office: Path) -> None:
    now, before = halves(office)
    [(_file, _unit, count)] = asked(office, now, previous=before, band=250).sent
    assert count == 1
    filled(office, marked(2))
    with pytest.raises(UsageError) as caught:
        ordered(office, now)
    assert caught.value.code == "orders-other-previous"
    assert ordered(office, now, previous=before).findings == ()
    changed = office / "上期" / "记录.json"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        ordered(office, now, previous=before, force=True)
    assert caught.value.code == "orders-other-previous"


def test_the_ledgers_of_one_unit_say_of_which_period_they_are(office: Path) -> None:
    again = office / "重报.json"
    data = json.loads(POOR.read_text(encoding="utf-8"))
    data["issuer"]["name"] = "清河县民政局"
    again.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    asked(office, str(LATE), str(again))
    filled(office, marked(2, 3))
    ledgers = [Path(file).name for file in ordered(office, str(LATE), str(again)).files if "rectification" in file]
    assert ledgers == [
        "清河县民政局2024年上半年.rectification-list.json",
        "清河县民政局2023年上半年.rectification-list.json",
    ]


def test_rows_of_the_workbook_are_as_high_as_their_texts(office: Path) -> None:
    asked(office)
    sheet = openpyxl.load_workbook(office / "核实" / "核实清单.xlsx")[SHEET]
    longest = max(range(2, sheet.max_row + 1), key=lambda row: len(sheet.cell(row, COLUMNS.index("填报情况") + 1).value))
    text = sheet.cell(longest, COLUMNS.index("填报情况") + 1).value
    # a column of 40 has room for 20 Chinese characters a line; a line is 13 points high
    assert sheet.row_dimensions[longest].height >= len(text) // 20 * 13
    assert sheet.row_dimensions[1].height is None
