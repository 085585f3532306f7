"""What stands behind a document: its record, held against it value by value and text by text.

Nothing here prints.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from docgen.finalising.marks import Number
from docgen.findings import Finding, Place, Severity
from docgen.frozen import frozen
from docgen.jobs import MANIFEST_ENDING, check
from docgen.library import find_library
from docgen.prose import check_prose
from docgen.quantities import number_text
from docgen.records import Record, parse
from docgen.schemas import LABEL_STEP, Kind, everything, load_kind
from docgen.schemas import label as label_of
from docgen.sources import read_source
from docgen.structure import is_number
from docgen.templates import Template
from docgen.validation import validate

#: shorter numbers stand in every text
_SHORTEST_NUMBER = 5
#: so many numbers of a kind are named
_MOST_SHOWN = 6
#: a manifest or record beside a document is looked at up to this size
_MOST_LOOKED_AT = 8_000_000


@frozen
class Backing:
    """The record that a document is held against, its kind, and the template where that is known.

    ``row`` is its number in the list that ``path`` then is, ``findings`` what is to be told of it.
    """

    path: str
    record: Record
    kind: Kind
    template: Template | None = None
    row: int | None = None
    findings: tuple[Finding, ...] = ()


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
    wanted = made_as(path).record
    if not wanted:
        return None
    for each in sorted(path.parent.glob("*.json")):
        if each.name.endswith(MANIFEST_ENDING) or not each.is_file():
            continue
        if each.stat().st_size <= _MOST_LOOKED_AT and hashlib.sha256(each.read_bytes()).hexdigest() == wanted:
            return str(each)
    return None


@frozen
class MadeAs:
    """What a document's manifest says: its record's digest, its template, the value behind each anchor.

    ``data`` is the record's data without what is private.
    """

    record: str = ""
    template: str = ""
    anchors: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)


def made_as(document: Path) -> MadeAs:
    """What the manifest beside a document says; nothing where there is none or it can't be read.

    A copy with a longer name (总结.改.docx) is known by the manifest of the first (总结.docgen.json).
    """
    beside = sorted(
        (
            each
            for each in document.parent.glob(f"*{MANIFEST_ENDING}")
            if document.stem.startswith(each.name.removesuffix(MANIFEST_ENDING))
        ),
        key=lambda each: len(each.name),
    )
    try:
        if not beside or beside[-1].stat().st_size > _MOST_LOOKED_AT:
            return MadeAs()
        said = json.loads(beside[-1].read_text(encoding="utf-8"), parse_float=Decimal)
        anchors = {str(each["anchor"]): str(each["pointer"]) for each in said["values"] if each["anchor"]}
        record, template = said["record"], said["template"]
        return MadeAs(str(record["sha256"]), str(template["id"]), anchors, dict(record["data"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return MadeAs()


def faults_of_record(backing: Backing, explanations: str | None, library: str | Path | None) -> list[Finding]:
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


def not_compared(backing: Backing) -> tuple[Finding, ...]:
    """That a record with faults in it can't be compared as a whole; nothing where that is told already."""
    found = [*validate(backing.record, backing.kind), *check_prose(backing.record, backing.kind)]
    faults = [each.place for each in found if each.blocks]
    if not faults or any(each.blocks for each in backing.findings):
        return ()
    first = faults[0].label or faults[0].pointer
    place = faults[0] if backing.row is None else in_row(Place(backing.path, label=first), backing.row)
    return (Finding("verify-record-faulty", place, parameters={"count": len(faults), "first": first}),)


def in_row(place: Place, row: int) -> Place:
    """A place in a row of a list, which its label then says."""
    label = LABEL_STEP.join(filter(None, (f"名单第{row}行", place.label)))
    return replace(place, label=label, line=row)


def left_behind(backing: Backing | None, number: Number | None, day: date) -> list[Finding]:
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
