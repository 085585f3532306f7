"""Rule packs: what is wrong with one is named with line, column and the nearest right name, all at once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from docgen.caching import cache_folder, keep
from docgen.errors import BrokenLibrary
from docgen.expressions import Deferred
from docgen.kept_yaml import read_kept
from docgen.library import Library, shipped_root
from docgen.records import Record
from docgen.rules.packs import Pack, PackReader, load_packs
from docgen.schemas import Kind, load_kind

SHIPPED = Library((shipped_root(),))

GOOD = """\
pack: office
title: 本单位规则
kinds: [civil-affairs-half-year]
bases:
  relief-2003: {title: 救助管理办法, issuer: 国务院, from: 2003-08-01, verified: article}
rules:
  - id: relieved-over-received
    title: 救助人数不大于接待人数
    nature: 文稿差错
    severity: error
    why: 救助的都接待过。
    expect: 救助人数不大于接待人数
    condition: vagrants_relieved <= vagrants_received
    message: 救助{vagrants_relieved}人，请核对。
    basis: [{ref: relief-2003, article: 第六条}]
    tests:
      - pass: {indicators: {vagrants_relieved: 1, vagrants_received: 1.50}}
      - fail: {indicators: {vagrants_relieved: 2, vagrants_received: 1}}
"""


@pytest.fixture(scope="module")
def kind() -> Kind:
    return load_kind(SHIPPED, "civil-affairs-half-year")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def office(tmp_path: Path) -> Library:
    """A library with nothing in it but the shipped schemas and what a test writes into checks/."""
    (tmp_path / "office" / "checks").mkdir(parents=True)
    (tmp_path / "office" / "schemas").symlink_to(shipped_root() / "schemas")
    return Library((tmp_path / "office",))


def written(office: Library, text: str, name: str = "office.yaml") -> Path:
    path = office.roots[0] / "checks" / name
    path.write_text(text, encoding="utf-8")
    return path


Fault = tuple[str, int | None, int | None, str]


def faults(office: Library, kind: Kind) -> list[Fault]:
    with pytest.raises(BrokenLibrary) as refusal:
        load_packs(office, kind)
    found = [refusal.value, *refusal.value.also]
    return [(each.code, each.line, each.column, each.suggestion) for each in found]


def loaded(office: Library, kind: Kind) -> Pack:
    pack = load_packs(office, kind)[0]
    return pack


def test_a_good_pack_is_read_whole(office: Library, kind: Kind) -> None:
    path = written(office, GOOD)
    pack = loaded(office, kind)
    (rule,) = pack.rules
    assert (pack.id, pack.title, pack.path, len(pack.digest)) == ("office", "本单位规则", path, 64)
    assert (rule.id, rule.line, rule.path, rule.on_empty) == (
        "relieved-over-received",
        7,
        str(path),
        "not-applicable",
    )
    assert [(base.title, base.article, base.effective_from) for base in rule.bases] == [
        ("救助管理办法", "第六条", "2003-08-01")
    ]


#: what is changed in the good pack -> the faults
BROKEN: dict[str, tuple[str, str, list[Fault]]] = {
    "unknown key": ("    why:", "    whi: x\n    why:", [("pack-unknown-key", 11, 5, "why")]),
    "missing key": ("    why: 救助的都接待过。\n", "", [("pack-missing-key", 7, 5, "")]),
    "empty key": ("    why: 救助的都接待过。\n", "    why:\n", [("pack-missing-key", 7, 5, "")]),
    "key of the pack": ("title: 本单位规则\n", "titel: 本单位规则\n", [("pack-missing-key", 1, 1, ""), ("pack-unknown-key", 2, 1, "title")]),
    "kind": ("half-year]", "halfyear]", [("unknown-kind", 3, 9, "civil-affairs-half-year")]),
    "kinds": ("[civil-affairs-half-year]", "civil-affairs-half-year", [("pack-kinds-list", 3, 8, "")]),
    "nature": ("文稿差错", "文稿错误", [("pack-not-a-choice", 9, 13, "文稿差错")]),
    "severity": ("severity: error", "severity: fatal", [("pack-not-a-choice", 10, 15, "")]),
    "on_empty": ("    why:", "    on_empty: pass\n    why:", [("pack-where-alone", 11, 5, ""), ("pack-not-a-choice", 11, 15, "")]),
    "id": ("id: relieved", "id: Relieved", [("pack-bad-rule-id", 7, 9, "")]),
    "title no text": ("title: 救助人数不大于接待人数", "title: [x]", [("pack-wants-text", 8, 12, "")]),
    "where alone": ("    condition", "    where: given(title)\n    condition", [("pack-where-alone", 13, 5, "")]),
    "name in condition": ("vagrants_relieved <=", "vagrants_relievd <=", [("expression-unknown-name", 13, 16, "vagrants_relieved")]),
    "unit in condition": ("<= vagrants_received", "<= lottery_sales", [("expression-unlike-units", 13, 16, "")]),
    "condition no truth": ("condition: vagrants_relieved <= ", "condition: vagrants_relieved + ", [("expression-wrong-sort", 13, 16, "")]),
    "condition no text": ("condition: vagrants_relieved <= vagrants_received", "condition: [1]", [("pack-wants-text", 13, 16, "")]),
    "name in message": ("{vagrants_relieved}", "{vagrants_relievd}", [("expression-unknown-name", 14, 17, "vagrants_relieved")]),
    "format of message": ("{vagrants_relieved}", "{vagrants_relieved|万元}", [("pack-bad-format", 14, 17, "")]),
    "date format": ("{vagrants_relieved}", "{period.end|m月}", [("pack-bad-format", 14, 17, "")]),
    "list in message": ("{vagrants_relieved}", "{payments}", [("expression-wrong-sort", 14, 17, "")]),
    "stray brace": ("{vagrants_relieved}", "{vagrants_relieved", [("pack-stray-brace", 14, 16, "")]),
    "item without for_each": ("{vagrants_relieved}", "{item.name}", [("expression-item-alone", 14, 17, "")]),
    "unknown basis": ("ref: relief-2003", "ref: relief-2030", [("pack-unknown-basis", 15, 13, "relief-2003")]),
    "article unverified": ("verified: article", "verified: title", [("pack-article-unverified", 15, 13, "")]),
    "basis mark": ("verified: article", "verified: yes", [("pack-not-a-choice", 5, 79, "")]),
    "basis date": ("from: 2003-08-01", "from: 2003-8-1", [("not-a-date", 5, 52, "")]),
    "basis span": ("from: 2003-08-01", "from: 2003-08-01, to: 2002", [("pack-dates-reversed", 5, 68, "")]),
    "basis use": ("[{ref: relief-2003, article: 第六条}]", "[第六条]", [("pack-not-a-mapping", 15, 13, "")]),
    "test outcome": ("- fail:", "- fails:", [("pack-not-a-choice", 18, 9, "fail")]),
    "test shape": ("- fail: {", "- fail: [{", [("yaml-bracket-open", 18, 15, "")]),
    "no tests": ("\n      - pass: {indicators: {vagrants_relieved: 1, vagrants_received: 1.50}}", "", [("pack-test-missing", 17, 7, "")]),
    "for_each no list": ("    condition", "    for_each: period\n    condition", [("expression-wrong-sort", 13, 15, "")]),
    "rules": ("rules:\n", "rules: x\nother:\n", [("pack-rules-list", 6, 8, ""), ("pack-unknown-key", 7, 1, "note")]),
    "comment in a block": (
        "condition: vagrants_relieved <= vagrants_received",
        "condition: |\n      1 < 2 # always\n      and 2 < 1",
        [("expression-not-allowed", 14, 13, "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), list(BROKEN.values()), ids=list(BROKEN))
def test_a_fault_has_its_line_column_and_suggestion(
    old: str, new: str, expected: list[Fault], office: Library, kind: Kind
) -> None:
    assert old in GOOD
    written(office, GOOD.replace(old, new, 1))
    found = faults(office, kind)
    if "verified: yes" in new or "from: 2003" in new:  # the column of a value in a row counts characters
        row = GOOD.replace(old, new, 1).splitlines()[4]
        start = row.index({"verified: yes": "yes", "from: 2003-8-1": "2003-8-1"}.get(new, "2002"))
        expected = [(code, line, start + 1, suggestion) for code, line, _column, suggestion in expected]
    assert found == expected


def test_all_faults_of_all_packs_are_told_at_once(office: Library, kind: Kind) -> None:
    written(office, GOOD.replace("<= vagrants", "<= vagrant").replace("    why:", "    whi:"), "a.yaml")
    written(office, "pack: [", "b.yaml")
    written(
        office,
        GOOD.replace("error", "fatal").replace("文稿差错", "差错").replace("pack: office", "pack: other"),
        "c.yaml",
    )
    assert [code for code, _line, _column, _suggestion in faults(office, kind)] == [
        "pack-missing-key",
        "pack-unknown-key",
        "yaml-syntax",
        "pack-not-a-choice",
        "pack-not-a-choice",
    ]


def test_a_rule_id_is_given_once_in_all_packs(office: Library, kind: Kind) -> None:
    first = written(office, GOOD, "a.yaml")
    second = written(office, GOOD.replace("pack: office", "pack: other"), "b.yaml")
    with pytest.raises(BrokenLibrary) as refusal:
        load_packs(office, kind)
    fault = refusal.value
    assert (fault.code, fault.path, fault.line, fault.column) == ("pack-rule-twice", str(second), 7, 9)
    assert fault.parameters == {"id": "relieved-over-received", "other": f"{first}:7"}


@pytest.mark.parametrize("text", ["", "[]", "5", "rules: []", "pack: x", "null", "- a\n- b"])
def test_a_file_that_is_no_pack_is_refused(text: str, office: Library, kind: Kind) -> None:
    written(office, text)
    assert faults(office, kind)


def test_a_pack_for_other_kinds_is_passed_over(office: Library, kind: Kind) -> None:
    written(office, GOOD.replace("[civil-affairs-half-year]", "[notice]"))
    assert "office" not in {pack.id for pack in load_packs(office, kind)}


def test_a_pack_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenLibrary) as refusal:
        read_kept(tmp_path)
    assert (refusal.value.code, refusal.value.path) == ("file-not-readable", str(tmp_path))


def nested(value: object) -> list[object]:
    """Every scalar place of a pack: the steps to it."""
    if isinstance(value, dict):
        return [[key, *rest] for key, item in value.items() for rest in nested(item)] + [[]]
    if isinstance(value, list):
        return [[index, *rest] for index, item in enumerate(value) for rest in nested(item)] + [[]]
    return [[]]


PLACES = nested(yaml.safe_load(GOOD))


@pytest.mark.parametrize(
    "hostile", [None, 5, True, [], {}, ["x"], {"x": 1}, "", "{", "x" * 5000, [[[]]], {"": {}}]
)
def test_a_value_of_the_wrong_type_anywhere_is_a_fault_or_harmless(
    hostile: object, office: Library, kind: Kind
) -> None:
    for steps in PLACES:
        data = yaml.safe_load(GOOD)
        inner = data
        assert isinstance(steps, list)
        if not steps:
            data = hostile
        else:
            for step in steps[:-1]:
                inner = inner[step]
            inner[steps[-1]] = hostile
        written(office, yaml.safe_dump(data, allow_unicode=True))
        try:
            load_packs(office, kind)
        except BrokenLibrary as fault:
            assert fault.code


def test_kept_data_is_the_same_as_read_data(office: Library, kind: Kind, cache: Path) -> None:
    written(office, GOOD)
    first = loaded(office, kind)
    (kept,) = cache.glob("yaml-*")
    again = loaded(office, kind)
    assert [rule.tests for rule in again.rules] == [rule.tests for rule in first.rules]
    assert [rule.line for rule in again.rules] == [rule.line for rule in first.rules]
    fragment = again.rules[0].tests[0][1]["indicators"]["vagrants_received"]
    assert (type(fragment), str(fragment)) == (Decimal, "1.50")
    assert kept.name.startswith("yaml-")


def test_a_fault_has_its_place_from_kept_data_too(office: Library, kind: Kind) -> None:
    text = GOOD.replace("vagrants_relieved <=", "vagrants_relievd <=")
    written(office, text)
    assert (
        faults(office, kind)
        == faults(office, kind)
        == [("expression-unknown-name", 13, 16, "vagrants_relieved")]
    )


@pytest.mark.parametrize(
    "damaged",
    [b"", b"\n", b"{}", b"[]\n[]", b"\xff\xfe", b'{"data": 5}', "half"],
)
def test_a_damaged_kept_file_is_read_anew(
    damaged: bytes | str, office: Library, kind: Kind, cache: Path
) -> None:
    written(office, GOOD)
    loaded(office, kind)
    (kept,) = cache.glob("yaml-*")
    right = kept.read_bytes()
    kept.write_bytes(right[: len(right) // 2] if isinstance(damaged, str) else damaged)
    assert loaded(office, kind).rules[0].id == "relieved-over-received"
    assert kept.read_bytes() == right


def test_kept_data_of_another_shape_is_read_anew(office: Library, kind: Kind, cache: Path) -> None:
    written(office, GOOD)
    loaded(office, kind)
    (kept,) = cache.glob("yaml-*")
    for wrong in (
        None,
        [],
        {},
        {"data": {}, "decimals": [["x"]], "lines": []},
        {"data": {"x": "y"}, "decimals": [["x"]], "lines": []},
        5,
    ):
        keep(kept.stem, wrong)
        assert loaded(office, kind).rules[0].id == "relieved-over-received"


def test_packs_found_right_are_the_same_when_read_again(office: Library, kind: Kind, cache: Path) -> None:
    written(office, GOOD)
    first, again = loaded(office, kind), loaded(office, kind)
    assert len(list(cache.glob("packs-*"))) == 1
    assert (first.rules[0].id, first.digest) == (again.rules[0].id, again.digest)
    for name in ("source", "sort", "paths", "words", "dimension", "type"):
        assert getattr(again.rules[0].condition, name) == getattr(first.rules[0].condition, name)
    assert isinstance(again.rules[0].condition, Deferred)
    (text, (shown, style), end) = again.rules[0].message.parts
    assert (text, style, end) == ("救助", "", "人，请核对。")
    assert not isinstance(shown, str) and shown.words == "符合条件并给予救助人数"


def test_that_packs_are_right_holds_for_these_packs_and_this_kind_only(
    office: Library, kind: Kind, cache: Path
) -> None:
    written(office, GOOD)
    loaded(office, kind)
    other = replace(kind, digest="another")
    assert not isinstance(loaded(office, other).rules[0].condition, Deferred)
    broken = GOOD.replace("condition: vagrants_relieved <=", "condition: 1 <=")
    written(office, broken.replace("vagrants_received\n", "2\n"))
    assert [code for code, *_ in faults(office, kind)] == ["expression-constant"]
    assert len(list(cache.glob("packs-*"))) == 2


def test_a_rule_that_is_wrong_after_all_is_told_with_its_place(office: Library, kind: Kind) -> None:
    written(office, GOOD.replace("vagrants_relieved <=", "vagrants_relievd <="))
    (file,) = office.pack_files()
    reader = PackReader(read_kept(file.path), [kind.id], {}, is_right=True)
    (rule,) = reader.pack(kind, file.path).rules
    with pytest.raises(BrokenLibrary) as refusal:
        rule.condition.evaluate(kind.scope(Record.from_data({})))
    assert (refusal.value.code, refusal.value.line) == ("expression-unknown-name", 13)


def test_works_where_nothing_can_be_kept(
    office: Library, kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "file" / "cache"))
    written(office, GOOD)
    assert loaded(office, kind).id == loaded(office, kind).id == "office"
    assert cache_folder() == tmp_path / "file" / "cache"
