"""finalize: the final copy of a document. history: a record's final copies, and what changed between them."""

from __future__ import annotations

from datetime import datetime

import click

from docgen.cli.output import BLOCKED, CLEAN, print_json
from docgen.errors import UsageError


def finalize(
    document: str,
    number: str | None,
    date: str,
    signed_by: str,
    printed: str | None,
    record: str | None,
    without_record: bool,
    explanations: str | None,
    public: bool,
    allowed: tuple[str, ...],
    ignore: tuple[str, ...],
    output: str | None,
    at: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.cli.lint import names
    from docgen.finalising.results import Order
    from docgen.finals import finalise
    from docgen.formats.final_text import finalised_object, finalised_text

    if record and without_record:
        raise UsageError("final-record-or-none")
    order = Order(
        number=number,
        day=date,
        signed_by=signed_by,
        printed=printed,
        is_public=public,
        allowed=allowed,
        ignored=names(ignore),
        without_record=without_record,
    )
    found = finalise(
        document,
        order,
        moment(at),
        record=record,
        explanations=explanations,
        output=output,
        force=force,
        library=library,
        max_bytes=max_size * 1024 * 1024,
    )
    code = BLOCKED if found.is_blocked else CLEAN
    if as_json:
        print_json(code, language, finalised=finalised_object(found, language))
    else:
        click.echo(finalised_text(found, language), nl=False)
    return code


def history(
    record: str,
    form: str,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.formats.history_text import history_text
    from docgen.formats.json_report import plain
    from docgen.histories import history as told

    found = told(record, library=library, max_bytes=max_size * 1024 * 1024)
    code = BLOCKED if found.broken else CLEAN
    if as_json or form == "json":
        print_json(code, language, history=plain(found))
    else:
        click.echo(history_text(found, language), nl=False)
    return code


def moment(given: str | None) -> datetime:
    """The moment to write down: the one given, or now; UsageError if it is none."""
    if given is None:
        return datetime.now().astimezone()
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        raise UsageError("final-no-moment", given=given) from None
