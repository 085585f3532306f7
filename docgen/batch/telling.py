"""What a batch came to, in words for a terminal and as plain data for programs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docgen.batch.results import BatchResult, RowOutcome, RowResult
from docgen.findings import Finding, Place
from docgen.formats.json_report import finding_object
from docgen.messages import N_, translate, word

#: how many returned rows, and left-over files, a terminal shows before it only counts them
MOST_ROWS, _MOST_FILES = 50, 10
#: what more rows than this were returned for is told once
_FEW = 3


def result_text(result: BatchResult, language: str) -> str:
    """Returned rows with what is wrong, hints told once, and how it adds up."""

    def said(text: str, **given: object) -> str:
        return translate(text, language).format(**given)

    lines = [_line(each, language) for each in (*result.notes, *result.findings)]
    lines += _returned(result, language)
    lines += _hints(result, language)
    if lines:
        lines.append("")
    lines.append(_sum(result, language))
    if result.left_over:
        files = "、".join(result.left_over[:_MOST_FILES]) + (
            "…" if len(result.left_over) > _MOST_FILES else ""
        )
        text = N_(
            "{count} documents in the folder belong to no row, and were not deleted. Don't send them along; "
            "for a folder of this batch alone, name a new one: {files}"
        )
        lines.append(said(text, count=len(result.left_over), files=files))
    if not result.is_complete:
        lines.append(said(N_("Interrupted; go on with --resume.")))
    elif result.manifest is not None:
        lines.append(said(N_("List of all rows: {file}"), file=result.manifest))
    lines += [said(N_("To print and check off: {file}"), file=each) for each in result.checklist]
    if result.pdfs:
        lines.append(said(N_("PDF beside {count} documents."), count=result.pdfs))
    lines += [said(N_("All of them in one file: {file}"), file=each) for each in result.outputs]
    return "\n".join(lines) + "\n"


def _sum(result: BatchResult, language: str) -> str:
    """应发 = 已成文 + 退回."""
    if result.is_check_only:
        text = N_("{total} rows: {ready} could be made, {returned} sent back. Nothing was written.")
    elif result.untouched:
        text = N_(
            "{total} rows: {in_place} made ({untouched} of them before, unchanged), {returned} sent back."
        )
    else:
        text = N_("{total} rows: {in_place} made, {returned} sent back.")
    counts = {name: getattr(result, name) for name in ("total", "ready", "in_place", "untouched", "returned")}
    return translate(text, language).format(**counts)


def _returned(result: BatchResult, language: str) -> list[str]:
    """What each returned row was returned for; what many rows share is told once."""
    more = translate(N_(" ({count} rows alike)"), language)
    counts = Counter(_same(each, language) for row in result.returned_rows() for each in _blocking(row))
    told: set[tuple[str, str]] = set()
    lines: list[str] = []
    for count, row in enumerate(result.returned_rows()):
        if len(lines) >= MOST_ROWS:
            rest = translate(N_("… and {count} more rows."), language)
            return [*lines, rest.format(count=result.returned - count)]
        for each in _blocking(row):
            same = _same(each, language)
            is_common = counts[same] > _FEW
            if not (is_common and same in told):
                lines.append(_line(each, language) + (more.format(count=counts[same]) if is_common else ""))
            told.add(same)
    return lines


def _blocking(row: RowResult) -> list[Finding]:
    return [each for each in row.findings if each.blocks]


def _same(finding: Finding, language: str) -> tuple[str, str]:
    """What is equal for findings that say the same of the same field of several rows."""
    return finding.place.pointer, word(finding.code, finding.parameters, language)


def _hints(result: BatchResult, language: str) -> list[str]:
    """Each hint once, with how many rows it is for and which is the first."""
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for row in result.rows():
        for each in row.findings:
            if each.blocks:
                continue
            sentence = word(each.code, each.parameters, language)
            known = sentence if sentence in counts or len(counts) < MOST_ROWS else ""
            counts[known] = counts.get(known, 0) + 1
            first.setdefault(known, _line(each, language))
    more = translate(N_(" ({count} rows alike)"), language)
    other = translate(N_("Other hints: {count}."), language)
    return [
        (line + (more.format(count=counts[known]) if counts[known] > 1 else ""))
        if known
        else other.format(count=counts[known])
        for known, line in first.items()
    ]


def _line(finding: Finding, language: str) -> str:
    """``list.jsonl:7: 退回  主送机关：…``."""
    mark = translate(N_("sent back") if finding.blocks else N_("hint"), language)
    where = shown_place(finding.place)
    label = f"{finding.place.label}：" if finding.place.label else ""
    sentence = word(finding.code, finding.parameters, language)
    return (f"{where}: " if where else "") + f"{mark}  {label}{sentence}"


def shown_place(place: Place) -> str:
    """A file and, as far as known, the line in it."""
    return ":".join(str(part) for part in (place.file, place.line) if part)


def row_object(row: RowResult, language: str) -> dict[str, Any]:
    """One row as plain data."""
    return {
        "row": row.number,
        "key": row.key,
        "recipient": row.recipient,
        "number": row.document_number,
        "file": row.file,
        "outcome": row.outcome.value,
        "sha256": row.sha256,
        "findings": [finding_object(each, language) for each in row.findings],
    }


def result_object(result: BatchResult, language: str) -> dict[str, Any]:
    """How a batch adds up, as plain data."""
    return {
        "total": result.total,
        "in_place": result.in_place,
        "made": result.made,
        "untouched": result.untouched,
        "returned": result.returned,
        "ready": result.ready,
        "complete": result.is_complete,
        "manifest": str(result.manifest) if result.manifest is not None else None,
        "checklist": [str(each) for each in result.checklist],
        "outputs": [str(each) for each in result.outputs],
        "pdfs": result.pdfs,
        "left_over": list(result.left_over),
        "findings": [finding_object(each, language) for each in (*result.notes, *result.findings)],
    }


def worth_telling(row: RowResult) -> bool:
    """Whether there is more to say of a row than that it was made."""
    return row.outcome is RowOutcome.RETURNED or bool(row.findings)
