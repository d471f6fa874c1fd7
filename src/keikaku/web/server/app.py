"""The server as an ASGI application."""

from __future__ import annotations

import json
from functools import cached_property, partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.web.server.access import AccessLog
from keikaku.web.server.assistant.over_http import Door
from keikaku.web.server.assistant.work import Assistant
from keikaku.web.server.bounds import STRAIGHT, Bounds
from keikaku.web.server.dereferencing import Resources
from keikaku.web.server.guard.pool import Guard
from keikaku.web.server.headers import READING, Headers
from keikaku.web.server.lineages import Lineages
from keikaku.web.server.live import Live
from keikaku.web.server.problems import refuse
from keikaku.web.server.protocol import sparql_app
from keikaku.web.server.protocol.endpoint import Endpoint
from keikaku.web.server.questions import Questions
from keikaku.web.server.representations import Representation, respond
from keikaku.web.server.served import Served
from keikaku.web.server.settings import Settings
from keikaku.web.server.straight import Straight
from keikaku.web.server.working_paper import WorkingPaper

_GONE = 499
"""Status of an answer that nobody waits for, as nginx has it; it is seen in the log alone."""


def application(settings: Settings) -> ASGIApp:
    """Return the server.

    It loads the store when it starts (ASGI's lifespan), notices a new build, and ends its processes when it stops.

    Args:
        settings: What it is told.

    Raises:
        OutputError: The access log cannot be written.
    """
    live = Live(settings, State)
    door = Door(lambda: live.now().assistant, settings.publication.base) if Door.can_open() else None
    desk = f"{settings.base_path}mcp"

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await (door if door and scope["path"] == desk else live.now().app)(scope, receive, send)

    path = f"{settings.base_path}sparql"
    log = AccessLog(Headers(Bounds(answer), path), settings.log)
    whose = settings.log.clients or bool(settings.limits.per_client)
    straight = Straight(path, lambda: live.now().endpoint, log, whose=whose)
    return _Application(live, door, log, straight)


class State:
    """What answers from one state of the store: people and programs, and assistants.

    Args:
        served: The state.
        guard: What runs queries.
    """

    def __init__(self, served: Served, guard: Guard) -> None:
        self.app, self.endpoint = state(served, guard)
        self._made = partial(Assistant, served, guard)

    @cached_property
    def assistant(self) -> Assistant:
        """What answers assistants; it is made when the first one asks."""
        return self._made()


class _Application:
    """Starts and stops what answers, and hands requests to it."""

    def __init__(self, live: Live[State], door: Door | None, app: AccessLog, straight: Straight) -> None:
        self._live = live
        self._door = door
        self._app = app
        self._straight = straight

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._app(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live_through(scope, receive, send)

    async def _live_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._live.start()
        except KeikakuError as error:
            await send({"type": "lifespan.startup.failed", "message": error.message("en")})
            return
        if "state" in scope:
            scope["state"][STRAIGHT] = self._straight
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if self._door:
            await self._door.close()
        await self._live.stop()
        self._app.close()
        await send({"type": "lifespan.shutdown.complete"})


def state(served: Served, guard: Guard) -> tuple[ASGIApp, Endpoint]:
    """Return what answers from one state of the store, and of that the SPARQL endpoint."""
    base, publication = served.settings.base_path, served.settings.publication
    resources, questions, paper = Resources(served), Questions(served, guard), WorkingPaper(served)

    async def health(request: Request) -> Response:
        about = {
            "status": "ok",
            "documents": len(served.dataset.store.documents),
            "version": served.version,
        }
        body = (json.dumps(about) + "\n").encode()
        return respond(request, Representation(body, "application/json"), {"Cache-Control": "no-store"})

    async def refused(request: Request, error: Exception) -> Response:
        return _refused(request, error, served)

    async def editor(scope: Scope, receive: Receive, send: Send) -> None:
        response = await resources.page(Request(scope), "sparql")
        await response(scope, receive, send)

    methods = ["GET"]
    routes: list[BaseRoute] = [
        Route("/healthz", health, methods=methods),
        Route("/openapi.json", questions.description, methods=methods),
        Route("/api", questions.index, methods=methods),
        Route("/api/", questions.index, methods=methods),
        Route("/api/lineage", Lineages(served).answer, methods=methods),
        Route("/api/queries/{name}", questions.answer, methods=methods),
        *(Route(path, paper.answer, methods=methods) for path in ("/audit", "/audit.html", "/audit.en.html")),
        Route("/{path:path}", resources.answer, methods=methods),
    ]
    handlers = {KeikakuError: refused, HTTPException: refused, ClientDisconnect: refused, Exception: refused}
    rest = Starlette(
        routes=[Mount(base.rstrip("/"), routes=routes)] if base != "/" else routes,
        exception_handlers=handlers,
    )
    endpoint, path = sparql_app(guard, editor=editor, url=f"{publication.base}sparql"), f"{base}sparql"

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to the endpoint, for which time counts, or to the rest."""
        await (endpoint if scope["path"] == path else rest)(scope, receive, send)

    return answer, endpoint


def _refused(request: Request, error: Exception, served: Served) -> Response:
    """Return the answer to a request that is not met."""
    headers: dict[str, str] = {}
    if isinstance(error, ClientDisconnect):
        return Response(status_code=_GONE)
    if isinstance(error, HTTPException) and error.status_code == 405:
        headers["Allow"] = READING.decode()
        said: KeikakuError = RequestError("serving.method", method=request.method, allowed=READING.decode())
    elif isinstance(error, HTTPException):
        said = RequestError("serving.nothing-here", path=request.url.path)
    else:
        said = error if isinstance(error, KeikakuError) else RequestError("serving.broken")
    return refuse(request, said, pages=served.pages, headers=headers)
