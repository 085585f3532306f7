"""What the one-folder build starts: docgen's commands; the page in the browser on a double click."""

from __future__ import annotations

import os
import sys
from multiprocessing import freeze_support


def main() -> None:
    """Run the command given, else open the page; a window that would close at once waits then."""
    # programs that docgen starts (LibreOffice, a browser) look for their own libraries, not for these
    if sys.platform == "linux":
        before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
        os.environ.pop("LD_LIBRARY_PATH", None)
        if before is not None:
            os.environ["LD_LIBRARY_PATH"] = before
    from docgen.cli import main as docgen
    from docgen.cli import run

    if sys.argv[1:]:
        docgen()
    code = run(["open"])
    if code and sys.stdin is not None and sys.stdin.isatty():
        input()
    sys.exit(code)


if __name__ == "__main__":
    freeze_support()
    main()
