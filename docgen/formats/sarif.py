"""Checked inputs as SARIF 2.1.0, for programs that show results beside the lines they are about.

A failed rule is a ``fail``, one that can't be assessed is ``open``; passes are there too, so that nothing
that was looked at is missing. What is explained or waived is a suppression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from docgen.errors import DocgenError
from docgen.findings import Finding, Place, Severity
from docgen.formats.text import basis_text, explained_text
from docgen.messages import word
from docgen.rules.outcomes import Checked, CheckResult, Described, Outcome, Status

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
KINDS = {
    Status.PASS: "pass",
    Status.FAIL: "fail",
    Status.NOT_APPLICABLE: "notApplicable",
    Status.NOT_ASSESSABLE: "open",
}


def sarif(inputs: Sequence[Checked], language: str, version: str, exit_code: int) -> dict[str, Any]:
    """The SARIF log with one run over all inputs."""
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(inputs, language).run(version, exit_code)]}


class _Run:
    """One run under way: rules and artifacts get their index when they are first met."""

    def __init__(self, inputs: Sequence[Checked], language: str) -> None:
        self.inputs = inputs
        self.language = language
        self.rules: dict[str, dict[str, Any]] = {}
        self.indexes: dict[str, int] = {}

    def run(self, version: str, exit_code: int) -> dict[str, Any]:
        results: list[dict[str, Any]] = []
        notifications: list[dict[str, Any]] = []
        packs: dict[str, str] = {}
        for checked in self.inputs:
            if checked.result is None:
                notifications.append(self.unreadable(checked))
                continue
            packs |= checked.result.packs
            for rule in checked.result.rules:
                self.add_rule(rule)
            results += [self.finding(each) for each in checked.result.findings]
            for outcome in checked.result.outcomes:
                if outcome.status is Status.ERROR:
                    notifications.append(self.broken(outcome))
                else:
                    results.append(self.outcome(outcome))
        return {
            "tool": {
                "driver": {
                    "name": "docgen",
                    "version": version,
                    "semanticVersion": version,
                    "language": self.tag,
                    "rules": list(self.rules.values()),
                }
            },
            "invocations": [
                {
                    "executionSuccessful": not notifications,
                    "exitCode": exit_code,
                    "toolExecutionNotifications": notifications,
                }
            ],
            # a file named twice is there once: equal entries are not allowed
            "artifacts": [self.artifact(each) for each in {each.path: each for each in self.inputs}.values()],
            "language": self.tag,
            "columnKind": "unicodeCodePoints",
            "properties": {"packs": packs},
            "results": results,
        }

    @property
    def tag(self) -> str:
        """The language as SARIF writes it."""
        return "zh-CN" if self.language.startswith("zh") else "en"

    def add_rule(self, rule: Described) -> None:
        """Keep what a rule is, once."""
        if rule.id in self.rules:
            return
        why = " ".join(rule.why.split())
        bases = [text for text in (basis_text(each, self.language) for each in rule.bases) if text]
        self.keep(
            {
                "id": rule.id,
                "name": rule.title,
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": why or rule.title},
                "help": {"text": "\n".join([rule.expect or rule.title, *bases])},
                "defaultConfiguration": {"level": LEVELS[rule.severity]},
                "properties": {"nature": rule.nature.value, "pack": rule.pack, "bases": bases},
            }
        )

    def keep(self, descriptor: dict[str, Any]) -> None:
        """Give a rule its index."""
        self.indexes[descriptor["id"]] = len(self.rules)
        self.rules[descriptor["id"]] = descriptor

    def named(self, id: str, sentence: str, severity: Severity) -> dict[str, Any]:
        """How a result names its rule; a rule nobody described (a fault of the record) is described by it."""
        if id not in self.rules:
            text = {"text": sentence or id}
            level = {"level": LEVELS[severity]}
            self.keep(
                {"id": id, "name": id, "fullDescription": text, "help": text, "defaultConfiguration": level}
            )
        return {"ruleId": id, "ruleIndex": self.indexes[id]}

    def finding(self, finding: Finding) -> dict[str, Any]:
        """A fault of the record as a failed result."""
        sentence = word(finding.code, finding.parameters, self.language)
        return {
            **self.named(finding.code, sentence, finding.severity),
            "kind": "fail",
            "level": LEVELS[finding.severity],
            "message": {"text": sentence or finding.code},
            "locations": [self.location(finding.place)],
            "properties": {"nature": finding.nature.value, "blocks": finding.blocks},
        }

    def outcome(self, outcome: Outcome) -> dict[str, Any]:
        """What one rule gave on one subject as a result."""
        is_failed = outcome.status is Status.FAIL
        result = {
            **self.named(outcome.rule, outcome.title, outcome.severity),
            "kind": KINDS[outcome.status],
            "level": LEVELS[outcome.severity] if is_failed else "none",
            "message": {"text": _told(outcome)},
            "locations": [self.location(outcome.place, outcome.subject_label)],
            "properties": self.properties(outcome),
        }
        related = [self.location(each.place, each.label) for each in outcome.missing if each.place.line]
        if related:
            result["relatedLocations"] = [{"id": at, **each} for at, each in enumerate(related, 1)]
        given = outcome.explanation
        if given is not None:
            text = explained_text(given, self.language)
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": text}]
        return result

    def properties(self, outcome: Outcome) -> dict[str, Any]:
        """What SARIF has no field for."""
        bases = [text for text in (basis_text(each, self.language) for each in outcome.bases) if text]
        told: dict[str, Any] = {
            "nature": outcome.nature.value,
            "blocks": outcome.blocks,
            "subject": outcome.subject,
            "expected": outcome.expected,
            "computed": outcome.computed,
            "difference": outcome.difference,
            "bases": bases,
        }
        if outcome.status is Status.FAIL:
            told["values"] = [f"{each.label} {each.text}" for each in outcome.reads]
        return {name: value for name, value in told.items() if value not in ("", [])}

    def broken(self, outcome: Outcome) -> dict[str, Any]:
        """A rule that broke, as what went wrong in the tool."""
        return {
            "level": "error",
            "message": {"text": outcome.message},
            "associatedRule": {"id": outcome.rule, "index": self.indexes.get(outcome.rule, -1)},
            "locations": [self.location(outcome.place)],
        }

    def unreadable(self, checked: Checked) -> dict[str, Any]:
        """An input that couldn't be judged, as what went wrong in the tool."""
        error = checked.error
        assert error is not None  # it has one or the other
        place = Place(error.path or checked.path, "", "", error.line, error.column)
        return {
            "descriptor": {"id": error.code},
            "level": "error",
            "message": {"text": _sentence(error, self.language)},
            "locations": [self.location(place)],
        }

    def location(self, place: Place, label: str = "") -> dict[str, Any]:
        """A place as file, line and column, with its Chinese path as the logical location."""
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri(place.file)}}
        if place.line:
            region = {"startLine": place.line, "startColumn": place.column}
            physical["region"] = {name: value for name, value in region.items() if value}
        found: dict[str, Any] = {"physicalLocation": physical}
        logical = {"name": label or place.label, "fullyQualifiedName": place.pointer}
        logical = {name: text for name, text in logical.items() if text}
        if logical:
            found["logicalLocations"] = [{**logical, "kind": "member"}]
        return found

    def artifact(self, checked: Checked) -> dict[str, Any]:
        """An input, with its digest and what was found out about it."""
        location = {"location": {"uri": uri(checked.path)}}
        result = checked.result
        if result is None:
            return location
        hashes = {"hashes": {"sha-256": result.digest}} if result.digest else {}
        return {**location, "mimeType": "application/json", **hashes, "properties": _about(result)}


def uri(path: str) -> str:
    """A path as a URI: relative where it is, file:// where it isn't, stdin: for standard input."""
    if path in ("", "-"):
        return "stdin:"
    text = quote(path.replace("\\", "/"), safe="/:", errors="replace")
    if text[1:3] == ":/":
        return f"file:///{text}"
    if text.startswith("/"):
        return f"file://{text}"
    return text.replace(":", "%3A")


def _about(result: CheckResult) -> dict[str, Any]:
    return {
        "title": result.title,
        "kind": result.kind,
        "asOf": result.as_of,
        "status": "blocked" if result.is_blocked else "clean",
    }


def _told(outcome: Outcome) -> str:
    """What a result says: the rule's sentence, else what is missing, else the rule's title."""
    missing: Iterable[str] = (
        f"{each.label or each.pointer}" + (f"（{each.reason}）" if each.reason else "")
        for each in outcome.missing
    )
    return outcome.message or "；".join(filter(None, (outcome.title, *missing)))


def _sentence(error: DocgenError, language: str) -> str:
    return word(error.code, error.parameters, language)
