"""A pack that says fields speaks of every kind that has them, and of no field that nobody has."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import BrokenLibrary
from docgen.library import Library, shipped_root
from docgen.rules.packs import load_packs
from docgen.schemas import load_kind

RULE = """\
rules:
  - id: own-rule
    title: 甲
    nature: 业务提示
    severity: info
    why: 甲。
    expect: 甲
    for_each: plan
    condition: has(item.due)
    message: 请补充。
    tests:
      - pass: {plan: [{due: 2020-12-31}]}
      - fail: {plan: [{due: 无}]}
"""


def office(tmp_path: Path, fields: str) -> Library:
    """A library with a pack about some fields."""
    (tmp_path / "checks").mkdir()
    text = f"pack: own\ntitle: 自己的\nfields: {fields}\n{RULE}"
    (tmp_path / "checks" / "own.yaml").write_text(text, encoding="utf-8")
    return Library((shipped_root(), tmp_path))


@pytest.mark.parametrize(
    ("kind", "speaks"),
    [
        ("civil-affairs-half-year", True),
        ("civil-affairs-annual", True),
        ("notice", False),
        ("rectification-list", False),
    ],
)
def test_a_pack_about_a_field_is_for_every_kind_that_has_it(tmp_path: Path, kind: str, speaks: bool) -> None:
    library = office(tmp_path, "[plan, period]")
    packs = load_packs(library, load_kind(library, kind))
    assert ("own" in [pack.id for pack in packs]) is speaks


@pytest.mark.parametrize(
    ("fields", "code", "suggestion"),
    [
        ("[plans]", "pack-unknown-field", "plan"),
        ("plan", "pack-fields-list", ""),
        ("[]", "pack-fields-list", ""),
        ("[1]", "pack-fields-list", ""),
    ],
)
def test_a_field_that_nobody_has_is_refused(tmp_path: Path, fields: str, code: str, suggestion: str) -> None:
    library = office(tmp_path, fields)
    with pytest.raises(BrokenLibrary) as raised:
        load_packs(library, load_kind(library, "notice"))
    assert (raised.value.code, raised.value.suggestion, raised.value.line) == (code, suggestion, 3)
