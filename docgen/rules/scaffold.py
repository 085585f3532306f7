"""The beginning of a new rule, with a remark on every key: what an office fills in."""

from __future__ import annotations

from docgen.schemas import Kind

_PACK = """\
# 本单位的规则。写法见 docs/rules-language.md；写好后运行 docgen rules test 核对例子。
pack: {pack}
title: 本单位规则
kinds: [{kind}]
rules:
"""
#: it holds as it stands: an office changes it bit by bit, and its tests say when it breaks
_RULE = """\
- id: {id}
  title: 规则的名字                  # 给人看，一句话
  nature: 业务提示                   # 文稿差错：文稿自相矛盾；业务提示：迟了、少了、没办完
  severity: warning                  # error、warning、info；只有“文稿差错”且 error 才挡住正式文稿
  why: 为什么要查，写在这里。
  expect: {expect}      # 应当怎样
  # for_each: payments               # 对列表里的每一项各查一次，该项叫 item
  # where: item.program == "orphan"  # 只查符合的项
  # when: given(title)               # 先要成立的前提，不成立则本条不适用
  # area: 江西省                     # 只适用于某省
  # from: 2024-01-01                 # 只适用于这一天以后的报告期
  condition: {condition}
  message: {message}
  # basis: [{{ref: 依据的短名, article: 第几条}}]  # 短名在 bases 里
  tests:                             # 至少一个通过、一个不通过；日期、数差一点的例子最有用
{tests}
"""
#: what the rule says of kinds that have a period, and of others
_OF_PERIOD = {
    "expect": "起始日期不晚于截止日期",
    "condition": "period.start <= period.end",
    "message": "报告期从{period.start}到{period.end}，请核对。",
    "tests": """\
    - pass: {period: {start: 2024-01-01, end: 2024-01-01}}
    - fail: {period: {start: 2024-01-02, end: 2024-01-01}}
    - not-assessable: {period: {start: 2024-01-01, end: {unknown: 待查}}}""",
}
_OF_KIND = {
    "expect": "材料类型没有写错",
    "condition": 'kind == "{kind}"',
    "message": "材料类型是{{kind}}，请核对。",
    "tests": """\
    - pass: {{kind: {kind}}}
    - fail: {{kind: {kind}-other}}
    - not-assessable: {{}}""",
}


def new_rule(id: str, kind: Kind, indent: int = 2) -> str:
    """A rule of that id with remarks, as it stands in a pack's list indented by so many spaces."""
    period = kind.root.fields.get("period")
    if period is not None and {"start", "end"} <= period.fields.keys():
        example = _OF_PERIOD
    else:
        example = {name: text.format(kind=kind.id) for name, text in _OF_KIND.items()}
    lines = _RULE.format(id=id, **example).splitlines()
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def new_pack(id: str, kind: Kind, pack: str) -> str:
    """A pack of one such rule."""
    return _PACK.format(kind=kind.id, pack=pack) + new_rule(id, kind)
