"""A record on the desk: judged, changed, explained, made into its documents. Nothing here knows of HTTP."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from docgen import jobs, library_jobs, loading
from docgen.desk import views
from docgen.desk.editing import changed, shown, understood
from docgen.desk.sessions import Item, Session
from docgen.errors import UnreadableInput, UsageError
from docgen.formats.listings import KindLine
from docgen.library import find_library
from docgen.ooxml.filling import Filled
from docgen.records import Record, parse, read_source
from docgen.rules.explanations import found_value, written
from docgen.rules.outcomes import Checked, CheckResult
from docgen.schemas import Kind, label
from docgen.sources import Source
from docgen.structure import type_at
from docgen.writing import safe_name

#: how many changes can be taken back
_MOST_VERSIONS = 200


class Stale(Exception):
    """Somebody changed the record in another tab since this page was shown."""


def receive(session: Session, name: str, data: bytes) -> Item:
    """Put a record on the desk; UnreadableInput says why it is none."""
    item = session.new("record", name, {"v1.json": data, "v1.yaml": b"[]"}, version=1, first=1)
    try:
        record = record_of(item)
        if not record.kind_id:
            known = "、".join(f"{kind.title}（{kind.id}）" for kind in kinds())
            raise UnreadableInput("record-without-kind", path=name, kinds=known)
        kind_of(record)
    except BaseException:
        item.remove()
        raise
    return item


def form_of(kind_id: str, item: Item | None = None) -> tuple[str, bytes]:
    """The form of a kind as a name and bytes, filled in from a record on the desk if one is given."""
    from docgen.intake.forms import make_form
    record = record_of(item) if item is not None else None
    kind = kind_of(record) if record is not None else kind_named(kind_id)
    form = make_form(kind, loading.packs(find_library(), kind.id), record)
    return f"{safe_name(kind.title, kind.id)}.填报表.xlsx", form.data


@lru_cache(maxsize=1)
def kinds() -> tuple[KindLine, ...]:
    """Every kind of record; kept, because the first page lists them each time."""
    return tuple(library_jobs.kinds())


def record_of(item: Item) -> Record:
    """The record as it now is, called as its user calls it."""
    state = item.state
    source = read_source(str(item.path(f"v{state['version']}.json")))
    try:
        return parse(replace(source, name=str(state["name"])))
    except UnreadableInput as error:
        error.path = str(state["name"])
        raise


def kind_of(record: Record) -> Kind:
    """The record's kind; UnreadableInput if nobody knows it."""
    try:
        return kind_named(record.kind_id)
    except UsageError as error:
        raise UnreadableInput(
            error.code, path=record.source.name, suggestion=error.suggestion, **error.parameters
        ) from error


def kind_named(id: str) -> Kind:
    """The kind of that id; UsageError if there is none."""
    return loading.kind(find_library(), id)


def explanations_of(item: Item) -> list[dict[str, Any]]:
    """The explanations that were written in the page."""
    found = json.loads(item.path(f"v{item.state['version']}.yaml").read_text(encoding="utf-8"))
    return list(found)


def judged(item: Item, record: Record | None = None) -> tuple[Record, Kind, CheckResult]:
    """The record with everything that is wrong with it."""
    record = record or record_of(item)
    path = item.path(f"v{item.state['version']}.yaml")
    return record, kind_of(record), jobs.check(record, explanations=path)


def change(item: Item, version: int, pointer: str, typed: str) -> None:
    """Put a value in as it was typed; NotUnderstood, KeyError or Stale where that can't be."""
    record = record_of(item)
    kind = kind_of(record)
    parent, _, _name = pointer.rpartition("/")
    type_ = type_at(kind, pointer)
    value = understood(typed, type_, views.unit_beside(record.get(parent), type_))
    told = {"what": label(kind, pointer, record), "from": shown(record.get(pointer), None), "to": typed}
    keep_text(item, version, record, changed(record, pointer, value), told)


def keep_text(item: Item, version: int, record: Record, text: str, told: Mapping[str, str]) -> None:
    """Keep another text of the record as its next version; UnreadableInput if it is no record any more."""
    # what can't be read again must never take the place of what can
    parse(Source(record.source.name, text, "utf-8", hashlib.sha256(text.encode()).hexdigest()))
    _step(item, version, text.encode("utf-8"), json.dumps(explanations_of(item), ensure_ascii=False), told)


def explain(item: Item, version: int, about: Mapping[str, str], reason: str, by: str, on: str) -> None:
    """Explain a failed rule: it is listed, and releases the document while the values stay as they are."""
    record, _kind, result = judged(item)
    outcome = views.outcome_of(result, about["rule"], about["subject"], about["pointer"])
    if outcome is None:
        raise Stale
    entry: dict[str, Any] = {"rule": outcome.rule, "reason": reason, "by": by, "date": on}
    if outcome.subject:
        entry["item"] = outcome.subject
    elif outcome.subject_label:
        entry["place"] = outcome.place.pointer
    read = {each.pointer: written(found_value(each.pointer, outcome, record)) for each in outcome.reads}
    entry["values"] = {pointer: text for pointer, text in read.items() if text}
    kept = [each for each in explanations_of(item) if not _same(each, entry)]
    text = json.dumps([*kept, entry], ensure_ascii=False)
    data = item.path(f"v{item.state['version']}.json").read_bytes()
    _step(item, version, data, text, {"what": outcome.title, "from": "", "to": reason})


def withdraw(item: Item, version: int, rule: str, subject: str, pointer: str) -> None:
    """Take an explanation away again."""
    about = {"rule": rule, "item": subject, "place": pointer}
    kept = [each for each in explanations_of(item) if not _same(each, about)]
    data = item.path(f"v{item.state['version']}.json").read_bytes()
    text = json.dumps(kept, ensure_ascii=False)
    _step(item, version, data, text, {"what": rule, "from": "", "to": ""})


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if one["rule"] != other["rule"]:
        return False
    if one.get("item") or other.get("item"):
        return one.get("item") == other.get("item")
    return not one.get("place") or one.get("place") == other.get("place")


def undo(item: Item, version: int) -> None:
    """Take back the last change."""
    state = item.state
    if state["version"] != version:
        raise Stale
    if version > state["first"]:
        item.keep(version=version - 1, log=state.get("log", [])[:-1])


def _step(item: Item, version: int, data: bytes, explanations: str, told: Mapping[str, str]) -> None:
    state = item.state
    if state["version"] != version:
        raise Stale
    number = version + 1
    item.write({f"v{number}.json": data, f"v{number}.yaml": explanations.encode("utf-8")})
    oldest = max(state["first"], number - _MOST_VERSIONS)
    for each in range(state["first"], oldest):
        for ending in ("json", "yaml"):
            item.path(f"v{each}.{ending}").unlink(missing_ok=True)
    item.keep(version=number, first=oldest, log=[*state.get("log", []), dict(told)][-_MOST_VERSIONS:])


#: what can be had of a record -> ending of its name, media type
DOWNLOADS = {
    "draft": (".草稿.docx", "docx"),
    "document": (".docx", "docx"),
    "sheet": (".校核单.docx", "docx"),
    "workbook": (".核对结果.xlsx", "xlsx"),
    "record": (".json", "json"),
    "explanations": (".情况说明.yaml", "yaml"),
}


def download(item: Item, what: str, language: str) -> tuple[str, bytes] | None:
    """The name and bytes of one of DOWNLOADS; None if the record is blocked and it is an official one."""
    record, kind, result = judged(item)
    version = item.state["version"]
    base = safe_name(result.title, kind.id)
    name = base + DOWNLOADS[what][0]
    if what == "record":
        return str(item.state["name"]), item.path(f"v{version}.json").read_bytes()
    if what == "explanations":
        return name, item.path(f"v{version}.yaml").read_bytes()
    if what == "workbook":
        checked = Checked(record.source.name, result, None)
        return name, jobs.report([checked], "xlsx", language=language)
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        made = jobs.make(
            record,
            Path(folder) / "made.docx",
            draft=what == "draft",
            explanations=item.path(f"v{version}.yaml"),
            language=language,
        )
        wanted = made.sheet if what == "sheet" else made.document
        return (name, wanted.read_bytes()) if wanted is not None else None


def preview(item: Item) -> bytes:
    """The document as it would be, marked 草稿, every value under a bookmark."""
    return _rendered(record_of(item)).data


def _rendered(record: Record) -> Filled:
    from docgen.rendering import render
    from docgen.templates import find_template

    kind = kind_of(record)
    if not kind.default_template:
        raise UsageError("kind-without-template", kind=kind.id)
    template = find_template(find_library(), kind.default_template, kind.id)
    return render(template, record, kind, anchors="bookmark", draft_comments=())


def marks(item: Item, say: Callable[..., str], language: str) -> dict[str, Any]:
    """What the preview shows at each figure: what it is and where it stands, and what was found about it."""
    record, kind, result = judged(item)
    view = views.record_view(record, kind, result, language)
    found: dict[str, list[dict[str, Any]]] = {}
    for group in view["groups"]:
        if group["class"] not in ("error", "fault", "hint"):
            continue
        for rule in group["rules"]:
            for entry in rule["entries"]:
                told = {"number": entry["number"], "class": entry["class"], "message": entry["message"]}
                for field in entry["fields"]:
                    found.setdefault(field["pointer"], []).append(told)
    places: list[dict[str, Any]] = []
    for each in _rendered(record).placements:
        findings = found.get(each.pointer, [])
        if each.is_prose and not findings:
            continue
        line = record.place(each.pointer).line
        source = f"{label(kind, each.pointer, record)}：{shown(record.get(each.pointer), None)[:60]}"
        if line:
            source += say("line", line=line)
        places.append(
            {
                "anchor": each.anchor,
                "pointer": each.pointer,
                "text": each.text,
                "source": source,
                "findings": findings,
            }
        )
    return {"places": places}
