"""A plain draft set in the styles of the shipped template: every part in its form, every character there."""

from __future__ import annotations

import re

from docx_builder import part, texts
from hypothesis import given
from hypothesis import strategies as st

from docgen.layout.setting import DraftLine, set_draft
from docgen.library import shipped_root
from docgen.ooxml.reading import FOOTER, read_document
from docgen.ooxml.set_text import unstyled

TEMPLATE = (shipped_root() / "templates" / "docx" / "notice.docx").read_bytes()
LINES = [
    DraftLine("title", "关于开展社会组织年检的通知"),
    DraftLine("addressee", "各乡镇人民政府："),
    DraftLine("body", "  为做好年检工作，现将有关事项通知如下。"),
    DraftLine("blank", ""),
    DraftLine("level1", "一、年检对象"),
    DraftLine("level2", "（一）社会团体。依法登记的社会团体。"),
    DraftLine("level3", "1.市级社会团体"),
    DraftLine("unknown", "另行说明"),
    DraftLine("annex-note", "附件：1.年检表"),
    DraftLine("annex-note-more", "2.联系表"),
    DraftLine("signature", "共青城市民政局"),
    DraftLine("date", "2020年7月3日"),
    DraftLine("annex-label", "附件1"),
    DraftLine("annex-title", "年检表"),
    DraftLine("annex-text", "一律用A&B<C>。"),
]


def test_each_part_has_its_style_and_the_blank_lines_of_the_standard() -> None:
    reading = read_document(set_draft(TEMPLATE, "notice.docx", LINES))
    assert [(para.style, para.text) for para in reading.of("body")] == [
        ("公文标题", "关于开展社会组织年检的通知"),
        ("公文正文", ""),
        ("主送机关", "各乡镇人民政府："),
        ("公文正文", "为做好年检工作，现将有关事项通知如下。"),
        ("一级标题", "一、年检对象"),
        ("二级标题", "（一）社会团体。依法登记的社会团体。"),
        ("三级标题", "1.市级社会团体"),
        ("公文正文", "另行说明"),
        ("公文正文", ""),
        ("附件说明首项", "附件：1.年检表"),
        ("附件说明后项", "2.联系表"),
        ("公文正文", ""),
        ("落款", "共青城市民政局"),
        ("成文日期", "2020年7月3日"),
        ("公文正文", "附件1"),
        ("公文正文", ""),
        ("公文标题", "年检表"),
        ("公文正文", ""),
        ("公文正文", "一律用A&B<C>。"),
    ]


def test_a_heading_that_the_text_runs_on_from_has_its_font_as_far_as_it_goes() -> None:
    reading = read_document(set_draft(TEMPLATE, "notice.docx", LINES))
    para = next(each for each in reading.paragraphs if each.text.startswith("（一）"))
    assert [(run.text, run.values["eastAsia"].value) for run in para.runs] == [
        ("（一）社会团体。", "楷体_GB2312"),
        ("依法登记的社会团体。", "仿宋_GB2312"),
    ]


def test_a_heading_before_a_colon_is_set_as_in_a_notice() -> None:
    reading = read_document(
        set_draft(TEMPLATE, "notice.docx", [DraftLine("level1", "二、工作纪律：对迟报的，依规处理。")])
    )
    [para] = [each for each in reading.paragraphs if each.text.startswith("二、")]
    assert [(run.text, run.values["eastAsia"].value) for run in para.runs] == [
        ("二、工作纪律：", "黑体"),
        ("对迟报的，依规处理。", "仿宋_GB2312"),
    ]


def test_pages_are_numbered_and_as_large_as_the_standard_says() -> None:
    data = set_draft(TEMPLATE, "notice.docx", LINES)
    reading = read_document(data)
    assert [para.fields for para in reading.of(FOOTER) if para.fields] == [("PAGE",), ("PAGE",)]
    assert re.findall(r'<w:pgMar w:top="(\d+)" w:right="(\d+)" w:bottom="(\d+)" w:left="(\d+)"', part(data)) == [
        ("2098", "1474", "1984", "1588")
    ]
    assert part(data).count("<w:pageBreakBefore/>") == 1
    assert data == set_draft(TEMPLATE, "notice.docx", LINES)


CHARACTERS = st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"], blacklist_characters="\ufffe\uffff\t\n")
ROLES = st.sampled_from([line.role for line in LINES])


@given(st.lists(st.builds(DraftLine, ROLES, st.text(CHARACTERS, max_size=20)), max_size=8))
def test_no_character_is_lost_but_the_space_around_a_line(lines: list[DraftLine]) -> None:
    given_texts = [line.text.strip() for line in lines if line.text.strip()]
    set_texts = [text for text in texts(set_draft(TEMPLATE, "notice.docx", lines)) if text]
    assert set_texts == given_texts


def test_lines_become_a_document_in_no_style_that_reads_the_same() -> None:
    reading = read_document(unstyled(["甲<乙>", "", "  丙\t丁"]))
    assert [(para.text, para.style) for para in reading.paragraphs] == [("甲<乙>", ""), ("", ""), ("  丙\t丁", "")]
