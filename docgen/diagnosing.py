"""What docgen needs on this machine: what is there, what is missing, how to get it. Nothing here prints."""

from __future__ import annotations

import locale
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from docgen.converting import find_office, stand_ins
from docgen.font_names import families
from docgen.frozen import frozen

#: fonts that official documents name (GB/T 9704-2012, 5.2.2 and 7)
FONTS = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体")
_FONT_ENDINGS = (".ttf", ".ttc", ".otf")
#: stand-ins for these fonts, for LibreOffice: fontconfig reads it where FONTCONFIG_FILE names it
FONTS_CONF = Path(__file__).parent / "fonts" / "official-document-fonts.conf"
EXTRAS = ("pdf", "cluster", "desk")

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


def diagnose(library: str | None = None, language: str = "zh_CN") -> list[Diagnosis]:
    """Everything that is looked at, in the order in which it matters."""
    return [
        _python(),
        *_library(library, language),
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


def _library(library: str | None, language: str) -> Iterator[Diagnosis]:
    from docgen.errors import DocgenError
    from docgen.library import find_library
    from docgen.messages import word

    try:
        roots = find_library(library).roots
    except DocgenError as error:
        found = word(error.code, error.parameters, language)
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
    for extra in EXTRAS:
        name = f"docgen[{extra}]"
        parts = _parts(extra)
        missing = [part for part in parts if not _is_installed(part)]
        if not parts:  # a copy without what pip keeps of an installation: nobody can say
            yield Diagnosis(name, UNKNOWN, "", f"doctor-extra-{extra}")
        elif missing:
            yield Diagnosis(name, LACKS, "、".join(missing), f"doctor-extra-{extra}")
        else:
            yield Diagnosis(name, OK, "、".join(parts))


def _parts(extra: str) -> list[str]:
    """The distributions that an extra asks for."""
    try:
        asked = metadata.requires("docgen") or []
    except metadata.PackageNotFoundError:
        return []
    wanted = re.compile(rf"""extra\s*==\s*["']{extra}["']""")
    return sorted(re.split(r"[^\w.-]", each, maxsplit=1)[0] for each in asked if wanted.search(each))


def _is_installed(distribution: str) -> bool:
    try:
        metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


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
    missing = stand_ins(FONTS)
    for font in FONTS:
        if font in missing:
            yield Diagnosis(font, LACKS, missing[font], _FONT.get(sys.platform, "doctor-font"))
        else:
            yield Diagnosis(font, OK, font)


def _windows_fonts() -> Iterator[Diagnosis]:
    places = [Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")]
    if own := os.environ.get("LOCALAPPDATA"):
        places.append(Path(own, "Microsoft", "Windows", "Fonts"))
    files = [
        file
        for place in places
        if place.is_dir()
        for file in sorted(place.iterdir())
        if file.suffix.lower() in _FONT_ENDINGS
    ]
    of = {family: str(file) for file in files for family in families(file)}
    for font in FONTS:
        is_there = font in of
        advice = "" if is_there else "doctor-font-windows"
        yield Diagnosis(font, OK if is_there else LACKS, of.get(font, ""), advice)


def can_make(found: Sequence[Diagnosis]) -> bool:
    """Whether documents can be made: nothing that is needed is missing."""
    return all(each.state == OK for each in found if each.is_needed)
