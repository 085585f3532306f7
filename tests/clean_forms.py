"""A letter, an order, minutes and a joint notice in which nothing departs from GB/T 9704, clauses 7.3.5 and 10."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.clean_documents import (
    BOTH,
    CENTRE,
    FANGSONG,
    FIRST,
    FOOTERS,
    FOUR,
    GRID,
    HEITI,
    IMPRINT,
    LEFT,
    LONG,
    NORMAL,
    PAGE,
    PRACTICAL,
    RED_LINE,
    RIGHT,
    SIZE,
    TEXT,
    THREE,
    TIGHT,
    TWO,
    XBS,
    Made,
    cell,
)
from tests.layout_documents import para, styles

RED = '<w:color w:val="FF0000"/>'
_RUN = FANGSONG + TIGHT + THREE
#: 170 mm: 7 mm beyond the type area on each side
_WIDE = '<w:ind w:left="-397" w:right="-397"/>'
UPPER = '<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="9" w:color="FF0000"/></w:pBdr>'
LOWER = '<w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="24" w:space="0" w:color="FF0000"/></w:pBdr>'
MARK_LINE = '<w:spacing w:line="800" w:lineRule="exact"/>'
LETTER_PAGE = PAGE.replace('w:header="851" w:footer="1455"', 'w:header="1644" w:footer="1086"')
FOUR_IN = f'<w:ind w:right="1280"/>{RIGHT}'


def letter() -> Made:
    """A letter whose mark and red lines stand in the header and footer of its first page."""
    mark = para("云溪县民政局", f"{UPPER}{MARK_LINE}{_WIDE}{CENTRE}", XBS + SIZE.format(72) + RED)
    rule = para("", f'{LOWER}<w:spacing w:line="20" w:lineRule="exact"/>{_WIDE}')
    body = (
        para("云民函〔2026〕7号", f'<w:spacing w:before="280"/>{RIGHT}', _RUN),
        para(),
        para(),
        para("云溪县民政局关于商请核对救助对象信息的函", CENTRE, XBS + TWO),
        para(),
        para("县财政局：", LEFT, _RUN),
        para(LONG, FIRST, _RUN),
        para(TEXT, FIRST, _RUN),
        para(),
        para(),
        para("云溪县民政局", FOUR_IN, _RUN),
        para("2026年7月1日", FOUR_IN, _RUN),
    )
    footers = {**FOOTERS, "first": rule}
    return Made(body, styles(NORMAL), LETTER_PAGE + "<w:titlePg/>" + GRID, footers, headers={"first": mark})


def framed_letter() -> Made:
    """A letter whose mark is a frame in the text, its lines a paragraph's and a frame's."""
    frame = '<w:framePr w:w="8844" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="margin" w:xAlign="center" w:y="1701"/>'
    line = '<w:framePr w:w="9638" w:h="60" w:hRule="exact" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="1134" w:y="15644"/>'
    mark = para(
        "云溪县民政局",
        f'{frame}<w:spacing w:line="900" w:lineRule="exact"/>{CENTRE}',
        XBS + SIZE.format(72) + RED,
    )
    upper = para(
        "", f'{UPPER.replace("9", "0", 1)}<w:spacing w:line="227" w:lineRule="exact"/>{_WIDE}'
    )
    lower = para("", f'{line}{LOWER}<w:spacing w:line="60" w:lineRule="exact"/>')
    made = letter()
    return made._replace(
        body=(mark, upper, *made.body),
        section=PAGE + "<w:titlePg/>" + GRID,
        footers={**FOOTERS, "first": lower},
        headers=None,
    )


def order() -> Made:
    """An order with a signature stamp."""
    body = (
        para("云溪县人民政府令", f'<w:spacing w:before="1134" w:line="900" w:lineRule="exact"/>{CENTRE}', XBS + SIZE.format(84) + RED),
        para(),
        para(),
        para("第3号", CENTRE, _RUN),
        para(),
        para(),
        para("《云溪县殡葬管理办法》已经县人民政府第5次常务会议审议通过，现予公布，自2026年8月1日起施行。", FIRST, _RUN),
        para(),
        para(),
        para("县长　张小明", FOUR_IN, _RUN),
        para(),
        para("2026年7月1日", FOUR_IN, _RUN),
    )  # fmt: skip
    return Made(body, styles(NORMAL))


def minutes() -> Made:
    """Minutes of a meeting, with who was there."""

    def people(label: str, names: str) -> str:
        return (
            f'<w:p><w:pPr><w:ind w:left="1600" w:hanging="960"/>{BOTH}</w:pPr><w:r><w:rPr>{HEITI}{TIGHT}{THREE}</w:rPr>'
            f"<w:t>{label}</w:t></w:r><w:r><w:rPr>{_RUN}</w:rPr><w:t>：{names}</w:t></w:r></w:p>"
        )

    body = (
        para("云溪县民政局会议纪要", f'<w:spacing w:before="1984" w:line="900" w:lineRule="exact"/>{CENTRE}', XBS + SIZE.format(72) + RED),
        para(),
        para(),
        para("第5期", CENTRE, _RUN),
        para(),
        para(),
        para(LONG, FIRST, _RUN),
        para(PRACTICAL, FIRST, _RUN),
        para(),
        people("出席", "张明、李红、王强"),
        people("列席", "陈玲、周涛"),
    )  # fmt: skip
    return Made(body, styles(NORMAL))


def joint() -> Made:
    """A notice that two offices issue together, its addressees moved to 版记."""
    small = FANGSONG + FOUR
    hanging = '<w:ind w:left="1120" w:right="280" w:hanging="840"/>'
    no_line = '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>'
    imprint = IMPRINT.format(
        cell(para("主送：各乡镇人民政府，各街道办事处。", hanging, small), no_line)
        + cell(para("抄送：县委办公室，县政府办公室。", hanging, small), no_line.replace("bottom", "top"))
        + cell(para("云溪县民政局办公室　　2026年7月1日印发", '<w:ind w:left="280" w:right="280"/>', small))
    )
    body = (
        para("云溪县民政局", f'<w:spacing w:before="1984" w:line="900" w:lineRule="exact"/>{CENTRE}', XBS + SIZE.format(72) + RED),
        para("云溪县财政局文件", f'<w:spacing w:line="900" w:lineRule="exact"/>{CENTRE}', XBS + SIZE.format(72) + RED),
        para(),
        para(),
        para("云民发〔2026〕12号", RED_LINE + CENTRE, _RUN),
        para(),
        para(),
        para("云溪县民政局　云溪县财政局关于", CENTRE, XBS + TWO),
        para("做好2026年度社会救助资金发放工作的通知", CENTRE, XBS + TWO),
        para(),
        para(LONG, FIRST, _RUN),
        para(),
        para("云溪县民政局", FOUR_IN, _RUN),
        para("云溪县财政局", FOUR_IN, _RUN),
        para("2026年7月1日", FOUR_IN, _RUN),
        imprint,
    )  # fmt: skip
    return Made(body, styles(NORMAL))


#: name -> how to make it
FORMS: Mapping[str, Callable[[], Made]] = {
    "letter": letter,
    "framed-letter": framed_letter,
    "order": order,
    "minutes": minutes,
    "joint": joint,
}
