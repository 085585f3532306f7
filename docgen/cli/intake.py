"""form and intake: a workbook to fill in, and filled ones read into a record."""

from __future__ import annotations

import click

from docgen.cli.output import BLOCKED, CLEAN, is_coloured, print_json
from docgen.errors import UsageError
from docgen.messages import N_, translate


def form(
    kind: str | None,
    output: str,
    record: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.intake.tasks import write_form

    if kind is None and record is None:
        raise UsageError("form-without-kind")
    written, lost = write_form(
        kind, output, record=record, force=force, library=library, max_bytes=max_size * 1024 * 1024
    )
    if as_json:
        print_json(CLEAN, language, form=str(written), lost=list(lost))
        return CLEAN
    click.echo(translate(N_("Written: {file}"), language).format(file=written))
    if lost:
        told = translate(N_("The form has no cell for: {places}"), language)
        click.echo(told.format(places="、".join(lost)), err=True)
    return CLEAN


def intake(
    files: tuple[str, ...],
    output: str,
    annotate: str | None,
    as_of: str | None,
    force: bool,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.formats.text import check_text
    from docgen.intake.tasks import take_in

    taken = take_in(
        files,
        output,
        annotated=annotate,
        as_of=as_of,
        force=force,
        library=library,
        language=files_language,
    )
    code = BLOCKED if taken.result.is_blocked else CLEAN
    if as_json:
        from docgen.formats.json_report import result_object

        print_json(
            code,
            language,
            inputs=[result_object(taken.result, language)],
            record=str(taken.record),
            annotated=[str(each) for each in taken.annotated],
            signed=dict(taken.signed),
        )
        return code
    click.echo(check_text(taken.result, language, colour=is_coloured()), nl=False)
    for file in (taken.record, *taken.annotated):
        click.echo(translate(N_("Written: {file}"), language).format(file=file))
    return code
