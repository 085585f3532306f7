"""Run the tests with the oldest releases that pyproject.toml allows: tools/lowest_test.py [ARGUMENTS].

The arguments are pytest's. What users have may be as old as the bounds say; constraints.txt only ever tries
the newest. The environment is .venv-lowest, made anew each time; what the bounds don't name is taken as new
as it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv-lowest"


def lowest() -> list[str]:
    """Each bounded requirement, pinned to its bound: ``click>=8.1.7`` as ``click==8.1.7``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for name in ("pdf", "cluster", "desk"):
        wanted += project["optional-dependencies"][name]
    return [each.replace(">=", "==") for each in wanted]


def main() -> int:
    """Make the environment, and run the tests in it; pytest's exit code."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "lowest.txt"
        # the tests read what python-docx learnt later than docgen needs
        kept = [each for each in lowest() if not each.startswith("python-docx")]
        pins.write_text("\n".join(kept), encoding="utf-8")
        # these bounds, and no others that the machine may have
        environment = {**os.environ, "PIP_CONSTRAINT": str(pins)}
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*command, "--editable", ".[test]"], cwd=ROOT, check=True, env=environment)
    return subprocess.run([str(python), "-m", "pytest", *sys.argv[1:]], cwd=ROOT).returncode


if __name__ == "__main__":
    raise SystemExit(main())
