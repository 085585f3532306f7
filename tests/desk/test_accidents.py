"""What goes wrong on a working day: a lost connection, a power cut, a full disk, two people at once."""

from __future__ import annotations

import io
import json
import shutil
import socket
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from desk_server import (
    CHROMIUM,
    NOTICES,
    PATIENCE,
    ROOT,
    Server,
    ask,
    dropped,
    long_list,
    opened,
    posted,
    start,
    stop,
    upload,
)

COMMON = ("共用.json", (NOTICES / "共用.json").read_bytes())


def handed_in(server: Server, cookie: str, rows: bytes) -> str:
    """Where a list that was handed in is worked on."""
    answer = posted(server, cookie, "/notices", files=("名单.csv", rows), common=COMMON, template="notice")
    assert answer.status == 303, answer.text
    return str(answer.headers["Location"])


def done(server: Server, cookie: str, where: str) -> dict[str, Any]:
    """What the event stream told last, once the batch doesn't run any more."""
    told = ask(server, "GET", f"{where}/events", Cookie=cookie).text
    last: dict[str, Any] = json.loads(told.strip().rpartition("data: ")[2])
    return last


def archive(server: Server, cookie: str, where: str) -> bytes:
    return ask(server, "GET", f"{where}/archive", Cookie=cookie).data


def names_in(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [name for name in archive.namelist() if name.endswith(".docx") and "核对清单" not in name]


def test_an_upload_that_is_cut_short_leaves_nothing(server: Server) -> None:
    cookie = opened(server)
    before = sorted(server.folder.rglob("*"))
    head = (
        f"POST /upload HTTP/1.1\r\nHost: {server.host}\r\nOrigin: http://{server.host}\r\nCookie: {cookie}\r\n"
        "Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: 9000000\r\n\r\n"
        '--xx\r\nContent-Disposition: form-data; name="files"; filename="a.json"\r\n\r\n'
    )
    host, port = server.host.split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(head.encode() + b" " * 3_000_000)
    page = ask(server, "GET", "/", Cookie=cookie)
    assert (page.status, "桌上还没有材料" in page.text) == (200, True)
    assert sorted(server.folder.rglob("*")) == before


def test_50_mb_without_a_stated_length_are_refused(server: Server) -> None:
    cookie = opened(server)
    headers = {"Cookie": cookie, "Origin": f"http://{server.host}", "Content-Type": "multipart/form-data; boundary=xx"}
    begin = b'--xx\r\nContent-Disposition: form-data; name="files"; filename="a.json"\r\n\r\n'
    with closing(HTTPConnection(server.host, timeout=60)) as connection:
        connection.request("POST", "/upload", iter([begin, *[b" " * 1_000_000] * 50]), headers, encode_chunked=True)
        answer = connection.getresponse()
        assert (answer.status, "超过32MB" in answer.read().decode()) == (413, True)


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_50_mb_are_not_even_sent(page: Any, tmp_path: Path) -> None:
    large = tmp_path / "大.docx"
    with large.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    dropped(page, large)
    page.get_by_text("文件合计超过32MB，请减少或缩小后重新放入").wait_for()
    assert "POST" not in asked


def test_a_cut_event_stream_stops_nothing(server: Server) -> None:
    cookie = opened(server)
    where = handed_in(server, cookie, long_list(950))
    posted(server, cookie, f"{where}/run")
    with closing(HTTPConnection(server.host, timeout=60)) as connection:
        connection.request("GET", f"{where}/events", headers={"Cookie": cookie})
        with connection.getresponse() as stream:
            first = next(json.loads(line[6:]) for line in stream if line.startswith(b"data: "))
    assert (first["status"], first["total"]) == ("running", 950)
    last = done(server, cookie, where)
    assert (last["status"], last["done"], last["total"]) == ("done", 950, 950)
    assert len(names_in(archive(server, cookie, where))) == 950


def test_two_people_at_once_have_each_their_own(server: Server) -> None:
    cookies = [opened(server), opened(server)]
    lists = [long_list(200), long_list(200, 200)]
    places = [handed_in(server, cookie, rows) for cookie, rows in zip(cookies, lists, strict=True)]
    for cookie, where in zip(cookies, places, strict=True):
        posted(server, cookie, f"{where}/run")
    for other, where in zip(cookies, reversed(places), strict=True):
        for path in ("", "/events", "/archive", "/checklist.xlsx", "/first/1/preview.docx"):
            assert ask(server, "GET", where + path, Cookie=other).status == 404
        for path in ("/run", "/stop"):
            assert posted(server, other, where + path).status == 404
    for cookie, where, rows in zip(cookies, places, lists, strict=True):
        assert done(server, cookie, where)["status"] == "done"
        addressees = {line.split(",")[0] for line in rows.decode("utf-8-sig").splitlines()[1:]}
        made = names_in(archive(server, cookie, where))
        assert {name.removesuffix(".docx").partition("-")[2] for name in made} == addressees


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_a_batch_whose_server_was_killed_goes_on_and_makes_what_an_undisturbed_one_makes(
    browser: Any, tmp_path: Path
) -> None:
    rows = long_list(1200)
    server = start(tmp_path)
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    try:
        page.goto(server.address)
        cookie = "; ".join(f"{each['name']}={each['value']}" for each in context.cookies())
        where = handed_in(server, cookie, rows)
        page.goto(f"http://{server.host}{where}")
        page.get_by_role("button", name="全部成文").click()
        out = next(tmp_path.glob(f"*/{where.rpartition('/')[2]}")) / "out"
        for _ in range(PATIENCE // 20):
            if len(list(out.glob("*.docx"))) >= 100:
                break
            time.sleep(0.02)
        stop(server)
        page.get_by_text("连不上程序，可能已关闭。请重新启动，已保存的内容都在。").wait_for()
        made = len(list(out.glob("*.docx")))
        assert 100 <= made < 1200

        server = start(tmp_path, "--port", server.host.split(":")[1])
        page.get_by_text("已停止，可从停下处继续。").wait_for()  # the page found the server again by itself
        assert page.locator(".progress").inner_text().strip() == f"{made} / 1200"
        page.get_by_role("button", name="继续").click()
        page.get_by_text("已全部成文。").wait_for()
        resumed = archive(server, cookie, where)

        undisturbed = handed_in(server, cookie, rows)
        posted(server, cookie, f"{undisturbed}/run")
        assert done(server, cookie, undisturbed)["status"] == "done"
        assert len(names_in(resumed)) == 1200
        assert resumed == archive(server, cookie, undisturbed)
    finally:
        context.close()
        stop(server)


@pytest.fixture
def cramped(tmp_path: Path) -> Iterator[Server]:
    """A server that can't write a file beyond 150 KB, as on a full disk; and its temporary files are here."""
    if sys.platform == "win32" or shutil.which("sh") is None:
        pytest.skip("only POSIX systems limit what a process may write")
    started = start(tmp_path, limit="ulimit -f 300")
    yield started
    stop(started)


@pytest.mark.parametrize("size", [200_000, 3_000_000])
def test_what_a_full_disk_does_not_take_is_told_and_nothing_is_left(cramped: Server, size: int) -> None:
    cookie = opened(cramped)
    answer = upload(cramped, cookie, "大.txt", ("全县共有56家。\n" * (size // 20)).encode())
    assert "磁盘已满" in answer.text and "请腾出空间再试" in answer.text
    assert "docgen自身" not in answer.text and answer.status in (422, 507)
    assert [each for each in cramped.folder.rglob("*") if each.is_file()] == []
    assert upload(cramped, cookie, "小.txt", "全县共有56家。".encode()).status == 303


def test_a_batch_on_a_full_disk_stops_with_the_reason_and_goes_on_when_there_is_room(cramped: Server) -> None:
    cookie = opened(cramped)
    where = handed_in(cramped, cookie, long_list(475))
    posted(cramped, cookie, f"{where}/run")
    last = done(cramped, cookie, where)
    assert last["status"] == "stopped" and 0 < last["done"] < 475
    shown = ask(cramped, "GET", where, Cookie=cookie).text
    assert "磁盘已满，已经成文的都在。请腾出空间再继续" in shown
    full = ask(cramped, "GET", f"{where}/archive", Cookie=cookie)
    assert (full.status, "磁盘已满，没有改动任何内容。请腾出空间再试。" in full.text) == (507, True)
    stop(cramped)
    roomy = start(cramped.folder)
    try:
        posted(roomy, cookie, f"{where}/run")
        assert done(roomy, cookie, where)["status"] == "done"
        assert len(names_in(archive(roomy, cookie, where))) == 475
    finally:
        stop(roomy)


def test_nothing_is_left_of_a_desk_that_is_cleared_or_deserted(tmp_path: Path) -> None:
    import os

    server = start(tmp_path)
    first, second = opened(server), opened(server)
    for cookie in (first, second):
        assert upload(server, cookie, "a.json", (ROOT / "samples" / "gongqingcheng-2020h1.json").read_bytes()).status == 303
    posted(server, first, "/clear")
    [left] = {each.parent.parent for each in tmp_path.rglob("state.json")}
    stop(server)
    os.utime(left, (time.time() - 8 * 86_400,) * 2)
    again = start(tmp_path)
    try:
        assert [each for each in tmp_path.rglob("*") if each.is_file()] == []
        assert ask(again, "GET", "/", Cookie=second).status == 403
    finally:
        stop(again)
