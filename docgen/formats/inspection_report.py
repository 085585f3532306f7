"""An inspection as inspection.json, and as the short text that a terminal shows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, Any

from docgen.formats.inspection_words import INTERRUPTED, NAMES, STATUSES, said
from docgen.inspecting import FORMAT, Inspection
from docgen.messages import N_, translate

#: the classes that the terminal lists rules for, the worst first
_LISTED = ("error", "fault", "hint", "unsure", "waived", "explained")


def head(inspection: Inspection) -> dict[str, Any]:
    """An inspection without its units."""
    return {
        "format": FORMAT,
        "docgen": inspection.version,
        "language": inspection.language,
        "as_of": inspection.as_of,
        "complete": inspection.is_complete,
        "inputs": inspection.total,
        "counts": inspection.counts,
        "baseline": inspection.baseline if inspection.has_baseline else None,
        "band": inspection.band,
        "packs": inspection.packs,
        "notes": inspection.notes,
        "rules": [
            {**rule, "subjects": inspection.tallies[id].subjects, "units": inspection.tallies[id].units}
            if id in inspection.tallies
            else {**rule, "subjects": {}, "units": {}}
            for id, rule in inspection.rules.items()
        ],
    }


def write_json(inspection: Inspection, stream: IO[str]) -> None:
    """Write inspection.json: the head a field a line, then a unit a line."""
    stream.write("{\n")
    for name, value in head(inspection).items():
        stream.write(f'"{name}": {json.dumps(value, ensure_ascii=False)},\n')
    stream.write('"units": [')
    for number, unit in enumerate(inspection.units()):
        stream.write((",\n" if number else "\n") + json.dumps(unit, ensure_ascii=False))
    stream.write("\n]\n}\n")


def summary_text(inspection: Inspection, files: list[str]) -> str:
    """What was found, rule by rule with the units, and the files written."""
    return "".join(f"{line}\n" for line in _summary(inspection, files))


def _summary(inspection: Inspection, files: list[str]) -> Iterator[str]:
    language = inspection.language

    def _(text: str, /, **values: object) -> str:
        return said(text, language, **values)

    counts = inspection.counts
    yield _(
        N_("Units: {total}. Can be made: {clean}; has faults: {blocked}; can't be read: {unreadable}."),
        total=inspection.done,
        **counts,
    )
    for sort in _LISTED:
        alike = [(id, each) for id, each in inspection.tallies.items() if each.units.get(sort)]
        if not alike:
            continue
        yield ""
        yield f"── {translate(NAMES[sort], language)} ──"
        for id, tally in sorted(alike, key=lambda pair: -pair[1].units[sort]):
            title = inspection.rules[id]["title"]
            yield _(
                N_("{title} ({rule}): {units} units, {subjects} places"),
                title=title,
                rule=id,
                units=tally.units[sort],
                subjects=tally.subjects[sort],
            )
            yield "   " + _named(tally.names[sort], tally.units[sort], language)
    if inspection.unreadable:
        yield ""
        yield f"── {translate(STATUSES['unreadable'], language)} ──"
        yield from (f"{file}: {sentence}" for file, sentence in inspection.unreadable)
        if counts["unreadable"] > len(inspection.unreadable):
            yield _(N_("and {count} other units"), count=counts["unreadable"] - len(inspection.unreadable))
    yield ""
    if inspection.has_baseline:
        text = N_("Against the baseline: new {new}, still there {still}, gone {gone}.")
        yield _(text, **inspection.baseline)
    yield from inspection.notes
    if not inspection.is_complete:
        yield _(INTERRUPTED, done=inspection.done, total=inspection.total)
    yield from (_(N_("Written: {file}"), file=file) for file in files)


def _named(names: Sequence[tuple[str, str]], count: int, language: str) -> str:
    """The first names of many records; of a unit with several, which."""
    often = Counter(name for name, _which in names)
    text = "、".join(f"{name}（{which}）" if which and often[name] > 1 else name for name, which in names)
    if count <= len(names):
        return text
    return f"{text} {said(N_('and {count} other units'), language, count=count - len(names))}"
