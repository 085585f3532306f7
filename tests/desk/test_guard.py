"""Who is let in: only a browser on this machine that was opened with the token."""

from __future__ import annotations

import pytest
from desk_server import Server, ask, opened, upload


def test_without_the_token_nothing_is_shown(server: Server) -> None:
    for path in ("/", "/?token=wrong", "/record/aaaaaaaaaaaa", "/new"):
        answer = ask(server, "GET", path)
        assert answer.status == 403
        assert "docgen open" in answer.text


def test_another_name_for_this_machine_is_refused(server: Server) -> None:
    cookie = opened(server)
    assert ask(server, "GET", "/", Cookie=cookie).status == 200
    for host in ("evil.example", f"evil.example:{server.host.split(':')[1]}", "127.0.0.1:1"):
        assert ask(server, "GET", "/", Cookie=cookie, Host=host).status == 421


@pytest.mark.parametrize("origin", ["null", "http://evil.example", ""])
def test_a_form_of_another_page_is_refused(server: Server, origin: str) -> None:
    cookie = opened(server)
    answer = ask(server, "POST", "/clear", Cookie=cookie, Origin=origin)
    assert answer.status == 403
    assert ask(server, "POST", "/clear", Cookie=cookie, Origin=f"http://{server.host}").status == 303


def test_every_answer_forbids_scripts_of_others(server: Server) -> None:
    answer = ask(server, "GET", "/", Cookie=opened(server))
    policy = answer.headers.get("Content-Security-Policy") or ""
    assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
    assert answer.headers.get("X-Content-Type-Options") == "nosniff"
    assert "<script>" not in answer.text and " onclick=" not in answer.text


def test_one_browser_does_not_see_the_material_of_another(server: Server) -> None:
    first, second = opened(server), opened(server)
    origin = f"http://{server.host}"
    made = ask(
        server, "POST", "/new", b"kind=notice", Cookie=first, Origin=origin,
        Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip
    where = made.headers.get("Location") or ""
    assert (made.status, where[:8]) == (303, "/record/")
    assert ask(server, "GET", where, Cookie=first).status == 200
    assert ask(server, "GET", where, Cookie=second).status == 404


@pytest.mark.parametrize(
    ("name", "data", "status", "told"),
    [
        ("记录.json", b"MZ\x90\x00\x03\x00", 422, "记录.json"),
        ("照片.png", b"\x89PNG", 422, "不支持这类文件"),
        ("老稿.doc", b"\xd0\xcf\x11\xe0", 422, "另存为.docx"),
        ("大.json", b" " * (50 * 1024 * 1024), 413, "32MB"),
        ("别的.json", b"[1, 2]", 422, "别的.json"),
        ("无类型.json", b"{}", 422, "无类型.json"),
    ],
)
def test_what_cannot_be_taken_is_told(server: Server, name: str, data: bytes, status: int, told: str) -> None:
    answer = upload(server, opened(server), name, data)
    assert answer.status == status
    assert told in answer.text
    assert "Traceback" not in answer.text
