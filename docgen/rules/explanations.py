"""Explanations (情况说明) and waivers (豁免): who releases which failed rule, where and why."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from docgen import strict_yaml
from docgen.dates import PartialDate, parse_date
from docgen.errors import UnreadableInput, YamlFault
from docgen.findings import Finding, Nature, Place, Severity
from docgen.quantities import number_text
from docgen.records import Record
from docgen.rules.outcomes import CheckResult, Explanation, Outcome, Status
from docgen.strict_yaml import Document
from docgen.wording import nearest

#: key -> whether it is required; the later ones make it a waiver, or narrow what it is for
KEYS = {
    "rule": True, "place": False, "reason": True, "by": True, "date": False, "record": False,
    "item": False, "values": False, "approver": False, "document": False, "expires": False,
}  # fmt: skip

#: the finding about an explanation that fits nothing that failed
UNUSED = "explanation-unused"


def read_explanations(path: Path) -> tuple[Explanation, ...]:
    """The explanations in a file; UnreadableInput, with line and column, for the first fault of it."""
    try:
        document = strict_yaml.load_file(path)
    except YamlFault as fault:
        raise fault.as_unreadable_input() from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableInput("file-not-readable", path=str(path), reason=reason) from None
    data, base = document.data, ""
    if isinstance(data, dict) and list(data) == ["explanations"]:
        data, base = data["explanations"], "/explanations"
    if not isinstance(data, list):
        raise UnreadableInput("explanations-list", path=str(path), line=1)
    return tuple(read_entry(given, f"{base}/{index}", document) for index, given in enumerate(data))


def read_entry(given: Any, pointer: str, document: Document) -> Explanation:
    """One explanation; UnreadableInput if it isn't one."""
    line, column = document.mark(pointer)

    def refusal(code: str, suggestion: str = "", **parameters: object) -> UnreadableInput:
        return UnreadableInput(
            code, path=document.path, line=line, column=column, suggestion=suggestion, **parameters
        )

    if not isinstance(given, dict):
        raise refusal("explanations-list")
    for name, value in given.items():
        if name not in KEYS:
            raise refusal("pack-unknown-key", nearest(name, list(KEYS)), name=name)
        if name != "values" and value is not None and not isinstance(value, str):
            raise refusal("pack-wants-text")
    texts = {name: (given.get(name) or "").strip() for name in KEYS if name != "values"}
    texts["by"] = texts["by"] or texts["approver"]
    for name, is_required in KEYS.items():
        if is_required and not texts[name]:
            raise refusal("explanation-lacks", name=name)
    if texts["expires"] and parse_date(texts["expires"]) is None:
        raise refusal("not-a-date", found=texts["expires"])
    return Explanation(
        **texts, values=read_values(given.get("values"), refusal),
        source=Place(document.path, pointer, "", line, column),
    )  # fmt: skip


def read_values(given: Any, refusal: Callable[..., UnreadableInput]) -> dict[str, str]:
    """The values that a waiver was granted for, as texts."""
    if given is None:
        return {}
    if not isinstance(given, dict) or any(isinstance(value, (dict, list)) for value in given.values()):
        raise refusal("explanation-values")
    return {name: written(value) for name, value in given.items()}


def applied(
    outcomes: Iterable[Outcome],
    explanations: Sequence[Explanation],
    record: Record,
    as_of: PartialDate | None = None,
) -> tuple[list[Outcome], list[Finding]]:
    """The outcomes with the explanations that hold for them, and a finding for each that holds for none.

    One that expired before ``as_of``, or was given for other values, is told as that and releases nothing.
    """
    outcomes = list(outcomes)
    ours = [each for each in explanations if is_about(each.record, record)]
    #: explanation -> why it doesn't hold for what it fits; "" once it held for something
    refused: dict[int, str] = {}
    explained = []
    for outcome in outcomes:
        if outcome.status is Status.FAIL:
            for index, explanation in enumerate(ours):
                if not is_for(explanation, outcome):
                    continue
                why = objection(explanation, outcome, record, as_of)
                if why == "":
                    refused[index] = ""
                    outcome = replace(outcome, explanation=explanation)
                    break
                refused.setdefault(index, why)
        explained.append(outcome)
    rules = {outcome.rule for outcome in outcomes}
    return explained, [
        without_use(explanation, refused.get(index), rules)
        for index, explanation in enumerate(ours)
        if refused.get(index) != ""
    ]


def without_use(explanation: Explanation, why: str | None, rules: set[str]) -> Finding:
    """The finding for an explanation that holds for nothing: why not (None: nothing it fits has failed)."""
    parameters = {"rule": explanation.rule, "place": told_place(explanation)}
    if why is None:
        near = "" if explanation.rule in rules else nearest(explanation.rule, rules)
        code, more = UNUSED, {"nearest": near}
    elif why == "expired":
        code, more = "explanation-expired", {"expires": explanation.expires}
    else:
        code, more = "explanation-other-values", {"fields": why}
    return Finding(code, explanation.source, Severity.WARNING, Nature.ADVICE, {**parameters, **more})


def lines_used(result: CheckResult, file: str | Path) -> set[int]:
    """The lines of a file's explanations that fit anything in a result, whether they still hold or not."""
    lines = {each.explanation.source.line for each in result.outcomes if each.explanation}
    about = (each for each in result.findings if each.place.file == str(Path(file)))
    lines |= {each.place.line for each in about if each.code != UNUSED}
    return {line for line in lines if line is not None}


def fitting_nothing(file: str | Path, used: Container[int | None]) -> list[Explanation]:
    """The explanations of a file that stand in none of the lines that were used."""
    return [each for each in read_explanations(Path(file)) if each.source.line not in used]


def told_place(explanation: Explanation) -> str:
    """What an explanation names as its place; one that names none is for the record as a whole."""
    return explanation.item or explanation.place or "整份记录"


def objection(explanation: Explanation, outcome: Outcome, record: Record, as_of: PartialDate | None) -> str:
    """Why one doesn't hold: ``expired``, or the fields that now have other values; "" if it does."""
    expires = parse_date(explanation.expires)
    if expires is not None and as_of is not None and as_of.first > expires.last:
        return "expired"
    others = [
        name
        for name, granted in explanation.values.items()
        if written(found_value(name, outcome, record)) != granted
    ]
    return "、".join(others)


def found_value(name: str, outcome: Outcome, record: Record) -> Any:
    """What a record has at a pointer, at a field of the outcome's subject, or under an id; else None."""
    if name.startswith("/"):
        data = record.get(name)
    else:
        data = (
            record.get(f"{outcome.place.pointer}/{name.replace('.', '/')}") if outcome.subject_label else None
        )
        if data is None:
            data = record.get(record.pointers.get(name, "/"))
    if isinstance(data, str) and data in record.pointers:  # a field that names an indicator means its value
        data = record.get(record.pointers[data])
    return data.get("value", data) if isinstance(data, dict) else data


def written(value: Any) -> str:
    """A value as one text, so that 12, 12.0 and 「12」 are the same; "" for what isn't one value."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return str(value).lower() if isinstance(value, bool) else ""
    return number_text(value if isinstance(value, int) else plain_decimal(value))


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without zeros at its end."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def is_about(name: str, record: Record) -> bool:
    """Whether a record is the one named: by its file, its unit or its SHA-256; "" names every record."""
    file = Path(record.source.name).name
    return name in ("", file, Path(file).stem, record.get("/issuer/name"), record.source.digest)


def is_for(explanation: Explanation, outcome: Outcome) -> bool:
    """Whether an explanation is for that rule, subject and place."""
    if explanation.rule != outcome.rule:
        return False
    if explanation.item:
        return explanation.item == outcome.subject and (
            not explanation.place or fits(explanation.place, outcome)
        )
    return fits(explanation.place, outcome)


def fits(place: str, outcome: Outcome) -> bool:
    """Whether an explanation's place names the outcome's subject, or a value that decided it.

    A value is named by its pointer or, in the record's indicators, by its id; no place at all means the
    record as a whole.
    """
    if not place:
        return not outcome.subject_label
    pointers = {outcome.place.pointer, *(read.pointer for read in outcome.reads)}
    wanted = {place, f"{place}/value", f"/indicators/{place}/value", f"/dates/{place}/value"}
    return place == outcome.subject or not wanted.isdisjoint(pointers)
