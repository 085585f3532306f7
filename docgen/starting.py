"""An office's own folder (本单位资料夹): schemas, rules and templates of its own, and a first record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docgen.formats.manifest import exact_json
from docgen.library import CHECKS, MARKER, SCHEMAS, TEMPLATES
from docgen.schema_types import CORE_URI
from docgen.schemas import Kind

RECORD = "记录.json"
NOT_FILLED_IN = "尚未填写"

_MARKER = """\
# 这个文件表示：本文件夹是本单位自己的资料夹。
# 在本文件夹（及其下级文件夹）里运行 docgen 时，会同时使用自带的和这里的 schemas、checks、templates。
format: docgen-library/0
"""

_README = """\
# 本单位资料夹

| 位置 | 放什么 |
|---|---|
| `{record}` | 第一份工作记录（{title}），照着填写 |
| `checks/` | 本单位自己的规则，`our-office.yaml` 是一个能用的例子 |
| `templates/docx/` | 本单位自己的 Word 模板 |
| `schemas/` | 本单位自己的材料类型（一般不用动） |

## 第一步：填写记录

用文本编辑器（记事本、VS Code 等）打开 `{record}`，存盘时编码选 UTF-8。

- 凡是 `{{"unknown": "尚未填写"}}` 的地方都要换成实际内容：文字加英文引号，数字不加引号、不带单位。
- 确实查不到的，把“尚未填写”改成原因，例如 `{{"unknown": "财政尚未反馈"}}`。不知道就写不知道，不要填 0。
- 本来就没有的，写 `"无"`；是零的，写 `0`。
- 日期写成 `2020-06-30`、`2020-06` 或 `2020`。
- 正文里要用到数字时，不再手写数字，写 `{{指标名}}`，例如 `{{urban_dibao_persons}}人`。
  数字只在一个地方填，处处一致。

随时可以检查，还缺什么、哪里不对、在第几行，都会列出来：

    docgen check {record}

## 第二步：生成文稿

    docgen make {record} --draft     （草稿，每条意见是一条 Word 批注）
    docgen make {record}             （正式文稿，另附一页校核单）

有差错时不出正式文稿。改正记录即可；确有原因的，写一个说明文件，用 `--explanations` 附上：

    - rule: 规则名称（检查结果里“规则”后面的英文）
      place: 具体事项的标识，或者空着
      reason: 原因
      by: 谁说明

## 记录里有哪些内容

| 名称 | 是什么 |
|---|---|
{fields}

## 改用本单位的规则和模板

- 规则：照 `checks/our-office.yaml` 写。名称不要与自带的规则文件相同；确要整个替换自带的某个规则文件，
  就用同样的文件名，并在里面写明 `overrides: 文件名`（不带 .yaml）。
- 模板：`docgen templates` 列出现有模板和它们的位置。复制一份 .docx 和同名的 .yaml 到 `templates/docx/`，
  改名，在 .yaml 里把 `id` 改成新的文件名，再用 Word 修改。
  用同样的名称替换自带模板时，在 .yaml 里写明 `overrides: 名称`。
"""

_TEMPLATES = """\
本单位的 Word 模板放在这里：每个模板是一个 .docx，旁边有一个同名的 .yaml。

    id: our-summary            与文件名相同
    title: 本单位半年总结       给人看的名称
    kind: {kind}

最简单的办法是从自带的模板改起：docgen templates 会列出它们在哪里。
改好后这样使用：docgen make 记录.json -t our-summary
"""

_SCHEMAS = """\
本单位自己的材料类型放在这里，一个类型一个 .json 文件（JSON Schema 2020-12）。
一般不需要；写法见 docs/rules-language.md 的“新建材料类型”。docgen kinds 列出现有的类型。
"""

_PACK = """\
# 本单位自己的规则。井号（#）后面的是说明，不起作用。
pack: our-office
title: 本单位规则
kinds: [{kind}]
rules:
  # 每条规则一个名称（小写英文和短横线），不能重复
  - id: signed-before-period-end
    title: 成文日期不早于报告期截止日
    # 文稿差错：材料自相矛盾，可以拦住正式文稿。业务提示：只提醒，从不拦住。
    nature: 业务提示
    # error（严重）、warning（一般）、info（供参考）
    severity: warning
    why: 报告期还没有结束就成文，数字可能不是期末数。
    expect: 成文日期在报告期截止日当天或以后
    # 条件：成立就通过。这里写记录里的名称，点号表示下一级
    condition: signature.date >= period.end
    # 不通过时给出的一句话，花括号里是记录里的内容
    message: 成文日期{{signature.date|Y年M月D日}}早于报告期截止日{{period.end|Y年M月D日}}，请核对。
    # 规则自己的例子：各举一个通过、不通过、无法判断的；正好在界限上的最有用
    tests:
      - pass: {{signature: {{date: 2020-06-30}}, period: {{end: 2020-06-30}}}}
      - pass: {{signature: {{date: 2020-07-03}}, period: {{end: 2020-06-30}}}}
      - fail: {{signature: {{date: 2020-06-29}}, period: {{end: 2020-06-30}}}}
      - not-assessable: {{signature: {{date: {{unknown: 尚未成文}}}}, period: {{end: 2020-06-30}}}}
"""


def office_files(kind: Kind) -> dict[str, bytes]:
    """What a new office's folder holds: path inside it -> content."""
    fields = "\n".join(
        f"| `{name}` | {field.get('title', '')} |"
        for name, field in kind.schema.get("properties", {}).items()
    )
    texts = {
        MARKER: _MARKER,
        "README.md": _README.format(record=RECORD, title=kind.title, fields=fields),
        RECORD: exact_json(starter(kind)) + "\n",
        f"{CHECKS}/our-office.yaml": _PACK.format(kind=kind.id),
        f"{TEMPLATES}/README.txt": _TEMPLATES.format(kind=kind.id),
        f"{SCHEMAS}/README.txt": _SCHEMAS,
    }
    return {name: text.encode("utf-8") for name, text in texts.items()}


def starter(kind: Kind) -> dict[str, Any]:
    """A record with every required field of a kind, each still to be filled in."""
    filled: dict[str, Any] = _Blanks({"": kind.schema, CORE_URI: kind.core}).blank(kind.schema, "", "record")
    if "plan" in filled and "sections" in filled:
        _plan_section(filled)
    return filled


def _plan_section(record: dict[str, Any]) -> None:
    """Give the plan a section of its own, so that its items stand somewhere from the start."""
    summary = record["sections"][0]
    summary["part"] = "summary"
    plan = {"id": "sections_plan", "part": "plan", "heading": {"unknown": NOT_FILLED_IN}}
    record["sections"].append({**plan, "items": [item["id"] for item in record["plan"]]})
    for item in record["plan"]:
        item["section"] = plan["id"]


class _Blanks:
    """Goes through a kind's schema and leaves a blank for everything that is required."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self.documents = documents
        self.ids: dict[str, int] = {}

    def blank(self, node: Mapping[str, Any], document: str, name: str) -> Any:
        """What stands for a field until somebody fills it in."""
        node, document = self.resolved(node, document)
        if "const" in node:
            return node["const"]
        if node.get("type") == "object" or "properties" in node:
            return self.object(node, document, name)
        if node.get("type") == "array":
            return self.array(node, document, name)
        if any(branch.get("x-ref") == "sections" for branch in node.get("anyOf", ())):
            return "sections_1"
        return {"unknown": NOT_FILLED_IN}

    def object(self, node: Mapping[str, Any], document: str, name: str) -> dict[str, Any]:
        properties: Mapping[str, Any] = node.get("properties", {})
        filled: dict[str, Any] = {}
        for key in node.get("required", ()):
            field = properties.get(key, {})
            filled[key] = self.new_id(name) if key == "id" else self.blank(field, document, key)
            if name == "indicators" and isinstance(filled[key], dict) and "title" in field:
                # the keys are English: the name tells whoever fills it in what is meant
                filled[key] = {"name": field["title"], **filled[key]}
        if name == "sections" and not {"text", "points", "items", "subsections"} & filled.keys():
            filled["text"] = {"unknown": NOT_FILLED_IN}
        return filled

    def array(self, node: Mapping[str, Any], document: str, name: str) -> list[Any]:
        """One element for each that the schema says must be contained, or the fewest allowed."""
        item = node.get("items", {})
        contained = [each for each in node.get("allOf", ()) if "contains" in each]
        if not contained:
            return [self.blank(item, document, name) for _ in range(node.get("minItems", 0))]
        return [{**self.blank(item, document, name), **_fixed(each)} for each in contained]

    def resolved(self, node: Mapping[str, Any], document: str) -> tuple[Mapping[str, Any], str]:
        """A node with its $ref put in: what the referring node says is laid over what it refers to."""
        while "$ref" in node:
            uri, _, fragment = str(node["$ref"]).partition("#")
            document = uri or document
            target: Any = self.documents[document]
            for token in fragment.split("/")[1:]:
                target = target[token]
            properties = dict(target.get("properties", {}))
            for key, field in node.get("properties", {}).items():
                properties[key] = {**properties.get(key, {}), **field}
            laid_over = {key: value for key, value in node.items() if key not in ("$ref", "properties")}
            node = {**target, **laid_over, **({"properties": properties} if properties else {})}
        return node, document

    def new_id(self, name: str) -> str:
        self.ids[name] = self.ids.get(name, 0) + 1
        return f"{name}_{self.ids[name]}"


def _fixed(node: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of an element that must be there: its name, and the fields that ``contains`` fixes."""
    properties: Mapping[str, Mapping[str, Any]] = node["contains"].get("properties", {})
    fixed = {key: field["const"] for key, field in properties.items() if "const" in field}
    return {"name": node["title"], **fixed} if "title" in node else fixed
