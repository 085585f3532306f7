"""Two tabs on one record: the later change never silently takes the place of the earlier."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
from desk_server import Answer, Server, ask, opened, upload

from docgen.library import shipped_root

SAMPLE = Path("samples") / "gongqingcheng-2020h1.json"
POINTER = "/indicators/trade_assoc_deferred/value"


@pytest.fixture
def sample() -> bytes:
    path = shipped_root() / SAMPLE
    if not path.is_file():
        pytest.skip("the samples are in a checkout only")
    return path.read_bytes()


def changed(server: Server, cookie: str, where: str, version: str, value: str) -> Answer:
    body = urlencode({"pointer": POINTER, "version": version, "value": value}).encode()
    kind = "application/x-www-form-urlencoded"
    origin = f"http://{server.host}"
    return ask(server, "POST", f"{where}/change", body, Cookie=cookie, Origin=origin, Content_Type=kind)


def test_a_change_from_a_tab_that_is_out_of_date_is_told_and_not_taken(server: Server, sample: bytes) -> None:
    cookie = opened(server)
    where = upload(server, cookie, "记录.json", sample).headers["Location"] or ""
    assert "已保存。差错原有1处，现有0处。" in changed(server, cookie, where, "1", "２１家").text
    assert "刚才的填写未保存" in changed(server, cookie, where, "1", "22").text
    # of the whole file only the one value became another
    old, new = (f'"trade_assoc_deferred": {{"value": {count}' for count in (20, 21))
    kept = ask(server, "GET", f"{where}/get/record", Cookie=cookie).text
    assert old in sample.decode() and kept == sample.decode().replace(old, new)
