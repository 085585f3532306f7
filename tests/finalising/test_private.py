"""What a public copy must not hold: numbers with right check digits, as people write them, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.finalising.private import (
    is_card_number,
    is_identity_number,
    masked,
    private_findings,
)
from docgen.ooxml.reading import read_document
from tests.docx_builder import document, paragraph, row, table

#: made-up numbers with right check digits


def with_check(first: str) -> str:
    """17 digits and the check digit of GB 11643, by the definition: the weighted sum is 1 modulo 11."""
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(first))
    check = (1 - total) % 11
    return first + ("X" if check == 10 else str(check))


def with_luhn(first: str) -> str:
    """A number with the digit that makes Luhn's sum a multiple of ten."""
    for digit in "0123456789":
        digits = [int(each) for each in reversed(first + digit)]
        if sum(digits[::2] + [sum(divmod(each * 2, 10)) for each in digits[1::2]]) % 10 == 0:
            return first + digit
    raise AssertionError(first)


IDENTITY = with_check("36040119900307123")
IDENTITY_X = next(
    number for serial in range(100) if (number := with_check(f"360401199003071{serial:02}")).endswith("X")
)
CARD = with_luhn("622202360102345678")
SHORT_CARD = with_luhn("622848036012345")


def found(
    text: str, values: dict[str, str] | None = None, allowed: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """(code, what is shown) for a document of this paragraph."""
    paragraphs = read_document(document(paragraph(text))).paragraphs
    return [
        (each.code, str(each.parameters["found"]))
        for each in private_findings(paragraphs, "x", values or {}, allowed)
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"身份证号{IDENTITY}。",
        f"张三（{IDENTITY}）",
        f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}",
        f"{IDENTITY[:6]}-{IDENTITY[6:10]}-{IDENTITY[10:14]}-{IDENTITY[14:]}",
        "".join(chr(ord("０") + int(digit)) for digit in IDENTITY),
    ],
)
def test_an_identity_number_is_found_however_it_is_written(text: str) -> None:
    assert [code for code, _shown in found(text)] == ["final-id-number"]
    assert IDENTITY not in str(found(text))


def test_an_identity_number_may_end_in_x() -> None:
    assert [code for code, _shown in found(f"证号{IDENTITY_X}")] == ["final-id-number"]
    assert [code for code, _shown in found(f"证号{IDENTITY_X[:-1]}x")] == ["final-id-number"]


def test_a_wrong_check_digit_is_asked_about() -> None:
    wrong = IDENTITY[:-1] + ("1" if IDENTITY[-1] != "1" else "2")
    assert [code for code, _shown in found(f"身份证号{wrong}。")] == ["final-id-number-like"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"账号{CARD}", "final-bank-card"),
        (f"账号{SHORT_CARD}", "final-bank-card"),
        (f"账号{SHORT_CARD[:4]} {SHORT_CARD[4:8]} {SHORT_CARD[8:12]} {SHORT_CARD[12:]}", "final-bank-card"),
        ("电话13807921234", "final-mobile"),
        ("电话138 0792 1234", "final-mobile"),
        ("电话+86-13807921234", "final-mobile"),
        ("手机１３８０７９２１２３４", "final-mobile"),
        ("电话0792-4381234", "final-phone"),
        ("（0791）87654321", "final-phone"),
        ("联系电话：4381234", "final-phone"),
        ("400-123-4567", "final-phone"),
        ("旧证号360401900307123", "final-id-number-old"),
    ],
)
def test_numbers_of_cards_and_phones_are_found(text: str, code: str) -> None:
    assert [each for each, _shown in found(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "索取号000014349/2020-1468429，公开时限常年公开。",
        "统一社会信用代码11360401014349567K。",
        "统一社会信用代码51360400MJC1234567。",
        "支出资金13807921234.56元。",
        "2024年1月1日至2024年12月31日。",
        "（云民字〔2024〕13807921234号）",
        "项目代码2020-360482-84-01-012345。",
        "面积13800平方米，投资1380792万元。",
        "账号尾号1234，金额622202元。",
        "999999999999999999",
        "6222020000000000",
        "版本1.13807921234",
        "国务院令第649号，中办发〔2012〕14号，赣府发〔2016〕36号。",
        "电话：另行通知。",
    ],
)
def test_other_long_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_private_values_are_found_by_their_field_and_shown_masked() -> None:
    values = {"欧阳倩": "姓名", "0792-4381234": "电话", "倩": "曾用名"}
    assert found("联系人欧阳倩，电话0792-4381234。", values) == [
        ("final-private-value", "欧＊＊"),
        ("final-private-value", "079＊＊＊＊＊＊＊34"),
    ]
    assert found("联系人欧阳倩，电话0792-4381234。", values, ("欧阳倩", "07924381234")) == []


def test_a_finding_names_its_paragraph_without_its_words() -> None:
    paragraphs = read_document(document(paragraph("先说一句。"), paragraph(f"{IDENTITY}张三"))).paragraphs
    (finding,) = private_findings(paragraphs, "x", {})
    assert finding.place.label == "正文第2段"
    assert IDENTITY not in str(finding)


def test_cells_and_numbers_split_over_runs_are_read() -> None:
    split = f"<w:p><w:r><w:t>{IDENTITY[:9]}</w:t></w:r><w:r><w:t>{IDENTITY[9:]}</w:t></w:r></w:p>"
    paragraphs = read_document(document(split, table(row("账号", CARD)))).paragraphs
    assert [each.code for each in private_findings(paragraphs, "x", {})] == [
        "final-id-number",
        "final-bank-card",
    ]


@given(st.text("0123456789", min_size=17, max_size=17))
def test_exactly_one_check_digit_is_right(first: str) -> None:
    assert [check for check in "0123456789X" if is_identity_number(first + check)] == [with_check(first)[-1]]


@given(st.text("0123456789", min_size=14, max_size=18).filter(lambda text: len(set(text)) > 1))
def test_one_luhn_digit_is_right_and_no_digit_can_be_mistyped(first: str) -> None:
    number = with_luhn(first)
    assert [digit for digit in "0123456789" if is_card_number(first + digit)] == [number[-1]]
    for at, digit in enumerate(number):
        other = number[:at] + str((int(digit) + 3) % 10) + number[at + 1 :]
        assert not is_card_number(other)


@given(st.text(min_size=1, max_size=30))
def test_what_is_masked_hides_at_least_half(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    hidden = sum(1 for one, other in zip(text, shown, strict=True) if other == "＊" and one != "＊")
    if len(text) > 1 and "＊" not in text:
        assert hidden * 2 >= len(text) - 1 or hidden >= 1


def test_the_made_up_summaries_hold_nothing_private(tmp_path: Path) -> None:
    from docgen import jobs

    for record in ("civil-affairs-half-year/complete.json", "civil-affairs-annual/complete.json"):
        sample = Path(__file__).parents[2] / "samples" / "good" / record
        made = jobs.make(str(sample), tmp_path / f"{sample.parent.name}.docx")
        assert made.document is not None
        reading = read_document(made.document.read_bytes())
        assert private_findings(reading.paragraphs, "x", {}) == []
