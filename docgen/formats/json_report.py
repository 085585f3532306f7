"""A check's result as plain data for other programs: every value JSON can hold, numbers as exact text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType
from typing import Any

from docgen import __version__
from docgen.errors import DocgenError
from docgen.findings import Finding
from docgen.formats.text import counts
from docgen.messages import word
from docgen.quantities import number_text
from docgen.rules.outcomes import Checked, CheckResult, Outcome

#: name and version of the object; a field is never renamed within a version
FORMAT = "docgen-report/0"

EXIT_MEANINGS = {
    0: "clean",
    1: "blocked",
    2: "usage",
    3: "unreadable",
    4: "partly-judged",
    70: "internal-error",
    130: "interrupted",
}


def report(exit_code: int, language: str, **content: object) -> dict[str, object]:
    """The one object that --json prints: what the exit code means, then ``content``."""
    head = {
        "format": FORMAT,
        "docgen": __version__,
        "language": language,
        "exit": exit_code,
        "meaning": EXIT_MEANINGS[exit_code],
    }
    return {**head, **{name: plain(value) for name, value in content.items()}}


def result_object(
    result: CheckResult,
    language: str,
    told: Callable[[Outcome], dict[str, object]] | None = None,
) -> dict[str, Any]:
    """One judged record: its findings with their sentences, its outcomes as ``told`` (else whole), counts."""
    told = told or outcome_object
    return {
        "file": result.file,
        "status": "blocked" if result.is_blocked else "clean",
        "kind": result.kind,
        "title": result.title,
        "sha256": result.digest,
        "as_of": result.as_of,
        "counts": counts(result),
        "findings": [finding_object(finding, language) for finding in result.findings],
        "outcomes": [told(outcome) for outcome in result.outcomes],
        "explanations": plain(result.explanations),
        "packs": plain(result.packs),
    }


def checked_object(checked: Checked, language: str) -> dict[str, Any]:
    """One of several inputs: its result, or why it couldn't be judged."""
    if checked.result is not None:
        return result_object(checked.result, language)
    assert checked.error is not None  # it has one or the other
    return unjudged_object(checked.path, checked.error, language)


def unjudged_object(file: str, error: DocgenError, language: str) -> dict[str, object]:
    """One input that couldn't be judged, in the place where a judged one would have its result."""
    return {"file": file, "status": "unreadable", "error": error_object(error, language)}


def finding_object(finding: Finding, language: str) -> dict[str, object]:
    """One finding with its sentence in ``language``."""
    return {
        "code": finding.code,
        "sentence": word(finding.code, finding.parameters, language),
        "severity": finding.severity.value,
        "nature": finding.nature.value,
        "blocks": finding.blocks,
        "place": plain(finding.place),
        "parameters": plain(finding.parameters),
    }


def outcome_object(outcome: Outcome) -> dict[str, object]:
    """One outcome with everything that led to it."""
    return {**plain(outcome), "blocks": outcome.blocks}


def error_object(error: DocgenError, language: str) -> dict[str, Any]:
    """What stopped the work, with its sentence in ``language``."""
    return {
        "code": error.code,
        "sentence": word(error.code, error.parameters, language),
        "file": error.path,
        "line": error.line,
        "column": error.column,
        "suggestion": error.suggestion,
        "parameters": plain(error.parameters),
        "also": [error_object(each, language) for each in error.also],
    }


def plain(value: object) -> Any:
    """Any value of docgen as JSON has it; an exact number that JSON readers would round becomes text."""
    if type(value) in (str, int, bool, NoneType):  # nearly all of it
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | Fraction):
        return number_text(value)
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _field_names(value.__class__)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(item) for item in value]
    return str(value)


@cache
def _field_names(sort: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(sort))
