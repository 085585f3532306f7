"""docgen/jobs.py and library_jobs.py: whole tasks on the samples, and what they leave on disk."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sample_cases as samples

import docgen
from docgen import jobs, library_jobs
from docgen.errors import BrokenLibrary, UnreadableInput, UsageError
from docgen.library import find_library, shipped_root
from docgen.rules.packs import load_packs
from docgen.rules.selftests import run_tests
from docgen.schemas import load_kind

COMPLETE = samples.GOOD / "civil-affairs-half-year" / "complete.json"
TITLE = "云川县民政局2024年上半年工作总结和下半年工作计划"


@pytest.fixture
def data() -> dict[str, Any]:
    """The complete sample, to be spoilt."""
    loaded: dict[str, Any] = json.loads(COMPLETE.read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "记录.json"
    path.write_bytes(COMPLETE.read_bytes())
    return path


def put(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def contradict(data: dict[str, Any]) -> dict[str, Any]:
    """One more trade association than its three parts make."""
    data["indicators"]["trade_assoc_total"]["value"] += 1
    return data


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_exports_what_programmers_are_promised() -> None:
    assert (docgen.load, docgen.check, docgen.make) == (jobs.load, jobs.check, jobs.make)
    with pytest.raises(AttributeError, match="no attribute 'mkae'"):
        docgen.mkae  # noqa: B018


def test_checks_a_file_a_record_and_plain_values_alike(data: dict[str, Any]) -> None:
    results = [docgen.check(given) for given in (str(COMPLETE), COMPLETE, docgen.load(COMPLETE), data)]
    assert [result.title for result in results] == [TITLE] * 4
    outcomes = [[(each.rule, each.subject, each.status) for each in result.outcomes] for result in results]
    assert outcomes[1:] == outcomes[:1] * 3


def test_makes_the_document_the_check_sheet_and_the_manifest(record: Path, tmp_path: Path) -> None:
    made = jobs.make(record)
    stem = tmp_path / TITLE
    assert (made.document, made.sheet, made.manifest) == (
        Path(f"{stem}.docx"),
        Path(f"{stem}.校核单.docx"),
        Path(f"{stem}.docgen.json"),
    )
    assert names(tmp_path) == {"记录.json", f"{TITLE}.docx", f"{TITLE}.校核单.docx", f"{TITLE}.docgen.json"}


def test_writes_down_what_the_document_was_made_from(record: Path, tmp_path: Path) -> None:
    made = jobs.make(record, tmp_path / "a.docx")
    assert made.document is not None and made.manifest is not None
    manifest = json.loads(made.manifest.read_text(encoding="utf-8"))
    template = shipped_root() / "templates/docx/half-year-summary-and-plan.docx"
    assert manifest["document"] == {
        "name": "a.docx",
        "sha256": hashlib.sha256(made.document.read_bytes()).hexdigest(),
    }
    assert manifest["record"]["sha256"] == hashlib.sha256(record.read_bytes()).hexdigest()
    assert manifest["template"] == {
        "id": "half-year-summary-and-plan",
        "sha256": hashlib.sha256(template.read_bytes()).hexdigest(),
    }
    stated = {value["pointer"]: value["text"] for value in manifest["values"]}
    assert stated["/signature/issuer"] == "云川县民政局"
    assert str(tmp_path) not in made.manifest.read_text(encoding="utf-8")


def test_keeps_private_values_out_of_the_manifest(data: dict[str, Any], tmp_path: Path) -> None:
    data["indicators"]["marriages"]["filled_by"] = "欧阳某某"
    data["rectifications"][0]["items"][0]["person"] = "司徒某某"
    made = jobs.make(data, tmp_path / "a.docx")
    assert made.manifest is not None
    text = made.manifest.read_text(encoding="utf-8")
    assert "欧阳某某" not in text and "司徒某某" not in text
    assert made.result.outcomes  # it was judged all the same


def test_keeps_the_digits_of_the_record_in_the_manifest(record: Path, tmp_path: Path) -> None:
    text = record.read_text(encoding="utf-8").replace('"value": 1048,', '"value": 1048.0,', 1)
    record.write_text(text, encoding="utf-8")
    made = jobs.make(record, tmp_path / "a.docx", draft=False)
    assert made.manifest is not None
    assert '"value": 1048.0,' in made.manifest.read_text(encoding="utf-8")


def test_makes_nothing_of_a_record_that_contradicts_itself(data: dict[str, Any], tmp_path: Path) -> None:
    made = jobs.make(contradict(data), tmp_path / "a.docx")
    assert [outcome.rule for outcome in made.result.outcomes if outcome.blocks] == [
        "association-decoupling-sum"
    ]
    assert (made.document, made.sheet, made.manifest) == (None, None, None)
    assert names(tmp_path) == set()


def test_makes_a_draft_of_it_all_the_same(data: dict[str, Any], tmp_path: Path) -> None:
    path = put(tmp_path / "记录.json", contradict(data))
    made = jobs.make(path, draft=True)
    assert (made.document, made.sheet, made.manifest) == (tmp_path / f"{TITLE}.草稿.docx", None, None)
    assert names(tmp_path) == {"记录.json", f"{TITLE}.草稿.docx"}


def test_an_explanation_releases_the_block(data: dict[str, Any], tmp_path: Path) -> None:
    explanations = tmp_path / "说明.yaml"
    explanations.write_text(
        "- rule: association-decoupling-sum\n  reason: 1家已注销\n  by: 张三\n", encoding="utf-8"
    )
    made = jobs.make(contradict(data), tmp_path / "a.docx", explanations=explanations)
    assert made.document == tmp_path / "a.docx"
    explained = [each.explanation for each in made.result.outcomes if each.explanation]
    assert [(each.rule, each.reason, each.by) for each in explained] == [
        ("association-decoupling-sum", "1家已注销", "张三")
    ]


def test_refuses_to_overwrite_unless_told_to(record: Path, tmp_path: Path) -> None:
    (tmp_path / "a.校核单.docx").write_bytes(b"old")
    with pytest.raises(UsageError) as caught:
        jobs.make(record, tmp_path / "a.docx")
    assert (caught.value.code, caught.value.parameters) == ("output-exists", {"names": "a.校核单.docx"})
    assert names(tmp_path) == {"记录.json", "a.校核单.docx"}
    made = jobs.make(record, tmp_path / "a.docx", force=True)
    assert made.sheet is not None and made.sheet.read_bytes().startswith(b"PK")


def test_never_overwrites_the_template(record: Path, tmp_path: Path) -> None:
    template = tmp_path / "ours.docx"
    template.write_bytes((shipped_root() / "templates/docx/half-year-summary-and-plan.docx").read_bytes())
    with pytest.raises(UsageError) as caught:
        jobs.make(record, template, template=str(template), force=True)
    assert caught.value.code == "output-is-input"


@pytest.mark.parametrize(
    ("output", "code"),
    [("a.doc", "output-not-docx"), ("no/a.docx", "output-no-folder"), ("folder.docx", "output-is-folder")],
)
def test_says_why_an_output_can_not_be(record: Path, tmp_path: Path, output: str, code: str) -> None:
    (tmp_path / "folder.docx").mkdir()
    with pytest.raises(UsageError) as caught:
        jobs.make(record, tmp_path / output, force=True)
    assert caught.value.code == code
    assert names(tmp_path) == {"记录.json", "folder.docx"}


def test_into_a_folder_by_the_title(record: Path, tmp_path: Path) -> None:
    beside = jobs.make(record)
    (tmp_path / "文稿").mkdir()
    within = jobs.make(record, tmp_path / "文稿")
    assert beside.document is not None and within.document is not None
    assert within.document == tmp_path / "文稿" / beside.document.name
    assert within.document.read_bytes() == beside.document.read_bytes()
    assert len(names(tmp_path / "文稿")) == 3


def test_same_record_same_bytes(tmp_path: Path) -> None:
    program = "import sys, docgen; docgen.make(sys.argv[1], sys.argv[2])"
    contents = []
    for name, zone, language, seed in (("a", "UTC", "C", "1"), ("b", "Asia/Shanghai", "zh_CN.UTF-8", "2")):
        folder = tmp_path / name
        folder.mkdir()
        environment = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program, str(COMPLETE), str(folder / "文稿.docx")]
        subprocess.run(command, check=True, env=environment)
        contents.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert set(contents[0]) == {"文稿.docx", "文稿.校核单.docx", "文稿.docgen.json"}
    assert contents[0] == contents[1]


def test_names_the_line_of_an_unknown_kind(data: dict[str, Any], tmp_path: Path) -> None:
    path = put(tmp_path / "记录.json", {**data, "kind": "civil-afairs-half-year"})
    with pytest.raises(UnreadableInput) as caught:
        jobs.check(path)
    assert (caught.value.code, caught.value.path, caught.value.line) == ("unknown-kind", str(path), 1)
    assert caught.value.suggestion == "civil-affairs-half-year"


def test_asks_for_the_kind_of_a_record_without_one(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        jobs.check(put(tmp_path / "记录.json", {"title": "x"}))
    assert (caught.value.code, caught.value.parameters) == (
        "record-without-kind",
        {"kinds": "civil-affairs-annual、civil-affairs-half-year、letter、notice、rectification-list"},
    )


def test_judges_the_others_when_one_can_not_be_read(tmp_path: Path) -> None:
    results = jobs.check_files([str(tmp_path / "nowhere.json"), str(COMPLETE)])
    assert [(each.error.code if each.error else "", each.result is not None) for each in results] == [
        ("file-missing", False),
        ("", True),
    ]


def test_compares_two_records_with_chinese_labels(data: dict[str, Any], record: Path) -> None:
    data["indicators"]["marriages"]["value"] += 1
    before = json.loads(COMPLETE.read_text(encoding="utf-8"))["indicators"]["marriages"]["value"]
    assert [(each.kind, each.label, each.before, each.after) for each in jobs.diff(record, data)] == [
        ("changed", "指标 › 结婚登记 › 数值", str(before), str(before + 1))
    ]


def test_lists_kinds_and_templates() -> None:
    assert [kind.id for kind in library_jobs.kinds()] == [
        "civil-affairs-annual",
        "civil-affairs-half-year",
        "letter",
        "notice",
        "rectification-list",
    ]
    listed = {(template.id, template.kind) for template in library_jobs.templates()}
    assert {
        ("half-year-summary-and-plan", "civil-affairs-half-year"),
        ("letter", "letter"),
        ("notice", "notice"),
        ("rectification-report", "rectification-list"),
        ("work-plan", "civil-affairs-half-year"),
    } <= listed


def test_explains_a_rule() -> None:
    rule = library_jobs.explain("association-decoupling-sum")
    assert (rule.id, rule.nature.value, rule.severity.value) == (
        "association-decoupling-sum",
        "文稿差错",
        "error",
    )
    assert rule.kinds == ("civil-affairs-half-year",)


def test_suggests_the_nearest_rule() -> None:
    with pytest.raises(UsageError) as caught:
        library_jobs.explain("association-decoupling-sums")
    assert (caught.value.code, caught.value.suggestion) == ("unknown-rule", "association-decoupling-sum")


@pytest.mark.parametrize("kind", ["civil-affairs-half-year", "letter", "notice", "rectification-list"])
def test_the_first_record_reads_and_says_what_is_missing(tmp_path: Path, kind: str) -> None:
    library_jobs.init(tmp_path / "本单位", kind=kind)
    result = jobs.check(tmp_path / "本单位" / "记录.json")
    assert result.is_blocked
    assert "our-office" in result.packs
    assert all(finding.place.line for finding in result.findings)


def test_the_example_pack_of_a_new_office_passes_its_own_tests(tmp_path: Path) -> None:
    for kind_id in ("civil-affairs-half-year", "notice", "rectification-list"):
        library_jobs.init(tmp_path / kind_id, kind=kind_id)
        library = find_library(tmp_path / kind_id)
        kind = load_kind(library, kind_id)
        ours = [pack for pack in load_packs(library, kind) if pack.id == "our-office"]
        assert [rule.id for pack in ours for rule in pack.rules] == ["signed-before-period-end"]
        assert run_tests(ours, kind) == []
        trials = library_jobs.test_rules(["our-office"], library=tmp_path / kind_id)
        assert [(each.id, each.is_sound) for each in trials] == [("signed-before-period-end", True)]


def test_a_new_office_uses_its_own_template(record: Path, tmp_path: Path) -> None:
    office = tmp_path / "本单位"
    library_jobs.init(office)
    shipped = shipped_root() / "templates/docx/work-plan"
    (office / "templates/docx/ours.docx").write_bytes(shipped.with_suffix(".docx").read_bytes())
    sidecar = shipped.with_suffix(".yaml").read_text(encoding="utf-8").replace("id: work-plan", "id: ours")
    (office / "templates/docx/ours.yaml").write_text(sidecar, encoding="utf-8")
    assert "ours" in [template.id for template in library_jobs.templates(library=office)]
    made = jobs.make(record, tmp_path / "a.docx", template="ours", library=office)
    assert made.document is not None


def test_starts_no_office_where_something_is(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    for folder, code in ((tmp_path, "init-not-empty"), (tmp_path / "x", "output-folder-not-made")):
        with pytest.raises(UsageError) as caught:
            library_jobs.init(folder)
        assert caught.value.code == code
    assert names(tmp_path) == {"x"}


def test_refuses_a_broken_pack_with_all_its_faults(tmp_path: Path) -> None:
    library_jobs.init(tmp_path / "本单位")
    pack = tmp_path / "本单位/checks/our-office.yaml"
    text = pack.read_text(encoding="utf-8").replace("condition: signature", "condition: signatur")
    pack.write_text(text.replace("severity: warning", "severity: loud"), encoding="utf-8")
    with pytest.raises(BrokenLibrary) as caught:
        jobs.check(COMPLETE, library=tmp_path / "本单位")
    faults = [caught.value, *caught.value.also]
    lines = text.splitlines()
    where = {lines[fault.line - 1].split(":")[0].strip() for fault in faults if fault.line}
    assert where == {"condition", "severity"}
