"""A document on the desk: its layout, punctuation and own figures, and the copy put right. No HTTP here."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from docgen.desk import views
from docgen.desk.sessions import Item, Session
from docgen.errors import UnreadableInput
from docgen.writing import safe_name

#: endings of what can be looked at; of a PDF only the figures
ENDINGS = (".docx", ".txt", ".pdf")


def receive(session: Session, name: str, data: bytes) -> Item:
    """Put a document on the desk; UnreadableInput says why it is none."""
    ending = "." + name.lower().rpartition(".")[2]
    item = session.new("document", name, {f"document{ending}": data}, ending=ending)
    try:
        judged(item, "zh_CN")
    except BaseException:
        item.remove()
        raise
    return item


def path_of(item: Item) -> Path:
    """The file as it was handed in."""
    return item.path(f"document{item.state['ending']}")


def judged(item: Item, language: str) -> dict[str, Any]:
    """What was found in a document: its layout and text, then its own figures."""
    state = item.state
    return _judged(str(path_of(item)), str(state["name"]), str(state["ending"]), language)


@lru_cache(maxsize=32)
def _judged(path: str, name: str, ending: str, language: str) -> dict[str, Any]:
    """The same of a file, which never changes here: the page and the marks on its preview both ask."""
    from docgen.audits import audit_file

    try:
        audit = audit_file(path)
    except UnreadableInput as error:
        error.path = name
        raise
    groups: list[dict[str, Any]] = []
    profile = ""
    unsure = 0
    if ending != ".pdf":
        result = _linted(path, name)
        profile = result.kind_title
        groups, unsure = views.document_view(result, language), views.unsure_count(result)
    figures = views.audit_groups(audit, language, start=sum(group["count"] for group in groups))
    faults = [*figures["faults"], *(group for group in groups if group["class"] in ("error", "fault"))]
    hints = [group for group in groups if group["class"] == "hint"]
    everything = [*faults, *hints, *figures["unsure"]]
    return {
        "title": name,
        "profile": profile,
        "groups": everything,
        "counts": {
            "faults": sum(group["count"] for group in faults),
            "hints": sum(group["count"] for group in hints),
            "unsure": unsure + sum(group["count"] for group in figures["unsure"]),
            "pass": figures["consistent"],
        },
        "may_fix": ending != ".pdf",
        "may_show": ending == ".docx",
    }


def _linted(path: str, name: str) -> Any:
    from docgen.lints import Choice, lint_files

    [checked] = lint_files([path], Choice())
    if checked.result is None:
        assert checked.error is not None  # it has one or the other
        checked.error.path = name
        raise checked.error
    return replace(checked.result, file=name)


def fixed(item: Item) -> tuple[str, bytes]:
    """The document put right, and a name for it."""
    from docgen.lints import Choice, fix_file

    base = safe_name(Path(str(item.state["name"])).stem, "document")
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        target = Path(folder) / "fixed.docx"
        fix_file(str(path_of(item)), Choice(), output=str(target))
        return f"{base}.已改.docx", target.read_bytes()


def marks(item: Item, language: str) -> dict[str, Any]:
    """Where the preview shows what was found: the words that each finding is about."""
    texts = [
        {"text": entry["words"], **{name: entry[name] for name in ("number", "class", "message")}}
        for group in judged(item, language)["groups"]
        for rule in group["rules"]
        for entry in rule["entries"]
        if entry.get("words") and group["class"] != "unsure"
    ]
    return {"texts": texts}
