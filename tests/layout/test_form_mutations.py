"""Letters, orders, minutes and joint notices with one fault each; and faults that lists of Word commit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from docgen.layout.fixing import mend
from docgen.layout.linting import lint
from docgen.rules.outcomes import Status
from tests.clean_documents import (
    CENTRE,
    CLEAN,
    FANGSONG,
    FIRST,
    FOOTERS,
    FOUR,
    HEITI,
    IMPRINT,
    LEFT,
    LONG,
    PRACTICAL,
    RIGHT,
    TEXT,
    THREE,
    TIGHT,
    Made,
    cell,
)
from tests.clean_forms import FORMS, FOUR_IN, LOWER, UPPER
from tests.layout_documents import level, numbering, para
from tests.layout_faults import PAGE1, Fault, body, departures, in_section, inside, texts, without

RUN = FANGSONG + TIGHT + THREE
MARK = "云溪县民政局"
#: the paragraph of a letter's second line is empty
FOOT = (("页脚", ""),)
HEAD = (("页眉", MARK),)


def in_header(old: str, new: str) -> Callable[[Made], Made]:
    def change(made: Made) -> Made:
        assert made.headers is not None and old in made.headers["first"], old
        return made._replace(headers={"first": made.headers["first"].replace(old, new, 1)})

    return change


def in_first_footer(old: str, new: str) -> Callable[[Made], Made]:
    def change(made: Made) -> Made:
        assert made.footers is not None and old in made.footers["first"], old
        return made._replace(footers={**made.footers, "first": made.footers["first"].replace(old, new, 1)})

    return change


def both(first: Callable[[Made], Made], second: Callable[[Made], Made]) -> Callable[[Made], Made]:
    return lambda made: second(first(made))


def before(words: str, *paragraphs: str) -> Callable[[Made], Made]:
    """Paragraphs put before the one with these words."""

    def change(made: Made) -> Made:
        at = next(count for count, each in enumerate(made.body) if words in each)
        return made._replace(body=(*made.body[:at], *paragraphs, *made.body[at:]))

    return change


def at_end(*paragraphs: str) -> Callable[[Made], Made]:
    return lambda made: made._replace(body=(*made.body, *paragraphs))


def listed(words: str, *levels: str, depth: int = 0, p: str = "", cut: str = "") -> Callable[[Made], Made]:
    """The paragraph with these words counted by a list of Word instead of by hand (``cut``: what was typed)."""

    def change(made: Made) -> Made:
        at = next(count for count, each in enumerate(made.body) if words in each)
        own = made.body[at].replace(cut, "", 1) if cut else made.body[at]
        own = own.replace("<w:pPr>", f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>', 1)
        own = own.replace(FIRST, p, 1)
        more = {**(made.more or {}), "numbering": numbering(*levels)}
        return made._replace(body=(*made.body[:at], own, *made.body[at + 1 :]), more=more)

    return change


PRINTED = IMPRINT.format(cell(para("县民政局办公室　　2026年7月1日印发", '<w:ind w:left="280" w:right="280"/>', FANGSONG + FOUR)))
REFERENCES = "".join(f'<w:footerReference w:type="{each}" r:id="f-{each}"/>' for each in ("default", "even"))
#: the paragraph of a joint notice in which an office signs
SIGNED = f'<w:p><w:pPr>{FOUR_IN}</w:pPr><w:r><w:rPr>{RUN}</w:rPr><w:t xml:space="preserve">云溪县{{}}局<'
FAULTS = [
    Fault("layout.letter.mark", "文件", "letter", in_header(MARK, f"{MARK}文件"), (("页眉", f"{MARK}文件"),)),
    Fault("layout.letter.mark", "alignment", "letter", in_header(CENTRE, LEFT), HEAD),
    Fault("layout.letter.mark", "low header", "letter", in_section('w:header="1644"', 'w:header="2400"'), HEAD),
    Fault("layout.letter.mark", "low frame", "framed-letter", inside("xAlign", 'w:y="1701"', 'w:y="2400"'), body(MARK)),
    Fault("layout.letter.rules", "none", "letter", both(in_header(UPPER, ""), in_first_footer(LOWER, "")), PAGE1),
    Fault("layout.letter.rules", "no upper", "letter", in_header(UPPER, ""), PAGE1),
    Fault("layout.letter.rules", "no lower", "letter", in_first_footer(LOWER, ""), PAGE1),
    Fault("layout.letter.rules", "single upper", "letter", in_header("thickThinSmallGap", "single"), HEAD),
    Fault("layout.letter.rules", "thin over thick", "letter", in_header("thickThin", "thinThick"), HEAD),
    Fault("layout.letter.rules", "thick over thin", "letter", in_first_footer("thinThick", "thickThin"), FOOT),
    Fault("layout.letter.rules", "black", "letter", in_header('space="9" w:color="FF0000"', 'space="9" w:color="000000"'), HEAD),
    Fault("layout.letter.rules", "as wide as text", "letter", in_header('<w:ind w:left="-397" w:right="-397"/>', ""), HEAD),
    Fault("layout.letter.rules", "short frame", "framed-letter", in_first_footer('w:w="9638"', 'w:w="8844"'), FOOT),
    Fault("layout.letter.rules", "far below mark", "letter", in_header('w:space="9"', 'w:space="31"'), HEAD),
    Fault("layout.letter.rules", "low", "letter", in_section('w:footer="1086"', 'w:footer="600"'), FOOT),
    Fault("layout.letter.rules", "high frame", "framed-letter", in_first_footer('w:y="15644"', 'w:y="15000"'), FOOT),
    Fault("layout.letter.docno", "alignment", "letter", inside("云民函〔", RIGHT, CENTRE), body("云民函〔2026〕7号")),
    Fault("layout.letter.docno", "indent", "letter", inside("云民函〔", RIGHT, f'<w:ind w:right="640"/>{RIGHT}'), body("云民函〔2026〕7号")),
    Fault("layout.letter.title", "one line", "letter", without("云溪县民政局关于", 1), body("云溪县民政局关于商请核对")),
    Fault("layout.letter.pageno", "first page", "letter", lambda made: made._replace(footers={**FOOTERS, "first": FOOTERS["default"] + made.footers["first"]}), PAGE1),  # type: ignore[index]
    Fault("layout.letter.imprint", "printer", "letter", at_end(PRINTED), (("表格", "县民政局办公室　　202"),)),
    Fault("layout.order.mark", "alignment", "order", inside("人民政府令", CENTRE, LEFT), body("云溪县人民政府令")),
    Fault("layout.order.mark", "high", "order", inside("人民政府令", 'w:before="1134"', 'w:before="0"'), body("云溪县人民政府令")),
    Fault("layout.order.number", "form", "order", inside("第3号", "第3号", "第03号"), body("第03号")),
    Fault("layout.order.number", "alignment", "order", inside("第3号", CENTRE, LEFT), body("第3号")),
    Fault("layout.order.number", "one line above", "order", without("第3号", 1), body("第3号")),
    Fault("layout.order.number", "one line below", "order", without("殡葬管理办法", 1), body("《云溪县殡葬管理办法》已")),
    Fault("layout.sign.signature-stamp", "one line", "order", without("县长", 1), body("县长　张小明")),
    Fault("layout.sign.signature-stamp", "right", "order", inside("县长", 'w:right="1280"', 'w:right="640"'), body("县长　张小明")),
    Fault("layout.sign.signature-stamp", "date", "order", without("2026年7月1日", 1), body("2026年7月1日")),
    Fault("layout.minutes.mark", "alignment", "minutes", inside("会议纪要", CENTRE, LEFT), body("云溪县民政局会议纪要")),
    Fault("layout.minutes.mark", "high", "minutes", inside("会议纪要", 'w:before="1984"', 'w:before="600"'), body("云溪县民政局会议纪要")),
    Fault("layout.minutes.people", "font", "minutes", inside(">出席<", HEITI, FANGSONG), body("出席：张明、李红、王强")),
    Fault("layout.header.mark-text", "kind", "official", inside("民政局文件", "民政局文件", "民政局通知"), body("云溪县民政局通知")),
    Fault("layout.header.mark-text", "number", "official", inside("民政局文件", "民政局文件", "民政局2026年文件"), body("云溪县民政局2026年文")),
    Fault("layout.header.mark-position", "high", "official", inside("民政局文件", 'w:before="247"', 'w:before="0"'), body("云溪县民政局文件")),
    Fault("layout.sign.order", "order", "joint", both(inside(SIGNED.format("民政"), "民政", "财　政"), both(inside(SIGNED.format("财政"), "财政", "民政"), inside("财　政", "财　政", "财政"))), body("云溪县财政局")),
    Fault("layout.sign.orphan", "page break", "official", inside(">云溪县民政局<", '<w:ind w:right="1280"/>', '<w:pageBreakBefore/><w:ind w:right="1280"/>'), body("云溪县民政局")),
    Fault("layout.sign.orphan", "words", "official", before("附件：1.", para("（此页无正文）", FIRST, RUN), para()), body("（此页无正文）")),
    Fault("layout.imprint.main-moved", "line", "joint", lambda made: made._replace(body=tuple(each.replace('<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>', "").replace('<w:tcBorders><w:top w:val="nil"/></w:tcBorders>', "") for each in made.body)), (("表格", "主送：各乡镇人民政府，各"),)),
    Fault("layout.imprint.rules", "thick", "joint", inside("主送：", '<w:top w:val="single" w:sz="8"/>', '<w:top w:val="single" w:sz="24"/>'), (("表格", "主送：各乡镇人民政府，各"),)),
    Fault("layout.imprint.rules", "thick between", "official", inside("抄送：", '<w:insideH w:val="single" w:sz="6"/>', '<w:insideH w:val="single" w:sz="12"/>'), (("表格", "抄送：县委办公室，县政府"),)),
    Fault("layout.pageno.blank", "two breaks", "joint", before("印发", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>', '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'), (("表格", "主送：各乡镇人民政府，各"),)),
    Fault("layout.table.landscape", "footer", "by-styles", lambda made: made._replace(body=(*made.body, f"<w:p><w:pPr><w:sectPr>{REFERENCES}{made.section}</w:sectPr></w:pPr></w:p>", para()), section='<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1588" w:right="2098" w:bottom="1474" w:left="1984" w:footer="850"/>', footers=None), (("页面", "第2节"),)),
    Fault("layout.annex.detached", "space", "by-styles", lambda made: made._replace(body=(para("云民发〔2026〕12号　附件1", LEFT, RUN), para(), *made.body)), body("云民发〔2026〕12号")),
    Fault("text.num.split", "break", "official", inside(LONG, LONG, f"{LONG[:-1]}，共发放12</w:t><w:br/><w:t>860元。"), body(LONG[:12])),
    Fault("layout.addressee", "comma", "official", inside("各街道办事处", "办事处：", "办事处，"), body("各乡镇人民政府，各街道办")),
    Fault("layout.sign.unsealed", "centred date", "by-theme", inside("2026年7月1日", f'<w:ind w:right="1280"/>{RIGHT}', CENTRE), body("2026年7月1日")),
    Fault("text.date.issue", "dots", "by-theme", inside("2026年7月1日", "2026年7月1日", "2026.7.1"), body("2026.7.1"), (("layout.sign.sealed", "正文", "云溪县民政局"),)),
    Fault("layout.title.position", "full stop", "by-defaults", inside("工作总结", "工作总结", "工作总结。"), (), (("text.title.punct", "正文", "云溪县民政局2026年上"),)),
    Fault("layout.heading.level1", "numbering, indent", "by-theme", listed("一、社会救助", level(0, "chineseCounting", "%1、", '<w:ind w:left="420" w:hanging="420"/>'), cut="一、"), body("一、社会救助"), (("text.heading.auto-number", "正文", "一、社会救助"),)),
    Fault("layout.heading.level2", "numbering, indent", "by-theme", listed("（一）最低", level(0, "chineseCounting", "（%1）", '<w:ind w:left="840" w:hanging="420"/>'), cut="（一）"), body("（一）最低生活保障"), (("text.heading.auto-number", "正文", "（一）最低生活保障"),)),
    Fault("layout.heading.level34", "numbering, indent", "official", listed("1.建立台账", level(0, "decimal", "%1.", '<w:ind w:left="420" w:hanging="420"/>'), cut="1."), body("1.建立台账"), (("text.heading.auto-number", "正文", "1.建立台账"),)),
    Fault("layout.body.indent", "numbering, bullet", "by-theme", listed(TEXT, level(0, "bullet", "●", '<w:ind w:left="420" w:hanging="420"/>')), body(TEXT[:12])),
    Fault("layout.body.indent", "numbering, left", "by-defaults", listed(PRACTICAL, level(0, "bullet", "", '<w:ind w:left="840" w:firstLine="640"/>')), body(PRACTICAL[:12])),
    Fault("text.heading.auto-number", "numbering", "by-theme", listed("一、社会救助", level(0, "chineseCounting", "%1、"), p=FIRST, cut="一、"), body("一、社会救助")),
]  # fmt: skip
ALL = {**CLEAN, **FORMS}


def name(fault: Fault) -> str:
    return f"{fault.rule}-{fault.way}-{fault.document}".replace(" ", "_")


@pytest.mark.parametrize("form", FORMS)
def test_nothing_departs_in_a_clean_document(form: str) -> None:
    data = FORMS[form]().data()
    assert lint(data)[0].profile == {"framed-letter": "letter", "joint": "official"}.get(form, form)
    assert departures(data) == set()


@pytest.mark.parametrize("fault", FAULTS, ids=name)
def test_one_fault_gives_exactly_its_finding_at_its_place(fault: Fault) -> None:
    found = departures(fault.change(ALL[fault.document]()).data())
    assert found == {(fault.rule, *place) for place in fault.places} | set(fault.follows)


@pytest.mark.parametrize("fault", FAULTS, ids=name)
def test_what_is_mended_is_right_keeps_its_text_and_stays_as_it_is(fault: Fault) -> None:
    data = fault.change(ALL[fault.document]()).data()
    once = mend(data, ignore=("text",))
    assert [each for one in lint(once.data, ignore=("text",))[1] for each in one.departures if each.edits] == []
    assert departures(once.data) <= departures(data)
    assert texts(once.data) == texts(data)
    assert mend(once.data, ignore=("text",)).data == once.data


@pytest.mark.parametrize(
    ("form", "rules"),
    [
        ("letter", {"layout.letter.bottom"}),
        ("framed-letter", {"layout.letter.bottom", "layout.letter.mark"}),
        ("order", set()),
        ("minutes", {"layout.minutes.mark"}),
        ("joint", {"layout.header.mark-position", "layout.sign.sealed"}),
    ],
)
def test_what_the_file_does_not_tell_is_said(form: str, rules: set[str]) -> None:
    linted = lint(FORMS[form]().data())[1]
    unsure = {one.rule.id for one in linted if one.status is Status.NOT_ASSESSABLE}
    signed = {"layout.sign.orphan"} if form != "minutes" else set()
    assert unsure == rules | signed | {"layout.body.first-page"}


def test_an_annex_by_itself_is_asked_about() -> None:
    made = CLEAN["by-styles"]()
    data = made._replace(body=(para("附件1", LEFT, HEITI + THREE), para(), *made.body)).data()
    [one] = [each for each in lint(data)[1] if each.rule.id == "layout.annex.detached"]
    assert one.status is Status.NOT_ASSESSABLE


def test_numbers_that_may_break_between_two_lines_are_asked_about() -> None:
    made = CLEAN["by-theme"]()
    loose = inside(LONG, FIRST, f'<w:wordWrap w:val="0"/>{FIRST}')(made)
    data = inside(LONG, LONG, LONG[:-1] + "，共12860元。")(loose).data()
    [one] = [each for each in lint(data)[1] if each.rule.id == "text.num.split"]
    assert one.status is Status.NOT_ASSESSABLE


def test_joint_signatures_that_nothing_can_be_compared_with_are_asked_about() -> None:
    made = FORMS["joint"]()
    data = inside("云溪县民政局　云溪县财政局关于", "云溪县民政局　云溪县财政局", "")(
        inside("财政局文件", "财政局文件", "民政局文件")(made)
    ).data()
    [one] = [each for each in lint(data)[1] if each.rule.id == "layout.sign.order"]
    assert one.status is Status.NOT_ASSESSABLE
