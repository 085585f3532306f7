"""The page of one record's sentences: plain ones taken in, and typed numbers confirmed as its values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from docgen.desk import prose, records
from docgen.desk.app import item_of, language_of, page, told
from docgen.desk.home import DOCUMENTS, OLD, handed_in
from docgen.desk.record_pages import sent, version_of
from docgen.desk.records import Stale
from docgen.desk.sessions import Item
from docgen.desk.words import say
from docgen.formats.text import counts


async def show(request: Request) -> Response:
    """The whole page."""
    item = item_of(request, "record")
    return _shown(request, item, "prose.html", await run_in_threadpool(prose.view, item), "")


def _shown(request: Request, item: Item, template: str, view: dict[str, Any], said: str) -> Response:
    state = item.state
    about = {**view, "id": item.id, "name": state["name"], "version": state["version"]}
    return page(request, template, record=about, said=said)


async def add(request: Request) -> Response:
    """Sentences were typed, or come as documents."""
    item, language = item_of(request, "record"), language_of(request)
    files, given = await handed_in(request), await sent(request)
    for name, _data in files:
        ending = "." + name.lower().rpartition(".")[2]
        if ending not in DOCUMENTS:
            why = "old-format" if ending in OLD else "other-sort"
            line = say(why, language, ending=ending, wanted=".docx")
            return told(request, 422, say("not-done", language), say("named", language, name=name, text=line))
    version, typed = version_of(given), given.get("text", "")
    return await run_in_threadpool(
        _stepped, request, item, lambda: prose.add(item, version, typed, files), "prose-added"
    )


async def confirm(request: Request) -> Response:
    """Numbers were confirmed, all together."""
    item = item_of(request, "record")
    given = await sent(request)
    version = version_of(given)
    return await run_in_threadpool(
        _stepped, request, item, lambda: prose.confirm(item, version, given), "prose-linked"
    )


def _stepped(request: Request, item: Item, step: Callable[[], int], name: str) -> Response:
    """The part of the page that a step changes, and what came of it; the whole page to a browser so early
    that it sent the form itself."""
    language = language_of(request)
    template = "prose_work.html" if request.headers.get("hx-request") else "prose.html"
    before = counts(records.judged(item)[2])
    try:
        count = step()
    except Stale:
        return _shown(request, item, template, prose.view(item), say("stale", language))
    view = prose.view(item)
    said = say("prose-nothing", language)
    if count:
        said = say(name, language, count=count, before=before, after=view["counts"])
    return _shown(request, item, template, view, said)
