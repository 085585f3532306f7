"""A document rendered once with its varying places left open, then filled in many times.

A field is a slot where a template only puts it out ({{ addressee }}); one that it tests, loops over or
filters decides what else is printed, and is none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from docgen.frozen import frozen
from docgen.ooxml.anchors import Anchors, without_marks
from docgen.ooxml.compiled import DOCUMENT
from docgen.ooxml.filling import CORE_PROPERTIES, CompiledTemplate, Properties, core_properties
from docgen.ooxml.package import Deflated, Packed, deflate, joined, pack, write_package
from docgen.ooxml.signatures import SIGNATURE_STYLES, indent_signature
from docgen.prose import Prose, Segment

if TYPE_CHECKING:
    from jinja2 import Environment

#: around a slot's name in a rendered part; no text of a record holds it by chance
_SLOT = f"\ufdd0{os.urandom(8).hex()}\ufdd1"
_LEVEL = 1
#: for what is packed once and stands in many documents
_READY_LEVEL = 6


def decisive_names(compiled: CompiledTemplate, environment: Environment) -> frozenset[str]:
    """The names that a template does more with than put them out."""
    from jinja2 import nodes

    found: set[str] = set()
    for source in compiled.plan.sources.values():
        tree = environment.parse(source)
        plain = {
            id(shown.node)
            for output in tree.find_all(nodes.Output)
            for shown in output.nodes
            if isinstance(shown, nodes.Filter)
            and shown.name == "_state"
            and isinstance(shown.node, nodes.Name)
            and not (shown.args or shown.kwargs)
        }
        found |= {each.name for each in tree.find_all(nodes.Name) if id(each) not in plain}
    return frozenset(found)


@frozen
class Skeleton:
    """A document's parts: those with slots as their texts and slots by turns, all others packed.

    ``slots`` are the fields that it needs. ``must_indent``: 落款 or 成文日期 have slots themselves, so that
    their place is known only when filled, and the document is packed as a whole. Otherwise each stretch
    between slots is packed beforehand: where the slots are is for the template and the row alone to say,
    never for other rows, so that a row gives the same bytes in any list.
    """

    open: dict[str, tuple[str, ...]]
    ready: dict[str, tuple[Packed, ...]]
    packed: dict[str, Deflated]
    must_indent: bool
    slots: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The .docx with each slot's text (escaped already) in its place."""
        parts = dict(self.packed)
        for name, pieces in self.open.items():
            if self.must_indent and name == DOCUMENT:
                written = list(pieces)
                written[1::2] = [values[slot] for slot in pieces[1::2]]
                parts[name] = deflate(name, indent_signature("".join(written)).encode("utf-8"), _LEVEL)
                continue
            between = self.ready[name]
            stretches = [between[0]]
            for slot, stretch in zip(pieces[1::2], between[1:], strict=True):
                stretches += (_packed_text(values[slot]), stretch)
            parts[name] = joined(name, stretches)
        return write_package(parts)


@lru_cache(maxsize=512)
def _packed_text(text: str) -> Packed:
    return pack(text.encode("utf-8"), _LEVEL)


def _ready(pieces: tuple[str, ...]) -> tuple[Packed, ...]:
    last = len(pieces) - 1
    return tuple(
        pack(pieces[at].encode("utf-8"), _READY_LEVEL, is_last=at == last) for at in range(0, last + 1, 2)
    )


def skeleton(
    template: CompiledTemplate,
    context: Mapping[str, Any],
    slots: Mapping[str, str],
    properties: Properties,
    anchors: Anchors = "none",
) -> Skeleton | None:
    """The document of a context with these names left open; jinja2.TemplateError as filling raises it.

    ``slots`` are names with the pointer that their value states. With ``anchors`` every value has a run of
    its own; None where the template is too unusual for that.
    """
    opened = {
        name: Prose("", (Segment(f"{_SLOT}{name}{_SLOT}", pointer),)) for name, pointer in slots.items()
    }
    given = {**context, **opened}
    static: Mapping[str, Deflated] = template.plan.static
    if anchors == "none":
        marked, static = template.rendered(given, has_properties=True)
        rendered = {name: without_marks(xml) for name, xml in marked.items()}
    elif (apart := template.runs_apart(given, anchors, has_properties=True)) is None:
        return None
    else:
        rendered = {name: "".join(pieces) for name, pieces in apart.items()}
    must_indent = _signs_with_slots(rendered[DOCUMENT])
    if not must_indent:
        rendered[DOCUMENT] = indent_signature(rendered[DOCUMENT])
    rendered[DOCUMENT] = template.mended(rendered[DOCUMENT])
    packed = dict(static)
    if CORE_PROPERTIES in packed or CORE_PROPERTIES in template.templates:
        packed[CORE_PROPERTIES] = deflate(
            CORE_PROPERTIES, core_properties(properties).encode("utf-8"), _LEVEL
        )
    open_: dict[str, tuple[str, ...]] = {}
    for name, xml in rendered.items():
        if name == DOCUMENT or _SLOT in xml:
            open_[name] = tuple(xml.split(_SLOT))
        else:
            packed[name] = deflate(name, xml.encode("utf-8"), _LEVEL)
    needed = tuple(sorted({name for pieces in open_.values() for name in pieces[1::2]}))
    ready = {name: _ready(pieces) for name, pieces in open_.items() if not (must_indent and name == DOCUMENT)}
    return Skeleton(open_, ready, packed, must_indent, needed)


def _signs_with_slots(document: str) -> bool:
    paragraphs = (each for each in document.split("</w:p>") if _SLOT in each)
    return any(f'"{style}"' in each for each in paragraphs for style in SIGNATURE_STYLES)
