"""送审稿 -> 定稿: a document numbered, dated, checked and stripped, and written down in its record's history.

Nothing here prints, and nothing reads the clock: the moment is given, and goes into the history only.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from docgen.audits import against_record
from docgen.confronting import DIFFERS, SAME, amounts_in
from docgen.errors import DocgenError, UsageError
from docgen.finalising.ledger import FORMAT, HISTORY, Ledger, append, read_ledger
from docgen.finalising.marks import Number, agreement, read_day, read_number
from docgen.finalising.places import Changed, label, numbers_elsewhere, set_marks, signers
from docgen.finalising.private import private_findings
from docgen.finalising.restating import CHANGED, GONE, Restated, restated, unbacked
from docgen.finalising.results import Finalised, Order
from docgen.finalising.unresolved import unresolved
from docgen.findings import Finding, Place, Severity
from docgen.formats.manifest import exact_json, public_data
from docgen.frozen import frozen
from docgen.jobs import MANIFEST_ENDING, check
from docgen.layout.fixing import mend
from docgen.layout.office import load_office
from docgen.layout.parts import recognise
from docgen.library import find_library
from docgen.lints import Choice, lint_bytes, refuse_unknown
from docgen.ooxml.reading import Reading, read_document
from docgen.ooxml.stripping import stripped
from docgen.ooxml.traces import traces
from docgen.quantities import number_text
from docgen.records import Record, parse
from docgen.rendering import render
from docgen.rules.outcomes import Status
from docgen.schemas import Kind, everything, load_kind
from docgen.schemas import label as label_of
from docgen.sources import DEFAULT_MAX_BYTES, read_bytes, read_source
from docgen.structure import is_number
from docgen.templates import find_template
from docgen.writing import refuse_existing, write_all

FINAL_ENDING, PUBLIC_ENDING = ".定稿.docx", ".公开.docx"
#: shorter numbers stand in every text
_SHORTEST_NUMBER = 5
#: so many numbers of a kind are named
_MOST_SHOWN = 6
#: a manifest or record beside a document is looked at up to this size
_MOST_LOOKED_AT = 8_000_000


@frozen
class Backing:
    """The record that a document is held against, and its kind."""

    path: str
    record: Record
    kind: Kind


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
        *unresolved(reading, path),
        *marks.findings,
        *_signed_by(reading, order.signed_by, path),
    ]
    compared = None
    if backing is not None:
        different, compared = _figures(path, data, backing, library, max_bytes)
        findings += [*_of_record(backing, explanations, library), *different]
    final = marks.data if day is None else _settled(marks.data, path, day)
    findings += _of_final(final, path, order, backing, library)
    findings += _repeated(marks.changes, final, path)
    if day is not None:
        findings += _record_says(backing, number, day)
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
    stem = source.name[: -len(".docx")] if source.name.lower().endswith(".docx") else source.name
    target = (
        Path(output)
        if output
        else source.with_name(stem + (PUBLIC_ENDING if order.is_public else FINAL_ENDING))
    )
    if target.exists() and source.exists() and target.samefile(source):
        raise UsageError("output-is-input", path=str(target))
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


def backing_of(
    path: str, data: bytes, record: str | None, without: bool, library: str | Path | None, max_bytes: int
) -> tuple[Backing | None, list[Finding]]:
    """The record to hold a document against: the one named, or the one beside it that it was made from."""
    found = record or (None if without else _record_beside(Path(path)))
    if found is None:
        if without:
            return None, [Finding("final-not-compared", Place(path), Severity.WARNING)]
        return None, [Finding("final-record-needed", Place(path))]
    read = parse(read_source(found, max_bytes=max_bytes))
    kind = load_kind(find_library(library, near=[Path(found)]), read.kind_id)
    return Backing(found, read, kind), []


def _record_beside(path: Path) -> str | None:
    """The record in the document's folder whose digest its manifest (NAME.docgen.json) names."""
    wanted = _said(path, "record", "sha256")
    if not wanted:
        return None
    for each in sorted(path.parent.glob("*.json")):
        if each.name.endswith(MANIFEST_ENDING) or not each.is_file():
            continue
        if each.stat().st_size <= _MOST_LOOKED_AT and hashlib.sha256(each.read_bytes()).hexdigest() == wanted:
            return str(each)
    return None


def _said(document: Path, part: str, name: str) -> str:
    """What a document's manifest says, "" where there is none or it can't be read."""
    manifest = document.with_name(document.stem + MANIFEST_ENDING)
    try:
        if manifest.stat().st_size > _MOST_LOOKED_AT:
            return ""
        said = json.loads(manifest.read_text(encoding="utf-8"))[part][name]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return said if isinstance(said, str) else ""


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


def _of_record(backing: Backing, explanations: str | None, library: str | Path | None) -> list[Finding]:
    """A record that no official document could be made of backs no final copy either."""
    result = check(backing.record, explanations=explanations, library=library)
    faults = [
        *(each.place for each in result.findings if each.blocks),
        *(each.place for each in result.outcomes if each.blocks),
    ]
    if not faults:
        return []
    parameters = {"count": len(faults), "first": faults[0].label or faults[0].pointer}
    return [Finding("final-record-blocked", faults[0], parameters=parameters)]


def _figures(
    path: str, data: bytes, backing: Backing, library: str | Path | None, max_bytes: int
) -> tuple[list[Finding], int]:
    """Where the document differs from its record in a number, and how many values it states as they are.

    Two means: the record's values recognised in the text, and the text that the record gives now beside it.
    """
    beside = against_record(path, backing.path, library=library, max_bytes=max_bytes)
    apart = _beside_made(path, data, backing, library)
    unlike = Counter(each.written for each in apart or () if each.status != GONE)
    findings = []
    for each in beside:
        # a text that is as the record gives it can't state a value otherwise, however it was recognised
        if each.status == DIFFERS and (apart is None or unlike[each.written]):
            unlike[each.written] -= 1
            parameters = {"title": each.title, "written": each.written, "recorded": each.recorded}
            findings.append(Finding("final-figure-differs", each.place, parameters=parameters))
    findings += _restated(path, apart or (), unlike, set(amounts_in(backing.record.data)))
    return findings, sum(each.status == SAME for each in beside)


def _beside_made(
    path: str, data: bytes, backing: Backing, library: str | Path | None
) -> list[Restated] | None:
    """The document beside the one that its record gives now; None where it isn't a version of that."""
    wanted = _said(Path(path), "template", "id") or backing.kind.default_template
    if not wanted:
        return None
    try:
        template = find_template(find_library(library, near=[Path(backing.path)]), wanted, backing.kind.id)
        made = render(template, backing.record, backing.kind).data
    except DocgenError:  # the template is gone, or the record too faulty, which is told already
        return None
    return restated(recognise(read_document(data, path)), recognise(read_document(made, path)))


def _restated(
    path: str, apart: Sequence[Restated], left: Counter[str], amounts: set[Fraction]
) -> Iterator[Finding]:
    """What two texts have differently, without what the values recognised have told already."""
    for each in apart:
        if each.status == CHANGED and left[each.written] > 0:
            left[each.written] -= 1
            parameters: dict[str, object] = {"written": each.written, "made": each.made}
            yield Finding("final-figure-changed", Place(path, label=each.place), parameters=parameters)
    for code, kept in (
        ("final-figures-new", unbacked(apart, amounts)),
        ("final-figures-gone", [each for each in apart if each.status == GONE and each.is_quantity]),
    ):
        if kept:
            shown = "、".join((each.written or each.made) for each in kept[:_MOST_SHOWN])
            parameters = {"count": len(kept), "shown": shown + ("…" if len(kept) > _MOST_SHOWN else "")}
            yield Finding(code, Place(path, label=kept[0].place), Severity.WARNING, parameters=parameters)


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


def _record_says(backing: Backing | None, number: Number | None, day: date) -> list[Finding]:
    """A record that still has the number or date of before is to get those of the final copy."""
    if backing is None:
        return []
    found: list[Finding] = []
    record = backing.record
    dated = record.get("/signature/date")
    if isinstance(dated, str) and dated != day.isoformat():
        parameters: dict[str, object] = {"recorded": dated, "final": day.isoformat()}
        found.append(_to_record("/signature/date", backing, parameters))
    given = record.get("/number")
    if number is not None and number.code and isinstance(given, Mapping):
        recorded = f"{given.get('code')}〔{given.get('year')}〕{given.get('sequence')}号"
        if recorded != number.text:
            found.append(_to_record("/number", backing, {"recorded": recorded, "final": number.text}))
    return found


def _to_record(pointer: str, backing: Backing, parameters: dict[str, object]) -> Finding:
    place = backing.record.place(pointer, label_of(backing.kind, pointer, backing.record))
    return Finding("final-record-behind", place, Severity.WARNING, parameters=parameters)


def private_values(backing: Backing) -> dict[str, str]:
    """The record's values that its schema keeps from the public, with the names of their fields.

    A text that a public field has too is none.
    """
    known = everything(backing.record, backing.kind)
    hidden: dict[str, str] = {}
    private: set[str] = set()
    public: set[str] = set()
    for pointer, value, type_, _parent in known:
        is_private = not type_.is_public or pointer.rpartition("/")[0] in private
        if is_private:
            private.add(pointer)
        text = value if isinstance(value, str) else number_text(value) if is_number(value) else ""
        if isinstance(value, str) and not is_private:
            public.add(text.strip())
        elif is_private and (isinstance(value, str) or len(text) >= _SHORTEST_NUMBER):
            hidden.setdefault(text.strip(), type_.title or pointer.rpartition("/")[2])
    return {text: name for text, name in hidden.items() if text and text not in public}


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
