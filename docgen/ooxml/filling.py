"""A compiled template filled with a context: one string render a part, one zip written.

A ``CompiledTemplate`` is not changed by rendering, so threads may share one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from docgen.errors import BrokenLibrary
from docgen.frozen import frozen
from docgen.ooxml import drafts
from docgen.ooxml.anchors import (
    Anchors,
    CommentRanges,
    MarkedPart,
    Placement,
    put_together,
    take_apart,
    without_marks,
)
from docgen.ooxml.apart import runs_apart
from docgen.ooxml.compiled import DOCUMENT, Plan, is_well_formed
from docgen.ooxml.environment import text_of
from docgen.ooxml.marking import SIGNS, TAB, NeedsLivePackage, escaped_markup
from docgen.ooxml.package import Deflated, deflate, deflate_texts, write_package
from docgen.ooxml.signatures import forms_in, indent_signature, indent_signature_in

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import Environment, Template

#: rendered parts are packed fast: they are large, and made again and again
_RENDERED_LEVEL = 1
CORE_PROPERTIES = "docProps/core.xml"
_DRAWING = "<wp:docPr"
#: what has to end with a paragraph
_HOLDER = "w:(?:tc|txbxContent|hdr|ftr|footnote|endnote|comment)"
_ENDS_WITH_BLOCK = re.compile(rf"%\}}\s*</{_HOLDER}>")
_EMPTIED = re.compile(rf"(</w:tcPr>|<w:tcPr/>|</w:tbl>|<{_HOLDER}(?: [^>]*)?>)\s*(?=</{_HOLDER}>)")
_TEXT_BOX = re.compile(r"<w:txbxContent>.*?</w:txbxContent>", re.DOTALL)
#: stands for a text box that is taken out for a while
_BOX = "<docgen-box/>"
_DRAWING_ID = re.compile(r'([^>]*?\sid=")\d+')


@frozen
class Properties:
    """What the document says of itself; the date comes from the record, never from a clock."""

    title: str
    author: str
    on: date


class Filled:
    """A made .docx and where each value stands in it (worked out when it is asked for)."""

    def __init__(self, data: bytes, place: Callable[[], Sequence[Placement]]) -> None:
        self.data = data
        self._place = place

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """Every value, and every field of prose, in the document's order."""
        return tuple(self._place())


@frozen
class CompiledTemplate:
    """A plan with its sources compiled in an environment."""

    plan: Plan
    templates: Mapping[str, Template]

    @classmethod
    def of(cls, plan: Plan, environment: Environment) -> CompiledTemplate:
        """The plan's sources compiled; jinja2.TemplateSyntaxError if one is none."""
        return cls(plan, {name: environment.from_string(source) for name, source in plan.sources.items()})

    def fill(
        self,
        context: Mapping[str, Any],
        *,
        anchors: Anchors = "none",
        split: bool = True,
        indents: bool = False,
        comments: Sequence[drafts.Comment] = (),
        is_draft: bool = False,
        properties: Properties | None = None,
        live: DocxTemplate | None = None,
    ) -> Filled:
        """The document of a context.

        ``split=False`` leaves values in the runs they were put into, as docxtpl does, and places nothing;
        with ``indents`` 落款 and 成文日期 stand where the standard wants them all the same.
        ``comments`` become Word comments at what they are about; ``is_draft`` marks every page 草稿.
        ``live`` is docxtpl's own object of the same template, for links in RichText and for what it was told
        to replace; images and subdocuments bring theirs.
        Raises jinja2.TemplateError where the template asks for what isn't there.
        """
        if split and not comments and not is_draft and live is None:
            made = self._plainly(context, anchors, properties)
            if made is not None:
                return made
        placed = drafts.place_comments((), comments)
        placements: list[Placement] = []
        rendered, static = self.rendered(context, live, has_properties=properties is not None)
        for name in sorted(rendered):
            if not split:
                rendered[name] = _with_tabs_apart(without_marks(rendered[name]))
                continue
            part = take_apart(name, rendered[name])
            if name == DOCUMENT and comments:
                placed = drafts.place_comments(part.placements, comments)
            ranges = placed.ranges if name == DOCUMENT and comments else None
            rendered[name], in_part = _assembled(part, anchors, placements, ranges)
            placements += in_part
        document = rendered[DOCUMENT]
        if split or indents:
            document = indent_signature(document)
        if comments:
            document = drafts.with_stray_comments(document, placed.stray)
        rendered[DOCUMENT] = self.mended(document)
        packed = dict(static)
        if comments or is_draft:
            drafts.add_to_package(rendered, packed, placed.comments, is_draft)
        data = self._packed({name: [xml] for name, xml in rendered.items()}, packed, properties)
        return Filled(data, lambda: placements)

    def _plainly(
        self, context: Mapping[str, Any], anchors: Anchors, properties: Properties | None
    ) -> Filled | None:
        """The document where no markup is in it but the template's own; None where that isn't so.

        The parts stay in pieces: of a long one each copy costs as much as many of its values.
        """
        parts = self.runs_apart(context, anchors, has_properties=properties is not None)
        if parts is None:
            return None
        source, document = self.plan.sources[DOCUMENT], parts[DOCUMENT]
        document = indent_signature_in(document, forms_in(source))
        if _DRAWING in source or self.plan.must_fix_tables:
            document = [self.mended("".join(document))]
        data = self._packed({**parts, DOCUMENT: document}, dict(self.plan.static), properties)
        return Filled(data, lambda: self._placements(context, anchors, properties is not None))

    def runs_apart(
        self, context: Mapping[str, Any], anchors: Anchors, *, has_properties: bool = False
    ) -> dict[str, list[str]] | None:
        """The parts with placeholders in pieces, every value in its own run; None if one is unusual."""
        rendered: dict[str, list[str]] = {}
        first = 1
        for name in sorted(self.templates):
            if name == CORE_PROPERTIES and has_properties:
                continue
            apart = runs_apart(self.templates[name], context, anchors, first)
            if apart is None:
                return None
            may_lack = _may_be_emptied(self.plan.sources[name])
            rendered[name] = [_with_paragraphs("".join(apart.pieces))] if may_lack else apart.pieces
            first += apart.stated
        return rendered

    def _placements(
        self, context: Mapping[str, Any], anchors: Anchors, has_properties: bool
    ) -> list[Placement]:
        rendered, _static = self.rendered(context, has_properties=has_properties)
        placements: list[Placement] = []
        for name in sorted(rendered):
            placements += _assembled(take_apart(name, rendered[name]), anchors, placements, None)[1]
        return placements

    def rendered(
        self, context: Mapping[str, Any], live: DocxTemplate | None = None, *, has_properties: bool = False
    ) -> tuple[dict[str, str], Mapping[str, Deflated]]:
        """The parts with placeholders, rendered with their marks, and the others as they are.

        Rendered with docxtpl's package where a value needs one. With ``has_properties`` the document's own
        properties come from elsewhere, and the template's are left out.
        """
        from docgen.ooxml.live import render_live

        static: Mapping[str, Deflated] = self.plan.static
        templates = self.templates
        if has_properties and CORE_PROPERTIES in templates:
            templates = {name: each for name, each in templates.items() if name != CORE_PROPERTIES}
        try:
            if live is None:
                rendered = {name: text_of(template, context) for name, template in templates.items()}
            else:
                rendered, static = render_live(templates, context, live)
        except NeedsLivePackage as need:
            if need.package is None or live is not None:
                from jinja2 import TemplateRuntimeError

                raise TemplateRuntimeError("an image, a subdocument or a link lacks its package") from None
            package = cast("DocxTemplate", need.package)
            return self.rendered(context, package, has_properties=has_properties)
        for name, xml in rendered.items():
            resolved = _with_signs_resolved(xml)
            may_lack = _may_be_emptied(self.plan.sources[name])
            rendered[name] = _with_paragraphs(resolved) if may_lack else resolved
        return rendered, static

    def mended(self, document: str) -> str:
        """A rendered document with what repeating has made wrong put right: ids of drawings, table grids."""
        if _DRAWING in document:
            # drawings repeated by a loop need ids of their own (docxtpl counts from the same number)
            before, *drawings = document.split(_DRAWING)
            for at, drawing in enumerate(drawings):
                if given := _DRAWING_ID.match(drawing):
                    drawings[at] = f"{given[1]}{1001 + at}{drawing[given.end() :]}"
            document = _DRAWING.join((before, *drawings))
        if self.plan.must_fix_tables:
            from docxtpl import DocxTemplate
            from lxml import etree

            try:
                tree = DocxTemplate("").fix_tables(document.encode("utf-8"))
            except ValueError as fault:
                raise BrokenLibrary("template-colspan-no-number") from fault
            document = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True).decode(
                "utf-8"
            )
        return document

    def _packed(
        self,
        rendered: Mapping[str, Sequence[str]],
        static: dict[str, Deflated],
        properties: Properties | None,
    ) -> bytes:
        if properties is not None and (CORE_PROPERTIES in static or CORE_PROPERTIES in self.templates):
            static[CORE_PROPERTIES] = packed_properties(properties.title, properties.author, properties.on)
        for name, pieces in rendered.items():
            static[name] = deflate_texts(name, pieces, _RENDERED_LEVEL)
        return write_package(static)


@lru_cache(maxsize=256)
def _may_be_emptied(source: str) -> bool:
    """Whether all paragraphs of a cell, header or the like may go: one ends with a block of them."""
    return _ENDS_WITH_BLOCK.search(source) is not None


def _with_paragraphs(xml: str) -> str:
    """A part with a paragraph in every cell, header or the like that is left without: Word opens no such."""
    return _EMPTIED.sub(r"\1<w:p/>", xml)


def _with_signs_resolved(xml: str) -> str:
    """The part with the signs of Listing and RichText (\\n, \\t, \\a, \\f) as the elements docxtpl makes."""
    if SIGNS not in xml:
        return xml
    from docxtpl import DocxTemplate

    resolve: Callable[[str], str] = DocxTemplate("").resolve_listing
    xml = xml.replace(SIGNS, "")
    # docxtpl takes the paragraph around a text box to end where the first one in it does
    boxes = [resolve(each) for each in _TEXT_BOX.findall(xml)]
    around = resolve(_TEXT_BOX.sub(_BOX, xml)).split(_BOX)
    resolved = "".join(chain.from_iterable(zip(around, [*boxes, ""], strict=True)))
    if not is_well_formed(without_marks(resolved)):
        # docxtpl ends the run and the paragraph there, and nothing that stands between the two
        raise BrokenLibrary("template-new-paragraph-inside")
    return resolved


def _with_tabs_apart(xml: str) -> str:
    """The part with every tab of a value in a run of its own, as docxtpl has it."""
    return _with_signs_resolved(SIGNS + xml.replace(TAB, "\t")) if TAB in xml else xml


def _assembled(
    part: MarkedPart, anchors: Anchors, before: list[Placement], ranges: CommentRanges | None
) -> tuple[str, list[Placement]]:
    first = 1 + sum(1 for placement in before if placement.anchor)
    return put_together(part, anchors, first, ranges)


@lru_cache(maxsize=64)
def packed_properties(title: str, author: str, on: date) -> Deflated:
    """The part that tells title, author and date, packed; the documents of a list mostly share it."""
    xml = core_properties(Properties(title, author, on))
    return deflate(CORE_PROPERTIES, xml.encode("utf-8"), _RENDERED_LEVEL)


def core_properties(properties: Properties) -> str:
    """The part that tells title, author and date of the document."""
    moment = f"{properties.on.isoformat()}T00:00:00Z"
    author = escaped_markup(properties.author)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped_markup(properties.title)}</dc:title><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
