"""Explanations (情况说明): who explains which failed rule at which place, and why, read from a YAML file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from docgen import strict_yaml
from docgen.errors import UnreadableInput, YamlFault
from docgen.findings import Finding, Nature, Place, Severity
from docgen.records import Record
from docgen.rules.outcomes import Explanation, Outcome, Status
from docgen.strict_yaml import Document
from docgen.wording import nearest

KEYS = {"rule": True, "place": False, "reason": True, "by": True, "date": False}


def read_explanations(path: Path) -> tuple[Explanation, ...]:
    """The explanations in a file; UnreadableInput, with line and column, for the first fault of it."""
    try:
        document = strict_yaml.load_file(path)
    except YamlFault as fault:
        raise fault.as_unreadable_input() from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableInput("file-not-readable", path=str(path), reason=reason) from None
    data, base = document.data, ""
    if isinstance(data, dict) and list(data) == ["explanations"]:
        data, base = data["explanations"], "/explanations"
    if not isinstance(data, list):
        raise UnreadableInput("explanations-list", path=str(path), line=1)
    return tuple(read_entry(given, f"{base}/{index}", document) for index, given in enumerate(data))


def read_entry(given: Any, pointer: str, document: Document) -> Explanation:
    """One explanation; UnreadableInput if it isn't one."""
    line, column = document.mark(pointer)

    def refusal(code: str, suggestion: str = "", **parameters: object) -> UnreadableInput:
        return UnreadableInput(
            code, path=document.path, line=line, column=column, suggestion=suggestion, **parameters
        )

    if not isinstance(given, dict):
        raise refusal("explanations-list")
    for name, value in given.items():
        if name not in KEYS:
            raise refusal("pack-unknown-key", nearest(name, list(KEYS)), name=name)
        if value is not None and not isinstance(value, str):
            raise refusal("pack-wants-text")
    texts = {name: (given.get(name) or "").strip() for name in KEYS}
    for name, is_required in KEYS.items():
        if is_required and not texts[name]:
            raise refusal("explanation-lacks", name=name)
    return Explanation(**texts, source=Place(document.path, pointer, "", line, column))


def applied(
    outcomes: Iterable[Outcome], explanations: Sequence[Explanation], record: Record
) -> tuple[list[Outcome], list[Finding]]:
    """The outcomes with the explanations that fit them, and a finding for each that fits none."""
    used: set[int] = set()
    explained: list[Outcome] = []
    outcomes = list(outcomes)
    for outcome in outcomes:
        if outcome.status is Status.FAIL:
            for index, explanation in enumerate(explanations):
                if explanation.rule == outcome.rule and fits(explanation.place, outcome):
                    used.add(index)
                    outcome = replace(outcome, explanation=explanation)
                    break
        explained.append(outcome)
    rules = {outcome.rule for outcome in outcomes}
    unused: list[Finding] = []
    for index, explanation in enumerate(explanations):
        if index not in used:
            near = "" if explanation.rule in rules else nearest(explanation.rule, rules)
            unused.append(
                Finding(
                    "explanation-unused",
                    explanation.source,
                    Severity.WARNING,
                    Nature.ADVICE,
                    {"rule": explanation.rule, "place": explanation.place, "nearest": near},
                )
            )
    return explained, unused


def fits(place: str, outcome: Outcome) -> bool:
    """Whether an explanation's place names the outcome's subject, or a value that decided it.

    A value is named by its pointer or, in the record's indicators, by its id; no place at all means the
    record as a whole.
    """
    if not place:
        return not outcome.subject_label
    pointers = {outcome.place.pointer, *(read.pointer for read in outcome.reads)}
    wanted = {place, f"{place}/value", f"/indicators/{place}/value", f"/dates/{place}/value"}
    return place == outcome.subject or not wanted.isdisjoint(pointers)
