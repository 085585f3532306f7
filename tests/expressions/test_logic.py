"""Truth in the rule language: true, false, unknown and 「无」, and what is named as missing."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_kind import compiled, fault, people, scope_of, value

from docgen.expressions import Gap, Nothing, Unknown, Value

WORDS = {"T": True, "F": False, "U": {"unknown": "待查"}, "N": "无"}
#: and: F decides, then U, then N
AND = {frozenset("TF"): "F", frozenset("TU"): "U", frozenset("TN"): "N", frozenset("FU"): "F",
       frozenset("FN"): "F", frozenset("UN"): "U"}  # fmt: skip
OR = {frozenset("TF"): "T", frozenset("TU"): "T", frozenset("TN"): "T", frozenset("FU"): "U",
      frozenset("FN"): "N", frozenset("UN"): "U"}  # fmt: skip


def letter(found: Value) -> str:
    if isinstance(found, bool):
        return "T" if found else "F"
    assert isinstance(found, Unknown | Nothing)
    return "U" if isinstance(found, Unknown) else "N"


def judged(source: str, a: str, b: str) -> str:
    payments = [{"closed": WORDS[a]}, {"closed": WORDS[b]}]
    return letter(value(source, {"flag": WORDS[a], "payments": payments}, item=1))


@pytest.mark.parametrize(("a", "b"), list(product("TFUN", repeat=2)))
def test_and_or_follow_their_tables(a: str, b: str) -> None:
    assert judged("flag and item.closed", a, b) == AND.get(frozenset(a + b), a)
    assert judged("flag or item.closed", a, b) == OR.get(frozenset(a + b), a)
    assert judged("all(payments, each.closed)", a, b) == AND.get(frozenset(a + b), a)
    assert judged("any(payments, each.closed)", a, b) == OR.get(frozenset(a + b), a)


@pytest.mark.parametrize(("a", "expected"), list(zip("TFUN", "FTUN", strict=True)))
def test_not_leaves_what_is_missing_missing(a: str, expected: str) -> None:
    assert judged("not flag", a, "T") == expected


@pytest.mark.parametrize(
    ("a", "expected"),
    [("T", True), ("F", False), ("U", Unknown((Gap("/flag", "待查"),))), ("N", Nothing("/flag"))],
)
def test_a_choice_is_as_unknown_as_its_condition(a: str, expected: Value) -> None:
    assert value("True if flag else False", {"flag": WORDS[a]}) == expected


@given(st.data())
def test_logic_agrees_with_kleenes_tables(data: st.DataObject) -> None:
    names = {"p": "flag", "q": "item.closed"}
    given_ = {name: data.draw(st.sampled_from("TFU")) for name in names}

    def grown(depth: int) -> tuple[str, str]:
        if depth == 0:
            name = data.draw(st.sampled_from("pq"))
            return names[name], given_[name]
        (left, a), (right, b) = grown(depth - 1), grown(depth - 1)
        match data.draw(st.sampled_from(("and", "or", "not"))):
            case "and":
                return f"({left} and {right})", AND.get(frozenset(a + b), a)
            case "or":
                return f"({left} or {right})", OR.get(frozenset(a + b), a)
        return f"(not {left})", {"T": "F", "F": "T", "U": "U"}[a]

    source, expected = grown(4)
    record = {"flag": WORDS[given_["p"]], "payments": [{"closed": WORDS[given_["q"]]}]}
    assert letter(value(source, record, item=0)) == expected


def test_everything_that_is_missing_is_named_at_once() -> None:
    record = people(received={"unknown": "未统计"}, visits=3)
    assert value("received < relieved and x2 > 0 * x2 and 户数 == 户数", record) == Unknown(
        (
            Gap("/indicators/received/value", "未统计"),
            Gap("/indicators/relieved"),
            Gap("/indicators/x2"),
            Gap("/indicators/户数"),
        )
    )


@pytest.mark.parametrize("given_", [None, {"unknown": " "}, {"unknown": 5}, {"unknown": ["x"]}])
def test_an_unknown_without_a_reason_stays_unknown(given_: Any) -> None:
    found = value("received >= relieved", people(received=given_, relieved=0))
    assert found == Unknown((Gap("/indicators/received/value", "没有写明原因" if given_ else ""),))


@pytest.mark.parametrize(
    "wrong", ["五", True, [], [5], {}, {"value": 5}, "", "无 ", {"unknown": "x", "value": 1}]
)
def test_a_value_of_the_wrong_type_is_unknown(wrong: Any) -> None:
    found = value("received >= relieved", people(received=wrong, relieved=0))
    assert isinstance(found, Unknown)
    assert [gap.pointer for gap in found.gaps] == ["/indicators/received/value"]


def test_a_number_beyond_the_caps_is_unknown() -> None:
    record = people(relieved=0)
    record["indicators"]["received"] = {"value": 10, "unit": "人"}
    scope = scope_of(record)
    scope.root.data["indicators"]["received"]["value"] = Decimal("1e400")
    assert compiled("received > relieved").evaluate(scope) == Unknown(
        (Gap("/indicators/received/value", "填写的内容无法识别"),)
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 < 2 < 3", True),
        ("1 < 2 < 2", False),
        ("1 < 2 <= 2 == 2 != 3", True),
        ("3 > 2 > received", Unknown((Gap("/indicators"),))),
        ("3 < 2 < received", False),
        ('title == "总结"', True),
        ('title != "总结"', False),
        ('title in ["总结", "计划"]', True),
        ('title in ("计划",)', False),
        ('title not in ["计划"]', True),
        ("flag == True", Unknown((Gap("/flag"),))),
    ],
)
def test_comparisons_chain_and_texts_are_looked_up(source: str, expected: Value) -> None:
    units = {"3 > 2 > received": "quantity(3, \"人\") > quantity(2, \"人\") > received",
             "3 < 2 < received": "quantity(3, \"人\") < quantity(2, \"人\") < received"}  # fmt: skip
    assert value(units.get(source, source), {"title": "总结"}) == expected


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        (["计划", "总结"], (True, False)),
        (["计划"], (False, True)),
        ([], (False, True)),
        ("无", (Nothing("/topics"), Nothing("/topics"))),
        ({"unknown": "待定"}, (Unknown((Gap("/topics", "待定"),)), Unknown((Gap("/topics", "待定"),)))),
    ],
)
def test_a_text_is_looked_up_in_a_list_of_the_record(topics: Any, expected: tuple[Value, Value]) -> None:
    record = {"title": "总结", "topics": topics}
    assert (value("title in topics", record), value("title not in topics", record)) == expected


PRESENCE = {
    "missing": ({}, ("U", "U", "F", "F")),
    "null": ({"notice": None}, ("U", "U", "F", "F")),
    "unknown": ({"notice": {"unknown": "待查"}}, ("U", "U", "F", "T")),
    "none": ({"notice": "无"}, ("F", "T", "T", "T")),
    "given": ({"notice": "care"}, ("T", "F", "T", "T")),
    "names nothing": ({"notice": "cars"}, ("U", "U", "F", "T")),
}


@pytest.mark.parametrize(("payment", "expected"), list(PRESENCE.values()), ids=list(PRESENCE))
def test_presence_tells_the_ways_of_having_no_value_apart(
    payment: dict[str, Any], expected: tuple[str, ...]
) -> None:
    record = {"documents": {"care": {"title": "通知"}}, "payments": [payment]}
    found = [
        letter(value(f"{name}(item.notice)", record, item=0)) for name in ("has", "none", "known", "given")
    ]
    assert tuple(found) == expected


def test_whether_a_field_is_given_is_unknown_where_what_it_belongs_to_is() -> None:
    record = {"period": {"start": "2020-01-01"}, "dates": {"unknown": "x"}, "documents": {}}
    assert value("given(period.end)", record) is False
    assert value("given(period.end)") is False
    unknown_list = {"payments": [{"notice": "cars"}]}
    assert value("given(item.notice.title)", unknown_list, item=0) == Unknown(
        (Gap("/payments/0/notice", "记录中没有“cars”"),)
    )


LISTS = {
    "missing": ({}, Unknown((Gap("/payments/0/instalments"),))),
    "unknown": ({"instalments": {"unknown": "待查"}}, Unknown((Gap("/payments/0/instalments", "待查"),))),
    "none": ({"instalments": "无"}, Nothing("/payments/0/instalments")),
    "no list": ({"instalments": 5}, Unknown((Gap("/payments/0/instalments", "填写的内容无法识别"),))),
}


@pytest.mark.parametrize(("payment", "expected"), list(LISTS.values()), ids=list(LISTS))
@pytest.mark.parametrize(
    "source",
    [
        "all(item.instalments, has(each.paid))",
        "any(item.instalments, has(each.paid))",
        "count(item.instalments) == 0",
        "count(item.instalments, has(each.paid)) == 0",
        'sum(item.instalments, each.amount) == quantity(0, "元")',
    ],
)
def test_a_list_that_is_not_there_decides_nothing(
    source: str, payment: dict[str, Any], expected: Value
) -> None:
    assert value(source, {"payments": [payment]}, item=0) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("all(item.instalments, has(each.paid))", True),
        ("any(item.instalments, has(each.paid))", False),
        ("count(item.instalments) == 0", True),
        ('sum(item.instalments, each.amount) == quantity(0, "元")', True),
        ('sum(item.instalments, each.amount) == quantity(0, "元") * 1', True),
    ],
)
def test_an_empty_list_holds_nothing(source: str, expected: bool) -> None:
    assert value(source, {"payments": [{"instalments": []}]}, item=0) is expected


INSTALMENTS = {
    "payments": [
        {
            "instalments": [
                {"due": "2020-01-10", "paid": "2020-01-09", "amount": 5},
                {"due": "2020-02-10", "paid": "无", "amount": "无"},
                {"due": "2020-03-10", "paid": {"unknown": "待查"}, "amount": {"unknown": "待查"}},
            ]
        }
    ]
}


def test_lists_pass_on_what_their_elements_lack() -> None:
    missing_paid = Unknown((Gap("/payments/0/instalments/2/paid", "待查"),))
    missing_amount = Unknown((Gap("/payments/0/instalments/2/amount", "待查"),))
    assert value("count(item.instalments, each.paid <= each.due) == 1", INSTALMENTS, item=0) == missing_paid
    assert value("all(item.instalments, each.paid <= each.due)", INSTALMENTS, item=0) == missing_paid
    assert value("any(item.instalments, each.paid <= each.due)", INSTALMENTS, item=0) is True
    assert value("all(item.instalments, not none(each.paid))", INSTALMENTS, item=0) is False
    total = 'sum(item.instalments, each.amount) == quantity(5, "元")'
    assert value(total, INSTALMENTS, item=0) == missing_amount
    without_last = {"payments": [{"instalments": INSTALMENTS["payments"][0]["instalments"][:2]}]}
    assert value(total, without_last, item=0) is True
    assert value("count(item.instalments, each.paid <= each.due) == 1", without_last, item=0) is True


def test_each_is_the_inner_element_inside_and_the_outer_one_after() -> None:
    record = {
        "payments": [
            {"persons": "received", "instalments": [{"amount": 1}, {"amount": 2}]},
            {"persons": "relieved", "instalments": [{"amount": 3}]},
        ],
        **people(received=2, relieved=1),
    }
    assert (
        value(
            'all(payments, count(each.instalments, each.amount > quantity(0, "元")) == each.persons)', record
        )
        is True
    )
    assert value('sum(payments, sum(each.instalments, each.amount)) == quantity(6, "元")', record) is True


@pytest.mark.parametrize("elements", [[1], ["x"], [None], [[]], [{"amount": []}], [{}], [True]])
def test_elements_of_the_wrong_type_are_unknown(elements: list[Any]) -> None:
    for source in (
        "all(item.instalments, each.paid <= each.due)",
        'sum(item.instalments, each.amount) > quantity(0, "元")',
        'count(item.instalments, each.amount > quantity(0, "元")) == 1',
    ):
        assert isinstance(value(source, {"payments": [{"instalments": elements}]}, item=0), Unknown)


def test_a_reference_is_followed_to_its_indicator() -> None:
    record = {
        "payments": [{"persons": "received", "notice": "care", "amount": 100, "unit": "元"}],
        **people(received=4),
    }
    record["documents"] = {"care": {"title": "通知"}}
    assert value("item.persons == 4", record, item=0) is True
    assert value('item.amount / item.persons == quantity(25, "元")', record, item=0) is True
    assert value('item.notice.title == "通知"', record, item=0) is True


@pytest.mark.parametrize("name", ["care", "pay", "title", "", "无", "wrong"])
def test_a_reference_to_no_number_is_unknown(name: str) -> None:
    record = {
        "payments": [{"id": "pay", "persons": name}],
        "documents": {"care": {"title": "x"}},
        **people(received=1),
    }
    assert isinstance(value("item.persons == 0 * item.persons", record, item=0), Unknown)
    assert isinstance(value("sum(payments, each.persons) == 0", record), Unknown)


def test_a_word_in_a_date_field_is_no_date() -> None:
    record = {"payments": [{"instalments": [{"due": "每月", "paid": "2020-01-01"}]}]}
    for source in (
        "each.paid <= each.due",
        "each.due <= each.due",
        "each.due < each.due",
        'days(each.due, each.paid) > quantity(1, "天")',
    ):
        assert isinstance(value(f"all(item.instalments, {source})", record, item=0), Unknown)
    assert value("all(item.instalments, each.due == each.due and has(each.due))", record, item=0) is True


def test_names_match_in_their_normal_form() -> None:
    assert value('ｘ２ == quantity(5, "人")', people(x2=5)) is True
    assert value('x2 == quantity(5, "人")', people(ｘ２=5)) is True
    assert value('户数 == quantity(5, "户")', {"indicators": {"户数": {"value": 5, "unit": "户"}}}) is True


def test_a_big_loop_ends_as_unknown() -> None:
    record = {"payments": [{"instalments": [{"amount": 1}] * 400}] * 400}
    source = 'all(payments, all(each.instalments, each.amount > quantity(0, "元")))'
    assert value(source, record) == Unknown((Gap("", "计算步数超出限额"),))


QUARTERS = {"unit": "万元", "values": {"2024-Q1": 5, "2024-Q2": "无", "2024-Q3": 2}}


def test_entries_of_a_keyed_object_are_gone_through_in_the_unit_beside_it() -> None:
    record = {"payments": [QUARTERS]}
    assert value('sum(item.values, each) == quantity(70000, "元")', record, item=0) is True
    assert value("count(item.values) == 3", record, item=0) is True
    assert value('any(item.values, each > quantity(4, "万元"))', record, item=0) is True
    assert value('count(item.values, each > quantity(2, "万元")) == 1', record, item=0) is True


def test_entries_of_a_keyed_object_pass_on_what_they_lack() -> None:
    lacking = {"unit": "万元", "values": {"2024-Q1": 5, "2024-Q2": {"unknown": "待报"}, "2024-Q3": None}}
    total = 'sum(item.values, each) == quantity(5, "万元")'
    gaps = (Gap("/payments/0/values/2024-Q2", "待报"), Gap("/payments/0/values/2024-Q3"))
    assert value(total, {"payments": [lacking]}, item=0) == Unknown(gaps)
    without_unit = {"values": {"2024-Q1": 5}}
    gap = Gap("/payments/0/values/2024-Q1", "没有写单位")
    assert value(total, {"payments": [without_unit]}, item=0) == Unknown((gap,))


def test_a_keyed_object_that_is_not_there_decides_nothing() -> None:
    total = 'sum(item.values, each) == quantity(5, "万元")'
    assert value(total, {"payments": [{"values": "无"}]}, item=0) == Nothing("/payments/0/values")
    unknown = {"values": {"unknown": "待报"}}
    gap = Gap("/payments/0/values", "待报")
    assert value(total, {"payments": [unknown]}, item=0) == Unknown((gap,))


def test_an_object_of_named_fields_is_no_list() -> None:
    assert fault("count(indicators)")[0] == "expression-wrong-sort"


def test_an_entry_alone_is_called_by_its_title() -> None:
    assert compiled("sum(item.values, each)").words == "各季数各项的本季数之和"
