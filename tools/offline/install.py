"""Install docgen from this folder, without a network: what install.sh and install.cmd begin.

    python3 install.py [FOLDER]

The environment and what starts the page go into FOLDER, else here. Needs Python's standard library alone.
"""

import hashlib
import os
import platform
import re
import shlex
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = "docgen-env"
IS_WINDOWS = os.name == "nt"


def stop(*lines: str) -> None:
    """Say what is wrong, and end with exit code 2."""
    print(*lines, sep="\n", file=sys.stderr)
    raise SystemExit(2)


def damaged() -> list[str]:
    """The files of this folder that are missing or not as they were packed."""
    found = []
    for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = HERE / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(name)
    return found


def create(folder: Path) -> Path:
    """Make the environment anew; its Python. Only an environment is ever replaced."""
    if folder.exists() and not (folder / "pyvenv.cfg").is_file():
        stop(f"{folder} 已经存在，而且不是以前装的 docgen。请改名或另选文件夹。")
    try:
        venv.create(folder, clear=folder.exists(), symlinks=not IS_WINDOWS)
    except OSError as error:
        stop(f"不能写入 {folder}（{error.strerror or error}）。docgen 正开着的，请先关掉；或者另选文件夹。")
    return folder / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")


def install(python: Path) -> None:
    """Install from the wheels beside this script, whatever pip is set to elsewhere."""
    wheels = HERE / "wheels"
    [pip] = wheels.glob("pip-*.whl")
    command = [str(python), str(pip / "pip"), "--isolated", "install", "--quiet", "--no-index"]
    command += ["--disable-pip-version-check", "--no-warn-script-location", "-f", str(wheels)]
    if subprocess.run([*command, "docgen[desk,pdf]"]).returncode:
        machine = f"{platform.system()} {platform.machine()}，Python {platform.python_version()}"
        stop(
            f"没有装成（原因见上）。本机是 {machine}，",
            "请对照 安装说明.txt 开头，看本文件夹是不是为它准备的。",
        )


def put_starters(folder: Path) -> Path:
    """What starts the page on a double click, beside the environment; its path."""
    if IS_WINDOWS:
        starter = folder / "打开docgen.cmd"
        command = f'"%~dp0{ENVIRONMENT}\\Scripts\\python.exe" -m docgen open'
        starter.write_bytes(f"@echo off\r\n{command}\r\nif errorlevel 1 pause\r\n".encode("ascii"))
        return starter
    starter = folder / "打开docgen.sh"
    python = folder / ENVIRONMENT / "bin" / "python"
    starter.write_bytes(f"#!/bin/sh\nexec {shlex.quote(str(python))} -m docgen open\n".encode())
    starter.chmod(0o755)
    put_into_menu(python)
    return starter


def put_into_menu(python: Path) -> None:
    """An entry in the menu of Linux desktops, for this user only."""
    quoted = re.sub(r'(["`$\\])', r"\\\1", str(python)).replace("\\", "\\\\").replace("%", "%%")
    entry = "[Desktop Entry]\nType=Application\nName=docgen\nComment=公文校核\n"
    entry += f'Exec="{quoted}" -m docgen open\nTerminal=true\nCategories=Office;\n'
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    try:
        (data / "applications").mkdir(parents=True, exist_ok=True)
        (data / "applications" / "docgen.desktop").write_bytes(entry.encode("utf-8"))
    except OSError as error:
        print(f"应用程序菜单里没有加上 docgen（{error.strerror or error}），不影响使用。")


def main() -> None:
    """Check the folder, install, and say how to begin."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    if names := damaged():
        stop("下列文件缺少或者拷坏了，请重新拷贝本文件夹：", *names)
    folder = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else HERE
    print("正在安装，约需几十秒……", flush=True)
    python = create(folder / ENVIRONMENT)
    install(python)
    starter = put_starters(folder)
    subprocess.run([str(python), "-m", "docgen", "--version"], check=True)
    print(f"装好了。双击 {starter.name} 打开（在 {folder}）。")


if __name__ == "__main__":
    main()
