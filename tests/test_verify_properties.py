"""Random edits of a made document: what changes no value is never told, a changed value always, and alone."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from docx import Document
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from docgen import jobs
from docgen.findings import Finding
from docgen.verifying import verify
from tests.worked_on import parts_of, replaced

SAMPLE = Path(__file__).parent.parent / "samples" / "good" / "civil-affairs-half-year" / "poor-results.json"
#: words put in by people: none of them says a figure
WORDS = ("在县委、县政府的领导下，各项工作有序推进。", "全体干部职工团结一致。", "同时，进一步压实责任。")
#: values that stand once: as they are written, and their name
VALUES = {"451": "城市低保户数", "2310": "农村低保户数", "30.24": "城市低保月发放额"}
QUICK = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


class Edit(NamedTuple):
    """What is done to one paragraph of the text."""

    at: int
    kind: str
    words: str


EDITS = st.lists(
    st.builds(
        Edit,
        st.integers(0, 40),
        st.sampled_from(("move", "split", "merge", "words", "before", "wide", "spaces", "unseen", "runs")),
        st.sampled_from(WORDS),
    ),
    max_size=8,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    record = tmp_path_factory.mktemp("random") / "summary.json"
    shutil.copy(SAMPLE, record)
    jobs.make(str(record), record.with_suffix(".docx"))
    return record.with_suffix(".docx")


def edited(data: bytes, edits: list[Edit]) -> bytes:
    document = Document(BytesIO(data))
    for edit in edits:
        prose = [each for each in document.paragraphs if len(each.text) > 30]
        here = prose[edit.at % len(prose)]
        other = prose[(edit.at * 7 + 3) % len(prose)]
        text = here.text
        if edit.kind == "move":
            other._p.addnext(here._p)
        elif edit.kind == "merge" and other._p is not here._p:
            here.text = text + other.text
            other._p.getparent().remove(other._p)
        elif edit.kind == "split" and "。" in text[:-1]:
            first, _, second = text.partition("。")
            here.insert_paragraph_before(f"{first}。", here.style)
            here.text = second
        elif edit.kind == "words":
            here.add_run(edit.words)
        elif edit.kind == "before":
            here.insert_paragraph_before(edit.words)
        elif edit.kind == "wide":
            here.text = text.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
        elif edit.kind == "spaces":
            here.text = text.replace("人", " 人").replace("万元", "\u2009万元")
        elif edit.kind == "unseen":
            here.text = "\u200b".join(text)
        elif edit.kind == "runs":
            here.text = ""
            for sign in text:
                here.add_run(sign)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def told(made: Path, data: bytes) -> tuple[Finding, ...]:
    path = made.with_name("edited.docx")
    path.write_bytes(data)
    return verify(str(path), str(made.with_suffix(".json"))).findings


@QUICK
@given(edits=EDITS)
def test_nothing_is_told_of_what_changes_no_value(made: Path, edits: list[Edit]) -> None:
    assert told(made, edited(made.read_bytes(), edits)) == ()


@QUICK
@given(edits=EDITS, old=st.sampled_from(sorted(VALUES)), new=st.integers(2, 99999))
def test_a_changed_value_is_told_alone_whatever_else_was_edited(
    made: Path, edits: list[Edit], old: str, new: int
) -> None:
    assume(str(new) != old)
    [finding] = told(made, edited(replaced(made.read_bytes(), f">{old}<", f">{new}<"), edits))
    assert finding.blocks
    assert (finding.parameters["title"], finding.code) == (VALUES[old], "final-figure-differs")
    assert str(finding.parameters["recorded"]).startswith(old)


def test_the_values_changed_stand_once_in_the_document(made: Path) -> None:
    body = parts_of(made.read_bytes())["word/document.xml"].decode("utf-8")
    assert {value: body.count(f">{value}<") for value in VALUES} == dict.fromkeys(VALUES, 1)
