"""What one rule gave on one subject, with the evidence for it; and a record's whole result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from docgen.findings import Finding, Nature, Place, Severity
from docgen.frozen import frozen


class Status(str, Enum):
    """The four outcomes; unknown is never a pass."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    NOT_ASSESSABLE = "not-assessable"


@frozen
class Read:
    """One value that a condition read: where it stands, its label, and its text with the unit as written."""

    pointer: str
    label: str
    text: str
    place: Place


@frozen
class Missing:
    """A value that a rule needed and the record does not give; ``reason`` is the record's own, or ""."""

    pointer: str
    label: str
    reason: str
    place: Place


@frozen
class Step:
    """One sub-expression with its result, as text: the working a clerk can follow."""

    expression: str
    result: str


@frozen
class LegalBasis:
    """One basis of a rule as it may be printed; ``verified`` decides how (rules/packs.py holds the marks).

    ``verified`` is ``article`` (an article may be printed), ``title`` (named with 请核对原文, without
    article) or ``none`` (never printed). Dates are ISO texts, "" where unknown.
    """

    title: str
    issuer: str
    number: str
    article: str
    effective_from: str
    effective_to: str
    verified: str
    area: str = ""
    note: str = ""


@frozen
class Explanation:
    """情况说明: who explains a failed rule at a place, and why; it releases a block and is listed.

    A waiver (豁免) is one that somebody approved: ``approver``, ``document`` and the day it ``expires``.
    ``record`` names the one record it is for (its file, unit or SHA-256), ``item`` the subject by its own
    key, ``values`` what must still be in the record for it to hold (pointer, id or field -> text). All ""
    where they are not given.
    """

    rule: str
    place: str
    reason: str
    by: str
    date: str = ""
    source: Place = field(default_factory=Place)
    record: str = ""
    item: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    approver: str = ""
    document: str = ""
    expires: str = ""

    @property
    def is_waiver(self) -> bool:
        """Whether somebody approved it, for a time or under a document."""
        return bool(self.approver or self.document or self.expires)


@frozen
class Outcome:
    """What one rule gave on one subject.

    ``subject`` is the key of the item it looked at (pay_orphan, or "" for the whole record) and
    ``place`` where that stands; ``message`` is the pack's own sentence, filled in, in Chinese.
    ``expected``, ``computed`` and ``difference`` are texts with units, "" where there is none.
    """

    rule: str
    title: str
    nature: Nature
    severity: Severity
    status: Status
    subject: str
    subject_label: str
    place: Place
    message: str
    expected: str
    computed: str
    difference: str
    reads: tuple[Read, ...]
    steps: tuple[Step, ...]
    missing: tuple[Missing, ...]
    bases: tuple[LegalBasis, ...]
    explanation: Explanation | None = None

    @property
    def is_waived(self) -> bool:
        """Whether it failed and that is approved."""
        return self.explanation is not None and self.explanation.is_waiver

    @property
    def blocks(self) -> bool:
        """A failed 文稿差错 at severity error that nobody has explained."""
        return (
            self.status is Status.FAIL
            and self.nature is Nature.CONTRADICTION
            and self.severity is Severity.ERROR
            and self.explanation is None
        )


@frozen
class CheckResult:
    """Everything that checking one record gave, before anything is worded.

    ``packs`` is pack id -> SHA-256; ``as_of`` the date (ISO text, "" where there is none) that decided
    what is overdue.
    """

    file: str
    kind: str
    title: str
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    explanations: tuple[Explanation, ...] = ()
    packs: Mapping[str, str] = field(default_factory=dict)
    as_of: str = ""

    @property
    def is_blocked(self) -> bool:
        """Whether the official document may not be made from this record."""
        return any(f.blocks for f in self.findings) or any(o.blocks for o in self.outcomes)
