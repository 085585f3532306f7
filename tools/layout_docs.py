"""Write docs/layout-rules.md from the table of layout rules: python tools/layout_docs.py [--check]."""
# ruff: noqa: E501 - lines of a Chinese page are read whole

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docgen.layout.rule import PROFILES, Rule, Strength  # noqa: E402
from docgen.layout.table import RULES  # noqa: E402
from docgen.lints import PROFILE_NAMES  # noqa: E402

PAGE = ROOT / "docs" / "layout-rules.md"
STRENGTHS = {
    Strength.STATED: "标准的直接要求（公文中是差错，一般材料中是提醒）",
    Strength.GENERAL: "标准写明“一般”“可以”“推荐”（提醒；`--strict` 时是差错）",
    Strength.PRACTICE: "通行做法，标准没有规定（提醒；一般材料中是提示）",
}
FIXES = {
    "auto": "`--fix` 自动改正，文字不变",
    "ask": "要人决定，`--fix` 不动或只改其中不牵动内容的部分",
    "no": "只能在版面上判断或由人改",
}
TEXT_FIXES = {
    "auto": "`--fix` 自动改正，只改有错的那几个字符；拿不准的处所不动",
    "ask": "只提出改法，由人决定",
    "no": "只提示，由人改",
}
HEAD = """# 版式规则

<!-- 由 tools/layout_docs.py 按规则表生成，请改规则表，不要改本页 -->

`docgen lint` 按 GB/T 9704—2012《党政机关公文格式》检查任意一份 .docx 的版式，按 GB/T 15834—2011《标点符号用法》和 GB/T 15835—2011《出版物上数字用法》检查文字（`text` 开头的规则），共{count}条规则。规则的依据、强度、对错举例和手工改法如下；
`--select` 和 `--ignore` 用规则编号（或编号的开头，如 `layout.body`）选取。

- 判断看的是**生效的值**：文档默认值、样式及其所基于的样式、自动编号、段落和文字的直接设置、主题字体，逐层叠加后的结果，并说明这个值来自哪里。
- 标题、主送机关、正文、落款等按内容和位置辨认，不要求使用样式；辨认不出的不猜，列为“无法判断”。
- 文字规则不看网址、邮箱、代码、文件名、电话号码和西文句子。`--tracked` 把文字的改动写成修订，由领导逐条接受或拒绝；
  改动只动有错的字符，所在的字体、批注、书签、修订和内容控件都不变。
- `.txt` 草稿（UTF-8 或 GBK，是 GBK 的会说明）用 `--fix` 排成合乎标准的 .docx：标题、主送机关、各级标题、附件说明、落款、成文日期按内容辨认。
- 只有排出版面才看得见的（首页有无正文、版记是否在末面底部、落款的一面有无正文、标志的位置等）列为“无法判断”；加 `--rendered`，另用
  LibreOffice 排出版面来量：每面行数、每行字数、首页正文、标志和页码的位置、版记是否在末面底部、落款是否单独一面、数字是否断行。
  量得的结果写明由哪种字体代替了哪种（汉字在各种字体里都一样宽、一样高，位置不因此改变）。没有安装 LibreOffice 和 pypdf、文件链接了外部内容、
  文档网格指定了每行字数（LibreOffice 排得与 Word 不同），都不排，仍列为“无法判断”。排版的是一份副本，行高先按 Word 的网格算好。
- 一般材料（总结、计划等，不属于法定文种）没有差错，只有提醒和提示。
- 本单位的资料夹里可以放一个 `layout.yaml`，改动某个尺寸或略去某条规则，每处都要写明理由：

```yaml
measures:
  body.size: {{value: 四号, reason: 本单位内部材料用四号字}}
ignore:
  layout.pageno.side: 内部材料页码居中
```

可以改的尺寸：{measures}。尺寸以缇计（1毫米约56.7缇，1磅20缇），字号写“三号”等，字体写“仿宋”“楷体”“黑体”“宋体”“小标宋”。

| 规则 | 要求 | 条款 | 强度 |
|---|---|---|---|
{index}
"""


def page() -> str:
    """The whole page."""
    from docgen.layout.measures import MEASURES

    index = "\n".join(
        f"| [`{rule.id}`](#{rule.id.replace('.', '')}) | {rule.title} | {rule.clause} | {rule.strength.value} |"
        for rule in RULES
    )
    measures = "、".join(f"`{name}`" for name in MEASURES)
    return HEAD.format(count=len(RULES), index=index, measures=measures) + "".join(map(section, RULES))


def section(rule: Rule) -> str:
    """What the page says of one rule."""
    forms = (
        "各种格式"
        if len(rule.profiles) == len(PROFILES)
        else "、".join(PROFILE_NAMES[each] for each in PROFILES if each in rule.profiles)
    )
    is_text = rule.id.startswith("text.")
    clause = rule.clause if is_text or rule.strength is Strength.PRACTICE else f"GB/T 9704—2012 第{rule.clause}条"
    return (
        f"\n## {rule.id}\n\n{rule.title}。\n\n- 依据：{clause}；{STRENGTHS[rule.strength]}\n- 适用：{forms}\n"
        f"- 对：{rule.right}\n- 错：{rule.wrong}\n- 改正：{TEXT_FIXES[rule.fix] if is_text else FIXES[rule.fix]}\n- Word、WPS里手工改：{rule.by_hand}\n"
    )


def main(arguments: list[str]) -> int:
    """Exit code 1 if --check finds the page stale."""
    if "--check" in arguments:
        return 0 if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
