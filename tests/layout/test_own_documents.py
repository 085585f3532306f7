"""What docgen makes keeps to the standard: every template from every good sample, also as LibreOffice saves it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import sample_cases as samples
from test_sending import LETTER, ORDER, filled, marked

from docgen import jobs, sending
from docgen.diagnosing import FONTS_CONF
from docgen.layout.linting import lint
from docgen.library import Library
from docgen.templates import list_templates

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, library: Library) -> dict[str, Path]:
    """Name -> document: every template with every good sample of its kind, and a letter and an order."""
    folder = tmp_path_factory.mktemp("own")
    found: dict[str, Path] = {}
    for record in sorted(samples.GOOD.glob("*/*.json")):
        for template in (each.id for each in list_templates(library) if each.kind == record.parent.name):
            path = folder / f"{record.parent.name}-{record.stem}-{template}.docx"
            jobs.make(record, path, template=template)
            found[path.stem] = path
    (folder / "核实函.yaml").write_text(LETTER, encoding="utf-8")
    (folder / "通知书.yaml").write_text(ORDER, encoding="utf-8")
    records = [str(samples.SEED)]
    letter = sending.letters(records, folder / "核实", folder / "核实函.yaml").sent[0][0]
    filled(folder, lambda rows: marked(*range(2, len(rows) + 1))(rows))
    order = sending.orders(folder / "核实" / "核实清单.xlsx", records, folder / "整改", folder / "通知书.yaml").sent[0][0]
    return {**found, "verification-letter": folder / "核实" / letter, "rectification-order": folder / "整改" / order}


def departures(data: bytes) -> list[tuple[str, str, str, str]]:
    return [
        (one.rule.id, each.words, each.found, each.wanted) for one in lint(data)[1] for each in one.departures
    ]


def test_nothing_departs_in_what_docgen_makes(made: dict[str, Path]) -> None:
    assert {"notice", "letter"} <= {name.rpartition("-")[2] for name in made}
    assert {name: departures(path.read_bytes()) for name, path in made.items()} == {name: [] for name in made}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_nothing_departs_when_libreoffice_has_saved_it_again(made: dict[str, Path], tmp_path: Path) -> None:
    sources = [path for name, path in made.items() if "complete" in name or "notice" in name]
    office = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*office, "--convert-to", "docx", "--outdir", str(tmp_path), *map(str, sources)],
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF)},
        check=True,
        capture_output=True,
        timeout=240,
    )
    found = {path.name: departures((tmp_path / path.name).read_bytes()) for path in sources}
    assert found == {path.name: [] for path in sources}
