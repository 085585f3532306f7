"""Prose: mentions resolved and remembered, units behind them, braces, and quantities typed by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hostile_text import HOSTILE_TEXTS
from record_changes import changed, kind_of, told, written

from docgen.findings import Finding, Nature, Severity
from docgen.prose import Prose, Segment, check_prose, resolve, resolve_text
from docgen.records import Record
from docgen.schemas import prose_fields

KIND = kind_of("civil-affairs-half-year")


def record(**indicators: dict[str, Any]) -> Record:
    """The complete sample without plan and sections, with indicators besides."""
    data = changed()
    data["indicators"].update(indicators)
    data["payments"][0]["note"] = "{不读}"
    data["documents"]["unnumbered"] = {"title": "通知", "number": "无", "direction": "issued"}
    data["dates"]["unsure"] = {"value": {"unknown": "待查"}}
    return written(data)


def entry(value: Any, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "basis": "event"}


RECORD = record(
    donated=entry(3, "万元"),
    rate=entry(97.50, "%"),
    visits=entry(12, "人次"),
    not_counted=entry({"unknown": "未统计"}, "人"),
    nothing=entry("无", "人"),
    villages={**entry(10, "个"), "name": "走访村数"},
    flats=entry(4, "套"),
    standard=entry(615, "元/人·月"),
    interval=entry(15, "天/次"),
)


def said(text: str) -> str:
    return str(resolve_text(RECORD, KIND, text, "/opening"))


def codes(text: str, **indicators: dict[str, Any]) -> list[tuple[str, dict[str, object]]]:
    """Code and parameters of what is wrong with a text, as the opening of the record."""
    given = record(**indicators) if indicators else RECORD
    changed_record = written({**given.data, "opening": text})
    found = [each for each in check_prose(changed_record, KIND) if each.place.pointer == "/opening"]
    return [(each.code, dict(each.parameters)) for each in found]


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("共{urban_dibao_persons}人", "共1048人"),
        ("{urban_dibao_persons.value}人", "1048人"),
        ("{indicators.urban_dibao_persons}人", "1048人"),
        ("{urban_dibao_persons.unit}", "人"),
        ("{ urban_dibao_persons }人", "1048人"),
        ("{urban_dibao_monthly_amount|元}元", "534480元"),
        ("{rate}%", "97.5%"),
        ("{pay_urban_dibao.persons}人", "1048人"),
        ("{pay_urban_dibao.frequency}", "按月"),
        ("{rect_patrol.found}个", "3个"),
        ("{period.end|M月底}", "6月底"),
        ("{period.end}", "2024年6月30日"),
        ("{prior_year|Y年}", "2023年"),
        ("{prior_year}", "2023年"),
        ("{pi_pay.due}", "每月"),
        ("{issuer.name}", "云川县民政局"),
        (
            "{doc_uplift.title}（{doc_uplift.number}）",
            "关于提高城乡低保和特困人员救助供养标准的通知（云民字〔2024〕2号）",
        ),
        ("{unnumbered.number}", "无"),
        ("{nothing}", "无"),
        ("{inspection_rate}%", "100.0%"),
        ("{urban_dibao_average}元", "510.00元"),
        ("{title}", "云川县民政局2024年上半年工作总结和下半年工作计划"),
        (r"\{urban_dibao_persons\}", "{urban_dibao_persons}"),
        (r"\\{villages}", r"\10"),
        (r"C:\新建", r"C:\新建"),
        ("{{ villages }}", "{{ villages }}"),
        ("{没有}和{villages}", "{没有}和10"),
        ("{not_counted}人", "{not_counted}人"),
        ("{", "{"),
        ("", ""),
    ],
)
def test_resolves(text: str, resolved: str) -> None:
    assert said(text) == resolved


def test_remembers_which_characters_state_which_value() -> None:
    text = r"截至{period.end|M月底}，共{pay_urban_dibao.persons}人\{含{没有}\}，{inspection_rate}%。"
    assert resolve_text(RECORD, KIND, text, "/opening") == Prose(
        "/opening",
        (
            Segment("截至"),
            Segment("6月底", "/period/end"),
            Segment("，共"),
            Segment("1048", "/indicators/urban_dibao_persons/value"),
            Segment("人{含{没有}}，"),
            Segment("100.0", "/derived/inspection_rate"),
            Segment("%。"),
        ),
    )


def test_a_mention_of_prose_states_that_field() -> None:
    prose = resolve_text(RECORD, KIND, "《{title}》", "/opening")
    assert prose.segments[1] == Segment("云川县民政局2024年上半年工作总结和下半年工作计划", "/title")


def test_prose_that_mentions_itself_is_told_and_left_as_written() -> None:
    given = written({**RECORD.data, "opening": "见{title}。", "title": "见{opening}。"})
    assert str(resolve(given, KIND, "/opening")) == "见{title}。"
    assert [told(each)[1:] for each in check_prose(given, KIND)] == [
        ("/title", "标题", "引用“opening”绕回了它自己所在的文字，请改写。"),
        ("/opening", "导语", "引用“title”绕回了它自己所在的文字，请改写。"),
    ]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_comes_out_as_it_went_in(text: str) -> None:
    assert said(text) == text.replace("\\\\", "\\")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{{ x }}", ["mention-doubled"]),
        ("{% if x %}是{% endif %}", ["mention-malformed", "mention-malformed"]),
        ("{# 不是注释 #}", ["mention-malformed"]),
        ("{x|Y年}", ["mention-names-nothing"]),
        ("{a{b}c}", ["brace-alone", "mention-names-nothing"]),
        ("{}", ["mention-malformed"]),
        ("{1人}", ["mention-malformed"]),
        ("A & B <w:t>", []),
    ],
)
def test_hostile_text_is_told_once(text: str, faults: list[str]) -> None:
    assert [code for code, _parameters in codes(text)] == faults


def test_only_prose_is_read_for_mentions() -> None:
    assert "/payments/0/note" not in dict(prose_fields(RECORD, KIND))
    assert not [each for each in check_prose(RECORD, KIND) if each.place.pointer == "/payments/0/note"]
    assert RECORD.get("/payments/0/note") == "{不读}"


@pytest.mark.parametrize(
    ("text", "code", "parameters"),
    [
        ("{urban_dibao_person}人", "mention-names-nothing", {"mention": "urban_dibao_person", "nearest": "urban_dibao_persons"}),
        ("{period.ennd}", "mention-names-nothing", {"mention": "period.ennd", "nearest": "period.end"}),
        ("{perod.end}", "mention-names-nothing", {"mention": "perod.end", "nearest": "period.end"}),
        ("{doc_uplift.number.seqence}", "mention-names-nothing", {"mention": "doc_uplift.number.seqence", "nearest": "doc_uplift.number.sequence"}),
        ("{pay_orphan.arrears}", "mention-not-given", {"mention": "pay_orphan.arrears", "title": "补发"}),
        ("{not_counted}人", "mention-unknown-value", {"mention": "not_counted", "reason": "未统计"}),
        ("{unsure|Y年}", "mention-unknown-value", {"mention": "unsure", "reason": "待查"}),
        ("{period}", "mention-not-a-value", {"mention": "period"}),
        ("{pay_urban_dibao.instalments}", "mention-not-a-value", {"mention": "pay_urban_dibao.instalments"}),
        ("{issuer.name|元}", "mention-bad-format", {"mention": "issuer.name", "format": "元"}),
        ("{urban_dibao_persons|元}元", "mention-bad-unit", {"mention": "urban_dibao_persons", "unit": "人", "format": "元"}),
        ("{inspection_rate|元}元", "mention-bad-unit", {"mention": "inspection_rate", "unit": "%", "format": "元"}),
        ("{prior_year|M月}", "date-lacks-month", {"mention": "prior_year", "date": "2023", "style": "M月"}),
        ("{boundary_from|M月底}", "date-not-month-end", {"mention": "boundary_from", "date": "2024-04-09", "style": "M月底"}),
        ("{urban_dibao_persons+1}", "mention-malformed", {"mention": "urban_dibao_persons+1"}),
        ("共}{", "brace-alone", {"near": "共}{"}),
    ],
)  # fmt: skip
def test_tells_what_a_mention_cannot_say(text: str, code: str, parameters: dict[str, object]) -> None:
    assert codes(text) == [(code, parameters)]


def test_tells_the_same_fault_of_a_field_once() -> None:
    assert [code for code, _ in codes("{无此项}人、{无此项}户")] == ["mention-names-nothing"]


@pytest.mark.parametrize(
    "text",
    [
        "{urban_dibao_persons}人",
        "{urban_dibao_persons}名对象",
        "{urban_dibao_persons}位老人",
        "{urban_dibao_persons}个人",
        "{urban_dibao_persons}余人",
        "{urban_dibao_persons}多名",
        "{urban_dibao_persons} 人",
        "（{urban_dibao_persons}）人",
        "{urban_dibao_persons}、{rural_dibao_persons}人",
        "{urban_dibao_persons}和{rural_dibao_persons}人",
        "{donated}万余元",
        "{donated}余万元",
        "{donated|元}元",
        "{donated|元}余元",
        "每人每月{standard}元",
        "每{interval}天",
        "每{interval}日",
        "{rate}%",
        "{rate}％",
        "{rate}个百分点",
        "{villages}个村",
        "{villages}处",
        "{flats}套住房",
        "{marriages}对新人",
        "{marriages}件登记",
        "{orphans_scattered}个孤儿",
        "{visits}人次",
        "{rect_patrol.found}，",
        "{urban_dibao_persons.unit}，",
        "{disabled_elder_min_age}岁",
        "{inspection_rate}%",
        "{meals_served}万人次",
        "{meals_served|人次}人次",
    ],
)
def test_accepts_the_unit_behind_a_mention(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code", "parameters"),
    [
        ("{urban_dibao_persons}人次", "mention-other-unit", {"written": "人次", "unit": "人"}),
        ("{visits}人", "mention-other-unit", {"written": "人", "unit": "人次"}),
        ("{villages}户", "mention-other-unit", {"written": "户", "unit": "个"}),
        ("{donated}个", "mention-unusual-unit", {"written": "个", "unit": "万元"}),
        ("{donated}元", "mention-other-unit-convertible", {"written": "元", "unit": "万元", "converted": "30000"}),
        ("{donated}余元", "mention-other-unit-convertible", {"written": "元", "unit": "万元", "converted": "30000"}),
        ("{orphan_gift_total}万元", "mention-other-unit-convertible", {"written": "万元", "unit": "元", "converted": "0.9"}),
        ("{donated|元}万元", "mention-other-unit-convertible", {"written": "万元", "unit": "元", "converted": "3"}),
        ("{rate}，", "mention-without-unit", {"unit": "%"}),
        ("{donated}万，", "mention-without-unit", {"unit": "万元"}),
        ("{urban_dibao_persons}", "mention-without-unit", {"unit": "人"}),
        ("{inspection_rate}，", "mention-without-unit", {"unit": "%"}),
        ("{inspection_rate}人", "mention-other-unit", {"written": "人", "unit": "%"}),
    ],
)  # fmt: skip
def test_tells_another_unit_behind_a_mention(text: str, code: str, parameters: dict[str, object]) -> None:
    mention = text[1 : text.index("}")].partition("|")[0]
    value = said(text[: text.index("}") + 1])
    assert codes(text) == [(code, {"mention": mention, "value": value, **parameters})]


@pytest.mark.parametrize(
    ("text", "word"),
    [("同比增长{change}%", "增长"), ("较上年下降了{change}%", "下降"), ("减少约{change}%", "减少"), ("同比{change}%", ""), ("变化为{change}%", ""), ("同比增减{change}%", "")],
)
def test_a_number_less_than_nothing_behind_a_word_for_its_way_is_a_hint(text: str, word: str) -> None:
    change = {"name": "同比变化", "value": Decimal("-3.5"), "unit": "%", "basis": "period"}
    indicators = {**RECORD.data["indicators"], "change": change}
    given = written({**RECORD.data, "indicators": indicators, "opening": text})
    found = [each for each in check_prose(given, KIND) if each.place.pointer == "/opening"]
    expected = f"“{word}”后面的{{change}}是负数（-3.5），请核对；升、降写在文字里，数字用正数。"
    assert [told(each) for each in found] == ([("mention-below-zero", "/opening", "导语", expected)] if word else [])
    assert not any(each.blocks for each in found)


def test_words_another_unit_with_the_converted_value() -> None:
    given = written({**RECORD.data, "opening": "筹款{donated}元。"})
    (found,) = [each for each in check_prose(given, KIND) if each.place.pointer == "/opening"]
    assert told(found) == (
        "mention-other-unit-convertible",
        "/opening",
        "导语",
        "{donated}（3）后面写的是“元”，该值的单位是“万元”；3万元＝30000元，请核对。",
    )
    assert found.blocks


def test_a_missing_unit_is_a_hint() -> None:
    given = written({**RECORD.data, "opening": "筹款{donated}万，"})
    (found,) = [each for each in check_prose(given, KIND) if each.place.pointer == "/opening"]
    assert (found.severity, found.nature) == (Severity.WARNING, Nature.ADVICE)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("城市低保1048人。", "1048人 → {urban_dibao_persons}人"),
        ("发放53.448万元。", "53.448万元 → {urban_dibao_monthly_amount}万元"),
        ("发放534480元。", "534480元 → {urban_dibao_monthly_amount|元}元"),
        ("筹款3万余元。", "3万余元 → {donated}万元"),
        ("走访10个村和7户。", "10个 → {villages}个，7户"),
        ("救助1,048人、1,049人。", "1,048人 → {urban_dibao_persons}人，1,049人"),
        ("慰问孤儿18名。", "18名 → {orphans_visited}名"),
        ("每人每月615元。", "615元 → {standard}元"),
        ("共{villages}个，另有3个。", "3个"),
        ("每15天探视一次。", "15天 → {interval}天"),
        ("提高2个百分点。", "2个百分点"),
    ],
)
def test_a_quantity_typed_by_hand_is_a_hint_with_the_mention_to_use(text: str, numbers: str) -> None:
    assert codes(text) == [("number-typed-by-hand", {"numbers": numbers})]


@pytest.mark.parametrize(
    "text",
    [
        "2020年上半年、6月底、4月16日、3月份",
        "（九民办字〔2020〕10号）",
        "60周岁以上、80岁",
        "第3批、第2个",
        "“520，为爱助力”、“捐款3000元”、《5个一工程》",
        "24小时值班，3个月内，20个工作日",
        "A4纸、5G网络、12345热线、1+3人",
        "2-3人、10:30",
        "一对一、两项、三沿六区",
        "{urban_dibao_persons}人",
        "1.5版、2.0级",
        "2020年度",
    ],
)
def test_what_is_no_quantity_gives_no_hint(text: str) -> None:
    assert codes(text) == []


def test_typed_quantities_are_told_once_a_field_and_never_block() -> None:
    given = written({**RECORD.data, "opening": "7人，又7人，9户。"})
    (found,) = [each for each in check_prose(given, KIND) if each.place.pointer == "/opening"]
    assert (found.severity, found.nature, found.blocks) == (Severity.INFO, Nature.ADVICE, False)
    assert told(found) == (
        "number-typed-by-hand",
        "/opening",
        "导语",
        "这段文字中有手工填写的数字：7人，9户。箭头后是可以改用的引用；没有箭头的，记录中没有这个数，请核对。",
    )


def test_a_record_without_indicators_gets_no_hint_of_typed_quantities() -> None:
    from record_changes import NOTICE

    from docgen.records import Source, parse

    text = NOTICE.replace(
        '"indicators": {\n    "orgs": {"value": 158, "unit": "家", "basis": "stock"}\n  },\n', ""
    )
    given = parse(Source("n.json", text.replace("{orgs}家", "158家")))
    assert check_prose(given, kind_of("notice")) == []


def test_names_the_place_of_a_fault_in_prose() -> None:
    from record_changes import notice

    found: list[Finding] = check_prose(notice(("{orgs}", "{org}")), kind_of("notice"))
    assert [told(each) for each in found] == [
        ("mention-names-nothing", "/paragraphs/0", "正文 › 第1项", "引用“org”在记录中找不到。是不是“orgs”？")
    ]
    assert (found[0].place.line, found[0].place.column) == (11, 18)
