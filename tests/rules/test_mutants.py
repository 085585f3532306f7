"""Mutants of rules: what is changed, what the shipped packs' tests notice, what ``equivalent`` may list."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from docgen import library_jobs
from docgen.errors import UsageError
from docgen.formats.listings import RuleTrial
from docgen.library import Library, shipped_root
from docgen.rules.mutants import Trial, changes
from docgen.rules.packs import Rule, load_packs
from docgen.schemas import Kind, load_kind

SHIPPED = Library((shipped_root(),))

CHANGES = {
    "a < b": ["a <= b"],
    "a == b": ["a != b", "a <= b", "a >= b"],
    "a <= b < c": ["a < b < c", "a <= b <= c"],
    "a and b": ["a or b", "b", "a"],
    "a or b or c": ["a and b and c", "b or c", "a or c", "a or b"],
    "not a": ["a"],
    "a + b": ["a", "b"],
    "a - b": ["a"],
    "a in ['x', 'y']": ["a not in ['x', 'y']", "a in ['y']", "a in ['x']"],
    "quantity(0, '人')": ["quantity(1, '人')"],
    "near(a, b, 0.5)": ["near(a, b, 1.5)"],
    "count(a, each.b > 3)": ["count(a, each.b >= 3)", "count(a, each.b > 4)", "count(a, each.b > 2)"],
}


@pytest.mark.parametrize(("source", "expected"), list(CHANGES.items()))
def test_each_likely_slip_is_tried(source: str, expected: list[str]) -> None:
    assert [whole for _before, _after, whole in changes(source)] == expected


@cache
def trials() -> list[RuleTrial]:
    return library_jobs.test_rules(library=None)


def test_tests_of_the_shipped_packs_notice_every_change() -> None:
    assert [trial for trial in trials() if not trial.is_sound] == []


def test_every_shipped_rule_was_tried() -> None:
    # rules on text and comparisons with the last period are code: tests/rules/test_text_rules.py and
    # tests/test_continuity.py try them
    written = {rule.id for rule in library_jobs.rules() if rule.pack not in ("text", "previous")}
    assert {trial.id for trial in trials()} == written
    assert sum(trial.mutants for trial in trials()) > 500


def shipped_rule(id: str) -> tuple[Rule, Kind]:
    kind = load_kind(SHIPPED, "civil-affairs-half-year")
    return next(r for pack in load_packs(SHIPPED, kind) for r in pack.rules if r.id == id), kind


def test_a_change_that_no_test_notices_is_told() -> None:
    rule, kind = shipped_rule("rectify-closed-over-found")
    weaker = replace(rule, tests=rule.tests[1:])  # without found: 7, closed: 7
    (mutant,) = Trial(weaker, kind).unnoticed()
    assert (mutant.part, mutant.change) == (
        "condition",
        "or_zero(item.closed) <= or_zero(item.found) → or_zero(item.closed) < or_zero(item.found)",
    )
    listed = replace(weaker, equivalent=((mutant.change, "不会相等"),))
    assert (Trial(listed, kind).unnoticed(), Trial(listed, kind).needless()) == ([], [])


def test_a_change_listed_though_a_test_notices_it_is_told() -> None:
    rule, kind = shipped_rule("rectify-closed-over-found")
    change = "or_zero(item.closed) <= or_zero(item.found) → or_zero(item.closed) < or_zero(item.found)"
    assert Trial(replace(rule, equivalent=((change, ""),)), kind).needless() == [change]


def test_an_unknown_pack_gets_the_nearest_name() -> None:
    with pytest.raises(UsageError) as refusal:
        library_jobs.test_rules(["rectificaton"])
    assert (refusal.value.code, refusal.value.suggestion) == ("unknown-pack", "rectification")
