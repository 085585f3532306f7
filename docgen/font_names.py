"""The families that a font file says it is of: the name table of TrueType and OpenType, collections too.

A file's own name tells nothing sure: SIMFANG.TTF is 仿宋, and no 仿宋_GB2312.
Source: OpenType specification 1.9, "Organization of an OpenType Font" and "name".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

#: numbers of names: the family, and the family as typographers count it
_FAMILY = (1, 16)
_UNICODE, _WINDOWS = 0, 3
#: fonts of one collection that are looked at
_MOST_FONTS = 64
_MOST_TABLES = 256


def families(path: Path) -> frozenset[str]:
    """The names of families, in every language the file gives; none for what is no font."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            return frozenset(name for at in _fonts(data) for name in _names(data, at))
    except (OSError, ValueError, struct.error):  # an empty file can't be mapped; a name may be broken
        return frozenset()


def _fonts(data: mmap) -> Iterator[int]:
    """Where the fonts of a file begin."""
    if data[:4] != b"ttcf":
        yield 0
        return
    (count,) = struct.unpack_from(">I", data, 8)
    for number in range(min(count, _MOST_FONTS)):
        yield struct.unpack_from(">I", data, 12 + 4 * number)[0]


def _names(data: mmap, at: int) -> Iterator[str]:
    if data[at : at + 4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        return
    (tables,) = struct.unpack_from(">H", data, at + 4)
    for number in range(min(tables, _MOST_TABLES)):
        tag, _check, start, _length = struct.unpack_from(">4sIII", data, at + 12 + 16 * number)
        if tag != b"name":
            continue
        _format, count, texts = struct.unpack_from(">HHH", data, start)
        for record in range(count):
            platform, _encoding, _language, name, length, offset = struct.unpack_from(
                ">HHHHHH", data, start + 6 + 12 * record
            )
            if name in _FAMILY and platform in (_UNICODE, _WINDOWS):
                begin = start + texts + offset
                yield data[begin : begin + length].decode("utf-16-be")
