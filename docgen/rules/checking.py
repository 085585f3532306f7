"""Checking one record: each rule on each of its subjects gives an outcome, with the evidence for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docgen.dates import PartialDate, parse_date
from docgen.expressions import Expression, Number, Scope, Thing, Unknown, Value, text_of
from docgen.expressions.values import Listing, shown_number
from docgen.findings import Finding, Place
from docgen.quantities import parse_unit
from docgen.records import Record
from docgen.rules.explanations import applied
from docgen.rules.outcomes import CheckResult, Explanation, LegalBasis, Missing, Outcome, Read, Status, Step
from docgen.rules.packs import Message, Pack, Rule
from docgen.schemas import Kind, label
from docgen.wording import default_date, format_date

_SYMBOLS = {"==": "＝", "!=": "≠", "<=": "≤", ">=": "≥", "<": "＜", ">": "＞", "and": "且", "or": "或", "not": "非",
            "*": "×", "/": "÷", "+": "＋", "-": "－", "in": "属于", "each": "每项", "item": "该项"}  # fmt: skip
_TOKEN = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*|==|!=|<=|>=|[<>*/+-]|\"[^\"]*\"")


def check(
    record: Record,
    kind: Kind,
    packs: Iterable[Pack],
    findings: Iterable[Finding] = (),
    explanations: Iterable[Explanation] = (),
) -> CheckResult:
    """The whole result of a record: findings given plus every rule's outcomes, explanations applied."""
    packs = list(packs)
    explanations = tuple(explanations)
    outcomes, extra = applied(check_record(record, kind, packs), explanations, record)
    title = record.data.get("title")
    return CheckResult(
        file=record.source.name,
        kind=kind.id,
        title=title if isinstance(title, str) else "",
        findings=(*findings, *extra),
        outcomes=tuple(outcomes),
        explanations=explanations,
        packs={pack.id: pack.digest for pack in packs},
    )


def check_record(record: Record, kind: Kind, packs: Iterable[Pack]) -> list[Outcome]:
    """The outcomes of every rule on every subject, in the packs' order."""
    return [outcome for pack in packs for rule in pack.rules for outcome in judged(rule, record, kind)]


def judged(rule: Rule, record: Record, kind: Kind) -> Iterator[Outcome]:
    """A rule's outcomes on a record: one, or one for each element of its list."""
    judge = Judge(rule, record, kind)
    if not in_scope(rule, record):
        yield judge.outcome(Status.NOT_APPLICABLE)
        return
    if rule.for_each is None:
        yield judge.subject(None)
        return
    scope = kind.scope(record)
    listing = rule.for_each.evaluate(scope)
    if not isinstance(listing, Listing):
        status = Status.NOT_ASSESSABLE if isinstance(listing, Unknown) else Status.NOT_APPLICABLE
        yield judge.outcome(status, value=listing, scope=scope)
        return
    judged_any = False
    for element in listing.elements:
        outcome = judge.subject(element)
        if outcome is not None:
            judged_any = True
            yield outcome
    if not judged_any:
        yield judge.outcome(Status(rule.on_empty))


def in_scope(rule: Rule, record: Record) -> bool:
    """Whether the rule holds for the record's area and period."""
    if rule.area and record.get("/issuer/province") != rule.area:
        return False
    return overlaps(rule.first, rule.last, record)


def overlaps(first: PartialDate | None, last: PartialDate | None, record: Record) -> bool:
    """Whether the span from first to last touches the record's period (an open end always does)."""
    start, end = (parse_date(str(record.get(f"/period/{name}", ""))) for name in ("start", "end"))
    if first and end and first.first > end.last:
        return False
    return not (last and start and last.last < start.first)


class Judge:
    """One rule on one record: evaluates, and gathers the evidence where it must be shown."""

    def __init__(self, rule: Rule, record: Record, kind: Kind) -> None:
        self.rule = rule
        self.record = record
        self.kind = kind

    def subject(self, element: Thing | None) -> Outcome | None:
        """The outcome on one element (or the whole record); None if ``where`` leaves the element out."""
        scope = self.scope(element)
        for expression, skipped in ((self.rule.where, None), (self.rule.when, Status.NOT_APPLICABLE)):
            if expression is None:
                continue
            value = expression.evaluate(scope)
            if isinstance(value, Unknown):
                return self.outcome(Status.NOT_ASSESSABLE, element, value, scope)
            if value is not True:
                return None if skipped is None else self.outcome(skipped, element, value, scope)
        value = self.rule.condition.evaluate(scope)
        if value is True:
            return self.outcome(Status.PASS, element, value, scope)
        scope = self.scope(element)
        scope.steps = []
        value = self.rule.condition.evaluate(scope)
        if value is False:
            return self.outcome(Status.FAIL, element, value, scope)
        unknown = isinstance(value, Unknown)
        return self.outcome(Status.NOT_ASSESSABLE if unknown else Status.NOT_APPLICABLE, element, value, scope)

    def scope(self, element: Thing | None) -> Scope:
        """A fresh scope, with the element as ``item``."""
        scope = self.kind.scope(self.record)
        if element is not None:
            scope.local["item"] = element
        return scope

    def outcome(
        self, status: Status, element: Thing | None = None, value: Value = True, scope: Scope | None = None
    ) -> Outcome:
        """The outcome with its evidence; places carry lines only where something must be shown."""
        rule, shown = self.rule, status in (Status.FAIL, Status.NOT_ASSESSABLE)
        reads = self.reads(scope, shown) if scope else ()
        pointer = element.pointer if element else self.about(scope)
        own = element.data.get("id") if element and isinstance(element.data, dict) else ""
        computed, difference = self.working(scope) if scope and status is Status.FAIL else ("", "")
        return Outcome(
            rule=rule.id,
            title=rule.title,
            nature=rule.nature,
            severity=rule.severity,
            status=status,
            subject=str(own or ""),
            subject_label=label(self.kind, element.pointer, self.record) if element else "",
            place=self.place(pointer, shown),
            message=self.message(status, element),
            expected=rule.expect,
            computed=computed,
            difference=difference,
            reads=reads,
            steps=self.steps(scope) if scope and shown else (),
            missing=self.missing(value) if status is Status.NOT_ASSESSABLE else (),
            bases=tuple(base for base in rule.bases if self.in_force(base)),
        )

    def about(self, scope: Scope | None) -> str:
        """Where a rule on the whole record points: at the first of the record's own facts that it asked for.

        A value that was found comes first; what is said of an indicator (its 口径) points at its value.
        """
        if scope is None:
            return ""
        facts = {pointer: value for pointer, (value, _type) in scope.reads.items()
                 if not pointer.startswith(("/period", "/issuer"))}  # fmt: skip
        found = [pointer for pointer, value in facts.items() if not isinstance(value, Unknown)]
        pointer = next(iter(found or facts), "")
        owner, _, _ = pointer.rpartition("/")
        is_entry = owner.startswith("/indicators/") and self.record.get(f"{owner}/value") is not None
        return f"{owner}/value" if is_entry else pointer

    def place(self, pointer: str, with_line: bool) -> Place:
        """A place with its Chinese label; finding the line costs a scan of the text."""
        name = label(self.kind, pointer, self.record)
        if with_line:
            return self.record.place(pointer, name)
        return Place(self.record.source.name, pointer, name)

    def reads(self, scope: Scope, with_lines: bool) -> tuple[Read, ...]:
        """The values that were read and given, with their units as written."""
        found: list[Read] = []
        for pointer, (value, kind) in scope.reads.items():
            if not isinstance(value, Unknown):
                place = self.place(pointer, with_lines)
                text = kind.choices.get(value, value) if isinstance(value, str) else text_of(value)
                found.append(Read(pointer, place.label, text, place))
        return tuple(found)

    def missing(self, value: Value) -> tuple[Missing, ...]:
        """What could not be looked at, and the record's reason."""
        found: list[Missing] = []
        for gap in value.gaps if isinstance(value, Unknown) else ():
            place = self.place(gap.pointer, True) if gap.pointer else Place(self.record.source.name)
            found.append(Missing(gap.pointer, place.label, gap.reason, place))
        return tuple(found)

    def steps(self, scope: Scope) -> tuple[Step, ...]:
        """The working, in the clerk's words."""
        return tuple(Step(self.clerkly(text), result) for text, result in scope.steps or ())

    def working(self, scope: Scope) -> tuple[str, str]:
        """What came out of the first comparison that failed, and the difference of its two sides."""
        for source, left, symbol, right in scope.failures:
            if isinstance(left, Number) and isinstance(right, Number) and left.dimension == right.dimension:
                gap = Number(left.amount - right.amount, left.dimension, left.shown_in or right.shown_in)
                text = f"{self.clerkly(source)}：{text_of(left, right)} {_SYMBOLS[symbol]} {text_of(right, left)} 不成立"
                return text, text_of(gap, right)
            if isinstance(left, PartialDate) and isinstance(right, PartialDate):
                days = f"{abs((left.first - right.first).days)}天" if left.is_day and right.is_day else ""
                text = f"{self.clerkly(source)}：{default_date(left)} {_SYMBOLS[symbol]} {default_date(right)} 不成立"
                return text, days
        return "", ""

    def clerkly(self, source: str) -> str:
        """An expression in words: labels for paths, signs for operators."""
        titles: dict[str, str] = {}
        for expression in (self.rule.condition, self.rule.where, self.rule.when):
            titles.update(expression.titles if expression else {})
        return _TOKEN.sub(lambda m: titles.get(m[0]) or _SYMBOLS.get(m[0], m[0]), source)

    def message(self, status: Status, element: Thing | None) -> str:
        """The pack's sentence for a failed rule, or what it asks for where it can't be judged."""
        if status is Status.FAIL:
            return self.filled(self.rule.message, element)
        if status is Status.NOT_ASSESSABLE and self.rule.ask is not None:
            return self.filled(self.rule.ask, element)
        return ""

    def filled(self, message: Message, element: Thing | None) -> str:
        """A sentence with its expressions' values."""
        return "".join(
            part if isinstance(part, str) else self.said(part[0], part[1], element) for part in message.parts
        )

    def said(self, expression: Expression, style: str, element: Thing | None) -> str:
        """One value inside a sentence: numbers without their unit, dates in Chinese, 未知 for what is unknown."""
        value = expression.evaluate(self.scope(element))
        if isinstance(value, PartialDate):
            try:
                return format_date(value, style) if style else default_date(value)
            except ValueError:
                return default_date(value)
        if isinstance(value, Number):
            if not style:
                return shown_number(value)
            unit = parse_unit(style)
            if unit.dimension == value.dimension:
                return shown_number(Number(value.amount, value.dimension, unit))
            return shown_number(value)
        return text_of(value)

    def in_force(self, base: LegalBasis) -> bool:
        """Whether a basis may be printed for this record: verified, of its area, in force in its period."""
        if base.verified == "none" or (base.area and base.area != self.record.get("/issuer/province")):
            return False
        return overlaps(parse_date(base.effective_from), parse_date(base.effective_to), self.record)
