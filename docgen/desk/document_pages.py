"""The pages of one document: what was found beside its picture, and the copy put right."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from docgen.desk import documents
from docgen.desk.app import TYPES, file_answer, item_of, language_of, page


async def document(request: Request) -> Response:
    """The whole page of a document."""
    item = item_of(request, "document")
    view = await run_in_threadpool(documents.judged, item, language_of(request))
    return page(request, "document.html", document={**view, "id": item.id})


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
