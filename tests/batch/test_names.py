"""File names from patterns: fields by path or title, safe everywhere, nothing private."""

from __future__ import annotations

import pytest
from notice_lists import notice

from docgen.batch.names import Absent, read_pattern, safe_file_name, same_name
from docgen.errors import UsageError
from docgen.library import find_library
from docgen.messages import word
from docgen.records import Record
from docgen.schemas import Kind, load_kind


@pytest.fixture(scope="module")
def kind() -> Kind:
    return load_kind(find_library(), "notice")


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{seq:04}-{addressee}.docx", "0007-云川县第7社会组织.docx"),
        ("{序号}_{主送机关}", "7_云川县第7社会组织.docx"),
        ("{number}", "云民函〔2024〕7号.docx"),
        ("{number.sequence:03} {signature.date}", "007 2024-01-30.docx"),
        ("{落款.成文日期}", "2024-01-30.docx"),
        ("{title}{seq}", "云川县民政局关于开展2023年度社会组织年度检查工作的通知7.docx"),
        ("{indicators.orgs_to_inspect}家{{{seq}}}", "158家{7}.docx"),
    ],
)
def test_a_pattern_takes_fields_by_path_or_by_title(pattern: str, name: str, kind: Kind) -> None:
    record = Record.from_data(notice(7))
    assert read_pattern(pattern, kind).name(7, record, kind) == name


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{contact.name}", "文件名样式“{contact.name}”里的“联系人 › 姓名”是不公开的内容，不能写进文件名。"),
        ("{adressee}", "文件名样式“{adressee}”里的“adressee”不是这种材料的栏目。"),
        ("{paragraphs}", "文件名样式“{paragraphs}”里的“正文”是一组内容，不是一个值，不能写进文件名。"),
        ("通知", "文件名样式“通知”里没有栏目，所有文件会同名；请加上 {序号:04}。"),
        ("{seq", "文件名样式“{seq”里的花括号没有成对；栏目写成 {栏目名}。"),
        ("{seq:x}", "文件名样式“{seq:x}”里的“:x”应当是位数，如 :04。"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused(pattern: str, sentence: str, kind: Kind) -> None:
    with pytest.raises(UsageError) as refused:
        read_pattern(pattern, kind)
    assert word(refused.value.code, refused.value.parameters, "zh_CN") == sentence


def test_the_nearest_field_is_suggested(kind: Kind) -> None:
    with pytest.raises(UsageError) as refused:
        read_pattern("{adressee}", kind)
    assert refused.value.suggestion == "addressee"


@pytest.mark.parametrize("value", [None, {"unknown": "未定"}, "无"])
def test_a_field_without_a_value_makes_no_name(value: object, kind: Kind) -> None:
    with pytest.raises(Absent) as absent:
        read_pattern("{deadline}", kind).name(1, Record.from_data(notice(1, deadline=value)), kind)
    assert (absent.value.title, absent.value.pointer) == ("办理期限", "/deadline")


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ('甲<乙>:"丙"/丁\\戊|己?庚*', "甲 乙 丙 丁 戊 己 庚.docx"),
        ("CON", "_CON.docx"),
        ("lpt1.通知", "_lpt1.通知.docx"),
        ("核对清单", "_核对清单.docx"),  # stands in the folder, and would be written over it
        ("通知. . ", "通知.docx"),
        ("..隐藏", "隐藏.docx"),
        ("a\u202egnp", "a gnp.docx"),
        ("\x00\t\n", "_.docx"),
        ("e\u0301", "\u00e9.docx"),
    ],
)
def test_a_name_is_one_that_windows_and_linux_take(stem: str, name: str) -> None:
    assert safe_file_name(stem) == name


def test_long_names_that_begin_alike_stay_two_and_fit() -> None:
    long = "云川县农村专业技术协会联合会" * 12
    one, two = safe_file_name(long + "甲"), safe_file_name(long + "乙")
    assert one != two
    assert one[:40] == two[:40]
    assert max(len(name.encode("utf-8")) for name in (one, two)) <= 185
    assert safe_file_name(long + "甲") == one


def test_windows_takes_these_names_for_the_same() -> None:
    assert same_name("A-通知.DOCX") == same_name("a-通知.docx")
    assert same_name("Ａ.docx") == same_name("ａ.docx")
    assert same_name("e\u0301.docx") == same_name("\u00c9.docx")
    assert same_name("甲.docx") != same_name("乙.docx")
