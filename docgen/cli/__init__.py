"""The command line: reads arguments, prints, decides exit codes; the *jobs.py modules do the work."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence

#: a command makes few cycles: looking for them every 700 objects is a tenth of its time
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main(args: Sequence[str] | None = None) -> None:
    """Run one docgen command and end the process with its exit code."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)  # ahead of the imports, which make no cycles to be found
    # what is left goes with the process: looking for its cycles at the end is another tenth
    atexit.register(gc.freeze)
    sys.exit(run(sys.argv[1:] if args is None else list(args)))


def run(args: list[str]) -> int:
    """Run one docgen command; its exit code. Nothing but an exit code ever comes out of here."""
    from docgen.cli import running

    return running.run(args)
