"""What always comes out the same is refused, and nothing that doesn't: proven by trying many records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_kind import DERIVED, PAYMENT, ROOT, compiled, value

from docgen.expressions import ExpressionFault, Type
from docgen.expressions.constancy import refuse_constant

#: the small kind with what a schema bounds
BOUNDED = replace(
    ROOT,
    fields={
        **ROOT.fields,
        "checked": Type("number", "检查辆数", unit="辆", least=0),
        "income": Type("number", "收入", unit="万元", least=1, most=5),
        "checks": Type("list", "检查", item=Type("object", fields={"rate": Type("number", "合格率", unit="%", least=0, most=100)})),
        "name": Type("text", "名称"),
        "tags": Type("list", "类别", item=Type("text")),
    },
)  # fmt: skip


def refusal(source: str, *, is_for_one_kind: bool = True) -> tuple[str, int, object] | None:
    """Code, offset and limits of the refusal; None if there is none."""
    try:
        refuse_constant(source, BOUNDED, {"item": PAYMENT}, DERIVED, is_for_one_kind=is_for_one_kind)
    except ExpressionFault as fault:
        return fault.code, fault.offset, fault.parameters.get("limits")
    return None


@pytest.mark.parametrize(
    ("source", "code", "offset", "limits"),
    [
        ('checked < quantity(0, "辆")', "never-bounded", 0, "检查辆数 ≥ 0辆"),
        ('flag and checked + quantity(1, "辆") <= quantity(0, "辆")', "never-bounded", 9, "检查辆数 ≥ 0辆"),
        ("all(checks, each.rate > 1.5)", "never-bounded", 12, "合格率 ≥ 0%、合格率 ≤ 100%"),
        ("all(checks, each.rate <= 1)", "always-bounded", 0, "合格率 ≥ 0%、合格率 ≤ 100%"),
        ("flag if flag else all(checks, 0 <= each.rate)", None, 0, None),
        ('income > quantity(50000, "元")', "never-bounded", 0, "收入 ≥ 1万元、收入 ≤ 5万元"),
        ('income - income / 2 < quantity(5000, "元")', "never-bounded", 0, "收入 ≥ 1万元、收入 ≤ 5万元"),
        ('income >= quantity(5, "万元")', None, 0, None),
        ('checked >= quantity(0, "辆")', "always-bounded", 0, "检查辆数 ≥ 0辆"),
        ('not checked >= quantity(0, "辆")', "never-bounded", 0, "检查辆数 ≥ 0辆"),
        ('checked >= quantity(0, "辆") and flag', None, 0, None),
        ('checked >= quantity(0, "辆") or flag', "always-bounded", 0, "检查辆数 ≥ 0辆"),
        ('quantity(0, "辆") <= checked <= quantity(5, "辆")', None, 0, None),
        # a list may hold both, or lack one of them
        ('"老人" in tags and "儿童" in tags', None, 0, None),
        ('"老人" not in tags or "儿童" not in tags', None, 0, None),
        ("none(name)", "no-none", 0, None),
        ("none(title)", "no-none", 0, None),
        ("none(received)", None, 0, None),
        ("none(received.caliber)", None, 0, None),
        ("none(item.program)", None, 0, None),
        ("none(item.name)", "no-none", 0, None),
    ],
)
def test_what_the_schema_bounds_is_known_for_one_kind_only(
    source: str, code: str | None, offset: int, limits: str | None
) -> None:
    found = refusal(source)
    assert found == (None if code is None else (f"expression-{code}", offset, limits))
    assert refusal(source, is_for_one_kind=False) is None


NUMBERS = st.sampled_from(
    ["received", "relieved", 'quantity(2, "人")', 'quantity(3, "人")', "received - relieved", "received * 2",
     "received / 2 + relieved", "-relieved", "abs(received)", "abs(received - relieved)",
     'received + quantity(1, "人")', "min(received, relieved)", "or_zero(received)"]
)  # fmt: skip
TEXTS = st.sampled_from(['"orphan"', '"dibao"'])
DATES = st.sampled_from(["period.start", "period.end", 'date("2024-03-01")', 'date("2024-03-31")', "end_of(period.end)"])
COMPARISONS = st.one_of(
    st.builds("{} {} {}".format, NUMBERS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS),
    st.builds("{} {} {} {} {}".format, NUMBERS, st.sampled_from(["<", ">="]), NUMBERS, st.sampled_from(["<=", "!="]), NUMBERS),
    st.builds("{} {} {}".format, DATES, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), DATES),
    st.builds("item.program {} {}".format, st.sampled_from(["==", "!="]), TEXTS),
    st.builds("item.program {} [{}]".format, st.sampled_from(["in", "not in"]), TEXTS),
    st.builds("near({}, {}, {})".format, NUMBERS, NUMBERS, st.sampled_from(['quantity(1, "人")', '-quantity(1, "人")'])),
    st.sampled_from(["flag", "count(payments, each.program == \"orphan\") > 0", "count(payments) >= 0"]),
)  # fmt: skip
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(not {})".format, inner),
        st.builds("({} if flag else {})".format, inner, inner),
    ),
    max_leaves=4,
)
AMOUNTS = st.sampled_from([-2, 0, 1, 2, 3, 4, "无", {"unknown": "待查"}])
DAYS = st.sampled_from(["2024-02-29", "2024-03-01", "2024-03", "2024-03-31", "2024-04-01", "2024", "无"])


@settings(max_examples=600)
@given(CONDITIONS, st.lists(st.tuples(AMOUNTS, AMOUNTS, DAYS, DAYS, st.sampled_from(["orphan", "dibao", "无"]), st.booleans()), min_size=8, max_size=8))
def test_what_is_refused_never_comes_out_otherwise(source: str, records: list[tuple[object, ...]]) -> None:
    """A part that is refused, tried by itself on many records, never holds (or always does)."""
    try:
        refuse_constant(source, ROOT, {"item": PAYMENT}, DERIVED)
        return
    except ExpressionFault as fault:
        code, part = fault.code, str(fault.parameters["source"])
    if code not in ("expression-always", "expression-never") or "each" in part:
        return
    compiled(part)
    for received, relieved, start, end, program, flag in records:
        data = {
            "indicators": {"received": {"value": received, "unit": "人"}, "relieved": {"value": relieved, "unit": "人"}},
            "period": {"start": start, "end": end}, "payments": [{"program": program}], "flag": flag,
        }  # fmt: skip
        assert value(part, data, 0) is not (code == "expression-never")

