"""A document's numbers beside those of its record's text: each change found as itself, no rewording taken for one."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from docgen import jobs
from docgen.finalising.lines import lines_of, year_of
from docgen.finalising.restating import AGREEING, CHANGED, GONE, NEW, Restated, restated, unbacked
from docgen.layout.parts import recognise
from docgen.ooxml.reading import Reading, read_document
from docgen.quantities import parse_unit
from tests.docx_builder import document, paragraph

SAMPLES = Path(__file__).parents[2] / "samples" / "good"
MADE = (
    "一、社会救助",
    "截至6月底，全县城市低保612户1048人，月发放低保金53.448万元，人均补差510.00元；农村低保3206户。",
    "上半年临时救助428人，支出96.3万元，占年度预算的56%。",
    "二、养老服务",
    "全县11所养老机构共有床位1180张，入住老年人746人，8月15日前完成检查。",
    "三、殡葬改革",
    "上半年火化遗体1382具，火化率100%。",
)


def reading(*lines: str) -> Reading:
    return recognise(read_document(document(*map(paragraph, lines))))


def found(*lines: str) -> list[tuple[str, str, str]]:
    return [(each.status, each.made, each.written) for each in differing(*lines)]


def differing(*lines: str) -> list[Restated]:
    told = restated(lines_of(reading(*lines)), lines_of(reading(*MADE)))
    assert told is not None
    return [each for each in told if each.status not in AGREEING]


def edited(old: str, new: str) -> list[str]:
    assert any(old in line for line in MADE), old
    return [line.replace(old, new, 1) for line in MADE]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("53.448万元", "534480元"),
        ("53.448万元", "53.4480万元"),
        ("1048人", "1,048人"),
        ("1048人", "1048名"),
        ("1048人", "１０４８人"),
        ("612户", " 612 户"),
        ("56%", "百分之五十六"),
        ("56%", "56.0%"),
        ("截至6月底，全县", "截至今年6月底，全县共有"),
        ("人均补差510.00元", "人均补差510元"),
        ("上半年临时救助428人", "上半年，全县共实施临时救助428人"),
        ("支出96.3万元，占年度预算的56%。", "占年度预算的56%，支出96.3万元。"),
        ("床位1180张，入住老年人746人", "入住老年人746人，床位1180张"),
        ("。", "，成效明显。"),
        ("全县11所养老机构", "11所养老机构"),
        ("农村低保3206户", "农村方面，低保3206户"),
        ("，", "，一是"),
        ("8月15日前完成检查", "在8月15日前要完成检查"),
        ("8月15日", "8月15号"),
        ("8月15日", "08月15日"),
        ("8月15日", "八月十五日"),
        ("1180张", "1\u00ad180张"),
        ("1180张", "11\u200b80\u2060张"),
    ],
)
def test_a_rewording_is_no_change(old: str, new: str) -> None:
    assert found(*edited(old, new)) == []


def test_lines_moved_merged_and_split_are_no_change() -> None:
    assert found(*reversed(MADE)) == []
    assert found(*MADE[:4], MADE[4] + MADE[6], MADE[5]) == []
    head, tail = MADE[1].split("；")
    assert found(MADE[0], head + "。", tail, *MADE[2:]) == []
    assert found(*MADE[:2], *MADE[3:], MADE[2]) == []


def dated(old: str, new: str) -> list[Restated]:
    made = reading(*DATED)
    year = year_of(made)
    edited_lines = lines_of(reading(DATED[0].replace(old, new), *DATED[1:]), year)
    told = restated(edited_lines, lines_of(made, year), year)
    assert told is not None
    return told


DATED = ("2024年7月5日，全县10所敬老院通过检查（2023年10月开工）。", "云川县民政局", "2024年7月12日")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2024年7月5日", "2024-07-05"),
        ("2024年7月5日", "2024.7.5"),
        ("2024年7月5日", "2024/7/05"),
        ("2024年7月5日", "二〇二四年七月五日"),
        ("2024年7月5日", "7月5日"),
        ("2024年7月5日", "今年7月5日"),
        ("2023年10月", "去年10月"),
        ("10所", "十所"),
    ],
)
def test_a_date_or_a_count_in_another_form_is_no_change(old: str, new: str) -> None:
    assert [each for each in dated(old, new) if each.status not in AGREEING] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2024年7月5日", "2024-07-06"),
        ("2023年10月", "10月"),
        ("2023年10月", "今年10月"),
        ("2023年10月", "二〇二二年十月"),
        ("10所", "九所"),
    ],
)
def test_another_date_or_count_in_another_form_is_a_change(old: str, new: str) -> None:
    told = [each for each in dated(old, new) if each.status not in AGREEING]
    assert [(each.status, each.made, each.written) for each in told] == [(CHANGED, old, new)]


def test_a_change_in_paragraphs_that_were_merged_or_split_is_found_as_itself() -> None:
    changed = [line.replace("746人", "764人").replace("96.3万元", "93.6万元") for line in MADE]
    told = [(CHANGED, "96.3万元", "93.6万元"), (CHANGED, "746人", "764人")]
    assert found("".join(changed)) == told
    assert found(*(part + "。" for line in changed for part in line.split("。") if part)) == told
    assert found("\t".join(changed)) == told


def test_a_change_in_two_paragraphs_merged_is_found_as_itself() -> None:
    merged = [*MADE[:4], MADE[4] + MADE[6].replace("1382具", "1328具"), MADE[5]]
    assert found(*merged) == [(CHANGED, "1382具", "1328具")]


def test_a_change_in_a_part_of_a_paragraph_split_off_is_found_as_itself() -> None:
    head, tail = MADE[4].replace("8月15日", "8月25日").split("，入住")
    assert found(*MADE[:4], f"{head}。", f"入住{tail}", *MADE[5:]) == [(CHANGED, "8月15日", "8月25日")]


def test_a_number_broken_over_two_lines_is_one_though_both_halves_stand_elsewhere() -> None:
    there = lines_of(reading(*MADE, "2", "88", "288"))
    told = restated(lines_of(reading(*MADE, "2", "88", "2\n88")), there)
    assert told is not None
    assert [each for each in told if each.status not in AGREEING] == []


def test_the_cells_of_a_row_made_into_a_line_are_still_apart() -> None:
    cells = [*MADE, "1", "城市低保金支出", "万元", "152.36", "150", "151.7", "149.94"]
    for quarter, told in (("150", []), ("105", [(CHANGED, "150", "105")])):
        line = "\t".join(["1", "城市低保金支出", "万元", "152.36", quarter, "151.7", "149.94"])
        kept = restated(lines_of(reading(*MADE, line)), lines_of(reading(*cells)))
        assert kept is not None
        assert [(each.status, each.made, each.written) for each in kept if each.status not in AGREEING] == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("612户", "621户", (CHANGED, "612户", "621户")),
        ("53.448万元", "53.448元", (CHANGED, "53.448万元", "53.448元")),
        ("56%", "百分之五十五", (CHANGED, "56%", "百分之五十五")),
        ("8月15日", "8月25日", (CHANGED, "8月15日", "8月25日")),
        ("6月底", "7月底", (CHANGED, "6月", "7月")),
        ("746人", "746户", (CHANGED, "746人", "746户")),
        ("，占年度预算的56%", "", (GONE, "56%", "")),
        ("火化率100%", "火化率100%，节地葬35具", (NEW, "", "35具")),
    ],
)
def test_each_change_is_found_as_itself(old: str, new: str, told: tuple[str, str, str]) -> None:
    assert found(*edited(old, new)) == [told]


def test_two_numbers_that_changed_places_are_two_changes() -> None:
    lines = [
        MADE[1].replace("612", "#").replace("1048", "612").replace("#", "1048") if at == 1 else line
        for at, line in enumerate(MADE)
    ]
    assert found(*lines) == [(CHANGED, "612户", "1048户"), (CHANGED, "1048人", "612人")]


def test_a_paragraph_put_in_from_elsewhere_gives_its_quantities_as_new() -> None:
    put_in = "去年全市慰问困难群众2300户，投入115万元，历时15天。"
    told = restated(lines_of(reading(*MADE, put_in)), lines_of(reading(*MADE)))
    assert told is not None
    assert [each.written for each in unbacked(told, set())] == ["2300户", "115万元"]
    money, households = Fraction(1150000), Fraction(2300)
    yuan, persons = parse_unit("元").dimension, parse_unit("人").dimension
    assert [each.written for each in unbacked(told, {(money, yuan), (households, persons)})] == ["2300户"]
    assert [each.written for each in unbacked(told, {(households, None)})] == ["115万元"]


def test_another_document_is_no_version_of_the_text() -> None:
    assert restated(lines_of(reading("关于开展检查的通知", "请于8月15日前报送。")), lines_of(reading(*MADE))) is None
    assert restated(lines_of(reading(*MADE)), []) is None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Documents made of sample records."""
    folder = tmp_path_factory.mktemp("made")
    found = {}
    for name in (
        "civil-affairs-half-year/complete",
        "notice/inspection-2023",
        "rectification-list/three-sources",
    ):
        record = folder / f"{name.partition('/')[0]}.json"
        shutil.copy(SAMPLES / f"{name}.json", record)
        jobs.make(str(record), record.with_suffix(".docx"))
        found[record.stem] = record.with_suffix(".docx").read_bytes()
    return found


@pytest.mark.parametrize("name", ["civil-affairs-half-year", "notice", "rectification-list"])
def test_one_digit_changed_in_any_number_is_found_and_nothing_else(made: dict[str, bytes], name: str) -> None:
    there = recognise(read_document(made[name]))
    lines = [line.text for line in lines_of(there)]
    missed = []
    tried = 0
    for at, line in enumerate(lines):
        for match in re.finditer(r"(?<![0-9.,])\d+(?:\.\d+)?", line):
            tried += 1
            digit = "1" if line[match.end() - 1] != "1" else "2"
            changed = line[: match.end() - 1] + digit + line[match.end() :]
            changed_lines = lines_of(reading(*lines[:at], changed, *lines[at + 1 :]))
            told = restated(changed_lines, lines_of(reading(*lines)))
            if told is None or [each.status for each in told if each.status not in AGREEING] != [CHANGED]:
                missed.append((line[max(match.start() - 9, 0) : match.end() + 6], told))
    assert tried > 10
    assert missed == []


def test_places_name_the_paragraph() -> None:
    [told] = differing(*edited("746人", "764人"))
    assert (told.status, told.made, told.written, told.place, told.value, told.is_quantity, told.line) == (
        *(CHANGED, "746人", "764人", "正文第5段“全县11所养老机构共有床…”", 764, True, 4),
    )
