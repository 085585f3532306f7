"""Write docs/rules.md anew: python tools/rule_docs.py [--check].

Every rule of the shipped packs: what it asks, why, on what basis, an example that fails and one that passes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docgen.continuity import COMPARISONS, Comparison  # noqa: E402
from docgen.continuity import PACK_ID as PREVIOUS  # noqa: E402
from docgen.findings import Severity  # noqa: E402
from docgen.formats.text import basis_text  # noqa: E402
from docgen.library import Library, shipped_root  # noqa: E402
from docgen.rules.packs import load_packs  # noqa: E402
from docgen.rules.rule import Pack, Rule  # noqa: E402
from docgen.rules.text_rules import TextRule  # noqa: E402
from docgen.schemas import Kind, load_kind  # noqa: E402

PAGE = ROOT / "docs" / "rules.md"
HEAD = """# 规则手册

<!-- 本页由 make docs 生成，请勿手改；内容取自 checks/ 和 schemas/，不会过时。 -->

性质分两种：**文稿差错**是文稿自相矛盾，其中“差错”一级的不改正（或不说明）不出正式文稿；
**业务提示**只请说明，从不挡住如实的文稿。
依据只印核对过的：条文核对过的引到条，只核对过题名的注“请核对原文”，没有核对到的不印。
缺数据不算通过，也不算不通过，写作“无法判断”。
规则怎么写、怎样改成本单位的，见 [规则怎么写](rules-language.md)。
"""
SEVERITIES = {Severity.ERROR: "差错", Severity.WARNING: "警告", Severity.INFO: "提醒"}


def page(library: Library) -> str:
    """The whole page."""
    packs: dict[str, Pack] = {}
    rules: dict[str, tuple[Rule | TextRule, list[Kind]]] = {}
    for file in library.kind_files():
        kind = load_kind(library, file.id)
        for pack in load_packs(library, kind):
            packs.setdefault(pack.id, pack)
            for rule in (*pack.rules, *pack.texts):
                rules.setdefault(rule.id, (rule, []))[1].append(kind)
    lines = [HEAD, f"共{len(rules) + len(COMPARISONS)}条。", ""]
    for pack in packs.values():
        own = [each for each in rules.values() if each[0].pack == pack.id]
        if own:
            lines += [f"## {pack.title}（`{pack.id}`）", ""]
            for rule, kinds in own:
                told = section(rule, kinds) if isinstance(rule, Rule) else text_section(rule, kinds)
                lines += [*told, ""]
    lines += [f"## 与上期比较（`{PREVIOUS}`，`docgen inspect --previous` 用）", ""]
    for comparison in COMPARISONS:
        lines += [*comparison_section(comparison), ""]
    return "\n".join(lines).rstrip() + "\n"


def comparison_section(comparison: Comparison) -> Iterator[str]:
    """The lines about one comparison with the last period."""
    yield f"### {comparison.title}"
    yield ""
    parts = (f"`{comparison.id}`", comparison.nature.value, SEVERITIES[comparison.severity], "各类材料")
    yield " · ".join(parts)
    yield ""
    yield f"- 为什么：{comparison.why}"
    yield f"- 应当：{comparison.expect}"
    yield f"- 会指出：{comparison.example}"


def heading(rule: Rule | TextRule, kinds: list[Kind]) -> str:
    """Its id, nature and severity, and the kinds it is for."""
    parts = [f"`{rule.id}`", rule.nature.value, SEVERITIES[rule.severity], "、".join(k.title for k in kinds)]
    return " · ".join(parts)


def text_section(rule: TextRule, kinds: list[Kind]) -> Iterator[str]:
    """The lines about one rule on the text itself."""
    yield f"### {rule.title}"
    yield ""
    yield heading(rule, kinds)
    yield ""
    yield f"- 为什么：{' '.join(rule.why.split())}"
    yield f"- 应当：{rule.expect}"
    yield from (f"- 依据：{text}" for text in (basis_text(each, "zh_CN") for each in rule.bases) if text)
    yield f"- 会指出：{rule.example}"
    yield f"- 不会指出：{rule.counterexample}"


def section(rule: Rule, kinds: list[Kind]) -> Iterator[str]:
    """The lines about one rule."""
    yield f"### {rule.title}"
    yield ""
    yield heading(rule, kinds)
    yield ""
    yield f"- 为什么：{' '.join(rule.why.split())}"
    yield f"- 应当：{rule.expect}"
    yield from (f"- {name}：{text}" for name, text in looked_at(rule) if text)
    for basis in rule.bases:
        text = basis_text(basis, "zh_CN")
        if text:
            yield f"- 依据：{text}"
    for wanted, name in (("fail", "不通过"), ("pass", "通过")):
        fragment = next((each for outcome, each in rule.tests if outcome == wanted), None)
        if fragment is not None:
            yield f"- {name}的例子：`{exact(fragment)}`"


def looked_at(rule: Rule) -> Iterator[tuple[str, str]]:
    """What the rule looks at, in the clerk's words."""
    yield "逐项查", rule.for_each.words if rule.for_each else ""
    yield "只查", rule.where.words if rule.where else ""
    yield "前提", rule.when.words if rule.when else ""
    yield "条件", rule.condition.words
    yield "只适用于", rule.area
    first, last = (each.text if each else "" for each in (rule.first, rule.last))
    yield "报告期", f"{first or '……'}至{last or '今'}" if first or last else ""


def exact(value: Any) -> str:
    """A record fragment in one line, numbers as they were written."""

    class Digits(float):
        def __repr__(self) -> str:
            return self.text

    def plain(inner: Any) -> Any:
        if isinstance(inner, dict):
            return {key: plain(each) for key, each in inner.items()}
        if isinstance(inner, list):
            return [plain(each) for each in inner]
        if isinstance(inner, Decimal):
            number = Digits(inner)
            number.text = str(inner)
            return number
        return inner

    return json.dumps(plain(value), ensure_ascii=False)


def main(arguments: list[str]) -> int:
    """Write the page, or with --check say whether it is as it should be."""
    text = page(Library((shipped_root(),)))
    if "--check" in arguments:
        is_fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        if not is_fresh:
            print(f"{PAGE.relative_to(ROOT)} is stale: run make docs", file=sys.stderr)
        return 0 if is_fresh else 1
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
