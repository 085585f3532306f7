"""What ``docgen letters`` and ``docgen orders`` print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from docgen.findings import Finding
from docgen.formats.text import place_text
from docgen.messages import translate, word


class Batch(Protocol):
    """What both commands give: the files written, (file, unit, count) of each letter, and what to know."""

    @property
    def files(self) -> tuple[str, ...]: ...

    @property
    def sent(self) -> tuple[tuple[str, str, int], ...]: ...

    @property
    def notes(self) -> tuple[tuple[str, dict[str, str]], ...]: ...


class AskedBatch(Batch, Protocol):
    """What came of asking: (file, unit) of each record without a question besides."""

    @property
    def clean(self) -> tuple[tuple[str, str], ...]: ...


class OrderedBatch(Batch, Protocol):
    """What came of a workbook: what is wrong with it, and how many rows say what."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...

    @property
    def true(self) -> int: ...

    @property
    def false(self) -> int: ...

    @property
    def open(self) -> int: ...


def sent_object(made: Batch, language: str) -> dict[str, object]:
    """The files, letters and notes as plain data for --json."""
    sent = [{"file": file, "unit": unit, "count": count} for file, unit, count in made.sent]
    return {"files": list(made.files), "sent": sent, "notes": notes_texts(made, language)}


def letters_text(made: AskedBatch, language: str) -> str:
    """A line for each letter, each record without one, and the other files."""
    lines = [
        _("Letter: {file} ({unit}, questions: {count})", language, file=file, unit=unit, count=count)
        for file, unit, count in made.sent
    ]
    lines += [
        _("Nothing to ask, no letter: {file} ({unit})", language, file=file, unit=unit)
        for file, unit in made.clean
    ]
    lines += notes_texts(made, language)
    if made.sent:
        lines.append(_("Workbook and list: {files}", language, files=_others(made)))
    else:
        lines.append(_("There is nothing to ask; nothing was made.", language))
    return "".join(f"{line}\n" for line in lines)


def notes_texts(made: Batch, language: str) -> list[str]:
    """What is to be known of the records, of last period's and of the explanations, in words."""
    return [
        (f"{parameters['at']}: " if "at" in parameters else "") + word(code, parameters, language)
        for code, parameters in made.notes
    ]


def orders_text(made: OrderedBatch, language: str) -> str:
    """What is wrong with the workbook, cell by cell; a line for each order; the counts."""
    lines = [finding_line(finding, language) for finding in made.findings]
    lines += [
        _("Order: {file} ({unit}, items: {count})", language, file=file, unit=unit, count=count)
        for file, unit, count in made.sent
    ]
    lines += notes_texts(made, language)
    if made.sent:
        lines.append(_("Ledgers and list: {files}", language, files=_others(made)))
    else:
        lines.append(_("Nothing was found true; nothing was made.", language))
    faults = sum(finding.blocks for finding in made.findings)
    lines.append(
        _(
            "Found true {true}, not true {false}, still open {open}; lines at fault {faults}, "
            "to be looked at {hints}.",
            language,
            true=made.true,
            false=made.false,
            open=made.open,
            faults=faults,
            hints=len(made.findings) - faults,
        )
    )
    return "".join(f"{line}\n" for line in lines)


def finding_line(finding: Finding, language: str) -> str:
    """A fault of a workbook: the cell, and what is wrong there."""
    where = finding.place.label or place_text(finding.place)
    sentence = word(finding.code, finding.parameters, language)
    return f"{where}  {sentence}"


def _others(made: Batch) -> str:
    letters: Sequence[str] = [file for file, _unit, _count in made.sent]
    return "、".join(file for file in made.files if not file.endswith(tuple(letters)))


def _(text: str, language: str, /, **values: object) -> str:
    return translate(text, language).format_map(values)
