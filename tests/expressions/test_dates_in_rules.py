"""Dates in the rule language: spans, days, months and Chinese working days."""

from __future__ import annotations

from typing import Any

import pytest
from small_kind import compiled, scope_of, value

from docgen.expressions import Gap, Nothing, Unknown, Value
from docgen.expressions.scopes import MAX_STEPS


def between(source: str, start: Any, end: Any) -> Value:
    return value(source, {"period": {"start": start, "end": end}})


@pytest.mark.parametrize(
    ("start", "symbol", "end", "expected"),
    [
        ("2020-06-30", "<=", "2020-06-30", True),
        ("2020-06-30", "<", "2020-06-30", False),
        ("2020-06-30", "==", "2020-06-30", True),
        ("2020-05", "<", "2020-06", True),
        ("2020-05", "<", "2020-06-01", True),
        ("2020-06", "<=", "2020-06-30", True),
        ("2020-06", "<", "2020-06-30", None),
        ("2020-06", "<=", "2020-06-29", None),
        ("2020-06-01", "<=", "2020-06", True),
        ("2020-06-02", "<=", "2020-06", None),
        ("2020-06-30", ">=", "2020-06", True),
        ("2020-06", ">", "2020-05-31", True),
        ("2020-06", "<=", "2020-06", None),
        ("2020-06", "==", "2020-06", None),
        ("2020-06", "==", "2020-06-15", None),
        ("2020-06", "!=", "2020-07", True),
        ("2020-06", "!=", "2020-06", None),
        ("2020", ">", "2019-12-31", True),
        ("2020", "<=", "2020-12-31", True),
        ("2020", "==", "2021", False),
    ],
)
def test_dates_compare_surely_or_not_at_all(start: str, symbol: str, end: str, expected: bool | None) -> None:
    found = between(f"period.start {symbol} period.end", start, end)
    if expected is None:
        assert found == Unknown((Gap("", f"{start}和{end}没有写到日，无法比较先后"),))
    else:
        assert found is expected


@pytest.mark.parametrize(
    ("source", "start", "end", "expected"),
    [
        ('days(period.start, period.end) == quantity(1, "天")', "2020-02-29", "2020-03-01", True),
        ('days(period.start, period.end) == quantity(366, "天")', "2020-01-01", "2021-01-01", True),
        ('days(period.start, period.end) == -quantity(1, "日")', "2020-03-01", "2020-02-29", True),
        ('months(period.start, period.end) == quantity(6, "个月")', "2020-01-01", "2020-06-30", True),
        ('months(period.start, period.end) == quantity(6, "个月")', "2020-01", "2020-06", True),
        ('months(period.start, period.end) == quantity(2, "月")', "2020-12-31", "2021-01-01", True),
        ('months(period.start, period.end) == quantity(0.5, "年")', "2020-01-01", "2020-06-01", True),
        ("end_of(period.start) == period.end", "2020-02", "2020-02-29", True),
        ("end_of(period.start) == period.end", "2020", "2020-12-31", True),
        ("start_of(period.start) < period.end", "2020-02", "2020-02-02", True),
        ("end_of(period.start) == start_of(period.end)", "2020-02-03", "2020-02-03", True),
        ('year_day(period.start, "05-31") == period.end', "2020-02", "2020-05-31", True),
    ],
)
def test_calculates_with_dates(source: str, start: str, end: str, expected: bool) -> None:
    assert between(source, start, end) is expected


@pytest.mark.parametrize(
    ("source", "start", "end", "reason"),
    [
        (
            'days(period.start, period.end) > quantity(0, "天")',
            "2020-02",
            "2020-03-01",
            "日期2020-02没有写到日",
        ),
        (
            'days(period.start, period.end) > quantity(0, "天")',
            "2020",
            "2020-03",
            "日期2020、2020-03没有写到日",
        ),
        (
            'working_days(period.start, period.end) > quantity(0, "天")',
            "2020-02-01",
            "2020-03",
            "日期2020-03没有写到日",
        ),
        ('months(period.start, period.end) > quantity(0, "月")', "2020", "2020-06", "日期2020没有写到月"),
        (
            'months(period.start, period.end) > quantity(0, "月")',
            "2020-07",
            "2020-06",
            "2020-06早于2020-07，无法计算月数",
        ),
    ],
)
def test_a_date_that_is_too_vague_is_unknown(source: str, start: str, end: str, reason: str) -> None:
    assert between(source, start, end) == Unknown((Gap("", reason),))


@pytest.mark.parametrize(
    "wrong", ["2020-13", "2020-02-30", "2020/06/30", "20200630", "", "二〇二〇年", 2020, [], {}, "２０２０"]
)
@pytest.mark.parametrize("source", ["period.start <= period.end", "days(period.start, period.end) > quantity(0, \"天\")",
                                    "months(period.start, period.end) > quantity(0, \"月\")",
                                    "start_of(period.start) < end_of(period.end)"])  # fmt: skip
def test_what_is_no_date_is_unknown(source: str, wrong: Any) -> None:
    assert isinstance(between(source, wrong, "2020-06-30"), Unknown)


def test_a_date_that_is_none_makes_nothing() -> None:
    assert between('days(period.start, period.end) > quantity(0, "天")', "无", "2020-06-30") == Nothing(
        "/period/start"
    )
    assert between("period.start <= period.end", "无", {"unknown": "x"}) == Unknown(
        (Gap("/period/end", "x"),)
    )


#: (after, up to, working days), by the State Council's notices on holidays
WORKING_DAYS = [
    ("2020-06-24", "2020-06-28", 1),  # 端午 25–27 June off, Sunday 28 June worked
    ("2020-01-23", "2020-02-03", 1),  # 春节 extended to 2 February
    ("2020-09-30", "2020-10-10", 2),  # 国庆、中秋 1–8 October off, Saturday 10 October worked
    ("2024-02-09", "2024-02-18", 1),  # 春节 10–17 February off, Sunday 18 February worked
    ("2024-04-03", "2024-04-08", 2),  # 清明 4–6 April off, Sunday 7 April worked
    ("2024-09-30", "2024-10-08", 1),
    ("2025-01-27", "2025-02-05", 1),  # 春节 28 January–4 February off
    ("2025-04-30", "2025-05-06", 1),  # 劳动节 1–5 May off
    ("2025-09-30", "2025-10-11", 3),  # 国庆、中秋 1–8 October off, Saturday 11 October worked
    ("2025-12-31", "2026-01-04", 1),  # 元旦 1–3 January off, Sunday 4 January worked
    ("2026-02-13", "2026-02-24", 2),  # 春节 15–23 February off, Saturday 14 February worked
    ("2020-06-30", "2020-06-30", 0),
    ("2020-06-30", "2020-06-01", 0),
    ("2024-01-01", "2024-12-31", 251),
]


@pytest.mark.parametrize(("start", "end", "count"), WORKING_DAYS)
def test_counts_working_days_by_the_published_holidays(start: str, end: str, count: int) -> None:
    assert between(f'working_days(period.start, period.end) == quantity({count}, "天")', start, end) is True


def test_a_year_without_published_holidays_is_unknown() -> None:
    source = 'working_days(period.start, period.end) <= quantity(20, "天")'
    too_late = between(
        source, "2020-06-30", "2999-12-31"
    )  # which year is first depends on the holidays known
    assert isinstance(too_late, Unknown)
    assert too_late.gaps[0].reason.endswith("年的放假安排，无法计算工作日")
    assert between(source, "1999-12-31", "2020-01-01") == Unknown(
        (Gap("", "没有2000年的放假安排，无法计算工作日"),)
    )


def test_working_days_count_against_the_budget() -> None:
    scope = scope_of({"period": {"start": "2005-01-01", "end": "2025-01-01"}, "payments": [{}] * 100})
    source = 'all(payments, working_days(period.start, period.end) > quantity(5, "天"))'
    assert compiled(source).evaluate(scope) == Unknown((Gap("", "计算步数超出限额"),))
    assert scope.budget <= 0 < MAX_STEPS
