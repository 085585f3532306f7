"""make, check, diff and inspect: one record, or many, judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from docgen.cli.options import BINARY
from docgen.cli.output import (
    BLOCKED,
    CLEAN,
    INTERRUPTED,
    PARTLY,
    UNREADABLE,
    interruptible,
    is_coloured,
    print_json,
    say_converted,
    say_unreadable,
)
from docgen.errors import DocgenError, UsageError
from docgen.messages import N_, translate

if TYPE_CHECKING:
    from docgen.inspecting import Inspection
    from docgen.rules.outcomes import Checked, Standard


def make(
    record: str,
    template: str | None,
    output: str | None,
    draft: bool,
    explanations: str | None,
    as_of: str | None,
    pdf: bool,
    fail_on: str,
    strict: bool,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import jobs
    from docgen.formats.listings import made_text
    from docgen.formats.text import check_text
    from docgen.rules.outcomes import Standard

    made = jobs.make(
        record,
        output,
        template=template,
        draft=draft,
        explanations=explanations,
        as_of=as_of,
        force=force,
        library=library,
        language=files_language,
        max_bytes=max_size * 1024 * 1024,
        standard=Standard(fail_on, strict),
    )
    code = CLEAN if made.document else UNREADABLE if made.result.is_broken else BLOCKED
    converted = None
    if pdf and made.document:
        from docgen.pdfs import Converted, convert_files

        try:
            converted = convert_files([made.document], force=force, max_bytes=max_size * 1024 * 1024)
        except DocgenError as error:  # the document stands, and is told of
            converted = Converted((), (error,), {})
        code = CLEAN if converted.made else PARTLY
    if as_json:
        from docgen.formats.json_report import result_object

        files = {"document": made.document, "sheet": made.sheet, "manifest": made.manifest}
        if converted is not None:
            files["pdf"] = converted.made[0] if converted.made else None
            say_unreadable(converted.errors, language)
        print_json(code, language, inputs=[result_object(made.result, language)], made=files)
        return code
    if not made.document:
        click.echo(check_text(made.result, language, colour=is_coloured()), nl=False)
    click.echo(
        made_text(made.result, made.document, made.sheet, made.manifest, language),
        nl=False,
        err=not made.document,
    )
    if converted is not None:
        say_converted(converted, language)
    return code


def check(
    records: tuple[str, ...],
    form: str,
    output: str | None,
    fail_on: str,
    strict: bool,
    explanations: str | None,
    as_of: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import jobs
    from docgen.rules.outcomes import Standard

    if as_json and form not in ("text", "json"):
        raise UsageError("format-and-json", form=form)
    form = "json" if as_json else form
    if output is None and form in BINARY:
        raise UsageError("format-needs-file", form=form)
    results = jobs.check_files(
        records,
        explanations=explanations,
        as_of=as_of,
        library=library,
        max_bytes=max_size * 1024 * 1024,
    )
    standard = Standard(fail_on, strict)
    code = _exit_code(results, standard)
    if output is None:
        _print_report(form, results, code, standard, language)
        return code
    data = jobs.report(
        results, form, exit_code=code, standard=standard, library=library, language=files_language
    )
    written = jobs.write_report(output, data, records, force=force)
    say_unreadable([each.error for each in results if each.error is not None], language)
    click.echo(translate(N_("Written: {file}"), language).format(file=written))
    return code


def _print_report(
    form: str, results: Sequence[Checked], code: int, standard: Standard, language: str
) -> None:
    """Print a report; the text has what couldn't be judged on standard error, the others hold it."""
    from docgen.formats.reports import rendered

    if form == "json":
        from docgen.formats.json_report import checked_object

        print_json(code, language, inputs=[checked_object(each, language) for each in results])
    elif form == "text":
        from docgen.formats.text import check_text

        say_unreadable([each.error for each in results if each.error is not None], language)
        judged = [each.result for each in results if each.result is not None]
        texts = [check_text(result, language, colour=is_coloured()) for result in judged]
        click.echo("\n".join(texts), nl=False)
    else:
        # bytes: XML and HTML say that they are UTF-8, whatever the console's code page
        click.echo(rendered(form, results, language, exit_code=code, standard=standard), nl=False)


def _exit_code(results: Sequence[Checked], standard: Standard) -> int:
    judged = [each.result for each in results if each.result is not None]
    if len(judged) < len(results):
        return PARTLY if judged else UNREADABLE
    if any(result.is_broken for result in judged):
        return UNREADABLE
    return BLOCKED if any(map(standard.fails, judged)) else CLEAN


def diff(
    before: str,
    after: str,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import jobs
    from docgen.formats.listings import changes_text

    changes = jobs.diff(before, after, library=library, max_bytes=max_size * 1024 * 1024)
    if as_json:
        print_json(CLEAN, language, before=before, after=after, changes=changes)
    else:
        click.echo(changes_text(changes, language), nl=False)
    return CLEAN


def inspect(
    records: tuple[str, ...],
    output: str | None,
    previous: str | None,
    band: int,
    baseline: str | None,
    as_of: str | None,
    explanations: str | None,
    workers: int,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import inspection_jobs
    from docgen.formats.inspection_report import head, summary_text

    with interruptible() as is_stopped:
        inspected = inspection_jobs.inspect(
            records,
            output,
            previous=previous,
            band=band,
            baseline=baseline,
            as_of=as_of,
            explanations=explanations,
            workers=workers,
            force=force,
            library=library,
            language=files_language,
            max_bytes=max_size * 1024 * 1024,
            is_stopped=is_stopped,
        )
    inspection = inspected.inspection
    code = _inspection_code(inspection)
    if as_json:
        print_json(code, language, inspection=head(inspection), files=inspected.files)
    else:
        click.echo(summary_text(inspection, [str(file) for file in inspected.files]), nl=False)
    return code


def _inspection_code(inspection: Inspection) -> int:
    """Interrupted, else none readable, else some unreadable, else a rule broke, else blocked, else clean."""
    counts = inspection.counts
    if not inspection.is_complete:
        return INTERRUPTED
    if counts["unreadable"] == inspection.done:
        return UNREADABLE
    if counts["unreadable"]:
        return PARTLY
    if any(tally.units.get("error") for tally in inspection.tallies.values()):
        return UNREADABLE
    return BLOCKED if counts["blocked"] else CLEAN
