"""Figures in Chinese prose: a number with its unit, what it is per, how exact it is, and what is said of it.

A figure is known with an exact value and the span of true values it may stand for: 3.4亿元 is anything that
rounds to it, 3000余元 begins at 3000, 约28亩 lies around 28, 296人 is 296.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from docgen.auditing.numerals import NUMERAL_SIGNS, read_numeral
from docgen.auditing.passages import BLANK, Passage, Stretches
from docgen.frozen import frozen
from docgen.quantities import Dimension, parse_unit, place_of_last_digit

#: how far 约 may be off
_ABOUT = Fraction(1, 10)
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_SCALES |= {"亿": 10**8, "万亿": 10**12}

_MEASURED = "元 平方米 平方公里 公顷 公里 千米 亩 吨 公斤 千克 斤 升 米 ㎡ 平米 角"
_COUNTED = (
    "人次 户次 家次 车次 场次 批次 人天 个人 个家庭 人 名 位 户 对 例 起 件 宗 家 所 处 "
    "座 个 张 份 册 本 场 期 次 批 "
    "辆 台 套 项 条 篇 幅 栋 幢 间 袋 桶 箱 盆 瓶 包 盒 只 块 支 部 具 类 种 组 队 支队 "
    "床 门 盏 株 棵 头 羽 枚 束 件套 "
    "笔 宗地 片 层 扇 副 把 座次 站 点位 公里"
)
_SHARES = "个百分点 百分点 % ‰ 倍 成"
_TIMES = "个工作日 工作日 个月 个季度 天 小时 分钟 学时 课时 周岁 岁"
_UNITS = sorted({*f"{_MEASURED} {_COUNTED} {_SHARES} {_TIMES}".split()}, key=len, reverse=True)
_UNIT = "|".join(map(re.escape, _UNITS))
_SCALE = "万亿|十万|百万|千万|万|亿|千|百"
_PER_WORD = (
    "人次|人|户|名|例|个|件|家|对|月|年|季度|季|天|日|次|床|张|平方米|㎡|亩|场|村|公里|吨|套|学期|生|学年"
)
_PER_AFTER = rf"(?:\s?[/每]\s?(?:{_PER_WORD})(?:\s?[·•.、/*×每]\s?(?:{_PER_WORD}))*(?![0-9]))"

#: dates, times, document numbers, ordinals, telephone numbers, ratios: digits that are no quantity
_NO_QUANTITY = re.compile(
    r"[0-9]{2,8}年(?:度|底|末|初|代|以来)?(?:[0-9]{1,2}月(?:份|底|末|初)?)?(?:[0-9]{1,2}[日号])?"
    r"|(?<![0-9.])[0-9]{1,2}(?:[-—–~～至到、][0-9]{1,2})?月(?:份|底|末|初|中旬|上旬|"
    r"下旬)?(?:[0-9]{1,3}[日号](?:[-—–~～至到][0-9]{1,2}日)?)?"
    r"|(?<![0-9.])[0-9]{1,2}[日号](?![0-9])"
    r"|(?<![0-9])(?:19|20)[0-9]{2}[-./][0-9]{1,2}(?:[-./][0-9]{1,2})?(?![0-9])"
    r"|[〔\[（(【][0-9]{4}[〕\]）)】]\s?第?[0-9]+号?"
    r"|第[0-9]+|(?<![0-9])1[3-9][0-9]{9}(?![0-9])|(?<![0-9])[0-9]{3,4}-[0-9]{7,8}"
    r"|[0-9]{1,2}[:：][0-9]{2}(?![0-9])|(?<![0-9])[0-9]{1,6}[×x*][0-9]{1,6}小时"
)
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+"
_BEFORE = (
    "不少于|不低于|不超过|不高于|不大于|不多于|至少|至多|超过|超出|突破|将近|接近|大约|"
    "约为|约|逾|超|近|高于|低于"
)
_AFTER_NUMBER = "[余多几来]"
_FIGURE = re.compile(
    rf"(?P<before>{_BEFORE})?"
    rf"(?:(?<![0-9])(?P<low>[0-9]{{1,30}}(?:\.[0-9]{{1,30}})?)\s?(?:%|万|{_UNIT})?\s?[-—–~～至]+\s?)?"
    rf"(?:(?<![0-9A-Za-z./:])(?<![0-9],)(?P<digits>{_DIGITS})(?P<places>\.[0-9]+)?"
    rf"|(?P<percent>百分之)(?P<numeral1>[{NUMERAL_SIGNS}点]+)"
    rf"|(?P<denominator>[{NUMERAL_SIGNS}]+)分之(?P<numerator>[{NUMERAL_SIGNS}]+)"
    rf"|(?P<numeral>[{NUMERAL_SIGNS}]+))"
    rf"\s?(?P<more>{_AFTER_NUMBER})?(?P<scale>{_SCALE})?(?P<more2>{_AFTER_NUMBER})?\s?"
    rf"(?P<unit>{_UNIT})?(?P<per>{_PER_AFTER})?(?P<after>以上|以下|左右|上下|以内|之内)?"
)
_PER_BEFORE = re.compile(
    rf"(?:每(?:一)?(?P<one>{_PER_WORD}|位|所|站|盒|份|处|座|台|辆)(?:每?(?P<two>{_PER_WORD}))?"
    r"|(?P<average>人次均|人均|户均|例均|件均|床均|次均|对均|家均|村均|亩均|"
    rf"笔均)(?P<three>每?[月年])?|(?P<mean>平均每(?P<four>{_PER_WORD}|.))"
    r"|按(?P<five>[月年季])|(?P<six>月|季度|年)(?:人均|均))"
)
_PER_SPLIT = re.compile(r"[/每·•.、*×\s]+")
_AVERAGES = {
    "人次均": "人次",
    "人均": "人",
    "户均": "户",
    "例均": "例",
    "件均": "件",
    "床均": "张",
    "次均": "次",
    "对均": "对",
}
_AVERAGES |= {"家均": "家", "村均": "村", "亩均": "亩", "笔均": "笔"}
#: the dimension of a number that has only a scale behind it: 24.33万
UNKNOWN: Dimension = (("?", 1),)
#: time words of ``per``
PER_TIME = frozenset({"月", "年", "季", "季度", "天", "日", "次", "学期", "学年", "场"})
_ALIKE = {
    "名": "人",
    "位": "人",
    "个人": "人",
    "生": "人",
    "床": "张",
    "㎡": "平方米",
    "季度": "季",
    "个家庭": "户",
}
#: words made of one numeral and a counter, that count nothing: 一批, 一次
_WORDS = re.compile(r"一|十分|千万|万万|百千|千百")


@frozen
class Figure:
    """A quantity as it stands in a passage.

    ``value``, ``low`` and ``high`` are in base units (元, 人, 1 for 100 %); ``step`` is what the last
    written digit counts. ``per`` holds what it is for each of (人, 月). ``lead`` and ``tail`` are the
    words before and after it up to the next figure or end of clause.
    """

    start: int
    end: int
    text: str
    value: Fraction
    low: Fraction
    high: Fraction
    step: Fraction
    #: scale and unit as written (万元), and what one of them is in base units
    unit: str
    factor: Fraction
    dimension: Dimension
    passage: Passage
    per: frozenset[str] = frozenset()
    qualifier: str = ""
    is_range: bool = False
    #: one Chinese numeral (三家): more often part of a name than a count
    is_word: bool = False
    #: written with a scale, places, a percent sign: rounded, one has to suppose
    is_rounded: bool = False
    lead: str = ""
    tail: str = ""
    sentence: int = 0
    clause: int = 0
    depth: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether only this value is meant."""
        return self.low == self.high

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage, a fraction or 倍."""
        return self.dimension in ((), (("倍", 1),))

    @property
    def per_thing(self) -> frozenset[str]:
        """What it is for each of, without stretches of time."""
        return self.per - PER_TIME

    @property
    def per_time(self) -> frozenset[str]:
        """The stretches of time it is for each of."""
        return self.per & PER_TIME


def figures_in(passage: Passage) -> list[Figure]:
    """The figures of a passage in order, with what is said before and after each."""
    text = _NO_QUANTITY.sub(lambda match: BLANK * len(match[0]), passage.plain)
    found = [figure for match in _FIGURE.finditer(text) if (figure := read_figure(match, passage))]
    return list(placed(lists_completed(found, text), passage, text))


def read_figure(match: re.Match[str], passage: Passage) -> Figure | None:
    """The figure that a match is, or None where it is none."""
    read = number_of(match)
    if read is None:
        return None
    number, step, is_numeral = read
    unit, scale = match["unit"] or "", match["scale"] or ""
    if match["percent"]:
        unit = "%"
    elif match["denominator"]:
        unit = "分之"
    if not unit and (is_numeral or not scale):
        return None
    if unit == "成" and not is_numeral:
        return None
    factor, dimension = measure(unit) if unit else (Fraction(1), UNKNOWN)
    factor *= _SCALES[scale]
    value, step = number * factor, step * factor
    qualifier = qualifier_of(match)
    is_rounded = bool(scale or match["places"] or unit in ("%", "‰", "百分点", "个百分点", "倍", "成"))
    if dimension == (("元", 1),) and not scale and step <= 1:
        is_rounded = step < Fraction(1, 100)
    low, high = spread(value, step, qualifier, is_rounded)
    return Figure(
        match.start(), match.end(), match[0].strip(), value, low, high, step,
        scale + unit, factor, dimension, passage,
        per_after(match["per"] or ""), qualifier, bool(match["low"]),
        is_numeral and len(match["numeral"] or "xx") == 1, is_rounded,
    )  # fmt: skip


def number_of(match: re.Match[str]) -> tuple[Fraction, Fraction, bool] | None:
    """The number as written, what its last digit counts, and whether it is written in Chinese numerals."""
    if match["digits"]:
        digits, places = match["digits"].replace(",", ""), match["places"] or ""
        if len(digits) > 30 or len(places) > 30:
            return None
        return Fraction(digits + places), Fraction(1, 10 ** max(0, len(places) - 1)), False
    if match["denominator"]:
        above, below = read_numeral(match["numerator"]), read_numeral(match["denominator"])
        return (above / below, Fraction(0), True) if above and below else None
    text = match["numeral1"] or match["numeral"]
    if _WORDS.fullmatch(text):
        return None
    number = read_numeral(text)
    if number is None:
        return None
    _whole, _point, places = text.partition("点")
    return number, Fraction(1, 10 ** len(places)), True


def measure(unit: str) -> tuple[Fraction, Dimension]:
    """The factor of a unit to its base, and its dimension; words for the same thing are one."""
    if unit in ("分之", "百分点"):
        return (Fraction(1), ()) if unit == "分之" else (Fraction(1, 100), ())
    if unit == "成":
        return Fraction(1, 10), ()
    parsed = parse_unit(_ALIKE.get(unit, unit))
    return parsed.factor, parsed.dimension


def qualifier_of(match: re.Match[str]) -> str:
    """about 约, over 余, about-over 约…余, under 近, at-least 不少于, at-most 不超过, or nothing."""
    before, after = match["before"] or "", match["after"] or ""
    if before in ("不少于", "不低于", "至少", "高于") or after == "以上":
        return "at-least"
    if before in ("不超过", "不高于", "不大于", "不多于", "至多", "低于") or after in (
        "以下",
        "以内",
        "之内",
    ):
        return "at-most"
    if before in ("超过", "超出", "突破", "逾", "超") or match["more"] or match["more2"]:
        return "about-over" if before in ("约", "大约") else "over"
    if before in ("将近", "接近", "近"):
        return "under"
    return "about" if before in ("约", "大约", "约为") or after in ("左右", "上下") else ""


def spread(value: Fraction, step: Fraction, qualifier: str, is_rounded: bool) -> tuple[Fraction, Fraction]:
    """The lowest and highest true value that a written one may stand for."""
    half = step / 2 if is_rounded else Fraction(0)
    if not qualifier:
        return value - half, value + half
    loose = max(step, place_of_last_digit(value, step))
    if qualifier == "over":
        return value, value + max(loose, value * _ABOUT)
    if qualifier == "under":
        return value - max(loose, value * _ABOUT), value
    if qualifier == "about":
        return value - max(half, value * _ABOUT), value + max(half, value * _ABOUT)
    if qualifier == "about-over":
        return value * (1 - _ABOUT), value + max(loose, value * _ABOUT)
    far = abs(value) * 1000 + 1000
    return (value - half, value + far) if qualifier == "at-least" else (Fraction(0), value + half)


def per_after(text: str) -> frozenset[str]:
    """What a suffix says a figure is for each of: 人 and 月 of /人·月."""
    return frozenset(_ALIKE.get(word, word) for word in _PER_SPLIT.split(text) if word)


def per_before(lead: str) -> frozenset[str]:
    """What the words before a figure say it is for each of: 每人每月, 户均, 按月."""
    found: set[str] = set()
    for match in _PER_BEFORE.finditer(lead):
        words = (match["one"], match["two"], match["three"], match["four"], match["five"], match["six"])
        found |= {word.removeprefix("每") for word in words if word}
        if match["average"]:
            found.add(_AVERAGES[match["average"]])
        if match["six"]:
            found.add("人")
    return frozenset(_ALIKE.get(word, word) for word in found)


_BARE = re.compile(rf"(?<![0-9A-Za-z.,/])(?:{_DIGITS})(?:\.[0-9]+)?(?=\s?[、,和及]\s?[0-9])")


def lists_completed(figures: list[Figure], text: str) -> list[Figure]:
    """The figures, with those of a row that has its unit only at its end: 3、5、7家."""
    found = {figure.start: figure for figure in figures}
    known = Stretches(figures)
    for match in reversed(list(_BARE.finditer(text))):
        following = re.compile(r"\s?[、,和及]\s?").match(text, match.end())
        after = found.get(following.end()) if following else None
        if after is None or after.is_range or known.meet(*match.span()):
            continue
        number, factor = Fraction(match[0].replace(",", "")), after.factor
        places = len(match[0].partition(".")[2])
        step = factor / 10**places
        low, high = spread(number * factor, step, "", after.is_rounded)
        found[match.start()] = replace(
            after, start=match.start(), end=match.end(), text=match[0], value=number * factor,
            low=low, high=high, step=step, qualifier="",
        )  # fmt: skip
    return [found[at] for at in sorted(found)]


#: 不低于每人每月950元: the bound stands before what it is for each of
_BOUND = re.compile(
    r"(不低于|不少于|不超过|不高于|不大于|不多于|至少)每[人户月年名日天季]{1,2}(?:每[月年日天季])?$"
)


def bounded(figure: Figure, word: str) -> Figure:
    """A figure as a floor or a ceiling."""
    qualifier = "at-least" if word in ("不低于", "不少于", "至少") else "at-most"
    low, high = spread(figure.value, figure.step, qualifier, figure.is_rounded)
    return replace(figure, qualifier=qualifier, low=low, high=high)


_OPEN, _CLOSE = "（(", "）)"


def placed(figures: list[Figure], passage: Passage, text: str) -> Iterator[Figure]:
    """The figures with their sentence, clause, depth in brackets, and the words around them."""
    before = 0
    row: Figure | None = None
    opened = [0, *accumulate((sign in _OPEN) - (sign in _CLOSE) for sign in text)]
    for index, figure in enumerate(figures):
        clause = passage.clause_of(figure.start)
        begin, finish = passage.clause_span(clause)
        lead = text[max(begin, before) : figure.start]
        following = figures[index + 1].start if index + 1 < len(figures) else len(text)
        tail = text[figure.end : min(finish, following)]
        per = figure.per | per_before(lead)
        if re.fullmatch(r"[、,，和及与]", lead) and row and row.dimension == figure.dimension and not per:
            per = row.per  # 每人每月70元、80元
        sentence = passage.sentence_of(figure.start)
        depth = opened[figure.start] - opened[passage.sentence_span(sentence)[0]]
        if not figure.qualifier and (bound := _BOUND.search(lead)):
            figure = bounded(figure, bound[1])
        row = replace(
            figure, lead=lead, tail=tail.rstrip("，。；：！？,;:!?\n"), per=per,
            sentence=sentence, clause=clause, depth=max(0, depth),
        )  # fmt: skip
        yield row
        before = figure.end
