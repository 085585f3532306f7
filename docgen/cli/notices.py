"""notices: a document for each row of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.output import (
    BLOCKED,
    CLEAN,
    INTERRUPTED,
    PARTLY,
    UNREADABLE,
    USAGE,
    interruptible,
)
from docgen.errors import DocgenError, UsageError

if TYPE_CHECKING:
    from docgen.batch.results import BatchResult


def notices(
    data: str,
    template: str,
    output: str,
    common: str | None,
    file_names: str | None,
    workers: int,
    dask: str | None,
    resume: bool,
    check_only: bool,
    archive: str | None,
    combine: str | None,
    one_sided: bool,
    pdf: bool,
    anchors: bool,
    as_of: str | None,
    explanations: str | None,
    force: bool,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.batch.notices import notices
    from docgen.batch.telling import result_object, result_text
    from docgen.cli.progress import Bar, Events
    from docgen.formats.json_report import EXIT_MEANINGS, error_object

    watcher: Bar | Events = Events(language) if as_json else Bar(language)
    try:
        with interruptible() as is_stopped:
            result = notices(
                data,
                template,
                output,
                common=common,
                file_names=file_names,
                workers=workers,
                dask=dask,
                resume=resume,
                force=force,
                check_only=check_only,
                archive=archive,
                combine=combine,
                one_sided=one_sided,
                pdf=pdf,
                anchors=anchors,
                as_of=as_of,
                explanations=explanations,
                language=files_language,
                library=library,
                watcher=watcher,
                is_stopped=is_stopped,
            )
    except DocgenError as error:
        from docgen.formats.text import error_text

        watcher.end()
        if not isinstance(watcher, Events):
            raise
        code = USAGE if isinstance(error, UsageError) else UNREADABLE
        told = {"exit": code, "meaning": EXIT_MEANINGS[code], "error": error_object(error, language)}
        watcher.tell("end", told)
        click.echo(error_text(error, language), err=True)
        return code
    watcher.end()
    code = exit_code(result)
    if isinstance(watcher, Events):
        told = {"exit": code, "meaning": EXIT_MEANINGS[code], **result_object(result, language)}
        watcher.tell("end", told)
    else:
        click.echo(result_text(result, language), nl=False)
    return code


def exit_code(result: BatchResult) -> int:
    """Interrupted, else none made, else some sent back, else clean."""
    if not result.is_complete:
        return INTERRUPTED
    if not result.returned:
        return CLEAN
    return PARTLY if result.in_place or result.ready else BLOCKED
