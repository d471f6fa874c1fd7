"""What ``keikaku review`` and ``keikaku serve --review`` put on a desk, and who is let in."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer
from starlette.types import ASGIApp

from keikaku.building.inputs import find_documents
from keikaku.building.model import Options
from keikaku.building.review import Review
from keikaku.cli.deciding import taken
from keikaku.ground.errors import KeikakuError, MissingExtraError, ServingError
from keikaku.ground.messages import Language, Message, say
from keikaku.web.desk.desk_app import application, served
from keikaku.web.desk.links import Links
from keikaku.web.desk.opened import Opened
from keikaku.web.desk.people import People
from keikaku.web.desk.room import Room
from keikaku.web.pages import bundles
from keikaku.web.server import running

HERE = "127.0.0.1"
"""The desk of one person is for who sits at this machine."""
_ADDRESS = re.compile(r"https?://[a-z0-9.\-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """How a desk is served to several people.

    Attributes:
        users: The file that says who may come in.
        address: The address that browsers see, "" for that of the server itself.
        host: What it listens on.
        header: The header in which a proxy says who asks, "" for none.
        proxies: The proxies that are believed.
    """

    users: Path
    address: str
    host: str
    header: str = ""
    proxies: tuple[str, ...] = field(default=())


def room_of(
    paths: Sequence[Path],
    options: Options,
    language: Language,
    *,
    fresh: bool = False,
    reports: Path | None = None,
) -> Room:
    """Return a desk with the documents of some paths; a single one is read at once, several one after another.

    Args:
        paths: The documents, or folders that hold them.
        options: How they are read.
        language: Of what is said meanwhile.
        fresh: Whether they are drafted anew.
        reports: What came in from outside, which goes into the queue of each document that it is about.

    Raises:
        MissingExtraError: The parts that run in a browser are not there.
        KeikakuError: There is no document, or the only one cannot be read.
    """
    if "desk" not in bundles.available():
        raise MissingExtraError("desk.not-built")
    found = find_documents(paths)
    documents = [one for one in found if isinstance(one, Path)]
    for one in found:
        if isinstance(one, KeikakuError) and (not documents or one.values.get("path") in paths):
            raise one
    _say(language, say("cli.reading-document"))

    def read(path: Path) -> Opened:
        made = Review(path, options, Links(options.base), fresh=fresh)
        if reports:
            typer.echo(f"{path.name}: {taken(made, reports, language)}", err=True)
            made.again()
        return Opened(made)

    room = Room(documents, read)
    if len(documents) == 1:
        room.opened(1)
    else:
        room.watch()
    return room


def review(room: Room, port: int, language: Language, page: Language | None, *, browser: bool) -> int:
    """Run the desk of one person until they end it; return the exit status."""
    with running.listen(HERE, port) as listener:
        host = f"{HERE}:{listener.getsockname()[1]}"
        app, gate = application(room, host, language=page)
        address = f"http://{host}/?key={gate.key}"

        def ready() -> None:
            _say(language, say("cli.open-address", address=address))
            if browser:
                typer.launch(address)

        return _run(app, listener, ready, language)


def people_for(several: Several) -> People:
    """Return who may come to a desk, if it can be served as is wanted; nothing is read before that is known.

    Raises:
        ServingError: Passwords would cross a network in the clear, or a setting lacks another.
        InputError: The file of people cannot be read.
    """
    if several.header and not several.proxies:
        raise ServingError("desk.header-needs-proxy")
    if several.address and not _ADDRESS.fullmatch(_origin(several.address)):
        raise ServingError("desk.bad-address", address=several.address)
    if not several.address.startswith("https:") and not _is_loopback(several.host):
        raise ServingError("desk.needs-tls")
    return People(several.users)


def serve(
    room: Room, several: Several, people: People, port: int, language: Language, page: Language | None
) -> int:
    """Run a desk for several people until a signal ends it; return the exit status."""
    with running.listen(several.host, port) as listener:
        name = f"[{several.host}]" if ":" in several.host else several.host
        origin = _origin(several.address or f"http://{name}:{listener.getsockname()[1]}")
        app = served(room, origin, people, header=several.header, proxies=several.proxies, language=page)
        said = say("cli.desk-served", origin=origin, people=len(people.all()))
        return _run(app, listener, lambda: _say(language, said), language)


def _origin(address: str) -> str:
    return address.rstrip("/").lower()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _run(app: ASGIApp, listener: socket.socket, ready: Callable[[], None], language: Language) -> int:
    with contextlib.suppress(KeyboardInterrupt):  # the desk has stopped in order
        if not running.run(lambda: app, listener, 1, ready, forwarded=False):
            return 2
    _say(language, say("cli.all-kept"))
    return 0


def _say(language: Language, said: Message) -> None:
    typer.echo(said.text(language), err=True)
