"""From a validated record to its document: the template compiled, filled, and every value placed.

Nothing here reads a clock, a locale or the environment: the same record and template give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from docgen.contexts import Measured, Passage, Stated, document_context
from docgen.dates import PartialDate, parse_date
from docgen.errors import BrokenLibrary
from docgen.expressions import Type
from docgen.ooxml.anchors import Anchors, Placement
from docgen.ooxml.drafts import Comment
from docgen.prose import Prose, Segment
from docgen.quantities import convert, number_text
from docgen.records import Record
from docgen.schemas import Kind
from docgen.template_checks import check_template, refuse_broken
from docgen.templates import RESULT_ROOT, Template, template_root
from docgen.wording import amount_capitals, chinese_numeral, format_date, ordinal_label

if TYPE_CHECKING:
    from jinja2 import Environment

    from docgen.ooxml.filling import CompiledTemplate, Properties

#: the date of a document whose record has none that is known to the day
NO_DATE = date(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A made document and where every value and every field of prose stands in it."""

    data: bytes
    placements: tuple[Placement, ...]


def render(
    template: Template,
    record: Record,
    kind: Kind,
    *,
    anchors: Anchors = "none",
    draft_comments: Sequence[Comment] | None = None,
    split: bool = True,
) -> Rendered:
    """The document of a record.

    With ``draft_comments`` (it may be empty) it is a draft: 草稿 on every page, the comments at what they
    are about. ``split=False`` leaves the runs as docxtpl would. Raises BrokenLibrary for a template that
    asks for what there isn't, with all its faults.
    """
    compiled = compile_for(template, template_root(kind))
    filled = _filled(
        compiled,
        template,
        document_context(record, kind),
        anchors=anchors,
        split=split,
        comments=draft_comments or (),
        is_draft=draft_comments is not None,
        properties=document_properties(record, kind),
    )
    return Rendered(filled.data, filled.placements)


def render_review_sheet(template: Template, context: Mapping[str, Any], on: date = NO_DATE) -> bytes:
    """The check sheet (校核单) of a document; ``context`` has what templates.RESULT_ROOT tells."""
    from docgen.ooxml.filling import Properties

    compiled = compile_for(template, RESULT_ROOT)
    properties = Properties(f"校核单：{context['title']}", str(context["issuer"]), on)
    return _filled(compiled, template, context, properties=properties).data


def compile_for(template: Template, root: Type) -> CompiledTemplate:
    """The template ready to be filled; judged against these types unless its kept plan was already."""
    from jinja2 import TemplateSyntaxError

    from docgen.ooxml.compiled import load_plan
    from docgen.ooxml.filling import CompiledTemplate

    try:
        data = template.path.read_bytes()
    except OSError as fault:
        raise BrokenLibrary("template-unreadable", path=str(template.path)) from fault

    def judge() -> None:
        refuse_broken(template.path, check_template(template.path, data, root))

    plan = load_plan(data, str(template.path), _fingerprint(root), judge)
    try:
        return CompiledTemplate.of(plan, _environment())
    except TemplateSyntaxError as fault:
        raise BrokenLibrary("template-fails", path=str(template.path), reason=fault.message or "") from fault


def document_properties(record: Record, kind: Kind) -> Properties:
    """Title, author and date of the document, from the record."""
    from docgen.ooxml.filling import Properties
    from docgen.prose import resolve

    on = document_date(record)
    issuer = record.get("/issuer/name")
    return Properties(str(resolve(record, kind, "/title")), issuer if isinstance(issuer, str) else "", on or NO_DATE)


def document_date(record: Record) -> date | None:
    """The day a document bears: its signature's, else the end of its period; None where neither is known."""
    for pointer in ("/signature/date", "/period/end"):
        given = record.get(pointer)
        known = parse_date(given) if isinstance(given, str) else None
        if known is not None and known.is_day:
            return known.first
    return None


def _filled(compiled: CompiledTemplate, template: Template, context: Mapping[str, Any], **options: Any) -> Any:
    from jinja2 import TemplateError

    try:
        return compiled.fill(context, **options)
    except TemplateError as fault:
        raise BrokenLibrary("template-fails", path=str(template.path), reason=fault.message or "") from fault


def _fingerprint(root: Type) -> str:
    """What a template was judged by: the names and sorts it may use."""

    def told(type_: Type | None, depth: int) -> Any:
        if type_ is None or depth > 12:
            return None
        fields = {name: told(inner, depth + 1) for name, inner in type_.fields.items()}
        return [type_.sort, type_.ref, fields, told(type_.entry, depth + 1), told(type_.item, depth + 1)]

    return hashlib.sha256(json.dumps(told(root, 0), ensure_ascii=True, sort_keys=True).encode("ascii")).hexdigest()


@cache
def _environment() -> Environment:
    from docgen.ooxml.environment import make_environment

    return make_environment(FILTER_FUNCTIONS, TEST_FUNCTIONS)


def _stated(value: object) -> object:
    """The value itself of an indicator or dated entry; anything else as it is."""
    return value.stated if isinstance(value, Measured) else value


def _worded(text: str, value: Stated) -> Prose:
    """Other words for a value, which still state it."""
    return Prose("", (Segment(text, value.pointer),))


def date_in_style(value: object, style: str) -> object:
    """A date in a style; as precisely as it is known where the style asks for more."""
    value = _stated(value)
    if not isinstance(value, Stated) or not isinstance(value.raw, PartialDate):
        return value
    try:
        return _worded(format_date(value.raw, style), value)
    except ValueError:
        return value


def with_unit(value: object, unit: str = "") -> object:
    """A number with its unit behind it, converted exactly if another one is asked for."""
    value = _stated(value)
    if not isinstance(value, Stated) or isinstance(value.raw, bool) or not isinstance(value.raw, (int, Decimal)):
        return value
    converted = convert(value.raw, value.unit, unit) if unit else None
    if converted is None:
        return _worded(f"{value.text}{value.unit}", value)
    return _worded(f"{number_text(converted)}{unit}", value)


def in_capitals(value: object) -> object:
    """An amount of money in capitals (金额大写)."""
    value = _stated(value)
    if not isinstance(value, Stated) or isinstance(value.raw, bool) or not isinstance(value.raw, (int, Decimal)):
        return value
    yuan = convert(value.raw, value.unit, "元") if value.unit else Decimal(value.raw)
    try:
        return value if yuan is None else _worded(amount_capitals(yuan), value)
    except ValueError:
        return value


def numeral(value: object) -> str:
    """A whole number in Chinese: 十一."""
    return chinese_numeral(_whole(value))


def ordinal(value: object) -> str:
    """一是, 二是."""
    return ordinal_label(_whole(value))


def _whole(value: object) -> int:
    value = _stated(value)
    raw = value.raw if isinstance(value, Stated) else value
    return int(raw) if isinstance(raw, (int, Decimal)) else 0


def joined(values: object) -> object:
    """The elements of a list with 、 between them; what stands for an unknown list as it is."""
    if not isinstance(values, list):
        return values
    parts: list[Prose | str] = []
    for value in values:
        if parts:
            parts.append("、")
        parts += (value,) if isinstance(value, Prose) else getattr(value, "parts", (str(value),))
    return Passage(tuple(parts))


def brief(value: object) -> object:
    """Unknown as 未知 alone, without its reason."""
    stated = _stated(value)
    if isinstance(stated, Stated) and stated.state == "unknown":
        return _worded("未知", stated)
    return value


def reason(value: object) -> object:
    """Why something is unknown; nothing for what is known."""
    stated = _stated(value)
    return _worded(stated.reason, stated) if isinstance(stated, Stated) and stated.reason else ""


def _in_state(state: str) -> Callable[[object], bool]:
    def test(value: object) -> bool:
        stated = _stated(value)
        return (stated.state if isinstance(stated, Stated) else "known") == state

    return test


#: the functions of the filters that templates.FILTERS tells
FILTER_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "date": date_in_style,
    "unit": with_unit,
    "amount_capitals": in_capitals,
    "numeral": numeral,
    "ordinal": ordinal,
    "list_join": joined,
    "brief": brief,
    "reason": reason,
}
#: the functions of the tests that templates.TESTS tells
TEST_FUNCTIONS: Mapping[str, Callable[[object], bool]] = {
    "unknown": _in_state("unknown"),
    "none": _in_state("none"),
    "known": _in_state("known"),
}
