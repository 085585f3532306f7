"""Who is let in, and what every answer says: Host, Origin, token and cookie, upload size, strict CSP.

The server listens on this machine only; but any page in the same browser can send it requests, and a name of
somebody else's can be made to lead here. So a request has to name this machine, come from this page, and bear
the cookie that only the opened address gives.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docgen.desk.sessions import DEFAULT_DAYS, Workplace

COOKIE = "docgen_desk"
#: what one request may bring, in bytes
MOST_UPLOAD = 32 * 1024 * 1024
#: of a larger one so much is read and thrown away, so that the browser hears the answer
_MOST_DRAINED = 16 * MOST_UPLOAD
_SAFE = ("GET", "HEAD")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: the preview draws the document's own layout, for which it has to write styles; no script but ours either
PREVIEW_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:; "
    "font-src data: blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


class TooLarge(Exception):
    """The request brings more than MOST_UPLOAD."""


class Guard:
    """Around the whole application."""

    def __init__(
        self,
        app: ASGIApp,
        workplace: Workplace,
        token: str,
        hosts: frozenset[str],
        refusal: Callable[[str, int, str], Response],
    ) -> None:
        self.app = app
        self.workplace = workplace
        self.token = token
        self.hosts = hosts
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        answer = self._refused(scope, headers)
        if answer is None and int(headers.get("content-length") or 0) > MOST_UPLOAD:
            await _drained(receive)
            answer = self.refusal("too-large", 413, _language(headers))
        if answer is not None:
            await answer(scope, receive, _with_headers(send, POLICY))
            return
        is_preview = scope["path"].endswith("/preview")
        counted = _counted(receive)
        await self.app(scope, counted, _with_headers(send, PREVIEW_POLICY if is_preview else POLICY))

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that isn't let in, or to the one that opens the desk; None for others."""
        language = _language(headers)
        host = headers.get("host", "").lower()
        if host not in self.hosts:
            return self.refusal("other-host", 421, language)
        if scope["method"] not in _SAFE and headers.get("origin", "") != f"http://{host}":
            return self.refusal("other-origin", 403, language)
        length = headers.get("content-length")
        if length is not None and not (length.isascii() and length.isdigit()):
            return self.refusal("other-origin", 400, language)
        if scope["path"].startswith("/static/"):
            return None
        session = self.workplace.session(_cookie(headers, COOKIE))
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if given and scope["path"] == "/" and scope["method"] == "GET":
            return self._opened(given, session is not None, language)
        if session is None:
            return self.refusal("no-token", 403, language)
        session.touch()
        scope.setdefault("state", {})["session"] = session
        return None

    def _opened(self, given: str, is_known: bool, language: str) -> Response:
        """The desk for the address with the token: a browser that was here before finds its own again."""
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return self.refusal("no-token", 403, language)
        answer = RedirectResponse("/", 303)
        if not is_known:
            cookie, _session = self.workplace.begin()
            answer.set_cookie(COOKIE, cookie, max_age=DEFAULT_DAYS * 86_400, httponly=True, samesite="strict")
        return answer


def _cookie(headers: Headers, name: str) -> str:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def _language(headers: Headers) -> str:
    return "en" if _cookie(headers, "docgen_lang") == "en" else "zh_CN"


def _with_headers(send: Send, policy: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = policy
            headers["X-Content-Type-Options"] = "nosniff"
            # a form sent by a page that refers nowhere has no origin that could be checked
            headers["Referrer-Policy"] = "same-origin"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending


def _counted(receive: Receive) -> Receive:
    """The same requests; TooLarge once one without a stated length has brought too much."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_UPLOAD:
            await _drained(receive)
            raise TooLarge
        return message

    return receiving


async def _drained(receive: Receive) -> None:
    seen = 0
    while seen < _MOST_DRAINED:
        message = await receive()
        seen += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return
