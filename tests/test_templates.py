"""Templates: found by id, judged against their kind, built as committed, told in docs/templates.md."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from docx_builder import document, paragraph, row, table

from docgen.batch.notices import template_named
from docgen.errors import BrokenLibrary, UsageError
from docgen.filters import FILTER_FUNCTIONS, TEST_FUNCTIONS
from docgen.findings import Finding, Place
from docgen.library import Library, shipped_root
from docgen.schemas import load_kind
from docgen.template_checks import check_template, refuse_broken
from docgen.templates import (
    FILTERS,
    OTHER_ROOTS,
    TESTS,
    Template,
    find_template,
    list_templates,
    template_root,
)

ROOT = Path(__file__).resolve().parent.parent
KIND = "civil-affairs-half-year"
PATH = Path("模板.docx")


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def office(folder: Path, sidecar: str | None, name: str = "own.docx") -> Library:
    templates = folder / "templates" / "docx"
    templates.mkdir(parents=True)
    (templates / name).write_bytes(document(paragraph("{{ title }}")))
    if sidecar is not None:
        (templates / name).with_suffix(".yaml").write_text(sidecar, encoding="utf-8")
    return Library((folder,))


def test_the_committed_templates_are_what_the_script_builds():
    folder = ROOT / "templates" / "docx"
    built = tool("build_templates").build()
    committed = {path.name: path.read_bytes() for path in folder.iterdir() if path.name in built}
    assert committed == built


def test_the_page_on_templates_is_fresh():
    assert tool("template_docs").main(["--check"]) == 0


def test_every_shipped_template_fits_its_kind(library: Library):
    for template in list_templates(library):
        root = OTHER_ROOTS.get(template.kind) or template_root(load_kind(library, template.kind))
        assert check_template(template.path, template.path.read_bytes(), root) == []


def test_every_filter_and_test_that_is_told_is_there():
    assert list(FILTERS) == list(FILTER_FUNCTIONS)
    assert list(TESTS) == list(TEST_FUNCTIONS)


def test_finds_a_template_by_its_id(library: Library):
    found = find_template(library, "work-plan", KIND)
    path = shipped_root() / "templates" / "docx" / "work-plan.docx"
    assert found == Template("work-plan", "工作计划", KIND, path, shipped_root())


def test_names_the_nearest_template(library: Library):
    with pytest.raises(UsageError) as caught:
        find_template(library, "work-plans", KIND)
    assert (caught.value.code, caught.value.suggestion) == ("template-missing", "work-plan")


def test_a_file_that_is_no_template_is_told_as_one(library: Library, tmp_path: Path):
    old = tmp_path / "通知.doc"
    old.write_bytes(b"")
    for path, code in ((tmp_path / "通知.docx", "file-missing"), (old, "lint-not-docx")):
        for find in (lambda name: find_template(library, name, KIND), lambda name: template_named(library, name)):
            with pytest.raises(UsageError) as caught:
                find(str(path))
            assert (caught.value.code, caught.value.path) == (code, str(path))


def test_refuses_a_template_of_another_kind(library: Library):
    with pytest.raises(UsageError) as caught:
        find_template(library, "rectification-report", KIND)
    assert caught.value.code == "template-of-other-kind"
    assert caught.value.parameters["templates"] == "half-year-summary-and-plan、work-plan"


def test_takes_a_file_without_sidecar_for_the_kind_asked_for(tmp_path: Path, library: Library):
    path = tmp_path / "我的.docx"
    path.write_bytes(document(paragraph("{{ title }}")))
    assert find_template(library, str(path), KIND) == Template("我的", "我的", KIND, path, tmp_path)


@pytest.mark.parametrize(
    ("sidecar", "code"),
    [
        (None, "template-without-sidecar"),
        ("id: own\ntitle: 本单位\nkind: k\nstages: draft\n", "sidecar-unknown-key"),
        ("id: own\ntitle: 本单位\n", "sidecar-lacks"),
        ("id: other\ntitle: 本单位\nkind: k\n", "sidecar-other-id"),
        ("id: own\ntitle: 本单位\nkind: k\nstage: 定稿\n", "sidecar-unknown-stage"),
        ("id: own\nid: own\n", "yaml-duplicate-key"),
    ],
)
def test_refuses_a_faulty_sidecar(tmp_path: Path, sidecar: str | None, code: str):
    with pytest.raises(BrokenLibrary) as caught:
        list_templates(office(tmp_path, sidecar))
    assert caught.value.code == code


def test_names_the_line_of_an_unknown_key(tmp_path: Path):
    with pytest.raises(BrokenLibrary) as caught:
        list_templates(office(tmp_path, "id: own\ntitel: 本单位\nkind: k\n"))
    assert (caught.value.line, caught.value.column, caught.value.suggestion) == (2, 1, "title")


def test_names_paragraph_and_nearest_name_of_an_unknown_field(library: Library):
    root = template_root(load_kind(library, KIND))
    data = document(paragraph("一、情况"), paragraph("共{{ indicators.urban_dibao_persons.unti }}人"))
    assert check_template(PATH, data, root) == [
        Finding(
            "template-unknown-field",
            Place(str(PATH), "", "正文第2段第2字", None, 2),
            parameters={
                "where": "正文第2段第2字",
                "placeholder": "{{ indicators.urban_dibao_persons.unti }}",
                "name": "unti",
                "nearest": "unit",
                "paragraph": "共{{ indicators.urban_dibao_pe…",
            },
        )
    ]


def codes(library: Library, *body: str, header: str = "") -> list[tuple[str, str, object]]:
    root = template_root(load_kind(library, KIND))
    found = check_template(PATH, document(*body, header=header), root)
    return [(each.code, str(each.parameters["where"]), each.parameters["placeholder"]) for each in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ opening.text.deep }}", "template-unknown-field"),
        ("{{ sections }}", "template-prints-list"),
        ("{{ period }}", "template-prints-group"),
        ("{{ title|dat('Y年') }}", "template-unknown-filter"),
        ("{{ title|date('Y年') }}", "template-filter-misplaced"),
        ("{{ period.end|date }}", "template-filter-arguments"),
        ("{{ period.end|date('某日') }}", "template-filter-arguments"),
        ("{% if title is given %}是{% endif %}", "template-unknown-test"),
        ("{{ title.upper() }}", "template-calls"),
        ("{% for x in title %}{{ x }}{% endfor %}", "template-loop-over-no-list"),
        ("{% include 'a' %}", "template-tag-not-allowed"),
        ("{% autoescape false %}{{ title }}{% endautoescape %}", "template-tag-not-allowed"),
        ("{{ title", "template-tag-not-closed"),
        ("{% if title %}是", "template-lacks-endif"),
        ("{% for x in plan %}是", "template-lacks-endfor"),
        ("{{ title title }}", "template-syntax"),
        ("{% endif %}", "template-closes-nothing"),
        ("｛｛ title ｝｝", "template-full-width-brace"),
        ("{{ sections|selectattr('parts', 'eq', 'plan')|list|length }}", "template-unknown-field"),
        ("{{ sections|selectattr('part', 'equals', 'plan')|list|length }}", "template-unknown-test"),
        ("{{ indicators.urban_dibao_persons + indicators.rural_dibao_persons }}", "template-calculates"),
        ("{{ -indicators.urban_dibao_persons.value }}", "template-calculates"),
        ("{% set all = title + '。' %}{{ all }}", "template-calculates"),
        ("{{ 9 ** 9 }}", "template-calculates"),
    ],
)
def test_refuses(library: Library, text: str, code: str):
    found = codes(library, paragraph("第一段"), paragraph(text))
    assert {each[0] for each in found} == {code}
    assert found[0][1].startswith("正文第2段第")


def test_finds_the_paragraph_of_a_fault_behind_rows_and_blocks(library: Library):
    body = (
        paragraph("{%p for part in parts %}"),
        table(row("{%tr for x in plan %}", ""), row("{{ x.text }}", "{{ x.dew }}"), row("{%tr endfor %}", "")),
        paragraph("{%p endfor %}"),
        paragraph("{{ nothing }}"),
    )
    assert codes(library, *body) == [
        ("template-unknown-field", "正文第5段第1字", "{{ x.dew }}"),
        ("template-unknown-field", "正文第9段第1字", "{{ nothing }}"),
    ]


def test_judges_headers_as_well(library: Library):
    assert codes(library, paragraph("正文"), header=paragraph("{{ issuer.nam }}")) == [
        ("template-unknown-field", "页眉第1段第1字", "{{ issuer.nam }}")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ payments[0].persons.unit }}",  # what a field refers to
        "{{ indicators.a_name_of_the_office }}",  # the record may have indicators of its own
        "{% set x = plan|first %}{{ x.text }}",
        "{{ derived.lottery_rate|unit }}",
        "{{ title if title else issuer.name }}",
        "{% for p in payments if p.amount is known %}{{ loop.index|numeral }}{{ p.name }}{% endfor %}",
        "{{ documents.doc.number }}",
        "{% for p in plan %}{{ loop.index + 1 }}／{{ plan|length - 1 }}{% set n = loop.index0 * 2 %}{{ n % 2 }}{% endfor %}",
    ],
)
def test_accepts(library: Library, text: str):
    assert codes(library, paragraph(text)) == []


def test_tells_all_faults_at_once(library: Library):
    found = check_template(PATH, document(paragraph("{{ a }}"), paragraph("{{ b }}")), template_root(load_kind(library, KIND)))
    with pytest.raises(BrokenLibrary) as caught:
        refuse_broken(PATH, found)
    assert [each.parameters["name"] for each in (caught.value, *caught.value.also)] == ["a", "b"]
