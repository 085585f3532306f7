"""Plain sentences with typed numbers: matched to the record's values, confirmed in bulk, written as mentions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from form_editing import HALF_YEAR, change, told, write_form

from docgen import load
from docgen.intake.tasks import take_in
from docgen.rules.outcomes import Status

SENTENCES = (
    "上半年，城市低保200户296人，临时救助困难群众88人次。办理结婚登记359对，其中3对为跨省通办。",
    "大括号{不是引用}，反斜杠\\和《关于296人的通知》也不是。",
)


def fill(book: Any) -> None:
    """A few values, and sentences on the first page."""
    indicators = book["指标"]
    for line in indicators.iter_rows(min_row=5):
        value = {"城市低保户数": 200, "城市低保人数": 296, "结婚登记": 359, "离婚登记": 359}.get(
            line[0].value
        )
        if value is not None:
            line[1].value = value
    for line in book["填写说明"].iter_rows():
        if line[0].value == "文字情况":
            line[1].value = "\n".join(SENTENCES)


def rows(path: Path) -> list[tuple[Any, ...]]:
    """数字、改写为、确认 of every row."""
    sheet = openpyxl.load_workbook(path)["文字核对"]
    return [tuple(cell.value for cell in line[3:6]) for line in sheet.iter_rows(min_row=2)]


def test_numbers_of_the_form_s_sentences_are_listed_and_the_confirmed_become_mentions(tmp_path: Path) -> None:
    form = change(write_form(tmp_path / "表.xlsx", None, "civil-affairs-half-year"), fill)
    record, links = tmp_path / "r.json", tmp_path / "文字核对.xlsx"
    first = take_in([str(form)], str(record), links=str(links))
    assert (first.links, first.list_of_links) == ((3, 0), links)
    assert rows(links) == [
        ("200户", "{urban_dibao_households}户", "是"),
        ("296人", "{urban_dibao_persons}人", "是"),
        ("359对", "{marriages}对", "是"),
    ]
    points = load(record).data["sections"][0]["points"]
    escaped = "大括号\\{不是引用\\}，反斜杠\\\\和《关于296人的通知》也不是。"
    assert [each["text"] for each in points] == [SENTENCES[0], escaped]
    assert "brace-alone" not in [each.code for each in first.result.findings]

    book = openpyxl.load_workbook(links)
    book["文字核对"].cell(3, 6).value = "否"
    book.save(links)
    second = take_in([str(form)], str(record), links=str(links), force=True)
    assert (second.links, second.list_of_links) == ((3, 2), None)
    assert load(record).data["sections"][0]["points"][0]["text"] == (
        "上半年，城市低保{urban_dibao_households}户296人，临时救助困难群众88人次。"
        "办理结婚登记{marriages}对，其中3对为跨省通办。"
    )


def test_the_paragraphs_of_a_docx_are_sentences_too(tmp_path: Path) -> None:
    form = change(write_form(tmp_path / "表.xlsx", None, "civil-affairs-half-year"), fill)
    change(
        form,
        lambda book: [
            setattr(line[1], "value", None)
            for line in book["填写说明"].iter_rows()
            if line[0].value == "文字情况"
        ],
    )
    document = Document()
    document.add_paragraph("全县城市低保296人。")
    document.save(str(tmp_path / "情况.docx"))
    links = tmp_path / "核对.xlsx"
    paths = [str(form), str(tmp_path / "情况.docx")]
    assert take_in(paths, str(tmp_path / "r.json"), links=str(links)).links == (1, 0)
    take_in(paths, str(tmp_path / "r.json"), links=str(links), force=True)
    assert load(tmp_path / "r.json").data["sections"] == [
        {
            "id": "section_text",
            "part": "summary",
            "heading": "文字情况",
            "points": [{"text": "全县城市低保{urban_dibao_persons}人。"}],
        }
    ]


def test_a_list_of_another_text_changes_nothing(tmp_path: Path) -> None:
    form = change(write_form(tmp_path / "表.xlsx", None, "civil-affairs-half-year"), fill)
    links = tmp_path / "核对.xlsx"
    take_in([str(form)], str(tmp_path / "r.json"), links=str(links))

    def reword(book: Any) -> None:
        for line in book["填写说明"].iter_rows():
            if line[0].value == "文字情况":
                line[1].value = f"今年{SENTENCES[0]}"

    change(form, reword)
    assert take_in([str(form)], str(tmp_path / "r2.json"), links=str(links)).links == (3, 0)


def test_a_number_of_another_time_or_place_is_not_confirmed_beforehand(tmp_path: Path) -> None:
    record, links, text = tmp_path / "r.json", tmp_path / "文字核对.xlsx", tmp_path / "情况.txt"
    form = write_form(tmp_path / "表.xlsx", HALF_YEAR)
    text.write_text(
        "去年同期城市低保1048人，目前城市低保1048人。\n全省农村低保6215人；农村低保6215人。", encoding="utf-8"
    )
    take_in([str(form), str(text)], str(record), links=str(links))
    assert rows(links) == [
        ("1048人", "{urban_dibao_persons}人", ""),
        ("1048人", "{urban_dibao_persons}人", "是"),
        ("6215人", "{rural_dibao_persons}人", ""),
        ("6215人", "{rural_dibao_persons}人", "是"),
    ]


def test_full_width_digits_are_numbers_too(tmp_path: Path) -> None:
    record, links, text = tmp_path / "r.json", tmp_path / "文字核对.xlsx", tmp_path / "情况.txt"
    form = write_form(tmp_path / "表.xlsx", HALF_YEAR)
    text.write_text("城市低保１０４８人，月发放５３．４４８万元。\n城市低保人数为１０５０人。", encoding="utf-8")
    taken = take_in([str(form), str(text)], str(record), links=str(links))
    assert rows(links) == [
        ("１０４８人", "{urban_dibao_persons}人", "是"),
        ("５３．４４８万元", "{urban_dibao_monthly_amount}万元", "是"),
    ]
    assert [pair[1] for pair in told(list(taken.result.findings))] == [
        "这段文字中有手工填写的数字：１０４８人 → {urban_dibao_persons}人，"
        "５３．４４８万元 → {urban_dibao_monthly_amount}万元。"
        "箭头后是可以改用的引用；没有箭头的，记录中没有这个数，请核对。"
    ]
    assert [each.message for each in taken.result.outcomes if each.status is Status.FAIL] == [
        "有1处数字与记录不同：“城市低保人数为１０５０人（记录为1048人）”，请核对以哪个为准。"
    ]
