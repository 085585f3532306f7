"""Documents for reading and linting: document() of docx_builder with styles, theme, lists, settings and footers."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from tests import docx_builder
from tests.docx_builder import PACKAGE, R, W

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
KINDS = ("styles", "theme", "numbering", "settings", "footnotes")


def para(text: str = "", p: str = "", r: str = "", style: str = "") -> str:
    """A paragraph of one run: inner XML of its w:pPr and of the run's w:rPr."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:rPr>{r}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{p}</w:pPr>{run}</w:p>"


def style(
    id: str,
    p: str = "",
    r: str = "",
    based: str = "",
    kind: str = "paragraph",
    name: str = "",
    more: str = "",
) -> str:
    """A style; the default of its kind if its id is Normal or DefaultTable."""
    default = ' w:default="1"' if id in ("Normal", "DefaultTable") else ""
    below = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{id}"><w:name w:val="{name or id}"/>{below}'
        f"<w:pPr>{p}</w:pPr><w:rPr>{r}</w:rPr>{more}</w:style>"
    )


def styles(*each: str, p: str = "", r: str = "") -> str:
    """A styles part: document defaults of paragraphs and runs, then styles."""
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{r}</w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{p}</w:pPr></w:pPrDefault></w:docDefaults>{''.join(each)}</w:styles>"
    )


def theme(major: str = "", minor: str = "", hans: str = "宋体") -> str:
    """A theme part with these East Asian fonts; an empty one falls back to the script's."""

    def fonts(name: str, font: str) -> str:
        return (
            f'<a:{name}Font><a:latin typeface="Calibri"/><a:ea typeface="{font}"/><a:cs typeface=""/>'
            f'<a:font script="Hans" typeface="{hans}"/></a:{name}Font>'
        )

    return (
        f'<a:theme xmlns:a="{A}"><a:themeElements><a:fontScheme name="x">{fonts("major", major)}'
        f"{fonts('minor', minor)}</a:fontScheme></a:themeElements></a:theme>"
    )


def settings(inner: str = "") -> str:
    return f'<w:settings xmlns:w="{W}">{inner}</w:settings>'


def numbering(*levels: str, more: str = "") -> str:
    """A numbering part whose list 1 has these levels."""
    return f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}</w:numbering>'


def level(depth: int, form: str, text: str, ind: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/><w:pPr>{ind}</w:pPr></w:lvl>'


def document(
    *body: str,
    section: str = "",
    parts: Mapping[str, str] | None = None,
    footers: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A .docx of these paragraphs; ``parts`` by kind (styles, theme…), ``headers`` and ``footers`` by type (default…)."""
    more: dict[str, str | bytes] = {}
    relations = ""
    for kind, content in (parts or {}).items():
        more[f"word/{kind}.xml"] = content
        relations += f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>'
    references = ""
    for name, root, given in (("header", "hdr", headers), ("footer", "ftr", footers)):
        for kind, content in (given or {}).items():
            more[f"word/{name}-{kind}.xml"] = f'<w:{root} xmlns:w="{W}">{content}</w:{root}>'
            id, target = f"{name[0]}-{kind}", f"{name}-{kind}.xml"
            relations += f'<Relationship Id="{id}" Type="{R}/{name}" Target="{target}"/>'
            references += f'<w:{name}Reference w:type="{kind}" r:id="{id}"/>'
    more["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    )
    more |= extra or {}
    return docx_builder.document(*body, sections=f"<w:sectPr>{references}{section}</w:sectPr>", extra=more)
