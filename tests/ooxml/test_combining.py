"""Many documents made into one: sections, parts that differ, ids, and what Word and LibreOffice make of it."""

from __future__ import annotations

import re
from contextlib import closing
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx_builder import document, paragraph, part, section, table
from docx_builder import row as cells
from lxml import etree

from docgen.errors import UnreadableInput
from docgen.ooxml.combining import Combined

NS = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
W = f"{{{NS['w']}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def combined(*documents: bytes, is_two_sided: bool = True) -> bytes:
    with closing(Combined(is_two_sided=is_two_sided)) as whole:
        for number, data in enumerate(documents, 1):
            whole.add(data, f"{number}.docx")
        stream = BytesIO()
        whole.write(stream)
    return stream.getvalue()


def saved(made: docx.document.Document) -> bytes:
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def root_of(data: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(part(data, name).encode())


def values(data: bytes, path: str) -> list[str]:
    found = root_of(data).xpath(path, namespaces=NS)
    return [str(each) for each in found]


def letter(name: str) -> bytes:
    """A document with a header of its own, a numbered list, a bookmark with a reference, and a link."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = f"致{name}"
    made.sections[0].footer.paragraphs[0].text = "云川县民政局"
    made.add_paragraph(name)
    made.add_paragraph("第一项", style="List Number")
    made.add_paragraph("第二项", style="List Number")
    body = made.element.body
    marked = etree.fromstring(
        f'<w:p xmlns:w="{NS["w"]}"><w:bookmarkStart w:id="0" w:name="期限"/><w:r><w:t>5月31日</w:t></w:r>'
        '<w:bookmarkEnd w:id="0"/><w:r><w:instrText xml:space="preserve"> REF 期限 \\h </w:instrText></w:r></w:p>'
    )
    body.insert(len(body) - 1, marked)
    made.part.relate_to(f"https://example.org/{name}", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return saved(made)


def test_each_begins_on_an_odd_page_that_is_its_page_one() -> None:
    one = document(paragraph("甲"))
    whole = combined(one, one, one)
    assert values(whole, "//w:sectPr/w:type/@w:val") == ["oddPage"] * 3
    assert values(whole, "//w:sectPr/w:pgNumType/@w:start") == ["1"] * 3
    assert values(combined(one, one, is_two_sided=False), "//w:sectPr/w:type/@w:val") == ["nextPage"] * 2


def test_sections_within_a_document_go_on_counting() -> None:
    made = docx.Document()
    made.add_paragraph("正文")
    made.add_section(WD_SECTION.NEW_PAGE)
    made.add_paragraph("附件")
    whole = combined(saved(made), saved(made))
    assert len(docx.Document(BytesIO(whole)).sections) == 4
    numbered = [each.find(f"{W}pgNumType") is not None for each in root_of(whole).iter(f"{W}sectPr")]
    assert numbered == [True, False, True, False]


def test_the_last_paragraph_ends_the_section_so_that_no_page_is_added() -> None:
    one = document(paragraph("甲"), paragraph("乙"))
    body = root_of(combined(one, one)).find(f"{W}body")
    assert body is not None
    assert [etree.QName(each).localname for each in body] == ["p", "p", "p", "p", "sectPr"]


def test_behind_a_table_the_section_ends_in_a_line_as_low_as_can_be() -> None:
    one = document(table(cells("甲", "乙")))
    whole = combined(one, one)
    assert values(whole, "//w:body/w:p/w:pPr/w:spacing/@w:line") == ["20"]


def test_properties_of_a_section_stand_in_the_order_of_the_schema() -> None:
    made = docx.Document()
    made.sections[0].different_first_page_header_footer = True
    whole = combined(saved(made), saved(made))
    first = next(root_of(whole).iter(f"{W}sectPr"))
    names = [etree.QName(each).localname for each in first]
    assert names == ["type", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid"]


def test_equal_headers_are_kept_once_and_others_side_by_side() -> None:
    whole = combined(letter("甲"), letter("乙"), letter("甲"))
    texts = [each.header.paragraphs[0].text for each in docx.Document(BytesIO(whole)).sections]
    assert texts == ["致甲", "致乙", "致甲"]
    with ZipFile(BytesIO(whole)) as archive:
        headers = [each for each in archive.namelist() if each.startswith("word/header")]
        footers = [each for each in archive.namelist() if each.startswith("word/footer")]
    assert (len(headers), len(footers)) == (2, 1)


def test_a_document_without_a_header_does_not_take_that_of_the_one_before() -> None:
    with_header = document(paragraph("甲"), header=paragraph("页眉"))
    without = document(paragraph("乙"))
    sections = docx.Document(BytesIO(combined(with_header, without))).sections
    assert [each.header.paragraphs[0].text for each in sections] == ["页眉", ""]
    assert [each.header.is_linked_to_previous for each in sections] == [False, False]


def test_bookmarks_have_ids_and_names_of_their_own_and_references_follow() -> None:
    whole = combined(letter("甲"), letter("乙"))
    assert values(whole, "//w:bookmarkStart/@w:id") == ["1", "2"]
    assert values(whole, "//w:bookmarkEnd/@w:id") == ["1", "2"]
    assert values(whole, "//w:bookmarkStart/@w:name") == ["期限", "期限_2"]
    instructions = values(whole, "//w:instrText/text()")
    assert instructions == [" REF 期限 \\h ", " REF 期限_2 \\h "]


def test_numbered_lists_begin_anew_in_each_document() -> None:
    whole = combined(letter("甲"), letter("乙"))
    numbering = root_of(whole, "word/numbering.xml")
    assert values(whole, "//w:p/w:pPr/w:numPr/w:numId/@w:val")[0] not in ("", "0")
    used = values(whole, "//w:p/w:pPr/w:numPr/w:numId/@w:val")
    assert used[0] == used[1] and len(used) == 2  # the first document's list is that of the style
    number = numbering.find(f"{W}num[@{W}numId='{used[0]}']", NS)
    assert number is not None
    assert number.xpath("w:lvlOverride[@w:ilvl='0']/w:startOverride/@w:val", namespaces=NS) == ["1"]


def test_footnotes_and_comments_keep_their_texts_under_new_numbers() -> None:
    note = (
        f'<w:footnotes xmlns:w="{NS["w"]}"><w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    mark = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'

    def noted(text: str) -> bytes:
        data = document(mark)
        types = part(data, "[Content_Types].xml").replace(
            "</Types>",
            '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.footnotes+xml"/></Types>',
        )
        pointing = part(data, "word/_rels/document.xml.rels").replace(
            "></Relationships>",
            f'><Relationship Id="rId9" Type="{R[1:-1]}/footnotes" Target="footnotes.xml"/></Relationships>',
        )
        extra = {
            "[Content_Types].xml": types,
            "word/_rels/document.xml.rels": pointing,
            "word/footnotes.xml": note.format(text),
        }
        return document(mark, extra=extra)

    whole = combined(noted("甲注"), noted("乙注"))
    notes = root_of(whole, "word/footnotes.xml")
    found = {each.get(f"{W}id"): "".join(each.itertext()) for each in notes}
    assert found == {"-1": "", "1": "甲注", "2": "乙注"}
    assert values(whole, "//w:footnoteReference/@w:id") == ["1", "2"]
    assert values(whole, "//w:footnotePr/w:numRestart/@w:val") == ["eachSect"] * 2


def test_every_relationship_leads_to_a_part_that_has_a_type() -> None:
    whole = combined(letter("甲"), letter("乙"))
    with ZipFile(BytesIO(whole)) as archive:
        names = set(archive.namelist())
        assert len(names) == len(archive.namelist())
        for name in [each for each in names if each.endswith(".rels")]:
            text = archive.read(name).decode()
            targets = re.findall(r'Target="([^"]+)"(?! TargetMode)', text)
            inside = [each.lstrip("/") for each in targets if each.startswith("/")]
            assert [each for each in inside if each not in names] == []
    used = set(re.findall(r'r:(?:id|embed)="(\w+)"', part(whole)))
    known = set(re.findall(r'Id="(\w+)"', part(whole, "word/_rels/document.xml.rels")))
    assert used <= known


def test_a_document_of_another_template_is_refused_by_name() -> None:
    with pytest.raises(UnreadableInput) as raised:
        combined(letter("甲"), document(paragraph("乙")))
    assert (raised.value.code, raised.value.path) == ("combine-other-template", "2.docx")


def test_the_same_documents_give_the_same_bytes() -> None:
    assert combined(letter("甲"), letter("乙")) == combined(letter("甲"), letter("乙"))


def test_other_namespaces_at_the_root_are_said_where_they_are_needed() -> None:
    plain = document(paragraph("甲"))
    other = document(
        paragraph("乙"),
        extra={
            "word/document.xml": f'<a:document xmlns:a="{NS["w"]}"><a:body><a:p><a:r><a:t>乙</a:t></a:r></a:p>'
            "</a:body></a:document>"
        },
    )
    texts = [each.text for each in docx.Document(BytesIO(combined(plain, other, plain))).paragraphs]
    assert texts == ["甲", "乙", "甲"]
    assert section() in part(plain)
