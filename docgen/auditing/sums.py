"""Totals and their parts: 共…其中…, 分别为…, 包括…, A 3家、B 5家，共8家, and what is left over.

A sum that comes out is called consistent wherever it is found. One that doesn't is called a fault only where
the text claims that the parts are all of it: by its words (分为、其余、合计), by contrast (城市/农村, 已/未),
or because several like parts come so near the total that leaving one out would be odd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from docgen.auditing.adding import can_be_added, is_like, rounded, summed
from docgen.auditing.figures import Figure
from docgen.auditing.partitions import (
    MONEY,
    common_end,
    excludes_others,
    has_names,
    is_complement,
    is_contrast,
    is_named_by,
    is_numbered,
    may_overlap,
    name_of,
)
from docgen.auditing.relations import Relation, Verdict, relation
from docgen.measure_words import COUNTERS

_PARTS = re.compile(
    r"分[\u4e00-\u9fff]{1,8}?看|其中|包括|分别为|分别是|分别有|分为|组成|由|构成为|涵盖|含(?!义)|[（(]|(?:^|"
    r"[，；])按[^，。；]{1,12}[，：分]"
)
#: the words themselves say that nothing is left out
_ALL = re.compile(r"分别为|分别是|分别有|分为|由[^，。；]{0,40}组成|包括|构成|按[^，。；]{1,12}分")
_SOME = re.compile(r"主要|等|大部分|绝大多数|重点")
_TOTAL_AFTER = re.compile(r"(?:合计|共计|总计|总共|合共|一共|小计|以上|两项|两类|三项|四项)")
_TOTAL_SOFT = re.compile(r"(?:^|[，；、,])(?:总)?共(?!同|有|建|享|青|产|识|治)")
_REST = re.compile(r"其余|剩余|余下|其他的?$|其它$|剩下")
#: 上半年共发放: nothing but a verb stands between 共 and the number
_TOTAL_VERB = re.compile(
    r"(?:^|[，；、,])(?:上半年|下半年|全年|前三季度|两个?季度|全县|全市|"
    r"全区)?共(?:计)?(?:发放|支出|拨付|投入|救助|慰问|走访|办理|受理|接待|销售|筹集|募集|"
    r"新建|完成|安置)?(?:资金|金额)?$"
)
#: a change, a comparison, another time: no part of the total
_NO_PART = re.compile(
    r"同比|环比|增长|增加(?!值)|增幅|减少|下降|较上|比上|较去|比去|上年|去年|往年|上期|同期|"
    r"累计|平均|人均|户均|每|占|目标|任务|计划"
    r"|标准|不低于|不少于|提高|达到|完成率|共计|合计|总计|总共"
)
_VIEW = re.compile(r"分[\u4e00-\u9fff]{1,8}?看")
_COLON = re.compile("[：:]")
_COMPOSED = re.compile(r"由.*(?:组成|构成)")
_CHANGED = re.compile(r"(?:提高|增加|增长|减少|下降|上调|下调|净增|降低|提升|多|少)(?:了|约)?$")
_TOTALS = re.compile(r"共|总|合计|累计|全[县市区州省乡镇]")
_WHOLE_WORDS = re.compile(r"共|总|合计|累计|全[县市区州省乡镇]|现有|拥有|登记")
_PEOPLE = ((("人", 1),), (("户", 1),), (("人次", 1),))
#: how near the total several parts come before leaving one out would be odd
_NEAR = Fraction(1, 10)
_MAX_PARTS = 30


def sums_in(figures: Sequence[Figure]) -> Iterator[Relation]:
    """The totals and parts of one passage."""
    usable = [figure for figure in figures if can_be_added(figure)]
    judged: set[int] = set()
    complete: set[int] = set()
    rows = list(marked(usable))
    for index, _marker, whole, parts in rows:
        if len(parts) > 1 and whole.value == sum(part.value for part in parts):
            complete.add(index)
    for index, marker, whole, parts in rows:
        found = judge_parts(whole, parts, marker, usable[:index], usable[index:])
        if found is not None and found.verdict is Verdict.UNDECIDED and index in complete:
            # the households of the same rows are all of them: so are the persons
            found = summed(Verdict.INCONSISTENT, whole, parts)
        if found is not None:
            judged |= {figure.start for figure in parts}
            yield found
    for whole, parts in totalled(usable):
        if not {figure.start for figure in parts} <= judged:
            judged |= {figure.start for figure in parts}
            yield judge_total(whole, parts)
    yield from unmarked(usable, judged)


# --- a marker, and what follows it


def marked(figures: Sequence[Figure]) -> Iterator[tuple[int, str, Figure, list[Figure]]]:
    """Every marker with the whole before it and the parts behind it: index of the first part, marker…"""
    for index, first in enumerate(figures):
        before = figures[index - 1] if index else None
        found = _PARTS.finditer(first.passage.plain, before.end if before else 0, first.start)
        markers = [match for match in found if not is_closed(match, first)]
        if before is None:
            continue
        colon = _COLON.match(first.passage.plain, before.end)
        if not markers and colon and is_like(before, first):
            markers = [colon]  # a row of its parts: 公墓11座：经营性1座、公益性10座
        if not markers:
            continue
        marker = markers[-1][0]
        if marker in "（(" and first.depth == 0:
            continue
        if marker == "由" and not re.search("组成|构成", first.passage.plain[first.start : first.start + 80]):
            continue
        rest = [first, *followers(figures[index + 1 :], first, marker)]
        for dimension in dict.fromkeys(figure.dimension for figure in rest):
            parts = [figure for figure in rest if figure.dimension == dimension]
            whole = whole_before(figures[:index], parts[0], marker)
            if whole is not None:
                yield index, marker, whole, [part for part in parts if is_like(part, whole)]


def is_closed(match: re.Match[str], first: Figure) -> bool:
    """Whether a bracket that might open a row of parts ends before the first figure: 村（社区）."""
    return match[0] in "（(" and bool(re.search("[）)]", match.string[match.end() : first.start]))


def followers(figures: Sequence[Figure], first: Figure, marker: str) -> Iterator[Figure]:
    """The figures that still belong to a marker: to the end of its sentence, bracket or next marker."""
    passage, at = first.passage, first.end
    is_by_semicolon: bool | None = None
    for figure in figures[:_MAX_PARTS]:
        between = passage.plain[at : figure.start]
        if figure.sentence != first.sentence or figure.depth < first.depth:
            return
        if "其中" in between or ("；" in between and marker != "其中" and figure.depth == 0):
            return
        # a row goes on behind ； only where ； stands between all of its parts
        if re.search("[，、；]", between) and figure.depth == first.depth:
            if is_by_semicolon is None:
                is_by_semicolon = "；" in between
            elif "；" in between and not is_by_semicolon:
                return
        at = figure.end
        if figure.depth > first.depth:
            continue
        yield figure


def whole_before(figures: Sequence[Figure], part: Figure, marker: str) -> Figure | None:
    """The nearest figure before a marker that its parts can be parts of."""
    for figure in reversed(figures):
        if part.sentence - figure.sentence > (1 if marker == "其中" or _VIEW.search(marker) else 0):
            return None
        if marker in "（(" and part.clause - figure.clause > 1:
            return None
        if figure.dimension == part.dimension and figure.depth <= part.depth:
            if figure.is_word and re.search("[0-9]", part.text):
                continue
            return figure if is_like(figure, part) and not _CHANGED.search(figure.lead) else None
    return None


def judge_parts(
    whole: Figure,
    parts: list[Figure],
    marker: str,
    earlier: Sequence[Figure],
    following: Sequence[Figure],
) -> Relation | None:
    """What can be said of a whole and what is named as its parts."""
    in_words = not re.search("[0-9]", whole.text)
    parts = [part for part in parts if not (_NO_PART.search(part.lead) or (part.is_word and not in_words))]
    if not parts or _TOTAL_AFTER.search(parts[0].lead) or _TOTAL_SOFT.search(parts[0].lead):
        return None
    wholes = [whole, *(each for each in reversed(earlier) if is_like(each, whole) and each is not whole)]
    for candidate in wholes[:3]:
        for count in range(len(parts), 1, -1):
            if candidate.value == sum(part.value for part in parts[:count]):
                return summed(Verdict.CONSISTENT, candidate, parts[:count])
    if len(parts) == 1:
        return judge_single(whole, parts[0]) if parts[0].per == whole.per else None
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    if low <= whole.high and whole.low <= high:
        return rounded(whole, parts)
    mixed = with_other_counters(whole, parts, following)
    if mixed is not None:
        return summed(Verdict.CONSISTENT, whole, mixed)
    if not has_names(parts) or any(part.per != whole.per for part in parts):
        return None
    if is_exhaustive(whole, parts, marker):
        return summed(Verdict.INCONSISTENT, whole, parts)
    # one person may be in two parts (两项补贴), the same money or thing is not
    is_apart = whole.dimension not in _PEOPLE or excludes_others([name_of(part) for part in parts])
    over = low > whole.high and is_apart and not may_overlap(parts)
    if over and len(wholes) == 1 and len({name_of(part) for part in parts}) == len(parts):
        return summed(Verdict.INCONSISTENT, whole, parts)
    return summed(Verdict.UNDECIDED, whole, parts, "parts-may-be-some")


def with_other_counters(
    whole: Figure, parts: Sequence[Figure], following: Sequence[Figure]
) -> list[Figure] | None:
    """The parts with some that another counter counts (骨灰堂1座 of 20个), if together they are the whole."""
    row: list[Figure] = []
    for figure in following:
        if figure.sentence != parts[0].sentence:
            break
        if figure in parts or (figure.unit in COUNTERS and whole.unit in COUNTERS and not figure.per):
            row.append(figure)
            if len(row) > len(parts) and sum(each.value for each in row) == whole.value:
                return row
    return None


def judge_single(whole: Figure, part: Figure) -> Relation:
    """One part by itself: it can't be more than the whole."""
    exceeds = part.low > whole.high
    verdict = Verdict.INCONSISTENT if exceeds else Verdict.CONSISTENT
    sign = "＞" if exceeds else "≤"
    return relation("part-exceeds-whole", verdict, f"{part.text}{sign}{whole.text}", [part, whole])


def is_exhaustive(whole: Figure, parts: Sequence[Figure], marker: str) -> bool:
    """Whether the text claims that the parts are all there is."""
    passage = whole.passage
    start = min(whole.start, parts[0].start) if whole.passage is parts[0].passage else parts[0].start
    said = passage.plain[start : parts[-1].end + len(parts[-1].tail)]
    if _SOME.search(said):
        return False
    if any(figure.qualifier for figure in (whole, *parts)):
        return False
    if _REST.search(parts[-1].lead):
        return True
    names = [name_of(part) for part in parts]
    if is_contrast(names) or is_named_by(whole, names) or is_numbered(names):
        return True
    total = sum(part.value for part in parts)
    if may_overlap(parts):
        return False
    if marker in "（(：:" or _ALL.search(said):
        return abs(total - whole.value) <= whole.value / 4
    is_near = abs(total - whole.value) <= whole.value * _NEAR
    return is_near and (len(parts) >= 3 or bool(common_end(names)))


# --- parts first, then their total


def totalled(figures: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    """A total that closes a row of parts: A 3家、B 5家，共8家."""
    for index, whole in enumerate(figures):
        lead = whole.lead
        is_hard = bool(_TOTAL_AFTER.search(lead))
        is_hard = is_hard or bool(_TOTAL_VERB.search(lead))
        is_grand = "累计" in lead and index > 1 and is_respective(figures[max(0, index - 6) : index])
        is_hard = is_hard or ("总数" in lead and bool(_COMPOSED.search(said_before(whole))))
        is_other = bool(re.search("全[县市区州省]|截至|累计|目前|现有", lead))
        if not is_grand and (is_other or (not is_hard and not _TOTAL_SOFT.search(lead))):
            continue
        parts: list[Figure] = []
        for figure in reversed(figures[:index]):
            if figure.sentence != whole.sentence or figure.depth != whole.depth:
                break
            if not is_like(figure, whole) or figure.is_word:
                if is_like(figure, whole) or figure.dimension == whole.dimension:
                    break
                continue
            if _NO_PART.search(figure.lead) or _TOTAL_SOFT.search(figure.lead) or "其中" in figure.lead:
                break
            parts.insert(0, figure)
        if len(parts) >= 2:
            yield whole, parts


def said_before(figure: Figure) -> str:
    """The sentence up to a figure."""
    begin, _end = figure.passage.sentence_span(figure.sentence)
    return figure.passage.plain[begin : figure.start]


def judge_total(whole: Figure, parts: list[Figure]) -> Relation:
    """Whether a row of parts gives the total that closes it."""
    for count in range(len(parts), 1, -1):
        if sum(part.value for part in parts[-count:]) == whole.value:
            return summed(Verdict.CONSISTENT, whole, parts[-count:])
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    if low <= whole.high and whole.low <= high:
        return rounded(whole, parts)
    loose = any(figure.qualifier for figure in (whole, *parts)) or _SOME.search(whole.lead + parts[-1].tail)
    nested = any(_TOTALS.search(part.lead) for part in parts)
    is_named = has_names(parts) or is_respective(parts)
    same_scale = len({part.unit for part in (*parts, whole)}) == 1 or whole.dimension == MONEY
    if loose or nested or not same_scale or not is_named:
        return summed(Verdict.UNDECIDED, whole, parts, "total-may-be-of-more")
    return summed(Verdict.INCONSISTENT, whole, parts)


def is_respective(parts: Sequence[Figure]) -> bool:
    """Whether the parts are a row after 分别, whose names stand before it: 三批分别救助32人、45人和28人."""
    first = next((at for at, part in enumerate(parts) if "分别" in part.lead), None)
    if first is None:
        return False
    return (
        all(re.fullmatch(r"[、,和及与以]*", part.lead) for part in parts[first + 1 :])
        and first < len(parts) - 1
    )


# --- no marker: statuses of the same thing, and sums that simply come out

_STATUS = re.compile(
    r"(?P<mood>已经?|拟|未|尚未|暂不|不|暂未|正在|正|待|将|计划|准备|在)(?P<what>[\u4e00-\u9fff]{2,8})$"
)


def unmarked(figures: Sequence[Figure], judged: set[int]) -> Iterator[Relation]:
    """Totals followed by parts without a word that says so."""
    index = 0
    while index < len(figures):
        whole = figures[index]
        parts = row_after(whole, figures[index + 1 :])
        found = None if {part.start for part in parts} & judged else judge_row(whole, parts)
        if found is not None:
            yield found
            judged |= {each.start for each in found.terms[:-1]}
        index += 1


def row_after(whole: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The like figures that follow in the same sentence, one a clause or list item."""
    row: list[Figure] = []
    for figure in figures[:_MAX_PARTS]:
        if figure.sentence != whole.sentence or figure.depth != whole.depth:
            break
        if is_like(figure, whole):
            if _NO_PART.search(figure.lead) or figure.is_word:
                break
            row.append(figure)
    return row


def judge_row(whole: Figure, row: Sequence[Figure]) -> Relation | None:
    """A sum that comes out; or, where the row are the statuses of one thing, one that doesn't."""
    if len(row) < 2 or whole.is_word or not whole.value:
        return None
    for count in range(2, len(row) + 1):
        parts = row[:count]
        if sum(part.value for part in parts) == whole.value and has_names(parts):
            return summed(Verdict.CONSISTENT, whole, parts)
    if any(figure.qualifier for figure in (whole, *row)) or not has_names(row):
        return None
    statuses = [_STATUS.search(name_of(part)) for part in row]
    stems = [match["what"] for match in statuses if match]
    is_status = len(stems) == len(row) and len({stem[-2:] for stem in stems}) == 1
    names = [name_of(part) for part in row]
    is_sibling = bool(common_end([name_of(whole), *names]))
    opens = bool(_WHOLE_WORDS.search(whole.lead)) and not is_sibling
    if is_resolved(row):
        return None
    total = sum(part.value for part in row)
    is_near = abs(total - whole.value) <= whole.value * _NEAR
    if is_status and len({match["mood"] for match in statuses if match}) == len(row):
        return summed(Verdict.INCONSISTENT, whole, row)
    is_rest = bool(_REST.search(row[-1].lead))
    if is_rest and (len(row) == 2 or is_near) and total != whole.value:
        return summed(Verdict.INCONSISTENT, whole, row)
    if len(row) == 2 and is_complement(names) and is_near and not opens:
        return summed(Verdict.INCONSISTENT, whole, row)
    if opens and not may_overlap(row) and (is_rest or (is_near and (is_contrast(names) or len(row) >= 3))):
        return summed(Verdict.INCONSISTENT, whole, row)
    return None


def is_resolved(row: Sequence[Figure]) -> bool:
    """Whether some of a row are the parts of another in it: 已参加21家，通过18家，尚有3家."""
    return any(
        row[at].value == sum(part.value for part in row[at + 1 : end])
        for at in range(len(row) - 2)
        for end in range(at + 3, len(row) + 1)
    )
