"""The beginning of a new rule, with a remark on every key: what an office fills in."""

from __future__ import annotations

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
  expect: 起始日期不晚于截止日期      # 应当怎样
  # for_each: payments               # 对列表里的每一项各查一次，该项叫 item
  # where: item.program == "orphan"  # 只查符合的项
  # when: given(period.start)        # 先要成立的前提，不成立则本条不适用
  # area: 江西省                     # 只适用于某省
  # from: 2024-01-01                 # 只适用于这一天以后的报告期
  condition: period.start <= period.end
  message: 报告期从{{period.start}}到{{period.end}}，请核对。
  # basis: [{{ref: 依据的短名, article: 第几条}}]  # 短名在 bases 里
  tests:                             # 至少一个通过、一个不通过；日期、数差一点的例子最有用
    - pass: {{period: {{start: 2024-01-01, end: 2024-01-01}}}}
    - fail: {{period: {{start: 2024-01-02, end: 2024-01-01}}}}
    - not-assessable: {{period: {{start: 2024-01-01, end: {{unknown: 待查}}}}}}
"""


def new_rule(id: str, indent: int = 2) -> str:
    """A rule of that id with remarks, as it stands in a pack's list indented by so many spaces."""
    lines = _RULE.format(id=id).splitlines()
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def new_pack(id: str, kind: str, pack: str) -> str:
    """A pack of one such rule."""
    return _PACK.format(kind=kind, pack=pack) + new_rule(id)
