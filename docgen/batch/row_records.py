"""The row of a list that a document of a batch was made from, as the record to hold the document against.

Which row that is stands in the batch's manifest; a document that came back under a longer name is known by
the name it had. The list may have been sorted or corrected since: the row is known by all that it says, or
by its code or name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from docgen.backing import Backing, in_row
from docgen.batch.judging import key_of
from docgen.batch.listing import Row, read_common, read_rows
from docgen.batch.manifest import told_of
from docgen.batch.notices import template_named
from docgen.batch.roles import read_roles
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
) -> Backing:
    """A row as what stands behind a document.

    ``data`` is the list, ``common`` what its rows share. Without ``row`` (its number in the list) and
    ``template`` both are those that the manifest in the document's folder names; of a list that was put into
    another order since, it is the row with that content, or else with that code or name. Raises UsageError
    where it isn't known which row or template it is, and UnreadableInput for a list that can't be read.
    """
    told = told_of(Path(document))
    if row is None and not told:
        raise UsageError("verify-row-needed", path=str(document))
    places = find_library(library, [Path(data).absolute().parent])
    found = template_named(places, template) if template else _template_told(places, told, str(document))
    kind = load_kind(places, found.kind)
    rows = read_rows(data, kind, read_common(common)).rows
    if row is None:
        chosen, is_same = _told_row(rows, told, partial(key_of, read_roles(found, kind), kind=kind))
    else:
        chosen, is_same = next((each for each in rows if each.number == row), None), True
    if chosen is None or chosen.record is None:
        if row is None and (wanted := _key_told(told)):
            raise UsageError("verify-row-gone", path=str(data), key=wanted)
        raise UsageError("verify-row-missing", path=str(data), row=row or told.get("row"))
    findings = [
        replace(each, place=in_row(each.place, chosen.number)) for each in chosen.findings if each.blocks
    ]
    if not is_same:
        code = "verify-row-changed" if common is not None else "verify-row-changed-or-common"
        findings.insert(0, Finding(code, in_row(Place(str(data)), chosen.number), Severity.WARNING))
    return Backing(str(data), chosen.record, kind, found, chosen.number, tuple(findings))


def _told_row(
    rows: Iterable[Row], told: Mapping[str, Any], key: Callable[[Record], str]
) -> tuple[Row | None, bool]:
    """The row that a manifest tells of, and whether it still has the content that it had.

    One that was changed since is known by its key, by its number only where it has none. None where no row
    or more than one has that key.
    """
    wanted = _key_told(told)
    alike: list[Row] = []
    for each in rows:
        if each.record is not None and digest_of(each.record) == told.get("record"):
            return each, True
        if not wanted:
            is_alike = each.number == told.get("row")
        else:
            is_alike = each.record is not None and key(each.record) == wanted
        if is_alike:
            alike.append(each)
    return (alike[0] if len(alike) == 1 else None), False


def _key_told(told: Mapping[str, Any]) -> str:
    """The code or name of a row, "" where the manifest has its number instead."""
    key = str(told.get("key", ""))
    return "" if key == f"row-{told.get('row')}" else key


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
