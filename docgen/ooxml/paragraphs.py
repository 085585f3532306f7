"""The paragraphs of a .docx as plain texts, in reading order, with pending changes read as accepted."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any

from docgen.errors import UnreadableInput
from docgen.ooxml.package import MAX_UNPACKED_BYTES

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
#: deleted text, and a second rendering of what was read already
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}instrText"}


def paragraph_texts(data: bytes, path: str) -> list[str]:
    """The text of each paragraph of the body, those of tables and text boxes among them; empty ones too.

    Raises UnreadableInput for what is no .docx or unpacks to too much.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if archive.getinfo("word/document.xml").file_size > MAX_UNPACKED_BYTES:
                raise UnreadableInput("audit-too-large", path=path, limit=MAX_UNPACKED_BYTES // 1_000_000)
            content = archive.read("word/document.xml")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(content, parser)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        ValueError,
    ):
        raise UnreadableInput("audit-not-docx", path=path) from None
    except etree.XMLSyntaxError:
        raise UnreadableInput("audit-not-docx", path=path) from None
    texts: list[str] = []
    for paragraph in root.iter(f"{_W}p"):
        if not any(parent.tag in _SKIPPED for parent in paragraph.iterancestors()):
            texts.append("".join(pieces(paragraph)))
    return texts


def pieces(element: Any) -> list[str]:
    """The texts below an element, without those of paragraphs inside it (text boxes come by themselves)."""
    found: list[str] = []
    for child in element:
        if child.tag in _SKIPPED or child.tag == f"{_W}p":
            continue
        if child.tag == f"{_W}t":
            found.append(child.text or "")
        elif child.tag in _SIGNS:
            found.append(_SIGNS[child.tag])
        elif isinstance(child.tag, str):
            found += pieces(child)
    return found
