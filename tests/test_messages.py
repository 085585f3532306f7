"""The sentences: every code has one, and every one has its Chinese."""

from __future__ import annotations

import ast
import importlib.util
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import docgen
from docgen.messages import MESSAGES, translate, word

PACKAGE = Path(docgen.__file__).parent
TOOL = PACKAGE.parent / "tools" / "catalogue.py"

#: what takes a code as its first argument
TAKES_CODE = {
    "BrokenLibrary",
    "DocgenError",
    "ExpressionFault",
    "Fault",
    "Finding",
    "UnreadableInput",
    "UsageError",
    "YamlFault",
    "_fault",
    "_unreadable",
    "fault",
}


@pytest.fixture(scope="module")
def catalogue() -> ModuleType:
    if not TOOL.is_file():
        pytest.skip("the catalogue's compiler is in a checkout only")
    spec = importlib.util.spec_from_file_location("catalogue", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def codes_used() -> Iterator[tuple[str, str]]:
    """(code, file:line) of every code written out in the source."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            first = node.args[0] if node.args else None
            if name not in TAKES_CODE or not isinstance(first, ast.Constant):
                continue
            if isinstance(first.value, str) and first.value:  # a fault told elsewhere has no code
                yield first.value, f"{path.name}:{node.lineno}"


def test_every_code_that_the_source_uses_has_a_sentence() -> None:
    assert [use for use in codes_used() if use[0] not in MESSAGES] == []


def test_every_sentence_belongs_to_a_code_that_the_source_uses() -> None:
    nodes = [
        node
        for path in PACKAGE.rglob("*.py")
        if path.name != "messages.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    written = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    # such as f"beyond-{limit}": the rest of the code comes from the schema
    begun = tuple(
        first.value
        for node in nodes
        if isinstance(node, ast.JoinedStr) and isinstance(first := node.values[0], ast.Constant)
        if isinstance(first.value, str) and first.value.endswith("-")
    )
    assert [code for code in MESSAGES if code not in written and not code.startswith(begun)] == []


def test_the_catalogue_is_complete_and_compiled(catalogue: ModuleType) -> None:
    entries = catalogue.read_entries(catalogue.PO.read_text(encoding="utf-8"))
    stale = [] if catalogue.MO.read_bytes() == catalogue.compiled(entries) else ["docgen.mo is stale"]
    assert stale + catalogue.faults(entries) == []


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_words_a_code_in_both_languages(code: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(MESSAGES[code]) if name}
    parameters = {name: f"<{name}>" for name in names}
    for language in ("en", "zh_CN"):
        sentence = word(code, parameters, language)
        assert all(value in sentence for value in parameters.values())
    assert word(code, parameters, "zh_CN") != word(code, parameters, "en")


def test_speaks_english_where_a_language_is_not_known() -> None:
    assert translate("Usage:", "fr") == "Usage:"


def test_compiles_what_gettext_reads_back(catalogue: ModuleType) -> None:
    import gettext
    import io

    header = "Content-Type: text/plain; charset=UTF-8\n"
    content = catalogue.compiled({"": header, "b": "乙\n", "a": "甲", "untranslated": ""})
    texts = gettext.GNUTranslations(io.BytesIO(content))
    assert [texts.gettext(text) for text in ("a", "b", "untranslated")] == ["甲", "乙\n", "untranslated"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('msgid "a"\nmsgstr "甲"\nmsgid "a"\nmsgstr "乙"\n', "docgen.po, before line 4: twice: 'a'"),
        ("msgid a\n", "docgen.po, line 1: not a msgid, msgstr or quoted text: 'a'"),
    ],
)
def test_names_the_line_of_a_fault_in_the_catalogue(catalogue: ModuleType, text: str, fault: str) -> None:
    with pytest.raises(ValueError) as caught:
        catalogue.read_entries(text)
    assert str(caught.value) == fault
