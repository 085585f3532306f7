"""Waivers: they hold for their own record, item, values and time; otherwise that is told, and nothing released."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docgen import jobs
from docgen.errors import UnreadableInput
from docgen.findings import Finding, Nature, Severity
from docgen.formats.text import check_text
from docgen.library import Library, shipped_root
from docgen.records import Record
from docgen.rules.checking import check
from docgen.rules.explanations import read_explanations
from docgen.rules.outcomes import CheckResult
from docgen.rules.packs import load_packs
from docgen.schemas import load_kind

SHIPPED = Library((shipped_root(),))


def record() -> Record:
    return Record.from_data(
        {
            "kind": "civil-affairs-half-year",
            "issuer": {"name": "某县民政局"},
            "period": {"start": "2020-01-01", "end": "2020-06-30"},
            "indicators": {"lost": {"value": 8, "unit": "人", "basis": "cumulative"}},
            "rectifications": [
                {"id": "rect_a", "name": "甲", "found": 7, "closed": 8},
                {"id": "rect_b", "name": "乙", "found": 5, "closed": 6},
            ],
        },
        "some/记录.json",
    )


def result(tmp_path: Path, entry: str, **given: Any) -> CheckResult:
    path = tmp_path / "豁免.yaml"
    path.write_text(f"- {{rule: rectify-closed-over-found, reason: 合并销号, {entry}}}\n", encoding="utf-8")
    kind = load_kind(SHIPPED, "civil-affairs-half-year")
    return check(record(), kind, load_packs(SHIPPED, kind), (), read_explanations(path), **given)


def released(outcome: CheckResult) -> list[str]:
    return [each.subject for each in outcome.outcomes if each.is_waived]


@pytest.mark.parametrize(
    "more",
    [
        "expires: 2020-06-30",
        "expires: 2020-06",
        "record: 某县民政局, document: 批复〔2020〕1号",
        "record: 记录.json",
        "record: 记录",
        "values: {found: 7, closed: 8}",
        "values: {found: 7.0}",
        "values: {/rectifications/0/found: '7', lost: 8}",
        "place: /rectifications/0",
    ],
)
def test_a_waiver_holds_for_its_item(more: str, tmp_path: Path) -> None:
    if more.startswith("place"):
        more = "place: rect_a"
    found = result(tmp_path, f"item: rect_a, approver: 李某, {more}")
    assert (released(found), found.findings) == (["rect_a"], ())
    waived = next(each for each in found.outcomes if each.is_waived)
    assert (waived.status.value, waived.blocks) == ("fail", False)


@pytest.mark.parametrize(
    ("entry", "code", "parameters"),
    [
        ("item: rect_a, approver: 李某, expires: 2020-06-29", "explanation-expired", {"expires": "2020-06-29"}),
        ("item: rect_a, approver: 李某, expires: 2020-05", "explanation-expired", {"expires": "2020-05"}),
        ("item: rect_a, approver: 李某, values: {found: 6, closed: 8}", "explanation-other-values", {"fields": "found"}),
        ("item: rect_a, approver: 李某, values: {lost: 7, gone: 1}", "explanation-other-values", {"fields": "lost、gone"}),
        ("item: rect_c, approver: 李某", "explanation-unused", {"nearest": ""}),
    ],
)  # fmt: skip
def test_a_waiver_that_does_not_hold_is_told(
    entry: str, code: str, parameters: dict[str, str], tmp_path: Path
) -> None:
    found = result(tmp_path, entry)
    (finding,) = found.findings
    item = entry.partition("item: ")[2].partition(",")[0]
    assert released(found) == []
    assert finding == Finding(
        code,
        finding.place,
        Severity.WARNING,
        Nature.ADVICE,
        {"rule": "rectify-closed-over-found", "place": item, **parameters},
    )
    assert (finding.place.line, finding.place.column) == (1, 3)


def test_the_day_asked_for_decides_whether_a_waiver_expired(tmp_path: Path) -> None:
    entry = "item: rect_a, approver: 李某, expires: 2020-07-31"
    assert released(result(tmp_path, entry)) == ["rect_a"]
    assert released(result(tmp_path, entry, as_of=jobs.day_given("2020-08-01"))) == []


def test_a_waiver_for_another_record_is_not_this_ones_matter(tmp_path: Path) -> None:
    found = result(tmp_path, "item: rect_a, approver: 李某, record: 某市民政局")
    assert (released(found), found.findings) == ([], ())


def test_what_is_waived_is_shown_as_waived(tmp_path: Path) -> None:
    entry = "item: rect_a, by: 王某, approver: 李某, document: 批复〔2020〕1号, expires: 2020-12-31"
    text = check_text(result(tmp_path, entry), "zh_CN")
    assert "已豁免：合并销号（王某，李某，批复〔2020〕1号，有效期至2020-12-31）" in text


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("approver: 李某, values: [found]", "explanation-values"),
        ("approver: 李某, values: {found: [7]}", "explanation-values"),
        ("approver: 李某, expires: 明年", "not-a-date"),
        ("approver: 李某, expires: 5", "pack-wants-text"),
        ("document: 批复", "explanation-lacks"),
    ],
)
def test_a_waiver_that_can_not_be_read_is_refused(entry: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as refusal:
        result(tmp_path, entry)
    assert refusal.value.code == code
