"""Documents that are broken, locked or made to do harm: a clear word in seconds, and bounded memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Mapping
from io import BytesIO
from time import monotonic
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from docgen.errors import UnreadableInput
from docgen.layout.linting import lint
from docgen.ooxml.reading import read_document
from tests.clean_documents import official
from tests.docx_builder import W
from tests.layout_documents import document, para, style, styles

DOCUMENT = "word/document.xml"


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def clean() -> dict[str, bytes]:
    return parts_of(official().data())


def with_part(name: str, content: bytes) -> bytes:
    return packed({**clean(), name: content})


def without_part(name: str) -> bytes:
    return packed({key: content for key, content in clean().items() if key != name})


def bomb() -> bytes:
    """70 MB of spaces inside the text, packed to some 70 KB."""
    return with_part(DOCUMENT, clean()[DOCUMENT].replace(b"</w:body>", b" " * 70_000_000 + b"</w:body>"))


def lying_bomb() -> bytes:
    """A part that says it is small and unpacks to more."""
    data = bytearray(bomb())
    size = len(clean()[DOCUMENT]) + 70_000_000
    at = data.rfind(size.to_bytes(4, "little"))
    data[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def entities() -> bytes:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "哈">{nested}]>'
    return with_part(DOCUMENT, (head + f'<w:document xmlns:w="{W}"><w:body>&e11;</w:body></w:document>').encode())


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "lint-empty"),
    "text": (lambda: "关于开展检查的通知".encode(), "lint-not-docx"),
    "old-doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "lint-old-doc"),
    "encrypted": (encrypted, "lint-encrypted"),
    "cut-short": (lambda: official().data()[:-400], "lint-cut-short"),
    "other-zip": (lambda: packed({"a.txt": b"1"}), "lint-not-docx"),
    "bomb": (bomb, "lint-too-large"),
    "lying-bomb": (lying_bomb, "lint-damaged"),
    "10000-parts": (lambda: packed({**clean(), **{f"word/media/{n}.png": b"" for n in range(10_000)}}), "lint-too-many-parts"),
    "entities": (entities, "lint-entities"),
    "outside-path": (lambda: with_part("../../etc/passwd", b"x"), "lint-unsafe-name"),
    "absolute-path": (lambda: with_part("/etc/passwd", b"x"), "lint-unsafe-name"),
    "no-body": (lambda: without_part(DOCUMENT), "lint-no-body"),
    "other-root": (lambda: with_part(DOCUMENT, f'<w:hdr xmlns:w="{W}"/>'.encode()), "lint-no-body"),
    "not-xml": (lambda: with_part(DOCUMENT, b"<w:document"), "lint-damaged"),
    "too-deep": (lambda: with_part(DOCUMENT, b"<a>" * 5000 + b"</a>" * 5000), "lint-damaged"),
    "strict-format": (
        lambda: with_part(DOCUMENT, clean()[DOCUMENT].replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")),
        "lint-strict-format",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cant_be_read_is_refused_with_a_clear_word(name: str) -> None:
    make, code = HOSTILE[name]
    data = make()
    begun = monotonic()
    with pytest.raises(UnreadableInput) as refused:
        lint(data, "x.docx")
    assert (refused.value.code, refused.value.path) == (code, "x.docx")
    assert monotonic() - begun < 5


@pytest.mark.parametrize("name", ["bomb", "lying-bomb", "entities", "10000-parts"])
def test_what_is_made_to_fill_the_memory_does_not(name: str) -> None:
    data = HOSTILE[name][0]()
    tracemalloc.start()
    with pytest.raises(UnreadableInput):
        lint(data, "x.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000


MISSING = [name for name in clean() if name not in (DOCUMENT, "[Content_Types].xml")]


@pytest.mark.parametrize("name", MISSING)
def test_any_other_part_may_be_missing(name: str) -> None:
    assert lint(without_part(name), "x.docx")[1] != []


def test_outside_relationships_are_neither_followed_nor_fatal() -> None:
    relations = clean()["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="x" TargetMode="External" Target="file:///etc/passwd"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>',
    )
    assert lint(with_part("word/_rels/document.xml.rels", relations))[1] == lint(official().data())[1]


def test_nonsense_values_are_taken_as_not_said() -> None:
    odd = para("正文。", '<w:ind w:firstLine="多" w:left="1e999"/><w:spacing w:line="" w:lineRule="?"/><w:jc w:val="???"/>', '<w:sz w:val="大"/><w:rFonts/>')
    data = document(odd, parts={"styles": styles(style("Normal", r='<w:sz w:val="-4"/>'))})
    [paragraph] = read_document(data).paragraphs
    assert (paragraph.values["first"].value, paragraph.values["left"].value) == (0, 0)
    assert lint(data)[1] != []
