"""All rules on one document's text, and the same text put right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from docgen.frozen import frozen
from docgen.layout.text.drafts import Draft, Paragraph, Spot
from docgen.layout.text.table import TEXT_RULES, DocumentTextRule

#: after so many rounds nothing is put right any more; two or three are enough for any real text
_ROUNDS = 8


@frozen
class Edit:
    """Characters ``start`` to ``end`` of a paragraph's text become ``new``."""

    start: int
    end: int
    new: str


@frozen
class Change:
    """A paragraph's text before and after, and the edits between, in order and apart from one another."""

    paragraph: int
    before: str
    after: str
    edits: tuple[Edit, ...]
    rules: tuple[str, ...]


def text_spots(
    paragraphs: Sequence[Paragraph], profile: str = "plain"
) -> list[tuple[DocumentTextRule, Spot]]:
    """Every fault that the rules see, in order of place; of two at one place the earlier rule's."""
    draft = Draft(paragraphs, profile)
    taken: list[list[tuple[int, int]]] = [[] for _paragraph in paragraphs]
    found: list[tuple[DocumentTextRule, Spot]] = []
    for rule in TEXT_RULES:
        own = [spot for spot in rule.look(draft) if not _is_taken(taken[spot.paragraph], spot)]
        if rule.id not in _WHOLE_PARAGRAPHS:
            for spot in own:
                taken[spot.paragraph].append((spot.start, spot.end))
        found += ((rule, spot) for spot in own)
    return sorted(found, key=lambda each: (each[1].paragraph, each[1].start, each[1].end))


#: what these tell concerns a paragraph's format and hides nothing in its text
_WHOLE_PARAGRAPHS = frozenset({"text.heading.auto-number", "text.punct.line-start", "text.title.parts"})


def _is_taken(taken: list[tuple[int, int]], spot: Spot) -> bool:
    return any(start < spot.end and spot.start < end for start, end in taken)


def is_put_right(rule: DocumentTextRule, spot: Spot) -> bool:
    """Whether fixing changes this spot by itself."""
    return rule.fix == "auto" and spot.wanted is not None and spot.is_sure


def text_changes(
    paragraphs: Sequence[Paragraph], profile: str = "plain", rules: Collection[str] | None = None
) -> list[Change]:
    """The paragraphs that fixing changes, until no rule (of ``rules``, or any) puts anything right."""
    texts = [_Kept(paragraph.text) for paragraph in paragraphs]
    for _round in range(_ROUNDS):
        current = [
            _with_text(paragraph, kept.text) for paragraph, kept in zip(paragraphs, texts, strict=True)
        ]
        spots = [
            (rule, spot)
            for rule, spot in text_spots(current, profile)
            if is_put_right(rule, spot) and (rules is None or rule.id in rules)
        ]
        if not spots:
            break
        for rule, spot in reversed(spots):
            texts[spot.paragraph].put(spot, rule.id)
    return [
        Change(index, paragraph.text, kept.text, kept.edits(), tuple(sorted(kept.rules)))
        for index, (paragraph, kept) in enumerate(zip(paragraphs, texts, strict=True))
        if kept.text != paragraph.text
    ]


def _with_text(paragraph: Paragraph, text: str) -> Paragraph:
    if text == paragraph.text:
        return paragraph
    return Paragraph(
        text, paragraph.role, paragraph.is_in_table, paragraph.is_list_item, paragraph.breaks_anywhere
    )


class _Kept:
    """A text under change that knows of each character where it stood at first (-1: it is new)."""

    def __init__(self, text: str) -> None:
        self.text, self.before = text, text
        self.origins = list(range(len(text)))
        self.rules: set[str] = set()

    def put(self, spot: Spot, rule: str) -> None:
        """Write what a spot wants, touching only the characters that differ."""
        wanted = spot.wanted or ""
        matcher = SequenceMatcher(None, spot.found, wanted, autojunk=False)
        for kind, start, end, first, last in reversed(matcher.get_opcodes()):
            if kind != "equal":
                at, to = spot.start + start, spot.start + end
                self.text = self.text[:at] + wanted[first:last] + self.text[to:]
                self.origins[at:to] = [-1] * (last - first)
        self.rules.add(rule)

    def edits(self) -> tuple[Edit, ...]:
        """From the first text to the one now."""
        found: list[Edit] = []
        at, new = 0, ""
        for sign, origin in zip((*self.text, ""), (*self.origins, len(self.before)), strict=True):
            if origin < 0:
                new += sign
                continue
            if origin > at or new:
                found.append(Edit(at, origin, new))
            at, new = origin + 1, ""
        return tuple(found)
