"""The .docx as a zip of parts: reading one under limits, writing one with the same bytes every time.

Written entries carry a fixed date, system and order, so equal parts give an equal file. A part that
was deflated once is appended as it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from typing import NamedTuple

from docgen.errors import BrokenLibrary
from docgen.frozen import frozen
from docgen.patterns import lazy

CONTENT_TYPES = "[Content_Types].xml"

#: what a template may unpack to, all parts together, and how many parts it may have
MAX_UNPACKED_BYTES = 64_000_000
MAX_PARTS = 2_000

_DEFLATED = 8
#: 1980-01-01 00:00, the first moment that a zip can name (MS-DOS date and time)
_DOS_TIME, _DOS_DATE = 0, (1 << 5) | 1
_VERSION = 20
_UTF8_NAME = 0x800

#: what the header before a part and the directory both say of it
_COMMON = struct.Struct("<5H3L2H")
_OFFSET = struct.Struct("<L")
_END = struct.Struct("<4s4H2LH")

#: what an old .doc begins with, and a .docx with a password; and how "Strict Open XML" is told
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"

#: fields that put in what stands elsewhere, or start a program
_FETCHING_FIELD = re.compile(
    rb'(?:<w:instrText(?: [^>]*)?>|\bw:instr=")\s*'
    rb'((?:DDE|DDEAUTO|IMPORT|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|LINK)\b[^<"]{0,60})',
    re.IGNORECASE,
)
_MAIN = b"wordprocessingml.document.main+xml"
_MACRO_PART = lazy(r"vbaProject|vbaData|macroEnabled|activeX", re.IGNORECASE)


@frozen
class Deflated:
    """A part ready to be appended: its name in the package, CRC, size when unpacked, packed bytes."""

    name: str
    crc: int
    size: int
    data: bytes
    #: how the zip tells of it, worked out once: parts of a template stand in thousands of documents
    _entry: tuple[bytes, bytes, bytes] | None = field(init=False, default=None)

    @property
    def entry(self) -> tuple[bytes, bytes, bytes]:
        """The header before it; what the directory says before and after its place in the file."""
        found = self._entry
        if found is None:
            encoded = self.name.encode("utf-8")
            flags = 0 if self.name.isascii() else _UTF8_NAME
            common = _COMMON.pack(
                _VERSION,
                flags,
                _DEFLATED,
                _DOS_TIME,
                _DOS_DATE,
                self.crc,
                len(self.data),
                self.size,
                len(encoded),
                0,
            )
            found = (
                b"PK\x03\x04" + common + encoded,
                b"PK\x01\x02" + _VERSION.to_bytes(2, "little") + common + bytes(10),
                encoded,
            )
            object.__setattr__(self, "_entry", found)
        return found


def deflate(name: str, content: bytes, level: int = 6) -> Deflated:
    """The part packed at a fixed zlib level."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Deflated(name, zlib.crc32(content), len(content), packer.compress(content) + packer.flush())


#: how many pieces of a text are packed at a time
_PIECES_TOGETHER = 2048


def deflate_texts(name: str, texts: Sequence[str], level: int = 6) -> Deflated:
    """The part of these texts in a row, packed as ``deflate`` does, without being put together whole."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    crc = size = 0
    packed: list[bytes] = []
    for at in range(0, len(texts), _PIECES_TOGETHER):
        content = "".join(texts[at : at + _PIECES_TOGETHER]).encode("utf-8")
        crc, size = zlib.crc32(content, crc), size + len(content)
        packed.append(packer.compress(content))
    packed.append(packer.flush())
    return Deflated(name, crc, size, b"".join(packed))


#: what is shorter costs more packed than as it is
_WORTH_PACKING = 200
_STORED = struct.Struct("<BHH")
_LONGEST_STORED = 65_535


class Packed(NamedTuple):
    """A stretch of a part, and the same packed so that it can stand between others."""

    content: bytes
    data: bytes


def pack(content: bytes, level: int, *, is_last: bool = False) -> Packed:
    """A stretch packed for itself, with nothing pointing back beyond it; the last one ends the part."""
    if len(content) < _WORTH_PACKING and not is_last:
        pieces = range(0, len(content), _LONGEST_STORED)
        return Packed(content, b"".join([_stored(content[at : at + _LONGEST_STORED]) for at in pieces]))
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    data = packer.compress(content) + packer.flush(zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH)
    return Packed(content, data)


def _stored(content: bytes) -> bytes:
    return _STORED.pack(0, len(content), len(content) ^ 0xFFFF) + content


def joined(name: str, stretches: Sequence[Packed]) -> Deflated:
    """The part of these stretches, of which the last was packed as the last."""
    content = b"".join([each.content for each in stretches])
    return Deflated(name, zlib.crc32(content), len(content), b"".join([each.data for each in stretches]))


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


@lru_cache(maxsize=64)
def _ordered(names: tuple[str, ...]) -> list[str]:
    return in_package_order(names)


def write_package(parts: Mapping[str, Deflated]) -> bytes:
    """The .docx of these parts: equal bytes for equal parts."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in _ordered(tuple(parts)):
        part = parts[name]
        data = part.data
        header, told, encoded = part.entry
        body += (header, data)
        directory += (told, _OFFSET.pack(offset), encoded)
        offset += len(header) + len(data)
    central = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(central), offset, 0)
    return b"".join((*body, central, end))


def read_package(data: bytes, path: str) -> dict[str, bytes]:
    """The parts of a template by name; BrokenLibrary for what is no .docx, too large, or unsafe."""
    import zipfile
    from io import BytesIO

    broken = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except broken as fault:
        raise BrokenLibrary(why_no_zip(data), path=path) from fault
    infos = [info for info in archive.infolist() if not info.is_dir()]
    _refuse_oversized(infos, path)
    if any(info.flag_bits & 1 for info in infos):
        raise BrokenLibrary("lint-encrypted", path=path)
    parts: dict[str, bytes] = {}
    for info in infos:
        try:
            parts[info.filename] = archive.read(info)
        except broken as fault:
            raise BrokenLibrary("lint-damaged", path=path, part=info.filename) from fault
    if CONTENT_TYPES not in parts or "word/document.xml" not in parts:
        raise BrokenLibrary("template-not-docx", path=path)
    _refuse_unsafe(parts, path)
    # Word opens no .docx that calls itself a template, as a .dotx that was given another name does
    as_document = parts[CONTENT_TYPES].replace(b"wordprocessingml.template.main+xml", _MAIN)
    return {**parts, CONTENT_TYPES: as_document}


def why_no_zip(data: bytes) -> str:
    """Why these bytes are no .docx: an old .doc, an encrypted file, one cut short, or something else."""
    if data.startswith(_OLE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in data
        return "lint-encrypted" if is_locked else "lint-old-doc"
    if not data:
        return "lint-empty"
    return "lint-cut-short" if data.startswith(b"PK\x03\x04") else "lint-not-docx"


def _refuse_oversized(infos: Iterable[object], path: str) -> None:
    sizes = [(getattr(info, "file_size", 0), getattr(info, "filename", "")) for info in infos]
    names = [name for _, name in sizes]
    if sum(size for size, _ in sizes) > MAX_UNPACKED_BYTES or len(sizes) > MAX_PARTS:
        size, part = max(sizes)
        limit, size = MAX_UNPACKED_BYTES // 1_000_000, size // 1_000_000
        raise BrokenLibrary("template-too-large", path=path, limit=limit, part=part, size=size)
    for name in names:
        if names.count(name) > 1 or name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise BrokenLibrary("template-not-docx", path=path)


def _refuse_unsafe(parts: Mapping[str, bytes], path: str) -> None:
    """Macros, and anything Word would fetch from elsewhere; a hyperlink is only followed by a reader."""
    for name in parts:
        if _MACRO_PART.search(name):
            raise BrokenLibrary("template-has-macros", path=path, part=name)
    for told in _attributes(parts[CONTENT_TYPES], path):
        if _MACRO_PART.search(told.get("ContentType", "")):
            raise BrokenLibrary("template-has-macros", path=path, part=CONTENT_TYPES)
    for name, content in parts.items():
        if name.endswith(".xml") and STRICT in content[:8192]:
            raise BrokenLibrary("lint-strict-format", path=path)
        if name.endswith(".xml") and b"<!DOCTYPE" in content[:4096]:
            raise BrokenLibrary("lint-entities", path=path, part=name)
        if name.endswith(".rels"):
            for told in _attributes(content, path):
                sort, target = told.get("Type", ""), told.get("Target", "")
                if _MACRO_PART.search(sort):
                    raise BrokenLibrary("template-has-macros", path=path, part=name)
                if told.get("TargetMode") == "External" and not sort.endswith("/hyperlink"):
                    raise BrokenLibrary("template-fetches", path=path, part=name, target=target)
        elif b"instr" in content and (field := _FETCHING_FIELD.search(content)):
            target = field[1].decode("utf-8", "replace").strip()
            raise BrokenLibrary("template-fetches", path=path, part=name, target=target)


def _attributes(content: bytes, path: str) -> list[dict[str, str]]:
    """The attributes of every element, as XML has them; BrokenLibrary for what is none, or has entities."""
    from xml.parsers import expat

    found: list[dict[str, str]] = []

    def refuse(*_: object) -> None:
        raise BrokenLibrary("template-not-docx", path=path)

    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _, attributes: found.append(attributes)
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise BrokenLibrary("template-not-docx", path=path) from fault
    return found
