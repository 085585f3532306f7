"""Documents of one template, row after row; what the rows share is rendered once.

The same holds as for judging: prose sees only some of a record's fields. While those, and the fields that
the template tests, are as in a row before, only what is put out of the other fields is filled in anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from docgen.batch.judging import SEEN, Seen, is_quiet, names_mentioned
from docgen.batch.wire import Base, Wire
from docgen.contexts import Fields, Reader, document_context
from docgen.errors import BrokenLibrary
from docgen.ooxml.anchors import Anchors
from docgen.ooxml.marking import unmarked
from docgen.ooxml.skeletons import Skeleton, decisive_names, skeleton
from docgen.prose import Prose, Stating
from docgen.records import Record
from docgen.rendering import compile_for, document_properties, marked_environment, unmarked_environment
from docgen.schemas import Kind
from docgen.templates import Template, template_root

#: how many skeletons are kept
_MOST_KEPT = 500
#: what decides which skeleton a row is filled into: all that isn't left open, and what is
_Key = tuple[Seen, Seen, frozenset[str]]
#: without anchors any field may be left open
_AS_EVER: frozenset[str] = frozenset()
#: where a document's own properties come from, besides prose
_TOLD_BY = ("signature", "period", "issuer")


class Renderer:
    """Gives the documents of one list's rows; made once on each process."""

    def __init__(self, template: Template, kind: Kind, anchors: Anchors = "none") -> None:
        self.kind = kind
        self.template = template
        self.anchors = anchors
        environment = marked_environment() if anchors != "none" else unmarked_environment()
        self.compiled = compile_for(template, template_root(kind), environment)
        names = kind.root.fields.items()
        quiet = {name for name, type_ in names if name not in (*SEEN, *_TOLD_BY) and is_quiet(type_)}
        # a derived value may be calculated from any field; cells that vary need their table mended each time
        is_simple = not kind.derived and not self.compiled.plan.must_fix_tables
        self.quiet = frozenset(quiet) if is_simple else frozenset()
        self.open = self.quiet - decisive_names(self.compiled, environment)
        self.base: Base | None = None
        self.mentioned: dict[Seen, frozenset[str]] = {}
        self.skeletons: dict[_Key, Skeleton | None] = {}
        #: what is put out of the base's own fields, and what they state
        self.shared: dict[str, str] = {}
        self.shared_pointers: dict[str, str] = {}

    def document(self, base: Base, wire: Wire) -> bytes:
        """The .docx of a row; BrokenLibrary where the template asks for what there isn't.

        Without anchors values stay in the template's runs.
        """
        from jinja2 import TemplateError

        record = base.record(wire)
        fields = Fields(Reader(record, self.kind), record.data, self.kind.root, "")
        try:
            skeleton = self._skeleton(base, wire, record, fields)
            if skeleton is None:
                return self._alone(record)
        except TemplateError as fault:
            path, reason = str(self.template.path), fault.message or ""
            raise BrokenLibrary("template-fails", path=path, reason=reason) from fault
        shared = self.shared if wire.order is None else {}
        values: dict[str, str] = {}
        for name in skeleton.slots:
            text = shared.get(name) if name not in wire.names else None
            if text is None:
                text = str(unmarked(fields[name]))
                if name not in wire.names:
                    shared[name] = text
            values[name] = text
        return skeleton.filled(values)

    def _alone(self, record: Record) -> bytes:
        return self.compiled.fill(
            document_context(record, self.kind),
            anchors=self.anchors,
            properties=document_properties(record, self.kind),
        ).data

    def _skeleton(self, base: Base, wire: Wire, record: Record, fields: Fields) -> Skeleton | None:
        """The document with what is a row's own left open: rendered now, or for a row like it before.

        None for one whose values can't be anchored so.
        """
        if base is not self.base:
            self.base = base
            self.mentioned.clear()
            self.skeletons.clear()
            self.shared.clear()
            self.shared_pointers.clear()
        own = list(zip(wire.names, wire.texts, strict=True))
        seen: Seen = (wire.order, tuple(each for each in own if each[0] not in self.quiet))
        mentioned = self.mentioned.get(seen)
        if mentioned is None:
            mentioned = names_mentioned(record, self.kind) & self.quiet
            if len(self.mentioned) < _MOST_KEPT:
                self.mentioned[seen] = mentioned
        slots: Collection[str] = self.open - mentioned
        if self.anchors != "none":
            slots = self._stated(slots, wire, fields)
        decisive: Seen = (None, tuple(each for each in own if each[0] in self.quiet and each[0] not in slots))
        key = (seen, decisive, frozenset(slots) if self.anchors != "none" else _AS_EVER)
        if key in self.skeletons:
            return self.skeletons[key]
        context, properties = document_context(record, self.kind), document_properties(record, self.kind)
        states = slots if isinstance(slots, Mapping) else dict.fromkeys(slots, "")
        made = skeleton(self.compiled, context, states, properties, self.anchors)
        if len(self.skeletons) < _MOST_KEPT:
            self.skeletons[key] = made
        return made

    def _stated(self, names: Collection[str], wire: Wire, fields: Fields) -> Mapping[str, str]:
        """Those fields that state just one thing, and what: an anchor can stand around them."""
        shared = self.shared_pointers if wire.order is None else {}
        found: dict[str, str] = {}
        for name in names:
            pointer = shared.get(name) if name not in wire.names else None
            if pointer is None:
                pointer = stated_by(fields[name])
                if name not in wire.names:
                    shared[name] = pointer
            if pointer:
                found[name] = pointer
        return found


def stated_by(value: object) -> str:
    """The pointer of the one thing that all of a value's text states, else ""."""
    parts = value.parts if isinstance(value, Stating) else ()
    if len(parts) != 1 or not isinstance(parts[0], Prose) or parts[0].pointer:
        return ""
    segments = parts[0].segments
    return segments[0].states if len(segments) == 1 else ""
