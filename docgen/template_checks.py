"""A template judged before it is used: every placeholder against what its kind has.

template_tags.py reads the tags, Jinja parses those that are in order, and the walk over its syntax tree
knows the type of every name. Faults are told with the paragraph they stand in, all at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.errors import BrokenLibrary, DocgenError, together
from docgen.expressions import Type
from docgen.findings import Finding, Place
from docgen.frozen import frozen
from docgen.ooxml.compiled import (
    DOCUMENT,
    PROPERTIES,
    TEMPLATED,
    is_well_formed,
    patched_source,
    property_source,
    texts_of,
)
from docgen.ooxml.environment import JINJA_FILTERS, JINJA_TESTS
from docgen.ooxml.package import read_package
from docgen.ooxml.template_texts import margins, template_paragraphs
from docgen.template_tags import ANYTHING_NAME, UNSEEN, Tag, jinja, open_tag, read_tags, source_of
from docgen.templates import FILTERS, TESTS, plain_references
from docgen.wording import nearest

if TYPE_CHECKING:
    from jinja2 import nodes

#: what a placeholder of unknown type is taken for: nothing about it can be judged
ANYTHING: Type | None = None

_PATCHED_TAG = re.compile(
    r"\{%\s*raw\s*%\}.*?(?:\{%\s*endraw\s*%\}|\Z)|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL
)
_LOOP = Type(
    "object",
    fields={
        name: Type("number" if name not in ("first", "last") else "boolean")
        for name in ("index", "index0", "length", "first", "last", "revindex", "revindex0", "depth")
    },
)
#: filters of Jinja that give back what they were given, and those that give one element of it
_SAME, _ELEMENT = ("default", "list", "reverse", "selectattr", "rejectattr"), ("first", "last")

Scope = dict[str, "Type | None"]


@frozen
class CheckedTemplate:
    """A template's faults, in the order of its text; or why it couldn't be judged."""

    name: str
    title: str
    kind: str
    findings: tuple[Finding, ...]
    error: DocgenError | None


def check_template(path: Path, data: bytes, root: Type) -> list[Finding]:
    """Every fault of a template's placeholders; BrokenLibrary if it can't even be opened."""
    parts = read_package(data, str(path))
    found: list[Finding] = []
    pages = margins(parts, str(path))
    for name in sorted(parts):
        if name == DOCUMENT or TEMPLATED.fullmatch(name) or PROPERTIES.fullmatch(name):
            label = _part_label(name, *pages.get(name, (1, "")))
            found += PartCheck(path, name, label, parts[name], root).findings()
    return found


class PartCheck:
    """The check of one part of a template.

    First by its paragraphs, where every tag has its place; then as docxtpl patches it, which has what
    stands in attributes, fields and properties besides.
    """

    def __init__(self, path: Path, name: str, label: str, content: bytes, root: Type) -> None:
        self.path, self.name, self.label, self.root = path, name, label, root
        self.content = content
        self.paragraphs = [] if PROPERTIES.fullmatch(name) else template_paragraphs(content, str(path))
        self.tags: list[Tag] = []
        #: how many lines of the source stand before that of the first tag
        self.lines_before = 0
        self.found: list[Finding] = []

    def findings(self) -> list[Finding]:
        """The faults, in the order of the text."""
        self.tags = read_tags(self.paragraphs, self.note)
        source = source_of(self.tags, self.paragraphs, self.note)
        scope = {**self.root.fields, ANYTHING_NAME: ANYTHING}
        Walk(self).statements(jinja().parse(source).body, scope)
        in_order = sorted(self.found, key=_order)
        return [*in_order, *self.found_in_source(in_order)]

    def found_in_source(self, before: list[Finding]) -> list[Finding]:
        """What the paragraphs don't show: placeholders elsewhere, and whether the whole is still XML."""
        from jinja2 import TemplateSyntaxError

        self.found = []
        if opened := open_tag(texts_of(self.content, str(self.path))):
            # docxtpl takes long for many of these, and Jinja could read nothing of what it makes
            if not {"template-tag-not-closed", "template-full-width-brace"} & {each.code for each in before}:
                self.note("template-tag-not-closed", Tag(-1, 0, opened))
            return self.found
        source = self.patched()
        tags = _PATCHED_TAG.findall(source)
        self.tags, self.lines_before = [Tag(-1, 0, tag) for tag in tags], 1
        # one tag a line, so that a line number of Jinja's tells the tag
        lined = _PATCHED_TAG.sub(
            lambda match: "\n" + match[0].replace("\n", " "), source.replace("\n", " ")
        )
        try:
            Walk(self).statements(jinja().parse(lined).body, {**self.root.fields})
        except (TemplateSyntaxError, RecursionError) as fault:
            if not before:
                at = fault.lineno - 1 if isinstance(fault, TemplateSyntaxError) else 0
                self.note("template-syntax", self.tag_at(at))
            return [] if before else self.found
        told = {_what(each) for each in before}
        found = [each for each in self.found if _what(each) not in told]
        if not before and not found and not is_well_formed(_PATCHED_TAG.sub("", source)):
            self.note("template-breaks-document", Tag(-1, 0, ""))
            return self.found[-1:]
        return found

    def patched(self) -> str:
        """The part as Jinja will get it."""
        if PROPERTIES.fullmatch(self.name):
            return property_source(self.content, str(self.path))
        return patched_source(self.content, self.name, str(self.path))

    def tag_at(self, line: int) -> Tag:
        """The tag on a line of the source."""
        return self.tags[min(max(line - 1, 0), len(self.tags) - 1)] if self.tags else Tag(-1, 0, "")

    def note(self, code: str, tag: Tag, **parameters: object) -> None:
        """Note a fault of a tag."""
        label, text, column = self.label, "", None
        if tag.paragraph >= 0:
            text, column = self.paragraphs[tag.paragraph].text, tag.column
            label = f"{label}第{tag.paragraph + 1}段第{tag.column}字"
        elif self.paragraphs and tag.text:
            label = f"{label}（域、公式或隐藏内容）"
        shown = (text if len(text) <= 30 else text[:29] + "…") or tag.text
        place = Place(str(self.path), "", label, None, column)
        typed = UNSEEN.sub("□", tag.text)
        given = {"where": label, "placeholder": typed, "paragraph": UNSEEN.sub("□", shown), **parameters}
        self.found.append(Finding(code, place, parameters=given))


def _order(finding: Finding) -> tuple[int, int]:
    """Paragraph and column of a fault."""
    paragraph, column = re.findall(r"\d+", finding.place.label)[-2:]
    return int(paragraph), int(column)


def _what(finding: Finding) -> tuple[str, object]:
    """What a fault is about, wherever it stands."""
    return finding.code, finding.parameters.get("name")


class Walk:
    """The walk over a part's syntax tree, with the type of every name in scope."""

    def __init__(self, part: PartCheck) -> None:
        self.part = part

    def add(self, node: nodes.Node, code: str, **parameters: object) -> None:
        self.part.note(code, self.part.tag_at(node.lineno - self.part.lines_before), **parameters)

    def statements(self, body: list[Any], scope: Scope) -> None:
        from jinja2 import nodes

        for node in body:
            if isinstance(node, nodes.Output):
                for expression in node.nodes:
                    if not isinstance(expression, nodes.TemplateData):
                        self.printed(expression, self.type_of(expression, scope))
            elif isinstance(node, nodes.For):
                self.loop(node, scope)
            elif isinstance(node, nodes.If):
                self.type_of(node.test, scope)
                # names set inside stay known after it, as Jinja has it
                self.statements(node.body, scope)
                self.statements([*node.elif_, *node.else_], scope)
            elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
                scope[node.target.name] = self.type_of(node.node, scope)
            elif isinstance(node, nodes.Scope):
                self.statements(node.body, dict(scope))
            else:
                self.add(node, "template-tag-not-allowed")

    def loop(self, node: nodes.For, scope: Scope) -> None:
        from jinja2 import nodes

        over = self.type_of(node.iter, scope)
        item = over.item if over is not None else ANYTHING
        loop = _LOOP
        if item is not None:
            loop = replace(_LOOP, fields={**_LOOP.fields, "previtem": item, "nextitem": item})
        inner = {**scope, "loop": loop}
        if over is not None and over.sort != "list":
            self.add(node, "template-loop-over-no-list")
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = item
        else:
            for name in node.target.find_all(nodes.Name):
                inner[name.name] = ANYTHING
        if node.test is not None:
            self.type_of(node.test, inner)
        self.statements(node.body, inner)
        self.statements(node.else_, dict(scope))

    def printed(self, node: nodes.Expr, type_: Type | None) -> None:
        """A whole list or group of fields can't be put into a sentence."""
        if type_ is None or type_.sort not in ("list", "object"):
            return
        is_document_number = {"code", "year", "sequence"} <= type_.fields.keys()
        if not is_document_number:
            self.add(node, "template-prints-list" if type_.sort == "list" else "template-prints-group")

    def type_of(self, node: Any, scope: Scope) -> Type | None:
        """The type of an expression; faults inside it are noted on the way."""
        from jinja2 import nodes

        if isinstance(node, nodes.Name):
            if node.name not in scope:
                self.unknown_name(node, node.name, scope)
                return ANYTHING
            return self.reached(scope[node.name])
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            return self.member(node, scope)
        if isinstance(node, nodes.Filter):
            return self.filtered(node, scope)
        if isinstance(node, nodes.Test):
            if node.name not in (*TESTS, *JINJA_TESTS):
                self.unknown_test(node, node.name)
            return self.children(node, scope, Type("boolean"))
        if isinstance(node, nodes.CondExpr):
            self.type_of(node.test, scope)
            first = self.type_of(node.expr1, scope)
            return first if node.expr2 is None else self.type_of(node.expr2, scope) and first
        if isinstance(node, nodes.Const):
            return Type("text") if isinstance(node.value, str) else Type("number")
        if isinstance(
            node, (nodes.Call, nodes.Concat, nodes.Compare, nodes.BinExpr, nodes.UnaryExpr, nodes.Tuple)
        ):
            if isinstance(node, nodes.Call):
                self.add(node, "template-calls")
                return ANYTHING
            if isinstance(node, (nodes.BinExpr, nodes.Neg, nodes.Pos)) and not isinstance(
                node, (nodes.And, nodes.Or)
            ):
                self.calculated(node, scope)
                return Type("number")
            is_truth = isinstance(node, (nodes.Compare, nodes.And, nodes.Or, nodes.Not))
            return self.children(node, scope, Type("boolean") if is_truth else ANYTHING)
        return self.children(node, scope, ANYTHING)

    def calculated(self, node: Any, scope: Scope) -> None:
        """Only what a template counts itself (loop.index, a length) can be calculated with."""
        from jinja2 import nodes

        types = [self.type_of(each, scope) for each in node.iter_child_nodes()]
        is_plain = all(each is None or (each.sort == "number" and not each.title) for each in types)
        if not is_plain or isinstance(node, nodes.Pow):
            self.add(node, "template-calculates")

    def children(self, node: Any, scope: Scope, type_: Type | None) -> Type | None:
        from jinja2 import nodes

        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Operand):
                child = child.expr
            if isinstance(child, nodes.Expr):
                self.type_of(child, scope)
        return type_

    def member(self, node: Any, scope: Scope) -> Type | None:
        from jinja2 import nodes

        owner = self.type_of(node.node, scope)
        if isinstance(node, nodes.Getattr):
            name = node.attr
        elif isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            name = node.arg.value
        else:
            self.type_of(node.arg, scope)
            return self.reached(owner.item) if owner is not None and owner.sort == "list" else ANYTHING
        if owner is None:
            return ANYTHING
        found = owner.fields.get(name) or owner.entry
        if found is None:
            self.unknown_name(node, name, owner.fields)
            return ANYTHING
        return self.reached(found)

    def reached(self, type_: Type | None) -> Type | None:
        """What a field leads to: the thing itself where it refers to one by id."""
        return plain_references(type_, self.part.root) if type_ is not None and type_.ref else type_

    def filtered(self, node: Any, scope: Scope) -> Type | None:
        from jinja2 import nodes

        given = self.type_of(node.node, scope) if node.node is not None else ANYTHING
        for argument in node.args:
            self.type_of(argument, scope)
        if node.name not in FILTERS and node.name not in JINJA_FILTERS:
            names = (*FILTERS, *JINJA_FILTERS)
            self.add(node, "template-unknown-filter", name=node.name, nearest=nearest(node.name, names))
            return ANYTHING
        if node.name in ("selectattr", "rejectattr"):
            self.selected(node, given)
        if node.name in FILTERS:
            note = FILTERS[node.name]
            if note.takes and given is not None and given.sort not in note.takes:
                self.add(node, "template-filter-misplaced", name=node.name)
            style = node.args[0] if node.args else None
            is_no_style = isinstance(style, nodes.Const) and not re.search("[YMD]", str(style.value))
            is_count_wrong = not note.arguments[0] <= len(node.args) <= note.arguments[1]
            if is_count_wrong or (node.name == "date" and is_no_style):
                self.add(node, "template-filter-arguments", name=node.name, example=note.example)
            return Type("text")
        if given is None:
            return ANYTHING
        if node.name in _ELEMENT:
            return self.reached(given.item)
        return given if node.name in _SAME else Type("number" if node.name == "length" else "text")

    def selected(self, node: Any, given: Type | None) -> None:
        from jinja2 import nodes

        item = given.item if given is not None else None
        first = node.args[0] if node.args else None
        if item is not None and isinstance(first, nodes.Const) and str(first.value) not in item.fields:
            self.unknown_name(node, str(first.value), item.fields)
        test = node.args[1] if len(node.args) > 1 else None
        if isinstance(test, nodes.Const) and test.value not in (*TESTS, *JINJA_TESTS):
            self.unknown_test(node, str(test.value))

    def unknown_test(self, node: nodes.Node, name: str) -> None:
        self.add(node, "template-unknown-test", name=name, nearest=nearest(name, (*TESTS, *JINJA_TESTS)))

    def unknown_name(self, node: nodes.Node, name: str, known: Mapping[str, Any]) -> None:
        titles = {
            type_.title: field for field, type_ in known.items() if isinstance(type_, Type) and type_.title
        }
        near = nearest(name, known) or titles.get(name, "")
        self.add(node, "template-unknown-field", name=name, nearest=near)


def refuse_broken(path: Path, findings: list[Finding]) -> None:
    """BrokenLibrary with all faults listed, if there are any."""
    faults = []
    for finding in findings:
        parameters: dict[str, Any] = dict(finding.parameters)
        faults.append(BrokenLibrary(finding.code, path=str(path), **parameters))
    if faults:
        raise together(faults)


def _part_label(name: str, section: int, pages: str) -> str:
    """What a part is called; of heads and feet of pages, whose there may be many, which ones."""
    stem = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    words = {
        "document": "正文",
        "header": "页眉",
        "footer": "页脚",
        "footnotes": "脚注",
        "endnotes": "尾注",
        "comments": "批注",
    }
    called = "文档属性" if PROPERTIES.fullmatch(name) else words.get(stem, stem)
    on = {"first": "首页", "even": "偶数页"}.get(pages, "")
    return (f"第{section}节" if section > 1 else "") + on + called
