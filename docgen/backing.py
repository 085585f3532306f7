"""What stands behind a document: its record, held against it value by value and text by text.

Nothing here prints.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from docgen.audits import docx_passages
from docgen.confronting import DIFFERS, SAME, Confronted, amounts_in, confronted
from docgen.errors import DocgenError
from docgen.finalising.marks import Number
from docgen.finalising.restating import CHANGED, GONE, Restated, restated, unbacked
from docgen.findings import Finding, Place, Severity
from docgen.frozen import frozen
from docgen.jobs import MANIFEST_ENDING, check
from docgen.layout.parts import recognise
from docgen.library import find_library
from docgen.ooxml.reading import read_document
from docgen.quantities import number_text
from docgen.records import Record, parse
from docgen.rendering import render
from docgen.schemas import Kind, everything, load_kind
from docgen.schemas import label as label_of
from docgen.sources import read_source
from docgen.structure import is_number
from docgen.templates import find_template

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


@frozen
class Compared:
    """A document's figures beside its record's: what differs, the values behind it, how many are the same.

    ``differing`` are the record's own values that the document states otherwise; ``findings`` tell of them
    and of all else.
    """

    findings: tuple[Finding, ...]
    differing: tuple[Confronted, ...]
    same: int


def figures(path: str, data: bytes, backing: Backing, library: str | Path | None) -> Compared:
    """Where the document differs from its record in a number.

    Two means: the record's values recognised in the text, and the text that the record gives now beside it.
    """
    beside = confronted(docx_passages(data, path), backing.record, backing.kind)
    apart = _beside_made(path, data, backing, library)
    unlike = Counter(each.written for each in apart or () if each.status != GONE)
    findings = []
    differing = []
    for each in beside:
        # a text that is as the record gives it can't state a value otherwise, however it was recognised
        if each.status == DIFFERS and (apart is None or unlike[each.written]):
            unlike[each.written] -= 1
            differing.append(each)
            parameters = {"title": each.title, "written": each.written, "recorded": each.recorded}
            findings.append(Finding("final-figure-differs", each.place, parameters=parameters))
    if apart is None and not any(each.status in (SAME, DIFFERS) for each in beside):
        findings.append(Finding("final-other-record", Place(path), parameters={"record": backing.path}))
    findings += _restated(path, apart or (), unlike, set(amounts_in(backing.record.data)))
    return Compared(tuple(findings), tuple(differing), sum(each.status == SAME for each in beside))


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
