"""Things and their documents by HTTP: 303 from the one to the other, and the form and language that a request likes.

Sources: RFC 9110 (sections 12 and 15), W3C "Cool URIs for the Semantic Web" (section 4), RFC 8288 (Link).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from keikaku.ground.errors import RequestError
from keikaku.web.pages.policy import policy
from keikaku.web.server.negotiation import best
from keikaku.web.server.paths import below, decoded, encoded, encoded_iri
from keikaku.web.server.problems import Link, chosen_language, refuse
from keikaku.web.server.representations import Representation, is_known, language, media_type, respond
from keikaku.web.server.served import VARIANTS, Served

_FRESH = "public, max-age=300"
_LONGEST_LINKS = 2048  # bytes of the Link header
_VARY = {"Vary": "Accept, Accept-Language"}
_SUFFIXES = sorted(VARIANTS, key=len, reverse=True)
_NAMES = {
    "text/html": "HTML",
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/sparql-query": "SPARQL",
}


class Resources:
    """Answers for everything that a static site would hold, and for the things themselves.

    Args:
        served: The state of the store.
    """

    def __init__(self, served: Served) -> None:
        self._served = served
        self._root = served.settings.base_path

    async def answer(self, request: Request) -> Response:
        """Return the answer to a GET or HEAD request.

        Raises:
            RequestError: There is nothing at the address, or not in the form asked for.
        """
        sent = below(request, self._root)
        path = decoded(sent) or "index"
        kept = self._served.kept(path)
        if kept is not None:
            return self._file(request, path, kept)
        kind, _slash, local = sent.partition("/")
        if kind == "id" and self._served.settings.publication.style == "slash":
            return await self._thing(request, local)
        if kind == "doc" and (moved := self._moved(local)):
            return moved
        if large := self._served.large(path):
            return _stream(request, path, large, await run_in_threadpool(self._served.tag, large))
        if self._served.has(path) and (found := await run_in_threadpool(self._served.file, path)):
            return self._file(request, path, found)
        path += "index" if path.endswith("/") else ""
        if offers := list(self._served.variants(path)):
            return await self._document(request, path, offers)
        if kind == "doc" and (place := self._served.thing(local)):
            return self._see_other(place, self._choose(request, place[0]) or "")
        if kind != "doc" and (found := await run_in_threadpool(self._served.late_file, path)):
            return self._file(request, path, found)
        return await self._nothing(request, local if kind in ("id", "doc") else sent)

    def _moved(self, local: str) -> Response | None:
        """Send an old address of a document to the new one."""
        stem = _stem(local)
        new = self._served.moved(stem)
        place = self._served.thing(new) if new else None
        if place is None:
            return None
        return self._permanent(encoded(place[0]) + local[len(stem) :])

    def _permanent(self, target: str) -> Response:
        headers = {"Location": self._root + target, "Cache-Control": _FRESH}
        return Response(status_code=308, headers=headers)

    async def _thing(self, request: Request, local: str) -> Response:
        """Send to the document that describes a thing."""
        place = self._served.thing(local)
        if place is None:
            new = self._served.moved(local)
            return self._permanent(f"id/{encoded_iri(new)}") if new else await self._nothing(request, local)
        name = self._choose(request, place[0])
        return self._see_other(place, name) if name else self._not_acceptable(request, place[0])

    def _see_other(self, place: tuple[str, str], name: str) -> Response:
        anchor = f"#{encoded(place[1])}" if place[1] else ""
        target = f"{self._root}{encoded(name or place[0])}{anchor}"
        link = f'<{target}>; rel="describedby"'
        return Response(
            status_code=303, headers={"Location": target, "Link": link, "Cache-Control": _FRESH, **_VARY}
        )

    def _choose(self, request: Request, path: str) -> str | None:
        """Return the file of a document that a request likes best."""
        offers = list(self._served.variants(path))
        types = list(dict.fromkeys(_bare(name) for name in offers))
        chosen = best(request.headers.get("accept"), types)
        fitting = [name for name in offers if _bare(name) == chosen]
        wanted = chosen_language(request)
        return next((name for name in fitting if language(name) in ("", wanted)), next(iter(fitting), None))

    async def page(self, request: Request, path: str) -> Response:
        """Return the answer to a request for a page, in the language that it asks for."""
        return await self._document(request, path, list(self._served.variants(path)))

    async def _document(self, request: Request, path: str, offers: Sequence[str]) -> Response:
        name = self._choose(request, path)
        if name is None:
            return self._not_acceptable(request, path)
        found = self._served.kept(name) or await run_in_threadpool(self._served.file, name)
        if found is None:
            raise RequestError("serving.nothing-here", path=f"{self._root}{path}")
        headers = {
            **_VARY,
            "Cache-Control": _FRESH,
            "Content-Location": self._root + encoded(name),
            "Content-Security-Policy": policy(name),
            "Link": self._links(path, name, offers),
        }
        return respond(request, found, headers)

    def _file(self, request: Request, name: str, found: Representation) -> Response:
        path = _stem(name)
        headers = {"Cache-Control": _FRESH, "Content-Security-Policy": policy(name)}
        if path != name and self._served.described(path):
            headers["Link"] = self._links(path, name, list(self._served.variants(path)))
        return respond(request, found, headers)

    def _links(self, path: str, name: str, offers: Sequence[str]) -> str:
        """Return the Link header of a document: the thing that it is about, its address, its other forms.

        Japanese names are long where they are escaped, and proxies take 4 KiB of headers: forms for which there is no
        room are left out. The page names them too.
        """
        base = self._served.settings.publication.base
        thing = self._served.described(path)
        links = [f'<{encoded_iri(thing)}>; rel="describes"'] if thing else []
        page = name if language(name) else next((one for one in offers if language(one)), name)
        links.append(f'<{base}{encoded(page)}>; rel="canonical"')
        for other in offers:
            told = f'; hreflang="{language(other)}"' if language(other) else ""
            link = f'<{self._root}{encoded(other)}>; rel="alternate"; type="{_bare(other)}"{told}'
            if other != name and len(", ".join([*links, link])) <= _LONGEST_LINKS:
                links.append(link)
        return ", ".join(links)

    def _not_acceptable(self, request: Request, path: str) -> Response:
        offers = list(self._served.variants(path))
        links = [
            Link(self._root + encoded(name), _NAMES.get(_bare(name), _bare(name)), _bare(name))
            for name in offers
        ]
        error = RequestError(
            "serving.not-acceptable",
            path=self._root + path,
            wanted=request.headers.get("accept", ""),
            offers=", ".join(dict.fromkeys(_bare(name) for name in offers)),
        )
        return refuse(request, error, pages=self._served.pages, links=links)

    async def _nothing(self, request: Request, local: str) -> Response:
        """Say that there is nothing, or that there was; lead to what is called alike."""
        shown = self._root + decoded(below(request, self._root))
        pages = self._served.pages
        if _stem(local) in self._served.withdrawn or local in self._served.withdrawn:
            return refuse(request, RequestError("serving.withdrawn", path=shown), pages=pages)
        near = await run_in_threadpool(self._served.near, decoded(_stem(local)))
        links = [self._near_link(document) for document in near]
        return refuse(request, RequestError("serving.nothing-here", path=shown), pages=pages, links=links)

    def _near_link(self, document: str) -> Link:
        place = self._served.thing(document)
        path = place[0] if place else f"doc/{document}"
        iri = self._served.dataset.addresses.named(document)
        return Link(self._root + encoded(path), self._served.label(document), iri=iri)


def _stream(request: Request, name: str, path: Path, tag: str) -> Response:
    """Return the answer that carries a large file, or a range of it, from the disk."""
    headers = {
        "ETag": f'"{tag}"',
        "Cache-Control": _FRESH,
        "Content-Security-Policy": policy(name),
    }
    if is_known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, headers=headers, media_type=media_type(name))


def _bare(name: str) -> str:
    """Return the media type of a file without the character set."""
    return media_type(name).partition(";")[0]


def _stem(name: str) -> str:
    """Return the path of a file without the suffixes of pages and RDF."""
    return next((name.removesuffix(one) for one in _SUFFIXES if name.endswith(one)), name)
