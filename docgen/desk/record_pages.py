"""The pages of one record: findings beside values, changes, explanations, preview, downloads."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from docgen.desk import records, views
from docgen.desk.app import file_answer, item_of, language_of, page, told
from docgen.desk.editing import NotUnderstood
from docgen.desk.records import Stale
from docgen.desk.sessions import Item
from docgen.desk.words import say
from docgen.errors import DocgenError


def _view(item: Item, language: str) -> dict[str, Any]:
    record, kind, result = records.judged(item)
    state = item.state
    return {
        **views.record_view(record, kind, result, language),
        "id": item.id,
        "name": state["name"],
        "version": state["version"],
        "may_undo": state["version"] > state["first"],
        "log": list(reversed(state.get("log", [])[-8:])),
        "explained": len(records.explanations_of(item)),
        "typed_numbers": sum(each.code == "number-typed-by-hand" for each in result.findings),
        "cells": state.get("cells", []),
        "is_table": state.get("is_table", False),
    }


async def record(request: Request) -> Response:
    """The whole page of a record."""
    item = item_of(request, "record")
    view = await run_in_threadpool(_view, item, language_of(request))
    return page(request, "record.html", record=view, said="")


def _work(request: Request, item: Item, name: str, **values: object) -> Response:
    """The part of the page that a change changes, and what is said of it (the text of that name)."""
    language = language_of(request)
    view = _view(item, language)
    said = say(name, language, after=view["counts"]["faults"], **values)
    answer = page(request, "record_work.html", record=view, said=said)
    answer.headers["HX-Trigger"] = "desk-done"
    return answer


async def sent(request: Request) -> dict[str, str]:
    """What was filled in and sent."""
    return {name: str(value) for name, value in (await request.form()).items()}


async def field(request: Request) -> Response:
    """The form for one value."""
    item = item_of(request, "record")
    return await run_in_threadpool(_field, request, item, request.query_params.get("pointer", ""), None, "")


def _field(request: Request, item: Item, pointer: str, typed: str | None, fault: str) -> Response:
    found = records.record_of(item)
    kind = records.kind_of(found)
    pointer = views.editable(found, kind, pointer)
    if not pointer.startswith("/"):
        raise HTTPException(404)
    about = views.field_view(found, kind, pointer, typed)
    version = item.state["version"]
    return page(request, "field.html", field=about, id=item.id, version=version, fault=fault)


async def change(request: Request) -> Response:
    """A value was typed."""
    item = item_of(request, "record")
    return await run_in_threadpool(_change, request, item, await sent(request))


def _change(request: Request, item: Item, form: dict[str, str]) -> Response:
    language = language_of(request)
    pointer, typed = form.get("pointer", ""), form.get("value", "")
    before = _faults(item)
    try:
        records.change(item, version_of(form), pointer, typed)
    except NotUnderstood as error:
        return _in_dialog(_field(request, item, pointer, typed, say(f"wants-{error}", language)))
    except DocgenError as error:
        return _in_dialog(_field(request, item, pointer, typed, views.error_text(error, language)))
    except KeyError:
        return _in_dialog(_field(request, item, pointer, typed, say("no-place", language)))
    except Stale:
        return _work(request, item, "stale")
    return _work(request, item, "changed", before=before)


def _faults(item: Item) -> int:
    from docgen.formats.text import counts

    return counts(records.judged(item)[2])["faults"]


def version_of(form: dict[str, str]) -> int:
    """The version that a change was made to; 400 if it isn't told."""
    given = form.get("version", "")
    if not (given.isascii() and given.isdigit()):
        raise HTTPException(400)
    return int(given)


def _in_dialog(answer: Response) -> Response:
    answer.headers["HX-Retarget"] = "#dialog-body"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


async def reason(request: Request) -> Response:
    """The form for an explanation."""
    item = item_of(request, "record")
    about = {name: request.query_params.get(name, "") for name in ("rule", "subject", "pointer")}
    return await run_in_threadpool(_reason, request, item, about, "")


def _reason(request: Request, item: Item, about: dict[str, str], fault: str, given: Any = None) -> Response:
    _record, _kind, result = records.judged(item)
    outcome = views.outcome_of(result, about["rule"], about["subject"], about["pointer"])
    if outcome is None:
        raise HTTPException(404)
    given = given or {"reason": "", "by": item.state.get("by", "")}
    return page(
        request,
        "reason.html",
        about=about,
        outcome=outcome,
        id=item.id,
        version=item.state["version"],
        fault=fault,
        given=given,
    )


async def explain(request: Request) -> Response:
    """An explanation was written."""
    item = item_of(request, "record")
    return await run_in_threadpool(_explain, request, item, await sent(request))


def _explain(request: Request, item: Item, form: dict[str, str]) -> Response:
    language = language_of(request)
    about = {name: form.get(name, "") for name in ("rule", "subject", "pointer")}
    text, by = form.get("reason", "").strip(), form.get("by", "").strip()
    if not text or not by:
        fault = say("reason-wanted" if not text else "by-wanted", language)
        return _in_dialog(_reason(request, item, about, fault, {"reason": text, "by": by}))
    try:
        today = datetime.date.today().isoformat()
        records.explain(item, version_of(form), about, text, by, today)
        item.keep(by=by)
    except Stale:
        return _work(request, item, "stale")
    return _work(request, item, "explained-now")


async def withdraw(request: Request) -> Response:
    """An explanation is taken back."""
    item = item_of(request, "record")
    form = await sent(request)
    about = (form.get("rule", ""), form.get("subject", ""), form.get("pointer", ""))
    return await run_in_threadpool(
        _stepped, request, item, partial(records.withdraw, item, version_of(form), *about)
    )


async def undo(request: Request) -> Response:
    """The last change is taken back."""
    item = item_of(request, "record")
    form = await sent(request)
    return await run_in_threadpool(_stepped, request, item, partial(records.undo, item, version_of(form)))


def _stepped(request: Request, item: Item, step: Any) -> Response:
    try:
        step()
    except Stale:
        return _work(request, item, "stale")
    return _work(request, item, "taken-back")


async def preview(request: Request) -> Response:
    """The frame in which the document is shown."""
    item = item_of(request, "record")
    version, base = item.state["version"], f"/record/{item.id}"
    file, marks = f"{base}/preview.docx?v={version}", f"{base}/marks.json?v={version}"
    return page(request, "preview.html", file=file, marks=marks)


async def preview_file(request: Request) -> Response:
    """The document as it would be."""
    from docgen.desk.app import TYPES

    item = item_of(request, "record")
    try:
        data = await run_in_threadpool(records.preview, item)
    except DocgenError as error:
        return JSONResponse({"error": views.error_text(error, language_of(request))}, 422)
    return Response(data, media_type=TYPES["docx"])


async def marks(request: Request) -> Response:
    """What stands at each figure of the preview."""
    item, language = item_of(request, "record"), language_of(request)
    found = await run_in_threadpool(records.marks, item, partial(_say, language), language)
    return JSONResponse(found)


def _say(language: str, name: str, **values: object) -> str:
    return say(name, language, **values)


async def form(request: Request) -> Response:
    """The record as a filled form."""
    item = item_of(request, "record")
    return file_answer(*await run_in_threadpool(records.form_of, "", item), "xlsx")


async def get(request: Request) -> Response:
    """One of the files that can be had of a record."""
    item, language = item_of(request, "record"), language_of(request)
    what = request.path_params["what"]
    if what not in records.DOWNLOADS:
        raise HTTPException(404)
    found = await run_in_threadpool(records.download, item, what, "zh_CN")
    if found is None:
        return told(request, 409, say("blocked", language), say("blocked-more", language))
    return file_answer(*found, records.DOWNLOADS[what][1])
