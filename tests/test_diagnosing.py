"""docgen doctor: what is there, what is missing, and how to get it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docgen import diagnosing
from docgen.cli import run
from docgen.diagnosing import FONTS, FONTS_CONF, LACKS, OK, UNKNOWN, diagnose


def test_on_a_machine_with_everything_documents_can_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == 0
    told = {each["name"]: each for each in json.loads(capsys.readouterr().out)["diagnoses"]}
    assert {name: told[name]["state"] for name in ("Python", "library", "temp", "docgen[desk]")} == {
        "Python": OK,
        "library": OK,
        "temp": OK,
        "docgen[desk]": OK,
    }
    assert set(FONTS) <= set(told)
    assert all(each["advice"] for each in told.values() if each["state"] != OK)


def test_what_is_missing_is_told_with_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(diagnosing, "find_office", lambda: None)
    monkeypatch.setattr(diagnosing, "find_spec", lambda name: None)
    monkeypatch.setattr(diagnosing.shutil, "which", lambda name: None)
    found = {each.name: each for each in diagnose()}
    assert {each.state for name, each in found.items() if name in FONTS} <= {UNKNOWN, LACKS}
    assert (found["LibreOffice"].state, found["docgen[pdf]"].state, found["poppler"].state) == (LACKS,) * 3
    assert run(["doctor", "--lang", "zh_CN"]) == 0  # none of it is needed for a document
    out = capsys.readouterr().out
    assert 'pip install "docgen[desk]"' in out and out.endswith("可以成文。\n")


def test_a_temporary_folder_that_is_none_blocks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(diagnosing.tempfile, "tempdir", str(tmp_path / "gone"))
    assert run(["doctor", "--lang", "zh_CN"]) == 1
    assert "TMPDIR" in capsys.readouterr().out


def test_stand_ins_for_the_fonts_are_written_and_not_over_something_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "fonts.conf"
    assert run(["doctor", "--fonts-conf", str(target)]) == 0
    assert target.read_bytes() == FONTS_CONF.read_bytes()
    assert run(["doctor", "--fonts-conf", str(target)]) == 2
