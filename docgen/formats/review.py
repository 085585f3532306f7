"""A check's result for the files beside a document: the check sheet (校核单), and a draft's comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from docgen.findings import Finding, Nature, Place
from docgen.formats.text import NATURES, explained_text
from docgen.messages import N_, translate, word
from docgen.ooxml.drafts import Comment
from docgen.rules.outcomes import CheckResult, LegalBasis, Missing, Outcome, Status

#: a comment that lists more missing values than this counts the rest
_MOST_MISSING = 8
#: a row of the sheet that has more places or reasons than this counts the rest
_MOST_PLACES, _MOST_REASONS = 2, 2
#: a name in a place of the sheet is cut off after so many characters: the sheet is one page
_LONGEST_NAME = 12
#: between the steps of a label (指标 › 城市低保户数)
_STEP = " › "
#: as many rules as a row names that lack the same thing
_TITLES_IN_A_ROW = 2
_MOST_BASES = 2


def review_context(
    result: CheckResult, *, issuer: str, kind: str, digest: str, date: str, language: str
) -> dict[str, Any]:
    """What the check sheet's template may use (templates.RESULT_ROOT): all texts worded in ``language``.

    Alike findings are one row: those of a rule, or of a sort of fault.
    """
    found = result.findings
    failed = [outcome for outcome in result.outcomes if outcome.status is Status.FAIL]
    standing = [outcome for outcome in failed if outcome.explanation is None]
    unsure = [outcome for outcome in result.outcomes if outcome.status is Status.NOT_ASSESSABLE]
    broken = [outcome for outcome in result.outcomes if outcome.status is Status.ERROR]
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
            *(_finding_row(alike, language) for alike in _by_code(found)),
            *(_broken_row(outcome, language) for outcome in broken),
            *(_outcome_row(alike, language) for alike in _by_rule(standing)),
            *_unsure_rows(unsure, language),
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
        if outcome.status is Status.ERROR:
            head = f"[{translate(N_('rule error'), language)}] {outcome.title}"
            yield Comment("", author, _lines(head, outcome.message))
        if outcome.status is Status.FAIL:
            label = outcome.subject_label if outcome.subject else ""
            pointer = outcome.place.pointer
            yield Comment(pointer, author, _failure(outcome, language), _read(pointer, [outcome]), label)
    for alike in _by_rule([each for each in result.outcomes if each.status is Status.NOT_ASSESSABLE]):
        first = alike[0]
        missing = _missing(alike)
        pointers = [each.pointer for each in missing] or [first.place.pointer]
        head = f"[{translate(N_('not assessable'), language)}] {first.title}"
        text = _lines(
            head,
            _field(N_("Expected"), first.expected, language),
            _missing_text(missing, _MOST_MISSING, language),
            _field(N_("Basis"), _bases(first, language), language),
        )
        others = (*pointers[1:], *_read(pointers[0], alike), first.place.pointer)
        yield Comment(pointers[0], author, text, others)


def _read(pointer: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """What the outcomes looked at that may stand for this: figures, and what belongs to the same thing."""
    thing = "/".join(pointer.split("/")[:3]) + "/"
    reads = (read.pointer for outcome in outcomes for read in outcome.reads)
    return tuple(dict.fromkeys(each for each in reads if each.startswith(("/indicators/", thing))))


def _failure(outcome: Outcome, language: str) -> str:
    given = explained_text(outcome.explanation, language) if outcome.explanation else ""
    nature = translate(NATURES[outcome.nature], language)
    return _lines(
        f"[{nature}] {outcome.title}",
        outcome.message,
        _field(N_("Expected"), outcome.expected, language),
        _field(N_("Basis"), _bases(outcome, language), language),
        _field(N_("Explained"), given, language),
    )


def _bases(outcome: Outcome, language: str, most: int | None = None) -> str:
    """The bases that may be printed, short; the first so many of them where there is little room."""
    bases = [text for text in (_short_basis(basis, language) for basis in outcome.bases) if text]
    shown = "；".join(bases[:most])
    if most is None or len(bases) <= most:
        return shown
    return translate(N_("{bases} and others"), language).format(bases=shown)


def _short_basis(basis: LegalBasis, language: str) -> str:
    """A basis by name and article; the text report has the rest of it. "" if it may not be printed."""
    name = basis.title.strip("《》").partition("（")[0]
    if basis.verified == "article":
        return f"《{name}》{basis.article}"
    if basis.verified == "title":
        return f"《{name}》（{translate(N_('check against the original text'), language)}）"
    return ""


def _finding_row(alike: list[Finding], language: str) -> dict[str, str]:
    sentences = [word(each.code, each.parameters, language) for each in alike]
    return {
        "title": alike[0].place.label.partition(_STEP)[0],
        "count": str(len(alike)),
        "place": _places([each.place for each in alike], language),
        "what": _first_two(sentences),
        "expected": "",
        "basis": "",
        "nature": translate(NATURES[alike[0].nature], language),
        "status": _status(alike[0].blocks, language),
    }


def _outcome_row(alike: list[Outcome], language: str) -> dict[str, str]:
    first = alike[0]
    places = [replace(each.place, label=each.subject_label or each.place.label) for each in alike]
    return {
        "title": first.title,
        "count": str(len(alike)),
        "place": _places(places, language),
        "what": _first_two([each.message for each in alike]),
        "expected": first.expected,
        "basis": _bases(first, language, _MOST_BASES),
        "nature": translate(NATURES[first.nature], language),
        "status": _status(first.blocks, language),
    }


def _broken_row(outcome: Outcome, language: str) -> dict[str, str]:
    return {
        **_outcome_row([outcome], language),
        "place": "",
        "nature": translate(N_("rule error"), language),
        "status": translate(N_("not assessable"), language),
    }


def _unsure_rows(unsure: list[Outcome], language: str) -> Iterator[dict[str, str]]:
    """A row for each reason why rules can't be judged: one missing list often stops several rules."""
    by_reason: dict[str, list[list[Outcome]]] = {}
    for alike in _by_rule(unsure):
        by_reason.setdefault(_reasons(_missing(alike), language), []).append(alike)
    for reason, rules in by_reason.items():
        outcomes = [outcome for alike in rules for outcome in alike]
        missing = [replace(each.place, label=each.label) for each in _missing(outcomes)]
        yield {
            **_outcome_row(outcomes, language),
            "title": _title_of_all([alike[0].title for alike in rules], language),
            "place": _places(missing, language, most=1),
            "what": reason,
            "basis": _bases(rules[0][0], language, _MOST_BASES) if len(rules) == 1 else "",
            "nature": translate(N_("not assessable"), language),
            "status": translate(N_("not assessable"), language),
        }


def _title_of_all(titles: list[str], language: str) -> str:
    """The titles of the rules in one row: two, and how many there are."""
    if len(titles) <= _TITLES_IN_A_ROW:
        return "；".join(titles)
    shown = "；".join(titles[:_TITLES_IN_A_ROW])
    text = translate(N_("{titles} and others, {count} rules"), language)
    return text.format(titles=shown, count=len(titles))


def _reasons(missing: Sequence[Missing], language: str) -> str:
    """Why it can't be judged: the record's reasons, and that something is missing where it gives none."""
    reasons = list(dict.fromkeys(each.reason for each in missing))
    given = [reason for reason in reasons if reason]
    more = "等" if len(given) > _MOST_REASONS else ""
    unknown = _field(N_("Unknown"), "；".join(given[:_MOST_REASONS]) + more, language)
    absent = translate(N_("Missing"), language) if "" in reasons else ""
    return "；".join(filter(None, (unknown, absent)))


def _first_two(sentences: Sequence[str]) -> str:
    """The first two different sentences; the row's places tell how many there are."""
    return "".join(list(dict.fromkeys(sentences))[:2])


def _places(places: Sequence[Place], language: str, most: int = _MOST_PLACES) -> str:
    """Places in a row, the first of many, as 资金发放：甲、乙等5处 › 发放标准，第3、9行."""
    lines = [str(each.line) for each in places[:most] if each.line]
    line = translate(N_("line {line}"), language).format(line="、".join(lines)) if lines else ""
    labels = [_STEP.join(map(_cut, _about(each).split(_STEP))) for each in places]
    return "，".join(filter(None, (_labels(labels, most, language), line)))


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip("…") + "…"


def _labels(labels: Sequence[str], most: int, language: str) -> str:
    """The first so many labels; what all begin and end with is said once: 资金发放：甲、乙 › 发放标准."""
    if len(set(labels)) < 2:
        return "".join(labels[:1])
    steps = [label.split(_STEP) for label in labels]
    first = _shared(steps)
    last = _shared([each[first:][::-1] for each in steps])
    own = [_STEP.join(each[first : len(each) - last]) for each in steps]
    before, after = steps[0][:first], steps[0][len(steps[0]) - last :]
    start = _STEP.join(before) + "：" if before else ""
    return _STEP.join((start + _listed(own, most, language), *after))


def _shared(steps: Sequence[Sequence[str]]) -> int:
    """How many steps all begin with; each keeps at least one of its own."""
    at = 0
    while all(len(each) > at + 1 and each[at] == steps[0][at] for each in steps):
        at += 1
    return at


def _listed(texts: Sequence[str], most: int, language: str) -> str:
    """The first so many texts, and how many there are if there are more."""
    listed = "、".join(texts[:most])
    if len(texts) <= most:
        return listed
    return translate(N_("{places} and others, {count} in all"), language).format(
        places=listed, count=len(texts)
    )


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


def _by_rule(outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.rule, []).append(outcome)
    return list(groups.values())


def _by_code(findings: Sequence[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, bool], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.blocks), []).append(finding)
    return list(groups.values())


def _missing(outcomes: Sequence[Outcome]) -> list[Missing]:
    return list({each.pointer: each for outcome in outcomes for each in outcome.missing}.values())


def _missing_text(missing: Sequence[Missing], most: int, language: str) -> str:
    """What is missing, grouped by the reason that the record gives."""
    groups: dict[str, list[str]] = {}
    for each in missing:
        groups.setdefault(each.reason, []).append(each.label or each.pointer)
    texts = []
    for reason, labels in groups.items():
        texts.append(_labels(labels, most, language) + (f"（{reason}）" if reason else ""))
    return _field(N_("Missing"), "；".join(texts), language)


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
