"""docgen/strict_yaml.py: what stands in the file is what a pack means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docgen.errors import BrokenLibrary, UnreadableInput, YamlFault
from docgen.messages import word
from docgen.strict_yaml import MAX_BYTES, MAX_DEPTH, MAX_SLIPS, MAX_VALUES, load


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
        ("a: [1\nb: 2\n", "yaml-bracket-open", 1, 4),
        ("a: 1\n...\nb: 2\n", "yaml-syntax", 3, 1),
        ("a: 1\n\tb: 2\n", "yaml-tab", 2, 1),
        ("a: 1e400\n", "yaml-number-too-large", 1, 4),
        ("a: " + "9" * 10_000 + "\n", "yaml-number-too-large", 1, 4),
        ("[" * 100_000, "yaml-too-deep", 1, MAX_DEPTH + 1),
        ("a: 1\nb: \x00\n", "yaml-character", 2, 4),
        ("a: 1\nb: \U00010000\ufffe\n", "yaml-character", 2, 5),
        ('a: "\\0"\n', "yaml-character", 1, 4),
        ('a: "\\uFFFF"\n', "yaml-character", 1, 4),
        ("- a\n" * (MAX_VALUES + 1), "yaml-too-many", MAX_VALUES, 3),
        ("a: 甲\nb: 乙".encode() + "丙".encode("gbk"), "yaml-not-utf8", 2, 5),
        ("#" * (MAX_BYTES + 1), "yaml-too-large", None, None),
    ],
)
def test_refuses_with_line_and_column(
    text: str | bytes, code: str, line: int | None, column: int | None
) -> None:
    found = fault(text)
    assert (found.code, found.path, found.line, found.column) == (code, "pack.yaml", line, column)


#: what an author writes -> what is said, at the place of the slip rather than where the parser stopped
SLIPS: dict[str, tuple[str, str, int, int, dict[str, object]]] = {
    "full-width colon": ("a: 1\nb：2\nc: 3\n", "yaml-wide-mark", 2, 2, {"mark": "：", "right": ": "}),
    "full-width comma": ("a:\n  - {b: 1，c: 2}\n", "yaml-wide-mark", 2, 10, {"mark": "，", "right": ","}),
    "full-width bracket": ("a: {b: 1｝\nc: 2\n", "yaml-wide-mark", 1, 9, {"mark": "｝", "right": "}"}),
    "full-width space": ("a:\n  b: 1\n　　c: 2\n  d: 3\n", "yaml-wide-space", 3, 1, {}),
    "no-break space": ("a:\n  b: 1\n \u00a0c: 2\n", "yaml-wide-space", 3, 2, {}),
    "tab in front": ("a:\n  b: 1\n \tc: 2\n", "yaml-tab", 3, 2, {}),
    "no space after the colon": ("a: 1\nb:2\nc: 3\n", "yaml-no-space", 2, 2, {"mark": ":"}),
    "no space after the dash": ("a:\n  -b: 1\n   c: 2\n", "yaml-no-space", 2, 3, {"mark": "-"}),
    "no colon": ("a: 1\nb 2\nc: 3\n", "yaml-no-colon", 2, 1, {"text": "b 2"}),
    "a second colon": ("a: 甲: 乙\n", "yaml-second-colon", 1, 5, {}),
    "deeper than its neighbours": ("- a: 1\n    b: 2\n", "yaml-indent", 2, 5, {"found": 4}),
    "less deep than its neighbours": ("- a: 1\n b: 2\n", "yaml-indent", 2, 2, {"found": 1}),
    "a list in place of a key": ("a:\n  b: 1\n  - c\n", "yaml-indent", 3, 3, {"found": 2}),
    "quote never closed": ("a: 'b\nc: 1\n", "yaml-quote-open", 1, 4, {"mark": "'"}),
    "quote closed by another's": ("a: \"b\nc: 1\nd: x == \"y\"\n", "yaml-quote-open", 1, 4, {"mark": '"'}),
    "more behind the quotes": ("a: \"b\" in c\n", "yaml-text-behind", 1, 4, {"mark": '"'}),
    "a sentence that begins with a brace": ("a: {b}人\n", "yaml-text-behind", 1, 4, {"mark": "{"}),
    "a text that begins with @": ("a: @b\n", "yaml-text-behind", 1, 4, {"mark": "@"}),
    "a text that begins with *": ("a: *甲\n", "yaml-text-behind", 1, 4, {"mark": "*"}),
    "bracket never closed": ("a:\n  - {b: [1}\n  - 2\n", "yaml-bracket-open", 2, 9, {"mark": "["}),
    "a bracket too many": ("a: {b: 1}}\n", "yaml-bracket-extra", 1, 10, {"mark": "}"}),
    "a backslash in quotes": ('a: "C:\\x"\n', "yaml-escape", 1, 7, {}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "column", "parameters"), list(SLIPS.values()), ids=list(SLIPS))
def test_a_slip_is_told_where_it_was_made(
    text: str, code: str, line: int, column: int, parameters: dict[str, object]
) -> None:
    found = fault(text)
    assert (found.code, found.line, found.column, found.parameters) == (code, line, column, parameters)
    assert word(code, parameters, "zh_CN") != word(code, parameters, "en")


def test_the_slips_of_all_lines_are_told_at_once() -> None:
    text = "<<<<<<< HEAD\na: 1\n=======\na：2\n>>>>>>> b\n\tc: 3\nd: |\n  e：\tf\n"
    found = fault(text)
    assert [(each.code, each.line) for each in (found, *found.also)] == [
        ("yaml-conflict", 1),
        ("yaml-conflict", 3),
        ("yaml-wide-mark", 4),
        ("yaml-conflict", 5),
        ("yaml-tab", 6),
    ]
    broken = found.as_broken_library()
    assert [(type(each), each.line) for each in broken.also] == [(BrokenLibrary, line) for line in (3, 4, 5, 6)]


def test_what_keeps_nobody_from_reading_on_is_told_at_once() -> None:
    text = (
        "a: &x 1\nb: !!str 2\na: 3\nc:\n  - d: *x\n    d: 4\n    *x : 5\n    e: 1e400\n"
        '    f: "\\0"\n  g: [\n'
    )
    found = fault(text)
    assert [(each.code, each.line, each.column, each.parameters) for each in (found, *found.also)] == [
        ("yaml-anchor", 1, 4, {"name": "x"}),
        ("yaml-tag", 2, 4, {"tag": "!!str"}),
        ("yaml-duplicate-key", 3, 1, {"key": "a", "first": 1}),
        ("yaml-alias", 5, 8, {"name": "x"}),
        ("yaml-duplicate-key", 6, 5, {"key": "d", "first": 5}),
        ("yaml-alias", 7, 5, {"name": "x"}),
        ("yaml-number-too-large", 8, 8, {"number": "1e400"}),
        ("yaml-character", 9, 8, {}),
        ("yaml-indent", 10, 3, {"found": 2}),
    ]


def test_not_more_faults_of_a_file_are_told_than_anyone_reads() -> None:
    found = fault("a: 1\n" * 1000)
    assert len(found.also) == MAX_SLIPS - 1


def test_what_looks_like_a_slip_and_is_none_is_read() -> None:
    text = "a: |\n  b：1\n  -c: 2\n  <<<<<<< x\nd: 甲：乙，丙\ne: [甲，乙]\nf: 'x'\n"
    assert load(text, "pack.yaml").data == {
        "a": "b：1\n-c: 2\n<<<<<<< x\n", "d": "甲：乙，丙", "e": ["甲，乙"], "f": "x"
    }  # fmt: skip


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
