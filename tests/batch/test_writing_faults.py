"""What can't be written: a row sent back with a reason, the others made, nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from notice_lists import BODY, notice, write_list, write_template

import docgen
from docgen.batch.results import BatchResult
from docgen.errors import UsageError
from docgen.messages import word


def told(result: BatchResult) -> list[tuple[int, str]]:
    return [
        (row.number, word(each.code, each.parameters, "zh_CN"))
        for row in result.returned_rows()
        for each in row.findings
    ]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_of_the_documents_name_keeps_only_that_one_from_being_made(tmp_path: Path) -> None:
    folder, template = tmp_path / "out", write_template(tmp_path / "template")
    rows = write_list(tmp_path / "list.jsonl", 3)
    (folder / "0002-云川县第2社会组织.docx").mkdir(parents=True)
    result = docgen.notices(rows, str(template), folder, force=True)
    assert told(result) == [
        (2, "“0002-云川县第2社会组织.docx”没有写成：这里有一个同名的文件夹，请改名后再做。")
    ]
    assert result.in_place == 2
    assert [name for name in names(folder) if name.startswith(".")] == []


def test_a_document_that_is_held_keeps_only_that_one_from_being_made(
    tmp_path: Path, as_ordinary_user: Callable[[], AbstractContextManager[None]]
) -> None:
    # in a folder like /tmp nobody may replace another's file: what Windows says of a file open in Word
    folder = tmp_path / "out"
    template, rows = write_template(tmp_path / "template"), write_list(tmp_path / "list.jsonl", 3)
    folder.mkdir()
    held = folder / "0002-云川县第2社会组织.docx"
    held.write_bytes(b"held")
    folder.chmod(0o1777)
    if os.geteuid():
        pytest.skip("only root can give a file to somebody else")
    for each in (held, folder):
        os.chown(each, 65534, 65534)  # nobody
    with as_ordinary_user():
        result = docgen.notices(rows, str(template), folder, force=True)
    assert told(result) == [
        (
            2,
            "“0002-云川县第2社会组织.docx”没有写成：文件正在 Word 或 WPS 中打开，或者是只读的。请关闭后加 --resume 再做。",
        )
    ]
    assert held.read_bytes() == b"held"
    assert names(folder) == [
        "0001-云川县第1社会组织.docx",
        "0002-云川县第2社会组织.docx",
        "0003-云川县第3社会组织.docx",
        "manifest.jsonl",
        "核对清单.docx",
        "核对清单.xlsx",
    ]
    held.unlink()
    again = docgen.notices(rows, str(template), folder, resume=True)
    assert (again.made, again.untouched, again.returned) == (1, 2, 0)


def test_a_folder_that_nobody_may_write_into_is_told_before_anything_is_judged(
    tmp_path: Path, as_ordinary_user: Callable[[], AbstractContextManager[None]]
) -> None:
    folder = tmp_path / "out"
    template, rows = write_template(tmp_path / "template"), write_list(tmp_path / "list.jsonl", 2)
    folder.mkdir()
    folder.chmod(0o555)
    with as_ordinary_user(), pytest.raises(UsageError) as refused:
        docgen.notices(rows, str(template), folder)
    assert refused.value.code == "output-no-permission"
    assert names(folder) == []


#: a program that may write no file larger than so many bytes, as on a disk that is full for large ones
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from docgen.cli import main
main(sys.argv[2:])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no limits on the size of files")
def test_a_document_too_large_for_the_disk_is_sent_back_and_the_others_are_made(tmp_path: Path) -> None:
    # the texts four times, so that the document is larger than what waits in the temporary file
    folder, template = tmp_path / "out", write_template(tmp_path / "template", *BODY, *BODY, *BODY, *BODY)

    def change(position: int, record: dict[str, object]) -> dict[str, object]:
        words = "".join(chr(0x4E00 + (at * 7919) % 20000) for at in range(30000))
        return notice(position, paragraphs=[words]) if position == 2 else record

    rows = write_list(tmp_path / "list.jsonl", 3, change)
    docgen.notices(rows, str(template), tmp_path / "roomy")
    limit = (tmp_path / "roomy" / "0002-云川县第2社会组织.docx").stat().st_size - 1000
    command = [sys.executable, "-c", LIMITED, str(limit)]
    ran = subprocess.run(
        [*command, "notices", str(rows), "-t", str(template), "-o", str(folder), "--lang", "zh_CN"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "DOCGEN_CACHE": str(tmp_path / "cache"), "TMPDIR": str(tmp_path)},
    )
    assert (ran.returncode, ran.stdout) == (
        4,
        f"{rows}:2: 退回  “0002-云川县第2社会组织.docx”没有写成：磁盘已满，或者可用空间已用完。请腾出空间再继续（命令行加 --resume）。\n"
        f"\n应发3份：已成文2份，退回1份。\n成文清单：{folder / 'manifest.jsonl'}\n"
        f"核对清单：{folder / '核对清单.docx'}\n核对清单：{folder / '核对清单.xlsx'}\n",
    )
    assert names(folder) == [
        "0001-云川县第1社会组织.docx",
        "0003-云川县第3社会组织.docx",
        "manifest.jsonl",
        "核对清单.docx",
        "核对清单.xlsx",
    ]
    again = docgen.notices(rows, str(template), folder, resume=True)
    assert (again.made, again.untouched) == (1, 2)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "roomy").iterdir()
    }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no limits on the size of files")
def test_a_disk_too_full_for_the_manifest_stops_the_batch_and_it_can_be_resumed(tmp_path: Path) -> None:
    folder, template = tmp_path / "out", write_template(tmp_path / "template")
    rows = write_list(tmp_path / "list.jsonl", 250)
    docgen.notices(rows, str(template), tmp_path / "roomy")
    limit = (tmp_path / "roomy" / "manifest.jsonl").stat().st_size * 2 // 3
    command = [sys.executable, "-c", LIMITED, str(limit)]
    ran = subprocess.run(
        [*command, "notices", str(rows), "-t", str(template), "-o", str(folder), "--lang", "zh_CN"],
        capture_output=True,
        encoding="utf-8",
    )
    partial = folder / "manifest.partial.jsonl"
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (
        2,
        f"{partial}: 磁盘已满，已经成文的都在。请腾出空间再继续（命令行加 --resume）。",
    )
    docgen.notices(rows, str(template), folder, resume=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "roomy").iterdir()
    }
