"""audit: a report's own arithmetic, without a record; against a record; or made into a first one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from docgen.cli.output import BLOCKED, CLEAN, PARTLY, UNREADABLE, print_json, say_unreadable
from docgen.errors import UsageError
from docgen.messages import N_, translate

if TYPE_CHECKING:
    from docgen.auditing.results import Audited
    from docgen.confronting import Confronted


def audit(
    files: tuple[str, ...],
    issued: str | None,
    show_all: bool,
    html: str | None,
    against: str | None,
    to_record: str | None,
    output: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import audits

    max_bytes = max_size * 1024 * 1024
    if (against or to_record) and len(files) != 1:
        raise UsageError("audit-one-file")
    if to_record:
        return _to_record(files[0], to_record, output, force, max_bytes, library, as_json, language)
    if output:
        raise UsageError("audit-output-without-kind")
    found = audits.audit_files(files, issued=day(issued), max_bytes=max_bytes)
    beside: list[Confronted] = []
    if against and found[0].audit is not None:
        beside = audits.against_record(files[0], against, library=library, max_bytes=max_bytes)
    code = exit_code(found, beside)
    if as_json:
        from docgen.formats.audit_text import audited_object
        from docgen.formats.json_report import plain

        inputs = [audited_object(each, language) for each in found]
        print_json(code, language, inputs=inputs, **({"against": plain(beside)} if against else {}))
        return code
    from docgen.formats.audit_text import audit_text, confronted_text

    say_unreadable([each.error for each in found if each.error is not None], language)
    if html:
        from docgen import __version__
        from docgen.formats.audit_page import audit_page
        from docgen.jobs import write_report

        page = audit_page(found, files_language, __version__).encode("utf-8", "backslashreplace")
        written = write_report(html, page, files, force=force)
        click.echo(translate(N_("Written: {file}"), language).format(file=written))
    texts = [audit_text(each.audit, language, with_consistent=show_all) for each in found if each.audit]
    if against and found[0].audit is not None:
        texts.append(confronted_text(beside, against, language))
    click.echo("\n".join(texts), nl=False)
    return code


def _to_record(
    file: str,
    kind: str,
    output: str | None,
    force: bool,
    max_bytes: int,
    library: str | None,
    as_json: bool,
    language: str,
) -> int:
    from docgen import audits

    if output is None:
        raise UsageError("audit-record-needs-file")
    written, filled, left = audits.to_record(
        file, kind, output, force=force, library=library, max_bytes=max_bytes
    )
    if as_json:
        print_json(CLEAN, language, record=str(written), filled=filled, unknown=left)
    else:
        told = N_("Written: {file}; {filled} indicators filled in with their sentences, {left} left unknown")
        click.echo(translate(told, language).format(file=written, filled=filled, left=left))
    return CLEAN


def day(text: str | None) -> date | None:
    """The day of issue as given on the command line; UsageError if it is none."""
    from docgen.jobs import day_given

    given = day_given(text)
    return given.first if given else None


def exit_code(found: Sequence[Audited], beside: Sequence[Confronted]) -> int:
    """Unreadable, some unreadable, something to check, or clean."""
    readable = [each.audit for each in found if each.audit is not None]
    if len(readable) < len(found):
        return PARTLY if readable else UNREADABLE
    differs = any(each.status == "differs" for each in beside)
    return BLOCKED if differs or any(each.has_faults for each in readable) else CLEAN
