"""From a validated record to its document: the template compiled, filled, and every value placed.

Nothing here reads a clock, a locale or the environment: the same record and template give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from docgen.contexts import document_context
from docgen.dates import parse_date
from docgen.errors import BrokenLibrary
from docgen.expressions import Type
from docgen.filters import FILTER_FUNCTIONS, TEST_FUNCTIONS
from docgen.frozen import frozen
from docgen.ooxml.anchors import Anchors
from docgen.ooxml.drafts import Comment
from docgen.prose import resolve
from docgen.records import Record
from docgen.schemas import Kind
from docgen.templates import CHECKLIST_ROOT, OTHER_ROOTS, RESULT_ROOT, Template, template_root

if TYPE_CHECKING:
    from jinja2 import Environment

    from docgen.ooxml.filling import CompiledTemplate, Filled, Properties

#: the date of a document whose record has none that is known to the day
NO_DATE = date(1980, 1, 1)


@frozen
class Prepared:
    """A template ready for many records of its kind; nothing in it changes, so threads may share one."""

    template: Template
    kind: Kind
    compiled: CompiledTemplate

    def render(
        self,
        record: Record,
        *,
        anchors: Anchors = "none",
        draft_comments: Sequence[Comment] | None = None,
        split: bool = True,
    ) -> Filled:
        """The document of a record, and where every value and every field of prose stands in it.

        With ``draft_comments`` (it may be empty) it is a draft: 草稿 on every page, the comments at what they
        are about. ``split=False`` leaves the runs as docxtpl would. Raises BrokenLibrary for a template that
        asks for what there isn't.
        """
        return _filled(
            self.compiled,
            self.template,
            document_context(record, self.kind),
            anchors=anchors,
            split=split,
            comments=_with_places(record, draft_comments or ()),
            is_draft=draft_comments is not None,
            properties=document_properties(record, self.kind),
        )


def prepare(template: Template, kind: Kind) -> Prepared:
    """The template read, judged and compiled once; BrokenLibrary with all its faults."""
    return Prepared(template, kind, compile_for(template, template_root(kind)))


def render(
    template: Template,
    record: Record,
    kind: Kind,
    *,
    anchors: Anchors = "none",
    draft_comments: Sequence[Comment] | None = None,
    split: bool = True,
) -> Filled:
    """The document of one record; see Prepared.render."""
    return prepare(template, kind).render(record, anchors=anchors, draft_comments=draft_comments, split=split)


def render_review_sheet(template: Template, context: Mapping[str, Any], on: date = NO_DATE) -> bytes:
    """The check sheet (校核单) of a document; ``context`` has what templates.RESULT_ROOT tells."""
    from docgen.ooxml.filling import Properties

    compiled = compile_for(template, RESULT_ROOT)
    properties = Properties(f"校核单：{context['title']}", str(context["issuer"]), on)
    return _filled(compiled, template, context, properties=properties).data


def render_checklist(template: Template, context: Mapping[str, Any]) -> bytes:
    """The 核对清单 of a batch; ``context`` has what templates.CHECKLIST_ROOT tells."""
    from docgen.ooxml.filling import Properties

    properties = Properties(f"{context['kind']}核对清单", "", NO_DATE)
    compiled = compile_for(template, CHECKLIST_ROOT)
    # its texts state nothing that could be held against a record
    return _filled(compiled, template, context, split=False, properties=properties).data


def render_changes(template: Template, context: Mapping[str, Any]) -> bytes:
    """The 改动清单 of an edited document; ``context`` has what templates.CHANGES_ROOT tells."""
    from docgen.ooxml.filling import Properties

    compiled = compile_for(template, OTHER_ROOTS[template.kind])
    properties = Properties(f"改动清单：{context['document']}", "", NO_DATE)
    return _filled(compiled, template, context, split=False, properties=properties).data


def render_letter(template: Template, context: Mapping[str, Any], on: date = NO_DATE) -> bytes:
    """A 数据核实函 or 整改通知书; ``context`` has what templates.OTHER_ROOTS tells of the template's kind."""
    from docgen.ooxml.filling import Properties

    compiled = compile_for(template, OTHER_ROOTS[template.kind])
    properties = Properties(str(context["title"]), str(context["sender"]), on)
    return _filled(compiled, template, context, properties=properties).data


def compile_for(template: Template, root: Type, environment: Environment | None = None) -> CompiledTemplate:
    """The template ready to be filled; judged against these types unless its kept plan was already."""
    from jinja2 import TemplateSyntaxError

    from docgen.ooxml.compiled import load_plan
    from docgen.ooxml.filling import CompiledTemplate

    try:
        data = template.path.read_bytes()
    except OSError as fault:
        raise BrokenLibrary("template-unreadable", path=str(template.path)) from fault

    def judge() -> None:
        from docgen.template_checks import check_template, refuse_broken

        refuse_broken(template.path, check_template(template.path, data, root))

    plan = load_plan(data, str(template.path), _fingerprint(root), judge)
    try:
        return CompiledTemplate.of(plan, environment or marked_environment())
    except (TemplateSyntaxError, SyntaxError, RecursionError) as fault:
        # the last two from Python, which Jinja writes: far too long or too deep
        raise BrokenLibrary("template-fails", path=str(template.path), reason=str(fault)) from fault


def document_properties(record: Record, kind: Kind) -> Properties:
    """Title, author and date of the document, from the record."""
    from docgen.ooxml.filling import Properties

    on = document_date(record)
    issuer = record.get("/issuer/name")
    return Properties(
        str(resolve(record, kind, "/title")), issuer if isinstance(issuer, str) else "", on or NO_DATE
    )


def document_date(record: Record) -> date | None:
    """The day a document bears: its signature's, else the end of its period; None where neither is known."""
    for pointer in ("/signature/date", "/period/end"):
        given = record.get(pointer)
        known = parse_date(given) if isinstance(given, str) else None
        if known is not None and known.is_day:
            return known.first
    return None


def _with_places(record: Record, comments: Sequence[Comment]) -> list[Comment]:
    """The comments with every place where they may stand when what they are about is not stated."""
    if not comments:
        return []
    things = set(record.pointers.values())
    kept_in = {thing.rpartition("/")[0] for thing in things}

    def places(pointer: str) -> Iterator[str]:
        around = pointer
        while around and around not in things:
            around = around.rpartition("/")[0]
            if around not in kept_in:
                yield around
        item = record.get("/".join(pointer.split("/")[:3]))
        section = item.get("section") if isinstance(item, dict) else None
        if isinstance(section, str) and section in record.pointers:
            yield f"{record.pointers[section]}/heading"
        top, _, rest = pointer.removeprefix("/").partition("/")
        if top == "indicators":  # one that no text states: beside those of its family (lottery_…)
            family = rest.partition("/")[0].partition("_")[0] + "_"
            yield from (f"/{top}/{id}" for id in record.data.get(top, ()) if id.startswith(family))

    return [
        comment._replace(
            others=(
                *comment.others,
                *(at for own in (comment.pointer, *comment.others) for at in places(own)),
            )
        )
        for comment in comments
    ]


def _filled(
    compiled: CompiledTemplate, template: Template, context: Mapping[str, Any], **options: Any
) -> Filled:
    from jinja2 import TemplateError

    try:
        return compiled.fill(context, **options)
    except BrokenLibrary as fault:
        raise BrokenLibrary(fault.code, path=str(template.path), **fault.parameters) from fault
    except TemplateError as fault:
        raise BrokenLibrary("template-fails", path=str(template.path), reason=fault.message or "") from fault


def _fingerprint(root: Type) -> str:
    """What a template was judged by: the names and sorts it may use."""

    known: dict[int, Any] = {}  # a kind's hundred indicators share their fields

    def told(type_: Type | None, depth: int) -> Any:
        if type_ is None or depth > 12:
            return None
        if id(type_.fields) not in known:
            known[id(type_.fields)] = {name: told(inner, depth + 1) for name, inner in type_.fields.items()}
        fields = known[id(type_.fields)]
        return [type_.sort, type_.ref, fields, told(type_.entry, depth + 1), told(type_.item, depth + 1)]

    return hashlib.sha256(
        json.dumps(told(root, 0), ensure_ascii=True, sort_keys=True).encode("ascii")
    ).hexdigest()


@cache
def marked_environment() -> Environment:
    """An environment for documents whose values get runs of their own."""
    from docgen.ooxml.environment import make_environment

    return make_environment(FILTER_FUNCTIONS, TEST_FUNCTIONS)


def unmarked_environment() -> Environment:
    """An environment for documents that are never split, as those of a batch."""
    from docgen.ooxml.environment import make_environment

    return make_environment(FILTER_FUNCTIONS, TEST_FUNCTIONS, is_marked=False)
