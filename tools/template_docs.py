"""Write docs/templates.md anew: python tools/template_docs.py [--check].

How a template is edited, and every field and filter of each kind, read from the schemas.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docgen.expressions import Type  # noqa: E402
from docgen.library import Library, find_library  # noqa: E402
from docgen.ooxml.environment import JINJA_FILTERS  # noqa: E402
from docgen.schemas import load_kind  # noqa: E402
from docgen.templates import (  # noqa: E402
    FILTERS,
    OTHER_ROOTS,
    RESULT_KIND,
    TESTS,
    describe_fields,
    list_templates,
    template_root,
)

PAGE = ROOT / "docs" / "templates.md"

HOW = """# 模板怎样改

<!-- 本页由 make docs 生成，请勿手改；字段取自 schemas/，不会过时。 -->

模板是普通的 Word 文件，在 `templates/docx/` 里，用 Word 打开就能改字句、字体、段落和表格。
标记的写法同 docxtpl；少数不同之处见 [template-differences.md](template-differences.md)。
改完以后运行 `docgen templates check 模板`，一次列出全部差错和位置：没有的字段、没有收尾或跨单元格的标记、
全角符号、中文引号、成文时会丢失的文字。
旁边同名的 `.yaml` 写明模板的标识、名称和材料类型：

```yaml
id: half-year-summary-and-plan
title: 半年工作总结及下步计划
kind: civil-affairs-half-year
```

成批制作通知、函的模板，`.yaml` 里还可以写：

| 写法 | 意思 |
|---|---|
| `numbers: shared` 或 `numbers: each` | 发文字号：全部文稿共用一个，还是一件一号、顺次编排 |
| `recipient: addressee` | 哪个字段写明发给谁（主送机关） |
| `recipient_code: recipient_code` | 哪个字段能分清重名的单位（统一社会信用代码），可以不写 |
| `file_name: '{seq:04}-{addressee}'` | 文件名的样式：序号、字段 |

本单位自己的模板放在 `docgen init` 建立的资料夹里；要替换自带的，在 `.yaml` 里加一行 `overrides: 模板标识`。

## 写法

| 写法 | 作用 |
|---|---|
| `{{ title }}` | 填入一个字段 |
| `{{ signature.date\\|date("Y年M月D日") }}` | 填入并改变写法（竖线后面的写法见下） |
| `{%p for section in summary %}` … `{%p endfor %}` | 各占一段：中间的段落逐项重复，这两段本身不留痕迹 |
| `{%p if problems %}` … `{%p endif %}` | 各占一段：有才写 |
| `{%tr for row in ledger %}` … `{%tr endfor %}` | 各占表格一行：中间的行逐项重复 |
| `{% if part.key == "plan" %}` … `{% endif %}` | 写在一段之内 |
| `{{ loop.index }}`、`（{{ loop.index\\|numeral }}）` | 在重复之中的序号：编号按位置写出，不写进工作记录 |
| `{_{`、`}_}` | 要在文稿里写出两个花括号本身 |

- 花括号、竖线、百分号、引号都用半角；用了全角的，制作时会指出在哪一段。
- 字段写错了，不会悄悄变成空白：制作时说明在哪一段，并给出最接近的字段。
- 记录里写明「未知」「无」的，照样印出「未知（原因）」「无」；记录里可以不写、也确实没写的，什么也不印。
- 样式「落款」「成文日期」的右边距由系统按 GB/T 9704 第 7.3.5.2 条设定，其余样式都可以在 Word 里修改。
- 模板里不能有宏，也不能从外部载入内容（外部图片、INCLUDETEXT 一类的域）；不能带括号调用，不能引用别的模板。
- 模板里只数序号（如 `loop.index + 1`），不用记录里的数做计算；算出来的数由材料类型给出（`derived`）。
"""


def page(library: Library) -> str:
    """The whole page."""
    return "\n".join([HOW, *_filters(), *_kinds(library)]).rstrip() + "\n"


def _filters() -> Iterator[str]:
    yield "## 竖线后面的写法\n"
    yield "| 写法 | 作用 | 例 | 印出 |\n|---|---|---|---|"
    for name, note in FILTERS.items():
        yield f"| `{name}` | {note.says} | {_code(note.example)} | {note.prints} |"
    others = "、".join(f"`{name}`" for name in JINJA_FILTERS)
    yield f"\n另有 {others}，用法与 Jinja 相同。\n"
    yield "## 判断\n"
    yield "| 写法 | 问的是 |\n|---|---|"
    for name, says in TESTS.items():
        yield f"| `is {name}` | {says} |"
    yield ""


def _kinds(library: Library) -> Iterator[str]:
    templates = list_templates(library)
    for file in library.kind_files():
        kind = load_kind(library, file.id)
        own = [each.id for each in templates if each.kind == kind.id]
        yield from _fields(kind.title, kind.id, template_root(kind), own)
    for id, root in OTHER_ROOTS.items():
        own = [each.id for each in templates if each.kind == id]
        yield from _fields("文稿校核单" if id == RESULT_KIND else root.title, id, root, own)


def _fields(title: str, id: str, root: Type, templates: list[str]) -> Iterator[str]:
    yield f"## {title}（`{id}`）的字段\n"
    yield f"模板：{'、'.join(f'`{each}`' for each in templates) or '（暂无）'}\n"
    yield "`[]` 表示列表，要用 `for` 逐项写出；`〈标识〉` 换成记录里的标识。\n"
    yield "| 字段 | 名称 | 内容 |\n|---|---|---|"
    for path, label, sort in describe_fields(root):
        yield f"| {_code(path)} | {label} | {sort} |"
    yield ""


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the page, or with --check say whether it is stale (1)."""
    text = page(find_library())
    if "--check" in arguments:
        return int(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
