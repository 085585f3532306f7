"""An audit as text for a terminal, and as plain data for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docgen.auditing.relations import Relation, Verdict
from docgen.auditing.results import Audit, Audited
from docgen.confronting import ABSENT, DIFFERS, SAME, UNBACKED, Confronted
from docgen.formats.json_report import plain, unjudged_object
from docgen.messages import N_, translate, word

HEADS = {
    Verdict.INCONSISTENT: N_("Please check:"),
    Verdict.UNDECIDED: N_("Can't be decided:"),
    Verdict.CONSISTENT: N_("Consistent:"),
}
_BESIDE = {
    DIFFERS: N_("Different from the record:"),
    ABSENT: N_("In the record, not found in the document:"),
    UNBACKED: N_("In the document, backed by no value of the record:"),
}
#: longer sentences are shown from shortly before what is to be checked
_MOST_TEXT, _BEFORE = 90, 40


def audit_text(audit: Audit, language: str, *, with_consistent: bool = False) -> str:
    """One file's audit: what to check first, what can't be decided, what is consistent (if wanted)."""
    return "\n".join(_lines(audit, language, with_consistent)) + "\n"


def confronted_text(lines: Sequence[Confronted], record: str, language: str) -> str:
    """A document's figures beside a record's values, what differs first."""
    shown: list[str] = []
    counts = {status: sum(each.status == status for each in lines) for status in (SAME, *_BESIDE)}
    summary = N_(
        "Against {record}: {same} the same, {differs} different, {absent} not in the document, "
        "{unbacked} backed by no value"
    )
    shown.append(translate(summary, language).format(record=record, **counts))
    for status, head in _BESIDE.items():
        if counts[status]:
            shown += ["", translate(head, language)]
        for number, each in enumerate((line for line in lines if line.status == status), 1):
            shown.append(f"{number:3}. {_beside_text(each, language)}")
    return "\n".join(shown) + "\n"


def _beside_text(line: Confronted, language: str) -> str:
    if line.status == DIFFERS:
        told = N_("{place}  {title}: the document says {written}, the record {recorded}; please check.")
    elif line.status == ABSENT:
        told = N_("{title} {recorded}")
    else:
        told = N_("{place}  …{title} {written}")
    place = _place(line.place.label, line.place.line)
    return translate(told, language).format(
        place=place, title=line.title, written=line.written, recorded=line.recorded
    )


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
            yield translate(HEADS[verdict], language)
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
