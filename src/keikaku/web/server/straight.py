"""Queries answered straight from the connection.

A small query takes the engine less time than the way to it: a task, messages, and layers that bound, mark and log them.
What they do for a plain query by GET is done here in one go; every other request takes that way.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from starlette.types import Scope

from keikaku.web.server.access import AccessLog, Seen
from keikaku.web.server.bounds import LONGEST_ADDRESS, Answered
from keikaku.web.server.guard.wire import Answer
from keikaku.web.server.headers import missing
from keikaku.web.server.protocol.endpoint import Endpoint
from keikaku.web.server.protocol.responses import Response

_NOT_PLAIN = {
    b"content-length", b"expect", b"if-none-match", b"transfer-encoding", b"upgrade"
}  # fmt: skip
_FORWARDED = b"x-forwarded-for"


class Straight:
    """Answers plain queries by GET.

    Args:
        path: Path of the endpoint.
        endpoint: Returns what answers now.
        log: Notes each request.
        whose: Whether it matters who asks, which behind a proxy its headers say.
    """

    def __init__(self, path: str, endpoint: Callable[[], Endpoint], log: AccessLog, *, whose: bool) -> None:
        self._path = path
        self._target = path.encode()
        self._endpoint = endpoint
        self._log = log
        self._not_plain = _NOT_PLAIN | {_FORWARDED} if whose else _NOT_PLAIN

    def takes(self, scope: Scope, target: bytes) -> bool:
        """Tell whether a GET is a plain query; its scope is completed then.

        Args:
            scope: The request's, as far as its headers.
            target: Its target as it was sent.
        """
        path, _, query = target.partition(b"?")
        if path != self._target or not query or b"#" in query or len(target) > LONGEST_ADDRESS:
            return False
        if not self._not_plain.isdisjoint([name for name, _value in scope["headers"]]):
            return False
        scope.update(method="GET", path=self._path, query_string=query)
        return True

    def ask(self, scope: Scope, answered: Answered) -> asyncio.Future[Answer] | None:
        """Ask a query.

        Args:
            scope: The request's.
            answered: Called with the answer, if anybody waits for it.

        Returns:
            What to cancel should the client go away; nothing where the answer is there already.
        """
        begun, seen = time.perf_counter(), Seen()

        def done(response: Response | None) -> None:
            if response:
                seen.begin(response.status, response.headers)
                seen.size = len(response.body)
                answered(response.status, _marked(response.headers), response.body)
            self._log.note(scope, seen, time.perf_counter() - begun)

        return self._endpoint().ask(scope, done)


def _marked(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [*headers, *missing(tuple([name for name, _value in headers]))]
