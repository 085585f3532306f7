"""Reading a record: exact, safe, and each refusal with its place."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hostile_text import HOSTILE_TEXTS

from docgen.errors import UnreadableInput
from docgen.findings import Place
from docgen.messages import MESSAGES, word
from docgen.records import (
    Record,
    Source,
    escape_pointer,
    forbidden_characters,
    join_pointer,
    parse,
    read_source,
    split_pointer,
)

UNREADABLE = Path(__file__).parent.parent / "samples" / "bad" / "unreadable"
EXPECTED = json.loads((UNREADABLE / "expected.json").read_text(encoding="utf-8"))

SMALL = """\
{
  "kind": "notice",
  "period": {"start": "2020-01-01", "end": "2020-06-30"},
  "indicators": {
    "urban_dibao": {"value": 1.50, "unit": "万元"},
    "孤儿": {"value": -12, "unit": "人"}
  },
  "payments": [
    {"id": "pay_orphan", "note": "每月\\n发放"},
    {"id": "pay_dibao", "instalments": []}
  ]
}
"""


def record(text: str) -> Record:
    return parse(Source("r.json", text))


def refusal(text: str) -> tuple[str, int | None, int | None, dict[str, object]]:
    with pytest.raises(UnreadableInput) as caught:
        record(text)
    error = caught.value
    assert error.path == "r.json"
    for language in ("en", "zh_CN"):
        assert word(error.code, error.parameters, language)
    return error.code, error.line, error.column, error.parameters


def file_refusal(path: Path | str, **options: int) -> tuple[str, dict[str, object]]:
    with pytest.raises(UnreadableInput) as caught:
        read_source(str(path), **options)
    assert caught.value.path == str(path)
    return caught.value.code, caught.value.parameters


# --- files


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_refuses_an_unreadable_file_with_its_fault_and_place(name: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        parse(read_source(str(UNREADABLE / name)))
    error = caught.value
    found = {"code": error.code, "line": error.line, "column": error.column, "parameters": error.parameters}
    assert found == EXPECTED[name]
    assert word(error.code, error.parameters, "zh_CN") != MESSAGES[error.code]


def test_every_unreadable_sample_is_expected() -> None:
    assert sorted(EXPECTED) == sorted(p.name for p in UNREADABLE.iterdir() if p.name != "expected.json")


def test_gives_text_encoding_and_digest_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "记录.json"
    path.write_bytes(b"{}")
    digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert read_source(str(path)) == Source(str(path), "{}", "utf-8", digest)


def test_takes_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "bom.json"
    path.write_bytes(b'\xef\xbb\xbf{"kind": "notice"}')
    source = read_source(str(path))
    assert (source.encoding, source.text) == ("utf-8-sig", '{"kind": "notice"}')
    assert parse(source).place("/kind").column == 10


def test_keeps_windows_line_ends_out_of_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "crlf.json"
    path.write_bytes(SMALL.replace("\n", "\r\n").encode())
    place = parse(read_source(str(path))).place("/payments/1/id")
    assert (place.line, place.column) == (10, 12)


def test_names_a_missing_file(tmp_path: Path) -> None:
    assert file_refusal(tmp_path / "none.json") == ("file-missing", {})
    assert file_refusal("") == ("file-missing", {})


def test_names_a_file_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    code, _parameters = file_refusal(tmp_path / "a.json" / "b.json")
    assert code in ("file-missing", "file-not-readable")


def test_names_a_folder(tmp_path: Path) -> None:
    assert file_refusal(tmp_path) == ("file-is-folder", {})


def test_names_a_file_without_permission(
    tmp_path: Path, as_ordinary_user: Callable[[], AbstractContextManager[None]]
) -> None:
    path = tmp_path / "locked.json"
    path.write_text("{}", encoding="utf-8")
    path.chmod(0)
    with as_ordinary_user():
        assert file_refusal(path) == ("file-no-permission", {})


def test_refuses_a_name_with_a_null_character() -> None:
    code, _parameters = file_refusal("a\0b")
    assert code == "file-not-readable"


def test_refuses_a_file_over_the_limit_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    assert file_refusal(path) == ("file-too-large", {"limit": "64 MiB"})
    assert file_refusal(path, max_bytes=1000) == ("file-too-large", {"limit": "1000 B"})


def test_takes_a_file_of_just_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "just.json"
    path.write_bytes(b"{}")
    assert read_source(str(path), max_bytes=2).text == "{}"


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="has no endless device")
def test_refuses_an_endless_device() -> None:
    assert file_refusal("/dev/zero", max_bytes=1000) == ("file-too-large", {"limit": "1000 B"})


def test_reads_standard_input_for_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO('{"title": "通知"}'.encode())))
    source = read_source("-")
    assert (source.name, source.text) == ("-", '{"title": "通知"}')


def test_limits_standard_input_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b" " * 2000)))
    assert file_refusal("-", max_bytes=1000) == ("file-too-large", {"limit": "1000 B"})


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", ("file-empty", {})),
        (b"\xef\xbb\xbf", ("file-empty", {})),
        (b"PK\x03\x04....", ("file-is-office", {})),
        ("{}".encode("utf-16-le"), ("file-encoding", {"encoding": "UTF-16"})),
        ("{}".encode("utf-16-be"), ("file-encoding", {"encoding": "UTF-16"})),
        ("{}".encode("utf-32"), ("file-encoding", {"encoding": "UTF-32"})),
        ('{"a": "联通"}'.encode("gbk"), ("file-encoding", {"encoding": "GBK"})),
        ('{"a": "民政局"}'.encode("gbk")[:-3], ("file-encoding", {"encoding": "GBK"})),
        ('{"a": "民政局𠮷"}'.encode("gb18030"), ("file-encoding", {"encoding": "GB18030"})),
        ('{"a": "民政局"}'.encode()[:-3], ("file-bad-byte", {"byte": "0xE5"})),
        (b'{"a": "caf\xe9"}', ("file-bad-byte", {"byte": "0xE9"})),
        (b"\xff\xff\xff", ("file-bad-byte", {"byte": "0xFF"})),
    ],
)
def test_names_what_the_bytes_are_instead(
    tmp_path: Path, raw: bytes, expected: tuple[str, dict[str, object]]
) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(raw)
    assert file_refusal(path) == expected


def test_names_line_and_column_of_the_first_bad_byte(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes('{\n "民政": "'.encode() + b"\xff")
    with pytest.raises(UnreadableInput) as caught:
        read_source(str(path))
    assert (caught.value.line, caught.value.column) == (2, 9)


# --- values


def test_keeps_numbers_as_they_were_written() -> None:
    data = record('{"a": 1.50, "b": 56, "c": 77.7, "d": 0.10, "e": -3, "f": 1e3}').data
    kept = {"a": "1.50", "b": "56", "c": "77.7", "d": "0.10", "e": "-3", "f": "1E+3"}
    assert {name: str(value) for name, value in data.items()} == kept
    assert [type(value) for value in data.values()] == [Decimal, int, Decimal, Decimal, int, Decimal]


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: text[:12])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_keeps_any_text_as_it_was_written(text: str, ascii_only: bool) -> None:
    found = record(json.dumps({"标题": text, text: 1}, ensure_ascii=ascii_only))
    assert found.data == {"标题": text, text: 1}
    assert forbidden_characters(found) == []
    assert found.at(join_pointer("", text)) == 1
    assert found.place(join_pointer("", text)).line == 1


@pytest.mark.parametrize("number", ["9" * 40, "-" + "9" * 40, "0." + "0" * 39 + "1", "1e40", "1.5E-39"])
def test_takes_numbers_up_to_the_caps(number: str) -> None:
    assert record(f'{{"a": {number}}}').data == {"a": Decimal(number)}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1e400", "1e400"),
        ("-1e400", "-1e400"),
        ("1e-400", "1e-400"),
        ("1e100000000", "1e100000000"),
        ("1e99999999999999999999", "1e99999999999999999999"),
        ("9" * 41, "9" * 40 + "…"),
        ("9" * 10_000, "9" * 40 + "…"),
        ("0." + "1" * 10_000, "0." + "1" * 38 + "…"),
        ("1." + "0" * 41, "1." + "0" * 38 + "…"),
    ],
    ids=lambda text: text[:12],
)
def test_refuses_numbers_that_cannot_be_calculated_with(number: str, said: str) -> None:
    text = f'{{\n  "a": {{"value": {number}}}\n}}'
    assert refusal(text) == ("number-too-long", 2, 18, {"number": said, "digits": 40})


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_refuses_what_is_no_number(constant: str) -> None:
    assert refusal(f'{{"a": [1, {constant}]}}') == ("json-not-a-number", 1, 11, {"found": constant})


def test_refuses_what_only_begins_like_a_number() -> None:
    assert refusal('{"a": NaN1}') == ("json-not-a-number", 1, 7, {"found": "NaN"})
    assert refusal('{"a": 1e999.5}') == ("number-too-long", 1, 7, {"number": "1e999", "digits": 40})


@pytest.mark.parametrize(
    ("text", "key", "line", "column", "first_line"),
    [
        ('{"a": 1, "a": 2}', "a", 1, 10, 1),
        ('{"x": [{}, {"a": 1,\n "b": 2,\n "a": 3}]}', "a", 3, 2, 1),
        ('{"a": 1,\n"\\u0061": 2}', "a", 2, 1, 1),
        ('{"ｘ２": 1,\n "x2": 2}', "x2", 2, 2, 1),
        ('{"": 1, "": 2}', "", 1, 9, 1),
        ('{"a/b~": 1, "a/b~": 2}', "a/b~", 1, 13, 1),
    ],
)
def test_names_the_line_of_a_duplicate_key(
    text: str, key: str, line: int, column: int, first_line: int
) -> None:
    expected = ("json-duplicate-key", line, column, {"key": key, "first_line": first_line})
    assert refusal(text) == expected


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_refuses_nesting_of_a_hundred_thousand(opening: str) -> None:
    code, line, _column, parameters = refusal('{\n"a":' + opening * 100_000)
    assert (code, line, parameters) == ("json-too-deep", 2, {"limit": 100})


def test_takes_nesting_up_to_the_cap_and_no_deeper() -> None:
    assert record('{"a": ' + "[" * 99 + "]" * 99 + "}").data
    assert refusal('{"a": ' + "[" * 100 + "]" * 100 + "}") == ("json-too-deep", 1, 106, {"limit": 100})


# --- syntax


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("通知", ("json-not-json", 1, 1, {"found": "通"})),
        ("\ufeff{}", ("json-not-json", 1, 1, {"found": "U+FEFF"})),
        ("[1]", ("json-not-an-object", 1, 1, {"found": "["})),
        ('\n "text"', ("json-not-an-object", 2, 2, {"found": '"'})),
        ("{“a”: 1}", ("json-wrong-mark", 1, 2, {"found": "“", "expected": '"'})),
        ('{"a"：1}', ("json-wrong-mark", 1, 5, {"found": "：", "expected": ":"})),
        ('{"a": 1，"b": 2}', ("json-wrong-mark", 1, 8, {"found": "，", "expected": ","})),
        ("{'a': 1}", ("json-wrong-mark", 1, 2, {"found": "'", "expected": '"'})),
        ('{"a":\u30001}', ("json-odd-space", 1, 6, {"found": "U+3000"})),
        ('{"a":\u200b1}', ("json-odd-space", 1, 6, {"found": "U+200B"})),
        ('{"a": 1,}', ("json-extra-comma", 1, 8, {})),
        ('{"a": [1,\n]}', ("json-extra-comma", 1, 9, {})),
        ('{"a": [1,,2]}', ("json-extra-comma", 1, 9, {})),
        ('{"a": 1\n "b": 2}', ("json-line-comma-missing", 1, 8, {})),
        ('{"a": 1 "b": 2}', ("json-comma-missing", 1, 9, {"found": '"'})),
        ('{"a": [1}', ("json-wrong-mark", 1, 9, {"found": "}", "expected": "]"})),
        ('{"a": 1]', ("json-wrong-mark", 1, 8, {"found": "]", "expected": "}"})),
        ('{"a": "说"好"了"}', ("json-comma-missing", 1, 10, {"found": "好"})),
        ('{"a" 1}', ("json-colon-missing", 1, 6, {"found": "1"})),
        ("{a: 1}", ("json-key-expected", 1, 2, {"found": "a"})),
        ('{"a": 无}', ("json-value-expected", 1, 7, {"found": "无"})),
        ('{"a": 1}}', ("json-text-after-end", 1, 9, {"found": "}"})),
        ('{"a": "无\n}', ("json-string-open", 1, 7, {})),
        ('{"a": "制\t表"}', ("json-control-character", 1, 9, {"found": "U+0009"})),
        (r'{"a": "\u12x4"}', ("json-bad-escape", 1, 8, {"found": "\\u"})),
        ('{"a": "C:\\档案"}', ("json-bad-escape", 1, 10, {"found": "\\档"})),
    ],
)
def test_says_what_is_wrong_with_text_that_is_no_json(
    text: str, expected: tuple[str, int, int, dict[str, object]]
) -> None:
    assert refusal(text) == expected


def test_calls_every_beginning_of_a_record_cut_short() -> None:
    text = '{"a": [1.5e+3, true, null, {"b": "民\\u653f\\n", "c": -2}], "d": false}'
    codes = {text[:length]: refusal(text[:length])[0] for length in range(1, len(text))}
    assert {beginning: code for beginning, code in codes.items() if code != "json-cut-short"} == {}


# --- places and pointers


@pytest.mark.parametrize(
    ("pointer", "key", "line", "column"),
    [
        ("", False, 1, 1),
        ("/kind", False, 2, 11),
        ("/kind", True, 2, 3),
        ("/indicators/urban_dibao/value", False, 5, 30),
        ("/indicators/孤儿", True, 6, 5),
        ("/indicators/孤儿/unit", False, 6, 34),
        ("/payments/1", False, 10, 5),
        ("/payments/1/instalments", False, 10, 40),
        ("/payments/1/instalments/0/due", False, 10, 40),
        ("/payments/7", True, 8, 15),
        ("/issuer/name", False, 1, 1),
    ],
)
def test_gives_line_and_column_of_values_and_keys(pointer: str, key: bool, line: int, column: int) -> None:
    assert record(SMALL).place(pointer, "标签", key=key) == Place("r.json", pointer, "标签", line, column)


def test_every_value_stands_where_its_place_says() -> None:
    found, lines = record(SMALL), SMALL.split("\n")

    def walk(value: Any, pointer: str) -> None:
        place = found.place(pointer)
        assert place.line and place.column
        at = sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1
        assert json.JSONDecoder(parse_float=Decimal).raw_decode(SMALL, at)[0] == value
        members = (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else [])
        )
        for key, member in members:
            walk(member, join_pointer(pointer, key))

    walk(found.data, "")


def test_values_without_a_text_have_no_line() -> None:
    found = Record.from_data({"a": 1}, "API")
    assert found.place("/a", "甲") == Place("API", "/a", "甲")


def test_looks_values_up_by_pointer() -> None:
    found = record('{"a/b": {"~": [10, {"": 1}]}, "": 2}')
    assert found.at("") is found.data
    assert found.at("/a~1b/~0/0") == 10
    assert found.at("/a~1b/~0/1/") == 1
    assert found.at("/") == 2
    assert found.get("/a~1b/~0/9", "none") == "none"


@pytest.mark.parametrize(
    "pointer", ["a", "/x", "/l/2", "/l/-1", "/l/00", "/l/１", "/l/x", "/l/0/x", "/l/" + "1" * 5000]
)
def test_a_pointer_to_nothing_is_a_key_error(pointer: str) -> None:
    with pytest.raises(KeyError):
        record('{"l": [1, 2]}').at(pointer)


def test_pointers_are_taken_apart_as_they_were_put_together() -> None:
    pointer = join_pointer(join_pointer("", "a/b~c"), 0)
    assert (pointer, split_pointer(pointer), split_pointer("")) == ("/a~1b~0c/0", ["a/b~c", "0"], [])
    assert escape_pointer("~1") == "~01"


def test_finds_every_id_of_a_record() -> None:
    found = Record.from_data(
        {
            "kind": "x",
            "indicators": {"persons": {}, "ｘ２": 5},
            "documents": {"doc": {}},
            "dates": {"year": {}},
            "payments": [{"id": "pay"}, {"id": 3}, "pay2", {}],
            "rectifications": [{"id": "r", "items": [{"id": "r1"}, {"id": "r2"}]}, {"items": "无"}],
            "sections": [{"id": "s", "subsections": [{"id": "sub"}, {"heading": "x"}], "items": ["r1"]}],
        }
    )
    assert found.pointers == {
        "persons": "/indicators/persons",
        "ｘ２": "/indicators/ｘ２",
        "x2": "/indicators/ｘ２",
        "doc": "/documents/doc",
        "year": "/dates/year",
        "pay": "/payments/0",
        "r": "/rectifications/0",
        "r1": "/rectifications/0/items/0",
        "r2": "/rectifications/0/items/1",
        "s": "/sections/0",
        "sub": "/sections/0/subsections/0",
    }
    assert found.id_clashes == []


def test_lists_ids_given_twice_and_ids_named_like_a_field() -> None:
    found = Record.from_data(
        {
            "period": {},
            "indicators": {"period": {}, "a": {}, "ｂ": {}},
            "plan": [{"id": "a"}, {"id": "a"}, {"id": "b"}],
        }
    )
    assert found.id_clashes == [
        ("period", "/period", "/indicators/period"),
        ("a", "/indicators/a", "/plan/0"),
        ("a", "/indicators/a", "/plan/1"),
        ("b", "/indicators/ｂ", "/plan/2"),
    ]
    assert found.pointers["a"] == "/indicators/a"


@pytest.mark.parametrize(
    "wrong", [None, 5, "text", [], [[]], {}, {"unknown": "未统计"}, [None, 3, {"id": None}]]
)
def test_values_of_wrong_types_never_raise(wrong: Any) -> None:
    names = ("kind", "indicators", "documents", "dates", "payments", "rectifications", "sections")
    found = Record.from_data(dict.fromkeys(names, wrong))
    assert found.kind_id == (wrong if isinstance(wrong, str) else "")
    assert (dict(found.pointers), found.id_clashes, forbidden_characters(found)) == ({}, [], [])


# --- characters


def test_lists_characters_that_no_document_can_hold() -> None:
    text = (
        r"""{"a": ["\u0001", "\ud800!", "\b\f"], "k\uffff": "\ud842\udfb7 \t\n\u65e0", "b": "@"}""".replace(
            "@", "\ufffe"
        )
    )
    assert forbidden_characters(record(text)) == [
        ("/k\uffff", "\uffff"),
        ("/a/0", "\x01"),
        ("/a/1", "\ud800"),
        ("/a/2", "\x08"),
        ("/a/2", "\x0c"),
        ("/b", "\ufffe"),
    ]


def test_finds_forbidden_characters_in_data_without_text() -> None:
    assert forbidden_characters(Record.from_data({"a": {"b": ["x\x00"]}})) == [("/a/b/0", "\x00")]


def test_a_lone_surrogate_in_a_duplicate_key_can_be_printed() -> None:
    _code, _line, _column, parameters = refusal(r'{"\ud800": 1, "\ud800": 2}')
    assert parameters["key"] == "U+D800"


# --- data from Python


def test_takes_python_values_as_the_parser_would_have() -> None:
    given = {"a": 0.1, "b": (1, Decimal("2.50")), "c": {"d": True, "e": None}}
    found = Record.from_data(given)
    assert found.data == {"a": Decimal("0.1"), "b": [1, Decimal("2.50")], "c": {"d": True, "e": None}}
    assert (found.source.name, found.source.text) == ("", "")
    assert found.data["c"] is not given["c"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (float("nan"), "json-not-a-number"),
        (Decimal("Infinity"), "json-not-a-number"),
        (10**40, "number-too-long"),
        (10**10_000, "number-too-long"),
        (Decimal("1e400"), "number-too-long"),
        (1e300, "number-too-long"),
    ],
    ids=["nan", "infinity", "41 digits", "10001 digits", "decimal", "float"],
)
def test_refuses_python_numbers_beyond_the_caps(value: Any, code: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        Record.from_data({"a": [value]}, "API")
    assert (caught.value.code, caught.value.path) == (code, "API")


def test_refuses_python_values_that_contain_themselves() -> None:
    endless: dict[str, Any] = {}
    endless["a"] = [endless]
    with pytest.raises(UnreadableInput, match="json-too-deep"):
        Record.from_data(endless)
