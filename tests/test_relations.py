"""Relations that a schema declares: each becomes a rule with its own tests; a wrong declaration is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docgen.errors import BrokenLibrary
from docgen.library import Library, shipped_root
from docgen.records import Record
from docgen.rules.checking import judged
from docgen.rules.outcomes import Outcome, Status
from docgen.rules.packs import Pack, load_packs
from docgen.rules.relations import RelationReader
from docgen.rules.selftests import completed, overall, run_tests
from docgen.schemas import Kind, load_kind

#: indicator -> title, unit
SALES = {
    "sales": ("销售额", "万元"),
    "shop": ("门店销售额", "万元"),
    "web": ("网上销售额", "元"),
    "net": ("净额", "亿元"),
}
PEOPLE = {
    "staff": ("职工", "人"),
    "clerks": ("办事员", "人"),
    "clerk_rate": ("办事员占比", "%"),
    "per_head": ("人均", "万元/人"),
}


def office(tmp_path: Path, **relations: Any) -> Library:
    """A library with a kind ``shop`` whose indicators have these relations."""
    indicators = {
        name: {
            "title": title,
            "$ref": "docgen:core#/$defs/indicator",
            "properties": {"unit": {"const": unit}} if unit else {},
            **({"x-relations": relations[name]} if name in relations else {}),
        }
        for name, (title, unit) in {**SALES, **PEOPLE, "loose": ("没有规定单位的", "")}.items()
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "docgen:shop",
        "title": "商店",
        "x-kind": "shop",
        "type": "object",
        "properties": {
            "format": {"const": "docgen-record/0"},
            "kind": {"const": "shop"},
            "period": {"$ref": "docgen:core#/$defs/period"},
            "indicators": {"type": "object", "properties": indicators},
        },
    }
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "shop.json").write_text(
        json.dumps(schema, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return Library((shipped_root(), tmp_path))


def pack_of(tmp_path: Path, **relations: Any) -> tuple[Kind, Pack]:
    """The generated pack of such a kind, whose rules pass the tests they bring."""
    library = office(tmp_path, **relations)
    kind = load_kind(library, "shop")
    packs = load_packs(library, kind)
    assert run_tests(packs, kind) == []
    (pack,) = (pack for pack in packs if pack.id == "relations")
    return kind, pack


def only(kind: Kind, pack: Pack, indicators: dict[str, Any]) -> Outcome:
    """The outcome of a pack's one rule."""
    (rule,) = pack.rules
    (outcome,) = judged(rule, Record.from_data(completed({"indicators": indicators}, kind)), kind)
    return outcome


def refused(tmp_path: Path, **relations: Any) -> tuple[str, dict[str, Any], str, int]:
    """Code, parameters, suggestion and line of the refusal."""
    library = office(tmp_path, **relations)
    with pytest.raises(BrokenLibrary) as raised:
        load_packs(library, load_kind(library, "shop"))
    assert raised.value.path.endswith("shop.json")
    lines = (tmp_path / "schemas" / "shop.json").read_text(encoding="utf-8").splitlines()
    assert raised.value.line is not None
    assert "x-relations" in lines[raised.value.line - 1]
    return raised.value.code, raised.value.parameters, raised.value.suggestion, raised.value.line


def test_says_by_how_much_the_parts_miss_their_total(tmp_path: Path) -> None:
    kind, pack = pack_of(tmp_path, sales={"total_of": ["shop", "web"]})
    failed = only(kind, pack, {"sales": 10, "shop": 6, "web": 39999})
    assert (failed.rule, failed.status, failed.blocks) == ("total-sales", Status.FAIL, True)
    assert failed.message == "销售额：分项合计9.9999万元，与总数10万元相差0.0001万元，请核对。"
    assert only(kind, pack, {"sales": 10, "shop": 6, "web": 40000}).status is Status.PASS
    assert only(kind, pack, {"sales": 10}).status is Status.NOT_APPLICABLE
    missing = only(kind, pack, {"sales": 10, "shop": 6})
    assert [each.pointer for each in missing.missing] == ["/indicators/web"]


def test_allows_for_rounding_only_as_far_as_declared(tmp_path: Path) -> None:
    kind, pack = pack_of(tmp_path, net={"total_of": ["sales", "shop"], "within": 0.01})
    (rule,) = pack.rules
    assert rule.expect == "销售额、门店销售额合计等于净额，四舍五入的误差不超过0.01亿元"
    assert only(kind, pack, {"net": 1.23, "sales": 12000, "shop": 400}).status is Status.PASS
    assert only(kind, pack, {"net": 1.23, "sales": 12000, "shop": 401}).status is Status.FAIL


def test_a_part_is_not_more_than_its_whole(tmp_path: Path) -> None:
    kind, pack = pack_of(tmp_path, web={"part_of": "sales"})
    failed = only(kind, pack, {"sales": 1, "web": 10001})
    assert (failed.rule, failed.message) == ("part-web", "网上销售额10001元，大于销售额10000元，请核对。")


@pytest.mark.parametrize(
    ("stated", "status"), [(33, "pass"), ("33.3", "pass"), ("33.4", "fail"), (34, "fail"), (0, "fail")]
)
def test_a_rate_is_recomputed_as_precisely_as_it_is_stated(tmp_path: Path, stated: Any, status: str) -> None:
    from decimal import Decimal

    kind, pack = pack_of(tmp_path, clerk_rate={"rate_of": {"part": "clerks", "whole": "staff"}})
    outcome = only(kind, pack, {"staff": 3, "clerks": 1, "clerk_rate": Decimal(stated)})
    assert (outcome.rule, outcome.status.value) == ("rate-clerk_rate", status)


def test_an_average_is_a_rate_too(tmp_path: Path) -> None:
    kind, pack = pack_of(tmp_path, per_head={"rate_of": {"part": "sales", "whole": "staff"}})
    failed = only(kind, pack, {"sales": 10, "staff": 4, "per_head": 3})
    assert failed.status is Status.PASS  # 2.5 rounds half up
    failed = only(kind, pack, {"sales": 10, "staff": 4, "per_head": 2})
    assert failed.message == "销售额10万元，职工4人，人均应为2.5万元/人，填报2万元/人，请核对。"


def test_one_indicator_may_be_a_total_and_a_part(tmp_path: Path) -> None:
    _kind, pack = pack_of(tmp_path, shop={"total_of": ["web", "net"], "part_of": "sales"})
    assert [rule.id for rule in pack.rules] == ["total-shop", "part-shop"]
    assert {rule.nature.value for rule in pack.rules} == {"文稿差错"}


@pytest.mark.parametrize(
    ("sales", "shop", "status"),
    [(10, 6, "not-assessable"), (10, 14, "not-assessable"), (20, 6, "fail"), (10, 16, "fail")],
)
def test_what_is_only_about_right_is_held_to_what_it_may_stand_for(
    tmp_path: Path, sales: int, shop: int, status: str
) -> None:
    kind, pack = pack_of(tmp_path, sales={"total_of": ["shop", "web"]})
    about = {"value": sales, "unit": "万元", "basis": "stock", "qualifier": "over"}
    outcome = only(kind, pack, {"sales": about, "shop": shop, "web": 50000})
    assert overall([outcome]) == status


def test_a_whole_of_none_has_no_parts(tmp_path: Path) -> None:
    kind, pack = pack_of(
        tmp_path,
        sales={"total_of": ["shop", "web"]},
        clerks={"part_of": "staff"},
        clerk_rate={"rate_of": {"part": "clerks", "whole": "staff"}},
    )
    record = {"sales": "无", "shop": 6, "web": "无", "staff": "无", "clerks": 3, "clerk_rate": 100}
    whole = Record.from_data(completed({"indicators": record}, kind))
    found = [outcome for rule in pack.rules for outcome in judged(rule, whole, kind)]
    assert [(each.rule, each.status.value, each.message) for each in found] == [
        ("total-sales", "fail", "销售额：分项合计6万元，与总数0万元相差6万元，请核对。"),
        ("part-clerks", "fail", "办事员3人，大于职工0人，请核对。"),
        ("rate-clerk_rate", "fail",
         "办事员3人，职工0人，办事员占比应为（除数为零，无法计算）%，填报100%，请核对。"),
    ]  # fmt: skip


def test_a_kind_that_declares_none_has_no_such_pack(tmp_path: Path) -> None:
    library = office(tmp_path)
    assert [pack.id for pack in load_packs(library, load_kind(library, "shop"))] == ["text"]


def test_suggests_the_indicator_that_was_meant(tmp_path: Path) -> None:
    code, parameters, suggestion, _line = refused(tmp_path, sales={"total_of": ["shop", "wbe"]})
    assert (code, suggestion) == ("relation-unknown-indicator", "web")
    assert parameters == {"indicator": "sales", "name": "wbe"}


def test_refuses_unlike_units(tmp_path: Path) -> None:
    code, parameters, _suggestion, _line = refused(tmp_path, sales={"total_of": ["shop", "staff"]})
    assert code == "relation-unlike-units"
    assert parameters["units"] == "销售额（万元）、门店销售额（万元）、职工（人）"


@pytest.mark.parametrize(
    ("relations", "code"),
    [
        ({"clerks": {"part_of": "sales"}}, "relation-unlike-units"),
        ({"clerk_rate": {"rate_of": {"part": "sales", "whole": "staff"}}}, "relation-unlike-units"),
        ({"clerks": {"part_of": "loose"}}, "relation-without-unit"),
        ({"loose": {"part_of": "staff"}}, "relation-without-unit"),
        ({"clerks": {"part_of": "clerks"}}, "relation-not-readable"),
        ({"clerks": {"part_of": ["staff"]}}, "relation-not-readable"),
        ({"clerks": {"share_of": "staff"}}, "relation-not-readable"),
        ({"clerks": "staff"}, "relation-not-readable"),
        ({"clerks": {}}, "relation-not-readable"),
        ({"sales": {"total_of": ["shop"]}}, "relation-not-readable"),
        ({"sales": {"total_of": ["shop", "shop"]}}, "relation-not-readable"),
        ({"sales": {"total_of": ["shop", "web"], "within": "0.1"}}, "relation-not-readable"),
        ({"sales": {"total_of": ["shop", "web"], "within": 0}}, "relation-not-readable"),
        ({"sales": {"within": 1}}, "relation-not-readable"),
        ({"web": {"part_of": "sales", "within": 1}}, "relation-not-readable"),
        ({"clerk_rate": {"rate_of": {"part": "clerks"}}}, "relation-not-readable"),
        ({"clerk_rate": {"rate_of": {"part": "clerks", "whole": "clerk"}}}, "relation-unknown-indicator"),
        ({"per_head": {"rate_of": {"part": "sales", "whole": "sales"}}}, "relation-not-readable"),
        ({"clerks": {"part_of": "staff"}, "staff": {"part_of": "clerks"}}, "relation-in-circle"),
        ({"sales": {"total_of": ["shop", "web"]}, "web": {"total_of": ["sales", "net"]}}, "relation-in-circle"),
    ],
)
def test_refuses_a_declaration_that_cannot_be_a_rule(tmp_path: Path, relations: Any, code: str) -> None:
    assert refused(tmp_path, **relations)[0] == code


def changed(tmp_path: Path, change: Callable[[dict[str, Any]], None], **relations: Any) -> list[BrokenLibrary]:
    """Every refusal of such a kind whose schema was changed."""
    library = office(tmp_path, **relations)
    file = tmp_path / "schemas" / "shop.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    change(schema)
    file.write_text(json.dumps(schema, ensure_ascii=False, indent=1), encoding="utf-8")
    with pytest.raises(BrokenLibrary) as raised:
        load_packs(library, load_kind(library, "shop"))
    return [raised.value, *raised.value.also]


def declared(schema: dict[str, Any]) -> dict[str, Any]:
    indicators: dict[str, Any] = schema["properties"]["indicators"]["properties"]
    return indicators


@pytest.mark.parametrize("name", ["x-relation", "X-Relations", "x-relations ", "relations", "x-rellations"])
def test_a_misspelt_declaration_is_not_passed_over(tmp_path: Path, name: str) -> None:
    (fault,) = changed(tmp_path, lambda schema: declared(schema)["web"].update({name: {"part_of": "sales"}}))
    assert (fault.code, fault.parameters, fault.suggestion) == (
        "schema-unknown-annotation", {"name": name}, "x-relations"
    )  # fmt: skip
    line = (tmp_path / "schemas" / "shop.json").read_text(encoding="utf-8").splitlines()[(fault.line or 0) - 1]
    assert line[(fault.column or 0) - 1 :].startswith(f'"{name}"')


def test_a_misspelt_annotation_anywhere_is_not_passed_over(tmp_path: Path) -> None:
    (fault,) = changed(tmp_path, lambda schema: schema["properties"].update({"who": {"x-pubilc": False}}))
    assert (fault.code, fault.suggestion) == ("schema-unknown-annotation", "x-public")


@pytest.mark.parametrize(
    "place",
    [
        lambda schema: schema,
        lambda schema: schema["properties"],
        lambda schema: schema["properties"]["indicators"],
        declared,
        lambda schema: declared(schema)["web"]["properties"],
        lambda schema: declared(schema)["web"]["properties"]["unit"],
    ],
)
def test_a_declaration_that_nobody_reads_is_refused(tmp_path: Path, place: Any) -> None:
    faults = changed(tmp_path, lambda schema: place(schema).update({"x-relations": {"part_of": "sales"}}))
    assert [each.code for each in faults] == ["relation-misplaced"]


def test_a_field_may_be_called_relations(tmp_path: Path) -> None:
    library = office(tmp_path, web={"part_of": "sales"})
    file = tmp_path / "schemas" / "shop.json"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"period": {', '"relations": {"type": "string"}, "period": {'),
        encoding="utf-8",
    )
    assert [pack.id for pack in load_packs(library, load_kind(library, "shop"))] == ["relations", "text"]


@pytest.mark.parametrize("name", ["web-sales", "in", "1a", "a/b", "ｗｅｂs", "item"])
def test_an_indicator_that_no_expression_can_name_is_refused(tmp_path: Path, name: str) -> None:
    (fault,) = changed(
        tmp_path,
        lambda schema: declared(schema).update({name: {**declared(schema)["web"], "x-relations": {"part_of": "web"}}}),
    )
    assert (fault.code, fault.parameters) == ("relation-bad-id", {"indicator": name, "name": name})


@pytest.mark.parametrize("unit", [1, ["元"], {}])
def test_a_unit_that_is_no_text_ends_with_a_message(tmp_path: Path, unit: Any) -> None:
    (fault,) = changed(
        tmp_path,
        lambda schema: declared(schema)["web"]["properties"]["unit"].update(const=unit),
        web={"part_of": "sales"},
    )
    assert fault.code == "relation-unlike-units"


def test_more_parts_than_an_expression_holds_end_with_a_message(tmp_path: Path) -> None:
    names = [f"part_{number}" for number in range(90)]
    (fault,) = changed(
        tmp_path,
        lambda schema: declared(schema).update(
            {name: declared(schema)["web"] for name in names}
            | {"sales": {**declared(schema)["sales"], "x-relations": {"total_of": names}}}
        ),
    )
    assert (fault.code, fault.parameters["indicator"]) == ("expression-too-deep", "sales")


def test_all_wrong_declarations_are_told_at_once(tmp_path: Path) -> None:
    faults = changed(
        tmp_path,
        lambda schema: None,
        sales={"total_of": ["shop", "wbe"]},
        clerks={"part_of": "sales"},
    )
    assert [(each.code, each.suggestion) for each in faults] == [
        ("relation-unknown-indicator", "web"),
        ("relation-unlike-units", ""),
    ]


def test_a_declaration_found_right_that_is_wrong_after_all_is_told_with_its_place(tmp_path: Path) -> None:
    kind, _pack = pack_of(tmp_path, web={"part_of": "sales"})
    right = kind.root.fields["indicators"]
    fields = {name: type_ for name, type_ in right.fields.items() if name != "web"}
    # what is found wrong only when it is used: the kept verdict was about another kind
    root = replace(kind.root, fields={**kind.root.fields, "indicators": replace(right, fields=fields, entry=None)})
    reader = RelationReader(kind, is_right=True)
    (draft,) = reader.drafts("web", {"part_of": "sales"})
    object.__setattr__(kind, "root", root)
    rule = reader.rule("web", draft, 1)
    (outcome,) = judged(rule, Record.from_data({"indicators": {}}), kind)
    line = next(
        number
        for number, text in enumerate(kind.path.read_text(encoding="utf-8").splitlines(), 1)
        if "x-relations" in text
    )
    assert (outcome.status, outcome.message) == (
        Status.ERROR, f"规则part-web（shop.json:{line}:6）写错了，未作判断：这种材料中没有“web”。"
    )  # fmt: skip


def test_a_rule_of_a_pack_keeps_its_id(tmp_path: Path) -> None:
    library = office(tmp_path, web={"part_of": "sales"})
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "own.yaml").write_text(
        "pack: own\ntitle: 自己的\nkinds: [shop]\nrules:\n"
        "  - id: part-web\n    title: 甲\n    nature: 文稿差错\n    severity: error\n    why: 甲。\n"
        "    expect: 甲\n    condition: web <= sales\n    message: 请核对。\n"
        "    tests:\n      - pass: {indicators: {web: 1, sales: 1}}\n      - fail: {indicators: {web: 20000, sales: 1}}\n",
        encoding="utf-8",
    )
    with pytest.raises(BrokenLibrary) as raised:
        load_packs(library, load_kind(library, "shop"))
    assert raised.value.code == "pack-rule-twice"
