"""The lineage of a thing at an address: what it serves, and what serves it."""

from __future__ import annotations

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from keikaku.asking.lineage.drawings import FORMATS
from keikaku.asking.lineage.trace import find, lineage
from keikaku.ground.errors import QuestionError, RequestError
from keikaku.ground.messages import say
from keikaku.web.server.busy import admit
from keikaku.web.server.leaving import while_there
from keikaku.web.server.negotiation import best
from keikaku.web.server.parameters import single
from keikaku.web.server.representations import Representation, respond
from keikaku.web.server.served import Served

TYPES = {
    "json": "application/json",
    "svg": "image/svg+xml",
    "graphml": "application/graphml+xml",
    "dot": "text/vnd.graphviz; charset=utf-8",
    "mermaid": "text/vnd.mermaid; charset=utf-8",
}
"""The formats, the favourite first, and their media types."""
DIRECTIONS = ("both", "up", "down")
EXAMPLE = "sdg:11"


class Lineages:
    """Answers with lineages.

    Args:
        served: The state of the store.
    """

    def __init__(self, served: Served) -> None:
        self._served = served
        self._few_at_a_time = CapacityLimiter(2)

    async def answer(self, request: Request) -> Response:
        """Answer a request for the lineage of the thing ``iri``.

        Raises:
            QuestionError: There is no such thing, or a parameter is not right.
            RequestError: It cannot be drawn so.
            RequestError: Too many wait.
            ClientDisconnect: The client went away.
        """
        values = single(request, ("iri", "format", "direction"))
        if "iri" not in values:
            raise RequestError(
                "serving.needs-parameter", name="iri", about=say("serving.thing"), example=EXAMPLE
            )
        direction = _one_of("direction", values.get("direction", "both"), DIRECTIONS)
        form = _one_of("format", values["format"], tuple(TYPES)) if "format" in values else _liked(request)
        key = f"\0lineage {form} {direction} {values['iri']}"
        found = self._served.kept(key)
        if found is None:
            admit(self._few_at_a_time)
            drawing = to_thread.run_sync(
                self._drawn, values["iri"], form, direction, limiter=self._few_at_a_time
            )
            text = await while_there(request, drawing)
            found = Representation(text.encode(), TYPES[form])
            self._served.keep(key, found)
        return respond(request, found, {"Vary": "Accept", "Cache-Control": "public, max-age=300"})

    def _drawn(self, iri: str, form: str, direction: str) -> str:
        memory = self._served.dataset.memory
        if ":" not in iri:  # a name means a search, which is what the endpoint is for
            raise QuestionError("asking.no-match", name=iri, nearest="-")
        thing = find(memory, self._served.dataset.addresses.published(iri))
        graph = lineage(memory, thing.iri, up=direction != "down", down=direction != "up")
        return FORMATS[form](graph)


def _liked(request: Request) -> str:
    bare = {media_type.partition(";")[0]: form for form, media_type in TYPES.items()}
    accept = request.headers.get("accept")
    liked = best(accept, list(bare))
    if liked is None:
        raise RequestError(
            "serving.not-acceptable", path=request.url.path, wanted=accept or "", offers=", ".join(bare)
        )
    return bare[liked]


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise RequestError("serving.format-parameter", name=name, value=value, known=", ".join(known))
    return value
