"""What the ways of packing docgen share: its wheel, built without the network, and texts to read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def build_wheel(folder: Path) -> Path:
    """Build the wheel into a folder; its path. CalledProcessError where the build breaks."""
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*build, "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)], check=True)
    [wheel] = folder.glob("docgen-*.whl")
    return wheel


def install_wheel(wheel: Path, target: Path) -> None:
    """Install a wheel alone into a folder that PYTHONPATH can name."""
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*install, "--no-index", "--target", str(target), str(wheel)], check=True)


def put_text(source: Path, folder: Path, **values: str) -> None:
    """Copy a text into a folder as its system reads it; ``@name@`` becomes the value of that name."""
    text = source.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    # Windows' own editor takes a text for UTF-8 by its mark, and its shell reads CRLF only
    encoding = "utf-8-sig" if source.suffix == ".txt" else "utf-8"
    newline = "\r\n" if source.suffix in {".cmd", ".txt"} else "\n"
    (folder / source.name).write_text(text, encoding=encoding, newline=newline)
    shutil.copymode(source, folder / source.name)


def replace_folder(made: Path, folder: Path, sign: str) -> None:
    """Put a folder where an earlier one stands, known by the file ``sign`` in it; any other is left alone."""
    if folder.exists() and not (folder / sign).exists():
        raise SystemExit(f"{folder} is there already, and holds something else.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(made, folder)
