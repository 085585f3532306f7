"""Words for what the smaller commands show: kinds, templates, one rule, changes, files made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docgen.findings import Nature, Severity
from docgen.formats.text import NATURES, basis_text, counts
from docgen.frozen import frozen
from docgen.messages import N_, translate
from docgen.rules.outcomes import CheckResult, LegalBasis

if TYPE_CHECKING:
    from docgen.rules.mutants import Mutant
    from docgen.rules.selftests import TestFault, Untried

NOTHING_MADE = N_(
    "Nothing was made. Put right the {count} faults above, explain them with --explanations, "
    "or make a marked draft with --draft."
)
SEVERITIES = {Severity.ERROR: N_("blocks"), Severity.WARNING: N_("warns"), Severity.INFO: N_("informs")}
CHANGES = {
    "added": N_("added"),
    "removed": N_("removed"),
    "changed": N_("changed"),
    "moved": N_("moved"),
    "respelt": N_("written differently"),
}


@frozen
class KindLine:
    """A kind of record as ``docgen kinds`` lists it."""

    id: str
    title: str
    description: str
    template: str


@frozen
class TemplateLine:
    """A template as ``docgen templates`` lists it."""

    id: str
    title: str
    kind: str
    path: str


@frozen
class RuleSheet:
    """A rule as ``docgen explain`` shows it: its expressions, and what they say in Chinese (``…_words``)."""

    id: str
    title: str
    nature: Nature
    severity: Severity
    why: str
    expect: str
    condition: str
    condition_words: str
    when: str
    when_words: str
    for_each: str
    for_each_words: str
    where: str
    where_words: str
    area: str
    effective_from: str
    effective_to: str
    bases: tuple[LegalBasis, ...]
    kinds: tuple[str, ...]
    pack: str
    path: str
    line: int


@frozen
class RuleLine:
    """A rule as ``docgen rules list`` lists it."""

    id: str
    title: str
    nature: Nature
    severity: Severity
    kinds: tuple[str, ...]
    pack: str


@frozen
class RuleTrial:
    """What ``docgen rules test`` found of a rule: tests that fail, mutants that no test notices.

    ``tests``, ``mutants`` and ``equivalent`` count what was tried and what the pack lists; ``needless`` is
    what it lists wrongly; ``untried`` outcomes that no test wants.
    """

    id: str
    title: str
    pack: str
    path: str
    line: int
    tests: int
    mutants: int
    equivalent: int
    faults: tuple[TestFault, ...]
    unnoticed: tuple[Mutant, ...]
    needless: tuple[str, ...]
    untried: tuple[Untried, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing to mend."""
        return not (self.faults or self.unnoticed or self.needless or self.untried)


@frozen
class ChangeLine:
    """One difference between two records; values as a clerk reads them, "" where there is none."""

    kind: str
    label: str
    before: str
    after: str
    pointer_a: str | None
    pointer_b: str | None


def kinds_text(kinds: Iterable[KindLine], language: str) -> str:
    """Each kind: its id and title, then what it is and its template."""
    lines = []
    for kind in kinds:
        lines.append(f"{kind.id}  {kind.title}")
        lines += [f"    {text}" for text in (kind.description,) if text]
        if kind.template:
            lines.append("    " + _(N_("Template: {id}"), language, id=kind.template))
    return _joined(lines) or _(N_("There are none.\n"), language)


def templates_text(templates: Iterable[TemplateLine], language: str) -> str:
    """Each template: its id and title, then the kinds it is for and where it is."""
    lines = []
    for template in templates:
        lines.append(f"{template.id}  {template.title}")
        lines.append("    " + _(N_("For: {kind}"), language, kind=template.kind))
        lines.append(f"    {template.path}")
    return _joined(lines) or _(N_("There are none.\n"), language)


def rule_text(rule: RuleSheet, language: str) -> str:
    """Everything about one rule, a line each."""
    nature = translate(NATURES[rule.nature], language)
    severity = translate(SEVERITIES[rule.severity], language)
    fields = [
        (N_("Nature"), f"{nature} ({severity})"),
        (N_("Why"), " ".join(rule.why.split())),
        (N_("Expected"), rule.expect),
        (N_("For each"), rule.for_each),
        (N_("In words"), rule.for_each_words),
        (N_("Only those"), rule.where),
        (N_("In words"), rule.where_words),
        (N_("Only when"), rule.when),
        (N_("In words"), rule.when_words),
        (N_("Condition"), rule.condition),
        (N_("In words"), rule.condition_words),
        (N_("Only in"), rule.area),
        (N_("From"), rule.effective_from),
        (N_("Until"), rule.effective_to),
        *((N_("Basis"), basis_text(basis, language)) for basis in rule.bases),
        (N_("Kinds of record"), "、".join(rule.kinds)),
        (N_("Written in"), f"{rule.path}:{rule.line}" if rule.path else ""),
    ]
    lines = [f"{rule.id}  {rule.title}"]
    lines += [
        _(N_("{name}: {text}"), language, name=translate(name, language), text=text)
        for name, text in fields
        if text
    ]
    return _joined(lines)


def rules_text(rules: Sequence[RuleLine], not_read: Sequence[str], language: str) -> str:
    """Each pack, then its rules: id and title, nature and severity; then how many, and the files left out."""
    lines: list[str] = []
    pack = ""
    for rule in rules:
        if rule.pack != pack:
            pack = rule.pack
            lines += [*([""] if lines else []), _(N_("{pack}:"), language, pack=pack)]
        nature, severity = (
            translate(NATURES[rule.nature], language),
            translate(SEVERITIES[rule.severity], language),
        )
        lines.append(f"  {rule.id}  {rule.title}  [{nature}, {severity}]")
    lines += ["", _(N_("Rules: {count}"), language, count=len(rules)), *_left_out(not_read, language)]
    return _joined(lines)


def _left_out(names: Sequence[str], language: str) -> list[str]:
    """The line that says which files beside the packs are not read."""
    if not names:
        return []
    text = N_("Not read, because the name doesn't end in .yaml: {names}")
    return [_(text, language, names="、".join(names))]


#: outcome that no test wants -> what is said of it
UNTRIED = {
    "not-applicable": N_(
        "Where one of these says 无, the rule doesn't apply, and no test shows it (not-applicable): {what}. "
        "If 无 is to be judged as well, write none(…) or or_zero(…)."
    ),
    "not-assessable": N_(
        "Where one of these is unknown, the rule can't be judged, and no test shows it (not-assessable): "
        "{what}."
    ),
}


def trials_text(trials: Sequence[RuleTrial], not_read: Sequence[str], language: str) -> str:
    """Each rule with something to mend, and what; then how much was tried, and the files left out."""
    lines: list[str] = []
    for trial in trials:
        if not trial.is_sound:
            lines.append(f"{trial.path}:{trial.line}: {trial.id}  {trial.title}")
        for fault in trial.faults:
            lines.append(
                "    " + _(N_("Test {number} should give {wanted}, but gives {found}."), language,
                           number=fault.number, wanted=fault.wanted, found=fault.found)
            )  # fmt: skip
            lacking = [one for outcome in fault.outcomes for one in outcome.missing]
            what = "、".join(dict.fromkeys(one.label or one.pointer for one in lacking))
            if what:
                lines.append("      " + _(N_("Missing: {what}"), language, what=what))
        for mutant in trial.unnoticed:
            lines.append("    " + _(N_("No test notices this change of {part}:"), language, part=mutant.part))
            lines += [f"      - {mutant.before}", f"      + {mutant.after}"]
        lines += [
            "    "
            + _(N_("Listed under equivalent, but a test notices it: {change}"), language, change=change)
            for change in trial.needless
        ]
        lines += [
            "    " + _(UNTRIED[each.outcome], language, what="、".join(each.labels)) for each in trial.untried
        ]
    lines.append(
        _(
            N_(
                "Rules {rules}, tests {tests}, changes tried {mutants}, listed as equivalent {equivalent}; "
                "rules to mend {bad}."
            ),
            language,
            rules=len(trials),
            tests=sum(each.tests for each in trials),
            mutants=sum(each.mutants for each in trials),
            equivalent=sum(each.equivalent for each in trials),
            bad=sum(not each.is_sound for each in trials),
        )
    )
    return _joined([*lines, *_left_out(not_read, language)])


def changes_text(changes: Sequence[ChangeLine], language: str) -> str:
    """Each change: what happened, where, before and after; then how many."""
    lines = []
    for change in changes:
        lines.append(f"{translate(CHANGES[change.kind], language)}  {change.label}")
        if change.before:
            lines.append(f"    - {change.before}")
        if change.after:
            lines.append(f"    + {change.after}")
    lines.append(_(N_("Changes: {count}"), language, count=len(changes)))
    return _joined(lines)


def made_text(result: CheckResult, document: object, sheet: object, manifest: object, language: str) -> str:
    """The files that were made, a line each, and how the record was judged; or that nothing was made."""
    found = counts(result)
    if document is None:
        sentence = NOTHING_MADE
        if result.is_broken:
            sentence = N_("Nothing was made: a rule broke, so the record is not judged.")
        elif not result.is_blocked:
            sentence = N_("Nothing was made: --fail-on or --strict counts what the record has.")
        return _joined([_(sentence, language, count=found["faults"])])
    lines = [_(N_("Document: {file}"), language, file=document)]
    if sheet:
        lines.append(_(N_("Check sheet: {file}"), language, file=sheet))
    if manifest:
        lines.append(_(N_("Made from: {file}"), language, file=manifest))
    summary = N_("Faults {faults}, hints {hints}, not assessable {unsure}.")
    lines.append(
        _(summary, language, faults=found["faults"], hints=found["hints"], unsure=found["not-assessable"])
    )
    return _joined(lines)


def started_text(folder: str, files: Sequence[str], language: str) -> str:
    """What ``docgen init`` put where, and what to do next."""
    lines = [_(N_("Made the folder {folder}:"), language, folder=folder)]
    lines += [f"  {file}" for file in files]
    record = next((file for file in files if file.endswith(".json")), "")
    if record:
        lines.append(_(N_("Fill in {record}, then run: docgen check {record}"), language, record=record))
    return _joined(lines)


def _(text: str, language: str, /, **values: object) -> str:
    return translate(text, language).format_map(values)


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
