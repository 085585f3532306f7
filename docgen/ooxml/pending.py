"""What in a document waits for somebody's decision, or says more than the page shows: told, never decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docgen.frozen import frozen
from docgen.ooxml.reading import Package, Reading, W

_V = "{urn:schemas-microsoft-com:vml}"
#: revisions (修订) by element
_REVISIONS = {
    **dict.fromkeys((f"{W}ins", f"{W}cellIns", f"{W}customXmlInsRangeStart"), "ins"),
    **dict.fromkeys((f"{W}del", f"{W}cellDel", f"{W}customXmlDelRangeStart"), "del"),
    **dict.fromkeys((f"{W}moveFrom", f"{W}moveTo", f"{W}moveFromRangeStart", f"{W}moveToRangeStart"), "move"),
    f"{W}cellMerge": "format",
    f"{W}numberingChange": "format",
}
_CHANGE = re.compile(r"(rPr|pPr|sectPr|tblPr|tblPrEx|trPr|tcPr|tblGrid)Change")
REVISION, COMMENT, WATERMARK, HIDDEN, EMBEDDED, SIGNED, MACRO, LINK = (
    *("revision", "comment", "watermark", "hidden", "embedded", "signed", "macro", "link"),
)
_MOST_SHOWN = 30


@frozen
class Pending:
    """One thing: what (REVISION…), its sort, who, what it says, and the paragraph's element (None: none)."""

    what: str
    sort: str = ""
    author: str = ""
    text: str = ""
    paragraph: Any = None


def pending(reading: Reading) -> list[Pending]:
    """Everything that waits or is hidden, in the order of the parts; UnreadableInput for a damaged part."""
    package = reading.package
    found: list[Pending] = []
    for name in sorted(package.names):
        if not name.endswith(".xml") or name.startswith(("customXml/", "docProps/")):
            continue
        content = package.content(name)
        if b"wordprocessingml" not in content[:8192]:
            continue
        root = package.tree(name)
        if root is not None:
            found += _in_part(root)
    found += _of_package(package)
    return found


def _in_part(root: Any) -> Iterator[Pending]:
    for each in root.iter():
        tag = each.tag
        if not isinstance(tag, str):
            continue
        sort = _REVISIONS.get(tag) or ("format" if _CHANGE.fullmatch(tag.removeprefix(W)) else "")
        if sort:
            yield Pending(REVISION, sort, each.get(f"{W}author", ""), _text(each), _paragraph(each))
        elif tag == f"{W}comment":
            yield Pending(COMMENT, "", each.get(f"{W}author", ""), _text(each))
        elif tag == f"{_V}textpath" and each.get("string"):
            yield Pending(WATERMARK, text=each.get("string"))
        elif tag in (f"{W}altChunk", f"{W}subDoc"):
            yield Pending(EMBEDDED, "chunk", text=tag.removeprefix(W))
        elif tag == f"{W}r" and _is_hidden(each) and _text(each).strip():
            yield Pending(HIDDEN, text=_text(each), paragraph=_paragraph(each))


def _of_package(package: Package) -> Iterator[Pending]:
    for name in sorted(package.names):
        if name.startswith("_xmlsignatures/") and name.endswith(".xml"):
            yield Pending(SIGNED, text=name)
        elif "/embeddings/" in name and not name.endswith(".rels"):
            yield Pending(EMBEDDED, text=name.rpartition("/")[2])
        elif re.search(r"vbaProject|vbaData|activeX", name) and not name.endswith(".rels"):
            yield Pending(MACRO, text=name.rpartition("/")[2])
        elif name.endswith(".rels"):
            root = package.tree(name)
            for each in root if root is not None else ():
                target = each.get("Target", "")
                is_template = each.get("Type", "").endswith("/attachedTemplate")
                if each.get("TargetMode") == "External" and not is_template and _is_of_a_machine(target):
                    yield Pending(LINK, text=target)


def _is_of_a_machine(target: str) -> bool:
    """Whether a link leads into somebody's computer or the office's own network."""
    return re.match(r"file:|[A-Za-z]:[\\/]|\\\\", target) is not None


def _is_hidden(run: Any) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val") not in ("0", "false", "off")


def _text(element: Any) -> str:
    texts = (each.text or "" for each in element.iter(f"{W}t", f"{W}delText"))
    whole = "".join(texts)
    return whole[:_MOST_SHOWN] + ("…" if len(whole) > _MOST_SHOWN else "")


def _paragraph(element: Any) -> Any:
    if element.tag == f"{W}p":
        return element
    return next(element.iterancestors(f"{W}p"), None)
