"""What an address answers with: bytes, their type and language, their tag, and the same bytes compressed.

A tag is strong and made from the bytes, so that two servers, or a server and a static site, give the same one;
compressed bytes are other bytes and have a tag of their own (RFC 9110, section 8.8.3).
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response

_SMALLEST = 1024  # bytes that are worth compressing: below, a packet is a packet
_COMPRESSIBLE = ("text/", "application/json", "application/ld+json", "application/n-", "application/problem",
                 "application/sparql", "application/graphml", "application/xml", "application/wasm", "image/svg")  # fmt: skip
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".rdf": "application/rdf+xml",
    ".rq": "application/sparql-query",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".wasm": "application/wasm",
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".gz": "application/gzip",
    ".zip": "application/zip",
}
_NAMES = {"SHA256SUMS": "text/plain; charset=utf-8", "void": "text/turtle; charset=utf-8"}
"""Files that have no suffix."""


def media_type(name: str) -> str:
    """Return the media type of a file by its name."""
    if name.rsplit("/", 1)[-1] in _NAMES:
        return _NAMES[name.rsplit("/", 1)[-1]]
    return _TYPES.get(f".{name.rsplit('.', 1)[-1]}", "application/octet-stream")


def language(name: str) -> str:
    """Return the language of a page by the name of its file, "" of anything else."""
    return "en" if name.endswith(".en.html") else "ja" if name.endswith(".html") else ""


@dataclass(frozen=True)
class Representation:
    """Bytes and what they are.

    Attributes:
        body: The bytes.
        media_type: Their type, with the character set where it has one.
        language: Of a page, or "".
    """

    body: bytes
    media_type: str
    language: str = ""

    @cached_property
    def etag(self) -> str:
        """Its tag, without the quotes."""
        return hashlib.sha256(self.body).hexdigest()[:32]

    @cached_property
    def compressed(self) -> bytes | None:
        """The bytes compressed by gzip, nothing where that is not worth it."""
        if len(self.body) < _SMALLEST or not self.media_type.startswith(_COMPRESSIBLE):
            return None
        return gzip.compress(self.body, 6, mtime=0)

    @property
    def size(self) -> int:
        """Bytes of memory that it takes, once it has been compressed."""
        return len(self.body) * 5 // 4


def takes_gzip(header: str) -> bool:
    """Tell whether an ``Accept-Encoding`` header allows gzip (RFC 9110, section 12.5.3)."""
    weights = {}
    for element in header.lower().split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        weights[name] = not any(one.replace(" ", "").rstrip("0.") == "q=" for one in parameters)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def is_known(header: str, *tags: str) -> bool:
    """Tell whether an ``If-None-Match`` header names one of some tags; compared weakly, as it is to be."""
    known = {one.strip().removeprefix("W/").strip('"') for one in header.split(",")}
    return header.strip() == "*" or not known.isdisjoint(tags)


def respond(
    request: Request, what: Representation, headers: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """Return the answer that carries a representation, or says that the client has it.

    Args:
        request: What was asked.
        what: What it is answered with.
        headers: Further headers; ``Vary`` gets ``Accept-Encoding`` besides.
        status: Of the answer; only a 200 has a tag.
    """
    found = dict(headers or {})
    body, tag = what.body, what.etag
    if takes_gzip(request.headers.get("accept-encoding", "")) and what.compressed is not None:
        body, tag = what.compressed, f"{tag}-gzip"
        found["Content-Encoding"] = "gzip"
    found["Vary"] = ", ".join(filter(None, (found.get("Vary"), "Accept-Encoding")))
    if what.language:
        found["Content-Language"] = what.language
    if status == 200:
        found["ETag"] = f'"{tag}"'
        if is_known(request.headers.get("if-none-match", ""), what.etag, f"{what.etag}-gzip"):
            found.pop("Content-Encoding", None)
            return Response(status_code=304, headers=found)
    return Response(body, status, {**found, "Content-Type": what.media_type})
