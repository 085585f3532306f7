"""A whole document audited: every relation its text claims, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from docgen.auditing.averages import averages_in
from docgen.auditing.calendar_checks import dates_in, issue_date, main_year
from docgen.auditing.changes import changes_in
from docgen.auditing.figures import Figure, figures_in
from docgen.auditing.marks import gaps_in, headings_in, labels_in, slips_in
from docgen.auditing.names import names_in
from docgen.auditing.passages import Passage
from docgen.auditing.products import products_in
from docgen.auditing.rates import rates_in
from docgen.auditing.relations import Relation, Verdict
from docgen.auditing.restated import floors_in, restated
from docgen.auditing.sums import sums_in


def relations_of(passages: Sequence[Passage], issued: date | None = None) -> list[Relation]:
    """The relations of a document; ``issued`` is its day of issue where the text doesn't say it itself."""
    day, year = issued or issue_date(passages), main_year(passages)
    figures = {passage.number: figures_in(passage) for passage in passages}
    found: list[Relation] = []
    for passage in passages:
        found += passage_relations(passage, figures[passage.number])
        found += dates_in(passage, day, year)
    found += restated(list(chain.from_iterable(figures.values())))
    found += headings_in(passages)
    found += gaps_in(passages)
    return settled(found)


def passage_relations(passage: Passage, figures: Sequence[Figure]) -> Iterator[Relation]:
    """The relations within one passage."""
    yield from sums_in(figures)
    yield from rates_in(figures)
    yield from averages_in(figures)
    yield from changes_in(figures)
    yield from products_in(figures)
    yield from floors_in(figures)
    yield from slips_in(passage, figures)
    yield from names_in(passage)
    yield from labels_in(passage)


def settled(relations: Sequence[Relation]) -> list[Relation]:
    """The relations once each, in the order of the text; one place is accused of one thing once."""
    found: dict[tuple[object, ...], Relation] = {}
    for each in relations:
        found.setdefault(each.key, each)
    ordered = sorted(
        found.values(), key=lambda each: (each.terms[-1].passage, each.terms[-1].start, each.sort)
    )
    return [each for each in ordered if each.verdict is not Verdict.UNDECIDED or not is_told(each, ordered)]


def is_told(one: Relation, relations: Sequence[Relation]) -> bool:
    """Whether the figure that nobody could check one way was checked another way."""
    last = one.terms[-1]
    return any(
        each.verdict is not Verdict.UNDECIDED
        and each.terms[-1].passage == last.passage
        and each.terms[-1].start == last.start
        and each.sort == one.sort
        for each in relations
    )
