"""One fault put into a clean document: how it is committed, and what the linter must say of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from docgen.layout.linting import lint
from docgen.ooxml.reading import read_document
from tests.clean_documents import FOOTERS, Made


def departures(data: bytes) -> set[tuple[str, str, str]]:
    """(rule, part, first words) of every departure."""
    return {
        (one.rule.id, each.part, each.words.rstrip("…\u3000"))
        for one in lint(data)[1]
        for each in one.departures
    }


def inside(words: str, old: str, new: str) -> Callable[[Made], Made]:
    """In the paragraph that holds these words, put one piece of XML in another's place."""

    def change(made: Made) -> Made:
        found = [at for at, each in enumerate(made.body) if words in each]
        assert len(found) == 1 and old in made.body[found[0]], (words, old, found)
        body = list(made.body)
        body[found[0]] = body[found[0]].replace(old, new, 1)
        return made._replace(body=tuple(body))

    return change


def in_styles(old: str, new: str) -> Callable[[Made], Made]:
    def change(made: Made) -> Made:
        assert old in made.styles, old
        return made._replace(styles=made.styles.replace(old, new, 1))

    return change


def in_section(old: str, new: str) -> Callable[[Made], Made]:
    def change(made: Made) -> Made:
        assert old in made.section, old
        return made._replace(section=made.section.replace(old, new, 1))

    return change


def in_footers(old: str, new: str, kind: str = "default") -> Callable[[Made], Made]:
    def change(made: Made) -> Made:
        assert old in FOOTERS[kind], old
        return made._replace(footers={**FOOTERS, kind: FOOTERS[kind].replace(old, new)})

    return change


def with_cell(properties: str) -> Callable[[Made], Made]:
    """A table of one cell (甲, 小四) before the last paragraphs, its paragraph with these properties."""
    cell = f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr><w:sz w:val="24"/></w:rPr><w:t>甲</w:t></w:r></w:p>'
    table = f'<w:tbl><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>'
    return lambda made: made._replace(body=(*made.body[:-3], table, *made.body[-3:]))


def without(words: str, blank: int) -> Callable[[Made], Made]:
    """Take away the empty paragraph so many places before the one with these words (or add one: negative)."""

    def change(made: Made) -> Made:
        at = next(count for count, each in enumerate(made.body) if words in each)
        body = list(made.body)
        del body[at - blank]
        return made._replace(body=tuple(body))

    return change


def swapped(first: str, second: str) -> Callable[[Made], Made]:
    def change(made: Made) -> Made:
        body = list(made.body)
        one, other = (next(at for at, each in enumerate(body) if words in each) for words in (first, second))
        body[one], body[other] = body[other], body[one]
        return made._replace(body=tuple(body))

    return change


class Fault(NamedTuple):
    """One fault: the rule it breaks, how it was committed, in which document, and where it must be found."""

    rule: str
    way: str
    document: str
    change: Callable[[Made], Made]
    places: tuple[tuple[str, str], ...]
    follows: tuple[tuple[str, str, str], ...] = ()


PAGE1 = (("页面", "第1节"),)


def body(*words: str) -> tuple[tuple[str, str], ...]:
    return tuple(("正文", each) for each in words)


def texts(data: bytes) -> list[tuple[str, str]]:
    return [(each.part, each.text) for each in read_document(data).paragraphs]
