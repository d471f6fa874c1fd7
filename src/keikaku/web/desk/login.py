"""The way in to a desk that is served to several: a password of a local file, or what a listed proxy says of who asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from functools import cache
from math import ceil
from pathlib import Path
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.ground.messages import Language
from keikaku.web.desk.gate import PERSON, Gate, on
from keikaku.web.desk.patience import Patience
from keikaku.web.desk.people import People, Person
from keikaku.web.pages.policy import policy
from keikaku.web.server.problems import chosen_language, status_of
from keikaku.web.server.representations import Representation, respond

_PAGE, _OUT, _OPEN = "/login", "/logout", "/assets/"
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
    ) -> None:
        super().__init__(app, origin, clock)
        self._people = people
        self._header = header
        self._proxies = frozenset(proxies)
        self._patience = Patience(clock)

    async def _admitted(self, request: Request) -> ASGIApp:
        path = request.url.path
        if (
            path.startswith(_OPEN) and request.method != "POST"
        ):  # styles and scripts, which say nothing of documents
            return self._app
        who = self._person(request)
        if path == _OUT and request.method == "POST":
            self._sessions.end(request)
            return on(_PAGE)
        if path == _PAGE:
            return await self._login(request) if request.method == "POST" else self._form(request)
        if who is None:
            if path == "/" and request.method == "GET":
                return on(_PAGE)
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
        home = on("/")
        self._sessions.end(request)
        self._sessions.begin(home, found.id)
        return home

    def _form(self, request: Request, id_: str = "", error: KeikakuError | None = None) -> Response:
        chosen = request.query_params.get("lang") or chosen_language(request)
        language: Language = "en" if chosen == "en" else "ja"
        text = _template().render(
            language=language,
            other="ja" if language == "en" else "en",
            both=lambda ja, en: ja if language == "ja" else en,
            id=id_[:80],
            error=error.message(language) if error else "",
        )
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": policy("login.html")}
        if error and "seconds" in error.values:
            headers["Retry-After"] = str(error.values["seconds"])
        page = Representation(text.encode(), "text/html; charset=utf-8", language)
        return respond(request, page, headers, status_of(error) if error else 200)


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


@cache
def _template() -> Template:
    folder = Path(__file__).parent
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("login.html.j2")
