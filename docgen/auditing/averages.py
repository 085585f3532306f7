"""Averages that can be recomputed: an amount for each (人均, 户均) is the amount over how many they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.auditing.figures import Figure
from docgen.auditing.rates import CHANGE
from docgen.auditing.relations import Relation, Verdict, amount, relation

_AVERAGE = re.compile(r"人均|户均|例均|件均|床均|次均|对均|家均|村均|笔均|平均每")
_STANDARD = re.compile(r"标准|按|每人每月(?:发放|补助|补贴|标准)|提标")


def averages_in(figures: Sequence[Figure]) -> Iterator[Relation]:
    """The averages of one passage that its own figures give."""
    for index, figure in enumerate(figures):
        if figure.per_thing and _AVERAGE.search(figure.lead):
            found = judge_average(figure, figures[:index], figures[index + 1 :])
            if found is not None:
                yield found


def judge_average(average: Figure, earlier: Sequence[Figure], later: Sequence[Figure]) -> Relation | None:
    """An amount for each (人均, 户均): the amount over how many they are."""
    if CHANGE.search(average.lead) or _STANDARD.search(average.lead) or average.is_range:
        return None
    same = [each for each in (*earlier, *later) if each.sentence == average.sentence and not each.is_range]
    thing = next(iter(average.per_thing))
    counts = [each for each in same if counts_thing(each, thing)]
    amounts = [
        each for each in same
        if each.dimension == average.dimension
        and not each.per_thing
        and (each.start < average.start or re.search("共|合计|总计", each.lead))
    ]  # fmt: skip
    pairs = [(whole, count) for whole in amounts for count in counts if count.value]
    for whole, count in pairs:
        if quotient_fits(whole, count, average):
            return averaged(Verdict.CONSISTENT, whole, count, average)
    if len(amounts) != 1 or len(counts) != 1 or average.per_time != amounts[0].per_time:
        return averaged(Verdict.UNDECIDED, *pairs[-1], average) if pairs else None
    if any(figure.qualifier and figure.is_share for figure in (amounts[0], counts[0])):
        return None
    return averaged(Verdict.INCONSISTENT, amounts[0], counts[0], average)


def counts_thing(figure: Figure, thing: str) -> bool:
    """Whether a figure counts what an average is for each of (人次 stands for 人 too)."""
    if figure.per or figure.is_share or figure.is_word or not figure.value:
        return False
    base = figure.dimension[0][0] if len(figure.dimension) == 1 else ""
    if thing == "户" and base in ("家", "个"):  # 户均 of enterprises
        return True
    return base == thing or (thing == "人" and base == "人次") or (thing == "次" and base == "人次")


def quotient_fits(whole: Figure, count: Figure, average: Figure) -> bool:
    """Whether an amount over a count is the average, allowing for rounding up or down."""
    if count.low <= 0:
        return False
    low, high = whole.low / count.high, whole.high / count.low
    if average.qualifier:
        return low <= average.high and average.low <= high
    half = average.step / 2
    if low <= average.value + half and average.value - half <= high:
        return True
    # cut off instead of rounded: less than one of the last digit away
    return abs(whole.value / count.value - average.value) < average.step


def averaged(verdict: Verdict, whole: Figure, count: Figure, average: Figure) -> Relation:
    """The relation of an average to its amount and count."""
    computed = amount(whole.value / count.value, average)
    equation = f"{whole.text}÷{count.text}＝{computed}"
    if verdict is not Verdict.CONSISTENT:
        equation += f"，文中为{average.text}"
    reason = "average-of-what" if verdict is Verdict.UNDECIDED else ""
    return relation(
        "average-differs", verdict, equation, [whole, count, average], reason,
        computed=computed, stated=average.text,
    )  # fmt: skip
