"""The pages of an inspection: units by rules, one unit's findings, the reports."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from docgen.desk import boards
from docgen.desk.app import file_answer, item_of, language_of, page, session_of, told
from docgen.desk.home import handed_in
from docgen.desk.words import say


async def begin(request: Request) -> Response:
    """Where records are handed in."""
    return page(request, "board_begin.html")


async def receive(request: Request) -> Response:
    """Records were handed in."""
    session, language = session_of(request), language_of(request)
    given = await handed_in(request, max_fields=10)
    if not given:
        return told(request, 422, say("not-done", language), say("no-file", language))
    name = say("board-name", language, count=len(given))
    item = await run_in_threadpool(boards.receive, session, given, name)
    return RedirectResponse(f"/board/{item.id}", 303)


async def board(request: Request) -> Response:
    """Units by rules."""
    item = item_of(request, "board")
    view = await run_in_threadpool(boards.matrix, item)
    return page(request, "board.html", board={**view, "id": item.id, "name": item.state["name"]})


async def unit(request: Request) -> Response:
    """One unit's findings."""
    item = item_of(request, "board")
    view = await run_in_threadpool(boards.unit_view, item, int(request.path_params["number"]))
    if view is None:
        raise HTTPException(404)
    return page(request, "board_unit.html", unit=view, id=item.id)


async def take(request: Request) -> Response:
    """One unit's record goes to the desk."""
    item = item_of(request, "board")
    number = int(request.path_params["number"])
    made = await run_in_threadpool(boards.taken, session_of(request), item, number)
    if made is None:
        raise HTTPException(404)
    return RedirectResponse(f"/record/{made.id}", 303)


async def report(request: Request) -> Response:
    """The inspection as a workbook, a page or data."""
    item, ending = item_of(request, "board"), request.path_params["ending"]
    if ending not in ("xlsx", "html", "json"):
        raise HTTPException(404)
    return file_answer(f"inspection.{ending}", boards.report(item, ending).read_bytes(), ending)
