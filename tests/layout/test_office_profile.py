"""An office's layout.yaml: what it changes holds and is said; a fault in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import BrokenLibrary
from docgen.layout.linting import lint
from docgen.layout.office import FILE, load_office
from docgen.library import MARKER, find_library
from docgen.lints import Choice, fix_file, lint_files
from docgen.rules.outcomes import Status
from tests.clean_documents import CLEAN, FANGSONG, THREE, TIGHT
from tests.layout_faults import inside

GOOD = """measures:
  body.size: {value: 四号, reason: 本单位内部材料用四号字}
ignore:
  layout.pageno.side: 内部材料页码居中
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "本单位"
    folder.mkdir()
    (folder / MARKER).write_text("{}\n", encoding="utf-8")
    return folder


def written(office: Path, text: str) -> Path:
    (office / FILE).write_text(text, encoding="utf-8")
    return office


def test_a_changed_measure_and_a_rule_left_out_hold(office: Path) -> None:
    written(office, GOOD)
    path = office / "甲.docx"
    path.write_bytes(CLEAN["by-styles"]().data())
    found = lint_files([str(path)], Choice(), library=office)[0].result
    assert found is not None
    failed = {each.rule for each in found.outcomes if each.status is Status.FAIL}
    assert failed == {"layout.text.default-font"}  # the document's text is 三号
    assert "layout.pageno.side" not in {each.rule for each in found.outcomes}


def test_what_is_put_right_is_put_right_to_the_offices_measure(office: Path) -> None:
    made = inside("各单位", "<w:rPr></w:rPr>", f"<w:rPr>{FANGSONG}{TIGHT}{THREE}</w:rPr>")(CLEAN["by-styles"]())
    path = written(office, GOOD) / "甲.docx"
    path.write_bytes(made.data())
    fixed = fix_file(str(path), Choice(select=("layout.body.font",)), library=office)
    sizes = {
        run.values["sz"].value
        for para in lint(Path(fixed.written).read_bytes())[0].reading.paragraphs
        if para.text.startswith("各单位")
        for run in para.runs
    }
    assert sizes == {28}


@pytest.mark.parametrize(
    ("text", "code", "line", "parameters"),
    [
        ("- 甲\n", "office-shape", 1, {}),
        ("measures: 甲\n", "office-shape", 1, {}),
        ("ignore:\n  - layout.body.font\n", "office-shape", 2, {}),
        ("measure:\n  body.size: {value: 四号, reason: 甲}\n", "office-unknown-key", 2, {"key": "measure"}),
        ("measures:\n  body.sise: {value: 四号, reason: 甲}\n", "office-no-measure", 2, {"name": "body.sise"}),
        ("measures:\n  body.size: {value: 四号}\n", "office-no-reason", 2, {"name": "body.size"}),
        ("measures:\n  body.size: {value: 四号, reason: ' '}\n", "office-no-reason", 2, {"name": "body.size"}),
        ("measures:\n  body.size: 四号\n", "office-no-reason", 2, {"name": "body.size"}),
        ("measures:\n  body.size: {value: 九号, reason: 甲}\n", "office-value", 2, {"name": "body.size"}),
        ("measures:\n  body.size: {value: 28, reason: 甲}\n", "office-value", 2, {"name": "body.size"}),
        ("measures:\n  body.font: {value: 等线, reason: 甲}\n", "office-value", 2, {"name": "body.font"}),
        ("measures:\n  margin.top: {value: 三号, reason: 甲}\n", "office-value", 2, {"name": "margin.top"}),
        ("measures:\n  margin.top: {value: 2098.5, reason: 甲}\n", "office-value", 2, {"name": "margin.top"}),
        ("measures:\n  margin.top: {value: -1, reason: 甲}\n", "office-value", 2, {"name": "margin.top"}),
        ("measures:\n  margin.top: {value: true, reason: 甲}\n", "office-value", 2, {"name": "margin.top"}),
        ("measures:\n  margin.top: {value: [1], reason: 甲}\n", "office-value", 2, {"name": "margin.top"}),
        ("measures:\n  margin.top: {value: .inf, reason: 甲}\n", "office-value", 2, {"name": "margin.top"}),
        ("measures:\n  body.font: {value: [仿宋], reason: 甲}\n", "office-value", 2, {"name": "body.font"}),
        ("ignore:\n  layout.body.fonts: 甲\n", "office-no-rule", 2, {"id": "layout.body.fonts"}),
        ("ignore:\n  layout.body.font:\n", "office-no-reason", 2, {"name": "layout.body.font"}),
        ("ignore:\n  layout.body.font: 1\n", "office-no-reason", 2, {"name": "layout.body.font"}),
    ],
)
def test_a_fault_is_named_with_its_line(
    office: Path, text: str, code: str, line: int, parameters: dict[str, str]
) -> None:
    with pytest.raises(BrokenLibrary) as refused:
        load_office(find_library(written(office, text)))
    assert (refused.value.code, refused.value.line) == (code, line)
    assert refused.value.path.endswith(FILE)
    assert {key: refused.value.parameters[key] for key in parameters} == parameters


def test_a_slip_in_a_name_has_the_nearest_right_one_beside_it(office: Path) -> None:
    for text, near in (
        ("measures:\n  body.sise: {value: 四号, reason: 甲}\n", "body.size"),
        ("ignore:\n  layout.body.fonts: 甲\n", "layout.body.font"),
    ):
        with pytest.raises(BrokenLibrary) as refused:
            load_office(find_library(written(office, text)))
        assert refused.value.suggestion == near


def test_yaml_that_cant_be_read_is_named_too(office: Path) -> None:
    with pytest.raises(BrokenLibrary) as refused:
        load_office(find_library(written(office, "measures: {body.size: [\n")))
    assert refused.value.path.endswith(FILE)
    assert refused.value.line is not None


def test_an_empty_file_changes_nothing(office: Path) -> None:
    with pytest.raises(BrokenLibrary) as refused:
        load_office(find_library(written(office, "\n")))
    assert refused.value.path.endswith(FILE)
