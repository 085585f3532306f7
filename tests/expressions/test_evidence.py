"""What an evaluation leaves behind: every value read, every step, and what decided."""

from __future__ import annotations

from typing import Any

from small_kind import PAYMENT, compiled, people, scope_of

from docgen.expressions import Evidence, Gap, Thing, Unknown, Value, text_of
from docgen.expressions.scopes import MAX_ELEMENTS, Scope


def traced(source: str, data: dict[str, Any], item: int | None = None) -> tuple[Value, Evidence]:
    scope = scope_of(data)
    payment = None if item is None else Thing(scope.root.data["payments"][item], f"/payments/{item}", PAYMENT)
    scope.start(payment, is_traced=True)
    return compiled(source).evaluate(scope), scope.evidence


def reads(evidence: Evidence) -> dict[str, str]:
    return {pointer: text_of(value) for pointer, (value, _type) in evidence.reads.items()}


def steps(evidence: Evidence) -> dict[tuple[str, str], str]:
    return {what: text_of(value, like) for what, (value, like) in evidence.steps.items()}


def test_every_value_is_read_once_in_the_order_of_the_expression() -> None:
    record = {**people(received=5, relieved=7), "period": {"end": "2020-06-30"}}
    value, evidence = traced(
        "relieved <= received and relieved <= received or period.end == period.end", record
    )
    assert value is True
    assert reads(evidence) == {"/period/end": "2020-06-30"}
    value, evidence = traced("relieved > received and relieved <= received * 2", record)
    assert value is True
    assert reads(evidence) == {"/indicators/relieved/value": "7人", "/indicators/received/value": "5人"}


def test_only_what_decided_is_evidence() -> None:
    value, evidence = traced(
        "relieved <= received and x2 <= received and (x2 <= relieved or x2 <= received)",
        people(received=5, relieved=4, x2=7),
    )
    assert value is False
    assert reads(evidence) == {
        "/indicators/x2/value": "7人",
        "/indicators/received/value": "5人",
        "/indicators/relieved/value": "4人",
    }
    assert [failure.words for failure in evidence.failures] == [
        "第二项≤接待人数", "第二项≤救助人数", "第二项≤接待人数"
    ]  # fmt: skip
    assert steps(evidence) == {("", "第二项≤接待人数"): "否", ("", "第二项≤救助人数"): "否"}


def test_steps_hold_the_result_of_every_calculation_in_the_unit_it_is_compared_in() -> None:
    record = people(received=8, relieved=5)
    record["indicators"]["rate"] = {"value": 60, "unit": "%"}
    _value, evidence = traced("relieved / received == rate", record)
    assert steps(evidence) == {("", "救助人数÷接待人数"): "62.5%", ("", "救助人数÷接待人数＝救助率"): "否"}


def payment(*paid: Any) -> dict[str, Any]:
    rows = [{"due": f"2020-{month:02}-10", "paid": each} for month, each in enumerate(paid, 1)]
    return {"payments": [{"instalments": rows}]}


ON_TIME = "all(item.instalments, none(each.paid) and each.due > period.end or has(each.paid) and each.paid <= each.due)"


def test_a_failing_list_tells_which_elements_failed() -> None:
    record = {**payment("2020-01-10", "2020-02-12", "无"), "period": {"end": "2020-06-30"}}
    value, evidence = traced(ON_TIME, record, 0)
    assert value is False
    assert {failure.element for failure in evidence.failures} == {
        "/payments/0/instalments/1",
        "/payments/0/instalments/2",
    }
    assert [failure.words for failure in evidence.failures] == [
        "实发日期为“无”",
        "应发日期＞报告期的截止日",
        "实发日期≤应发日期",
        "应发日期＞报告期的截止日",
        "已写明实发日期且不为“无”",
    ]
    assert reads(evidence) == {
        "/payments/0/instalments/1/paid": "2020-02-12",
        "/payments/0/instalments/1/due": "2020-02-10",
        "/period/end": "2020-06-30",
        "/payments/0/instalments/2/paid": "无",
        "/payments/0/instalments/2/due": "2020-03-10",
    }


def test_evidence_of_a_long_list_is_cut_and_says_so() -> None:
    record = payment(*["2020-12-31"] * 12)
    record["payments"][0]["instalments"] *= 9
    value, evidence = traced("all(item.instalments, each.paid <= each.due)", record, 0)
    assert value is False
    assert (len(evidence.failures), evidence.left_out) == (MAX_ELEMENTS, 12 * 9 - MAX_ELEMENTS)
    assert len(evidence.reads) == 2 * MAX_ELEMENTS


def test_all_gaps_of_a_long_list_are_named() -> None:
    record = {"payments": [{"instalments": [{"due": "2020-01-01"}] * 5000}]}
    value, _evidence = traced("all(item.instalments, each.paid <= each.due)", record, 0)
    assert value == Unknown(tuple(Gap(f"/payments/0/instalments/{index}/paid") for index in range(5000)))


def test_a_denial_that_fails_stands_for_itself() -> None:
    value, evidence = traced("not (relieved > received)", people(received=1, relieved=2))
    assert value is False
    assert [failure.words for failure in evidence.failures] == ["并非（救助人数＞接待人数）"]


def test_what_is_compared_inside_a_count_is_no_failure() -> None:
    record = payment("2020-01-12", "2020-02-09")
    value, evidence = traced(
        "count(item.instalments, each.paid <= each.due) >= count(item.instalments)", record, 0
    )
    assert value is False
    assert [(failure.words, failure.symbol) for failure in evidence.failures] == [
        ("各期发放中“实发日期≤应发日期”的项数≥各期发放的项数", ">=")
    ]


def test_the_working_is_the_same_with_and_without_evidence() -> None:
    record = {**payment("2020-01-10", "2020-02-12", "无"), "period": {"end": "2020-06-30"}}
    scope: Scope = scope_of(record)
    for is_traced in (False, True, False):
        scope.start(Thing(record["payments"][0], "/payments/0", PAYMENT), is_traced=is_traced)
        assert compiled(ON_TIME).evaluate(scope) is False
