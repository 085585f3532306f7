"""What a wheel carries, and that the project says about itself what it needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import docgen
from docgen.library import shipped_root

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of a wheel built from this checkout, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    command += ["--disable-pip-version-check", "--no-index", "--wheel-dir", str(folder), str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    [wheel] = folder.glob("docgen-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_below(folder: Path, *endings: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in folder.rglob("*")
        if path.suffix in endings and not path.name.startswith((".", "~$"))
    }


def test_a_wheel_carries_every_file_of_the_shipped_library(wheel_names: set[str]) -> None:
    library = (
        files_below(ROOT / "schemas", ".json")
        | files_below(ROOT / "checks", ".yaml")
        | files_below(ROOT / "templates" / "docx", ".docx", ".yaml")
    )
    assert len(library) > 5
    assert {f"docgen/_library/{name}" for name in library} - wheel_names == set()


def test_a_wheel_carries_the_code_its_types_and_its_chinese_texts(wheel_names: set[str]) -> None:
    expected = files_below(ROOT / "docgen", ".py") | {
        "docgen/py.typed",
        "docgen/locale/zh_CN/LC_MESSAGES/docgen.mo",
    }
    assert expected - wheel_names == set()


def test_a_wheel_carries_the_licence_and_nothing_of_the_tests(wheel_names: set[str]) -> None:
    assert any(re.fullmatch(r"docgen-.*\.dist-info/licenses/LICENSE", name) for name in wheel_names)
    assert {name.split("/")[0] for name in wheel_names if ".dist-info" not in name} == {"docgen"}


def test_a_run_on_a_wheel_tests_the_wheel() -> None:
    installed = os.environ.get("DOCGEN_TESTED_FROM", str(ROOT))
    assert Path(docgen.__file__).is_relative_to(installed)
    assert shipped_root().is_relative_to(installed)


def test_set_up_says_in_words_that_python3_venv_is_missing(tmp_path: Path) -> None:
    set_up = str(ROOT / "tools" / "set_up.py")
    program = f"import sys, runpy; sys.modules['ensurepip'] = None; sys.argv = ['set_up.py']\nrunpy.run_path({set_up!r}, run_name='__main__')"
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "DOCGEN_VENV": str(tmp_path / "environment"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert "sudo apt install python3-venv" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "environment").exists()


def test_every_dependency_is_pinned_for_ci() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {plain(line.split("==")[0]) for line in lines if "==" in line}
    extras = [wanted for extra in PROJECT["optional-dependencies"].values() for wanted in extra]
    names = {plain(re.split(r"[<>=!~\[ ]", wanted)[0]) for wanted in PROJECT["dependencies"] + extras}
    assert names - pinned - {"docgen"} == set()


def test_constraints_hold_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if not re.fullmatch(r"#.*|[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*", line)]
    assert wrong == []


def plain(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
