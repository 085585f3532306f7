from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk_server import Server, start, stop


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = start(tmp_path_factory.mktemp("desk"))
    yield started
    stop(started)
