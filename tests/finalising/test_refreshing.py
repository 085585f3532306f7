"""Many figures corrected at once in documents edited in many ways: each is set right, or told, none is set wrong."""

from __future__ import annotations

import copy
import io
import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from docgen.finalising.refreshing import Refreshed, Texts, refreshed
from docgen.finalising.sentences import sentences_of
from docgen.layout.parts import recognise
from docgen.library import Library, shipped_root
from docgen.ooxml.reading import Reading, read_document
from docgen.records import Record
from docgen.rendering import Prepared, prepare
from docgen.schemas import load_kind
from docgen.templates import find_template
from tests.test_updating import without_anchors

GOOD = Path(__file__).parent.parent.parent / "samples" / "good"
SAMPLES = ("civil-affairs-half-year", "civil-affairs-annual")
Data = dict[str, Any]


def long_ones(document: Any) -> list[Any]:
    return [each for each in document.paragraphs if len(each.text) > 40]


def through(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        document, made = Document(io.BytesIO(data)), io.BytesIO()
        change(document)
        document.save(made)
        return made.getvalue()

    return edit


def moved(document: Any) -> None:
    first, *_, last = long_ones(document)
    last._p.addnext(first._p)


def merged(document: Any) -> None:
    one, two = long_ones(document)[2:4]
    for run in two.runs:
        one._p.append(run._r)
    two._p.getparent().remove(two._p)


def a_run_a_letter(document: Any) -> None:
    """The anchors fall apart with the runs."""
    for each in long_ones(document)[:4]:
        text = each.text
        for run in each.runs[1:]:
            run._r.getparent().remove(run._r)
        each.runs[0].text = ""
        for letter in text:
            each.add_run(letter)


def spaced(document: Any) -> None:
    for each in long_ones(document):
        for run in each.runs:
            if run.text.isdecimal():
                run.text = f" {run.text} "


def a_sentence_put_in(document: Any) -> None:
    for each in long_ones(document)[:6]:
        each.add_run("全体干部职工团结一致，工作扎实。")


EDITS: dict[str, Callable[[bytes], bytes]] = {
    "none": bytes,
    "anchors taken out": without_anchors,
    **{each.__name__: through(each) for each in (moved, merged, a_run_a_letter, spaced, a_sentence_put_in)},
}


@cache
def sample(name: str) -> tuple[Data, Prepared]:
    data = json.loads((GOOD / name / "complete.json").read_text(encoding="utf-8"))
    library = Library((shipped_root(),))
    kind = load_kind(library, data["kind"])
    return data, prepare(find_template(library, kind.default_template, kind.id), kind)


def made(prepared: Prepared, data: Data) -> bytes:
    return prepared.render(Record.from_data(data), anchors="bookmark").data


def read(data: bytes) -> Reading:
    return recognise(read_document(data))


def corrected(data: Data, seed: int) -> Data:
    """The record with a dozen figures corrected."""
    new, by = copy.deepcopy(data), random.Random(seed)
    known = [each for each in new["indicators"].values() if isinstance(each.get("value"), int | float)]
    for each in by.sample(known, 12):
        value = each["value"]
        each["value"] = value + by.choice((1, 3, 10)) if isinstance(value, int) else round(value * 1.07, 2)
    return new


def refresh(document: bytes, old: bytes, new: bytes) -> Refreshed:
    return refreshed(document, read(document), "文稿.docx", Texts(read(old), read(new), has_anchors=True))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("edit", EDITS)
def test_the_copy_says_what_the_edited_document_would_say_of_the_present_record(name: str, edit: str) -> None:
    data, prepared = sample(name)
    old = made(prepared, data)
    document = EDITS[edit](old)
    new = made(prepared, corrected(data, seed=len(edit)))
    found = refresh(document, old, new)
    assert found.count >= 6
    said, wanted = ([each.text for each in sentences_of(read(each))] for each in (found.data, EDITS[edit](new)))
    left = sum(each.blocks for each in found.findings)
    assert sum(one != other for one, other in zip(said, wanted, strict=True)) <= left <= 2
    again = refresh(found.data, old, new)
    assert (again.count, again.data) == (0, found.data)
