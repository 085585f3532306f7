"""Features of docxtpl as they stand in files from Word: among links, fields, revisions, merged cells, notes and headers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from docx_builder import W, paragraph, row, run, table, texts
from docxtpl import Listing, RichText
from feature_templates import CONTEXT, FEATURES, MC, WP, Feature, M, package
from test_parity import by_docxtpl, canonical_parts, compiled


def signs() -> RichText:
    rich = RichText("粗", bold=True)
    rich.add("一\n二\t三\a四\f五", italic=True)
    return rich


VALUES = {
    **CONTEXT,
    "rt": signs(),
    "span": 2,
    "lst": Listing("甲\t乙\n丙\a丁\f戊"),
    "rows": [{"a": "1", "cells": ["x", "y"]}, {"a": "2", "cells": ["z"]}],
    "q": "a'b\"c",
    "zero": 0,
    "none": None,
    "html": "<b>&amp;</b>",
    "deep": {"k": {"k": "深"}},
}


def t(text: str, attributes: str = ' xml:space="preserve"') -> str:
    return f"<w:t{attributes}>{text}</w:t>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{"<w:rPr>" + properties + "</w:rPr>" if properties else ""}{t(text)}</w:r>'


def para(*inner: str, properties: str = "") -> str:
    return f'<w:p>{"<w:pPr>" + properties + "</w:pPr>" if properties else ""}{"".join(inner)}</w:p>'


def cell_of(inner: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def cell(text: str, properties: str = "") -> str:
    return cell_of(paragraph(text), properties)


def row_of(*cells: str) -> str:
    return f'<w:tr>{"".join(cells)}</w:tr>'


def merge(how: str = "") -> str:
    return f'<w:vMerge w:val="{how}"/>' if how else "<w:vMerge/>"


def note(id: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{id}"/></w:r>'


def footnotes(inner: str) -> dict[str, str]:
    return {"word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{inner}</w:footnote></w:footnotes>'}


def header(inner: str) -> dict[str, str]:
    return {"word/header1.xml": f'<w:hdr xmlns:w="{W}">{inner}</w:hdr>'}


def repeated(inner: str) -> str:
    return paragraph("{%p for x in xs %}") + inner + paragraph("{%p endfor %}")


PIECES: dict[str, str | tuple[str, Mapping[str, str]]] = {
    "nested table in loop": repeated(table(row_of(cell("{{ x.name }}"), cell_of(table(row("{%tr for c in cells %}", ""), row("{{ c }}", "{{ x.due }}"), row("{%tr endfor %}", ""))+"<w:p/>")))),
    "nested table rows, outer tr loop": table(row("{%tr for x in xs %}", ""), row_of(cell("{{ x.name }}"), cell_of(table(row("{{ x.due }}", "甲"))+"<w:p/>")), row("{%tr endfor %}", "")),
    "nested: tr in outer and inner": table(row("{%tr for r in rows %}", ""), row_of(cell("{{ r.a }}"), cell_of(table(row("{%tr for c in r.cells %}", ""), row("{{ c }}", "甲"), row("{%tr endfor %}", ""))+"<w:p/>")), row("{%tr endfor %}", "")),
    "vMerge rows": table(row_of(cell("组",merge("restart")), cell("1")), row("{%tr for x in xs %}", ""), row_of(cell("",merge()), cell("{{ x.name }}")), row("{%tr endfor %}", "")),
    "vMerge continue in loop": table(row("{%tr for x in xs %}", ""), row_of(cell("{{ x.name }}",merge("restart")), cell("甲")), row_of(cell("",merge("continue")), cell("乙")), row("{%tr endfor %}", "")),
    "tc with gridSpan": table(row_of(cell("头", '<w:gridSpan w:val="3"/>')), row("{%tc for c in cells %}", "{{ c }}", "{%tc endfor %}"), columns=3),
    "tc with span in loop": table(row_of(cell("{%tc for c in cells %}"), cell("{{ c }}", '<w:gridSpan w:val="2"/>'), cell("{%tc endfor %}")), row("1", "2", "3", "4", "5", "6"), columns=6),
    "tc+tr": table(row("{%tr for r in rows %}", "", ""), row("{%tc for c in r.cells %}", "{{ c }}", "{%tc endfor %}"), row("{%tr endfor %}", "", ""), columns=3),
    "tc + cellbg": table(row("{%tc for c in cells %}", "{% cellbg colour %}{{ c }}", "{%tc endfor %}"), columns=3),
    "tr + colspan": table(row("{%tr for x in xs %}", "", ""), row("{% colspan span %}{{ x.name }}", "甲"), row("{%tr endfor %}", "", ""), row("1", "2", "3"), columns=3),
    "colspan + cellbg": table(row("{% colspan span %}{% cellbg colour %}{{ title }}", "甲"), row("1", "2", "3"), columns=3),
    "cellbg replaces shd": table(row_of(cell("{% cellbg colour %}甲", '<w:shd w:val="clear" w:fill="FFFFFF"/>'), cell("乙"))),
    "colspan replaces gridSpan": table(row_of(cell("{% colspan span %}甲", '<w:gridSpan w:val="3"/>'), cell("乙")), row("1", "2", "3"), columns=3),
    "vm with span": table(row("{%tr for x in xs %}", ""), row_of(cell("{% vm %}{{ title }}", '<w:gridSpan w:val="2"/>'), cell("{{ x.name }}")), row("{%tr endfor %}", ""), columns=3),
    "hm with gridSpan": table(row_of(cell("{%tc for c in cells %}"), cell("{% hm %}{{ title }}", '<w:gridSpan w:val="2"/>'), cell("{%tc endfor %}")), row("1", "2", "3", "4", "5", "6"), columns=6),
    "vm+cellbg": table(row("{%tr for x in xs %}", ""), row("{% vm %}{% cellbg colour %}{{ title }}", "{{ x.name }}"), row("{%tr endfor %}", "")),
    "tr comment": table(row("{#tr 行 #}", ""), row("甲", "乙")),
    "tc comment": table(row("{#tc 格 #}", "甲", "乙")),
    "p comment in cell": table(row_of(cell_of(paragraph("{#p 段 #}")+paragraph("甲")), cell("乙"))),
    "comment over runs": paragraph(run("前{"), run("# 注",bold=True), run("释 #"), run("}后")),
    "comment over tags": paragraph("前{# {{ x }} {% if y %} #}后"),
    "comment with word comment range": para(r("前"), '<w:commentRangeStart w:id="5"/>', r("{{ title }}"), '<w:commentRangeEnd w:id="5"/>', r("后")),
    "comment range inside tag": para(r("{{ ti"), '<w:commentRangeStart w:id="5"/>', r("tle }}"), '<w:commentRangeEnd w:id="5"/>'),
    "bookmark inside tag": para(r("{{ ti"), '<w:bookmarkStart w:id="5" w:name="b"/>', r("tle"), '<w:bookmarkEnd w:id="5"/>', r(" }}后")),
    "bookmark between braces": para(r("{"), '<w:bookmarkStart w:id="5" w:name="b"/>', r("{ title }"), '<w:bookmarkEnd w:id="5"/>', r("}后")),
    "proofErr in tag": para(r("{{ "), '<w:proofErr w:type="spellStart"/>', r("title", "<w:b/>"), '<w:proofErr w:type="spellEnd"/>', r(" }}")),
    "smart quotes": paragraph("{{ ‘甲’ }}{{ “乙” }}{% if title == “x” %}丙{% endif %}"),
    "smart quotes over runs": paragraph(run("{{ “"), run("乙",bold=True), run("” }}")),
    "comparison of texts": paragraph("{% if 'a' < 'b' and 'c' > 'b' %}是{% endif %}"),
    "tag over hyperlink start": para(r("{{ "), f'<w:hyperlink w:anchor="a">{r("title", "<w:b/>")}</w:hyperlink>', r(" }}后")),
    "tag wholly in hyperlink runs": para(f'<w:hyperlink w:anchor="a">{r("{{ ")}{r("title", "<w:b/>")}{r(" }}")}</w:hyperlink>'),
    "sdt inline": para(f'<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent>{r("{{ title }}")}</w:sdtContent></w:sdt>'),
    "sdt block": f'<w:sdt><w:sdtContent>{repeated(paragraph("{{ x.name }}"))}</w:sdtContent></w:sdt>',
    "sdt over tag": para(r("{{ "), f'<w:sdt><w:sdtContent>{r("title")}</w:sdtContent></w:sdt>', r(" }}")),
    "sdt row": table(f'<w:sdt><w:sdtContent>{row("{{ title }}", "乙")}</w:sdtContent></w:sdt>'),
    "sdt cell": table(f'<w:tr><w:sdt><w:sdtContent>{cell("{{ title }}")}</w:sdtContent></w:sdt>{cell("乙")}</w:tr>'),
    "ins": para(f'<w:ins w:id="1" w:author="甲">{r("{{ title }}")}</w:ins>'),
    "del text": para(r("甲"), '<w:del w:id="1" w:author="甲"><w:r><w:delText>{{ title }}</w:delText></w:r></w:del>', r("{{ n }}")),
    "ins within tag": para(r("{{ ti"), f'<w:ins w:id="1" w:author="甲">{r("tle")}</w:ins>', r(" }}")),
    "del within tag": para(r("{{ ti"), '<w:del w:id="1" w:author="甲"><w:r><w:delText>xx</w:delText></w:r></w:del>', r("tle }}")),
    "smartTag": para(f'<w:smartTag w:uri="u" w:element="e">{r("{{ title }}")}</w:smartTag>'),
    "field split": para('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF {{ n }} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>', r("{{ title }}"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    "page field beside": para(r("{{ title }}第"), '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>', r("页")),
    "rt in loop": repeated(para(r("{{r rt }}"))),
    "rt twice in a run": para(r("{{r rich }}{{r rich }}")),
    "rt between text in run": para(r("前{{r rich }}后", "<w:b/>")),
    "listing in loop styled": repeated(paragraph(run("{{ lst }}",bold=True), style="Body")),
    "listing in table": table(row("{{ lst }}", "{{ signs }}")),
    "listing in if": paragraph("{% if flag %}{{ lst }}{% endif %}后"),
    "plain signs twice": paragraph("{{ signs }}{{ signs }}"),
    "pPr sectPr with signs": para(r("{{ signs }}"), properties='<w:jc w:val="center"/>'),
    "rPr in pPr": para(r("{{ signs }}", "<w:i/>"), properties='<w:rPr><w:b/></w:rPr>'),
    "tab chars in run": para('<w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t><w:tab/><w:t>{{ tabs }}</w:t><w:br/><w:t>{{ n }}</w:t></w:r>'),
    "value after br": para('<w:r><w:br/><w:t>{{ title }}</w:t></w:r>'),
    "no text run then tag": para('<w:r><w:lastRenderedPageBreak/><w:t>{{ title }}</w:t></w:r>'),
    "sym beside": para('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>{{ title }}</w:t></w:r>'),
    "footnote in loop": (repeated(para(r("{{ x.name }}"), note(2))), footnotes(paragraph("注{{ title }}{% for x in xs %}{{ x.name }}{% endfor %}"))),
    "footnote p loop": (para(r("甲"), note(2)), footnotes(repeated(paragraph("{{ x.name }}")))),
    "rt in header": (paragraph("甲"), header(para(r("{{r rich }}")))),
    "listing in header": (paragraph("甲"), header(paragraph("{{ lst }}"))),
    "table in header": (paragraph("甲"), header(table(row("{%tr for x in xs %}", ""), row("{{ x.name }}", ""), row("{%tr endfor %}", "")))),
    "tc in header": (paragraph("甲"), header(table(row("{%tc for c in cells %}", "{{ c }}", "{%tc endfor %}"), columns=1))),
    "docPr in header loop": (paragraph("甲"), header(FEATURES["drawings"].body)),
    "p else elif": paragraph("{%p if off %}")+paragraph("1")+paragraph("{%p elif flag %}")+paragraph("2")+paragraph("{%p else %}")+paragraph("3")+paragraph("{%p endif %}"),
    "p for else": paragraph("{%p for x in empty %}")+paragraph("1")+paragraph("{%p else %}")+paragraph("空")+paragraph("{%p endfor %}"),
    "tr if else": table(row("{%tr if off %}", ""), row("1", "2"), row("{%tr else %}", ""), row("3", "4"), row("{%tr endif %}", "")),
    "r tag else": para(r("{%r if off %}"), r("1", "<w:b/>"), r("{%r else %}"), r("2"), r("{%r endif %}")),
    "p tag split runs": para(r("{%"), r("p for x in"), r(" xs %}"))+paragraph("{{ x.name }}")+para(r("{%p end"), r("for %}")),
    "p with attributes": '<w:p w:rsidR="00AA">'+r("{%p if flag %}")+'</w:p><w:p w:rsidR="00AB"><w:r w:rsidRPr="1">'+t("{{ title }}")+'</w:r></w:p><w:p w:rsidR="00AC">'+r("{%p endif %}")+"</w:p>",
    "tr attributes": table('<w:tr w:rsidR="1"><w:trPr><w:cantSplit/></w:trPr>'+cell("{%tr for x in xs %}")+cell("")+"</w:tr>", '<w:tr w:rsidR="2">'+cell("{{ x.name }}")+cell("")+"</w:tr>", '<w:tr w:rsidR="3">'+cell("{%tr endfor %}")+cell("")+"</w:tr>"),
    "dash br": para('<w:r><w:t>甲</w:t><w:br/><w:t>{%- if flag -%}</w:t><w:br/><w:t>乙</w:t><w:br/><w:t>{%- endif -%}</w:t><w:br/><w:t>丙</w:t></w:r>'),
    "dash pars": "".join(map(paragraph,["甲", "{%- if flag -%}", "乙", "{%- else -%}", "丙", "{%- endif -%}", "丁"])),
    "dash vars": "".join(map(paragraph,["甲", "{{- title -}}", "乙"])),
    "literal": paragraph("{_{ x }_} {_% if %_}"),
    "raw": paragraph("{% raw %}{{ x }}{% endraw %}"),
    "filters": paragraph("{{ cells|first }}{{ cells|last }}{{ xs|selectattr('late')|list|length }}{{ cells|reverse|join('-') }}"),
    "ints": paragraph("{{ zero }}{{ none }}{{ flag }}{{ n }}"),
    "html": paragraph("{{ html }}"),
    "quotes": paragraph("{{ q }}"),
    "deep": paragraph("{{ deep.k.k }}{{ deep['k']['k'] }}"),
    "set across pars": paragraph("{%p set a = 5 %}")+paragraph("{{ a }}"),
    "for over two": paragraph("{% for a in [1,2] %}{% for b in cells %}{{ a }}{{ b }}{% endfor %}{% endfor %}"),
    "loop vars": paragraph("{% for c in cells %}{{ loop.index }}{{ loop.last }}{{ loop.length }}{{ loop.revindex }}{% endfor %}"),
    "namespace mc ignorable": '<w:p xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="1">'+r("{{ title }}")+"</w:p>",
    "entities in text": paragraph("A & B < C {{ title }}"),
    "math loop": f'<w:p><m:oMath xmlns:m="{M}"><m:r><m:t>{{% for c in cells %}}{{{{ c }}}}{{% endfor %}}</m:t></m:r></m:oMath></w:p>',
    "docPr in tr loop": table(row("{%tr for x in xs %}", ""), row_of(cell_of(f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{WP}"><wp:docPr id="7" name="图"/></wp:inline></w:drawing></w:r></w:p>'), cell("{{ x.name }}")), row("{%tr endfor %}", "")),
    "textbox p loop": f'<w:p><w:r><w:pict><w:txbxContent>{repeated(paragraph("{{ x.name }}"))}</w:txbxContent></w:pict></w:r></w:p>',
    "textbox tab": f'<w:p><w:r><w:pict><w:txbxContent>{paragraph("{{ title }}")}</w:txbxContent></w:pict></w:r></w:p>',
    "textbox then para tabs": f'<w:p><w:r><w:pict><w:txbxContent>{paragraph("{{ title }}")}</w:txbxContent></w:pict></w:r></w:p>'+paragraph("{{ tabs }}"),
    "empty paragraph rPr only": para('<w:r><w:rPr><w:b/></w:rPr></w:r>', r("{{ title }}")),
    "space only runs": para(r("{{ title }}"), r(" "), r("{{ n }}")),
    "no preserve": para(f'<w:r>{t("前 ", "")}</w:r><w:r>{t("{{ title }} 后 ", "")}</w:r>'),
    "two tags no preserve": para(f'<w:r>{t("{{ title }} {{ n }}", "")}</w:r>'),
    "alternate fallback": f'<w:p><w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps"><w:pict><w:txbxContent>{paragraph("{{ title }}")}</w:txbxContent></w:pict></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{paragraph("{{ title }}")}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>',
    "ruby": para('<w:r><w:ruby><w:rt><w:r><w:t>{{ n }}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{{ title }}</w:t></w:r></w:rubyBase></w:ruby></w:r>'),
    "table w/ p loop around": repeated(table(row("{{ x.name }}", "{{ loop.index }}"))),
    "row if in row loop": table(row("{%tr for x in xs %}", ""), row("{%tr if x.late %}", ""), row("迟", "{{ x.name }}"), row("{%tr endif %}", ""), row("{%tr endfor %}", "")),
    "tc if uneven": table(row("甲", "{%tc if off %}", "乙", "{%tc endif %}", "丙"), row("1", "2", "3"), columns=3),
}


@pytest.mark.parametrize("name", PIECES)
def test_gives_what_docxtpl_gives(name: str):
    body, parts = PIECES[name] if isinstance(PIECES[name], tuple) else (PIECES[name], {})
    data = package(Feature(str(body), parts))
    together, theirs = compiled(data).fill(VALUES, split=False).data, canonical_parts(by_docxtpl(data, VALUES))
    ours = {name: xml for name, xml in canonical_parts(together).items() if xml or not name.endswith(".rels")}
    assert ours == theirs
    for anchors in ("none", "bookmark"):
        apart = compiled(data).fill(VALUES, anchors=anchors).data
        for part in ("word/document.xml", *parts):
            assert texts(apart, part) == texts(together, part)
