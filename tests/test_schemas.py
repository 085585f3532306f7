"""Kinds: schemas valid by themselves, types for every property, labels a clerk reads, derived values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from record_changes import changed, kind_of, written
from referencing import Registry, Resource

from docgen.errors import BrokenLibrary, UsageError
from docgen.expressions import Number, Type
from docgen.library import Library, shipped_root
from docgen.messages import word
from docgen.records import Record
from docgen.schemas import Kind, label, load_kind
from docgen.validation import validate
from docgen.windows import WINDOW_NAMES

SCHEMAS = Path(__file__).parent.parent / "schemas"
FILES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SCHEMAS.glob("*.json"))}
KINDS = sorted(set(FILES) - {"core"})
ANNOTATIONS = {
    "x-prose",
    "x-ref",
    "x-window",
    "x-unit",
    "x-public",
    "x-date",
    "x-quarter",
    "x-aliases",
    "x-relations",
    "x-derived",
    "x-kind",
    "x-template",
}


def nodes(node: Any, here: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object of a schema with its place."""
    if isinstance(node, dict):
        yield here, node
    for key, inner in (
        node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    ):
        yield from nodes(inner, f"{here}/{key}")


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_valid_by_itself(name: str) -> None:
    Draft202012Validator.check_schema(FILES[name])
    assert FILES[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert FILES[name]["$id"] == f"docgen:{name}"


@pytest.mark.parametrize("name", FILES)
def test_every_reference_of_a_schema_resolves(name: str) -> None:
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in FILES.values()
    )
    resolver = registry.resolver(base_uri=FILES[name]["$id"])
    for _place, node in nodes(FILES[name]):
        if "$ref" in node:
            assert isinstance(resolver.lookup(node["$ref"]).contents, dict)


@pytest.mark.parametrize("name", FILES)
def test_a_schema_uses_only_known_annotations_windows_and_references(name: str) -> None:
    for place, node in nodes(FILES[name]):
        if place.endswith(("/properties", "/$defs", "/x-derived")):
            continue
        assert {key for key in node if key.startswith("x-")} <= ANNOTATIONS, place
        assert node.get("x-window", "any") in WINDOW_NAMES, place
        for branch in ("anyOf", "oneOf"):
            for choice in node.get(branch, ()):
                assert "const" not in choice or choice.get("title"), place


@pytest.mark.parametrize("name", FILES)
def test_an_object_of_a_schema_says_what_else_it_may_hold(name: str) -> None:
    for place, node in nodes(FILES[name]):
        if node.get("type") == "object" and "/contains" not in place and not place.endswith(("/if", "/then")):
            assert "additionalProperties" in node, place
            assert set(node.get("required", ())) <= set(node.get("properties", ())), place


def untyped(schema: Mapping[str, Any], type_: Type, document: str, here: str) -> Iterator[str]:
    """Every property of a schema node that its type doesn't cover."""
    if "$ref" in schema:
        uri, _, fragment = str(schema["$ref"]).partition("#")
        document = (uri or document).removeprefix("docgen:")
        target: Any = FILES[document]
        for token in fragment.split("/")[1:]:
            target = target[token]
        yield from untyped(target, type_, f"docgen:{document}", here)
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if not str(branch.get("$ref", "")).endswith(("/unknown", "/none")):
            yield from untyped(branch, type_, document, here)
    for name, inner in schema.get("properties", {}).items() if schema.get("type") == "object" else ():
        if name not in type_.fields:
            yield f"{here}/{name}"
        else:
            yield from untyped(inner, type_.fields[name], document, f"{here}/{name}")
    if isinstance(schema.get("additionalProperties"), dict):
        if type_.entry is None:
            yield f"{here}/*"
        else:
            yield from untyped(schema["additionalProperties"], type_.entry, document, f"{here}/*")
    if schema.get("type") == "array":
        if type_.item is None:
            yield f"{here}/[]"
        else:
            yield from untyped(schema["items"], type_.item, document, f"{here}/[]")


@pytest.mark.parametrize("name", KINDS)
def test_the_types_cover_every_property(name: str) -> None:
    assert list(untyped(FILES[name], kind_of(name).root, f"docgen:{name}", "")) == []


def untitled(type_: Type, here: str) -> Iterator[str]:
    """Every type without a Chinese title."""
    if not type_.title:
        yield here
    for name, inner in type_.fields.items():
        yield from untitled(inner, f"{here}/{name}")
    for inner, name in ((type_.entry, "*"), (type_.item, "[]")):
        if inner is not None:
            yield from untitled(inner, f"{here}/{name}")


@pytest.mark.parametrize("name", KINDS)
def test_every_field_has_a_chinese_title(name: str) -> None:
    assert list(untitled(kind_of(name).root, "")) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_reference_names_a_field_that_holds_ids(name: str) -> None:
    def refs(type_: Type) -> Iterator[str]:
        if type_.ref:
            yield type_.ref
        for inner in (*type_.fields.values(), type_.entry, type_.item):
            if inner is not None:
                yield from refs(inner)

    assert set(refs(kind_of(name).root)) <= {"any", "indicators", "documents", "sections", "plan"}


def test_an_indicator_of_the_kind_is_a_number_in_its_unit() -> None:
    indicators = kind_of("civil-affairs-half-year").root.fields["indicators"]
    amount = indicators.fields["urban_dibao_monthly_amount"]
    assert (amount.sort, amount.unit, amount.title, amount.is_required) == (
        "number",
        "万元",
        "城市低保月发放额",
        True,
    )
    assert indicators.entry is not None
    assert (indicators.entry.sort, indicators.entry.unit) == ("number", None)


def test_a_field_remembers_what_the_schema_says_of_it() -> None:
    root = kind_of("civil-affairs-half-year").root
    payment = root.fields["payments"].item
    plan_item = root.fields["plan"].item
    ledger_item = root.fields["rectifications"].item
    assert payment is not None and plan_item is not None and ledger_item is not None
    assert payment.fields["persons"].ref == "indicators"
    assert payment.fields["persons"].may_be_unknown and payment.fields["persons"].may_be_none
    assert payment.fields["frequency"].choices["per-case"] == "逐案"
    due = plan_item.fields["due"]
    assert (due.sort, due.window, dict(due.choices)) == ("date", "plan", {"每月": "每月", "每季度": "每季度"})
    items = ledger_item.fields["items"].item
    assert items is not None
    assert items.fields["person"].is_public is False
    assert ledger_item.fields["found"].is_whole
    assert root.fields["title"].is_prose and not root.fields["issuer"].fields["name"].is_prose


RECORD = written(changed())


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("", ""),
        ("/opening", "导语"),
        ("/indicators/urban_dibao_persons/value", "指标 › 城市低保人数 › 数值"),
        ("/indicators/urban_dibao_persons/value/unknown", "指标 › 城市低保人数 › 数值 › 未知原因"),
        ("/indicators/my_own", "指标 › my_own"),
        ("/dates/prior_year/value", "日期 › 上年度 › 日期"),
        ("/documents/doc_uplift/number/year", "文件 › 关于提高城乡低保和特困人员救助供养标准的通知 › 发文字号 › 年份"),
        ("/payments/0/instalments/1/paid", "资金发放 › 城市低保金 › 各期发放 › 2024-02 › 实发日期"),
        ("/payments/99/paid", "资金发放 › 第100项 › paid"),
        ("/payments/x", "资金发放 › x"),
        ("/nothing/here", "nothing › here"),
        ("/a~1b/c~0d", "a/b › c~d"),
        ("/rectifications/0/items/0/due", "整改和排查 › 市委巡察反馈意见 › 整改台账 › 个别乡镇低保对象动态管理不及时，家庭收… › 整改时限"),
    ],
)  # fmt: skip
def test_a_label_is_the_path_as_a_clerk_knows_it(pointer: str, words: str) -> None:
    assert label(kind_of("civil-affairs-half-year"), pointer, RECORD) == words


def test_derived_values_are_computed_exactly() -> None:
    kind = kind_of("civil-affairs-half-year")
    value = kind.compute("lottery_rate", RECORD)
    assert isinstance(value, Number)
    assert (value.amount, value.dimension) == (Fraction(2860, 5200), ())


def test_an_unknown_kind_is_refused_with_the_nearest_name() -> None:
    library = Library((shipped_root(),))
    with pytest.raises(UsageError) as caught:
        load_kind(library, "civil-affairs-halfyear")
    assert (caught.value.code, caught.value.suggestion) == ("unknown-kind", "civil-affairs-half-year")
    assert caught.value.parameters["kinds"] == (
        "civil-affairs-annual、civil-affairs-half-year、letter、notice、rectification-list"
    )


def test_the_core_is_no_kind() -> None:
    with pytest.raises(UsageError):
        load_kind(Library((shipped_root(),)), "core")


def office_kind(folder: Path, schema: str) -> Kind:
    (folder / "schemas").mkdir()
    (folder / "schemas" / "own.json").write_text(schema, encoding="utf-8")
    return load_kind(Library((shipped_root(), folder)), "own")


#: a schema -> code, line, column, nearest right name, and what the Chinese sentence says
BROKEN: dict[str, tuple[str, str, int, int, str, str]] = {
    "cut short": ("{", "json-cut-short", 1, 2, "", "内容到此中断"),
    "a key twice": ('{"title": "甲",\n "title": "乙"}', "json-duplicate-key", 2, 2, "", "“title”写了两次"),
    "no reference": (
        '{"type": "object",\n"properties": {"a": {"$ref": "docgen:core#/$defs/dates"}}}',
        "schema-bad-ref", 2, 30, "docgen:core#/$defs/date", "docgen:core#/$defs/dates",
    ),
    "no own reference": (
        '{"$defs": {"visit": {}},\n"properties": {"a": {"$ref": "#/$defs/visits"}}}',
        "schema-bad-ref", 2, 30, "#/$defs/visit", "#/$defs/visits",
    ),
    "another kind's": ('{"properties": {"a":\n{"$ref": "docgen:notice"}}}', "schema-bad-ref", 2, 10, "", "docgen:notice"),
    "derived from nothing": ('{"x-derived": {\n"r": {"unit": "%"}}}', "schema-lacks", 2, 1, "", "派生指标r缺少expression"),
    "derived from no field": (
        '{"x-derived": {"r": {"unit": "%",\n"expression": "as_of / b"}}}',
        "expression-unknown-name", 2, 24, "", "没有“b”",
    ),
    "derived in another unit": (
        '{"type": "object", "properties": {"n": {"type": "number", "x-unit": "元"}},\n'
        '"x-derived": {"r": {"unit": "人", "expression": "n"}}}',
        "derived-wrong-unit", 2, 29, "", "派生指标r写的单位是人",
    ),
    "fields that are none": ('{"properties":\n 5}', "schema-wants-schemas", 2, 2, "", "不能写5"),
    "a type that is none": ('{"type":\n "objekt"}', "schema-wants-sort", 2, 2, "object", 'type 写成了"objekt"'),
    "derived of a list": ('{"title": "甲",\n "x-derived": []}', "schema-not-valid", 1, 1, "", ""),
    "a misspelt keyword": ('{"type": "object",\n "requierd": ["a"]}', "schema-unknown-keyword", 2, 2, "required", "写了不起作用"),
    "a misspelt annotation": ('{"properties": {"a": {\n "x-pulic": false}}}', "schema-unknown-annotation", 2, 2, "x-public", "x-pulic"),
    "a truth as a text": ('{"properties": {"a": {\n "x-public": "false"}}}', "schema-wants-truth", 2, 14, "", '不能写"false"'),
    "a number as a text": ('{"properties": {"a": {\n "minimum": "0"}}}', "schema-wants-number", 2, 13, "", '不能写"0"'),
    "a count below none": ('{"properties": {"a": {\n "minLength": -1}}}', "schema-wants-count", 2, 15, "", "不能写-1"),
    "a name twice": ('{\n "required": ["a", "a"]}', "schema-wants-names", 2, 14, "", '不能写["a", "a"]'),
    "a field that is required and none": (
        '{"properties": {"visits": {}}, "additionalProperties": false,\n "required": ["visist"]}',
        "schema-unknown-field", 2, 15, "visits", "没有栏目“visist”",
    ),
    "no regular expression": ('{"properties": {"a": {\n "pattern": "("}}}', "schema-bad-pattern", 2, 13, "", "“(”不是"),
    "a window that is none": ('{"properties": {"a": {\n "x-window": "perid"}}}', "schema-wants-window", 2, 14, "period", "history（报告期末以前）"),
    "ids of nothing": ('{"properties": {"plan": {"type": "string",\n "x-ref": "plans"}}}', "schema-unknown-field", 2, 11, "plan", "plans"),
    "a list of schemas for elements": ('{"properties": {"a": {"type": "array",\n "items": [{}]}}}', "schema-wants-schema", 2, 11, "", "[{…}]"),
    "another kind": ('{"properties": {"kind":\n {"const": "owm"}}}', "schema-other-kind", 2, 12, "own", "owm"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "code", "line", "column", "suggestion", "sentence"), list(BROKEN.values()), ids=list(BROKEN)
)
def test_a_broken_schema_is_refused_with_the_place(
    schema: str, code: str, line: int, column: int, suggestion: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(BrokenLibrary) as caught:
        office_kind(tmp_path, schema)
    fault = caught.value
    assert (fault.path, fault.also) == (str(tmp_path / "schemas" / "own.json"), ())
    assert (fault.code, fault.line, fault.column, fault.suggestion) == (code, line, column, suggestion)
    assert sentence in word(fault.code, fault.parameters, "zh_CN")


NEGATIVE = {"kind": "own", "indicators": {"result": {"value": -5, "unit": "万元", "basis": "stock"}}}


def test_a_kind_without_indicators_says_that_there_are_none(tmp_path: Path) -> None:
    kind = office_kind(tmp_path, '{"type": "object", "properties": {"kind": {"const": "own"}}, "additionalProperties": false}')
    found = validate(Record.from_data(NEGATIVE), kind)
    assert [(each.code, each.place.pointer) for each in found] == [("unknown-key", "/indicators")]


@pytest.mark.parametrize(("bounds", "codes"), [('{"minimum": -100}', []), ("{}", ["below-zero"])])
def test_a_value_that_the_schema_lets_be_below_zero_is_not_asked_about(
    bounds: str, codes: list[str], tmp_path: Path
) -> None:
    indicator = (
        f'{{"$ref": "docgen:core#/$defs/indicator", "title": "运营结果", "properties": {{"value": {bounds}}}}}'
    )
    kind = office_kind(
        tmp_path,
        '{"type": "object", "properties": {"kind": {"const": "own"}, "indicators": {"type": "object", "properties": '
        f'{{"result": {indicator}}}}}}}}}',
    )
    assert [each.code for each in validate(Record.from_data(NEGATIVE), kind)] == codes


def test_all_faults_of_a_schema_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BrokenLibrary) as caught:
        office_kind(tmp_path, '{"tilte": "甲",\n "properties": {"a": {"type": "text", "x-porse": true}}}')
    assert [(each.code, each.line, each.suggestion) for each in (caught.value, *caught.value.also)] == [
        ("schema-unknown-keyword", 1, "title"),
        ("schema-wants-sort", 2, ""),
        ("schema-unknown-annotation", 2, "x-prose"),
    ]


def test_a_pattern_that_only_the_validator_refuses_has_its_place(tmp_path: Path) -> None:
    kind = office_kind(tmp_path, '{"properties": {"a": {"type": "string",\n "pattern": "(?a)b"}}}')
    with pytest.raises(BrokenLibrary) as caught:
        assert kind.acceptor
    assert (caught.value.code, caught.value.line, caught.value.column) == ("schema-bad-pattern", 2, 13)


@pytest.mark.parametrize("window", WINDOW_NAMES)
def test_the_message_on_windows_names_every_window(window: str) -> None:
    assert window in word("schema-wants-window", {"name": "x-window", "found": ""}, "zh_CN")


def test_a_schema_that_refers_to_itself_is_refused(tmp_path: Path) -> None:
    schema = (
        '{"type": "object", "$defs": {"a": {"type": "object", "properties": {"b": {"$ref": "#/$defs/a"}}}},'
        ' "properties": {"c": {"$ref": "#/$defs/a"}}}'
    )
    with pytest.raises(BrokenLibrary) as caught:
        office_kind(tmp_path, schema)
    assert (caught.value.code, caught.value.parameters) == ("schema-in-circle", {"ref": "#/$defs/a"})


def test_the_texts_of_an_enum_are_choices_and_none_among_them_is_none(tmp_path: Path) -> None:
    kind = office_kind(tmp_path, '{"type": "object", "properties": {"level": {"enum": ["重大", "一般", "无"]}}}')
    level = kind.root.fields["level"]
    assert (level.choices, level.may_be_none) == ({"重大": "重大", "一般": "一般"}, True)


def test_what_is_none_of_an_enum_or_not_of_a_pattern_is_told_with_what_is_right(tmp_path: Path) -> None:
    kind = office_kind(
        tmp_path,
        '{"type": "object", "properties": {"level": {"title": "类别", "enum": ["重大隐患", "一般隐患"]},'
        '"order": {"title": "文号", "type": "string", "pattern": "号$", "description": "写成〔年份〕几号"},'
        '"code": {"title": "代码", "type": "string", "pattern": "^[0-9]{2}$"}}}',
    )
    record = Record.from_data({"format": "docgen-record/0", "level": "一班隐患", "order": "1", "code": "x"})
    found = [each for each in validate(record, kind) if each.place.pointer in ("/level", "/order", "/code")]
    assert [(each.place.pointer, word(each.code, each.parameters, "zh_CN")) for each in found] == [
        ("/level", "“一班隐患”不在可选范围内，可选：重大隐患、一般隐患。是不是“一般隐患”？"),
        ("/order", "“1”的写法不合要求：写成〔年份〕几号"),
        ("/code", "“x”的写法不合本材料类型的要求，请核对。"),
    ]
