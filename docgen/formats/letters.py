"""What the templates of 数据核实函 and 整改通知书 may use, and the list of what was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from docgen.correspondence import Terms
from docgen.formats.manifest import exact_json
from docgen.formats.questions import Asked, Question
from docgen.frozen import frozen
from docgen.prose import Prose, Segment
from docgen.wording import default_date

#: longer names of senders are set smaller, to stay on one line above the red rule
LONG_MARK = 12
#: where a date is filled in by hand
BLANK_DATE = "　　　　年　　月　　日"


@frozen
class Ordered:
    """One question that the inspector found true, with what is to be done about it."""

    question: Question
    requirement: str


@frozen
class Sent:
    """One letter or order that was made, for the list beside them."""

    file: str
    data: bytes
    number: str
    asked: Asked
    items: tuple[str, ...]
    record: tuple[str, bytes] | None = None


def letter_context(terms: Terms, position: int, about: Asked) -> dict[str, Any]:
    """What the template of a 数据核实函 may use (templates.LETTER_ROOT)."""
    title = f"{terms.sender}关于核实{about.unit}{about.period}填报数据的函"
    return {
        **_common(terms, position, about, title),
        "questions": [
            {
                "title": each.title,
                "values": each.values,
                "asks": each.asks,
                "basis": each.basis,
            }
            for each in about.questions
        ],
        "count": len(about.questions),
    }


def order_context(terms: Terms, position: int, about: Asked, items: Sequence[Ordered]) -> dict[str, Any]:
    """What the template of a 整改通知书 may use (templates.ORDER_ROOT)."""
    return {
        **_common(terms, position, about, order_title(terms, about)),
        "items": [
            {
                "problem": problem_text(each.question),
                "basis": each.question.basis,
                "requirement": each.requirement,
                "due": default_date(terms.by),
            }
            for each in items
        ],
        "count": len(items),
    }


def order_title(terms: Terms, about: Asked) -> str:
    """The title of an order, as it and the unit's answer name it."""
    return f"{terms.sender}关于{about.unit}{about.period}工作数据问题的整改通知书"


def problem_text(question: Question) -> str:
    """A question as the problem of an order: what was checked, what the record says, and what is wrong."""
    said = f"{question.title}：{question.values}" if question.values else question.title
    return f"{said}（应当：{question.expected}）" if question.expected else f"{said}。{question.asks}"


def _common(terms: Terms, position: int, about: Asked, title: str) -> dict[str, Any]:
    return {
        "sender": terms.sender,
        "mark_is_long": len(terms.sender) > LONG_MARK,
        "number": terms.number(position),
        "title": Prose("", (Segment(title),)),
        "unit": about.unit,
        "period": about.period,
        "record_title": about.title,
        "by": default_date(terms.by),
        "date": default_date(terms.on) if terms.on else BLANK_DATE,
        "contact": {"name": terms.contact, "phone": terms.phone},
    }


def sent_list(
    form: str,
    sent: Iterable[Sent],
    *,
    version: str,
    as_of: str,
    explanations: str,
    band: int | None,
    workbook: tuple[str, str],
    others: Mapping[str, Sequence[Mapping[str, str]]],
) -> bytes:
    """letters.json or orders.json: every file with its digest, and what it was made from; no folders.

    ``workbook`` is (name, SHA-256); ``others`` names what has no letter, and why.
    """
    entries = []
    for each in sent:
        entry: dict[str, Any] = {
            "file": each.file,
            "sha256": digest(each.data),
            "number": each.number,
            **input_entry(each.asked),
            "packs": dict(each.asked.packs),
            "questions": list(each.items),
        }
        if each.record:
            entry["ledger"] = {"file": each.record[0], "sha256": digest(each.record[1])}
        entries.append(entry)
    content = {
        "format": form,
        "docgen": version,
        "as_of": as_of,
        "explanations": explanations,
        "band": band,
        "workbook": {"file": workbook[0], "sha256": workbook[1]},
        "sent": entries,
        **others,
    }
    return (exact_json(content) + "\n").encode("utf-8")


def input_entry(about: Asked) -> dict[str, str]:
    """A record in such a list, and last period's that it was compared with."""
    entry = {"unit": about.unit, "record": PurePath(about.file).name, "record_sha256": about.digest}
    return entry | ({"previous_sha256": about.before} if about.before else {})


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()
