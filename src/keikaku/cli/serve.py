"""``keikaku serve``: what a server is told, and what it says when it starts and stops."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keikaku.cli.options import (
    DEFAULT_STORE,
    EvidenceOption,
    LangOption,
    LoadersOption,
    ProposedOption,
    StoreOption,
    TitleEnOption,
    TitleJaOption,
)
from keikaku.cli.running import chosen_language, says_errors
from keikaku.ground.defaults import TITLE_EN, TITLE_JA
from keikaku.ground.errors import MissingExtraError, ServingError
from keikaku.ground.messages import Language, say, sentence
from keikaku.web.server.guard.limits import Limits

if TYPE_CHECKING:
    from keikaku.graph.addresses import Style
    from keikaku.web.server.settings import Settings

_LIMITS = Limits()

HostOption = Annotated[str, typer.Option("--host", help="Name or number to listen on.")]
PortOption = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 for a free one.")
]
BaseOption = Annotated[
    str, typer.Option("--base", help="IRI that the things live under; the address of the server otherwise.")
]
IrisOption = Annotated[
    str, typer.Option("--iris", help="How IRIs lead to documents: slash (303, the default) or hash (#it).")
]
SiteOption = Annotated[
    Path | None, typer.Option("--site", help="A published site, whose files are served where it has them.")
]
WithdrawnOption = Annotated[
    Path | None, typer.Option("--withdrawn", help="List of IRIs that were withdrawn, one a line.")
]
SourcesOption = Annotated[
    list[Path] | None, typer.Option("--sources", help="Folder of the documents that were read.")
]
LicenceOption = Annotated[str, typer.Option("--licence", help="IRI of the licence of the data.")]
WorkersOption = Annotated[
    int, typer.Option("--workers", min=1, max=64, help="Processes that answer requests.")
]
QueryWorkersOption = Annotated[
    int, typer.Option("--query-workers", min=1, max=256, help="Queries that run at once.")
]
QuerySecondsOption = Annotated[
    float, typer.Option("--query-seconds", min=0.1, help="Longest time of a query.")
]
QueryMibOption = Annotated[int, typer.Option("--query-mib", min=16, help="Most memory of a query, in MiB.")]
QueryRowsOption = Annotated[int, typer.Option("--query-rows", min=1, help="Most rows of an answer.")]
QueueOption = Annotated[int, typer.Option("--queue", min=1, help="Queries that may wait for their turn.")]
ServiceOption = Annotated[
    list[str] | None,
    typer.Option("--service", help="An address that queries may name in SERVICE; none otherwise."),
]
LogOption = Annotated[
    str, typer.Option("--log", help="File of the access log; - for standard output, empty for none.")
]
LogQueriesOption = Annotated[
    bool, typer.Option("--log-queries", help="Write query strings and SPARQL into the log too.")
]
LogClientsOption = Annotated[
    bool, typer.Option("--log-clients", help="Write the addresses of clients into the log too.")
]
ReviewOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--review",
        help="Serve the review desk with these documents or folders, to the people of --users, and nothing else.",
        metavar="PATH",
    ),
]
UsersOption = Annotated[
    Path | None,
    typer.Option(
        "--users", help="Of the desk: who may come in, what each may do (keikaku reviewer).", metavar="FILE"
    ),
]
AddressOption = Annotated[
    str,
    typer.Option(
        "--address", help="Of the desk: the address that browsers see, behind a proxy.", metavar="URL"
    ),
]
LoginHeaderOption = Annotated[
    str,
    typer.Option(
        "--login-header", help="Of the desk: the header in which a proxy names who logged in.", metavar="NAME"
    ),
]
ProxyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--proxy", help="Of the desk: a proxy whose header counts, by its IP address.", metavar="IP"
    ),
]


@says_errors
def serve_command(
    store: StoreOption = DEFAULT_STORE,
    proposed: ProposedOption = False,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    base: BaseOption = "",
    iris: IrisOption = "",
    site: SiteOption = None,
    withdrawn: WithdrawnOption = None,
    sources: SourcesOption = None,
    evidence: EvidenceOption = None,
    title_ja: TitleJaOption = TITLE_JA,
    title_en: TitleEnOption = TITLE_EN,
    licence: LicenceOption = "",
    workers: WorkersOption = 1,
    query_workers: QueryWorkersOption = _LIMITS.workers,
    query_seconds: QuerySecondsOption = _LIMITS.seconds,
    query_mib: QueryMibOption = _LIMITS.memory_mib,
    query_rows: QueryRowsOption = _LIMITS.rows,
    queue: QueueOption = _LIMITS.queue,
    service: ServiceOption = None,
    log: LogOption = "-",
    log_queries: LogQueriesOption = False,
    log_clients: LogClientsOption = False,
    review: ReviewOption = None,
    users: UsersOption = None,
    address: AddressOption = "",
    login_header: LoginHeaderOption = "",
    proxy: ProxyOption = None,
    loaders: LoadersOption = None,
    lang: LangOption = "",
) -> int:
    """Serve the store: pages, data in the form that is asked for, SPARQL, the questions as addresses.

    ストアをウェブで公開します。ページ、データ(内容交渉)、SPARQL、質問の API を提供します。

    Example: keikaku serve --base https://data.example.jp/plans/ --log access.log
    """
    need_server("keikaku serve")
    if review:
        return _serve_desk(review, users, address, host, port, login_header, proxy or [], loaders or [], lang)
    from keikaku.web.pages.layout import Text
    from keikaku.web.server import running
    from keikaku.web.server.settings import Log, Settings
    from keikaku.web.site.publication import Publication

    with running.listen(host, port) as listener:
        here = _address(host, listener)
        found = running.published_as(site)
        publication = Publication(
            base=base or (found[0] if found else here),
            style=_style(iris or (found[1] if found else "slash")),
            title=Text(title_ja, title_en),
            licence=licence,
            sources=tuple(sources or ()),
            evidence=evidence,
        )
        limits = replace(_LIMITS, seconds=query_seconds, memory_mib=query_mib, rows=query_rows)
        settings = Settings(
            store=store,
            proposed=proposed,
            publication=publication,
            site=site,
            withdrawn=withdrawn,
            limits=_shared_out(limits, query_workers, queue, workers),
            services=tuple(service or ()),
            log=Log(path=log, queries=log_queries, clients=log_clients),
        )
        return _serve(settings, listener, workers, here, chosen_language(lang))


def _serve_desk(
    paths: list[Path],
    users: Path | None,
    address: str,
    host: str,
    port: int,
    header: str,
    proxies: list[str],
    loaders: list[Path],
    lang: str,
) -> int:
    """Serve the review desk to several people until a signal ends it; return the exit status."""
    from keikaku.building.model import Options
    from keikaku.cli import reviewing

    if users is None:
        raise ServingError("desk.needs-people")
    language = chosen_language(lang)
    several = reviewing.Several(
        users=users, address=address, host=host, header=header, proxies=tuple(proxies)
    )
    people = reviewing.people_for(several)
    room = reviewing.room_of(paths, Options(loaders=tuple(loaders)), language)
    return reviewing.serve(room, several, people, port, language, language if lang else None)


def need_server(what: str) -> None:
    """Refuse to serve without what the extra brings.

    Args:
        what: The command that is refused.

    Raises:
        MissingExtraError: The extra is not installed.
    """
    try:
        import keikaku.web.server.running  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(
            "ground.missing-extra", what=what, package=error.name or "uvicorn", extra="serve"
        ) from None


def _shared_out(limits: Limits, queries: int, queue: int, processes: int) -> Limits:
    """Return the limits of each process: the queries that run, and that wait, are shared out among them."""
    each = max(1, queries // processes)
    return replace(
        limits,
        queue=max(1, queue // processes),
        workers=each,
        long=max(1, each * _LIMITS.long // _LIMITS.workers),
    )


def _serve(settings: Settings, listener: socket.socket, workers: int, here: str, language: Language) -> int:
    """Serve until a signal ends it; return the exit status."""
    from functools import partial

    from keikaku.web.server import running
    from keikaku.web.server.app import application

    running.check(settings)
    with contextlib.suppress(KeyboardInterrupt):  # the server has stopped in order
        ready = partial(_say_ready, settings, here, language)
        if not running.run(partial(application, settings), listener, workers, ready):
            return 2  # why has been said
    typer.echo(sentence("cli.stopped", language), err=True)
    return 0


def _style(name: str) -> Style:
    if name == "slash":
        return "slash"
    if name == "hash":
        return "hash"
    raise typer.BadParameter("slash or hash", param_hint="--iris")


def _address(host: str, listener: socket.socket) -> str:
    """Return the address at which a browser on this machine finds the server."""
    port = listener.getsockname()[1]
    name = {"0.0.0.0": "localhost", "::": "localhost", "": "localhost"}.get(host, host)  # noqa: S104
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _say_ready(settings: Settings, here: str, language: Language) -> None:
    path = here + settings.base_path.lstrip("/")
    base = settings.publication.base
    said = say("cli.served", path=path) if base == path else say("cli.served-as", path=path, base=base)
    typer.echo(said.text(language), err=True)
