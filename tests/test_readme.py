"""What the READMEs and the pages for rule authors show is true."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", read(name), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def outputs() -> ModuleType:
    """tools/readme_outputs.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("readme_outputs", ROOT / "tools" / "readme_outputs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", READMES)
def test_the_outputs_shown_are_what_the_commands_print(name: str, outputs: ModuleType) -> None:
    text = read(name)
    assert "<!-- run: make demo" in text
    assert text == outputs.renewed(text, outputs.READMES[name])


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_in_the_readme_and_has_help(name: str) -> None:
    from docgen.cli.commands import command_line

    text = read(name)
    commands = command_line("en").commands
    assert len(commands) >= 7
    assert [command for command in commands if f"docgen {command}" not in text] == []
    assert [command for command, shown in commands.items() if not (shown.help or "").strip()] == []


@pytest.mark.parametrize("name", READMES)
def test_every_local_link_and_picture_is_there(name: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", read(name))
    assert [t for t in targets if "://" not in t and not (ROOT / t).exists()] == []


def test_the_python_example_runs_as_written(tmp_path: Path) -> None:
    [program] = blocks("README.md", "python")
    for name in ("samples", "output"):
        (tmp_path / name).mkdir()
    sample = Path("samples/good/civil-affairs-half-year/complete.json")
    (tmp_path / sample.parent).mkdir(parents=True, exist_ok=True)
    (tmp_path / sample).write_bytes((ROOT / sample).read_bytes())
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (result.stderr, result.returncode) == ("", 0)


def test_the_json_examples_of_the_record_page_are_json() -> None:
    examples = blocks("docs/record.md", "json")
    assert len(examples) >= 2
    for example in examples:
        json.loads(example)


def test_the_explanations_of_the_record_page_can_be_read(tmp_path: Path) -> None:
    from docgen.rules.explanations import read_explanations

    path = tmp_path / "explanations.yaml"
    path.write_text("".join(blocks("docs/record.md", "yaml")), encoding="utf-8")
    explained, waived = read_explanations(path)
    assert (explained.rule, explained.is_waiver) == ("association-decoupling-sum", False)
    assert (waived.rule, waived.is_waiver) == ("rectify-closed-over-found", True)


def test_the_rule_packs_of_the_rules_page_load_and_pass_their_own_tests(tmp_path: Path) -> None:
    from docgen.library import find_library
    from docgen.rules.packs import load_packs
    from docgen.rules.selftests import run_tests
    from docgen.schemas import load_kind

    packs = blocks("docs/rules-language.md", "yaml")
    (tmp_path / "checks").mkdir()
    names = []
    for pack in packs:
        name = pack.split("\n", 1)[0].removeprefix("pack: ")
        (tmp_path / "checks" / f"{name}.yaml").write_text(pack, encoding="utf-8")
        names.append(name)
    library = find_library(tmp_path)
    kind = load_kind(library, "civil-affairs-half-year")
    loaded = load_packs(library, kind)
    assert set(names) <= {pack.id for pack in loaded}
    assert run_tests([pack for pack in loaded if pack.id in names], kind) == []


def test_the_kind_of_the_rules_page_loads_and_the_packs_of_any_kind_are_for_it(tmp_path: Path) -> None:
    from docgen.library import find_library
    from docgen.rules.packs import load_packs
    from docgen.rules.selftests import run_tests
    from docgen.schemas import load_kind

    (schema,) = blocks("docs/rules-language.md", "json")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "school-term.json").write_text(schema, encoding="utf-8")
    library = find_library(tmp_path)
    kind = load_kind(library, "school-term")
    assert kind.acceptor is not None
    packs = load_packs(library, kind)
    assert [pack.id for pack in packs] == ["rectification", "relations", "text"]
    assert run_tests(packs, kind) == []
    checked = kind.root.fields["bus_checks"].item
    assert checked is not None and checked.fields["checked"].unit == "辆"


def test_every_function_of_the_rule_language_is_on_its_page() -> None:
    from docgen.expressions.functions import FUNCTIONS

    page = read("docs/rules-language.md")
    assert [name for name in FUNCTIONS if f"`{name}(" not in page] == []
