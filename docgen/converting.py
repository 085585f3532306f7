"""PDF from documents by LibreOffice, which runs beside the user's own without touching it.

Files go to it in batches: a start takes a second or two, a further file a tenth of that. (A kept-alive
listener needs the uno of the very Python that LibreOffice was built with, and would save little: 50 files
share a start.)
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from docgen.errors import UsageError
from docgen.writing import write_all

#: documents for one start of LibreOffice
BATCH = 50
#: seconds that a start may take, and each document beyond it
_START_SECONDS, _DOCUMENT_SECONDS = 90, 15
#: after so many starts in a row that gave nothing, LibreOffice itself is out of order
_MOST_IDLE_STARTS = 3


def find_office(environment: Mapping[str, str] | None = None) -> Path | None:
    """LibreOffice's program on Linux, Windows or macOS; None where there is none."""
    environment = os.environ if environment is None else environment
    for name in ("soffice.com", "soffice") if sys.platform == "win32" else ("soffice", "libreoffice"):
        if found := shutil.which(name, path=environment.get("PATH", "")):
            return Path(found)
    for place in _usual_places(environment):
        if place.is_file():
            return place
    return None


def _usual_places(environment: Mapping[str, str]) -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"):
            if folder := environment.get(variable):
                yield Path(folder, "LibreOffice", "program", "soffice.com")
                yield Path(folder, "LibreOffice", "program", "soffice.exe")
    elif sys.platform == "darwin":
        yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
        yield Path.home() / "Applications/LibreOffice.app/Contents/MacOS/soffice"
    else:
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
        yield from map(Path, ("/usr/lib/libreoffice/program/soffice", "/snap/bin/libreoffice"))


class Office:
    """LibreOffice with a profile of its own, for as long as the context lasts."""

    def __init__(
        self,
        program: Path,
        start_seconds: float = _START_SECONDS,
        document_seconds: float = _DOCUMENT_SECONDS,
    ) -> None:
        self._program = program
        self._start_seconds, self._document_seconds = start_seconds, document_seconds
        self._folder = tempfile.TemporaryDirectory(prefix="docgen-pdf-", ignore_cleanup_errors=True)
        self._idle = 0

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *unused: object) -> None:
        self._folder.cleanup()

    def convert(
        self, documents: Sequence[Path], is_stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Path, bool]]:
        """Each document with whether its PDF now stands beside it; one that failed was tried twice.

        UsageError where the PDF can't be written. Ends early once ``is_stopped`` says so.
        """
        for at in range(0, len(documents), BATCH):
            batch = documents[at : at + BATCH]
            done = set(self._run(batch)) if not is_stopped() else set()
            for document in batch:
                if is_stopped():
                    return
                yield document, document in done or bool(self._run([document]))

    def _run(self, documents: Sequence[Path]) -> list[Path]:
        """One start of LibreOffice: the documents whose PDF it made."""
        if self._idle >= _MOST_IDLE_STARTS:
            return []
        work = Path(tempfile.mkdtemp(dir=self._folder.name))
        names = {f"{number}.docx": each for number, each in enumerate(documents)}
        try:
            # under plain names: LibreOffice reads others by the locale, and a command line has an end
            for name, document in names.items():
                shutil.copyfile(document, work / name)
            self._start(work, list(names))
            done = []
            for name, document in names.items():
                made = (work / name).with_suffix(".pdf")
                if made.is_file() and (content := made.read_bytes()).rstrip().endswith(b"%%EOF"):
                    write_all({document.with_suffix(".pdf"): content})
                    done.append(document)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        self._idle = 0 if done else self._idle + 1
        return done

    def _start(self, work: Path, names: list[str]) -> None:
        profile = Path(self._folder.name, "profile").as_uri()
        options = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
        command = [str(self._program), f"-env:UserInstallation={profile}", *options]
        try:
            process = subprocess.Popen(
                [*command, "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(work), *names],
                cwd=work,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for docgen; and the whole family can be ended
            )
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError("pdf-office-not-started", path=str(self._program), reason=reason) from error
        try:
            process.wait(self._start_seconds + self._document_seconds * len(names))
        except subprocess.TimeoutExpired:
            _end(process)
        except BaseException:
            _end(process)
            raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def stand_ins(fonts: Sequence[str]) -> dict[str, str]:
    """Fonts that aren't installed -> what stands in for them; {} where fontconfig isn't there to tell."""
    program = shutil.which("fc-match")
    if program is None:
        return {}
    missing = {}
    for font in fonts:
        pattern = "".join(f"\\{each}" if each in "\\-:," else each for each in font)
        told = subprocess.run(
            [program, "-f", "%{family}", pattern], capture_output=True, encoding="utf-8", errors="replace"
        )
        families = [each.strip() for each in told.stdout.split(",")]
        if told.returncode == 0 and font.lower() not in (each.lower() for each in families):
            missing[font] = families[0]
    return missing
