"""Adding figures: which are alike enough, and the sum beside the total that the text states."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from docgen.auditing.figures import UNKNOWN, Figure
from docgen.auditing.partitions import has_names
from docgen.auditing.relations import Relation, Verdict, amount, plus, relation

_NEVER_ADDED = {
    UNKNOWN,
    *(((base, 1),) for base in ("岁", "月", "天", "小时", "分钟", "工作日", "个工作日", "学时")),
}


def can_be_added(figure: Figure) -> bool:
    """Whether a figure may be a total or a part: no share, age or stretch of time, and no standard."""
    is_standard = figure.per_thing or (figure.per_time and "标准" in figure.lead)
    return not (figure.is_share or figure.dimension in _NEVER_ADDED or is_standard)


def is_like(one: Figure, other: Figure) -> bool:
    """Whether two figures count or measure the same, so that they can be added."""
    return (
        one.dimension == other.dimension
        and one.per_thing == other.per_thing
        and not (one.per_time and other.per_time and one.per_time != other.per_time)
        and not (one.is_range or other.is_range)
    )


def summed(verdict: Verdict, whole: Figure, parts: Sequence[Figure], reason: str = "") -> Relation:
    """The relation of a whole to the sum of its parts."""
    total = sum((part.value for part in parts), Fraction(0))
    equation = f"{plus(parts)}＝{amount(total, whole)}"
    difference = total - whole.value
    if verdict is not Verdict.CONSISTENT:
        equation += f"，文中为{whole.text}"
    return relation(
        "sum-differs", verdict, equation, [*parts, whole], reason,
        computed=amount(total, whole), stated=whole.text, difference=amount(abs(difference), whole),
    )  # fmt: skip


def rounded(whole: Figure, parts: Sequence[Figure]) -> Relation:
    """A sum that comes out only because its terms are rough or rounded."""
    loose = any(figure.qualifier for figure in (whole, *parts))
    steps = {figure.step for figure in (whole, *parts)}
    if loose or len(steps) > 1:
        return summed(Verdict.CONSISTENT, whole, parts)
    # amounts without places are taken as they stand: 3万元 and 5万元 are not 9万元
    is_whole = all(figure.step == figure.factor for figure in (whole, *parts))
    if is_whole and has_names(parts):
        return summed(Verdict.INCONSISTENT, whole, parts)
    return summed(Verdict.UNDECIDED, whole, parts, "may-be-rounding")
