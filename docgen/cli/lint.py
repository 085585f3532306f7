"""lint: any .docx judged against the layout standard, and put right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from docgen.cli.options import BINARY
from docgen.cli.output import (
    BLOCKED,
    CLEAN,
    PARTLY,
    UNREADABLE,
    print_json,
    say_unreadable,
)
from docgen.errors import UsageError
from docgen.messages import N_, translate

if TYPE_CHECKING:
    from docgen.lints import Choice, Fixed
    from docgen.rules.outcomes import Checked, Standard


def lint(
    files: tuple[str, ...],
    profile: str,
    fix: bool,
    diff: bool,
    tracked: bool,
    rendered: bool,
    form: str,
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    every_place: bool,
    fail_on: str,
    strict: bool,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import lints
    from docgen.rules.outcomes import Standard

    choice = lints.Choice(
        profile=profile,
        select=names(select),
        ignore=names(ignore),
        is_strict=strict,
        every_place=every_place,
        is_rendered=rendered,
        is_tracked=tracked,
    )
    max_bytes = max_size * 1024 * 1024
    form = "json" if as_json else form
    if rendered and (fix or diff or tracked):
        raise UsageError("lint-rendered-only")
    if fix or diff or tracked:
        return _fix(files, choice, diff, output, force, max_bytes, library, form == "json", language)
    if output is None and form in BINARY:
        raise UsageError("format-needs-file", form=form)
    found = lints.lint_files(files, choice, library=library, max_bytes=max_bytes)
    standard = Standard(fail_on)
    code = exit_code(found, standard)
    if output is not None:
        from docgen import jobs
        from docgen.formats import reports

        data = reports.rendered(form, found, files_language, exit_code=code, standard=standard)
        written = jobs.write_report(output, data, files, force=force)
        say_unreadable([each.error for each in found if each.error is not None], language)
        click.echo(translate(N_("Written: {file}"), language).format(file=written))
        return code
    _show(found, form, code, standard, language)
    return code


def _show(found: Sequence[Checked], form: str, code: int, standard: Standard, language: str) -> None:
    if form == "json":
        from docgen.formats.json_report import checked_object

        print_json(code, language, inputs=[checked_object(each, language) for each in found])
    elif form == "text":
        from docgen.formats.lint_text import lint_text

        say_unreadable([each.error for each in found if each.error is not None], language)
        click.echo("\n".join(lint_text(each.result, language) for each in found if each.result), nl=False)
    else:
        from docgen.formats.reports import rendered

        click.echo(rendered(form, found, language, exit_code=code, standard=standard), nl=False)


def _fix(
    files: Sequence[str],
    choice: Choice,
    is_trial: bool,
    output: str | None,
    force: bool,
    max_bytes: int,
    library: str | None,
    as_json: bool,
    language: str,
) -> int:
    from docgen import lints
    from docgen.errors import DocgenError
    from docgen.formats.lint_text import mended_lines, mended_objects

    if output is not None and len(files) != 1:
        raise UsageError("lint-one-file")
    errors: list[DocgenError] = []
    objects: list[dict[str, object]] = []
    for file in files:
        try:
            fixed = lints.fix_file(
                file,
                choice,
                output=output,
                force=force,
                is_trial=is_trial,
                library=library,
                max_bytes=max_bytes,
            )
        except UsageError:
            raise
        except DocgenError as error:
            errors.append(error)
            continue
        objects.append(
            {"file": file, "written": fixed.written or None, "changes": mended_objects(fixed.departures)}
        )
        if not as_json:
            _tell(fixed, is_trial, mended_lines(fixed.departures, language, every_place=is_trial), language)
    code = CLEAN if not errors else PARTLY if objects else UNREADABLE
    if as_json:
        print_json(code, language, fixed=objects)
    say_unreadable(errors, language)
    return code


def _tell(fixed: Fixed, is_trial: bool, lines: Sequence[str], language: str) -> None:
    if not fixed.departures:
        click.echo(translate(N_("{file}: nothing to put right"), language).format(file=fixed.path))
        return
    said = (
        N_("{file}: {count} places can be put right") if is_trial else N_("{file}: {count} places put right")
    )
    click.echo(translate(said, language).format(file=fixed.path, count=len(fixed.departures)))
    click.echo("\n".join(f"  {line}" for line in lines))
    if fixed.written:
        click.echo(translate(N_("Written: {file}"), language).format(file=fixed.written))


def names(given: Sequence[str]) -> tuple[str, ...]:
    """Rule ids given one by one or with commas between."""
    return tuple(name.strip() for each in given for name in each.split(",") if name.strip())


def exit_code(found: Sequence[Checked], standard: Standard) -> int:
    """Unreadable, some unreadable, something that counts, or clean."""
    judged = [each.result for each in found if each.result is not None]
    if len(judged) < len(found):
        return PARTLY if judged else UNREADABLE
    return BLOCKED if any(map(standard.fails, judged)) else CLEAN
