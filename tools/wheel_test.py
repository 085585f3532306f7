"""Run the tests against an installed wheel instead of the checkout: make wheel-test.

Left out are the folders of tests on code that reads no file of the wheel: they would give the same again.
The wheel is built without the network by the backend in the developers' environment and installed
into a second environment that sees the first one's packages, but not its editable docgen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from packing import ROOT, build_wheel, install_wheel

#: tests of pure code, which is the same in the wheel; the page out of a wheel is opened by packed_test.py
PURE = ("auditing", "desk", "expressions", "finalising", "layout", "ooxml")


def main() -> int:
    """Build, install, test; pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="docgen-wheel-") as folder:
        target = Path(folder) / "installed"
        install_wheel(build_wheel(Path(folder)), target)
        # PYTHONPATH comes before the line that the editable install put into site-packages
        paths = [str(target), *filter(None, [os.environ.get("PYTHONPATH", "")])]
        programs = target / ("Scripts" if os.name == "nt" else "bin")
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "PATH": os.pathsep.join([str(programs), sysconfig.get_path("scripts"), os.environ["PATH"]]),
            "DOCGEN_TESTED_FROM": str(target),
        }
        # tests of the checkout's own files skip here by name; run on the checkout none may (.ci/run)
        environment.pop("DOCGEN_REQUIRE_ALL", None)
        # "pytest" and not "-m pytest": that would put the checkout first on the path
        command = [str(Path(sysconfig.get_path("scripts")) / "pytest"), "-q", "-p", "no:cacheprovider"]
        command += [f"--ignore=tests/{name}" for name in PURE]
        return subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
