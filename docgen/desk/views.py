"""What the page shows of a record, a document or an inspection, as plain data for its templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docgen.auditing.relations import Verdict
from docgen.auditing.results import Audit
from docgen.desk.editing import shown
from docgen.errors import DocgenError
from docgen.expressions import Type
from docgen.finalising.results import Verification
from docgen.formats.inspection_units import judged_unit
from docgen.formats.text import counts
from docgen.inspecting import RECORD_RULE
from docgen.locating import split_pointer
from docgen.messages import N_, translate, word
from docgen.records import Record
from docgen.rules.outcomes import CheckResult, Outcome, Status
from docgen.schemas import Kind, everything, label
from docgen.structure import is_unknown, type_at

#: class of a finding -> the heading it stands under; contradictions first
GROUPS = {
    "error": N_("Rules that broke"),
    "fault": N_("Faults: put these right, or explain them"),
    "hint": N_("Hints: look at these; they do not stop the document"),
    "explained": N_("Explanations"),
    "waived": N_("Explanations"),
    "unsure": N_("Not assessable: add what is missing"),
}
#: what the office's reader has no use for beside a value
_BESIDE = ("unit", "basis", "as_of", "id")
_TECHNICAL = ("/format", "/kind")
_SEPARATOR = " › "
#: the words that a place in a document quotes: 第3段“一是……”
_QUOTED = re.compile("“([^”]{4,})”")


def error_text(error: DocgenError, language: str) -> str:
    """What kept something from being done, in a sentence; with the line where one is known."""
    text = word(error.code, error.parameters, language)
    if error.suggestion:
        text += translate(N_("Did you mean “{name}”?"), language).format(name=error.suggestion)
    if error.line:
        where = translate(N_("(line {line})"), language).format(line=error.line)
        text = f"{text}{where}"
    return "\n".join((text, *(error_text(other, language) for other in error.also)))


def record_view(record: Record, kind: Kind, result: CheckResult, language: str) -> dict[str, Any]:
    """A judged record: its counts, its findings group by group, and every value with what is said of it."""
    unit = judged_unit(record, kind, result, language)
    entries = [*unit["findings"], *unit["unsure"]]
    subjects = {f"{each.rule}|{each.subject}|{each.place.pointer}": each for each in result.outcomes}
    for number, entry in enumerate(entries):
        entry["number"] = number
        entry["label"] = entry["about"] or label(kind, entry["pointer"], record)
        entry["fields"] = fields_of(entry)
        outcome = subjects.get(f"{entry['rule']}|{entry['subject']}|{entry['pointer']}")
        entry["may_explain"] = entry["class"] in ("fault", "hint") and outcome is not None
    return {
        "title": result.title or unit["unit"],
        "issuer": result.issuer,
        "kind": kind.title,
        "counts": counts(result),
        "is_blocked": result.is_blocked or result.is_broken,
        "as_of": result.as_of,
        "groups": grouped(entries, language),
        "sections": list(values(record, kind, entries)),
    }


def grouped(entries: Iterable[Mapping[str, Any]], language: str) -> list[dict[str, Any]]:
    """Findings under their headings, and of one rule together."""
    found: list[dict[str, Any]] = []
    entries = list(entries)
    for sort, heading in GROUPS.items():
        alike = [entry for entry in entries if entry["class"] == sort]
        if not alike:
            continue
        rules: dict[str, list[Mapping[str, Any]]] = {}
        for entry in alike:
            # what the schema found are different things; of a rule its places stand together
            own = f"{RECORD_RULE}|{entry['message']}" if entry["rule"] == RECORD_RULE else entry["rule"]
            rules.setdefault(own, []).append(entry)
        found.append(
            {
                "class": sort,
                "heading": translate(heading, language),
                "count": len(alike),
                "rules": [
                    {"title": several[0]["title"] or several[0]["message"], "entries": several}
                    for several in rules.values()
                ],
            }
        )
    return found


def fields_of(entry: Mapping[str, Any]) -> list[dict[str, str]]:
    """The values that a finding is about, each once: what it read, what it missed, else its own place."""
    found = {each["pointer"]: {"label": each["label"], "text": each["text"]} for each in entry["reads"]}
    for each in entry["missing"]:
        found.setdefault(each["pointer"], {"label": each["label"], "text": each["reason"]})
    if not found and entry["pointer"]:
        found[entry["pointer"]] = {"label": entry["label"], "text": ""}
    return [{"pointer": pointer, **about} for pointer, about in found.items()]


def values(record: Record, kind: Kind, entries: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every value that can be changed, section by section, with the findings that are about it."""
    about: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        if entry["class"] in ("fault", "hint", "error", "unsure"):
            for field in entry["fields"]:
                told = {"number": entry["number"], "class": entry["class"], "message": entry["message"]}
                about.setdefault(field["pointer"], []).append(told)
    sections: dict[str, dict[str, Any]] = {}
    for pointer, value, type_, parent in everything(record, kind):
        if not pointer or not is_leaf(value) or pointer in _TECHNICAL:
            continue
        name = split_pointer(pointer)[-1]
        if isinstance(parent, dict) and name in _BESIDE and pointer not in about:
            continue
        top = split_pointer(pointer)[0]
        full = label(kind, pointer, record).split(_SEPARATOR)
        is_simple = len(full) == 1
        section = sections.setdefault(
            "" if is_simple else top, {"title": "" if is_simple else full[0], "rows": [], "findings": {}}
        )
        steps = full if is_simple else full[1:]
        if name == "value" and len(steps) > 1:
            steps = steps[:-1]
        findings = about.get(pointer, [])
        section["rows"].append(
            {
                "pointer": pointer,
                "label": _SEPARATOR.join(steps),
                "text": shown(value, type_),
                "unit": unit_beside(parent, type_),
                "is_prose": type_.is_prose,
                "is_unknown": is_unknown(value),
                "findings": findings,
                "class": next((each["class"] for each in findings if each["class"] in ("error", "fault")), "")
                or (findings[0]["class"] if findings else ""),
            }
        )
        for each in findings:
            section["findings"][each["number"]] = each["class"]
    for section in sections.values():
        sorts = list(section["findings"].values())
        section["faults"] = sorts.count("fault") + sorts.count("error")
        section["others"] = len(sorts) - section["faults"]
        yield section


def is_leaf(value: object) -> bool:
    """Whether a value is one that a clerk changes: no list and no object, but unknown is one."""
    return not isinstance(value, dict | list) or is_unknown(value)


def unit_beside(parent: object, type_: Type | None) -> str:
    """The unit beside a number, "" where there is none; the ``unit`` of a plan's item is an office."""
    if type_ is None or type_.sort != "number" or not isinstance(parent, dict):
        return ""
    unit = parent.get("unit")
    return unit if isinstance(unit, str) else ""


def field_view(record: Record, kind: Kind, pointer: str, typed: str | None = None) -> dict[str, Any]:
    """One value in the field where it is changed: what it is called, what it is now, what may be chosen."""
    type_: Type | None = type_at(kind, pointer)
    value = record.get(pointer)
    parent, _, _name = pointer.rpartition("/")
    text = shown(value, type_)
    choices = list(type_.choices.values()) if type_ is not None else []
    is_closed = bool(choices) and type_ is not None and type_.sort == "text" and not type_.may_be_unknown
    return {
        "pointer": pointer,
        "label": label(kind, pointer, record),
        "text": text if typed is None else typed,
        "was": text,
        "unit": unit_beside(record.get(parent), type_),
        "sort": type_.sort if type_ is not None else "text",
        # what is none of the list is shown as it is: nothing else is chosen for the clerk
        "choices": [*([text] if is_closed and text not in choices else []), *choices],
        "is_closed": is_closed,
        "may_be_none": type_ is not None and type_.may_be_none,
        "is_long": type_ is not None and (type_.is_prose or len(text) > 40),
        "line": record.place(pointer).line,
    }


def editable(record: Record, kind: Kind, pointer: str) -> str:
    """The pointer that is really typed for what a finding names: of an indicator its value."""
    type_ = type_at(kind, pointer)
    held = record.get(pointer)
    if (
        type_ is not None
        and type_.sort in ("number", "date")
        and isinstance(held, dict)
        and not is_unknown(held)
    ):
        inner = "value" if type_.sort == "number" else "date"
        return f"{pointer}/{inner}" if inner in type_.fields else pointer
    return pointer


def outcome_of(result: CheckResult, rule: str, subject: str, pointer: str) -> Outcome | None:
    """The failed outcome that a finding on the page tells of."""
    for each in result.outcomes:
        is_it = (each.rule, each.subject, each.place.pointer) == (rule, subject, pointer)
        if is_it and each.status is Status.FAIL:
            return each
    return None


def document_view(result: CheckResult, language: str) -> list[dict[str, Any]]:
    """What linting a document found, grouped as a record's findings are."""
    from docgen.formats.inspection_units import outcome_entry

    empty = Record.from_data({}, result.file)
    entries = []
    for number, outcome in enumerate(result.outcomes):
        if outcome.status not in (Status.FAIL, Status.ERROR):
            continue
        sort = "fault" if outcome.blocks else "hint"
        entry = outcome_entry(outcome, sort, empty, language)
        quoted = _QUOTED.search(outcome.subject_label)
        words = quoted[1].rstrip("…") if quoted else ""
        entry |= {"number": number, "label": outcome.subject_label, "words": words}
        entries.append(entry)
    return grouped(entries, language)


def unsure_count(result: CheckResult) -> int:
    """How many rules couldn't look at a document."""
    return sum(each.status is Status.NOT_ASSESSABLE for each in result.outcomes)


def verified_groups(found: Verification, language: str, start: int) -> list[dict[str, Any]]:
    """A document beside its record: what differs, then the rules that would come out otherwise."""
    from docgen.formats.verified_text import CONSEQUENCES, change_of

    told = {
        "fault": translate(N_("Beside the record: it says otherwise"), language),
        "hint": translate(N_("Beside the record: look at these"), language),
        "consequence": translate(CONSEQUENCES, language).rstrip("：:"),
    }
    entries: dict[str, list[dict[str, Any]]] = {sort: [] for sort in told}
    for each in found.findings:
        quoted = _QUOTED.search(each.place.label)
        words = quoted[1].rstrip("…") if quoted else ""
        message = word(each.code, each.parameters, language)
        title = str(each.parameters.get("title") or message)
        entries["fault" if each.blocks else "hint"].append(_entry(title, message, each.place.label, words))
    for follows in found.consequences:
        entries["consequence"].append(_entry(follows.title, change_of(follows, language), "", ""))
    groups = []
    for sort, alike in entries.items():
        for number, entry in enumerate(alike, start):
            entry |= {"number": number, "class": "hint" if sort == "consequence" else sort}
        start += len(alike)
        if alike:
            rules = [{"title": each["title"], "entries": [each]} for each in alike]
            about = {"class": alike[0]["class"], "heading": told[sort], "count": len(alike)}
            groups.append({**about, "rules": rules})
    return groups


def _entry(title: str, message: str, place: str, words: str) -> dict[str, Any]:
    return {"title": title, "message": message, "computed": "", "label": place, "words": words, "basis": []}


def audit_groups(audit: Audit, language: str, start: int) -> dict[str, Any]:
    """A document's own figures: what to check, what can't be decided, how many relations hold."""
    from docgen.formats.audit_text import HEADS, excerpt, place_text, sentence

    found: dict[str, Any] = {"consistent": len(audit.of(Verdict.CONSISTENT))}
    number = start
    told = {"faults": (Verdict.INCONSISTENT, "fault"), "unsure": (Verdict.UNDECIDED, "unsure")}
    for key, (verdict, sort) in told.items():
        entries = []
        for relation in audit.of(verdict):
            words = " ".join(relation.excerpt.split())[:40]
            entry = _entry(excerpt(relation), sentence(relation, language), place_text(relation), words)
            entries.append({**entry, "number": number, "class": sort, "computed": relation.equation})
            number += 1
        heading = translate(HEADS[verdict], language).rstrip("：:")
        rules = [{"title": each["title"], "entries": [each]} for each in entries]
        group = {"class": sort, "heading": heading, "count": len(entries), "rules": rules}
        found[key] = [group] if entries else []
    return found
