"""A record beside last period's: every comparison passes, asks, can't be made, or doesn't apply."""

from __future__ import annotations

from typing import Any

from record_changes import Change, changed, kind_of, written

from docgen.continuity import COMPARISONS, compare_periods
from docgen.findings import Nature
from docgen.rules.outcomes import Outcome, Status

BEFORE = {"start": "2023-07-01", "end": "2023-12-31"}


def entry(indicator: str, **fields: Any) -> Change:
    """Other fields of an indicator."""
    return lambda data: data["indicators"][indicator].update(fields)


def compared(now: list[Change], before: list[Change], band: int = 30) -> list[Outcome]:
    """The outcomes of the complete sample, changed, beside itself half a year earlier, changed."""
    earlier = written(changed(lambda data: data.update(period=BEFORE), *before))
    record = written(changed(*now))
    outcomes = list(compare_periods(record, earlier, kind_of(record.kind_id), band))
    assert {outcome.rule for outcome in outcomes} == {each.id for each in COMPARISONS}
    assert not any(outcome.blocks for outcome in outcomes)
    return outcomes


def one(outcomes: list[Outcome], rule: str, subject: str) -> Outcome:
    (found,) = [outcome for outcome in outcomes if (outcome.rule, outcome.subject) == (rule, subject)]
    return found


def statuses(outcomes: list[Outcome], rule: str) -> set[Status]:
    return {outcome.status for outcome in outcomes if outcome.rule == rule}


def test_the_same_figures_raise_no_question() -> None:
    outcomes = compared([], [])
    assert statuses(outcomes, "standard-fell") == {Status.PASS}
    assert statuses(outcomes, "indicator-jump") <= {Status.PASS, Status.NOT_APPLICABLE}


def test_asks_about_a_change_beyond_the_band() -> None:
    now, before = [entry("nursing_homes", value=14)], [entry("nursing_homes", value=10)]
    found = one(compared(now, before), "indicator-jump", "nursing_homes")
    assert found.status is Status.FAIL and found.nature is Nature.ADVICE
    assert found.message == "上期10所，本期14所，增加4所（40%），超过±30%，请说明口径或原因。"
    assert [(read.text, read.place.line is not None) for read in found.reads] == [("14所", True), ("10所", True)]
    assert found.difference == "4所"
    assert one(compared(now, before, 40), "indicator-jump", "nursing_homes").status is Status.PASS


def test_quotation_marks_within_a_quoted_plan_item_are_single() -> None:
    def spoken(data: dict[str, Any]) -> None:
        data["plan"][0].update(text="开展“寒冬送温暖”行动", due="2024-02-01")
        data["plan"][0].pop("indicator", None)

    outcomes = compared([], [spoken])
    (found,) = [each for each in outcomes if each.subject == changed()["plan"][0]["id"]]
    assert found.message == (
        "上期计划“开展‘寒冬送温暖’行动”，本期没有看到结果。请说明完成、推进情况或者未完成的原因。"
    )


def test_a_change_from_zero_is_asked_about_without_a_share() -> None:
    found = one(
        compared([entry("nursing_homes", value=2)], [entry("nursing_homes", value=0)]),
        "indicator-jump",
        "nursing_homes",
    )
    assert found.message == "上期0所，本期2所，增加2所，超过±30%，请说明口径或原因。"


def test_compares_by_what_the_units_mean() -> None:
    outcomes = compared(
        [entry("nursing_homes", value=10)],
        [entry("nursing_homes", value=10, unit="万所")],
    )
    found = one(outcomes, "indicator-jump", "nursing_homes")
    assert found.status is Status.NOT_ASSESSABLE
    assert found.missing[0].reason == "上期单位是万所，本期是所，不能比较"


def test_what_was_counted_within_periods_of_other_length_is_not_compared() -> None:
    whole_year: Change = lambda data: data.update(period={"start": "2023-01-01", "end": "2023-12-31"})  # noqa: E731
    outcomes = compared([], [whole_year, entry("lottery_sales", value=1), entry("nursing_homes", value=1)])
    asked = {outcome.subject for outcome in outcomes if outcome.status is Status.FAIL}
    assert "nursing_homes" in asked and "lottery_sales" not in asked


def test_asks_about_a_standard_that_fell_and_not_about_one_that_rose() -> None:
    standard = "urban_dibao_standard"
    now, before = [entry(standard, value=700)], [entry(standard, value=750)]
    found = one(compared(now, before), "standard-fell", standard)
    assert found.status is Status.FAIL
    unit = found.reads[0].text.removeprefix("700")
    assert found.message == f"上期标准750{unit}，本期700{unit}，低了50{unit}，请说明口径或原因。"
    assert one(compared(before, now), "standard-fell", standard).status is Status.PASS


def test_what_is_unknown_is_not_assessable_with_its_reason() -> None:
    gap = {"unknown": "文件未到"}
    found = one(compared([entry("urban_dibao_standard", value=gap)], []), "standard-fell", "urban_dibao_standard")
    assert found.status is Status.NOT_ASSESSABLE
    assert [(each.label, each.reason) for each in found.missing] == [
        (f"指标 › {found.subject_label} › 数值", "文件未到")
    ]
    none = one(compared([entry("urban_dibao_standard", value="无")], []), "standard-fell", "urban_dibao_standard")
    assert none.status is Status.NOT_APPLICABLE


def test_an_opening_has_to_be_last_periods_closing() -> None:
    assert statuses(compared([], []), "stock-discontinued") == {Status.NOT_APPLICABLE}
    closing = entry("nursing_homes", value=10)
    found = one(compared([entry("nursing_homes", opening=9)], [closing]), "stock-discontinued", "nursing_homes")
    assert found.status is Status.FAIL
    assert found.message == "本期期初数9所，上期期末数10所，相差1所，请说明口径或原因。"
    found = one(compared([entry("nursing_homes", opening=10)], [closing]), "stock-discontinued", "nursing_homes")
    assert found.status is Status.PASS


def test_asks_what_became_of_a_plan_item_that_was_due() -> None:
    def plan(data: dict[str, Any]) -> None:
        item = {"section": data["plan"][0]["section"], "unit": "办公室", "target": "无"}
        data["plan"] = [
            {**item, "id": "pi_due", "text": "{pi_due.due|M月底}前建成新馆", "due": "2024-05-31"},
            {**item, "id": "pi_later", "text": "三年内完成改造", "due": "2026-12-31"},
            {**item, "id": "pi_measured", "text": "扩大床位", "due": "2024-06-30", "indicator": "nursing_home_beds"},
            {**item, "id": "pi_monthly", "text": "按月巡查", "due": "每月"},
        ]

    outcomes = compared([], [plan])
    found = one(outcomes, "plan-item-unanswered", "pi_due")
    assert found.status is Status.FAIL
    assert found.message == "上期计划“5月底前建成新馆”，本期没有看到结果。请说明完成、推进情况或者未完成的原因。"
    assert found.place.pointer == "/plan/0" and found.place.line
    assert one(outcomes, "plan-item-unanswered", "pi_later").status is Status.NOT_APPLICABLE
    assert one(outcomes, "plan-item-unanswered", "pi_measured").status is Status.PASS
    assert one(outcomes, "plan-item-unanswered", "pi_monthly").status is Status.FAIL
    answers: Change = lambda data: data.update(  # noqa: E731
        plan_answers=[{"item": "pi_due", "status": "未完成", "note": "用地未批"}]
    )
    assert one(compared([answers], [plan]), "plan-item-unanswered", "pi_due").status is Status.PASS


def test_answers_to_last_periods_plan_fit_the_schema() -> None:
    from record_changes import found_in

    def answered(*answers: dict[str, str]) -> list[str]:
        return [each.code for each in found_in(written(changed(lambda data: data.update(plan_answers=list(answers)))))]

    fine = answered({"item": "pi_x", "status": "完成"}, {"item": "pi_y", "status": "未完成", "note": "用地未批"})
    assert fine == answered()
    assert "missing-needed" in answered({"item": "pi_y", "status": "未完成"})


def test_without_a_record_of_last_period_nothing_is_assessable() -> None:
    record = written(changed())
    outcomes = list(compare_periods(record, None, kind_of(record.kind_id)))
    assert [(outcome.rule, outcome.status) for outcome in outcomes] == [
        (each.id, Status.NOT_ASSESSABLE) for each in COMPARISONS
    ]


def test_survives_records_of_any_shape() -> None:
    shapes: list[Change] = [
        lambda data: data.update(indicators=[], plan={"a": 1}, plan_answers={"item": 3}),
        lambda data: data.update(indicators={"x": 1, "nursing_homes": None}, plan=[1, {"id": 3}], period=7),
        lambda data: data["indicators"].update(nursing_homes={"value": True, "unit": 3, "basis": "stock"}),
    ]
    for shape in shapes:
        for now, before in ((shape, []), ([], shape), (shape, shape)):
            compared([now] if callable(now) else now, [before] if callable(before) else before)


def test_every_comparison_is_listed_and_explained() -> None:
    from docgen import library_jobs
    from docgen.continuity import COMPARISONS

    listed = {line.id: line for line in library_jobs.rules(kind="civil-affairs-half-year")}
    for comparison in COMPARISONS:
        sheet = library_jobs.explain(comparison.id)
        assert (sheet.title, sheet.why, sheet.nature) == (comparison.title, comparison.why, Nature.ADVICE)
        assert listed[comparison.id].pack == sheet.pack == "previous"
