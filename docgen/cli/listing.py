"""kinds, rules and init: what there is, and how to begin."""

from __future__ import annotations

import click

from docgen.cli.output import BLOCKED, CLEAN, print_json
from docgen.messages import N_, translate


def kinds(library: str | None, as_json: bool, language: str, files_language: str) -> int:
    from docgen import library_jobs
    from docgen.formats.listings import kinds_text

    kinds = library_jobs.kinds(library=library)
    if as_json:
        print_json(CLEAN, language, kinds=kinds)
    else:
        click.echo(kinds_text(kinds, language), nl=False)
    return CLEAN


def explain(rule: str, library: str | None, as_json: bool, language: str, files_language: str) -> int:
    from docgen import library_jobs
    from docgen.formats.listings import rule_text

    explained = library_jobs.explain(rule, library=library)
    if as_json:
        print_json(CLEAN, language, rule=explained)
    else:
        click.echo(rule_text(explained, language), nl=False)
    return CLEAN


def rules_list(
    kind: str | None, library: str | None, as_json: bool, language: str, files_language: str
) -> int:
    from docgen import library_jobs
    from docgen.formats.listings import rules_text

    rules, not_read = library_jobs.rules(kind=kind, library=library), library_jobs.no_packs(library=library)
    if as_json:
        print_json(CLEAN, language, rules=rules, not_read=not_read)
    else:
        click.echo(rules_text(rules, not_read, language), nl=False)
    return CLEAN


def rules_test(
    packs: tuple[str, ...], library: str | None, as_json: bool, language: str, files_language: str
) -> int:
    from docgen import library_jobs
    from docgen.formats.listings import trials_text

    trials, not_read = library_jobs.test_rules(packs, library=library), library_jobs.no_packs(library=library)
    code = CLEAN if all(trial.is_sound for trial in trials) else BLOCKED
    if as_json:
        print_json(code, language, rules=trials, not_read=not_read)
    else:
        click.echo(trials_text(trials, not_read, language), nl=False)
    return code


def rules_new(
    id: str,
    output: str | None,
    kind: str,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import library_jobs

    text = library_jobs.new_rule(id, output, kind=kind, library=library)
    if as_json:
        print_json(CLEAN, language, id=id, file=output, text=text)
    elif output is None:
        click.echo(text, nl=False)
    else:
        click.echo(translate(N_("Added {id} to {file}."), language).format(id=id, file=output))
    return CLEAN


def init(
    folder: str, kind: str, library: str | None, as_json: bool, language: str, files_language: str
) -> int:
    from docgen import library_jobs
    from docgen.formats.listings import started_text

    files = library_jobs.init(folder, kind=kind, library=library)
    if as_json:
        print_json(CLEAN, language, folder=folder, files=files)
    else:
        click.echo(started_text(folder, files, language), nl=False)
    return CLEAN
