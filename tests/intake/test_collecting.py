"""The offices' forms put together, who sent one and who didn't, and what the units come to."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import sample_cases as samples
from form_editing import HALF_YEAR, canonical, cell, change, told

from docgen import load
from docgen.cli.running import run
from docgen.formats.manifest import exact_json
from docgen.intake.tasks import take_in, total_of

OFFICES = samples.SAMPLES / "intake" / "各股室"
ROSTER = samples.SAMPLES / "intake" / "名册.csv"
WHO = ("filled_by", "filled_on")


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    folder = tmp_path / "各股室"
    folder.mkdir()
    for path in OFFICES.glob("*.xlsx"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def without_who(data: dict[str, Any]) -> dict[str, Any]:
    """A record without what the offices' first pages say of who filled it in."""
    data = deepcopy(data)
    for entry in data["indicators"].values():
        for name in WHO:
            entry.pop(name, None)
    return data


def test_nine_forms_give_the_record_that_they_are_parts_of(forms: Path, tmp_path: Path) -> None:
    taken = take_in([str(forms)], str(tmp_path / "r.json"), merged=True)
    assert (taken.result.findings, taken.result.is_blocked) == ((), False)
    merged = load(tmp_path / "r.json").data
    assert canonical(without_who(merged)) == canonical(without_who(load(HALF_YEAR).data))
    assert merged["indicators"]["marriages"]["filled_on"] == "2024-07-09"


def test_the_same_value_given_twice_differently_names_both_cells(forms: Path, tmp_path: Path) -> None:
    lottery = forms / "09-福彩中心.xlsx"

    def put(book: Any) -> None:
        cell(book, "指标", "城市低保户数", "数值").value = 999
        for line in book["基本情况"].iter_rows():
            if line[0].value == "报告期·截止日":
                line[1].value = "2024-07-01"

    change(lottery, put)
    taken = take_in([str(forms)], str(tmp_path / "r.json"), merged=True)
    households = load(HALF_YEAR).get("/indicators/urban_dibao_households/value")
    first = forms / "01-社会救助股.xlsx"
    assert [(each.place.file, *pair) for each, pair in zip(taken.result.findings, told(list(taken.result.findings)), strict=True)] == [
        (str(lottery), "基本情况 B20", f"这里填的是“2024-07-01”，“{first}”的基本情况 B20填的是“2024-06-30”，请核对以哪个为准。"),
        (str(lottery), "指标 B5", f"这里填的是“999”，“{first}”的指标 B5填的是“{households}”，请核对以哪个为准。"),
    ]  # fmt: skip
    assert load(tmp_path / "r.json").get("/indicators/urban_dibao_households/value") == households


def test_a_finding_of_the_whole_names_the_file_of_its_cell(forms: Path, tmp_path: Path) -> None:
    path = forms / "07-社会事务股.xlsx"

    def put(book: Any) -> None:
        cell(book, "指标", "结婚登记", "数值").value = 1

    change(path, put)
    taken = take_in([str(forms)], str(tmp_path / "r.json"), merged=True, annotated=str(tmp_path / "退回"))
    failed = [each for each in taken.result.outcomes if each.blocks]
    assert [each.rule for each in failed] == ["marriage-split"]
    assert {each.place.file for each in failed[0].reads} == {str(path)}
    assert sorted(each.name for each in taken.annotated) == sorted(each.name for each in forms.iterdir())


def test_the_roster_tells_who_sent_one_in_time_late_with_faults_or_not(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_LANG", "zh_CN")
    monkeypatch.chdir(tmp_path)

    def put(book: Any) -> None:
        cell(book, "指标", "结婚登记", "数值").value = 1

    change(forms / "07-社会事务股.xlsx", put)
    (forms / "03-殡葬管理所.xlsx").write_bytes(b"PK\x03\x04 damaged")
    (forms / "05-区划地名股.xlsx").unlink()
    code = run(["intake", "各股室", "--merge", "--roster", str(ROSTER), "-o", "r.json", "--annotate", "退回"])
    out = capsys.readouterr()
    assert code == 1
    assert out.err.strip() == (
        f"{Path('各股室', '03-殡葬管理所.xlsx')}: 无法按 .xlsx 表格读取。请用 Excel 或 WPS 打开，另存为 .xlsx。"
    )
    lines = out.out.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("应报"))
    assert lines[at] == "应报10、已报5、迟报1、退回2、未报2、名册外0"
    assert [line.split("　")[:2] for line in lines[at + 1 : at + 11]] == [
        ["已报", "社会救助股"], ["已报", "养老服务股"], ["退回", "殡葬管理所"], ["已报", "基层政权股"],
        ["未报", "区划地名股"], ["已报", "社会组织股"], ["退回", "社会事务股"], ["已报", "儿童福利股"],
        ["迟报", "福彩中心"], ["未报", "婚姻登记处"],
    ]  # fmt: skip


def unit(path: Path, name: str, **values: Any) -> str:
    """A unit's record: the complete one with some values of its own."""
    data = deepcopy(load(HALF_YEAR).data)
    data["issuer"]["name"] = name
    for id, value in values.items():
        data["indicators"][id] = {**data["indicators"][id], **value}
    path.write_text(exact_json(data), encoding="utf-8")
    return str(path)


def test_what_the_units_come_to_is_held_against_the_total(tmp_path: Path) -> None:
    one = unit(tmp_path / "a.json", "甲县", marriages={"value": 100}, lottery_sales={"value": 4650000, "unit": "元"},
               orphans_scattered={"value": {"unknown": "在查"}}, annulments={"value": "无"})  # fmt: skip
    two = unit(tmp_path / "b.json", "乙县", marriages={"value": 60}, lottery_sales={"value": 35},
               annulments={"value": 1})  # fmt: skip
    whole = unit(tmp_path / "t.json", "某市", marriages={"value": 161}, lottery_sales={"value": 500},
                 annulments={"value": 1})  # fmt: skip
    found = {each.id: each for each in total_of([one, two], whole, max_bytes=10**7)}
    assert (found["marriages"].state, found["marriages"].difference) == ("differs", -1)
    assert found["marriages"].parts == (("甲县", 100), ("乙县", 60))
    assert (found["lottery_sales"].state, found["lottery_sales"].total) == ("same", 500)
    assert (found["annulments"].state, found["orphans_scattered"].state) == ("same", "not-assessable")
    assert found["orphans_scattered"].missing == ("甲县",)
    assert not {"relief_rate", "orphan_standard", "tekun_dispersed_standard"} & set(found)


def test_totals_are_told_with_their_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_LANG", "zh_CN")
    one, two = unit(tmp_path / "a.json", "甲县"), unit(tmp_path / "b.json", "乙县")
    whole = unit(tmp_path / "t.json", "某市")
    assert run(["intake", one, two, "--total", whole, "--json"]) == 1
    totals = {each["id"]: each for each in json.loads(capsys.readouterr().out)["totals"]}
    assert totals["marriages"]["state"] == "differs"
    assert run(["intake", one, "--total", whole]) == 0
    told_last = capsys.readouterr().out.splitlines()[-1]
    assert told_last.startswith("一致") and "不一致0项" in told_last


def test_a_form_without_its_day_or_in_a_format_that_can_t_be_read_is_not_passed_over(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCGEN_LANG", "zh_CN")
    monkeypatch.chdir(tmp_path)

    def no_day(book: Any) -> None:
        book["填写说明"]["B15"].value = None

    change(forms / "03-殡葬管理所.xlsx", no_day)
    (forms / "10-婚姻登记处.et").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert run(["intake", "各股室", "--merge", "--roster", str(ROSTER), "-o", "r.json"]) == 4
    out = capsys.readouterr()
    assert out.err.strip() == f"{Path('各股室', '10-婚姻登记处.et')}: 读不了 .et 文件。请用 WPS 或者 Office 打开，选“另存为”，存成 .xlsx。"
    lines = [line.split("　")[:4] for line in out.out.splitlines()]
    assert ["已报", "殡葬管理所", "截止2024-07-10", "没有填报日期，是否按时无法判断"] in lines
    assert ["退回", "婚姻登记处", "截止2024-07-10", "差错1"] in lines
