"""Every legal basis that is printed was looked up: its title, number, dates, and the articles whose text was seen."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from docgen.formats.text import basis_text
from docgen.library import Library, shipped_root
from docgen.rules.outcomes import LegalBasis
from docgen.rules.packs import load_packs
from docgen.schemas import load_kind

SHIPPED = Library((shipped_root(),))


class Looked(NamedTuple):
    """What was found of a text: its number as printed, its dates, the articles seen (none: title only)."""

    number: str
    start: str
    end: str
    articles: str = ""
    area: str = ""


#: title without the remark on its version -> what was found of it
LOOKED_UP = {
    "社会救助暂行办法": Looked(
        "国务院令第649号及其修订",
        "2019-03-02",
        "",
        "十 十二 十三 十四 十五 十九 四十七 四十八 四十九 五十 五十一 六十二 六十六",
    ),
    "城市居民最低生活保障条例": Looked("国务院令第271号", "1999-10-01", "", "八 九"),
    # read without article numbers, so none is printed
    "江西省人民政府关于进一步健全特困人员救助供养制度的实施意见": Looked("", "2016-10", "", "", "江西省"),
    "国务院办公厅关于加强孤儿保障工作的意见": Looked("国办发〔2010〕54号", "2010", ""),
    "关于进一步加强事实无人抚养儿童保障工作的意见": Looked("民发〔2019〕62号", "2020-01-01", ""),
    "关于进一步做好阶段性价格临时补贴工作的通知": Looked("", "2020-03", "2020-06"),
    "城市生活无着的流浪乞讨人员救助管理办法": Looked("国务院令第381号", "2003-08-01", "", "六 七 十 十一"),
    "殡葬管理条例": Looked("国务院令第225号及其修订", "2012-11-09", "", "四 六 八 十 十一 十五 十九 二十"),
    "社会团体登记管理条例": Looked("国务院令第250号及其修订", "2016-02-06", "", "二十六 二十八 三十 三十五"),
    "民办非企业单位登记管理暂行条例": Looked("国务院令第251号", "1998-10-25", "", "二十一 二十三 二十五"),
    "民办非企业单位年度检查办法": Looked("民政部令第27号", "2005-06-01", "", "三 四"),
    "关于全面推开行业协会商会与行政机关脱钩改革的实施意见": Looked(
        "发改体改〔2019〕1063号", "2019-06-14", ""
    ),
    "婚姻登记条例": Looked("国务院令第387号", "2003-10-01", "2025-01-19", "九 十五 十七"),
    "老年人权益保障法": Looked("", "2018-12-29", "", "三十三 三十七 四十四 四十五 四十八"),
    "消防法": Looked("", "2019-04-23", "2021-04-28"),
    "行政区域界线管理条例": Looked("国务院令第353号", "2002-07-01", "", "四 十二 十三"),
    "政府信息公开条例": Looked("国务院令第711号", "2019-05-15", "", "十五 十九 二十 二十一 二十六"),
    "招标投标法": Looked("", "2017-12-27", "", "四十六"),
}
#: texts that were not confirmed, or not for the years they are wanted for: never in a pack
NEVER = (
    "城乡最低生活保障资金管理办法",
    "最低生活保障审核确认办法",
    "婚姻登记工作规范",
    "财社〔2014〕113号",
    "民发〔2021〕43号",
    "发改价格",
    "民发〔2010〕161号",
    "民发〔2012〕211号",
    "中办发〔2015〕39号",
)  # fmt: skip


def bases() -> dict[str, LegalBasis]:
    """Every basis of every shipped rule, by a name for the test."""
    found: dict[str, LegalBasis] = {}
    for file in SHIPPED.kind_files():
        for pack in load_packs(SHIPPED, load_kind(SHIPPED, file.id)):
            for rule in (*pack.rules, *pack.texts):
                found |= {f"{rule.id}-{number}": basis for number, basis in enumerate(rule.bases)}
    return found


BASES = bases()


@pytest.mark.parametrize("basis", BASES.values(), ids=list(BASES))
def test_a_basis_is_printed_as_it_was_looked_up(basis: LegalBasis) -> None:
    title, _, remark = basis.title.partition("（")
    looked = LOOKED_UP[title]
    found = (basis.number, basis.effective_from, basis.effective_to, basis.area)
    assert found == (looked.number, looked.start, looked.end, looked.area)
    assert basis.issuer
    if remark:  # the version is that of the date it begins on
        year, month, day = (int(each) for each in basis.effective_from.split("-"))
        assert remark.startswith(f"{year}年{month}月{day}日")


@pytest.mark.parametrize("basis", BASES.values(), ids=list(BASES))
def test_an_article_is_printed_only_where_its_text_was_seen(basis: LegalBasis) -> None:
    looked = LOOKED_UP[basis.title.partition("（")[0]]
    articles = re.findall(r"第([一二三四五六七八九十百]+)条", basis.article)
    assert set(articles) <= set(looked.articles.split())
    assert bool(articles) == bool(basis.article)
    assert basis.verified == ("article" if looked.articles or looked.area else "title")
    printed = basis_text(basis, "zh_CN")
    assert ("请核对原文" in printed) == (basis.verified == "title")
    assert basis.verified != "title" or "条" not in printed.split("》")[1].replace("条例", "")


def test_what_was_not_confirmed_is_in_no_pack() -> None:
    texts = [path.path.read_text(encoding="utf-8") for path in SHIPPED.pack_files()]
    assert [name for name in NEVER for text in texts if name in text] == []


def test_every_text_that_was_looked_up_for_a_rule_is_used() -> None:
    assert {basis.title.partition("（")[0] for basis in BASES.values()} == set(LOOKED_UP)
