"""The rules on text as rows of the table of layout rules, and what they tell as departures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from docgen.layout.parts import full_text
from docgen.layout.rule import ALL, LETTER, OFFICIAL, Departure, Draft, Given, Rule, Strength, place_name
from docgen.layout.text.checking import Change, text_spots
from docgen.layout.text.drafts import Spot
from docgen.layout.text.table import TEXT_RULES, DocumentTextRule
from docgen.layout.texts import paragraphs_of
from docgen.ooxml.reading import Para, Reading

#: how much stands around what is told, where that alone says too little
_AROUND = 6
#: only official documents have titles of three parts
_PROFILES = {"text.title.parts": frozenset((OFFICIAL, LETTER))}


def text_departures(reading: Reading, profile: str) -> Mapping[str, tuple[Departure, ...]]:
    """What every rule on text tells of a document, by the rule's id."""
    found: dict[str, list[Departure]] = {}
    for rule, spot in text_spots(paragraphs_of(reading), profile):
        departure = _departure(rule, reading.paragraphs[spot.paragraph], spot)
        found.setdefault(rule.id, []).append(replace(departure, alike=_alike(rule, spot)))
    return {id: tuple(departures) for id, departures in found.items()}


def _alike(rule: DocumentTextRule, spot: Spot) -> str:
    """What is told together: a rule's sure spots, or those where the same stands."""
    return rule.id if spot.wanted is not None and spot.is_sure else f"{rule.id} {spot.found}"


def _departure(rule: DocumentTextRule, para: Para, spot: Spot) -> Departure:
    if rule.id in ("text.heading.auto-number", "text.punct.line-start"):
        said = f"自动编号“{para.label}”" if para.label else "未按中文习惯控制首尾字符"
        return _at(para, said, rule.title)
    if spot.wanted is None:
        return _at(para, f"“{_excerpt(para.text, spot.start, spot.end)}”", rule.title)
    wanted = para.text[: spot.start] + spot.wanted + para.text[spot.end :]
    end = spot.start + len(spot.wanted)
    return _at(
        para, f"“{_excerpt(para.text, spot.start, spot.end)}”", f"“{_excerpt(wanted, spot.start, end)}”"
    )


def _excerpt(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return ("…" if first else "") + text[first:last].strip() + ("…" if last < len(text) else "")


def _at(para: Para, found: str, wanted: str) -> Departure:
    words = full_text(para)
    short = words[:12] + ("…" if len(words) > 12 else "")
    return Departure(place_name(para), para.index, short, found, "", wanted)


def mended_text(reading: Reading, changes: list[Change]) -> Iterator[Departure]:
    """What was put right in the text, an edit each, with what stands around it."""
    for change in changes:
        para, shift = reading.paragraphs[change.paragraph], 0
        for edit in change.edits:
            start = edit.start + shift
            shift += len(edit.new) - (edit.end - edit.start)
            before = f"“{_excerpt(change.before, edit.start, edit.end)}”"
            after = f"“{_excerpt(change.after, start, start + len(edit.new))}”"
            alike = f"{para.text[edit.start : edit.end]} {edit.new}"
            yield replace(_at(para, before, after), alike=alike)


def _told(id: str) -> Callable[[Draft], Iterator[Given]]:
    def told(draft: Draft) -> Iterator[Given]:
        yield from draft.text_departures.get(id, ())

    return told


TEXT_ROWS: tuple[Rule, ...] = tuple(
    Rule(
        rule.id,
        rule.title,
        rule.clause,
        Strength(rule.strength),
        rule.fix,
        _told(rule.id),
        frozenset(),
        rule.right.replace("\n", " ⏎ "),
        rule.wrong.replace("\n", " ⏎ "),
        rule.by_hand,
        _PROFILES.get(rule.id, ALL),
    )
    for rule in TEXT_RULES
)
