"""One unit of an inspection as plain data: what each rule gave, and every finding worded with its evidence.

A unit has ``unit`` (its name), ``key``, ``file``, ``status`` (clean, blocked or unreadable), ``kind``,
``period``, ``as_of``, ``sha256``; ``previous`` (file and digest of last period's record that it was compared
with, or None); ``cells`` (rule -> class -> number of subjects); ``findings`` and
``unsure``, of one shape, and ``gone``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docgen.continuity import Comparison
from docgen.errors import DocgenError
from docgen.findings import Finding, Nature, Place, Severity
from docgen.formats.text import NATURES, basis_text, explained_text
from docgen.inspecting import RECORD_RULE, Unit
from docgen.locating import join_pointer, split_pointer
from docgen.messages import N_, translate, word
from docgen.records import Record
from docgen.rules.outcomes import CheckResult, LegalBasis, Missing, Outcome, Read, Status
from docgen.rules.rule import Rule
from docgen.rules.text_rules import TextRule
from docgen.schemas import Kind

SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.INFO: N_("note")}


def judged_unit(
    record: Record, kind: Kind, result: CheckResult, language: str, before: Record | None = None
) -> Unit:
    """A judged record as a unit; its name is not yet told from others'. It was compared with ``before``."""
    issuer = record.get("/issuer/name")
    cells: dict[str, dict[str, int]] = {}
    findings = [finding_entry(each, record, language) for each in result.findings]
    unsure: list[dict[str, Any]] = []
    for entry in findings:
        _count(cells, RECORD_RULE, entry["class"])
    for outcome in result.outcomes:
        sort = class_of(outcome)
        _count(cells, outcome.rule, sort)
        if sort in ("pass", "other"):
            continue
        entry = outcome_entry(outcome, sort, record, language)
        (unsure if sort == "unsure" else findings).append(entry)
    unit: Unit = {
        "unit": (issuer.strip() if isinstance(issuer, str) else "") or record.source.name,
        "key": "",
        "file": record.source.name,
        "status": "blocked" if result.is_blocked else "clean",
        "kind": kind.id,
        "kind_title": kind.title,
        "title": result.title,
        "period": "—".join(_text(record, f"/period/{end}") for end in ("start", "end")),
        "as_of": result.as_of,
        "sha256": record.source.digest,
        "previous": {"file": before.source.name, "sha256": before.source.digest} if before else None,
        "cells": cells,
        "findings": findings,
        "unsure": unsure,
        "gone": [],
    }
    told_apart((*findings, *unsure))
    return unit


def unreadable_unit(path: str, sentence: str, line: int | None = None, column: int | None = None) -> Unit:
    """An input that couldn't be judged, as a unit of the file's name with one finding."""
    name = path.replace("\\", "/").rpartition("/")[2] or path
    entry = _entry(RECORD_RULE, "", "fault", Place(path, "", "", line, column), sentence)
    entry["key"] = "unreadable"
    return {
        "unit": name,
        "key": "",
        "file": path,
        "status": "unreadable",
        "kind": "",
        "kind_title": "",
        "title": "",
        "period": "",
        "as_of": "",
        "sha256": "",
        "previous": None,
        "cells": {},
        "findings": [entry],
        "unsure": [],
        "gone": [],
    }


def error_sentence(error: DocgenError, language: str) -> str:
    """What kept an input from being judged, in ``language``."""
    return word(error.code, error.parameters, language)


def class_of(outcome: Outcome) -> str:
    """The class of an outcome: one of inspecting.CLASSES; error for a rule that broke."""
    match outcome.status:
        case Status.PASS:
            return "pass"
        case Status.NOT_APPLICABLE:
            return "other"
        case Status.NOT_ASSESSABLE:
            return "unsure"
        case Status.FAIL:
            if outcome.explanation:
                return "waived" if outcome.is_waived else "explained"
            return "fault" if outcome.blocks else "hint"
    return "error"


def finding_entry(finding: Finding, record: Record, language: str) -> dict[str, Any]:
    """A finding about the record itself as an entry."""
    sentence = word(finding.code, finding.parameters, language)
    sort = "fault" if finding.blocks else "hint"
    entry = _entry(RECORD_RULE, finding.place.label, sort, finding.place, sentence)
    entry["code"] = finding.code
    entry["nature"] = translate(NATURES[finding.nature], language)
    entry["severity"] = translate(SEVERITIES[finding.severity], language)
    entry["key"] = f"{finding.code}|{stable_pointer(record, finding.place.pointer)}"
    return entry


def outcome_entry(outcome: Outcome, sort: str, record: Record, language: str) -> dict[str, Any]:
    """A failed, explained, broken or not assessable outcome as an entry, with all its evidence."""
    about = outcome.subject_label or outcome.place.label
    entry = _entry(outcome.rule, about, sort, outcome.place, outcome.message)
    where = "" if outcome.subject else stable_pointer(record, outcome.place.pointer)
    entry |= {
        "title": outcome.title,
        "nature": translate(NATURES[outcome.nature], language),
        "severity": translate(SEVERITIES[outcome.severity], language),
        "subject": outcome.subject,
        "expected": outcome.expected,
        "reads": [_read(each) for each in outcome.reads],
        "computed": outcome.computed,
        "difference": outcome.difference,
        "missing": [_missing(each) for each in outcome.missing],
        "basis": basis_texts(outcome.bases, language),
        "key": f"{outcome.rule}|{outcome.subject}|{where}",
    }
    if outcome.explanation is not None:
        entry["explanation"] = explained_text(outcome.explanation, language)
    return entry


def rule_line(rule: Rule | TextRule | Comparison, language: str) -> dict[str, Any]:
    """A rule as the reports list it."""
    nature = Nature.ADVICE if isinstance(rule, Comparison) else rule.nature
    return {
        "id": rule.id,
        "title": rule.title,
        "nature": translate(NATURES[nature], language),
        "severity": translate(SEVERITIES[rule.severity], language),
        "why": " ".join(rule.why.split()),
        "expect": rule.expect,
        "basis": [] if isinstance(rule, Comparison) else basis_texts(rule.bases, language),
        "pack": "" if isinstance(rule, Comparison) else rule.pack,
    }


def record_line(language: str) -> dict[str, Any]:
    """The line of what is wrong with records themselves, among the rules."""
    return {
        "id": RECORD_RULE,
        "title": translate(N_("The record itself"), language),
        "nature": "",
        "severity": "",
        "why": translate(N_("Missing or wrong fields, units, dates and mentions in the text."), language),
        "expect": "",
        "basis": [],
        "pack": "",
    }


def basis_texts(bases: Iterable[LegalBasis], language: str) -> list[str]:
    """The bases that may be printed, in words."""
    return [text for text in (basis_text(each, language) for each in bases) if text]


def stable_pointer(record: Record, pointer: str) -> str:
    """A pointer that survives an insertion: elements of lists are named by their ids where they have one."""
    steps: list[str] = []
    value: Any = record.data
    for step in split_pointer(pointer):
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
            own = value.get("id") if isinstance(value, dict) else None
            steps.append(own if isinstance(own, str) else step)
        else:
            value = value.get(step) if isinstance(value, dict) else None
            steps.append(step)
    pointer = ""
    for step in steps:
        pointer = join_pointer(pointer, step)
    return pointer


def told_apart(entries: Iterable[dict[str, Any]]) -> None:
    """Number the entries of a unit that have the same key, so that every key is there once."""
    seen: dict[str, int] = {}
    for entry in entries:
        key = entry["key"]
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            entry["key"] = f"{key}#{seen[key]}"


def _entry(rule: str, about: str, sort: str, place: Place, message: str) -> dict[str, Any]:
    return {
        "key": "",
        "rule": rule,
        "code": "",
        "title": "",
        "class": sort,
        "nature": "",
        "severity": "",
        "subject": "",
        "about": about,
        "message": message,
        "expected": "",
        "reads": [],
        "computed": "",
        "difference": "",
        "missing": [],
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "pointer": place.pointer,
        "basis": [],
        "explanation": "",
        "baseline": "",
    }


def _read(read: Read) -> dict[str, Any]:
    return {"label": read.label, "text": read.text, "pointer": read.pointer, "line": read.place.line}


def _missing(missing: Missing) -> dict[str, Any]:
    label = missing.label or missing.pointer
    return {
        "label": label,
        "reason": missing.reason,
        "pointer": missing.pointer,
        "line": missing.place.line,
    }


def _count(cells: dict[str, dict[str, int]], rule: str, sort: str) -> None:
    cell = cells.setdefault(rule, {})
    cell[sort] = cell.get(sort, 0) + 1


def _text(record: Record, pointer: str) -> str:
    value: Mapping[str, Any] | str | None = record.get(pointer)
    return value if isinstance(value, str) else ""
