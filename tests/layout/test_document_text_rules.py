"""Each rule on text finds exactly its spots in wrong texts, and nothing in right ones that look wrong."""

from __future__ import annotations

import re

import pytest
from text_cases import RIGHT, WRONG

from docgen.layout.text.checking import is_put_right, text_changes, text_spots
from docgen.layout.text.drafts import Paragraph, Spot
from docgen.layout.text.table import TEXT_RULES, DocumentTextRule

RULES = {rule.id: rule for rule in TEXT_RULES}
#: what these look at is no text: how Word counts and breaks lines
OF_FORMAT = {"text.heading.auto-number", "text.punct.line-start"}
_SPOT = re.compile(r"\{([^{}|]*)(?:\|([^{}|]*))?\}")


def paragraphs(text: str, rule: DocumentTextRule) -> list[Paragraph]:
    return [Paragraph(line, rule.role) for line in text.split("\n")]


def marked(text: str) -> tuple[str, list[tuple[int, int, str, str | None]]]:
    """A case without its marks, and the spots that they stand for."""
    spots = []
    plain = []
    for number, line in enumerate(text.split("\n")):
        done, at = "", 0
        for match in _SPOT.finditer(line):
            done += line[at : match.start()]
            spots.append((number, len(done), match[1], match[2]))
            done += match[1]
            at = match.end()
        plain.append(done + line[at:])
    return "\n".join(plain), spots


def spots_of(rule_id: str, text: str) -> list[Spot]:
    rule = RULES[rule_id]
    return [spot for each, spot in text_spots(paragraphs(text, rule), "official") if each is rule]


@pytest.mark.parametrize(("rule_id", "case"), [(rule, case) for rule, cases in WRONG.items() for case in cases])
def test_a_wrong_text_has_exactly_its_spots(rule_id: str, case: str) -> None:
    text, expected = marked(case)
    found = [(spot.paragraph, spot.start, spot.found, spot.wanted) for spot in spots_of(rule_id, text)]
    assert found == expected


@pytest.mark.parametrize(("rule_id", "text"), [(rule, case) for rule, cases in RIGHT.items() for case in cases])
def test_a_right_text_that_looks_wrong_has_none(rule_id: str, text: str) -> None:
    assert spots_of(rule_id, text) == []


def test_every_rule_has_its_cases() -> None:
    assert set(WRONG) == set(RIGHT) == set(RULES) - OF_FORMAT
    assert [rule for rule, cases in WRONG.items() if len(cases) < 4] == []
    assert [rule for rule, cases in RIGHT.items() if len(cases) < 6] == []


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.id)
def test_its_wrong_example_is_the_only_finding_and_its_right_one_has_none(rule: DocumentTextRule) -> None:
    if rule.id in OF_FORMAT:
        return
    assert {each.id for each, _spot in text_spots(paragraphs(rule.wrong, rule), "official")} == {rule.id}
    assert text_spots(paragraphs(rule.right, rule), "official") == []


@pytest.mark.parametrize(("rule_id", "case"), [(rule, case) for rule, cases in WRONG.items() for case in cases])
def test_put_right_nothing_is_left_that_puts_itself_right(rule_id: str, case: str) -> None:
    text, _expected = marked(case)
    before = paragraphs(text, RULES[rule_id])
    changes = text_changes(before, "official")
    after = list(before)
    for change in changes:
        after[change.paragraph] = Paragraph(change.after, before[change.paragraph].role)
    left = [(rule.id, spot) for rule, spot in text_spots(after, "official") if is_put_right(rule, spot)]
    assert left == []
    assert text_changes(after, "official") == []


def test_numbers_of_words_lists_and_lines_broken_anywhere_are_told() -> None:
    counted = [Paragraph("总体要求", is_list_item=True), Paragraph("甲", breaks_anywhere=True)]
    assert [(rule.id, spot.paragraph) for rule, spot in text_spots(counted)] == [
        ("text.heading.auto-number", 0),
        ("text.punct.line-start", 1),
    ]
