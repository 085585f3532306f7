"""Records for the tests of validation and prose: the complete sample with changes, and a small notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from docgen.findings import Finding
from docgen.library import Library, shipped_root
from docgen.messages import word
from docgen.prose import check_prose
from docgen.records import Record, Source, parse
from docgen.schemas import Kind, load_kind
from docgen.validation import validate

Data = dict[str, Any]
Change = Callable[[Data], object]

COMPLETE = Path(__file__).parent.parent / "samples" / "good" / "civil-affairs-half-year" / "complete.json"

NOTICE = """\
{
  "format": "docgen-record/0",
  "kind": "notice",
  "issuer": {"name": "云川县民政局", "province": "安平省"},
  "period": {"start": "2024-01-01", "end": "2024-06-30"},
  "title": "关于年检的通知",
  "addressee": "各社会组织",
  "indicators": {
    "orgs": {"value": 158, "unit": "家", "basis": "stock"}
  },
  "paragraphs": ["参加年检的共{orgs}家。"],
  "deadline": "2024-05-31",
  "signature": {"issuer": "云川县民政局", "date": "2024-03-01"}
}
"""


@cache
def kind_of(kind_id: str) -> Kind:
    """A shipped kind."""
    return load_kind(Library((shipped_root(),)), kind_id)


@cache
def _complete() -> Data:
    data: Data = parse(Source("complete.json", COMPLETE.read_text(encoding="utf-8"))).data
    return data


def changed(*changes: Change) -> Data:
    """The complete sample's data with changes made to it."""
    data = deepcopy(_complete())
    for change in changes:
        change(data)
    return data


def written(data: Data) -> Record:
    """The record of a file that holds the data, a value a line."""
    return parse(Source("r.json", json.dumps(data, indent=1, default=float)))


def notice(*replaced: tuple[str, str]) -> Record:
    """The small notice with parts of its text replaced."""
    text = NOTICE
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return parse(Source("n.json", text))


def found_in(record: Record) -> list[Finding]:
    """Everything wrong with a record's structure and prose."""
    kind = kind_of(record.kind_id)
    return [*validate(record, kind), *check_prose(record, kind)]


def told(finding: Finding) -> tuple[str, str, str, str]:
    """Code, pointer, Chinese label and Chinese sentence of a finding."""
    sentence = word(finding.code, finding.parameters, "zh_CN")
    assert word(finding.code, finding.parameters, "en")
    return finding.code, finding.place.pointer, finding.place.label, sentence
