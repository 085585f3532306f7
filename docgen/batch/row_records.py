"""The row of a list that a document of a batch was made from, as the record to hold the document against.

Which row that is stands in the batch's manifest; a document that came back under a longer name is known by
the name it had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from docgen.backing import Backing
from docgen.batch.listing import Row, read_rows
from docgen.batch.manifest import told_of
from docgen.batch.notices import template_named
from docgen.batch.wire import Base
from docgen.errors import UsageError
from docgen.findings import Finding, Place, Severity
from docgen.library import Library, find_library
from docgen.records import Record
from docgen.schemas import load_kind
from docgen.templates import Template, list_templates


def backing_of_row(
    document: str | Path,
    data: str | Path,
    *,
    row: int | None = None,
    common: str | Path | None = None,
    template: str | None = None,
    library: str | Path | None = None,
) -> tuple[Backing, tuple[Finding, ...]]:
    """A row as what stands behind a document, and what there is to tell of it.

    ``data`` is the list, ``common`` what its rows share. Without ``row`` (its number in the list) and
    ``template`` both are those that the manifest in the document's folder names; of a list that was put into
    another order since, it is the row with that content. Raises UsageError where it isn't known which row
    or template it is, and UnreadableInput for a list that can't be read.
    """
    told = told_of(Path(document))
    if row is None and not told:
        raise UsageError("verify-row-needed", path=str(document))
    places = find_library(library, [Path(data).absolute().parent, Path.cwd()])
    found = template_named(places, template) if template else _template_told(places, told, str(document))
    kind = load_kind(places, found.kind)
    rows = read_rows(data, kind, common=common).rows
    wanted, number = (told.get("record", ""), told.get("row")) if row is None else ("", row)
    chosen, is_same = _chosen(rows, number, wanted)
    if chosen is None or chosen.record is None:
        raise UsageError("verify-row-missing", path=str(data), row=number)
    findings: list[Finding] = []
    if wanted and not is_same:
        place = Place(str(data), line=chosen.number)
        findings.append(Finding("verify-row-changed", place, Severity.WARNING, parameters={"row": number}))
    return Backing(str(data), chosen.record, kind, found), tuple(findings)


def _chosen(rows: Iterable[Row], number: object, wanted: str) -> tuple[Row | None, bool]:
    """The row with that content, else the one of that number; and whether it has that content."""
    numbered: Row | None = None
    for each in rows:
        if wanted and each.record is not None and digest_of(each.record) == wanted:
            return each, True
        if each.number == number:
            numbered = each
            if not wanted:
                break
    return numbered, False


def digest_of(record: Record) -> str:
    """A row's digest as the manifest has it."""
    base = Base(record.data, "")
    return base.digest(base.wire(1, 1, record.data))


def _template_told(library: Library, told: Mapping[str, Any], document: str) -> Template:
    """The template whose digest the manifest names."""
    wanted = told.get("template")
    for each in list_templates(library):
        if wanted and hashlib.sha256(each.path.read_bytes()).hexdigest() == wanted:
            return each
    raise UsageError("verify-template-needed", path=document)
