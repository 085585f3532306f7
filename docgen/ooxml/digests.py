"""What tells two .docx apart by their parts, however those were packed."""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LONGEST_COMMENT = 65_535


def is_whole_package(data: bytes) -> bool:
    """Whether a file begins and ends like a zip: what a power cut left half-written doesn't."""
    return data[:4] == b"PK\x03\x04" and _end_at(data) >= 0


def parts_digest(data: bytes) -> str:
    """SHA-256 over name, size and CRC-32 of every part as it is unpacked; ValueError if it is no zip.

    Equal for two packages with the same parts in the same order, whatever packed them.
    """
    end = _end_at(data)
    if end < 0:
        raise ValueError("no zip")
    count, at = _END.unpack_from(data, end)[4], _END.unpack_from(data, end)[6]
    told = []
    for _ in range(count):
        entry = _CENTRAL.unpack_from(data, at)
        name = data[at + _CENTRAL.size : at + _CENTRAL.size + entry[10]]
        told.append(_told(name, entry[9], entry[7]))
        at += _CENTRAL.size + entry[10] + entry[11] + entry[12]
    return hashlib.sha256(b"".join(told)).hexdigest()


@lru_cache(maxsize=256)
def _told(name: bytes, size: int, crc: int) -> bytes:
    """What the digest is over of a part; the documents of a list share most of theirs."""
    return b"%b %d %08x\n" % (name, size, crc)


def _end_at(data: bytes) -> int:
    """Where the end record of a zip begins; -1 if it has none."""
    if data[-_END.size : -_END.size + 4] == b"PK\x05\x06":
        return len(data) - _END.size
    return data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _LONGEST_COMMENT))
