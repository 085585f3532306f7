"""A plan kept on disk and shared: damaged ones are rebuilt, threads and processes never mix their records."""

from __future__ import annotations

import base64
import hashlib
import json
import multiprocessing
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from docx_builder import document, paragraph, row, table, texts
from feature_templates import CONTEXT, FEATURES, package

from docgen.caching import cache_folder
from docgen.errors import BrokenLibrary
from docgen.ooxml.compiled import Plan, load_plan
from docgen.ooxml.environment import make_environment
from docgen.ooxml.filling import CompiledTemplate

TEMPLATE = document(
    paragraph("{{ name }}：共{{ n }}人"),
    paragraph("{%p for x in xs %}"),
    paragraph("{{ x }}属{{ name }}{% if x == last %}（末）{% endif %}"),
    paragraph("{%p endfor %}"),
    table(row("{%tr for x in xs %}", ""), row("{{ name }}", "{{ x }}"), row("{%tr endfor %}", "")),
    header=paragraph("{{ name }}"),
)


def record(number: int) -> dict[str, Any]:
    xs = [f"{number}-{item}" for item in range(number % 7)]
    return {"name": f"单位{number}号", "n": number, "xs": xs, "last": xs[-1] if xs else ""}


def expected(number: int) -> list[str]:
    given = record(number)
    lines = [f"{x}属{given['name']}{'（末）' if x == given['last'] else ''}" for x in given["xs"]]
    return [f"{given['name']}：共{number}人", *lines, *(text for x in given["xs"] for text in (given["name"], x))]


def filled_by(plan: Plan) -> CompiledTemplate:
    return CompiledTemplate.of(plan, make_environment({}, {}))


def plan_now() -> Plan:
    return load_plan(TEMPLATE, "t.docx", "", lambda: None)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCGEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_threads_share_one_compiled_template(cache: Path):
    template = filled_by(plan_now())

    def made(number: int) -> tuple[list[str], list[str]]:
        data = template.fill(record(number), anchors="bookmark").data
        return texts(data), texts(data, "word/header1.xml")

    with ThreadPoolExecutor(8) as pool:
        for number, (body, header) in enumerate(pool.map(made, range(800))):
            assert (body, header) == (expected(number), [f"单位{number}号"])


def made_in_another_process(data: bytes, numbers: range) -> list[list[str]]:
    template = filled_by(load_plan(data, "t.docx", "", lambda: None))
    return [texts(template.fill(record(number)).data) for number in numbers]


def test_processes_share_one_kept_plan_that_all_of_them_write(cache: Path):
    chunks = [range(start, start + 20) for start in range(0, 120, 20)]
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        made = [each for chunk in pool.map(made_in_another_process, [TEMPLATE] * len(chunks), chunks) for each in chunk]
    assert made == [expected(number) for number in range(120)]
    (kept,) = cache_folder().iterdir()  # one file, no remains of unfinished ones
    assert load_plan(TEMPLATE, "t.docx", "", never) == plan_now()
    assert kept.suffix == ".json"


def never() -> None:
    raise AssertionError("the kept plan was not taken")


def sealed(change: Callable[[dict[str, Any]], object], body: bytes) -> bytes:
    """A kept file with other content and the digest that goes with it."""
    data = json.loads(body.partition(b"\n")[2])
    changed = change(data)
    written = json.dumps(data if changed is None else changed).encode("ascii")
    return hashlib.sha256(written).hexdigest().encode("ascii") + b"\n" + written


def set_static(data: dict[str, Any], position: int, value: object) -> None:
    name = sorted(data["static"])[0]
    data["static"][name][position] = value


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda body: b"",
    "truncated": lambda body: body[: len(body) // 2],
    "one byte more": lambda body: body + b" ",
    "a bomb": lambda body: sealed(lambda data: set_static(data, 2, base64.b64encode(zlib.compress(bytes(10**8), 9)[2:-4]).decode()), body),
    "another digest": lambda body: b"0" * 64 + body[64:],
    "no JSON": lambda body: sealed(lambda data: None, body)[:65] + b"PK\x03\x04",
    "a pickle": lambda body: b"\x80\x04cos\nsystem\n.",
    "alien JSON": lambda body: sealed(lambda data: {"name": "alien"}, body),
    "a list": lambda body: sealed(lambda data: [1, 2], body),
    "sources a list": lambda body: sealed(lambda data: data.update(sources=["word/document.xml"]), body),
    "a source no text": lambda body: sealed(lambda data: data["sources"].update({"word/document.xml": 5}), body),
    "no document": lambda body: sealed(lambda data: data.update(sources={}), body),
    "tables not said": lambda body: sealed(lambda data: data.pop("must_fix_tables") and None, body) if b"true" in body else sealed(lambda data: {**data, "must_fix_tables": "no"}, body),
    "static a text": lambda body: sealed(lambda data: data.update(static="x"), body),
    "a wrong CRC": lambda body: sealed(lambda data: set_static(data, 0, 1), body),
    "a CRC no number": lambda body: sealed(lambda data: set_static(data, 0, "1"), body),
    "a wrong size": lambda body: sealed(lambda data: set_static(data, 1, 10**12), body),
    "a negative size": lambda body: sealed(lambda data: set_static(data, 1, -1), body),
    "no base64": lambda body: sealed(lambda data: set_static(data, 2, "我"), body),
    "nothing packed": lambda body: sealed(lambda data: set_static(data, 2, base64.b64encode(b"abc").decode()), body),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_alien_file_is_rebuilt(cache: Path, damage: str):
    plan = plan_now()
    (kept,) = cache_folder().iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(DAMAGES[damage](whole))
    judged: list[str] = []
    assert load_plan(TEMPLATE, "t.docx", "", lambda: judged.append("again")) == plan
    assert judged == ["again"] and kept.read_bytes() == whole


def test_another_release_of_docgen_or_docxtpl_has_plans_of_its_own(cache: Path, monkeypatch: pytest.MonkeyPatch):
    plan_now()
    monkeypatch.setattr("docgen.ooxml.compiled.PLAN_FORMAT", 10_000)
    judged: list[str] = []
    load_plan(TEMPLATE, "t.docx", "", lambda: judged.append("anew"))
    assert judged == ["anew"]


def test_a_kept_plan_is_plain_data(cache: Path):
    plan_now()
    (kept,) = cache_folder().iterdir()
    digest, _, body = kept.read_bytes().partition(b"\n")
    assert hashlib.sha256(body).hexdigest().encode("ascii") == digest
    assert sorted(json.loads(body)) == ["must_fix_tables", "sources", "static"]


def test_the_same_plan_gives_the_same_bytes_in_any_order(cache: Path):
    template = filled_by(load_plan(package(*FEATURES.values()), "t.docx", "", lambda: None))
    first = template.fill(CONTEXT).data
    template.fill({**CONTEXT, "title": "别的记录", "xs": [], "cells": ["一"]})
    assert template.fill(CONTEXT).data == first


def test_a_template_that_prints_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("docgen.ooxml.environment.MAX_RENDERED", 1_000_000)
    loops = "".join(f"{{% for {name} in xs %}}" for name in "abcdefgh") + "甲" + "{% endfor %}" * 8
    template = filled_by(load_plan(document(paragraph(loops)), "t.docx", "", lambda: None))
    with pytest.raises(BrokenLibrary) as caught:
        template.fill({"xs": list(range(30))})
    assert (caught.value.code, caught.value.parameters) == ("template-prints-too-much", {"limit": 1})


@pytest.mark.parametrize("inside", ["", "甲"])
def test_loops_that_come_to_no_end_are_stopped(monkeypatch: pytest.MonkeyPatch, inside: str):
    monkeypatch.setattr("docgen.ooxml.environment.MAX_ROUNDS", 1_000_000)
    loops = "".join(f"{{% for {name} in xs %}}" for name in "abcdefgh") + inside + "{% endfor %}" * 8
    template = filled_by(load_plan(document(paragraph(loops)), "t.docx", "", lambda: None))
    for how in ({}, {"split": False}):
        with pytest.raises(BrokenLibrary) as caught:
            template.fill({"xs": list(range(30))}, **how)
        assert (caught.value.code, caught.value.parameters) == ("template-loops-too-often", {"limit": 1})
