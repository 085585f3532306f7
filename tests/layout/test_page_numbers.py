"""Page numbers put into a document that has none, and left to a person wherever that could cost something."""

from __future__ import annotations

import pytest

from docgen.layout.fixing import mend
from docgen.layout.linting import lint
from docgen.ooxml.reading import FOOTER, read_document
from tests.clean_documents import CLEAN, FOOTERS, Made
from tests.docx_builder import part
from tests.layout_documents import document, para, settings


def bare(made: Made, body: tuple[str, ...] = (), **more: object) -> bytes:
    """The document without footers, and without settings unless they are given."""
    parts = {"styles": made.styles, **(made.more or {})}
    return document(*(body or made.body), section=made.section, parts=parts | dict(more.pop("parts", {})), **more)  # type: ignore[arg-type, call-overload]


def departures(data: bytes) -> list[tuple[str, str]]:
    return [(one.rule.id, each.found) for one in lint(data)[1] for each in one.departures]


@pytest.mark.parametrize("name", CLEAN)
def test_a_document_without_page_numbers_gets_them_and_nothing_else_changes(name: str) -> None:
    data = bare(CLEAN[name]())
    assert departures(data) == [("layout.pageno.field", "没有页码")]
    once = mend(data)
    assert [each.found for each in once.departures] == ["没有页码"]
    assert departures(once.data) == []
    before, after = read_document(data), read_document(once.data)
    added = after.of(FOOTER)
    assert [(each.text, each.fields) for each in added] == [("— 1 —", ("PAGE",))] * 2
    assert [each.text for each in after.paragraphs][: len(before.paragraphs)] == [each.text for each in before.paragraphs]
    assert mend(once.data).data == once.data
    untouched = before.package.names - {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"}
    assert {each: after.package.content(each) for each in untouched} == {each: before.package.content(each) for each in untouched}


def test_settings_keep_their_order_and_what_they_say() -> None:
    given = settings('<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders w:val="0"/><w:compat/>')
    once = mend(bare(CLEAN["by-styles"](), parts={"settings": given}))
    assert '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:compat/>' in part(once.data, "word/settings.xml")
    without = settings('<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="x"/><w:compat/>')
    once = mend(bare(CLEAN["by-styles"](), parts={"settings": without}))
    assert '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl' in part(once.data, "word/settings.xml")


def test_empty_footers_give_way_and_every_section_counts_on() -> None:
    made = CLEAN["by-styles"]()
    references = '<w:footerReference w:type="default" r:id="f-default"/>'
    two = (*made.body, f"<w:p><w:pPr><w:sectPr>{references}{made.section}</w:sectPr></w:pPr></w:p>", para("附件"))
    data = bare(made, two, footers={"default": "<w:p/>"})
    once = mend(data)
    assert [found for rule, found in departures(data) if rule == "layout.pageno.field"] == ["没有页码"] * 2
    assert [rule for rule, _found in departures(once.data) if rule.startswith("layout.pageno")] == []


@pytest.mark.parametrize(
    "more",
    [
        {"footers": {"default": para("内部资料")}},
        {"footers": {"default": FOOTERS["default"].replace("PAGE", "AUTHOR")}},
        {"headers": {"default": para("云溪县民政局")}},
    ],
    ids=["text", "typed", "header"],
)
def test_what_stands_in_headers_and_footers_is_not_replaced(more: dict[str, object]) -> None:
    data = bare(CLEAN["by-styles"](), **more)
    assert ("layout.pageno.field", "没有页码") in departures(data)
    assert mend(data).data == data
