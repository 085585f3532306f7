"""The text of an input file, read safely: size, encoding and a clear refusal for what can't be read.

Only UTF-8 is taken, with or without a byte-order mark; of a plain draft GBK, too. Elsewhere GBK and UTF-16
are recognised and named, not converted: a file that two programs read differently has no one digest and no
sure line numbers.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import BinaryIO

from docgen.errors import UnreadableInput
from docgen.frozen import frozen

MIB = 1024 * 1024
DEFAULT_MAX_BYTES = 64 * MIB

#: byte-order marks of encodings that are named and refused; UTF-32 first, its mark starts like UTF-16's
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
#: first bytes of zip (.docx, .xlsx), of the old Office formats, and of PDF
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_HIGH_BYTES = bytes(range(0x80, 0x100))
#: what Chinese files are written in if not in UTF-8 -> how that is called; the narrower one first
_CHINESE = {"gbk": "GBK", "gb18030": "GB18030"}


@frozen
class Source:
    """The text of an input: ``name`` as the user gave it, ``digest`` the SHA-256 of its bytes in hex."""

    name: str
    text: str
    encoding: str = "utf-8"
    digest: str = ""


def read_source(path: str, *, max_bytes: int = DEFAULT_MAX_BYTES) -> Source:
    """The text of a file, or of standard input for ``-``; UnreadableInput says what is wrong with it."""
    raw = _read_bounded(sys.stdin.buffer, path, max_bytes) if path == "-" else _read_file(path, max_bytes)
    text, encoding = _decode(raw, path)
    if not text.strip():
        raise UnreadableInput("file-empty", path=path)
    return Source(path, text, encoding, hashlib.sha256(raw).hexdigest())


def read_draft(path: str, *, max_bytes: int = DEFAULT_MAX_BYTES) -> Source:
    """A plain draft to be read once and set anew: GBK is taken, too, and ``encoding`` says so.

    Raises UnreadableInput as read_source does for everything else.
    """
    try:
        return read_source(path, max_bytes=max_bytes)
    except UnreadableInput as error:
        name = str(error.parameters.get("encoding", ""))
        if error.code != "file-encoding" or name not in ("GBK", "GB18030"):
            raise
        raw = read_bytes(path, max_bytes=max_bytes)
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:  # GBK at first sight, but not all of it
            raise error from None
        return Source(path, text, name, hashlib.sha256(raw).hexdigest())


def read_bytes(path: str, *, max_bytes: int = DEFAULT_MAX_BYTES) -> bytes:
    """The bytes of a file that is no text (.docx, .pdf); UnreadableInput says what is wrong with it."""
    return _read_file(path, max_bytes)


def _read_file(path: str, max_bytes: int) -> bytes:
    with opened(path, max_bytes=max_bytes) as stream:
        return _read_bounded(stream, path, max_bytes)


@contextmanager
def opened(path: str, *, max_bytes: int | None = None) -> Iterator[BinaryIO]:
    """A file's bytes, open to be read; UnreadableInput says why they can't be, or that they are too many."""
    if os.path.isdir(path):  # Windows would say "permission denied"
        raise UnreadableInput("file-is-folder", path=path)
    try:
        if "\0" in path:
            raise OSError("embedded null character")
        with open(path, "rb") as stream:
            if max_bytes is not None and os.fstat(stream.fileno()).st_size > max_bytes:
                raise _too_large(path, max_bytes)
            yield stream
    except PermissionError:
        raise UnreadableInput("file-no-permission", path=path) from None
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableInput("file-missing", path=path) from None
    except OSError as error:
        raise UnreadableInput("file-not-readable", path=path, reason=error.strerror or str(error)) from None


def _read_bounded(stream: BinaryIO, path: str, max_bytes: int) -> bytes:
    """All bytes of a stream that may never end; pipes and devices have no size to ask for."""
    raw = stream.read(max_bytes + 1)
    if len(raw) > max_bytes:
        raise _too_large(path, max_bytes)
    return raw


def _too_large(path: str, max_bytes: int) -> UnreadableInput:
    limit = f"{max_bytes // MIB} MiB" if max_bytes >= MIB else f"{max_bytes} B"
    return UnreadableInput("file-too-large", path=path, limit=limit)


def _decode(raw: bytes, path: str) -> tuple[str, str]:
    """The text and its encoding (utf-8 or utf-8-sig); raises UnreadableInput for any other."""
    if raw.startswith(_OTHER_FILES):
        raise UnreadableInput("file-is-office", path=path)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            raise UnreadableInput("file-encoding", path=path, encoding=name)
    has_mark = raw.startswith(codecs.BOM_UTF8)
    body = raw[len(codecs.BOM_UTF8) :] if has_mark else raw
    if b"\0" in body[:4]:  # no JSON text starts with a null; UTF-16 without a mark does
        raise UnreadableInput("file-encoding", path=path, encoding="UTF-16")
    try:
        return body.decode("utf-8"), "utf-8-sig" if has_mark else "utf-8"
    except UnicodeDecodeError as error:
        if not has_mark and (name := chinese_encoding([body])):
            raise UnreadableInput("file-encoding", path=path, encoding=name) from None
        good = body[: error.start].decode("utf-8")
        line, column = good.count("\n") + 1, len(good) - (good.rfind("\n") + 1) + 1
        byte = f"0x{body[error.start]:02X}"
        raise UnreadableInput("file-bad-byte", path=path, line=line, column=column, byte=byte) from None


def foreign_encoding(path: str) -> str:
    """What a file is written in that isn't in UTF-8, "" where that can't be told; errors as ``opened``."""
    with opened(path) as stream:
        start = stream.read(4)
        marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
        return marked or chinese_encoding(chain([start], iter(lambda: stream.read(MIB), b"")))


def chinese_encoding(chunks: Iterable[bytes]) -> str:
    """GBK or GB18030 if the bytes are sooner that than damaged UTF-8, else "".

    Damaged or cut UTF-8 often decodes as GBK too, into nonsense; but then most of its characters are
    good UTF-8, while of GBK text nearly none are.
    """
    as_utf8 = codecs.getincrementaldecoder("utf-8")(errors="replace")
    possible = {encoding: codecs.getincrementaldecoder(encoding)() for encoding in _CHINESE}
    good = bad = 0
    for chunk in chunks:
        wrong, right = _counted(as_utf8.decode(chunk), chunk)
        bad, good = bad + wrong, good + right
        for encoding, decoder in list(possible.items()):
            try:
                decoder.decode(chunk)  # never final: the file may be cut
            except UnicodeDecodeError:
                del possible[encoding]
    bad += as_utf8.decode(b"", final=True).count("\ufffd")
    if good >= bad:
        return ""
    return next((_CHINESE[encoding] for encoding in possible), "")


def _counted(text: str, data: bytes) -> tuple[int, int]:
    """How many characters of what was read as UTF-8 are bad, and how many good ones are not ASCII."""
    bad = text.count("\ufffd")
    return bad, len(text) - bad - len(data.translate(None, _HIGH_BYTES))
