"""A small kind of record for tests of the rule language: its types by hand, and how to evaluate over it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from docgen.expressions import Expression, ExpressionFault, Scope, Thing, Type, Value, compile_expression
from docgen.records import Record


def may_lack(sort: Any, title: str, **more: Any) -> Type:
    """A field that may be unknown or 「无」."""
    return Type(sort, title, may_be_unknown=True, may_be_none=True, **more)


def indicator(title: str, unit: str | None) -> Type:
    value = may_lack("number", "数值", unit=None)
    fields = {"value": value, "unit": Type("text", "单位"), "caliber": may_lack("text", "口径")}
    return Type("number", title, unit=unit, fields=fields, may_be_unknown=True)


INSTALMENT = Type(
    "object",
    fields={
        "period": may_lack("date", "所属期"),
        "due": may_lack("date", "应发日期", choices={"每月": "每月"}),
        "paid": may_lack("date", "实发日期"),
        "amount": may_lack("number", "金额", unit="元"),
    },
)
PAYMENT = Type(
    "object",
    fields={
        "id": Type("text", "标识"),
        "name": Type("text", "名称"),
        "program": may_lack("text", "项目", choices={"orphan": "孤儿基本生活费", "dibao": "低保"}),
        "persons": Type("number", "人数", unit="", ref="indicators", may_be_unknown=True),
        "notice": may_lack("text", "文件", ref="documents"),
        "amount": may_lack("number", "发放金额", unit=None),
        "unit": Type("text", "单位"),
        "closed": may_lack("boolean", "是否结清"),
        "instalments": may_lack("list", "各期发放", item=INSTALMENT),
        "values": may_lack("object", "各季数", entry=may_lack("number", "本季数", unit=None)),
        "standards": may_lack("list", "标准", item=Type("number", "标准", unit="元/人·月")),
    },
)
ROOT = Type(
    "object",
    fields={
        "title": Type("text", "标题"),
        "topics": may_lack("list", "主题词", item=Type("text", "主题词")),
        "period": Type(
            "object",
            "报告期",
            fields={"start": may_lack("date", "起始日"), "end": may_lack("date", "截止日")},
        ),
        "indicators": Type(
            "object",
            "指标",
            fields={
                "received": indicator("接待人数", "人"),
                "relieved": indicator("救助人数", "人"),
                "visits": indicator("服务人次", "人次"),
                "rate": indicator("救助率", "%"),
                "paid_total": indicator("发放总额", "万元"),
                "standard": indicator("标准", "元/人·月"),
                "户数": indicator("低保户数", "户"),
                "x2": indicator("第二项", "人"),
            },
            entry=indicator("指标", None),
        ),
        "dates": Type(
            "object",
            "日期",
            entry=Type(
                "date", "日期", fields={"value": may_lack("date", "日期"), "name": Type("text", "名称")}
            ),
        ),
        "documents": Type(
            "object", "文件", entry=Type("object", "文件", fields={"title": Type("text", "题名")})
        ),
        "payments": may_lack("list", "资金发放", item=PAYMENT),
        "flag": may_lack("boolean", "标记"),
    },
)
DERIVED = {"share": Type("number", "占比", "%")}


def compiled(source: str, **more: Any) -> Expression:
    return compile_expression(source, ROOT, {"item": PAYMENT}, DERIVED, **more)


def scope_of(data: dict[str, Any]) -> Scope:
    record = Record.from_data(data)
    share = compile_expression("relieved / received", ROOT)
    return Scope(Thing(record.data, "", ROOT), record.pointers, {"share": share.evaluate})


def value(source: str, data: dict[str, Any] | None = None, item: int | None = None) -> Value:
    """An expression's value over a record; ``item=0`` makes its first payment the item."""
    scope = scope_of(data or {})
    if item is not None:
        scope.start(Thing(scope.root.data["payments"][item], f"/payments/{item}", PAYMENT))
    return compiled(source).evaluate(scope)


def fault(source: str, **more: Any) -> tuple[str, int, str]:
    """Why an expression is refused: code, offset, suggestion."""
    with pytest.raises(ExpressionFault) as refusal:
        compiled(source, **more)
    return refusal.value.code, refusal.value.offset, refusal.value.suggestion


def people(**numbers: Any) -> dict[str, Any]:
    """A record with indicators in 人 (or as given), numbers written as texts kept exactly."""
    exact = {k: Decimal(v) if isinstance(v, str) and v[:1].isdigit() else v for k, v in numbers.items()}
    return {"indicators": {name: {"value": number, "unit": "人"} for name, number in exact.items()}}
