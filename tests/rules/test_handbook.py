"""The rule handbook: fresh, and every rule in it with its examples."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from docgen import library_jobs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def handbook() -> ModuleType:
    path = ROOT / "tools" / "rule_docs.py"
    if not path.is_file():
        pytest.skip("needs the checkout")
    spec = importlib.util.spec_from_file_location("rule_docs", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_rule_handbook_is_fresh(handbook: ModuleType) -> None:
    assert handbook.main(["--check"]) == 0


def test_every_rule_is_in_the_handbook_with_its_examples(handbook: ModuleType) -> None:
    text = handbook.PAGE.read_text(encoding="utf-8")
    sections = re.split(r"\n### ", text)[1:]
    ids = {re.search(r"`([a-z0-9_-]+)`", section).group(1) for section in sections}  # type: ignore[union-attr]
    assert {rule.id for rule in library_jobs.rules()} <= ids
    for section in sections:
        assert ("- 不通过的例子：" in section and "\n- 通过的例子：" in section) or "- 会指出：" in section
