"""The questions of the library as addresses with parameters, and their description for programs."""

from __future__ import annotations

import asyncio
import difflib
import json
from collections.abc import Mapping
from functools import cached_property

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from keikaku.asking.questions import Query, queries
from keikaku.ground.errors import (
    MissingParameterError,
    QuestionError,
    RequestError,
)
from keikaku.ground.vocab import DEFAULT_BASE
from keikaku.web.server.answer_forms import RECORDS, asked_for, formats, is_graph, records
from keikaku.web.server.guard.pool import Guard
from keikaku.web.server.guard.wire import Answer, Question
from keikaku.web.server.negotiation import best
from keikaku.web.server.openapi import description
from keikaku.web.server.parameters import single
from keikaku.web.server.representations import Representation, respond
from keikaku.web.server.served import Served

_FRESH = "public, max-age=300"


class Questions:
    """Answers the questions of the library.

    Args:
        served: The state of the store.
        guard: What runs queries.
    """

    def __init__(self, served: Served, guard: Guard) -> None:
        self._served = served
        self._guard = guard
        self._root = served.settings.base_path
        self._queries = queries()

    async def index(self, request: Request) -> Response:
        """List the questions, or send a person to the page that does."""
        liked = best(request.headers.get("accept"), ("application/json", "text/html"))
        vary = {"Vary": "Accept", "Cache-Control": _FRESH}
        if liked == "text/html":
            return Response(status_code=303, headers={"Location": f"{self._root}queries/index", **vary})
        return respond(request, self._index, vary)

    async def description(self, request: Request) -> Response:
        """Describe the server."""
        return respond(request, self._description, {"Cache-Control": _FRESH})

    async def answer(self, request: Request) -> Response:
        """Answer a question.

        Raises:
            QuestionError: There is no such question, or a parameter is missing, unknown or of the wrong type.
            RequestError: The format is unknown.
            RequestError: The answer cannot be had as asked for.
            EndpointError: A limit was hit, or too much is asked.
        """
        query = self._query(request.path_params["name"])
        values = single(request)
        form = values.pop("format", "")
        bound = self._bound(query, values)
        media_type = _media_type(request, query, form)
        wanted = asked_for(media_type)
        question = Question(bound, rows=wanted, graph=wanted, accept=media_type)
        answer = await _answered(self._guard, question, request)
        body = records(query, answer.body, answer.limit) if media_type == RECORDS else answer.body
        text = "; charset=utf-8" if media_type.startswith("text/") else ""
        headers = {"Vary": "Accept", "Cache-Control": _FRESH}
        if answer.limit:
            headers["Keikaku-Limit"] = answer.limit
        return respond(request, Representation(body, media_type + text), headers)

    def _bound(self, query: Query, values: Mapping[str, str]) -> str:
        """Return a query with its parameters bound; the store's own IRIs are taken for the published ones."""
        published = self._served.dataset.addresses.published
        try:
            return query.bound({name: published(value) for name, value in values.items()})
        except MissingParameterError as error:
            raise RequestError(
                "serving.needs-parameter", **error.values
            ) from None  # without the words of the command line

    def _query(self, name: str) -> Query:
        if name not in self._queries:
            raise QuestionError(
                "asking.unknown-query", name=name, nearest=", ".join(_near(name, self._queries)) or "-"
            )
        return self._queries[name]

    @cached_property
    def _index(self) -> Representation:
        listed = [
            {
                "name": query.name,
                "address": f"{self._root}api/queries/{query.name}",
                "title": dict(query.titles),
                "description": dict(query.descriptions),
                "parameters": {
                    one.name: {
                        "type": one.type,
                        "optional": one.optional,
                        "description": dict(one.descriptions),
                    }
                    for one in query.parameters
                },
                "formats": list(formats(query)),
                "form": "graph" if is_graph(query) else "rows",
            }
            for query in self._queries.values()
        ]
        about = {
            "description": f"{self._root}openapi.json",
            "sparql": f"{self._root}sparql",
            "queries": listed,
        }
        return _json(about)

    @cached_property
    def _description(self) -> Representation:
        publication = self._served.settings.publication
        examples = {
            one.example: self._example(one.example)
            for query in self._queries.values()
            for one in query.parameters
            if one.example.startswith(DEFAULT_BASE)
        }
        return _json(description(publication.base, publication.title, self._queries.values(), examples))

    def _example(self, iri: str) -> str:
        """Return the IRI of a thing of the store that is like the one that a query gives as an example."""
        local = iri.removeprefix(DEFAULT_BASE)
        alike = (name for name in self._served.dataset.documents if _shape(name) == _shape(local))
        return self._served.dataset.addresses.named(next(alike, local))


async def _answered(guard: Guard, question: Question, request: Request) -> Answer:
    """Return the answer to a query, which ends when the client goes away.

    Raises:
        ClientDisconnect: It did.
        EndpointError: A limit was hit, or too much is asked.
    """
    watch: list[asyncio.Task[None]] = []

    async def until_gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        future.cancel()

    def on_wait() -> None:
        watch.append(asyncio.get_running_loop().create_task(until_gone()))

    client = request.client.host if request.client else ""
    future = guard.submit(question, client=client, on_wait=on_wait)
    try:
        return await future
    except asyncio.CancelledError:
        if watch and watch[0].done():
            raise ClientDisconnect from None
        raise
    finally:
        for task in watch:
            task.cancel()


def _shape(local: str) -> tuple[int, str, bool]:
    """Return what two things of a kind have in common: how deep they lie, and what their kind is called."""
    segments = local.split("/")
    return len(segments), "".join(segments[2:3]), segments[0].isdecimal()


def _media_type(request: Request, query: Query, name: str) -> str:
    known = formats(query)
    if name:
        if name not in known:
            raise RequestError("serving.format-parameter", name="format", value=name, known=", ".join(known))
        return known[name]
    accept = request.headers.get("accept")
    liked = best(accept, list(known.values()))
    if liked is None:
        offers = ", ".join(known.values())
        raise RequestError(
            "serving.not-acceptable", path=request.url.path, wanted=accept or "", offers=offers
        )
    return liked


def _near(name: str, known: Mapping[str, Query]) -> list[str]:
    return difflib.get_close_matches(name[:100], known, n=5, cutoff=0.4)


def _json(what: object) -> Representation:
    return Representation(
        (json.dumps(what, ensure_ascii=False, indent=1) + "\n").encode(), "application/json"
    )
