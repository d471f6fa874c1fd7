"""Constraint components that shapes graphs define themselves, in SPARQL (SHACL, section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keikaku.ground.errors import UnsupportedShapesError
from keikaku.validation.shacl import queries
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.model import Query, Result, Run, Shape
from keikaku.validation.shacl.terms import SH, TRUE, lexical, sh


@dataclass(frozen=True, slots=True)
class Component:
    """A constraint component.

    Attributes:
        node: Its node in the shapes graph.
        mandatory: The parameters that a shape must have for it to hold.
        optional: The others.
    """

    node: str
    mandatory: tuple[str, ...]
    optional: tuple[str, ...]

    def constraints(self, graph: Graph, shape: Shape, wanted: queries.Wanted) -> Iterator[Query]:
        """Yield the constraints that it puts on a shape."""
        given = {name: graph.objects(shape.node, name) for name in (*self.mandatory, *self.optional)}
        if not all(given[name] for name in self.mandatory):
            return
        if len(self.mandatory) + len(self.optional) > 1 and any(len(values) > 1 for values in given.values()):
            raise UnsupportedShapesError(
                "shapes.unsupported",
                shape=lexical(shape.node),
                what=f"two values of a parameter of {lexical(self.node)}",
            )
        for value in given[self.mandatory[0]]:
            first = {self.mandatory[0]: [value]}
            bound = {_name(name): values[0] for name, values in (given | first).items() if values}
            yield self._constraint(graph, shape, bound, wanted)

    def _constraint(self, graph: Graph, shape: Shape, bound: dict[str, str], wanted: queries.Wanted) -> Query:
        validator = self._validator(graph, shape)
        names = (*map(_name, (*self.mandatory, *self.optional)), "this", *queries.GRAPHS)
        asks = bool(graph.objects(validator, sh("ask")))
        prepared = queries.prepare(graph, validator, shape, (*names, "value") if asks else names, wanted)
        messages = tuple(sorted(graph.objects(validator, sh("message"))))
        component = self.node

        def selected(run: Run, of: Shape, focus: str, _values: list[str]) -> Iterator[Result]:
            terms = {**bound, "this": focus, **queries.around(of)}
            for row in prepared.ask(run, wanted, terms, of.node):
                yield queries.result_of(of, focus, component, bound | row, messages)

        def asked(run: Run, of: Shape, focus: str, values: list[str]) -> Iterator[Result]:
            for value in values:
                terms = {**bound, "this": focus, "value": value, **queries.around(of)}
                if next(prepared.ask(run, wanted, terms, of.node), None) is None:
                    row = bound | {"value": value}
                    yield queries.result_of(of, focus, component, row, messages)

        return Query(asked if asks else selected)

    def _validator(self, graph: Graph, shape: Shape) -> str:
        """Return the validator for a kind of shape (SHACL, section 6.2.3)."""
        kind = "propertyValidator" if shape.walk else "nodeValidator"
        for one in (*graph.objects(self.node, sh(kind)), *graph.objects(self.node, sh("validator"))):
            if graph.objects(one, sh("ask")) or graph.objects(one, sh("select")):
                return one
        raise UnsupportedShapesError(
            "shapes.unsupported",
            shape=lexical(shape.node),
            what=f"{lexical(self.node)}, which has no SPARQL validator for it",
        )


def components(graph: Graph) -> list[Component]:
    """Return the constraint components that a shapes graph defines."""
    found = []
    for node in sorted(graph.instances(sh("ConstraintComponent"))):
        if node.startswith(f"<{SH}"):
            continue
        mandatory, optional = list[str](), list[str]()
        for parameter in graph.objects(node, sh("parameter")):
            into = optional if TRUE in graph.objects(parameter, sh("optional")) else mandatory
            into += graph.objects(parameter, sh("path"))
        if mandatory:
            found.append(Component(node, tuple(sorted(mandatory)), tuple(sorted(optional))))
    return found


def _name(path: str) -> str:
    """Return the variable of a parameter: the local name of its path."""
    return lexical(path).replace("/", "#").rsplit("#", 1)[-1]
