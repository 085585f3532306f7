"""verify: an edited document held against its record."""

from __future__ import annotations

import click

from docgen.cli.output import BLOCKED, CLEAN, print_json


def verify(
    document: str,
    record: str | None,
    output: str | None,
    into_record: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.formats.verified_text import verified_object, verified_text
    from docgen.verifying import verify as verified

    found = verified(
        document,
        record,
        output=output,
        into_record=into_record,
        force=force,
        library=library,
        max_bytes=max_size * 1024 * 1024,
    )
    code = BLOCKED if found.is_blocked else CLEAN
    if as_json:
        print_json(code, language, verified=verified_object(found, language))
    else:
        click.echo(verified_text(found, language), nl=False)
    return code
