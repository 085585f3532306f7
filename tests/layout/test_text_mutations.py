"""One fault put into clean real prose gives exactly its finding at its place, whatever else stands there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.layout.text.checking import text_spots
from docgen.layout.text.drafts import Paragraph
from docgen.layout.text.table import TEXT_RULES

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "good"
#: rule, what is looked for in clean prose, and what it is made into
COMMA = "(?<=[一-鿿]{3})，(?=[一-鿿]{3})"
FAULTS = [
    ("text.punct.halfwidth", "(?<=[一-鿿])，(?=[一-鿿])", ","),
    ("text.punct.halfwidth", "(?<=[一-鿿])；(?=[一-鿿])", ";"),
    ("text.punct.repeat", "(?<=[一-鿿])，(?=[一-鿿])", "，，"),
    ("text.punct.repeat", "(?<=[一-鿿])。(?=[一-鿿])", "。。"),
    ("text.punct.stop", "(?<=[一-鿿])。$", "."),
    ("text.punct.pair", "》", ""),
    ("text.punct.pair", "“", ""),
    ("text.punct.dun-deng", "(?<=、[一-鿿]{2})等(?=[一-鿿]{2})(?!等[级待候次离])", "、等"),
    ("text.punct.paren", "（(?=[一-鿿])", "("),
    ("text.punct.paren", "(?<=[一-鿿])）", ")"),
    ("text.punct.quote", "“([^“”]{1,12})”", r'"\1"'),
    ("text.punct.title-nest", "《([^《》（）]{3,})》", r"《关于印发《\1》的通知》"),
    ("text.punct.paren-nest", COMMA, "，按规定（见附件（试行稿））执行，"),
    ("text.punct.dun-quote", "“([^“”]{1,12})”(?=[一-鿿])", r"“\1”、“三农”"),
    ("text.punct.dun-quote", COMMA, "，执行《条例》、《办法》规定，"),
    ("text.punct.dun-approx", COMMA, "，历时三、四天，"),
    ("text.punct.ellipsis", "(?<=、[一-鿿]{2})等(?=[一-鿿]{2})(?!等[级待候次离])", "……等"),
    ("text.punct.ellipsis", "(?<=[一-鿿])。$", "。。。"),
    ("text.punct.dash", COMMA, "--"),
    ("text.punct.dash", COMMA, "，—"),
    ("text.punct.colon-nest", "(?<=[一-鿿])。$", "，会议明确提出，要做到以下三点：第一方面包括：加强领导。"),
    ("text.punct.range", COMMA, "，在3-5月，"),
    ("text.punct.range", COMMA, "，每户150-200元，"),
    ("text.punct.middot", COMMA, "，开展“3•15”宣传，"),
    ("text.docno.form", "(?<=[一-鿿])〔(20[0-9]{2})〕(?=[1-9][0-9]*号)", r"[\1]"),
    ("text.docno.form", "(?<=[一-鿿])(〔20[0-9]{2}〕)(?=[1-9][0-9]*号)", r"\1第"),
    ("text.num.fullwidth", "(?<=[一-鿿])([0-9])(?=[人户家个])", None),
    ("text.num.unit", COMMA, "，全长二十三公里，"),
    ("text.num.grouping", COMMA, "，下拨12,000元、13,500元、16,800元、25000元，"),
    ("text.num.leading-zero", COMMA, "，增长.5个百分点，"),
    ("text.num.range-unit", COMMA, "，占15～30%，"),
    ("text.num.year-short", COMMA, "，自26年8月起，"),
    ("text.num.mixed", COMMA, "，共2千3百人，"),
    ("text.num.approx", COMMA, "，走访20几户，"),
    ("text.num.ling", COMMA, "，二零二六年以来，"),
    ("text.date.form", "(?<=[0-9]月)([0-9]{1,2})日", r"\1号"),
    ("text.date.form", "(?<=年)([1-9])月", r"0\1月"),
    ("text.space.cjk", COMMA, "，共救助 194人次并发放资金，"),
]
#: a document in which nothing is wrong: role and line
OUTLINE = [
    ("title", "云溪县民政局关于开展年检的通知"),
    ("level1", "一、社会救助"),
    ("level2", "（一）城乡低保"),
    ("level3", "1.摸清底数"),
    ("level4", "（1）入户走访"),
    ("body", "上半年共入户走访1253户，核对家庭收入和财产状况，做到应保尽保、应退尽退。"),
    ("level4", "（2）比对信息"),
    ("body", "第一，压实责任，明确专人负责。"),
    ("body", "第二，加强督查，定期通报进展情况。"),
    ("level3", "2.核对信息"),
    ("body", "会同财政、人社等部门核对信息，及时清退不符合条件的对象，保障资金安全。"),
    ("level2", "（二）特困供养"),
    ("body", "全县特困人员集中供养率稳步提高，护理补贴按时足额发放到位。"),
    ("level2", "（三）临时救助"),
    ("body", "实施临时救助194人次，发放资金24.33万元，困难群众基本生活得到保障。"),
    ("level1", "二、养老服务"),
    ("body", "新建农村互助养老服务设施12个，为老年人提供助餐、助浴等服务。"),
    ("date", "2026年7月1日"),
]  # fmt: skip
#: rule, role of the line that is wrong, clean line, wrong line
LINES = [
    ("text.date.issue", "date", "2026年7月1日", "2026年07月01日"),
    ("text.date.issue", "date", "2026年7月1日", "二〇二六年七月一日"),
    ("text.title.punct", "title", "云溪县民政局关于开展年检的通知", "云溪县民政局关于开展年检的通知。"),
    ("text.title.parts", "title", "云溪县民政局关于开展年检的通知", "云溪县民政局社会组织年检有关事项"),
    ("text.heading.l1-mark", "level1", "一、社会救助", "一.社会救助"),
    ("text.heading.l1-mark", "level1", "二、养老服务", "二，养老服务"),
    ("text.heading.l2-mark", "level2", "（一）城乡低保", "(一)城乡低保"),
    ("text.heading.l2-mark", "level2", "（二）特困供养", "（二）、特困供养"),
    ("text.heading.l3-mark", "level3", "1.摸清底数", "1、摸清底数"),
    ("text.heading.l4-mark", "level4", "（1）入户走访", "(1)入户走访"),
    ("text.heading.di", "body", "第一，压实责任，明确专人负责。", "第一、压实责任，明确专人负责。"),
    ("text.heading.skip", "body", OUTLINE[16][1], "1.健全机制"),
    ("text.heading.sequence", "level1", "二、养老服务", "三、养老服务"),
    ("text.heading.sequence", "level3", "2.核对信息", "4.核对信息"),
    ("text.heading.end", "level1", "一、社会救助", "一、社会救助。"),
    ("text.heading.level5", "body", "第二，加强督查，定期通报进展情况。", "①加强督查，定期通报进展情况。"),
]  # fmt: skip


def texts(value: object) -> Iterator[str]:
    """Every text of a record that reads like prose."""
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str) and len(re.findall("[一-鿿]", value)) >= 12 and "{" not in value:
        yield value


#: sentences as reports have them, beside those of the samples
REPORTED = {
    "印发《关于做好社会救助对象规范化管理工作的通知》（共民党发〔2019〕2号），4月16日起执行。",
    "从1月24日起，每天到敬老院指导疫情防控，为他们发放口罩、大米等物资。",
    "我市在2017年12月被评为“全国农村社区治理实验区”，共6人参加。",
    "根据《办法》（九民办字〔2020〕10号）要求，2020年3月完成提标提补工作，城市低保共200户296人。",
}
CLEAN = sorted(
    REPORTED
    | {
        text
        for path in SAMPLES.glob("*/*.json")
        for text in texts(json.loads(path.read_text(encoding="utf-8")))
        if not text_spots([Paragraph(text)])
    }
)


def test_the_prose_of_the_good_samples_is_clean() -> None:
    told = {
        text: [rule.id for rule, _spot in text_spots([Paragraph(text)])]
        for path in SAMPLES.glob("*/*.json")
        for text in texts(json.loads(path.read_text(encoding="utf-8")))
    }
    assert len(CLEAN) > 60
    assert {text: rules for text, rules in told.items() if rules} == {}


def outline(wrong: str = "", instead_of: str = "") -> list[Paragraph]:
    lines = [(role, wrong if line == instead_of else line) for role, line in OUTLINE]
    return [Paragraph(line, role) for role, line in lines]


def test_nothing_is_told_of_a_clean_outline() -> None:
    assert [rule.id for rule, _spot in text_spots(outline(), "official")] == []


@pytest.mark.parametrize(("rule_id", "role", "clean", "wrong"), LINES, ids=[f"{each[0]}-{each[3]}" for each in LINES])
def test_one_wrong_line_in_a_clean_outline_is_told_where_it_stands(
    rule_id: str, role: str, clean: str, wrong: str
) -> None:
    paragraphs = outline(wrong, clean)
    spots = text_spots(paragraphs, "official")
    assert [(rule.id, paragraphs[spot.paragraph].text) for rule, spot in spots] == [(rule_id, wrong)]
    assert (role, clean) in OUTLINE


@pytest.mark.parametrize(
    ("rule_id", "more"),
    [("text.heading.auto-number", {"is_list_item": True}), ("text.punct.line-start", {"breaks_anywhere": True})],
)
def test_what_a_paragraph_is_set_to_is_told(rule_id: str, more: dict[str, bool]) -> None:
    paragraphs = outline()
    paragraphs[5] = Paragraph(paragraphs[5].text, paragraphs[5].role, **more)
    assert [(rule.id, spot.paragraph) for rule, spot in text_spots(paragraphs, "official")] == [(rule_id, 5)]


def test_every_rule_on_text_is_broken_by_some_fault() -> None:
    of_paragraphs = {"text.heading.auto-number", "text.punct.line-start"}
    broken = {each[0] for each in FAULTS} | {each[0] for each in LINES} | of_paragraphs
    assert {rule.id for rule in TEXT_RULES} - broken == set()


@pytest.mark.parametrize(
    ("rule_id", "clean", "wrong"), FAULTS, ids=[f"{each[0]}-{at}" for at, each in enumerate(FAULTS)]
)
def test_one_fault_gives_exactly_its_finding(rule_id: str, clean: str, wrong: str | None) -> None:
    tried = 0
    for text in CLEAN:
        for match in list(re.finditer(clean, text))[:3]:
            new = chr(ord(match[1]) + 0xFEE0) if wrong is None else match.expand(wrong)
            spots = text_spots([Paragraph(text[: match.start()] + new + text[match.end() :])])
            found = {
                (rule.id, spot.start <= match.start() + len(new) and match.start() <= spot.end)
                for rule, spot in spots
            }
            is_elsewhere = rule_id == "text.punct.pair"  # its other half is what stands alone
            assert found == {(rule_id, True)} or (is_elsewhere and {each for each, _ in found} == {rule_id}), (
                text,
                new,
            )
            tried += 1
    assert tried >= 1
