"""Imports point one way, and heavy libraries wait until they are needed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import docgen

PACKAGE = Path(docgen.__file__).parent

#: a module or package may import only from those before it (and, inside a package, from its own)
ORDER = (
    "frozen",
    "patterns",
    "errors",
    "caching",
    "findings",
    "messages",
    "quantities",
    "measure_words",
    "punctuation",
    "dates",
    "windows",
    "yaml_slips",
    "strict_yaml",
    "kept_yaml",
    "writing",
    "library",
    "locating",
    "sources",
    "records",
    "comparing",
    "wording",
    "headings",
    "expressions",
    "schema_types",
    "schema_checks",
    "schemas",
    "structure",
    "validation",
    "typed_numbers",
    "mentions",
    "prose",
    "rules",
    "loading",
    "auditing",
    "recognising",
    "confronting",
    "continuity",
    "inspecting",
    "ooxml",
    "layout",
    "finalising",
    "templates",
    "template_tags",
    "template_checks",
    "contexts",
    "titles",
    "filters",
    "rendering",
    "correspondence",
    "formats",
    "answers",
    "starting",
    "drafting",
    "audits",
    "font_names",
    "converting",
    "diagnosing",
    "laying_out",
    "pdfs",
    "lints",
    "template_jobs",
    "library_jobs",
    "jobs",
    "inspection_jobs",
    "backing",
    "differing",
    "edited_values",
    "verifying",
    "updating",
    "finals",
    "histories",
    "sending",
    "intake",
    "batch",
    "desk",
    "cli",
)
#: the package itself and how it is started: they may import anything
EDGES = ("__init__", "__main__")
#: ooxml/ knows Word files and nothing of records, rules or schemas
KNOWN_TO_OOXML = {
    *("frozen", "patterns", "writing", "errors", "caching", "findings", "messages"),
    *("quantities", "dates", "wording", "prose"),
    "ooxml",
}
#: only ooxml/ touches the bytes of a .docx
ONLY_IN_OOXML = {"docx", "docxtpl", "lxml", "zipfile"}
#: what costs too much to import before anyone needs it
HEAVY = {"jinja2", "lxml", "docx", "docxtpl", "jsonschema", "jsonschema_rs", "yaml", "chinese_calendar", "xlsxwriter", "pypdf", "starlette", "uvicorn"}
#: modules that are themselves imported only inside functions, so that their top may be heavy
MAY_BE_HEAVY = {
    "desk.app",
    "desk.board_pages",
    "desk.document_pages",
    "desk.guard",
    "desk.home",
    "desk.notice_pages",
    "desk.prose_pages",
    "desk.record_pages",
}


class Import(NamedTuple):
    """One imported module as a dotted name, where, and whether it happens when the module is loaded."""

    name: str
    line: int
    is_at_load: bool


def modules() -> dict[str, Path]:
    """Dotted name below docgen -> file; ``rules`` for rules/__init__.py."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
        if parts[0] == "_library":
            continue
        if len(parts) > 1 and parts[-1] == "__init__":
            parts.pop()
        found[".".join(parts)] = path
    return found


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def imports(path: Path, module: str) -> Iterator[Import]:
    """Every import of a file, those inside functions and for types only among them."""

    def walk(node: ast.AST, is_at_load: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                for alias in child.names:
                    yield Import(alias.name, child.lineno, is_at_load)
            elif isinstance(child, ast.ImportFrom):
                base = child.module or ""
                if child.level:
                    package = ["docgen", *module.split(".")]
                    if path.name != "__init__.py":
                        package.pop()
                    package = package[: len(package) - child.level + 1]
                    base = ".".join([*package, *filter(None, [base])])
                for alias in child.names:
                    yield Import(f"{base}.{alias.name}", child.lineno, is_at_load)
            else:
                is_later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from walk(child, is_at_load and not is_later and not is_type_checking(child))

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), True)


ALL_IMPORTS = {name: list(imports(path, name)) for name, path in modules().items()}


def inside(imported: Import) -> str | None:
    """The part of docgen that an import names (``rules``), or None if it names none."""
    parts = imported.name.split(".")
    if parts[0] != "docgen" or len(parts) == 1:
        return None
    return parts[1]


def imported_module(imported: Import) -> str | None:
    """The module of docgen that an import reads from (``rules.packs``), or None."""
    if inside(imported) is None:
        return None
    name = imported.name.removeprefix("docgen.")
    return name if name in ALL_IMPORTS else name.rpartition(".")[0]


def test_every_module_has_its_place_in_the_order() -> None:
    parts = {name.split(".")[0] for name in modules()}
    assert sorted(parts - set(ORDER) - set(EDGES)) == []


def test_imports_point_one_way() -> None:
    wrong = []
    for module, found in ALL_IMPORTS.items():
        own = module.split(".")[0]
        if own in EDGES:
            continue
        for imported in found:
            part = inside(imported)
            if part in ORDER and ORDER.index(part) > ORDER.index(own):
                wrong.append(f"{module}:{imported.line} imports {imported.name}")
    assert wrong == []


def test_no_modules_load_each_other_in_a_circle() -> None:
    arrows = {
        module: {imported_module(imported) for imported in found if imported.is_at_load} - {module, None}
        for module, found in ALL_IMPORTS.items()
    }
    while leaves := {module for module, used in arrows.items() if not used & set(arrows)}:
        arrows = {module: used for module, used in arrows.items() if module not in leaves}
    assert arrows == {}


def test_ooxml_knows_nothing_of_records_and_rules() -> None:
    wrong = [
        f"{module}:{imported.line} imports {imported.name}"
        for module, found in ALL_IMPORTS.items()
        if module.split(".")[0] == "ooxml"
        for imported in found
        if inside(imported) not in KNOWN_TO_OOXML | {None}
    ]
    assert wrong == []


def test_only_ooxml_touches_the_bytes_of_word_files() -> None:
    wrong = [
        f"{module}:{imported.line} imports {imported.name}"
        for module, found in ALL_IMPORTS.items()
        if module.split(".")[0] != "ooxml"
        for imported in found
        if imported.name.split(".")[0] in ONLY_IN_OOXML
    ]
    assert wrong == []


def test_heavy_libraries_are_imported_inside_functions() -> None:
    wrong = [
        f"{module}:{imported.line} imports {imported.name}"
        for module, found in ALL_IMPORTS.items()
        if module not in MAY_BE_HEAVY
        for imported in found
        if imported.is_at_load and imported.name.split(".")[0] in HEAVY
    ]
    assert wrong == []


def test_no_module_imports_anothers_private_name() -> None:
    wrong = [
        f"{module}:{imported.line} imports {imported.name}"
        for module, found in ALL_IMPORTS.items()
        for imported in found
        if inside(imported) and re.match(r"_(?!_)", imported.name.split(".")[-1])
    ]
    assert wrong == []


def test_help_loads_none_of_the_heavy_libraries() -> None:
    program = (
        "import sys\n"
        "from docgen.cli import main\n"
        "try:\n"
        "    main(['--help'])\n"
        "except SystemExit:\n"
        "    pass\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert result.stderr == "[]\n"
