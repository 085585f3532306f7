"""Which of several texts is one of them reworded."""

from __future__ import annotations

from docgen.finalising.alike import most_alike

CITY, COUNTRY = "全县城市低保#户#人。", "全县农村低保#户#人。"


def test_the_most_alike_is_taken_and_none_that_only_shares_a_word() -> None:
    assert most_alike("目前，全县的城市低保共#户#人。", [COUNTRY, CITY]) == 1
    assert most_alike("婚姻登记#对。", [CITY, COUNTRY]) is None
    assert most_alike(CITY, []) is None


def test_of_two_alike_the_likelier_is_taken() -> None:
    assert most_alike(CITY, [COUNTRY, CITY, CITY]) == 1
