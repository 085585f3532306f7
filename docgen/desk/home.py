"""The first page: what lies on this browser's desk, and putting more on it."""

from __future__ import annotations

import time

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from docgen.desk.app import LANGUAGE_COOKIE, file_answer, item_of, language_of, page, session_of, told
from docgen.desk.sessions import Item, Session
from docgen.desk.words import say
from docgen.errors import DocgenError, UnreadableInput

#: how many files one drop may have
MOST_FILES = 400
RECORDS, DOCUMENTS, FORMS = (".json",), (".docx", ".txt", ".pdf"), (".xlsx", ".xls", ".csv")
#: what has to be saved otherwise first -> what it is to be saved as
OLD = {".doc": ".docx", ".wps": ".docx", ".et": ".xlsx", ".rtf": ".docx"}


async def home(request: Request) -> Response:
    """The first page."""
    session = session_of(request)
    items = [{"id": item.id, **item.state} for item in session.items()]
    for item in items:
        item["when"] = time.strftime("%m-%d %H:%M", time.localtime(item["made"]))
    from docgen.desk import records
    from docgen.desk.forms import may_join

    kinds = await run_in_threadpool(records.kinds)
    joining = [item["id"] for item in items if may_join(item)]
    return page(
        request, "home.html", items=items, kinds=kinds, joining=joining if len(joining) > 1 else ()
    )


async def begin(request: Request) -> Response:
    """The kinds of record that one can begin with."""
    from docgen.desk import records

    return page(request, "begin.html", kinds=await run_in_threadpool(records.kinds), table=None)


async def blank_form(request: Request) -> Response:
    """The form of a kind, to be filled in with Excel or WPS."""
    from docgen.desk import records

    kind = request.query_params.get("kind", "")
    return file_answer(*await run_in_threadpool(records.form_of, kind), "xlsx")


async def upload(request: Request) -> Response:
    """Files dropped on the first page: each goes where files of its sort are worked on."""
    session, language = session_of(request), language_of(request)
    given = await handed_in(request)
    if not given:
        return told(request, 422, say("not-done", language), say("no-file", language))
    made, refused = await run_in_threadpool(_received, session, given, language)
    if refused and not made:
        return told(request, 422, say("not-done", language), *refused)
    if refused:
        return page(
            request, "message.html", heading=say("some-refused", language, count=len(made)), lines=refused
        )
    where = made[0] if len(made) == 1 else "/"
    return RedirectResponse(where, 303)


async def handed_in(request: Request, max_fields: int = 20) -> list[tuple[str, bytes]]:
    """The name and bytes of every file that was dropped or chosen."""
    async with request.form(max_files=MOST_FILES, max_fields=max_fields) as form:
        files = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
        return [(plain_name(each.filename or ""), await each.read()) for each in files]


def _received(session: Session, given: list[tuple[str, bytes]], language: str) -> tuple[list[str], list[str]]:
    """Where each file that was taken is worked on, and a line for each that wasn't."""
    made, refused = [], []
    for name, data in given:
        try:
            made.append(_received_one(session, name, data, language))
        except DocgenError as error:
            from docgen.desk.views import error_text

            refused.append(say("named", language, name=name, text=error_text(error, language)))
        except _OfOtherSort as error:
            refused.append(say("named", language, name=name, text=str(error)))
    return made, refused


class _OfOtherSort(Exception):
    """A file that nothing here is done with; the text says so."""


def _received_one(session: Session, name: str, data: bytes, language: str) -> str:
    from docgen.desk import records

    ending = "." + name.lower().rpartition(".")[2]
    if _is_program(data):
        raise _OfOtherSort(say("program", language))
    if ending in OLD:
        raise _OfOtherSort(say("old-format", language, ending=ending, wanted=OLD[ending]))
    if ending in RECORDS:
        return f"/record/{records.receive(session, name, data).id}"
    if ending in DOCUMENTS:
        from docgen.desk import documents

        return f"/document/{documents.receive(session, name, data).id}"
    if ending in FORMS:
        return _form_or_table(session, name, ending, data)
    raise _OfOtherSort(say("other-sort", language))


def _is_program(data: bytes) -> bool:
    """Whether a file is a program of Windows or Linux, whatever its name says."""
    return data.startswith(b"\x7fELF") or (data.startswith(b"MZ") and b"\0" in data[:64])


def _form_or_table(session: Session, name: str, ending: str, data: bytes) -> str:
    """A form tells its kind; of an office's own table it has to be asked."""
    from docgen.desk import forms

    try:
        return f"/record/{forms.receive(session, [(name, data)]).id}"
    except UnreadableInput as error:
        if error.code != "intake-no-form":
            raise
        return f"/table/{session.new('table', name, {f'table{ending}': data}, ending=ending).id}"


async def table(request: Request) -> Response:
    """Where the kind of an office's own table is asked."""
    from docgen.desk import records

    item = item_of(request, "table")
    kinds = await run_in_threadpool(records.kinds)
    return page(request, "begin.html", kinds=kinds, table={"id": item.id, "name": item.state["name"]})


async def take_table(request: Request) -> Response:
    """The kind of an office's own table was named: it becomes a record."""
    form = await request.form()
    item = item_of(request, "table")
    made = await run_in_threadpool(_taken, session_of(request), item, str(form.get("kind", "")))
    return RedirectResponse(f"/record/{made.id}", 303)


def _taken(session: Session, item: Item, kind: str) -> Item:
    from docgen.desk import forms

    name, ending = str(item.state["name"]), str(item.state["ending"])
    made = forms.receive(session, [(name, item.path(f"table{ending}").read_bytes())], kind)
    item.remove()
    return made


async def together(request: Request) -> Response:
    """One record of several offices' forms."""
    from docgen.desk import forms

    given = await request.form()
    ids = [each for each in given.getlist("id") if isinstance(each, str)]
    made = await run_in_threadpool(forms.together, session_of(request), ids)
    return RedirectResponse(f"/record/{made.id}", 303)


def plain_name(given: str) -> str:
    """A file's own name, whatever folder the browser told with it."""
    name = given.replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in name if each.isprintable())[:200] or "file"


async def new(request: Request) -> Response:
    """A blank record of a kind, everything in it still unknown."""
    form = await request.form()
    item = await run_in_threadpool(_blank, session_of(request), str(form.get("kind", "")))
    return RedirectResponse(f"/record/{item.id}", 303)


def _blank(session: Session, kind_id: str) -> Item:
    from docgen.desk import records
    from docgen.formats.manifest import exact_json
    from docgen.starting import starter

    kind = records.kind_named(kind_id)
    data = (exact_json(starter(kind)) + "\n").encode("utf-8")
    return records.receive(session, f"{kind.title}.json", data)


async def language(request: Request) -> Response:
    """Chinese or English from now on."""
    form = await request.form()
    path = str(form.get("path", "/"))
    answer = RedirectResponse(path if path.startswith("/") and not path.startswith("//") else "/", 303)
    chosen = "en" if form.get("language") == "en" else "zh_CN"
    answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=365 * 86_400, httponly=True, samesite="strict")
    return answer


async def remove(request: Request) -> Response:
    """Take one thing off the desk."""
    item = session_of(request).item(request.path_params["id"])
    if item is not None:
        await run_in_threadpool(item.remove)
    return RedirectResponse("/", 303)


async def clear(request: Request) -> Response:
    """Take everything off the desk."""
    await run_in_threadpool(session_of(request).clear)
    return RedirectResponse("/", 303)
