"""Documents of one template, record after record; what the rows share is worded once.

The same holds as for judging: prose sees only some of a record's fields. While those are as in a row
before, what a template gets of them is that row's, and only the other fields are worded anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.batch.judging import SEEN, Seen, is_quiet, names_mentioned
from docgen.batch.wire import Base, Wire
from docgen.contexts import Fields, Reader, document_context
from docgen.records import Record
from docgen.rendering import compile_for, document_properties, unmarked_environment
from docgen.schemas import Kind
from docgen.templates import Template, template_root

if TYPE_CHECKING:
    from docgen.ooxml.filling import Properties

#: for how many sets of seen fields the wording is kept
_MOST_KEPT = 500
#: where a document's own properties come from, besides prose
_TOLD_BY = ("signature", "period", "issuer")


class Worded(NamedTuple):
    """What a template got of a row: which fields were its own, all of them worded, and the properties."""

    own: frozenset[str]
    context: dict[str, Any]
    properties: Properties


class Renderer:
    """Gives the documents of one list's rows; made once on each process."""

    def __init__(self, template: Template, kind: Kind) -> None:
        self.kind = kind
        self.compiled = compile_for(template, template_root(kind), unmarked_environment())
        names = kind.root.fields.items()
        quiet = {name for name, type_ in names if name not in (*SEEN, *_TOLD_BY) and is_quiet(type_)}
        self.quiet = frozenset() if kind.derived else frozenset(quiet)
        self.base: Base | None = None
        self.mentioned: dict[Seen, frozenset[str]] = {}
        self.worded: dict[tuple[Seen, Seen], Worded] = {}

    def document(self, base: Base, wire: Wire) -> bytes:
        """The .docx of a row; BrokenLibrary where the template asks for what there isn't."""
        record = base.record(wire)
        worded = self._worded(base, wire, record)
        # values stay in the template's runs: what goes out in thousands is not held against its record
        filled = self.compiled.fill(worded.context, split=False, indents=True, properties=worded.properties)
        return filled.data

    def _worded(self, base: Base, wire: Wire, record: Record) -> Worded:
        if base is not self.base:
            self.base = base
            self.mentioned.clear()
            self.worded.clear()
        own = list(zip(wire.names, wire.texts, strict=True))
        seen: Seen = (wire.order, tuple(each for each in own if each[0] not in self.quiet))
        mentioned = self.mentioned.get(seen)
        if mentioned is None:
            mentioned = names_mentioned(record, self.kind) & self.quiet
            if len(self.mentioned) < _MOST_KEPT:
                self.mentioned[seen] = mentioned
        also: Seen = (None, tuple(each for each in own if each[0] in mentioned))
        before = self.worded.get((seen, also))
        if before is None:
            context = document_context(record, self.kind)
            fresh = Worded(frozenset(wire.names), context, document_properties(record, self.kind))
            if len(self.worded) < _MOST_KEPT:
                self.worded[seen, also] = fresh
            return fresh
        fields = Fields(Reader(record, self.kind), record.data, self.kind.root, "")
        anew = (before.own | frozenset(wire.names)) & self.quiet
        context = {**before.context, **{name: fields[name] for name in anew}}
        return before._replace(context=context)
