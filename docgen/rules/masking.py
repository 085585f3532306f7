"""What a schema keeps from the public (``x-public: false``), masked before anybody words a result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any, TypeVar

from docgen.findings import Finding, Place
from docgen.locating import split_pointer
from docgen.records import Record
from docgen.rules.outcomes import CheckResult, Outcome, Read, Step, Worded
from docgen.schemas import Kind, noted

#: what stands in place of what is masked
MASK = "＊＊＊"

_Each = TypeVar("_Each")


def is_private(kind: Kind, pointer: str) -> bool:
    """Whether a pointer leads to, or into, a field that the schema keeps from the public."""
    if not kind.private_names or kind.private_names.isdisjoint(pointer.split("/")):
        return False
    type_ = kind.root
    for name in split_pointer(pointer):
        inner = type_.fields.get(name) or type_.entry or type_.item
        if inner is None:
            return False
        if not inner.is_public:
            return True
        type_ = inner
    return False


def private_texts(record: Record, kind: Kind) -> list[str]:
    """The texts of a record that its schema keeps from the public, the longest first."""
    if not kind.private_names:
        return []
    found: set[str] = set()
    waiting = list(noted(record, kind).private)
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and value.strip():
            found.add(value)
    return sorted(found, key=lambda text: (-len(text), text))


def masked(result: CheckResult, record: Record, kind: Kind) -> CheckResult:
    """The result with everything private masked, also where a sentence or a label repeats it."""
    findings = tuple(_finding(each, kind) for each in result.findings)
    hide = hider(private_texts(record, kind))
    if hide is None:
        return replace(result, findings=findings)
    hide = cache(hide)  # labels are the same again and again
    each_read, each_step = partial(_read, hide), partial(_step, hide)
    return replace(
        result,
        title=hide(result.title),
        findings=tuple(
            replace(each, place=_place(each.place, hide), parameters=_deep(dict(each.parameters), hide))
            for each in findings
        ),
        outcomes=tuple([_outcome(each, hide, each_read, each_step) for each in result.outcomes]),
    )


def hider(texts: Iterable[str]) -> Callable[[str], str] | None:
    """What masks these texts in a sentence; None if there are none.

    A number is masked only where it stands alone, a single character only where it is the whole text.
    """
    patterns = [_pattern(text) for text in texts]
    if not patterns:
        return None
    found = re.compile("|".join(patterns))
    return lambda text: found.sub(MASK, text)


def _pattern(text: str) -> str:
    if len(text) == 1:
        return rf"\A{re.escape(text)}\Z"
    before = r"(?<![\d.])" if text[0].isdecimal() else ""
    after = r"(?!\.?\d)" if text[-1].isdecimal() else ""
    return before + re.escape(text) + after


def _finding(finding: Finding, kind: Kind) -> Finding:
    """A finding about a private field doesn't repeat what was found there."""
    if not is_private(kind, finding.place.pointer) or "found" not in finding.parameters:
        return finding
    return replace(finding, parameters={**finding.parameters, "found": MASK})


def _outcome(
    outcome: Outcome,
    hide: Callable[[str], str],
    each_read: Callable[[Read], Read],
    each_step: Callable[[Step], Step],
) -> Outcome:
    """The outcome masked; itself where it says nothing private, which is so for nearly every one."""
    reads, steps = _worded(outcome.reads, each_read), _worded(outcome.steps, each_step)
    label = hide(outcome.subject_label)
    if reads is outcome.reads and steps is outcome.steps and label == outcome.subject_label:
        said = _said(outcome)
        if all(hide(text) == text for text in said):
            return outcome
    return replace(
        outcome,
        subject_label=label,
        place=_place(outcome.place, hide),
        message=hide(outcome.message),
        computed=hide(outcome.computed),
        difference=hide(outcome.difference),
        reads=reads,
        steps=steps,
        missing=tuple(
            replace(each, label=hide(each.label), reason=hide(each.reason), place=_place(each.place, hide))
            for each in outcome.missing
        ),
    )


def _said(outcome: Outcome) -> list[str]:
    """Every text of an outcome that may repeat something private, besides its reads, steps and subject."""
    said = [outcome.message, outcome.computed, outcome.difference, outcome.place.label]
    for each in outcome.missing:
        said += (each.label, each.reason, each.place.label)
    return [text for text in said if text]


def _worded(told: Sequence[_Each], each: Callable[[_Each], _Each]) -> Sequence[_Each]:
    """Reads or steps masked: those that nobody has looked at yet, once somebody does."""
    if isinstance(told, Worded):
        told.change(each)
        return told
    return tuple(map(each, told))


def _read(hide: Callable[[str], str], read: Read) -> Read:
    """The read masked; itself where nothing of it is hidden, because there are hundreds."""
    label, text, place = hide(read.label), hide(read.text), _place(read.place, hide)
    is_same = label == read.label and text == read.text and place.label == read.place.label
    return read if is_same else replace(read, label=label, text=text, place=place)


def _step(hide: Callable[[str], str], step: Step) -> Step:
    return replace(step, expression=hide(step.expression), result=hide(step.result))


def _place(place: Place, hide: Callable[[str], str]) -> Place:
    return replace(place, label=hide(place.label)) if place.label else place


def _deep(value: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, dict):
        return {key: _deep(item, hide) for key, item in value.items()}
    return type(value)(_deep(item, hide) for item in value) if isinstance(value, list | tuple) else value
