"""Many records on the desk, inspected together: units by rules, and each unit's findings. No HTTP here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docgen.desk.sessions import Item, Session
from docgen.desk.views import grouped
from docgen.errors import UsageError
from docgen.writing import safe_name

#: class of a cell -> how bad it is; the worst of a cell gives its colour
ORDER = ("error", "fault", "hint", "unsure", "waived", "explained")
_RECORDS, _REPORTS = "records", "reports"


def receive(session: Session, given: Sequence[tuple[str, bytes]], name: str) -> Item:
    """Put records on the desk and inspect them; UsageError where there is none among the files."""
    from docgen.inspection_jobs import inspect

    records = [(each, data) for each, data in given if each.lower().endswith(".json")]
    if not records:
        raise UsageError("inspection-no-records", path=name)
    item = session.new("board", name, {})
    try:
        folder = item.path(_RECORDS)
        folder.mkdir()
        for number, (each, data) in enumerate(records, 1):
            own = safe_name(Path(each).stem, "record")
            (folder / f"{number:04}-{own}.json").write_bytes(data)
        inspect([str(folder)], item.path(_REPORTS))
    except BaseException:
        item.remove()
        raise
    return item


def inspection(item: Item) -> dict[str, Any]:
    """The inspection as its JSON has it."""
    found: dict[str, Any] = json.loads(report(item, "json").read_text(encoding="utf-8"))
    return found


def report(item: Item, ending: str) -> Path:
    """One of the inspection's reports."""
    return item.path(_REPORTS) / f"inspection.{ending}"


def matrix(item: Item) -> dict[str, Any]:
    """Units by the rules that have something to tell of any of them; counts of each."""
    found = inspection(item)
    units = found["units"]
    told = {rule for unit in units for rule, counts in unit["cells"].items() if worst(counts)}
    rules = [rule for rule in found["rules"] if rule["id"] in told]
    rows = []
    for number, unit in enumerate(units):
        cells = [_cell(unit["cells"].get(rule["id"], {})) for rule in rules]
        sums = {"unsure": len(unit["unsure"])}
        for sort in ("fault", "hint"):
            sums[sort] = sum(each["class"] == sort for each in unit["findings"])
        name = named(unit)
        rows.append({"number": number, "name": name, "file": file_of(unit), "cells": cells, **sums})
    return {"rules": rules, "rows": rows, "notes": found["notes"], "counts": found["counts"]}


def worst(counts: Mapping[str, int]) -> str:
    """The worst class in a cell, "" where all is well."""
    return next((sort for sort in ORDER if counts.get(sort)), "")


def _cell(counts: Mapping[str, int]) -> tuple[str, int]:
    sort = worst(counts)
    return sort, counts.get(sort, 0)


def named(unit: Mapping[str, Any]) -> str:
    """What a unit is called: its own name, or its file's where the file tells none."""
    return file_of(unit) if unit["status"] == "unreadable" or not unit["unit"] else str(unit["unit"])


def file_of(unit: Mapping[str, Any]) -> str:
    """The name that its user gave a unit's file."""
    return Path(unit["file"]).name[5:]


def unit_view(item: Item, number: int) -> dict[str, Any] | None:
    """One unit with its findings; None if there is none of that number."""
    units = inspection(item)["units"]
    if number >= len(units):
        return None
    unit = units[number]
    entries = [*unit["findings"], *unit["unsure"]]
    for position, entry in enumerate(entries):
        entry |= {"number": position, "label": entry.get("about", ""), "words": ""}
    return {
        "number": number,
        "name": named(unit),
        "file": file_of(unit),
        "title": unit.get("title", ""),
        "groups": grouped(entries, "zh_CN"),
    }


def taken(session: Session, item: Item, number: int) -> Item | None:
    """A unit's record put on the desk by itself, to be corrected there."""
    from docgen.desk import records

    units = inspection(item)["units"]
    if number >= len(units):
        return None
    path = item.path(_RECORDS) / Path(units[number]["file"]).name
    return records.receive(session, file_of(units[number]), path.read_bytes())
