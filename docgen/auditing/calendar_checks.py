"""Dates that can't be: no such day, lost characters, reversed spans, done after the issue, due before it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from docgen.auditing.passages import Passage
from docgen.auditing.relations import Relation, Term, Verdict

_DATE = re.compile(
    r"(?<![0-9])(?:(?P<year>(?:19|"
    r"20)[0-9]{2})年)?(?P<month>[0-9]{1,2})月(?:份)?(?:(?P<day>[0-9]{1,2})[日号]|"
    r"(?P<end>底|末))?"
    r"|(?<![0-9])(?P<year2>(?:19|20)[0-9]{2})[-./](?P<month2>[0-9]{1,2})[-./](?P<day2>[0-9]{1,2})(?![0-9])"
    r"|(?<![0-9])(?P<year3>(?:19|20)[0-9]{2})年(?P<end3>底|末)"
)
_GARBLED = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}(?=[，。；、,;）)（(]|\s*$)"
    r"|(?<![0-9])(?:19|20)[0-9]{2}年[0-9]{1,3}[日号]"
    r"|(?<![0-9])(?:19|20)[0-9]{2}[0-9]{1,2}月[0-9]{1,2}[日号]"
    r"|(?<![0-9])[0-9]{3}年[0-9]{1,2}月|(?:年年|月月|日日)(?=[，。；、,;）)])|"
    r"(?<=[0-9])(?:年年(?![底末初中内终])|月月|日日)"
    r"|[0-9]{4}年[0-9]{1,2}日[0-9]{1,2}[日月]"
)
_MASHED = re.compile(r"(?<![0-9A-Za-z〔.\-/])20[0-9]{4,6}(?=$|[，。；、,;\s）)])")
_NUMBER_OF = re.compile(r"(?:编号|邮编|电话|号码|代码|热线|邮政编码|索取号|号|证|账户|账号|卡)[为是：:\s]*$")
_ISSUED = re.compile(
    r"(?:(?:成文|生成|发布|印发|公开|落款|报送|报告|发文|签发|填报|上报|制发)(?:日期|时间|于))"
    r"[：:\s为是]*(?P<date>(?:19|20)[0-9]{2}[年\-./][0-9]{1,2}[月\-./][0-9]{1,2})"
    r"|(?P<date2>(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2})日?(?:印发|成文|发布|报送|签发)"
)
#: the office and the date, as the last words of a document
_SIGNED = re.compile(
    r"[^。，；：]{0,30}?\s*(?P<date>(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日)\s*[。)）]?\s*"
)
_NUMBER_YEAR = re.compile(r"[〔\[](?P<year>20[0-9]{2})[〕\]]\s?[0-9]+号")
_PLANNED = re.compile(
    r"请|报送|前报|上报|提交|计划|预计|将|拟|确保|力争|争取|务必|必须|要|下半年|下一步|"
    r"下步|安排|目标|期限|时限|"
    r"限期|限|责令|承诺|截止"
)
_DUE = re.compile(
    r"^(?:[前以之]|完成|建成|竣工|完工|完毕|投入|全面|全部|基本|实现|达到|开工|启动|交付|整改到位|办结)"
)
_DONE = re.compile(
    r"已|完成了|了|召开|印发|下发|举行|举办|开展了|通过验收|启动了|出台|表彰|成立|挂牌|揭牌|签订"
)
_NOT_DONE = re.compile(
    r"定于|即将|届时|明年|计划|预计|将|拟|确保|力争|争取|要|下半年|下一步|安排|目标|至|截止|前|有效期|到期|"
    r"期限|起(?:执行|施行)|施行|执行|合同期|服务期"
)
_LINK = re.compile(r"(?:起|开始|启动)?[,，]?\s?(?:[-—–~～至到]|起至|起到)\s?$")
_WEEKDAY = re.compile(r"^\s?[（(]?(?:星期|周)(?P<day>[一二三四五六日天])[）)]?")
_DAYS_SAID = re.compile(
    r"^[^。；]{0,12}?(?:共|历时|为期|共计|持续)(?P<days>[0-9]{1,4})(?:个)?(?:天|日)(?!次)"
)
_WEEK = "一二三四五六日"
_BEGUN = re.compile(
    r"^[^，。；0-9]{0,8}?(?:开工|动工|启动|立案|受理|申请|签订合同|发布招标|招标|奠基|收到|报名)"
)
_ENDED = re.compile(
    r"^[^，。；0-9]{0,8}?(?:竣工|完工|验收|结案|办结|投入使用|建成|中标|评审|批准|交付|"
    r"完成)"
)


class Day(NamedTuple):
    """A date in a text: where, its span, whether it said its year, and the words of its clause."""

    start: int
    end: int
    first: date
    last: date
    has_year: bool
    has_day: bool


def issue_date(passages: Sequence[Passage]) -> date | None:
    """The day of issue as the document says: in its header, or alone as its last words."""
    for passage in passages:
        match = _ISSUED.search(passage.text)
        if match:
            found = day_of(match["date"] or match["date2"])
            if found:
                return found
    for passage in reversed(passages[-6:]):
        match = _SIGNED.fullmatch(passage.text)
        if match:
            return day_of(match["date"])
    return None


def day_of(text: str) -> date | None:
    """A day written with its year, or None where no calendar has it."""
    numbers = re.findall(r"[0-9]+", text)
    try:
        return date(*map(int, numbers[:3]))
    except (ValueError, TypeError):
        return None


def main_year(passages: Sequence[Passage]) -> int | None:
    """The year a document is about: that of its title, or None."""
    for passage in passages[:8]:
        match = re.search(
            r"(20[0-9]{2})年(?:度|上半年|下半年|[^，。]{0,12}(?:总结|报告|计划|情况))", passage.text
        )
        if match:
            return int(match[1])
    return None


def dates_in(passage: Passage, issued: date | None, year: int | None) -> Iterator[Relation]:
    """What is wrong with the dates of one passage, or can be confirmed."""
    yield from garbled(passage)
    days: list[Day] = []
    context: int | None = None
    for match in _DATE.finditer(passage.plain):
        found = read(match, context)
        if found is None:
            if not any(bad.start() <= match.start() < bad.end() for bad in _GARBLED.finditer(passage.plain)):
                yield slip("date-impossible", passage, match[0], match.start(), match.end())
            continue
        if found.has_year:
            context = found.first.year
        days.append(found)
    yield from spans(passage, days)
    yield from weekdays(passage, days)
    yield from orders(passage, days)
    if issued is not None:
        yield from against_issue(passage, days, issued, year)


def garbled(passage: Passage) -> Iterator[Relation]:
    """Dates that lost a character: 202073, 2020年7月3."""
    for match in _GARBLED.finditer(passage.plain):
        if re.match(r"\s?[、]\s?[0-9]{1,2}[日号]", passage.plain[match.end() :]):
            continue
        yield slip("date-garbled", passage, match[0], match.start(), match.end())
    for match in _MASHED.finditer(passage.plain):
        before = passage.plain[max(0, match.start() - 10) : match.start()]
        if not _NUMBER_OF.search(before) and not is_plain_number(match[0]):
            yield slip("date-garbled", passage, match[0], match.start(), match.end())


def is_plain_number(text: str) -> bool:
    """Whether eight digits are a day written together (20200703), which some headers do."""
    return len(text) == 8 and day_of(f"{text[:4]}-{text[4:6]}-{text[6:]}") is not None


def read(match: re.Match[str], context: int | None) -> Day | None:
    """A date as its span; one without year is of the year said last before it. None: no calendar has it."""
    if match["year3"]:
        year = int(match["year3"])
        return Day(match.start(), match.end(), date(year, 12, 31), date(year, 12, 31), True, False)
    written = match["year"] or match["year2"]
    year = int(written) if written else context or 2020
    month = int(match["month"] or match["month2"])
    day = match["day"] or match["day2"]
    try:
        last = monthrange(year, month)[1]
        first = date(year, month, int(day) if day else last if match["end"] else 1)
    except ValueError:
        if not written and context is None and (month, int(day or 1)) == (2, 29):
            return None
        return None
    end = first if day else date(year, month, last)
    return Day(match.start(), match.end(), first, end, bool(written or context), bool(day))


def spans(passage: Passage, days: Sequence[Day]) -> Iterator[Relation]:
    """Spans from one date to another: the order, and how many days they are."""
    for one, other in pairwise(days):
        between = passage.plain[one.end : other.start]
        if not _LINK.fullmatch(between):
            continue
        text = passage.text[one.start : other.end]
        if one.first > other.last and one.has_year and re.match(r"(?:19|20)", passage.plain[other.start :]):
            yield slip("dates-reversed", passage, text, one.start, other.end)
            continue
        if one.first > other.last and one.has_day and other.has_day and one.first.month == other.first.month:
            yield slip("dates-reversed", passage, text, one.start, other.end)
            continue
        said = _DAYS_SAID.match(passage.plain[other.end :])
        if said and one.has_day and other.has_day and one.has_year:
            lasted = (other.first - one.first).days
            verdict = (
                Verdict.CONSISTENT if int(said["days"]) in (lasted, lasted + 1) else Verdict.INCONSISTENT
            )
            stated, computed = f"{said['days']}天", f"{lasted + 1}天"
            holds = verdict is Verdict.CONSISTENT
            yield slip(
                "days-differ", passage, text, one.start, other.end + said.end(), verdict,
                equation=f"{text}＝{computed}" + ("" if holds else f"，文中为{stated}"),
                computed=computed, stated=stated,
            )  # fmt: skip


def weekdays(passage: Passage, days: Sequence[Day]) -> Iterator[Relation]:
    """Days with the day of the week behind them."""
    for day in days:
        match = _WEEKDAY.match(passage.plain[day.end :])
        if match and day.has_day and day.has_year:
            right = _WEEK[day.first.weekday()]
            said = match["day"].replace("天", "日")
            verdict = Verdict.CONSISTENT if said == right else Verdict.INCONSISTENT
            text = passage.text[day.start : day.end + match.end()]
            yield slip(
                "weekday-differs", passage, text, day.start, day.end + match.end(), verdict,
                equation=f"{day.first.year}年{day.first.month}月{day.first.day}日是星期{right}",
                computed=f"星期{right}", stated=f"星期{said}",
            )  # fmt: skip


def orders(passage: Passage, days: Sequence[Day]) -> Iterator[Relation]:
    """Something that ended before it began: 5月开工，3月竣工."""
    for one, other in pairwise(days):
        if passage.sentence_of(one.start) != passage.sentence_of(other.start) or not (
            one.has_year and other.has_year
        ):
            continue
        begun, ended = (
            _BEGUN.match(passage.plain[one.end : other.start]),
            _ENDED.match(passage.plain[other.end :]),
        )
        if not begun or not ended or other.last >= one.first:
            continue
        if (
            not re.match(r"(?:19|20)", passage.plain[other.start :])
            and other.first.month < one.first.month - 6
        ):
            continue
        text = passage.text[one.start : other.end + ended.end()]
        yield slip("dates-reversed", passage, text, one.start, other.end + ended.end())


def against_issue(
    passage: Passage, days: Sequence[Day], issued: date, year: int | None
) -> Iterator[Relation]:
    """Dates of what is told as done that lie after the issue, and deadlines that lie before it."""
    shown = f"{issued.year}年{issued.month}月{issued.day}日"
    for match in _NUMBER_YEAR.finditer(passage.text):
        if int(match["year"]) > issued.year:
            yield slip("date-after-issue", passage, match[0], match.start(), match.end(), issued=shown)
    for day in days:
        if not day.has_year:
            if year is None or year != issued.year:
                continue
            day = day._replace(first=moved(day.first, year), last=moved(day.last, year))
        begin, end = passage.clause_span(passage.clause_of(day.start))
        before, after = passage.plain[begin : day.start], passage.plain[day.end : end]
        if not after.strip("，,。；; "):  # 2021年6月18日，会议召开
            end = passage.clause_span(min(passage.clause_of(day.start) + 1, len(passage.clause_starts) - 1))[
                1
            ]
            after = passage.plain[day.end : end].lstrip("，, ")
        if _ISSUED.search(passage.text, max(0, day.start - 12), day.end + 4):
            continue
        text = passage.text[begin:end].strip("，。；,;")
        if day.first > issued and _DONE.search(after) and not _NOT_DONE.search(before + after):
            yield slip("date-after-issue", passage, text, day.start, day.end, issued=shown)
        elif (
            day.last < issued
            and _PLANNED.search(said_to(passage, day.start) + after)
            and _DUE.match(after.lstrip("份底末"))
        ):
            begin_sentence, end_sentence = passage.sentence_span(passage.sentence_of(day.start))
            if not re.search(
                r"已|原|因|受|推迟|延期|延至|顺延|未能|逾期|曾|如期|按期|圆满|顺利|实际|现|完成了|均|"
                r"要求(?!于)",
                passage.plain[begin_sentence:end_sentence],
            ):
                yield slip("deadline-passed", passage, text, day.start, day.end, issued=shown)


def said_to(passage: Passage, at: int) -> str:
    """The sentence up to a place: 请各单位认真填写，于…前报送 asks in its first clause."""
    begin, _end = passage.sentence_span(passage.sentence_of(at))
    return passage.plain[begin:at]


def moved(day: date, year: int) -> date:
    """The same day of another year (28 February for the 29th)."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def slip(
    sort: str, passage: Passage, text: str, start: int, end: int,
    verdict: Verdict = Verdict.INCONSISTENT, equation: str = "", **parameters: str,
) -> Relation:  # fmt: skip
    """A relation about one stretch of text."""
    where = Term(text, passage.place(start), passage.number, start, end)
    begin, finish = passage.sentence_span(passage.sentence_of(start))
    return Relation(
        sort,
        verdict,
        equation,
        (where,),
        passage.text[begin:finish].strip(),
        "",
        {"near": text, **parameters},
    )
