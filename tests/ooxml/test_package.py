"""Reading templates under limits, and writing packages with the same bytes every time."""

from __future__ import annotations

import time
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx_builder import PACKAGE, R, document, paragraph, run

from docgen.errors import BrokenLibrary
from docgen.ooxml.package import deflate, inflate, read_package, write_package

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relationship(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{RELS}"><Relationship Id="rId9" Type="{TYPE}/{kind}" Target="{target}"'
        ' TargetMode="External"/></Relationships>'
    )


def refusal(data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(BrokenLibrary) as caught:
        read_package(data, "t.docx")
    return caught.value.code, caught.value.parameters


def test_writes_what_other_readers_read():
    parts = {"word/document.xml": b"<a/>" * 1000, "[Content_Types].xml": b"types", "word/图.xml": b"\x00\xff"}
    data = write_package({name: deflate(name, content) for name, content in parts.items()})
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {name: archive.read(name) for name in archive.namelist()} == parts
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {0}


def test_writes_the_same_bytes_whatever_the_order_and_the_moment():
    one, two = deflate("a.xml", b"1"), deflate("b.xml", b"2")
    first = write_package({"a.xml": one, "b.xml": two})
    time.sleep(0.01)
    assert write_package({"b.xml": two, "a.xml": one}) == first


def test_unpacks_what_it_packed_and_notices_damage():
    part = deflate("a.xml", "低保".encode() * 50)
    assert inflate(part) == "低保".encode() * 50
    with pytest.raises(ValueError):
        inflate(type(part)(part.name, part.crc ^ 1, part.size, part.data))


def test_reads_the_parts_of_a_template():
    parts = read_package(document(paragraph("标题")), "t.docx")
    assert "标题" in parts["word/document.xml"].decode("utf-8")


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "lint-empty"), (b"no zip", "lint-not-docx"), (b"PK\x03\x04 cut short", "lint-cut-short")]
)
def test_refuses_what_is_no_docx(data: bytes, code: str):
    assert refusal(data) == (code, {})


def changed(data: bytes, local: int, central: int, value: int) -> bytes:
    """A package with a byte of its first part's two heads, counted from their signatures, set to a value."""
    made = bytearray(data)
    made[data.index(b"PK\x03\x04") + local] = made[data.index(b"PK\x01\x02") + central] = value
    return bytes(made)


def test_tells_a_password_from_a_damaged_part():
    data = document(paragraph("标题"))
    with ZipFile(BytesIO(data)) as archive:
        first = archive.infolist()[0]
    assert refusal(changed(data, 6, 8, 1)) == ("lint-encrypted", {})
    # a way of packing that nobody knows, and another checksum
    assert refusal(changed(data, 8, 10, 77)) == ("lint-damaged", {"part": first.filename})
    other = first.CRC & 0xFF ^ 1
    assert refusal(changed(data, 14, 16, other)) == ("lint-damaged", {"part": first.filename})


def test_refuses_entities_and_what_word_calls_strict():
    entities = {"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}
    assert refusal(document(extra=entities)) == ("lint-entities", {"part": "word/styles.xml"})
    strict = {"word/document.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'}
    assert refusal(document(extra=strict)) == ("lint-strict-format", {})


def test_refuses_a_zip_that_is_no_word_file():
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "text")
    assert refusal(buffer.getvalue()) == ("template-not-docx", {})


def test_refuses_two_parts_of_one_name():
    with pytest.warns(UserWarning, match="Duplicate name"):
        buffer = BytesIO(document(paragraph("标题")))
        with ZipFile(buffer, "a") as archive:
            archive.writestr("word/document.xml", "<other/>")
    assert refusal(buffer.getvalue()) == ("template-not-docx", {})


def test_refuses_macros():
    data = document(paragraph("标题"), extra={"word/vbaProject.bin": b"x"})
    assert refusal(data) == ("template-has-macros", {"part": "word/vbaProject.bin"})


def test_refuses_what_would_be_fetched_from_elsewhere():
    data = document(extra={"word/_rels/document.xml.rels": relationship("image", "http://example.org/a.png")})
    expected = {"part": "word/_rels/document.xml.rels", "target": "http://example.org/a.png"}
    assert refusal(data) == ("template-fetches", expected)


@pytest.mark.parametrize(
    "attributes",
    [
        'Id="a>b" Type="{}/attachedTemplate" TargetMode="External"',
        'Id="a" Type="{}/attachedTemplate" TargetMode="&#69;xternal"',
        'Id="a" XType="{}/hyperlink" Type="{}/attachedTemplate" TargetMode="External"',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_reads_what_a_template_refers_to_as_xml_does(attributes: str, encoding: str):
    told = f'<Relationship {attributes.replace("{}", R)} Target="http://example.org/a.dotm"/>'
    xml = f'<?xml version="1.0" encoding="{encoding}"?><Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'
    data = document(extra={"word/_rels/settings.xml.rels": xml.encode(encoding)})
    expected = {"part": "word/_rels/settings.xml.rels", "target": "http://example.org/a.dotm"}
    assert refusal(data) == ("template-fetches", expected)


def test_refuses_entities_in_what_a_template_refers_to():
    xml = f'<!DOCTYPE a [<!ENTITY e "External">]><Relationships xmlns="{PACKAGE}/relationships"/>'
    assert refusal(document(extra={"word/_rels/settings.xml.rels": xml})) == ("template-not-docx", {})


def test_refuses_macros_by_any_name():
    types = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="bin" ContentType="application/vnd.ms-office.vba&#80;roject"/></Types>'
    assert refusal(document(extra={"[Content_Types].xml": types})) == ("template-has-macros", {"part": "[Content_Types].xml"})
    told = f'<Relationship Id="a" Type="{R}/vbaProject" Target="x.bin"/>'
    data = document(extra={"word/_rels/x.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'})
    assert refusal(data) == ("template-has-macros", {"part": "word/_rels/x.rels"})


@pytest.mark.parametrize(
    ("field", "target"),
    [
        ('<w:r><w:instrText xml:space="preserve"> DDEAUTO c:/cmd.exe "/k" </w:instrText></w:r>', "DDEAUTO c:/cmd.exe"),
        ("<w:r><w:instrText>IncludeText http://example.org/a.docx</w:instrText></w:r>", "IncludeText http://example.org/a.docx"),
        ('<w:fldSimple w:instr=" LINK Excel.Sheet.8 a.xls"/>', "LINK Excel.Sheet.8 a.xls"),
    ],
)
def test_refuses_fields_that_put_in_what_stands_elsewhere(field: str, target: str):
    assert refusal(document(f"<w:p>{field}</w:p>")) == ("template-fetches", {"part": "word/document.xml", "target": target})


def test_accepts_fields_that_stay_inside():
    fields = (' HYPERLINK "http://example.org/link" ', " PAGE ", " REF link ", " TIME ", " LINKS ")
    body = "".join(f"<w:p><w:r><w:instrText>{each}</w:instrText></w:r>{run('INCLUDETEXT')}</w:p>" for each in fields)
    assert "word/document.xml" in read_package(document(body), "t.docx")


def test_accepts_a_hyperlink():
    data = document(extra={"word/_rels/document.xml.rels": relationship("hyperlink", "http://example.org/")})
    assert "word/document.xml" in read_package(data, "t.docx")


def test_refuses_what_unpacks_beyond_the_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("docgen.ooxml.package.MAX_UNPACKED_BYTES", 1_000_000)
    assert refusal(document(extra={"word/big.xml": b"0" * 1_000_001})) == (
        "template-too-large",
        {"limit": 1, "part": "word/big.xml", "size": 1},
    )
