"""Files written whole or not at all, under names that Windows takes too."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from docgen.errors import UsageError
from docgen.patterns import lazy

#: a document's name leaves room for its endings: file systems count 255 bytes, and 3 to a Chinese character
MAX_NAME_BYTES = 180
DOCX = ".docx"
#: errors that say: the disk is full, the quota used up, or the file larger than any may be
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
#: beyond the end of any file that is held: on Windows nobody can read what is locked
_LOCKED_AT = 1 << 40

#: how a file is called while it is written; an end that no document has
TEMPORARY_PREFIX, TEMPORARY_ENDING = ".docgen-", ".tmp"

_FORBIDDEN = lazy(r'[\x00-\x1f\x7f<>:"/\\|?*\u2028\u2029\u202a-\u202e\u2066-\u2069]+')
_RESERVED = lazy(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)


def safe_name(title: str, otherwise: str) -> str:
    """A file name without ending made from a title; ``otherwise`` if nothing of it can stay."""
    name = clean_name(title)
    name = clean_name(name.encode("utf-8")[:MAX_NAME_BYTES].decode("utf-8", "ignore"))
    if is_reserved_name(name):
        name = f"_{name}"
    return name or otherwise


def clean_name(title: str) -> str:
    """A title without what no file name may hold, of any length; "" if nothing is left."""
    name = unicodedata.normalize("NFC", title).encode("utf-8", "ignore").decode("utf-8")
    name = " ".join(_FORBIDDEN.sub(" ", name).split())
    return name.strip(" .")  # Windows drops them at the end; at the start a dot hides the file


def is_reserved_name(name: str) -> bool:
    """Whether Windows takes a name, whatever its ending, for a device (CON, LPT1…)."""
    return _RESERVED.fullmatch(name) is not None


def refuse_existing(paths: list[Path]) -> None:
    """UsageError that names the files if any of them is already there."""
    there = [path for path in paths if os.path.lexists(path)]
    if there:
        raise UsageError("output-exists", path=str(there[0]), names="、".join(path.name for path in there))


def docx_target(output: str | Path, name: str) -> Path:
    """The .docx to write: ``output`` itself, or ``name`` in the folder that it is; UsageError otherwise."""
    target = Path(output)
    if target.suffix.lower() == DOCX:
        return target
    if not target.is_dir():
        raise UsageError("output-not-docx", path=str(target))
    return target / name


def refuse_sources(target: Path, sources: Iterable[str | Path]) -> None:
    """UsageError if a file to write is one that it is made from: not even force overwrites that."""
    for source in map(Path, sources):
        if target.exists() and source.is_file() and target.samefile(source):
            raise UsageError("output-is-input", path=str(target))


#: a file's bytes, or what writes them to a stream
Content = bytes | Callable[[IO[bytes]], None]


def write_all(contents: Mapping[Path, Content], before_placing: Callable[[], None] | None = None) -> None:
    """Write all files or none; UsageError if the folder is missing or can't be written to.

    ``before_placing`` is called once all are written beside their targets; if it raises, none is placed.
    Each is written beside its target first and then put in its place in one step, so that nobody
    ever sees half a file; if one can't be put there, those that are new are taken away again.
    """
    waiting: dict[Path, str] = {}
    placed: list[Path] = []
    target = Path()
    try:
        for target, content in contents.items():
            waiting[target] = _written_beside(target, content)
        if before_placing is not None:
            before_placing()
        for target in contents:
            is_new = not os.path.lexists(target)
            os.replace(waiting[target], target)
            del waiting[target]
            if is_new:
                placed.append(target)
    except BaseException as error:
        for path in (*map(Path, waiting.values()), *placed):
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise not_written(target, error) from error
        raise


def _written_beside(target: Path, content: Content) -> str:
    stream, name = begun_beside(target)
    try:
        with stream:
            if isinstance(content, bytes):
                stream.write(content)
            else:
                content(stream)
        share(name)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return name


def begun_beside(target: Path) -> tuple[IO[bytes], str]:
    """A new file beside the target to write it in, held until it is closed; and its path."""
    handle, name = tempfile.mkstemp(prefix=_beginning(target), suffix=TEMPORARY_ENDING, dir=target.parent)
    stream = os.fdopen(handle, "w+b")
    if sys.platform != "win32":  # nobody takes away what is open there
        holds(stream)
    return stream, name


def clear_beside(target: Path) -> None:
    """Take away what killed runs had begun to write beside the target; never what is being written."""
    beginning = _beginning(target)
    with suppress(OSError):  # a folder that can't be read: writing tells
        for each in os.scandir(target.absolute().parent):
            is_begun = each.name.startswith(beginning) and each.name.endswith(TEMPORARY_ENDING)
            if is_begun and is_held(each.path) is False:
                with suppress(OSError):
                    os.unlink(each.path)


def _beginning(target: Path) -> str:
    """How the files begin that a target is written in: what was left behind is known by it."""
    return f"{TEMPORARY_PREFIX}{zlib.crc32(os.fsencode(target.name)):08x}-"


def share(name: str) -> None:
    """Let others read a file as any new one: a temporary one nobody else may, and a document is shared."""
    umask = os.umask(0)
    os.umask(umask)
    os.chmod(name, 0o666 & ~umask)


def not_written(target: Path, error: OSError) -> UsageError:
    """Why a file couldn't be put in its place, as it is told."""
    if target.is_dir():
        return UsageError("output-is-folder", path=str(target))
    if error.errno in FULL:
        return UsageError("output-disk-full", path=str(target))
    if not target.parent.is_dir():
        return UsageError("output-no-folder", path=str(target), folder=str(target.parent))
    if isinstance(error, PermissionError):  # on Windows also: open in Word
        return UsageError("output-no-permission", path=str(target))
    return UsageError("output-not-written", path=str(target), reason=error.strerror or str(error))


def folder_not_made(folder: Path, error: OSError) -> UsageError:
    """Why a folder couldn't be made or looked into, as it is told."""
    if error.errno in FULL:
        return UsageError("output-disk-full", path=str(folder))
    if isinstance(error, PermissionError):
        return UsageError("output-no-permission", path=str(folder))
    return UsageError("output-folder-not-made", path=str(folder), reason=error.strerror or str(error))


def holds(stream: IO[bytes]) -> bool:
    """Whether this process now holds the file; it is let go when the process ends, however it ends."""
    return _lock(stream) is not False  # where files know no locks, two runs are told apart by nobody


def is_held(path: str) -> bool | None:
    """Whether some process holds a file; None where nobody can tell."""
    if sys.platform == "win32":
        return False  # whoever wants to take it away is refused while it is open
    try:
        with open(path, "r+b") as stream:
            is_free = _lock(stream)
    except OSError:
        return None
    return None if is_free is None else not is_free


def _lock(stream: IO[bytes]) -> bool | None:
    """Hold a file: False where somebody else does, None in a shared folder that knows no locks."""
    if sys.platform == "win32":
        import msvcrt

        stream.seek(_LOCKED_AT)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
