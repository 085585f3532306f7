"""The indents of 落款 and 成文日期 by 7.3.5.2."""

from __future__ import annotations

import pytest

from docgen.ooxml.signatures import indent_signature, right_indents, width_in_characters


def paragraph(style: str, text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def test_digits_are_half_as_wide():
    assert width_in_characters("2020年7月3日") == 6


@pytest.mark.parametrize(
    ("name", "date", "indents"),
    [
        (7, 6, (2, 1)),  # the date begins two characters right of the name
        (6, 6, (2, 0)),
        (4, 6.5, (6.5, 2)),  # a longer date stays two characters from the edge, and pushes the name left
    ],
)
def test_name_and_date_stand_as_the_standard_says(name: float, date: float, indents: tuple[float, float]):
    assert right_indents(name, date) == indents
    assert name + indents[0] - (date + indents[1]) == 2  # in every case: two characters


def test_indents_replace_those_of_the_paragraphs():
    given = paragraph("Signer", "云川县民政局", '<w:ind w:right="640"/><w:jc w:val="right"/>') + paragraph("IssueDate", "2024年7月5日")
    assert indent_signature(given) == (
        paragraph("Signer", "云川县民政局", '<w:ind w:right="640"/><w:jc w:val="right"/>')
        + paragraph("IssueDate", "2024年7月5日", '<w:ind w:right="0"/>')
    )


def test_a_document_without_signature_stays_as_it_is():
    assert indent_signature(paragraph("Signer", "云川县民政局")) == paragraph("Signer", "云川县民政局")
