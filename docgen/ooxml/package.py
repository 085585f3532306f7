"""The .docx as a zip of parts: reading one under limits, writing one with the same bytes every time.

Written entries carry a fixed date, system and order, so equal parts give an equal file. A part that
was deflated once is appended as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping

from docgen.errors import BrokenLibrary
from docgen.frozen import frozen

CONTENT_TYPES = "[Content_Types].xml"

#: what a template may unpack to, all parts together, and how many parts it may have
MAX_UNPACKED_BYTES = 64_000_000
MAX_PARTS = 2_000

_STORED, _DEFLATED = 0, 8
#: 1980-01-01 00:00, the first moment that a zip can name (MS-DOS date and time)
_DOS_TIME, _DOS_DATE = 0, (1 << 5) | 1
_VERSION = 20
_UTF8_NAME = 0x800

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_CENTRAL_HEADER = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")

_RELATIONSHIP = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_MACRO_PART = re.compile(r"vbaProject|vbaData|macroEnabled|activeX", re.IGNORECASE)


@frozen
class Deflated:
    """A part ready to be appended: its name in the package, CRC, size when unpacked, packed bytes."""

    name: str
    crc: int
    size: int
    data: bytes


def deflate(name: str, content: bytes, level: int = 6) -> Deflated:
    """The part packed at a fixed zlib level."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Deflated(name, zlib.crc32(content), len(content), packer.compress(content) + packer.flush())


def inflate(part: Deflated) -> bytes:
    """The content of a packed part; zlib.error or ValueError if it is damaged."""
    if not 0 <= part.size <= MAX_UNPACKED_BYTES:
        raise ValueError(part.name)
    content = zlib.decompressobj(-15).decompress(part.data, part.size + 1)
    if len(content) != part.size or zlib.crc32(content) != part.crc:
        raise ValueError(part.name)
    return content


def in_package_order(names: Iterable[str]) -> list[str]:
    """Content types first, relationships next, the rest sorted: the order readers expect."""

    def rank(name: str) -> tuple[int, str]:
        return (0 if name == CONTENT_TYPES else 1 if name == "_rels/.rels" else 2, name)

    return sorted(names, key=rank)


def write_package(parts: Mapping[str, Deflated]) -> bytes:
    """The .docx of these parts: equal bytes for equal parts."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in in_package_order(parts):
        part, encoded = parts[name], name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF8_NAME
        common = (_DEFLATED, _DOS_TIME, _DOS_DATE, part.crc, len(part.data), part.size, len(encoded), 0)
        local = _LOCAL_HEADER.pack(b"PK\x03\x04", _VERSION, flags, *common) + encoded
        body += (local, part.data)
        directory.append(
            _CENTRAL_HEADER.pack(b"PK\x01\x02", _VERSION, _VERSION, flags, *common, 0, 0, 0, 0, offset)
            + encoded
        )
        offset += len(local) + len(part.data)
    central = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(central), offset, 0)
    return b"".join((*body, central, end))


def read_package(data: bytes, path: str) -> dict[str, bytes]:
    """The parts of a template by name; BrokenLibrary for what is no .docx, too large, or unsafe."""
    import zipfile
    from io import BytesIO

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_oversized(infos, path)
            parts = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as fault:
        raise BrokenLibrary("template-not-docx", path=path) from fault
    if CONTENT_TYPES not in parts or "word/document.xml" not in parts:
        raise BrokenLibrary("template-not-docx", path=path)
    _refuse_unsafe(parts, path)
    return parts


def _refuse_oversized(infos: Iterable[object], path: str) -> None:
    infos = list(infos)
    total = sum(getattr(info, "file_size", 0) for info in infos)
    names = [getattr(info, "filename", "") for info in infos]
    if total > MAX_UNPACKED_BYTES or len(infos) > MAX_PARTS:
        raise BrokenLibrary("template-too-large", path=path, limit=MAX_UNPACKED_BYTES // 1_000_000)
    for name in names:
        if names.count(name) > 1 or name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise BrokenLibrary("template-not-docx", path=path)


def _refuse_unsafe(parts: Mapping[str, bytes], path: str) -> None:
    """Macros, and anything Word would fetch from elsewhere; a hyperlink is only followed by a reader."""
    content_types = parts[CONTENT_TYPES].decode("utf-8", "replace")
    for name in parts:
        if _MACRO_PART.search(name):
            raise BrokenLibrary("template-has-macros", path=path, part=name)
    if _MACRO_PART.search(content_types):
        raise BrokenLibrary("template-has-macros", path=path, part=CONTENT_TYPES)
    for name, content in parts.items():
        if not name.endswith(".rels"):
            continue
        for relationship in _RELATIONSHIP.findall(content.decode("utf-8", "replace")):
            is_external = re.search(r"TargetMode\s*=\s*[\"']External", relationship)
            if is_external and not re.search(r"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", relationship):
                target = re.search(r"Target\s*=\s*[\"']([^\"']*)", relationship)
                raise BrokenLibrary(
                    "template-fetches", path=path, part=name, target=target.group(1) if target else ""
                )
