"""Looks through queries of shapes with rdflib's parser, which takes a tenth of a second to load and as long for some queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox
from pyparsing import ParseException
from rdflib import URIRef, Variable
from rdflib.paths import MulPath, NegatedPath, Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from keikaku.ground.messages import say
from keikaku.validation.shacl.examined import Examined, RefusedError

_FORBIDDEN = {
    "MinusGraphPattern": "MINUS",
    "InlineData": "VALUES",
    "ValuesClause": "VALUES",
    "GraphGraphPattern": "GRAPH over anything but $shapesGraph",
    "DatasetClause": "FROM",
}
_SINGLE = {"SubSelect", "GroupClause", "HavingClause", "LimitOffsetClauses"}


def examine(text: str, bound: frozenset[str]) -> Examined:
    """Return what a query looks at.

    Args:
        text: The query.
        bound: The variables that are bound before it runs.

    Raises:
        RefusedError: It is none, or SHACL forbids it (appendix A).
    """
    single = False
    try:
        ox.Store().query(text)
        parsed = parseQuery(text)
    except (SyntaxError, ParseException) as error:
        why = " ".join(str(error).split())
        raise RefusedError(say("shapes.query-no-sparql", why=why)) from error
    for piece in _walk(parsed[1]):
        single |= piece.name in _SINGLE or piece.name.startswith("Aggregate_")
        if piece.name in _FORBIDDEN and len(piece) and piece.get("term") != Variable("shapesGraph"):
            word = _FORBIDDEN[piece.name]
            raise RefusedError(say("shapes.query-uses", word=word))
        if piece.name == "SubSelect" and _leaves_out(piece, bound):
            raise RefusedError(say("shapes.nested-query-does-select"))
        again = piece.get("evar") or (piece.get("var") if piece.name == "Bind" else None)
        if again is not None and str(again) in bound:
            raise RefusedError(say("shapes.query-binds-again", again=again))
    algebra = translateQuery(parsed).algebra
    noted = _Noted()
    noted.note(algebra)
    projected = frozenset(str(one) for one in algebra.get("PV") or () if isinstance(one, Variable))
    return Examined(projected, single, noted.everything, frozenset(noted.predicates), frozenset(noted.pairs))


def _leaves_out(nested: CompValue, bound: frozenset[str]) -> bool:
    """Tell whether a nested query selects only some of the variables that are bound before."""
    chosen = [one for one in nested.get("projection") or () if isinstance(one, CompValue)]
    return not bound <= {str(one.get("var") or one.get("evar")) for one in chosen}


class _Noted:
    """What a translated query looks at."""

    def __init__(self) -> None:
        self.everything = False
        self.predicates: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()

    def note(self, algebra: object) -> None:
        """Note what a translated query looks at."""
        for piece in _walk(algebra):
            self.everything |= piece.name == "TriplesBlock"  # a pattern that was not translated
            for _subject, predicate, one in (piece.get("triples") or ()) if piece.name == "BGP" else ():
                self._note_triple(predicate, one)

    def _note_triple(self, predicate: object, one: object) -> None:
        if isinstance(predicate, URIRef) and isinstance(one, URIRef):
            self.pairs.add((f"<{predicate}>", f"<{one}>"))
        elif isinstance(predicate, URIRef | Path):
            self._note_path(predicate)
        else:
            self.everything = True

    def _note_path(self, path: object) -> None:
        if isinstance(path, URIRef):
            self.predicates.add(f"<{path}>")
        elif isinstance(path, NegatedPath) or (isinstance(path, MulPath) and path.zero):
            self.everything = True  # looks at nodes of whatever predicate
        else:
            parts = getattr(path, "args", None) or [getattr(path, "arg", None) or getattr(path, "path", None)]
            for part in parts:
                self._note_path(part)


def _walk(part: object) -> Iterator[CompValue]:
    """Yield the pieces of a parsed or translated query."""
    queue, seen = [part], set()
    while queue:
        one = queue.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, CompValue):
            yield one
            queue.extend(
                {**one, **vars(one)}.values()
            )  # what rdflib translates inside EXISTS is an attribute
        elif isinstance(one, Mapping):
            queue.extend(one.values())
        elif isinstance(one, Iterable) and not isinstance(one, str | bytes | Path):
            queue.extend(one)
