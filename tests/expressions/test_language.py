"""What the rule language has and what it refuses, with the place and the nearest right name."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_kind import compiled, fault, scope_of, value

from docgen.expressions import ExpressionFault

OUTSIDE = [
    "().__class__",
    "title.__class__",
    "'x'.upper",
    '"".join',
    "(1).real",
    "lambda: 1",
    "lambda x: x",
    "[x for x in payments]",
    "{1: 2}",
    "{1}",
    "[1, 2]",
    "(1, 2)",
    "payments[0]",
    "payments[0].name",
    "title[0:1]",
    "(x := 1)",
    "f'{title}'",
    'f"{title!r}"',
    "b'x' == title",
    "1 ** 9",
    "7 // 2",
    "7 % 2",
    "1 << 2",
    "1 >> 2",
    "1 & 2",
    "1 | 2",
    "1 ^ 2",
    "~1",
    "+1",
    "1 @ 2",
    "1 is 1",
    "1 is not 1",
    "None",
    "...",
    "1j",
    "1e5",
    "0x10",
    "0b1",
    "1_000",
    ".5",
    "5.",
    "await title",
    "yield",
    "*payments",
    'title == "a\\n"',
    "1 # and not",
    "all(payments, True) # x",
    "1if True else 2",
    "1and 2",
]
NOT_FUNCTIONS = [
    "__import__('os')",
    "eval('1')",
    "open(title)",
    "getattr(title, 'x')",
    "count(payments)(1)",
    "title.upper()",
    "count.real(payments)",
    "payments()",
    "each()",
    "min(*payments)",
    "max(1, key=2)",
    "count(payments, **title)",
]


@pytest.mark.parametrize("source", OUTSIDE)
def test_refuses_what_is_outside_the_language(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        code, offset, _suggestion = fault(source)
    known = {
        "expression-not-allowed", "expression-syntax", "expression-wrong-sort", "expression-unknown-name",
        "expression-no-fields", "expression-in-needs-list", "expression-not-comparable",
    }  # fmt: skip
    assert code in known
    assert 0 <= offset <= len(source)


@pytest.mark.parametrize("source", NOT_FUNCTIONS)
def test_calls_nothing_but_its_own_functions(source: str) -> None:
    code, _offset, _suggestion = fault(source)
    assert code in {
        "expression-unknown-function", "expression-not-allowed", "expression-arguments", "expression-unknown-name",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["__class__", "__dict__", "_x", "pointer", "data", "type", "fields", "get", "items"]
)
def test_a_path_reaches_no_attribute_of_python(name: str) -> None:
    assert fault(f"item.{name}")[0] == "expression-unknown-field"
    assert fault(f"period.{name}.{name}")[0] == "expression-unknown-field"
    assert fault(f"payments.{name}")[0] == "expression-list-path"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("received >= relievd", ("expression-unknown-name", 12, "relieved")),
        ("收到 > 1", ("expression-unknown-name", 0, "")),
        ("户 == 户数", ("expression-unknown-name", 0, "户数")),
        ("1 + itme.amount", ("expression-unknown-name", 4, "item")),
        ("item.amuont > item.amount", ("expression-unknown-field", 0, "amount")),
        ("item.发放金额 > item.amount", ("expression-unknown-field", 0, "amount")),
        ("接待人数 > relieved", ("expression-unknown-name", 0, "received")),
        ("cuont(payments) > 1", ("expression-unknown-function", 0, "count")),
        ("each.amount > 1", ("expression-each-alone", 0, "")),
        ('count(payments, each.name == "x") > each.amount', ("expression-each-alone", 36, "")),
        ("received + visits", ("expression-unlike-units", 0, "")),
        ("received > 3", ("expression-unit-missing", 0, "")),
        ("paid_total > standard", ("expression-unlike-units", 0, "")),
        ("standard * received > paid_total", ("expression-unlike-units", 0, "")),
        ("received + (visits if flag else visits)", ("expression-unlike-units", 0, "")),
        ("max(received, visits) > received", ("expression-unlike-units", 0, "")),
        ("near(received, relieved, 1)", ("expression-unit-missing", 0, "")),
        ("min(item.amount, received, visits) == received", ("expression-unlike-units", 0, "")),
        ('title > "a"', ("expression-no-order", 0, "")),
        ("flag > flag", ("expression-no-order", 0, "")),
        ("title == 1", ("expression-not-comparable", 0, "")),
        ('period.end == "2020-01-01"', ("expression-not-comparable", 0, "")),
        ("payments == payments", ("expression-not-comparable", 0, "")),
        ("period == period", ("expression-not-comparable", 0, "")),
        ('item.program == "orphans"', ("expression-unknown-choice", 16, "orphan")),
        ('"dibbao" == item.program', ("expression-unknown-choice", 0, "dibao")),
        ('item.program in ["orphan", "diabo"]', ("expression-unknown-choice", 27, "dibao")),
        ("item.program in title", ("expression-in-needs-list", 16, "")),
        ("item.program in [title]", ("expression-in-needs-list", 16, "")),
        ('received in ["a"]', ("expression-wrong-sort", 0, "")),
        ("not received", ("expression-wrong-sort", 0, "")),
        ("-title", ("expression-wrong-sort", 0, "")),
        ("flag and received", ("expression-wrong-sort", 9, "")),
        ("title + title", ("expression-wrong-sort", 0, "")),
        ("period.end - period.start", ("expression-date-arithmetic", 0, "")),
        ("1 if title else 2", ("expression-wrong-sort", 5, "")),
        ("1 if flag else title", ("expression-wrong-sort", 15, "")),
        ("payments if flag else payments", ("expression-not-allowed", 0, "")),
        ("all(title, True)", ("expression-wrong-sort", 4, "")),
        ("sum(payments, True)", ("expression-wrong-sort", 14, "")),
        ("all(payments, 1)", ("expression-wrong-sort", 14, "")),
        ("days(title, period.end)", ("expression-wrong-sort", 5, "")),
        ("days(period.end)", ("expression-arguments-exactly", 0, "")),
        ("min(1)", ("expression-arguments", 0, "")),
        ("sum(payments)", ("expression-arguments-exactly", 0, "")),
        ("has(1)", ("expression-needs-path", 4, "")),
        ("known(received + relieved)", ("expression-needs-path", 6, "")),
        ("known(share)", ("expression-needs-path", 6, "")),
        ('quantity("5", "元")', ("expression-wrong-sort", 9, "")),
        ('quantity(True, "元")', ("expression-wrong-sort", 9, "")),
        ("quantity(1, 元)", ("expression-quantity", 0, "")),
        ('quantity(-1, "元")', ("expression-quantity", 0, "")),
        ('year_day(period.end, "02-29")', ("expression-year-day", 21, "")),
        ('year_day(period.end, "5-1")', ("expression-year-day", 21, "")),
        ("year_day(period.end, title)", ("expression-year-day", 21, "")),
        ("人数 > > 1", ("expression-syntax", 5, "")),
        ("", ("expression-cut-short", 0, "")),
        ("   ", ("expression-cut-short", 3, "")),
        ("  received >= relievd", ("expression-unknown-name", 14, "relieved")),
    ],
)
def test_a_fault_has_its_place_and_the_nearest_name(source: str, expected: tuple[str, int, str]) -> None:
    assert fault(source) == expected


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("(" * 500 + "1" + ")" * 500, "expression-syntax"),
        ("(" * 100 + "1" + ")" * 100, ""),
        ("-" * 1900 + "1", "expression-"),
        ("not " * 400 + "flag", "expression-"),
        ("+".join(["1"] * 500), "expression-too-deep"),
        (" and ".join(["flag"] * 200), ""),
        ("1" * 41, "expression-number-too-long"),
        ("1" * 10_000, "expression-too-long"),
        ("flag and " * 300 + "flag", "expression-too-long"),
        (".".join(["period"] * 280), "expression-"),
        ("1 < " * 400 + "1", ""),
        ("abs(" * 80 + "1" + ")" * 80, "expression-too-deep"),
        ("1 if flag else " * 70 + "1", "expression-too-deep"),
        ("all(payments, " * 70 + "True" + ")" * 70, "expression-"),
        ("\0", "expression-"),
        ("\ud800", "expression-"),
        ("flag\rand flag", "expression-"),
    ],
)
def test_bounds_length_depth_and_digits(source: str, code: str) -> None:
    if code:
        assert fault(source)[0].startswith(code)
    else:
        compiled(source).evaluate(scope_of({"flag": True}))


def test_a_condition_may_be_broken_into_lines() -> None:
    assert value("1 <\n 2\n and 2 > 1\n") is True


@given(
    st.text(
        st.sampled_from(
            "receivd payments.(),<>=+-*/\"' 0123#\\\n人item each all not and or if else quantity"
        ),
        max_size=60,
    )
)
def test_no_text_makes_it_crash(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            expression = compiled(source)
        except ExpressionFault as refused:
            assert 0 <= refused.offset <= len(source)
            return
    expression.evaluate(scope_of({"flag": True}))


@given(st.lists(st.sampled_from(
    ["received", "relieved", "visits", "rate", "payments", "item", "each", "flag", "title", "period.end", "period.start", "item.instalments", "each.due", "each.paid", "item.persons", "(", ")", ",", "<", "<=", "==", "+", "-", "*", "/", "and", "or", "not", "if", "else", "in", "1", "0.5", '"元"', "'orphan'", "all(", "any(", "sum(", "count(", "days(", "months(", "working_days(", "quantity(", "has(", "none(", "given(", "known(", "min(", "max(", "near(", "rounds_to(", "year_day(", "True", "[", "]"]
), max_size=14))  # fmt: skip
def test_no_row_of_words_makes_it_crash(words: list[str]) -> None:
    try:
        expression = compiled(" ".join(words))
    except ExpressionFault:
        return
    record = {
        "flag": "x",
        "payments": [{"instalments": 5, "persons": "received"}],
        "indicators": {"received": []},
    }
    expression.evaluate(scope_of(record))


WORDING = {
    "received >= relieved": "接待人数≥救助人数",
    "(received + relieved) * 2 - relieved / (2 * 3) < relieved": "（接待人数＋救助人数）×2－救助人数÷（2×3）＜救助人数",
    "received - (relieved - x2) == x2": "接待人数－（救助人数－第二项）＝第二项",
    'item.program in ["orphan", "dibao"]': "项目是“孤儿基本生活费”、“低保”之一",
    'item.program == "orphan"': "项目＝“孤儿基本生活费”",
    "all(item.instalments, has(each.paid) and each.paid <= each.due)": (
        "各期发放每一项都满足：已写明实发日期且不为“无”，且实发日期≤应发日期"
    ),
    'count(item.instalments) >= months(period.start, period.end) / quantity(1, "个月")': (
        "各期发放的项数≥报告期的起始日到报告期的截止日的月数÷1个月"
    ),
    "sum(item.instalments, each.amount) == item.amount": "各期发放各项的金额之和＝发放金额",
    "rounds_to(relieved / received, rate)": "救助人数÷接待人数四舍五入后等于救助率",
    "share > 0.5": "占比＞0.5",
    "not (flag or not flag)": "并非（标记，或并非标记）",
    "abs(received - relieved) <= max(received, x2)": "（接待人数－救助人数）的绝对值≤接待人数、第二项中最大的",
    'period.end >= year_day(period.end, "05-31")': "报告期的截止日≥报告期的截止日当年5月31日",
    "(received if flag else relieved) > x2": "（若标记则取接待人数，否则取救助人数）＞第二项",
}


@pytest.mark.parametrize("source", WORDING)
def test_says_itself_in_a_clerks_words(source: str) -> None:
    assert compiled(source).words == WORDING[source]
