"""Small units for the tests of inspections: samples under other names, one unreadable, one in GBK, one twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from record_changes import Change, changed

from docgen import inspection_jobs

#: file -> the name of its unit
NAMES = {
    "a-qing.json": "青山县民政局",
    "b-bai.json": "白河县民政局",
    "c-twice.json": "白河县民政局",
    "d-formula.json": "=1+1县民政局",
}


def write(path: Path, *changes: Change) -> None:
    """The complete sample with changes, as a record's file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(changed(*changes), ensure_ascii=False, indent=1, default=float)
    path.write_text(text, encoding="utf-8", errors="backslashreplace")


def named(name: str) -> Change:
    """Another issuer."""
    return lambda data: data["issuer"].update(name=name)


def number(indicator: str, value: Any) -> Change:
    """Another value of an indicator."""
    return lambda data: data["indicators"][indicator].update(value=value)


def period(start: str, end: str) -> Change:
    """Another period, its plan's taken away."""
    return lambda data: data.update(period={"start": start, "end": end})


def write_units(folder: Path) -> Path:
    """A folder of seven inputs: two good units, one twice with a fault, one with gaps, and three unreadable."""
    write(folder / "a-qing.json", named(NAMES["a-qing.json"]))
    write(folder / "b-bai.json", named(NAMES["b-bai.json"]))
    write(folder / "c-twice.json", named(NAMES["c-twice.json"]), number("trade_assoc_total", 99))
    write(
        folder / "below" / "d-formula.json",
        named(NAMES["d-formula.json"]),
        number("lottery_annual_task", {"unknown": '=HYPERLINK("x")'}),
    )
    (folder / "e-gbk.json").write_bytes('{"kind": "民政局工作记录"}'.encode("gbk"))
    (folder / "f-broken.json").write_text('{"kind": ', encoding="utf-8")
    (folder / "g-unknown-kind.json").write_text('{"kind": "no-such-kind"}', encoding="utf-8")
    (folder / "a-qing.docgen.json").write_text("{}", encoding="utf-8")
    (folder / ".hidden.json").write_text("{}", encoding="utf-8")
    return folder


def inspected(folder: Path, output: Path, **options: Any) -> dict[str, Any]:
    """The inspection.json of a folder inspected."""
    inspection_jobs.inspect([str(folder)], output, **options)
    found: dict[str, Any] = json.loads((output / "inspection.json").read_text(encoding="utf-8"))
    return found
