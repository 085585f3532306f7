"""An edited document held against its record: which values it states otherwise, which it adds or lost.

Nothing here prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from docgen.audits import joined, pdf_lines
from docgen.backing import Backing, backing_of, not_compared
from docgen.differing import compared
from docgen.edited_values import consequences, edited_values, json_patch
from docgen.errors import BrokenLibrary, UsageError
from docgen.finalising.differences import Difference
from docgen.finalising.restating import AGREEING
from docgen.finalising.results import Verification
from docgen.findings import Finding, Place, Severity
from docgen.formats.manifest import exact_json
from docgen.layout.parts import recognise
from docgen.library import find_library
from docgen.lints import plain_lines
from docgen.messages import word
from docgen.ooxml.pending import REVISION, pending
from docgen.ooxml.reading import Reading, W, read_document
from docgen.ooxml.set_text import unstyled
from docgen.sources import DEFAULT_MAX_BYTES, read_bytes
from docgen.writing import docx_target, refuse_existing, refuse_sources, write_all

#: what names the marked copy in a folder, and its list of changes
MARKED_ENDING = ".批注本.docx"
LIST_ENDING = ".改动清单.docx"
#: what the list's columns say whole; its note is the value's name
_NAMED = ("final-figure-differs", "final-text-differs")


def verify(
    document: str,
    record: str | None = None,
    *,
    backing: Backing | None = None,
    output: str | None = None,
    into_record: str | None = None,
    force: bool = False,
    library: str | Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Verification:
    """Compare a document with the record named, or with the one beside it that it was made from.

    ``backing`` is the record itself where it is in no file of its own (batch/row_records.py).
    A .txt or .pdf is compared by its text. ``output`` is a copy of a .docx with a comment at each difference;
    the 改动清单 is written beside it. ``into_record`` is a file for the JSON Patch that would give the record
    the edited values; it is never applied here.

    Raises UnreadableInput for a document or record that can't be read, UsageError where an output can't be
    written, and BrokenLibrary.
    """
    is_docx = not document.lower().endswith((".txt", ".pdf"))
    targets = _targets(document, output, is_docx, force) if output is not None else ()
    data = _document(document, max_bytes)
    if backing is None:
        backing, _ = backing_of(document, data, record, False, library, max_bytes)
    if backing is None:
        return Verification(document, "", (Finding("verify-record-needed", Place(document)),))
    reading = recognise(read_document(data, document))
    beside = compared(document, reading, backing, library)
    if any(each.code == "final-other-record" for each in beside.findings):
        other = Finding("verify-other-record", Place(document), parameters={"record": backing.path})
        return Verification(document, backing.path, (*backing.findings, other), row=backing.row)
    edited = edited_values(backing, beside.changed)
    follows = consequences(backing, edited, library)
    told = (*backing.findings, *not_compared(backing))
    findings = (*told, *beside.findings, *_revisions(reading, document))
    verified = Verification(document, backing.path, findings, beside.values, follows, row=backing.row)
    made: dict[Path, bytes] = {}
    if targets:
        marked, listed = targets
        made = {
            marked: _marked(data, reading, document, beside.differences),
            listed: _change_list(verified, library),
        }
    if into_record is not None:
        patch = Path(into_record)
        refuse_sources(patch, [document, backing.path])
        if not force:
            refuse_existing([patch])
        made[patch] = (exact_json(json_patch(edited)) + "\n").encode("utf-8")
    write_all(made)
    return replace(verified, written=tuple(str(each) for each in made))


def _revisions(reading: Reading, document: str) -> Iterator[Finding]:
    """That revisions wait to be accepted or rejected: the text was read with all of them accepted."""
    waiting = [each for each in pending(reading) if each.what == REVISION]
    if waiting:
        parameters = {"count": len(waiting)}
        yield Finding("verify-revisions", Place(document), Severity.WARNING, parameters=parameters)


def _document(path: str, max_bytes: int) -> bytes:
    """The document as a .docx; of a text or a PDF its lines, in no style."""
    if path.lower().endswith(".txt"):
        return unstyled(plain_lines(path, max_bytes)[0])
    data = read_bytes(path, max_bytes=max_bytes)
    return unstyled(joined(pdf_lines(data, path))) if path.lower().endswith(".pdf") else data


def _targets(document: str, output: str, is_docx: bool, force: bool) -> tuple[Path, Path]:
    if not is_docx:
        raise UsageError("verify-marks-docx", path=document)
    marked = docx_target(output, Path(document).stem + MARKED_ENDING)
    refuse_sources(marked, [document])
    listed = marked.with_name(marked.stem + LIST_ENDING)
    if not force:
        refuse_existing([marked, listed])
    return marked, listed


def _marked(data: bytes, reading: Reading, path: str, differing: Sequence[Difference]) -> bytes:
    """The document with a comment at each difference."""
    from docgen.ooxml.remarks import Remark, with_remarks

    package = reading.package
    root = package.tree(package.main)
    order = {} if root is None else {each: number for number, each in enumerate(root.iter(f"{W}p"))}
    remarks = []
    for each in differing:
        said, at = word(each.finding.code, each.finding.parameters, "zh_CN"), order.get(each.paragraph)
        # Word has no comments in heads and feet of pages: at the first paragraph, saying where
        is_elsewhere = at is None and each.paragraph is not None
        remarks.append(Remark(at or 0, f"{each.finding.place.label}：{said}" if is_elsewhere else said))
    return with_remarks(data, path, remarks, "核对")


def _change_list(verified: Verification, library: str | Path | None) -> bytes:
    """The 改动清单 of a document, for the leader to sign."""
    from docgen.rendering import render_changes
    from docgen.templates import CHANGES_KIND, find_template, list_templates

    known = find_library(library, near=[Path(verified.record)])
    found = [each.id for each in list_templates(known) if each.kind == CHANGES_KIND]
    if not found:
        raise BrokenLibrary("library-without-change-list", path=str(known.roots[0]))
    context = {
        "document": Path(verified.path).name,
        "record": Path(verified.record).name + (f" 第{verified.row}行" if verified.row else ""),
        "same": verified.count(*AGREEING),
        "changes": list(_changes(verified)),
    }
    return render_changes(find_template(known, found[0], CHANGES_KIND), context)


def _changes(verified: Verification) -> Iterator[dict[str, str]]:
    for each in verified.findings:
        given = each.parameters
        yield {
            "place": each.place.label,
            "made": str(given.get("recorded", "")),
            "written": str(given.get("written", "")),
            "note": str(given["title"]) if each.code in _NAMED else word(each.code, given, "zh_CN"),
        }
