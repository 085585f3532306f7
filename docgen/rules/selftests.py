"""A pack's own tests: each rule judges its small record fragments and must give the outcome they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from docgen.expressions.reading import NONE_TEXT
from docgen.frozen import frozen
from docgen.locating import split_pointer
from docgen.records import Record
from docgen.rules.checking import judged
from docgen.rules.outcomes import Outcome, Status
from docgen.rules.rule import Pack, Rule
from docgen.schemas import Kind, label
from docgen.structure import type_at

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


@frozen
class Untried:
    """What none of a rule's tests tries: the ``outcome`` it would come to if any of these values were so."""

    outcome: str
    labels: tuple[str, ...]


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


def untried(rule: Rule, kind: Kind) -> list[Untried]:
    """The outcomes that no test wants, and that a rule comes to where a value it reads is 「无」 or unknown.

    Its author may not have thought of them: what isn't done yet says 「无」, and the rule doesn't apply.
    """
    wanted = {outcome for outcome, _fragment in rule.tests}
    found: list[Untried] = []
    for status, lacking in ((Status.NOT_APPLICABLE, NONE_TEXT), (Status.NOT_ASSESSABLE, {"unknown": "待查"})):
        if status.value not in wanted:
            labels = dict.fromkeys(changing(rule, kind, status.value, lacking))
            if labels:
                found.append(Untried(status.value, tuple(labels)))
    return found


def changing(rule: Rule, kind: Kind, outcome: str, lacking: Any) -> Iterator[str]:
    """The labels of values which, lacking like that in a test that passes, make it come to an outcome."""
    for wanted, fragment in rule.tests:
        if wanted != Status.PASS.value:
            continue
        data = completed(fragment, kind)
        record = Record.from_data(data)
        for read in [read for each in judged(rule, record, kind) for read in each.reads]:
            type_ = type_at(kind, read.pointer)
            may_lack = type_ and (type_.may_be_none if lacking == NONE_TEXT else type_.may_be_unknown)
            if not may_lack:
                continue
            changed = deepcopy(data)
            *way, last = split_pointer(read.pointer)
            holder: Any = changed
            for step in way:
                holder = holder[int(step)] if isinstance(holder, list) else holder.get(step)
            if isinstance(holder, dict) and last in holder:
                holder[last] = lacking
                if overall(judged(rule, Record.from_data(changed), kind)) == outcome:
                    yield label(kind, read.pointer, record)


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
