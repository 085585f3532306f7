"""Numerals (GB/T 15835): ranges, units, grouping, leading zeros, and Arabic beside Chinese digits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from docgen.layout.text.drafts import Draft, Mark, Spot
from docgen.punctuation import HAN

_UNIT = (
    r"(?:[多余]?(?:百|千|万|亿|百万|千万))?(?:年级|年|月份|月|日|号|时|点|分钟|分|秒|小时|周岁|岁|天|周|个|人|户|家|元|倍|次|名|位|件|套|张|本"
    r"|公里|千米|毫米|厘米|米|吨|公斤|千克|毫克|克|毫升|升|亩|公顷|平方米|平方公里|立方米|千瓦|伏|度|届|期|章|节|条|款|项|页|级|层|楼|%|％|‰|℃|°|万|亿"
    r"|km|kg|mm|cm|ml|m|g|t)"
)
_HYPHENS = "-~–－﹣〜∼˜"
_RANGE = re.compile(
    rf"(?<![A-Za-z0-9_.\-–－/—～~〔\0])(?P<first>\d[\d,.]*)(?P<unit>{_UNIT})?(?P<hyphen>[ ]?[{_HYPHENS}][ ]?)"
    rf"(?P<second>\d[\d,.]*)(?P<other>{_UNIT})(?![A-Za-z0-9]?[-–/]\d)"
)
_TIMES = re.compile(
    rf"(?<![\w:：.\-])\d{{1,2}}[:：]\d\d(?P<hyphen>[ ]?[{_HYPHENS}][ ]?)\d{{1,2}}[:：]\d\d(?![\d:：])"
)
_TIME_UNITS = ("年", "月", "日", "号", "时", "点")
#: 1-2号楼, 3-5号地块, 2-1室: names of places, no quantities (4.13.3.1)
_NAME_BEHIND = re.compile(
    r"(?:号|栋|幢|单元|楼|层|级)?(?:楼|院|地块|房|室|线|门|厅|栋|幢|单元|铺|井|桥|码头|仓|机组|炉|车间|泵|闸)"
)


def ranges(text: str) -> Iterator[Mark]:
    """Hyphens and ASCII ~ in ranges: — for dates, ～ for quantities; codes and addresses stay."""
    for match in _RANGE.finditer(text):
        if _NAME_BEHIND.match(text, match.end() - (1 if match["other"] in ("号", "楼", "层", "级") else 0)):
            continue
        if re.search(
            r"(?:[A-Za-z]|号码|电话|编号|代码|型号|文号|邮编|门牌)[：:]?$",
            text[max(0, match.start() - 5) : match.start()],
        ):
            continue
        is_time = match["other"].startswith(_TIME_UNITS) and match["other"] not in ("年级", "号楼")
        start, end = match.span("hyphen")
        yield Mark(start, end, "—" if is_time else "～")
    for match in _TIMES.finditer(text):
        start, end = match.span("hyphen")
        yield Mark(start, end, "—")


_KEPT_ON_BOTH = re.compile(
    r"(?<![A-Za-z0-9.,〔—～])(?P<first>\d[\d.]*)(?P<sign>[～—])(?P<second>\d[\d.]*)(?P<unit>%|％|‰|万|亿)(?!年|分)"
)


def units_in_ranges(text: str) -> Iterator[Mark]:
    """%, 万 and 亿 stand on both numbers of a range: 15%～30%."""
    for match in _KEPT_ON_BOTH.finditer(text):
        at = match.end("first")
        wanted = text[match.start("first") : at] + match["unit"]
        yield Mark(match.start("first"), at, wanted)


_CHINESE_DIGITS = "一二三四五六七八九"
_NUMERAL = "一二三四五六七八九十百千万亿两零〇"
_MEASURES = (
    "平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|公斤|千克|毫克|公顷|毫升|千瓦时|千瓦|吨|%|％|℃|亩"
)
_IN_UNITS = re.compile(
    rf"(?<![{_NUMERAL}第最后每单几数上近半\d.])(?P<number>[{_NUMERAL}]{{1,12}})(?:点[{_NUMERAL}]+)?(?P<unit>{_MEASURES})(?!圈|线)"
)
_SET_PHRASES = re.compile(
    r"一公里|一千米|一亩[三田地方]|二亩[三田地]|一[吨斤]|[百千万]+(?:亩|吨|公里)|[十百千万]+亩|百万亩"
)
_QUOTATION = re.compile(r"“[^“”]*”|《[^《》]*》|〈[^〈〉]*〉")


def units_of_measure(text: str) -> Iterator[Mark]:
    """Chinese numerals before a unit of measure, outside quotations, set phrases and rough numbers."""
    bare = _QUOTATION.sub(lambda match: "\0" * len(match[0]), text)
    for match in _IN_UNITS.finditer(bare):
        number = match["number"]
        is_rough = re.search(rf"[{_CHINESE_DIGITS}两][{_CHINESE_DIGITS}]", number) or number in (
            "十",
            "百",
            "千",
            "万",
            "两",
        )
        if not is_rough and not _SET_PHRASES.match(bare, match.start()):
            yield Mark(match.start(), match.end())


_QUANTITY = re.compile(
    r"(?<![\dA-Za-z.,，\-—～/第〔\0])(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{4,})(?P<rest>\.\d+)?"
    r"(?=[余多]?(?:万|亿)?(?:元|人|户|个|家|件|名|套|吨|亩|公里|平方米|米|公斤|千克|册|份|场|次|只|台|辆|张|对|例|条|项|篇|袋|桶|箱|盆|株|头))"
)


def mixed_grouping(draft: Draft) -> Iterator[Spot]:
    """Thousands set apart in some numbers of a document and not in others, told at the rarer ones."""
    found = [
        (index, match, _grouping(match["whole"]))
        for index, text in enumerate(draft.veiled)
        for match in _QUANTITY.finditer(text)
        if not re.match(r"(?:19|20)\d\d$", match["whole"])
        or not re.match("[个户家]?月", text[match.end() : match.end() + 2])
    ]
    counts = Counter(style for _index, _match, style in found)
    if len(counts) < 2:
        return
    usual = max(("", ",", " "), key=lambda style: counts[style])
    for index, match, style in found:
        if style != usual:
            digits = re.sub("[ ,]", "", match["whole"])
            wanted = f"{int(digits):,}".replace(",", usual)
            yield draft.spot(index, Mark(match.start("whole"), match.end("whole"), wanted, is_sure=False))


def _grouping(number: str) -> str:
    return "," if "," in number else " " if " " in number else ""


_BARE_POINT = re.compile(r"(?<![0-9A-Za-z_.０-９)\]\0])\.(?=\d+(?![\d.]*[A-Za-z]))")


def leading_zeros(text: str) -> Iterator[Mark]:
    """A decimal that begins with its point: .5 for 0.5."""
    for match in _BARE_POINT.finditer(text):
        if not re.search(r"[\d一二三四五六七八九十]\s*$", text[: match.start()]) and not re.match(
            r"\d+\.", text[match.end() :]
        ):
            yield Mark(match.start(), match.end(), "0.")


_SHORT_YEAR = re.compile(
    r"(?<![\d.,－\-—～第近约达前超共满有余的了过每\0])(?P<year>\d\d)年(?=\d{1,2}月(?!内)|底(?![蕴子气座片部])|初(?![步心期级中衷始创衔见])|度(?![过假日劫数])|[上下]半年)"
)


def short_years(text: str) -> Iterator[Mark]:
    """Years of two digits: 26年 for 2026年."""
    for match in _SHORT_YEAR.finditer(text):
        year = match["year"]
        century = "20" if year < "50" else "19"
        yield Mark(match.start(), match.end("year"), century + year, is_sure=False)


_MIXED = re.compile(
    r"(?<![\d.])\d+[百千](?=\d+(?![\d.]*(?:平方|立方)?(?:米|克|瓦|克拉))[百十]?)|(?<![\d.])\d+[百千]零\d+"
)


def mixed_numerals(text: str) -> Iterator[Mark]:
    """Arabic digits with 百 and 千 between them: 2千3百; 3.2亿 is right."""
    for match in _MIXED.finditer(text):
        tail = re.match(r"\d+[百十]?\d*", text[match.end() :])
        yield Mark(match.start(), match.end() + (tail.end() if tail else 0))


_ROUGH = re.compile(r"(?<![茶])几\d+(?![\d年.])|(?<![\d.第])\d+几(?![何乎率内点类种维])")


def rough_numbers(text: str) -> Iterator[Mark]:
    """Rough numbers (概数) with Arabic digits: 几10, 20几."""
    for match in _ROUGH.finditer(text):
        yield Mark(match.start(), match.end())


_LIST_OF_TWO = re.compile(
    rf"(?<![{_NUMERAL}、第周星期上下前后\d])(?P<first>[{_CHINESE_DIGITS}])、(?P<second>[{_CHINESE_DIGITS}])"
    r"(?P<unit>十|百|千|万|天|个(?![专部季])|人(?!称)|次(?!会)|家|户|名|元|里|岁|倍|遍|趟|口|件|斤|公里|小时|分钟|周(?!年))"
)


def rough_lists(text: str) -> Iterator[Mark]:
    """Neighbouring digits for a rough number take no 、: 三四天; 二、三季度 is right."""
    for match in _LIST_OF_TWO.finditer(text):
        if _CHINESE_DIGITS.index(match["second"]) - _CHINESE_DIGITS.index(match["first"]) == 1:
            at = match.end("first")
            yield Mark(
                match.start(),
                match.end(),
                text[match.start() : at] + text[at + 1 : match.end()],
                is_sure=False,
            )


_ZEROS = "零○◯ＯOoOо0０"
_YEAR_IN_CHINESE = re.compile(
    rf"(?<![{_CHINESE_DIGITS}〇{_ZEROS}\dA-Za-z])[一二][{_CHINESE_DIGITS}〇{_ZEROS}]{{3}}(?=年)"
)
_ZERO_IN_QUANTITY = re.compile(rf"(?<=[百千万亿])〇(?=[{_CHINESE_DIGITS}])")


def zeros_in_chinese(text: str) -> Iterator[Mark]:
    """〇 in years written in Chinese (二〇二六), 零 in quantities (一百零八)."""
    for match in _YEAR_IN_CHINESE.finditer(text):
        year = match[0]
        if re.search(f"[{_ZEROS}]", year) and re.search(f"[{_CHINESE_DIGITS}]", year[1:]):
            yield Mark(match.start(), match.end(), re.sub(f"[{_ZEROS}]", "〇", year), is_sure=False)
    for match in _ZERO_IN_QUANTITY.finditer(text):
        yield Mark(match.start(), match.end(), "零", is_sure=False)


_FULL_WIDTH = re.compile("[０-９]+(?:．[０-９]+)*")
_TO_HALF = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("．"): "."}


def full_width_digits(text: str) -> Iterator[Mark]:
    """Digits as wide as a Chinese character."""
    for match in _FULL_WIDTH.finditer(text):
        yield Mark(match.start(), match.end(), match[0].translate(_TO_HALF))


_SPACE = re.compile(rf"(?<=[{HAN}]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?=[{HAN}])")
#: what a space sets apart from its text: the number of a figure, a table, a clause
_NUMBER_BEFORE = re.compile(
    r"(?:^\s*(?:[A-Za-z]?\d+(?:[.\-]\d+)*|[A-Z])"
    r"|(?:图|表|附件|附录|附表|第[一二三四五六七八九十百0-9]+[章节条编部分]*|专栏|步骤)"
    r"[ ]?[A-Z0-9]*(?:[.\-]\d+)*)$"
)


_LABEL_BEFORE = re.compile(rf"(?:^|[。；，、：（）—])[{HAN}]{{2,}}$")
_VALUE_BEHIND = re.compile(r"[\d.,]+[^\d\s，。；、（）]{0,4}(?:[（）；，。、]|$)")


def spaces(text: str) -> Iterator[Mark]:
    """A space between Chinese and digits or letters, where it sets nothing apart."""
    for match in _SPACE.finditer(text):
        at = match.start()
        before, after = text[:at], text[at + 1 :]
        if _NUMBER_BEFORE.search(before[-16:]) or re.match(
            r"\d{7,}|\d{1,2}[:：]\d\d|[A-Za-z]+ [A-Za-z]|(?=\w*\d)[0-9A-Za-z]{8,}", after
        ):
            continue
        if re.search(r"[A-Za-z] [A-Za-z]+$|\d[:：]\d\d$", before) or re.search(r"[\d\-]{7,}$", before):
            continue
        if _LABEL_BEFORE.search(before) and _VALUE_BEHIND.match(after):
            continue  # a name and its value: 已参加年检 21家
        if text[at - 1 : at] == "\0" or re.search(r"  ", text):
            continue
        yield Mark(at, at + 1, "")
