"""Edits of a made .docx that leave every figure as it is typed: looks, what Word puts in, and notes."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from verify_edits import Edit, each, element, paragraphs, prose, run_of, through, without_anchors

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_WHO = 'w:id="900" w:author="审稿人" w:date="2024-07-01T09:00:00Z"'


def looks(change: Any) -> Edit:
    """An edit of the looks of every run of running text."""

    def edit(document: Any) -> None:
        for paragraph in prose(document):
            for run in paragraph.runs:
                change(run)

    return through(edit)


def numbers(change: Any) -> Edit:
    """An edit of every run that is nothing but a number."""

    def edit(document: Any) -> None:
        for paragraph in list(paragraphs(document)):
            for run in paragraph.runs:
                if _NUMBER.fullmatch(run.text):
                    change(run._r)

    return through(edit)


def within(wrapper: str) -> Any:
    """A change that puts a run inside another element, whose place is marked by <here/>."""

    def change(run: Any) -> None:
        outer = element(wrapper.replace("<here/>", "<w:r/>"))
        run.addprevious(outer)
        place = next(outer.iter(qn("w:r")))
        place.getparent().replace(place, run)

    return change


def _font(run: Any) -> None:
    run.font.name, run.font.size = "宋体", Pt(14)
    run.font.color.rgb = RGBColor(0xC0, 0, 0)


def _split(run: Any) -> None:
    """A run for every digit, in bold and not."""
    text = "".join(each.text or "" for each in run.iter(qn("w:t")))
    for at, sign in enumerate(text):
        new = run_of(sign)
        if at % 2:
            new.insert(0, element("<w:rPr><w:b/></w:rPr>"))
        run.addprevious(new)
    run.getparent().remove(run)


def _apart(run: Any) -> None:
    """What Word puts into the middle of a number: the end of a page as it was last laid out."""
    text = next(run.iter(qn("w:t")))
    if len(text.text) > 1:
        rest = deepcopy(text)
        text.text, rest.text = text.text[0], text.text[1:]
        text.addnext(rest)
        text.addnext(OxmlElement("w:lastRenderedPageBreak"))


def _field(run: Any) -> None:
    """The number as what a field shows."""
    for xml in (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:instrText xml:space="preserve"> DOCPROPERTY 人数 </w:instrText></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    ):
        run.addprevious(element(xml))
    run.addnext(element('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))


def _retyped(run: Any) -> None:
    """The number struck and typed again, both tracked."""
    gone = deepcopy(run)
    for text in gone.iter(qn("w:t")):
        text.tag = qn("w:delText")
    within(f"<w:ins {_WHO}><here/></w:ins>")(run)
    outer = element(f"<w:del {_WHO}/>")
    outer.append(gone)
    run.getparent().addprevious(outer)


def _one_run(paragraph: Paragraph) -> None:
    text = paragraph.text
    for run in paragraph.runs[1:]:
        run._r.getparent().remove(run._r)
    paragraph.runs[0].text = text


def _run_a_letter(paragraph: Paragraph) -> None:
    text = paragraph.text
    _one_run(paragraph)
    paragraph.runs[0].text = text[:1]
    for letter in text[1:]:
        paragraph.add_run(letter)


def _sideways(document: Any) -> None:
    for section in document.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def _heads_of_pages(document: Any) -> None:
    for section in document.sections:
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "内部资料  注意保存"


def _inserted(paragraph: Paragraph) -> None:
    outer = element(f"<w:ins {_WHO}/>")
    outer.append(run_of("各项工作有序推进。"))
    paragraph._p.append(outer)


def _struck(paragraph: Paragraph) -> None:
    """The first two characters struck, tracked, where they are words."""
    run = paragraph.runs[0]
    if re.match(r"[\u4e00-\u9fff]{4}", run.text):
        outer = element(f"<w:del {_WHO}/>")
        outer.append(element(f"<w:r><w:delText>{run.text[:2]}</w:delText></w:r>"))
        run._r.addprevious(outer)
        run.text = run.text[2:]


def _moved_tracked(document: Any) -> None:
    """A paragraph moved, with the marks that Word leaves at both places."""
    first, *_, last = prose(document)
    copy = deepcopy(first._p)
    for place, name in ((first._p, "moveFrom"), (copy, "moveTo")):
        for run in list(place.iter(qn("w:r"))):
            within(f"<w:{name} {_WHO}><here/></w:{name}>")(run)
    last._p.addnext(copy)


def _looks_tracked(run: Any) -> None:
    run.bold = True
    run._r.rPr.append(element(f"<w:rPrChange {_WHO}><w:rPr/></w:rPrChange>"))


def _comments(document: Any) -> None:
    for paragraph in prose(document)[:4]:
        document.add_comment(paragraph.runs[:2], "去年是3200户、115万元，请再核一下。", author="审稿人")


def notes(kind: str) -> Edit:
    """An edit that adds a note below the text, without a number."""

    def edit(document: Any) -> None:
        xml = (
            f"<w:{kind}s {nsdecls('w')}><w:{kind} w:id=\"1\"><w:p><w:r><w:t>数据来源：信息系统。"
            f"</w:t></w:r></w:p></w:{kind}></w:{kind}s>"
        )
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
        part = Part(PackURI(f"/word/{kind}s.xml"), content, xml.encode("utf-8"), document.part.package)
        document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S"))
        prose(document)[0]._p.append(element(f'<w:r><w:{kind}Reference w:id="1"/></w:r>'))

    return through(edit)


def _controlled(document: Any) -> None:
    for paragraph in prose(document)[:4]:
        outer = element("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
        paragraph._p.addprevious(outer)
        outer[-1].append(paragraph._p)


def _marked_by_word(document: Any) -> None:
    for part in document.element.body.iter(qn("w:p"), qn("w:r")):
        part.set(qn("w:rsidR"), "00AB12CD")
    for paragraph in prose(document):
        paragraph._p.append(element('<w:proofErr w:type="spellStart"/>'))
        paragraph._p.append(element('<w:bookmarkStart w:id="901" w:name="_GoBack"/>'))
        paragraph._p.append(element('<w:bookmarkEnd w:id="901"/>'))


#: other looks, and what Word leaves in a file
MARKED: dict[str, Edit] = {
    "saved again": through(lambda document: None),
    "bookmarks taken out": without_anchors,
    "bold": looks(lambda run: setattr(run, "bold", True)),
    "underlined": looks(lambda run: setattr(run, "underline", True)),
    "another font, size and colour": looks(_font),
    "highlighted numbers": numbers(
        lambda run: run.insert(0, element('<w:rPr><w:highlight w:val="yellow"/></w:rPr>'))
    ),
    "centred": each(lambda paragraph: setattr(paragraph, "alignment", WD_ALIGN_PARAGRAPH.CENTER)),
    "pages between": each(lambda paragraph: setattr(paragraph.paragraph_format, "page_break_before", True)),
    "styles taken off": each(lambda paragraph: setattr(paragraph, "style", "Normal")),
    "pages sideways": through(_sideways),
    "a head on every page": through(_heads_of_pages),
    "runs joined": each(_one_run),
    "a run for every letter": each(_run_a_letter),
    "a run for every digit": numbers(_split),
    "numbers broken where a page ended": numbers(_apart),
    "numbers in content controls": numbers(
        within("<w:sdt><w:sdtPr/><w:sdtContent><here/></w:sdtContent></w:sdt>")
    ),
    "numbers in hyperlinks": numbers(within('<w:hyperlink w:anchor="a"><here/></w:hyperlink>')),
    "numbers in smart tags": numbers(within('<w:smartTag w:uri="urn:x" w:element="n"><here/></w:smartTag>')),
    "numbers in simple fields": numbers(
        within('<w:fldSimple w:instr=" DOCPROPERTY 人数 "><here/></w:fldSimple>')
    ),
    "numbers in fields": numbers(_field),
    "paragraphs in content controls": through(_controlled),
    "marks of Word's": through(_marked_by_word),
    "comments with figures": through(_comments),
    "a footnote": notes("footnote"),
    "an endnote": notes("endnote"),
    "words inserted, tracked": each(_inserted),
    "words struck, tracked": each(_struck),
    "a paragraph moved, tracked": through(_moved_tracked),
    "looks changed, tracked": looks(_looks_tracked),
    "numbers typed again, tracked": numbers(_retyped),
}
