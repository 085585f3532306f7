"""Kinds and packs are kept between two records, and read anew once somebody edits them."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen import loading
from docgen.errors import BrokenLibrary
from docgen.library import Library, shipped_root

PACK = """\
pack: office
title: {title}
kinds: [notice]
bases: {{}}
rules: []
"""


def test_what_is_loaded_is_kept_until_its_file_changes(tmp_path: Path) -> None:
    library = Library((shipped_root(), tmp_path))
    pack = tmp_path / "checks" / "office.yaml"
    pack.parent.mkdir()
    pack.write_text(PACK.format(title="本局规则"), encoding="utf-8")
    before = loading.packs(library, "notice")
    assert [each.title for each in before if each.id == "office"] == ["本局规则"]
    assert loading.packs(library, "notice") is before
    assert loading.kind(library, "notice") is loading.kind(library, "notice")

    pack.write_text(PACK.format(title="本局的新规则"), encoding="utf-8")
    assert [each.title for each in loading.packs(library, "notice") if each.id == "office"] == ["本局的新规则"]
    pack.write_text("pack: [", encoding="utf-8")
    with pytest.raises(BrokenLibrary):
        loading.packs(library, "notice")
    pack.unlink()
    assert [each for each in loading.packs(library, "notice") if each.id == "office"] == []
