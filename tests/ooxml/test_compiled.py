"""Compiled templates: the same document as docxtpl's, kept as data, loaded without the heavy libraries."""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx_builder import canonical, document, paragraph, part, row, run, table, texts
from hostile_text import HOSTILE_TEXTS

from docgen.caching import cache_folder
from docgen.errors import BrokenLibrary, UnreadableInput
from docgen.ooxml.compiled import compile_template, load_plan
from docgen.ooxml.environment import make_environment
from docgen.ooxml.filling import CompiledTemplate

TEMPLATES = {
    "values": (
        document(paragraph("截至", run("{{ day }}", bold=True), "，共{{ n }}户{{ m }}人。"), header=paragraph("{{ day }}")),
        {"day": "6月底", "n": 200, "m": "296"},
    ),
    "loops and conditions": (
        document(
            paragraph("{%p for x in xs %}"),
            paragraph("{{ loop.index }}.{{ x.name }}{% if x.late %}（迟）{% endif %}"),
            paragraph("{%p endfor %}"),
            paragraph("{%p if none %}"),
            paragraph("不写"),
            paragraph("{%p endif %}"),
            paragraph("末段"),
        ),
        {"xs": [{"name": "甲 & 乙", "late": True}, {"name": "<丙>", "late": False}], "none": []},
    ),
    "rows": (
        document(
            table(
                row("事项", "时限"),
                row("{%tr for x in xs %}", ""),
                row("{{ x.a }}", "{{ x.b }}"),
                row("{%tr endfor %}", ""),
            )
        ),
        {"xs": [{"a": "一\n二", "b": "三"}, {"a": "四", "b": ""}]},
    ),
    "cells that vary": (
        document(table("<w:tr>" + row("{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}")[6:], columns=1)),
        {"xs": ["甲", "乙", "丙"]},
    ),
    "a tag split over runs": (document(paragraph(run("{{ "), run("day", bold=True), run(" }}底"))), {"day": "6月"}),
    "braces meant as such": (document(paragraph("写作{_{ 名称 }_}，{{ x }}")), {"x": "值"}),
}


def compiled(data: bytes) -> CompiledTemplate:
    return CompiledTemplate.of(compile_template(data, "t.docx"), make_environment({}, {}))


def by_docxtpl(data: bytes, context: dict[str, Any]) -> bytes:
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(data))
    template.render(context, autoescape=True)
    buffer = BytesIO()
    template.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", TEMPLATES)
def test_renders_the_same_xml_as_docxtpl(name: str):
    data, context = TEMPLATES[name]
    theirs, ours = by_docxtpl(data, context), compiled(data).fill(context, split=False).data
    assert canonical(part(ours)) == canonical(part(theirs))
    if name == "values":
        assert canonical(part(ours, "word/header1.xml")) == canonical(part(theirs, "word/header1.xml"))


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_prints_any_text_as_it_is(text: str):
    data = document(paragraph("前{{ x }}后"))
    for split in (True, False):
        expected = text.replace("\r\n", "\n").replace("\r", "\n")
        assert texts(compiled(data).fill({"x": text}, split=split).data) == [f"前{expected}后"]


def test_refuses_a_character_that_xml_forbids():
    with pytest.raises(UnreadableInput) as caught:
        compiled(document(paragraph("{{ x }}"))).fill({"x": "a\x08b"})
    assert (caught.value.code, caught.value.parameters) == ("character-not-for-xml", {"text": "a□b"})


def test_a_name_that_is_not_there_is_an_error():
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        compiled(document(paragraph("{{ x.y }}"))).fill({"x": {}})


@pytest.mark.parametrize(
    "expression",
    ["'a' * 10**9", "9 ** 9 ** 9", "'%1000000000d' % 1", "x.__class__.__mro__", "'{0.real}'.format(x)", "'a'.ljust(10**9)", "range(3)", "x|safe"],
)
def test_a_template_cant_leave_the_sandbox(expression: str):
    from jinja2 import TemplateError

    with pytest.raises(TemplateError):
        compiled(document(paragraph(f"{{{{ {expression} }}}}"))).fill({"x": 1})


@pytest.mark.parametrize("expression", ["1 / 0", "1 % 0", "1e400", "x + 'a'", "x[1:]"])
def test_what_cannot_be_worked_out_is_an_error_of_the_template(expression: str):
    from jinja2 import TemplateError

    for how in ({}, {"split": False}):
        with pytest.raises(TemplateError):
            compiled(document(paragraph(f"{{{{ {expression} }}}}"))).fill({"x": 1}, **how)


@pytest.mark.parametrize("grid", ["", "<w:tblGrid><w:gridCol/><w:gridCol w:w='1in'/></w:tblGrid>"])
def test_a_grid_may_say_little_or_anything(grid: str):
    cells = table(row("{%tc for c in x %}", "{{ c }}", "{%tc endfor %}")).replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="999999999"/>')
    body = re.sub("<w:tblGrid>.*</w:tblGrid>", grid, cells)
    assert texts(compiled(document(body)).fill({"x": ["甲", "乙", "丙"]}).data) == ["甲", "乙", "丙"]


def test_a_span_that_is_no_number_is_told():
    with pytest.raises(BrokenLibrary) as caught:
        compiled(document(table(row("{% colspan x %}甲")))).fill({"x": "乙"})
    assert (caught.value.code, caught.value.parameters) == ("template-colspan-no-number", {})


def test_a_field_named_like_a_method_is_the_field():
    filled = compiled(document(paragraph("{{ x.items }}"))).fill({"x": {"items": "事项"}})
    assert texts(filled.data) == ["事项"]


def test_opens_in_python_docx():
    from docx import Document

    data, context = TEMPLATES["rows"]
    opened = Document(BytesIO(compiled(data).fill(context).data))
    assert [[cell.text for cell in row.cells] for row in opened.tables[0].rows] == [
        ["事项", "时限"],
        ["一\n二", "三"],
        ["四", ""],
    ]


def test_keeps_the_plan_as_data_and_rebuilds_a_damaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "cache"))
    data, _context = TEMPLATES["values"]
    judged: list[str] = []
    plan = load_plan(data, "t.docx", "kind 1", lambda: judged.append("once"))
    assert load_plan(data, "t.docx", "kind 1", lambda: judged.append("again")) == plan
    assert judged == ["once"]
    (kept,) = cache_folder().iterdir()
    for damaged in (kept.read_bytes()[:-1], b"", b"{}\n{}", kept.read_bytes().replace(b"200", b"201")[1:]):
        kept.write_bytes(damaged)
        assert load_plan(data, "t.docx", "kind 1", lambda: None) == plan
    load_plan(data, "t.docx", "kind 2", lambda: judged.append("other kind"))
    assert judged == ["once", "other kind"]


def test_works_where_no_cache_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "file" / "cache"))
    data, context = TEMPLATES["values"]
    plan = load_plan(data, "t.docx", "", lambda: None)
    assert texts(CompiledTemplate.of(plan, make_environment({}, {})).fill(context).data) == ["截至6月底，共200户296人。"]


def test_a_template_found_wrong_is_never_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path))

    def judge() -> None:
        raise BrokenLibrary("template-unknown-field")

    for _ in range(2):
        with pytest.raises(BrokenLibrary):
            load_plan(TEMPLATES["values"][0], "t.docx", "", judge)
    assert list(tmp_path.iterdir()) == []


def test_a_cached_run_loads_neither_lxml_nor_docx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "cache"))
    template = tmp_path / "t.docx"
    template.write_bytes(document(paragraph("{{ x }}")))
    script = f"""
import sys
from docgen.ooxml.compiled import load_plan
from docgen.ooxml.environment import make_environment
from docgen.ooxml.filling import CompiledTemplate
data = open({str(template)!r}, "rb").read()
plan = load_plan(data, "t.docx", "", lambda: None)
CompiledTemplate.of(plan, make_environment({{}}, {{}})).fill({{"x": "值"}}, is_draft=True)
print(*sorted({{"lxml", "docx", "docxtpl", "zipfile"}} & set(sys.modules)))
"""
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True) for _ in range(2)]
    assert runs[0].stdout.split() == ["docx", "docxtpl", "lxml", "zipfile"]
    assert runs[1].stdout.split() == []
