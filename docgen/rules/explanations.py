"""Explanations (情况说明): who explains which failed rule at which place, and why, read from a YAML file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from docgen import strict_yaml
from docgen.errors import UnreadableInput, YamlFault
from docgen.findings import Finding, Nature, Place, Severity
from docgen.records import Record
from docgen.rules.outcomes import Explanation, Outcome, Status
from docgen.wording import nearest

KEYS = {"rule": True, "place": False, "reason": True, "by": True, "date": False}


def read_explanations(path: Path) -> tuple[Explanation, ...]:
    """The explanations in a file; UnreadableInput, with line and column, for the first that can't be used."""
    try:
        document = strict_yaml.load_file(path)
    except YamlFault as fault:
        raise fault.as_unreadable_input() from None
    except OSError as error:
        raise UnreadableInput("file-not-readable", path=str(path), reason=error.strerror or str(error)) from None
    data = document.data
    base = ""
    if isinstance(data, dict) and list(data) == ["explanations"]:
        data, base = data["explanations"], "/explanations"
    if not isinstance(data, list):
        raise UnreadableInput("explanations-list", path=str(path), line=1)
    found: list[Explanation] = []
    for index, given in enumerate(data):
        line, column = document.mark(f"{base}/{index}")
        place = Place(str(path), f"{base}/{index}", "", line, column)
        if not isinstance(given, dict):
            raise UnreadableInput("explanations-list", path=str(path), line=line, column=column)
        for name in given:
            if name not in KEYS:
                raise UnreadableInput(
                    "pack-unknown-key", path=str(path), line=line, column=column,
                    suggestion=nearest(name, list(KEYS)), name=name,
                )  # fmt: skip
        for name, required in KEYS.items():
            if required and not (isinstance(given.get(name), str) and given[name].strip()):
                raise UnreadableInput("explanation-lacks", path=str(path), line=line, column=column, name=name)
        texts = {name: str(given.get(name) or "").strip() for name in KEYS}
        found.append(Explanation(**texts, source=place))
    return tuple(found)


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
                    "explanation-unused", explanation.source, Severity.WARNING, Nature.ADVICE,
                    {"rule": explanation.rule, "place": explanation.place, "nearest": near},
                )  # fmt: skip
            )
    return explained, unused


def fits(place: str, outcome: Outcome) -> bool:
    """Whether an explanation's place names the outcome's subject, or a value it looked at."""
    if not place:
        return not outcome.subject
    pointers = {outcome.place.pointer, *(read.pointer for read in outcome.reads)}
    return (
        place == outcome.subject
        or place in pointers
        or any(pointer.split("/")[2:3] == [place] for pointer in pointers)
    )
