"""Shapes compiled once: a shapes graph becomes functions that look at the columns of any graph.

What cannot be compiled is refused by name, so that no constraint is ever left out silently. SHACL leaves shapes
that lead back to themselves undefined (section 3.4.3): they are refused too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from keikaku.ground.errors import ShapesError, UnsupportedShapesError
from keikaku.ground.messages import Said, say
from keikaku.validation.shacl import components, custom, queries
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.model import Constraint, Shape
from keikaku.validation.shacl.paths import read_path
from keikaku.validation.shacl.terms import RDFS, TRUE, TYPE, is_iri, is_literal, lexical, sh

_DEEPEST = 50
_SHACL = sh("")[:-1]
_OTHER_PARAMETERS = {sh("sparql")}
_TARGETS = {sh(f"target{name}") for name in ("Node", "Class", "SubjectsOf", "ObjectsOf")}
_SAYS_NOTHING = {
    sh(name)
    for name in (
        "path", "flags", "ignoredProperties", "qualifiedMinCount", "qualifiedMaxCount",
        "qualifiedValueShapesDisjoint", "severity", "message", "deactivated", "name", "description", "order",
        "group", "defaultValue", "declare", "prefixes", "select", "shapesGraph", "suggestedShapesGraph",
        "labelTemplate", "optional", "parameter", "validator", "nodeValidator", "propertyValidator", "ask",
        "entailment",
    )
}  # fmt: skip
_CLASS = f"<{RDFS}Class>"


class Shapes:
    """The compiled shapes of a graph.

    Attributes:
        graph: The shapes graph.
        targeted: The shapes that have targets.
        wanted: What the queries of the shapes look at.
    """

    def __init__(self, graph: Graph) -> None:
        """Compile a shapes graph.

        Raises:
            ShapesError: It holds something that cannot be run.
        """
        self.graph = graph
        self.wanted = queries.Wanted()
        self._compiled: dict[str, Shape] = {}
        self._open: list[str] = []
        _refuse_entailment(graph)
        self.custom = custom.components(graph)
        self.targeted = [self._targeted(node) for node in sorted(self._nodes_with_targets())]

    def _nodes_with_targets(self) -> set[str]:
        found = {node for target in (*_TARGETS, sh("target")) for node in self.graph.column(target)}
        classes = self.graph.instances(_CLASS)
        found |= {node for node in classes if self._is_shape(node)}
        return found

    def _is_shape(self, node: str) -> bool:
        """Tell whether a node is a shape whatever its targets (SHACL, section 2.1)."""
        kinds = self.graph.instances(sh("NodeShape")) | self.graph.instances(sh("PropertyShape"))
        return node in kinds or any(node in self.graph.column(name) for name in self._parameters())

    def _parameters(self) -> set[str]:
        own = {parameter for one in self.custom for parameter in one.mandatory}
        return {*components.BUILDERS, *_OTHER_PARAMETERS, *own}

    def _targeted(self, node: str) -> Shape:
        shape = self.shape(node)
        graph = self.graph
        shape.targets = [partial(_the_node, one) for one in graph.objects(node, sh("targetNode"))]
        classes = graph.objects(node, sh("targetClass"))
        if node in graph.instances(_CLASS) and self._is_shape(node):
            classes = [*classes, node]
        shape.targets += [partial(_instances, one) for one in classes]
        shape.targets += [partial(_subjects, one) for one in graph.objects(node, sh("targetSubjectsOf"))]
        shape.targets += [partial(_objects, one) for one in graph.objects(node, sh("targetObjectsOf"))]
        return shape

    def shape(self, node: str) -> Shape:
        """Return the compiled shape of a node."""
        found = self._compiled.get(node)
        if found is not None:
            return found
        if node in self._open:
            way = [lexical(one) for one in (*self._open[self._open.index(node) :], node)]
            raise ShapesError("shapes.recursive", shape=lexical(node), way=" → ".join(way))
        if len(self._open) >= _DEEPEST:
            raise UnsupportedShapesError(
                "shapes.unsupported", shape=lexical(node), what=f"shapes nested deeper than {_DEEPEST}"
            )
        self._open.append(node)
        found = self._compiled[node] = self._shape(node)
        self._open.pop()
        return found

    def _shape(self, node: str) -> Shape:
        if is_literal(node):
            raise ill_formed(node, say("shapes.literal-no-shape"))
        shape = Shape(node)
        path = self.one(node, sh("path"))
        if path:
            shape.path_node = path
            shape.path = read_path(self.graph, path, node)
            shape.walk = shape.path.walk()
        elif sh("PropertyShape") in self.graph.objects(node, TYPE):
            raise ill_formed(node, say("shapes.property-shape-needs-sh"))
        severity = self.one(node, sh("severity"))
        shape.severity = severity or shape.severity
        shape.messages = tuple(sorted(self.graph.objects(node, sh("message"))))
        shape.deactivated = self.flag(node, sh("deactivated"))
        self._refuse_unknown(node)
        shape.constraints = list(self._constraints(node, shape))
        return shape

    def _constraints(self, node: str, shape: Shape) -> Iterator[Constraint]:
        for parameter, build in components.BUILDERS.items():
            values = self.graph.objects(node, parameter)
            if values:
                yield from build(self, shape, values)
        for value in self.graph.objects(node, sh("sparql")):
            yield from queries.constraint(self.graph, shape, value, self.wanted)
        for component in self.custom:
            yield from component.constraints(self.graph, shape, self.wanted)

    def _refuse_unknown(self, node: str) -> None:
        known = {*components.BUILDERS, *_OTHER_PARAMETERS, *_TARGETS, *_SAYS_NOTHING}
        known |= {parameter for one in self.custom for parameter in (*one.mandatory, *one.optional)}
        for predicate, column in self.graph.columns.items():
            if node in column and predicate.startswith(_SHACL) and predicate not in known:
                raise UnsupportedShapesError(
                    "shapes.unsupported", shape=lexical(node), what=f"sh:{predicate[len(_SHACL) : -1]}"
                )

    # ------------------------------------------------------------ reading values

    def one(self, node: str, predicate: str) -> str | None:
        """Return the only value of a property, or None.

        Raises:
            ShapesError: There are two.
        """
        values = self.graph.objects(node, predicate)
        if len(values) > 1:
            name = predicate[len(_SHACL) : -1]
            raise ill_formed(node, say("shapes.two-values-sh", name=name))
        return values[0] if values else None

    def flag(self, node: str, predicate: str) -> bool:
        """Return whether the value of a property is true."""
        value = self.one(node, predicate)
        return value in (TRUE, TRUE.replace("true", "1"))

    def members(self, node: str, head: str) -> list[str]:
        """Return the members of a list.

        Raises:
            ShapesError: It is none.
        """
        found = self.graph.items(head)
        if found is None:
            raise ill_formed(node, say("shapes.list-none"))
        return found


def ill_formed(node: str, detail: Said) -> ShapesError:
    """Return the error of a shape that breaks a syntax rule."""
    return ShapesError("shapes.ill-formed", shape=lexical(node), detail=detail)


def _refuse_entailment(graph: Graph) -> None:
    for node, regimes in graph.column(sh("entailment")).items():
        if is_iri(node):
            raise UnsupportedShapesError(
                "shapes.unsupported", shape=lexical(node), what=f"sh:entailment {lexical(regimes[0])}"
            )


def _the_node(node: str, _graph: Graph) -> tuple[str]:
    return (node,)


def _instances(of: str, graph: Graph) -> set[str]:
    return graph.instances(of)


def _subjects(predicate: str, graph: Graph) -> Iterator[str]:
    return iter(graph.column(predicate))


def _objects(predicate: str, graph: Graph) -> Iterator[str]:
    return iter(graph.inverse(predicate))
