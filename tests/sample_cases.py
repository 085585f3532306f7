"""What stands in samples/: whole records, patched ones, and what checking them gives, as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from docgen import loading
from docgen.findings import Finding
from docgen.library import Library
from docgen.messages import word
from docgen.prose import check_prose
from docgen.records import Record, parse, read_source
from docgen.rules.checking import check
from docgen.rules.outcomes import CheckResult, Outcome, Status
from docgen.validation import validate

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
BAD = SAMPLES / "bad"
GOOD = SAMPLES / "good"
SEED = SAMPLES / "gongqingcheng-2020h1.json"

#: folders of samples/bad whose files are no records at all; tests of sources and records read them
UNREADABLE = "unreadable"


def bad_cases() -> list[Path]:
    """Every bad sample, whole or patch, by folder and name."""
    found = [path for path in BAD.glob("*/*.json") if not path.name.endswith(".findings.json")]
    return sorted(path for path in found if path.parent.name != UNREADABLE)


def expected_path(case: Path) -> Path:
    """Where the findings expected of a bad sample stand."""
    return case.with_name(case.name.removesuffix(".json").removesuffix(".patch") + ".findings.json")


def read(case: Path) -> Record:
    """The record of a sample; a patch is laid over its base."""
    record = parse(read_source(str(case)))
    if not case.name.endswith(".patch.json"):
        return record
    patch = record.data
    base = parse(read_source(str(SAMPLES / patch["base"])))
    return Record.from_data(patched(base.data, patch), case.name)


def patched(base: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """The base with the patch's values set and its removals done; LookupError if a pointer leads nowhere.

    A pointer is a JSON pointer, in which an element of a list may also be named by its ``id``, and a
    new one appended with ``-``.
    """
    data = deepcopy(base)
    for pointer in patch.get("remove", ()):
        owner, step = walked(data, pointer)
        del owner[step]
    for pointer, value in patch.get("set", {}).items():
        owner, step = walked(data, pointer)
        if isinstance(owner, list) and step == len(owner):
            owner.append(value)
        else:
            owner[step] = value
    return data


def walked(data: Any, pointer: str) -> tuple[Any, Any]:
    """The object or list that holds what a pointer names, and its key or index there."""
    *steps, last = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    for step in steps:
        data = data[index(data, step)] if isinstance(data, list) else data[step]
    return data, index(data, last) if isinstance(data, list) else last


def index(elements: list[Any], step: str) -> int:
    """The place of an element named by its index, its id, or ``-`` (after the last)."""
    if step == "-":
        return len(elements)
    if step.isdecimal():
        return int(step)
    ids = [element.get("id") for element in elements]
    if step not in ids:
        raise LookupError(f"{step} is none of {ids}")
    return ids.index(step)


def result_of(record: Record, library: Library) -> CheckResult:
    """Everything that checking a record gives."""
    kind = loading.kind(library, record.kind_id)
    findings = [*validate(record, kind), *check_prose(record, kind)]
    return check(record, kind, loading.packs(library, kind.id), findings)


def told(result: CheckResult) -> list[dict[str, Any]]:
    """Findings, then failed and not assessable outcomes, as a .findings.json holds them."""
    shown = (Status.FAIL, Status.NOT_ASSESSABLE)
    return [
        *(finding_told(finding) for finding in result.findings),
        *(outcome_told(outcome) for outcome in result.outcomes if outcome.status in shown),
    ]


def finding_told(finding: Finding) -> dict[str, Any]:
    """A finding in plain data, its sentence in Chinese as printed."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "nature": finding.nature.value,
        "pointer": finding.place.pointer,
        "label": finding.place.label,
        "message": word(finding.code, finding.parameters, "zh_CN"),
    }


def outcome_told(outcome: Outcome) -> dict[str, Any]:
    """An outcome in plain data; what is missing only where something is."""
    told = {
        "rule": outcome.rule,
        "status": outcome.status.value,
        "severity": outcome.severity.value,
        "nature": outcome.nature.value,
        "pointer": outcome.place.pointer,
        "label": outcome.place.label,
        "message": outcome.message,
    }
    return told | ({"missing": [each.pointer for each in outcome.missing]} if outcome.missing else {})


def write_expected(path: Path, entries: Iterable[dict[str, Any]]) -> None:
    """Write the expected findings of a bad sample."""
    path.write_text(
        json.dumps(list(entries), ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
    )
