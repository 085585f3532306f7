"""What is committed speaks of the project only: no machine's paths, no index addresses, no secrets."""

from __future__ import annotations

import re
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: what must not stand in a committed file -> pattern. Each is written so that it does not match itself.
FORBIDDEN = {
    "a path of one machine": re.compile(
        r"(?<![\w./<])/(?:work|root|tmp|home/\w+|Users/\w+|opt)/[\w.]|\b[A-Z]:\\Users\\\w"
    ),
    "the address of a package index": re.compile(
        r"(?i)\b(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com|net)\b|--(?:extra-)?index-[u]rl|--find-[l]inks"
    ),
    "who or what wrote it": re.compile(
        r"(?i)\b(?:[c]laude|[a]nthropic|[c]hatgpt|[o]penai|[c]opilot|as an [a]i|[a]i-generated|[l]anguage model)\b"
    ),
    "an unfinished mark": re.compile(r"\b(?:[T]ODO|[F]IXME|[X]XX)\b"),
    "a key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:[g]hp|[g]ithub_pat)_\w{20}"),
}


def committed_files() -> list[Path]:
    result = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    if result.returncode:
        pytest.skip("not a git checkout: what is committed cannot be listed")
    return [ROOT / name for name in result.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of a file, or of each part of a Word file, also of those in an archive."""
    name = path.relative_to(ROOT).as_posix()
    if path.suffix == ".docx" and zipfile.is_zipfile(path):
        yield from parts(name, path.read_bytes())
    elif path.name.endswith(".tar.xz"):
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member)
                assert stream is not None
                yield from parts(f"{name}!{member.name}", stream.read())
    elif path.suffix == ".png":
        yield name, b"\n".join(said(path.read_bytes())).decode("utf-8", "replace")
    else:
        yield name, path.read_bytes().decode("utf-8", "replace")


def said(picture: bytes) -> Iterator[bytes]:
    """Everything in a PNG but its packed pixels."""
    at = 8
    while at + 12 <= len(picture):
        size = int.from_bytes(picture[at : at + 4], "big")
        if picture[at + 4 : at + 8] != b"IDAT":
            yield picture[at + 4 : at + 8 + size]
        at += 12 + size


def parts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """(name, text) of each part of a Word file."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        for part in package.namelist():
            yield f"{name}!{part}", package.read(part).decode("utf-8", "replace")


def test_committed_files_speak_of_the_project_only() -> None:
    found = []
    known: set[str] = set()  # documents have many parts in common
    for path in committed_files():
        for name, text in texts(path):
            if text in known:
                continue
            known.add(text)
            for what, pattern in FORBIDDEN.items():
                for match in pattern.finditer(text):
                    line = text.count("\n", 0, match.start()) + 1
                    found.append(f"{name}:{line}: {what}: {match.group()}")
    assert found == []


def test_committed_text_files_are_utf_8_with_plain_line_ends() -> None:
    wrong = []
    for path in committed_files():
        if path.suffix in {".docx", ".xlsx", ".png", ".mo", ".xz"} or "samples/bad" in path.as_posix():
            continue
        content = path.read_bytes()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            wrong.append(f"{path.relative_to(ROOT)}: not UTF-8")
        if b"\r\n" in content:
            wrong.append(f"{path.relative_to(ROOT)}: Windows line ends")
    assert wrong == []
