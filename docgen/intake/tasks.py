"""Whole tasks with forms: make one, and take filled ones and tables in. Nothing here prints."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.errors import DocgenError, UnreadableInput, UsageError, together
from docgen.findings import Finding, Nature, Place, Severity
from docgen.intake.cell_records import UNREAD, said_of_cell
from docgen.library import find_library
from docgen.records import Record, parse, read_source
from docgen.schemas import load_kind

if TYPE_CHECKING:
    from docgen.intake.form_reading import FormReading
    from docgen.intake.mappings import Meanings
    from docgen.intake.rosters import Line
    from docgen.intake.totals import Total
    from docgen.rules.outcomes import CheckResult

#: what one office's part lacks, and another's may have
_MAY_BE_ELSEWHERE = ("missing", "names-nothing", "list-lacks", "mention-names-nothing")
_TEXTS = (".docx", ".txt")
#: of a folder's files; .et can't be read, which has to be said of an office's form
_TABLES = (".xlsx", ".xlsm", ".xls", ".csv", ".et", ".ett")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking files in.

    ``result`` is the record's check, ``record`` and ``annotated`` the files written, ``mapping`` the file of
    meanings if something was added to it. ``unread`` are files that can't be read at all (with --merge),
    ``lines`` and ``counts`` the overview of a roster.
    """

    result: CheckResult
    record: Path
    annotated: tuple[Path, ...] = ()
    signed: tuple[tuple[str, str], ...] = ()
    mapping: Path | None = None
    unread: tuple[DocgenError, ...] = ()
    lines: tuple[Line, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    #: numbers in prose that were found, and those of them that became mentions; the list to confirm them in
    links: tuple[int, int] = (0, 0)
    list_of_links: Path | None = None


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
    near = [Path(record).parent] if record is not None and record != "-" else []
    found = find_library(library, near=near)
    kind = load_kind(found, kind_id or (given.kind_id if given is not None else ""))
    if given is not None and given.kind_id != kind.id:
        raise UsageError("form-other-kind", path=str(record), found=given.kind_id, kind=kind.id)
    if not output.lower().endswith(".xlsx"):
        raise UsageError("form-not-xlsx", path=output)
    form = make_form(kind, load_packs(found, kind), given)
    target = write_report(output, form.data, [record] if record is not None else [], force=force)
    return target, form.lost


def take_in(
    paths: Sequence[str],
    output: str,
    *,
    kind: str | None = None,
    merged: bool = False,
    mapping: str | None = None,
    sender: str = "",
    roster: str | None = None,
    annotated: str | None = None,
    links: str | None = None,
    as_of: str | None = None,
    force: bool = False,
    library: str | None = None,
    language: str = "zh_CN",
) -> Taken:
    """Read filled forms and tables, write their record, and check it: all that is wrong, at its cells.

    UsageError for several files without ``merged``; UnreadableInput where no file can be read.
    """
    from docgen.formats.manifest import exact_json
    from docgen.intake.form_reading import signatures
    from docgen.intake.mappings import Meanings
    from docgen.jobs import check, write_report
    from docgen.writing import write_all

    texts = [path for path in paths if path.lower().endswith(_TEXTS)]
    files = expanded([path for path in paths if path not in texts])
    if len(files) != 1 and not merged:
        raise UsageError("intake-several-files")
    meanings = Meanings(mapping, sender)
    readings: list[FormReading] = []
    unread: list[DocgenError] = []
    for path in files:
        try:
            readings.append(read_any(path, kind, library, meanings))
        except UnreadableInput as error:
            if not merged:
                raise
            unread.append(error)
    kinds = {reading.record.kind_id for reading in readings}
    if len(kinds) > 1:
        raise UsageError("intake-kinds-differ", kinds="、".join(sorted(kinds)))
    if not readings:
        raise together(unread)
    whole = readings[0] if len(files) == 1 else _merged(readings, output, library)
    asked, done, kept_links = _linked(whole, readings, texts, links, library)
    result = _judged(check(whole.record, as_of=as_of, library=library), whole.findings)
    lines: tuple[Line, ...] = ()
    owed: Mapping[str, int] = {}
    if roster is not None:
        lines, owed = _roster(roster, readings, unread, as_of, library)
    data = (exact_json(whole.record.data) + "\n").encode("utf-8")
    written = write_report(output, data, files, force=force)
    damaged = {error.path for error in unread}
    readable = [path for path in files if path not in damaged]
    marked = _annotated(readable, annotated, result, force, language) if annotated else ()
    kept = meanings.written() if mapping is not None else None
    if kept is not None:
        write_all({Path(str(mapping)): kept})
    if kept_links is not None and links is not None:
        write_all({Path(links): kept_links})
    signed = tuple(signatures(readings[0].signed)) if len(files) == 1 else ()
    return Taken(
        result,
        written,
        marked,
        signed,
        Path(str(mapping)) if kept is not None else None,
        tuple(unread),
        lines,
        owed,
        (asked, done),
        Path(links) if kept_links is not None and links is not None else None,
    )


def _linked(
    whole: FormReading,
    readings: Sequence[FormReading],
    texts: Sequence[str],
    links: str | None,
    library: str | None,
) -> tuple[int, int, bytes | None]:
    """Plain sentences put into the record, and the numbers in its prose matched to its values.

    How many were found, how many were confirmed and are mentions now, and the list to confirm them in, if it
    isn't there yet.
    """
    from docgen.audits import read_passages
    from docgen.intake.linking import (
        confirmed_in,
        link_book,
        linked,
        links_in,
        plain_sentences,
        with_sentences,
    )

    record = whole.record
    kind = load_kind(
        find_library(library, near=[Path(readings[0].record.source.name).parent]), record.kind_id
    )
    said = [line for each in readings for line in plain_sentences(each.signed.get("prose", ""))]
    for path in texts:
        said += [line for passage in read_passages(path)[0] for line in plain_sentences(passage.text)]
    if not with_sentences(record.data, kind, said):
        raise UsageError("intake-no-place-for-prose", kind=kind.id)
    # what was walked of a record is kept: a changed one is another
    whole.record = record = replace(record)
    if links is None:
        return 0, 0, None
    found = links_in(record, kind)
    if not Path(links).exists():
        return len(found), 0, link_book(found)
    done = linked(record, found, confirmed_in(links))
    whole.record = replace(record)
    return len(found), done, None


def _merged(readings: Sequence[FormReading], output: str, library: str | None) -> FormReading:
    from docgen.intake.merging import merge

    near = [Path(readings[0].record.source.name).parent]
    sections = load_kind(find_library(library, near=near), readings[0].record.kind_id).root.fields.get(
        "sections"
    )
    part = sections.item.fields.get("part") if sections is not None and sections.item is not None else None
    return merge(readings, output, tuple(part.choices) if part is not None else ())


def expanded(paths: Sequence[str]) -> list[str]:
    """The files meant: those of a folder, and of a pattern that the shell left as it is."""
    found: list[str] = []
    for path in paths:
        if Path(path).is_dir():
            found += sorted(
                str(each)
                for each in Path(path).iterdir()
                if each.suffix.lower() in _TABLES and not each.name.startswith(("~$", "."))
            )
        elif any(mark in path for mark in "*?") and not Path(path).exists():
            found += sorted(glob.glob(path))
        else:
            found.append(path)
    if not found:
        raise UsageError("intake-no-files")
    return list(dict.fromkeys(found))


def read_any(path: str, kind_id: str | None, library: str | None, meanings: Meanings) -> FormReading:
    """A filled form, or with a kind an office's own tables; UnreadableInput if it is neither."""
    from docgen.intake.form_reading import form_kind, read_form
    from docgen.intake.grids import read_grids
    from docgen.intake.table_reading import read_tables

    grids = read_grids(path)
    found = find_library(library, near=[Path(path).parent])
    of_form = form_kind(grids)
    if of_form:
        return _with_note(read_form(path, grids, load_kind(found, of_form)), path)
    if not kind_id:
        raise UnreadableInput("intake-no-form", path=path)
    reading = read_tables(path, grids, load_kind(found, kind_id), meanings)
    if not any(each.code == "table-found" for each in reading.findings):
        raise UnreadableInput("intake-nothing-found", path=path)
    return _with_note(reading, path)


def _with_note(reading: FormReading, path: str) -> FormReading:
    """What is read of an .xls, with what can't be known of it."""
    if path.lower().endswith(".xls"):
        reading.findings.append(Finding("table-old-format", Place(path), Severity.INFO, Nature.ADVICE))
    return reading


def total_of(
    paths: Sequence[str],
    reported: str,
    *,
    kind: str | None = None,
    library: str | None = None,
    max_bytes: int,
) -> list[Total]:
    """The records (.json) or forms of units added up, beside the total that was reported."""
    from docgen.intake.mappings import Meanings
    from docgen.intake.totals import add_up

    def read(path: str) -> Record:
        if path.lower().endswith(".json"):
            return parse(read_source(path, max_bytes=max_bytes))
        return read_any(path, kind, library, Meanings(None, "")).record

    whole = read(reported)
    units = [(path, read(path)) for path in expanded(paths)]
    for path, record in units:
        if record.kind_id != whole.kind_id:
            raise UsageError("form-other-kind", path=path, found=record.kind_id, kind=whole.kind_id)
    found = load_kind(find_library(library, near=[Path(reported).parent]), whole.kind_id)
    return add_up(found, [(_unit_name(path, record), record.data) for path, record in units], whole.data)


def _unit_name(path: str, record: Record) -> str:
    name = record.get("/issuer/name")
    return name if isinstance(name, str) else Path(path).stem


def _judged(result: CheckResult, findings: Sequence[Finding]) -> CheckResult:
    """The check's result with what reading had to tell; what only follows from that is left out."""
    told = {(each.place.file, _cell(each), each.code) for each in findings}
    checked = (said_of_cell(each) for each in result.findings if not _follows(each, told))
    return replace(result, findings=(*findings, *checked))


def _cell(finding: Finding) -> str:
    return finding.place.label.partition("（")[0]


def _follows(finding: Finding, told: set[tuple[str, str, str]]) -> bool:
    """Whether a finding only says that what couldn't be read is missing."""
    where = (finding.place.file, _cell(finding))
    return finding.code.startswith("missing") and any((*where, code) in told for code in UNREAD)


def _roster(
    roster: str,
    readings: Sequence[FormReading],
    unread: Sequence[DocgenError],
    as_of: str | None,
    library: str | None,
) -> tuple[tuple[Line, ...], Mapping[str, int]]:
    """Who owes a form and what came; a form with faults of its own goes back."""
    from docgen.intake.cells import as_date
    from docgen.intake.rosters import Came, counts, overview, read_roster

    owed = read_roster(roster)
    came = [Came(error.path, "", "", 1) for error in unread]
    for each in readings:
        faults = sum(finding.blocks for finding in [*each.findings, *_own_faults(each, as_of, library)])
        day = as_date(each.signed["on"]) if each.signed.get("on") else ""
        came.append(Came(each.record.source.name, each.signed.get("unit", ""), day, faults))
    lines = overview(owed, came)
    return tuple(lines), counts(owed, lines)


def _own_faults(reading: FormReading, as_of: str | None, library: str | None) -> Iterator[Any]:
    """What is wrong in one office's part; what it lacks may be another's to give."""
    from docgen.jobs import check

    result = check(reading.record, as_of=as_of, library=library)
    yield from (each for each in result.findings if not each.code.startswith(_MAY_BE_ELSEWHERE))
    yield from result.outcomes


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
