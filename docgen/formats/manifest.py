"""NAME.docgen.json: what a document was made from, the outcomes, and where each value stands in it.

Equal inputs give equal bytes: no moment, no folder, no machine. What the schema marks ``x-public:
false`` (names, telephone numbers) never gets in, neither as data nor through a finding that read it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from docgen.formats.json_report import outcome_object, plain, result_object
from docgen.quantities import number_text
from docgen.records import Record, join_pointer
from docgen.rules.outcomes import CheckResult, Outcome, Status
from docgen.schemas import Kind, everything

FORMAT = "docgen-manifest/0"


def manifest(
    record: Record,
    kind: Kind,
    result: CheckResult,
    *,
    document: tuple[str, bytes],
    template: tuple[str, str],
    placements: Iterable[object],
    language: str,
    version: str,
) -> bytes:
    """The manifest of a made document; ``document`` is (name, bytes), ``template`` (id, SHA-256 in hex)."""
    private = private_pointers(record, kind)
    name, data = document
    judged = result_object(result, language, lambda outcome: _told(outcome, private))
    judged["findings"] = [each for each in judged["findings"] if each["place"]["pointer"] not in private]
    content = {
        "format": FORMAT,
        "docgen": version,
        "document": {"name": name, "sha256": hashlib.sha256(data).hexdigest()},
        "record": {"sha256": record.source.digest, "data": _public(record.data, "", private)},
        "template": {"id": template[0], "sha256": template[1]},
        "result": _without_folders(judged),
        "values": _placed([plain(each) for each in placements], private),
    }
    return ("{\n" + ",\n".join(_lines(content)) + "\n}\n").encode("utf-8")


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    """A line for each field and for each place of a value: quick to write, and yet to be compared by eye."""
    for name, value in content.items():
        if name == "values":
            places = ",\n".join(exact_json(each, "") for each in value)
            yield f'"{name}": [\n{places}\n]'
        else:
            yield f'"{name}": {exact_json(value, "")}'


def private_pointers(record: Record, kind: Kind) -> set[str]:
    """Where the record holds what its schema keeps from the public, and everything below."""
    private: set[str] = set()
    for pointer, _value, type_, _parent in everything(record, kind):
        if not type_.is_public or pointer.rpartition("/")[0] in private:
            private.add(pointer)
    return private


def public_data(record: Record, kind: Kind) -> Any:
    """The record's data without what its schema keeps from the public."""
    return _public(record.data, "", private_pointers(record, kind))


def exact_json(value: Any, indent: str = "\n") -> str:
    """JSON in which a Decimal keeps the digits it was written with; in one line if ``indent`` is ""."""
    if not indent:
        return _EXACT.sub(r"\1", json.dumps(value, ensure_ascii=False, default=_marked_number))
    inner = f"{indent} "
    if isinstance(value, Mapping) and value:
        names = (json.dumps(str(key), ensure_ascii=False) for key in value)
        members = [
            f"{name}: {exact_json(item, inner)}" for name, item in zip(names, value.values(), strict=True)
        ]
        return "{" + inner + f",{inner}".join(members) + indent + "}"
    if isinstance(value, list | tuple) and value:
        return "[" + inner + f",{inner}".join(exact_json(item, inner) for item in value) + indent + "]"
    return exact_json(value, "")


#: json's encoder knows no Decimal: its digits go through as a text between characters no record may hold
_EXACT = re.compile(r'"\\u0000(-?[0-9.]+)\\u0000"')


def _marked_number(value: object) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is no value of a record")
    return f"\0{number_text(value)}\0"


def _public(value: Any, pointer: str, private: set[str]) -> Any:
    if isinstance(value, dict):
        places = {key: join_pointer(pointer, key) for key in value}
        return {
            key: _public(value[key], place, private) for key, place in places.items() if place not in private
        }
    if isinstance(value, list):
        return [_public(item, join_pointer(pointer, index), private) for index, item in enumerate(value)]
    return value


def _told(outcome: Outcome, private: set[str]) -> dict[str, Any]:
    """An outcome without its evidence where nothing is wrong, or where that would tell what is private."""
    if outcome.status in (Status.PASS, Status.NOT_APPLICABLE):
        return {name: plain(getattr(outcome, name)) for name in ("rule", "title", "status", "subject")}
    whole = outcome_object(outcome)
    read = [each.pointer for each in outcome.reads] + [each.pointer for each in outcome.missing]
    if private.isdisjoint(read):
        return whole
    return {
        **whole,
        "message": "",
        "computed": "",
        "difference": "",
        "reads": [],
        "steps": [],
        "missing": [],
    }


def _placed(values: list[dict[str, Any]], private: set[str]) -> list[dict[str, Any]]:
    """Where public values stand; prose that mentions a private one is placed without its text."""
    telling = {each["field"] for each in values if each["pointer"] in private}
    return [
        {**each, "text": ""} if each["pointer"] in telling else each
        for each in values
        if each["pointer"] not in private
    ]


def _without_folders(value: Any) -> Any:
    """The same data with files by name only: where somebody keeps them is nobody's business."""
    if isinstance(value, dict):
        return {
            key: PurePath(item).name if key == "file" and item else _without_folders(item)
            for key, item in value.items()
        }
    return [_without_folders(item) for item in value] if isinstance(value, list) else value
