"""A template compiled once: a plan of patched sources and packed parts, kept on disk as plain data.

docxtpl patches the XML of the templated parts, so its syntax holds ({%p for %}, {%tr %}, {{r }}…).
With a plan from the cache neither lxml, python-docx nor docxtpl is loaded.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import re
import zlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docgen.caching import keep, kept
from docgen.errors import BrokenLibrary
from docgen.frozen import frozen
from docgen.ooxml.package import Deflated, deflate, inflate, read_package
from docgen.patterns import lazy

#: raised whenever a plan comes out differently from the same template
PLAN_FORMAT = 6

DOCUMENT = "word/document.xml"
#: the parts that may hold placeholders
TEMPLATED = lazy(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
#: title, author, the office's own properties: placeholders in their texts are filled too
PROPERTIES = lazy(r"docProps/(?:core|app|custom)\.xml")

_TAG = lazy(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
#: the elements besides ``w:t`` that hold text, and can hold nothing else
_BARE_TEXT = lazy(r"<(?:w:instrText|w:delInstrText|w:delText|m:t|a:t|wp:posOffset)[ >]")
_DASHES = lazy(r"(?<=\{%)-|-(?=%\})")
#: stands for a dash while docxtpl patches; no text has it, being no character
_KEPT_DASH = "\ufdd0"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@frozen
class Plan:
    """What rendering needs: Jinja source by part name, all other parts packed.

    ``must_fix_tables`` says that cells vary by row, so that docxtpl's table fixing has to follow.
    """

    sources: dict[str, str]
    static: dict[str, Deflated]
    must_fix_tables: bool


def load_plan(data: bytes, path: str, judged_by: str, judge: Callable[[], None]) -> Plan:
    """The plan of a template's bytes, from the cache or compiled now; BrokenLibrary if it can't be.

    ``judge`` is called before a template is compiled and raises what is wrong with it; ``judged_by`` names
    what it judges by (the kind's schema), so that a kept plan is one that was found right.
    """
    key = _key(data, judged_by)
    plan = _read_cached(key)
    if plan is None:
        judge()
        plan = compile_template(data, path)
        _write_cached(key, plan)
    return plan


def compile_template(data: bytes, path: str) -> Plan:
    """The plan of a template, made with docxtpl's own patching; BrokenLibrary if it is no safe .docx."""
    parts = read_package(data, path)
    sources: dict[str, str] = {}
    must_fix = False
    for name, content in parts.items():
        if name == DOCUMENT or (TEMPLATED.fullmatch(name) and b"{" in content):
            patched, needs_fixing = _patched(content, name, path)
            must_fix = must_fix or (name == DOCUMENT and needs_fixing)
            sources[name] = _with_output_filters(patched)
        elif PROPERTIES.fullmatch(name) and (b"{{" in content or b"{%" in content):
            sources[name] = _with_output_filters(property_source(content, path), "_property")
    static = {name: deflate(name, content) for name, content in parts.items() if name not in sources}
    return Plan({name: _DECLARATION + xml for name, xml in sources.items()}, static, must_fix)


def patched_source(content: bytes, name: str, path: str) -> str:
    """A part's XML with docxtpl's patching done, its tags as the author wrote them."""
    return _patched(content, name, path)[0]


def property_source(content: bytes, path: str) -> str:
    """The XML of a part of properties, with the tags in its texts as the author wrote them."""
    from lxml import etree

    return _TAG.sub(lambda tag: unescape(tag[0]), etree.tostring(tree_of(content, path), encoding="unicode"))


def texts_of(content: bytes, path: str) -> str:
    """All that may hold tags in a part, in a row: its texts, and its attributes with braces."""
    from lxml import etree

    find = etree.XPath("//text()|//@*[contains(., '{') or contains(., '}')]", smart_strings=False)
    found: Any = find(tree_of(content, path))
    return "".join(found)


def unescape(tag: str) -> str:
    """A tag as Jinja reads it, from how XML writes it."""
    return tag.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def is_well_formed(xml: str) -> bool:
    """Whether this is XML."""
    from lxml import etree

    try:
        etree.fromstring(xml.encode("utf-8"))
    except etree.XMLSyntaxError:
        return False
    return True


def tree_of(content: bytes, path: str) -> Any:
    """A part's XML read; BrokenLibrary if it is none."""
    from docx.oxml import parse_xml
    from lxml import etree

    try:
        return parse_xml(content)
    except etree.XMLSyntaxError as fault:
        raise BrokenLibrary("template-not-docx", path=path) from fault


def _patched(content: bytes, name: str, path: str) -> tuple[str, bool]:
    from docxtpl import DocxTemplate
    from lxml import etree

    tree = tree_of(content, path)
    if tree.prefix != "w":  # no word processor's; docxtpl would find nothing in it
        raise BrokenLibrary("template-not-docx", path=path)
    _forget_former_formats(tree)
    _end_runs_behind_runs_inside(tree)
    _keep_text_beside_dashes(tree)
    _give_grids(tree)
    source = etree.tostring(tree, encoding="unicode", pretty_print=False)
    patched: str = DocxTemplate("").patch_xml(source).replace(_KEPT_DASH, "-")
    # docxtpl leaves &amp; in a tag, so that "A & B" written in a template would be escaped twice
    patched = _TAG.sub(lambda tag: tag[0].replace("&amp;", "&"), patched)
    # docxtpl's way to write a literal {{: settled here, so that no value can ever be taken for it
    for shown, meant in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
        patched = patched.replace(shown, f"{{% raw %}}{meant}{{% endraw %}}")
    return patched, _cells_vary(source) or _grids_differ(tree)


def _forget_former_formats(tree: Any) -> None:
    """What a tracked change of format kept of the format before: properties in properties.

    A document made from the template has no use for it, and what copies a run's properties to the next
    run, docxtpl's patching too, ends them at the first end that it sees.
    """
    for element in [each for each in tree.iter() if str(each.tag).endswith("Change")]:
        element.getparent().remove(element)


def _end_runs_behind_runs_inside(tree: Any) -> None:
    """What stands in a run behind a text box or ruby gets a run of its own, of the same format.

    Who looks for the run of a text, docxtpl too, finds the one that began last: that of the text box.
    """
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for run in [*tree.iter(f"{w}r")]:
        holders = [each for each in run if next(each.iter(f"{w}r"), None) is not None]
        behind = [*holders[-1].itersiblings()] if holders else []
        if any(each.tag == f"{w}t" for each in behind):
            rest = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
            rest.extend([copy.deepcopy(each) for each in run.findall(f"{w}rPr")] + behind)
            run.addnext(rest)


def _keep_text_beside_dashes(tree: Any) -> None:
    """Leave to Jinja the ``{%-`` behind text of its own run, and the ``-%}`` before such text.

    docxtpl joins them to the next run's text, and takes away what stands between.
    """
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for paragraph in tree.iter(f"{w}p"):
        own = [each for each in paragraph.iter(f"{w}t") if next(each.iterancestors(f"{w}p")) is paragraph]
        text = "".join(each.text or "" for each in own)
        dashes = [*_DASHES.finditer(text)]
        # which of the texts each character of the paragraph stands in
        held = [number for number, each in enumerate(own) for _ in each.text or ""] if dashes else []
        kept: dict[int, list[int]] = defaultdict(list)
        for at in (dash.start() for dash in dashes):
            end, beside = (at - 2, at - 3) if text[at - 1] == "%" else (at + 2, at + 3)
            if 0 <= beside < len(text) and held[beside] == held[end]:
                kept[held[at]].append(at)
        for number, places in kept.items():
            start, signs = bisect_left(held, number), [*own[number].text]
            for at in places:
                signs[at - start] = _KEPT_DASH
            own[number].text = "".join(signs)


#: more columns than Word makes
_MOST_COLUMNS = 64


def _give_grids(tree: Any) -> None:
    """A grid to every table that lacks one, and a width to every column: docxtpl asks for both."""
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for table in tree.iter(f"{w}tbl"):
        if table.find(f"{w}tblGrid") is None:
            grid = table.makeelement(f"{w}tblGrid", {})
            columns = max((sum(_span(cell, w) for cell in row) for row in _rows(table, w)), default=0)
            for _ in range(min(columns, _MOST_COLUMNS)):
                grid.append(grid.makeelement(f"{w}gridCol", {f"{w}w": "0"}))
            properties = table.find(f"{w}tblPr")
            table.insert(0 if properties is None else table.index(properties) + 1, grid)
    for column in tree.iter(f"{w}gridCol"):
        if not column.get(f"{w}w", "").isdigit():
            column.set(f"{w}w", "0")
    for span in tree.iter(f"{w}gridSpan"):
        if not span.get(f"{w}val", "").isdigit():
            span.set(f"{w}val", "1")


def _rows(table: Any, w: str) -> list[list[Any]]:
    """The cells of each row of a table."""
    return [row.findall(f"{w}tc") for row in table.iter(f"{w}tr")]


def _cells_vary(source: str) -> bool:
    text = re.sub(r"<[^>]*>", "", source)
    return bool(re.search(r"\{%\s*(tc\s|colspan|hm\b)|\{\{\s*tc\s", text))


def _grids_differ(tree: Any) -> bool:
    """Whether docxtpl may mend a table's grid: it has other columns than its rows have cells.

    Where rows come and go, the widest of them may be missing, so that one narrower row is enough.
    """
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for table in tree.iter(f"{w}tbl"):
        columns = len(table.findall(f"{w}tblGrid/{w}gridCol"))
        widths = {sum(_span(cell, w) for cell in row) for row in _rows(table, w)}
        text = "".join(each.text or "" for each in table.iter(f"{w}t"))
        if widths and (max(widths) != columns or (len(widths) > 1 and "{%tr " in text)):
            return True
    return False


def _span(cell: Any, w: str) -> int:
    span = cell.find(f"{w}tcPr/{w}gridSpan")
    value = "1" if span is None else span.get(f"{w}val", "1")
    return int(value) if value.isdigit() else 1


def _with_output_filters(source: str, everywhere: str = "") -> str:
    """Every placeholder in a ``w:t`` states its value, and every one between runs makes a run of it.

    ``everywhere`` names one filter for all placeholders outside of tags instead.
    """
    from jinja2 import Environment, TemplateSyntaxError

    written: list[str] = []
    spot, opened = _Spot(), ""
    try:
        for _line, token, value in Environment(keep_trailing_newline=True).lex(source):
            if token == "data":
                spot.pass_over(value)
            if token == "variable_begin":
                opened = everywhere if everywhere and not spot.in_tag else spot.output_filter()
            if token == "variable_end" and opened:
                written.append(f")|{opened} ")
            written.append(value)
            if token == "variable_begin" and opened:
                written.append("(")
    except TemplateSyntaxError:
        return source  # worded with its paragraph when the template is checked
    return "".join(written)


class _Spot:
    """Where in the XML the text has got to: in a tag, in a text, or in a paragraph between runs."""

    def __init__(self) -> None:
        self.in_tag = self.in_text = self.in_bare_text = self.in_paragraph = False

    def pass_over(self, xml: str) -> None:
        self.in_tag = _is_open(xml, ("<",), (">",), self.in_tag)
        self.in_text = _is_open(xml, ("<w:t>", "<w:t "), ("</w:t>",), self.in_text)
        self.in_paragraph = _is_open(xml, ("<w:p>", "<w:p "), ("</w:p>",), self.in_paragraph)
        if (last := xml.rfind("<")) >= 0:
            self.in_bare_text = _BARE_TEXT.match(xml, last) is not None

    def output_filter(self) -> str:
        if self.in_tag:
            return ""
        if self.in_bare_text:
            return "_property"
        return "_state" if self.in_text else "_runs" if self.in_paragraph else "_blocks"


def _is_open(xml: str, openings: tuple[str, ...], closings: tuple[str, ...], before: bool) -> bool:
    opened = max(xml.rfind(opening) for opening in openings)
    closed = max(xml.rfind(closing) for closing in closings)
    return before if opened == closed else opened > closed


def _key(data: bytes, judged_by: str) -> str:
    digest = hashlib.sha256(data)
    for part in (judged_by, str(PLAN_FORMAT), zlib.ZLIB_RUNTIME_VERSION):
        digest.update(b"\0" + part.encode("utf-8"))
    for package in ("docxtpl", "jinja2"):
        digest.update(b"\0" + _release(package))
    return digest.hexdigest()


def _release(package: str) -> bytes:
    """What tells one release of a package from another, without loading it or its metadata (20 ms)."""
    spec = find_spec(package)
    return Path(spec.origin).read_bytes() if spec is not None and spec.origin else b""


def _read_cached(key: str) -> Plan | None:
    """The plan kept under this key; None if there is none or it is damaged in any way."""
    found = kept(key)
    try:
        sources, static = found["sources"], {}
        for name, (crc, size, packed) in found["static"].items():
            part = Deflated(name, crc, size, base64.b64decode(packed, validate=True))
            inflate(part)
            static[name] = part
        is_whole = isinstance(found["must_fix_tables"], bool) and DOCUMENT in sources
        if not is_whole or not all(isinstance(source, str) for source in sources.values()):
            return None
        return Plan(sources, static, found["must_fix_tables"])
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, zlib.error):
        return None


def _write_cached(key: str, plan: Plan) -> None:
    """Keep the plan for the next run."""
    static = {
        name: (part.crc, part.size, base64.b64encode(part.data).decode("ascii"))
        for name, part in plan.static.items()
    }
    keep(key, {"sources": plan.sources, "static": static, "must_fix_tables": plan.must_fix_tables})
