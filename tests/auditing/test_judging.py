"""Whole passages judged: what is called wrong, what is confirmed, what nobody can decide."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from docgen.auditing.judging import relations_of
from docgen.auditing.passages import passages_of
from docgen.auditing.relations import Verdict
from docgen.messages import MESSAGES

SAMPLES = Path(__file__).parents[2] / "samples" / "audit"

WRONG = {
    "全县养老机构32家，其中公办21家，民办12家。": "21家＋12家＝33家，文中为32家",
    "我市共有56家，目前已脱钩5家，拟脱钩30家，因工作需要暂不脱钩20家。": "5家＋30家＋20家＝55家，文中为56家",
    "慰问福利院120人、敬老院85人、散居孤儿15人，共计230人。": "120人＋85人＋15人＝220人，文中为230人",
    "临时救助困难群众540人，其中通过备用金救助1260人。": "1260人＞540人",
    "为230名孤儿按每人每月950元发放生活费，上半年共发放113.1万元。": "230名×950元×6＝131.1万元，文中为113.1万元",
    "全年任务6000万元，截至6月底已销售3360万元，完成年度任务的65%。": "3360万元÷6000万元＝56%，文中为65%",
    "上半年办理结婚登记1320对，去年同期1500对，同比下降21%。": "（1500对－1320对）÷1500对＝12%，文中为21%",
    "火化率由86.5%提高到92.8%，提高7.3个百分点。": "92.8%－86.5%＝6.3个百分点，文中为7.3个百分点",
    "为150户困难家庭实施改造，投入资金45万元，户均3500元。": "45万元÷150户＝3000元，文中为3500元",
    "会议定于2021年6月18日（星期三）召开。": "2021年6月18日是星期五",
    "确定青山、碧湖、东岭4个社区为试点。": "列名3个（青山、碧湖、东岭），文中为4个社区",
}
#: what looks like a fault and is none
RIGHT = [
    "全年救助流浪乞讨人员326人次，其中未成年人18人次、精神障碍患者27人次。",
    "全县现有志愿者5200人，其中党员1860人，女性3100人，退役军人740人。",
    "今年共投入资金3.4亿元，其中财政资金21962万元，社会资金12000万元。",
    "年度任务830.4万元，已完成465万元，完成任务的56%。",
    "发出年审通知95家，已参加年检21家，通过年检18家，尚有3家在积极整改中。",
    "对富华社区广大居民、苏家垱乡10个村约561户进行体检。",
    "两年累计提高60元，达到每人每月565元（土右、固阳515元）。",
    "城市低保1048人，年初为1082人，全年新增146人、退出180人。",
    "享受残疾人两项补贴3286人，其中生活补贴2140人、护理补贴2266人。",
    "特困人员780人，护理费按自理、半失能分别为每人每月260元、1040元。",
    "城市低保由年初的320户减少到286户，减少34户，同比下降15%。",
    "截至2015年年底，全市常住人口10521989人，阅读量达2.3万。",
    "目前5个区域中心有3个整体委托社会组织运营、1个部分委托、另1个进行了登记。",
]


#: 本科5人、大专2人 of 6: whether degrees exclude each other isn't known
KNOWN_TO_MISS = ["own-273"]


def accused(text: str, issued: date | None = None) -> list[str]:
    found = relations_of(passages_of(text), issued)
    return [each.equation or each.terms[0].text for each in found if each.verdict is Verdict.INCONSISTENT]


@pytest.mark.parametrize(("text", "equation"), WRONG.items())
def test_shows_what_does_not_come_out_as_an_equation(text: str, equation: str) -> None:
    assert accused(text) == [equation]


@pytest.mark.parametrize("text", RIGHT)
def test_accuses_no_text_that_is_in_order(text: str) -> None:
    assert accused(text) == []


def test_a_part_list_that_need_not_be_complete_is_not_decidable() -> None:
    (one,) = relations_of(passages_of("救助流浪人员120人次，其中未成年人8人次、危重病人5人次。"))
    assert (one.verdict, one.reason) == (Verdict.UNDECIDED, "parts-may-be-some")


def test_places_name_paragraph_and_sentence() -> None:
    (one,) = relations_of(passages_of("工作总结。\n第一句。全县养老机构32家，其中公办21家，民办12家。"))
    assert [each.place.label for each in one.terms] == ["第2段第2句"] * 3
    assert one.place.line == 2


def test_deadlines_are_judged_by_the_day_of_issue() -> None:
    text = "县民政局2020年上半年工作总结\n项目确保2020年5月底前建成投入使用。\n2020年7月8日"
    assert accused(text) == ["项目确保2020年5月底前建成投入使用"]
    assert accused("项目确保2020年5月底前建成投入使用。", date(2020, 4, 1)) == []


def test_every_sort_and_reason_of_the_corpus_has_a_sentence() -> None:
    codes = set()
    for line in (SAMPLES / "own.jsonl").read_text(encoding="utf-8").splitlines():
        for each in relations_of(passages_of(json.loads(line)["text"])):
            if each.verdict is Verdict.INCONSISTENT:
                codes.add(f"audit-{each.sort}")
            elif each.verdict is Verdict.UNDECIDED:
                codes.add(f"audit-reason-{each.reason}")
    assert sorted(codes - set(MESSAGES)) == []
    assert len(codes) > 15


def test_the_half_written_without_knowing_the_code_raises_no_false_alarm() -> None:
    cases = [json.loads(line) for line in (SAMPLES / "blind.jsonl").read_text(encoding="utf-8").splitlines()]
    days = [date.fromisoformat(case["issued"]) if case["issued"] else None for case in cases]
    found = [bool(accused(case["text"], day)) for case, day in zip(cases, days, strict=True)]
    good = [
        case["id"] for case, is_accused in zip(cases, found, strict=True) if is_accused and not case["expect"]
    ]
    missed = [
        case["id"] for case, is_accused in zip(cases, found, strict=True) if case["expect"] and not is_accused
    ]
    assert good == []
    assert missed == ["b010", "b042", "b068", "b106", "b110"]


def test_the_own_half_of_the_corpus_is_judged_as_labelled() -> None:
    wrong = []
    for line in (SAMPLES / "own.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if bool(accused(case["text"])) is not case["fault"]:
            wrong.append(case["id"])
    assert wrong == KNOWN_TO_MISS
