"""letters and orders: what goes out to the units after an inspection."""

from __future__ import annotations

import click

from docgen.cli.output import (
    BLOCKED,
    CLEAN,
    PARTLY,
    UNREADABLE,
    print_json,
    say_unreadable,
    unreadable_objects,
)


def letters(
    records: tuple[str, ...],
    output: str,
    terms: str,
    previous: str | None,
    band: int,
    explanations: str | None,
    as_of: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import sending
    from docgen.formats.sendings import letters_text, sent_object

    made = sending.letters(
        records,
        output,
        terms,
        previous=previous,
        band=band,
        explanations=explanations,
        as_of=as_of,
        force=force,
        library=library,
        language=files_language,
        max_bytes=max_size * 1024 * 1024,
    )
    code = CLEAN
    if made.unreadable:
        code = PARTLY if made.sent or made.clean else UNREADABLE
    if as_json:
        clean = [{"file": file, "unit": unit} for file, unit in made.clean]
        unreadable = unreadable_objects(made.unreadable, language)
        print_json(code, language, **sent_object(made, language), clean=clean, unreadable=unreadable)
        return code
    say_unreadable(made.unreadable, language)
    click.echo(letters_text(made, language), nl=False)
    return code


def orders(
    workbook: str,
    records: tuple[str, ...],
    output: str,
    terms: str,
    previous: str | None,
    explanations: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import sending
    from docgen.formats.json_report import finding_object
    from docgen.formats.sendings import orders_text, sent_object

    made = sending.orders(
        workbook,
        records,
        output,
        terms,
        previous=previous,
        explanations=explanations,
        force=force,
        library=library,
        language=files_language,
        max_bytes=max_size * 1024 * 1024,
    )
    code = BLOCKED if any(finding.blocks for finding in made.findings) else CLEAN
    if made.unreadable:
        code = PARTLY
    if as_json:
        findings = [finding_object(finding, language) for finding in made.findings]
        unreadable = unreadable_objects(made.unreadable, language)
        counts = {"true": made.true, "false": made.false, "open": made.open}
        told = {"counts": counts, "findings": findings, "unreadable": unreadable}
        print_json(code, language, **sent_object(made, language), **told)
        return code
    say_unreadable(made.unreadable, language)
    click.echo(orders_text(made, language), nl=False)
    return code
