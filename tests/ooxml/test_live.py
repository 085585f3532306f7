"""What adds parts to a document: images, subdocuments, links and replaced pictures, with docxtpl's own package."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx_builder import document, paragraph, part, run, texts
from docxtpl import DocxTemplate, InlineImage, RichText
from feature_templates import CONTEXT, FEATURES, package
from lxml.etree import XMLSyntaxError
from test_parity import canonical_parts, compiled

from docgen.ooxml.filling import CompiledTemplate

WITH_IMAGE = (paragraph("前{{ image }}后，{{ n }}人"), paragraph("{%p for x in xs %}"), paragraph("{{ x.name }}"), paragraph("{%p endfor %}"))


def png(red: int, pixels: int = 2) -> bytes:
    """A square picture of one colour."""

    def chunk(sort: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + sort + data + struct.pack(">I", zlib.crc32(sort + data))

    rows = (b"\0" + bytes((red, 0, 0)) * pixels) * pixels
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", pixels, pixels, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def own_docxtpl(data: bytes, values: dict[str, object], package: DocxTemplate) -> bytes:
    package.render({**CONTEXT, **values}, autoescape=True)
    buffer = BytesIO()
    package.save(buffer)
    return buffer.getvalue()


def names(data: bytes) -> set[str]:
    with ZipFile(BytesIO(data)) as archive:
        return set(archive.namelist())


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "印.png"
    path.write_bytes(png(200))
    return str(path)


@pytest.fixture
def with_image() -> tuple[bytes, CompiledTemplate]:
    data = package(FEATURES["properties"], before="".join(WITH_IMAGE))
    return data, compiled(data)


def test_an_image_brings_its_package(with_image: tuple[bytes, CompiledTemplate], picture: str):
    data, template = with_image
    theirs = DocxTemplate(BytesIO(data))
    expected = own_docxtpl(data, {"image": InlineImage(theirs, picture)}, theirs)
    ours = template.fill({**CONTEXT, "image": InlineImage(DocxTemplate(BytesIO(data)), picture)}, split=False).data
    assert canonical_parts_of_xml(ours) == canonical_parts_of_xml(expected)
    with ZipFile(BytesIO(ours)) as archive:
        assert archive.read("word/media/image1.png") == Path(picture).read_bytes()


def canonical_parts_of_xml(data: bytes) -> dict[str, str]:
    kept = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(kept, "w") as without:
        for name in archive.namelist():
            if not name.endswith(".png"):
                without.writestr(name, archive.read(name))
    return canonical_parts(kept.getvalue())


def test_an_image_has_anchors_around_it_and_the_same_bytes_each_time(with_image: tuple[bytes, CompiledTemplate], picture: str):
    data, template = with_image
    made = [template.fill({**CONTEXT, "image": InlineImage(DocxTemplate(BytesIO(data)), picture)}).data for _ in range(2)]
    assert made[0] == made[1]
    assert texts(made[0]) == ["前后，296人", "甲 & 乙", "<丙>", "正文"]


def test_a_document_without_the_image_takes_the_quick_way(with_image: tuple[bytes, CompiledTemplate]):
    _data, template = with_image
    filled = template.fill({**CONTEXT, "image": "（无图）"})
    assert texts(filled.data)[0] == "前（无图）后，296人"
    assert not any(name.startswith("word/media/") for name in names(filled.data))


def test_a_link_needs_the_package_it_was_made_for():
    from jinja2 import TemplateRuntimeError

    data = document(paragraph("见", run("{{r link }}")))
    live = DocxTemplate(BytesIO(data))
    link = RichText()
    link.add("办事指南", url_id=live.build_url_id("https://example.org/a?b=1&c=2"))
    with pytest.raises(TemplateRuntimeError):
        compiled(data).fill({"link": link})
    made = compiled(data).fill({"link": link}, live=live).data
    assert texts(made) == ["见办事指南"]
    assert 'Target="https://example.org/a?b=1&amp;c=2" TargetMode="External"' in part(made, "word/_rels/document.xml.rels")


def test_a_subdocument_brings_its_paragraphs_and_pictures(picture: str):
    data = document(paragraph("前"), paragraph("{{p part }}"), paragraph("后"))

    def own(package: DocxTemplate) -> object:
        inner = package.new_subdoc()
        inner.add_paragraph("其中一段 & 符号")
        inner.add_picture(picture)
        return inner

    theirs, live = DocxTemplate(BytesIO(data)), DocxTemplate(BytesIO(data))
    expected = own_docxtpl(data, {"part": own(theirs)}, theirs)
    made = compiled(data).fill({**CONTEXT, "part": own(live)}, split=False).data
    with pytest.raises(XMLSyntaxError):  # docxtpl leaves the drawing's namespaces undeclared here
        texts(expected)
    assert texts(made) == ["前", "其中一段 & 符号", "", "后"]
    assert {name for name in names(made) if "media" in name} == {"word/media/image1.png"}


def test_replaced_pictures_are_replaced(tmp_path: Path, picture: str, with_image: tuple[bytes, CompiledTemplate]):
    data, template = with_image
    pictured = template.fill({**CONTEXT, "image": InlineImage(DocxTemplate(BytesIO(data)), picture)}).data
    live = DocxTemplate(BytesIO(pictured))
    live.replace_pic("印.png", BytesIO(png(10)))
    made = compiled(pictured).fill(CONTEXT, live=live).data
    with ZipFile(BytesIO(made)) as archive:
        assert archive.read("word/media/image1.png") == png(10)
