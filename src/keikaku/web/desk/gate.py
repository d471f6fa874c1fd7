"""Who may ask the desk anything: the browser that was given the address, on the name that the desk was started with.

A key stands in the address once. It is exchanged for a cookie that scripts cannot read and that no other site's request
carries, and is spent. Whatever comes under another name (DNS rebinding), from another origin, without a session or
with one that has ended is refused before anything looks at it (OWASP Session Management, Fetch Metadata).
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.web.server.problems import refuse

KEY = "key"
"""The parameter of the address that carries the key."""
IDLE = 12 * 3600.0
"""Seconds after which a session that nobody used ends: longer than a working day, shorter than a night and a day."""
_SAME = {"same-origin", "none"}
"""What ``Sec-Fetch-Site`` says of the desk's own requests, and of an address that a person opened."""


class Gate:
    """Lets through who holds a session, and gives one for the key.

    Args:
        app: What answers.
        host: The name and port that requests must name.
        clock: Seconds that never go back.

    Attributes:
        key: What the address carries, once.
    """

    def __init__(self, app: ASGIApp, host: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._host = host
        self._clock = clock
        self._spent = False
        self._sessions: dict[str, float] = {}
        self._cookie = f"keikaku-desk-{host.rpartition(':')[2]}"  # cookies do not tell ports apart
        self.key = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            self._refuse_strangers(request)
            if KEY in request.query_params and request.url.path == "/":
                answer: ASGIApp = self._exchanged(request)
            else:
                self._refuse_unknown(request)
                answer = self._app
        except KeikakuError as error:
            answer = refuse(request, error, headers={"Cache-Control": "no-store"})
        await answer(scope, receive, send)

    def _refuse_strangers(self, request: Request) -> None:
        """Refuse what names another host or comes from another origin.

        Raises:
            RequestError: The host.
            RequestError: The origin.
            RequestError: A method that the desk does not know.
        """
        if request.headers.get("host", "") != self._host:
            raise RequestError("desk.other-host", host=self._host)
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "none")
        if (origin is not None and origin != f"http://{self._host}") or site not in _SAME:
            raise RequestError("desk.other-origin")
        if request.method not in ("GET", "HEAD", "POST"):
            raise RequestError("serving.method", method=request.method, allowed="GET, HEAD, POST")
        if request.method == "POST" and origin is None:  # every browser names the origin of a POST
            raise RequestError("desk.other-origin")

    def _exchanged(self, request: Request) -> Response:
        """Return what sends a browser on without the key, with a session in exchange for it.

        Raises:
            RequestError: It is not the key, or it was used.
        """
        home = RedirectResponse("/", 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        if self._session(request):
            return home
        given = request.query_params[KEY].encode()
        if request.method != "GET" or self._spent or not hmac.compare_digest(given, self.key.encode()):
            raise RequestError("desk.spent-key")
        self._spent = True
        session = secrets.token_urlsafe(32)
        self._sessions[session] = self._clock()
        home.set_cookie(self._cookie, session, httponly=True, samesite="strict", path="/")
        return home

    def _refuse_unknown(self, request: Request) -> None:
        """Refuse who holds no session.

        Raises:
            RequestError: None, one that ended, or one of an earlier desk.
        """
        session = self._session(request)
        if session is None:
            raise RequestError("desk.no-session")
        self._sessions[session] = self._clock()

    def _session(self, request: Request) -> str | None:
        """Return the session that a request holds; one that nobody used for long has ended."""
        try:
            held = SimpleCookie(request.headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return None
        now = self._clock()
        self._sessions = {name: used for name, used in self._sessions.items() if now - used < IDLE}
        return held.value if held is not None and held.value in self._sessions else None
