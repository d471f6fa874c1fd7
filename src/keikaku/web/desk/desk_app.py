"""The review desk as an ASGI application: its page, and what the page asks for, a leaf and a slice at a time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.ground.files import read_json
from keikaku.ground.messages import Language, say
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.web.desk import deciding, paper
from keikaku.web.desk import desk_answers as answers
from keikaku.web.desk.desk_answers import MOST_ROWS, standing
from keikaku.web.desk.door import language_of
from keikaku.web.desk.gate import Gate, need, person
from keikaku.web.desk.login import LoginGate
from keikaku.web.desk.opened import Opened
from keikaku.web.desk.people import People, Right
from keikaku.web.desk.room import Room
from keikaku.web.desk.telling import now, whole
from keikaku.web.pages.bundles import bundles
from keikaku.web.pages.layout import assets
from keikaku.web.pages.policy import policy
from keikaku.web.server.bounds import Bounds
from keikaku.web.server.headers import Headers
from keikaku.web.server.problems import refuse
from keikaku.web.server.representations import Representation, media_type, respond

_FOLDER = Path(__file__).parent
_PRIVATE = {"Cache-Control": "no-store"}
_KEPT = {"Cache-Control": "private, no-cache"}


def application(
    room: Room | Opened,
    host: str,
    clock: Callable[[], float] = time.monotonic,
    language: Language | None = None,
) -> tuple[ASGIApp, Gate]:
    """Return the desk of somebody at this machine, and the gate that knows its key.

    Args:
        room: What lies on it.
        host: The name and port that it is asked under.
        clock: Seconds that never go back, by which sessions end.
        language: Of the page, where its address says none; the browser's otherwise.
    """
    gate = Gate(Bounds(_routed(room, language)), f"http://{host}", clock, language)
    return Headers(gate, private=True), gate


def served(
    room: Room | Opened,
    origin: str,
    people: People,
    *,
    header: str = "",
    proxies: Collection[str] = (),
    clock: Callable[[], float] = time.monotonic,
    language: Language | None = None,
) -> ASGIApp:
    """Return the desk of several people, who log in.

    Args:
        room: What lies on it.
        origin: The address that it is asked under, as browsers see it: scheme, name and port.
        people: Who may come in, and what each may do.
        header: The header in which a proxy says who asks; "" for none.
        proxies: The addresses of the proxies that are believed.
        clock: Seconds that never go back, by which sessions end and failed logins slow down.
        language: Of the page, where its address says none; the browser's otherwise.
    """
    inside = _routed(room, language)
    gate = LoginGate(inside, origin, people, header=header, proxies=proxies, clock=clock, language=language)
    return Headers(Bounds(gate), private=True)


def _routed(room: Room | Opened, language: Language | None) -> ASGIApp:
    desk = _Desk(room if isinstance(room, Room) else Room.of(room), language)
    get, post = ["GET"], ["POST"]
    routes = [
        Route("/", desk.page, methods=get),
        Route("/api/state", desk.state, methods=get),
        Route("/api/leaf/{number:int}", desk.leaf, methods=get),
        Route("/api/picture/{number:int}", desk.picture, methods=get),
        Route("/api/version", desk.version, methods=get),
        Route("/api/tried", desk.tried, methods=get),
        Route("/api/rows", desk.rows, methods=get),
        Route("/api/rates", desk.rates, methods=get),
        Route("/api/tables", desk.tables, methods=get),
        Route("/api/table/{name}", desk.table, methods=get),
        Route("/api/search", desk.search, methods=get),
        Route("/api/queue", desk.queue, methods=get),
        Route("/api/documents", desk.documents, methods=get),
        Route("/api/work", desk.work, methods=get),
        Route("/api/groups", desk.groups, methods=get),
        Route("/api/decide", desk.decide, methods=post),
        Route("/api/accept", desk.accept, methods=post),
        Route("/api/undo", desk.undo, methods=post),
        Route("/api/point", desk.point, methods=post),
        Route("/api/towns", desk.towns, methods=get),
        Route("/api/known", desk.known, methods=get),
        Route("/api/plan", desk.plan, methods=get),
        Route("/api/plan", desk.change_plan, methods=post),
        Route("/assets/{name}", desk.asset, methods=get),
    ]
    handlers = {
        KeikakuError: _refused,
        HTTPException: _refused,
        ClientDisconnect: _refused,
        Exception: _refused,
    }
    return Starlette(routes=routes, exception_handlers=handlers)


async def _refused(request: Request, error: Exception) -> Response:
    """Return the answer to a request that is not met."""
    if isinstance(error, ClientDisconnect):
        return Response(status_code=499)
    said: KeikakuError
    if isinstance(error, HTTPException):
        is_method = error.status_code == 405
        said = (
            RequestError("serving.method", method=request.method, allowed="GET")
            if is_method
            else RequestError("serving.nothing-here", path=request.url.path)
        )
    else:
        said = error if isinstance(error, KeikakuError) else RequestError("serving.broken")
    return refuse(request, said, headers=_PRIVATE)


class _Desk:
    """What the page asks for; what it asks of a document it asks of that which ``document`` names, the first otherwise."""

    def __init__(self, room: Room, language: Language | None) -> None:
        self._room = room
        self._language = language

    def _opened(self, request: Request) -> Opened:
        """Return the document that a request is about; it may have to be read."""
        asked = request.query_params.get("document", "1")
        return self._room.opened(int(asked) if asked.isdecimal() and len(asked) < 8 else 0)

    async def _on(self, request: Request, make: Callable[[Opened], dict[str, Any]]) -> Response:
        """Return what a function gives of the document that is asked about."""
        return await _answer(request, lambda: make(self._opened(request)))

    # -- the page

    async def page(self, request: Request) -> Response:
        language = language_of(request, self._language)
        text = _page().render(
            language=language,
            other="ja" if language == "en" else "en",
            both=lambda ja, en: ja if language == "ja" else en,
            documents=len(self._room),
            me=person(request),
        )
        headers = {**_PRIVATE, "Content-Security-Policy": policy("desk.html")}
        return respond(request, Representation(text.encode(), media_type("desk.html"), language), headers)

    async def asset(self, request: Request) -> Response:
        name = f"assets/{request.path_params['name']}"
        body = _assets().get(name)
        if body is None:
            raise RequestError("serving.nothing-here", path=request.url.path)
        return respond(request, Representation(body, media_type(name)), _KEPT)

    # -- what is read

    async def documents(self, request: Request) -> Response:
        return await _answer(request, lambda: {"documents": self._room.listed()})

    async def work(self, request: Request) -> Response:
        return await _answer(request, partial(self._room.queue, *_slice(request.query_params)))

    async def state(self, request: Request) -> Response:
        me = person(request)
        who = {"me": {"id": me.id, "role": me.role, "may": me.may.name.lower()}} if me else {}
        return await self._on(
            request, lambda one: {**answers.state(one), "documents": len(self._room), **who}
        )

    async def leaf(self, request: Request) -> Response:
        number = request.path_params["number"]
        return await self._on(request, lambda one: answers.leaf(one, number))

    async def picture(self, request: Request) -> Response:
        read = (await run_in_threadpool(self._opened, request)).current
        leaf = answers.leaf_of(read, request.path_params["number"])
        drawn = await run_in_threadpool(paper.picture, read.document, leaf)
        if drawn is None:
            raise RequestError("serving.nothing-here", path=request.url.path)
        return respond(request, Representation(drawn.data, "image/webp"), _KEPT)

    async def rows(self, request: Request) -> Response:
        only = request.query_params.get("only")
        wanted = [int(one) for one in only.split() if one.isdecimal()][:MOST_ROWS] if only else None
        first, last = _slice(request.query_params)
        return await self._on(request, lambda one: answers.rows(one, first, last, wanted))

    async def version(self, request: Request) -> Response:
        return await self._on(request, now)

    async def tried(self, request: Request) -> Response:
        wanted = request.query_params.get("of", "")
        return await self._on(request, lambda one: whole(one, wanted))

    async def rates(self, request: Request) -> Response:
        return await self._on(request, answers.rates)

    async def tables(self, request: Request) -> Response:
        return await self._on(request, answers.tables)

    async def table(self, request: Request) -> Response:
        name, (first, last) = request.path_params["name"], _slice(request.query_params)
        return await self._on(request, lambda one: answers.table(one, name, first, last))

    async def search(self, request: Request) -> Response:
        wanted = request.query_params.get("q", "")[:200]
        first, _last = _slice({"from": request.query_params.get("row", "0")})
        return await self._on(request, lambda one: answers.search(one, wanted, first))

    # -- plan.yml

    async def plan(self, request: Request) -> Response:
        return await self._on(request, answers.plan)

    async def change_plan(self, request: Request) -> Response:
        need(request, Right.DECIDE)
        asked = await _asked(request)
        text, before, keep = asked.get("text"), asked.get("before"), asked.get("keep")
        if not isinstance(text, str) or not isinstance(before, str) or not isinstance(keep, bool):
            raise RequestError(
                "desk.not-understood",
                why=say("desk.text-before-keep-needed"),
            )
        who = person(request)
        by, leaf = (who.id if who else "") if keep else None, _number(asked.get("leaf"))
        return await self._on(request, lambda one: answers.changed(one, text, before, leaf, by=by))

    async def point(self, request: Request) -> Response:
        need(request, Right.DECIDE)
        asked = await _asked(request)
        gesture, values = asked.get("gesture"), asked.get("values")
        if not isinstance(gesture, str) or not isinstance(values, dict):
            raise RequestError(
                "desk.not-understood",
                why=say("desk.gesture-values-needed"),
            )
        leaf = _number(asked.get("leaf"))
        return await self._on(request, lambda one: answers.pointed(one, gesture, values, leaf))

    async def towns(self, request: Request) -> Response:
        wanted = request.query_params.get("q", "")[:100]
        return await _answer(request, partial(answers.towns, wanted))

    async def known(self, request: Request) -> Response:
        return await self._on(request, answers.known)

    # -- decisions

    async def queue(self, request: Request) -> Response:
        first, last = _slice(request.query_params)
        return await self._on(request, lambda one: answers.queue(one, first, last))

    async def groups(self, request: Request) -> Response:
        asked = request.query_params.get("key", "")
        return await self._on(request, lambda one: {"groups": deciding.groups(one, asked)})

    async def decide(self, request: Request) -> Response:
        return await self._write(request, Right.DECIDE, deciding.decide)

    async def accept(self, request: Request) -> Response:
        return await self._write(request, Right.ACCEPT, lambda one, by, _asked: deciding.accept(one, by))

    async def _write(
        self, request: Request, right: Right, do: Callable[[Opened, Reviewer, Mapping[str, Any]], int]
    ) -> Response:
        """Do what is decided, and return how the document stands then."""
        need(request, right)
        asked = await _asked(request)
        by = _by(request, asked)

        def done(one: Opened) -> dict[str, Any]:
            answers.refuse_another_print(one, asked)
            return {"made": do(one, by, asked), **standing(one)}

        return await self._on(request, done)

    async def undo(self, request: Request) -> Response:
        need(request, Right.DECIDE)
        by = _by(request, await _asked(request))
        return await self._on(request, lambda one: answers.undo(one, by))


def _by(request: Request, asked: Mapping[str, Any]) -> Reviewer:
    """Return who decides: who logged in, whatever the page says; on a machine of one's own whom it says."""
    who = person(request)
    return who.reviewer if who else deciding.who(asked)


def _number(asked: object) -> int:
    return asked if isinstance(asked, int) else 1


def _slice(asked: Mapping[str, str]) -> tuple[int, int]:
    """Return the first row that is asked for and the one behind the last.

    Raises:
        RequestError: They are no numbers.
    """
    try:
        first, last = int(asked.get("from", "0")), int(asked.get("to", str(MOST_ROWS)))
    except ValueError:
        raise RequestError("desk.not-understood", why=say("desk.from-numbers")) from None
    first = max(first, 0)
    return first, max(first, min(last, first + MOST_ROWS))


async def _asked(request: Request) -> dict[str, Any]:
    """Return the JSON of a request.

    Raises:
        RequestError: It is none.
    """
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise RequestError("desk.not-understood", why=say("desk.json-needed"))
    try:
        asked = read_json(await request.body())
    except ValueError:
        raise RequestError("desk.not-understood", why=say("desk.json-broken")) from None
    if not isinstance(asked, dict):
        raise RequestError("desk.not-understood", why=say("desk.json-no-object"))
    return asked


async def _answer(request: Request, make: Callable[[], dict[str, Any]]) -> Response:
    """Return what a function gives as JSON; it may take a while."""
    body = json.dumps(await run_in_threadpool(make), ensure_ascii=False, separators=(",", ":"))
    return respond(request, Representation(body.encode("utf-8", "replace"), "application/json"), _PRIVATE)


@cache
def _page() -> Any:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("desk.html.j2")


@cache
def _assets() -> dict[str, bytes]:
    """Return the styles and scripts of the desk, by their names below the base."""
    known = {"assets/site.css", "assets/icon.svg", "assets/desk.js", "assets/desk.css"}
    return {name: data for name, data in (*assets(), *bundles()) if name in known}
