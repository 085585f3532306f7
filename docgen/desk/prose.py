"""Numbers typed in a record's sentences: shown with the values they match, confirmed together; no HTTP."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from docgen.desk import records
from docgen.desk.editing import appended, replaced
from docgen.desk.sessions import Item
from docgen.errors import UnreadableInput, UsageError
from docgen.formats.text import counts
from docgen.intake.linking import HEADING, Link, plain_sentences, rewritten, room_for, typed_links
from docgen.locating import join_pointer
from docgen.mentions import TOKEN, mention_of
from docgen.records import Record
from docgen.schemas import Kind, label, prose_fields
from docgen.typed_numbers import Differing, differing, named_amounts


def view(item: Item) -> dict[str, Any]:
    """Every text with typed numbers, and the values each may be, and the counts of what was found."""
    record, kind, result = records.judged(item)
    links: dict[str, list[Link]] = {}
    for link in typed_links(record, kind):
        links.setdefault(link.pointer, []).append(link)
    named = named_amounts(record, kind)
    texts = [
        _text(record, kind, pointer, text, links.get(pointer, []), differing(text, named))
        for pointer, text in prose_fields(record, kind)
    ]
    return {
        "title": result.title,
        "counts": counts(result),
        "has_room": room_for(record.data, kind, []) is not None,
        "backed": any(text["backed"] for text in texts),
        "texts": [text for text in texts if text["backed"] or text["unbacked"] or text["differing"]],
    }


def _text(
    record: Record, kind: Kind, pointer: str, text: str, links: Sequence[Link], others: Sequence[Differing]
) -> dict[str, Any]:
    return {
        "label": label(kind, pointer, record),
        "parts": list(_parts(text, links)),
        "backed": [
            {
                "key": link.key,
                "written": link.written,
                "is_sure": link.is_sure,
                "choices": [(mention, _meant(record, kind, mention)) for mention in link.mentions],
            }
            for link in links
            if link.mentions
        ],
        "unbacked": [link.written for link in links if not link.mentions],
        "differing": [(each.typed, each.recorded) for each in others],
    }


def _parts(text: str, links: Sequence[Link]) -> Iterator[tuple[str, str]]:
    """Stretches of a text, each with what it is: a number that a value backs, one that none does, or ""."""
    at = 0
    for link in links:
        yield text[at : link.start], ""
        yield link.written, "backed" if link.mentions else "unbacked"
        at = link.end
    yield text[at:], ""


def _meant(record: Record, kind: Kind, mention: str) -> str:
    """What the value is called that a mention states."""
    found = TOKEN.search(mention)
    assert found is not None  # it was made as one
    return label(kind, join_pointer("/indicators", mention_of(found).path), record)


def add(item: Item, version: int, typed: str, files: Sequence[tuple[str, bytes]]) -> int:
    """Put plain sentences into the record, typed ones and those of documents; how many.

    UnreadableInput names the document that can't be read; UsageError where the kind has no place for them;
    Stale where the record is another by now.
    """
    sentences = [*plain_sentences(typed)]
    for name, data in files:
        sentences += _sentences_of(name, data)
    if not sentences:
        return 0
    record = records.record_of(item)
    kind = records.kind_of(record)
    room = room_for(record.data, kind, sentences)
    if room is None:
        raise UsageError("intake-no-place-for-prose", kind=kind.title)
    told = {"what": HEADING, "from": "", "to": sentences[0]}
    records.keep_text(item, version, record, appended(record, *room), told)
    return len(sentences)


def _sentences_of(name: str, data: bytes) -> list[str]:
    from docgen.audits import read_passages

    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        path = Path(folder) / f"text.{name.lower().rpartition('.')[2]}"
        path.write_bytes(data)
        try:
            passages, _digest = read_passages(str(path))
        except UnreadableInput as error:
            error.path = name
            raise
    return [line for passage in passages for line in plain_sentences(passage.text)]


def confirm(item: Item, version: int, confirmed: Mapping[str, str]) -> int:
    """Write the confirmed mentions (key of a number -> mention) into the texts; how many, or Stale."""
    if item.state["version"] != version:
        raise records.Stale
    record = records.record_of(item)
    kind = records.kind_of(record)
    texts, count = rewritten(typed_links(record, kind), confirmed)
    if count:
        what = "、".join(dict.fromkeys(label(kind, pointer, record) for pointer in texts))
        told = {"what": what, "from": "", "to": str(count)}
        records.keep_text(item, version, record, replaced(record.source.text, texts), told)
    return count
