"""Tables that offices already have (台账), found on sheets: headings in one row or two, several tables.

A heading is matched with the fields of the kind, with a confidence; what isn't sure is not read but asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from docgen.intake.cells import shown
from docgen.intake.columns import FOR_PEOPLE, REMARK, normal
from docgen.intake.form_sheets import Laid, cell_at, first_text
from docgen.intake.grids import Grid, GridRow
from docgen.intake.mappings import LEFT_OUT, Meanings
from docgen.intake.plans import KEY, OWNER, SHOWN, Plan, Table
from docgen.intake.tables import is_closing
from docgen.measure_words import is_measure
from docgen.quantities import parse_unit

#: from here on a heading is taken to mean a field; from there on it is asked
SURE, POSSIBLE = 0.9, 0.6
#: remarks on the time that every number of a record is of
_OF_THE_RECORD = {"本期", "本期数", "期末", "期末数"}
#: the unit of a whole table, in a row above its headings (单位：万元); 填报单位：… names an office
_UNIT_ABOVE = re.compile(r"(?<![一-鿿])(?:计量|金额|数量)?单位\s*[：:]\s*([^\s，。；;（()）]+)")
#: how far above the headings that row may stand
_ROWS_ABOVE = 3
#: what stands before the title of a group, each sort of number being a level of its own
_GROUP = re.compile(
    r"(?:(?P<first>[一二三四五六七八九十]+、)|(?P<second>[（(][一二三四五六七八九十]+[）)])|(?P<third>\d+[.、．]))\s*"
)
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+[.、．])")
#: what offices call a column -> what the schema calls it
_CALLED = {
    "存在问题": "问题描述", "具体问题": "问题描述", "反馈问题": "问题描述", "问题": "问题描述",
    "问题内容": "问题描述", "完成时限": "整改时限", "整改完成时限": "整改时限", "整改期限": "整改时限",
    "责任人员": "责任人", "整改责任人": "责任人", "整改责任单位": "责任单位", "牵头单位": "责任单位",
    "分管领导": "责任领导", "整改责任领导": "责任领导", "整改情况": "完成情况", "整改进展": "完成情况",
    "整改进展情况": "完成情况", "佐证资料": "佐证材料", "印证材料": "佐证材料", "销号时间": "销号日期",
    "完成时间": "完成日期", "整改完成时间": "完成日期", "状态": "整改状态", "来源": "问题来源",
    "指标名称": "指标", "项目": "指标", "指标项目": "指标", "统计项目": "指标", "内容": "指标",
    "本期数": "数值", "本期": "数值", "数量": "数值", "完成数": "数值", "累计数": "数值", "数据": "数值",
    "合计数": "数值", "计量单位": "单位", "发放项目": "名称", "项目名称": "名称", "发放金额": "实发金额",
    "发放人数": "实发人数", "发放日期": "实发日期", "发放时间": "实发日期", "月份": "所属期",
}  # fmt: skip


class Match(NamedTuple):
    """A heading and the column that it means, as far as that is sure (1: the very name)."""

    at: int
    heading: str
    code: str
    confidence: float
    unit: str = ""


@dataclass(slots=True)
class Found:
    """One table on a sheet; ``unsure`` headings were not read. ``across`` has its indicators side by side."""

    laid: Laid
    heading: int
    matches: list[Match]
    unsure: list[Match] = field(default_factory=list)
    across: bool = False


#: the rows of headings, the table that they are of (None: they are indicators themselves), what they mean
Heading = tuple[list[GridRow], Table | None, list[Match]]


class Finder:
    """What finds the tables of a kind on the sheets of a workbook."""

    def __init__(self, plan: Plan, meanings: Meanings) -> None:
        self.plan = plan
        self.meanings = meanings
        self.tables = [table for table in plan.tables if table.path]
        self.labels = {table.code: _labels(table) for table in self.tables}
        indicators = plan.by_code.get("indicators/*")
        self.indicators = indicators if indicators is not None and indicators.rows else None
        self.titles = (
            {normal(row[SHOWN]): row[KEY] for row in self.indicators.rows} if self.indicators else {}
        )
        self.units = frozenset(self.indicators.units.values()) - {""} if self.indicators else frozenset()

    def tables_of(self, grid: Grid) -> Iterator[Found]:
        """The tables of a sheet, from top to bottom."""
        rows = grid.rows
        at, found = 0, None
        begun: list[GridRow] = []
        group = level = ""
        while at < len(rows):
            heading = self.heading(rows, at) if found is None or self.may_begin(rows, at, found) else None
            if heading is not None:
                if found is not None:
                    yield _with_rows(found, begun)
                found, size = self.laid(grid, heading), len(heading[0])
                begun, at = [], at + size
                group = level = ""
                continue
            if found is not None and self.is_title(rows, at, found):
                title = first_text(rows[at])
                number = _GROUP.match(title)
                # titles inside a group are none of its rows' source, nor are 第2页 and remarks
                if number is not None and level in ("", number.lastgroup):
                    group, level = title[number.end() :], number.lastgroup or ""
            elif found is not None:
                begun.append(rows[at])
                if group:
                    found.laid.groups[rows[at].number] = group
            at += 1
        if found is not None:
            yield _with_rows(found, begun)

    def may_begin(self, rows: Sequence[GridRow], at: int, found: Found) -> bool:
        """Whether another table may begin here: behind an empty row, a title, or the end of a list."""
        before = rows[at - 1]
        return rows[at].number > before.number + 1 or is_closing(before) or self.is_title(rows, at - 1, found)

    def is_title(self, rows: Sequence[GridRow], at: int, found: Found) -> bool:
        """A row with one text across a table of several columns: the title of the next, or of a group."""
        filled = [place for place, cell in enumerate(rows[at].cells) if shown(cell).strip()]
        return (
            len(filled) == 1
            and len(found.matches) > 2
            and filled[0] not in (each.at for each in found.matches if each.code in ("value", ""))
        )

    def heading(self, rows: Sequence[GridRow], at: int) -> Heading | None:
        """The headings that begin at a row: one row or two, the table that they are of, and their matches."""
        single = self.best([_texts(rows[at])])
        best: Heading | None = None
        if single is not None:
            best = ([rows[at]], *single)
        below = rows[at + 1] if at + 1 < len(rows) and rows[at + 1].number == rows[at].number + 1 else None
        if below is not None and sum(bool(text) for text in _texts(rows[at])) > 1:
            double = self.best(_two_rows(_texts(rows[at]), _texts(below)))
            if double is not None and (single is None or _weight(double[1]) > _weight(single[1]) + 0.5):
                alone = self.best([_texts(below)])
                if alone is None or _weight(double[1]) > _weight(alone[1]):
                    best = ([rows[at], below], *double)
        return best

    def best(self, readings: Sequence[Sequence[str]]) -> tuple[Table | None, list[Match]] | None:
        """The table that headings fit best, each column read in one of several ways; None if none fits."""
        width = max(map(len, readings), default=0)
        texts = [[each[at] for each in readings if at < len(each) and each[at]] for at in range(width)]
        filled = sum(bool(each) and normal(each[0]) not in FOR_PEOPLE for each in texts)
        if filled < 2:
            return None
        chosen: tuple[Table | None, list[Match]] | None = None
        for table in self.tables:
            matches = self.match(table, texts)
            fits = _is_table(matches, filled) and _fits(table, matches)
            if fits and (chosen is None or _weight(matches) > _weight(chosen[1])):
                chosen = (table, matches)
        across = [each for each in self.across(texts) if each.confidence >= SURE]
        sure = sum(each.confidence >= SURE for each in chosen[1]) if chosen is not None else 0
        if len(across) >= 2 and len(across) * 2 >= filled and len(across) > sure:
            return None, self.across(texts)
        return chosen

    def match(self, table: Table, texts: Sequence[Sequence[str]]) -> list[Match]:
        """Each heading with the column of a table that it most likely means; a column is meant once."""
        possible: list[Match] = []
        for at, readings in enumerate(texts):
            for text in readings:
                possible += self.candidates(table, at, text)
        return _once(possible)

    def candidates(self, table: Table, at: int, text: str) -> Iterator[Match]:
        said = self.meanings.meaning(text)
        labels = self.labels[table.code]
        if said is not None:
            for label, code in labels.items():
                if normal(said) == normal(f"{table.sheet}·{label}"):
                    yield Match(at, text, code, 1.0, unit_in(text, self.units))
            return
        plain = _plain(text)
        name = _CALLED.get(plain, plain)
        for label, code in labels.items():
            likeness = 0.95 if normal(label) == normal(name) != plain else _likeness(plain, normal(label))
            if likeness >= POSSIBLE:
                yield Match(at, text, code, likeness, unit_in(text, self.units))

    def across(self, texts: Sequence[Sequence[str]]) -> list[Match]:
        """Headings that are indicators themselves."""
        possible = []
        for at, readings in enumerate(texts):
            for text in readings:
                said = self.meanings.meaning(text)
                for title, id in self.titles.items():
                    if said is not None:
                        likeness = 1.0 if normal(said) == normal(f"指标·{title}") else 0.0
                    else:
                        likeness = _likeness(_named(text, self.units), title)
                    if likeness >= POSSIBLE:
                        possible.append(Match(at, text, id, likeness, unit_in(text, self.units)))
        return _once(possible)

    def laid(self, grid: Grid, heading: Heading) -> Found:
        """A table whose headings are understood; what isn't sure is asked."""
        head, table, matches = heading
        of = table or self.indicators
        assert of is not None  # only then were its titles looked for
        sure = [each for each in matches if each.confidence >= SURE]
        unsure = [each for each in matches if each.confidence < SURE]
        laid = Laid(grid, of, {each.code: each.at for each in sure}, [])
        laid.units = {each.code: each.unit for each in sure if each.unit}
        laid.units_above = _units_above(grid.rows, head[0].number)
        last = head[-1].number
        matched = {each.at for each in matches}
        texts = _two_rows(_texts(head[0]), _texts(head[-1])) if len(head) == 2 else [_texts(head[0])]
        for place in range(max(map(len, texts))):
            text = next((each[place] for each in texts if place < len(each) and each[place]), "")
            is_known = place in matched or normal(text) in FOR_PEOPLE
            if text and not is_known and self.meanings.meaning(text) != LEFT_OUT:
                laid.strange.append((last, place, text))
        for each in unsure:
            label = next(
                (name for name, code in self.labels[of.code].items() if code == each.code), each.code
            )
            self.meanings.ask(
                each.heading, f"{of.sheet}·{label}" if table else f"指标·{self.title(each.code)}"
            )
        return Found(laid, last, sure, unsure, table is None)

    def title(self, id: str) -> str:
        return (
            next((row[SHOWN] for row in self.indicators.rows if row[KEY] == id), id)
            if self.indicators
            else id
        )

    def indicator(self, text: str) -> tuple[str, float]:
        """The id of the indicator that a row's name means, and how sure that is."""
        said = self.meanings.meaning(text)
        if said is not None:
            meant = (id for title, id in self.titles.items() if normal(said) == normal(f"指标·{title}"))
            return next(meant, ""), 1.0
        name = _named(text, self.units)
        best = max(self.titles, key=lambda title: _likeness(name, title), default="")
        return self.titles.get(best, ""), _likeness(name, best)


def _with_rows(found: Found, rows: list[GridRow]) -> Found:
    """A table with its rows; where a column says their source, titles among them are about other things."""
    laid, at = found.laid, found.laid.columns.get(OWNER)
    laid.rows = rows
    if at is not None and any(shown(cell_at(row, at)).strip() for row in rows):
        laid.groups.clear()
    return found


def _labels(table: Table) -> dict[str, str]:
    """Every name that a column of a table may have -> its code."""
    labels = {each.label: each.code for each in table.columns if each.code != KEY or not table.rows}
    if table.parent is not None:
        for code in ("name", "heading"):
            above = table.parent.column(code)
            if above is not None:
                labels.setdefault(above.label, OWNER)
        labels.setdefault(table.parent.owner_name, OWNER)
    return labels


def _fits(table: Table, matches: Sequence[Match]) -> bool:
    """Whether what was found of a table says enough: of indicators by rows, name and value."""
    codes = {each.code for each in matches if each.confidence >= SURE}
    return {SHOWN, "value"} <= codes if table.rows else True


def _is_table(matches: Sequence[Match], filled: int) -> bool:
    sure = sum(each.confidence >= SURE for each in matches)
    return sure >= 2 and len(matches) * 2 >= filled


def _weight(matches: Sequence[Match]) -> float:
    return sum(each.confidence for each in matches)


def _once(possible: list[Match]) -> list[Match]:
    """The surest first; no place and no column twice."""
    places: set[int] = set()
    codes: set[str] = set()
    kept = []
    for each in sorted(possible, key=lambda match: (-match.confidence, match.at)):
        if each.at not in places and each.code not in codes:
            places.add(each.at)
            codes.add(each.code)
            kept.append(each)
    return sorted(kept, key=lambda match: match.at)


def _texts(row: GridRow) -> list[str]:
    return [" ".join(shown(cell).split()) if isinstance(cell, str) else "" for cell in row.cells]


def _two_rows(top: Sequence[str], below: Sequence[str]) -> list[list[str]]:
    """What two rows of headings may say of each column: both together, the lower, the upper."""
    width = max(len(top), len(below))
    upper: list[str] = []
    for at in range(width):
        own = top[at] if at < len(top) else ""
        upper.append(own or (upper[-1] if upper and at < len(below) and below[at] else ""))
    lower = [below[at] if at < len(below) else "" for at in range(width)]
    both = [f"{a}{b}" if b else a for a, b in zip(upper, lower, strict=True)]
    return [both, lower, upper]


def unit_in(text: str, own: AbstractSet[str]) -> str:
    """The unit in brackets behind a name: 元 of 月发放额（元）; "" for other remarks (含新增).

    ``own`` are the units of the kind itself, which may be others than offices usually write (天/次).
    """
    match = REMARK.search(text.strip())
    unit = normal(match[1]).removeprefix("单位:") if match is not None else ""
    return unit if unit in own or is_measure(unit) else ""


def unit_above(laid: Laid, wanted: str) -> str:
    """The unit that stands over a whole table, if it measures the same as the one that is wanted."""
    sort = parse_unit(wanted).dimension
    given = re.split("[、/和及]", laid.units_above) if sort else []
    return next((each for each in given if parse_unit(each).dimension == sort), "")


def _units_above(rows: Sequence[GridRow], heading: int) -> str:
    """What the rows above a heading say of the unit."""
    near = (row for row in reversed(rows) if heading - _ROWS_ABOVE <= row.number < heading)
    said = (_UNIT_ABOVE.search(text) for row in near for text in _texts(row))
    return next((match[1] for match in said if match is not None), "")


def _plain(text: str) -> str:
    """A heading without its remark in brackets, its number, and what makes no difference."""
    return normal(_ORDINAL.sub("", REMARK.sub("", text.strip())))


def _named(text: str, own: AbstractSet[str]) -> str:
    """An indicator's name without its number and its unit; another remark makes it another (上年同期)."""
    remark = REMARK.search(text.strip())
    is_meant = unit_in(text, own) or (remark is not None and normal(remark[1]) in _OF_THE_RECORD)
    return _plain(text) if is_meant else normal(_ORDINAL.sub("", text.strip()))


def _likeness(text: str, label: str) -> float:
    """How surely a heading means a label: 1 for the same, less for one inside the other, or most letters."""
    if not text or not label:
        return 0.0
    if text == label:
        return 1.0
    shorter, longer = sorted((text, label), key=len)
    inside = 0.5 + 0.38 * len(shorter) / len(longer) if len(shorter) > 1 and shorter in longer else 0.0
    return max(inside, 0.89 * SequenceMatcher(None, text, label, autojunk=False).ratio())
