"""Page numbers for a document without any: footers, right on odd pages, left on even ones (7.5)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Any

from docgen.ooxml.package import CONTENT_TYPES
from docgen.ooxml.reading import Package, Section, W, serialised

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONT = (
    '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体" w:hint="eastAsia"/>'
    '<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
)
#: a number stands 7 mm below the type area only on a line of its own height
_LINE = '<w:spacing w:before="0" w:after="0" w:line="280" w:lineRule="exact"/>'
#: in settings these come before evenAndOddHeaders, all others behind it
_BEFORE_EVEN = frozenset(
    f"{W}{name}"
    for name in (
        *("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime"),
        *("doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText"),
        *("printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts"),
        *("saveSubsetFonts", "saveFormsData", "mirrorMargins", "alignBordersAndEdges"),
        *("bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop", "hideSpellingErrors"),
        *("hideGrammaticalErrors", "activeWritingStyle", "proofState", "formsDesign", "attachedTemplate"),
        *("linkStyles", "stylePaneFormatFilter", "stylePaneSortMethod", "documentType", "mailMerge"),
        *("revisionView", "trackRevisions", "doNotTrackMoves", "doNotTrackFormatting"),
        *("documentProtection", "autoFormatOverride", "styleLockTheme", "styleLockQFSet"),
        *("defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone"),
        *("doNotHyphenateCaps", "showEnvelope", "summaryLength", "clickAndTypeStyle", "defaultTableStyle"),
    )
)


def with_page_numbers(package: Package, sections: Iterable[Section]) -> bytes:
    """The .docx with footers — 1 — on all pages; its sections have no footers, or empty ones.

    The trees that were read are changed. Every section has its element.
    """
    changed: dict[str, bytes] = {}
    folder = posixpath.dirname(package.main)
    ids = {}
    relations = _relations(package)
    for kind, side in (("default", "right"), ("even", "left")):
        name = _free(package, folder, {*changed})
        changed[name] = _footer(side).encode("utf-8")
        ids[kind] = _related(relations, posixpath.basename(name), "footer")
        _declared(package, changed, name, "footer")
    _even_pages(package, relations, changed)
    for number, section in enumerate(sections):
        for kind, id in ids.items():
            _refer(section.element, kind, id, number == 0)
    changed[_relations_name(package)] = serialised(relations)
    changed[package.main] = serialised(package.tree(package.main))
    return package.written(changed)


def _footer(side: str) -> str:
    pieces = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    runs = "".join(f"<w:r>{_FONT}{each}</w:r>" for each in pieces)
    other = "left" if side == "right" else "right"
    indent = f'<w:ind w:{side}="280" w:{other}="0" w:firstLineChars="0" w:firstLine="0"/>'
    return (
        f'{_HEAD}<w:ftr xmlns:w="{W[1:-1]}"><w:p><w:pPr><w:snapToGrid w:val="0"/>{_LINE}{indent}'
        f'<w:jc w:val="{side}"/></w:pPr>{runs}</w:p></w:ftr>'
    )


def _free(package: Package, folder: str, taken: set[str]) -> str:
    """A name for a footer that no part has."""
    number = 1
    while (name := posixpath.join(folder, f"footer{number}.xml")) in package.names or name in taken:
        number += 1
    return name


def _relations_name(package: Package) -> str:
    folder, file = posixpath.split(package.main)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _relations(package: Package) -> Any:
    from lxml import etree

    found = package.tree(_relations_name(package))
    return etree.fromstring(f'<Relationships xmlns="{_RELATIONS[1:-1]}"/>') if found is None else found


def _related(relations: Any, target: str, kind: str) -> str:
    ids = {each.get("Id") for each in relations}
    number = 1
    while (id := f"rIdNumber{number}") in ids:
        number += 1
    made = relations.makeelement(
        f"{_RELATIONS}Relationship", {"Id": id, "Type": f"{_OFFICE}/{kind}", "Target": target}
    )
    relations.append(made)
    return id


def _declared(package: Package, changed: dict[str, bytes], name: str, kind: str) -> None:
    types = package.tree(CONTENT_TYPES)
    assert types is not None  # a package without them isn't opened
    types.append(
        types.makeelement(
            f"{_TYPES}Override", {"PartName": f"/{name}", "ContentType": f"{_CONTENT}.{kind}+xml"}
        )
    )
    changed[CONTENT_TYPES] = serialised(types)


def _even_pages(package: Package, relations: Any, changed: dict[str, bytes]) -> None:
    """Say in the settings that even pages have footers of their own."""
    from lxml import etree

    targets = package.related(package.main, "settings")
    name = targets[0] if targets else posixpath.join(posixpath.dirname(package.main), "settings.xml")
    root: Any = package.tree(name)
    if root is None:
        root = etree.Element(f"{W}settings", nsmap={"w": W[1:-1]})
        if not targets:
            _related(relations, posixpath.basename(name), "settings")
        _declared(package, changed, name, "settings")
    found = root.find(f"{W}evenAndOddHeaders")
    if found is None:
        found = root.makeelement(f"{W}evenAndOddHeaders")
        place = next((at for at, each in enumerate(root) if each.tag not in _BEFORE_EVEN), len(root))
        root.insert(place, found)
    found.attrib.pop(f"{W}val", None)
    changed[name] = serialised(root)


def _refer(section: Any, kind: str, id: str, is_first: bool) -> None:
    for each in section.findall(f"{W}footerReference"):
        if (each.get(f"{W}type") or "default") == kind:
            each.set(f"{_R}id", id)
            return
    if is_first:  # later sections go on with these
        made = section.makeelement(f"{W}footerReference", {f"{W}type": kind, f"{_R}id": id})
        references = [*section.findall(f"{W}headerReference"), *section.findall(f"{W}footerReference")]
        section.insert(len(references), made)
