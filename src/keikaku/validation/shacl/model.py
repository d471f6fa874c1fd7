"""What shapes are compiled to, and what validating returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.paths import Path, Walk
from keikaku.validation.shacl.terms import sh

if TYPE_CHECKING:
    import pyoxigraph as ox

Test = Callable[[str], object]
"""Tells whether a value conforms, by something true or false."""


class Result(NamedTuple):
    """One result of a validation (SHACL, section 3.6); terms as N-Triples write them.

    Attributes:
        focus: What does not conform.
        path: The property, an IRI or a node of the shapes graph; None for a node shape.
        value: The value that does not conform, or None.
        component: The constraint component.
        shape: The shape.
        severity: How bad it is.
        messages: What the shapes say about it.
        constraint: The SPARQL constraint, or None.
    """

    focus: str
    path: str | None
    value: str | None
    component: str
    shape: str
    severity: str
    messages: tuple[str, ...]
    constraint: str | None = None


@dataclass(slots=True)
class Run:
    """Shapes at work on one graph.

    Attributes:
        graph: The graph.
        tests: The tests of constraints and shapes, made for this graph, by their identity.
        store: The same graph in Oxigraph, where a query has been asked.
    """

    graph: Graph
    tests: dict[int, Test] = field(default_factory=dict)
    store: ox.Store | None = None

    def conforming(self, shape: Shape) -> Test:
        """Return the test of whether a node conforms to a shape, as short as the shape allows."""
        found = self.tests.get(id(shape))
        if found is None:
            found = self.tests[id(shape)] = shape.tester(self)
        return found

    def test(self, constraint: ValueTest) -> Test:
        """Return the test of a constraint for this graph."""
        found = self.tests.get(id(constraint))
        if found is None:
            found = self.tests[id(constraint)] = constraint.bind(self)
        return found


@dataclass(slots=True, eq=False)
class ValueTest:
    """A constraint that looks at each value alone.

    Attributes:
        component: The constraint component.
        bind: Makes the test for a graph.
    """

    component: str
    bind: Callable[[Run], Test]


@dataclass(slots=True, eq=False)
class SetTest:
    """A constraint that looks at all values of a focus node.

    Attributes:
        component: The constraint component.
        check: Yields what breaks it: a value, or None where none can be named, and another path than the
            shape's, or None.
    """

    component: str
    check: Callable[[Run, str, list[str]], Iterable[tuple[str | None, str | None]]]


@dataclass(slots=True, eq=False)
class Count:
    """A bound on the number of values.

    Attributes:
        component: The constraint component.
        least: The fewest, or 0.
        most: The most, or None.
    """

    component: str
    least: int = 0
    most: int | None = None

    def broken(self, count: int) -> bool:
        """Tell whether a number of values is out of bounds."""
        return count < self.least or (self.most is not None and count > self.most)


@dataclass(slots=True, eq=False)
class Nested:
    """``sh:property``: the results of another shape for each value."""

    shape: Shape


@dataclass(slots=True, eq=False)
class Query:
    """A constraint that a SPARQL query checks.

    Attributes:
        results: Yields the results for a focus node and its values.
        many: Yields the results for focus nodes, asked about in one query; None where each needs its own.
    """

    results: Callable[[Run, Shape, str, list[str]], Iterable[Result]]
    many: Callable[[Run, Shape, Iterable[str]], Iterable[Result]] | None = None


Constraint = ValueTest | SetTest | Count | Nested | Query


@dataclass(slots=True, eq=False)
class Shape:
    """A compiled shape.

    Attributes:
        node: Its node in the shapes graph.
        path_node: The value of its ``sh:path``; None for a node shape.
        path: Its path.
        walk: Walks its path.
        severity: How bad its results are.
        messages: What it says of them.
        deactivated: Whether it holds for nothing.
        constraints: What it asks.
        targets: What it asks it of.
    """

    node: str
    path_node: str | None = None
    path: Path | None = None
    walk: Walk | None = None
    severity: str = sh("Violation")
    messages: tuple[str, ...] = ()
    deactivated: bool = False
    constraints: list[Constraint] = field(default_factory=list)
    targets: list[Callable[[Graph], Iterable[str]]] = field(default_factory=list)

    def result(self, focus: str, component: str, value: str | None = None, path: str | None = None) -> Result:
        """Return a result of this shape."""
        return Result(
            focus, path or self.path_node, value, component, self.node, self.severity, self.messages
        )

    def values(self, run: Run, focus: str) -> list[str]:
        """Return the value nodes of a focus node."""
        return list(self.walk(run.graph, focus)) if self.walk else [focus]

    def results(self, run: Run, focus: str) -> Iterator[Result]:
        """Yield what of a focus node does not conform."""
        if self.deactivated or not self.constraints:
            return
        values = self.values(run, focus)
        for constraint in self.constraints:
            yield from self.broken(run, constraint, focus, values)

    def broken(self, run: Run, constraint: Constraint, focus: str, values: list[str]) -> Iterator[Result]:
        """Yield how the values of a focus node break a constraint."""
        if isinstance(constraint, ValueTest):
            test = run.test(constraint)
            for value in values:
                if not test(value):
                    yield self.result(focus, constraint.component, value)
        elif isinstance(constraint, Count):
            if constraint.broken(len(values)):
                yield self.result(focus, constraint.component)
        elif isinstance(constraint, SetTest):
            for one, path in constraint.check(run, focus, values):
                yield self.result(focus, constraint.component, one, path)
        elif isinstance(constraint, Nested):
            for value in values:
                yield from constraint.shape.results(run, value)
        else:
            yield from constraint.results(run, self, focus, values)

    def tester(self, run: Run) -> Test:
        """Return a test of whether a node conforms."""
        if self.deactivated or not self.constraints:
            return lambda _node: True
        tests = [run.test(one) for one in self.constraints if isinstance(one, ValueTest)]
        if self.walk is None and len(tests) == len(self.constraints):
            return tests[0] if len(tests) == 1 else lambda node: all(test(node) for test in tests)
        counts = [one for one in self.constraints if isinstance(one, Count)]
        if self.path is not None and self.path.kind == "p" and len(counts) == len(self.constraints):
            column = run.graph.column(self.path.predicate)
            return lambda node: not any(count.broken(len(column.get(node, ()))) for count in counts)
        return lambda node: next(self.results(run, node), None) is None
