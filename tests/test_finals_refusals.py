"""Every further reason that keeps a document from being final, each from a small document that has it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from test_finals_of_others import ORDER, TEXT, blocking, finalised, official

from docgen import jobs
from docgen.cli import run
from docgen.finalising.results import Finalised
from docgen.finals import finalise
from docgen.messages import word
from tests.clean_documents import CENTRE, RED_LINE, RIGHT
from tests.layout_documents import para
from tests.worked_on import AUTHOR, changed, packed, parts_of, replaced

SAMPLE = Path(__file__).parent.parent / "samples" / "good" / "civil-affairs-half-year" / "complete.json"
MOMENT = datetime.fromisoformat("2024-07-05T17:30:00+08:00")
NUMBER = para("云民发〔2026〕12号", RED_LINE + CENTRE, TEXT)
DATE = para("2026年7月1日", f'<w:ind w:right="1280"/>{RIGHT}', TEXT)


def with_line(old: str, new: str) -> bytes:
    """The clean notice with a paragraph replaced."""
    return replaced(official(), old, new)


def sentences(done: Finalised) -> list[tuple[str, bool]]:
    return [(word(each.code, each.parameters, "zh_CN"), each.blocks) for each in done.findings]


def test_two_lines_that_look_like_the_number_are_not_guessed_between(tmp_path: Path) -> None:
    shutil.copy(SAMPLE.parents[1] / "notice" / "inspection-2023.json", tmp_path / "记录.json")
    jobs.make(str(tmp_path / "记录.json"), tmp_path / "通知.docx")

    def twice(xml: str) -> str:
        at = xml.rindex("<w:p>", 0, xml.index('w:val="OfficialNumber"'))
        end = xml.index("</w:p>", at) + len("</w:p>")
        return xml[:end] + xml[at:end].replace("_dg", "_dgx") + xml[end:]

    (tmp_path / "通知.docx").write_bytes(changed((tmp_path / "通知.docx").read_bytes(), twice))
    order = replace(ORDER, number="云民字〔2024〕16号", day="2024-02-06")
    assert (
        "正文第2段“云民字〔2024〕6号”、正文第3段“云民字〔2024〕6号”",
        "有几行都像发文字号（要写入的是云民字〔2024〕16号），请只保留一行。",
    ) in blocking(finalise(str(tmp_path / "通知.docx"), order, MOMENT))


def test_a_number_line_of_another_kind_is_told(tmp_path: Path) -> None:
    told = blocking(finalised(tmp_path, with_line(NUMBER, para("第12号", RED_LINE + CENTRE, TEXT))))
    assert (
        "正文第4段“第12号”",
        "“第12号”无法改为云民发〔2026〕8号，请先把这一行写成“云民字〔2024〕  号”的样子。",
    ) in told


def test_an_order_number_is_no_place_for_another_form(tmp_path: Path) -> None:
    order = replace(ORDER, number="第12号")
    told = blocking(finalised(tmp_path, official(), order))
    assert (
        "正文第4段“云民发〔2026〕12号”",
        "“云民发〔2026〕12号”无法改为第12号，请先把这一行写成“云民字〔2024〕  号”的样子。",
    ) in told


def test_two_dates_under_two_names_are_not_guessed_between(tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "记录.json")
    jobs.make(str(tmp_path / "记录.json"), tmp_path / "总结.docx")

    def twice(xml: str) -> str:
        at = xml.rindex("<w:p>", 0, xml.index('w:val="IssueDate"'))
        end = xml.index("</w:p>", at) + len("</w:p>")
        return xml[:end] + xml[at:end].replace("_dg", "_dgx") + xml[end:]

    (tmp_path / "总结.docx").write_bytes(changed((tmp_path / "总结.docx").read_bytes(), twice))
    done = finalise(str(tmp_path / "总结.docx"), replace(ORDER, number=None, day="2024-07-05"), MOMENT)
    assert blocking(done) == [
        (
            "正文第84段“2024年7月5日”、正文第85段“2024年7月5日”",
            "有几行都像成文日期（要写入的是2024年7月5日），请只保留一行。",
        )
    ]


def test_a_number_with_a_tab_inside_can_not_be_set_in_place(tmp_path: Path) -> None:
    tabbed = f"<w:p><w:pPr>{RED_LINE}{CENTRE}</w:pPr><w:r><w:rPr>{TEXT}</w:rPr><w:t>云民发〔2026〕</w:t><w:tab/><w:t>号</w:t></w:r></w:p>"
    told = blocking(finalised(tmp_path, with_line(NUMBER, tabbed)))
    assert "“云民发〔2026〕\t号”中间有制表符、换行或符号，无法就地改为云民发〔2026〕8号。" in [
        each for _label, each in told
    ]


def test_a_replaced_number_that_stands_elsewhere_is_asked_about(tmp_path: Path) -> None:
    data = changed(
        official(),
        lambda xml: xml.replace("现将有关事项通知如下。", "现将云民发〔2026〕12号有关事项通知如下。", 1),
    )
    done = finalised(tmp_path, data)
    assert ("这里还有已被替换的发文字号云民发〔2026〕12号，请核对。", False) in sentences(done)


def test_a_number_of_another_year_is_asked_about(tmp_path: Path) -> None:
    done = finalised(tmp_path, official(), replace(ORDER, number="云民发〔2025〕8号"))
    assert ("发文字号云民发〔2025〕8号的年份与成文日期2026年7月8日不是同一年，请核对。", False) in sentences(
        done
    )
    assert done.written


def test_a_printing_date_needs_its_place_and_comes_after_the_issue(tmp_path: Path) -> None:
    early = replace(ORDER, printed="2026-07-07")
    assert blocking(finalised(tmp_path, official(), early)) == [
        (
            "表格第24段“云溪县民政局办公室　　2…”",
            "印发日期2026年7月7日早于成文日期2026年7月8日，请用 --printed 给出印发日期。",
        )
    ]
    shutil.copy(SAMPLE, tmp_path / "记录.json")
    jobs.make(str(tmp_path / "记录.json"), tmp_path / "总结.docx")
    order = replace(ORDER, number=None, day="2024-07-05", printed="2024-07-06")
    done = finalise(str(tmp_path / "总结.docx"), order, MOMENT)
    assert blocking(done) == [("", "没有找到写印发日期2024年7月6日的位置。")]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("_xmlsignatures/sig1.xml", "文件已有电子签名，改动会使签名失效。请先定稿，再签名。"),
        ("word/vbaProject.bin", "文件带有宏或控件（vbaProject.bin），请另存为不带宏的 .docx。"),
    ],
)
def test_signatures_and_macros_forbid_it(tmp_path: Path, name: str, sentence: str) -> None:
    parts: dict[str, bytes | str] = dict(parts_of(official()))
    parts[name] = "<Signature/>"
    assert ("", sentence) in blocking(finalised(tmp_path, packed(parts)))


def test_many_revisions_are_counted_after_the_first_twenty(tmp_path: Path) -> None:
    mark = f'<w:rPr><w:ins w:id="5" w:author="{AUTHOR}"/></w:rPr>'
    data = changed(
        official(),
        lambda xml: xml.replace("</w:body>", f"<w:p><w:pPr>{mark}</w:pPr></w:p>" * 23 + "</w:body>"),
    )
    told = [sentence for _label, sentence in blocking(finalised(tmp_path, data))]
    assert told.count(f"有修订没有接受或拒绝：插入（{AUTHOR}）。") == 20
    assert "另有3处修订没有接受或拒绝。" in told


def test_what_can_not_be_taken_out_forbids_it(tmp_path: Path) -> None:
    data = changed(
        official(),
        lambda xml: xml.replace("<w:body>", f'<w:body><x:note xmlns:x="urn:x" x:author="{AUTHOR}"/>', 1),
    )
    assert blocking(finalised(tmp_path, data)) == [
        ("", "有内容没能清除（word/document.xml：author），请用 Word 另存一次再试。")
    ]


def test_new_and_missing_figures_are_asked_about_and_changed_ones_forbid_it(tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "记录.json")
    jobs.make(str(tmp_path / "记录.json"), tmp_path / "总结.docx")
    order = replace(ORDER, number=None, day="2024-07-05", without_record=False)
    data = (tmp_path / "总结.docx").read_bytes()
    new = changed(data, lambda xml: xml.replace("火化遗体", "慰问困难群众3217户，火化遗体", 1))
    (tmp_path / "总结.docx").write_bytes(new)
    done = finalise(str(tmp_path / "总结.docx"), order, MOMENT)
    assert sentences(done) == [("有1个数字，工作记录里没有依据：3217户（记录中最接近的：农村低保户数3860户）", False)]
    gone = changed(data, lambda xml: xml.replace(">1382<", "><", 1))
    (tmp_path / "总结.docx").write_bytes(gone)
    done = finalise(str(tmp_path / "总结.docx"), order, MOMENT, force=True)
    assert ("按工作记录应有、文稿中没有的内容1项：遗体火化数1382具", False) in sentences(done)
    later = changed(data, lambda xml: xml.replace(">9月底<", ">10月底<", 1))
    (tmp_path / "总结.docx").write_bytes(later)
    done = finalise(str(tmp_path / "总结.docx"), order, MOMENT, force=True)
    assert ("工作计划事项 › 整理界线联合检查成果，…前报市民政局并… › 完成时限：文稿为10月，工作记录为9月，请核对。", True) in sentences(done)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--at", "昨天"], "“昨天”不是一个时间，请写成 2024-07-05T17:30 的样子。\n"),
        (["--record", "x.json", "--no-record"], "--record 与 --no-record 意思相反，只能用一个。\n"),
        (
            ["--ignore", "layout.page.sise"],
            "没有“layout.page.sise”这条版式规则。是不是“layout.page.size”？\n",
        ),
    ],
)
def test_wrong_usage_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], sentence: str
) -> None:
    (tmp_path / "通知.docx").write_bytes(official())
    begin = [
        "finalize",
        str(tmp_path / "通知.docx"),
        "--date",
        "2026-07-08",
        "--signed-by",
        "李四",
        "--lang",
        "zh_CN",
    ]
    assert run([*begin, *more]) == 2
    assert capsys.readouterr().err == sentence


def test_a_record_of_something_else_forbids_it(tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "记录.json")
    (tmp_path / "通知.docx").write_bytes(official())
    order = replace(ORDER, without_record=False)
    done = finalise(str(tmp_path / "通知.docx"), order, MOMENT, record=str(tmp_path / "记录.json"))
    assert blocking(done) == [
        (
            "",
            f"文稿与工作记录 {tmp_path / '记录.json'} 没有一处对得上，请核对是否指错了记录；没有记录的用 --no-record。",
        )
    ]
