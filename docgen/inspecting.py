"""An inspection (检查): many records judged one after another, each kept as one line until it is reported.

Nothing grows with the number of records but their names: what a unit gave is plain data, written to a
temporary file as soon as it is there, and read back unit by unit when the reports are written.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

from docgen.dates import parse_date
from docgen.errors import UnreadableInput, UsageError
from docgen.records import Record, parse, read_source

#: name and version of inspection.json; a field is never renamed within a version
FORMAT = "docgen-inspection/0"
REPORT_NAMES = ("inspection.xlsx", "inspection.html", "inspection.json")
#: the lists of letters and of orders, which lie beside what they list
LETTERS_LIST, ORDERS_LIST = "letters.json", "orders.json"
SIDECAR_ENDING = ".docgen.json"
#: the column of what is wrong with a record itself, whatever the rules say
RECORD_RULE = "record"
#: what a rule can have given on one subject, the worst first; keys of a unit's cells
CLASSES = ("error", "fault", "hint", "unsure", "waived", "explained", "pass", "other")
#: how many units a summary names for one rule before it only counts them
MOST_NAMES = 10
_BATCH = 16

#: one unit's result as plain data; formats/inspection_units.py says what is in it
Unit = dict[str, Any]
Judge = Callable[[str], Unit]


@dataclass(slots=True)
class Tally:
    """What one rule gave over all units: subjects by class, units by class, and the first of their names."""

    subjects: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, name: tuple[str, str], cell: Mapping[str, int]) -> None:
        """Take in what the rule gave on one unit: its name, and which of its records this is."""
        for sort, count in cell.items():
            self.subjects[sort] = self.subjects.get(sort, 0) + count
            self.units[sort] = self.units.get(sort, 0) + 1
            names = self.names.setdefault(sort, [])
            if len(names) < MOST_NAMES:
                names.append(name)


@dataclass(slots=True)
class Inspection:
    """Everything that an inspection's reports say; ``units`` reads them back in order.

    ``as_of`` is the date given for all, "" where each record's own decides. ``rules`` are plain data by
    id in the order in which they were met. ``total`` counts the inputs, those not reached included.
    """

    version: str
    language: str
    as_of: str
    total: int
    spool: IO[str]
    band: int | None = None
    has_baseline: bool = False
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    packs: dict[str, str] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("clean", "blocked", "unreadable"), 0)
    )
    baseline: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("new", "still", "gone"), 0))
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    latest: str = ""
    #: kinds and periods of the records that were judged
    sorts: set[str] = field(default_factory=set)

    @property
    def done(self) -> int:
        """How many inputs were looked at, unreadable ones among them."""
        return sum(self.counts.values())

    @property
    def is_complete(self) -> bool:
        """Whether every input was looked at (an interrupted inspection is not)."""
        return self.done == self.total

    @property
    def created(self) -> str:
        """The date that the reports bear: as of which all was judged, else the latest of the records' own."""
        return self.as_of or self.latest

    def add(self, unit: Unit) -> None:
        """Keep one unit; its rules and packs are taken out of it, because most units share them."""
        for rule in unit.pop("rules", ()):
            self.rules.setdefault(rule["id"], rule)
        self.packs.update(unit.pop("packs", {}))
        self.counts[unit["status"]] += 1
        if unit["status"] != "unreadable":
            self.sorts.add(which(unit))
        self.latest = max(self.latest, unit.get("as_of", ""))
        if unit["status"] == "unreadable" and len(self.unreadable) < MOST_NAMES:
            self.unreadable.append((unit["file"], unit["findings"][0]["message"]))
        for rule, cell in unit["cells"].items():
            self.tallies.setdefault(rule, Tally()).add((unit["unit"], which(unit)), cell)
        for entry in (*unit["findings"], *unit["unsure"]):
            if entry.get("baseline"):
                self.baseline[entry["baseline"]] += 1
        self.baseline["gone"] += len(unit["gone"])
        json.dump(unit, self.spool, ensure_ascii=False, separators=(",", ":"))
        self.spool.write("\n")

    def units(self) -> Iterator[Unit]:
        """Every unit in order."""
        self.spool.seek(0)
        for line in self.spool:
            yield json.loads(line)

    def columns(self) -> list[dict[str, Any]]:
        """The rules that the matrix has a column for: the record's own faults first, if there are any."""
        return [rule for id, rule in self.rules.items() if id != RECORD_RULE or id in self.tallies]


def which(unit: Unit) -> str:
    """Which of a unit's records this is, in words: kind and period."""
    return "　".join(filter(None, (unit["kind_title"], unit["period"].strip("—"))))


def new_spool() -> IO[str]:
    """The temporary file that an inspection keeps its units in; gone when it is closed."""
    # half a character pair, which a record may hold by mistake, is written as JSON escapes it
    return tempfile.TemporaryFile(
        "w+", encoding="utf-8", errors="backslashreplace", newline="\n", prefix="docgen-"
    )


class Names:
    """Names for units: the issuer's, told apart where two records of the same kind and period share it."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        self._seen: dict[tuple[str, str], tuple[int, str]] = {}

    def keys(self) -> Iterable[str]:
        """The names and kinds that were met."""
        return self._keys

    def named(self, unit: Unit) -> tuple[str, str]:
        """Give a unit its ``unit`` and ``key``; the first file of that name, kind and period ("" if this)."""
        name, kind = unit["unit"], unit.get("kind", "")
        key = f"{name}|{kind}"
        self._keys[key] = self._keys.get(key, 0) + 1
        unit["key"] = key + (f"#{self._keys[key]}" if self._keys[key] > 1 else "")
        count, first = self._seen.get((key, unit["period"]), (0, unit["file"]))
        self._seen[key, unit["period"]] = (count + 1, first)
        if count:
            unit["unit"] = f"{name}（{count + 1}）"
        return (first, name) if count else ("", name)


def record_files(paths: Iterable[str], output: Path | None = None) -> list[str]:
    """The files that the given files and folders mean, each once: named ones as given, a folder's sorted.

    Of a folder, below it too: *.json without sidecars, hidden files, reports of inspections, lists of
    letters and orders, and whatever lies in ``output``.
    """
    found: dict[str, str] = {}
    skipped = os.path.abspath(output) if output is not None else ""
    for given in paths:
        for path in _below(given, skipped) if os.path.isdir(given) else (given,):
            found.setdefault(path if path == "-" else os.path.abspath(path), path)
    return list(found.values())


def _below(folder: str, skipped: str) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and os.path.abspath(os.path.join(here, name)) != skipped
        )
        for name in sorted(files):
            is_record = name.lower().endswith(".json") and not name.lower().endswith(SIDECAR_ENDING)
            is_ours = name in (*REPORT_NAMES, LETTERS_LIST, ORDERS_LIST)
            if is_record and not name.startswith(".") and not is_ours:
                yield os.path.normpath(os.path.join(here, name))


#: (issuer's name, kind) -> (last day of the period, file) of each record, in order
PreviousIndex = dict[tuple[str, str], list[tuple[str, str]]]


#: what is to be known besides: a message's code and parameters
Note = tuple[str, dict[str, str]]


def previous_index(folder: str, max_bytes: int) -> tuple[PreviousIndex, list[Note]]:
    """The records of a folder by unit and kind; and which files can't be used, or are left aside for another
    of the same unit, kind and period's end.

    UsageError for a folder without records, UnreadableInput for one that isn't there: comparing with
    nothing would look like nothing to ask.
    """
    found: PreviousIndex = {}
    unusable: list[Note] = []
    twice: list[Note] = []
    paths = record_files([folder])
    if not paths:
        raise UsageError("inspection-no-records", path=folder)
    for path in paths:
        try:
            record = parse(read_source(path, max_bytes=max_bytes))
        except UnreadableInput:
            if path == folder:
                raise
            unusable.append(("previous-not-usable", {"file": path}))
            continue
        name, end = record.get("/issuer/name"), _last_day(record, "/period/end")
        if not isinstance(name, str) or not end:
            unusable.append(("previous-not-usable", {"file": path}))
            continue
        alike = found.setdefault((name.strip(), record.kind_id), [])
        first = next((other for last, other in alike if last == end), None)
        if first is None:
            alike.append((end, path))
        else:
            twice.append(("previous-twice", {"file": path, "first": first}))
    return found, [*unusable, *twice]


def previous_of(record: Record, index: PreviousIndex, max_bytes: int) -> Record | None:
    """The latest earlier record of the same unit and kind, if there is one."""
    name, end = record.get("/issuer/name"), _last_day(record, "/period/end")
    if not isinstance(name, str) or not end:
        return None
    earlier = [each for each in index.get((name.strip(), record.kind_id), ()) if each[0] < end]
    if not earlier:
        return None
    _end, path = max(earlier, key=lambda each: each[0])
    return parse(read_source(path, max_bytes=max_bytes))


def _last_day(record: Record, pointer: str) -> str:
    value = record.get(pointer)
    date = parse_date(value) if isinstance(value, str) else None
    return date.last.isoformat() if date else ""


@dataclass(slots=True)
class Before:
    """What an earlier inspection found on one record: finding's key -> what is told of it if it is gone."""

    period: str
    file: str
    findings: dict[str, dict[str, str]]


#: unit's name and kind -> its records then
Baseline = dict[str, list[Before]]


def read_baseline(path: str, max_bytes: int) -> Baseline:
    """The findings of an earlier inspection.json; UnreadableInput if it isn't one."""
    data = parse(read_source(path, max_bytes=max_bytes)).data
    units = data.get("units")
    if data.get("format") != FORMAT or not isinstance(units, list):
        raise UnreadableInput("baseline-not-inspection", path=path, format=FORMAT)
    told = ("key", "rule", "title", "message")
    found: Baseline = {}
    try:
        for unit in units:
            if unit["status"] == "unreadable":
                continue
            findings = {
                entry["key"]: {name: str(entry[name]) for name in told}
                for entry in (*unit["findings"], *unit["unsure"])
            }
            before = Before(str(unit["period"]), _file_name(unit["file"]), findings)
            found.setdefault(_whose(unit["key"]), []).append(before)
        return found
    except (KeyError, TypeError):
        raise UnreadableInput("baseline-not-inspection", path=path, format=FORMAT) from None


def mark_against(unit: Unit, baseline: Baseline) -> None:
    """Mark a judged unit's findings as new or still there, and list those that are gone.

    An unreadable unit keeps its old findings unmarked: nobody can say what became of them. A unit that
    the baseline doesn't know has only new ones; one whose record of this period it doesn't know is held
    against that of the latest.
    """
    if unit["status"] == "unreadable":
        return
    period, file = unit["period"], _file_name(unit["file"])
    # the same record then: of this period, of two such the one of this file, else the last period's
    then = max(
        baseline.get(_whose(unit["key"]), ()),
        key=lambda each: (each.period == period, each.period == period and each.file == file, each.period),
        default=None,
    )
    before = dict(then.findings) if then is not None else {}
    for entry in (*unit["findings"], *unit["unsure"]):
        entry["baseline"] = "still" if before.pop(entry["key"], None) is not None else "new"
    unit["gone"] = list(before.values())


def absent(baseline: Baseline, names: Iterable[str]) -> list[str]:
    """The units and kinds of the baseline, by name, that are none of these keys' own."""
    met = {_whose(key) for key in names}
    return [key.rpartition("|")[0] for key in baseline if key not in met]


def _whose(key: str) -> str:
    """Whose records a unit's key is of: its name and kind, without the number of those that share it."""
    return re.sub(r"#\d+\Z", "", key)


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def judge_all(
    paths: Sequence[str],
    make_judge: Callable[[], Judge],
    workers: int = 1,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Unit]:
    """Every file's unit in order, on this process or several; ends early once ``is_stopped`` says so.

    ``make_judge`` is called once on each process and must be picklable where there are several.
    """
    if workers <= 1 or len(paths) <= 1:
        judge = make_judge()
        for path in paths:
            if is_stopped():
                return
            yield judge(path)
        return
    yield from _on_several(paths, make_judge, workers, is_stopped)


def _on_several(
    paths: Sequence[str], make_judge: Callable[[], Judge], workers: int, is_stopped: Callable[[], bool]
) -> Iterator[Unit]:
    from concurrent.futures import Future, ProcessPoolExecutor

    # few batches are under way at a time, so that results never pile up behind a slow reader
    rest = iter(paths)
    waiting: deque[Future[list[Unit]]] = deque()
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (make_judge,))
    try:
        while True:
            while len(waiting) < 2 * workers and (batch := list(islice(rest, _BATCH))):
                waiting.append(pool.submit(_judged, batch))
            if not waiting:
                return
            if is_stopped():
                # what is under way is waited for anyway, and kept
                for future in [each for each in waiting if not each.cancel()]:
                    yield from future.result()
                return
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


#: what a worker process judges with, made when the process starts
_own: list[Judge] = []


def _begin(make_judge: Callable[[], Judge]) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the work, in order
    _own[:] = [make_judge()]


def _judged(paths: list[str]) -> list[Unit]:
    return [_own[0](path) for path in paths]
