"""Build the folder that runs docgen without Python, for this system: make one-folder.

    python tools/one_folder.py [-o FOLDER]

PyInstaller packs the wheel as installed, with what it needs; a double click on docgen opens the page.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from py_compile import PycInvalidationMode

from packing import ROOT, build_wheel, install_wheel, put_text, replace_folder

PIECES = ROOT / "tools" / "one_folder"
#: imported by something that is needed, but never on docgen's ways
LEFT_OUT = ("_pytest", "babel", "dask", "distributed", "docxcompose", "playwright", "pytest", "setuptools")


def build(folder: Path) -> None:
    """Build the folder anew."""
    with tempfile.TemporaryDirectory(prefix="docgen-one-folder-") as work:
        installed = Path(work, "installed")
        install_wheel(build_wheel(Path(work)), installed)
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm"]
        command += ["--onedir", "--console", "--name", "docgen", "--additional-hooks-dir", str(PIECES)]
        command += ["--distpath", f"{work}/dist", "--workpath", f"{work}/build", "--specpath", work]
        command += [part for name in LEFT_OUT for part in ("--exclude-module", name)]
        # PYTHONPATH comes before the line that the editable install put into site-packages
        environment = {**os.environ, "PYTHONPATH": str(installed), "PYI_LOG_LEVEL": "ERROR"}
        if subprocess.run([*command, str(PIECES / "launcher.py")], cwd=work, env=environment).returncode:
            raise SystemExit("PyInstaller could not build it. On Linux it needs binutils and libpython3.")
        made = Path(work, "dist", "docgen")
        # what comes as source (hook-docgen.py) is compiled once, here; by its times it never would be again
        once = PycInvalidationMode.UNCHECKED_HASH
        compileall.compile_dir(made / "_internal", quiet=2, stripdir=made, invalidation_mode=once)
        put_text(PIECES / "使用说明.txt", made)
        if sys.platform == "linux":
            put_text(PIECES / "打开docgen.desktop", made)
        replace_folder(made, folder, "_internal")


def main() -> None:
    """Read the options, and build."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist" / "docgen", metavar="FOLDER")
    folder = parser.parse_args().output
    build(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    print(f"{folder}: {size:.0f} MB")


if __name__ == "__main__":
    main()
