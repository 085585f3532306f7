"""Templates: where they are, what their sidecars say, and what a template of a kind may ask for.

A template is a .docx in docxtpl's syntax with a sidecar of the same name beside it (``id, title, kind``).
The names it may use are the fields of the kind's schema and the composed ones told here; filters.py and
contexts.py give what this module types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docgen.errors import BrokenLibrary, UsageError
from docgen.expressions import Type
from docgen.frozen import frozen
from docgen.kept_yaml import read_kept
from docgen.library import Library
from docgen.wording import nearest

if TYPE_CHECKING:
    from docgen.schemas import Kind

#: the kind of the check sheet (校核单): its context is a check's result, not a record
RESULT_KIND = "docgen-result"
#: what a template is for, where it isn't an ordinary document
STAGES = ("draft", "review", "final")
_SIDECAR_KEYS = (
    *("id", "title", "kind", "stage", "overrides"),
    *("numbers", "recipient", "recipient_code", "file_name"),
)
#: what 发文字号 is in a batch: one for all its documents, or one each
NUMBERS = ("shared", "each")


@frozen
class Template:
    """A template (模板) of a library, or a .docx that the user named.

    For batches: ``numbers`` says whether 发文字号 is ``shared`` by all documents or each has its own,
    ``recipient`` and ``recipient_code`` are the fields that name and identify who gets one, ``file_name`` is
    the pattern of the names; "" where the sidecar doesn't say.
    """

    id: str
    title: str
    kind: str
    path: Path
    library: Path
    stage: str = ""
    numbers: str = ""
    recipient: str = ""
    recipient_code: str = ""
    file_name: str = ""


def list_templates(library: Library) -> list[Template]:
    """Every template of the libraries, sorted by id; BrokenLibrary for a faulty sidecar."""
    return [read_sidecar(file.id, file.path, file.root) for file in library.template_files()]


def file_named(id_or_path: str) -> Path | None:
    """The .docx that names a template, None for an id; UsageError for a file that is none or not there."""
    path = Path(id_or_path)
    if path.suffix.lower() == ".docx" and not path.is_file():
        raise UsageError("file-missing", path=id_or_path)
    if path.suffix and path.suffix.lower() != ".docx" and path.is_file():
        raise UsageError("lint-not-docx", path=id_or_path)
    return path if path.suffix.lower() == ".docx" else None


def find_template(library: Library, id_or_path: str, kind: str) -> Template:
    """The template of that id, or the .docx at that path, for records of this kind.

    UsageError with the nearest name if there is none, or if it is for another kind.
    """
    path = file_named(id_or_path)
    if path is not None:
        found = read_sidecar(path.stem, path, path.parent) if path.with_suffix(".yaml").is_file() else None
        template = found or Template(path.stem, path.stem, kind, path, path.parent)
    else:
        files = {file.id: file for file in library.template_files()}
        if id_or_path not in files:
            names = sorted(files)
            raise UsageError(
                "template-missing",
                suggestion=nearest(id_or_path, names),
                template=id_or_path,
                templates="、".join(names),
            )
        template = read_sidecar(*files[id_or_path])
    if template.kind != kind:
        fitting = "、".join(each.id for each in list_templates(library) if each.kind == kind)
        raise UsageError(
            "template-of-other-kind",
            template=template.id,
            of=template.kind,
            kind=kind,
            templates=fitting or "-",
        )
    return template


def read_sidecar(id: str, path: Path, root: Path) -> Template:
    """The template with what its sidecar says; BrokenLibrary names the line of a fault."""
    sidecar = path.with_suffix(".yaml")
    if not sidecar.is_file():
        raise BrokenLibrary("template-without-sidecar", path=str(path), sidecar=sidecar.name)
    kept = read_kept(sidecar)
    data = kept.data if isinstance(kept.data, dict) else {}
    for key in data:
        if key not in _SIDECAR_KEYS:
            line, column = kept.mark(f"/{key}", key=True)
            raise BrokenLibrary(
                "sidecar-unknown-key", path=str(sidecar), line=line, column=column,
                suggestion=nearest(str(key), _SIDECAR_KEYS), key=key, keys="、".join(_SIDECAR_KEYS),
            )  # fmt: skip
    for key in ("id", "title", "kind"):
        if not isinstance(data.get(key), str) or not data[key]:
            raise BrokenLibrary("sidecar-lacks", path=str(sidecar), key=key)
    if data["id"] != id:
        raise BrokenLibrary("sidecar-other-id", path=str(sidecar), id=data["id"], name=id)
    stage = str(data.get("stage", ""))
    if stage and stage not in STAGES:
        raise BrokenLibrary("sidecar-unknown-stage", path=str(sidecar), stage=stage, stages="、".join(STAGES))
    numbers = str(data.get("numbers", ""))
    if numbers and numbers not in NUMBERS:
        raise BrokenLibrary(
            "sidecar-unknown-numbers", path=str(sidecar), numbers=numbers, known="、".join(NUMBERS)
        )
    of_batches = (str(data.get(key, "")) for key in ("recipient", "recipient_code", "file_name"))
    return Template(id, data["title"], data["kind"], path, root, stage, numbers, *of_batches)


def _text(title: str) -> Type:
    return Type("text", title=title)


def _list(title: str, item: Type) -> Type:
    return Type("list", title=title, item=item)


_HEADING, _BODY = _text("标题"), _list("正文各段（要点、计划事项已连成段落）", _text("一段正文"))
_POINT = Type(
    "object",
    title="要点",
    fields={"label": _text("序语（一是、二是；只有一点时为空）"), "text": _text("要点正文")},
)
_SUBSECTION = Type(
    "object",
    title="小节",
    fields={
        "heading": _HEADING,
        "body": _BODY,
        "paragraphs": _list("要点以外的段落", _text("一段正文")),
        "points": _list("要点", _POINT),
    },
)
_SUBSECTION = replace(
    _SUBSECTION, fields={**_SUBSECTION.fields, "subsections": _list("（小节之下不再分）", _text(""))}
)
SECTION = Type(
    "object",
    title="部分",
    fields={**_SUBSECTION.fields, "subsections": _list("小节（1. 2. 3.）", _SUBSECTION)},
)
PART = Type(
    "object",
    title="篇",
    fields={
        "key": Type(
            "text",
            title="哪一篇",
            choices={"summary": "工作总结", "problems": "存在问题", "plan": "工作计划"},
        ),
        "sections": _list("该篇各部分", SECTION),
    },
)

_FINDING = Type(
    "object",
    title="一条校核意见",
    fields={
        "title": _text("事项"),
        "count": _text("处数（同一事项合为一条）"),
        "place": _text("位置（超过两处的，写出两处和总数）"),
        "what": _text("情况"),
        "expected": _text("应当怎样"),
        "basis": _text("依据"),
        "nature": _text("性质（文稿差错、业务提示、无法判断）"),
        "status": _text("结论"),
    },
)
_EXPLANATION = Type(
    "object",
    title="一条情况说明",
    fields={
        "rule": _text("事项"),
        "place": _text("位置"),
        "reason": _text("说明"),
        "by": _text("说明人"),
        "date": _text("日期"),
    },
)
#: what the template of the check sheet may use
RESULT_ROOT = Type(
    "object",
    title="校核结果",
    fields={
        "title": _text("文稿标题"),
        "kind": _text("材料类型"),
        "file": _text("工作记录文件名"),
        "digest": _text("工作记录的校验码（前16位）"),
        "date": _text("文稿日期"),
        "issuer": _text("发文机关"),
        "counts": Type(
            "object",
            title="数目",
            fields={
                "contradictions": Type("number", title="文稿差错"),
                "advice": Type("number", title="业务提示"),
                "not_assessable": Type("number", title="无法判断"),
                "explained": Type("number", title="已作说明"),
                "passed": Type("number", title="通过的规则"),
            },
        ),
        "findings": _list("校核意见", _FINDING),
        "explanations": _list("情况说明", _EXPLANATION),
    },
)


#: kinds of what goes out after an inspection: the 数据核实函 and the 整改通知书
LETTER_KIND, ORDER_KIND = "docgen-letter", "docgen-order"
_OFFICIAL_LETTER = {
    "sender": _text("发文机关"),
    "mark_is_long": Type("boolean", title="发文机关标志超过12字，用窄一些的字"),
    "number": _text("发文字号"),
    "title": _text("标题"),
    "unit": _text("主送机关"),
    "period": _text("报告期（2024年上半年）"),
    "record_title": _text("报送材料的标题"),
    "by": _text("回复期限或者整改时限"),
    "date": _text("成文日期（没有写时留空待填）"),
    "contact": Type(
        "object", title="联系人", fields={"name": _text("联系人姓名"), "phone": _text("联系电话")}
    ),
}
_QUESTION = Type(
    "object",
    title="一项核实事项",
    fields={
        "title": _text("事项"),
        "values": _text("填报情况（数值和位置）"),
        "asks": _text("需核实内容"),
        "basis": _text("依据（只有核对过的）"),
    },
)
_ORDER_ITEM = Type(
    "object",
    title="一项整改事项",
    fields={
        "problem": _text("问题"),
        "basis": _text("依据（只有核对过的）"),
        "requirement": _text("整改要求"),
        "due": _text("整改时限"),
    },
)
#: what the template of a 数据核实函 may use
LETTER_ROOT = Type(
    "object",
    title="数据核实函",
    fields={
        **_OFFICIAL_LETTER,
        "count": Type("number", title="核实事项数"),
        "questions": _list("核实事项", _QUESTION),
    },
)
#: what the template of a 整改通知书 may use
ORDER_ROOT = Type(
    "object",
    title="整改通知书",
    fields={
        **_OFFICIAL_LETTER,
        "count": Type("number", title="整改事项数"),
        "items": _list("整改事项", _ORDER_ITEM),
    },
)
#: the kind of the list that goes with a batch (核对清单)
CHECKLIST_KIND = "docgen-checklist"
_LISTED = Type(
    "object",
    title="名单中的一行",
    fields={
        "position": Type("number", title="序号"),
        "number": Type("number", title="名单行号"),
        "recipient": _text("主送机关（不公开的不写）"),
        "document_number": _text("发文字号"),
        "file": _text("文件名"),
        "outcome": _text("结果（已成文、退回）"),
        "reason": _text("退回原因和位置"),
        "digest": _text("校验码（前12位）"),
    },
)
#: what the template of a 核对清单 may use
CHECKLIST_ROOT = Type(
    "object",
    title="核对清单",
    fields={
        "kind": _text("材料类型"),
        "list": _text("名单的文件名"),
        "template": _text("模板名称"),
        "total": Type("number", title="应发份数"),
        "made": Type("number", title="已成文份数"),
        "returned": Type("number", title="退回份数"),
        "is_whole": Type("boolean", title="列出了全部各行（过多时只列退回的）"),
        "rows": _list("各行", _LISTED),
    },
)
CHANGES_KIND = "docgen-changes"
_CHANGE = Type(
    "object",
    title="一处改动",
    fields={
        "place": _text("位置"),
        "made": _text("记录的数（原值）"),
        "written": _text("文稿的数（现值）"),
        "note": _text("说明"),
    },
)
#: what the template of a 改动清单 may use
CHANGES_ROOT = Type(
    "object",
    title="改动清单",
    fields={
        "document": _text("文稿的文件名"),
        "record": _text("工作记录的文件名"),
        "same": Type("number", title="与记录相同的数"),
        "changes": _list("各处改动", _CHANGE),
    },
)
#: kinds whose templates are filled with something else than a record -> what they may use
OTHER_ROOTS: Mapping[str, Type] = {
    RESULT_KIND: RESULT_ROOT,
    LETTER_KIND: LETTER_ROOT,
    ORDER_KIND: ORDER_ROOT,
    CHECKLIST_KIND: CHECKLIST_ROOT,
    CHANGES_KIND: CHANGES_ROOT,
}


_QUARTERLY = {
    "name": _text("名称"),
    "unit": _text("单位"),
    **{f"q{n}": Type("number", title=f"{word}季度") for n, word in enumerate("一二三四", 1)},
    "total": Type("number", title="全年合计，已换算成本行的单位"),
}


def template_root(kind: Kind) -> Type:
    """Everything a template of this kind may name: the kind's fields, and those that docgen composes."""
    fields = dict(kind.root.fields)
    fields["derived"] = Type(
        "object",
        title="由系统计算的数值",
        fields={each.id: Type("number", title=each.title, unit=each.unit) for each in kind.derived.values()},
    )
    fields["period_name"] = _text("报告期的叫法（上半年、第二季度、7月）")
    fields["plan_period_name"] = _text("计划期的叫法（下半年）")
    sources = kind.root.fields.get("rectifications")
    if sources is not None and sources.item is not None and "items" in sources.item.fields:
        row = {"number": Type("number", title="序号"), "source": _text("问题来源")}
        item = sources.item.fields["items"].item
        fields["ledger"] = _list(
            "整改台账各行，连续编号", Type("object", title="一行", fields={**row, "item": item or _text("")})
        )
    series = kind.root.fields.get("series")
    if series is not None and series.item is not None:
        fields["quarterly"] = _list("分季数列各行", Type("object", title="一行", fields=_QUARTERLY))
    if "sections" in kind.root.fields:
        fields["parts"] = _list("各篇，依次为工作总结、存在问题、工作计划（没有的不列）", PART)
        fields["ordered_sections"] = _list("各部分，不分篇，按记录的次序", SECTION)
        fields["summary"] = _list("工作总结各部分", SECTION)
        fields["problems"] = _list("存在问题各部分", SECTION)
        fields["plan_sections"] = _list("工作计划各部分", SECTION)
    return replace(kind.root, fields=fields)


def plain_references(type_: Type, root: Type) -> Type | None:
    """The type of what a field refers to by id; None where it may be anything."""
    if not type_.ref:
        return type_
    target = root.fields.get(type_.ref)
    return (target.entry or target.item) if target is not None else None


class FilterNote(NamedTuple):
    """A filter for template authors: what it may stand after, what it does, an example, what it prints."""

    takes: tuple[str, ...]
    says: str
    example: str
    prints: str
    arguments: tuple[int, int] = (0, 0)


#: the filters of templates; rendering.py has one function for each
FILTERS: Mapping[str, FilterNote] = {
    "date": FilterNote(
        ("date",),
        "按样式写日期；记录里没有那么细的，照实写",
        '{{ period.end|date("M月底") }}',
        "6月底",
        (1, 1),
    ),
    "unit": FilterNote(
        ("number",),
        "数字后面加单位；写明单位的，先换算",
        "{{ indicators.orphan_amount|unit }}",
        "2.85万元",
        (0, 1),
    ),
    "amount_capitals": FilterNote(
        ("number",), "金额大写", "{{ indicators.orphan_amount|amount_capitals }}", "贰万捌仟伍佰元整"
    ),
    "numeral": FilterNote(
        ("number",), "汉字数字，用作（一）等序号", "（{{ loop.index|numeral }}）", "（一）"
    ),
    "ordinal": FilterNote(("number",), "一是、二是", "{{ loop.index|ordinal }}", "一是"),
    "list_join": FilterNote(
        ("list",), "各项用顿号连起来", "{{ item.evidence|list_join }}", "整改报告、验收单"
    ),
    "brief": FilterNote((), "表格里用：未知的只写「未知」，不写原因", "{{ item.person|brief }}", "未知"),
    "reason": FilterNote(
        (),
        "未知的原因",
        "{% if source.items is unknown %}{{ source.items|reason }}{% endif %}",
        "台账尚未移交",
    ),
    "title_lines": FilterNote(
        ("text",), "长标题在词语之间分行", "{{ title|title_lines }}", "分成两行的标题", (0, 1)
    ),
    "heading_level": FilterNote(
        ("text",),
        "文字开头的序号是第几级标题：一、为1，（一）为2，1.为3，（1）为4，没有为0",
        "{% if text|heading_level == 1 %}",
        "以“一、”开头的段落才印",
    ),
    "heading": FilterNote(
        ("text",), "序号开头的文字里属于标题的部分（到第一个句号）", "{{ text|heading }}", "一、年检对象。"
    ),
    "after_heading": FilterNote(
        ("text",), "标题之后接排的文字", "{{ text|after_heading }}", "2023年6月30日以前登记的社会组织。"
    ),
    "width": FilterNote(
        ("text",),
        "文字有多少个字宽（字母、数字算半个），用来决定字号",
        "{% if issuer.name|width > 12 %}（长）{% endif %}",
        "机关名称超过12字时才印",
    ),
}

#: the tests of templates (``is unknown``): name -> what it asks
TESTS: Mapping[str, str] = {
    "unknown": "记录写明未知",
    "none": "记录写明无",
    "known": "有值，既不是未知也不是无",
}


def root_of(kind: Kind | None) -> Type:
    """What a template may name: of a kind of record, or (None) of a check's result."""
    return RESULT_ROOT if kind is None else template_root(kind)


def describe_fields(root: Type) -> list[tuple[str, str, str]]:
    """(path, label, sort in Chinese) of every field of a kind, for docs/templates.md."""
    rows: list[tuple[str, str, str]] = []
    waiting: list[tuple[str, Type, int]] = [
        (name, type_, 0) for name, type_ in reversed([*root.fields.items()])
    ]
    while waiting:
        path, type_, depth = waiting.pop()
        rows.append((path, type_.title, _sort_text(type_)))
        inner = _inner(path, type_, root)
        if depth < 4:
            waiting += [(name, each, depth + 1) for name, each in reversed(inner)]
    return rows


def _inner(path: str, type_: Type, root: Type) -> list[tuple[str, Type]]:
    is_named_entry = type_.sort in ("number", "date") and not path.endswith("〈标识〉")
    if type_.ref or is_named_entry:
        return []  # what an indicator has besides its value is told once
    if type_.sort == "list":
        return _inner(f"{path}[]", type_.item, root) if type_.item is not None else []
    inner = [(f"{path}.{name}", each) for name, each in type_.fields.items()]
    if type_.entry is not None:
        inner += _inner(f"{path}.〈标识〉", type_.entry, root)
    return inner


def _sort_text(type_: Type) -> str:
    words: dict[str, str] = {
        "number": "数字",
        "date": "日期",
        "text": "文字",
        "boolean": "是否",
        "list": "列表",
        "object": "一组字段",
    }
    text = words[type_.sort]
    if type_.sort == "number" and type_.unit:
        text = f"数字（{type_.unit}）"
    if type_.is_prose:
        text = "行文（可含引用）"
    if type_.ref:
        refs = {
            "indicators": "指标",
            "documents": "文件",
            "plan": "计划事项",
            "sections": "部分",
            "any": "任何事项",
        }
        text = f"所指的{refs.get(type_.ref, type_.ref)}"
    allowed = [
        word for word, is_allowed in (("未知", type_.may_be_unknown), ("无", type_.may_be_none)) if is_allowed
    ]
    return text + (f"，可为{'、'.join(allowed)}" if allowed else "")
