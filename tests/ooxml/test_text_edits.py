"""Single characters changed in place: every run, comment, bookmark, control and revision stays."""

from __future__ import annotations

from docx_builder import W, document
from hypothesis import given
from hypothesis import strategies as st

from docgen.layout.text.checking import Edit
from docgen.ooxml.reading import Para, read_document, serialised
from docgen.ooxml.text_edits import Revision, edit_text

R = '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
P = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


def read(inner: str) -> tuple[Para, bytes]:
    data = document(f"<w:p>{inner}</w:p>")
    return read_document(data).paragraphs[0], data


def edited(inner: str, *edits: Edit, revision: Revision | None = None) -> tuple[str, str]:
    """The paragraph's XML after the edits, and the text that is read from it."""
    reading = read_document(document(f"<w:p>{inner}</w:p>"))
    edit_text(reading.paragraphs[0], edits, revision)
    root = reading.package.tree(reading.package.main)
    xml = serialised(root).decode("utf-8")
    start = xml.index("<w:p>") + len("<w:p>")
    again = read_document(reading.package.written({reading.package.main: serialised(root)}))
    return xml[start : xml.index("</w:p>", start)], again.paragraphs[0].text


def test_a_character_is_replaced_in_its_own_run() -> None:
    assert edited(R.format("上半年,") + P.format("我局"), Edit(3, 4, "，")) == (
        R.format("上半年，") + P.format("我局"),
        "上半年，我局",
    )


def test_a_stretch_over_several_runs_keeps_them_all() -> None:
    assert edited(P.format("(") + R.format("一") + P.format(")、甲"), Edit(0, 4, "（一）")) == (
        P.format("（一）").replace(' xml:space="preserve"', ' xml:space="preserve"') + R.format("") + P.format("甲"),
        "（一）甲",
    )


def test_tabs_and_breaks_count_and_are_never_replaced() -> None:
    inner = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙,丙</w:t><w:br/><w:t>丁.</w:t></w:r>"
    xml, text = edited(inner, Edit(1, 2, ""), Edit(3, 4, "，"), Edit(7, 8, "。"))
    assert text == "甲\t乙，丙\n丁。"
    assert xml == inner.replace(",", "，").replace(".", "。")


def test_what_was_deleted_and_what_is_marked_stays() -> None:
    deleted = '<w:del w:id="4" w:author="甲"><w:r><w:delText>旧,文</w:delText></w:r></w:del>'
    marks = '<w:commentRangeStart w:id="0"/><w:bookmarkStart w:id="1" w:name="b"/>'
    ends = '<w:bookmarkEnd w:id="1"/><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    control = '<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    inner = deleted + marks + P.format("甲,") + control.format(R.format("乙,")) + ends
    xml, text = edited(inner, Edit(1, 2, "，"), Edit(3, 4, "，"))
    assert text == "甲，乙，"
    assert xml == inner.replace("甲,", "甲，").replace("乙,", "乙，")


def test_new_text_goes_behind_the_character_before() -> None:
    assert edited(P.format("增长") + R.format(".5"), Edit(2, 2, "0"))[0] == P.format("增长0") + R.format(".5")
    assert edited("<w:r><w:tab/></w:r>" + R.format(".5"), Edit(1, 1, "0"))[1] == "\t0.5"


def test_a_revision_keeps_the_old_text_beside_the_new() -> None:
    assert edited(R.format("上,下"), Edit(1, 2, "，"), revision=Revision("2026-08-01T00:00:00Z")) == (
        R.format("上")
        + '<w:del w:id="1" w:author="docgen" w:date="2026-08-01T00:00:00Z">'
        + R.format(",").replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
        + '</w:del><w:ins w:id="2" w:author="docgen" w:date="2026-08-01T00:00:00Z">'
        + R.format("，").replace(' xml:space="preserve"', "")
        + "</w:ins>"
        + R.format("下"),
        "上，下",
    )


def test_a_revision_of_several_runs_is_deleted_run_by_run_and_inserted_once() -> None:
    xml, text = edited(P.format("甲(") + R.format("一") + P.format(")乙"), Edit(1, 4, "（一）"), revision=Revision())
    assert text == "甲（一）乙"
    assert (xml.count("<w:del "), xml.count("<w:ins "), xml.count("w:date")) == (3, 1, 0)


def test_text_inserted_and_not_yet_accepted_is_changed_inside_its_insertion() -> None:
    inner = f'<w:ins w:id="9" w:author="甲">{P.format("甲,乙")}</w:ins>'
    assert edited(inner, Edit(1, 2, "，"), revision=Revision())[0] == inner.replace(",", "，")


def test_the_second_rendering_of_a_text_box_is_changed_too() -> None:
    box = f"<w:txbxContent><w:p>{P.format('甲,乙')}</w:p></w:txbxContent>"
    inner = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    reading = read_document(document(f"<w:p>{inner}</w:p>"))
    para = next(each for each in reading.paragraphs if each.text == "甲,乙")
    edit_text(para, [Edit(1, 2, "，")])
    xml = serialised(reading.package.tree(reading.package.main)).decode("utf-8")
    assert (xml.count("甲，乙"), xml.count("甲,乙")) == (2, 0)
    assert W in xml


PIECES = st.lists(st.text("甲乙,.()1 ", min_size=1, max_size=5), min_size=1, max_size=5)


@given(PIECES, st.data(), st.sampled_from([None, Revision()]))
def test_whatever_the_runs_the_text_becomes_what_the_edits_say(
    pieces: list[str], data: st.DataObject, revision: Revision | None
) -> None:
    text = "".join(pieces)
    edits, expected, at = [], "", 0
    for _each in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(at, len(text)))
        end = data.draw(st.integers(start, len(text)))
        new = data.draw(st.text("，。（）", max_size=2))
        if start <= at and edits:
            continue
        edits.append(Edit(start, end, new))
        expected += text[at:start] + new
        at = end
    expected += text[at:]
    inner = "".join((R if number % 2 else P).format(piece) for number, piece in enumerate(pieces))
    assert edited(inner, *edits, revision=revision)[1] == expected
