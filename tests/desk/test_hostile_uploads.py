"""Files that were made to do harm, and files that are something else: refused in a clerk's words, memory bounded."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from desk_server import Server, ask, opened, start, stop, upload
from docx import Document
from xlsxwriter import Workbook

#: what a bomb unpacks to, in bytes; the server may not come near it
FULL = 200_000_000
#: how much memory the server may take for any of these, in bytes
BOUND = 100_000_000
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8\x00"


def document() -> bytes:
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


def workbook() -> bytes:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["序号", "存在问题"])
    return stream.getvalue()


@cache
def bomb(make: Callable[[], bytes], part: str) -> tuple[bytes, int]:
    """A package with FULL spaces in one part, and how large that part is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make())) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            with target.open(name, "w") as stream:
                stream.write(source.read(name))
                for _ in range(FULL // 1_000_000 if name == part else 0):
                    stream.write(b" " * 1_000_000)
    return packed.getvalue(), target.getinfo(part).file_size


def honest(make: Callable[[], bytes], part: str) -> bytes:
    return bomb(make, part)[0]


def lying(make: Callable[[], bytes], part: str) -> bytes:
    """The same, but its header says that the part unpacks to 1000 bytes."""
    data, size = bomb(make, part)
    return data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def nested(make: Callable[[], bytes], part: str) -> bytes:
    """A bomb inside an archive that calls itself a document."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("里面.zip", honest(make, part))
    return packed.getvalue()


TEXT, SHEET, STRINGS = "word/document.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "炸弹.docx": (partial(honest, document, TEXT), "文件解压后超过64MB，不予打开"),
    "谎报.docx": (partial(lying, document, TEXT), "文件已损坏：其中的“word/document.xml”无法读取"),
    "套娃.docx": (partial(nested, document, TEXT), "这不是 Word 能打开的 .docx 文件"),
    "炸弹.xlsx": (partial(honest, workbook, SHEET), "文件很小，解压后却有200MB，正常的表格不会这样，不予打开"),
    "谎报.xlsx": (partial(lying, workbook, SHEET), "无法按 .xlsx 表格读取"),
    "字串.xlsx": (partial(lying, workbook, STRINGS), "无法按 .xlsx 表格读取"),
    "套娃.xlsx": (partial(nested, workbook, SHEET), "无法按 .xlsx 表格读取"),
    **{
        f"程序.{ending}": (lambda: PROGRAM, "这是一个程序，不是材料")
        for ending in ("docx", "xlsx", "pdf", "txt", "csv", "json", "exe")
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, whose memory nothing else has filled yet."""
    started = start(tmp_path_factory.mktemp("desk"))
    yield started
    stop(started)


def peak(server: Server) -> int:
    """The most memory that the server has ever taken, in bytes; 0 where the system doesn't tell."""
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.exists():
        return 0
    return int(status.read_text().split("VmHWM:")[1].split()[0]) * 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_do_harm_is_refused_and_leaves_nothing(server: Server, name: str) -> None:
    make, told = HOSTILE[name]
    cookie = opened(server)
    before = peak(server)
    answer = upload(server, cookie, name, make())
    assert (answer.status, name in answer.text, told in answer.text) == (422, True, True), answer.text
    assert peak(server) - before < BOUND
    assert "桌上还没有材料" in ask(server, "GET", "/", Cookie=cookie).text
