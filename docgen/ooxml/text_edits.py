"""Changing single characters of a document's text in place: runs, comments, bookmarks and controls all stay.

A change is written into the runs that hold the characters, or as a revision (修订) that a leader accepts or
rejects. Deleted text is never touched, and nothing that is no text (tabs, breaks, symbols) is ever replaced.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from docgen.frozen import frozen
from docgen.ooxml.pieces import SINGLE, cut, length, length_of, set_text
from docgen.ooxml.reading import Para, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GONE = {f"{W}del", f"{W}moveFrom", f"{_MC}Fallback"}
AUTHOR = "docgen"


class TextEdit(Protocol):
    """Characters ``start`` to ``end`` of a paragraph's text become ``new``."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def new(self) -> str: ...


@frozen
class Revision:
    """Changes are written as Word revisions, dated (ISO 8601 with Z) only if a date is given."""

    date: str = ""


class _Sign(NamedTuple):
    """One character: its run, the element that holds it, and where in that element's text (-1: no text)."""

    run: Any
    holder: Any
    at: int


def edit_text(para: Para, edits: Sequence[TextEdit], revision: Revision | None = None) -> list[TextEdit]:
    """Change the text of a paragraph that was read; gives the edits that were made, in order.

    ``edits`` are in order and apart. One that would replace what is no text is left out.
    The paragraph that was read holds the old text: read the document again before anything else is changed.
    """
    signs = _signs_of([run.element for run in para.runs])
    made = [edit for edit in edits if _is_possible(signs, edit)]
    for each in (signs, *(_signs_of(_runs(twin)) for twin in _twins(para))):
        _apply(each, made, revision)
    return made


def _signs_of(runs: Sequence[Any]) -> list[_Sign]:
    found: list[_Sign] = []
    for run in runs:
        for child in run:
            if child.tag == f"{W}t":
                found += (_Sign(run, child, at) for at in range(len(child.text or "")))
            elif child.tag in SINGLE:
                found.append(_Sign(run, child, -1))
            elif child.tag == f"{W}ruby":
                found += [_Sign(run, child, -1)] * length_of(child)
    return found


def _is_possible(signs: Sequence[_Sign], edit: TextEdit) -> bool:
    if not 0 <= edit.start <= edit.end <= len(signs):
        return False
    if edit.start == edit.end:
        return _place(signs, edit.start) is not None
    return all(sign.at >= 0 for sign in signs[edit.start : edit.end])


def _place(signs: Sequence[_Sign], at: int) -> tuple[_Sign, int] | None:
    """Where new text goes in between: behind the character before, or else before the one that follows."""
    if at > 0 and signs[at - 1].at >= 0:
        return signs[at - 1], signs[at - 1].at + 1
    if at < len(signs) and signs[at].at >= 0:
        return signs[at], signs[at].at
    return None


def _apply(current: Sequence[_Sign], edits: Sequence[TextEdit], revision: Revision | None) -> None:
    """Make the edits, the last first: what stands before one keeps its run and its place in it."""
    for edit in reversed(edits):
        affected = current[edit.start : edit.end] or [
            each[0] for each in (_place(current, edit.start),) if each
        ]
        if revision is None or any(_is_pending(sign.run) for sign in affected):
            _write(current, edit)
        else:
            _write_revision(current, edit, revision)


def _is_pending(run: Any) -> bool:
    """Whether a run was itself inserted and not yet accepted."""
    return any(parent.tag in (f"{W}ins", f"{W}moveTo") for parent in run.iterancestors())


def _write(signs: Sequence[_Sign], edit: TextEdit) -> None:
    if edit.start == edit.end:
        place = _place(signs, edit.start)
        if place:
            holder, at = place[0].holder, place[1]
            set_text(holder, holder.text[:at] + edit.new + holder.text[at:])
        return
    for sign in reversed(signs[edit.start + 1 : edit.end]):
        set_text(sign.holder, sign.holder.text[: sign.at] + sign.holder.text[sign.at + 1 :])
    first = signs[edit.start]
    set_text(first.holder, first.holder.text[: first.at] + edit.new + first.holder.text[first.at + 1 :])


def _write_revision(signs: Sequence[_Sign], edit: TextEdit, revision: Revision) -> None:
    if edit.start == edit.end:
        place = _place(signs, edit.start)
        if place is None:
            return
        run, at = place[0].run, _offset(place[0]) + (1 if place[1] > place[0].at else 0)
        before = run if at else None
        if at and at < length(run):
            cut(run, at)
        new = _inserted(run, edit.new, revision)
        if before is not None:
            run.addnext(new)
        else:
            run.addprevious(new)
        return
    last = None
    for run, start, end in reversed(list(_stretches(signs[edit.start : edit.end]))):
        if end < length(run):
            cut(run, end)
        piece = cut(run, start) if start else run
        deleted = _change(piece, "del", revision)
        piece.addprevious(deleted)
        deleted.append(piece)
        for text in piece.findall(f"{W}t"):
            text.tag = f"{W}delText"
            text.set(_SPACE, "preserve")
        last = deleted if last is None else last
    if edit.new and last is not None:
        last.addnext(_inserted(last[0], edit.new, revision))


def _stretches(signs: Sequence[_Sign]) -> Iterator[tuple[Any, int, int]]:
    """Runs with the first and last offset that are concerned, in order."""
    current: list[Any] = []
    for sign in signs:
        at = _offset(sign)
        if current and current[0] is sign.run:
            current[2] = at + 1
        else:
            if current:
                yield current[0], current[1], current[2]
            current = [sign.run, at, at + 1]
    if current:
        yield current[0], current[1], current[2]


def _offset(sign: _Sign) -> int:
    """How many characters of its run stand before a character."""
    before = 0
    for child in sign.run:
        if child is sign.holder:
            break
        before += length_of(child)
    return before + max(sign.at, 0)


def _inserted(like: Any, text: str, revision: Revision) -> Any:
    """New text as a revision, in a run of the same format."""
    change = _change(like, "ins", revision)
    run = like.makeelement(f"{W}r")
    properties = like.find(f"{W}rPr")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    holder = run.makeelement(f"{W}t")
    set_text(holder, text)
    run.append(holder)
    change.append(run)
    return change


def _change(near: Any, kind: str, revision: Revision) -> Any:
    root = near.getroottree().getroot()
    attributes = {f"{W}id": str(_next_id(root)), f"{W}author": AUTHOR}
    if revision.date:
        attributes[f"{W}date"] = revision.date
    return near.makeelement(f"{W}{kind}", attributes)


def _next_id(root: Any) -> int:
    marked = root.iter(
        *(f"{W}{name}" for name in ("ins", "del", "moveTo", "moveFrom", "rPrChange", "pPrChange"))
    )
    ids = (each.get(f"{W}id", "") for each in marked)
    return max((int(each) for each in ids if each.isdecimal()), default=0) + 1


def _twins(para: Para) -> Iterator[Any]:
    """The same paragraph in the other rendering of a text box (``mc:Fallback``), if its text is the same."""
    for holder in para.element.iterancestors(f"{_MC}AlternateContent"):
        for fallback in holder.findall(f"{_MC}Fallback"):
            for paragraph in fallback.iter(f"{W}p"):
                if _plain(_runs(paragraph)) == para.text:
                    yield paragraph
        return


def _runs(paragraph: Any) -> list[Any]:
    """The runs of a paragraph by itself, deleted ones and those of text boxes inside it left out."""
    found = []
    for run in paragraph.iter(f"{W}r"):
        above = list(run.iterancestors())
        inside = above[: above.index(paragraph)]
        if not any(each.tag in _GONE or each.tag == f"{W}p" for each in inside):
            found.append(run)
    return found


def _plain(runs: Sequence[Any]) -> str:
    return "".join(sign.holder.text[sign.at] if sign.at >= 0 else "\t" for sign in _signs_of(runs))
