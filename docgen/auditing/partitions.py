"""How parts are called, and what their names say of a whole: whether they split it, or overlap."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docgen.auditing.figures import Figure

_BARE_LEAD = re.compile(r"^[、，；,;和及与（(：:]+|其中[：:]?|包括|分别|为$|是$|有$|共$")
#: pairs and rows of words that split a whole in two or more without rest
_CONTRASTS: tuple[tuple[str, ...], ...] = tuple(
    tuple(pair.split("/"))
    for pair in [
        "城市/农村",
        "城镇/农村",
        "城镇/乡村",
        "城区/乡镇",
        "城市/乡村",
        "男/女",
        "公办/民办",
        "公建/民营",
        "公立/私立",
        "集中/分散",
        "结婚/离婚",
        "新建/改建",
        "新建/改扩建",
        "新建/改造",
        "新增/续建",
        "站内/街面",
        "新开工/续建",
        "县级/乡镇",
        "县级/乡级",
        "线上/线下",
        "合格/不合格",
        "通过/未通过",
        "电脑/即开",
        "自理/失能",
        "国内/国外",
        "本地/外地",
        "本县/外县",
        "本级/上级",
        "中央/地方",
        "财政/自筹",
        "户籍/非户籍",
        "机构/散居",
        "机构养育/社会散居",
        "经营性/公益性",
        "社会团体/民办非企业",
        "社会团体/社会服务机构",
        "一般/重大",
        "来信/来访",
        "办结/正在办理",
        "办结/未办结",
        "办结/在办",
        "完工/在建",
        "竣工/在建",
        "成年/未成年",
        "内地/涉外",
        "初次/补领",
        "初婚/再婚",
        "急诊/门诊",
        "居民/职工",
        "上半年/下半年",
        "主城区/乡镇",
        "街道/乡镇",
        "村/居",
        "村/社区",
        "乡/镇",
        "已/未",
        "已/尚未",
        "已/正",
        "已/待",
        "入库/未入库",
        "达标/不达标",
        "达标/未达标",
        "优秀/合格",
        "A类/B类",
        "常住/流动",
        "第一批/第二批",
        "首批/第二批",
        "一季度/二季度",
    ]
)
#: what one person can be beside another
_OVERLAPPING = re.compile(
    r"女|党员|残疾|残障|岁|老年|老人|少数民族|本科|大专|学历|持证|高级|中级|初级|低保|"
    r"贫困|留守|退役|骨干|专职|兼职|大学生|儿童"
    r"|未成年|妇女|孤寡|空巢|独居|失独|志愿|重病|重残|精神|骗|星级|示范|智能|达标"
)
MONEY = (("元", 1),)
#: nobody adds ages, stretches of time, or numbers without a unit
#: what one person can get several of
_BENEFIT = re.compile("补贴|救助|津贴|待遇|服务|保险|培训|活动|慰问|补助|帮扶|保障|人员|对象")


def name_of(part: Figure) -> str:
    """What a part is called: the words before it, or behind it where it has none."""
    lead = _BARE_LEAD.sub("", part.lead).strip()
    if not lead and not part.tail:  # 15户28人: what the figure before it is called
        begin, _end = part.passage.clause_span(part.clause)
        said = part.passage.plain[begin : part.start]
        lead = _BARE_LEAD.sub("", re.split(r"[0-9]", said)[0]).strip()
    return lead or part.tail


def has_names(parts: Sequence[Figure]) -> bool:
    """Whether every part says what it is, and no two say the same."""
    names = [name_of(part) for part in parts]
    return all(names) and len(set(names)) == len(names)


def excludes_others(names: Sequence[str]) -> bool:
    """Whether the names are kinds of one thing that nobody is two of: 行政编制、事业编制; A类、B类."""
    if all(re.search(r"[A-Z一二三四甲乙丙]\s?[级类档]", name) for name in names):
        return True
    end = common_end(names)
    return bool(end) and not _BENEFIT.search(end)


def is_numbered(names: Sequence[str]) -> bool:
    """Whether the names count through: 第一产业、第二产业、第三产业."""
    ends = {re.sub("^.*第[一二三四五六]", "", name) for name in names}
    return len(names) > 2 and len(ends) == 1 and all("第" in name for name in names)


def is_named_by(whole: Figure, names: Sequence[str]) -> bool:
    """Whether the whole is called by its parts: 投诉举报1263件，其中投诉891件、举报352件."""
    return (
        len(names) > 1
        and all(2 <= len(name) <= 8 and name in whole.lead for name in names)
        and ("".join(names) in whole.lead or "、".join(names) in whole.lead or "和".join(names) in whole.lead)
    )


def is_complement(names: Sequence[str]) -> bool:
    """Whether one of two names is the other's opposite by its own word: 合格、不合格; 通过、未通过."""
    if len(names) != 2:
        return False
    return any(
        re.sub("[不未非]", "", other, count=1) in one or one in re.sub("[不未非]", "", other, count=1)
        for one, other in (names, names[::-1])
        if re.search("[不未非]", other) and not re.search("[不未非]", one)
    )


def is_contrast(names: Sequence[str]) -> bool:
    """Whether the names of the parts split a whole without rest."""
    for one, other in _CONTRASTS:
        ones = [name for name in names if one in name and other not in name]
        others = [name for name in names if other in name and one not in name.replace(other, "")]
        if len(names) == 2 and len(ones) == 1 and len(others) == 1 and ones != others:
            return True
        if len(names) > 2 and ones and others and len(ones) + len(others) == len(names):
            return True
    return False


def may_overlap(parts: Sequence[Figure]) -> bool:
    """Whether one thing may be counted in two of the parts (women and members of a party)."""
    if parts[0].dimension == MONEY:  # the same money is not spent twice
        return False
    return any(_OVERLAPPING.search(name_of(part)) or "岁" in part.tail for part in parts)


def common_end(names: Sequence[str]) -> str:
    """The last two characters that all names share, as 登记 of 结婚登记 and 离婚登记."""
    ends = {name[-2:] for name in names}
    return ends.pop() if len(ends) == 1 and all(len(name) > 2 for name in names) else ""
