"""Small .docx files in one line: document(paragraph("标题"), table(row("甲", "乙")))."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def run(text: str, bold: bool = False) -> str:
    """A run; bold ones have properties that others lack."""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    """A paragraph of texts or of what run() gives."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(each if each.startswith('<w:r>') else run(each) for each in runs)}</w:p>"


def row(*cells: str) -> str:
    """A table row, a text a cell."""
    inner = "".join(f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{paragraph(cell)}</w:tc>' for cell in cells)
    return f"<w:tr>{inner}</w:tr>"


def table(*rows: str, columns: int = 2) -> str:
    """A table with a grid of so many columns."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'


def section(*references: str) -> str:
    """Section properties with these references in front."""
    return f'<w:sectPr>{"".join(references)}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


def document(*body: str, header: str = "", sections: str = "", extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """The bytes of a .docx of these paragraphs and tables, with a header on ordinary pages if one is given."""
    reference = '<w:headerReference w:type="default" r:id="rId1"/>' if header else ""
    final = sections or section(reference)
    overrides = f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
    overrides += '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    relationships = ""
    parts: dict[str, str | bytes] = {}
    if header:
        overrides += f'<Override PartName="/word/header1.xml" ContentType="{TYPES}.header+xml"/>'
        relationships = f'<Relationship Id="rId1" Type="{R}/header" Target="header1.xml"/>'
        parts["word/header1.xml"] = f'<w:hdr xmlns:w="{W}">{header}</w:hdr>'
    parts |= {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"/>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relationships}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(body)}{final}</w:body></w:document>',
    }
    parts |= extra or {}
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def part(data: bytes, name: str = "word/document.xml") -> str:
    """The text of a part of a .docx."""
    with ZipFile(BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def canonical(xml: str | bytes) -> str:
    """Canonical XML, for comparing parts whatever their writer."""
    from lxml import etree

    tree = etree.fromstring(xml.encode("utf-8") if isinstance(xml, str) else xml)
    etree.cleanup_namespaces(tree)
    return etree.tostring(tree, method="c14n2").decode("utf-8")


def texts(data: bytes, name: str = "word/document.xml") -> list[str]:
    """The text of every paragraph, breaks as newlines."""
    from lxml import etree

    found = []
    for each in etree.fromstring(part(data, name).encode("utf-8")).iter(f"{{{W}}}p"):
        pieces = []
        for element in each.iter(f"{{{W}}}t", f"{{{W}}}br", f"{{{W}}}tab"):
            tag = element.tag.removeprefix(f"{{{W}}}")
            pieces.append({"br": "\n", "tab": "\t"}.get(tag) or element.text or "")
        found.append("".join(pieces))
    return found
