"""Pictures lose what cameras write into them, and not a pixel."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.ooxml.pictures import without_metadata

SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\x34\xff\x00\x56" * 9 + b"\xff\xd9"
TABLES = b"\xff\xdb" + struct.pack(">H", 67) + bytes(65)
JFIF = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


HEAD = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\x00\x7f")) + chunk(b"IEND", b"")
PNG = b"\x89PNG\r\n\x1a\n"


def test_a_photograph_loses_place_time_and_names() -> None:
    exif, xmp = (
        segment(0xE1, b"Exif\x00\x00GPS 28.6N"),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00ZHAO"),
    )
    iptc, remark = segment(0xED, b"Photoshop 3.0\x00"), segment(0xFE, "赵丙丁".encode())
    colours = segment(0xE2, b"ICC_PROFILE\x00")
    taken = b"\xff\xd8" + JFIF + exif + xmp + colours + iptc + remark + TABLES + SCAN
    assert without_metadata(taken) == b"\xff\xd8" + JFIF + colours + TABLES + SCAN


def test_a_png_loses_its_texts_and_what_stands_behind_its_end() -> None:
    noted = (
        PNG
        + HEAD
        + chunk(b"tEXt", b"Author\x00ZHAO")
        + chunk(b"eXIf", b"x")
        + chunk(b"tIME", bytes(7))
        + PIXELS
    )
    assert without_metadata(noted + b"behind") == PNG + HEAD + PIXELS


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe1\xff\xff",
        PNG,
        PNG + b"\xff\xff\xff\xffIHDR",
        b"\xff\xd8" + TABLES + SCAN,
        PNG + HEAD + PIXELS,
    ],
)
def test_what_is_clean_or_broken_stays_as_it_is(data: bytes) -> None:
    assert without_metadata(data) == data


@given(st.binary(max_size=200), st.sampled_from([b"\xff\xd8", PNG, b""]))
def test_no_bytes_break_it_and_twice_is_once(data: bytes, head: bytes) -> None:
    once = without_metadata(head + data)
    assert without_metadata(once) == once
    assert len(once) <= len(head + data)
