"""pdf: documents made into PDF by LibreOffice."""

from __future__ import annotations

from docgen.cli.output import (
    CLEAN,
    INTERRUPTED,
    PARTLY,
    UNREADABLE,
    interruptible,
    print_json,
    say_converted,
    unreadable_objects,
)


def pdf(
    files: tuple[str, ...],
    output: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.pdfs import convert_files

    with interruptible() as is_stopped:
        result = convert_files(
            files, output, force=force, max_bytes=max_size * 1024 * 1024, is_stopped=is_stopped
        )
        was_stopped = is_stopped()
    code = CLEAN if not result.errors else PARTLY if result.made else UNREADABLE
    if was_stopped:
        code = INTERRUPTED
    if as_json:
        print_json(
            code,
            language,
            made=[str(each) for each in result.made],
            unreadable=unreadable_objects(result.errors, language),
            stand_ins=result.stand_ins,
        )
        return code
    say_converted(result, language)
    return code
