"""audit: a report's own arithmetic, without a record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from docgen.cli.output import BLOCKED, CLEAN, PARTLY, UNREADABLE, print_json, say_unreadable

if TYPE_CHECKING:
    from docgen.auditing.results import Audited


def audit(
    files: tuple[str, ...],
    issued: str | None,
    show_all: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen.audits import audit_files

    found = audit_files(files, issued=day(issued), max_bytes=max_size * 1024 * 1024)
    code = exit_code(found)
    if as_json:
        from docgen.formats.audit_text import audited_object

        print_json(code, language, inputs=[audited_object(each, language) for each in found])
        return code
    from docgen.formats.audit_text import audit_text

    say_unreadable([each.error for each in found if each.error is not None], language)
    texts = [audit_text(each.audit, language, with_consistent=show_all) for each in found if each.audit]
    click.echo("\n".join(texts), nl=False)
    return code


def day(text: str | None) -> date | None:
    """The day of issue as given on the command line; UsageError if it is none."""
    from docgen.jobs import day_given

    given = day_given(text)
    return given.first if given else None


def exit_code(found: Sequence[Audited]) -> int:
    """Unreadable, some unreadable, something to check, or clean."""
    readable = [each.audit for each in found if each.audit is not None]
    if len(readable) < len(found):
        return PARTLY if readable else UNREADABLE
    return BLOCKED if any(each.has_faults for each in readable) else CLEAN
