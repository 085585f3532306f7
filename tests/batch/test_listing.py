"""Lines that are mostly like the first: read to the very same records, refused for the same reasons."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from docgen.batch.listing import Alike
from docgen.errors import UnreadableInput
from docgen.records import Record, Source, parse

FIRST = '{"kind": "notice", "addressee": "某学会", "number": {"code": "云民字", "sequence": 6}, "count": 12, "cc": ["甲", "乙"]}\n'
#: lines that differ from the first in any way
OTHERS = (
    FIRST.replace("某学会", "另一\\n学会"),
    FIRST.replace("12", "123"),
    FIRST.replace("12", "12.0"),
    FIRST.replace("12", "1e400"),
    FIRST.replace("12", "NaN"),
    FIRST.replace("12", '{"unknown": "待核"}'),
    FIRST.replace('"count": 12', '"count":12'),
    FIRST.replace('"count": 12, ', ""),
    FIRST.replace('"kind": "notice", ', ""),
    FIRST.replace("]}", '], "note": "备注"}'),
    FIRST.replace("]}", '], "kind": "letter"}'),
    FIRST.replace('"count"', '"kind"'),
    FIRST.replace('"count"', '"ｋind"'),
    FIRST.replace('"sequence": 6', '"sequence": 6, "sequence": 7'),
    FIRST.replace('["甲", "乙"]', "[" * 120 + "]" * 120),
    FIRST.replace('["甲", "乙"]', "[" * 98 + "]" * 98),
    FIRST.replace("]}", "]} x"),
    FIRST.replace("]}", "]"),
    FIRST.replace('"某学会"', '"某学会'),
    FIRST.replace('"某学会"', '"某学会" "又一"'),
    FIRST.replace('"某学会"', ""),
    FIRST.replace("某学会", "\\ud800"),
    FIRST.strip(),
    f"  {FIRST}",
    "[]\n",
    "{}\n",
    "x\n",
)


def shown(record: Record) -> str:
    """A record's data, with the sort of each number."""
    return json.dumps(list(record.data.items()), ensure_ascii=True, default=repr)


def outcome(read: Any, text: str) -> Any:
    try:
        return shown(read(Source("名单.jsonl", text)))
    except UnreadableInput as error:
        return (error.code, error.line, error.column, str(error.parameters))


@pytest.mark.parametrize("first", (FIRST, FIRST.replace(" ", ""), "{}\n", '{"a":1}\n'))
def test_every_line_is_read_as_if_it_stood_alone(first: str) -> None:
    alike = Alike()
    for text in (first, *OTHERS, FIRST, *OTHERS):
        assert outcome(alike.parse, text) == outcome(parse, text), text


def test_lines_changed_by_chance_are_read_as_if_they_stood_alone() -> None:
    chance, alike = random.Random(1), Alike()
    alike.parse(Source("名单.jsonl", FIRST))
    good = 0
    for _ in range(3000):
        text = list(FIRST)
        for _ in range(chance.choice((1, 1, 2, 4))):
            at = chance.randrange(len(text))
            text[at : at + chance.choice((0, 1, 1, 3))] = chance.choice(
                ('"', ",", "}", "1", "\\", "甲", " ", "")
            )
        line = "".join(text)
        found = outcome(alike.parse, line)
        assert found == outcome(parse, line), line
        good += isinstance(found, str)
    assert 300 < good < 2900


def test_members_that_are_the_same_are_shared() -> None:
    alike = Alike()
    first = alike.parse(Source("名单.jsonl", FIRST)).data
    other = alike.parse(Source("名单.jsonl", FIRST.replace("某学会", "另一学会"))).data
    assert other["addressee"] == "另一学会"
    assert [key for key in first if other[key] is not first[key]] == ["addressee"]
