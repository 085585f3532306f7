"""Mentions in prose read: what each says and which value of the record it states, or why it can't be said.

A mention is ``{path}`` or ``{path|format}``: no arithmetic, no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.dates import PartialDate
from docgen.patterns import lazy
from docgen.quantities import convert, is_within_caps, number_text, parse_unit, to_decimal
from docgen.wording import default_date, document_number, format_date, nearest

if TYPE_CHECKING:
    from docgen.expressions import Thing, Type
    from docgen.expressions.values import Gap
    from docgen.records import Record
    from docgen.schemas import Kind
    from docgen.validation import Lost

#: an escaped sign; doubled braces (a template's habit); a mention; a lone brace
TOKEN = lazy(r"\\([{}\\])|(\{\{[^{}]*\}\})|\{([^{}]*)\}|([{}])")
_PATH = lazy(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
#: prose that mentions prose that mentions prose: deeper is a mistake
_MAX_NESTED = 4
#: for how many wrong names of a record the nearest right one is looked for
_MAX_NEAREST = 200


class Segment(NamedTuple):
    """A stretch of resolved text; ``states`` is the JSON pointer of the value it states, or ""."""

    text: str
    states: str = ""


class Mention(NamedTuple):
    """A mention as written: its path, its format ("" for none), and where it begins and ends in the text."""

    path: str
    format: str
    start: int
    end: int


class Said(NamedTuple):
    """What a mention says: the text and the value it states; for a number its amount and unit ("": plain)."""

    segment: Segment
    amount: int | Decimal | None = None
    unit: str = ""


class Fault(NamedTuple):
    """Why a mention or brace can't be resolved, for messages.py; without a code it is told elsewhere."""

    code: str
    parameters: dict[str, Any]


TOLD_ELSEWHERE = Fault("", {})


def resolved(reader: MentionReader, text: str) -> list[Segment]:
    """The segments of a text, literal stretches joined."""
    segments: list[Segment] = []
    for piece in pieces(text):
        if isinstance(piece, Mention):
            said = reader.said(piece)
            if isinstance(said, Said):
                segments.append(said.segment)
                continue
            piece = text[piece.start : piece.end]
        if segments and not segments[-1].states:
            segments[-1] = Segment(segments[-1].text + piece)
        elif piece:
            segments.append(Segment(piece))
    return segments


def pieces(text: str) -> Iterator[str | Mention]:
    """Literal stretches and mentions, in order; lone and doubled braces are literal (but told of)."""
    at = 0
    for match in TOKEN.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        at = match.end()
        yield mention_of(match) if match[3] is not None else match[1] or match[0]
    if at < len(text):
        yield text[at:]


def mention_of(match: re.Match[str]) -> Mention:
    """The mention that TOKEN has found."""
    path, _, style = match[3].partition("|")
    return Mention(path.strip(), style.strip(), match.start(), match.end())


class MentionReader:
    """Reads the mentions of one record; ``within`` are the fields of prose it is inside, outermost first."""

    def __init__(self, record: Record, kind: Kind, within: tuple[str, ...] = ()) -> None:
        self.record = record
        self.kind = kind
        self.within = within
        self.scope = kind.scope(record)
        self.near: dict[str, str] = {}

    @cached_property
    def lost(self) -> Lost:
        """What other findings already tell is missing."""
        from docgen.validation import lost

        return lost(self.record, self.kind)

    def said(self, mention: Mention) -> Said | Fault:
        """What a mention says and which value it states, or why it can't be said."""
        plain = self.plain_number(mention) if not mention.format else None
        if plain is not None:
            return plain
        if not _PATH.fullmatch(mention.path):
            return Fault("mention-malformed", {"mention": mention.path})
        first, *rest = mention.path.split(".")
        if first in self.kind.derived and not rest:
            return self.derived_said(mention)
        thing = self.located(mention, first, rest)
        return thing if isinstance(thing, Fault) else self.thing_said(thing, mention)

    def plain_number(self, mention: Mention) -> Said | None:
        """What most mentions are: an indicator of the kind by its id, in the unit that the kind wants.

        None for all others, and for every indicator of which anything else has to be said.
        """
        name = mention.path
        entry, type_ = self.own_indicators.get(name), self.indicator_types.get(name)
        if type(entry) is not dict or type_ is None or name in self.kind.derived:
            return None
        value, unit = entry.get("value"), entry.get("unit")
        if (type(value) is not int and type(value) is not Decimal) or unit != type_.unit or not unit:
            return None
        target = f"/indicators/{name}"
        if self.record.pointers.get(name) != target or not is_within_caps(value):
            return None
        return Said(Segment(number_text(value), f"{target}/value"), value, unit)

    @cached_property
    def own_indicators(self) -> dict[str, Any]:
        """The record's indicators, as far as they can be read."""
        given = self.record.data.get("indicators")
        return given if isinstance(given, dict) else {}

    @cached_property
    def indicator_types(self) -> Mapping[str, Type]:
        """The types of the indicators that the kind knows by name."""
        declared = self.kind.root.fields.get("indicators")
        return declared.fields if declared is not None else {}

    def located(self, mention: Mention, first: str, rest: list[str]) -> Thing | Fault:
        """The thing that a path names, references followed; or why there is none."""
        from docgen.expressions.reading import locate

        base = self.record.pointers.get(first)
        if base is None and first in self.kind.root.fields and first in self.record.data:
            base = f"/{first}"
        thing = None if base is None else locate(self.scope, base)
        if thing is None:
            return self.unnamed(mention, first)
        for position, name in enumerate(rest):
            thing = self.referred(thing)
            inner = None if thing is None else locate(self.scope, f"{thing.pointer}/{name}")
            if thing is None or inner is None:
                return self.not_inside(mention, thing, ".".join([first, *rest[:position]]), name)
            if name == "value" and thing.type.sort in ("number", "date"):
                return thing  # the value of an indicator is what a mention of it means anyway
            thing = inner
        return self.referred(thing) or TOLD_ELSEWHERE

    def referred(self, thing: Thing) -> Thing | None:
        """What a thing refers to, itself if it refers to nothing; None if that isn't there."""
        from docgen.expressions.reading import locate, refers

        if not refers(thing):
            return thing
        pointer = self.record.pointers.get(thing.data)
        return locate(self.scope, pointer) if pointer else None

    def unnamed(self, mention: Mention, first: str) -> Fault:
        """A name that is neither an id nor a field of the record."""
        if first in self.lost.names or self.lost.fields:
            return TOLD_ELSEWHERE
        field = self.kind.root.fields.get(first)
        if field is not None:
            return Fault("mention-not-given", {"mention": mention.path, "title": field.title or first})
        near = self.nearest_name(first)
        tail = mention.path[len(first) :] if near else ""
        return Fault("mention-names-nothing", {"mention": mention.path, "nearest": near + tail})

    def nearest_name(self, name: str) -> str:
        """The name that was most likely meant; among endless wrong names the later ones get none."""
        if name not in self.near and len(self.near) < _MAX_NEAREST:
            names = [*self.record.pointers, *self.kind.derived, *self.kind.root.fields]
            self.near[name] = nearest(name, names)
        return self.near.get(name, "")

    def not_inside(self, mention: Mention, outer: Thing | None, path: str, name: str) -> Fault:
        """A name that isn't in what the path names before it."""
        if outer is None:
            return TOLD_ELSEWHERE
        reason = unknown_reason(outer.data)
        if reason:
            return unknown_fault(mention, reason)
        field = outer.type.fields.get(name)
        if field is not None:
            if not isinstance(outer.data, dict) and outer.data != "无":
                return TOLD_ELSEWHERE
            if field.is_required and outer.data != "无":
                return TOLD_ELSEWHERE
            return Fault("mention-not-given", {"mention": mention.path, "title": field.title or name})
        near = nearest(name, outer.type.fields)
        meant = f"{path}.{near}" if near else ""
        return Fault("mention-names-nothing", {"mention": mention.path, "nearest": meant})

    def derived_said(self, mention: Mention) -> Said | Fault:
        """A value that the kind computes, rounded as the kind says."""
        from docgen.expressions import Nothing, Number, Unknown

        derived = self.kind.derived[mention.path]
        value = derived.expression.evaluate(self.scope)
        if isinstance(value, Number):
            amount = to_decimal(value.amount / parse_unit(derived.unit).factor, derived.places)
            return number_said(amount, derived.unit, mention, f"/derived/{mention.path}")
        if isinstance(value, Nothing):
            return Said(Segment("无", value.pointer))
        reasons = [self.reason_of(gap) for gap in value.gaps] if isinstance(value, Unknown) else [""]
        return unknown_fault(mention, "；".join(dict.fromkeys(reasons))) if all(reasons) else TOLD_ELSEWHERE

    def reason_of(self, gap: Gap) -> str:
        """Why a value that is calculated with is unknown; "" where its own finding tells."""
        from docgen.schemas import label
        from docgen.structure import type_at

        if not gap.pointer:
            return gap.reason
        type_, missing = type_at(self.kind, gap.pointer), object()
        data = self.record.get(gap.pointer, missing)
        if data is not missing:
            return unknown_reason(data) if type_ and type_.may_be_unknown else ""
        if type_ is None or type_.is_required:
            return ""
        return f"缺少“{label(self.kind, gap.pointer, self.record)}”"

    def thing_said(self, thing: Thing, mention: Mention) -> Said | Fault:
        """What a thing of the record says."""
        from docgen.expressions import Nothing, Number, Unknown
        from docgen.expressions.reading import value_of

        target, data = thing.pointer, thing.data
        if isinstance(data, dict) and thing.type.sort in ("number", "date") and "value" in data:
            target, data = f"{target}/value", data["value"]
        if isinstance(data, dict) and "unknown" in data:
            is_allowed = thing.type.may_be_unknown or data is not thing.data
            reason = unknown_reason(data) if is_allowed else ""
            return unknown_fault(mention, reason) if reason else TOLD_ELSEWHERE
        if isinstance(data, dict) and {"code", "year", "sequence"} <= data.keys():
            return Said(Segment(document_number(data["code"], data["year"], data["sequence"]), target))
        if thing.type.is_prose and isinstance(data, str) and "{" in data:
            return self.prose_said(data, target, mention)
        if thing.type.sort == "number" and thing.type.unit is None and not isinstance(thing.data, dict):
            thing = thing._replace(type=replace(thing.type, unit=self.unit_of(thing)))
        value = value_of(self.scope, thing)
        if isinstance(value, Nothing):
            if thing.type.sort == "date":  # 请在无前报送 is no sentence
                return Fault("mention-of-no-date", {"mention": mention.path})
            return Said(Segment("无", target))
        if isinstance(value, Unknown):
            return TOLD_ELSEWHERE
        if isinstance(value, Number):
            return number_said(data, self.unit_of(thing), mention, target)
        if isinstance(value, PartialDate):
            said = date_said(value, mention, target)
            return TOLD_ELSEWHERE if isinstance(said, Fault) and self.is_misjudged(target) else said
        if isinstance(value, str):
            if mention.format:
                return Fault("mention-bad-format", {"mention": mention.path, "format": mention.format})
            return Said(Segment(thing.type.choices.get(value, value), target))
        return Fault("mention-not-a-value", {"mention": mention.path})

    def is_misjudged(self, pointer: str) -> bool:
        """Whether a date is of a period that ends before it starts, so that its own finding comes first."""
        if not pointer.startswith("/period/"):
            return False
        from docgen.validation import period_of

        period = period_of(self.record)
        return period.is_reversed or period.is_plan_reversed

    def unit_of(self, thing: Thing) -> str:
        """The unit in which a number is written, "" for a plain number."""
        if isinstance(thing.data, dict):
            return str(thing.data.get("unit", thing.type.unit or ""))
        if thing.type.unit is not None:
            return thing.type.unit
        unit = self.record.get(f"{thing.pointer.rpartition('/')[0]}/unit")
        return unit if isinstance(unit, str) else ""

    def prose_said(self, text: str, target: str, mention: Mention) -> Said | Fault:
        """A mention of prose that has mentions itself: its resolved text."""
        if target in self.within or len(self.within) >= _MAX_NESTED:
            return Fault("mention-in-circle", {"mention": mention.path})
        inner = MentionReader(self.record, self.kind, (*self.within, target))
        for piece in pieces(text):
            said = inner.said(piece) if isinstance(piece, Mention) else None
            if isinstance(said, Fault) and said.code == "mention-in-circle":
                return Fault("mention-in-circle", {"mention": mention.path})
        return Said(Segment("".join(segment.text for segment in resolved(inner, text)), target))

    def expected_unit(self, mention: Mention, said: Said) -> str:
        """The unit that has to follow a mention, "" for none or where the indicator's own unit is wrong."""
        if mention.format and said.amount is not None:
            return mention.format
        entry = said.segment.states.removesuffix("/value")
        declared = self.declared_unit(entry) if entry != said.segment.states else said.unit
        return said.unit if declared in (None, said.unit) else ""

    def declared_unit(self, pointer: str) -> str | None:
        """The unit that the kind wants of an indicator, None if it leaves it to the record."""
        from docgen.structure import type_at

        type_ = type_at(self.kind, pointer)
        return type_.unit if type_ else None


def unknown_fault(mention: Mention, reason: str) -> Fault:
    """A mention of a value that the record says is unknown."""
    return Fault("mention-unknown-value", {"mention": mention.path, "reason": reason})


def unknown_reason(data: Any) -> str:
    """The reason of an explicit unknown; "" where it is none, or isn't written right."""
    reason = data.get("unknown") if isinstance(data, dict) and len(data) == 1 else None
    return reason if isinstance(reason, str) else ""


def number_said(amount: int | Decimal, unit: str, mention: Mention, target: str) -> Said | Fault:
    """A number as written, or converted exactly to the unit that the format names."""
    if not mention.format:
        return Said(Segment(number_text(amount), target), amount, unit)
    converted = convert(amount, unit, mention.format)
    if converted is None:
        return Fault("mention-bad-unit", {"mention": mention.path, "unit": unit, "format": mention.format})
    return Said(Segment(number_text(converted), target), converted, mention.format)


def date_said(value: PartialDate, mention: Mention, target: str) -> Said | Fault:
    """A date in the style that the format names."""
    try:
        text = format_date(value, mention.format) if mention.format else default_date(value)
    except ValueError as error:
        return Fault(str(error), {"mention": mention.path, "date": value.text, "style": mention.format})
    return Said(Segment(text, target))
