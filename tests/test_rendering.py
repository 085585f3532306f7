"""From a record to its document: what is printed, where it stands, and the same bytes every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx_builder import document, paragraph, part, texts
from hostile_text import HOSTILE_TEXTS

from docgen import jobs
from docgen.errors import BrokenLibrary
from docgen.library import Library
from docgen.ooxml.drafts import Comment
from docgen.prose import resolve
from docgen.records import Record, parse, read_source
from docgen.rendering import document_date, render, render_review_sheet
from docgen.rules.outcomes import Status
from docgen.schemas import load_kind
from docgen.templates import Template, find_template

ROOT = Path(__file__).resolve().parent.parent
HALF_YEAR, LIST = "civil-affairs-half-year", "rectification-list"
COMPLETE = ROOT / "samples" / "good" / HALF_YEAR / "complete.json"
SEED = ROOT / "samples" / "gongqingcheng-2020h1.json"
THREE_SOURCES = ROOT / "samples" / "good" / LIST / "three-sources.json"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "cache"))


def sample(path: Path = COMPLETE) -> Record:
    return parse(read_source(str(path)))


def made(library: Library, template: str = "half-year-summary-and-plan", path: Path = COMPLETE) -> list[str]:
    record = sample(path)
    kind = load_kind(library, record.kind_id)
    return texts(render(find_template(library, template, kind.id), record, kind).data)


def printed(library: Library, tmp_path: Path, *body: str, change: dict[str, Any] | None = None) -> list[str]:
    """What these paragraphs print of the complete sample, with some top-level fields changed."""
    path = tmp_path / "t.docx"
    path.write_bytes(document(*body))
    record = Record.from_data({**deepcopy(sample().data), **(change or {})})
    template = Template("t", "t", HALF_YEAR, path, tmp_path)
    return texts(render(template, record, load_kind(library, HALF_YEAR)).data)


def test_numbers_parts_sections_and_points_by_position(library: Library):
    lines = made(library, path=SEED)
    assert lines[:2] == ["民政局2020年上半年工作总结\n及下半年工作计划", ""]
    headings = [line for line in lines if line[:2] in ("一、", "二、", "三、") or line.startswith("（")]
    assert headings[:3] == ["一、上半年工作完成情况", "（一）社会救助", "（二）养老服务体系建设"]
    assert "二、下步工作计划" in headings
    assert [line for line in lines if line[:2] in ("1.", "2.", "3.")][:2] == [
        "1.稳住火化率100%、入公墓率100%",
        "2.提升殡葬服务水平",
    ]
    at = lines.index("（一）社会救助")
    assert [line[:2] for line in lines[at + 1 : at + 5]] == ["一是", "二是", "三是", "四是"]


def test_the_plan_is_a_document_of_its_own(library: Library):
    lines = made(library, "work-plan", SEED)
    assert lines[0] == "共青城市民政局2020年下半年工作计划"
    assert "一、社会救助" in lines and "一、上半年工作完成情况" not in lines


def test_the_ledger_is_numbered_through(library: Library):
    record = sample(THREE_SOURCES)
    kind = load_kind(library, LIST)
    data = render(find_template(library, "rectification-report", LIST), record, kind).data
    from docx import Document

    rows = [[cell.text for cell in row.cells] for row in Document(BytesIO(data)).tables[0].rows]
    items = [item for source in record.data["rectifications"] if isinstance(source["items"], list) for item in source["items"]]
    assert rows[0][:3] == ["序号", "问题来源", "问题描述"]
    assert [row[0] for row in rows[1 : len(items) + 1]] == [str(n) for n in range(1, len(items) + 1)]
    assert [row[2] for row in rows[1 : len(items) + 1]] == [item["problem"] for item in items]
    assert 'w:orient="landscape"' in part(data) and part(data).count("<w:tblHeader/>") == 1


def test_the_ledger_shows_unknown_and_none(library: Library):
    from docx import Document

    data = deepcopy(sample(THREE_SOURCES).data)
    first, second = data["rectifications"][0]["items"][:2]
    names = ("leader", "unit", "person", "measure", "due", "progress", "closed_on", "evidence")
    first.update({name: {"unknown": "台账缺页"} for name in names})
    second.update({name: "无" for name in names})
    data["rectifications"][1]["items"] = {"unknown": "尚未移交"}
    template = find_template(library, "rectification-report", LIST)
    made = render(template, Record.from_data(data), load_kind(library, LIST)).data
    rows = [[cell.text for cell in row.cells] for row in Document(BytesIO(made)).tables[0].rows]
    columns = [3, 4, 5, 6, 7, 8, 10, 11]
    assert [[row[at] for at in columns] for row in rows[1:3]] == [["未知"] * 8, ["无"] * 8]
    assert rows[-1][0] == f"{data['rectifications'][1]['name']}：整改台账未知（尚未移交）"


def test_the_number_of_a_landscape_page_stands_where_it_does_on_the_others(library: Library):
    record, kind = sample(THREE_SOURCES), load_kind(library, LIST)
    data = render(find_template(library, "rectification-report", LIST), record, kind).data
    rels = dict(re.findall(r'Id="(\w+)"[^>]*Target="([^"]+)"', part(data, "word/_rels/document.xml.rels")))
    landscape = re.findall(r"<w:sectPr>.*?</w:sectPr>", part(data))[-1]
    footers = dict(re.findall(r'<w:footerReference w:type="(\w+)" r:id="(\w+)"/>', landscape))
    assert 'w:orient="landscape"' in landscape and 'w:left="1984"' in landscape
    for sort, side in (("default", "right"), ("even", "left")):
        footer = part(data, f"word/{rels[footers[sort]]}")
        # once for Word and LibreOffice, once for readers that know no shapes of 2010
        assert footer.count(" PAGE ") == footer.count(f'<w:jc w:val="{side}"/>') == 2
        # beside the type area, 7 mm off: text that runs down
        assert 'vert="vert"' in footer and "layout-flow:vertical" in footer
        assert f"<wp:posOffset>{1455 * 635}</wp:posOffset>" in footer


def test_every_mention_of_the_record_is_placed(library: Library):
    record, kind = sample(SEED), load_kind(library, HALF_YEAR)
    rendered = render(find_template(library, "half-year-summary-and-plan", HALF_YEAR), record, kind)
    lines = texts(rendered.data)
    persons = [each for each in rendered.placements if each.pointer == "/indicators/urban_dibao_persons/value"]
    assert [(each.text, each.field) for each in persons] == [("296", "/sections/0/points/0/text")]
    for placement in rendered.placements:
        assert placement.text in lines[placement.paragraph]


def last_lines(library: Library, publication: dict[str, Any]) -> list[str]:
    """What stands below the name of the complete sample with such publication data."""
    kind = load_kind(library, HALF_YEAR)
    record = Record.from_data({**sample().data, "publication": publication})
    lines = texts(render(find_template(library, "half-year-summary-and-plan", HALF_YEAR), record, kind).data)
    return lines[lines.index("云川县民政局") + 1 :]


def test_a_published_document_has_its_note_below_the_date(library: Library):
    given = {"formed_on": "2024-07-05", "published_on": "2024-07-12", "index_number": "YC01/2024-37"}
    more = {"openness": "主动公开", "web_title": "{period.start|Y年}总结"}
    assert last_lines(library, {**given, **more}) == [
        "2024年7月5日",
        "（网页标题：2024年总结；公开方式：主动公开；公开日期：2024年7月12日；信息索取号：YC01/2024-37）",
    ]
    for unsaid in ({"unknown": "未报"}, "无"):
        assert last_lines(library, {**given, "published_on": unsaid}) == [
            "2024年7月5日",
            "（信息索取号：YC01/2024-37）",
        ]
    assert last_lines(library, {"formed_on": "2024-07-05", **more}) == ["2024年7月5日"]


@pytest.mark.parametrize("wrong", [{}, {"unknown": "未报"}, "无", 3, [1], None])
@pytest.mark.parametrize("name", ["signature", "publication", "issuer", "period", "sections", "plan", "title"])
def test_a_draft_is_made_of_an_unfinished_record_too(library: Library, name: str, wrong: object):
    data = {**sample().data}
    for record in (Record.from_data({**data, name: wrong}), Record.from_data({k: v for k, v in data.items() if k != name})):
        for template in ("half-year-summary-and-plan", "work-plan"):
            found = find_template(library, template, HALF_YEAR)
            assert render(found, record, load_kind(library, HALF_YEAR), draft_comments=[]).data


def test_filters_word_values_otherwise(library: Library, tmp_path: Path):
    change = {
        "indicators": {
            "orphan_amount": {"value": 2.85, "unit": "万元", "basis": "cumulative", "name": "孤儿基本生活费"},
            "rate": {"value": {"unknown": "未报"}, "unit": "%", "basis": "stock"},
            "none": {"value": "无", "unit": "个", "basis": "stock"},
        }
    }
    body = (
        "{{ indicators.orphan_amount }}｜{{ indicators.orphan_amount|unit }}｜{{ indicators.orphan_amount|unit('元') }}",
        "{{ indicators.orphan_amount|amount_capitals }}｜{{ indicators.orphan_amount.name }}",
        "{{ indicators.rate }}｜{{ indicators.rate|brief }}｜{{ indicators.rate|reason }}｜{{ indicators.none }}",
        "{{ period.end|date('M月底') }}｜{{ period.end|date('M月份') }}｜{{ period.end }}",
        "{% if indicators.orphan_amount > 2 %}多{% endif %}{% if indicators.rate > 0 %}错{% endif %}",
        "{% if indicators.rate is unknown %}未知{% endif %}{% if indicators.none is none %}无{% endif %}",
        "{{ period_name }}｜{{ plan_period_name }}｜{{ 12|numeral }}｜{{ 3|ordinal }}",
    )
    assert printed(library, tmp_path, *(paragraph(each) for each in body), change=change) == [
        "2.85｜2.85万元｜28500元",
        "贰万捌仟伍佰元整｜孤儿基本生活费",
        "未知（未报）｜未知｜未报｜无",
        "6月底｜6月份｜2024年6月30日",
        "多",
        "未知无",
        "上半年｜下半年｜十二｜三是",
    ]


def test_a_numeral_is_written_for_whole_numbers_alone(library: Library, tmp_path: Path):
    values = {"whole": 12, "large": 12000, "less": -1, "part": Decimal("1.5"), "round": Decimal("3.0"), "open": {"unknown": "未报"}, "none": "无"}
    change = {"indicators": {id: {"value": value, "unit": "个", "basis": "stock"} for id, value in values.items()}}
    body = [paragraph(f"{{{{ indicators.{id}|numeral }}}}｜{{{{ indicators.{id}|ordinal }}}}") for id in values]
    assert printed(library, tmp_path, *body, change=change) == [
        "十二｜十二是",
        "12000｜12000",
        "-1｜-1",
        "1.5｜1.5",
        "三｜三是",
        "未知（未报）｜未知（未报）",
        "无｜无",
    ]


def test_an_indicator_is_called_as_the_schema_calls_it(library: Library, tmp_path: Path):
    body = paragraph("{{ indicators.urban_dibao_persons.name }}｜{{ payments[0].persons.name }}｜{{ issuer.level }}")
    assert printed(library, tmp_path, body) == ["城市低保人数｜城市低保人数｜县级"]


def test_points_that_end_in_a_semicolon_run_on_in_one_paragraph(library: Library, tmp_path: Path):
    plan = [{"id": f"p{n}", "section": "s", "text": f"事项{n}", "unit": "无", "due": "无", "target": "无"} for n in (1, 2, 3)]
    sections = [
        {
            "id": "s",
            "part": "plan",
            "heading": "社会救助",
            "points": [{"text": "做好甲；"}, {"lead": "乙类：", "items": ["p1", "p2"]}, {"text": "做好丙。"}],
        },
        {"id": "t", "part": "plan", "heading": "养老", "points": [{"text": "只有一点。"}], "items": ["p3"]},
    ]
    body = (
        paragraph("{%p for section in plan_sections %}"),
        paragraph("{{ section.heading }}"),
        paragraph("{%p for text in section.body %}"),
        paragraph("{{ text }}"),
        paragraph("{%p endfor %}"),
        paragraph("{%p endfor %}"),
    )
    assert printed(library, tmp_path, *body, change={"sections": sections, "plan": plan}) == [
        "社会救助",
        "一是做好甲；二是乙类：事项1；事项2。",
        "三是做好丙。",
        "养老",
        "事项3。",
        "只有一点。",
    ]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_any_text_of_a_record_comes_out_as_it_went_in(library: Library, tmp_path: Path, text: str):
    issuer = {**sample().data["issuer"], "short": text or " "}
    assert printed(library, tmp_path, paragraph("{{ issuer.short }}"), change={"issuer": issuer}) == [as_printed(text)]


def as_printed(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def prose(text: str) -> str:
    """Text for a field of prose, its braces and backslashes meant as they are."""
    return re.sub(r"([{}\\])", r"\\\1", text)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_any_text_in_every_field_of_prose_comes_out_as_it_went_in(library: Library, text: str):
    written, expected = prose(text), as_printed(text)
    data = {
        **deepcopy(sample().data),
        "title": written,
        "opening": written,
        "signature": {"issuer": text, "date": "2024-07-05"},
        "publication": {"index_number": text, "web_title": written},
        "plan": [{"id": "p", "section": "s", "text": written, "unit": "无", "due": "无", "target": "无"}],
        "sections": [
            {"id": "r", "part": "summary", "heading": written, "text": written, "subsections": [
                {"heading": written, "text": written, "points": [{"text": f"{written}。"}, {"lead": written, "text": written}]},
            ]},
            {"id": "s", "part": "plan", "heading": written, "points": [{"text": f"甲{written}。"}, {"items": ["p"]}]},
        ],
    }  # fmt: skip
    record, kind = Record.from_data(data), load_kind(library, HALF_YEAR)
    comments = [Comment("/opening", "校核", text or " ")]
    for template in ("half-year-summary-and-plan", "work-plan"):
        made = render(find_template(library, template, HALF_YEAR), record, kind, draft_comments=comments).data
        lines = texts(made)
        if template == "half-year-summary-and-plan":
            assert without_breaks(lines[0]) == without_breaks(expected)
            assert lines[2:9] == [
                expected,
                "一、上半年工作完成情况",
                f"（一）{expected}",
                expected,
                f"1.{expected}",
                expected,
                f"一是{expected}。",
            ]
            assert lines[9] == f"二是{expected}{expected}"
            assert lines[-1] == f"（网页标题：{expected}；信息索取号：{expected}）"
        assert f"一是甲{expected}。" in lines and lines[lines.index(f"一是甲{expected}。") + 1] == f"二是{expected}。"
        assert expected in lines  # the signature
        assert texts(made, "word/comments.xml") == expected.split("\n")


def without_breaks(text: str) -> str:
    return text.replace("\n", "")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_any_text_in_every_cell_of_the_ledger_comes_out_as_it_went_in(library: Library, text: str):
    data = deepcopy(sample(THREE_SOURCES).data)
    source = data["rectifications"][0]
    names = ("problem", "leader", "unit", "person", "measure", "progress")
    source["items"] = [{**source["items"][0], **dict.fromkeys(names, text), "evidence": [text, text]}]
    source["name"] = text
    data["rectifications"] = [source, {**source, "id": "other", "items": {"unknown": text}}]
    template = find_template(library, "rectification-report", LIST)
    lines = texts(render(template, Record.from_data(data), load_kind(library, LIST)).data)
    expected = as_printed(text)
    cells = lines[lines.index("佐证材料") + 1 :]
    assert cells[:7] == ["1", *[expected] * 6]
    assert (cells[8], cells[11]) == (expected, f"{expected}、{expected}")
    assert cells[12] == f"{expected}：整改台账未知（{expected}）"


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_any_text_in_the_check_sheet_comes_out_as_it_went_in(library: Library, text: str):
    finding = dict.fromkeys(("title", "count", "place", "what", "expected", "basis", "nature", "status"), text)
    explanation = dict.fromkeys(("rule", "place", "reason", "by", "date"), text)
    counts = dict.fromkeys(("contradictions", "advice", "not_assessable", "explained", "passed"), 0)
    names = dict.fromkeys(("title", "kind", "file", "digest", "date", "issuer"), text)
    context = {**names, "counts": counts, "findings": [finding], "explanations": [explanation]}
    lines = texts(render_review_sheet(find_template(library, "review-sheet", "docgen-result"), context))
    expected = as_printed(text)
    assert lines[1] == f"文稿标题：{expected}"
    first = lines.index("依据") + 1
    assert lines[first : first + 6] == [expected] * 6
    second = lines.index("说明人") + 1
    assert lines[second : second + 4] == [*[expected] * 3, f"{expected} {expected}"]


def test_a_broken_template_is_refused_with_every_fault(library: Library, tmp_path: Path):
    with pytest.raises(BrokenLibrary) as caught:
        printed(library, tmp_path, paragraph("{{ tittle }}"), paragraph("{{ period.stop }}"))
    assert [each.code for each in (caught.value, *caught.value.also)] == ["template-unknown-field"] * 2


def test_the_document_tells_its_title_author_and_date_from_the_record(library: Library):
    from docx import Document

    record, kind = sample(), load_kind(library, HALF_YEAR)
    opened = Document(BytesIO(render(find_template(library, "work-plan", HALF_YEAR), record, kind).data))
    properties = opened.core_properties
    assert (properties.title, properties.author) == ("云川县民政局2024年上半年工作总结和下半年工作计划", "云川县民政局")
    assert properties.created is not None and properties.created.date() == document_date(record)


def test_a_draft_has_its_comments_at_their_values(library: Library):
    record, kind = sample(), load_kind(library, HALF_YEAR)
    comments = [Comment("/indicators/urban_dibao_persons/value", "校核", "请核对。")]
    template = find_template(library, "half-year-summary-and-plan", HALF_YEAR)
    data = render(template, record, kind, draft_comments=comments).data
    between = part(data).partition('<w:commentRangeStart w:id="10000"/>')[2].partition("<w:commentRangeEnd")[0]
    assert ">1048<" in between and between.count("<w:t ") == 1
    assert "草稿" not in part(render(template, record, kind).data)


def commented(data: bytes) -> list[tuple[str, str, str]]:
    """(text of its paragraph, text it is about, its own text) of every comment of a document."""
    found = []
    for own in re.findall(r"<w:comment .*?</w:comment>", part(data, "word/comments.xml"), re.DOTALL):
        id = re.search(r'w:id="(\d+)"', own)[1]  # type: ignore[index]
        before, _, rest = part(data).partition(f'<w:commentRangeStart w:id="{id}"/>')
        about = rest.partition(f'<w:commentRangeEnd w:id="{id}"/>')[0]
        around = before.rpartition("<w:p>")[2] + rest.partition("</w:p>")[0]
        found.append((*(without_tags(xml) for xml in (around, about)), without_tags(own.replace("</w:p>", "\n"))))
    return found


def without_tags(xml: str) -> str:
    return re.sub(r"<[^>]*>", "", xml).strip()


def test_each_finding_of_the_seed_is_a_comment_at_what_it_is_about(library: Library, tmp_path: Path):
    made = jobs.make(SEED, tmp_path / "draft.docx", draft=True)
    comments = commented((tmp_path / "draft.docx").read_bytes())
    for outcome in made.result.outcomes:
        if outcome.status is Status.FAIL:
            assert any(outcome.title in text and outcome.message in text for _, _, text in comments), outcome.rule
        if outcome.status is Status.NOT_ASSESSABLE:
            assert any(f"[无法判断] {outcome.title}" in text for _, _, text in comments), outcome.rule
    assert all(about for _, about, _ in comments)

    def about(title: str) -> list[tuple[str, str]]:
        return [(paragraph[:8], about) for paragraph, about, text in comments if f"] {title}" in text]

    assert about("脱钩分类合计一致") == [("二是推进行业协会", "5")]
    assert about("儿童保障金每月按时发放") == [("（八）儿童福利", "儿童福利")]
    assert about("主动公开及时") == [("（网页标题：20", "2020年7月15日")]
    assert about("福彩任务完成比例与计算一致") == [("截至6月底，全市", "465")]
    title = record_title(library)
    assert [text for paragraph, _, text in comments if paragraph == title] == []


def record_title(library: Library) -> str:
    return str(resolve(sample(SEED), load_kind(library, HALF_YEAR), "/title"))


def test_hints_on_the_plan_items_of_a_paragraph_are_one_comment(library: Library, tmp_path: Path):
    jobs.make(SEED, tmp_path / "draft.docx", draft=True)
    comments = commented((tmp_path / "draft.docx").read_bytes())
    on_plan = [each for each in comments if "] 计划事项有" in each[2]]
    assert len({paragraph for paragraph, _, _ in on_plan}) == len(on_plan)
    [(_, about, text)] = [each for each in on_plan if "整理婚姻登记档案" in each[0]]
    assert about == "依规办好婚姻登记；整理婚姻登记档案；搞好婚俗改革试点"
    assert text.split("\n")[:6] == [
        "[业务提示] 计划事项有时限或目标",
        "计划事项没有完成时限，也没有可以衡量的目标，请补充。",
        "应当：每一计划事项写明完成时限，或写明可以衡量的目标",
        "－工作计划事项 › 依规办好婚姻登记",
        "－工作计划事项 › 整理婚姻登记档案",
        "－工作计划事项 › 搞好婚俗改革试点",
    ]


SCRIPT = """
import sys
from docgen import jobs
for record, folder, is_draft in (line.split("|") for line in sys.argv[1:]):
    jobs.make(record, folder, draft=is_draft == "draft")
"""


def test_the_same_record_gives_the_same_bytes_in_any_time_zone_and_locale(tmp_path: Path):
    """Documents, drafts, check sheets and manifests, each made in processes of their own."""
    made = []
    worlds = (
        {"TZ": "UTC", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
        {"TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"},
    )
    for number, world in enumerate(worlds):
        folder = tmp_path / str(number)
        folder.mkdir()
        # the first has compiled templates of its own, the others read what it kept
        environment = {**os.environ, **world, "PYTHONUTF8": "1"}
        tasks = [f"{COMPLETE}|{folder / 'a.docx'}|", f"{THREE_SOURCES}|{folder / 'b.docx'}|", f"{SEED}|{folder / 'c.docx'}|draft"]
        command = [sys.executable, "-c", SCRIPT, *tasks]
        subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT)
        made.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    names = ["a.docgen.json", "a.docx", "a.校核单.docx", "b.docgen.json", "b.docx", "b.校核单.docx", "c.docx"]
    assert sorted(made[0]) == names
    for other in made[1:]:
        assert [name for name in names if other[name] != made[0][name]] == []


def test_threads_may_share_a_template(library: Library, tmp_path: Path):
    path = tmp_path / "t.docx"
    path.write_bytes(document(paragraph("{{ title }}"), paragraph("{{ opening }}")))
    template = Template("t", "t", HALF_YEAR, path, tmp_path)
    kind, data = load_kind(library, HALF_YEAR), sample().data

    def one(number: int) -> list[str]:
        record = Record.from_data({**data, "title": f"标题{number}", "opening": f"导语{number}"})
        return texts(render(template, record, kind).data)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(40))) == [[f"标题{n}", f"导语{n}"] for n in range(40)]


def test_the_check_sheet_lists_findings_and_explanations(library: Library):
    finding = {
        "title": "救助率达到100%",
        "count": "1",
        "place": "指标 › 救助率",
        "what": "符合条件20人，给予救助18人。",
        "expected": "",
        "basis": "《办法》第六条",
        "nature": "业务提示",
        "status": "",
    }
    context = {
        "title": "总结",
        "kind": "半年总结",
        "file": "a.json",
        "digest": "0123456789abcdef",
        "date": "2024年7月5日",
        "issuer": "云川县民政局",
        "counts": {"contradictions": 0, "advice": 1, "not_assessable": 0, "explained": 0, "passed": 5},
        "findings": [finding],
        "explanations": [],
    }
    lines = texts(render_review_sheet(find_template(library, "review-sheet", "docgen-result"), context))
    assert lines[:2] == ["文稿校核单", "文稿标题：总结"]
    assert "符合条件20人，给予救助18人。" in lines
    assert lines[lines.index("二、情况说明") + 5] == "无"
