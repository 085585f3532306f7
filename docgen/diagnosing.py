"""What docgen needs on this machine: what is there, what is missing, how to get it. Nothing here prints."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from docgen.converting import find_office, stand_ins
from docgen.frozen import frozen

#: fonts that official documents name (GB/T 9704-2012, 5.2.2 and 7), and the files they come in on Windows
FONTS = {
    "方正小标宋简体": ("FZXBSJW.TTF", "FZXBS.TTF", "FZXBSJW.ttf"),
    "仿宋_GB2312": ("SIMFANG.TTF", "FS_GB2312.TTF", "simfang.ttf"),
    "楷体_GB2312": ("SIMKAI.TTF", "KT_GB2312.TTF", "simkai.ttf"),
    "黑体": ("SIMHEI.TTF", "simhei.ttf"),
    "宋体": ("SIMSUN.TTC", "simsun.ttc"),
}
#: stand-ins for these fonts, for LibreOffice: fontconfig reads it where FONTCONFIG_FILE names it
FONTS_CONF = Path(__file__).parent / "fonts" / "official-document-fonts.conf"
#: extra -> a module of it
EXTRAS = {"pdf": "pypdf", "cluster": "distributed", "desk": "starlette"}

#: how to get them on other systems than Linux
_OFFICE = {"win32": "doctor-office-windows", "darwin": "doctor-office-mac"}
_FONT = {"darwin": "doctor-font-mac"}

OK, LACKS, UNKNOWN = "ok", "lacks", "unknown"


@frozen
class Diagnosis:
    """One thing looked at: its name, its state, what was found, and how to get what is missing.

    ``is_needed``: no document can be made without it. ``advice`` is a code of messages.py, "" for none.
    """

    name: str
    state: str
    found: str
    advice: str = ""
    is_needed: bool = False


def diagnose(library: str | None = None) -> list[Diagnosis]:
    """Everything that is looked at, in the order in which it matters."""
    return [
        _python(),
        *_library(library),
        _folder(),
        _encoding(),
        *_extras(),
        _office(),
        _poppler(),
        *_fonts(),
    ]


def _python() -> Diagnosis:
    from docgen import __version__

    found = f"{platform.python_version()}，docgen {__version__}，{platform.platform(terse=True)}"
    is_new = sys.version_info >= (3, 11)
    return Diagnosis("Python", OK if is_new else LACKS, found, "" if is_new else "doctor-python", True)


def _library(library: str | None) -> Iterator[Diagnosis]:
    from docgen.errors import DocgenError
    from docgen.library import find_library
    from docgen.messages import word

    try:
        roots = find_library(library, near=[Path.cwd()]).roots
    except DocgenError as error:
        found = word(error.code, error.parameters, "zh_CN")
        yield Diagnosis("library", LACKS, found, "doctor-library", True)
        return
    yield Diagnosis("library", OK, "；".join(str(root) for root in roots), is_needed=True)


def _folder() -> Diagnosis:
    place = tempfile.gettempdir()
    try:
        with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
            Path(folder, "try").write_bytes(b"docgen")
    except OSError as error:
        return Diagnosis("temp", LACKS, f"{place}: {error.strerror or error}", "doctor-temp", True)
    return Diagnosis("temp", OK, place, is_needed=True)


def _encoding() -> Diagnosis:
    encoding = sys.stdout.encoding or locale.getpreferredencoding(False)
    try:
        "公文校核".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Diagnosis("encoding", LACKS, encoding, "doctor-encoding")
    return Diagnosis("encoding", OK, encoding)


def _extras() -> Iterator[Diagnosis]:
    for extra, module in EXTRAS.items():
        is_there = find_spec(module) is not None
        yield Diagnosis(
            f"docgen[{extra}]", OK if is_there else LACKS, module, "" if is_there else f"doctor-extra-{extra}"
        )


def _office() -> Diagnosis:
    program = find_office()
    if program is None:
        return Diagnosis("LibreOffice", LACKS, "", _OFFICE.get(sys.platform, "doctor-office"))
    return Diagnosis("LibreOffice", OK, _version([str(program), "--version"]) or str(program))


def _poppler() -> Diagnosis:
    program = shutil.which("pdftotext")
    if program is None:
        return Diagnosis("poppler", LACKS, "", "doctor-poppler")
    return Diagnosis("poppler", OK, program)


def _version(command: Sequence[str]) -> str:
    try:
        told = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=20, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip().partition("\n")[0]


def _fonts() -> Iterator[Diagnosis]:
    if sys.platform == "win32":
        yield from _windows_fonts()
        return
    if shutil.which("fc-match") is None:
        for font in FONTS:
            yield Diagnosis(font, UNKNOWN, "", "doctor-fontconfig")
        return
    missing = stand_ins(list(FONTS))
    for font in FONTS:
        if font in missing:
            yield Diagnosis(font, LACKS, missing[font], _FONT.get(sys.platform, "doctor-font"))
        else:
            yield Diagnosis(font, OK, font)


def _windows_fonts() -> Iterator[Diagnosis]:
    places = [Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")]
    if own := os.environ.get("LOCALAPPDATA"):
        places.append(Path(own, "Microsoft", "Windows", "Fonts"))
    for font, names in FONTS.items():
        found = next((str(place / name) for place in places for name in names if (place / name).exists()), "")
        yield Diagnosis(font, OK if found else LACKS, found, "" if found else "doctor-font-windows")


def can_make(found: Sequence[Diagnosis]) -> bool:
    """Whether documents can be made: nothing that is needed is missing."""
    return all(each.state == OK for each in found if each.is_needed)
