"""docgen/correspondence.py: what an office says about its letters, and every fault of that at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.correspondence import LETTER, ORDER, read_terms
from docgen.errors import DocgenError, UnreadableInput

GOOD = """\
sender: 澄湾市民政局
number: {code: 澄民函, year: 2024, first: 12}
date: 2024-07-20
deadline: 2024-07-31
contact:
  name: 丁若川
  phone: 07951234567
"""


def terms_file(folder: Path, text: str) -> Path:
    path = folder / "核实函.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str, by: str = LETTER) -> list[tuple[str, int | None]]:
    with pytest.raises(UnreadableInput) as caught:
        read_terms(terms_file(folder, text), by)
    every: list[DocgenError] = [caught.value, *caught.value.also]
    return [(each.code, each.line) for each in every]


def test_reads_what_an_office_says(tmp_path: Path) -> None:
    terms = read_terms(terms_file(tmp_path, GOOD), LETTER)
    assert (terms.sender, terms.contact, terms.phone) == ("澄湾市民政局", "丁若川", "07951234567")
    assert [terms.number(position) for position in range(3)] == [
        "澄民函〔2024〕12号",
        "澄民函〔2024〕13号",
        "澄民函〔2024〕14号",
    ]
    assert (terms.on and terms.on.text, terms.by.text) == ("2024-07-20", "2024-07-31")


def test_a_letter_may_leave_its_date_to_be_filled_in(tmp_path: Path) -> None:
    assert read_terms(terms_file(tmp_path, GOOD.replace("date: 2024-07-20\n", "")), LETTER).on is None


def test_takes_a_telephone_number_that_looks_like_a_number(tmp_path: Path) -> None:
    text = GOOD.replace("07951234567", "13800000000")
    assert read_terms(terms_file(tmp_path, text), LETTER).phone == "13800000000"


def test_tells_every_fault_with_its_line(tmp_path: Path) -> None:
    text = """\
sender: ""
number: {code: 澄民函, year: 24, frist: 1}
date: 2024-07
deadline: 7月31日
phone: 1
"""
    assert faults(tmp_path, text) == [
        ("terms-unknown-key", 5),
        ("terms-lacks", 1),
        ("terms-unknown-key", 2),
        ("terms-lacks", 2),
        ("terms-wants-day", 3),
        ("terms-wants-day", 4),
        ("terms-wants-number", 2),
        ("terms-wants-text", 1),
    ]


def test_suggests_the_key_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_terms(terms_file(tmp_path, GOOD.replace("deadline", "deadlien")), LETTER)
    assert (caught.value.code, caught.value.line, caught.value.suggestion) == ("terms-unknown-key", 4, "deadline")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("year: 2024", "year: 2023", [("terms-other-year", 2)]),
        ("deadline: 2024-07-31", "deadline: 2024-07-19", [("terms-due-before", 4)]),
        ("first: 12", "first: 0", [("terms-wants-number", 2)]),
        ("first: 12", "first: true", [("terms-wants-number", 2)]),
        ("  name: 丁若川\n", "", [("terms-lacks", 5)]),
        ("number: {code: 澄民函, year: 2024, first: 12}", "number: 12", [("terms-wants-entries", 2)]),
    ],
)
def test_refuses_what_does_not_fit(tmp_path: Path, old: str, new: str, found: list[tuple[str, int]]) -> None:
    assert [each for each in faults(tmp_path, GOOD.replace(old, new)) if each in found] == found


def test_refuses_a_letters_file_for_orders(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD, ORDER) == [("terms-unknown-key", 4), ("terms-lacks", 1)]


def test_names_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_terms(tmp_path / "没有.yaml", LETTER)
    assert caught.value.code == "file-not-readable"
