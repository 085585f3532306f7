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
    """Kill a server, as a power cut would."""
    server.process.kill()
    server.process.communicate()


def start(folder: Path, *options: str) -> Server:
    """A server that keeps its work in a folder."""
    environment = {**os.environ, "PYTHONUTF8": "1", "DOCGEN_LANG": "zh_CN"}
    command = [sys.executable, "-m", "docgen", "serve", "--json", "--work", str(folder), *options]
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
    text: str


def ask(server: Server, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    connection = HTTPConnection(server.host, timeout=30)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read().decode("utf-8"))
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


def upload(server: Server, cookie: str, name: str, data: bytes) -> Answer:
    boundary = "x" * 20
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    kind = f"multipart/form-data; boundary={boundary}"
    return ask(server, "POST", "/upload", body, Cookie=cookie, Origin=f"http://{server.host}", Content_Type=kind)
