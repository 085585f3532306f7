"""docgen/strict_yaml.py: what stands in the file is what a pack means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docgen.errors import BrokenLibrary, UnreadableInput, YamlFault
from docgen.strict_yaml import MAX_BYTES, MAX_DEPTH, load


def fault(text: str | bytes) -> YamlFault:
    with pytest.raises(YamlFault) as caught:
        load(text, "pack.yaml")
    return caught.value


@pytest.mark.parametrize(
    "written",
    ["on", "off", "no", "yes", "True", "NULL", "012", "12:30", "2003-08-01", "0x1f", "1_000", ".5", "+5"],
)
def test_keeps_a_plain_word_as_text(written: str) -> None:
    assert load(f"value: {written}\n", "pack.yaml").data == {"value": written}


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("0", 0), ("-7", -7)],
)
def test_reads_the_few_words_and_numbers_that_are_not_text(written: str, value: object) -> None:
    data = load(f"value: {written}\n", "pack.yaml").data
    assert data == {"value": value}
    assert type(data["value"]) is type(value)


def test_keeps_the_digits_of_a_decimal() -> None:
    value = load("value: 1.50\n", "pack.yaml").data["value"]
    assert (type(value), str(value)) == (Decimal, "1.50")


def test_keeps_quoted_scalars_and_blocks_as_text() -> None:
    assert load("a: 'true'\nb: \"12\"\nc: |\n  3\n", "pack.yaml").data == {"a": "true", "b": "12", "c": "3\n"}


def test_marks_every_key_and_value_with_line_and_column() -> None:
    document = load("rules:\n  - id: first\n    a/b: [1, 2]\n", "pack.yaml")
    assert document.data == {"rules": [{"id": "first", "a/b": [1, 2]}]}
    assert document.marks == {
        "": (1, 1),
        "/rules": (2, 3),
        "/rules/0": (2, 5),
        "/rules/0/id": (2, 9),
        "/rules/0/a~1b": (3, 10),
        "/rules/0/a~1b/0": (3, 11),
        "/rules/0/a~1b/1": (3, 14),
    }
    assert document.key_marks == {"/rules": (1, 1), "/rules/0/id": (2, 5), "/rules/0/a~1b": (3, 5)}


def test_marks_a_value_that_is_not_there_by_what_stands_around_it() -> None:
    document = load("rules:\n  - id: first\n", "pack.yaml")
    assert document.mark("/rules/0/title/x") == (2, 5)


def test_counts_columns_in_characters() -> None:
    assert load("题目: 甲\n", "pack.yaml").marks["/题目"] == (1, 5)


def test_accepts_a_byte_order_mark_and_an_empty_file() -> None:
    assert load(b"\xef\xbb\xbfa: 1\n", "pack.yaml").data == {"a": 1}
    assert load("", "pack.yaml").data is None


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, 1),
        ("a2: 1\na２: 2\n", "yaml-duplicate-key", 2, 1),
        ("a: &x 1\n", "yaml-anchor", 1, 4),
        ("a: *x\n", "yaml-alias", 1, 4),
        ("a: !!str 1\n", "yaml-tag", 1, 4),
        ("a: !python/object x\n", "yaml-tag", 1, 4),
        ("? [a, b]\n: 1\n", "yaml-key-not-text", 1, 3),
        ("a: 1\n---\nb: 2\n", "yaml-several-documents", 2, 1),
        ("a: [1\nb: 2\n", "yaml-syntax", 2, 2),
        ("a: 1\n\tb: 2\n", "yaml-tab", 2, 1),
        ("a: 1e400\n", "yaml-number-too-large", 1, 4),
        ("a: " + "9" * 10_000 + "\n", "yaml-number-too-large", 1, 4),
        ("[" * 100_000, "yaml-too-deep", 1, MAX_DEPTH + 1),
        ("a: 1\nb: \x00\n", "yaml-character", 2, None),
        (b"a: 1\nb: \xd6\xd0\n", "yaml-not-utf8", 2, None),
        ("#" * (MAX_BYTES + 1), "yaml-too-large", None, None),
    ],
)
def test_refuses_with_line_and_column(
    text: str | bytes, code: str, line: int | None, column: int | None
) -> None:
    found = fault(text)
    assert (found.code, found.path, found.line, found.column) == (code, "pack.yaml", line, column)


def test_names_the_line_of_the_first_of_two_equal_keys() -> None:
    assert fault("a: 1\nb: 2\na: 3\n").parameters == {"key": "a", "first": 1}


def test_becomes_the_fault_of_what_the_file_was_for() -> None:
    found = fault("a: *x\n")
    for other, kind in (
        (found.as_broken_library(), BrokenLibrary),
        (found.as_unreadable_input(), UnreadableInput),
    ):
        assert type(other) is kind
        assert (other.code, other.path, other.line, other.column) == ("yaml-alias", "pack.yaml", 1, 4)
