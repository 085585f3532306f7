"""Templates of docxtpl's features, one small piece each, and packages that hold any of them together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from docx_builder import PACKAGE, TYPES, R, W, document, paragraph, row, run, section, table
from docxtpl import Listing, RichText, RichTextParagraph

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{{ title }}</dc:title><dc:subject>{{ n }}人</dc:subject><dc:creator>{{ author }}</dc:creator>"
    "<dc:description>{% if n > 1 %}多{% endif %}</dc:description><dc:identifier>x</dc:identifier>"
    "<dc:language>zh-CN</dc:language></cp:coreProperties>"
)
#: properties as Word has them, so that docxtpl, which writes these six whatever there was, adds none
PLAIN_CORE = re.sub(r">[^<]*[{][^<]*<", ">x<", CORE)


class Feature(NamedTuple):
    """A feature: what stands in the body, and what is in the parts beside it."""

    body: str
    parts: Mapping[str, str] = {}


def varying(*cells: str, columns: int = 1) -> str:
    return table(row(*cells), columns=columns)


def rich_text() -> RichText:
    rich = RichText("粗 & 体", bold=True)
    rich.add("红", color="#FF0000", size=28, italic=True, underline="wave", font="eastAsia:仿宋")
    rich.add("上", superscript=True, style="Strong", highlight="#FFFF00", strike=True, lang="zh-CN")
    rich.add("一\n二\t三")
    return rich


CONTEXT: dict[str, Any] = {
    "title": "关于做好年检工作的通知",
    "author": "市民政局",
    "n": 296,
    "flag": True,
    "off": False,
    "colour": "FFEE00",
    "xs": [{"name": "甲 & 乙", "due": "6月\n底", "late": True}, {"name": "<丙>", "due": "\"7月\"", "late": False}],
    "cells": ["甲", "乙", "丙"],
    "empty": [],
    "tabs": "左\t右\n下",
    "rich": rich_text(),
    "rich_paragraph": RichTextParagraph(RichText("独立一段", bold=True), parastyle="Heading1"),
    "listing": Listing("一行\n二行\t制表\a新段 & <尖>\f新页"),
    "signs": "一\n二\t三\a四\f五",
}

FEATURES: dict[str, Feature] = {
    "value": Feature(paragraph("截至", run("{{ title }}", bold=True), "，共{{ n }}人")),
    "tag over runs": Feature(paragraph(run("{"), run("{ ti", bold=True), run("tle }"), run("}底"))),
    "filter": Feature(paragraph("{{ cells|join('、') }}，{{ xs|length }}，{{ nothing|default('缺') }}")),
    "if else": Feature(paragraph("{% if off %}甲{% elif n > 200 %}乙{{ n }}{% else %}丙{% endif %}，{{ '有' if off }}")),
    "comparison signs": Feature(paragraph("{% if n < 300 and n >= 2 %}少{% endif %}")),
    "inline loop": Feature(paragraph("{% for x in xs %}{{ loop.index }}.{{ x.name }}{% if not loop.last %}；{% endif %}{% endfor %}")),
    "set": Feature(paragraph("{% set half = n // 2 %}{{ half }}")),
    "comment": Feature(paragraph("前{# 给编者看的 #}后") + paragraph("{#p 整段 #}")),
    "paragraph loop": Feature(
        paragraph("{%p for x in xs %}") + paragraph("{{ x.name }}{% if x.late %}（迟）{% endif %}") + paragraph("{%p endfor %}")
    ),
    "paragraph if": Feature(paragraph("{%p if off %}") + paragraph("不写") + paragraph("{%p else %}") + paragraph("写") + paragraph("{%p endif %}")),
    "run tags": Feature(paragraph(run("前"), run("{%r if flag %}"), run("中", bold=True), run("{%r endif %}"), run("后"))),
    "rich text": Feature(paragraph("前", run("{{r rich }}"), "后")),
    "rich paragraph": Feature(paragraph("{{p rich_paragraph }}")),
    "listing": Feature(paragraph("前", run("{{ listing }}", bold=True), "后", style="Body")),
    "tabs and breaks": Feature(paragraph("前", run("{{ tabs }}", bold=True), "后")),
    "all signs": Feature(paragraph(run("{{ signs }}", bold=True), style="Body")),
    "merging": Feature(paragraph("甲") + paragraph("{%- if flag %}") + paragraph("乙") + paragraph("{% endif -%}") + paragraph("丙")),
    "row loop": Feature(
        table(row("事项", "时限"), row("{%tr for x in xs %}", ""), row("{{ x.name }}", "{{ x.due }}"), row("{%tr endfor %}", ""))
    ),
    "rows that may be missing": Feature(
        table(row("甲", "乙"), row("{%tr for x in empty %}", ""), row("{{ x }}", ""), row("{%tr endfor %}", ""), row("{%tr if off %}", ""),
              row("一", "二"), row("{%tr endif %}", ""))
    ),
    "cell loop": Feature(varying("{%tc for c in cells %}", "{{ c }}", "{%tc endfor %}")),
    "fewer cells": Feature(varying("首", "{%tc if off %}", "末", "{%tc endif %}", columns=4)),
    "colspan": Feature(table(row("{% colspan cells|length %}{{ title }}"), row("一", "二", "三"), columns=3)),
    "cellbg": Feature(table(row("{% cellbg colour %}{{ title }}", "另一格"))),
    "vm": Feature(table(row("{%tr for x in xs %}", ""), row("{% vm %}{{ title }}", "{{ x.name }}"), row("{%tr endfor %}", ""))),
    "hm": Feature(table(row("{%tc for c in cells %}", "{% hm %}{{ title }}", "{%tc endfor %}"), row("一", "二", "三"), columns=3)),
    "wide rows that go": Feature(
        table(row("{%tr if off %}", ""), row("甲", "乙", "丙"), row("{%tr endif %}", ""), row("一", "二"), columns=3)
    ),
    "literal braces": Feature(paragraph("写作{_{ 名称 }_}和{_% if %_}，{{ n }}")),
    "field": Feature(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> QUOTE "{{ title }}" {% if flag %}{{ n }}{% endif %}'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("{{ title }}") + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        '<w:p><w:fldSimple w:instr="REF n{{ n }}">' + run("{{ n }}") + "</w:fldSimple></w:p>"
    ),
    "equation": Feature(f'<w:p><m:oMath xmlns:m="{M}"><m:r><m:t>x={{{{ n }}}}</m:t></m:r></m:oMath></w:p>'),
    "link and content control": Feature(
        f'<w:p><w:hyperlink w:anchor="a">{run("见{{ title }}")}</w:hyperlink><w:sdt><w:sdtContent>{run("{% if flag %}{{ n }}{% endif %}", bold=True)}'
        "</w:sdtContent></w:sdt></w:p>"
    ),
    "text box": Feature(
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps" xmlns:wps="{WPS}"><wps:txbx><w:txbxContent>'
        + paragraph("框内{{ title }}，{% if flag %}是{% endif %}")
        + "</w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent></w:r></w:p>"
    ),
    "drawings": Feature(
        paragraph("{%p for x in xs %}")
        + f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{WP}"><wp:docPr id="1" name="图"/></wp:inline></w:drawing></w:r></w:p>'
        + paragraph("{%p endfor %}")
    ),
    "header and footer": Feature(
        paragraph("正文"),
        {
            "word/header1.xml": f'<w:hdr xmlns:w="{W}">{paragraph("{{ author }}{% if flag %}（印）{% endif %}")}</w:hdr>',
            "word/footer1.xml": f'<w:ftr xmlns:w="{W}">{paragraph("{%p for x in xs %}")}{paragraph("{{ x.name }}")}{paragraph("{%p endfor %}")}</w:ftr>',
        },
    ),
    "footnotes": Feature(
        '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        {"word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("注：{{ title }} {{ n }}")}</w:footnote></w:footnotes>'},
    ),
    "properties": Feature(paragraph("正文"), {"docProps/core.xml": CORE}),
}
#: what docxtpl leaves as it is
OURS_ALONE: dict[str, Feature] = {
    "endnotes": Feature(
        paragraph("正文"),
        {"word/endnotes.xml": f'<w:endnotes xmlns:w="{W}"><w:endnote w:id="2">{paragraph("尾注：{{ title }}")}</w:endnote></w:endnotes>'},
    ),
    "comments": Feature(
        paragraph("正文"),
        {"word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:id="1" w:author="甲">{paragraph("批注：{{ title }}")}</w:comment></w:comments>'},
    ),
}

_SORTS = ("header1", "footer1", "footnotes", "endnotes", "comments")


def package(*features: Feature, before: str = "", after: str = "", extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """The .docx of these features one after the other, between ``before`` and ``after``."""
    parts: dict[str, str | bytes] = {"docProps/core.xml": PLAIN_CORE}
    parts |= {name: xml for feature in features for name, xml in feature.parts.items()} | dict(extra or {})
    sorts = [sort for sort in _SORTS if f"word/{sort}.xml" in parts]
    relationships = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{sort.rstrip("1")}" Target="{sort}.xml"/>' for number, sort in enumerate(sorts, 1)
    )
    overrides = "".join(
        f'<Override PartName="/word/{sort}.xml" ContentType="{TYPES}.{sort.rstrip("1")}+xml"/>' for sort in ("document.main", *sorts)
    ).replace("/word/document.main.xml", "/word/document.xml")
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'{overrides}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    references = "".join(
        f'<w:{sort.rstrip("1")}Reference w:type="default" r:id="rId{number}"/>'
        for number, sort in enumerate(sorts, 1)
        if sort in ("header1", "footer1")
    )
    body = before + "".join(feature.body for feature in features) + after
    return document(
        body,
        sections=section(references),
        extra={
            "[Content_Types].xml": types,
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relationships}</Relationships>',
            **parts,
        },
    )
