"""Documents of one template, row after row; what the rows share is rendered once.

The same holds as for judging: prose sees only some of a record's fields. While those, and the fields that
the template tests, are as in a row before, only what is put out of the other fields is filled in anew.
"""

from __future__ import annotations

from docgen.batch.judging import SEEN, Seen, is_quiet, names_mentioned
from docgen.batch.wire import Base, Wire
from docgen.contexts import Fields, Reader, document_context
from docgen.errors import BrokenLibrary
from docgen.ooxml.marking import unmarked
from docgen.ooxml.skeletons import Skeleton, decisive_names, skeleton
from docgen.records import Record
from docgen.rendering import compile_for, document_properties, unmarked_environment
from docgen.schemas import Kind
from docgen.templates import Template, template_root

#: how many skeletons are kept
_MOST_KEPT = 500
#: where a document's own properties come from, besides prose
_TOLD_BY = ("signature", "period", "issuer")


class Renderer:
    """Gives the documents of one list's rows; made once on each process."""

    def __init__(self, template: Template, kind: Kind) -> None:
        self.kind = kind
        self.template = template
        environment = unmarked_environment()
        self.compiled = compile_for(template, template_root(kind), environment)
        names = kind.root.fields.items()
        quiet = {name for name, type_ in names if name not in (*SEEN, *_TOLD_BY) and is_quiet(type_)}
        # a derived value may be calculated from any field; cells that vary need their table mended each time
        is_simple = not kind.derived and not self.compiled.plan.must_fix_tables
        self.quiet = frozenset(quiet) if is_simple else frozenset()
        self.open = self.quiet - decisive_names(self.compiled, environment)
        self.base: Base | None = None
        self.mentioned: dict[Seen, frozenset[str]] = {}
        self.skeletons: dict[tuple[Seen, Seen], Skeleton] = {}
        #: what is put out of the base's own fields
        self.shared: dict[str, str] = {}

    def document(self, base: Base, wire: Wire) -> bytes:
        """The .docx of a row; BrokenLibrary where the template asks for what there isn't.

        Values stay in the template's runs: what goes out in thousands is not held against its record.
        """
        from jinja2 import TemplateError

        record = base.record(wire)
        try:
            skeleton = self._skeleton(base, wire, record)
        except TemplateError as fault:
            path, reason = str(self.template.path), fault.message or ""
            raise BrokenLibrary("template-fails", path=path, reason=reason) from fault
        fields = Fields(Reader(record, self.kind), record.data, self.kind.root, "")
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

    def _skeleton(self, base: Base, wire: Wire, record: Record) -> Skeleton:
        """The document with what is a row's own left open: rendered now, or for a row like it before."""
        if base is not self.base:
            self.base = base
            self.mentioned.clear()
            self.skeletons.clear()
            self.shared.clear()
        own = list(zip(wire.names, wire.texts, strict=True))
        seen: Seen = (wire.order, tuple(each for each in own if each[0] not in self.quiet))
        mentioned = self.mentioned.get(seen)
        if mentioned is None:
            mentioned = names_mentioned(record, self.kind) & self.quiet
            if len(self.mentioned) < _MOST_KEPT:
                self.mentioned[seen] = mentioned
        slots = self.open - mentioned
        decisive: Seen = (None, tuple(each for each in own if each[0] in self.quiet and each[0] not in slots))
        before = self.skeletons.get((seen, decisive))
        if before is not None:
            return before
        context, properties = document_context(record, self.kind), document_properties(record, self.kind)
        made = skeleton(self.compiled, context, slots, properties)
        if len(self.skeletons) < _MOST_KEPT:
            self.skeletons[seen, decisive] = made
        return made
