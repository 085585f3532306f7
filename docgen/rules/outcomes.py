"""What one rule gave on one subject, with the evidence for it; and a record's whole result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from enum import Enum
from typing import Protocol, TypeVar, overload

from docgen.errors import DocgenError
from docgen.findings import Finding, Nature, Place, Severity
from docgen.frozen import frozen


class Status(str, Enum):
    """The outcomes; unknown is never a pass, and neither is a rule that broke while it ran."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    NOT_ASSESSABLE = "not-assessable"
    ERROR = "error"


@frozen
class Read:
    """One value that a condition read: where it stands, its label, and its text with the unit as written."""

    pointer: str
    label: str
    text: str
    place: Place


_Each = TypeVar("_Each")


class Worded(Sequence[_Each]):
    """What one evaluation read, or its steps: worded by ``make`` the first time that anybody looks.

    Most outcomes are passes whose values nobody asks for, and of the reports only the JSON tells the steps.
    Equal to any sequence of the same things; sent to another process as a plain tuple.
    """

    __slots__ = ("_changes", "_made", "_make")

    def __init__(self, make: Callable[[], tuple[_Each, ...]]) -> None:
        self._make = make
        self._made: tuple[_Each, ...] | None = None
        self._changes: tuple[Callable[[_Each], _Each], ...] = ()

    @property
    def made(self) -> tuple[_Each, ...]:
        """All of them in words."""
        if self._made is None:
            self._made = self._make()
            for change in self._changes:
                self._made = tuple(map(change, self._made))
        return self._made

    def change(self, each: Callable[[_Each], _Each]) -> None:
        """Have each of them changed once it is worded, or now if it is."""
        if self._made is None:
            self._changes += (each,)
        else:
            self._made = tuple(map(each, self._made))

    @overload
    def __getitem__(self, index: int) -> _Each: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[_Each, ...]: ...
    def __getitem__(self, index: int | slice) -> _Each | tuple[_Each, ...]:
        return self.made[index]

    def __len__(self) -> int:
        return len(self.made)

    def __eq__(self, other: object) -> bool:
        return self.made == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.made)

    def __repr__(self) -> str:
        return repr(self.made)

    def __reduce__(self) -> tuple[type[tuple[_Each, ...]], tuple[tuple[_Each, ...]]]:
        return tuple, (self.made,)


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
    ``expected``, ``computed`` and ``difference`` are texts with units, "" where there is none. ``reads`` and
    ``steps`` are worded when somebody looks at them.
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
    reads: Sequence[Read]
    steps: Sequence[Step]
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


class Described(Protocol):
    """What a report tells of a rule itself."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def nature(self) -> Nature: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def why(self) -> str: ...
    @property
    def expect(self) -> str: ...
    @property
    def pack(self) -> str: ...
    @property
    def bases(self) -> tuple[LegalBasis, ...]: ...


@frozen
class CheckResult:
    """Everything that checking one record gave, before anything is worded.

    ``packs`` is pack id -> SHA-256; ``as_of`` the date (ISO text, "" where there is none) that decided
    what is overdue; ``digest`` the record's SHA-256 ("" where it was no file). ``rules`` are those that
    were tried. What is not public is masked already.
    """

    file: str
    kind: str
    title: str
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    explanations: tuple[Explanation, ...] = ()
    packs: Mapping[str, str] = field(default_factory=dict)
    as_of: str = ""
    digest: str = ""
    kind_title: str = ""
    issuer: str = ""
    rules: tuple[Described, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether the official document may not be made from this record."""
        return any(f.blocks for f in self.findings) or any(o.blocks for o in self.outcomes)

    @property
    def is_broken(self) -> bool:
        """Whether a rule broke, so that nobody can say whether the record keeps it."""
        return any(o.status is Status.ERROR for o in self.outcomes)


@frozen
class Checked:
    """One of several inputs: its result, or the error for which it couldn't be judged."""

    path: str
    result: CheckResult | None
    error: DocgenError | None


@frozen
class Standard:
    """What counts as a failure of a check (``--fail-on``, ``--strict``).

    ``fail_on`` is ``error`` (what blocks a document: 文稿差错 at severity error), ``warning`` or ``info``
    (anything of that severity or worse, of both natures) or ``never``. ``is_strict``: what can't be
    assessed counts too.
    """

    fail_on: str = "error"
    is_strict: bool = False

    def counts(self, one: Finding | Outcome) -> bool:
        """Whether a finding or an outcome counts; what is explained or waived never does."""
        if isinstance(one, Outcome):
            if one.status is Status.NOT_ASSESSABLE:
                return self.is_strict
            if one.status is not Status.FAIL or one.explanation is not None:
                return False
        if self.fail_on == "error":
            return one.blocks
        severities = {"warning": (Severity.ERROR, Severity.WARNING), "info": tuple(Severity)}
        return one.severity in severities.get(self.fail_on, ())

    def fails(self, result: CheckResult) -> bool:
        """Whether anything in a result counts."""
        return any(map(self.counts, result.findings)) or any(map(self.counts, result.outcomes))
