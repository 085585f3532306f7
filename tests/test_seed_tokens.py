"""Every number of the published document stands in the made one, in its section, beside its unit and name.

``samples/seed-tokens.json`` lists the numbers (and tells how they are counted); the sentences are our own.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest

from docgen.library import Library
from docgen.ooxml.filling import Filled
from docgen.prose import Prose, resolve
from docgen.records import Record, parse, read_source
from docgen.rendering import render
from docgen.schemas import Kind, load_kind, prose_fields
from docgen.templates import find_template

SAMPLES = Path(__file__).parent.parent / "samples"
NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
SENTENCE_END = "。；"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"
#: headings of the parts (一、) and of the sections (（一）)
PART = re.compile(r"[一二三四五六七八九十]+、")
SECTION = re.compile(r"（[一二三四五六七八九十]+）")
#: how the note of publication begins
NOTE = "（网页标题："
#: what the published page calls a name otherwise than the made document does
OUR_NAMES = {"生成日期": "公开日期"}

Token = dict[str, str]


class Statement(NamedTuple):
    """A number as it stands in made text: what is before, after and around it, and what it states."""

    section: str
    number: str
    before: str
    after: str
    sentence: str
    states: str
    #: the prose field whose mention put the number there, "" where the template did
    field: str = ""


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of ``text`` that holds the characters from start to end."""
    first = max(text.rfind(mark, 0, start) for mark in SENTENCE_END) + 1
    lasts = [at for mark in SENTENCE_END if (at := text.find(mark, end)) >= 0]
    return text[first : min(lasts, default=len(text))]


def statements_in(prose: Prose, section: str) -> Iterator[Statement]:
    """The numbers of a prose field that mentions put there; typed digits are none."""
    text, at = str(prose), 0
    for segment in prose.segments:
        for match in NUMBER.finditer(segment.text) if segment.states else ():
            start, end = at + match.start(), at + match.end()
            around = sentence_around(text, start, end)
            yield Statement(section, match[0], text[:start], text[end:], around, segment.states)
        at += len(segment.text)


def paragraphs(document: bytes) -> list[str]:
    """The text of each ``w:p`` of a document's body, in order, as python-docx or Word would read it."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        root = ElementTree.fromstring(package.read(BODY))
    return ["".join(text.text or "" for text in each.iter(f"{WORD}t")) for each in root.iter(f"{WORD}p")]


def sections_of_paragraphs(record: Record, texts: list[str]) -> list[str]:
    """The id of the section that each paragraph stands in; the title is "title", what is between "".

    Told from the numbered headings alone: the k-th （…） heading begins the record's k-th section. The
    note below the date (附注) is "publication".
    """
    headings = [section["heading"] for section in record.at("/sections")]
    ids = [section["id"] for section in record.at("/sections")]
    found: list[str] = []
    current, at = "title", 0
    for text in texts:
        if text.startswith(NOTE):
            current = "publication"
        elif number := SECTION.match(text):
            assert text == number[0] + headings[at]
            current, at = ids[at], at + 1
        elif PART.match(text) or not text:
            current = ""
        found.append(current)
    assert at == len(ids)
    return found


def statements_in_document(record: Record, rendered: Filled) -> Iterator[Statement]:
    """The numbers that mentions put into a made document, where they stand in its text."""
    texts = paragraphs(rendered.data)
    sections = sections_of_paragraphs(record, texts)
    read_up_to = [0] * len(texts)
    for placement in rendered.placements:
        is_of_template = not placement.field and not placement.pointer.startswith("/publication/")
        if placement.part != BODY or placement.is_prose or is_of_template:
            continue
        text = texts[placement.paragraph]
        at = text.index(placement.text, read_up_to[placement.paragraph])
        read_up_to[placement.paragraph] = at + len(placement.text)
        for match in NUMBER.finditer(placement.text):
            start, end = at + match.start(), at + match.end()
            around = sentence_around(text, start, end)
            section = sections[placement.paragraph]
            states = placement.pointer
            yield Statement(section, match[0], text[:start], text[end:], around, states, placement.field)


def unproven_of_publication(tokens: list[Token], statements: list[Statement], record: Record) -> list[Token]:
    """The tokens of the page's own data that no statement proves.

    They were written otherwise (2020-07-15), so a number is compared as a number, and what stands beside
    it is not; but its name is in the same clause, and it comes from the field that holds it.
    """
    left = [each for each in statements if each.section == "publication"]
    missing = []
    for token in tokens:
        pointer = source_pointer(record, token["from"])
        name = OUR_NAMES.get(token["name"], token["name"])
        for statement in left:
            if (
                float(statement.number) == float(token["number"])
                and pointer in (statement.states, statement.field)
                and name in statement.sentence
            ):
                left.remove(statement)
                break
        else:
            missing.append(token)
    return missing


def section_of(record: Record, pointer: str) -> str:
    """Which part of the document a prose field belongs to; "" for what isn't printed as prose."""
    _, top, *rest = pointer.split("/")
    if top == "sections":
        return str(record.at(f"/sections/{rest[0]}/id"))
    if top == "plan":
        return str(record.at(f"/plan/{rest[0]}/section")) if rest[1] == "text" else ""
    return top


def source_pointer(record: Record, path: str) -> str:
    """The pointer of the value that a mention path means."""
    first, *rest = path.split(".")
    base = "/".join((record.pointers.get(first, f"/{first}"), *rest))
    value = record.at(base)
    return f"{base}/value" if isinstance(value, dict) and "value" in value else base


def unproven(tokens: list[Token], statements: list[Statement], record: Record) -> list[Token]:
    """The tokens that no statement proves; each statement proves one token."""
    left = list(statements)
    missing = []
    for token in tokens:
        states = source_pointer(record, token["from"])
        for statement in left:
            if (
                (statement.section, statement.number, statement.states)
                == (token["section"], token["number"], states)
                and statement.after.startswith(token["unit"])
                and statement.before.endswith(token.get("before", ""))
                and token["name"] in statement.sentence
            ):
                left.remove(statement)
                break
        else:
            missing.append(token)
    return missing


@pytest.fixture(scope="module")
def tokens() -> list[Token]:
    document: dict[str, Any] = json.loads((SAMPLES / "seed-tokens.json").read_text(encoding="utf-8"))
    return list(document["tokens"])


@pytest.fixture(scope="module")
def kind(library: Library) -> Kind:
    return load_kind(library, "civil-affairs-half-year")


@pytest.fixture(scope="module")
def record() -> Record:
    return parse(read_source(str(SAMPLES / "gongqingcheng-2020h1.json")))


@pytest.fixture(scope="module")
def rendered(library: Library, record: Record, kind: Kind) -> Filled:
    return render(find_template(library, "half-year-summary-and-plan", kind.id), record, kind)


def in_prose(tokens: list[Token]) -> list[Token]:
    """The tokens of the title and the sections that a mention has to state."""
    return [
        each
        for each in tokens
        if each["section"] not in ("publication", "signature") and each["from"] != "position"
    ]


def test_lists_every_number_of_the_published_page(tokens: list[Token]) -> None:
    assert Counter(each["section"] for each in tokens) == {
        "publication": 7, "title": 1, "signature": 1,
        "social_assistance": 41, "elderly_care": 18, "funeral_reform": 24, "community_governance": 4,
        "social_organisations": 25, "social_affairs": 23, "child_welfare": 16, "welfare_lottery": 5,
        "plan_social_assistance": 1, "plan_elderly_care": 3, "plan_funeral_reform": 2, "plan_child_welfare": 3,
    }  # fmt: skip
    assert len(tokens) == 174


def test_each_number_comes_from_a_mention_beside_its_unit_and_name(
    tokens: list[Token], record: Record, kind: Kind
) -> None:
    said = [
        statement
        for pointer, _text in prose_fields(record, kind)
        for statement in statements_in(resolve(record, kind, pointer), section_of(record, pointer))
    ]
    assert unproven(in_prose(tokens), said, record) == []


def test_no_number_of_the_sample_is_typed_into_its_prose(record: Record, kind: Kind) -> None:
    typed = [
        (pointer, match[0])
        for pointer, _text in prose_fields(record, kind)
        for segment in resolve(record, kind, pointer).segments
        if not segment.states
        for match in NUMBER.finditer(segment.text)
    ]
    assert typed == []


def test_each_number_stands_in_the_made_document_beside_its_unit_and_name(
    tokens: list[Token], record: Record, rendered: Filled
) -> None:
    assert unproven(in_prose(tokens), list(statements_in_document(record, rendered)), record) == []


def test_a_number_that_the_document_does_not_state_is_unproven(
    tokens: list[Token], record: Record, rendered: Filled
) -> None:
    said = list(statements_in_document(record, rendered))
    for token in in_prose(tokens):
        for wrong in ("number", "unit", "name", "section"):
            assert unproven([token | {wrong: token[wrong] + "？"}], said, record) != [], (token, wrong)


def test_the_numbers_of_the_publication_block_stand_in_the_note_below_the_date(
    tokens: list[Token], record: Record, rendered: Filled
) -> None:
    published = [each for each in tokens if each["section"] == "publication"]
    said = [each for each in statements_in_document(record, rendered) if each.section == "publication"]
    assert len(said) == len(published) == 7
    assert unproven_of_publication(published, said, record) == []
    for token in published:
        for wrong in ({"number": token["number"] + "9"}, {"from": "period.end"}, {"name": "索引"}):
            assert unproven_of_publication([token | wrong], said, record) != [], (token, wrong)


def test_every_number_of_the_published_page_is_proven_in_the_document_by_one_of_these_tests(
    tokens: list[Token],
) -> None:
    proven = Counter(
        "prose" if each in in_prose(tokens) else "position" if each["from"] == "position" else each["section"]
        for each in tokens
    )
    assert proven == {"prose": 161, "position": 5, "publication": 7, "signature": 1}


def test_the_garbled_date_of_the_source_is_kept_as_an_unknown(tokens: list[Token], record: Record) -> None:
    [token] = [each for each in tokens if each["section"] == "signature"]
    assert record.at("/signature/date") == {"unknown": f"原文成文日期残缺（{token['number']}）"}


def test_the_ordinals_of_the_source_come_from_the_place_of_the_subsection(
    tokens: list[Token], record: Record, kind: Kind
) -> None:
    [funeral] = [each for each in record.at("/sections") if each["id"] == "funeral_reform"]
    ordinals = [each for each in tokens if each["from"] == "position"]
    assert [each["number"] for each in ordinals] == [str(at + 1) for at in range(len(funeral["subsections"]))]
    for token, subsection in zip(ordinals, funeral["subsections"], strict=True):
        assert token["name"] in subsection["heading"]


def test_the_made_document_numbers_the_subsections_as_the_source_did(
    tokens: list[Token], record: Record, rendered: Filled
) -> None:
    texts = paragraphs(rendered.data)
    sections = sections_of_paragraphs(record, texts)
    for token in tokens:
        if token["from"] == "position":
            here = [
                text for text, section in zip(texts, sections, strict=True) if section == token["section"]
            ]
            assert [
                token["name"] in text for text in here if text.startswith(token["number"] + token["unit"])
            ] == [True]


def test_the_made_document_tells_why_it_has_no_date(tokens: list[Token], rendered: Filled) -> None:
    [token] = [each for each in tokens if each["section"] == "signature"]
    [sign_off] = [text for text in paragraphs(rendered.data) if token["number"] in text]
    assert token["name"] in sign_off
