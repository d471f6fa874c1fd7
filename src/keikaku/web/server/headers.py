"""What every answer carries: headers that keep browsers from doing more than a page needs, and reading across origins.

Sources: OWASP Secure Headers Project, W3C Content Security Policy 3, Fetch (CORS), RFC 9110.
"""

from __future__ import annotations

from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Content-Location, ETag, Keikaku-Limit, Link, Location, Retry-After"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"server", b"keikaku"),
]
"""Pages have a policy of their own (:mod:`keikaku.web.pages.policy`); anything else needs nothing."""
_SHARED = (
    b"access-control-allow-origin",
    b"access-control-expose-headers",
    b"cross-origin-resource-policy",
    b"referrer-policy",
)
_OWN = [
    *(pair for pair in _ALWAYS if pair[0] not in _SHARED),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
]
"""The same for what no other site may read. Without a referrer browsers say no origin of a form either, and it is refused."""
READING = b"GET, HEAD, OPTIONS"
_PREFLIGHT = [
    (b"allow", READING),
    (b"access-control-allow-methods", READING),
    (b"access-control-allow-headers", b"Accept, Accept-Language, If-None-Match"),
    (b"access-control-max-age", b"86400"),
]


class Headers:
    """Puts the headers on every answer that does not have them, and answers preflights.

    Args:
        app: What answers.
        endpoint: Path of the SPARQL endpoint, which answers its own preflights.
        private: Whether no other site may read what is answered; then no preflight is granted either.
    """

    def __init__(self, app: ASGIApp, endpoint: str = "", *, private: bool = False) -> None:
        self._app = app
        self._endpoint = endpoint
        self._private = private

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = tuple([name for name, _value in message["headers"]])
                message["headers"] = [*message["headers"], *missing(there, private=self._private)]
            await send(message)

        if scope["method"] == "OPTIONS" and scope["path"] != self._endpoint and not self._private:
            await with_headers({"type": "http.response.start", "status": 204, "headers": _PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self._app(scope, receive, with_headers)


@lru_cache(maxsize=256)
def missing(there: tuple[bytes, ...], *, private: bool = False) -> list[tuple[bytes, bytes]]:
    """Return the headers that an answer does not have.

    Args:
        there: Names of those that it has.
        private: Whether no other site may read it.
    """
    names = {name.lower() for name in there}
    return [pair for pair in (_OWN if private else _ALWAYS) if pair[0] not in names]
