"""What an evaluation sees of a record, what it may cost, and the evidence it leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from docgen.dates import PartialDate
from docgen.expressions.types import Type
from docgen.expressions.values import Nothing, Thing, Unknown, Value

if TYPE_CHECKING:
    from docgen.expressions.reading import Found

#: how many sub-expressions one evaluation may take, loops included, and all those over one record
MAX_STEPS = 200_000
MAX_STEPS_IN_ALL = 3_000_000
#: of how many list elements that decided the evidence is kept
MAX_ELEMENTS = 10


#: the classes of what a calculation can't go on with
_LACKING = frozenset((Unknown, Nothing))


_Given = TypeVar("_Given")


class BudgetExceeded(Exception):
    """An evaluation took more steps than it may; becomes a not assessable outcome."""


class Failure(NamedTuple):
    """What did not hold: in words, in which list element, and the two sides of a comparison.

    ``denial`` says the opposite of the words where that is said better than with 不成立; ``reads`` are the
    pointers that were read for it.
    """

    words: str
    element: str = ""
    left: Value | None = None
    symbol: str = ""
    right: Value | None = None
    denial: str = ""
    reads: tuple[str, ...] = ()


class Evidence:
    """What an evaluation left behind; hundreds are begun for a record, and few of them grow.

    ``reads``: pointer -> value read and its type. The rest only where it is traced: ``steps`` has the
    result of each sub-expression, and the value that it is worded like, by (list element's pointer, words),
    ``failures`` what decided that the whole didn't hold, ``left_out`` how many deciding list elements are not
    told of. ``untold`` are reads of those: nobody shows them, but what they gave may be in a result.
    """

    __slots__ = ("failures", "left_out", "reads", "steps", "untold")

    def __init__(self) -> None:
        self.reads: dict[str, tuple[Value, Type]] = {}
        self.untold: dict[str, tuple[Value, Type]] = {}
        self.steps: dict[tuple[str, str], tuple[Value, Value | None]] = {}
        self.failures: list[Failure] = []
        self.left_out = 0

    def add(self, other: Evidence) -> None:
        """Take in the evidence of a part."""
        if self.reads:
            for pointer, found in other.reads.items():
                self.reads.setdefault(pointer, found)
        else:
            self.reads.update(other.reads)
        if other.untold:
            self.untold.update(other.untold)
        self.steps.update(other.steps)
        self.failures.extend(other.failures)
        self.left_out += other.left_out


@dataclass(slots=True)
class Scope:
    """One record as expressions see it; the same for all evaluations over it, each leaving its evidence.

    ``root`` is the whole record as a Thing; ``pointers`` maps each id of the record to its JSON pointer;
    ``derived`` the kind's derived values; ``as_of`` is the day that decides what is overdue (None: nobody
    said); ``local`` holds ``item`` and ``each``. ``known`` keeps what was
    once read (by path from the root, or pointer and path), so the record must not change meanwhile.
    ``is_loose``: a value that is only about right is read as the range of what it may stand for.
    """

    root: Thing
    pointers: Mapping[str, str] = field(default_factory=dict)
    derived: Mapping[str, Callable[[Scope], Value]] = field(default_factory=dict)
    as_of: PartialDate | None = None
    local: dict[str, Thing] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
    is_traced: bool = False
    known: dict[tuple[str, str] | str, Found] = field(default_factory=dict)
    budget: int = MAX_STEPS
    granted: int = MAX_STEPS
    budget_in_all: int = MAX_STEPS_IN_ALL
    is_loose: bool = False

    def loosened(self) -> Scope:
        """The same record, where what is only about right is a range."""
        return Scope(self.root, self.pointers, self.derived, self.as_of, is_loose=True)

    def start(self, item: Thing | None = None, *, is_traced: bool = False) -> None:
        """Begin anew, with an element as ``item``: no evidence yet, a full budget of what is left in all."""
        self.local = {} if item is None else {"item": item}
        if self.is_traced or self.evidence.reads:  # without a trace there is nothing else
            self.evidence = Evidence()
        self.is_traced = is_traced
        self.budget_in_all -= self.granted - (self.budget if self.budget > 0 else 0)
        enough = self.budget_in_all > MAX_STEPS
        self.granted = self.budget = MAX_STEPS if enough else max(0, self.budget_in_all)

    def spend(self) -> None:
        """Count one step; BudgetExceeded when there are none left."""
        self.budget -= 1
        if self.budget < 0:
            raise BudgetExceeded

    def note(self, words: str, value: Value, like: Value | None = None) -> None:
        """Keep a sub-expression's result, if it is traced."""
        if self.is_traced:
            each = self.local.get("each")
            self.evidence.steps[each.pointer if each else "", words] = (value, like)

    def apart(self, run: Callable[[Scope], _Given]) -> tuple[_Given, Evidence]:
        """The value of a part and the evidence that it alone left."""
        whole, self.evidence = self.evidence, Evidence()
        try:
            value = run(self)
        finally:
            part, self.evidence = self.evidence, whole
        return value, part

    def unblamed(self, run: Callable[[Scope], _Given]) -> tuple[_Given, tuple[str, ...]]:
        """What a part gives and what it read; its own failures explain nothing of the whole's.

        All else that it left stays.
        """
        evidence = self.evidence
        if not evidence.reads and not evidence.failures and not evidence.untold:
            value, part = run(self), evidence  # all there will be is the part's
            evidence.failures.clear()
        else:
            value, part = self.apart(run)
            part.failures.clear()
            evidence.add(part)
        return value, (*part.reads, *part.untold)

    def untraced(self, run: Callable[[Scope], _Given]) -> tuple[_Given, Evidence]:
        """What ``run`` gives and read, with no trace or step counted; what decided is run again."""
        whole, budget = self.evidence, self.budget
        self.evidence, self.is_traced = Evidence(), False
        try:
            return run(self), self.evidence
        finally:
            self.evidence, self.is_traced, self.budget = whole, True, budget

    def joined(
        self, runs: Iterable[Callable[[Scope], Value]], join: Callable[[list[Value]], Value]
    ) -> Value:
        """Several truths joined; where it is traced, only the parts that decided leave evidence."""
        if not self.is_traced:
            return join([run(self) for run in runs])
        tried = [self.apart(run) for run in runs]
        result = join([value for value, _evidence in tried])
        for value, evidence in tried:
            if has_decided(value, result):
                self.evidence.add(evidence)
        return result


def has_decided(value: Value, result: Value) -> bool:
    """Whether a part's value is why several, joined, came to that result."""
    return value is result if result.__class__ is bool else value.__class__ in _LACKING
