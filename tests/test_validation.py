"""A record against its kind: one fault, one finding, with its place, label and sentence."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_changes import Change, Data, changed, found_in, kind_of, notice, told, written

from docgen.findings import Finding, Nature, Place, Severity
from docgen.library import Library, shipped_root
from docgen.messages import word
from docgen.prose import check_prose
from docgen.records import Record
from docgen.rules.checking import check
from docgen.rules.packs import load_packs
from docgen.validation import validate


def renamed(owner: Data, old: str, new: str) -> None:
    owner[new] = owner.pop(old)


def indicator(name: str, **values: Any) -> Change:
    return lambda data: data["indicators"][name].update(values)


def payment(**values: Any) -> Change:
    return lambda data: data["payments"][0].update(values)


PAY = "资金发放 › 城市低保金"
PERSONS = "指标 › 城市低保人数"
FREQUENCIES = "monthly（按月）、quarterly（按季）、yearly（按年）、per-case（逐案）、when-triggered（达到条件时）、once（一次性）"

#: what was done to the complete sample -> the one finding it gives
STRUCTURE: dict[str, tuple[Change, tuple[str, str, str, str]]] = {
    "a required indicator is missing": (
        lambda d: d["indicators"].pop("urban_dibao_persons"),
        (
            "missing",
            "/indicators/urban_dibao_persons",
            PERSONS,
            '缺少“城市低保人数”（urban_dibao_persons），请补充；确实不掌握的，注明“未知”和原因（JSON里写{"unknown": "原因"}）。',
        ),
    ),
    "a required indicator is misspelt": (
        lambda d: renamed(d["indicators"], "urban_dibao_persons", "urban_dibao_person"),
        (
            "misspelt",
            "/indicators/urban_dibao_person",
            "指标 › urban_dibao_person",
            "没有这个名称的栏目；看来是“城市低保人数”，应写作urban_dibao_persons。",
        ),
    ),
    "an indicator that is only mentioned is misspelt": (
        lambda d: renamed(d["indicators"], "temp_aid_persons", "temp_aid_presons"),
        (
            "misspelt",
            "/indicators/temp_aid_presons",
            "指标 › temp_aid_presons",
            "没有这个名称的栏目；看来是“临时救助人数”，应写作temp_aid_persons。",
        ),
    ),
    "a required field's name is misspelt": (
        lambda d: renamed(d["indicators"]["urban_dibao_persons"], "value", "vlaue"),
        (
            "misspelt",
            "/indicators/urban_dibao_persons/vlaue",
            f"{PERSONS} › vlaue",
            "没有这个名称的栏目；看来是“数值”，应写作value。",
        ),
    ),
    "an optional field's name is misspelt": (
        lambda d: renamed(d["indicators"]["urban_dibao_persons"], "as_of", "asof"),
        (
            "unknown-key",
            "/indicators/urban_dibao_persons/asof",
            f"{PERSONS} › asof",
            "这里没有名为“asof”的栏目。是不是“as_of”？",
        ),
    ),
    "a required list's name is misspelt": (
        lambda d: renamed(d, "payments", "payment"),
        ("misspelt", "/payment", "payment", "没有这个名称的栏目；看来是“资金发放”，应写作payments。"),
    ),
    "an optional list's name is misspelt": (
        lambda d: renamed(d, "projects", "project"),
        ("unknown-key", "/project", "project", "这里没有名为“project”的栏目。是不是“projects”？"),
    ),
    "a field is unknown to the kind": (
        lambda d: d.update(电话="0000"),
        ("unknown-key", "/电话", "电话", "这里没有名为“电话”的栏目。"),
    ),
    "a value is null": (
        indicator("urban_dibao_persons", value=None),
        (
            "null-without-reason",
            "/indicators/urban_dibao_persons/value",
            f"{PERSONS} › 数值",
            '这里是空值（null）；不掌握的请写{"unknown": "原因"}，没有的请写"无"。',
        ),
    ),
    "a list is null": (
        lambda d: d.update(payments=None),
        (
            "null-without-reason",
            "/payments",
            "资金发放",
            '这里是空值（null）；不掌握的请写{"unknown": "原因"}，没有的请写"无"。',
        ),
    ),
    "a fixed unit is null": (
        indicator("urban_dibao_persons", unit=None),
        (
            "null-without-reason",
            "/indicators/urban_dibao_persons/unit",
            f"{PERSONS} › 单位",
            '这里是空值（null）；不掌握的请写{"unknown": "原因"}，没有的请写"无"。',
        ),
    ),
    "yuan stand for ten thousand yuan": (
        indicator("urban_dibao_monthly_amount", value=534480, unit="元"),
        (
            "wrong-unit-convertible",
            "/indicators/urban_dibao_monthly_amount/unit",
            "指标 › 城市低保月发放额 › 单位",
            "单位是“元”，应为“万元”；534480元＝53.448万元，请核对数值和单位。",
        ),
    ),
    "person-times stand for persons": (
        indicator("urban_dibao_persons", unit="人次"),
        (
            "wrong-unit",
            "/indicators/urban_dibao_persons/unit",
            f"{PERSONS} › 单位",
            "单位是“人次”，应为“人”。",
        ),
    ),
    "the basis is another": (
        indicator("urban_dibao_persons", basis="cumulative"),
        (
            "not-the-constant",
            "/indicators/urban_dibao_persons/basis",
            f"{PERSONS} › 时间口径",
            "这里是“cumulative”，应为“stock（期末存量）”。",
        ),
    ),
    "the basis is misspelt": (
        indicator("urban_dibao_persons", basis="stok"),
        (
            "not-the-constant",
            "/indicators/urban_dibao_persons/basis",
            f"{PERSONS} › 时间口径",
            "这里是“stok”，应为“stock（期末存量）”。",
        ),
    ),
    "true stands for a number": (
        indicator("urban_dibao_persons", value=True),
        (
            "wanted-number",
            "/indicators/urban_dibao_persons/value",
            f"{PERSONS} › 数值",
            "这里应填数字（不加引号），现为“true”。",
        ),
    ),
    "a text stands for a number": (
        indicator("rural_dibao_monthly_amount", value="77.7"),
        (
            "wanted-number",
            "/indicators/rural_dibao_monthly_amount/value",
            "指标 › 农村低保月发放额 › 数值",
            "这里应填数字（不加引号），现为“77.7”。",
        ),
    ),
    "a number stands for an indicator": (
        lambda d: d["indicators"].update(urban_dibao_persons=296),
        (
            "wanted-object",
            "/indicators/urban_dibao_persons",
            PERSONS,
            "这里应是一组栏目（写在{ }内），现为“296”。",
        ),
    ),
    "a whole number is written with a point": (
        lambda d: d["documents"]["doc_uplift"]["number"].update(sequence=3.0),
        (
            "wanted-integer",
            "/documents/doc_uplift/number/sequence",
            "文件 › 关于提高城乡低保和特困人员救助供养标准的通知 › 发文字号 › 序号",
            "这里应填整数，现为“3.0”。",
        ),
    ),
    "a count is a fraction": (
        lambda d: d["rectifications"][0].update(found=2.5),
        (
            "wanted-integer",
            "/rectifications/0/found",
            "整改和排查 › 市委巡察反馈意见 › 问题数",
            "这里应填整数，现为“2.5”。",
        ),
    ),
    "a count is negative": (
        lambda d: d["rectifications"][0].update(found=-1),
        (
            "beyond-minimum",
            "/rectifications/0/found",
            "整改和排查 › 市委巡察反馈意见 › 问题数",
            "-1小于允许的最小值0。",
        ),
    ),
    "a choice is misspelt": (
        payment(frequency="montly"),
        (
            "not-a-choice",
            "/payments/0/frequency",
            f"{PAY} › 发放周期",
            f"“montly”不在可选范围内，可选：{FREQUENCIES}。是不是“monthly”？",
        ),
    ),
    "a choice is given by its Chinese label": (
        payment(frequency="按季"),
        (
            "not-a-choice",
            "/payments/0/frequency",
            f"{PAY} › 发放周期",
            f"“按季”不在可选范围内，可选：{FREQUENCIES}。是不是“quarterly”？",
        ),
    ),
    "a choice is a number": (
        payment(frequency=1),
        (
            "not-a-choice",
            "/payments/0/frequency",
            f"{PAY} › 发放周期",
            f"“1”不在可选范围内，可选：{FREQUENCIES}。",
        ),
    ),
    "the calendar has no such day": (
        lambda d: d["publication"].update(published_on="2024-02-30"),
        (
            "not-a-date",
            "/publication/published_on",
            "公开信息 › 公开日期",
            "“2024-02-30”不是日历上的日期，请写成2020-06-30、2020-06或2020。",
        ),
    ),
    "a date is written with slashes": (
        lambda d: d["publication"].update(published_on="2024/7/12"),
        (
            "not-a-date",
            "/publication/published_on",
            "公开信息 › 公开日期",
            "“2024/7/12”不是日历上的日期，请写成2020-06-30、2020-06或2020。",
        ),
    ),
    "a date has full-width digits": (
        lambda d: d["publication"].update(published_on="２０２４-07-12"),
        (
            "not-a-date",
            "/publication/published_on",
            "公开信息 › 公开日期",
            "“２０２４-07-12”不是日历上的日期，请写成2020-06-30、2020-06或2020。",
        ),
    ),
    "a date is a number": (
        lambda d: d["publication"].update(published_on=2024),
        (
            "not-a-date",
            "/publication/published_on",
            "公开信息 › 公开日期",
            "“2024”不是日历上的日期，请写成2020-06-30、2020-06或2020。",
        ),
    ),
    "a due date is neither a date nor a cycle": (
        lambda d: d["plan"][0].update(due="每天"),
        (
            "not-a-date-or-choice",
            "/plan/0/due",
            None,
            "“每天”不是日历上的日期，请写成2020-06-30、2020-06或2020，也可写：每月、每季度。",
        ),
    ),
    "the reason of an unknown is empty": (
        indicator("urban_dibao_persons", value={"unknown": ""}),
        (
            "unknown-without-reason",
            "/indicators/urban_dibao_persons/value/unknown",
            f"{PERSONS} › 数值 › 未知原因",
            "请写明原因，例如“未知：财政尚未反馈”。",
        ),
    ),
    "an unknown has other keys": (
        indicator("urban_dibao_persons", value={"unknown": "未统计", "about": 300}),
        (
            "unknown-key",
            "/indicators/urban_dibao_persons/value/about",
            f"{PERSONS} › 数值 › about",
            "这里没有名为“about”的栏目。",
        ),
    ),
    "an unknown is misspelt": (
        payment(persons={"unkown": "未统计"}),
        (
            "misspelt",
            "/payments/0/persons/unkown",
            f"{PAY} › 人数 › unkown",
            "没有这个名称的栏目；看来是“未知原因”，应写作unknown。",
        ),
    ),
    "a whole indicator is unknown": (
        lambda d: d["indicators"].update(urban_dibao_persons={"unknown": "未统计"}),
        (
            "unknown-belongs-inside",
            "/indicators/urban_dibao_persons",
            PERSONS,
            "未知不能代替整组栏目，请写在其中的“数值、时间口径”里。",
        ),
    ),
    "what must be given is unknown": (
        lambda d: d.update(opening={"unknown": "还没写"}),
        ("unknown-not-allowed", "/opening", "导语", "这里必须填写，不能写未知。"),
    ),
    "a payment of a program is missing": (
        lambda d: d.update(payments=[each for each in d["payments"] if each["program"] != "defacto-orphan"]),
        (
            "list-lacks",
            "/payments",
            "资金发放",
            "清单中缺少“事实无人抚养儿童基本生活补贴”，请补充；不掌握的内容可写未知及原因。",
        ),
    ),
    "a payment lacks its instalments": (
        lambda d: d["payments"][0].pop("instalments"),
        (
            "missing",
            "/payments/0/instalments",
            f"{PAY} › 各期发放",
            '缺少“各期发放”（instalments），请补充；确实不掌握的，注明“未知”和原因（JSON里写{"unknown": "原因"}）。',
        ),
    ),
    "an instalment's amount has no unit": (
        lambda d: d["payments"][0]["instalments"][0].pop("unit"),
        (
            "missing-needed",
            "/payments/0/instalments/0/unit",
            f"{PAY} › 各期发放 › 2024-01 › 金额单位",
            "缺少“金额单位”（unit），请补充。",
        ),
    ),
    "a list is a text": (
        payment(instalments="每月10日"),
        (
            "wanted-array",
            "/payments/0/instalments",
            f"{PAY} › 各期发放",
            "这里应是清单（写在[ ]内），现为“每月10日”。",
        ),
    ),
    "a list is empty": (
        lambda d: d.update(sections=[]),
        ("empty", "/sections", "部分", "这里没有填写内容。"),
    ),
    "an element of a list is a number": (
        lambda d: d["sections"].append(5),
        ("wanted-object", "/sections/21", "部分 › 第22项", "这里应是一组栏目（写在{ }内），现为“5”。"),
    ),
    "a number stands for an id": (
        payment(persons=296),
        (
            "wanted-reference",
            "/payments/0/persons",
            f"{PAY} › 人数",
            "这里应填“指标”中的标识，现为296；数值请只填在“指标”里。",
        ),
    ),
    "an id names nothing": (
        payment(persons="urban_dibao_person"),
        (
            "names-nothing",
            "/payments/0/persons",
            f"{PAY} › 人数",
            "“指标”中没有标识为“urban_dibao_person”的内容。是不是“urban_dibao_persons”？",
        ),
    ),
    "an id names something else": (
        payment(persons="doc_uplift"),
        (
            "names-other-sort",
            "/payments/0/persons",
            f"{PAY} › 人数",
            "“doc_uplift”是“文件 › 关于提高城乡低保和特困人员救助供养标准的通知”，这里应填“指标”中的标识。",
        ),
    ),
    "a section prints a plan item that isn't there": (
        lambda d: next(s for s in d["sections"] if s["id"] == "plan_social_assistance")["points"][0][
            "items"
        ].__setitem__(0, "pi_reviw"),
        (
            "names-nothing",
            None,
            None,
            "“工作计划事项”中没有标识为“pi_reviw”的内容。是不是“pi_review”？",
        ),
    ),
    "an id is given twice": (
        lambda d: d["dates"].update(pay_urban_dibao={"value": "2024"}),
        (
            "id-clash",
            "/dates/pay_urban_dibao",
            "日期 › pay_urban_dibao",
            f"标识“pay_urban_dibao”已被“{PAY}”使用，请换一个。",
        ),
    ),
    "an id is a derived value's": (
        lambda d: d["dates"].update(lottery_rate={"value": "2024"}),
        (
            "id-clash",
            "/dates/lottery_rate",
            "日期 › lottery_rate",
            "标识“lottery_rate”已被“福利彩票任务完成率”使用，请换一个。",
        ),
    ),
    "an id is a word of the rule language": (
        lambda d: d["dates"].update(item={"value": "2024"}),
        (
            "bad-id",
            "/dates/item",
            "日期 › item",
            "“item”不能作标识：只能用字母、汉字、数字和下划线，且不以数字开头。",
        ),
    ),
    "an id begins with a digit": (
        lambda d: d["dates"].update({"2024年": {"value": "2024"}}),
        (
            "bad-id",
            "/dates/2024年",
            "日期 › 2024年",
            "“2024年”不能作标识：只能用字母、汉字、数字和下划线，且不以数字开头。",
        ),
    ),
    "an id has Chinese punctuation": (
        lambda d: d["dates"].update({"上，年度": {"value": "2024"}}),
        (
            "bad-id",
            "/dates/上，年度",
            "日期 › 上，年度",
            "“上，年度”不能作标识：只能用字母、汉字、数字和下划线，且不以数字开头。",
        ),
    ),
    "a character can't be printed": (
        lambda d: d["issuer"].update(short="县\u0007局"),
        (
            "forbidden-character",
            "/issuer/short",
            "发文机关 › 简称",
            "文字中有Word文稿不能保存的不可见字符U+0007，请删除。",
        ),
    ),
    "half of a character pair stands in a text": (
        lambda d: d["issuer"].update(short="县\ud83d局"),
        (
            "forbidden-character",
            "/issuer/short",
            "发文机关 › 简称",
            "文字中有Word文稿不能保存的不可见字符U+D83D，请删除。",
        ),
    ),
    "a text is blank": (
        lambda d: d["issuer"].update(name="  "),
        ("empty", "/issuer/name", "发文机关 › 全称", "这里没有填写内容。"),
    ),
    "the kind is missing": (
        lambda d: d.pop("kind"),
        ("missing-needed", "/kind", "材料类型", "缺少“材料类型”（kind），请补充。"),
    ),
    "the kind is another": (
        lambda d: d.update(kind="notice"),
        ("not-the-constant", "/kind", "材料类型", "这里是“notice”，应为“civil-affairs-half-year”。"),
    ),
    "the kind is no text": (
        lambda d: d.update(kind=["notice"]),
        ("not-the-constant", "/kind", "材料类型", "这里是“[…]”，应为“civil-affairs-half-year”。"),
    ),
    "the format is another": (
        lambda d: d.update(format="docgen-record/1"),
        ("not-the-constant", "/format", "格式", "这里是“docgen-record/1”，应为“docgen-record/0”。"),
    ),
    "the period is a list": (
        lambda d: d.update(period=["2024-01-01", "2024-06-30"]),
        ("wanted-object", "/period", "报告期", "这里应是一组栏目（写在{ }内），现为“[…]”。"),
    ),
    "the period ends before it begins": (
        lambda d: d["period"].update(start="2024-06-30", end="2024-01-01"),
        (
            "period-reversed",
            "/period/end",
            "报告期 › 截止日",
            "截止日（2024-01-01）早于起始日（2024-06-30）。",
        ),
    ),
    "the plan begins within the period": (
        lambda d: d["period"].update(plan_start="2024-06-01"),
        (
            "plan-before-period-end",
            "/period/plan_start",
            "报告期 › 计划期起始日",
            "计划期起始日（2024-06-01）不晚于报告期截止日（2024-06-30），请核对。",
        ),
    ),
    "the end of the period is no date": (
        lambda d: d["period"].update(end="2024-06-31"),
        (
            "not-a-date",
            "/period/end",
            "报告期 › 截止日",
            "“2024-06-31”不是日历上的日期，请写成2020-06-30、2020-06或2020。",
        ),
    ),
}


def findings_of(data: Data) -> list[Finding]:
    record = written(data)
    kind = kind_of("civil-affairs-half-year")
    return [*validate(record, kind), *check_prose(record, kind)]


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("nursing_home_beds", {"value": -3}, "数值是负的（-3张），请核对；确是增减数的，请在名称里写明。"),
        ("nursing_home_beds", {"value": Decimal("-0.5")}, "数值是负的（-0.5张），请核对；确是增减数的，请在名称里写明。"),
        ("nursing_home_beds", {"value": -3, "name": "养老机构床位净增"}, ""),
        ("nursing_home_beds", {"value": -3, "name": "养老机构床位同比"}, ""),
        ("nursing_home_beds", {"value": -3, "name": "养老机构床位比上年"}, ""),
        ("nursing_home_beds", {"value": -3, "name": "评比达标床位"}, "数值是负的（-3张），请核对；确是增减数的，请在名称里写明。"),
        ("left_behind_children", {"value": Decimal("18.5")}, "数值不是整数（18.5人），请核对；确是平均数的，请在名称里写明。"),
        ("left_behind_children", {"value": Decimal("18.0")}, ""),
        ("left_behind_children", {"value": Decimal("0.1856"), "unit": "万人"}, ""),
        ("left_behind_children", {"value": Decimal("18.5"), "name": "村均留守儿童"}, ""),
        ("nursing_home_beds", {"value": "无"}, ""),
    ],
)  # fmt: skip
def test_what_is_less_than_nothing_or_a_part_of_a_person_is_asked_about(
    name: str, values: Data, sentence: str
) -> None:
    data = changed(lambda d: d["indicators"][name].update(values))
    found = validate(written(data), kind_of("civil-affairs-half-year"))
    assert [word(each.code, each.parameters, "zh_CN") for each in found] == [sentence] * bool(sentence)
    assert not any(each.blocks for each in found)


@pytest.mark.parametrize("case", STRUCTURE)
def test_tells_one_fault_by_one_finding(case: str) -> None:
    change, (code, pointer, label, sentence) = STRUCTURE[case]
    data = changed(change)
    found = findings_of(data)
    assert [told(each)[3] for each in found] == [sentence]
    (each,) = found
    assert each.code == code
    assert pointer is None or each.place.pointer == pointer
    assert label is None or each.place.label == label
    assert each.blocks
    assert word(each.code, each.parameters, "en")


def test_the_complete_sample_has_nothing_wrong() -> None:
    assert findings_of(changed()) == []


def test_names_line_and_column_of_the_value_or_the_key() -> None:
    record = notice(('"value": 158', '"value": "158"'), ('"deadline"', '"dead_line"'))
    assert validate(record, kind_of("notice")) == [
        Finding(
            "wanted-number",
            Place("n.json", "/indicators/orgs/value", "指标 › orgs › 数值", 9, 23),
            parameters={"found": "158"},
        ),
        Finding(
            "misspelt",
            Place("n.json", "/dead_line", "dead_line", 12, 3),
            parameters={"wanted": "deadline", "title": "办理期限"},
        ),
    ]


def test_what_is_missing_is_placed_at_what_should_hold_it() -> None:
    record = notice(('"basis": "stock"', '"note": "期末"'))
    assert validate(record, kind_of("notice")) == [
        Finding(
            "missing",
            Place("n.json", "/indicators/orgs/basis", "指标 › orgs › 时间口径", 9, 13),
            parameters={"name": "basis", "title": "时间口径"},
        )
    ]


def test_a_notice_may_be_signed_before_its_period_ends() -> None:
    assert found_in(notice()) == []


def test_a_chinese_id_is_accepted_by_the_fast_validator() -> None:
    record = notice(("orgs", "社会组织数"))
    assert kind_of("notice").acceptor.is_valid(record.data)
    assert found_in(record) == []


def test_unknown_none_and_zero_are_accepted_where_they_may_stand() -> None:
    data = changed(
        payment(persons={"unknown": "未统计"}, households="无", instalments="无"),
        indicator("annulments", value=0),
        lambda d: d["plan"][0].update(unit={"unknown": "未定"}, due="无", target="无", text="开展一轮复核"),
        lambda d: d["rectifications"][0]["items"][0].update(status={"unknown": "待核实"}, closed_on="无"),
    )
    assert findings_of(data) == []


def test_a_plan_item_in_no_section_is_a_hint() -> None:
    def unprint(data: Data) -> None:
        section = next(each for each in data["sections"] if each["id"] == "plan_social_assistance")
        section["points"] = section["points"][1:]

    (found,) = findings_of(changed(unprint))
    assert (found.code, found.severity, found.nature) == (
        "plan-item-not-printed",
        Severity.WARNING,
        Nature.ADVICE,
    )
    assert found.place.pointer == "/plan/0"


#: field -> (pointer, a date before its window, first day, last day, a date after it); "" where there is none
WINDOWS = {
    "history": ("/indicators/urban_dibao_persons/as_of", "", "2024-06-30", "2024-07-01"),
    "issued": ("/documents/doc_uplift/date", "", "2025-07-01", "2025-07-02"),
    "payment": ("/payments/0/instalments/0/paid", "2023-11-30", "2023-12-01..2024-12-31", "2025-01-01"),
    "due": ("/projects/0/due", "2023-12-31", "2024-01-01..2034-07-01", "2034-07-02"),
    "plan": ("/plan/0/due", "2024-06-30", "2024-07-01..2034-07-02", "2034-07-03"),
    "publication": ("/publication/published_on", "2024-06-29", "2024-06-30..2025-07-01", "2025-07-02"),
    "period": ("/activities/0/on", "2023-12-31", "2024-01-01..2024-06-30", "2024-07-01"),
}


@pytest.mark.parametrize("name", WINDOWS)
def test_a_date_lies_in_the_window_of_its_field(name: str) -> None:
    pointer, before, inside, after = WINDOWS[name]
    first, _, last = inside.rpartition("..")

    def codes(value: str) -> list[tuple[str, object]]:
        data = changed()
        *steps, field = pointer.split("/")[1:]
        owner: Any = data
        for step in steps:
            owner = owner[int(step)] if isinstance(owner, list) else owner[step]
        owner[field] = value
        return [(each.code, each.parameters) for each in findings_of(data) if each.place.pointer == pointer]

    assert [codes(day) for day in (first, last) if day] == [[] for day in (first, last) if day]
    if not first:
        assert codes(after) == [("date-after-window", {"found": after, "last": last})]
        return
    for outside in (before, after):
        assert codes(outside) == [("date-outside-window", {"found": outside, "first": first, "last": last})]


def test_a_month_that_touches_its_window_lies_in_it() -> None:
    assert findings_of(changed(lambda d: d["publication"].update(published_on="2024-06"))) == []


def test_an_entry_of_dates_may_name_its_own_window() -> None:
    data = changed(lambda d: d["dates"]["centre_capped"].update(value="2031-05-08", window="any"))
    assert findings_of(data) == []


def test_tells_ten_faults_at_once_none_twice_and_nothing_else() -> None:
    data = changed(
        lambda d: d["indicators"].pop("annulments"),
        lambda d: renamed(d["indicators"], "relief_rate", "releif_rate"),
        indicator("lottery_sales", value="2860"),
        indicator("orphan_amount", value=129600, unit="元"),
        payment(frequency="montly", persons="urban_dibao_person"),
        lambda d: d["publication"].update(formed_on="2024-07-32"),
        lambda d: d["plan"][0].update(due="2023-01"),
        lambda d: d["issuer"].update(name="云川县\u0001民政局"),
        lambda d: d["sections"][0]["points"][0].update(text="共{urban_dibao_person}人。"),
        lambda d: d["signature"].update(date=None),
    )
    assert sorted(each.code for each in findings_of(data)) == [
        "date-outside-window",
        "forbidden-character",
        "mention-names-nothing",
        "missing",
        "misspelt",
        "names-nothing",
        "not-a-choice",
        "not-a-date",
        "null-without-reason",
        "wanted-number",
        "wrong-unit-convertible",
    ]


def test_findings_stand_in_the_order_of_the_record() -> None:
    data = changed(
        lambda d: d["signature"].update(date=None),
        lambda d: d["issuer"].update(name=5),
        indicator("lottery_sales", value=True),
    )
    lines = [each.place.line for each in findings_of(data)]
    assert lines == sorted(lines, key=lambda line: line or 0)
    assert len(lines) == 3


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
    | st.text(max_size=8)
    | st.sampled_from(
        ["无", "{", "}", "{{ x }}", "{orgs|元}", "2024-13", "\ud800", "{period.end}", "{title}", "unknown"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=6) | st.sampled_from(["unknown", "value", "id", "unit", "\ud800", "a/b~"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def places(data: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a record."""
    found = [above] if above else []
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        found.extend(places(value, (*above, key)))
    return found


PLACES = places(changed())
PACKS = load_packs(Library((shipped_root(),)), kind_of("civil-affairs-half-year"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.sampled_from(PLACES), value=JSON)
def test_any_value_anywhere_is_judged_without_an_exception(place: tuple[Any, ...], value: Any) -> None:
    data = changed()
    owner: Any = data
    for step in place[:-1]:
        owner = owner[step]
    owner[place[-1]] = copy.deepcopy(value)
    record = Record.from_data(data, "r.json")
    kind = kind_of("civil-affairs-half-year")
    found = [*validate(record, kind), *check_prose(record, kind)]
    for each in found:
        word(each.code, each.parameters, "zh_CN").encode()
        each.place.label.encode()
    try:
        accepted = kind.acceptor.is_valid(record.data)
    except UnicodeEncodeError:
        accepted = False
    assert accepted or any(each.blocks for each in found)
    check(record, kind, PACKS, found)
