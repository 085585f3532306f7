"""docgen finalize on documents that were not made here: number and dates found by what the paragraphs say."""

from __future__ import annotations

import tarfile
from datetime import date, datetime
from pathlib import Path

import pytest

from docgen.finalising.marks import Number
from docgen.finalising.places import set_marks
from docgen.finalising.results import Finalised, Order
from docgen.finalising.unresolved import unresolved
from docgen.finals import finalise
from docgen.layout.parts import recognise
from docgen.messages import word
from docgen.ooxml.reading import read_document
from docgen.ooxml.traces import traces
from tests.clean_documents import CENTRE, CLEAN, FANGSONG, RED_LINE, RIGHT, SONGTI, THREE, TIGHT, Made
from tests.layout_documents import para
from tests.worked_on import changed, parts_of, replaced

MOMENT = datetime.fromisoformat("2026-07-09T10:00:00+08:00")
TEXT = FANGSONG + TIGHT + THREE
ORDER = Order(number="云民发〔2026〕8号", day="2026-07-08", signed_by="李四", without_record=True)


def official(
    number: str = "云民发〔2026〕12号", day: str = "2026年7月1日", printed: str = "2026年7月1日印发"
) -> bytes:
    """The clean notice of another program without 密级, with these lines; XML for the number is taken as it is."""
    made = CLEAN["official"]()
    body = [para() if "秘密" in each else each for each in made.body]
    for old, new in (("云民发〔2026〕12号", number), ("2026年7月1日印发", printed)):
        body = [each.replace(old, new) for each in body]
    body = [
        each.replace("2026年7月1日", day) if f"{day_of(each)}" == "2026年7月1日" else each for each in body
    ]
    return Made(tuple(body), made.styles, made.section).data()


def day_of(paragraph: str) -> str:
    """The text of a paragraph's only run."""
    return paragraph.partition('preserve">')[2].partition("<")[0]


def finalised(folder: Path, data: bytes, order: Order = ORDER) -> Finalised:
    (folder / "通知.docx").write_bytes(data)
    return finalise(str(folder / "通知.docx"), order, MOMENT, force=True)


def lines(path: str, *roles: str) -> list[str]:
    reading = recognise(read_document(Path(path).read_bytes()))
    return [para.text for para in reading.paragraphs if para.role in roles]


def blocking(done: Finalised) -> list[tuple[str, str]]:
    return [
        (each.place.label, word(each.code, each.parameters, "zh_CN")) for each in done.findings if each.blocks
    ]


@pytest.mark.parametrize(
    "number",
    [
        "云民发〔2026〕12号",
        "云民发〔2026〕　号",
        "云民发〔2026〕 号",
        "云民发〔〕号",
        "云民发〔2026〕×号",
        "云民发〔2026〕××号",
        "云民发〔20××〕×号",
        "云民发[2026]012号",
        "云民发（2026）第12号",
        "云民字〔2025〕__号",
    ],
)
def test_a_number_is_set_however_it_stood(tmp_path: Path, number: str) -> None:
    done = finalised(tmp_path, official(number=number))
    assert blocking(done) == []
    assert lines(done.written, "doc-no") == ["云民发〔2026〕8号"]


@pytest.mark.parametrize(
    "day",
    [
        "2026年7月1日",
        "2026年7月　日",
        "2026年　月　日",
        "    年  月  日",
        "××××年×月×日",
        "20××年×月×日",
        "二〇二六年七月一日",
        "2026年07月01日",
        "2026.7.1",
        "2026-7-1",
    ],
)
def test_a_date_is_set_however_it_stood(tmp_path: Path, day: str) -> None:
    done = finalised(tmp_path, official(day=day, printed="2026年7月10日印发"))
    assert blocking(done) == []
    assert lines(done.written, "date") == ["2026年7月8日"]
    assert lines(done.written, "printer") == ["云溪县民政局办公室　　2026年7月10日印发"]


def test_digits_keep_the_font_of_digits(tmp_path: Path) -> None:
    latin = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>' + THREE

    def run(text: str, font: str) -> str:
        return f"<w:r><w:rPr>{font}</w:rPr><w:t>{text}</w:t></w:r>"

    number = "".join(
        (
            run("云民发〔", TEXT),
            run("20", latin),
            run("26", latin),
            run("〕", TEXT),
            run("1", latin),
            run("2", latin),
            run("号", TEXT),
        )
    )
    data = changed(
        official(),
        lambda xml: xml.replace(
            para("云民发〔2026〕12号", RED_LINE + CENTRE, TEXT),
            f"<w:p><w:pPr>{RED_LINE}{CENTRE}</w:pPr>{number}</w:p>",
        ),
    )
    done = finalised(
        tmp_path,
        data,
        Order(number="云民发〔2027〕8号", day="2027-01-04", signed_by="李四", without_record=True),
    )
    assert blocking(done) == []
    reading = recognise(read_document(Path(done.written).read_bytes()))
    (line,) = [each for each in reading.paragraphs if each.role == "doc-no"]
    assert [(each.text, each.values["ascii"].value) for each in line.runs] == [
        ("云民发〔", "仿宋_GB2312"),
        ("2027", "Times New Roman"),
        ("〕", "仿宋_GB2312"),
        ("8", "Times New Roman"),
        ("号", "仿宋_GB2312"),
    ]


def test_a_printing_date_goes_along_or_is_asked_for(tmp_path: Path) -> None:
    done = finalised(tmp_path, official())
    assert [(each.what, each.before, each.after) for each in done.changes] == [
        ("number", "云民发〔2026〕12号", "云民发〔2026〕8号"),
        ("date", "2026年7月1日", "2026年7月8日"),
        ("printed", "2026年7月1日", "2026年7月8日"),
    ]
    done = finalised(tmp_path, official(printed="2026年7月3日印发"))
    assert blocking(done) == [
        (
            "表格第24段“云溪县民政局办公室　　2…”",
            "印发日期2026年7月3日早于成文日期2026年7月8日，请用 --printed 给出印发日期。",
        )
    ]
    order = Order(
        number=ORDER.number, day=ORDER.day, signed_by="李四", printed="2026-07-09", without_record=True
    )
    done = finalised(tmp_path, official(printed="2026年7月3日印发"), order)
    assert lines(done.written, "printer") == ["云溪县民政局办公室　　2026年7月9日印发"]


def test_the_closing_is_set_anew_for_a_longer_date(tmp_path: Path) -> None:
    order = Order(number=ORDER.number, day="2026-11-26", signed_by="李四", without_record=True)
    done = finalised(tmp_path, official(), order)
    assert blocking(done) == []
    assert lines(done.written, "date") == ["2026年11月26日"]
    reading = recognise(read_document(Path(done.written).read_bytes()))
    rights = {
        each.role: each.values["right"].value
        for each in reading.paragraphs
        if each.role in ("signature", "date")
    }
    assert rights == {"signature": 1440, "date": 1280}


def test_a_signer_in_the_head_has_to_be_the_one_who_signed(tmp_path: Path) -> None:
    data = changed(
        official(),
        lambda xml: xml.replace(
            para("云民发〔2026〕12号", RED_LINE + CENTRE, TEXT),
            para("云民发〔2026〕12号　　签发人：张三", RED_LINE, TEXT),
        ),
    )
    done = finalised(tmp_path, data)
    assert ("final-other-signer", True) in [(each.code, each.blocks) for each in done.findings]
    order = Order(number=ORDER.number, day=ORDER.day, signed_by="张 三", without_record=True)
    assert "final-other-signer" not in [each.code for each in finalised(tmp_path, data, order).findings]


def test_a_secret_document_is_refused(tmp_path: Path) -> None:
    made = CLEAN["official"]()
    done = finalised(tmp_path, made.data())
    assert ("正文第2段“秘密★1年”", "标有“秘密★1年”。涉密内容须在涉密计算机上处理。") in blocking(done)


def test_without_a_line_for_the_date_nothing_is_guessed(tmp_path: Path) -> None:
    data = changed(
        official(), lambda xml: xml.replace(para("2026年7月1日", f'<w:ind w:right="1280"/>{RIGHT}', TEXT), "")
    )
    done = finalised(tmp_path, data)
    assert (
        "",
        "没有找到写成文日期2026年7月8日的位置。请在署名之下写上“2024年  月  日”这样的一行。",
    ) in blocking(done)


def test_faults_of_the_layout_forbid_it_unless_the_rule_is_left_out(tmp_path: Path) -> None:
    data = replaced(official(), '<w:pgMar w:top="2098"', '<w:pgMar w:top="1440"')
    done = finalised(tmp_path, data)
    assert {each.parameters["rule"] for each in done.findings if each.blocks} >= {"layout.page.margin-top"}
    rules = tuple(str(each.parameters["rule"]) for each in done.findings if each.blocks)
    order = Order(number=ORDER.number, day=ORDER.day, signed_by="李四", ignored=rules, without_record=True)
    assert blocking(finalised(tmp_path, data, order)) == []


def test_only_the_parts_concerned_change(tmp_path: Path) -> None:
    data = official()
    done = finalised(tmp_path, data)
    before, after = parts_of(data), parts_of(Path(done.written).read_bytes())
    assert sorted(name for name in before if before[name] != after.get(name)) == ["word/document.xml"]
    assert traces(Path(done.written).read_bytes()) == []


def test_page_numbers_in_another_font_stay(tmp_path: Path) -> None:
    done = finalised(tmp_path, official())
    footers = [
        content for name, content in parts_of(Path(done.written).read_bytes()).items() if "footer" in name
    ]
    assert footers
    assert all(SONGTI.encode("utf-8") in each for each in footers)


def test_number_and_dates_are_found_in_all_documents_that_others_set() -> None:
    """samples/lint/blind.tar.xz: 159 documents set four ways by somebody who had not seen the code."""
    number, day = Number("云民发〔2026〕88号", "云民发", "2026", "88"), date(2026, 7, 28)
    missed = []
    with tarfile.open(Path(__file__).parent.parent / "samples" / "lint" / "blind.tar.xz") as archive:
        members = [each for each in archive.getmembers() if each.name.endswith(".docx")]
        for member in members:
            stream = archive.extractfile(member)
            assert stream is not None
            is_plain = "plain" in member.name
            made = set_marks(stream.read(), member.name, None if is_plain else number, day)
            open_ends = unresolved(recognise(read_document(made.data)), member.name)
            wanted = {"date"} if is_plain else {"number", "date"}
            codes = [each.code for each in (*made.findings, *open_ends) if each.code != "final-secret"]
            if codes or not wanted <= {each.what for each in made.changes}:
                missed.append((member.name, codes))
    assert len(members) == 159
    assert missed == []
