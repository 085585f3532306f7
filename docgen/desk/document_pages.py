"""The pages of one document: what was found beside its picture, its record to be held against, and copies."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from docgen.desk import documents
from docgen.desk.app import TYPES, file_answer, item_of, language_of, page, session_of, told
from docgen.desk.home import plain_name
from docgen.desk.words import say


async def document(request: Request) -> Response:
    """The whole page of a document."""
    item = item_of(request, "document")
    view = await run_in_threadpool(documents.judged, item, language_of(request))
    records = [
        {"id": each.id, "name": each.state["name"]}
        for each in session_of(request).items()
        if each.state["sort"] == "record"
    ]
    return page(request, "document.html", document={**view, "id": item.id}, records=records)


async def compare(request: Request) -> Response:
    """The record that the document is to be held against: one on the desk, or a file."""
    item = item_of(request, "document")
    async with request.form(max_files=1, max_fields=5) as form:
        given, chosen = form.get("files"), str(form.get("record", ""))
        name, data = "", b""
        if isinstance(given, UploadFile) and given.filename:
            name, data = plain_name(given.filename), await given.read()
    on_desk = session_of(request).item(chosen)
    if not name and on_desk is not None and on_desk.state["sort"] == "record":
        name = str(on_desk.state["name"])
        data = on_desk.path(f"v{on_desk.state['version']}.json").read_bytes()
    if not name:
        return told(request, 422, say("not-done", language_of(request)), say("no-file", language_of(request)))
    await run_in_threadpool(documents.compare, item, name, data)
    return RedirectResponse(f"/document/{item.id}", 303)


async def get(request: Request) -> Response:
    """A copy that the comparison gives."""
    item, what = item_of(request, "document"), request.path_params["what"]
    if "record" not in item.state or what not in ("marked", "changes", "patch"):
        raise HTTPException(404)
    return file_answer(*await run_in_threadpool(documents.copy_of, item, what))


async def preview(request: Request) -> Response:
    """The frame in which the document is shown."""
    base = f"/document/{item_of(request, 'document').id}"
    return page(request, "preview.html", file=f"{base}/preview.docx", marks=f"{base}/marks.json")


async def preview_file(request: Request) -> Response:
    """The document as it was handed in."""
    item = item_of(request, "document")
    return Response(documents.path_of(item).read_bytes(), media_type=TYPES["docx"])


async def marks(request: Request) -> Response:
    """What stands where in the preview."""
    item = item_of(request, "document")
    return JSONResponse(await run_in_threadpool(documents.marks, item, language_of(request)))


async def fixed(request: Request) -> Response:
    """The copy put right."""
    item = item_of(request, "document")
    return file_answer(*await run_in_threadpool(documents.fixed, item), "docx")
