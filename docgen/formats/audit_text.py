"""An audit as text for a terminal, and as plain data for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docgen.auditing.relations import Relation, Verdict
from docgen.auditing.results import Audit, Audited
from docgen.formats.json_report import plain, unjudged_object
from docgen.messages import N_, translate, word

_HEADS = {
    Verdict.INCONSISTENT: N_("Please check:"),
    Verdict.UNDECIDED: N_("Can't be decided:"),
    Verdict.CONSISTENT: N_("Consistent:"),
}
#: longer sentences are shown from shortly before what is to be checked
_MOST_TEXT, _BEFORE = 90, 40


def audit_text(audit: Audit, language: str, *, with_consistent: bool = False) -> str:
    """One file's audit: what to check first, what can't be decided, what is consistent (if wanted)."""
    return "\n".join(_lines(audit, language, with_consistent)) + "\n"


def _lines(audit: Audit, language: str, with_consistent: bool) -> Iterator[str]:
    faults, unsure, good = (
        len(audit.of(verdict)) for verdict in (Verdict.INCONSISTENT, Verdict.UNDECIDED, Verdict.CONSISTENT)
    )
    summary = (
        N_(
            "{file}: {faults} to check, {unsure} that can't be decided, {good} consistent; "
            "{figures} quantities read"
        )
        if faults
        else N_(
            "{file}: nothing contradicts itself. Can't be decided: {unsure}; consistent: {good}; "
            "quantities read: {figures}"
        )
    )
    yield translate(summary, language).format(
        file=audit.file, faults=faults, unsure=unsure, good=good, figures=audit.figures
    )
    wanted = [Verdict.INCONSISTENT, Verdict.UNDECIDED, *([Verdict.CONSISTENT] if with_consistent else [])]
    for verdict in wanted:
        relations = audit.of(verdict)
        if relations:
            yield ""
            yield translate(_HEADS[verdict], language)
        for number, each in enumerate(relations, 1):
            yield from _relation_lines(each, number, language)


def _relation_lines(relation: Relation, number: int, language: str) -> Iterator[str]:
    said = sentence(relation, language)
    yield f"{number:3}. {place_text(relation)}  {said}".rstrip()
    if relation.equation:
        yield f"     {relation.equation}"
    if relation.verdict is not Verdict.CONSISTENT:
        yield "     " + translate(N_("Text: {excerpt}"), language).format(excerpt=excerpt(relation))


def sentence(relation: Relation, language: str) -> str:
    """What a clerk is told of a relation: the fault, or why it can't be decided; nothing if it holds."""
    if relation.verdict is Verdict.CONSISTENT:
        return ""
    if relation.verdict is Verdict.UNDECIDED:
        return word(f"audit-reason-{relation.reason}", {}, language)
    return word(f"audit-{relation.sort}", relation.parameters, language)


def place_text(relation: Relation) -> str:
    """The places of a relation's terms: 第3段第2句, or two of them where it spans sentences."""
    return "、".join(dict.fromkeys(_place(term.place.label, term.place.line) for term in relation.terms))


def _place(label: str, line: int | None) -> str:
    return f"{label}（第{line}行）" if line else label


def excerpt(relation: Relation) -> str:
    """The sentence of a relation, or the part of a long one around what is to be checked."""
    text = " ".join(relation.excerpt.split())
    if len(text) <= _MOST_TEXT:
        return text
    at = max(0, text.find(relation.terms[-1].text) - _BEFORE)
    cut = text[at : at + _MOST_TEXT]
    return ("…" if at else "") + cut + ("…" if at + _MOST_TEXT < len(text) else "")


def audited_object(audited: Audited, language: str) -> dict[str, Any]:
    """One of several files as JSON has it: its relations with their sentences, or why it couldn't be read."""
    audit = audited.audit
    if audit is None:
        assert audited.error is not None  # it has one or the other
        return unjudged_object(audited.path, audited.error, language)
    return {
        "file": audit.file,
        "status": "inconsistent" if audit.has_faults else "clean",
        "sha256": audit.digest,
        "issued": audit.issued,
        "counts": {verdict.value: len(audit.of(verdict)) for verdict in Verdict} | {"figures": audit.figures},
        "relations": [relation_object(each, language) for each in audit.relations],
    }


def relation_object(relation: Relation, language: str) -> dict[str, Any]:
    """One relation as JSON has it."""
    return {
        "sort": relation.sort,
        "verdict": relation.verdict.value,
        "sentence": sentence(relation, language),
        "equation": relation.equation,
        "reason": relation.reason,
        "terms": [
            {
                "text": term.text,
                "place": term.place.label,
                "line": term.place.line,
                "start": term.start,
                "end": term.end,
            }
            for term in relation.terms
        ],
        "excerpt": relation.excerpt,
        "parameters": plain(relation.parameters),
    }
