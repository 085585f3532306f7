"""The offline folder holds what its machines need, and its scripts are as their systems read them."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PIECES = ROOT / "tools" / "offline"


@pytest.fixture
def packer(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/offline_folder.py, which is no part of the package."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module("offline_folder")


def wheel(folder: Path, name: str, *requires: str, tag: str = "py3-none-any") -> None:
    """A wheel with nothing but its metadata, version 1.0."""
    lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0", *(f"Requires-Dist: {r}" for r in requires)]
    with zipfile.ZipFile(folder / f"{name}-1.0-{tag}.whl", "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n")


def test_what_is_missing_is_judged_by_the_machine_that_the_folder_is_for(packer: ModuleType, tmp_path: Path) -> None:
    wheel(tmp_path, "pip")
    wheel(
        tmp_path,
        "docgen",
        "colours; sys_platform == 'win32'",
        "old>=2; python_version < '3.12'",
        "arm; platform_machine == 'aarch64'",
        "page>=0.5; extra == 'desk'",
        "far; extra == 'cluster'",
    )
    wheel(tmp_path, "page", "deeper<3", tag="cp311-cp311-manylinux_2_28_x86_64")
    missing = {
        (name, version): sorted(packer.missing(tmp_path, packer.other_machine(name, version)))
        for name in packer.MACHINES
        for version in ("3.11", "3.12")
    }
    assert missing == {
        ("windows-x86_64", "3.11"): ["colours", "old>=2", "page>=0.5"],
        ("windows-x86_64", "3.12"): ["colours", "page>=0.5"],
        ("linux-x86_64", "3.11"): ["deeper<3", "old>=2"],
        ("linux-x86_64", "3.12"): ["page>=0.5"],
        ("linux-aarch64", "3.11"): ["arm", "old>=2", "page>=0.5"],
        ("linux-aarch64", "3.12"): ["arm", "page>=0.5"],
    }


def test_a_wheel_of_another_version_than_required_is_missing(packer: ModuleType, tmp_path: Path) -> None:
    wheel(tmp_path, "pip")
    wheel(tmp_path, "docgen", "page>=2")
    wheel(tmp_path, "page")
    assert packer.missing(tmp_path, packer.this_machine()) == ["page>=2"]


def test_windows_gets_a_plain_script_and_a_text_that_its_editor_reads(packer: ModuleType, tmp_path: Path) -> None:
    for piece in PIECES.iterdir():
        packer.put_text(piece, tmp_path, targets="windows-x86_64，Python 3.11")
    script = (tmp_path / "install.cmd").read_bytes()
    assert script.isascii()
    assert script.count(b"\r\n") == script.count(b"\n") > 5
    text = (tmp_path / "安装说明.txt").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert "本文件夹适用于：windows-x86_64，Python 3.11。\r\n".encode() in text
    assert b"\r" not in (tmp_path / "install.sh").read_bytes() + (tmp_path / "install.py").read_bytes()


def test_a_folder_that_holds_something_else_is_left_alone(packer: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    other = tmp_path / "资料"
    other.mkdir()
    (other / "文稿.docx").write_bytes(b"mine")
    with pytest.raises(SystemExit, match="holds something else"):
        packer.replace_folder(tmp_path / "made", other, packer.SUMS)
    assert (other / "文稿.docx").read_bytes() == b"mine"


def run_install(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(folder / "install.py"), *arguments],
        env={**os.environ, "PYTHONUTF8": "1", "HOME": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def folder(packer: ModuleType, tmp_path: Path) -> Path:
    """An offline folder whose wheels are too few."""
    made = tmp_path / "离线"
    (made / "wheels").mkdir(parents=True)
    wheel(made / "wheels", "docgen")
    packer.put_text(PIECES / "install.py", made)
    packer.put_sums(made)
    return made


def test_a_file_that_was_damaged_or_lost_on_the_way_is_named_before_anything_is_installed(folder: Path) -> None:
    (folder / "wheels" / "docgen-1.0-py3-none-any.whl").write_bytes(b"cut")
    result = run_install(folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "下列文件缺少或者拷坏了，请重新拷贝本文件夹：\nwheels/docgen-1.0-py3-none-any.whl\n"
    (folder / "wheels" / "docgen-1.0-py3-none-any.whl").unlink()
    assert run_install(folder).stderr == result.stderr
    assert not (folder / "docgen-env").exists()


def test_only_an_environment_is_ever_replaced(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "别处" / "docgen-env" / "文稿.docx"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    result = run_install(folder, str(tmp_path / "别处"))
    assert result.returncode == 2
    assert result.stderr == f"{mine.parent} 已经存在，而且不是以前装的 docgen。请改名或另选文件夹。\n"
    assert mine.read_bytes() == b"mine"
