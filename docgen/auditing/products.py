"""Counts, standards and months that give an amount: 120人 × 每人每月50元 × 6个月 = 3.6万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from docgen.auditing.figures import Figure
from docgen.auditing.relations import Relation, Verdict, amount, relation

_YUAN = (("元", 1),)
_AMOUNT = re.compile(
    r"共|合计|总计|发放|支出|拨付|资金|金额|补贴|补助|发|计|需|投入|送去|兑现|支付|落实|总额|元$"
)
_NOT_AMOUNT = re.compile(r"标准|提高|增加|由|从|预算|任务|计划|其中|上年|去年|同期|按")
_AVERAGE = re.compile(r"人均|户均|平均|例均|件均")
#: counters whose noun follows: 45个村 for 每村
_COUNTERS = frozenset({"个", "所", "家", "处"})
_TIMES_PER = {"月": 1, "季": 3, "年": 12}
_PERIODS = (
    (re.compile(r"上半年|下半年|半年"), 6),
    (re.compile(r"(?:第?[一二三四1-4]|每|首)季度"), 3),
    (re.compile(r"全年|(?<!上)(?<!去)(?<!前)(?:本|20[0-9]{2})年度"), 12),
    (re.compile(r"前三季度"), 9),
)
_MONTHS = re.compile(r"(?<![0-9])([0-9]{1,2})\s?[-—–~～至到]\s?([0-9]{1,2})月")
_UNCERTAIN = re.compile(
    r"累计|补发|每项|各项|同时享受|不等|分别|其中|另|额外|外加|不含|含|分档|两项|等次|最高|最低|分类|差额|补差|陆续"
)


def products_in(figures: Sequence[Figure]) -> Iterator[Relation]:
    """The amounts of one passage that its counts and standards give."""
    for standard in figures:
        if standard.is_range or standard.qualifier in ("at-least", "at-most"):
            continue
        if standard.dimension == _YUAN and standard.per_thing and not _AVERAGE.search(standard.lead):
            found = judge(standard, [each for each in figures if each.sentence == standard.sentence])
            if found is not None:
                yield found
        elif not standard.is_share and standard.dimension != _YUAN and len(standard.per) == 1:
            yield from repeated(standard, figures)
    yield from gifts(figures)


def repeated(each: Figure, figures: Sequence[Figure]) -> Iterator[Relation]:
    """So many times so many: 5场，每场60人，共300人."""
    same = [figure for figure in figures if figure.sentence == each.sentence and figure is not each]
    base = next(iter(each.per))
    counts = [figure for figure in same if figure.dimension == ((base, 1),) and not figure.per]
    totals = [
        figure for figure in same
        if figure.dimension == each.dimension and not figure.per and figure.start > each.start
    ]  # fmt: skip
    if len(counts) != 1 or len(totals) != 1 or any(f.is_range or f.is_word for f in (each, *counts, *totals)):
        return
    count, whole = counts[0], totals[0]
    if gives(count, each, Fraction(1), whole):
        yield product(Verdict.CONSISTENT, count, each, Fraction(1), whole)
    elif re.search("共|合计|总计", whole.lead) and not (each.qualifier or is_uncertain(each)):
        yield product(Verdict.INCONSISTENT, count, each, Fraction(1), whole)


def judge(standard: Figure, figures: Sequence[Figure]) -> Relation | None:
    """A standard with its count and amount in the same sentence, if there is one of each."""
    standards = [each for each in figures if each.dimension == _YUAN and each.per_thing]
    counts = [each for each in figures if counts_for(each, standard)]
    amounts = [each for each in figures if is_amount(each, standard)]
    if not counts or not amounts:
        return None
    months = months_said(standard, figures)
    for count in counts:
        for whole in amounts:
            for times in sorted({*months, *(() if months else possible(standard))}):
                if gives(count, standard, times, whole):
                    return product(Verdict.CONSISTENT, count, standard, times, whole)
    count, whole = counts[-1], amounts[0]
    is_only = len(standards) == 1 and len(counts) == 1 and len(amounts) == 1 and len(months) == 1
    if is_only and not is_uncertain(standard):
        return product(Verdict.INCONSISTENT, count, standard, months[0], whole)
    times = months[0] if len(months) == 1 else Fraction(1)
    return product(Verdict.UNDECIDED, count, standard, times, whole, "terms-not-sure")


def counts_for(figure: Figure, standard: Figure) -> bool:
    """Whether a figure counts those that a standard is for each of."""
    if figure.per or figure.is_range or figure.is_word or len(figure.dimension) != 1:
        return False
    base = figure.dimension[0][0]
    if re.search(r"新增|增加|减少|其中|净增|退出|每", figure.lead):
        return False
    if any(figure.tail.startswith(thing) for thing in standard.per_thing if base in _COUNTERS):
        return True
    return base in standard.per_thing or (base == "人次" and "人" in standard.per_thing)


def is_amount(figure: Figure, standard: Figure) -> bool:
    """Whether a figure may be what a standard comes to."""
    if figure is standard or figure.dimension != _YUAN or figure.per or figure.is_range:
        return False
    if _NOT_AMOUNT.search(figure.lead):
        return False
    return figure.value > standard.value


def months_said(standard: Figure, figures: Sequence[Figure]) -> list[Fraction]:
    """How often a standard was paid, as the sentence says; once where it is for no stretch of time."""
    if not standard.per_time:
        return [Fraction(1)]
    unit = next(iter(standard.per_time))
    if unit not in _TIMES_PER:
        return []
    begin, end = standard.passage.sentence_span(standard.sentence)
    said = standard.passage.text[begin:end]
    found = {
        each.value for each in figures
        if each.dimension == (("月", 1),) and not each.is_word and not each.is_range
    }  # fmt: skip
    for match in _MONTHS.finditer(said):
        if int(match[2]) >= int(match[1]):
            found.add(Fraction(int(match[2]) - int(match[1]) + 1))
    if not found:
        found = {Fraction(months) for pattern, months in _PERIODS if pattern.search(said)}
    if not found and unit == "年":  # a yearly standard is paid once where nothing else is said
        found = {Fraction(12)}
    return sorted(months / _TIMES_PER[unit] for months in found)


def possible(standard: Figure) -> list[Fraction]:
    """How often a standard may have been paid where nothing says it: one to twelve months."""
    unit = next(iter(standard.per_time), "")
    return [Fraction(times) for times in range(1, 13)] if unit == "月" else [Fraction(1)]


def gives(count: Figure, standard: Figure, times: Fraction, whole: Figure) -> bool:
    """Whether count × standard × times is the amount, allowing for rounding."""
    low, high = count.low * standard.low * times, count.high * standard.high * times
    if not standard.qualifier:  # a standard is what it says: 每村2万元 is no rounded number
        low, high = count.low * standard.value * times, count.high * standard.value * times
    return low <= whole.high and whole.low <= high


def is_uncertain(standard: Figure) -> bool:
    """Whether the sentence speaks of something that a plain product leaves out (补发, 分档, 累计)."""
    begin, end = standard.passage.sentence_span(standard.sentence)
    said = standard.passage.plain[begin:end]
    return bool(_UNCERTAIN.search(said))


def product(
    verdict: Verdict, count: Figure, standard: Figure, times: Fraction, whole: Figure, reason: str = ""
) -> Relation:
    """The relation of an amount to its count, standard and months."""
    computed = count.value * standard.value * times
    factors = f"{count.text}×{standard.text}" + (f"×{times}" if times != 1 else "")
    equation = f"{factors}＝{amount(computed, whole)}"
    if verdict is not Verdict.CONSISTENT:
        equation += f"，文中为{whole.text}"
    return relation(
        "product-differs", verdict, equation, [count, standard, whole], reason,
        computed=amount(computed, whole), stated=whole.text,
    )  # fmt: skip


_TOTAL = re.compile(r"合计|共计|总计")


def gifts(figures: Sequence[Figure]) -> Iterator[Relation]:
    """给5名孤儿送去1000元慰问金，合计5000元: called consistent where it is, and nothing else without 每."""
    for count, each, whole in zip(figures, figures[1:], figures[2:], strict=False):
        is_priced = "单价" in each.lead and bool(re.search("共|合计|总", whole.lead))
        are_amounts = each.dimension == whole.dimension == _YUAN and not (each.per or whole.per)
        if (
            not are_amounts
            or not (_TOTAL.search(whole.lead) or is_priced)
            or count.sentence != whole.sentence
        ):
            continue
        right = count.value * each.value == whole.value
        if is_priced and not right and not count.is_share and not (count.qualifier or whole.qualifier):
            if not gives(count, each, Fraction(1), whole):
                yield product(Verdict.INCONSISTENT, count, each, Fraction(1), whole)
        elif not count.is_share and count.dimension != _YUAN and right:
            yield product(Verdict.CONSISTENT, count, each, Fraction(1), whole)
