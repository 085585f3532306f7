"""The application: one visible table of its addresses, and what every answer has in common."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from docgen.desk.guard import Guard, TooLarge
from docgen.desk.sessions import Item, Session, Workplace
from docgen.desk.words import say
from docgen.errors import DocgenError
from docgen.writing import FULL

HERE = Path(__file__).parent
LANGUAGE_COOKIE = "docgen_lang"
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "yaml": "application/yaml",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def application(workplace: Workplace, token: str, hosts: frozenset[str]) -> Starlette:
    """The page for requests to one of ``hosts``; ``token`` opens it."""
    routes = [
        Route("/", _later("home:home")),
        Route("/upload", _later("home:upload"), methods=["POST"]),
        Route("/language", _later("home:language"), methods=["POST"]),
        Route("/clear", _later("home:clear"), methods=["POST"]),
        Route("/remove/{id}", _later("home:remove"), methods=["POST"]),
        Route("/form", _later("home:blank_form")),
        Route("/together", _later("home:together"), methods=["POST"]),
        Route("/new", _later("home:begin")),
        Route("/new", _later("home:new"), methods=["POST"]),
        Route("/table/{id}", _later("home:table")),
        Route("/table/{id}", _later("home:take_table"), methods=["POST"]),
        Route("/record/{id}", _later("record_pages:record")),
        Route("/record/{id}/field", _later("record_pages:field")),
        Route("/record/{id}/change", _later("record_pages:change"), methods=["POST"]),
        Route("/record/{id}/reason", _later("record_pages:reason")),
        Route("/record/{id}/explain", _later("record_pages:explain"), methods=["POST"]),
        Route("/record/{id}/withdraw", _later("record_pages:withdraw"), methods=["POST"]),
        Route("/record/{id}/undo", _later("record_pages:undo"), methods=["POST"]),
        Route("/record/{id}/preview", _later("record_pages:preview")),
        Route("/record/{id}/preview.docx", _later("record_pages:preview_file")),
        Route("/record/{id}/marks.json", _later("record_pages:marks")),
        Route("/record/{id}/get/{what}", _later("record_pages:get")),
        Route("/record/{id}/prose", _later("prose_pages:show")),
        Route("/record/{id}/prose", _later("prose_pages:add"), methods=["POST"]),
        Route("/record/{id}/prose/confirm", _later("prose_pages:confirm"), methods=["POST"]),
        Route("/record/{id}/form", _later("record_pages:form")),
        Route("/document/{id}", _later("document_pages:document")),
        Route("/document/{id}/preview", _later("document_pages:preview")),
        Route("/document/{id}/preview.docx", _later("document_pages:preview_file")),
        Route("/document/{id}/marks.json", _later("document_pages:marks")),
        Route("/document/{id}/fixed", _later("document_pages:fixed")),
        Route("/document/{id}/record", _later("document_pages:compare"), methods=["POST"]),
        Route("/document/{id}/get/{what}", _later("document_pages:get")),
        Route("/notices", _later("notice_pages:begin")),
        Route("/notices", _later("notice_pages:receive"), methods=["POST"]),
        Route("/notices/{id}", _later("notice_pages:batch")),
        Route("/notices/{id}/run", _later("notice_pages:run"), methods=["POST"]),
        Route("/notices/{id}/stop", _later("notice_pages:stop"), methods=["POST"]),
        Route("/notices/{id}/events", _later("notice_pages:events")),
        Route("/notices/{id}/archive", _later("notice_pages:archive")),
        Route("/notices/{id}/checklist.{ending}", _later("notice_pages:checklist")),
        Route("/notices/{id}/first/{number:int}/preview", _later("notice_pages:preview")),
        Route("/notices/{id}/first/{number:int}/preview.docx", _later("notice_pages:preview_file")),
        Route("/notices/{id}/first/{number:int}/marks.json", _later("notice_pages:marks")),
        Route("/board", _later("board_pages:begin")),
        Route("/board", _later("board_pages:receive"), methods=["POST"]),
        Route("/board/{id}", _later("board_pages:board")),
        Route("/board/{id}/report.{ending}", _later("board_pages:report")),
        Route("/board/{id}/unit/{number:int}", _later("board_pages:unit")),
        Route("/board/{id}/unit/{number:int}/take", _later("board_pages:take"), methods=["POST"]),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(Guard, workplace=workplace, token=token, hosts=hosts, refusal=refusal),
        ],
        exception_handlers={
            HTTPException: _not_found,
            TooLarge: _too_large,
            DocgenError: _refused,
            OSError: _not_kept,
            Exception: _broken,
        },
    )


def _later(name: str) -> Callable[[Request], Awaitable[Response]]:
    """The function that an address names as ``module:function``; it is imported when it is asked for."""
    module, _, function = name.partition(":")

    async def answer(request: Request) -> Response:
        from importlib import import_module

        found = getattr(import_module(f"docgen.desk.{module}"), function)
        answered: Response = await found(request)
        return answered

    return answer


def session_of(request: Request) -> Session:
    """The desk of the browser that asks."""
    session: Session = request.state.session
    return session


def item_of(request: Request, sort: str) -> Item:
    """The thing that the address names, on the asking browser's own desk; 404 if there is none."""
    item = session_of(request).item(request.path_params["id"])
    if item is None or item.state["sort"] != sort:
        raise HTTPException(404)
    return item


def language_of(request: Request) -> str:
    """The language of what is shown."""
    return "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "zh_CN"


def page(request: Request, template: str, status: int = 200, **given: Any) -> HTMLResponse:
    """One page, or a part of one."""
    language = language_of(request)
    return HTMLResponse(rendered(template, language, path=request.url.path, **given), status)


def rendered(template: str, language: str, **given: Any) -> str:
    """A template filled in; its texts are those of words.py."""

    def t(name: str, /, **values: object) -> str:
        return say(name, language, **values)

    return _templates.get_template(template).render(
        t=t, language=language, tag="zh-CN" if language == "zh_CN" else "en", **given
    )


def refusal(reason: str, status: int, language: str) -> Response:
    """The answer to what isn't let in or can't be done: a page that says why."""
    text = rendered(
        "message.html", language, path="", heading=say("refused", language), lines=[say(reason, language)]
    )
    return HTMLResponse(text, status)


def file_answer(name: str, data: bytes, sort: str) -> Response:
    """A file to be kept, under a name that may be Chinese."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, media_type=TYPES[sort], headers=headers)


def told(request: Request, status: int, heading: str, *lines: str) -> Response:
    """What went wrong: as a page, or as a line in the page that asked."""
    if request.headers.get("hx-request"):
        answer = page(request, "notice.html", heading=heading, lines=lines)
        answer.headers["HX-Retarget"] = "#notice"
        answer.headers["HX-Reswap"] = "innerHTML"
        return answer
    return page(request, "message.html", status, heading=heading, lines=lines)


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    language = language_of(request)
    name = "not-found" if error.status_code == 404 else "not-understood"
    return told(request, error.status_code, say("refused", language), say(name, language))


async def _too_large(request: Request, error: Exception) -> Response:
    language = language_of(request)
    return told(request, 413, say("refused", language), say("too-large", language))


async def _refused(request: Request, error: Exception) -> Response:
    from docgen.desk.views import error_text

    assert isinstance(error, DocgenError)
    language = language_of(request)
    return told(request, 422, say("not-done", language), *error_text(error, language).split("\n"))


async def _not_kept(request: Request, error: Exception) -> Response:
    """What the machine couldn't keep: where the disk is full that is told, everything else is a fault."""
    assert isinstance(error, OSError)
    if error.errno not in FULL:
        return await _broken(request, error)
    language = language_of(request)
    return told(request, 507, say("not-done", language), say("disk-full", language))


async def _broken(request: Request, error: Exception) -> Response:
    """A fault of docgen's own; what a developer needs goes to the log, for a clerk can do nothing with it."""
    details = "".join(traceback.format_exception(error))
    logging.getLogger("docgen.desk").error("%s %s\n%s", request.method, request.url.path, details)
    language = language_of(request)
    name = type(error).__name__
    return told(request, 500, say("broken", language), say("broken-more", language, name=name))
