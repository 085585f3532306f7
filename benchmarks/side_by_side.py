"""Ratios side by side in one run: docgen --help beside click, docgen make beside docxtpl: make bench.

Each pair of commands runs interleaved, the order changing every round, so that what else the machine
does falls on both. A ratio is that of one round; the median and the extremes are printed, with the
machine. Ratios travel, seconds don't.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.metadata
import os
import platform
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "samples/good/civil-affairs-half-year/complete.json"
TEMPLATE = "templates/docx/half-year-summary-and-plan.docx"
DOCGEN = str(Path(sysconfig.get_path("scripts")) / "docgen")


@dataclass(frozen=True)
class Command:
    """A command to time; ``before`` runs untimed ahead of each run; ``makes`` must be there afterwards."""

    arguments: list[str]
    before: Callable[[], None] = lambda: None
    makes: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def seconds(self) -> float:
        """The wall time of one run; RuntimeError with its output if it fails or makes nothing."""
        self.before()
        if self.makes is not None:
            self.makes.unlink(missing_ok=True)
        environment = {**os.environ, "PYTHONUTF8": "1", **self.environment}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        start = time.perf_counter()
        result = subprocess.run(
            self.arguments,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            encoding="utf-8",
        )
        passed = time.perf_counter() - start
        if result.returncode or (self.makes is not None and not self.makes.is_file()):
            command = " ".join(Path(each).name for each in self.arguments[:3])
            raise RuntimeError(f"{command} …: exit code {result.returncode}\n{result.stdout}")
        return passed


@dataclass(frozen=True)
class Pair:
    """Two commands side by side, and the ratio aimed at (at most)."""

    title: str
    ours: Command
    theirs: Command
    aim: float

    def run(self, rounds: int) -> str:
        """The line of one pair: median ratio with its extremes, and both medians in milliseconds."""
        self.ours.seconds(), self.theirs.seconds()  # the first round warms the disk cache
        mine: list[float] = []
        other: list[float] = []
        for number in range(rounds):
            order = ((self.ours, mine), (self.theirs, other))
            for command, times in order if number % 2 else reversed(order):
                times.append(command.seconds())
        ratios = [ours / theirs for ours, theirs in zip(mine, other, strict=True)]
        middle = statistics.median(ratios)
        return (
            f"{self.title:58} {middle:5.2f}x  ({min(ratios):.2f}-{max(ratios):.2f})  "
            f"{statistics.median(mine) * 1000:5.0f} ms : {statistics.median(other) * 1000:5.0f} ms  "
            f"aim {self.aim:.1f}x {'met' if middle <= self.aim else 'NOT met'}"
        )


def machine() -> str:
    """The machine and the versions that the ratios hold for, without any name of a host or folder."""
    processor = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        processor = next(named, processor)
    except OSError:
        pass
    packages = ("click", "jinja2", "docxtpl")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {processor}"
    return f"{system}; Python {platform.python_version()}, {versions}"


def pairs(folder: Path) -> list[Pair]:
    """The pairs, with everything they write in ``folder``."""
    context, theirs_made, ours_made = folder / "context.json", folder / "theirs.docx", folder / "ours.docx"
    warm, cold = folder / "warm", folder / "cold"
    dump = [sys.executable, "benchmarks/dump_context.py", SAMPLE, TEMPLATE, str(context)]
    subprocess.run(dump, check=True, cwd=ROOT)
    make = [DOCGEN, "make", SAMPLE, "-o", str(ours_made), "--force"]
    render = [sys.executable, "benchmarks/docxtpl_render.py", "-o", "-q"]
    docxtpl = Command(
        [*render, TEMPLATE, str(context), str(theirs_made)],
        makes=theirs_made,
    )

    def forget() -> None:
        shutil.rmtree(cold, ignore_errors=True)

    return [
        Pair(
            'docgen --help : python -c "import click"',
            Command([DOCGEN, "--help"]),
            Command([sys.executable, "-c", "import click"]),
            1.5,
        ),
        Pair(
            "docgen make (template cached) : python -m docxtpl",
            Command(make, makes=ours_made, environment={"DOCGEN_CACHE": str(warm)}),
            docxtpl,
            1.0,
        ),
        Pair(
            "docgen make (template not cached) : python -m docxtpl",
            Command(make, makes=ours_made, before=forget, environment={"DOCGEN_CACHE": str(cold)}),
            docxtpl,
            1.6,
        ),
    ]


def main() -> None:
    """Print the machine and a line a pair."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=15, help="rounds a pair (default 15)")
    rounds = parser.parse_args().repeats
    # pip compiles what it installs, docxtpl included; a checkout is not compiled until somebody runs it
    compileall.compile_dir(str(ROOT / "docgen"), quiet=2)
    print(machine())
    print(f"median of {rounds} interleaved rounds (fastest-slowest), whole processes; ours : theirs")
    print("docgen make checks the schema and the rules and writes the check sheet too; docxtpl only renders.")
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as folder:
        for pair in pairs(Path(folder)):
            print(pair.run(rounds), flush=True)


if __name__ == "__main__":
    main()
