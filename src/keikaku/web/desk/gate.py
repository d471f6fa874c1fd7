"""Who may ask the desk anything: on one machine the browser that was given the address, on the name that the desk was started with.

A key stands in the address once. It is exchanged for a cookie that scripts cannot read and that no other site's request
carries, and is spent. A desk for several people has another way in (:mod:`keikaku.web.desk.login`). Whatever comes under another name (DNS rebinding), from another origin, without a session or
with one that has ended is refused before anything looks at it (OWASP Session Management, Fetch Metadata).
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.ground.messages import Language
from keikaku.web.desk.door import refused
from keikaku.web.desk.people import Person, Right

KEY = "key"
"""The parameter of the address that carries the key."""
IDLE = 12 * 3600.0
"""Seconds after which a session that nobody used ends: longer than a working day, shorter than a night and a day."""
_SAME = {"same-origin", "none"}
"""What ``Sec-Fetch-Site`` says of the desk's own requests, and of an address that a person opened."""


PERSON = "keikaku.person"
"""Where the scope of a request says who asks, once they were let in; None on a machine of one's own."""


def person(request: Request) -> Person | None:
    """Return who asks; None on a machine of one's own, where the page says it with each decision."""
    found: Person | None = request.scope.get(PERSON)
    return found


def need(request: Request, right: Right) -> None:
    """Refuse who may not do something; on a machine of one's own one may do all.

    Raises:
        RequestError: They may not.
    """
    who = person(request)
    if who is not None and who.may < right:
        raise RequestError("desk.not-allowed", right=right.name.lower(), id=who.id)


@dataclass(slots=True)
class _Session:
    person: str
    used: float


class Sessions:
    """The sessions of a desk; one that nobody used for long has ended.

    Args:
        cookie: Name of the cookie that holds one.
        clock: Seconds that never go back.
        secure: Whether the cookie is sent over TLS alone.
    """

    def __init__(self, cookie: str, clock: Callable[[], float], *, secure: bool = False) -> None:
        self._cookie = cookie
        self._clock = clock
        self._secure = secure
        self._open: dict[str, _Session] = {}

    def begin(self, answer: Response, who: str = "") -> None:
        """Begin a session, whose cookie an answer carries."""
        token = secrets.token_urlsafe(32)
        self._open[token] = _Session(who, self._clock())
        answer.set_cookie(
            self._cookie, token, httponly=True, samesite="strict", path="/", secure=self._secure
        )

    def who(self, request: Request) -> str | None:
        """Return whose session a request holds, which lives on by it; None where it holds none."""
        now = self._clock()
        self._open = {token: one for token, one in self._open.items() if now - one.used < IDLE}
        found = self._open.get(self._token(request))
        if found is None:
            return None
        found.used = now
        return found.person

    def end(self, request: Request) -> None:
        """End the session that a request holds."""
        self._open.pop(self._token(request), None)

    def _token(self, request: Request) -> str:
        try:
            held = SimpleCookie(request.headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return held.value if held else ""


class Gate:
    """Lets through who holds a session, and gives one for the key.

    Args:
        app: What answers.
        origin: The address that requests must name: scheme, name and port.
        clock: Seconds that never go back.
        language: Of what it says to people, where the address says none; the browser's otherwise.

    Attributes:
        key: What the address carries, once.
    """

    def __init__(
        self,
        app: ASGIApp,
        origin: str,
        clock: Callable[[], float] = time.monotonic,
        language: Language | None = None,
    ) -> None:
        self._app = app
        self._language = language
        self._origin = origin
        self._host = origin.partition("://")[2]
        self._spent = False
        secure = origin.startswith("https:")  # cookies do not tell ports apart, so that their names do
        name = f"{'__Host-' if secure else ''}keikaku-desk-{self._host.rpartition(':')[2]}"
        self._sessions = Sessions(name, clock, secure=secure)
        self.key = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            self._refuse_strangers(request)
            answer = self._app if _is_open(request) else await self._admitted(request)
        except KeikakuError as error:
            answer = refused(request, self._language, error)
        await answer(scope, receive, send)

    async def _admitted(self, request: Request) -> ASGIApp:
        """Return what answers a request of the desk's own pages.

        Raises:
            RequestError: It holds no session.
        """
        if KEY in request.query_params and request.url.path == "/":
            return self._exchanged(request)
        if self._sessions.who(request) is None:
            raise RequestError("desk.no-session")
        return self._app

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
        if (origin is not None and origin != self._origin) or site not in _SAME:
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
        if self._sessions.who(request) is not None:
            return on("/")
        given = request.query_params[KEY].encode()
        if request.method != "GET" or self._spent or not hmac.compare_digest(given, self.key.encode()):
            raise RequestError("desk.spent-key")
        self._spent = True
        home = on("/")
        self._sessions.begin(home)
        return home


def _is_open(request: Request) -> bool:
    """Tell whether styles or scripts are asked for, which say nothing of documents."""
    return request.url.path.startswith("/assets/") and request.method != "POST"


def on(path: str, request: Request | None = None) -> Response:
    """Return what sends a browser on to another page of the desk, in the language that the address of this one says."""
    said = request.query_params.get("lang") if request else None
    if said in ("ja", "en"):
        path = f"{path}?lang={said}"
    return RedirectResponse(path, 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
