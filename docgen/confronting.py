"""A document's figures against a record: what differs, what the document lacks, what no value backs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from docgen.auditing.figures import UNKNOWN, Figure
from docgen.auditing.passages import Passage
from docgen.expressions import Number
from docgen.findings import Place
from docgen.frozen import frozen
from docgen.measure_words import DURATIONS
from docgen.quantities import is_within_caps, number_text, parse_unit, to_decimal
from docgen.recognising import Recognised, key_of, recognised, wanted_of
from docgen.records import Record
from docgen.schemas import Kind
from docgen.structure import is_number

SAME, DIFFERS, ABSENT, UNBACKED = "same", "differs", "absent", "unbacked"


@frozen
class Confronted:
    """One value of a record and what a document says of it (or a figure that no value backs).

    ``status`` is same, differs, absent (in the record, not in the document) or unbacked (the other way).
    """

    status: str
    id: str
    title: str
    recorded: str
    written: str
    place: Place
    #: the figure of the document, None for what is absent
    figure: Figure | None = None


def confronted(passages: Sequence[Passage], record: Record, kind: Kind) -> list[Confronted]:
    """Every indicator of a record beside the document, then the document's figures that nothing backs."""
    known = recognised(passages, kind)
    titles = {each.id: each.title for each in wanted_of(kind)}
    entries = record.data.get("indicators")
    amounts = {*amounts_in(record.data), *derived_amounts(record, kind)}
    lines: list[Confronted] = []
    used: set[tuple[int, int]] = set()
    for id_, entry in entries.items() if isinstance(entries, dict) else ():
        called = entry.get("name") if isinstance(entry, dict) else None
        title = titles.get(id_) or str(called or id_)
        line = beside(id_, entry, title, known, record, used)
        if line is not None:
            lines.append(line)
    return [*lines, *unbacked(known.figures, used, amounts)]


def beside(
    id_: str, entry: Any, title: str, known: Recognised, record: Record, used: set[tuple[int, int]]
) -> Confronted | None:
    """One indicator of the record beside what the document says of it; None where it has no number."""
    value, unit = (entry.get("value"), entry.get("unit")) if isinstance(entry, dict) else (None, None)
    if not is_number(value) or not is_within_caps(value) or not isinstance(unit, str):
        return None
    recorded = f"{number_text(value)}{unit}"
    exact = Fraction(value) * parse_unit(parse_unit(unit).head).factor
    candidate = known.found.get(id_)
    if candidate is not None:
        figure = candidate.figure
        used.add(key_of(figure))
        status = SAME if figure.low <= exact <= figure.high else DIFFERS
        place = figure.passage.place(figure.start)
        return Confronted(status, id_, title, recorded, figure.text, place, figure)
    dimension = parse_unit(parse_unit(unit).head).dimension
    for figure in known.figures:
        if figure.value == exact and figure.dimension in (dimension, UNKNOWN) and key_of(figure) not in used:
            used.add(key_of(figure))
            place = figure.passage.place(figure.start)
            return Confronted(SAME, id_, title, recorded, figure.text, place, figure)
    place = Place(record.source.name, f"/indicators/{id_}", title)
    return Confronted(ABSENT, id_, title, recorded, "", place)


def amounts_in(value: Any) -> Iterator[Fraction]:
    """Every number of a record, also in the base unit where a unit stands beside it."""
    if is_number(value) and is_within_caps(value):
        yield Fraction(value)
    elif isinstance(value, Mapping):
        unit, number = value.get("unit"), value.get("value")
        if isinstance(unit, str) and isinstance(number, int | Decimal) and is_within_caps(number):
            yield Fraction(number) * parse_unit(parse_unit(unit).head).factor
        for each in value.values():
            yield from amounts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from amounts_in(each)


def derived_amounts(record: Record, kind: Kind) -> Iterator[Fraction]:
    """What the kind computes from a record, rounded as the document writes it: it is backed as well."""
    for name, derived in kind.derived.items():
        value = kind.compute(name, record)
        if isinstance(value, Number):
            factor = parse_unit(derived.unit).factor
            yield Fraction(to_decimal(value.amount / factor, derived.places)) * factor


def unbacked(
    figures: Sequence[Figure], used: set[tuple[int, int]], amounts: set[Fraction]
) -> Iterator[Confronted]:
    """The figures of the document that no value of the record has; words and stretches of time aside."""
    for figure in figures:
        if key_of(figure) in used or figure.is_word or figure.unit in DURATIONS:
            continue
        if figure.value in amounts or figure.value / figure.factor in amounts:
            continue
        begin, _end = figure.passage.clause_span(figure.clause)
        near = figure.passage.text[max(begin, figure.start - 16) : figure.start]
        place = figure.passage.place(figure.start)
        yield Confronted(UNBACKED, "", near.strip("，,；;、：: "), "", figure.text, place)
