"""docgen/formats/text.py: a clerk must know from it what to change."""

from __future__ import annotations

from dataclasses import replace

from outcome_samples import BASIS, PASSED, TOTAL, late, place, result, unsure

from docgen.findings import Finding, Severity
from docgen.formats.text import basis_text, check_text
from docgen.rules.outcomes import Explanation, LegalBasis, Read


def test_shows_faults_first_then_hints_then_what_is_missing() -> None:
    shown = check_text(
        result(
            PASSED,
            unsure("城市低保", 30),
            unsure("农村低保", 40),
            late("孤儿", 200),
            late("特困", 210),
            TOTAL,
        ),
        "zh_CN",
    )
    assert (
        shown
        == """\
上半年工作总结
文件：某处/记录.json

── 差错（请改正，规则类的也可附情况说明） ──

1. 行业协会商会脱钩数等于总数 [文稿差错]
   应当：已脱钩数、拟脱钩数、暂缓脱钩数之和等于总数
   情况：已脱钩、拟脱钩、暂缓脱钩合计55家，总数56家，请核对。
   填写：行业协会商会总数 56家  （第120行）
   填写：已脱钩数 5家  （第126行）
   算得：5 + 30 + 20 = 55家
   相差：1家
   位置：某处/记录.json:120:15  指标 › 行业协会商会总数 › 数值
   规则：association-decoupling-sum

── 提示（请核对，不影响生成文稿） ──

2. 儿童生活费按时发放 [业务提示]
   应当：每期不晚于应发日期发放
   情况：6月份应于2020-06-10前发放，实际2020-06-12发放，请说明。
   相差：2天
   位置：某处/记录.json:200:9  资金发放 › 孤儿
   位置：某处/记录.json:210:9  资金发放 › 特困
   依据：《城市生活无着的流浪乞讨人员救助管理办法》第六条（国务院，国务院令第381号，2003年8月1日起）
   规则：child-pay-on-time

── 无法判断（请补充所缺内容） ──

3. 低保金按月发放 [文稿差错]
   应当：每月都有一期发放
   未知：材料未写明
   缺少：城市低保 › 各期发放  （第30行）
   缺少：农村低保 › 各期发放  （第40行）
   规则：dibao-paid-monthly

── 核对范围 ──
   整份核对：2条规则
   逐项核对：低保金按月发放 2项（通过0项）；儿童生活费按时发放 2项（通过0项）

通过 1，差错 1，提示 2，无法判断 2，不适用 0
暂不能生成正式文稿。
"""
    )


def test_puts_findings_with_the_same_sentence_together() -> None:
    alike = [
        Finding("yaml-not-utf8", place("", label, line), Severity.ERROR)
        for label, line in (("甲", 3), ("乙", 9))
    ]
    assert (
        check_text(result(findings=tuple(alike)), "en")
        == """\
上半年工作总结
File: 某处/记录.json

── Faults: put these right, or explain them ──

1. The file is not UTF-8 text; save it as UTF-8.
   Where: 某处/记录.json:3:15  甲
   Where: 某处/记录.json:9:15  乙

Passed 0, faults 2, hints 0, not assessable 0, not applicable 0
The official document can't be made yet.
"""
    )


def test_shows_at_each_place_what_is_its_own() -> None:
    alike = [
        replace(
            late(name, line),
            reads=(Read("", f"资金发放 › {name} › 实发日期", f"2020-06-{day}", place("", "", line)),),
            difference=f"{day - 10}天",
        )
        for name, line, day in (("孤儿", 2, 12), ("特困", 9, 15))
    ]
    lines = check_text(result(*alike), "zh_CN").splitlines()
    first = lines.index("   情况：6月份应于2020-06-10前发放，实际2020-06-12发放，请说明。")
    assert lines[first + 1 : first + 5] == [
        "   位置：某处/记录.json:2:9  资金发放 › 孤儿",
        "      填写：实发日期 2020-06-12；相差：2天",
        "   位置：某处/记录.json:9:9  资金发放 › 特困",
        "      填写：实发日期 2020-06-15；相差：5天",
    ]


def test_lists_who_explained_what() -> None:
    explanation = Explanation(
        "association-decoupling-sum", "", "1家已注销，系统尚未更新", "张三", "2020-07-01"
    )
    shown = check_text(
        result(replace(TOTAL, explanation=explanation, reads=()), explanations=(explanation,)), "zh_CN"
    )
    assert (
        shown
        == """\
上半年工作总结
文件：某处/记录.json

── 情况说明 ──

1. 行业协会商会脱钩数等于总数
   情况：已脱钩、拟脱钩、暂缓脱钩合计55家，总数56家，请核对。
   算得：5 + 30 + 20 = 55家
   相差：1家
   位置：某处/记录.json:120:15  指标 › 行业协会商会总数 › 数值
   说明：1家已注销，系统尚未更新（张三，2020-07-01）

── 核对范围 ──
   整份核对：1条规则

通过 0，差错 0，提示 0，无法判断 0，不适用 0，已说明 1
可以生成正式文稿。
"""
    )


def test_puts_the_edition_of_a_law_behind_its_name() -> None:
    basis = LegalBasis("殡葬管理条例（2012年11月9日修订）", "国务院", "", "第三条", "", "", "article", "", "")
    assert basis_text(basis, "zh_CN") == "《殡葬管理条例》第三条（2012年11月9日修订，国务院）"


def test_names_a_basis_only_as_far_as_it_was_verified() -> None:
    texts = [
        basis_text(replace(BASIS, verified=verified), "zh_CN") for verified in ("article", "title", "none")
    ]
    assert texts == [
        "《城市生活无着的流浪乞讨人员救助管理办法》第六条（国务院，国务院令第381号，2003年8月1日起）",
        "《城市生活无着的流浪乞讨人员救助管理办法》（国务院，国务院令第381号，2003年8月1日起，请核对原文）",
        "",
    ]


def test_uses_only_characters_that_a_gbk_console_has() -> None:
    for language in ("zh_CN", "en"):
        check_text(result(TOTAL, late("孤儿", 2), unsure("低保", 3)), language).replace("›", "").encode("gbk")


def test_colours_only_when_asked() -> None:
    assert "\x1b" not in check_text(result(TOTAL), "zh_CN")
    assert "\x1b[31m" in check_text(result(TOTAL), "zh_CN", colour=True)
