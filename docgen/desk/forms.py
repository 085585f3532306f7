"""Forms and tables of an office on the desk: one becomes a record, several one together. No HTTP here."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docgen.desk import records
from docgen.desk.sessions import Item, Session
from docgen.desk.views import error_text
from docgen.errors import DocgenError, UsageError
from docgen.findings import Finding
from docgen.formats.text import place_text
from docgen.messages import word
from docgen.writing import safe_name

#: a file as its user calls it, and its bytes
Given = tuple[str, bytes]
#: what is asked in other words here: nobody has a file of meanings in which a name could be confirmed
_HERE = {
    "table-column-unsure": "table-column-unsure-here",
    "table-row-unsure": "table-row-unsure-here",
}


def receive(session: Session, given: Sequence[Given], kind: str | None = None) -> Item:
    """Put the record of filled forms, or of an office's own table of a kind, on the desk.

    UnreadableInput says why it is none: "intake-no-form" where a table's kind has to be named.

    What was wrong in cells is kept beside it: the record alone doesn't tell which cell a value came from.
    """
    from docgen.intake.tasks import take_in

    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        paths = _written(Path(folder), given)
        target = Path(folder) / "record.json"
        try:
            taken = take_in([*paths], str(target), kind=kind, merged=len(given) > 1)
        except DocgenError as error:
            for each in (error, *error.also):
                each.path = paths.get(each.path, each.path)
            raise
        text = target.read_bytes()
    first = Path(given[0][0]).stem
    name = f"{first}.json" if len(given) == 1 else f"{first}等{len(given)}份.json"
    item = records.receive(session, name, text)
    own = {_told(each) for each in records.judged(item)[2].findings}
    cells = [
        each
        for each in taken.result.findings
        if _told(each) not in own and not each.code.endswith("-in-form")  # the record tells of these itself
    ]
    told = [[paths.get(error.path, error.path), error_text(error, "zh_CN")] for error in taken.unread]
    told += [[_cell(each, paths), _said(each, paths)] for each in cells]
    files = {f"form-{number}{Path(path).suffix}": name for number, (path, name) in enumerate(paths.items())}
    item.write(dict(zip(files, (data for _name, data in given), strict=True)))
    item.keep(cells=told, form=name, forms=[*files.items()], is_table=kind is not None)
    return item


def together(session: Session, ids: Sequence[str]) -> Item:
    """The forms of several records as one record; the single ones stay.

    UsageError for fewer than two, and for one that was changed on the page since: its form doesn't know.
    """
    items = [item for item in map(session.item, ids) if item is not None and may_join(item.state)]
    if len(items) < 2:
        raise UsageError("desk-too-few-forms")
    for item in items:
        if item.state["version"] > item.state["first"]:
            raise UsageError("desk-form-changed", name=item.state["name"])
    given = [(str(name), item.path(file)) for item in items for file, name in item.state["forms"]]
    return receive(session, [(name, path.read_bytes()) for name, path in sorted(given)])


def may_join(state: Mapping[str, Any]) -> bool:
    """Whether a thing on the desk is the record of one form, which may be put together with others."""
    return len(state.get("forms", ())) == 1


def _written(folder: Path, given: Sequence[Given]) -> dict[str, str]:
    """The files in folders of their own, for two may have one name: path -> name."""
    paths = {}
    for number, (name, data) in enumerate(given):
        path = folder / str(number) / safe_name(Path(name).stem, "form")
        path = path.with_name(path.name + Path(name).suffix.lower())
        path.parent.mkdir()
        path.write_bytes(data)
        paths[str(path)] = name
    return paths


def _said(finding: Finding, paths: dict[str, str]) -> str:
    return word(_HERE.get(finding.code, finding.code), _renamed(finding, paths), "zh_CN")


def _told(finding: Finding) -> tuple[str, str]:
    return finding.code, str(finding.parameters)


def _renamed(finding: Finding, paths: dict[str, str]) -> dict[str, object]:
    """A finding's parameters with files called as their users call them."""
    return {
        name: paths.get(value, value) if isinstance(value, str) else value
        for name, value in finding.parameters.items()
    }


def _cell(finding: Finding, paths: dict[str, str]) -> str:
    """Where a finding stands: its cell, and where there are several files which of them."""
    cell = finding.place.label or place_text(finding.place)
    return f"{paths[finding.place.file]} {cell}" if len(paths) > 1 and finding.place.file in paths else cell
