"""What a schema keeps from the public: masked in evidence, in sentences and in labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from docgen import jobs
from docgen.library import Library
from docgen.records import Record
from docgen.rules.masking import MASK, hider, is_private, private_texts
from docgen.rules.outcomes import CheckResult, Status
from docgen.schemas import load_kind

PACK = """\
pack: office
title: 本单位规则
kinds: [notice]
rules:
  - id: contact-is-other
    title: 联系人
    nature: 业务提示
    severity: warning
    why: 因为
    expect: 应当
    condition: contact.name == "别人"
    message: 联系人是{contact.name}，文号{number.sequence}。
    tests: [{pass: {contact: {name: 别人}}}, {fail: {contact: {name: 某人}}}]
"""
TESTS = "    tests: [{pass: {contact: {name: 别人}}}, {fail: {contact: {name: 某人}}}]\n"
NOTICE = Path(__file__).resolve().parents[2] / "samples" / "good" / "notice"


@pytest.fixture
def result(tmp_path: Path) -> CheckResult:
    """A notice whose contact a rule of the office speaks of."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "office.yaml").write_text(PACK, encoding="utf-8")
    [path] = NOTICE.glob("*.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    data["contact"] = {"name": "南宫不忘", "phone": "0790-1234567"}
    return jobs.check(data, library=tmp_path)


def test_a_rule_tells_nothing_private_that_it_read(result: CheckResult) -> None:
    [outcome] = [each for each in result.outcomes if each.rule == "contact-is-other"]
    assert outcome.status is Status.FAIL
    assert outcome.message == f"联系人是{MASK}，文号6。"
    assert [(each.pointer, each.text) for each in outcome.reads] == [("/contact/name", MASK)]
    assert (outcome.computed, outcome.difference, outcome.steps) == (MASK, "", ())
    assert "南宫不忘" not in repr(result)


@pytest.mark.parametrize(
    ("condition", "contact", "computed"),
    [
        (
            'contact.name == "别人" or known(contact.phone) or number.sequence == 8',
            {"name": "南宫不忘"},
            f"{MASK}；没有写明联系人的电话；发文字号的序号＝8不成立（6 ＝ 8）",
        ),
        # which way was taken tells of the name too
        ('number.sequence == 8 if contact.name != "别人" else True', {"name": "南宫不忘"}, MASK),
        ('contact.name in ["别人", "某人"]', {"name": "南宫不忘"}, MASK),
        # a name that nobody gave is no secret
        ("known(contact.name) and number.sequence == 6", {}, "没有写明联系人的姓名"),
        ("not known(contact.name)", {"name": "南宫不忘"}, MASK),
    ],
)
def test_only_what_tells_of_a_private_value_is_masked_in_the_working(
    condition: str, contact: dict[str, str], computed: str, tmp_path: Path
) -> None:
    (tmp_path / "checks").mkdir()
    pack = PACK.replace('contact.name == "别人"\n', f"{condition}\n").partition("    tests:")[0] + TESTS
    (tmp_path / "checks" / "office.yaml").write_text(pack, encoding="utf-8")
    [path] = NOTICE.glob("*.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    data["contact"] = contact
    result = jobs.check(data, library=tmp_path)
    [outcome] = [each for each in result.outcomes if each.rule == "contact-is-other"]
    assert (outcome.status, outcome.computed) == (Status.FAIL, computed)
    assert "南宫不忘" not in repr(outcome)


def test_private_is_what_lies_in_a_private_field(library: Library) -> None:
    notice, half_year = load_kind(library, "notice"), load_kind(library, "civil-affairs-half-year")
    assert is_private(notice, "/contact/name") and is_private(notice, "/contact/phone")
    assert not is_private(notice, "/issuer/name") and not is_private(notice, "/indicators/x/name")
    assert is_private(half_year, "/indicators/marriages/filled_by")
    assert is_private(half_year, "/rectifications/0/items/0/person/unknown")
    assert not is_private(half_year, "/rectifications/0/items/0/unit")


def test_private_texts_are_found_the_longest_first(library: Library) -> None:
    record = Record.from_data({"contact": {"name": "甲乙", "phone": "12345"}, "issuer": {"name": "某局"}})
    assert private_texts(record, load_kind(library, "notice")) == ["12345", "甲乙"]
    bare = Record.from_data({"issuer": {"name": "某局"}})
    assert private_texts(bare, load_kind(library, "notice")) == []


@pytest.mark.parametrize(
    ("private", "text", "shown"),
    [
        ("甲乙", "由甲乙填报", f"由{MASK}填报"),
        ("12", "12人、112人、1.12人、12.5人、12", f"{MASK}人、112人、1.12人、12.5人、{MASK}"),
        ("张", "张家界", "张家界"),
        ("张", "张", MASK),
        (".*", "a.*b", f"a{MASK}b"),
    ],
)
def test_masks_a_text_where_it_stands_by_itself(private: str, text: str, shown: str) -> None:
    hide = hider([private])
    assert hide is not None
    assert hide(text) == shown


def test_a_private_value_far_down_a_list_is_in_no_result(tmp_path: Path) -> None:
    """Of a long list only the first elements are shown as evidence; what was calculated is of all."""
    schema = json.loads((Path(__file__).resolve().parents[2] / "schemas/notice.json").read_text(encoding="utf-8"))
    schema["properties"]["kind"]["const"] = "own"
    income = {"title": "收入", "x-public": False}
    income["anyOf"] = [{"type": "number", "x-unit": "元"}, {"$ref": "docgen:core#/$defs/unknown"}]
    item = {"type": "object", "title": "人", "properties": {"income": income}}
    schema["properties"]["aided"] = {"type": "array", "title": "救助", "items": item}
    total = 'sum(aided, each.income if known(each.income) else quantity(0, "元"))'
    pack = PACK.partition("    condition:")[0].replace("[notice]", "[own]")
    pack += f"    condition: {total} <= quantity(100, \"元\")\n    message: 合计{{{total}}}元。\n"
    pack += "    tests: [{pass: {aided: [{income: 1}]}}, {fail: {aided: [{income: 101}]}}]\n"
    for name, text in (("schemas/own.json", json.dumps(schema)), ("checks/office.yaml", pack)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    [path] = NOTICE.glob("*.json")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) | {"kind": "own"}
    for before in (0, 20):
        data["aided"] = [*({"income": {"unknown": "待查"}} for _ in range(before)), {"income": 4321}]
        result = jobs.check(data, library=tmp_path)
        [outcome] = [each for each in result.outcomes if each.rule == "contact-is-other"]
        assert (outcome.status, outcome.message) == (Status.FAIL, f"合计{MASK}元。")
        assert (outcome.computed, outcome.difference, tuple(outcome.steps)) == (MASK, "", ())
        assert "4321" not in repr(outcome) and "4221" not in repr(outcome)
