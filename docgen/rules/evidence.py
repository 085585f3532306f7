"""What an evaluation left behind, made fit to be shown: values with places, the working, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

from docgen.dates import PartialDate
from docgen.expressions import Evidence, Failure, Number, Scope, Type, Unknown, Value, text_of
from docgen.expressions.comparisons import SIGNS
from docgen.expressions.values import ZERO_DIVISOR, shown_number
from docgen.findings import Place
from docgen.quantities import parse_unit
from docgen.records import Record
from docgen.rules.asof import own_date
from docgen.rules.masking import MASK, is_private
from docgen.rules.outcomes import Missing, Read, Step
from docgen.schemas import LABEL_STEP, Kind, Labels
from docgen.wording import default_date, format_date

#: what is shown of an outcome at most: values put in, lines of working, failures told in one sentence
MAX_READS = 40
MAX_STEPS = 60
MAX_FAILURES = 3
#: a value is cut off after so many characters; nobody reads on
_MAX_TEXT = 60


class Witness:
    """One record under examination: the scope that all rules share, and labels and places found once."""

    def __init__(self, record: Record, kind: Kind, as_of: PartialDate | None = None) -> None:
        self.record = record
        self.kind = kind
        self.scope = kind.scope(record)
        self.scope.as_of = as_of or own_date(record)
        #: the Chinese path of a pointer
        self.label = Labels(kind, record).of
        self.places: dict[str, Place] = {}
        self.kept: dict[tuple[str, bool], Read] = {}
        self.private: dict[str, bool] = {}

    @cached_property
    def loose(self) -> Scope:
        """The scope in which values that are only about right are ranges; few records need it."""
        return self.scope.loosened()

    def place(self, pointer: str, is_shown: bool) -> Place:
        """A place; its line and label cost a search, so only what is shown has them."""
        if not is_shown:
            return Place(self.record.source.name, pointer)
        found = self.places.get(pointer)
        if found is None:
            found = self.places[pointer] = self.record.place(pointer, self.label(pointer))
        return found

    def reads(self, raw: Mapping[str, tuple[Value, Type]], most: int, is_shown: bool) -> tuple[Read, ...]:
        """The values that were read and given, with their units as written; the first ones of many."""
        found: list[Read] = []
        for pointer, (value, type_) in raw.items():
            if len(found) == most:
                break
            if not isinstance(value, Unknown):
                found.append(self.read(pointer, value, type_, is_shown))
        return tuple(found)

    def is_private(self, evidence: Evidence, pointers: Iterable[str] | None = None) -> bool:
        """Whether an evaluation (of it these pointers) read any value that is not public."""
        if not self.kind.private_names:
            return False
        known, reads, untold = self.private, evidence.reads, evidence.untold
        for pointer in chain(reads, untold) if pointers is None else pointers:
            if pointer not in known:
                known[pointer] = is_private(self.kind, pointer)
            # a value that nobody gave tells nothing
            if known[pointer] and not isinstance((reads.get(pointer) or untold[pointer])[0], Unknown):
                return True
        return False

    def read(self, pointer: str, value: Value, type_: Type, is_shown: bool) -> Read:
        """One value that was read, made once for all rules that read it."""
        found = self.kept.get((pointer, is_shown))
        if found is None:
            place = self.place(pointer, is_shown)
            text = shortened(type_.choices.get(value, value) if isinstance(value, str) else text_of(value))
            qualifier = self.record.get(f"{pointer.rpartition('/')[0]}/qualifier") if type_.fields else None
            if isinstance(qualifier, str) and "qualifier" in type_.fields:
                text += f"（{type_.fields['qualifier'].choices.get(qualifier, qualifier)}）"
            if is_private(self.kind, pointer):
                text = MASK
            found = self.kept[pointer, is_shown] = Read(pointer, place.label, text, place)
        return found

    def missing(self, value: Value) -> tuple[Missing, ...]:
        """What could not be looked at, and the record's reason."""
        found: list[Missing] = []
        for gap in value.gaps if isinstance(value, Unknown) else ():
            place = self.place(gap.pointer, True) if gap.pointer else Place(self.record.source.name)
            found.append(Missing(gap.pointer, place.label, gap.reason, place))
        return tuple(found)

    def steps(self, evidence: Evidence) -> tuple[Step, ...]:
        """The working, in the clerk's words; none of it where anything private was read."""
        if self.is_private(evidence):
            return ()
        steps = list(evidence.steps.items())[:MAX_STEPS]
        return tuple(
            [
                Step(self.of(element) + words if element else words, shortened(text_of(*result)))
                for (element, words), result in steps
            ]
        )

    def of(self, element: str) -> str:
        """Which list element something is about: 「2020-05：」, or "" outside lists."""
        return f"{self.label(element).rpartition(LABEL_STEP)[2].rstrip('。；')}：" if element else ""

    def working(self, evidence: Evidence) -> tuple[str, str]:
        """What did not hold, and the difference of the two sides if that is one comparison.

        What tells of a value that is not public is masked.
        """
        failures = told(evidence.failures)
        is_hidden = [self.is_private(evidence, failure.reads) for failure in failures[:MAX_FAILURES]]
        texts = [
            self.of(failure.element) + (MASK if hide else sides(failure))
            for failure, hide in zip(failures, is_hidden, strict=False)
        ]
        more = len(failures) - len(texts) + evidence.left_out
        text = "；".join(texts) + (f"；等{len(failures) + evidence.left_out}处" if more else "")
        is_one = len(failures) == 1 and not is_hidden[0]
        return text, difference(failures[0]) if is_one else ""


def told(failures: Iterable[Failure]) -> list[Failure]:
    """The failures worth telling: all outside lists, and the last of each list element.

    An element fails when none of the ways open to it holds; the last is the ordinary one, the others are
    exceptions (not paid because not yet due, or paid on time).
    """
    chosen: dict[Failure | str, Failure] = {}
    for failure in failures:
        chosen[failure.element or failure] = failure
    return list(chosen.values())


def sides(failure: Failure) -> str:
    """One thing that did not hold, with the values of both its sides."""
    left, right = failure.left, failure.right
    if left is None or right is None:
        return failure.denial or f"{failure.words}不成立"
    texts = [shortened(shown(left, right)), shortened(shown(right, left))]
    return f"{failure.words}不成立（{texts[0]} {SIGNS[failure.symbol]} {texts[1]}）"


def shown(value: Value, like: Value) -> str:
    """One side of a comparison."""
    return default_date(value) if isinstance(value, PartialDate) else text_of(value, like)


def difference(failure: Failure) -> str:
    """How far the two sides of a comparison are apart; "" where that can't be said."""
    left, right = failure.left, failure.right
    if isinstance(left, Number) and isinstance(right, Number) and left.dimension == right.dimension:
        gap = Number(left.amount - right.amount, left.dimension, left.shown_in or right.shown_in)
        return shortened(text_of(gap, right))
    if isinstance(left, PartialDate) and isinstance(right, PartialDate) and left.is_day and right.is_day:
        return f"{abs((left.first - right.first).days)}天"
    return ""


def said(value: Value, style: str, type_: Type | None = None) -> str:
    """One value inside a sentence: numbers without their unit, dates in Chinese, 未知 for what is unknown."""
    if isinstance(value, PartialDate):
        try:
            return format_date(value, style) if style else default_date(value)
        except ValueError:  # the style asks for more than the date holds
            return default_date(value)
    if isinstance(value, Number):
        unit = parse_unit(style) if style else None
        if unit is not None and unit.dimension == value.dimension:
            value = Number(value.amount, value.dimension, unit)
        return shortened(shown_number(value))
    if isinstance(value, str):
        return type_.choices.get(value, value) if type_ else value
    return "（除数为零，无法计算）" if value == ZERO_DIVISOR else text_of(value)


def shortened(text: str) -> str:
    """A text that fits on a line."""
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT]}…"
