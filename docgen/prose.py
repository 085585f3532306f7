"""Text with mentions -> resolved text that remembers which characters state which value.

A mention is ``{path}`` or ``{path|format}``: no arithmetic, no code. Mentions are read only in fields that
the schema marks as prose; ``\\{``, ``\\}`` and ``\\\\`` are literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from docgen.findings import Finding, Nature, Severity
from docgen.frozen import frozen
from docgen.measure_words import COUNTERS, begins_with, counts_same, unit_after
from docgen.mentions import TOKEN, Fault, Mention, MentionReader, Said, Segment, mention_of, resolved
from docgen.patterns import lazy
from docgen.quantities import convert, number_text, parse_unit

if TYPE_CHECKING:
    from docgen.records import Record
    from docgen.schemas import Kind

__all__ = ["Prose", "Segment", "Stating", "check_prose", "resolve", "resolve_text"]

#: a word that says which way a number went; 增减 and 升降 leave it open
_WENT = lazy(r"(增长|增加|提高|上升|扩大|增|下降|减少|降低|缩小|回落|下滑|(?<!升)降|(?<!增)减)[了约]{0,2}$")
#: between two mentions that share the unit of the second: {a}、{b}人
_SHARED_UNIT = lazy(r"\s*[、和与及至到/～~—-]+\s*\{")


class Stating:
    """A text that knows what it states: ``parts`` in a row are its text, and so is str()."""

    __slots__ = ()

    if TYPE_CHECKING:  # some have it as a field

        @property
        def parts(self) -> tuple[Prose | str, ...]:
            """Prose, and between it words that state nothing."""


@frozen
class Prose(Stating):
    """Resolved text of the field at ``pointer``; str() gives the plain text."""

    pointer: str
    segments: tuple[Segment, ...]
    #: the plain text once it was asked for: a document asks several times
    _text: str | None = field(init=False, default=None)

    def __str__(self) -> str:
        text = self._text
        if text is None:
            segments = self.segments
            text = segments[0].text if len(segments) == 1 else "".join([each.text for each in segments])
            object.__setattr__(self, "_text", text)
        return text

    def __bool__(self) -> bool:
        return bool(str(self))

    @property
    def parts(self) -> tuple[Prose, ...]:
        """Itself."""
        return (self,)


def resolve(record: Record, kind: Kind, pointer: str) -> Prose:
    """The text at a pointer with its mentions resolved; one that can't be stays as it was written."""
    text = record.get(pointer)
    return resolve_text(record, kind, text if isinstance(text, str) else "", pointer)


def resolve_text(record: Record, kind: Kind, text: str, pointer: str) -> Prose:
    """Any text with mentions, as the field at ``pointer``."""
    if "{" not in text and "\\" not in text:
        return Prose(pointer, (Segment(text),))
    return Prose(pointer, tuple(resolved(MentionReader(record, kind, (pointer,)), text)))


def check_prose(record: Record, kind: Kind) -> list[Finding]:
    """What is wrong in prose: mentions that can't be said, other units, lone braces, typed quantities."""
    from docgen.schemas import prose_fields
    from docgen.typed_numbers import known_amounts, named_amounts, typed_numbers

    known = known_amounts(record)
    named = named_amounts(record, kind)
    indicators = kind.root.fields.get("indicators")
    titles = indicators.fields if indicators else {}
    found: list[Finding] = []
    reader = MentionReader(record, kind)
    for pointer, text in prose_fields(record, kind):
        if "{" in text or "}" in text:
            reader.within = (pointer,)
            found.extend(field_findings(reader, pointer, text))
        typed = typed_numbers(text, known, titles, named)
        if typed:
            found.append(
                prose_finding(reader, pointer, Fault("number-typed-by-hand", {"numbers": "，".join(typed)}))
            )
    return found


#: what may be meant so, and therefore doesn't block
_HINTS = {
    "mention-below-zero": Severity.WARNING,
    "mention-without-unit": Severity.WARNING,
    "mention-unusual-unit": Severity.WARNING,
    "number-typed-by-hand": Severity.INFO,
}


def prose_finding(reader: MentionReader, pointer: str, fault: Fault) -> Finding:
    """A fault of a field of prose as a finding; hints don't block."""
    from docgen.structure import finding

    is_hint = fault.code in _HINTS
    nature = Nature.ADVICE if is_hint else Nature.CONTRADICTION
    severity = _HINTS.get(fault.code, Severity.ERROR)
    return finding(reader.record, reader.kind, fault.code, pointer, severity, nature, **fault.parameters)


def field_findings(reader: MentionReader, pointer: str, text: str) -> Iterator[Finding]:
    """The findings of one field, the same fault once."""
    told: set[tuple[str, str]] = set()
    for match in TOKEN.finditer(text):
        fault = token_fault(reader, match, text)
        if fault is None or not fault.code:
            continue
        same = (fault.code, "" if fault.code == "brace-alone" else str(fault.parameters))
        if same not in told:
            told.add(same)
            yield prose_finding(reader, pointer, fault)


def token_fault(reader: MentionReader, match: re.Match[str], text: str) -> Fault | None:
    """What is wrong with a mention or brace of a text."""
    if match[4] is not None:
        return Fault("brace-alone", {"near": text[max(0, match.start() - 8) : match.end() + 8]})
    if match[2] is not None:
        return Fault("mention-doubled", {"mention": match[2][2:-2].strip()})
    if match[3] is None:
        return None
    mention = mention_of(match)
    said = reader.said(mention)
    if isinstance(said, Fault):
        return said
    return unit_fault(reader, mention, said, text[match.end() : match.end() + 24]) or sign_fault(
        mention, said, text[max(0, match.start() - 8) : match.start()]
    )


def sign_fault(mention: Mention, said: Said, before: str) -> Fault | None:
    """A number less than nothing behind a word that says already which way it went: 增长-3.5%, 下降-3.5%."""
    word = _WENT.search(before) if said.amount is not None and said.amount < 0 else None
    if word is None:
        return None
    given = {"mention": mention.path, "value": said.segment.text, "word": word[1]}
    return Fault("mention-below-zero", given)


def unit_fault(reader: MentionReader, mention: Mention, said: Said, after: str) -> Fault | None:
    """What is wrong with the unit written behind a number: another one than the value's, or none at all."""
    unit = reader.expected_unit(mention, said) if said.unit and said.amount is not None else ""
    if not unit or said.amount is None:
        return None
    own, written = parse_unit(unit).head, unit_after(after)
    if begins_with(after, own) and len(own) >= len(written):
        return None
    given = {"mention": mention.path, "value": said.segment.text}
    if not written:
        is_shared = _SHARED_UNIT.match(after) is not None
        return None if is_shared else Fault("mention-without-unit", {**given, "unit": own})
    if counts_same(written, own):
        return None
    converted = convert(said.amount, own, written)
    if converted is not None:
        more = {"written": written, "unit": own, "converted": number_text(converted)}
        return Fault("mention-other-unit-convertible", {**given, **more})
    code = "mention-unusual-unit" if written in COUNTERS else "mention-other-unit"
    return Fault(code, {**given, "written": written, "unit": unit})
