"""What the endpoint sends back: answers, and errors as text or as problem details (RFC 9457)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from keikaku.ground.errors import EndpointError
from keikaku.ground.messages import Language
from keikaku.web.server.guard.formats import with_charset
from keikaku.web.server.guard.wire import Answer
from keikaku.web.server.negotiation import best, best_language

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Scope = MutableMapping[str, Any]

METHODS = b"GET, HEAD, POST, OPTIONS"
_ALWAYS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Keikaku-Limit, Retry-After"),
    (b"cache-control", b"no-cache"),
    # an answer can carry any text a query writes, also as elements of RDF/XML that a browser would run
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response.

    Attributes:
        status: The status.
        headers: The headers.
        body: The body.
        etag: The entity tag; empty for none.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    etag: bytes = b""

    async def send(self, send: Send, *, body: bool = True) -> None:
        """Send it, without the body where a HEAD asked."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body if body else b""})


def answer_response(answer: Answer) -> Response:
    """Return the response for an answer."""
    etag = b'"%s"' % hashlib.blake2b(answer.body, digest_size=12).hexdigest().encode()
    headers = [
        (b"content-type", with_charset(answer.media_type).encode()),
        (b"content-length", str(len(answer.body)).encode()),
        (b"vary", b"Accept"),
        (b"etag", etag),
        *_ALWAYS,
    ]
    if answer.limit:
        headers.append((b"keikaku-limit", answer.limit.encode()))
    return Response(200, headers, answer.body, etag)


def not_modified(response: Response) -> Response:
    """Return the response for a client that has the answer already."""
    kept = [(name, value) for name, value in response.headers if not name.startswith(b"content-")]
    return Response(304, kept, b"")


def has_it(response: Response, if_none_match: str) -> bool:
    """Tell whether a client has the answer already (RFC 9110, section 13.1.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return bool(response.etag) and ("*" in tags or response.etag.decode() in tags)


def preflight() -> Response:
    """Return what a browser asks for before a request from another site."""
    headers = [
        (b"allow", METHODS),
        (b"access-control-allow-methods", METHODS),
        (b"access-control-allow-headers", b"Accept, Accept-Language, Content-Type, If-None-Match"),
        (b"access-control-max-age", b"86400"),
        *_ALWAYS,
    ]
    return Response(204, headers, b"")


def error_response(error: EndpointError, accept: str | None, accept_language: str | None) -> Response:
    """Return the response for an error: in the language that is asked for, in both where none is."""
    offered = ("text/plain", "application/problem+json", "application/json")
    media_type = best(accept, offered) or "text/plain"
    chosen: Language = "ja" if best_language(accept_language, ("ja", "en")) == "ja" else "en"
    languages: tuple[Language, ...] = (chosen,) if accept_language else ("ja", "en")
    sentences = {language: error.message(language) for language in languages}
    if media_type == "text/plain":
        body = "".join(f"{sentence}\n" for sentence in sentences.values()).encode()
    else:
        media_type = "application/problem+json"
        body = _problem(error, "\n".join(sentences.values()))
    headers = [
        (b"content-type", with_charset(media_type).encode()),
        (b"content-length", str(len(body)).encode()),
        (b"content-language", ", ".join(sentences).encode()),
        (b"vary", b"Accept, Accept-Language"),
        *_ALWAYS,
    ]
    if error.limit:
        headers.append((b"keikaku-limit", error.limit.encode()))
    if error.retry_after:
        headers.append((b"retry-after", str(error.retry_after).encode()))
    if error.status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append((b"allow", METHODS))
    return Response(error.status, headers, body)


def _problem(error: EndpointError, detail: str) -> bytes:
    about = {"title": HTTPStatus(error.status).phrase, "status": error.status, "detail": detail}
    places = {name: error.values[name] for name in ("line", "column", "limit") if name in error.values}
    return json.dumps(about | places, ensure_ascii=False).encode()
