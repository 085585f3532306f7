"""A document on the desk: layout, its own figures, its record beside it, and copies of it. No HTTP here."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from docgen.desk import views
from docgen.desk.sessions import Item, Session
from docgen.errors import DocgenError, UnreadableInput
from docgen.finalising.restating import AGREEING
from docgen.verifying import LIST_ENDING, verify
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
    """What was found in a document: beside its record, its layout and text, then its own figures."""
    state = item.state
    record = item.path(state["record"]["file"]) if "record" in state else None
    found = _judged(str(path_of(item)), str(state["name"]), str(state["ending"]), record, language)
    return {**found, "record": state.get("record", {}).get("name", "")}


@lru_cache(maxsize=32)
def _judged(path: str, name: str, ending: str, record: Path | None, language: str) -> dict[str, Any]:
    """The same of files, which never change here: the page and the marks on its preview both ask."""
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
    beside = None if record is None else _verified(path, str(record))
    compared: list[dict[str, Any]] = []
    if beside is not None:
        start = sum(group["count"] for group in (*groups, *figures["faults"], *figures["unsure"]))
        compared = views.verified_groups(beside, language, start)
    told = [*compared, *figures["faults"], *groups]
    faults = [group for group in told if group["class"] in ("error", "fault")]
    hints = [group for group in told if group["class"] == "hint"]
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
            "same": None if beside is None else beside.count(*AGREEING),
        },
        "may_fix": ending != ".pdf",
        "may_show": ending == ".docx",
    }


#: a comparison is asked for when the record is named, and again by the page that then shows it
_verified = lru_cache(maxsize=32)(verify)


def compare(item: Item, name: str, data: bytes) -> None:
    """Hold the document against a record from now on; UnreadableInput if it is none."""
    number = int(item.state.get("records", 0)) + 1
    file = f"record-{number}.json"
    item.write({file: data})
    item.keep(records=number)  # no name twice, a refused record's neither: what is found is kept by it
    try:
        found = _verified(str(path_of(item)), str(item.path(file)))
        if any(each.code == "verify-other-record" for each in found.findings):
            raise UnreadableInput("verify-other-record", record=name)
    except DocgenError as error:
        item.path(file).unlink()
        if isinstance(error, UnreadableInput):
            error.path = name
        raise
    item.keep(record={"file": file, "name": name})


def copy_of(item: Item, what: str) -> tuple[str, bytes, str]:
    """The marked copy, the 改动清单 or the change to the record: its name, bytes and sort."""
    base = safe_name(Path(str(item.state["name"])).stem, "document")
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        marked, patch = Path(folder) / "marked.docx", Path(folder) / "patch.json"
        record = str(item.path(item.state["record"]["file"]))
        if what == "patch":
            verify(str(path_of(item)), record, into_record=str(patch))
            return f"{base}.记录修改建议.json", patch.read_bytes(), "json"
        verify(str(path_of(item)), record, output=str(marked))
        if what == "marked":
            return f"{base}.批注.docx", marked.read_bytes(), "docx"
        return f"{base}{LIST_ENDING}", marked.with_name(f"marked{LIST_ENDING}").read_bytes(), "docx"


@lru_cache(maxsize=32)
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
