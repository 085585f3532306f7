"""Checking one record: each rule on each of its subjects gives an outcome, with the evidence for it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, partial
from itertools import chain
from pathlib import PurePath

from docgen.dates import PartialDate, parse_date
from docgen.errors import BrokenLibrary
from docgen.expressions import Expression, Gap, Listing, Nothing, Thing, Type, Unknown, Value
from docgen.findings import Finding, Nature, Place
from docgen.messages import word
from docgen.records import Record
from docgen.rules.asof import own_date
from docgen.rules.evidence import MAX_READS, Witness, said
from docgen.rules.explanations import applied
from docgen.rules.masking import MASK, masked
from docgen.rules.outcomes import CheckResult, Described, Explanation, LegalBasis, Outcome, Status, Worded
from docgen.rules.rule import Message, Pack, Rule, UnfitRule
from docgen.rules.text_rules import RecordProse, TextRule
from docgen.schemas import Kind

PROVINCE, START, END = "/issuer/province", "/period/start", "/period/end"
#: what most rules read beside what they are about
_FRAME = ("/period", "/issuer")
#: what a list lacks of which a rule found nothing to look at
_EMPTY = "其中没有应核对的事项"
#: why a contradiction of values that are only about right is none
_ROUGH = "填的是约数，不能据此认定不一致"
#: what is added to a contradiction that is one for all that they may stand for
_ALLOWED = "（其中的约数已留出余地，仍然对不上。）"


def check(
    record: Record,
    kind: Kind,
    packs: Iterable[Pack],
    findings: Iterable[Finding] = (),
    explanations: Iterable[Explanation] = (),
    as_of: PartialDate | None = None,
) -> CheckResult:
    """The whole result of a record: findings given plus every rule's outcomes, explanations applied.

    ``as_of`` is the day that decides what is overdue; without it the record's own date.
    """
    packs = list(packs)
    as_of = as_of or own_date(record)
    explanations = tuple(explanations)
    outcomes, extra = applied(check_record(record, kind, packs, as_of), explanations, record, as_of)
    title, issuer = record.data.get("title"), record.get("/issuer/name")
    rules: list[Described] = []
    for pack in packs:
        rules += [*pack.rules, *pack.unfit, *pack.texts]
    result = CheckResult(
        file=record.source.name,
        kind=kind.id,
        title=title if isinstance(title, str) else "",
        findings=(*findings, *extra),
        outcomes=tuple(outcomes),
        explanations=explanations,
        packs={pack.id: pack.digest for pack in packs},
        as_of=as_of.text if as_of else "",
        digest=record.source.digest,
        kind_title=kind.title,
        issuer=issuer if isinstance(issuer, str) else "",
        rules=tuple(rules),
    )
    return masked(result, record, kind)


def check_record(
    record: Record, kind: Kind, packs: Iterable[Pack], as_of: PartialDate | None = None
) -> list[Outcome]:
    """The outcomes of every rule on every subject, in the packs' order."""
    witness = Witness(record, kind, as_of)
    outcomes: list[Outcome] = []
    for pack in packs:
        for rule in pack.rules:
            outcomes.extend(tried(rule, Judge(rule, witness).outcomes(), witness))
        for unfit in pack.unfit:  # it reads what records of the kind don't have
            outcomes.append(unjudged(unfit, Status.NOT_APPLICABLE, unfit.reason, witness))
        if pack.texts:
            prose = RecordProse(record, kind)
            for text_rule in pack.texts:
                outcomes.extend(tried(text_rule, text_outcomes(text_rule, prose, witness), witness))
    return outcomes


def judged(rule: Rule, record: Record, kind: Kind) -> list[Outcome]:
    """One rule's outcomes on a record."""
    witness = Witness(record, kind)
    return list(tried(rule, Judge(rule, witness).outcomes(), witness))


def tried(rule: Rule | TextRule, outcomes: Iterator[Outcome], witness: Witness) -> Iterator[Outcome]:
    """A rule's outcomes; the one where it breaks says so, and the other rules are judged all the same."""
    try:
        yield from outcomes
    except Exception as error:  # whatever it is: the record isn't to blame, and it must not become a pass
        yield broken(rule, error, witness)


def unjudged(
    rule: Rule | TextRule | UnfitRule, status: Status, message: str, witness: Witness
) -> Outcome:
    """The outcome of a rule by which nothing could be judged, and so without evidence."""
    return Outcome(
        rule=rule.id,
        title=rule.title,
        nature=rule.nature,
        severity=rule.severity,
        status=status,
        subject="",
        subject_label="",
        place=Place(witness.record.source.name),
        message=message,
        expected=rule.expect,
        computed="",
        difference="",
        reads=(),
        steps=(),
        missing=(),
        bases=(),
    )


def broken(rule: Rule | TextRule, error: Exception, witness: Witness) -> Outcome:
    """The outcome of a rule that broke at run time: which rule, where it stands, what it died of."""
    if isinstance(error, BrokenLibrary):  # a rule found right earlier that is wrong after all
        where = f"{PurePath(error.path).name}:{error.line}:{error.column}"
        fault = word(error.code, {**error.parameters, "nearest": error.suggestion}, "zh_CN")
        message = word("rule-wrong", {"rule": rule.id, "where": where, "fault": fault}, "zh_CN")
    else:
        path, line = (rule.path, rule.line) if isinstance(rule, Rule) else (rule.pack, None)
        name = type(error).__name__  # not what it says: that may hold values that nobody is to see
        where = f"{PurePath(path).name}:{line}" if line else path
        message = word("rule-broken", {"rule": rule.id, "where": where, "name": name}, "zh_CN")
    return unjudged(rule, Status.ERROR, message, witness)


def text_outcomes(rule: TextRule, prose: RecordProse, witness: Witness) -> Iterator[Outcome]:
    """A failure for each field of prose in which a rule on text noticed something, else one pass for all."""
    found = list(prose.noticed(rule))
    bases = tuple(base for base in rule.bases if in_force(base, witness.record)) if found else ()
    quiet = Status.PASS if prose.fields else Status.NOT_APPLICABLE
    for pointer, message in found or [("", "")]:
        yield Outcome(
            rule=rule.id,
            title=rule.title,
            nature=rule.nature,
            severity=rule.severity,
            status=Status.FAIL if found else quiet,
            subject="",
            subject_label=witness.label(pointer) if found else "",
            place=witness.place(pointer, bool(found)),
            expected=rule.expect,
            computed="",
            difference="",
            reads=(),
            steps=(),
            missing=(),
            bases=bases,
            message=message,
        )


def in_force(base: LegalBasis, record: Record) -> bool:
    """Whether a basis may be printed for a record: verified, of its area, in force in its period."""
    if base.verified == "none" or (base.area and not is_of_area(record.get(PROVINCE), base.area)):
        return False
    return overlaps(parse_date(base.effective_from), parse_date(base.effective_to), record) is not False


def is_of_area(province: object, area: str) -> bool:
    """Whether a record's province is a rule's area: 江西 is 江西省, and so is 江西省九江市."""
    name = province.strip() if isinstance(province, str) else ""
    return len(name) > 1 and (area.startswith(name) or name.startswith(area))


def overlaps(first: PartialDate | None, last: PartialDate | None, record: Record) -> bool | Unknown:
    """Whether the span from first to last touches the record's period; an open end always does."""
    for limit, pointer in ((first, END), (last, START)):
        if limit is None:
            continue
        given = record.get(pointer)
        date = parse_date(given) if isinstance(given, str) else None
        if date is None:
            return Unknown((Gap(pointer),))
        if limit.first > date.last if pointer == END else limit.last < date.first:
            return False
    return True


class Judge:
    """One rule on one record: what comes out for each of its subjects."""

    def __init__(self, rule: Rule, witness: Witness) -> None:
        self.rule = rule
        self.witness = witness
        self.record = witness.record
        self.scope = witness.scope
        #: what ``when`` read: where an outcome stands whose condition found nothing at all
        self.asked: dict[str, tuple[Value, Type]] = {}
        #: what ``when`` gave and what it read: it asks for the record alone, so the same for each element
        self.answer: tuple[Value, dict[str, tuple[Value, Type]]] | None = None

    def outcomes(self) -> Iterator[Outcome]:
        """One outcome for the record, or one for each element of the rule's list."""
        self.scope.start()
        applies = self.applies()
        if applies is not True:
            yield self.outcome(undecided(applies), applies)
        elif self.rule.for_each is None:
            yield self.judged(None)
        else:
            listing = self.rule.for_each.evaluate(self.scope)
            yield from self.over(listing)

    def over(self, listing: Value) -> Iterator[Outcome]:
        """The outcomes on a list: of each element that ``where`` lets in, or the one for an empty list."""
        if isinstance(listing, Unknown):
            yield self.outcome(Status.NOT_ASSESSABLE, listing)
            return
        is_empty = True
        for element in listing.elements if isinstance(listing, Listing) else ():
            taken = self.taken(element)
            if taken is False:
                continue
            is_empty = False
            is_sure = taken is True
            yield self.judged(element) if is_sure else self.outcome(Status.NOT_ASSESSABLE, taken, element)
        if is_empty:
            self.scope.start()
            pointer = listing.pointer if isinstance(listing, (Listing, Nothing)) else ""
            yield self.outcome(Status(self.rule.on_empty), Unknown((Gap(pointer, _EMPTY),)), pointer=pointer)

    def applies(self) -> Value:
        """Whether the rule holds for the record's area and period."""
        if self.rule.area:
            province = self.record.get(PROVINCE)
            if not isinstance(province, str):
                return Unknown((Gap(PROVINCE),))
            if not is_of_area(province, self.rule.area):
                return False
        return overlaps(self.rule.first, self.rule.last, self.record)

    def taken(self, element: Thing) -> bool | Unknown:
        """Whether ``where`` lets an element in; Unknown where that can't be said."""
        if self.rule.where is None:
            return True
        self.scope.start(element)
        value = self.rule.where.evaluate(self.scope)
        return value if isinstance(value, Unknown) else value is True

    def judged(self, element: Thing | None) -> Outcome:
        """The outcome on one element, or on the whole record."""
        self.scope.start(element)
        if self.rule.when is not None:
            value = self.when(self.rule.when)
            if value is not True:
                return self.outcome(undecided(value), value, element)
        value = self.rule.condition.evaluate(self.scope)
        if value is True:
            return self.outcome(Status.PASS, value, element)
        self.scope.start(element, is_traced=True)
        value = self.rule.condition.evaluate(self.scope)
        if value is not False:
            return self.outcome(undecided(value), value, element)
        rough = self.rough()
        if rough and self.may_hold(element):
            gaps = tuple(Gap(each, _ROUGH) for each in rough)
            return self.outcome(Status.NOT_ASSESSABLE, Unknown(gaps), element)
        return self.outcome(Status.FAIL, value, element, note=_ALLOWED if rough else "")

    def rough(self) -> list[str]:
        """The values put in that are only about right, and may keep a contradiction from being one.

        None for advice, and for a rule that asks for the qualifier (约、余、不少于、估算) itself.
        """
        if self.rule.nature is not Nature.CONTRADICTION or reads_qualifiers(self.rule):
            return []
        return [each for each in self.scope.evidence.reads if is_rough(self.record, each)]

    def may_hold(self, element: Thing | None) -> bool:
        """Whether the condition may hold under some fair reading of what is only about right."""
        scope = self.witness.loose
        scope.start(element)
        return self.rule.condition.evaluate(scope) is not False

    def when(self, when: Expression) -> Value:
        """What the rule's ``when`` gives, with its evidence."""
        reads = self.scope.evidence.reads
        if self.answer is not None:
            value, known = self.answer
            reads.update(known)
            return value
        value = when.evaluate(self.scope)
        self.asked = reads
        self.answer = value, dict(reads)
        return value

    def outcome(
        self,
        status: Status,
        value: Value = True,
        element: Thing | None = None,
        pointer: str = "",
        note: str = "",
    ) -> Outcome:
        """The outcome with its evidence; places carry lines only where something must be shown.

        ``note`` is said after the pack's own sentence.
        """
        rule, witness, evidence = self.rule, self.witness, self.scope.evidence
        is_shown = status is Status.FAIL or status is Status.NOT_ASSESSABLE
        most = MAX_READS if is_shown else len(evidence.reads)
        reads = Worded(partial(witness.reads, evidence.reads, most, is_shown)) if evidence.reads else ()
        pointer = element.pointer if element else pointer or about(self.record, evidence.reads, self.asked)
        own = element.data.get("id") if element and isinstance(element.data, dict) else ""
        computed, difference = witness.working(evidence) if status is Status.FAIL else ("", "")
        return Outcome(
            rule=rule.id,
            title=rule.title,
            nature=rule.nature,
            severity=rule.severity,
            status=status,
            subject=own if isinstance(own, str) else "",
            subject_label=witness.label(element.pointer) if element else "",
            place=witness.place(pointer, is_shown),
            expected=rule.expect,
            computed=computed,
            difference=difference,
            reads=reads,
            steps=Worded(partial(witness.steps, evidence)) if is_shown and evidence.steps else (),
            missing=witness.missing(value) if status is Status.NOT_ASSESSABLE else (),
            bases=self.bases if is_shown else (),
            # last, because saying it evaluates anew
            message=self.message(status, element) + note,
        )

    @cached_property
    def bases(self) -> tuple[LegalBasis, ...]:
        """The rule's bases that may be printed for the record."""
        return tuple(base for base in self.rule.bases if in_force(base, self.record))

    def message(self, status: Status, element: Thing | None) -> str:
        """The pack's sentence for a failed rule, or what it asks for where it can't be judged."""
        message = self.rule.message if status is Status.FAIL else None
        if status is Status.NOT_ASSESSABLE:
            message = self.rule.ask
        if message is None or (element is None and message.is_about_item):
            return ""
        return self.filled(message, element)

    def filled(self, message: Message, element: Thing | None) -> str:
        """A sentence with its expressions' values."""
        parts: list[str] = []
        for part in message.parts:
            if isinstance(part, str):
                parts.append(part)
                continue
            expression, style = part
            self.scope.start(element)
            value = expression.evaluate(self.scope)
            is_private = self.witness.is_private(self.scope.evidence) and not is_count(expression.source)
            parts.append(MASK if is_private else said(value, style, expression.type))
        return "".join(parts)


def reads_qualifiers(rule: Rule) -> bool:
    """Whether a rule asks itself how exact a value is."""
    asked = (rule.condition, rule.when, rule.where)
    return any(path[-1] == "qualifier" for each in asked if each for path in each.paths)


def is_rough(record: Record, pointer: str) -> bool:
    """Whether a value that was read is an indicator's and said to be about right."""
    owner, _, name = pointer.rpartition("/")
    if name != "value" or not owner.startswith("/indicators/"):
        return False
    return isinstance(record.get(f"{owner}/qualifier"), str)


@cache
def is_count(source: str) -> bool:
    """Whether an expression only says how many, which tells nothing of what each of them is."""
    return _is_count(ast.parse(f"({source})", mode="eval").body)


def _is_count(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    if node.func.id == "counts":
        return all(_is_count(each) for each in node.args[1::2])
    return node.func.id == "count"


def undecided(value: Value) -> Status:
    """What a rule comes to that is neither kept nor broken: not assessable if that is unknown."""
    return Status.NOT_ASSESSABLE if isinstance(value, Unknown) else Status.NOT_APPLICABLE


def about(
    record: Record, reads: Mapping[str, tuple[Value, Type]], asked: Mapping[str, tuple[Value, Type]]
) -> str:
    """Where a rule on the whole record points: at the first of the record's own facts that it asked for.

    The period and the issuer are pointed at only by a rule that asks for nothing else.
    A value that was found comes first, also one that only ``when`` asked for; what is said of an indicator
    (its 口径) points at its value.
    """
    own = (each for each in reads if not each.startswith(_FRAME))
    first = next(own, "")
    if not first:
        return next(iter(reads), "")
    found = (each for each in chain((first,), own) if not isinstance(reads[each][0], Unknown))
    found_before = (each for each, (value, _) in asked.items() if not isinstance(value, Unknown))
    pointer = next(chain(found, found_before), first)
    owner = pointer.rpartition("/")[0]
    is_entry = owner.startswith("/indicators/") and record.get(f"{owner}/value") is not None
    return f"{owner}/value" if is_entry else pointer
