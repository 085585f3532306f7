"""Drafts: 草稿 on every page, and comments at what they are about."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from docx_builder import document, paragraph, part, section, texts

from docgen.ooxml.anchors import CommentRanges, Placement
from docgen.ooxml.compiled import compile_template
from docgen.ooxml.drafts import DRAFT_LINE, Comment, PlacedComments, place_comments
from docgen.ooxml.environment import make_environment
from docgen.ooxml.filling import CompiledTemplate
from docgen.prose import Prose, Segment

CONTEXT = {
    "title": Prose("/title", (Segment("标题"),)),
    "opening": Prose("/opening", (Segment("共"), Segment("296", "/indicators/a/value"), Segment("人。"))),
}
PLACEMENTS = [
    Placement("word/document.xml", 0, "/title", "标题", "/title"),
    Placement("word/document.xml", 1, "/opening", "共296人。", "/opening"),
    Placement("word/document.xml", 1, "/indicators/a/value", "296", "/opening"),
    Placement("word/document.xml", 2, "/plan/3/text", "完成。", "/plan/3/text"),
]


def draft(data: bytes, *comments: Comment) -> bytes:
    template = CompiledTemplate.of(compile_template(data, "t.docx"), make_environment({}, {}))
    return template.fill(CONTEXT, comments=comments, is_draft=True).data


def headers(data: bytes) -> list[str]:
    """The text of the headers that each section refers to, in the order of the references."""
    rels = dict(re.findall(r'Id="(\w+)"[^>]*Target="([^"]+)"', part(data, "word/_rels/document.xml.rels")))
    references = re.findall(r'<w:headerReference w:type="(\w+)" r:id="(\w+)"', part(data))
    return [f"{sort}: {''.join(texts(data, 'word/' + rels[id]))}" for sort, id in references]


@pytest.mark.parametrize(
    ("pointers", "expected"),
    [
        (["/indicators/a/value"], 2),  # just what is stated
        (["/indicators/a"], 2),  # something inside it
        (["/plan/3/due", "/plan/3"], 3),  # what else it may stand at
        (["/plan/4/due", "/plan/4"], 0),  # nowhere: the title
        (["/opening"], 1),
        ([""], 0),
    ],
)
def test_finds_the_place_of_a_remark(pointers: list[str], expected: int):
    first, *others = pointers
    placed = place_comments(PLACEMENTS, [Comment(first, "校核", "请核对。", tuple(others))])
    assert (placed.ranges.begin, placed.ranges.end, placed.stray) == ({expected: [10000]}, {expected: [10000]}, ())


def test_a_document_that_places_nothing_has_no_place():
    comment = Comment("/title", "校核", "请核对。")
    assert place_comments([], [comment]) == PlacedComments((comment,), CommentRanges({}, {}), (10000,))


def test_alike_remarks_on_one_paragraph_are_one_comment_over_all_they_are_about():
    placements = [*PLACEMENTS, Placement("word/document.xml", 2, "/plan/4/text", "达标。", "/plan/4/text")]
    remarks = [
        Comment("/plan/3/text", "校核", "没有时限。", label="完成"),
        Comment("/opening", "校核", "另一段。", label="导语"),
        Comment("/plan/4/text", "校核", "没有时限。", label="达标"),
        Comment("/plan/4/text", "校核", "没有单位。", label="达标"),
        Comment("/plan/4/text", "校核", "不合在一起。"),
    ]
    placed = place_comments(placements, remarks)
    assert [each.text for each in placed.comments] == [
        "没有时限。\n－完成\n－达标\n没有单位。\n－达标",
        "另一段。",
        "不合在一起。",
    ]
    assert placed.ranges == CommentRanges({3: [10000], 1: [10001], 4: [10002]}, {4: [10000, 10002], 1: [10001]})


def test_a_comment_stands_at_its_value():
    data = draft(document(paragraph("{{ opening }}")), Comment("/indicators/a/value", "校核", "请核对。"))
    assert re.search(
        r'<w:commentRangeStart w:id="10000"/><w:r><w:t xml:space="preserve">296</w:t></w:r>'
        r'<w:commentRangeEnd w:id="10000"/><w:r><w:commentReference w:id="10000"/></w:r>',
        part(data),
    )
    assert texts(data, "word/comments.xml") == ["请核对。"]
    assert 'w:author="校核" w:initials="校"' in part(data, "word/comments.xml")


def test_python_docx_reads_the_comments():
    from docx import Document

    comments = (Comment("/opening", "校核 & 审核", "第一行\n第二行 <x>"), Comment("/elsewhere", "校核", "没有位置"))
    opened = Document(BytesIO(draft(document(paragraph("{{ title }}"), paragraph("{{ opening }}")), *comments)))
    assert [(each.author, each.text) for each in opened.comments] == [
        ("校核 & 审核", "第一行\n第二行 <x>"),
        ("校核", "没有位置"),
    ]


def test_a_comment_without_any_place_stands_at_the_first_paragraph():
    data = draft(document(paragraph("没有字段")), Comment("/title", "校核", "请补充。"))
    assert part(data).index("commentReference") < part(data).index("没有字段")


def test_every_sort_of_page_says_that_it_is_a_draft():
    assert headers(draft(document(paragraph("正文")))) == [f"default: {DRAFT_LINE}", f"even: {DRAFT_LINE}"]


def test_a_header_that_is_there_keeps_its_text():
    data = draft(document(paragraph("正文"), header=paragraph("内部资料")))
    assert headers(data) == [f"even: {DRAFT_LINE}", f"default: {DRAFT_LINE}内部资料"]


def test_a_first_page_of_its_own_is_marked_too():
    first = section().replace("<w:pgSz", "<w:titlePg/><w:pgSz")
    assert headers(draft(document(paragraph("正文"), sections=first))) == [
        f"default: {DRAFT_LINE}",
        f"even: {DRAFT_LINE}",
        f"first: {DRAFT_LINE}",
    ]


def test_a_later_section_inherits_the_mark():
    two = f"<w:p><w:pPr>{section()}</w:pPr></w:p>{paragraph('后一节')}"
    assert headers(draft(document(two))) == [f"default: {DRAFT_LINE}", f"even: {DRAFT_LINE}"]


def test_clean_paper_has_neither_mark_nor_comment():
    template = CompiledTemplate.of(compile_template(document(paragraph("{{ title }}")), "t.docx"), make_environment({}, {}))
    data = template.fill(CONTEXT).data
    assert "草稿" not in part(data) and "comment" not in part(data)
