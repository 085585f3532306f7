"""Where docxtpl loses or garbles something, docgen doesn't: docs/template-differences.md names each of these tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx_builder import PACKAGE, W, document, paragraph, part, row, run, table, texts
from feature_templates import CONTEXT, FEATURES, OURS_ALONE, Feature, package
from test_parity import by_docxtpl, compiled

from docgen.contexts import Stated
from docgen.errors import BrokenLibrary, UnreadableInput
from docgen.expressions import Type
from docgen.ooxml.anchors import Anchors
from docgen.template_checks import check_template

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "template-differences.md"


def test_text_with_signs_of_markup_is_kept_whole():
    data = document(paragraph("前{{ x }}后"))
    for text in ("A & B", "5<b>6 之后的文字", "&lt;"):
        theirs = texts(by_docxtpl(data, {"x": text}, autoescape=False))
        assert theirs != [f"前{text}后"]
        assert texts(compiled(data).fill({"x": text}).data) == [f"前{text}后"]


def test_text_written_in_a_tag_is_escaped_once():
    data = document(paragraph("{{ 'A & B <丙>' }}"))
    assert texts(by_docxtpl(data, {})) != ["A & B <丙>"]
    assert texts(compiled(data).fill({}).data) == ["A & B <丙>"]


def test_properties_are_escaped_once():
    data, context = package(FEATURES["properties"]), {**CONTEXT, "title": "A & B"}
    assert "<dc:title>A &amp;amp; B</dc:title>" in part(by_docxtpl(data, context), "docProps/core.xml")
    assert "<dc:title>A &amp; B</dc:title>" in part(compiled(data).fill(context).data, "docProps/core.xml")


def test_no_properties_are_added():
    data = document(paragraph("正文"))
    assert "<dc:identifier" in part(by_docxtpl(data), "docProps/core.xml")
    assert "<dc:identifier" not in part(compiled(data).fill(CONTEXT).data, "docProps/core.xml")


@pytest.mark.parametrize("name", ["core", "app", "custom"])
def test_all_properties_are_filled(name: str):
    core = f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"><cp:keywords>{{{{ title }}}}</cp:keywords></cp:coreProperties>'
    other = '<Properties xmlns="x"><Company pid="{D5CDD505-2E9C}">{{ title }}，{{ "a &lt; b" }}</Company></Properties>'
    data = document(paragraph("正文"), extra={f"docProps/{name}.xml": core if name == "core" else other})
    theirs, ours = by_docxtpl(data), compiled(data).fill(CONTEXT).data
    if name != "custom":  # python-docx drops the parts that nothing refers to
        assert name == "app" or "{{ title }}" in part(theirs, "docProps/core.xml")
    filled = part(ours, f"docProps/{name}.xml")
    assert "{{" not in filled and CONTEXT["title"] in filled
    assert name == "core" or '，a &lt; b</Company>' in filled


def test_a_character_that_word_cannot_hold_is_refused():
    data = document(paragraph("{{ x }}之后的段落"))
    with pytest.raises(UnreadableInput) as caught:
        compiled(data).fill({"x": "半\ud800个"})
    assert caught.value.code == "character-not-for-xml"


def test_a_missing_name_is_an_error():
    from jinja2 import UndefinedError

    data = document(paragraph("{{ nothing }}"))
    assert texts(by_docxtpl(data, {})) == [""]
    with pytest.raises(UndefinedError):
        compiled(data).fill({})


def test_plain_text_between_runs_or_paragraphs_is_shown():
    data = document(paragraph("前", run("{{r title }}")), paragraph("{{p title }}"))
    assert texts(by_docxtpl(data)) == ["前"]
    assert texts(compiled(data).fill(CONTEXT).data) == [f"前{CONTEXT['title']}", CONTEXT["title"]]


@pytest.mark.parametrize("name", OURS_ALONE)
def test_endnotes_and_comments_are_filled(name: str):
    data, where = package(OURS_ALONE[name]), f"word/{name}.xml"
    assert texts(by_docxtpl(data), where)[0].endswith("{{ title }}")
    for split in (True, False):
        assert texts(compiled(data).fill(CONTEXT, split=split).data, where)[0].endswith(CONTEXT["title"])


def test_a_table_without_a_grid_gets_one():
    bare = table(row("{%tc for c in cells %}", "{{ c }}", "{%tc endfor %}"))
    data = document(re.sub("<w:tblGrid>.*</w:tblGrid>", "", bare))
    with pytest.raises(AttributeError):
        by_docxtpl(data)
    ours = compiled(data).fill(CONTEXT).data
    assert texts(ours) == ["甲", "乙", "丙"] and part(ours).count("<w:gridCol ") == 3


def test_a_table_whose_rows_are_all_gone_keeps_its_columns():
    data = document(table(row("{%tr for x in empty %}", ""), row("{{ x }}", ""), row("{%tr endfor %}", "")))
    assert part(by_docxtpl(data)).count("<w:gridCol ") == 0
    assert part(compiled(data).fill(CONTEXT).data).count("<w:gridCol ") == 2


def test_braces_of_a_value_stay_as_they_are():
    data, text = document(paragraph("{{ x }}")), "{_{ 原文 }_}{{ title }}"
    assert texts(by_docxtpl(data, {"x": text})) == ["{{ 原文 }}{{ title }}"]
    assert texts(compiled(data).fill({"x": text, "title": "不应出现"}).data) == [text]


def test_line_ends_of_windows_are_one_break():
    data = document(paragraph("{{ x }}"))
    assert texts(by_docxtpl(data, {"x": "甲\r\n乙"})) == ["甲\n\n乙"]
    assert texts(compiled(data).fill({"x": "甲\r\n乙"}).data) == ["甲\n乙"]


def test_text_beside_a_dash_is_kept():
    data = document(
        paragraph("首"),
        paragraph("甲 {%- if flag -%} 乙{% endif %}"),
        paragraph(run("丙{"), run("%- if flag %}丁{% endif -"), run("%}戊")),
        paragraph(run("己"), run("{%- if flag %}庚{% endif %}")),
        paragraph("尾"),
    )
    assert texts(by_docxtpl(data)) == ["首乙丁己庚", "尾"]
    assert texts(compiled(data).fill(CONTEXT).data) == ["首", "甲乙", "丙丁戊", "己庚", "尾"]


def test_a_field_may_be_called_as_python_calls_a_method():
    data = document(paragraph("{{ x.items }}"))
    assert texts(by_docxtpl(data, {"x": {"items": "项目"}}))[0].startswith("<built-in method")
    assert texts(compiled(data).fill({"x": {"items": "项目"}}).data) == ["项目"]


#: a run that somebody made bold while changes were tracked
CHANGED = (
    '<w:p><w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="甲"><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>'
    "<w:t>前{{ x }}后</w:t></w:r></w:p>"
)


@pytest.mark.parametrize("anchors", ["none", "bookmark", "control"])
def test_tracked_changes_of_format_are_left_out(anchors: Anchors):
    data = document(CHANGED, table(row("{%tc for c in cells %}", "{{ c }}", "{%tc endfor %}")), paragraph("尾"))
    theirs = texts(by_docxtpl(data, {"x": "A & B\tC", "cells": ["丁"]}))
    assert "".join(theirs) != "前A & B\tC后丁尾"
    stated = Stated("A & B\tC", "/x", "A & B\tC")
    for how in ({"anchors": anchors}, {"split": False}):
        ours = compiled(data).fill({"x": stated, "cells": ["丁"]}, **how).data
        assert texts(ours) == ["前A & B\tC后", "丁", "尾"]
        assert "rPrChange" not in part(ours) and "<w:i/>" not in part(ours)


@pytest.mark.parametrize(
    "around",
    [
        '<w:hyperlink w:anchor="a">{}</w:hyperlink>',
        '<w:ins w:id="1" w:author="甲">{}</w:ins>',
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    ],
)
@pytest.mark.parametrize("split", [True, False])
def test_a_new_paragraph_inside_of_something_is_refused(around: str, split: bool):
    data, context = document(f"<w:p>{around.format(run('{{ x }}'))}</w:p>{paragraph('尾')}"), {"x": "甲\a乙"}
    assert texts(by_docxtpl(data, context)) != ["甲", "乙", "尾"]
    with pytest.raises(BrokenLibrary) as caught:
        compiled(data).fill(context, split=split)
    assert caught.value.code == "template-new-paragraph-inside"


#: one run: 前, a text box, and a value; another value in the text box; and ruby with a value behind it
BOXED = (
    '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>前</w:t><w:pict><w:txbxContent>'
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>框{{ y }}内</w:t></w:r></w:p>'
    '</w:txbxContent></w:pict><w:t>{{ x }}后</w:t></w:r></w:p>'
    '<w:p><w:r><w:rPr><w:b/></w:rPr><w:ruby><w:rt><w:r><w:rPr><w:i/></w:rPr><w:t>zi</w:t></w:r></w:rt><w:rubyBase><w:r><w:rPr><w:i/>'
    "</w:rPr><w:t>字</w:t></w:r></w:rubyBase></w:ruby><w:t>{{ z }}</w:t></w:r></w:p>"
)


def formatted(data: bytes) -> list[tuple[str, str, str]]:
    """Every text with the properties of its own run and of its own paragraph."""
    from lxml import etree

    found = []
    for text in etree.fromstring(part(data).encode("utf-8")).iter(f"{{{W}}}t", f"{{{W}}}tab", f"{{{W}}}br"):
        own = next(text.iterancestors(f"{{{W}}}r"))
        format_ = [each.tag.rpartition("}")[2] for each in own.iterfind(f"{{{W}}}rPr/*")]
        around = next(text.iterancestors(f"{{{W}}}p")).find(f"{{{W}}}pPr/{{{W}}}jc")
        shown = text.text or {"tab": "\t", "br": "\n"}.get(text.tag.rpartition("}")[2], "")
        found.append((shown, "".join(format_), "" if around is None else around.get(f"{{{W}}}val")))
    return [each for each in found if each[0]]


@pytest.mark.parametrize("how", [{}, {"anchors": "bookmark"}, {"split": False}])
def test_values_in_and_behind_a_text_box_keep_their_own_format(how: dict[str, object]):
    data = document(BOXED)
    for sign, shown in (("\t", "\t"), ("\n", "\n"), ("\a", "")):
        context = {name: f"甲{sign}乙" for name in "xyz"}
        values = context if sign == "\a" else {name: Stated(text, f"/{name}", text) for name, text in context.items()}
        ours = formatted(compiled(data).fill(values, **how).data)
        joined = {key: "".join(text for text, *rest in ours if tuple(rest) == key) for key in dict.fromkeys(each[1:] for each in ours)}
        assert joined == {
            ("b", "right"): f"前甲{shown}乙后",
            ("i", "center"): f"框甲{shown}乙内",
            ("i", ""): "zi字",
            ("b", ""): f"甲{shown}乙",
        }
        assert sorted(formatted(by_docxtpl(data, context))) != sorted(ours)


@pytest.mark.parametrize("tag", ["{{ title.upper() }}", "{{ title|safe }}", "{{ title|center(9) }}"])
def test_calls_and_unsafe_filters_are_refused(tag: str):
    from jinja2 import TemplateError

    data = document(paragraph(tag))
    assert by_docxtpl(data)
    with pytest.raises(TemplateError):
        compiled(data).fill(CONTEXT)


@pytest.mark.parametrize("how", [{}, {"anchors": "bookmark"}, {"split": False}])
@pytest.mark.parametrize("words", ["{%p if off %}", "{%p for x in empty %}"])
def test_what_all_paragraphs_are_gone_from_keeps_an_empty_one(words: str, how: dict[str, object]):
    inner = paragraph(words) + paragraph("{{ title }}") + paragraph("{%p if off %}" if "for" in words else "{%p endif %}")
    inner += paragraph("{%p endif %}") + paragraph("{%p endfor %}") if "for" in words else ""
    nested = table(row("甲", "乙")) + paragraph("{%p if off %}") + paragraph("丙") + paragraph("{%p endif %}")
    cells = [f"<w:tc><w:tcPr/>{inner}</w:tc>", f"<w:tc>{inner}</w:tc>", f"<w:tc>{nested}</w:tc>"]
    kept = f"<w:tc>{paragraph('{%p if flag %}')}{paragraph('丁')}{paragraph('{%p endif %}')}</w:tc>"
    data = package(
        Feature(
            table(f"<w:tr>{''.join(cells)}{kept}</w:tr>", columns=4)
            + f"<w:p><w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>",
            {
                "word/header1.xml": f'<w:hdr xmlns:w="{W}">{inner}</w:hdr>',
                "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{inner}</w:footnote></w:footnotes>',
            },
        )
    )
    ours = compiled(data).fill(CONTEXT, **how).data
    empty = "<w:p/>"
    body = part(ours)
    assert [body.count(f"{before}{empty}{after}") for before, after in (
        ("<w:tc><w:tcPr/>", "</w:tc>"), ("<w:tc>", "</w:tc>"), ("</w:tbl>", "</w:tc>"), ("<w:txbxContent>", "</w:txbxContent>")
    )] == [1, 1, 1, 1]
    assert body.count(empty) == 4 and texts(ours)[5] == "丁"
    assert f">{empty}</w:hdr>" in part(ours, "word/header1.xml")
    assert f">{empty}</w:footnote>" in part(ours, "word/footnotes.xml")
    assert empty not in part(by_docxtpl(data))


def told(*body: str) -> list[tuple[str, object]]:
    root = Type("object", fields={"title": Type("text"), "flag": Type("boolean")})
    found = check_template(Path("t.docx"), document(*body), root)
    return [(each.code, each.parameters["placeholder"]) for each in found]


def test_curly_quotes_in_a_tag_are_told():
    tags = ("{{ “甲” }}", "{{ '“甲”' }}", "{% if title == ‘甲’ %}")
    assert texts(by_docxtpl(document(*[paragraph(tag) for tag in tags[:2]]))) == ["甲", '"甲"']
    assert told(*[paragraph(tag) for tag in tags], paragraph("{% endif %}")) == [
        ("template-chinese-quotes", tag) for tag in tags
    ]


@pytest.mark.parametrize(
    "tags",
    [
        ("{% macro m() %}", "{% endmacro %}"),
        ("{% with x = title %}", "{% endwith %}"),
        ("{% filter upper %}", "{% endfilter %}"),
        ("{% include 'x' ignore missing %}",),
        ("{% do title %}",),
    ],
)
def test_statements_that_hide_what_is_asked_for_are_told(tags: tuple[str, ...]):
    assert told(paragraph("甲".join(tags))) == [("template-tag-not-allowed", tag) for tag in tags]


def test_the_page_names_every_test_and_nothing_else():
    told = re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8"))
    here = [name for name in globals() if name.startswith("test_") and name not in ("test_the_page_names_every_test_and_nothing_else", "test_parity")]
    assert sorted(told) == sorted(here)


