"""docgen rules on the command line: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docgen.cli import run


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office's folder with one new rule in the pack 「own」."""
    monkeypatch.setenv("DOCGEN_LANG", "zh_CN")
    (tmp_path / "checks").mkdir()
    pack = tmp_path / "checks" / "own.yaml"
    assert run(["rules", "new", "our-first", "-o", str(pack), "--library", str(tmp_path)]) == 0
    return tmp_path


def test_lists_the_rules_of_a_kind(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--kind", "civil-affairs-half-year", "--library", str(office)]) == 0
    out = capsys.readouterr().out
    assert "  our-first  规则的名字  [业务提示" in out
    assert run(["rules", "list", "--kind", "notice", "--library", str(office)]) == 0
    assert "our-first" not in capsys.readouterr().out


def test_explains_a_rule_as_docgen_explain_does(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["explain"], ["rules", "explain"]):
        capsys.readouterr()
        assert run([*command, "our-first", "--library", str(office)]) == 0
        assert "period.start <= period.end" in capsys.readouterr().out


def test_explains_in_words_what_the_expressions_say(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["explain", "our-first", "--library", str(office)]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("条件：period.start <= period.end")
    assert lines[at + 1] == "意思是：报告期的起始日≤报告期的截止日"


def test_sound_rules_end_with_0(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["rules", "test", "own", "--library", str(office)]) == 0
    assert capsys.readouterr().out == "规则1条，例子3个，试了1处改动，列为等同的0处；需要修改的规则0条。\n"


def test_a_change_that_no_test_notices_ends_with_1(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = office / "checks" / "own.yaml"
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace("pass: {period: {start: 2024-01-01, end: 2024-01-01}}",
                                 "pass: {period: {start: 2024-01-01, end: 2024-01-02}}"), encoding="utf-8")  # fmt: skip
    capsys.readouterr()
    assert run(["rules", "test", str(pack), "--library", str(office)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{pack}:6: our-first  规则的名字"
    assert lines[2:4] == ["      - period.start <= period.end", "      + period.start < period.end"]
    assert run(["rules", "test", "own", "--json", "--library", str(office)]) == 1
    (rule,) = json.loads(capsys.readouterr().out)["rules"]
    assert [each["after"] for each in rule["unnoticed"]] == ["period.start < period.end"]


def test_a_test_that_fails_ends_with_1(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = office / "checks" / "own.yaml"
    text = pack.read_text(encoding="utf-8").replace(
        "- fail: {period: {start: 2024-01-02", "- fail: {period: {start: 2023-01-02"
    )
    pack.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["rules", "test", "own", "--library", str(office)]) == 1
    assert "第2个例子应为 fail，结果是 pass。" in capsys.readouterr().out


def test_a_test_that_lacks_a_field_is_told_what_is_missing(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = office / "checks" / "own.yaml"
    text = pack.read_text(encoding="utf-8")
    right, wrong = "start: 2024-01-01, end: 2024-01-01", "end: 2024-01-01"
    pack.write_text(text.replace(right, wrong), encoding="utf-8")
    capsys.readouterr()
    assert run(["rules", "test", "own", "--library", str(office)]) == 1
    assert capsys.readouterr().out.splitlines()[1:3] == [
        "    第1个例子应为 pass，结果是 not-assessable。",
        "      缺：报告期 › 起始日",
    ]


UNTRIED = """\
pack: own
title: 本单位规则
kinds: [civil-affairs-half-year]
rules:
  - id: boundary-archived
    title: 成果提交后归档
    nature: 业务提示
    severity: warning
    why: 提交了才能归档。
    expect: 归档日期不早于提交日期
    condition: dates.a <= dates.b
    message: 请核对。
    tests:
      - pass: {dates: {a: {value: 2024-01-01}, b: {value: 2024-01-01}}}
      - fail: {dates: {a: {value: 2024-01-02}, b: {value: 2024-01-01}}}
  - id: marriages-counted
    title: 结婚登记不少于离婚登记
    nature: 业务提示
    severity: warning
    why: 试。
    expect: 结婚登记不少于离婚登记
    condition: marriages >= or_zero(divorces)
    message: 请核对。
    tests:
      - pass: {indicators: {marriages: 1, divorces: 1}}
      - fail: {indicators: {marriages: 1, divorces: 2}}
"""


def test_what_comes_of_unknown_and_of_none_has_to_be_tried(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / "checks" / "own.yaml").write_text(UNTRIED, encoding="utf-8")
    capsys.readouterr()
    assert run(["rules", "test", "own", "--json", "--library", str(office)]) == 1
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert [(rule["id"], rule["untried"]) for rule in rules] == [
        (
            "boundary-archived",
            [{"outcome": "not-assessable", "labels": ["日期 › a › 日期", "日期 › b › 日期"]}],
        ),
        (
            "marriages-counted",
            [
                {"outcome": "not-applicable", "labels": ["指标 › 结婚登记 › 数值"]},
                {"outcome": "not-assessable", "labels": ["指标 › 结婚登记 › 数值", "指标 › 离婚登记 › 数值"]},
            ],
        ),
    ]
    assert run(["rules", "test", "own", "--library", str(office)]) == 1
    assert capsys.readouterr().out.splitlines()[3] == (
        "    有的值填“无”时就不查本条，而没有这样的例子（not-applicable）：指标 › 结婚登记 › 数值。"
        "填“无”也应当查的，在条件里写 none(…) 或 or_zero(…)；不查的，补一个例子。"
    )


def test_a_broken_pack_ends_with_3_and_an_unknown_one_with_2(office: Path) -> None:
    assert run(["rules", "test", "onw", "--library", str(office)]) == 2
    (office / "checks" / "own.yaml").write_text("pack: [", encoding="utf-8")
    assert run(["rules", "test", "own", "--library", str(office)]) == 3


def test_what_lies_beside_the_packs_and_is_not_read_is_told(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("own.yaml.bak", "README.txt", ".own.yaml.swp"):
        (office / "checks" / name).write_text("pack: own\n", encoding="utf-8")
    said = f"没有读取（文件名不以 .yaml 结尾）：{office / 'checks' / 'own.yaml.bak'}"
    for command in (["test", "own"], ["list"]):
        capsys.readouterr()
        assert run(["rules", *command, "--library", str(office)]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == said
        assert run(["rules", *command, "--json", "--library", str(office)]) == 0
        assert json.loads(capsys.readouterr().out)["not_read"] == [str(office / "checks" / "own.yaml.bak")]
