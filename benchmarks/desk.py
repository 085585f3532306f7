"""How soon the page in the browser is there, and what it holds in memory, beside a bare Starlette page.

Both are processes of their own, started in turn: from the start of Python to the first page's last byte.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

AIM_SECONDS, AIM_MB = 1.0, 60

BARE = """
import json, socket
import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

async def page(request):
    return HTMLResponse("<!DOCTYPE html><title>bare</title><p>bare")

listening = socket.socket()
listening.bind(("127.0.0.1", 0))
listening.listen(128)
print(json.dumps({"address": "http://127.0.0.1:%d/" % listening.getsockname()[1]}), flush=True)
config = uvicorn.Config(Starlette(routes=[Route("/", page)]), loop="asyncio", http="h11", ws="none",
    lifespan="off", log_level="error")
uvicorn.Server(config).run(sockets=[listening])
"""


class Start(NamedTuple):
    """One start: seconds to the first page, MB held then."""

    seconds: float
    megabytes: float


def fetched(host: str, path: str, cookie: str = "") -> tuple[int, str, str]:
    """Status, cookie and target of the answer to a request; its body is read to the end."""
    connection = HTTPConnection(host, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    given = (answer.getheader("Set-Cookie") or "").split(";")[0]
    return answer.status, given, answer.getheader("Location") or ""


def started(command: list[str]) -> Start:
    """A server started, its first page fetched, and killed again."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        _, _, host, path = json.loads(process.stdout.readline())["address"].split("/", 3)
        status, cookie, target = fetched(host, f"/{path}")
        if status == 303:
            status, _, _ = fetched(host, target, cookie)
        seconds = time.perf_counter() - begin
        assert status == 200, status
        return Start(seconds, held(process.pid))
    finally:
        process.kill()
        process.communicate()


def held(pid: int) -> float:
    """What a process holds in memory, in MB (resident; 0 where this system doesn't tell)."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    [line] = [line for line in text.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


def main() -> None:
    """Print the medians beside their aims."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=9, help="starts of each (default 9)")
    repeats = max(3, parser.parse_args().repeats)
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        desk = [sys.executable, "-m", "docgen", "serve", "--json", "--work", folder]
        bare = [sys.executable, "-c", BARE]
        times: dict[str, list[Start]] = {"the desk": [], "a bare page": []}
        for _ in range(repeats):
            times["the desk"].append(started(desk))
            times["a bare page"].append(started(bare))
    middle = {
        name: Start(*(statistics.median(each) for each in zip(*starts, strict=True)))
        for name, starts in times.items()
    }
    print(f"from start to first page, median of {repeats} starts in turn")
    for name, one in middle.items():
        print(f"  {name:12} {one.seconds:6.2f} s {one.megabytes:6.0f} MB")
    ratio = statistics.median(
        mine.seconds / other.seconds
        for mine, other in zip(times["the desk"], times["a bare page"], strict=True)
    )
    print(f"  the desk beside a bare page: {ratio:.2f}x the time")
    one = middle["the desk"]
    print(f"  aim {AIM_SECONDS} s {'met' if one.seconds <= AIM_SECONDS else 'NOT met'}")
    print(f"  aim {AIM_MB} MB {'met' if one.megabytes <= AIM_MB else 'NOT met'}")


if __name__ == "__main__":
    main()
