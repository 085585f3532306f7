"""Sentences and rows of a document, and which of them are copies of which: same words, whatever the numerals."""

from __future__ import annotations

from docgen.finalising.sentences import Sentence, partners, sentences_of
from docgen.ooxml.reading import read_document
from tests.docx_builder import document, paragraph, row, run, table


def sentences(*inner: str) -> list[Sentence]:
    return sentences_of(read_document(document(*inner)))


def texts(*lines: str) -> list[Sentence]:
    return sentences(*map(paragraph, lines))


def test_a_paragraph_is_read_by_sentences_and_a_table_by_rows() -> None:
    found = sentences(paragraph("甲3人。乙4.5万元，占９％。"), table(row("序号", "数"), row("1", "2024.6.30")))
    assert [(each.text, each.words, each.table) for each in found] == [
        ("甲3人。", "甲\0人。", 0),
        ("乙4.5万元，占9%。", "乙\0元，占\0%。", 0),
        ("序号\t数", "序号\t数", 1),
        ("1\t2024.6.30", "\0\t\0", 1),
    ]
    assert [each.text for each in found[1].numerals] == ["4.5万", "9"]
    assert found[1].numerals[1].places == (12,)


def test_white_space_is_left_out_and_what_counts_a_paragraph_is_no_numeral() -> None:
    [found] = texts("1.全县 1 048 户，7月1日起")
    assert [(each.text, each.places) for each in found.numerals] == [
        ("1048", (5, 7, 8, 9)),
        ("7月1日", (13, 14, 15, 16)),
    ]


def test_an_anchor_is_known_by_the_digits_in_it_whatever_stands_before() -> None:
    anchored = '<w:bookmarkStart w:id="1" w:name="_dg7"/>{}<w:bookmarkEnd w:id="1"/>'.format(run(" 53.4"))
    [found] = sentences(f"<w:p>{run('城  乡')}{run(' 12 户')}{anchored}{run('万元')}</w:p>")
    assert [(each.text, each.anchor) for each in found.numerals] == [("12", ""), ("53.4万", "_dg7")]
    [found] = sentences(f"<w:p>{anchored}{run('5万元')}</w:p>")  # a digit was put behind it
    assert [(each.text, each.anchor) for each in found.numerals] == [("53.45万", "")]


def test_copies_are_found_wherever_they_moved_and_however_often() -> None:
    old = texts("甲3人。乙4人。", "丙5人。")
    assert partners(texts("丙6人。", "甲3人。", "甲3人。"), old, is_edited=True) == {0: 2, 1: 0, 2: 0}


def test_of_sentences_in_the_same_words_the_neighbours_decide() -> None:
    old = texts("甲村：", "其中男3人。", "乙村：", "其中男4人。")
    moved = texts("乙村：", "其中男4人。", "甲村：", "其中男3人。")
    assert partners(moved, old, is_edited=True) == {0: 2, 1: 3, 2: 0, 3: 1}


def test_where_one_of_them_is_missing_nobody_can_say() -> None:
    old = texts("合计：", "其中男3人。", "其中男4人。", "其中男5人。", "以上。")
    fewer = texts("合计：", "其中男3人。", "其中男5人。", "以上。")
    assert partners(fewer, old) == partners(fewer, old, is_edited=True) == {0: 0, 3: 4}
