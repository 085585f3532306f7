"""The page as its users have it: a server of its own process, and Debian's chromium in front of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import urlsplit

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ROOT = Path(__file__).resolve().parents[1]


#: how long anything may take on a busy machine, in milliseconds
PATIENCE = 30_000


class Server(NamedTuple):
    """A running server: where it is opened, its host and port, its folder, its process."""

    address: str
    host: str
    folder: Path
    process: subprocess.Popen[str]


def stop(server: Server) -> None:
    """Kill a server, as a power cut would; one that was killed before stays so."""
    if server.process.poll() is None:
        server.process.kill()
        server.process.communicate()


def start(folder: Path, *options: str, limit: str = "") -> Server:
    """A server that keeps its work in a folder, and its temporary files, too; ``limit`` is a shell's ulimit."""
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONUTF8": "1", "DOCGEN_LANG": "zh_CN", "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "docgen", "serve", "--json", "--work", str(folder), *options]
    if limit:
        command = ["sh", "-c", f'{limit}; exec "$@"', "sh", *command]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment, cwd=ROOT)
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"]
    return Server(address, address.split("/")[2], folder, process)


def dropped(page: Any, *files: Path) -> None:
    page.set_input_files("input[type=file]", [str(file) for file in files])


def shown(page: Any) -> Any:
    """The preview, once the document is drawn."""
    frame = page.frame_locator("#preview")
    frame.locator("#document[data-ready=yes]").wait_for()
    return frame


def downloaded(page: Any, link: str) -> bytes:
    with page.expect_download() as waiting:
        page.click(link)
    return Path(waiting.value.path()).read_bytes()


def cell_texts(document: Any) -> list[str]:
    """What stands in the cells of a document's tables."""
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


class Answer(NamedTuple):
    """What the server answered."""

    status: int
    headers: Message
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode("utf-8")


def ask(server: Server, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    connection = HTTPConnection(server.host, timeout=30)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def opened(server: Server) -> str:
    """The cookie that the opened address gives."""
    parts = urlsplit(server.address)
    answer = ask(server, "GET", f"/?{parts.query}")
    assert answer.status == 303
    cookie = answer.headers["Set-Cookie"] or ""
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    return cookie.split(";")[0]


def posted(server: Server, cookie: str, path: str, **fields: str | tuple[str, bytes]) -> Answer:
    """A form of the page handed in: texts, and files as their name and bytes."""
    boundary = "x" * 20
    body = b""
    for field, value in fields.items():
        name, data = ("", value.encode()) if isinstance(value, str) else value
        file = f'; filename="{name}"' if name else ""
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"{file}\r\n\r\n'.encode() + data + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    kind = f"multipart/form-data; boundary={boundary}"
    return ask(server, "POST", path, body, Cookie=cookie, Origin=f"http://{server.host}", Content_Type=kind)


def upload(server: Server, cookie: str, name: str, data: bytes) -> Answer:
    return posted(server, cookie, "/upload", files=(name, data))


#: a list of organisations, and what the notices to all of them share
NOTICES = ROOT / "samples" / "notices" / "inspection"


def long_list(count: int, first: int = 0) -> bytes:
    """So many rows of a list of organisations, beginning with the one of that number."""
    with TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.csv"
        tool = ROOT / "tools" / "notice_rows.py"
        subprocess.run([sys.executable, str(tool), str(first + count), str(rows)], check=True)
        head, *lines = rows.read_bytes().splitlines(keepends=True)
    return b"".join([head, *lines[first:]])
