"""``/sparql`` as an ASGI application: the query operation of the SPARQL 1.1 Protocol.

It is written against ASGI itself: a small query takes the engine a twentieth of a millisecond, and layers
between it and the socket would take most of the time.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from keikaku.ground.errors import EndpointError
from keikaku.web.server.guard.formats import GRAPHS
from keikaku.web.server.guard.pool import Guard
from keikaku.web.server.guard.wire import Answer, question
from keikaku.web.server.negotiation import best
from keikaku.web.server.protocol import requests
from keikaku.web.server.protocol.description import describe
from keikaku.web.server.protocol.responses import (
    Receive,
    Response,
    Scope,
    Send,
    answer_response,
    error_response,
    has_it,
    not_modified,
    preflight,
)

App = Callable[[Scope, Receive, Send], Awaitable[None]]
_CHANGES = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\s*\(", re.IGNORECASE)
"""What may answer otherwise the next time."""
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")
_REMEMBERED, _LONGEST_KEY, _LONGEST_BODY = 2048, 8192, 16384


class ClientGone(Exception):  # noqa: N818 - nobody is left to be told
    """The client has hung up."""


def sparql_app(guard: Guard, *, editor: App | None = None, url: str = "", remember: bool = True) -> Endpoint:
    """Return the endpoint.

    Args:
        guard: Runs the queries; it must have been started before the first one arrives.
        editor: Gets the requests of browsers that ask for the bare address.
        url: The address under which the endpoint is known; by the request where it is empty.
        remember: Whether small answers are kept for the next who asks the same.
    """
    return Endpoint(guard, editor, url, remember)


class Endpoint:
    """The endpoint. See :func:`sparql_app`."""

    def __init__(self, guard: Guard, editor: App | None, url: str, remember: bool) -> None:
        self._guard, self._editor, self._url = guard, editor, url
        self._most_kept = _REMEMBERED if remember else 0
        self._kept: OrderedDict[tuple[int, bytes, str | None], Response] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        headers = _headers(scope)
        method = scope["method"]
        try:
            response = await self._respond(scope, receive, send, headers)
        except ClientGone:
            return
        except EndpointError as error:
            response = error_response(error, headers.get(b"accept"), headers.get(b"accept-language"))
        if response is None:
            return
        match = headers.get(b"if-none-match")
        if match and method != "POST" and response.status == 200 and has_it(response, match):
            response = not_modified(response)
        await response.send(send, body=method != "HEAD")

    def ask(self, scope: Scope, answered: Callable[[Response | None], None]) -> asyncio.Future[Answer] | None:
        """Answer a query by GET without a task.

        Args:
            scope: The request's.
            answered: Called once: with the response, or with nothing where nobody waits for it any more.

        Returns:
            What to cancel where nobody waits any more; nothing where the response is there already.
        """
        headers = _headers(scope)
        accept = headers.get(b"accept")
        key = (self._guard.version, scope["query_string"], accept)
        if kept := self._kept.get(key):
            self._kept.move_to_end(key)
            answered(kept)
            return None

        def refused(error: EndpointError) -> None:
            answered(error_response(error, accept, headers.get(b"accept-language")))

        def done(future: asyncio.Future[Answer]) -> None:
            try:
                response = answer_response(future.result())
            except asyncio.CancelledError:
                answered(None)
            except EndpointError as error:
                refused(error)
            else:
                self._keep(key, query, response)
                answered(response)

        try:
            asked = requests.read(scope["query_string"])
            query, future = asked.query, self._submit(scope, asked, accept)
        except EndpointError as error:
            refused(error)
            return None
        future.add_done_callback(done)
        return future

    async def _respond(
        self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, str]
    ) -> Response | None:
        """Return the response; none where the editor has sent one."""
        method, query_string = scope["method"], scope["query_string"]
        accept = headers.get(b"accept")
        if method in ("GET", "HEAD"):
            key = (self._guard.version, query_string, accept)
            kept = self._kept.get(key)
            if kept:
                self._kept.move_to_end(key)
                return kept
            if not query_string:
                return await self._describe(scope, receive, send, headers)
            asked = requests.read(query_string)
            response = await self._ask(scope, receive, asked, accept)
            self._keep(key, asked.query, response)
            return response
        if method == "POST":
            body = await self._body(receive, headers)
            asked = requests.read(query_string, headers.get(b"content-type", ""), body)
            return await self._ask(scope, receive, asked, accept)
        if method == "OPTIONS":
            return preflight()
        raise EndpointError("endpoint.method-refused", method=method[:20])

    async def _ask(
        self, scope: Scope, receive: Receive, asked: requests.Asked, accept: str | None
    ) -> Response:
        watch = _Watch(receive)
        future = self._submit(scope, asked, accept, watch.begin)
        watch.future = future
        try:
            return answer_response(await future)
        except asyncio.CancelledError:
            if watch.gone:
                raise ClientGone from None
            raise
        finally:
            watch.end()

    def _submit(
        self,
        scope: Scope,
        asked: requests.Asked,
        accept: str | None,
        on_wait: Callable[[], None] | None = None,
    ) -> asyncio.Future[Answer]:
        made = question(asked.query, asked.default_graphs, asked.named_graphs, asked.format or accept)
        client = scope.get("client") or ("",)
        return self._guard.submit(made, client=client[0], on_wait=on_wait)

    def _keep(self, key: tuple[int, bytes, str | None], query: str, response: Response) -> None:
        """Remember an answer: the store does not change under a version."""
        small = len(key[1]) <= _LONGEST_KEY and len(response.body) <= _LONGEST_BODY
        if small and self._most_kept and not ("(" in query and _CHANGES.search(query)):
            self._kept[key] = response
            if len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)

    async def _body(self, receive: Receive, headers: dict[bytes, str]) -> bytes:
        most = 3 * self._guard.limits.request_bytes  # what percent-encoding makes of it
        length = headers.get(b"content-length", "0")
        requests.check_length(int(length) if length.isdecimal() else 0, most)
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            body += message.get("body", b"")
            requests.check_length(len(body), most)
            more = message.get("more_body", False)
        return bytes(body)

    async def _describe(
        self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, str]
    ) -> Response | None:
        """Describe the endpoint, or let the editor answer."""
        offered = (*GRAPHS, "text/html") if self._editor else tuple(GRAPHS)
        accept = headers.get(b"accept")
        media_type = best(accept, offered)
        if media_type is None:
            raise EndpointError("endpoint.no-format", offered=", ".join(offered), accept=(accept or "")[:200])
        if media_type == "text/html" and self._editor:
            await self._editor(scope, receive, send)
            return None
        url = self._url or _address(scope, headers)
        return answer_response(Answer(media_type, describe(url, self._guard.graphs, media_type)))


class _Watch:
    """Waits for the client to hang up, and ends its query then.

    Args:
        receive: Tells of it.
    """

    def __init__(self, receive: Receive) -> None:
        self.gone = False
        self.future: asyncio.Future[Answer] | None = None
        self._receive = receive
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin; most queries are answered before this is worth a task."""
        self._task = asyncio.get_running_loop().create_task(self._wait())

    def end(self) -> None:
        """Stop waiting."""
        if self._task:
            self._task.cancel()

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        if self.future:
            self.future.cancel()


def _headers(scope: Scope) -> dict[bytes, str]:
    """Return the headers by name; repeated ones are joined, as RFC 9110, section 5.2, has it."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        text = value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def _address(scope: Scope, headers: dict[bytes, str]) -> str:
    host = headers.get(b"host", "")
    if not _HOST.fullmatch(host):
        server = scope.get("server") or ("localhost", 80)
        host = f"{server[0]}:{server[1]}"
    return f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}{_path(scope)}"


def _path(scope: Scope) -> str:
    """Return the path that the client wrote, without the part that a mount has put into the root."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.split(b"?")[0].decode("ascii", "ignore")
    return path.removeprefix(str(scope.get("root_path", "")))
