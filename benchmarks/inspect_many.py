"""Memory and rate of docgen inspect over many records: make bench-inspect.

Records are made from the complete sample, each with a name of its own and some figures changed, some
of them so that rules fail; then the same inspection runs on 1,000 and on all of them (10,000), in a
process of its own. Printed: records a second, and the peak memory of the first process and of the
largest worker. Memory that grew with the records would show as a second line above the first.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "good" / "civil-affairs-half-year" / "complete.json"

#: runs in a process of its own: its peak is that of nothing else
PROGRAM = """\
import json, resource, sys, time
from docgen import inspection_jobs

def main():
    start = time.perf_counter()
    inspected = inspection_jobs.inspect([sys.argv[1]], sys.argv[2], workers=int(sys.argv[3]))
    print(json.dumps({
        "seconds": time.perf_counter() - start,
        "counts": inspected.inspection.counts,
        "own": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    }))

if __name__ == "__main__":
    main()
"""


def write_records(folder: Path, count: int) -> None:
    """Records of ``count`` units, some figures of each changed; the same ones every time."""
    data: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    chance = random.Random(1)
    names = sorted(name for name, entry in data["indicators"].items() if isinstance(entry["value"], int))
    for number in range(count):
        data["issuer"]["name"] = f"第{number}县民政局"
        changed = {name: data["indicators"][name]["value"] for name in chance.sample(names, 3)}
        for name, value in changed.items():
            data["indicators"][name]["value"] = value + chance.choice((0, 0, 1, -1))
        path = folder / f"{number // 1000:02}" / f"{number:05}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for name, value in changed.items():
            data["indicators"][name]["value"] = value


def measured(records: Path, output: Path, workers: int) -> dict[str, Any]:
    """Seconds, counts and peaks (kB) of one inspection."""
    program = output.parent / "inspect_once.py"  # a file, because spawned workers import it
    program.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(program), str(records), str(output), str(workers)]
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def main() -> None:
    """Make the records, and print a line for a tenth of them and one for all."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--records", type=int, default=10_000)
    arguments.add_argument("--workers", type=int, default=2)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as name:
        folder = Path(name)
        (folder / "records").mkdir()
        write_records(folder / "records", given.records)
        first = folder / "records" / "00"
        parts = [first, folder / "records"] if given.records > 1000 else [folder / "records"]
        for part in parts:
            found = measured(part, folder / f"out-{part.name}", given.workers)
            count = sum(found["counts"].values())
            print(
                f"{count:6} records, {given.workers} processes: {found['seconds']:.1f} s, "
                f"{count / found['seconds']:.0f} a second; peak {found['own'] / 1024:.0f} MB in the first "
                f"process, {found['worker'] / 1024:.0f} MB in the largest worker"
            )


if __name__ == "__main__":
    main()
