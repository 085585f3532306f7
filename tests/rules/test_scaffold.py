"""Beginning a rule: what is written holds as it stands, and is added to a pack without harming it."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen import library_jobs
from docgen.errors import UsageError


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "checks").mkdir()
    return tmp_path


def test_a_new_rule_is_printed_and_nothing_written(office: Path) -> None:
    text = library_jobs.new_rule("our-first", library=office)
    assert text.startswith("  - id: our-first\n")
    assert list((office / "checks").iterdir()) == []


@pytest.mark.parametrize("kind", [each.id for each in library_jobs.kinds()])
def test_a_new_pack_passes_its_own_tests(kind: str, office: Path) -> None:
    library_jobs.new_rule("our-first", office / "checks" / "own.yaml", kind=kind, library=office)
    (trial,) = library_jobs.test_rules(["own"], library=office)
    assert (trial.id, trial.tests, trial.is_sound) == ("our-first", 3, True)


def test_a_new_rule_is_of_its_pack_s_kind_also_where_that_has_no_period(office: Path) -> None:
    (office / "schemas").mkdir()
    schema = '{"type": "object", "properties": {"kind": {"const": "own-kind"}}}'
    (office / "schemas" / "own-kind.json").write_text(schema, encoding="utf-8")
    library_jobs.new_rule("our-first", office / "checks" / "own.yaml", kind="own-kind", library=office)
    library_jobs.new_rule("our-second", office / "checks" / "own.yaml", library=office)
    trials = library_jobs.test_rules(["own"], library=office)
    assert [(trial.id, trial.tests, trial.is_sound) for trial in trials] == [
        ("our-first", 3, True),
        ("our-second", 3, True),
    ]


@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_a_rule_is_added_as_the_pack_is_indented(indent: str, office: Path) -> None:
    path = office / "checks" / "own.yaml"
    library_jobs.new_rule("our-first", path, library=office)
    head, _, rest = path.read_text(encoding="utf-8").partition("rules:\n")
    rest = "".join(indent + line.removeprefix("  ") for line in rest.splitlines(keepends=True))
    path.write_text(f"{head}rules:\n{rest}\n\n", encoding="utf-8")
    library_jobs.new_rule("our-second", path, library=office)
    assert [rule.id for rule in library_jobs.rules(library=office) if rule.pack == "own"] == [
        "our-first",
        "our-second",
    ]


def test_an_id_that_is_taken_or_none_is_refused(office: Path) -> None:
    for id, code in (("relief-subset", "pack-rule-twice"), ("Relief", "pack-bad-rule-id")):
        with pytest.raises(UsageError) as refusal:
            library_jobs.new_rule(id, library=office)
        assert refusal.value.code == code


@pytest.mark.parametrize("text", ["rules: []\n", "rules:\n- id: x\nnote: y\n", "[]\n", "pack: x\n"])
def test_a_pack_that_does_not_end_in_its_rules_is_left_alone(text: str, office: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as refusal:
        library_jobs.new_rule("our-first", path, library=office)
    assert refusal.value.code == "pack-rules-not-last"
    assert path.read_text(encoding="utf-8") == text
