"""Killed at any moment and run again: the folder is what one undisturbed run makes, byte for byte."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from notice_lists import notice, write_list, write_template

import docgen
from docgen.batch.manifest import MANIFEST, PARTIAL, Manifest, Origin
from docgen.batch.results import RowOutcome
from docgen.errors import UnreadableInput, UsageError
from docgen.messages import word

ROWS = 1000


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of which every fiftieth row has no addressee."""

    def change(position: int, record: dict[str, Any]) -> dict[str, Any]:
        return notice(position, addressee=None) if position % 50 == 0 else record

    return write_list(tmp_path_factory.mktemp("list") / "名单.jsonl", ROWS, change)


@pytest.fixture(scope="module")
def undisturbed(rows: Path, template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    docgen.notices(rows, str(template), folder)
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def begun(rows: Path, template: Path, folder: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "docgen", "notices", str(rows), "-t", str(template), "-o", str(folder)]
    return subprocess.Popen(
        [*command, "--resume", "--workers", str(workers), "--lang", "zh_CN"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


@pytest.mark.parametrize(("workers", "kills", "seed"), [(1, 8, 1), (1, 8, 2), (2, 8, 3)])
def test_killed_at_random_moments_and_resumed_gives_the_same_folder(
    workers: int,
    kills: int,
    seed: int,
    rows: Path,
    template: Path,
    undisturbed: dict[str, bytes],
    tmp_path: Path,
) -> None:
    chance, folder, seen = random.Random(seed), tmp_path / "out", set()
    for _ in range(kills):
        wanted = chance.randrange(-40, ROWS * 2 // 3)  # below zero: before any document is there
        with begun(rows, template, folder, workers) as process:
            begins = time.monotonic()
            while process.poll() is None and (wanted >= 0 or time.monotonic() - begins < -wanted / 100):
                if folder.is_dir() and sum(1 for _ in os.scandir(folder)) > wanted >= 0:
                    break
                time.sleep(0.002)
            process.kill()
        # its processes end a moment after it, so that what is seen here may be gone when it is opened
        seen.add(sum(1 for _ in os.scandir(folder)) if folder.is_dir() else 0)
        if (folder / MANIFEST).exists():
            break
        whole = [path for path in folder.glob("*.docx")] if folder.is_dir() else []
        assert all(path.read_bytes() == undisturbed[path.name] for path in whole)
    with begun(rows, template, folder, workers) as process:
        said = process.communicate()[0].decode("utf-8")
    assert process.returncode == 4, said
    assert contents(folder) == undisturbed
    assert any(1 < files < ROWS * 49 // 50 for files in seen), "no kill came while documents were written"


def test_resuming_touches_nothing_that_is_as_it_should_be(rows: Path, template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    docgen.notices(rows, str(template), folder)
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*社会组织.docx")}
    again = docgen.notices(rows, str(template), folder, resume=True)
    assert (again.made, again.untouched, again.returned) == (0, ROWS - ROWS // 50, ROWS // 50)
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("*社会组织.docx")} == before


def test_changed_rows_are_made_anew_and_removed_ones_told(template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    docgen.notices(write_list(tmp_path / "one.jsonl", 5), str(template), folder)
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*社会组织.docx")}

    def change(position: int, record: dict[str, Any]) -> dict[str, Any]:
        return notice(position, deadline="2024-06-15") if position == 2 else record

    changed = write_list(tmp_path / "two.jsonl", 4, change)
    for at in (4, 5):
        (folder / f"000{at}-云川县第{at}社会组织.pdf").touch()
    again = docgen.notices(changed, str(template), folder, resume=True)
    assert [row.outcome for row in again.rows()] == [
        RowOutcome.UNTOUCHED,
        RowOutcome.MADE,
        RowOutcome.UNTOUCHED,
        RowOutcome.UNTOUCHED,
    ]
    assert again.left_over == ("0005-云川县第5社会组织.docx", "0005-云川县第5社会组织.pdf")
    assert (folder / "0005-云川县第5社会组织.docx").is_file()
    after = {path.name: path.stat().st_mtime_ns for path in folder.glob("*社会组织.docx")}
    assert {name for name in after if after[name] != before[name]} == {"0002-云川县第2社会组织.docx"}


def test_another_template_makes_all_anew(tmp_path: Path) -> None:
    folder, rows = tmp_path / "out", write_list(tmp_path / "list.jsonl", 3)
    template = write_template(tmp_path / "template")
    docgen.notices(rows, str(template), folder)
    from docx_builder import paragraph

    write_template(tmp_path / "template", paragraph("{{ title }}"), paragraph("{{ addressee }}："))
    again = docgen.notices(rows, str(template), folder, resume=True)
    assert (again.made, again.untouched) == (3, 0)


def test_anchors_asked_for_later_make_all_anew(tmp_path: Path) -> None:
    folder, rows = tmp_path / "out", write_list(tmp_path / "list.jsonl", 3)
    template = write_template(tmp_path / "template")
    docgen.notices(rows, str(template), folder)
    again = docgen.notices(rows, str(template), folder, resume=True, anchors=True)
    assert (again.made, again.untouched) == (3, 0)
    documents = [path.read_bytes() for path in sorted(folder.glob("0*.docx"))]
    assert all(b"bookmarkStart" in ZipFile(BytesIO(each)).read("word/document.xml") for each in documents)
    again = docgen.notices(rows, str(template), folder, resume=True, anchors=True)
    assert (again.made, again.untouched) == (0, 3)


def test_a_document_that_somebody_changed_is_left_alone_unless_forced(template: Path, tmp_path: Path) -> None:
    folder, rows = tmp_path / "out", write_list(tmp_path / "list.jsonl", 3)
    docgen.notices(rows, str(template), folder)
    document = folder / "0002-云川县第2社会组织.docx"
    right = document.read_bytes()
    document.write_bytes(right[:4] + b"changed in Word" + right[4:])
    again = docgen.notices(rows, str(template), folder, resume=True)
    [returned] = again.returned_rows()
    [finding] = returned.findings
    assert (returned.number, finding.place.file, finding.place.line) == (2, str(rows), 2)
    assert word(finding.code, finding.parameters, "zh_CN") == (
        "“0002-云川县第2社会组织.docx”成文之后有人改动过，或者是别人放在这里的，没有覆盖。请核对；要覆盖，请加上 --force。"
    )
    assert again.left_over == ()
    assert b"changed in Word" in document.read_bytes()
    docgen.notices(rows, str(template), folder, resume=True, force=True)
    assert document.read_bytes() == right


def test_what_a_power_cut_left_half_written_is_made_anew(template: Path, tmp_path: Path) -> None:
    folder, rows = tmp_path / "out", write_list(tmp_path / "list.jsonl", 3)
    docgen.notices(rows, str(template), folder)
    whole = contents(folder)
    (folder / "0001-云川县第1社会组织.docx").write_bytes(b"")
    (folder / "0003-云川县第3社会组织.docx").write_bytes(whole["0003-云川县第3社会组织.docx"][:1000])
    again = docgen.notices(rows, str(template), folder, resume=True)
    assert (again.made, again.untouched, again.returned) == (2, 1, 0)
    assert contents(folder) == whole


def test_a_manifest_cut_short_within_a_line_is_no_obstacle(template: Path, tmp_path: Path) -> None:
    folder, rows = tmp_path / "out", write_list(tmp_path / "list.jsonl", 3)
    docgen.notices(rows, str(template), folder)
    whole = contents(folder)
    (folder / MANIFEST).rename(folder / PARTIAL)
    (folder / PARTIAL).write_bytes(whole[MANIFEST][:-40])
    again = docgen.notices(rows, str(template), folder, resume=True)
    assert (again.untouched, again.returned) == (3, 0)
    assert contents(folder) == whole


def test_the_manifest_tells_each_row_in_order_and_nothing_private(
    rows: Path, template: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    docgen.notices(rows, str(template), folder)
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["row"] for line in lines] == list(range(1, ROWS + 1))
    assert [line["outcome"] for line in lines].count("退回") == ROWS // 50
    assert list(lines[0]) == ["row", "key", "file", "sha256", "parts", "record", "template", "by", "outcome"]
    assert (lines[0]["key"], lines[49]["key"], lines[49]["file"]) == ("云川县第1社会组织", "row-50", "")
    assert "欧阳倩" not in text and "0000-1234567" not in text


def test_a_second_run_in_the_same_folder_is_refused(rows: Path, template: Path, tmp_path: Path) -> None:
    with Manifest(tmp_path, Origin("0", "0")), pytest.raises(UsageError) as refused:
        docgen.notices(rows, str(template), tmp_path, resume=True)
    assert refused.value.code == "notices-folder-in-use"


@pytest.mark.parametrize(
    ("there", "options", "code"),
    [
        ("他人的文件.docx", {}, "notices-folder-not-empty"),
        ("他人的文件.docx", {"resume": True}, "notices-nothing-to-resume"),
        (MANIFEST, {}, "notices-folder-has-notices"),
    ],
)
def test_a_folder_that_is_not_empty_is_refused(
    there: str, options: dict[str, bool], code: str, template: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / there).write_bytes(b"")
    with pytest.raises(UsageError) as refused:
        docgen.notices(write_list(tmp_path / "list.jsonl", 2), str(template), folder, **options)
    assert refused.value.code == code
    assert contents(folder) == {there: b""}


def test_force_makes_everything_anew_and_leaves_other_files(template: Path, tmp_path: Path) -> None:
    folder, rows = tmp_path / "out", write_list(tmp_path / "list.jsonl", 2)
    docgen.notices(rows, str(template), folder)
    whole = contents(folder)
    (folder / "0001-云川县第1社会组织.docx").write_bytes(b"old")
    (folder / "说明.txt").write_bytes(b"kept")
    forced = docgen.notices(rows, str(template), folder, force=True)
    assert forced.made == 2
    assert contents(folder) == {**whole, "说明.txt": b"kept"}


def test_a_damaged_manifest_is_told_and_leaves_the_folder_as_it_was(template: Path, tmp_path: Path) -> None:
    folder, rows = tmp_path / "out", write_list(tmp_path / "list.jsonl", 3)
    docgen.notices(rows, str(template), folder)
    (folder / MANIFEST).write_text("{}\n", encoding="utf-8")
    before = contents(folder)
    with pytest.raises(UnreadableInput) as refused:
        docgen.notices(rows, str(template), folder, resume=True)
    assert (refused.value.code, refused.value.parameters) == ("manifest-not-readable", {})
    assert contents(folder) == before
