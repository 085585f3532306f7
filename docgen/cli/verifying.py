"""verify: an edited document held against its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from docgen.cli.output import BLOCKED, CLEAN, print_json
from docgen.errors import UsageError

if TYPE_CHECKING:
    from docgen.backing import Backing


def verify(
    document: str,
    record: str | None,
    output: str | None,
    into_record: str | None,
    update: str | None,
    made_from: str | None,
    explanations: str | None,
    list_behind: str | None,
    row: int | None,
    common: str | None,
    row_template: str | None,
    strict: bool,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    max_bytes = max_size * 1024 * 1024
    if list_behind is None and (row or common or row_template):
        raise UsageError("verify-list-only")
    if list_behind is not None:
        if record:
            raise UsageError("verify-list-or-record")
        if into_record:
            raise UsageError("verify-list-no-patch")
        if update:
            raise UsageError("verify-list-no-update")
    if update is not None:
        from docgen.formats.updated_text import updated_object, updated_text
        from docgen.updating import update as updated

        if record is None:
            raise UsageError("verify-update-needs-record")
        if output or into_record:
            raise UsageError("verify-update-alone")
        done = updated(
            document,
            record,
            update,
            made_from=made_from,
            explanations=explanations,
            force=force,
            library=library,
            language=files_language,
            max_bytes=max_bytes,
        )
        code = BLOCKED if done.is_blocked or (strict and done.findings) else CLEAN
        if as_json:
            print_json(code, language, updated=updated_object(done, language))
        else:
            click.echo(updated_text(done, language), nl=False)
        return code
    if made_from or explanations:
        raise UsageError("verify-update-only")
    from docgen.formats.verified_text import verified_object, verified_text
    from docgen.verifying import verify as verified

    backing: Backing | None = None
    if list_behind is not None:
        from docgen.batch.row_records import backing_of_row

        backing = backing_of_row(
            document, list_behind, row=row, common=common, template=row_template, library=library
        )
    found = verified(
        document,
        record,
        backing=backing,
        output=output,
        into_record=into_record,
        force=force,
        library=library,
        max_bytes=max_bytes,
    )
    code = BLOCKED if found.is_blocked or (strict and found.findings) else CLEAN
    if as_json:
        print_json(code, language, verified=verified_object(found, language))
    else:
        click.echo(verified_text(found, language), nl=False)
    return code
