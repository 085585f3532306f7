"""Whatever the text: no rule fails, fixing touches only its spots, and a second fixing changes nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from text_cases import WRONG

from docgen.layout.text.checking import is_put_right, text_changes, text_spots
from docgen.layout.text.drafts import Paragraph

ROLES = st.sampled_from(["", "", "", "title", "date", "body", "level1", "doc-no"])
WORDS = ["一、", "(一)", "1、", "（1）", "2026年", "08月", "1号", "3-5", "月", "万元", "%", "“", "”", '"', "'", "《", "》",
         "（", "）", "(", ")", ",", "，", "。", ".", "...", "……", "…", "--", "—", "、", "等", "；", "：", ":", " ", "１２",
         "1,000", "1000", "元", "人", "http://a.cn/b", "a@b.cn", "`x,y`", "共民发", "[2020]", "第01号", "甲", "乙工作", "word",
         "二零二六年", "几10", "2千3", "\t", "\n", "①", "第一、", "联系人"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map("".join) | st.text(max_size=30)
DRAFTS = st.lists(st.builds(Paragraph, TEXTS, ROLES, st.booleans(), st.booleans()), max_size=6)


@settings(max_examples=300, deadline=None)
@given(DRAFTS, st.sampled_from(["plain", "official"]))
def test_every_spot_lies_in_its_paragraph_and_says_what_stands_there(drafts: list[Paragraph], profile: str) -> None:
    for _rule, spot in text_spots(drafts, profile):
        text = drafts[spot.paragraph].text
        assert 0 <= spot.start <= spot.end <= len(text)
        assert text[spot.start : spot.end] == spot.found != spot.wanted


@settings(max_examples=300, deadline=None)
@given(DRAFTS, st.sampled_from(["plain", "official"]))
def test_the_edits_alone_lead_from_before_to_after_and_a_second_fixing_changes_nothing(
    drafts: list[Paragraph], profile: str
) -> None:
    fixed = list(drafts)
    for change in text_changes(drafts, profile):
        text, at = "", 0
        for edit in change.edits:
            assert at <= edit.start <= edit.end
            text += change.before[at : edit.start] + edit.new
            at = edit.end
        assert text + change.before[at:] == change.after
        before = drafts[change.paragraph]
        fixed[change.paragraph] = Paragraph(change.after, before.role, before.is_in_table, before.is_list_item)
    assert text_changes(fixed, profile) == []
    assert [spot for rule, spot in text_spots(fixed, profile) if is_put_right(rule, spot)] == []


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([case for cases in WRONG.values() for case in cases]), st.data())
def test_addresses_code_and_names_of_files_are_never_touched(case: str, data: st.DataObject) -> None:
    kept = data.draw(st.sampled_from(["http://www.a.gov.cn/x,y(1).html", "a.b@c.gov.cn", "`f(甲,乙)`", "C:\\甲,乙\\表.xlsx"]))
    text = f"网址为 {kept} 请看。"
    for change in text_changes([Paragraph(text), Paragraph(case.replace("{", "").replace("}", ""))]):
        if change.paragraph == 0:
            assert kept in change.after
