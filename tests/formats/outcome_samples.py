"""A failed rule, a late payment and one that can't be judged, by hand."""

from __future__ import annotations

from dataclasses import replace

from docgen.findings import Nature, Place, Severity
from docgen.rules.outcomes import CheckResult, LegalBasis, Missing, Outcome, Read, Status

FILE = "某处/记录.json"


def place(pointer: str, label: str, line: int, column: int = 15) -> Place:
    return Place(FILE, pointer, label, line, column)


BASIS = LegalBasis(
    title="城市生活无着的流浪乞讨人员救助管理办法",
    issuer="国务院",
    number="国务院令第381号",
    article="第六条",
    effective_from="2003-08-01",
    effective_to="",
    verified="article",
)

TOTAL = Outcome(
    rule="association-decoupling-sum",
    title="行业协会商会脱钩数等于总数",
    nature=Nature.CONTRADICTION,
    severity=Severity.ERROR,
    status=Status.FAIL,
    subject="",
    subject_label="",
    place=place("/indicators/trade_assoc_total/value", "指标 › 行业协会商会总数 › 数值", 120),
    message="已脱钩、拟脱钩、暂缓脱钩合计55家，总数56家，请核对。",
    expected="已脱钩数、拟脱钩数、暂缓脱钩数之和等于总数",
    computed="5 + 30 + 20 = 55家",
    difference="1家",
    reads=(
        Read("/indicators/trade_assoc_total/value", "行业协会商会总数", "56家", place("", "", 120)),
        Read("/indicators/trade_assoc_decoupled/value", "已脱钩数", "5家", place("", "", 126)),
    ),
    steps=(),
    missing=(),
    bases=(),
)


def late(subject: str, line: int) -> Outcome:
    return replace(
        TOTAL,
        rule="child-pay-on-time",
        title="儿童生活费按时发放",
        nature=Nature.ADVICE,
        subject=subject,
        subject_label=f"资金发放 › {subject}",
        place=place(f"/payments/{line}", "", line, 9),
        message="6月份应于2020-06-10前发放，实际2020-06-12发放，请说明。",
        expected="每期不晚于应发日期发放",
        computed="",
        difference="2天",
        reads=(),
        bases=(BASIS,),
    )


def unsure(subject: str, line: int) -> Outcome:
    return replace(
        TOTAL,
        rule="dibao-paid-monthly",
        title="低保金按月发放",
        status=Status.NOT_ASSESSABLE,
        subject=subject,
        message="",
        expected="每月都有一期发放",
        computed="",
        difference="",
        reads=(),
        missing=(Missing(f"/payments/{line}", f"{subject} › 各期发放", "材料未写明", place("", "", line)),),
    )


PASSED = replace(TOTAL, rule="marriage-split", status=Status.PASS)


def result(*outcomes: Outcome, **more: object) -> CheckResult:
    return CheckResult(
        file=FILE,
        kind="civil-affairs-half-year",
        title="上半年工作总结",
        findings=more.get("findings", ()),  # type: ignore[arg-type]
        outcomes=outcomes,
        explanations=more.get("explanations", ()),  # type: ignore[arg-type]
    )
