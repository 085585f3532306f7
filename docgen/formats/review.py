"""A check's result for the files beside a document: the check sheet (校核单), and a draft's comments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from docgen.findings import Finding, Nature, Place
from docgen.formats.text import NATURES, basis_text
from docgen.messages import N_, translate, word
from docgen.ooxml.drafts import Comment
from docgen.rules.outcomes import CheckResult, Missing, Outcome, Status

#: a comment or a row of the sheet that lists more missing values than this counts the rest
_MOST_MISSING = 8


def review_context(
    result: CheckResult, *, issuer: str, kind: str, digest: str, date: str, language: str
) -> dict[str, Any]:
    """What the check sheet's template may use (templates.RESULT_ROOT): all texts worded in ``language``."""
    found = result.findings
    failed = [outcome for outcome in result.outcomes if outcome.status is Status.FAIL]
    standing = [outcome for outcome in failed if outcome.explanation is None]
    unsure = [outcome for outcome in result.outcomes if outcome.status is Status.NOT_ASSESSABLE]
    natures = [*(finding.nature for finding in found), *(outcome.nature for outcome in standing)]
    explained = [outcome for outcome in failed if outcome.explanation is not None]
    return {
        "title": result.title,
        "kind": kind,
        "file": PurePath(result.file).name,
        "digest": digest[:16],
        "date": date,
        "issuer": issuer,
        "counts": {
            "contradictions": natures.count(Nature.CONTRADICTION),
            "advice": natures.count(Nature.ADVICE),
            "not_assessable": len(unsure),
            "explained": len(explained),
            "passed": sum(outcome.status is Status.PASS for outcome in result.outcomes),
        },
        "findings": [
            *(_finding_row(finding, language) for finding in found),
            *(_outcome_row(outcome, language) for outcome in standing),
            *(_unsure_row(alike, language) for alike in _by_rule(unsure)),
        ],
        "explanations": [_explanation_row(outcome) for outcome in explained],
    }


def draft_comments(result: CheckResult, language: str) -> list[Comment]:
    """A comment for every finding and failed rule at its value, one for each rule not assessable."""
    return list(_comments(result, language))


def _comments(result: CheckResult, language: str) -> Iterator[Comment]:
    author = translate(N_("Check"), language)
    for finding in result.findings:
        nature = translate(NATURES[finding.nature], language)
        sentence = word(finding.code, finding.parameters, language)
        yield Comment(finding.place.pointer, author, _lines(f"[{nature}] {_about(finding.place)}", sentence))
    for outcome in result.outcomes:
        if outcome.status is Status.FAIL:
            yield Comment(outcome.place.pointer, author, _failure(outcome, language))
    for alike in _by_rule([each for each in result.outcomes if each.status is Status.NOT_ASSESSABLE]):
        first = alike[0]
        missing = _missing(alike)
        pointer = missing[0].pointer if missing else first.place.pointer
        head = f"[{translate(N_('not assessable'), language)}] {first.title}"
        expected = _field(N_("Expected"), first.expected, language)
        yield Comment(pointer, author, _lines(head, expected, _missing_text(missing, language)))


def _failure(outcome: Outcome, language: str) -> str:
    nature = translate(NATURES[outcome.nature], language)
    bases = [basis_text(basis, language) for basis in outcome.bases]
    return _lines(
        f"[{nature}] {outcome.title}",
        outcome.message,
        _field(N_("Expected"), outcome.expected, language),
        _field(N_("Came out"), outcome.computed, language),
        _field(N_("Difference"), outcome.difference, language),
        _field(N_("Basis"), "；".join(filter(None, bases)), language),
        _field(N_("Explained"), _explained(outcome), language),
    )


def _finding_row(finding: Finding, language: str) -> dict[str, str]:
    return {
        "title": finding.place.label,
        "place": _where(finding.place, language),
        "what": word(finding.code, finding.parameters, language),
        "expected": "",
        "basis": "",
        "nature": translate(NATURES[finding.nature], language),
        "status": _status(finding.blocks, language),
    }


def _outcome_row(outcome: Outcome, language: str) -> dict[str, str]:
    bases = (basis_text(basis, language) for basis in outcome.bases)
    return {
        "title": outcome.title,
        "place": _where(outcome.place, language),
        "what": outcome.message,
        "expected": outcome.expected,
        "basis": "；".join(filter(None, bases)),
        "nature": translate(NATURES[outcome.nature], language),
        "status": _status(outcome.blocks, language),
    }


def _unsure_row(alike: list[Outcome], language: str) -> dict[str, str]:
    row = _outcome_row(alike[0], language)
    missing = _missing(alike)
    place = _where(missing[0].place, language) if len(missing) == 1 else ""
    status = translate(N_("not assessable"), language)
    return {**row, "place": place, "what": _missing_text(missing, language), "status": status}


def _explanation_row(outcome: Outcome) -> dict[str, str]:
    explanation = outcome.explanation
    assert explanation is not None
    return {
        "rule": outcome.title,
        "place": outcome.subject_label or _about(outcome.place),
        "reason": explanation.reason,
        "by": explanation.by,
        "date": explanation.date,
    }


def _by_rule(outcomes: list[Outcome]) -> list[list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.rule, []).append(outcome)
    return list(groups.values())


def _missing(outcomes: list[Outcome]) -> list[Missing]:
    return list({each.pointer: each for outcome in outcomes for each in outcome.missing}.values())


def _missing_text(missing: list[Missing], language: str) -> str:
    """What is missing, grouped by the reason that the record gives."""
    groups: dict[str, list[str]] = {}
    for each in missing:
        groups.setdefault(each.reason, []).append(each.label or each.pointer)
    texts = []
    for reason, labels in groups.items():
        text = "、".join(labels[:_MOST_MISSING])
        if len(labels) > _MOST_MISSING:
            more = translate(N_("and {count} more"), language).format(count=len(labels) - _MOST_MISSING)
            text += f"、{more}"
        texts.append(text + (f"（{reason}）" if reason else ""))
    return _field(N_("Missing"), "；".join(texts), language)


def _explained(outcome: Outcome) -> str:
    explanation = outcome.explanation
    if explanation is None:
        return ""
    return f"{explanation.reason}（{'，'.join(filter(None, (explanation.by, explanation.date)))}）"


def _status(blocks: bool, language: str) -> str:
    return translate(N_("to be put right") if blocks else N_("to be looked at"), language)


def _where(place: Place, language: str) -> str:
    line = translate(N_("line {line}"), language).format(line=place.line) if place.line else ""
    return "，".join(filter(None, (place.label, line)))


def _about(place: Place) -> str:
    return place.label or place.pointer


def _field(name: str, text: str, language: str) -> str:
    if not text:
        return ""
    return translate(N_("{name}: {text}"), language).format(name=translate(name, language), text=text)


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
