"""The command line's way to servers: ``--endpoint``, ``keikaku push`` and ``keikaku pull``."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from keikaku.asking import transfer
from keikaku.asking.lineage.trace import Thing, find, lineage
from keikaku.asking.questions import Query, Solutions
from keikaku.asking.sources import federation, remote_lineage
from keikaku.asking.sources.endpoint import Endpoint, Source, answer
from keikaku.asking.sources.services import find_places
from keikaku.asking.sources.wire import Limits
from keikaku.ground.errors import ServerError
from keikaku.ground.messages import Language, Said, say
from keikaku.store.folder import Store


@contextlib.contextmanager
def endpoints(urls: Sequence[str], limits: Limits) -> Iterator[list[Endpoint]]:
    """Open servers by their addresses, each once."""
    opened = [Endpoint(url, limits) for url in dict.fromkeys(urls)]
    try:
        yield opened
    finally:
        for one in opened:
            one.close()


def ask(
    urls: Sequence[str],
    query: Query,
    values: dict[str, str],
    resolve: Callable[[ox.Store, Query, dict[str, str]], dict[str, str]],
    *,
    timeout: float,
    language: Language,
) -> Solutions:
    """Return the answer of one server or several; who did not answer is named on standard error.

    Args:
        urls: The servers' query services.
        query: The query.
        values: Its parameters.
        resolve: Looks up names that stand in the place of IRIs.
        timeout: Seconds to wait.
        language: Of what is said.

    Raises:
        KeikakuError: No server answered, or the question has no single answer.
    """
    with endpoints(urls, Limits(timeout=timeout)) as sources:
        iris = [one.name for one in query.parameters if one.type == "iri"]
        names = [values[name] for name in iris if "://" not in values.get(name, "://")]
        memory = (
            gather(sources, lambda one: remote_lineage.named(one, names), timeout, language)
            if names
            else ox.Store()
        )
        values = resolve(memory, query, values)
        if len(sources) == 1:
            return answer(sources[0], query, values)
        combined = federation.ask_all(sources, query, values, timeout=timeout)
    _name_silent(combined.silent, language)
    return combined.solutions


def trace(
    urls: Sequence[str], name: str, *, up: bool, down: bool, timeout: float, language: Language
) -> tuple[nx.DiGraph[str], Thing]:
    """Return the lineage of a thing over one server or several, and the thing.

    Args:
        urls: The servers' query services.
        name: A name, part of one, a printed number, an IRI.
        up: Whether to follow what it serves.
        down: Whether to follow what serves it.
        timeout: Seconds to wait.
        language: Of what is said.

    Raises:
        KeikakuError: No server answered, or nothing or several things are called so.
    """
    with endpoints(urls, Limits(timeout=timeout)) as sources:
        thing = find(gather(sources, lambda one: remote_lineage.named(one, [name]), timeout, language), name)
        memory = gather(
            sources,
            lambda one: remote_lineage.surroundings(one, thing.iri, up=up, down=down),
            timeout,
            language,
        )
    return lineage(memory, thing.iri, up=up, down=down), thing


def gather(
    sources: Sequence[Source], fetch: Callable[[Source], ox.Store], timeout: float, language: Language
) -> ox.Store:
    """Fetch from each server and return it all as one store; who did not answer is named on standard error."""
    parts, silent = federation.in_parallel(sources, fetch, timeout)
    if not parts:
        raise federation.no_answer(silent)
    _name_silent(silent, language)
    memory = parts[0]
    for part in parts[1:]:
        memory.extend(part)
    return memory


def _name_silent(silent: Mapping[str, ServerError], language: Language) -> None:
    for error in silent.values():
        said = error.message(language)
        text = say("cli.no-answer-said", said=said).text(language)
        Console(stderr=True).print(text, style="yellow", markup=False, highlight=False, soft_wrap=True)


# ---------------------------------------------------------------- push and pull


def push(
    url: str,
    store: Store,
    *,
    update: str,
    graphs: str,
    vocabularies: bool,
    everything: bool,
    replace_decisions: bool,
    timeout: float,
    language: Language,
) -> int:
    """Send a store to a server and say what was sent; return the exit status."""
    limits = Limits(timeout=timeout)
    places = find_places(url, limits, update=update, store=graphs)
    with bar() as step:
        sent = transfer.push(
            store,
            places,
            limits,
            step,
            vocabularies=vocabularies,
            everything=everything,
            replace_decisions=replace_decisions,
        )
    count, same = len(sent.graphs), len(sent.unchanged)
    _say(
        say("cli.graphs-sent-triples-there", url=places.url, count=count, triples=sent.triples, same=same),
        language,
    )
    if sent.superseded:
        _say(
            say("cli.decisions-server-were-earlier", superseded=sent.superseded),
            language,
        )
    return 0


def pull_decisions(url: str, target: Store, *, graphs: str, timeout: float, language: Language) -> int:
    """Add the decisions of a server to a store and say how many; return the exit status."""
    limits = Limits(timeout=timeout)
    places = find_places(url, limits, store=graphs)
    found = transfer.take_decisions(places, target, limits)
    _say(
        say("cli.decisions-added", url=places.url, taken=found.taken, path=target.path),
        language,
    )
    if found.kept:
        _say(
            say("cli.differ-from-decisions-same", kept=found.kept),
            language,
        )
    return 0


def pull(
    url: str,
    target: Store | Path,
    *,
    graphs: str,
    changed: bool,
    timeout: float,
    language: Language,
) -> int:
    """Fetch the graphs of a server and say which; return the exit status."""
    limits = Limits(timeout=timeout)
    places = find_places(url, limits, store=graphs)
    with bar() as step:
        found = transfer.pull(places, target, limits, step, changed=changed)
    where = target.path if isinstance(target, Store) else target
    _say(
        say("cli.graphs-fetched-into", url=places.url, count=len(found), where=where),
        language,
    )
    return 0


def _say(said: Said, language: Language) -> None:
    print(said.text(language), file=sys.stderr)


@contextlib.contextmanager
def bar() -> Iterator[transfer.Step]:
    """Show a bar on standard error, a step a graph."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def step(graph: str, done: int, total: int) -> None:
            progress.update(task, description=escape(graph.rpartition("/")[2]), completed=done, total=total)

        yield step


@contextlib.contextmanager
def fetched(urls: Sequence[str], timeout: float) -> Iterator[Path]:
    """Fetch the graphs of servers into a store that is gone when the block ends.

    Raises:
        ServerError: A server cannot be reached, refuses, or has nothing to fetch.
    """
    limits = Limits(timeout=timeout)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "fetched")
        for url in urls:
            with bar() as step:
                transfer.pull(find_places(url, limits), store, limits, step)
        yield store.path
