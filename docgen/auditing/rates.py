"""Rates and shares that can be recomputed: 完成年度任务56%, 占30%, 整改率100%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from docgen.auditing.adding import is_like
from docgen.auditing.figures import Figure
from docgen.auditing.partitions import may_overlap
from docgen.auditing.relations import Relation, Verdict, relation
from docgen.quantities import number_text, to_decimal

_TASK = re.compile(r"任务|目标|计划|指标|预算|应(?!急|对|届|用|邀)|下达|总投资|概算")
_DONE = re.compile(r"完成|已|实际|实现|销售|支出|到位|拨付|执行|发放|建成|征缴|筹集|募集|投入|办结|整改")
_COMPLETION = re.compile(r"完成|任务|目标|计划|进度|执行率|支出率|到位率|年度|预算")
_RATE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,12}?)(?:率|比例|覆盖面)(?:均|都)?(?:已)?(?:为|是|达到|达|"
    r"约为|约|保持在|：|:)?$"
)
#: what a rate's name counts, in other words
_SAME_AS = {
    "合格": "合格 符合 达标",
    "达标": "达标 合格",
    "覆盖": "覆盖 建成 建有 设立 设有 配备 开通 建立",
    "年检": "参检 年检 参加 实检 已检",
    "参检": "参检 年检 已检",
    "完成": "完成 实际",
    "整改": "整改 销号",
    "办结": "办结",
    "安葬": "安葬 入葬",
    "入公墓": "安葬 入公墓",
    "入住": "入住 住",
    "签约": "签约 签订",
    "发放": "发放",
    "到位": "到位",
    "通过": "通过 合格",
    "救助": "救助",
    "使用": "使用 入住",
    "执行": "执行 支出",
    "支出": "支出",
    "参保": "参保 参加 实际参保",
    "回收": "回收 收回 收到",
    "办复": "办复 答复",
    "参会": "到会 参会 出席",
    "建成": "建成 完工",
    "开工": "开工",
    "满意": "满意",
    "备案": "备案",
    "安装": "安装",
    "化解": "化解",
    "核查": "核查",
    "火化": "火化",
    "培训": "培训",
}
CHANGE = re.compile(
    r"增长|增加|增幅|下降|减少|降幅|提高|提升|上升|同比|环比|比上年|较上年|上涨|涨幅|回落|"
    r"降低|升幅|压减|节约|高于|低于|缩短|降至"
)
_FLOOR = re.compile(r"不低于|不少于|以上|至少|力争|确保|目标|要求|控制|巩固|不超过|以内")
#: how rough a whole may be at most, written without 约
_FINE = Fraction(99, 100)
_WHOLE = re.compile(
    r"应|共|全[县市区州省乡镇]|总|符合|排查|摸排|发现|受理|登记|接[待到收]|收到|发出|申请|"
    r"需|计划|任务|现有|拥有|抽查|检查"
)


def rates_in(figures: Sequence[Figure]) -> Iterator[Relation]:
    """The rates of one passage that its own figures give."""
    yield from whole_of_shares(figures)
    for index, figure in enumerate(figures):
        if (
            figure.dimension == ()
            and figure.depth <= 1
            and not figure.is_range
            and "百分点" not in figure.unit
        ):
            found = judge_share(figure, figures[:index], figures[index + 1 :])
            if found is not None:
                yield found


def whole_of_shares(figures: Sequence[Figure]) -> Iterator[Relation]:
    """Shares of one thing, one after another: 占45%、占30%、占25% are 100 %."""
    row: list[Figure] = []
    for figure in [*figures, None]:
        fits = figure is not None and figure.dimension == () and bool(re.search("占|比重", figure.lead))
        if figure is not None and fits and (not row or figure.sentence == row[-1].sentence):
            row.append(figure)
            continue
        if len(row) > 2:
            yield from judge_shares(row)
        row = [figure] if figure is not None and fits else []


def judge_shares(row: Sequence[Figure]) -> Iterator[Relation]:
    """Whether a row of shares, near 100 % in all, is 100 % but for rounding."""
    total = sum((share.value for share in row), Fraction(0))
    equation = "＋".join(share.text for share in row) + f"＝{percent(total, row[0])}"
    slack = sum((share.step for share in row), Fraction(0))
    if abs(total - 1) <= slack:
        yield relation("shares-not-whole", Verdict.CONSISTENT, equation, list(row))
    elif abs(total - 1) <= Fraction(1, 10) and not may_overlap(row):
        yield relation(
            "shares-not-whole", Verdict.INCONSISTENT, equation, list(row), computed=percent(total, row[0])
        )


# --- shares


def judge_share(share: Figure, earlier: Sequence[Figure], later: Sequence[Figure]) -> Relation | None:
    """A percentage with what it is a share of, if the sentence says both."""
    clause = words_of(share)
    if CHANGE.search(clause) or not share.value:
        return None
    near = [
        each for each in earlier
        if share.sentence - each.sentence <= 1 and not (each.is_share or each.is_word or each.is_range)
    ]  # fmt: skip
    same = [each for each in near if each.sentence == share.sentence]
    if re.fullmatch(r"\s*(?:目标任务|任务|目标|计划|总数|总量|总额)?(?:的|之)(?:约)?", share.lead) and same:
        return share_of_named(share, same)
    if re.search(r"占|比重", share.lead) or re.match(r"\s*的", share.tail):
        return share_of(share, same, near)
    if _COMPLETION.search(share.lead) and re.search(
        r"任务|目标|计划|进度|预算|执行率|完成率|支出率|指标", clause
    ):
        done = completion(share, same, near)
        if done is not None:
            return done
    match = _RATE.search(share.lead)
    if match:
        return named_rate(share, match["stem"], same, near)
    return None


def words_of(figure: Figure) -> str:
    """The clause a figure stands in up to it, with what follows directly."""
    begin, _end = figure.passage.clause_span(figure.clause)
    return figure.passage.plain[begin : figure.start] + figure.tail[:6]


def share_of_named(share: Figure, same: Sequence[Figure]) -> Relation | None:
    """A share with its whole right before it: 完成全年任务5000万元的56%, 占总数120家的25%."""
    whole = same[-1]
    parts = [each for each in same[:-1] if is_like(each, whole)]
    begin, _end = share.passage.clause_span(share.clause)
    says_so = re.search(r"占|完成|达到?", share.passage.plain[begin : whole.start])
    if not parts or not whole.value or not says_so:
        return None
    part = parts[-1]
    if verdict_of(part, whole, share) is Verdict.INCONSISTENT and len(parts) > 1:
        return undecided(part, whole, share)
    return ratio(verdict_of(part, whole, share), part, whole, share)


def share_of(share: Figure, same: Sequence[Figure], near: Sequence[Figure]) -> Relation | None:
    """A share that 占 says: the last figure over the total."""
    if not same:
        return None
    part = same[-1]
    wholes = [each for each in reversed([*near]) if is_like(each, part) and each is not part]
    if not wholes or CHANGE.search(part.lead):
        return None
    for whole in wholes:
        if whole.value and verdict_of(part, whole, share) is Verdict.CONSISTENT:
            return ratio(Verdict.CONSISTENT, part, whole, share)
    core = whole_named(share)
    if core and not any(core in each.lead + each.tail for each in wholes):
        return None
    stated = [each for each in wholes if _WHOLE.search(each.lead) and each.value >= part.value]
    if len(wholes) == 1 and stated:
        return ratio(verdict_of(part, stated[0], share), part, stated[0], share)
    if (
        stated
        and stated[-1] is wholes[-1]
        and all("其中" in each.lead or each.value <= stated[-1].value for each in wholes)
    ):
        totals = [each for each in stated if re.search("共|总", each.lead)]
        if len(totals) == 1 and totals[0].sentence == share.sentence and is_plain_share(share):
            return ratio(verdict_of(part, totals[0], share), part, totals[0], share)
    return undecided(part, wholes[0], share)


def whole_named(share: Figure) -> str:
    """The core of what a share says it is of (人口 of 占总人口的), "" where it is plainly the total."""
    after = share.lead.rpartition("占")[2]
    core = re.sub(
        r"全[县市区州省乡镇]|我[县市区]|总数|总量|总额|全部|比重|比例|的|为|约|达|到|总|比", "", after
    )
    return core[-2:] if len(core) >= 2 else ""


def is_plain_share(share: Figure) -> bool:
    """Whether 占 is followed by no other whole than 总数, or nothing."""
    after = share.lead.rpartition("占")[2]
    return bool(re.fullmatch(r"(?:比|总数|总量|总额|全部|比重|比例|的|为|约|达|到|总)*", after))


def completion(share: Figure, same: Sequence[Figure], near: Sequence[Figure]) -> Relation | None:
    """How much of a task is done: the done over the task."""
    tasks = [each for each in near if is_task(each)]
    done = [each for each in near if not is_task(each) and _DONE.search(each.lead)]
    pairs = [(one, task) for one in done for task in tasks if is_like(one, task) and task.value]
    for one, task in reversed(pairs):
        if verdict_of(one, task, share) is Verdict.CONSISTENT:
            return ratio(Verdict.CONSISTENT, one, task, share)
    if len(pairs) == 1 and not any(is_like(each, pairs[0][0]) for each in near if each not in pairs[0]):
        one, task = pairs[0]
        return ratio(verdict_of(one, task, share), one, task, share)
    return undecided(*pairs[-1], share) if pairs else None


def is_task(figure: Figure) -> bool:
    """Whether a figure is what was to be done, and not what was."""
    lead = figure.lead
    task = [match.end() for match in _TASK.finditer(lead)]
    done = [match.end() for match in re.finditer(r"完成|已|实际|实现|销售|实", lead)]
    return bool(task) and (
        not done or max(done) < max(task) or bool(re.search(r"(?:任务|目标|计划)[数为是]*$", lead))
    )


def named_rate(share: Figure, stem: str, same: Sequence[Figure], near: Sequence[Figure]) -> Relation | None:
    """A rate called by what it counts (整改率, 救助率): those it happened to over those it should have."""
    words = [stem[at:] for at in range(len(stem) - 1)]
    words += [word for name, others in _SAME_AS.items() if stem.endswith(name) for word in others.split()]
    if _FLOOR.search(words_of(share)):
        return None
    due = [each for each in same if re.search(r"应[\u4e00-\u9fff]{1,6}$", each.lead)]
    actual = [each for each in same if re.search(r"(?:实际?|已)[\u4e00-\u9fff]{1,6}$", each.lead)]
    if len(due) == len(actual) == 1 and is_like(due[0], actual[0]) and due[0].value:
        return ratio(verdict_of(actual[0], due[0], share), actual[0], due[0], share)
    if stem.endswith("入住"):
        return occupancy(share, same)
    for pool in (same, near):
        pairs = [
            (part, whole)
            for part in pool
            for whole in pool
            if part is not whole
            and whole.value
            and says_rate(part, words)
            and could_be_whole(part, whole, words)
        ]
        for part, whole in reversed(pairs):
            if verdict_of(part, whole, share) is Verdict.CONSISTENT:
                return ratio(Verdict.CONSISTENT, part, whole, share)
        like = [each for each in pool if pairs and is_like(each, pairs[0][0])]
        if len(pairs) == 1 and len(like) == 2:
            part, whole = pairs[0]
            if not is_of_same(stem, part, whole):
                return undecided(part, whole, share)
            return ratio(verdict_of(part, whole, share), part, whole, share)
        if pairs:
            return undecided(*pairs[-1], share)
    return None


def is_of_same(stem: str, part: Figure, whole: Figure) -> bool:
    """Whether a rate's name speaks of no others than its figures do: 脱贫人口参保率 isn't of all."""
    others = re.sub(r"(?:完成|全县|全市|全区|全省|我县|我市|工作|任务|目标|的)", "", stem)[:-2]
    said = whole.lead + whole.tail + part.lead + part.tail
    return len(others) < 2 or others[:2] in said


def occupancy(share: Figure, same: Sequence[Figure]) -> Relation | None:
    """入住率: those who live there over the beds, unlike as their units are."""
    beds = [each for each in same if each.dimension == (("张", 1),)]
    persons = [
        each for each in same if each.dimension == (("人", 1),) and re.search("住", each.lead + each.tail)
    ]
    if len(beds) != 1 or len(persons) != 1 or not beds[0].value:
        return None
    return ratio(verdict_of(persons[0], beds[0], share), persons[0], beds[0], share)


def says_rate(part: Figure, words: Sequence[str]) -> bool:
    """Whether what is said of a figure names what the rate counts."""
    said = part.lead + part.tail
    if re.search(r"应|需(?!要)|拟|未|待|计划|任务|目标|共有", part.lead[-12:]):
        return False
    if "符合" in part.lead and "符合" not in words:
        return False
    return any(word in said for word in words)


def could_be_whole(part: Figure, whole: Figure, words: Sequence[str]) -> bool:
    """Whether a figure may be what a rate is measured against."""
    if not is_like(part, whole):
        return False
    if re.search(r"未|没有|尚|其余|剩余", whole.lead):
        return False
    return bool(_WHOLE.search(whole.lead)) or whole.start < part.start


def verdict_of(part: Figure, whole: Figure, share: Figure) -> Verdict:
    """Whether part over whole is the share as written, allowing for its rounding."""
    if whole.low <= 0:
        return Verdict.UNDECIDED
    # a whole is hardly as rough as its last digit: 年度计划8亿元 isn't 7.5
    least, most = max(whole.low, whole.value * _FINE), min(whole.high, whole.value * (2 - _FINE))
    if whole.qualifier:
        least, most = whole.low, whole.high
    low, high = part.low / most, part.high / least
    half = share.step / 2
    if share.qualifier and low <= share.high and share.low <= high:
        return Verdict.CONSISTENT
    if low <= share.value + half and share.value - half <= high:
        # 100 % of fewer than all is no rounding one would like to vouch for
        exact = share.value != 1 or part.value == whole.value or not (part.is_exact and whole.is_exact)
        return Verdict.CONSISTENT if exact else Verdict.UNDECIDED
    if low <= share.value + share.step and share.value - share.step <= high:
        return Verdict.UNDECIDED
    return Verdict.INCONSISTENT


def ratio(verdict: Verdict, part: Figure, whole: Figure, share: Figure) -> Relation:
    """The relation of a share to its part and whole."""
    computed = percent(part.value / whole.value, share)
    equation = f"{part.text}÷{whole.text}＝{computed}"
    if verdict is not Verdict.CONSISTENT:
        equation += f"，文中为{share.text}"
    reason = "may-be-rounding" if verdict is Verdict.UNDECIDED else ""
    return relation(
        "rate-differs", verdict, equation, [part, whole, share], reason,
        computed=computed, stated=share.text,
    )  # fmt: skip


def undecided(part: Figure, whole: Figure, share: Figure) -> Relation:
    """A share whose whole nobody can name for sure."""
    equation = f"{part.text}÷{whole.text}≠{share.text}"
    return relation("rate-differs", Verdict.UNDECIDED, equation, [part, whole, share], "whole-not-sure")


def percent(value: Fraction, like: Figure) -> str:
    """A share as a percentage with one place more than the stated one has."""
    step, places = like.step, 1
    while step < Fraction(1, 100) and places < 4:
        step, places = step * 10, places + 1
    text = number_text(to_decimal(value * 100, places))
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


# --- averages
