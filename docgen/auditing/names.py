"""Named places and things against their count: 2个社区：A、B、C; A、B、C等3个村."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from docgen.auditing.calendar_checks import slip
from docgen.auditing.numerals import read_numeral
from docgen.auditing.passages import Passage
from docgen.auditing.relations import Relation, Verdict

_KINDS = (
    "社区|行政村|自然村|中心村|村委会|居委会|村|乡镇|街道|镇|乡|县区|县|区|市|部门|单位|"
    "学校|小学|中学|敬老院|养老院|福利院|养老机构|公墓|陵园|企业"
    r"|公司|医院|卫生院|协会|商会|文件|通知|办法|制度|项目|品牌|点位|站点|中心|省份|城市|"
    r"村居|村社区|乡镇街道|乡镇（街道）|乡镇\(街道\)|社会组织|试点村|示范村|示范社区|"
    r"试点社区|党支部|科室|股室"
)
_COUNT = r"(?P<count>[0-9]{1,2}|[两二三四五六七八九十]{1,3})(?:余)?"
_BEHIND = re.compile(
    rf"{_COUNT}(?P<unit>个|家|所|处|项|座|"
    rf"份)?(?P<kind>[\u4e00-\u9fff]{{0,6}}?(?:{_KINDS}))(?:[为是]|包括|分别为|分别是|"
    rf"即)?[：:（(](?P<names>[^。；;：:（()），,0-9]{{2,160}})(?=[）)。；;，,]|$)"
)
_LISTED = re.compile(
    rf"(?<![第0-9]){_COUNT}(?P<unit>个|家|所|处|座|支|名|位)(?P<kind>(?!方面|环节|问题|"
    rf"阶段|步骤|原则|重点|月|层面|维度|“|《)[\u4e00-\u9fff]{{1,10}})(?:[为是]|分别为|"
    rf"分别是|即)?[：:](?P<names>[^。；;：:（()），,0-9]{{2,160}})(?=[）)。；;，,]|$)"
)
_LISTED_LATER = re.compile(
    rf"(?<![第0-9]){_COUNT}(?P<unit>个|家|所|处|座)?(?P<kind>(?:{_KINDS}))[^，。；：、0-9]{{0,8}}"
    r"[，,](?:分别(?:为|是)|即|包括)[：:]?(?P<names>[^。；;：:（()），,0-9]{2,160})(?=[）)。；;，,]|$)"
)
_BEFORE = re.compile(
    rf"(?P<names>[^。；;：:（()），,]{{2,160}}?)(?P<etc>等)?(?:共|"
    rf"这)?\s?(?<![0-9]){_COUNT}(?:(?P<unit>个|家|所|处|项|座|"
    rf"份)(?P<kind>[\u4e00-\u9fff]{{0,4}}?(?:{_KINDS}))|(?P<bare>部门|单位|乡镇|社区|街道|科室|村|镇|乡|县))"
)
_WORDS_IN_NAME = re.compile(
    r"[0-9]|的|了|在|对|开展|组织|完成|推进|落实|加强|进行|实施|建设|建成|新建|改造|发放|"
    r"走访|慰问|覆盖|涉及|申报|打造|选取|确定|指导|召开|印发"
)
_BEFORE_NAMES = r"^.*(?:在|对|为|将|把|到|是|有|向|由|与|确定|选定|选取|确立|安排|深入|组织|指导)"
_JOIN = re.compile(r"、")
_LAST_JOIN = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:和|及|与|以及)(?=[\u4e00-\u9fff]{2})")
_NAMED_BY = re.compile(
    r"和平|和谐|和睦|和美|和顺|和兴|和安|和田|和县|和庄|和义|及第|祥和|仁和|永和|太和|"
    r"共和|泰和|平和|人和|与时"
)
_MAX_NAME = 14


def names_in(passage: Passage) -> Iterator[Relation]:
    """The lists of names of one passage that say how many they are."""
    yield from titles_in(passage)
    seen: set[int] = set()
    for match in chain(
        _BEHIND.finditer(passage.text), _LISTED.finditer(passage.text), _LISTED_LATER.finditer(passage.text)
    ):
        if match.start("count") in seen:
            continue
        names, is_open = split(match["names"])
        found = judge(passage, match, names, is_open, match.start("names"), match.end("names"))
        if found is not None:
            seen.add(match.start("count"))
            yield found
    for match in _BEFORE.finditer(passage.text):
        if match.start("count") in seen or "、" not in match["names"]:
            continue
        names, _is_open = split(match["names"])
        if not match["etc"] and not is_row_of(names, (match["kind"] or match["bare"])):
            continue
        found = judge(passage, match, names, bool(match["etc"]), match.start("names"), match.end())
        if found is not None:
            yield found


_TITLES = re.compile(r"(?:《[^《》]+》[、和及与]?){2,}")
_TITLES_SAID = re.compile(
    rf"(?P<etc>等)?\s?{_COUNT}(?P<unit>个|份|项|部|件)?(?P<kind>文件|制度|办法|方案|通知|规定|意见|措施)"
)


def titles_in(passage: Passage) -> Iterator[Relation]:
    """Documents named one after another against their count: 《甲》《乙》等3个文件."""
    for match in _TITLES.finditer(passage.text):
        said = _TITLES_SAID.match(passage.text, match.end())
        if said is None:
            continue
        names = re.findall(r"《[^《》]+》", match[0])
        number = int(said["count"]) if said["count"].isdigit() else read_numeral(said["count"])
        stated = passage.text[said.start("count") : said.end()]
        if number is None:
            continue
        verdict = Verdict.CONSISTENT if len(names) == number else Verdict.INCONSISTENT
        if len(names) < number and said["etc"]:
            verdict = Verdict.UNDECIDED
        equation = f"列名{len(names)}个" + ("" if verdict is Verdict.CONSISTENT else f"，文中为{stated}")
        found = slip(
            "names-differ", passage, stated, said.start("count"), said.end(), verdict,
            equation=equation, computed=f"{len(names)}个", stated=stated,
        )  # fmt: skip
        yield replace(found, reason="list-is-open" if verdict is Verdict.UNDECIDED else "")


def split(text: str) -> tuple[list[str], bool]:
    """The names of a list, and whether it ends with 等."""
    is_open = bool(re.search(r"等(?:地|处|村|社区|单位|部门|乡镇)?$", text))
    names = [name.strip() for name in _JOIN.split(re.sub(r"等(?:地|处)?$", "", text)) if name.strip()]
    if names:
        last = names[-1]
        at = None if _NAMED_BY.search(last) else _LAST_JOIN.search(last)
        if at:
            names[-1:] = [last[: at.start()], last[at.end() :]]
    return names, is_open


def judge(
    passage: Passage, match: re.Match[str], names: list[str], is_open: bool, start: int, end: int
) -> Relation | None:
    """A list of names against the number that goes with it."""
    number = int(match["count"]) if match["count"].isdigit() else read_numeral(match["count"])
    if number is None or len(names) < 2:
        return None
    stated = int(number)
    last = "kind" if match["kind"] else "bare"
    said = passage.text[match.start("count") : match.end(last)]
    if len(names) == stated:
        verdict = Verdict.CONSISTENT
    elif is_open and len(names) < stated:
        verdict = Verdict.UNDECIDED
    else:
        verdict = Verdict.INCONSISTENT
    if verdict is not Verdict.CONSISTENT and (not are_names(names) or is_summed(passage, match)):
        return None
    if (
        verdict is Verdict.INCONSISTENT
        and re.search(r"等[0-9两二三四五六七八九十]", passage.text[start:end])
        and len(names) < stated
    ):
        verdict = Verdict.UNDECIDED
    reason = "list-is-open" if verdict is Verdict.UNDECIDED else ""
    equation = f"列名{len(names)}个"
    if verdict is not Verdict.CONSISTENT:
        equation += f"（{'、'.join(clean(names))}），文中为{said}"
    found = slip(
        "names-differ", passage, said, match.start("count"), match.end(last), verdict,
        equation=equation, computed=f"{len(names)}个", stated=said,
    )  # fmt: skip
    return replace(found, reason=reason)


def is_summed(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the count is of all the named ones together: 李家、王家共5个村民小组."""
    return passage.text[: match.start("count")].rstrip().endswith(("共", "共有", "共计", "的", "辖"))


def is_row_of(names: list[str], kind: str) -> bool:
    """Whether names without 等 are what is counted behind them: all of its kind, or all bare names.

    In 富华社区、苏家垱乡10个村 the villages belong to the last name.
    """
    _first, *others = names
    if all(name.endswith(kind[-1]) for name in names):
        return True
    return (
        all(len(name) <= 4 and not re.search("[乡镇街道县市区]$", name) for name in others)
        and len(names[0]) <= 6
    )


def clean(names: list[str]) -> list[str]:
    """The names without the words before the first."""
    return [
        re.sub(_BEFORE_NAMES, "", names[0]) or names[0],
        *names[1:],
    ]


def are_names(names: list[str]) -> bool:
    """Whether what stands in a list are names, and not doings."""
    first, *others = names
    if any(len(name) > _MAX_NAME or len(name) < 2 or _WORDS_IN_NAME.search(name) for name in others):
        return False
    return len(first) >= 2
