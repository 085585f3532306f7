"""Whether a copy still says who worked on it: looked for in the bytes of every part, by no parser's leave."""

from __future__ import annotations

import re

from docgen.ooxml.reading import Package

_NAMES = re.compile(
    r"(^|/)(comments\w*|people)\.xml$|^customXml/|^docProps/(custom\.xml|thumbnail\.)|printerSettings|^docMetadata/"
)
_MARKS = tuple(
    (what, re.compile(pattern))
    for what, pattern in (
        ("rsid", rb"\brsid\w*\s*=|<(\w+:)?rsids?[\s/>]"),
        ("author", rb"\b(\w+:)?author\s*=\s*[\"'][^\"']"),
        ("revision", rb"<(\w+:)?(ins|del|moveFrom|moveTo)[\s>]|<\w+:\w+PrChange\b"),
        ("comment", rb"<(\w+:)?comment(RangeStart|RangeEnd|Reference|s)?[\s/>]"),
        ("anchor", rb"[\"']_dg\w*[\"']|[\"']_GoBack[\"']"),
        ("creator", rb"<(\w+:)?(creator|lastModifiedBy|Company|Manager)(\s[^>]*)?>[^<]"),
        ("template", rb"<(\w+:)?attachedTemplate\b"),
        ("binding", rb"<(\w+:)?dataBinding\b"),
        ("picture", rb"Exif\x00\x00|http://ns\.adobe\.com/xap/|Photoshop 3\.0\x00"),
        ("record", rb"docgen-(record|manifest)/\d"),
    )
)


def traces(data: bytes, path: str = "") -> list[tuple[str, str]]:
    """(part, what) for everything that a stripped copy must not hold; none where it is clean."""
    package = Package(data, path)
    found = [(name, "part") for name in sorted(package.names) if _NAMES.search(name)]
    for name in sorted(package.names):
        if name.lower().endswith((".xml", ".rels", ".jpg", ".jpeg", ".jpe", ".jfif", ".png")):
            content = package.content(name)
            found += [(name, what) for what, mark in _MARKS if mark.search(content)]
    return found
