"""What auditing gives: relations that the text itself claims, each with a verdict and its working."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from enum import Enum
from fractions import Fraction

from docgen.auditing.figures import Figure
from docgen.findings import Place
from docgen.frozen import frozen
from docgen.quantities import number_text, to_decimal


class Verdict(str, Enum):
    """Whether a relation holds; what nobody can decide from the text alone is never called a fault."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNDECIDED = "undecided"


@frozen
class Term:
    """A piece of text that a relation is about, and where it stands."""

    text: str
    place: Place
    passage: int
    start: int
    end: int


@frozen
class Relation:
    """One relation the text claims.

    ``sort`` names what would be wrong (sum-differs, rate-differs…); ``equation`` is the working in figures;
    ``excerpt`` the sentence it stands in; ``reason`` says why it can't be decided ("" where it can).
    """

    sort: str
    verdict: Verdict
    equation: str
    terms: tuple[Term, ...]
    excerpt: str = ""
    reason: str = ""
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where a clerk is to look first: the last of its terms."""
        return self.terms[-1].place

    @property
    def key(self) -> tuple[object, ...]:
        """What it is about: relations found twice have the same."""
        return (self.sort, tuple((term.passage, term.start) for term in self.terms))


def term(figure: Figure) -> Term:
    """A figure as a term of a relation."""
    passage = figure.passage
    return Term(figure.text, passage.place(figure.start), passage.number, figure.start, figure.end)


def relation(
    sort: str, verdict: Verdict, equation: str, figures: Sequence[Figure], reason: str = "", **parameters: str
) -> Relation:
    """A relation between figures; the last of them is the one that it claims to explain."""
    last = figures[-1].passage
    begin, end = last.sentence_span(figures[-1].sentence)
    excerpt = last.text[begin:end].strip()
    terms = tuple(term(figure) for figure in figures)
    return Relation(sort, verdict, equation, terms, excerpt, reason, parameters)


def amount(value: Fraction, like: Figure) -> str:
    """An amount in the unit of a figure, to at most two places more than it was written with."""
    number = value / like.factor
    decimal = to_decimal(number)
    shown = number_text(decimal)
    if len(shown.partition(".")[2]) > 4:
        shown = number_text(to_decimal(number, 2))
    return shown + like.unit


def plus(parts: Iterable[Figure]) -> str:
    """The sum as it would be typed into a calculator."""
    return "＋".join(part.text for part in parts)


def overlaps(low: Fraction, high: Fraction, figure: Figure) -> bool:
    """Whether a computed span meets what a figure may stand for."""
    return low <= figure.high and figure.low <= high
