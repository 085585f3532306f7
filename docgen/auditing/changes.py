"""Changes from one time to another: 由A提高到B，提高C（增长R%）; 今年A，去年同期B，同比增长R%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from docgen.auditing.figures import Figure
from docgen.auditing.rates import percent
from docgen.auditing.relations import Relation, Verdict, amount, relation

_FROM = re.compile(r"(?:由|从|自)(?![^，。；]{0,12}组成)[^，。；]{0,24}$")
_TO = re.compile(
    r"(?P<way>提高|提升|增加|增长|上升|上调|调整|扩大|升|涨|增|扩|压缩|精简|下降|降低|减少|下调|压减|"
    r"缩短|缩减|降|减|发展|变为?)(?!幅)"
    r"[^，。；、]{0,6}?(?P<to>到|至|为)(?:现在的|目前的|今年的|每人每月|每月|每人|的)*$"
)
_UP = re.compile(r"提高|提升|增加|增长|增幅|上升|上调|扩大|升|涨|增|扩|多|新增|净增")
_DOWN = re.compile(r"精简|下降|降低|减少|下调|压减|缩短|缩减|降|减|少|压缩|节约|回落")
_PREVIOUS = re.compile(
    r"上学年|上一年|上季|上届|上年|去年|上期|同期|年初|上月|上季度|前年|原来|原有|期初|"
    r"(?:20)?[0-9]{2}年(?:同期|底|末)?"
)
_BY = re.compile(
    r"(?:提高|提升|增加|增长|增幅|上升|上调|扩大|涨幅|升幅|上涨|净增|新增|下降|降低|减少|压缩|精简|"
    r"下调|压减|降幅|缩短|回落|多|少|增|降|减)"
    r"(?:了|幅度|比例|比率|率|达到|达|为|幅|约|：)*(?:每人每月|每月|每人)?$"
)
_CAME = re.compile(r"(?:新增|新纳入|增加|调入|新进|转入|新办)[\u4e00-\u9fff]{0,8}$")
_WENT = re.compile(r"(?:退出|清退|减少|调出|注销|死亡|自然减员|取消|停发|转出)[\u4e00-\u9fff]{0,8}$")
_COMPARED = re.compile(
    r"同比|环比|比去年|比上年|较去年|较上年|比上期|较上期|比年初|较年初|增幅|涨幅|降幅|"
    r"增长|下降|提高|上升|减少|增加|降低|上调|提升|上涨|压减|回落|多|少"
)


class Change(NamedTuple):
    """What is said of one change: before and after, by how much, by which share."""

    before: Figure | None
    after: Figure | None
    by: Figure | None
    share: Figure | None
    is_down: bool | None


def changes_in(figures: Sequence[Figure]) -> Iterator[Relation]:
    """The changes of one passage that its own figures give."""
    flows = list(flows_in(figures))
    yield from (each for each, _members in flows)
    flowing = {figure.start for _each, members in flows for figure in members}
    figures = [figure for figure in figures if figure.start not in flowing]
    for change in [*from_to(figures), *arrived(figures), *compared(figures)]:
        yield from judge(change)


def flows_in(figures: Sequence[Figure]) -> Iterator[tuple[Relation, list[Figure]]]:
    """A stock with what came and went: 年初1082人，新增146人、退出180人，年末1048人."""
    for index, came in enumerate(figures[:-1]):
        went = figures[index + 1]
        is_pair = bool(_CAME.search(came.lead) and _WENT.search(went.lead)) and came.sentence == went.sentence
        if not is_pair or came.dimension != went.dimension:
            continue
        near = [
            figure
            for figure in figures
            if figure.sentence == came.sentence and figure.dimension == came.dimension
        ]
        stocks = [each for each in near if each not in (came, went) and abs(each.clause - came.clause) <= 2]
        opening = [each for each in stocks if is_previous(each)]
        closing = [each for each in stocks if each not in opening and not _CAME.search(each.lead)]
        closing = [each for each in closing if abs(each.clause - came.clause) <= 2]
        if len(opening) != 1 or not closing:
            yield (
                relation(
                    "change-differs",
                    Verdict.UNDECIDED,
                    f"{came.text}－{went.text}",
                    [came, went],
                    "whole-not-sure",
                ),
                [came, went],
            )
            continue
        before = opening[0]
        computed = before.value + came.value - went.value
        after = next((each for each in closing if each.value == computed), closing[-1])
        verdict = Verdict.CONSISTENT if after.value == computed else Verdict.INCONSISTENT
        if verdict is Verdict.INCONSISTENT and (len(closing) > 1 or is_loose(before, came, went, after)):
            verdict = Verdict.UNDECIDED
        equation = f"{before.text}＋{came.text}－{went.text}＝{amount(computed, after)}"
        if verdict is not Verdict.CONSISTENT:
            equation += f"，文中为{after.text}"
        reason = "whole-not-sure" if verdict is Verdict.UNDECIDED else ""
        found = relation(
            "change-differs", verdict, equation, [before, came, went, after], reason,
            computed=amount(computed, after), stated=after.text,
        )  # fmt: skip
        yield found, [came, went]


# --- finding them


def from_to(figures: Sequence[Figure]) -> Iterator[Change]:
    """由A提高到B, with what is said of the difference behind it."""
    for before, after in pairwise(figures):
        way = _TO.search(after.lead)
        same_clauses = after.sentence == before.sentence and after.clause - before.clause <= 1
        if way is None or not same_clauses or not _FROM.search(before.lead) or not comparable(before, after):
            continue
        neutral = way["way"] in ("调整", "发展", "变", "变为")
        down = None if neutral else bool(_DOWN.search(way["way"]))
        by, share = differences(after, figures)
        if share is not None and not is_same_base(before, share):
            share = None
        yield Change(before, after, by, share, down)


def is_same_base(before: Figure, share: Figure) -> bool:
    """Whether a growth is from the value named: 同比 is from last year's, not from 年初的320户."""
    if re.search("可比|不变价|扣除|实际增长|名义", share.lead):
        return False  # growth of prices taken out
    if "环比" in share.lead:
        return "上月" in before.lead or "上季" in before.lead
    if "同比" in share.lead:
        return bool(re.search("同期|去年|上年", before.lead)) or not _PREVIOUS.search(before.lead)
    return True


def base_of(figure: Figure) -> str:
    """What a difference says it is from: 同比, 环比, 年初, or nothing."""
    match = re.search("同比|环比|年初|上月|上季|上年|去年|上期", figure.lead)
    return {"去年": "同比", "上年": "同比"}.get(match[0], match[0]) if match else ""


def arrived(figures: Sequence[Figure]) -> Iterator[Change]:
    """较去年底的203家增加11家，达到214家: before, by how much, and what it came to."""
    for before, by, after in zip(figures, figures[1:], figures[2:], strict=False):
        is_row = before.sentence == after.sentence and after.clause - before.clause <= 2
        if not is_row or not is_previous(before) or not _BY.search(by.lead):
            continue
        arrives = re.search(r"(?:达到?|增至|降至|升至|减至|共有?|为)$", after.lead)
        if arrives and by.is_share and "百分点" not in by.unit and comparable(before, after):
            yield Change(before, after, None, by, bool(_DOWN.search(by.lead)))
            continue
        if arrives and is_like_change(before, by, after):
            yield Change(before, after, by, None, bool(_DOWN.search(by.lead)))


def is_like_change(before: Figure, by: Figure, after: Figure) -> bool:
    """Whether all three of a change count the same."""
    return before.dimension == by.dimension == after.dimension and comparable(before, after)


def compared(figures: Sequence[Figure]) -> Iterator[Change]:
    """今年A，去年同期B，同比增长: the share or difference that follows both."""
    for index, after in enumerate(figures):
        if (after.is_share and "百分点" in after.unit) or after.is_word:
            continue
        by, share = differences(after, figures)
        if by is None and share is None:
            continue
        first = min((each for each in (by, share) if each is not None), key=lambda each: each.start)
        between = [each for each in figures[index + 1 :] if each.start < first.start]
        earlier = [each for each in figures[:index] if each.sentence == after.sentence][-2:]
        if _TO.search(after.lead) and any(_FROM.search(each.lead) for each in earlier):
            continue
        pool = [each for each in (*earlier, *between) if comparable(each, after)]
        befores = [each for each in pool if is_previous(each) or year_of(each) == year_of(after) - 1]
        if is_previous(after) or _BY.search(after.lead):
            continue
        others = [each for each in between if each not in befores]
        if others:
            continue
        words = first.lead
        down = bool(_DOWN.search(words)) if _COMPARED.search(words) else None
        if len(befores) > 1:
            continue
        before = befores[0] if befores else None
        if share is not None and before is not None and not is_same_base(before, share):
            share = None
        if share is not None and by is not None and base_of(share) not in ("", base_of(by)):
            continue
        yield Change(before, after, by, share, down)


def year_of(figure: Figure) -> int:
    """The year a figure's clause names (2019年救助120人次), or a number that is next to none."""
    begin, _end = figure.passage.clause_span(figure.clause)
    years = re.findall(r"20[0-9]{2}(?=年)", figure.passage.text[begin : figure.start])
    return int(years[-1]) if years else -9


def comparable(before: Figure, after: Figure) -> bool:
    """Whether the one can have become the other."""
    if after.is_share and before.is_share:
        return after.dimension == before.dimension
    if before.per_time and after.per_time and before.per_time != after.per_time:
        return False  # 每年3600元 to 每月350元
    return before.dimension == after.dimension and not (
        before.per and after.per and before.per_thing != after.per_thing
    )


def is_previous(figure: Figure) -> bool:
    """Whether a figure is said to be of an earlier time."""
    words = figure.lead
    begin, _end = figure.passage.clause_span(figure.clause)
    written = figure.passage.text[begin : figure.start]
    if _BY.search(words) or "同比" in words:
        return False
    return bool(
        _PREVIOUS.search(words) or re.search(r"20[0-9]{2}年(?:同期|底|末|全年)[^，。；]{0,12}$", written)
    )


def differences(after: Figure, figures: Sequence[Figure]) -> tuple[Figure | None, Figure | None]:
    """By how much and by which share, as said in the clauses right behind the new value."""
    by = share = None
    last = after
    for figure in figures:
        if figure.start <= after.start:
            continue
        if figure.sentence != after.sentence or figure.clause - last.clause > 1:
            break
        said = figure.lead
        if is_previous(figure) and not _BY.search(said):
            last = figure
            continue
        if not _BY.search(said) or _TO.search(said):
            break
        if "百分点" in figure.unit and after.is_share and by is None:
            by = figure
        elif figure.is_share and "百分点" not in figure.unit and share is None:
            share = figure
        elif not figure.is_share and figure.dimension == after.dimension and by is None and share is None:
            by = figure
        else:
            break
        last = figure
    return by, share


# --- judging them


def judge(change: Change) -> Iterator[Relation]:
    """What one change claims: its direction, its difference, its share."""
    before, after, by, share, down = change
    if before is not None and after is not None:
        if goes_other_way(before, after, down):
            sign = "＜" if after.value < before.value else "＞"
            equation = f"{after.text}{sign}{before.text}"
            yield relation("direction-differs", Verdict.INCONSISTENT, equation, [before, after])
            return
        if by is not None:
            yield differed(before, after, by)
        if share is not None and before.value:
            yield grown(before, after, share)
    elif after is not None and by is not None and share is not None and down is not None:
        base = after.value + by.value if down else after.value - by.value
        if base > 0 and not after.is_share:
            yield implied(after, by, share, base)


def goes_other_way(before: Figure, after: Figure, is_down: bool | None) -> bool:
    """Whether two values surely went up where the words say down, or the other way round."""
    if is_down is None or before.value == after.value or is_loose(before, after):
        return False
    return is_down != (after.value < before.value)


def is_loose(*figures: Figure) -> bool:
    """Whether any of them is meant roughly."""
    return any(figure.qualifier or figure.is_range for figure in figures)


def differed(before: Figure, after: Figure, by: Figure) -> Relation:
    """The difference of two values against the one stated."""
    low, high = after.low - before.high, after.high - before.low
    if after.value < before.value:
        low, high = -high, -low
    difference = abs(after.value - before.value)
    fits = low <= by.high and by.low <= high
    verdict = Verdict.CONSISTENT if fits else Verdict.INCONSISTENT
    if fits and difference != by.value and not is_loose(before, after, by) and alike(before, after, by):
        is_whole = all(figure.step == figure.factor for figure in (before, after, by))
        verdict = Verdict.INCONSISTENT if is_whole else Verdict.UNDECIDED
    larger, smaller = (after, before) if after.value >= before.value else (before, after)
    equation = f"{larger.text}－{smaller.text}＝{amount(difference, by)}"
    if verdict is not Verdict.CONSISTENT:
        equation += f"，文中为{by.text}"
    reason = "may-be-rounding" if verdict is Verdict.UNDECIDED else ""
    return relation(
        "change-differs", verdict, equation, [before, after, by], reason,
        computed=amount(difference, by), stated=by.text,
    )  # fmt: skip


def alike(*figures: Figure) -> bool:
    """Whether figures are written to the same last digit."""
    return len({figure.step for figure in figures}) == 1


def grown(before: Figure, after: Figure, share: Figure) -> Relation:
    """The growth from one value to another against the one stated."""
    growth = abs(after.value - before.value) / before.value
    if before.low <= 0:
        return relation("change-differs", Verdict.UNDECIDED, "", [before, after, share], "may-be-rounding")
    ends = [(one - other) / other for one in (after.low, after.high) for other in (before.low, before.high)]
    low, high = sorted((min(map(abs, ends)), max(map(abs, ends))))
    verdict = fit(low, high, share)
    larger, smaller = (after, before) if after.value >= before.value else (before, after)
    equation = f"（{larger.text}－{smaller.text}）÷{before.text}＝{percent(growth, share)}"
    return stated_growth(verdict, equation, percent(growth, share), [before, after, share])


def implied(after: Figure, by: Figure, share: Figure, base: Fraction) -> Relation:
    """Growth by an amount and by a share: they have to fit each other."""
    growth = by.value / base
    low, high = by.low / max(base, Fraction(1)), by.high / base
    bases = (
        [after.low - by.high, after.high - by.low]
        if base < after.value
        else [after.low + by.low, after.high + by.high]
    )
    if min(bases) > 0:
        low, high = by.low / max(bases), by.high / min(bases)
    sign = "－" if base < after.value else "＋"
    equation = f"{by.text}÷（{after.text}{sign}{by.text}）＝{percent(growth, share)}"
    return stated_growth(fit(low, high, share), equation, percent(growth, share), [after, by, share])


def fit(low: Fraction, high: Fraction, share: Figure) -> Verdict:
    """Whether a computed growth is the stated one, allowing for its rounding."""
    half = share.step / 2
    if low <= max(share.high, share.value + half) and min(share.low, share.value - half) <= high:
        return Verdict.CONSISTENT
    if low <= share.value + share.step and share.value - share.step <= high:
        return Verdict.UNDECIDED
    return Verdict.INCONSISTENT


def stated_growth(verdict: Verdict, equation: str, computed: str, figures: list[Figure]) -> Relation:
    """The relation of a stated growth to what it comes from."""
    if verdict is not Verdict.CONSISTENT:
        equation += f"，文中为{figures[-1].text}"
    reason = "may-be-rounding" if verdict is Verdict.UNDECIDED else ""
    return relation(
        "change-differs", verdict, equation, figures, reason, computed=computed, stated=figures[-1].text
    )
