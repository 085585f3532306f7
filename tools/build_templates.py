"""Build the shipped Word templates: python tools/build_templates.py [FOLDER].

Layout by GB/T 9704-2012 for material without red head (clauses in brackets). The committed .docx are exactly
what this writes; a secretary's own templates are edited in Word instead.
"""
# ruff: noqa: E501 - a tag of XML reads better whole

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docgen.ooxml.package import deflate, write_package  # noqa: E402

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING_NAMES = {
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
#: half-points
ER_HAO, SAN_HAO, SI_HAO, XIAO_SI, WU_HAO, XIAO_WU, LIU_HAO = 44, 32, 28, 24, 21, 18, 15
#: 22 lines of 28 characters a page (5.2.3): exact line, and run spacing, in twips
LINE, CHARACTER_SPACING = 579, -5
#: two characters of 三号: what Word reads, and what others need beside it
FIRST_LINE = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
#: the type area (版心): 156 x 225 mm
PORTRAIT = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="1134" w:footer="1455" w:gutter="0"/>'
)
#: the same type area, turned to the left: the head of a table lies at the binding edge of odd pages (clause 8)
LANDSCAPE = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1588" w:right="2098" w:bottom="1474" w:left="1984" w:header="851" w:footer="850" w:gutter="0"/>'
)
#: the check sheet is no official document: narrow margins keep it on one page
SHEET = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="567" w:right="850" w:bottom="567" w:left="850" w:header="284" w:footer="284" w:gutter="0"/>'
)
TABLE_WIDTH_LANDSCAPE = 12756
#: the form of a letter (信函格式, 10.1): the mark 30 mm and the lower red rule 20 mm from the page's edge
LETTER_RULE_BELOW, PAGE_NUMBER_BELOW = 1086, 1455
LETTER = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"'
    f' w:header="1644" w:footer="{LETTER_RULE_BELOW}" w:gutter="0"/>'
)
#: the red rules are 170 mm long, 7 mm more than the type area on each side
RULE_INDENT = '<w:ind w:left="-397" w:right="-397"/>'
RED = "FF0000"
#: the head of a paper: the mark's upper edge stands 35 mm below the type area's (7.2.4)
MARK_BELOW_TOP = 1780
#: style, name, size in half-points, per cent of its width, and the exact line on which its characters begin as
#: far below the line's upper edge as the others' (they stand on a base at four fifths of it): long names are
#: narrower rather than smaller, so that a mark of 29 characters still stands on one line
MARKS = (
    ("", "", 84, 100, 1200),
    ("Long", "（长）", 84, 72, 1200),
    ("Longer", "（较长）", 72, 60, 1071),
    ("Longest", "（很长）", 60, 50, 942),
)
#: a seal of 42 mm that covers name and date ends less than a line below the text (7.3.5.1)
LINES_FOR_SEAL = 3
#: 156 mm
TYPE_AREA_WIDTH = 8844
KEEP_NEXT = "<w:keepNext/>"


def fonts(name: str) -> str:
    """All four slots: punctuation such as “ ” — … then comes from the Chinese font too."""
    return (
        f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'
    )


def style(
    id: str, name: str, paragraph: str = "", run: str = "", based_on: str = "Normal", next: str = ""
) -> str:
    """One paragraph style."""
    following = f'<w:next w:val="{next}"/>' if next else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/>{following}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def styles(more: str = "") -> str:
    """The named styles that the templates use and a secretary may change; ``more`` are a template's own."""
    level = '<w:keepNext/>{}<w:outlineLvl w:val="{}"/>'
    table_line = '<w:snapToGrid w:val="0"/><w:spacing w:line="252" w:lineRule="auto"/>'
    return (
        f'{DECLARATION}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}'
        f'<w:sz w:val="{SAN_HAO}"/><w:szCs w:val="{SAN_HAO}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
        f'<w:jc w:val="both"/></w:pPr><w:rPr>{fonts(FANGSONG)}<w:spacing w:val="{CHARACTER_SPACING}"/>'
        f'<w:sz w:val="{SAN_HAO}"/><w:szCs w:val="{SAN_HAO}"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        # 7.3.1: 二号小标宋, centred, not bold
        + style("DocumentTitle", "公文标题", '<w:snapToGrid w:val="0"/><w:spacing w:line="700" w:lineRule="exact"/><w:jc w:val="center"/>',
                f'{fonts(XIAOBIAOSONG)}<w:spacing w:val="0"/><w:sz w:val="{ER_HAO}"/><w:szCs w:val="{ER_HAO}"/>',
                next="BodyText")
        + style("BodyText", "公文正文", FIRST_LINE)
        # 7.3.3: 一、黑体 （一）楷体 1.仿宋
        + style("Level1", "一级标题", level.format(FIRST_LINE, 0), fonts(HEITI), next="BodyText")
        + style("Level2", "二级标题", level.format(FIRST_LINE, 1), fonts(KAITI), next="BodyText")
        + style("Level3", "三级标题", level.format(FIRST_LINE, 2), fonts(FANGSONG), next="BodyText")
        # 7.3.5.2: docgen sets the right indent by the length of name and date
        + style("Signer", "落款", '<w:keepNext/><w:ind w:right="640"/><w:jc w:val="right"/>', next="IssueDate")
        + style("IssueDate", "成文日期", '<w:ind w:right="640"/><w:jc w:val="right"/>')
        # 7.3.6: two characters from the left, in （）, on the line below the date
        + style("Note", "附注", FIRST_LINE)
        # 7.5: 四号半角宋体
        + style("PageNumber", "页码", '<w:spacing w:line="280" w:lineRule="exact"/>',
                f'{fonts(SONGTI)}<w:spacing w:val="0"/><w:sz w:val="{SI_HAO}"/><w:szCs w:val="{SI_HAO}"/>')
        + style("TableTitle", "表格标题", '<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:after="120" w:line="500" w:lineRule="exact"/><w:jc w:val="center"/>',
                f'{fonts(XIAOBIAOSONG)}<w:spacing w:val="0"/><w:sz w:val="36"/><w:szCs w:val="36"/>')
        + style("TableHead", "表头", f'{table_line}<w:jc w:val="center"/>',
                f'{fonts(HEITI)}<w:spacing w:val="0"/><w:sz w:val="{XIAO_WU}"/><w:szCs w:val="{XIAO_WU}"/>')
        + style("TableText", "表格文字", f'{table_line}<w:jc w:val="left"/>',
                f'<w:spacing w:val="0"/><w:sz w:val="{XIAO_WU}"/><w:szCs w:val="{XIAO_WU}"/>')
        + style("TableCentred", "表格文字居中", '<w:jc w:val="center"/>', based_on="TableText")
        + style("SheetCell", "校核单表格文字", '<w:spacing w:line="182" w:lineRule="exact"/>',
                f'<w:sz w:val="{LIU_HAO}"/><w:szCs w:val="{LIU_HAO}"/>', based_on="TableText")
        + style("SheetCentred", "校核单表格文字居中", '<w:jc w:val="center"/>', based_on="SheetCell")
        # a section or document can't end in a table; the paragraph after it must not open a new page
        + style("TableEnd", "表格末尾", '<w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>',
                '<w:sz w:val="2"/><w:szCs w:val="2"/>')
        + style("SheetText", "校核单文字", '<w:snapToGrid w:val="0"/><w:spacing w:line="260" w:lineRule="exact"/><w:jc w:val="left"/>',
                f'<w:spacing w:val="0"/><w:sz w:val="{XIAO_WU}"/><w:szCs w:val="{XIAO_WU}"/>')
        + style("SheetTitle", "校核单标题", '<w:spacing w:after="0" w:line="400" w:lineRule="exact"/>',
                f'<w:sz w:val="{SAN_HAO}"/><w:szCs w:val="{SAN_HAO}"/>', based_on="TableTitle")
        + style("SheetHead", "校核单小标题", '<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="40" w:line="300" w:lineRule="exact"/>',
                f'{fonts(HEITI)}<w:spacing w:val="0"/><w:sz w:val="{WU_HAO}"/><w:szCs w:val="{WU_HAO}"/>')
        + more
        + "</w:styles>"
    )  # fmt: skip


def paragraph(text: str, style_id: str = "BodyText", properties: str = "") -> str:
    """A paragraph of one run, a newline in it as a line break."""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(text).split("\n"))
    run = f'<w:r><w:t xml:space="preserve">{lines}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{properties}</w:pPr>{run}</w:p>'


def control(tag: str) -> str:
    """A paragraph that holds nothing but a tag ({%p for %}); it leaves no trace in the document."""
    return paragraph(f"{{%p {tag} %}}")


def page_number(is_even: bool, indent: str = "280") -> str:
    """The paragraph — n —, odd pages right, even pages left, one character from the edge (7.5)."""
    side = "left" if is_even else "right"
    field = "".join(
        f"<w:r>{content}</w:r>"
        for content in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            f"<w:t>{2 if is_even else 1}</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="PageNumber"/><w:ind w:{side}="{indent}"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{field}</w:p>'
    )


def footer(is_even: bool, below: int = 0) -> str:
    """The footer of portrait pages; ``below`` the number so many twips are left free."""
    free = gap(below) if below else ""
    return f'{DECLARATION}<w:ftr xmlns:w="{W}">{page_number(is_even)}{free}</w:ftr>'


def gap(height: int, borders: str = "", indent: str = "") -> str:
    """A line that holds nothing, of this height in twips."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="PageNumber"/>{borders}<w:spacing w:line="{height}" w:lineRule="exact"/>'
        f"{indent}</w:pPr></w:p>"
    )


def declared(names: Mapping[str, str]) -> str:
    """Name spaces as they are declared in a root element."""
    return "".join(f' xmlns:{prefix}="{name}"' for prefix, name in names.items())


def landscape_footer(is_even: bool) -> str:
    """The footer of landscape pages: the number stands where it is on the pages around them (clause 8).

    That is beside the type area, at the short edge which is the foot when the page is bound; so it stands
    in a box whose text runs down. ``emu``: 635 to a twip.
    """
    line, length, from_edge = 280, 1440, 1455
    # the type area goes from 1588 to 10432 twips below the upper edge
    top = 1588 if is_even else 10432 - length
    place = {name: value * 635 for name, value in (("x", from_edge), ("y", top), ("w", line), ("h", length))}
    number = 3 + is_even
    content = f"<w:txbxContent>{page_number(is_even)}</w:txbxContent>"
    drawing = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251659264"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{place["x"]}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{place["y"]}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{place["w"]}" cy="{place["h"]}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        # there is no text beside it; without wrapping LibreOffice puts it into the corner of a document's only page
        '<wp:wrapSquare wrapText="bothSides"/>'
        f'<wp:docPr id="{number}" name="页码{number}"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{place["w"]}" cy="{place["h"]}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx>"
        '<wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t" anchorCtr="0">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    style = (
        f"position:absolute;margin-left:{from_edge / 20}pt;margin-top:{top / 20}pt;width:{line / 20}pt;height:{length / 20}pt;"
        "z-index:251659264;mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    )
    shape = (
        f'<w:pict><v:shape id="PageNumber{number}" type="#_x0000_t202" style="{style}" filled="f" stroked="f">'
        f'<v:textbox inset="0,0,0,0" style="layout-flow:vertical">{content}</v:textbox></v:shape></w:pict>'
    )
    return (
        f'{DECLARATION}<w:ftr xmlns:w="{W}"{declared(DRAWING_NAMES)}><w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr><w:r>'
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent></w:r></w:p></w:ftr>"
    )


#: the relationship numbers of headers and footers, the same in every template: section() names them
PART_NUMBERS = {
    **{f"footer{n}.xml": n + 2 for n in (1, 2, 3, 4)},
    "header1.xml": 7,
    "footer5.xml": 8,
}


def section(page: str) -> str:
    """The properties of a section: footers, page, and the grid of 22 lines; of a letter, its first page too."""
    odd, even = ("rId5", "rId6") if page == LANDSCAPE else ("rId3", "rId4")
    references = (
        f'<w:footerReference w:type="default" r:id="{odd}"/><w:footerReference w:type="even" r:id="{even}"/>'
    )
    if page == LETTER:
        references += (
            '<w:headerReference w:type="first" r:id="rId7"/><w:footerReference w:type="first" r:id="rId8"/>'
        )
        page += "<w:titlePg/>"
    return f'<w:sectPr>{references}{page}<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'


class Column(NamedTuple):
    """A table column: heading, width in twips, the text of its cells, their style."""

    heading: str
    width: int
    text: str
    style: str = "TableText"


def cell(text: str, width: int, style_id: str, span: int = 1) -> str:
    """A table cell, its text in the middle of its height."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(text, style_id)}</w:tc>"
    )


def control_row(tag: str, columns: list[Column]) -> str:
    """A row that holds nothing but a tag ({%tr for %})."""
    width = sum(column.width for column in columns)
    return f"<w:tr>{cell(f'{{%tr {tag} %}}', width, 'TableText', len(columns))}</w:tr>"


def table(columns: list[Column], loop: str, extra_rows: str = "", empty: str = "", padding: int = 28) -> str:
    """A table with a head that repeats on every page and a row for each turn of the loop.

    ``padding`` is what is free above and below the text of a cell, in twips.
    """
    width = sum(column.width for column in columns)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = "".join(cell(column.heading, column.width, "TableHead") for column in columns)
    body = "".join(cell(column.text, column.width, column.style) for column in columns)
    otherwise = ""
    if empty:
        otherwise = (
            control_row("else", columns) + f"<w:tr>{cell(empty, width, 'TableCentred', len(columns))}</w:tr>"
        )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{padding}" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
        f'<w:bottom w:w="{padding}" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{column.width}"/>' for column in columns)
        + f"</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
        # a short row stays whole; a row longer than a page could not, so Word splits that one all the same
        + f"{control_row(loop, columns)}<w:tr><w:trPr><w:cantSplit/></w:trPr>{body}</w:tr>{otherwise}"
        + f"{control_row('endfor', columns)}{extra_rows}</w:tbl>"
    )


def body_of_sections(level: int, closes: str = "loop.last") -> list[str]:
    """The loop over ``sections_here`` with headings from this level: （一） and 1., or 一、 and （一）.

    ``closes`` says when a section is the last of the document: its last paragraph stays with the signature.
    """
    marks = ("{{ loop.index|numeral }}、", "（{{ loop.index|numeral }}）", "{{ loop.index }}.")
    return [
        paragraph(f"{marks[level - 1]}{{{{ section.heading }}}}", f"Level{level}"),
        control(f"set is_last = {closes}"),
        *text_of("section", "is_last and not section.subsections"),
        control("for subsection in section.subsections"),
        control("set ends_here = is_last and loop.last"),
        paragraph(f"{marks[level]}{{{{ subsection.heading }}}}", f"Level{level + 1}"),
        *text_of("subsection", "ends_here"),
        control("endfor"),
    ]


def text_of(name: str, closes: str) -> list[str]:
    """The paragraphs of a section or subsection; one that closes the document stays with what follows it."""
    return [
        control(f"for paragraph in {name}.body"),
        *kept("{{ paragraph }}", f"loop.last and {closes}"),
        control("endfor"),
    ]


def kept(text: str, condition: str, style_id: str = "BodyText", lead: str = "", rest: str = "") -> list[str]:
    """A paragraph that stays on one page with the next one where the condition holds.

    Its text has the font ``lead``, and is followed by ``rest`` in that of the style.
    """
    freely, closely = (
        run_in(text, rest, lead, properties) if lead else paragraph(text, style_id, properties)
        for properties in ("", KEEP_NEXT)
    )
    return [control(f"if {condition}"), closely, control("else"), freely, control("endif")]


def run_in(heading: str, rest: str, font: str, properties: str) -> str:
    """A heading in a font of its own, and the text that runs on behind it."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="BodyText"/>{properties}</w:pPr><w:r><w:rPr>{fonts(font)}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(heading)}</w:t></w:r>'
        f'<w:r><w:t xml:space="preserve">{escape(rest)}</w:t></w:r></w:p>'
    )


#: name and date stand on a page with text (7.3.5.5)
NAME = [paragraph("", properties=KEEP_NEXT), paragraph("{{ signature.issuer }}", "Signer")]
SIGNATURE = [*NAME, paragraph("{{ signature.date }}", "IssueDate")]

#: where the document can be found on the web, for those that are published under a number
SIGNATURE_AND_NOTE = [
    *NAME,
    *kept("{{ signature.date }}", "publication.index_number is known", "IssueDate"),
    control("if publication.index_number is known"),
    paragraph(
        "（{% if publication.web_title %}网页标题：{{ publication.web_title }}；{% endif %}"
        "{% if publication.openness is known %}公开方式：{{ publication.openness }}；{% endif %}"
        "{% if publication.published_on is known %}公开日期：{{ publication.published_on }}；{% endif %}"
        "信息索取号：{{ publication.index_number }}）",
        "Note",
    ),
    control("endif"),
]


def all_parts(plan_heading: str) -> list[str]:
    """Title, opening and every part of a record under its heading; the plan's heading is the template's own."""
    heading = (
        '{{ loop.index|numeral }}、{% if part.key == "summary" %}{{ period_name }}工作完成情况'
        '{% elif part.key == "problems" %}存在的主要问题{% else %}'
        f"{plan_heading}{{% endif %}}"
    )
    return [
        paragraph("{{ title|title_lines }}", "DocumentTitle"),
        paragraph(""),
        paragraph("{{ opening }}"),
        control("for part in parts"),
        control("set is_last_part = loop.last"),
        paragraph(heading, "Level1"),
        control("for section in part.sections"),
        *body_of_sections(2, "is_last_part and loop.last"),
        control("endfor"),
        control("endfor"),
    ]


def half_year_summary_and_plan() -> str:
    """工作总结及工作计划: every part of the record, in order."""
    return "".join(
        [
            *all_parts("下步工作计划"),
            *SIGNATURE_AND_NOTE,
            section(PORTRAIT),
        ]
    )


def annex_mark(text: str) -> str:
    """附件1 at the head of a page, 三号黑体 at the edge of the type area (7.3.7)."""
    return (
        '<w:p><w:pPr><w:pStyle w:val="BodyText"/><w:keepNext/><w:pageBreakBefore/><w:ind w:firstLineChars="0" w:firstLine="0"/>'
        f"</w:pPr><w:r><w:rPr>{fonts(HEITI)}</w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>"
    )


def annual_summary() -> str:
    """年度工作总结: the text, then the figures by quarter and the standards as annexes of their own pages."""
    quarters = [
        Column("序号", 480, "{{ loop.index }}", "TableCentred"),
        Column("项目", 2365, "{{ row.name }}"),
        Column("单位", 800, "{{ row.unit }}", "TableCentred"),
        Column("一季度", 1000, "{{ row.q1|brief }}", "TableCentred"),
        Column("二季度", 1000, "{{ row.q2|brief }}", "TableCentred"),
        Column("三季度", 1000, "{{ row.q3|brief }}", "TableCentred"),
        Column("四季度", 1000, "{{ row.q4|brief }}", "TableCentred"),
        Column("全年合计", 1199, "{{ row.total|brief }}", "TableCentred"),
    ]
    restated = "{% if standard.restated.unit %}{{ standard.restated.before|brief }}→{{ standard.restated.after|brief }}{% endif %}"
    document = (
        "{% if standard.document.title is known %}《{{ standard.document.title }}》"
        "{% else %}{{ standard.document|brief }}{% endif %}"
    )
    standards = [
        Column("序号", 480, "{{ loop.index }}", "TableCentred"),
        Column("标准", 1380, "{{ standard.name }}"),
        Column("单位", 990, "{{ standard.unit }}", "TableCentred"),
        Column("调整前", 700, "{{ standard.before|brief }}", "TableCentred"),
        Column("调整后", 700, "{{ standard.after|brief }}", "TableCentred"),
        Column("折算", 1270, restated, "TableCentred"),
        Column("折算单位", 990, "{{ standard.restated.unit }}", "TableCentred"),
        Column("执行日期", 1060, '{{ standard.effective|date("Y.M.D")|brief }}', "TableCentred"),
        Column("依据文件", 1274, document),
    ]
    return "".join(
        [
            *all_parts("下步工作安排"),
            # 7.3.4: a line below the text, two characters from the left, the names aligned
            paragraph("", properties=KEEP_NEXT),
            paragraph('附件：1.{{ period.end|date("Y年") }}分季数据表', properties=KEEP_NEXT),
            paragraph('　　　2.{{ period.end|date("Y年") }}标准调整表', properties=KEEP_NEXT),
            *SIGNATURE_AND_NOTE,
            # 7.3.7: the title of an annex stands on the third line of its page
            annex_mark("附件1"),
            paragraph(""),
            paragraph('{{ period.end|date("Y年") }}分季数据表', "TableTitle"),
            table(quarters, "for row in quarterly"),
            annex_mark("附件2"),
            paragraph(""),
            paragraph('{{ period.end|date("Y年") }}标准调整表', "TableTitle"),
            table(standards, "for standard in standards"),
            paragraph("", "TableEnd"),
            section(PORTRAIT),
        ]
    )


def work_plan() -> str:
    """工作计划: the plan half of the same record, as a document of its own."""
    return "".join(
        [
            paragraph(
                '{{ issuer.name }}{{ period.plan_start|date("Y年") }}{{ plan_period_name }}工作计划',
                "DocumentTitle",
            ),
            paragraph(""),
            paragraph("为做好{{ plan_period_name }}工作，确保完成全年目标任务，制定如下工作计划。"),
            control("for section in plan_sections"),
            *body_of_sections(1),
            control("endfor"),
            *SIGNATURE,
            section(PORTRAIT),
        ]
    )


def rectification_report() -> str:
    """整改情况报告: text in portrait, then the ledger on landscape A4."""
    columns = [
        Column("序号", 400, "{{ row.number }}", "TableCentred"),
        Column("问题来源", 860, "{{ row.source }}"),
        Column("问题描述", 1960, "{{ row.item.problem }}"),
        Column("责任\n领导", 720, "{{ row.item.leader|brief }}", "TableCentred"),
        Column("责任\n单位", 720, "{{ row.item.unit|brief }}", "TableCentred"),
        Column("责任人", 680, "{{ row.item.person|brief }}", "TableCentred"),
        Column("整改措施", 2130, "{{ row.item.measure|brief }}"),
        Column("整改时限", 1060, '{{ row.item.due|date("Y.M.D")|brief }}', "TableCentred"),
        Column("完成情况", 1580, "{{ row.item.progress|brief }}"),
        Column("整改\n状态", 700, "{{ row.item.status }}", "TableCentred"),
        Column("销号日期", 1060, '{{ row.item.closed_on|date("Y.M.D")|brief }}', "TableCentred"),
        Column("佐证材料", 886, "{{ row.item.evidence|list_join|brief }}"),
    ]
    unlisted = (
        control_row("for source in rectifications", columns)
        + control_row("if source.items is unknown", columns)
        + "<w:tr>"
        + cell(
            "{{ source.name }}：整改台账未知（{{ source.items|reason }}）",
            TABLE_WIDTH_LANDSCAPE,
            "TableText",
            len(columns),
        )
        + "</w:tr>"
        + control_row("endif", columns)
        + control_row("endfor", columns)
    )
    return "".join(
        [
            paragraph("{{ title|title_lines }}", "DocumentTitle"),
            paragraph(""),
            paragraph("{{ opening }}"),
            control("for section in ordered_sections"),
            *body_of_sections(1),
            control("endfor"),
            *NAME,
            # its section ends here: a line of its own for that might open another page
            paragraph("{{ signature.date }}", "IssueDate", section(PORTRAIT)),
            paragraph("整改台账", "TableTitle"),
            table(columns, "for row in ledger", unlisted),
            paragraph("", "TableEnd"),
            section(LANDSCAPE),
        ]
    )


def signed(text: str, before: int = 160) -> str:
    """The line at the foot of a sheet that is filled in by hand; ``before`` is the space above in twips."""
    return paragraph(text, "SheetText", f'<w:spacing w:before="{before}"/>')


def review_sheet() -> str:
    """校核单: what was found in a document and what was explained, on one page."""
    findings = [
        Column("性质", 740, "{{ finding.nature }}", "SheetCentred"),
        Column("事项", 1600, "{{ finding.title }}", "SheetCell"),
        Column("处数", 480, "{{ finding.count }}", "SheetCentred"),
        Column("位置", 2330, "{{ finding.place }}", "SheetCell"),
        Column("情况", 3080, "{{ finding.what }}", "SheetCell"),
        Column("依据", 1976, "{{ finding.basis }}", "SheetCell"),
    ]
    explanations = [
        Column("事项", 1500, "{{ explanation.rule }}", "SheetCell"),
        Column("位置", 2600, "{{ explanation.place }}", "SheetCell"),
        Column("说明", 3500, "{{ explanation.reason }}", "SheetCell"),
        Column("说明人", 2606, "{{ explanation.by }} {{ explanation.date }}", "SheetCentred"),
    ]
    counts = (
        "文稿差错{{ counts.contradictions }}项，业务提示{{ counts.advice }}项，无法判断{{ counts.not_assessable }}项，"
        "已作说明{{ counts.explained }}项；通过规则{{ counts.passed }}条。"
    )
    return "".join(
        [
            paragraph("文稿校核单", "SheetTitle"),
            paragraph("文稿标题：{{ title }}", "SheetText"),
            paragraph("发文机关：{{ issuer }}　　文稿日期：{{ date }}", "SheetText"),
            paragraph("工作记录：{{ file }}（校验码 {{ digest }}）", "SheetText"),
            paragraph(f"校核结果：{counts}", "SheetText"),
            paragraph("一、校核意见", "SheetHead"),
            table(findings, "for finding in findings", empty="无", padding=8),
            paragraph("二、情况说明", "SheetHead"),
            table(explanations, "for explanation in explanations", empty="无", padding=8),
            signed("校核人：　　　　　　　　审核人：　　　　　　　　日期：", before=80),
            section(SHEET),
        ]
    )


def change_list() -> str:
    """改动清单: where an edited document states other figures than its record, for the leader to sign."""
    columns = [
        Column("位置", 2500, "{{ change.place }}", "SheetCell"),
        Column("记录的数（原值）", 1700, "{{ change.made }}", "SheetCentred"),
        Column("文稿的数（现值）", 1700, "{{ change.written }}", "SheetCentred"),
        Column("依据、说明", 2806, "{{ change.note }}", "SheetCell"),
        Column("应改正", 1500, "□记录　□文稿", "SheetCentred"),
    ]
    return "".join(
        [
            paragraph("改动清单", "SheetTitle"),
            paragraph("文稿：{{ document }}", "SheetText"),
            paragraph("工作记录：{{ record }}", "SheetText"),
            paragraph("与工作记录相同的数：{{ same }}处", "SheetText"),
            table(columns, "for change in changes", empty="没有改动", padding=30),
            signed("经办人：　　　　　　　　核签人：　　　　　　　　日期："),
            section(SHEET),
        ]
    )


def notice_checklist() -> str:
    """核对清单: a row for each document of a batch, to be ticked off when it is sent."""
    columns = [
        Column("序号", 640, "{{ row.position }}", "SheetCentred"),
        Column("主送机关", 3000, "{{ row.recipient }}", "SheetCell"),
        Column("发文字号", 1500, "{{ row.document_number }}", "SheetCell"),
        Column("文件名", 2700, "{{ row.file }}", "SheetCell"),
        Column("结果", 700, "{{ row.outcome }}", "SheetCentred"),
        Column("退回原因（名单中的位置）", 3016, "{{ row.reason }}", "SheetCell"),
        Column("校验码", 1200, "{{ row.digest }}", "SheetCentred"),
    ]
    return "".join(
        [
            paragraph("{{ kind }}核对清单", "TableTitle"),
            paragraph("名单：{{ list }}　　模板：{{ template }}", "SheetText"),
            paragraph("应发{{ total }}份＝已成文{{ made }}份＋退回{{ returned }}份", "SheetText"),
            control("if not is_whole"),
            paragraph("份数较多，本表只列退回的各行；全部各行见同名的电子表格。", "SheetText"),
            control("endif"),
            table(columns, "for row in rows", empty="无"),
            signed("经办人：　　　　　　　　核对人：　　　　　　　　日期："),
            section(LANDSCAPE),
        ]
    )


def red_rule(side: str, lines: str, space: int) -> str:
    """The red double line of a letter: thick over thin above the text, thin over thick at the foot."""
    return f'<w:pBdr><w:{side} w:val="{lines}" w:sz="24" w:space="{space}" w:color="{RED}"/></w:pBdr>'


def mark_characters(size: int, scale: int = 100) -> str:
    """Red 小标宋 of this size, ``scale`` per cent as wide."""
    narrower = f'<w:w w:val="{scale}"/>' if scale != 100 else ""
    return (
        f'{fonts(XIAOBIAOSONG)}<w:color w:val="{RED}"/><w:spacing w:val="0"/>{narrower}'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def letter_styles() -> str:
    """The styles that only letters have."""
    mark = (
        f'{red_rule("bottom", "thickThinSmallGap", 9)}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="800" w:lineRule="exact"/>{RULE_INDENT}<w:jc w:val="center"/>'
    )
    return (
        style("LetterMark", "发文机关标志", mark, mark_characters(72))
        # as high, so that it begins as far below the page's edge
        + style("LetterMarkLong", "发文机关标志（长）", mark, mark_characters(72, 60))
        # 7/8 of a 三号 character below the red rule
        + style("LetterNumber", "发文字号", '<w:spacing w:before="280"/><w:jc w:val="right"/>')
        + style("Addressee", "主送机关", '<w:jc w:val="left"/>', next="BodyText")
        + style("AnnexNote", "附件说明", '<w:ind w:left="1600" w:hanging="960"/>')
        + style("AnnexLabel", "附件标识", '<w:keepNext/><w:jc w:val="left"/>', fonts(HEITI))
    )


def notice_styles() -> str:
    """The styles of a paper with a red head (版头), its annexes and its 版记."""
    mark = '<w:snapToGrid w:val="0"/><w:spacing w:line="{}" w:lineRule="exact"/><w:jc w:val="center"/>'
    return (
        style("HeadSpace", "版头空白", f'<w:snapToGrid w:val="0"/><w:spacing w:line="{MARK_BELOW_TOP}" w:lineRule="exact"/>')
        + "".join(
            style(f"OfficialMark{name}", f"发文机关标志{title}", mark.format(line), mark_characters(size, scale))
            for name, title, size, scale, line in MARKS
        )
        # 7.2.7: the red rule, 4 mm below the number and as wide as the type area
        + style("OfficialNumber", "发文字号", f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="{RED}"/></w:pBdr><w:jc w:val="center"/>')
        + style("Addressee", "主送机关", '<w:jc w:val="left"/>', next="BodyText")
        + style("AnnexNote", "附件说明", '<w:ind w:left="1600" w:hanging="960"/>')
        + closing_styles()
    )  # fmt: skip


def closing_styles() -> str:
    """What closes a paper: several 附件 (7.3.4), name and date under a seal, 版记."""
    small = f'<w:spacing w:val="0"/><w:sz w:val="{SI_HAO}"/><w:szCs w:val="{SI_HAO}"/>'
    return (
        # what wraps stands under the first character of the name
        style("AnnexNoteFirst", "附件说明首项", '<w:ind w:left="1920" w:hanging="1280"/>')
        + style("AnnexNoteNext", "附件说明后项", '<w:ind w:left="1920" w:hanging="320"/>')
        # 7.3.5.1: docgen sets the right indents by the length of name and date; a seal covers both
        + style("SealedSigner", "落款（加盖印章）", '<w:keepNext/><w:ind w:right="1280"/><w:jc w:val="right"/>', next="SealedDate")
        + style("SealedDate", "成文日期（加盖印章）", '<w:ind w:right="1280"/><w:jc w:val="right"/>')
        # 7.4: 四号仿宋, one character from both sides
        + style("Imprint", "版记", '<w:snapToGrid w:val="0"/><w:spacing w:line="420" w:lineRule="exact"/>', small)
    )  # fmt: skip


def annex_note() -> list[str]:
    """附件说明 of a record's 附件: one name, or several that are numbered."""
    return [
        control("if attachments"),
        paragraph("", properties=KEEP_NEXT),
        control("if attachments|length == 1"),
        paragraph("附件：{{ attachments[0] }}", "AnnexNote", KEEP_NEXT),
        control("else"),
        control("for name in attachments"),
        control("if loop.first"),
        paragraph("附件：1.{{ name }}", "AnnexNoteFirst", KEEP_NEXT),
        control("else"),
        paragraph("{{ loop.index }}.{{ name }}", "AnnexNoteNext", KEEP_NEXT),
        control("endif"),
        control("endfor"),
        control("endif"),
        control("endif"),
    ]


def own_line(style_id: str) -> list[str]:
    """A heading that has a line of its own, on one page with the text below it.

    One with the next of its level behind it is an entry of a list: those would all move to another page together.
    """
    return [
        control("if not loop.last and 0 < loop.nextitem|heading_level <= level"),
        paragraph("{{ text }}", style_id, '<w:keepNext w:val="0"/>'),
        control("else"),
        paragraph("{{ text }}", style_id),
        control("endif"),
    ]


def body_paragraphs() -> list[str]:
    """缘由 and 正文; where the signature goes over to the next page, the last paragraph goes with it."""
    return [
        control("if basis"),
        paragraph("{{ basis }}"),
        control("endif"),
        control("for text in paragraphs"),
        # 7.3.3: 一、 in 黑体, （一） in 楷体; where the text runs on, up to the first 。
        control("set level = text|heading_level"),
        control("set rest = text|after_heading"),
        control("if level == 1 and not rest"),
        *own_line("Level1"),
        control("elif level == 2 and not rest"),
        *own_line("Level2"),
        control("elif level == 1"),
        *kept("{{ text|heading }}", "loop.last", lead=HEITI, rest="{{ rest }}"),
        control("elif level == 2"),
        *kept("{{ text|heading }}", "loop.last", lead=KAITI, rest="{{ rest }}"),
        control("else"),
        *kept("{{ text }}", "loop.last"),
        control("endif"),
        control("endfor"),
    ]


def imprint_row(text: str, *, is_printed: bool = False) -> str:
    """One row of the 版记; what stands behind a tab is set at the right side."""
    indent = (
        '<w:ind w:left="280" w:right="280"/>'
        if is_printed
        else '<w:ind w:left="1120" w:right="280" w:hanging="840"/>'
    )
    tabs = '<w:tabs><w:tab w:val="right" w:pos="8564"/></w:tabs>' if is_printed else ""
    runs = "<w:r><w:tab/></w:r>".join(
        f'<w:r><w:t xml:space="preserve">{each}</w:t></w:r>' for each in text.split("\t")
    )
    return (
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{TYPE_AREA_WIDTH}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Imprint"/>{tabs}{indent}</w:pPr>{runs}</w:p></w:tc></w:tr>'
    )


def at_foot(table: str) -> str:
    """A paragraph that anchors a table in a box at the foot of the type area of its page."""
    width, height = TYPE_AREA_WIDTH * 635, 900 * 635
    drawing = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251660288"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="9" name="版记"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{table}{paragraph('', 'TableEnd')}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b" anchorCtr="0">'
        "<a:spAutoFit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    return (
        '<w:p><w:pPr><w:pStyle w:val="TableEnd"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"{drawing}</mc:Choice></mc:AlternateContent></w:r></w:p>"
    )


def imprint(rows: list[str], *, has_rules: bool = True) -> str:
    """版记 at the foot of the last page (7.4.1): outer rules 0.35 mm, inner ones 0.25 mm; a letter's has none."""
    rule = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="000000"/>'
    rules = [rule.format(*each) for each in (("top", 8), ("bottom", 8), ("insideH", 6))] if has_rules else []
    return at_foot(
        f'<w:tbl><w:tblPr><w:tblW w:w="{TYPE_AREA_WIDTH}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{"".join(rules)}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{TYPE_AREA_WIDTH}"/></w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def imprint_of_notice() -> list[str]:
    """The 版记 that the record has something for."""
    cc = imprint_row("抄送：{{ cc|list_join }}。")
    printed = imprint_row("{{ printing.office }}\t{{ printing.date }}印发", is_printed=True)
    return [
        control("if cc and printing"),
        imprint([cc, printed]),
        control("elif cc"),
        imprint([cc]),
        control("elif printing"),
        imprint([printed]),
        control("endif"),
    ]


CONTACT = "（联系人：{{ contact.name }}{% if contact.phone %}；联系电话：{{ contact.phone }}{% endif %}）"


def title_to_note() -> list[str]:
    """What a notice and a letter have alike: from the two lines above the title to 附注."""
    return [
        paragraph(""),
        paragraph(""),
        paragraph("{{ title|title_lines }}", "DocumentTitle"),
        paragraph(""),
        paragraph("{{ addressee }}：", "Addressee"),
        *body_paragraphs(),
        *annex_note(),
        *(paragraph("", properties=KEEP_NEXT) for _ in range(LINES_FOR_SEAL)),
        paragraph("{{ signature.issuer }}", "SealedSigner"),
        *kept("{{ signature.date }}", "contact", "SealedDate"),
        control("if contact"),
        paragraph(CONTACT, "Note"),
        control("endif"),
    ]


def notice() -> str:
    """通知 with a red head: 发文机关标志, 发文字号, red rule; room for the seal; 版记 at the foot of the last page."""
    return "".join(
        [
            paragraph("", "HeadSpace"),
            control("if issuer.name|width > 18"),
            paragraph("{{ issuer.name }}文件", "OfficialMarkLongest"),
            control("elif issuer.name|width > 12"),
            paragraph("{{ issuer.name }}文件", "OfficialMarkLonger"),
            control("elif issuer.name|width > 8"),
            paragraph("{{ issuer.name }}文件", "OfficialMarkLong"),
            control("else"),
            paragraph("{{ issuer.name }}文件", "OfficialMark"),
            control("endif"),
            paragraph(""),
            paragraph(""),
            paragraph("{{ number }}", "OfficialNumber"),
            *title_to_note(),
            *imprint_of_notice(),
            section(PORTRAIT),
        ]
    )


def plain_letter() -> str:
    """函 in the form of a letter (10.1): no number on the first page, 版记 without rules and 印发机关."""
    return "".join(
        [
            paragraph("{{ number }}", "LetterNumber"),
            *title_to_note(),
            control("if cc"),
            imprint([imprint_row("抄送：{{ cc|list_join }}。")], has_rules=False),
            control("endif"),
            section(LETTER),
        ]
    )


def letter_parts(sender: str, is_long: str) -> dict[str, str]:
    """Header and footer of a letter's first page: the mark over a red rule; a red rule, no page number."""
    mark = (
        control(f"if {is_long}")
        + paragraph(f"{{{{ {sender} }}}}", "LetterMarkLong")
        + control("else")
        + paragraph(f"{{{{ {sender} }}}}", "LetterMark")
        + control("endif")
    )
    rule = gap(20, red_rule("bottom", "thinThickSmallGap", 0), RULE_INDENT)
    return {
        "header1.xml": f'{DECLARATION}<w:hdr xmlns:w="{W}">{mark}</w:hdr>',
        "footer5.xml": f'{DECLARATION}<w:ftr xmlns:w="{W}">{rule}</w:ftr>',
    }


def letter(paragraphs: list[str], annex: str, columns: list[Column], loop: str) -> str:
    """A letter (函) whose annex is a table on landscape A4."""
    return "".join(
        [
            paragraph("{{ number }}", "LetterNumber"),
            paragraph(""),
            paragraph(""),
            paragraph("{{ title|title_lines }}", "DocumentTitle"),
            paragraph(""),
            paragraph("{{ unit }}：", "Addressee"),
            *(paragraph(text) for text in paragraphs[:-1]),
            # where the signature goes over to the next page, the last paragraph goes with it (7.3.5.5)
            paragraph(paragraphs[-1], properties=KEEP_NEXT),
            paragraph("", properties=KEEP_NEXT),
            paragraph(f"附件：{annex}", "AnnexNote", KEEP_NEXT),
            paragraph("", properties=KEEP_NEXT),
            paragraph("{{ sender }}", "Signer"),
            paragraph("{{ date }}", "IssueDate", KEEP_NEXT),
            # its section ends here: a line of its own for that might open another page
            paragraph(
                "（联系人：{{ contact.name }}；联系电话：{{ contact.phone }}）", "Note", section(LETTER)
            ),
            paragraph("附件", "AnnexLabel"),
            paragraph(""),
            paragraph(annex, "TableTitle"),
            table(columns, loop),
            paragraph("", "TableEnd"),
            section(LANDSCAPE),
        ]
    )


def verification_letter() -> str:
    """数据核实函: asks a unit to verify what its record says; it accuses of nothing."""
    return letter(
        [
            "你单位报送的{% if record_title %}《{{ record_title }}》{% else %}{{ period }}工作数据{% endif %}收悉，"
            "现有{{ count }}项内容需要核实（见附件）。填报有误的，请更正后重新报送；"
            "无误的，请说明情况和依据；尚未填报的，请补充。所列事项只用于核实数据，不是对问题的认定。",
            "请于{{ by }}前书面回复我单位，并报送填写了“单位说明”的《核实清单》电子表格。",
        ],
        "数据核实事项表",
        [
            Column("序号", 520, "{{ loop.index }}", "TableCentred"),
            Column("事项", 1650, "{{ question.title }}"),
            Column("填报情况（数值和位置）", 2900, "{{ question.values }}"),
            Column("需核实内容", 3200, "{{ question.asks }}"),
            Column("依据", 2486, "{{ question.basis }}"),
            Column("单位说明", 2000, ""),
        ],
        "for question in questions",
    )


def rectification_order() -> str:
    """整改通知书: what the inspector found true, what is to be done about it, and by when."""
    return letter(
        [
            "我单位对你单位报送的{% if record_title %}《{{ record_title }}》{% else %}{{ period }}工作数据{% endif %}"
            "进行了核实。结合你单位的说明，有{{ count }}项问题属实（见附件），请逐项明确责任和措施，于{{ by }}前完成整改。"
            "确需延期的，请提前书面申请批准。",
            "请把整改情况填入随附的整改台账，逐项答复，连同佐证材料报送我单位验收。验收通过后，方可销号。",
        ],
        "整改事项表",
        [
            Column("序号", 560, "{{ loop.index }}", "TableCentred"),
            Column("问题", 4540, "{{ item.problem }}"),
            Column("依据", 2896, "{{ item.basis }}"),
            Column("整改要求", 3200, "{{ item.requirement }}"),
            Column("整改时限", 1560, "{{ item.due }}", "TableCentred"),
        ],
        "for item in items",
    )


def own_styles(body: str, kind: str) -> str:
    """The styles that not every template has."""
    if LETTER in body:
        return letter_styles() + (closing_styles() if kind == "letter" else "")
    return notice_styles() if "OfficialNumber" in body else ""


def package(body: str, title: str, kind: str) -> bytes:
    """The .docx of a body: the same bytes every time."""
    is_letter = LETTER in body
    sender = ("issuer.name", "issuer.name|width > 12") if kind == "letter" else ("sender", "mark_is_long")
    below = PAGE_NUMBER_BELOW - LETTER_RULE_BELOW if is_letter else 0
    footers = {
        "footer1.xml": footer(is_even=False, below=below),
        "footer2.xml": footer(is_even=True, below=below),
    }
    if LANDSCAPE in body:
        footers["footer3.xml"] = landscape_footer(is_even=False)
        footers["footer4.xml"] = landscape_footer(is_even=True)
    if is_letter:
        footers |= letter_parts(*sender)
    override = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("word/document.xml", f"{TYPE}.document.main+xml"),
            ("word/styles.xml", f"{TYPE}.styles+xml"),
            ("word/settings.xml", f"{TYPE}.settings+xml"),
            *((f"word/{name}", f"{TYPE}.{name[:6]}+xml") for name in footers),
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        )
    )

    def relationships(*rows: tuple[str, str]) -> str:
        inner = "".join(
            f'<Relationship Id="rId{PART_NUMBERS.get(target, n)}" Type="{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(rows, 1)
        )
        return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'

    drawing_names = declared(DRAWING_NAMES) if "<w:drawing>" in body else ""
    parts = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{override}</Types>',
        "_rels/.rels": relationships(
            (f"{R}/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/_rels/document.xml.rels": relationships(
            (f"{R}/styles", "styles.xml"),
            (f"{R}/settings", "settings.xml"),
            *((f"{R}/{name[:6]}", name) for name in footers),
        ),
        "word/document.xml": f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"{drawing_names}><w:body>{body}</w:body></w:document>',
        "word/styles.xml": styles(own_styles(body, kind)),
        "word/settings.xml": f'{DECLARATION}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        '<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>'
        '<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting'
        ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>',
        **{f"word/{name}": xml for name, xml in footers.items()},
        "docProps/core.xml": f'{DECLARATION}<cp:coreProperties'
        f' xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>",
    }  # fmt: skip
    return write_package({name: deflate(name, text.encode("utf-8")) for name, text in parts.items()})


#: 发文字号 is one for the whole batch; who gets it, and what the files are called
NOTICES = {
    "numbers": "shared",
    "recipient": "addressee",
    "recipient_code": "recipient_code",
    "file_name": "'{seq:04}-{addressee}'",
}

#: id -> title, kind, body; and what else the sidecar says
TEMPLATES: Mapping[str, tuple[str, str, str, Mapping[str, str]]] = {
    "half-year-summary-and-plan": (
        "半年工作总结及下步计划",
        "civil-affairs-half-year",
        half_year_summary_and_plan(),
        {},
    ),
    "annual-summary": ("年度工作总结（附分季数据和标准调整）", "civil-affairs-annual", annual_summary(), {}),
    "work-plan": ("工作计划", "civil-affairs-half-year", work_plan(), {}),
    "rectification-report": ("整改情况报告（附台账）", "rectification-list", rectification_report(), {}),
    "review-sheet": ("文稿校核单", "docgen-result", review_sheet(), {"stage": "review"}),
    "notice-checklist": ("核对清单", "docgen-checklist", notice_checklist(), {}),
    "change-list": ("改动清单", "docgen-changes", change_list(), {}),
    "verification-letter": ("数据核实函", "docgen-letter", verification_letter(), {}),
    "notice": ("通知", "notice", notice(), NOTICES),
    "letter": ("函", "letter", plain_letter(), NOTICES),
    "rectification-order": ("整改通知书", "docgen-order", rectification_order(), {}),
}


def build() -> dict[str, bytes]:
    """File name -> content of every shipped template and its sidecar."""
    files: dict[str, bytes] = {}
    for id, (title, kind, body, more) in TEMPLATES.items():
        files[f"{id}.docx"] = package(body, title, kind)
        sidecar = {"id": id, "title": title, "kind": kind, **more}
        files[f"{id}.yaml"] = "".join(f"{key}: {value}\n" for key, value in sidecar.items()).encode("utf-8")
    return files


def main(arguments: list[str]) -> None:
    """Write the templates into templates/docx/, or into the folder named."""
    folder = Path(arguments[0]) if arguments else ROOT / "templates" / "docx"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in build().items():
        (folder / name).write_bytes(content)
        print(folder / name)


if __name__ == "__main__":
    main(sys.argv[1:])
