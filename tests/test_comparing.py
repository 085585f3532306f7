"""What changed between two records."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.comparing import Change, ChangeKind, compare
from docgen.records import Record, Source, parse

ADDED, REMOVED, CHANGED = ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED
MOVED, RESPELT = ChangeKind.MOVED, ChangeKind.RESPELT


def changes(before: dict[str, Any], after: dict[str, Any], *, spelling: bool = False) -> list[Change]:
    return compare(Record.from_data(before), Record.from_data(after), spelling=spelling)


def test_finds_no_change_between_a_record_and_itself() -> None:
    data = {"a": [1, {"id": "x"}], "b": {"c": None}}
    assert changes(data, data) == []


def test_lists_fields_added_removed_and_changed_in_order() -> None:
    before = {"title": "总结", "gone": 1, "period": {"end": "2020-06-30"}}
    after = {"new": 2, "period": {"end": "2020-12-31"}, "title": "总结"}
    assert changes(before, after) == [
        Change(REMOVED, "/gone", None, "gone", 1, None),
        Change(CHANGED, "/period/end", "/period/end", "end", "2020-06-30", "2020-12-31"),
        Change(ADDED, None, "/new", "new", None, 2),
    ]


def test_matches_indicators_by_key_and_list_elements_by_id() -> None:
    before = {
        "indicators": {"a": {"value": 1}, "b": {"value": 2}},
        "payments": [{"id": "x", "note": "旧"}, {"id": "y"}],
    }
    after = {
        "indicators": {"b": {"value": 3}, "a": {"value": 1}},
        "payments": [{"id": "z"}, {"id": "y"}, {"id": "x", "note": "新"}],
    }
    assert changes(before, after) == [
        Change(CHANGED, "/indicators/b/value", "/indicators/b/value", "value", 2, 3),
        Change(CHANGED, "/payments/0/note", "/payments/2/note", "note", "旧", "新"),
        Change(ADDED, None, "/payments/0", "z", None, {"id": "z"}),
    ]


def test_matches_instalments_by_their_period() -> None:
    before = {"instalments": [{"period": "2020-01", "paid": "无"}, {"period": "2020-03", "paid": "无"}]}
    after = {
        "instalments": [
            {"period": "2020-01", "paid": "无"},
            {"period": "2020-02", "paid": "无"},
            {"period": "2020-03", "paid": "2020-03-10"},
        ]
    }
    assert changes(before, after) == [
        Change(CHANGED, "/instalments/1/paid", "/instalments/2/paid", "paid", "无", "2020-03-10"),
        Change(ADDED, None, "/instalments/1", "2020-02", None, {"period": "2020-02", "paid": "无"}),
    ]


@pytest.mark.parametrize(
    ("order", "moved"),
    [
        ("abcd", ""),
        ("bacd", "a"),
        ("dabc", "d"),
        ("bcda", "a"),
        ("dcba", "abc"),
        ("cdab", "ab"),
        ("xbaycd", "a"),
    ],
)
def test_names_the_fewest_sections_that_moved(order: str, moved: str) -> None:
    before = {"sections": [{"id": name} for name in "abcd"]}
    found = changes(before, {"sections": [{"id": name} for name in order]})
    assert [change for change in found if change.kind is MOVED] == [
        Change(
            MOVED,
            f"/sections/{'abcd'.index(name)}",
            f"/sections/{order.index(name)}",
            name,
            "abcd".index(name),
            order.index(name),
        )
        for name in moved
    ]


def test_names_moved_subsections_but_no_moved_payments() -> None:
    def data(names: str) -> dict[str, Any]:
        parts = [{"id": name} for name in names]
        return {"sections": [{"id": "s", "subsections": parts}], "payments": parts, "sections_old": parts}

    assert changes(data("ab"), data("ba")) == [
        Change(MOVED, "/sections/0/subsections/0", "/sections/0/subsections/1", "a", 0, 1)
    ]


def test_aligns_paragraphs_without_ids() -> None:
    before = {"paragraphs": ["一", "二", "三", "四"]}
    after = {"paragraphs": ["一", "新", "二", "三改", "四"]}
    assert changes(before, after) == [
        Change(ADDED, None, "/paragraphs/1", "", None, "新"),
        Change(CHANGED, "/paragraphs/2", "/paragraphs/3", "", "三", "三改"),
    ]


def test_compares_points_without_ids_inside() -> None:
    before = {"points": [{"lead": "一", "text": "甲"}, {"text": "乙"}]}
    after = {"points": [{"lead": "一", "text": "丙"}]}
    assert changes(before, after) == [
        Change(CHANGED, "/points/0/text", "/points/0/text", "text", "甲", "丙"),
        Change(REMOVED, "/points/1", None, "", {"text": "乙"}, None),
    ]


def test_matches_by_position_where_ids_are_given_twice() -> None:
    before = {"plan": [{"id": "a", "text": "一"}, {"id": "a", "text": "二"}]}
    after = {"plan": [{"id": "a", "text": "一"}, {"id": "a", "text": "三"}]}
    assert changes(before, after) == [Change(CHANGED, "/plan/1/text", "/plan/1/text", "text", "二", "三")]


def test_compares_very_long_lists_by_position() -> None:
    before = {"list": [str(number) for number in range(2000)]}
    after = {"list": [*before["list"][:1999], "x"]}
    assert changes(before, after) == [Change(CHANGED, "/list/1999", "/list/1999", "", "1999", "x")]


def test_equal_numbers_written_differently_are_no_change_unless_asked() -> None:
    before = parse(Source("a.json", '{"a": 77.7, "b": 56, "l": [1.0]}'))
    after = parse(Source("b.json", '{"a": 77.70, "b": 56.0, "l": [1]}'))
    assert compare(before, after) == []
    found = [(change.kind, change.pointer_a, str(change.before), str(change.after)) for change in compare(
        before, after, spelling=True
    )]  # fmt: skip
    assert found == [
        (RESPELT, "/a", "77.7", "77.70"),
        (RESPELT, "/b", "56", "56.0"),
        (RESPELT, "/l/0", "1.0", "1"),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (True, 1),
        (0, False),
        (0, None),
        ("1", 1),
        ("无", 0),
        ({"unknown": "未统计"}, 0),
        ([], {}),
        ([], "无"),
        (None, ""),
        ("é", "e\u0301"),
    ],
)
def test_values_of_unlike_kinds_are_a_change(before: Any, after: Any) -> None:
    assert changes({"a": before}, {"a": after}) == [Change(CHANGED, "/a", "/a", "a", before, after)]


def test_escapes_keys_in_pointers() -> None:
    assert changes({"a/b": {"~": 1}}, {"a/b": {"~": 2}}) == [
        Change(CHANGED, "/a~1b/~0", "/a~1b/~0", "~", 1, 2)
    ]
