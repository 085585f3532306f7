"""docgen/library.py: the shipped data, and an office's own beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import BrokenLibrary, UsageError
from docgen.library import MARKER, Library, find_library, shipped_root


def put(root: Path, name: str, text: str = "") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = tmp_path / "本单位"
    put(root, MARKER, "format: docgen-library/0\n")
    return root


def test_finds_the_shipped_kinds() -> None:
    kinds = [file.id for file in Library((shipped_root(),)).kind_files()]
    assert {"civil-affairs-half-year", "notice", "rectification-list"} <= set(kinds)
    assert "core" not in kinds


def test_lists_an_office_file_beside_the_shipped_ones(office: Path) -> None:
    path = put(office, "checks/ours.yaml", "pack: ours\n")
    files = Library((shipped_root(), office)).pack_files()
    assert ("ours", path, office) in files


def test_leaves_out_hidden_files_and_lock_files_of_word(office: Path) -> None:
    put(office, "templates/docx/~$notice.docx")
    put(office, "templates/docx/.notice.docx")
    put(office, "templates/docx/notes.txt")
    assert Library((office,)).template_files() == []


@pytest.mark.parametrize(
    ("name", "sidecar"),
    [("checks/a.yaml", None), ("schemas/a.json", None), ("templates/docx/a.docx", "templates/docx/a.yaml")],
)
def test_refuses_an_id_that_another_library_has(tmp_path: Path, name: str, sidecar: str | None) -> None:
    first, second = (put(tmp_path / root, name, "{}") for root in ("one", "two"))
    library = Library((tmp_path / "one", tmp_path / "two"))
    with pytest.raises(BrokenLibrary) as caught:
        library.schema_files(), library.pack_files(), library.template_files()
    assert (caught.value.code, caught.value.path) == ("library-clash", str(second))
    assert caught.value.parameters == {"id": "a", "other": str(first)}


@pytest.mark.parametrize(
    ("name", "stated_in", "text"),
    [
        ("checks/a.yaml", "checks/a.yaml", "overrides: a\n"),
        ("schemas/a.json", "schemas/a.json", '{"x-overrides": "a"}'),
        ("templates/docx/a.docx", "templates/docx/a.yaml", "overrides: a\n"),
    ],
)
def test_lets_an_office_override_on_purpose(tmp_path: Path, name: str, stated_in: str, text: str) -> None:
    put(tmp_path / "one", name)
    wanted = put(tmp_path / "two", name)
    put(tmp_path / "two", stated_in, text)
    library = Library((tmp_path / "one", tmp_path / "two"))
    files = [*library.schema_files(), *library.pack_files(), *library.template_files()]
    assert files == [("a", wanted, tmp_path / "two")]


def test_finds_the_marked_folder_above_a_record(office: Path) -> None:
    below = office / "2020" / "上半年"
    below.mkdir(parents=True)
    assert find_library(near=[below]).roots == (shipped_root(), office)


def test_finds_the_marked_folder_that_one_works_in(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = office.parent / "elsewhere"
    other.mkdir()
    monkeypatch.delenv("DOCGEN_LIBRARY", raising=False)
    monkeypatch.chdir(office)
    for near in ((), (other,)):
        assert find_library(near=near).roots == (shipped_root(), office)


def test_prefers_the_named_folder_to_the_environment(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    put(other, MARKER)
    monkeypatch.setenv("DOCGEN_LIBRARY", str(other))
    assert find_library().roots == (shipped_root(), other)
    assert find_library(office).roots == (shipped_root(), office)


def test_names_the_shipped_library_only_once() -> None:
    assert find_library(shipped_root()).roots == (shipped_root(),)


@pytest.mark.parametrize(("name", "code"), [("nowhere", "library-not-a-folder"), ("", "library-empty")])
def test_refuses_a_named_folder_that_is_no_library(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_library(tmp_path / name)
    assert caught.value.code == code
