"""The way in to a desk that is served to several: a password of a local file, or what a listed proxy says of who asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from math import ceil
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.ground.messages import Language
from keikaku.web.desk.door import form
from keikaku.web.desk.gate import PERSON, Gate, on
from keikaku.web.desk.patience import Patience
from keikaku.web.desk.people import People, Person

_PAGE, _OUT = "/login", "/logout"
_LARGEST = 4096  # bytes of a form with an id and a password


class LoginGate(Gate):
    """Lets through who a file of people knows.

    Args:
        app: What answers.
        origin: The address that requests must name, as browsers see it.
        people: Who may come in.
        header: The header in which a proxy says who asks; "" for none.
        proxies: The addresses of the proxies that are believed. What anybody else says in that header is passed over.
        clock: Seconds that never go back.
        language: As :class:`Gate`.
    """

    def __init__(
        self,
        app: ASGIApp,
        origin: str,
        people: People,
        *,
        header: str = "",
        proxies: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
        language: Language | None = None,
    ) -> None:
        super().__init__(app, origin, clock, language)
        self._people = people
        self._header = header
        self._proxies = frozenset(proxies)
        self._patience = Patience(clock)

    async def _admitted(self, request: Request) -> ASGIApp:
        path = request.url.path
        who = self._person(request)
        if path == _OUT and request.method == "POST":
            self._sessions.end(request)
            return on(_PAGE, request)
        if path == _PAGE:
            return await self._login(request) if request.method == "POST" else self._form(request)
        if who is None:
            if path == "/" and request.method == "GET":
                return on(_PAGE, request)
            raise RequestError("desk.log-in")
        request.scope[PERSON] = who
        return self._app

    def _person(self, request: Request) -> Person | None:
        """Return who asks: as a proxy says, or by their session; who was taken out of the file has none any more.

        Raises:
            RequestError: A proxy names somebody who may not come in.
        """
        if said := self._told(request):
            found = self._people.all().get(said)
            if found is None:
                raise RequestError("desk.unknown-person", id=said[:80])
            return found
        id_ = self._sessions.who(request)
        return self._people.all().get(id_) if id_ is not None else None

    def _told(self, request: Request) -> str:
        """Return what a listed proxy says of who asks, "" where there is none or it says nothing."""
        peer = request.client.host if request.client else ""
        if not self._header or peer not in self._proxies:
            return ""
        said = request.headers.getlist(self._header)
        return said[0].strip() if len(said) == 1 else ""  # twice: somebody put one in beside the proxy's

    async def _login(self, request: Request) -> Response:
        id_, password = await _typed(request)
        peer = request.client.host if request.client else ""
        address = "" if peer in self._proxies else peer
        if wait := self._patience.left(id_, address):
            return self._form(request, id_, RequestError("desk.slow-down", seconds=ceil(wait)))
        self._patience.failed(
            id_, address
        )  # before it is looked at, so that many at once are no way around it
        found = await run_in_threadpool(self._people.checked, id_, password)
        if found is None:
            return self._form(request, id_, RequestError("desk.wrong-password"))
        self._patience.succeeded(id_, address)
        home = on("/", request)
        self._sessions.end(request)
        self._sessions.begin(home, found.id)
        return home

    def _form(self, request: Request, id_: str = "", error: KeikakuError | None = None) -> Response:
        return form(request, self._language, id_, error)


async def _typed(request: Request) -> tuple[str, str]:
    """Return the id and the password of a form.

    Raises:
        RequestError: It is none.
    """
    body = await request.body()
    if len(body) > _LARGEST:
        raise RequestError("desk.wrong-password")
    try:
        said = parse_qs(body.decode(), max_num_fields=5)
    except ValueError:
        raise RequestError("desk.wrong-password") from None
    return (said.get("id") or [""])[0].strip(), (said.get("password") or [""])[0]
