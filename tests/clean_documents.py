"""Hand-made documents in which nothing departs from GB/T 9704, each the way another program writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tests.layout_documents import document, para, settings, style, styles, theme

FONT = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="{0}" w:cs="{0}" w:hint="eastAsia"/>'
FANGSONG, KAITI, HEITI, XBS, SONGTI = (
    FONT.format(name) for name in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体")
)
SIZE = '<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>'
THREE, TWO, FOUR = SIZE.format(32), SIZE.format(44), SIZE.format(28)
TIGHT = '<w:spacing w:val="-5"/>'
EXACT = '<w:spacing w:line="579" w:lineRule="exact"/>'
FIRST = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
BOTH, CENTRE, RIGHT, LEFT = (f'<w:jc w:val="{how}"/>' for how in ("both", "center", "right", "left"))
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1455" w:gutter="0"/>'
)
GRID = '<w:docGrid w:type="lines" w:linePitch="579"/>'
#: the grid that Chinese offices set: 22 lines of 28 characters, Normal being 16 pt
CHARACTER_GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>'
EVEN = settings('<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:evenAndOddHeaders/>')
LONG = (
    "为深入贯彻落实省委、省政府关于加强基层民政工作的决策部署，进一步做好社会救助工作，现将有关事项通知如下。"
)
TEXT = "各乡镇要对辖区内低保对象、特困人员逐户走访，核对家庭收入和财产状况，做到应保尽保、应退尽退，确保救助对象认定准确。"
PRACTICAL = "各单位要明确专人负责，建立工作台账，定期报告进展情况，对发现的困难及时研究解决，重要情况随时报告县民政局。"


class Made(NamedTuple):
    """Where things of a document are said, so that a fault can be put in at each level."""

    body: tuple[str, ...]
    styles: str
    section: str = PAGE + GRID
    footers: Mapping[str, str] | None = None
    more: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None

    def data(self) -> bytes:
        parts = {"styles": self.styles, "settings": EVEN, **(self.more or {})}
        footers = self.footers or FOOTERS
        return document(*self.body, section=self.section, parts=parts, footers=footers, headers=self.headers)


def page_number(jc: str, indent: str, font: str = SONGTI + FOUR) -> str:
    """A footer's paragraph: — 1 —."""

    def run(inner: str) -> str:
        return f"<w:r><w:rPr>{font}</w:rPr>{inner}</w:r>"

    field = "".join(
        run(inner)
        for inner in (
            "<w:t>— </w:t>",
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> PAGE </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            "<w:t> —</w:t>",
        )
    )
    return f'<w:p><w:pPr><w:ind w:{indent}="280"/><w:jc w:val="{jc}"/></w:pPr>{field}</w:p>'


FOOTERS = {"default": page_number("right", "right"), "even": page_number("left", "left")}
NORMAL = style("Normal", f"{EXACT}{BOTH}", FANGSONG + TIGHT + THREE, name="Normal")
RED_LINE = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
#: 版记 as a table held at the foot of the page
IMPRINT = (
    '<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpYSpec="bottom"/><w:tblW w:w="8844" w:type="dxa"/>'
    '<w:tblBorders><w:top w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="8"/><w:insideH w:val="single" w:sz="6"/></w:tblBorders>'
    '</w:tblPr><w:tblGrid><w:gridCol w:w="8844"/></w:tblGrid>{}</w:tbl>'
)


def cell(paragraph: str, more: str = "") -> str:
    """A row of 版记 with one cell."""
    return f'<w:tr><w:tc><w:tcPr><w:tcW w:w="8844" w:type="dxa"/>{more}</w:tcPr>{paragraph}</w:tc></w:tr>'


def official() -> Made:
    """A notice of a county bureau with head and 版记: sizes and fonts at the runs, as WPS writes them."""
    text = FANGSONG + TIGHT + THREE
    annex = "<w:pageBreakBefore/>"
    imprint = IMPRINT.format(
        cell(
            para(
                "抄送：县委办公室，县政府办公室。",
                '<w:ind w:left="1120" w:right="280" w:hanging="840"/>',
                FANGSONG + FOUR,
            )
        )
        + cell(
            para(
                "云溪县民政局办公室　　2026年7月1日印发",
                '<w:ind w:left="280" w:right="280"/>',
                FANGSONG + FOUR,
            )
        )
    )
    body = (
        para("000001", LEFT, text),
        para("秘密★1年", LEFT, HEITI + THREE),
        para("特急", LEFT, HEITI + THREE),
        para("云溪县民政局文件", f'<w:spacing w:before="247" w:line="900" w:lineRule="exact"/>{CENTRE}', XBS + SIZE.format(84) + '<w:color w:val="FF0000"/>'),
        para(),
        para(),
        para("云民发〔2026〕12号", RED_LINE + CENTRE, text),
        para(),
        para(),
        para("云溪县民政局关于", CENTRE, XBS + TWO),
        para("做好社会救助对象认定工作的通知", CENTRE, XBS + TWO),
        para(),
        para("各乡镇人民政府，各街道办事处：", LEFT, text),
        para(LONG, FIRST, text),
        para("一、总体要求", FIRST, HEITI + TIGHT + THREE),
        para(TEXT, FIRST, text),
        f"<w:p><w:pPr>{FIRST}</w:pPr><w:r><w:rPr>{KAITI}{TIGHT}{THREE}</w:rPr><w:t>（一）规范认定程序。</w:t></w:r>"
        f"<w:r><w:rPr>{text}</w:rPr><w:t>{TEXT}</w:t></w:r></w:p>",
        para("1.建立台账", FIRST, text),
        para(PRACTICAL, FIRST, text),
        para(),
        para("附件：1.社会救助对象认定表", '<w:ind w:left="1920" w:hanging="1280"/>', text),
        para("2.工作进度表", '<w:ind w:left="1920" w:hanging="320"/>', text),
        para(),
        para("云溪县民政局", f'<w:ind w:right="1280"/>{RIGHT}', text),
        para("2026年7月1日", f'<w:ind w:right="1280"/>{RIGHT}', text),
        para("（联系人：王小明，联系电话：0792—4381234）", FIRST, text),
        para("附件1", annex + LEFT, HEITI + THREE),
        para(),
        para("社会救助对象认定表", CENTRE, XBS + TWO),
        para("附件2", annex + LEFT, HEITI + THREE),
        para(),
        para("工作进度表", CENTRE, XBS + TWO),
        imprint,
    )
    return Made(body, styles(NORMAL))


def by_styles() -> Made:
    """A plain summary in which everything is said by styles with names of their own."""
    shared = styles(
        NORMAL,
        style("T", CENTRE, XBS + TWO, "Normal", name="大标题"),
        style("B", FIRST, "", "Normal", name="文段"),
        style("H1", FIRST, HEITI, "Normal", name="标题一"),
        style("H2", FIRST, KAITI, "Normal", name="标题二"),
        style("D", '<w:ind w:right="1280"/><w:jc w:val="right"/>', "", "Normal", name="日期行"),
        style("S", '<w:ind w:right="1280"/><w:jc w:val="right"/>', "", "Normal", name="署名行"),
    )
    return Made(_summary(lambda key: {"style": key}), shared)


def by_theme() -> Made:
    """A plain summary on a grid of characters, its font a theme's, Normal being 三号."""
    slots = 'w:asciiTheme="minorEastAsia" w:hAnsiTheme="minorEastAsia" w:eastAsiaTheme="minorEastAsia"'
    normal = style("Normal", BOTH, f"<w:rFonts {slots}/>{THREE}")
    direct = {
        "T": {"p": CENTRE, "r": XBS + TWO},
        "B": {"p": FIRST},
        "H1": {"p": FIRST, "r": HEITI},
        "H2": {"p": FIRST, "r": KAITI},
        "D": {"p": f'<w:ind w:right="1280"/>{RIGHT}'},
        "S": {"p": f'<w:ind w:right="1280"/>{RIGHT}'},
    }
    return Made(
        _summary(lambda key: direct[key]),
        styles(normal),
        PAGE + CHARACTER_GRID,
        more={"theme": theme(minor="仿宋", hans="宋体")},
    )


def by_defaults() -> Made:
    """A plain summary whose font and size are the document's defaults, in points and with start and end."""
    direct = {
        "T": {"p": CENTRE, "r": XBS + TWO},
        "B": {"p": FIRST},
        "H1": {"p": FIRST, "r": HEITI},
        "H2": {"p": FIRST, "r": KAITI},
        "D": {"p": '<w:ind w:end="1280"/><w:jc w:val="end"/>'},
        "S": {"p": '<w:ind w:end="1280"/><w:jc w:val="end"/>'},
    }
    defaults = styles(
        style("Normal"), p='<w:spacing w:line="28pt" w:lineRule="exact"/>', r=FANGSONG + TIGHT + THREE
    )
    return Made(_summary(lambda key: direct[key]), defaults)


def _summary(said: Callable[[str], dict[str, str]]) -> tuple[str, ...]:
    return (
        para("云溪县民政局2026年上半年工作总结", **said("T")),
        para(),
        para(LONG, **said("B")),
        para("一、社会救助", **said("H1")),
        para("（一）最低生活保障", **said("H2")),
        para(TEXT, **said("B")),
        para("二、下半年打算", **said("H1")),
        para(PRACTICAL, **said("B")),
        para(),
        para("云溪县民政局", **said("S")),
        para("2026年7月1日", **said("D")),
    )


#: name -> how to make it
CLEAN: Mapping[str, Callable[[], Made]] = {
    "official": official,
    "by-styles": by_styles,
    "by-theme": by_theme,
    "by-defaults": by_defaults,
}
