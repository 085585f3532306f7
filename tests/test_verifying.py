"""docgen verify: a made document, one with a figure changed, and one without its record."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from docgen import jobs
from docgen.cli import run
from docgen.verifying import verify
from tests.worked_on import parts_of, replaced

SAMPLE = Path(__file__).parent.parent / "samples" / "good" / "civil-affairs-half-year" / "complete.json"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    shutil.copy(SAMPLE, tmp_path / "summary.json")
    jobs.make(str(tmp_path / "summary.json"), tmp_path / "summary.docx")
    return tmp_path / "summary.docx"


def test_a_document_as_made_differs_in_nothing(made: Path) -> None:
    found = verify(str(made))
    assert found.findings == ()
    assert found.same
    assert run(["verify", str(made)]) == 0


def test_without_its_record_nothing_is_passed(made: Path) -> None:
    (made.parent / "summary.json").unlink()
    found = verify(str(made))
    assert [each.code for each in found.findings] == ["verify-record-needed"]
    assert found.same is None
    assert run(["verify", str(made)]) != 0


def test_a_changed_figure_is_the_one_finding(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = parts_of(made.read_bytes())["word/document.xml"].decode("utf-8")
    stated = re.search(r">(\d+\.\d+)</w:t>", body)
    assert stated is not None
    made.write_bytes(replaced(made.read_bytes(), f">{stated[1]}<", f">9{stated[1]}<"))
    assert len(verify(str(made)).findings) == 1
    assert run(["verify", str(made)]) == 1
    assert f"9{stated[1]}" in capsys.readouterr().out
