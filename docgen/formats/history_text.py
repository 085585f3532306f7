"""A record's history for a terminal: each final copy, who signed it, and which values it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.formats.listings import CHANGES, ChangeLine
from docgen.frozen import frozen
from docgen.messages import N_, translate

#: so much of a digest tells two documents apart
_DIGITS = 16


@frozen
class Version:
    """A final copy as the history has it, and what changed since the one before (None: there is none)."""

    line: int
    at: str
    signed_by: str
    number: str
    date: str
    is_public: bool
    document: str
    digest: str
    record_digest: str
    changes: tuple[ChangeLine, ...] | None


@frozen
class MadeCopy:
    """A document made from the record and not final: its name, and what changed in the record since."""

    document: str
    changes: tuple[ChangeLine, ...]


@frozen
class History:
    """A record's final copies in order, what changed since the last, and lines that are not in order.

    ``unreadable`` were cut short, ``broken`` don't follow on from the line before.
    """

    record: str
    path: str
    versions: tuple[Version, ...]
    made: tuple[MadeCopy, ...]
    since: tuple[ChangeLine, ...]
    is_current: bool
    unreadable: tuple[int, ...]
    broken: tuple[int, ...]


def history_text(history: History, language: str) -> str:
    """The final copies in order, the changes since, and what is wrong with the file."""
    return "\n".join(_lines(history, language)) + "\n"


def _lines(history: History, language: str) -> Iterator[str]:
    def said(text: str, **parameters: object) -> str:
        return translate(text, language).format(**parameters)

    if not history.versions:
        yield said(N_("{file}: no final copy yet ({history})"), file=history.record, history=history.path)
    else:
        told = N_("{file}: {count} final copies ({history})")
        yield said(told, file=history.record, count=len(history.versions), history=history.path)
    for order, each in enumerate(history.versions, 1):
        yield ""
        told = N_("{order}. {at}  signed by {who}  {number}  dated {date}")
        number = each.number or said(N_("without number"))
        at = each.at.replace("T", " ")
        yield said(told, order=order, at=at, who=each.signed_by, number=number, date=each.date)
        kind = said(N_("Public copy")) if each.is_public else said(N_("Final copy"))
        yield f"   {kind}: {each.document}  SHA-256 {each.digest[:_DIGITS]}…"
        if each.changes is not None:
            yield from _changes(each.changes, said(N_("Changed since the copy before:")), language)
    if history.versions:
        yield ""
        if history.is_current and not history.since:
            yield said(N_("The record is as it was then."))
        else:
            yield from _changes(
                history.since, said(N_("Changed in the record since, in no final copy yet:")), language
            )
    for copy in history.made:
        yield ""
        yield said(N_("Made, not final: {file}"), file=copy.document)
        if copy.changes:
            yield from _changes(copy.changes, said(N_("Changed in the record since it was made:")), language)
        else:
            yield "   " + said(N_("The record's public values are as they were when it was made."))
    for line in history.unreadable:
        yield said(
            N_("Line {line} of the history was cut short or is none of docgen's; it was skipped."), line=line
        )
    for line in history.broken:
        yield said(
            N_(
                "Line {line} of the history doesn't follow on from the one before: "
                "it was changed afterwards, or one is missing. Please check."
            ),
            line=line,
        )


def _changes(changes: Sequence[ChangeLine], head: str, language: str) -> Iterator[str]:
    if not changes:
        yield "   " + translate(N_("No public value changed."), language)
        return
    yield f"   {head}"
    for each in changes:
        yield f"   · {translate(CHANGES[each.kind], language)}  {each.label}"
        if each.before or each.after:
            yield f"       {each.before or '—'} → {each.after or '—'}"
