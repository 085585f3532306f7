"""Which of a document's figures states which indicator of a kind: by unit, name and the words around it.

An indicator is looked for by the words of its title or of ``x-aliases`` in its schema: each alias is a row
of words that all have to stand near the figure, 「|」 between words that mean the same, 「-」 before one that
must not stand in the figure's own clause. A figure is only taken for an indicator if each is the other's
best, surely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from docgen.auditing.figures import UNKNOWN, Figure, figures_in
from docgen.auditing.passages import Passage
from docgen.frozen import frozen
from docgen.measure_words import counts_same
from docgen.quantities import parse_unit
from docgen.schemas import Kind

#: how far (in characters) halves the weight of a word; what a stop in between adds
_HALF, _CLAUSE, _SENTENCE, _FARTHEST = 25, 8, 45, 110
#: what follows in the next clause belongs to the next figure, mostly
_BEHIND = 30
#: how well an indicator has to be named, and how much better than by any other figure
_LEAST, _MARGIN = 0.42, 1.12
_TAIL = 14
_HEADING = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[、）)]|[0-9]{1,2}[.、．])\s*(?P<title>[^。，,；;：:]{2,30})"
)
_PLAN = re.compile(
    r"^\s*[一二三四五六七八九十]{1,3}、[^。]{0,12}(?:下步|下半年|下一步|计划|打算|安排|"
    r"思路)"
)
_EARLIER = re.compile(r"上年|去年|同期|上期|年初|往年|前年")
_CHANGE = re.compile(r"(?:同比|比上年|较上年|增长|增加|减少|下降|提高了?|上升|增幅|净增|降低)(?:了|约)?$")
#: in and out of a stock; a kind may ask for one of them by its title
_FLOW = re.compile(r"新增|退出|调出|调入|新纳入|清退|核减|核增|取消|停发|停保|净增")
_FROM = re.compile(r"(?:由|从)(?:原来的?|每人每月|每月|原|过去的?)*$")
_NAMED_AMOUNT = re.compile(r"金额|资金|款|经费|保障金|救助金|补贴|补助|津贴|投资|支出|发放")
_ENDINGS = re.compile(
    r"(?:户数|人数|例数|总数|数|金额|月发放额|季度发放额|发放额|标准|销售额|比例|时长|"
    r"间隔上限)$|[(（].*?[)）]"
)
#: what is counted by nothing but itself: no 例 or 个 stands for 人
_OWN_COUNT = frozenset({"人", "户", "人次", "对"})
#: counters of any thing, and those of cases
_GENERAL = frozenset("个处家所座")
_CASES = frozenset("例件起宗具")
#: another counter than the schema's (18处 for 18个) makes an indicator that much less likely
_OTHER_COUNTER = 0.85
#: two indicators that both are named this well may be stated by one figure: 对符合条件的10人给予救助
_BOTH = 1.05
_BESIDE = re.compile(r"[、,，]?[0-9]+(?:\.[0-9]+)?(?:人|户|名|万元)(?=[\u4e00-\u9fff])")
_WORD = re.compile(r"[\u4e00-\u9fff]")


@frozen
class Wanted:
    """An indicator to look for: its id, title, unit, and the rows of words that name it."""

    id: str
    title: str
    unit: str
    basis: str
    aliases: tuple[tuple[tuple[str, ...], ...], ...]
    refused: tuple[tuple[str, ...], ...]


@frozen
class Candidate:
    """A figure that may state an indicator, and how well the words around it say so (0 to about 1)."""

    wanted: Wanted
    figure: Figure
    score: float


@frozen
class Context:
    """A figure with the text before it, whether it stands in the plan, and its own words (None: not sure)."""

    figure: Figure
    before: str
    is_plan: bool
    lead: str | None


@frozen
class Recognised:
    """What was recognised: indicator id -> candidate; and why the others were not ("several", "none")."""

    found: Mapping[str, Candidate]
    lacking: Mapping[str, str]
    figures: Sequence[Figure]


def wanted_of(kind: Kind) -> list[Wanted]:
    """The indicators of a kind that have a unit."""
    properties: Mapping[str, Any] = (
        kind.schema.get("properties", {}).get("indicators", {}).get("properties", {})
    )
    found: list[Wanted] = []
    for id_, node in properties.items():
        fields = node.get("properties", {})
        unit = fields.get("unit", {}).get("const", "")
        if unit:
            title = str(node.get("title", id_))
            basis = str(fields.get("basis", {}).get("const", ""))
            rows = [str(each) for each in node.get("x-aliases", ())] or [_ENDINGS.sub("", title)]
            found.append(Wanted(id_, title, str(unit), basis, *parsed(rows)))
    return found


def parsed(
    rows: Sequence[str],
) -> tuple[tuple[tuple[tuple[str, ...], ...], ...], tuple[tuple[str, ...], ...]]:
    """Rows of words with their alternatives, and the words that each refuses."""
    aliases, refused = [], []
    for row in rows:
        words = [word for word in row.split(" ") if word]
        aliases.append(tuple(tuple(word.split("|")) for word in words if not word.startswith("-")))
        refused.append(tuple(part for word in words if word.startswith("-") for part in word[1:].split("|")))
    return tuple(aliases), tuple(refused)


def recognised(passages: Sequence[Passage], kind: Kind) -> Recognised:
    """The indicators of a kind that a document states."""
    wanted = wanted_of(kind)
    contexts = list(with_contexts(passages))
    figures = [each.figure for each in contexts]
    candidates = [
        Candidate(each, context.figure, score)
        for each in wanted
        for context in contexts
        if fits(each, context.figure) and not (context.is_plan and each.basis != "target")
        and context.lead is not None and (score := likeness(each, context)) >= _LEAST
    ]  # fmt: skip
    return settled(wanted, candidates, figures)


def with_contexts(passages: Sequence[Passage]) -> Iterator[Context]:
    """Every figure with the text before it (its heading first), and whether it stands in the plan."""
    heading, is_plan = "", False
    for passage in passages:
        match = _HEADING.match(passage.text)
        if re.match(r"\s*[一二三四五六七八九十]{1,3}、", passage.text):
            is_plan = bool(_PLAN.match(passage.text))
        if match:
            heading = match["title"]
        figures = figures_in(passage)
        named = respective(figures, passage)
        for figure in figures:
            lead: str | None = own_words(figure)[0]
            before = f"{heading}。" + passage.text[: figure.start]
            if figure.start in named:
                begin, lead = named[figure.start]
                before = f"{heading}。" + passage.text[:begin] + (lead or "")
            yield Context(figure, before, is_plan, lead)


def respective(figures: Sequence[Figure], passage: Passage) -> dict[int, tuple[int, str | None]]:
    """For figures of a row after 分别: where its names begin, and the words that belong to each figure.

    甲、乙分别为70元、80元: 甲 and 70, 乙 and 80. None where there aren't as many names as figures.
    """
    found: dict[int, tuple[int, str | None]] = {}
    for index, first in enumerate(figures):
        begin, _end = passage.clause_span(first.clause)
        words = passage.text[begin : first.start]
        if "分别" not in words or (index and figures[index - 1].clause == first.clause):
            continue
        row = [first]
        for figure in figures[index + 1 :]:
            between = passage.text[row[-1].end : figure.start]
            if figure.dimension != first.dimension or not re.fullmatch(r"[、,，和及与]|以及", between):
                break
            row.append(figure)
        if len(row) < 2:
            continue
        listed, _, rest = words.partition("分别")
        names = [name for name in re.split("[、和及与]", listed) if name.strip()]
        for at, figure in enumerate(row):
            lead = names[at] + rest if len(names) == len(row) else None
            found[figure.start] = (begin, lead)
    return found


def fits(wanted: Wanted, figure: Figure) -> bool:
    """Whether a figure is in a unit that an indicator can have, and is said of here and now."""
    if figure.is_range or figure.is_word:
        return False
    own = parse_unit(wanted.unit)
    head = parse_unit(own.head)
    _head, _slash, per = wanted.unit.partition("/")
    if figure.dimension == UNKNOWN:
        if head.dimension != (("元", 1),) or per or not _NAMED_AMOUNT.search(figure.lead):
            return False
    elif figure.dimension != head.dimension and (
        own.head in _OWN_COUNT
        or not counts_same(figure.unit, own.head)
        or not stands_for(figure.unit, own.head)
    ):
        return False
    if per and head.dimension == (("元", 1),):
        time = {word for word in per.split("·") if word in ("月", "年", "季")}
        if time != set(figure.per_time) & {"月", "年", "季"}:
            return False
    elif not per and (figure.per_thing or (figure.per and "/" in figure.text)):
        return False
    lead = own_words(figure)[0]
    is_earlier = _EARLIER.search(lead) and "上年" not in wanted.title
    named = [word for alias in wanted.aliases for words in alias for word in words]
    if (flow := _FLOW.search(figure.lead)) and not any(flow[0] in name for name in (wanted.title, *named)):
        return False
    return not (is_earlier or _CHANGE.search(figure.lead) or is_from(figure) or "百分点" in figure.unit)


def stands_for(written: str, own: str) -> bool:
    """Whether one counter may stand for another: 处 for 个, 件 for 例, but no 项 for 例."""
    return bool({written, own} & _GENERAL) or {written, own} <= _CASES


def is_from(figure: Figure) -> bool:
    """Whether a figure is where something was raised from: 由450元 in 由450元提高到470元."""
    following = figure.passage.plain[figure.end : figure.end + 12]
    return bool(_FROM.search(figure.lead) and re.match(r"[^，。；]{0,8}(?:到|至|为)", following))


def own_words(figure: Figure) -> tuple[str, str]:
    """The words of a figure's own: before it (from an earlier figure's where it has none), and behind it."""
    text, start = figure.passage.text, figure.start
    begin, end = figure.passage.clause_span(figure.clause)
    lead = text[start - len(figure.lead) : start]
    if len(_WORD.findall(lead)) < 2:
        lead = text[begin:start]
    # behind 、 the next thing of a row begins
    tail = re.split("[、；。]", text[figure.end : min(end, figure.end + len(figure.tail))])[0]
    return lead, tail[:_TAIL]


def words_after(figure: Figure) -> str:
    """What follows a figure in its sentence, to the next figure or list item."""
    text = figure.passage.text
    _begin, end = figure.passage.sentence_span(figure.sentence)
    beside = _BESIDE.match(text, figure.end)
    if beside:  # 210户312人纳入城市低保: what follows the second is said of both
        return re.split("[、；;。（(0-9]", text[beside.end() : min(end, beside.end() + 2 * _TAIL)])[0]
    return re.split("[、；;。（(0-9]", text[figure.end : min(end, figure.end + 2 * _TAIL)])[0]


def likeness(wanted: Wanted, context: Context) -> float:
    """How well the words around a figure name an indicator: 0 where one of them is missing or refused."""
    figure, before, lead = context.figure, context.before, context.lead or ""
    tail = own_words(figure)[1]
    after = words_after(figure)
    best = 0.0
    for alias, refused in zip(wanted.aliases, wanted.refused, strict=True):
        if any(word in lead or word in tail for word in refused):
            continue
        product, length = 1.0, 0
        for alternatives in alias:
            weight, word = closest(alternatives, before, after)
            if not weight:
                product = 0.0
                break
            product, length = product * weight, length + len(word)
        if product:
            mean = product ** (1 / len(alias))
            best = max(best, mean * (1 + min(length, 12) / 40) + 0.15 * overlap(wanted.title, lead + tail))
    return (
        best
        if figure.dimension == parse_unit(parse_unit(wanted.unit).head).dimension
        else best * _OTHER_COUNTER
    )


def closest(alternatives: Sequence[str], before: str, after: str) -> tuple[float, str]:
    """How near the nearest of several words is to a figure (1: beside it, 0: too far), and which it is."""
    best, nearest = 0.0, ""
    for word in alternatives:
        at = before.rfind(word)
        weights = []
        if at >= 0:
            between = before[at + len(word) :]
            stops = len(re.findall(r"[，；：,;:、]", between))
            ends = len(re.findall("[。！？]", between))
            distance = len(between) + _CLAUSE * stops + _SENTENCE * ends
            if distance <= _FARTHEST:
                weights.append(_HALF / (_HALF + distance))
        behind = after.find(word)
        if behind >= 0:
            stops = len(re.findall(r"[，：,:]", after[:behind]))
            weights.append(_HALF / (_HALF + behind + _BEHIND * stops))
        if weights and (max(weights), len(word)) > (best, len(nearest)):
            best, nearest = max(weights), word
    return best, nearest


def overlap(title: str, words: str) -> float:
    """How much of a title's neighbouring characters stand in some words."""
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    return sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0


def settled(
    wanted: Sequence[Wanted], candidates: Sequence[Candidate], figures: Sequence[Figure]
) -> Recognised:
    """Indicators and figures that are each other's best by a margin; what is left over, over again."""
    found: dict[str, Candidate] = {}
    doubtful: set[str] = set()
    left = list(candidates)
    for _round in range(3):
        chosen = [each for each in left if is_mutual(each, left)]
        if not chosen:
            break
        for each in chosen:
            found.setdefault(each.wanted.id, each)
        taken = {key_of(each.figure) for each in chosen if not shares(each)}
        ids = set(found)
        left = [each for each in left if each.wanted.id not in ids and key_of(each.figure) not in taken]
    doubtful = {each.wanted.id for each in left} - set(found)
    lacking = {
        each.id: "several" if each.id in doubtful else "none" for each in wanted if each.id not in found
    }
    return Recognised(found, lacking, figures)


def shares(candidate: Candidate) -> bool:
    """Whether a figure may state two indicators at once: 火化率、入公墓率100%."""
    return candidate.figure.is_share and candidate.wanted.unit == "%"


def is_mutual(one: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether no other figure with another value, and no other indicator, is nearly as good."""
    for other in candidates:
        if other is one:
            continue
        if other.wanted is one.wanted and other.figure.value != one.figure.value:
            if other.score * _MARGIN > one.score:
                return False
        elif other.wanted is one.wanted and other.score > one.score:
            return False
        elif key_of(other.figure) == key_of(one.figure) and other.wanted is not one.wanted:
            are_both = min(one.score, other.score) >= _BOTH and not has_other(other, candidates)
            if not shares(one) and not are_both and other.score * _MARGIN > one.score:
                return False
    return True


def has_other(one: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether an indicator is named anywhere else nearly as well."""
    return any(
        each.wanted is one.wanted
        and key_of(each.figure) != key_of(one.figure)
        and each.score * 1.5 > one.score
        for each in candidates
    )


def key_of(figure: Figure) -> tuple[int, int]:
    """Where a figure stands."""
    return figure.passage.number, figure.start


def value_in(figure: Figure, unit: str) -> Fraction:
    """A figure's value in the unit of an indicator; one without a unit is taken to be in 元."""
    return figure.value / parse_unit(parse_unit(unit).head).factor
