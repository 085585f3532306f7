"""Values in runs of their own: what stands around them, and where they are said to stand."""

from __future__ import annotations

import pytest
from docx_builder import document, paragraph, part, run, texts

from docgen.ooxml.anchors import Placement
from docgen.ooxml.compiled import compile_template
from docgen.ooxml.environment import make_environment
from docgen.ooxml.filling import CompiledTemplate, Filled
from docgen.prose import Prose, Segment

OPENING = Prose("/opening", (Segment("共"), Segment("296", "/indicators/a/value"), Segment("人\n次")))
NUMBER = Prose("", (Segment("200", "/indicators/b/value"),))
DOCUMENT = "word/document.xml"


def fill(*body: str, **options: object) -> Filled:
    template = CompiledTemplate.of(compile_template(document(*body), "t.docx"), make_environment({}, {}))
    return template.fill({"opening": OPENING, "number": NUMBER}, **options)  # type: ignore[arg-type]


def body(filled: Filled) -> str:
    return part(filled.data).partition("<w:body>")[2].partition("<w:sectPr")[0]


def t(text: str, bold: bool = False) -> str:
    return run(text, bold)


def test_a_value_stands_in_a_run_with_the_properties_of_the_one_around_it():
    filled = fill(paragraph("前", run("有{{ number }}户", bold=True), "后"))
    assert body(filled) == f"<w:p>{t('前')}{t('有', True)}{t('200', True)}{t('户', True)}{t('后')}</w:p>"


def test_no_empty_runs_are_left_around_values():
    filled = fill(paragraph("{{ number }}{{ number }}"))
    assert body(filled) == f"<w:p>{t('200')}{t('200')}</w:p>"


def test_prose_gives_a_run_to_each_mention():
    break_ = '<w:r><w:t xml:space="preserve">人</w:t><w:br/><w:t xml:space="preserve">次</w:t></w:r>'
    assert body(fill(paragraph("{{ opening }}"))) == f"<w:p>{t('共')}{t('296')}{break_}</w:p>"


def test_tells_where_every_value_and_every_field_stands():
    filled = fill(paragraph("标题"), paragraph("{{ opening }}另{{ number }}户"))
    assert filled.placements == (
        Placement(DOCUMENT, 1, "/opening", "共296人\n次", "/opening"),
        Placement(DOCUMENT, 1, "/indicators/a/value", "296", "/opening"),
        Placement(DOCUMENT, 1, "/indicators/b/value", "200"),
    )
    assert [placement.is_prose for placement in filled.placements] == [True, False, False]


def test_a_value_between_runs_makes_a_run():
    assert body(fill(paragraph("见{{r number }}户"))) == f"<w:p>{t('见')}{t('200')}{t('户')}</w:p>"


def test_a_hidden_bookmark_stands_around_values_but_not_around_prose():
    filled = fill(paragraph("{{ opening }}{{ number }}"), anchors="bookmark")
    assert [placement.anchor for placement in filled.placements] == ["", "_dg1_97353194", "_dg2_a6dd2b09"]
    start, end = '<w:bookmarkStart w:id="1000002" w:name="_dg2_a6dd2b09"/>', '<w:bookmarkEnd w:id="1000002"/>'
    assert f"{start}{t('200')}{end}" in body(filled)
    assert body(filled).count("bookmarkStart") == 2


def test_a_content_control_stands_around_values():
    filled = fill(paragraph("{{ number }}"), anchors="control")
    assert body(filled) == (
        '<w:p><w:sdt><w:sdtPr><w:tag w:val="_dg1_a6dd2b09"/><w:id w:val="1000001"/></w:sdtPr>'
        f"<w:sdtContent>{t('200')}</w:sdtContent></w:sdt></w:p>"
    )


@pytest.mark.parametrize("anchors", ["none", "bookmark", "control"])
def test_the_text_is_the_same_with_any_anchors(anchors: str):
    made = fill(paragraph("前{{ opening }}，{{ number }}户"), anchors=anchors)
    assert texts(made.data) == ["前共296人\n次，200户"]


def test_without_splitting_everything_stays_in_its_run():
    filled = fill(paragraph("有{{ number }}户"), split=False)
    assert body(filled) == f"<w:p>{t('有200户')}</w:p>"
    assert filled.placements == ()


@pytest.mark.parametrize("anchors", ["none", "bookmark"])
def test_values_are_counted_behind_a_cell_whose_paragraphs_are_gone(anchors: str):
    gone = paragraph("{%p for x in [] %}") + paragraph("甲") + paragraph("{%p endfor %}")
    filled = fill(f"<w:tbl><w:tr><w:tc>{gone}</w:tc></w:tr></w:tbl>", paragraph("有{{ number }}户"), anchors=anchors)
    assert texts(filled.data) == ["", "有200户"]
    assert [(each.paragraph, each.text) for each in filled.placements] == [(1, "200")]
