"""Judging one row like any record: schema, prose, rules, and what a notice has besides (its name, deadlines).

What is the same in all rows is judged once. Prose, and the rules on it, see only some of a record's fields;
while those are as in a row that was judged before, only the others (the quiet ones) are looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from docgen.batch.codes import TITLE, credit_code_fault
from docgen.batch.names import Absent, shown_value
from docgen.batch.planning import Keys, Number
from docgen.batch.roles import Roles
from docgen.batch.wire import Base, Wire
from docgen.dates import PartialDate
from docgen.expressions import Type
from docgen.findings import Finding, Nature, Severity
from docgen.mentions import TOKEN
from docgen.prose import check_prose
from docgen.records import KEYED_BY_ID, NESTED_WITH_IDS, Record
from docgen.rules.asof import own_date
from docgen.rules.checking import check_record
from docgen.rules.explanations import applied
from docgen.rules.masking import masked
from docgen.rules.outcomes import CheckResult, Explanation, Outcome, Status
from docgen.rules.rule import Pack
from docgen.schemas import Kind, Known, prose_fields, walk
from docgen.structure import finding, is_accepted, is_unknown, printable
from docgen.validation import Node, blank_findings, date_at, date_findings, validate

#: fields that rules on prose ask for besides the prose
SEEN = ("format", "kind", "issuer", "period", *KEYED_BY_ID, *NESTED_WITH_IDS)
#: an escape in a field's JSON that may mean a character that no .docx can hold
_SUSPICIOUS = re.compile(r"\\[ubf]|[\ud800-\udfff\ufffe\uffff]")
#: what a template puts behind a recipient's name, and what stands between several
_MARKS = "：:，,、；;。"
#: a space between Chinese characters
_SPACED = re.compile("[\u4e00-\u9fff][ \u3000\xa0]+[\u4e00-\u9fff]")
#: for how many sets of seen fields it is remembered what was found
_MOST_REMEMBERED = 2000

#: what prose can see of a row's own fields: their names and JSON
Seen = tuple[tuple[str, ...] | None, tuple[tuple[str, str], ...]]


class Judged(NamedTuple):
    """A row's keys and findings; its recipient, and what tells it from others, as far as public."""

    keys: Keys
    findings: tuple[Finding, ...] = ()
    recipient: str = ""
    key: str = ""
    #: by their place in the file, the explanations that hold for something in the row
    explained_by: tuple[int, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether, as far as the row itself goes, its document may be made."""
        return not any(each.blocks for each in self.findings)


class _Remembered(NamedTuple):
    """What was found in prose, and by the rules on it, in a row whose schema check found nothing."""

    findings: list[Finding]
    outcomes: list[Outcome]


class Judge:
    """Judges the rows of one list; made once on each process."""

    def __init__(
        self,
        kind: Kind,
        packs: Sequence[Pack],
        roles: Roles,
        as_of: PartialDate | None = None,
        explanations: Sequence[Explanation] = (),
    ) -> None:
        self.kind = kind
        self.roles = roles
        self.as_of = as_of
        self.explanations = explanations
        self.rules = [replace(pack, texts=()) for pack in packs if pack.rules]
        self.text_rules = [replace(pack, rules=()) for pack in packs if pack.texts]
        fields = kind.root.fields
        self.quiet = {name for name, type_ in fields.items() if name not in SEEN and is_quiet(type_)}
        self.mentioned: dict[Seen, frozenset[str]] = {}
        self.remembered: dict[tuple[Seen, Seen], _Remembered] = {}
        self.base: Base | None = None
        self.quiet_in_base: tuple[str, ...] = ()
        #: of the base's quiet fields, those of rows whose schema check found nothing
        self.sound: set[str] = set()

    def judged(self, base: Base, wire: Wire, record: Record) -> Judged:
        """One row judged; ``record`` is what ``base`` makes of ``wire``."""
        if base is not self.base:
            self.base = base
            self.quiet_in_base = tuple(name for name in base.names if name in self.quiet)
            for memory in (self.mentioned, self.remembered, self.sound):
                memory.clear()
        findings, outcomes = self._found(wire, record)
        if self.rules:
            outcomes = [*outcomes, *check_record(record, self.kind, self.rules, self.as_of)]
        if self.explanations:
            # that one holds for nothing is told once the whole list was judged
            as_of = self.as_of or own_date(record)
            outcomes, _without_use = applied(outcomes, self.explanations, record, as_of)
        for look in (self._of_another_year, self._late, self._miscoded, self._misnamed):
            findings = [*findings, *look(record)]
        try:
            file = self.roles.pattern.name(wire.position, record, self.kind)
        except Absent as absent:
            file, code = "", "notice-name-lacks"
            if not any(each.blocks for each in findings):  # else it is told already why it is missing
                findings.append(finding(record, self.kind, code, absent.pointer, title=absent.title))
        roles = self.roles
        number, unnumbered = number_of(roles, record), is_unnumbered(roles, record)
        keys = Keys(file, *_who(roles, record, self.kind), number, unnumbered)
        recipient = _shown_name(keys.recipient) if roles.is_recipient_public else ""
        key = _public_key(roles, keys.code, recipient)
        told = self._told(record, findings, outcomes) if findings or outcomes else ()
        held = {id(each.explanation) for each in outcomes if each.explanation is not None}
        by = tuple(at for at, each in enumerate(self.explanations) if id(each) in held)
        return Judged(keys, told, recipient, key, by)

    def _found(self, wire: Wire, record: Record) -> tuple[list[Finding], list[Outcome]]:
        """What schema and prose give: all of it anew, or only what is the row's own."""
        own = list(zip(wire.names, wire.texts, strict=True))
        seen: Seen = (wire.order, tuple(each for each in own if each[0] not in self.quiet))
        mentioned = self.mentioned.get(seen)
        is_sound = all(name in self.sound or name in wire.names for name in self.quiet_in_base)
        if mentioned is not None and is_sound and is_accepted(record, self.kind):
            also: Seen = (None, tuple(each for each in own if each[0] in mentioned))
            remembered = self.remembered.get((seen, also))
            if remembered is not None:
                nodes = self._quiet_nodes(record, own)
                if nodes is not None:
                    return [*self._quietly(record, nodes), *remembered.findings], remembered.outcomes
        valid, prose = validate(record, self.kind), check_prose(record, self.kind)
        outcomes = check_record(record, self.kind, self.text_rules, self.as_of)
        outcomes = [each for each in outcomes if each.status is not Status.PASS]
        if not valid:
            self.sound.update(name for name in self.quiet_in_base if name not in wire.names)
        if not valid and len(self.remembered) < _MOST_REMEMBERED:
            mentioned = self.mentioned.setdefault(seen, names_mentioned(record, self.kind) & self.quiet)
            also = (None, tuple(each for each in own if each[0] in mentioned))
            self.remembered[seen, also] = _Remembered(prose, outcomes)
        return [*valid, *prose], outcomes

    def _quiet_nodes(self, record: Record, own: Sequence[tuple[str, str]]) -> list[Node] | None:
        """Everything in a row's own quiet fields; None where that needs the whole check."""
        fields, data = self.kind.root.fields, record.data
        nodes: list[Node] = []
        for name, text in own:
            if name not in self.quiet:
                continue
            if _SUSPICIOUS.search(text):
                return None
            known: list[Known] = [(f"/{name}", data[name], fields[name], data)]
            walk(data[name], fields[name], f"/{name}", known)
            if any(isinstance(value, Decimal) and type_.is_whole for _, value, type_, _ in known):
                return None
            nodes += [Node(*each) for each in known]
        return nodes

    def _quietly(self, record: Record, nodes: Sequence[Node]) -> Iterator[Finding]:
        """What can be wrong in a row's quiet fields, which are of the right shape and nobody else's."""
        texts = [node for node in nodes if isinstance(node.value, str)]
        if any(node.type.sort == "date" for node in texts):
            yield from date_findings(record, self.kind, texts)
        yield from blank_findings(record, self.kind, texts)

    def _of_another_year(self, record: Record) -> Iterator[Finding]:
        """A 发文字号 of another year than the day of issue: the common part of last year, most likely."""
        number, issued = self.roles.number, self.roles.issued
        day = date_at(record, issued.pointer) if issued is not None else None
        given = number_of(self.roles, record)
        if number is not None and given is not None and day is not None and given[1] != day.first.year:
            told: dict[str, Any] = {"year": given[1], "issued": day.text}
            hint = (Severity.WARNING, Nature.ADVICE)
            yield finding(record, self.kind, "notice-number-other-year", number.pointer, *hint, **told)

    def _late(self, record: Record) -> Iterator[Finding]:
        """Deadlines that are past on the day the document is issued."""
        roles = self.roles
        issued = date_at(record, roles.issued.pointer) if roles.issued else None
        for pointer in due_dates(roles, record):
            due = date_at(record, pointer)
            if due is not None and issued is not None and due.last < issued.first:
                day, other = due.text, issued.text
                yield finding(record, self.kind, "notice-deadline-past", pointer, due=day, issued=other)
            elif due is not None and issued is None:
                hint = (Severity.INFO, Nature.ADVICE)
                yield finding(record, self.kind, "notice-deadline-not-judged", pointer, *hint)

    def _miscoded(self, record: Record) -> Iterator[Finding]:
        """A 统一社会信用代码 that can't be one; a hint, for old codes may still be about."""
        code = self.roles.code
        if code is None or not code.title.endswith(TITLE):
            return
        given = record.get(code.pointer)
        fault = credit_code_fault(given.strip()) if isinstance(given, str) and given.strip() else ""
        if fault:
            told: dict[str, Any] = {"length": len(given.strip())} if fault == "length" else {}
            hint = (Severity.WARNING, Nature.ADVICE)
            yield finding(record, self.kind, f"notice-code-{fault}", code.pointer, *hint, **told)

    def _misnamed(self, record: Record) -> Iterator[Finding]:
        """A recipient on several lines, with a space within or the mark that the template puts behind it."""
        recipient = self.roles.recipient
        given = record.get(recipient.pointer) if recipient is not None else None
        name = given.strip() if isinstance(given, str) else ""
        if recipient is None or not name:
            return
        if len(name.splitlines()) > 1:
            yield finding(record, self.kind, "notice-recipient-lines", recipient.pointer)
        hint = (Severity.WARNING, Nature.ADVICE)
        if _SPACED.search(name):
            yield finding(record, self.kind, "notice-recipient-space", recipient.pointer, *hint)
        if name[-1] in _MARKS:
            yield finding(record, self.kind, "notice-recipient-mark", recipient.pointer, *hint, mark=name[-1])

    def _told(
        self, record: Record, findings: Sequence[Finding], outcomes: Sequence[Outcome]
    ) -> tuple[Finding, ...]:
        """Findings and outcomes as findings, with everything masked that isn't public."""
        result = CheckResult("", self.kind.id, "", tuple(findings), tuple(outcomes))
        result = masked(result, record, self.kind)
        told = (outcome_finding(each) for each in result.outcomes)
        return (*result.findings, *(each for each in told if each is not None))


def _who(roles: Roles, record: Record, kind: Kind) -> tuple[str, str]:
    """The recipient's name and code."""
    return (
        shown_value(roles.recipient, record, kind) if roles.recipient else "",
        shown_value(roles.code, record, kind) if roles.code else "",
    )


def _public_key(roles: Roles, code: str, recipient: str) -> str:
    """What tells a row from others, as far as public; ``recipient`` is "" where it isn't."""
    return (printable(code) if roles.is_code_public else "") or recipient


def key_of(roles: Roles, record: Record, kind: Kind) -> str:
    """What tells a row from others in the manifest; "" where that is its number alone."""
    recipient, code = _who(roles, record, kind)
    return _public_key(roles, code, _shown_name(recipient) if roles.is_recipient_public else "")


def _shown_name(name: str) -> str:
    """A name for lists: on one line, however it stands in its cell."""
    return printable(" ".join(name.splitlines()))


def is_quiet(type_: Type) -> bool:
    """Whether nothing in a field is prose, bears or names an id, or is asked about by other fields."""
    if type_.is_prose or type_.ref or type_.entry is not None or "id" in type_.fields:
        return False
    inner = [*type_.fields.values(), *([type_.item] if type_.item is not None else [])]
    return all(is_quiet(each) for each in inner)


def names_mentioned(record: Record, kind: Kind) -> frozenset[str]:
    """The first names of all mentions in a record's prose; all fields where a derived value is among them."""
    found: set[str] = set()
    for _pointer, text in prose_fields(record, kind):
        for match in TOKEN.finditer(text) if "{" in text else ():
            first = (match[3] or match[2] or "").strip("{} ").partition("|")[0].partition(".")[0].strip()
            found |= {first, unicodedata.normalize("NFKC", first)}
    if not found.isdisjoint(kind.derived):
        found.update(kind.root.fields)
    return frozenset(found)


def outcome_finding(outcome: Outcome) -> Finding | None:
    """What a rule's outcome tells whoever keeps the list; None where there is nothing to tell."""
    told: dict[str, Any] = {"title": outcome.title, "message": outcome.message or outcome.expected}
    if outcome.status is Status.FAIL and outcome.explanation is not None:
        told |= {"by": outcome.explanation.by, "reason": outcome.explanation.reason}
        return Finding("notice-rule-explained", outcome.place, Severity.INFO, Nature.ADVICE, told)
    if outcome.status is Status.FAIL:
        return Finding("notice-rule-failed", outcome.place, outcome.severity, outcome.nature, told)
    if outcome.status is Status.ERROR:
        return Finding("notice-rule-broke", outcome.place, parameters=told)
    if outcome.status is Status.NOT_ASSESSABLE:
        told["missing"] = "、".join(dict.fromkeys(each.label for each in outcome.missing))
        return Finding("notice-rule-not-judged", outcome.place, Severity.INFO, Nature.ADVICE, told)
    return None


def due_dates(roles: Roles, record: Record) -> Iterator[str]:
    """Where the record has dates by which something is due."""
    for each in roles.deadlines:
        yield each.pointer
    dates = record.data.get("dates")
    for name, entry in dates.items() if isinstance(dates, dict) else ():
        if isinstance(entry, dict) and entry.get("window") == "due":
            yield f"/dates/{name}/value"


def number_of(roles: Roles, record: Record) -> Number | None:
    """The row's 发文字号; None where it has none yet, or one that its schema check tells of."""
    value = record.get(roles.number.pointer) if roles.number else None
    if not isinstance(value, dict):
        return None
    code, year, sequence = (value.get(name) for name in ("code", "year", "sequence"))
    if isinstance(code, str) and type(year) is int and type(sequence) is int:
        return code, year, sequence
    return None


def is_unnumbered(roles: Roles, record: Record) -> bool:
    """Whether the row says nothing of a 发文字号, or that there is none or it isn't known."""
    value = record.get(roles.number.pointer) if roles.number else None
    return value in (None, "无") or (isinstance(value, dict) and is_unknown(value))
