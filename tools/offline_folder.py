"""Pack docgen with all that it needs into a folder that installs it without a network: make offline.

    python tools/offline_folder.py [-o FOLDER] [--for MACHINE]... [--python VERSION]...

Without --for, the folder is for machines like this one with this Python; with it, for those named, all in
one folder. The versions are those of constraints.txt. On the machine itself, install.sh or install.cmd does
the rest (tools/offline/); Python must be there.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, sys_tags
from packaging.utils import canonicalize_name, parse_wheel_filename
from packing import ROOT, build_wheel, put_text, replace_folder

PIECES = ROOT / "tools" / "offline"
#: what install.py installs; pip itself comes along, since some systems' Python has none for environments
EXTRAS = "desk,pdf"
SUMS = "SHA256SUMS"
#: offices' systems are older than developers': lxml's wheels want 2.26
_GLIBC_MINORS = range(28, 4, -1)


@dataclass(frozen=True)
class Target:
    """A kind of machine with a version of Python: what pip is asked for, and what holds there."""

    name: str
    options: tuple[str, ...]
    tags: frozenset[Tag]
    environment: dict[str, str]


def this_machine() -> Target:
    """The machine and the Python that run this."""
    name = f"{platform.system()} {platform.machine()}，Python {sys.version_info[0]}.{sys.version_info[1]}"
    return Target(name, (), frozenset(sys_tags()), dict(default_environment()))  # type: ignore[arg-type]


def linux(machine: str) -> tuple[list[str], dict[str, str]]:
    """A Linux machine with glibc 2.28 or later: the platforms of its wheels, what markers find there."""
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in _GLIBC_MINORS] + [f"manylinux2014_{machine}"]
    system = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
    return platforms, {**system, "platform_machine": machine}


_WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
MACHINES = {
    "windows-x86_64": (["win_amd64"], {**_WINDOWS, "platform_machine": "AMD64"}),
    "linux-x86_64": linux("x86_64"),
    "linux-aarch64": linux("aarch64"),
}


def other_machine(name: str, version: str) -> Target:
    """One of MACHINES with a version of Python, such as 3.11."""
    platforms, system = MACHINES[name]
    major, minor = map(int, version.split("."))
    interpreter = f"cp{major}{minor}"
    tags = frozenset(
        [
            *cpython_tags((major, minor), [interpreter], platforms),
            *compatible_tags((major, minor), interpreter, platforms),
        ]
    )
    options = ["--implementation", "cp", "--python-version", version]
    options += [part for each in platforms for part in ("--platform", each)]
    python = {"python_version": version, "python_full_version": f"{version}.0"}
    return Target(
        f"{name}，Python {version}",
        tuple(options),
        tags,
        {**default_environment(), **system, **python},  # type: ignore[dict-item]
    )


def fill(wheels: Path, target: Target) -> None:
    """Download what docgen needs on the target, and what that needs, until nothing is missing.

    pip by itself would judge what another machine needs by the Python that runs it.
    """
    while wanted := missing(wheels, target):
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        download += ["--no-deps", "--only-binary", ":all:", "--constraint", str(ROOT / "constraints.txt")]
        subprocess.run([*download, "--dest", str(wheels), *target.options, *wanted], check=True)
        if missing(wheels, target) == wanted:
            raise SystemExit(f"{target.name}: {', '.join(wanted)}")


def missing(wheels: Path, target: Target) -> list[str]:
    """The requirements for which no wheel of the folder serves on the target, as texts for pip."""
    there = {}
    for path in wheels.glob("*.whl"):
        name, version, _, tags = parse_wheel_filename(path.name)
        if tags & target.tags:
            there[name] = (path, version)
    seen: set[tuple[str, str]] = set()
    found: dict[str, None] = {}
    waiting = [Requirement(f"docgen[{EXTRAS}]"), Requirement("pip")]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in there or not requirement.specifier.contains(there[name][1], prereleases=True):
            found[f"{requirement.name}{requirement.specifier}"] = None
            continue
        for extra in ("", *sorted(requirement.extras)):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += needed(there[name][0], {**target.environment, "extra": extra})
    return list(found)


def needed(wheel: Path, environment: dict[str, str]) -> Iterator[Requirement]:
    """What a wheel requires in an environment."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
        metadata = BytesHeaderParser().parsebytes(archive.read(name))
    for text in metadata.get_all("Requires-Dist", []):
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            yield requirement


def put_sums(folder: Path) -> None:
    """The SHA-256 of every file, as sha256sum --check reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def pack(folder: Path | None, targets: Sequence[Target]) -> Path:
    """Make the folder anew; its path."""
    with tempfile.TemporaryDirectory(prefix="docgen-offline-") as work:
        made = Path(work, "folder")
        wheels = made / "wheels"
        wheels.mkdir(parents=True)
        docgen = build_wheel(wheels)
        for target in targets:
            fill(wheels, target)
        for piece in PIECES.iterdir():
            put_text(piece, made, targets="；".join(each.name for each in targets))
        put_sums(made)
        folder = folder or ROOT / "dist" / f"docgen-offline-{docgen.name.split('-')[1]}"
        replace_folder(made, folder, SUMS)
    return folder


def main() -> None:
    """Read the options, and pack."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, help="the folder to make (dist/docgen-offline-VERSION)")
    parser.add_argument("--for", dest="machines", action="append", default=[], choices=MACHINES)
    parser.add_argument("--python", dest="versions", action="append", default=[], metavar="VERSION")
    given = parser.parse_args()
    if given.versions and not given.machines:
        parser.error("--python goes with --for")
    versions = given.versions or [f"{sys.version_info[0]}.{sys.version_info[1]}"]
    targets = [other_machine(name, version) for name in given.machines for version in versions]
    folder = pack(given.output, targets or [this_machine()])
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{folder}: {len(files)} files, {size:.1f} MB")


if __name__ == "__main__":
    main()
