"""Whatever a document holds: linting gives an answer, mending leaves the text and brings no new finding."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.layout.fixing import mend
from docgen.layout.linting import lint
from docgen.layout.rule import PROFILES
from docgen.ooxml.reading import read_document
from tests.clean_documents import FANGSONG, FOOTERS, GRID, HEITI, KAITI, LONG, PAGE, THREE, TIGHT, XBS
from tests.layout_documents import document, level, numbering, para, style, styles, theme
from tests.layout_documents import settings as settings_part

TEXTS = (
    *("关于开展检查的通知", "云民发〔2026〕12号", "各乡镇人民政府：", LONG, "一、总体要求", "（一）目标。要做到“应保尽保”。", "1.台账"),
    *("（1）登记：填写表格。", "附件：1.名单；", "2.台账", "云溪县民政局", "2026年7月1日", "（联系人：王某）", "附件1", "附件：", "名单"),
    *("抄送：县委办公室", "县民政局办公室　2026年07月01日印发", "签发人：张三", "特急", "000001", "秘密★1年", "云溪县民政局文件", "会议纪要"),
    *("出席：王某", "　　段首空格。", "\t", "plain text only", "第1号", "。", "：", "—", "１２３，ａｂｃ"),
)
RUN = ("", FANGSONG, HEITI, KAITI, XBS, THREE, TIGHT, "<w:b/>", '<w:color w:val="FF0000"/>', '<w:u w:val="single"/>', '<w:sz w:val="24"/>',
       "<w:vanish/>", '<w:rFonts w:eastAsiaTheme="majorEastAsia"/>', '<w:rFonts w:ascii="Arial" w:hint="default"/>', '<w:rStyle w:val="C"/>')
PARAGRAPH = ("", '<w:jc w:val="center"/>', '<w:jc w:val="right"/>', '<w:ind w:firstLineChars="200"/>', '<w:ind w:left="640" w:hanging="640"/>',
             '<w:spacing w:line="360" w:lineRule="auto"/>', '<w:spacing w:before="100" w:afterLines="50"/>', "<w:pageBreakBefore/>",
             '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', '<w:ind w:rightChars="400"/><w:jc w:val="end"/>',
             '<w:pBdr><w:bottom w:val="single" w:color="FF0000"/></w:pBdr>')  # fmt: skip
STYLES = styles(
    style("Normal", '<w:spacing w:line="579" w:lineRule="exact"/>', FANGSONG),
    style("A", '<w:jc w:val="center"/>', HEITI + "<w:b/>", "Normal"),
    style("C", "", "<w:b/><w:i/>", kind="character"),
    r=THREE,
)
PARTS = {
    "styles": STYLES,
    "theme": theme(major="黑体"),
    "numbering": numbering(level(0, "chineseCounting", "%1、")),
    "settings": settings_part("<w:evenAndOddHeaders/>"),
}

paragraphs = st.builds(
    para, st.sampled_from(TEXTS) | st.text(max_size=12).map(lambda text: "".join(each for each in text if each.isprintable())),
    st.sampled_from(PARAGRAPH), st.lists(st.sampled_from(RUN), max_size=1).map("".join), st.sampled_from(("", "A", "Gone")),
)  # fmt: skip
cells = st.lists(paragraphs, min_size=1, max_size=2).map(lambda found: f"<w:tc>{''.join(found)}</w:tc>")
tables = st.lists(cells, min_size=1, max_size=2).map(
    lambda found: f'<w:tbl><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr>{"".join(found)}</w:tr></w:tbl>'
)
inserted = st.sampled_from(TEXTS).map(lambda text: f"<w:p><w:ins><w:r><w:t>{text}</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>")
controls = paragraphs.map(lambda found: f"<w:sdt><w:sdtContent>{found}</w:sdtContent></w:sdt>")
bodies = st.lists(paragraphs | tables | inserted | controls, max_size=14)
sections = st.sampled_from(("", PAGE + GRID, '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:bottom="1440" w:left="1800" w:right="1800" w:footer="720"/>'))


def texts(data: bytes, *, parts: frozenset[str] | None = None) -> list[tuple[str, str]]:
    reading = read_document(data)
    return [(each.part, each.text) for each in reading.paragraphs if parts is None or each.part in parts]


#: what changes the text has properties of its own (test_text_properties.py)
TEXT = ("text",)



@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bodies, sections, st.sampled_from(({}, FOOTERS)), st.sampled_from(("auto", *PROFILES)))
def test_any_document_can_be_judged_and_mended(body: list[str], section: str, footers: dict[str, str], profile: str) -> None:
    data = document(*body, section=section, parts=PARTS, footers=footers)
    draft, linted = lint(data, profile=profile, ignore=TEXT)
    mended = mend(data, profile=profile, ignore=TEXT)
    after = lint(mended.data, profile=draft.profile, ignore=TEXT)[1]
    # footers with page numbers may be new
    assert texts(mended.data, parts=draft.reading.package.names) == texts(data)
    assert [each for one in after for each in one.departures if each.edits or each.adds] == []
    before = {one.rule.id for one in linted if one.departures}
    assert {one.rule.id for one in after if one.departures} - before == set()
    assert mend(mended.data, profile=draft.profile, ignore=TEXT).data == mended.data
