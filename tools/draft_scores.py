"""How much of a report `docgen audit --to-record` fills in rightly.

python tools/draft_scores.py REPORT.txt VALUES.json … where VALUES.json holds the values that the report
states, by indicator: a number, or an object with ``value`` and ``unit``. What it holds no value of can't be
judged.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from docgen.auditing.passages import passages_of
from docgen.library import Library, shipped_root
from docgen.quantities import parse_unit
from docgen.recognising import recognised, wanted_of
from docgen.schemas import load_kind

KIND = "civil-affairs-half-year"


def main(arguments: list[str]) -> int:
    kind = load_kind(Library((shipped_root(),)), KIND)
    units = {each.id: each.unit for each in wanted_of(kind)}
    for report, values in zip(arguments[::2], arguments[1::2], strict=True):
        known = recognised(passages_of(Path(report).read_text(encoding="utf-8")), kind)
        stated = expected(json.loads(Path(values).read_text(encoding="utf-8"), parse_float=Decimal), units)
        given = {id_: each.figure.value for id_, each in known.found.items()}
        right = [id_ for id_, value in stated.items() if given.get(id_) == value]
        wrong = [id_ for id_, value in stated.items() if id_ in given and given[id_] != value]
        more = [id_ for id_ in given if id_ not in stated]
        print(f"{report}: {len(right)} of {len(stated)} right, {len(wrong)} wrong: {' '.join(wrong) or '-'}")
        print(f"  filled in beyond the list: {' '.join(more) or '-'}")
        print(f"  left unknown: {' '.join(id_ for id_ in stated if id_ not in given) or '-'}")
    return 0


def expected(data: dict[str, object], units: dict[str, str]) -> dict[str, Fraction]:
    """The stated values, exact and in base units."""
    entries = data.get("indicators", data)
    assert isinstance(entries, dict)
    found: dict[str, Fraction] = {}
    for id_, entry in entries.items():
        value = entry.get("value") if isinstance(entry, dict) else entry
        unit = entry.get("unit", "") if isinstance(entry, dict) else units[id_]
        if isinstance(value, str | int | Decimal):
            found[id_] = Fraction(str(value)) * parse_unit(parse_unit(unit).head).factor
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
