"""What tracing needs of a server, fetched into memory: names, ways up and down, and what stands beside each step.

A server is asked in rounds of plain joins over lists of things, never by property paths: every server
understands these alike and none takes long over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from keikaku.asking.lineage.trace import DONE_BY, SERVES
from keikaku.asking.sources.endpoint import Source
from keikaku.graph import sparql
from keikaku.ground.text.folding import key
from keikaku.ground.vocab import KEI, PREFIXES

_AT_ONCE = 100
_ROUNDS = 30  # no plan is as deep; a server that makes up links ends here
_LINKS = tuple(ox.NamedNode(str(KEI[name])) for name in (*SERVES, *DONE_BY))
_BELONGING = frozenset({str(KEI.inPlan), f"{PREFIXES['dcterms']}publisher", f"{PREFIXES['org']}unitOf"})
_DETAILS = _BELONGING | frozenset(
    {
        *(str(KEI[name]) for name in ("observation", "budget", "evaluation", "place")),
        f"{PREFIXES['dcterms']}isPartOf",
    }
)
_NAMING = tuple(
    ox.NamedNode(iri)
    for iri in (
        f"{PREFIXES['rdf']}type",
        f"{PREFIXES['rdfs']}label",
        f"{PREFIXES['skos']}prefLabel",
        f"{PREFIXES['skos']}notation",
        f"{PREFIXES['dcterms']}publisher",
        str(KEI.searchKey),
        str(KEI.inPlan),
    )
)
_WITH_WORD = f"""SELECT DISTINCT ?thing WHERE {{
    {{ ?thing <{KEI.searchKey}> ?key FILTER(CONTAINS(?key, ?folded)) }}
    UNION
    {{ ?thing <{PREFIXES["skos"]}prefLabel> ?label FILTER(CONTAINS(STR(?label), ?name)) }}
    UNION
    {{ ?thing <{PREFIXES["skos"]}notation> ?number FILTER(STR(?number) = ?name) }}
}} LIMIT 1000"""


def named(source: Source, names: Iterable[str]) -> ox.Store:
    """Fetch the things of which a name may speak, or everything that has a name where none does.

    Args:
        source: The server.
        names: Names, parts of names, printed numbers, IRIs.

    Raises:
        ServerError: The server does not answer.
    """
    memory = ox.Store()
    for name in names:
        if not sparql.is_text(name):
            continue
        terms = {"name": ox.Literal(name), "folded": ox.Literal(key(name) or name)}
        rows = source.select(sparql.bind(_WITH_WORD, terms))
        things = [row[0] for row in rows if isinstance(row[0], ox.NamedNode)]
        if things:
            _describe_along(source, memory, set(things), _BELONGING)
        else:
            _add(memory, source.construct(_all_names()))
    return memory


def _all_names() -> str:
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?p {{ {_list(_NAMING)} }} ?s ?p ?o }}"


def surroundings(source: Source, iri: str, *, up: bool = True, down: bool = True) -> ox.Store:
    """Fetch what a thing serves and what serves it, with figures, money and source lines.

    Args:
        source: The server.
        iri: The thing.
        up: Whether to follow what it serves.
        down: Whether to follow what serves it.

    Raises:
        ServerError: The server does not answer.
    """
    memory = ox.Store()
    start = sparql.iri(iri)
    found = {start}
    for follow, here, there in ((up, "lower", "upper"), (down, "upper", "lower")):
        if follow:
            found |= _follow(source, memory, start, here, there)
    _describe_along(source, memory, found, _DETAILS)
    return memory


def _follow(
    source: Source, memory: ox.Store, start: ox.NamedNode, here: str, there: str
) -> set[ox.NamedNode]:
    """Fetch the links in one direction, round by round; return what they lead to."""
    seen, frontier = {start}, [start]
    for _round in range(_ROUNDS):
        reached = set()
        for things in _lists(frontier):
            text = (
                f"SELECT ?lower ?link ?upper WHERE {{ VALUES ?{here} {{ {things} }} "
                f"VALUES ?link {{ {_list(_LINKS)} }} ?lower ?link ?upper }}"
            )
            for lower, link, upper in source.select(text):
                if all(isinstance(one, ox.NamedNode) for one in (lower, link, upper)):
                    memory.add(ox.Quad(lower, link, upper))
                    reached.add(upper if there == "upper" else lower)
        frontier = sorted(reached - seen, key=str)
        if not frontier:
            break
        seen |= reached
    return seen


def _describe_along(
    source: Source, memory: ox.Store, things: set[ox.NamedNode], links: Iterable[str]
) -> None:
    """Fetch all that is said of things, of what they are linked to, and so on, four links far."""
    described: set[ox.NamedNode] = set()
    new = things
    for _depth in range(4):
        described |= new
        _describe(source, memory, sorted(new, key=str))
        new = set(_objects(memory, new, links)) - described


def _describe(source: Source, memory: ox.Store, things: Iterable[ox.NamedNode]) -> None:
    for some in _lists(things):
        _add(
            memory, source.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {some} }} ?s ?p ?o }}")
        )


def _add(memory: ox.Store, triples: Iterable[ox.Triple]) -> None:
    memory.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)


def _objects(memory: ox.Store, things: Iterable[ox.NamedNode], links: Iterable[str]) -> list[ox.NamedNode]:
    """Return what things are linked to, sorted."""
    wanted = [ox.NamedNode(link) for link in links]
    quads = (
        quad for thing in things for link in wanted for quad in memory.quads_for_pattern(thing, link, None)
    )
    return sorted({quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)}, key=str)


def _lists(things: Iterable[ox.NamedNode]) -> Iterator[str]:
    """Yield things as they stand in data blocks, some at a time; what is no IRI is left out."""
    usable = list(things)
    for start in range(0, len(usable), _AT_ONCE):
        if written := _list(usable[start : start + _AT_ONCE]):
            yield written


def _list(things: Iterable[ox.NamedNode]) -> str:
    return " ".join(sparql.write(thing) for thing in things if _is_iri(thing))


def _is_iri(thing: ox.NamedNode) -> bool:
    try:
        sparql.iri(thing.value)
    except ValueError:
        return False
    return True
