"""The page as its users have it: a server of its own process, and Debian's chromium in front of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

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
