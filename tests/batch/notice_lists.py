"""Lists of notices for the tests: rows like the sample's, one organisation each, and a small template."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import sample_cases as samples
from docx_builder import document, paragraph, row, table

SAMPLE = samples.GOOD / "notice" / "inspection-2023.json"

BODY = (
    paragraph("{{ title }}", style="Title"),
    paragraph("{{ number }}"),
    paragraph("{{ addressee }}："),
    paragraph("{{ basis }}"),
    paragraph("{%p for each in paragraphs %}"),
    paragraph("{{ each }}"),
    paragraph("{%p endfor %}"),
    table(row("办理期限", "{{ deadline }}")),
    paragraph("{{ signature.issuer }}"),
    paragraph("{{ signature.date }}"),
)
#: a record without what varies
NOTICE: Mapping[str, Any] = {
    "format": "docgen-record/0",
    "kind": "notice",
    "issuer": {
        "name": "云川县民政局",
        "short": "县民政局",
        "level": "county",
        "province": "安平省",
        "prefecture": "云麓市",
    },
    "period": {"start": "2023-01-01", "end": "2023-12-31"},
    "title": "云川县民政局关于开展{period.end|Y年}度社会组织年度检查工作的通知",
    "basis": "为加强社会组织监督管理，现就{period.end|Y年}度年检有关事项通知如下。",
    "paragraphs": [
        "年检对象。共{orgs_to_inspect}家。",
        "请在{deadline|M月D日}前将年检报告书报县民政局。",
        "年检不收取任何费用。各社会组织要对填报内容的真实性负责。",
    ],
    "indicators": {
        "orgs_to_inspect": {
            "name": "应参加年检的社会组织",
            "value": 158,
            "unit": "家",
            "basis": "stock",
            "as_of": "2023-12-31",
        }
    },
    "deadline": "2024-05-31",
    "contact": {"name": "欧阳倩", "phone": "0000-1234567"},
    "signature": {"issuer": "云川县民政局", "date": "2024-01-30"},
}


def notice(position: int, **changed: Any) -> dict[str, Any]:
    """The record of one row; ``changed`` replaces fields (None takes one away)."""
    data = {
        **copy.deepcopy(dict(NOTICE)),
        "number": {"code": "云民函", "year": 2024, "sequence": position},
        "addressee": f"云川县第{position}社会组织",
        **changed,
    }
    return {name: value for name, value in data.items() if value is not None}


def write_list(
    path: Path, count: int, change: Callable[[int, dict[str, Any]], dict[str, Any]] | None = None
) -> Path:
    """A .jsonl of so many rows, each as ``change`` (given its position and record) leaves it."""
    records = (notice(position) for position in range(1, count + 1))
    changed = (change(at, each) if change else each for at, each in enumerate(records, 1))
    path.write_text(
        "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in changed), encoding="utf-8"
    )
    return path


def write_template(folder: Path, *body: str, sidecar: str = "") -> Path:
    """A template of a notice with its sidecar."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tong-zhi.docx"
    path.write_bytes(document(*(body or BODY)))
    path.with_suffix(".yaml").write_text(
        f"id: tong-zhi\ntitle: 通知\nkind: notice\n{sidecar}", encoding="utf-8"
    )
    return path
