"""Other validators over the same graphs, as second opinions: pyshacl, and pyrudof where it is installed.

Nothing is fetched, and nothing is inferred. Patterns and queries that are not safe to run are refused before
either sees them.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyoxigraph as ox
import rdflib

from keikaku.graph import sparql
from keikaku.ground.errors import (
    MissingExtraError,
    ShapesError,
    UnsupportedShapesError,
)
from keikaku.validation.shacl.graph import Graph, columns_of_quads
from keikaku.validation.shacl.model import Result
from keikaku.validation.shacl.patterns import compile_pattern
from keikaku.validation.shacl.report import results_of
from keikaku.validation.shacl.terms import STRING, datatype, is_blank, is_iri, language, lexical, sh

_ADVANCED = ("target", "expression", "rule", "values")


def rdflib_graph(graph: Graph) -> rdflib.Graph:
    """Return a graph as rdflib's; blank nodes keep their names."""
    made = rdflib.Graph()
    for predicate, column in graph.columns.items():
        relation = rdflib.URIRef(lexical(predicate))
        for subject, objects in column.items():
            start = to_rdflib(subject)
            for one in objects:
                made.add((start, relation, to_rdflib(one)))
    return made


def to_rdflib(term: str) -> rdflib.term.Identifier:
    """Return a term as rdflib's."""
    text = lexical(term)
    if is_iri(term):
        return rdflib.URIRef(text)
    if is_blank(term):
        return rdflib.BNode(text)
    tag, kind = language(term), datatype(term)
    if tag or kind == STRING:
        return rdflib.Literal(text, lang=tag or None)
    return rdflib.Literal(text, datatype=rdflib.URIRef(kind[1:-1]))


def refuse_unsafe(shapes: Graph) -> None:
    """Refuse patterns that could run for ever and queries that reach outside.

    Raises:
        ShapesError: There is one.
    """
    for node, patterns in shapes.column(sh("pattern")).items():
        flags = "".join(map(lexical, shapes.objects(node, sh("flags"))))
        for pattern in patterns:
            try:
                compile_pattern(lexical(pattern), "".join(set(flags) & set("ismq")), node)
            except UnsupportedShapesError:
                continue  # RE2 runs it, only not as pyshacl reads it
    for name in ("select", "ask", "construct", "update"):
        for node, texts in shapes.column(sh(name)).items():
            reaches = [word for text in texts for word in sparql.examine(lexical(text)).reaches]
            if reaches:
                raise ShapesError("shapes.outward", shape=lexical(node), words=", ".join(reaches))


def by_pyshacl(shapes: Graph, graph: Graph) -> list[Result]:
    """Return what pyshacl finds.

    Raises:
        ShapesError: It gives up.
        ShapesError: The shapes are not safe to run.
    """
    import pyshacl  # a second to import
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure

    gives_up = (
        ReportableRuntimeError,
        ShapeLoadError,
        NotImplementedError,
        TypeError,
        ValueError,
        ArithmeticError,  # of decimals beside NaN
    )

    refuse_unsafe(shapes)
    if shapes.column(sh("js")):
        raise UnsupportedShapesError(
            "shapes.unsupported", shape=lexical(next(iter(shapes.column(sh("js"))))), what="sh:js"
        )
    with warnings.catch_warnings(), _without_noise():
        warnings.simplefilter("ignore")  # pyshacl and rdflib warn of what their report says anyway
        try:
            _conforms, report, text = pyshacl.validate(
                rdflib_graph(graph),
                shacl_graph=rdflib_graph(shapes),
                inplace=True,  # the data is made for this call
                inference="none",
                advanced=any(shapes.column(sh(name)) for name in _ADVANCED),
                meta_shacl=False,
                do_owl_imports=False,
            )
        except gives_up as error:
            why = " ".join(str(error).split())
            raise ShapesError("shapes.failed", validator="pyshacl", why=why) from error
    if not isinstance(report, rdflib.Graph):
        why = str(report.message if isinstance(report, ValidationFailure) else text)
        raise ShapesError("shapes.failed", validator="pyshacl", why=" ".join(why.split()))
    written = report.serialize(format="nt", encoding="utf-8")
    return results_of(Graph(columns_of_quads(ox.parse(written, format=ox.RdfFormat.N_TRIPLES))), shapes)


@contextmanager
def _without_noise() -> Iterator[None]:
    """Keep rdflib from printing a stack trace for each literal that is not well-formed."""
    log = logging.getLogger("rdflib.term")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def by_pyrudof(shapes: Graph, graph: Graph) -> list[Result]:
    """Return what pyrudof finds.

    Raises:
        MissingExtraError: It is not installed.
        ShapesError: It gives up.
    """
    try:
        import pyrudof
    except ImportError as error:
        raise MissingExtraError(
            "ground.missing-extra", what="--validator pyrudof", package="pyrudof", extra="rudof"
        ) from error
    refuse_unsafe(shapes)
    session = pyrudof.Rudof(pyrudof.RudofConfig())
    try:
        session.read_shacl(n_triples(shapes), pyrudof.ShaclFormat.NTriples)
        session.read_data(n_triples(graph), pyrudof.RDFFormat.NTriples)
        session.validate_shacl()
        written = session.serialize_shacl_validation_results(pyrudof.ResultShaclValidationFormat.NTriples)
    except pyrudof.RudofError as error:
        raise ShapesError("shapes.failed", validator="pyrudof", why=" ".join(str(error).split())) from error
    report = Graph(columns_of_quads(ox.parse(written, format=ox.RdfFormat.N_TRIPLES)))
    return [_with_messages_of(shapes, one) for one in results_of(report, shapes)]


def _with_messages_of(shapes: Graph, result: Result) -> Result:
    """Return a result of pyrudof with the messages of the shapes alone: it adds its own, or leaves them out."""
    known = {message for said in shapes.column(sh("message")).values() for message in said}
    holders = (*shapes.objects(result.shape, sh("sparql")), result.shape)
    stated = next((found for node in holders if (found := shapes.objects(node, sh("message")))), [])
    kept = [message for message in result.messages if message in known]
    return result._replace(messages=tuple(sorted(stated or kept)) or result.messages)


def n_triples(graph: Graph) -> str:
    """Return a graph as N-Triples."""
    return "".join(
        f"{subject} {predicate} {one} .\n"
        for predicate, column in graph.columns.items()
        for subject, objects in column.items()
        for one in objects
    )


PEERS: dict[str, Callable[[Graph, Graph], list[Result]]] = {"pyshacl": by_pyshacl, "pyrudof": by_pyrudof}
"""The other validators by name."""
