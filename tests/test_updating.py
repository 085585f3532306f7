"""docgen verify --update: the record's present figures in a document that was edited, and what is left alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from docgen import jobs
from docgen.cli import run
from docgen.errors import UsageError
from docgen.finalising.results import Updated
from docgen.messages import word
from docgen.updating import update
from docgen.verifying import verify
from tests.worked_on import changed, parts_of, replaced, revised

GOOD = Path(__file__).parent.parent / "samples" / "good"
SUMMARY, ANNUAL, LIST = "civil-affairs-half-year", "civil-affairs-annual", "rectification-list"
CITY = "正文第5段“一是城乡低保应保尽保。截…”"
ANCHOR = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*/>")
Data = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample documents, their manifests and records."""
    folder = tmp_path_factory.mktemp("made")
    for kind, name in ((SUMMARY, "complete"), (ANNUAL, "complete"), (LIST, "three-sources")):
        record = folder / f"{kind}.json"
        shutil.copy(GOOD / kind / f"{name}.json", record)
        jobs.make(str(record), record.with_suffix(".docx"))
    return folder


class Case:
    """A document that was edited beside its manifest, and its record, that was corrected since."""

    def __init__(self, folder: Path, made: Path, kind: str) -> None:
        self.folder = folder
        self.edited, self.record = folder / f"{kind}.改.docx", folder / f"{kind}.json"
        self.copy = folder / f"{kind}.新.docx"
        shutil.copy(made / f"{kind}.docgen.json", folder)
        shutil.copy(made / f"{kind}.json", folder)
        shutil.copy(made / f"{kind}.docx", self.edited)

    def edit(self, change: Callable[[bytes], bytes]) -> None:
        self.edited.write_bytes(change(self.edited.read_bytes()))

    def correct(self, change: Callable[[Data], object]) -> None:
        data = json.loads(self.record.read_text(encoding="utf-8"))
        change(data)
        self.record.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    def update(self, **options: Any) -> Updated:
        return update(str(self.edited), str(self.record), str(self.copy), **options)

    def left(self) -> list[str]:
        """What docgen verify says of the copy."""
        found = verify(str(self.copy), str(self.record))
        return [word(each.code, each.parameters, "zh_CN") for each in found.findings]


@pytest.fixture
def summary(tmp_path: Path, made: Path) -> Case:
    return Case(tmp_path, made, SUMMARY)


@pytest.fixture
def annual(tmp_path: Path, made: Path) -> Case:
    return Case(tmp_path, made, ANNUAL)


@pytest.fixture
def rectifications(tmp_path: Path, made: Path) -> Case:
    return Case(tmp_path, made, LIST)


def told(found: Updated) -> list[tuple[str, str, bool]]:
    return [
        (each.place.label, word(each.code, each.parameters, "zh_CN"), each.blocks) for each in found.findings
    ]


def text_of(path: Path) -> str:
    return "\n".join(each.text for each in Document(str(path)).paragraphs)


def households(data: Data, now: int = 615) -> None:
    data["indicators"]["urban_dibao_households"]["value"] = now


def without_anchors(data: bytes) -> bytes:
    return changed(data, lambda xml: ANCHOR.sub("", xml))


def last_year(data: Data, then: float) -> None:
    data["indicators"]["relief_spending_last_year"]["value"] = then


def first_item(data: Data, **values: str) -> None:
    data["rectifications"][0]["items"][0].update(values)


def test_the_figures_are_refreshed_and_the_edits_stay(summary: Case) -> None:
    summary.edit(lambda data: replaced(data, "没有拖欠。", "没有拖欠。群众反映良好。"))
    summary.edit(lambda data: replaced(data, "多数急难情形", "绝大多数急难情形"))
    summary.correct(households)
    summary.correct(lambda data: data["indicators"]["orphans_visited"].update(note="核对过"))
    found = summary.update()
    assert told(found) == [(CITY, "已换成现在的数：612 → 615", False)]
    assert (found.count, found.written) == (1, (str(summary.copy), str(summary.copy.with_suffix(".docgen.json"))))
    assert text_of(summary.copy) == text_of(summary.edited).replace("612户", "615户")
    before, after = (parts_of(each.read_bytes()) for each in (summary.edited, summary.copy))
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    assert summary.left() == []
    assert verify(str(summary.copy)).record == str(summary.record)  # known by the copy's own manifest


@pytest.mark.parametrize("strip", [False, True])
def test_a_figure_that_follows_from_others_goes_along_with_or_without_anchors(
    summary: Case, strip: bool
) -> None:
    if strip:
        summary.edit(without_anchors)
    summary.correct(lambda data: data["indicators"]["temp_aid_amount"].update(value=97.5))
    place = "正文第7段“三是急难救助及时有效。上…”"
    assert told(summary.update()) == [
        (place, "已换成现在的数：96.3万 → 97.5万", False),
        (place, "已换成现在的数：54.7 → 54.0", False),
    ]
    assert "支出52.65万元，占临时救助支出的54.0%" in text_of(summary.copy)
    assert summary.left() == []


def test_a_number_over_several_runs_keeps_their_format(summary: Case) -> None:
    bold = '</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>12</w:t></w:r><w:r><w:t xml:space="preserve">'
    summary.edit(lambda data: replaced(data, ">612<", f">6{bold}<"))
    summary.edit(lambda data: replaced(data, ">3860<", ">3</w:t><w:br/><w:t>860<"))
    summary.edit(lambda data: replaced(data, ">6215<", ">６２１５<"))
    summary.correct(households)
    summary.correct(lambda data: data["indicators"]["rural_dibao_households"].update(value=3870))
    assert told(summary.update()) == [
        (CITY, "已换成现在的数：612 → 615", False),
        (CITY, "已换成现在的数：3860 → 3870", False),
    ]
    body = parts_of(summary.copy.read_bytes())["word/document.xml"].decode("utf-8")
    assert ">6</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>15</w:t></w:r>" in body
    assert "全县城市低保615户" in text_of(summary.copy)
    assert "农村低保3\n870户６２１５人" in text_of(summary.copy)


def test_a_longer_number_stands_in_the_first_run_of_the_old_one(summary: Case) -> None:
    bold = '</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>48</w:t></w:r><w:r><w:t xml:space="preserve">'
    summary.edit(lambda data: replaced(data, ">53.448<", f">53.4{bold}<"))
    summary.correct(lambda data: data["indicators"]["urban_dibao_monthly_amount"].update(value=53.5))
    assert told(summary.update())[0] == (CITY, "已换成现在的数：53.448万 → 53.5万", False)
    body = parts_of(summary.copy.read_bytes())["word/document.xml"].decode("utf-8")
    assert ">53.5</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t></w:t></w:r>" in body


def test_full_width_digits_stay_full_width(summary: Case) -> None:
    summary.edit(lambda data: replaced(data, ">612<", ">６１２<"))
    summary.correct(households)
    assert told(summary.update()) == [(CITY, "已换成现在的数：612 → 615", False)]
    assert "全县城市低保６１５户1048人" in text_of(summary.copy)


def test_revisions_count_as_accepted_and_keep_waiting(summary: Case) -> None:
    summary.edit(lambda data: revised(data, "612", "612"))
    summary.correct(households)
    assert told(summary.update()) == [(CITY, "已换成现在的数：612 → 615", False)]
    body = parts_of(summary.copy.read_bytes())["word/document.xml"].decode("utf-8")
    inserted = body.partition("<w:ins ")[2].partition("</w:ins>")[0]
    assert ">615</w:t>" in inserted and '<w:delText xml:space="preserve">612</w:delText>' in body


def test_a_figure_changed_by_hand_is_never_written_over(summary: Case) -> None:
    summary.edit(lambda data: replaced(data, ">612<", ">613<"))
    summary.correct(households)
    found = summary.update()
    assert told(found) == [
        (CITY, "没有改动：613既不是原来的数（612），也不是现在的数（615），请核对。", True),
        ("", f"再核对一遍，新文稿与工作记录仍有1处不一致，见 docgen verify {summary.copy}", True),
    ]
    assert (found.count, found.is_blocked) == (0, True)
    assert summary.copy.read_bytes() == summary.edited.read_bytes()


def test_a_figure_that_somebody_put_right_already_is_left_in_peace(summary: Case) -> None:
    summary.edit(lambda data: replaced(data, ">612<", ">615<"))
    summary.correct(households)
    assert told(summary.update()) == []
    assert summary.copy.read_bytes() == summary.edited.read_bytes()


def test_in_a_reworded_sentence_the_anchors_decide_and_it_is_to_be_read(summary: Case) -> None:
    summary.edit(lambda data: replaced(data, "人均补差", "平均补差"))
    summary.correct(households)
    assert told(summary.update()) == [
        (CITY, "已换成现在的数：612 → 615。这句话改写过，请通读一遍。", False)
    ]
    assert "城市低保615户1048人，月发放低保金53.448万元，平均补差510.00元" in text_of(summary.copy)


def test_in_a_reworded_sentence_without_anchors_nothing_is_set(summary: Case) -> None:
    summary.edit(lambda data: without_anchors(replaced(data, "人均补差", "平均补差")))
    summary.correct(households)
    assert told(summary.update())[0] == (
        CITY,
        "没有改动：这句话改写过，不能确定数字的位置，请人工改：612→615",
        True,
    )
    assert summary.copy.read_bytes() == summary.edited.read_bytes()


def test_a_sentence_that_was_taken_out_is_told_of(summary: Case) -> None:
    def without_paragraph(xml: str) -> str:
        start = xml.rindex("<w:p>", 0, xml.index(">612<"))
        return xml[:start] + xml[xml.index("</w:p>", start) + len("</w:p>") :]

    summary.edit(lambda data: changed(data, without_paragraph))
    summary.correct(households)
    [(place, text, is_blocking)] = told(summary.update())
    assert (place, is_blocking) == ("", False)
    assert text.startswith("文稿里找不到这句话：“截至6月底，全县城市低保612户") and text.endswith("612→615")


def test_numbers_that_changed_places_with_their_anchors_are_left(summary: Case) -> None:
    def swapped(xml: str) -> str:
        one, two = (
            re.search(rf'<w:bookmarkStart\b[^>]*w:name="_dg{number}_\w+"/>.*?<w:bookmarkEnd\b[^>]*/>', xml)
            for number in (5, 6)
        )
        assert one is not None and two is not None
        return xml.replace(one[0], "\0").replace(two[0], one[0]).replace("\0", two[0])

    summary.edit(lambda data: changed(data, swapped))
    summary.correct(households)
    assert told(summary.update())[0] == (
        CITY,
        "没有改动：从文字看，1048与定位标记所指的不是同一个数（原来为612，现在为615），请核对。",
        True,
    )


def test_a_comparison_that_turns_round_is_left_to_a_person(annual: Case) -> None:
    annual.correct(lambda data: last_year(data, 3986.2))
    place = "正文第8段“四是资金保障有力。全年社…”"
    assert told(annual.update())[0] == (
        place,
        "没有改动：按现在的数，这句话的说法也变了，请人工改写：全年社会救助支出约0.38亿元，同比增长-5.3%。",
        True,
    )
    assert annual.copy.read_bytes() == annual.edited.read_bytes()


def test_a_comparison_that_only_grows_is_refreshed(annual: Case) -> None:
    annual.correct(lambda data: last_year(data, 3386.2))
    assert [text for _, text, _ in told(annual.update())] == ["已换成现在的数：8.2 → 11.4"]
    assert "同比增长11.4%" in text_of(annual.copy)
    assert annual.left() == []


def test_a_sentence_of_other_words_in_the_record_is_told_until_it_is_written_so(annual: Case) -> None:
    def fallen(data: Data) -> None:
        point = next(
            each
            for section in data["sections"]
            for each in section.get("points", ())
            if "同比增长" in each["text"]
        )
        point["text"] = point["text"].replace("同比增长{relief_spending_growth}%", "同比有所增长")

    annual.correct(fallen)
    assert next(text for _, text, _ in told(annual.update())).startswith(
        "没有改动：按现在的数，这句话的说法也变了，请人工改写：全年社会救助支出约0.38亿元，同比有所增长。"
    )
    annual.edit(
        lambda data: changed(
            data, lambda xml: re.sub(r"同比增长</w:t>.*?<w:t xml:space=\"preserve\">%", "同比有所增长", xml, count=1)
        )
    )
    assert "同比有所增长。" in text_of(annual.edited)
    assert told(annual.update(force=True)) == []


def test_dates_in_a_table_are_refreshed_row_by_row(rectifications: Case) -> None:
    rectifications.correct(lambda data: first_item(data, closed_on="2024-06-26"))
    assert told(rectifications.update()) == [
        ("表格第39段“2024.6.25”", "已换成现在的数：2024.6.25 → 2024.6.26", False)
    ]
    assert rectifications.left() == []


def test_a_table_with_other_rows_is_left_whole(rectifications: Case) -> None:
    def without_first(data: Data) -> None:
        audit = data["rectifications"][0]
        del audit["items"][0]
        audit |= {"found": 4, "closed": 3}

    rectifications.correct(without_first)
    found = told(rectifications.update())
    point = "正文第7段“一是社会救助资金专项审计…”"
    assert found[:3] == [
        (point, "已换成现在的数：5 → 4", False),
        (point, "已换成现在的数：4 → 3", False),
        ("表格第17段“序号”", "没有改动：按现在的工作记录，这张表的行数有增减，请重做这张表。", True),
    ]
    values = json.loads(rectifications.copy.with_suffix(".docgen.json").read_text(encoding="utf-8"))["values"]
    assert {each["anchor"] for each in values} == {""}


def test_the_name_of_a_person_is_no_figure_and_stays(rectifications: Case) -> None:
    """The manifest has no private values: the row can't be known to be as it was made, but for its anchors."""
    rectifications.correct(lambda data: first_item(data, closed_on="2024-06-26", person="温如"))
    assert told(rectifications.update())[0] == (
        "表格第39段“2024.6.25”",
        "已换成现在的数：2024.6.25 → 2024.6.26。这句话改写过，请通读一遍。",
        False,
    )
    before, after = (parts_of(each.read_bytes()) for each in (rectifications.edited, rectifications.copy))
    assert after["word/document.xml"].decode("utf-8").count("温惠如") == before["word/document.xml"].decode(
        "utf-8"
    ).count("温惠如")


def test_a_second_update_changes_nothing_and_a_later_one_goes_on(summary: Case) -> None:
    summary.edit(lambda data: replaced(data, "没有拖欠。", "没有拖欠。群众反映良好。"))
    summary.correct(households)
    summary.update()
    again = summary.folder / "再.docx"
    found = update(str(summary.copy), str(summary.record), str(again))
    assert (found.count, found.findings) == (0, ())
    assert again.read_bytes() == summary.copy.read_bytes()
    same = summary.update(force=True)
    assert (same.count, summary.copy.read_bytes()) == (1, again.read_bytes())
    summary.correct(lambda data: households(data, 609))
    later = summary.folder / "后.docx"
    assert told(update(str(again), str(summary.record), str(later))) == [
        (CITY, "已换成现在的数：615 → 609", False)
    ]
    assert "城市低保609户" in text_of(later) and "群众反映良好。" in text_of(later)


def test_where_the_manifest_is_gone_the_record_of_that_time_does(summary: Case, made: Path) -> None:
    next(summary.folder.glob("*.docgen.json")).unlink()
    summary.correct(households)
    found = summary.update()
    assert told(found) == [
        (
            "",
            "不知道文稿是按哪些数生成的：把生成时的 .docgen.json 放在文稿旁边，或者用 --made-from 指明当时的工作记录。",
            True,
        )
    ]
    assert (found.written, summary.copy.exists()) == ((), False)
    assert told(summary.update(made_from=str(made / f"{SUMMARY}.json"))) == [
        (CITY, "已换成现在的数：612 → 615", False)
    ]


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        ("{", "verify-made-from-unknown"),
        ('{"record": {"sha256": "", "data": [1]}}', "verify-made-from-unknown"),
        (
            f'{{"record": {{"sha256": "", "data": {{"kind": "{SUMMARY}", "indicators": 3}}}},'
            ' "template": {"id": "half-year-summary-and-plan"}, "values": []}',
            "verify-other-record",
        ),
    ],
)
def test_a_manifest_that_was_damaged_is_none(summary: Case, manifest: str, code: str) -> None:
    next(summary.folder.glob("*.docgen.json")).write_text(manifest, encoding="utf-8")
    summary.correct(households)
    found = summary.update()
    assert ([each.code for each in found.findings], found.written) == ([code], ())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
@pytest.mark.parametrize("strip", [False, True])
def test_a_document_that_libreoffice_wrote_is_refreshed_as_well(rectifications: Case, strip: bool) -> None:
    folder = rectifications.folder
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    for form, source in (("odt", rectifications.edited), ("docx", rectifications.edited.with_suffix(".odt"))):
        subprocess.run(
            [*office, "--convert-to", form, "--outdir", str(folder), str(source)],
            check=True,
            capture_output=True,
            timeout=240,
        )
    if strip:
        rectifications.edit(without_anchors)
    rectifications.correct(lambda data: first_item(data, closed_on="2024-06-26"))
    assert told(rectifications.update()) == [
        ("表格第39段“2024.6.25”", "已换成现在的数：2024.6.25 → 2024.6.26", False)
    ]
    assert rectifications.left() == []


def test_another_document_and_a_record_that_contradicts_itself_are_refused(summary: Case, annual: Case) -> None:
    annual.correct(lambda data: last_year(data, 3386.2))
    for record in (annual.record, GOOD / "notice" / "inspection-2023.json"):
        other = update(str(summary.edited), str(record), str(summary.copy))
        assert [each.code for each in other.findings] == ["verify-other-record"]
    summary.correct(lambda data: data["indicators"]["lottery_sales"].update(value=3000))
    assert [each.code for each in summary.update().findings] == ["final-record-blocked"]
    assert not summary.copy.exists()


def test_on_the_command_line(summary: Case, capsys: pytest.CaptureFixture[str]) -> None:
    record, document, copy = str(summary.record), str(summary.edited), str(summary.copy)
    summary.correct(households)
    call = ["verify", document, "--record", record, "--update", copy]
    assert run([*call, "--lang", "zh_CN"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"  1. {CITY}  已换成现在的数：612 → 615",
        "换成现在的数：1 处",
        f"已写出：{copy}",
        f"已写出：{summary.copy.with_suffix('.docgen.json')}",
    ]
    assert run(call) == 2  # the copy is there
    summary.edit(lambda data: replaced(data, ">612<", ">613<"))
    capsys.readouterr()
    assert run([*call, "--force", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)["updated"]
    assert (said["refreshed"], [each["code"] for each in said["findings"]]) == (
        0,
        ["verify-by-hand", "verify-copy-differs"],
    )
    for wrong in (
        ["verify", document, "--update", copy],
        [*call, "--force", "-o", str(summary.folder / "m.docx")],
        ["verify", document, "--record", record, "--made-from", record],
        ["verify", document, "--record", record, "--update", document, "--force"],
        ["verify", str(summary.folder / "a.txt"), "--record", record, "--update", copy, "--force"],
    ):
        assert run(wrong) == 2


def test_the_copy_is_a_docx_or_goes_into_a_folder_and_is_never_the_document(summary: Case) -> None:
    folder = summary.folder / "新的"
    before = summary.edited.read_bytes()
    for output, code in ((summary.edited, "output-is-input"), (folder, "output-not-docx")):
        summary.copy = output
        with pytest.raises(UsageError) as refused:
            summary.update(force=True)
        assert refused.value.code == code
    assert summary.edited.read_bytes() == before
    folder.mkdir()
    written = summary.update().written
    assert written == tuple(str(folder / f"{SUMMARY}.改.新{end}") for end in (".docx", ".docgen.json"))
