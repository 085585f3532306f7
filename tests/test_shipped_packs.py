"""The shipped rule packs: each rule explains itself, passes its own tests, has samples, and cites as it may."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sample_cases as samples

from docgen.errors import BrokenLibrary
from docgen.formats.text import basis_text
from docgen.library import Library, shipped_root
from docgen.records import Record
from docgen.rules.checking import check_record, judged
from docgen.rules.outcomes import Status
from docgen.rules.packs import Rule, load_packs
from docgen.rules.selftests import completed
from docgen.schemas import Kind, load_kind

SHIPPED = Library((shipped_root(),))


@cache
def kinds() -> list[Kind]:
    return [load_kind(SHIPPED, file.id) for file in SHIPPED.kind_files()]


def rules() -> list[tuple[Kind, Rule]]:
    return [(kind, rule) for kind in kinds() for pack in load_packs(SHIPPED, kind) for rule in pack.rules]


RULES = rules()
PROJECTS = [rule for kind, rule in RULES if rule.pack == "projects" and kind.id == "civil-affairs-half-year"]
IDS = sorted({rule.id for _kind, rule in RULES})
#: (kind, rule, outcome wanted, fragment) of every self-test
SELF_TESTS = [(kind, rule, *test) for kind, rule in RULES for test in rule.tests]


@pytest.mark.parametrize(
    ("kind", "rule", "wanted", "fragment"),
    SELF_TESTS,
    ids=[f"{kind.id}-{rule.id}-{n}-{wanted}" for n, (kind, rule, wanted, _) in enumerate(SELF_TESTS)],
)
def test_a_rule_passes_its_own_tests(kind: Kind, rule: Rule, wanted: str, fragment: dict[str, Any]) -> None:
    record = Record.from_data({"kind": kind.id, **completed(fragment, kind)}, rule.path)
    assert {outcome.status for outcome in judged(rule, record, kind)} == {Status(wanted)}


@pytest.mark.parametrize("rule", [rule for _kind, rule in RULES], ids=lambda rule: rule.id)
def test_a_rule_says_what_it_is_about(rule: Rule) -> None:
    assert rule.title and rule.expect and rule.why.endswith("。")
    message = "".join(part for part in rule.message.parts if isinstance(part, str))
    assert any(asking in message for asking in ("请核对", "请说明", "请补", "请注明", "请逐项"))


@pytest.mark.parametrize("rule", [rule for _kind, rule in RULES], ids=lambda rule: rule.id)
def test_a_rule_tests_what_it_may_not_judge(rule: Rule) -> None:
    outcomes = {outcome for outcome, _fragment in rule.tests}
    never_unknown = {
        "signature-incomplete", "disability-basis-missing", "rectify-closed-over-found",
        "payment-persons-amount", "project-completed-before-started",
    }  # fmt: skip
    assert "not-assessable" in outcomes or rule.id in never_unknown
    always_applies = rule.when is None and rule.for_each is None and not rule.area
    assert "not-applicable" in outcomes or always_applies or rule.on_empty == "not-assessable"


@pytest.mark.parametrize("rule_id", IDS)
def test_a_rule_has_a_bad_sample_that_fails_it(rule_id: str) -> None:
    cases = [case for case in samples.bad_cases() if case.parent.name == rule_id]
    outcomes = [o for case in cases for o in samples.result_of(samples.read(case), SHIPPED).outcomes]
    assert Status.FAIL in {outcome.status for outcome in outcomes if outcome.rule == rule_id}


def test_a_rule_applies_to_a_sample_it_passes() -> None:
    # what holds in 江西省 only passes where another rule of its is broken
    cases = [
        *sorted(samples.GOOD.glob("*/*.json")),
        samples.SEED,
        *samples.BAD.glob("tekun-*/jiangxi-*.patch.json"),
    ]
    outcomes = [o for case in cases for o in samples.result_of(samples.read(case), SHIPPED).outcomes]
    passed = {outcome.rule for outcome in outcomes if outcome.status is Status.PASS}
    # the samples with real results are the ones to look at; the seed's are 江西省's
    assert set(IDS) - passed == set()


def test_only_arithmetic_of_the_record_can_block() -> None:
    blocking = {
        rule.id for _kind, rule in RULES if rule.nature.value == "文稿差错" and rule.severity.value == "error"
    }
    assert blocking == {
        "association-decoupling-sum",
        "breakdown-part",
        "breakdown-sum",
        "cemetery-split",
        "dibao-household-person",
        "funeral-rate-over-whole",
        "grave-subset",
        "lottery-rate",
        "lottery-split",
        "marriage-split",
        "new-org-subset",
        "org-inspection-split",
        "org-inspection-subset",
        "orphan-gift-sum",
        "person-times-fewer",
        "part-cemeteries_approved",
        "part-disability_living_persons",
        "part-disability_nursing_persons",
        "part-elder_allowance_both",
        "part-nursing_homes_fire_checked",
        "rate-burial_rate",
        "rate-cremation_rate",
        "rectify-closed-over-found",
        "relief-police-subset",
        "relief-rate-stated",
        "relief-subset",
        "rounding-unequal",
        "series-total",
        "standard-restated",
        "stock-balance",
        "temp-aid-reserve",
    }
    assert {rule.id for _kind, rule in RULES if rule.severity.value == "error"} == blocking


def test_a_contradiction_of_the_record_cites_no_law() -> None:
    cited = {rule.id for _kind, rule in RULES if rule.nature.value == "文稿差错" and rule.bases}
    assert cited == set()


#: what a finding may print as its basis; an article only where its text was seen
PRINTED = {
    "association-decoupling-due": ["《关于全面推开行业协会商会与行政机关脱钩改革的实施意见》"],
    "boundary-work-closed": ["《行政区域界线管理条例》第十三条"],
    "defacto-care-match": ["《关于进一步加强事实无人抚养儿童保障工作的意见》"],
    "elder-facility-safety": ["《老年人权益保障法》第四十四条、第四十五条", "《消防法》"],
    "funeral-sites-approved": ["《殡葬管理条例》第八条"],
    "price-subsidy-coverage": ["《关于进一步做好阶段性价格临时补贴工作的通知》"],
    "price-subsidy-uneven": ["《关于进一步做好阶段性价格临时补贴工作的通知》"],
    "tekun-basic-floor": ["《江西省人民政府关于进一步健全特困人员救助供养制度的实施意见》"],
    "tekun-care-wage-floor": ["《江西省人民政府关于进一步健全特困人员救助供养制度的实施意见》"],
    "tekun-tier-persons": ["《社会救助暂行办法》第十九条"],
    "temp-aid-unit-cost": ["《社会救助暂行办法》第四十九条"],
    "dibao-average-over-standard": ["《社会救助暂行办法》第十条、第十二条"],
    "dibao-paid-monthly": ["《社会救助暂行办法》第十二条", "《城市居民最低生活保障条例》第八条"],
    "donation-spent-over-raised": [
        "《社会团体登记管理条例》第二十六条",
        "《民办非企业单位登记管理暂行条例》第二十一条",
    ],
    "elder-allowance-match": ["《老年人权益保障法》第三十三条、第三十七条"],
    "grave-rectify-closed": ["《殡葬管理条例》第十条、第二十条"],
    "marriage-reissue-unlabelled": ["《婚姻登记条例》第十七条"],
    "org-inspection-due": [
        "《社会团体登记管理条例》第二十八条",
        "《民办非企业单位登记管理暂行条例》第二十三条",
        "《民办非企业单位年度检查办法》第三条、第四条",
    ],
    "orphan-standard-match": ["《国务院办公厅关于加强孤儿保障工作的意见》"],
    "boundary-check-due": ["《行政区域界线管理条例》第十二条"],
    "donation-use-unpublished": [
        "《社会团体登记管理条例》第二十六条",
        "《民办非企业单位登记管理暂行条例》第二十一条",
    ],
    "tekun-urban-basic-floor": ["《江西省人民政府关于进一步健全特困人员救助供养制度的实施意见》"],
    "project-contract-late": ["《招标投标法》第四十六条"],
    "relief-rate-full": ["《城市生活无着的流浪乞讨人员救助管理办法》第六条"],
    "disclosure-timely": ["《政府信息公开条例》第二十六条"],
    "tekun-care-floor": ["《江西省人民政府关于进一步健全特困人员救助供养制度的实施意见》"],
    "tekun-care-tiers": ["《江西省人民政府关于进一步健全特困人员救助供养制度的实施意见》"],
}


def test_a_rule_prints_just_the_bases_that_were_looked_up() -> None:
    printed: dict[str, list[str]] = {}
    for _kind, rule in RULES:
        texts = [basis_text(basis, "zh_CN") for basis in rule.bases]
        if texts:
            printed[rule.id] = [text.split("（")[0] for text in texts]
    assert printed == PRINTED


@pytest.mark.parametrize("rule", [rule for _kind, rule in RULES], ids=lambda rule: rule.id)
def test_a_basis_known_by_title_only_is_named_without_article(rule: Rule) -> None:
    for basis in rule.bases:
        assert basis.title and basis.issuer and basis.effective_from
        assert (basis.verified, bool(basis.article)) != ("title", True)
        if basis.verified == "title":
            assert "请核对原文" in basis_text(basis, "zh_CN")


@pytest.mark.parametrize("lacking", ["issuer", "publication", "period", "indicators", "plan", "signature"])
def test_a_kind_of_an_office_that_lacks_a_field_is_checked_all_the_same(lacking: str, tmp_path: Path) -> None:
    schema = json.loads((shipped_root() / "schemas/civil-affairs-annual.json").read_text(encoding="utf-8"))
    schema["properties"]["kind"]["const"] = "own"
    del schema["properties"][lacking]
    schema["required"] = [name for name in schema["required"] if name != lacking]
    schema.pop("x-derived", None)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "own.json").write_text(json.dumps(schema), encoding="utf-8")
    library = Library((shipped_root(), tmp_path))
    assert {pack.id for pack in load_packs(library, load_kind(library, "own"))} >= {"text"}


def own_kind(folder: Path, change: Callable[[dict[str, Any]], None]) -> Library:
    """The shipped library with a kind of an office's own, made from the half-year kind."""
    schema = json.loads((shipped_root() / "schemas/civil-affairs-half-year.json").read_text(encoding="utf-8"))
    schema["properties"]["kind"]["const"] = "own"
    change(schema)
    (folder / "schemas").mkdir(exist_ok=True)
    (folder / "schemas" / "own.json").write_text(json.dumps(schema), encoding="utf-8")
    return Library((shipped_root(), folder))


def without_started(schema: dict[str, Any]) -> None:
    """Projects of an office that doesn't record when they were begun."""
    core = (shipped_root() / "schemas/core.json").read_text(encoding="utf-8")
    project = json.loads(core.replace('"#/$defs/', '"docgen:core#/$defs/'))["$defs"]["project"]
    del project["properties"]["started"]
    schema["properties"]["projects"]["items"] = project


def test_a_rule_that_reads_what_an_own_kind_lacks_is_not_applicable_and_says_why(tmp_path: Path) -> None:
    library = own_kind(tmp_path, without_started)
    kind = load_kind(library, "own")
    (projects,) = [pack for pack in load_packs(library, kind) if pack.id == "projects"]
    assert {rule.id for rule in projects.unfit} == {"project-completed-before-started"}
    shipped = {rule.id for rule in PROJECTS}
    assert {rule.id for rule in projects.rules} == shipped - {"project-completed-before-started"}
    (outcome,) = [
        each
        for each in check_record(Record.from_data({"kind": "own"}), kind, [projects])
        if each.rule == "project-completed-before-started"
    ]
    assert outcome.status is Status.NOT_APPLICABLE
    assert outcome.message.startswith("本类材料没有这条规则要看的内容，不适用：项目里没有“started”，有：id（标识）、")
    again = [pack.unfit for pack in load_packs(library, kind) if pack.id == "projects"]
    assert again == [projects.unfit]


def test_a_rule_that_is_right_for_no_kind_is_refused_all_the_same(tmp_path: Path) -> None:
    library = own_kind(tmp_path, without_started)
    (tmp_path / "checks").mkdir()
    text = (shipped_root() / "checks/projects.yaml").read_text(encoding="utf-8")
    text = text.replace("pack: projects", "pack: own-projects").replace("  - id: ", "  - id: own-")
    wrong = text.replace("item.started", "item.startd")
    (tmp_path / "checks" / "own-projects.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(BrokenLibrary) as caught:
        load_packs(library, load_kind(library, "own"))
    faults = (caught.value, *caught.value.also)
    assert {(each.code, each.parameters["name"]) for each in faults} == {("expression-unknown-field", "startd")}
