"""A first record from a report that exists only as prose: what is sure filled in, the rest unknown.

No value is ever made up: each comes from one figure of the text and carries its sentence as its source.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from docgen.auditing.figures import UNKNOWN, Figure
from docgen.auditing.passages import Passage
from docgen.quantities import to_decimal
from docgen.recognising import Candidate, Recognised, Wanted, recognised, value_in, wanted_of
from docgen.schemas import Kind
from docgen.starting import starter

NOT_FOUND = "原材料中没有找到，或者不能确定是哪个数，请补充"
SEVERAL = "原材料中有几个数都可能是，请选定"
NO_BASIS = "原材料没有写明是当月数、累计数还是时点数，请补充"
NO_UNIT = "原文数字之后没有写单位，按金额登记，请核对"
#: qualifiers of a figure that a record can say too
_QUALIFIERS = ("about", "over", "about-over", "at-least")
_MOST_SOURCE = 160
_TITLE = re.compile(
    r"[^。；！？]{4,60}(?:工作总结|工作计划|总结|报告|情况|要点|安排|打算|"
    r"思路)[^。；]{0,20}"
)
_PERIODS = (
    (re.compile(r"(?P<year>20[0-9]{2})年?上半年"), 1, 6),
    (re.compile(r"(?P<year>20[0-9]{2})年?下半年"), 7, 12),
    (re.compile(r"(?P<year>20[0-9]{2})年?(?:第?[一1])季度"), 1, 3),
    (re.compile(r"(?P<year>20[0-9]{2})年?前三季度"), 1, 9),
    (re.compile(r"(?P<year>20[0-9]{2})年(?:度|工作|[^，。]{0,12}工作总结)"), 1, 12),
)
_ISSUER = re.compile(
    r"(?:责任部门|发文机关|发布机构|公开主体|发布单位|"
    r"来源)[：:]\s*(?P<name>[\u4e00-\u9fff（）()]{4,30}?(?:局|委员会|办公室|政府|中心|"
    r"厅))(?=\s|$)"
)


def draft(passages: Sequence[Passage], kind: Kind) -> tuple[dict[str, Any], Recognised]:
    """A record of a kind drafted from a report, and what was recognised in it."""
    record = starter(kind)
    known = recognised(passages, kind)
    title = title_of(passages)
    fill(record, "title", title)
    fill(record, "opening", opening_of(passages))
    period = record.get("period")
    if isinstance(period, dict):
        period.update({name: day for name, day in period_of(title).items() if name in period})
    issuer = record.get("issuer")
    name = issuer_of(passages)
    if isinstance(issuer, dict) and name:
        issuer["name"] = name
    record["indicators"] = indicators(record.get("indicators", {}), known, kind)
    return record, known


def fill(record: dict[str, Any], key: str, text: str) -> None:
    """Put a text where the kind has a field for it; braces in it are meant literally."""
    if text and key in record:
        record[key] = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")


def indicators(blank: Mapping[str, Any], known: Recognised, kind: Kind) -> dict[str, Any]:
    """The indicators that are required or were found, in the order of the schema."""
    filled: dict[str, Any] = {}
    for wanted in wanted_of(kind):
        candidate = known.found.get(wanted.id)
        if candidate is not None:
            filled[wanted.id] = entry(candidate)
        elif wanted.id in blank:
            reason = SEVERAL if known.lacking.get(wanted.id) == "several" else NOT_FOUND
            filled[wanted.id] = {**base(wanted), "value": {"unknown": reason}}
    return filled


def base(wanted: Wanted) -> dict[str, Any]:
    """What the schema fixes of an indicator."""
    basis: Any = wanted.basis or {"unknown": NO_BASIS}
    return {"name": wanted.title, "value": None, "unit": wanted.unit, "basis": basis}


def entry(candidate: Candidate) -> dict[str, Any]:
    """An indicator with the value of a figure and the sentence it stands in."""
    figure, wanted = candidate.figure, candidate.wanted
    filled = {**base(wanted), "value": plain(value_in(figure, wanted.unit)), "source": source_of(figure)}
    if figure.qualifier in _QUALIFIERS and figure.dimension != (("岁", 1),):
        filled["qualifier"] = figure.qualifier
    if figure.dimension == UNKNOWN:
        filled["note"] = NO_UNIT
    return filled


def plain(value: Any) -> int | Decimal:
    """An exact value as JSON has it."""
    return int(value) if value.denominator == 1 else to_decimal(value)


def source_of(figure: Figure) -> str:
    """Where a value comes from: paragraph, sentence and its words."""
    passage = figure.passage
    begin, end = passage.sentence_span(figure.sentence)
    text = passage.text[begin:end].strip()
    if len(text) > _MOST_SOURCE:
        at = max(begin, figure.start - _MOST_SOURCE // 2)
        text = f"…{passage.text[at : at + _MOST_SOURCE].strip()}…"
    return f"{passage.place(figure.start).label}：{text}"


# --- title, period, issuer


def title_of(passages: Sequence[Passage]) -> str:
    """The title: the fullest line before the first heading that says what the document is."""
    found = ""
    for passage in passages[:20]:
        text = passage.text.strip()
        if re.match(r"[一二三四五六七八九十]、", text):
            break
        if _TITLE.fullmatch(text) and len(text) > len(found) and "：" not in text and ":" not in text:
            found = text
    return found


def opening_of(passages: Sequence[Passage]) -> str:
    """The paragraph before the first heading that leads over to the report."""
    for passage in passages[:20]:
        text = passage.text.strip()
        if re.match(r"[一二三四五六七八九十]、", text):
            return ""
        if re.search(r"如下[。：:]?$", text):
            return text
    return ""


def period_of(title: str) -> dict[str, str]:
    """The period a title says, and that of its plan."""
    for pattern, first, last in _PERIODS:
        match = pattern.search(title)
        if match is None:
            continue
        year = int(match["year"])
        found = {"start": f"{year}-{first:02}-01", "end": f"{year}-{last:02}-{monthrange(year, last)[1]:02}"}
        if (first, last) == (1, 6) and re.search("下半年[^，。]{0,6}(?:计划|安排|打算|思路)", title):
            found |= {"plan_start": f"{year}-07-01", "plan_end": f"{year}-12-31"}
        return found
    return {}


def issuer_of(passages: Sequence[Passage]) -> str:
    """The office as the page around the report names it, or ""."""
    for passage in passages[:8]:
        match = _ISSUER.search(passage.text)
        if match:
            return match["name"]
    return ""
