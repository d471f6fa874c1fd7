"""The server as processes: listening, starting, saying where it is, and stopping with everything it started."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from keikaku.ground.errors import PublishingError, ServingError
from keikaku.ground.messages import say
from keikaku.store.folder import filled
from keikaku.web.server.access import logger
from keikaku.web.server.bounds import Connection
from keikaku.web.server.settings import Settings
from keikaku.web.server.withdrawn import Withdrawn
from keikaku.web.site.folder import MARK, mark_of

CONNECTIONS = 1000
"""Most connections of a process; further ones are told that it is busy."""
_KEEP_ALIVE = 20  # seconds, more than those of a proxy that keeps connections
_GRACE = 10  # seconds that requests on their way have when the server stops
_START = 300  # seconds that a large store may take to load
_BACKLOG = 2048
_LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "uvicorn": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "keikaku": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address.

    Args:
        host: Name or number.
        port: The port; 0 for any that is free.

    Raises:
        ServingError: Something else listens there.
        ServingError: There is no such address, or no right to it.
    """
    try:
        family, kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return _bound(socket.socket(family, kind), address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServingError("serving.port-in-use", host=host, port=port) from None
        raise ServingError(
            "serving.cannot-listen", host=host, port=port, why=error.strerror or str(error)
        ) from None


def _bound(listener: socket.socket, address: Any) -> socket.socket:
    with contextlib.ExitStack() as undo:
        undo.callback(listener.close)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)  # a port that is bound but not listened on can be bound twice
        listener.set_inheritable(True)
        undo.pop_all()
    return listener


def published_as(site: Path | None) -> tuple[str, str] | None:
    """Return the base of a published site, and how its IRIs lead to documents; nothing where there is no site.

    Raises:
        PublishingError: The folder is no site of keikaku's.
    """
    if site is None:
        return None
    mark = mark_of(site)
    if mark is None:
        raise PublishingError("publishing.not-a-site", path=site, why=say("publishing.unmarked", mark=MARK))
    return str(mark["base"]), str(mark["iris"])


def check(settings: Settings) -> None:
    """Refuse settings under which no server can run, before one is started.

    Raises:
        StoreError: The store is empty, damaged or not to be read.
        ServingError: The site has other IRIs.
        ServingError: The list of withdrawn things cannot be read.
        OutputError: The access log cannot be written.
    """
    store = filled(settings.store, proposed=settings.proposed)
    for _nquads in store.nquads():
        pass  # reading checks the hashes
    publication, found = settings.publication, published_as(settings.site)
    if found and found != (publication.base, publication.style):
        raise ServingError(
            "serving.site-base", path=settings.site, found=found[0], style=found[1], base=publication.base
        )
    Withdrawn(settings.withdrawn, settings.publication.addresses(store))
    writer = logger(settings.log)
    for handler in writer.handlers if writer else ():
        handler.close()


def run(
    factory: Callable[[], ASGIApp],
    listener: socket.socket,
    workers: int,
    ready: Callable[[], None],
    *,
    forwarded: bool = True,
) -> bool:
    """Serve until a signal ends it; return whether it came to that.

    Args:
        factory: Makes the application, in each process.
        listener: What it listens on.
        workers: Processes that answer.
        ready: Called once it answers.
        forwarded: Whether a proxy on this machine says where a request came from; who asks is then not who connects.
    """
    config = uvicorn.Config(
        factory,
        factory=True,
        lifespan="on",
        http=Connection,
        ws="none",
        workers=workers,
        log_config=_LOGGING,
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        proxy_headers=forwarded,
        forwarded_allow_ips="127.0.0.1,::1",
    )
    if workers > 1:
        several = _Several(config, [listener], ready)
        several.run()
        return several.started
    one = _One(config, ready)
    with contextlib.suppress(SystemExit):  # how uvicorn ends where the store could not be loaded
        one.run([listener])
    return one.started


class _One(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class _Several(Multiprocess):
    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], ready: Callable[[], None]
    ) -> None:
        super().__init__(config, sockets)
        self._ready = ready
        self.started = False

    def init_processes(self) -> None:
        super().init_processes()
        self.started = all(process.wait_until_ready(_START, self.should_exit) for process in self.processes)
        if self.started:
            self._ready()
