"""Set up the checkout's own virtual environment, once: python3 tools/set_up.py [run|dev].

``run`` installs what docgen needs, ``dev`` also what its tests and checks need, both at the versions
of constraints.txt. A stamp in the environment remembers what it was set up from, so that a second
call returns at once. Needs nothing but Python's standard library, and says in words what is missing.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = (3, 11)
#: what a set-up comes from: when one of these changes, it is done again
SOURCES = ("pyproject.toml", "constraints.txt", "tools/set_up.py")
#: a set-up that includes another does not have to be followed by it
INCLUDED_IN = {"run": ("run", "dev"), "dev": ("dev",)}


def environment_folder() -> Path:
    """Where the environment lies; DOCGEN_VENV names another folder than .venv."""
    return ROOT / os.environ.get("DOCGEN_VENV", ".venv")


def environment_python(folder: Path) -> Path:
    """The environment's Python."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest() -> str:
    """What the set-up depends on, as one text: a change means setting up again."""
    content = hashlib.sha256()
    for name in SOURCES:
        content.update((ROOT / name).read_bytes())
    return content.hexdigest()


def is_of_this_python(folder: Path) -> bool:
    """Whether the environment is there and was made by the version of Python that runs this."""
    try:
        settings = (folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    version = ".".join(map(str, sys.version_info[:3]))
    return f"version = {version}\n" in settings and environment_python(folder).exists()


def stop(*lines: str) -> None:
    """Say what is missing and how to get it, and end with exit code 2."""
    print(*lines, sep="\n", file=sys.stderr)
    raise SystemExit(2)


def create(folder: Path) -> None:
    """Make the empty environment with pip in it."""
    if sys.version_info < WANTED:
        found = ".".join(map(str, sys.version_info[:3]))
        stop(
            f"docgen needs Python 3.11 or later; this is {found} ({sys.executable}).",
            "Name a later one: make demo PYTHON=python3.12",
            "需要 Python 3.11 或更高版本，请安装后用 PYTHON=… 指定。",
        )
    try:
        import ensurepip  # noqa: F401 - Debian and Ubuntu ship it in a package of its own
    except ImportError:
        stop(
            "This Python cannot make virtual environments: a package of the system is missing.",
            "On Debian or Ubuntu:  sudo apt install python3-venv",
            "缺少 python3-venv，请先安装：sudo apt install python3-venv",
        )
    print(f"Setting up {folder.name} (once; later runs take seconds) …", file=sys.stderr, flush=True)
    result = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)])
    if result.returncode:
        stop(f"No virtual environment could be made in {folder.name}.")


def install(folder: Path, extra: str) -> None:
    """Install docgen from this checkout, editable, with what the extra asks for."""
    pip = [str(environment_python(folder)), "-m", "pip", "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--constraint", "constraints.txt"]
    what = ".[dev]" if extra == "dev" else "."
    # the build backend comes first, at its pinned version: a build of its own would fetch the newest
    for wanted in (["hatchling"], ["--no-build-isolation", "--editable", what]):
        if subprocess.run(pip + wanted, cwd=ROOT).returncode:
            stop(
                "pip could not install what docgen needs (its own message stands above).",
                "Is the package index reachable? Then run the same command again.",
                "安装依赖未成功，请检查网络后重试同一命令。",
            )


def main(extra: str = "run") -> None:
    """Bring the environment up to date for ``extra``."""
    if extra not in INCLUDED_IN:
        stop(f"set_up.py knows {' and '.join(INCLUDED_IN)}, not {extra}.")
    folder, wanted = environment_folder(), digest()
    stamps = {name: folder / f".set-up-{name}" for name in INCLUDED_IN}
    is_usable = is_of_this_python(folder)
    for name in INCLUDED_IN[extra]:
        stamp = stamps[name]
        if is_usable and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
    if not is_usable:
        create(folder)
    install(folder, extra)
    stamps[extra].write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
