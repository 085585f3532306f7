"""What docgen verify says became of each value: by the text, by the anchors in the file, and where they differ."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from docgen import jobs
from docgen.messages import word
from docgen.verifying import Verification, verify
from tests.worked_on import changed, parts_of, replaced

GOOD = Path(__file__).parent.parent / "samples" / "good"
CITY = "正文第5段“一是城乡低保应保尽保。截…”"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("verified")
    for kind, name in (("civil-affairs-half-year", "complete"), ("notice", "inspection-2023")):
        record = made / f"{kind}.json"
        shutil.copy(GOOD / kind / f"{name}.json", record)
        jobs.make(str(record), record.with_suffix(".docx"))
    return made


@pytest.fixture
def summary(folder: Path) -> bytes:
    return (folder / "civil-affairs-half-year.docx").read_bytes()


@pytest.fixture
def notice(folder: Path) -> bytes:
    return (folder / "notice.docx").read_bytes()


def verified(folder: Path, kind: str, data: bytes) -> Verification:
    """A document as it came back, under a longer name, beside its record and the manifest of its making."""
    edited = folder / f"{kind}.改.docx"
    edited.write_bytes(data)
    return verify(str(edited))


def told(found: Verification) -> list[tuple[str, str, bool]]:
    return [
        (each.place.label, word(each.code, each.parameters, "zh_CN"), each.blocks) for each in found.findings
    ]


def statuses(found: Verification) -> Counter[str]:
    return Counter(each.status for each in found.values)


def paragraph_with(data: bytes, text: str) -> str:
    body = parts_of(data)["word/document.xml"].decode("utf-8")
    return next(each for each in re.findall(r"<w:p>.*?</w:p>", body, re.DOTALL) if text in each)


def anchored_run(data: bytes, text: str) -> str:
    body = parts_of(data)["word/document.xml"].decode("utf-8")
    found = re.search(
        rf'<w:bookmarkStart [^>]*w:name="_dg\w+"/><w:r><w:t [^>]*>{text}</w:t></w:r><w:bookmarkEnd [^>]*/>', body
    )
    assert found is not None
    return found[0]


def without_anchors(data: bytes) -> bytes:
    return changed(data, lambda xml: re.sub(r"<w:bookmark(?:Start|End)[^>]*/>", "", xml))


Change = tuple[str, str]


@pytest.mark.parametrize(
    ("change", "place", "sentence", "blocks"),
    [
        (
            (">云民字〔2024〕6号<", ">云民字〔2024〕16号<"),
            "正文第2段“云民字〔2024〕16号”",
            "发文字号：文稿为〔2024〕16号，工作记录为〔2024〕6号，请核对。",
            True,
        ),
        (
            (">云民字〔2024〕6号<", ">云政字〔2024〕6号<"),
            "正文第2段“云政字〔2024〕6号”",
            "发文字号：文稿为“云政字〔2024〕6号”，工作记录为“云民字〔2024〕6号”，请核对。",
            False,
        ),
        (
            (">2024年1月30日<", ">3024年1月30日<"),
            "正文第15段“3024年1月30日”",
            "落款 › 成文日期：文稿为3024年1月30日，工作记录为2024年1月30日，请核对。",
            True,
        ),
        (
            (">3月31日<", ">3月13日<"),
            "正文第8段“年检程序。各社会组织登录…”",
            "报业务主管单位的时限：文稿为3月13日，工作记录为3月31日，请核对。",
            True,
        ),
        (
            (">县直有关业务主管单位<", ">县直各单位<"),
            "文本框第17段“抄送：云麓市民政局、县直…”",
            "抄送 › 第2项：文稿为“县直各单位”，工作记录为“县直有关业务主管单位”，请核对。",
            False,
        ),
        (
            (">2024年1月30日<", "><"),
            "正文第15段“2024年1月30日”",
            "按工作记录应有、文稿中没有的内容1项：落款 › 成文日期2024年1月30日",
            False,
        ),
    ],
)
def test_number_dates_and_names_are_values_too(
    folder: Path, notice: bytes, change: Change, place: str, sentence: str, blocks: bool
) -> None:
    data = replaced(notice, *change)
    for edited in (data, without_anchors(data)):
        assert told(verified(folder, "notice", edited)) == [(place, sentence, blocks)]


def test_a_number_that_the_record_does_not_hold_is_asked_about(folder: Path, notice: bytes) -> None:
    record = folder / "unnumbered.json"
    text = (folder / "notice.json").read_text(encoding="utf-8")
    record.write_text(re.sub(r'"number": \{[^}]*\},\s*', "", text, count=1), encoding="utf-8")
    edited = folder / "numbered.docx"
    edited.write_bytes(notice)
    found = verify(str(edited), str(record))
    assert told(found) == [
        ("正文第2段“云民字〔2024〕6号”", "工作记录里没有的文号或日期：〔2024〕6号，请核对。", False)
    ]


def test_a_value_that_now_stands_twice_differently(folder: Path, summary: bytes) -> None:
    found = verified(folder, "civil-affairs-half-year", replaced(summary, ">5200<", ">5300<"))
    assert told(found) == [
        (
            "正文第45段“截至6月底，全县63个销…”",
            "福利彩票年度销售任务：此处为5300万元，正文第82段“在城区空白区域新增销售站…”仍为5200万元"
            "（与工作记录一致），前后不一，请核对。",
            True,
        )
    ]


def test_written_otherwise_and_moved_are_counted_and_no_finding(folder: Path, summary: bytes) -> None:
    untouched = verified(folder, "civil-affairs-half-year", summary)
    total = len(untouched.values)
    assert statuses(untouched) == {"same": total}
    otherwise = verified(folder, "civil-affairs-half-year", replaced(summary, ">21460<", ">21,460<"))
    assert (told(otherwise), statuses(otherwise)) == ([], {"same": total - 1, "reformatted": 1})
    first, last = paragraph_with(summary, ">1048<"), paragraph_with(summary, ">1382<")
    moved = changed(summary, lambda xml: xml.replace(first, "", 1).replace(last, last + first, 1))
    found = verified(folder, "civil-affairs-half-year", moved)
    count = sum(each.place == CITY for each in untouched.values)
    assert (told(found), statuses(found)) == ([], {"same": total - count, "moved": count})


def test_a_name_in_signs_of_another_width_or_in_a_paragraph_split_is_no_finding(
    folder: Path, summary: bytes
) -> None:
    split = changed(summary, lambda xml: xml.replace("“绿色清明", '"绿色清明').replace("祭扫”主题", '祭扫"主题'))
    split = changed(split, lambda xml: xml.replace("办法（试行）", "办法(试行)"))
    document = Document(BytesIO(split))
    paragraph = next(each for each in document.paragraphs if "截至6月底，全县城市低保" in each.text)
    first, _, second = paragraph.text.partition("；")
    paragraph.insert_paragraph_before(f"{first}；", paragraph.style)
    paragraph.text = second
    saved = BytesIO()
    document.save(saved)
    assert told(verified(folder, "civil-affairs-half-year", saved.getvalue())) == []


def test_a_new_figure_is_told_with_the_nearest_value_of_its_unit(folder: Path, summary: bytes) -> None:
    city = paragraph_with(summary, ">1048<")
    put_in = "<w:p><w:r><w:t>去年同期城市低保对象1200人，支出600万元，历时15天。</w:t></w:r></w:p>"
    found = verified(folder, "civil-affairs-half-year", replaced(summary, city, city + put_in))
    assert told(found) == [
        (
            "正文第6段“去年同期城市低保对象12…”",
            "有2个数字，工作记录里没有依据：1200人（记录中最接近的：城市低保人数1048人）、"
            "600万元（记录中最接近的：即开票销售额548万元）",
            False,
        )
    ]


def test_pending_revisions_are_read_as_accepted_and_said(folder: Path, summary: bytes) -> None:
    run = '<w:r><w:t xml:space="preserve">1048</w:t></w:r>'
    revised = (
        '<w:del w:id="91" w:author="甲"><w:r><w:delText>1048</w:delText></w:r></w:del>'
        '<w:ins w:id="92" w:author="甲"><w:r><w:t>1084</w:t></w:r></w:ins>'
    )
    assert told(verified(folder, "civil-affairs-half-year", replaced(summary, run, revised))) == [
        (CITY, "城市低保人数：文稿为1084人，工作记录为1048人，请核对。", True),
        ("", "有2处修订还没有接受或拒绝；已按全部接受后的文字核对。", False),
    ]


def reworded(city: str) -> str:
    """The paragraph told in other words, its numbers with their units and anchors left."""
    def other(match: re.Match[str]) -> str:
        unit = re.match(r"(?:万元|元|户|人)?", match[2])
        return f"{match[1]}{unit[0] if unit else ''}，另外的一句话{match[3]}"

    return re.sub(r"(<w:t[^>]*>)([^<0-9]{3,})(<)", other, city)


@pytest.mark.parametrize(
    ("edit", "sentences"),
    [
        (lambda text: text, []),
        (
            lambda text: text.replace(">1048<", ">1084<"),
            [("城市低保人数：文稿为1084人，工作记录为1048人，请核对。", True)],
        ),
    ],
)
def test_anchors_know_the_numbers_of_a_paragraph_told_in_other_words(
    folder: Path, summary: bytes, edit: Callable[[str], str], sentences: list[tuple[str, bool]]
) -> None:
    city = paragraph_with(summary, ">1048<")
    data = replaced(summary, city, edit(reworded(city)))
    found = verified(folder, "civil-affairs-half-year", data)
    assert [each[1:] for each in told(found) if "标准的通知" not in each[1]] == sentences
    [persons] = [each for each in found.values if each.title == "城市低保人数"]
    assert persons.is_marked and persons.status == ("changed" if sentences else "moved")


def test_two_numbers_that_changed_places_with_their_anchors_are_never_passed(
    folder: Path, summary: bytes
) -> None:
    city, rural = anchored_run(summary, "1048"), anchored_run(summary, "6215")
    swapped = changed(
        summary, lambda xml: xml.replace(city, "@").replace(rural, city).replace("@", rural)
    )
    assert told(verified(folder, "civil-affairs-half-year", swapped)) == [
        (
            CITY,
            f"{title}：按上下文此处应为{made}；按文件里的定位标记，{written}是另一项“{other}”的数"
            "（与工作记录一致）。两种办法说法不一，请看一下是哪一项。",
            True,
        )
        for title, made, written, other in (
            ("城市低保人数", "1048人", "6215人", "农村低保人数"),
            ("农村低保人数", "6215人", "1048人", "城市低保人数"),
        )
    ]


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        (r"_dg\1_\2", True),
        (r"_dg7\1_\2", True),  # another template put other values before it
        (r"_dg\1_00000000", False),
        (r"_dg\1", False),
    ],
)
@pytest.mark.parametrize("has_manifest", [True, False])
def test_an_anchor_tells_its_value_itself_wherever_it_was_made(
    folder: Path, tmp_path: Path, summary: bytes, name: str, is_known: bool, has_manifest: bool
) -> None:
    city = paragraph_with(summary, ">1048<")
    alone = without_anchors(replaced(summary, city, "<w:p>@</w:p>"))
    retold = re.sub(r"_dg(\d+)_(\w+)", name, reworded(city))
    record, edited = tmp_path / "civil-affairs-half-year.json", tmp_path / "civil-affairs-half-year.改.docx"
    shutil.copy(folder / record.name, record)
    if has_manifest:
        shutil.copy(folder / "civil-affairs-half-year.docgen.json", tmp_path)
    edited.write_bytes(replaced(alone, "<w:p>@</w:p>", retold))
    found = verify(str(edited), str(record))
    assert not any(each.blocks for each in found.findings)
    marked = {each.title for each in found.values if each.is_marked and each.status == "moved"}
    stated = {f"{area}低保{what}" for area in ("城市", "农村") for what in ("人数", "户数", "标准", "人均补差", "月发放额")}
    stated |= {"报告期 › 截止日", "文件 › 关于提高城乡低保和特困人员救助供养标准的通知 › 发文字号"}
    in_list = {"资金发放 › 城市低保金 › 提标日期"} if has_manifest else set()
    assert marked == (stated | in_list if is_known else set())


def test_anchors_in_a_list_are_not_believed_where_the_list_was_another(
    folder: Path, tmp_path: Path, summary: bytes
) -> None:
    record = tmp_path / "civil-affairs-half-year.json"
    data = json.loads((folder / record.name).read_text(encoding="utf-8"))
    data["activities"].reverse()
    record.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    jobs.make(str(record), record.with_suffix(".docx"))
    found = verified(tmp_path, "civil-affairs-half-year", summary)
    assert told(found) == [
        ("", "文件里清单各项（活动）的定位标记是清单改动以前的，没有采用，那里只按文字核对。", False)
    ]
    assert {each.is_marked for each in found.values if each.pointer.startswith("/activities")} == {False}
    assert {each.is_marked for each in found.values if each.pointer.startswith("/indicators")} == {True}


def test_anchors_in_a_list_are_not_believed_where_nobody_knows_what_the_list_was(
    folder: Path, tmp_path: Path, summary: bytes
) -> None:
    record, edited = tmp_path / "civil-affairs-half-year.json", tmp_path / "总结.docx"
    shutil.copy(folder / record.name, record)
    edited.write_bytes(summary)
    found = verify(str(edited), str(record))
    assert told(found) == []
    in_lists = {each.pointer: each.is_marked for each in found.values if re.search(r"/\d+/", each.pointer)}
    assert in_lists and not any(in_lists.values())
    assert {each.is_marked for each in found.values if each.pointer.startswith("/indicators")} == {True}


@pytest.mark.parametrize(("is_anchored", "known"), [(True, {"moved": 14}), (False, {"same": 7})])
def test_a_part_of_a_document_is_compared_by_what_is_in_it(
    folder: Path, summary: bytes, is_anchored: bool, known: dict[str, int]
) -> None:
    body = parts_of(summary)["word/document.xml"].decode("utf-8")
    after = body[body.index(paragraph_with(summary, ">1048<")) :].partition("</w:p>")[2]
    rest = after[: after.rindex("<w:sectPr")]
    part = replaced(replaced(summary, rest, ""), ">1048<", ">1084<")
    found = verified(folder, "civil-affairs-half-year", part if is_anchored else without_anchors(part))
    assert told(found) == [(CITY, "城市低保人数：文稿为1084人，工作记录为1048人，请核对。", True)]
    assert statuses(found) == {**known, "changed": 1}


def test_dates_and_values_of_lists_go_into_the_proposed_change(folder: Path, summary: bytes) -> None:
    data = replaced(summary, ">2024年7月5日<", ">2024年7月8日<")
    data = replaced(data, ">5月22日<", ">5月23日<")
    edited, patch = folder / "civil-affairs-half-year.改.docx", folder / "patch.json"
    edited.write_bytes(data)
    verify(str(edited), into_record=str(patch), force=True)
    assert json.loads(patch.read_text(encoding="utf-8")) == [
        {"op": "test", "path": "/activities/2/on", "value": "2024-05-22"},
        {"op": "replace", "path": "/activities/2/on", "value": "2024-05-23"},
        {"op": "test", "path": "/signature/date", "value": "2024-07-05"},
        {"op": "replace", "path": "/signature/date", "value": "2024-07-08"},
    ]
