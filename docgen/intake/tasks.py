"""Whole tasks with forms: make one, and take filled ones in. Nothing here prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import UnreadableInput, UsageError
from docgen.findings import Finding
from docgen.frozen import frozen
from docgen.library import find_library
from docgen.records import parse, read_source
from docgen.schemas import load_kind

if TYPE_CHECKING:
    from docgen.intake.form_reading import FormReading
    from docgen.rules.outcomes import CheckResult

#: a form larger than this is no form
MAX_FORM_BYTES = 32 * 1024 * 1024

#: findings that speak of JSON -> the same for those who fill in cells
_SAID_IN_FORMS = {"missing": "missing-in-form", "wanted-number": "wanted-number-in-form"}


@frozen
class Taken:
    """What came of taking files in: the result of the record's check, and the files written."""

    result: CheckResult
    record: Path
    annotated: tuple[Path, ...] = ()
    signed: tuple[tuple[str, str], ...] = field(default=())


def write_form(
    kind_id: str | None,
    output: str,
    *,
    record: str | None = None,
    force: bool = False,
    library: str | None = None,
    max_bytes: int,
) -> tuple[Path, tuple[str, ...]]:
    """Write the form of a kind, filled in from a record if one is given: the file, and what has no cell.

    UsageError for an unknown kind, a record of another kind, or a file that is there already.
    """
    from docgen.intake.forms import make_form
    from docgen.jobs import write_report
    from docgen.rules.packs import load_packs

    given = parse(read_source(record, max_bytes=max_bytes)) if record is not None else None
    near = [Path(record).parent] if record not in (None, "-") and record is not None else []
    found = find_library(library, near=near)
    wanted = kind_id or (given.kind_id if given is not None else "")
    kind = load_kind(found, wanted)
    if given is not None and given.kind_id != kind.id:
        raise UsageError("form-other-kind", path=str(record), found=given.kind_id, kind=kind.id)
    if not output.lower().endswith(".xlsx"):
        raise UsageError("form-not-xlsx", path=output)
    form = make_form(kind, load_packs(found, kind), given)
    target = write_report(output, form.data, [record] if record is not None else [], force=force)
    return target, form.lost


def read_filled(path: str, library: str | None) -> FormReading:
    """One filled form; UnreadableInput if it is none."""
    from docgen.intake.form_reading import form_kind, read_form
    from docgen.intake.grids import read_grids

    grids = read_grids(path)
    kind_id = form_kind(grids)
    if not kind_id:
        raise UnreadableInput("intake-no-form", path=path)
    kind = load_kind(find_library(library, near=[Path(path).parent]), kind_id)
    return read_form(path, grids, kind)


def take_in(
    paths: Sequence[str],
    output: str,
    *,
    annotated: str | None = None,
    as_of: str | None = None,
    force: bool = False,
    library: str | None = None,
    language: str = "zh_CN",
) -> Taken:
    """Read a filled form, write its record, and check it: everything that is wrong, at its cells."""
    from docgen.formats.manifest import exact_json
    from docgen.intake.form_reading import signatures
    from docgen.jobs import check, write_report

    if len(paths) != 1:
        raise UsageError("intake-several-files")
    reading = read_filled(paths[0], library)
    result = check(reading.record, as_of=as_of, library=library)
    told = {(each.place.label.partition("（")[0], each.code) for each in reading.findings}
    checked = (_for_form(each) for each in result.findings if not _follows(each, told))
    findings = (*reading.findings, *checked)
    result = replace(result, findings=findings, file=paths[0])
    data = (exact_json(reading.record.data) + "\n").encode("utf-8")
    written = write_report(output, data, paths, force=force)
    marked = _annotated(paths, annotated, result, force, language) if annotated else ()
    return Taken(result, written, marked, tuple(signatures(reading.signed)))


def _annotated(
    paths: Sequence[str], output: str, result: CheckResult, force: bool, language: str
) -> tuple[Path, ...]:
    """The workbooks with what is wrong said in their cells: one file, or a folder for several."""
    from docgen.intake.grids import MAX_BYTES
    from docgen.intake.remarks import remarks_of
    from docgen.jobs import write_report
    from docgen.ooxml.annotating import annotate
    from docgen.sources import read_bytes

    if len(paths) == 1 and not output.lower().endswith(".xlsx"):
        raise UsageError("form-not-xlsx", path=output)
    if len(paths) > 1:
        Path(output).mkdir(parents=True, exist_ok=True)
    written = []
    for path in paths:
        data = read_bytes(path, max_bytes=MAX_BYTES)
        if not data.startswith(b"PK"):
            continue  # an .xls or .csv: its findings are in the report
        target = Path(output) if len(paths) == 1 else Path(output, Path(path).name)
        made = annotate(data, path, remarks_of(result, path, language))
        written.append(write_report(target, made, paths, force=force))
    return tuple(written)


def _for_form(finding: Finding) -> Finding:
    """A finding as it is said to someone who fills in a form, and writes no JSON."""
    code = _SAID_IN_FORMS.get(finding.code)
    return replace(finding, code=code) if code is not None else finding


def _follows(finding: Finding, told: set[tuple[str, str]]) -> bool:
    """Whether a finding only says that what couldn't be read is missing."""
    cell = finding.place.label.partition("（")[0]
    unread = ("cell-not-calculated", "cell-error", "cell-digits-lost", "form-list-cell", "cell-merged-number")
    return finding.code.startswith("missing") and any((cell, code) in told for code in unread)
