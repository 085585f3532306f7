"""A rule that breaks at run time: an outcome that names it, never a crash, never a pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from docgen.library import Library
from docgen.records import Record
from docgen.rules.checking import check
from docgen.rules.outcomes import CheckResult, Standard, Status
from docgen.rules.packs import Pack, load_packs
from docgen.schemas import Kind, load_kind

RECORD = {
    "kind": "civil-affairs-half-year",
    "period": {"start": "2020-01-01", "end": "2020-06-30"},
    "indicators": {"vagrants_received": {"value": 12, "unit": "人", "basis": "cumulative"}},
}


class Breaking:
    """An expression with a fault that nobody foresaw."""

    type = None

    def evaluate(self, scope: Any) -> Any:
        raise ZeroDivisionError("of 张三")


@pytest.fixture
def kind(library: Library) -> Kind:
    return load_kind(library, "civil-affairs-half-year")


@pytest.fixture
def packs(library: Library, kind: Kind) -> list[Pack]:
    """The shipped packs, the first rule of the first broken."""
    first, *others = load_packs(library, kind)
    rule = replace(first.rules[0], condition=Breaking(), when=None, for_each=None)  # type: ignore[arg-type]
    return [replace(first, rules=(rule, *first.rules[1:])), *others]


def judged(kind: Kind, packs: list[Pack]) -> CheckResult:
    return check(Record.from_data(RECORD), kind, packs)


def test_a_rule_that_breaks_is_named_with_its_pack_and_line(kind: Kind, packs: list[Pack]) -> None:
    result = judged(kind, packs)
    rule = packs[0].rules[0]
    [outcome] = [each for each in result.outcomes if each.status is Status.ERROR]
    assert (outcome.rule, outcome.title, outcome.blocks) == (rule.id, rule.title, False)
    assert outcome.message == (
        f"规则{rule.id}（{packs[0].path.name}:{rule.line}）运行出错（ZeroDivisionError），"
        "未作判断，请告知规则维护人员。"
    )


def test_the_other_rules_are_judged_all_the_same(kind: Kind, packs: list[Pack], library: Library) -> None:
    whole = judged(kind, load_packs(library, kind))
    rule = packs[0].rules[0].id
    assert [each for each in judged(kind, packs).outcomes if each.rule != rule] == [
        each for each in whole.outcomes if each.rule != rule
    ]


def test_a_result_with_a_broken_rule_is_broken_by_any_standard(kind: Kind, packs: list[Pack]) -> None:
    result = judged(kind, packs)
    assert result.is_broken
    assert not any(Standard("info", True).counts(o) for o in result.outcomes if o.status is Status.ERROR)
