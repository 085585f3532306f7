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
from tests.docx_builder import document, paragraph
from tests.test_updating import without_anchors

GOOD = Path(__file__).parent.parent.parent / "samples" / "good"
SAMPLES = ("civil-affairs-half-year", "civil-affairs-annual")
Data = dict[str, Any]


def long_ones(document: Any) -> list[Any]:
    return [each for each in document.paragraphs if len(each.text) > 40]


def through(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        opened, saved = Document(io.BytesIO(data)), io.BytesIO()
        change(opened)
        opened.save(saved)
        return saved.getvalue()

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


def refresh(edited: bytes, old: bytes, new: bytes) -> Refreshed:
    return refreshed(edited, read(edited), "文稿.docx", Texts(read(old), read(new), has_anchors=True))


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("edit", EDITS)
def test_the_copy_says_what_the_edited_document_would_say_of_the_present_record(name: str, edit: str) -> None:
    data, prepared = sample(name)
    old = made(prepared, data)
    edited = EDITS[edit](old)
    new = made(prepared, corrected(data, seed=len(edit)))
    found = refresh(edited, old, new)
    assert found.count >= 6
    said, wanted = ([each.text for each in sentences_of(read(each))] for each in (found.data, EDITS[edit](new)))
    left = sum(each.blocks for each in found.findings)
    assert sum(one != other for one, other in zip(said, wanted, strict=True)) <= left <= 2
    again = refresh(found.data, old, new)
    assert (again.count, again.data) == (0, found.data)


def plain(*lines: str) -> bytes:
    return document(*map(paragraph, lines))


def told(found: Refreshed) -> list[tuple[str, str]]:
    return [(each.code, each.place.label) for each in found.findings]


OLD = ("一、甲镇", "甲镇的情况如下。", "其中，男3人，女4人。", "二、乙镇", "乙镇的情况如下。", "其中，男5人，女6人。")


def test_a_reworded_sentence_is_told_of_where_it_stands() -> None:
    edited = plain(*OLD[:2], "其中有男3人，女4人。", *OLD[3:5], "其中有男5人，女6人。")
    found = refresh(edited, plain(*OLD), plain(*OLD[:5], "其中，男7人，女6人。"))
    assert told(found) == [("verify-reworded", "正文第6段“其中有男5人，女6人。”")]
    assert found.data == edited


def test_the_same_words_in_another_section_are_not_mistaken() -> None:
    """What was 3 is 5 now, and what was 5 is 3: the sections were exchanged by hand."""
    edited = plain(*OLD[3:], *OLD[:3])
    new = plain(*OLD[:2], "其中，男5人，女4人。", *OLD[3:5], "其中，男3人，女6人。")
    found = refresh(edited, plain(*OLD), new)
    assert [each.text for each in sentences_of(read(found.data))] == [
        *(*OLD[3:5], "其中，男3人，女6人。"),
        *(*OLD[:2], "其中，男5人，女4人。"),
    ]
    again = refresh(found.data, plain(*OLD), new)
    assert (again.count, again.findings, again.data) == (0, (), found.data)


def test_a_sentence_copied_to_the_summary_is_refreshed_in_both_places() -> None:
    found = refresh(plain("甲镇共7人。", "乙。", "甲镇共7人。"), plain("甲镇共7人。", "乙。"), plain("甲镇共8人。", "乙。"))
    assert [each.text for each in sentences_of(read(found.data))] == ["甲镇共8人。", "乙。", "甲镇共8人。"]
    assert found.count == 2


def test_the_same_sentence_of_another_matter_written_by_hand_is_left() -> None:
    old, new = plain(*OLD[:3]), plain(*OLD[:2], "其中，男7人，女4人。")
    by_hand = "其中，男3人，女9人。"
    found = refresh(plain(*OLD[:3], "丙镇也已上报。", by_hand), old, new)
    assert [each.text for each in sentences_of(read(found.data))][-3:] == ["其中，男7人，女4人。", "丙镇也已上报。", by_hand]
    assert told(found)[1:] == [("verify-repeated", "正文第5段“其中，男3人，女9人。”")]


def test_what_the_record_gives_only_now_and_what_no_more_is_told() -> None:
    found = refresh(plain(*OLD), plain(*OLD), plain("前言很短。", *OLD[:2], *OLD[3:]))
    assert told(found) == [("verify-no-longer", "正文第3段“其中，男3人，女4人。”"), ("verify-now-also", "")]


def test_another_scale_in_the_present_text_is_written_and_equal_amounts_are_left() -> None:
    old, new = plain("支出9800元。", "收入2万元。"), plain("支出1.2万元。", "收入20000元。")
    found = refresh(plain("支出9800元。", "收入2万元。"), old, new)
    assert [each.text for each in sentences_of(read(found.data))] == ["支出1.2万元。", "收入2万元。"]


def test_a_document_with_nothing_in_common_is_no_version() -> None:
    assert not refresh(plain("关于放假的通知"), plain(*OLD), plain(*OLD)).is_version
