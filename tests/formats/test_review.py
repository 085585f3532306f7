"""docgen/formats/review.py: what goes with a document."""

from __future__ import annotations

from dataclasses import replace

from outcome_samples import BASIS, PASSED, TOTAL, late, place, result, unsure

from docgen.findings import Finding, Nature, Severity
from docgen.formats.review import draft_comments, review_context
from docgen.ooxml.drafts import Comment
from docgen.rules.outcomes import CheckResult, Explanation, Status
from docgen.templates import RESULT_ROOT

HINT = Finding(
    "explanation-unused",
    place("/payments/0", "情况说明", 3),
    Severity.WARNING,
    Nature.ADVICE,
    {"rule": "lottery-rate", "place": "", "nearest": ""},
)
EXPLAINED = replace(TOTAL, explanation=Explanation(TOTAL.rule, "", "1家已注销", "张三", "2020-07-01"))


def context(checked: CheckResult) -> dict[str, object]:
    return review_context(
        checked,
        issuer="某县民政局",
        kind="半年总结",
        digest="0123456789abcdef0123",
        date="2020年7月3日",
        language="zh_CN",
    )


def test_gives_the_sheet_every_field_its_template_may_use() -> None:
    found = context(result(PASSED, TOTAL, EXPLAINED, late("孤儿", 2), unsure("低保", 3), findings=(HINT,)))
    assert set(found) == set(RESULT_ROOT.fields)
    assert set(found["counts"]) == set(RESULT_ROOT.fields["counts"].fields)  # type: ignore[call-overload]
    for name in ("findings", "explanations"):
        item = RESULT_ROOT.fields[name].item
        assert item is not None
        rows: list[dict[str, str]] = found[name]  # type: ignore[assignment]
        assert rows and all(set(row) == set(item.fields) for row in rows)


def test_lists_what_still_stands_and_what_was_explained() -> None:
    found = context(result(PASSED, EXPLAINED, late("孤儿", 2), unsure("低保", 3), unsure("特困", 4)))
    assert found["counts"] == {
        "contradictions": 0,
        "advice": 1,
        "not_assessable": 2,
        "explained": 1,
        "passed": 1,
    }
    assert found["file"] == "记录.json"
    assert found["digest"] == "0123456789abcdef"
    assert found["findings"] == [
        {
            "title": "儿童生活费按时发放",
            "count": "1",
            "place": "资金发放 › 孤儿，第2行",
            "what": "6月份应于2020-06-10前发放，实际2020-06-12发放，请说明。",
            "expected": "每期不晚于应发日期发放",
            "basis": "《城市生活无着的流浪乞讨人员救助管理办法》第六条",
            "nature": "业务提示",
            "status": "请核对",
        },
        {
            "title": "低保金按月发放",
            "count": "2",
            "place": "低保等2处 › 各期发放，第3行",
            "what": "未知：材料未写明",
            "expected": "每月都有一期发放",
            "basis": "",
            "nature": "无法判断",
            "status": "无法判断",
        },
    ]
    assert found["explanations"] == [
        {
            "rule": "行业协会商会脱钩数等于总数",
            "place": "指标 › 行业协会商会总数 › 数值",
            "reason": "1家已注销",
            "by": "张三",
            "date": "2020-07-01",
        }
    ]


def test_comments_say_what_is_wrong_at_its_value() -> None:
    assert draft_comments(result(PASSED, EXPLAINED, unsure("低保", 3), findings=(HINT,)), "zh_CN") == [
        Comment(
            "/payments/0",
            "校核",
            "[业务提示] 情况说明\n对规则lottery-rate（）的情况说明没有对应的差错或提示，请核对。",
        ),
        Comment(
            "/indicators/trade_assoc_total/value",
            "校核",
            "[文稿差错] 行业协会商会脱钩数等于总数\n已脱钩、拟脱钩、暂缓脱钩合计55家，总数56家，请核对。\n"
            "应当：已脱钩数、拟脱钩数、暂缓脱钩数之和等于总数\n"
            "说明：1家已注销（张三，2020-07-01）",
            ("/indicators/trade_assoc_total/value", "/indicators/trade_assoc_decoupled/value"),
        ),
        Comment(
            "/payments/3",
            "校核",
            "[无法判断] 低保金按月发放\n应当：每月都有一期发放\n缺少：低保 › 各期发放（材料未写明）",
            ("/indicators/trade_assoc_total/value",),
        ),
    ]


def test_a_rule_that_broke_is_a_row_and_a_comment() -> None:
    broken = replace(TOTAL, status=Status.ERROR, message="规则运行出错。", place=place("", "", 0))
    (row,) = context(result(broken))["findings"]  # type: ignore[misc]
    assert (row["what"], row["nature"], row["status"]) == ("规则运行出错。", "规则出错", "无法判断")
    (comment,) = draft_comments(result(broken), "zh_CN")
    assert comment == Comment("", "校核", "[规则出错] 行业协会商会脱钩数等于总数\n规则运行出错。")


def test_counts_what_is_missing_beyond_the_first_eight() -> None:
    (comment,) = draft_comments(result(*(unsure(f"第{n}笔", n) for n in range(1, 11))), "zh_CN")
    assert comment.text.endswith("第8笔等10处 › 各期发放（材料未写明）")


def test_alike_outcomes_are_one_row_with_the_first_places_and_their_number() -> None:
    (row,) = context(result(*(late(f"第{n}笔", n) for n in range(1, 6))))["findings"]  # type: ignore[misc]
    assert row["count"] == "5"
    assert row["place"] == "资金发放：第1笔、第2笔等5处，第1、2行"
    assert row["what"] == "6月份应于2020-06-10前发放，实际2020-06-12发放，请说明。"


def test_what_all_places_begin_and_end_with_is_said_once() -> None:
    def row(*labels: str) -> str:
        alike = [replace(late("", n), subject_label=label) for n, label in enumerate(labels, 1)]
        (only,) = context(result(*alike))["findings"]  # type: ignore[misc]
        return str(only["place"])

    assert row("资金 › 甲 › 金额", "资金 › 乙 › 金额") == "资金：甲、乙 › 金额，第1、2行"
    assert row("资金 › 甲", "资金 › 甲 › 金额") == "资金：甲、甲 › 金额，第1、2行"
    assert row("资金 › 金额", "资金 › 甲 › 金额", "资金 › 乙") == "资金：金额、甲 › 金额等3处，第1、2行"
    assert row("甲", "乙") == "甲、乙，第1、2行"
    assert row("甲", "甲") == "甲，第1、2行"


def test_different_sentences_of_a_rule_are_told_twice_at_most() -> None:
    alike = [replace(late(f"第{n}笔", n), message=f"第{n}笔晚了。") for n in range(1, 5)]
    (row,) = context(result(*alike))["findings"]  # type: ignore[misc]
    assert row["what"] == "第1笔晚了。第2笔晚了。"


def test_a_basis_is_printed_as_far_as_it_was_verified() -> None:
    bases = tuple(replace(BASIS, verified=verified) for verified in ("article", "title", "none"))
    failed = replace(TOTAL, bases=bases)
    expected = (
        "《城市生活无着的流浪乞讨人员救助管理办法》第六条；"
        "《城市生活无着的流浪乞讨人员救助管理办法》（请核对原文）"
    )
    (row,) = context(result(failed))["findings"]  # type: ignore[misc]
    assert row["basis"] == expected
    (comment,) = draft_comments(result(failed), "zh_CN")
    assert comment.text.endswith(f"\n依据：{expected}")


def test_rules_that_lack_the_same_thing_are_one_row() -> None:
    first = replace(unsure("低保", 3), bases=(BASIS,))
    second = replace(unsure("孤儿", 4), rule="child-pay-on-time", title="儿童生活费按时发放")
    third = replace(unsure("残疾人", 5), rule="disability-paid-monthly", title="两项补贴按月发放")
    found = context(result(first, second, third))["findings"]
    assert found == [
        {
            "title": "低保金按月发放；儿童生活费按时发放等3条规则",
            "count": "3",
            "place": "低保等3处 › 各期发放，第3行",
            "what": "未知：材料未写明",
            "expected": "每月都有一期发放",
            "basis": "",
            "nature": "无法判断",
            "status": "无法判断",
        }
    ]
