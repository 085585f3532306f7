"""Packs with the mistakes that inspectors make, and hostile ones: a message with its place, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import BrokenLibrary
from docgen.library import Library, shipped_root
from docgen.messages import word
from docgen.rules.packs import MAX_FAULTS, MAX_RULES, load_packs
from docgen.schemas import load_kind

HEAD = """\
pack: office
title: 本单位规则
kinds: [civil-affairs-half-year]
rules:
"""
RULE = """\
  - id: relieved-over-received
    title: 救助人数不大于接待人数
    nature: 文稿差错
    severity: error
    why: 救助的都接待过。
    expect: 救助人数不大于接待人数
    for_each: payments
    condition: CONDITION
    message: 请核对。
    tests:
      - pass: {}
      - fail: {}
"""
GOOD = HEAD + RULE


def refusal(folder: Path, text: str) -> BrokenLibrary:
    (folder / "checks").mkdir(exist_ok=True)
    (folder / "checks" / "office.yaml").write_text(text, encoding="utf-8")
    kind = load_kind(Library((shipped_root(),)), "civil-affairs-half-year")
    with pytest.raises(BrokenLibrary) as refused:
        load_packs(Library((shipped_root(), folder)), kind)
    return refused.value


#: what is written as the condition -> code, column (from its start), nearest right name, Chinese sentence
CONDITIONS: dict[str, tuple[str, str, int, str, str]] = {
    "wrong path": ("item.naem == \"x\"", "expression-unknown-field", 0, "name", "资金发放里没有“naem”，有：id（标识）、"),
    "a title for a name": ("known(流浪乞讨人员接待)", "expression-unknown-name", 6, "", "没有"),
    "a count without unit": ("count(payments) == vagrants_received", "expression-plain-number", 0, "", '… * quantity(1, "人")'),
    "wrong indicator": ("vagrants_receivd > 1", "expression-unknown-name", 0, "vagrants_received", "没有“vagrants_receivd”"),
    "wrong type": ("item.name > 5", "expression-not-comparable", 0, "", "不能把文字和数相比"),
    "no truth": ("vagrants_received", "expression-wrong-sort", 0, "", "这里应是是否成立，现为数"),
    "unlike units": ("vagrants_received >= marriages", "expression-unlike-units", 0, "", "单位不同"),
    "unknown function": ("cuont(payments) > 1", "expression-unknown-function", 0, "count", "没有名为“cuont”的函数"),
    "unknown choice": ('item.program == "orphans"', "expression-unknown-choice", 16, "orphan", '、"orphan"（'),
    "quote missing": ('known(item.name) and item.name == "a', "expression-quote-missing", 34, "", "缺少结尾的引号"),
    "Chinese comma": ("near(vagrants_received，vagrants_relieved, 1)", "expression-chinese-mark", 22, "", "请用英文标点 ,"),
    "Chinese bracket": ("known（item.name)", "expression-chinese-mark", 5, "", "请用英文标点 ("),
    "Chinese quotes": ("item.name == “甲”", "expression-chinese-mark", 13, "", '请用英文标点 "'),
    "Chinese comparison": ("vagrants_relieved ≤ vagrants_received", "expression-chinese-mark", 18, "", "请用英文标点 <="),
    "one equals sign": ('item.name = "a"', "expression-other-sign", 10, "", "请写“==”"),
    "signs the other way round": ("vagrants_relieved =< vagrants_received", "expression-other-sign", 18, "", "请写“<=”"),
    "one equals sign in brackets": ('count(payments, each.name = "a") > 1', "expression-other-sign", 26, "", "请写“==”"),
    "if then": ("if known(item.name) then known(title)", "expression-if", 0, "", "前提写在 when 里"),
    "a field of a date": ("period.end.value <= as_of", "expression-no-fields", 0, "", "报告期的截止日下面没有别的栏目"),
    "a truth as a text": ('known(item.name) == "是"', "expression-truth-as-text", 0, "", "前面加 not 就是“否”"),
    "signs apart": ("vagrants_relieved < = vagrants_received", "expression-syntax", 20, "", "请检查运算符"),
    "signs of other languages": ("known(item.name) && known(title)", "expression-other-sign", 17, "", "请写“and”"),
    "a word in capitals": ("known(item.name) OR known(title)", "expression-other-sign", 17, "", "请写“or”"),
    "not in capitals": ("NOT known(item.name)", "expression-other-sign", 0, "", "请写“not”"),
    "a Chinese word": ("known(item.name) 并且 known(title)", "expression-other-sign", 17, "", "请写“and”"),
    "a full-width blank": ("known(item.name)　and known(title)", "expression-other-sign", 16, "", "算式里不写"),
    "nonsense": ("known(item.name) known(title)", "expression-syntax", 17, "", "请检查运算符"),
    "cut short": ("known(item.name) and", "expression-cut-short", 20, "", "没有写完"),
    "cut short behind a sign": ("vagrants_relieved ==", "expression-cut-short", 20, "", "没有写完"),
    "a bracket alone": ("known(item.name", "expression-bracket-alone", 5, "", "括号 ( 没有配对"),
    "a bracket too many": ("known(item.name))", "expression-bracket-alone", 16, "", "括号 ) 没有配对"),
    "unit in the number": ("vagrants_received > 3人", "expression-number-with-unit", 20, "", 'quantity(3, "人")'),
    "a number without its unit": ("vagrants_received > 3", "expression-unit-missing", 0, "", 'quantity(数, "人")'),
    "a percentage": ("inspection_taken / inspection_notified > 50%", "expression-percent", 41, "", "写成 0.5"),
    "quantity without quotes": ("quantity(3, 人) < vagrants_received", "expression-quantity", 0, "", "带引号的单位"),
    "too few arguments": ("near(vagrants_received, vagrants_relieved)", "expression-arguments-exactly", 0, "", "应写3项"),
    "days by subtraction": ("period.end - period.start > 5", "expression-date-arithmetic", 0, "", "days(起, 止)"),
    "through a list": ('payments.name == "a"', "expression-list-path", 0, "", "资金发放是列表"),
    "each alone": ('each.name == "a"', "expression-each-alone", 0, "", "写 item"),
    "item for each": ("all(item.instalments, known(item.name) and each.paid == each.due) and known(each.name)", "expression-each-alone", 76, "", "写 item"),
    "none as a text": ('item.name == "无"', "expression-none-text", 13, "", "none(栏目)"),
    "none among texts": ('item.name in ["甲", "无"]', "expression-none-text", 19, "", "none(栏目)"),
    "none as a name": ("item.name == 无", "expression-unknown-name", 13, "none(…)", "没有“无”"),
    "true in small letters": ("known(item.name) == true", "expression-unknown-name", 20, "True", "没有“true”"),
    "date without quotes": ("period.end <= 2020-06-30", "expression-bare-date", 14, "", 'date("2024-06-30")'),
    "a date that is none": ('period.end <= date("2020-06-31")', "expression-date", 19, "", "不是一个日期"),
    "date without function": ('period.end <= "2020-06-30"', "expression-not-comparable", 0, "", "不能把日期和文字相比"),
    "a choice with itself": ("item.program == item.program", "expression-same-sides", 0, "", "与自己相比"),
    "a comparison with itself inside": ("known(item.name) and item.due <= item.due", "expression-unknown-field", 21, "", ""),
    "constants": ("known(item.name) or 1 < 2", "expression-constant", 20, "", "结果永远不变"),
    "constant quantities": ('quantity(1, "人") > quantity(2, "人")', "expression-constant", 0, "", "结果永远不变"),
    "a side and a bit more": ('vagrants_received <= vagrants_received + quantity(1, "人")', "expression-always", 0, "", "等于没有查"),
    "a side and less": ('vagrants_received * 2 / 2 < vagrants_received - quantity(1, "人")', "expression-never", 0, "", "都不成立"),
    "a thing or not": ("known(item.name) or not known(item.name)", "expression-always", 0, "", "等于没有查"),
    "a thing and not": ("given(title) and (known(item.name) and not known(item.name))", "expression-never", 18, "", "都不成立"),
    "unlike one or unlike another": ('item.program != "orphan" or item.program != "funeral"', "expression-always", 0, "", "等于没有查"),
    "one and another": ('item.program == "orphan" and "funeral" == item.program', "expression-never", 0, "", "都不成立"),
    "one of some and another": ('item.program in ["orphan", "other"] and not item.program != "funeral"', "expression-never", 0, "", "都不成立"),
    "above five or not": ('vagrants_received > quantity(5, "人") or vagrants_received <= quantity(5, "人")', "expression-always", 0, "", "等于没有查"),
    "above five and below three": ('vagrants_received > quantity(5, "人") and quantity(3, "人") > vagrants_received', "expression-never", 0, "", "都不成立"),
    "between five and three": ('quantity(5, "人") < vagrants_received < quantity(3, "人")', "expression-never", 0, "", "都不成立"),
    "after the end and before the start": ('period.end > date("2024-06-30") and period.end < date("2024-01-01")', "expression-never", 0, "", "都不成立"),
    "fewer than none": ("count(item.instalments) < 0", "expression-never", 0, "", "都不成立"),
    "none or more": ("all(plan, count(payments, known(each.name)) >= 0)", "expression-always", 10, "", "等于没有查"),
    "near itself": ('near(vagrants_received, vagrants_received, quantity(1, "人"))', "expression-always", 0, "", "等于没有查"),
    "nearer than not at all": ('near(vagrants_received, vagrants_relieved, -quantity(1, "人"))', "expression-never", 0, "", "都不成立"),
    "no 无": ("none(item.name)", "expression-no-none", 0, "", "不会填“无”"),
    "nothing but true": ("True", "expression-constant", 0, "", "结果永远不变"),
    "power": ("9**9**9 > 1", "expression-not-allowed", 3, "", "9**9"),
    "brackets": ("(" * 500 + "1" + ")" * 500, "expression-syntax", 200, "", ""),
    "nots": ("not " * 400 + "given(title)", "expression-too-deep", 240, "", "嵌套超过60层"),
    "a long text": ('item.name == "' + "x" * 100_000 + '"', "expression-too-long", 0, "", "超过2000个字符"),
    "many digits": ("vagrants_received > " + "9" * 1000, "expression-number-too-long", 20, "", ""),
    "a dunder": ("item.__class__ == 1", "expression-unknown-field", 0, "", "__class__"),
    "a dunder of a constant": ("().__class__ == 1", "expression-not-allowed", 0, "", "__class__"),
    "a call of a call": ("__import__('os').system('x')", "expression-not-allowed", 0, "", ""),
    "a lambda": ("(lambda: 1)()", "expression-not-allowed", 0, "", ""),
}  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "code", "column", "suggestion", "sentence"), list(CONDITIONS.values()), ids=list(CONDITIONS)
)
def test_a_mistake_in_a_condition_is_told_with_its_place(
    condition: str, code: str, column: int, suggestion: str, sentence: str, tmp_path: Path
) -> None:
    fault = refusal(tmp_path, GOOD.replace("CONDITION", f"|-\n      {condition}"))
    assert (fault.code, fault.path, fault.line) == (code, str(tmp_path / "checks" / "office.yaml"), 13)
    assert fault.column == 7 + column
    assert suggestion in (fault.suggestion, "")
    assert sentence in word(fault.code, fault.parameters, "zh_CN")


#: conditions that look like the ones above and can come out either way
UNDECIDED = [
    "0 <= count(item.instalments) <= 5",
    'vagrants_received > quantity(5, "人") or vagrants_received < quantity(3, "人")',
    'vagrants_received > quantity(3, "人") and vagrants_received < quantity(5, "人")',
    'quantity(3, "人") <= vagrants_received <= quantity(3, "人")',
    'item.program == "orphan" or item.program == "funeral"',
    'item.program != "orphan" and item.program != "funeral"',
    'item.program in ["orphan", "other"] and item.program != "other"',
    "known(item.name) or not known(item.channel)",
    "vagrants_received + vagrants_relieved >= vagrants_received",
    'vagrants_received <= vagrants_relieved + quantity(1, "人")',
    "vagrants_received * 2 <= vagrants_received * vagrants_received / vagrants_relieved",
    'near(vagrants_received, vagrants_relieved, quantity(0, "人"))',
    'period.start < date("2024-06-30") and period.end > date("2024-01-01")',
    "start_of(period.end) <= end_of(period.end)",
    "none(item.instalments) or all(item.instalments, none(each.paid) or each.paid <= each.due)",
    'cremation_rate <= 1.5',
]  # fmt: skip


@pytest.mark.parametrize("condition", UNDECIDED)
def test_a_condition_that_can_come_out_either_way_is_taken(condition: str, tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    text = GOOD.replace("CONDITION", f"|-\n      {condition}")
    (tmp_path / "checks" / "office.yaml").write_text(text, encoding="utf-8")
    kind = load_kind(Library((shipped_root(),)), "civil-affairs-half-year")
    packs = load_packs(Library((shipped_root(), tmp_path)), kind)
    assert [rule.id for pack in packs if pack.id == "office" for rule in pack.rules] == [
        "relieved-over-received"
    ]


#: a pack's text -> code, line, column
FILES: dict[str, tuple[str, str, int | None, int | None]] = {
    "tab": (GOOD.replace("    why:", "\twhy:"), "yaml-tab", 9, 1),
    "tab further in": (GOOD.replace("    why:", "  \t why:"), "yaml-tab", 9, 3),
    "quote missing": (GOOD.replace("title: 救助", 'title: "救助'), "yaml-quote-open", 6, 12),
    "the same id twice": (HEAD + (RULE * 2).replace("CONDITION", "given(item.name)"), "pack-rule-twice", 17, 9),
    "an alias": ("pack: &a [x, x]\ntitle: [*a, *a]\n", "yaml-anchor", 1, 7),
    "laughs": ("a: [lol]\nb: [*a, *a, *a]\n", "yaml-alias", 2, 5),
    "nested": ("pack: " + "[" * 100_000, "yaml-too-deep", 1, 56),
    "huge": ("pack: " + "x" * 3_000_000, "yaml-too-large", None, None),
    "a million rules": (HEAD + "  - {id: a}\n" * 1_000_000, "yaml-too-large", None, None),
    "too many rules": (HEAD + "  - {id: a}\n" * (MAX_RULES + 1), "pack-too-many-rules", 5, 3),
    "a tag": ("pack: !!python/object/apply:os.system [x]\n", "yaml-tag", 1, 7),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "column"), list(FILES.values()), ids=list(FILES))
def test_a_mistake_in_a_file_is_told_with_its_place(
    text: str, code: str, line: int | None, column: int | None, tmp_path: Path
) -> None:
    fault = refusal(tmp_path, text)
    assert (fault.code, fault.line, fault.column) == (code, line, column)
    assert word(fault.code, fault.parameters, "zh_CN") != word(fault.code, fault.parameters, "en")


#: what is replaced in a pack that is right -> code, line, column, nearest right name of every fault
PACKS: dict[str, tuple[str, str, list[tuple[str, int, int, str]]]] = {
    "no kinds": ("kinds: [civil-affairs-half-year]", "kinds: []", [("pack-kinds-list", 3, 8, "")]),
    "kind for kinds": ("kinds:", "kind:", [("pack-kinds-list", 1, 1, ""), ("pack-unknown-key", 3, 1, "kinds")]),
    "kinds and fields": ("rules:", "fields: [plan]\nrules:", [("pack-kinds-and-fields", 4, 1, "")]),
    "fields of no kind": (
        "kinds: [civil-affairs-half-year]", "fields: [plan, paragraphs]", [("pack-for-no-kind", 3, 9, "")]
    ),
    "item without for_each": (
        "for_each: payments\n    condition: given(title)", "condition: given(item.name)",
        [("expression-item-alone", 11, 22, "")],
    ),
    "item where each is meant": (
        "for_each: payments\n    condition: given(title)", "condition: any(payments, given(item.name))",
        [("expression-item-alone", 11, 36, "each")],
    ),
    "for_each wrong": ("payments", "payment", [("expression-unknown-name", 11, 15, "payments")]),
    "on_empty alone": ("for_each: payments", "on_empty: fail", [("pack-where-alone", 11, 5, "")]),
    "full-width braces": ("请核对", "｛title｝", [("pack-wide-brace", 13, 14, "")]),
    "a brace alone": ("请核对", "请{title核对", [("pack-stray-brace", 13, 15, "")]),
    "wrong name in a sentence": ("请核对", "请{titel}核对", [("expression-unknown-name", 13, 16, "title")]),
    "wrong name on the second line": (
        "given(title)", "given(title)\n      and given(titel)", [("expression-unknown-name", 13, 17, "title")]
    ),
    "wrong name in quotes": ("given(title)", "'given( titel)'", [("expression-unknown-name", 12, 24, "title")]),
    "ask that is none": ("    tests", "    ask: []\n    tests", [("pack-wants-text", 14, 10, "")]),
    "nature as a list": ("文稿差错", "[文稿差错]", [("pack-wants-text", 7, 13, "")]),
    "test empty": ("- pass: {}", "- pass:", [("pack-test-shape", 15, 9, "")]),
    "an area that is none": ("    tests", "    area: 江西生\n    tests", [("pack-unknown-area", 14, 11, "江西省")]),
    "a town as area": ("    tests", "    area: 江西省九江市\n    tests", [("pack-unknown-area", 14, 11, "江西省")]),
    "a value in the title": ("title: 救助", "title: 救助{title}", [("pack-brace-in-text", 6, 14, "")]),
    "a value in what is expected": ("expect: 救", "expect: 不少于{title}", [("pack-brace-in-text", 10, 16, "")]),
    "the same test twice": ("- pass: {}", "- pass: {}\n      - pass: {}", [("pack-test-twice", 16, 9, "")]),
    "a test with a field that is none": (
        "- pass: {}", "- pass: {payments: [{nmae: 甲}]}", [("pack-test-unknown-field", 15, 28, "name")]
    ),
    "a test with a choice that is none": (
        "- pass: {}", "- pass: {payments: [{program: orphans}]}", [("pack-test-unknown-choice", 15, 37, "orphan")]
    ),
    "faults in the file's order": (
        "文稿差错\n    severity: error", "差错\n    severity: err",
        [("pack-not-a-choice", 7, 13, "文稿差错"), ("pack-not-a-choice", 8, 15, "error")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), list(PACKS.values()), ids=list(PACKS))
def test_every_fault_of_a_pack_is_told_once_with_its_place(
    old: str, new: str, expected: list[tuple[str, int, int, str]], tmp_path: Path
) -> None:
    text = GOOD.replace("CONDITION", "given(title)")
    assert old in text
    fault = refusal(tmp_path, text.replace(old, new, 1))
    found = [(each.code, each.line, each.column, each.suggestion) for each in (fault, *fault.also)]
    assert found == expected


@pytest.mark.parametrize(
    ("basis", "rule"),
    [
        ("to: 2010-01-01", "from: 2010-01-02"),
        ("from: 2020-01-01", "to: 2019-12-31"),
        ("area: 江西", "area: 湖南省"),
    ],
)
def test_a_basis_that_is_never_in_force_with_its_rule_is_told(basis: str, rule: str, tmp_path: Path) -> None:
    bases = f"bases:\n  a: {{title: 甲, issuer: 乙, verified: title, {basis}}}\nrules:\n"
    text = GOOD.replace("CONDITION", "given(title)").replace("rules:\n", bases)
    fault = refusal(tmp_path, text.replace("    tests:", f"    basis: [{{ref: a}}]\n    {rule}\n    tests:"))
    assert (fault.code, fault.line, fault.column, fault.parameters, fault.also) == (
        "pack-basis-never-cited", 16, 13, {"title": "甲"}, ()
    )  # fmt: skip


@pytest.mark.parametrize("name", ["office.yml", "office.yaml.txt", "office.YML.txt"])
def test_a_pack_of_another_ending_is_not_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(BrokenLibrary) as refused:
        Library((tmp_path,)).pack_files()
    assert (refused.value.code, refused.value.path, refused.value.parameters) == (
        "library-misnamed", str(tmp_path / "checks" / name), {"ending": ".yaml"}
    )  # fmt: skip


def test_packs_in_a_folder_of_their_own_are_not_passed_over(tmp_path: Path) -> None:
    inner = tmp_path / "checks" / "2024"
    inner.mkdir(parents=True)
    for name in ("a.yaml", "b.yml", "notes.txt", ".c.yaml"):
        (inner / name).write_text(GOOD, encoding="utf-8")
    (tmp_path / "checks" / "office.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(BrokenLibrary) as refused:
        Library((tmp_path,)).pack_files()
    assert [(each.code, each.path, each.parameters) for each in (refused.value, *refused.value.also)] == [
        ("library-inner-folder", str(inner / "a.yaml"), {"folder": "checks"}),
        ("library-inner-folder", str(inner / "b.yml"), {"folder": "checks"}),
        ("library-misnamed", str(tmp_path / "checks" / "office.yml"), {"ending": ".yaml"}),
    ]


def test_a_copy_of_a_pack_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    text = GOOD.replace("CONDITION", "given(title)")
    (tmp_path / "checks" / "office - 副本.yaml").write_text(text, encoding="utf-8")
    fault = refusal(tmp_path, text)
    assert (fault.code, fault.path, fault.line, fault.column, fault.parameters, fault.also) == (
        "pack-twice", str(tmp_path / "checks" / "office - 副本.yaml"), 1, 7,
        {"name": "office", "other": str(tmp_path / "checks" / "office.yaml")}, (),
    )  # fmt: skip


def test_a_folder_called_like_a_pack_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "checks" / "office.yaml").mkdir(parents=True)
    with pytest.raises(BrokenLibrary) as refused:
        Library((tmp_path,)).pack_files()
    assert refused.value.code == "library-no-file"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device")
def test_a_device_called_like_a_pack_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "office.yaml").symlink_to("/dev/zero")
    with pytest.raises(BrokenLibrary) as refused:
        Library((tmp_path,)).pack_files()
    assert refused.value.code == "library-no-file"


def test_a_message_repeats_only_the_beginning_of_a_long_text(tmp_path: Path) -> None:
    fault = refusal(tmp_path, GOOD.replace("CONDITION", "given(title)").replace("文稿差错", "差" * 100_000))
    assert fault.parameters["found"] == "差" * 120 + "…"


def test_not_more_faults_are_told_than_anyone_reads(tmp_path: Path) -> None:
    fault = refusal(tmp_path, HEAD + "  - {id: a}\n" * MAX_RULES)
    assert len(fault.also) == MAX_FAULTS - 1
