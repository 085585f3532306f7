"""Several offices' forms put together into one record; what two of them say differently is a finding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docgen.findings import Finding
from docgen.intake.cell_records import CellPlace, CellRecord, Spot
from docgen.intake.form_reading import FormReading
from docgen.quantities import number_text
from docgen.records import Source, join_pointer

#: who filled in and who reviewed differs from office to office, and is no contradiction
_WHO = frozenset({"filled_by", "filled_on", "reviewed_by", "reviewed_on"})


def merge(readings: Sequence[FormReading], name: str, parts: Sequence[str] = ()) -> FormReading:
    """One record of all: what each says is there once, in the order of the files; the first one counts.

    ``parts`` is the order of the parts of the text (总结、问题、计划), which each office's sections have.
    """
    merging = _Merging()
    for reading in readings:
        merging.add(reading.record)
    merging.sort_sections(parts)
    findings = [finding for reading in readings for finding in reading.findings]
    record = CellRecord(Source(name, ""), merging.data, merging.spots)
    return FormReading(record, [*findings, *merging.findings], {})


class _Merging:
    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.spots: dict[str, Spot] = {}
        self.findings: list[Finding] = []

    def add(self, record: CellRecord) -> None:
        self.object(record, "", record.data, self.data, "")
        for pointer, spot in record.spots.items():
            there = self.spots.get(pointer)
            if there is None or not (there.columns or there.rows):  # a row that one took out, another has
                self.spots[pointer] = spot

    def object(
        self, record: CellRecord, source: str, given: dict[str, Any], into: dict[str, Any], at: str
    ) -> None:
        """Take over the fields of an object."""
        for name, value in given.items():
            there, here = join_pointer(source, name), join_pointer(at, name)
            if name not in into:
                into[name] = self.taken(record, there, value, here)
            elif (
                isinstance(value, dict)
                and isinstance(into[name], dict)
                and not _is_unknown(value, into[name])
            ):
                self.object(record, there, value, into[name], here)
            elif isinstance(value, list) and isinstance(into[name], list):
                self.list(record, there, value, into[name], here)
            elif not _same(value, into[name]) and name not in _WHO:
                self.differs(record, there, value, into[name], here)

    def list(self, record: CellRecord, source: str, given: list[Any], into: list[Any], at: str) -> None:
        """Take over the elements of a list: by their ids, or where no equal one is there yet."""
        by_id = {
            each["id"]: index for index, each in enumerate(into) if isinstance(each, dict) and "id" in each
        }
        for index, value in enumerate(given):
            there = join_pointer(source, index)
            id = value.get("id") if isinstance(value, dict) else None
            if id in by_id and _is_other(value, into[by_id[id]], at):
                value = {**value, "id": _fresh(str(id), by_id)}
                id = value["id"]
            if id in by_id:
                self.object(record, there, value, into[by_id[id]], join_pointer(at, by_id[id]))
            elif id is not None or not any(_same(value, each) for each in into):
                here = join_pointer(at, len(into))
                into.append(self.taken(record, there, value, here))
                if id is not None:
                    by_id[id] = len(into) - 1

    def taken(self, record: CellRecord, source: str, value: Any, at: str) -> Any:
        """A value that wasn't there before, with the cells of everything in it."""
        spot = record.spots.get(source)
        if spot is not None:
            self.spots[at] = spot
        if isinstance(value, dict):
            return {
                name: self.taken(record, join_pointer(source, name), each, join_pointer(at, name))
                for name, each in value.items()
            }
        if isinstance(value, list):
            return [
                self.taken(record, join_pointer(source, index), each, join_pointer(at, index))
                for index, each in enumerate(value)
            ]
        place = record.place(source)
        if isinstance(place, CellPlace) and spot is None:
            row, column = place.at
            self.spots[at] = Spot(place.file, place.sheet, row, {"#value": column - 1}, {"": row})
        return value

    def sort_sections(self, parts: Sequence[str]) -> None:
        """The sections of all offices by the part that they belong to."""
        sections = self.data.get("sections")
        if not isinstance(sections, list):
            return
        rank = {part: at for at, part in enumerate(parts)}

        def key(index: int) -> int:
            section = sections[index]
            return rank.get(str(section.get("part")) if isinstance(section, dict) else "", len(rank))

        order = sorted(range(len(sections)), key=key)
        self.data["sections"] = [sections[index] for index in order]
        place = {str(index): str(at) for at, index in enumerate(order)}
        moved = {}
        for pointer, spot in self.spots.items():
            steps = pointer.split("/")
            if len(steps) > 2 and steps[1] == "sections" and steps[2] in place:
                steps[2] = place[steps[2]]
            moved["/".join(steps)] = spot
        self.spots = moved

    def differs(self, record: CellRecord, source: str, value: Any, first: Any, at: str) -> None:
        place = record.place(source)
        other = CellRecord(Source("", ""), self.data, self.spots).place(at)
        parameters = {
            "value": _shown(value),
            "first": _shown(first),
            "file": other.file,
            "cell": other.label,
        }
        self.findings.append(Finding("merge-differs", place, parameters=parameters))


def _same(left: Any, right: Any) -> bool:
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)


def _is_unknown(left: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether one of two is not known, so that they are not to be mixed."""
    return (set(left) == {"unknown"}) != (set(right) == {"unknown"}) or left.keys() == right.keys() == {
        "unknown"
    }


def _is_other(value: dict[str, Any], there: dict[str, Any], at: str) -> bool:
    """Whether two elements only have the same id because each office's first row was given it."""
    made = re.fullmatch(rf"{re.escape(at.rpartition('/')[2])}_\d+(?:_\d+)?", str(value.get("id", "")))
    return made is not None and any(
        value.get(name) != there.get(name) for name in ("name", "heading", "text", "problem")
    )


def _fresh(wanted: str, taken: Any) -> str:
    stem, number = wanted.rpartition("_")[0], 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"未知：{value['unknown']}" if set(value) == {"unknown"} else "……"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return value if len(value) <= 40 else value[:39] + "…"
    return number_text(value) if not isinstance(value, list) else f"{len(value)}项"
