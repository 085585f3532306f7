"""What every process of a batch has ready: the kind, its rules, the template compiled once."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from docgen.batch.checklist import ListedRow, Sums, checklist_book, checklist_document
from docgen.batch.judging import Judge, Judged
from docgen.batch.making import Made, Maker, Order, Resumed
from docgen.batch.manifest import Origin
from docgen.batch.planning import Keys
from docgen.batch.rendering import Renderer
from docgen.batch.roles import Roles, read_roles
from docgen.batch.sinks import Sink
from docgen.batch.wire import Base, Wire
from docgen.dates import PartialDate
from docgen.errors import BrokenLibrary
from docgen.findings import Finding, Place
from docgen.library import CORE, Library
from docgen.ooxml.anchors import Anchors
from docgen.rules.outcomes import Explanation
from docgen.schemas import load_kind
from docgen.templates import Template


class Setup(NamedTuple):
    """All that a process needs to know of a batch; it is sent to each once."""

    library: Library
    kind: str
    template: Template
    pattern: str | None = None
    as_of: PartialDate | None = None
    explanations: tuple[Explanation, ...] = ()
    anchors: Anchors = "none"


class MakingSetup(NamedTuple):
    """What is known once the folder was looked at; by the file ``mark`` other machines know it."""

    sink: Sink
    origin: Origin
    resumed: Resumed | None
    mark: str = ""


class Bench:
    """A process's own tools; judges and makes chunk by chunk."""

    def __init__(self, setup: Setup) -> None:
        from docgen.rules.packs import load_packs

        self.setup = setup
        self.kind = load_kind(setup.library, setup.kind)
        self.roles: Roles = read_roles(setup.template, self.kind, setup.pattern)
        self.packs = load_packs(setup.library, self.kind)
        self.judge = Judge(self.kind, self.packs, self.roles, setup.as_of, setup.explanations)
        self.renderer = Renderer(setup.template, self.kind, setup.anchors)
        self._base: Base | None = None

    def judge_chunk(self, base: Base, wires: Sequence[Wire]) -> list[Judged]:
        """What every row gives, in order."""
        base = self._known(base)
        return [self._judged(base, wire) for wire in wires]

    def make_chunk(self, base: Base, orders: Sequence[Order], making: MakingSetup) -> list[Made]:
        """What became of every document, in order."""
        base = self._known(base)
        maker = Maker(self.renderer.document, making.sink, making.origin, making.resumed)
        return [maker.made(base, order) for order in orders]

    def print_list(self, sums: Sums, rows: Sequence[ListedRow]) -> bytes:
        """The printed 核对清单."""
        return checklist_document(sums, self.setup.library, rows)

    def list_in_book(self, sums: Sums, rows: Sequence[ListedRow]) -> bytes:
        """The 核对清单 as a workbook."""
        return checklist_book(sums, rows)

    def _judged(self, base: Base, wire: Wire) -> Judged:
        try:
            return self.judge.judged(base, wire, base.record(wire))
        except BrokenLibrary:
            raise
        except MemoryError:
            raise
        except Exception as error:  # a fault of docgen on one row must not cost the other thousands
            found = Finding("notice-not-judged", Place(), parameters={"name": type(error).__name__})
            return Judged(Keys(), (found,))

    def _known(self, base: Base) -> Base:
        """The base that was sent, or the same one from before, with which rows share their values."""
        if self._base is None or self._base.texts != base.texts or self._base.names != base.names:
            self._base = base
        return self._base


def origin_of(setup: Setup) -> Origin:
    """What all documents of a batch are made from, besides the rows."""
    from docgen import __version__

    paths = {file.id: file.path for file in setup.library.schema_files()}
    told = [__version__, zlib.ZLIB_RUNTIME_VERSION]
    told += [hashlib.sha256(paths[id].read_bytes()).hexdigest() for id in (setup.kind, CORE)]
    if setup.anchors != "none":
        told.append(setup.anchors)
    return Origin(
        hashlib.sha256(setup.template.path.read_bytes()).hexdigest(),
        hashlib.sha256("\n".join(told).encode("ascii")).hexdigest(),
    )
