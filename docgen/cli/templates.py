"""templates: list them, and check them before they are filled."""

from __future__ import annotations

import click

from docgen.cli.output import BLOCKED, CLEAN, PARTLY, UNREADABLE, print_json, say_unreadable


def templates_list(library: str | None, as_json: bool, language: str, files_language: str) -> int:
    from docgen import library_jobs
    from docgen.formats.listings import templates_text

    templates = library_jobs.templates(library=library)
    if as_json:
        print_json(CLEAN, language, templates=templates)
    else:
        click.echo(templates_text(templates, language), nl=False)
    return CLEAN


def templates_check(
    templates: tuple[str, ...],
    kind: str | None,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.formats.template_text import checked_template_object, checked_templates_text
    from docgen.template_jobs import check_templates

    checked = check_templates(templates, kind=kind, library=library)
    errors = [each.error for each in checked if each.error is not None]
    code = BLOCKED if any(each.findings for each in checked) else CLEAN
    if errors:
        code = UNREADABLE if len(errors) == len(checked) else PARTLY
    if as_json:
        print_json(code, language, templates=[checked_template_object(each, language) for each in checked])
        return code
    say_unreadable(errors, language)
    click.echo(checked_templates_text(checked, language), nl=False)
    return code
