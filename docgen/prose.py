"""Text with mentions -> resolved text that remembers which characters state which value.

A mention is ``{path}`` or ``{path|format}``: no arithmetic, no code. Mentions are read only in fields that the
schema marks as prose; ``\\{``, ``\\}`` and ``\\\\`` are literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.dates import PartialDate
from docgen.findings import Finding, Nature, Severity
from docgen.quantities import convert, known_units, number_text, parse_unit, to_decimal

if TYPE_CHECKING:
    from docgen.records import Record
    from docgen.schemas import Kind

_TOKEN = re.compile(r"\\([{}\\])|\{([^{}]*)\}|([{}])")
_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
#: words that may stand between a number and its unit (余, 多) and before a closing bracket
_ABOUT = re.compile(r"[余多]")


class Segment(NamedTuple):
    """A stretch of resolved text; ``states`` is the JSON pointer of the value it states, or ""."""

    text: str
    states: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Resolved text of the field at ``pointer``; str() gives the plain text."""

    pointer: str
    segments: tuple[Segment, ...]

    def __str__(self) -> str:
        return "".join(segment.text for segment in self.segments)

    def __bool__(self) -> bool:
        return any(segment.text for segment in self.segments)


class Mention(NamedTuple):
    """A mention as written: its path, its format ("" for none), and where it begins and ends in the text."""

    path: str
    format: str
    start: int
    end: int


class Fault(NamedTuple):
    """Why a mention or brace can't be resolved: code and parameters for messages.py."""

    code: str
    parameters: dict[str, Any]


def resolve(record: Record, kind: Kind, pointer: str) -> Prose:
    """The text at a pointer with its mentions resolved; one that can't be stays as it was written."""
    text = record.get(pointer)
    return resolve_text(record, kind, text if isinstance(text, str) else "", pointer)


def resolve_text(record: Record, kind: Kind, text: str, pointer: str) -> Prose:
    """Any text with mentions, as the field at ``pointer``."""
    if "{" not in text and "\\" not in text:
        return Prose(pointer, (Segment(text),))
    segments: list[Segment] = []
    for piece in pieces(text):
        if isinstance(piece, Mention):
            said = said_by(record, kind, piece)
            piece = text[piece.start : piece.end] if isinstance(said, Fault) else said
        if isinstance(piece, Segment):
            segments.append(piece)
        elif segments and not segments[-1].states:
            segments[-1] = Segment(segments[-1].text + piece)
        elif piece:
            segments.append(Segment(piece))
    return Prose(pointer, tuple(segments))


def pieces(text: str) -> Iterator[str | Mention]:
    """Literal stretches and mentions, in order; a lone brace is literal here (check_prose tells of it)."""
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        at = match.end()
        if match[1] is not None:
            yield match[1]
        elif match[3] is not None:
            yield match[3]
        else:
            path, _, style = match[2].partition("|")
            yield Mention(path.strip(), style.strip(), match.start(), match.end())
    if at < len(text):
        yield text[at:]


def said_by(record: Record, kind: Kind, mention: Mention) -> Segment | Fault:
    """What a mention says and which value it states, or why it can't be said."""
    from docgen.expressions import Nothing, Number, Unknown
    from docgen.expressions.reading import locate, value_of
    from docgen.wording import default_date, document_number, format_date, nearest

    if not _PATH.fullmatch(mention.path):
        return Fault("mention-malformed", {"mention": mention.path})
    scope = kind.scope(record)
    first, *rest = mention.path.split(".")
    if first in kind.derived and not rest:
        derived = kind.derived[first]
        value = derived.expression.evaluate(scope)
        if isinstance(value, Number):
            amount = to_decimal(value.amount / parse_unit(derived.unit).factor, derived.places)
            return Segment(number_text(amount), f"/derived/{first}")
        return unsaid(value, mention.path)
    base = record.pointers.get(first)
    if base is None and first in record.data:
        base = f"/{first}"
    names = [*record.pointers, *kind.derived, *record.data]
    if base is None:
        return Fault("mention-names-nothing", {"mention": mention.path, "nearest": nearest(first, names)})
    target = "/".join((base, *rest))
    thing = locate(scope, target)
    if thing is None:
        return Fault("mention-names-nothing", {"mention": mention.path, "nearest": ""})
    if isinstance(thing.data, dict) and thing.type.sort in ("number", "date") and "value" in thing.data:
        target += "/value"
    number = isinstance(thing.data, dict) and {"code", "year", "sequence"} <= thing.data.keys()
    if number:
        return Segment(document_number(thing.data["code"], thing.data["year"], thing.data["sequence"]), target)
    value = value_of(scope, thing)
    if isinstance(value, (Unknown, Nothing)):
        return unsaid(value, mention.path)
    if isinstance(value, Number):
        return number_said(value, mention, target)
    if isinstance(value, PartialDate):
        try:
            text = format_date(value, mention.format) if mention.format else default_date(value)
        except ValueError as error:
            return Fault(str(error), {"mention": mention.path, "date": value.text, "style": mention.format})
        return Segment(text, target)
    if isinstance(value, str):
        if mention.format:
            return Fault("mention-bad-format", {"mention": mention.path, "format": mention.format})
        return Segment(thing.type.choices.get(value, value), target)
    return Fault("mention-not-a-value", {"mention": mention.path})


def number_said(value: Any, mention: Mention, target: str) -> Segment | Fault:
    """A number as written, or converted exactly to the unit that the format names."""
    from docgen.expressions.values import shown_number

    if not mention.format:
        return Segment(shown_number(value), target)
    unit = value.shown_in.text if value.shown_in else ""
    written = to_decimal(value.amount / (value.shown_in.factor if value.shown_in else Fraction(1)))
    converted = convert(written, unit, mention.format)
    if converted is None:
        return Fault("mention-bad-unit", {"mention": mention.path, "unit": unit, "format": mention.format})
    return Segment(number_text(converted), target)


def unsaid(value: Any, path: str) -> Segment | Fault:
    """A mention of something unknown is a fault; of 「无」 it says 无."""
    from docgen.expressions import Nothing

    if isinstance(value, Nothing):
        return Segment("无", value.pointer)
    reason = next((gap.reason for gap in getattr(value, "gaps", ()) if gap.reason), "")
    return Fault("mention-unknown-value", {"mention": path, "reason": reason})


def check_prose(record: Record, kind: Kind) -> list[Finding]:
    """Mentions that name nothing, ask for what isn't there, or stand before another unit than the indicator's."""
    from docgen.schemas import prose_fields

    found: list[Finding] = []
    for pointer, text in prose_fields(record, kind):
        if "{" in text or "}" in text:
            found.extend(field_findings(record, kind, pointer, text))
    return found


def field_findings(record: Record, kind: Kind, pointer: str, text: str) -> Iterator[Finding]:
    """The findings of one prose field."""
    from docgen.schemas import label

    place = None
    for match in _TOKEN.finditer(text):
        fault: Fault | None = None
        severity, nature = Severity.ERROR, Nature.CONTRADICTION
        if match[3] is not None:
            fault = Fault("brace-alone", {"near": text[max(0, match.start() - 8) : match.end() + 8]})
        elif match[2] is not None:
            path, _, style = match[2].partition("|")
            mention = Mention(path.strip(), style.strip(), match.start(), match.end())
            said = said_by(record, kind, mention)
            fault = said if isinstance(said, Fault) else unit_fault(record, mention, said, text[match.end() :])
            if fault and fault.code == "mention-without-unit":
                severity, nature = Severity.WARNING, Nature.ADVICE
        if fault is not None:
            place = place or record.place(pointer, label(kind, pointer, record))
            yield Finding(fault.code, place, severity, nature, fault.parameters)


def unit_fault(record: Record, mention: Mention, said: Segment, after: str) -> Fault | None:
    """What is wrong with the unit written after a number: another one than the indicator's, or none at all."""
    parent = said.states.removesuffix("/value")
    entry = record.get(parent) if parent != said.states else None
    unit_text = entry.get("unit") if isinstance(entry, dict) else None
    if not isinstance(unit_text, str) or not unit_text:
        return None
    own = parse_unit(mention.format or unit_text)
    value = said.text
    follows = _ABOUT.sub("", after[:12].lstrip("）) "), count=1)
    written = next((unit for unit in UNITS_IN_PROSE if follows.startswith(unit)), "")
    if not written:
        if follows.startswith(own.head) or follows.startswith(alike(own.head)):
            return None
        return Fault("mention-without-unit", {"mention": mention.path, "value": value, "unit": own.text})
    measure, head = parse_unit(written), parse_unit(own.head)
    if (measure.dimension, measure.factor) == (head.dimension, head.factor) or written in alike(own.head):
        return None
    number = entry.get("value") if isinstance(entry, dict) else None
    converted = convert(number, own.head, written) if is_number(number) else None
    if converted is not None:
        return Fault("mention-other-unit-convertible", {
            "mention": mention.path, "value": value, "written": written, "unit": own.head,
            "converted": number_text(converted),
        })  # fmt: skip
    return Fault("mention-other-unit", {"mention": mention.path, "value": value, "written": written, "unit": own.text})


def is_number(value: Any) -> bool:
    """Whether a record's value is an exact number."""
    from decimal import Decimal

    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def alike(unit: str) -> tuple[str, ...]:
    """The measure words that count the same things as a unit (名 and 位 for 人)."""
    return tuple(word for words in COUNTING if unit in words for word in words)


#: measure words that may stand for one another in front of a noun
COUNTING: tuple[tuple[str, ...], ...] = (
    ("人", "名", "位", "个人"),
    ("个", "处", "家", "座", "所"),
    ("户", "个家庭"),
    ("例", "起", "件", "具", "座", "处"),
    ("项", "个", "条"),
    ("份", "张"),
    ("亩",),
)
#: what is a unit when it stands after a number, longest first: the measure words and what docgen converts
UNITS_IN_PROSE = tuple(
    sorted(
        {word for words in COUNTING for word in words}
        | {"人次", "户次", "对", "小时", "袋", "桶", "箱", "盆", "平方米", "天"}
        | set(known_units()) - {"分", "日", "年", "季", "次", "位"},
        key=len,
        reverse=True,
    )
)
