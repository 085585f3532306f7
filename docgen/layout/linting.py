"""Linting one document: every rule of the table tried, what departs grouped, what can't be told said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from docgen.findings import Nature, Place, Severity
from docgen.frozen import frozen
from docgen.layout.measures import MEASURES
from docgen.layout.pages import Laid
from docgen.layout.parts import DOC_NO, MARK, PRINTER, TITLE, full_text, recognise
from docgen.layout.rendered_rules import RENDERED
from docgen.layout.rule import (
    LETTER,
    MINUTES,
    OFFICIAL,
    ORDER,
    PLAIN,
    Departure,
    Draft,
    Rule,
    Strength,
    Unsure,
)
from docgen.layout.table import RULES
from docgen.layout.text_rows import text_departures
from docgen.ooxml.edits import Edit
from docgen.ooxml.reading import HEADER, Reading, read_document
from docgen.rules.outcomes import LegalBasis, Outcome, Status

#: what a clause begins with -> the standard's title, since when, and whether its clauses were compared
_STANDARDS = {
    "GB/T 15834": ("《标点符号用法（GB/T 15834—2011）》", "2012-06-01", "article"),
    "GB/T 15835": ("《出版物上数字用法（GB/T 15835—2011）》", "2011-11-01", "title"),
    "党政机关公文处理工作条例": ("《党政机关公文处理工作条例》", "2012-07-01", "article"),
    "GB/T 9704": ("《党政机关公文格式（GB/T 9704—2012）》", "2012-07-01", "article"),
}
#: so many places of alike departures are named; --all names every one
_MOST_PLACES = 8


@frozen
class Office:
    """What an office's own profile changes: measures with their reasons, and rules it leaves out."""

    measures: Mapping[str, int | str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, str] = field(default_factory=dict)


@frozen
class Linted:
    """What one rule gave on a document, before it is worded: departures, or why it couldn't be judged."""

    rule: Rule
    status: Status
    departures: tuple[Departure, ...] = ()
    reasons: tuple[str, ...] = ()


def lint(
    data: bytes,
    path: str = "",
    *,
    profile: str = "auto",
    office: Office | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> tuple[Draft, list[Linted]]:
    """The document as it was read and what each rule gave; UnreadableInput if it can't be read."""
    reading = recognise(read_document(data, path))
    given = office or Office()
    form = recognised_profile(reading) if profile == "auto" else profile
    rules = [rule for rule in RULES if is_wanted(rule.id, select, (*ignore, *given.ignored))]
    told = text_departures(reading, form) if any(rule.id.startswith("text.") for rule in rules) else {}
    draft = Draft(reading, form, {**MEASURES, **given.measures}, told)
    return draft, [_tried(rule, draft) for rule in rules]


def is_wanted(id: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Whether a rule is chosen; layout.body means all that begin so."""

    def is_named(names: Sequence[str]) -> bool:
        return any(id == name or id.startswith(name.rstrip(".*") + ".") for name in names)

    return (not select or is_named(select)) and not is_named(ignore)


def recognised_profile(reading: Reading) -> str:
    """The form that a document shows by its head and 版记; plain where it shows none."""
    marks = [full_text(para) for para in reading.paragraphs if para.role == MARK]
    has_number = any(para.role == DOC_NO for para in reading.paragraphs)
    if any(text.endswith(("命令", "令")) for text in marks):
        return ORDER
    if any(text.endswith("纪要") for text in marks):
        return MINUTES
    if any(para.where == HEADER for para in reading.paragraphs if para.role == MARK) and has_number:
        return LETTER
    if has_number and not any(text.endswith("文件") for text in marks) and _is_red_doubled(reading):
        return LETTER
    has_imprint = any(para.role == PRINTER for para in reading.paragraphs)
    has_title = any(para.role == TITLE for para in reading.paragraphs)
    return OFFICIAL if has_number and has_title and (marks or has_imprint) else PLAIN


def _is_red_doubled(reading: Reading) -> bool:
    return any(
        str(para.values[side].value.get("val")).startswith(("thickThin", "thinThick"))
        for para in reading.paragraphs
        for side in ("border-top", "border-bottom")
        if para.values[side].value
    )


def _tried(rule: Rule, draft: Draft) -> Linted:
    if draft.profile not in rule.profiles or (rule.roles and not draft.of(*rule.roles)):
        return Linted(rule, Status.NOT_APPLICABLE)
    departures: list[Departure] = []
    reasons: list[str] = []
    for given in rule.measure(draft):
        if isinstance(given, Unsure):
            reasons.append(given.reason)
        else:
            departures.append(given)
    status = Status.FAIL if departures else Status.NOT_ASSESSABLE if reasons else Status.PASS
    return Linted(rule, status, tuple(_told_once(departures)), tuple(dict.fromkeys(reasons)))


def _told_once(departures: Iterable[Departure]) -> list[Departure]:
    """What is wrong with several runs of one paragraph in one way is one departure with all their edits."""
    found: dict[Departure, list[Edit]] = {}
    told: list[Departure] = []
    for each in departures:
        if not each.edits:
            told.append(each)
            continue
        bare = replace(each, edits=())
        if bare not in found:
            told.append(bare)
        found.setdefault(bare, []).extend(each.edits)
    return [replace(each, edits=tuple(found[each])) if each in found else each for each in told]


def on_pages(draft: Draft, linted: Iterable[Linted], laid: Laid) -> list[Linted]:
    """The same, with what only pages show measured on them: what was left open, and what pages refute."""
    return [_measured(one, draft, laid) if one.rule.id in RENDERED else one for one in linted]


def _measured(one: Linted, draft: Draft, laid: Laid) -> Linted:
    if one.status not in (Status.PASS, Status.NOT_ASSESSABLE):
        return one
    given = list(RENDERED[one.rule.id](draft, laid))
    told = tuple(replace(each, origin=laid.said) for each in given if isinstance(each, Departure))
    reasons = tuple(each.reason for each in given if isinstance(each, Unsure))
    if told:
        return Linted(one.rule, Status.FAIL, told)
    if one.status is Status.PASS:  # what the file says holds where the pages don't tell
        return one
    return Linted(one.rule, Status.NOT_ASSESSABLE, (), reasons) if reasons else Linted(one.rule, Status.PASS)


def severity(strength: Strength, profile: str, is_strict: bool) -> Severity:
    """S is an error, C and P are warnings; --strict raises C; in plain material nothing is an error."""
    if profile == PLAIN:
        return Severity.INFO if strength is Strength.PRACTICE else Severity.WARNING
    if strength is Strength.STATED or (strength is Strength.GENERAL and is_strict):
        return Severity.ERROR
    return Severity.WARNING


def edits(linted: Iterable[Linted]) -> list[Edit]:
    """What puts right everything that can be put right without a person."""
    return [edit for one in linted for each in one.departures for edit in each.edits]


def outcomes(
    draft: Draft,
    linted: Iterable[Linted],
    path: str,
    *,
    office: Office | None = None,
    is_strict: bool = False,
    every_place: bool = False,
) -> tuple[Outcome, ...]:
    """What all rules gave as outcomes: alike departures are one, with their places counted."""
    found: list[Outcome] = []
    for one in linted:
        if not one.departures:
            level = severity(one.rule.strength, draft.profile, is_strict)
            found.append(_outcome(one.rule, one.status, level, path, message="；".join(one.reasons)))
            continue
        groups: dict[tuple[object, ...], list[Departure]] = {}
        for each in one.departures:
            alike = (
                each.part if each.part != "表格" else "正文",
                each.alike or (each.found, each.wanted),
                each.origin,
                each.strength,
            )
            key = (*alike, len(groups)) if every_place else alike
            groups.setdefault(key, []).append(each)
        for group in groups.values():
            found.append(_group_outcome(one.rule, group, draft, path, office or Office(), is_strict))
    return tuple(found)


def _group_outcome(
    rule: Rule, group: Sequence[Departure], draft: Draft, path: str, office: Office, is_strict: bool
) -> Outcome:
    first = group[0]
    strength = first.strength or rule.strength
    level = severity(strength, draft.profile, is_strict)
    label = places(group)
    is_practice = strength is Strength.PRACTICE
    message = f"{first.found}，宜为{first.wanted}" if is_practice else f"{first.found}，应为{first.wanted}"
    if strength is Strength.GENERAL:
        message = f"{first.found}，一般为{first.wanted}"
    if first.origin:
        message += f"（来自{first.origin}）"
    return _outcome(rule, Status.FAIL, level, path, label, message, first.wanted, first.found, is_practice)


def places(group: Sequence[Departure]) -> str:
    """Where alike departures are: 正文第3段“一、总体要求”, or 正文第3、4、5段，共12处."""
    first = group[0]
    if first.part == "全文":
        return "全文"
    if first.part == "页面":
        return "、".join(dict.fromkeys(each.words for each in group))
    numbers = list(dict.fromkeys(each.index for each in group))
    if len(numbers) == 1:
        count = f"{len(group)}处" if len(group) > 1 and first.alike else ""
        return f"{first.part}第{first.index}段“{first.words}”{count}"
    shown = "、".join(map(str, numbers[:_MOST_PLACES])) + ("…" if len(numbers) > _MOST_PLACES else "")
    count = f"{len(group)}处" if len(group) > len(numbers) and first.alike else ""
    return f"{first.part}第{shown}段，共{len(numbers)}段{count}；首处“{first.words}”"


def _outcome(
    rule: Rule,
    status: Status,
    level: Severity,
    path: str,
    label: str = "",
    message: str = "",
    wanted: str = "",
    found: str = "",
    is_practice: bool = False,
) -> Outcome:
    has_clause = rule.strength is not Strength.PRACTICE and not is_practice
    return Outcome(
        rule=rule.id,
        title=rule.title,
        nature=Nature.CONTRADICTION,
        severity=level,
        status=status,
        subject="",
        subject_label=label,
        place=Place(path, label=label),
        message=message,
        expected=wanted,
        computed=found,
        difference="",
        reads=(),
        steps=(),
        missing=(),
        bases=(_basis(rule.clause),) if has_clause else (),
    )


def _basis(clause: str) -> LegalBasis:
    """7.3.3 of GB/T 9704, or of the standard that a clause names: GB/T 15834 4.9.2."""
    begin = next((name for name in _STANDARDS if clause.startswith(name)), "GB/T 9704")
    title, since, verified = _STANDARDS[begin]
    number = clause.removeprefix(begin).strip()
    article = number if number.startswith("第") else f"第{number}条"
    return LegalBasis(title, "", "", article, since, "", verified)
