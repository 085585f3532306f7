"""Putting a document right in place: only the parts concerned change, and no character of the text does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docgen.frozen import frozen
from docgen.layout.linting import Office, edits, lint
from docgen.layout.rule import NUMBERED_PAGES, Departure
from docgen.layout.text_rows import mended_text
from docgen.layout.texts import with_text_put_right
from docgen.ooxml.edits import Edit, apply_edit
from docgen.ooxml.numbering_pages import with_page_numbers
from docgen.ooxml.reading import Package, serialised
from docgen.ooxml.text_edits import Revision

#: what one mend uncovers the next round sees; a document that needs more is left as far as it came
_ROUNDS = 5


@frozen
class Mended:
    """A document put right: its bytes (the very same where nothing was to do) and what was mended."""

    data: bytes
    departures: tuple[Departure, ...]


def mend(
    data: bytes,
    path: str = "",
    *,
    profile: str = "auto",
    office: Office | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    revision: Revision | None = None,
) -> Mended:
    """Everything that can be put right without a person; UnreadableInput if the document can't be read.

    With ``revision`` changes of the text are Word revisions.
    """
    done: list[Departure] = []
    for _ in range(_ROUNDS):
        draft, linted = lint(data, path, profile=profile, office=office, select=select, ignore=ignore)
        profile = draft.profile  # what is mended must not turn one form into another
        rules = {one.rule.id for one in linted if one.rule.id in draft.text_departures}
        if rules:
            fixed, changes = with_text_put_right(draft.reading, profile, rules, revision)
            if changes:
                done += mended_text(draft.reading, changes)
                data = fixed
                continue
        adding = [each for one in linted for each in one.departures if each.adds == NUMBERED_PAGES]
        if adding:
            done += adding
            data = with_page_numbers(draft.reading.package, draft.reading.sections)
            continue
        wanted = edits(linted)
        if not wanted:
            break
        done += [each for one in linted for each in one.departures if each.edits]
        data = changed(draft.reading.package, wanted)
    return Mended(data, tuple(done))


def changed(package: Package, wanted: Iterable[Edit]) -> bytes:
    """The .docx with these edits made; the trees that were read are changed."""
    parts: set[str] = set()
    for edit in _in_order(wanted):
        apply_edit(edit)
        parts.add(edit.part)
    written = {}
    for name in sorted(parts):
        root = package.tree(name)
        assert root is not None  # an edit is of an element of it
        written[name] = serialised(root)
    return package.written(written)


def _in_order(wanted: Iterable[Edit]) -> list[Edit]:
    """Edits of one element made one; stretches of a run from its end, so that places before them hold."""
    whole: dict[tuple[int, tuple[int, int] | None], Edit] = {}
    for edit in wanted:
        key = (id(edit.element), edit.span)
        known = whole.get(key)
        whole[key] = edit if known is None else known._replace(properties=_joined(known, edit))
    spans = [edit for edit in whole.values() if edit.span is not None]
    spans.sort(key=lambda edit: edit.span or (0, 0), reverse=True)
    return [*(edit for edit in whole.values() if edit.span is None), *_apart(spans)]


def _joined(first: Edit, second: Edit) -> dict[str, dict[str, str | None] | None]:
    found = {name: None if given is None else dict(given) for name, given in first.properties.items()}
    for name, given in second.properties.items():
        own = found.get(name)
        found[name] = None if given is None else {**(own or {}), **given}
    return found


def _apart(spans: Iterable[Edit]) -> list[Edit]:
    """Those that don't overlap one before them; the others wait for the next round."""
    taken: dict[int, int] = {}
    found = []
    for edit in spans:
        assert edit.span is not None
        if edit.span[1] <= taken.get(id(edit.element), edit.span[1]):
            taken[id(edit.element)] = edit.span[0]
            found.append(edit)
    return found
