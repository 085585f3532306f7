"""The README's picture of a made page: python tools/page_picture.py (needs LibreOffice and poppler).

Makes the official document of the complete sample, lets LibreOffice lay it out with the stand-in fonts,
and writes its first page, with a thin frame, to docs/images/.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sysconfig
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples/good/civil-affairs-half-year/complete.json"
PICTURE = ROOT / "docs/images/summary-page-1.png"
DOTS_PER_INCH = 80
FRAME = 0xB0


def first_page(folder: Path) -> tuple[int, int, bytes]:
    """Width, height and grey values of the sample document's first page."""
    document = folder / "page.docx"
    docgen = Path(sysconfig.get_path("scripts")) / "docgen"
    subprocess.run([docgen, "make", SAMPLE, "-o", document], check=True, stdout=subprocess.DEVNULL)
    environment = {**os.environ, "FONTCONFIG_FILE": str(ROOT / "docgen/fonts/official-document-fonts.conf")}
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    office += ["--convert-to", "pdf", "--outdir", str(folder), str(document)]
    subprocess.run(office, check=True, env=environment, stdout=subprocess.DEVNULL)
    draw = ["pdftoppm", "-gray", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*draw, str(folder / "page.pdf"), str(folder / "page")], check=True)
    _magic, size, _most, pixels = (folder / "page.pgm").read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, pixels


def framed(width: int, height: int, pixels: bytes) -> list[bytes]:
    """The rows of a page with its outermost dots drawn as a frame."""
    edge, side = bytes([FRAME]) * width, bytes([FRAME])
    rows = [pixels[start : start + width] for start in range(0, width * height, width)]
    return [edge, *(side + row[1:-1] + side for row in rows[1:-1]), edge]


def png(rows: list[bytes]) -> bytes:
    """An 8-bit grey PNG."""

    def chunk(name: bytes, content: bytes) -> bytes:
        named = name + content
        return struct.pack(">I", len(content)) + named + struct.pack(">I", zlib.crc32(named))

    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory(prefix="docgen-page-") as folder:
        rows = framed(*first_page(Path(folder)))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(png(rows))
    print(f"{PICTURE.name}: {len(rows[0])} x {len(rows)}, {PICTURE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
