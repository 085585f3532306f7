"""docgen/formats/json_report.py: one stable object for programs."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

from outcome_samples import PASSED, TOTAL, late, place, result, unsure

from docgen import __version__
from docgen.errors import BrokenLibrary, UnreadableInput
from docgen.findings import Finding, Severity
from docgen.formats.json_report import error_object, plain, report, result_object, unjudged_object


def test_says_what_the_exit_code_means() -> None:
    assert report(4, "en", inputs=[]) == {
        "format": "docgen-report/0",
        "docgen": __version__,
        "language": "en",
        "exit": 4,
        "meaning": "partly-judged",
        "inputs": [],
    }


def test_holds_the_whole_result() -> None:
    finding = Finding("yaml-not-utf8", place("/title", "标题", 3), Severity.ERROR)
    found = result_object(
        result(PASSED, TOTAL, late("孤儿", 2), unsure("低保", 3), findings=(finding,)), "en"
    )
    assert (found["status"], found["kind"]) == ("blocked", "civil-affairs-half-year")
    assert found["counts"] == {
        "pass": 1,
        "faults": 2,
        "hints": 1,
        "not-assessable": 1,
        "not-applicable": 0,
        "explained": 0,
        "errors": 0,
    }
    assert found["findings"] == [
        {
            "code": "yaml-not-utf8",
            "sentence": "The file is not UTF-8 text; save it as UTF-8.",
            "severity": "error",
            "nature": "文稿差错",
            "blocks": True,
            "place": {
                "file": "某处/记录.json",
                "pointer": "/title",
                "label": "标题",
                "line": 3,
                "column": 15,
            },
            "parameters": {},
        }
    ]
    assert [(each["rule"], each["status"], each["blocks"]) for each in found["outcomes"]] == [
        ("marriage-split", "pass", False),
        ("association-decoupling-sum", "fail", True),
        ("child-pay-on-time", "fail", False),
        ("dibao-paid-monthly", "not-assessable", False),
    ]
    json.dumps(found)


def test_words_an_error_with_all_that_came_with_it() -> None:
    error = BrokenLibrary("yaml-alias", path="a.yaml", line=1, column=4, name="x")
    error.also = (UnreadableInput("yaml-not-utf8", path="a.yaml", suggestion="b"),)
    also = {
        "code": "yaml-not-utf8",
        "sentence": "The file is not UTF-8 text; save it as UTF-8.",
        "file": "a.yaml",
        "line": None,
        "column": None,
        "suggestion": "b",
        "parameters": {},
        "also": [],
    }
    worded = {
        "code": "yaml-alias",
        "sentence": "Aliases (*x) are not allowed here; write the value out. A text that begins with * has to stand in quotes.",
        "file": "a.yaml",
        "line": 1,
        "column": 4,
        "suggestion": "",
        "parameters": {"name": "x"},
        "also": [also],
    }
    assert error_object(error, "en") == worded
    assert unjudged_object("a.json", error, "en") == {
        "file": "a.json",
        "status": "unreadable",
        "error": worded,
    }


def test_gives_exact_numbers_as_text() -> None:
    assert plain({"a": Decimal("1.50"), "b": Fraction(1, 3), "c": [Severity.INFO, {1}, None, True]}) == {
        "a": "1.50",
        "b": "0.333333",
        "c": ["info", [1], None, True],
    }
