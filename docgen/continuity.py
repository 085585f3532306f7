"""One record beside last period's: what is unanswered, broken off, lowered, or much changed.

Everything found here is a question (业务提示): two truthful records can differ for good reasons, and the
unit is asked for them. What can't be compared is said to be not assessable, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from docgen.dates import PartialDate, parse_date
from docgen.findings import Nature, Place, Severity
from docgen.frozen import frozen
from docgen.prose import resolve
from docgen.quantities import number_text, parse_unit, to_decimal
from docgen.records import Record, join_pointer, split_pointer
from docgen.rules.asof import own_date
from docgen.rules.explanations import UNUSED, applied
from docgen.rules.masking import masked
from docgen.rules.outcomes import CheckResult, Missing, Outcome, Read, Status
from docgen.schemas import Kind, label
from docgen.validation import date_at

#: what the comparisons are listed under
PACK_ID = "previous"
#: the first step of the label of what stands in last period's record
BEFORE = "上期"
#: beyond this change (in percent, either way) a unit is asked
DEFAULT_BAND = 30
#: time bases (时间口径) whose values two periods can be compared by; the second only over periods as long
COMPARED_ALWAYS = ("stock", "monthly", "quarterly", "yearly")
COMPARED_IF_AS_LONG = ("cumulative",)


@frozen
class Comparison:
    """A comparison with the last period as the reports list it among the rules."""

    id: str
    title: str
    severity: Severity
    why: str
    expect: str
    example: str

    @property
    def nature(self) -> Nature:
        """Always a question."""
        return Nature.ADVICE


PLAN_ITEM = Comparison(
    "plan-item-unanswered",
    "上期计划事项有回应",
    Severity.WARNING,
    "上期计划写明要做的事项，本期应当有交代：完成、推进，还是没有完成、为什么。",
    "上期到期的计划事项，本期都有结果（写明完成、推进或未完成，或者本期给出它的衡量指标）",
    "上期计划“7月底前完成孤儿体检”，本期没有写完成、推进还是未完成",
)
STOCK = Comparison(
    "stock-discontinued",
    "期初数与上期期末数衔接",
    Severity.WARNING,
    "同一口径的存量，本期期初就是上期期末；不相等时多为口径、范围变化或者填报有误。",
    "本期期初数等于上期期末数",
    "上期期末城市低保296人，本期期初写290人",
)
STANDARD = Comparison(
    "standard-fell",
    "标准没有降低",
    Severity.WARNING,
    "救助、保障、补贴标准一般不降低；降低时应有依据，也可能是口径或单位变了。",
    "本期标准不低于上期标准",
    "上期孤儿基本生活费1100元/人·月，本期写1050元/人·月",
)
JUMP = Comparison(
    "indicator-jump",
    "指标变化在合理幅度内",
    Severity.INFO,
    "变化超过设定幅度不等于有误，但常见原因是口径变了、单位写错或者漏报，应当说明。",
    "与上期相比，增减不超过设定幅度",
    "上期临时救助194人，本期写1940人",
)
COMPARISONS = (PLAN_ITEM, STOCK, STANDARD, JUMP)


def compare_periods(
    now: Record, before: Record | None, kind: Kind, band: int = DEFAULT_BAND
) -> Iterator[Outcome]:
    """The outcomes of all comparisons; without a record of the last period each is not assessable.

    ``band`` is in percent. Both records are of ``kind``.
    """
    if before is None:
        place = Place(now.source.name)
        missing = Missing("", "上期记录", "没有找到同一单位、同一材料类型的上期记录", place)
        for comparison in COMPARISONS:
            yield _outcome(comparison, Status.NOT_ASSESSABLE, place, missing=(missing,))
        return
    pair = Pair(now, before, kind)
    for comparison, found in (
        (PLAN_ITEM, pair.plan_items()),
        (STOCK, pair.stocks()),
        (STANDARD, pair.standards()),
        (JUMP, pair.jumps(band)),
    ):
        outcomes = list(found)
        yield from outcomes or [_outcome(comparison, Status.NOT_APPLICABLE, Place(now.source.name))]


def with_previous(
    result: CheckResult,
    now: Record,
    before: Record | None,
    kind: Kind,
    *,
    band: int = DEFAULT_BAND,
    as_of: PartialDate | None = None,
) -> CheckResult:
    """The result of ``now`` with its comparisons as further outcomes, explained and masked as the others.

    That an explanation fits no comparison is no finding: it may be for a rule.
    """
    outcomes, found = applied(
        compare_periods(now, before, kind, band), result.explanations, now, as_of or own_date(now)
    )
    told = tuple(each for each in found if each.code != UNUSED)
    compared = replace(result, findings=told, outcomes=tuple(outcomes))
    for record in (now, before):
        compared = masked(compared, record, kind) if record is not None else compared
    return replace(
        result,
        findings=(*result.findings, *compared.findings),
        outcomes=(*result.outcomes, *compared.outcomes),
    )


@frozen
class Figure:
    """One number of a record in base units, as it was written, and where it stands."""

    amount: Fraction
    unit: str
    read: Read

    def shown(self, amount: Fraction) -> str:
        """An amount in this figure's unit."""
        return f"{number_text(to_decimal(amount / parse_unit(self.unit).factor))}{self.unit}"


class Pair:
    """A record and last period's, both of one kind."""

    def __init__(self, now: Record, before: Record, kind: Kind) -> None:
        self.now = now
        self.before = before
        self.kind = kind

    def plan_items(self) -> Iterator[Outcome]:
        """One outcome for each item of last period's plan that was due by this period's end."""
        answered = self.answers()
        end = date_at(self.now, "/period/end")
        plan = self.before.data.get("plan")
        for index, item in enumerate(plan if isinstance(plan, list) else ()):
            if not isinstance(item, dict) or not isinstance(item.get("id"), str):
                continue
            pointer = f"/plan/{index}"
            due = parse_date(item["due"]) if isinstance(item.get("due"), str) else None
            text = str(resolve(self.before, self.kind, f"{pointer}/text"))
            subject = (item["id"], _shortened(text))
            place = self.before.place(pointer, label(self.kind, pointer, self.before))
            if due and end and due.first > end.last:
                yield _outcome(PLAN_ITEM, Status.NOT_APPLICABLE, place, subject)
            elif item["id"] in answered or self.is_known(item.get("indicator")):
                yield _outcome(PLAN_ITEM, Status.PASS, place, subject)
            else:
                read = Read(pointer, place.label, text, place)
                asked = "本期没有看到结果。请说明完成、推进情况或者未完成的原因。"
                # quotation marks within quotation marks are single (GB/T 15834)
                quoted = _shortened(text, 60).replace("“", "‘").replace("”", "’")
                message = f"上期计划“{quoted}”，{asked}"
                yield _outcome(PLAN_ITEM, Status.FAIL, place, subject, message=message, reads=(read,))

    def answers(self) -> set[str]:
        """The ids of last period's plan items that this record says what became of."""
        found: set[str] = set()
        stated = self.now.data.get("plan_answers")
        for answer in stated if isinstance(stated, list) else ():
            if isinstance(answer, dict) and isinstance(answer.get("item"), str):
                found.add(answer["item"])
        return found

    def is_known(self, indicator: Any) -> bool:
        """Whether this record gives a value for an indicator."""
        if not isinstance(indicator, str):
            return False
        value = self.now.get(join_pointer("/indicators", indicator) + "/value")
        return value is not None and not isinstance(value, dict)

    def stocks(self) -> Iterator[Outcome]:
        """One outcome for each stock whose opening this record gives and whose closing the last one did."""
        for name, entry in self.entries(("stock",)):
            if "opening" not in entry:
                continue
            opening, closing = self.figure(self.now, name, "opening"), self.figure(self.before, name)
            if opening is None or closing is None:
                yield self.unsure(STOCK, name, "opening")
                continue
            message = (
                f"本期期初数{opening.read.text}，上期期末数{closing.read.text}，相差"
                f"{opening.shown(abs(opening.amount - closing.amount))}，请说明口径或原因。"
            )
            yield self.compared(STOCK, opening, closing, opening.amount == closing.amount, message)

    def standards(self) -> Iterator[Outcome]:
        """One outcome for each standard that both periods give."""
        for name, _entry in self.entries(("standard",)):
            new, old = self.figure(self.now, name), self.figure(self.before, name)
            if new is None or old is None:
                yield self.unsure(STANDARD, name)
                continue
            message = (
                f"上期标准{old.read.text}，本期{new.read.text}，低了{new.shown(old.amount - new.amount)}，"
                "请说明口径或原因。"
            )
            yield self.compared(STANDARD, new, old, new.amount >= old.amount, message)

    def jumps(self, band: int) -> Iterator[Outcome]:
        """One outcome for each number of a basis by which the two periods can be compared."""
        bases = COMPARED_ALWAYS + (COMPARED_IF_AS_LONG if self.are_as_long() else ())
        for name, _entry in self.entries(bases):
            new, old = self.figure(self.now, name), self.figure(self.before, name)
            if new is None or old is None:
                yield self.unsure(JUMP, name)
                continue
            change = abs(new.amount - old.amount)
            direction = "增加" if new.amount > old.amount else "减少"
            share = number_text(to_decimal(change / abs(old.amount) * 100, 1)) if old.amount else ""
            share = share.removesuffix(".0")
            message = (
                f"上期{old.read.text}，本期{new.read.text}，"
                f"{direction}{new.shown(change)}{f'（{share}%）' if share else ''}，"
                f"超过±{band}%，请说明口径或原因。"
            )
            is_within = change * 100 <= abs(old.amount) * band
            yield self.compared(JUMP, new, old, is_within, message)

    def are_as_long(self) -> bool:
        """Whether both periods have as many months, so that what was counted within them compares."""
        lengths = [_months(record) for record in (self.now, self.before)]
        return lengths[0] is not None and lengths[0] == lengths[1]

    def entries(self, bases: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
        """This record's indicators of some time bases that the last one has with the same basis."""
        mine, theirs = (record.data.get("indicators") for record in (self.now, self.before))
        if not isinstance(mine, dict) or not isinstance(theirs, dict):
            return
        for name, entry in mine.items():
            other = theirs.get(name)
            if not isinstance(entry, dict) or not isinstance(other, dict):
                continue
            basis = entry.get("basis")
            if isinstance(basis, str) and basis in bases and other.get("basis") == basis:
                yield name, entry

    def figure(self, record: Record, name: str, field: str = "value") -> Figure | None:
        """An indicator's number; None where the record gives none (unknown or 无)."""
        pointer = join_pointer("/indicators", name)
        value, unit = record.get(f"{pointer}/{field}"), record.get(f"{pointer}/unit")
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not isinstance(unit, str):
            return None
        pointer = f"{pointer}/{field}"
        place = Place(record.source.name, pointer, label(self.kind, pointer, record))
        read = Read(pointer, place.label, f"{number_text(value)}{unit}", place)
        return Figure(Fraction(value) * parse_unit(unit).factor, unit, read)

    def compared(
        self, comparison: Comparison, new: Figure, old: Figure, holds: bool, message: str
    ) -> Outcome:
        """The outcome of comparing two figures; not assessable where their units are unlike."""
        pointer = new.read.pointer
        subject = (split_pointer(pointer)[1], self.name(pointer))
        if parse_unit(new.unit).dimension != parse_unit(old.unit).dimension:
            reason = f"上期单位是{old.unit}，本期是{new.unit}，不能比较"
            missing = Missing(pointer, new.read.label, reason, self.placed(self.now, new.read).place)
            return _outcome(comparison, Status.NOT_ASSESSABLE, missing.place, subject, missing=(missing,))
        if holds:
            return _outcome(comparison, Status.PASS, new.read.place, subject)
        reads = (self.placed(self.now, new.read), self.placed(self.before, old.read, f"{BEFORE} › "))
        gap = new.shown(new.amount - old.amount)
        return _outcome(
            comparison, Status.FAIL, reads[0].place, subject, message=message, reads=reads, difference=gap
        )

    def placed(self, record: Record, read: Read, prefix: str = "") -> Read:
        """A read with its line, which costs a search and is wanted only where it is shown."""
        place = record.place(read.pointer, prefix + read.label)
        return Read(read.pointer, place.label, read.text, place)

    def unsure(self, comparison: Comparison, name: str, field: str = "value") -> Outcome:
        """The outcome where one of two figures isn't given: which, and the record's reason."""
        missing = []
        for record, which, prefix in ((self.now, field, ""), (self.before, "value", f"{BEFORE} › ")):
            if self.figure(record, name, which) is not None:
                continue
            pointer = join_pointer("/indicators", name) + f"/{which}"
            value = record.get(pointer)
            if value == "无":
                place = Place(record.source.name, pointer)
                return _outcome(comparison, Status.NOT_APPLICABLE, place, (name, ""))
            reason = value.get("unknown", "") if isinstance(value, dict) else ""
            place = record.place(pointer, prefix + label(self.kind, pointer, record))
            missing.append(Missing(pointer, place.label, reason if isinstance(reason, str) else "", place))
        pointer = join_pointer("/indicators", name)
        return _outcome(
            comparison,
            Status.NOT_ASSESSABLE,
            self.now.place(pointer, label(self.kind, pointer, self.now)),
            (name, self.name(pointer)),
            missing=tuple(missing),
        )

    def name(self, pointer: str) -> str:
        """What an indicator is called."""
        return label(self.kind, "/".join(pointer.split("/")[:3]), self.now).rpartition(" › ")[2]


def _outcome(
    comparison: Comparison,
    status: Status,
    place: Place,
    subject: tuple[str, str] = ("", ""),
    *,
    message: str = "",
    difference: str = "",
    reads: tuple[Read, ...] = (),
    missing: tuple[Missing, ...] = (),
) -> Outcome:
    return Outcome(
        rule=comparison.id,
        title=comparison.title,
        nature=Nature.ADVICE,
        severity=comparison.severity,
        status=status,
        subject=subject[0],
        subject_label=subject[1],
        place=place,
        message=message,
        expected=comparison.expect,
        computed="",
        difference=difference,
        reads=reads,
        steps=(),
        missing=missing,
        bases=(),
    )


def _months(record: Record) -> int | None:
    """How many calendar months a record's period touches."""
    start, end = date_at(record, "/period/start"), date_at(record, "/period/end")
    if start is None or end is None:
        return None
    return (end.last.year - start.first.year) * 12 + end.last.month - start.first.month + 1


def _shortened(text: str, most: int = 30) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
