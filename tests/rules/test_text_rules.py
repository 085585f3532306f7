"""Rules on text: each notices its example, leaves its counterexample alone, and would rather miss than accuse."""

from __future__ import annotations

import pytest
import sample_cases as samples

from docgen.library import Library, shipped_root
from docgen.records import Record
from docgen.rules.checking import check_record
from docgen.rules.outcomes import Outcome, Status
from docgen.rules.packs import load_packs
from docgen.rules.text_rules import TEXT_RULES, ProseField, TextRule
from docgen.schemas import load_kind
from docgen.typed_numbers import Named

LIBRARY = Library((shipped_root(),))
RULES = {rule.id: rule for rule in TEXT_RULES}
NAMED = [
    Named("城市低保人数", 296, "人"),
    Named("福利彩票销售额", 46545, "万元"),
]


def noticed(rule_id: str, text: str) -> list[str]:
    """What a rule notices in a text without mentions."""
    return RULES[rule_id].look(ProseField("/opening", text, text, NAMED))


def outcomes_of(opening: str, period: str = "2020") -> list[Outcome]:
    """What the rules on text give of a record with one field of prose."""
    kind = load_kind(LIBRARY, "civil-affairs-half-year")
    data = {
        "kind": kind.id,
        "period": {"start": f"{period}-01-01", "end": f"{period}-06-30"},
        "opening": opening,
        "indicators": {"urban_dibao_persons": {"value": 296, "unit": "人", "basis": "stock"}},
    }
    packs = [pack for pack in load_packs(LIBRARY, kind) if pack.id == "text"]
    return check_record(Record.from_data(data), kind, packs)


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.id)
def test_a_rule_notices_its_example_and_nothing_in_its_counterexample(rule: TextRule) -> None:
    assert noticed(rule.id, rule.example)
    assert noticed(rule.id, rule.counterexample) == []


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.id)
def test_a_rule_asks_and_never_blocks(rule: TextRule) -> None:
    assert "请核对" in rule.message and rule.why.endswith("。") and rule.expect
    assert rule.severity.value in ("warning", "info")


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.id)
def test_a_rule_has_a_bad_sample_and_passes_the_good_one(rule: TextRule) -> None:
    cases = [case for case in samples.bad_cases() if case.parent.name == rule.id]
    failed = [
        o
        for case in cases
        for o in samples.result_of(samples.read(case), LIBRARY).outcomes
        if o.rule == rule.id
    ]
    assert {outcome.status for outcome in failed} == {Status.FAIL}
    good = samples.GOOD / "civil-affairs-half-year" / "complete.json"
    passed = [o.status for o in samples.result_of(samples.read(good), LIBRARY).outcomes if o.rule == rule.id]
    assert passed == [Status.PASS]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《甲》和《乙》（“丙”）", 0),
        ("《甲（乙》", 1),
        ("甲》", 1),
        ("“甲", 1),
        ("（甲)", 0),
        ("（1）甲；2）乙；三）丙", 0),
        ("《" * 3 + "》", 2),
        ("〔2020〕10号", 0),
        ("[甲]", 0),
    ],
)
def test_marks_are_paired(text: str, found: int) -> None:
    assert len(noticed("mark-unpaired", text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲,乙:丙(丁);", [",", ":", "(", ")"]),
        ("支出3,000元", []),
        ("3:1，at 10:30", []),
        ("《甲》,", [","]),
        ("https://example.org/a", []),
    ],
)
def test_half_width_signs_count_only_beside_chinese(text: str, found: list[str]) -> None:
    assert noticed("half-width-punctuation", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("24.33万，", 1),
        ("1,200万。", 1),
        ("1.2亿", 1),
        ("24.33万元，", 0),
        ("2万、3万元", 0),
        ("9.8万人次", 0),
        ("常住人口20万，", 0),
        ("2万—3万元", 0),
        ("{x}万，", 0),
        ("浏览量突破100万，参与人数达10万。", 0),
        ("60岁以上老年人3.5万，户籍人口总规模近300万", 0),
        ("为老年人发放补贴20万，", 1),
    ],
)
def test_wan_wants_a_unit(text: str, found: int) -> None:
    assert len(noticed("unit-missing", text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("100%2019年", 1),
        ("100％ 5人", 1),
        ("12020年", 1),
        ("100%，2019年", 0),
        ("2019年", 0),
        ("80%至90%", 0),
    ],
)
def test_numbers_do_not_run_together(text: str, found: int) -> None:
    assert len(noticed("digits-run-on", text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("202073", 1),
        ("日期为202073。", 1),
        ("2020731，", 1),
        ("2020年13月", 1),
        ("2020年00月", 1),
        ("2月30日", 1),
        ("2月29日", 0),
        ("2021年2月29日", 1),
        ("4月31日", 1),
        ("12月31日", 0),
        ("202073元", 0),
        ("邮编：202073。", 0),
        ("20207人", 0),
        ("2020年7月3日", 0),
        ("〔2020〕202073号", 0),
        ("到202012。", 1),
        ("工号200513，文号2020123。", 0),
        ("2013145。", 0),
        ("0—36月龄婴幼儿，任期36月。", 0),
        ("13月5日", 1),
        ("12个月", 0),
    ],
)
def test_dates_are_in_the_calendar(text: str, found: int) -> None:
    assert len(noticed("date-garbled", text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一是甲；二是乙；三是丙。", 0),
        ("一是甲；三是丙；四是丁。", 1),
        ("一是甲；一是乙。", 0),
        ("二是乙。", 0),  # 一是 may stand in the paragraph before
        ("首先是甲；二是乙。", 0),
        ("一是甲；二是乙；二是丙。", 1),
        ("问题一是甲。二是乙。三是丙。原因一是丁。二是戊。", 0),
        ("问题一是甲。三是丙。", 1),
        ("一是甲：一是子，二是丑，三是寅；二是乙；三是丙。", 0),
        ("一是甲：一是子，三是寅；二是乙。", 1),
        ("一是甲。二是乙。一是丙。三是丁。", 1),
        ("他一是一，二是二。目标之一是甲；", 0),
        ("统一是关键，第三是难点。", 0),
        ("一是否达标", 0),
    ],
)
def test_labels_follow_each_other(text: str, found: int) -> None:
    assert len(noticed("label-gap", text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("城市低保人数300人", ["城市低保人数300人（记录为296人）"]),
        ("截至6月底，城市低保人数为300人", ["城市低保人数为300人（记录为296人）"]),
        ("城市低保人数296人", []),
        ("城市低保人数300余人", []),
        ("城市低保人数300户", []),
        ("全省城市低保人数300人", []),
        ("去年，城市低保人数300人", []),
        ("5月，城市低保人数300人", []),
        ("其中，城市低保人数300人", []),
        ("“城市低保人数300人”", []),
        ("甲镇：城市低保人数300人", []),
        ("从对象看，城市低保人数300人", []),
        ("城乡融合，城市低保人数300人", ["城市低保人数300人（记录为296人）"]),
        ("城市低保人数20人转为特困", []),
        ("城市低保人数300人以上", []),
        ("城市低保人数{urban_dibao_persons}人", []),
        ("福利彩票销售额4.65亿元", []),
        ("福利彩票销售额5亿元", []),
        ("福利彩票销售额4.66亿元", ["福利彩票销售额4.66亿元（记录为46545万元）"]),
    ],
)
def test_a_number_behind_a_name_is_the_records(text: str, found: list[str]) -> None:
    assert noticed("number-differs", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("五保对象", 1), ("《农村五保供养工作条例》", 0), ("五保、“五保”", 2), ("特困人员", 0), ("四落实五保障，第五保育院", 0)],
)
def test_old_terms_stay_in_old_titles(text: str, found: int) -> None:
    assert len(noticed("old-term-wubao", text)) == found


def test_a_field_is_told_of_once_with_its_counts() -> None:
    (failed,) = [o for o in outcomes_of("甲,乙,丙:丁") if o.status is Status.FAIL]
    assert (failed.rule, failed.place.pointer, failed.subject_label) == (
        "half-width-punctuation",
        "/opening",
        "导语",
    )
    assert failed.message == "有3处半角标点与汉字相连：“,”2处、“:”，请核对是否改用全角。"
    assert not failed.blocks


def test_a_clean_text_passes_each_rule_once() -> None:
    outcomes = outcomes_of("上半年，各项工作有序推进。")
    assert {outcome.rule for outcome in outcomes} == set(RULES)
    assert {outcome.status for outcome in outcomes} == {Status.PASS}


def test_mentions_are_read_as_they_will_be_printed() -> None:
    (failed,) = [o for o in outcomes_of("火化率100%{period.start|Y年}") if o.status is Status.FAIL]
    assert failed.rule == "digits-run-on"


def test_a_basis_is_printed_only_where_it_is_in_force() -> None:
    (now,) = [o for o in outcomes_of("五保对象") if o.status is Status.FAIL]
    (before,) = [o for o in outcomes_of("五保对象", "2015") if o.status is Status.FAIL]
    assert [base.article for base in now.bases] == ["第十四条"]
    assert before.bases == ()


@pytest.mark.parametrize(
    "text",
    [
        "《" * 60_000 + "）" * 60_000,
        "1," * 60_000,
        "城市低保人数" * 20_000 + "1人",
        "一是" * 60_000,
        "2020" * 40_000,
    ],
    ids=["brackets", "commas", "names", "labels", "digits"],
)
def test_an_endless_text_ends(text: str) -> None:
    for rule in TEXT_RULES:
        assert len(rule.told(noticed(rule.id, text))) < 300
