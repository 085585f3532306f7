"""Pictures without what cameras and programs write into them: when, where, by whom they were taken.

No pixel changes: segments of JPEG and chunks of PNG are left out whole. A file that isn't built as its format
says stays as it is.
"""

from __future__ import annotations

import struct

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
#: JPEG segments: Exif and XMP, IPTC, comments
_SEGMENTS = {0xE1, 0xED, 0xFE}
_SCAN, _END = 0xDA, 0xD9
#: markers that stand alone, without a length
_ALONE = {0x01, *range(0xD0, 0xD9)}
_CHUNKS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
#: length, name and check sum around a chunk's data
_CHUNK_FRAME = 12


def without_metadata(data: bytes) -> bytes:
    """A JPEG or PNG without metadata; the very same bytes for anything else, or where there is none."""
    if data.startswith(_JPEG):
        return _jpeg(data)
    return _png(data) if data.startswith(_PNG) else data


def _jpeg(data: bytes) -> bytes:
    kept = [_JPEG]
    at = len(_JPEG)
    while at + 4 <= len(data):
        marker = data[at + 1]
        if data[at] != 0xFF or marker == 0xFF:
            return data
        if marker in (_SCAN, _END):  # picture data up to the end, with no more segments of these kinds
            return b"".join((*kept, data[at:]))
        if marker in _ALONE:
            kept.append(data[at : at + 2])
            at += 2
            continue
        end = at + 2 + int(struct.unpack_from(">H", data, at + 2)[0])
        if end > len(data) or end < at + 4:
            return data
        if marker not in _SEGMENTS:
            kept.append(data[at:end])
        at = end
    return data


def _png(data: bytes) -> bytes:
    kept = [_PNG]
    at = len(_PNG)
    while at + _CHUNK_FRAME <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + _CHUNK_FRAME + length
        if end > len(data):
            return data
        if name not in _CHUNKS:
            kept.append(data[at:end])
        at = end
        if name == b"IEND":
            return b"".join(kept)  # what stands behind the end is no picture
    return data
