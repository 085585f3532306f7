"""The same fact stated twice with other numbers, and floors the text itself sets and does not keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.auditing.figures import UNKNOWN, Figure
from docgen.auditing.relations import Relation, Verdict, amount, relation

#: what a name begins with that belongs to no name
_OPENING = re.compile(
    r"^(?:(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|"
    r"[、，；,;：:和及与（(]|截至\0*|截止\0*|\0+|今年以来|以来|今年|上半年|下半年|"
    r"全年|目前|现|我[县市区局]|全[县市区州镇乡]|本[县市区]|该?县|辖区|共计|共有|共|累计|"
    r"总|已|"
    r"建有|建成|设有|拥有|现有|登记在册的?|在册的?|在册|有|为|是|达到|达|：|纳入|保障|"
    r"目前|全面|其中|将|对|按|月底|月末|底))+"
)
_CLOSING = re.compile(
    r"(?:共计|共有|共|总数|总计|合计|累计|人数|数量|总量|数|为|是|有|达到|达|约|：|:|已|的)+$"
)
#: another time, share or place than that of the same words elsewhere
_OTHER = re.compile(
    r"上年|去年|往年|同期|年初|年底|年末|上期|期初|新增|增加|减少|净增|其中|计划|目标|任务|拟|"
    r"将|预计|力争|确保|增长|提高|下降|同比|比|较|每|均|标准|第|"
    r"本月|当月|上月|月发放|季度|一季度|二季度|三季度|四季度|不少于|不低于|再|另|分别|由|从"
)
_TIMED = re.compile(r"[0-9]{4}年|[0-9]{1,2}月")
_LEAST_NAME = 4
_UNTIL_NOW = re.compile(r"截至|截止|目前")
#: so long a name says by itself what is meant
_FULL_NAME = 8
_SCOPE = re.compile(r"全[县市区州省镇乡]|我[县市区]")


def names_of(figure: Figure) -> str:
    """What a figure is called, without openings and closings; "" where it isn't plain."""
    lead = figure.lead
    if not lead.strip() or figure.is_word or figure.is_range or figure.qualifier or figure.depth:
        return ""
    begin, _end = figure.passage.clause_span(figure.clause)
    # in 目前5个中心有3个委托运营 the 3 are some of the 5
    is_own_clause = figure.passage.plain[begin : figure.start].strip() == lead.strip() or re.match(
        "[、和及]", lead
    )
    if _OTHER.search(lead) or figure.per or not is_own_clause:
        return ""
    name = _CLOSING.sub("", _OPENING.sub("", lead.strip()))
    if _SCOPE.search(name[-2:]):  # 在全县 names nothing
        return ""
    least = _LEAST_NAME - 1 if _SCOPE.search(lead) else _LEAST_NAME
    return name if len(name) >= least and "\0" not in name and "、" not in name else ""


def times_of(figure: Figure) -> frozenset[str]:
    """The years and months its sentence speaks of."""
    begin, end = figure.passage.sentence_span(figure.sentence)
    return frozenset(_TIMED.findall(figure.passage.text[begin:end]))


def restated(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Figures of a document that have the same name and unit in two sentences, and another number."""
    seen: dict[tuple[str, object], Figure] = {}
    for figure in figures:
        name = name_behind(figure, {known for known, _dimension in seen}) or names_of(figure)
        if not name or figure.dimension == UNKNOWN or "百分点" in figure.unit:
            continue
        first = seen.setdefault((name, figure.dimension), figure)
        same_sentence = first.passage.number == figure.passage.number and first.sentence == figure.sentence
        if first is not figure and not same_sentence:
            yield compared(name, first, figure)


def name_behind(figure: Figure, known: set[str]) -> str:
    """The name of 全市12所敬老院, if it was named before."""
    is_whole = bool(re.search(rf"(?:{_SCOPE.pattern})(?:的|所有|现有|全部)?$", figure.lead))
    if not is_whole or figure.is_word or figure.qualifier or figure.per:
        return ""
    tail = _OPENING.sub("", figure.tail)
    return next((name for name in sorted(known, key=len, reverse=True) if tail.startswith(name)), "")


def compared(name: str, first: Figure, figure: Figure) -> Relation:
    """What two figures of the same name say of each other."""
    if first.low <= figure.high and figure.low <= first.high:
        return relation("stated-twice", Verdict.CONSISTENT, f"{first.text}＝{figure.text}", [first, figure])
    times = times_of(first), times_of(figure)
    is_now = any(not each for each in times) and all(
        not each or bool(_UNTIL_NOW.search(scope_of(one)))
        for each, one in zip(times, (first, figure), strict=True)
    )
    may_differ = times[0] != times[1] and not is_now
    # without 全县 nobody knows whether it is the same village's 耕地面积
    is_scoped = any(_SCOPE.search(scope_of(each)) for each in (first, figure))
    is_full = len(name) >= _FULL_NAME and is_first(first) and is_first(figure)
    may_differ = may_differ or not (is_scoped or is_full)
    return relation(
        "stated-twice", Verdict.UNDECIDED if may_differ else Verdict.INCONSISTENT,
        f"{name}：{first.text}≠{figure.text}", [first, figure], "may-be-other-time" if may_differ else "",
        name=name, first=first.text, second=figure.text,
    )  # fmt: skip


def is_first(figure: Figure) -> bool:
    """Whether nothing but a time stands before a figure's own words in its sentence."""
    return not re.search(r"[\u4e00-\u9fff]{4,}[，；：]", scope_of(figure))


def scope_of(figure: Figure) -> str:
    """The words of its sentence before a figure, which may say whose it is."""
    begin, _end = figure.passage.sentence_span(figure.sentence)
    return figure.passage.plain[begin : figure.start]


# --- floors

_TIMES_OF = re.compile(r"(?:不低于|不少于|达到|为|的)?[^，。；]{0,20}$")
_BASE = re.compile(r"低保标准|最低工资|保障标准|基本标准|平均标准|标准")
_KEPT = re.compile(r"严格执行|圆满完成|完成了|符合|达到了?|满足|高于|超过|落实了|严格执行|均|全部")


def floors_in(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Floors the text sets itself: 不低于低保标准的1.3倍, 每月不少于4次, and what it says was given."""
    for index, floor in enumerate(figures):
        if floor.dimension == (("倍", 1),):
            yield from multiple(floor, figures)
        elif floor.qualifier in ("at-least", "at-most") and is_bound(floor):
            yield from limit(floor, figures[index + 1 :])


def is_bound(figure: Figure) -> bool:
    """Whether a figure is a floor or ceiling by a word before it (60周岁以上 is none)."""
    return figure.text.startswith("不") or "不" in figure.lead[-9:]


def multiple(floor: Figure, figures: Sequence[Figure]) -> Iterator[Relation]:
    """A standard that is to be some times another: 特困标准 at least 1.3 times 低保标准."""
    begin, _end = floor.passage.clause_span(floor.clause)
    said = floor.passage.plain[begin : floor.start]
    base_name = re.search(
        r"(?:不低于|不少于|达到|为|是|按)?(?:[^，。；]{0,8})?(?P<base>低保标准|低保|"
        r"最低工资标准|最低工资|孤儿[^，。；]{0,8}标准)",
        said,
    )
    if base_name is None:
        return
    near = [
        each
        for each in figures
        if abs(each.sentence - floor.sentence) <= 1 and each.dimension == (("元", 1),) and not each.is_range
    ]
    stem = base_name["base"].removesuffix("标准")
    # 达到低保标准500元的1.4倍: the base stands in the same clause, right before
    inside = [each for each in near if each.clause == floor.clause and base_name["base"] in each.lead]
    bases = inside if len(inside) == 1 else [each for each in near if stem in each.lead]
    others = [each for each in near if each not in bases and "标准" in each.lead + said]
    if len(bases) != 1 or len(others) != 1 or not is_same_time(bases[0], others[0]):
        return
    base, other = bases[0], others[0]
    least = base.value * floor.value
    is_floor = bool(re.search(r"不低于|不少于|以上", said + floor.text + floor.tail))
    keeps = other.high >= least if is_floor else abs(other.value - least) <= max(other.step, least / 100)
    sign = "≥" if other.value >= least else "＜"
    verdict = Verdict.CONSISTENT if keeps else Verdict.INCONSISTENT
    equation = f"{base.text}×{floor.text}＝{amount(least, base)}，{other.text}{sign}{amount(least, base)}"
    yield relation(
        "below-floor",
        verdict,
        equation,
        [base, floor, other],
        computed=amount(least, base),
        stated=other.text,
    )


def is_namesake(floor: Figure, figure: Figure) -> bool:
    """Whether both are said of the same thing: 抽查比例不低于30%…抽查比例为25.8%."""
    name = _CLOSING.sub("", floor.lead.strip())[-4:]
    return len(name) == 4 and name in figure.lead


def is_same_time(one: Figure, other: Figure) -> bool:
    """Whether two standards are for the same stretch of time, or one doesn't say for which."""
    return one.per_time == other.per_time or not one.per_time or not other.per_time


def limit(floor: Figure, later: Sequence[Figure]) -> Iterator[Relation]:
    """A floor or ceiling and, in the same sentence, what is said to have kept it."""
    for figure in later:
        if figure.sentence - floor.sentence > 1:
            return
        if (
            figure.dimension != floor.dimension
            or figure.per != floor.per
            or figure.qualifier
            or figure.is_range
        ):
            continue
        is_said = bool(re.search(r"实际|实|执行|达到|已达|现行|按人均|按每", figure.lead))
        if re.search(r"未|仅|只|尚|差", figure.lead) or not (is_said or is_namesake(floor, figure)):
            return
        if figure.sentence != floor.sentence and not is_namesake(floor, figure):
            return
        keeps = figure.high >= floor.value if floor.qualifier == "at-least" else figure.low <= floor.value
        begin, _end = floor.passage.sentence_span(floor.sentence)
        _begin, end = floor.passage.sentence_span(figure.sentence)
        claims = bool(_KEPT.search(floor.passage.plain[begin:end].replace("不低于", "")))
        verdict = Verdict.CONSISTENT if keeps else Verdict.INCONSISTENT if claims else Verdict.UNDECIDED
        sign = "＜" if figure.value < floor.value else "＞" if figure.value > floor.value else "＝"
        yield relation(
            "below-floor", verdict, f"{figure.text}{sign}{floor.text}", [floor, figure],
            "" if verdict is not Verdict.UNDECIDED else "floor-not-claimed",
            computed=floor.text, stated=figure.text,
        )  # fmt: skip
        return
