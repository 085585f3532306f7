"""Slips of the keyboard: a unit lost, digits run together, marks without a partner, labels left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docgen.auditing.calendar_checks import slip
from docgen.auditing.figures import UNKNOWN, Figure
from docgen.auditing.passages import Passage
from docgen.auditing.relations import Relation, Verdict, relation
from docgen.rules.text_rules import ProseField, run_on, unpaired_marks

_COUNTED = re.compile(r"(?:人次|人|户|名|对|例|起|件|个|家|所|处|座|份|张|场|台)")
_LONG = re.compile(rf"(?<![0-9A-Za-z.,，\-])[1-9][0-9]{{7,}}(?={_COUNTED.pattern})")
_LOST_SCALE = re.compile(r"(?<![0-9.,])[0-9]{1,6}\.[0-9]{3,}元")
_PART_PERSON = re.compile(r"(?<![0-9.,])[0-9]+\.[0-9]+(?:人次|人|户|名|例|家|所|对)(?![·/均])")
_DOUBLED = re.compile(
    r"(?<=[0-9])(?:万万元|万万|亿亿|元元|%%|万亿万|亿万元|人人(?!均)|户户|万元万|万元元|个个|家家)"
)
_SEPARATORS = re.compile(
    r"(?<![0-9.,，])(?:[0-9]{1,3},[0-9]{4,}|[0-9]{4,},[0-9]{3})(?:\.[0-9]+)?(?=万?[元人户个家])"
)
_TWICE = re.compile(r"百分之[0-9.一二三四五六七八九十百]+%")
#: names that say what is counted, so that no unit need follow
_NAMES_UNIT = re.compile(
    r"(?:量|人次|人口|人数|户数|粉丝|次数)(?:已|共|累计)?(?:达到|达|为|超过|超|突破|约|近|逾)?$"
)
#: an amount of money that ends without a unit; a count of persons in 元, an amount in 人
_NO_UNIT = re.compile(
    r"(?:资金|金额|经费|补助金|救助金|保障金|投资)(?:共计|共|计|约|为|达|是)?"
    r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?=[，。；、])"
)
#: nothing is built for less than 10,000 yuan
_TINY = re.compile(
    r"(?:总投资|概算|估算投资|工程造价|项目投资)(?:额|约|为|达|共|计)*[0-9]{1,4}(?:\.[0-9]+)?元(?!/)"
)
_OTHER_UNIT = re.compile(
    r"(?:人数|户数)(?:共计|共|计|约|为|达到|达|是)?[0-9]+(?:\.[0-9]+)?万?元"
    r"|(?:资金|金额|经费)(?:共计|共|计|约|为|达到|达|是)?[0-9]+(?:\.[0-9]+)?万?(?:人|户|个)(?![/均次民])"
)
_WHOLE_RATES = re.compile(
    r"(?:合格|覆盖|整改|办结|参保|入住|救助|火化|满意|及格|知晓|签约|参检|年检|入公墓|"
    r"安葬|达标|到场|出勤|普及|入学|就业|通过|持证|脱贫|绿化|占)率(?:达到|达|为|是)?$"
)
_GLUED = re.compile(r"(?<=[0-9][人户家个对例元])[0-9]+(?=[元])(?!)")


def slips_in(passage: Passage, figures: Sequence[Figure]) -> Iterator[Relation]:
    """The slips of one passage."""
    yield from inline_gaps(passage)
    text = ProseField("", passage.text, passage.text)
    yield from without_units(figures)
    for sort, look in (
        ("mark-unpaired", unpaired_marks),
        ("digits-run-on", run_on),
    ):
        yield from located(sort, passage, look(text))
    for sort, pattern in (
        ("digits-run-on", _LONG), ("unit-doubtful", _LOST_SCALE), ("unit-doubtful", _DOUBLED),
        ("unit-doubtful", _TWICE), ("digits-run-on", _SEPARATORS),
    ):  # fmt: skip
        for match in pattern.finditer(passage.plain):
            is_census = pattern is _LONG and re.search("人口|全国|全省", passage.plain[: match.start()])
            if not is_census:
                yield slip(sort, passage, match[0], match.start(), match.end())
    for match in _PART_PERSON.finditer(passage.plain):
        begin, _end = passage.clause_span(passage.clause_of(match.start()))
        if not re.search(r"平均|人均|均|每|规模|密度|比例", passage.plain[begin : match.start()]):
            yield slip("unit-doubtful", passage, match[0], match.start(), match.end())
    for sort, pattern in (
        ("unit-doubtful", _TINY),
        ("unit-missing", _NO_UNIT),
        ("unit-doubtful", _OTHER_UNIT),
    ):
        for match in pattern.finditer(passage.plain):
            yield slip(sort, passage, match[0], match.start(), match.end())
    yield from households(figures)
    for figure in figures:
        if (
            figure.dimension == ()
            and figure.value > 1
            and not figure.qualifier
            and _WHOLE_RATES.search(figure.lead)
        ):
            yield slip(
                "rate-above-whole", passage, figure.text, figure.start, figure.end,
                equation=f"{figure.text}＞100%",
            )  # fmt: skip


def households(figures: Sequence[Figure]) -> Iterator[Relation]:
    """More households than persons in one breath: 296户、200人."""
    for one, other in pairwise(figures):
        are_both = one.dimension == (("户", 1),) and other.dimension == (("人", 1),)
        if not are_both or not re.fullmatch(r"[、,，]?", other.lead) or one.clause != other.clause:
            continue
        exceeds = one.low > other.high and not (one.per or other.per or one.is_range or other.is_range)
        verdict = Verdict.INCONSISTENT if exceeds else Verdict.CONSISTENT
        sign = "＞" if exceeds else "≤"
        yield relation("households-exceed", verdict, f"{one.text}{sign}{other.text}", [one, other])


def without_units(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Numbers that end in 万 or 亿, but for those whose name says what they count: 点击量2.3万."""
    for figure in figures:
        after = figure.passage.plain[figure.end :]
        ends = figure.dimension == UNKNOWN and re.match(r"[，。；、,;）)”]|\s*$", after)
        unit_comes = re.match(r"[、,，]\s?[0-9]", after)
        if ends and not unit_comes and not figure.is_word and not _NAMES_UNIT.search(figure.lead):
            yield slip("unit-missing", figure.passage, figure.text, figure.start, figure.end)


def located(sort: str, passage: Passage, excerpts: Sequence[str]) -> Iterator[Relation]:
    """Excerpts of a text as relations at their places, the same words one after another."""
    at = 0
    for excerpt in excerpts:
        found = passage.text.find(excerpt, at)
        start = found if found >= 0 else max(0, passage.text.find(excerpt))
        at = start + 1
        yield slip(sort, passage, excerpt, start, start + len(excerpt))


# --- numbered headings across a whole document

_NUMERALS = "一二三四五六七八九十"
_HEADINGS = (
    re.compile(rf"^\s*(?P<number>[{_NUMERALS}]{{1,3}})、"),
    re.compile(rf"^\s*[（(](?P<number>[{_NUMERALS}]{{1,3}})[）)]"),
)


def headings_in(passages: Sequence[Passage]) -> Iterator[Relation]:
    """Headings 一、 and （一） that leave a number out or come twice."""
    last: list[int] = [0, 0]
    for passage in passages:
        for level, pattern in enumerate(_HEADINGS):
            match = pattern.match(passage.text)
            number = ordinal(match["number"]) if match else None
            if match is None or number is None:
                continue
            before = last[level]
            if number not in (1, before + 1) and before:
                yield slip("label-gap", passage, passage.text[:12], 0, match.end())
            last[level] = number
            last[level + 1 :] = [0] * (len(last) - level - 1)


def ordinal(text: str) -> int | None:
    """The number of a heading: 十一 is 11."""
    if len(text) == 1:
        return _NUMERALS.index(text) + 1
    tens, _ten, ones = text.partition("十")
    if not _ten:
        return None
    return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)


# --- names and labels against their count

_LABELS = re.compile(rf"(?:^|(?<=[。；：，:;,.、\s）)》”]))(?P<number>[{_NUMERALS}])是(?!否|非|以|不是)")
_ANNOUNCED = re.compile(
    rf"(?P<count>[0-9]{{1,2}}|[{_NUMERALS}两])(?P<unit>项|个|条|类|方面|件|"
    rf"大)(?:方面)?(?P<what>实事|大事|事|工作|活动|措施|任务|举措|制度|机制|问题|行动|内容|重点|方面|"
    r"工程|服务|做法|原则|要求)[^，。；：]{0,6}[：:，,。]\s*一是"
)


def labels_in(passage: Passage) -> Iterator[Relation]:
    """五项工作：一是…四是…: as many labels as were announced."""
    for match in _ANNOUNCED.finditer(passage.plain):
        stated = (
            int(match["count"])
            if match["count"].isdigit()
            else "零一二三四五六七八九十".find(match["count"].replace("两", "二"))
        )
        labels = [each["number"] for each in _LABELS.finditer(passage.plain, match.start())]
        numbers: list[int] = []
        for label in labels:
            number = _NUMERALS.index(label) + 1
            if number != len(numbers) + 1:
                break
            numbers.append(number)
        if len(numbers) < 2:
            continue
        verdict = Verdict.CONSISTENT if len(numbers) == stated else Verdict.INCONSISTENT
        said = f"{match['count']}{match['unit']}{match['what']}"
        equation = f"一是至{_NUMERALS[len(numbers) - 1]}是＝{len(numbers)}项"
        yield slip(
            "names-differ", passage, said, match.start(), match.end(), verdict,
            equation=equation + ("" if verdict is Verdict.CONSISTENT else f"，文中为{said}"),
            computed=f"{len(numbers)}项", stated=said,
        )  # fmt: skip


_INLINE = (
    re.compile(r"[（(](?P<number>[0-9]{1,2})[）)](?=\S)"),
    re.compile(r"(?:^|(?<=[。；]))\s*(?P<number>[0-9]{1,2})[.．、](?=[\u4e00-\u9fff])"),
)


def inline_gaps(passage: Passage) -> Iterator[Relation]:
    """（1）…（3）…, 1.…3.… in one paragraph: numbers that begin with 1 and leave one out."""
    for pattern in _INLINE:
        found = list(pattern.finditer(passage.plain))
        if len(found) < 3 or int(found[0]["number"]) != 1:
            continue
        for before, match in pairwise(found):
            number, last = int(match["number"]), int(before["number"])
            if number not in (1, last + 1):
                near = passage.text[match.start() : match.end() + 6]
                yield slip("label-gap", passage, near, match.start(), match.end())


def gaps_in(passages: Sequence[Passage]) -> Iterator[Relation]:
    """一是 followed by 三是: labels that leave one out or come twice, also over several paragraphs."""
    before = 0
    for passage in passages:
        at = 0
        if any(pattern.match(passage.text) for pattern in _HEADINGS):
            before = 0
        for match in _LABELS.finditer(passage.plain):
            number = _NUMERALS.index(match["number"]) + 1
            # a label that lost the stop before it still counts: 出台《关于印发二是
            lost = any(
                f"{_NUMERALS[each - 1]}是" in passage.text[at : match.start()]
                for each in range(before + 1, number)
            )
            at = match.end()
            if number not in (1, before + 1) and not lost and before:
                yield slip(
                    "label-gap",
                    passage,
                    passage.text[match.start() : match.end() + 6],
                    match.start(),
                    match.end(),
                )
            before = number
