"""送审稿 -> 定稿: a document numbered, dated, checked and stripped, and written down in its record's history.

Nothing here prints, and nothing reads the clock: the moment is given, and goes into the history only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from docgen.backing import Backing, backing_of, faults_of_record, left_behind, private_values
from docgen.differing import compared as compared_with
from docgen.finalising.ledger import FORMAT, HISTORY, Ledger, append, read_ledger
from docgen.finalising.marks import Number, agreement, read_day, read_number
from docgen.finalising.places import Changed, label, numbers_elsewhere, set_marks, signers
from docgen.finalising.private import private_findings
from docgen.finalising.results import Finalised, Order
from docgen.finalising.unresolved import unresolved
from docgen.findings import Finding, Place, Severity
from docgen.formats.manifest import exact_json, public_data
from docgen.layout.fixing import mend
from docgen.layout.office import load_office
from docgen.layout.parts import recognise
from docgen.library import find_library
from docgen.lints import Choice, lint_bytes, refuse_unknown
from docgen.ooxml.reading import Reading, read_document
from docgen.ooxml.stripping import stripped
from docgen.ooxml.traces import traces
from docgen.rules.outcomes import Status
from docgen.sources import DEFAULT_MAX_BYTES, read_bytes
from docgen.writing import DOCX, docx_target, refuse_existing, refuse_sources, write_all

FINAL_ENDING, PUBLIC_ENDING = ".定稿.docx", ".公开.docx"


def finalise(
    path: str,
    order: Order,
    moment: datetime,
    *,
    record: str | None = None,
    explanations: str | None = None,
    output: str | None = None,
    force: bool = False,
    library: str | Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Finalised:
    """Make the final copy of a document and write it down, or say everything that keeps it from being final.

    ``explanations`` are those that the record was made with.
    Raises UnreadableInput for a document or record that can't be read, BrokenLibrary, and UsageError: over
    a file that is there (without ``force``), or where the history can't be written.
    """
    refuse_unknown(Choice(ignore=order.ignored))
    target = _target(path, order, output, force)
    data = read_bytes(path, max_bytes=max_bytes)
    backing, findings = backing_of(path, data, record, order.without_record, library, max_bytes)
    number, day, printed, wrong = _given(order, path)
    marks = set_marks(data, path, number, day, printed, is_number_given=order.number is not None)
    reading = recognise(read_document(marks.data, path))  # a blank that was filled is none
    findings += [
        *_open_elsewhere(path, target),
        *wrong,
        *unresolved(reading, path, is_public=order.is_public),
        *marks.findings,
        *_signed_by(reading, order.signed_by, path),
    ]
    compared = None
    if backing is not None:
        beside = compared_with(path, recognise(read_document(data, path)), backing, library, is_final=True)
        findings += [*faults_of_record(backing, explanations, library), *beside.findings]
        compared = beside.same
    final = marks.data if day is None else _settled(marks.data, path, day)
    findings += _of_final(final, path, order, backing, library)
    findings += _repeated(marks.changes, final, path)
    if day is not None:
        findings += left_behind(backing, number, day)
        if not any(each.blocks for each in findings):  # revisions, and so their authors, are told already
            findings += _left(final, path)
    history = Path(backing.path if backing is not None else path).parent / HISTORY
    findings += _number_taken(read_ledger(history), number, backing, path)
    made = Finalised(path, "", "", marks.changes, tuple(findings), compared)
    if made.is_blocked or day is None:
        return made
    event = {
        "format": FORMAT,
        "event": "finalised",
        "at": moment.isoformat(timespec="seconds"),
        "signed_by": order.signed_by.strip(),
        "number": number.text if number is not None else None,
        "date": day.isoformat(),
        "public": order.is_public,
        "allowed": len(order.allowed),
        "document": {"name": target.name, "sha256": hashlib.sha256(final).hexdigest()},
        "from": {"name": Path(path).name, "sha256": hashlib.sha256(data).hexdigest()},
        "record": _recorded(backing),
        "compared": compared,
        "warnings": sum(not each.blocks for each in findings),
    }

    def line(ledger: Ledger) -> str:
        return exact_json({**event, "previous": ledger.last}, "")

    write_all({target: final}, before_placing=lambda: append(history, line))
    return Finalised(path, str(target), str(history), marks.changes, made.findings, compared)


def _target(path: str, order: Order, output: str | None, force: bool) -> Path:
    """Where the final copy goes; UsageError if something is there, and always for the document itself."""
    source = Path(path)
    stem = source.name[: -len(DOCX)] if source.name.lower().endswith(DOCX) else source.name
    name = stem + (PUBLIC_ENDING if order.is_public else FINAL_ENDING)
    target = docx_target(output, name) if output else source.with_name(name)
    refuse_sources(target, [source])
    if not force:
        refuse_existing([target])
    return target


def _given(order: Order, path: str) -> tuple[Number | None, date | None, date | None, list[Finding]]:
    """Number and dates read, with what is wrong in them."""
    place = Place(path)
    number, findings = read_number(order.number, place) if order.number is not None else (None, [])
    day, wrong = read_day(order.day, place)
    findings += wrong
    printed = None
    if order.printed is not None:
        printed, wrong = read_day(order.printed, place)
        findings += wrong
    if number is not None and day is not None:
        findings += agreement(number, day, place)
    if not order.signed_by.strip():
        findings.append(Finding("final-no-signer", place))
    return number, day, printed, findings


def _open_elsewhere(path: str, target: Path) -> list[Finding]:
    """Files that Word, WPS or LibreOffice lays beside a document that is open in it."""
    found = []
    for file in dict.fromkeys((Path(path), target)):
        # Word writes ~$ over the first two characters of long names, and before short ones
        name = file.name
        locks = {f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#", f".~{name}"}
        lock = next((each for each in sorted(locks) if file.with_name(each).exists()), None)
        if lock is not None:
            found.append(Finding("final-open", Place(str(file)), parameters={"name": name, "lock": lock}))
    return found


def _signed_by(reading: Reading, given: str, path: str) -> list[Finding]:
    """A head that names its signer (签发人) names the one who signed."""
    wanted = _names(given)
    found = signers(reading)
    named = {name for _para, names in found for name in _names(names)}
    if not found or not wanted or wanted & named:
        return []
    para, names = found[0]
    parameters = {"found": names, "given": given.strip()}
    return [Finding("final-other-signer", Place(path, label=label(para)), parameters=parameters)]


def _names(text: str) -> set[str]:
    spaced = text.replace("、", "\n").replace("，", "\n").replace(",", "\n").replace("\t", "\n")
    return {"".join(each.split()) for each in spaced.split("\n")} - {""}


def _settled(data: bytes, path: str, day: date) -> bytes:
    """The document with its closing put in place for the new date, and stripped."""
    return stripped(mend(data, path, select=("layout.sign",)).data, path, day.isoformat())


def _of_final(
    final: bytes, path: str, order: Order, backing: Backing | None, library: str | Path | None
) -> list[Finding]:
    """What is wrong with the finished copy: layout, traces left, what the public must not read."""
    office = load_office(find_library(library, near=[Path(path)]))
    result = lint_bytes(final, path, Choice(ignore=order.ignored), office)
    findings = [
        Finding(
            "final-layout",
            Place(path, label=each.subject_label),
            parameters={"message": each.message, "title": each.title, "rule": each.rule},
        )
        for each in result.outcomes
        if each.status is Status.FAIL and each.severity is Severity.ERROR
    ]
    if order.is_public:
        reading = recognise(read_document(final, path))
        values = private_values(backing) if backing is not None else {}
        findings += private_findings(reading.paragraphs, path, values, order.allowed)
    return findings


def _left(final: bytes, path: str) -> list[Finding]:
    return [
        Finding("final-trace-left", Place(path), parameters={"part": part, "what": what})
        for part, what in traces(final, path)
    ]


def _repeated(changes: Sequence[Changed], final: bytes, path: str) -> list[Finding]:
    """Other places that still have the number that was replaced."""
    old = next(
        (each for each in changes if each.what == "number" and any(map(str.isdigit, each.before))), None
    )
    if old is None:
        return []
    reading = read_document(final, path)
    return [
        Finding(
            "final-number-elsewhere",
            Place(path, label=label(para)),
            Severity.WARNING,
            parameters={"old": old.before},
        )
        for para in numbers_elsewhere(reading, old.before)
    ]


def _number_taken(ledger: Ledger, number: Number | None, backing: Backing | None, path: str) -> list[Finding]:
    """A 发文字号 is given once: another record's, or another document's without record, can't have it too."""
    if number is None or not number.code:
        return []
    own = Path(backing.path).name if backing is not None else None
    for each in ledger.entries:
        record = each.data.get("record") or {}
        others = record.get("name") if isinstance(record, Mapping) else None
        source = each.data.get("from") or {}
        is_same = others == own and (own is not None or source.get("name") == Path(path).name)
        if each.data.get("number") == number.text and not is_same:
            parameters = {"number": number.text, "other": others or source.get("name"), "line": each.line}
            return [Finding("final-number-taken", Place(path), parameters=parameters)]
    return []


def _recorded(backing: Backing | None) -> dict[str, Any] | None:
    """The record as the history keeps it: name, digest, and its public values, to compare later ones with."""
    if backing is None:
        return None
    data = public_data(backing.record, backing.kind)
    return {"name": Path(backing.path).name, "sha256": backing.record.source.digest, "data": data}
