"""docgen/writing.py: files whole or not at all, under names that Windows takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import UsageError
from docgen.writing import refuse_existing, safe_name, write_all


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("某县民政局2020年上半年工作总结", "某县民政局2020年上半年工作总结"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("第一行\n第二行\t末", "第一行 第二行 末"),
        ("../../etc/passwd", "etc passwd"),
        ("CON", "_CON"),
        ("lpt1.docx", "_lpt1.docx"),
        ("年报. ", "年报"),
        ("", "文稿"),
        ("???", "文稿"),
        ("😀𠮷", "😀𠮷"),
        ("\ud800年报", "年报"),
        ("长" * 300, "长" * 60),
    ],
)
def test_makes_a_name_that_windows_takes(title: str, name: str) -> None:
    assert safe_name(title, "文稿") == name


def test_writes_every_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    first, second = tmp_path / "一.docx", tmp_path / "二.json"
    first.write_bytes(b"old")
    write_all({first: b"1", second: b"2"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"一.docx": b"1", "二.json": b"2"}


def test_takes_the_new_files_away_when_one_can_not_be_put_in_place(tmp_path: Path) -> None:
    folder = tmp_path / "二.docx"
    (folder / "full").mkdir(parents=True)
    with pytest.raises(UsageError) as caught:
        write_all({tmp_path / "一.docx": b"1", folder: b"2"})
    assert (caught.value.code, caught.value.path) == ("output-is-folder", str(folder))
    assert [path.name for path in tmp_path.iterdir()] == ["二.docx"]


def test_names_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_all({tmp_path / "no" / "a.docx": b""})
    assert (caught.value.code, caught.value.parameters) == (
        "output-no-folder",
        {"folder": str(tmp_path / "no")},
    )


def test_names_every_file_that_is_already_there(tmp_path: Path) -> None:
    for name in ("a.docx", "c.json"):
        (tmp_path / name).touch()
    with pytest.raises(UsageError) as caught:
        refuse_existing([tmp_path / name for name in ("a.docx", "b.docx", "c.json")])
    assert (caught.value.code, caught.value.path) == ("output-exists", str(tmp_path / "a.docx"))
    assert caught.value.parameters == {"names": "a.docx、c.json"}
