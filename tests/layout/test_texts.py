"""A real draft put right: its text as the rules want it, its runs and other parts as they were."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from docx_builder import document, paragraph, part, row, run, table, texts

from docgen.layout.text.checking import is_put_right, text_spots
from docgen.layout.texts import paragraphs_of, with_text_put_right
from docgen.ooxml.reading import read_document
from docgen.ooxml.text_edits import Revision

DRAFT = document(
    paragraph("民政局2020年上半年工作总结"),
    paragraph("(一)社会救助:", run("一是发放资金", bold=True), "1,000元,共194人."),
    paragraph("共民发[2020]第1号文件要求3-5月发放，电话0792-4341234，见http://a.cn/b,c。"),
    table(row("乡镇(街道)", "2020.8.1")),
    header=paragraph("内部资料,注意保存"),
)
WANTED = [
    "民政局2020年上半年工作总结",
    "（一）社会救助：一是发放资金1,000元，共194人。",
    "共民发〔2020〕1号文件要求3—5月发放，电话0792-4341234，见http://a.cn/b,c。",
    "乡镇（街道）",
    "2020.8.1",
]


def test_the_text_is_put_right_and_its_runs_stay() -> None:
    fixed, changes = with_text_put_right(read_document(DRAFT))
    assert texts(fixed) == WANTED
    assert texts(fixed, "word/header1.xml") == ["内部资料，注意保存"]
    assert part(fixed).count("<w:b/>") == part(DRAFT).count("<w:b/>") == 1
    assert part(fixed).count("<w:r>") == part(DRAFT).count("<w:r>")
    assert [(change.before, change.after) for change in changes][:1] == [
        ("(一)社会救助:一是发放资金1,000元,共194人.", "（一）社会救助：一是发放资金1,000元，共194人。")
    ]


def test_fixed_twice_is_fixed_once_and_nothing_is_left_to_fix() -> None:
    once, _changes = with_text_put_right(read_document(DRAFT))
    reading = read_document(once)
    assert [spot for rule, spot in text_spots(paragraphs_of(reading)) if is_put_right(rule, spot)] == []
    assert with_text_put_right(reading) == (once, [])


def test_as_revisions_the_accepted_text_is_the_same_and_the_old_one_is_still_there() -> None:
    tracked, _changes = with_text_put_right(read_document(DRAFT), revision=Revision())
    assert [para.text for para in read_document(tracked).paragraphs if para.text][:5] == WANTED
    assert "<w:delText" in part(tracked)


def test_parts_without_a_change_keep_their_bytes() -> None:
    fixed, _changes = with_text_put_right(read_document(DRAFT), rules={"text.docno.form"})
    with ZipFile(BytesIO(DRAFT)) as before, ZipFile(BytesIO(fixed)) as after:
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["word/document.xml"]
