"""An edited document brought up to date: a copy with the figures that its record gives at present.

Nothing here prints.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from docgen import __version__
from docgen.backing import Backing, MadeAs, backing_of, faults_of_record, made_as
from docgen.errors import UsageError
from docgen.finalising.refreshing import Texts, refreshed
from docgen.finalising.results import Updated
from docgen.findings import Finding, Place
from docgen.formats.manifest import manifest, private_pointers
from docgen.jobs import MANIFEST_ENDING, check
from docgen.layout.parts import recognise
from docgen.library import find_library
from docgen.ooxml.anchors import Placement
from docgen.ooxml.reading import read_document
from docgen.records import Record, split_pointer
from docgen.rendering import prepare
from docgen.sources import DEFAULT_MAX_BYTES, read_bytes
from docgen.templates import find_template
from docgen.verifying import verify
from docgen.writing import docx_target, refuse_existing, refuse_sources, write_all

#: what names the copy in a folder
UPDATED_ENDING = ".新.docx"


def update(
    document: str,
    record: str,
    output: str,
    *,
    made_from: str | None = None,
    explanations: str | None = None,
    force: bool = False,
    library: str | Path | None = None,
    language: str = "zh_CN",
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Updated:
    """Write a copy of a .docx in which the record's figures of before are its present ones, and its manifest.

    What it was made from is said by the manifest beside it, or is the record ``made_from``. ``explanations``
    are those of the present record, which must be free of contradictions; ``language`` is that of remarks in
    the manifest. Nothing is written where it isn't known what the document was made from.

    Raises UnreadableInput for a document or record that can't be read, UsageError where the copy can't be
    written, and BrokenLibrary.
    """
    target, beside = _targets(document, output, force)
    data = read_bytes(document, max_bytes=max_bytes)
    backing, _ = backing_of(document, data, record, False, library, max_bytes)
    assert backing is not None  # a record was named

    def refused(code: str, **parameters: object) -> Updated:
        return Updated(document, record, 0, (Finding(code, Place(document), parameters=parameters),))

    said = made_as(Path(document))
    before = _record_before(document, data, made_from, said, backing, library, max_bytes)
    if before is None:
        return refused("verify-made-from-unknown")
    kind, known = backing.kind, find_library(library, near=[Path(record)])
    if before.kind_id != kind.id:
        return refused("verify-other-record", record=record)
    result = check(backing.record, explanations=explanations, library=library)
    if result.is_blocked:
        return Updated(document, record, 0, tuple(faults_of_record(backing, explanations, library)))
    template = find_template(known, said.template or kind.default_template, kind.id)
    prepared = prepare(template, kind)
    old, new = (prepared.render(each, anchors="bookmark") for each in (before, backing.record))
    texts = Texts(
        recognise(read_document(old.data, document)),
        recognise(read_document(new.data, document)),
        _are_anchors_known(said, old.placements),
    )
    done = refreshed(data, recognise(read_document(data, document)), document, texts)
    if not done.is_version:
        return refused("verify-other-record", record=record)
    about = manifest(
        backing.record,
        kind,
        result,
        document=(target.name, done.data),
        template=(template.id, hashlib.sha256(template.path.read_bytes()).hexdigest()),
        placements=_placed(old.placements, new.placements),
        language=language,
        version=__version__,
    )
    write_all({target: done.data, beside: about})
    again = verify(str(target), record, library=library, max_bytes=max_bytes)
    differing = sum(each.blocks for each in again.findings)
    findings = done.findings
    if differing:
        parameters = {"count": differing, "file": str(target)}
        findings += (Finding("verify-copy-differs", Place(str(target)), parameters=parameters),)
    return Updated(document, record, done.count, findings, (str(target), str(beside)))


def _targets(document: str, output: str, force: bool) -> tuple[Path, Path]:
    """Where the copy goes and its manifest."""
    if document.lower().endswith((".txt", ".pdf")):
        raise UsageError("verify-updates-docx", path=document)
    target = docx_target(output, Path(document).stem + UPDATED_ENDING)
    refuse_sources(target, [document])
    beside = target.with_name(target.stem + MANIFEST_ENDING)
    if not force:
        refuse_existing([target, beside])
    return target, beside


def _record_before(
    document: str,
    data: bytes,
    made_from: str | None,
    said: MadeAs,
    backing: Backing,
    library: str | Path | None,
    max_bytes: int,
) -> Record | None:
    """The record that the document was made from: named, or beside it, or as its manifest has it."""
    known, _ = backing_of(document, data, made_from, False, library, max_bytes)
    if known is not None:
        return known.record
    return _with_private(Record.from_data(said.data, document), backing) if said.data else None


def _with_private(record: Record, backing: Backing) -> Record:
    """The record of a manifest with the private values, which that leaves out, of the present record.

    A sentence with a private value that changed is then told as reworded.
    """
    for pointer in sorted(private_pointers(backing.record, backing.kind)):
        *_, name = split_pointer(pointer)
        around = record.get(pointer.rpartition("/")[0])
        if isinstance(around, dict):
            around.setdefault(name, backing.record.at(pointer))
    return record


def _are_anchors_known(said: MadeAs, placements: Sequence[Placement]) -> bool:
    """Whether docgen still gives each anchor to the value that the manifest says."""
    made = {each.anchor: each.pointer for each in placements}
    return bool(said.anchors) and all(made.get(name) == pointer for name, pointer in said.anchors.items())


def _placed(old: Sequence[Placement], new: Sequence[Placement]) -> Sequence[Placement]:
    """Where values stand in the copy; without its anchors if the present record would set others."""
    if [(each.pointer, each.anchor) for each in old] == [(each.pointer, each.anchor) for each in new]:
        return new
    return [replace(each, anchor="") for each in new]
