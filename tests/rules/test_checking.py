"""Judging a record: the four outcomes, the evidence for them with its places, explanations, hostile records."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.dates import parse_date
from docgen.errors import UnreadableInput
from docgen.findings import Finding, Nature, Place, Severity
from docgen.library import Library, shipped_root
from docgen.records import Record, parse, read_source
from docgen.rules.checking import check, check_record, judged
from docgen.rules.evidence import MAX_READS
from docgen.rules.explanations import read_explanations
from docgen.rules.outcomes import Missing, Outcome, Read, Status, Step
from docgen.rules.packs import Pack, Rule, load_packs
from docgen.schemas import Kind, load_kind

SHIPPED = Library((shipped_root(),))
SAMPLES = Path(__file__).resolve().parents[2] / "samples"

PACK = """\
pack: office
title: 本单位规则
kinds: [civil-affairs-half-year]
bases:
  old: {title: 旧办法, issuer: 国务院, to: 2019, verified: article}
  now: {title: 现行办法, issuer: 国务院, from: 2020-01-01, verified: article}
  local: {title: 江西办法, issuer: 江西省人民政府, verified: title, area: 江西省}
  heard: {title: 听说的办法, issuer: 某部, verified: none}
rules:
RULES
"""


def rule_text(id: str, **given: Any) -> str:
    """One rule of a pack, with what every rule has."""
    whole = {
        "id": id,
        "title": id,
        "nature": "文稿差错",
        "severity": "error",
        "why": "因为",
        "expect": "应当",
        "message": "请核对",
        "tests": [{"pass": {}}, {"fail": {}}],
        **given,
    }
    return f"  - {json.dumps(whole, ensure_ascii=False)}"


@pytest.fixture(scope="module")
def kind() -> Kind:
    return load_kind(SHIPPED, "civil-affairs-half-year")


@pytest.fixture(scope="module")
def shipped(kind: Kind) -> list[Pack]:
    return load_packs(SHIPPED, kind)


@pytest.fixture
def rule(tmp_path: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``rule(condition=…)``: one rule, read from a pack of its own."""
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "cache"))
    (tmp_path / "checks").mkdir()
    (tmp_path / "schemas").symlink_to(shipped_root() / "schemas")

    def read(**given: Any) -> Rule:
        text = PACK.replace("RULES", rule_text("the-rule", **given))
        (tmp_path / "checks" / "office.yaml").write_text(text, encoding="utf-8")
        pack = load_packs(Library((tmp_path,)), kind)[0]
        return pack.rules[0]

    return read


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status.value for outcome in outcomes]


def amount(number: Any, unit: str = "人") -> dict[str, Any]:
    return {"value": number, "unit": unit, "basis": "cumulative"}


TEXT = """\
{
  "kind": "civil-affairs-half-year",
  "period": {"start": "2020-01-01", "end": "2020-06-30"},
  "issuer": {"province": "江西省"},
  "indicators": {
    "vagrants_received": {"value": 12, "unit": "人", "basis": "cumulative"},
    "vagrants_eligible": {"value": 10.50, "unit": "人", "basis": "cumulative"},
    "vagrants_relieved": {"value": 13, "unit": "人", "basis": "cumulative"}
  },
  "payments": [
    {"id": "pay_dibao", "program": "urban-dibao", "name": "城市低保金", "frequency": "monthly",
      "instalments": [
        {"period": "2020-01", "due": "2020-01-10", "paid": "2020-01-10"},
        {"period": "2020-02", "due": "2020-02-10", "paid": "2020-02-12"},
        {"period": "2020-03", "due": "2020-03-10", "paid": "无"}
      ]}
  ]
}
"""


@pytest.fixture
def record(tmp_path: Path) -> Record:
    path = tmp_path / "记录.json"
    path.write_text(TEXT, encoding="utf-8")
    return parse(read_source(str(path)))


def test_a_failure_shows_expected_values_difference_and_places(rule: Any, record: Record, kind: Kind) -> None:
    name = record.source.name
    (outcome,) = judged(
        rule(
            condition="vagrants_eligible <= vagrants_received and vagrants_relieved <= vagrants_eligible",
            message="救助{vagrants_relieved}人，{period.end|M月D日}止，占{vagrants_relieved / vagrants_received|%}%，请核对。",
            basis=[{"ref": "old"}, {"ref": "now", "article": "第六条"}, {"ref": "local"}, {"ref": "heard"}],
        ),
        record,
        kind,
    )
    relieved = Place(
        name, "/indicators/vagrants_relieved/value", "指标 › 符合条件并给予救助人数 › 数值", 8, 36
    )
    eligible = Place(name, "/indicators/vagrants_eligible/value", "指标 › 符合救助条件人数 › 数值", 7, 36)
    assert outcome.status is Status.FAIL
    assert outcome.place == relieved
    assert outcome.expected == "应当"
    assert outcome.message == "救助13人，6月30日止，占108.33%，请核对。"
    assert outcome.computed == "符合条件并给予救助人数≤符合救助条件人数不成立（13人 ≤ 10.50人）"
    assert outcome.difference == "2.5人"
    assert outcome.reads == (
        Read(relieved.pointer, relieved.label, "13人", relieved),
        Read(eligible.pointer, eligible.label, "10.50人", eligible),
    )
    assert outcome.steps == (Step("符合条件并给予救助人数≤符合救助条件人数", "否"),)
    assert (outcome.missing, outcome.subject, outcome.subject_label) == ((), "", "")
    assert [(base.title, base.article, base.verified) for base in outcome.bases] == [
        ("现行办法", "第六条", "article"),
        ("江西办法", "", "title"),
    ]


def test_a_failing_list_says_which_element_failed(rule: Any, record: Record, kind: Kind) -> None:
    (outcome,) = judged(
        rule(
            for_each="payments",
            condition="all(item.instalments, has(each.paid) and each.paid <= each.due)",
            message="{item.name}有{count(item.instalments, none(each.paid))}期未发，请核对。",
        ),
        record,
        kind,
    )
    assert (outcome.subject, outcome.subject_label) == ("pay_dibao", "资金发放 › 城市低保金")
    assert outcome.message == "城市低保金有1期未发，请核对。"
    assert outcome.computed == (
        "2020-02：实发日期≤应发日期不成立（2020年2月12日 ≤ 2020年2月10日）；2020-03：实发日期为“无”"
    )
    assert outcome.difference == ""
    assert [(read.label, read.text, read.place.line) for read in outcome.reads] == [
        ("资金发放 › 城市低保金 › 各期发放 › 2020-02 › 实发日期", "2020-02-12", 14),
        ("资金发放 › 城市低保金 › 各期发放 › 2020-02 › 应发日期", "2020-02-10", 14),
        ("资金发放 › 城市低保金 › 各期发放 › 2020-03 › 实发日期", "无", 15),
    ]
    assert outcome.steps == (
        Step("2020-02：实发日期≤应发日期", "否"),
        Step("2020-03：已写明实发日期且不为“无”", "否"),
    )


def test_of_several_ways_the_ordinary_one_is_told(rule: Any, record: Record, kind: Kind) -> None:
    condition = "all(item.instalments, none(each.paid) and each.due > period.end or has(each.paid) and each.paid <= each.due)"
    (outcome,) = judged(rule(for_each="payments", condition=condition), record, kind)
    assert outcome.computed == (
        "2020-02：实发日期≤应发日期不成立（2020年2月12日 ≤ 2020年2月10日）；2020-03：实发日期为“无”"
    )


def test_a_date_that_is_late_says_by_how_many_days(rule: Any, record: Record, kind: Kind) -> None:
    record.data["payments"][0]["instalments"].pop()
    (outcome,) = judged(
        rule(for_each="payments", condition="all(item.instalments, each.paid <= each.due)"), record, kind
    )
    assert outcome.difference == "2天"


def test_what_is_missing_is_named_with_its_reason_and_place(rule: Any, record: Record, kind: Kind) -> None:
    record.data["indicators"]["vagrants_received"]["value"] = {"unknown": "台账未交"}
    name = record.source.name
    (outcome,) = judged(
        rule(condition='vagrants_received >= marriages * quantity(1, "人/对")', ask="请补充{marriages}。"),
        record,
        kind,
    )
    received = Place(name, "/indicators/vagrants_received/value", "指标 › 接待流浪乞讨人员 › 数值", 6, 36)
    around = Place(name, "/indicators/marriages", "指标 › 结婚登记", 5, 17)
    assert outcome.status is Status.NOT_ASSESSABLE
    assert outcome.message == "请补充未知。"
    found = [(each.pointer, each.reason, each.place.line) for each in outcome.missing]
    assert found == [(received.pointer, "台账未交", received.line), (around.pointer, "", around.line)]
    assert all(isinstance(each, Missing) and each.label for each in outcome.missing)
    assert outcome.reads == ()


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "passes": ({"condition": "vagrants_received > quantity(0, \"人\")"}, {"indicators": {"vagrants_received": amount(1)}}, ["pass"]),
    "none is not applicable": ({"condition": "vagrants_received > quantity(0, \"人\")"}, {"indicators": {"vagrants_received": amount("无")}}, ["not-applicable"]),
    "false when": ({"condition": "not given(note)", "when": "given(note)"}, {}, ["not-applicable"]),
    "unknown when": ({"condition": "not given(note)", "when": "period.end > period.start"}, {}, ["not-assessable"]),
    "missing list": ({"for_each": "payments", "condition": "not given(note)"}, {}, ["not-assessable"]),
    "unknown list": ({"for_each": "payments", "condition": "not given(note)"}, {"payments": {"unknown": "x"}}, ["not-assessable"]),
    "list of the wrong type": ({"for_each": "payments", "condition": "not given(note)"}, {"payments": 5}, ["not-assessable"]),
    "empty list": ({"for_each": "payments", "condition": "not given(note)"}, {"payments": []}, ["not-applicable"]),
    "empty list fails": ({"for_each": "payments", "condition": "not given(note)", "on_empty": "fail"}, {"payments": []}, ["fail"]),
    "empty list not assessable": (
        {"for_each": "payments", "condition": "not given(note)", "on_empty": "not-assessable", "ask": "{item.name}呢？"},
        {"payments": []},
        ["not-assessable"],
    ),
    "nothing let in": (
        {"for_each": "payments", "where": "item.program == \"orphan\"", "condition": "not given(note)", "on_empty": "fail", "message": "{item.name}"},
        {"payments": [{"program": "urban-dibao"}]},
        ["fail"],
    ),
    "where unknown": (
        {"for_each": "payments", "where": "item.program == \"orphan\"", "condition": "not given(note)"},
        {"payments": [{"program": "urban-dibao"}, {"program": {"unknown": "x"}}, {"program": "orphan"}]},
        ["not-assessable", "pass"],
    ),
    "elements of the wrong type": (
        {"for_each": "payments", "condition": "has(item.name)"},
        {"payments": [5, None, "x", [], {}, {"name": 5}, {"name": "x"}]},
        ["not-assessable"] * 6 + ["pass"],
    ),
    "in its area": ({"area": "江西省", "condition": "not given(note)"}, {"issuer": {"province": "江西省"}}, ["pass"]),
    "in another area": ({"area": "江西省", "condition": "not given(note)"}, {"issuer": {"province": "湖南省"}}, ["not-applicable"]),
    "area not known": ({"area": "江西省", "condition": "not given(note)"}, {"issuer": {}}, ["not-assessable"]),
    "area of the wrong type": ({"area": "江西省", "condition": "not given(note)"}, {"issuer": ["江西省"]}, ["not-assessable"]),
    "not yet in force": ({"from": "2020-07-01", "condition": "not given(note)"}, {"period": {"start": "2020-01-01", "end": "2020-06-30"}}, ["not-applicable"]),
    "in force at the end": ({"from": "2020-06", "condition": "not given(note)"}, {"period": {"start": "2020-01-01", "end": "2020-06-30"}}, ["pass"]),
    "no longer in force": ({"to": "2019", "condition": "not given(note)"}, {"period": {"start": "2020-01-01", "end": "2020-06-30"}}, ["not-applicable"]),
    "period not known": ({"to": "2019", "condition": "not given(note)"}, {"period": 5}, ["not-assessable"]),
}  # fmt: skip


@pytest.mark.parametrize(("given_", "fragment", "expected"), list(CASES.values()), ids=list(CASES))
def test_a_rule_comes_out_in_one_of_four_ways(
    given_: dict[str, Any], fragment: dict[str, Any], expected: list[str], rule: Any, kind: Kind
) -> None:
    assert statuses(judged(rule(**given_), Record.from_data(fragment), kind)) == expected


ROUGH = {"indicators": {"vagrants_received": {**amount(12), "qualifier": "over"}, "vagrants_relieved": amount(13)}}


def test_values_that_are_about_right_do_not_contradict(rule: Any, kind: Kind) -> None:
    record = Record.from_data(ROUGH)
    (outcome,) = judged(rule(condition="vagrants_relieved <= vagrants_received"), record, kind)
    assert (outcome.status, outcome.blocks, outcome.computed) == (Status.NOT_ASSESSABLE, False, "")
    label = "指标 › 接待和劝导救助人员 › 数值"
    place = Place("", "/indicators/vagrants_received/value", label=label)
    assert outcome.missing == (Missing(place.pointer, label, "填的是约数，不能据此认定不一致", place),)


def test_values_that_are_about_right_contradict_where_no_reading_of_them_agrees(rule: Any, kind: Kind) -> None:
    indicators = {"vagrants_received": {**amount(12), "qualifier": "over"}, "vagrants_relieved": amount(14)}
    record = Record.from_data({"indicators": indicators})
    given = {"condition": "vagrants_relieved <= vagrants_received", "message": "请核对。"}
    (outcome,) = judged(rule(**given), record, kind)
    assert (outcome.status, outcome.missing) == (Status.FAIL, ())
    assert outcome.message == "请核对。（其中的约数已留出余地，仍然对不上。）"
    assert [each.text for each in outcome.reads] == ["14人", "12人（余）"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"condition": "vagrants_received <= vagrants_relieved"}, "pass"),
        ({"condition": "vagrants_relieved <= vagrants_received", "nature": "业务提示"}, "fail"),
        (
            {
                "condition": "vagrants_relieved <= vagrants_received",
                "when": 'given(vagrants_received.qualifier) and vagrants_received.qualifier == "over"',
            },
            "fail",
        ),
    ],
    ids=["what holds", "advice", "a rule that asks for the qualifier itself"],
)
def test_values_that_are_about_right_are_otherwise_judged(
    rule: Any, kind: Kind, given: dict[str, Any], expected: str
) -> None:
    assert statuses(judged(rule(**given), Record.from_data(ROUGH), kind)) == [expected]


@pytest.mark.parametrize(
    ("province", "expected", "printed"),
    [
        ("江西省", "fail", ["江西办法"]),
        ("江西", "fail", ["江西办法"]),
        ("江西省九江市", "fail", ["江西办法"]),
        ("江苏省", "not-applicable", []),
        ("江", "not-applicable", []),
    ],
)
def test_a_province_may_be_named_in_short(
    rule: Any, kind: Kind, province: str, expected: str, printed: list[str]
) -> None:
    local = rule(condition="vagrants_relieved <= vagrants_received", area="江西省", basis=[{"ref": "local"}])
    data = {
        "issuer": {"province": province},
        "indicators": {"vagrants_received": amount(12), "vagrants_relieved": amount(13)},
    }
    (outcome,) = judged(local, Record.from_data(data), kind)
    assert (outcome.status.value, [base.title for base in outcome.bases]) == (expected, printed)


def test_an_empty_list_is_pointed_at(rule: Any, kind: Kind) -> None:
    (outcome,) = judged(
        rule(
            for_each="payments",
            condition="not given(note)",
            on_empty="fail",
            message="{item.name}没有",
        ),
        Record.from_data({"payments": []}),
        kind,
    )
    assert (outcome.place.pointer, outcome.place.label, outcome.message) == ("/payments", "资金发放", "")


@pytest.mark.parametrize("payments", [[], [{"program": "urban-dibao"}]])
def test_what_is_missing_of_a_list_with_nothing_to_look_at_is_named(payments: Any, rule: Any, kind: Kind) -> None:
    given_ = {
        "for_each": "payments",
        "where": 'item.program == "orphan"',
        "condition": "known(item.name)",
        "on_empty": "not-assessable",
    }
    (outcome,) = judged(rule(**given_), Record.from_data({"payments": payments}), kind)
    [missing] = outcome.missing
    assert (outcome.status, missing.pointer, missing.label, missing.reason) == (
        Status.NOT_ASSESSABLE,
        "/payments",
        "资金发放",
        "其中没有应核对的事项",
    )


def test_values_in_messages_are_worded(rule: Any, record: Record, kind: Kind) -> None:
    message = "{item.program}，{item.frequency}，{count(item.instalments)}，{item.amount}，{period.start}，{period.start|Y年}，{1 / 3}"
    given_ = {"for_each": "payments", "condition": "given(note)", "message": message}
    (outcome,) = judged(rule(**given_), record, kind)
    assert outcome.message == "城市低保，按月，3，未知，2020年1月1日，2020年，0.33"


@pytest.mark.parametrize(
    ("when", "expected", "names"),
    [
        ("period.end >= period.start", "pass", ["/payments/0/name", "/payments/1/name"]),
        ("period.end < period.start", "not-applicable", []),
    ],
)
def test_what_when_read_is_evidence_of_every_element(
    when: str, expected: str, names: list[str], rule: Any, kind: Kind
) -> None:
    given = rule(for_each="payments", when=when, condition="given(item.name)")
    data = {"period": {"start": "2020-01-01", "end": "2020-06-30"}, "payments": [{"name": "甲"}, {"name": "乙"}]}
    outcomes = judged(given, Record.from_data(data), kind)
    assert statuses(outcomes) == [expected, expected]
    for index, outcome in enumerate(outcomes):
        read = ["/period/end", "/period/start", *names[index : index + 1]]
        assert [each.pointer for each in outcome.reads] == read


def test_a_long_list_does_not_flood(rule: Any, kind: Kind) -> None:
    late = [{"period": "2020-01", "due": "2020-01-10", "paid": "2020-01-12"}] * 500
    record = Record.from_data({"payments": [{"instalments": late}]})
    (outcome,) = judged(
        rule(for_each="payments", condition="all(item.instalments, each.paid <= each.due)"), record, kind
    )
    assert len(outcome.reads) <= MAX_READS
    assert outcome.computed.count("；") == 3
    assert outcome.computed.endswith("；等500处")


def test_loops_over_loops_end(rule: Any, kind: Kind) -> None:
    record = Record.from_data({"payments": [{"instalments": [{"due": "2020-01-10"}] * 300}] * 300})
    condition = "all(item.instalments, count(item.instalments, each.due >= start_of(each.due)) > 0)"
    outcomes = judged(rule(for_each="payments", condition=condition), record, kind)
    assert set(statuses(outcomes)) == {"not-assessable"}
    assert {each.missing[0].reason for each in outcomes} == {"计算步数超出限额"}


# ---- explanations


def explained(
    tmp_path: Path, text: str, record: Record, kind: Kind, packs: list[Pack]
) -> tuple[list[Any], tuple[Finding, ...]]:
    path = tmp_path / "情况说明.yaml"
    path.write_text(text, encoding="utf-8")
    result = check(record, kind, packs, explanations=read_explanations(path))
    return [(o.rule, o.explanation.reason) for o in result.outcomes if o.explanation], result.findings


@pytest.mark.parametrize(
    "place",
    [
        "",
        "place: vagrants_relieved",
        "place: /indicators/vagrants_relieved/value",
        "place: /indicators/vagrants_relieved",
    ],
)
def test_an_explanation_fits_the_record_a_value_or_its_id(
    place: str, rule: Any, record: Record, kind: Kind, tmp_path: Path
) -> None:
    failing = rule(condition="vagrants_relieved <= vagrants_received")
    pack = Pack("office", "", tmp_path, "", (failing,))
    text = "- rule: the-rule\n  reason: 跨期救助\n  by: 李某\n" + (f"  {place}\n" if place else "")
    assert explained(tmp_path, text, record, kind, [pack]) == ([("the-rule", "跨期救助")], ())


def test_an_explanation_releases_its_own_subject_only(rule: Any, kind: Kind, tmp_path: Path) -> None:
    record = Record.from_data(
        {"payments": [{"id": "pay_a", "name": "甲"}, {"id": "pay_b", "name": "乙"}, {"name": "丙"}]}
    )
    pack = Pack(
        "office",
        "",
        tmp_path,
        "",
        (rule(for_each="payments", condition="given(note)"),),
    )
    text = "explanations:\n- {rule: the-rule, place: pay_a, reason: 说明, by: 李某, date: 2020-07-01}\n"
    path = tmp_path / "e.yaml"
    path.write_text(text, encoding="utf-8")
    result = check(record, kind, [pack], explanations=read_explanations(path))
    assert [(o.subject, o.explanation is not None, o.blocks) for o in result.outcomes] == [
        ("pay_a", True, False), ("pay_b", False, True), ("", False, True)
    ]  # fmt: skip
    assert result.is_blocked


@pytest.mark.parametrize(
    ("entry", "parameters"),
    [
        ("{rule: the-rul, reason: x, by: y}", {"rule": "the-rul", "place": "整份记录", "nearest": "the-rule"}),
        (
            "{rule: the-rule, place: pay_c, reason: x, by: y}",
            {"rule": "the-rule", "place": "pay_c", "nearest": ""},
        ),
        ("{rule: the-rule, reason: x, by: y}", {"rule": "the-rule", "place": "整份记录", "nearest": ""}),
        ("{rule: the-rule, place: '0', reason: x, by: y}", {"rule": "the-rule", "place": "0", "nearest": ""}),
    ],
)
def test_an_explanation_that_fits_nothing_is_told(
    entry: str, parameters: dict[str, str], rule: Any, kind: Kind, tmp_path: Path
) -> None:
    record = Record.from_data({"payments": [{"id": "pay_a", "name": "甲"}]})
    pack = Pack(
        "office",
        "",
        tmp_path,
        "",
        (rule(for_each="payments", condition="has(item.id) and given(note)"),),
    )
    fitting, findings = explained(tmp_path, f"- {entry}\n", record, kind, [pack])
    assert fitting == []
    place = Place(str(tmp_path / "情况说明.yaml"), "/0", "", 1, 3)
    assert findings == (Finding("explanation-unused", place, Severity.WARNING, Nature.ADVICE, parameters),)


@pytest.mark.parametrize(
    ("text", "code", "line", "suggestion"),
    [
        ("", "explanations-list", 1, ""),
        ("rule: x", "explanations-list", 1, ""),
        ("- x", "explanations-list", 1, ""),
        ("- {rule: x, reason: y, by: z}\n- {ruel: x}", "pack-unknown-key", 2, "rule"),
        ("- {rule: x, reason: '', by: z}", "explanation-lacks", 1, ""),
        ("- {rule: x, reason: y, by: }", "explanation-lacks", 1, ""),
        ("- {rule: x, reason: y, by: z, place: [a]}", "pack-wants-text", 1, ""),
        ("- {rule: x, reason: y, by: z, date: 5}", "pack-wants-text", 1, ""),
        ("- {rule: x", "yaml-bracket-open", 1, ""),
    ],
)
def test_an_explanations_file_that_can_not_be_used_is_refused(
    text: str, code: str, line: int, suggestion: str, tmp_path: Path
) -> None:
    path = tmp_path / "e.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput) as refusal:
        read_explanations(path)
    fault = refusal.value
    assert (fault.code, fault.path, fault.suggestion) == (code, str(path), suggestion)
    assert fault.line == line


def test_an_explanations_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path):
        with pytest.raises(UnreadableInput) as refusal:
            read_explanations(path)
        assert (refusal.value.code, refusal.value.path) == ("file-not-readable", str(path))


# ---- hostile records

HOSTILE = [
    None,
    5,
    -1,
    True,
    "",
    "无",
    "x",
    [],
    [[]],
    {},
    {"unknown": "x"},
    {"unknown": None},
    {"value": {}},
    [None],
    ["无"],
    10**39,
]


def places(value: Any, steps: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The steps to everything in a record."""
    found = [steps]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += places(item, (*steps, key))
    return found


COMPLETE = json.loads((SAMPLES / "good/civil-affairs-half-year/complete.json").read_text(encoding="utf-8"))
PLACES = places(COMPLETE)


def replaced(steps: tuple[Any, ...], value: Any) -> Any:
    data = deepcopy(COMPLETE)
    inner = data
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = value
    return data


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES[1:]), st.sampled_from(HOSTILE))
def test_a_wrong_value_anywhere_never_makes_it_crash_or_a_failing_rule_pass(
    kind: Kind, shipped: list[Pack], steps: tuple[Any, ...], hostile: Any
) -> None:
    for outcome in check_record(Record.from_data(replaced(steps, hostile)), kind, shipped):
        assert outcome.status is not Status.ERROR, outcome.message
        assert (outcome.status is Status.NOT_ASSESSABLE) >= bool(outcome.missing)
        assert isinstance(outcome.subject, str)


#: rule and place -> how it was judged
Statuses = dict[tuple[str, str], Status]


def by_rule_and_place(data: Any, kind: Kind, packs: list[Pack]) -> Statuses:
    found = check_record(Record.from_data(data), kind, packs)
    return {(each.rule, each.place.pointer if each.subject_label else ""): each.status for each in found}


@pytest.fixture(scope="module")
def complete(kind: Kind, shipped: list[Pack]) -> Statuses:
    return by_rule_and_place(COMPLETE, kind, shipped)


#: rules that ask for a field to be known
ASKING = {
    "rectify-ledger-complete",
    "signature-incomplete",
    "disability-basis-missing",
    "marriage-reissue-unlabelled",
}


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(
        [
            steps
            for steps in PLACES
            if len(steps) > 2 and steps[0] in ("indicators", "payments", "period", "projects")
        ]
    )
)
def test_a_value_made_unknown_turns_an_outcome_to_not_assessable_or_leaves_it(
    kind: Kind, shipped: list[Pack], complete: Statuses, steps: tuple[Any, ...]
) -> None:
    after = by_rule_and_place(replaced(steps, {"unknown": "待查"}), kind, shipped)
    changed = {key: after[key] for key in complete if key in after and after[key] is not complete[key]}
    assert {
        key for key, status in changed.items() if status is not Status.NOT_ASSESSABLE and key[0] not in ASKING
    } == set()


def test_the_samples_texts_show_no_code(kind: Kind, shipped: list[Pack]) -> None:
    for name in ("gongqingcheng-2020h1.json", "good/civil-affairs-half-year/poor-results.json"):
        record = parse(read_source(str(SAMPLES / name)))
        for outcome in check_record(record, kind, shipped):
            texts = [
                outcome.computed,
                outcome.difference,
                *(step.expression + step.result for step in outcome.steps),
            ]
            for text in texts:
                assert "_" not in text and "each" not in text and "item." not in text, text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"signature": {"date": "2020-07-05"}, "publication": {"formed_on": "2020-07-08"}}, "2020-07-05"),
        ({"signature": {"date": "无"}, "publication": {"formed_on": "2020-07-08"}}, "2020-07-08"),
        ({"publication": {"formed_on": {"unknown": "x"}}, "period": {"end": "2020-06-30"}}, "2020-06-30"),
        ({"signature": 5, "period": []}, ""),
    ],
)
def test_a_record_is_judged_as_of_its_own_date(data: dict[str, Any], expected: str, kind: Kind) -> None:
    assert check(Record.from_data(data), kind, []).as_of == expected


def test_the_day_asked_for_decides_what_is_overdue(rule: Any, kind: Kind, tmp_path: Path) -> None:
    pack = Pack("office", "", tmp_path, "", (rule(condition="period.end > as_of", message="{as_of}"),))
    record = Record.from_data({"period": {"end": "2020-06-30"}, "signature": {"date": "2020-06-01"}})
    assert statuses(list(check(record, kind, [pack]).outcomes)) == ["pass"]
    result = check(record, kind, [pack], as_of=parse_date("2020-07-01"))
    assert [(o.status.value, o.message) for o in result.outcomes] == [("fail", "2020年7月1日")]
    assert result.as_of == "2020-07-01"
    assert result.outcomes[0].computed == "报告期的截止日＞核查日期不成立（2020年6月30日 ＞ 2020年7月1日）"


def test_without_any_date_nothing_is_overdue(rule: Any, kind: Kind) -> None:
    (outcome,) = judged(rule(condition='as_of >= date("2020-01-01")'), Record.from_data({}), kind)
    assert (outcome.status, [each.reason for each in outcome.missing]) == (
        Status.NOT_ASSESSABLE,
        ["没有核查日期"],
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"rural_dibao_standard": 470}, "没有填写特困分散供养标准，请补充。"),
        ({"tekun_dispersed_standard": 615}, "没有填写农村低保标准，请补充。"),
    ],
)
def test_what_is_asked_for_is_what_is_missing(
    given: dict[str, int], expected: str, kind: Kind, shipped: list[Pack]
) -> None:
    indicators = {name: {"value": value, "unit": "元/人·月"} for name, value in given.items()}
    record = Record.from_data({"issuer": {"province": "江西省"}, "indicators": indicators})
    (rule,) = [rule for pack in shipped for rule in pack.rules if rule.id == "tekun-basic-floor"]
    (outcome,) = judged(rule, record, kind)
    assert (outcome.status, outcome.message) == (Status.NOT_ASSESSABLE, expected)
