"""Who owes a form, and what came: 应报、已报、迟报、退回、未报."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.dates import is_before, parse_date
from docgen.errors import UnreadableInput
from docgen.intake.cells import as_date, shown
from docgen.intake.columns import normal
from docgen.intake.form_sheets import cell_at
from docgen.intake.grids import read_grids

#: 已报 in time, 迟报 after the day, 退回 with faults, 未报 not at all, 名册外 from somebody who owes none
IN_TIME, LATE, RETURNED, MISSING, UNASKED = STATES = ("已报", "迟报", "退回", "未报", "名册外")
_UNIT = ("单位", "填报单位", "单位名称", "科室", "股室", "乡镇", "街道")
_DUE = ("截止日期", "应报日期", "报送时限", "时限", "截止时间", "报送截止日期")


@dataclass(frozen=True, slots=True)
class Owed:
    """One unit of the roster: its name, and the day by which it owes its form (ISO text, "" for none)."""

    unit: str
    due: str


@dataclass(frozen=True, slots=True)
class Came:
    """What came from a file: the unit that it names, the day that it bears, and how many faults it has."""

    file: str
    unit: str
    on: str
    faults: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the overview."""

    unit: str
    due: str
    state: str
    file: str = ""
    on: str = ""
    faults: int = 0


def read_roster(path: str) -> list[Owed]:
    """The units of a roster (.xlsx or .csv); UnreadableInput where no column names them."""
    for grid in read_grids(path):
        for at, row in enumerate(grid.rows[:10]):
            names = [normal(shown(cell)) for cell in row.cells]
            unit = next((place for place, name in enumerate(names) if name in _UNIT), None)
            if unit is None:
                continue
            due = next((place for place, name in enumerate(names) if name in _DUE), None)
            found = []
            for below in grid.rows[at + 1 :]:
                name = shown(cell_at(below, unit)).strip()
                if name:
                    day = cell_at(below, due) if due is not None else ""
                    found.append(Owed(name, as_date(day) if day != "" else ""))
            return found
    raise UnreadableInput("roster-no-units", path=path, names="、".join(_UNIT[:3]))


def overview(owed: Sequence[Owed], came: Sequence[Came]) -> list[Line]:
    """A line for each unit of the roster, in its order, then for what came unasked."""
    lines = []
    used: set[str] = set()
    for each in owed:
        files = [one for one in came if _is_from(one, each.unit)]
        used.update(one.file for one in files)
        if not files:
            lines.append(Line(each.unit, each.due, MISSING))
        for one in files:
            state = RETURNED if one.faults else LATE if _is_late(one.on, each.due) else IN_TIME
            lines.append(Line(each.unit, each.due, state, one.file, one.on, one.faults))
    lines += [
        Line(one.unit, "", UNASKED, one.file, one.on, one.faults) for one in came if one.file not in used
    ]
    return lines


def counts(owed: Sequence[Owed], lines: Sequence[Line]) -> Mapping[str, int]:
    """How many owe one, and how many units are in each state."""
    by_state = {state: len({line.unit for line in lines if line.state == state}) for state in STATES}
    return {"应报": len(owed), **by_state}


def _is_from(came: Came, unit: str) -> bool:
    """Whether a file is a unit's: as it says itself; where it says nothing, by the file's name."""
    if came.unit:
        return normal(came.unit) == normal(unit)
    return normal(unit) in normal(Path(came.file).stem)


def _is_late(on: str, due: str) -> bool:
    filled, wanted = parse_date(on), parse_date(due)
    return filled is not None and wanted is not None and is_before(wanted, filled) is True
