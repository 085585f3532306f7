"""Pack docgen in each of the ways for people without Python, and try each as they would: make packed-test.

    python tools/packed_test.py [offline] [pipx] [one-folder]

What a packed docgen makes and says has to be, byte for byte, what the checkout makes and says; its page has
to open, with everything that it links to. Nothing is installed from the network, but the offline folder's
wheels. Runs on Linux.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, build_opener

from offline_folder import EXTRAS, pack, this_machine
from one_folder import build
from packing import ROOT

COMPLETE = "samples/good/civil-affairs-half-year/complete.json"
NOTICES = "samples/notices/inspection"
#: run one after the other in a folder with samples/ and an empty out/
COMMANDS = (
    "--version",
    "open --help",
    "kinds",
    "templates check",
    "rules list",
    f"make {COMPLETE} -o out/总结.docx",
    "make samples/gongqingcheng-2020h1.json --draft -o out/草稿.docx",
    "check samples/gongqingcheng-2020h1.json --format xlsx -o out/结果.xlsx",
    "inspect samples/good/civil-affairs-half-year -o out/检查 --workers 2 --as-of 2020-07-31",
    f"notices {NOTICES}/名单.csv --common {NOTICES}/共用.json -t notice -o out/通知 --workers 2",
    f"form civil-affairs-half-year --from {COMPLETE} -o out/填报表.xlsx",
    "intake out/填报表.xlsx -o out/记录.json",
    "lint out/总结.docx",
    "audit out/总结.docx",
    "verify out/总结.docx",
    "init out/本单位",
)
SAMPLES = (COMPLETE, "samples/gongqingcheng-2020h1.json", f"{NOTICES}/名单.csv", f"{NOTICES}/共用.json")
PATIENCE_SECONDS = 30

#: stands for a browser: notes the address, unless it would load the packed libraries in place of its own
BROWSER = """\
#!/bin/sh
[ -z "$LD_LIBRARY_PATH" ] && printf %s "$1" >"$HOME/opening" && exec /bin/mv "$HOME/opening" "$HOME/opened"
"""

#: a command's exit code, what it printed, and then every file with its content
Told = list[tuple[object, ...]]


def told(docgen: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Told:
    """What the commands say and make, by a docgen run in a folder of its own."""
    for name in SAMPLES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    (folder / "out").mkdir()
    found: Told = []
    for command in COMMANDS:
        done = subprocess.run([*docgen, *command.split()], cwd=folder, env=environment, capture_output=True)
        found.append((command, done.returncode, done.stdout.decode(), done.stderr.decode()))
    files = sorted(path for path in (folder / "out").rglob("*") if path.is_file())
    return found + [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files]


def user(home: Path) -> dict[str, str]:
    """The environment of somebody who has no Python, and no other program either."""
    (home / "no-programs").mkdir(parents=True)
    return {"HOME": str(home), "PATH": str(home / "no-programs"), "LANG": "zh_CN.UTF-8"}


def try_page(starter: Sequence[str], environment: Mapping[str, str], home: Path) -> int:
    """Start the page as a double click does, and fetch it and what it links to; how many addresses."""
    opened = home / "opened"
    browser = home / "browser"
    browser.write_text(BROWSER)
    browser.chmod(0o755)
    environment = {**environment, "BROWSER": f"{browser} %s"}
    process = subprocess.Popen(
        starter, cwd=home, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while not opened.exists():
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{starter[0]}: no browser was opened")
            time.sleep(0.05)
        address = opened.read_text()
        client = build_opener(HTTPCookieProcessor(CookieJar()))
        page = client.open(address, timeout=PATIENCE_SECONDS).read().decode()
        links = {urljoin(address, link) for link in re.findall(r'(?:href|src)="(/[^"]+)"', page)}
        for link in sorted(links):  # raises on any other answer than 200
            client.open(link, timeout=PATIENCE_SECONDS).read()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
    if len(links) < 5:
        raise SystemExit(f"{starter[0]}: only {len(links)} links on the page")
    return len(links) + 1


def compare(way: str, wanted: Told, found: Told) -> None:
    """End with what differs first, if anything does."""
    for one, other in zip(wanted, found, strict=False):
        if one != other:
            raise SystemExit(f"{way}: from the checkout\n  {one!r:.2000}\nbut packed\n  {other!r:.2000}")
    if len(wanted) != len(found):
        raise SystemExit(f"{way}: {len(found)} outputs, {len(wanted)} from the checkout")


def offline(place: Path, wheels: Path) -> tuple[list[str], list[str]]:
    """Install from the offline folder by its own script: the command of docgen, and what starts the page."""
    folder = place / "离线 安装"
    shutil.copytree(wheels.parent, folder)
    environment = {"HOME": str(place), "PATH": "/usr/bin:/bin", "PYTHON": sys.executable}
    subprocess.run(["sh", str(folder / "install.sh")], env=environment, check=True, stdout=subprocess.DEVNULL)
    if not (place / ".local/share/applications/docgen.desktop").is_file():
        raise SystemExit("offline: docgen is not in the menu")
    return [str(folder / "docgen-env/bin/docgen")], [str(folder / "打开docgen.sh")]


def pipx(place: Path, wheels: Path) -> tuple[list[str], list[str]]:
    """Install the wheel by pipx, with the offline folder's wheels for all it needs."""
    [wheel] = wheels.glob("docgen-*.whl")
    environment = {
        **os.environ,
        "PIPX_HOME": str(place / "pipx"),
        "PIPX_BIN_DIR": str(place / "bin"),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
    }
    command = [sys.executable, "-m", "pipx", "install", "--quiet", f"{wheel}[{EXTRAS}]"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    program = str(place / "bin" / "docgen")
    return [program], [program, "open"]


def one_folder(place: Path, wheels: Path) -> tuple[list[str], list[str]]:
    """Build the one folder and carry it elsewhere; started without a command it opens the page."""
    build(place / "built" / "docgen")
    folder = shutil.move(place / "built" / "docgen", place / "搬 走")
    program = str(folder / "docgen")
    return [program], [program]


WAYS = {"offline": offline, "pipx": pipx, "one-folder": one_folder}


def main() -> None:
    """Try the ways named, or all."""
    ways = sys.argv[1:] or list(WAYS)
    with tempfile.TemporaryDirectory(prefix="docgen-packed-") as work:
        wheels = pack(Path(work, "folder"), [this_machine()]) / "wheels"
        checkout = {**user(Path(work, "checkout")), "PYTHONPATH": str(ROOT)}
        wanted = told([sys.executable, "-m", "docgen"], Path(work, "checkout", "work"), checkout)
        for way in ways:
            begun = time.monotonic()
            place = Path(work, way)
            environment = user(place)
            docgen, starter = WAYS[way](place, wheels)
            compare(way, wanted, told(docgen, place / "work", environment))
            addresses = try_page(starter, environment, place)
            files, seconds = len(wanted) - len(COMMANDS), time.monotonic() - begun
            said = f"{len(COMMANDS)} commands and {files} files as from the checkout"
            print(f"{way}: {said}, {addresses} addresses of the page ({seconds:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
