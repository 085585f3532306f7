"""Reading a .docx: what is read, and which value is in force where."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest

from docgen.ooxml.reading import Effective, Para, Reading, read_document
from docgen.ooxml.reading.numbering import chinese
from tests.layout_documents import document, level, numbering, para, settings, style, styles, theme

FONTS = '<w:rFonts w:eastAsia="{}"/>'
THEME = '<w:rFonts w:eastAsiaTheme="minorEastAsia"/>'
ZH = settings('<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>')


def read(*body: str, **given: object) -> Reading:
    return read_document(document(*body, **given))  # type: ignore[arg-type]


class Case(NamedTuple):
    """Properties at each level, and what is in force for the paragraph's run."""

    what: str
    key: str
    wanted: Effective
    body: str = para("文")
    parts: Mapping[str, str] = MappingProxyType({})


RUN_CASES = [
    Case("nothing is said", "sz", Effective(20, "built-in", "")),
    Case(
        "document defaults",
        "sz",
        Effective(32, "defaults", ""),
        parts={"styles": styles(r='<w:sz w:val="32"/>')},
    ),
    Case(
        "the default style lies over them",
        "sz",
        Effective(28, "style", "正文"),
        parts={
            "styles": styles(style("Normal", r='<w:sz w:val="28"/>', name="正文"), r='<w:sz w:val="32"/>')
        },
    ),
    Case(
        "a style inherits from the one below",
        "eastAsia",
        Effective("黑体", "style", "甲"),
        para("文", style="B"),
        {"styles": styles(style("A", r=FONTS.format("黑体"), name="甲"), style("B", based="A"))},
    ),
    Case(
        "a circle of styles ends",
        "sz",
        Effective(30, "style", "A"),
        para("文", style="A"),
        {"styles": styles(style("A", r='<w:sz w:val="30"/>', based="B"), style("B", based="A"))},
    ),
    Case(
        "a character style lies over the paragraph's",
        "sz",
        Effective(24, "style", "C"),
        para("文", style="A", r='<w:rStyle w:val="C"/>'),
        {
            "styles": styles(
                style("A", r='<w:sz w:val="30"/>'), style("C", r='<w:sz w:val="24"/>', kind="character")
            )
        },
    ),
    Case(
        "what stands at the run is nearest",
        "sz",
        Effective(44, "direct", ""),
        para("文", style="A", r='<w:sz w:val="44"/>'),
        {"styles": styles(style("A", r='<w:sz w:val="30"/>'))},
    ),
    Case(
        "a style that is missing counts as the default one",
        "sz",
        Effective(28, "style", "Normal"),
        para("文", style="Gone"),
        {"styles": styles(style("Normal", r='<w:sz w:val="28"/>'))},
    ),
    Case(
        "bold twice, in paragraph and character style, is off",
        "b",
        Effective(False, "style", "C"),
        para("文", style="A", r='<w:rStyle w:val="C"/>'),
        {"styles": styles(style("A", r="<w:b/>"), style("C", r="<w:b/>", kind="character"))},
    ),
    Case(
        "bold in a style and in the one below is bold",
        "b",
        Effective(True, "style", "B"),
        para("文", style="B"),
        {"styles": styles(style("A", r="<w:b/>"), style("B", r="<w:b/>", based="A"))},
    ),
    Case(
        "bold by default stays bold",
        "b",
        Effective(True, "defaults", ""),
        para("文", style="A"),
        {"styles": styles(style("A", r="<w:b/>"), r="<w:b/>")},
    ),
    Case(
        "bold at the run is absolute",
        "b",
        Effective(False, "direct", ""),
        para("文", style="A", r='<w:b w:val="0"/>'),
        {"styles": styles(style("A", r="<w:b/>"))},
    ),
    Case(
        "a theme's font",
        "eastAsia",
        Effective("等线", "theme", "minorEastAsia"),
        para("文", r=THEME),
        {"theme": theme(minor="等线"), "settings": ZH},
    ),
    Case(
        "a theme's empty font is that of the script",
        "eastAsia",
        Effective("宋体", "theme", "minorEastAsia"),
        para("文", r=THEME),
        {"theme": theme(), "settings": ZH},
    ),
    Case(
        "a theme name beats the plain one beside it",
        "eastAsia",
        Effective("等线", "theme", "minorEastAsia"),
        para("文", r='<w:rFonts w:eastAsia="仿宋" w:eastAsiaTheme="minorEastAsia"/>'),
        {"theme": theme(minor="等线"), "settings": ZH},
    ),
    Case(
        "a plain name nearer the run beats an inherited theme",
        "eastAsia",
        Effective("仿宋", "direct", ""),
        para("文", r=FONTS.format("仿宋")),
        {"theme": theme(minor="等线"), "settings": ZH, "styles": styles(r=THEME)},
    ),
    Case(
        "a table's style, in its first row",
        "eastAsia",
        Effective("黑体", "table-style", "T"),
        '<w:tbl><w:tblPr><w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid>'
        f"<w:tr><w:tc>{para('文')}</w:tc></w:tr><w:tr><w:tc>{para('甲')}</w:tc></w:tr></w:tbl>",
        {
            "styles": styles(
                style(
                    "T",
                    kind="table",
                    more=f'<w:tblStylePr w:type="firstRow"><w:rPr>{FONTS.format("黑体")}</w:rPr></w:tblStylePr>',
                )
            )
        },
    ),
]


@pytest.mark.parametrize("case", RUN_CASES, ids=lambda case: case.what)
def test_a_runs_value_in_force_and_where_it_comes_from(case: Case) -> None:
    reading = read(case.body, parts=case.parts)
    [run, *_] = reading.paragraphs[0].runs
    assert run.values[case.key] == case.wanted


def hanging(left: int, hang: int) -> str:
    return f'<w:ind w:left="{left}" w:hanging="{hang}"/>'


LIST = numbering(
    level(0, "chineseCounting", "%1、", hanging(420, 420)), level(1, "decimal", "%2.", hanging(840, 420))
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'

PARAGRAPH_CASES = [
    Case("nothing is said", "first", Effective(0, "built-in", "")),
    Case(
        "characters and twips stand side by side",
        "firstChars",
        Effective(200, "direct", ""),
        para("文", '<w:ind w:firstLineChars="200" w:firstLine="640"/>'),
    ),
    Case(
        "hanging beats first line in one element",
        "first",
        Effective(-420, "direct", ""),
        para("文", '<w:ind w:firstLine="640" w:hanging="420"/>'),
    ),
    Case(
        "hanging replaces the style's first line",
        "first",
        Effective(-420, "direct", ""),
        para("文", '<w:ind w:hanging="420"/>', style="A"),
        {"styles": styles(style("A", '<w:ind w:firstLine="640"/>'))},
    ),
    Case(
        "an indent that says nothing of the first line leaves the style's",
        "first",
        Effective(640, "style", "A"),
        para("文", '<w:ind w:left="0"/>', style="A"),
        {"styles": styles(style("A", '<w:ind w:firstLine="640"/>'))},
    ),
    Case("start means left", "left", Effective(320, "direct", ""), para("文", '<w:ind w:start="320"/>')),
    Case("end means right", "jc", Effective("right", "direct", ""), para("文", '<w:jc w:val="end"/>')),
    Case(
        "a list at the paragraph lies over the style",
        "left",
        Effective(420, "numbering", ""),
        para("文", NUMBERED, style="A"),
        {"numbering": LIST, "styles": styles(style("A", '<w:ind w:left="0"/>'))},
    ),
    Case(
        "a style lies over the list that it names itself",
        "left",
        Effective(0, "style", "A"),
        para("文", style="A"),
        {"numbering": LIST, "styles": styles(style("A", f'{NUMBERED}<w:ind w:left="0"/>'))},
    ),
    Case(
        "the paragraph lies over its list",
        "first",
        Effective(640, "direct", ""),
        para("文", f'{NUMBERED}<w:ind w:firstLine="640"/>'),
        {"numbering": LIST},
    ),
    Case(
        "points are read as twips",
        "line",
        Effective(560, "direct", ""),
        para("文", '<w:spacing w:line="28pt"/>'),
    ),
]


@pytest.mark.parametrize("case", PARAGRAPH_CASES, ids=lambda case: case.what)
def test_a_paragraphs_value_in_force_and_where_it_comes_from(case: Case) -> None:
    assert read(case.body, parts=case.parts).paragraphs[0].values[case.key] == case.wanted


def seen(paragraphs: tuple[Para, ...]) -> list[tuple[str, int, str]]:
    return [(each.where, each.index, each.text) for each in paragraphs]


def test_deleted_text_is_not_read_and_inserted_text_is() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>"
    )
    [paragraph] = read(body).paragraphs
    assert paragraph.text == "甲乙"
    assert [(run.text, run.start, run.is_inserted) for run in paragraph.runs] == [
        ("甲", 0, False),
        ("乙", 1, True),
    ]


def test_text_boxes_tables_and_content_controls_are_read_once_each() -> None:
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing><w:txbxContent>{para('框')}</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{para('框')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>外</w:t></w:r></w:p>"
    )
    cell = f"<w:tbl><w:tr><w:tc>{para('格')}</w:tc></w:tr></w:tbl>"
    control = f"<w:sdt><w:sdtContent>{para('控')}</w:sdtContent></w:sdt>"
    reading = read(box, cell, control, para(), para("末"))
    assert seen(reading.paragraphs) == [
        ("body", 1, "外"),
        ("textbox", 2, "框"),
        ("table", 3, "格"),
        ("sdt", 4, "控"),
        ("body", 4, ""),
        ("body", 5, "末"),
    ]


def test_codes_of_fields_are_no_text_and_are_named() -> None:
    field = (
        '<w:p><w:r><w:t>— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    reading = read(para("文"), footers={"default": field})
    [footer] = reading.of("footer")
    assert (footer.text, footer.fields) == ("— 1", ("PAGE",))
    assert reading.sections[0].footers == {"default": "word/footer-default.xml"}


def test_automatic_numbers_are_counted_as_a_reader_sees_them() -> None:
    deeper = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    body = (
        para("甲", NUMBERED),
        para("乙", deeper),
        para("丙", deeper),
        para("丁", NUMBERED),
        para("戊", deeper),
    )
    assert [each.label for each in read(*body, parts={"numbering": LIST}).paragraphs] == [
        "一、",
        "1.",
        "2.",
        "二、",
        "1.",
    ]


def test_chinese_numbers_up_to_ninety_nine() -> None:
    assert [chinese(number) for number in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]


def test_each_paragraph_knows_its_section() -> None:
    first = para("甲", '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>')
    reading = read(first, para("乙"), section='<w:pgSz w:w="11906" w:h="16838"/>')
    assert [each.section for each in reading.paragraphs] == [1, 2]
    assert [(each.width, each.height, each.is_landscape) for each in reading.sections] == [
        (16838, 11906, True),
        (11906, 16838, False),
    ]
