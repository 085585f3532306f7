"""The pages of a batch of notices: the list and its template, the first documents, the run, its results."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from docgen.desk import batches
from docgen.desk.app import TYPES, file_answer, item_of, language_of, page, session_of, told
from docgen.desk.home import plain_name
from docgen.desk.words import say

#: seconds between two looks at how far a batch is
_PAUSE = 0.3
#: milliseconds after which the page asks again when the connection was lost
_RETRY = 1000


async def begin(request: Request) -> Response:
    """Where a list and its template are chosen."""
    from docgen import library_jobs

    found = await run_in_threadpool(library_jobs.templates)
    chosen = [each for kind in ("notice", "letter") for each in found if each.kind == kind] or found
    others = [each for each in found if each not in chosen]
    return page(request, "notices_begin.html", templates=[*chosen, *others])


async def receive(request: Request) -> Response:
    """A list was handed in."""
    session, language = session_of(request), language_of(request)
    async with request.form(max_files=2, max_fields=10) as form:
        given = {}
        for name in ("files", "common"):
            file = form.get(name)
            if isinstance(file, UploadFile) and file.filename:
                given[name] = (plain_name(file.filename), await file.read())
        template = str(form.get("template", ""))
    if "files" not in given:
        return told(request, 422, say("not-done", language), say("no-file", language))
    item = await run_in_threadpool(batches.receive, session, *given["files"], given.get("common"), template)
    return RedirectResponse(f"/notices/{item.id}", 303)


async def batch(request: Request) -> Response:
    """The page of one batch."""
    item = item_of(request, "notices")
    first = await run_in_threadpool(batches.first_documents, item)
    view = {**item.state, "id": item.id, "first": len(first), **batches.progress(item)}
    return page(request, "notices.html", batch=view)


async def run(request: Request) -> Response:
    """Begin, or go on."""
    item = item_of(request, "notices")
    await run_in_threadpool(batches.start, item)
    return RedirectResponse(f"/notices/{item.id}", 303)


async def stop(request: Request) -> Response:
    """Stop; it can go on later."""
    item = item_of(request, "notices")
    batches.stop(item)
    return RedirectResponse(f"/notices/{item.id}", 303)


async def events(request: Request) -> Response:
    """How far the batch is, as server-sent events, until it doesn't run any more."""
    item = item_of(request, "notices")

    async def told() -> AsyncIterator[str]:
        yield f"retry: {_RETRY}\n\n"
        while True:
            now = await run_in_threadpool(batches.progress, item)
            yield f"data: {json.dumps(now)}\n\n"
            if not now["runs"] or await request.is_disconnected():
                return
            await asyncio.sleep(_PAUSE)

    return StreamingResponse(told(), media_type="text/event-stream")


async def preview(request: Request) -> Response:
    """The frame in which one of the first documents is shown."""
    item, number = item_of(request, "notices"), request.path_params["number"]
    base = f"/notices/{item.id}/first/{number}"
    return page(request, "preview.html", file=f"{base}/preview.docx", marks=f"{base}/marks.json")


async def preview_file(request: Request) -> Response:
    """One of the first documents."""
    item = item_of(request, "notices")
    first = await run_in_threadpool(batches.first_documents, item)
    number = int(request.path_params["number"])
    if not 0 < number <= len(first):
        raise HTTPException(404)
    return Response(first[number - 1], media_type=TYPES["docx"])


async def marks(request: Request) -> Response:
    """Nothing is marked in them."""
    item_of(request, "notices")
    return JSONResponse({})


async def archive(request: Request) -> Response:
    """All documents."""
    item, language = item_of(request, "notices"), language_of(request)
    if batches.progress(item)["runs"]:
        return told(request, 409, say("not-done", language), say("still-runs", language))
    path = await run_in_threadpool(batches.archive, item)
    name = str(item.state["name"]).rpartition(".")[0] or "notices"
    return file_answer(f"{name}.zip", path.read_bytes(), "zip")


async def checklist(request: Request) -> Response:
    """The list to check off."""
    item, ending = item_of(request, "notices"), request.path_params["ending"]
    path = batches.checklist(item, ending)
    if path is None or ending not in ("docx", "xlsx"):
        raise HTTPException(404)
    return file_answer(path.name, path.read_bytes(), ending)
