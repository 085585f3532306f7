"""docgen/formats/manifest.py: exact, and discreet. (What a made document's holds is in test_jobs.py.)"""

from __future__ import annotations

import json
from decimal import Decimal

from docgen.formats.manifest import exact_json, private_pointers
from docgen.library import Library
from docgen.records import Record
from docgen.schemas import load_kind

VALUE = {
    "数": Decimal("1.50"),
    "大": Decimal("1E+3"),
    "表": [1, True, None, '甲\n"乙"', {}, []],
    "空": {"a": {"b": 0}},
}


def test_keeps_the_digits_of_a_number() -> None:
    assert '"数": 1.50,' in exact_json(VALUE)
    assert '"大": 1000,' in exact_json(VALUE)


def test_is_json_in_lines_or_in_one() -> None:
    for indent in ("\n", ""):
        assert json.loads(exact_json(VALUE, indent), parse_float=Decimal) == VALUE
    assert exact_json(VALUE, "") == (
        '{"数": 1.50, "大": 1000, "表": [1, true, null, "甲\\n\\"乙\\"", {}, []], "空": {"a": {"b": 0}}}'
    )


def test_knows_what_a_schema_keeps_from_the_public(library: Library) -> None:
    record = Record.from_data(
        {
            "indicators": {"marriages": {"value": 1, "filled_by": "某某"}},
            "rectifications": [{"items": [{"person": {"unknown": "某某"}, "unit": "某科"}]}],
        }
    )
    assert private_pointers(record, load_kind(library, "civil-affairs-half-year")) == {
        "/indicators/marriages/filled_by",
        "/rectifications/0/items/0/person",
    }
