"""The server: on this machine only, at an address that only its user is told."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

from docgen.errors import UsageError

LOOPBACK = "127.0.0.1"


def serve(port: int, folder: str | None, days: int, tell: Callable[[str, str], None], *, opens: bool) -> None:
    """Serve the page until somebody ends it; ``tell`` is given its address and the folder of its desks.

    ``port`` 0 takes a free one. UsageError where the port is taken or the folder can't be made.
    """
    import uvicorn

    from docgen.desk.app import application
    from docgen.desk.sessions import Workplace, default_folder

    place = Path(folder) if folder is not None else default_folder()
    workplace = Workplace(place, days)
    listening = _listening(port)
    own = listening.getsockname()[1]
    hosts = frozenset(f"{name}:{own}" for name in (LOOPBACK, "localhost"))
    token = secrets.token_urlsafe(24)
    config = uvicorn.Config(
        application(workplace, token, hosts),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    address = f"http://{LOOPBACK}:{own}/?token={token}"
    tell(address, str(place))
    if opens:
        webbrowser.open(address)
    uvicorn.Server(config).run(sockets=[listening])


def _listening(port: int) -> socket.socket:
    """A socket on this machine only, listening already: who comes at once waits."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise UsageError("desk-port-taken", port=port, reason=error.strerror or str(error)) from error
    return listening
