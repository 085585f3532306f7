"""What to ask a unit about its record: each failed or not assessable rule and each fault as one question.

A question asks and never convicts: only what an inspector marks 属实 later goes into an order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import PurePath
from typing import Any

from docgen.continuity import BEFORE, JUMP
from docgen.dates import parse_date
from docgen.findings import Finding, Place, Severity
from docgen.formats.text import basis_text
from docgen.frozen import frozen
from docgen.messages import translate, word
from docgen.ooxml.marking import FORBIDDEN
from docgen.records import Record
from docgen.rules.outcomes import CheckResult, Missing, Outcome, Status
from docgen.schemas import Kind
from docgen.wording import default_date

#: so many values or places are named in one question; of more, this many and how many there are
_MOST = 6
_STEP = " › "
#: findings that tell how to write JSON -> the same in an official letter
_SAID_IN_LETTERS = {"missing": "missing-in-letter", "null-without-reason": "empty-in-letter"}


@frozen
class Question:
    """One thing to ask: ``values`` is what the record says and where, ``asks`` what to verify.

    ``key`` stays the same for the same record, rule and subject; ``basis`` is only what may be printed.
    """

    key: str
    unit: str
    rule: str
    title: str
    values: str
    asks: str
    basis: str
    expected: str = ""


@frozen
class Asked:
    """A judged record with its questions, and what a letter says of it."""

    file: str
    digest: str
    unit: str
    kind: str
    period: str
    title: str
    questions: tuple[Question, ...]
    packs: tuple[tuple[str, str], ...] = ()
    #: what the record says of its office, and the last day of its period (ISO text)
    issuer: Mapping[str, Any] = field(default_factory=dict)
    period_end: str = ""
    #: SHA-256 of last period's record that it was compared with
    before: str = ""


def asked(
    record: Record, kind: Kind, result: CheckResult, period_name: str, language: str, before: str = ""
) -> Asked:
    """A judged record with what to ask of it; what isn't public the result has masked already."""
    issuer = record.get("/issuer/name")
    unit = " ".join(printable(issuer).split()) if isinstance(issuer, str) else ""
    unit = unit or PurePath(record.source.name).stem
    wording = _Wording(record, unit, language)
    end = record.get("/period/end")
    last = parse_date(end) if isinstance(end, str) else None
    year = f"{last.last.year}年" if last else ""
    return Asked(
        file=record.source.name,
        digest=record.source.digest,
        unit=unit,
        kind=kind.id,
        period=f"{year}{period_name}" if period_name else default_date(last) if last else "",
        title=printable(result.title),
        questions=tuple(wording.questions(result)),
        packs=tuple(sorted(result.packs.items())),
        issuer=issuer_data if isinstance(issuer_data := record.get("/issuer"), dict) else {"name": unit},
        period_end=last.last.isoformat() if last else "",
        before=before,
    )


class _Wording:
    """The questions of one record, in one language."""

    def __init__(self, record: Record, unit: str, language: str) -> None:
        self.record = record
        self.unit = unit
        self.language = language
        self.keys: set[str] = set()

    def questions(self, result: CheckResult) -> Iterator[Question]:
        """Faults of the record first, then what failed, then what could not be judged."""
        for finding in result.findings:
            if finding.place.file == self.record.source.name:  # else of the explanations, not the unit's
                yield self.of_finding(finding)
        open_ = [each for each in result.outcomes if each.explanation is None]
        for alike in _grouped(each for each in open_ if each.status is Status.FAIL):
            # many small remarks of one rule are one line; what weighs more is asked one by one, and so is
            # each change since last period, whose figures are all there is to ask about
            is_small = alike[0].severity is Severity.INFO and alike[0].rule != JUMP.id
            for group in [alike] if is_small else [[each] for each in alike]:
                yield self.of_failures(group)
        for alike in _grouped(each for each in open_ if each.status is Status.NOT_ASSESSABLE):
            yield self.of_unsure(alike)

    def of_finding(self, finding: Finding) -> Question:
        """A fault of the record itself."""
        code = _SAID_IN_LETTERS.get(finding.code, finding.code)
        sentence = word(code, finding.parameters, self.language)
        title = finding.place.label.rpartition(_STEP)[2] or self._("the record itself")
        where = self.where(finding.place)
        return self.question(finding.code, title, where, sentence, "", (finding.place.pointer, sentence))

    def of_failures(self, alike: Sequence[Outcome]) -> Question:
        """Failures of one rule that are asked together."""
        first = alike[0]
        if len(alike) == 1:
            reads = [f"{_short(each.label)} {each.text}{self.line(each.place)}" for each in first.reads]
            values = self.listed(reads) or self.where(self.about(first))
        else:
            values = self.listed([self.where(self.about(each)) for each in alike])
        asks = "".join(list(dict.fromkeys(each.message for each in alike))[:2])
        return self.of_rule(alike, values, asks)

    def of_unsure(self, alike: Sequence[Outcome]) -> Question:
        """What one rule could not judge: the values that are missing."""
        missing = list({each.pointer: each for outcome in alike for each in outcome.missing}.values())
        asks = alike[0].message or self._("Please supply what is missing.")
        return self.of_rule(alike, self.missing(missing), asks)

    def of_rule(self, alike: Sequence[Outcome], values: str, asks: str) -> Question:
        """The question of outcomes of one rule: what is expected is part of what it asks."""
        first = alike[0]
        if first.expected:
            asks += self._("(Expected: {expected})", expected=first.expected)
        basis = "；".join(filter(None, (basis_text(each, self.language) for each in first.bases)))
        subjects = [each.subject or each.place.pointer for each in alike]
        about = (first.status.value, *subjects)
        question = self.question(first.rule, first.title, values, asks, basis, about)
        return replace(question, expected=first.expected)

    def question(
        self, rule: str, title: str, values: str, asks: str, basis: str, subjects: Iterable[str]
    ) -> Question:
        """One question with its key."""
        told = "\n".join((self.record.source.digest, rule, *subjects))
        key = hashlib.sha256(told.encode("utf-8")).hexdigest()[:12]
        while key in self.keys:  # two alike: the second is told apart by its place among them
            key = hashlib.sha256(f"{told}\n{key}".encode()).hexdigest()[:12]
        self.keys.add(key)
        title, values, asks = (printable(" ".join(text.split())) for text in (title, values, asks))
        return Question(key, self.unit, rule, title, values, asks, basis)

    def missing(self, missing: Sequence[Missing]) -> str:
        """What is missing, and for which reason the record gives."""
        reasons: dict[str, list[str]] = {}
        for each in missing:
            label = _short(each.label) or each.pointer
            reasons.setdefault(each.reason, []).append(label + self.line(each.place))
        # units that don't go together are missing nowhere: all that can be said of them is the reason
        texts = [
            f"{self.listed(labels)}（{reason}）" if reason and any(labels) else reason or self.listed(labels)
            for reason, labels in reasons.items()
        ]
        return self._("Missing: {what}", what="；".join(texts)) if texts else ""

    def about(self, outcome: Outcome) -> Place:
        """Where the subject of an outcome stands."""
        return replace(outcome.place, label=outcome.subject_label or outcome.place.label)

    def where(self, place: Place) -> str:
        """A place as the unit knows it, with its line."""
        return _short(place.label) + self.line(place)

    def line(self, place: Place) -> str:
        """（第12行）, "" where there is no line."""
        return self._("(line {line})", line=place.line) if place.line else ""

    def listed(self, texts: Iterable[str]) -> str:
        """The texts, of many the first ones and how many there are."""
        every = list(dict.fromkeys(filter(None, texts)))
        if len(every) <= _MOST:
            return "；".join(every)
        first = "；".join(every[:_MOST])
        return self._("{places} and others, {count} in all", places=first, count=len(every))

    def _(self, text: str, /, **values: object) -> str:
        return translate(text, self.language).format_map(values)


def printable(text: str) -> str:
    """The text with □ for what no document can hold; that it is there is a finding of its own."""
    return FORBIDDEN.sub("□", text)


def _grouped(outcomes: Iterable[Outcome]) -> list[list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.rule, []).append(outcome)
    return list(groups.values())


def _short(label: str) -> str:
    """A label without the steps that say nothing to its unit (指标 ›, › 数值)."""
    steps = label.split(_STEP)
    before = steps[:1] if steps[0] == BEFORE else []
    steps = steps[len(before) :]
    if len(steps) > 1 and steps[0] in ("指标", "资金发放"):
        steps = steps[1:]
    if len(steps) > 1 and steps[-1] == "数值":
        steps = steps[:-1]
    return "—".join([*before, *steps])
