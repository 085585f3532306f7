"""A final copy without what says who worked on it: anchors, comments, edit marks, names, embedded data.

Only parts that hold any of it change; all others keep their bytes. Revisions (修订) that wait for a decision
are never decided here: pending.py names them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from docgen.ooxml.package import CONTENT_TYPES, deflate, write_package
from docgen.ooxml.pictures import without_metadata
from docgen.ooxml.reading import Package, W, serialised

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
#: what relationships to parts that go are called at their end
_GOING = {
    *("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "customXml"),
    *("customXmlProps", "custom-properties", "thumbnail", "printerSettings", "attachedTemplate"),
    *("classificationlabels", "mailMergeSource", "mailMergeHeaderSource", "recipientData"),
    *("extensibility", "webextensiontaskpanes"),
}
_PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png")
_CORE, _APP = "core-properties", "extended-properties"
#: bytes that a part with anything to strip holds
_SUSPECT = re.compile(
    rb"rsid|_dg|_GoBack|comment(Range|Reference)|dataBinding|customXml|smartTag|paraId|textId|perm(Start|End)"
    rb"|attachedTemplate|docVars|docId|mailMerge|trackRevisions|printerSettings|descr="
)
_WHOLE = {
    *(
        f"{W}{name}"
        for name in ("commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "dataBinding")
    ),
    *(
        f"{W}{name}"
        for name in ("rsid", "rsids", "attachedTemplate", "docVars", "mailMerge", "trackRevisions")
    ),
    *(f"{W}{name}" for name in ("smartTagPr", "customXmlPr", "printerSettings")),
    *(f"{_W14}docId", f"{_W15}docId", f"{_W15}dataBinding"),
}
_BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_WRAPPERS = {f"{W}smartTag", f"{W}customXml"}
_ANCHOR = re.compile(r"_dg\w*|_GoBack")
#: a picture's description that is where somebody keeps it
_FILE_NAME = re.compile(r"([A-Za-z]:|\\\\|/(home|Users|mnt|media)/|file:).*")
_KEPT_PROPERTIES = {f"{_DUBLIN}title", f"{_DUBLIN}language", f"{_TERMS}created", f"{_TERMS}modified"}
_TIMES = {f"{_TERMS}created", f"{_TERMS}modified"}
_OFFICE_NAMES = {"Company", "Manager", "Template", "TotalTime", "HyperlinkBase"}


def stripped(data: bytes, path: str, day: str) -> bytes:
    """The document without traces of those who worked on it, as made on ``day`` (YYYY-MM-DD).

    The very same bytes come out of what was stripped before. UnreadableInput if it can't be read.
    """
    package = Package(data, path)
    changed: dict[str, bytes] = {}
    links = _links(package, changed)
    kept = _reached(links) & package.names | {CONTENT_TYPES}
    kept |= {name for name in package.names if name.endswith(".rels") and _source(name) in kept | {""}}
    _types(package, kept, changed)
    for name, kind in sorted(_kinds(links).items()):
        if name in kept and kind in (_CORE, _APP):
            _put(package, name, _properties(package.tree(name), kind, day), changed)
    for name in sorted(kept):
        if name.endswith(".xml") and name != CONTENT_TYPES and _SUSPECT.search(package.content(name)):
            root = package.tree(name)
            if root is not None:
                _put(package, name, _clean(root), changed)
    for name in sorted(kept):
        if name.lower().endswith(_PICTURES):
            changed[name] = without_metadata(package.content(name))
    contents = {name: changed[name] if name in changed else package.content(name) for name in kept}
    return write_package({name: deflate(name, content) for name, content in contents.items()})


def _put(package: Package, name: str, is_changed: bool, changed: dict[str, bytes]) -> None:
    if is_changed:
        changed[name] = serialised(package.tree(name))


def _source(rels: str) -> str:
    """The part whose relationships a .rels part holds; "" for those of the package."""
    folder, _, file = rels.rpartition("/")
    return posixpath.join(folder.removesuffix("_rels").rstrip("/"), file.removesuffix(".rels"))


def _links(package: Package, changed: dict[str, bytes]) -> dict[str, list[tuple[str, str]]]:
    """Part -> (part it names, as what), once relationships that go are taken out."""
    found: dict[str, list[tuple[str, str]]] = {}
    spelt = {name.casefold(): name for name in package.names}  # Word looks at neither case nor %E5
    for rels in sorted(name for name in package.names if name.endswith(".rels")):
        root: Any = package.tree(rels)
        source = _source(rels)
        for each in list(root):
            kind = each.get("Type", "").rpartition("/")[2]
            if each.tag == _RELATIONSHIP and kind in _GOING:
                root.remove(each)
                changed[rels] = b""
            elif each.get("TargetMode") != "External":
                target = each.get("Target", "")
                folder = source.rpartition("/")[0]
                whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                name = posixpath.normpath(whole)
                name = spelt.get(name.casefold()) or spelt.get(unquote(name).casefold()) or name
                found.setdefault(source, []).append((name, kind))
        if rels in changed:
            changed[rels] = serialised(root)
    return found


def _kinds(links: dict[str, list[tuple[str, str]]]) -> dict[str, str]:
    return {target: kind for target, kind in links.get("", ())}


def _reached(links: dict[str, list[tuple[str, str]]]) -> set[str]:
    """The parts that the package leads to; what nothing names only carries data along."""
    reached: set[str] = set()
    waiting = [""]
    while waiting:
        for target, _kind in links.get(waiting.pop(), ()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached


def _types(package: Package, kept: set[str], changed: dict[str, bytes]) -> None:
    root = package.tree(CONTENT_TYPES)
    assert root is not None  # a package without it was refused
    for each in list(root):
        name = each.get("PartName", "").lstrip("/")
        if name and name not in kept:
            root.remove(each)
            changed[CONTENT_TYPES] = b""
    if CONTENT_TYPES in changed:
        changed[CONTENT_TYPES] = serialised(root)


def _properties(root: Any, kind: str, day: str) -> bool:
    """Properties of the document: the title stays, times become the day of issue, names go."""
    is_changed = False
    for each in list(root):
        name = each.tag if isinstance(each.tag, str) else ""
        goes = name not in _KEPT_PROPERTIES if kind == _CORE else name.rpartition("}")[2] in _OFFICE_NAMES
        if goes:
            root.remove(each)
            is_changed = True
        elif name in _TIMES and each.text != f"{day}T00:00:00Z":
            each.text = f"{day}T00:00:00Z"
            is_changed = True
    return is_changed


def _clean(root: Any) -> bool:
    """Take out of a part what tells who worked on it; whether there was any."""
    is_changed = _attributes(root)
    ends = {
        each.get(f"{W}id")
        for each in root.iter(f"{W}bookmarkStart")
        if _ANCHOR.fullmatch(each.get(f"{W}name", ""))
    }
    for each in list(_going(root, ends)):
        is_changed = True
        if each.tag in _WRAPPERS:
            _unwrap(each, each)
        elif each.tag == f"{W}sdt":
            content = each.find(f"{W}sdtContent")
            _unwrap(each, content if content is not None else each)
        elif each.tag == f"{W}commentReference":
            run = each.getparent()
            run.remove(each)
            if all(child.tag == f"{W}rPr" for child in run) and run.getparent() is not None:
                run.getparent().remove(run)
        elif each.getparent() is not None:
            each.getparent().remove(each)
    return is_changed


def _going(root: Any, ends: set[str | None]) -> Iterator[Any]:
    for each in root.iter():
        tag = each.tag
        is_end = tag in _BOOKMARKS and each.get(f"{W}id") in ends
        if is_end or tag in _WHOLE or tag in _WRAPPERS or tag == f"{W}commentReference":
            yield each
        elif tag == f"{W}sdt":
            named = each.find(f"{W}sdtPr/{W}tag")
            if named is not None and _ANCHOR.fullmatch(named.get(f"{W}val", "")):
                yield each


def _attributes(root: Any) -> bool:
    is_changed = False
    for each in root.iter():
        if not isinstance(each.tag, str):
            continue
        for name in list(each.attrib):
            is_edit_mark = name.startswith(f"{W}rsid") or name in (f"{_W14}paraId", f"{_W14}textId")
            if is_edit_mark or (name == "descr" and _FILE_NAME.fullmatch(each.attrib[name])):
                del each.attrib[name]
                is_changed = True
    return is_changed


def _unwrap(outer: Any, inner: Any) -> None:
    """What stands in ``inner`` in the place of ``outer``."""
    parent = outer.getparent()
    at = parent.index(outer)
    for child in list(inner):
        parent.insert(at, child)
        at += 1
    parent.remove(outer)
