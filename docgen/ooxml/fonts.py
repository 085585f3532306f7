"""Which fonts a document asks for."""

from __future__ import annotations

import re

from docgen.ooxml.package import read_package

_NAMED = re.compile(r'\bw:(?:eastAsia|ascii|hAnsi)="([^"]+)"')


def named_fonts(data: bytes, path: str) -> list[str]:
    """The names of the fonts in a document's text and styles, sorted; BrokenLibrary if it is no .docx."""
    from html import unescape

    found: set[str] = set()
    for name, content in read_package(data, path).items():
        if name.startswith("word/") and name.endswith(".xml") and name != "word/fontTable.xml":
            for fonts in re.findall(r"<w:rFonts\b[^>]*>", content.decode("utf-8", "replace")):
                found.update(unescape(each) for each in _NAMED.findall(fonts))
    return sorted(found)
