"""The 整改台账 that goes out with a 整改通知书: a rectification-list record, to be filled in and returned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docgen.correspondence import Terms
from docgen.formats.letters import Ordered, order_title, problem_text
from docgen.formats.manifest import exact_json
from docgen.formats.questions import Asked
from docgen.records import FORMAT

#: why a field is still unknown
TO_FILL, TO_DATE = "待责任单位填报", "通知书印发后填写"
NOT_YET = "无"


def ledger(terms: Terms, position: int, about: Asked, items: Sequence[Ordered]) -> bytes:
    """The record as JSON: what is known of each ordered item, and what the unit has to fill in."""
    on: Any = terms.on.text if terms.on else {"unknown": TO_DATE}
    ids = [f"q_{each.question.key}" for each in items]
    content = {
        "format": FORMAT,
        "kind": "rectification-list",
        "issuer": dict(about.issuer),
        "period": {"start": terms.on.text if terms.on else about.period_end, "end": terms.by.text},
        "title": _prose(f"{about.unit}关于{about.period}工作数据问题整改情况的报告"),
        "opening": "收到《{doc_order.title}》（{doc_order.number}）后，我单位逐项明确了责任领导、责任单位、"
        "责任人和整改措施。现将截至{period.end|Y年M月D日}的整改情况报告如下。",
        "documents": {
            "doc_order": {
                "title": order_title(terms, about),
                "issuers": [terms.sender],
                "number": {"code": terms.code, "year": terms.year, "sequence": terms.sequence(position)},
                "date": on,
                "direction": "received",
                "complete": True,
            }
        },
        "rectifications": [
            {
                "id": "rect_order",
                "name": f"{terms.sender}日常监管",
                "kind": "日常监管",
                "found_on": on,
                "found": len(items),
                "closed": 0,
                "status": "已交办，待整改",
                "stated_closed": False,
                "ordered_items": ids,
                "ordered_due": terms.by.text,
                "items": [_item(terms, id, each) for id, each in zip(ids, items, strict=True)],
            }
        ],
        "signature": {"issuer": about.unit, "date": {"unknown": "整改情况报送时填写"}},
    }
    return (exact_json(content) + "\n").encode("utf-8")


def _item(terms: Terms, id: str, ordered: Ordered) -> dict[str, Any]:
    unknown = {"unknown": TO_FILL}
    return {
        "id": id,
        "problem": problem_text(ordered.question),
        "category": unknown,
        "leader": unknown,
        "unit": unknown,
        "person": unknown,
        "requirement": ordered.requirement,
        "measure": unknown,
        "due": terms.by.text,
        "progress": unknown,
        "status": "未启动",
        "done_on": NOT_YET,
        "accepted_on": NOT_YET,
        "closed_on": NOT_YET,
        "closed_by": NOT_YET,
        "evidence": NOT_YET,
        "mechanism": unknown,
        "type": "限期整改",
        "supervisor": terms.sender,
        "acceptor": terms.sender,
    }


def _prose(text: str) -> str:
    """A text for a field in which braces would be mentions."""
    for sign in ("\\", "{", "}"):
        text = text.replace(sign, f"\\{sign}")
    return text
