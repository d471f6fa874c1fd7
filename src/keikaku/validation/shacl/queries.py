"""SPARQL in shapes (SHACL, sections 5 and 6): constraints that a query checks, run by Oxigraph.

A query is looked through once (:mod:`keikaku.validation.shacl.examining`): what SHACL forbids in it is refused, and what
it looks at is noted, so that only that part of a graph is loaded into Oxigraph. Focus nodes are bound by the engine, as terms
and never as text (SHACL, appendix A); where a query holds another one, by data blocks as in
:mod:`keikaku.graph.sparql`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pyoxigraph as ox

from keikaku.graph import sparql
from keikaku.ground.errors import ShapesError
from keikaku.ground.messages import Said, say
from keikaku.validation.shacl.examined import Examined, RefusedError, key_of, known
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.model import Query, Result, Run, Shape
from keikaku.validation.shacl.terms import from_oxigraph, is_blank, lexical, literal, sh, to_oxigraph

_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
}
_IMPORTS = f"<{_PREFIXES['owl']}imports>"
_BOUND = ox.NamedNode("urn:keikaku:bound:")
_AT_ONCE = 500  # focus nodes a query
_SHAPES = ox.NamedNode("urn:keikaku:shapes")
GRAPHS = ("currentShape", "shapesGraph")
_HOLE = re.compile(r"\{[?$](\w+)\}")


Triple = tuple[str, str, str]


@dataclass(slots=True)
class Wanted:
    """What the queries of some shapes look at.

    Attributes:
        everything: Whether that is the whole graph.
        predicates: The predicates of which they look at every triple.
        pairs: The objects at which they look, by the other predicates.
        shapes: The shapes graph, where a query looks at it.
        seen: What each query looks at, by its text and the variables that are bound before it runs.
    """

    everything: bool = False
    predicates: set[str] = field(default_factory=set)
    pairs: dict[str, set[str]] = field(default_factory=dict)
    shapes: Graph | None = None
    seen: dict[tuple[str, frozenset[str]], Examined] = field(default_factory=dict)

    def store(self, graph: Graph) -> ox.Store:
        """Return the part of a graph that is wanted, in Oxigraph."""
        store, lines, blank = ox.Store(), list[Triple](), list[Triple]()
        for predicate, column in graph.columns.items():
            only = (
                None if self.everything or predicate in self.predicates else self.pairs.get(predicate, set())
            )
            if only is not None and not only:
                continue
            for subject, objects in column.items():
                for one in objects:
                    if only is None or one in only:
                        into = blank if subject[0] == "_" or one[0] == "_" else lines
                        into.append((subject, predicate, one))
        text = "".join([f"{subject} {predicate} {one} .\n" for subject, predicate, one in lines])
        store.load(text.encode(), format=ox.RdfFormat.N_TRIPLES, lenient=True)
        store.extend(ox.Quad(*map(to_oxigraph, triple)) for triple in blank)  # type: ignore[arg-type]
        if self.shapes:
            self.shapes.fill(store, _SHAPES)
        return store

    def of(self, run: Run) -> ox.Store:
        """Return the store of a run; it is filled when it is first asked for."""
        if run.store is None:
            run.store = self.store(run.graph)
        return run.store

    def note(self, text: str, bound: frozenset[str], seen: Examined) -> None:
        """Note what a query looks at before which some variables are bound."""
        self.seen[text, bound] = seen
        self.everything |= seen.everything
        self.predicates |= seen.predicates
        for predicate, one in seen.pairs:
            self.pairs.setdefault(predicate, set()).add(one)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query, cut where the variables are bound that have values before it runs.

    Attributes:
        pieces: Its text in pieces.
        names: The variables that are bound behind each piece but the last.
        single: Whether it can be asked about one focus node at a time only: it counts, nests or ends early.
    """

    pieces: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    single: bool

    def ask(self, run: Run, wanted: Wanted, bound: Mapping[str, str], shape: str) -> Iterator[dict[str, str]]:
        """Yield the solutions, each once; of an ASK an empty one for yes.

        Args:
            run: Where.
            wanted: What all queries look at.
            bound: Terms by the names of variables.
            shape: The shape, for errors.
        """
        store = wanted.of(run)
        clauses = {name: _clause(store, name, term) for name, term in bound.items()}
        yield from self._asked(store, clauses, shape)

    def ask_of_many(
        self, run: Run, wanted: Wanted, focuses: Iterable[str], bound: Mapping[str, str], shape: str
    ) -> Iterator[dict[str, str]]:
        """Yield the solutions for many focus nodes, each once; they name theirs.

        Args:
            run: Where.
            wanted: What all queries look at.
            focuses: The focus nodes.
            bound: Other terms by the names of variables.
            shape: The shape, for errors.
        """
        plain: list[str] = []
        for focus in focuses:
            if _is_difficult(focus):
                yield from self.ask(run, wanted, {**bound, "this": focus}, shape)
            else:
                plain.append(focus)
        store = wanted.of(run)
        clauses = {name: _clause(store, name, term) for name, term in bound.items()}
        for start in range(0, len(plain), _AT_ONCE):
            clauses["this"] = f"VALUES ?this {{ {' '.join(plain[start : start + _AT_ONCE])} }} "
            yield from self._asked(store, clauses, shape)

    def _asked(self, store: ox.Store, clauses: Mapping[str, str], shape: str) -> Iterator[dict[str, str]]:
        parts = [self.pieces[0]]
        for names, piece in zip(self.names, self.pieces[1:], strict=True):
            parts += [" ", *(clauses[name] for name in names if name in clauses), " ", piece]
        try:
            answer = store.query("".join(parts))
            if isinstance(answer, ox.QuerySolutions):
                yield from _rows(answer)
            elif isinstance(answer, ox.QueryBoolean) and answer:
                yield {}
        except (SyntaxError, RuntimeError, OSError) as error:
            why = f"{lexical(shape)}: {' '.join(str(error).split())}"
            raise ShapesError("shapes.failed", validator="Oxigraph", why=why) from error


def _is_difficult(term: str) -> bool:
    """Tell whether a term cannot be written into a query, or not for every engine."""
    return is_blank(term) or "\\u" in term.lower()


def _clause(store: ox.Store, name: str, term: str) -> str:
    """Return the clause that binds a variable.

    A blank node cannot be written into a query, and engines differ over a backslash before a "u". Such a term
    is put into a graph of its own, where no query looks, and found there by its hash.
    """
    if not _is_difficult(term):
        return f"VALUES ?{name} {{ {term} }} "
    known = ox.NamedNode(_BOUND.value + hashlib.blake2b(term.encode(), digest_size=16).hexdigest())
    store.add(ox.Quad(known, _BOUND, to_oxigraph(term), _BOUND))
    return f"GRAPH {_BOUND} {{ {known} {_BOUND} ?{name} }} "


def _rows(solutions: ox.QuerySolutions) -> Iterator[dict[str, str]]:
    names = [variable.value for variable in solutions.variables]
    seen = set()
    for solution in solutions:
        row = tuple((name, from_oxigraph(term)) for name in names if (term := solution[name]) is not None)
        if row not in seen:
            seen.add(row)
            yield dict(row)


def prepare(graph: Graph, holder: str, shape: Shape, bound: Iterable[str], wanted: Wanted) -> Prepared:
    """Look through a query of a shapes graph.

    Args:
        graph: The shapes graph.
        holder: What has the query as its ``sh:select`` or ``sh:ask``.
        shape: The shape that it checks.
        bound: The variables that are bound before it runs.
        wanted: Where to note what it looks at.

    Raises:
        ShapesError: It is no query, or one that SHACL forbids.
    """
    texts = [*graph.objects(holder, sh("select")), *graph.objects(holder, sh("ask"))]
    if len(texts) != 1:
        raise _ill_formed(shape, say("shapes.sparql-constraint-needs-one"))
    text = _header(graph, holder) + _with_path(lexical(texts[0]), shape)
    seen = sparql.examine(text)
    if seen.reaches:
        raise ShapesError("shapes.outward", shape=lexical(shape.node), words=", ".join(seen.reaches))
    if "shapesGraph" in seen.variables:
        wanted.shapes = graph
    names = frozenset(bound) & seen.variables
    given = frozenset(bound) - {*GRAPHS}
    examined = _examined(text, shape, given)
    wanted.note(text, given, examined)
    if seen.form == "SELECT" and "this" not in examined.projected:
        raise _ill_formed(shape, say("shapes.query-does-select"))
    places = sorted(sparql.places(text, names)) if names else []
    cuts = [0, *(at for at, _names in places), len(text)]
    pieces = tuple(text[start:end] for start, end in pairwise(cuts))
    return Prepared(pieces, tuple(tuple(sorted(chosen)) for _at, chosen in places), examined.single)


def _examined(text: str, shape: Shape, bound: frozenset[str]) -> Examined:
    """Return what a query looks at; what keikaku's own shapes ask was looked through before it was shipped."""
    if seen := known().get(key_of(text, bound)):
        return seen
    from keikaku.validation.shacl.examining import examine  # loads a parser of SPARQL in Python

    try:
        return examine(text, bound)
    except RefusedError as refused:
        raise _ill_formed(shape, refused.why) from refused


def _ill_formed(shape: Shape, detail: Said) -> ShapesError:
    return ShapesError("shapes.ill-formed", shape=lexical(shape.node), detail=detail)


def _header(graph: Graph, holder: str) -> str:
    """Return the prefixes of a query (SHACL, section 5.2.1)."""
    prefixes = dict(_PREFIXES)
    queue, seen = list(graph.objects(holder, sh("prefixes"))), set()
    while queue:
        node = queue.pop()
        if node in seen:
            continue
        seen.add(node)
        queue += graph.objects(node, _IMPORTS)
        for declared in graph.objects(node, sh("declare")):
            names, spaces = graph.objects(declared, sh("prefix")), graph.objects(declared, sh("namespace"))
            if names and spaces:
                prefixes[lexical(names[0])] = lexical(spaces[0])
    return "".join(f"PREFIX {name}: <{space}>\n" for name, space in sorted(prefixes.items()))


def _with_path(text: str, shape: Shape) -> str:
    """Return a query with the shape's path in the place of ``$PATH``."""
    places = [token for token in sparql.tokens(text) if token.kind == "variable" and token.text[1:] == "PATH"]
    if not places:
        return text
    if shape.path is None:
        raise _ill_formed(shape, say("shapes.node-shape-no-path"))
    for token in reversed(places):
        text = f"{text[: token.at]}{shape.path.sparql()}{text[token.at + len(token.text) :]}"
    return text


# ---------------------------------------------------------------- sh:sparql


def constraint(graph: Graph, shape: Shape, node: str, wanted: Wanted) -> Iterator[Query]:
    """Yield the constraint of a value of ``sh:sparql``, unless it is deactivated."""
    if any(lexical(one) in ("true", "1") for one in graph.objects(node, sh("deactivated"))):
        return
    prepared = prepare(graph, node, shape, ("this", *GRAPHS), wanted)
    messages = tuple(sorted(graph.objects(node, sh("message"))))
    component = sh("SPARQLConstraintComponent")

    def results(run: Run, of: Shape, focus: str, _values: list[str]) -> Iterator[Result]:
        bound = {"this": focus, **around(of)}
        for row in prepared.ask(run, wanted, bound, of.node):
            yield result_of(of, focus, component, row, messages)._replace(constraint=node)

    def many(run: Run, of: Shape, focuses: Iterable[str]) -> Iterator[Result]:
        for row in prepared.ask_of_many(run, wanted, focuses, around(of), of.node):
            yield result_of(of, row["this"], component, row, messages)._replace(constraint=node)

    together = not prepared.single and any("this" in names for names in prepared.names)
    yield Query(results, many if together else None)


def around(shape: Shape) -> dict[str, str]:
    """Return what stands for the shape and its graph in a query."""
    return {"currentShape": shape.node, "shapesGraph": str(_SHAPES)}


def result_of(
    shape: Shape, focus: str, component: str, row: Mapping[str, str], messages: tuple[str, ...]
) -> Result:
    """Return the result that a solution stands for (SHACL, section 5.3.2)."""
    if row.get("failure", "").startswith('"true"'):
        raise ShapesError("shapes.failed", validator="SPARQL", why=f"{lexical(shape.node)}: ?failure")
    path = row.get("path")
    value = row.get("value") or (None if shape.walk else focus)
    said = (row["message"],) if "message" in row else messages or shape.messages
    result = shape.result(row.get("this", focus), component, value, path if path and path[0] == "<" else None)
    return result._replace(messages=tuple(filled(one, row) for one in said))


def filled(message: str, row: Mapping[str, str]) -> str:
    """Return a message with the values of a solution in its ``{?name}`` and ``{$name}``."""
    if "{" not in message:
        return message
    escaped = {name: _escaped(term) for name, term in row.items()}
    return _HOLE.sub(lambda match: escaped.get(match[1], match[0]), message)


def _escaped(term: str) -> str:
    return literal(lexical(term))[1:-1]
