"""A check's result as text for a terminal: what to change and where, alike things together.

Only characters of GBK are used, because consoles of Chinese Windows can show no others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from docgen import __version__
from docgen.dates import parse_date
from docgen.errors import DocgenError
from docgen.findings import Finding, Nature, Place
from docgen.messages import N_, translate, word
from docgen.rules.outcomes import CheckResult, Explanation, LegalBasis, Missing, Outcome, Status
from docgen.wording import default_date

_RED, _YELLOW, _GREEN, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[32m", "\x1b[1m", "\x1b[0m"

_NAMES = {
    "basis": N_("Basis"),
    "difference": N_("Difference"),
    "expected": N_("Expected"),
    "explained": N_("Explained"),
    "found": N_("Found"),
    "missing": N_("Missing"),
    "read": N_("Put in"),
    "result": N_("Came out"),
    "rule": N_("Rule"),
    "unknown": N_("Unknown"),
    "waived": N_("Waived"),
    "where": N_("Where"),
}
SUMMARY = N_(
    "Passed {passed}, faults {faults}, hints {hints}, not assessable {unsure}, not applicable {other}"
)
NATURES = {Nature.CONTRADICTION: N_("fault in the text"), Nature.ADVICE: N_("hint about the work")}

_GROUNDS = N_("As of {date}; record's SHA-256 {digest}…; docgen {version}")
#: so much of a digest is shown to a reader; the other formats have all of it
_DIGITS = 16
#: more places than this of one fault are counted, not listed
_MOST_PLACES = 50


def check_text(result: CheckResult, language: str, *, colour: bool = False) -> str:
    """The whole result in ``language``: faults, hints, not assessable, explanations, one line of counts."""
    return "\n".join(_Wording(language, colour).report(result)) + "\n"


def error_text(error: DocgenError, language: str) -> str:
    """``file:line:column: sentence``, and the nearest right name."""
    where = ":".join(str(part) for part in (error.path, error.line, error.column) if part)
    text = f"{where}: " if where else ""
    text += word(error.code, error.parameters, language)
    if error.suggestion:
        text += ("" if language.startswith("zh") else " ") + translate(
            N_("Did you mean “{name}”?"), language
        ).format(name=error.suggestion)
    return "\n".join((text, *(error_text(other, language) for other in error.also)))


def place_text(place: Place) -> str:
    """``file:line:column``, as far as it is known."""
    return ":".join(str(part) for part in (place.file, place.line, place.column) if part)


def explained_text(explanation: Explanation, language: str) -> str:
    """An explanation's reason, and by whom, under which document and until when it holds."""
    people = dict.fromkeys((explanation.by, explanation.approver, explanation.document, explanation.date))
    parts = [part for part in people if part]
    if explanation.expires:
        parts.append(translate(N_("until {date}"), language).format(date=explanation.expires))
    return explanation.reason + (f"（{'，'.join(parts)}）" if parts else "")


def basis_text(basis: LegalBasis, language: str) -> str:
    """A legal basis as far as it was verified: with article, by title only, or "" (never printed)."""
    if basis.verified not in ("article", "title"):
        return ""
    name, _, edition = basis.title.strip("《》").removesuffix("）").partition("（")
    article = basis.article if basis.verified == "article" else ""
    about = [
        part
        for part in (
            edition,
            basis.area,
            basis.issuer,
            basis.number,
            _in_force(basis, edition, language),
            basis.note,
        )
        if part
    ]
    if basis.verified == "title":
        about.append(translate(N_("check against the original text"), language))
    return f"《{name}》{article}" + (f"（{'，'.join(about)}）" if about else "")


def _in_force(basis: LegalBasis, edition: str, language: str) -> str:
    """Since when (and until when) a basis is in force; "" where its edition already names the day."""
    first, last = parse_date(basis.effective_from), parse_date(basis.effective_to)
    if first is None or (last is None and default_date(first) in edition):
        return ""
    if last is None:
        return translate(N_("from {first}"), language).format(first=default_date(first))
    text = translate(N_("{first} to {last}"), language)
    return text.format(first=default_date(first), last=default_date(last))


def counts(result: CheckResult) -> dict[str, int]:
    """How many passed, are faults, hints, not assessable, not applicable and explained."""
    failed = [o for o in result.outcomes if o.status is Status.FAIL]
    blocking = sum(o.blocks for o in failed) + sum(f.blocks for f in result.findings)
    explained = sum(o.explanation is not None for o in failed)
    return {
        "pass": sum(o.status is Status.PASS for o in result.outcomes),
        "faults": blocking,
        "hints": len(failed) + len(result.findings) - blocking - explained,
        "not-assessable": sum(o.status is Status.NOT_ASSESSABLE for o in result.outcomes),
        "not-applicable": sum(o.status is Status.NOT_APPLICABLE for o in result.outcomes),
        "explained": explained,
        "errors": sum(o.status is Status.ERROR for o in result.outcomes),
    }


def scope_lines(result: CheckResult, language: str) -> Iterator[str]:
    """How much the rules looked at: of the record, item by item with the number, and nothing at all."""
    whole, items, nothing = 0, [], []
    by_item = N_("{title} {count}, passed {passed}")
    for _rule, alike in _grouped(result.outcomes, lambda o: o.rule):
        looked = [o for o in alike if o.status is not Status.NOT_APPLICABLE]
        if not looked:
            nothing.append(alike[0].title)
        elif len(looked) == 1 and not looked[0].subject_label:
            whole += 1
        else:
            passed = sum(o.status is Status.PASS for o in looked)
            text = translate(by_item, language)
            items.append(text.format(title=alike[0].title, count=len(looked), passed=passed))
    if whole:
        yield translate(N_("Once for the record: {count} rules"), language).format(count=whole)
    for heading, titles in ((N_("Item by item"), items), (N_("Found nothing to look at"), nothing)):
        if titles:
            name = translate(heading, language)
            yield translate(N_("{name}: {text}"), language).format(name=name, text="；".join(titles))


_Item = TypeVar("_Item")


def _grouped(items: Sequence[_Item], key: Callable[[_Item], str]) -> list[tuple[str, list[_Item]]]:
    """Items with the same key together, in the order in which each key first came."""
    groups: dict[str, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())


def _short(label: str, outcome: Outcome) -> str:
    """A label without what the outcome's subject says already."""
    return label.removeprefix(f"{outcome.subject_label} › ") if outcome.subject_label else label


class _Wording:
    """The lines of one report in one language."""

    def __init__(self, language: str, colour: bool) -> None:
        self.language = language
        self.colour = colour
        self.number = 0

    def report(self, result: CheckResult) -> Iterator[str]:
        failed = [o for o in result.outcomes if o.status is Status.FAIL]
        yield self._paint(result.title or result.file, _BOLD)
        if result.title:
            yield self._("File: {file}", file=result.file)
        yield from self._broken([o for o in result.outcomes if o.status is Status.ERROR])
        yield from self._section(
            self._("Faults: put these right, or explain them"),
            _RED,
            [f for f in result.findings if f.blocks],
            [o for o in failed if o.blocks],
        )
        yield from self._section(
            self._("Hints: look at these; they do not stop the document"),
            _YELLOW,
            [f for f in result.findings if not f.blocks],
            [o for o in failed if not o.blocks and o.explanation is None],
        )
        yield from self._not_assessable([o for o in result.outcomes if o.status is Status.NOT_ASSESSABLE])
        yield from self._explanations([o for o in failed if o.explanation is not None])
        yield from self._scope(result)
        yield from self._summary(result)

    def _broken(self, outcomes: Sequence[Outcome]) -> Iterator[str]:
        if not outcomes:
            return
        yield ""
        yield self._paint(f"── {self._('Rules that broke')} ──", _RED)
        for outcome in outcomes:
            yield ""
            yield self._numbered(outcome.title)
            yield self._field("found", outcome.message)
            yield self._field("rule", outcome.rule)

    def _section(
        self, heading: str, ink: str, findings: Sequence[Finding], outcomes: Sequence[Outcome]
    ) -> Iterator[str]:
        if not findings and not outcomes:
            return
        yield ""
        yield self._paint(f"── {heading} ──", ink)
        for sentence, alike in _grouped(findings, lambda f: word(f.code, f.parameters, self.language)):
            yield ""
            yield self._numbered(sentence)
            yield from self._places([finding.place for finding in alike])
        for _rule, failures in _grouped(outcomes, lambda o: o.rule):
            yield ""
            yield from self._rule(failures)

    def _rule(self, failures: Sequence[Outcome]) -> Iterator[str]:
        yield from self._head(failures[0])
        for _message, alike in _grouped(failures, lambda o: o.message):
            if len(alike) == 1:
                if len(failures) > 1:
                    yield f"   ─ {alike[0].subject_label or place_text(alike[0].place)}"
                yield from self._evidence(alike[0])
            else:
                yield from self._alike(alike)
        yield from self._foot(failures[0])

    def _alike(self, failures: Sequence[Outcome]) -> Iterator[str]:
        """Failures that say the same: what they share once, then each place with what is its own."""
        if failures[0].message:
            yield self._field("found", failures[0].message)
        evidence = [self._evidence_line(outcome) for outcome in failures]
        is_shared = len(set(evidence)) == 1
        if is_shared and evidence[0]:
            yield f"   {evidence[0]}"
        for outcome, own in list(zip(failures, evidence, strict=True))[:_MOST_PLACES]:
            label = outcome.subject_label or outcome.place.label
            yield self._field("where", "  ".join(filter(None, (place_text(outcome.place), label))))
            if own and not is_shared:
                yield f"      {own}"
        if len(failures) > _MOST_PLACES:
            yield self._field("where", self._("and {count} more", count=len(failures) - _MOST_PLACES))

    def _evidence_line(self, outcome: Outcome) -> str:
        """What was put in, what came out and the difference, in one line."""
        put_in = "，".join(f"{_short(read.label, outcome)} {read.text}" for read in outcome.reads)
        named = (("read", put_in), ("result", outcome.computed), ("difference", outcome.difference))
        return "；".join(self._field(name, text).strip() for name, text in named if text)

    def _head(self, outcome: Outcome) -> Iterator[str]:
        nature = translate(NATURES[outcome.nature], self.language)
        yield self._numbered(self._("{title} [{nature}]", title=outcome.title, nature=nature))
        if outcome.expected:
            yield self._field("expected", outcome.expected)

    def _foot(self, outcome: Outcome) -> Iterator[str]:
        for text in filter(None, (basis_text(basis, self.language) for basis in outcome.bases)):
            yield self._field("basis", text)
        yield self._field("rule", outcome.rule)

    def _evidence(self, outcome: Outcome) -> Iterator[str]:
        if outcome.message:
            yield self._field("found", outcome.message)
        for read in outcome.reads:
            yield self._field("read", f"{_short(read.label, outcome)} {read.text}" + self._line(read.place))
        if outcome.computed:
            yield self._field("result", outcome.computed)
        if outcome.difference:
            yield self._field("difference", outcome.difference)
        yield from self._places([outcome.place])

    def _not_assessable(self, outcomes: Sequence[Outcome]) -> Iterator[str]:
        if not outcomes:
            return
        yield ""
        yield self._paint(f"── {self._('Not assessable: add what is missing')} ──", _YELLOW)
        for _rule, alike in _grouped(outcomes, lambda o: o.rule):
            yield ""
            yield from self._head(alike[0])
            missing = {m.pointer: m for outcome in alike for m in outcome.missing}
            for reason, alike_missing in _grouped(list(missing.values()), lambda m: m.reason):
                yield from self._missing(reason, alike_missing)
            if not missing:
                yield from self._places([outcome.place for outcome in alike])
            yield from self._foot(alike[0])

    def _missing(self, reason: str, missing: Sequence[Missing]) -> Iterator[str]:
        if reason:
            yield self._field("unknown", reason)
        for one in missing[:_MOST_PLACES]:
            yield self._field("missing", (one.label or one.pointer) + self._line(one.place))
        if len(missing) > _MOST_PLACES:
            yield self._field("missing", self._("and {count} more", count=len(missing) - _MOST_PLACES))

    def _explanations(self, explained: Sequence[Outcome]) -> Iterator[str]:
        if not explained:
            return
        yield ""
        yield self._paint(f"── {self._('Explanations')} ──", _GREEN)
        for outcome in explained:
            assert outcome.explanation is not None
            yield ""
            yield self._numbered(outcome.title)
            yield from self._evidence(outcome)
            yield from self._explanation(outcome.explanation)

    def _explanation(self, explanation: Explanation) -> Iterator[str]:
        name = "waived" if explanation.is_waiver else "explained"
        yield self._field(name, explained_text(explanation, self.language))

    def _scope(self, result: CheckResult) -> Iterator[str]:
        lines = list(scope_lines(result, self.language))
        if lines:
            yield ""
            yield f"── {self._('Looked at')} ──"
        if result.digest:
            digest = result.digest[:_DIGITS]
            yield "   " + self._(_GROUNDS, date=result.as_of or "—", digest=digest, version=__version__)
            packs = "，".join(f"{id} {digest[:_DIGITS]}" for id, digest in result.packs.items())
            yield "   " + self._("Rule packs: {packs}", packs=packs)
        yield from (f"   {line}" for line in lines)

    def _summary(self, result: CheckResult) -> Iterator[str]:
        found = counts(result)
        yield ""
        yield self._(
            SUMMARY,
            passed=found["pass"],
            faults=found["faults"],
            hints=found["hints"],
            unsure=found["not-assessable"],
            other=found["not-applicable"],
        ) + (self._(", explained {explained}", explained=found["explained"]) if found["explained"] else "")
        if result.is_blocked or result.is_broken:
            yield self._paint(self._("The official document can't be made yet."), _RED)
        else:
            yield self._paint(self._("The official document can be made."), _GREEN)

    def _places(self, places: Sequence[Place]) -> Iterator[str]:
        for place in places[:_MOST_PLACES]:
            yield self._field("where", "  ".join(filter(None, (place_text(place), place.label))))
        if len(places) > _MOST_PLACES:
            yield self._field("where", self._("and {count} more", count=len(places) - _MOST_PLACES))

    def _numbered(self, text: str) -> str:
        self.number += 1
        return f"{self.number}. {text}"

    def _line(self, place: Place) -> str:
        return "  " + self._("(line {line})", line=place.line) if place.line else ""

    def _field(self, name: str, text: str) -> str:
        return f"   {self._('{name}: {text}', name=translate(_NAMES[name], self.language), text=text)}"

    def _(self, text: str, /, **values: object) -> str:
        return translate(text, self.language).format_map(values)

    def _paint(self, text: str, ink: str) -> str:
        return f"{ink}{text}{_PLAIN}" if self.colour else text
