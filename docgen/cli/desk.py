"""serve, open: the page in the browser."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from typing import Any

import click

from docgen.cli.output import CLEAN
from docgen.errors import UsageError
from docgen.messages import N_, translate

#: what the page is made with, besides docgen's own dependencies
_NEEDED = ("starlette", "uvicorn", "python_multipart")


def serve(
    port: int,
    work: str | None,
    keep: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
    opens: bool = False,
) -> int:
    import os

    if any(find_spec(each) is None for each in _NEEDED):
        raise UsageError("desk-not-installed")
    from docgen.desk import serving

    if library is not None:
        from docgen.library import find_library

        find_library(library)  # a folder that is none is told before anything is served
        os.environ["DOCGEN_LIBRARY"] = library

    def tell(address: str, folder: str) -> None:
        if as_json:
            click.echo(json.dumps({"address": address, "folder": folder}))
        else:
            for text in (
                N_("The page is open at {address}"),
                N_("Only this machine reaches it; work is kept in {folder}."),
                N_("Leave this window open; end with Ctrl-C."),
            ):
                click.echo(translate(text, language).format(address=address, folder=folder))
        sys.stdout.flush()

    serving.serve(port, work, keep, tell, opens=opens)
    return CLEAN


def open_page(**given: Any) -> int:
    return serve(**given, opens=True)
