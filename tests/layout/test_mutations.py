"""Clean documents with one fault each, put in at different levels: exactly that finding, at that place."""

from __future__ import annotations

import pytest
import test_form_mutations

from docgen.layout.fixing import mend
from docgen.layout.linting import lint
from docgen.layout.table import RULES
from docgen.layout.text_rows import TEXT_ROWS
from docgen.ooxml.reading import read_document
from docgen.rules.outcomes import Status
from tests.clean_documents import (
    BOTH,
    CENTRE,
    CHARACTER_GRID,
    CLEAN,
    EXACT,
    FANGSONG,
    FIRST,
    FOOTERS,
    FOUR,
    GRID,
    HEITI,
    IMPRINT,
    KAITI,
    LEFT,
    LONG,
    PRACTICAL,
    RED_LINE,
    RIGHT,
    TEXT,
    THREE,
    TIGHT,
    TWO,
    XBS,
    official,
)
from tests.layout_documents import para
from tests.layout_faults import (
    PAGE1,
    Fault,
    body,
    departures,
    in_footers,
    in_section,
    in_styles,
    inside,
    swapped,
    texts,
    with_cell,
    without,
)

SMALL = '<w:sz w:val="24"/><w:szCs w:val="24"/>'
IMPRINT_LINES = IMPRINT[IMPRINT.index("<w:tblBorders>") : IMPRINT.index("</w:tblPr>")]
SONG = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:hint="eastAsia"/>'
#: beginnings of paragraphs, and what a departure calls them
BODY1, BODY2, BODY3 = LONG[:12], TEXT[:12], PRACTICAL[:12]


TEXT_OF_SUMMARY = body(BODY1, BODY2, BODY3)
ALL_OF_SUMMARY = body(BODY1, "一、社会救助", "（一）最低生活保障", BODY2, "二、下半年打算", BODY3)
FAULTS = [
    *(
        Fault("layout.page.size", "section", name, in_section('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'), PAGE1)
        for name in CLEAN
    ),
    *(Fault("layout.page.margin-top", "section", name, in_section('w:top="2098"', 'w:top="1440"'), PAGE1) for name in CLEAN),
    *(Fault("layout.page.margin-left", "section", name, in_section('w:left="1588"', 'w:left="1800"'), PAGE1) for name in CLEAN),
    Fault("layout.page.margin-left", "gutter", "official", in_section('w:gutter="0"', 'w:gutter="567"'), PAGE1),
    *(Fault("layout.page.type-area", "right", name, in_section('w:right="1474"', 'w:right="1800"'), PAGE1) for name in CLEAN if name != "official"),
    Fault("layout.page.type-area", "right", "official", in_section('w:right="1474"', 'w:right="1800"'), PAGE1, (("layout.table.width", "表格", "抄送：县委办公室，县政府"),)),
    Fault("layout.page.type-area", "bottom", "official", in_section('w:bottom="1984"', 'w:bottom="1440"'), PAGE1),
    Fault("layout.grid.line-pitch", "direct", "official", inside(LONG, FIRST, f'<w:spacing w:line="360" w:lineRule="auto"/>{FIRST}'), body(BODY1)),
    Fault("layout.grid.line-pitch", "direct, 29 pt", "by-styles", inside(LONG, "</w:pPr>", '<w:spacing w:line="580" w:lineRule="exact"/></w:pPr>'), body(BODY1)),
    Fault("layout.grid.line-pitch", "style", "by-styles", in_styles(EXACT, '<w:spacing w:line="600" w:lineRule="exact"/>'), ALL_OF_SUMMARY),
    Fault("layout.grid.line-pitch", "defaults", "by-defaults", in_styles('w:line="28pt"', 'w:line="30pt"'), ALL_OF_SUMMARY),
    Fault("layout.grid.line-pitch", "grid", "by-theme", in_section('w:linePitch="579"', 'w:linePitch="312"'), ALL_OF_SUMMARY),
    Fault("layout.grid.chars", "direct", "official", inside(LONG, TIGHT, '<w:spacing w:val="0"/>'), body(BODY1)),
    Fault("layout.grid.chars", "style", "by-styles", in_styles(TIGHT, '<w:spacing w:val="20"/>'), TEXT_OF_SUMMARY),
    Fault("layout.grid.chars", "defaults", "by-defaults", in_styles(TIGHT, ""), TEXT_OF_SUMMARY),
    Fault("layout.grid.chars", "grid", "by-theme", in_section(CHARACTER_GRID, GRID), TEXT_OF_SUMMARY),
    Fault("layout.text.color", "direct", "official", inside(LONG, THREE, THREE + '<w:color w:val="0000FF"/>'), body(BODY1)),
    Fault("layout.text.color", "style", "by-styles", in_styles(f"{FIRST}</w:pPr><w:rPr>{HEITI}", f'{FIRST}</w:pPr><w:rPr>{HEITI}<w:color w:val="C00000"/>'), body("一、社会救助", "二、下半年打算")),
    Fault("layout.text.default-font", "Normal", "by-styles", in_styles(FANGSONG, SONG), (("全文", ""),)),
    Fault("layout.text.default-font", "defaults", "by-defaults", in_styles(FANGSONG, SONG), (("全文", ""),)),
    Fault("layout.text.default-font", "defaults, size", "by-defaults", in_styles(THREE, SMALL), (("全文", ""),), (
        ("layout.heading.level1", "正文", "一、社会救助"), ("layout.heading.level1", "正文", "二、下半年打算"), ("layout.heading.level2", "正文", "（一）最低生活保障"),
    )),
    Fault("layout.text.default-font", "theme", "by-theme", lambda made: made._replace(more={"theme": made.more["theme"].replace('ea typeface="仿宋"', 'ea typeface="等线"')}), (("全文", ""),)),  # type: ignore[index]
    Fault("layout.text.no-decoration", "direct", "official", inside(LONG, THREE, THREE + '<w:u w:val="single"/>'), body(BODY1)),
    Fault("layout.text.no-decoration", "style", "by-styles", in_styles(f'<w:name w:val="文段"/><w:basedOn w:val="Normal"/><w:pPr>{FIRST}</w:pPr><w:rPr>', f'<w:name w:val="文段"/><w:basedOn w:val="Normal"/><w:pPr>{FIRST}</w:pPr><w:rPr><w:i/>'), TEXT_OF_SUMMARY),
    Fault("layout.text.no-decoration", "highlight", "by-theme", inside(LONG, "<w:rPr></w:rPr>", '<w:rPr><w:highlight w:val="yellow"/></w:rPr>'), body(BODY1)),
    Fault("layout.para.spacing", "direct", "official", inside(LONG, FIRST, f'<w:spacing w:before="120"/>{FIRST}'), body(BODY1)),
    Fault("layout.para.spacing", "style", "by-styles", in_styles('w:line="579" w:lineRule="exact"', 'w:after="200" w:line="579" w:lineRule="exact"'), ALL_OF_SUMMARY),
    Fault("layout.para.spacing", "lines", "by-theme", inside(TEXT, FIRST, f'<w:spacing w:beforeLines="50" w:before="156"/>{FIRST}'), body(BODY2)),
    Fault("layout.font.punct-slot", "direct", "official", inside("联系人", f"{FANGSONG}", '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" w:hint="default"/>'), body("（联系人：王小明，联系电")),
    Fault("layout.header.copy-no", "direct", "official", inside("000001", THREE, FOUR), body("000001")),
    Fault("layout.header.secrecy", "font", "official", inside("秘密★", HEITI, FANGSONG), body("秘密★1年")),
    Fault("layout.header.secrecy", "place", "official", inside("秘密★", LEFT, CENTRE), body("秘密★1年")),
    Fault("layout.header.urgency", "font", "official", inside("特急", HEITI, KAITI), body("特急")),
    Fault("layout.header.order", "order", "official", swapped("特急", "000001"), body("特急")),
    Fault("layout.header.mark-position", "direct", "official", inside("民政局文件", CENTRE, LEFT), body("云溪县民政局文件")),
    Fault("layout.header.mark-style", "colour", "official", inside("民政局文件", "FF0000", "000000"), body("云溪县民政局文件")),
    Fault("layout.header.mark-style", "font", "official", inside("民政局文件", XBS, HEITI), body("云溪县民政局文件")),
    Fault("layout.header.docno-place", "alignment", "official", inside("云民发〔", CENTRE, LEFT), body("云民发〔2026〕12号")),
    Fault("layout.header.docno-place", "one line", "official", without("云民发〔", 1), body("云民发〔2026〕12号")),
    Fault("layout.header.signer", "font", "official", inside("云民发〔", "12号", "12号　签发人：张三"), body("云民发〔2026〕12号")),
    Fault("layout.header.red-line", "colour", "official", inside("云民发〔", 'w:color="FF0000"', 'w:color="000000"'), body("云民发〔2026〕12号")),
    Fault("layout.header.red-line", "none", "official", inside("云民发〔", RED_LINE, ""), body("云民发〔2026〕12号")),
    Fault("layout.title.font", "font", "official", inside("认定工作的通知", XBS, SONG), body("做好社会救助对象认定工作")),
    Fault("layout.title.font", "size", "by-theme", inside("工作总结", TWO, THREE), body("云溪县民政局2026年上")),
    Fault("layout.title.font", "bold", "by-defaults", inside("工作总结", TWO, TWO + "<w:b/>"), body("云溪县民政局2026年上")),
    Fault("layout.title.font", "style", "by-styles", in_styles(XBS, SONG), body("云溪县民政局2026年上")),
    Fault("layout.title.position", "indent", "by-defaults", inside("工作总结", CENTRE, f"{FIRST}{CENTRE}"), body("云溪县民政局2026年上")),
    Fault("layout.title.position", "style", "by-styles", in_styles(f"<w:pPr>{CENTRE}", f"<w:pPr>{LEFT}"), body("云溪县民政局2026年上")),
    Fault("layout.title.position", "one line", "official", without("云溪县民政局关于", 1), body("云溪县民政局关于")),
    Fault("layout.title.shape", "block", "official", inside("云溪县民政局关于", "云溪县民政局关于", "云溪县民政局关于切实推进并抓好"), body("云溪县民政局关于切实推进")),
    Fault("layout.addressee", "indent", "official", inside("各街道办事处", LEFT, FIRST), body("各乡镇人民政府，各街道办")),
    Fault("layout.addressee", "no line", "official", without("各街道办事处", 1), body("各乡镇人民政府，各街道办")),
    Fault("layout.body.font", "font", "official", inside(LONG, FANGSONG, SONG), body(BODY1)),
    Fault("layout.body.font", "size", "official", inside(LONG, THREE, FOUR), body(BODY1)),
    Fault("layout.body.font", "run", "by-styles", inside(TEXT, "<w:rPr></w:rPr>", f"<w:rPr>{HEITI}</w:rPr>"), body(BODY2)),
    Fault("layout.body.font", "style", "by-styles", in_styles(f'<w:name w:val="文段"/><w:basedOn w:val="Normal"/><w:pPr>{FIRST}</w:pPr><w:rPr>', f'<w:name w:val="文段"/><w:basedOn w:val="Normal"/><w:pPr>{FIRST}</w:pPr><w:rPr>{SONG}'), TEXT_OF_SUMMARY),
    Fault("layout.body.indent", "none", "official", inside(LONG, FIRST, ""), body(BODY1)),
    Fault("layout.body.indent", "left", "official", inside(LONG, FIRST, '<w:ind w:leftChars="200" w:left="640"/>'), body(BODY1)),
    Fault("layout.body.indent", "hanging", "by-theme", inside(LONG, FIRST, '<w:ind w:left="640" w:hanging="640"/>'), body(BODY1)),
    Fault("layout.body.indent", "spaces", "official", inside(LONG, LONG, "　　" + LONG), body(BODY1)),
    Fault("layout.body.justify", "direct", "official", inside(LONG, FIRST, FIRST + LEFT), body(BODY1)),
    Fault("layout.body.justify", "style", "by-styles", in_styles(f"{EXACT}{BOTH}", f"{EXACT}{CENTRE}"), TEXT_OF_SUMMARY),
    Fault("layout.heading.level1", "font", "official", inside("一、总体要求", HEITI, SONG), body("一、总体要求")),
    Fault("layout.heading.level1", "style", "by-styles", in_styles(HEITI, KAITI), body("一、社会救助", "二、下半年打算")),
    Fault("layout.heading.level1", "indent", "by-theme", inside("一、社会救助", FIRST, ""), body("一、社会救助")),
    Fault("layout.heading.level2", "font", "official", inside("（一）规范", KAITI, FANGSONG), body("（一）规范认定程序。各乡")),
    Fault("layout.heading.level2", "size", "by-defaults", inside("（一）最低", KAITI, KAITI + FOUR), body("（一）最低生活保障")),
    Fault("layout.heading.level34", "font", "official", inside("1.建立台账", FANGSONG, HEITI), body("1.建立台账")),
    Fault("layout.annex-note", "mark", "official", inside("附件：1.", "认定表", "认定表；"), body("附件：1.社会救助对象认")),
    Fault("layout.annex-note", "indent", "official", inside("附件：1.", 'w:left="1920" w:hanging="1280"', 'w:left="0"'), body("附件：1.社会救助对象认")),
    Fault("layout.annex-note", "no line", "official", without("附件：1.", 1), body("附件：1.社会救助对象认")),
    Fault("layout.sign.sealed", "direct", "official", inside("2026年7月1日</w:t>", 'w:right="1280"', 'w:right="960"'), body("2026年7月1日")),
    Fault("layout.sign.unsealed", "direct", "by-theme", lambda made: inside("2026年7月1日", 'w:right="1280"', 'w:right="320"')(inside(">云溪县民政局<", 'w:right="1280"', 'w:right="640"')(made)), body("2026年7月1日")),
    # what stands at the left edge or in the middle is wrong under a seal and without one
    Fault("layout.sign.unsealed", "left", "official", lambda made: inside("2026年7月1日</w:t>", f'<w:ind w:right="1280"/>{RIGHT}', FIRST)(inside(">云溪县民政局<", f'<w:ind w:right="1280"/>{RIGHT}', LEFT)(made)), body("云溪县民政局", "2026年7月1日")),
    Fault("layout.sign.unsealed", "name left", "official", inside(">云溪县民政局<", f'<w:ind w:right="1280"/>{RIGHT}', ""), body("云溪县民政局")),
    Fault("layout.sign.unsealed", "centre", "official", inside("2026年7月1日</w:t>", RIGHT, CENTRE), body("2026年7月1日")),
    # 5.2.2: what is not said to be otherwise is 三号仿宋
    *(
        Fault("layout.text.default-font", way, "official", inside(words, old, new), body(begin))
        for way, words, old, new, begin in (
            ("number", "云民发〔", FANGSONG, SONG, "云民发〔2026〕12号"),
            ("addressee", "各街道办事处", THREE, FOUR, "各乡镇人民政府，各街道办"),
            ("annexes", "附件：1.", FANGSONG, KAITI, "附件：1.社会救助对象认"),
            ("further annexes", "2.工作进度表", THREE, FOUR, "2.工作进度表"),
            ("name", ">云溪县民政局<", FANGSONG, HEITI, "云溪县民政局"),
            ("date", "2026年7月1日</w:t>", THREE, FOUR, "2026年7月1日"),
            ("note", "联系人", FANGSONG, KAITI, "（联系人：王小明，联系电"),
        )
    ),
    Fault("layout.annex-note", "mark after the number", "official", inside("附件：1.", "附件：1.", "附件：1、"), body("附件：1、社会救助对象认")),
    Fault("layout.annex-note", "Chinese number", "official", inside("附件：1.", "附件：1.", "附件：一、"), body("附件：一、社会救助对象认")),
    Fault("layout.body.indent", "right", "official", inside(LONG, FIRST, FIRST.replace("/>", ' w:right="640"/>')), body(BODY1)),
    Fault("layout.header.red-line", "near", "official", inside("云民发〔", 'w:space="11"', 'w:space="1"'), body("云民发〔2026〕12号")),
    Fault("layout.page.size", "turned", "official", in_section('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"'), PAGE1, (("layout.table.landscape", "页面", "第1节"),)),
    Fault("layout.imprint.rules", "no lines", "official", inside("印发", IMPRINT_LINES, ""), (("表格", "抄送：县委办公室，县政府"),)),
    Fault("layout.note", "indent", "official", inside("联系人", FIRST, ""), body("（联系人：王小明，联系电")),
    Fault("layout.annex.new-page", "direct", "official", inside("附件2", "<w:pageBreakBefore/>", ""), body("附件2")),
    Fault("layout.annex.label", "font", "official", inside("附件1<", HEITI, FANGSONG), body("附件1")),
    Fault("layout.annex.label", "colon", "official", inside("附件1<", "附件1", "附件1："), body("附件1：")),
    Fault("layout.annex.title", "alignment", "official", inside(">工作进度表", CENTRE, LEFT), body("工作进度表")),
    Fault("layout.annex.match", "title", "official", inside(">工作进度表", "工作进度表", "工作任务分工表"), body("工作任务分工表")),
    Fault("layout.imprint.cc", "full stop", "official", inside("抄送：", "县政府办公室。", "县政府办公室"), (("表格", "抄送：县委办公室，县政府"),)),
    Fault("layout.imprint.cc", "size", "official", inside("抄送：", FANGSONG + FOUR, FANGSONG + THREE), (("表格", "抄送：县委办公室，县政府"),)),
    Fault("layout.imprint.printer", "zero", "official", inside("印发", "7月1日印发", "07月01日印发"), (("表格", "云溪县民政局办公室　　2"),)),
    Fault("layout.imprint.rules", "no line", "official", inside("印发", '<w:top w:val="single" w:sz="8"/>', '<w:top w:val="nil"/>'), (("表格", "抄送：县委办公室，县政府"),)),
    Fault("layout.pageno.field", "typed", "by-styles", lambda made: made._replace(footers={"default": FOOTERS["default"].replace("PAGE", "AUTHOR"), "even": FOOTERS["even"]}), PAGE1),
    Fault("layout.pageno.font", "direct", "official", in_footers('w:val="28"', 'w:val="18"'), (("页脚", "— 1 —"),)),
    Fault("layout.pageno.dash", "text", "official", in_footers("—", "-"), (("页脚", "- 1 -"),)),
    Fault("layout.pageno.offset", "section", "official", in_section('w:footer="1455"', 'w:footer="992"'), PAGE1),
    Fault("layout.pageno.side", "direct", "official", in_footers('w:val="right"', 'w:val="left"'), (("页脚", "— 1 —"),)),
    Fault("layout.table.width", "grid", "by-styles", lambda made: made._replace(body=(*made.body[:-3], '<w:tbl><w:tblGrid><w:gridCol w:w="9800"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>', *made.body[-3:])), (("表格", "甲"),)),
    Fault("layout.table.row-height", "direct", "by-styles", with_cell('<w:spacing w:line="200" w:lineRule="exact"/>'), (("表格", "甲"),)),
]  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_departs_in_a_clean_document(name: str) -> None:
    assert departures(CLEAN[name]().data()) == set()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule}-{fault.way}-{fault.document}".replace(" ", "_"))
def test_one_fault_gives_exactly_its_finding_at_its_place(fault: Fault) -> None:
    found = departures(fault.change(CLEAN[fault.document]()).data())
    assert found == {(fault.rule, *place) for place in fault.places} | set(fault.follows)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule}-{fault.way}-{fault.document}".replace(" ", "_"))
def test_what_is_mended_is_right_keeps_its_text_and_stays_as_it_is(fault: Fault) -> None:
    data = fault.change(CLEAN[fault.document]()).data()
    once = mend(data)
    linted = lint(once.data)[1]
    assert [each for one in linted for each in one.departures if each.edits] == []
    assert departures(once.data) <= departures(data)
    assert texts(once.data) == texts(data)
    assert mend(once.data).data == once.data


@pytest.mark.parametrize("line", ['w:line="240" w:lineRule="auto"', 'w:line="360" w:lineRule="auto"', 'w:line="240" w:lineRule="exact"'])
def test_a_table_is_not_held_to_the_lines_of_the_text(line: str) -> None:
    assert departures(with_cell(f"<w:spacing {line}/>")(CLEAN["by-styles"]()).data()) == set()


def test_what_inherits_a_wrong_font_is_mended_in_every_element() -> None:
    made = official()
    text = FANGSONG + TIGHT + THREE
    begin = ("云民发〔", "各乡镇人民", LONG, "附件：1.", "2.工作", "云溪县民政局<", "2026年7月1日<", "（联系人")
    bare = made._replace(
        body=tuple(
            each.replace(text, TIGHT) if any(f">{words}" in each for words in begin) else each for each in made.body
        ),
        styles=made.styles.replace(FANGSONG, SONG).replace(THREE, SMALL),
    ).data()
    assert departures(bare) == {("layout.text.default-font", "全文", "")}
    mended = mend(bare).data
    assert departures(mended) == set()
    left = {run.values["sz"].value for each in read_document(mended).paragraphs for run in each.runs}
    assert 24 not in left


def test_two_characters_are_those_of_the_size_that_the_text_gets() -> None:
    made = CLEAN["by-styles"]()
    small = para(LONG, "", FANGSONG + TIGHT + SMALL)
    body = tuple(small if LONG in each else each for each in made.body)
    mended = read_document(mend(made._replace(body=body).data()).data)
    [indents] = [each.values for each in mended.paragraphs if each.text == LONG]
    assert (indents["firstChars"].value, indents["first"].value) == (200, 640)


def test_a_title_at_the_left_that_ends_in_a_full_stop_is_the_title() -> None:
    made = CLEAN["by-styles"]()
    title = para("云溪县民政局关于做好社会救助工作的通知。", LEFT, XBS + TWO)
    found = departures(made._replace(body=(title, *made.body[1:])).data())
    words = ("正文", "云溪县民政局关于做好社会")
    assert found == {("layout.title.position", *words), ("text.title.punct", *words)}


@pytest.mark.parametrize(
    "sentence", ["现转发县政府关于做好防汛工作的通知。", "根据市民政局关于开展专项整治的通知。", "县政府下发了关于防汛工作的通知。"]
)
def test_a_sentence_that_ends_in_the_name_of_a_document_is_no_title(sentence: str) -> None:
    text = FANGSONG + TIGHT + THREE
    made = CLEAN["by-styles"]()._replace(body=(para(sentence, FIRST, text), para(TEXT, FIRST, text)))
    assert departures(made.data()) == set()


def test_the_red_names_of_a_joint_head_in_a_table_stay_red() -> None:
    made = official()
    at = next(at for at, each in enumerate(made.body) if "民政局文件" in each)
    red = f'{XBS}<w:color w:val="FF0000"/><w:sz w:val="72"/>'
    line = '<w:spacing w:line="900" w:lineRule="exact"/>'
    cells = "".join(f"<w:tc>{para(text, line + how, red)}</w:tc>" for text, how in (("云溪县民政局", CENTRE), ("文件", LEFT)))
    table = f'<w:tbl><w:tblGrid><w:gridCol w:w="6000"/><w:gridCol w:w="2800"/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>'
    data = made._replace(body=(*made.body[:at], table, *made.body[at + 1 :])).data()
    assert departures(data) == set()
    assert mend(data).data == data


def test_every_rule_that_a_file_can_show_broken_is_broken_by_some_fault() -> None:
    only_rendered = {"layout.body.first-page", "layout.imprint.position", "layout.letter.bottom"}
    on_text = {rule.id for rule in TEXT_ROWS}  # text_cases.py has theirs
    broken = {fault.rule for fault in (*FAULTS, *test_form_mutations.FAULTS)}
    missing = {rule.id for rule in RULES} - broken - only_rendered - on_text
    assert missing == set()


def test_an_official_document_says_what_only_a_page_shows() -> None:
    linted = lint(official().data())[1]
    assert {one.rule.id for one in linted if one.status is Status.NOT_ASSESSABLE} == {
        "layout.sign.orphan",
        "layout.body.first-page",
    }
