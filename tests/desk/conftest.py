from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from desk_server import PATIENCE, Server, start, stop


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = start(tmp_path_factory.mktemp("desk"))
    yield started
    stop(started)


@pytest.fixture
def page(browser: Any, server: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.faults = []
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))

    def heard(said: Any) -> None:
        # that an answer was a refusal is no fault of the page
        if said.type == "error" and "server responded with a status of" not in said.text:
            opened.faults.append(said.text)

    opened.on("console", heard)
    opened.goto(server.address)
    yield opened
    assert opened.faults == []
    context.close()
