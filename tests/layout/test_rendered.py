"""What only pages show: measured on pages that LibreOffice laid out, and on pages made up for one measure each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.laying_out import Layouts, NotLaidOut
from docgen.layout.linting import Linted, lint, on_pages
from docgen.layout.pages import Laid, Line, Page
from docgen.layout.parts import BODY_TEXT
from docgen.layout.rendered_rules import RENDERED
from docgen.layout.rule import Departure, Draft, Unsure
from docgen.lints import Choice, lint_files
from docgen.rules.outcomes import Status
from tests.clean_documents import (
    CENTRE,
    CLEAN,
    FANGSONG,
    FIRST,
    FOUR,
    IMPRINT,
    LONG,
    TEXT,
    THREE,
    TIGHT,
    XBS,
    Made,
    cell,
)
from tests.clean_forms import FORMS, RED
from tests.layout_documents import document, para

RUN = FANGSONG + TIGHT + THREE
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")


@pytest.fixture(scope="module")
def layouts() -> Iterator[Layouts]:
    with Layouts() as found:
        yield found


def rendered(made: Made, layouts: Layouts) -> dict[str, Linted]:
    data = made.data()
    draft, linted = lint(data)
    laid = layouts.lay_out(data, draft.reading)
    return {one.rule.id: one for one in on_pages(draft, linted, laid)}


def told(found: dict[str, Linted]) -> dict[str, list[tuple[str, str]]]:
    return {id: [(each.found, each.wanted) for each in one.departures] for id, one in found.items() if one.departures}


@needs_office
@pytest.mark.parametrize("name", ["official", "letter", "framed-letter", "order", "minutes", "joint", "by-styles"])
def test_nothing_departs_on_the_pages_of_a_clean_document(name: str, layouts: Layouts) -> None:
    found = rendered({**CLEAN, **FORMS}[name](), layouts)
    assert told(found) == {}
    unsure = {id for id, one in found.items() if one.status is Status.NOT_ASSESSABLE}
    assert unsure == ({"layout.sign.sealed"} if name == "joint" else set())


@needs_office
def test_a_head_that_fills_the_first_page_and_a_loose_imprint_are_found(layouts: Layouts) -> None:
    made = FORMS["joint"]()
    small = FANGSONG + FOUR
    loose = IMPRINT.replace('<w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpYSpec="bottom"/>', "").format(
        cell(para("抄送：县委办公室，县政府办公室。", '<w:ind w:left="1120" w:right="280" w:hanging="840"/>', small))
        + cell(para("云溪县民政局办公室　　2026年7月1日印发", '<w:ind w:left="280" w:right="280"/>', small))
    )
    names = [para(f"云溪县第{each}局", CENTRE, XBS + '<w:sz w:val="72"/>' + RED) for each in "一二三四五六七八"]
    body = (*made.body[:2], *names, *made.body[2:-1], loose)
    found = told(rendered(made._replace(body=body), layouts))
    assert found["layout.body.first-page"] == [("正文从第2面开始", "首页显示正文")]
    assert found["layout.imprint.position"][0][1] == "末条分隔线在版心下边缘"
    assert found["layout.imprint.position"][0][0].startswith("末行在版心下边缘之上约")


@needs_office
def test_where_the_mark_begins_is_measured(layouts: Layouts) -> None:
    made = FORMS["minutes"]()
    tall = made.body[0].replace('w:before="1984" w:line="900" w:lineRule="exact"', 'w:before="1750" w:line="240" w:lineRule="auto"')
    low = tall.replace('w:before="1750"', 'w:before="2050"')
    assert told(rendered(made._replace(body=(tall, *made.body[1:])), layouts)) == {}
    found = told(rendered(made._replace(body=(low, *made.body[1:])), layouts))
    [(said, wanted)] = found["layout.minutes.mark"]
    assert said.startswith("上边缘距版心上边缘4") and wanted == "距版心上边缘35毫米"


@needs_office
def test_a_mark_of_narrow_characters_begins_where_it_is_seen_to(layouts: Layouts) -> None:
    made = FORMS["minutes"]()
    assert made.body[0].count("<w:sz ") == 1
    narrow = made.body[0].replace("<w:sz ", '<w:w w:val="50"/><w:sz ')
    assert told(rendered(made._replace(body=(narrow, *made.body[1:])), layouts)) == {}


def test_what_would_fetch_something_or_is_read_otherwise_is_not_laid_out(layouts: Layouts) -> None:
    by_grid = CLEAN["by-theme"]().data()
    picture = document('<w:p><w:fldSimple w:instr="INCLUDEPICTURE http://a.cn/b.png"><w:r><w:t>图</w:t></w:r></w:fldSimple></w:p>')
    linked = document(
        para("甲"),
        extra={
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://a.cn/b.png" TargetMode="External"/></Relationships>'
        },
    )
    for data, why in ((by_grid, "网格"), (picture, "外部内容"), (linked, "外部内容")):
        draft, _linted = lint(data)
        if layouts._office is None:
            why = "LibreOffice"
        with pytest.raises(NotLaidOut, match=why):
            layouts.lay_out(data, draft.reading)


def test_without_libreoffice_it_is_said_and_nothing_else_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(CLEAN["official"]().data())
    monkeypatch.setattr("docgen.laying_out.find_office", lambda: None)
    (checked,) = lint_files([str(path)], Choice(is_rendered=True))
    (plain,) = lint_files([str(path)], Choice())
    assert checked.result is not None and plain.result is not None
    assert checked.result.kind_title == "公文，没有找到LibreOffice，版面没有排出"
    assert checked.result.outcomes == plain.result.outcomes


@needs_office
def test_the_fonts_that_stood_in_are_named_beside_what_was_measured(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    made = CLEAN["official"]()
    path.write_bytes(made._replace(body=tuple(each.replace("方正小标宋简体", "方正小标宋从无此体") for each in made.body)).data())
    (checked,) = lint_files([str(path)], Choice(is_rendered=True))
    assert checked.result is not None
    assert checked.result.kind_title.startswith("公文，LibreOffice排出的版面，其中")
    assert "方正小标宋从无此体由" in checked.result.kind_title


# --- pages made up for one measure each ------------------------------------------------------------------


def draft_of(*paragraphs: str, profile: str = "official") -> Draft:
    made = CLEAN["official"]()
    return lint(made._replace(body=(*made.body[:13], *paragraphs, *made.body[22:])).data(), profile=profile)[0]


def given(rule: str, draft: Draft, *pages: Page) -> list[tuple[str, str] | str]:
    found = RENDERED[rule](draft, Laid(pages))
    return [(each.found, each.wanted) if isinstance(each, Departure) else each.reason for each in found if isinstance(each, Departure | Unsure)]


def page(number: int, *lines: Line) -> Page:
    return Page(number, 595.3, 841.9, lines)


def line(text: str, number: int = 1, base: float = 120.0, size: float = 16.0, draft: Draft | None = None, role: str = "", at: int = -1, left: float = 79.4) -> Line:
    of = next((each for each in draft.reading.paragraphs if each.role == role), None) if draft is not None else None
    return Line(number, base, left, left + size * len(text), size, text, of, at)


BODY = para(LONG, FIRST, RUN)


@pytest.mark.parametrize(("count", "expected"), [(22, []), (21, [("每面21行", "每面22行")]), (24, [("每面24行", "每面22行")])])
def test_lines_are_counted_on_pages_that_run_on(count: int, expected: list[tuple[str, str]]) -> None:
    draft = draft_of(BODY)
    pages = [
        page(number, *(line(TEXT[:28], number, 120 + step * 28.95, draft=draft, role=BODY_TEXT) for step in range(count)))
        for number in (1, 2, 3)
    ]
    assert given("layout.grid.line-pitch", draft, *pages) == expected


def test_one_page_short_of_a_line_proves_nothing() -> None:
    draft = draft_of(BODY)
    pages = [page(number, *(line(TEXT[:28], number, 120 + step * 28.95, draft=draft, role=BODY_TEXT) for step in range(21))) for number in (1, 2)]
    assert given("layout.grid.line-pitch", draft, *pages) == ["满页的正文只有一面，每面行数无法判断"]


@pytest.mark.parametrize(("count", "expected"), [(28, []), (27, [("每行27字", "每行28字")])])
def test_characters_are_counted_on_lines_full_of_chinese(count: int, expected: list[tuple[str, str]]) -> None:
    draft = draft_of(BODY)
    lines = [line("县" * count, base=120 + step * 28.95, draft=draft, role=BODY_TEXT) for step in range(6)]
    assert given("layout.grid.chars", draft, page(1, *lines)) == expected


def test_a_page_with_nothing_but_the_signature_is_found() -> None:
    draft = draft_of(BODY)
    first = page(1, line(LONG[:20], draft=draft, role=BODY_TEXT))
    alone = page(2, line("云溪县民政局", 2, draft=draft, role="signature"), line("2026年7月1日", 2, 150, draft=draft, role="date"))
    beside = page(2, line(LONG[20:40], 2, draft=draft, role=BODY_TEXT), *alone.lines)
    assert given("layout.sign.orphan", draft, first, alone) == [("第2面只有落款，没有正文", "落款与正文同在一面")]
    assert given("layout.sign.orphan", draft, first, beside) == []


def test_text_on_the_second_line_of_a_letter_is_found() -> None:
    draft = draft_of(BODY, profile="letter")
    near, far = (page(1, line(LONG[:20], base=base, draft=draft, role=BODY_TEXT)) for base in (775.0, 760.0))
    assert given("layout.letter.bottom", draft, near) == [("末行文字距双线2.8毫米", "不小于三号字的7/8（4.9毫米）")]
    assert given("layout.letter.bottom", draft, far) == []


def test_numbers_on_a_blank_page_and_on_that_of_the_imprint_are_found() -> None:
    draft = draft_of(BODY)
    imprint = "抄送：县委办公室，县政府办公室。"
    text = page(1, line(LONG[:20], draft=draft, role=BODY_TEXT))
    numbered = [page(2, line("—2—", 2, 766)), page(3, line(imprint, 3, 700), line("—3—", 3, 766))]
    bare = [page(2), page(3, line(imprint, 3, 700))]
    assert given("layout.pageno.blank", draft, text, *numbered) == [("第2面编了页码", "版记前的空白页和版记页都不编页码")]
    assert given("layout.pageno.blank", draft, text, *bare) == []
    assert given("layout.pageno.blank", draft, page(1, line(imprint, 1, 700), line("—1—", 1, 766))) == []


def test_a_title_that_wraps_into_equal_lines_is_found() -> None:
    draft = draft_of(BODY)
    words = "".join(each.text for each in draft.of("title"))
    half = len(words) // 2
    for cut, expected in ((half, 0 if len(words) % 2 else 1), (half - 3, 0)):
        lines = [line(part, base=300 + 35 * at, draft=draft, role="title") for at, part in enumerate((words[:cut], words[cut:]))]
        assert len(given("layout.title.shape", draft, page(1, *lines))) == expected


def test_a_number_on_two_lines_is_found() -> None:
    draft = draft_of(BODY)
    lines = [line("共发放12", draft=draft, role=BODY_TEXT, at=10), line("860元。", base=150, draft=draft, role=BODY_TEXT, at=15)]
    assert given("text.num.split", draft, page(1, *lines)) == [("“12 ⏎ 860”", "“12860”写在同一行")]
    apart = [lines[0], line("860元。", base=150, draft=draft, role=BODY_TEXT, at=40)]
    assert given("text.num.split", draft, page(1, *apart)) == []


def test_where_the_page_number_stands_is_measured() -> None:
    draft = draft_of(BODY)
    right = line("—1—", base=766.4, size=14, left=465.6)
    assert given("layout.pageno.offset", draft, page(1, right)) == []
    assert given("layout.pageno.side", draft, page(1, right)) == []
    low, middle = line("—1—", base=790, size=14, left=465.6), line("—1—", base=766.4, size=14, left=280)
    assert given("layout.pageno.offset", draft, page(1, low)) == [("第1面页码在版心下15.0毫米", "版心下边缘之下7毫米")]
    assert given("layout.pageno.side", draft, page(1, middle)) == [("第1面页码右空约14字", "居右空一字")]
