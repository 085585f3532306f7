"""A pack's own tests: each rule judges its small record fragments and must give the outcome they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from docgen.frozen import frozen
from docgen.records import Record
from docgen.rules.checking import judged
from docgen.rules.outcomes import Outcome, Status
from docgen.rules.rule import Pack, Rule
from docgen.schemas import Kind

#: which outcome stands for a fragment when a rule gives several, one for each of its subjects
_WEIGHT = (Status.FAIL, Status.NOT_ASSESSABLE, Status.PASS, Status.NOT_APPLICABLE)


@frozen
class TestFault:
    """A test that its rule doesn't pass: which (counting from 1), what was wanted, what came out."""

    rule: str
    number: int
    wanted: str
    found: str
    outcomes: tuple[Outcome, ...]


def run_tests(packs: Iterable[Pack], kind: Kind) -> list[TestFault]:
    """Every test of every rule that doesn't come out as it says."""
    return [fault for pack in packs for rule in pack.rules for fault in rule_faults(rule, kind)]


def rule_faults(rule: Rule, kind: Kind) -> list[TestFault]:
    """Every test of one rule that doesn't come out as it says."""
    faults: list[TestFault] = []
    for number, (wanted, fragment) in enumerate(rule.tests, 1):
        outcomes = judged_fragment(rule, fragment, kind)
        found = overall(outcomes)
        if found != wanted:
            faults.append(TestFault(rule.id, number, wanted, found, tuple(outcomes)))
    return faults


def judged_fragment(rule: Rule, fragment: Mapping[str, Any], kind: Kind) -> list[Outcome]:
    """A rule's outcomes on a record fragment."""
    return list(judged(rule, Record.from_data(completed(fragment, kind)), kind))


def overall(outcomes: Iterable[Outcome]) -> str:
    """The one outcome that several subjects come to: any failure, else any unknown, else a pass."""
    statuses = {outcome.status for outcome in outcomes}
    return next((status.value for status in _WEIGHT if status in statuses), Status.NOT_APPLICABLE.value)


def completed(fragment: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """The fragment with the schema's unit and basis added where an indicator is given as a bare value."""
    data = deepcopy(dict(fragment))
    given = data.get("indicators")
    if not isinstance(given, dict):
        return data
    declared = kind.schema.get("properties", {}).get("indicators", {}).get("properties", {})
    for name, value in given.items():
        fixed = declared.get(name, {}).get("properties", {})
        entry = value if isinstance(value, dict) and "value" in value else {"value": value}
        for key in ("unit", "basis"):
            constant = fixed.get(key, {}).get("const")
            if constant is not None:
                entry.setdefault(key, constant)
        given[name] = entry
    return data
